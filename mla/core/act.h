/* act.h - something happened: judge it by the machine, and record it */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CORE_ACT_H
#define MLA_CORE_ACT_H

#include <stdint.h>

#include "core/dossier.h"
#include "core/office.h"

/* A field of the event, or several values as lines of a text. */
struct act_field {
	const char *name;
	const char *value;
};

/* A file that belongs to an act, already taken into exhibits/. */
struct act_exhibit {
	char *id; /* "E-0001"; NULL: the next free one is given */
	char *title;
	char *name; /* as the file was called */
	char *media; /* media type */
	char sha256[65], sha512[129];
	uint64_t bytes;
	xmlDoc *about; /* what is said of it (core/exhibit.h), or NULL */
};

/* What is to be recorded; everything but exhibits is borrowed. */
struct act {
	const char *event; /* full name; see act_resolve */
	const char *part; /* NULL: the request, or the only part it fits */
	const char *by; /* "us", "them", or NULL: as the machine says */
	struct when on;
	const struct act_field *fields;
	size_t nfields;
	const char *note; /* NULL: none */
	struct act_exhibit *exhibits; /* ids are filled in */
	size_t nexhibits;
	const char *concerns; /* ids of exhibits it is about, or NULL */
	const char *document; /* a new revision of the request, or NULL */
	size_t document_len;
	const char *acts; /* of a transmission: numbers that it covers */
	int64_t replaces; /* the entry that it corrects or strikes, or 0 */
	int64_t before; /* the entry of that day before which it was, or 0 */
	int64_t theirs; /* their entry, if they told it by a message, or 0 */
	int revision; /* the number that document must get, 0: any */
	bool dated; /* with replaces: on is given, not that of the entry */
};

/* What came of it. */
struct act_done {
	int64_t seq;
	char *event, *part;
	char *before, *after; /* states of what it moved */
	/* NULL, or where the request is since this act of a part. */
	char *whole;
	char *form; /* the form that the act makes, or NULL */
	bool pending; /* a message must now be sent */
	bool refused; /* of several, this one cannot be */
};

void act_done_free(struct act_done *done);

/*
 * Judge and record one act in one transaction.  MLA_EREFUSED: the machine
 * does not allow it then (the message names the missing step and the hint
 * what is possible), or fields are missing or wrong (all named);
 * MLA_ENOTFOUND: no such part.  Nothing is written in any of these cases.
 */
enum mla_rc act_record(struct act_done *done, struct office *office,
    int64_t request, struct act *act, struct err *err);

/*
 * As run_possible, but what is special to where it stands comes before what can
 * always happen: the events of the innermost states first.
 */
enum mla_rc act_possible(
    struct run_choices *out, struct run *run, struct err *err);

/* Does any state of the machine (NULL: none) accept the event? */
bool act_has_event(const struct machine *m, const char *event);

/* As act_record, for a step of the program (MACHINE_...). */
enum mla_rc act_step(struct act_done *done, struct office *office,
    int64_t request, const char *step, struct act *act, struct err *err);

/* The same inside a write transaction of the caller, on a loaded dossier. */
enum mla_rc act_add(
    struct act_done *done, struct dossier *d, struct act *act, struct err *err);

/*
 * Several acts, judged as a whole (see dossier_insert); done has n places.
 * An act with replaces corrects an entry: what it leaves out (event NULL, part,
 * date, fields of the same event, note) is taken from there.  DESK_STRIKE
 * strikes one; MLA_EREFUSED if it brought a document or files.
 */
enum mla_rc act_add_all(struct act_done *done, struct dossier *d,
    struct act *act, size_t n, struct err *err);

/* A request that is being made. */
struct act_new {
	const char *kind;
	const char *side; /* "out" or "in" */
	const char *partner; /* code of the other State */
	const char *uid; /* NULL: a new one */
	const char *theirs; /* the partner's reference, or NULL */
	const char *step; /* MACHINE_DRAFT or MACHINE_RECEIVE */
};

/*
 * Make a request with its first act, inside a write transaction of the
 * caller.  *out is its dossier; the caller frees it.
 */
enum mla_rc act_create(struct dossier **out, struct act_done *done,
    struct office *office, const struct act_new *new_one, struct act *act,
    struct err *err);

/*
 * Which event does a person mean?  Its name, or an unambiguous beginning of
 * one that is possible now; of the request, of the part named, or of the only
 * part that can take it.  The caller frees *event and *part (NULL: the request
 * itself).  MLA_ENOTFOUND with suggestions.
 */
enum mla_rc act_resolve(char **event, char **part, struct dossier *d,
    const char *typed, const char *typed_part, struct err *err);

/*
 * Numbers of our acts that are to be sent, with blanks between; "" if none.
 * The caller frees it.
 */
char *act_pending(const struct dossier *d);

/* Transmissions while acts are placed one after the other. */
struct act_placing {
	int transmissions; /* how many there are */
	char last[16]; /* id of the last one, "" if none */
	bool told; /* the last one was sent */
};

void act_placing_begin(struct act_placing *placing, const struct dossier *d);

/*
 * By hand: which part does an event happen to?  part, if it is given; else the
 * request itself, or its only measure where only measures have that event, or
 * the transmission on its way, or the next one.  The caller frees *out (NULL:
 * the request).  MLA_ENOTFOUND: no machine has the event, or one part must be
 * named.
 */
enum mla_rc act_place(char **out, struct act_placing *placing,
    const struct dossier *d, const char *event, const char *part,
    struct err *err);

/* Id for the next transmission; the caller frees it. */
char *act_next_transmission(const struct dossier *d);

/*
 * Copy a file ("-": standard input) into exhibits/ while hashing it, as
 * intake_file does; the lock is not held.  *out is filled, the caller frees it
 * with act_exhibit_free.
 */
enum mla_rc act_take_file(struct act_exhibit *out, struct office *office,
    const char *path, const char *title, struct err *err);
void act_exhibit_free(struct act_exhibit *exhibit);

#endif
