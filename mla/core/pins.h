/* pins.h - the rules that a request was made with */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_PINS_H
#define MLA_CORE_PINS_H

#include "base/err.h"
#include "res/res.h"

struct dossier;

/*
 * Rules as they were when the request was made: the bytes kept with it, and
 * the data folder for what it never used.  Valid as long as the dossier.
 */
struct res_source pins_source(struct dossier *d);

/*
 * Keep the bytes of its kind, machines, form, code lists and law by their
 * hash; inside a write transaction.
 */
enum mla_rc pins_keep(struct dossier *d, struct err *err);

#endif
