/* reconcile.c - two ledgers of the same exchange, compared */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/reconcile.h"

#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/str.h"
#include "core/ledger.h"
#include "xml/node.h"

void
reconcile_free(struct reconcile *r)
{
	free(r->at);
	pool_free(&r->texts);
	memset(r, 0, sizeof(*r));
}

/* A pair of requests, either of which may be missing. */
struct pair {
	struct reconcile *out;
	xmlNode *ours, *theirs;
};

static const char *
take(struct reconcile *r, char *text)
{
	const char *kept = pool_text(&r->texts, text);

	free(text);
	return kept;
}

static const char *
attr(struct reconcile *r, const xmlNode *node, const char *name)
{
	return node != NULL ? take(r, xml_attr(node, name)) : "";
}

/* What was compared already has a mark. */
static bool
is_done(const xmlNode *node)
{
	return node->_private != NULL;
}

static void
set_done(xmlNode *node)
{
	node->_private = node;
}

/* What a message or an act is called. */
static const char *
item_of(struct reconcile *r, const xmlNode *node)
{
	bool message = xml_is(node, LEDGER_NS, "message");
	char *name = xml_attr(node, message ? "type" : "event");
	char *more = xml_attr(node, message ? "number" : "part");
	char *item = xasprintf(
	    "%s%s%s", name, more != NULL ? " " : "", more != NULL ? more : "");

	free(name);
	free(more);
	return take(r, item);
}

/* What b knows as the references of the other side, with commas. */
static const char *
known(struct reconcile *r, const xmlNode *b)
{
	const xmlNode *t = xml_child(b, LEDGER_NS, "theirs");
	struct buf all = { 0 };

	for (; t != NULL; t = xml_next(t, LEDGER_NS, "theirs"))
		buf_addf(&all, "%s%s", all.len > 0 ? ", " : "",
		    attr(r, t, "reference"));
	return take(r, buf_steal(&all));
}

/* The reference of one side, or as far as the other side knows it. */
static const char *
reference_of(struct reconcile *r, const xmlNode *its, const xmlNode *other)
{
	return its != NULL ? attr(r, its, "reference") : known(r, other);
}

/*
 * Add a difference of a pair: code "what-where" of the list; node: message or
 * act, or NULL; the texts are borrowed.
 */
static void
differ(const struct pair *p, const char *what, const char *where,
    const xmlNode *node, const char *here, const char *there)
{
	struct reconcile *r = p->out;
	struct reconcile_row *row;

	r->at = vec_more(r->at, &r->cap, r->n, sizeof(*r->at));
	row = &r->at[r->n++];
	row->what = take(r, xasprintf("%s-%s", what, where));
	row->reference = reference_of(r, p->ours, p->theirs);
	row->theirs = reference_of(r, p->theirs, p->ours);
	row->item = node != NULL ? item_of(r, node) : "";
	row->id = attr(r, node, "id");
	row->here = pool_text(&r->texts, here);
	row->there = pool_text(&r->texts, there);
}

/* The same attribute of both: "what-both" where they differ. */
static void
compare_attr(
    const struct pair *p, const xmlNode *a, const xmlNode *b, const char *name)
{
	char *here = xml_attr(a, name), *there = xml_attr(b, name);
	const xmlNode *of = xml_is(a, LEDGER_NS, "request") ? NULL : a;

	if (here != NULL && there != NULL && !str_eq(here, there))
		differ(p, name, "both", of, here, there);
	free(here);
	free(there);
}

/* A message or act with its date, on one side only. */
static void
only_ours(const struct pair *p, const char *what, const xmlNode *node)
{
	differ(p, what, "there", node, attr(p->out, node, "on"), "");
}

static void
only_theirs(const struct pair *p, const char *what, const xmlNode *node)
{
	differ(p, what, "here", node, "", attr(p->out, node, "on"));
}

/* What came cannot have come before it was sent: days as ISO texts. */
static void
compare_days(const struct pair *p, const xmlNode *a, const xmlNode *b)
{
	bool out = xml_attr_is(a, "direction", "out");
	const char *here = attr(p->out, a, "on");
	const char *there = attr(p->out, b, "on");

	if (strcmp(out ? here : there, out ? there : here) > 0)
		differ(p, "on", "both", a, here, there);
}

