/* channel.h - by which channel the law wants a message to travel */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_MODEL_CHANNEL_H
#define MLA_MODEL_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/law.h"

/* What is asked. */
struct channel_ask {
	const char *treaty; /* that the request rests on */
	const char *from, *to; /* the two States */
	int32_t day; /* on which the proceedings began */
	bool form; /* the message has a form of the act */
};

/* What the law says; the texts are owned. */
struct channel_rule {
	char *cite; /* instrument and article; NULL: there is no rule */
	char *channels; /* codes of the lawful ones, with blanks between */
	char *reasons; /* codes that allow another one, likewise */
	/* Where a qualified signature is asked for, cited; NULL: nowhere. */
	char *signature;
	char *exceptions; /* articles with these reasons */
	int32_t from; /* applies to what begins on this day or later */
	bool applies; /* so it does to ask->day */
	bool sure; /* a verified row, and both States known to be bound */
};

void channel_rule_free(struct channel_rule *rule);

/*
 * The first row of forms/law/channel-rule.xml for the treaty and this sort of
 * message, unless one of the States is not bound by the treaty.  MLA_EDAMAGED
 * if the data cannot be read.  The caller frees with channel_rule_free.
 */
enum mla_rc channel_rule_find(struct channel_rule *out, struct law *law,
    const struct channel_ask *ask, struct err *err);

/* Is the code one of those with blanks between? */
bool channel_among(const char *codes, const char *code);

#endif
