/* test_forms.c - paths of forms can select something, and have all words */
/* SPDX-License-Identifier: Apache-2.0 */
#include "everything.h"
#include "forms.h"

#include <ctype.h>

#include "model/guard.h"
#include "xml/init.h"

enum {
	LANGUAGES = 64
};

/*
 * A document with all that the schema knows in it, an event with all fields of
 * all workflows, and all that the register knows: a path that selects nothing
 * here selects nothing ever.
 */
static struct {
	struct res *res;
	struct vocab *vocab;
	struct codes *codes;
	struct law *law;
	struct env *env;
	xmlDoc *request, *event, *known;
	struct lang *lang[LANGUAGES];
	size_t nlangs;
	const struct lang *english; /* one of them */
} world;

struct nodes {
	xmlNode **at;
	size_t n, cap;
};

/* An expression that is being read, and what is wrong with it. */
struct reading {
	const char *expr;
	struct err err;
};

static void
add_node(struct nodes *to, xmlNode *node)
{
	to->at = vec_more(to->at, &to->cap, to->n, sizeof(*to->at));
	to->at[to->n++] = node;
}

static void
load_languages(void)
{
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, world.res, RES_LANG, &err), err);
	assert_true(names.n <= LANGUAGES);
	for (size_t i = 0; i < names.n; i++) {
		assert_ok(lang_load(&world.lang[i], res_as_source(world.res),
		              names.at[i], &err),
		    err);
		world.nlangs++;
		if (str_eq(names.at[i], "en"))
			world.english = world.lang[i];
	}
	assert_non_null(world.english);
	file_names_free(&names);
}

static int
open_world(void **state)
{
	struct err err = { 0 };
	struct res_source source;
	xmlNode *node;

	(void)state;
	xml_init();
	assert_ok(res_open(&world.res, ".", &err), err);
	source = res_as_source(world.res);
	assert_ok(vocab_load(&world.vocab, source, &err), err);
	world.codes = codes_new(source);
	world.law = law_new(source);
	world.env = env_new(world.codes, NULL);
	load_languages();
	world.request = unit_whole_request(world.vocab);
	world.known = unit_read_doc("tests/data/event/known.xml");
	node = xml_first(xml_root(world.known));
	world.event = xmlNewDoc((const xmlChar *)"1.0");
	(void)xmlDocSetRootElement(
	    world.event, xmlDocCopyNode(node, world.event, 1));
	unit_take_workflows(xml_root(world.event), world.res, RES_WORKFLOW);
	unit_take_workflows(xml_root(world.event), world.res, RES_PART);
	env_request(world.env, xml_root(world.request));
	env_event(world.env, xml_root(world.event));
	node = xml_after(node);
	env_parts(world.env, node);
	node = xml_after(node);
	env_exhibits(world.env, node);
	node = xml_after(node);
	env_desk(world.env, node);
	(void)xmlAddChild(xml_first(node),
	    xmlDocCopyNode(xml_root(world.event), world.known, 1));
	return 0;
}

static int
close_world(void **state)
{
	(void)state;
	for (size_t i = 0; i < world.nlangs; i++)
		lang_free(world.lang[i]);
	env_free(world.env);
	codes_free(world.codes);
	law_free(world.law);
	vocab_free(world.vocab);
	xmlFreeDoc(world.request);
	xmlFreeDoc(world.event);
	xmlFreeDoc(world.known);
	res_free(world.res);
	xml_done();
	return 0;
}

/* What a path without predicates selects from any of some nodes. */
static struct nodes
select_all(struct reading *r, const char *path, const struct nodes *from)
{
	struct nodes out = { 0 };

	for (size_t i = 0; i < from->n && *r->err.msg == '\0'; i++) {
		xmlNode **node = NULL;
		size_t n = 0;

		(void)env_nodes(
		    &node, &n, world.env, from->at[i], path, &r->err);
		for (size_t k = 0; k < n; k++)
			add_node(&out, node[k]);
		free(node);
	}
	if (out.n == 0 && *r->err.msg == '\0')
		(void)err_set(
		    &r->err, MLA_ENOTFOUND, "nothing is ever at %s", path);
	return out;
}

