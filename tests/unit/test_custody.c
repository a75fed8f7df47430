/* test_custody.c - exhibits: what they are, who had them, what may be done */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drafted.h"

#include "base/str.h"
#include "core/casefile.h"
#include "core/custody.h"
#include "core/exhibit.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/write.h"

/* A register with a request to Italy and one exhibit of it. */
struct world {
	char *dir;
	struct office *office;
	struct dossier *d;
};

/* Attach a file with these bytes, described so. */
static void
attach(struct world *w, int64_t request, const char *bytes,
    const struct act_field *said, size_t n)
{
	char path[] = "/tmp/mla-unit-file-XXXXXX";
	struct act_exhibit x = { 0 };
	struct act act = { .on = { .day = w->office->now.day, .second = -1 },
		.exhibits = &x,
		.nexhibits = 1 };
	struct act_done done;
	struct err err = { 0 };
	int fd = mkstemp(path);

	assert_int_equal(strlen(bytes), write(fd, bytes, strlen(bytes)));
	(void)close(fd);
	assert_ok(act_take_file(&x, w->office, path, "A file", &err), err);
	assert_ok(
	    exhibit_describe(&x.about, w->office, NULL, false, said, n, &err),
	    err);
	assert_ok(
	    act_step(&done, w->office, request, MACHINE_ATTACH, &act, &err),
	    err);
	act_done_free(&done);
	act_exhibit_free(&x);
	(void)remove(path);
}

static void
look(struct world *w)
{
	struct err err = { 0 };

	dossier_free(w->d);
	assert_ok(dossier_open(&w->d, w->office, 1, &err), err);
}

static const struct act_field from_tunisia[] = { { "state", "TN" },
	{ "limit", "purpose" }, { "limit", "no-disclosure@2027-01-01=trial" },
	{ "original", "yes" }, { "keep-until", "2031-01-01" } };

static int
open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	xml_init();
	w->office = unit_drafted(&w->dir, NULL, "letter", "IT");
	attach(w, 1, "evidence", from_tunisia, 5);
	look(w);
	*state = w;
	return 0;
}

static int
close_world(void **state)
{
	struct world *w = *state;
	struct file_names names = { 0 };
	char *exhibits = file_join(w->dir, "exhibits");
	struct err err = { 0 };

	assert_ok(file_list(&names, exhibits, &err), err);
	for (size_t i = 0; i < names.n; i++) {
		char *path = file_join(exhibits, names.at[i]);

		(void)remove(path);
		free(path);
	}
	file_names_free(&names);
	free(exhibits);
	dossier_free(w->d);
	office_close(w->office);
	unit_remove_register(w->dir);
	free(w);
	xml_done();
	return 0;
}

static enum mla_rc
try(struct world *w, const char *code, const char *to,
    const struct custody_terms *terms, struct err *err)
{
	struct custody_act act = { .act = code,
		.exhibits = "E-0001",
		.state = to,
		.on = { .day = w->office->now.day, .second = -1 } };

	if (terms != NULL)
		act.terms = *terms;
	memset(err, 0, sizeof(*err));
	return custody_check(w->d, &act, err);
}

static void
a_limit_names_its_day_and_its_reason(void **state)
{
	struct world *w = *state;
	struct exhibits all;
	struct err err = { 0 };
	struct buf b = { 0 };

	assert_ok(exhibits_load(&all, w->d, &err), err);
	assert_int_equal(1, all.n);
	xml_write_node(&b, xml_child(xml_root(all.at[0].about), NULL, "limit"));
	xml_write_node(&b,
	    xml_next(xml_child(xml_root(all.at[0].about), NULL, "limit"), NULL,
	        "limit"));
	assert_non_null(strstr(buf_text(&b), "code=\"purpose\""));
	assert_non_null(strstr(buf_text(&b),
	    "code=\"no-disclosure\" until=\"2027-01-01\"><p>trial</p>"));
	buf_free(&b);
	exhibits_free(&all);
}

