/* exhibit.c - what is known of files of evidence, and how it is described */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/exhibit.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"
#include "xml/write.h"

#define SCHEMA "exhibit" /* forms/schema */
#define LIMIT "limit" /* its children */
#define NO_LIMIT "none" /* as a person says it */
#define DESCRIPTION_ORD 2 /* of the payloads of DESK_DESCRIBE */

/* Attributes that are codes, and their lists. */
static const struct {
	const char *name, *list;
} coded[] = { { "origin", "evidence-origin" },
	{ "confidentiality", "confidentiality" } };

#define LIMIT_LIST "use-limit"

/* What the file is, and not what is said of it. */
static bool
is_of_file(const char *name)
{
	static const char *const own[] = { "id", "title", "name", "media",
		"bytes", "sha256" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (str_eq(own[i], name))
			return true;
	}
	return false;
}

/* The entry that holds the description; 0 and the row's own: none is newer. */
static const struct dossier_event *
described_by(const struct dossier *d, const char *id)
{
	const struct dossier_event *found = NULL;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		const xmlNode *child;

		if (!e->desk || !str_eq(e->name, DESK_DESCRIBE) ||
		    e->replaced_by != 0 || e->element == NULL)
			continue;
		child = xml_child(xml_root(e->element), NULL, "exhibit");
		if (child != NULL && xml_attr_is(child, "id", id) &&
		    (found == NULL || e->seq > found->seq))
			found = e;
	}
	return found;
}

enum mla_rc
exhibit_read(xmlDoc **out, const struct dossier *d,
    const struct store_exhibit *row, struct err *err)
{
	const struct dossier_event *e = described_by(d, row->id);
	struct buf b = { 0 };
	struct err own = { 0 };
	enum mla_rc rc;

	*out = NULL;
	rc = store_payload_get(&b, d->office->store,
	    e != NULL ? e->seq : row->seq,
	    e != NULL ? DESCRIPTION_ORD : row->ord, &own);
	if (rc == MLA_OK)
		rc = xml_read(out, buf_text(&b), b.len, "an exhibit", err);
	else if (rc == MLA_ENOTFOUND)
		rc = err_set(
		    err, rc, "what was known of exhibit %s is erased", row->id);
	else
		rc = err_set(err, rc, "%s", own.msg);
	buf_free(&b);
	return rc;
}

bool
exhibit_is_ours(const struct dossier *d, int64_t seq)
{
	const struct dossier_event *e = dossier_entry(d, seq);

	while (e != NULL && e->replaced_by != 0)
		e = dossier_entry(d, e->replaced_by);
	/* To register what came in is our act; what came is theirs. */
	return e != NULL && e->ours && e->taken != NULL &&
	    !str_eq(e->taken->step, MACHINE_RECEIVE);
}

/* "CODE", "CODE@DAY", "CODE=TEXT", "CODE@DAY=TEXT" as an element. */
static void
add_limit(xmlNode *root, const char *said)
{
	const char *text = strchr(said, '=');
	char *head = text != NULL ? xstrndup(said, (size_t)(text - said))
	                          : xstrdup(said);
	char *day = strchr(head, '@');
	xmlNode *limit =
	    xmlNewChild(root, root->ns, (const xmlChar *)LIMIT, NULL);

	if (day != NULL)
		*day++ = '\0';
	(void)xmlNewProp(limit, (const xmlChar *)"code", (const xmlChar *)head);
	if (day != NULL)
		(void)xmlNewProp(
		    limit, (const xmlChar *)"until", (const xmlChar *)day);
	if (text != NULL && !str_is_blank(text + 1))
		(void)xmlNewTextChild(limit, root->ns, (const xmlChar *)"p",
		    (const xmlChar *)text + 1);
	free(head);
}

/* Does one of the fields say a limit? */
static bool
says_limit(const struct act_field *said, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(said[i].name, LIMIT))
			return true;
	}
	return false;
}

