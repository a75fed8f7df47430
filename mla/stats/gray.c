/* gray.c - do groups differ in how many have one outcome, others competing? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/gray.h"

#include <assert.h>
#include <math.h>

#include "base/alloc.h"
#include "stats/chisq.h"
#include "stats/solve.h"
#include "stats/sweep.h"

/* Sums of one stratum; matrices are groups x groups, by rows. */
struct gray {
	size_t groups, cause;
	double *score;
	double *var; /* of the scores */
	double f; /* pooled F before this time */
	double *surv, *share; /* S_k, F_k before this time ... */
	double *surv_now, *share_now; /* ... and after it */
	double *own, *other; /* ends now: by the cause, by others */
	double *a, *c; /* weights of a score at this time, and so far */
	double *v2, *v3; /* mixed and plain sums of what comes later */
};

static void
gray_begin(struct gray *g, size_t groups, size_t cause)
{
	double **const vectors[] = { &g->score, &g->surv, &g->share,
		&g->surv_now, &g->share_now, &g->own, &g->other, &g->v3 };
	double **const matrices[] = { &g->var, &g->a, &g->c, &g->v2 };

	memset(g, 0, sizeof(*g));
	g->groups = groups;
	g->cause = cause;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		*vectors[i] = xcalloc(groups, sizeof(double));
	for (size_t i = 0; i < sizeof(matrices) / sizeof(matrices[0]); i++)
		*matrices[i] = xcalloc(groups * groups, sizeof(double));
}

static void
gray_end(struct gray *g)
{
	double *const all[] = { g->score, g->surv, g->share, g->surv_now,
		g->share_now, g->own, g->other, g->v3, g->var, g->a, g->c,
		g->v2 };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		free(all[i]);
}

static void
new_stratum(struct gray *g)
{
	size_t bytes = g->groups * sizeof(double);

	g->f = 0;
	for (size_t k = 0; k < g->groups; k++)
		g->surv[k] = g->surv_now[k] = 1;
	memset(g->share, 0, bytes);
	memset(g->share_now, 0, bytes);
	memset(g->v3, 0, bytes);
	memset(g->c, 0, g->groups * bytes);
	memset(g->v2, 0, g->groups * bytes);
}

/* Weights a at this time, and c: their sum against the pooled hazard. */
static void
weigh(struct gray *g, const double *risk, double all, double d)
{
	size_t n = g->groups;

	for (size_t i = 0; i < n; i++) {
		double of_i = risk[i] > 0 ? risk[i] / g->surv[i] : 0;

		for (size_t j = 0; j < n; j++) {
			double of_j = risk[j] > 0 ? risk[j] / g->surv[j] : 0;

			g->a[i * n + j] =
			    (i == j ? of_i : 0) - of_i * of_j / all;
			g->c[i * n + j] +=
			    g->a[i * n + j] * d / (all * (1 - g->f));
		}
	}
}

/*
 * Variance that an end in group k brings: x[i] is its effect on score i, plus
 * c[i][k] times y in all that follows; w its variance.
 */
static void
add_variance(struct gray *g, size_t k, const double *x, double y, double w)
{
	size_t n = g->groups;

	g->v3[k] += y * y * w;
	for (size_t i = 0; i < n; i++) {
		g->v2[i * n + k] += x[i] * y * w;
		for (size_t j = 0; j < n; j++)
			g->var[i * n + j] += x[i] * x[j] * w;
	}
}

/* Ends by the cause: d in all; f is the pooled F after them. */
static void
add_own(struct gray *g, const double *risk, double all, double d, double f,
    double *x)
{
	size_t n = g->groups;

	for (size_t k = 0; k < n; k++) {
		double y =
		    g->surv_now[k] > 0 ? 1 - (1 - f) / g->surv_now[k] : 1;
		double ties = 1;

		if (risk[k] <= 0)
			continue;
		if (d > 1)
			ties -= (d - 1) / (all * g->surv[k] - 1);
		for (size_t i = 0; i < n; i++)
			x[i] = g->a[i * n + k] - y * g->c[i * n + k];
		add_variance(
		    g, k, x, y, ties * g->surv[k] * d / (all * risk[k]));
	}
}

