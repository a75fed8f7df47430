/* test_store.c - the register: made, opened, upgraded, written by many */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "store/event.h"
#include "store/now.h"
#include "store/record.h"
#include "store/request.h"
#include "store/rules.h"
#include "store/search.h"
#include "store/store.h"

static char uid[] = "urn:uuid:0", court[] = "Court", fr[] = "FR", lil[] = "LIL",
            made[] = "2026-01-01T00:00:00Z";

static struct store_info
office(void)
{
	struct store_info info = { uid, court, fr, lil, made, false };

	return info;
}

static int
open_memory(void **state)
{
	struct store_info info = office();
	struct err err = { 0 };
	struct store *s;

	assert_ok(store_open_memory(&s, &info, &err), err);
	*state = s;
	return 0;
}

static int
close_memory(void **state)
{
	store_close(*state);
	return 0;
}

static char *
new_folder(void)
{
	return mkdtemp(xstrdup("/tmp/mla-store-XXXXXX"));
}

static int64_t
add_request(struct store *s, const char *reference)
{
	char *own = xasprintf("urn:uuid:%s", reference);
	struct store_request r = { .uid = own,
		.reference = (char *)(uintptr_t)reference,
		.kind = (char *)(uintptr_t) "letter",
		.side = (char *)(uintptr_t) "out",
		.partner = (char *)(uintptr_t) "TR",
		.made = (char *)(uintptr_t) "2026-01-01T00:00:00Z" };
	struct err err = { 0 };
	int64_t id;

	assert_ok(store_request_add(&id, s, &r, &err), err);
	free(own);
	return id;
}

static void
every_statement_can_be_prepared(void **state)
{
	for (int id = 0; id < STMT_COUNT; id++) {
		struct err err = { 0 };
		struct db_stmt *stmt;

		assert_non_null(stmt_sql[id]);
		assert_ok(
		    store_stmt(&stmt, *state, (enum stmt_id)id, &err), err);
	}
}

static void
parameters_are_bound_by_name_in_any_order(void **state)
{
	struct err err = { 0 };
	struct store_request r;
	struct db_stmt *stmt;
	int64_t id;

	assert_ok(store_stmt(&stmt, *state, STMT_REQUEST_ADD, &err), err);
	db_bind_text(stmt, "$made", "2026-01-01T00:00:00Z");
	db_bind_text(stmt, "$partner", "TR");
	db_bind_text(stmt, "$side", "in");
	db_bind_text(stmt, "$kind", "letter");
	db_bind_text(stmt, "$reference", "LIL-I-2026-000009");
	db_bind_text(stmt, "$uid", "urn:uuid:9");
	assert_ok(db_do(stmt, &err), err);
	id = store_last_id(*state);
	assert_ok(store_request_get(&r, *state, id, &err), err);
	assert_string_equal("LIL-I-2026-000009", r.reference);
	assert_string_equal("urn:uuid:9", r.uid);
	assert_string_equal("in", r.side);
	store_request_free(&r);
}

static void
references_are_found_by_any_owner_and_case(void **state)
{
	struct store_matches m;
	struct err err = { 0 };
	int64_t a = add_request(*state, "LIL-O-2026-000001");
	int64_t b = add_request(*state, "LIL-O-2026-000002");

	assert_ok(
	    store_reference_add(*state, b, "partner", "ANK-7", &err), err);
	assert_ok(
	    store_reference_add(*state, b, "partner", "ANK-7", &err), err);
	assert_ok(store_request_named(&m, *state, "ank-7", &err), err);
	assert_int_equal(1, m.n);
	assert_int_equal(b, m.at[0].id);
	store_matches_free(&m);
	assert_ok(store_request_like(&m, *state, "000001", 5, &err), err);
	assert_int_equal(1, m.n);
	assert_int_equal(a, m.at[0].id);
	store_matches_free(&m);
	assert_ok(store_request_named(&m, *state, "LIL", &err), err);
	assert_int_equal(0, m.n);
	store_matches_free(&m);
}

