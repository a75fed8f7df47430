/* progress.c - how far long work is, on a terminal */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/progress.h"

#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "bundle/hash.h"

enum {
	STEP_BYTES = 32000000, /* read in a moment: below this, silence */
	MEGABYTE = 1000000
};

/* Of the file that is being read. */
struct progress {
	uint64_t bytes, shown;
};

static void
seen(void *arg, size_t bytes)
{
	struct progress *p = arg;

	p->bytes += bytes;
	if (bytes == 0 && p->shown > 0)
		(void)fputs("\r\033[K", stderr);
	else if (p->bytes - p->shown >= STEP_BYTES)
		(void)fprintf(stderr, "\r%llu MB",
		    (unsigned long long)(p->shown = p->bytes) / MEGABYTE);
	(void)fflush(stderr);
	if (bytes == 0)
		p->bytes = p->shown = 0;
}

void
progress_begin(void)
{
	static struct progress progress;

	if (isatty(STDERR_FILENO) == 1)
		hash_watch(seen, &progress);
}
