/* workflow_open.c - the machine that is meant, and the words for it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/workflow_open.h"

#include <limits.h>
#include <wctype.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/words.h"
#include "core/say.h"
#include "xml/node.h"

#define HOLDER_LIST "holder"

struct workflow_want workflow_want;

struct poptOption workflow_options[] = {
	{ "side", '\0', POPT_ARG_STRING, &workflow_want.side, 0,
	    "of a kind: out (default) or in", "SIDE" },
	{ "format", '\0', POPT_ARG_STRING, &workflow_want.format, 0,
	    "list, show, check, migrate --all: table, json, xml or csv",
	    "FORMAT" },
	{ "to", '\0', POPT_ARG_STRING, &workflow_want.to, 0,
	    "draw: text (default), svg or dot", "FORM" },
	{ "output", 'o', POPT_ARG_STRING, &workflow_want.path, 0,
	    "draw: write to a file", "FILE" },
	{ "all", '\0', POPT_ARG_NONE, &workflow_want.all, 0,
	    "migrate: every request of the register", NULL },
	{ "lang", '\0', POPT_ARG_STRING, &cmd_global.lang, 0,
	    "language of the words (default: en)", "LANG" },
	POPT_TABLEEND,
};

static const char *
word(const void *arg, const char *group, const char *id)
{
	return words_of(arg, group, id);
}

/* The place of the holder in its list, from 1 on: one colour everywhere. */
static size_t
tone(const void *arg, const char *holder)
{
	const struct office *office = arg;
	const xmlNode *list = codes_list(office->codes, HOLDER_LIST);
	size_t n = 1;

	if (*holder == '\0' || list == NULL)
		return 0;
	for (const xmlNode *code = xml_first(list); code != NULL;
	     code = xml_after(code), n++) {
		if (xml_attr_is(code, "id", holder))
			return n;
	}
	return 0;
}

char *
workflow_kinds(const struct office *office, const char *ids)
{
	char *copy = xstrdup(ids), *rest = NULL;
	struct buf b = { 0 };

	for (char *id = strtok_r(copy, " ", &rest); id != NULL;
	     id = strtok_r(NULL, " ", &rest))
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
		    words_of(office, "kind", id));
	free(copy);
	return buf_steal(&b);
}

/* The same letter in capitals, where it takes as many bytes. */
static void
begin_with_capital(char *text)
{
	char capital[MB_LEN_MAX];
	wchar_t first;
	int len = mbtowc(&first, text, MB_CUR_MAX);

	if (len > 0 && wctomb(capital, (wchar_t)towupper((wint_t)first)) == len)
		memcpy(text, capital, (size_t)len);
}

static char *
title_of(const struct office *office, const struct machines_row *row)
{
	bool whole = str_eq(row->use, MACHINES_WHOLE);
	const char *side = *row->side != '\0' ? row->side : "two-sides";
	char *name = whole ? workflow_kinds(office, row->kind)
	                   : xstrdup(words_of(office, "machine", row->name));
	char *title = xasprintf("%s%s%s", name, whole ? " · " : "",
	    whole ? words_of(office, "draw", side) : "");

	if (!str_eq(name, row->name))
		begin_with_capital(title);
	free(name);
	return title;
}

static char *
subtitle_of(const struct office *office, const struct machines_row *row)
{
	char *states = xasprintf("%zu", row->m->nstates - 1);
	char *events = xasprintf("%zu", machines_events(row->m));
	char *count = say(office->lang, "draw.count", "states", states,
	    "events", events, (char *)NULL);
	char *text = xasprintf("%s · %s · %s", row->name, count, row->file);

	free(states);
	free(events);
	free(count);
	return text;
}

enum mla_rc
workflow_open(struct workflow_machine *out, struct office *office,
    const char **args, struct err *err)
{
	enum mla_rc rc;

	if (cmd_count(args) != 1) {
		err_hint(err, "all of them: mla workflow list");
		return err_set(err, MLA_EUSAGE,
		    "name one kind, one machine, or one file of a machine");
	}
	if ((rc = machines_find(&out->found, office, args[0],
	         workflow_want.side, err)) != MLA_OK)
		return rc;
	out->m = out->found.at[0].m;
	out->title = title_of(office, &out->found.at[0]);
	out->subtitle = subtitle_of(office, &out->found.at[0]);
	out->words = (struct draw_words){ word, tone, office, out->title,
		out->subtitle, lang_code(office->lang) };
	return MLA_OK;
}

void
workflow_close(struct workflow_machine *w)
{
	free(w->title);
	free(w->subtitle);
	machines_free(&w->found);
}
