/* parked.h - rows of bundles that came and have to wait */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_PARKED_H
#define MLA_STORE_PARKED_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#define STORE_PARKED "parked" /* folder of a register, made when needed */

#define PARKED_EARLY "early" /* a message before it is missing */
#define PARKED_REFUSED "refused" /* our history does not allow it */
#define PARKED_OTHER "other" /* it contradicts one that was received */
#define PARKED_ASIDE "aside" /* somebody decided not to record it */

/* A bundle in parked/, in a file named by its manifest; texts are owned. */
struct store_parked {
	char *manifest; /* SHA-256 of manifest-sha256.txt, hexadecimal */
	char *uid; /* of the message */
	char *about; /* uid of the request; it need not be known here */
	char *sender; /* name of the authority */
	char *type; /* of the message */
	int64_t number; /* the sender's, from 1; 0: it has none */
	char *reached; /* ISO day */
	char *why; /* PARKED_... */
	char *what; /* a sentence */
};

struct store_parkeds {
	struct store_parked *at;
	size_t n, cap;
};

void store_parked_free(struct store_parked *p);
void store_parkeds_free(struct store_parkeds *p);

/* Keep it, or say anew why it waits.  In a write transaction.  MLA_EIO. */
enum mla_rc store_parked_put(
    struct store *store, const struct store_parked *p, struct err *err);

/* Those about a request (NULL: all), by request and number; none: n is 0. */
enum mla_rc store_parked_list(struct store_parkeds *out, struct store *store,
    const char *about, struct err *err);

/* Let it go.  In a write transaction.  MLA_EIO. */
enum mla_rc store_parked_drop(
    struct store *store, const char *manifest, struct err *err);

#endif
