/* pins.c - the rules that a request was made with */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pins.h"

#include "base/str.h"
#include "bundle/hash.h"
#include "core/dossier.h"
#include "store/record.h"

static enum mla_rc
read_pinned(void *arg, struct buf *out, enum res_kind kind, const char *name,
    struct err *err)
{
	struct dossier *d = arg;
	enum mla_rc rc;
	bool found = false;

	if (d->row.id != 0 && d->office->store != NULL &&
	    (rc = store_resource_get(&found, out, d->office->store, d->row.id,
	         res_kind_name(kind), name, err)) != MLA_OK)
		return rc;
	if (found)
		return MLA_OK;
	return res_read(out, d->office->res, kind, name, err);
}

struct res_source
pins_source(struct dossier *d)
{
	struct res_source source = { read_pinned, d };

	return source;
}

static enum mla_rc
keep(struct dossier *d, enum res_kind kind, const char *name, struct err *err)
{
	unsigned char hash[HASH_SHA256_BYTES];
	struct buf b = { 0 };
	enum mla_rc rc = read_pinned(d, &b, kind, name, err);

	if (rc == MLA_OK) {
		hash_bytes(hash, buf_text(&b), b.len);
		rc = store_resource_put(d->office->store, d->row.id,
		    res_kind_name(kind), name, hash, buf_text(&b), b.len, err);
	}
	buf_free(&b);
	return rc;
}

/* The lists that the fields of a machine name. */
static enum mla_rc
keep_codes(struct dossier *d, const struct machine *m, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			const struct machine_transition *tr = s->transition[t];

			for (size_t f = 0; rc == MLA_OK && f < tr->nfields;
			     f++) {
				if (*tr->field[f].codes != '\0')
					rc = keep(d, RES_CODE,
					    tr->field[f].codes, err);
			}
		}
	}
	return rc;
}

enum mla_rc
pins_keep(struct dossier *d, struct err *err)
{
	struct file_names law = { 0 };
	enum mla_rc rc;

	if ((rc = keep(d, RES_KIND, d->kind->id, err)) != MLA_OK ||
	    (rc = keep(d, RES_FORM, d->kind->form, err)) != MLA_OK ||
	    (rc = keep(d, RES_WORKFLOW, d->side->machine, err)) != MLA_OK ||
	    (rc = keep(d, RES_PART, d->side->part_machine, err)) != MLA_OK ||
	    (rc = keep(d, RES_PART, d->side->transmission, err)) != MLA_OK ||
	    (rc = keep(d, RES_CODE, "holder", err)) != MLA_OK ||
	    (rc = keep_codes(d, d->whole, err)) != MLA_OK ||
	    (rc = keep_codes(d, d->measure, err)) != MLA_OK ||
	    (rc = keep_codes(d, d->transmission, err)) != MLA_OK)
		return rc;
	rc = res_list(&law, d->office->res, RES_LAW, err);
	for (size_t i = 0; rc == MLA_OK && i < law.n; i++)
		rc = keep(d, RES_LAW, law.at[i], err);
	file_names_free(&law);
	return rc;
}
