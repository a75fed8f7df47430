/* proofs_words.c - every language has the words of a workflow */
/* SPDX-License-Identifier: Apache-2.0 */
#include <libxml/hash.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/proofs_inside.h"
#include "core/rules.h"
#include "model/form.h"
#include "xml/node.h"

/* Where a word is needed; each is asked for once. */
struct place {
	const struct proofs_one *one;
	const struct machine_state *s;
	long line;
	xmlHashTablePtr asked;
};

/* A word that each language needs. */
static void
need(const struct place *at, const char *key)
{
	const struct proofs *p = at->one->all;
	struct buf lack = { 0 };
	size_t n = 0;

	if (xmlHashAddEntry(at->asked, (const xmlChar *)key, (void *)at) != 0)
		return;
	for (size_t i = 0; i < p->nlangs; i++) {
		if (lang_find(p->lang[i], key) == NULL)
			buf_addf(&lack, "%s%s", n++ > 0 ? ", " : "",
			    lang_code(p->lang[i]));
	}
	if (n > 0) {
		char *text = xasprintf("there is no word \"%s\" in %s", key,
		    n == p->nlangs ? "any language" : buf_text(&lack));

		proofs_fault(at->one, "word", at->s, at->line, true, text,
		    "Add a trans-unit with this id to each file of "
		    "forms/lang.");
		free(text);
	}
	buf_free(&lack);
}

static void
need_of(const struct place *at, const char *group, const char *id)
{
	char *key = xasprintf("%s.%s", group, id);

	if (*id != '\0')
		need(at, key);
	free(key);
}

/* The words of the codes of a list, by the name that the machine gives it. */
static void
need_codes(const struct place *at, const char *list, const char *codes)
{
	const xmlNode *root = codes_list(at->one->all->codes, codes);
	const xmlNode *code = xml_child(root, CODE_NS, "code");

	for (; code != NULL; code = xml_next(code, CODE_NS, "code")) {
		char *id = xml_attr(code, "id");

		if (id != NULL)
			need_of(at, list, id);
		free(id);
	}
}

static void
need_list(const struct place *at, const char *list)
{
	const struct proofs *p = at->one->all;
	bool served = false;

	for (size_t i = 0; at->one->in->machine != NULL && i < p->nkinds; i++) {
		if (!proofs_serves(at->one, p->kind[i]))
			continue;
		served = true;
		need_codes(at, list, kind_codes(p->kind[i], list));
	}
	if (!served)
		need_codes(at, list, list);
}

/* The title of the form that it makes. */
static void
need_form(const struct place *at, const char *name)
{
	struct res *res = at->one->all->res;
	char *key = xasprintf("form %s", name);
	struct err ignored = { 0 };
	struct form *form = NULL;

	if (*name != '\0' && !str_eq(name, RULES_OWN_FORM) &&
	    xmlHashAddEntry(at->asked, (const xmlChar *)key, (void *)at) == 0 &&
	    form_load(&form, res, res_as_source(res), name, &ignored) == MLA_OK)
		need(at, form_label(form));
	form_free(form);
	free(key);
}

static void
transition_words(struct place *at, const struct machine_transition *t)
{
	at->line = t->line;
	for (size_t e = 0; e < t->nevents; e++) {
		if (strpbrk(t->event[e], ".*") == NULL)
			need_of(at, "event", t->event[e]);
	}
	if (*t->denied != '\0')
		need(at, t->denied);
	need_of(at, "message", t->message);
	need_of(at, PROOFS_OUTCOME, t->outcome);
	need_of(at, PROOFS_FAILURE, t->failure);
	need_form(at, t->form);
	for (size_t f = 0; f < t->nfields; f++) {
		at->line = t->field[f].line;
		need_of(at, "field", t->field[f].name);
		if (*t->field[f].codes != '\0')
			need_list(at, t->field[f].codes);
		if (*t->field[f].say != '\0')
			need(at, t->field[f].say);
	}
}

static void
state_words(struct place *at, const struct machine_state *s)
{
	at->s = s;
	at->line = s->line;
	if ((machine_is_atomic(s) && *s->holder != '\0') ||
	    s->kind == MACHINE_FINAL)
		need_of(at, "state", s->id);
	if (*s->next != '\0')
		need_of(at, "next", s->id);
	need_of(at, PROOFS_HOLDER, s->holder);
	need_of(at, PROOFS_OUTCOME, s->outcome);
	for (size_t t = 0; t < s->ntransitions; t++)
		transition_words(at, s->transition[t]);
}

void
proofs_words(const struct proofs_one *one)
{
	struct place at = { .one = one, .asked = xmlHashCreate(256) };

	if (at.asked == NULL)
		abort(); /* out of memory */
	for (size_t i = 1; i < one->m->nstates; i++)
		state_words(&at, one->m->state[i]);
	for (size_t i = 0; i < one->limits->n; i++) {
		at.s = one->limits->at[i].state;
		at.line = one->limits->at[i].line;
		need_of(&at, "limit", one->limits->at[i].id);
	}
	xmlHashFree(at.asked, NULL);
}
