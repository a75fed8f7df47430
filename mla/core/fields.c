/* fields.c - what an event carries: checked, written, coded */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fields.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/desk.h"
#include "xml/node.h"
#include "xml/write.h"

/* How a value of a type is kept. */
enum shape {
	SHAPE_CODE,
	SHAPE_STRING,
	SHAPE_TEXT,
	SHAPE_AUTHORITY
};

static enum shape
shape_of(const struct machine_transition *t, const char *name)
{
	for (size_t i = 0; t != NULL && i < t->nfields; i++) {
		const char *type = t->field[i].type;

		if (!str_eq(t->field[i].name, name))
			continue;
		if (str_eq(type, "text"))
			return SHAPE_TEXT;
		if (str_eq(type, "authority"))
			return SHAPE_AUTHORITY;
		return str_eq(type, "string") ? SHAPE_STRING : SHAPE_CODE;
	}
	return SHAPE_STRING;
}

/* What every event has, beside its fields. */
static bool
is_reserved(const char *name)
{
	static const char *const taken[] = { "name", "on", "by", "part", "acts",
		DESK_REPLACES, DESK_BEFORE, DESK_THEIRS };

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		if (str_eq(name, taken[i]))
			return true;
	}
	return false;
}

bool
fields_is_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz-");

	return !is_reserved(name) && len > 0 && name[len] == '\0' &&
	    name[0] != '-';
}

static const char *
value_of(const struct act *act, const char *name)
{
	for (size_t i = 0; i < act->nfields; i++) {
		if (str_eq(act->fields[i].name, name))
			return act->fields[i].value;
	}
	return NULL;
}

/* What is wrong with a value? NULL: nothing. */
static char *
value_fault(const struct machine_field *f, const char *value, struct dossier *d)
{
	int32_t day;

	if (str_eq(f->type, "date") && !date_parse(&day, value))
		return xasprintf(
		    "%s: \"%s\" is no date (2026-07-17)", f->name, value);
	if (str_eq(f->type, "yes-no") && !str_eq(value, "yes") &&
	    !str_eq(value, "no"))
		return xasprintf("%s: write yes or no", f->name);
	if (str_eq(f->type, "number") &&
	    (*value == '\0' || value[strspn(value, "0123456789")] != '\0'))
		return xasprintf("%s: \"%s\" is no number", f->name, value);
	if (str_eq(f->type, "code") &&
	    codes_find(d->rules->codes, f->codes, value) == NULL) {
		char *names = codes_names(d->rules->codes, f->codes);
		char *fault = xasprintf(
		    "%s: \"%s\" is none of %s", f->name, value, names);

		free(names);
		return fault;
	}
	return NULL;
}

char *
fields_fault(
    const struct machine_field *f, const char *value, struct dossier *d)
{
	return value_fault(f, value, d);
}

/* "ground is needed (dual-criminality, ...)" */
static char *
needed(const struct machine_field *f, struct dossier *d)
{
	char *names =
	    *f->codes != '\0' ? codes_names(d->rules->codes, f->codes) : NULL;
	char *fault =
	    xasprintf("%s is needed%s%s%s", f->name, names != NULL ? " (" : "",
	        names != NULL ? names : "", names != NULL ? ")" : "");

	free(names);
	return fault;
}

static enum mla_rc
is_required(bool *out, const struct machine_field *f, struct dossier *d,
    struct err *err)
{
	*out = str_eq(f->required, "yes");
	if (*out || *f->required == '\0')
		return MLA_OK;
	return env_bool(out, d->env, NULL, f->required, err);
}

/* Does what is known of the case speak against a value that is well formed? */
static enum mla_rc
case_fault(char **out, const struct machine_field *f, struct dossier *d,
    struct err *err)
{
	enum mla_rc rc;
	bool holds;

	*out = NULL;
	if (*f->test == '\0')
		return MLA_OK;
	if ((rc = env_bool(&holds, d->env, NULL, f->test, err)) == MLA_OK &&
	    !holds)
		*out = xasprintf(
		    "%s: %s", f->name, lang_word(d->office->lang, f->say));
	return rc;
}

static void
add_fault(struct buf *b, char *fault)
{
	if (fault != NULL)
		buf_addf(b, "%s%s", b->len > 0 ? "; " : "", fault);
	free(fault);
}

/* A field that the event does not have. */
static void
find_unknown(struct buf *faults, const struct machine_transition *t,
    const struct act *act)
{
	for (size_t i = 0; i < act->nfields; i++) {
		bool known = false;

		for (size_t f = 0; f < t->nfields; f++)
			known = known ||
			    str_eq(t->field[f].name, act->fields[i].name);
		if (!known)
			add_fault(faults,
			    xasprintf(
			        "it has no field \"%s\"", act->fields[i].name));
	}
}

/* How the first field that is missing or wrong is written. */
static void
hint_field(const struct machine_field *f, struct dossier *d, struct err *err)
{
	char *names =
	    *f->codes != '\0' ? codes_names(d->rules->codes, f->codes) : NULL;
	const char *value = "'...'";

	if (names != NULL)
		names[strcspn(names, ",")] = '\0';
	if (names != NULL)
		value = names;
	else if (str_eq(f->type, "date"))
		value = "2026-07-17";
	else if (str_eq(f->type, "yes-no"))
		value = "yes";
	else if (str_eq(f->type, "number"))
		value = "1";
	err_hint(err, "for example: --field %s=%s", f->name, value);
	free(names);
}

