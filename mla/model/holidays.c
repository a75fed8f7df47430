/* holidays.c - the free days of one place: holidays, days in lieu, weekends */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/holidays.h"

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"

enum {
	LONGEST_BREAK = 60 /* days in lieu are looked for so far */
};

struct year {
	int year;
	struct holiday *at;
	size_t n, cap;
};

struct holidays {
	const struct calendar *calendar;
	int region;
	struct year **years; /* those asked for so far, by year */
	size_t n, cap;
};

struct holidays *
holidays_new(const struct calendar *c, int region)
{
	struct holidays *h = xcalloc(1, sizeof(*h));

	h->calendar = c;
	h->region = region;
	return h;
}

void
holidays_free(struct holidays *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i < h->n; i++) {
		free(h->years[i]->at);
		free(h->years[i]);
	}
	free(h->years);
	free(h);
}

const struct calendar *
holidays_calendar(const struct holidays *h)
{
	return h->calendar;
}

int
holidays_region(const struct holidays *h)
{
	return h->region;
}

static void
add(struct year *y, int32_t day, int32_t instead, const struct calendar_day *of)
{
	y->at = vec_more(y->at, &y->cap, y->n, sizeof(*y->at));
	y->at[y->n].day = day;
	y->at[y->n].instead = instead;
	y->at[y->n++].of = of;
}

/* By date; on one day the order of the file, days in lieu last. */
static int
by_day(const void *a, const void *b)
{
	const struct holiday *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if ((x->instead == x->day) != (y->instead == y->day))
		return x->instead == x->day ? -1 : 1;
	return strcmp(x->of->name, y->of->name);
}

static void
sort(struct year *y)
{
	if (y->n > 1)
		qsort(y->at, y->n, sizeof(*y->at), by_day);
}

static bool
is_taken(const struct year *all, const struct calendar *c, int32_t day)
{
	if (calendar_is_weekend(c, day))
		return true;
	for (size_t i = 0; i < all->n; i++) {
		if (all->at[i].day == day &&
		    all->at[i].of->kind == CALENDAR_PUBLIC)
			return true;
	}
	return false;
}

/* Does another day stand in for that one already? */
static bool
has_lieu(const struct year *all, size_t n, int32_t day)
{
	while (n < all->n && all->at[n].instead != day)
		n++;
	return n < all->n;
}

/*
 * Days in lieu, in the order of the days that they stand in for: one for a
 * day, however many holidays are on it.
 */
static void
add_in_lieu(struct year *all, const struct calendar *c)
{
	size_t n = all->n;

	for (size_t i = 0; i < n; i++) {
		struct holiday h = all->at[i];
		int32_t day = h.day + 1;

		if ((h.of->substitute >> date_weekday(h.day) & 1U) == 0 ||
		    has_lieu(all, n, h.day))
			continue;
		while (is_taken(all, c, day) && day < h.day + LONGEST_BREAK)
			day++;
		add(all, day, h.day, h.of);
	}
}

/* The years beside it are needed for what reaches over New Year. */
static struct year *
make_year(const struct holidays *h, int year)
{
	struct year *y = xcalloc(1, sizeof(*y)), all = { 0 };
	struct calendar_dates dates = { 0 };
	int32_t first = date_day(year, 1, 1), last = date_day(year, 12, 31);

	y->year = year;
	for (int i = year - 1; i <= year + 1; i++)
		calendar_add_year(&dates, h->calendar, h->region, i);
	for (size_t i = 0; i < dates.n; i++)
		add(&all, dates.at[i].day, dates.at[i].day, dates.at[i].of);
	sort(&all);
	add_in_lieu(&all, h->calendar);
	for (size_t i = 0; i < all.n; i++) {
		if (all.at[i].day >= first && all.at[i].day <= last)
			add(y, all.at[i].day, all.at[i].instead, all.at[i].of);
	}
	sort(y);
	free(all.at);
	free(dates.at);
	return y;
}

static const struct year *
find_year(struct holidays *h, int year)
{
	size_t i = 0;

	while (i < h->n && h->years[i]->year < year)
		i++;
	if (i < h->n && h->years[i]->year == year)
		return h->years[i];
	h->years = vec_more(h->years, &h->cap, h->n, sizeof(*h->years));
	memmove(&h->years[i + 1], &h->years[i], (h->n - i) * sizeof(*h->years));
	h->years[i] = make_year(h, year);
	h->n++;
	return h->years[i];
}

