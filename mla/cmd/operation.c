/* operation.c - mla operation: investigations that group requests */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/opage.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/view.h"

static char *format;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

/* How many words may follow each of them, -1 for any number. */
static const struct {
	const char *name;
	int min, max;
} subs[] = { { "list", 0, 1 }, { "new", 1, -1 }, { "show", 1, 1 } };

static enum mla_rc
list(struct office *office, const char *part, enum out_format form,
    struct err *err)
{
	static const struct out_column columns[] = {
		{ "reference", "OPERATION", false, false },
		{ "name", "NAME", false, true },
		{ "requests", "REQUESTS", true, false },
		{ "open", "OPEN", true, false },
		{ "made", "SINCE", false, false }, { NULL, NULL, false, false }
	};
	struct out_table t = {
		.name = "operations", .row = "operation", .columns = columns
	};
	struct store_operations ops;
	enum mla_rc rc;

	if ((rc = tie_operations(&ops, office, part, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < ops.n; i++) {
		out_cell(&t, ops.at[i].reference);
		out_cell(&t, ops.at[i].name);
		out_cellf(&t, "%lld", (long long)ops.at[i].requests);
		out_cellf(&t, "%lld", (long long)ops.at[i].open);
		out_cellf(&t, "%.10s", ops.at[i].made);
	}
	if (ops.n == 0 && form == OUT_TEXT)
		out_notice("No operation.   The first one: mla operation new "
		           "NAME [REF...]");
	else
		out_print(&t, form);
	out_table_free(&t);
	store_operations_free(&ops);
	return MLA_OK;
}

/* A new one, and the requests that belong to it from the start. */
static enum mla_rc
make(struct office *office, const char *const *args, struct err *err)
{
	struct store_operations op = { 0 };
	int64_t *request = NULL;
	char *reference = NULL;
	size_t n = 0, cap = 0;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 1; rc == MLA_OK && args[i] != NULL; i++) {
		request = vec_more(request, &cap, n, sizeof(*request));
		rc = cmd_find_request(&request[n++], office, args[i], err);
	}
	if (rc != MLA_OK ||
	    (rc = tie_new_operation(&reference, office, args[0], err)) !=
	        MLA_OK ||
	    (rc = tie_find_operation(&op, office, reference, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && i < n; i++)
		rc = tie_operation(office, request[i], &op.at[0], err);
	if (rc == MLA_OK)
		(void)printf("%s\n", reference);
out:
	store_operations_free(&op);
	free(request);
	free(reference);
	return rc;
}

static enum mla_rc
show(struct office *office, const char *ref, enum out_format form,
    struct err *err)
{
	struct store_operations op = { 0 };
	enum mla_rc rc;

	if ((rc = tie_find_operation(&op, office, ref, err)) == MLA_OK)
		rc = opage_print(office, &op.at[0], form, err);
	store_operations_free(&op);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	const char *const *rest = args + 1;
	enum out_format form;
	int n = cmd_count(args) - 1;
	enum mla_rc rc;
	size_t i = 0;

	if ((rc = cmd_expect(&cmd_operation, args, 1, -1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	while (i < 3 && !str_eq(subs[i].name, args[0]))
		i++;
	if (i == 3 || n < subs[i].min ||
	    (subs[i].max >= 0 && n > subs[i].max)) {
		err_hint(
		    err, "usage: mla operation %s", cmd_operation.synopsis);
		return i == 3 ? err_set(err, MLA_EUSAGE,
		                    "there is no \"operation %s\"", args[0])
		              : err_set(err, MLA_EUSAGE,
		                    "\"operation %s\" takes %s words", args[0],
		                    n < subs[i].min ? "more" : "fewer");
	}
	if (i == 0)
		return list(office, rest[0], form, err);
	return i == 1 ? make(office, rest, err)
	              : show(office, rest[0], form, err);
}

const struct cmd_verb cmd_operation = {
	.name = "operation",
	.synopsis = "list [WORDS] | new NAME [REF]... | show OPERATION",
	.summary = "investigations that group requests",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
