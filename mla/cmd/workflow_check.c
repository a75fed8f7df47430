/* workflow_check.c - mla workflow check: what can be proved about machines */
/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "cmd/findings.h"
#include "cmd/out.h"
#include "cmd/workflow.h"
#include "cmd/workflow_open.h"
#include "core/proofs.h"
#include "model/kind.h"
#include "xml/read.h"

static const enum res_kind folders[] = { RES_WORKFLOW, RES_PART };

/* One workflow that is meant. */
struct job {
	char *path; /* where it is */
	char *shown;
	char *machine; /* its name in the data folder, or NULL */
	bool part;
};

struct jobs {
	struct office *office;
	struct job *at;
	size_t n, cap;
};

static void
free_jobs(struct jobs *j)
{
	for (size_t i = 0; i < j->n; i++) {
		free(j->at[i].path);
		free(j->at[i].shown);
		free(j->at[i].machine);
	}
	free(j->at);
}

static void
add_job(struct jobs *j, char *path, char *shown, const char *machine, bool part)
{
	j->at = vec_more(j->at, &j->cap, j->n, sizeof(*j->at));
	j->at[j->n++] =
	    (struct job){ path, shown, xstrdup_null(machine), part };
}

/* A machine of the data folder, unless it is there already. */
static void
add_machine(struct jobs *j, enum res_kind kind, const char *name)
{
	bool part = kind == RES_PART;

	for (size_t i = 0; i < j->n; i++) {
		if (str_eq(j->at[i].machine, name) && j->at[i].part == part)
			return;
	}
	add_job(j, res_path(j->office->res, kind, name),
	    xasprintf("workflows/%s%s.scxml", part ? "part/" : "", name), name,
	    part);
}

static bool
is_same_file(const char *a, const char *b)
{
	char real_a[PATH_MAX], real_b[PATH_MAX];

	return a != NULL && b != NULL && realpath(a, real_a) != NULL &&
	    realpath(b, real_b) != NULL && str_eq(real_a, real_b);
}

/* A file: one of the data folder, whichever way it is named, or another. */
static void
add_file(struct jobs *j, const char *path)
{
	const char *base = file_base(path), *dot = strchr(base, '.');
	char *name =
	    xstrndup(base, dot != NULL ? (size_t)(dot - base) : strlen(base));
	bool ours = false, part = false;

	for (size_t i = 0; !ours && i < 2; i++) {
		char *there = res_path(j->office->res, folders[i], name);

		ours = is_same_file(path, there);
		part = folders[i] == RES_PART;
		free(there);
	}
	add_job(
	    j, xstrdup(path), xstrdup(path), ours ? name : NULL, ours && part);
	free(name);
}

static void
add_named(struct jobs *j, enum res_kind kind, const char *name)
{
	char *path = name != NULL ? res_path(j->office->res, kind, name) : NULL;

	if (path != NULL && file_exists(path))
		add_machine(j, kind, name);
	free(path);
}

/* The machines of a kind: of the side that is asked for, or of both. */
static enum mla_rc
add_kind(struct jobs *j, const char *id, struct err *err)
{
	const struct office *office = j->office;
	const char *side = workflow_want.side;
	char *path = res_path(office->res, RES_KIND, id);
	struct kind *kind = NULL;
	enum mla_rc rc = MLA_OK;

	if (path != NULL && file_exists(path) &&
	    (rc = kind_load(&kind, office->res, office->source, id, err)) ==
	        MLA_OK) {
		if (!str_eq(side, "in"))
			add_named(j, RES_WORKFLOW, kind->out.machine);
		if (!str_eq(side, "out"))
			add_named(j, RES_WORKFLOW, kind->in.machine);
		add_named(j, RES_PART, kind->part.machine);
		add_named(j, RES_PART, kind->out.transmission);
		add_named(j, RES_PART, kind->in.transmission);
	}
	kind_free(kind);
	free(path);
	return rc;
}

static enum mla_rc
add_word(struct jobs *j, const char *word, struct err *err)
{
	size_t before = j->n;
	enum mla_rc rc;

	if (file_exists(word)) {
		add_file(j, word);
		return MLA_OK;
	}
	if ((rc = add_kind(j, word, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; j->n == before && i < 2; i++)
		add_named(j, folders[i], word);
	if (j->n > before)
		return MLA_OK;
	err_hint(err, "all of them: mla workflow list");
	return err_set(err, MLA_ENOTFOUND,
	    "there is no kind, no machine and no file \"%s\"", word);
}

static enum mla_rc
add_all(struct jobs *j, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t k = 0; rc == MLA_OK && k < 2; k++) {
		struct file_names names = { 0 };

		rc = res_list(&names, j->office->res, folders[k], err);
		for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
			add_machine(j, folders[k], names.at[i]);
		file_names_free(&names);
	}
	return rc;
}

static enum mla_rc
check_one(struct findings *out, struct proofs *proofs, const struct job *job,
    struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, job->path, XML_MAX_BYTES, err);

	if (rc == MLA_OK) {
		const struct proofs_in in = { buf_text(&b), b.len, job->shown,
			job->machine, job->part };

		rc = proofs_check(out, proofs, &in, err);
	}
	buf_free(&b);
	return rc;
}

/* All of them, also where one cannot be read: the first error is kept. */
static enum mla_rc
check_all(struct findings *out, const struct jobs *j, struct err *err)
{
	const struct office *office = j->office;
	struct proofs *proofs = NULL;
	enum mla_rc rc =
	    proofs_new(&proofs, office->res, office->codes, office->law, err);
	bool ready = rc == MLA_OK;

	for (size_t i = 0; ready && i < j->n; i++) {
		enum mla_rc one = check_one(out, proofs, &j->at[i], err);

		rc = rc == MLA_OK ? one : rc;
	}
	proofs_free(proofs);
	return rc;
}

enum mla_rc
workflow_check(struct office *office, const char **args, struct err *err)
{
	static const struct findings_style style = {
		"ERRORS: mend before a register runs it", true
	};
	struct jobs jobs = { .office = office };
	struct findings f = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = out_format_parse(&form, workflow_want.format, err)) !=
	        MLA_OK ||
	    (rc = machines_side(workflow_want.side, err)) != MLA_OK)
		return rc;
	if (args[0] == NULL)
		rc = add_all(&jobs, err);
	for (size_t i = 0; rc == MLA_OK && args[i] != NULL; i++)
		rc = add_word(&jobs, args[i], err);
	if (rc != MLA_OK)
		goto out;
	rc = check_all(&f, &jobs, err);
	if (rc != MLA_OK && f.n == 0)
		goto out;
	if (form == OUT_TEXT && jobs.n == 1) {
		out_safe(jobs.at[0].shown);
		(void)putchar('\n');
	} else if (form == OUT_TEXT) {
		(void)printf("%zu workflows\n", jobs.n);
	}
	findings_print(&f, &style, form);
	if (rc == MLA_OK && findings_count(&f, FINDING_ERROR) > 0)
		rc = MLA_ENO;
out:
	findings_free(&f);
	free_jobs(&jobs);
	return rc;
}
