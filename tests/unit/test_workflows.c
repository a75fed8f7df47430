/* test_workflows.c - every shipped workflow, found by its folder */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/code.h"
#include "model/kind.h"
#include "model/lang.h"
#include "model/prove.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/read.h"

static void
load(struct machine **m, const struct res *res, enum res_kind kind,
    const char *name)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	xmlDoc *doc;

	assert_ok(res_read(&b, res, kind, name, &err), err);
	assert_ok(xml_read(&doc, buf_text(&b), b.len, name, &err), err);
	assert_ok(machine_load(m, doc, name, &err), err);
	xmlFreeDoc(doc);
	buf_free(&b);
}

/* A word for each event and each state that can be shown, everywhere. */
static void
check_words(const struct machine *m, const struct lang *lang)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];
		char *key = xasprintf("state.%s", s->id);

		if ((machine_is_atomic(s) && *s->holder != '\0') ||
		    s->kind == MACHINE_FINAL)
			if (lang_find(lang, key) == NULL)
				fail_msg("%s: no word for %s in %s", m->name,
				    key, lang_code(lang));
		free(key);
		key = xasprintf("next.%s", s->id);
		if (*s->next != '\0' && lang_find(lang, key) == NULL)
			fail_msg("%s: no word for %s", m->name, key);
		free(key);
		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			for (size_t e = 0; e < tr->nevents; e++) {
				if (strchr(tr->event[e], '.') != NULL)
					continue;
				key = xasprintf("event.%s", tr->event[e]);
				if (lang_find(lang, key) == NULL)
					fail_msg(
					    "%s: no word for %s", m->name, key);
				free(key);
			}
			for (size_t f = 0; f < tr->nfields; f++) {
				key = xasprintf("field.%s", tr->field[f].name);
				if (lang_find(lang, key) == NULL)
					fail_msg(
					    "%s: no word for %s", m->name, key);
				free(key);
			}
		}
	}
}

static struct kind *kinds[64];
static size_t nkinds;

static bool
uses(const struct kind *kind, const char *machine)
{
	return str_eq(kind->out.machine, machine) ||
	    str_eq(kind->in.machine, machine) ||
	    str_eq(kind->part.machine, machine);
}

/* It is a list, or each kind that the machine serves says which one it is. */
static void
check_list(const struct machine *m, struct codes *codes, const char *list)
{
	size_t served = 0;

	if (codes_list(codes, list) != NULL)
		return;
	for (size_t i = 0; i < nkinds; i++) {
		if (!uses(kinds[i], m->name))
			continue;
		served++;
		if (codes_list(codes, kind_codes(kinds[i], list)) == NULL)
			fail_msg("%s: the kind %s has no list %s", m->name,
			    kinds[i]->id, list);
	}
	if (served == 0)
		fail_msg("%s: there is no list %s", m->name, list);
}

/* Holders, outcomes and code lists are those of forms/code. */
static void
check_codes(const struct machine *m, struct codes *codes)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		if (*s->holder != '\0')
			assert_non_null(codes_find(codes, "holder", s->holder));
		if (*s->outcome != '\0')
			assert_non_null(
			    codes_find(codes, "outcome", s->outcome));
		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			if (*tr->outcome != '\0')
				assert_non_null(
				    codes_find(codes, "outcome", tr->outcome));
			if (*tr->failure != '\0')
				assert_non_null(
				    codes_find(codes, "failure", tr->failure));
			for (size_t f = 0; f < tr->nfields; f++) {
				if (*tr->field[f].codes != '\0')
					check_list(
					    m, codes, tr->field[f].codes);
			}
		}
	}
}

static void
check_forms(const struct machine *m, const struct res *res)
{
	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			const char *form = s->transition[t]->form;
			char *path = *form != '\0' && !str_eq(form, "request")
			    ? res_path(res, RES_FORM, form)
			    : NULL;

			if (path != NULL && !file_exists(path))
				fail_msg("%s: no form %s", m->name, form);
			free(path);
		}
	}
}

static void
every_workflow_is_proved(void **state)
{
	static const enum res_kind where[] = { RES_WORKFLOW, RES_PART };
	struct file_names names, languages;
	struct err err = { 0 };
	struct codes *codes;
	struct res *res;
	size_t seen = 0;

	(void)state;
	assert_ok(res_open(&res, ".", &err), err);
	assert_ok(res_list(&languages, res, RES_LANG, &err), err);
	assert_ok(res_list(&names, res, RES_KIND, &err), err);
	for (nkinds = 0; nkinds < names.n; nkinds++)
		assert_ok(kind_load(&kinds[nkinds], res, res_as_source(res),
		              names.at[nkinds], &err),
		    err);
	file_names_free(&names);
	codes = codes_new(res_as_source(res));
	for (size_t k = 0; k < 2; k++) {
		assert_ok(res_list(&names, res, where[k], &err), err);
		for (size_t i = 0; i < names.n; i++, seen++) {
			struct findings f = { 0 };
			struct machine *m;

			load(&m, res, where[k], names.at[i]);
			prove_machine(&f, m);
			if (f.n > 0)
				fail_msg("%s: %s %s", names.at[i],
				    f.at[0].where, f.at[0].text);
			findings_free(&f);
			check_codes(m, codes);
			check_forms(m, res);
			for (size_t l = 0; l < languages.n; l++) {
				struct lang *lang;

				assert_ok(lang_load(&lang, res_as_source(res),
				              languages.at[l], &err),
				    err);
				check_words(m, lang);
				lang_free(lang);
			}
			machine_free(m);
		}
		file_names_free(&names);
	}
	assert_true(seen >= 4);
	while (nkinds > 0)
		kind_free(kinds[--nkinds]);
	file_names_free(&languages);
	codes_free(codes);
	res_free(res);
}

static void
what_is_wrong_with_a_workflow_is_found(void **state)
{
	static const struct {
		const char *body, *where, *text;
	} rows[] = {
		{ "<state id='a'/><state id='b'/>", "b",
		    "it can never be reached" },
		{ "<state id='a'><transition event='e' target='b'/></state>"
		  "<state id='b'/><final id='f'/>",
		    "f", "it can never be reached" },
		{ "<state id='a'><transition event='e' target='b'/>"
		  "<transition event='f' target='f'/></state><state id='b'/>"
		  "<final id='f'/>",
		    "b", "no final state can be reached from it" },
		{ "<state id='a'><transition event='e' target='f'/>"
		  "<transition event='e' target='a'/></state><final id='f'/>",
		    "a",
		    "its event \"e\" is always taken by a transition "
		    "before it" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = xasprintf("<scxml xmlns='%s' version='1.0'>%s"
		                       "</scxml>",
		    SCXML_NS, rows[i].body);
		struct findings f = { 0 };
		struct err err = { 0 };
		struct machine *m;
		xmlDoc *doc;
		bool found = false;

		assert_ok(xml_read(&doc, text, strlen(text), "m", &err), err);
		assert_ok(machine_load(&m, doc, "m", &err), err);
		prove_machine(&f, m);
		for (size_t k = 0; k < f.n; k++)
			found = found ||
			    (str_eq(f.at[k].where, rows[i].where) &&
			        str_eq(f.at[k].text, rows[i].text));
		if (!found)
			fail_msg("row %zu: %s", i,
			    f.n > 0 ? f.at[0].text : "nothing found");
		findings_free(&f);
		machine_free(m);
		xmlFreeDoc(doc);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_workflow_is_proved),
		cmocka_unit_test(what_is_wrong_with_a_workflow_is_found),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
