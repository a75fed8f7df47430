/* test_journal.c - the journal proves itself, also after an erasure */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/act.h"
#include "core/erase.h"
#include "core/journal.h"
#include "core/migrate.h"
#include "core/verify.h"
#include "core/view.h"
#include "store/event.h"
#include "store/request.h"
#include "xml/init.h"

/* A register with one abandoned request: closed, and full of names. */
static struct office *
closed_request(char **dir, int64_t *request)
{
	struct office *office = unit_new_register(dir, "FR", "2026-02-02");
	const struct act_field field = { "reason", "Ahmet Gizli was found" };
	struct act act = { .event = "abandon", .fields = &field, .nfields = 1 };
	struct act_done done;
	struct err err = { 0 };

	unit_draft(office, NULL, "letter", "TR");
	*request = 1; /* the only one */
	act.on = office->now;
	assert_ok(act_record(&done, office, *request, &act, &err), err);
	act_done_free(&done);
	return office;
}

static const struct erasure of_event = { .seq = 2,
	.what = JOURNAL_EVENT,
	.by = "A. Clerk",
	.second = "B. Head",
	.reason = "The period of retention is over." };

static void
an_erased_text_is_gone_and_cannot_be_guessed(void **state)
{
	unsigned char guess[JOURNAL_HASH_BYTES];
	const unsigned char no_salt[JOURNAL_SALT_BYTES] = { 0 };
	struct journal_report journal = { 0 };
	struct verify_report report = { 0 };
	struct store_payloads before, after;
	struct err err = { 0 };
	struct office *office;
	int64_t request;
	char *dir, *path;
	struct buf raw = { 0 };

	(void)state;
	office = closed_request(&dir, &request);
	assert_ok(store_payloads_of(&before, office->store, 2, &err), err);
	assert_non_null(strstr(before.at[0].bytes, "Ahmet Gizli"));

	assert_ok(erase_payload(office, request, &of_event, &err), err);
	assert_ok(store_payloads_of(&after, office->store, 2, &err), err);
	assert_int_equal(1, after.n);
	assert_null(after.at[0].bytes);
	assert_memory_equal(before.at[0].hash, after.at[0].hash, 32);

	/* The chain still verifies, and says what was erased. */
	assert_ok(journal_verify(&journal, office->store, &err), err);
	assert_int_equal(1, journal.erased);
	assert_int_equal(3, journal.entries); /* the erasure is one */
	assert_ok(verify_register(&report, office, 0, &err), err);
	assert_int_equal(1, report.unplayed);

	/* The right guess of the text does not match without its salt. */
	journal_commit(guess, no_salt, JOURNAL_EVENT, before.at[0].bytes,
	    before.at[0].len);
	assert_memory_not_equal(guess, after.at[0].hash, 32);
	journal_commit(guess, before.at[0].salt, JOURNAL_EVENT,
	    before.at[0].bytes, before.at[0].len);
	assert_memory_equal(guess, after.at[0].hash, 32);

	/* Nothing of it is left in the file. */
	store_payloads_free(&before);
	store_payloads_free(&after);
	office_close(office);
	path = file_join(dir, STORE_DB);
	assert_ok(file_read(&raw, path, SIZE_MAX, &err), err);
	assert_null(memmem(raw.data, raw.len, "Ahmet Gizli", 11));
	buf_free(&raw);
	free(path);
	unit_remove_register(dir);
}

static void
only_closed_requests_are_erased_and_only_once(void **state)
{
	struct err err = { 0 };
	struct findings faults = { 0 };
	struct office *office;
	int64_t request, open;
	char *dir, *reference;
	struct erasure x = of_event;

	(void)state;
	office = closed_request(&dir, &request);
	assert_ok(draft_new(&reference, &faults, office, "letter", "TR",
	              office->now.day, NULL, 0, &err),
	    err);
	assert_ok(view_find(&open, office, reference, false, &err), err);
	x.seq = 3;
	assert_int_equal(MLA_EREFUSED, erase_payload(office, open, &x, &err));
	assert_string_equal("only a closed request can be erased", err.msg);
	memset(&err, 0, sizeof(err));
	/* Entry 3 belongs to the open one. */
	assert_int_equal(
	    MLA_ENOTFOUND, erase_payload(office, request, &x, &err));
	assert_string_equal(
	    "LIL-O-2026-000001 has no journal entry 3", err.msg);
	memset(&err, 0, sizeof(err));
	x.seq = 2;
	assert_ok(erase_payload(office, request, &x, &err), err);
	assert_int_equal(
	    MLA_ENOTFOUND, erase_payload(office, request, &x, &err));
	assert_string_equal("journal entry 2 has nothing to erase", err.msg);
	free(reference);
	office_close(office);
	unit_remove_register(dir);
}

