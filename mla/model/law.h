/* law.h - which State is bound by which instrument on which day */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_LAW_H
#define MLA_MODEL_LAW_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "res/res.h"

struct law;

enum law_answer {
	LAW_NO, /* a row says that it is not bound (yet, or any more) */
	LAW_YES, /* a row says that it is */
	LAW_UNKNOWN, /* no row: look it up; never to be shown as no */
};

/* The source must outlive it; read when first asked; free with law_free. */
struct law *law_new(struct res_source source);
void law_free(struct law *law);

/*
 * Is a State bound on a day?  In force for it on or before the day (a row
 * without a date counts from the day on which the instrument itself came into
 * force), not ended before it.  A mere signature is no.  Without a row it is
 * not known, but no where the instrument is only for members of an
 * organisation (attribute members) and the State is none.  MLA_EDAMAGED if
 * the data cannot be read.
 */
enum mla_rc law_binds(enum law_answer *out, struct law *law, const char *treaty,
    const char *state, int32_t day, struct err *err);

/* Both States; NO if one is not, else UNKNOWN if one is not known. */
enum mla_rc law_between(enum law_answer *out, struct law *law,
    const char *treaty, const char *a, const char *b, int32_t day,
    struct err *err);

/*
 * Is a State a member of an organisation ("EU", "CoE") on a day?  No row: no,
 * since the lists of members are complete.
 */
enum mla_rc law_member(bool *out, struct law *law, const char *org,
    const char *state, int32_t day, struct err *err);

/*
 * The languages that a State has declared to accept under an instrument by a
 * day, as tags with a blank between.  "": no row says, which is not the same
 * as none.  The caller frees *out.
 */
enum mla_rc law_languages(char **out, struct law *law, const char *treaty,
    const char *state, int32_t day, struct err *err);

/*
 * The official languages of an organisation ("EU"), as tags with a blank
 * between; "" if none is in the data.  The caller frees *out.
 */
enum mla_rc law_official(
    char **out, struct law *law, const char *org, struct err *err);

/*
 * The code of the instrument that a citation begins with ("ETS 30 Art. 18"),
 * or NULL; the caller frees it.
 */
char *law_cited(struct law *law, const char *citation);

/*
 * The first row of the rules about channels, kept by law, the others after
 * it; NULL: there is none.  model/channel.h asks them.
 */
enum mla_rc law_channels(const xmlNode **out, struct law *law, struct err *err);

/* The element of an instrument, kept by law; NULL: not in the data. */
const xmlNode *law_treaty(struct law *law, const char *treaty);

#endif
