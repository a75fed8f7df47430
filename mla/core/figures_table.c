/* figures_table.c - how long it took: the tables of durations */
/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/figures.h"
#include "stats/curve.h"

#define COUNTED ""
#define AALEN "Aalen-Johansen (other endings compete)"

void
figures_columns(struct table *t, const char *by)
{
	char *copy = xstrdup(by), *rest = NULL;

	for (char *one = strtok_r(copy, ",", &rest); one != NULL;
	     one = strtok_r(NULL, ",", &rest)) {
		char *head = xstrdup(one);

		table_capitals(head);
		table_column(t, one, head, TABLE_TEXT, COUNTED);
		free(head);
	}
	free(copy);
}

void
figures_cells(struct table *t, const struct office *office, const char *by,
    const char *name)
{
	char *copy = xstrdup(by), *rest = NULL;

	for (char *one = strtok_r(copy, ",", &rest); one != NULL;
	     one = strtok_r(NULL, ",", &rest)) {
		const char *end = strstr(name, FIGURES_BETWEEN);
		char *value = end != NULL && *rest != '\0'
		    ? xstrndup(name, (size_t)(end - name))
		    : xstrdup(name);
		char *word = table_value(office, one, value);

		table_word(t, value, word);
		name +=
		    end != NULL ? strlen(value) + strlen(FIGURES_BETWEEN) : 0;
		free(value);
		free(word);
	}
	free(copy);
}

/* What is counted of one group. */
struct sums {
	size_t n, cause[TALLY_MAX_CAUSES + 1];
	int64_t us, them, reached;
	uint16_t ends;
};

static struct sums *
sums_of(const struct figures *f)
{
	const struct sample *s = &f->sample;
	struct sums *sums = xcalloc(s->groups.n, sizeof(*sums));

	for (size_t i = 0; i < s->n; i++) {
		struct sums *g = &sums[s->group[i]];

		g->n++;
		g->cause[s->cause[i]]++;
		g->us += f->us[i];
		g->them += f->them[i];
		g->ends = f->ends[i];
		if (s->cause[i] == FIGURES_REACHED)
			g->reached += (int64_t)s->time[i];
	}
	return sums;
}

/* The beginning and the end of a pair; the caller frees *from. */
static const char *
split_pair(char **from, const struct figures *f, uint16_t pair)
{
	const char *tab = strchr(f->pairs.at[pair], '\t');

	*from = xstrndup(f->pairs.at[pair], (size_t)(tab - f->pairs.at[pair]));
	return tab + 1;
}

/* Has any group ended in that way? */
static bool
has_cause(const struct figures *f, size_t cause)
{
	return f->sample.has_cause[cause];
}

static void
add_columns(
    struct table *t, const struct figures *f, const struct office *office)
{
	const bool one = f->pairs.n == 1;

	figures_columns(t, f->by);
	table_column(t, "from", one ? "" : "FROM", TABLE_TEXT, COUNTED);
	table_column(t, "to", one ? "" : "TO", TABLE_TEXT, COUNTED);
	table_column(t, "n", "N", TABLE_COUNT, COUNTED);
	table_column(t, "reached", "REACHED", TABLE_COUNT, COUNTED);
	for (size_t i = 0; i < f->ends_of.nclosing; i++)
		ends_column(t, office, f->ends_of.closing[i],
		    has_cause(f, FIGURES_REACHED + 1 + i));
	table_column(t, "open", "OPEN", TABLE_COUNT, COUNTED);
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS, AALEN);
	table_column(
	    t, "lower_95", "95 % LIMITS", TABLE_DAYS, "log-log, inverted");
	table_column(t, "upper_95", TABLE_TO, TABLE_DAYS, "log-log, inverted");
	table_column(t, "share_by_90_days", "BY 90 D", TABLE_SHARE, AALEN);
	table_column(t, "share_by_365_days", "365 D", TABLE_SHARE, AALEN);
	table_column(t, "mean_to_365_days", "MEAN 365", TABLE_DAYS,
	    "mean of the days without it, of 365");
	table_column(t, "mean_std_err", "", TABLE_NUMBER, "jackknife");
	table_column(t, "mean_of_completed_only", "", TABLE_DAYS,
	    "mean of completed only: too low while requests are open");
	table_column(t, "share_with_us", "OURS", TABLE_SHARE, COUNTED);
	table_column(t, "share_with_them", "THEIRS", TABLE_SHARE, COUNTED);
}

