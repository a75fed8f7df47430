/* papers.c - what goes into a bundle: forms, exhibits, a word to the reader */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/papers.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/carried.h"
#include "core/check.h"
#include "core/deskpaper.h"
#include "core/docmodel.h"
#include "core/exhibit.h"
#include "core/official.h"
#include "core/render.h"
#include "core/trail.h"
#include "xml/node.h"

enum mla_rc
papers_check(struct findings *out, struct check_sum *sum, struct dossier *d,
    struct err *err)
{
	const struct check_in in = { .doc = d->doc,
		.res = d->office->res,
		.source = d->rules->source,
		.lang = d->office->lang,
		.day = d->office->now.day };

	if (d->doc == NULL)
		return err_set(err, MLA_ENOTFOUND,
		    "%s has no document to check", d->row.reference);
	return check_document(out, sum, &in, err);
}

bool
papers_is_shared(const struct dossier *d)
{
	const struct machine *m = d->rules->whole;

	for (size_t i = 1; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (str_eq(s->transition[t]->step, MACHINE_REVISE) &&
			    str_eq(s->transition[t]->by, "either") &&
			    run_is_active(d->run, s->id))
				return true;
		}
	}
	return false;
}

char *
papers_states(const struct dossier *d)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->nparts; i++) {
		char *state = dossier_part_state(&d->parts[i]);

		if (state != NULL)
			buf_addf(&b, "%s %s\n", d->parts[i].id, state);
		free(state);
	}
	return buf_steal(&b);
}

bool
papers_keeps_states(const struct dossier *d, const char *before)
{
	char *copy = xstrdup(before), *rest = NULL;
	bool same = true;

	for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *state = strchr(line, ' '), *now;
		const struct dossier_part *p;

		*state++ = '\0';
		p = dossier_part(d, line);
		now = p != NULL ? dossier_part_state(p) : NULL;
		same = same && str_eq(now, state);
		free(now);
	}
	free(copy);
	return same;
}

int64_t
papers_began(const struct dossier *d, const char *transmission)
{
	int64_t first = 0;
	bool any = false;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		any = any || str_eq(e->covered, transmission);
		if (str_eq(e->part, transmission) &&
		    (first == 0 || e->seq < first))
			first = e->seq;
	}
	return any ? first : 0;
}

bool
papers_has_news(const struct dossier *d, const char *transmission)
{
	int64_t news = 0;

	if (d->doc == NULL || !papers_is_shared(d))
		return false;
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->document != NULL && e->seq > news &&
		    exhibit_is_ours(d, e->seq))
			news = e->seq;
	}
	return news != 0 && carried_goes_with(d, news, transmission);
}

enum mla_rc
papers_exhibit(struct envelope_file *f, const struct dossier *d,
    const struct store_exhibit *row, struct err *err)
{
	char *safe;
	xmlDoc *doc;
	enum mla_rc rc;

	if ((rc = exhibit_read(&doc, d, row, err)) != MLA_OK)
		return rc;
	f->id = xstrdup(row->id);
	f->title = xml_attr(xml_root(doc), "title");
	f->name = xml_attr(xml_root(doc), "name");
	f->media = xml_attr(xml_root(doc), "media");
	f->bytes = row->bytes;
	f->source = office_path(d->office, STORE_EXHIBITS, row->sha256);
	memcpy(f->sha256, row->sha256, sizeof(f->sha256));
	f->about = exhibit_outward(doc);
	safe = pack_safe_name(f->name);
	f->href = xasprintf("exhibits/%s/%s", f->id, safe);
	free(safe);
	xmlFreeDoc(doc);
	return MLA_OK;
}

/* Which exhibits? */
enum whose {
	OURS,
	THEIRS,
	ANYBODYS,
};

/* What the journal knows beside: when and from whom it came into the file. */
static void
put_origin(xmlNode *exhibit, const struct dossier_event *e, bool ours)
{
	char on[DATE_BYTES], *recorded = deskpaper_moment(e->recorded);

	(void)xmlNewProp(exhibit, (const xmlChar *)"on",
	    (const xmlChar *)date_format(e->on.day, on));
	(void)xmlNewProp(
	    exhibit, (const xmlChar *)"recorded", (const xmlChar *)e->recorded);
	(void)xmlNewProp(exhibit, (const xmlChar *)"by",
	    (const xmlChar *)(ours ? "us" : "them"));
	free(recorded);
}

