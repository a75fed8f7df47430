/* declaration.h - the two lines of bagit.txt */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_DECLARATION_H
#define MLA_BUNDLE_DECLARATION_H

#include <stddef.h>

/*
 * Read the declaration of a bag (RFC 8493 section 2.1.1), len bytes with a NUL
 * behind them: two lines in this order, UTF-8 without a byte order mark.
 * Returns its version as 100 * major + minor (1.0 is 100, and so is one that
 * cannot be read); *problem is NULL or a sentence.
 */
int declaration_read(const char **problem, const char *text, size_t len);

#endif
