/* bag.h - a bag that was read and is now judged; for verify.c and judge.c */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_BAG_H
#define MLA_BUNDLE_BAG_H

#include "bundle/declaration.h"
#include "bundle/hashers.h"
#include "bundle/lines.h"
#include "bundle/verify.h"

/* A tag file that RFC 8493 describes, as it stands in the spool. */
struct bag_text {
	size_t entry; /* of the report */
	uint64_t offset, bytes;
};

struct bag {
	struct bag_report *report; /* its entries are complete */
	/* sha256, sha512, and what else the manifests ask for */
	const char *algorithm[HASHERS_MAX];
	size_t nalgorithms;
	char (*more)[HASH_HEX_MAX]; /* nalgorithms - 2 for each entry */
	struct spool spool;
	struct bag_text *texts;
	size_t ntexts, cap_texts;
	bool has_data; /* the folder data/ is there */
	struct declaration declaration;
};

/* Add to the faults of the report; section stays the caller's. */
void bag_say(struct bag *b, bool warning, const char *path, const char *section,
    const char *text);

/* "tagmanifest-ALG.txt" in any case: ALG in small letters, else NULL. */
char *bag_algorithm_of(const char *path, const char *prefix);

/* Is it a file of the payload? */
bool bag_is_payload(const char *path);

/* Judge all of it by RFC 8493, sections 2 and 3; faults go to the report. */
void bag_judge(struct bag *b);

#endif
