/* fuzz_sample.h - what the two targets of samples share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_FUZZ_SAMPLE_H
#define TESTS_FUZZ_FUZZ_SAMPLE_H

#include <sys/mman.h>
#include <unistd.h>

#include "core/sample.h"
#include "stats/curve.h"
#include "stats/gray.h"
#include "stats/incidence.h"
#include "xml/init.h"

/* A file in memory with those bytes; its name. */
static inline const char *
fuzz_file(const uint8_t *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		xml_init();
		fd = memfd_create("sample", MFD_CLOEXEC);
	}
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || ftruncate(fd, 0) != 0 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	return path;
}

/* Whatever was read, its shares are shares. */
static inline void
fuzz_estimate(struct sample *s)
{
	struct tally t;

	tally_make(&t, &s->rows);
	for (size_t g = 0; g < t.groups && g < 4; g++) {
		struct incidence f;
		struct curve c;

		curve_make(&c, &t, g, LIMITS_LOGLOG, false);
		incidence_make(&f, &t, g);
		for (size_t i = 0; i < c.n; i++) {
			if (!(c.surv[i] >= 0 && c.surv[i] <= 1) ||
			    !(f.share[1][i] >= 0 &&
			        f.share[1][i] <= 1 + 1e-9) ||
			    c.risk[i] < c.events[i] + c.open[i])
				abort();
		}
		curve_free(&c);
		incidence_free(&f);
	}
	if (t.groups <= 10 && s->entry == NULL)
		(void)gray_test(&t, 1);
	tally_free(&t);
	sample_free(s);
}

#endif
