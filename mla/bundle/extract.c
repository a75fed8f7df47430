/* extract.c - files out of a bag that was verified */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/verify.h"
#include "bundle/walk.h"

/* The second reading, for those who want the bytes. */
struct extract {
	const struct bag_report *report;
	const struct bag_take *take;
	const struct bag_entry *entry;
	struct hash *hash;
	struct buf *buf;
	int fd;
	size_t n; /* files so far */
};

static enum mla_rc
take_begin(void *arg, const char *path, struct err *err)
{
	struct extract *x = arg;

	x->entry = bag_find(x->report, path);
	x->buf = NULL;
	x->fd = -1;
	if (x->entry == NULL)
		return err_set(
		    err, MLA_EDAMAGED, "%s was not there a moment ago", path);
	x->n++;
	x->fd = x->take->open(x->take->arg, x->entry, &x->buf);
	if (x->buf != NULL && x->entry->bytes > BAG_MAX_BUFFER_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "%s is larger than 64 MiB, too large for what it is", path);
	if (x->fd >= 0 || x->buf != NULL)
		x->hash = hash_new("sha256");
	return MLA_OK;
}

static enum mla_rc
take_bytes(void *arg, const void *data, size_t len, struct err *err)
{
	struct extract *x = arg;

	if (x->hash == NULL)
		return MLA_OK;
	hash_add(x->hash, data, len);
	if (x->buf != NULL)
		buf_add(x->buf, data, len);
	if (x->fd < 0)
		return MLA_OK;
	return file_write_all(x->fd, data, len, x->entry->path, err);
}

static enum mla_rc
take_end(void *arg, struct err *err)
{
	struct extract *x = arg;
	char hex[HASH_HEX_MAX];

	if (x->hash == NULL)
		return MLA_OK;
	hash_end(x->hash, hex);
	x->hash = NULL;
	if (str_eq(hex, x->entry->sha256))
		return MLA_OK;
	return err_set(err, MLA_EDAMAGED,
	    "%s was exchanged while the bag was read", x->entry->path);
}

enum mla_rc
bag_extract(const char *path, const struct bag_report *report,
    const struct bag_take *take, struct err *err)
{
	struct extract x = { .report = report, .take = take, .fd = -1 };
	struct walk walk = { .root = report->root,
		.file = take_begin,
		.bytes = take_bytes,
		.end = take_end,
		.arg = &x };
	enum mla_rc rc = walk_bag(path, &walk, err);

	hash_free(x.hash);
	if (rc == MLA_OK && x.n != report->nentries)
		return err_set(err, MLA_EDAMAGED,
		    "%s was exchanged while it was read", path);
	return rc;
}
