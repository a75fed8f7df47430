/* compare.c - two groups against each other: how much longer does one take? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/compare.h"

#include <math.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "stats/curve.h"
#include "stats/gray.h"
#include "stats/logrank.h"

#define MEAN "mean days without it, to TAU (area above Aalen-Johansen)"
#define FEW 5 /* with less in a group a stratum has no line of its own */

/* The rows of the two groups, and what they are called. */
struct pair {
	const struct figures *f;
	char *code[2], *word[2];
	double *time;
	uint8_t *cause, *cause_alone; /* of the latter: other endings open */
	uint16_t *group; /* 0 or 1 */
	uint32_t *stratum;
	size_t n, of[2];
	uint16_t ends[2];
	double tau;
};

/* Is it the value, by code or by word, in any case? */
static bool
is_called(const struct office *office, const char *grouping, const char *value,
    const char *typed)
{
	char *word = table_value(office, grouping, value);
	char *one = str_fold(word), *other = str_fold(typed);
	const bool same = str_eq(value, typed) || str_eq(one, other);

	free(word);
	free(one);
	free(other);
	return same;
}

/* The first value of the name of a group, or of a stratum; owned. */
static char *
first_of(const char *name)
{
	const char *end = strstr(name, FIGURES_BETWEEN);

	return end != NULL ? xstrndup(name, (size_t)(end - name))
	                   : xstrdup(name);
}

static enum mla_rc
no_group(const struct figures *f, const char *typed, struct err *err)
{
	struct buf b = { 0 };

	for (size_t g = 0; g < f->sample.groups.n && b.len < 200; g++) {
		char *value = first_of(f->sample.groups.at[g]);

		if (*value != '\0' && strstr(buf_text(&b), value) == NULL)
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", value);
		free(value);
	}
	err_hint(err, "there is: %s", buf_text(&b));
	buf_free(&b);
	return err_set(err, MLA_EUSAGE, "no request is of \"%s\"", typed);
}

/* Which groups are the first one, which the second; 2: neither. */
static enum mla_rc
find_groups(uint16_t *which, struct pair *p, const struct office *office,
    const char *const typed[2], struct err *err)
{
	const struct figures *f = p->f;
	char *grouping = xstrndup(f->by, strcspn(f->by, ","));
	enum mla_rc rc = MLA_OK;

	for (size_t g = 0; g < f->sample.groups.n; g++) {
		char *value = first_of(f->sample.groups.at[g]);

		which[g] = 2;
		for (uint16_t k = 0; k < 2; k++) {
			if (which[g] == 2 &&
			    is_called(office, grouping, value, typed[k])) {
				which[g] = k;
				if (p->word[k] == NULL) {
					p->code[k] = xstrdup(value);
					p->word[k] = table_value(
					    office, grouping, value);
				}
			}
		}
		free(value);
	}
	for (size_t k = 0; rc == MLA_OK && k < 2; k++) {
		if (p->word[k] == NULL)
			rc = no_group(f, typed[k], err);
	}
	free(grouping);
	return rc;
}

static void
take_rows(struct pair *p, const uint16_t *which)
{
	const struct sample *s = &p->f->sample;

	p->time = xcalloc(s->n, sizeof(*p->time));
	p->cause = xcalloc(s->n, sizeof(*p->cause));
	p->cause_alone = xcalloc(s->n, sizeof(*p->cause));
	p->group = xcalloc(s->n, sizeof(*p->group));
	p->stratum = xcalloc(s->n, sizeof(*p->stratum));
	for (size_t i = 0; i < s->n; i++) {
		const uint16_t g = which[s->group[i]];

		if (g == 2)
			continue;
		p->time[p->n] = s->time[i];
		p->cause[p->n] = s->cause[i];
		p->cause_alone[p->n] = s->cause[i] == FIGURES_REACHED;
		p->stratum[p->n] = s->stratum[i];
		p->group[p->n++] = g;
		p->of[g]++;
		p->ends[g] = p->f->ends[i];
	}
}

