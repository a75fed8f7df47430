/* render.c - mla render: a form on screen or paper */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/papers.h"
#include "core/view.h"

static char *format, *lang, *path;

static struct poptOption options[] = {
	{ "to", '\0', POPT_ARG_STRING, &format, 0,
	    "html (default), text, fodt or xml", "FORMAT" },
	{ "lang", '\0', POPT_ARG_STRING, &lang, 0,
	    "language of the form (default: en)", "LANG" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "write to a file (default: the terminal)", "FILE" },
	POPT_TABLEEND,
};

/* The last event that makes this form; NULL: none. */
static const struct dossier_event *
find_event(const struct dossier *d, const char *form)
{
	for (size_t i = d->nevents; i-- > 0;) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL && *e->taken->form != '\0' &&
		    (str_eq(e->taken->form, form) ||
		        (rules_is_own_form(d->rules, form) &&
		            rules_is_own_form(d->rules, e->taken->form))))
			return e;
	}
	return NULL;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier *d = NULL;
	struct buf b = { 0 };
	const char *form;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_render, args, 1, 2, err)) != MLA_OK ||
	    (rc = view_find(&request, office, args[0], true, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	form = args[1] != NULL ? args[1] : d->rules->kind->form;
	if ((rc = papers_render(&b, d, form, find_event(d, form),
	         lang != NULL ? lang : OFFICE_LANG,
	         format != NULL ? format : "html", err)) != MLA_OK)
		goto out;
	if (path == NULL) {
		(void)fwrite(buf_text(&b), 1, b.len, stdout);
	} else if ((rc = file_save(path, buf_text(&b), b.len, err)) == MLA_OK) {
		out_notice("%s: %zu bytes", path, b.len);
	}
out:
	buf_free(&b);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_render = {
	.name = "render",
	.synopsis = "REF [FORM] [--to FORMAT] [--lang LANG] [-o FILE]",
	.summary = "a form of a request, for screen or paper",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
