/* test_bundle_corpus.c - what tests/hostile.py makes is seen through */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bag.h"

#include "base/str.h"

enum {
	LEAST = 150, /* archives and bags */
	INVALID = 1,
	HOSTILE = 5
};

/* The exit status of mla for what verify returned. */
static int
status_of(enum mla_rc rc)
{
	return rc == MLA_OK      ? 0
	    : rc == MLA_ENO      ? INVALID
	    : rc == MLA_EDAMAGED ? HOSTILE
	                         : -1;
}

static bool
is_said(const struct bag_report *r, const struct err *err, const char *says)
{
	if (str_eq(says, "-"))
		return r->nfaults == 0 && err->msg[0] == '\0';
	if (strstr(err->msg, says) != NULL)
		return true;
	for (size_t i = 0; i < r->nfaults; i++) {
		char *line = xasprintf("%s: %s (%s)", r->faults[i].path,
		    r->faults[i].text, r->faults[i].section);
		bool is = strstr(line, says) != NULL;

		free(line);
		if (is)
			return true;
	}
	return false;
}

/* One line of the verdicts: name, status, what must be said. */
static bool
is_as_expected(const char *dir, const char *name, int status, const char *says)
{
	char *path = file_join(dir, name);
	struct bag_report r = { 0 };
	struct err err = { 0 };
	enum mla_rc rc = bag_verify(&r, path, &err);
	bool as = status_of(rc) == status && is_said(&r, &err, says);

	if (!as) {
		print_message("%s: wanted %d \"%s\", got %d\n", name, status,
		    says, status_of(rc));
		bag_print(&r, &err);
	}
	bag_report_free(&r);
	free(path);
	return as;
}

static void
sees_through_everything_that_was_made_to_deceive(void **state)
{
	const char *dir = *state;
	char *here = getcwd(NULL, 0), *script, *list, *line, *rest = NULL;
	struct buf verdicts = { 0 };
	size_t n = 0, wrong = 0;

	assert_non_null(here);
	script = file_join(here, "tests/hostile.py");
	assert_int_equal(0,
	    bag_run(
	        here, (const char *const[]){ "python3", script, dir, NULL }));
	list = file_join(dir, "verdicts");
	bag_load(&verdicts, list);
	for (line = strtok_r(verdicts.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *status = strchr(line, '\t'), *says;

		assert_non_null(status);
		*status++ = '\0';
		says = strchr(status, '\t');
		assert_non_null(says);
		*says++ = '\0';
		n++;
		if (!is_as_expected(dir, line, (int)(*status - '0'), says))
			wrong++;
	}
	assert_int_equal(0, wrong);
	assert_true(n >= LEAST);
	print_message("%zu archives and bags\n", n);
	buf_free(&verdicts);
	free(list);
	free(script);
	free(here);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    sees_through_everything_that_was_made_to_deceive, bag_setup,
		    bag_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