/* The code list that the schema names for an attribute; NULL: none. */
static const char *
list_of(const xmlNode *node)
{
	const struct vocab_attr *a = NULL;

	if (node->type == XML_ATTRIBUTE_NODE)
		a = vocab_attr(vocab_of(world.vocab, node->parent),
		    (const char *)node->name);
	return a != NULL ? a->list : NULL;
}

/* Behind a path: "= 'code'" must be in the list of what it selects. */
static void
look_at_code(struct reading *r, const char *s, const struct nodes *at)
{
	size_t lists = 0, found = 0;
	char *code;

	s += strspn(s, " !");
	if (*s != '=')
		return;
	s += 1 + strspn(s + 1, " ");
	if (*s != '\'' && *s != '"')
		return;
	code = xstrndup(s + 1, strcspn(s + 1, *s == '"' ? "\"" : "'"));
	for (size_t i = 0; i < at->n; i++) {
		const char *list = list_of(at->at[i]);

		lists += list != NULL;
		found +=
		    list != NULL && codes_find(world.codes, list, code) != NULL;
	}
	if (lists > 0 && found == 0)
		(void)err_set(
		    &r->err, MLA_ENOTFOUND, "no list has the code %s", code);
	free(code);
}

/* As far as a path goes on without a predicate; "*" is a step behind "/". */
static size_t
path_span(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len &&
	    (isalnum((unsigned char)s[i]) || strchr("$_.@/:-", s[i]) != NULL ||
	        (s[i] == '*' && i > 0 && strchr("@/:", s[i - 1]) != NULL)))
		i++;
	return i;
}

static size_t
quote_span(const char *s, size_t len)
{
	const char *end = memchr(s + 1, *s, len - 1);

	return end != NULL ? (size_t)(end - s) + 1 : len;
}

static size_t
bracket_span(const char *s, size_t len)
{
	size_t i = 0;
	int open = 0;

	do {
		open += (s[i] == '[') - (s[i] == ']');
		i += s[i] == '\'' || s[i] == '"' ? quote_span(s + i, len - i)
		                                 : 1;
	} while (i < len && open > 0);
	return i;
}

static void look(struct reading *r, const char *s, size_t len,
    const struct nodes *at, struct nodes *found);

/* Where there may be a sibling, there may be another one. */
static void
add_steps(struct buf *path, const char *s, size_t len)
{
	static const char next[] = "following-sibling::";
	const char *axis = memmem(s, len, next, sizeof(next) - 1);

	buf_add(path, s, axis != NULL ? (size_t)(axis - s) : len);
	if (axis != NULL) {
		buf_adds(path, "../");
		axis += sizeof(next) - 1;
		buf_add(path, axis, len - (size_t)(axis - s));
	}
}

/* One path with its predicates; how long it is. */
static size_t
look_at_path(struct reading *r, const char *s, size_t len,
    const struct nodes *at, struct nodes *found)
{
	struct nodes here = { 0 };
	struct buf path = { 0 };
	size_t i = 0;

	do {
		size_t n = path_span(s + i, len - i);

		add_steps(&path, s + i, n);
		i += n;
		free(here.at);
		here = select_all(r, buf_text(&path), at);
		while (i < len && s[i] == '[') {
			n = bracket_span(s + i, len - i);
			look(r, s + i + 1, n - 2, &here, NULL);
			i += n;
		}
	} while (i < len && s[i] == '/');
	look_at_code(r, s + i, &here);
	for (size_t k = 0; found != NULL && k < here.n; k++)
		add_node(found, here.at[k]);
	free(here.at);
	buf_free(&path);
	return i;
}

/* No path: an operator, a function, a number, the day, a step behind ")". */
static bool
is_other(const char *expr, const char *s, size_t n)
{
	static const char *const words[] = { "and", "or", "div", "mod",
		"$today", "-" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == n && strncmp(words[i], s, n) == 0)
			return true;
	}
	return isdigit((unsigned char)*s) || s[n] == '(' ||
	    (s > expr && s[-1] == ')');
}