/* What was said before, as a start; without limits, if new ones are said. */
static xmlNode *
start(xmlDoc **out, const xmlNode *before, bool limits)
{
	xmlNode *root;

	*out = xmlNewDoc((const xmlChar *)"1.0");
	root = xmlNewDocNode(*out, NULL, (const xmlChar *)"exhibit", NULL);
	(void)xmlDocSetRootElement(*out, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)REQUEST_NS, NULL));
	if (before == NULL)
		return root;
	for (const xmlAttr *a = before->properties; a != NULL; a = a->next) {
		char *value = xml_attr(before, (const char *)a->name);

		if (!is_of_file((const char *)a->name))
			(void)xmlNewProp(root, a->name, (const xmlChar *)value);
		free(value);
	}
	for (const xmlNode *l = xml_child(before, REQUEST_NS, LIMIT);
	     limits && l != NULL; l = xml_next(l, REQUEST_NS, LIMIT))
		(void)xmlAddChild(
		    root, xmlDocCopyNode((xmlNode *)(uintptr_t)l, *out, 1));
	return root;
}

static enum mla_rc
check_code(struct office *office, const char *name, const char *list,
    const char *value, struct err *err)
{
	char *names;

	if (codes_find(office->codes, list, value) != NULL)
		return MLA_OK;
	names = codes_names(office->codes, list);
	err_hint(err, "one of: %s", names);
	free(names);
	return err_set(
	    err, MLA_EUSAGE, "%s: there is no code \"%s\"", name, value);
}

static enum mla_rc
check_codes(struct office *office, const xmlNode *root, struct err *err)
{
	const xmlNode *l = xml_child(root, REQUEST_NS, LIMIT);
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < sizeof(coded) / sizeof(coded[0]);
	     i++) {
		char *value = xml_attr(root, coded[i].name);

		if (value != NULL)
			rc = check_code(
			    office, coded[i].name, coded[i].list, value, err);
		free(value);
	}
	for (; rc == MLA_OK && l != NULL; l = xml_next(l, REQUEST_NS, LIMIT)) {
		char *code = xml_attr(l, "code");

		rc = check_code(office, LIMIT, LIMIT_LIST, code, err);
		free(code);
	}
	return rc;
}

/* "attribute 'pages': ..." as what a person wrote there. */
static enum mla_rc
say_fault(const xmlNode *root, const struct xml_fault *fault, struct err *err)
{
	const char *from = strstr(fault->msg, "attribute '");
	char *name, *value;

	if (from == NULL)
		return err_set(
		    err, MLA_EUSAGE, "%s: %s", fault->where, fault->msg);
	from += strlen("attribute '");
	name = xstrndup(from, strcspn(from, "'"));
	value = xml_attr(root, name);
	if (value == NULL)
		(void)err_set(err, MLA_EUSAGE,
		    "limit: what stands for its \"%s\" cannot be meant", name);
	else
		(void)err_set(
		    err, MLA_EUSAGE, "%s: \"%s\" cannot be meant", name, value);
	err_hint(err,
	    "a day is 2026-07-17, a State FR, a number of pages 12; more: "
	    "man mla-attach");
	free(name);
	free(value);
	return MLA_EUSAGE;
}

/* By schema and code lists; MLA_EUSAGE says what is wrong. */
static enum mla_rc
check_said(struct office *office, xmlDoc *doc, struct err *err)
{
	struct xml_faults faults = { 0 };
	enum mla_rc rc;

	rc = res_check(&faults, office->res, doc, SCHEMA, err);
	if (rc == MLA_OK && faults.n > 0)
		rc = say_fault(xml_root(doc), &faults.at[0], err);
	xml_faults_free(&faults);
	return rc == MLA_OK ? check_codes(office, xml_root(doc), err) : rc;
}

enum mla_rc
exhibit_describe(xmlDoc **out, struct office *office, const xmlNode *before,
    bool kept, const struct act_field *said, size_t n, struct err *err)
{
	const bool limits = says_limit(said, n);
	const bool had = xml_child(before, REQUEST_NS, LIMIT) != NULL;
	xmlNode *root = start(out, before, !limits || kept);
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		const xmlChar *name = (const xmlChar *)said[i].name;

		if (!str_eq(said[i].name, LIMIT)) {
			(void)xmlUnsetProp(root, name);
			if (*said[i].value != '\0')
				(void)xmlNewProp(
				    root, name, (const xmlChar *)said[i].value);
		} else if (!str_eq(said[i].value, NO_LIMIT)) {
			add_limit(root, said[i].value);
		} else if (kept && had) {
			err_hint(
			    err, "A transfer that they allowed: --consent REF");
			rc = err_set(err, MLA_EREFUSED,
			    "its limits were set by whoever gave it: they "
			    "cannot be taken away here");
		}
	}
	if (rc == MLA_OK)
		rc = check_said(office, *out, err);
	if (rc != MLA_OK) {
		xmlFreeDoc(*out);
		*out = NULL;
	}
	return rc;
}

