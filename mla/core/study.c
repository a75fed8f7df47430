/* study.c - requests as data that may leave an office: k-anonymous, coarse */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/study.h"

#include <sys/random.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/deskpaper.h"
#include "core/dossier.h"
#include "xml/node.h"

#define VARIABLES "variable" /* the list of codes */
#define KEY_NAME "mla study key" /* what is hashed to name a key */

/* A variable as the list has it; the texts are owned. */
struct rule {
	char *path, *wide;
	size_t widen, drop; /* at which step; 0: never */
};

struct making {
	struct study *s;
	struct rule *rule;
	const unsigned char *key;
	uint32_t any; /* number of STUDY_ANY */
};

void
study_free(struct study *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->nvariables; i++)
		free(s->variable[i]);
	for (size_t i = 0; i < s->n; i++)
		free(s->at[i].value);
	for (size_t i = 0; i < s->nraw; i++) {
		free(s->raw[i].fine);
		free(s->raw[i].wide);
	}
	labels_free(&s->names);
	free(s->variable);
	free(s->telling);
	free(s->at);
	free(s->raw);
	free(s->steps);
	free(s->made);
	free(s->from);
	free(s);
}

const char *
study_value(const struct study *s, size_t row, size_t variable)
{
	return s->names.at[s->at[row].value[variable]];
}

static size_t
step_of(const xmlNode *code, const char *name)
{
	char *text = xml_attr(code, name);
	size_t n = text != NULL ? strtoul(text, NULL, 10) : 0;

	free(text);
	return n;
}

static void
read_variables(struct making *m, struct office *office)
{
	const xmlNode *code = xml_first(codes_list(office->codes, VARIABLES));
	struct study *s = m->s;
	size_t cap = 0, cap_rules = 0, cap_telling = 0;

	for (; code != NULL; code = xml_after(code)) {
		const size_t n = s->nvariables;
		struct rule *r;

		s->variable =
		    vec_more(s->variable, &cap, n, sizeof(*s->variable));
		s->telling =
		    vec_more(s->telling, &cap_telling, n, sizeof(*s->telling));
		m->rule = vec_more(m->rule, &cap_rules, n, sizeof(*m->rule));
		r = &m->rule[n];
		r->path = xml_attr(code, "path");
		r->wide = xml_attr(code, "wide");
		r->widen = step_of(code, "widen");
		r->drop = step_of(code, "drop");
		s->variable[n] = xml_attr(code, "id");
		s->telling[n] = r->drop != 0;
		s->nvariables++;
		if (r->drop > s->nsteps)
			s->nsteps = r->drop;
	}
	s->nsteps++;
	s->steps = xcalloc(s->nsteps, sizeof(*s->steps));
}

/* The value of an XPath by number; what is no number is nothing. */
static enum mla_rc
value_of(uint32_t *out, struct study *s, struct dossier *d, const char *path,
    struct err *err)
{
	char *text;
	enum mla_rc rc = env_string(&text, d->env, NULL, path, err);

	if (rc != MLA_OK)
		return rc;
	if (str_eq(text, "NaN"))
		*text = '\0';
	*out = labels_number(&s->names, text, strlen(text));
	free(text);
	return MLA_OK;
}

static enum mla_rc
take(void *arg, struct dossier *d, struct err *err)
{
	struct making *m = arg;
	struct study *s = m->s;
	unsigned char mac[HASH_SHA256_BYTES];
	xmlDoc *desk = deskpaper_make(d);
	enum mla_rc rc = MLA_OK;
	struct study_raw *raw;

	s->raw = vec_more(s->raw, &s->cap_raw, s->nraw, sizeof(*s->raw));
	raw = &s->raw[s->nraw++];
	raw->fine = xcalloc(s->nvariables, sizeof(*raw->fine));
	raw->wide = xcalloc(s->nvariables, sizeof(*raw->wide));
	hash_keyed(mac, m->key, d->row.uid, strlen(d->row.uid));
	hash_hex(raw->id, mac, (STUDY_ID_BYTES - 1) / 2);
	env_desk(d->env, xml_root(desk));
	for (size_t i = 0; rc == MLA_OK && i < s->nvariables; i++) {
		const struct rule *r = &m->rule[i];

		rc = value_of(&raw->fine[i], s, d, r->path, err);
		if (rc == MLA_OK && r->wide != NULL)
			rc = value_of(&raw->wide[i], s, d, r->wide, err);
	}
	env_desk(d->env, NULL);
	xmlFreeDoc(desk);
	return rc;
}

/* What is told of a variable at a step. */
static uint32_t
told(const struct making *m, const struct study_raw *raw, size_t variable,
    size_t step)
{
	const struct rule *r = &m->rule[variable];

	if (r->drop != 0 && step >= r->drop)
		return m->any;
	return r->widen != 0 && step >= r->widen ? raw->wide[variable]
	                                         : raw->fine[variable];
}

