/* collect.h - the files of evidence that a person names: files and folders */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_COLLECT_H
#define MLA_CORE_COLLECT_H

#include "core/act.h"

enum {
	COLLECT_MAX_DEPTH = 256 /* folders in one another */
};

/* One file; the texts are owned. */
struct collect_file {
	char *path; /* where it lies */
	char *below; /* its path below the folder that was named, or NULL */
};

struct collect {
	struct collect_file *at;
	size_t n, cap;
	/* Links, pipes, devices in folders: they are not followed or read. */
	char **skipped;
	size_t nskipped, cap_skipped;
};

/*
 * Add a file ("-": standard input), or all files of a folder and of those in
 * it, each folder in the order of the bytes of its names.  MLA_ENOTFOUND:
 * nothing is there, or no file is in the folder; MLA_EIO: it cannot be read,
 * or folders lie in one another too deep.
 */
enum mla_rc collect_add(struct collect *all, const char *path, struct err *err);
void collect_free(struct collect *all);

/* Take a file into exhibits/; see act_take_file.  title NULL: its name. */
enum mla_rc collect_take(struct act_exhibit *out, struct office *office,
    const struct collect_file *file, const char *title, struct err *err);

#endif
