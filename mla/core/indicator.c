/* indicator.c - figures that the law asks for, and steps of a case, by data */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/indicator.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

#define AALEN "Aalen-Johansen (other endings compete)"

/* An indicator, as the list has it; all owned. */
struct indicator {
	char *id, *article, *kinds, *side, *from, *to;
	double within; /* NAN: no term */
	bool times;
	char *by; /* that groups its figures */
};

static void
read_one(
    struct indicator *i, const xmlNode *code, const struct figures_want *want)
{
	char *within = xml_attr(code, "within");

	i->id = xml_attr(code, "id");
	i->article = xml_attr(code, "article");
	i->kinds = xml_attr(code, "kinds");
	i->side = xml_attr(code, "side");
	i->from = xml_attr(code, "from");
	i->to = xml_attr(code, "to");
	i->within = within != NULL ? strtod(within, NULL) : NAN;
	i->times = xml_attr_is(code, "times", "yes");
	i->by = xstrdup(want->by != NULL ? want->by : "year");
	free(within);
}

static void
free_one(struct indicator *i)
{
	free(i->id);
	free(i->article);
	free(i->kinds);
	free(i->side);
	free(i->from);
	free(i->to);
	free(i->by);
}

/* The codes of a set, one after the other; after NULL: the first one. */
static const xmlNode *
next_of(const struct office *office, const xmlNode *after, const char *set)
{
	const xmlNode *list = codes_list(office->codes, INDICATOR_LIST);
	const xmlNode *c = after != NULL ? xml_after(after)
	    : list != NULL               ? xml_first(list)
	                                 : NULL;

	while (c != NULL && set != NULL && !xml_attr_is(c, "set", set))
		c = xml_after(c);
	return c;
}

bool
indicator_has(const struct office *office, const char *set)
{
	return next_of(office, NULL, set) != NULL;
}

char *
indicator_sets(const struct office *office)
{
	struct buf b = { 0 };

	for (const xmlNode *c = next_of(office, NULL, NULL); c != NULL;
	     c = next_of(office, c, NULL)) {
		char *set = xml_attr(c, "set");

		if (set != NULL && strstr(buf_text(&b), set) == NULL)
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", set);
		free(set);
	}
	return buf_steal(&b);
}

/* "kind=eio|letter,side=in", before what a person wants; owned. */
static char *
where_of(const struct indicator *i, const char *wanted)
{
	char *kinds = xstrdup(i->kinds), *all;

	for (char *s = kinds; *s != '\0'; s++) {
		if (*s == ' ')
			*s = '|';
	}
	all = xasprintf("kind=%s%s%s%s%s", kinds,
	    i->side != NULL ? ",side=" : "", i->side != NULL ? i->side : "",
	    wanted != NULL ? "," : "", wanted != NULL ? wanted : "");
	free(kinds);
	return all;
}

static enum mla_rc
check_where(const struct figures_want *want, struct err *err)
{
	if (want->past.where == NULL || strchr(want->past.where, '=') != NULL)
		return MLA_OK;
	return err_set(err, MLA_EUSAGE,
	    "indicators take conditions like partner=TR|IT, no XPath");
}

/* --- durations --- */

static void
add_columns(struct table *t, const char *by)
{
	table_column(t, "indicator", "WHAT", TABLE_TEXT, "");
	table_column(t, "article", "", TABLE_TEXT, "");
	figures_columns(t, by);
	table_column(t, "from", "FROM", TABLE_TEXT, "");
	table_column(t, "to", "TO", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "reached", "REACHED", TABLE_COUNT, "");
	table_column(t, "ended_otherwise", "", TABLE_COUNT, "");
	table_column(t, "open", "OPEN", TABLE_COUNT, "");
	table_column(t, "mean_of_completed_only", "MEAN", TABLE_DAYS,
	    "mean of completed only: too low while requests are open");
	table_column(t, "median_days", "MEDIAN", TABLE_DAYS, AALEN);
	table_column(
	    t, "lower_95", "95 % LIMITS", TABLE_DAYS, "log-log, inverted");
	table_column(t, "upper_95", TABLE_TO, TABLE_DAYS, "log-log, inverted");
	table_column(t, "within_days", "TERM", TABLE_DAYS, "");
	table_column(t, "share_within", "IN TERM", TABLE_SHARE, AALEN);
}

