/* studyattack.c - can somebody find a request in a study file? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "core/study.h"

/* Requests that nobody can tell apart. */
struct class
{
	const uint32_t *value; /* of the first of them */
	size_t n;
};

struct classes {
	struct labels keys; /* values that tell: key_of */
	struct class *at; /* by number of key */
	size_t n, cap;
};

/* The values that tell who it is, as a text of their numbers. */
static void
key_of(struct buf *out, const struct study *s, const uint32_t *value)
{
	buf_clear(out);
	for (size_t i = 0; i < s->nvariables; i++) {
		if (s->telling[i])
			buf_addf(out, "%lu ", (unsigned long)value[i]);
	}
}

static void
sort_out(struct classes *c, uint32_t *class_of, const struct study *s)
{
	struct buf key = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		uint32_t number;

		key_of(&key, s, s->at[i].value);
		number = labels_number(&c->keys, buf_text(&key), key.len);
		class_of[i] = number;
		if (number == c->n) {
			c->at = vec_more(c->at, &c->cap, c->n, sizeof(*c->at));
			c->at[c->n++] = (struct class){ s->at[i].value, 0 };
		}
		c->at[number].n++;
	}
	buf_free(&key);
}

/* Numbers of the names of one study in another; UINT32_MAX: not there. */
static uint32_t *
translate(const struct study *to, const struct study *from)
{
	uint32_t *number = xcalloc(from->names.n + 1, sizeof(*number));

	for (size_t i = 0; i < from->names.n; i++) {
		number[i] = UINT32_MAX;
		for (size_t k = 0; k < to->names.n; k++) {
			if (str_eq(to->names.at[k], from->names.at[i]))
				number[i] = (uint32_t)k;
		}
	}
	return number;
}

/* Can a request with these values be one of the class? */
static bool
fits(const struct study *s, const struct class *class,
    const struct study_raw *raw, const uint32_t *number)
{
	for (size_t i = 0; i < s->nvariables; i++) {
		uint32_t value = class->value[i];

		if (s->telling[i] && number[raw->fine[i]] != value &&
		    number[raw->wide[i]] != value &&
		    !str_eq(s->names.at[value], STUDY_ANY))
			return false;
	}
	return true;
}

/* Requests of the file that fit one of the register; tried once for each. */
static void
try_raw(struct study_attack *out, const struct study *s,
    const struct classes *c, const struct study *made)
{
	uint32_t *number = translate(s, made);
	struct labels tried = { 0 };
	struct buf key = { 0 };

	for (size_t i = 0; i < made->nraw; i++) {
		size_t before = tried.n, n = 0;

		key_of(&key, made, made->raw[i].fine);
		if (labels_number(&tried, buf_text(&key), key.len) < before)
			continue;
		for (size_t k = 0; k < c->n; k++) {
			if (fits(s, &c->at[k], &made->raw[i], number))
				n += c->at[k].n;
		}
		if (n > 0 && (out->fewest == 0 || n < out->fewest))
			out->fewest = n;
	}
	buf_free(&key);
	labels_free(&tried);
	free(number);
}

/* Requests of classes that all have the value of their first one. */
static size_t
count_certain(const struct study *s, const struct classes *c,
    const uint32_t *class_of, size_t variable)
{
	bool *differ = xcalloc(c->n + 1, sizeof(*differ));
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->at[i].value[variable] !=
		    c->at[class_of[i]].value[variable])
			differ[class_of[i]] = true;
	}
	for (size_t i = 0; i < c->n; i++)
		n += differ[i] ? 0 : c->at[i].n;
	free(differ);
	return n;
}

static void
classes_free(struct classes *c)
{
	labels_free(&c->keys);
	free(c->at);
}

static size_t
smallest_of(const struct classes *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (n == 0 || c->at[i].n < n)
			n = c->at[i].n;
	}
	return n;
}

size_t
study_smallest(const struct study *s)
{
	uint32_t *class_of = xcalloc(s->n + 1, sizeof(*class_of));
	struct classes c = { 0 };
	size_t n;

	sort_out(&c, class_of, s);
	n = smallest_of(&c);
	classes_free(&c);
	free(class_of);
	return n;
}

void
study_attack(
    struct study_attack *out, const struct study *s, const struct study *made)
{
	uint32_t *class_of = xcalloc(s->n + 1, sizeof(*class_of));
	struct classes c = { 0 };

	memset(out, 0, sizeof(*out));
	out->certain = xcalloc(s->nvariables + 1, sizeof(*out->certain));
	sort_out(&c, class_of, s);
	out->classes = c.n;
	out->smallest = smallest_of(&c);
	for (size_t i = 0; i < s->nvariables; i++) {
		if (!s->telling[i])
			out->certain[i] = count_certain(s, &c, class_of, i);
	}
	try_raw(out, s, &c, made);
	classes_free(&c);
	free(class_of);
}

void
study_attack_free(struct study_attack *attack)
{
	free(attack->certain);
	memset(attack, 0, sizeof(*attack));
}
