/* edit.c - mla edit: change a draft in your editor */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/findings.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/draft.h"
#include "xml/read.h"
#include "xml/write.h"

static int as_xml;
static char *from;

static struct poptOption options[] = {
	{ "xml", '\0', POPT_ARG_NONE, &as_xml, 0,
	    "the XML instead of the answers file", NULL },
	{ "from", '\0', POPT_ARG_STRING, &from, 0,
	    "take this file instead of opening an editor", "FILE" },
	POPT_TABLEEND,
};

/* Run $VISUAL, $EDITOR or vi on the file, by a list of words, no shell. */
static enum mla_rc
run_editor(const char *path, struct err *err)
{
	const char *editor = getenv("VISUAL");
	char *copy, *rest = NULL, *words[16];
	size_t n = 0;
	pid_t child;
	int status;

	if (str_is_blank(editor))
		editor = getenv("EDITOR");
	if (str_is_blank(editor))
		editor = "vi";
	copy = xstrdup(editor);
	for (char *word = strtok_r(copy, " ", &rest); word != NULL && n < 14;
	     word = strtok_r(NULL, " ", &rest))
		words[n++] = word;
	words[n++] = (char *)(uintptr_t)path;
	words[n] = NULL;
	child = fork();
	if (child == 0) {
		(void)execvp(words[0], words);
		_exit(127);
	}
	free(copy);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return err_errno(err, MLA_EIO, "cannot run %s", editor);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		err_hint(err, "choose one: EDITOR=nano mla edit REF");
		return err_set(
		    err, MLA_EIO, "the editor \"%s\" did not end well", editor);
	}
	return MLA_OK;
}

/* Where an edit of a revision lies while it goes on. */
static char *
path_of(const struct dossier *d, int revision)
{
	return xasprintf("%s/%s-%d.%s", d->office->dir, d->row.reference,
	    revision, as_xml != 0 ? "xml" : "answers");
}

/* Edits of revisions that are no longer the latest are not taken. */
static void
tell_of_others(const struct dossier *d)
{
	for (int revision = 0; revision < d->revision; revision++) {
		char *path = path_of(d, revision);

		if (file_exists(path))
			out_notice("An edit of revision %d was never taken and "
			           "lies in %s; now it is revision %d.",
			    revision, path, d->revision);
		free(path);
	}
}

static enum mla_rc
write_out(
    struct buf *text, const char *path, struct dossier *d, struct err *err)
{
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	tell_of_others(d);
	/* An edit that could not be taken was kept: offer it again. */
	if (file_exists(path)) {
		out_notice("Going on with what was kept in %s", path);
		return MLA_OK;
	}
	if (as_xml == 0)
		rc = draft_answers(text, d, err);
	else if ((rc = draft_document(&doc, d, err)) == MLA_OK)
		xml_write(text, doc);
	xmlFreeDoc(doc);
	if (rc == MLA_OK)
		rc = file_save(path, buf_text(text), text->len, err);
	return rc;
}

/* What the editor left as it was is nothing to keep. */
static bool
is_untouched(const char *path, const struct buf *text)
{
	struct err ignored = { 0 };
	struct buf now = { 0 };
	bool same = text->len > 0 &&
	    file_read(&now, path, XML_MAX_BYTES, &ignored) == MLA_OK &&
	    now.len == text->len && memcmp(now.data, text->data, now.len) == 0;

	buf_free(&now);
	return same;
}

static enum mla_rc
take(struct office *office, int64_t request, const char *reference, int base,
    const char *path, struct err *err)
{
	struct findings faults = { 0 };
	struct buf b = { 0 };
	bool changed = false;
	enum mla_rc rc = file_read(&b, path, XML_MAX_BYTES, err);

	if (rc == MLA_OK)
		rc = draft_revise(&changed, &faults, office, request, base,
		    buf_text(&b), b.len, err);
	findings_notice(&faults);
	if (rc == MLA_OK)
		(void)printf("%s: %s\n", reference,
		    changed ? "changed" : "nothing was changed");
	findings_free(&faults);
	buf_free(&b);
	return rc;
}

/* With an editor: what it left is taken, or kept for the next time. */
static enum mla_rc
by_editor(struct dossier *d, const char *path, struct err *err)
{
	struct buf text = { 0 };
	enum mla_rc rc;

	if ((rc = write_out(&text, path, d, err)) != MLA_OK)
		goto out;
	if ((rc = run_editor(path, err)) != MLA_OK) {
		if (is_untouched(path, &text))
			(void)unlink(path);
		goto out;
	}
	rc = take(
	    d->office, d->row.id, d->row.reference, d->revision, path, err);
	if (rc == MLA_OK)
		(void)unlink(path);
	else if (rc == MLA_EREFUSED)
		err_hint(err,
		    "What you wrote is kept in %s: take over what still "
		    "holds, then remove it.",
		    path);
	else
		err_hint(err,
		    "What you wrote is kept in %s; mla edit %s%s "
		    "opens it again.",
		    path, d->row.reference, as_xml != 0 ? " --xml" : "");
out:
	buf_free(&text);
	return rc;
}

/* One editor at a time: two would write into the same file. */
static enum mla_rc
alone(struct dossier *d, struct err *err)
{
	char *path = path_of(d, d->revision);
	char *lock = xasprintf("%s.lock", path);
	struct err own = { 0 };
	enum mla_rc rc;
	int fd;

	rc = file_lock(&fd, lock, 0, &own);
	if (rc == MLA_EBUSY) {
		err_hint(err,
		    "wait until it is closed, or: mla edit %s --from "
		    "FILE",
		    d->row.reference);
		rc = err_set(
		    err, rc, "%s is open in another editor", d->row.reference);
	} else if (rc != MLA_OK) {
		*err = own;
	} else {
		rc = by_editor(d, path, err);
		(void)unlink(lock);
		(void)close(fd);
	}
	free(lock);
	free(path);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier *d = NULL;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_edit, args, 1, 1, err)) != MLA_OK ||
	    (rc = cmd_find_request(&request, office, args[0], err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	if (from != NULL)
		rc = take(office, request, d->row.reference, -1, from, err);
	else if ((rc = draft_may_change(d, err)) == MLA_OK)
		rc = alone(d, err);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_edit = {
	.name = "edit",
	.synopsis = "REF [--xml] [--from FILE]",
	.summary = "change a draft in your editor",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