/* One group of the figures of one indicator. */
static void
add_group(struct table *t, const struct office *office,
    const struct indicator *i, const struct figures *f,
    const struct tally *tally, size_t group)
{
	const struct sample *s = &f->sample;
	size_t n = 0, reached = 0, open = 0;
	struct contrast half;
	struct incidence curve;
	double days = 0;
	char *word = table_value(office, INDICATOR_LIST, i->id);

	for (size_t k = 0; k < s->n; k++) {
		if (s->group[k] != group)
			continue;
		n++;
		open += s->cause[k] == 0;
		if (s->cause[k] == FIGURES_REACHED) {
			reached++;
			days += s->time[k];
		}
	}
	incidence_make(&curve, tally, group);
	half = incidence_quantile(LIMITS_LOGLOG, &curve, FIGURES_REACHED, 0.5);
	table_word(t, i->id, word);
	table_text(t, i->article != NULL ? i->article : "");
	figures_cells(t, office, i->by, s->groups.at[group]);
	table_text(t, i->from);
	table_text(t, i->to);
	table_number(t, (double)n);
	table_number(t, (double)reached);
	table_number(t, (double)(n - reached - open));
	table_number(t, (double)open);
	table_number(t, reached > 0 ? days / (double)reached : NAN);
	table_number(t, half.value);
	table_number(t, half.lower);
	table_number(t, half.upper);
	table_number(t, i->within);
	table_number(t,
	    isnan(i->within)
	        ? NAN
	        : figures_share_by(&curve, FIGURES_REACHED, i->within));
	incidence_free(&curve);
	free(word);
}

static enum mla_rc
add_durations(struct table *t, struct office *office, const struct indicator *i,
    const struct figures_want *want, struct err *err)
{
	struct figures_want own = *want;
	char *where = where_of(i, want->past.where);
	struct tally_rows rows;
	struct figures f;
	struct tally tally;
	enum mla_rc rc;

	own.from = i->from;
	own.to = i->to;
	own.by = i->by;
	own.past.where = where;
	if ((rc = figures_make(&f, office, &own, err)) != MLA_OK)
		goto out;
	if (f.sample.n > 0) {
		rows = f.sample.rows;
		rows.causes = FIGURES_REACHED + f.ends_of.nclosing;
		tally_make(&tally, &rows);
		for (size_t g = 0; g < f.sample.groups.n; g++)
			add_group(t, office, i, &f, &tally, g);
		tally_free(&tally);
	}
	figures_free(&f);
out:
	free(where);
	return rc;
}

/* --- how often --- */

struct often {
	const struct indicator *i;
	size_t n, with, times;
};

static enum mla_rc
count_times(void *arg, const struct past *p, struct err *err)
{
	struct often *o = arg;
	size_t times = 0;

	(void)err;
	if (ends_step(p, "", o->i->from, INT32_MIN) == NULL)
		return MLA_OK;
	for (size_t k = 0; k < p->nsteps; k++)
		times += ends_is_one(o->i->to, p->step[k].event);
	o->n++;
	o->with += times > 0;
	o->times += times;
	return MLA_OK;
}

static void
begin_times(struct table *t)
{
	table_title(t, "How often, of those that had begun:");
	table_column(t, "indicator", "WHAT", TABLE_TEXT, "");
	table_column(t, "event", "EVENT", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "with", "WITH IT", TABLE_COUNT, "");
	table_column(t, "times", "TIMES", TABLE_COUNT, "");
	table_column(t, "mean_times", "EACH", TABLE_NUMBER, "times of all N");
}

/* A line of the table, which begins with the first one. */
static enum mla_rc
add_times(struct tables *out, struct table **t, struct office *office,
    const struct indicator *i, const struct figures_want *want, struct err *err)
{
	char *where = where_of(i, want->past.where);
	const struct past_want own = { want->past.look, where };
	struct often o = { .i = i };
	char *word = table_value(office, INDICATOR_LIST, i->id);
	enum mla_rc rc = past_each(office, &own, count_times, &o, err);

	if (rc == MLA_OK && o.n > 0) {
		if (*t == NULL) {
			*t = table_add(out, "times");
			begin_times(*t);
		}
		table_word(*t, i->id, word);
		table_text(*t, i->to);
		table_number(*t, (double)o.n);
		table_number(*t, (double)o.with);
		table_number(*t, (double)o.times);
		table_number(*t, (double)o.times / (double)o.n);
	}
	free(word);
	free(where);
	return rc;
}

enum mla_rc
indicator_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *set, struct err *err)
{
	struct table *days = table_add(out, set), *often = NULL;
	enum mla_rc rc = check_where(want, err);

	add_columns(days, want->by != NULL ? want->by : "year");
	for (const xmlNode *c = next_of(office, NULL, set);
	     rc == MLA_OK && c != NULL; c = next_of(office, c, set)) {
		struct indicator i;

		read_one(&i, c, want);
		rc = i.times ? add_times(out, &often, office, &i, want, err)
		             : add_durations(days, office, &i, want, err);
		free_one(&i);
	}
	table_title(days,
	    days->ncells > 0
	        ? "Days between the two events of each row; rows with other "
	          "ends measure other things. What is open is censored."
	        : "No request has begun what these figures count.");
	return rc;
}