/* A document with an element for each exhibit, for $exhibits. */
static enum mla_rc
exhibits_doc(
    xmlDoc **out, const struct dossier *d, enum whose whose, struct err *err)
{
	struct store_exhibits rows;
	xmlNode *root;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = store_exhibits(&rows, d->office->store, d->row.id, err)) !=
	    MLA_OK)
		return rc;
	*out = xmlNewDoc((const xmlChar *)"1.0");
	root = xmlNewDocNode(*out, NULL, (const xmlChar *)"exhibits", NULL);
	(void)xmlDocSetRootElement(*out, root);
	for (size_t i = 0; rc == MLA_OK && i < rows.n; i++) {
		const struct dossier_event *e =
		    dossier_entry(d, rows.at[i].seq);
		bool ours = exhibit_is_ours(d, rows.at[i].seq);
		xmlDoc *doc;

		if (e == NULL || whose == (ours ? THEIRS : OURS))
			continue;
		if ((rc = exhibit_read(&doc, d, &rows.at[i], err)) != MLA_OK)
			break;
		put_origin(xml_root(doc), e, ours);
		(void)xmlAddChild(root, xmlDocCopyNode(xml_root(doc), *out, 1));
		xmlFreeDoc(doc);
	}
	store_exhibits_free(&rows);
	if (rc != MLA_OK) {
		xmlFreeDoc(*out);
		*out = NULL;
	}
	return rc;
}

/*
 * Whose paper is it?  A form of an act is of the side whose act it was, the
 * request's own form of the side that requests; else it is ours.  Under their
 * letterhead stand their reference and their name, as far as they are known.
 */
struct head {
	bool theirs;
	char *sender, *reference; /* NULL: not known */
};

static void
head_of(struct head *h, const struct dossier *d, const char *form,
    const struct dossier_event *ev)
{
	memset(h, 0, sizeof(*h));
	h->theirs = rules_is_own_form(d->rules, form)
	    ? str_eq(d->row.side, "in")
	    : ev != NULL && !ev->ours;
	if (!h->theirs)
		return;
	h->sender = papers_partner(d);
	h->reference = papers_their_reference(d);
	if (str_eq(h->sender, d->row.partner)) {
		free(h->sender);
		h->sender = NULL;
	}
}

/* What a paper is printed from, besides the request. */
struct paper {
	struct head head;
	struct form *form;
	struct lang *words[2]; /* the second one: NULL, or beside it */
	char *unconfirmed[2]; /* sections in that language, NULL: none */
	xmlDoc *exhibits, *all, *desk; /* all: of both sides */
};

static void
close_paper(struct paper *p)
{
	free(p->head.sender);
	free(p->head.reference);
	xmlFreeDoc(p->desk);
	xmlFreeDoc(p->exhibits);
	xmlFreeDoc(p->all);
	for (size_t i = 0; i < 2; i++) {
		free(p->unconfirmed[i]);
		lang_free(p->words[i]);
	}
	form_free(p->form);
}

/* The words of one language, and whether somebody confirmed them. */
static enum mla_rc
open_words(struct paper *p, size_t i, const struct office *office,
    const char *lang, struct err *err)
{
	enum mla_rc rc;

	if ((rc = official_offers(office, p->form, lang, err)) != MLA_OK ||
	    (rc = official_lang(
	         &p->words[i], office, form_id(p->form), lang, err)) != MLA_OK)
		return rc;
	return official_unconfirmed(
	    &p->unconfirmed[i], office, p->form, p->words[i], err);
}

/* One language, or two with a comma between them: words of each. */
static enum mla_rc
load_languages(struct paper *p, const struct office *office, const char *lang,
    struct err *err)
{
	const char *comma = strchr(lang, ',');
	char *first;
	enum mla_rc rc;

