/* opage.h - an operation on one screen, and what stands beside a request */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_OPAGE_H
#define MLA_CMD_OPAGE_H

#include "cmd/out.h"
#include "core/tie.h"

/* All its requests, what they are to each other, gaps and warnings. */
enum mla_rc opage_print(struct office *office, const struct store_operation *op,
    enum out_format form, struct err *err);

/* Steps that one part of a request has taken and another has not. */
void opage_gaps(struct dossier *d);

/* What its form warns of as long as it stands. */
enum mla_rc opage_warnings(struct dossier *d, struct err *err);

/* "supplements LIL-O-2026-000001, ..."; the caller frees it. */
char *opage_links(const struct office *office, const struct store_links *links);

/* The messages that wait, each kind once, and how they go out. */
void opage_pending(const struct dossier *d);

/*
 * Notices: the program was stopped while it sent something; what came waits to
 * be recorded.
 */
void opage_exchange(const struct dossier *d);

#endif
