/* record.h - rows of documents, exhibits, messages and the rules used */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_STORE_RECORD_H
#define MLA_STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/event.h"
#include "store/store.h"

/* A revision of the request's XML: which payload holds it. */
struct store_document {
	int revision; /* from 1 */
	int64_t seq;
	int ord;
};

struct store_documents {
	struct store_document *at;
	size_t n, cap;
};

void store_documents_free(struct store_documents *d);
enum mla_rc store_document_add(struct store *store, int64_t request,
    const struct store_document *d, struct err *err);
enum mla_rc store_documents(struct store_documents *out, struct store *store,
    int64_t request, struct err *err);

/* A file in exhibits/, named by sha256; its title is a payload. */
struct store_exhibit {
	char *id; /* E-0001 */
	char sha256[65], sha512[129];
	uint64_t bytes;
	int64_t seq;
	int ord;
};

struct store_exhibits {
	struct store_exhibit *at;
	size_t n, cap;
};

void store_exhibits_free(struct store_exhibits *e);
enum mla_rc store_exhibit_add(struct store *store, int64_t request,
    const struct store_exhibit *e, struct err *err);
enum mla_rc store_exhibits(struct store_exhibits *out, struct store *store,
    int64_t request, struct err *err);

/* Does any request name the file? */
enum mla_rc store_exhibit_named(
    bool *out, struct store *store, const char *sha256, struct err *err);

/* A file by its content: in which request, and as which exhibit. */
struct store_elsewhere {
	int64_t request;
	char id[64];
};

/*
 * Where a file is whose SHA-256 is that one or begins so, other than in the
 * request (0: in any); *out holds *n of them, the caller frees it.
 */
enum mla_rc store_exhibit_elsewhere(struct store_elsewhere **out, size_t *n,
    struct store *store, const char *sha256, int64_t request, struct err *err);

/* A bundle that went out or came in. */
struct store_message {
	const char *uid;
	int64_t request;
	const char *direction; /* "out" or "in" */
	const char *type;
	const char *manifest; /* SHA-256 of manifest-sha256.txt */
	int64_t seq;
	int64_t number; /* the sender's, from 1; 0: it has none */
	const char *instead; /* numbers with blanks between, or NULL */
};

enum mla_rc store_message_add(
    struct store *store, const struct store_message *m, struct err *err);

/* The request of a message known by uid, 0 if it is not; its manifest. */
enum mla_rc store_message_find(int64_t *request, char manifest[65],
    struct store *store, const char *uid, struct err *err);

/* A message as it was recorded; the texts are owned. */
struct store_sent {
	char *uid, *type, *manifest;
	char *instead; /* numbers of those in whose place it stands, "" */
	bool out; /* it went out; else it came in */
	int64_t seq, number;
};

struct store_sents {
	struct store_sent *at;
	size_t n, cap;
};

/* The messages about a request, as they were recorded; none: n is 0. */
enum mla_rc store_messages(struct store_sents *out, struct store *store,
    int64_t request, struct err *err);
void store_messages_free(struct store_sents *s);

#endif