bool
figures_reach(const struct incidence *f, double day)
{
	return f->n > 0 &&
	    (f->time[f->n - 1] >= day || f->share[0][f->n - 1] <= 0);
}

double
figures_share_by(const struct incidence *f, size_t cause, double day)
{
	double share;

	if (!figures_reach(f, day))
		return NAN;
	share = steps_at(f->time, f->share[cause], f->n, 0, day);
	return share < 1 ? share : 1; /* its last bits may be above it */
}

static void
add_estimates(struct table *t, const struct tally *tally, size_t group)
{
	struct estimate mean = { NAN, NAN };
	struct contrast half;
	struct incidence f;

	incidence_make(&f, tally, group);
	half = incidence_quantile(LIMITS_LOGLOG, &f, FIGURES_REACHED, 0.5);
	table_number(t, half.value);
	table_number(t, half.lower);
	table_number(t, half.upper);
	table_number(t, figures_share_by(&f, FIGURES_REACHED, 90));
	table_number(t, figures_share_by(&f, FIGURES_REACHED, 365));
	if (figures_reach(&f, FIGURES_TAU))
		mean = incidence_mean(&f, FIGURES_REACHED, FIGURES_TAU);
	table_number(t, mean.value);
	table_number(t, mean.error);
	incidence_free(&f);
}

static double
share_of(int64_t part, int64_t all)
{
	return all > 0 ? (double)part / (double)all : NAN;
}

static void
add_group(struct table *t, const struct office *office, const struct figures *f,
    const struct tally *tally, size_t group, const struct sums *g)
{
	const int64_t days = g->us + g->them;
	const char *to;
	char *from;

	to = split_pair(&from, f, g->ends);
	figures_cells(t, office, f->by, f->sample.groups.at[group]);
	table_text(t, from);
	table_text(t, to);
	table_number(t, (double)g->n);
	table_number(t, (double)g->cause[FIGURES_REACHED]);
	for (size_t i = 0; i < f->ends_of.nclosing; i++)
		table_number(t, (double)g->cause[FIGURES_REACHED + 1 + i]);
	table_number(t, (double)g->cause[0]);
	add_estimates(t, tally, group);
	table_number(
	    t, share_of(g->reached, (int64_t)g->cause[FIGURES_REACHED]));
	table_number(t, share_of(g->us, days));
	table_number(t, share_of(g->them, days));
	free(from);
}

/* The name of an event or, of several, "the first of" them. */
static void
add_name(struct buf *b, const char *names)
{
	if (strchr(names, ' ') != NULL)
		buf_adds(b, "the first of ");
	buf_addch(b, '"');
	for (; *names != '\0'; names++)
		buf_adds(b, *names == ' ' ? "\", \"" : (char[]){ *names, 0 });
	buf_addch(b, '"');
}

/* When open ones are cut off; the caller frees it. */
static char *
cut_off(const struct dossier_look *look)
{
	char text[DATE_BYTES];
	int32_t day;

	if (look == NULL)
		return xstrdup("today");
	day = look->as_of < look->known_on ? look->as_of : look->known_on;
	return xasprintf("on %s%s", date_format(day, text),
	    look->known_on != INT32_MAX ? ", by what was known then" : "");
}

static void
add_title(
    struct table *t, const struct figures *f, const struct figures_want *want)
{
	char from[DATE_BYTES], to[DATE_BYTES];
	struct buf b = { 0 };
	char *first, *cut;
	const char *last;
	size_t open = 0;

