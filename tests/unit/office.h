/* office.h - an office for the tests of core/ */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_OFFICE_H
#define TESTS_UNIT_OFFICE_H

#include "unit.h"

#include <unistd.h>

#include "base/alloc.h"
#include "core/office.h"
#include "core/setup.h"

/* The office of a register (dir NULL: none), for writing, on that day. */
static inline struct office *
unit_open_office(const char *dir, const char *now)
{
	const struct office_want want = { .register_dir = dir,
		.data_dir = ".",
		.now = now,
		.store = dir != NULL,
		.write = true };
	struct office *office;
	struct err err = { 0 };

	assert_ok(office_open(&office, &want, &err), err);
	return office;
}

/* A new folder, in memory where there is one; the caller frees its name. */
static inline char *
unit_folder(void)
{
	char *dir = mkdtemp(
	    xstrdup(access("/dev/shm", W_OK) == 0 ? "/dev/shm/mla-unit-XXXXXX"
	                                          : "/tmp/mla-unit-XXXXXX"));

	assert_non_null(dir);
	return dir;
}

/*
 * The same of a new, empty register of that country.  The caller closes it,
 * and removes and frees *dir with unit_remove_register.
 */
static inline struct office *
unit_new_register(char **dir, const char *country, const char *now)
{
	struct office *office = unit_open_office(NULL, now);
	struct err err = { 0 };

	*dir = unit_folder();
	assert_ok(
	    setup_register(office, *dir, "Court", country, "LIL", &err), err);
	office_close(office);
	return unit_open_office(*dir, now);
}

#endif