static void
an_erasure_takes_two_persons_and_is_recorded(void **state)
{
	static const struct {
		const char *by, *second, *reason, *say;
	} wrong[] = {
		{ "A. Clerk", "A. Clerk", "Over.",
		    "an erasure takes two persons, and \"A. Clerk\" is one" },
		{ "É. Clerk", "e  CLERK", "Over.",
		    "an erasure takes two persons, and \"É. Clerk\" is one" },
		{ "A. Clerk", " ", "Over.",
		    "an erasure names who does it, who agrees to it, and why" },
		{ "A. Clerk", "B. Head", "",
		    "an erasure names who does it, who agrees to it, and why" },
	};
	struct store_payloads said;
	struct err err = { 0 };
	struct office *office;
	int64_t request;
	char *dir;

	(void)state;
	office = closed_request(&dir, &request);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct erasure x = { 2, NULL, wrong[i].by, wrong[i].second,
			wrong[i].reason };

		memset(&err, 0, sizeof(err));
		assert_int_not_equal(
		    MLA_OK, erase_payload(office, request, &x, &err));
		assert_string_equal(wrong[i].say, err.msg);
		memset(&err, 0, sizeof(err));
		assert_ok(
		    store_payloads_of(&said, office->store, 2, &err), err);
		assert_non_null(said.at[0].bytes);
		store_payloads_free(&said);
	}
	assert_ok(erase_payload(office, request, &of_event, &err), err);
	assert_ok(store_payloads_of(&said, office->store, 3, &err), err);
	assert_non_null(strstr(said.at[0].bytes,
	    "entry=\"2\" person=\"A. Clerk\" second=\"B. Head\" "
	    "reason=\"The period of retention is over.\""));
	store_payloads_free(&said);
	office_close(office);
	unit_remove_register(dir);
}

static void
a_request_that_ended_stays_with_its_rules_also_erased(void **state)
{
	struct migrate_done done;
	struct store_request before, after;
	struct err err = { 0 };
	struct office *office;
	int64_t request;
	char *dir;

	(void)state;
	office = closed_request(&dir, &request);
	assert_ok(
	    store_request_get(&before, office->store, request, &err), err);
	assert_ok(migrate_request(&done, office, request, &err), err);
	assert_int_equal(MIGRATE_ENDED, done.result);
	assert_string_equal("abandoned", done.before);
	assert_null(done.after);
	migrate_done_free(&done);

	assert_ok(erase_payload(office, request, &of_event, &err), err);
	assert_ok(migrate_request(&done, office, request, &err), err);
	assert_int_equal(MIGRATE_ERASED, done.result);
	assert_string_equal(before.reference, done.reference);
	assert_string_equal("abandoned", done.before);
	assert_null(done.after);
	migrate_done_free(&done);
	assert_ok(store_request_get(&after, office->store, request, &err), err);
	assert_int_equal(before.ruleset, after.ruleset);
	store_request_free(&before);
	store_request_free(&after);
	office_close(office);
	unit_remove_register(dir);
}

static void
a_commitment_depends_on_salt_kind_and_bytes(void **state)
{
	unsigned char salt[JOURNAL_SALT_BYTES] = { 7 };
	unsigned char a[32], b[32];

	(void)state;
	journal_commit(a, salt, "event", "text", 4);
	journal_commit(b, salt, "event", "text", 4);
	assert_memory_equal(a, b, 32);
	journal_commit(b, salt, "exhibit", "text", 4);
	assert_memory_not_equal(a, b, 32);
	journal_commit(b, salt, "event", "texts", 5);
	assert_memory_not_equal(a, b, 32);
	salt[31] = 1;
	journal_commit(b, salt, "event", "text", 4);
	assert_memory_not_equal(a, b, 32);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_erased_text_is_gone_and_cannot_be_guessed),
		cmocka_unit_test(only_closed_requests_are_erased_and_only_once),
		cmocka_unit_test(an_erasure_takes_two_persons_and_is_recorded),
		cmocka_unit_test(
		    a_request_that_ended_stays_with_its_rules_also_erased),
		cmocka_unit_test(a_commitment_depends_on_salt_kind_and_bytes),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
