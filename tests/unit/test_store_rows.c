/* test_store_rows.c - rows there and back, and a register that lost a table */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "store/event.h"
#include "store/now.h"
#include "store/parked.h"
#include "store/record.h"
#include "store/request.h"
#include "store/rules.h"
#include "store/search.h"

static char uid[] = "urn:uuid:0", court[] = "Court", fr[] = "FR", lil[] = "LIL",
            moment[] = "2026-01-01T00:00:00Z",
            reference[] = "LIL-O-2026-000001", letter[] = "letter",
            out[] = "out", tr[] = "TR", word[] = "word", us[] = "us",
            day[] = "2026-01-01";

static int
open_memory(void **state)
{
	const struct store_info info = { uid, court, fr, lil, moment, false };
	const struct store_request r = { 0, uid, reference, letter, out, tr,
		moment, 0 };
	const struct store_event e = { .seq = 1,
		.request = 1,
		.name = word,
		.side = us,
		.happened = day,
		.recorded = moment,
		.codes = word };
	const struct store_payload p = {
		.ord = 1, .what = word, .bytes = word, .len = 4
	};
	struct err err = { 0 };
	struct store *s;
	int64_t id;

	assert_ok(store_open_memory(&s, &info, &err), err);
	assert_ok(store_request_add(&id, s, &r, &err), err);
	assert_ok(store_event_add(s, &e, &err), err);
	assert_ok(store_payload_add(s, 1, &p, &err), err);
	*state = s;
	return 0;
}

static int
close_memory(void **state)
{
	store_close(*state);
	return 0;
}

static void
documents_and_exhibits_come_back(void **state)
{
	const struct store_document d = { 1, 1, 1 };
	struct store_exhibit e = { .bytes = 5000000000, .seq = 1, .ord = 1 };
	struct store_documents docs;
	struct store_exhibits exhibits;
	struct err err = { 0 };
	bool named;

	e.id = word;
	memset(e.sha256, 'a', 64);
	memset(e.sha512, 'b', 128);
	assert_ok(store_document_add(*state, 1, &d, &err), err);
	assert_ok(store_documents(&docs, *state, 1, &err), err);
	assert_int_equal(1, docs.n);
	assert_int_equal(1, docs.at[0].revision);
	store_documents_free(&docs);
	assert_ok(store_exhibit_add(*state, 1, &e, &err), err);
	assert_ok(store_exhibits(&exhibits, *state, 1, &err), err);
	assert_int_equal(1, exhibits.n);
	assert_string_equal(e.sha512, exhibits.at[0].sha512);
	assert_true(exhibits.at[0].bytes == 5000000000);
	store_exhibits_free(&exhibits);
	assert_ok(store_exhibit_named(&named, *state, e.sha256, &err), err);
	assert_true(named);
	assert_ok(store_exhibit_named(&named, *state, "x", &err), err);
	assert_false(named);
	/* The same exhibit twice is refused, not replaced. */
	assert_int_equal(MLA_EREFUSED, store_exhibit_add(*state, 1, &e, &err));
	assert_non_null(strstr(err.msg, "UNIQUE constraint failed"));
}

static void
messages_are_known_again(void **state)
{
	const struct store_message m = { "urn:m", 1, "in", "request",
		"manifest", 1, 7, "5 6" };
	struct err err = { 0 };
	struct store_sents all;
	int64_t request;
	char manifest[65];

	assert_ok(store_message_add(*state, &m, &err), err);
	assert_ok(
	    store_message_find(&request, manifest, *state, "urn:m", &err), err);
	assert_int_equal(1, request);
	assert_string_equal("manifest", manifest);
	assert_ok(
	    store_message_find(&request, manifest, *state, "urn:n", &err), err);
	assert_int_equal(0, request);
	assert_ok(store_messages(&all, *state, 1, &err), err);
	assert_int_equal(1, all.n);
	assert_false(all.at[0].out);
	assert_int_equal(7, all.at[0].number);
	assert_string_equal("5 6", all.at[0].instead);
	store_messages_free(&all);
}

static void
what_waits_is_listed_by_request_and_number(void **state)
{
	struct store_parked p = { .manifest = word,
		.uid = uid,
		.about = uid,
		.sender = court,
		.type = letter,
		.number = 3,
		.reached = moment,
		.why = (char *)(uintptr_t)PARKED_EARLY,
		.what = word };
	struct store_parkeds all;
	struct err err = { 0 };

	assert_ok(store_parked_put(*state, &p, &err), err);
	p.manifest = court;
	p.number = 2;
	assert_ok(store_parked_put(*state, &p, &err), err);
	/* Once more: only why it waits changes. */
	p.number = 9;
	p.why = (char *)(uintptr_t)PARKED_ASIDE;
	assert_ok(store_parked_put(*state, &p, &err), err);
	assert_ok(store_parked_list(&all, *state, uid, &err), err);
	assert_int_equal(2, all.n);
	assert_int_equal(2, all.at[0].number);
	assert_string_equal(PARKED_ASIDE, all.at[0].why);
	assert_int_equal(3, all.at[1].number);
	store_parkeds_free(&all);
	assert_ok(store_parked_list(&all, *state, "other", &err), err);
	assert_int_equal(0, all.n);
	store_parkeds_free(&all);
	assert_ok(store_parked_drop(*state, court, &err), err);
	assert_ok(store_parked_list(&all, *state, NULL, &err), err);
	assert_int_equal(1, all.n);
	store_parkeds_free(&all);
}

