/* gap.c - steps that one part of a request has taken and another has not */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/gap.h"

#include "base/alloc.h"
#include "base/str.h"

void
gaps_free(struct gaps *gaps)
{
	for (size_t i = 0; i < gaps->nsteps; i++)
		free(gaps->step[i].day);
	free(gaps->step);
	free(gaps->part);
	memset(gaps, 0, sizeof(*gaps));
}

static struct gap_step *
find_step(struct gaps *g, const char *event)
{
	struct gap_step *step;

	for (size_t i = 0; i < g->nsteps; i++) {
		if (str_eq(g->step[i].event, event))
			return &g->step[i];
	}
	g->step = vec_more(g->step, &g->cap_steps, g->nsteps, sizeof(*g->step));
	step = &g->step[g->nsteps++];
	step->event = event;
	step->gap = false;
	step->day = xcalloc(g->nparts, sizeof(*step->day));
	for (size_t i = 0; i < g->nparts; i++)
		step->day[i] = INT32_MIN;
	return step;
}

static void
note(struct gaps *g, const struct dossier_event *e)
{
	for (size_t i = 0; i < g->nparts; i++) {
		struct gap_step *step;

		if (!str_eq(g->part[i]->id, e->part))
			continue;
		step = find_step(g, e->name);
		if (step->day[i] == INT32_MIN)
			step->day[i] = e->on.day;
	}
}

void
gaps_of(struct gaps *out, const struct dossier *d)
{
	memset(out, 0, sizeof(*out));
	if (!d->rules->kind->part.compare)
		return;
	out->part = xcalloc(d->nparts, sizeof(struct dossier_part *));
	for (size_t i = 0; i < d->nparts; i++) {
		if (!d->parts[i].transmission)
			out->part[out->nparts++] = &d->parts[i];
	}
	if (out->nparts < 2) {
		gaps_free(out);
		return;
	}
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].taken != NULL && d->events[i].part != NULL)
			note(out, &d->events[i]);
	}
	for (size_t i = 0; i < out->nsteps; i++) {
		struct gap_step *step = &out->step[i];

		for (size_t p = 0; p < out->nparts; p++)
			step->gap = step->gap ||
			    (step->day[p] == INT32_MIN &&
			        !run_is_final(out->part[p]->run));
	}
}