/* The number of the class that a request is in at a step. */
static uint32_t
class_of(struct labels *classes, const struct making *m,
    const struct study_raw *raw, size_t step)
{
	struct buf b = { 0 };
	uint32_t number;

	for (size_t i = 0; i < m->s->nvariables; i++) {
		uint32_t value = told(m, raw, i, step);

		if (m->s->telling[i])
			buf_addf(&b, "%lu ", (unsigned long)value);
	}
	number = labels_number(classes, buf_text(&b), b.len);
	buf_free(&b);
	return number;
}

static void
add_case(struct making *m, const struct study_raw *raw, size_t step,
    const char *from)
{
	struct study *s = m->s;
	struct study_case *c;

	s->at = vec_more(s->at, &s->cap, s->n, sizeof(*s->at));
	c = &s->at[s->n++];
	memset(c, 0, sizeof(*c));
	memcpy(c->id, raw->id, sizeof(c->id));
	(void)snprintf(c->from, sizeof(c->from), "%s", from);
	c->step = step;
	c->value = xcalloc(s->nvariables, sizeof(*c->value));
	for (size_t i = 0; i < s->nvariables; i++)
		c->value[i] = told(m, raw, i, step);
	s->steps[step]++;
}

/*
 * Those whose class is large enough leave; the others go on to the next step.
 */
static void
recode(struct making *m, const char *from)
{
	struct study *s = m->s;
	uint32_t *class = xcalloc(s->nraw, sizeof(*class));
	bool *gone = xcalloc(s->nraw, sizeof(*gone));
	size_t left = s->nraw;

	for (size_t step = 0; step < s->nsteps && left > 0; step++) {
		struct labels classes = { 0 };
		size_t *size = xcalloc(s->nraw, sizeof(*size));

		for (size_t i = 0; i < s->nraw; i++) {
			if (gone[i])
				continue;
			class[i] = class_of(&classes, m, &s->raw[i], step);
			size[class[i]]++;
		}
		for (size_t i = 0; i < s->nraw; i++) {
			if (gone[i] || size[class[i]] < (size_t)s->k)
				continue;
			if (s->smallest == 0 || size[class[i]] < s->smallest)
				s->smallest = size[class[i]];
			add_case(m, &s->raw[i], step, from);
			gone[i] = true;
			left--;
		}
		free(size);
		labels_free(&classes);
	}
	s->suppressed = left;
	free(class);
	free(gone);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct study_case *)a)->id,
	    ((const struct study_case *)b)->id);
}

void
study_sort(struct study *s)
{
	if (s->n > 1)
		qsort(s->at, s->n, sizeof(*s->at), by_id);
}

size_t
study_variable(const struct study *s, const char *id)
{
	size_t i = 0;

	while (i < s->nvariables && !str_eq(s->variable[i], id))
		i++;
	return i;
}

/* The key of the pseudonyms from any bytes, or a new one. */
static enum mla_rc
make_key(unsigned char key[HASH_SHA256_BYTES], const struct buf *bytes,
    struct err *err)
{
	if (bytes != NULL) {
		hash_bytes(key, buf_text(bytes), bytes->len);
		return MLA_OK;
	}
	if (getrandom(key, HASH_SHA256_BYTES, 0) != HASH_SHA256_BYTES)
		return err_errno(err, MLA_EIO, "no random bytes");
	return MLA_OK;
}

static void
free_rules(struct making *m)
{
	for (size_t i = 0; m->rule != NULL && i < m->s->nvariables; i++) {
		free(m->rule[i].path);
		free(m->rule[i].wide);
	}
	free(m->rule);
}

enum mla_rc
study_make(struct study **out, struct office *office, long k,
    const struct buf *key, struct err *err)
{
	unsigned char secret[HASH_SHA256_BYTES], mac[HASH_SHA256_BYTES];
	struct making m = { .s = xcalloc(1, sizeof(*m.s)), .key = secret };
	char day[DATE_BYTES];
	enum mla_rc rc;

	*out = NULL;
	m.s->k = k;
	m.s->from = xstrdup(office->info.country);
	m.s->made = xstrndup(date_format(office->now.day, day), 7);
	read_variables(&m, office);
	m.any = labels_number(&m.s->names, STUDY_ANY, strlen(STUDY_ANY));
	if ((rc = make_key(secret, key, err)) != MLA_OK ||
	    (rc = dossier_each(office, NULL, take, &m, err)) != MLA_OK) {
		free_rules(&m);
		study_free(m.s);
		return rc;
	}
	hash_keyed(mac, secret, KEY_NAME, strlen(KEY_NAME));
	hash_hex(m.s->key_id, mac, (STUDY_KEY_ID_BYTES - 1) / 2);
	explicit_bzero(secret, sizeof(secret));
	recode(&m, office->info.country);
	study_sort(m.s);
	free_rules(&m);
	*out = m.s;
	return MLA_OK;
}
