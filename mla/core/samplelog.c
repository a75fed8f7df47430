/* samplelog.c - rows of an event log: days from one event to another */
/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/plain.h"
#include "core/moment.h"
#include "core/sample.h"
#include "xml/stream.h"

#define NEVER INT64_MAX /* a moment that did not come */
#define LOG_MAX_EVENTS 200000000UL /* of one log */

enum {
	NAMES_SHOWN = 12, /* of a log, where one is not found */
	NAMES_KEPT = 10000
};

/* One end of the days: what is looked for. */
struct end {
	const char *name; /* without "event:" or "case:" */
	bool event, attribute; /* which of them it may be */
	bool is_event; /* an event of that name came up */
};

/* What a case has of both ends, whichever they turn out to be. */
struct found {
	int64_t event; /* the first that has a time */
	int64_t date; /* attribute of the case */
	bool undated; /* an event or a date that has no time to be read */
};

/* One case. */
struct trace {
	struct found from;
	int64_t to_date;
	bool to_undated;
	/* The first end event at or after the beginning, by what that is. */
	int64_t after_event, after_date;
	uint32_t group, stratum; /* number + 1; 0: it has none */
};

struct reading {
	struct sample *sample;
	const struct sample_want *want;
	const char *name;
	struct plain *file;
	struct end from, to;
	int depth, trace_depth, event_depth; /* 0: not inside one */
	/* The case that is read. */
	struct trace now;
	int64_t *ends; /* times of its end events */
	size_t nends, cap_ends;
	/* The event that is read. */
	int64_t time;
	bool dated, named_from, named_to;
	/* All of them. */
	struct trace *trace;
	size_t ntraces, cap_traces;
	int64_t last; /* event time of the log */
	size_t events, undated, zoneless;
	struct labels activities, dates; /* names that the log has */
};

static void
keep_name(struct labels *names, const char *name, size_t len)
{
	if (names->n < NAMES_KEPT)
		(void)labels_number(names, name, len);
}

static bool
is_name(const struct stream_attribute *a, const char *name)
{
	return a->len == strlen(name) && memcmp(a->value, name, a->len) == 0;
}

/* A moment written in an attribute; false if it cannot be read. */
static bool
read_moment(
    int64_t *moment, struct reading *r, const struct stream_attribute *a)
{
	bool zone;

	if (!moment_parse(moment, &zone, a->value, a->len))
		return false;
	r->zoneless += !zone;
	return true;
}

/* --- elements --- */

static void
event_attribute(struct reading *r, const struct stream_attribute *key,
    const struct stream_attribute *value)
{
	if (is_name(key, "concept:name")) {
		keep_name(&r->activities, value->value, value->len);
		r->named_from = r->from.event && is_name(value, r->from.name);
		r->named_to = r->to.event && is_name(value, r->to.name);
	} else if (is_name(key, "time:timestamp")) {
		r->dated = read_moment(&r->time, r, value);
	}
}

/* The first of that key counts. */
static void
case_date(int64_t *date, bool *undated, struct reading *r,
    const struct stream_attribute *value)
{
	if (*date != NEVER)
		return;
	if (!read_moment(date, r, value)) {
		*date = NEVER;
		*undated = true;
	}
}

static void
case_label(uint32_t *number, struct labels *labels,
    const struct stream_attribute *value)
{
	if (*number == 0 && value->len > 0)
		*number = 1 + labels_number(labels, value->value, value->len);
}

static const char *
without(const char *name, const char *prefix)
{
	return str_starts(name, prefix) ? name + strlen(prefix) : name;
}

static void
case_attribute(struct reading *r, const char *type,
    const struct stream_attribute *key, const struct stream_attribute *value)
{
	const struct sample_want *w = r->want;

	if (str_eq(type, "date"))
		keep_name(&r->dates, key->value, key->len);
	if (r->from.attribute && is_name(key, r->from.name))
		case_date(&r->now.from.date, &r->now.from.undated, r, value);
	if (r->to.attribute && is_name(key, r->to.name))
		case_date(&r->now.to_date, &r->now.to_undated, r, value);
	if (w->group != NULL && is_name(key, without(w->group, "case:")))
		case_label(&r->now.group, &r->sample->groups, value);
	if (w->strata != NULL && is_name(key, without(w->strata, "case:")))
		case_label(&r->now.stratum, &r->sample->strata, value);
}

static void
begin_trace(struct reading *r)
{
	r->trace_depth = r->depth;
	r->nends = 0;
	r->now = (struct trace){ .from = { NEVER, NEVER, false },
		.to_date = NEVER,
		.after_event = NEVER,
		.after_date = NEVER };
}