static struct tally
tally_of(const struct pair *p, const uint8_t *cause, bool strata)
{
	const struct tally_rows rows = { .time = p->time,
		.cause = cause,
		.group = p->group,
		.stratum = strata ? p->stratum : NULL,
		.n = p->n,
		.causes = cause == p->cause
		    ? FIGURES_REACHED + p->f->ends_of.nclosing
		    : FIGURES_REACHED,
		.groups = 2,
		.strata = strata ? p->f->sample.strata.n : 1 };
	struct tally t;

	tally_make(&t, &rows);
	return t;
}

/* The longest time to which both were watched, at most FIGURES_TAU. */
static double
tau_of(const struct tally *t)
{
	double tau = FIGURES_TAU;

	for (size_t g = 0; g < 2; g++) {
		struct incidence f;

		incidence_make(&f, t, g);
		if (f.n > 0 && !figures_reach(&f, tau))
			tau = f.time[f.n - 1];
		incidence_free(&f);
	}
	return tau;
}

static struct estimate
mean_of(const struct tally *t, size_t group, double tau)
{
	struct estimate mean;
	struct incidence f;

	incidence_make(&f, t, group);
	mean = incidence_mean(&f, FIGURES_REACHED, tau);
	incidence_free(&f);
	return mean;
}

/* --- the tables --- */

static void
add_groups(struct tables *out, const struct pair *p, const struct tally *t)
{
	struct table *table = table_add(out, "compared");

	table_title(table,
	    "Two groups. Each has its own beginning and end; open requests are "
	    "censored, other endings compete.");
	table_column(table, "group", "GROUP", TABLE_TEXT, "");
	table_column(table, "from", "FROM", TABLE_TEXT, "");
	table_column(table, "to", "TO", TABLE_TEXT, "");
	table_column(table, "n", "N", TABLE_COUNT, "");
	table_column(table, "reached", "REACHED", TABLE_COUNT, "");
	table_column(table, "open", "OPEN", TABLE_COUNT, "");
	table_column(table, "tau", "TAU", TABLE_DAYS, "");
	table_column(table, "mean_days", "MEAN", TABLE_DAYS, MEAN);
	table_column(table, "std_err", "STD ERR", TABLE_NUMBER, "jackknife");
	for (uint16_t g = 0; g < 2; g++) {
		const char *ends = p->f->pairs.at[p->ends[g]];
		char *from = xstrndup(ends, strcspn(ends, "\t"));
		struct estimate mean = mean_of(t, g, p->tau);
		size_t reached = 0, open = 0;

		for (size_t i = 0; i < p->n; i++) {
			reached +=
			    p->group[i] == g && p->cause[i] == FIGURES_REACHED;
			open += p->group[i] == g && p->cause[i] == 0;
		}
		table_word(table, p->code[g], p->word[g]);
		table_text(table, from);
		table_text(table, ends + strlen(from) + 1);
		table_number(table, (double)p->of[g]);
		table_number(table, (double)reached);
		table_number(table, (double)open);
		table_number(table, p->tau);
		table_number(table, mean.value);
		table_number(table, mean.error);
		free(from);
	}
	if (p->ends[0] != p->ends[1])
		table_note(table,
		    "Their ends differ: this compares two methods, not two "
		    "speeds of one.");
}

static void
forest_columns(struct table *t, const struct pair *p)
{
	table_title(t,
	    "%s less %s: difference of the mean days without it, of the first "
	    "%.0f. Above 0: %s takes longer.",
	    p->word[0], p->word[1], p->tau, p->word[0]);
	table_column(t, "within", "WITHIN", TABLE_TEXT, "");
	table_column(t, "n_first", "N FIRST", TABLE_COUNT, "");
	table_column(t, "n_second", "N SECOND", TABLE_COUNT, "");
	table_column(t, "difference_days", "DIFFERENCE", TABLE_DAYS, MEAN);
	table_column(t, "lower_95", "95 % LIMITS", TABLE_DAYS,
	    "+- 1.96 standard errors");
	table_column(
	    t, "upper_95", TABLE_TO, TABLE_DAYS, "+- 1.96 standard errors");
}

