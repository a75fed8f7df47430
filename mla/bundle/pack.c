/* pack.c - write a bag of evidence as one file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "bundle/hashers.h"

enum {
	BLOCK_BYTES = 65536, /* written at once, at least */
	SPILL_BYTES = 65536 /* of a manifest in memory */
};

/* The manifests that we write; RFC 8493 section 2.4 asks for both. */
static const char *const algorithms[] = { "sha256", "sha512" };
enum {
	ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0])
};

struct pack {
	struct archive *archive;
	struct archive_entry *entry;
	struct file_new file;
	char *root;
	int64_t time;
	locale_t utf8; /* elsewhere libarchive does not know UTF-8 names */
	struct manifest {
		int fd; /* of a payload manifest: it may grow without end */
		struct buf text; /* what is not in the file yet */
		uint64_t bytes; /* in the file */
	} payload[ALGORITHMS], tags[ALGORITHMS];
	uint64_t payload_bytes, payload_files;
	struct hashers *hashers;
	/* Files whose digests are not there yet, in their order; a ring. */
	struct pending {
		char *path; /* in the bag */
		char *file; /* on disk, if its SHA-256 is to be */
		char sha256[65]; /* this one; "": any */
	} pending[HASHERS_FILES];
	size_t first, waiting;
	enum mla_rc (*sign)(void *arg, struct buf *out, const void *data,
	    size_t len, struct err *err); /* or NULL */
	void *sign_arg;
};

static enum mla_rc
fail(struct pack *p, struct err *err)
{
	const char *text = archive_error_string(p->archive);

	return err_set(err, MLA_EIO, "cannot write %s: %s", p->file.path,
	    text != NULL ? text : "unknown reason");
}

/* It writes DOS times in local time: local time is UTC meanwhile. */
static int
write_header(struct pack *p)
{
	locale_t before = uselocale(p->utf8);
	char *zone = xstrdup_null(getenv("TZ"));
	int code;

	(void)setenv("TZ", "UTC0", 1);
	tzset();
	code = archive_write_header(p->archive, p->entry);
	if (zone != NULL)
		(void)setenv("TZ", zone, 1);
	else
		(void)unsetenv("TZ");
	tzset();
	free(zone);
	(void)uselocale(before);
	return code;
}

static void
pack_free(struct pack *p)
{
	if (p->archive != NULL)
		(void)archive_write_free(p->archive);
	archive_entry_free(p->entry);
	file_abandon(&p->file);
	hashers_free(p->hashers);
	for (size_t i = 0; i < HASHERS_FILES; i++) {
		free(p->pending[i].path);
		free(p->pending[i].file);
	}
	for (size_t i = 0; i < ALGORITHMS; i++) {
		buf_free(&p->payload[i].text);
		buf_free(&p->tags[i].text);
		if (p->payload[i].fd >= 0)
			(void)close(p->payload[i].fd);
	}
	if (p->utf8 != (locale_t)0)
		freelocale(p->utf8);
	free(p->root);
	free(p);
}

void
pack_abandon(struct pack *p)
{
	/* No archive_write_fail: libarchive 3.6 would lose its buffer. */
	if (p != NULL)
		pack_free(p);
}

static bool
set_zip(struct archive *a)
{
	return archive_write_set_format_zip(a) == ARCHIVE_OK &&
	    archive_write_zip_set_compression_store(a) == ARCHIVE_OK &&
	    archive_write_set_options(a, "zip:hdrcharset=UTF-8") >=
	    ARCHIVE_WARN;
}

/* POSIX.1-2001 pax: what ustar can say, and more only where it cannot. */
static bool
set_tar(struct archive *a)
{
	return archive_write_set_format_pax_restricted(a) == ARCHIVE_OK;
}

