/* inbox.c - bundles that wait for a person: nobody trusts who signed them */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/inbox.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/desk.h"
#include "core/trustees.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

#define INBOX_NS "urn:mla:inbox:1"
#define BAG_END ".bag"
#define NOTE_END ".xml"
#define CERT_END ".pem"

enum {
	NOTE_MAX_BYTES = 1 << 20,
	LEAST_TYPED = 4, /* characters of an id */
	ID_CHARACTERS = 64
};

/* --- notes --- */

void
inbox_item_free(struct inbox_item *i)
{
	free(i->id);
	free(i->state);
	free(i->name);
	free(i->reached);
	free(i->held);
	free(i->why);
	free(i->from_state);
	free(i->from_authority);
	free(i->reference);
	free(i->type);
	free(i->kind);
	free(i->sent);
	free(i->subject);
	free(i->fingerprint);
	free(i->decided);
	free(i->reason);
	memset(i, 0, sizeof(*i));
}

void
inbox_free(struct inbox *inbox)
{
	for (size_t i = 0; i < inbox->n; i++)
		inbox_item_free(&inbox->at[i]);
	free(inbox->at);
	memset(inbox, 0, sizeof(*inbox));
}

/* Each text of a note and the attribute that keeps it. */
struct place_of {
	const char *name;
	size_t at;
};

static const struct place_of places[] = {
	{ "id", offsetof(struct inbox_item, id) },
	{ "state", offsetof(struct inbox_item, state) },
	{ "name", offsetof(struct inbox_item, name) },
	{ "reached", offsetof(struct inbox_item, reached) },
	{ "held", offsetof(struct inbox_item, held) },
	{ "why", offsetof(struct inbox_item, why) },
	{ "from-state", offsetof(struct inbox_item, from_state) },
	{ "from-authority", offsetof(struct inbox_item, from_authority) },
	{ "reference", offsetof(struct inbox_item, reference) },
	{ "type", offsetof(struct inbox_item, type) },
	{ "kind", offsetof(struct inbox_item, kind) },
	{ "sent", offsetof(struct inbox_item, sent) },
	{ "subject", offsetof(struct inbox_item, subject) },
	{ "fingerprint", offsetof(struct inbox_item, fingerprint) },
	{ "decided", offsetof(struct inbox_item, decided) },
	{ "reason", offsetof(struct inbox_item, reason) },
};

static char **
text_at(struct inbox_item *item, const struct place_of *place)
{
	return (char **)(void *)((char *)item + place->at);
}

char *
inbox_path(
    const struct office *office, const struct inbox_item *item, const char *end)
{
	char *name = xasprintf("%s%s", item->id, end);
	char *path = office_path(office, INBOX_DIR, name);

	free(name);
	return path;
}

/* An attribute holds no control characters: they become blanks. */
static void
add_text(struct buf *b, const char *name, const char *value)
{
	char *safe = xstrdup(value);

	for (char *at = safe; *at != '\0'; at++) {
		if ((unsigned char)*at < ' ')
			*at = ' ';
	}
	xml_add_attr(b, name, safe);
	free(safe);
}

static enum mla_rc
write_note(
    const struct office *office, struct inbox_item *item, struct err *err)
{
	char *path = inbox_path(office, item, NOTE_END);
	struct buf b = { 0 };
	enum mla_rc rc;

	buf_adds(&b, "<held xmlns=\"" INBOX_NS "\"");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const char *text = *text_at(item, &places[i]);

		if (text != NULL && *text != '\0')
			add_text(&b, places[i].name, text);
	}
	buf_addf(&b, " bytes=\"%llu\"/>\n", (unsigned long long)item->bytes);
	rc = file_save(path, buf_text(&b), b.len, err);
	buf_free(&b);
	free(path);
	return rc;
}

static bool
is_id(const char *text)
{
	return strlen(text) == ID_CHARACTERS &&
	    strspn(text, "0123456789abcdef") == ID_CHARACTERS;
}

