/* pack.h - write a bag of evidence as one file */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_PACK_H
#define MLA_BUNDLE_PACK_H

#include <stdint.h>

#include "base/err.h"
#include "bundle/hash.h"

/*
 * A BagIt 1.0 bag (RFC 8493) in a ZIP with stored entries (ZIP64 where sizes
 * ask for it) or in a tar (POSIX.1-2001 pax), SHA-256 and SHA-512 manifests,
 * written in one pass.  Memory is constant but for some 130 bytes a file, the
 * directory of the ZIP.  The same content and time give the same bytes in
 * every time zone and locale.  The file appears under its name when it is
 * complete.
 */
struct pack;

/* root: name of the bag's folder; time: seconds since 1970, for all entries. */
enum mla_rc pack_begin(struct pack **out, const char *path, const char *root,
    int64_t time, struct err *err);
enum mla_rc pack_begin_tar(struct pack **out, const char *path,
    const char *root, int64_t time, struct err *err);

#define PACK_SIGNED "tagmanifest-sha256.txt"
#define PACK_SIGNATURE PACK_SIGNED ".p7s"

/*
 * Have PACK_SIGNED signed when the bag is finished: sign appends a signature
 * over its bytes to out, and that becomes PACK_SIGNATURE beside it, which no
 * manifest lists.
 */
void pack_sign(struct pack *p,
    enum mla_rc (*sign)(void *arg, struct buf *out, const void *data,
        size_t len, struct err *err),
    void *arg);

/* path inside the bag: "data/..." or the name of a tag file. */
enum mla_rc pack_add_bytes(struct pack *p, const char *path, const void *data,
    size_t len, struct err *err);

/*
 * A file from disk.  Its hashes come while the next ones are written: if its
 * SHA-256 is not the one expected (NULL: any), MLA_EDAMAGED comes from here,
 * from a later call, or from pack_finish.
 */
enum mla_rc pack_add_file(struct pack *p, const char *path, const char *file,
    const char *sha256, struct err *err);

/*
 * Manifests, bag-info.txt (info: label and value in turn, NULL at the end),
 * bagit.txt, tag manifests; then sync and rename.  manifest: SHA-256 of
 * manifest-sha256.txt; bytes: of the file.  p is gone in any case.
 */
enum mla_rc pack_finish(struct pack *p, const char *const *info,
    char manifest[65], uint64_t *bytes, struct err *err);

/* Remove what was written; p is gone; NULL is fine. */
void pack_abandon(struct pack *p);

/*
 * A file name that every system takes, from any name: ASCII letters, digits,
 * dot, hyphen and underscore, not reserved in Windows, at most 80 bytes with
 * its extension kept.  The caller frees it; never empty.
 */
char *pack_safe_name(const char *name);

#endif
