/* test_sample.c - rows of CSV files and event logs, and what is refused */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/moment.h"
#include "core/sample.h"
#include "xml/init.h"

static const struct sample_want columns = {
	.time = "t", .status = "s", .group = "g"
};

/* A file with that content; its name until the next one. */
static const char *
file_of(const char *text, size_t len)
{
	static char path[64];
	struct err err = { 0 };

	if (path[0] != '\0')
		(void)remove(path);
	(void)snprintf(path, sizeof(path), "/tmp/mla-sample-%d", getpid());
	assert_ok(file_save(path, text, len, &err), err);
	return path;
}

static void
csv(struct sample *s, const struct sample_want *want, const char *text)
{
	struct err err = { 0 };

	assert_ok(
	    sample_read_csv(s, file_of(text, strlen(text)), want, &err), err);
}

/* The message, without the name of the file; *hint too unless NULL. */
static const char *
why_not(const struct sample_want *want, const char *text, size_t len,
    enum mla_rc rc, const char *hint)
{
	static struct err err;
	const char *path = file_of(text, len);
	struct sample s;

	memset(&err, 0, sizeof(err));
	assert_int_equal(rc,
	    want->from != NULL ? sample_read_log(&s, path, want, &err)
	                       : sample_read_csv(&s, path, want, &err));
	assert_null(s.time);
	if (hint != NULL)
		assert_string_equal(hint, err.hint);
	assert_true(str_starts(err.msg, path));
	return err.msg + strlen(path);
}

static void
assert_says(const struct sample *s, const char *said)
{
	struct sample f = *s;
	struct buf b = { 0 };

	f.name = "f";

	sample_say(&b, &f);
	assert_string_equal(said, buf_text(&b));
	buf_free(&b);
}

static void
rows_are_read_as_they_are_written(void **state)
{
	struct sample s;

	(void)state;
	csv(&s, &columns,
	    "\xef\xbb\xbf\"id\",t,\"s\",g\r\n"
	    "1,3,1,\"b, \"\"x\"\"\"\r\n"
	    "2, 0.1 ,0,a\r\n"
	    "\r\n"
	    "\"two\nlines\",1e3,2,a\r\n"
	    "4,.5,TRUE,a");
	assert_int_equal(4, s.n);
	assert_int_equal(4, s.read);
	assert_true(s.time[0] == 3 && s.time[1] == 0.1 && s.time[2] == 1000);
	assert_true(s.time[3] == 0.5);
	assert_int_equal(2, s.rows.causes);
	assert_true(s.cause[0] == 1 && s.cause[1] == 0 && s.cause[2] == 2);
	assert_int_equal(1, s.cause[3]);
	/* Groups are sorted; that of the first row is the last. */
	assert_int_equal(2, s.rows.groups);
	assert_string_equal("a", s.groups.at[0]);
	assert_string_equal("b, \"x\"", s.groups.at[1]);
	assert_true(s.group[0] == 1 && s.group[3] == 0);
	assert_says(&s, "");
	sample_free(&s);
}

static void
numbers_are_those_that_c_would_read(void **state)
{
	static const char *const texts[] = { "0", "007", "1.",
		"123456789012345", "0.1234567890123456789", "1234567.89012345",
		"1e-5", "2.5E+2", "+4", "99999999999999999999",
		"0.000000000000001", "4.35" };
	struct buf b = { 0 };
	struct sample s;

	(void)state;
	buf_adds(&b, "t,s,g\n");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		buf_addf(&b, "%s,1,x\n", texts[i]);
	csv(&s, &columns, b.data);
	for (size_t i = 0; i < s.n; i++)
		assert_true(s.time[i] == strtod(texts[i], NULL));
	sample_free(&s);
	buf_free(&b);
}

