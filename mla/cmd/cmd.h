/* cmd.h - what every verb shares */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_CMD_H
#define MLA_CMD_CMD_H

#include <popt.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct office;

/* What main prepares before a verb runs. */
enum {
	CMD_DATA = 1, /* the data folder: forms, workflows, words */
	CMD_STORE = 2, /* the register, for reading; implies CMD_DATA */
	CMD_WRITE = 4, /* the register, for writing; implies CMD_STORE */
	CMD_MAYBE = 8, /* with CMD_STORE: go on where there is no register */
	CMD_FILE = 16, /* a first word that is a path needs no register */
};

/* The options that every verb understands. */
struct cmd_global {
	char *register_dir; /* --register; NULL: look for it */
	char *data_dir; /* --data; NULL: look for it */
	char *now; /* --now; NULL: MLA_NOW or the system's clock */
	char *lang; /* --lang for words on the screen; NULL: English */
};

extern struct cmd_global cmd_global;

/* What the first word of a verb chooses, where a verb does several things. */
struct cmd_sub {
	const char *name; /* NULL at the end of a table */
	unsigned prepare; /* CMD_ bits */
	/* args: the words after the first one. */
	enum mla_rc (*run)(
	    struct office *office, const char **args, struct err *err);
};

/* One verb, as its file declares it; everything in it is static. */
struct cmd_verb {
	const char *name;
	const char *synopsis; /* what follows "mla NAME ", as in the man page */
	const char *summary; /* one line without a full stop */
	unsigned prepare; /* CMD_ bits */
	/* With one of these as its first word nothing is prepared; or NULL. */
	const char *const *alone;
	bool segments; /* what follows a "," is left to the verb: cmd_rest */
	struct poptOption *options;
	const struct cmd_sub *subs; /* or NULL; then prepare and run are not */
	/*
	 * args: the words that are no options, NULL at the end; office is NULL
	 * where nothing was prepared (or none found, with CMD_MAYBE).
	 */
	enum mla_rc (*run)(
	    struct office *office, const char **args, struct err *err);
};

/* All verbs, sorted by name, with a NULL name at the end. */
extern const struct cmd_verb *const cmd_table[];

/* The verb of that name, or NULL. */
const struct cmd_verb *cmd_verb_named(const char *name);

/* The nearest verb to a word that is none, or NULL. */
const struct cmd_verb *cmd_near(const char *name);

/* Print the help of one verb: synopsis, summary, options. */
void cmd_help_verb(const struct cmd_verb *verb);

/* The options of cmd_global, to be included as a sub-table by main. */
extern struct poptOption cmd_global_options[];

/*
 * Parse the options of a verb: argv[0] is its name.  On MLA_OK *con holds the
 * context (the caller frees it with poptFreeContext) and the words that are no
 * options are poptGetArgs(*con).  MLA_EUSAGE names the word that is wrong.
 * *help is set where help was asked for.
 */
enum mla_rc cmd_parse(poptContext *con, bool *help, const struct cmd_verb *verb,
    int argc, const char **argv, struct err *err);

/* With segments: the words after the first ",", NULL at the end; or NULL. */
extern const char **cmd_rest;

/*
 * The request that a writing verb means: any of its references in full; on a
 * terminal an unambiguous part is enough, if the person confirms it.
 */
enum mla_rc cmd_find_request(
    int64_t *request, struct office *office, const char *ref, struct err *err);

/*
 * The request that a verb for FILE or REF means, where no such file is: an
 * unambiguous part of a reference is enough.  MLA_ENOTFOUND names both.
 */
enum mla_rc cmd_find_no_file(int64_t *request, const struct cmd_verb *verb,
    struct office *office, const char *ref, struct err *err);

/* The row of a verb with subs that the first word names.  MLA_EUSAGE. */
enum mla_rc cmd_find_sub(const struct cmd_sub **out,
    const struct cmd_verb *verb, const char *name, struct err *err);

/* How many words are there? */
int cmd_count(const char **args);

/* MLA_EUSAGE unless min <= words <= max (max < 0: any number). */
enum mla_rc cmd_expect(const struct cmd_verb *verb, const char **args, int min,
    int max, struct err *err);

#endif