static void
references_count_by_direction_and_year(void **state)
{
	static const struct {
		char direction;
		int year;
		const char *want;
	} rows[] = { { 'O', 2026, "LIL-O-2026-000001" },
		{ 'O', 2026, "LIL-O-2026-000002" },
		{ 'I', 2026, "LIL-I-2026-000001" },
		{ 'O', 2027, "LIL-O-2027-000001" },
		{ 'O', 2026, "LIL-O-2026-000003" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		char *ref;

		assert_ok(store_reference_next(&ref, *state, "LIL",
		              rows[i].direction, rows[i].year, &err),
		    err);
		assert_string_equal(rows[i].want, ref);
		free(ref);
	}
}

static void
the_journal_refuses_change_and_removal(void **state)
{
	static const char *const tries[] = { "UPDATE event SET name = 'x'",
		"DELETE FROM event", "UPDATE commitment SET what = 'x'",
		"DELETE FROM commitment", "UPDATE payload SET bytes = x'00'" };
	struct store_event e = { .seq = 1,
		.name = xstrdup("issue"),
		.side = xstrdup("us"),
		.happened = xstrdup("2026-01-01"),
		.recorded = xstrdup("2026-01-01T00:00:00Z"),
		.codes = xstrdup("") };
	struct store_payload p = { .ord = 1,
		.what = xstrdup("event"),
		.bytes = xstrdup("<e/>"),
		.len = 4 };
	struct err err = { 0 };

	e.request = add_request(*state, "LIL-O-2026-000001");
	assert_ok(store_event_add(*state, &e, &err), err);
	assert_ok(store_payload_add(*state, 1, &p, &err), err);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		struct err own = { 0 };
		struct store_payloads left;

		assert_int_equal(
		    MLA_EREFUSED, db_run(store_db(*state), tries[i], &own));
		assert_non_null(
		    strstr(own.msg, i < 4 ? "append-only" : "never changed"));
		assert_ok(store_payloads_of(&left, *state, 1, &err), err);
		assert_int_equal(1, left.n);
		store_payloads_free(&left);
	}
	assert_ok(store_payload_erase(*state, 1, 1, &err), err);
	store_event_free(&e);
	free(p.what);
	free(p.bytes);
}

static void
a_register_is_private_and_made_once(void **state)
{
	struct store_info info = office(), read;
	struct err err = { 0 };
	char *dir = new_folder(), *found;
	char *inner = file_join(dir, "exhibits");
	struct store *s;
	struct stat st;

	(void)state;
	assert_ok(store_create(dir, &info, &err), err);
	assert_int_equal(0, stat(dir, &st));
	assert_int_equal(0700, st.st_mode & 0777);
	assert_int_equal(MLA_EREFUSED, store_create(dir, &info, &err));
	assert_non_null(strstr(err.msg, "there is a register in"));
	memset(&err, 0, sizeof(err));
	found = store_find(inner);
	assert_string_equal(dir, found);
	assert_ok(store_open(&s, dir, true, &err), err);
	assert_ok(store_info(&read, s, &err), err);
	assert_string_equal("Court", read.authority);
	assert_string_equal("LIL", read.code);
	store_info_free(&read);
	store_close(s);
	free(found);
	free(inner);
	unit_remove_register(dir);
}

static void
what_cannot_be_opened_is_said(void **state)
{
	struct store_info info = office();
	struct err err = { 0 };
	char *dir = new_folder(), *path = file_join(dir, STORE_DB);
	struct store *s;

	(void)state;
	assert_int_equal(MLA_ENOTFOUND, store_open(&s, dir, false, &err));
	assert_non_null(strstr(err.msg, "there is no register in"));
	assert_non_null(strstr(err.hint, "mla init"));
	memset(&err, 0, sizeof(err));
	assert_ok(store_create(dir, &info, &err), err);
	assert_ok(store_open(&s, dir, true, &err), err);
	assert_ok(db_set_version(store_db(s), 999, &err), err);
	store_close(s);
	assert_int_equal(MLA_EREFUSED, store_open(&s, dir, true, &err));
	assert_non_null(strstr(err.msg, "newer version of mla (schema 999"));
	memset(&err, 0, sizeof(err));
	assert_ok(
	    file_save(path, "this is no database, not at all", 31, &err), err);
	assert_int_equal(MLA_EDAMAGED, store_open(&s, dir, true, &err));
	assert_non_null(strstr(err.msg, "file is not a database"));
	free(path);
	unit_remove_register(dir);
}

static void
a_half_made_register_can_be_made_again(void **state)
{
	struct store_info info = office();
	struct err err = { 0 };
	char *dir = new_folder(), *half = file_join(dir, "register.db.new");

	(void)state;
	assert_ok(file_save(half, "half", 4, &err), err);
	assert_ok(store_create(dir, &info, &err), err);
	assert_false(file_exists(half));
	free(half);
	unit_remove_register(dir);
}

enum {
	WRITERS = 8,
	WRITES = 50
};

static void
write_many(char *dir)
{
	struct err err = { 0 };
	struct store *s;

	if (store_open(&s, dir, true, &err) != MLA_OK)
		_exit(1);
	for (int i = 0; i < WRITES; i++) {
		char *ref = NULL;

		if (store_begin(s, &err) != MLA_OK ||
		    store_reference_next(&ref, s, "LIL", 'O', 2026, &err) !=
		        MLA_OK ||
		    store_commit(s, &err) != MLA_OK)
			_exit(2);
		free(ref);
	}
	store_close(s);
	free(dir);
	_exit(0);
}

