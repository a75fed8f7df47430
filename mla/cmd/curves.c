/* curves.c - tables of how long it takes, from rows of elsewhere */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/curves.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/grid.h"
#include "stats/curve.h"
#include "stats/gray.h"
#include "stats/incidence.h"

enum {
	DIGITS_PEOPLE = 6, /* significant digits where none were asked for */
	DIGITS_PROGRAMS = 15,
	DIGITS_MAX = 17, /* all of a double */
	TABLES_MAX = 64
};

/* What the tables are made from. */
struct input {
	const struct curves_want *want;
	const struct sample *sample;
	struct tally pooled; /* by group alone */
	struct tally *by_stratum; /* NULL: there are no strata */
	double tau;
	struct grid grid;
};

struct curves_table {
	const char *name;
	const char *title;
	const struct out_column *columns;
	bool tau; /* is it about a mean up to tau? */
	void (*print)(struct input *in);
};

struct curves_want {
	const struct curves_table *table[TABLES_MAX];
	size_t ntables;
	enum limits_kind kind;
	double *p;
	size_t np;
	double tau; /* NAN: the largest time of all */
	int digits;
	enum out_format form;
};

static const char *
group_name(const struct input *in, size_t group)
{
	return in->sample->groups.at[group];
}

static void
make_curve(struct curve *c, const struct input *in, size_t group)
{
	curve_make(c, &in->pooled, group, in->want->kind, false);
}

/* --- the tables --- */

static const struct out_column summary_columns[] = {
	{ "group", "GROUP", false, true },
	{ "n", "N", true, false },
	{ "events", "EVENTS", true, false },
	{ "open", "OPEN", true, false },
	{ "median", "MEDIAN", true, false },
	{ "lower", "LOWER 95", true, false },
	{ "upper", "UPPER 95", true, false },
	{ "rmean", "MEAN TO TAU", true, false },
	{ "std_err", "STD ERR", true, false },
	{ "tau", "TAU", true, false },
	{ "follow_up", "FOLLOW-UP", true, false },
	{ NULL, NULL, false, false },
};

static void
print_summary(struct input *in)
{
	for (size_t g = 0; g < in->pooled.groups; g++) {
		double events = 0, open = 0;
		struct curve c, watched;
		struct estimate mean;

		make_curve(&c, in, g);
		curve_make(&watched, &in->pooled, g, in->want->kind, true);
		mean = curve_mean(&c, in->tau);
		for (size_t i = 0; i < c.n; i++) {
			events += c.events[i];
			open += c.open[i];
		}
		grid_text(&in->grid, group_name(in, g));
		grid_number(&in->grid, (double)c.rows);
		grid_number(&in->grid, events);
		grid_number(&in->grid, open);
		grid_number(&in->grid, limits_half(c.time, c.surv, c.n));
		grid_number(&in->grid, limits_half(c.time, c.lower, c.n));
		grid_number(&in->grid, limits_half(c.time, c.upper, c.n));
		grid_number(&in->grid, mean.value);
		grid_number(&in->grid, mean.error);
		grid_number(&in->grid, in->tau);
		grid_number(&in->grid,
		    limits_half(watched.time, watched.surv, watched.n));
		curve_free(&c);
		curve_free(&watched);
	}
}

static const struct out_column km_columns[] = {
	{ "group", "GROUP", false, true },
	{ "time", "TIME", true, false },
	{ "n_risk", "AT RISK", true, false },
	{ "n_event", "EVENTS", true, false },
	{ "n_censor", "OPEN", true, false },
	{ "surv", "SHARE OPEN", true, false },
	{ "std_err", "STD ERR", true, false },
	{ "lower", "LOWER 95", true, false },
	{ "upper", "UPPER 95", true, false },
	{ "cumhaz", "CUM HAZARD", true, false },
	{ NULL, NULL, false, false },
};

