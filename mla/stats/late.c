/* late.c - what rows that entered late add to the jackknife's variance */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/late.h"

#include "base/alloc.h"

/*
 * Two vectors of 1 + causes values, of S and of each F_j, after so many steps:
 * the estimates, and the influence of a row at risk from the beginning.
 */
struct state {
	double *f, *u;
};

struct late {
	const struct tally *t;
	const struct tally_cell *cell;
	size_t width; /* 1 + causes */
	size_t done; /* steps so far */
	double *states; /* (1 + steps) x 2 x width */
	size_t next; /* late row to leave next */
	/* Over the rows at risk: the sum of their influences. */
	double *sum;
	/* Over those that leave now. */
	double *left; /* all: their influences */
	double *ended; /* ended: their influences */
	double *own; /* of [j]: that of dF_j over those that ended by j */
	double *own_s; /* of [j]: that of dS over those that ended by j */
	double *one; /* the influence of one row */
};

static struct state
state_after(const struct late *l, size_t steps)
{
	double *at = &l->states[steps * 2 * l->width];

	return (struct state){ at, at + l->width };
}

struct late *
late_new(const struct tally *t, size_t group)
{
	struct late *l = xcalloc(1, sizeof(*l));

	l->t = t;
	l->cell = &t->cell[group];
	l->width = t->causes + 1;
	l->states =
	    xcalloc((l->cell->nsteps + 1) * 2 * l->width, sizeof(*l->states));
	l->states[0] = 1;
	l->sum = xcalloc(l->width, sizeof(*l->sum));
	l->left = xcalloc(l->width, sizeof(*l->left));
	l->ended = xcalloc(l->width, sizeof(*l->ended));
	l->own = xcalloc(l->width, sizeof(*l->own));
	l->own_s = xcalloc(l->width, sizeof(*l->own_s));
	l->one = xcalloc(l->width, sizeof(*l->one));
	return l;
}

void
late_free(struct late *l)
{
	if (l == NULL)
		return;
	free(l->states);
	free(l->sum);
	free(l->left);
	free(l->ended);
	free(l->own);
	free(l->own_s);
	free(l->one);
	free(l);
}

/* How many steps are before that place? */
static size_t
steps_before(const struct late *l, uint32_t place)
{
	const uint32_t *at = &l->t->place[l->cell->step];
	size_t low = 0, high = l->cell->nsteps;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (at[middle] < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is carried along: a *= 1 - h, f_j += h_j a. */
static void
carry(const struct late *l, double *u, const uint32_t *ends, double n)
{
	double h = 0;

	for (size_t j = 1; j < l->width; j++) {
		u[j] += ends[j] / n * u[0];
		h += ends[j] / n;
	}
	u[0] *= 1 - h;
}

/* times rows with the influence u leave now, by that cause. */
static void
leave(struct late *l, const double *u, size_t cause, double times)
{
	for (size_t j = 0; j < l->width; j++) {
		l->left[j] += times * u[j];
		if (cause > 0)
			l->ended[j] += times * u[j];
	}
	l->own[cause] += times * u[cause];
	l->own_s[cause] += times * u[0];
}

/* All that leave now; the late ones each by itself. */
static void
collect(struct late *l, uint32_t place, double n, const uint32_t *left)
{
	const struct tally_late *rows = &l->t->late[l->cell->late];
	struct state now = state_after(l, l->done);
	size_t bytes = l->width * sizeof(double);

	memset(l->left, 0, bytes);
	memset(l->ended, 0, bytes);
	memset(l->own, 0, bytes);
	memset(l->own_s, 0, bytes);
	memcpy(l->one, now.u, bytes);
	carry(l, l->one, left, n);
	for (size_t j = 0; j < l->width; j++)
		leave(l, l->one, j, left[j]);
	for (; l->next < l->cell->nlate && rows[l->next].out == place;
	     l->next++) {
		const struct tally_late *row = &rows[l->next];
		struct state in = state_after(l, steps_before(l, row->in));
		double along = in.u[0] / in.f[0];

		/* It was counted as if from the beginning: what it lacks. */
		l->one[0] = -along * now.f[0];
		for (size_t j = 1; j < l->width; j++)
			l->one[j] = -in.u[j] - along * (now.f[j] - in.f[j]);
		carry(l, l->one, left, n);
		leave(l, l->one, row->cause, 1);
	}
}

/* The state after this step. */
static void
go_on(struct late *l, double n, const uint32_t *left, double d)
{
	struct state now = state_after(l, l->done);
	struct state then = state_after(l, l->done + 1);
	double s = now.f[0];

	memcpy(then.f, now.f, 2 * l->width * sizeof(double));
	for (size_t j = 1; j < l->width; j++)
		then.f[j] += s * left[j] / n;
	then.f[0] = s * (n - d) / n;
	carry(l, then.u, left, n);
	then.u[0] += s * d / n / n;
	for (size_t j = 1; j < l->width; j++)
		then.u[j] -= s * left[j] / n / n;
	l->done++;
}

void
late_add(struct late *l, struct sums *sums, uint32_t place, double n,
    const uint32_t *left)
{
	double s = state_after(l, l->done).f[0], d = 0, out = left[0];
	double *m = l->sum;

	if (s <= 0)
		return; /* nothing changes any more */
	for (size_t j = 1; j < l->width; j++)
		d += left[j];
	out += d;
	collect(l, place, n, left);
	carry(l, m, left, n);
	/* Each row at risk is moved by (s d, -s d_j) / n^2 ... */
	sums->vs += 2 * s * d / n / n * m[0];
	for (size_t j = 1; j < l->width; j++) {
		sums->v[j] -= 2 * s * left[j] / n / n * m[j];
		sums->c[j] += s / n / n * (d * m[j] - left[j] * m[0]);
	}
	/* ... and those that ended by j by (-s, s) / n more. */
	sums->vs -= 2 * s / n * l->ended[0];
	for (size_t j = 1; j < l->width; j++) {
		sums->v[j] += 2 * s / n * l->own[j];
		sums->c[j] += s / n * (l->own_s[j] - l->ended[j]);
	}
	/* Those who stay. */
	m[0] -= l->left[0] + out * s * d / n / n - d * s / n;
	for (size_t j = 1; j < l->width; j++)
		m[j] -=
		    l->left[j] - out * s * left[j] / n / n + left[j] * s / n;
	go_on(l, n, left, d);
}
