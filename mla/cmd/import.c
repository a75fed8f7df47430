/* import.c - mla import: what another register or program wrote */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/register.h"
#include "core/sheet.h"

static char *format, *map;
static int try_it, skip;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "register (default), or csv: a spreadsheet", "FORMAT" },
	{ "map", '\0', POPT_ARG_STRING, &map, 0, "csv: which column holds what",
	    "FILE" },
	{ "dry-run", '\0', POPT_ARG_NONE, &try_it, 0,
	    "csv: only say what would be wrong", NULL },
	{ "skip", '\0', POPT_ARG_NONE, &skip, 0,
	    "csv: leave out the rows in which something is wrong", NULL },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "row", "ROW", true, false },
	{ "reference", "REFERENCE", false, false },
	{ "finding", "FINDING", false, false },
	{ NULL, NULL, false, false },
};

static void
say(void *arg, const char *fault)
{
	(void)arg;
	out_notice("  %s", fault);
}

static enum mla_rc
run_register(struct office *office, const char *path, struct err *err)
{
	struct register_done done = { 0 };
	struct buf text = { 0 };
	enum mla_rc rc;

	if (map != NULL || try_it != 0 || skip != 0)
		return err_set(err, MLA_EUSAGE,
		    "--map, --dry-run and --skip are for --format csv");
	rc = register_import(&done, office, path, say, NULL, err);
	register_say(&text, &done);
	if (rc == MLA_OK)
		out_notice(
		    "%s; the journal ends with %s", buf_text(&text), done.head);
	buf_free(&text);
	register_done_free(&done);
	return rc;
}

static void
add_finding(void *arg, size_t row, const char *reference, const char *why)
{
	struct out_table *t = arg;

	out_cellf(t, "%zu", row);
	out_cell(t, reference);
	out_cell(t, why);
}

static enum mla_rc
run_sheet(struct office *office, const char *path, struct err *err)
{
	struct out_table t = {
		.name = "findings", .row = "finding", .columns = columns
	};
	const enum sheet_mode mode = try_it != 0 ? SHEET_TRY
	    : skip != 0                          ? SHEET_SKIP
	                                         : SHEET_ALL;
	struct sheet_done done;
	enum mla_rc rc;

	if (map == NULL)
		return err_set(err, MLA_EUSAGE,
		    "a spreadsheet needs a file that says which column holds "
		    "what: --map FILE");
	if (try_it != 0 && skip != 0)
		return err_set(err, MLA_EUSAGE,
		    "--dry-run writes nothing, and --skip writes: one of them");
	rc = sheet_import(&done, office, map, path, mode, add_finding, &t, err);
	if (done.faulty > 0)
		out_print(&t, OUT_TEXT);
	out_table_free(&t);
	if (rc == MLA_OK && mode == SHEET_TRY)
		out_notice("%zu row%s can be registered; nothing was written",
		    done.rows, done.rows == 1 ? "" : "s");
	else if (rc == MLA_OK)
		out_notice("%zu of %zu row%s registered", done.made, done.rows,
		    done.rows == 1 ? "" : "s");
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_import, args, 1, 1, err)) != MLA_OK)
		return rc;
	if (format == NULL || str_eq(format, "register"))
		return run_register(office, args[0], err);
	if (str_eq(format, "csv"))
		return run_sheet(office, args[0], err);
	return err_set(err, MLA_EUSAGE,
	    "there is no format \"%s\": write register or csv", format);
}

const struct cmd_verb cmd_import = {
	.name = "import",
	.synopsis = "FILE | FILE --format csv --map FILE "
	            "[--dry-run | --skip]",
	.summary = "read a register that was exported, or a spreadsheet",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
