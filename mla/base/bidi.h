/* bidi.h - texts that are read from the right among others, and back */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_BIDI_H
#define MLA_BASE_BIDI_H

#include <stdbool.h>

#include "base/ban.h"

/*
 * Is the first letter of a text one that is read from right to left?  A text
 * without letters is not (UAX #9, rules P2 and P3).
 */
bool bidi_is_rtl(const char *text);

/*
 * The text, so that its directional controls end where it ends and close
 * nothing that stands before it (UAX #9, X1 to X8): what is open is closed.
 * An override would let other characters be read than those that are there:
 * it is shown as [U+202E], and so is what closes nothing or lies deeper than
 * any text has need of; so are the controls U+007F to U+009F, and what ends a
 * line or paragraph in Unicode alone.  The caller frees it.
 */
char *bidi_tame(const char *text);

/*
 * The same, and between FIRST STRONG ISOLATE and its end where the text could
 * change the order of a line around it that is read from right to left (rtl)
 * or from left to right.  The caller frees it.
 */
char *bidi_isolate(const char *text, bool rtl);

#endif
