/* err.h - how a call says that it failed, and why */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_BASE_ERR_H
#define MLA_BASE_ERR_H

#include "base/ban.h"

/* The codes are the exit codes of the program; main.c maps them one to one. */
enum mla_rc {
	MLA_OK = 0,
	MLA_ENO = 1, /* the answer is no: findings, invalid, overdue */
	MLA_EUSAGE = 2, /* the words of the call are wrong */
	MLA_ENOTFOUND = 3, /* no such request, file, event */
	MLA_EREFUSED = 4, /* a rule or a role refuses it */
	MLA_EDAMAGED = 5, /* damaged, hostile or untrusted input */
	MLA_EBUSY = 6, /* somebody else holds it */
	MLA_EIO = 7, /* reading or writing failed */
	MLA_EINTERNAL = 70, /* our own fault */
};

#define ERR_MSG_BYTES 2048

/*
 * Filled by the call that fails; the first error wins.  A caller starts with
 * `struct err err = { 0 };`.  msg says what and where, hint what to do (it may
 * be empty); neither ends in a newline.  Only main.c prints them.
 */
struct err {
	enum mla_rc rc;
	char msg[ERR_MSG_BYTES];
	char hint[ERR_MSG_BYTES];
};

/* Set code and message unless an error is there already; returns rc. */
enum mla_rc err_set(struct err *err, enum mla_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set with ": strerror(errno)" appended; ENOSPC and the like are 7. */
enum mla_rc err_errno(struct err *err, enum mla_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Say what to do, unless a hint is there already. */
void err_hint(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
