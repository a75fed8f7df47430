/* test_register.c - a register as one file, and back without loss */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include "base/str.h"
#include "bundle/hash.h"
#include "core/act.h"
#include "core/erase.h"
#include "core/register.h"
#include "core/verify.h"
#include "store/dump.h"
#include "xml/init.h"

/* Every column that there is and is not derived: "table.column". */
static const char *const kept[] = { "office.id", "office.uid",
	"office.authority", "office.country", "office.code", "office.made",
	"office.practice", "counter.direction", "counter.year", "counter.last",
	"request.id", "request.uid", "request.reference", "request.kind",
	"request.side", "request.partner", "request.made", "request.ruleset",
	"reference.request", "reference.owner", "reference.value",
	"resource.hash", "resource.bytes", "ruleset.id", "ruleset.key",
	"ruleset_resource.ruleset", "ruleset_resource.kind",
	"ruleset_resource.name", "ruleset_resource.hash", "event.seq",
	"event.request", "event.part", "event.name", "event.side",
	"event.happened", "event.recorded", "event.codes", "event.prev",
	"event.hash", "commitment.seq", "commitment.ord", "commitment.what",
	"commitment.hash", "payload.seq", "payload.ord", "payload.salt",
	"payload.bytes", "document.request", "document.revision",
	"document.seq", "document.ord", "exhibit.request", "exhibit.id",
	"exhibit.sha256", "exhibit.sha512", "exhibit.bytes", "exhibit.seq",
	"exhibit.ord", "message.uid", "message.request", "message.direction",
	"message.type", "message.manifest", "message.seq", "message.number",
	"message.instead", "parked.manifest", "parked.uid", "parked.about",
	"parked.sender", "parked.type", "parked.number", "parked.reached",
	"parked.why", "parked.what", "operation.id", "operation.reference",
	"operation.name", "operation.made", NULL };

/* Made again from the others; rows of erased requests go along all the same. */
static const char *const derived[] = { "request_now", "operation_request",
	"link", "deadline", "derived", "past", NULL };

static bool
is_among(const char *const *list, const char *word)
{
	for (; *list != NULL; list++) {
		if (str_eq(*list, word))
			return true;
	}
	return false;
}

static void
nothing_that_a_register_keeps_is_forgotten(void **state)
{
	char text[] = "FR";
	const struct store_info info = { text, text, text, text, text, false };
	struct err err = { 0 };
	struct store *store;
	struct db_stmt *stmt;
	bool row;
	size_t n = 0;

	(void)state;
	assert_ok(store_open_memory(&store, &info, &err), err);
	assert_ok(db_prepare(&stmt, store_db(store),
	              "SELECT m.name, m.name || '.' || p.name "
	              "FROM sqlite_master m, pragma_table_info(m.name) p "
	              "WHERE m.type = 'table' AND m.name NOT LIKE 'search%' "
	              "AND m.name NOT LIKE 'sqlite_%'",
	              &err),
	    err);
	while (db_step(&row, stmt, &err) == MLA_OK && row) {
		if (is_among(derived, db_text(stmt, 0)))
			continue;
		if (!is_among(kept, db_text(stmt, 1)))
			fail_msg("%s is not in an export: add it to "
			         "store/dump.c, forms/schema/register.xsd and "
			         "here",
			    db_text(stmt, 1));
		n++;
	}
	db_finalise(stmt);
	store_close(store);
	assert_int_equal(sizeof(kept) / sizeof(kept[0]) - 1, n);
}

