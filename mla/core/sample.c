/* sample.c - durations from elsewhere: rows with group, stratum and end */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/sample.h"

#include "base/alloc.h"
#include "base/str.h"

void
sample_begin(struct sample *s, const struct sample_want *want, const char *name,
    const char *rows_are, const char *unit)
{
	memset(s, 0, sizeof(*s));
	s->name = name;
	s->rows_are = rows_are;
	s->unit = unit;
	/* A column is there from the beginning, or never. */
	if (want->entry != NULL)
		s->entry = xcalloc(1, sizeof(*s->entry));
	if (want->group != NULL)
		s->group = xcalloc(1, sizeof(*s->group));
	if (want->strata != NULL)
		s->stratum = xcalloc(1, sizeof(*s->stratum));
}

static void
make_room(struct sample *s)
{
	if (s->n < s->cap)
		return;
	s->cap = s->cap < 1024 ? 1024 : s->cap * 2;
	s->time = xrealloc(s->time, s->cap, sizeof(*s->time));
	s->cause = xrealloc(s->cause, s->cap, sizeof(*s->cause));
	if (s->entry != NULL)
		s->entry = xrealloc(s->entry, s->cap, sizeof(*s->entry));
	if (s->group != NULL)
		s->group = xrealloc(s->group, s->cap, sizeof(*s->group));
	if (s->stratum != NULL)
		s->stratum = xrealloc(s->stratum, s->cap, sizeof(*s->stratum));
}

enum mla_rc
sample_add(struct sample *s, const struct sample_row *row, struct err *err)
{
	make_room(s);
	if (s->n == TALLY_MAX_ROWS)
		return err_set(err, MLA_EDAMAGED, "%s has more than %lu rows",
		    s->name, TALLY_MAX_ROWS);
	s->time[s->n] = row->time;
	s->cause[s->n] = row->cause;
	s->has_cause[row->cause] = true;
	if (s->entry != NULL)
		s->entry[s->n] = row->entry;
	if (s->group != NULL && row->group >= TALLY_MAX_GROUPS) {
		err_hint(err, "is that the column of the groups?");
		return err_set(err, MLA_EDAMAGED, "%s has more than %d groups",
		    s->name, TALLY_MAX_GROUPS);
	}
	if (s->group != NULL)
		s->group[s->n] = (uint16_t)row->group;
	if (s->stratum != NULL)
		s->stratum[s->n] = row->stratum;
	s->n++;
	return MLA_OK;
}

void
sample_leave(struct sample *s, const char *why, size_t at)
{
	struct sample_left *l;
	size_t i = 0;

	while (i < s->nleft && !str_eq(s->left[i].why, why))
		i++;
	if (i == s->nleft) {
		s->left =
		    vec_more(s->left, &s->cap_left, s->nleft, sizeof(*s->left));
		memset(&s->left[s->nleft++], 0, sizeof(*s->left));
	}
	l = &s->left[i];
	l->why = why;
	if (l->n < SAMPLE_PLACES)
		l->at[l->n] = at;
	l->n++;
}

/* New numbers of groups and strata; those of rows left out alone are none. */
static void
sort_labels(struct sample *s)
{
	bool *group = xcalloc(s->groups.n + 1, sizeof(*group));
	bool *stratum = xcalloc(s->strata.n + 1, sizeof(*stratum));
	uint32_t *to_group, *to_stratum;

	for (size_t i = 0; s->group != NULL && i < s->n; i++)
		group[s->group[i]] = true;
	for (size_t i = 0; s->stratum != NULL && i < s->n; i++)
		stratum[s->stratum[i]] = true;
	to_group = labels_sort(&s->groups, group);
	to_stratum = labels_sort(&s->strata, stratum);
	for (size_t i = 0; s->group != NULL && i < s->n; i++)
		s->group[i] = (uint16_t)to_group[s->group[i]];
	for (size_t i = 0; s->stratum != NULL && i < s->n; i++)
		s->stratum[i] = to_stratum[s->stratum[i]];
	free(group);
	free(stratum);
	free(to_group);
	free(to_stratum);
}

/* All names are text that every format can hold. */
static enum mla_rc
check_names(const struct labels *names, const char *file, struct err *err)
{
	for (size_t i = 0; i < names->n; i++) {
		if (!str_is_utf8(names->at[i], strlen(names->at[i])))
			return err_set(err, MLA_EDAMAGED,
			    "%s: the name \"%.60s\" is not UTF-8", file,
			    names->at[i]);
	}
	return MLA_OK;
}

enum mla_rc
sample_end(struct sample *s, struct err *err)
{
	size_t causes = 1;
	enum mla_rc rc;

	sort_labels(s);
	if (s->group == NULL)
		(void)labels_number(&s->groups, SAMPLE_ALL, strlen(SAMPLE_ALL));
	for (size_t j = 1; j <= TALLY_MAX_CAUSES; j++)
		causes = s->has_cause[j] ? j : causes;
	s->rows = (struct tally_rows){ .time = s->time,
		.entry = s->entry,
		.cause = s->cause,
		.group = s->group,
		.stratum = s->stratum,
		.n = s->n,
		.causes = causes,
		.groups = s->groups.n,
		.strata = s->stratum != NULL ? s->strata.n : 1 };
	if ((rc = check_names(&s->groups, s->name, err)) != MLA_OK ||
	    (rc = check_names(&s->strata, s->name, err)) != MLA_OK)
		return rc;
	if (s->rows.groups * s->rows.strata > TALLY_MAX_CELLS)
		return err_set(err, MLA_EDAMAGED,
		    "%s has too many groups and strata: %zu x %zu, at most %lu",
		    s->name, s->rows.groups, s->rows.strata, TALLY_MAX_CELLS);
	if (s->n > 0)
		return MLA_OK;
	for (size_t i = 0; i < s->nleft; i++)
		err_hint(err, "the first left out: %s, %s %zu", s->left[i].why,
		    s->unit, s->left[i].at[0]);
	return err_set(
	    err, MLA_EDAMAGED, "%s has no row that can be counted", s->name);
}

void
sample_say(struct buf *out, const struct sample *s)
{
	const char *note = buf_text(&s->notes);
	size_t all = 0;

	for (size_t i = 0; i < s->nleft; i++)
		all += s->left[i].n;
	if (all > 0)
		buf_addf(out, "%s: %zu of %zu %s %s left out: ", s->name, all,
		    s->read, s->rows_are, all == 1 ? "is" : "are");
	for (size_t i = 0; i < s->nleft; i++) {
		const struct sample_left *l = &s->left[i];

		buf_addf(out, "%s%zu with %s (%s%s ", i > 0 ? "; " : "", l->n,
		    l->why, s->unit, l->n > 1 ? "s" : "");
		for (size_t k = 0; k < l->n && k < SAMPLE_PLACES; k++)
			buf_addf(out, "%s%zu", k > 0 ? ", " : "", l->at[k]);
		buf_adds(out, l->n > SAMPLE_PLACES ? ", ...)" : ")");
	}
	if (all > 0)
		buf_addch(out, '\n');
	for (; *note != '\0'; note += strcspn(note, "\n") + 1)
		buf_addf(
		    out, "%s: %.*s\n", s->name, (int)strcspn(note, "\n"), note);
}

void
sample_free(struct sample *s)
{
	free(s->time);
	free(s->entry);
	free(s->cause);
	free(s->group);
	free(s->stratum);
	free(s->left);
	labels_free(&s->groups);
	labels_free(&s->strata);
	buf_free(&s->notes);
	memset(s, 0, sizeof(*s));
}