/* Every path in an expression, from any of some nodes. */
static void
look(struct reading *r, const char *s, size_t len, const struct nodes *at,
    struct nodes *found)
{
	for (size_t i = 0; i < len && *r->err.msg == '\0';) {
		size_t n = path_span(s + i, len - i);

		if (s[i] == '\'' || s[i] == '"')
			i += quote_span(s + i, len - i);
		else if (n == 0)
			i++;
		else if (is_other(r->expr, s + i, n))
			i += n;
		else
			i += look_at_path(r, s + i, len - i, at, found);
	}
}

static unsigned faults;

/* Names in an expression that are in no data, functions that are not there. */
static void
met(void *arg, enum guard_name what, const char *name, const char *list)
{
	struct reading *r = arg;
	bool missing = what == GUARD_FAULT ||
	    (what == GUARD_LIST && codes_list(world.codes, name) == NULL) ||
	    (what == GUARD_CODE &&
	        codes_find(world.codes, list, name) == NULL) ||
	    (what == GUARD_TREATY && law_treaty(world.law, name) == NULL);

	if (missing && *r->err.msg == '\0')
		(void)err_set(&r->err, MLA_ENOTFOUND,
		    what == GUARD_FAULT ? "%s" : "no data has %s", name);
}

static struct nodes
read_all(struct reading *r, const struct nodes *at)
{
	const struct guard_look how = { .met = met, .arg = r };
	struct nodes found = { 0 };

	look(r, r->expr, strlen(r->expr), at, &found);
	if (*r->expr != '\0')
		(void)guard_read(NULL, r->expr, &how);
	return found;
}

/* What an expression selects, if it is there; a fault is printed. */
static struct nodes
read_expr(
    const char *form, const char *id, const char *expr, const struct nodes *at)
{
	struct reading r = { .expr = expr };
	struct nodes found = read_all(&r, at);

	if (*r.err.msg != '\0') {
		print_error("forms/form/%s.xml: %s: %s: %s\n", form, id, expr,
		    r.err.msg);
		faults++;
	}
	return found;
}

static void
read_only(
    const char *form, const char *id, const char *expr, const struct nodes *at)
{
	free(read_expr(form, id, expr, at).at);
}

/* A field shows its codes in the words of the list that the schema names. */
static void
compare_lists(
    const char *form, const struct form_item *item, const struct nodes *at)
{
	for (size_t i = 0; i < at->n && item->what == FORM_FIELD; i++) {
		const char *list = list_of(at->at[i]);

		if (list == NULL || str_eq(list, item->codes))
			continue;
		print_error("forms/form/%s.xml: %s: codes=\"%s\", but the "
		            "schema has %s\n",
		    form, item->id, item->codes, list);
		faults++;
	}
}

/* "": there is nothing to say. */
static void
need_word(const char *form, const char *key)
{
	for (size_t i = 0; i < world.nlangs && *key != '\0'; i++) {
		if (lang_find(world.lang[i], key) != NULL)
			continue;
		print_error("forms/form/%s.xml: forms/lang/%s.xlf has no %s\n",
		    form, lang_code(world.lang[i]), key);
		faults++;
	}
}

/* What English says is said in every language. */
static void
need_same(const char *form, const char *key)
{
	if (lang_find(world.english, key) != NULL)
		need_word(form, key);
}

/* Names of the machines and of lists that share their words have no list. */
static void
need_codes(const char *form, const char *list)
{
	const xmlNode *node = codes_list(world.codes, list);
	const xmlNode *code = node != NULL ? xml_first(node) : NULL;
	char *words = node != NULL ? xml_attr(node, "words") : NULL;

	for (; code != NULL; code = xml_after(code)) {
		char *id = xml_attr(code, "id");
		char *key =
		    xasprintf("%s.%s", words != NULL ? words : list, id);

		need_word(form, key);
		free(key);
		free(id);
	}
	free(words);
}

static void
need_words(const char *form, const struct form_item *item)
{
	need_word(form, item->label);
	need_word(form, item->say);
	need_same(form, item->help);
	need_same(form, item->todo);
	if (*item->codes != '\0')
		need_codes(form, item->codes);
}

