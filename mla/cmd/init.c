/* init.c - mla init: a register for an authority */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/practice.h"
#include "core/setup.h"

enum {
	MADE_EACH = 10000 /* requests after which it is told */
};

static char *authority, *country, *code, *practice, *seed;

static struct poptOption options[] = {
	{ "authority", '\0', POPT_ARG_STRING, &authority, 0,
	    "name of the authority, as it signs", "NAME" },
	{ "country", '\0', POPT_ARG_STRING, &country, 0,
	    "its State (two letters)", "CC" },
	{ "code", '\0', POPT_ARG_STRING, &code, 0,
	    "its short code in references", "OFFICE" },
	{ "practice", '\0', POPT_ARG_STRING, &practice, 0,
	    "for practice, with so many made-up requests", "N" },
	{ "seed", '\0', POPT_ARG_STRING, &seed, 0,
	    "other requests for each (default: 1)", "NUMBER" },
	POPT_TABLEEND,
};

static void
made(void *arg, size_t n)
{
	(void)arg;
	if (n % MADE_EACH == 0)
		out_notice("%zu requests are made", n);
}

static enum mla_rc
read_number(unsigned long long *out, const char *text, const char *what,
    struct err *err)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (errno != 0 || *text < '0' || *text > '9' || *end != '\0')
		return err_set(
		    err, MLA_EUSAGE, "%s: \"%s\" is no number", what, text);
	return MLA_OK;
}

/* A register with requests that were never made. */
static enum mla_rc
run_practice(struct office *office, const char *dir, unsigned long long n,
    unsigned long long from, struct err *err)
{
	const struct practice_watch watch = { made, NULL };
	const struct office_want want = { .register_dir = dir,
		.data_dir = cmd_global.data_dir,
		.now = cmd_global.now,
		.store = true,
		.write = true };
	struct office *practised = NULL;
	enum mla_rc rc;

	if ((rc = setup_practice(office, dir, authority, country, code, err)) !=
	        MLA_OK ||
	    (rc = office_open(&practised, &want, err)) != MLA_OK)
		return rc;
	rc = practice_fill(practised, (size_t)n, from, &watch, err);
	office_close(practised);
	if (rc == MLA_OK)
		out_notice("A practice register was made in %s: %llu made-up "
		           "request%s.",
		    str_eq(dir, ".") ? "this folder" : dir, n,
		    n == 1 ? "" : "s");
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	unsigned long long n = 0, from = 1;
	const char *dir;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_init, args, 0, 1, err)) != MLA_OK)
		return rc;
	dir = args[0] != NULL ? args[0] : cmd_global.register_dir;
	if (authority == NULL || country == NULL || code == NULL) {
		err_hint(err,
		    "for example: mla init --authority \"Parquet de Lille\" "
		    "--country CC --code LIL");
		return err_set(err, MLA_EUSAGE,
		    "a register belongs to an authority: --authority NAME, "
		    "--country CC and --code OFFICE are needed");
	}
	if (dir == NULL)
		dir = ".";
	if (practice != NULL &&
	    ((rc = read_number(&n, practice, "--practice", err)) != MLA_OK ||
	        (rc = practice_check(n, err)) != MLA_OK))
		return rc;
	if (seed != NULL &&
	    (rc = read_number(&from, seed, "--seed", err)) != MLA_OK)
		return rc;
	if (seed != NULL && practice == NULL)
		return err_set(err, MLA_EUSAGE, "--seed is for --practice");
	if (practice != NULL)
		return run_practice(office, dir, n, from, err);
	if ((rc = setup_register(office, dir, authority, country, code, err)) !=
	    MLA_OK)
		return rc;
	out_notice("Register of %s (%s) made in %s.", authority, country,
	    str_eq(dir, ".") ? "this folder" : dir);
	out_notice("Its references will read %s-O-... (sent) and %s-I-... "
	           "(received).",
	    code, code);
	return MLA_OK;
}

const struct cmd_verb cmd_init = {
	.name = "init",
	.synopsis = "[DIR] --authority NAME --country CC --code OFFICE "
	            "[--practice N [--seed NUMBER]]",
	.summary = "make a register for an authority",
	.prepare = CMD_DATA,
	.options = options,
	.run = run,
};