	if (comma == NULL)
		return open_words(p, 0, office, lang, err);
	first = xstrndup(lang, (size_t)(comma - lang));
	if (strchr(comma + 1, ',') != NULL || str_eq(first, comma + 1)) {
		err_hint(err, "as in --lang en,fr");
		rc = err_set(err, MLA_EUSAGE,
		    "a form is printed in one language, or in two different "
		    "ones");
	} else if ((rc = open_words(p, 0, office, first, err)) == MLA_OK) {
		rc = open_words(p, 1, office, comma + 1, err);
	}
	free(first);
	return rc;
}

static enum mla_rc
open_paper(struct paper *p, struct dossier *d, const char *form,
    const struct dossier_event *ev, const char *lang, struct err *err)
{
	enum mla_rc rc;

	memset(p, 0, sizeof(*p));
	if (d->erased ||
	    (d->request == NULL && rules_is_own_form(d->rules, form)))
		return err_set(err, MLA_ENOTFOUND,
		    "%s has no document to print", d->row.reference);
	head_of(&p->head, d, form, ev);
	if ((rc = form_load(&p->form, d->office->res, d->rules->source, form,
	         err)) != MLA_OK ||
	    (rc = load_languages(p, d->office, lang, err)) != MLA_OK)
		return rc;
	if ((rc = exhibits_doc(&p->exhibits, d, p->head.theirs ? THEIRS : OURS,
	         err)) != MLA_OK)
		return rc;
	return exhibits_doc(&p->all, d, ANYBODYS, err);
}

enum mla_rc
papers_render(struct buf *out, char **draft, struct dossier *d,
    const char *form, const struct dossier_event *ev, const char *lang,
    const char *format, struct err *err)
{
	struct docmodel_in in = { .env = d->env,
		.codes = d->rules->codes,
		.request = d->request,
		.revision = d->revision,
		.sha256 = *d->sha256 != '\0' ? d->sha256 : NULL };
	char on[DATE_BYTES];
	struct paper p;
	enum mla_rc rc;

	if ((rc = open_paper(&p, d, form, ev, lang, err)) != MLA_OK)
		goto out;
	dossier_present(d);
	if (ev != NULL && ev->element != NULL)
		env_event(d->env, xml_root(ev->element));
	env_exhibits(d->env, xml_root(p.exhibits));
	p.desk = deskpaper_make(d);
	(void)xmlAddChildList(xml_root(p.desk),
	    xmlDocCopyNodeList(p.desk, xml_root(p.all)->children));
	if ((rc = trail_put(xml_root(p.desk), d, err)) != MLA_OK)
		goto out;
	env_desk(d->env, xml_root(p.desk));
	in.form = p.form;
	in.lang = p.words[0];
	in.beside = p.words[1];
	in.wording.confirmed = p.unconfirmed[0] == NULL;
	in.wording.unconfirmed = p.unconfirmed[0];
	in.wording_beside.confirmed = p.unconfirmed[1] == NULL;
	in.wording_beside.unconfirmed = p.unconfirmed[1];
	in.sender_state =
	    p.head.theirs ? d->row.partner : d->office->info.country;
	in.sender = p.head.theirs ? p.head.sender : d->office->info.authority;
	in.reference = p.head.theirs ? p.head.reference : d->row.reference;
	/* When they wrote what they sent stands in it, not in our journal. */
	if (ev != NULL || !p.head.theirs)
		in.on = date_format(ev != NULL ? ev->on.day : d->now.day, on);
	rc = render_form(out, d->office->res, &in, format, err);
	env_desk(d->env, NULL);
	env_exhibits(d->env, NULL);
	env_event(d->env, NULL);
	if (rc == MLA_OK && draft != NULL)
		*draft = p.unconfirmed[0] != NULL || p.unconfirmed[1] != NULL
		    ? xstrdup(form_id(p.form))
		    : NULL;
out:
	close_paper(&p);
	return rc;
}

/* The language of the request's document; the caller frees it. */
static char *
language_of(const struct dossier *d)
{
	char *lang =
	    d->request != NULL ? (char *)xmlNodeGetLang(d->request) : NULL;
	char *copy = xstrdup(lang != NULL ? lang : OFFICE_LANG);

	xmlFree(lang);
	return copy;
}

