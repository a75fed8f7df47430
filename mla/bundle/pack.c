/* pack.c - write a bag of evidence as one file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"

enum {
	CHUNK_BYTES = 262144,
	NAME_BYTES = 80,
	EXTENSION_BYTES = 12
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
	struct buf payload[ALGORITHMS], tags[ALGORITHMS];
	uint64_t payload_bytes, payload_files;
};

static enum mla_rc
fail(struct pack *p, struct err *err)
{
	const char *text = archive_error_string(p->archive);

	return err_set(err, MLA_EIO, "cannot write %s: %s", p->file.path,
	    text != NULL ? text : "unknown reason");
}

/* libarchive knows UTF-8 names only where the locale has them. */
static locale_t
use_utf8(locale_t *made)
{
	*made = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return uselocale(*made);
}

static void
restore_locale(locale_t before, locale_t made)
{
	(void)uselocale(before);
	if (made != (locale_t)0)
		freelocale(made);
}

/* It writes DOS times in local time: local time is UTC meanwhile. */
static int
write_header(struct pack *p)
{
	locale_t utf8, before = use_utf8(&utf8);
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
	restore_locale(before, utf8);
	return code;
}

static void
pack_free(struct pack *p)
{
	if (p->archive != NULL)
		(void)archive_write_free(p->archive);
	archive_entry_free(p->entry);
	file_abandon(&p->file);
	for (size_t i = 0; i < ALGORITHMS; i++) {
		buf_free(&p->payload[i]);
		buf_free(&p->tags[i]);
	}
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

enum mla_rc
pack_begin(struct pack **out, const char *path, const char *root, int64_t time,
    struct err *err)
{
	struct pack *p = xcalloc(1, sizeof(*p));
	locale_t utf8, before = use_utf8(&utf8);
	enum mla_rc rc;

	*out = NULL;
	p->file.fd = -1;
	p->root = xstrdup(root);
	p->time = time;
	if ((rc = file_begin(&p->file, path, err)) != MLA_OK)
		goto out;
	p->archive = archive_write_new();
	p->entry = archive_entry_new();
	if (p->archive == NULL || p->entry == NULL)
		abort();
	if (archive_write_set_format_zip(p->archive) != ARCHIVE_OK ||
	    archive_write_zip_set_compression_store(p->archive) != ARCHIVE_OK ||
	    archive_write_set_options(p->archive, "zip:hdrcharset=UTF-8") <
	        ARCHIVE_WARN ||
	    archive_write_open_fd(p->archive, p->file.fd) != ARCHIVE_OK)
		rc = fail(p, err);
out:
	restore_locale(before, utf8);
	if (rc != MLA_OK) {
		pack_abandon(p);
		return rc;
	}
	*out = p;
	return MLA_OK;
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

static void
add_lines(
    struct pack *p, const char *path, char hex[][HASH_HEX_MAX], uint64_t bytes)
{
	bool payload = str_starts(path, "data/");

	for (size_t i = 0; i < ALGORITHMS; i++) {
		struct buf *b = payload ? &p->payload[i] : &p->tags[i];

		buf_addf(b, "%s  ", hex[i]);
		add_path(b, path);
		buf_addch(b, '\n');
	}
	if (payload) {
		p->payload_bytes += bytes;
		p->payload_files++;
	}
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
	char hex[ALGORITHMS][HASH_HEX_MAX];

	for (size_t i = 0; i < ALGORITHMS; i++) {
		struct hash *h = hash_new(algorithms[i]);

		hash_add(h, data, len);
		hash_end(h, hex[i]);
	}
	add_lines(p, path, hex, len);
	return add_plain(p, path, data, len, err);
}

/* Copy exactly the bytes that the entry promised, hashing them. */
static enum mla_rc
copy_file(struct pack *p, int fd, const char *file, uint64_t bytes,
    char hex[][HASH_HEX_MAX], struct err *err)
{
	struct hash *hash[ALGORITHMS];
	unsigned char *chunk = xmalloc(CHUNK_BYTES);
	enum mla_rc rc = MLA_OK;
	uint64_t done = 0;

	for (size_t i = 0; i < ALGORITHMS; i++)
		hash[i] = hash_new(algorithms[i]);
	while (rc == MLA_OK) {
		ssize_t n = read(fd, chunk, CHUNK_BYTES);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			rc = err_errno(err, MLA_EIO, "cannot read %s", file);
		if (n <= 0)
			break;
		done += (uint64_t)n;
		for (size_t i = 0; i < ALGORITHMS; i++)
			hash_add(hash[i], chunk, (size_t)n);
		if (done > bytes)
			break;
		rc = write_data(p, chunk, (size_t)n, err);
		hash_seen((size_t)n);
	}
	hash_seen(0);
	if (rc == MLA_OK && done != bytes)
		rc =
		    err_set(err, MLA_EIO, "%s changed while it was read", file);
	for (size_t i = 0; i < ALGORITHMS; i++)
		hash_end(hash[i], hex[i]);
	free(chunk);
	return rc;
}

enum mla_rc
pack_add_file(struct pack *p, const char *path, const char *file,
    const char *sha256, struct err *err)
{
	char hex[ALGORITHMS][HASH_HEX_MAX];
	struct stat st;
	enum mla_rc rc;
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, MLA_EIO, "cannot open %s", file);
	if (fstat(fd, &st) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot look at %s", file);
		goto out;
	}
	if ((rc = begin_entry(p, path, (uint64_t)st.st_size, err)) != MLA_OK)
		goto out;
	if ((rc = copy_file(p, fd, file, (uint64_t)st.st_size, hex, err)) !=
	    MLA_OK)
		goto out;
	if (sha256 != NULL && !str_eq(sha256, hex[0])) {
		rc = err_set(err, MLA_EDAMAGED,
		    "%s was changed: its SHA-256 is not the one recorded",
		    file);
		goto out;
	}
	add_lines(p, path, hex, (uint64_t)st.st_size);
out:
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

static enum mla_rc
add_manifests(struct pack *p, char manifest[65], struct err *err)
{
	static const char bagit[] = "BagIt-Version: 1.0\n"
	                            "Tag-File-Character-Encoding: UTF-8\n";
	enum mla_rc rc;

	if ((rc = pack_add_bytes(
	         p, "bagit.txt", bagit, sizeof(bagit) - 1, err)) != MLA_OK)
		return rc;
	hash_hex_bytes(manifest, buf_text(&p->payload[0]), p->payload[0].len);
	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++) {
		char *name = xasprintf("manifest-%s.txt", algorithms[i]);

		rc = pack_add_bytes(
		    p, name, buf_text(&p->payload[i]), p->payload[i].len, err);
		free(name);
	}
	for (size_t i = 0; rc == MLA_OK && i < ALGORITHMS; i++) {
		char *name = xasprintf("tagmanifest-%s.txt", algorithms[i]);

		rc = add_plain(
		    p, name, buf_text(&p->tags[i]), p->tags[i].len, err);
		free(name);
	}
	return rc;
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

/* CON, NUL, COM1 ... are devices in Windows, with any extension. */
static bool
is_reserved(const char *name)
{
	static const char *const words[] = { "con", "prn", "aux", "nul" };
	size_t len = strcspn(name, ".");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (len == 3 && strncasecmp(name, words[i], 3) == 0)
			return true;
	}
	return len == 4 && name[3] >= '0' && name[3] <= '9' &&
	    (strncasecmp(name, "com", 3) == 0 ||
	        strncasecmp(name, "lpt", 3) == 0);
}

static bool
is_portable(unsigned c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

char *
pack_safe_name(const char *name)
{
	struct buf b = { 0 };
	const char *dot;
	char *cut;

	while (*name != '\0') {
		unsigned c = str_next_char(&name);

		buf_addch(&b, (char)(is_portable(c) ? c : '_'));
	}
	while (b.len > 0 && b.data[b.len - 1] == '.')
		b.data[--b.len] = '\0';
	if (b.len == 0 || b.data[0] == '.' || b.data[0] == '-' ||
	    is_reserved(b.data)) {
		cut = xasprintf("_%s", buf_text(&b));
		buf_clear(&b);
		buf_adds(&b, cut);
		free(cut);
	}
	if (b.len <= NAME_BYTES)
		return buf_steal(&b);
	dot = strrchr(b.data, '.');
	if (dot == NULL || strlen(dot) > EXTENSION_BYTES)
		dot = "";
	cut = xasprintf("%.*s%s", (int)(NAME_BYTES - strlen(dot)), b.data, dot);
	buf_free(&b);
	/* The cut may have come behind a dot, which Windows would drop. */
	if (str_ends(cut, "."))
		cut[strlen(cut) - 1] = '_';
	return cut;
}