static enum mla_rc
read_note(struct inbox_item *item, const char *path, struct err *err)
{
	struct buf b = { 0 };
	xmlDoc *doc = NULL;
	char *bytes;
	enum mla_rc rc;

	memset(item, 0, sizeof(*item));
	if ((rc = file_read(&b, path, NOTE_MAX_BYTES, err)) == MLA_OK)
		rc = xml_read(&doc, buf_text(&b), b.len, path, err);
	buf_free(&b);
	if (rc != MLA_OK)
		return rc;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char **text = text_at(item, &places[i]);

		*text = xml_attr(xml_root(doc), places[i].name);
		if (*text == NULL)
			*text = xstrdup("");
	}
	bytes = xml_attr(xml_root(doc), "bytes");
	item->bytes = bytes != NULL ? strtoull(bytes, NULL, 10) : 0;
	free(bytes);
	if (!xml_is(xml_root(doc), INBOX_NS, "held") || !is_id(item->id))
		rc = err_set(err, MLA_EDAMAGED, "%s is damaged", path);
	xmlFreeDoc(doc);
	return rc;
}

static int
by_arrival(const void *a, const void *b)
{
	const struct inbox_item *x = a, *y = b;
	int order = strcmp(x->held, y->held);

	if (order == 0)
		order = strcmp(x->name, y->name);
	return order != 0 ? order : strcmp(x->id, y->id);
}

enum mla_rc
inbox_list(
    struct inbox *out, const struct office *office, bool all, struct err *err)
{
	char *dir = file_join(office->dir, INBOX_DIR);
	struct file_names names = { 0 };
	enum mla_rc rc = MLA_OK;

	memset(out, 0, sizeof(*out));
	if (file_is_dir(dir))
		rc = file_list(&names, dir, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		struct inbox_item item;
		char *path;

		if (!str_ends(names.at[i], NOTE_END))
			continue;
		path = file_join(dir, names.at[i]);
		rc = read_note(&item, path, err);
		free(path);
		if (rc != MLA_OK ||
		    (!all && !str_eq(item.state, INBOX_WAITING))) {
			inbox_item_free(&item);
			continue;
		}
		out->at =
		    vec_more(out->at, &out->cap, out->n, sizeof(*out->at));
		out->at[out->n++] = item;
	}
	if (out->n > 1)
		qsort(out->at, out->n, sizeof(*out->at), by_arrival);
	file_names_free(&names);
	free(dir);
	return rc;
}

enum mla_rc
inbox_find(struct inbox_item *out, const struct office *office,
    const char *typed, struct err *err)
{
	size_t len = strlen(typed), n = 0;
	struct inbox all;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = inbox_list(&all, office, true, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; len >= LEAST_TYPED && i < all.n; i++) {
		if (strncmp(all.at[i].id, typed, len) != 0)
			continue;
		inbox_item_free(out);
		*out = all.at[i];
		memset(&all.at[i], 0, sizeof(all.at[i]));
		n++;
	}
	if (n == 1)
		goto out;
	inbox_item_free(out);
	err_hint(err, "All of them: mla inbox list --all");
	rc = err_set(err, MLA_ENOTFOUND,
	    n > 1 ? "several bundles in the inbox begin with \"%s\""
	          : "no bundle in the inbox is \"%s\"",
	    typed);
out:
	inbox_free(&all);
	return rc;
}

/* --- the gate --- */

void
inbox_signer_free(struct inbox_signer *signer)
{
	free(signer->subject);
	free(signer->fingerprint);
	memset(signer, 0, sizeof(*signer));
}

/* Copy the bundle to the inbox under its hash, unless it is there. */
static enum mla_rc
store_bag(struct inbox_item *item, const struct office *office,
    const char *path, struct err *err)
{
	char *dir = file_join(office->dir, INBOX_DIR), *stored = NULL;
	struct file_new file = { .fd = -1 };
	struct hash_pair pair;
	int fd = -1;
	enum mla_rc rc;

	if ((rc = hash_file(&pair, path, err)) != MLA_OK)
		goto out;
	item->id = xstrdup(pair.sha256);
	item->bytes = pair.bytes;
	stored = inbox_path(office, item, BAG_END);
	if (file_exists(stored))
		goto out;
	if ((rc = file_mkdir(dir, err)) != MLA_OK ||
	    (rc = file_open(&fd, path, err)) != MLA_OK ||
	    (rc = file_begin(&file, stored, err)) != MLA_OK ||
	    (rc = hash_copy(&pair, fd, path, &file, err)) != MLA_OK)
		goto out;
	if (!str_eq(pair.sha256, item->id))
		rc =
		    err_set(err, MLA_EIO, "%s changed while it was read", path);
	else
		rc = file_commit(&file, err);
out:
	if (fd >= 0)
		(void)close(fd);
	file_abandon(&file);
	free(stored);
	free(dir);
	return rc;
}

