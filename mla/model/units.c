/* units.c - which words a form prints: keys of forms/lang */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/units.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

static void
add(struct file_names *out, const char *key)
{
	for (size_t i = 0; i < out->n; i++) {
		if (str_eq(out->at[i], key))
			return;
	}
	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	out->at[out->n++] = xstrdup(key);
}

/* A list that depends on the kind is none of the form. */
static void
add_ticks(
    struct file_names *out, const struct form_item *field, struct codes *codes)
{
	const xmlNode *root =
	    *field->codes != '\0' ? codes_list(codes, field->codes) : NULL;
	const xmlNode *code;
	char *words = root != NULL ? xml_attr(root, "words") : NULL;

	if (str_eq(field->type, "yes-no")) {
		add(out, "yes");
		add(out, "no");
	}
	for (code = xml_child(root, CODE_NS, "code"); code != NULL;
	     code = xml_next(code, CODE_NS, "code")) {
		char *id = xml_attr(code, "id");
		char *key = xasprintf(
		    "%s.%s", words != NULL ? words : field->codes, id);

		add(out, key);
		free(key);
		free(id);
	}
	free(words);
}

void
units_ticks(
    struct file_names *out, const struct form_item *field, struct codes *codes)
{
	memset(out, 0, sizeof(*out));
	add_ticks(out, field, codes);
}

static void
add_items(
    struct file_names *out, const struct form_item *item, struct codes *codes)
{
	for (; item != NULL; item = item->next) {
		add(out, item->label);
		add_ticks(out, item, codes);
		add_items(out, item->child, codes);
	}
}

void
units_printed(struct file_names *out, const struct form *form,
    const struct form_item *section, struct codes *codes)
{
	const struct form_item *s = form_first(form), *signer;

	memset(out, 0, sizeof(*out));
	for (; s != NULL; s = s->next) {
		if (section != NULL && s != section)
			continue;
		if (s == form_first(form))
			add(out, form_label(form));
		add(out, s->label);
		add_items(out, s->child, codes);
		if (s->next != NULL)
			continue;
		if (*form_signature(form) != '\0')
			add(out, form_signature(form));
		signer = form_first_signature(form);
		for (; signer != NULL; signer = signer->next)
			add(out, signer->label);
	}
}

/* Not every item has guidance, not every rule a text of its own. */
static void
add_known(struct file_names *out, const char *key, const struct lang *words)
{
	if (*key != '\0' && lang_find(words, key) != NULL)
		add(out, key);
}

static void
add_asked(struct file_names *out, const struct form_item *item,
    const struct lang *words)
{
	for (; item != NULL; item = item->next) {
		add_known(out, item->help, words);
		add_known(out, item->say, words);
		add_known(out, item->todo, words);
		add_asked(out, item->child, words);
	}
}

void
units_all(struct file_names *out, const struct form *form, struct codes *codes,
    const struct lang *words)
{
	units_printed(out, form, NULL, codes);
	add_asked(out, form_first(form), words);
	for (size_t i = 0; i < form_rule_count(form); i++) {
		add_known(out, form_rule_at(form, i)->say, words);
		add_known(out, form_rule_at(form, i)->todo, words);
	}
}
