/* table.c - all verbs, sorted */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/verbs.h"

const struct cmd_verb *const cmd_table[] = {
	&cmd_assign,
	&cmd_attach,
	&cmd_calendar,
	&cmd_check,
	&cmd_due,
	&cmd_edit,
	&cmd_export,
	&cmd_form,
	&cmd_help,
	&cmd_init,
	&cmd_link,
	&cmd_list,
	&cmd_log,
	&cmd_new,
	&cmd_next,
	&cmd_operation,
	&cmd_rebuild,
	&cmd_receive,
	&cmd_ref,
	&cmd_render,
	&cmd_send,
	&cmd_show,
	&cmd_stats,
	&cmd_term,
	&cmd_verify,
	&cmd_workflow,
	NULL,
};
