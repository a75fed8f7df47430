/* cover.c - the letter that goes with a bundle, with its hashes on paper */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/cover.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/verify.h"
#include "core/deskpaper.h"
#include "core/papers.h"
#include "core/pdf.h"
#include "core/seal.h"
#include "xml/node.h"

#define LIST "channel" /* of forms/code: its paper-form is the letter */
#define NO_BREAK "\xc2\xa0" /* between groups of one line */
#define ROW 32 /* characters of a line: two make a SHA-256 */
#define GROUP 4 /* characters that one can compare at a glance */

static const char *const formats[][2] = { { ".html", "html" },
	{ ".pdf", "pdf" }, { ".fodt", "fodt" }, { ".txt", "text" } };

static const char *
format_of(const char *path)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (str_ends(path, formats[i][0]))
			return formats[i][1];
	}
	return NULL;
}

enum mla_rc
cover_can(const char *path, struct err *err)
{
	const char *format = format_of(path);

	if (format == NULL)
		return err_set(err, MLA_EUSAGE,
		    "%s: a letter ends in .html, .pdf, .fodt or .txt", path);
	return str_eq(format, "pdf") ? pdf_can(NULL, err) : MLA_OK;
}

char *
cover_groups(const char *hex)
{
	struct buf b = { 0 };

	for (size_t i = 0; hex[i] != '\0'; i++) {
		if (i > 0 && i % GROUP == 0)
			buf_adds(&b, i % ROW == 0 ? " " : NO_BREAK);
		buf_addch(&b, hex[i]);
	}
	return buf_steal(&b);
}

static void
put_hash(xmlNode *node, const char *name, const char *hex)
{
	char *groups = cover_groups(hex);

	deskpaper_put(node, name, groups);
	free(groups);
}

/* The element bag for $desk (core/deskpaper.h). */
static enum mla_rc
describe(xmlDoc **out, const char *bundle, const char *uid,
    const char *manifest, struct err *err)
{
	struct bag_report report = { 0 };
	struct hash_pair hash;
	xmlNode *bag;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = hash_file(&hash, bundle, err)) != MLA_OK ||
	    (!seal_is(bundle) &&
	        (rc = bag_verify(&report, bundle, err)) != MLA_OK)) {
		bag_report_free(&report);
		return rc;
	}
	*out = xmlNewDoc((const xmlChar *)"1.0");
	bag = xmlNewDocNode(*out, NULL, (const xmlChar *)"bag", NULL);
	(void)xmlDocSetRootElement(*out, bag);
	deskpaper_put(bag, "name", file_base(bundle));
	deskpaper_put(bag, "uid", uid);
	deskpaper_count(bag, "bytes", hash.bytes);
	put_hash(bag, "sha256", hash.sha256);
	put_hash(bag, "manifest", manifest);
	for (size_t i = 0; i < report.nentries; i++) {
		const struct bag_entry *e = &report.entries[i];
		xmlNode *file =
		    xmlNewChild(bag, NULL, (const xmlChar *)"file", NULL);

		deskpaper_put(file, "path", e->path);
		deskpaper_count(file, "bytes", e->bytes);
		put_hash(file, "sha256", e->sha256);
	}
	bag_report_free(&report);
	return MLA_OK;
}

/* In the language of the request where there are words for it. */
static enum mla_rc
render(struct buf *out, struct dossier *d, const char *format, struct err *err)
{
	char *form = xml_attr(codes_list(d->office->codes, LIST), "paper-form");
	xmlChar *lang = d->request != NULL ? xmlNodeGetLang(d->request) : NULL;
	struct err other = { 0 };
	enum mla_rc rc = MLA_ENOTFOUND;

	if (lang != NULL)
		rc = papers_render(out, NULL, d, form, NULL, (const char *)lang,
		    format, &other);
	if (rc == MLA_ENOTFOUND)
		rc = papers_render(
		    out, NULL, d, form, NULL, OFFICE_LANG, format, err);
	else if (rc != MLA_OK)
		*err = other;
	xmlFree(lang);
	free(form);
	return rc;
}

enum mla_rc
cover_write(const char *path, const char *bundle, struct dossier *d,
    const char *uid, const char *manifest, struct err *err)
{
	const char *format = format_of(path);
	bool pdf = str_eq(format, "pdf");
	struct buf page = { 0 }, made = { 0 };
	enum mla_rc rc;

	if ((rc = describe(&d->bag, bundle, uid, manifest, err)) != MLA_OK)
		return rc;
	rc = render(&page, d, pdf ? "html" : format, err);
	if (rc == MLA_OK && pdf)
		rc = pdf_make(&made, &page, NULL, err);
	if (rc == MLA_OK)
		rc = file_save(path, pdf ? buf_text(&made) : buf_text(&page),
		    pdf ? made.len : page.len, err);
	xmlFreeDoc(d->bag);
	d->bag = NULL;
	buf_free(&made);
	buf_free(&page);
	return rc;
}
