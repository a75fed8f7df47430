/* limits.c - 95 % limits of a share that was estimated */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/limits.h"

#include <math.h>
#include <stdbool.h>

static double
within(double p)
{
	/* NAN stays NAN. */
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

struct limits
limits_of(enum limits_kind kind, double p, double s)
{
	const struct limits none = { NAN, NAN };
	double away = LIMITS_Z * s;

	if (kind == LIMITS_PLAIN)
		return (struct limits){ within(p - away * p),
			within(p + away * p) };
	if (p <= 0 || (kind == LIMITS_LOGLOG && p >= 1))
		return none;
	if (kind == LIMITS_LOG)
		return (struct limits){ exp(log(p) - away),
			within(exp(log(p) + away)) };
	away /= log(p);
	return (struct limits){ exp(-exp(log(-log(p)) - away)),
		exp(-exp(log(-log(p)) + away)) };
}

struct contrast
limits_difference(struct estimate a, struct estimate b)
{
	double away = LIMITS_Z * hypot(a.error, b.error);
	double value = a.value - b.value;

	return (struct contrast){ value, value - away, value + away };
}

struct contrast
limits_ratio(struct estimate a, struct estimate b)
{
	double away, value = a.value / b.value;

	if (!(a.value > 0 && b.value > 0))
		return (struct contrast){ NAN, NAN, NAN };
	away = LIMITS_Z * hypot(a.error / a.value, b.error / b.value);
	return (struct contrast){ value, value / exp(away), value * exp(away) };
}

double
limits_half(const double *time, const double *y, size_t n)
{
	size_t first = 0;

	while (first < n && !(y[first] < 0.5 + LIMITS_TOLERANCE))
		first++;
	if (first == n)
		return NAN;
	if (fabs(y[first] - 0.5) >= LIMITS_TOLERANCE)
		return time[first];
	for (size_t i = first + 1; i < n; i++) {
		if (y[i] < y[first])
			return (time[first] + time[i]) / 2;
	}
	return time[first];
}

/* Place -1 stands for the time 0, before any step. */
static double
time_at(const double *time, ptrdiff_t at)
{
	return at < 0 ? 0 : time[at];
}

/*
 * The place of the least fallen amount 1 - y that is at least q, of equal ones
 * the first; false: there is none.
 */
static bool
find_fallen(ptrdiff_t *at, const double *y, size_t n, double q)
{
	double best = INFINITY;

	*at = -1;
	for (size_t i = 0; i < n; i++) {
		double fallen = 1 - y[i];

		if (fallen >= q && fallen < best) {
			best = fallen;
			*at = (ptrdiff_t)i;
		}
	}
	return !isinf(best);
}

/* Has an earlier step (or the beginning) the value of step i? */
static bool
was_before(const double *y, size_t i)
{
	if (y[i] == 1)
		return true;
	for (size_t k = 0; k < i; k++) {
		if (y[k] == y[i] || (isnan(y[k]) && isnan(y[i])))
			return true;
	}
	return false;
}

/* The amount fallen at the last step whose value is a new one. */
static double
last_fallen(const double *y, size_t n)
{
	while (n > 0) {
		/* The first of equal neighbours. */
		while (n > 1 &&
		    (y[n - 2] == y[n - 1] ||
		        (isnan(y[n - 2]) && isnan(y[n - 1]))))
			n--;
		if (!was_before(y, n - 1))
			return 1 - y[n - 1];
		n--;
	}
	return 0;
}

void
limits_quantiles(double *out, const double *p, size_t np, const double *time,
    const double *y, size_t n)
{
	double most = 0, least = 1, end = last_fallen(y, n);
	ptrdiff_t from, to;

	for (size_t i = 0; i < n; i++)
		most = 1 - y[i] > most ? 1 - y[i] : most;
	for (size_t k = 0; k < np; k++)
		least = p[k] < least ? p[k] : least;
	for (size_t k = 0; k < np; k++) {
		bool fell = find_fallen(&from, y, n, p[k] - LIMITS_TOLERANCE);

		out[k] = NAN;
		if (most < least || !fell)
			continue;
		if (fabs(p[k] - end) < LIMITS_TOLERANCE && n > 0)
			out[k] = (time_at(time, from) + time[n - 1]) / 2;
		else if (find_fallen(&to, y, n, p[k] + LIMITS_TOLERANCE))
			out[k] = (time_at(time, from) + time_at(time, to)) / 2;
	}
}
