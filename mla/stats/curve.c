/* curve.c - Kaplan-Meier: the share that is still open, over time */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/curve.h"

#include <math.h>

#include "base/alloc.h"
#include "stats/sweep.h"

static void
make_room(struct curve *out, size_t n)
{
	double **const columns[] = { &out->time, &out->risk, &out->events,
		&out->open, &out->surv, &out->greenwood, &out->cumhaz,
		&out->cumvar, &out->lower, &out->upper };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		*columns[i] = xcalloc(n + 1, sizeof(double));
}

void
curve_free(struct curve *c)
{
	free(c->time);
	free(c->risk);
	free(c->events);
	free(c->open);
	free(c->surv);
	free(c->greenwood);
	free(c->cumhaz);
	free(c->cumvar);
	free(c->lower);
	free(c->upper);
	memset(c, 0, sizeof(*c));
}

/* One row more, after so many events among n. */
static void
add_row(struct curve *c, double d, double n)
{
	size_t i = c->n;
	double surv = i > 0 ? c->surv[i - 1] : 1;
	double greenwood = i > 0 ? c->greenwood[i - 1] : 0;
	double cumhaz = i > 0 ? c->cumhaz[i - 1] : 0;
	double cumvar = i > 0 ? c->cumvar[i - 1] : 0;

	if (d > 0) {
		surv *= (n - d) / n;
		greenwood += d / n / (n - d);
		cumhaz += d / n;
		cumvar += d / n / n;
	}
	c->surv[i] = surv;
	c->greenwood[i] = greenwood;
	c->cumhaz[i] = cumhaz;
	c->cumvar[i] = cumvar;
	c->risk[i] = n;
	c->events[i] = d;
}

void
curve_make(struct curve *out, const struct tally *t, size_t group,
    enum limits_kind kind, bool reverse)
{
	struct sweep s;

	make_room(out, t->cell[group].nsteps);
	out->rows = t->cell[group].rows;
	sweep_begin(&s, t, group, 1);
	while (sweep_next(&s)) {
		double ends = 0, open = s.left[0][0];
		struct limits limits;

		for (size_t j = 1; j <= t->causes; j++)
			ends += s.left[0][j];
		out->time[out->n] = t->time[s.place];
		add_row(out, reverse ? open : ends, s.risk[0]);
		out->open[out->n] = reverse ? ends : open;
		limits = limits_of(
		    kind, out->surv[out->n], sqrt(out->greenwood[out->n]));
		out->lower[out->n] = limits.lower;
		out->upper[out->n] = limits.upper;
		out->n++;
	}
	sweep_end(&s);
}

double
curve_error(const struct curve *c, size_t i)
{
	return c->surv[i] > 0 ? c->surv[i] * sqrt(c->greenwood[i]) : NAN;
}

struct estimate
curve_mean(const struct curve *c, double tau)
{
	double area = 0, variance = 0, after = tau;
	size_t i = c->n;

	/* From the end: area is that from time[i] to tau. */
	while (i > 0) {
		double n = c->risk[--i], d = c->events[i];

		if (c->time[i] > tau)
			continue;
		area += c->surv[i] * (after - c->time[i]);
		if (n > d)
			variance += area * area * d / (n * (n - d));
		after = c->time[i];
	}
	return (struct estimate){ area + after, sqrt(variance) };
}

double
steps_area(
    const double *time, const double *y, size_t n, double first, double tau)
{
	double area = 0, from = 0, height = first;

	for (size_t i = 0; i < n && time[i] < tau; i++) {
		area += height * (time[i] - from);
		from = time[i];
		height = y[i];
	}
	return area + height * (tau - from);
}

double
steps_at(const double *time, const double *y, size_t n, double first, double t)
{
	size_t low = 0, high = n;

	/* The first time after t. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (time[middle] <= t)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? y[low - 1] : first;
}
