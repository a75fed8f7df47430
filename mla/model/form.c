/* form.c - the definition of a standard form: fields, order, rules */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/form.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/xpath.h"

struct form {
	char *id, *version, *label, *source, *signature;
	char *unverified, *languages;
	bool verified, numbered, one_page;
	struct form_item *first, *signature_first;
	struct form_rule *rule;
	size_t nrules, cap_rules;
};

static void
free_basis(struct form_basis *basis, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(basis[i].treaty);
		free(basis[i].article);
		free(basis[i].binds);
	}
	free(basis);
}

static void
free_items(struct form_item *item)
{
	while (item != NULL) {
		struct form_item *next = item->next;

		free_items(item->child);
		free_basis(item->basis, item->nbasis);
		free(item->id);
		free(item->label);
		free(item->help);
		free(item->path);
		free(item->title);
		free(item->type);
		free(item->codes);
		free(item->ticks);
		free(item->when);
		free(item->required);
		free(item->say);
		free(item->todo);
		free(item);
		item = next;
	}
}

void
form_free(struct form *form)
{
	if (form == NULL)
		return;
	free_items(form->first);
	free_items(form->signature_first);
	for (size_t i = 0; i < form->nrules; i++) {
		struct form_rule *r = &form->rule[i];

		free_basis(r->basis, r->nbasis);
		free(r->id);
		free(r->context);
		free(r->test);
		free(r->when);
		free(r->where);
		free(r->what);
		free(r->say);
		free(r->todo);
	}
	free(form->rule);
	free(form->id);
	free(form->version);
	free(form->label);
	free(form->source);
	free(form->signature);
	free(form->unverified);
	free(form->languages);
	free(form);
}

static char *
attr(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name);

	return text != NULL ? text : xstrdup("");
}

static enum finding_severity
severity_of(const xmlNode *node)
{
	if (xml_attr_is(node, "severity", "warning"))
		return FINDING_WARNING;
	return xml_attr_is(node, "severity", "advice") ? FINDING_ADVICE
	                                               : FINDING_ERROR;
}

static enum mla_rc
check_path(
    const char *name, const xmlNode *node, const char *expr, struct err *err)
{
	struct err own = { 0 };

	if (*expr == '\0' || str_eq(expr, "always") ||
	    xpath_compile_check(expr, &own) == MLA_OK)
		return MLA_OK;
	return err_set(
	    err, MLA_EDAMAGED, "%s:%ld: %s", name, xml_line(node), own.msg);
}

static struct form_basis *
read_basis(size_t *n, const xmlNode *parent)
{
	struct form_basis *list = NULL;
	size_t cap = 0;

	*n = 0;
	for (const xmlNode *node = xml_child(parent, NULL, "basis");
	     node != NULL; node = xml_next(node, NULL, "basis")) {
		struct form_basis b = { .treaty = attr(node, "treaty"),
			.article = attr(node, "article") };

		b.binds = *b.treaty == '\0'
		    ? xstrdup("")
		    : xasprintf("binds('%s', r:requesting/r:state, "
		                "r:requested/r:state, $today)",
		          b.treaty);
		list = vec_more(list, &cap, *n, sizeof(*list));
		list[(*n)++] = b;
	}
	return list;
}

static enum form_what
what_of(const xmlNode *node)
{
	static const struct {
		const char *name;
		enum form_what what;
	} names[] = { { "section", FORM_SECTION }, { "group", FORM_GROUP },
		{ "table", FORM_TABLE }, { "ticks", FORM_TICKS },
		{ "note", FORM_NOTE }, { "signature", FORM_SIGNATURE } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (xml_is(node, NULL, names[i].name))
			return names[i].what;
	}
	return FORM_FIELD;
}

/* The key of the words for an item. */
static char *
label_of(const struct form *form, const struct form_item *item)
{
	if (item->what == FORM_SECTION)
		return xasprintf("%s.%s", form->id, item->id);
	if (item->what == FORM_NOTE)
		return xasprintf("note.%s", item->id);
	if (item->what == FORM_SIGNATURE)
		return xasprintf("sign.%s", item->id);
	return xasprintf("field.%s", item->id);
}

static enum mla_rc
read_item(struct form_item **out, const struct form *form,
    struct form_item *parent, const xmlNode *node, const char *name,
    struct err *err)
{
	struct form_item *item = xcalloc(1, sizeof(*item)), **tail;
	enum mla_rc rc;

