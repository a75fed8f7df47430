/* study.h - requests as data that may leave an office */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_STUDY_H
#define MLA_CORE_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "core/labels.h"
#include "core/office.h"

#define STUDY_NS "urn:mla:study:1"
#define STUDY_ANY "*" /* a value that is not told at all */

enum {
	STUDY_K = 5, /* threshold where none is asked for */
	STUDY_K_LEAST = 3,
	STUDY_K_MOST = 20,
	STUDY_ID_BYTES = 25, /* 96 bits in hexadecimal, and NUL */
	STUDY_KEY_ID_BYTES = 17
};

/* A request, as it leaves. */
struct study_case {
	char id[STUDY_ID_BYTES]; /* HMAC-SHA-256 of its uid, 96 bits */
	char from[3]; /* State of the office that told of it */
	uint32_t *value; /* of each variable: numbers of names */
	size_t step; /* how far it was made wider */
};

/* A request before it is recoded: numbers of names by variable. */
struct study_raw {
	char id[STUDY_ID_BYTES];
	uint32_t *fine, *wide;
};

struct study {
	char **variable; /* ids, in the order of the list */
	bool *telling; /* it tells who it is: it is made wider */
	size_t nvariables;
	struct labels names; /* of all values */
	struct study_case *at; /* in the order of the ids */
	size_t n, cap;
	size_t *steps; /* requests that leave at each step */
	size_t nsteps;
	long k;
	size_t smallest; /* requests of the smallest class; 0: no requests */
	size_t suppressed; /* that do not leave at all */
	char key_id[STUDY_KEY_ID_BYTES]; /* of the key of the pseudonyms */
	char *made; /* month: 2026-11 */
	char *from; /* States whose offices told, with blanks between */
	/* How often a request was told of by both sides, and is once here. */
	size_t both;
	struct study_raw *raw; /* of study_make alone */
	size_t nraw, cap_raw;
};

/*
 * All requests of the register as a study file (forms/code/variable.xml says
 * which values, and how they are made wider).  Values that tell who a request
 * is are recoded step by step where fewer than k requests share them; those
 * that are still fewer at the end are left out: k-anonymity (Samarati, Sweeney
 * 1998) by a fixed order, so the same requests give the same file.  key: of
 * the pseudonyms, any bytes; NULL: made for this file and forgotten.  MLA_OK:
 * free *out with study_free.  MLA_EDAMAGED: an XPath of the list fails.
 */
enum mla_rc study_make(struct study **out, struct office *office, long k,
    const struct buf *key, struct err *err);
void study_free(struct study *s);

const char *study_value(const struct study *s, size_t row, size_t variable);

/*
 * What somebody can do who has the file and knows all that the register says
 * of the values that tell who a request is.
 */
struct study_attack {
	size_t classes; /* sets of requests that nobody can tell apart */
	size_t smallest; /* the smallest one */
	size_t
	    fewest; /* requests that fit somebody of the register, at least */
	/*
	 * By variable that does not tell who it is: requests of whose class all
	 * have one value, so that who knows that it is in the class knows it.
	 */
	size_t *certain;
};

/*
 * Try it on what is in the file: s as it was read, by the requests that it was
 * made from (made, of study_make).  The caller frees with study_attack_free.
 */
void study_attack(
    struct study_attack *out, const struct study *s, const struct study *made);
void study_attack_free(struct study_attack *attack);

/* Requests of its smallest class, counted again; 0: it has none. */
size_t study_smallest(const struct study *s);

/* Put the requests in the order of their pseudonyms. */
void study_sort(struct study *s);

/* Number of the variable of that id; s->nvariables: there is none. */
size_t study_variable(const struct study *s, const char *id);

/*
 * Append the file: head, what was recoded, codebook in the words of the
 * office's language, requests in the order of their pseudonyms.
 */
void study_write(struct buf *out, const struct study *s, struct office *office);

/* Read one.  MLA_EDAMAGED: it is no study file.  name is for messages. */
enum mla_rc study_read(struct study **out, struct res *res, const char *data,
    size_t len, const char *name, struct err *err);

/* What came of putting one more file to those before. */
struct study_merged {
	bool same_key; /* can pseudonyms be compared? */
	size_t both; /* told of by both sides: now there once */
	/* Where not: requests that may be the same one, told from two sides. */
	size_t perhaps;
};

/*
 * Put the requests of more to into.  The one who asked is kept of two that
 * are the same.  MLA_EREFUSED: its variables are others, or it was put there
 * already.
 */
enum mla_rc study_merge(struct study_merged *out, struct study *into,
    const struct study *more, struct err *err);

#endif
