/* official.c - official forms: who confirmed the wording, in which language */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/official.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "model/units.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/write.h"

#define CONFIRMED_NS "urn:mla:confirmed:1"
#define FOLDER "forms" /* in the register */
#define RECORD "confirmed.xml" /* in the folder */

/* REGISTER/forms/lang/FORM.LANG.xlf; the caller frees it. */
static char *
words_path(const struct office *office, const char *form, const char *code)
{
	return xasprintf(
	    "%s/" FOLDER "/lang/%s.%s.xlf", office->dir, form, code);
}

/* The office's own words for a form; *out NULL: it has none. */
static enum mla_rc
own_words(struct lang **out, const struct office *office, const char *form,
    const char *code, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;
	char *path;

	*out = NULL;
	if (office->dir == NULL)
		return MLA_OK;
	path = words_path(office, form, code);
	if (file_exists(path) &&
	    (rc = file_read(&b, path, XML_MAX_BYTES, err)) == MLA_OK)
		rc = lang_parse(out, code, buf_text(&b), b.len, path, err);
	buf_free(&b);
	free(path);
	return rc;
}

enum mla_rc
official_lang(struct lang **out, const struct office *office, const char *form,
    const char *code, struct err *err)
{
	struct file_names keys = { 0 };
	struct lang *own = NULL;
	enum mla_rc rc;

	if ((rc = lang_load(out, office->source, code, err)) != MLA_OK)
		return rc;
	if ((rc = own_words(&own, office, form, code, err)) != MLA_OK) {
		lang_free(*out);
		*out = NULL;
		return rc;
	}
	if (own != NULL)
		lang_keys(&keys, own);
	for (size_t i = 0; i < keys.n; i++)
		lang_put(*out, keys.at[i], lang_word(own, keys.at[i]));
	file_names_free(&keys);
	lang_free(own);
	return MLA_OK;
}

/* The hash of the units of a section and of their words. */
static void
hash_section(char hex[65], const struct office *office, const struct form *form,
    const struct form_item *section, const struct lang *words)
{
	struct file_names units;
	struct buf b = { 0 };

	units_printed(&units, form, section, office->codes);
	for (size_t i = 0; i < units.n; i++) {
		const char *word = lang_word(words, units.at[i]);

		buf_add(&b, units.at[i], strlen(units.at[i]) + 1);
		buf_add(&b, word, strlen(word) + 1);
	}
	hash_hex_bytes(hex, buf_text(&b), b.len);
	file_names_free(&units);
	buf_free(&b);
}

/* The record; *out NULL: there is none. */
static enum mla_rc
read_record(xmlDoc **out, const struct office *office, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;
	char *path;

	*out = NULL;
	if (office->dir == NULL)
		return MLA_OK;
	path = office_path(office, FOLDER, RECORD);
	if (file_exists(path) &&
	    (rc = file_read(&b, path, XML_MAX_BYTES, err)) == MLA_OK)
		rc = res_parse(out, office->res, buf_text(&b), b.len, path,
		    "confirmed", err);
	buf_free(&b);
	free(path);
	return rc;
}

/* The last confirmation of a section counts. */
static void
find_last(struct official_section *s, const xmlDoc *record,
    const struct office *office, const struct form *form,
    const struct lang *words)
{
	const xmlNode *row = NULL, *last = NULL;
	char hex[65];

	if (record != NULL)
		row = xml_child(xml_root(record), CONFIRMED_NS, "section");
	for (; row != NULL; row = xml_next(row, CONFIRMED_NS, "section")) {
		if (xml_attr_is(row, "form", form_id(form)) &&
		    xml_attr_is(row, "version", form_version(form)) &&
		    xml_attr_is(row, "section", s->section->id) &&
		    xml_attr_is(row, "lang", lang_code(words)))
			last = row;
	}
	if (last == NULL)
		return;
	hash_section(hex, office, form, s->section, words);
	s->state = xml_attr_is(last, "sha256", hex) ? OFFICIAL_CONFIRMED
	                                            : OFFICIAL_CHANGED;
	s->by = xml_attr(last, "by");
	s->on = xml_attr(last, "on");
}

