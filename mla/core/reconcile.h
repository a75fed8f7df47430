/* reconcile.h - two ledgers of the same exchange, compared */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_RECONCILE_H
#define MLA_CORE_RECONCILE_H

#include <libxml/tree.h>
#include <stddef.h>

#include "base/pool.h"
#include "core/office.h"

/* One thing that they do not agree on; no text is NULL. */
struct reconcile_row {
	const char *what; /* code of the list difference */
	/* Ours and theirs; of a side without it, as the other one knows it. */
	const char *reference, *theirs;
	const char *item; /* message type and number, or act and part */
	const char *id; /* of the message, or "" */
	const char *here, *there; /* what our ledger and theirs say, or "" */
};

struct reconcile {
	struct reconcile_row *at; /* request by request, as in our ledger */
	size_t n, cap;
	size_t ours, theirs; /* requests in each ledger */
	const char *state, *authority; /* whose theirs is */
	const char *made; /* ISO day of it */
	struct pool texts; /* of all */
};

void reconcile_free(struct reconcile *r);

/*
 * Compare two ledgers (core/ledger.h).  Requests are the same by their uid, or
 * where one side's reference is one that the other knows as theirs; messages
 * by their id; acts by event, part and whose they are.  The caller frees with
 * reconcile_free.
 */
void reconcile_compare(
    struct reconcile *out, const xmlDoc *ours, const xmlDoc *theirs);

/*
 * Compare a ledger of a partner (its bytes; name is for messages) with that of
 * the register.  MLA_OK: also with differences.  MLA_EREFUSED: it is for
 * another State, or our own.  Errors as ledger_parse and ledger_write.
 */
enum mla_rc reconcile_read(struct reconcile *out, struct office *office,
    const char *data, size_t len, const char *name, struct err *err);

/*
 * The form reconciliation of the result in a language and a format
 * (core/render.h).  Errors as official_lang and render_form.
 */
enum mla_rc reconcile_render(struct buf *out, struct office *office,
    const struct reconcile *r, const char *lang, const char *format,
    struct err *err);

#endif
