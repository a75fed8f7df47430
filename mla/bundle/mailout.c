/* mailout.c - a file as an attachment of a mail */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/mailout.h"

#include <ctype.h>
#include <errno.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"

enum {
	LINE_BYTES = 76, /* RFC 2045 6.7 and 6.8 */
	WORD_BYTES = 75, /* of an encoded word, RFC 2047 2 */
	ROW_BYTES = LINE_BYTES / 4 * 3, /* of a file, to a line */
	CHUNK_BYTES = ROW_BYTES * 1024,
	ADDRESS_BYTES = 254, /* RFC 5321 4.5.3.1.3, without < and > */
	PAD = 64, /* in the alphabet */
	PREFIX_BYTES = 9 /* "urn:uuid:" */
};

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

static void
add_base64(struct buf *b, const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		unsigned v = (unsigned)data[i] << 16 |
		    (n > 1 ? (unsigned)data[i + 1] << 8 : 0) |
		    (n > 2 ? (unsigned)data[i + 2] : 0);

		buf_addch(b, alphabet[v >> 18 & 63]);
		buf_addch(b, alphabet[v >> 12 & 63]);
		buf_addch(b, alphabet[n > 1 ? v >> 6 & 63 : PAD]);
		buf_addch(b, alphabet[n > 2 ? v & 63 : PAD]);
	}
}

static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text < ' ' || *text > '~')
			return false;
	}
	return true;
}

bool
mailout_is_address(const char *text)
{
	const char *at = text != NULL ? strrchr(text, '@') : NULL;

	if (at == NULL || at == text || at[1] == '\0' ||
	    strlen(text) > ADDRESS_BYTES || strchr(text, '@') != at)
		return false;
	for (const char *p = text; *p != '\0'; p++) {
		bool word = isalnum((unsigned char)*p) ||
		    (*p == '.' && p > text && p[1] != '\0' && p[1] != '.' &&
		        p + 1 != at && p != at + 1) ||
		    *p == '-' ||
		    (p < at && strchr("!#$%&'*+/=?^_`{|}~", *p) != NULL);

		if (p != at && !word)
			return false;
	}
	return true;
}

char *
mailout_date(const struct when *when, char out[MAIL_DATE_BYTES])
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int second = when->second < 0 ? 0 : when->second;
	int offset = when->offset < 0 ? -when->offset : when->offset;
	int year, month, mday;

	date_civil(when->day, &year, &month, &mday);
	(void)snprintf(out, MAIL_DATE_BYTES,
	    "%s, %02d %s %04d %02d:%02d:%02d %c%02d%02d",
	    days[date_weekday(when->day) - 1], mday, months[month - 1], year,
	    second / 3600, second / 60 % 60, second % 60,
	    when->offset < 0 ? '-' : '+', offset / 60, offset % 60);
	return out;
}

/* How many bytes of the text go on, at most max, without a torn character. */
static size_t
whole_characters(const char *text, size_t max)
{
	size_t n = strlen(text);

	if (n <= max)
		return n;
	for (n = max; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

/*
 * Append a text as words of a header: as it is, or as encoded words (RFC 2047)
 * each on a line of its own.  quoted: as it is needs quotes.
 */
static void
add_words(struct buf *b, const char *name, const char *text, bool quoted)
{
	static const char begin[] = "=?UTF-8?B?";
	const size_t room = (WORD_BYTES - sizeof(begin) + 1 - 2) / 4 * 3;

	buf_addf(b, "%s:", name);
	if (is_plain(text) &&
	    strlen(name) + strlen(text) + 4 <= (size_t)LINE_BYTES) {
		buf_adds(b, quoted ? " \"" : " ");
		for (const char *p = text; *p != '\0'; p++) {
			if (quoted && (*p == '"' || *p == '\\'))
				buf_addch(b, '\\');
			buf_addch(b, *p);
		}
		if (quoted)
			buf_addch(b, '"');
		return;
	}
	for (bool first = true; *text != '\0'; first = false) {
		size_t max = first ? room - (strlen(name) + 3) / 4 * 3 : room;
		size_t n = whole_characters(text, max);

		buf_addf(b, "%s %s", first ? "" : "\r\n", begin);
		add_base64(b, (const unsigned char *)text, n);
		buf_adds(b, "?=");
		text += n;
	}
}

/*
 * Append a parameter (RFC 2231): as it is where it is plain and short, else
 * percent-encoded, in pieces with numbers, each on its line.
 */
static void
add_name(struct buf *b, const char *key, const char *value)
{
	const size_t room = LINE_BYTES - strlen(key) - 16;
	size_t piece = 0;

	if (is_plain(value) && strpbrk(value, "\"\\") == NULL &&
	    strlen(value) <= room) {
		buf_addf(b, ";\r\n %s=\"%s\"", key, value);
		return;
	}
	for (const char *p = value; *p != '\0'; piece++) {
		size_t used = 0;

		buf_addf(b, ";\r\n %s*%zu*=%s", key, piece,
		    piece == 0 ? "UTF-8''" : "");
		for (; *p != '\0' && used + 3 <= room; p++) {
			if (isalnum((unsigned char)*p) || *p == '-' ||
			    *p == '.' || *p == '_') {
				buf_addch(b, *p);
				used++;
			} else {
				buf_addf(b, "%%%02X", (unsigned char)*p);
				used += 3;
			}
		}
	}
}

/* Append one line of a text, quoted-printable (RFC 2045 6.7). */
static void
add_line(struct buf *b, const char *line, size_t len)
{
	size_t column = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];
		bool last = i + 1 == len;
		bool plain =
		    (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !last);
		size_t width = plain ? 1 : 3;

		if (column + width > LINE_BYTES - 1) {
			buf_adds(b, "=\r\n");
			column = 0;
		}
		if (plain)
			buf_addch(b, (char)c);
		else
			buf_addf(b, "=%02X", c);
		column += width;
	}
	buf_adds(b, "\r\n");
}

