/* figures.c - how long it took: days between two events, or in a state */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/figures.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "xml/node.h"

void
figures_free(struct figures *f)
{
	for (size_t i = 0; i < f->nowed; i++) {
		free(f->owed[i].kind);
		free(f->owed[i].side);
		free(f->owed[i].from);
		free(f->owed[i].to);
	}
	free(f->owed);
	ends_free(&f->ends_of);
	free(f->by);
	free(f->us);
	free(f->them);
	free(f->ends);
	labels_free(&f->pairs);
	sample_free(&f->sample);
	memset(f, 0, sizeof(*f));
}

/* What is counted, while it is. */
struct counting {
	struct figures *out;
	struct office *office;
	const struct figures_want *want;
	bool from_seen, to_seen; /* such an event, or state, happened */
};

/* --- groups --- */

/* The value of one grouping; MLA_EUSAGE: there is none of that name. */
static enum mla_rc
add_value(struct buf *b, const struct office *office, const struct past *p,
    const char *part, const char *name, int32_t from, struct err *err)
{
	const char *value = past_value(p, part, name);
	int year, month, mday;
	char *all;

	if (str_eq(name, "year")) {
		date_civil(from, &year, &month, &mday);
		buf_addf(b, "%d", year);
		return MLA_OK;
	}
	if (value != NULL) {
		buf_adds(b, value);
		return MLA_OK;
	}
	all = past_groupings(office);
	if (codes_find(office->codes, PAST_GROUPING, name) != NULL) {
		err_hint(err, "make them again: mla rebuild");
		(void)err_set(err, MLA_EDAMAGED,
		    "%s: the rows for figures were made before there was "
		    "\"%s\"",
		    p->reference, name);
	} else {
		(void)err_set(err, MLA_EUSAGE,
		    "requests cannot be grouped by \"%s\": write %s", name,
		    all);
	}
	free(all);
	return err->rc;
}

enum mla_rc
figures_group(struct buf *b, const struct office *office, const struct past *p,
    const char *part, const char *by, int32_t from, struct err *err)
{
	char *copy = xstrdup(by), *rest = NULL;
	enum mla_rc rc = MLA_OK;

	for (char *one = strtok_r(copy, ",", &rest);
	     rc == MLA_OK && one != NULL; one = strtok_r(NULL, ",", &rest)) {
		if (one != copy)
			buf_adds(b, FIGURES_BETWEEN);
		rc = add_value(b, office, p, part, one, from, err);
	}
	free(copy);
	return rc;
}

/* --- one row --- */

/* A duration before it is a row. */
struct span {
	const char *part; /* "": of the request */
	const char *from_name, *to_name; /* what its ends are called */
	int32_t from, to;
	uint8_t cause;
};

/* Days on which it waited on us and on them, between the two days. */
static void
count_waiting(
    int32_t *us, int32_t *them, const struct past *p, int32_t from, int32_t to)
{
	*us = *them = 0;
	for (size_t i = 0; i < p->nsteps; i++) {
		const struct past_step *s = &p->step[i];
		int32_t a = s->day > from ? s->day : from;
		int32_t b = i + 1 < p->nsteps ? s[1].day : to;

		b = b < to ? b : to;
		if (b > a && str_eq(s->waiting, "us"))
			*us += b - a;
		if (b > a && str_eq(s->waiting, "them"))
			*them += b - a;
	}
}

static void
add_columns_of(struct figures *f, int32_t us, int32_t them, uint16_t ends)
{
	const size_t at = f->sample.n - 1;

	f->us = vec_more(f->us, &f->cap_us, at, sizeof(*f->us));
	f->them = vec_more(f->them, &f->cap_them, at, sizeof(*f->them));
	f->ends = vec_more(f->ends, &f->cap_ends, at, sizeof(*f->ends));
	f->us[at] = us;
	f->them[at] = them;
	f->ends[at] = ends;
}

static uint32_t
number_of(struct labels *l, const struct buf *name)
{
	return labels_number(l, buf_text(name), name->len);
}

static enum mla_rc
add_span(struct counting *c, const struct past *p, const struct span *s,
    struct err *err)
{
	const struct figures_want *want = c->want;
	struct figures *f = c->out;
	struct sample_row row = { .time = s->to - s->from, .cause = s->cause };
	struct buf group = { 0 }, stratum = { 0 }, pair = { 0 };
	int32_t us, them;
	enum mla_rc rc;

