/* render.c - mla render: a form on screen or paper */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/papers.h"
#include "core/pdf.h"
#include "core/view.h"

static char *format, *lang, *path, *profile;

static struct poptOption options[] = {
	{ "to", '\0', POPT_ARG_STRING, &format, 0,
	    "html (default), pdf, text, fodt or xml", "FORMAT" },
	{ "lang", '\0', POPT_ARG_STRING, &lang, 0,
	    "language of the form, or two side by side (default: en)",
	    "LANG[,LANG]" },
	{ "output", 'o', POPT_ARG_STRING, &path, 0,
	    "write to a file (default: the terminal)", "FILE" },
	{ "pdf-profile", '\0', POPT_ARG_STRING, &profile, 0,
	    "a-3b (to be archived) or ua-1 (accessible), of a pdf", "PROFILE" },
	POPT_TABLEEND,
};

static bool
is_pdf(void)
{
	return str_eq(format, "pdf");
}

/* Before the form is made: can what is asked for be done at all? */
static enum mla_rc
check_options(struct err *err)
{
	if (!is_pdf() && profile != NULL)
		return err_set(
		    err, MLA_EUSAGE, "--pdf-profile goes with --to pdf");
	return is_pdf() ? out_can_pdf(path, profile, err) : MLA_OK;
}

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

/* Is it a form that only acts of the other side make, by this machine? */
static bool
is_theirs(const struct dossier *d, const struct machine *m, const char *form)
{
	bool any = false;

	for (size_t i = 0; m != NULL && i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (!str_eq(s->transition[t]->form, form))
				continue;
			if (dossier_is_ours(d, s->transition[t]->by, true))
				return false;
			any = true;
		}
	}
	return any;
}

/*
 * What made the form, and the request as it stood on that day: a decision does
 * not know what happened after it.
 */
static enum mla_rc
open_then(struct dossier **d, const struct dossier_event **ev,
    struct office *office, int64_t request, const char *form, struct err *err)
{
	struct dossier_look look = { .known_on = INT32_MAX };
	enum mla_rc rc;

	*ev = find_event(*d, form);
	if (*ev == NULL && is_theirs(*d, (*d)->rules->whole, form))
		return err_set(err, MLA_ENOTFOUND,
		    "the other side has not made the form \"%s\" yet", form);
	if (*ev == NULL)
		return MLA_OK;
	look.as_of = (*ev)->on.day;
	dossier_free(*d);
	if ((rc = dossier_open_at(d, office, request, &look, err)) == MLA_OK)
		*ev = find_event(*d, form);
	return rc;
}

/* The form in the format that was asked for; a PDF is made from its html. */
static enum mla_rc
make(struct buf *out, struct dossier *d, const char *form,
    const struct dossier_event *ev, struct err *err)
{
	const char *in = lang != NULL ? lang : OFFICE_LANG;
	struct buf page = { 0 };
	enum mla_rc rc;

	if (!is_pdf())
		return papers_render(out, NULL, d, form, ev, in,
		    format != NULL ? format : "html", err);
	rc = papers_render(&page, NULL, d, form, ev, in, "html", err);
	if (rc == MLA_OK)
		rc = pdf_make(out, &page, profile, err);
	buf_free(&page);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	const struct dossier_event *ev;
	struct dossier *d = NULL;
	struct buf b = { 0 };
	const char *form;
	int64_t request;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_render, args, 1, 2, err)) != MLA_OK ||
	    (rc = check_options(err)) != MLA_OK ||
	    (rc = view_find(&request, office, args[0], true, err)) != MLA_OK ||
	    (rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	form = args[1] != NULL ? args[1] : d->rules->kind->form;
	if ((rc = open_then(&d, &ev, office, request, form, err)) != MLA_OK ||
	    (rc = make(&b, d, form, ev, err)) != MLA_OK)
		goto out;
	rc = out_paper(path, &b, err);
out:
	buf_free(&b);
	dossier_free(d);
	return rc;
}

const struct cmd_verb cmd_render = {
	.name = "render",
	.synopsis = "REF [FORM] [--to FORMAT] [--pdf-profile PROFILE] "
	            "[--lang LANG[,LANG]] [-o FILE]",
	.summary = "a form of a request, for screen or paper",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
