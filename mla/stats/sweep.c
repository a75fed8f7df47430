/* sweep.c - the times of a tally one after the other, with who is at risk */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/sweep.h"

#include "base/alloc.h"

void
sweep_begin(struct sweep *s, const struct tally *t, size_t cell, size_t ncells)
{
	memset(s, 0, sizeof(*s));
	s->t = t;
	s->cell = &t->cell[cell];
	s->ncells = ncells;
	s->risk = xcalloc(ncells, sizeof(*s->risk));
	s->left = xcalloc(ncells, sizeof(*s->left));
	s->step = xcalloc(ncells, sizeof(*s->step));
	s->in = xcalloc(ncells, sizeof(*s->in));
	s->none = xcalloc(t->causes + 1, sizeof(*s->none));
	for (size_t c = 0; c < ncells; c++) {
		s->risk[c] = (double)(s->cell[c].rows - s->cell[c].nlate);
		s->left[c] = s->none;
	}
}

/* Those who left at the last time are no longer at risk. */
static void
take_away(struct sweep *s)
{
	for (size_t c = 0; c < s->ncells; c++) {
		for (size_t j = 0; j <= s->t->causes; j++)
			s->risk[c] -= s->left[c][j];
	}
}

static bool
find_place(struct sweep *s)
{
	s->place = UINT32_MAX;
	for (size_t c = 0; c < s->ncells; c++) {
		const struct tally_cell *cell = &s->cell[c];

		if (s->step[c] < cell->nsteps &&
		    s->t->place[cell->step + s->step[c]] < s->place)
			s->place = s->t->place[cell->step + s->step[c]];
	}
	return s->place != UINT32_MAX;
}

bool
sweep_next(struct sweep *s)
{
	take_away(s);
	if (!find_place(s))
		return false;
	for (size_t c = 0; c < s->ncells; c++) {
		const struct tally_cell *cell = &s->cell[c];
		size_t step = cell->step + s->step[c];

		while (s->in[c] < cell->nlate &&
		    s->t->in[cell->late + s->in[c]] <= s->place) {
			s->risk[c]++;
			s->in[c]++;
		}
		s->left[c] = s->none;
		if (s->step[c] < cell->nsteps &&
		    s->t->place[step] == s->place) {
			s->left[c] = &s->t->count[step * (s->t->causes + 1)];
			s->step[c]++;
		}
	}
	return true;
}

void
sweep_end(struct sweep *s)
{
	free(s->risk);
	free(s->left);
	free(s->step);
	free(s->in);
	free(s->none);
	memset(s, 0, sizeof(*s));
}
