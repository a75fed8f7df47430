/* test_survival.c - every number of tests/data/survival, as R has it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

#include "stats/curve.h"
#include "stats/gray.h"
#include "stats/incidence.h"
#include "stats/logrank.h"

/* Where the data are; another folder of the same shape may be tried. */
static const char *
folder(void)
{
	const char *given = getenv("MLA_TEST_SURVIVAL");

	return given != NULL ? given : "tests/data/survival";
}

static enum limits_kind
kind_of(const char *name)
{
	if (str_eq(name, "log"))
		return LIMITS_LOG;
	if (str_eq(name, "plain"))
		return LIMITS_PLAIN;
	assert_true(str_eq(name, "loglog") || str_eq(name, "log-log"));
	return LIMITS_LOGLOG;
}

/* A file of expected values, and the data that they are of. */
struct expected {
	char *name; /* lung.grp.km.log */
	char *word[8]; /* its words */
	size_t nwords;
	struct frame want, data;
	const char *by; /* the column that says the group; NULL: all in one */
	const char *label; /* the column of expected values with the group */
	struct sample sample;
	struct tally tally;
	enum limits_kind kind;
};

static void
open_expected(struct expected *x, const char *file)
{
	char *path = xasprintf("%s/expected/%s", folder(), file);
	char *in, *rest = NULL;
	bool edge;

	memset(x, 0, sizeof(*x));
	x->name = xstrndup(file, strlen(file) - strlen(".csv"));
	frame_read(&x->want, path);
	for (char *w = strtok_r(x->name, ".", &rest); w != NULL;
	     w = strtok_r(NULL, ".", &rest)) {
		assert_true(x->nwords < 8);
		x->word[x->nwords++] = w;
	}
	in = xasprintf("%s/input/%s.csv", folder(), x->word[0]);
	frame_read(&x->data, in);
	edge = str_eq(x->word[0], "edge");
	x->label = edge ? "case" : "strata";
	if (edge)
		x->by = "case";
	else if (!str_eq(x->word[1], "all"))
		x->by = "grp";
	sample_of(&x->sample, &x->data, x->by, NULL);
	tally_make(&x->tally, &x->sample.rows);
	free(in);
	free(path);
}

static void
close_expected(struct expected *x)
{
	tally_free(&x->tally);
	sample_free(&x->sample);
	frame_free(&x->want);
	frame_free(&x->data);
	free(x->name);
}

static size_t
group_of(const struct expected *x, size_t row)
{
	return x->by != NULL ? names_number(&x->sample.groups,
	                           frame_text(&x->want, row, x->label))
	                     : 0;
}

/* The kind of limits of a row: a column, or a word of the file's name. */
static enum limits_kind
kind_at(const struct expected *x, size_t row)
{
	if (frame_has(&x->want, "conf.type"))
		return kind_of(frame_text(&x->want, row, "conf.type"));
	return x->nwords > 3 ? kind_of(x->word[3]) : LIMITS_LOGLOG;
}

static void
curve_at(struct curve *c, const struct expected *x, size_t row)
{
	curve_make(c, &x->tally, group_of(x, row), kind_at(x, row), false);
}

static size_t
row_of(const double *time, size_t n, double t)
{
	size_t i = 0;

	while (i < n && time[i] != t)
		i++;
	assert_true(i < n);
	return i;
}

static void
check_km(struct expected *x)
{
	for (size_t r = 0; r < x->want.rows; r++) {
		const struct frame *w = &x->want;
		struct curve c;
		size_t i;

		curve_at(&c, x, r);
		i = row_of(c.time, c.n, frame_number(w, r, "time"));
		near(frame_number(w, r, "n.risk"), c.risk[i], "risk", r);
		near(frame_number(w, r, "n.event"), c.events[i], "events", r);
		near(frame_number(w, r, "n.censor"), c.open[i], "open", r);
		near(frame_number(w, r, "surv"), c.surv[i], "surv", r);
		near(frame_number(w, r, "std.err"), curve_error(&c, i), "error",
		    r);
		near(frame_number(w, r, "lower"), c.lower[i], "lower", r);
		near(frame_number(w, r, "upper"), c.upper[i], "upper", r);
		near(frame_number(w, r, "cumhaz"), c.cumhaz[i], "cumhaz", r);
		near(frame_number(w, r, "std.chaz"), sqrt(c.cumvar[i]),
		    "cumvar", r);
		curve_free(&c);
	}
}

/* All quantiles of one curve are asked for at once, as R is. */
static void
check_quantile(struct expected *x)
{
	const struct frame *w = &x->want;

	for (size_t r = 0; r < w->rows; r++) {
		double p[16], q[16], lower[16], upper[16];
		size_t n = 0, mine = 0;
		struct curve c;

		curve_at(&c, x, r);
		for (size_t k = 0; k < w->rows; k++) {
			if (group_of(x, k) != group_of(x, r) ||
			    kind_at(x, k) != kind_at(x, r))
				continue;
			mine = k == r ? n : mine;
			assert_true(n < 16);
			p[n++] = frame_number(w, k, "prob");
		}
		limits_quantiles(q, p, n, c.time, c.surv, c.n);
		limits_quantiles(lower, p, n, c.time, c.lower, c.n);
		limits_quantiles(upper, p, n, c.time, c.upper, c.n);
		near(frame_number(w, r, "quantile"), q[mine], "quantile", r);
		near(frame_number(w, r, "lower"), lower[mine], "lower", r);
		near(frame_number(w, r, "upper"), upper[mine], "upper", r);
		curve_free(&c);
	}
}

