/* main.c - find the verb, prepare what it asks for, run it, say what failed */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/out.h"
#include "cmd/progress.h"
#include "core/office.h"
#include "xml/init.h"

/* An error in two lines at most: what and where; then what to do. */
static void
say(const struct err *err)
{
	struct buf b = { 0 };

	buf_adds(&b, "mla: ");
	str_add_safe(&b, err->msg, true);
	if (err->hint[0] != '\0') {
		buf_adds(&b, "\n     ");
		str_add_safe(&b, err->hint, true);
	}
	buf_addch(&b, '\n');
	(void)fputs(buf_text(&b), stderr);
	buf_free(&b);
}

/* Characters are UTF-8, whatever the environment says (or does not). */
static void
set_locale(void)
{
	if (setlocale(LC_CTYPE, "") == NULL ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
}

/* Print nothing, and report nothing printed as done: both are failures. */
static enum mla_rc
flush(enum mla_rc rc, struct err *err)
{
	errno = 0;
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return rc;
	if (rc == MLA_OK || rc == MLA_ENO) {
		memset(err, 0, sizeof(*err));
		rc = err_errno(err, MLA_EIO, "cannot write the result");
	}
	return rc;
}

static bool
stands_alone(const struct cmd_verb *verb, const char **args)
{
	const char *const *word = verb->alone;

	while (word != NULL && *word != NULL && args != NULL &&
	    !str_eq(*word, args[0]))
		word++;
	return word != NULL && *word != NULL && args != NULL;
}

/* What a verb wants to have prepared, opened. */
static enum mla_rc
prepare(struct office **office, unsigned bits, struct err *err)
{
	struct office_want want = {
		.register_dir = cmd_global.register_dir,
		.data_dir = cmd_global.data_dir,
		.now = cmd_global.now,
		.lang = cmd_global.lang,
		.store = (bits & (CMD_STORE | CMD_WRITE)) != 0,
		.write = (bits & CMD_WRITE) != 0,
		.maybe = (bits & CMD_MAYBE) != 0,
	};
	enum mla_rc rc;

	if (bits == 0)
		return MLA_OK;
	if ((rc = office_open(office, &want, err)) == MLA_OK &&
	    (*office)->info.practice)
		out_notice("PRACTICE: every request in this register is made "
		           "up.");
	return rc;
}

static enum mla_rc
run_verb(
    const struct cmd_verb *verb, int argc, const char **argv, struct err *err)
{
	static const char *none[] = { NULL };
	const struct cmd_sub *sub;
	struct office *office = NULL;
	poptContext con = NULL;
	const char **args;
	enum mla_rc rc;
	unsigned bits;
	bool help;

	if ((rc = cmd_parse(&con, &help, verb, argc, argv, err)) != MLA_OK)
		goto out;
	if (help) {
		cmd_help_verb(verb);
		goto out;
	}
	args = poptGetArgs(con);
	if (args == NULL)
		args = none;
	bits = args[0] != NULL && stands_alone(verb, args) ? 0 : verb->prepare;
	if ((bits & CMD_FILE) != 0 && args[0] != NULL && file_exists(args[0]))
		bits = CMD_DATA;
	if (verb->subs != NULL) {
		if ((rc = cmd_find_sub(&sub, verb, args[0], err)) == MLA_OK &&
		    (rc = prepare(&office, sub->prepare, err)) == MLA_OK) {
			progress_begin();
			rc = sub->run(office, args + 1, err);
		}
	} else if ((rc = prepare(&office, bits, err)) == MLA_OK) {
		progress_begin();
		rc = verb->run(office, args, err);
	}
out:
	office_close(office);
	(void)poptFreeContext(con);
	return rc;
}

/*
 * Options of every verb may stand before it, as in "mla --register DIR list":
 * put the verb first, as the parser wants it.
 */
static void
verb_first(int argc, char **argv)
{
	int at = 1;
	char *verb;

	while (at < argc && str_starts(argv[at], "--")) {
		bool known = false;

		for (const struct poptOption *o = cmd_global_options;
		     o->longName != NULL; o++)
			known = known ||
			    (o->argDescrip != NULL &&
			        str_eq(argv[at] + 2, o->longName));
		at += known ? 2 : 1;
	}
	if (at <= 1 || at >= argc)
		return;
	verb = argv[at];
	memmove(&argv[2], &argv[1], (size_t)(at - 1) * sizeof(*argv));
	argv[1] = verb;
}

int
main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv;
	const char *name;
	const struct cmd_verb *verb, *near;
	struct err err = { 0 };
	enum mla_rc rc;

	verb_first(argc, argv);
	name = argc > 1 ? words[1] : "help";
	(void)umask(077);
	set_locale();
	xml_init();
	if (str_eq(name, "-h") || str_eq(name, "--help"))
		name = "help";
	if (str_eq(name, "--version")) {
		(void)printf("mla %s\n", MLA_VERSION);
		rc = MLA_OK;
		goto out;
	}
	verb = cmd_verb_named(name);
	if (verb == NULL) {
		near = cmd_near(name);
		if (near != NULL)
			err_hint(&err, "Did you mean: mla %s?", near->name);
		else
			err_hint(&err, "All verbs: mla help");
		rc = err_set(&err, MLA_EUSAGE, "there is no verb \"%s\"", name);
		goto out;
	}
	rc = run_verb(verb, argc > 1 ? argc - 1 : 1,
	    argc > 1 ? (const char **)(argv + 1) : (const char **)argv, &err);
out:
	rc = flush(rc, &err);
	if (err.rc != MLA_OK)
		say(&err);
	xml_done();
	return (int)rc;
}
