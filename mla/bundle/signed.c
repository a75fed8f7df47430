/* signed.c - the signature of a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/signed.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/manifest.h"
#include "bundle/pack.h"

/* The two files that matter. */
struct pair {
	struct buf content, signature;
};

static int
open_pair(void *arg, const struct bag_entry *e, struct buf **buf)
{
	struct pair *p = arg;

	if (str_eq(e->path, PACK_SIGNED))
		*buf = &p->content;
	else if (str_eq(e->path, PACK_SIGNATURE))
		*buf = &p->signature;
	return -1;
}

/* Which files of the bag does the signed manifest name? */
struct cover {
	const struct bag_report *report;
	bool *named; /* for each entry */
};

static void
note_line(void *arg, const char *hex, const char *path)
{
	struct cover *c = arg;
	const struct bag_entry *e = bag_find(c->report, path);

	if (e != NULL && strcasecmp(hex, e->sha256) == 0)
		c->named[e - c->report->entries] = true;
}

/* What stands beside the signed manifest by its nature, and the payload. */
static bool
is_apart(const char *path)
{
	return str_starts(path, "data/") || str_eq(path, PACK_SIGNATURE) ||
	    (str_starts(path, "tagmanifest-") && strchr(path, '/') == NULL);
}

static enum mla_rc
check_cover(
    const struct bag_report *report, const struct buf *content, struct err *err)
{
	struct cover c = { report, NULL };
	const struct spool spool = {
		.memory = *content, .fd = -1, .bytes = content->len
	};
	struct lines *lines;
	enum mla_rc rc = MLA_OK;

	if (*report->manifest_sha256 == '\0')
		return err_set(err, MLA_EDAMAGED,
		    "the signature does not reach the files: there is no "
		    "manifest-sha256.txt");
	c.named = xcalloc(report->nentries, sizeof(*c.named));
	/* Names of tag files are coded since version 1.0. */
	lines = lines_open(&spool, 0, content->len, "UTF-8");
	manifest_read(lines, 100, note_line, &c);
	lines_close(lines);
	for (size_t i = 0; rc == MLA_OK && i < report->nentries; i++) {
		const char *path = report->entries[i].path;

		if (!c.named[i] && !is_apart(path))
			rc = err_set(err, MLA_EDAMAGED,
			    "the signature leaves out %s: anybody may have "
			    "added or changed it",
			    path);
	}
	free(c.named);
	return rc;
}

enum mla_rc
signed_read(bool *is_signed, struct signature *out, const char *path,
    const struct bag_report *report, const struct trust *trust, int64_t now,
    struct err *err)
{
	const struct bag_entry *e = bag_find(report, PACK_SIGNATURE);
	struct pair p = { 0 };
	struct bag_take take = { open_pair, &p };
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	*is_signed = e != NULL;
	if (e == NULL)
		return MLA_OK;
	if (bag_find(report, PACK_SIGNED) == NULL)
		return err_set(err, MLA_EDAMAGED,
		    "there is a signature, but no %s that it could be over",
		    PACK_SIGNED);
	if (e->bytes > SIGN_MAX_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "the signature is not sound: it is larger than 1 MiB");
	if ((rc = bag_extract(path, report, &take, err)) == MLA_OK &&
	    (rc = check_cover(report, &p.content, err)) == MLA_OK)
		rc =
		    signature_read(out, buf_text(&p.signature), p.signature.len,
		        buf_text(&p.content), p.content.len, trust, now, err);
	buf_free(&p.content);
	buf_free(&p.signature);
	return rc;
}