static void
eight_writers_lose_nothing(void **state)
{
	struct store_info info = office();
	struct err err = { 0 };
	char *dir = new_folder(), *ref;
	struct store *s;

	(void)state;
	assert_ok(store_create(dir, &info, &err), err);
	for (int i = 0; i < WRITERS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			write_many(dir);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(0, status);
	}
	assert_ok(store_open(&s, dir, true, &err), err);
	assert_ok(store_begin(s, &err), err);
	assert_ok(store_reference_next(&ref, s, "LIL", 'O', 2026, &err), err);
	assert_string_equal("LIL-O-2026-000401", ref);
	store_rollback(s);
	store_close(s);
	free(ref);
	unit_remove_register(dir);
}

static void
rules_are_kept_by_their_hash(void **state)
{
	const unsigned char key[STORE_HASH_BYTES] = { 9 };
	unsigned char hash[STORE_HASH_BYTES];
	const struct store_rule rule = { "code", "holder", { 1, 2, 3 } };
	struct err err = { 0 };
	struct buf b = { 0 };
	int64_t set, again;
	bool found;

	assert_ok(store_ruleset_find(&set, *state, key, &err), err);
	assert_int_equal(0, set);
	assert_ok(store_ruleset_add(&set, *state, key, &err), err);
	assert_ok(store_ruleset_find(&again, *state, key, &err), err);
	assert_int_equal(set, again);
	assert_ok(store_ruleset_key(hash, *state, set, &err), err);
	assert_memory_equal(key, hash, sizeof(hash));
	assert_int_equal(
	    MLA_EDAMAGED, store_ruleset_key(hash, *state, 4711, &err));
	assert_string_equal("the rules number 4711 are missing", err.msg);
	memset(&err, 0, sizeof(err));
	assert_ok(store_ruleset_put(*state, set, &rule, "old", 3, &err), err);
	assert_ok(store_rule_get(
	              &found, &b, hash, *state, set, "code", "holder", &err),
	    err);
	assert_true(found);
	assert_memory_equal(rule.hash, hash, sizeof(hash));
	assert_string_equal("old", buf_text(&b));
	assert_ok(store_rule_get(
	              &found, &b, hash, *state, set, "code", "other", &err),
	    err);
	assert_false(found);
	buf_free(&b);
}

static void
words_are_found_in_any_script_and_case(void **state)
{
	static const struct {
		const char *word;
		size_t n;
	} cases[] = { { "ornek", 1 }, { "ÖRNEK", 1 }, { "стамбул", 1 },
		{ "ΑΘΗΝ", 1 }, { "القبطان", 1 }, { "fehlt", 0 },
		{ "rh.2026", 1 }, { "a\"b", 0 }, { "kaptan", 2 } };
	struct err err = { 0 };
	struct store_ids ids;
	int64_t a = add_request(*state, "LIL-O-2026-000001");
	int64_t b = add_request(*state, "LIL-O-2026-000002");

	assert_ok(
	    store_search_add(*state, 1, a,
	        "Selim Örnek, Стамбул, Αθήνα, القبطان RH.2026.17 Kaptan", &err),
	    err);
	assert_ok(store_search_add(*state, 2, b, "Kaptan", &err), err);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_ok(
		    store_search_find(&ids, *state, cases[i].word, &err), err);
		if (ids.n != cases[i].n)
			fail_msg("%s: %zu", cases[i].word, ids.n);
		free(ids.at);
	}
	assert_ok(store_search_erase(*state, 1, &err), err);
	assert_ok(store_search_find(&ids, *state, "kaptan", &err), err);
	assert_int_equal(1, ids.n);
	assert_int_equal(b, ids.at[0]);
	free(ids.at);
}

int
main(void)
{
#define IN_MEMORY(test) \
	cmocka_unit_test_setup_teardown(test, open_memory, close_memory)
	const struct CMUnitTest tests[] = {
		IN_MEMORY(every_statement_can_be_prepared),
		IN_MEMORY(parameters_are_bound_by_name_in_any_order),
		IN_MEMORY(references_are_found_by_any_owner_and_case),
		IN_MEMORY(references_count_by_direction_and_year),
		IN_MEMORY(the_journal_refuses_change_and_removal),
		IN_MEMORY(rules_are_kept_by_their_hash),
		IN_MEMORY(words_are_found_in_any_script_and_case),
		cmocka_unit_test(a_register_is_private_and_made_once),
		cmocka_unit_test(what_cannot_be_opened_is_said),
		cmocka_unit_test(a_half_made_register_can_be_made_again),
		cmocka_unit_test(eight_writers_lose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
