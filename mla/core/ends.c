/* ends.c - at which events the days of a request begin and end */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ends.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

#define TIMING "timing" /* list: from what to what the days of a kind run */
#define CLOSING "closing" /* list: how outcomes count in figures */

void
ends_begin(struct ends *e, struct office *office)
{
	const xmlNode *list = codes_list(office->codes, CLOSING);
	size_t cap = 0;

	memset(e, 0, sizeof(*e));
	e->office = office;
	for (const xmlNode *c = list != NULL ? xml_first(list) : NULL;
	     c != NULL; c = xml_after(c)) {
		e->closing =
		    vec_more(e->closing, &cap, e->nclosing, sizeof(char *));
		e->closing[e->nclosing++] = xml_attr(c, "id");
	}
}

void
ends_free(struct ends *e)
{
	for (size_t i = 0; i < e->nclosing; i++)
		free(e->closing[i]);
	while (e->timing != NULL) {
		struct ends_timing *next = e->timing->next;

		free(e->timing->kind);
		free(e->timing->side);
		free(e->timing->from);
		free(e->timing->to);
		free(e->timing);
		e->timing = next;
	}
	free(e->closing);
	free(e->outcome);
	memset(e, 0, sizeof(*e));
}

static char *
attr_of(const xmlNode *code, const char *side, const char *end)
{
	char *name = xasprintf("%s-%s", side, end), *value;

	value = code != NULL ? xml_attr(code, name) : NULL;
	free(name);
	return value != NULL ? value : xstrdup("");
}

const struct ends_timing *
ends_of_kind(struct ends *e, const char *kind, const char *side)
{
	const xmlNode *code;
	struct ends_timing *t;
	char *within;

	for (t = e->timing; t != NULL; t = t->next) {
		if (str_eq(t->kind, kind) && str_eq(t->side, side))
			return t;
	}
	code = codes_find(e->office->codes, TIMING, kind);
	within = code != NULL ? xml_attr(code, "within") : NULL;
	t = xcalloc(1, sizeof(*t));
	t->kind = xstrdup(kind);
	t->side = xstrdup(side);
	t->from = attr_of(code, side, "from");
	t->to = attr_of(code, side, "to");
	t->answer = code == NULL || !xml_attr_is(code, "answer", "no");
	t->flow = code != NULL && xml_attr_is(code, "flow", "yes");
	t->within = within != NULL ? (int32_t)strtol(within, NULL, 10) : 0;
	t->next = e->timing;
	e->timing = t;
	free(within);
	return t;
}

size_t
ends_closing(struct ends *e, const char *outcome)
{
	const xmlNode *code;
	char *closing;

	if (*outcome == '\0' || e->nclosing == 0)
		return 0;
	if (str_eq(e->outcome, outcome))
		return e->counts;
	code = codes_find(e->office->codes, "outcome", outcome);
	closing = code != NULL ? xml_attr(code, CLOSING) : NULL;
	free(e->outcome);
	e->outcome = xstrdup(outcome);
	e->counts = e->nclosing - 1;
	for (size_t i = 0; i < e->nclosing; i++) {
		if (str_eq(e->closing[i], closing))
			e->counts = i;
	}
	free(closing);
	return e->counts;
}

void
ends_column(struct table *t, const struct office *office, const char *closing,
    bool shown)
{
	char *word = table_value(office, CLOSING, closing);
	char *key = xasprintf("ended_%s", closing);

	for (char *s = key; *s != '\0'; s++) {
		if (*s == '-')
			*s = '_';
	}
	table_capitals(word);
	table_column(t, key, shown ? word : "", TABLE_COUNT, "");
	free(word);
	free(key);
}

bool
ends_is_one(const char *list, const char *name)
{
	const size_t n = strlen(name);

	for (; *list != '\0'; list += strspn(list, " ")) {
		const size_t all = strcspn(list, " ");

		if (all == n && strncmp(list, name, n) == 0)
			return true;
		list += all;
	}
	return false;
}

/* Is it one of these events, or did it lead to one of these states? */
static bool
is_at(const char *names, const struct past_step *s)
{
	char *state;
	bool at = ends_is_one(names, s->event);

	if (at || strchr(names, ENDS_STATE) == NULL)
		return at;
	state = xasprintf("%c%s", ENDS_STATE, s->whole);
	at = ends_is_one(names, state);
	free(state);
	return at;
}

const struct past_step *
ends_step(
    const struct past *p, const char *part, const char *names, int32_t after)
{
	for (size_t i = 0; i < p->nsteps; i++) {
		const struct past_step *s = &p->step[i];

		if (s->day >= after && is_at(names, s) &&
		    (*part == '\0' || *s->part == '\0' ||
		        str_eq(s->part, part)))
			return s;
	}
	return NULL;
}

/* Can none of these events come any more? */
static bool
is_over(const struct past_end *e, const char *names)
{
	const char *rest = names;

	if (e->closed || !e->over)
		return e->closed;
	for (; *rest != '\0'; rest += strspn(rest, " ")) {
		char *one = xstrndup(rest, strcspn(rest, " "));
		const bool may = ends_is_one(e->may, one);

		free(one);
		if (may)
			return false;
		rest += strcspn(rest, " ");
	}
	return true;
}

bool
ends_between(struct ends_span *out, const struct past *p,
    const struct past_end *end, const char *from, const char *to)
{
	const struct past_step *first =
	    ends_step(p, end->part, from, INT32_MIN);
	const struct past_step *then =
	    first != NULL ? ends_step(p, end->part, to, first->day) : NULL;

	memset(out, 0, sizeof(*out));
	if (first == NULL)
		return false;
	out->from = first->day;
	out->reached = then != NULL;
	out->over = then == NULL && is_over(end, to);
	out->to = then != NULL ? then->day : out->over ? end->day : p->now;
	out->to = out->to > out->from ? out->to : out->from;
	return true;
}
