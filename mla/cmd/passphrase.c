/* passphrase.c - a passphrase, from the terminal or a file */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/passphrase.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"

enum {
	MAX_BYTES = 1024 /* of a passphrase */
};

static char *
from_file(const char *path, struct err *err)
{
	struct buf b = { 0 };
	char *line = NULL;

	if (file_read(&b, path, MAX_BYTES, err) == MLA_OK)
		line = xstrndup(buf_text(&b), strcspn(buf_text(&b), "\r\n"));
	if (b.data != NULL)
		explicit_bzero(b.data, b.len);
	buf_free(&b);
	return line;
}

/* Ask for a line on the terminal, without an echo; -1: it ended. */
static ssize_t
read_unseen(int tty, const char *name, char *text, size_t size)
{
	struct termios before, quiet;
	ssize_t n;

	if (tcgetattr(tty, &before) != 0)
		return -1;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(tty, TCSADRAIN, &quiet);
	(void)dprintf(tty, "Passphrase of %s: ", name);
	n = read(tty, text, size);
	(void)tcsetattr(tty, TCSADRAIN, &before);
	return n;
}

char *
passphrase_ask(const char *name, struct err *err)
{
	const char *file = getenv("MLA_KEY_PASSPHRASE_FILE");
	char text[MAX_BYTES + 1] = "", *line = NULL, *shown;
	ssize_t n;
	int tty;

	if (file != NULL)
		return from_file(file, err);
	tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty < 0) {
		err_hint(err,
		    "On a terminal it is asked for.   Elsewhere: "
		    "MLA_KEY_PASSPHRASE_FILE=FILE, a file that only you can "
		    "read");
		(void)err_set(err, MLA_EREFUSED,
		    "the key in %s is locked by a passphrase", name);
		return NULL;
	}
	shown = str_safe(name);
	n = read_unseen(tty, shown, text, MAX_BYTES);
	free(shown);
	(void)dprintf(tty, "\n");
	(void)close(tty);
	if (n > 0)
		line = xstrndup(text, strcspn(text, "\r\n"));
	else
		(void)err_set(err, MLA_EREFUSED,
		    "no passphrase was given for the key in %s", name);
	explicit_bzero(text, sizeof(text));
	return line;
}
