/* office.h - an office for the tests of core/ */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_OFFICE_H
#define TESTS_UNIT_OFFICE_H

#include "unit.h"

#include "core/office.h"

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

#endif
