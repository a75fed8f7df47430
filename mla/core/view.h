/* view.h - what a person sees of requests: rows of a list */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_VIEW_H
#define MLA_CORE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "core/office.h"

/* One request in a list; no text is NULL. */
struct view_row {
	int64_t request;
	const char *reference; /* ours */
	const char *theirs; /* the partner's, "" if not known */
	const char *kind; /* id */
	const char *side; /* "out" or "in" */
	const char *partner; /* code of the State */
	const char *state; /* id of the innermost state that counts */
	const char *holder; /* holder code, "" if nobody */
	const char *waiting; /* "us", "them" or "" */
	const char *outcome; /* outcome code, "" while open */
	const char *since; /* ISO day: in this state since */
	const char *last; /* ISO day of the last event */
	const char *subject; /* first words about it, "" if erased */
	const char *assignee; /* who has it on the desk, "" if nobody */
	const char *next; /* ISO day of the next action, "" if none */
	const char *action; /* the officer's words for it, "" for the state's */
	bool closed;
};

struct view_rows {
	struct view_row *at;
	size_t n;
	size_t cap;
	struct pool texts; /* of all rows */
};

/* What to list; NULL: any. */
struct view_want {
	const char *partner; /* code of a State, any case */
	const char *state; /* id of a state */
	const char *waiting; /* "us", "them" or a holder code */
	const char *assignee; /* in the name, any case and accents */
	const char *ref; /* part of any of its references */
	const char *text; /* words, or beginnings of them, found in it */
	int64_t operation; /* that it belongs to, 0: any */
	bool open; /* only open ones */
	bool closed; /* only closed ones */
};

/*
 * Requests by reference.  The caller frees rows with view_rows_free.  Errors
 * are the store's.
 */
enum mla_rc view_list(struct view_rows *rows, struct office *office,
    const struct view_want *want, struct err *err);
void view_rows_free(struct view_rows *rows);

/*
 * Which request is meant?  Any of its references; with part, an unambiguous
 * piece of one is enough.  MLA_ENOTFOUND with near misses as a hint, or with
 * those that fit where several do.
 */
enum mla_rc view_find(int64_t *request, struct office *office, const char *ref,
    bool part, struct err *err);

#endif