/* The restricted mean is to the last time of all curves in R's table ... */
static double
last_time(const struct expected *x, size_t row)
{
	double last = 0;

	for (size_t g = 0; g < x->tally.groups; g++) {
		struct curve c;

		/* ... but each edge case is a table of its own. */
		if (str_eq(x->word[0], "edge") && g != group_of(x, row))
			continue;
		curve_make(&c, &x->tally, g, LIMITS_LOG, false);
		last = fmax(last, c.time[c.n - 1]);
		curve_free(&c);
	}
	return last;
}

static void
check_table(struct expected *x)
{
	const struct frame *w = &x->want;

	for (size_t r = 0; r < w->rows; r++) {
		struct estimate mean;
		struct curve c;
		double events = 0;

		curve_at(&c, x, r);
		for (size_t i = 0; i < c.n; i++)
			events += c.events[i];
		mean = curve_mean(&c, last_time(x, r));
		near(frame_number(w, r, "records"), (double)c.rows, "n", r);
		near(frame_number(w, r, "n.start"), c.risk[0], "start", r);
		near(frame_number(w, r, "events"), events, "events", r);
		near(frame_number(w, r, "rmean"), mean.value, "rmean", r);
		near(frame_number(w, r, "se(rmean)"), mean.error, "error", r);
		near(frame_number(w, r, "median"),
		    limits_half(c.time, c.surv, c.n), "median", r);
		near(frame_number(w, r, "0.95LCL"),
		    limits_half(c.time, c.lower, c.n), "lower", r);
		near(frame_number(w, r, "0.95UCL"),
		    limits_half(c.time, c.upper, c.n), "upper", r);
		curve_free(&c);
	}
}

static void
check_rmst(struct expected *x)
{
	for (size_t r = 0; r < x->want.rows; r++) {
		double tau = frame_number(&x->want, r, "tau");
		struct estimate mean;
		struct curve c;

		curve_at(&c, x, r);
		mean = curve_mean(&c, tau);
		near(frame_number(&x->want, r, "rmst"), mean.value, "rmst", r);
		near(frame_number(&x->want, r, "se"), mean.error, "se", r);
		near(mean.value, steps_area(c.time, c.surv, c.n, 1, tau),
		    "area", r);
		curve_free(&c);
	}
}

static void
check_horizon(struct expected *x)
{
	const struct frame *w = &x->want;

	for (size_t r = 0; r < w->rows; r++) {
		double t = frame_number(w, r, "time");
		struct curve c;

		curve_at(&c, x, r);
		near(frame_number(w, r, "surv"),
		    steps_at(c.time, c.surv, c.n, 1, t), "surv", r);
		near(frame_number(w, r, "lower"),
		    steps_at(c.time, c.lower, c.n, NAN, t), "lower", r);
		near(frame_number(w, r, "upper"),
		    steps_at(c.time, c.upper, c.n, NAN, t), "upper", r);
		curve_free(&c);
	}
}

/* The test that a row names. */
static void
logrank_at(struct logrank *l, struct expected *x, size_t row)
{
	const char *name = frame_text(&x->want, row, "test");
	struct sample s;
	struct tally t;

	if (str_eq(name, "logrank_stratified")) {
		sample_of(&s, &x->data, "grp", "str");
		tally_make(&t, &s.rows);
		logrank_make(l, &t, 0);
		tally_free(&t);
		sample_free(&s);
	} else {
		logrank_make(l, &x->tally, str_eq(name, "peto_rho1") ? 1 : 0);
	}
}

static void
check_survdiff(struct expected *x)
{
	const struct frame *w = &x->want;

	for (size_t r = 0; r < w->rows; r++) {
		struct logrank l;

		logrank_at(&l, x, r);
		if (frame_has(w, "chisq")) {
			near(frame_number(w, r, "chisq"), l.test.chisq, "chisq",
			    r);
			near(frame_number(w, r, "p"), l.test.p, "p", r);
			assert_int_equal(frame_number(w, r, "df"), l.test.df);
		} else if (frame_has(w, "observed")) {
			size_t k = names_number(
			    &x->sample.groups, frame_text(w, r, "group"));

			near(frame_number(w, r, "observed"), l.observed[k],
			    "observed", r);
			near(frame_number(w, r, "expected"), l.expected[k],
			    "expected", r);
		} else {
			size_t i = (size_t)frame_number(w, r, "i") - 1;
			size_t j = (size_t)frame_number(w, r, "j") - 1;

			near(frame_number(w, r, "var"), l.var[i * l.groups + j],
			    "var", r);
		}
		logrank_free(&l);
	}
}