static void
derived_rows_are_replaced_and_forgotten(void **state)
{
	const struct store_now_want any = { .closed = -1 };
	const struct store_now_want wants[] = {
		{ .closed = 0 },
		{ .closed = -1, .partner = "TR" },
		{ .closed = -1, .state = "word" },
		{ .closed = -1, .waiting = "us" },
		{ .closed = -1, .waiting = "word" },
		{ .closed = -1, .ref = "lil-o" },
	};
	const struct store_now_want others[] = {
		{ .closed = 1 },
		{ .closed = -1, .partner = "FR" },
		{ .closed = -1, .state = "x" },
		{ .closed = -1, .waiting = "them" },
		{ .closed = -1, .ref = "nobody" },
	};
	struct store_now now = { .request = 1,
		.state = word,
		.holder = word,
		.waiting = us,
		.outcome = word,
		.since = day,
		.last = day,
		.subject = word,
		.theirs = word,
		.assignee = court,
		.next = day,
		.action = word,
		.seq = 1 };
	struct store_now back;
	struct store_nows list;
	struct err err = { 0 };
	bool found;

	assert_ok(store_now_get(&found, &back, *state, 1, &err), err);
	assert_false(found);
	assert_ok(store_now_put(*state, &now, &err), err);
	now.subject = court;
	assert_ok(store_now_put(*state, &now, &err), err);
	assert_ok(store_now_get(&found, &back, *state, 1, &err), err);
	assert_true(found);
	assert_string_equal("Court", back.subject);
	store_now_free(&back);
	assert_ok(store_now_list(&list, *state, &any, &err), err);
	assert_int_equal(1, list.n);
	assert_string_equal(reference, list.at[0].reference);
	assert_string_equal(word, list.at[0].theirs);
	assert_string_equal(day, list.at[0].next);
	store_nows_free(&list);
	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		assert_ok(store_now_list(&list, *state, &wants[i], &err), err);
		assert_int_equal(1, list.n);
		store_nows_free(&list);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_ok(store_now_list(&list, *state, &others[i], &err), err);
		assert_int_equal(0, list.n);
		store_nows_free(&list);
	}
}

static enum mla_rc
stop_at_once(void *arg, const struct store_event *e, struct err *err)
{
	(void)arg;
	return err_set(err, MLA_ENO, "enough of %s", e->name);
}

static void
a_walk_over_the_journal_can_be_stopped(void **state)
{
	struct err err = { 0 };

	assert_int_equal(
	    MLA_ENO, store_event_each(*state, stop_at_once, NULL, &err));
	assert_string_equal("enough of word", err.msg);
}

