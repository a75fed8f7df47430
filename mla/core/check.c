/* check.c - everything that is to be said about a request before it leaves */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/check.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/place.h"
#include "core/say.h"
#include "core/value.h"
#include "model/code.h"
#include "model/env.h"
#include "model/form.h"
#include "model/kind.h"
#include "model/law.h"
#include "model/vocab.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

struct check {
	struct findings *out;
	const struct check_in *in;
	struct vocab *vocab;
	struct codes *codes;
	struct law *law;
};

/* A finding at a node; the words are those of key and of key.todo. */
static void
add(struct check *c, enum finding_severity severity, const char *key,
    const xmlNode *node, const char *what, const char *more)
{
	char *todo_key = xasprintf("%s.todo", key);
	char *safe = str_safe(what);
	char *where = place_where(node, false);
	char *text =
	    say(c->in->lang, key, "what", safe, "more", more, (char *)NULL);
	char *todo = lang_find(c->in->lang, todo_key) == NULL
	    ? xstrdup("")
	    : say(c->in->lang, todo_key, "what", safe, "more", more,
	          (char *)NULL);

	findings_add(
	    c->out, severity, key, where, xml_line(node), text, todo, "");
	free(todo_key);
	free(safe);
	free(where);
	free(text);
	free(todo);
}

static enum mla_rc
check_schema(struct check *c, struct err *err)
{
	struct xml_faults faults = { 0 };
	enum mla_rc rc =
	    res_check(&faults, c->in->res, c->in->doc, "request", err);

	for (size_t i = 0; rc == MLA_OK && i < faults.n; i++) {
		const struct xml_fault *f = &faults.at[i];

		if (!xml_fault_is_echo(&faults, i))
			findings_add(c->out, FINDING_ERROR, "schema", f->where,
			    f->line, f->msg,
			    lang_find(c->in->lang, "check.schema.todo"), "");
	}
	xml_faults_free(&faults);
	return rc;
}

/* A code that its list does not have; what is no code, the schema says. */
static void
check_code(struct check *c, const xmlNode *node, const struct vocab_attr *a,
    const char *value)
{
	char *near;

	if (value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-")] !=
	        '\0' ||
	    value_is(value, "", a->list, c->codes))
		return;
	near = value_near(value, a->list, c->codes);
	add(c, FINDING_ERROR,
	    near != NULL ? "check.unknown-code-near" : "check.unknown-code",
	    node, value, near != NULL ? near : a->list);
	free(near);
}

static void
check_values(struct check *c, const xmlNode *node)
{
	const struct vocab_type *type = vocab_of(c->vocab, node);

	for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
		const struct vocab_attr *a =
		    vocab_attr(type, (const char *)at->name);
		char *value;

		if (a == NULL || at->ns != NULL)
			continue;
		value = xml_attr(node, a->name);
		if (a->list != NULL)
			check_code(c, node, a, value);
		/* No entry means that it is not known, not that it is wrong. */
		if (a->is_treaty && law_treaty(c->law, value) == NULL)
			add(c, FINDING_WARNING, "check.unknown-treaty", node,
			    value, "");
		free(value);
	}
	for (node = xml_first(node); node != NULL; node = xml_after(node))
		check_values(c, node);
}

/* Completeness and rules of the form that the kind names. */
static enum mla_rc
check_form(struct check *c, struct check_sum *sum, const char *kind_name,
    struct err *err)
{
	struct res *res = c->in->res;
	struct kind *kind = NULL;
	struct form *form = NULL;
	struct env *env = env_new(c->codes, c->law);
	struct buf which = { 0 };
	struct err own = { 0 };
	enum mla_rc rc;

