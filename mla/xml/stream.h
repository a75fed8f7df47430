/* stream.h - read XML of any length that nobody vouches for, as it comes */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_XML_STREAM_H
#define MLA_XML_STREAM_H

#include <stddef.h>

#include "base/err.h"

/* value: len bytes of UTF-8, no NUL behind them. */
struct stream_attribute {
	const char *name; /* without its prefix */
	const char *value;
	size_t len;
};

/* What is called; a code other than MLA_OK ends the reading with it. */
struct stream {
	/* An element begins: its name without prefix, its n attributes. */
	enum mla_rc (*start)(void *arg, const char *name,
	    const struct stream_attribute *attributes, size_t n,
	    struct err *err);
	/* It ends. */
	enum mla_rc (*end)(void *arg, const char *name, struct err *err);
	/* Up to size bytes of the document more, *got of them; 0: the end. */
	enum mla_rc (*more)(
	    size_t *got, void *arg, void *data, size_t size, struct err *err);
	void *arg;
	/* Characters between tags, as they come, in pieces; NULL: skipped. */
	enum mla_rc (*text)(
	    void *arg, const char *data, size_t len, struct err *err);
};

/*
 * Read a document in constant memory: well-formed, UTF-8, no DOCTYPE, nothing
 * loaded from elsewhere; elements nested at most XML_MAX_DEPTH deep with at
 * most XML_MAX_ATTRIBUTES attributes (read.h).  Namespaces are not asked for.
 * name is for messages.  MLA_EDAMAGED names file and
 * line; what was called before it stands.
 */
enum mla_rc stream_read(
    const struct stream *stream, const char *name, struct err *err);

/* The value of an attribute, or NULL. */
const struct stream_attribute *stream_find(
    const struct stream_attribute *attributes, size_t n, const char *name);

#endif