static void
our_day_of_retention_stays_here(void **state)
{
	struct world *w = *state;
	struct exhibits all;
	struct err err = { 0 };
	struct buf b = { 0 };
	xmlDoc *out;

	assert_ok(exhibits_load(&all, w->d, &err), err);
	out = exhibit_outward(all.at[0].about);
	xml_write(&b, out);
	assert_null(strstr(buf_text(&b), "keep-until"));
	assert_null(strstr(buf_text(&b), "sha256"));
	assert_non_null(strstr(buf_text(&b), "state=\"TN\""));
	buf_free(&b);
	xmlFreeDoc(out);
	exhibits_free(&all);
}

static void
what_others_set_cannot_be_taken_away(void **state)
{
	struct world *w = *state;
	const struct act_field none = { "limit", "none" };
	const struct act_field more = { "limit", "consent" };
	struct exhibits all;
	struct err err = { 0 };
	xmlDoc *doc;
	char *codes;

	assert_ok(exhibits_load(&all, w->d, &err), err);
	assert_int_equal(MLA_EREFUSED,
	    exhibit_describe(&doc, w->office, xml_root(all.at[0].about), true,
	        &none, 1, &err));
	assert_null(doc);
	assert_string_equal("its limits were set by whoever gave it: they "
	                    "cannot be taken away here",
	    err.msg);
	memset(&err, 0, sizeof(err));
	assert_ok(exhibit_describe(&doc, w->office, xml_root(all.at[0].about),
	              true, &more, 1, &err),
	    err);
	codes = exhibit_limits(xml_root(doc));
	assert_string_equal("purpose, no-disclosure, consent", codes);
	free(codes);
	xmlFreeDoc(doc);
	exhibits_free(&all);
}

static void
a_limit_forbids_until_its_day(void **state)
{
	struct world *w = *state;
	const struct custody_terms in_case = { .in_case = true };
	struct err err;

	assert_int_equal(MLA_EREFUSED, try(w, "handed-over", "IT", NULL, &err));
	assert_non_null(strstr(err.msg, "TN gave it under the limit"));
	assert_non_null(strstr(err.msg, "ETS 182 Art. 26"));
	assert_int_equal(
	    MLA_EREFUSED, try(w, "handed-over", "IT", &in_case, &err));
	assert_non_null(strstr(err.msg, "ETS 182 Art. 25"));
	assert_int_equal(MLA_EREFUSED, try(w, "viewed", NULL, NULL, &err));
	w->office->now.day += 60; /* past the day */
	assert_int_equal(MLA_OK, try(w, "handed-over", "IT", &in_case, &err));
	w->office->now.day -= 60;
}

static void
what_goes_back_breaks_nothing(void **state)
{
	struct world *w = *state;
	struct err err;

	assert_ok(try(w, "handed-over", "TN", NULL, &err), err);
	assert_ok(try(w, "destroyed", NULL, NULL, &err), err);
}

static void
the_same_file_is_bound_in_another_request(void **state)
{
	struct world *w = *state;
	struct custody_act act = { .act = "sent",
		.exhibits = "E-0001",
		.state = "IT",
		.on = { .day = w->office->now.day, .second = -1 } };
	struct dossier *other;
	struct err err = { 0 };

	unit_draft(w->office, NULL, "letter", "IT");
	attach(w, 2, "evidence", NULL, 0);
	assert_ok(dossier_open(&other, w->office, 2, &err), err);
	assert_int_equal(MLA_EREFUSED, custody_check(other, &act, &err));
	assert_non_null(strstr(err.msg, "E-0001 is E-0001 of LIL-O-2026"));
	memset(&err, 0, sizeof(err));
	act.terms.consent = "LIL-O-2026-000001";
	assert_ok(custody_check(other, &act, &err), err);
	dossier_free(other);
}

