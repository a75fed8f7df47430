/* names.c - words in Latin script that must be the same in two languages */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/names.h"

#include <libxml/hash.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"

enum {
	SHORTEST = 3, /* letters of a name */
	MAX_MISSING = 5, /* words that are listed */
	MAX_LOOKED_FOR = 64 /* words that are sought as parts of others */
};

struct names {
	xmlHashTablePtr word; /* case-folded */
};

struct names *
names_new(void)
{
	struct names *names = xcalloc(1, sizeof(*names));

	names->word = xmlHashCreate(64);
	if (names->word == NULL)
		abort();
	return names;
}

void
names_free(struct names *names)
{
	if (names == NULL)
		return;
	xmlHashFree(names->word, NULL);
	free(names);
}

/* A letter of the Latin blocks of Unicode. */
static bool
is_latin(unsigned c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	    (c >= 0x1e00 && c <= 0x1eff) || (c >= 0x2c60 && c <= 0x2c7f) ||
	    (c >= 0xa720 && c <= 0xa7ff);
}

static bool
is_letter(unsigned c)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	return category >= UTF8PROC_CATEGORY_LU &&
	    category <= UTF8PROC_CATEGORY_ME; /* letters and their marks */
}

bool
names_is_latin(const char *text)
{
	size_t latin = 0, other = 0;

	while (*text != '\0') {
		unsigned c = str_next_char(&text);

		if (is_latin(c))
			latin++;
		else if (is_letter(c))
			other++;
	}
	return latin > other;
}

/* A word of a text; it owns its texts. */
struct word {
	char *shown, *folded;
	size_t letters;
	bool latin, capital;
};

static void
free_word(struct word *w)
{
	free(w->shown);
	free(w->folded);
}

/* The next word at *s; false: there is none. */
static bool
next_word(struct word *w, const char **s)
{
	const char *from = *s, *end = *s;

	memset(w, 0, sizeof(*w));
	w->latin = true;
	while (*end != '\0') {
		const char *next = end;
		unsigned c = str_next_char(&next);

		if (!is_letter(c) && w->letters > 0)
			break;
		end = next;
		if (!is_letter(c)) {
			from = end;
			continue;
		}
		if (w->letters++ == 0)
			w->capital = utf8proc_category((utf8proc_int32_t)c) !=
			    UTF8PROC_CATEGORY_LL;
		/* A mark that combines is of no script. */
		w->latin =
		    w->latin && (is_latin(c) || (c >= 0x300 && c <= 0x36f));
	}
	*s = end;
	if (w->letters == 0)
		return false;
	w->shown = xstrndup(from, (size_t)(end - from));
	w->folded = str_fold_case(w->shown);
	return true;
}

static void
add_word(struct names *names, const struct word *w)
{
	(void)xmlHashAddEntry(names->word, (const xmlChar *)w->folded, names);
}

static bool
has_word(const struct names *names, const struct word *w)
{
	return xmlHashLookup(names->word, (const xmlChar *)w->folded) != NULL;
}

void
names_add(struct names *names, const char *name)
{
	struct word w;

	while (next_word(&w, &name)) {
		if (w.latin && w.capital && w.letters >= SHORTEST)
			add_word(names, &w);
		free_word(&w);
	}
}

/* All words of a text. */
static struct names *
words_of(const char *text)
{
	struct names *all = names_new();
	struct word w;

	while (next_word(&w, &text)) {
		add_word(all, &w);
		free_word(&w);
	}
	return all;
}

void
names_missing(struct buf *missing, const struct names *names, const char *here,
    const char *there)
{
	struct names *known = words_of(there);
	char *folded = str_fold_case(there);
	size_t found = 0, looked = 0;
	struct word w;

	while (found < MAX_MISSING && looked < MAX_LOOKED_FOR &&
	    next_word(&w, &here)) {
		bool matters = names != NULL ? w.capital && has_word(names, &w)
		                             : w.latin && w.letters > 1;

		if (matters && !has_word(known, &w)) {
			looked++;
			if (strstr(folded, w.folded) == NULL) {
				buf_addf(missing, "%s%s", found > 0 ? ", " : "",
				    w.shown);
				found++;
			}
			add_word(known, &w); /* it is said once */
		}
		free_word(&w);
	}
	free(folded);
	names_free(known);
}