static void
add_contrast(struct table *t, size_t first, size_t second, struct contrast c)
{
	table_number(t, (double)first);
	table_number(t, (double)second);
	table_number(t, c.value);
	table_number(t, c.lower);
	table_number(t, c.upper);
}

/* One stratum by its first value alone: its rows of both groups. */
static size_t
rows_within(struct pair *one, const struct pair *p, const char *value)
{
	*one = *p;
	one->time = xcalloc(p->n, sizeof(*p->time));
	one->cause = xcalloc(p->n, sizeof(*p->cause));
	one->group = xcalloc(p->n, sizeof(*p->group));
	one->n = one->of[0] = one->of[1] = 0;
	for (size_t i = 0; i < p->n; i++) {
		char *own = first_of(p->f->sample.strata.at[p->stratum[i]]);

		if (str_eq(own, value)) {
			one->time[one->n] = p->time[i];
			one->cause[one->n] = p->cause[i];
			one->group[one->n++] = p->group[i];
			one->of[p->group[i]]++;
		}
		free(own);
	}
	return one->n;
}

/* What the strata say together, by inverse variance. */
struct pooled {
	double weight, sum;
	size_t n, of[2];
};

static void
add_within(struct table *t, struct pooled *pool, const struct office *office,
    const struct pair *p, const char *value)
{
	char *word = table_value(office, "measure", value);
	struct estimate mean[2];
	struct contrast c;
	struct pair one;
	struct tally tally;
	double var;

	if (rows_within(&one, p, value) == 0 || one.of[0] < FEW ||
	    one.of[1] < FEW)
		goto out;
	tally = tally_of(&one, one.cause, false);
	/* Where one of them was not watched so long there is no mean. */
	if (tau_of(&tally) >= p->tau) {
		mean[0] = mean_of(&tally, 0, p->tau);
		mean[1] = mean_of(&tally, 1, p->tau);
		c = limits_difference(mean[0], mean[1]);
		var = mean[0].error * mean[0].error +
		    mean[1].error * mean[1].error;
		table_word(t, value, word);
		add_contrast(t, one.of[0], one.of[1], c);
		if (var > 0) {
			pool->weight += 1 / var;
			pool->sum += c.value / var;
			pool->of[0] += one.of[0];
			pool->of[1] += one.of[1];
			pool->n++;
		}
	}
	tally_free(&tally);
out:
	free(one.time);
	free(one.cause);
	free(one.group);
	free(word);
}

static void
add_forest(struct tables *out, const struct office *office,
    const struct pair *p, const struct tally *all)
{
	struct table *t = table_add(out, "forest");
	const struct labels *strata = &p->f->sample.strata;
	struct pooled pool = { 0 };
	char *last = NULL;

	forest_columns(t, p);
	table_word(t, "all", "all requests");
	add_contrast(t, p->of[0], p->of[1],
	    limits_difference(
	        mean_of(all, 0, p->tau), mean_of(all, 1, p->tau)));
	/* They are sorted: those of one measure stand together. */
	for (size_t s = 0; s < strata->n; s++) {
		char *value = first_of(strata->at[s]);

		if (last == NULL || !str_eq(value, last))
			add_within(t, &pool, office, p, value);
		free(last);
		last = value;
	}
	free(last);
	if (pool.n > 1) {
		const double value = pool.sum / pool.weight;
		const double half = LIMITS_Z / sqrt(pool.weight);

		table_word(t, "stratified", "the measures together");
		add_contrast(t, pool.of[0], pool.of[1],
		    (struct contrast){ value, value - half, value + half });
	}
	table_note(t,
	    "A measure has a line where each group has %d requests with it. An "
	    "association, not yet a cause: partners, years and the choice of "
	    "the method differ.",
	    FEW);
}

