/* labels.c - names become numbers, and numbers names, quickly */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/labels.h"

#include "base/alloc.h"

enum {
	SLOTS_LEAST = 64
};

/* FNV-1a; the least slots are never more than half full. */
static uint64_t
hash_of(const char *name, size_t len)
{
	uint64_t hash = 14695981039346656037U;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 1099511628211U;
	return hash ^ hash >> 32;
}

/* The slot of a name, or the empty one where it would be. */
static uint32_t *
find_slot(const struct labels *l, const char *name, size_t len)
{
	size_t at = hash_of(name, len) & (l->slots - 1);

	while (l->slot[at] != 0) {
		const char *there = l->at[l->slot[at] - 1];

		if (strncmp(there, name, len) == 0 && there[len] == '\0')
			break;
		at = (at + 1) & (l->slots - 1);
	}
	return &l->slot[at];
}

static void
fill_slots(struct labels *l)
{
	memset(l->slot, 0, l->slots * sizeof(*l->slot));
	for (size_t i = 0; i < l->n; i++)
		*find_slot(l, l->at[i], strlen(l->at[i])) = (uint32_t)i + 1;
}

static void
grow(struct labels *l)
{
	l->slots = l->slots == 0 ? SLOTS_LEAST : l->slots * 2;
	l->slot = xrealloc(l->slot, l->slots, sizeof(*l->slot));
	fill_slots(l);
}

uint32_t
labels_number(struct labels *l, const char *name, size_t len)
{
	uint32_t *slot;

	if (l->n * 2 >= l->slots)
		grow(l);
	slot = find_slot(l, name, len);
	if (*slot == 0) {
		l->at = vec_more(l->at, &l->cap, l->n, sizeof(*l->at));
		l->at[l->n++] = xstrndup(name, len);
		*slot = (uint32_t)l->n;
	}
	return *slot - 1;
}

/* A name on its way to another place. */
struct moved {
	char *name;
	double value;
	uint32_t old;
};

static int
by_value(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int
by_name(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Not "nan" and "inf", which are words. */
static bool
is_number(const char *name, double *value)
{
	char *end = NULL;

	*value = strtod(name, &end);
	return *end == '\0' && strchr("+-.0123456789", *name) != NULL &&
	    *value - *value == 0;
}

uint32_t *
labels_sort(struct labels *l, const bool *used)
{
	struct moved *moved = xcalloc(l->n + 1, sizeof(*moved));
	uint32_t *to = xcalloc(l->n + 1, sizeof(*to));
	bool numbers = true;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (!used[i]) {
			free(l->at[i]);
			continue;
		}
		moved[n].name = l->at[i];
		moved[n].old = (uint32_t)i;
		numbers = is_number(l->at[i], &moved[n].value) && numbers;
		n++;
	}
	qsort(moved, n, sizeof(*moved), numbers ? by_value : by_name);
	for (size_t i = 0; i < n; i++) {
		l->at[i] = moved[i].name;
		to[moved[i].old] = (uint32_t)i;
	}
	l->n = n;
	if (l->slots > 0)
		fill_slots(l);
	free(moved);
	return to;
}

void
labels_free(struct labels *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->at[i]);
	free(l->at);
	free(l->slot);
	memset(l, 0, sizeof(*l));
}