static void
compare_messages(const struct pair *p)
{
	xmlNode *a = xml_child(p->ours, LEDGER_NS, "message"), *b;

	for (; a != NULL; a = xml_next(a, LEDGER_NS, "message")) {
		bool out = xml_attr_is(a, "direction", "out");
		char *id = xml_attr(a, "id");

		b = xml_child(p->theirs, LEDGER_NS, "message");
		while (b != NULL &&
		    (is_done(b) || !xml_attr_is(b, "id", id) ||
		        !xml_attr_is(b, "direction", out ? "in" : "out")))
			b = xml_next(b, LEDGER_NS, "message");
		free(id);
		if (b == NULL) {
			only_ours(p, out ? "message" : "from", a);
			continue;
		}
		set_done(b);
		compare_attr(p, a, b, "manifest");
		compare_attr(p, a, b, "type");
		compare_attr(p, a, b, "number");
		compare_days(p, a, b);
	}
	b = xml_child(p->theirs, LEDGER_NS, "message");
	for (; b != NULL; b = xml_next(b, LEDGER_NS, "message")) {
		if (!is_done(b))
			only_theirs(p,
			    xml_attr_is(b, "direction", "out") ? "message"
			                                       : "from",
			    b);
	}
}

/* The same act in their ledger, on that day (NULL: on any); or NULL. */
static xmlNode *
find_act(const struct pair *p, const xmlNode *a, const char *on)
{
	char *event = xml_attr(a, "event"), *part = xml_attr(a, "part");
	const char *by = xml_attr_is(a, "by", "us") ? "them" : "us";
	xmlNode *b = xml_child(p->theirs, LEDGER_NS, "act");

	for (; b != NULL; b = xml_next(b, LEDGER_NS, "act")) {
		char *other = xml_attr(b, "part");
		bool same = !is_done(b) && str_eq(part, other) &&
		    xml_attr_is(b, "event", event) &&
		    xml_attr_is(b, "by", by) &&
		    (on == NULL || xml_attr_is(b, "on", on));

		free(other);
		if (same)
			break;
	}
	free(event);
	free(part);
	return b;
}

static void
take_act(const struct pair *p, xmlNode *a, xmlNode *b)
{
	set_done(a);
	set_done(b);
	compare_attr(p, a, b, "on");
	compare_attr(p, a, b, "outcome");
}

/* First those of the same day, then those with another one. */
static void
compare_acts(const struct pair *p)
{
	xmlNode *a, *b;

	for (a = xml_child(p->ours, LEDGER_NS, "act"); a != NULL;
	     a = xml_next(a, LEDGER_NS, "act")) {
		char *on = xml_attr(a, "on");

		if ((b = find_act(p, a, on)) != NULL)
			take_act(p, a, b);
		free(on);
	}
	for (a = xml_child(p->ours, LEDGER_NS, "act"); a != NULL;
	     a = xml_next(a, LEDGER_NS, "act")) {
		if (is_done(a))
			continue;
		if ((b = find_act(p, a, NULL)) != NULL)
			take_act(p, a, b);
		else
			only_ours(
			    p, xml_attr_is(a, "by", "us") ? "act" : "by", a);
	}
	for (b = xml_child(p->theirs, LEDGER_NS, "act"); b != NULL;
	     b = xml_next(b, LEDGER_NS, "act")) {
		if (!is_done(b))
			only_theirs(
			    p, xml_attr_is(b, "by", "us") ? "act" : "by", b);
	}
}

/* Is the reference of a one that b knows as that of the other side? */
static bool
knows(const xmlNode *b, const xmlNode *a)
{
	char *reference = xml_attr(a, "reference");
	const xmlNode *t = xml_child(b, LEDGER_NS, "theirs");

	while (t != NULL && !xml_attr_is(t, "reference", reference))
		t = xml_next(t, LEDGER_NS, "theirs");
	free(reference);
	return t != NULL;
}

static void
compare_request(const struct pair *p)
{
	struct reconcile *r = p->out;

	compare_attr(p, p->ours, p->theirs, "kind");
	if (!knows(p->theirs, p->ours))
		differ(p, "reference", "there", NULL,
		    attr(r, p->ours, "reference"), known(r, p->theirs));
	if (!knows(p->ours, p->theirs))
		differ(p, "reference", "here", NULL, known(r, p->ours),
		    attr(r, p->theirs, "reference"));
	compare_messages(p);
	if (!xml_attr_is(p->ours, "erased", "true") &&
	    !xml_attr_is(p->theirs, "erased", "true"))
		compare_acts(p);
}

