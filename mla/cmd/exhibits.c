/* exhibits.c - mla exhibits: the files of evidence of a request */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/about.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/exhibit.h"
#include "core/trail.h"
#include "core/view.h"
#include "xml/node.h"

static char *format;

static struct poptOption options[] = {
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "id", "EXHIBIT", false, false },
	{ "title", "TITLE", false, true },
	{ "by", "FROM", false, false },
	{ "on", "ON", false, false },
	{ "original", "FORM", false, false },
	{ "limits", "LIMITS", false, true },
	{ "stands", "NOW", false, true },
	{ "return_by", "BACK BY", false, false },
	{ "keep_until", "KEEP UNTIL", false, false },
	{ "bytes", "BYTES", true, false },
	{ "pages", NULL, true, false },
	{ "languages", NULL, false, false },
	{ "part", NULL, false, false },
	{ "place", NULL, false, false },
	{ "taken", NULL, false, false },
	{ "person", NULL, false, false },
	{ "state", NULL, false, false },
	{ "origin", NULL, false, false },
	{ "confidentiality", NULL, false, false },
	{ "media", NULL, false, false },
	{ "name", NULL, false, false },
	{ "sha256", NULL, false, false },
	{ "sha512", NULL, false, false },
	{ NULL, NULL, false, false },
};

/* A cell with an attribute of the description. */
static void
add_attr(struct out_table *t, const xmlNode *about, const char *name)
{
	char *value = about != NULL ? xml_attr(about, name) : NULL;

	out_cell(t, value);
	free(value);
}

/* "original" or "copy" for people. */
static void
add_form(struct out_table *t, const struct office *office, const xmlNode *about)
{
	char *value = about != NULL ? xml_attr(about, "original") : NULL;

	out_cell2(t, value,
	    value == NULL ? "" : words_of(office, "exhibit-form", value));
	free(value);
}

/* The limits of use: codes, and words for people. */
static void
add_limits(
    struct out_table *t, const struct office *office, const xmlNode *about)
{
	char *codes = about != NULL ? exhibit_limits(about) : xstrdup("");
	char *words = about != NULL ? about_limits(office, about) : xstrdup("");

	out_cell2(t, codes, words);
	free(codes);
	free(words);
}

static void
add_row(struct out_table *t, const struct office *office,
    const struct exhibit *x, const struct trail_stand *stand)
{
	const xmlNode *about = x->about != NULL ? xml_root(x->about) : NULL;
	static const char *const rest[] = { "pages", "languages", "part",
		"place", "taken", "person", "state", "origin",
		"confidentiality", "media", "name" };
	const char *act = stand->last != NULL ? stand->last->act : "";
	char day[DATE_BYTES];

	out_cell(t, x->row.id);
	if (about != NULL)
		add_attr(t, about, "title");
	else
		out_cell2(t, NULL, "erased");
	out_cell2(t, x->ours ? "us" : "them",
	    words_of(office, "side", x->ours ? "us" : "them"));
	out_cell(t, date_format(x->brought->on.day, day));
	add_form(t, office, about);
	add_limits(t, office, about);
	out_cell2(t, act, words_of(office, TRAIL_ACTS, act));
	add_attr(t, about, "return-by");
	add_attr(t, about, "keep-until");
	out_cellf(t, "%llu", (unsigned long long)x->row.bytes);
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		add_attr(t, about, rest[i]);
	out_cell(t, x->row.sha256);
	out_cell(t, x->row.sha512);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct out_table t = { .name = "exhibits",
		.row = "exhibit",
		.columns = columns,
		.give_way = "keep_until,return_by,original,by" };
	struct exhibits all = { 0 };
	struct trail trail = { 0 };
	struct trail_stand *stand = NULL;
	struct dossier *d = NULL;
	enum out_format form;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_exhibits, args, 1, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = view_find(&request, office, args[0], true, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK ||
	    (rc = exhibits_load(&all, d, err)) != MLA_OK)
		goto out;
	trail_of(&trail, d, &all, NULL);
	stand = trail_stands(office, &trail, &all);
	for (size_t i = 0; i < all.n; i++)
		add_row(&t, office, &all.at[i], &stand[i]);
	if (t.n == 0 && form == OUT_TEXT)
		out_notice("No exhibit.   The first one: mla attach %s FILE",
		    d->row.reference);
	else
		out_print(&t, form);
out:
	out_table_free(&t);
	free(stand);
	trail_free(&trail);
	exhibits_free(&all);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_exhibits = {
	.name = "exhibits",
	.synopsis = "REF [--format FORMAT]",
	.summary = "the files of evidence of a request",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