static void
print_km(struct input *in)
{
	for (size_t g = 0; g < in->pooled.groups; g++) {
		struct curve c;

		make_curve(&c, in, g);
		for (size_t i = 0; i < c.n; i++) {
			grid_text(&in->grid, group_name(in, g));
			grid_number(&in->grid, c.time[i]);
			grid_number(&in->grid, c.risk[i]);
			grid_number(&in->grid, c.events[i]);
			grid_number(&in->grid, c.open[i]);
			grid_number(&in->grid, c.surv[i]);
			grid_number(&in->grid, curve_error(&c, i));
			grid_number(&in->grid, c.lower[i]);
			grid_number(&in->grid, c.upper[i]);
			grid_number(&in->grid, c.cumhaz[i]);
		}
		curve_free(&c);
	}
}

static const struct out_column quantile_columns[] = {
	{ "group", "GROUP", false, true },
	{ "p", "SHARE ENDED", true, false },
	{ "quantile", "TIME", true, false },
	{ "lower", "LOWER 95", true, false },
	{ "upper", "UPPER 95", true, false },
	{ NULL, NULL, false, false },
};

static void
print_quantiles(struct input *in)
{
	const double *p = in->want->p;
	size_t np = in->want->np;
	double *q = xcalloc(3 * np, sizeof(*q));

	for (size_t g = 0; g < in->pooled.groups; g++) {
		struct curve c;

		make_curve(&c, in, g);
		limits_quantiles(q, p, np, c.time, c.surv, c.n);
		limits_quantiles(q + np, p, np, c.time, c.lower, c.n);
		limits_quantiles(q + 2 * np, p, np, c.time, c.upper, c.n);
		for (size_t k = 0; k < np; k++) {
			grid_text(&in->grid, group_name(in, g));
			grid_number(&in->grid, p[k]);
			grid_number(&in->grid, q[k]);
			grid_number(&in->grid, q[np + k]);
			grid_number(&in->grid, q[2 * np + k]);
		}
		curve_free(&c);
	}
	free(q);
}

static const struct out_column rmst_columns[] = {
	{ "group", "GROUP", false, true },
	{ "tau", "TAU", true, false },
	{ "rmst", "MEAN TO TAU", true, false },
	{ "std_err", "STD ERR", true, false },
	{ NULL, NULL, false, false },
};

static struct estimate
mean_of(const struct input *in, size_t group)
{
	struct estimate mean;
	struct curve c;

	make_curve(&c, in, group);
	mean = curve_mean(&c, in->tau);
	curve_free(&c);
	return mean;
}

static void
print_rmst(struct input *in)
{
	for (size_t g = 0; g < in->pooled.groups; g++) {
		struct estimate mean = mean_of(in, g);

		grid_text(&in->grid, group_name(in, g));
		grid_number(&in->grid, in->tau);
		grid_number(&in->grid, mean.value);
		grid_number(&in->grid, mean.error);
	}
}

static const struct out_column logrank_columns[] = {
	{ "test", "TEST", false, false },
	{ "chisq", "CHI-SQUARE", true, false },
	{ "df", "DF", true, false },
	{ "p", "P", true, false },
	{ NULL, NULL, false, false },
};

static void
print_test(struct input *in, struct chi_test test)
{
	grid_number(&in->grid, test.chisq);
	grid_number(&in->grid, (double)test.df);
	grid_p(&in->grid, test.p);
}

static void
print_logrank_row(
    struct input *in, const char *name, const struct tally *t, int rho)
{
	struct logrank l;

	logrank_make(&l, t, rho);
	grid_text(&in->grid, name);
	print_test(in, l.test);
	logrank_free(&l);
}

static void
print_logrank(struct input *in)
{
	print_logrank_row(in, "logrank", &in->pooled, 0);
	print_logrank_row(in, "peto", &in->pooled, 1);
	if (in->by_stratum != NULL)
		print_logrank_row(in, "stratified", in->by_stratum, 0);
}

