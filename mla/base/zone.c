/* zone.c - local time of a place, from the system's time zone files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

/* Where Debian keeps the package tzdata. */
#define ZONE_FOLDER "/usr/share/zoneinfo"

enum {
	HEADER_BYTES = 44,
	MAX_BYTES = 256 * 1024,
	MAX_OFFSET = 26 * 3600, /* RFC 8536 section 3.2 */
	DAY_SECONDS = 86400,
	ON_THE_HOUR_2 = 2 * 3600 /* of a rule that names no time */
};

/* "M3.5.0/3": a month, which of its weeks (5: the last), a weekday, a time. */
struct turn {
	int month, week, weekday, second;
};

struct zone {
	char *name;
	size_t n; /* changes that are listed one by one */
	int64_t *at; /* from this moment on ... */
	int32_t *offset; /* ... it is so many seconds east of UTC */
	int32_t first; /* before the first change */
	/* After the last one: the rule at the end of the file. */
	bool has_rule, has_summer;
	int32_t standard, summer;
	struct turn begins, ends; /* of summer, in local time before it */
};

void
zone_free(struct zone *zone)
{
	if (zone == NULL)
		return;
	free(zone->name);
	free(zone->at);
	free(zone->offset);
	free(zone);
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static int64_t
get64(const unsigned char *p)
{
	return (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4));
}

/* The header of a block (RFC 8536 section 3.1). */
struct header {
	size_t isut, isstd, leap, times, types, chars;
};

