/* logrank.c - do groups differ in how long it takes? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/logrank.h"

#include <math.h>

#include "base/alloc.h"
#include "stats/chisq.h"
#include "stats/solve.h"
#include "stats/sweep.h"

static double
ends_of(const struct tally *t, const uint32_t *left)
{
	double ends = 0;

	for (size_t j = 1; j <= t->causes; j++)
		ends += left[j];
	return ends;
}

/* What one time adds; n at risk, d ends, weight w. */
static void
add_time(struct logrank *l, const struct sweep *s, double n, double d, double w)
{
	double share = n > 1 ? w * w * d * (n - d) / (n * (n - 1)) : 0;

	for (size_t k = 0; k < l->groups; k++) {
		double *row = &l->var[k * l->groups];
		double of_k = share * s->risk[k];

		if (s->risk[k] <= 0)
			continue;
		l->observed[k] += w * ends_of(s->t, s->left[k]);
		l->expected[k] += w * d * s->risk[k] / n;
		row[k] += of_k;
		for (size_t j = 0; j < l->groups; j++)
			row[j] -= of_k * s->risk[j] / n;
	}
}

static void
add_stratum(struct logrank *l, const struct tally *t, size_t stratum, int rho)
{
	struct sweep s;
	double surv = 1;

	sweep_begin(&s, t, stratum * t->groups, t->groups);
	while (sweep_next(&s)) {
		double n = 0, d = 0;

		for (size_t k = 0; k < t->groups; k++) {
			n += s.risk[k];
			d += ends_of(t, s.left[k]);
		}
		if (d <= 0)
			continue;
		add_time(l, &s, n, d, rho == 0 ? 1 : pow(surv, rho));
		surv *= (n - d) / n;
	}
	sweep_end(&s);
}

static void
judge(struct logrank *l)
{
	double *u = xcalloc(l->groups, sizeof(*u));
	double *v = xcalloc(l->groups * l->groups, sizeof(*v));
	size_t *kept = xcalloc(l->groups, sizeof(*kept));
	size_t n = 0, df;

	for (size_t k = 0; k < l->groups; k++) {
		if (l->expected[k] > 0)
			kept[n++] = k;
	}
	df = n > 0 ? n - 1 : 0;
	/* The first of them follows from the others. */
	for (size_t i = 0; i < df; i++) {
		size_t k = kept[i + 1];

		u[i] = l->observed[k] - l->expected[k];
		for (size_t j = 0; j < df; j++)
			v[i * df + j] = l->var[k * l->groups + kept[j + 1]];
	}
	l->test.df = df;
	l->test.chisq = df > 0 ? solve_distance(v, u, df) : NAN;
	l->test.p = df > 0 ? chisq_tail(l->test.chisq, df) : NAN;
	free(u);
	free(v);
	free(kept);
}

void
logrank_make(struct logrank *out, const struct tally *t, int rho)
{
	out->groups = t->groups;
	out->observed = xcalloc(t->groups, sizeof(*out->observed));
	out->expected = xcalloc(t->groups, sizeof(*out->expected));
	out->var = xcalloc(t->groups * t->groups, sizeof(*out->var));
	for (size_t s = 0; s < t->strata; s++)
		add_stratum(out, t, s, rho);
	judge(out);
}

void
logrank_free(struct logrank *l)
{
	free(l->observed);
	free(l->expected);
	free(l->var);
	memset(l, 0, sizeof(*l));
}
