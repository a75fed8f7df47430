/* fold.c - text without case, accents and width, for comparing and finding */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"

#include <utf8proc.h>

#include "base/alloc.h"

char *
str_fold(const char *text)
{
	utf8proc_uint8_t *out = NULL;
	char *copy;

	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &out,
	        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
	            UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
	            UTF8PROC_STRIPMARK | UTF8PROC_IGNORE) < 0)
		return xstrdup(text);
	copy = xstrdup((const char *)out);
	free(out);
	return copy;
}
