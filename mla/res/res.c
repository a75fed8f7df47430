/* res.c - find forms/, workflows/ and xslt/, and what is there */
/* SPDX-License-Identifier: Apache-2.0 */
#include "res/res.h"

#include <limits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"
#include "xml/xslt.h"

enum {
	NAME_BYTES = 64
};

struct compiled {
	char *name;
	struct xml_schema *schema;
};

struct sheet {
	char *name;
	struct xslt *xslt;
};

struct res {
	char *dir;
	struct compiled *schemas;
	size_t n, cap;
	struct sheet *sheets;
	size_t nsheets, cap_sheets;
};

static const struct {
	const char *name, *folder, *extension;
} places[] = {
	[RES_KIND] = { "kind", "forms/kind", ".xml" },
	[RES_FORM] = { "form", "forms/form", ".xml" },
	[RES_CODE] = { "code", "forms/code", ".xml" },
	[RES_LANG] = { "lang", "forms/lang", ".xlf" },
	[RES_LAW] = { "law", "forms/law", ".xml" },
	[RES_COUNTRY] = { "country", "forms/country", ".xml" },
	[RES_CALENDAR] = { "calendar", "forms/calendar", ".xml" },
	[RES_SCHEMA] = { "schema", "forms/schema", ".xsd" },
	[RES_XSLT] = { "xslt", "xslt", ".xsl" },
	[RES_WORKFLOW] = { "workflow", "workflows", ".scxml" },
	[RES_PRACTICE] = { "practice", "forms/practice", ".xml" },
	[RES_PART] = { "part", "workflows/part", ".scxml" },
};

static bool
has_data(const char *dir)
{
	char *forms = file_join(dir, places[RES_KIND].folder);
	bool is = file_is_dir(forms);

	free(forms);
	return is;
}

/* Beside the executable, one above, two above, ../share/mla; or NULL. */
static char *
find_beside(void)
{
	static const char *const tails[] = { "", "/..", "/../..",
		"/../share/mla" };
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (len <= 0)
		return NULL;
	self[len] = '\0';
	slash = strrchr(self, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char *path = xasprintf("%s%s", self, tails[i]);
		char *real = has_data(path) ? realpath(path, NULL) : NULL;

		free(path);
		if (real != NULL)
			return real;
	}
	return NULL;
}

enum mla_rc
res_open(struct res **out, const char *dir, struct err *err)
{
	const char *given = dir != NULL ? dir : getenv("MLA_DATA");
	char *found;

	*out = NULL;
	if (given != NULL)
		found = has_data(given) ? realpath(given, NULL) : NULL;
	else
		found = find_beside();
	if (found == NULL && given == NULL && has_data(MLA_DATADIR))
		found = xstrdup(MLA_DATADIR);
	if (found == NULL) {
		err_hint(err,
		    "name the folder that holds forms/, workflows/ "
		    "and xslt/: --data DIR");
		return err_set(err, MLA_ENOTFOUND, "no forms in %s",
		    given != NULL ? given : MLA_DATADIR);
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->dir = found;
	return MLA_OK;
}

void
res_free(struct res *res)
{
	if (res == NULL)
		return;
	for (size_t i = 0; i < res->n; i++) {
		xml_schema_free(res->schemas[i].schema);
		free(res->schemas[i].name);
	}
	for (size_t i = 0; i < res->nsheets; i++) {
		xslt_free(res->sheets[i].xslt);
		free(res->sheets[i].name);
	}
	free(res->schemas);
	free(res->sheets);
	free(res->dir);
	free(res);
}

const char *
res_dir(const struct res *res)
{
	return res->dir;
}

const char *
res_kind_name(enum res_kind kind)
{
	return places[kind].name;
}

static bool
is_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len <= NAME_BYTES && name[len] == '\0' &&
	    name[0] != '-';
}

char *
res_path(const struct res *res, enum res_kind kind, const char *name)
{
	if (!is_name(name))
		return NULL;
	return xasprintf("%s/%s/%s%s", res->dir, places[kind].folder, name,
	    places[kind].extension);
}

