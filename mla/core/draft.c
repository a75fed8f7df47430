/* draft.c - begin a request, change it, as XML or as answers */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/draft.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/answers.h"
#include "core/place.h"
#include "model/form.h"
#include "model/vocab.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

/* What an answers file is made from. */
struct asking {
	struct kind *kind;
	struct form *form;
	struct vocab *vocab;
	struct answers_in in;
};

static void
asking_free(struct asking *a)
{
	form_free(a->form);
	vocab_free(a->vocab);
	kind_free(a->kind);
}

static enum mla_rc
asking_open(struct asking *a, struct office *office, struct res_source source,
    const char *kind, struct err *err)
{
	enum mla_rc rc;

	memset(a, 0, sizeof(*a));
	if ((rc = kind_load(&a->kind, office->res, source, kind, err)) !=
	        MLA_OK ||
	    (rc = form_load(&a->form, office->res, source, a->kind->form,
	         err)) != MLA_OK ||
	    (rc = vocab_load(&a->vocab, office->source, err)) != MLA_OK) {
		asking_free(a);
		memset(a, 0, sizeof(*a));
		return rc;
	}
	a->in.form = a->form;
	a->in.lang = office->lang;
	a->in.vocab = a->vocab;
	a->in.codes = office->codes;
	return MLA_OK;
}

enum mla_rc
draft_blank(
    struct buf *out, struct office *office, const char *kind, struct err *err)
{
	struct asking a;
	enum mla_rc rc;

	if ((rc = asking_open(&a, office, office->source, kind, err)) != MLA_OK)
		return rc;
	rc = answers_blank(out, &a.in, err);
	asking_free(&a);
	return rc;
}

enum mla_rc
draft_document(xmlDoc **out, struct dossier *d, struct err *err)
{
	*out = NULL;
	if (d->erased)
		return err_set(
		    err, MLA_EREFUSED, "%s was erased", d->row.reference);
	if (d->doc != NULL)
		*out = xmlCopyDoc(d->doc, 1);
	else
		*out = place_new(
		    d->row.uid, d->row.kind, lang_code(d->office->lang));
	return MLA_OK;
}

enum mla_rc
draft_answers(struct buf *out, struct dossier *d, struct err *err)
{
	xmlDoc *doc = NULL;
	struct asking a;
	enum mla_rc rc;

	if ((rc = asking_open(
	         &a, d->office, d->rules->source, d->row.kind, err)) != MLA_OK)
		return rc;
	dossier_present(d);
	rc = draft_document(&doc, d, err);
	if (rc == MLA_OK)
		rc = answers_write(out, &a.in, doc, err);
	xmlFreeDoc(doc);
	asking_free(&a);
	return rc;
}

/* Is it XML rather than an answers file? */
static bool
looks_like_xml(const char *text, size_t len)
{
	size_t at = 0;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < len && strchr(" \t\r\n", text[at]) != NULL)
		at++;
	return at < len && text[at] == '<';
}

static enum mla_rc
read_text(xmlDoc **out, struct findings *faults, const struct asking *a,
    const char *text, size_t len, const xmlDoc *base, struct err *err)
{
	if (text == NULL) {
		*out = xmlCopyDoc((xmlDoc *)(uintptr_t)base, 1);
		return MLA_OK;
	}
	if (looks_like_xml(text, len))
		return xml_read(out, text, len, "the request", err);
	return answers_read(out, faults, &a->in, text, len, base, err);
}

