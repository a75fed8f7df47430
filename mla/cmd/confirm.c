/* confirm.c - which request does a writing verb mean? */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/out.h"
#include "cmd/words.h"
#include "core/view.h"

/* Show what would be written to, and ask. */
static bool
agrees(struct office *office, const struct view_row *row)
{
	char *partner = words_country(office, row->partner);
	char answer[16] = "";

	(void)printf("%s · %s %s %s", row->reference,
	    words_of(office, "kind", row->kind),
	    str_eq(row->side, "out") ? "to" : "from", partner);
	if (*row->theirs != '\0') {
		(void)printf(" (their ");
		out_safe(row->theirs);
		(void)putchar(')');
	}
	(void)printf(" · ");
	out_safe(row->subject);
	(void)printf("\nIs it this one? [y/N] ");
	(void)fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		answer[0] = '\0';
	free(partner);
	return answer[0] == 'y' || answer[0] == 'Y';
}

enum mla_rc
cmd_find_request(
    int64_t *request, struct office *office, const char *ref, struct err *err)
{
	struct view_want want = { .ref = ref };
	struct view_rows rows = { 0 };
	struct err part = { 0 };
	enum mla_rc rc;

	if ((rc = view_find(request, office, ref, false, err)) !=
	        MLA_ENOTFOUND ||
	    isatty(STDIN_FILENO) != 1)
		return rc;
	if (view_find(request, office, ref, true, &part) != MLA_OK)
		return rc;
	if (view_list(&rows, office, &want, &part) == MLA_OK && rows.n > 0 &&
	    agrees(office, &rows.at[0])) {
		memset(err, 0, sizeof(*err));
		rc = MLA_OK;
	} else {
		*request = 0;
	}
	view_rows_free(&rows);
	return rc;
}

enum mla_rc
cmd_find_no_file(int64_t *request, const struct cmd_verb *verb,
    struct office *office, const char *ref, struct err *err)
{
	struct err own = { 0 };
	enum mla_rc rc;

	if (office->store == NULL) {
		err_hint(
		    err, "a register: mla --register DIR %s REF", verb->name);
		return err_set(err, MLA_ENOTFOUND,
		    "there is no file \"%s\", and no register here", ref);
	}
	if ((rc = view_find(request, office, ref, true, &own)) == MLA_OK)
		return rc;
	err_hint(err, "%s", own.hint);
	return err_set(err, rc, "%s%s", own.msg,
	    rc == MLA_ENOTFOUND ? ", and no file of that name" : "");
}
