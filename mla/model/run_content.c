/* run_content.c - conditions, executable content and data of a run */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/run_inside.h"

#include <libxml/xpathInternals.h>

#include "base/alloc.h"
#include "base/str.h"

void
run_push(struct run_queue *q, const char *event)
{
	if (q->head == q->n) {
		q->head = 0;
		q->n = 0;
	}
	q->at = vec_more(q->at, &q->cap, q->n, sizeof(*q->at));
	q->at[q->n++] = event;
}

const char *
run_pop(struct run_queue *q)
{
	return q->head < q->n ? q->at[q->head++] : NULL;
}

static bool
in_state(void *arg, const char *state)
{
	return run_is_active(arg, state);
}

static xmlXPathObject *
find_data(void *arg, const xmlChar *name, const xmlChar *uri)
{
	const struct run *r = arg;
	size_t at = machine_data(r->m, (const char *)name);

	if (uri != NULL || at == r->m->ndata)
		return NULL;
	return r->data[at] != NULL ? xmlXPathObjectCopy(r->data[at])
	                           : xmlXPathNewCString("");
}

/* SCXML 5.9 and 4.1: alone, the machine hears of its errors. */
static void
fail(struct run *r, enum mla_rc rc)
{
	if (r->m->alone)
		run_push(&r->internal, "error.execution");
	else
		r->rc = rc;
}

/* What an expression is worth; NULL: it failed. */
static xmlXPathObject *
value_of(struct run *r, const struct machine_expr *e)
{
	struct err *err = r->m->alone ? NULL : r->err;
	xmlXPathObject *value = NULL;
	enum mla_rc rc = MLA_EDAMAGED;

	env_in(r->env, in_state, r);
	env_data(r->env, find_data, r);
	if (e->xpath != NULL)
		rc = env_value(&value, r->env, e->xpath, err);
	env_in(r->env, NULL, NULL);
	env_data(r->env, NULL, NULL);
	if (rc != MLA_OK)
		fail(r, rc);
	return value;
}

bool
run_passes(struct run *r, const struct machine_expr *cond)
{
	xmlXPathObject *value;
	bool is;

	if (cond->text == NULL)
		return true;
	if (cond->in != NULL)
		return r->active[cond->in->order];
	value = value_of(r, cond);
	is = value != NULL && xmlXPathCastToBoolean(value) != 0;
	xmlXPathFreeObject(value);
	return is;
}

/* Give data a value; elements become their text, which outlives them. */
static bool
set_data(struct run *r, size_t at, const struct machine_expr *e)
{
	xmlXPathObject *value =
	    e->literal ? xmlXPathNewCString(e->text) : value_of(r, e);

	if (value == NULL)
		return false;
	if (value->type == XPATH_NODESET)
		value = xmlXPathConvertString(value);
	if (value->type == XPATH_STRING &&
	    xmlStrlen(value->stringval) > RUN_MAX_TEXT) {
		xmlXPathFreeObject(value);
		fail(r,
		    err_set(r->m->alone ? NULL : r->err, MLA_EDAMAGED,
		        "data \"%s\" of the workflow %s are longer than "
		        "%d bytes",
		        r->m->data[at].name, r->m->name, RUN_MAX_TEXT));
		return false;
	}
	xmlXPathFreeObject(r->data[at]);
	r->data[at] = value;
	return true;
}

void
run_init_data(struct run *r, const struct machine_state *scope)
{
	for (size_t i = 0; i < r->m->ndata; i++) {
		if (scope == NULL || r->m->data[i].scope == scope)
			(void)set_data(r, i, &r->m->data[i].expr);
	}
}

static bool
do_assign(struct run *r, const struct machine_action *a)
{
	if (a->name != NULL)
		return set_data(r, machine_data(r->m, a->name), &a->expr);
	fail(r, MLA_EDAMAGED);
	return false;
}

static void
do_send(struct run *r, const struct machine_action *a)
{
	struct run_delayed *w;

	if (a->delay == 0) {
		run_push(&r->external, a->name);
		return;
	}
	r->wait = vec_more(r->wait, &r->cap_wait, r->nwait, sizeof(*r->wait));
	w = &r->wait[r->nwait++];
	w->event = a->name;
	w->id = a->id;
	w->due = r->clock + a->delay;
}

static void
do_cancel(struct run *r, const char *id)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->nwait; i++) {
		if (!str_eq(r->wait[i].id, id))
			r->wait[kept++] = r->wait[i];
	}
	r->nwait = kept;
}

static bool run_block(struct run *r, const struct machine_actions *a);

static bool
do_if(struct run *r, const struct machine_action *a)
{
	for (size_t i = 0; i < a->nbranches; i++) {
		if (run_passes(r, &a->branch[i].cond))
			return run_block(r, &a->branch[i].actions);
	}
	return true;
}

/* SCXML 4.1: what follows an element that fails is not run. */
static bool
run_block(struct run *r, const struct machine_actions *a)
{
	bool goes_on = true;

	for (size_t i = 0; goes_on && r->rc == MLA_OK && i < a->n; i++) {
		const struct machine_action *one = &a->at[i];

		switch (one->verb) {
		case MACHINE_RAISE:
			run_push(&r->internal, one->name);
			break;
		case MACHINE_SEND:
			do_send(r, one);
			break;
		case MACHINE_CANCEL:
			do_cancel(r, one->id);
			break;
		case MACHINE_ASSIGN:
			goes_on = do_assign(r, one);
			break;
		case MACHINE_IF:
			goes_on = do_if(r, one);
			break;
		}
	}
	return goes_on;
}

void
run_do(struct run *r, const struct machine_actions *a)
{
	(void)run_block(r, a);
}
