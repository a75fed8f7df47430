/* test_limits.c - the time limits of the law, and what carries them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "model/limit.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/read.h"

/*
 * tests/data/limits.csv: for each time limit of the list (number; 0: a date
 * that somebody asked for) what carries it: a limit, the days after which a
 * state is looked at again (next), an act that is to be done without a period
 * (event), or nothing, with the reason.
 */
#define TABLE "tests/data/limits.csv"

enum {
	LIMITS_OF_LAW = 45,
	MOST_ROWS = 200,
	MOST_MACHINES = 64,
	MOST_LIMITS = 32 /* of one machine */
};

enum column {
	NUMBER,
	CARRIER,
	MACHINE,
	NAME,
	PERIOD,
	FROM,
	UNTIL,
	WHO,
	MOVED,
	HELD,
	RULE,
	SOURCE,
	VERIFIED,
	COLUMNS
};

struct row {
	char *at[COLUMNS];
};

static struct row rows[MOST_ROWS];
static size_t nrows;

/* One workflow with its limits. */
static struct one {
	char *name;
	struct machine *m;
	struct limit_list *limits;
} machines[MOST_MACHINES];
static size_t nmachines;
static bool listed[MOST_MACHINES][MOST_LIMITS]; /* has it a row? */

/* A field of a line, with its quotes taken off; *at moves behind it. */
static char *
take_field(char **at)
{
	bool quoted = **at == '"';
	char *start = quoted ? ++*at : *at, *out;
	size_t len = strcspn(start, quoted ? "\"" : ",\n");

	out = xstrndup(start, len);
	*at = start + len + (quoted ? 1 : 0);
	if (**at == ',')
		++*at;
	return out;
}

static void
read_table(void)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	char *rest = NULL;

	assert_ok(file_read(&b, TABLE, 1 << 20, &err), err);
	for (char *line = strtok_r(b.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (str_starts(line, "number,"))
			continue;
		assert_true(nrows < MOST_ROWS);
		for (size_t c = 0; c < COLUMNS; c++)
			rows[nrows].at[c] = take_field(&line);
		nrows++;
	}
	buf_free(&b);
}

static void
add_machines(const struct res *res, enum res_kind kind)
{
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, res, kind, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		struct one *one = &machines[nmachines++];
		struct buf b = { 0 };
		xmlDoc *doc;

		assert_true(nmachines <= MOST_MACHINES);
		one->name = xstrdup(names.at[i]);
		assert_ok(res_read(&b, res, kind, one->name, &err), err);
		assert_ok(
		    xml_read(&doc, buf_text(&b), b.len, one->name, &err), err);
		assert_ok(machine_load(&one->m, doc, one->name, &err), err);
		assert_ok(
		    limit_list_load(&one->limits, doc, one->m, &err), err);
		xmlFreeDoc(doc);
		buf_free(&b);
	}
	file_names_free(&names);
}

static int
setup(void **state)
{
	struct err err = { 0 };
	struct res *res;

	(void)state;
	xml_init();
	read_table();
	assert_ok(res_open(&res, ".", &err), err);
	add_machines(res, RES_WORKFLOW);
	add_machines(res, RES_PART);
	res_free(res);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	while (nmachines > 0) {
		struct one *one = &machines[--nmachines];

		limit_list_free(one->limits);
		machine_free(one->m);
		free(one->name);
	}
	while (nrows > 0) {
		nrows--;
		for (size_t c = 0; c < COLUMNS; c++)
			free(rows[nrows].at[c]);
	}
	return 0;
}

static const struct one *
find_machine(const struct row *r)
{
	for (size_t i = 0; i < nmachines; i++) {
		if (str_eq(machines[i].name, r->at[MACHINE]))
			return &machines[i];
	}
	fail_msg("%s: there is no machine %s", r->at[NUMBER], r->at[MACHINE]);
	return NULL;
}

static char *
join(const struct limit_events *events)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < events->n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", events->at[i]);
	return buf_steal(&b);
}

static void
same(const struct row *r, const char *what, const char *is, const char *should)
{
	if (!str_eq(is, should))
		fail_msg("%s %s %s: %s is \"%s\", the table says \"%s\"",
		    r->at[NUMBER], r->at[MACHINE], r->at[NAME], what, is,
		    should);
}