enum mla_rc
exhibit_check(struct office *office, xmlDoc *about, struct err *err)
{
	struct err own = { 0 };
	enum mla_rc rc;

	if (about == NULL)
		return MLA_OK;
	if (!xml_is(xml_root(about), REQUEST_NS, "exhibit"))
		return err_set(err, MLA_EDAMAGED,
		    "what the message says of an exhibit is something else");
	rc = check_said(office, about, &own);
	if (rc != MLA_OK)
		rc = err_set(err, rc == MLA_EUSAGE ? MLA_EDAMAGED : rc,
		    "what the message says of an exhibit is wrong: %s",
		    own.msg);
	return rc;
}

xmlDoc *
exhibit_outward(const xmlDoc *about)
{
	xmlDoc *doc;
	xmlNode *root = start(&doc, xml_root(about), true);

	(void)xmlUnsetProp(root, (const xmlChar *)"keep-until");
	if (root->properties != NULL || root->children != NULL)
		return doc;
	xmlFreeDoc(doc);
	return NULL;
}

void
exhibit_write(struct buf *b, const struct act_exhibit *e)
{
	const xmlNode *root = e->about != NULL ? xml_root(e->about) : NULL;

	buf_adds(b, "<exhibit xmlns=\"" REQUEST_NS "\"");
	xml_add_attr(b, "id", e->id);
	xml_add_attr(b, "title", e->title);
	xml_add_attr(b, "name", e->name);
	xml_add_attr(b, "media", e->media);
	buf_addf(b, " bytes=\"%llu\"", (unsigned long long)e->bytes);
	xml_add_attr(b, "sha256", e->sha256);
	for (const xmlAttr *a = root != NULL ? root->properties : NULL;
	     a != NULL; a = a->next) {
		char *value = xml_attr(root, (const char *)a->name);

		if (!is_of_file((const char *)a->name))
			xml_add_attr(b, (const char *)a->name, value);
		free(value);
	}
	if (root == NULL || root->children == NULL) {
		buf_adds(b, "/>\n");
		return;
	}
	buf_addch(b, '>');
	for (xmlNode *l = xml_first(root); l != NULL; l = xml_after(l))
		xml_write_node(b, l);
	buf_adds(b, "</exhibit>\n");
}

char *
exhibit_limits(const xmlNode *exhibit)
{
	const xmlNode *l = xml_child(exhibit, REQUEST_NS, LIMIT);
	struct buf b = { 0 };

	for (; l != NULL; l = xml_next(l, REQUEST_NS, LIMIT)) {
		char *code = xml_attr(l, "code");

		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", code);
		free(code);
	}
	return buf_steal(&b);
}

void
exhibits_free(struct exhibits *all)
{
	for (size_t i = 0; i < all->n; i++) {
		free(all->at[i].row.id);
		xmlFreeDoc(all->at[i].about);
	}
	free(all->at);
	memset(all, 0, sizeof(*all));
}

enum mla_rc
exhibits_load(struct exhibits *out, const struct dossier *d, struct err *err)
{
	struct store_exhibits rows;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	out->at = xcalloc(rows.n, sizeof(*out->at));
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		struct exhibit *x = &out->at[out->n];
		struct err own = { 0 };

		x->brought = dossier_entry(d, rows.at[i].seq);
		if (x->brought == NULL || x->brought->on.day > d->now.day)
			continue;
		out->n++;
		x->row = rows.at[i];
		rows.at[i].id = NULL;
		x->ours = exhibit_is_ours(d, x->row.seq);
		rc = exhibit_read(&x->about, d, &x->row, &own);
		if (rc == MLA_ENOTFOUND)
			rc = MLA_OK;
		else if (rc != MLA_OK)
			rc = err_set(err, rc, "%s", own.msg);
	}
	store_exhibits_free(&rows);
	if (rc != MLA_OK)
		exhibits_free(out);
	return rc;
}

