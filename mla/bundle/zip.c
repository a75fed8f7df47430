/* zip.c - is a ZIP file what it seems to be? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"

/* Sizes and signatures of APPNOTE.TXT 4.3. */
enum {
	END_BYTES = 22,
	END64_BYTES = 56,
	LOCATOR_BYTES = 20,
	CENTRAL_BYTES = 46,
	LOCAL_BYTES = 30,
	FLAG_ENCRYPTED = 1,
	FLAG_DESCRIPTOR = 8,
	FLAG_STRONG = 64,
	STORED = 0,
	DEFLATED = 8,
	MODE_TYPE = 0170000,
	MODE_FILE = 0100000,
	MODE_FOLDER = 0040000,
	FLAG_UTF8 = 0x800, /* the name is UTF-8 and not all ASCII */
	UNIX = 3, /* who made it (4.4.2) */
	OUR_VERSION = 10, /* 1.0, by and for which it is made */
	OUR_MODE = 0100600, /* of every entry that we write */
	EXTRA_NAME = 0x7075, /* the name once more, in UTF-8 */
	SHOWN_BYTES = 200 /* of a name in a message */
};
#define SIGN_END 0x06054b50U
#define SIGN_END64 0x06064b50U
#define SIGN_LOCATOR 0x07064b50U
#define SIGN_CENTRAL 0x02014b50U
#define SIGN_LOCAL 0x04034b50U
#define SIGN_DESCRIPTOR 0x08074b50U
#define IN_64 0xffffffffU

struct zip {
	const char *path;
	bool even; /* our own writer made it: all entries must be alike */
	int fd;
	uint64_t size;
	uint64_t entries, directory, directory_bytes; /* from the end record */
	uint64_t end; /* where the end records begin */
};

/* One entry of the central directory. */
struct zip_entry {
	const unsigned char *record; /* of the directory */
	const unsigned char *name;
	size_t name_len;
	unsigned flags, method, time, crc, mode;
	uint64_t packed, bytes, offset;
};

