/* ocel.c - the register as an object-centric event log (OCEL 2.0) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ocel.h"

#include "base/str.h"
#include "core/desk.h"
#include "core/dossier.h"
#include "core/eventlog.h"
#include "core/labels.h"
#include "store/event.h"
#include "xml/write.h"

#define ALWAYS "1970-01-01T00:00:00.000+00:00" /* of what never changes */

/* No namespace; types before what has them. */
static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<log>\n"
    "  <object-types>\n"
    "    <object-type name=\"request\"><attributes>"
    "<attribute name=\"kind\" type=\"string\"/>"
    "<attribute name=\"side\" type=\"string\"/>"
    "<attribute name=\"practice\" type=\"string\"/>"
    "<attribute name=\"state\" type=\"string\"/>"
    "<attribute name=\"outcome\" type=\"string\"/>"
    "</attributes></object-type>\n"
    "    <object-type name=\"part\"><attributes>"
    "<attribute name=\"state\" type=\"string\"/>"
    "</attributes></object-type>\n"
    "    <object-type name=\"transmission\"><attributes>"
    "<attribute name=\"state\" type=\"string\"/>"
    "</attributes></object-type>\n"
    "    <object-type name=\"partner\"><attributes/></object-type>\n"
    "  </object-types>\n";
static const char type_tail[] = "\"><attributes>"
                                "<attribute name=\"by\" type=\"string\"/>"
                                "<attribute name=\"holder\" type=\"string\"/>"
                                "<attribute name=\"recorded\" type=\"time\"/>"
                                "</attributes></event-type>\n";

struct writing {
	struct office *office;
	const struct xes_sink *sink;
	struct xes_done *done;
	struct labels types, partners; /* of events; States */
	struct buf b;
};

static enum mla_rc
flush(struct writing *w, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	if (w->b.len > 0)
		rc = w->sink->write(w->sink->arg, w->b.data, w->b.len, err);
	buf_clear(&w->b);
	return rc;
}

static void
add(struct buf *b, const char *name, const char *time, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_adds(b, "<attribute");
	xml_add_attr(b, "name", name);
	xml_add_attr(b, "time", time);
	buf_addch(b, '>');
	xml_add_text(b, value);
	buf_adds(b, "</attribute>");
}

/* One that is related: a request, with its part or a State behind it. */
static void
relate(struct buf *b, const char *id, const char *part, const char *qualifier)
{
	buf_adds(b, "<relationship object-id=\"");
	xml_add_text(b, id);
	if (part != NULL) {
		buf_addch(b, '/');
		xml_add_text(b, part);
	}
	buf_addf(b, "\" qualifier=\"%s\"/>", qualifier);
}

/* Where it stood after each act of its own, when that changed. */
static void
add_states(struct buf *b, const struct dossier *d, const char *part)
{
	const char *before = NULL;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char moment[EVENTLOG_MOMENT_BYTES];

		if (e->skip || !str_eq(e->part, part) ||
		    str_eq(e->state, before))
			continue;
		before = e->state;
		eventlog_moment(moment, &e->on);
		add(b, "state", moment, e->state);
	}
}

static void
add_objects(struct writing *w, const struct dossier *d, const char *name)
{
	struct buf *b = &w->b;

	buf_adds(b, "    <object id=\"");
	xml_add_text(b, name);
	buf_adds(b, "\" type=\"request\"><attributes>");
	add(b, "kind", ALWAYS, d->row.kind);
	add(b, "side", ALWAYS, d->row.side);
	add(b, "practice", ALWAYS, w->office->info.practice ? "true" : NULL);
	add_states(b, d, NULL);
	if (d->nevents > 0) {
		char moment[EVENTLOG_MOMENT_BYTES];

		eventlog_moment(moment, &d->events[d->nevents - 1].on);
		add(b, "outcome", moment, run_outcome(d->run));
	}
	buf_adds(b, "</attributes><objects>");
	relate(b, d->row.partner, NULL, "partner");
	buf_adds(b, "</objects></object>\n");
	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		buf_adds(b, "    <object id=\"");
		xml_add_text(b, name);
		buf_addch(b, '/');
		xml_add_text(b, p->id);
		buf_addf(b, "\" type=\"%s\"><attributes>",
		    p->transmission ? "transmission" : "part");
		add_states(b, d, p->id);
		buf_adds(b, "</attributes><objects>");
		relate(b, name, NULL, "of");
		buf_adds(b, "</objects></object>\n");
	}
	(void)labels_number(
	    &w->partners, d->row.partner, strlen(d->row.partner));
}

