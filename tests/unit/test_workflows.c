/* test_workflows.c - every shipped workflow, found by its folder */
/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "core/proofs.h"
#include "xml/init.h"

static void
check(struct proofs *proofs, const struct res *res, enum res_kind kind,
    const char *name)
{
	struct buf b = { 0 };
	struct findings f = { 0 };
	struct err err = { 0 };
	struct proofs_in in = {
		.file = name, .machine = name, .part = kind == RES_PART
	};

	assert_ok(res_read(&b, res, kind, name, &err), err);
	in.data = buf_text(&b);
	in.len = b.len;
	assert_ok(proofs_check(&f, proofs, &in, &err), err);
	if (f.n > 0)
		fail_msg("%s:%ld: %s: %s", name, f.at[0].line, f.at[0].where,
		    f.at[0].text);
	findings_free(&f);
	buf_free(&b);
}

static void
every_workflow_is_proved(void **state)
{
	static const enum res_kind where[] = { RES_WORKFLOW, RES_PART };
	struct proofs *proofs;
	struct codes *codes;
	struct err err = { 0 };
	struct law *law;
	struct res *res;
	size_t seen = 0;

	(void)state;
	assert_ok(res_open(&res, ".", &err), err);
	codes = codes_new(res_as_source(res));
	law = law_new(res_as_source(res));
	assert_ok(proofs_new(&proofs, res, codes, law, &err), err);
	for (size_t k = 0; k < 2; k++) {
		struct file_names names;

		assert_ok(res_list(&names, res, where[k], &err), err);
		for (size_t i = 0; i < names.n; i++, seen++)
			check(proofs, res, where[k], names.at[i]);
		file_names_free(&names);
	}
	assert_true(seen >= 4);
	proofs_free(proofs);
	law_free(law);
	codes_free(codes);
	res_free(res);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_workflow_is_proved),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
