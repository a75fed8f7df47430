/* recpaper.c - the comparison of two ledgers as a paper */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/deskpaper.h"
#include "core/official.h"
#include "core/reconcile.h"
#include "core/render.h"
#include "model/env.h"
#include "xml/node.h"

#define FORM "reconciliation"

/* $desk of the form. */
static xmlDoc *
describe(const struct reconcile *r)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *desk = xmlNewDocNode(doc, NULL, (const xmlChar *)"desk", NULL);

	(void)xmlDocSetRootElement(doc, desk);
	deskpaper_put(desk, "authority", r->authority);
	deskpaper_put(desk, "partner", r->state);
	deskpaper_put(desk, "made", r->made);
	deskpaper_count(desk, "ours", r->ours);
	deskpaper_count(desk, "requests", r->theirs);
	for (size_t i = 0; i < r->n; i++) {
		const struct reconcile_row *row = &r->at[i];
		xmlNode *node = xmlNewChild(
		    desk, NULL, (const xmlChar *)"difference", NULL);

		deskpaper_put(node, "what", row->what);
		deskpaper_put(node, "reference", row->reference);
		deskpaper_put(node, "theirs", row->theirs);
		deskpaper_put(node, "item", row->item);
		deskpaper_put(node, "here", row->here);
		deskpaper_put(node, "there", row->there);
	}
	return doc;
}

enum mla_rc
reconcile_render(struct buf *out, struct office *office,
    const struct reconcile *r, const char *lang, const char *format,
    struct err *err)
{
	char on[DATE_BYTES];
	struct docmodel_in in = { .codes = office->codes,
		.sender_state = office->info.country,
		.sender = office->info.authority,
		.on = date_format(office->now.day, on),
		.wording = { .confirmed = true } };
	xmlDoc *request = xmlNewDoc((const xmlChar *)"1.0");
	xmlDoc *desk = describe(r);
	struct form *form = NULL;
	struct lang *words = NULL;
	enum mla_rc rc;

	in.request =
	    xmlNewDocNode(request, NULL, (const xmlChar *)"request", NULL);
	(void)xmlDocSetRootElement(request, in.request);
	in.env = env_new(office->codes, office->law);
	env_request(in.env, in.request);
	env_desk(in.env, xml_root(desk));
	if ((rc = form_load(&form, office->res, office->source, FORM, err)) !=
	        MLA_OK ||
	    (rc = official_lang(&words, office, FORM, lang, err)) != MLA_OK)
		goto out;
	in.form = form;
	in.lang = words;
	rc = render_form(out, office->res, &in, format, err);
out:
	env_free(in.env);
	lang_free(words);
	form_free(form);
	xmlFreeDoc(desk);
	xmlFreeDoc(request);
	return rc;
}
