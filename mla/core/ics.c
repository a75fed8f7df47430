/* ics.c - what is due, as a calendar that other programs read (RFC 5545) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ics.h"

#include "base/alloc.h"
#include "base/str.h"

#define FOLD 73 /* octets of a line before it goes on in the next */

/* A content line, folded between characters (RFC 5545 3.1). */
static void
add_line(struct buf *out, const char *line)
{
	size_t used = 0;

	for (const char *at = line; *at != '\0';) {
		const char *next = at;
		size_t len;

		(void)str_next_char(&next);
		len = (size_t)(next - at);
		if (used + len > FOLD) {
			buf_adds(out, "\r\n ");
			used = 1;
		}
		buf_add(out, at, len);
		used += len;
		at = next;
	}
	buf_adds(out, "\r\n");
}

/* "NAME:text" with the characters escaped that mean something (3.3.11). */
static void
add_text(struct buf *out, const char *name, const char *text)
{
	struct buf b = { 0 };

	buf_addf(&b, "%s:", name);
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			buf_adds(&b, "\\n");
			continue;
		}
		if (strchr("\\;,", *text) != NULL)
			buf_addch(&b, '\\');
		buf_addch(&b, *text);
	}
	add_line(out, buf_text(&b));
	buf_free(&b);
}

/* "20260717T081500Z" of a moment. */
static void
add_moment(struct buf *out, const char *name, const struct when *when)
{
	int64_t utc = when_utc(when);
	int32_t day = (int32_t)(utc / 86400);
	int second = (int)(utc % 86400), year, month, mday;

	date_civil(day, &year, &month, &mday);
	buf_addf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, year, month,
	    mday, second / 3600, second / 60 % 60, second % 60);
}

static void
add_day(struct buf *out, const char *name, int32_t day)
{
	int year, month, mday;

	date_civil(day, &year, &month, &mday);
	buf_addf(
	    out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, mday);
}

/* What has to be done: the limit, the officer's words, or the state's. */
static char *
what_of(const struct office *office, const struct store_deadline *d)
{
	char *key = *d->name != '\0' ? xasprintf("limit.%s", d->name)
	                             : xasprintf("next.%s", d->at);
	const char *word = lang_find(office->lang, key);
	char *clock = xasprintf("clock.%s", d->clock), *text;

	text = xasprintf("%s%s%s%s%s: %s (%s)", d->reference,
	    *d->theirs != '\0' ? " / " : "", d->theirs,
	    *d->part != '\0' ? " " : "", d->part, word != NULL ? word : "",
	    lang_word(office->lang, clock));
	free(clock);
	free(key);
	return text;
}

static void
add_event(struct buf *out, const struct office *office,
    const struct store_deadline *d)
{
	struct when due;
	char *what, *text;

	if (!when_parse(&due, d->due))
		return;
	buf_adds(out, "BEGIN:VEVENT\r\n");
	text = xasprintf("%s.%s.%s@%s", d->reference,
	    *d->name != '\0' ? d->name : "next", d->part,
	    office->info.uid + strlen("urn:uuid:"));
	add_text(out, "UID", text);
	free(text);
	add_moment(out, "DTSTAMP", &office->now);
	buf_addf(out, "SEQUENCE:%d\r\n", office->now.day);
	if (due.second >= 0) {
		add_moment(out, "DTSTART", &due);
	} else {
		add_day(out, "DTSTART", due.day);
		add_day(out, "DTEND", due.day + 1);
	}
	what = what_of(office, d);
	add_text(out, "SUMMARY", what);
	text = xasprintf("%s%s", d->basis,
	    d->verified ? "" : " (not yet compared with the official text)");
	if (*text != '\0')
		add_text(out, "DESCRIPTION", text);
	free(text);
	buf_addf(out,
	    "TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
	    "TRIGGER:%s\r\n",
	    due.second >= 0 ? "-PT2H" : "-P1D");
	add_text(out, "DESCRIPTION", what);
	buf_adds(out, "END:VALARM\r\nEND:VEVENT\r\n");
	free(what);
}

void
ics_write(struct buf *out, const struct office *office,
    const struct store_deadlines *rows)
{
	buf_adds(out,
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mla//mla " MLA_VERSION
	    "//EN\r\nCALSCALE:GREGORIAN\r\n");
	for (size_t i = 0; i < rows->n; i++)
		add_event(out, office, &rows->at[i]);
	buf_adds(out, "END:VCALENDAR\r\n");
}
