/* said.c - how often acts said each code of a list: use, grounds, causes */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/said.h"

#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/kind.h"

struct said {
	struct office *office;
	const struct figures_want *want;
	const char *list, *by;
	struct labels groups;
	size_t *n; /* of each group: all requests that began */
	struct labels lines; /* "group TAB code TAB what else" */
	size_t *times; /* of each line */
	size_t cap_n, cap_times;
};

/* One more for a label; the counts grow with the labels. */
static void
count_label(struct labels *l, size_t **count, size_t *cap, const struct buf *b)
{
	const size_t before = l->n;
	const uint32_t at = labels_number(l, buf_text(b), b->len);

	if (at == before) {
		*count = vec_more(*count, cap, before, sizeof(**count));
		(*count)[at] = 0;
	}
	(*count)[at]++;
}

/* What was coded besides: "stage=trial;...", without the list itself. */
static void
add_else(struct buf *b, const struct past_step *s, const char *list)
{
	const size_t n = strlen(list);
	size_t others = 0;

	for (const char *at = s->codes; *at != '\0';) {
		const size_t all = strcspn(at, ";");

		if (strncmp(at, list, n) != 0 || at[n] != '=') {
			if (others++ > 0)
				buf_addch(b, ';');
			buf_add(b, at, all);
		}
		at += all + (at[all] == ';');
	}
}

static enum mla_rc
count(void *arg, const struct past *p, struct err *err)
{
	struct said *s = arg;
	const int32_t day = p->nsteps > 0 ? p->step[0].day : 0;
	struct buf b = { 0 };
	enum mla_rc rc = figures_group(&b, s->office, p, NULL, s->by, day, err);

	if (rc != MLA_OK)
		goto out;
	count_label(&s->groups, &s->n, &s->cap_n, &b);
	for (size_t i = p->nsteps; i-- > 0;) {
		size_t len;
		const char *code = past_code(&len, &p->step[i], s->list);

		if (code == NULL)
			continue;
		buf_addch(&b, '\t');
		buf_add(&b, code, len);
		buf_addch(&b, '\t');
		add_else(&b, &p->step[i], s->list);
		count_label(&s->lines, &s->times, &s->cap_times, &b);
		break;
	}
out:
	buf_free(&b);
	return rc;
}

/* "stage=trial" in words; the caller frees it. */
static char *
else_words(const struct office *office, const char *other)
{
	struct buf b = { 0 };
	char *copy = xstrdup(other), *rest = copy, *one;

	while ((one = strsep(&rest, ";")) != NULL && *one != '\0') {
		char *code = strchr(one, '=');
		char *word;

		if (code == NULL)
			continue;
		*code++ = '\0';
		word = table_value(office, one, code);
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", word);
		free(word);
	}
	free(copy);
	return buf_steal(&b);
}

/* In all lines of a group: how many said something. */
static size_t
said_in(const struct said *s, const char *group, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < s->lines.n; i++) {
		if (strncmp(s->lines.at[i], group, len) == 0 &&
		    s->lines.at[i][len] == '\t')
			n += s->times[i];
	}
	return n;
}

static void
add_line(struct table *t, const struct said *s, const char *group,
    const char *rest, size_t n, size_t of)
{
	const char *tab = strchr(rest, '\t');
	char *code = xstrndup(rest, (size_t)(tab - rest));
	char *word = table_value(s->office, s->list, code);
	char *other = else_words(s->office, tab + 1);

	figures_cells(t, s->office, s->by, group);
	table_word(t, code, word);
	table_word(t, tab + 1, other);
	table_number(t, (double)n);
	table_number(t, of > 0 ? (double)n / (double)of : NAN);
	free(code);
	free(word);
	free(other);
}

static void
add_table(struct tables *out, const struct said *s)
{
	struct table *t = table_add(out, s->list);
	char *head = table_value(s->office, "field", s->list);
	size_t all = 0, said = 0;

	for (size_t i = 0; i < s->groups.n; i++)
		all += s->n[i];
	for (size_t i = 0; i < s->lines.n; i++)
		said += s->times[i];
	table_title(t,
	    "%s: what was said last of each request. Of %zu request%s %zu "
	    "say%s nothing.",
	    head, all, all == 1 ? "" : "s", all - said,
	    all - said == 1 ? "s" : "");
	figures_columns(t, s->by);
	table_column(t, "code", "WHAT", TABLE_TEXT, "");
	table_column(t, "besides", "BESIDES", TABLE_TEXT, "");
	table_column(t, "n", "N", TABLE_COUNT, "");
	table_column(t, "share", "SHARE", TABLE_SHARE,
	    "of those of the line's group that say something");
	for (size_t i = 0; i < s->lines.n; i++) {
		const char *line = s->lines.at[i];
		const size_t len = strcspn(line, "\t");
		char *group = xstrndup(line, len);

		add_line(t, s, group, line + len + 1, s->times[i],
		    said_in(s, line, len));
		free(group);
	}
	free(head);
}

/* By group, then by code. */
static void
sort_lines(struct said *s)
{
	bool *used = xcalloc(s->lines.n + 1, sizeof(*used));
	size_t *times = xcalloc(s->lines.n + 1, sizeof(*times));
	uint32_t *to;

	memset(used, 1, s->lines.n * sizeof(*used));
	to = labels_sort(&s->lines, used);
	for (size_t i = 0; i < s->lines.n; i++)
		times[to[i]] = s->times[i];
	free(s->times);
	s->times = times; /* handed over */
	free(used);
	free(to);
}

enum mla_rc
said_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char *list, struct err *err)
{
	struct said s = { .office = office,
		.want = want,
		.list = list,
		.by = want->by != NULL ? want->by : "kind,side" };
	enum mla_rc rc = past_each(office, &want->past, count, &s, err);

	if (rc == MLA_OK) {
		sort_lines(&s);
		add_table(out, &s);
	}
	labels_free(&s.groups);
	labels_free(&s.lines);
	free(s.n);
	free(s.times);
	return rc;
}

bool
said_is_list(struct office *office, const char *list)
{
	struct err ignored = { 0 };
	struct file_names kinds;
	bool found = codes_list(office->codes, list) != NULL;

	if (found ||
	    res_list(&kinds, office->res, RES_KIND, &ignored) != MLA_OK)
		return found;
	for (size_t i = 0; !found && i < kinds.n; i++) {
		struct kind *kind;

		if (kind_load(&kind, office->res, office->source, kinds.at[i],
		        &ignored) != MLA_OK)
			continue;
		for (size_t k = 0; k < kind->nlists; k++)
			found = found || str_eq(kind->list[k].name, list);
		kind_free(kind);
	}
	file_names_free(&kinds);
	return found;
}
