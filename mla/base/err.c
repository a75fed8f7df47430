/* err.c - how a call says that it failed, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>

static enum mla_rc err_setv(struct err *err, enum mla_rc rc, const char *fmt,
    va_list ap) __attribute__((format(printf, 3, 0)));

static enum mla_rc
err_setv(struct err *err, enum mla_rc rc, const char *fmt, va_list ap)
{
	if (err == NULL || err->rc != MLA_OK)
		return rc;
	err->rc = rc;
	(void)vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	return rc;
}

enum mla_rc
err_set(struct err *err, enum mla_rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rc = err_setv(err, rc, fmt, ap);
	va_end(ap);
	return rc;
}

enum mla_rc
err_errno(struct err *err, enum mla_rc rc, const char *fmt, ...)
{
	char text[ERR_MSG_BYTES / 2];
	int number = errno;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(err, rc, "%s: %s", text, strerror(number));
}

void
err_hint(struct err *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL || err->hint[0] != '\0')
		return;
	va_start(ap, fmt);
	(void)vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}
