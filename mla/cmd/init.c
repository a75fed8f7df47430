/* init.c - mla init: a register for an authority */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/setup.h"

static char *authority, *country, *code;

static struct poptOption options[] = {
	{ "authority", '\0', POPT_ARG_STRING, &authority, 0,
	    "name of the authority, as it signs", "NAME" },
	{ "country", '\0', POPT_ARG_STRING, &country, 0,
	    "its State (two letters)", "CC" },
	{ "code", '\0', POPT_ARG_STRING, &code, 0,
	    "its short code in references", "OFFICE" },
	POPT_TABLEEND,
};

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
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
	.synopsis = "[DIR] --authority NAME --country CC --code OFFICE",
	.summary = "make a register for an authority",
	.prepare = CMD_DATA,
	.options = options,
	.run = run,
};