	for (size_t i = 0; i < f->sample.n; i++)
		open += f->sample.cause[i] == 0;
	buf_addf(&b, "Days%s%s ",
	    want->who == NULL ? "" : " on which it waited on ",
	    want->who == NULL ? "" : want->who);
	if (f->pairs.n == 1) {
		last = split_pair(&first, f, 0);
		if (want->state != NULL)
			buf_addf(&b, "in the state \"%s\"", first);
		else {
			buf_adds(&b, "from ");
			add_name(&b, first);
			buf_adds(&b, " to ");
			add_name(&b, last);
		}
		free(first);
	} else {
		buf_adds(&b, "between the two events of each row");
	}
	buf_addf(&b, ". %zu %s%s that began %s%s%s, of which %zu still open",
	    f->sample.n,
	    want->parts               ? "part"
	        : want->state != NULL ? "stay"
	                              : "request",
	    f->sample.n == 1 ? "" : "s", date_format(f->first, from),
	    f->first < f->last ? " to " : "",
	    f->first < f->last ? date_format(f->last, to) : "", open);
	cut = cut_off(want->past.look);
	buf_addf(&b,
	    " (%.0f %%; they count as open, censored %s). Median: day by which "
	    "half of all had reached the end.",
	    100 * (double)open / (double)f->sample.n, cut);
	free(cut);
	table_title(t, "%s", buf_text(&b));
	buf_free(&b);
}

static void
add_durations(struct tables *out, const struct office *office,
    const struct figures *f, const struct figures_want *want)
{
	struct table *t = table_add(out, "durations");
	struct tally_rows rows = f->sample.rows;
	struct tally tally;
	struct sums *sums;

	if (f->sample.n == 0) {
		table_title(t, "No request has begun what is asked for.");
		return;
	}
	rows.strata = 1;
	rows.stratum = NULL;
	rows.causes = FIGURES_REACHED + f->ends_of.nclosing;
	tally_make(&tally, &rows);
	sums = sums_of(f);
	add_title(t, f, want);
	add_columns(t, f, office);
	for (size_t g = 0; g < f->sample.groups.n; g++)
		add_group(t, office, f, &tally, g, &sums[g]);
	if (f->inside > 0)
		table_note(t,
		    "%zu of them %s part of a mirror case or a team; each is "
		    "counted once, here (--by inside tells them apart).",
		    f->inside, f->inside == 1 ? "is" : "are");
	if (f->pairs.n > 1)
		table_note(t,
		    "Rows with other ends measure other things: do not "
		    "compare them.");
	tally_free(&tally);
	free(sums);
}

static void
add_owed(
    struct tables *out, const struct office *office, const struct figures *f)
{
	struct table *t;

	if (f->nowed == 0)
		return;
	t = table_add(out, "no_answer_owed");
	table_title(t,
	    "No answer is owed: how many were given, and how many reported "
	    "back. No days are counted.");
	figures_columns(t, "kind,side");
	table_column(t, "from", "GIVEN BY", TABLE_TEXT, COUNTED);
	table_column(t, "n", "N", TABLE_COUNT, COUNTED);
	table_column(t, "to", "REPORTED BY", TABLE_TEXT, COUNTED);
	table_column(t, "reported", "REPORTED", TABLE_COUNT, COUNTED);
	table_column(
	    t, "share_reported", "SHARE", TABLE_SHARE, "reported of all given");
	for (size_t i = 0; i < f->nowed; i++) {
		const struct figures_owed *o = &f->owed[i];
		char *name =
		    xasprintf("%s%s%s", o->kind, FIGURES_BETWEEN, o->side);

		figures_cells(t, office, "kind,side", name);
		table_text(t, o->from);
		table_number(t, (double)o->n);
		table_text(t, o->to);
		table_number(t, (double)o->back);
		table_number(t, share_of((int64_t)o->back, (int64_t)o->n));
		free(name);
	}
}

void
figures_tables(struct tables *out, const struct office *office,
    const struct figures *f, const struct figures_want *want)
{
	if (f->sample.n > 0 || f->nowed == 0)
		add_durations(out, office, f, want);
	add_owed(out, office, f);
}
