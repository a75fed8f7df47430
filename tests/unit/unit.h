/* unit.h - what every unit test includes */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "base/err.h"

/* Assert success, and print the error where there is none. */
/* clang-format off */
#define assert_ok(rc, err) \
	do { \
		if ((rc) != MLA_OK) \
			fail_msg("failed: %s", (err).msg); \
	} while (0)
/* clang-format on */

/* Remove a register that a test made, and its name. */
static inline void
unit_remove_register(char *dir)
{
	static const char *const inside[] = { "forms/confirmed.xml",
		"forms/lang/eio-b.fr.xlf", "forms/lang", "forms", "exhibits",
		"trust", "register.db", "register.db-wal", "register.db-shm",
		"lock" };

	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
		char path[512];

		(void)snprintf(path, sizeof(path), "%s/%s", dir, inside[i]);
		(void)remove(path);
	}
	(void)remove(dir);
	free(dir);
}

#endif