static enum mla_rc
begin(struct pack **out, bool (*set_format)(struct archive *a),
    const char *path, const char *root, int64_t time, struct err *err)
{
	struct pack *p = xcalloc(1, sizeof(*p));
	locale_t before;
	enum mla_rc rc;

	*out = NULL;
	p->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	before = uselocale(p->utf8);
	p->file.fd = -1;
	p->root = xstrdup(root);
	p->time = time;
	p->hashers = hashers_new(algorithms, ALGORITHMS, true);
	for (size_t i = 0; i < ALGORITHMS; i++)
		p->payload[i].fd = p->tags[i].fd = -1;
	if ((rc = file_begin(&p->file, path, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++)
		rc = file_scratch(&p->payload[i].fd, path, err);
	if (rc != MLA_OK)
		goto out;
	p->archive = archive_write_new();
	p->entry = archive_entry_new();
	if (p->archive == NULL || p->entry == NULL)
		abort();
	if (!set_format(p->archive) ||
	    archive_write_set_bytes_per_block(p->archive, BLOCK_BYTES) !=
	        ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(p->archive, 1) !=
	        ARCHIVE_OK ||
	    archive_write_open_fd(p->archive, p->file.fd) != ARCHIVE_OK)
		rc = fail(p, err);
out:
	(void)uselocale(before);
	if (rc != MLA_OK) {
		pack_abandon(p);
		return rc;
	}
	*out = p;
	return MLA_OK;
}

enum mla_rc
pack_begin(struct pack **out, const char *path, const char *root, int64_t time,
    struct err *err)
{
	return begin(out, set_zip, path, root, time, err);
}

enum mla_rc
pack_begin_tar(struct pack **out, const char *path, const char *root,
    int64_t time, struct err *err)
{
	return begin(out, set_tar, path, root, time, err);
}

static enum mla_rc
begin_entry(struct pack *p, const char *path, uint64_t bytes, struct err *err)
{
	char *full = xasprintf("%s/%s", p->root, path);
	enum mla_rc rc = MLA_OK;

	(void)archive_entry_clear(p->entry);
	archive_entry_set_pathname(p->entry, full);
	archive_entry_set_filetype(p->entry, AE_IFREG);
	archive_entry_set_perm(p->entry, 0600);
	archive_entry_set_size(p->entry, (int64_t)bytes);
	archive_entry_set_mtime(p->entry, (time_t)p->time, 0);
	if (write_header(p) != ARCHIVE_OK)
		rc = fail(p, err);
	free(full);
	return rc;
}

static enum mla_rc
write_data(struct pack *p, const void *data, size_t len, struct err *err)
{
	const char *at = data;

	while (len > 0) {
		la_ssize_t n = archive_write_data(p->archive, at, len);

		if (n <= 0)
			return fail(p, err);
		at += n;
		len -= (size_t)n;
	}
	return MLA_OK;
}

/* RFC 8493 section 2.1.3: CR, LF and % are coded, and only those. */
static void
add_path(struct buf *b, const char *path)
{
	for (; *path != '\0'; path++) {
		if (*path == '\r' || *path == '\n' || *path == '%')
			buf_addf(b, "%%%02X", (unsigned char)*path);
		else
			buf_addch(b, *path);
	}
}

static enum mla_rc
spill(struct pack *p, struct manifest *m, struct err *err)
{
	enum mla_rc rc = file_write_all(
	    m->fd, buf_text(&m->text), m->text.len, p->file.path, err);

	m->bytes += m->text.len;
	buf_clear(&m->text);
	return rc;
}

/* The lines of a file in the manifests. */
static enum mla_rc
add_lines(
    struct pack *p, const char *path, char hex[][HASH_HEX_MAX], struct err *err)
{
	bool payload = str_starts(path, "data/");
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++) {
		struct manifest *m = payload ? &p->payload[i] : &p->tags[i];

		buf_addf(&m->text, "%s  ", hex[i]);
		add_path(&m->text, path);
		buf_addch(&m->text, '\n');
		if (m->fd >= 0 && m->text.len >= SPILL_BYTES)
			rc = spill(p, m, err);
	}
	return rc;
}

/* Write down the digests that have come; wait: at least those of one file. */
static enum mla_rc
take_digests(struct pack *p, bool wait, struct err *err)
{
	char hex[ALGORITHMS][HASH_HEX_MAX];
	enum mla_rc rc = MLA_OK;

	while (rc == MLA_OK && hashers_next(p->hashers, hex, wait)) {
		struct pending *one = &p->pending[p->first];

		if (one->file != NULL && !str_eq(one->sha256, hex[0]))
			rc = err_set(err, MLA_EDAMAGED,
			    "%s was changed: its SHA-256 is not the one "
			    "recorded",
			    one->file);
		else
			rc = add_lines(p, one->path, hex, err);
		free(one->path);
		free(one->file);
		memset(one, 0, sizeof(*one));
		p->first = (p->first + 1) % HASHERS_FILES;
		p->waiting--;
		wait = false;
	}
	return rc;
}

/* All bytes of a file were given; its digests come later. */
static enum mla_rc
end_file(struct pack *p, const char *path, const char *file, const char *sha256,
    uint64_t bytes, struct err *err)
{
	struct pending *one;
	enum mla_rc rc;

	if ((rc = take_digests(p, p->waiting == HASHERS_FILES, err)) != MLA_OK)
		return rc;
	hashers_end(p->hashers);
	one = &p->pending[(p->first + p->waiting++) % HASHERS_FILES];
	one->path = xstrdup(path);
	if (sha256 != NULL) {
		one->file = xstrdup(file);
		(void)snprintf(one->sha256, sizeof(one->sha256), "%s", sha256);
	}
	if (str_starts(path, "data/")) {
		p->payload_bytes += bytes;
		p->payload_files++;
	}
	return MLA_OK;
}

static enum mla_rc
take_all_digests(struct pack *p, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	while (rc == MLA_OK && p->waiting > 0)
		rc = take_digests(p, true, err);
	return rc;
}

/* Without a line in a manifest: for the tag manifests themselves. */
static enum mla_rc
add_plain(struct pack *p, const char *path, const void *data, size_t len,
    struct err *err)
{
	enum mla_rc rc;

	if ((rc = begin_entry(p, path, len, err)) != MLA_OK)
		return rc;
	return write_data(p, data, len, err);
}

enum mla_rc
pack_add_bytes(struct pack *p, const char *path, const void *data, size_t len,
    struct err *err)
{
	enum mla_rc rc;

	hashers_add(p->hashers, data, len);
	if ((rc = add_plain(p, path, data, len, err)) != MLA_OK)
		return rc;
	return end_file(p, path, NULL, NULL, len, err);
}

/* Copy exactly the bytes that the entry promised, and have them hashed. */
static enum mla_rc
copy_file(
    struct pack *p, int fd, const char *file, uint64_t bytes, struct err *err)
{
	enum mla_rc rc = MLA_OK;
	uint64_t done = 0;

	while (rc == MLA_OK) {
		void *chunk = hashers_room(p->hashers);
		ssize_t n = read(fd, chunk, HASHERS_CHUNK_BYTES);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_errno(err, MLA_EIO, "cannot read %s", file);
		if (n <= 0)
			break;
		done += (uint64_t)n;
		if (done > bytes)
			break;
		hashers_push(p->hashers, (size_t)n);
		rc = write_data(p, chunk, (size_t)n, err);
		hash_seen((size_t)n);
	}
	hash_seen(0);
	if (rc == MLA_OK && done != bytes)
		rc =
		    err_set(err, MLA_EIO, "%s changed while it was read", file);
	return rc;
}

static enum mla_rc
add_open(struct pack *p, int fd, const char *path, const char *file,
    const char *sha256, struct err *err)
{
	struct stat st;
	uint64_t bytes;
	enum mla_rc rc;

	if (fstat(fd, &st) != 0)
		return err_errno(err, MLA_EIO, "cannot look at %s", file);
	bytes = (uint64_t)st.st_size;
	if ((rc = begin_entry(p, path, bytes, err)) != MLA_OK ||
	    (rc = copy_file(p, fd, file, bytes, err)) != MLA_OK)
		return rc;
	return end_file(p, path, file, sha256, bytes, err);
}

enum mla_rc
pack_add_file(struct pack *p, const char *path, const char *file,
    const char *sha256, struct err *err)
{
	enum mla_rc rc;
	int fd;

	if (file_open(&fd, file, err) != MLA_OK)
		return MLA_EIO;
	rc = add_open(p, fd, path, file, sha256, err);
	(void)close(fd);
	return rc;
}

/* A value is one line: a line end in it would begin another label. */
static void
add_value(struct buf *b, const char *value)
{
	for (; *value != '\0'; value++)
		buf_add(b, (unsigned char)*value < ' ' ? " " : value, 1);
	buf_addch(b, '\n');
}

static enum mla_rc
add_info(struct pack *p, const char *const *info, struct err *err)
{
	char date[DATE_BYTES];
	struct buf b = { 0 };
	enum mla_rc rc;

	for (; info != NULL && info[0] != NULL; info += 2) {
		buf_addf(&b, "%s: ", info[0]);
		add_value(&b, info[1]);
	}
	buf_addf(&b, "Bagging-Date: %s\n",
	    date_format((int32_t)(p->time / 86400), date));
	buf_addf(&b, "Payload-Oxum: %llu.%llu\n",
	    (unsigned long long)p->payload_bytes,
	    (unsigned long long)p->payload_files);
	rc = pack_add_bytes(p, "bag-info.txt", buf_text(&b), b.len, err);
	buf_free(&b);
	return rc;
}

/* A payload manifest, from the file in which it grew. */
static enum mla_rc
add_manifest(struct pack *p, size_t which, struct err *err)
{
	struct manifest *m = &p->payload[which];
	char *name = xasprintf("manifest-%s.txt", algorithms[which]);
	enum mla_rc rc;

	if ((rc = spill(p, m, err)) == MLA_OK && lseek(m->fd, 0, SEEK_SET) != 0)
		rc = err_errno(err, MLA_EIO, "cannot read %s", name);
	if (rc == MLA_OK)
		rc = add_open(p, m->fd, name, name, NULL, err);
	free(name);
	return rc;
}

void
pack_sign(struct pack *p,
    enum mla_rc (*sign)(void *arg, struct buf *out, const void *data,
        size_t len, struct err *err),
    void *arg)
{
	p->sign = sign;
	p->sign_arg = arg;
}

static enum mla_rc
add_signature(struct pack *p, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	if (p->sign == NULL)
		return MLA_OK;
	rc = p->sign(p->sign_arg, &b, buf_text(&p->tags[0].text),
	    p->tags[0].text.len, err);
	if (rc == MLA_OK)
		rc = add_plain(p, PACK_SIGNATURE, buf_text(&b), b.len, err);
	buf_free(&b);
	return rc;
}

static enum mla_rc
add_manifests(struct pack *p, char manifest[65], struct err *err)
{
	static const char bagit[] = "BagIt-Version: 1.0\n"
	                            "Tag-File-Character-Encoding: UTF-8\n";
	enum mla_rc rc;

	if ((rc = pack_add_bytes(
	         p, "bagit.txt", bagit, sizeof(bagit) - 1, err)) != MLA_OK ||
	    (rc = take_all_digests(p, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++) {
		size_t at = p->tags[0].text.len;

		rc = add_manifest(p, i, err);
		if (rc == MLA_OK)
			rc = take_all_digests(p, err);
		/* Its line begins with its digest. */
		if (rc == MLA_OK && i == 0)
			(void)snprintf(manifest, 65, "%s",
			    buf_text(&p->tags[0].text) + at);
	}
	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++) {
		char *name = xasprintf("tagmanifest-%s.txt", algorithms[i]);

		rc = add_plain(p, name, buf_text(&p->tags[i].text),
		    p->tags[i].text.len, err);
		free(name);
	}
	return rc == MLA_OK ? add_signature(p, err) : rc;
}

enum mla_rc
pack_finish(struct pack *p, const char *const *info, char manifest[65],
    uint64_t *bytes, struct err *err)
{
	struct stat st;
	enum mla_rc rc;

	*bytes = 0;
	if ((rc = add_info(p, info, err)) != MLA_OK)
		goto out;
	if ((rc = add_manifests(p, manifest, err)) != MLA_OK)
		goto out;
	if (archive_write_close(p->archive) != ARCHIVE_OK) {
		rc = fail(p, err);
		goto out;
	}
	if (fstat(p->file.fd, &st) == 0)
		*bytes = (uint64_t)st.st_size;
	rc = file_commit(&p->file, err);
out:
	pack_free(p);
	return rc;
}
