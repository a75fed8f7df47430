/* deskpaper.c - what the register knows of a request, for forms of the desk */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/deskpaper.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"
#include "core/hops.h"
#include "core/papers.h"
#include "xml/node.h"

void
deskpaper_put(xmlNode *node, const char *name, const char *value)
{
	if (!str_is_blank(value))
		(void)xmlNewProp(
		    node, (const xmlChar *)name, (const xmlChar *)value);
}

static void
put_day(xmlNode *node, const char *name, int32_t day)
{
	char text[DATE_BYTES];

	deskpaper_put(node, name, date_format(day, text));
}

static void
put_number(xmlNode *node, const char *name, int32_t number)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", number);
	deskpaper_put(node, name, text);
}

void
deskpaper_count(xmlNode *node, const char *name, uint64_t count)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)count);
	deskpaper_put(node, name, text);
}

static xmlNode *
add(xmlNode *parent, const char *name)
{
	return xmlNewChild(parent, NULL, (const xmlChar *)name, NULL);
}

char *
deskpaper_moment(const char *recorded)
{
	char *blank = str_replace(recorded, "T", " ");
	char *moment = str_replace(blank, "Z", "");

	free(blank);
	return moment;
}

static void
add_events(xmlNode *desk, const struct dossier *d)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char *recorded;
		xmlNode *node;

		if (e->taken == NULL)
			continue;
		recorded = deskpaper_moment(e->recorded);
		node = add(desk, "event");
		put_number(node, "entry", (int32_t)e->seq);
		deskpaper_put(node, "name", e->name);
		put_day(node, "on", e->on.day);
		deskpaper_put(node, "by", e->ours ? "us" : "them");
		deskpaper_put(node, "part", e->part);
		deskpaper_put(node, "state", e->state);
		deskpaper_put(node, "recorded", recorded);
		free(recorded);
		if (e->element != NULL)
			(void)xmlAddChild(node,
			    xmlDocCopyNode(xml_root(e->element), desk->doc, 1));
	}
}

static void
add_hops(xmlNode *desk, const struct dossier *d)
{
	struct hops hops;

	hops_of(&hops, d);
	put_number(
	    desk, "days-us", hops_days(&hops, "us", INT32_MIN, INT32_MAX));
	put_number(
	    desk, "days-them", hops_days(&hops, "them", INT32_MIN, INT32_MAX));
	for (size_t i = 0; i < hops.n; i++) {
		const struct hop *h = &hops.at[i];
		xmlNode *node;

		if (h->to == h->from && !h->open)
			continue;
		node = add(desk, "hop");
		deskpaper_put(node, "holder", h->holder);
		put_day(node, "from", h->from);
		if (!h->open)
			put_day(node, "to", h->to);
		put_number(node, "days", h->to - h->from);
	}
	free(hops.at);
}

/* What has to be done next: the officer's words, or the state that says it. */
static void
put_next(xmlNode *desk, const struct dossier *d)
{
	struct desk_next next;
	char *assignee = desk_assignee(d);

	desk_next(&next, d);
	if (next.dated)
		put_day(desk, "next", next.day);
	deskpaper_put(desk, "action", next.action);
	deskpaper_put(desk, "assignee", assignee);
	free(next.action);
	free(assignee);
}

/* The day of the act that decided the outcome. */
static void
put_decided(xmlNode *desk, const struct dossier *d)
{
	for (size_t i = d->nevents; i-- > 0;) {
		const struct dossier_event *e = &d->events[i];

		if (!e->skip && e->decided) {
			put_day(desk, "decided", e->on.day);
			return;
		}
	}
}

static int32_t
count_measures(const struct dossier *d)
{
	int32_t n = 0;

	for (size_t i = 0; i < d->nparts; i++)
		n += d->parts[i].transmission ? 0 : 1;
	return n;
}

xmlDoc *
deskpaper_make(struct dossier *d)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *desk = xmlNewDocNode(doc, NULL, (const xmlChar *)"desk", NULL);
	char *theirs = papers_their_reference(d);
	char *authority = papers_partner(d);
	char *subject = dossier_subject(d);
	const char *holder = run_is_final(d->run) ? "" : dossier_holder(d);

	(void)xmlDocSetRootElement(doc, desk);
	deskpaper_put(desk, "reference", d->row.reference);
	deskpaper_put(desk, "theirs", theirs);
	deskpaper_put(desk, "kind", d->row.kind);
	deskpaper_put(desk, "side", d->row.side);
	deskpaper_put(desk, "partner", d->row.partner);
	if (!str_eq(authority, d->row.partner))
		deskpaper_put(desk, "authority", authority);
	deskpaper_put(desk, "subject", subject);
	put_number(desk, "measures", count_measures(d));
	deskpaper_put(desk, "state", run_state(d->run)->id);
	deskpaper_put(desk, "holder", holder);
	deskpaper_put(desk, "waiting", dossier_waiting(d, holder));
	put_day(desk, "since", d->since.day);
	put_day(desk, "last", dossier_last_day(d));
	deskpaper_put(desk, "outcome", run_outcome(d->run));
	put_decided(desk, d);
	put_next(desk, d);
	add_events(desk, d);
	add_hops(desk, d);
	if (d->bag != NULL)
		(void)xmlAddChild(
		    desk, xmlDocCopyNode(xml_root(d->bag), doc, 1));
	free(theirs);
	free(authority);
	free(subject);
	return doc;
}
