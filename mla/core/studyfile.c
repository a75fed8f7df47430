/* studyfile.c - a study as a file, and several of them as one */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "core/say.h"
#include "core/study.h"
#include "xml/node.h"
#include "xml/write.h"

static void
add_number(struct buf *b, const char *name, size_t number)
{
	buf_addf(b, " %s=\"%zu\"", name, number);
}

static void
add_head(struct buf *b, const struct study *s)
{
	buf_adds(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<study xmlns=\"" STUDY_NS "\"");
	xml_add_attr(b, "from", s->from);
	xml_add_attr(b, "made", s->made);
	xml_add_attr(b, "key", s->key_id);
	buf_addf(b, " k=\"%ld\"", s->k);
	add_number(b, "smallest", s->smallest);
	add_number(b, "requests", s->n);
	add_number(b, "suppressed", s->suppressed);
	add_number(b, "both", s->both);
	buf_adds(b, ">\n");
}

/* How it was made, in words and by step. */
static void
add_method(struct buf *b, const struct study *s, struct office *office)
{
	char *k = xasprintf("%ld", s->k);
	char *text = say(office->lang, "study.method", "k", k, (char *)NULL);

	buf_adds(b, "  <method>");
	xml_add_text(b, text);
	buf_adds(b, "</method>\n");
	for (size_t i = 0; i < s->nsteps; i++) {
		buf_adds(b, "  <step");
		add_number(b, "number", i);
		add_number(b, "requests", s->steps[i]);
		buf_adds(b, "/>\n");
	}
	free(text);
	free(k);
}

/* The words of the values that a variable has in the file. */
static void
add_values(
    struct buf *b, const struct study *s, struct office *office, size_t i)
{
	xmlNode *code = codes_find(office->codes, "variable", s->variable[i]);
	char *list = code != NULL ? xml_attr(code, "names") : NULL;
	bool *seen = xcalloc(s->names.n + 1, sizeof(*seen));

	for (size_t row = 0; list != NULL && row < s->n; row++) {
		const uint32_t value = s->at[row].value[i];
		const char *id = s->names.at[value];
		const char *word;
		char *key;

		if (seen[value])
			continue;
		seen[value] = true;
		key = xasprintf("%s.%s", list, id);
		word = lang_find(office->lang, key);
		free(key);
		if (word == NULL)
			continue;
		buf_adds(b, "    <value");
		xml_add_attr(b, "id", id);
		xml_add_attr(b, "label", word);
		buf_adds(b, "/>\n");
	}
	free(seen);
	free(list);
}

static void
add_codebook(struct buf *b, const struct study *s, struct office *office)
{
	for (size_t i = 0; i < s->nvariables; i++) {
		char *key = xasprintf("variable.%s", s->variable[i]);

		buf_adds(b, "  <variable");
		xml_add_attr(b, "id", s->variable[i]);
		xml_add_attr(b, "label", lang_word(office->lang, key));
		xml_add_attr(b, "telling", s->telling[i] ? "yes" : "no");
		buf_adds(b, ">\n");
		add_values(b, s, office, i);
		buf_adds(b, "  </variable>\n");
		free(key);
	}
}

void
study_write(struct buf *out, const struct study *s, struct office *office)
{
	add_head(out, s);
	add_method(out, s, office);
	add_codebook(out, s, office);
	for (size_t row = 0; row < s->n; row++) {
		buf_adds(out, "  <case");
		xml_add_attr(out, "id", s->at[row].id);
		xml_add_attr(out, "from", s->at[row].from);
		for (size_t i = 0; i < s->nvariables; i++) {
			const char *value = study_value(s, row, i);

			if (*value != '\0')
				xml_add_attr(out, s->variable[i], value);
		}
		buf_adds(out, "/>\n");
	}
	buf_adds(out, "</study>\n");
}

static size_t
number_of(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name);
	size_t n = text != NULL ? strtoul(text, NULL, 10) : 0;

	free(text);
	return n;
}

static void
read_case(struct study *s, const xmlNode *node)
{
	char *id = xml_attr(node, "id"), *from = xml_attr(node, "from");
	struct study_case *c;

	s->at = vec_more(s->at, &s->cap, s->n, sizeof(*s->at));
	c = &s->at[s->n++];
	memset(c, 0, sizeof(*c));
	(void)snprintf(c->id, sizeof(c->id), "%s", id);
	(void)snprintf(c->from, sizeof(c->from), "%s", from);
	c->value = xcalloc(s->nvariables + 1, sizeof(*c->value));
	for (size_t i = 0; i < s->nvariables; i++) {
		char *value = xml_attr(node, s->variable[i]);
		const char *text = value != NULL ? value : "";

		c->value[i] = labels_number(&s->names, text, strlen(text));
		free(value);
	}
	free(id);
	free(from);
}

static void
read_parts(struct study *s, const xmlNode *root)
{
	size_t cap = 0, cap_telling = 0, cap_steps = 0;

	for (const xmlNode *node = xml_first(root); node != NULL;
	     node = xml_after(node)) {
		if (xml_is(node, STUDY_NS, "step")) {
			s->steps = vec_more(
			    s->steps, &cap_steps, s->nsteps, sizeof(*s->steps));
			s->steps[s->nsteps++] = number_of(node, "requests");
		} else if (xml_is(node, STUDY_NS, "variable")) {
			s->variable = vec_more(s->variable, &cap, s->nvariables,
			    sizeof(*s->variable));
			s->telling = vec_more(s->telling, &cap_telling,
			    s->nvariables, sizeof(*s->telling));
			s->telling[s->nvariables] =
			    xml_attr_is(node, "telling", "yes");
			s->variable[s->nvariables++] = xml_attr(node, "id");
		} else if (xml_is(node, STUDY_NS, "case")) {
			read_case(s, node);
		}
	}
}

