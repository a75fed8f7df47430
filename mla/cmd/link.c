/* link.c - mla link: what a request is to another one, or to an operation */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/tie.h"
#include "core/view.h"

static char *relation;

static struct poptOption options[] = {
	{ "as", '\0', POPT_ARG_STRING, &relation, 0,
	    "what the first is to the second (a code of the list relation)",
	    "RELATION" },
	POPT_TABLEEND,
};

static enum mla_rc
link_requests(
    struct office *office, int64_t request, const char *to, struct err *err)
{
	struct store_request a = { 0 }, b = { 0 };
	int64_t other;
	enum mla_rc rc;

	if ((rc = cmd_find_request(&other, office, to, err)) != MLA_OK ||
	    (rc = tie_link(office, request, other, relation, err)) != MLA_OK ||
	    (rc = store_request_get(&a, office->store, request, err)) !=
	        MLA_OK ||
	    (rc = store_request_get(&b, office->store, other, err)) != MLA_OK)
		goto out;
	(void)printf("%s: %s %s\n", a.reference,
	    words_of(office, "relation", relation), b.reference);
out:
	store_request_free(&a);
	store_request_free(&b);
	return rc;
}

static enum mla_rc
link_operation(
    struct office *office, int64_t request, const char *to, struct err *err)
{
	struct store_operations op = { 0 };
	enum mla_rc rc;

	if ((rc = tie_find_operation(&op, office, to, err)) == MLA_OK &&
	    (rc = tie_operation(office, request, &op.at[0], err)) == MLA_OK) {
		(void)printf("%s \"", op.at[0].reference);
		out_safe(op.at[0].name);
		(void)printf("\": %lld request%s\n",
		    (long long)op.at[0].requests + 1,
		    op.at[0].requests == 0 ? "" : "s");
	}
	store_operations_free(&op);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_link, args, 2, 2, err)) != MLA_OK ||
	    (rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	return relation != NULL ? link_requests(office, request, args[1], err)
	                        : link_operation(office, request, args[1], err);
}

const struct cmd_verb cmd_link = {
	.name = "link",
	.synopsis = "REF REF --as RELATION | REF OPERATION",
	.summary = "what a request is to another one, or to an operation",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