static const struct out_column incidence_columns[] = {
	{ "group", "GROUP", false, true },
	{ "time", "TIME", true, false },
	{ "cause", "CAUSE", true, false },
	{ "estimate", "SHARE", true, false },
	{ "std_err", "STD ERR", true, false },
	{ "lower", "LOWER 95", true, false },
	{ "upper", "UPPER 95", true, false },
	{ NULL, NULL, false, false },
};

static void
print_incidence(struct input *in)
{
	for (size_t g = 0; g < in->pooled.groups; g++) {
		struct incidence f;

		incidence_make(&f, &in->pooled, g);
		for (size_t i = 0; i < f.n; i++) {
			for (size_t j = 1; j <= f.causes; j++) {
				struct limits l =
				    incidence_limits(in->want->kind, &f, j, i);

				if (!in->sample->has_cause[j])
					continue;
				grid_text(&in->grid, group_name(in, g));
				grid_number(&in->grid, f.time[i]);
				grid_number(&in->grid, (double)j);
				grid_number(&in->grid, f.share[j][i]);
				grid_number(&in->grid, f.error[j][i]);
				grid_number(&in->grid, l.lower);
				grid_number(&in->grid, l.upper);
			}
		}
		incidence_free(&f);
	}
}

static const struct out_column gray_columns[] = {
	{ "test", "TEST", false, false },
	{ "cause", "CAUSE", true, false },
	{ "chisq", "CHI-SQUARE", true, false },
	{ "df", "DF", true, false },
	{ "p", "P", true, false },
	{ NULL, NULL, false, false },
};

static void
print_gray_rows(struct input *in, const char *name, const struct tally *t)
{
	for (size_t j = 1; j <= t->causes; j++) {
		if (!in->sample->has_cause[j])
			continue;
		grid_text(&in->grid, name);
		grid_number(&in->grid, (double)j);
		print_test(in, gray_test(t, j));
	}
}

static void
print_gray(struct input *in)
{
	if (in->sample->entry != NULL) {
		out_notice("%s: Gray's test is not made where rows enter late",
		    in->sample->name);
		return;
	}
	if (in->pooled.groups > GRAY_MAX_GROUPS) {
		out_notice("%s: Gray's test is made of at most %d groups",
		    in->sample->name, GRAY_MAX_GROUPS);
		return;
	}
	print_gray_rows(in, "gray", &in->pooled);
	if (in->by_stratum != NULL)
		print_gray_rows(in, "stratified", in->by_stratum);
}

static const struct out_column difference_columns[] = {
	{ "group", "GROUP", false, true },
	{ "reference", "AGAINST", false, true },
	{ "tau", "TAU", true, false },
	{ "difference", "DIFFERENCE", true, false },
	{ "lower", "LOWER 95", true, false },
	{ "upper", "UPPER 95", true, false },
	{ "ratio", "RATIO", true, false },
	{ "ratio_lower", "LOWER 95", true, false },
	{ "ratio_upper", "UPPER 95", true, false },
	{ NULL, NULL, false, false },
};

static void
print_contrast(struct input *in, struct contrast c)
{
	grid_number(&in->grid, c.value);
	grid_number(&in->grid, c.lower);
	grid_number(&in->grid, c.upper);
}

static void
print_difference(struct input *in)
{
	struct estimate first = mean_of(in, 0);

	for (size_t g = 1; g < in->pooled.groups; g++) {
		struct estimate mean = mean_of(in, g);

		grid_text(&in->grid, group_name(in, g));
		grid_text(&in->grid, group_name(in, 0));
		grid_number(&in->grid, in->tau);
		print_contrast(in, limits_difference(mean, first));
		print_contrast(in, limits_ratio(mean, first));
	}
}

