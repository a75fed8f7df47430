/* progress.h - how far long work is, on a terminal */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLA_CMD_PROGRESS_H
#define MLA_CMD_PROGRESS_H

/*
 * Where stderr is a terminal: from now on a line there says how much of a
 * large file was read; it is gone when the file is.
 */
void progress_begin(void);

#endif
