/* collect.c - the files of evidence that a person names: files and folders */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/collect.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"

void
collect_free(struct collect *all)
{
	for (size_t i = 0; i < all->n; i++) {
		free(all->at[i].path);
		free(all->at[i].below);
	}
	for (size_t i = 0; i < all->nskipped; i++)
		free(all->skipped[i]);
	free(all->at);
	free(all->skipped);
	memset(all, 0, sizeof(*all));
}

static void
add_file(struct collect *all, const char *path, const char *below)
{
	struct collect_file *f;

	all->at = vec_more(all->at, &all->cap, all->n, sizeof(*all->at));
	f = &all->at[all->n++];
	f->path = xstrdup(path);
	f->below = xstrdup_null(below);
}

static void
skip(struct collect *all, const char *path)
{
	all->skipped = vec_more(all->skipped, &all->cap_skipped, all->nskipped,
	    sizeof(*all->skipped));
	all->skipped[all->nskipped++] = xstrdup(path);
}

static enum mla_rc add_folder(struct collect *all, const char *path,
    const char *below, size_t depth, struct err *err);

/* What lies in a folder: a file, a folder, or what is left aside. */
static enum mla_rc
add_inside(struct collect *all, const char *path, const char *below,
    size_t depth, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return err_set(err, MLA_EIO, "%s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return add_folder(all, path, below, depth + 1, err);
	if (S_ISREG(st.st_mode))
		add_file(all, path, below);
	else
		skip(all, path);
	return MLA_OK;
}

static enum mla_rc
add_folder(struct collect *all, const char *path, const char *below,
    size_t depth, struct err *err)
{
	struct file_names names = { 0 };
	enum mla_rc rc;

	if (depth > COLLECT_MAX_DEPTH)
		return err_set(err, MLA_EIO,
		    "%s: more than %d folders lie in one another", path,
		    COLLECT_MAX_DEPTH);
	if ((rc = file_list(&names, path, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *inside = file_join(path, names.at[i]);
		char *name = below != NULL ? file_join(below, names.at[i])
		                           : xstrdup(names.at[i]);

		rc = add_inside(all, inside, name, depth, err);
		free(inside);
		free(name);
	}
	file_names_free(&names);
	return rc;
}

enum mla_rc
collect_add(struct collect *all, const char *path, struct err *err)
{
	size_t before = all->n;
	enum mla_rc rc;

	if (!file_is_dir(path)) {
		add_file(all, path, NULL);
		return MLA_OK;
	}
	rc = add_folder(all, path, NULL, 1, err);
	if (rc == MLA_OK && all->n == before)
		rc = err_set(
		    err, MLA_ENOTFOUND, "%s: there is no file in it", path);
	return rc;
}

enum mla_rc
collect_take(struct act_exhibit *out, struct office *office,
    const struct collect_file *file, const char *title, struct err *err)
{
	char *both = title != NULL && file->below != NULL
	    ? xasprintf("%s: %s", title, file->below)
	    : NULL;
	enum mla_rc rc = act_take_file(out, office, file->path,
	    both != NULL        ? both
	        : title != NULL ? title
	                        : file->below,
	    err);

	free(both);
	return rc;
}