/* The fields that an event has. */
static void
hint_fields(const struct machine_transition *t, struct err *err)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < t->nfields; i++)
		buf_addf(&b, "%s%s", i > 0 ? ", " : "", t->field[i].name);
	if (b.len > 0)
		err_hint(err, "its fields: %s", buf_text(&b));
	else
		err_hint(err, "it has no fields; --note TEXT takes a remark");
	buf_free(&b);
}

enum mla_rc
fields_check(const struct machine_transition *t, const struct act *act,
    struct dossier *d, struct err *err)
{
	const struct machine_field *first = NULL;
	struct buf faults = { 0 };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < t->nfields; i++) {
		const struct machine_field *f = &t->field[i];
		const char *value = value_of(act, f->name);
		bool required = false;
		char *fault;

		if (!str_is_blank(value)) {
			fault = value_fault(f, value, d);
			if (fault == NULL)
				rc = case_fault(&fault, f, d, err);
			add_fault(&faults, fault);
		} else {
			rc = is_required(&required, f, d, err);
		}
		if (rc == MLA_OK && required)
			add_fault(&faults, needed(f, d));
		if (first == NULL && faults.len > 0)
			first = f;
	}
	find_unknown(&faults, t, act);
	if (rc == MLA_OK && faults.len > 0) {
		if (first != NULL)
			hint_field(first, d, err);
		else
			hint_fields(t, err);
		rc = err_set(err, MLA_EREFUSED, "\"%s\": %s", act->event,
		    buf_text(&faults));
	}
	buf_free(&faults);
	return rc;
}

/* One element for each line: the first name, then rest. */
static void
write_lines(
    struct buf *b, const char *text, const char *first, const char *rest)
{
	const char *name = first;

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		char *line = xstrndup(text, n);

		if (!str_is_blank(line)) {
			buf_addf(b, "<%s>", name);
			xml_add_text(b, line);
			buf_addf(b, "</%s>", name);
			name = rest;
		}
		free(line);
		text += n + (text[n] == '\n' ? 1 : 0);
	}
}

/* One element p for each line. */
static void
write_text(struct buf *b, const char *name, const char *text)
{
	buf_addf(b, "<%s>", name);
	write_lines(b, text, "p", "p");
	buf_addf(b, "</%s>", name);
}

void
fields_write(
    struct buf *b, const struct machine_transition *t, const struct act *act)
{
	for (size_t i = 0; i < act->nfields; i++) {
		enum shape shape = shape_of(t, act->fields[i].name);

		if (shape == SHAPE_CODE || shape == SHAPE_STRING)
			xml_add_attr(
			    b, act->fields[i].name, act->fields[i].value);
	}
	buf_addch(b, '>');
	for (size_t i = 0; i < act->nfields; i++) {
		const char *name = act->fields[i].name;
		enum shape shape = shape_of(t, name);

		if (shape == SHAPE_TEXT)
			write_text(b, name, act->fields[i].value);
		if (shape != SHAPE_AUTHORITY)
			continue;
		buf_addf(b, "<%s>", name);
		write_lines(b, act->fields[i].value, "name", "line");
		buf_addf(b, "</%s>", name);
	}
	if (!str_is_blank(act->note))
		write_text(b, "note", act->note);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
fields_codes(const struct machine_transition *t, const struct act *act)
{
	char **line = xcalloc(act->nfields + 3, sizeof(*line));
	struct buf b = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < act->nfields; i++) {
		if (shape_of(t, act->fields[i].name) == SHAPE_CODE &&
		    !str_is_blank(act->fields[i].value))
			line[n++] = xasprintf("%s=%s\n", act->fields[i].name,
			    act->fields[i].value);
	}
	if (act->replaces != 0)
		line[n++] = xasprintf(
		    DESK_REPLACES "=%lld\n", (long long)act->replaces);
	if (act->before != 0)
		line[n++] =
		    xasprintf(DESK_BEFORE "=%lld\n", (long long)act->before);
	if (act->theirs != 0)
		line[n++] =
		    xasprintf(DESK_THEIRS "=%lld\n", (long long)act->theirs);
	if (n > 1)
		qsort(line, n, sizeof(*line), by_text);
	for (size_t i = 0; i < n; i++) {
		buf_adds(&b, line[i]);
		free(line[i]);
	}
	free(line);
	return buf_steal(&b);
}

static void
add_value(struct fields_values *v, const char *name, char *value)
{
	v->at = vec_more(v->at, &v->cap, v->n, sizeof(*v->at));
	v->at[v->n].name = xstrdup(name);
	v->at[v->n++].value = value;
}

/* Paragraphs as lines. */
static char *
lines_of(const xmlNode *node)
{
	const xmlNode *p = xml_first(node);
	struct buf b = { 0 };

	for (; p != NULL; p = xml_after(p)) {
		char *text = xml_text(p);

		buf_addf(&b, "%s%s", b.len > 0 ? "\n" : "", text);
		free(text);
	}
	return buf_steal(&b);
}

void
fields_read(struct fields_values *out, const xmlNode *event)
{
	const xmlNode *child;

	memset(out, 0, sizeof(*out));
	for (const xmlAttr *a = event->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;

		if (!is_reserved(name))
			add_value(out, name, xml_attr(event, name));
	}
	for (child = xml_first(event); child != NULL;
	     child = xml_after(child)) {
		if (xml_is(child, NULL, "note"))
			out->note = lines_of(child);
		else if (!xml_is(child, NULL, "exhibit"))
			add_value(
			    out, (const char *)child->name, lines_of(child));
	}
}

void
fields_values_free(struct fields_values *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free((char *)(uintptr_t)v->at[i].name);
		free((char *)(uintptr_t)v->at[i].value);
	}
	free(v->at);
	free(v->note);
	memset(v, 0, sizeof(*v));
}
