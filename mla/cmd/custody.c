/* custody.c - mla custody: who had an exhibit, when, and to whom it went */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/custody.h"

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/terms.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/exhibit.h"
#include "core/view.h"

enum {
	HASH_DIGITS = 12 /* so many of a hash at least name a file */
};

static char *act, *to, *state, *who, *measure, *on, *format;

static struct poptOption options[] = {
	{ "act", '\0', POPT_ARG_STRING, &act, 0,
	    "record what was done (a code of the list custody-act)", "CODE" },
	{ "to", '\0', POPT_ARG_STRING, &to, 0, "to whom it went", "NAME" },
	{ "to-state", '\0', POPT_ARG_STRING, &state, 0,
	    "the State it went to (default: our own)", "CC" },
	{ "who", '\0', POPT_ARG_STRING, &who, 0, "who did it", "NAME" },
	{ "measure", '\0', POPT_ARG_STRING, &measure, 0,
	    "under which measure it was done", "ID" },
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it was done (default: today)", "DATE" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, terms_options, 0, NULL, NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "of the trail: table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

/* "LIL-O-2026-000018", or "journal 12" for an entry. */
static char *
consent_words(const char *consent)
{
	return consent[strspn(consent, "0123456789")] == '\0'
	    ? xasprintf("journal %s", consent)
	    : xstrdup(consent);
}

static void
note(struct buf *b, const char *label, const char *text)
{
	if (!str_is_blank(text))
		buf_addf(b, "%s%s%s%s", b->len > 0 ? " · " : "", label,
		    *label != '\0' ? ": " : "", text);
}

/* What else is known of a line, for people. */
static char *
notes_of(const struct office *office, const struct trail_entry *e)
{
	struct buf b = { 0 };
	char *consent = e->consent != NULL ? consent_words(e->consent) : NULL;

	note(&b, "", e->reasons);
	if (e->ground != NULL)
		note(&b, "ground",
		    words_of(office, "transfer-ground", e->ground));
	note(&b, "consent", consent);
	note(&b, "", e->in_case ? "within the case" : NULL);
	note(&b, "message", e->message);
	free(consent);
	return buf_steal(&b);
}

static void
add_line(
    struct out_table *t, const struct dossier *d, const struct trail_entry *e)
{
	const struct office *office = d->office;
	char day[DATE_BYTES], *notes = notes_of(office, e);
	char *people = xasprintf("%s%s%s%s", e->to != NULL ? e->to : "",
	    e->state != NULL && e->to != NULL ? " (" : "",
	    e->state != NULL ? e->state : "",
	    e->state != NULL && e->to != NULL ? ")" : "");

	out_cell(t, d->row.reference);
	out_cell(t, date_format(e->on.day, day));
	out_cell(t, e->exhibit);
	out_cell2(t, e->act, words_of(office, TRAIL_ACTS, e->act));
	out_cell(t, e->who);
	out_cell2(t, e->to, people);
	out_cell(t, e->state);
	out_cell(t, e->measure);
	out_cellf(t, "%lld", (long long)e->seq);
	out_cell2(t, e->reasons, notes);
	out_cell(t, e->ground);
	out_cell(t, e->consent);
	out_cell(t, e->in_case ? "yes" : "");
	out_cell(t, e->message);
	free(people);
	free(notes);
}

/* One request, or several where a file is in several. */
struct listing {
	struct out_table table;
	struct out_column columns[15];
};

static void
begin(struct listing *l, bool several)
{
	static const struct out_column columns[] = {
		{ "reference", "REQUEST", false, false },
		{ "on", "ON", false, false },
		{ "exhibit", "EXHIBIT", false, false },
		{ "act", "WHAT", false, false },
		{ "who", "WHO", false, true },
		{ "to", "TO", false, true },
		{ "state", NULL, false, false },
		{ "measure", "UNDER", false, false },
		{ "entry", "ENTRY", true, false },
		{ "reasons", "WHY", false, false },
		{ "ground", NULL, false, false },
		{ "consent", NULL, false, false },
		{ "in_case", NULL, false, false },
		{ "message", NULL, false, false },
		{ NULL, NULL, false, false },
	};

	memset(l, 0, sizeof(*l));
	memcpy(l->columns, columns, sizeof(columns));
	if (!several)
		l->columns[0].header = NULL;
	l->table = (struct out_table){ .name = "custody",
		.row = "line",
		.columns = l->columns,
		.below = "reasons" };
}

/* Lines of a request, about the exhibits named (none: about all). */
static enum mla_rc
add_request(struct listing *l, struct office *office, int64_t request,
    const char *const *ids, struct err *err)
{
	struct exhibits all = { 0 };
	struct trail trail = { 0 };
	struct dossier *d = NULL;
	struct exhibit *x;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = exhibits_load(&all, d, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; rc == MLA_OK && ids[i] != NULL; i++)
		rc = exhibits_find(&x, &all, d, ids[i], err);
	if (rc != MLA_OK)
		goto out;
	trail_of(&trail, d, &all, NULL);
	for (size_t i = 0; i < trail.n; i++) {
		bool wanted = ids[0] == NULL;

		for (size_t k = 0; ids[k] != NULL; k++)
			wanted = wanted || str_eq(ids[k], trail.at[i].exhibit);
		if (wanted)
			add_line(&l->table, d, &trail.at[i]);
	}
out:
	trail_free(&trail);
	exhibits_free(&all);
	dossier_free(d);
	return rc;
}

/* The beginning of a SHA-256, as mla attach prints it? */
static bool
is_hash(const char *word)
{
	size_t n = strspn(word, "0123456789abcdef");

	return n >= HASH_DIGITS && (word[n] == '\0' || str_eq(word + n, "..."));
}

/* Wherever a file of that content is. */
static enum mla_rc
add_file(
    struct listing *l, struct office *office, const char *hash, struct err *err)
{
	char *digits = xstrndup(hash, strcspn(hash, "."));
	struct store_elsewhere *at = NULL;
	size_t n = 0;
	enum mla_rc rc;

