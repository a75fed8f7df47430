/* fetch.c - the bundle in what a channel delivered */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fetch.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/mailin.h"
#include "core/drop.h"

/* Out of the mail, into a file that is gone when it is closed. */
static enum mla_rc
take_mail(struct fetch *f, const struct office *office, const char *path,
    struct err *err)
{
	char *temp = file_join(office->dir, ".mla-new-XXXXXX");
	char *name = NULL;
	enum mla_rc rc;

	f->fd = mkstemp(temp);
	if (f->fd < 0) {
		rc = err_errno(err, MLA_EIO, "cannot write in %s", office->dir);
		goto out;
	}
	(void)unlink(temp);
	if ((rc = mailin_extract(&name, f->fd, path, err)) != MLA_OK)
		goto out;
	f->path = xasprintf("/proc/self/fd/%d", f->fd);
	f->shown =
	    xasprintf("%s (%s)", path, name != NULL ? name : "attachment");
out:
	free(name);
	free(temp);
	return rc;
}

enum mla_rc
fetch_begin(struct fetch *f, const struct office *office, const char *path,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	*f = (struct fetch){ .fd = -1 };
	if (file_is_dir(path))
		rc = drop_payload(&f->path, path, err);
	else if (mailin_is_mail(path))
		return take_mail(f, office, path, err);
	if (rc == MLA_OK && f->path == NULL)
		f->path = xstrdup(path);
	return rc;
}

/* A part of a text of limited length, by another. */
static void
put_instead(char *text, size_t size, const char *what, const char *with)
{
	char *fresh = str_replace(text, what, with);

	(void)snprintf(text, size, "%s", fresh);
	free(fresh);
}

void
fetch_rename(struct err *err, const char *path, const char *shown)
{
	put_instead(err->msg, sizeof(err->msg), path, shown);
	put_instead(err->hint, sizeof(err->hint), path, shown);
}

void
fetch_end(struct fetch *f, struct err *err)
{
	if (f->shown != NULL && f->path != NULL)
		fetch_rename(err, f->path, f->shown);
	if (f->fd >= 0)
		(void)close(f->fd);
	free(f->path);
	free(f->shown);
	*f = (struct fetch){ .fd = -1 };
}
