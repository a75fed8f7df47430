/* form.h - what the parts of mla form share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_FORM_H
#define MLA_CMD_FORM_H

#include "cmd/cmd.h"
#include "model/form.h"

/* The options; NULL where one was not given.  --lang is cmd_global.lang. */
struct form_want {
	char *format; /* of list, show and lang */
	char *to, *path; /* of blank */
	char *section, *words, *by; /* of verify */
};
extern struct form_want form_want;

/* The form of that name with its words in the language of --lang. */
struct form_open {
	struct form *form;
	struct lang *words;
};

/*
 * Open it and end with form_close, whatever comes back.  MLA_ENOTFOUND: no
 * such form, or it does not exist in that language.
 */
enum mla_rc form_open(struct form_open *f, const struct office *office,
    const char *name, struct err *err);
void form_close(struct form_open *f);

/* One for each sub-verb; args are the words after it. */
enum mla_rc form_list(
    struct office *office, const char **args, struct err *err);
enum mla_rc form_show(
    struct office *office, const char **args, struct err *err);
enum mla_rc form_blank(
    struct office *office, const char **args, struct err *err);
enum mla_rc form_lang(
    struct office *office, const char **args, struct err *err);
enum mla_rc form_verify(
    struct office *office, const char **args, struct err *err);

#endif
