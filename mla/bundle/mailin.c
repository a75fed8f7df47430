/* mailin.c - the bundle that is attached to a mail */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/mailin.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

enum {
	LINE_BYTES = 8192, /* of a piece that is looked at */
	READ_BYTES = 65536,
	OUT_BYTES = 65536,
	NAME_MAX_BYTES = 1024
};

/* What the header of a part says; the texts are owned. */
struct head {
	char *type; /* "multipart/mixed", NULL: nothing said */
	char *encoding;
	char *boundary, *name;
};

struct mailin {
	const char *path; /* for messages */
	int in, out;
	char read[READ_BYTES];
	size_t at, end;
	uint64_t bytes; /* read so far */
	char line[LINE_BYTES + 1];
	size_t len; /* of the piece in line, with its line end */
	bool begins, ends; /* the piece begins, ends a line */
	bool eof;
	char *boundary[MAILIN_MAX_DEPTH];
	size_t depth, parts;
	unsigned char decoded[OUT_BYTES];
	size_t ndecoded;
	unsigned bits, nbits; /* of base64, not yet whole bytes */
	bool padded;
	bool found; /* an archive was seen */
	char *name;
	struct err *err;
};

static enum mla_rc
hostile(struct mailin *m, const char *what)
{
	return err_set(m->err, MLA_EDAMAGED, "%s: the mail %s", m->path, what);
}

static enum mla_rc
fill(struct mailin *m)
{
	ssize_t n;

	do
		n = read(m->in, m->read, sizeof(m->read));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(m->err, MLA_EIO, "cannot read %s", m->path);
	m->at = 0;
	m->end = (size_t)n;
	m->bytes += (uint64_t)n;
	m->eof = n == 0;
	if (m->bytes > MAILIN_MAX_BYTES)
		return hostile(m, "is longer than 1 GiB");
	return MLA_OK;
}

/*
 * The next line, or a piece of it where it is long; without the line end.
 * m->eof and no bytes: there is no more.
 */
static enum mla_rc
next_piece(struct mailin *m)
{
	enum mla_rc rc;

	m->begins = m->ends;
	m->ends = false;
	m->len = 0;
	while (m->len < LINE_BYTES && !m->ends) {
		if (m->at == m->end) {
			if ((rc = fill(m)) != MLA_OK)
				return rc;
			if (m->eof)
				break;
		}
		m->line[m->len++] = m->read[m->at];
		m->ends = m->read[m->at++] == '\n';
	}
	if (m->len > 0 || !m->eof)
		m->eof = false;
	while (m->ends && m->len > 0 &&
	    (m->line[m->len - 1] == '\n' || m->line[m->len - 1] == '\r'))
		m->len--;
	m->line[m->len] = '\0';
	return MLA_OK;
}

static void
head_free(struct head *h)
{
	free(h->type);
	free(h->encoding);
	free(h->boundary);
	free(h->name);
	memset(h, 0, sizeof(*h));
}

/* A token or a quoted text of a header at *s, stepped over; the caller frees.
 */
static char *
take_value(const char **s)
{
	struct buf b = { 0 };
	const char *p = *s;

	if (*p == '"') {
		for (p++; *p != '\0' && *p != '"'; p++) {
			if (*p == '\\' && p[1] != '\0')
				p++;
			buf_addch(&b, *p);
		}
		if (*p == '"')
			p++;
	} else {
		while (*p != '\0' && *p != ';' && !isspace((unsigned char)*p))
			buf_addch(&b, *p++);
	}
	*s = p;
	return buf_steal(&b);
}