	count_waiting(&us, &them, p, s->from, s->to);
	if (want->who != NULL)
		row.time = str_eq(want->who, "us") ? us : them;
	if ((rc = figures_group(&group, c->office, p, s->part, f->by, s->from,
	         err)) != MLA_OK ||
	    (want->strata != NULL &&
	        (rc = figures_group(&stratum, c->office, p, s->part,
	             want->strata, s->from, err)) != MLA_OK))
		goto out;
	row.group = number_of(&f->sample.groups, &group);
	if (want->strata != NULL)
		row.stratum = number_of(&f->sample.strata, &stratum);
	if ((rc = sample_add(&f->sample, &row, err)) != MLA_OK)
		goto out;
	buf_addf(&pair, "%s\t%s", s->from_name, s->to_name);
	add_columns_of(f, us, them, (uint16_t)number_of(&f->pairs, &pair));
	if (f->sample.n == 1 || s->from < f->first)
		f->first = s->from;
	if (f->sample.n == 1 || s->from > f->last)
		f->last = s->from;
out:
	buf_free(&group);
	buf_free(&stratum);
	buf_free(&pair);
	return rc;
}

/* --- from one event to another --- */

static void
note_owed(struct figures *f, const struct ends_timing *t, bool back)
{
	size_t i = 0;

	while (i < f->nowed &&
	    !(str_eq(f->owed[i].kind, t->kind) &&
	        str_eq(f->owed[i].side, t->side)))
		i++;
	if (i == f->nowed) {
		f->owed =
		    vec_more(f->owed, &f->cap_owed, f->nowed, sizeof(*f->owed));
		f->owed[f->nowed++] =
		    (struct figures_owed){ .kind = xstrdup(t->kind),
			    .side = xstrdup(t->side),
			    .from = xstrdup(t->from),
			    .to = xstrdup(t->to) };
	}
	f->owed[i].n++;
	f->owed[i].back += back;
}

static enum mla_rc
count_between(struct counting *c, const struct past *p,
    const struct past_end *e, struct err *err)
{
	const struct figures_want *want = c->want;
	const struct ends_timing *t = want->from == NULL
	    ? ends_of_kind(&c->out->ends_of, p->kind, p->side)
	    : NULL;
	struct span span = { .part = e->part,
		.from_name = t != NULL ? t->from : want->from,
		.to_name = t != NULL ? t->to : want->to };
	struct ends_span days;

	c->to_seen =
	    c->to_seen || ends_step(p, "", span.to_name, INT32_MIN) != NULL;
	if (!ends_between(&days, p, e, span.from_name, span.to_name))
		return MLA_OK;
	c->from_seen = true;
	if (t != NULL && !t->answer) {
		note_owed(c->out, t, days.reached);
		return MLA_OK;
	}
	span.from = days.from;
	span.to = days.to;
	if (days.reached)
		span.cause = FIGURES_REACHED;
	else if (days.over)
		span.cause = (uint8_t)(FIGURES_REACHED + 1 +
		    ends_closing(&c->out->ends_of, e->outcome));
	return add_span(c, p, &span, err);
}

/* --- each stay in a state --- */

struct staying {
	struct counting *c;
	const struct past *p;
	const char *part;
};

static enum mla_rc
count_stay(void *arg, const char *place, int32_t from, int32_t to,
    const char *next, struct err *err)
{
	const struct staying *s = arg;
	const char *state = s->c->want->state;
	const struct span span = { .part = s->part,
		.from_name = state,
		.to_name = "another state",
		.from = from,
		.to = to,
		.cause = next != NULL ? FIGURES_REACHED : 0 };

	if (!str_eq(place, state))
		return MLA_OK;
	s->c->from_seen = s->c->to_seen = true;
	return add_span(s->c, s->p, &span, err);
}

static enum mla_rc
count_stays(struct counting *c, const struct past *p, const struct past_end *e,
    struct err *err)
{
	struct staying s = { c, p, e->part };

	return past_places(p, e, false, count_stay, &s, err);
}

