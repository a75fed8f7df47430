/* parse.c - options and words of a verb, and the help that follows from them */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/cmd.h"

enum {
	OPTION_COLUMNS = 26,
	OPTION_HELP = 'h'
};

struct cmd_global cmd_global;

struct poptOption cmd_global_options[] = {
	{ "register", '\0', POPT_ARG_STRING, &cmd_global.register_dir, 0,
	    "the register (default: $MLA_REGISTER, then upward from here)",
	    "DIR" },
	{ "data", '\0', POPT_ARG_STRING, &cmd_global.data_dir, 0,
	    "forms, workflows and words (default: $MLA_DATA, then installed)",
	    "DIR" },
	{ "now", '\0', POPT_ARG_STRING, &cmd_global.now, 0,
	    "fix the clock (default: $MLA_NOW, then the system's)", "MOMENT" },
	{ "help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, "this help", NULL },
	POPT_TABLEEND,
};

const struct cmd_verb *
cmd_verb_named(const char *name)
{
	for (size_t i = 0; cmd_table[i] != NULL; i++) {
		if (str_eq(cmd_table[i]->name, name))
			return cmd_table[i];
	}
	return NULL;
}

const struct cmd_verb *
cmd_near(const char *name)
{
	const struct cmd_verb *best = NULL;
	size_t least = strlen(name) > 4 ? 3 : 2;

	for (size_t i = 0; cmd_table[i] != NULL; i++) {
		size_t away = str_distance(cmd_table[i]->name, name);

		if (away < least) {
			least = away;
			best = cmd_table[i];
		}
	}
	return best;
}

/* Start the next entry of a list of options. */
static void
print_option(const struct poptOption *o)
{
	struct buf b = { 0 };

	if (o->shortName != '\0')
		buf_addf(&b, "-%c, ", o->shortName);
	buf_addf(&b, "--%s", o->longName);
	if (o->argDescrip != NULL)
		buf_addf(&b, " %s", o->argDescrip);
	(void)printf("  %-*s %s\n", OPTION_COLUMNS, buf_text(&b), o->descrip);
	buf_free(&b);
}

static void
print_options(const struct poptOption *o)
{
	for (; o->longName != NULL || o->arg != NULL; o++) {
		if ((o->argInfo & POPT_ARG_MASK) == POPT_ARG_INCLUDE_TABLE)
			print_options(o->arg);
		else
			print_option(o);
	}
}

void
cmd_help_verb(const struct cmd_verb *verb)
{
	(void)printf("usage: mla %s%s%s\n\n%s.\n", verb->name,
	    *verb->synopsis != '\0' ? " " : "", verb->synopsis, verb->summary);
	if (verb->options[0].longName != NULL || verb->options[0].arg != NULL) {
		(void)printf("\nOptions:\n");
		print_options(verb->options);
	}
	(void)printf("\nEvery verb:\n");
	print_options(cmd_global_options);
	(void)printf("\nMore: man mla-%s\n", verb->name);
}

const char **cmd_rest;

/* How many words has the option of every verb at this place? 0: it is none. */
static int
global_words(const char *word, const char *next)
{
	const struct poptOption *o = cmd_global_options;
	size_t len = strcspn(word, "=");

	if (!str_starts(word, "--"))
		return 0;
	for (; o->longName != NULL; o++) {
		if (strlen(o->longName) == len - 2 &&
		    strncmp(o->longName, word + 2, len - 2) == 0)
			return o->argDescrip == NULL || word[len] == '=' ||
			        next == NULL
			    ? 1
			    : 2;
	}
	return 0;
}

/*
 * Set cmd_rest to what follows the first ","; options of every verb that stand
 * there are moved before it.  How many words come before it?
 */
static int
split_segments(int argc, const char **argv)
{
	int comma = 1;

	while (comma < argc && !str_eq(argv[comma], ","))
		comma++;
	for (int i = comma + 1; i < argc; i++) {
		int n = global_words(argv[i], argv[i + 1]);

		for (int k = 0; k < n; k++, comma++) {
			const char *word = argv[i + k];

			memmove(&argv[comma + 1], &argv[comma],
			    (size_t)(i + k - comma) * sizeof(*argv));
			argv[comma] = word;
		}
		i += n > 0 ? n - 1 : 0;
	}
	if (comma < argc)
		cmd_rest = &argv[comma + 1];
	return comma;
}

enum mla_rc
cmd_parse(poptContext *con, bool *help, const struct cmd_verb *verb, int argc,
    const char **argv, struct err *err)
{
	/* popt keeps a pointer to it for as long as the context lives. */
	static struct poptOption tables[] = {
		{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, NULL, 0, NULL, NULL },
		{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, cmd_global_options, 0,
		    NULL, NULL },
		POPT_TABLEEND,
	};
	int rc;

	*help = false;
	cmd_rest = NULL;
	if (verb->segments)
		argc = split_segments(argc, argv);
	tables[0].arg = verb->options;
	*con = poptGetContext(verb->name, argc, argv, tables, 0);
	while ((rc = poptGetNextOpt(*con)) > 0) {
		if (rc == OPTION_HELP)
			*help = true;
	}
	if (rc == -1)
		return MLA_OK;
	err_hint(err, "usage: mla %s %s", verb->name, verb->synopsis);
	return err_set(err, MLA_EUSAGE, "%s: %s",
	    poptBadOption(*con, POPT_BADOPTION_NOALIAS), poptStrerror(rc));
}

enum mla_rc
cmd_find_sub(const struct cmd_sub **out, const struct cmd_verb *verb,
    const char *name, struct err *err)
{
	struct buf names = { 0 };

	for (*out = verb->subs; (*out)->name != NULL; (*out)++) {
		if (str_eq((*out)->name, name)) {
			buf_free(&names);
			return MLA_OK;
		}
		buf_addf(
		    &names, "%s%s", names.len > 0 ? ", " : "", (*out)->name);
	}
	err_hint(err, "usage: mla %s %s", verb->name, verb->synopsis);
	(void)err_set(err, MLA_EUSAGE, "%s: say what to do: %s", verb->name,
	    buf_text(&names));
	buf_free(&names);
	return MLA_EUSAGE;
}

int
cmd_count(const char **args)
{
	int n = 0;

	while (args[n] != NULL)
		n++;
	return n;
}

enum mla_rc
cmd_expect(const struct cmd_verb *verb, const char **args, int min, int max,
    struct err *err)
{
	int n = cmd_count(args);

	if (n >= min && (max < 0 || n <= max))
		return MLA_OK;
	err_hint(err, "usage: mla %s %s", verb->name, verb->synopsis);
	if (n < min)
		return err_set(
		    err, MLA_EUSAGE, "mla %s needs more words", verb->name);
	return err_set(err, MLA_EUSAGE, "mla %s takes %s: \"%s\" is too much",
	    verb->name, max == 0 ? "no words" : "fewer words", args[max]);
}
