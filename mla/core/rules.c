/* rules.c - the rules that requests were made with, loaded once */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "store/rules.h"
#include "xml/read.h"

#define HOLDER_LIST "holder" /* the list that says whose side a holder is */

static enum mla_rc
read_kept(void *arg, struct buf *out, enum res_kind kind, const char *name,
    struct err *err)
{
	unsigned char kept[STORE_HASH_BYTES], hash[STORE_HASH_BYTES];
	struct rules *r = arg;
	enum mla_rc rc;
	bool found = false;

	if (r->set != 0 &&
	    (rc = store_rule_get(&found, out, kept, r->office->store, r->set,
	         res_kind_name(kind), name, err)) != MLA_OK)
		return rc;
	if (found) {
		hash_bytes(hash, buf_text(out), out->len);
		if (memcmp(hash, kept, sizeof(hash)) == 0)
			return MLA_OK;
		return err_set(err, MLA_EDAMAGED,
		    "%s/%s was changed in the register: it is not what its "
		    "requests were made with",
		    res_kind_name(kind), name);
	}
	if (kind == RES_CODE && r->kind != NULL)
		name = kind_codes(r->kind, name);
	if (kind == RES_FORM && r->kind != NULL && str_eq(name, RULES_OWN_FORM))
		name = r->kind->form;
	return res_read(out, r->office->res, kind, name, err);
}

bool
rules_is_own_form(const struct rules *rules, const char *form)
{
	return str_eq(form, RULES_OWN_FORM) || str_eq(form, rules->kind->form);
}

static void
rules_free(struct rules *r)
{
	limit_list_free(r->limits);
	limit_list_free(r->part_limits);
	machine_free(r->whole);
	machine_free(r->part);
	machine_free(r->transmission);
	kind_free(r->kind);
	law_free(r->law);
	codes_free(r->codes);
	free(r);
}

void
rules_free_all(struct rules *rules)
{
	while (rules != NULL) {
		struct rules *next = rules->next;

		rules_free(rules);
		rules = next;
	}
}

/* limits NULL: those of the machine are not wanted. */
static enum mla_rc
read_machine(struct machine **out, struct limit_list **limits, struct rules *r,
    enum res_kind kind, const char *name, struct err *err)
{
	struct buf b = { 0 };
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	if ((rc = read_kept(r, &b, kind, name, err)) == MLA_OK &&
	    (rc = xml_read(&doc, buf_text(&b), b.len, name, err)) == MLA_OK)
		rc = machine_load(out, doc, name, err);
	if (rc == MLA_OK && limits != NULL)
		rc = limit_list_load(limits, doc, *out, err);
	xmlFreeDoc(doc);
	buf_free(&b);
	return rc;
}

static enum mla_rc
load(struct rules *r, const char *kind, const char *side, struct err *err)
{
	enum mla_rc rc;

	if ((rc = kind_load(&r->kind, r->office->res, r->source, kind, err)) !=
	    MLA_OK)
		return rc;
	r->side = str_eq(side, "out") ? &r->kind->out : &r->kind->in;
	if ((rc = read_machine(&r->whole, &r->limits, r, RES_WORKFLOW,
	         r->side->machine, err)) != MLA_OK)
		return rc;
	if (r->kind->part.machine != NULL &&
	    (rc = read_machine(&r->part, &r->part_limits, r, RES_PART,
	         r->kind->part.machine, err)) != MLA_OK)
		return rc;
	return read_machine(
	    &r->transmission, NULL, r, RES_PART, r->side->transmission, err);
}

enum mla_rc
rules_of(struct rules **out, struct office *office, int64_t set,
    const char *kind, const char *side, struct err *err)
{
	struct rules *r;
	enum mla_rc rc;

	*out = NULL;
	for (r = office->rules; r != NULL; r = r->next) {
		if (r->set == set && str_eq(r->kind->id, kind) &&
		    (r->side == &r->kind->out) == str_eq(side, "out")) {
			*out = r;
			return MLA_OK;
		}
	}
	r = xcalloc(1, sizeof(*r));
	r->office = office;
	r->set = set;
	r->source = (struct res_source){ read_kept, r };
	r->codes = codes_new(r->source);
	r->law = law_new(r->source);
	if ((rc = load(r, kind, side, err)) != MLA_OK) {
		rules_free(r);
		return rc;
	}
	r->next = office->rules;
	office->rules = r;
	*out = r;
	return MLA_OK;
}

enum mla_rc
rules_key(char key[65], struct store *store, int64_t set, struct err *err)
{
	unsigned char bytes[STORE_HASH_BYTES];
	enum mla_rc rc;

	key[0] = '\0';
	if (set == 0)
		return MLA_OK;
	if ((rc = store_ruleset_key(bytes, store, set, err)) == MLA_OK)
		hash_hex(key, bytes, sizeof(bytes));
	return rc;
}