	*out = item;
	item->what = what_of(node);
	item->line = xml_line(node);
	item->parent = parent;
	item->id = attr(node, "id");
	item->path = attr(node, "path");
	item->title = attr(node, "title");
	item->type = attr(node, "type");
	item->codes = attr(node, "codes");
	item->ticks = attr(node, "ticks");
	item->when = attr(node, "when");
	item->required = attr(node, "required");
	item->severity = severity_of(node);
	item->say = attr(node, "say");
	item->todo =
	    *item->say != '\0' ? xasprintf("%s.todo", item->say) : xstrdup("");
	item->help = xasprintf("help.%s", item->id);
	item->label = label_of(form, item);
	item->basis = read_basis(&item->nbasis, node);
	if ((rc = check_path(name, node, item->path, err)) != MLA_OK ||
	    (rc = check_path(name, node, item->title, err)) != MLA_OK ||
	    (rc = check_path(name, node, item->ticks, err)) != MLA_OK ||
	    (rc = check_path(name, node, item->when, err)) != MLA_OK ||
	    (rc = check_path(name, node, item->required, err)) != MLA_OK)
		return rc;
	tail = &item->child;
	for (const xmlNode *child = xml_first(node); child != NULL;
	     child = xml_after(child)) {
		if (xml_is(child, NULL, "basis"))
			continue;
		if ((rc = read_item(tail, form, item, child, name, err)) !=
		    MLA_OK)
			return rc;
		tail = &(*tail)->next;
	}
	return MLA_OK;
}

static enum mla_rc
read_rule(
    struct form *form, const xmlNode *node, const char *name, struct err *err)
{
	struct form_rule *r;
	enum mla_rc rc;

	form->rule = vec_more(
	    form->rule, &form->cap_rules, form->nrules, sizeof(*form->rule));
	r = &form->rule[form->nrules++];
	memset(r, 0, sizeof(*r));
	r->line = xml_line(node);
	r->id = attr(node, "id");
	r->context = attr(node, "context");
	r->test = attr(node, "test");
	r->when = attr(node, "when");
	r->where = attr(node, "where");
	r->what = attr(node, "what");
	r->severity = severity_of(node);
	r->standing = xml_attr_is(node, "standing", "yes");
	r->say = xasprintf("rule.%s", r->id);
	r->todo = xasprintf("rule.%s.todo", r->id);
	r->basis = read_basis(&r->nbasis, node);
	if ((rc = check_path(name, node, r->context, err)) != MLA_OK ||
	    (rc = check_path(name, node, r->when, err)) != MLA_OK ||
	    (rc = check_path(name, node, r->what, err)) != MLA_OK)
		return rc;
	return check_path(name, node, r->test, err);
}

enum mla_rc
form_parse(struct form **out, struct res *res, const char *data, size_t len,
    const char *name, struct err *err)
{
	struct form *form = NULL;
	struct form_item **tail, **signer;
	const xmlNode *root, *node;
	xmlDoc *doc;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = res_parse(&doc, res, data, len, name, "form", err)) != MLA_OK)
		return rc;
	root = xml_root(doc);
	form = xcalloc(1, sizeof(*form));
	form->id = attr(root, "id");
	form->version = attr(root, "version");
	form->source = attr(root, "source");
	form->signature = attr(root, "signature");
	form->unverified = attr(root, "unverified");
	form->languages = attr(root, "languages");
	form->verified = xml_attr_is(root, "verified", "yes");
	form->one_page = xml_attr_is(root, "page", "one");
	form->numbered = !xml_attr_is(root, "numbered", "no");
	form->label = xasprintf("form.%s", form->id);
	tail = &form->first;
	signer = &form->signature_first;
	for (node = xml_first(root); rc == MLA_OK && node != NULL;
	     node = xml_after(node)) {
		if (xml_is(node, NULL, "rule")) {
			rc = read_rule(form, node, name, err);
		} else if (xml_is(node, NULL, "signature")) {
			rc = read_item(signer, form, NULL, node, name, err);
			signer = &(*signer)->next;
		} else {
			rc = read_item(tail, form, NULL, node, name, err);
			tail = &(*tail)->next;
		}
	}
	xmlFreeDoc(doc);
	if (rc != MLA_OK) {
		form_free(form);
		return rc;
	}
	*out = form;
	return MLA_OK;
}

enum mla_rc
form_load(struct form **out, struct res *res, struct res_source source,
    const char *name, struct err *err)
{
	char *path = xasprintf("forms/form/%s.xml", name);
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	rc = source.read(source.arg, &b, RES_FORM, name, err);
	if (rc == MLA_OK)
		rc = form_parse(out, res, buf_text(&b), b.len, path, err);
	buf_free(&b);
	free(path);
	return rc;
}

const char *
form_id(const struct form *form)
{
	return form->id;
}

const char *
form_version(const struct form *form)
{
	return form->version;
}

const char *
form_label(const struct form *form)
{
	return form->label;
}

const char *
form_source(const struct form *form)
{
	return form->source;
}

bool
form_is_verified(const struct form *form)
{
	return form->verified;
}

bool
form_is_one_page(const struct form *form)
{
	return form->one_page;
}