enum mla_rc
res_read(struct buf *out, const struct res *res, enum res_kind kind,
    const char *name, struct err *err)
{
	char *path = res_path(res, kind, name);
	enum mla_rc rc;

	if (path == NULL || !file_exists(path))
		rc = err_set(err, MLA_ENOTFOUND, "there is no %s \"%s\"",
		    kind == RES_LANG ? "language" : places[kind].name, name);
	else
		rc = file_read(out, path, XML_MAX_BYTES, err);
	free(path);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

enum mla_rc
res_list(struct file_names *names, const struct res *res, enum res_kind kind,
    struct err *err)
{
	char *dir = file_join(res->dir, places[kind].folder);
	size_t kept = 0;
	enum mla_rc rc = MLA_OK;

	memset(names, 0, sizeof(*names));
	if (file_exists(dir)) /* no folder is as good as an empty one */
		rc = file_list(names, dir, err);
	free(dir);
	if (rc != MLA_OK)
		return rc;
	for (size_t i = 0; i < names->n; i++) {
		char *name = names->at[i];
		size_t cut = strlen(name) - strlen(places[kind].extension);

		if (str_ends(name, places[kind].extension))
			name[cut] = '\0';
		else
			name[0] = '\0';
		if (is_name(name))
			names->at[kept++] = name;
		else
			free(name);
	}
	names->n = kept;
	if (kept > 1)
		qsort(names->at, kept, sizeof(*names->at), by_name);
	return MLA_OK;
}

static enum mla_rc
read_folder(void *arg, struct buf *out, enum res_kind kind, const char *name,
    struct err *err)
{
	return res_read(out, arg, kind, name, err);
}

struct res_source
res_as_source(const struct res *res)
{
	struct res_source source = { read_folder, (void *)(uintptr_t)res };

	return source;
}

static enum mla_rc
find_schema(
    struct xml_schema **out, struct res *res, const char *name, struct err *err)
{
	struct xml_schema *schema;
	char *path;
	enum mla_rc rc;

	*out = NULL;
	for (size_t i = 0; i < res->n; i++) {
		if (str_eq(res->schemas[i].name, name)) {
			*out = res->schemas[i].schema;
			return MLA_OK;
		}
	}
	path = res_path(res, RES_SCHEMA, name);
	if (path == NULL)
		return err_set(err, MLA_EINTERNAL, "no schema %s", name);
	rc = xml_schema_load(&schema, path, err);
	free(path);
	if (rc != MLA_OK)
		return rc;
	res->schemas =
	    vec_more(res->schemas, &res->cap, res->n, sizeof(*res->schemas));
	res->schemas[res->n].name = xstrdup(name);
	res->schemas[res->n++].schema = schema;
	*out = schema;
	return MLA_OK;
}

enum mla_rc
res_xslt(struct xslt **out, struct res *res, const char *name, struct err *err)
{
	char *path, *folder;
	struct xslt *xslt = NULL;
	enum mla_rc rc;

	*out = NULL;
	for (size_t i = 0; i < res->nsheets; i++) {
		if (str_eq(res->sheets[i].name, name)) {
			*out = res->sheets[i].xslt;
			return MLA_OK;
		}
	}
	path = res_path(res, RES_XSLT, name);
	folder = file_join(res->dir, places[RES_XSLT].folder);
	if (path == NULL || !file_exists(path))
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no stylesheet \"%s\"", name);
	else
		rc = xslt_load(&xslt, path, folder, err);
	free(folder);
	free(path);
	if (rc != MLA_OK)
		return rc;
	res->sheets = vec_more(
	    res->sheets, &res->cap_sheets, res->nsheets, sizeof(*res->sheets));
	res->sheets[res->nsheets].name = xstrdup(name);
	res->sheets[res->nsheets++].xslt = xslt;
	*out = xslt;
	return MLA_OK;
}

enum mla_rc
res_check(struct xml_faults *faults, struct res *res, xmlDoc *doc,
    const char *schema, struct err *err)
{
	struct xml_schema *compiled;
	enum mla_rc rc;

	if ((rc = find_schema(&compiled, res, schema, err)) != MLA_OK)
		return rc;
	return xml_schema_check(faults, compiled, doc, err);
}

enum mla_rc
res_parse(xmlDoc **out, struct res *res, const char *data, size_t len,
    const char *name, const char *schema, struct err *err)
{
	struct xml_faults faults = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = xml_read(&doc, data, len, name, err)) != MLA_OK)
		return rc;
	if (schema != NULL &&
	    (rc = res_check(&faults, res, doc, schema, err)) != MLA_OK)
		goto out;
	if (faults.n > 0) {
		rc = err_set(err, MLA_EDAMAGED, "%s:%ld: %s", name,
		    faults.at[0].line, faults.at[0].msg);
		goto out;
	}
	*out = doc; /* the caller owns it now */
	doc = NULL;
out:
	xml_faults_free(&faults);
	xmlFreeDoc(doc);
	return rc;
}
