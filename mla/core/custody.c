/* custody.c - what is done with exhibits: may it be, and that it was */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/custody.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/cite.h"
#include "core/desk.h"
#include "core/envelope.h"
#include "core/exhibit.h"
#include "core/papers.h"
#include "core/view.h"
#include "xml/node.h"

#define LIMITS "use-limit" /* code lists */
#define GROUNDS "transfer-ground"

/* What the program itself does with exhibits: codes of TRAIL_ACTS. */
#define SENT "desk.custody.sent"
#define RETURNED "desk.custody.returned"
#define ACT_OF(event) ((event) + sizeof(DESK_CUSTODY) - 1)

/* Is the word one of those in a list with blanks between? */
static bool
names(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (n == len && strncmp(at, word, n) == 0)
			return true;
		at += n + strspn(at + n, " ");
	}
	return false;
}

/* Who gave it: a State whose limits bind; NULL: nobody else. */
static char *
giver_of(const struct dossier *d, const struct exhibit *x)
{
	char *state = xml_attr(xml_root(x->about), "state");

	if (state == NULL && !x->ours)
		state = xstrdup(d->row.partner);
	return state;
}

/* Does the act break the limit, as long as it runs? */
static bool
breaks(
    struct office *office, const xmlNode *limit, const struct custody_act *act)
{
	char *code = xml_attr(limit, "code"), *until = xml_attr(limit, "until");
	const xmlNode *row = codes_find(office->codes, LIMITS, code);
	char *list = row != NULL ? xml_attr(row, "breaks") : NULL;
	bool is = names(list, act->act) &&
	    !(act->terms.in_case && xml_attr_is(row, "in-case", "yes"));
	int32_t day;

	if (until != NULL && date_parse(&day, until) && day < act->on.day)
		is = false;
	free(code);
	free(until);
	free(list);
	return is;
}

/* It is not allowed: by whom, under which article, and how it could be. */
static enum mla_rc
forbidden(const struct dossier *d, const xmlNode *limit, const char *where,
    const char *giver, struct err *err)
{
	struct office *office = d->office;
	char *code = xml_attr(limit, "code");
	const xmlNode *row = codes_find(office->codes, LIMITS, code);
	char *all = xml_attr(row, "article");
	char *bound = all != NULL ? cite_of(d, all) : xstrdup("");
	char *key = xasprintf(LIMITS ".%s", code);
	enum mla_rc rc;

	err_hint(err,
	    "They agreed to it: --consent REF (the request or the journal "
	    "entry that says so)%s",
	    xml_attr_is(row, "in-case", "yes")
	        ? ".   It stays within the case: --in-case"
	        : "");
	rc = err_set(err, MLA_EREFUSED,
	    "%s: %s gave it under the limit \"%s\" (%s); this breaks it "
	    "without their consent",
	    where, giver, lang_word(office->lang, key),
	    *bound != '\0' ? bound : all);
	free(code);
	free(all);
	free(bound);
	free(key);
	return rc;
}

/* Does it go back to the State that gave it? */
static bool
goes_back(const struct dossier *d, const struct exhibit *x, const char *to)
{
	char *giver = x->about != NULL ? giver_of(d, x) : NULL;
	bool is = str_eq(giver, to) || (!x->ours && str_eq(d->row.partner, to));

	free(giver);
	return is;
}

/* The limits of one exhibit, here or in another request. */
static enum mla_rc
check_limits(const struct dossier *d, const struct exhibit *x,
    const char *where, const struct custody_act *act, struct err *err)
{
	const char *us = d->office->info.country;
	const char *to = act->state != NULL ? act->state : us;
	const xmlNode *limit;
	char *giver;
	enum mla_rc rc = MLA_OK;

	if (x->about == NULL || (giver = giver_of(d, x)) == NULL)
		return MLA_OK;
	limit = xml_child(xml_root(x->about), REQUEST_NS, "limit");
	if (str_eq(giver, us) || goes_back(d, x, to))
		limit = NULL;
	for (; rc == MLA_OK && limit != NULL;
	     limit = xml_next(limit, REQUEST_NS, "limit")) {
		if (breaks(d->office, limit, act))
			rc = forbidden(d, limit, where, giver, err);
	}
	free(giver);
	return rc;
}

