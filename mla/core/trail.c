/* trail.c - who had an exhibit, when, why, and to whom it went */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/trail.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"
#include "core/exhibit.h"
#include "core/papers.h"
#include "model/limit.h"
#include "store/deadline.h"
#include "xml/node.h"

/* How an exhibit came: codes of TRAIL_ACTS, as entries of the desk. */
#define TAKEN_IN "desk.custody.taken-in"
#define RECEIVED "desk.custody.received"

void
trail_free(struct trail *trail)
{
	for (size_t i = 0; i < trail->n; i++) {
		struct trail_entry *e = &trail->at[i];

		free(e->exhibit);
		free(e->act);
		free(e->who);
		free(e->to);
		free(e->state);
		free(e->measure);
		free(e->reasons);
		free(e->consent);
		free(e->ground);
		free(e->message);
	}
	free(trail->at);
	memset(trail, 0, sizeof(*trail));
}

static struct trail_entry *
add(struct trail *out, const struct dossier_event *e, const char *act,
    const char *exhibit)
{
	struct trail_entry *entry;

	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	entry = &out->at[out->n++];
	memset(entry, 0, sizeof(*entry));
	entry->seq = e->seq;
	entry->on = e->on;
	entry->act = xstrdup(act + strlen(DESK_CUSTODY));
	entry->exhibit = xstrdup(exhibit);
	return entry;
}

/* How it came to us: the entry that brought it, and what it says itself. */
static void
add_coming(struct trail *out, const struct dossier *d,
    const struct dossier_event *e, const char *id,
    const struct exhibits *exhibits)
{
	const struct exhibit *x = exhibits_at(exhibits, id);
	struct trail_entry *entry;

	if (x == NULL || x->brought != e)
		return;
	entry = add(out, e, x->ours ? TAKEN_IN : RECEIVED, id);
	entry->who =
	    x->ours ? xstrdup(d->office->info.authority) : papers_partner(d);
	if (!x->ours)
		entry->to = xstrdup(d->office->info.authority);
	if (x->about != NULL)
		entry->measure = xml_attr(xml_root(x->about), "part");
	if (entry->measure == NULL)
		entry->measure = xstrdup_null(e->part);
}

static void
add_done(struct trail *out, const struct dossier_event *e, const char *id)
{
	const xmlNode *root = xml_root(e->element);
	struct trail_entry *entry = add(out, e, e->name, id);

	entry->who = xml_attr(root, "who");
	entry->to = xml_attr(root, "to");
	entry->state = xml_attr(root, "state");
	entry->measure = xml_attr(root, "measure");
	entry->reasons = xml_attr(root, "reasons");
	entry->consent = xml_attr(root, "consent");
	entry->ground = xml_attr(root, "ground");
	entry->message = xml_attr(root, "message");
	entry->in_case = xml_attr_is(root, "in-case", "yes");
}

/* Lines of one entry of the journal. */
static void
add_entry(struct trail *out, const struct dossier *d,
    const struct dossier_event *e, const struct exhibits *exhibits,
    const char *exhibit)
{
	const bool done = str_starts(e->name, DESK_CUSTODY);
	const xmlNode *node = xml_child(xml_root(e->element), NULL, "exhibit");

	for (; node != NULL; node = xml_next(node, NULL, "exhibit")) {
		char *id = xml_attr(node, "id");

		if (exhibit == NULL || str_eq(exhibit, id)) {
			if (done)
				add_done(out, e, id);
			else
				add_coming(out, d, e, id, exhibits);
		}
		free(id);
	}
}

void
trail_of(struct trail *out, const struct dossier *d,
    const struct exhibits *exhibits, const char *exhibit)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->element != NULL && e->on.day <= d->now.day &&
		    (e->replaced_by == 0 || !e->desk))
			add_entry(out, d, e, exhibits, exhibit);
	}
}