static void
add_events(struct writing *w, const struct dossier *d, const char *name)
{
	size_t number = 0;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char moment[EVENTLOG_MOMENT_BYTES];
		struct when recorded;

		if (e->skip)
			continue;
		eventlog_moment(moment, &e->on);
		buf_adds(&w->b, "    <event id=\"");
		xml_add_text(&w->b, name);
		buf_addf(&w->b, "#%zu\"", ++number);
		xml_add_attr(&w->b, "type", e->name);
		xml_add_attr(&w->b, "time", moment);
		buf_adds(&w->b, "><attributes>");
		add(&w->b, "by", NULL,
		    str_eq(d->row.side, "out") == e->ours ? "requesting"
		                                          : "requested");
		add(&w->b, "holder", NULL, e->holder);
		if (e->recorded != NULL && when_parse(&recorded, e->recorded)) {
			eventlog_moment(moment, &recorded);
			add(&w->b, "recorded", NULL, moment);
		}
		buf_adds(&w->b, "</attributes><objects>");
		relate(&w->b, name, NULL, "about");
		if (e->part != NULL && dossier_part(d, e->part) != NULL)
			relate(&w->b, name, e->part, "of");
		buf_adds(&w->b, "</objects></event>\n");
	}
	w->done->events += number;
}

/* Types of all events that there are; those of the desk are not told. */
static enum mla_rc
add_type(void *arg, const struct store_event *e, struct err *err)
{
	struct writing *w = arg;

	(void)err;
	if (!desk_is(e->name))
		(void)labels_number(&w->types, e->name, strlen(e->name));
	return MLA_OK;
}

static enum mla_rc
write_types(struct writing *w, struct err *err)
{
	enum mla_rc rc = store_event_each(w->office->store, add_type, w, err);

	if (rc != MLA_OK)
		return rc;
	buf_adds(&w->b, head);
	buf_adds(&w->b, "  <event-types>\n");
	for (size_t i = 0; i < w->types.n; i++) {
		buf_adds(&w->b, "    <event-type name=\"");
		xml_add_text(&w->b, w->types.at[i]);
		buf_adds(&w->b, type_tail);
	}
	buf_adds(&w->b, "  </event-types>\n");
	return flush(w, err);
}

/* Objects of every case, or its events. */
static enum mla_rc
write_cases(struct writing *w, const struct eventlog_cases *cases, bool objects,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < cases->n; i++) {
		struct dossier *d = NULL;

		rc = dossier_open(&d, w->office, cases->at[i].request, err);
		if (rc == MLA_OK && objects)
			add_objects(w, d, cases->at[i].name);
		else if (rc == MLA_OK)
			add_events(w, d, cases->at[i].name);
		dossier_free(d);
		if (rc == MLA_OK)
			rc = flush(w, err);
	}
	return rc;
}

static enum mla_rc
write_log(
    struct writing *w, const struct eventlog_cases *cases, struct err *err)
{
	enum mla_rc rc;

	if ((rc = write_types(w, err)) != MLA_OK)
		return rc;
	buf_adds(&w->b, "  <objects>\n");
	if ((rc = write_cases(w, cases, true, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < w->partners.n; i++)
		buf_addf(&w->b, "    <object id=\"%s\" type=\"partner\"/>\n",
		    w->partners.at[i]);
	buf_adds(&w->b, "  </objects>\n  <events>\n");
	if ((rc = write_cases(w, cases, false, err)) != MLA_OK)
		return rc;
	buf_adds(&w->b, "  </events>\n</log>\n");
	w->done->traces = cases->n;
	return flush(w, err);
}

enum mla_rc
ocel_write(struct xes_done *done, struct office *office, bool names,
    const struct xes_sink *sink, struct err *err)
{
	struct writing w = { .office = office, .sink = sink, .done = done };
	struct eventlog_cases cases = { 0 };
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin_read(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = eventlog_cases(&cases, office, names, err)) == MLA_OK)
		rc = write_log(&w, &cases, err);
	eventlog_cases_free(&cases);
	labels_free(&w.types);
	labels_free(&w.partners);
	buf_free(&w.b);
	store_rollback(office->store);
	return rc;
}