static void
groups_that_are_numbers_are_sorted_by_value(void **state)
{
	struct sample s;

	(void)state;
	csv(&s, &columns, "t,s,g\n1,1,10\n1,1,9\n1,1,-1\n");
	assert_string_equal("-1", s.groups.at[0]);
	assert_string_equal("9", s.groups.at[1]);
	assert_string_equal("10", s.groups.at[2]);
	sample_free(&s);
	csv(&s, &columns, "t,s,g\n1,1,10\n1,1,9\n1,1,nan\n");
	assert_string_equal("10", s.groups.at[0]);
	assert_string_equal("nan", s.groups.at[2]);
	sample_free(&s);
}

static void
what_is_missing_is_counted_and_named(void **state)
{
	struct sample_want want = columns;
	struct sample s;

	(void)state;
	want.entry = "e";
	csv(&s, &want,
	    "t,s,g,e\n5,1,a,0\nNA,1,a,0\n5,,a,0\n5,1,NA,0\n5,1,a,NaN\n"
	    "5,1,a,5\n0,1,a,0\n,,,\n4,0,a,-2\n");
	assert_int_equal(3, s.n);
	assert_int_equal(9, s.read);
	assert_says(&s,
	    "f: 6 of 9 rows are left out: 2 with no time (lines 3, 9); 1 with "
	    "no status (line 4); 1 with no group (line 5); 1 with no entry "
	    "(line 6); 1 with an entry that is not before its time (line 7)\n");
	/* A group of rows that were left out is none. */
	assert_int_equal(1, s.groups.n);
	sample_free(&s);
	csv(&s, &columns,
	    "t,s,g\n1,1,a\nNA,1,b\nNA,1,b\nNA,1,b\nNA,1,b\nNA,1,b\nNA,1,b\n");
	assert_says(&s,
	    "f: 6 of 7 rows are left out: 6 with no time (lines 3, 4, 5, 6, 7, "
	    "...)\n");
	assert_int_equal(1, s.rows.groups);
	sample_free(&s);
}

