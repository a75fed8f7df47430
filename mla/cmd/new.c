/* new.c - mla new: begin a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/findings.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/draft.h"
#include "model/country.h"
#include "xml/read.h"

static char *to, *from;
static int blank;

static struct poptOption options[] = {
	{ "to", '\0', POPT_ARG_STRING, &to, 0,
	    "the State that is asked (two letters)", "CC" },
	{ "from", '\0', POPT_ARG_STRING, &from, 0,
	    "a request document, or an answers file", "FILE" },
	{ "blank", '\0', POPT_ARG_NONE, &blank, 0,
	    "print the answers file without answers", NULL },
	POPT_TABLEEND,
};

static enum mla_rc
print_blank(struct office *office, const char *kind, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = draft_blank(&b, office, kind, err);

	if (rc == MLA_OK)
		(void)fputs(buf_text(&b), stdout);
	buf_free(&b);
	return rc;
}

static enum mla_rc
check_state(char *state, struct err *err)
{
	for (char *c = state; c != NULL && *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	if (state == NULL || strlen(state) != 2 || !country_exists(state))
		return err_set(err, MLA_EUSAGE,
		    "say which State is asked: --to and the two letters of "
		    "ISO 3166-1");
	return MLA_OK;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct findings faults = { 0 };
	struct buf b = { 0 };
	char *reference = NULL;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_new, args, 1, 1, err)) != MLA_OK)
		return rc;
	if (blank != 0)
		return print_blank(office, args[0], err);
	if (office->store == NULL) {
		err_hint(err,
		    "make one: mla init DIR --authority NAME "
		    "--country CC --code OFFICE");
		return err_set(
		    err, MLA_ENOTFOUND, "there is no register here or above");
	}
	if ((rc = check_state(to, err)) != MLA_OK)
		return rc;
	if (from != NULL &&
	    (rc = file_read(&b, from, XML_MAX_BYTES, err)) != MLA_OK)
		goto out;
	rc = draft_new(&reference, &faults, office, args[0], to,
	    from != NULL ? buf_text(&b) : NULL, b.len, err);
	findings_notice(&faults);
	if (rc != MLA_OK)
		goto out;
	(void)printf("%s\n", reference);
	out_notice(
	    "Next:  mla edit %s      mla check %s", reference, reference);
out:
	findings_free(&faults);
	free(reference);
	buf_free(&b);
	return rc;
}

const struct cmd_verb cmd_new = {
	.name = "new",
	.synopsis = "KIND --to CC [--from FILE] | KIND --blank",
	.summary = "begin a request",
	.prepare = CMD_WRITE | CMD_MAYBE,
	.options = options,
	.run = run,
};