/* The same file in another request, and the limits under which it came. */
static enum mla_rc
check_elsewhere(struct office *office, const char *here,
    const struct store_elsewhere *e, const struct custody_act *act,
    struct err *err)
{
	struct dossier *d = NULL;
	struct exhibits all = { 0 };
	struct exhibit *x;
	char *where = NULL;
	enum mla_rc rc;

	if ((rc = dossier_open(&d, office, e->request, err)) != MLA_OK ||
	    (rc = exhibits_load(&all, d, err)) != MLA_OK)
		goto out;
	where = xasprintf("%s is %s of %s", here, e->id, d->row.reference);
	if ((x = exhibits_at(&all, e->id)) != NULL)
		rc = check_limits(d, x, where, act, err);
out:
	free(where);
	exhibits_free(&all);
	dossier_free(d);
	return rc;
}

static enum mla_rc
check_exhibit(const struct dossier *d, const struct exhibit *x,
    const struct custody_act *act, struct err *err)
{
	struct store_elsewhere *others = NULL;
	size_t n = 0;
	enum mla_rc rc;

	if (act->terms.consent != NULL)
		return MLA_OK;
	if ((rc = check_limits(d, x, x->row.id, act, err)) != MLA_OK ||
	    (rc = store_exhibit_elsewhere(&others, &n, d->office->store,
	         x->row.sha256, d->row.id, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < n; i++)
		rc =
		    check_elsewhere(d->office, x->row.id, &others[i], act, err);
	free(others);
	return rc;
}

/* The consent is an entry of this journal, or a request of the register. */
static enum mla_rc
check_consent(const struct dossier *d, const char *consent, struct err *err)
{
	const struct dossier_event *e;
	int64_t request;

	if (consent == NULL)
		return MLA_OK;
	if (consent[strspn(consent, "0123456789")] != '\0')
		return view_find(&request, d->office, consent, false, err);
	e = dossier_entry(d, strtoll(consent, NULL, 10));
	if (e == NULL || e->replaced_by != 0)
		return err_set(err, MLA_ENOTFOUND,
		    "%s has no entry %s that still stands", d->row.reference,
		    consent);
	return MLA_OK;
}

/* "none" of the list of grounds has that name; or it wants its reasons. */
static enum mla_rc
check_ground(
    const struct dossier *d, const struct custody_terms *terms, struct err *err)
{
	const xmlNode *row;

	if (terms->ground == NULL)
		return MLA_OK;
	row = codes_find(d->office->codes, GROUNDS, terms->ground);
	if (row == NULL) {
		char *all = codes_names(d->office->codes, GROUNDS);

		err_hint(err, "one of: %s", all);
		free(all);
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no ground for a transfer of personal data",
		    terms->ground);
	}
	if (xml_attr_is(row, "reasons", "yes") &&
	    str_is_blank(terms->reasons)) {
		char *article = xml_attr(row, "article");

		err_hint(err, "Say which: --reasons TEXT");
		(void)err_set(err, MLA_EREFUSED,
		    "the ground \"%s\" is recorded with its reasons (%s)",
		    terms->ground, article);
		free(article);
		return MLA_EREFUSED;
	}
	return MLA_OK;
}

/* Does what goes there leave the organisation whose States need a ground? */
static enum mla_rc
check_leaving(const struct dossier *d, const struct exhibit *x,
    const struct custody_act *act, struct err *err)
{
	const xmlNode *list = codes_list(d->office->codes, GROUNDS);
	const xmlNode *code =
	    codes_find(d->office->codes, TRAIL_ACTS, act->act);
	char *org, *source, *all;
	bool us = false, they = true;
	enum mla_rc rc;

	if (act->state == NULL || act->terms.ground != NULL ||
	    !xml_attr_is(code, "leaves", "yes") ||
	    goes_back(d, x, act->state) ||
	    (org = xml_attr(list, "within")) == NULL)
		return MLA_OK;
	if ((rc = law_member(&us, d->office->law, org, d->office->info.country,
	         act->on.day, err)) == MLA_OK)
		rc = law_member(
		    &they, d->office->law, org, act->state, act->on.day, err);
	if (rc == MLA_OK && us && !they) {
		source = xml_attr(list, "source");
		all = codes_names(d->office->codes, GROUNDS);
		err_hint(err, "--ground CODE, one of: %s", all);
		rc = err_set(err, MLA_EREFUSED,
		    "%s: personal data leave the %s for %s: that needs a "
		    "ground, which is recorded (%s)",
		    x->row.id, org, act->state, source);
		free(source);
		free(all);
	}
	free(org);
	return rc;
}

/*
 * Did we have it on that day?  Not after it was given away; and what is given
 * away for good had nothing done with it later.
 */
static enum mla_rc
check_held(const struct dossier *d, const struct trail *trail,
    const struct exhibit *x, const struct custody_act *act, struct err *err)
{
	struct codes *codes = d->office->codes;
	const xmlNode *code = codes_find(codes, TRAIL_ACTS, act->act);
	const bool ends = xml_attr_is(code, "holds", "no");
	const struct trail_entry *gone = NULL;
	char day[DATE_BYTES];

	if (act->on.day < x->brought->on.day)
		return err_set(err, MLA_EREFUSED,
		    "%s came on %s, and not before that day", x->row.id,
		    date_format(x->brought->on.day, day));
	/* Of what is sent as a file we keep a copy. */
	if (str_eq(act->act, ACT_OF(SENT)))
		return MLA_OK;
	for (size_t i = 0; i < trail->n; i++) {
		const struct trail_entry *e = &trail->at[i];
		const xmlNode *done = codes_find(codes, TRAIL_ACTS, e->act);

		if (!str_eq(e->exhibit, x->row.id))
			continue;
		if (ends && e->on.day > act->on.day &&
		    !xml_attr_is(done, "holds", "yes"))
			return err_set(err, MLA_EREFUSED,
			    "%s: we still had it on %s: \"%s\" (entry %lld)",
			    x->row.id, date_format(e->on.day, day), e->act,
			    (long long)e->seq);
		if (e->on.day > act->on.day)
			continue;
		if (xml_attr_is(done, "holds", "no"))
			gone = e;
		else if (xml_attr_is(done, "holds", "yes"))
			gone = NULL;
	}
	if (gone == NULL || xml_attr_is(code, "holds", "yes"))
		return MLA_OK;
	return err_set(err, MLA_EREFUSED,
	    "%s: we do not have it any more: \"%s\" on %s (entry %lld)",
	    x->row.id, gone->act, date_format(gone->on.day, day),
	    (long long)gone->seq);
}

/* Each of them: is it there, do we still have it, do its limits allow it? */
static enum mla_rc
check_all(struct dossier *d, const struct exhibits *all,
    const struct custody_act *act, struct err *err)
{
	char *ids = xstrdup(act->exhibits), *rest = NULL;
	struct trail trail;
	enum mla_rc rc = MLA_OK;

	trail_of(&trail, d, all, NULL);
	for (char *id = strtok_r(ids, " ", &rest); rc == MLA_OK && id != NULL;
	     id = strtok_r(NULL, " ", &rest)) {
		struct exhibit *x;

		if ((rc = exhibits_find(&x, all, d, id, err)) != MLA_OK ||
		    (rc = check_held(d, &trail, x, act, err)) != MLA_OK)
			break;
		if ((rc = check_exhibit(d, x, act, err)) == MLA_OK)
			rc = check_leaving(d, x, act, err);
	}
	trail_free(&trail);
	free(ids);
	return rc;
}

enum mla_rc
custody_check(struct dossier *d, const struct custody_act *act, struct err *err)
{
	struct exhibits all;
	enum mla_rc rc;

	if (codes_find(d->office->codes, TRAIL_ACTS, act->act) == NULL) {
		char *codes = codes_names(d->office->codes, TRAIL_ACTS);

		err_hint(err, "one of: %s", codes);
		free(codes);
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is nothing that is done with an exhibit", act->act);
	}
	if (act->measure != NULL && dossier_part(d, act->measure) == NULL)
		return err_set(err, MLA_ENOTFOUND, "%s has no part \"%s\"",
		    d->row.reference, act->measure);
	if ((rc = check_consent(d, act->terms.consent, err)) != MLA_OK ||
	    (rc = check_ground(d, &act->terms, err)) != MLA_OK ||
	    (rc = exhibits_load(&all, d, err)) != MLA_OK)
		return rc;
	rc = check_all(d, &all, act, err);
	exhibits_free(&all);
	return rc;
}

/* As an entry of the desk; in a write transaction. */
static enum mla_rc
add_entry(struct act_done *done, struct dossier *d,
    const struct custody_act *what, struct err *err)
{
	const struct act_field said[] = { { "who", what->who },
		{ "to", what->to }, { "state", what->state },
		{ "measure", what->measure },
		{ "reasons", what->terms.reasons },
		{ "consent", what->terms.consent },
		{ "ground", what->terms.ground },
		{ "in-case", what->terms.in_case ? "yes" : NULL },
		{ "message", what->message } };
	struct act_field fields[sizeof(said) / sizeof(said[0])];
	char *event = xasprintf(DESK_CUSTODY "%s", what->act);
	struct act act = { .event = event,
		.on = what->on,
		.fields = fields,
		.concerns = what->exhibits };
	enum mla_rc rc;

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (!str_is_blank(said[i].value))
			fields[act.nfields++] = said[i];
	}
	rc = act_add(done, d, &act, err);
	free(event);
	return rc;
}