static unsigned
get16(const unsigned char *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

static unsigned
get32(const unsigned char *at)
{
	return get16(at) | get16(at + 2) << 16;
}

static uint64_t
get64(const unsigned char *at)
{
	return get32(at) | (uint64_t)get32(at + 4) << 32;
}

static enum mla_rc
bad(const struct zip *z, const char *what, struct err *err)
{
	(void)err_set(err, MLA_EDAMAGED, "%s: %s", z->path, what);
	return MLA_EDAMAGED;
}

/* The same of one entry, by its name. */
static enum mla_rc
bad_entry(const struct zip *z, const struct zip_entry *e, const char *what,
    struct err *err)
{
	char *name = xstrndup((const char *)e->name, e->name_len);
	char *shown = str_safe(name);
	const char *more = strlen(shown) > SHOWN_BYTES ? "..." : "";

	(void)err_set(err, MLA_EDAMAGED, "%s: %.*s%s: %s", z->path, SHOWN_BYTES,
	    shown, more, what);
	free(shown);
	free(name);
	return MLA_EDAMAGED;
}

static enum mla_rc
read_at(const struct zip *z, void *out, size_t len, uint64_t offset,
    struct err *err)
{
	unsigned char *at = out;

	if (offset > z->size || len > z->size - offset)
		return bad(z, "the ZIP is cut off", err);
	while (len > 0) {
		ssize_t n = pread(z->fd, at, len, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_errno(
			    err, MLA_EIO, "cannot read %s", z->path);
		at += n;
		offset += (uint64_t)n;
		len -= (size_t)n;
	}
	return MLA_OK;
}

/* The ZIP64 end record (4.3.14); MLA_ENOTFOUND, unsaid, if there is none. */
static enum mla_rc
read_end64(struct zip *z, uint64_t end, struct err *err)
{
	unsigned char locator[LOCATOR_BYTES] = { 0 };
	unsigned char record[END64_BYTES] = { 0 };
	enum mla_rc rc;
	uint64_t at;

	if (end < LOCATOR_BYTES + END64_BYTES)
		return MLA_ENOTFOUND;
	if ((rc = read_at(z, locator, sizeof(locator), end - LOCATOR_BYTES,
	         err)) != MLA_OK)
		return rc;
	if (get32(locator) != SIGN_LOCATOR)
		return MLA_ENOTFOUND;
	at = get64(locator + 8);
	if (at + END64_BYTES + LOCATOR_BYTES != end)
		return bad(z, "its ZIP64 end record lies elsewhere", err);
	if ((rc = read_at(z, record, sizeof(record), at, err)) != MLA_OK)
		return rc;
	if (get32(record) != SIGN_END64 ||
	    get64(record + 4) != END64_BYTES - 12 ||
	    get64(record + 24) != get64(record + 32) ||
	    get64(record + 16) != 0 || get32(locator + 4) != 0 ||
	    get32(locator + 16) > 1)
		return bad(z, "its ZIP64 end record is damaged", err);
	z->entries = get64(record + 32);
	z->directory_bytes = get64(record + 40);
	z->directory = get64(record + 48);
	z->end = at;
	return MLA_OK;
}

/* Both end records must say the same where both say something. */
static bool
ends_agree(const struct zip *z, const unsigned char *record)
{
	unsigned count = get16(record + 10), bytes = get32(record + 12);
	unsigned at = get32(record + 16);

	return (count == 0xffff || count == z->entries) &&
	    (bytes == IN_64 || bytes == z->directory_bytes) &&
	    (at == IN_64 || at == z->directory);
}

static enum mla_rc
read_end(struct zip *z, struct err *err)
{
	unsigned char record[END_BYTES] = { 0 };
	uint64_t end;
	enum mla_rc rc;

	if (z->size < END_BYTES)
		return bad(z, "it is too short for a ZIP", err);
	end = z->size - END_BYTES;
	if ((rc = read_at(z, record, sizeof(record), end, err)) != MLA_OK)
		return rc;
	if (get32(record) != SIGN_END || get16(record + 20) != 0)
		return bad(z,
		    "the ZIP is cut off, or something stands behind its end",
		    err);
	if (get32(record + 4) != 0 || get16(record + 8) != get16(record + 10))
		return bad(z, "it is a part of a ZIP in several parts", err);
	z->end = end;
	z->entries = get16(record + 10);
	z->directory_bytes = get32(record + 12);
	z->directory = get32(record + 16);
	rc = read_end64(z, end, err);
	if (rc == MLA_OK && !ends_agree(z, record))
		return bad(z, "its two end records differ", err);
	if (rc != MLA_ENOTFOUND)
		return rc;
	if (z->directory == IN_64 || z->directory_bytes == IN_64)
		return bad(z, "its ZIP64 end record is missing", err);
	return MLA_OK;
}

/* Sizes that do not fit stand in the extra field 1 (4.5.3). */
static bool
read_extra64(struct zip_entry *e, const unsigned char *at, size_t len)
{
	uint64_t *const fields[] = { &e->bytes, &e->packed, &e->offset };
	const unsigned char *part = NULL;
	size_t left = 0;

	while (len >= 4) {
		size_t size = get16(at + 2);

		if (size > len - 4)
			return false;
		if (get16(at) == 1 && part == NULL) {
			part = at + 4;
			left = size;
		}
		at += 4 + size;
		len -= 4 + size;
	}
	for (size_t i = 0; i < 3; i++) {
		if (*fields[i] != IN_64)
			continue;
		if (part == NULL || left < 8)
			return false;
		*fields[i] = get64(part);
		part += 8;
		left -= 8;
	}
	return true;
}

/* A second name in an extra field must be the first one (4.6.9). */
static bool
names_agree(const struct zip_entry *e, const unsigned char *extra, size_t len)
{
	while (len >= 4) {
		size_t size = get16(extra + 2);

		if (size > len - 4)
			return false;
		if (get16(extra) == EXTRA_NAME &&
		    (size != e->name_len + 5 ||
		        memcmp(extra + 9, e->name, e->name_len) != 0))
			return false;
		extra += 4 + size;
		len -= 4 + size;
	}
	return true;
}

/* Is it neither a file nor a folder? */
static bool
is_odd(const struct zip_entry *e)
{
	unsigned type = e->mode & MODE_TYPE;

	return type != 0 && type != MODE_FILE && type != MODE_FOLDER;
}

void
zip_names_free(struct zip_names *names)
{
	free(names->at);
	pool_free(&names->texts);
	memset(names, 0, sizeof(*names));
}

/* What the entry says of itself. */
static enum mla_rc
check_central(const struct zip *z, const struct zip_entry *e, struct err *err)
{
	unsigned type = e->mode & MODE_TYPE;

	if (memchr(e->name, '\0', e->name_len) != NULL)
		return bad_entry(z, e, "a name has a zero byte in it", err);
	if (!str_is_utf8((const char *)e->name, e->name_len))
		return bad_entry(z, e, "its path is not UTF-8", err);
	if (memchr(e->name, '\\', e->name_len) != NULL)
		return bad_entry(z, e, "its path has a backslash in it", err);
	if ((e->flags & (FLAG_ENCRYPTED | FLAG_STRONG)) != 0)
		return bad_entry(z, e, "it is encrypted", err);
	if (e->method != STORED && e->method != DEFLATED)
		return bad_entry(
		    z, e, "it is neither stored nor deflated", err);
	if (e->method == STORED && e->packed != e->bytes)
		return bad_entry(
		    z, e, "the size of a stored entry is wrong", err);
	if (is_odd(e) && (e->name_len == 0 || e->name[e->name_len - 1] == '/'))
		return bad_entry(z, e, "it is a folder and a device", err);
	if (e->bytes > 0 &&
	    (type == MODE_FOLDER ||
	        (e->name_len > 0 && e->name[e->name_len - 1] == '/')))
		return bad_entry(z, e, "a folder has content", err);
	return MLA_OK;
}

/* Read one record of the directory; *used is its length. */
static enum mla_rc
read_central(struct zip_entry *e, size_t *used, const struct zip *z,
    const unsigned char *at, size_t left, struct err *err)
{
	size_t extra, comment;

	if (left < CENTRAL_BYTES || get32(at) != SIGN_CENTRAL)
		return bad(z, "its directory is damaged", err);
	e->record = at;
	e->flags = get16(at + 8);
	e->method = get16(at + 10);
	e->time = get32(at + 12);
	e->crc = get32(at + 16);
	e->packed = get32(at + 20);
	e->bytes = get32(at + 24);
	e->name_len = get16(at + 28);
	extra = get16(at + 30);
	comment = get16(at + 32);
	/* Modes are there where Unix (3) or macOS (19) made it (4.4.2). */
	e->mode = at[5] == 3 || at[5] == 19 ? get32(at + 38) >> 16 : 0;
	e->offset = get32(at + 42);
	*used = CENTRAL_BYTES + e->name_len + extra + comment;
	if (*used > left)
		return bad(z, "its directory is damaged", err);
	e->name = at + CENTRAL_BYTES;
	if (!read_extra64(e, e->name + e->name_len, extra))
		return bad_entry(
		    z, e, "the sizes in the directory are damaged", err);
	if (!names_agree(e, e->name + e->name_len, extra))
		return bad_entry(z, e, "it has two names", err);
	if (get16(at + 34) != 0)
		return bad_entry(z, e, "it lies in another part", err);
	return check_central(z, e, err);
}

/* Extra fields without the one for sizes, which differ. */
static void
plain_extra(struct buf *out, const unsigned char *at, size_t len)
{
	while (len >= 4) {
		size_t size = 4 + get16(at + 2);

		if (size > len)
			break;
		if (get16(at) != 1)
			buf_add(out, at, size);
		at += size;
		len -= size;
	}
	buf_add(out, at, len);
}

static bool
same_extra(
    const unsigned char *a, size_t a_len, const unsigned char *b, size_t b_len)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	plain_extra(&x, a, a_len);
	plain_extra(&y, b, b_len);
	same = x.len == y.len && memcmp(buf_text(&x), buf_text(&y), x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return same;
}

/* Are most entries as pack.c has them written? */
static bool
is_ours(const struct zip_entry *e, uint64_t n)
{
	uint64_t ours = 0;

	for (uint64_t i = 0; i < n; i++) {
		const unsigned char *a = e[i].record;

		ours += a[4] == OUR_VERSION && a[5] == UNIX &&
		    a[6] == OUR_VERSION && e[i].method == STORED &&
		    (e[i].flags & ~(unsigned)FLAG_UTF8) == FLAG_DESCRIPTOR &&
		    e[i].mode == OUR_MODE;
	}
	return 2 * ours > n;
}

static bool
is_ascii(const struct zip_entry *e)
{
	for (size_t i = 0; i < e->name_len; i++) {
		if (e->name[i] > 127)
			return false;
	}
	return true;
}

/*
 * Versions (4, 6), method, time (10 to 15), attributes (36 to 41) and
 * extra fields as in the first entry; sizes over 4 GiB need version 4.5.
 */
static bool
is_even(const struct zip_entry *e, const struct zip_entry *first)
{
	const unsigned char *a = e->record, *b = first->record;
	bool wide = get32(a + 20) == IN_64 || get32(a + 24) == IN_64 ||
	    get32(a + 42) == IN_64;

	if ((e->flags ^ (is_ascii(e) ? 0U : FLAG_UTF8)) != FLAG_DESCRIPTOR ||
	    memcmp(a + 10, b + 10, 6) != 0 || memcmp(a + 36, b + 36, 6) != 0 ||
	    a[5] != b[5] || a[7] != b[7] || get16(a + 32) != 0)
		return false;
	if (!wide && (a[4] != b[4] || a[6] != b[6]))
		return false;
	return same_extra(a + CENTRAL_BYTES + e->name_len, get16(a + 30),
	    b + CENTRAL_BYTES + first->name_len, get16(b + 30));
}

/* What stands before the data must be as in the directory. */
static bool
local_is_even(const struct zip_entry *e, const unsigned char *head,
    const unsigned char *extra, size_t len)
{
	bool wide = get32(head + 18) == IN_64 || get32(head + 22) == IN_64;
	unsigned crc = get32(head + 14);

	return head[5] == e->record[7] && (wide || head[4] == e->record[6]) &&
	    (crc == 0 || crc == e->crc) &&
	    same_extra(extra, len, e->record + CENTRAL_BYTES + e->name_len,
	        get16(e->record + 30));
}

/* Behind the data, where bit 3 is set: checksum and sizes (4.3.9). */
static enum mla_rc
check_descriptor(const struct zip *z, const struct zip_entry *e, uint64_t *at,
    uint64_t next, struct err *err)
{
	unsigned char d[24] = { 0 };
	uint64_t room = next - *at;
	size_t skip;
	bool wide;
	enum mla_rc rc;

	if (room != 12 && room != 16 && room != 20 && room != 24)
		return bad_entry(
		    z, e, "something stands between it and the next", err);
	if ((rc = read_at(z, d, (size_t)room, *at, err)) != MLA_OK)
		return rc;
	wide = room >= 20;
	skip = room == 16 || room == 24 ? 4 : 0;
	if (skip == 4 && get32(d) != SIGN_DESCRIPTOR)
		return bad_entry(z, e, "its data descriptor is damaged", err);
	if (get32(d + skip) != e->crc ||
	    (wide ? get64(d + skip + 4) : get32(d + skip + 4)) != e->packed ||
	    (wide ? get64(d + skip + 12) : get32(d + skip + 8)) != e->bytes)
		return bad_entry(
		    z, e, "its data descriptor and the directory differ", err);
	*at = next;
	return MLA_OK;
}

/* The local header must say the same, and fill the room up to next. */
static enum mla_rc
check_local(const struct zip *z, const struct zip_entry *e, uint64_t next,
    struct err *err)
{
	unsigned char head[LOCAL_BYTES] = { 0 };
	struct zip_entry local = { 0 };
	unsigned char *rest = NULL;
	uint64_t at;
	size_t extra;
	enum mla_rc rc;

	if ((rc = read_at(z, head, sizeof(head), e->offset, err)) != MLA_OK)
		return rc;
	if (get32(head) != SIGN_LOCAL)
		return bad_entry(z, e, "it is not where it should be", err);
	extra = get16(head + 28);
	local.name_len = get16(head + 26);
	rest = xmalloc(local.name_len + extra);
	if ((rc = read_at(z, rest, local.name_len + extra,
	         e->offset + LOCAL_BYTES, err)) != MLA_OK)
		goto out;
	if (local.name_len != e->name_len ||
	    memcmp(rest, e->name, e->name_len) != 0) {
		rc = bad_entry(
		    z, e, "its name differs between entry and directory", err);
		goto out;
	}
	local.packed = get32(head + 18);
	local.bytes = get32(head + 22);
	if (get16(head + 6) != e->flags || get16(head + 8) != e->method ||
	    get32(head + 10) != e->time ||
	    !read_extra64(&local, rest + local.name_len, extra) ||
	    !names_agree(e, rest + local.name_len, extra)) {
		rc = bad_entry(z, e, "it and the directory differ", err);
		goto out;
	}
	if (z->even &&
	    (!local_is_even(e, head, rest + local.name_len, extra) ||
	        local.packed != e->packed || local.bytes != e->bytes)) {
		rc = bad_entry(z, e, "it was changed before its data", err);
		goto out;
	}
	at = e->offset + LOCAL_BYTES + local.name_len + extra;
	if (e->packed > z->size || at + e->packed > next) {
		rc = bad_entry(z, e, "it overlaps the next entry", err);
		goto out;
	}
	at += e->packed;
	if ((e->flags & FLAG_DESCRIPTOR) != 0) {
		rc = check_descriptor(z, e, &at, next, err);
	} else if (local.packed != e->packed || local.bytes != e->bytes ||
	    get32(head + 14) != e->crc) {
		rc = bad_entry(z, e, "it and the directory differ", err);
	} else if (at != next) {
		rc = bad_entry(
		    z, e, "something stands between it and the next", err);
	}
out:
	free(rest);
	return rc;
}

static int
by_offset(const void *a, const void *b)
{
	const struct zip_entry *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* The entries in their order; no name has a zero byte. */
static void
note_names(struct zip_names *names, const struct zip_entry *entries, uint64_t n)
{
	names->at = xcalloc((size_t)n + 1, sizeof(*names->at));
	for (names->n = 0; names->n < n; names->n++) {
		const struct zip_entry *e = &entries[names->n];
		char *name;

		names->at[names->n].mode = e->mode;
		if (is_ascii(e))
			continue;
		name = xstrndup((const char *)e->name, e->name_len);
		names->at[names->n].name = pool_text(&names->texts, name);
		free(name);
	}
}

static enum mla_rc
check_entries(struct zip_names *names, struct zip *z,
    const unsigned char *directory, struct err *err)
{
	size_t left = (size_t)z->directory_bytes, used = 0;
	struct zip_entry *entries =
	    xcalloc((size_t)z->entries, sizeof(*entries));
	enum mla_rc rc = MLA_OK;

	for (uint64_t i = 0; i < z->entries; i++) {
		if ((rc = read_central(&entries[i], &used, z, directory, left,
		         err)) != MLA_OK)
			goto out;
		directory += used;
		left -= used;
	}
	if (left != 0) {
		rc = bad(z, "its directory has more than it says", err);
		goto out;
	}
	z->even = is_ours(entries, z->entries);
	for (uint64_t i = 0; z->even && i < z->entries; i++) {
		if (!is_even(&entries[i], &entries[0])) {
			rc = bad_entry(z, &entries[i],
			    "it is not like the first one: its time, mode, "
			    "owner or version was changed, or those of the "
			    "first",
			    err);
			goto out;
		}
	}
	qsort(entries, (size_t)z->entries, sizeof(*entries), by_offset);
	note_names(names, entries, z->entries);
	if (z->entries > 0 && entries[0].offset != 0)
		rc = bad(z, "something stands before its first entry", err);
	for (uint64_t i = 0; rc == MLA_OK && i < z->entries; i++)
		rc = check_local(z, &entries[i],
		    i + 1 < z->entries ? entries[i + 1].offset : z->directory,
		    err);
out:
	free(entries);
	return rc;
}

enum mla_rc
zip_check(struct zip_names *names, const char *path, struct err *err)
{
	struct zip z = { .path = path };
	unsigned char *directory = NULL;
	struct stat st;
	enum mla_rc rc;

	memset(names, 0, sizeof(*names));
	z.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (z.fd < 0 || fstat(z.fd, &st) != 0) {
		rc = err_errno(err, MLA_EIO, "cannot open %s", path);
		goto out;
	}
	z.size = (uint64_t)st.st_size;
	if ((rc = read_end(&z, err)) != MLA_OK)
		goto out;
	if (z.entries > ZIP_MAX_ENTRIES) {
		rc = bad(&z, "it has too many entries (limit 400,000)", err);
		goto out;
	}
	if (z.directory_bytes > ZIP_MAX_DIRECTORY) {
		rc = bad(&z, "its directory is larger than 64 MiB", err);
		goto out;
	}
	if (z.directory > z.end || z.end - z.directory != z.directory_bytes) {
		rc = bad(&z, "its directory is not where it should be", err);
		goto out;
	}
	directory = xmalloc((size_t)z.directory_bytes);
	if ((rc = read_at(&z, directory, (size_t)z.directory_bytes, z.directory,
	         err)) != MLA_OK)
		goto out;
	rc = check_entries(names, &z, directory, err);
out:
	free(directory);
	if (z.fd >= 0)
		(void)close(z.fd);
	return rc;
}
