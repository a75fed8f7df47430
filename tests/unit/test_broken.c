/* test_broken.c - each rule of each form finds the document that breaks it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "chance.h"
#include "doc.h"
#include "forms.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "core/check.h"
#include "core/place.h"
#include "model/form.h"
#include "model/vocab.h"
#include "xml/init.h"
#include "xml/read.h"
#include "xml/xpath.h"

#define SAMPLES "tests/data/request/"
#define BROKEN SAMPLES "broken/"
#define AS_IT_IS "as it is"

enum {
	FILE_MAX_BYTES = 65536
};

static struct res *res;
static struct vocab *vocab;
static struct lang *en;

static int
open_data(void **state)
{
	struct err err = { 0 };

	(void)state;
	xml_init();
	assert_ok(res_open(&res, ".", &err), err);
	assert_ok(vocab_load(&vocab, res_as_source(res), &err), err);
	assert_ok(lang_load(&en, res_as_source(res), "en", &err), err);
	return 0;
}

static int
close_data(void **state)
{
	(void)state;
	lang_free(en);
	vocab_free(vocab);
	res_free(res);
	xml_done();
	return 0;
}

static xmlDoc *
read_sample(const char *name)
{
	char *path = xasprintf(SAMPLES "%s.xml", name);
	xmlDoc *doc = unit_read_doc(path);

	free(path);
	return doc;
}

/* The node set of a path from the request element; the caller frees it. */
static xmlXPathObject *
nodes_at(xmlDoc *doc, const char *path)
{
	struct xpath *x = xpath_new(doc);
	xmlXPathObject *set = NULL;
	struct err err = { 0 };

	xpath_ns(x, "r", "urn:mla:request:1");
	assert_ok(
	    xpath_eval(&set, x, xmlDocGetRootElement(doc), path, &err), err);
	assert_int_equal(XPATH_NODESET, set->type);
	xpath_free(x);
	return set;
}

static void
take_away(xmlDoc *doc, const char *path)
{
	xmlXPathObject *set = nodes_at(doc, path);
	int n = set->nodesetval != NULL ? set->nodesetval->nodeNr : 0;

	xmlNode **node = xcalloc((size_t)n + 1, sizeof(*node));

	for (int i = 0; i < n; i++)
		node[i] = set->nodesetval->nodeTab[i];
	xmlXPathFreeObject(set); /* it looks at its nodes */
	while (n-- > 0) {
		xmlUnlinkNode(node[n]);
		xmlFreeNode(node[n]);
	}
	free(node);
}

static void
set_all(xmlDoc *doc, const char *path, const char *value)
{
	xmlXPathObject *set = nodes_at(doc, path);
	int n = set->nodesetval != NULL ? set->nodesetval->nodeNr : 0;

	for (int i = 0; i < n; i++)
		xmlNodeSetContent(
		    set->nodesetval->nodeTab[i], (const xmlChar *)value);
	xmlXPathFreeObject(set);
	if (n == 0 && !place_set(doc, vocab, path, value))
		fail_msg("%s cannot be set", path);
}

/* "-XPATH" or "XPATH = VALUE". */
static void
change(xmlDoc *doc, char *edit)
{
	char *value = strstr(edit, " = ");

	if (*edit == '-') {
		take_away(doc, edit + 1);
		return;
	}
	assert_non_null(value);
	*value = '\0';
	set_all(doc, edit, value + 3);
}

/* What the rule finds in the document; NULL, if nothing. */
static bool
finds(xmlDoc *doc, const char *rule)
{
	const struct check_in in = { .doc = doc,
		.res = res,
		.source = res_as_source(res),
		.lang = en,
		.day = date_day(2026, 3, 3) };
	struct findings out = { 0 };
	struct err err = { 0 };
	bool found = false;

	assert_ok(check_document(&out, NULL, &in, &err), err);
	for (size_t i = 0; i < out.n; i++) {
		const struct finding *f = &out.at[i];

		if (!str_eq(f->id, rule))
			continue;
		found = true;
		if (*f->text == '\0' || *f->todo == '\0' || *f->text == ' ' ||
		    strchr(f->text, '{') != NULL || str_ends(f->text, ": ."))
			fail_msg("%s: \"%s\" \"%s\"", rule, f->text, f->todo);
	}
	findings_free(&out);
	return found;
}

/* "RULE SAMPLE: EDIT; EDIT": found after the edits and not before. */
static void
assert_broken(const char *file, char *line)
{
	char *edits = strstr(line, ": "), *sample = strchr(line, ' ');
	char *rest = NULL;
	xmlDoc *doc;

	assert_true(edits != NULL && sample != NULL && sample < edits);
	*sample++ = *edits = '\0';
	edits += 2;
	doc = read_sample(sample);
	if (finds(doc, line) != str_eq(edits, AS_IT_IS))
		fail_msg("%s: %s: %s before any edit", file, line,
		    str_eq(edits, AS_IT_IS) ? "not found" : "found");
	for (char *e = strtok_r(edits, ";", &rest);
	     e != NULL && !str_eq(e, AS_IT_IS); e = strtok_r(NULL, ";", &rest))
		change(doc, e + strspn(e, " "));
	if (!finds(doc, line))
		fail_msg("%s: %s: not found", file, line);
	xmlFreeDoc(doc);
}

static void
break_each_rule(const struct form *form, const char *name)
{
	char *path = xasprintf(BROKEN "%s.txt", name), *rest = NULL;
	struct err err = { 0 };
	struct buf b = { 0 };
	bool *broken = xcalloc(form_rule_count(form) + 1, sizeof(*broken));
	size_t n = 0;

	if (form_rule_count(form) > 0)
		assert_ok(file_read(&b, path, FILE_MAX_BYTES, &err), err);
	for (char *line = b.len > 0 ? strtok_r(b.data, "\n", &rest) : NULL;
	     line != NULL; line = strtok_r(NULL, "\n", &rest)) {
		if (*line == '#')
			continue;
		if (++n % chance_stride(8) == 0)
			assert_broken(path, line);
		else
			*strchr(line, ' ') = '\0';
		for (size_t i = 0; i < form_rule_count(form); i++)
			broken[i] = broken[i] ||
			    str_eq(line, form_rule_at(form, i)->id);
	}
	for (size_t i = 0; i < form_rule_count(form); i++) {
		if (!broken[i])
			fail_msg("%s: no document breaks the rule %s", path,
			    form_rule_at(form, i)->id);
	}
	free(broken);
	buf_free(&b);
	free(path);
}

static void
each_rule_finds_the_document_that_breaks_it(void **state)
{
	(void)state;
	unit_each_form(res, break_each_rule);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_finds_the_document_that_breaks_it),
	};

	return cmocka_run_group_tests(tests, open_data, close_data);
}