static void
read_items(
    const char *form, const struct form_item *item, const struct nodes *at)
{
	for (; item != NULL; item = item->next) {
		struct nodes inner = read_expr(form, item->id, item->path, at);

		read_only(form, item->id, item->when, at);
		read_only(form, item->id, item->ticks, at);
		if (!str_eq(item->required, "always"))
			read_only(form, item->id, item->required, at);
		read_only(form, item->id, item->title, &inner);
		compare_lists(form, item, &inner);
		need_words(form, item);
		read_items(form, item->child,
		    item->what == FORM_SECTION ? at : &inner);
		free(inner.at);
	}
}

static void
read_form(const struct form *form, const char *name)
{
	struct nodes root = { 0 };

	need_word(name, form_label(form));
	need_word(name, form_signature(form));
	add_node(&root, xml_root(world.request));
	read_items(name, form_first(form), &root);
	read_items(name, form_first_signature(form), &root);
	for (size_t i = 0; i < form_rule_count(form); i++) {
		const struct form_rule *rule = form_rule_at(form, i);
		const char *context =
		    *rule->context != '\0' ? rule->context : ".";
		struct nodes at = read_expr(name, rule->id, context, &root);

		read_only(name, rule->id, rule->when, &at);
		read_only(name, rule->id, rule->test, &at);
		read_only(name, rule->id, rule->what, &at);
		need_word(name, rule->say);
		need_same(name, rule->todo);
		free(at.at);
	}
	free(root.at);
}

static void
assert_fault(const char *expr, const char *fault)
{
	struct reading r = { .expr = expr };
	struct nodes root = { 0 };

	add_node(&root, xml_root(world.request));
	free(read_all(&r, &root).at);
	assert_string_equal(fault, r.err.msg);
	free(root.at);
}

static void
a_path_that_selects_nothing_is_found(void **state)
{
	(void)state;
	assert_fault("r:measures/r:measure/@code", "");
	assert_fault(
	    "r:measures/r:mesure", "nothing is ever at r:measures/r:mesure");
	assert_fault(
	    "count(r:facts) > 1 and not(r:facs)", "nothing is ever at r:facs");
	assert_fault("r:measures/r:measure[@id = $event/@part]/@code", "");
	assert_fault("r:measures/r:measure[@cod = ']'] | r:facts",
	    "nothing is ever at @cod");
	assert_fault("r:facts | r:persons/r:natural[r:born]/../../r:fact",
	    "nothing is ever at r:persons/r:natural/../../r:fact");
	assert_fault("r:measures/r:measure[@code = 'no-such-code']",
	    "no list has the code no-such-code");
	assert_fault("r:persons/*[@id = //r:measure/@about]/r:born", "");
	assert_fault("r:persons/*/r:borne | //r:meazure",
	    "nothing is ever at r:persons/*/r:borne");
	assert_fault("count(r:facts) * 2 = count(//r:meazure)",
	    "nothing is ever at //r:meazure");
	assert_fault("$event/r:reasons", "");
	assert_fault("$desk/event[@name = 'close']/r:event/r:text/r:p", "");
	assert_fault("$event/@reasons", "nothing is ever at $event/@reasons");
	assert_fault("$event/r:to/r:name", "");
	assert_fault(
	    "$desk/event[1]/@day", "nothing is ever at $desk/event/@day");
	assert_fault("code('measure', r:measures/@code)/@x",
	    "nothing is ever at r:measures/@code");
}

static void
a_name_that_no_data_have_is_found(void **state)
{
	(void)state;
	assert_fault("binds('EIO', 'FR', 'IT', $today)", "");
	assert_fault("binds('EIOO', 'FR', 'IT', $today)", "no data has EIOO");
	assert_fault("code('measure', 'search')/@x", "no data has search");
	assert_fault("code('mesure', @kind)/@x", "no data has mesure");
	assert_fault("r:requested/r:state = upper(@kind)",
	    "there is no function upper()");
	assert_fault("r:urgency/r:by < $today",
	    "\"<\" stands between what is no number");
}

static void
every_path_can_select_something_and_every_word_is_there(void **state)
{
	(void)state;
	unit_each_form(world.res, read_form);
	assert_int_equal(0, faults);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_that_selects_nothing_is_found),
		cmocka_unit_test(a_name_that_no_data_have_is_found),
		cmocka_unit_test(
		    every_path_can_select_something_and_every_word_is_there),
	};

	return cmocka_run_group_tests(tests, open_world, close_world);
}