enum mla_rc
papers_add_form(struct envelope *e, struct dossier *d,
    const struct dossier_event *ev, struct err *err)
{
	char *lang = language_of(d);
	struct err other = { 0 };
	struct envelope_file *f;
	enum mla_rc rc;

	e->form = vec_more(e->form, &e->cap_forms, e->nforms, sizeof(*e->form));
	f = &e->form[e->nforms++];
	memset(f, 0, sizeof(*f));
	f->id = xstrdup(ev->taken->form);
	f->href = xasprintf("forms/%zu-%s%s%s.html", e->nforms, f->id,
	    ev->part != NULL ? "-" : "", ev->part != NULL ? ev->part : "");
	rc = papers_render(
	    &f->text, &f->draft, d, f->id, ev, lang, "html", &other);
	if (rc == MLA_ENOTFOUND) {
		free(lang);
		lang = xstrdup(OFFICE_LANG);
		rc = papers_render(
		    &f->text, &f->draft, d, f->id, ev, lang, "html", err);
	} else if (rc != MLA_OK) {
		*err = other;
	}
	f->media = lang;
	return rc;
}

/* How to check it without this program; the lines are commands. */
static void
add_commands(struct buf *b, bool is_signed)
{
	if (is_signed)
		buf_adds(b,
		    "Nothing but stock tools is needed to check who made it, "
		    "and that it is complete\nand unchanged. Save the "
		    "sender's certificate, or that of the authority that "
		    "issued\nit, as sender.pem in this folder: take it from "
		    "where you trust it, not from here.\nThen run:\n\n"
		    "    openssl cms -verify -binary -inform DER "
		    "-in " PACK_SIGNATURE " -content " PACK_SIGNED " "
		    "-CAfile sender.pem -partial_chain -purpose any "
		    "-out /dev/null && \\\n"
		    "    sha256sum -c " PACK_SIGNED " && \\\n"
		    "    sha256sum -c manifest-sha256.txt\n\n");
	else
		buf_adds(b,
		    "Nothing but stock tools is needed to check that it is "
		    "complete and unchanged.\nIn this folder, run:\n\n"
		    "    sha256sum -c " PACK_SIGNED " && \\\n"
		    "    sha256sum -c manifest-sha256.txt\n\n");
}

enum mla_rc
papers_readme(
    struct pack *pack, const struct dossier *d, bool is_signed, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	buf_addf(&b,
	    "This folder is a bag of evidence (BagIt 1.0, RFC 8493), made by\n"
	    "%s (%s), reference %s.\n\n",
	    d->office->info.authority, d->office->info.country,
	    d->row.reference);
	add_commands(&b, is_signed);
	buf_addf(&b,
	    "data/message.xml says what it is, data/forms holds the forms "
	    "(open them in a\nbrowser), data/exhibits the files. %s\n",
	    is_signed
	        ? "The bag is signed (CMS, CAdES-B-B):\nthat shows who "
	          "holds the key, and is no qualified electronic signature."
	        : "The bag is not signed: the hashes\nprove that it is "
	          "unchanged since it was made, not who made it.");
	rc = pack_add_bytes(pack, "README.txt", buf_text(&b), b.len, err);
	buf_free(&b);
	return rc;
}

char *
papers_partner(const struct dossier *d)
{
	struct err err = { 0 };
	char *name = NULL;

	if (d->request != NULL)
		(void)env_string(&name, d->env, NULL,
		    str_eq(d->row.side, "out")
		        ? "string(r:requested/r:authority/r:name)"
		        : "string(r:requesting/r:authority/r:name)",
		    &err);
	if (str_is_blank(name)) {
		free(name);
		name = xstrdup(d->row.partner);
	}
	return name;
}

char *
papers_their_reference(const struct dossier *d)
{
	struct store_references refs;
	struct err err = { 0 };
	char *found = NULL;

	if (store_references(&refs, d->office->store, d->row.id, &err) !=
	    MLA_OK)
		return NULL;
	for (size_t i = 0; i < refs.n && found == NULL; i++) {
		if (str_eq(refs.at[i].owner, STORE_OWNER_PARTNER))
			found = xstrdup(refs.at[i].value);
	}
	store_references_free(&refs);
	return found;
}
