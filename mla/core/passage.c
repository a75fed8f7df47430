/* passage.c - may a message travel by this channel? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/passage.h"

#include "base/alloc.h"
#include "base/str.h"
#include "model/form.h"
#include "xml/node.h"

/* The day on which the request was issued or registered, or today. */
static int32_t
begun(const struct dossier *d)
{
	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL &&
		    (str_eq(e->taken->step, MACHINE_ISSUE) ||
		        str_eq(e->taken->step, MACHINE_RECEIVE)))
			return e->on.day;
	}
	return d->office->now.day;
}

enum mla_rc
passage_rule(struct channel_rule *rule, const struct dossier *d, bool form,
    struct err *err)
{
	const struct kind *kind = d->rules->kind;
	struct channel_ask ask = { .from = d->office->info.country,
		.to = d->row.partner,
		.day = begun(d),
		.form = form };
	enum mla_rc rc = MLA_OK;

	memset(rule, 0, sizeof(*rule));
	for (size_t i = 0;
	     rc == MLA_OK && rule->cite == NULL && i < kind->ninstruments;
	     i++) {
		ask.treaty = kind->instrument[i];
		rc = channel_rule_find(rule, d->office->law, &ask, err);
	}
	return rc;
}

/* Codes with blanks between, with words between. */
static char *
spoken(const char *codes, const char *between)
{
	return str_replace(codes, " ", between);
}

enum mla_rc
passage_check(const struct dossier *d, bool form, const char *channel,
    const char *reason, struct err *err)
{
	struct channel_rule rule;
	char *channels, *reasons, day[DATE_BYTES];
	enum mla_rc rc;

	if ((rc = passage_rule(&rule, d, form, err)) != MLA_OK)
		return rc;
	if (rule.cite == NULL || !rule.applies ||
	    channel_among(rule.channels, channel) ||
	    channel_among(rule.reasons, reason)) {
		channel_rule_free(&rule);
		return MLA_OK;
	}
	channels = spoken(rule.channels, " or ");
	reasons = spoken(rule.reasons, ", ");
	err_hint(err,
	    "Send it there: --channel %s.   Or say why not: --why CODE (%s; "
	    "%s)",
	    channels, reasons, rule.exceptions);
	rc = err_set(err, MLA_EREFUSED,
	    "%s goes by channel %s, for what began on %s or later (%s)%s%s",
	    form ? "the form of the act" : "this message", channels,
	    date_format(rule.from, day), rule.cite,
	    rule.sure ? "" : "; not verified in the official text",
	    reason != NULL ? ", and that reason is not open to it" : "");
	free(channels);
	free(reasons);
	channel_rule_free(&rule);
	return rc;
}

enum mla_rc
passage_is_official(
    bool *out, const struct dossier *d, const char *form, struct err *err)
{
	const char *name =
	    str_eq(form, RULES_OWN_FORM) ? d->rules->kind->form : form;
	struct form *f;
	enum mla_rc rc;

	*out = false;
	if (str_is_blank(name))
		return MLA_OK;
	if ((rc = form_load(&f, d->office->res, d->rules->source, name, err)) !=
	    MLA_OK)
		return rc;
	*out = *form_languages(f) != '\0';
	form_free(f);
	return MLA_OK;
}

/* Does a form of the act go with the transmission? */
static enum mla_rc
brings_form(bool *out, const struct dossier *d, const char *transmission,
    struct err *err)
{
	enum mla_rc rc = MLA_OK;

	*out = false;
	for (size_t i = 0; rc == MLA_OK && !*out && i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->taken != NULL && str_eq(e->covered, transmission))
			rc = passage_is_official(out, d, e->taken->form, err);
	}
	return rc;
}

enum mla_rc
passage_logged(char **out, struct office *office, int64_t request, int64_t seq,
    struct err *err)
{
	const struct dossier_event *e;
	const struct dossier_part *part;
	char *channel = NULL, *why = NULL;
	struct dossier *d = NULL;
	struct err own = { 0 };
	bool form;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = dossier_open(&d, office, request, err)) != MLA_OK)
		return rc;
	e = dossier_entry(d, seq);
	part = e != NULL && e->part != NULL ? dossier_part(d, e->part) : NULL;
	if (part == NULL || !part->transmission || !e->ours ||
	    e->element == NULL ||
	    (channel = xml_attr(xml_root(e->element), "channel")) == NULL)
		goto out;
	why = xml_attr(xml_root(e->element), "why");
	if ((rc = brings_form(&form, d, part->id, err)) == MLA_OK &&
	    passage_check(d, form, channel, why, &own) == MLA_EREFUSED)
		*out = xstrdup(own.msg);
out:
	free(why);
	free(channel);
	dossier_free(d);
	return rc;
}