struct trail_stand *
trail_stands(struct office *office, const struct trail *trail,
    const struct exhibits *exhibits)
{
	struct trail_stand *all = xcalloc(exhibits->n, sizeof(*all));

	for (size_t i = 0; i < trail->n; i++) {
		const struct trail_entry *e = &trail->at[i];
		const struct exhibit *x = exhibits_at(exhibits, e->exhibit);
		const xmlNode *code =
		    codes_find(office->codes, TRAIL_ACTS, e->act);
		struct trail_stand *s;

		if (x == NULL)
			continue;
		s = &all[x - exhibits->at];
		s->last = e;
		if (e->message != NULL)
			s->sent = e;
		if (xml_attr_is(code, "holds", "no"))
			s->gone = e;
		else if (xml_attr_is(code, "holds", "yes"))
			s->gone = NULL;
	}
	return all;
}

static void
put(xmlNode *node, const char *name, const char *value)
{
	if (!str_is_blank(value))
		(void)xmlNewProp(
		    node, (const xmlChar *)name, (const xmlChar *)value);
}

static void
put_entry(xmlNode *desk, const struct trail_entry *e)
{
	xmlNode *node =
	    xmlNewChild(desk, NULL, (const xmlChar *)"custody", NULL);
	char on[DATE_BYTES], seq[24];

	(void)snprintf(seq, sizeof(seq), "%lld", (long long)e->seq);
	put(node, "entry", seq);
	put(node, "on", date_format(e->on.day, on));
	put(node, "exhibit", e->exhibit);
	put(node, "act", e->act);
	put(node, "who", e->who);
	put(node, "to", e->to);
	put(node, "state", e->state);
	put(node, "measure", e->measure);
	put(node, "reasons", e->reasons);
	put(node, "consent", e->consent);
	put(node, "ground", e->ground);
	put(node, "message", e->message);
}

enum mla_rc
trail_put(xmlNode *desk, const struct dossier *d, struct err *err)
{
	struct exhibits all;
	struct trail trail;
	enum mla_rc rc;

	if ((rc = exhibits_load(&all, d, err)) != MLA_OK)
		return rc;
	trail_of(&trail, d, &all, NULL);
	for (size_t i = 0; i < trail.n; i++)
		put_entry(desk, &trail.at[i]);
	trail_free(&trail);
	exhibits_free(&all);
	return MLA_OK;
}

/* A day of the description, as a row of what is due. */
static void
add_due(struct store_deadlines *out, const struct dossier *d,
    const struct exhibit *x, const char *attr, const char *name,
    enum limit_clock clock, const char *who)
{
	char *day = xml_attr(xml_root(x->about), attr);

	if (day != NULL)
		store_deadlines_add(out,
		    &(struct store_deadline){ .request = d->row.id,
		        .part = x->row.id,
		        .name = name,
		        .clock = limit_clock_name(clock),
		        .verified = true,
		        .who = who,
		        .due = day,
		        .latest = day });
	free(day);
}

enum mla_rc
trail_due(struct store_deadlines *out, const struct dossier *d, struct err *err)
{
	struct exhibits all;
	struct trail trail;
	struct trail_stand *stand;
	enum mla_rc rc;

	if ((rc = exhibits_load(&all, d, err)) != MLA_OK)
		return rc;
	trail_of(&trail, d, &all, NULL);
	stand = trail_stands(d->office, &trail, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct exhibit *x = &all.at[i];

		if (x->about == NULL || stand[i].gone != NULL)
			continue;
		/* What we sent out with that day comes back from them. */
		add_due(out, d, x, "return-by", TRAIL_RETURN,
		    x->ours ? LIMIT_OURS : LIMIT_ASKED,
		    x->ours && stand[i].sent != NULL ? "them" : "us");
		add_due(out, d, x, "keep-until", TRAIL_KEEP, LIMIT_OURS, "us");
	}
	free(stand);
	trail_free(&trail);
	exhibits_free(&all);
	return rc;
}
