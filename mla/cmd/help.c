/* help.c - mla help: all verbs, one verb, or the completion of a shell */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/verbs.h"

static int completion;

static struct poptOption options[] = {
	{ "completion", '\0', POPT_ARG_NONE, &completion, 0,
	    "print the completion script for bash", NULL },
	POPT_TABLEEND,
};

/* The verbs as a person meets them; every verb of the table is in one. */
static const struct {
	const char *title;
	const char *verbs[8];
} groups[] = {
	{ "Start", { "init", "new", "edit", "check" } },
	{ "Follow", { "list", "show", "log", "next", "assign", "ref" } },
	{ "Group", { "operation", "link" } },
	{ "Time", { "due", "term", "calendar" } },
	{ "Papers", { "render", "form" } },
	{ "Evidence", { "attach", "exhibits", "custody", "return" } },
	{ "Exchange",
	    { "send", "receive", "inbox", "reconcile", "verify", "trust" } },
	{ "Figures", { "stats", "study", "export", "import" } },
	{ "Rules", { "workflow" } },
	{ "Keep", { "rebuild" } },
	{ "Help", { "help" } },
};

static void
print_verbs(void)
{
	(void)printf("usage: mla VERB [REF] [...]\n\n"
	             "Drafts, tracks, exchanges and measures requests for "
	             "mutual legal assistance.\n");
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
		(void)printf("\n%s\n", groups[g].title);
		for (size_t i = 0; groups[g].verbs[i] != NULL; i++) {
			const struct cmd_verb *v =
			    cmd_verb_named(groups[g].verbs[i]);

			if (v != NULL)
				(void)printf(
				    "  %-10s %s\n", v->name, v->summary);
		}
	}
	(void)printf("\nREF is any reference of a request. "
	             "One verb: mla help VERB, or man mla-VERB\n");
}

static void
print_words(const struct poptOption *o)
{
	for (; o->longName != NULL || o->arg != NULL; o++) {
		if ((o->argInfo & POPT_ARG_MASK) == POPT_ARG_INCLUDE_TABLE)
			print_words(o->arg);
		else
			(void)printf(" --%s", o->longName);
	}
}

static void
print_completion(void)
{
	(void)printf("# bash completion for mla, made by mla help "
	             "--completion\n_mla() {\n"
	             "\tlocal cur=${COMP_WORDS[COMP_CWORD]} words=\n"
	             "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords=\"");
	for (size_t i = 0; cmd_table[i] != NULL; i++)
		(void)printf("%s%s", i > 0 ? " " : "", cmd_table[i]->name);
	(void)printf("\"\n\telse\n\t\tcase ${COMP_WORDS[1]} in\n");
	for (size_t i = 0; cmd_table[i] != NULL; i++) {
		(void)printf("\t\t%s) words=\"", cmd_table[i]->name);
		for (const struct cmd_sub *sub = cmd_table[i]->subs;
		     sub != NULL && sub->name != NULL; sub++)
			(void)printf(" %s", sub->name);
		print_words(cmd_table[i]->options);
		print_words(cmd_global_options);
		(void)printf("\" ;;\n");
	}
	(void)printf("\t\tesac\n\tfi\n"
	             "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" "
	             "-f -- \"$cur\")\n}\ncomplete -F _mla mla\n");
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	const struct cmd_verb *verb;
	enum mla_rc rc;

	(void)office;
	if ((rc = cmd_expect(&cmd_help, args, 0, 1, err)) != MLA_OK)
		return rc;
	if (completion != 0) {
		print_completion();
		return MLA_OK;
	}
	if (args[0] == NULL) {
		print_verbs();
		return MLA_OK;
	}
	verb = cmd_verb_named(args[0]);
	if (verb == NULL) {
		err_hint(err, "All verbs: mla help");
		return err_set(
		    err, MLA_ENOTFOUND, "there is no verb \"%s\"", args[0]);
	}
	cmd_help_verb(verb);
	return MLA_OK;
}

const struct cmd_verb cmd_help = {
	.name = "help",
	.synopsis = "[VERB] [--completion]",
	.summary = "all verbs, or one of them",
	.prepare = 0,
	.options = options,
	.run = run,
};