static enum mla_rc
count(void *arg, const struct past *p, struct err *err)
{
	struct counting *c = arg;
	const char *inside = past_value(p, NULL, "inside");
	const size_t before = c->out->sample.n;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < p->nends; i++) {
		if (c->want->parts != (*p->end[i].part != '\0'))
			continue;
		rc = c->want->state != NULL
		    ? count_stays(c, p, &p->end[i], err)
		    : count_between(c, p, &p->end[i], err);
	}
	if (c->out->sample.n > before && inside != NULL && *inside != '\0')
		c->out->inside++;
	return rc;
}

/* Groupings, to which kind and side are added where their ends differ. */
static char *
groupings_of(const struct figures_want *want)
{
	struct buf b = { 0 };

	buf_adds(&b, want->by != NULL ? want->by : "");
	for (size_t i = 0; want->from == NULL && want->state == NULL && i < 2;
	     i++) {
		static const char *const both[] = { "kind", "side" };
		char *list = xstrdup(buf_text(&b));

		for (char *s = list; *s != '\0'; s++) {
			if (*s == ',')
				*s = ' ';
		}
		if (!ends_is_one(list, both[i]))
			buf_addf(&b, "%s%s", b.len > 0 ? "," : "", both[i]);
		free(list);
	}
	return buf_steal(&b);
}

static bool
has_name(const struct machine *m, const char *name, bool state)
{
	if (m == NULL)
		return false;
	return state ? machine_state(m, name) != NULL : act_has_event(m, name);
}

/* Does any workflow of today know it? */
static enum mla_rc
find_name(bool *known, struct office *office, const char *name, bool state,
    struct err *err)
{
	static const char *const side[] = { "out", "in" };
	struct file_names kinds;
	enum mla_rc rc;

	*known = false;
	if ((rc = res_list(&kinds, office->res, RES_KIND, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && !*known && i < 2 * kinds.n; i++) {
		struct rules *r;

		rc = rules_of(&r, office, 0, kinds.at[i / 2], side[i % 2], err);
		if (rc == MLA_OK)
			*known = has_name(r->whole, name, state) ||
			    has_name(r->part, name, state) ||
			    has_name(r->transmission, name, state);
	}
	file_names_free(&kinds);
	return rc;
}

/* A name that never occurs may be a slip of the keyboard. */
static enum mla_rc
check_one(struct office *office, const char *names, bool state, struct err *err)
{
	char *copy = xstrdup(names), *rest = NULL;
	enum mla_rc rc = MLA_OK;
	bool known = true;

	for (char *one = strtok_r(copy, " ", &rest);
	     rc == MLA_OK && one != NULL; one = strtok_r(NULL, " ", &rest)) {
		const bool at = *one == ENDS_STATE;

		if ((rc = find_name(&known, office, one + at, state || at,
		         err)) == MLA_OK &&
		    !known)
			rc = err_set(err, MLA_ENOTFOUND,
			    "no workflow has %s \"%s\"",
			    state || at ? "a state" : "an event", one + at);
	}
	free(copy);
	return rc;
}

static enum mla_rc
check_known(const struct counting *c, struct err *err)
{
	const struct figures_want *want = c->want;
	enum mla_rc rc = MLA_OK;

	if (want->state != NULL)
		return c->from_seen
		    ? MLA_OK
		    : check_one(c->office, want->state, true, err);
	if (want->from == NULL)
		return MLA_OK;
	if (!c->from_seen)
		rc = check_one(c->office, want->from, false, err);
	if (rc == MLA_OK && !c->to_seen)
		rc = check_one(c->office, want->to, false, err);
	return rc;
}

enum mla_rc
figures_make(struct figures *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	const struct sample_want columns = { .group = "",
		.strata = want->strata };
	struct counting c = { .out = out, .office = office, .want = want };
	enum mla_rc rc;

	assert((want->from == NULL) == (want->to == NULL));
	memset(out, 0, sizeof(*out));
	sample_begin(
	    &out->sample, &columns, "the register", "requests", "request");
	out->by = groupings_of(want);
	ends_begin(&out->ends_of, office);
	rc = past_each(office, &want->past, count, &c, err);
	if (rc == MLA_OK)
		rc = check_known(&c, err);
	if (rc == MLA_OK && out->sample.n > 0)
		rc = sample_end(&out->sample, err);
	if (rc != MLA_OK)
		figures_free(out);
	return rc;
}
