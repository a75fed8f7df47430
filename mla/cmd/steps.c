/* steps.c - the derivation of a due date, in words */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/steps.h"

#include <stdarg.h>

#include "base/alloc.h"
#include "base/str.h"

enum {
	MOST_TEXT = 56 /* columns that a long text gets before its source */
};

enum {
	COLUMN_STEP,
	COLUMN_DATE,
	COLUMN_TEXT,
	COLUMN_SOURCE,
	COLUMN_VERIFIED,
	COLUMNS
};

static const struct out_column columns[] = {
	[COLUMN_STEP] = { "step", "STEP", false, false },
	[COLUMN_DATE] = { "date", "DATE", false, false },
	[COLUMN_TEXT] = { "text", "TEXT", false, false },
	[COLUMN_SOURCE] = { "source", "SOURCE", false, false },
	[COLUMN_VERIFIED] = { "verified", "VERIFIED", false, false },
	[COLUMNS] = { NULL, NULL, false, false },
};

struct other {
	int32_t due;
	struct buf regions;
};

struct steps {
	const struct office *office;
	const struct term_ask *ask;
	const struct place *place;
	const struct term *term;
	bool whole;
	bool doubt; /* something was not compared with its text */
	struct out_table table;
	struct other *others; /* days on which it ends elsewhere */
	size_t n, cap;
};