/* Take percent-encoding away, and what RFC 2231 puts before the first "'". */
static char *
decode_percent(const char *text, bool first)
{
	const char *quote = first ? strchr(text, '\'') : NULL;
	struct buf b = { 0 };

	quote = quote != NULL ? strchr(quote + 1, '\'') : NULL;
	for (const char *p = quote != NULL ? quote + 1 : text; *p != '\0';
	     p++) {
		char hex[3] = { 0 };

		if (*p == '%' && isxdigit((unsigned char)p[1]) &&
		    isxdigit((unsigned char)p[2])) {
			memcpy(hex, p + 1, 2);
			buf_addch(&b, (char)strtoul(hex, NULL, 16));
			p += 2;
		} else {
			buf_addch(&b, *p);
		}
	}
	return buf_steal(&b);
}

/* "name", "name*", "name*0", "name*0*": is it that parameter, and which piece?
 */
static bool
is_named(const char *key, const char *name, bool *first, bool *percent)
{
	size_t len = strlen(name);

	if (strncasecmp(key, name, len) != 0 ||
	    (key[len] != '\0' && key[len] != '*'))
		return false;
	*percent = key[len] == '*' && key[strlen(key) - 1] == '*';
	*first =
	    key[len] == '\0' || key[len + 1] == '\0' || key[len + 1] == '0';
	return true;
}

/* One parameter: the pieces of a name come in their order. */
static void
take_parameter(struct head *h, const char *key, const char *value)
{
	bool first = true, percent = false;
	char *piece, *whole;

	if (strcasecmp(key, "boundary") == 0) {
		free(h->boundary);
		h->boundary = xstrdup(value);
		return;
	}
	if (!is_named(key, "filename", &first, &percent) &&
	    !is_named(key, "name", &first, &percent))
		return;
	piece = percent ? decode_percent(value, first) : xstrdup(value);
	whole =
	    xasprintf("%s%s", first || h->name == NULL ? "" : h->name, piece);
	free(piece);
	free(h->name);
	if (strlen(whole) > NAME_MAX_BYTES)
		whole[NAME_MAX_BYTES] = '\0';
	h->name = whole;
}

/* "type/subtype; key=value; ..." */
static void
take_parameters(struct head *h, const char *s)
{
	while ((s = strchr(s, ';')) != NULL) {
		char key[64] = "";
		size_t n = 0;

		for (s++; isspace((unsigned char)*s); s++)
			;
		while (*s != '\0' && *s != '=' && *s != ';' &&
		    !isspace((unsigned char)*s)) {
			if (n < sizeof(key) - 1)
				key[n++] = *s;
			s++;
		}
		key[n] = '\0';
		while (isspace((unsigned char)*s))
			s++;
		if (n > 0 && *s == '=') {
			char *value;

			for (s++; isspace((unsigned char)*s); s++)
				;
			value = take_value(&s);
			take_parameter(h, key, value);
			free(value);
		}
	}
}

/* One whole field of a header. */
static void
take_field(struct head *h, const char *field)
{
	static const char type[] = "content-type:";
	static const char disposition[] = "content-disposition:";
	static const char encoding[] = "content-transfer-encoding:";
	const char *s;

	if (strncasecmp(field, type, sizeof(type) - 1) == 0 &&
	    h->type == NULL) {
		for (s = field + sizeof(type) - 1; isspace((unsigned char)*s);
		     s++)
			;
		take_parameters(h, s);
		h->type = take_value(&s);
	} else if (strncasecmp(field, disposition, sizeof(disposition) - 1) ==
	    0) {
		take_parameters(h, field);
	} else if (strncasecmp(field, encoding, sizeof(encoding) - 1) == 0) {
		free(h->encoding);
		h->encoding = str_trim(field + sizeof(encoding) - 1);
	}
}

