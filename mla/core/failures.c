/* failures.c - what went wrong on the way: cause and days lost */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/failures.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

void
failures_free(struct failures *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->at[i].reference);
		free(f->at[i].partner);
		free(f->at[i].side);
		free(f->at[i].what);
		free(f->at[i].cause);
	}
	free(f->at);
	memset(f, 0, sizeof(*f));
}

/* Does the way to the other side, or from it, begin with this event? */
static bool
sets_off(const struct dossier *d, const struct dossier_event *e)
{
	if (str_eq(d->row.side, "in"))
		return str_eq(e->taken->step, MACHINE_RECEIVE);
	return *e->taken->tell != '\0' && *e->taken->failure == '\0';
}

/* The day on which a transmission left, or from. */
static int32_t
left_on(const struct dossier *d, const char *part, int32_t from)
{
	for (size_t i = 0; part != NULL && i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL && str_eq(e->part, part) && sets_off(d, e))
			return e->on.day;
	}
	return from;
}

static enum mla_rc
add_request(void *arg, struct dossier *d, struct err *err)
{
	struct failures *out = arg;
	int32_t from = d->nevents > 0 ? d->events[0].on.day : 0;
	bool on_its_way = false;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		struct failure *f;

		if (e->taken == NULL)
			continue;
		/* Later letters about it do not begin its way anew. */
		if (sets_off(d, e) && !on_its_way) {
			from = e->on.day;
			on_its_way = true;
		}
		if (*e->taken->failure == '\0')
			continue;
		on_its_way = false;
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		f = &out->at[out->n++];
		f->reference = xstrdup(d->row.reference);
		f->partner = xstrdup(d->row.partner);
		f->side = xstrdup(d->row.side);
		f->what = xstrdup(e->taken->failure);
		f->cause = xml_attr(xml_root(e->element), "cause");
		if (f->cause == NULL)
			f->cause = xstrdup("");
		f->on = e->on.day;
		f->days = e->on.day - left_on(d, e->part, from);
	}
	(void)err;
	return MLA_OK;
}

enum mla_rc
failures_of(struct failures *out, struct office *office,
    const struct dossier_look *look, struct err *err)
{
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = dossier_each(office, look, add_request, out, err)) != MLA_OK)
		failures_free(out);
	return rc;
}