/* In one transaction; prepare (NULL: nothing) completes the act first. */
static enum mla_rc
record(struct act_done *done, struct office *office, int64_t request,
    const struct custody_act *act,
    enum mla_rc (*prepare)(
        struct custody_act *act, char **to, struct dossier *d, struct err *err),
    struct err *err)
{
	struct custody_act full = *act;
	struct dossier *d = NULL;
	char *to = NULL;
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		goto out;
	if (prepare != NULL && (rc = prepare(&full, &to, d, err)) != MLA_OK)
		goto out;
	if ((rc = custody_check(d, &full, err)) == MLA_OK &&
	    (rc = add_entry(done, d, &full, err)) == MLA_OK)
		rc = store_commit(office->store, err);
out:
	store_rollback(office->store);
	dossier_free(d);
	free(to);
	return rc;
}

enum mla_rc
custody_record(struct act_done *done, struct office *office, int64_t request,
    const struct custody_act *act, struct err *err)
{
	return record(done, office, request, act, NULL, err);
}

/* Does it go back at all, and to whom? */
static enum mla_rc
check_return(char **to, const struct dossier *d, const struct exhibit *x,
    struct err *err)
{
	const xmlNode *about = x->about != NULL ? xml_root(x->about) : NULL;
	char *by = xml_attr(about, "return-by");
	bool goes = by != NULL || xml_attr_is(about, "original", "yes");