	rc = store_exhibit_elsewhere(&at, &n, office->store, digits, 0, err);
	if (rc == MLA_OK && n == 0)
		rc = err_set(
		    err, MLA_ENOTFOUND, "no exhibit has the hash %s", digits);
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		const char *ids[] = { at[i].id, NULL };

		rc = add_request(l, office, at[i].request, ids, err);
	}
	free(at);
	free(digits);
	return rc;
}

static enum mla_rc
show(struct office *office, const char *ref, const char **ids,
    enum out_format form, struct err *err)
{
	const bool file = ids[0] == NULL && is_hash(ref);
	struct listing l;
	int64_t request;
	enum mla_rc rc;

	begin(&l, file);
	if (file)
		rc = add_file(&l, office, ref, err);
	else if ((rc = view_find(&request, office, ref, true, err)) == MLA_OK)
		rc = add_request(
		    &l, office, request, (const char *const *)ids, err);
	if (rc == MLA_OK && l.table.n == 0 && form == OUT_TEXT)
		out_notice("No exhibit.   The first one: mla attach REF FILE");
	else if (rc == MLA_OK)
		out_print(&l.table, form);
	out_table_free(&l.table);
	return rc;
}

static enum mla_rc
do_act(
    struct office *office, const char *ref, const char **ids, struct err *err)
{
	struct custody_act what = { .act = act,
		.who = who,
		.to = to,
		.state = state,
		.measure = measure,
		.on = { .day = office->now.day, .second = -1 },
		.terms = terms_said() };
	struct act_done done = { 0 };
	struct buf b = { 0 };
	int64_t request;
	enum mla_rc rc;

	if (ids[0] == NULL) {
		err_hint(err, "its exhibits: mla exhibits %s", ref);
		return err_set(err, MLA_EUSAGE, "name the exhibits, as E-0001");
	}
	if (on != NULL &&
	    (rc = when_typed(&what.on, on, office->now.day, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; ids[i] != NULL; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", ids[i]);
	what.exhibits = buf_text(&b);
	if ((rc = cmd_find_request(&request, office, ref, err)) == MLA_OK &&
	    (rc = custody_record(&done, office, request, &what, err)) == MLA_OK)
		(void)printf("%s: %s   (journal %lld)\n", what.exhibits,
		    words_of(office, TRAIL_ACTS, act), (long long)done.seq);
	act_done_free(&done);
	buf_free(&b);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_custody, args, 1, -1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK)
		return rc;
	return act != NULL ? do_act(office, args[0], args + 1, err)
	                   : show(office, args[0], args + 1, form, err);
}

const struct cmd_verb cmd_custody = {
	.name = "custody",
	.synopsis =
	    "REF [EXHIBIT...] [--format FORMAT] | SHA256 | REF EXHIBIT... "
	    "--act CODE [--to NAME] [--to-state CC] [--who NAME] "
	    "[--measure ID] [--on DATE] [terms...]",
	.summary = "who had an exhibit, when, why, and to whom it went",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