/* With the files of its exhibits. */
static void
remove_all(char *dir)
{
	char *exhibits = file_join(dir, STORE_EXHIBITS);
	struct file_names names = { 0 };
	struct err err = { 0 };

	assert_ok(file_list(&names, exhibits, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		char *path = file_join(exhibits, names.at[i]);

		assert_int_equal(0, unlink(path));
		free(path);
	}
	file_names_free(&names);
	free(exhibits);
	unit_remove_register(dir);
}

static char *
sha256_of(const char *path)
{
	struct hash_pair pair;
	struct err err = { 0 };

	assert_ok(hash_file(&pair, path, &err), err);
	return xstrdup(pair.sha256);
}

static char *
export_all(struct office *office, const char *path, char head[65])
{
	const struct register_want want = { 0 };
	struct register_done done;
	struct err err = { 0 };

	assert_ok(register_export(&done, office, &want, path, &err), err);
	memcpy(head, done.head, 65);
	register_done_free(&done);
	return sha256_of(path);
}

/* A register with an act, a file, and an erased request. */
static struct office *
full_register(char **dir)
{
	const struct act_field field = { "reason", "Ahmet Gizli <&\r\n\t\"" };
	const struct erasure erasure = { .seq = 3,
		.by = "A. Clerk",
		.second = "B. Head",
		.reason = "The period of retention is over." };
	struct office *office = unit_new_register(dir, "FR", "2026-02-02");
	char *path = office_path(office, "", "evidence.txt");
	struct act_exhibit file = { 0 };
	struct act act = { .event = "abandon",
		.on = office->now,
		.fields = &field,
		.nfields = 1,
		.exhibits = &file,
		.nexhibits = 1 };
	struct act_done done;
	struct err err = { 0 };

	unit_draft(office, NULL, "letter", "TR");
	unit_draft(office, NULL, "letter", "CH");
	assert_ok(file_save(path, "seen\n", 5, &err), err);
	assert_ok(
	    act_take_file(&file, office, path, "What was seen", &err), err);
	assert_ok(act_record(&done, office, 1, &act, &err), err);
	act_done_free(&done);
	act_exhibit_free(&file);
	assert_ok(erase_payload(office, 1, &erasure, &err), err);
	assert_int_equal(0, unlink(path));
	free(path);
	return office;
}

static struct office *
back(const char *path, char **dir, enum mla_rc expected, const char *message)
{
	struct office *office = unit_new_register(dir, "FR", "2026-02-02");
	struct register_done done;
	struct err err = { 0 };

	assert_int_equal(
	    expected, register_import(&done, office, path, NULL, NULL, &err));
	if (message != NULL)
		assert_non_null(strstr(err.msg, message));
	register_done_free(&done);
	return office;
}

static void
a_round_trip_gives_the_same_bytes(void **state)
{
	struct verify_report report = { 0 };
	struct err err = { 0 };
	char *dir, *second, *one, *two, *path, head[65], again[65];
	struct office *office = full_register(&dir), *other;

	(void)state;
	path = office_path(office, "", "all.zip");
	one = export_all(office, path, head);
	other = back(path, &second, MLA_OK, NULL);
	office_close(other);
	other = unit_open_office(second, "2026-02-02");
	two = export_all(other, path, again);
	assert_string_equal(one, two);
	assert_string_equal(head, again);

	/* What was erased stays so; the rest proves itself. */
	assert_ok(verify_register(&report, other, 0, &err), err);
	assert_int_equal(2, report.requests);
	assert_int_equal(4, report.entries);
	assert_int_equal(2, report.erased);
	assert_int_equal(1, report.unplayed);
	assert_int_equal(1, report.exhibits);
	assert_int_equal(0, report.leftover);
	assert_string_equal(head, report.head);
	free(one);
	free(two);
	assert_int_equal(0, unlink(path));
	free(path);
	office_close(office);
	office_close(other);
	remove_all(dir);
	remove_all(second);
}

static void
a_register_that_holds_something_is_left_alone(void **state)
{
	struct register_done done;
	struct err err = { 0 };
	char *dir, *path, head[65];
	struct office *office = full_register(&dir);

	(void)state;
	path = office_path(office, "", "all.zip");
	free(export_all(office, path, head));
	assert_int_equal(MLA_EREFUSED,
	    register_import(&done, office, path, NULL, NULL, &err));
	assert_string_equal("a whole register goes into an empty one, and this "
	                    "one holds 2 requests",
	    err.msg);
	register_done_free(&done);
	free(export_all(office, path, head));
	assert_int_equal(0, unlink(path));
	free(path);
	office_close(office);
	remove_all(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_a_register_keeps_is_forgotten),
		cmocka_unit_test(a_round_trip_gives_the_same_bytes),
		cmocka_unit_test(a_register_that_holds_something_is_left_alone),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
