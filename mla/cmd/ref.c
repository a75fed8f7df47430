/* ref.c - mla ref: the references of a request and whose they are */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/intake.h"
#include "core/view.h"

static char *format;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "owner", "OWNER", false, false },
	{ "value", "REFERENCE", false, true },
	{ NULL, NULL, false, false },
};

static enum mla_rc
print(struct office *office, int64_t request, enum out_format form,
    struct err *err)
{
	struct out_table t = {
		.name = "references", .row = "reference", .columns = columns
	};
	struct store_references refs = { 0 };
	struct store_request row = { 0 };
	enum mla_rc rc;

	if ((rc = store_request_get(&row, office->store, request, err)) ==
	        MLA_OK &&
	    (rc = store_references(&refs, office->store, request, err)) ==
	        MLA_OK) {
		out_cell2(&t, "us", office->info.authority);
		out_cell(&t, row.reference);
		for (size_t i = 0; i < refs.n; i++) {
			out_cell2(&t, refs.at[i].owner,
			    words_of(
			        office, "reference-owner", refs.at[i].owner));
			out_cell(&t, refs.at[i].value);
		}
		out_print(&t, form);
	}
	out_table_free(&t);
	store_references_free(&refs);
	store_request_free(&row);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum out_format form;
	int64_t request;
	enum mla_rc rc;
	int n = cmd_count(args);

	if ((rc = cmd_expect(&cmd_ref, args, 1, 4, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	if (n == 1) {
		rc = view_find(&request, office, args[0], true, err);
		return rc == MLA_OK ? print(office, request, form, err) : rc;
	}
	if (n != 4 || !str_eq(args[1], "add")) {
		err_hint(err, "usage: mla ref %s", cmd_ref.synopsis);
		return err_set(err, MLA_EUSAGE,
		    "say what to add, and whose it is: add OWNER VALUE");
	}
	if ((rc = cmd_find_request(&request, office, args[0], err)) == MLA_OK)
		rc = intake_reference(office, request, args[2], args[3], err);
	return rc == MLA_OK ? print(office, request, form, err) : rc;
}

const struct cmd_verb cmd_ref = {
	.name = "ref",
	.synopsis = "REF [add OWNER VALUE] [--format FORMAT]",
	.summary = "the references of a request, and one more of them",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