enum mla_rc
official_read(struct official *out, const struct office *office,
    const struct form *form, const struct lang *words, struct err *err)
{
	const struct form_item *item = form_first(form);
	xmlDoc *record;
	size_t cap = 0;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = read_record(&record, office, err)) != MLA_OK)
		return rc;
	for (; item != NULL; item = item->next) {
		struct official_section s = { .section = item };

		find_last(&s, record, office, form, words);
		out->open += s.state != OFFICIAL_CONFIRMED ? 1 : 0;
		out->at = vec_more(out->at, &cap, out->n, sizeof(*out->at));
		out->at[out->n++] = s;
	}
	xmlFreeDoc(record);
	return MLA_OK;
}

void
official_free(struct official *official)
{
	for (size_t i = 0; i < official->n; i++) {
		free(official->at[i].by);
		free(official->at[i].on);
	}
	free(official->at);
	memset(official, 0, sizeof(*official));
}

enum mla_rc
official_unconfirmed(char **out, const struct office *office,
    const struct form *form, const struct lang *words, struct err *err)
{
	struct official state;
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	if (form_is_verified(form))
		return MLA_OK;
	if ((rc = official_read(&state, office, form, words, err)) != MLA_OK)
		return rc;
	if (state.open == state.n)
		buf_adds(&b, lang_word(words, "doc.all-sections"));
	for (size_t i = 0; state.open < state.n && i < state.n; i++) {
		if (state.at[i].state != OFFICIAL_CONFIRMED)
			buf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
			    lang_word(words, state.at[i].section->label));
	}
	if (state.open > 0)
		*out = buf_steal(&b);
	buf_free(&b);
	official_free(&state);
	return MLA_OK;
}

enum mla_rc
official_languages(char **out, const struct office *office,
    const struct form *form, struct err *err)
{
	const char *org = form_languages(form);

	if (*org != '\0')
		return law_official(out, office->law, org, err);
	*out = xstrdup("");
	return MLA_OK;
}

/* Is the tag one of those with a blank between? */
static bool
has_tag(const char *tags, const char *tag)
{
	char *all = xasprintf(" %s ", tags), *one = xasprintf(" %s ", tag);
	bool has = strstr(all, one) != NULL;

	free(one);
	free(all);
	return has;
}

enum mla_rc
official_offers(const struct office *office, const struct form *form,
    const char *code, struct err *err)
{
	char *tags;
	enum mla_rc rc;

	if ((rc = official_languages(&tags, office, form, err)) != MLA_OK)
		return rc;
	if (*tags != '\0' && !has_tag(tags, code)) {
		err_hint(err, "it exists in: %s", tags);
		rc = err_set(err, MLA_ENOTFOUND,
		    "the form \"%s\" does not exist in the language \"%s\"",
		    form_id(form), code);
	}
	free(tags);
	return rc;
}

static bool
has_name(const struct file_names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++) {
		if (str_eq(names->at[i], name))
			return true;
	}
	return false;
}

static void
add_name(struct file_names *names, const char *name)
{
	names->at =
	    vec_more(names->at, &names->cap, names->n, sizeof(*names->at));
	names->at[names->n++] = xstrdup(name);
}

/* Each unit of the file must be one of the form, and say something. */
static enum mla_rc
check_file(const struct lang *file, const struct file_names *keys,
    const struct file_names *units, const struct form *form, const char *path,
    struct err *err)
{
	for (size_t i = 0; i < keys->n; i++) {
		if (!has_name(units, keys->at[i])) {
			err_hint(err, "its units: mla form verify %s --lang %s",
			    form_id(form), lang_code(file));
			return err_set(err, MLA_EREFUSED,
			    "%s: the form \"%s\" has no unit \"%s\"", path,
			    form_id(form), keys->at[i]);
		}
		if (str_is_blank(lang_word(file, keys->at[i])))
			return err_set(err, MLA_EREFUSED,
			    "%s: the unit \"%s\" has no words", path,
			    keys->at[i]);
	}
	return MLA_OK;
}

