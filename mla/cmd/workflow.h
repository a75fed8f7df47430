/* workflow.h - what the parts of mla workflow share */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_WORKFLOW_H
#define MLA_CMD_WORKFLOW_H

#include "cmd/cmd.h"

/* One for each sub-verb; args are the words after it. */
enum mla_rc workflow_check(
    struct office *office, const char **args, struct err *err);
enum mla_rc workflow_draw(
    struct office *office, const char **args, struct err *err);
enum mla_rc workflow_list(
    struct office *office, const char **args, struct err *err);
enum mla_rc workflow_migrate(
    struct office *office, const char **args, struct err *err);
enum mla_rc workflow_run(
    struct office *office, const char **args, struct err *err);
enum mla_rc workflow_show(
    struct office *office, const char **args, struct err *err);

#endif
