/* fuzz_tar.c - any bytes as an archive: visit what is in it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "container.h"

#include "bundle/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum mla_rc
see(void *arg, const char *path, struct err *err)
{
	(void)arg;
	(void)path;
	(void)err;
	return MLA_OK;
}

static enum mla_rc
see_odd(void *arg, const char *path, const char *what, struct err *err)
{
	(void)what;
	return see(arg, path, err);
}

static enum mla_rc
see_bytes(void *arg, const void *data, size_t len, struct err *err)
{
	(void)arg;
	(void)data;
	(void)len;
	(void)err;
	return MLA_OK;
}

static void
visit(const char *path)
{
	struct walk names = {
		.root = "", .file = see, .folder = see, .odd = see_odd
	};
	struct walk content = { .root = "", .file = see, .bytes = see_bytes };
	struct err err = { 0 };

	(void)walk_bag(path, &names, &err);
	(void)walk_bag(path, &content, &err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	container_of(data, size, visit);
	return 0;
}