static void
what_leaves_the_union_needs_a_ground_and_its_reasons(void **state)
{
	struct world *w = *state;
	struct custody_terms terms = { .consent = "1" };
	struct err err;

	assert_int_equal(
	    MLA_EREFUSED, try(w, "handed-over", "US", &terms, &err));
	assert_non_null(strstr(err.msg, "Dir. (EU) 2016/680 Arts 35-38"));
	assert_ok(try(w, "handed-over", "IT", &terms, &err), err);
	terms.ground = "nothing";
	assert_int_equal(MLA_EUSAGE, try(w, "handed-over", "US", &terms, &err));
	terms.ground = "legal-claims";
	assert_int_equal(
	    MLA_EREFUSED, try(w, "handed-over", "US", &terms, &err));
	terms.reasons = "a claim there";
	assert_ok(try(w, "handed-over", "US", &terms, &err), err);
}

static void
the_ledger_leaves_out_what_was_struck(void **state)
{
	struct world *w = *state;
	struct custody_act back = { .exhibits = "E-0001",
		.to = "Parquet de Tunis",
		.on = { .day = w->office->now.day, .second = -1 } };
	struct act strike = { .event = "desk.strike",
		.on = { .day = w->office->now.day, .second = -1 } };
	struct act_done done;
	struct exhibits all;
	struct trail trail;
	struct err err = { 0 };

	assert_ok(custody_return(&done, w->office, 1, &back, &err), err);
	strike.replaces = done.seq;
	act_done_free(&done);
	assert_int_equal(
	    MLA_EREFUSED, custody_return(&done, w->office, 1, &back, &err));
	memset(&err, 0, sizeof(err));
	look(w);
	assert_ok(exhibits_load(&all, w->d, &err), err);
	trail_of(&trail, w->d, &all, "E-0001");
	assert_int_equal(2, trail.n);
	assert_string_equal("taken-in", trail.at[0].act);
	assert_string_equal("returned", trail.at[1].act);
	trail_free(&trail);
	exhibits_free(&all);
	assert_ok(act_record(&done, w->office, 1, &strike, &err), err);
	act_done_free(&done);
	look(w);
	assert_ok(exhibits_load(&all, w->d, &err), err);
	trail_of(&trail, w->d, &all, NULL);
	assert_int_equal(1, trail.n);
	trail_free(&trail);
	exhibits_free(&all);
}

static void
the_description_for_laboratories_is_the_same_each_time(void **state)
{
	struct world *w = *state;
	struct envelope_file file = { .id = xstrdup("E-0001"),
		.title = xstrdup("A \"file\""),
		.name = xstrdup("a.bin"),
		.media = xstrdup("text/plain"),
		.href = xstrdup("exhibits/E-0001/a.bin"),
		.bytes = 8 };
	struct envelope e = { .exhibit = &file, .nexhibits = 1 };
	struct buf a = { 0 }, b = { 0 };
	struct err err = { 0 };

	memset(file.sha256, 'a', 64);
	assert_ok(casefile_write(&a, w->d, &e, &err), err);
	assert_ok(casefile_write(&b, w->d, &e, &err), err);
	assert_string_equal(buf_text(&a), buf_text(&b));
	assert_non_null(strstr(buf_text(&a), "A \\\"file\\\""));
	assert_non_null(strstr(buf_text(&a), "\"data/exhibits/E-0001/a.bin\""));
	buf_free(&a);
	buf_free(&b);
	free(file.id);
	free(file.title);
	free(file.name);
	free(file.media);
	free(file.href);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_names_its_day_and_its_reason),
		cmocka_unit_test(our_day_of_retention_stays_here),
		cmocka_unit_test(what_others_set_cannot_be_taken_away),
		cmocka_unit_test(a_limit_forbids_until_its_day),
		cmocka_unit_test(what_goes_back_breaks_nothing),
		cmocka_unit_test(the_same_file_is_bound_in_another_request),
		cmocka_unit_test(
		    what_leaves_the_union_needs_a_ground_and_its_reasons),
		cmocka_unit_test(the_ledger_leaves_out_what_was_struck),
		cmocka_unit_test(
		    the_description_for_laboratories_is_the_same_each_time),
	};

	return cmocka_run_group_tests(tests, open_world, close_world);
}