const struct holiday *
holidays_year(struct holidays *h, int year, size_t *n)
{
	const struct year *y = find_year(h, year);

	*n = y->n;
	return y->at;
}

/* The first one on a day that is public, or that is not. */
static const struct holiday *
find_day(struct holidays *h, int32_t day, bool is_public)
{
	const struct year *y;
	size_t low = 0, high;
	int year, month, mday;

	date_civil(day, &year, &month, &mday);
	y = find_year(h, year);
	high = y->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (y->at[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < y->n && y->at[low].day == day; low++) {
		if ((y->at[low].of->kind == CALENDAR_PUBLIC) == is_public)
			return &y->at[low];
	}
	return NULL;
}

const struct holiday *
holidays_on(struct holidays *h, int32_t day)
{
	return find_day(h, day, true);
}

const struct holiday *
holidays_aside(struct holidays *h, int32_t day)
{
	return find_day(h, day, false);
}

bool
holidays_is_working(struct holidays *h, int32_t day)
{
	return !calendar_is_weekend(h->calendar, day) &&
	    holidays_on(h, day) == NULL;
}

/* One more place where a day is free, and the name of that place. */
static void
add_place(struct holidays_list *list, const struct holiday *h, const char *id)
{
	struct holidays_row *row;

	for (size_t i = 0; i < list->n; i++) {
		row = &list->at[i];
		if (row->holiday.day == h->day && row->holiday.of == h->of &&
		    row->holiday.instead == h->instead) {
			char *old = row->regions;

			row->regions = xasprintf(
			    "%s%s%s", old, *old != '\0' ? " " : "", id);
			free(old);
			return;
		}
	}
	list->at = vec_more(list->at, &list->cap, list->n, sizeof(*list->at));
	row = &list->at[list->n++];
	row->holiday = *h;
	row->regions = xstrdup(id);
}

/* Rows of one region, or of the State alone, with that name. */
static void
add_view(struct holidays_list *list, const struct calendar *c, int region,
    int year, const char *id)
{
	struct holidays *h = holidays_new(c, region);
	size_t n;
	const struct holiday *at = holidays_year(h, year, &n);

	for (size_t i = 0; i < n; i++)
		add_place(list, &at[i], id);
	holidays_free(h);
}

static int
by_row(const void *a, const void *b)
{
	const struct holidays_row *x = a, *y = b;

	return by_day(&x->holiday, &y->holiday);
}

/* "*" stands for the State beside its regions; "*" and all of them: "". */
static void
name_regions(struct holidays_list *list, const struct calendar *c)
{
	struct buf all = { 0 };

	buf_addch(&all, '*');
	for (size_t i = 0; i < calendar_region_count(c); i++)
		buf_addf(&all, " %s", calendar_region_at(c, i)->id);
	for (size_t i = 0; i < list->n; i++) {
		char *old = list->at[i].regions;

		if (str_eq(old, buf_text(&all)))
			list->at[i].regions = xstrdup("");
		else
			list->at[i].regions =
			    xstrdup(str_starts(old, "* ") ? old + 2 : old);
		free(old);
	}
	buf_free(&all);
}

/* Is the region one of those in the list of names? */
static bool
is_among(const char *names, const char *id)
{
	size_t len = strlen(id);

	for (const char *s = names; s != NULL; s = strchr(s, ' ')) {
		s += *s == ' ';
		if (strncmp(s, id, len) == 0 && (s[len] == ' ' || !s[len]))
			return true;
	}
	return false;
}

/* Keep what is free in one region, under that name alone. */
static void
keep_region(struct holidays_list *list, const char *id)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct holidays_row row = list->at[i];

		if (*row.regions != '\0' && !is_among(row.regions, id)) {
			free(row.regions);
			continue;
		}
		if (*row.regions != '\0') {
			free(row.regions);
			row.regions = xstrdup(id);
		}
		list->at[kept++] = row;
	}
	list->n = kept;
}

void
holidays_list_year(
    struct holidays_list *out, const struct calendar *c, int region, int year)
{
	add_view(out, c, -1, year, "*");
	for (size_t i = 0; i < calendar_region_count(c); i++)
		add_view(out, c, (int)i, year, calendar_region_at(c, i)->id);
	name_regions(out, c);
	if (region >= 0)
		keep_region(out, calendar_region_at(c, (size_t)region)->id);
	if (out->n > 1)
		qsort(out->at, out->n, sizeof(*out->at), by_row);
}

void
holidays_list_free(struct holidays_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->at[i].regions);
	free(list->at);
	memset(list, 0, sizeof(*list));
}
