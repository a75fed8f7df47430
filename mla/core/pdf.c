/* pdf.c - a page of HTML as a PDF, by a converter beside us */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pdf.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/child.h"
#include "base/file.h"
#include "base/str.h"

/* In the folder where the converter works; words below name them as well. */
#define PAGE "page.html"
#define RESULT "page.pdf"
#define LOG "log"

enum {
	MAX_WORDS = 24,
	TAIL_BYTES = 1024, /* where the end mark of a PDF stands */
	MAX_LOG_BYTES = 1 << 20
};

/* One way to make a PDF; words follow its path. */
struct converter {
	const char *profile; /* NULL: a PDF without a label */
	const char *program; /* its Debian package has the same name */
	const char *as_root; /* a word more for uid 0, or NULL */
	const char *words[MAX_WORDS];
};

/* A name is never looked up, and what is asked for goes to a closed port. */
static const struct converter converters[] = {
	{ NULL, "chromium", "--no-sandbox",
	    { "--headless", "--disable-gpu", "--no-first-run",
	        "--no-default-browser-check", "--disable-extensions",
	        "--disable-sync", "--disable-background-networking",
	        "--disable-component-update", "--disable-default-apps",
	        "--disable-breakpad", "--disable-dev-shm-usage",
	        "--host-resolver-rules=MAP * ~NOTFOUND",
	        "--proxy-server=127.0.0.1:9", "--user-data-dir=profile",
	        "--generate-pdf-document-outline", "--no-pdf-header-footer",
	        "--print-to-pdf=page.pdf", PAGE, NULL } },
	{ "a-3b", "weasyprint", NULL,
	    { "--pdf-variant=pdf/a-3b", PAGE, RESULT, NULL } },
	{ "ua-1", "weasyprint", NULL,
	    { "--pdf-variant=pdf/ua-1", PAGE, RESULT, NULL } },
};

enum {
	N_CONVERTERS = sizeof(converters) / sizeof(*converters)
};

/* Which one, and where its program is; the caller frees *path. */
static enum mla_rc
choose(const struct converter **c, char **path, const char *profile,
    struct err *err)
{
	struct buf known = { 0 };
	enum mla_rc rc = MLA_OK;

	*c = NULL;
	*path = NULL;
	for (size_t i = 0; i < N_CONVERTERS; i++) {
		const char *p = converters[i].profile;

		if (str_eq(p, profile))
			*c = &converters[i];
		else if (p != NULL)
			buf_addf(&known, "%s%s", known.len > 0 ? ", " : "", p);
	}
	if (*c == NULL) {
		err_hint(err, "profiles: %s", buf_text(&known));
		rc = MLA_ENOTFOUND;
		(void)err_set(
		    err, rc, "there is no PDF profile \"%s\"", profile);
	} else if ((*path = child_find((*c)->program)) == NULL) {
		err_hint(err, "install the Debian package %s%s", (*c)->program,
		    profile == NULL ? ", or render to html and print it in a "
		                      "browser"
		                    : "");
		rc = MLA_EIO;
		(void)err_set(err, rc,
		    "a PDF%s%s is made by %s, and it is not installed",
		    profile != NULL ? " of the profile " : "",
		    profile != NULL ? profile : "", (*c)->program);
	}
	buf_free(&known);
	return rc;
}

enum mla_rc
pdf_can(const char *profile, struct err *err)
{
	const struct converter *c;
	char *path;
	enum mla_rc rc = choose(&c, &path, profile, err);

	free(path);
	return rc;
}

/* The last line that the converter printed, as the hint. */
static void
add_its_words(const char *room, struct err *err)
{
	char *path = file_join(room, LOG), *line, *last = NULL, *rest = NULL;
	struct err ignored = { 0 };
	struct buf b = { 0 };

	if (file_read(&b, path, MAX_LOG_BYTES, &ignored) == MLA_OK) {
		char *text = xstrdup(buf_text(&b));

		for (line = strtok_r(text, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			last = str_is_blank(line) ? last : line;
		if (last != NULL)
			err_hint(err, "its last words: %s", last);
		free(text);
	}
	buf_free(&b);
	free(path);
}

/* Take the result if it is a whole PDF. */
static enum mla_rc
take(struct buf *out, const char *room, const char *program, struct err *err)
{
	char *path = file_join(room, RESULT);
	struct err own = { 0 };
	struct buf b = { 0 };
	enum mla_rc rc = file_read(&b, path, PDF_MAX_BYTES, &own);
	size_t tail = b.len < TAIL_BYTES ? b.len : TAIL_BYTES;

	if (rc == MLA_OK && str_starts(buf_text(&b), "%PDF-") &&
	    memmem(b.data + b.len - tail, tail, "%%EOF", 5) != NULL)
		buf_add(out, b.data, b.len);
	else
		rc = err_set(err, MLA_EIO,
		    "%s made no whole PDF; the form may be too long", program);
	buf_free(&b);
	free(path);
	return rc;
}

static enum mla_rc
convert(const struct converter *c, const char *path, const char *room,
    struct err *err)
{
	const char *argv[MAX_WORDS + 2], *where = getenv("PATH");
	char *home = xasprintf("HOME=%s", room);
	char *tmp = xasprintf("TMPDIR=%s", room);
	char *search = xasprintf("PATH=%s", where != NULL ? where : "");
	const char *envp[] = { home, tmp, search, "LANG=C.UTF-8", NULL };
	const struct child child = { .argv = argv,
		.envp = envp,
		.dir = room,
		.log = LOG,
		.seconds = PDF_SECONDS,
		.cpu_seconds = PDF_SECONDS,
		.data_bytes = PDF_DATA_BYTES,
		.file_bytes = PDF_MAX_BYTES };
	size_t n = 0;
	enum mla_rc rc;

	argv[n++] = path;
	if (c->as_root != NULL && geteuid() == 0)
		argv[n++] = c->as_root;
	for (size_t i = 0; c->words[i] != NULL; i++)
		argv[n++] = c->words[i];
	argv[n] = NULL;
	rc = child_run(&child, err);
	free(home);
	free(tmp);
	free(search);
	return rc;
}

enum mla_rc
pdf_make(struct buf *out, const struct buf *page, const char *profile,
    struct err *err)
{
	const struct converter *c;
	char *path = NULL, *room = NULL, *in = NULL;
	enum mla_rc rc;

	if ((rc = choose(&c, &path, profile, err)) != MLA_OK ||
	    (rc = child_room(&room, err)) != MLA_OK)
		goto out;
	in = file_join(room, PAGE);
	if ((rc = file_save(in, page->data, page->len, err)) != MLA_OK)
		goto out;
	if ((rc = convert(c, path, room, err)) != MLA_OK ||
	    (rc = take(out, room, c->program, err)) != MLA_OK)
		add_its_words(room, err);
out:
	child_room_clear(room);
	free(in);
	free(path);
	return rc;
}
