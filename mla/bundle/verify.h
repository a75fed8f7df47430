/* verify.h - is a bag complete and unchanged? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_VERIFY_H
#define MLA_BUNDLE_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"

#define BAG_MAX_TAG_BYTES (64UL << 20) /* of the RFC's tag files together */
#define BAG_MAX_FAULTS 100000UL /* that are told */
#define BAG_MAX_BUFFER_BYTES (64UL << 20) /* of a file taken into memory */

/* Something that is not as RFC 8493 wants it. */
struct bag_fault {
	char *path; /* file in the bag */
	char *text; /* what is wrong */
	const char *section; /* of the RFC: "RFC 8493 2.1.3" */
	bool warning; /* the bag is valid all the same */
};

/* A file of the bag and its hash. */
struct bag_entry {
	const char *path; /* below the bag's folder: "data/message.xml" */
	uint64_t bytes;
	char sha256[65], sha512[129];
};

struct bag_report {
	struct bag_fault *faults;
	size_t nfaults, cap_faults;
	struct bag_entry *entries; /* sorted by path */
	size_t nentries, cap_entries;
	struct pool paths; /* of the entries */
	char *root; /* its folder in the archive with "/", or "" */
	uint64_t files, bytes; /* of the payload */
	char manifest_sha256[65]; /* of manifest-sha256.txt, "" if none */
};

void bag_report_free(struct bag_report *report);

/* The entry of that path, or NULL. */
const struct bag_entry *bag_find(
    const struct bag_report *report, const char *path);

/*
 * Check a bag (folder, ZIP, tar, gzipped tar) of version 0.93 to 1.0 against
 * RFC 8493: every hash is computed from the stream, nothing is unpacked and
 * nothing fetched.  MLA_OK: valid, perhaps with warnings in the report;
 * MLA_ENO: invalid, with every reason there; MLA_EDAMAGED: the container is
 * hostile or damaged, beyond a limit above or in bundle/walk.h;
 * MLA_ENOTFOUND, MLA_EIO.
 */
enum mla_rc bag_verify(
    struct bag_report *report, const char *path, struct err *err);

/*
 * Read once more, after bag_verify: for each file open() gives a descriptor
 * to write it to, or -1 to leave it out, or a buffer in *buf.  Its hash must
 * be that of the report (MLA_EDAMAGED: it was exchanged meanwhile).
 */
struct bag_take {
	int (*open)(void *arg, const struct bag_entry *e, struct buf **buf);
	void *arg;
};

enum mla_rc bag_extract(const char *path, const struct bag_report *report,
    const struct bag_take *take, struct err *err);

#endif
