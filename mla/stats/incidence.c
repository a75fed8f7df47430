/* incidence.c - competing outcomes: how many had which one by which time */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/incidence.h"

#include <math.h>

#include "base/alloc.h"
#include "stats/curve.h"
#include "stats/late.h"
#include "stats/sweep.h"

static void
make_room(struct incidence *out, size_t n, size_t causes)
{
	memset(out, 0, sizeof(*out));
	out->causes = causes;
	out->time = xcalloc(n + 1, sizeof(*out->time));
	out->risk = xcalloc(n + 1, sizeof(*out->risk));
	out->share = xcalloc(causes + 1, sizeof(*out->share));
	out->error = xcalloc(causes + 1, sizeof(*out->error));
	for (size_t j = 0; j <= causes; j++) {
		out->share[j] = xcalloc(n + 1, sizeof(double));
		out->error[j] = xcalloc(n + 1, sizeof(double));
	}
}

void
incidence_free(struct incidence *f)
{
	free(f->time);
	free(f->risk);
	for (size_t j = 0; f->share != NULL && j <= f->causes; j++) {
		free(f->share[j]);
		free(f->error[j]);
	}
	free(f->share);
	free(f->error);
	memset(f, 0, sizeof(*f));
}

static void
sums_begin(struct sums *t, size_t causes)
{
	t->causes = causes;
	t->s = 1;
	t->vs = 0;
	t->f = xcalloc(causes + 1, sizeof(*t->f));
	t->v = xcalloc(causes + 1, sizeof(*t->v));
	t->c = xcalloc(causes + 1, sizeof(*t->c));
}

static void
sums_end(struct sums *t)
{
	free(t->f);
	free(t->v);
	free(t->c);
}

/* The recursion; d ends among n. */
static void
add_time(struct sums *t, const uint32_t *left, double n, double d)
{
	double h = d / n, s2 = t->s * t->s / n / n;

	for (size_t j = 1; j <= t->causes; j++) {
		double dj = left[j], hj = dj / n;

		t->v[j] +=
		    2 * hj * t->c[j] + hj * hj * t->vs + s2 * dj * (n - dj) / n;
		t->c[j] =
		    (1 - h) * (t->c[j] + hj * t->vs) - s2 * dj * (n - d) / n;
		t->f[j] += t->s * hj;
	}
	t->vs = (1 - h) * (1 - h) * t->vs + s2 * d * (n - d) / n;
}

/*
 * Where one cause alone has come up, F is 1 - S, and its variance that of S:
 * what rounding would leave of a difference of equal sums is taken away.
 */
static void
settle(struct sums *t)
{
	size_t only = 0;

	for (size_t j = 1; j <= t->causes; j++) {
		if (t->f[j] > 0 && only > 0)
			return;
		if (t->f[j] > 0)
			only = j;
	}
	if (only == 0)
		return;
	t->v[only] = t->vs;
	t->c[only] = -t->vs;
}

/* Rounding may leave a little less than nothing. */
static double
root(double variance)
{
	return variance > 0 ? sqrt(variance) : 0;
}

static void
add_row(struct incidence *out, const struct sums *t, double time, double risk)
{
	out->time[out->n] = time;
	out->risk[out->n] = risk;
	out->share[0][out->n] = t->s;
	out->error[0][out->n] = root(t->vs);
	for (size_t j = 1; j <= t->causes; j++) {
		out->share[j][out->n] = t->f[j];
		out->error[j][out->n] = root(t->v[j]);
	}
	out->n++;
}

void
incidence_make(struct incidence *out, const struct tally *t, size_t group)
{
	struct late *late =
	    t->cell[group].nlate > 0 ? late_new(t, group) : NULL;
	struct sums sums;
	struct sweep s;

	make_room(out, t->cell[group].nsteps, t->causes);
	sums_begin(&sums, t->causes);
	sweep_begin(&s, t, group, 1);
	while (sweep_next(&s)) {
		double n = s.risk[0], d = 0;

		for (size_t j = 1; j <= t->causes; j++)
			d += s.left[0][j];
		if (d > 0)
			add_time(&sums, s.left[0], n, d);
		if (late != NULL)
			late_add(late, &sums, s.place, n, s.left[0]);
		sums.s *= 1 - d / n; /* R's rounding: F may be exactly 1 */
		settle(&sums);
		add_row(out, &sums, t->time[s.place], n);
	}
	sweep_end(&s);
	sums_end(&sums);
	late_free(late);
}

struct limits
incidence_limits(
    enum limits_kind kind, const struct incidence *f, size_t cause, size_t i)
{
	double p = f->share[cause][i], se = f->error[cause][i];

	return limits_of(kind, p, se > 0 ? se / p : 0);
}

struct contrast
incidence_quantile(
    enum limits_kind kind, const struct incidence *f, size_t cause, double p)
{
	struct contrast found = { NAN, NAN, NAN };
	double reached = p - LIMITS_TOLERANCE;

	for (size_t i = 0; i < f->n; i++) {
		struct limits l = incidence_limits(kind, f, cause, i);

		if (isnan(found.value) && f->share[cause][i] >= reached)
			found.value = f->time[i];
		if (isnan(found.lower) && l.upper >= reached)
			found.lower = f->time[i];
		if (isnan(found.upper) && l.lower >= reached)
			found.upper = f->time[i];
	}
	return found;
}

struct estimate
incidence_mean(const struct incidence *f, size_t cause, double tau)
{
	const double *open = f->share[0], *ended = f->share[cause];
	struct estimate mean;
	double later = 0, var = 0;

	mean.value = tau - steps_area(f->time, ended, f->n, 0, tau);
	for (size_t k = f->n; k-- > 0;) {
		const double before = k > 0 ? open[k - 1] : 1;
		const double had = k > 0 ? ended[k - 1] : 0;
		double h, hj, a, b;

		if (f->time[k] > tau || before <= 0)
			continue;
		h = 1 - open[k] / before;
		hj = (ended[k] - had) / before;
		a = (tau - f->time[k]) * before;
		b = h < 1 ? later / (1 - h) : 0;
		var += (a * a * hj * (1 - hj) + b * b * h * (1 - h) -
		           2 * a * b * hj * (1 - h)) /
		    f->risk[k];
		later += a * hj;
	}
	mean.error = sqrt(var > 0 ? var : 0);
	return mean;
}