/* Fields up to the empty line; folded lines are put together. */
static enum mla_rc
read_head(struct head *h, struct mailin *m)
{
	struct buf field = { 0 };
	size_t bytes = 0;
	enum mla_rc rc;

	memset(h, 0, sizeof(*h));
	for (;;) {
		if ((rc = next_piece(m)) != MLA_OK)
			break;
		bytes += m->len;
		if (bytes > MAILIN_MAX_HEAD || (!m->ends && !m->eof)) {
			rc = hostile(m, "has a header that is too long");
			break;
		}
		if (m->len > 0 && (m->line[0] == ' ' || m->line[0] == '\t')) {
			buf_addf(&field, " %s", m->line + 1);
			continue;
		}
		take_field(h, buf_text(&field));
		buf_clear(&field);
		buf_adds(&field, m->line);
		if (m->len == 0 || m->eof)
			break;
	}
	buf_free(&field);
	return rc;
}

static bool
is_archive(const struct head *h)
{
	static const char *const types[] = { "application/zip",
		"application/x-zip-compressed", "application/x-tar",
		"application/gzip", "application/x-gzip" };
	static const char *const endings[] = { ".zip", ".tar", ".tar.gz",
		".tgz", ".zip.p7m", ".tar.p7m", ".zip.age", ".tar.age" };

	for (size_t i = 0;
	     h->type != NULL && i < sizeof(types) / sizeof(*types); i++) {
		if (strcasecmp(h->type, types[i]) == 0)
			return true;
	}
	for (size_t i = 0;
	     h->name != NULL && i < sizeof(endings) / sizeof(*endings); i++) {
		size_t len = strlen(h->name), n = strlen(endings[i]);

		if (len > n && strcasecmp(h->name + len - n, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Which boundary is the line? depth: of its part; end: the last one. */
static bool
is_boundary(const struct mailin *m, size_t *depth, bool *end)
{
	if (!m->begins || m->line[0] != '-' || m->line[1] != '-')
		return false;
	for (size_t i = m->depth; i > 0; i--) {
		size_t n = strlen(m->boundary[i - 1]);
		const char *rest = m->line + 2 + n;

		if (strncmp(m->line + 2, m->boundary[i - 1], n) != 0)
			continue;
		*end = rest[0] == '-' && rest[1] == '-';
		rest += *end ? 2 : 0;
		if (rest[strspn(rest, " \t")] != '\0')
			continue;
		*depth = i;
		return true;
	}
	return false;
}

static enum mla_rc
flush(struct mailin *m)
{
	size_t n = m->ndecoded;

	m->ndecoded = 0;
	return file_write_all(
	    m->out, m->decoded, n, "what was attached", m->err);
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static enum mla_rc
decode_piece(struct mailin *m)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < m->len; i++) {
		char c = m->line[i];
		int v = base64_value(c);

		if (c == ' ' || c == '\t' || c == '\r')
			continue;
		if (c == '=') {
			m->padded = true;
			continue;
		}
		if (v < 0 || m->padded)
			return hostile(
			    m, "has an attachment that is not base64");
		m->bits = m->bits << 6 | (unsigned)v;
		m->nbits += 6;
		if (m->nbits < 8)
			continue;
		m->nbits -= 8;
		m->decoded[m->ndecoded++] =
		    (unsigned char)(m->bits >> m->nbits & 0xff);
		if (m->ndecoded == OUT_BYTES)
			rc = flush(m);
	}
	return rc;
}

/* The body of a part: kept where it is the archive, else passed over. */
static enum mla_rc
read_body(struct mailin *m, bool keep, size_t *depth, bool *end, bool *more)
{
	enum mla_rc rc;

	*more = false;
	m->bits = m->nbits = 0;
	m->padded = false;
	for (;;) {
		if ((rc = next_piece(m)) != MLA_OK)
			return rc;
		if (m->eof)
			break;
		*more = is_boundary(m, depth, end);
		if (*more)
			break;
		if (keep && (rc = decode_piece(m)) != MLA_OK)
			return rc;
	}
	if (!keep)
		return MLA_OK;
	if (!*more && m->depth > 0)
		return hostile(m, "ends within its attachment");
	if (m->nbits == 6)
		return hostile(m, "has an attachment that is not base64");
	return flush(m);
}

/* Remember an archive; there may be one only. */
static enum mla_rc
found(struct mailin *m, struct head *h)
{
	if (m->found) {
		err_hint(m->err,
		    "Save the one that is the bundle, and receive that file.");
		return err_set(m->err, MLA_EREFUSED,
		    "%s: the mail has several archives: %s, %s", m->path,
		    m->name != NULL ? m->name : "one without a name",
		    h->name != NULL ? h->name : "one without a name");
	}
	if (h->encoding == NULL || strcasecmp(h->encoding, "base64") != 0)
		return hostile(m, "has an attachment that is not base64");
	m->found = true;
	m->name = h->name;
	h->name = NULL;
	return MLA_OK;
}

/* A part from its header on, up to the boundary behind it. */
static enum mla_rc
read_part(struct mailin *m, size_t *depth, bool *end, bool *more)
{
	bool archive = false, nested;
	struct head h = { 0 };
	enum mla_rc rc;

	do {
		head_free(&h);
		if (++m->parts > MAILIN_MAX_PARTS) {
			rc = hostile(m, "has more than 200 parts");
			goto out;
		}
		if ((rc = read_head(&h, m)) != MLA_OK)
			goto out;
		/* A forwarded mail: its header follows. */
		nested =
		    h.type != NULL && strcasecmp(h.type, "message/rfc822") == 0;
	} while (nested && !m->eof);
	if (h.type != NULL && strncasecmp(h.type, "multipart/", 10) == 0 &&
	    !str_is_blank(h.boundary)) {
		if (m->depth == MAILIN_MAX_DEPTH) {
			rc = hostile(m, "has parts in parts, more than 10");
			goto out;
		}
		m->boundary[m->depth++] = h.boundary;
		h.boundary = NULL;
	} else if (is_archive(&h)) {
		archive = true;
		if ((rc = found(m, &h)) != MLA_OK)
			goto out;
	}
	rc = read_body(m, archive, depth, end, more);
out:
	head_free(&h);
	return rc;
}

static enum mla_rc
read_mail(struct mailin *m)
{
	bool end = false, more = true;
	size_t depth = 0;
	enum mla_rc rc = read_part(m, &depth, &end, &more);

	while (rc == MLA_OK && more) {
		while (m->depth > depth)
			free(m->boundary[--m->depth]);
		if (end) {
			free(m->boundary[--m->depth]);
			rc = read_body(m, false, &depth, &end, &more);
		} else {
			rc = read_part(m, &depth, &end, &more);
		}
	}
	return rc;
}

bool
mailin_is_mail(const char *path)
{
	char head[512];
	ssize_t n = -1;
	size_t name = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		n = read(fd, head, sizeof(head));
	if (fd >= 0)
		(void)close(fd);
	/* A tar begins with a name and has its magic there. */
	if (n > 262 && memcmp(head + 257, "ustar", 5) == 0)
		return false;
	while (n > 0 && name < (size_t)n &&
	    (isalnum((unsigned char)head[name]) || head[name] == '-'))
		name++;
	return name > 1 && name < (size_t)(n < 0 ? 0 : n) && head[name] == ':';
}

enum mla_rc
mailin_extract(char **name, int fd, const char *path, struct err *err)
{
	struct mailin *m = xcalloc(1, sizeof(*m));
	enum mla_rc rc;

	*name = NULL;
	m->path = path;
	m->out = fd;
	m->ends = true;
	m->err = err;
	if ((rc = file_open(&m->in, path, err)) == MLA_OK) {
		rc = read_mail(m);
		(void)close(m->in);
	}
	if (rc == MLA_OK && !m->found)
		rc = err_set(err, MLA_ENOTFOUND,
		    "%s: no bundle is attached to the mail", path);
	if (rc == MLA_OK) {
		*name = m->name;
		m->name = NULL;
	}
	while (m->depth > 0)
		free(m->boundary[--m->depth]);
	free(m->name);
	free(m);
	return rc;
}
