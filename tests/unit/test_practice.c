/* test_practice.c - made-up requests are as good as real ones, and no more */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include "base/str.h"
#include "core/dossier.h"
#include "core/practice.h"
#include "core/verify.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/schema.h"

enum {
	REQUESTS = 150
};

static struct office *
filled(char **dir, const char *country, uint64_t seed)
{
	struct office *office = unit_open_office(NULL, "2026-02-02");
	struct err err = { 0 };

	*dir = mkdtemp(xstrdup("/tmp/mla-unit-XXXXXX"));
	assert_non_null(*dir);
	assert_ok(
	    setup_practice(office, *dir, "Court", country, "PRA", &err), err);
	office_close(office);
	office = unit_open_office(*dir, "2026-02-02");
	assert_ok(practice_fill(office, REQUESTS, seed, NULL, &err), err);
	return office;
}

struct seen {
	struct buf digest;
	size_t closed;
};

/* Its text follows the schema, and names nobody who could be. */
static enum mla_rc
look(void *arg, struct dossier *d, struct err *err)
{
	struct seen *s = arg;
	struct xml_faults faults = { 0 };

	assert_ok(
	    res_check(&faults, d->office->res, d->doc, "request", err), *err);
	if (faults.n > 0)
		fail_msg(
		    "%s %s: %s", d->row.kind, d->row.side, faults.at[0].msg);
	xml_faults_free(&faults);
	buf_addf(&s->digest, "%s %s %s %s:", d->row.reference, d->row.uid,
	    d->row.kind, d->row.partner);
	for (size_t i = 0; i < d->nevents; i++) {
		assert_true(d->events[i].on.day <= d->office->now.day);
		buf_addf(&s->digest, " %s %d", d->events[i].name,
		    d->events[i].on.day);
	}
	buf_addch(&s->digest, '\n');
	s->closed += run_is_final(d->run) ? 1 : 0;
	return MLA_OK;
}

static void
see(struct seen *s, struct office *office)
{
	struct err err = { 0 };

	memset(s, 0, sizeof(*s));
	assert_ok(dossier_each(office, NULL, look, s, &err), err);
}

static void
they_prove_themselves_and_some_are_open(void **state)
{
	struct verify_report report = { 0 };
	struct err err = { 0 };
	struct office *office;
	struct seen s;
	char *dir;

	(void)state;
	office = filled(&dir, "FR", 1);
	assert_true(office->info.practice);
	assert_string_equal(
	    "PRACTICE, not real: Court", office->info.authority);
	assert_ok(verify_register(&report, office, 0, &err), err);
	assert_int_equal(REQUESTS, report.requests);
	see(&s, office);
	assert_in_range(s.closed, REQUESTS / 3, REQUESTS - 5);
	buf_free(&s.digest);
	office_close(office);
	unit_remove_register(dir);
}

static void
the_same_seed_gives_the_same_requests(void **state)
{
	struct office *office;
	struct seen one, two, three;
	char *dir;

	(void)state;
	office = filled(&dir, "TR", 7);
	see(&one, office);
	office_close(office);
	unit_remove_register(dir);
	office = filled(&dir, "TR", 7);
	see(&two, office);
	office_close(office);
	unit_remove_register(dir);
	office = filled(&dir, "TR", 8);
	see(&three, office);
	office_close(office);
	unit_remove_register(dir);
	assert_string_equal(buf_text(&one.digest), buf_text(&two.digest));
	assert_string_not_equal(buf_text(&one.digest), buf_text(&three.digest));
	/* No partner is our own State, and no order of the Union is ours. */
	assert_null(strstr(buf_text(&one.digest), " TR:"));
	assert_null(strstr(buf_text(&one.digest), " eio "));
	buf_free(&one.digest);
	buf_free(&two.digest);
	buf_free(&three.digest);
}

static void
how_many_is_bounded(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(MLA_EUSAGE, practice_check(0, &err));
	assert_int_equal(
	    MLA_EUSAGE, practice_check(PRACTICE_MOST + 1ULL, &err));
	assert_string_equal(
	    "a practice register has 1 to 10000000 requests", err.msg);
	assert_int_equal(MLA_OK, practice_check(PRACTICE_MOST, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_prove_themselves_and_some_are_open),
		cmocka_unit_test(the_same_seed_gives_the_same_requests),
		cmocka_unit_test(how_many_is_bounded),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