bool
form_is_numbered(const struct form *form)
{
	return form->numbered;
}

const char *
form_unverified(const struct form *form)
{
	return form->unverified;
}

const char *
form_languages(const struct form *form)
{
	return form->languages;
}

const char *
form_signature(const struct form *form)
{
	return form->signature;
}

const struct form_item *
form_first_signature(const struct form *form)
{
	return form->signature_first;
}

const struct form_item *
form_first(const struct form *form)
{
	return form->first;
}

const struct form_item *
form_find(const struct form *form, const char *id)
{
	const struct form_item *list = form->first, *found = NULL;

	while (list != NULL && *id != '\0') {
		size_t len = strcspn(id, ".");

		found = list;
		while (found != NULL &&
		    (strncmp(found->id, id, len) != 0 ||
		        found->id[len] != '\0'))
			found = found->next;
		if (found == NULL || id[len] == '\0')
			return found;
		list = found->child;
		id += len + 1;
	}
	return NULL;
}

size_t
form_rule_count(const struct form *form)
{
	return form->nrules;
}

const struct form_rule *
form_rule_at(const struct form *form, size_t i)
{
	return &form->rule[i];
}

enum mla_rc
form_applies(bool *out, const struct form_item *item, struct env *env,
    xmlNode *at, struct err *err)
{
	*out = true;
	if (*item->when == '\0')
		return MLA_OK;
	return env_bool(out, env, at, item->when, err);
}

enum mla_rc
form_demands(bool *out, const struct form_item *item, struct env *env,
    xmlNode *at, struct err *err)
{
	*out = str_eq(item->required, "always");
	if (*out || *item->required == '\0')
		return MLA_OK;
	return env_bool(out, env, at, item->required, err);
}

enum mla_rc
form_binding(const struct form_basis **out, const struct form_basis *basis,
    size_t n, struct env *env, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	*out = NULL;
	for (size_t i = 0; rc == MLA_OK && *out == NULL && i < n; i++) {
		bool binds = *basis[i].binds == '\0';

		if (!binds)
			rc = env_bool(&binds, env, NULL, basis[i].binds, err);
		if (rc == MLA_OK && binds)
			*out = &basis[i];
	}
	return rc;
}

/* What a finding says, where it stands, and what it rests on. */
struct complaint {
	const char *id, *say, *todo;
	const char *what; /* stands for {what} in the words, or "" */
	enum finding_severity severity;
	const struct form_basis *basis;
	size_t nbasis;
};

static enum mla_rc
complain(struct findings *out, const struct complaint *c, const char *where,
    struct env *env, const struct lang *lang, struct err *err)
{
	enum finding_severity severity = c->severity;
	const char *todo = lang_find(lang, c->todo);
	const struct form_basis *b;
	struct finding *f;
	char *treaty;
	enum mla_rc rc;

	if (todo == NULL)
		todo = lang_word(lang, "rule.todo");
	if ((rc = form_binding(&b, c->basis, c->nbasis, env, err)) != MLA_OK)
		return rc;
	if (b == NULL && c->nbasis > 0)
		severity = FINDING_ADVICE;
	f = findings_new(out, severity);
	free(f->id);
	free(f->where);
	free(f->text);
	free(f->todo);
	f->id = xstrdup(c->id);
	f->where = xstrdup(where);
	f->text = str_replace(lang_word(lang, c->say), "{what}", c->what);
	f->todo = str_replace(todo, "{what}", c->what);
	if (b == NULL)
		return MLA_OK;
	treaty = env_treaty(env, b->treaty);
	free(f->basis);
	f->basis = *b->treaty != '\0'
	    ? xasprintf("%s Art. %s", treaty, b->article)
	    : xstrdup(b->article);
	free(f->binds);
	f->binds = xstrdup(b->treaty);
	free(treaty);
	return MLA_OK;
}

/* Is a value there at the item's path? */
static enum mla_rc
has_value(bool *out, const struct form_item *item, struct env *env, xmlNode *at,
    struct err *err)
{
	char *text;
	enum mla_rc rc;

	*out = false;
	if ((rc = env_string(&text, env, at, item->path, err)) != MLA_OK)
		return rc;
	*out = !str_is_blank(text);
	free(text);
	return MLA_OK;
}

static enum mla_rc
check_field(struct findings *out, const struct form_item *item, struct env *env,
    const struct lang *lang, xmlNode *at, struct err *err)
{
	const struct complaint c = { .id = item->id,
		.say = *item->say != '\0' ? item->say : "rule.missing",
		.todo = item->todo,
		.what = "",
		.severity = item->severity,
		.basis = item->basis,
		.nbasis = item->nbasis };
	bool demanded, there;
	enum mla_rc rc;

	if ((rc = form_demands(&demanded, item, env, at, err)) != MLA_OK ||
	    !demanded)
		return rc;
	if ((rc = has_value(&there, item, env, at, err)) != MLA_OK || there)
		return rc;
	return complain(out, &c, item->id, env, lang, err);
}

