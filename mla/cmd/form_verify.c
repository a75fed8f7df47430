/* form_verify.c - mla form verify: confirm the wording of an official form */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/form.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/official.h"
#include "model/units.h"

enum {
	INDENT = 2,
	DEEP = 6
};

/* The words as they are printed, each below its unit. */
static void
print_words(const struct office *office, const struct form_open *f,
    const struct form_item *section)
{
	struct file_names units;

	units_printed(&units, f->form, section, office->codes);
	for (size_t i = 0; i < units.n; i++) {
		const char *word = lang_word(f->words, units.at[i]);
		bool missing =
		    lang_state(f->words, units.at[i]) == LANG_MISSING;

		(void)printf("%*s%s%s\n", INDENT, "", units.at[i],
		    missing ? "  (no word in this language)" : "");
		out_wrapped(word, DEEP, out_width());
	}
	file_names_free(&units);
}

static void
print_section(const struct office *office, const struct form_open *f,
    const struct official_section *s)
{
	char *text = s->state == OFFICIAL_OPEN
	    ? xstrdup("not confirmed")
	    : xasprintf("%s by %s on %.10s",
	          s->state == OFFICIAL_CHANGED
	              ? "its words were changed since it was confirmed"
	              : "confirmed",
	          s->by, s->on);

	(void)printf("\n%s: ", s->section->id);
	out_safe(text);
	(void)putchar('\n');
	print_words(office, f, s->section);
	free(text);
}

/* Without a section: what is confirmed, and the words to compare. */
static enum mla_rc
show_all(
    const struct office *office, const struct form_open *f, struct err *err)
{
	struct official state;
	enum mla_rc rc;

	if ((rc = official_read(&state, office, f->form, f->words, err)) !=
	    MLA_OK)
		return rc;
	(void)printf("%s, version %s, in %s: %zu of %zu sections confirmed\n",
	    form_id(f->form), form_version(f->form), lang_code(f->words),
	    state.n - state.open, state.n);
	for (size_t i = 0; i < state.n; i++)
		print_section(office, f, &state.at[i]);
	official_free(&state);
	return MLA_OK;
}

/* On a terminal the words are shown first; elsewhere the order is the yes. */
static bool
agrees(const struct office *office, const struct form_open *f,
    const struct form_item *section)
{
	char answer[16] = "";

	if (isatty(STDIN_FILENO) != 1)
		return true;
	print_words(office, f, section);
	(void)printf("Is this the official wording, to the letter? [y/N] ");
	(void)fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) != NULL &&
	    (answer[0] == 'y' || answer[0] == 'Y');
}

static enum mla_rc
no_section(const struct form *form, const char *id, struct err *err)
{
	struct buf b = { 0 };

	for (const struct form_item *s = form_first(form); s != NULL;
	     s = s->next)
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", s->id);
	err_hint(err, "its sections: %s", buf_text(&b));
	buf_free(&b);
	return err_set(err, MLA_ENOTFOUND,
	    "the form \"%s\" has no section \"%s\"", form_id(form), id);
}

static enum mla_rc
confirm(
    struct office *office, struct form_open *f, const char *id, struct err *err)
{
	const struct form_item *section = form_find(f->form, id);
	struct file_names taken = { 0 };
	struct official state = { 0 };
	enum mla_rc rc = MLA_OK;

	if (section == NULL || section->parent != NULL)
		return no_section(f->form, id, err);
	if (form_want.words != NULL)
		rc = official_take(&taken, f->words, office, f->form, section,
		    form_want.words, err);
	if (rc == MLA_OK && !agrees(office, f, section))
		rc = err_set(err, MLA_EREFUSED, "nothing was confirmed");
	if (rc == MLA_OK)
		rc = official_confirm(office, f->form, section, f->words,
		    &taken, form_want.by, err);
	if (rc == MLA_OK)
		rc = official_read(&state, office, f->form, f->words, err);
	if (rc != MLA_OK)
		goto out;
	(void)printf("%s, version %s, in %s: the section %s is confirmed by ",
	    form_id(f->form), form_version(f->form), lang_code(f->words),
	    section->id);
	out_safe(form_want.by);
	(void)printf("; %zu of %zu\n", state.n - state.open, state.n);
	for (size_t i = 0; i < state.n; i++) {
		if (state.at[i].state == OFFICIAL_CHANGED)
			out_notice("The words of the section %s were changed "
			           "since it was confirmed: confirm it again.",
			    state.at[i].section->id);
	}
out:
	official_free(&state);
	file_names_free(&taken);
	return rc;
}

enum mla_rc
form_verify(struct office *office, const char **args, struct err *err)
{
	struct form_open f = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_form, args, 1, 1, err)) != MLA_OK)
		return rc;
	if (cmd_global.lang == NULL)
		return err_set(err, MLA_EUSAGE,
		    "in which language? Write --lang and its tag");
	if (form_want.section == NULL &&
	    (form_want.words != NULL || form_want.by != NULL))
		return err_set(err, MLA_EUSAGE,
		    "which section? A form is confirmed section by section: "
		    "--section ID");
	if (form_want.section != NULL && str_is_blank(form_want.by))
		return err_set(err, MLA_EUSAGE,
		    "who compared it with the official text? Write --by NAME");
	if ((rc = form_open(&f, office, args[0], err)) != MLA_OK)
		goto out;
	if (form_is_verified(f.form))
		rc = err_set(err, MLA_EREFUSED,
		    "the wording of the form \"%s\" is our own: there is "
		    "nothing to confirm",
		    form_id(f.form));
	else if (form_want.section == NULL)
		rc = show_all(office, &f, err);
	else
		rc = confirm(office, &f, form_want.section, err);
out:
	form_close(&f);
	return rc;
}
