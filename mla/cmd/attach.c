/* attach.c - mla attach: take files of evidence into the register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "cmd/about.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/collect.h"
#include "core/exhibit.h"

static char *title, *on;
static int describe;

static struct poptOption options[] = {
	{ "title", '\0', POPT_ARG_STRING, &title, 0,
	    "what it is (default: the name of the file)", "TEXT" },
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it was received or made (default: today)", "DATE" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, about_options, 0, NULL, NULL },
	{ "describe", '\0', POPT_ARG_NONE, &describe, 0,
	    "the words are exhibits of the request: describe them anew", NULL },
	POPT_TABLEEND,
};

static void
print_exhibits(const struct act *act)
{
	for (size_t i = 0; i < act->nexhibits; i++) {
		const struct act_exhibit *e = &act->exhibits[i];

		out_safe(e->id);
		(void)printf("  %.16s...  %12llu bytes  ", e->sha256,
		    (unsigned long long)e->bytes);
		out_safe(e->title);
		(void)putchar('\n');
	}
}

/* What the words name: files, folders, standard input. */
static enum mla_rc
take_all(struct act *act, struct office *office, const char **words,
    const xmlDoc *about, struct err *err)
{
	struct collect files = { 0 };
	size_t cap = 0;
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && words[i] != NULL; i++)
		rc = collect_add(&files, words[i], err);
	for (size_t i = 0; rc == MLA_OK && i < files.n; i++) {
		struct act_exhibit *e;

		act->exhibits = vec_more(act->exhibits, &cap, act->nexhibits,
		    sizeof(*act->exhibits));
		e = &act->exhibits[act->nexhibits];
		if ((rc = collect_take(e, office, &files.at[i], title, err)) !=
		    MLA_OK)
			break;
		act->nexhibits++;
		if (about != NULL)
			e->about = xmlCopyDoc((xmlDoc *)(uintptr_t)about, 1);
	}
	for (size_t i = 0; rc == MLA_OK && i < files.nskipped; i++)
		out_notice(
		    "%s: left aside, it is no regular file", files.skipped[i]);
	collect_free(&files);
	return rc;
}

static enum mla_rc
attach(struct office *office, int64_t request, const char **words,
    struct act *act, struct err *err)
{
	struct act_done done = { 0 };
	struct act_field *said;
	xmlDoc *about = NULL;
	size_t n;
	enum mla_rc rc = MLA_OK;

	said = about_said(&n);
	if (n > 0 &&
	    ((rc = exhibit_describe(
	          &about, office, NULL, false, said, n, err)) != MLA_OK ||
	        (rc = exhibit_check_part(office, request, about, err)) !=
	            MLA_OK))
		goto out;
	if ((rc = take_all(act, office, words, about, err)) != MLA_OK)
		goto out;
	if ((rc = act_step(&done, office, request, MACHINE_ATTACH, act, err)) ==
	    MLA_OK)
		print_exhibits(act);
out:
	for (size_t i = 0; i < act->nexhibits; i++)
		act_exhibit_free(&act->exhibits[i]);
	free(act->exhibits);
	free(said);
	xmlFreeDoc(about);
	act_done_free(&done);
	return rc;
}

/* What is there already, with other words about it. */
static enum mla_rc
describe_all(
    struct office *office, int64_t request, const char **ids, struct err *err)
{
	struct act_field *said;
	enum mla_rc rc = MLA_OK;
	size_t n;

	said = about_said(&n);
	said = xrealloc(said, n + 1, sizeof(*said));
	if (title != NULL)
		said[n++] = (struct act_field){ "title", title };
	if (n == 0)
		rc = err_set(err, MLA_EUSAGE,
		    "say what it is: --original, --pages N, --limit CODE ...");
	for (size_t i = 0; rc == MLA_OK && ids[i] != NULL; i++) {
		struct act_done done;

		rc = exhibit_describe_again(
		    &done, office, request, ids[i], said, n, err);
		if (rc == MLA_OK)
			(void)printf("%s: described anew   (journal %lld)\n",
			    ids[i], (long long)done.seq);
		act_done_free(&done);
	}
	free(said);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct act act = { .on = office->now };
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_attach, args, 2, -1, err)) != MLA_OK)
		return rc;
	act.on.second = -1;
	act.on.offset = 0;
	if (on != NULL &&
	    (rc = when_typed(&act.on, on, office->now.day, err)) != MLA_OK)
		return rc;
	if ((rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK)
		return rc;
	return describe != 0 ? describe_all(office, request, args + 1, err)
	                     : attach(office, request, args + 1, &act, err);
}

const struct cmd_verb cmd_attach = {
	.name = "attach",
	.synopsis = "REF FILE|FOLDER|-... [--title TEXT] [--on DATE] [what it "
	            "is...] | REF EXHIBIT... --describe [what it is...]",
	.summary = "take files of evidence into the register",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
