/* walk.c - every file of a bag, wherever it is kept, one after the other */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/walk.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/zip.h"

enum {
	CHUNK_BYTES = 262144,
	SHOWN_BYTES = 200, /* of a path in a message */
	TAR_END_BYTES = 1024 /* two empty blocks end a tar */
};

/* A walk in progress. */
struct state {
	const char *path; /* of the bag, for messages */
	const struct walk *walk;
	size_t entries; /* so far */
	bool zip;
	struct zip_names names; /* of a ZIP, as they stand there */
	size_t next; /* of them */
	uint64_t unpacked;
	uint64_t announced; /* by the headers so far */
	uint64_t size; /* of the archive's file */
};

static enum mla_rc
bad(const struct state *s, const char *entry, const char *what, struct err *err)
{
	char *shown = str_safe(entry);
	const char *more = strlen(shown) > SHOWN_BYTES ? "..." : "";

	(void)err_set(err, MLA_EDAMAGED, "%s: %.*s%s: %s", s->path, SHOWN_BYTES,
	    shown, more, what);
	free(shown);
	return MLA_EDAMAGED;
}

/* RFC 8493 section 2.1.3 knows names with line ends: they are no fault. */
static bool
is_control(unsigned c)
{
	return (c < 0x20 && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
}

/* Is one element of a path harmless on every system? */
static const char *
element_fault(const char *at, size_t len)
{
	if (len == 0)
		return "an empty name in its path";
	if (len > WALK_MAX_ELEMENT)
		return "a name is longer than 1,024 bytes";
	if ((len == 1 && at[0] == '.') ||
	    (len == 2 && at[0] == '.' && at[1] == '.'))
		return "its path has . or .. in it";
	for (size_t i = 0; i < len; i++) {
		if (at[i] == '\\')
			return "its path has a backslash in it";
	}
	for (const char *c = at; c < at + len;) {
		if (is_control(str_next_char(&c)))
			return "its path has a control character in it";
	}
	if (len == 2 && at[1] == ':')
		return "its path names a drive";
	return NULL;
}

const char *
walk_path_fault(const char *path)
{
	const char *at = path, *fault = NULL;
	int depth = 0;

	if (strlen(path) > WALK_MAX_PATH)
		return "its path is longer than 4,096 bytes";
	if (!str_is_utf8(path, strlen(path)))
		return "its path is not UTF-8";
	if (*path == '/')
		return "its path is absolute";
	if (((*path | 32) >= 'a' && (*path | 32) <= 'z') && path[1] == ':')
		return "its path names a drive";
	while (fault == NULL && *at != '\0') {
		size_t len = strcspn(at, "/");

		fault = element_fault(at, len);
		at += len;
		if (*at == '/')
			at++;
		if (++depth > WALK_MAX_DEPTH)
			fault = "folders are nested too deep (limit 300)";
	}
	return fault;
}

/*
 * A path as it is given on, or NULL and *rc says why not: harmless, not one
 * too many, without the slash of a folder and without the root.  The caller
 * frees it; "" is the root itself.
 */
static char *
inner_path(enum mla_rc *rc, struct state *s, const char *entry, struct err *err)
{
	const char *fault = walk_path_fault(entry);
	size_t root = strlen(s->walk->root), len = strlen(entry);

	*rc = MLA_OK;
	if (fault == NULL && ++s->entries > WALK_MAX_ENTRIES)
		fault = "too many files and folders (limit 400,000)";
	if (len > 0 && entry[len - 1] == '/')
		len--;
	if (fault == NULL && len + 1 == root &&
	    strncmp(entry, s->walk->root, len) == 0)
		return xstrdup("");
	if (fault == NULL && !str_starts(entry, s->walk->root))
		fault = "it was not there a moment ago";
	if (fault == NULL)
		return xstrndup(entry + root, len - root);
	*rc = bad(s, entry, fault, err);
	return NULL;
}

/* Tell of what is no file. */
static enum mla_rc
visit_other(struct state *s, const char *path, bool folder, const char *what,
    struct err *err)
{
	const struct walk *w = s->walk;

	if (folder)
		return w->folder == NULL || *path == '\0'
		    ? MLA_OK
		    : w->folder(w->arg, path, err);
	return w->odd == NULL ? MLA_OK : w->odd(w->arg, path, what, err);
}

static enum mla_rc
archive_fault(const struct state *s, struct archive *a, struct err *err)
{
	const char *text = archive_error_string(a);

	return err_set(err, MLA_EDAMAGED, "%s is damaged: %s", s->path,
	    text != NULL ? text : "it cannot be read");
}

static bool
is_bomb(const struct state *s, uint64_t unpacked)
{
	return unpacked > WALK_RATIO_FROM &&
	    unpacked / WALK_MAX_RATIO > s->size;
}

static enum mla_rc
hand_over(struct state *s, const char *entry, const void *data, size_t len,
    uint64_t *bytes, struct err *err)
{
	*bytes += len;
	s->unpacked += len;
	if (is_bomb(s, s->unpacked))
		return bad(s, entry,
		    "it unpacks to more than 100 times its size", err);
	hash_seen(len);
	return s->walk->bytes(s->walk->arg, data, len, err);
}

/*
 * Reading the entry has ended with code.  A wrong checksum of its own the
 * caller may want to hear of, and goes on; anything else is the end.
 */
static enum mla_rc
check_read(const struct state *s, struct archive *a, const char *entry,
    la_ssize_t code, struct err *err)
{
	const char *why = archive_error_string(a);

	if (code == 0)
		return MLA_OK;
	if (why == NULL)
		why = "it cannot be read";
	if (s->walk->damaged == NULL || code == ARCHIVE_FATAL)
		return bad(s, entry, why, err);
	s->walk->damaged(s->walk->arg, why);
	return MLA_OK;
}

static enum mla_rc
read_entry(struct state *s, struct archive *a, struct archive_entry *e,
    const char *entry, struct err *err)
{
	unsigned char *chunk = xcalloc(1, CHUNK_BYTES);
	uint64_t size = (uint64_t)archive_entry_size(e), bytes = 0;
	enum mla_rc rc = MLA_OK;
	la_ssize_t n = 0;

	while (s->walk->bytes != NULL && rc == MLA_OK &&
	    (n = archive_read_data(a, chunk, CHUNK_BYTES)) > 0)
		rc = hand_over(s, entry, chunk, (size_t)n, &bytes, err);
	if (rc == MLA_OK)
		rc = check_read(s, a, entry, n, err);
	hash_seen(0);
	/* The last hole of a sparse file is not read, and is zeros. */
	if (s->walk->bytes != NULL && archive_entry_sparse_count(e) > 0)
		memset(chunk, 0, CHUNK_BYTES);
	else
		size = bytes;
	while (rc == MLA_OK && bytes < size)
		rc = hand_over(s, entry, chunk,
		    size - bytes < CHUNK_BYTES ? (size_t)(size - bytes)
		                               : CHUNK_BYTES,
		    &bytes, err);
	free(chunk);
	if (rc == MLA_OK && s->walk->end != NULL)
		rc = s->walk->end(s->walk->arg, err);
	return rc;
}

/* What else than a file or a folder it is, or NULL. */
static const char *
mode_oddity(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
		return NULL;
	case S_IFLNK:
		return "a link";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFCHR:
	case S_IFBLK:
		return "a device";
	default:
		return "neither a file nor a folder";
	}
}

