/* render.c - rendering, stage two: from a document model to html or text */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/render.h"

#include <wchar.h>

#include "base/alloc.h"
#include "base/str.h"
#include "xml/write.h"
#include "xml/xslt.h"

enum {
	LABEL_INDENT = 2 /* of what follows a label that is too long */
};

/* Columns that a word takes. */
static unsigned
columns_of(const char *text, size_t len)
{
	const char *end = text + len;
	unsigned columns = 0;

	while (text < end) {
		int w = 1;

		if (*text >= ' ' && *text <= '~') /* as most are */
			text++;
		else
			w = wcwidth((wchar_t)str_next_char(&text));
		columns += w > 0 ? (unsigned)w : 0;
	}
	return columns;
}

/* Fold one line; a tabulator in it says where the next ones are indented. */
static void
wrap_line(struct buf *out, const char *line, size_t len, unsigned columns)
{
	const char *end = line + len, *tab = memchr(line, '\t', len);
	unsigned indent =
	    tab != NULL ? columns_of(line, (size_t)(tab - line)) + 1 : 0;
	unsigned at = 0, lead = 0;

	while (line + lead < end && line[lead] == ' ')
		lead++;
	if (tab == NULL)
		indent = lead;
	else if (indent > columns / 2)
		indent = lead + LABEL_INDENT; /* a long label */
	buf_add(out, line, lead);
	at = lead;
	line += lead;
	for (bool first = true; line < end; first = false) {
		const char *word = line;
		unsigned wide;

		while (line < end && *line != ' ' && *line != '\t')
			line++;
		wide = columns_of(word, (size_t)(line - word));
		if (!first && at + 1 + wide > columns && wide > 0) {
			buf_addf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first && wide > 0 && at > lead) {
			buf_addch(out, ' ');
			at++;
		}
		buf_add(out, word, (size_t)(line - word));
		at += wide;
		if (line < end)
			line++;
	}
	buf_addch(out, '\n');
}

void
text_wrap(struct buf *out, const char *text, unsigned columns)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		wrap_line(out, text, len, columns);
		text += len + (text[len] == '\n' ? 1 : 0);
	}
}

/* Which formats are there? For the hint of an error. */
static enum mla_rc
no_format(const struct res *res, const char *format, struct err *err)
{
	struct file_names names = { 0 };
	struct err ignored = { 0 };
	struct buf b = { 0 };

	if (res_list(&names, res, RES_XSLT, &ignored) == MLA_OK) {
		for (size_t i = 0; i < names.n; i++)
			buf_addf(&b, "%s, ", names.at[i]);
	}
	err_hint(err, "formats: %spdf, xml", buf_text(&b));
	file_names_free(&names);
	buf_free(&b);
	return err_set(err, MLA_ENOTFOUND, "there is no format \"%s\"", format);
}

enum mla_rc
render_document(struct buf *out, struct res *res, xmlDoc *model,
    const char *format, struct err *err)
{
	struct err own = { 0 };
	struct xslt *sheet;
	struct buf raw = { 0 };
	enum mla_rc rc;

	if (str_eq(format, "xml")) {
		xml_write(out, model);
		return MLA_OK;
	}
	rc = res_xslt(&sheet, res, format, &own);
	if (rc == MLA_ENOTFOUND)
		return no_format(res, format, err);
	if (rc != MLA_OK)
		return err_set(err, rc, "%s", own.msg);
	if ((rc = xslt_apply(&raw, sheet, model, NULL, err)) == MLA_OK) {
		if (str_eq(format, "text"))
			text_wrap(out, buf_text(&raw), RENDER_TEXT_COLUMNS);
		else
			buf_add(out, buf_text(&raw), raw.len);
	}
	buf_free(&raw);
	return rc;
}

enum mla_rc
render_form(struct buf *out, struct res *res, const struct docmodel_in *in,
    const char *format, struct err *err)
{
	xmlDoc *model;
	enum mla_rc rc;

	if ((rc = docmodel_make(&model, in, err)) != MLA_OK)
		return rc;
	rc = render_document(out, res, model, format, err);
	xmlFreeDoc(model);
	return rc;
}