enum mla_rc
study_read(struct study **out, struct res *res, const char *data, size_t len,
    const char *name, struct err *err)
{
	struct study *s;
	const xmlNode *root;
	xmlDoc *doc;
	char *key;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = res_parse(&doc, res, data, len, name, "study", err)) !=
	    MLA_OK)
		return rc;
	root = xml_root(doc);
	s = xcalloc(1, sizeof(*s));
	s->from = xml_attr(root, "from");
	s->made = xml_attr(root, "made");
	key = xml_attr(root, "key");
	(void)snprintf(s->key_id, sizeof(s->key_id), "%s", key);
	free(key);
	s->k = (long)number_of(root, "k");
	s->smallest = number_of(root, "smallest");
	s->suppressed = number_of(root, "suppressed");
	s->both = number_of(root, "both");
	read_parts(s, root);
	xmlFreeDoc(doc);
	*out = s;
	return MLA_OK;
}

static bool
same_variables(const struct study *a, const struct study *b)
{
	bool same = a->nvariables == b->nvariables;

	for (size_t i = 0; same && i < a->nvariables; i++)
		same = str_eq(a->variable[i], b->variable[i]) &&
		    a->telling[i] == b->telling[i];
	return same;
}

/* The row of that pseudonym among the first n, which are in order; or NULL. */
static struct study_case *
find_case(const struct study *s, size_t n, const char *id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(s->at[middle].id, id);

		if (order == 0)
			return &s->at[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool
says(const struct study *s, const struct study_case *c, size_t variable,
    const char *text)
{
	return variable < s->nvariables &&
	    str_eq(s->names.at[c->value[variable]], text);
}

static const char *
told(const struct study *s, const struct study_case *c, size_t variable)
{
	return variable < s->nvariables ? s->names.at[c->value[variable]] : "";
}

/* Could the two be one request, seen by the one who asked and by the other? */
static bool
may_be_one(const struct study *s, const struct study_case *a,
    const struct study *t, const struct study_case *b)
{
	const size_t side = study_variable(s, "side");
	const size_t partner = study_variable(s, "partner");
	const size_t kind = study_variable(s, "kind");

	return says(s, a, partner, b->from) && says(t, b, partner, a->from) &&
	    !str_eq(told(s, a, side), told(t, b, side)) &&
	    str_eq(told(s, a, kind), told(t, b, kind));
}

/* A copy of a row of another study. */
static void
put(struct study *into, struct study_case *to, const struct study *more,
    const struct study_case *from)
{
	uint32_t *value = xcalloc(into->nvariables + 1, sizeof(*value));

	for (size_t i = 0; i < into->nvariables; i++) {
		const char *text = more->names.at[from->value[i]];

		value[i] = labels_number(&into->names, text, strlen(text));
	}
	free(to->value);
	*to = *from;
	to->value = value;
}

/* Head and steps of the sum. */
static void
add_heads(struct study *into, const struct study *more)
{
	char *from = xasprintf("%s %s", into->from, more->from);

	free(into->from);
	into->from = from;
	if (strcmp(more->made, into->made) > 0) {
		free(into->made);
		into->made = xstrdup(more->made);
	}
	into->k = more->k < into->k ? more->k : into->k;
	into->suppressed += more->suppressed;
	into->both += more->both;
	for (size_t i = 0; i < into->nsteps && i < more->nsteps; i++)
		into->steps[i] += more->steps[i];
}

enum mla_rc
study_merge(struct study_merged *out, struct study *into,
    const struct study *more, struct err *err)
{
	const size_t before = into->n, side = study_variable(into, "side");

	memset(out, 0, sizeof(*out));
	if (!same_variables(into, more))
		return err_set(err, MLA_EREFUSED,
		    "the studies have other variables: they were made by "
		    "different lists");
	out->same_key = str_eq(into->key_id, more->key_id);
	for (size_t i = 0; i < more->n; i++) {
		const struct study_case *c = &more->at[i];
		struct study_case *known =
		    out->same_key ? find_case(into, before, c->id) : NULL;

		if (known != NULL && str_eq(known->from, c->from))
			return err_set(err, MLA_EREFUSED,
			    "a study of %s under this key is there already",
			    c->from);
		if (known != NULL) {
			out->both++;
			if (says(more, c, side, "out"))
				put(into, known, more, c);
			continue;
		}
		for (size_t k = 0; !out->same_key && k < before; k++) {
			if (may_be_one(into, &into->at[k], more, c)) {
				out->perhaps++;
				break;
			}
		}
		into->at =
		    vec_more(into->at, &into->cap, into->n, sizeof(*into->at));
		memset(&into->at[into->n], 0, sizeof(*into->at));
		put(into, &into->at[into->n++], more, c);
	}
	into->both += out->both;
	add_heads(into, more);
	study_sort(into);
	into->smallest = study_smallest(into);
	return MLA_OK;
}
