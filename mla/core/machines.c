/* machines.c - the workflows that there are: of kinds, of parts, in files */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/machines.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "model/kind.h"
#include "xml/read.h"

#define EXTENSION ".scxml"

static void
free_row(struct machines_row *r)
{
	free(r->kind);
	free(r->side);
	free(r->use);
	free(r->name);
	free(r->file);
	machine_free(r->m);
}

void
machines_free(struct machines *machines)
{
	for (size_t i = 0; i < machines->n; i++)
		free_row(&machines->at[i]);
	free(machines->at);
}

size_t
machines_events(const struct machine *m)
{
	struct buf seen = { 0 };
	size_t n = 0;

	buf_addch(&seen, '\n');
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			for (size_t e = 0; e < tr->nevents; e++) {
				char *line = xasprintf("\n%s\n", tr->event[e]);

				if (strstr(buf_text(&seen), line) == NULL) {
					buf_addf(&seen, "%s\n", tr->event[e]);
					n++;
				}
				free(line);
			}
		}
	}
	buf_free(&seen);
	return n;
}

static enum mla_rc
parse(struct machine **out, const struct buf *b, const char *name,
    struct err *err)
{
	xmlDoc *doc = NULL;
	enum mla_rc rc = xml_read(&doc, buf_text(b), b->len, name, err);

	if (rc == MLA_OK)
		rc = machine_load(out, doc, name, err);
	xmlFreeDoc(doc);
	return rc;
}

static struct machines_row *
add_row(struct machines *out, const char *name, char *file)
{
	struct machines_row *r;

	out->at = vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
	r = &out->at[out->n++];
	*r = (struct machines_row){ .kind = xstrdup(""),
		.side = xstrdup(""),
		.use = xstrdup(""),
		.name = xstrdup(name),
		.file = file };
	return r;
}

/* A machine of the data folder, unless it is there already. */
static enum mla_rc
add_machine(struct machines *out, struct office *office, enum res_kind kind,
    const char *name, struct err *err)
{
	const char *folder = kind == RES_PART ? "part/" : "";
	char *file = xasprintf("workflows/%s%s.scxml", folder, name);
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; i < out->n; i++) {
		if (str_eq(out->at[i].file, file)) {
			free(file);
			return MLA_OK;
		}
	}
	if ((rc = res_read(&b, office->res, kind, name, err)) == MLA_OK)
		rc = parse(&add_row(out, name, file)->m, &b, name, err);
	else
		free(file);
	buf_free(&b);
	return rc;
}

static void
put(char **at, const char *text)
{
	free(*at);
	*at = xstrdup(text);
}

/* Is a kind one of those of a row, which blanks separate? */
static bool
has_kind(const struct machines_row *r, const char *kind)
{
	size_t len = strlen(kind);

	for (const char *p = strstr(r->kind, kind); p != NULL;
	     p = strstr(p + 1, kind)) {
		if ((p == r->kind || p[-1] == ' ') &&
		    (p[len] == '\0' || p[len] == ' '))
			return true;
	}
	return false;
}

static void
add_user(struct machines_row *r, const char *use, const char *kind)
{
	char *kinds;

	put(&r->use, use);
	if (has_kind(r, kind))
		return;
	kinds = xasprintf("%s%s%s", r->kind, *r->kind == '\0' ? "" : " ", kind);
	free(r->kind);
	r->kind = kinds;
}

/* Say which kind uses a part. */
static void
used_by(struct machines *m, const char *name, const char *use, const char *kind)
{
	for (size_t i = 0; name != NULL && i < m->n; i++) {
		if (str_eq(m->at[i].name, name) &&
		    str_starts(m->at[i].file, "workflows/part/"))
			add_user(&m->at[i], use, kind);
	}
}