static bool
read_header(struct header *h, const unsigned char *p, size_t len)
{
	if (len < HEADER_BYTES || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	h->isut = get32(p + 20);
	h->isstd = get32(p + 24);
	h->leap = get32(p + 28);
	h->times = get32(p + 32);
	h->types = get32(p + 36);
	h->chars = get32(p + 40);
	return h->types > 0 && h->isut <= MAX_BYTES && h->isstd <= MAX_BYTES &&
	    h->leap <= MAX_BYTES && h->times <= MAX_BYTES &&
	    h->types <= MAX_BYTES && h->chars <= MAX_BYTES;
}

static size_t
block_bytes(const struct header *h, size_t time_bytes)
{
	return h->times * (time_bytes + 1) + h->types * 6 + h->chars +
	    h->leap * (time_bytes + 4) + h->isstd + h->isut;
}

/* The changes of the 64-bit block at p. */
static bool
read_changes(struct zone *z, const struct header *h, const unsigned char *p)
{
	const unsigned char *kind = p + h->times * 8, *types = kind + h->times;

	z->n = h->times;
	z->at = xcalloc(h->times + 1, sizeof(*z->at));
	z->offset = xcalloc(h->times + 1, sizeof(*z->offset));
	for (size_t i = 0; i < h->types; i++) {
		int64_t offset = (int32_t)get32(types + 6 * i);

		if (offset > MAX_OFFSET || offset < -MAX_OFFSET)
			return false;
	}
	z->first = (int32_t)get32(types);
	for (size_t i = 0; i < h->times; i++) {
		z->at[i] = get64(p + 8 * i);
		if (kind[i] >= h->types || (i > 0 && z->at[i] <= z->at[i - 1]))
			return false;
		z->offset[i] = (int32_t)get32(types + 6 * (size_t)kind[i]);
	}
	return true;
}

static bool
read_number(const char **s, int most, int *out)
{
	const char *from = *s;

	for (*out = 0; **s >= '0' && **s <= '9'; (*s)++) {
		*out = *out * 10 + (**s - '0');
		if (*out > most)
			return false;
	}
	return *s > from;
}

/* "CET" or "<+03>": a name, stepped over. */
static bool
skip_name(const char **s)
{
	const char *from = *s;

	if (**s == '<') {
		*s += strcspn(*s, ">");
		return *(*s)++ == '>';
	}
	while ((**s >= 'A' && **s <= 'Z') || (**s >= 'a' && **s <= 'z'))
		(*s)++;
	return *s >= from + 3;
}

/* "-1", "3:30", "+02:00:00": hours, minutes, seconds. */
static bool
read_time(const char **s, int *seconds)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes = 0, rest = 0;

	if (**s == '-' || **s == '+')
		(*s)++;
	if (!read_number(s, 167, &hours))
		return false;
	if (**s == ':' && ((*s)++, !read_number(s, 59, &minutes)))
		return false;
	if (**s == ':' && ((*s)++, !read_number(s, 59, &rest)))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

static bool
expect(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
read_turn(const char **s, struct turn *t)
{
	t->second = ON_THE_HOUR_2;
	if (!expect(s, ',') || !expect(s, 'M') ||
	    !read_number(s, 12, &t->month) || !expect(s, '.') ||
	    !read_number(s, 5, &t->week) || !expect(s, '.') ||
	    !read_number(s, 6, &t->weekday) || t->month < 1 || t->week < 1)
		return false;
	return **s != '/' || ((*s)++, read_time(s, &t->second));
}

/*
 * "EET-2EEST,M3.5.0/3,M10.5.0/4" (POSIX, TZ); offsets there count westward.
 * An empty rule is none: the last change counts for ever.
 */
static bool
read_rule(struct zone *z, const char *s)
{
	int west;

	if (*s == '\0')
		return true;
	if (!skip_name(&s) || !read_time(&s, &west))
		return false;
	z->has_rule = true;
	z->standard = -west;
	z->summer = z->standard + 3600;
	if (*s == '\0')
		return true;
	if (!skip_name(&s))
		return false;
	if (*s != ',') {
		if (!read_time(&s, &west))
			return false;
		z->summer = -west;
	}
	z->has_summer = true;
	return read_turn(&s, &z->begins) && read_turn(&s, &z->ends) &&
	    *s == '\0';
}

static bool
read_all(struct zone *z, const unsigned char *p, size_t len)
{
	struct header h;
	size_t skip;
	const char *end;
	char *rule;
	bool is;

	if (!read_header(&h, p, len))
		return false;
	skip = HEADER_BYTES + block_bytes(&h, 4);
	if (skip > len || !read_header(&h, p + skip, len - skip))
		return false;
	p += skip + HEADER_BYTES;
	len -= skip + HEADER_BYTES;
	skip = block_bytes(&h, 8);
	if (skip >= len || !read_changes(z, &h, p) || p[skip] != '\n')
		return false;
	p += skip + 1;
	len -= skip + 1;
	end = memchr(p, '\n', len);
	if (end == NULL)
		return false;
	rule = xstrndup((const char *)p, (size_t)(end - (const char *)p));
	is = read_rule(z, rule);
	free(rule);
	return is;
}

enum mla_rc
zone_parse(struct zone **out, const char *data, size_t len, const char *name,
    struct err *err)
{
	struct zone *z = xcalloc(1, sizeof(*z));

	*out = NULL;
	z->name = xstrdup(name);
	if (!read_all(z, (const unsigned char *)data, len)) {
		zone_free(z);
		err_hint(err, "install the package tzdata anew");
		return err_set(err, MLA_EDAMAGED,
		    "the time zone file of %s cannot be read", name);
	}
	*out = z;
	return MLA_OK;
}

/* Names have letters, digits and "_+-", with "/" between. */
static bool
is_zone_name(const char *name)
{
	return name[0] != '/' && name[0] != '\0' &&
	    name[strspn(name,
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	        "0123456789_+-/")] == '\0';
}

enum mla_rc
zone_load(struct zone **out, const char *name, struct err *err)
{
	struct buf b = { 0 };
	char *path = NULL;
	enum mla_rc rc;

	*out = NULL;
	if (is_zone_name(name))
		path = file_join(ZONE_FOLDER, name);
	if (path == NULL || !file_exists(path)) {
		err_hint(err, "install the package tzdata");
		rc = err_set(err, MLA_ENOTFOUND,
		    "there is no time zone \"%s\" on this machine", name);
	} else if ((rc = file_read(&b, path, MAX_BYTES, err)) == MLA_OK) {
		rc = zone_parse(out, buf_text(&b), b.len, name, err);
	}
	buf_free(&b);
	free(path);
	return rc;
}

/* When does it turn in that year, as seconds of local time since 1970? */
static int64_t
turn_second(const struct turn *t, int year)
{
	int32_t first = date_day(year, t->month, 1);
	int ahead = (t->weekday + 7 - date_weekday(first) % 7) % 7;
	int mday = 1 + ahead + 7 * (t->week - 1);

	while (mday > date_month_days(year, t->month))
		mday -= 7;
	return (int64_t)(first + mday - 1) * DAY_SECONDS + t->second;
}

static int32_t
rule_offset(const struct zone *z, int64_t utc)
{
	int64_t day = utc / DAY_SECONDS - (utc % DAY_SECONDS < 0), from, until;
	int year, month, mday;

	if (!z->has_summer || day > 3000000)
		return z->standard;
	date_civil((int32_t)day, &year, &month, &mday);
	from = turn_second(&z->begins, year) - z->standard;
	until = turn_second(&z->ends, year) - z->summer;
	if (from < until)
		return utc >= from && utc < until ? z->summer : z->standard;
	return utc >= from || utc < until ? z->summer : z->standard;
}

int32_t
zone_offset(const struct zone *zone, int64_t utc)
{
	size_t low = 0, high = zone->n;

	while (low < high) { /* the first change after the moment */
		size_t middle = low + (high - low) / 2;

		if (zone->at[middle] <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->n && zone->has_rule)
		return rule_offset(zone, utc);
	return low > 0 ? zone->offset[low - 1] : zone->first;
}

void
zone_local(const struct zone *zone, struct when *when)
{
	const int64_t read = (int64_t)when->day * DAY_SECONDS + when->second;
	int32_t before, after;
	bool late;

	when->offset = 0;
	if (zone == NULL)
		return;
	before = zone_offset(zone, read - DAY_SECONDS);
	after = zone_offset(zone, read + DAY_SECONDS);
	/* Before the change it is right, or nothing is. */
	late = zone_offset(zone, read - before) != before &&
	    zone_offset(zone, read - after) == after;
	when->offset = (late ? after : before) / 60;
}

struct when
zone_when(const struct zone *zone, int64_t utc, int32_t offset_else)
{
	int32_t offset =
	    zone != NULL ? zone_offset(zone, utc) / 60 : offset_else;
	int64_t local = utc + (int64_t)offset * 60;
	int64_t day = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
	struct when w = { .day = (int32_t)day,
		.second = (int32_t)(local - day * DAY_SECONDS),
		.offset = offset };

	return w;
}