static void
describe(struct inbox_item *item, const struct inbox_ask *ask,
    const struct signature *s, const char *why)
{
	const struct envelope *e = ask->envelope;
	char reached[WHEN_BYTES];

	item->state = xstrdup(INBOX_WAITING);
	item->name = xstrdup(file_base(ask->path));
	item->reached = xstrdup(when_format(ask->reached, reached));
	item->held = office_moment(ask->office);
	item->why = xstrdup(why);
	item->from_state = xstrdup_null(e->from_state);
	item->from_authority = xstrdup_null(e->from_authority);
	item->reference = xstrdup_null(e->from_reference);
	item->type = xstrdup_null(e->type);
	item->kind = xstrdup_null(e->kind);
	item->sent = xstrdup_null(e->sent);
	item->subject = xstrdup_null(s->signer.subject);
	item->fingerprint = xstrdup(s->signer.fingerprint);
}

/* It was here before: what became of it? */
static enum mla_rc
say_known(const struct inbox_item *known, struct err *err)
{
	err_hint(err, "mla inbox show %.12s", known->id);
	if (str_eq(known->state, INBOX_REJECTED))
		return err_set(err, MLA_EREFUSED,
		    "this bundle was rejected on %.10s: %s", known->decided,
		    known->reason);
	return err_set(err, MLA_EREFUSED,
	    "this bundle is in the inbox since %.10s: %s", known->held,
	    known->why);
}

static enum mla_rc
hold(char **held, const struct inbox_ask *ask, const struct signature *s,
    const char *why, struct err *err)
{
	struct inbox_item item = { 0 }, known = { 0 };
	char *note = NULL, *cert = NULL;
	enum mla_rc rc;

	if (file_is_dir(ask->path)) {
		err_hint(err,
		    "Pack it as one file, as by zip -r, and receive that.");
		return err_set(err, MLA_EREFUSED,
		    "it is held back, and a folder is not kept: %s", why);
	}
	if ((rc = store_bag(&item, ask->office, ask->path, err)) != MLA_OK)
		goto out;
	*held = xstrdup(item.id);
	note = inbox_path(ask->office, &item, NOTE_END);
	cert = inbox_path(ask->office, &item, CERT_END);
	if (file_exists(note)) {
		if ((rc = read_note(&known, note, err)) == MLA_OK)
			rc = say_known(&known, err);
		goto out;
	}
	describe(&item, ask, s, why);
	if (s->pem.len > 0 &&
	    (rc = file_save(cert, buf_text(&s->pem), s->pem.len, err)) !=
	        MLA_OK)
		goto out;
	if ((rc = write_note(ask->office, &item, err)) != MLA_OK)
		goto out;
	err_hint(err,
	    "See it: mla inbox show %.12s   Then: mla inbox accept %.12s or "
	    "reject %.12s",
	    item.id, item.id, item.id);
	rc = err_set(err, MLA_EREFUSED,
	    "it is held back in the inbox, and not recorded: %s", why);
out:
	free(cert);
	free(note);
	inbox_item_free(&known);
	inbox_item_free(&item);
	return rc;
}

/* Why it is held back, a clause; NULL: it is not.  The caller frees it. */
static char *
judge(const struct inbox_ask *ask, bool is_signed, const struct signature *s,
    const struct trustees *all)
{
	const char *state = ask->envelope->from_state;

	if (!is_signed)
		return trustees_must_sign(all, state)
		    ? xasprintf("it is not signed, and %s signs all that it "
		                "sends",
		          state)
		    : NULL;
	if (s->why_now != NULL)
		return xstrdup(s->why_now);
	if (!trustees_speak_for(all, s->anchor, state))
		return xasprintf("its signer is not trusted for %s", state);
	return NULL;
}

