/* xes.c - the register as an event log for process mining (IEEE 1849, XES) */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/xes.h"

#include "base/str.h"
#include "core/dossier.h"
#include "core/eventlog.h"
#include "model/run.h"
#include "xml/write.h"

#define XES_HOME "http://www.xes-standard.org/"

/* Elements in the order of the schema; it has no namespace. */
static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<log xes.version=\"1849.2016\" xes.features=\"\">\n"
    "  <extension name=\"Concept\" prefix=\"concept\" uri=\"" XES_HOME
    "concept.xesext\"/>\n"
    "  <extension name=\"Time\" prefix=\"time\" uri=\"" XES_HOME
    "time.xesext\"/>\n"
    "  <extension name=\"Lifecycle\" prefix=\"lifecycle\" uri=\"" XES_HOME
    "lifecycle.xesext\"/>\n"
    "  <extension name=\"Organizational\" prefix=\"org\" uri=\"" XES_HOME
    "org.xesext\"/>\n"
    "  <global scope=\"trace\">\n"
    "    <string key=\"concept:name\" value=\"UNKNOWN\"/>\n"
    "  </global>\n"
    "  <global scope=\"event\">\n"
    "    <string key=\"concept:name\" value=\"UNKNOWN\"/>\n"
    "    <date key=\"time:timestamp\" "
    "value=\"1970-01-01T00:00:00.000+00:00\"/>\n"
    "    <string key=\"lifecycle:transition\" value=\"complete\"/>\n"
    "  </global>\n"
    "  <classifier name=\"Activity\" scope=\"event\" "
    "keys=\"concept:name\"/>\n";
static const char practice[] = "  <string key=\"practice\" value=\"true\"/>\n";
static const char tail[] = "</log>\n";
/* Each act is of one moment. */
static const char lifecycle[] =
    "      <string key=\"lifecycle:transition\" value=\"complete\"/>\n";

/* The key stands before the value: some readers count on it. */
static void
add(struct buf *b, const char *indent, const char *type, const char *key,
    const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_addf(b, "%s<%s", indent, type);
	xml_add_attr(b, "key", key);
	xml_add_attr(b, "value", value);
	buf_adds(b, "/>\n");
}

static void
add_moment(struct buf *b, const char *key, const struct when *when)
{
	char text[EVENTLOG_MOMENT_BYTES];

	eventlog_moment(text, when);
	add(b, "      ", "date", key, text);
}

static void
add_event(struct buf *b, const struct dossier *d, const struct dossier_event *e,
    size_t number)
{
	const bool asks = str_eq(d->row.side, "out") == e->ours;
	char instance[24];
	struct when recorded;

	(void)snprintf(instance, sizeof(instance), "%zu", number);
	buf_adds(b, "    <event>\n");
	add(b, "      ", "string", "concept:name", e->name);
	add(b, "      ", "string", "concept:instance", instance);
	add_moment(b, "time:timestamp", &e->on);
	buf_adds(b, lifecycle);
	add(b, "      ", "string", "org:group",
	    asks ? "requesting" : "requested");
	add(b, "      ", "string", "part", e->part);
	add(b, "      ", "string", "state", e->state);
	add(b, "      ", "string", "holder", e->holder);
	if (e->recorded != NULL && when_parse(&recorded, e->recorded))
		add_moment(b, "recorded", &recorded);
	buf_adds(b, "    </event>\n");
}

static void
add_trace(struct buf *b, const struct dossier *d, const char *name,
    struct xes_done *done)
{
	size_t number = 0;

	buf_adds(b, "  <trace>\n");
	add(b, "    ", "string", "concept:name", name);
	add(b, "    ", "string", "kind", d->row.kind);
	add(b, "    ", "string", "side", d->row.side);
	add(b, "    ", "string", "partner", d->row.partner);
	add(b, "    ", "string", "state", run_state(d->run)->id);
	add(b, "    ", "string", "outcome", run_outcome(d->run));
	for (size_t i = 0; i < d->nevents; i++) {
		if (!d->events[i].skip)
			add_event(b, d, &d->events[i], ++number);
	}
	buf_adds(b, "  </trace>\n");
	done->traces++;
	done->events += number;
}

static enum mla_rc
write_traces(struct xes_done *done, struct office *office,
    const struct eventlog_cases *cases, const struct xes_sink *sink,
    struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	rc = sink->write(sink->arg, head, sizeof(head) - 1, err);
	if (rc == MLA_OK && office->info.practice)
		rc =
		    sink->write(sink->arg, practice, sizeof(practice) - 1, err);
	for (size_t i = 0; rc == MLA_OK && i < cases->n; i++) {
		struct dossier *d = NULL;

		buf_clear(&b);
		rc = dossier_open(&d, office, cases->at[i].request, err);
		if (rc == MLA_OK) {
			add_trace(&b, d, cases->at[i].name, done);
			rc = sink->write(sink->arg, b.data, b.len, err);
		}
		dossier_free(d);
	}
	if (rc == MLA_OK)
		rc = sink->write(sink->arg, tail, sizeof(tail) - 1, err);
	buf_free(&b);
	return rc;
}

enum mla_rc
xes_write(struct xes_done *done, struct office *office, bool names,
    const struct xes_sink *sink, struct err *err)
{
	struct eventlog_cases cases = { 0 };
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin_read(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = eventlog_cases(&cases, office, names, err)) == MLA_OK)
		rc = write_traces(done, office, &cases, sink, err);
	eventlog_cases_free(&cases);
	store_rollback(office->store);
	return rc;
}