static void
rows_that_cannot_be_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text, *why, *hint;
		enum mla_rc rc;
	} bad[] = {
		{ "t,s,g\n1,1,a\n\"3,5\",1,a\n",
		    ":3: \"3,5\" in column t is no number",
		    "decimals are written with a point: 3.5", MLA_EDAMAGED },
		{ "t,s,g\n1,1,a\n3,5,1,a\n",
		    ":3: 4 values, but the first line names 3",
		    "a value that holds a comma is quoted; decimals are "
		    "written with a point",
		    MLA_EDAMAGED },
		{ "t,s,g\n1,1\n", ":2: 2 values, but the first line names 3",
		    NULL, MLA_EDAMAGED },
		{ "t,s,g\n-3,1,a\n", ":2: -3 in column t is less than 0", "",
		    MLA_EDAMAGED },
		{ "t,s,g\n\n\"1\",\"2\",\"x\ny\"\r\ninf,1,a\n",
		    ":5: \"inf\" in column t is no number", "", MLA_EDAMAGED },
		{ "t,s,g\n0x10,1,a\n", ":2: \"0x10\" in column t is no number",
		    "", MLA_EDAMAGED },
		{ "t,s,g\n1e999,1,a\n",
		    ":2: \"1e999\" in column t is no number", "",
		    MLA_EDAMAGED },
		{ "t,s,g\n1 2,1,a\n", ":2: \"1 2\" in column t is no number",
		    "", MLA_EDAMAGED },
		{ "t,s,g\n.,1,a\n", ":2: \".\" in column t is no number", "",
		    MLA_EDAMAGED },
		{ "t,s,g\n1,1.5,a\n",
		    ":2: 1.5 in column s is no status: write 0 for open, 1 for "
		    "the event, or 1 to 100 for causes",
		    "", MLA_EDAMAGED },
		{ "t,s,g\n1,101,a\n",
		    ":2: 101 in column s is no status: write 0 for open, 1 for "
		    "the event, or 1 to 100 for causes",
		    "", MLA_EDAMAGED },
		{ "t,s,g\n1,\"1\"2,a\n",
		    ":2: a quote stands inside a value that is not quoted, or "
		    "text behind the closing quote",
		    "", MLA_EDAMAGED },
		{ "t,s,g\n1,1,a\n1,1,\"a\n1,1,a\n",
		    ":3: the quotes that open here never close", "",
		    MLA_EDAMAGED },
		{ "t,s,g\n1,1,\xe9\n", ": the name \"\xe9\" is not UTF-8", "",
		    MLA_EDAMAGED },
		{ "t,s\n1,1\n", " has no column \"g\": it has t, s", "",
		    MLA_ENOTFOUND },
		{ "t;s;g\n1;1;a\n", " has no column \"t\": it has t;s;g",
		    "columns are separated by commas", MLA_ENOTFOUND },
		{ "t,s,g,t\n1,1,a,2\n", " has 2 columns \"t\"", "",
		    MLA_EDAMAGED },
		{ "t,s,g\n", " has no row that can be counted", "",
		    MLA_EDAMAGED },
		{ "t,s,g\nNA,1,a\n", " has no row that can be counted",
		    "the first left out: no time, line 2", MLA_EDAMAGED },
		{ "", " is empty: the first line names the columns", "",
		    MLA_EDAMAGED },
		{ "\n\r\n", " is empty: the first line names the columns", "",
		    MLA_EDAMAGED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(bad[i].why,
		    why_not(&columns, bad[i].text, strlen(bad[i].text),
		        bad[i].rc, bad[i].hint));
	assert_string_equal(" is UTF-16, not UTF-8",
	    why_not(&columns, "\xff\xfet\0,\0", 6, MLA_EDAMAGED,
	        "save it as UTF-8"));
	assert_string_equal(" is no text: it holds a NUL byte",
	    why_not(&columns, "t,s,g\n1,1,a\0\n", 13, MLA_EDAMAGED, ""));
}

static void
there_are_limits_and_they_are_named(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_adds(&b, "t,s,g\n");
	for (int i = 0; i <= TALLY_MAX_GROUPS; i++)
		buf_addf(&b, "1,1,%d\n", i);
	{
		struct err err = { 0 };
		struct sample s;

		assert_int_equal(MLA_EDAMAGED,
		    sample_read_csv(
		        &s, file_of(b.data, b.len), &columns, &err));
		assert_string_equal(
		    " has more than 1000 groups", strstr(err.msg, " has"));
		assert_string_equal(
		    "is that the column of the groups?", err.hint);
	}
	buf_clear(&b);
	buf_adds(&b, "t,s,g\n\"");
	for (int i = 0; i < 70000; i++)
		buf_addch(&b, '1');
	buf_adds(&b, "\",1,a\n");
	assert_string_equal(":2: a value is longer than 65536 bytes",
	    why_not(&columns, b.data, b.len, MLA_EDAMAGED, ""));
	buf_free(&b);
}

static void
a_file_that_is_not_there_is_named(void **state)
{
	struct err err = { 0 };
	struct sample s;

	(void)state;
	assert_int_equal(MLA_ENOTFOUND,
	    sample_read_csv(&s, "/tmp/none/x.csv", &columns, &err));
	assert_string_equal(
	    "cannot open /tmp/none/x.csv: No such file or directory", err.msg);
	memset(&err, 0, sizeof(err));
	assert_int_equal(MLA_EIO, sample_read_csv(&s, "/tmp", &columns, &err));
	assert_string_equal("/tmp is a folder", err.msg);
}

/* --- logs --- */

/*
 * A log in short: [ and ] are a case, NAME@TIME an event, NAME@ one without
 * time, KEY=VALUE a text and KEY:=VALUE a date of the case; words are
 * separated by blanks.  The caller frees it.
 */
static char *
log_of(const char *words)
{
	char *copy = xstrdup(words), *rest = NULL;
	struct buf b = { 0 };

	buf_adds(&b, "<log>\n");
	for (char *w = strtok_r(copy, " ", &rest); w != NULL;
	     w = strtok_r(NULL, " ", &rest)) {
		char *at = strchr(w, '@'), *is = strchr(w, '=');
		bool date = is != NULL && is > w && is[-1] == ':';

		if (str_eq(w, "["))
			buf_adds(&b, "<trace>");
		else if (str_eq(w, "]"))
			buf_adds(&b, "</trace>\n");
		else if (at != NULL)
			buf_addf(&b,
			    "<event><string key='concept:name' value='%.*s'/>",
			    (int)(at - w), w);
		else
			buf_addf(&b, "<%s key='%.*s' value='%s'/>",
			    date ? "date" : "string",
			    (int)(is - w) - (date ? 1 : 0), w, is + 1);
		if (at != NULL && at[1] != '\0')
			buf_addf(&b, "<date key='time:timestamp' value='%s'/>",
			    at + 1);
		if (at != NULL)
			buf_adds(&b, "</event>");
	}
	buf_adds(&b, "</log>\n");
	free(copy);
	return buf_steal(&b);
}

static void
read_log(struct sample *s, const struct sample_want *want, const char *text)
{
	struct err err = { 0 };

	assert_ok(
	    sample_read_log(s, file_of(text, strlen(text)), want, &err), err);
}

static void
log_rows(struct sample *s, const char *from, const char *to, const char *words)
{
	const struct sample_want want = { .from = from, .to = to };
	char *text = log_of(words);

	read_log(s, &want, text);
	free(text);
}

static void
days_are_whole_days_between_moments(void **state)
{
	struct sample s;

	(void)state;
	/* 23 h 59 min are no day; the offset moves the moment. */
	log_rows(&s, "a", "b",
	    "[ a@2026-01-01T00:00:00.000Z b@2026-01-01T23:59:59.999Z ] "
	    "[ a@2026-01-01T00:00:00Z b@2026-01-02T00:00:00+01:00 ] "
	    "[ a@2026-01-01T00:00:00Z b@2026-01-01T23:00:00-01:00 ] "
	    "[ a@2025-12-31T12:00:00Z ]");
	assert_int_equal(4, s.n);
	assert_true(s.time[0] == 0 && s.time[1] == 0 && s.time[2] == 1);
	/* Open at the last event of the log, 2026-01-02T00:00:00Z. */
	assert_true(s.cause[3] == 0 && s.time[3] == 1);
	assert_says(&s, "");
	sample_free(&s);
}

static void
first_beginning_and_first_end_after_it(void **state)
{
	struct sample s;

	(void)state;
	/* An end before the only beginning is none: still open. */
	log_rows(&s, "a", "event:b",
	    "[ b@2026-01-30T00:00:00Z a@2026-01-20T00:00:00Z "
	    "b@2026-01-02T00:00:00Z b@2026-01-14T00:00:00Z "
	    "a@2026-01-04T00:00:00Z ] "
	    "[ b@2026-01-01T00:00:00Z a@2026-01-25T00:00:00Z ]");
	assert_int_equal(2, s.n);
	assert_true(s.cause[0] == 1 && s.time[0] == 10);
	assert_true(s.cause[1] == 0 && s.time[1] == 5);
	sample_free(&s);
}

static void
dates_of_the_case_are_ends_too(void **state)
{
	static const char words[] =
	    "[ a@2026-01-05T00:00:00Z due:=2026-01-20 a:=2026-01-01 ] "
	    "[ due:=2026-01-01 a@2026-01-11T00:00:00Z ] "
	    "[ a@2026-01-06T00:00:00Z ]";
	struct sample s;

	(void)state;
	/* A bare name is an activity first. */
	log_rows(&s, "a", "due", words);
	assert_int_equal(2, s.n);
	assert_true(s.time[0] == 15 && s.cause[0] == 1);
	assert_true(s.time[1] == 5 && s.cause[1] == 0);
	assert_says(&s,
	    "f: 1 of 3 cases is left out: 1 with an end before its beginning "
	    "(trace 2)\nf: 3 times without a zone, read as UTC\n");
	sample_free(&s);
	log_rows(&s, "case:a", "due", words);
	assert_int_equal(1, s.n);
	assert_true(s.time[0] == 19);
	sample_free(&s);
}

static void
what_has_no_time_is_left_out_and_counted(void **state)
{
	struct sample s;

	(void)state;
	log_rows(&s, "a", "b",
	    "[ a@ b@2026-01-05T00:00:00Z ] [ a@2026-01-01T00:00:00Z b@ ] "
	    "[ a@2026-01-01T00:00:00Z b@yesterday b@2026-01-03T00:00:00Z ] "
	    "[ c@ ]");
	assert_int_equal(1, s.n);
	assert_true(s.time[0] == 2 && s.cause[0] == 1);
	assert_says(&s,
	    "f: 3 of 4 cases are left out: 1 with a beginning that has no time "
	    "(trace 1); 1 with an end that has no time (trace 2); 1 with no "
	    "beginning (trace 4)\n"
	    "f: 4 of 8 events have no time that can be read\n");
	sample_free(&s);
	/* Dates begin and end, but no event says when the log ended. */
	log_rows(
	    &s, "x", "y", "[ x:=2026-01-01 y:=2026-01-02 ] [ x:=2026-01-01 ]");
	assert_int_equal(1, s.n);
	assert_says(&s,
	    "f: 1 of 2 cases is left out: 1 with no end, in a log whose events "
	    "have no times (trace 2)\n"
	    "f: 3 times without a zone, read as UTC\n");
	sample_free(&s);
	log_rows(
	    &s, "x", "e", "[ x:=2026-01-03Z ] [ e@2026-01-02 x:=2026-01-01Z ]");
	assert_int_equal(1, s.n);
	assert_says(&s,
	    "f: 1 of 2 cases is left out: 1 with no end, but a beginning after "
	    "the last event of the log (trace 1)\n"
	    "f: 1 time without a zone, read as UTC\n");
	sample_free(&s);
}

static void
elements_that_nobody_knows_are_skipped(void **state)
{
	static const struct sample_want want = { .from = "a", .to = "b" };
	static const char text[] =
	    "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
	    "<log xmlns='http://www.xes-standard.org/'>\n"
	    "<global scope='event'>\n"
	    "<string key='concept:name' value='a'/></global>\n"
	    "<event><string key='concept:name' value='a'/></event>\n"
	    "<trace><x:list key='l'><values>\n"
	    "<string key='concept:name' value='a'/></values></x:list>\n"
	    "<string key='k' value='v'>\n"
	    "<event><string key='concept:name' value='a'/></event></string>\n"
	    "<event new='1'><date value='2026-01-01T00:00:00Z'\n"
	    "key='time:timestamp'>\n"
	    "<string key='concept:name' value='b'/></date>\n"
	    "<int/><string value='a' key='concept:name'/></event>\n"
	    "<event><string key='concept:name' value='b'/>\n"
	    "<date key='time:timestamp' value='2026-01-02T00:00:00Z'/>\n"
	    "</event></trace></log>";
	struct sample s;

	(void)state;
	read_log(&s, &want, text);
	assert_int_equal(1, s.n);
	assert_true(s.time[0] == 1);
	sample_free(&s);
}

static void
groups_are_attributes_of_the_case(void **state)
{
	static const struct sample_want want = {
		.from = "a", .to = "b", .group = "case:ch", .strata = "st"
	};
	char *text = log_of(
	    "[ ch=post st=2 a@2026-01-01T00:00:00Z b@2026-01-02T00:00:00Z ] "
	    "[ ch=mail st=1 a@2026-01-01T00:00:00Z ] "
	    "[ ch=fax a@2026-01-01T00:00:00Z ] "
	    "[ st=1 a@2026-01-01T00:00:00Z ]");
	struct sample s;

	(void)state;
	read_log(&s, &want, text);
	assert_int_equal(2, s.n);
	assert_int_equal(2, s.groups.n);
	assert_string_equal("mail", s.groups.at[0]);
	assert_string_equal("post", s.groups.at[1]);
	assert_true(s.group[0] == 1 && s.stratum[0] == 1);
	assert_says(&s,
	    "f: 2 of 4 cases are left out: 1 with no stratum (trace 3); 1 with "
	    "no group (trace 4)\n");
	sample_free(&s);
	free(text);
}

static void
names_that_the_log_has_not_are_named(void **state)
{
	static const struct {
		struct sample_want want;
		const char *words, *why, *hint;
		enum mla_rc rc;
	} bad[] = {
		{ { .from = "a", .to = "b" }, "[ x@ d:=y ]",
		    " has no event and no attribute of a case \"a\"",
		    "it has the events \"x\"; dates of cases \"d\"",
		    MLA_ENOTFOUND },
		{ { .from = "x", .to = "event:d" }, "[ x@ d:=y ]",
		    " has no event \"d\"",
		    "it has the events \"x\"; dates of cases \"d\"",
		    MLA_ENOTFOUND },
		{ { .from = "case:x", .to = "d" }, "[ x@ d:=y ]",
		    " has no attribute of a case \"x\"",
		    "it has the events \"x\"; dates of cases \"d\"",
		    MLA_ENOTFOUND },
		{ { .from = "a", .to = "b" }, "",
		    " has no event and no attribute of a case \"a\"",
		    "it has no events at all", MLA_ENOTFOUND },
		{ { .from = "a", .to = "a", .group = "g" }, "[ a@ ]",
		    " has no case with an attribute \"g\"", "", MLA_ENOTFOUND },
		{ { .from = "a", .to = "b" }, "[ a@ b@ ]",
		    " has no row that can be counted",
		    "the first left out: a beginning that has no time, trace 1",
		    MLA_EDAMAGED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *text = log_of(bad[i].words);

		assert_string_equal(bad[i].why,
		    why_not(&bad[i].want, text, strlen(text), bad[i].rc,
		        bad[i].hint));
		free(text);
	}
}

static void
logs_that_cannot_be_are_refused(void **state)
{
	static const struct sample_want want = { .from = "a", .to = "b" };
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "<!DOCTYPE log [<!ENTITY e 'x'>]><log/>",
		    ":1: it has a DOCTYPE, and none is accepted" },
		{ "<log>\n<trace></log>",
		    ":2: Opening and ending tag mismatch: trace line 2 and "
		    "log" },
		{ "", " is empty" },
		{ "no XML at all",
		    ":1: it is no XML: it does not begin with \"<\"" },
		{ "<log>&lol;</log>", ":1: Entity 'lol' not defined" },
		{ "<log a='\xff'/>",
		    ":1: Input is not proper UTF-8, indicate encoding !\n"
		    "Bytes: 0xFF 0x27 0x2F 0x3E" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(bad[i].why,
		    why_not(&want, bad[i].text, strlen(bad[i].text),
		        MLA_EDAMAGED, ""));
	assert_string_equal(":1: it is not UTF-8: it holds a NUL byte",
	    why_not(&want, "\xff\xfe<\0l\0", 6, MLA_EDAMAGED, ""));
	/* A gzip that is cut off. */
	assert_string_equal(" cannot be unpacked: truncated gzip input",
	    why_not(&want, "\x1f\x8b\x08\0\0\0\0\0\0\x03\xb3\xc9", 12,
	        MLA_EDAMAGED, ""));
}

static void
a_log_has_depth_and_attributes_within_limits(void **state)
{
	static const struct sample_want want = { .from = "a", .to = "b" };
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 300; i++)
		buf_adds(&b, "<e>");
	assert_string_equal(":1: elements are nested too deep; at most 256",
	    why_not(&want, b.data, b.len, MLA_EDAMAGED, ""));
	buf_clear(&b);
	/* Across the pieces in which it is read. */
	buf_adds(&b, "<log>\n<trace ");
	for (int i = 0; i < 300; i++)
		buf_addf(&b, "a%d%*s='1' ", i, 1000, "");
	buf_adds(&b, "/></log>");
	assert_string_equal(":2: an element has more than 256 attributes",
	    why_not(&want, b.data, b.len, MLA_EDAMAGED, ""));
	buf_free(&b);
}

static void
moments_are_read_as_programs_write_them(void **state)
{
	static const struct {
		const char *text;
		int64_t moment;
		bool zone;
	} good[] = {
		{ "1970-01-01T00:00:00Z", 0, true },
		{ "1970-01-02", MOMENT_DAY, false },
		{ "1970-01-01T01:00:00.000+01:00", 0, true },
		{ "1970-01-01T01:00:00+0100", 0, true },
		{ "1970-01-01T01:00:00+01", 0, true },
		{ "1970-01-01 00:00:01", 1000000, false },
		{ "1970-01-01T00:01", 60000000, false },
		{ " 1969-12-31T23:59:59.9999999Z\n", -1, true },
		{ "1969-12-31T24:00:00Z", 0, true },
		{ "1970-01-01T00:00:60Z", 59000000, true },
		{ "1970-01-01T00:00:00.5 -00:30", 1800500000, true },
		{ "1970-01-01T00:00:00,25Z", 250000, true },
	};
	static const char *const bad[] = { "", "soon", "1970", "1970-13-01",
		"1970-02-29", "0000-01-01", "1970-01-01T", "1970-01-01T25:00",
		"1970-01-01T24:00:01Z", "1970-01-01T00:00:00.",
		"1970-01-01T00:00:00Zx", "1970-01-01T00:00:00+15:00",
		"01.02.1970", "1970-01-01T00:60:00", "1970-01-01Tx" };
	int64_t moment;
	bool zone;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!moment_parse(
		        &moment, &zone, good[i].text, strlen(good[i].text)))
			fail_msg("not read: %s", good[i].text);
		assert_int_equal(good[i].moment, moment);
		assert_int_equal(good[i].zone, zone);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (moment_parse(&moment, &zone, bad[i], strlen(bad[i])))
			fail_msg("read: %s", bad[i]);
	}
}

