/* form_show.c - mla form show: what a form asks for, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/form.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/official.h"
#include "xml/node.h"

static const struct out_column columns[] = {
	{ "part", "PART", false, false },
	{ "what", "WHAT", false, false },
	{ "label", "LABEL", false, true },
	{ "type", "TYPE", false, false },
	{ "codes", "CODES", false, false },
	{ "path", "PATH", false, true },
	{ "when", "WHEN", false, true },
	{ "required", "REQUIRED", false, true },
	{ "basis", "BASIS", false, true },
	{ "guidance", "GUIDANCE", false, true },
	{ NULL, NULL, false, false },
};

static const char *const what[] = { "section", "field", "group", "table",
	"ticks", "note", "signature" };

/* All instruments and articles that it can rest on; the caller frees it. */
static char *
bases_of(const struct form_item *item, struct law *law)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < item->nbasis; i++) {
		const xmlNode *t = law_treaty(law, item->basis[i].treaty);
		char *cite = t != NULL ? xml_attr(t, "cite") : xstrdup("");

		buf_addf(&b, "%s%s%s%s", b.len > 0 ? "; " : "", cite,
		    *cite != '\0' ? " Art. " : "", item->basis[i].article);
		free(cite);
	}
	return buf_steal(&b);
}

/* Its ids from the section down, with dots; the caller frees it. */
static char *
path_of(const struct form_item *item)
{
	char *above, *path;

	if (item->parent == NULL)
		return xstrdup(item->id);
	above = path_of(item->parent);
	path = xasprintf("%s.%s", above, item->id);
	free(above);
	return path;
}

/* Of an item; a section has none. */
static const char *
guidance_of(const struct form_item *item, const struct lang *words)
{
	const char *help =
	    item->parent != NULL ? lang_find(words, item->help) : NULL;

	return help != NULL ? help : "";
}

static void
add_rows(struct out_table *t, const struct office *office,
    const struct form_item *item, const struct lang *words)
{
	for (; item != NULL; item = item->next) {
		char *part = path_of(item);
		char *basis = bases_of(item, office->law);

		out_cell(t, part);
		out_cell(t, what[item->what]);
		out_cell(t, lang_word(words, item->label));
		out_cell(t, item->type);
		out_cell(t, item->codes);
		out_cell(t, item->path);
		out_cell(t, item->when);
		out_cell(t, item->required);
		out_cell(t, basis);
		out_cell(t, guidance_of(item, words));
		free(basis);
		free(part);
		add_rows(t, office, item->child, words);
	}
}

/* A line below an item, with a word before it; nothing if text is "". */
static void
line(int indent, const char *title, const char *text)
{
	char *both;

	if (*text == '\0')
		return;
	both = xasprintf("%s%s", title, text);
	out_wrapped(both, indent, out_width());
	free(both);
}

/* "code (measure)  r:measures/r:measure/@type" */
static void
print_value(const struct form_item *item, int indent)
{
	char *text = *item->codes != '\0'
	    ? xasprintf("%s (%s)  %s", item->type, item->codes, item->path)
	    : xasprintf("%s%s%s",
	          *item->type != '\0' ? item->type : what[item->what],
	          *item->path != '\0' ? "  " : "", item->path);

	line(indent, "", text);
	free(text);
}

static void
print_items(const struct office *office, const struct form_item *item,
    const struct lang *words, int indent)
{
	for (; item != NULL; item = item->next) {
		char *basis = bases_of(item, office->law);

		(void)printf("%s%*s%s: ", item->parent == NULL ? "\n" : "",
		    indent, "", item->id);
		out_safe(lang_word(words, item->label));
		(void)putchar('\n');
		if (item->parent != NULL)
			print_value(item, indent + 4);
		line(indent + 4, "if: ", item->when);
		line(indent + 4, "required: ", item->required);
		line(indent + 4, "rests on: ", basis);
		line(indent + 4, "guidance: ", guidance_of(item, words));
		free(basis);
		print_items(office, item->child, words, indent + 2);
	}
}

/* What is known of the form as a whole. */
static enum mla_rc
print_head(
    const struct office *office, const struct form_open *f, struct err *err)
{
	char *open = NULL, *tags = NULL;
	enum mla_rc rc;

	if ((rc = official_unconfirmed(
	         &open, office, f->form, f->words, err)) != MLA_OK ||
	    (rc = official_languages(&tags, office, f->form, err)) != MLA_OK)
		goto out;
	out_safe(lang_word(f->words, form_label(f->form)));
	(void)printf(
	    "\n%s, version %s\n", form_id(f->form), form_version(f->form));
	line(0, "Source: ", form_source(f->form));
	line(0,
	    "Not compared with the official text: ", form_unverified(f->form));
	line(0, "Languages: ", *tags != '\0' ? tags : "any");
	if (form_is_verified(f->form))
		line(0, "Wording: ", "ours");
	else if (open == NULL)
		line(
		    0, "Wording: official, confirmed in ", lang_code(f->words));
	else
		line(0, "Wording: official, not confirmed: ", open);
out:
	free(open);
	free(tags);
	return rc;
}

enum mla_rc
form_show(struct office *office, const char **args, struct err *err)
{
	struct out_table t = {
		.name = "parts", .row = "part", .columns = columns
	};
	struct form_open f = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_form, args, 1, 1, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, form_want.format, err)) != MLA_OK ||
	    (rc = form_open(&f, office, args[0], err)) != MLA_OK)
		goto out;
	if (form == OUT_TEXT) {
		if ((rc = print_head(office, &f, err)) == MLA_OK)
			print_items(office, form_first(f.form), f.words, 0);
	} else {
		add_rows(&t, office, form_first(f.form), f.words);
		out_print(&t, form);
	}
out:
	out_table_free(&t);
	form_close(&f);
	return rc;
}