	free(by);
	if (!goes) {
		err_hint(err,
		    "It is an original: mla attach %s %s --describe "
		    "--original",
		    d->row.reference, x->row.id);
		return err_set(err, MLA_EREFUSED,
		    "%s is not known to be an original, and nobody asked for "
		    "it back",
		    x->row.id);
	}
	if (*to == NULL)
		*to = x->ours ? xml_attr(about, "person") : papers_partner(d);
	return MLA_OK;
}

static enum mla_rc
prepare_return(
    struct custody_act *act, char **to, struct dossier *d, struct err *err)
{
	char *ids = xstrdup(act->exhibits), *rest = NULL;
	struct exhibits all = { 0 };
	bool theirs = false;
	enum mla_rc rc;

	act->act = ACT_OF(RETURNED);
	rc = exhibits_load(&all, d, err);
	for (char *id = strtok_r(ids, " ", &rest); rc == MLA_OK && id != NULL;
	     id = strtok_r(NULL, " ", &rest)) {
		struct exhibit *x;

		if ((rc = exhibits_find(&x, &all, d, id, err)) == MLA_OK)
			rc = check_return(to, d, x, err);
		theirs = rc == MLA_OK && (theirs || !x->ours);
	}
	if (rc == MLA_OK && act->to == NULL && *to == NULL)
		rc = err_set(
		    err, MLA_EUSAGE, "to whom did it go back? --to NAME");
	if (act->to == NULL)
		act->to = *to;
	if (act->state == NULL && theirs)
		act->state = d->row.partner;
	exhibits_free(&all);
	free(ids);
	return rc;
}