static void
set_attr(xmlNode *node, const char *name, const char *value)
{
	(void)xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

/* Text of the State of one side, filled in where it is not there. */
static enum mla_rc
settle_state(const struct vocab *vocab, xmlNode *request, const char *side,
    const char *state, struct err *err)
{
	xmlNode *party = xml_child(request, REQUEST_NS, side);
	xmlNode *node;
	char *have;
	bool same;

	if (party == NULL)
		party = vocab_add(vocab, request, side);
	node = xml_child(party, REQUEST_NS, "state");
	if (node == NULL)
		node = vocab_add(vocab, party, "state");
	have = xml_text(node);
	if (str_is_blank(have)) {
		xmlNodeSetContent(node, (const xmlChar *)state);
		free(have);
		return MLA_OK;
	}
	same = str_eq(have, state);
	if (!same)
		(void)err_set(err, MLA_EREFUSED,
		    "the document names %s as the %s State, not %s", have, side,
		    state);
	free(have);
	return same ? MLA_OK : MLA_EREFUSED;
}

/* The office signs by name, unless the document names an authority. */
static void
settle_authority(
    const struct vocab *vocab, xmlNode *request, const char *authority)
{
	xmlNode *party = xml_child(request, REQUEST_NS, "requesting");
	xmlNode *node = xml_child(party, REQUEST_NS, "authority");

	if (node != NULL)
		return;
	node = vocab_add(vocab, vocab_add(vocab, party, "authority"), "name");
	xmlNodeAddContent(node, (const xmlChar *)authority);
}

/* What a document must say whoever wrote it; ours: the office asks. */
static enum mla_rc
settle(xmlDoc *doc, struct office *office, const struct vocab *vocab,
    const char *kind, const char *partner, const char *uid, bool ours,
    struct err *err)
{
	const char *us = office->info.country;
	xmlNode *request = xml_root(doc);
	enum mla_rc rc;

	if (!xml_is(request, REQUEST_NS, "request"))
		return err_set(err, MLA_EREFUSED,
		    "the document is no request: it begins with <%s>",
		    (const char *)request->name);
	set_attr(request, "uid", uid);
	set_attr(request, "kind", kind);
	if ((rc = settle_state(vocab, request, "requesting",
	         ours ? us : partner, err)) != MLA_OK ||
	    (rc = settle_state(vocab, request, "requested", ours ? partner : us,
	         err)) != MLA_OK)
		return rc;
	if (ours)
		settle_authority(vocab, request, office->info.authority);
	return MLA_OK;
}

enum mla_rc
draft_new(char **reference, struct findings *faults, struct office *office,
    const char *kind, const char *to, int32_t on, const char *text, size_t len,
    struct err *err)
{
	struct act_new n = { .kind = kind,
		.side = "out",
		.partner = to,
		.step = MACHINE_DRAFT };
	struct act act = { .on = { .day = on, .second = -1 } };
	struct act_done done = { 0 };
	struct asking a;
	struct dossier *d = NULL;
	xmlDoc *doc = NULL, *base = NULL;
	struct buf bytes = { 0 };
	char *uid = NULL;
	enum mla_rc rc;

	*reference = NULL;
	if (str_eq(to, office->info.country))
		return err_set(err, MLA_EUSAGE,
		    "%s is our own State: a request goes to another one", to);
	if ((rc = asking_open(&a, office, office->source, kind, err)) != MLA_OK)
		return rc;
	if ((rc = office_uid(&uid, err)) != MLA_OK)
		goto out;
	base = place_new(uid, kind, lang_code(office->lang));
	if ((rc = read_text(&doc, faults, &a, text, len, base, err)) !=
	        MLA_OK ||
	    (rc = settle(doc, office, a.vocab, kind, to, uid, true, err)) !=
	        MLA_OK)
		goto out;
	xml_write(&bytes, doc);
	n.uid = uid;
	act.document = buf_text(&bytes);
	act.document_len = bytes.len;
	if ((rc = store_begin(office->store, err)) != MLA_OK ||
	    (rc = act_create(&d, &done, office, &n, &act, err)) != MLA_OK ||
	    (rc = store_commit(office->store, err)) != MLA_OK)
		goto out;
	*reference = xstrdup(d->row.reference);
out:
	store_rollback(office->store);
	act_done_free(&done);
	dossier_free(d);
	buf_free(&bytes);
	xmlFreeDoc(doc);
	xmlFreeDoc(base);
	asking_free(&a);
	free(uid);
	return rc;
}

static enum mla_rc
revise(bool *changed, struct dossier *d, const struct asking *a,
    struct findings *faults, const char *text, size_t len, struct buf *bytes,
    struct err *err)
{
	struct buf before = { 0 };
	xmlDoc *doc = NULL, *base;
	enum mla_rc rc;

	if ((rc = draft_document(&base, d, err)) != MLA_OK)
		return rc;
	rc = read_text(&doc, faults, a, text, len, base, err);
	if (rc == MLA_OK)
		rc = settle(doc, d->office, a->vocab, d->row.kind,
		    d->row.partner, d->row.uid, str_eq(d->row.side, "out"),
		    err);
	if (rc == MLA_OK) {
		xml_write(&before, base);
		xml_write(bytes, doc);
		*changed = d->doc == NULL ||
		    !str_eq(buf_text(&before), buf_text(bytes));
	}
	buf_free(&before);
	xmlFreeDoc(base);
	xmlFreeDoc(doc);
	return rc;
}

enum mla_rc
draft_may_change(struct dossier *d, struct err *err)
{
	struct run_choices c;
	enum mla_rc rc;
	bool may = false;

	if (d->erased)
		return err_set(
		    err, MLA_EREFUSED, "%s was erased", d->row.reference);
	if ((rc = run_possible(&c, d->run, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < c.n; i++)
		may = may || str_eq(c.at[i].transition->step, MACHINE_REVISE);
	run_choices_free(&c);
	if (may)
		return MLA_OK;
	err_hint(err, "what can happen now: mla log %s", d->row.reference);
	return err_set(err, MLA_EREFUSED,
	    "the text of %s cannot be changed any more", d->row.reference);
}

/*
 * What a letter says, it said on the day it came; but where it was acted upon
 * before it was typed, its text may have come too late for that.
 */
static enum mla_rc
record_text(struct dossier *d, struct act *act, struct err *err)
{
	struct act_done done = { 0 };
	struct act early = *act;
	struct err own = { 0 };
	enum mla_rc rc = MLA_EREFUSED;

	if (d->doc == NULL && d->nevents > 0) {
		early.on = d->events[0].on;
		rc = act_step(
		    &done, d->office, d->row.id, MACHINE_REVISE, &early, &own);
		if (rc != MLA_EREFUSED && rc != MLA_OK)
			rc = err_set(err, rc, "%s", own.msg);
	}
	if (rc == MLA_EREFUSED) {
		act_done_free(&done);
		rc = act_step(
		    &done, d->office, d->row.id, MACHINE_REVISE, act, err);
	}
	act_done_free(&done);
	return rc;
}

enum mla_rc
draft_revise(bool *changed, struct findings *faults, struct office *office,
    int64_t request, int base, const char *text, size_t len, struct err *err)
{
	struct act act = { .on = office->now };
	struct dossier *d = NULL;
	struct buf bytes = { 0 };
	struct asking a;
	enum mla_rc rc;

	*changed = false;
	act.on.second = -1;
	act.on.offset = 0;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	if ((rc = asking_open(
	         &a, office, d->rules->source, d->row.kind, err)) != MLA_OK)
		goto out;
	rc = revise(changed, d, &a, faults, text, len, &bytes, err);
	asking_free(&a);
	if (rc != MLA_OK || !*changed)
		goto out;
	act.document = buf_text(&bytes);
	act.document_len = bytes.len;
	act.revision = (base >= 0 ? base : d->revision) + 1;
	rc = record_text(d, &act, err);
out:
	dossier_free(d);
	buf_free(&bytes);
	return rc;
}
