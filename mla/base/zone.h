/* zone.h - local time of a place, from the system's time zone files */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_ZONE_H
#define MLA_BASE_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

/* Read from the file and never from TZ: no state of the process changes. */
struct zone;

/*
 * Read a zone of the IANA database ("Europe/Athens") from the folder where
 * the package tzdata keeps it.  MLA_OK: the caller frees *out with zone_free.
 * MLA_ENOTFOUND: no such name or file; MLA_EDAMAGED: it is no such file.
 */
enum mla_rc zone_load(struct zone **out, const char *name, struct err *err);
void zone_free(struct zone *zone);

/*
 * The same from the bytes of a TZif file (RFC 8536), version 2 or later;
 * name is kept for zone_name and for messages.
 */
enum mla_rc zone_parse(struct zone **out, const char *data, size_t len,
    const char *name, struct err *err);

const char *zone_name(const struct zone *zone);

/* Seconds east of UTC at a moment (seconds since 1970-01-01T00:00:00Z). */
int32_t zone_offset(const struct zone *zone, int64_t utc);

/*
 * Give a moment that was read off the clocks there (day and second; its offset
 * does not count) the offset that they had.  Of an hour that comes twice it is
 * the first; one that is left out is counted on from before.  zone NULL: UTC.
 */
void zone_local(const struct zone *zone, struct when *when);

/*
 * The moment as the clocks show it there; zone NULL: with the offset given
 * (minutes).
 */
struct when zone_when(
    const struct zone *zone, int64_t utc, int32_t offset_else);

#endif
