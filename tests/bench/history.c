/* history.c - requests with a document and eight events: history DIR N */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/office.h"
#include "core/setup.h"
#include "xml/init.h"

#define PER_TRANSACTION 1000
#define FACTS 30 /* sentences of the facts: about 4 KB a document */

struct step {
	const char *event, *part, *on, *field, *value;
};

/* After the draft: with it, eight. */
static const struct step steps[] = {
	{ "issue", NULL, "2026-02-11", NULL, NULL },
	{ "sent", "t1", "2026-02-11", "channel", "central" },
	{ "acknowledge", NULL, "2026-03-02", "reference", "4711" },
	{ "grant", NULL, "2026-03-09", NULL, NULL },
	{ "obtain", "m1", "2026-05-04", NULL, NULL },
	{ "obtain", "m2", "2026-05-05", NULL, NULL },
	{ "transmit", NULL, "2026-05-06", NULL, NULL },
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

static void
write_document(struct buf *b, const char *uid, long number)
{
	buf_addf(b,
	    "<request xmlns=\"urn:mla:request:1\" uid=\"%s\" kind=\"letter\" "
	    "xml:lang=\"en\"><basis treaty=\"ETS030\"/><requesting>"
	    "<state>FR</state><authority><name>Court</name></authority>"
	    "</requesting><requested><state>TR</state></requested>"
	    "<proceedings><file>JI %ld</file><subject><p>Smuggling by sea"
	    "</p></subject></proceedings><facts>",
	    uid, number);
	for (int i = 0; i < FACTS; i++)
		buf_addf(b,
		    "<p>On day %d of case %ld eleven persons were found "
		    "behind a load of pallets, without water or air.</p>",
		    i, number);
	buf_adds(b,
	    "</facts><measures><measure id=\"m1\" code=\"hearing-witness\"/>"
	    "<measure id=\"m2\" code=\"bank-transactions\"/></measures>"
	    "</request>");
}

static enum mla_rc
add_steps(struct dossier *d, struct err *err)
{
	struct act act[STEPS];
	struct act_field field[STEPS];
	struct act_done done[STEPS];
	enum mla_rc rc;

	memset(act, 0, sizeof(act));
	for (size_t i = 0; i < STEPS; i++) {
		act[i].event = steps[i].event;
		act[i].part = steps[i].part;
		(void)when_parse(&act[i].on, steps[i].on);
		if (steps[i].field == NULL)
			continue;
		field[i].name = steps[i].field;
		field[i].value = steps[i].value;
		act[i].fields = &field[i];
		act[i].nfields = 1;
	}
	rc = act_add_all(done, d, act, STEPS, err);
	for (size_t i = 0; i < STEPS; i++)
		act_done_free(&done[i]);
	return rc;
}

static enum mla_rc
add_one(struct office *office, long number, struct err *err)
{
	struct act_new n = { .kind = "letter", .side = "out", .partner = "TR" };
	struct act act = { .on = {
		               .day = date_day(2026, 2, 2), .second = -1 } };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	struct buf b = { 0 };
	char *uid;
	enum mla_rc rc;

	if ((rc = office_uid(&uid, err)) != MLA_OK)
		return rc;
	write_document(&b, uid, number);
	n.uid = uid;
	n.step = MACHINE_DRAFT;
	act.document = buf_text(&b);
	act.document_len = b.len;
	rc = act_create(&d, &done, office, &n, &act, err);
	if (rc == MLA_OK)
		rc = add_steps(d, err);
	dossier_free(d);
	act_done_free(&done);
	buf_free(&b);
	free(uid);
	return rc;
}

int
main(int argc, char **argv)
{
	const char *dir = argc > 2 ? argv[1] : "";
	long n = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	struct office_want want = {
		.data_dir = ".", .now = "2026-06-02", .write = true
	};
	struct office *office = NULL;
	struct err err = { 0 };
	enum mla_rc rc;

	xml_init();
	rc = office_open(&office, &want, &err);
	if (rc == MLA_OK)
		rc = setup_register(office, dir, "Court", "FR", "LIL", &err);
	office_close(office);
	want.register_dir = dir;
	want.store = true;
	office = NULL;
	if (rc == MLA_OK && (rc = office_open(&office, &want, &err)) == MLA_OK)
		rc = store_begin(office->store, &err);
	for (long i = 1; rc == MLA_OK && i <= n; i++) {
		rc = add_one(office, i, &err);
		if (rc == MLA_OK && (i % PER_TRANSACTION == 0 || i == n)) {
			rc = store_commit(office->store, &err);
			if (rc == MLA_OK && i < n)
				rc = store_begin(office->store, &err);
		}
	}
	if (rc != MLA_OK)
		(void)fprintf(stderr, "history: %s\n", err.msg);
	office_close(office);
	xml_done();
	return rc != MLA_OK;
}
