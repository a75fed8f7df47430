/* limit.c - time limits of a workflow: when they start, stop and end */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/limit.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/xpath.h"

static const char *const clocks[] = { "law", "asked", "ours", "contract" };

const char *
limit_clock_name(enum limit_clock clock)
{
	return clocks[clock];
}

static void
free_events(struct limit_events *e)
{
	for (size_t i = 0; i < e->n; i++)
		free(e->at[i]);
	free(e->at);
}

void
limit_list_free(struct limit_list *limits)
{
	if (limits == NULL)
		return;
	for (size_t i = 0; i < limits->n; i++) {
		struct limit *l = &limits->at[i];

		free(l->id);
		free(l->within);
		free(l->at);
		free_events(&l->from);
		free_events(&l->until);
		free_events(&l->by);
		free(l->unless);
		free(l->extend);
		free(l->field);
		free(l->cond);
		free(l->suspend);
		free(l->rule);
		free(l->calendar);
		free(l->who);
		free(l->basis);
	}
	free(limits->at);
	free(limits);
}

bool
limit_has(const struct limit_events *events, const char *event)
{
	for (size_t i = 0; i < events->n; i++) {
		if (str_eq(events->at[i], event))
			return true;
	}
	return false;
}

static char *
attr(const xmlNode *node, const char *name)
{
	char *text = xml_attr(node, name);

	return text != NULL ? text : xstrdup("");
}

static void
read_events(struct limit_events *out, const xmlNode *node, const char *name)
{
	char *text = attr(node, name), *rest = NULL;

	for (char *word = strtok_r(text, " \t\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\n", &rest)) {
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n++] = xstrdup(word);
	}
	free(text);
}

struct loader {
	struct limit_list *limits;
	const struct machine *m;
	struct err *err;
};

static enum mla_rc
bad(const struct loader *l, const struct limit *limit, const char *what)
{
	return err_set(l->err, MLA_EDAMAGED, "%s:%ld: the limit \"%s\" %s",
	    l->m->name, limit->line, limit->id, what);
}

static bool
is_role(const char *text)
{
	return str_eq(text, "requesting") || str_eq(text, "requested");
}

/* Does an event that a limit names happen in the machine? */
static enum mla_rc
check_events(const struct loader *l, const struct limit *limit,
    const struct limit_events *events)
{
	for (size_t e = 0; e < events->n; e++) {
		bool known = false;

		for (size_t i = 0; i < l->m->nstates; i++) {
			const struct machine_state *s = l->m->state[i];

			for (size_t t = 0; t < s->ntransitions; t++)
				known = known ||
				    machine_matches(
				        s->transition[t], events->at[e]);
		}
		if (!known)
			return err_set(l->err, MLA_EDAMAGED,
			    "%s:%ld: the limit \"%s\" waits for \"%s\", which "
			    "never happens",
			    l->m->name, limit->line, limit->id, events->at[e]);
	}
	return MLA_OK;
}

static enum mla_rc
check_expressions(const struct loader *l, const struct limit *limit)
{
	const char *const all[] = { limit->at, limit->cond, limit->suspend,
		limit->unless };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < sizeof(all) / sizeof(*all);
	     i++) {
		if (*all[i] != '\0')
			rc = xpath_compile_check(all[i], l->err);
	}
	return rc;
}

static enum mla_rc
check(const struct loader *l, const struct limit *limit)
{
	enum mla_rc rc;

	if (*limit->id == '\0')
		return bad(l, limit, "has no id");
	if ((*limit->within == '\0') == (*limit->at == '\0'))
		return bad(l, limit, "needs either within or at");
	if (!is_role(limit->who) && !str_eq(limit->who, "third") &&
	    !str_eq(limit->who, "other"))
		return bad(l, limit, "does not say who has to act");
	if (*limit->within != '\0' && !is_role(limit->calendar))
		return bad(l, limit, "does not say whose calendar counts");
	if (*limit->extend != '\0' && limit->by.n == 0)
		return bad(l, limit, "is extended by nothing");
	if (limit->until.n == 0)
		return bad(l, limit, "waits for nothing");
	if ((rc = check_events(l, limit, &limit->from)) != MLA_OK ||
	    (rc = check_events(l, limit, &limit->until)) != MLA_OK ||
	    (rc = check_events(l, limit, &limit->by)) != MLA_OK)
		return rc;
	return check_expressions(l, limit);
}

static enum mla_rc
read_limit(struct loader *l, const xmlNode *node, const char *state)
{
	struct limit_list *all = l->limits;
	struct limit *limit;
	size_t clock = 0;

	all->at = vec_more(all->at, &all->cap, all->n, sizeof(*all->at));
	limit = &all->at[all->n++];
	memset(limit, 0, sizeof(*limit));
	limit->id = attr(node, "id");
	limit->state = machine_state(l->m, state);
	limit->line = xml_line(node);
	limit->within = attr(node, "within");
	limit->at = attr(node, "at");
	limit->extend = attr(node, "extend");
	limit->field = attr(node, "field");
	limit->cond = attr(node, "cond");
	limit->suspend = attr(node, "suspend");
	limit->unless = attr(node, "unless");
	limit->rule = attr(node, "rule");
	limit->calendar = attr(node, "calendar");
	limit->who = attr(node, "who");
	limit->basis = attr(node, "basis");
	limit->verified = !xml_attr_is(node, "verified", "no");
	read_events(&limit->from, node, "from");
	read_events(&limit->until, node, "until");
	read_events(&limit->by, node, "by");
	while (clock < 4 && !xml_attr_is(node, "clock", clocks[clock]))
		clock++;
	if (clock == 4)
		return bad(l, limit,
		    "has a clock that is none of law, asked, ours, contract");
	limit->clock = (enum limit_clock)clock;
	if (limit->state == NULL)
		return bad(l, limit, "stands in a state without an id");
	return check(l, limit);
}

static enum mla_rc
read_below(struct loader *l, const xmlNode *node)
{
	char *state = attr(node, "id");
	enum mla_rc rc = MLA_OK;

	node = xml_first(node);
	for (; rc == MLA_OK && node != NULL; node = xml_after(node)) {
		if (xml_is(node, WORKFLOW_NS, "limit"))
			rc = read_limit(l, node, state);
		else if (xml_is(node, SCXML_NS, "state") ||
		    xml_is(node, SCXML_NS, "parallel"))
			rc = read_below(l, node);
	}
	free(state);
	return rc;
}

enum mla_rc
limit_list_load(struct limit_list **out, const xmlDoc *doc,
    const struct machine *m, struct err *err)
{
	struct loader l = { xcalloc(1, sizeof(struct limit_list)), m, err };
	enum mla_rc rc = read_below(&l, xml_root(doc));

	*out = NULL;
	if (rc == MLA_OK)
		*out = l.limits; /* the caller owns it now */
	else
		limit_list_free(l.limits);
	return rc;
}