static void
names_have_numbers_however_many(void **state)
{
	struct labels l = { 0 };
	bool used[5001];
	uint32_t *to;

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		char *name = xasprintf("%u", i * 7919 % 5000);

		assert_int_equal(i, labels_number(&l, name, strlen(name)));
		used[i] = i % 2 == 0;
		free(name);
	}
	assert_int_equal(1, labels_number(&l, "2919xyz", 4));
	assert_int_equal(5000, labels_number(&l, "word", 4));
	used[5000] = false;
	/* Even numbers are used: they are the even ones of 5,000. */
	to = labels_sort(&l, used);
	assert_int_equal(2500, l.n);
	for (unsigned i = 0; i < 5000; i += 2)
		assert_int_equal(i * 7919 % 5000 / 2, to[i]);
	assert_int_equal(21, labels_number(&l, "42", 2));
	assert_int_equal(2500, labels_number(&l, "43", 2));
	free(to);
	labels_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read_as_they_are_written),
		cmocka_unit_test(numbers_are_those_that_c_would_read),
		cmocka_unit_test(groups_that_are_numbers_are_sorted_by_value),
		cmocka_unit_test(what_is_missing_is_counted_and_named),
		cmocka_unit_test(
		    rows_that_cannot_be_are_refused_with_their_line),
		cmocka_unit_test(there_are_limits_and_they_are_named),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(days_are_whole_days_between_moments),
		cmocka_unit_test(first_beginning_and_first_end_after_it),
		cmocka_unit_test(dates_of_the_case_are_ends_too),
		cmocka_unit_test(what_has_no_time_is_left_out_and_counted),
		cmocka_unit_test(elements_that_nobody_knows_are_skipped),
		cmocka_unit_test(groups_are_attributes_of_the_case),
		cmocka_unit_test(names_that_the_log_has_not_are_named),
		cmocka_unit_test(logs_that_cannot_be_are_refused),
		cmocka_unit_test(a_log_has_depth_and_attributes_within_limits),
		cmocka_unit_test(moments_are_read_as_programs_write_them),
		cmocka_unit_test(names_have_numbers_however_many),
	};
	int rc;

	xml_init();
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	(void)file_of("", 0);
	xml_done();
	return rc;
}
