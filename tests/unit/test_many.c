/* test_many.c - eight processes write to one register at once */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "core/act.h"
#include "core/verify.h"
#include "xml/init.h"

#define PROCESSES 8
#define EVENTS 200

/* Fewer where each is slow: under valgrind, with sanitizers. */
static int
events(void)
{
	const char *asked = getenv("MLA_TEST_ORDERS");

	if (asked != NULL)
		return strtol(asked, NULL, 10) < EVENTS ? 5 : EVENTS;
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
	return EVENTS / 10;
#else
	return EVENTS;
#endif
}

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One clerk: revises a draft of their own, each time a transaction. */
static int
clerk(const char *dir, int64_t request, int out)
{
	struct office *office = unit_open_office(dir, "2026-12-01");
	struct err err = { 0 };
	double from = seconds(), took;

	for (int i = 0; i < events(); i++) {
		struct act act = { .event = "sign", .on = office->now };
		const struct act_field field = { "signed-by", "C. Exemple" };
		struct act_done done;

		act.fields = &field;
		act.nfields = 1;
		if (act_record(&done, office, request, &act, &err) != MLA_OK) {
			(void)fprintf(stderr, "%s\n", err.msg);
			return 1;
		}
		act_done_free(&done);
	}
	took = seconds() - from;
	office_close(office);
	return write(out, &took, sizeof(took)) == sizeof(took) ? 0 : 1;
}

static void
nobody_waits_long_and_nothing_is_lost(void **state)
{
	char *dir;
	struct office *office = unit_new_register(&dir, "FR", "2026-12-01");
	struct verify_report report = { 0 };
	double took, fastest = 1e9, slowest = 0;
	int64_t request[PROCESSES];
	pid_t child[PROCESSES];
	struct err err = { 0 };
	int out[2];

	(void)state;
	for (int i = 0; i < PROCESSES; i++) {
		unit_draft(office, NULL, "letter", "TR");
		request[i] = i + 1;
	}
	office_close(office);
	assert_int_equal(0, pipe(out));
	for (int i = 0; i < PROCESSES; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0) {
			int rc = clerk(dir, request[i], out[1]);

			free(dir);
			_exit(rc);
		}
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		assert_int_equal(child[i], waitpid(child[i], &status, 0));
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_int_equal(
		    sizeof(took), read(out[0], &took, sizeof(took)));
		fastest = took < fastest ? took : fastest;
		slowest = took > slowest ? took : slowest;
	}
	/* A few events say nothing about fairness. */
	if (events() == EVENTS && slowest > 4 * fastest)
		fail_msg("the slowest took %.2f s, the fastest %.2f s", slowest,
		    fastest);
	office = unit_open_office(dir, "2026-12-01");
	assert_ok(verify_register(&report, office, 0, &err), err);
	assert_int_equal(PROCESSES + PROCESSES * events(), report.entries);
	office_close(office);
	(void)close(out[0]);
	(void)close(out[1]);
	unit_remove_register(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_long_and_nothing_is_lost),
	};
	int failed;

	xml_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	xml_done();
	return failed;
}