/* The machine of one side of a kind, which other kinds may share. */
static enum mla_rc
add_whole(struct machines *out, struct office *office, const struct kind *kind,
    const char *name, const char *side, struct err *err)
{
	size_t n = out->n;
	enum mla_rc rc;

	if (name == NULL)
		return MLA_OK;
	if ((rc = add_machine(out, office, RES_WORKFLOW, name, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < out->n; i++) {
		struct machines_row *r = &out->at[i];

		if (!str_eq(r->name, name) ||
		    str_starts(r->file, "workflows/part/"))
			continue;
		if (i == n)
			put(&r->side, side);
		else if (!str_eq(r->side, side))
			put(&r->side, "");
		add_user(r, MACHINES_WHOLE, kind->id);
	}
	return MLA_OK;
}

static enum mla_rc
add_kind(struct machines *out, struct office *office, const char *id,
    struct err *err)
{
	struct kind *kind = NULL;
	enum mla_rc rc;

	if ((rc = kind_load(&kind, office->res, office->source, id, err)) ==
	        MLA_OK &&
	    (rc = add_whole(
	         out, office, kind, kind->out.machine, "out", err)) == MLA_OK)
		rc = add_whole(out, office, kind, kind->in.machine, "in", err);
	kind_free(kind);
	return rc;
}

static enum mla_rc
name_parts(struct machines *out, struct office *office, const char *id,
    struct err *err)
{
	struct kind *kind = NULL;
	enum mla_rc rc = kind_load(&kind, office->res, office->source, id, err);

	if (rc != MLA_OK)
		return rc;
	used_by(out, kind->part.machine, MACHINES_PART, id);
	used_by(out, kind->out.transmission, MACHINES_TRANSMISSION, id);
	used_by(out, kind->in.transmission, MACHINES_TRANSMISSION, id);
	kind_free(kind);
	return MLA_OK;
}

/* Every file of a folder that is not there already. */
static enum mla_rc
add_rest(struct machines *out, struct office *office, enum res_kind kind,
    struct err *err)
{
	struct file_names names = { 0 };
	enum mla_rc rc = res_list(&names, office->res, kind, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
		rc = add_machine(out, office, kind, names.at[i], err);
	file_names_free(&names);
	return rc;
}

enum mla_rc
machines_list(struct machines *out, struct office *office, struct err *err)
{
	struct file_names kinds = { 0 };
	enum mla_rc rc = res_list(&kinds, office->res, RES_KIND, err);

	for (size_t i = 0; rc == MLA_OK && i < kinds.n; i++)
		rc = add_kind(out, office, kinds.at[i], err);
	if (rc == MLA_OK)
		rc = add_rest(out, office, RES_WORKFLOW, err);
	if (rc == MLA_OK)
		rc = add_rest(out, office, RES_PART, err);
	for (size_t i = 0; rc == MLA_OK && i < kinds.n; i++)
		rc = name_parts(out, office, kinds.at[i], err);
	file_names_free(&kinds);
	return rc;
}

static enum mla_rc
find_file(struct machines *out, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	size_t end = str_ends(base, EXTENSION) ? strlen(EXTENSION) : 0;
	char *name = xstrndup(base, strlen(base) - end);
	struct machines_row *row = add_row(out, name, xstrdup(path));
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, XML_MAX_BYTES, err);

	if (rc == MLA_OK)
		rc = parse(&row->m, &b, path, err);
	buf_free(&b);
	free(name);
	return rc;
}

static bool
is_meant(const struct machines_row *r, const char *name, const char *side)
{
	if (str_eq(r->name, name))
		return true;
	return has_kind(r, name) && str_eq(r->use, MACHINES_WHOLE) &&
	    (*r->side == '\0' || str_eq(r->side, side));
}

/* Keep the row that is meant, and no other. */
static bool
keep(struct machines *m, const char *name, const char *side)
{
	for (size_t i = 0; i < m->n; i++) {
		struct machines_row found = m->at[i];

		if (!is_meant(&found, name, side))
			continue;
		for (size_t k = 0; k < m->n; k++) {
			if (k != i)
				free_row(&m->at[k]);
		}
		m->at[0] = found;
		m->n = 1;
		return true;
	}
	return false;
}

enum mla_rc
machines_side(const char *side, struct err *err)
{
	if (side != NULL && !str_eq(side, "out") && !str_eq(side, "in"))
		return err_set(err, MLA_EUSAGE,
		    "there is no side \"%s\": write out or in", side);
	return MLA_OK;
}

enum mla_rc
machines_find(struct machines *out, struct office *office, const char *name,
    const char *side, struct err *err)
{
	enum mla_rc rc;

	if ((rc = machines_side(side, err)) != MLA_OK)
		return rc;
	if (file_exists(name))
		return find_file(out, name, err);
	if ((rc = machines_list(out, office, err)) != MLA_OK)
		return rc;
	if (keep(out, name, side != NULL ? side : "out"))
		return MLA_OK;
	err_hint(err, "all of them: mla workflow list");
	return err_set(err, MLA_ENOTFOUND,
	    "there is no kind, no machine and no file \"%s\"", name);
}