/* The limit of a row, by its name and the events that start it. */
static const struct limit *
find_limit(const struct row *r)
{
	const struct limit_list *all = find_machine(r)->limits;

	for (size_t i = 0; i < all->n; i++) {
		char *from = join(&all->at[i].from);
		bool is = str_eq(all->at[i].id, r->at[NAME]) &&
		    str_eq(from, r->at[FROM]);

		free(from);
		if (is)
			return &all->at[i];
	}
	fail_msg("%s: %s has no limit %s from \"%s\"", r->at[NUMBER],
	    r->at[MACHINE], r->at[NAME], r->at[FROM]);
	return NULL;
}

static void
check_limit(const struct row *r)
{
	const struct limit *l = find_limit(r);
	char *until = join(&l->until), *by = join(&l->by), *moved;

	moved =
	    xasprintf("%s%s%s", by, *l->extend != '\0' ? " " : "", l->extend);
	same(r, "period", *l->at != '\0' ? "at" : l->within, r->at[PERIOD]);
	same(r, "until", until, r->at[UNTIL]);
	same(r, "who", l->who, r->at[WHO]);
	same(r, "moved", moved, r->at[MOVED]);
	same(r, "held", l->suspend, r->at[HELD]);
	same(r, "rule", l->rule, r->at[RULE]);
	same(r, "source", l->basis, r->at[SOURCE]);
	same(r, "verified", l->verified ? "yes" : "no", r->at[VERIFIED]);
	free(until);
	free(by);
	free(moved);
}

static void
check_next(const struct row *r)
{
	const struct machine_state *s =
	    machine_state(find_machine(r)->m, r->at[NAME]);

	if (s == NULL)
		fail_msg("%s: %s has no state %s", r->at[NUMBER],
		    r->at[MACHINE], r->at[NAME]);
	else
		same(r, "next", s->next, r->at[PERIOD]);
}

/* An act of that name cites the article. */
static void
check_event(const struct row *r)
{
	const struct machine *m = find_machine(r)->m;

	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (machine_matches(s->transition[t], r->at[NAME]) &&
			    strstr(s->transition[t]->basis, r->at[SOURCE]) !=
			        NULL)
				return;
		}
	}
	fail_msg("%s: no \"%s\" of %s cites %s", r->at[NUMBER], r->at[NAME],
	    r->at[MACHINE], r->at[SOURCE]);
}

static void
what_the_table_says_stands_in_the_workflows(void **state)
{
	(void)state;
	for (size_t i = 0; i < nrows; i++) {
		const struct row *r = &rows[i];

		if (str_eq(r->at[CARRIER], "limit"))
			check_limit(r);
		else if (str_eq(r->at[CARRIER], "next"))
			check_next(r);
		else if (str_eq(r->at[CARRIER], "event"))
			check_event(r);
		else if (!str_eq(r->at[CARRIER], "none") ||
		    *r->at[SOURCE] == '\0')
			fail_msg("%s: \"%s\" carries nothing, and no reason",
			    r->at[NUMBER], r->at[CARRIER]);
	}
}

static void
each_time_limit_of_the_law_has_a_row(void **state)
{
	bool seen[LIMITS_OF_LAW + 1] = { false };

	(void)state;
	for (size_t i = 0; i < nrows; i++) {
		const char *at = rows[i].at[NUMBER];

		for (char *end; *at != '\0'; at = end) {
			long n = strtol(at, &end, 10);

			assert_true(end != at && n >= 0 && n <= LIMITS_OF_LAW);
			seen[n] = true;
		}
	}
	for (size_t n = 1; n <= LIMITS_OF_LAW; n++) {
		if (!seen[n])
			fail_msg("no row for the time limit %zu", n);
	}
}

static void
each_limit_of_a_workflow_has_a_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < nrows; i++) {
		const struct limit_list *all;
		const struct limit *l;

		if (!str_eq(rows[i].at[CARRIER], "limit"))
			continue;
		all = find_machine(&rows[i])->limits;
		l = find_limit(&rows[i]);
		assert_true(l >= all->at && l < all->at + all->n);
		listed[find_machine(&rows[i]) - machines][l - all->at] = true;
	}
	for (size_t i = 0; i < nmachines; i++) {
		for (size_t k = 0; k < machines[i].limits->n; k++) {
			if (!listed[i][k])
				fail_msg("%s: no row for the limit %s",
				    machines[i].name,
				    machines[i].limits->at[k].id);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_table_says_stands_in_the_workflows),
		cmocka_unit_test(each_time_limit_of_the_law_has_a_row),
		cmocka_unit_test(each_limit_of_a_workflow_has_a_row),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