/*
 * Of a ZIP, libarchive composes names (NFC) and takes a device for a file; so
 * its own directory is asked.  *entry, the name, is NULL where there is none.
 */
static const char *
entry_oddity(const char **entry, struct state *s, struct archive_entry *e)
{
	*entry = archive_entry_pathname(e);
	if (s->zip) {
		const struct zip_name *n =
		    s->next < s->names.n ? &s->names.at[s->next++] : NULL;

		if (n == NULL || n->name != NULL)
			*entry = n != NULL ? n->name : NULL;
		if (n != NULL && (n->mode & S_IFMT) != 0 &&
		    mode_oddity(n->mode) != NULL)
			return mode_oddity(n->mode);
	}
	if (archive_entry_hardlink(e) != NULL)
		return "a link";
	return mode_oddity((mode_t)archive_entry_filetype(e));
}

static enum mla_rc
visit_entry(struct state *s, struct archive *a, struct archive_entry *e,
    struct err *err)
{
	const char *entry, *what = entry_oddity(&entry, s, e);
	enum mla_rc rc;
	char *path;

	if (entry == NULL)
		return bad(s, "an entry", "its name cannot be read", err);
	/* "tar -cf x.tar ./bag" or "." is common and means nothing. */
	while (!s->zip && str_starts(entry, "./"))
		entry += 2;
	if (archive_entry_size(e) > 0)
		s->announced += (uint64_t)archive_entry_size(e);
	if (is_bomb(s, s->announced))
		return bad(s, entry,
		    "it unpacks to more than 100 times its size", err);
	if (archive_entry_is_encrypted(e))
		return bad(s, entry, "it is encrypted", err);
	if (*entry == '\0' && what == NULL &&
	    archive_entry_filetype(e) == AE_IFDIR)
		return MLA_OK;
	if ((path = inner_path(&rc, s, entry, err)) == NULL)
		return rc;
	if (what != NULL || archive_entry_filetype(e) == AE_IFDIR)
		rc = visit_other(s, path, what == NULL, what, err);
	else if ((rc = s->walk->file(s->walk->arg, path, err)) == MLA_OK)
		rc = read_entry(s, a, e, entry, err);
	free(path);
	return rc;
}

