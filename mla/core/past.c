/* past.c - what happened to a request, as figures are made from it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/past.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/tie.h"
#include "store/past.h"
#include "xml/node.h"

enum {
	FIELDS_MOST = 12 /* of a line */
};

/* --- as a text --- */

/* A field of a line; what would end it becomes a blank. */
static void
add_field(struct buf *b, const char *text)
{
	buf_addch(b, '\t');
	while (text != NULL && *text != '\0') {
		const size_t n = strcspn(text, "\t\n");

		buf_add(b, text, n);
		text += n;
		if (*text != '\0') {
			buf_addch(b, ' ');
			text++;
		}
	}
}

static void
add_number(struct buf *b, int64_t number)
{
	buf_addf(b, "\t%lld", (long long)number);
}

static void
add_trait(struct buf *b, const char *name, const char *part, const char *value)
{
	buf_addch(b, 't');
	add_field(b, name);
	add_field(b, part);
	add_field(b, value);
	buf_addch(b, '\n');
}

/*
 * The relation by which the request is a part of another case (a mirror case, a
 * team), or NULL; the caller frees it.
 */
static enum mla_rc
inside_of(char **out, const struct dossier *d, struct err *err)
{
	struct ties ties;
	enum mla_rc rc = ties_of(&ties, d, err);

	*out = NULL;
	if (rc != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && *out == NULL && i < ties.n; i++) {
		const struct tie *t = &ties.at[i];
		const xmlNode *code = t->other != 0
		    ? codes_find(d->office->codes, "relation", t->name)
		    : NULL;
		struct store_request other = { 0 };

		if (code == NULL)
			continue;
		rc = store_request_get(&other, d->office->store, t->other, err);
		if (rc == MLA_OK && xml_attr_is(code, "inside", other.kind))
			*out = xstrdup(t->name);
		store_request_free(&other);
	}
	ties_free(&ties);
	return rc;
}

/* What the request says, by the list of groupings. */
static enum mla_rc
add_traits(struct buf *b, const struct dossier *d, struct err *err)
{
	const xmlNode *list = codes_list(d->office->codes, PAST_GROUPING);
	enum mla_rc rc = MLA_OK;

	for (const xmlNode *c = list != NULL ? xml_first(list) : NULL;
	     rc == MLA_OK && c != NULL; c = xml_after(c)) {
		char *name = xml_attr(c, "id"), *path = xml_attr(c, "path");
		char *value = NULL;

		rc = path != NULL ? env_string(&value, d->env, NULL, path, err)
		                  : inside_of(&value, d, err);
		add_trait(b, name, "", value);
		free(value);
		free(path);
		free(name);
	}
	return rc;
}

/* A part is called by a code: that is what it says. */
static void
add_part_traits(struct buf *b, struct dossier *d)
{
	const char *codes = d->rules->kind->part.codes;

	for (size_t i = 0; codes != NULL && i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];
		char *title;

		if (p->transmission)
			continue;
		title = dossier_part_title(d, p);
		add_trait(b, kind_codes(d->rules->kind, codes), p->id, title);
		free(title);
	}
}

/*
 * Is it over, filed away or not?  It stands where an outcome is decided, or has
 * one with which it is over, as refused.
 */
static bool
is_decided(
    const struct dossier *d, const struct machine *m, const struct run *run)
{
	const xmlNode *code =
	    codes_find(d->office->codes, "outcome", run_outcome(run));
	bool decided = code != NULL && xml_attr_is(code, "ends", "yes");

	for (size_t i = 0; !decided && i < m->nstates; i++)
		decided = *m->state[i]->outcome != '\0' &&
		    run_is_active(run, m->state[i]->id);
	return decided;
}

/* Day of the act that decided the outcome; else of the last one. */
static int32_t
outcome_day(const struct dossier *d, const char *part)
{
	int32_t last = 0;

	for (size_t i = d->nevents; i-- > 0;) {
		const struct dossier_event *e = &d->events[i];

		if (e->skip || (part != NULL && !str_eq(e->part, part)))
			continue;
		if (part == NULL ? e->decided
		                 : e->outcome != NULL && *e->outcome != '\0')
			return e->on.day;
		last = last != 0 ? last : e->on.day;
	}
	return last;
}

static enum mla_rc
add_end(struct buf *b, const struct dossier *d, const struct dossier_part *part,
    struct err *err)
{
	struct run *run = part != NULL ? part->run : d->run;
	const struct machine *m =
	    part != NULL ? d->rules->part : d->rules->whole;
	const bool closed = run_is_final(run);
	const bool over = closed || is_decided(d, m, run);
	struct run_choices c = { 0 };
	struct buf may = { 0 };
	enum mla_rc rc = MLA_OK;

	if (over && !closed)
		rc = run_possible(&c, run, err);
	for (size_t i = 0; i < c.n; i++)
		buf_addf(&may, "%s%s", i > 0 ? " " : "", c.at[i].event);
	run_choices_free(&c);
	buf_addch(b, 'e');
	add_field(b, part != NULL ? part->id : "");
	add_field(b, run_outcome(run));
	add_number(b, closed);
	add_number(b, over);
	add_number(b, outcome_day(d, part != NULL ? part->id : NULL));
	add_field(b, buf_text(&may));
	buf_addch(b, '\n');
	buf_free(&may);
	return rc;
}