enum mla_rc
rules_find(int64_t *set, struct store *store, const char *key, struct err *err)
{
	unsigned char bytes[STORE_HASH_BYTES];
	enum mla_rc rc = MLA_OK;

	*set = 0;
	if (*key == '\0')
		return MLA_OK;
	if (hash_unhex(bytes, sizeof(bytes), key))
		rc = store_ruleset_find(set, store, bytes, err);
	if (rc == MLA_OK && *set == 0)
		rc = err_set(err, MLA_EDAMAGED,
		    "the register has no rules with the hash %s", key);
	return rc;
}

/* The files of a set while it is collected. */
struct listing {
	struct rules *rules;
	struct {
		struct store_rule rule;
		struct buf bytes;
	} * at;
	size_t n, cap;
};

static enum mla_rc
take(struct listing *l, enum res_kind kind, const char *name, struct err *err)
{
	const char *kind_name = res_kind_name(kind);
	enum mla_rc rc;

	for (size_t i = 0; i < l->n; i++) {
		if (str_eq(l->at[i].rule.kind, kind_name) &&
		    str_eq(l->at[i].rule.name, name))
			return MLA_OK;
	}
	l->at = vec_more(l->at, &l->cap, l->n, sizeof(*l->at));
	memset(&l->at[l->n], 0, sizeof(*l->at));
	l->at[l->n].rule.kind = kind_name;
	l->at[l->n].rule.name = name;
	rc = read_kept(l->rules, &l->at[l->n].bytes, kind, name, err);
	if (rc == MLA_OK)
		hash_bytes(l->at[l->n].rule.hash, buf_text(&l->at[l->n].bytes),
		    l->at[l->n].bytes.len);
	l->n++;
	return rc;
}

/* The lists that the fields of a machine name. */
static enum mla_rc
take_codes(struct listing *l, const struct machine *m, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; m != NULL && i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			for (size_t f = 0; rc == MLA_OK && f < tr->nfields;
			     f++) {
				if (*tr->field[f].codes != '\0')
					rc = take(l, RES_CODE,
					    tr->field[f].codes, err);
			}
		}
	}
	return rc;
}

static enum mla_rc
take_all(struct listing *l, const struct file_names *law, struct err *err)
{
	const struct rules *r = l->rules;
	enum mla_rc rc;

	if ((rc = take(l, RES_KIND, r->kind->id, err)) != MLA_OK ||
	    (rc = take(l, RES_FORM, r->kind->form, err)) != MLA_OK ||
	    (rc = take(l, RES_WORKFLOW, r->side->machine, err)) != MLA_OK ||
	    (r->part != NULL &&
	        (rc = take(l, RES_PART, r->kind->part.machine, err)) !=
	            MLA_OK) ||
	    (rc = take(l, RES_PART, r->side->transmission, err)) != MLA_OK ||
	    (rc = take(l, RES_CODE, HOLDER_LIST, err)) != MLA_OK ||
	    (rc = take_codes(l, r->whole, err)) != MLA_OK ||
	    (rc = take_codes(l, r->part, err)) != MLA_OK ||
	    (rc = take_codes(l, r->transmission, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; rc == MLA_OK && i < law->n; i++)
		rc = take(l, RES_LAW, law->at[i], err);
	return rc;
}

/* The hash over kinds, names and hashes in the order of the list. */
static void
make_key(unsigned char key[STORE_HASH_BYTES], const struct listing *l)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		buf_addf(&b, "%s/%s\n", l->at[i].rule.kind, l->at[i].rule.name);
		buf_add(&b, l->at[i].rule.hash, STORE_HASH_BYTES);
	}
	hash_bytes(key, buf_text(&b), b.len);
	buf_free(&b);
}

enum mla_rc
rules_keep(
    int64_t *set, char key_text[65], struct rules *rules, struct err *err)
{
	struct listing l = { .rules = rules };
	struct store *store = rules->office->store;
	struct file_names law;
	enum mla_rc rc;

	*set = 0;
	if (rules->keyed &&
	    ((rc = store_ruleset_find(set, store, rules->key, err)) != MLA_OK ||
	        *set != 0)) {
		if (key_text != NULL)
			hash_hex(key_text, rules->key, sizeof(rules->key));
		return rc;
	}
	if ((rc = res_list(&law, rules->office->res, RES_LAW, err)) != MLA_OK)
		return rc;
	if ((rc = take_all(&l, &law, err)) != MLA_OK)
		goto out;
	make_key(rules->key, &l);
	rules->keyed = true;
	if (key_text != NULL)
		hash_hex(key_text, rules->key, sizeof(rules->key));
	if ((rc = store_ruleset_find(set, store, rules->key, err)) != MLA_OK ||
	    *set != 0)
		goto out;
	rc = store_ruleset_add(set, store, rules->key, err);
	for (size_t i = 0; rc == MLA_OK && i < l.n; i++)
		rc = store_ruleset_put(store, *set, &l.at[i].rule,
		    buf_text(&l.at[i].bytes), l.at[i].bytes.len, err);
out:
	for (size_t i = 0; i < l.n; i++)
		buf_free(&l.at[i].bytes);
	free(l.at);
	file_names_free(&law);
	return rc;
}
