/* incidence.c - competing outcomes: how many had which one by which day */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/incidence.h"

#include <assert.h>
#include <math.h>

#include "base/alloc.h"

#define Z_95 1.959963984540054 /* qnorm(0.975) */
#define TOLERANCE 1.4901161193847656e-08 /* sqrt of the machine epsilon */

/* Ends on one day: by cause, [0] those still open. */
struct ends {
	size_t of[INCIDENCE_CAUSES + 1];
};

static struct ends *
count_ends(
    const int32_t *days, const int *cause, size_t n, int causes, int32_t *last)
{
	struct ends *ends;

	*last = 0;
	for (size_t i = 0; i < n; i++) {
		assert(days[i] >= 0 && cause[i] >= 0 && cause[i] <= causes);
		if (days[i] > *last)
			*last = days[i];
	}
	ends = xcalloc((size_t)*last + 1, sizeof(*ends));
	for (size_t i = 0; i < n; i++)
		ends[days[i]].of[cause[i]]++;
	return ends;
}

static size_t
all_of(const struct ends *e, int causes)
{
	size_t sum = 0;

	for (int j = 0; j <= causes; j++)
		sum += e->of[j];
	return sum;
}

/* The sums of the recursion. */
struct sums {
	double s, vs;
	double f[INCIDENCE_CAUSES + 1], v[INCIDENCE_CAUSES + 1],
	    c[INCIDENCE_CAUSES + 1];
};

static void
step(struct sums *t, const struct ends *e, double n, int causes)
{
	double d = 0, h, cube = n * n * n, s2 = t->s * t->s;

	for (int j = 1; j <= causes; j++)
		d += (double)e->of[j];
	h = d / n;
	for (int j = 1; j <= causes; j++) {
		double dj = (double)e->of[j], hj = dj / n;

		t->v[j] += 2 * hj * t->c[j] + hj * hj * t->vs +
		    s2 * dj * (n - dj) / cube;
		t->c[j] =
		    (1 - h) * (t->c[j] + hj * t->vs) - s2 * dj * (n - d) / cube;
		t->f[j] += t->s * hj;
	}
	t->vs = (1 - h) * (1 - h) * t->vs + s2 * d * (n - d) / cube;
	t->s *= (n - d) / n;
}

void
incidence_make(struct incidence *out, const int32_t *days, const int *cause,
    size_t n, int causes)
{
	struct sums t = { .s = 1 };
	struct ends *ends;
	size_t risk = n;
	int32_t last;

	assert(causes >= 1 && causes <= INCIDENCE_CAUSES);
	memset(out, 0, sizeof(*out));
	out->causes = causes;
	ends = count_ends(days, cause, n, causes, &last);
	out->day = xcalloc((size_t)last + 1, sizeof(*out->day));
	out->risk = xcalloc((size_t)last + 1, sizeof(*out->risk));
	out->open = xcalloc((size_t)last + 1, sizeof(*out->open));
	for (int j = 1; j <= causes; j++) {
		out->share[j] = xcalloc((size_t)last + 1, sizeof(double));
		out->error[j] = xcalloc((size_t)last + 1, sizeof(double));
	}
	for (int32_t day = 0; day <= last && n > 0; day++) {
		size_t here = all_of(&ends[day], causes);

		if (here == 0)
			continue;
		step(&t, &ends[day], (double)risk, causes);
		out->day[out->n] = day;
		out->risk[out->n] = risk;
		out->open[out->n] = t.s;
		for (int j = 1; j <= causes; j++) {
			out->share[j][out->n] = t.f[j];
			out->error[j][out->n] = sqrt(t.v[j]);
		}
		out->n++;
		risk -= here;
	}
	free(ends);
}

void
incidence_free(struct incidence *f)
{
	free(f->day);
	free(f->risk);
	free(f->open);
	for (int j = 1; j <= f->causes; j++) {
		free(f->share[j]);
		free(f->error[j]);
	}
	memset(f, 0, sizeof(*f));
}

double
incidence_by(const struct incidence *f, int cause, int32_t day)
{
	double share = 0;

	for (size_t i = 0; i < f->n && f->day[i] <= day; i++)
		share = f->share[cause][i];
	return share;
}

/*
 * Log-log limits of a share p with standard error se, s = se / p; sign -1 is
 * the lower one.  NAN where p is 0 or 1.
 */
static double
limit(double p, double se, int sign)
{
	if (p <= 0 || p >= 1)
		return NAN;
	return exp(-exp(log(-log(p)) - sign * Z_95 * (se / p) / -log(p)));
}

void
incidence_quantile(int32_t *day, int32_t *lower, int32_t *upper,
    const struct incidence *f, int cause, double p)
{
	*day = -1;
	*lower = -1;
	*upper = -1;
	for (size_t i = 0; i < f->n; i++) {
		double share = f->share[cause][i];
		double se = f->error[cause][i];

		if (*day < 0 && share >= p - TOLERANCE)
			*day = f->day[i];
		if (*lower < 0 && limit(share, se, 1) >= p - TOLERANCE)
			*lower = f->day[i];
		if (*upper < 0 && limit(share, se, -1) >= p - TOLERANCE)
			*upper = f->day[i];
	}
}
