/* drafted.h - a register with one request in it, for the tests of core/ */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DRAFTED_H
#define TESTS_UNIT_DRAFTED_H

#include "office.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "core/draft.h"
#include "core/setup.h"
#include "xml/read.h"

/*
 * A French office with a request to partner, drafted on 2 February 2026; the
 * office of 1 December, for writing.  The caller closes it, and removes and
 * frees *dir with unit_remove_register.
 */
static inline struct office *
unit_drafted(
    char **dir, const char *sample, const char *kind, const char *partner)
{
	struct office *office = unit_open_office(NULL, "2026-12-01");
	struct findings faults = { 0 };
	struct buf b = { 0 };
	struct err err = { 0 };
	char *reference;

	*dir = mkdtemp(xstrdup("/tmp/mla-drafted-XXXXXX"));
	assert_ok(
	    setup_register(office, *dir, "Court", "FR", "LIL", &err), err);
	office_close(office);
	office = unit_open_office(*dir, "2026-02-02");
	assert_ok(file_read(&b, sample, XML_MAX_BYTES, &err), err);
	assert_ok(draft_new(&reference, &faults, office, kind, partner,
	              office->now.day, buf_text(&b), b.len, &err),
	    err);
	free(reference);
	buf_free(&b);
	office_close(office);
	return unit_open_office(*dir, "2026-12-01");
}

#endif