static const struct curves_table all_tables[] = {
	{ "summary",
	    "Median (Kaplan-Meier), restricted mean, and follow-up (reverse "
	    "Kaplan-Meier)",
	    summary_columns, true, print_summary },
	{ "km", "Share still open (Kaplan-Meier)", km_columns, false,
	    print_km },
	{ "quantiles", "Time by which a share of all had ended (Kaplan-Meier)",
	    quantile_columns, false, print_quantiles },
	{ "rmst", "Restricted mean: area under Kaplan-Meier to tau",
	    rmst_columns, true, print_rmst },
	{ "logrank", "Do the groups differ? (log-rank and Peto-Peto)",
	    logrank_columns, false, print_logrank },
	{ "incidence",
	    "Share ended by cause, others competing (Aalen-Johansen)",
	    incidence_columns, false, print_incidence },
	{ "gray", "Do the groups differ in a cause? (Gray)", gray_columns,
	    false, print_gray },
	{ "difference", "Restricted means against those of the first group",
	    difference_columns, true, print_difference },
};

#define NTABLES (sizeof(all_tables) / sizeof(all_tables[0]))

/* --- options --- */

static enum mla_rc
add_table(struct curves_want *w, const char *name, struct err *err)
{
	bool found = false;

	for (size_t i = 0; i < NTABLES; i++) {
		if (!str_eq(name, "all") && !str_eq(name, all_tables[i].name))
			continue;
		found = true;
		if (w->ntables == TABLES_MAX)
			return err_set(
			    err, MLA_EUSAGE, "more than %d tables", TABLES_MAX);
		w->table[w->ntables++] = &all_tables[i];
	}
	if (found)
		return MLA_OK;
	return err_set(err, MLA_EUSAGE,
	    "there is no table \"%s\": write summary, km, quantiles, rmst, "
	    "logrank, incidence, gray, difference or all",
	    name);
}

static enum mla_rc
parse_conf(enum limits_kind *kind, const char *text, struct err *err)
{
	*kind = LIMITS_LOGLOG;
	if (text == NULL || str_eq(text, "loglog"))
		return MLA_OK;
	*kind = LIMITS_LOG;
	if (str_eq(text, "log"))
		return MLA_OK;
	*kind = LIMITS_PLAIN;
	if (str_eq(text, "plain"))
		return MLA_OK;
	return err_set(err, MLA_EUSAGE,
	    "there are no limits \"%s\": write loglog, log or plain", text);
}

/* A number above 0 up to the end, or the first of what stands there. */
static bool
positive(double *value, const char *text, const char **end)
{
	char *after = NULL;

	*value = strtod(text, &after);
	*end = after;
	return after != text && *value > 0 && isfinite(*value);
}

static enum mla_rc
parse_p(struct curves_want *w, const char *text, struct err *err)
{
	const char *at = text != NULL ? text : "0.25,0.5,0.75";
	size_t cap = 0;

	for (;;) {
		w->p = vec_more(w->p, &cap, w->np, sizeof(*w->p));
		if (!positive(&w->p[w->np], at, &at) || w->p[w->np] > 1 ||
		    (*at != ',' && *at != '\0'))
			return err_set(err, MLA_EUSAGE,
			    "--p takes shares above 0, at most 1: 0.25,0.5,0.9;"
			    " not \"%s\"",
			    text);
		w->np++;
		if (*at++ == '\0')
			return MLA_OK;
	}
}

static enum mla_rc
parse_numbers(
    struct curves_want *w, const struct curves_options *o, struct err *err)
{
	const char *end = "";
	double digits = w->form == OUT_TEXT ? DIGITS_PEOPLE : DIGITS_PROGRAMS;