static enum mla_rc
check_items(struct findings *out, const struct form_item *item, struct env *env,
    const struct lang *lang, xmlNode *at, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (; rc == MLA_OK && item != NULL; item = item->next) {
		xmlNode **node = NULL;
		size_t n = 0;
		bool applies;

		rc = form_applies(&applies, item, env, at, err);
		if (rc != MLA_OK || !applies)
			continue;
		if (item->what == FORM_FIELD)
			rc = check_field(out, item, env, lang, at, err);
		else if (item->what == FORM_SECTION)
			rc = check_items(out, item->child, env, lang, at, err);
		else if (*item->path != '\0')
			rc = env_nodes(&node, &n, env, at, item->path, err);
		for (size_t i = 0; rc == MLA_OK && i < n; i++)
			rc = check_items(
			    out, item->child, env, lang, node[i], err);
		free(node);
	}
	return rc;
}

/* "measures/m2" for a node that has an id, else what the rule says. */
static char *
where_of(const struct form_rule *r, const xmlNode *node)
{
	char *id = node != NULL ? xml_attr(node, "id") : NULL;
	char *where =
	    id != NULL ? xasprintf("%s/%s", r->where, id) : xstrdup(r->where);

	free(id);
	return where;
}

static enum mla_rc
check_rule_at(struct findings *out, const struct form_rule *r, struct env *env,
    const struct lang *lang, xmlNode *at, struct err *err)
{
	struct complaint c = { .id = r->id,
		.say = r->say,
		.todo = r->todo,
		.severity = r->severity,
		.basis = r->basis,
		.nbasis = r->nbasis };
	char *where, *what = NULL;
	bool applies = true, holds;
	enum mla_rc rc;

	if (*r->when != '\0' &&
	    (rc = env_bool(&applies, env, at, r->when, err)) != MLA_OK)
		return rc;
	if (!applies)
		return MLA_OK;
	if ((rc = env_bool(&holds, env, at, r->test, err)) != MLA_OK || holds)
		return rc;
	if (*r->what != '\0' &&
	    (rc = env_string(&what, env, at, r->what, err)) != MLA_OK)
		return rc;
	c.what = what != NULL ? what : "";
	where = where_of(r, at);
	rc = complain(out, &c, where, env, lang, err);
	free(where);
	free(what);
	return rc;
}

static enum mla_rc
check_rule(struct findings *out, const struct form_rule *r, struct env *env,
    const struct lang *lang, struct err *err)
{
	xmlNode **node;
	enum mla_rc rc;
	size_t n;

	if (*r->context == '\0')
		return check_rule_at(out, r, env, lang, NULL, err);
	rc = env_nodes(&node, &n, env, NULL, r->context, err);
	for (size_t i = 0; rc == MLA_OK && i < n; i++)
		rc = check_rule_at(out, r, env, lang, node[i], err);
	free(node);
	return rc;
}

enum mla_rc
form_check(struct findings *out, const struct form *form, struct env *env,
    const struct lang *lang, struct err *err)
{
	enum mla_rc rc = check_items(out, form->first, env, lang, NULL, err);

	for (size_t i = 0; rc == MLA_OK && i < form->nrules; i++)
		rc = check_rule(out, &form->rule[i], env, lang, err);
	return rc;
}

enum mla_rc
form_check_standing(struct findings *out, const struct form *form,
    struct env *env, const struct lang *lang, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < form->nrules; i++) {
		if (form->rule[i].standing)
			rc = check_rule(out, &form->rule[i], env, lang, err);
	}
	return rc;
}

enum mla_rc
form_progress(size_t *demanded, size_t *missing, struct buf *which,
    const struct form *form, struct env *env, const struct lang *lang,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	*demanded = 0;
	*missing = 0;
	for (const struct form_item *s = form->first; rc == MLA_OK && s != NULL;
	     s = s->next) {
		bool any = false, gap = false;

		for (const struct form_item *f = s->child;
		     rc == MLA_OK && f != NULL; f = f->next) {
			bool needs = false, there = true;

			if (f->what != FORM_FIELD)
				continue;
			rc = form_demands(&needs, f, env, NULL, err);
			if (rc == MLA_OK && needs)
				rc = has_value(&there, f, env, NULL, err);
			any = any || needs;
			gap = gap || (needs && !there);
		}
		*demanded += any ? 1 : 0;
		*missing += gap ? 1 : 0;
		if (gap)
			buf_addf(which, "%s%s", which->len > 0 ? ", " : "",
			    lang_word(lang, s->label));
	}
	return rc;
}