static void
add_test(
    struct table *t, const char *test, const char *within, struct chi_test chi)
{
	table_text(t, test);
	table_text(t, within);
	table_number(t, chi.chisq);
	table_number(t, (double)chi.df);
	table_number(t, chi.p);
}

/* The same rows within measures alone, not partners too. */
static void
widen(struct pair *wide, struct labels *measures, const struct pair *p)
{
	*wide = *p;
	wide->stratum = xcalloc(p->n, sizeof(*p->stratum));
	for (size_t i = 0; i < p->n; i++) {
		const char *name = p->f->sample.strata.at[p->stratum[i]];
		char *first = first_of(name);

		wide->stratum[i] =
		    labels_number(measures, first, strlen(first));
		free(first);
	}
}

/* Both tests of the rows within their strata. */
static void
add_both(struct table *t, const struct pair *p, bool strata, const char *within)
{
	struct tally alone = tally_of(p, p->cause_alone, strata);
	struct tally all = tally_of(p, p->cause, strata);
	struct chi_test gray = gray_test(&all, FIGURES_REACHED);
	struct logrank l;

	logrank_make(&l, &alone, 0);
	/* Where no stratum has both groups neither says anything. */
	if (isnan(l.test.chisq))
		gray.chisq = gray.p = NAN;
	add_test(t, "log-rank, other endings censored", within, l.test);
	add_test(t, "Gray, other endings compete", within, gray);
	logrank_free(&l);
	tally_free(&alone);
	tally_free(&all);
}

static void
add_tests(struct tables *out, const struct pair *p)
{
	struct table *t = table_add(out, "tests");
	struct labels measures = { 0 };
	struct pair wide;

	table_title(t, "Do they differ at all?");
	table_column(t, "test", "TEST", TABLE_TEXT, "");
	table_column(t, "within", "WITHIN", TABLE_TEXT, "");
	table_column(t, "chisq", "CHI-SQUARE", TABLE_NUMBER, "");
	table_column(t, "df", "DF", TABLE_COUNT, "");
	table_column(t, "p", "P", TABLE_P, "upper tail of chi-square");
	widen(&wide, &measures, p);
	add_both(t, p, false, "all");
	add_both(t, &wide, true, "measure");
	add_both(t, p, true, "measure, partner");
	table_note(t,
	    "A test is not defined (-) where no measure, or no measure with "
	    "one partner, has both groups.");
	free(wide.stratum);
	labels_free(&measures);
}

static void
pair_free(struct pair *p)
{
	free(p->code[0]);
	free(p->code[1]);
	free(p->word[0]);
	free(p->word[1]);
	free(p->time);
	free(p->cause);
	free(p->cause_alone);
	free(p->group);
	free(p->stratum);
}

enum mla_rc
compare_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *a, const char *b,
    struct err *err)
{
	struct figures_want with = *want;
	struct pair p = { 0 };
	const char *const typed[2] = { a, b };
	uint16_t *which = NULL;
	struct figures f;
	struct tally all;
	enum mla_rc rc;

	if (b != NULL && strcasecmp(a, b) == 0)
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" cannot be compared with itself", a);
	if (want->by == NULL || b == NULL)
		return err_set(err, MLA_EUSAGE,
		    "two groups are compared: --by WHAT --compare A B");
	with.strata = COMPARE_STRATA;
	if ((rc = figures_make(&f, office, &with, err)) != MLA_OK)
		return rc;
	p.f = &f;
	which = xcalloc(f.sample.groups.n + 1, sizeof(*which));
	if (f.sample.n == 0)
		rc = no_group(&f, a, err);
	else
		rc = find_groups(which, &p, office, typed, err);
	if (rc == MLA_OK) {
		take_rows(&p, which);
		all = tally_of(&p, p.cause, false);
		p.tau = tau_of(&all);
		add_groups(out, &p, &all);
		add_forest(out, office, &p, &all);
		add_tests(out, &p);
		tally_free(&all);
	}
	free(which);
	pair_free(&p);
	figures_free(&f);
	return rc;
}