enum mla_rc
custody_return(struct act_done *done, struct office *office, int64_t request,
    const struct custody_act *act, struct err *err)
{
	return record(done, office, request, act, prepare_return, err);
}

/* What the request itself says of the ground on which its data leave. */
static enum mla_rc
ground_of(char **code, char **text, struct dossier *d, struct err *err)
{
	enum mla_rc rc;

	*code = NULL;
	*text = NULL;
	if (d->request == NULL || !str_eq(d->row.side, "out"))
		return MLA_OK;
	dossier_present(d);
	rc = env_string(
	    code, d->env, NULL, "string(r:use/r:transfer/@code)", err);
	return rc != MLA_OK ? rc
	                    : env_string(text, d->env, NULL,
	                          "normalize-space(r:use/r:transfer)", err);
}

/* With a bundle: all its exhibits to the partner. */
static enum mla_rc
with_bundle(struct dossier *d, const struct envelope *e,
    const struct custody_terms *terms, bool record, struct err *err)
{
	struct custody_act act = { .act = ACT_OF(SENT),
		.who = d->office->info.authority,
		.to = e->to_authority,
		.state = d->row.partner,
		.message = e->uid,
		.on = { .day = d->office->now.day, .second = -1 },
		.terms = *terms };
	struct act_done done = { 0 };
	char *code = NULL, *text = NULL;
	struct buf ids = { 0 };
	enum mla_rc rc;

	if (e->nexhibits == 0)
		return MLA_OK;
	for (size_t i = 0; i < e->nexhibits; i++)
		buf_addf(&ids, "%s%s", i > 0 ? " " : "", e->exhibit[i].id);
	act.exhibits = buf_text(&ids);
	if ((rc = ground_of(&code, &text, d, err)) != MLA_OK)
		goto out;
	if (act.terms.ground == NULL && !str_is_blank(code))
		act.terms.ground = code;
	if (act.terms.reasons == NULL && act.terms.ground == code)
		act.terms.reasons = text;
	rc = record ? add_entry(&done, d, &act, err)
	            : custody_check(d, &act, err);
out:
	act_done_free(&done);
	buf_free(&ids);
	free(code);
	free(text);
	return rc;
}

enum mla_rc
custody_may_send(struct dossier *d, const struct envelope *e,
    const struct custody_terms *terms, struct err *err)
{
	return with_bundle(d, e, terms, false, err);
}

enum mla_rc
custody_sent(struct dossier *d, const struct envelope *e,
    const struct custody_terms *terms, struct err *err)
{
	return with_bundle(d, e, terms, true, err);
}
