/* export.c - mla export: the register for other programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/xes.h"

static char *format, *output;
static int names;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "xes: an event log (IEEE 1849)", "FORMAT" },
	{ "names", '\0', POPT_ARG_NONE, &names, 0,
	    "with our references in place of pseudonyms", NULL },
	{ "output", 'o', POPT_ARG_STRING, &output, 0,
	    "to this file, not to standard output", "FILE" },
	POPT_TABLEEND,
};

static enum mla_rc
to_file(void *arg, const char *data, size_t len, struct err *err)
{
	const struct file_new *f = arg;

	return file_write_all(f->fd, data, len, f->path, err);
}

static enum mla_rc
to_stdout(void *arg, const char *data, size_t len, struct err *err)
{
	(void)arg;
	return file_write_all(STDOUT_FILENO, data, len, "standard output", err);
}

static enum mla_rc
write_file(struct xes_done *done, struct office *office, struct err *err)
{
	struct file_new f;
	const struct xes_sink sink = { to_file, &f };
	enum mla_rc rc;

	if ((rc = file_begin(&f, output, err)) != MLA_OK)
		return rc;
	rc = xes_write(done, office, names != 0, &sink, err);
	if (rc == MLA_OK)
		return file_commit(&f, err);
	file_abandon(&f);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	const struct xes_sink sink = { to_stdout, NULL };
	struct xes_done done;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_export, args, 0, 0, err)) != MLA_OK)
		return rc;
	if (format == NULL)
		return err_set(
		    err, MLA_EUSAGE, "mla export needs a --format: xes");
	if (!str_eq(format, "xes"))
		return err_set(err, MLA_EUSAGE,
		    "there is no format \"%s\": write xes", format);
	if (output != NULL)
		rc = write_file(&done, office, err);
	else
		rc = xes_write(&done, office, names != 0, &sink, err);
	if (rc == MLA_OK)
		out_notice("%zu request%s, %zu event%s%s", done.traces,
		    done.traces == 1 ? "" : "s", done.events,
		    done.events == 1 ? "" : "s",
		    names != 0 ? "" : "; the pseudonyms cannot be undone");
	return rc;
}

const struct cmd_verb cmd_export = {
	.name = "export",
	.synopsis = "--format FORMAT [--names] [-o FILE]",
	.summary = "the register for other programs",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