static void
add_other(struct gray *g, const double *risk, double f, double *x)
{
	size_t n = g->groups;

	for (size_t k = 0; k < n; k++) {
		double d = g->other[k], y, ties = 1;

		if (g->surv_now[k] <= 0 || d <= 0)
			continue;
		y = -(1 - f) / g->surv_now[k];
		if (d > 1)
			ties -= (d - 1) / (risk[k] - 1);
		for (size_t i = 0; i < n; i++)
			x[i] = -y * g->c[i * n + k];
		add_variance(g, k, x, y,
		    ties * g->surv[k] * g->surv[k] * d / (risk[k] * risk[k]));
	}
}

/* Count who left, and the shares of each group after it; ends by cause. */
static double
count_ends(struct gray *g, const struct sweep *s, double *others)
{
	double d = 0;

	*others = 0;
	for (size_t k = 0; k < g->groups; k++) {
		double n = s->risk[k];

		g->own[k] = s->left[k][g->cause];
		g->other[k] = -g->own[k];
		for (size_t j = 1; j <= s->t->causes; j++)
			g->other[k] += s->left[k][j];
		d += g->own[k];
		*others += g->other[k];
		if (n <= 0)
			continue;
		g->surv_now[k] = g->surv[k] * (n - g->own[k] - g->other[k]) / n;
		g->share_now[k] = g->share[k] + g->surv[k] * g->own[k] / n;
	}
	return d;
}

static void
add_time(struct gray *g, const struct sweep *s, double *x)
{
	double all = 0, open = 0, others, f;
	double d = count_ends(g, s, &others);

	if (d <= 0 && others <= 0)
		return;
	for (size_t k = 0; k < g->groups; k++) {
		if (s->risk[k] <= 0)
			continue;
		all += s->risk[k] / g->surv[k];
		open += s->risk[k] / g->surv[k] * (1 - g->share[k]);
	}
	f = g->f + d / all;
	if (d > 0)
		weigh(g, s->risk, all, d);
	for (size_t k = 0; k < g->groups; k++) {
		if (s->risk[k] > 0)
			g->score[k] += g->own[k] -
			    d * s->risk[k] / g->surv[k] * (1 - g->share[k]) /
			        open;
	}
	if (d > 0)
		add_own(g, s->risk, all, d, f, x);
	if (others > 0)
		add_other(g, s->risk, f, x);
	g->f = f;
	memcpy(g->surv, g->surv_now, g->groups * sizeof(double));
	memcpy(g->share, g->share_now, g->groups * sizeof(double));
}

/* Add up what each end does to all that follows it. */
static void
close_stratum(struct gray *g)
{
	size_t n = g->groups;

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			for (size_t k = 0; k < n; k++) {
				double ci = g->c[i * n + k];
				double cj = g->c[j * n + k];

				g->var[i * n + j] += ci * cj * g->v3[k] +
				    ci * g->v2[j * n + k] +
				    cj * g->v2[i * n + k];
			}
		}
	}
}

/* Without the last group, which follows from the others. */
static struct chi_test
judge(struct gray *g)
{
	size_t df = g->groups - 1;
	struct chi_test test = { NAN, df, NAN };

	if (df == 0)
		return test;
	for (size_t i = 0; i < df; i++)
		memmove(&g->var[i * df], &g->var[i * g->groups],
		    df * sizeof(double));
	test.chisq = solve_distance(g->var, g->score, df);
	test.p = chisq_tail(test.chisq, df);
	return test;
}

struct chi_test
gray_test(const struct tally *t, size_t cause)
{
	double *x = xcalloc(t->groups, sizeof(*x));
	struct chi_test test;
	struct gray g;
	struct sweep s;

	assert(t->groups <= GRAY_MAX_GROUPS && cause >= 1);
	gray_begin(&g, t->groups, cause);
	for (size_t i = 0; i < t->strata; i++) {
		new_stratum(&g);
		sweep_begin(&s, t, i * t->groups, t->groups);
		while (sweep_next(&s))
			add_time(&g, &s, x);
		sweep_end(&s);
		close_stratum(&g);
	}
	test = judge(&g);
	gray_end(&g);
	free(x);
	return test;
}