static enum mla_rc
on_start(void *arg, const char *name, const struct stream_attribute *attributes,
    size_t n, struct err *err)
{
	struct reading *r = arg;
	const struct stream_attribute *key, *value;

	r->depth++;
	if (r->trace_depth == 0 && str_eq(name, "trace")) {
		begin_trace(r);
		return MLA_OK;
	}
	if (r->trace_depth == 0)
		return MLA_OK;
	if (str_eq(name, "event") && r->depth == r->trace_depth + 1) {
		r->event_depth = r->depth;
		r->dated = r->named_from = r->named_to = false;
		if (++r->events > LOG_MAX_EVENTS)
			return err_set(err, MLA_EDAMAGED,
			    "%s has more than %lu events", r->name,
			    LOG_MAX_EVENTS);
		return MLA_OK;
	}
	key = stream_find(attributes, n, "key");
	value = stream_find(attributes, n, "value");
	if (key == NULL || value == NULL)
		return MLA_OK;
	/* Attributes of attributes are nobody's name or date. */
	if (r->event_depth > 0 && r->depth == r->event_depth + 1)
		event_attribute(r, key, value);
	else if (r->event_depth == 0 && r->depth == r->trace_depth + 1)
		case_attribute(r, name, key, value);
	return MLA_OK;
}

static void
end_event(struct reading *r)
{
	if (!r->dated)
		r->undated++;
	else if (r->time > r->last)
		r->last = r->time;
	if (r->named_from) {
		r->from.is_event = true;
		if (r->dated && r->time < r->now.from.event)
			r->now.from.event = r->time;
		r->now.from.undated = r->now.from.undated || !r->dated;
	}
	if (r->named_to) {
		r->to.is_event = true;
		r->now.to_undated = r->now.to_undated || !r->dated;
		if (r->dated) {
			r->ends = vec_more(
			    r->ends, &r->cap_ends, r->nends, sizeof(*r->ends));
			r->ends[r->nends++] = r->time;
		}
	}
}

/* Events may stand in any order: the earliest that is not before. */
static int64_t
first_end(const struct reading *r, int64_t from)
{
	int64_t first = NEVER;

	for (size_t i = 0; i < r->nends; i++) {
		if (r->ends[i] >= from && r->ends[i] < first)
			first = r->ends[i];
	}
	return first;
}

static enum mla_rc
on_end(void *arg, const char *name, struct err *err)
{
	struct reading *r = arg;

	(void)name;
	(void)err;
	if (r->event_depth == r->depth && r->event_depth > 0) {
		end_event(r);
		r->event_depth = 0;
	} else if (r->trace_depth == r->depth && r->trace_depth > 0) {
		r->now.after_event = first_end(r, r->now.from.event);
		r->now.after_date = first_end(r, r->now.from.date);
		r->trace = vec_more(
		    r->trace, &r->cap_traces, r->ntraces, sizeof(*r->trace));
		r->trace[r->ntraces++] = r->now;
		r->trace_depth = 0;
	}
	r->depth--;
	return MLA_OK;
}

static enum mla_rc
more(size_t *got, void *arg, void *data, size_t size, struct err *err)
{
	return plain_read(got, ((struct reading *)arg)->file, data, size, err);
}

/* --- cases become rows --- */

/* Why the case is left out; NULL: *row is its row. */
static const char *
judge(struct sample_row *row, const struct reading *r, const struct trace *t)
{
	int64_t from = r->from.is_event ? t->from.event : t->from.date;
	int64_t to = t->to_date, days;

	if (from == NEVER)
		return t->from.undated ? "a beginning that has no time"
		                       : "no beginning";
	if (r->to.is_event)
		to = r->from.is_event ? t->after_event : t->after_date;
	if (to == NEVER && t->to_undated)
		return "an end that has no time";
	if (r->want->group != NULL && t->group == 0)
		return "no group";
	if (r->want->strata != NULL && t->stratum == 0)
		return "no stratum";
	row->group = t->group > 0 ? t->group - 1 : 0;
	row->stratum = t->stratum > 0 ? t->stratum - 1 : 0;
	row->cause = to != NEVER;
	if (to == NEVER) {
		to = r->last;
		if (to == INT64_MIN)
			return "no end, in a log whose events have no times";
		if (to < from)
			return "no end, but a beginning after the last event "
			       "of the log";
	}
	if (to < from)
		return "an end before its beginning";
	/* Both are ordered, so the division rounds down. */
	days = (to - from) / MOMENT_DAY;
	row->time = (double)days;
	return NULL;
}