/* Each call on a register without its tables: an error, nothing else. */
static void
a_lost_table_is_an_error_everywhere(void **state)
{
	static const char *const drop =
	    "PRAGMA foreign_keys = OFF; DROP TABLE request_now; "
	    "DROP TABLE message; DROP TABLE parked; DROP TABLE exhibit; "
	    "DROP TABLE document; "
	    "DROP TABLE payload; DROP TABLE commitment; DROP TABLE event; "
	    "DROP TABLE ruleset_resource; DROP TABLE ruleset; "
	    "DROP TABLE resource; DROP TABLE search; DROP TABLE derived; "
	    "DROP TABLE reference; DROP TABLE request; DROP TABLE counter; "
	    "DROP TABLE office;";
	const struct store_request r = { 0, uid, reference, letter, out, tr,
		moment, 0 };
	const struct store_event e = { .seq = 1 };
	const struct store_payload p = { .ord = 1 };
	const struct store_document d = { 1, 1, 1 };
	const struct store_exhibit x = { .id = word };
	const struct store_message m = { .uid = "u" };
	const struct store_now n = { .request = 1 };
	const struct store_parked parked = { .number = 1 };
	struct store_parkeds parkeds;
	struct store_sents sents;
	const struct store_now_want want = { .closed = -1 };
	const unsigned char hash[STORE_HASH_BYTES] = { 0 };
	const struct store_rule rule = { "k", "n", { 0 } };
	struct store_ids ids;
	unsigned char last[STORE_HASH_BYTES];
	struct store_references refs;
	struct store_documents docs;
	struct store_exhibits exhibits;
	struct store_payloads payloads;
	struct store_matches matches;
	struct store_events events;
	struct store_request row;
	struct store_info info;
	struct store_nows nows;
	struct store_now now;
	struct buf b = { 0 };
	struct store *s = *state;
	struct err err = { 0 };
	char manifest[65], *text;
	int64_t id;
	bool is;

#define LOST(call)                                                 \
	do {                                                       \
		memset(&err, 0, sizeof(err));                      \
		assert_int_equal(MLA_EINTERNAL, (call));           \
		assert_non_null(strstr(err.msg, "no such table")); \
	} while (0)
	assert_ok(db_run(store_db(s), drop, &err), err);
	LOST(store_info(&info, s, &err));
	LOST(store_request_get(&row, s, 1, &err));
	LOST(store_request_by_uid(&id, s, "u", &err));
	LOST(store_request_named(&matches, s, "u", &err));
	LOST(store_request_like(&matches, s, "u", 1, &err));
	LOST(store_request_all(&matches, s, &err));
	LOST(store_reference_next(&text, s, "L", 'O', 2026, &err));
	LOST(store_reference_add(s, 1, "o", "v", &err));
	LOST(store_references(&refs, s, 1, &err));
	LOST(store_event_last(&id, last, s, &err));
	LOST(store_events_of(&events, s, 1, &err));
	LOST(store_event_each(s, stop_at_once, NULL, &err));
	LOST(store_payloads_of(&payloads, s, 1, &err));
	LOST(store_payload_erase(s, 1, 1, &err));
	LOST(store_document_add(s, 1, &d, &err));
	LOST(store_documents(&docs, s, 1, &err));
	LOST(store_exhibit_add(s, 1, &x, &err));
	LOST(store_exhibits(&exhibits, s, 1, &err));
	LOST(store_exhibit_named(&is, s, "h", &err));
	LOST(store_message_add(s, &m, &err));
	LOST(store_message_find(&id, manifest, s, "u", &err));
	LOST(store_messages(&sents, s, 1, &err));
	LOST(store_parked_list(&parkeds, s, NULL, &err));
	LOST(store_parked_put(s, &parked, &err));
	LOST(store_parked_drop(s, "m", &err));
	LOST(store_ruleset_find(&id, s, hash, &err));
	LOST(store_ruleset_key(last, s, 1, &err));
	LOST(store_ruleset_add(&id, s, hash, &err));
	LOST(store_ruleset_put(s, 1, &rule, "", 0, &err));
	LOST(store_rule_get(&is, &b, last, s, 1, "k", "n", &err));
	LOST(store_request_alike(&matches, s, 1, 1, &err));
	LOST(store_search_add(s, 1, 1, "w", &err));
	LOST(store_search_find(&ids, s, "w", &err));
	LOST(store_search_erase(s, 1, &err));
	LOST(store_search_clear(s, &err));
	LOST(store_derived_whole(&is, s, &err));
	LOST(store_derived_set(s, true, &err));
	LOST(store_now_put(s, &n, &err));
	LOST(store_now_get(&is, &now, s, 1, &err));
	LOST(store_now_list(&nows, s, &want, &err));
	/* These were prepared before: the engine says it when they run. */
	LOST(store_request_add(&id, s, &r, &err));
	LOST(store_event_add(s, &e, &err));
	LOST(store_payload_add(s, 1, &p, &err));
#undef LOST
}

static void
a_copy_that_cannot_be_written_is_still_read(void **state)
{
	const struct store_info info = { uid, court, fr, lil, moment, false };
	char *dir = mkdtemp(xstrdup("/tmp/mla-rows-XXXXXX"));
	char *path = file_join(dir, "odd %?#.db");
	struct err err = { 0 };
	struct db *db;
	int version;

	(void)state;
	assert_ok(db_open(&db, path, DB_CREATE, &err), err);
	assert_ok(db_run(db, "PRAGMA journal_mode = DELETE", &err), err);
	assert_ok(db_set_version(db, 7, &err), err);
	db_close(db);
	assert_ok(db_open(&db, path, DB_COPY, &err), err);
	assert_ok(db_version(&version, db, &err), err);
	assert_int_equal(7, version);
	assert_int_equal(
	    MLA_EIO, db_run(db, "CREATE TABLE t (a INTEGER)", &err));
	assert_non_null(strstr(err.msg, "readonly"));
	db_close(db);
	memset(&err, 0, sizeof(err));
	assert_int_equal(
	    MLA_EIO, db_open(&db, "/proc/none/x.db", DB_WRITE, &err));
	assert_non_null(strstr(err.msg, "unable to open database file"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(MLA_EIO, store_create("/proc/none/r", &info, &err));
	assert_non_null(strstr(err.msg, "cannot make folder"));
	(void)unlink(path);
	(void)rmdir(dir);
	free(path);
	free(dir);
}

int
main(void)
{
#define IN_MEMORY(test) \
	cmocka_unit_test_setup_teardown(test, open_memory, close_memory)
	const struct CMUnitTest tests[] = {
		IN_MEMORY(documents_and_exhibits_come_back),
		IN_MEMORY(messages_are_known_again),
		IN_MEMORY(what_waits_is_listed_by_request_and_number),
		IN_MEMORY(derived_rows_are_replaced_and_forgotten),
		IN_MEMORY(a_walk_over_the_journal_can_be_stopped),
		IN_MEMORY(a_lost_table_is_an_error_everywhere),
		cmocka_unit_test(a_copy_that_cannot_be_written_is_still_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