enum mla_rc
official_take(struct file_names *taken, struct lang *words,
    const struct office *office, const struct form *form,
    const struct form_item *section, const char *path, struct err *err)
{
	struct file_names keys = { 0 }, all = { 0 }, here = { 0 };
	struct lang *file = NULL;
	struct buf b = { 0 };
	enum mla_rc rc;

	memset(taken, 0, sizeof(*taken));
	if ((rc = file_read(&b, path, XML_MAX_BYTES, err)) != MLA_OK ||
	    (rc = lang_parse(&file, lang_code(words), buf_text(&b), b.len, path,
	         err)) != MLA_OK)
		goto out;
	lang_keys(&keys, file);
	units_printed(&all, form, NULL, office->codes);
	units_printed(&here, form, section, office->codes);
	if ((rc = check_file(file, &keys, &all, form, path, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < here.n; i++) {
		if (!has_name(&keys, here.at[i]))
			continue;
		lang_put(words, here.at[i], lang_word(file, here.at[i]));
		add_name(taken, here.at[i]);
	}
	if (taken->n == 0)
		rc = err_set(err, MLA_EREFUSED,
		    "%s has no words of the section \"%s\"", path, section->id);
out:
	lang_free(file);
	file_names_free(&keys);
	file_names_free(&all);
	file_names_free(&here);
	buf_free(&b);
	return rc;
}

/* Keep the words that were taken beside those that were kept before. */
static enum mla_rc
save_words(const struct office *office, const struct form *form,
    const struct lang *words, const struct file_names *taken, struct err *err)
{
	char *path = words_path(office, form_id(form), lang_code(words));
	struct lang *own = NULL, *english = NULL;
	struct file_names keys = { 0 };
	struct buf b = { 0 };
	enum mla_rc rc;

	if ((rc = own_words(&own, office, form_id(form), lang_code(words),
	         err)) != MLA_OK ||
	    (rc = lang_load(&english, office->source, OFFICE_LANG, err)) !=
	        MLA_OK)
		goto out;
	if (own != NULL)
		lang_keys(&keys, own);
	for (size_t i = 0; i < taken->n; i++) {
		if (!has_name(&keys, taken->at[i]))
			add_name(&keys, taken->at[i]);
	}
	buf_adds(&b,
	    "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" "
	    "version=\"1.2\">\n  <file");
	xml_add_attr(&b, "original", form_id(form));
	xml_add_attr(&b, "source-language", OFFICE_LANG);
	xml_add_attr(&b, "target-language", lang_code(words));
	buf_adds(&b, " datatype=\"plaintext\"><body>\n");
	for (size_t i = 0; i < keys.n; i++) {
		buf_adds(&b, "    <trans-unit");
		xml_add_attr(&b, "id", keys.at[i]);
		buf_adds(&b, "><source>");
		xml_add_text(&b, lang_word(english, keys.at[i]));
		buf_adds(&b, "</source><target state=\"final\">");
		xml_add_text(&b, lang_word(words, keys.at[i]));
		buf_adds(&b, "</target></trans-unit>\n");
	}
	buf_adds(&b, "  </body></file>\n</xliff>\n");
	rc = file_save(path, buf_text(&b), b.len, err);
out:
	lang_free(own);
	lang_free(english);
	file_names_free(&keys);
	buf_free(&b);
	free(path);
	return rc;
}

/* Nothing is taken away: the new row comes after those that there are. */
static enum mla_rc
save_record(const struct office *office, const struct form *form,
    const struct form_item *section, const struct lang *words, const char *by,
    struct err *err)
{
	static const char empty[] =
	    "<confirmed xmlns=\"" CONFIRMED_NS "\">\n</confirmed>";
	char *path = office_path(office, FOLDER, RECORD);
	char *on = office_moment(office);
	struct buf b = { 0 };
	char hex[65];
	xmlDoc *record;
	xmlNode *row;
	enum mla_rc rc;

	if ((rc = read_record(&record, office, err)) != MLA_OK ||
	    (record == NULL &&
	        (rc = xml_read(&record, empty, strlen(empty), path, err)) !=
	            MLA_OK))
		goto out;
	hash_section(hex, office, form, section, words);
	xmlNodeAddContent(xml_root(record), (const xmlChar *)"  ");
	row = xmlNewChild(
	    xml_root(record), NULL, (const xmlChar *)"section", NULL);
	xml_set(row, "form", form_id(form));
	xml_set(row, "version", form_version(form));
	xml_set(row, "section", section->id);
	xml_set(row, "lang", lang_code(words));
	xml_set(row, "sha256", hex);
	xml_set(row, "by", by);
	xml_set(row, "on", on);
	xmlNodeAddContent(xml_root(record), (const xmlChar *)"\n");
	xml_write(&b, record);
	rc = file_save(path, buf_text(&b), b.len, err);
out:
	xmlFreeDoc(record);
	buf_free(&b);
	free(on);
	free(path);
	return rc;
}

/* An English word in its place is no wording in the language. */
static enum mla_rc
check_words(const struct office *office, const struct form *form,
    const struct form_item *section, const struct lang *words, struct err *err)
{
	struct file_names units;
	enum mla_rc rc = MLA_OK;

	units_printed(&units, form, section, office->codes);
	for (size_t i = 0; rc == MLA_OK && i < units.n; i++) {
		if (lang_state(words, units.at[i]) != LANG_MISSING)
			continue;
		err_hint(err, "bring it in a file of your own: --words FILE");
		rc = err_set(err, MLA_EREFUSED,
		    "the unit \"%s\" has no word in the language \"%s\"",
		    units.at[i], lang_code(words));
	}
	file_names_free(&units);
	return rc;
}

/* Make the folders of the register that the words and the record lie in. */
static enum mla_rc
make_folders(const struct office *office, struct err *err)
{
	char *folder = file_join(office->dir, FOLDER);
	char *lang = file_join(folder, "lang");
	enum mla_rc rc;

	if ((rc = file_mkdir(folder, err)) == MLA_OK)
		rc = file_mkdir(lang, err);
	free(lang);
	free(folder);
	return rc;
}

enum mla_rc
official_confirm(struct office *office, const struct form *form,
    const struct form_item *section, const struct lang *words,
    const struct file_names *taken, const char *by, struct err *err)
{
	enum mla_rc rc;

	if (form_is_verified(form))
		return err_set(err, MLA_EREFUSED,
		    "the wording of the form \"%s\" is our own: there is "
		    "nothing to confirm",
		    form_id(form));
	if ((rc = check_words(office, form, section, words, err)) != MLA_OK ||
	    (rc = make_folders(office, err)) != MLA_OK)
		return rc;
	/* The lock alone is wanted: nothing of this is in the database. */
	if ((rc = store_begin(office->store, err)) != MLA_OK)
		return rc;
	if (taken->n > 0)
		rc = save_words(office, form, words, taken, err);
	if (rc == MLA_OK)
		rc = save_record(office, form, section, words, by, err);
	store_rollback(office->store);
	return rc;
}

/* The file of own words NAME = "FORM.LANG.xlf". */
static enum mla_rc
check_own(const struct office *office, const char *name,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	size_t dot = strcspn(name, ".");
	char *id = xstrndup(name, dot), *code = NULL;
	struct official state = { 0 };
	struct form *form = NULL;
	struct lang *words = NULL;
	enum mla_rc rc;

	if (name[dot] == '.')
		code = xstrndup(name + dot + 1, strcspn(name + dot + 1, "."));
	if ((rc = form_load(&form, office->res, office->source, id, err)) !=
	        MLA_OK ||
	    (rc = official_lang(&words, office, id, code != NULL ? code : "",
	         err)) != MLA_OK ||
	    (rc = official_read(&state, office, form, words, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < state.n; i++) {
		char *text;

		if (state.at[i].state != OFFICIAL_CHANGED)
			continue;
		text = xasprintf(FOLDER
		    "/lang/%s: section %s has other words than those that %s "
		    "confirmed on %.10s",
		    name, state.at[i].section->id, state.at[i].by,
		    state.at[i].on);
		say(arg, text);
		free(text);
	}
out:
	official_free(&state);
	lang_free(words);
	form_free(form);
	free(code);
	free(id);
	return rc;
}

enum mla_rc
official_check(const struct office *office,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	struct file_names names = { 0 };
	struct err own = { 0 };
	xmlDoc *record;
	enum mla_rc rc;
	char *path;

	if (office->dir == NULL)
		return MLA_OK;
	if (read_record(&record, office, &own) != MLA_OK)
		say(arg, own.msg);
	xmlFreeDoc(record);
	path = office_path(office, FOLDER, "lang");
	rc = file_exists(path) ? file_list(&names, path, err) : MLA_OK;
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		struct err why = { 0 };

		char *text;

		if (check_own(office, names.at[i], say, arg, &why) == MLA_OK)
			continue;
		text = strstr(why.msg, names.at[i]) != NULL
		    ? xstrdup(why.msg)
		    : xasprintf(FOLDER "/lang/%s: %s", names.at[i], why.msg);
		say(arg, text);
		free(text);
	}
	file_names_free(&names);
	free(path);
	return rc;
}
