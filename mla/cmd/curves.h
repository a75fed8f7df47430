/* curves.h - tables of how long it takes, from rows of elsewhere */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_CURVES_H
#define MLA_CMD_CURVES_H

#include "cmd/out.h"
#include "core/sample.h"

/* What a person typed; NULL: nothing. */
struct curves_options {
	const char *const *tables; /* NULL at the end */
	const char *conf, *p, *tau, *digits, *format;
};

/* The same, understood; free with curves_free. */
struct curves_want;

/*
 * MLA_EUSAGE names the option that is wrong, and what it may be.  On MLA_OK
 * the caller frees *out.
 */
enum mla_rc curves_parse(struct curves_want **out,
    const struct curves_options *options, struct err *err);

/* Compute and print. */
void curves_print(const struct curves_want *want, const struct sample *sample);
void curves_free(struct curves_want *want);

#endif