/* The codes that came with an act, by their lists: "use=used;stage=trial" */
static void
add_codes(struct buf *b, const struct dossier_event *e)
{
	const struct machine_transition *t = e->taken;
	size_t n = 0;

	buf_addch(b, '\t');
	for (size_t i = 0; e->element != NULL && i < t->nfields; i++) {
		char *value;

		if (!str_eq(t->field[i].type, "code"))
			continue;
		value = xml_attr(xml_root(e->element), t->field[i].name);
		if (value != NULL)
			buf_addf(b, "%s%s=%s", n++ > 0 ? ";" : "",
			    t->field[i].codes, value);
		free(value);
	}
}

static void
add_stays(struct buf *b, const struct dossier_part *p)
{
	for (size_t i = 0; i < p->nstays; i++) {
		buf_addch(b, 'p');
		add_field(b, p->id);
		add_number(b, p->stay[i].since.day);
		add_field(b, p->stay[i].state);
		add_field(b, p->stay[i].holder);
		buf_addch(b, '\n');
	}
}

static void
add_step(struct buf *b, const struct dossier_event *e)
{
	buf_addch(b, 's');
	add_number(b, e->seq);
	add_number(b, e->on.day);
	add_field(b, e->part);
	add_field(b, e->name);
	add_field(b, e->ours ? "us" : "them");
	add_field(b, e->state);
	add_field(b, e->whole);
	add_field(b, e->holder);
	add_field(b, e->waiting);
	add_field(b, e->taken->failure);
	add_codes(b, e);
	buf_addch(b, '\n');
}

enum mla_rc
past_text(char **out, struct dossier *d, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	dossier_present(d);
	if ((rc = add_traits(&b, d, err)) != MLA_OK ||
	    (rc = add_end(&b, d, NULL, err)) != MLA_OK)
		goto out;
	add_part_traits(&b, d);
	for (size_t i = 0; rc == MLA_OK && i < d->nparts; i++) {
		if (d->parts[i].transmission)
			continue;
		rc = add_end(&b, d, &d->parts[i], err);
		add_stays(&b, &d->parts[i]);
	}
	for (size_t i = 0; i < d->nevents; i++) {
		if (d->events[i].taken != NULL)
			add_step(&b, &d->events[i]);
	}
	if (rc == MLA_OK)
		*out = buf_steal(&b); /* the caller owns it now */
out:
	buf_free(&b);
	return rc;
}

enum mla_rc
past_put(struct dossier *d, struct err *err)
{
	char *text;
	enum mla_rc rc;

	if ((rc = past_text(&text, d, err)) == MLA_OK)
		rc = store_past_put(d->office->store, d->row.id, text, err);
	free(text);
	return rc;
}

enum mla_rc
past_check(bool *same, struct dossier *d, struct err *err)
{
	char *is = NULL, *was = NULL;
	enum mla_rc rc;

	*same = false;
	if ((rc = past_text(&is, d, err)) == MLA_OK &&
	    (rc = store_past_get(&was, d->office->store, d->row.id, err)) ==
	        MLA_OK)
		*same = str_eq(is, was);
	free(is);
	free(was);
	return rc;
}

/* --- and back --- */

static void
read_trait(struct past *p, char *const *f)
{
	p->trait =
	    vec_more(p->trait, &p->cap_traits, p->ntraits, sizeof(*p->trait));
	p->trait[p->ntraits++] = (struct past_trait){ f[1], f[2], f[3] };
}

static void
read_end(struct past *p, char *const *f)
{
	p->end = vec_more(p->end, &p->cap_ends, p->nends, sizeof(*p->end));
	p->end[p->nends++] = (struct past_end){ .part = f[1],
		.outcome = f[2],
		.closed = *f[3] == '1',
		.over = *f[4] == '1',
		.day = (int32_t)strtol(f[5], NULL, 10),
		.may = f[6] };
}

static void
read_stay(struct past *p, char *const *f)
{
	p->stay = vec_more(p->stay, &p->cap_stays, p->nstays, sizeof(*p->stay));
	p->stay[p->nstays++] = (struct past_stay){ .part = f[1],
		.day = (int32_t)strtol(f[2], NULL, 10),
		.state = f[3],
		.holder = f[4] };
}

static void
read_step(struct past *p, char *const *f)
{
	p->step = vec_more(p->step, &p->cap_steps, p->nsteps, sizeof(*p->step));
	p->step[p->nsteps++] =
	    (struct past_step){ .seq = strtoll(f[1], NULL, 10),
		    .day = (int32_t)strtol(f[2], NULL, 10),
		    .part = f[3],
		    .event = f[4],
		    .by = f[5],
		    .state = f[6],
		    .whole = f[7],
		    .holder = f[8],
		    .waiting = f[9],
		    .failure = f[10],
		    .codes = f[11] };
}

void
past_parse(struct past *p)
{
	static char nothing[1];
	char *at = p->text;

	p->nsteps = p->nends = p->nstays = p->ntraits = 0;
	while (*at != '\0') {
		char *field[FIELDS_MOST], *end = at + strcspn(at, "\n");
		size_t n = 0;

		while (n < FIELDS_MOST) {
			field[n++] = at;
			at += strcspn(at, "\t\n");
			if (at == end)
				break;
			*at++ = '\0';
		}
		while (n < FIELDS_MOST)
			field[n++] = nothing;
		at = *end != '\0' ? end + 1 : end;
		*end = '\0';
		if (*field[0] == 't')
			read_trait(p, field);
		else if (*field[0] == 'e')
			read_end(p, field);
		else if (*field[0] == 'p')
			read_stay(p, field);
		else if (*field[0] == 's')
			read_step(p, field);
	}
}