static int
by_id(const void *key, const void *at)
{
	return strcmp(key, ((const struct exhibit *)at)->row.id);
}

struct exhibit *
exhibits_at(const struct exhibits *all, const char *id)
{
	return all->n == 0
	    ? NULL
	    : bsearch(id, all->at, all->n, sizeof(*all->at), by_id);
}

enum mla_rc
exhibits_find(struct exhibit **out, const struct exhibits *all,
    const struct dossier *d, const char *id, struct err *err)
{
	*out = exhibits_at(all, id);
	if (*out != NULL)
		return MLA_OK;
	err_hint(err, "its exhibits: mla exhibits %s", d->row.reference);
	return err_set(err, MLA_ENOTFOUND, "%s has no exhibit \"%s\"",
	    d->row.reference, id);
}

/* Does the request have the part that the description names? */
static enum mla_rc
check_part(const struct dossier *d, const xmlDoc *about, struct err *err)
{
	char *part = xml_attr(xml_root(about), "part");
	enum mla_rc rc = MLA_OK;

	if (part != NULL && dossier_part(d, part) == NULL)
		rc = err_set(err, MLA_ENOTFOUND, "%s has no part \"%s\"",
		    d->row.reference, part);
	free(part);
	return rc;
}

enum mla_rc
exhibit_check_part(struct office *office, int64_t request, const xmlDoc *about,
    struct err *err)
{
	struct dossier *d = NULL;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, office, request, err)) == MLA_OK)
		rc = check_part(d, about, err);
	dossier_free(d);
	return rc;
}

/* The exhibit of an act as it was, with what is said of it now. */
static enum mla_rc
take_over(struct act_exhibit *to, const struct exhibit *from,
    const struct dossier *d, const struct act_field *said, size_t n,
    struct err *err)
{
	const xmlNode *root = xml_root(from->about);
	char *title = NULL;
	enum mla_rc rc;

	if ((rc = exhibit_describe(&to->about, d->office, root, !from->ours,
	         said, n, err)) != MLA_OK ||
	    (rc = check_part(d, to->about, err)) != MLA_OK)
		return rc;
	title = xml_attr(xml_root(to->about), "title");
	to->id = xstrdup(from->row.id);
	to->title = title != NULL ? title : xml_attr(root, "title");
	to->name = xml_attr(root, "name");
	to->media = xml_attr(root, "media");
	to->bytes = from->row.bytes;
	memcpy(to->sha256, from->row.sha256, sizeof(to->sha256));
	memcpy(to->sha512, from->row.sha512, sizeof(to->sha512));
	return MLA_OK;
}

/* Inside a write transaction. */
static enum mla_rc
record(struct act_done *done, struct dossier *d, const char *id,
    const struct act_field *said, size_t n, struct err *err)
{
	struct act_exhibit as = { 0 };
	struct act act = { .event = DESK_DESCRIBE,
		.on = { .day = d->office->now.day, .second = -1 },
		.exhibits = &as,
		.nexhibits = 1 };
	struct exhibits all;
	struct exhibit *x;
	enum mla_rc rc;

	if ((rc = exhibits_load(&all, d, err)) != MLA_OK)
		return rc;
	if ((rc = exhibits_find(&x, &all, d, id, err)) != MLA_OK)
		goto out;
	if (x->about == NULL)
		rc = err_set(err, MLA_EREFUSED,
		    "what was known of exhibit %s is erased", id);
	else if ((rc = take_over(&as, x, d, said, n, err)) == MLA_OK)
		rc = act_add(done, d, &act, err);
out:
	act_exhibit_free(&as);
	exhibits_free(&all);
	return rc;
}

enum mla_rc
exhibit_describe_again(struct act_done *done, struct office *office,
    int64_t request, const char *id, const struct act_field *said, size_t n,
    struct err *err)
{
	struct dossier *d = NULL;
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) == MLA_OK &&
	    (rc = record(done, d, id, said, n, err)) == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
	dossier_free(d);
	return rc;
}
