/* lines.h - the lines of a tag file of a bag, whatever its encoding */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BUNDLE_LINES_H
#define MLA_BUNDLE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "bundle/spool.h"

#define LINES_MAX_BYTES 65536UL /* of one line, in UTF-8 */

/* A tag file that is read line by line, in constant memory. */
struct lines;

/* May a bag say that its tag files are in this encoding? */
bool lines_knows(const char *encoding);

/*
 * Read len bytes of a spool from offset on, in an encoding that lines_knows.
 * The spool has to stay until lines_close.
 */
struct lines *lines_open(const struct spool *spool, uint64_t offset,
    uint64_t len, const char *encoding);
void lines_close(struct lines *l);

/*
 * The next line (RFC 8493 section 2.3), in UTF-8 and without its end, which is
 * LF, CR or both; the last one need not have one.  It may be changed, and is
 * there until the next call.  NULL: there is none, or *problem is a sentence
 * that says why no more can be read.
 */
char *lines_next(struct lines *l, const char **problem);

/* Did it begin with a byte order mark that its encoding does not need? */
bool lines_marked(const struct lines *l);

#endif