	rc = kind_load(&kind, res, c->in->source, kind_name, &own);
	if (rc == MLA_ENOTFOUND) {
		add(c, FINDING_ERROR, "check.unknown-kind",
		    xml_root(c->in->doc), kind_name, "");
		rc = MLA_OK;
		goto out;
	}
	if (rc != MLA_OK) {
		rc = err_set(err, rc, "%s", own.msg);
		goto out;
	}
	if ((rc = form_load(&form, res, c->in->source, kind->form, err)) !=
	    MLA_OK)
		goto out;
	env_request(env, xml_root(c->in->doc));
	env_today(env, c->in->day);
	if ((rc = form_check(c->out, form, env, c->in->lang, err)) != MLA_OK)
		goto out;
	rc = form_progress(
	    &sum->demanded, &sum->missing, &which, form, env, c->in->lang, err);
	if (which.len > 0)
		sum->which = buf_steal(&which);
out:
	buf_free(&which);
	form_free(form);
	kind_free(kind);
	env_free(env);
	return rc;
}

static bool
is_same(const struct finding *a, const struct finding *b)
{
	return a->severity == b->severity && a->line == b->line &&
	    str_eq(a->where, b->where) && str_eq(a->text, b->text) &&
	    str_eq(a->basis, b->basis);
}

/* Take away what was said before, and bring the rest into order. */
static void
tidy(struct findings *all)
{
	struct findings once = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->at[i];
		struct finding *copy;
		bool said = false;

		for (size_t k = 0; k < once.n && !said; k++)
			said = is_same(f, &once.at[k]);
		if (said)
			continue;
		findings_add(&once, f->severity, f->id, f->where, f->line,
		    f->text, f->todo, f->basis);
		copy = &once.at[once.n - 1];
		free(copy->binds);
		copy->binds = xstrdup(f->binds);
	}
	findings_sort(&once);
	findings_free(all);
	*all = once; /* the caller owns it now */
}

/* The State of a side, or NULL. */
static char *
state_of(const xmlNode *request, const char *side)
{
	const xmlNode *node = xml_child(request, REQUEST_NS, side);

	node = node != NULL ? xml_child(node, REQUEST_NS, "state") : NULL;
	return node != NULL ? xml_text(node) : NULL;
}

static enum mla_rc
check_request(struct check *c, struct check_sum *sum, struct err *err)
{
	const xmlNode *request = xml_root(c->in->doc);
	enum mla_rc rc;

	sum->kind = xml_attr(request, "kind");
	sum->from = state_of(request, "requesting");
	sum->to = state_of(request, "requested");
	if ((rc = check_schema(c, err)) != MLA_OK)
		return rc;
	check_values(c, request);
	if (sum->kind != NULL)
		rc = check_form(c, sum, sum->kind, err);
	return rc;
}

void
check_sum_free(struct check_sum *sum)
{
	free(sum->kind);
	free(sum->from);
	free(sum->to);
	free(sum->which);
	memset(sum, 0, sizeof(*sum));
}

enum mla_rc
check_document(struct findings *out, struct check_sum *sum,
    const struct check_in *in, struct err *err)
{
	struct check c = { .out = out, .in = in };
	struct check_sum own = { 0 };
	const xmlNode *root = xml_root(in->doc);
	enum mla_rc rc;

	if (!xml_is(root, REQUEST_NS, "request")) {
		add(&c, FINDING_ERROR, "check.no-request", root,
		    (const char *)root->name, "");
	} else {
		/* The schema that is checked is the one that is read here. */
		if ((rc = vocab_load(&c.vocab, res_as_source(in->res), err)) !=
		    MLA_OK)
			return rc;
		c.codes = codes_new(in->source);
		c.law = law_new(in->source);
		rc = check_request(&c, &own, err);
		law_free(c.law);
		codes_free(c.codes);
		vocab_free(c.vocab);
		if (rc != MLA_OK) {
			check_sum_free(&own);
			return rc;
		}
	}
	tidy(out);
	if (sum != NULL)
		*sum = own; /* the caller owns it now */
	else
		check_sum_free(&own);
	return MLA_OK;
}

enum mla_rc
check_bytes(struct findings *out, struct check_sum *sum,
    const struct check_in *in, const char *data, size_t len, const char *name,
    struct err *err)
{
	struct check_in with = *in;
	enum mla_rc rc;

	if ((rc = xml_read(&with.doc, data, len, name, err)) != MLA_OK)
		return rc;
	rc = check_document(out, sum, &with, err);
	xmlFreeDoc(with.doc);
	return rc;
}