static struct archive *
new_reader(const struct state *s, bool raw)
{
	struct archive *a = archive_read_new();

	if (a == NULL)
		abort();
	/* One format, no guessing: a file may look like two of them. */
	if (s->zip)
		(void)archive_read_support_format_zip_seekable(a);
	else if (raw)
		(void)archive_read_support_format_raw(a);
	else
		(void)archive_read_support_format_tar(a);
	if (!s->zip)
		(void)archive_read_support_filter_gzip(a);
	/* Names of a tar are taken as they are; those of a ZIP are not used. */
	if (s->zip)
		(void)archive_read_set_options(a, "hdrcharset=UTF-8");
	return a;
}

/* Is byte i of the unpacked tar, which is c, in its place? */
static bool
fits_tail(uint64_t i, unsigned char c, uint64_t end)
{
	return c == 0 || i + TAR_END_BYTES < end;
}

/*
 * A tar ends with two empty blocks, here before byte end; behind them are
 * zeros at most, and behind gzip's last byte nothing: another archive there
 * would be seen by some readers and not by others.
 */
static enum mla_rc
check_tail(struct state *s, uint64_t end, struct err *err)
{
	unsigned char *chunk = xmalloc(CHUNK_BYTES);
	struct archive *a = new_reader(s, true);
	struct archive_entry *e;
	enum mla_rc rc = MLA_OK;
	uint64_t at = 0;
	la_ssize_t n = 0;

	if (archive_read_open_filename(a, s->path, CHUNK_BYTES) != ARCHIVE_OK ||
	    archive_read_next_header(a, &e) != ARCHIVE_OK) {
		rc = archive_fault(s, a, err);
		goto out;
	}
	while (rc == MLA_OK &&
	    (n = archive_read_data(a, chunk, CHUNK_BYTES)) > 0) {
		for (la_ssize_t i = 0; i < n && rc == MLA_OK; i++, at++) {
			if (!fits_tail(at, chunk[i], end))
				rc = bad(s, "its end",
				    "the tar is cut off, or something stands "
				    "behind it",
				    err);
		}
	}
	if (rc == MLA_OK && n < 0)
		rc = archive_fault(s, a, err);
	if (rc == MLA_OK && (uint64_t)archive_filter_bytes(a, -1) != s->size)
		rc = bad(s, "its end", "something stands behind the gzip", err);
out:
	(void)archive_read_free(a);
	free(chunk);
	return rc;
}

static enum mla_rc
walk_archive(struct state *s, struct err *err)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(utf8); /* else no UTF-8 names */
	struct archive *a = new_reader(s, false);
	struct archive_entry *e;
	enum mla_rc rc = MLA_OK;
	uint64_t end;
	int code;

	if (archive_read_open_filename(a, s->path, CHUNK_BYTES) != ARCHIVE_OK) {
		rc = archive_fault(s, a, err);
		goto out;
	}
	while (rc == MLA_OK &&
	    (code = archive_read_next_header(a, &e)) != ARCHIVE_EOF) {
		if (code != ARCHIVE_OK)
			rc = archive_fault(s, a, err);
		else
			rc = visit_entry(s, a, e, err);
	}
	if (rc == MLA_OK && s->zip && s->next != s->names.n)
		rc = bad(s, "the ZIP", "not all of it can be read", err);
	if (rc == MLA_OK && archive_filter_count(a) > 2)
		rc = bad(s, "the tar", "it is packed twice", err);
	end = (uint64_t)archive_filter_bytes(a, 0);
	/* Once is enough, and the bytes are read later in any case. */
	if (rc == MLA_OK && !s->zip && s->walk->bytes == NULL)
		rc = check_tail(s, end, err);
