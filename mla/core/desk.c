/* desk.c - what an office notes for itself: the machines do not see it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/desk.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

bool
desk_is(const char *event)
{
	return str_starts(event, DESK_PREFIX);
}

/* The entry of that name that was recorded last and still stands. */
static const struct dossier_event *
latest(const struct dossier *d, const char *name)
{
	const struct dossier_event *found = NULL;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->desk && str_eq(e->name, name) && e->replaced_by == 0 &&
		    e->on.day <= d->now.day &&
		    (found == NULL || e->seq == 0 || e->seq > found->seq))
			found = e;
	}
	return found;
}

static char *
field(const struct dossier_event *e, const char *name)
{
	char *text = e != NULL && e->element != NULL
	    ? xml_attr(xml_root(e->element), name)
	    : NULL;

	return text != NULL ? text : xstrdup("");
}

/* A field of the event that led here, or of what was sent with it. */
static char *
field_of_mover(const struct dossier *d, const char *name)
{
	char *text = field(d->mover, name);

	for (size_t i = 0; d->mover != NULL && d->mover->part != NULL &&
	     *text == '\0' && i < d->nevents;
	     i++) {
		if (!str_eq(d->events[i].covered, d->mover->part))
			continue;
		free(text);
		text = field(&d->events[i], name);
	}
	return text;
}

/*
 * Days after the state was reached; before them "@field ", a date that came
 * with the event, which counts where it is there.
 */
static void
by_default(struct desk_next *next, const struct dossier *d)
{
	const char *rule = run_state(d->run)->next;
	size_t len = strcspn(rule, " ");
	char *name, *day;

	if (run_is_final(d->run) || *rule == '\0')
		return;
	if (*rule == '@') {
		name = xstrndup(rule + 1, len - 1);
		day = field_of_mover(d, name);
		next->dated = date_parse(&next->day, day);
		free(day);
		free(name);
		rule += len;
	}
	if (next->dated || *rule == '\0')
		return;
	next->dated = true;
	next->day = d->since.day + (int32_t)strtol(rule, NULL, 10);
}

void
desk_next(struct desk_next *next, const struct dossier *d)
{
	const struct dossier_event *e = latest(d, DESK_NEXT);
	char *day;

	memset(next, 0, sizeof(*next));
	if (e == NULL || run_is_final(d->run) ||
	    (d->mover != NULL && e->seq != 0 && e->seq < d->mover->seq)) {
		next->action = xstrdup("");
		by_default(next, d);
		return;
	}
	day = field(e, "due");
	next->dated = date_parse(&next->day, day);
	next->action = field(e, "action");
	free(day);
}

char *
desk_assignee(const struct dossier *d)
{
	return field(latest(d, DESK_ASSIGN), "to");
}

void
desk_fill(struct store_now *now, const struct dossier *d)
{
	struct desk_next next;
	char day[DATE_BYTES];

	desk_next(&next, d);
	now->next = xstrdup(next.dated ? date_format(next.day, day) : "");
	now->action = next.action; /* taken over */
	now->assignee = desk_assignee(d);
}