/* Their requests by uid, and by each reference, theirs and ours. */
static xmlHashTable *
index_of(xmlNode *root)
{
	xmlHashTable *index = xmlHashCreate(64);
	xmlNode *q = xml_child(root, LEDGER_NS, "request");

	for (; q != NULL; q = xml_next(q, LEDGER_NS, "request")) {
		xmlNode *t = xml_child(q, LEDGER_NS, "theirs");
		char *uid = xml_attr(q, "uid");
		char *own = xml_attr(q, "reference");

		(void)xmlHashAddEntry(index, (const xmlChar *)uid, q);
		(void)xmlHashAddEntry2(
		    index, (const xmlChar *)own, (const xmlChar *)"own", q);
		for (; t != NULL; t = xml_next(t, LEDGER_NS, "theirs")) {
			char *other = xml_attr(t, "reference");

			(void)xmlHashAddEntry2(index, (const xmlChar *)other,
			    (const xmlChar *)"theirs", q);
			free(other);
		}
		free(uid);
		free(own);
	}
	return index;
}

static xmlNode *
look(xmlHashTable *index, const xmlNode *from, const char *name,
    const char *kind)
{
	char *key = xml_attr(from, name);
	xmlNode *found = kind != NULL
	    ? xmlHashLookup2(index, (const xmlChar *)key, (const xmlChar *)kind)
	    : xmlHashLookup(index, (const xmlChar *)key);

	free(key);
	return found != NULL && !is_done(found) ? found : NULL;
}

/* The request in their ledger that is ours, or NULL. */
static xmlNode *
find_request(xmlHashTable *index, const xmlNode *ours)
{
	const xmlNode *t = xml_child(ours, LEDGER_NS, "theirs");
	xmlNode *found = look(index, ours, "uid", NULL);

	if (found == NULL)
		found = look(index, ours, "reference", "theirs");
	for (; found == NULL && t != NULL; t = xml_next(t, LEDGER_NS, "theirs"))
		found = look(index, t, "reference", "own");
	return found;
}

void
reconcile_compare(
    struct reconcile *out, const xmlDoc *ours, const xmlDoc *theirs)
{
	struct pair p = { .out = out };
	xmlHashTable *index = index_of(xml_root(theirs));
	xmlNode *q = xml_child(xml_root(ours), LEDGER_NS, "request");
	const xmlNode *from = xml_child(xml_root(theirs), LEDGER_NS, "from");

	memset(out, 0, sizeof(*out));
	out->state = attr(out, from, "state");
	out->authority = attr(out, from, "authority");
	out->made = take(
	    out, xstrndup(attr(out, xml_root(theirs), "made"), DATE_BYTES - 1));
	for (; q != NULL; q = xml_next(q, LEDGER_NS, "request")) {
		out->ours++;
		p.ours = q;
		p.theirs = find_request(index, q);
		if (p.theirs == NULL) {
			differ(&p, "request", "there", NULL, "", "");
			continue;
		}
		set_done(p.theirs);
		compare_request(&p);
	}
	p.ours = NULL;
	q = xml_child(xml_root(theirs), LEDGER_NS, "request");
	for (; q != NULL; q = xml_next(q, LEDGER_NS, "request")) {
		out->theirs++;
		p.theirs = q;
		if (!is_done(q))
			differ(&p, "request", "here", NULL, "", "");
	}
	xmlHashFree(index, NULL);
}

static enum mla_rc
check_sides(const xmlDoc *theirs, const struct office *office, const char *name,
    struct err *err)
{
	const xmlNode *from = xml_child(xml_root(theirs), LEDGER_NS, "from");
	const xmlNode *to = xml_child(xml_root(theirs), LEDGER_NS, "to");
	const struct store_info *us = &office->info;

	if (xml_attr_is(from, "state", us->country) &&
	    xml_attr_is(from, "code", us->code))
		return err_set(err, MLA_EREFUSED,
		    "%s was made by our own office: it is for the partner",
		    name);
	if (!xml_attr_is(to, "state", us->country))
		return err_set(err, MLA_EREFUSED,
		    "%s is for an authority of another State than %s", name,
		    us->country);
	return MLA_OK;
}

enum mla_rc
reconcile_read(struct reconcile *out, struct office *office, const char *data,
    size_t len, const char *name, struct err *err)
{
	xmlDoc *theirs = NULL, *ours = NULL;
	struct buf b = { 0 };
	char *state = NULL;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = ledger_parse(&theirs, office->res, data, len, name, err)) !=
	        MLA_OK ||
	    (rc = check_sides(theirs, office, name, err)) != MLA_OK)
		goto out;
	state =
	    xml_attr(xml_child(xml_root(theirs), LEDGER_NS, "from"), "state");
	if ((rc = ledger_write(&b, office, state, err)) != MLA_OK ||
	    (rc = ledger_parse(&ours, office->res, buf_text(&b), b.len,
	         "our ledger", err)) != MLA_OK)
		goto out;
	reconcile_compare(out, ours, theirs);
out:
	free(state);
	buf_free(&b);
	xmlFreeDoc(ours);
	xmlFreeDoc(theirs);
	return rc;
}
