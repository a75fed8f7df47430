/* export.c - mla export: the register for other programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/ocel.h"
#include "core/register.h"
#include "core/xes.h"

static char *format, *output;
static int names, all, chain;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "register (default), or a log of events: xes, ocel", "FORMAT" },
	{ "all", '\0', POPT_ARG_NONE, &all, 0, "the whole register", NULL },
	{ "chain", '\0', POPT_ARG_NONE, &chain, 0,
	    "with the bare entries of other requests after the first one",
	    NULL },
	{ "names", '\0', POPT_ARG_NONE, &names, 0,
	    "with our references in place of pseudonyms", NULL },
	{ "output", 'o', POPT_ARG_STRING, &output, 0,
	    "to this file; a log: else to standard output", "FILE" },
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

/* Of the two formats of logs the one that was asked for. */
static enum mla_rc (*writer(void))(struct xes_done *done, struct office *office,
    bool pseudonyms, const struct xes_sink *sink, struct err *err)
{
	return str_eq(format, "ocel") ? ocel_write : xes_write;
}

static enum mla_rc
write_file(struct xes_done *done, struct office *office, struct err *err)
{
	struct file_new f;
	const struct xes_sink sink = { to_file, &f };
	enum mla_rc rc;

	if ((rc = file_begin(&f, output, err)) != MLA_OK)
		return rc;
	rc = writer()(done, office, names != 0, &sink, err);
	if (rc == MLA_OK)
		return file_commit(&f, err);
	file_abandon(&f);
	return rc;
}

/* A log for other programs. */
static enum mla_rc
run_log(struct office *office, struct err *err)
{
	const struct xes_sink sink = { to_stdout, NULL };
	struct xes_done done;
	enum mla_rc rc;

	if (output != NULL)
		rc = write_file(&done, office, err);
	else
		rc = writer()(&done, office, names != 0, &sink, err);
	if (rc == MLA_OK)
		out_notice("%zu request%s, %zu event%s%s", done.traces,
		    done.traces == 1 ? "" : "s", done.events,
		    done.events == 1 ? "" : "s",
		    names != 0 ? "" : "; the pseudonyms cannot be undone");
	return rc;
}

/* For another register: all of it, or one request. */
static enum mla_rc
run_register(struct office *office, const char *ref, struct err *err)
{
	struct register_want want = { 0, chain != 0 };
	struct register_done done = { 0 };
	struct buf text = { 0 };
	enum mla_rc rc = MLA_OK;

	if ((ref != NULL) == (all != 0))
		return err_set(err, MLA_EUSAGE,
		    "mla export needs the reference of a request, or --all");
	if (output == NULL)
		return err_set(err, MLA_EUSAGE,
		    "a register is written to a file: -o FILE");
	if (chain != 0 && all != 0)
		return err_set(err, MLA_EUSAGE,
		    "--chain is for one request: --all has every entry");
	if (ref != NULL)
		rc = cmd_find_request(&want.request, office, ref, err);
	if (rc == MLA_OK)
		rc = register_export(&done, office, &want, output, err);
	register_say(&text, &done);
	if (rc == MLA_OK)
		out_notice(
		    "%s; manifest SHA-256 %s", buf_text(&text), done.manifest);
	buf_free(&text);
	register_done_free(&done);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_export, args, 0, 1, err)) != MLA_OK)
		return rc;
	if (format == NULL || str_eq(format, "register"))
		return run_register(office, args[0], err);
	if (!str_eq(format, "xes") && !str_eq(format, "ocel"))
		return err_set(err, MLA_EUSAGE,
		    "there is no format \"%s\": write register, xes or ocel",
		    format);
	if (args[0] != NULL || all != 0 || chain != 0)
		return err_set(err, MLA_EUSAGE,
		    "a log is of the whole register: leave out REF, --all and "
		    "--chain");
	return run_log(office, err);
}

const struct cmd_verb cmd_export = {
	.name = "export",
	.synopsis = "REF | --all -o FILE [--chain] | "
	            "--format FORMAT [--names] [-o FILE]",
	.summary = "the register for another register, or for other programs",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