static void
add_text(struct buf *b, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		add_line(b, text, len);
		text += len + (text[len] == '\n' ? 1 : 0);
	}
}

/* A line that stands in no part: base64 and this text have no such line. */
static void
boundary_of(char boundary[40], const char *uid)
{
	char hex[65];

	hash_hex_bytes(hex, uid, strlen(uid));
	(void)snprintf(boundary, 40, "=_mla_%.28s", hex);
}

static void
add_head(struct buf *b, const struct mailout *m, const char *boundary)
{
	char date[MAIL_DATE_BYTES];

	buf_addf(b, "Date: %s\r\n", mailout_date(m->date, date));
	add_words(b, "From", m->sender, true);
	buf_addf(b, "\r\n <%s>\r\n", m->from);
	if (m->to != NULL)
		buf_addf(b, "To: <%s>\r\n", m->to);
	else
		buf_adds(b, "To: undisclosed-recipients:;\r\nX-Unsent: 1\r\n");
	add_words(b, "Subject", m->subject, false);
	buf_addf(b, "\r\nMessage-ID: <%s%s>\r\n",
	    str_starts(m->uid, "urn:uuid:") ? m->uid + PREFIX_BYTES : m->uid,
	    strrchr(m->from, '@'));
	buf_addf(b,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n"
	    "--%s\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    boundary, boundary);
	add_text(b, m->text);
	buf_addf(b, "\r\n--%s\r\nContent-Type: %s", boundary, m->media);
	add_name(b, "name", m->name);
	buf_adds(b,
	    "\r\nContent-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment");
	add_name(b, "filename", m->name);
	buf_adds(b, "\r\n\r\n");
}

/* All of the file as lines of base64. */
static enum mla_rc
copy_file(struct file_new *to, int fd, const char *path, struct err *err)
{
	unsigned char *chunk = xmalloc(CHUNK_BYTES);
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;
	size_t have = 0;
	ssize_t n;

	do {
		n = read(fd, chunk + have, CHUNK_BYTES - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0) {
			have += (size_t)n;
			hash_seen((size_t)n);
		}
		if (n < 0)
			rc = err_errno(err, MLA_EIO, "cannot read %s", path);
		if (rc != MLA_OK || (n > 0 && have < CHUNK_BYTES))
			continue;
		buf_clear(&b);
		for (size_t i = 0; i < have; i += ROW_BYTES) {
			size_t left = have - i;

			add_base64(
			    &b, chunk + i, left < ROW_BYTES ? left : ROW_BYTES);
			buf_adds(&b, "\r\n");
		}
		rc = file_write_all(to->fd, buf_text(&b), b.len, to->path, err);
		have = 0;
	} while (rc == MLA_OK && n != 0);
	hash_seen(0);
	buf_free(&b);
	free(chunk);
	return rc;
}

enum mla_rc
mailout_write(const char *path, const struct mailout *m, struct err *err)
{
	struct file_new file = { .fd = -1 };
	struct buf b = { 0 };
	char boundary[40];
	enum mla_rc rc;
	int fd = -1;

	if (!mailout_is_address(m->from) ||
	    (m->to != NULL && !mailout_is_address(m->to)))
		return err_set(err, MLA_EUSAGE, "\"%s\" is no mail address",
		    mailout_is_address(m->from) ? m->to : m->from);
	if ((rc = file_open(&fd, m->file, err)) != MLA_OK ||
	    (rc = file_begin(&file, path, err)) != MLA_OK)
		goto out;
	boundary_of(boundary, m->uid);
	add_head(&b, m, boundary);
	if ((rc = file_write_all(file.fd, buf_text(&b), b.len, path, err)) !=
	        MLA_OK ||
	    (rc = copy_file(&file, fd, m->file, err)) != MLA_OK)
		goto out;
	buf_clear(&b);
	buf_addf(&b, "--%s--\r\n", boundary);
	if ((rc = file_write_all(file.fd, buf_text(&b), b.len, path, err)) ==
	    MLA_OK)
		rc = file_commit(&file, err);
out:
	if (rc != MLA_OK)
		file_abandon(&file);
	if (fd >= 0)
		(void)close(fd);
	buf_free(&b);
	return rc;
}
