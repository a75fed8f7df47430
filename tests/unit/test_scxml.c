/* test_scxml.c - the machines of tests/data/scxml, each played as it says */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "model/play.h"
#include "xml/init.h"
#include "xml/read.h"

#define MACHINES "tests/data/scxml"
#define REFUSED MACHINES "/refused"

enum {
	MAX_EVENTS = 32
};

static void
read_text(struct buf *b, const char *dir, const char *name, const char *ending)
{
	struct err err = { 0 };
	char *path = xasprintf("%s/%s%s", dir, name, ending);

	assert_ok(file_read(b, path, XML_MAX_BYTES, &err), err);
	free(path);
}

/* As `mla workflow run` loads it. */
static enum mla_rc
load(struct machine **m, const char *dir, const char *name, struct err *err)
{
	struct buf b = { 0 };
	char *file = xasprintf("%s.scxml", name);
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*m = NULL;
	read_text(&b, dir, name, ".scxml");
	if ((rc = xml_read(&doc, buf_text(&b), b.len, file, err)) == MLA_OK)
		rc = machine_load_alone(m, doc, file, err);
	xmlFreeDoc(doc);
	buf_free(&b);
	free(file);
	return rc;
}

/* Play a line "> event event ...", and append what comes of it. */
static void
play_line(struct buf *out, const struct machine *m, const char *line)
{
	const char *events[MAX_EVENTS + 1] = { NULL };
	char *copy = xstrdup(line + 1), *rest = NULL;
	struct err err = { 0 };
	size_t n = 0;

	for (char *e = strtok_r(copy, " ", &rest); e != NULL;
	     e = strtok_r(NULL, " ", &rest)) {
		assert_true(n < MAX_EVENTS);
		events[n++] = e;
	}
	buf_addf(out, "%s\n", line);
	assert_ok(play_machine(out, m, events, &err), err);
	free(copy);
}

static void
play_file(const char *name)
{
	struct buf want = { 0 }, got = { 0 };
	struct err err = { 0 };
	char *copy, *rest = NULL;
	struct machine *m;

	read_text(&want, MACHINES, name, ".expect");
	assert_ok(load(&m, MACHINES, name, &err), err);
	copy = xstrdup(buf_text(&want));
	for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (*line == '>')
			play_line(&got, m, line);
	}
	if (!str_eq(buf_text(&want), buf_text(&got)))
		fail_msg("%s: wanted\n%sgot\n%s", name, buf_text(&want),
		    buf_text(&got));
	free(copy);
	machine_free(m);
	buf_free(&want);
	buf_free(&got);
}

static void
refuse_file(const char *name)
{
	struct buf want = { 0 };
	struct err err = { 0 };
	struct machine *m;

	read_text(&want, REFUSED, name, ".expect");
	if (load(&m, REFUSED, name, &err) != MLA_EDAMAGED)
		fail_msg("%s was not refused", name);
	assert_null(m);
	want.data[want.len - 1] = '\0'; /* its newline */
	if (!str_eq(want.data, err.msg))
		fail_msg("%s: wanted\n%s\ngot\n%s", name, want.data, err.msg);
	buf_free(&want);
}

/* Call for each NAME.scxml of a folder; how many were there? */
static size_t
for_each(const char *dir, void (*call)(const char *name))
{
	struct file_names names = { 0 };
	struct err err = { 0 };
	size_t n = 0;

	assert_ok(file_list(&names, dir, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		char *name;

		if (!str_ends(names.at[i], ".scxml"))
			continue;
		name = xstrndup(
		    names.at[i], strlen(names.at[i]) - strlen(".scxml"));
		call(name);
		free(name);
		n++;
	}
	file_names_free(&names);
	return n;
}

static void
every_machine_goes_where_its_file_says(void **state)
{
	(void)state;
	assert_true(for_each(MACHINES, play_file) > 100);
}

static void
every_file_out_of_the_profile_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_true(for_each(REFUSED, refuse_file) > 50);
}

static void
a_machine_that_sends_to_itself_for_ever_is_stopped(void **state)
{
	static const char *const texts[] = {
		"<send event='e'/>",
		"<send event='e' delay='1s'/>",
	};
	static const char *const none[] = { NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *text =
		    xasprintf("<scxml xmlns='%s' version='1.0'><state id='a'>"
		              "<onentry>%s</onentry><transition event='e' "
		              "target='a'/></state></scxml>",
		        SCXML_NS, texts[i]);
		struct err err = { 0 };
		struct buf b = { 0 };
		struct machine *m;
		xmlDoc *doc;

		assert_ok(xml_read(&doc, text, strlen(text), "m", &err), err);
		assert_ok(machine_load_alone(&m, doc, "m", &err), err);
		assert_int_equal(MLA_EDAMAGED, play_machine(&b, m, none, &err));
		assert_string_equal(
		    "the workflow m does not come to rest", err.msg);
		buf_free(&b);
		machine_free(m);
		xmlFreeDoc(doc);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_machine_goes_where_its_file_says),
		cmocka_unit_test(
		    every_file_out_of_the_profile_is_refused_with_its_line),
		cmocka_unit_test(
		    a_machine_that_sends_to_itself_for_ever_is_stopped),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
