/* words.c - words of the journal's entries, for finding them again */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/words.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/papers.h"
#include "store/search.h"
#include "xml/node.h"
#include "xml/read.h"

/* Every text below a node; with attributes where they are words too. */
static void
gather(struct buf *b, const xmlNode *node, bool attributes)
{
	const xmlNode *child = node->children;

	for (const xmlAttr *a = node->properties; attributes && a != NULL;
	     a = a->next) {
		char *text = xml_attr(node, (const char *)a->name);

		buf_adds(b, text);
		buf_addch(b, ' ');
		free(text);
	}
	for (; child != NULL; child = child->next) {
		if (child->type == XML_ELEMENT_NODE) {
			gather(b, child, attributes);
		} else if (child->type == XML_TEXT_NODE) {
			buf_adds(b, (const char *)child->content);
			buf_addch(b, ' ');
		}
	}
}

enum mla_rc
words_add(struct dossier *d, int64_t seq, const struct dossier_event *e,
    const struct journal_payload *payload, size_t n, bool first,
    struct err *err)
{
	char *theirs = first ? papers_their_reference(d) : NULL;
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	if (first)
		buf_addf(&b, "%s %s ", d->row.reference,
		    theirs != NULL ? theirs : "");
	free(theirs);
	for (size_t i = 0; rc == MLA_OK && i < n; i++) {
		bool document = str_eq(payload[i].what, JOURNAL_DOCUMENT);
		const xmlDoc *known = e == NULL ? NULL
		    : document                  ? e->document
		    : i == 0                    ? e->element
		                                : NULL;
		xmlDoc *own = NULL;

		if (known == NULL)
			rc = xml_read(&own, payload[i].data, payload[i].len,
			    "an entry", err);
		if (rc == MLA_OK)
			gather(&b, xml_root(known != NULL ? known : own),
			    !document);
		xmlFreeDoc(own);
	}
	if (rc == MLA_OK)
		rc = store_search_add(
		    d->office->store, seq, d->row.id, buf_text(&b), err);
	buf_free(&b);
	return rc;
}

/* Keep in both only what both have. */
static void
keep_common(struct store_ids *all, const struct store_ids *with)
{
	size_t kept = 0, at = 0;

	for (size_t i = 0; i < all->n; i++) {
		while (at < with->n && with->at[at] < all->at[i])
			at++;
		if (at < with->n && with->at[at] == all->at[i])
			all->at[kept++] = all->at[i];
	}
	all->n = kept;
}

enum mla_rc
words_find(struct store_ids *out, struct office *office, const char *text,
    struct err *err)
{
	char *copy = xstrdup(text), *rest = NULL, *word;
	enum mla_rc rc = MLA_OK;
	bool first = true;

	memset(out, 0, sizeof(*out));
	for (word = strtok_r(copy, " \t\n", &rest);
	     word != NULL && rc == MLA_OK;
	     word = strtok_r(NULL, " \t\n", &rest)) {
		struct store_ids with;

		if ((rc = store_search_find(&with, office->store, word, err)) !=
		    MLA_OK)
			break;
		if (first) {
			*out = with;
		} else {
			keep_common(out, &with);
			free(with.at);
		}
		first = false;
	}
	if (rc != MLA_OK) {
		free(out->at);
		memset(out, 0, sizeof(*out));
	}
	free(copy);
	return rc;
}

char *
words_first(const char *text)
{
	text += strspn(text, " \t\n");
	return xstrndup(text, strcspn(text, " \t\n"));
}
