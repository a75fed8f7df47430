/* drafted.h - a register with one request in it, for the tests of core/ */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DRAFTED_H
#define TESTS_UNIT_DRAFTED_H

#include "office.h"

#include "base/file.h"
#include "core/draft.h"
#include "xml/read.h"

/* Draft a request to partner from the answers in a file, NULL: from none. */
static inline void
unit_draft(struct office *office, const char *sample, const char *kind,
    const char *partner)
{
	struct findings faults = { 0 };
	struct buf b = { 0 };
	struct err err = { 0 };
	char *reference;

	if (sample != NULL)
		assert_ok(file_read(&b, sample, XML_MAX_BYTES, &err), err);
	assert_ok(draft_new(&reference, &faults, office, kind, partner,
	              office->now.day, sample != NULL ? buf_text(&b) : NULL,
	              b.len, &err),
	    err);
	free(reference);
	buf_free(&b);
}

/*
 * A French office with a request to partner, drafted on 2 February 2026; the
 * office of 1 December, for writing.  See unit_new_register.
 */
static inline struct office *
unit_drafted(
    char **dir, const char *sample, const char *kind, const char *partner)
{
	struct office *office = unit_new_register(dir, "FR", "2026-02-02");

	unit_draft(office, sample, kind, partner);
	office_close(office);
	return unit_open_office(*dir, "2026-12-01");
}

#endif
