/* pack.c - a bag of files as `mla send` writes it, without a register */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack zip|tar OUT COUNT FILE...: COUNT payload files of a few bytes, then the
 * files, all in data/; prints the bytes of the bag.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/pack.h"

enum {
	TIME = 1784276100 /* 2026-07-17T08:15:00Z */
};

static enum mla_rc
add_small(struct pack *p, size_t n, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		char *path = xasprintf("data/exhibits/E-%06zu/report.pdf", i);

		rc = pack_add_bytes(p, path, path, strlen(path), err);
		free(path);
	}
	return rc;
}

int
main(int argc, char **argv)
{
	struct pack *p = NULL;
	struct err err = { 0 };
	char manifest[65];
	uint64_t bytes = 0;
	enum mla_rc rc;

	if (argc < 4)
		return 2;
	rc = str_eq(argv[1], "tar")
	    ? pack_begin_tar(&p, argv[2], "bag", TIME, &err)
	    : pack_begin(&p, argv[2], "bag", TIME, &err);
	if (rc == MLA_OK)
		rc = add_small(p, strtoul(argv[3], NULL, 10), &err);
	for (int i = 4; rc == MLA_OK && i < argc; i++) {
		char *path = xasprintf("data/files/%d.bin", i);

		rc = pack_add_file(p, path, argv[i], NULL, &err);
		free(path);
	}
	if (rc == MLA_OK)
		rc = pack_finish(p, NULL, manifest, &bytes, &err);
	else
		pack_abandon(p);
	if (rc != MLA_OK)
		(void)fprintf(stderr, "pack: %s\n", err.msg);
	else
		(void)printf("%llu\n", (unsigned long long)bytes);
	return rc != MLA_OK;
}