	w->tau = NAN;
	if (o->tau != NULL &&
	    (!positive(&w->tau, o->tau, &end) || *end != '\0'))
		return err_set(err, MLA_EUSAGE,
		    "--tau takes a time above 0, not \"%s\"", o->tau);
	if (o->digits != NULL &&
	    (!positive(&digits, o->digits, &end) || *end != '\0' ||
	        digits > DIGITS_MAX || digits != floor(digits)))
		return err_set(err, MLA_EUSAGE,
		    "--digits takes a number from 1 to %d, not \"%s\"",
		    DIGITS_MAX, o->digits);
	w->digits = (int)digits;
	return MLA_OK;
}

enum mla_rc
curves_parse(
    struct curves_want **out, const struct curves_options *o, struct err *err)
{
	struct curves_want *w = xcalloc(1, sizeof(*w));
	const char *const *table = o->tables;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = out_format_parse(&w->form, o->format, err)) != MLA_OK ||
	    (rc = parse_conf(&w->kind, o->conf, err)) != MLA_OK ||
	    (rc = parse_p(w, o->p, err)) != MLA_OK ||
	    (rc = parse_numbers(w, o, err)) != MLA_OK)
		goto out;
	if (table == NULL)
		rc = add_table(w, "summary", err);
	for (; rc == MLA_OK && table != NULL && *table != NULL; table++)
		rc = add_table(w, *table, err);
	if (rc != MLA_OK)
		goto out;
	*out = w; /* the caller owns it now */
	w = NULL;
out:
	curves_free(w);
	return rc;
}

void
curves_free(struct curves_want *want)
{
	if (want == NULL)
		return;
	free(want->p);
	free(want);
}

/* --- printing --- */

static void
say_what_is_missing(const struct input *in)
{
	struct buf b = { 0 };

	sample_say(&b, in->sample);
	for (char *line = b.data; b.len > 0 && *line != '\0';) {
		char *end = strchr(line, '\n');

		*end = '\0';
		out_notice("%s", line);
		line = end + 1;
	}
	buf_free(&b);
	if (in->pooled.empty > 0)
		out_notice("%s: %zu more left out: entry and time differ by "
		           "rounding only",
		    in->sample->name, in->pooled.empty);
}

/* Where tau was asked for: which curves end before it? */
static void
say_where_tau_is(const struct input *in)
{
	bool about_tau = false;

	for (size_t i = 0; i < in->want->ntables; i++)
		about_tau = about_tau || in->want->table[i]->tau;
	if (!about_tau || isnan(in->want->tau))
		return;
	for (size_t g = 0; g < in->pooled.groups; g++) {
		struct curve c;

		make_curve(&c, in, g);
		if (c.n > 0 && c.time[c.n - 1] < in->tau)
			out_notice(
			    "%s: the last time of group %s is %g, before "
			    "tau %g: its curve is carried on at %.3g",
			    in->sample->name, group_name(in, g),
			    c.time[c.n - 1], in->tau, c.surv[c.n - 1]);
		curve_free(&c);
	}
}

void
curves_print(const struct curves_want *want, const struct sample *sample)
{
	struct input in = { .want = want, .sample = sample, .tau = want->tau };
	struct tally_rows pooled = sample->rows;
	struct tally by_stratum;

	pooled.stratum = NULL;
	pooled.strata = 1;
	tally_make(&in.pooled, &pooled);
	if (sample->stratum != NULL) {
		tally_make(&by_stratum, &sample->rows);
		in.by_stratum = &by_stratum;
	}
	if (isnan(in.tau) && in.pooled.ntimes > 0)
		in.tau = in.pooled.time[in.pooled.ntimes - 1];
	say_what_is_missing(&in);
	say_where_tau_is(&in);
	grid_begin(&in.grid, want->form, want->digits, want->ntables > 1);
	for (size_t i = 0; i < want->ntables; i++) {
		const struct curves_table *t = want->table[i];

		grid_table(&in.grid, t->name, t->title, t->columns);
		t->print(&in);
		grid_close(&in.grid);
	}
	grid_end(&in.grid);
	tally_free(&in.pooled);
	if (in.by_stratum != NULL)
		tally_free(in.by_stratum);
}
