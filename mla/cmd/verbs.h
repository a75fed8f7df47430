/* verbs.h - one declaration for each file of a verb */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_VERBS_H
#define MLA_CMD_VERBS_H

#include "cmd/cmd.h"

extern const struct cmd_verb cmd_assign;
extern const struct cmd_verb cmd_attach;
extern const struct cmd_verb cmd_calendar;
extern const struct cmd_verb cmd_check;
extern const struct cmd_verb cmd_custody;
extern const struct cmd_verb cmd_due;
extern const struct cmd_verb cmd_edit;
extern const struct cmd_verb cmd_exhibits;
extern const struct cmd_verb cmd_export;
extern const struct cmd_verb cmd_form;
extern const struct cmd_verb cmd_help;
extern const struct cmd_verb cmd_import;
extern const struct cmd_verb cmd_inbox;
extern const struct cmd_verb cmd_init;
extern const struct cmd_verb cmd_link;
extern const struct cmd_verb cmd_list;
extern const struct cmd_verb cmd_log;
extern const struct cmd_verb cmd_new;
extern const struct cmd_verb cmd_next;
extern const struct cmd_verb cmd_operation;
extern const struct cmd_verb cmd_rebuild;
extern const struct cmd_verb cmd_receive;
extern const struct cmd_verb cmd_reconcile;
extern const struct cmd_verb cmd_ref;
extern const struct cmd_verb cmd_render;
extern const struct cmd_verb cmd_return;
extern const struct cmd_verb cmd_send;
extern const struct cmd_verb cmd_show;
extern const struct cmd_verb cmd_stats;
extern const struct cmd_verb cmd_study;
extern const struct cmd_verb cmd_term;
extern const struct cmd_verb cmd_trust;
extern const struct cmd_verb cmd_verify;
extern const struct cmd_verb cmd_workflow;

#endif
