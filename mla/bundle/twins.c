/* twins.c - names of a bag that some systems take for the same */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/twins.h"

#include "base/alloc.h"
#include "base/str.h"

/* A short key, so that 100,000 folded names need not be kept. */
struct key {
	uint64_t key;
	const struct bag_entry *entry;
};

struct twins {
	char *(*fold)(const char *text);
	struct key *at; /* sorted */
	size_t n;
};

/* FNV-1a, 64 bits. */
static uint64_t
key_of(const char *folded)
{
	uint64_t key = 0xcbf29ce484222325U;

	for (; *folded != '\0'; folded++)
		key = (key ^ (unsigned char)*folded) * 0x100000001b3U;
	return key;
}

static int
by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

struct twins *
twins_new(const struct bag_report *report, char *(*fold)(const char *text))
{
	struct twins *t = xcalloc(1, sizeof(*t));

	t->fold = fold;
	t->n = report->nentries;
	t->at = xcalloc(t->n + 1, sizeof(*t->at));
	for (size_t i = 0; i < t->n; i++) {
		char *folded = fold(report->entries[i].path);

		t->at[i].key = key_of(folded);
		t->at[i].entry = &report->entries[i];
		free(folded);
	}
	qsort(t->at, t->n, sizeof(*t->at), by_key);
	return t;
}

void
twins_free(struct twins *t)
{
	if (t == NULL)
		return;
	free(t->at);
	free(t);
}

/* Are the two names the same when folded?  Keys may agree by chance. */
static bool
is_twin(const struct twins *t, const char *folded, const char *path)
{
	char *other = t->fold(path);
	bool same = str_eq(folded, other);

	free(other);
	return same;
}

const struct bag_entry *
twins_find(const struct twins *t, const char *path)
{
	char *folded = t->fold(path);
	const struct bag_entry *found = NULL;
	uint64_t key = key_of(folded);
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->at[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < t->n && t->at[low].key == key && found == NULL; low++) {
		if (is_twin(t, folded, t->at[low].entry->path))
			found = t->at[low].entry;
	}
	free(folded);
	return found;
}

void
twins_each(const struct twins *t,
    void (*twin)(
        void *arg, const struct bag_entry *a, const struct bag_entry *b),
    void *arg)
{
	for (size_t i = 1; i < t->n; i++) {
		const struct bag_entry *a = t->at[i - 1].entry;
		const struct bag_entry *b = t->at[i].entry;
		char *folded;

		if (t->at[i - 1].key != t->at[i].key)
			continue;
		folded = t->fold(a->path);
		if (is_twin(t, folded, b->path))
			twin(arg, a, b);
		free(folded);
	}
}
