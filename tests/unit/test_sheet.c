/* test_sheet.c - the cells of a spreadsheet, as they stand in it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "core/sheet.h"

static enum mla_rc
read_text(struct sheet_cells *out, const char *text, struct err *err)
{
	char path[] = "/tmp/mla-unit-XXXXXX";
	int fd = mkstemp(path);
	enum mla_rc rc;

	assert_true(fd >= 0);
	assert_ok(file_write_all(fd, text, strlen(text), path, err), *err);
	(void)close(fd);
	rc = sheet_read(out, path, ';', err);
	assert_int_equal(0, unlink(path));
	return rc;
}

static void
rows_keep_the_numbers_of_the_spreadsheet(void **state)
{
	struct sheet_cells c;
	struct err err = { 0 };

	(void)state;
	assert_ok(read_text(&c,
	              "\xef\xbb\xbf name ;day\r\n"
	              "\r\n"
	              "one;\"a;\"\"b\"\"\"\r\n"
	              ";\r\n"
	              " two \r\n",
	              &err),
	    err);
	assert_int_equal(2, c.columns);
	assert_string_equal("name", c.name[0]);
	assert_int_equal(2, c.rows);
	assert_string_equal("one", c.at[0]);
	assert_string_equal("a;\"b\"", c.at[1]);
	assert_string_equal("two", c.at[2]);
	assert_string_equal("", c.at[3]);
	assert_int_equal(3, c.number[0]);
	assert_int_equal(5, c.number[1]);
	sheet_cells_free(&c);
}

static void
line_ends_of_any_system_are_line_ends(void **state)
{
	static const char *const text[] = { "a;b\n\n1;2\n", "a;b\r\r1;2\r",
		"a;b\r\n\r\n1;2" };

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct sheet_cells c;
		struct err err = { 0 };

		assert_ok(read_text(&c, text[i], &err), err);
		assert_int_equal(1, c.rows);
		assert_int_equal(3, c.number[0]);
		assert_string_equal("2", c.at[1]);
		sheet_cells_free(&c);
	}
}

static void
what_is_no_table_is_refused(void **state)
{
	static const char *const wrong[][2] = { { "", "names no columns" },
		{ "a;b\n1;2;3\n", "row 2 has more cells" },
		{ "a\n\"x\"y\n", "a quote stands where none can be" },
		{ "a\n\"x", "a quote stands where none can be" },
		{ "a\n\xff\n", "is not UTF-8" } };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct sheet_cells c;
		struct err err = { 0 };

		assert_int_equal(
		    MLA_EDAMAGED, read_text(&c, wrong[i][0], &err));
		if (strstr(err.msg, wrong[i][1]) == NULL)
			fail_msg("%s", err.msg);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_keep_the_numbers_of_the_spreadsheet),
		cmocka_unit_test(line_ends_of_any_system_are_line_ends),
		cmocka_unit_test(what_is_no_table_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
