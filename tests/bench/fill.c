/* fill.c - a register of many requests for the measurements: fill DIR N [due] */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/intake.h"
#include "core/office.h"
#include "core/setup.h"
#include "xml/init.h"

#define PER_TRANSACTION 1000

static int
fail(const struct err *err)
{
	(void)fprintf(stderr, "fill: %s\n", err->msg);
	return 1;
}

/*
 * One request that came in, with a note about its number; or one whose term
 * runs: the week in which an order is acknowledged.
 */
static enum mla_rc
add_one(struct office *office, long number, bool due, struct err *err)
{
	static const char *const state[] = { "CH", "DE", "IT", "TR", "GR" };
	static const char *const bound[] = { "BE", "DE", "IT", "ES", "GR" };
	char *theirs = xasprintf("RH.%ld", number);
	char *note = xasprintf(
	    "number %ld of the register, case w%ld", number, number % 997);
	const struct act_new n = { .kind = due ? "eio" : "letter",
		.side = "in",
		.partner = due ? bound[number % 5] : state[number % 5],
		.theirs = theirs,
		.step = MACHINE_RECEIVE };
	struct act act = { .on = { .day = office->now.day - 1 -
		                   (due ? number % 30 : 0),
		               .second = -1 },
		.note = note };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc = act_create(&d, &done, office, &n, &act, err);

	dossier_free(d);
	act_done_free(&done);
	free(theirs);
	free(note);
	return rc;
}

int
main(int argc, char **argv)
{
	const char *dir = argc > 2 ? argv[1] : "";
	long n = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	const bool due = argc > 3; /* every second one has a time limit */
	struct office_want want = {
		.data_dir = ".", .now = "2026-03-02", .write = true
	};
	struct office *office;
	struct err err = { 0 };
	enum mla_rc rc;

	xml_init();
	if (office_open(&office, &want, &err) != MLA_OK ||
	    setup_register(office, dir, "Ministry", "FR", "LIL", &err) !=
	        MLA_OK)
		return fail(&err);
	office_close(office);
	want.register_dir = dir;
	want.store = true;
	if (office_open(&office, &want, &err) != MLA_OK)
		return fail(&err);
	rc = store_begin(office->store, &err);
	for (long i = 1; rc == MLA_OK && i <= n; i++) {
		rc = add_one(office, i, due && i % 2 == 0, &err);
		if (rc == MLA_OK && (i % PER_TRANSACTION == 0 || i == n)) {
			rc = store_commit(office->store, &err);
			if (rc == MLA_OK && i < n)
				rc = store_begin(office->store, &err);
		}
	}
	if (rc != MLA_OK)
		(void)fail(&err);
	office_close(office);
	xml_done();
	return rc != MLA_OK;
}