static enum mla_rc
make_rows(struct reading *r, struct err *err)
{
	struct sample *s = r->sample;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; i < r->ntraces && rc == MLA_OK; i++) {
		struct sample_row row = { 0 };
		const char *why = judge(&row, r, &r->trace[i]);

		s->read++;
		if (why != NULL)
			sample_leave(s, why, i + 1);
		else
			rc = sample_add(s, &row, err);
	}
	return rc;
}

static void
add_names(struct buf *b, const char *what, const struct labels *names)
{
	if (names->n == 0)
		return;
	buf_addf(b, "%s%s ", b->len > 0 ? "; " : "", what);
	for (size_t i = 0; i < names->n && i < NAMES_SHOWN; i++)
		buf_addf(b, "%s\"%.60s\"", i > 0 ? ", " : "", names->at[i]);
	if (names->n > NAMES_SHOWN)
		buf_adds(b, ", ...");
}

/* Was it there: as an activity, or as an attribute of a case? */
static enum mla_rc
check_end(
    struct reading *r, const struct end *end, bool in_case, struct err *err)
{
	struct buf b = { 0 };

	if (end->is_event || (end->attribute && in_case))
		return MLA_OK;
	add_names(&b, "it has the events", &r->activities);
	add_names(&b, "dates of cases", &r->dates);
	err_hint(err, "%s", b.len > 0 ? b.data : "it has no events at all");
	buf_free(&b);
	return err_set(err, MLA_ENOTFOUND, "%s has no %s \"%s\"", r->name,
	    !end->attribute   ? "event"
	        : !end->event ? "attribute of a case"
	                      : "event and no attribute of a case",
	    end->name);
}

/* An attribute that no case has is a slip of the keyboard. */
static enum mla_rc
check_labels(const struct reading *r, const char *key,
    const struct labels *found, struct err *err)
{
	if (key == NULL || found->n > 0)
		return MLA_OK;
	return err_set(err, MLA_ENOTFOUND,
	    "%s has no case with an attribute \"%s\"", r->name,
	    without(key, "case:"));
}

static enum mla_rc
check_ends(struct reading *r, struct err *err)
{
	bool from = false, to = false;
	enum mla_rc rc;

	for (size_t i = 0; i < r->ntraces; i++) {
		const struct trace *t = &r->trace[i];

		from = from || t->from.date != NEVER || t->from.undated;
		to = to || t->to_date != NEVER || t->to_undated;
	}
	if ((rc = check_end(r, &r->from, from, err)) == MLA_OK &&
	    (rc = check_end(r, &r->to, to, err)) == MLA_OK &&
	    (rc = check_labels(r, r->want->group, &r->sample->groups, err)) ==
	        MLA_OK)
		rc = check_labels(r, r->want->strata, &r->sample->strata, err);
	return rc;
}

static void
add_notes(struct reading *r)
{
	struct buf *b = &r->sample->notes;

	if (r->undated > 0)
		buf_addf(b, "%zu of %zu events %s no time that can be read\n",
		    r->undated, r->events, r->undated == 1 ? "has" : "have");
	if (r->zoneless > 0)
		buf_addf(b, "%zu time%s without a zone, read as UTC\n",
		    r->zoneless, r->zoneless == 1 ? "" : "s");
}

static void
set_end(struct end *end, const char *name)
{
	end->event = !str_starts(name, "case:");
	end->attribute = !str_starts(name, "event:");
	end->name =
	    end->event && end->attribute ? name : name + strcspn(name, ":") + 1;
}

enum mla_rc
sample_read_log(struct sample *out, const char *path,
    const struct sample_want *want, struct err *err)
{
	struct reading r = { .sample = out,
		.want = want,
		.name = str_eq(path, "-") ? "standard input" : path,
		.last = INT64_MIN };
	const struct stream stream = {
		.start = on_start, .end = on_end, .more = more, .arg = &r
	};
	enum mla_rc rc;

	sample_begin(out, want, r.name, "cases", "trace");
	set_end(&r.from, want->from);
	set_end(&r.to, want->to);
	if ((rc = plain_open(&r.file, path, err)) == MLA_OK &&
	    (rc = stream_read(&stream, r.name, err)) == MLA_OK &&
	    (rc = check_ends(&r, err)) == MLA_OK &&
	    (rc = make_rows(&r, err)) == MLA_OK) {
		add_notes(&r);
		rc = sample_end(out, err);
	}
	plain_close(r.file);
	free(r.ends);
	free(r.trace);
	labels_free(&r.activities);
	labels_free(&r.dates);
	if (rc != MLA_OK)
		sample_free(out);
	return rc;
}