out:
	(void)archive_read_free(a);
	(void)uselocale(before);
	if (utf8 != (locale_t)0)
		freelocale(utf8);
	return rc;
}

static enum mla_rc
read_file(struct state *s, const char *path, struct err *err)
{
	unsigned char *chunk = xcalloc(1, CHUNK_BYTES);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum mla_rc rc = MLA_OK;
	ssize_t n = 0;

	if (fd < 0)
		rc = err_errno(err, MLA_EIO, "cannot open %s", path);
	while (s->walk->bytes != NULL && rc == MLA_OK &&
	    (n = read(fd, chunk, CHUNK_BYTES)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			rc = err_errno(err, MLA_EIO, "cannot read %s", path);
			break;
		}
		rc = s->walk->bytes(s->walk->arg, chunk, (size_t)n, err);
		hash_seen((size_t)n);
	}
	hash_seen(0);
	if (fd >= 0)
		(void)close(fd);
	free(chunk);
	if (rc == MLA_OK && s->walk->end != NULL)
		rc = s->walk->end(s->walk->arg, err);
	return rc;
}

static enum mla_rc walk_folder(
    struct state *s, const char *inner, struct err *err);

static enum mla_rc
visit_path(struct state *s, const char *entry, struct err *err)
{
	char *path = file_join(s->path, entry), *inner = NULL;
	const char *what;
	struct stat st;
	enum mla_rc rc;

	if (lstat(path, &st) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot read %s", path);
		goto out;
	}
	if ((inner = inner_path(&rc, s, entry, err)) == NULL)
		goto out;
	what = mode_oddity(st.st_mode);
	if (what != NULL || S_ISDIR(st.st_mode))
		rc = visit_other(s, inner, what == NULL, what, err);
	else if ((rc = s->walk->file(s->walk->arg, inner, err)) == MLA_OK)
		rc = read_file(s, path, err);
	if (rc == MLA_OK && S_ISDIR(st.st_mode))
		rc = walk_folder(s, entry, err);
out:
	free(inner);
	free(path);
	return rc;
}

/* As deep as WALK_MAX_DEPTH allows, which the paths are asked for. */
static enum mla_rc
walk_folder(struct state *s, const char *inner, struct err *err)
{
	char *dir =
	    *inner != '\0' ? file_join(s->path, inner) : xstrdup(s->path);
	struct file_names names = { 0 };
	enum mla_rc rc = file_list(&names, dir, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *entry = *inner != '\0' ? file_join(inner, names.at[i])
		                             : xstrdup(names.at[i]);

		rc = visit_path(s, entry, err);
		free(entry);
	}
	file_names_free(&names);
	free(dir);
	return rc;
}

/* A ZIP begins with an entry or, empty, with its end. */
static bool
looks_like_zip(const char *path)
{
	unsigned char head[4] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool zip = fd >= 0 && read(fd, head, sizeof(head)) == 4 &&
	    head[0] == 'P' && head[1] == 'K' && head[2] < 9 && head[3] < 9;

	if (fd >= 0)
		(void)close(fd);
	return zip || str_ends(path, ".zip");
}

enum mla_rc
walk_bag(const char *path, const struct walk *walk, struct err *err)
{
	struct state s = { .path = path, .walk = walk };
	struct stat st;
	enum mla_rc rc = MLA_OK;

	if (stat(path, &st) != 0)
		return err_errno(err, errno == ENOENT ? MLA_ENOTFOUND : MLA_EIO,
		    "cannot open %s", path);
	s.size = (uint64_t)st.st_size;
	if (S_ISDIR(st.st_mode)) {
		rc = walk_folder(&s, "", err);
	} else if (!S_ISREG(st.st_mode)) {
		rc = bad(
		    &s, "the bag", "it is neither a file nor a folder", err);
	} else {
		s.zip = looks_like_zip(path);
		if (s.zip)
			rc = zip_check(&s.names, path, err);
		if (rc == MLA_OK)
			rc = walk_archive(&s, err);
		zip_names_free(&s.names);
	}
	return rc;
}
