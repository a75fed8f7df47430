/* study.c - requests of several kinds that end in many ways: study DIR N */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/act.h"
#include "core/office.h"
#include "core/setup.h"
#include "xml/init.h"

enum {
	ACTS = 8,
	FIRST_DAY = 730, /* days before now in which they began */
};

/* The same numbers everywhere. */
static unsigned long seed = 20260302;

static long
chance(long n)
{
	seed = (seed * 1103515245UL + 12345UL) & 0x7fffffffUL;
	return (long)(seed >> 8) % n;
}

struct making {
	struct act act[ACTS];
	struct act_field field[ACTS][2];
	size_t n;
	int32_t day, now;
};

/* The next act, so many days later, unless that is still to come. */
static bool
next(struct making *m, const char *event, const char *part, long days,
    const char *name, const char *value)
{
	struct act *a = &m->act[m->n];

	m->day += (int32_t)days;
	if (m->day > m->now)
		return false;
	memset(a, 0, sizeof(*a));
	a->event = event;
	a->part = part;
	a->on = (struct when){ .day = m->day, .second = -1 };
	if (name != NULL) {
		m->field[m->n][0] = (struct act_field){ name, value };
		a->fields = m->field[m->n];
		a->nfields = 1;
	}
	m->n++;
	return true;
}

/* A letter: slow, through ministries; some are refused or withdrawn. */
static void
tell_letter(struct making *m)
{
	const long end = chance(20);

	if (!next(m, "issue", NULL, 1 + chance(9), NULL, NULL) ||
	    !next(m, "sent", "t1", chance(6), "channel", "central"))
		return;
	if (end == 0) {
		(void)next(
		    m, "withdraw", NULL, 40 + chance(300), "reason", "late");
		return;
	}
	if (!next(m, "acknowledge", NULL, 10 + chance(80), NULL, NULL))
		return;
	if (end < 3) {
		if (next(m, "refuse", NULL, 20 + chance(200), "ground",
		        "political-offence")) {
			m->field[m->n - 1][1] =
			    (struct act_field){ "reasons", "none" };
			m->act[m->n - 1].nfields = 2;
		}
		return;
	}
	if (!next(m, "grant", NULL, 10 + chance(200), NULL, NULL) ||
	    !next(m, "obtain", "m1", 10 + chance(200), NULL, NULL) ||
	    !next(m, "transmit", NULL, 1 + chance(20), NULL, NULL))
		return;
}

/* An order: faster. */
static void
tell_order(struct making *m)
{
	if (!next(m, "issue", NULL, 1 + chance(4), NULL, NULL) ||
	    !next(m, "sent", "t1", chance(2), "channel", "direct") ||
	    !next(m, "acknowledge", NULL, 1 + chance(20), NULL, NULL) ||
	    !next(m, "recognise", NULL, 5 + chance(50), NULL, NULL) ||
	    !next(m, "obtain", "m1", 5 + chance(150), NULL, NULL) ||
	    !next(m, "transmit", NULL, 1 + chance(10), NULL, NULL))
		return;
}

static void
write_document(struct buf *b, const char *uid, bool order, const char *to)
{
	static const char *const measure[] = { "hearing-witness",
		"bank-transactions", "search-seizure" };

	buf_addf(b,
	    "<request xmlns=\"urn:mla:request:1\" uid=\"%s\" kind=\"%s\" "
	    "xml:lang=\"en\"><basis treaty=\"%s\"/><requesting>"
	    "<state>FR</state><authority><name>Court</name></authority>"
	    "</requesting><requested><state>%s</state></requested>"
	    "<measures><measure id=\"m1\" code=\"%s\"/></measures></request>",
	    uid, order ? "eio" : "letter", order ? "EIO" : "ETS030", to,
	    measure[chance(3)]);
}

static enum mla_rc
add_one(struct office *office, struct err *err)
{
	static const char *const far[] = { "TR", "CH", "TN", "UA" };
	static const char *const near[] = { "BE", "DE", "IT", "GR" };
	const bool order = chance(5) < 3;
	struct act_new n = { .kind = order ? "eio" : "letter",
		.side = "out",
		.partner = order ? near[chance(4)] : far[chance(4)],
		.step = MACHINE_DRAFT };
	struct making m = { .now = office->now.day,
		.day = office->now.day - 10 - (int32_t)chance(FIRST_DAY) };
	struct act act = { .on = { .day = m.day, .second = -1 } };
	struct act_done done = { 0 }, more[ACTS];
	struct dossier *d = NULL;
	struct buf b = { 0 };
	char *uid;
	enum mla_rc rc;

	if ((rc = office_uid(&uid, err)) != MLA_OK)
		return rc;
	write_document(&b, uid, order, n.partner);
	n.uid = uid;
	act.document = buf_text(&b);
	act.document_len = b.len;
	rc = act_create(&d, &done, office, &n, &act, err);
	if (order)
		tell_order(&m);
	else
		tell_letter(&m);
	if (rc == MLA_OK && m.n > 0) {
		rc = act_add_all(more, d, m.act, m.n, err);
		for (size_t i = 0; i < m.n; i++)
			act_done_free(&more[i]);
	}
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
	for (long i = 0; rc == MLA_OK && i < n; i++)
		rc = add_one(office, &err);
	if (rc == MLA_OK)
		rc = store_commit(office->store, &err);
	if (rc != MLA_OK)
		(void)fprintf(stderr, "study: %s\n", err.msg);
	office_close(office);
	xml_done();
	return rc != MLA_OK;
}