enum mla_rc
inbox_gate(char **held, struct inbox_signer *signer,
    const struct inbox_ask *ask, struct err *err)
{
	struct office *office = ask->office;
	struct trustees all = { 0 };
	struct signature s = { 0 };
	struct trust *trust = NULL;
	char *why = NULL;
	bool is_signed;
	enum mla_rc rc;

	*held = NULL;
	memset(signer, 0, sizeof(*signer));
	if ((rc = trustees_read(&all, office->dir, err)) != MLA_OK ||
	    (rc = trustees_load(&trust, office->dir, NULL, err)) != MLA_OK ||
	    (rc = signed_read(&is_signed, &s, ask->path, ask->report, trust,
	         when_utc(&office->now), err)) != MLA_OK)
		goto out;
	signer->missed = !is_signed && all.n > 0;
	if (is_signed) {
		signer->subject = xstrdup(s.signer.subject);
		signer->fingerprint = xstrdup(s.signer.fingerprint);
	}
	why = judge(ask, is_signed, &s, &all);
	if (why != NULL && !ask->accepted)
		rc = hold(held, ask, &s, why, err);
out:
	free(why);
	signature_free(&s);
	trust_free(trust);
	trustees_free(&all);
	return rc;
}

enum mla_rc
inbox_record(struct office *office, int64_t request,
    const struct inbox_signer *signer, const char *accepted, struct err *err)
{
	const struct act_field field[] = { { "signer", signer->subject },
		{ "certificate", signer->fingerprint } };
	struct act act = { .event =
		               accepted != NULL ? DESK_ACCEPT : DESK_SIGNED,
		.on = { .day = office->now.day, .second = -1 },
		.note = accepted,
		.fields = field,
		.nfields = signer->subject != NULL ? 2 : 0 };
	struct act_done done = { 0 };
	struct dossier *d = NULL;
	enum mla_rc rc;

	if (accepted == NULL && signer->subject == NULL)
		return MLA_OK;
	if ((rc = dossier_open(&d, office, request, err)) == MLA_OK)
		rc = act_add(&done, d, &act, err);
	act_done_free(&done);
	dossier_free(d);
	return rc;
}

/* --- what a person decides --- */

static enum mla_rc
decide(struct office *office, const struct inbox_item *item, const char *state,
    const char *reason, struct err *err)
{
	char *path = inbox_path(office, item, NOTE_END);
	struct inbox_item now;
	enum mla_rc rc;

	if ((rc = read_note(&now, path, err)) == MLA_OK) {
		free(now.state);
		free(now.decided);
		free(now.reason);
		now.state = xstrdup(state);
		now.decided = office_moment(office);
		now.reason = xstrdup(reason);
		rc = write_note(office, &now, err);
	}
	inbox_item_free(&now);
	free(path);
	return rc;
}

enum mla_rc
inbox_accept(struct exchange_received *received, struct office *office,
    const struct inbox_item *item, const char *reason, struct err *err)
{
	char *path = inbox_path(office, item, BAG_END);
	struct when reached = { 0 };
	struct hash_pair pair;
	enum mla_rc rc;

	memset(received, 0, sizeof(*received));
	if (!when_parse(&reached, item->reached))
		rc = err_set(err, MLA_EDAMAGED,
		    "the note of %s has no day on which it reached us",
		    item->id);
	else if ((rc = hash_file(&pair, path, err)) == MLA_OK &&
	    !str_eq(pair.sha256, item->id))
		rc = err_set(err, MLA_EDAMAGED,
		    "%s is not what came: its SHA-256 is another one", path);
	if (rc == MLA_OK)
		rc = exchange_receive_accepted(
		    received, office, path, &reached, reason, err);
	if (rc == MLA_OK)
		rc = decide(office, item, INBOX_ACCEPTED, reason, err);
	free(path);
	return rc;
}

enum mla_rc
inbox_reject(struct office *office, const struct inbox_item *item,
    const char *reason, struct err *err)
{
	if (str_eq(item->state, INBOX_ACCEPTED))
		return err_set(err, MLA_EREFUSED,
		    "it was accepted on %.10s, and is recorded", item->decided);
	return decide(office, item, INBOX_REJECTED, reason, err);
}
