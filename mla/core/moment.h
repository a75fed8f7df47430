/* moment.h - moments as event logs of many programs write them */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_MOMENT_H
#define MLA_CORE_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOMENT_DAY 86400000000LL /* microseconds */

/*
 * Read len bytes as an xs:dateTime (XML Schema part 2, 3.2.7) or something
 * like it: a date, then "T" or a blank, hh:mm, :ss, a fraction, and "Z" or an
 * offset with or without its colon; all behind the date may be missing.
 * *moment is in microseconds since 1970-01-01T00:00:00Z, the rest of the
 * fraction cut off; *zone: an offset was written, else it is read as UTC.
 * False if it is no moment of the years 1 to 9999.
 */
bool moment_parse(int64_t *moment, bool *zone, const char *text, size_t len);

#endif