/* Causes stand in the columns in the order of their numbers. */
static void
check_incidence(struct expected *x)
{
	const struct frame *w = &x->want;
	const char *cause[8] = { "open" };
	size_t causes = 0;

	for (size_t i = 0; i < w->width; i++) {
		if (str_starts(w->cell[i], "p."))
			cause[causes++] = w->cell[i] + 2;
	}
	assert_int_equal(x->tally.causes + 1, causes);
	for (size_t r = 0; r < w->rows; r++) {
		struct incidence f;
		size_t i;

		incidence_make(&f, &x->tally, group_of(x, r));
		i = row_of(f.time, f.n, frame_number(w, r, "time"));
		near(frame_number(w, r, "n.risk"), f.risk[i], "risk", r);
		for (size_t j = 0; j < causes; j++) {
			struct limits l =
			    incidence_limits(kind_at(x, r), &f, j, i);
			char *p = xasprintf("p.%s", cause[j]);
			char *se = xasprintf("se.%s", cause[j]);
			char *lower = xasprintf("lower.%s", cause[j]);
			char *upper = xasprintf("upper.%s", cause[j]);

			near(frame_number(w, r, p), f.share[j][i], p, r);
			near(frame_number(w, r, se), f.error[j][i], se, r);
			near(frame_number(w, r, lower), l.lower, lower, r);
			near(frame_number(w, r, upper), l.upper, upper, r);
			free(p);
			free(se);
			free(lower);
			free(upper);
		}
		incidence_free(&f);
	}
}

/* Mean time in a state: the area under its share. */
static void
check_incidence_rmst(struct expected *x)
{
	const struct frame *w = &x->want;
	struct names causes = { .n = 0 };

	for (size_t r = 0; r < w->rows; r++) {
		const char *row = frame_text(w, r, "row");
		const char *cause = strrchr(row, ' ');
		size_t group = 0, j = 0;
		struct incidence f;

		if (x->by != NULL) {
			char *name = xstrndup(row + strlen("grp="),
			    strcspn(row, ";") - strlen("grp="));

			group = names_number(&x->sample.groups, name);
			free(name);
		}
		cause = cause != NULL ? cause + 1 : row;
		while (j < causes.n && !str_eq(causes.at[j], cause))
			j++;
		if (j == causes.n)
			causes.at[causes.n++] = cause;
		incidence_make(&f, &x->tally, group);
		near(frame_number(w, r, "rmean_in_state"),
		    steps_area(f.time, f.share[j], f.n, j == 0 ? 1 : 0,
		        frame_number(w, r, "tau")),
		    row, r);
		if (j > 0)
			near(frame_number(w, r, "tau") -
			        frame_number(w, r, "rmean_in_state"),
			    incidence_mean(&f, j, frame_number(w, r, "tau"))
			        .value,
			    row, r);
		incidence_free(&f);
	}
}

static void
check_gray(struct expected *x)
{
	bool stratified = str_eq(x->word[x->nwords - 1], "stratified");
	struct sample s;
	struct tally t;

	sample_of(&s, &x->data, "grp", stratified ? "str" : NULL);
	tally_make(&t, &s.rows);
	for (size_t r = 0; r < x->want.rows; r++) {
		struct chi_test test = gray_test(&t, r + 1);

		near(frame_number(&x->want, r, "stat"), test.chisq, "stat", r);
		assert_int_equal(frame_number(&x->want, r, "df"), test.df);
		/* R subtracts from 1, which keeps 16 digits behind the dot. */
		if (!(fabs(frame_number(&x->want, r, "p") - test.p) < 1e-14))
			fail_msg("p of %s: %g", x->name, test.p);
	}
	tally_free(&t);
	sample_free(&s);
}

static void
check_file(const char *file)
{
	static const struct {
		const char *word, *after; /* the kind of file, by its name */
		void (*check)(struct expected *x);
	} checks[] = {
		{ "aj", "rmst", check_incidence_rmst },
		{ "aj", NULL, check_incidence },
		{ "km", NULL, check_km },
		{ "quantile", NULL, check_quantile },
		{ "table", NULL, check_table },
		{ "rmst", NULL, check_rmst },
		{ "horizon", NULL, check_horizon },
		{ "survdiff", NULL, check_survdiff },
		{ "gray", NULL, check_gray },
	};
	struct expected x;

	open_expected(&x, file);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		size_t w = 1;

		while (w < x.nwords && !str_eq(x.word[w], checks[i].word))
			w++;
		if (w == x.nwords)
			continue;
		if (checks[i].after != NULL &&
		    !str_eq(x.word[w + 1], checks[i].after))
			continue;
		checks[i].check(&x);
		close_expected(&x);
		return;
	}
	fail_msg("what is in %s?", file);
}

static void
every_number_is_that_of_r(void **state)
{
	char *dir = xasprintf("%s/expected", folder());
	struct file_names names = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_ok(file_list(&names, dir, &err), err);
	assert_true(names.n > 40);
	for (size_t i = 0; i < names.n; i++) {
		print_message("  %s\n", names.at[i]);
		check_file(names.at[i]);
	}
	file_names_free(&names);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_is_that_of_r),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