static void line(struct steps *s, const char *name, const char *machine,
    const char *date, const struct period_says *says, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* machine and date: the day, for programs and people; says: or NULL. */
static void
line(struct steps *s, const char *name, const char *machine, const char *date,
    const struct period_says *says, const char *fmt, ...)
{
	const char *cite = s->ask->rule->cite;
	bool has = says != NULL && says->has;
	char text[1024], *source = NULL, *shown = NULL;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (has) {
		source = xasprintf("%s %s", cite, says->article);
		shown = xasprintf("%s%s", source, says->verified ? "" : " *");
		s->doubt = s->doubt || !says->verified;
	}
	out_cell(&s->table, name);
	out_cell2(&s->table, machine, date);
	out_cell(&s->table, text);
	out_cell2(&s->table, source, shown);
	out_cell(&s->table, !has ? NULL : says->verified ? "yes" : "no");
	free(source);
	free(shown);
}

#define SAYS(s, on) (&(s)->ask->rule->says[on])

/* A line about no day; and one about a day. */
#define LINE(s, name, says, ...) line(s, name, NULL, "", says, __VA_ARGS__)

#define DAY_LINE(s, name, day, says, ...)                                      \
	do {                                                                   \
		char iso_[DATE_BYTES];                                         \
		char *day_ = place_day((s)->office, day);                      \
		line(                                                          \
		    s, name, date_format(day, iso_), day_, says, __VA_ARGS__); \
		free(day_);                                                    \
	} while (0)

static void
add_start(struct steps *s, const struct term_step *step)
{
	const struct when *event = &s->term->event;
	bool hours = s->ask->within.unit == PERIOD_HOURS;
	char at[WHEN_BYTES];

	if (event->second >= 0 && hours)
		line(s, "starts", when_format(event, at),
		    when_format(event, at), NULL, "the event");
	else if (event->second >= 0)
		DAY_LINE(s, "starts", step->day, SAYS(s, PERIOD_DAY),
		    "%s there; that day is not counted",
		    when_format(event, at));
	else
		DAY_LINE(s, "starts", step->day, SAYS(s, PERIOD_DAY),
		    "the day of the event is not counted");
}

static void
add_within(struct steps *s)
{
	enum period_unit unit = s->ask->within.unit;
	char *words = period_words(&s->ask->within);

	if (unit == PERIOD_WORKDAYS)
		LINE(s, "within", SAYS(s, PERIOD_WORKING),
		    "%s; weekends and holidays do not count", words);
	else if (unit == PERIOD_HOURS)
		LINE(s, "within", SAYS(s, PERIOD_INSIDE),
		    "%s; weekends count too, nothing is moved", words);
	else
		LINE(s, "within", SAYS(s, PERIOD_INSIDE),
		    "%s; weekends and holidays inside count", words);
	free(words);
}

/* Why is the day free? The caller frees it. */
static char *
free_because(const struct term_step *step)
{
	const struct holiday *h = step->holiday;
	char day[DATE_BYTES];

	if (h == NULL)
		return xstrdup("weekend");
	if (h->instead != h->day)
		return xasprintf("%s, in lieu of %s", h->of->name,
		    date_format(h->instead, day));
	if (h->of->note != NULL)
		return xasprintf("%s: %s", h->of->name, h->of->note);
	return xstrdup(h->of->name);
}

static void
add_free_day(struct steps *s, const struct term_step *step)
{
	char *why = free_because(step);
	bool work = s->ask->within.unit == PERIOD_WORKDAYS;

	if (step->what == TERM_ROLL)
		DAY_LINE(
		    s, "moves on", step->day, SAYS(s, PERIOD_ROLL), "%s", why);
	else if (s->whole)
		DAY_LINE(s, "inside", step->day, NULL, "%s, %scounted", why,
		    work ? "not " : "");
	free(why);
}

static void
add_aside(struct steps *s, const struct term_step *step)
{
	const struct calendar_day *of = step->holiday->of;
	char tail[64] = "", day[DATE_BYTES];

	if (step->until != step->day)
		(void)snprintf(tail, sizeof(tail), "; were it a holiday: %s",
		    date_format(step->until, day));
	DAY_LINE(s, "beside", step->day, NULL, "%s: %s%s", of->name,
	    of->kind == CALENDAR_MUNICIPAL ? "of one place, it moves nothing"
	                                   : of->note,
	    tail);
}

static void
add_stop(struct steps *s, const struct term_step *step)
{
	char day[DATE_BYTES];

	if (step->what == TERM_STANDS)
		DAY_LINE(s, "stopped", step->day, NULL,
		    "it stands still since; nothing is due");
	else
		DAY_LINE(s, "stopped", step->day, NULL,
		    "until %s: %d days not counted (ours, no article)",
		    date_format(step->until, day), step->n);
}

static void
add_hours(struct steps *s)
{
	const struct term *t = s->term;
	char at[WHEN_BYTES];
	const char *name = s->ask->zone != NULL ? zone_name(s->ask->zone)
	                                        : "the zone of the start";

	line(s, "act by", when_format(&t->act_by, at),
	    when_format(&t->act_by, at), NULL, "in strict hours");
	if (SAYS(s, PERIOD_HOUR)->has)
		line(s, "ends", when_format(&t->outer, at),
		    when_format(&t->outer, at), SAYS(s, PERIOD_HOUR),
		    "outer limit: from the next full hour on");
	else
		line(s, "ends", when_format(&t->outer, at),
		    when_format(&t->outer, at), NULL,
		    "the rule knows no other limit for hours");
	LINE(s, "clocks", NULL, "%s%s", name,
	    t->act_by.offset == t->event.offset ? ""
	                                        : "; they changed in between");
}

static void
add_reached(struct steps *s, const struct term_step *step)
{
	bool same = s->ask->within.unit >= PERIOD_WEEKS;
	const char *what = "a working day";

	if (!holidays_is_working(s->ask->holidays, step->day))
		what = SAYS(s, PERIOD_ROLL)->has
		    ? "no working day"
		    : "no working day, but the rule moves nothing";
	if (step->what == TERM_SHORT)
		DAY_LINE(s, "shortened", step->day, SAYS(s, PERIOD_SAME),
		    "the month has no such date: its last day");
	else
		DAY_LINE(s, "reaches", step->day,
		    same ? SAYS(s, PERIOD_SAME) : NULL, "%s", what);
}

static void
add_step(struct steps *s, const struct term_step *step)
{
	const struct zone *zone = s->ask->zone;

	switch (step->what) {
	case TERM_START:
		add_start(s, step);
		break;
	case TERM_WITHIN:
		add_within(s);
		break;
	case TERM_STOPPED:
	case TERM_STANDS:
		add_stop(s, step);
		break;
	case TERM_INSIDE:
	case TERM_ROLL:
		add_free_day(s, step);
		break;
	case TERM_SHORT:
	case TERM_REACHES:
		add_reached(s, step);
		break;
	case TERM_FLOOR:
		DAY_LINE(s, "too short", step->day, SAYS(s, PERIOD_FLOOR),
		    "%d working day%s inside, %d are needed", step->n,
		    step->n == 1 ? "" : "s", SAYS(s, PERIOD_FLOOR)->days);
		break;
	case TERM_ASIDE:
		add_aside(s, step);
		break;
	case TERM_ENDS:
		DAY_LINE(s, "ends", step->day, NULL, "at 24:00%s%s",
		    zone != NULL ? ", " : "",
		    zone != NULL ? zone_name(zone) : "");
		break;
	case TERM_HOUR:
		add_hours(s);
		break;
	}
}

/* Whose holidays, and whether they are known for the years asked about. */
static void
add_calendar(struct steps *s)
{
	const struct calendar *c = s->place->calendar;
	int first, last, year, month, mday;

	if (!calendar_is_known(c)) {
		LINE(s, "holidays", SAYS(s, PERIOD_HOLIDAYS),
		    "unknown: no calendar of %s; weekends only",
		    s->place->name);
		return;
	}
	if (s->ask->within.unit == PERIOD_HOURS)
		return; /* no holiday matters */
	LINE(s, "holidays", SAYS(s, PERIOD_HOLIDAYS), "of %s%s", s->place->name,
	    calendar_is_verified(c) ? "" : "; calendar not yet verified");
	if (s->whole)
		LINE(s, "calendar", NULL, "%s", calendar_source(c));
	if (*calendar_note(c) != '\0')
		LINE(s, "calendar", NULL, "%s", calendar_note(c));
	calendar_years(c, &first, &last);
	date_civil(s->term->due, &year, &month, &mday);
	if (!s->term->stands && (year < first || year > last))
		LINE(s, "calendar", NULL,
		    "written for %d to %d: in %d other days may be free", first,
		    last, year);
}

/* What the first line is for people. */
static void
due_text(const struct term *term, char out[WHEN_BYTES])
{
	if (term->act_by.second >= 0)
		(void)when_format(&term->act_by, out);
	else
		(void)date_format(term->due, out);
}

struct steps *
steps_new(const struct office *office, const struct term_ask *ask,
    const struct place *place, const struct term *term, bool whole)
{
	struct steps *s = xcalloc(1, sizeof(*s));
	char due[WHEN_BYTES];

	s->office = office;
	s->ask = ask;
	s->place = place;
	s->term = term;
	s->whole = whole;
	s->table.name = "term";
	s->table.row = "line";
	s->table.columns = columns;
	due_text(term, due);
	if (term->stands)
		line(s, "due", NULL, "no day yet", NULL, "%s", "");
	else
		line(s, "due", due, due, NULL, "%s", "");
	for (size_t i = 0; i < term->n; i++)
		add_step(s, &term->steps[i]);
	add_calendar(s);
	if (whole)
		LINE(s, "rule", NULL, "%s%s%s", ask->rule->title,
		    ask->rule->note != NULL ? ". " : "",
		    ask->rule->note != NULL ? ask->rule->note : "");
	return s;
}

void
steps_free(struct steps *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		buf_free(&s->others[i].regions);
	free(s->others);
	out_table_free(&s->table);
	free(s);
}

void
steps_add_region(struct steps *s, const char *id, int32_t due)
{
	size_t i = 0;

	while (i < s->n && s->others[i].due != due)
		i++;
	if (i == s->n) {
		s->others =
		    vec_more(s->others, &s->cap, s->n, sizeof(*s->others));
		memset(&s->others[s->n], 0, sizeof(*s->others));
		s->others[s->n++].due = due;
	}
	buf_addf(&s->others[i].regions, "%s%s",
	    s->others[i].regions.len > 0 ? " " : "", id);
}

/* The widest cell of a column, up to most. */
static int
width_of(const struct out_table *t, size_t column, int most)
{
	int widest = 0;

	for (size_t i = COLUMNS + column; i < t->n; i += COLUMNS) {
		int n = out_columns(t->shown[i]);

		if (n > widest && n <= most)
			widest = n;
	}
	return widest;
}

static void
pad(struct buf *b, const char *text, int width)
{
	int n = width - out_columns(text);

	buf_addf(b, "%s%*s  ", text, n > 0 ? n : 0, "");
}

/* The first row is the date alone; then "  reaches  Fri 2026-07-31 ...". */
static void
print_text(const struct steps *s)
{
	const struct out_table *t = &s->table;
	int name = width_of(t, COLUMN_STEP, MOST_TEXT);
	int date = width_of(t, COLUMN_DATE, MOST_TEXT);
	int text = width_of(t, COLUMN_TEXT, MOST_TEXT);
	struct buf b = { 0 };

	buf_addf(&b, "%s\n", t->shown[COLUMN_DATE]);
	for (size_t i = COLUMNS; i < t->n; i += COLUMNS) {
		const char *source = t->shown[i + COLUMN_SOURCE];

		buf_adds(&b, "  ");
		pad(&b, t->shown[i + COLUMN_STEP], name);
		pad(&b, t->shown[i + COLUMN_DATE], date);
		if (source != NULL)
			pad(&b, t->shown[i + COLUMN_TEXT], text);
		buf_addf(&b, "%s\n",
		    source != NULL ? source : t->shown[i + COLUMN_TEXT]);
	}
	if (s->doubt)
		buf_adds(&b, "* not yet compared with the official text\n");
	out_safe(buf_text(&b));
	buf_free(&b);
}

void
steps_print(struct steps *s, enum out_format format)
{
	for (size_t i = 0; i < s->n; i++)
		DAY_LINE(s, "elsewhere", s->others[i].due, NULL,
		    "in %s (name it: --region)",
		    buf_text(&s->others[i].regions));
	if (format == OUT_TEXT)
		print_text(s);
	else
		out_print(&s->table, format);
}
