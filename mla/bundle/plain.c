/* plain.c - the bytes of one file, unpacked if it is gzipped */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/plain.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	BLOCK_BYTES = 1 << 16
};

struct plain {
	char *name; /* for messages */
	struct archive *archive;
	int fd; /* to be closed, or -1 */
	bool empty;
};

static enum mla_rc
fault(struct plain *p, struct err *err)
{
	const char *why = archive_error_string(p->archive);

	return err_set(err, MLA_EDAMAGED, "%s cannot be unpacked: %s", p->name,
	    why != NULL ? why : "it is damaged");
}

static enum mla_rc
open_fd(struct plain *p, const char *path, struct err *err)
{
	struct stat st;

	if (str_eq(path, "-"))
		return MLA_OK;
	p->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0)
		return err_errno(err,
		    errno == ENOENT || errno == ENOTDIR ? MLA_ENOTFOUND
		                                        : MLA_EIO,
		    "cannot open %s", path);
	if (fstat(p->fd, &st) != 0)
		return err_errno(err, MLA_EIO, "cannot look at %s", path);
	if (S_ISDIR(st.st_mode))
		return err_set(err, MLA_EIO, "%s is a folder", path);
	return MLA_OK;
}

enum mla_rc
plain_open(struct plain **out, const char *path, struct err *err)
{
	struct plain *p = xcalloc(1, sizeof(*p));
	struct archive_entry *e;
	enum mla_rc rc;
	int code;

	*out = NULL;
	p->fd = -1;
	p->name = xstrdup(str_eq(path, "-") ? "standard input" : path);
	p->archive = archive_read_new();
	if (p->archive == NULL)
		abort(); /* out of memory */
	if ((rc = open_fd(p, path, err)) != MLA_OK)
		goto out;
	/* Any bytes, and one filter: no other guess is made. */
	(void)archive_read_support_format_raw(p->archive);
	(void)archive_read_support_format_empty(p->archive);
	(void)archive_read_support_filter_gzip(p->archive);
	if (archive_read_open_fd(p->archive, p->fd >= 0 ? p->fd : STDIN_FILENO,
	        BLOCK_BYTES) != ARCHIVE_OK) {
		rc = fault(p, err);
		goto out;
	}
	code = archive_read_next_header(p->archive, &e);
	p->empty = code == ARCHIVE_EOF;
	if (code != ARCHIVE_OK && code != ARCHIVE_EOF) {
		rc = fault(p, err);
		goto out;
	}
	*out = p; /* the caller owns it now */
	p = NULL;
out:
	plain_close(p);
	return rc;
}

enum mla_rc
plain_read(
    size_t *got, struct plain *p, void *data, size_t size, struct err *err)
{
	la_ssize_t n = 0;

	*got = 0;
	if (!p->empty)
		n = archive_read_data(p->archive, data, size);
	if (n < 0)
		return fault(p, err);
	*got = (size_t)n;
	return MLA_OK;
}

void
plain_close(struct plain *p)
{
	if (p == NULL)
		return;
	(void)archive_read_free(p->archive);
	if (p->fd >= 0)
		(void)close(p->fd);
	free(p->name);
	free(p);
}
