/* stage.h - forms of a request, rendered from the test data */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include "doc.h"

#include "base/str.h"
#include "core/render.h"
#include "xml/node.h"

enum {
	STAGE_LANGUAGES = 64
};

/* Everything that a form may be made from. */
struct stage {
	struct res *res;
	struct res_source source;
	struct codes *codes;
	struct law *law;
	struct env *env;
	xmlDoc *request, *scene; /* scene: event, parts, exhibits */
	xmlDoc *act; /* the event of one form; NULL: that of the scene */
	struct lang *words[STAGE_LANGUAGES]; /* those that were asked for */
	size_t nwords;
};

static inline void
open_stage(struct stage *s, const char *request)
{
	struct err err = { 0 };
	xmlNode *node;

	memset(s, 0, sizeof(*s));
	assert_ok(res_open(&s->res, ".", &err), err);
	s->source = res_as_source(s->res);
	s->codes = codes_new(s->source);
	s->law = law_new(s->source);
	s->env = env_new(s->codes, s->law);
	s->request = unit_read_doc(request);
	s->scene = unit_read_doc("tests/data/event/scene.xml");
	env_request(s->env, xml_root(s->request));
	env_today(s->env, 20500);
	node = xml_first(xml_root(s->scene));
	env_event(s->env, node);
	node = xml_after(node);
	env_parts(s->env, node);
	node = xml_after(node);
	env_exhibits(s->env, node);
	env_desk(s->env, xml_after(node));
}

static inline void
close_stage(struct stage *s)
{
	env_free(s->env);
	law_free(s->law);
	codes_free(s->codes);
	xmlFreeDoc(s->request);
	xmlFreeDoc(s->scene);
	xmlFreeDoc(s->act);
	for (size_t i = 0; i < s->nwords; i++)
		lang_free(s->words[i]);
	res_free(s->res);
}

/* Loaded once: it has thousands of words. */
static inline const struct lang *
words_of(struct stage *s, const char *code)
{
	struct err err = { 0 };

	for (size_t i = 0; i < s->nwords; i++) {
		if (str_eq(lang_code(s->words[i]), code))
			return s->words[i];
	}
	assert_true(s->nwords < STAGE_LANGUAGES);
	assert_ok(lang_load(&s->words[s->nwords], s->source, code, &err), err);
	return s->words[s->nwords++];
}

static inline void
render_both(struct buf *out, struct stage *s, const char *form,
    const char *lang, const char *beside, const char *format)
{
	struct docmodel_in in = { .env = s->env,
		.codes = s->codes,
		.request = xml_root(s->request),
		.reference = "LIL-O-2026-000017",
		.revision = 3,
		.sha256 = "0123456789abcdef",
		.sender_state = "FR",
		.sender = "Tribunal judiciaire de Lille",
		.on = "2026-03-05" };
	struct form *definition;
	struct err err = { 0 };

	assert_ok(form_load(&definition, s->res, s->source, form, &err), err);
	in.form = definition;
	in.lang = words_of(s, lang);
	in.beside = beside != NULL ? words_of(s, beside) : NULL;
	assert_ok(render_form(out, s->res, &in, format, &err), err);
	form_free(definition);
}

static inline void
render(struct buf *out, struct stage *s, const char *form, const char *lang,
    const char *format)
{
	render_both(out, s, form, lang, NULL, format);
}

static inline size_t
count(const struct buf *b, const char *what)
{
	size_t n = 0;

	for (const char *at = buf_text(b); (at = strstr(at, what)) != NULL; n++)
		at += strlen(what);
	return n;
}

#endif
