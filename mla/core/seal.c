/* seal.c - a bundle that only its recipient can open */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/seal.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/child.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/fetch.h"

#define AGE "age"
#define AGE_HEAD "age-encryption.org/v1\n" /* age's format, version 1 */
#define AGE_RECIPIENT "age1"
#define RESULT "made"
#define LOG "log"
#define CMS_TAIL ".p7m"
#define AGE_TAIL ".age"

void
seal_free(struct seal *s)
{
	for (size_t i = 0; i < s->n; i++)
		cert_free(s->cert[i]);
	free(s->cert);
	memset(s, 0, sizeof(*s));
}

static enum mla_rc
find_age(char **program, struct err *err)
{
	*program = child_find(AGE);
	if (*program != NULL)
		return MLA_OK;
	err_hint(err, "install the Debian package " AGE);
	return err_set(
	    err, MLA_ENOTFOUND, "this takes " AGE ", and it is not installed");
}

enum mla_rc
seal_read(struct seal *out, const char *const *names, uint64_t max,
    int64_t moment, struct err *err)
{
	bool age = str_starts(names[0], AGE_RECIPIENT);
	char *program = NULL;
	enum mla_rc rc = MLA_OK;

	memset(out, 0, sizeof(*out));
	out->max = max;
	for (size_t i = 1; names[i] != NULL; i++) {
		if (str_starts(names[i], AGE_RECIPIENT) != age)
			return err_set(err, MLA_EUSAGE,
			    "certificates and recipients of age do not go "
			    "together: one bundle is encrypted in one way");
	}
	if (age) {
		out->age = names;
		rc = find_age(&program, err);
		free(program);
		return rc;
	}
	for (size_t i = 0; rc == MLA_OK && names[i] != NULL; i++) {
		struct cert *cert;

		if ((rc = cert_read(&cert, names[i], err)) != MLA_OK)
			break;
		out->cert = vec_more(
		    out->cert, &out->cap, out->n, sizeof(struct cert *));
		out->cert[out->n++] = cert;
		rc = crypt_check(cert, moment, err);
	}
	return rc;
}

const char *
seal_tail(const struct seal *s)
{
	if (s == NULL)
		return "";
	return s->age != NULL ? AGE_TAIL : CMS_TAIL;
}

/* Run age in a room; its result is there then. */
static enum mla_rc
run_age(const char *room, const char *const *words, size_t n, struct err *err)
{
	static const char *const env[] = { NULL };
	const char **argv = xcalloc(n + 2, sizeof(char *));
	struct child c = { .argv = argv, .envp = env, .dir = room, .log = LOG };
	char *program = NULL;
	enum mla_rc rc;

	if ((rc = find_age(&program, err)) == MLA_OK) {
		argv[0] = program;
		for (size_t i = 0; i < n; i++)
			argv[i + 1] = words[i];
		rc = child_run(&c, err);
	}
	free(program);
	free(argv);
	return rc;
}

/* A file as a new one, which appears when it is whole. */
static enum mla_rc
copy(const char *to, const char *from, struct err *err)
{
	struct file_new file = { .fd = -1 };
	struct hash_pair pair;
	int fd = -1;
	enum mla_rc rc;

	if ((rc = file_open(&fd, from, err)) == MLA_OK &&
	    (rc = file_begin(&file, to, err)) == MLA_OK &&
	    (rc = hash_copy(&pair, fd, from, &file, err)) == MLA_OK)
		rc = file_commit(&file, err);
	file_abandon(&file);
	if (fd >= 0)
		(void)close(fd);
	return rc;
}

static enum mla_rc
write_age(
    const char *to, const char *from, const struct seal *s, struct err *err)
{
	char *room, *path = realpath(from, NULL), *result;
	const char **words;
	size_t n = 0, names = 0;
	enum mla_rc rc;

	if (path == NULL)
		return err_errno(err, MLA_EIO, "cannot find %s", from);
	if ((rc = child_room(&room, err)) != MLA_OK) {
		free(path);
		return rc;
	}
	while (s->age[names] != NULL)
		names++;
	words = xcalloc(2 * names + 4, sizeof(char *));
	for (size_t i = 0; i < names; i++) {
		words[n++] = "-r";
		words[n++] = s->age[i];
	}
	words[n++] = "-o";
	words[n++] = RESULT;
	words[n++] = path;
	result = file_join(room, RESULT);
	if ((rc = run_age(room, words, n, err)) == MLA_OK)
		rc = copy(to, result, err);
	else
		err_hint(err, "Is each of them a recipient of age?");
	free(result);
	free(words);
	free(path);
	child_room_clear(room);
	return rc;
}

enum mla_rc
seal_write(
    const char *to, const char *from, const struct seal *s, struct err *err)
{
	if (s->age != NULL)
		return write_age(to, from, s, err);
	return crypt_seal(to, from, s->cert, s->n, s->max, err);
}

static bool
is_age(const char *path)
{
	char head[sizeof(AGE_HEAD) - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool is = fd >= 0 &&
	    read(fd, head, sizeof(head)) == (ssize_t)sizeof(head) &&
	    memcmp(head, AGE_HEAD, sizeof(head)) == 0;

	if (fd >= 0)
		(void)close(fd);
	return is;
}

bool
seal_is(const char *path)
{
	return !file_is_dir(path) && (is_age(path) || crypt_is_sealed(path));
}

/* The name without what sealing put behind it; the caller frees it. */
static char *
bare_name(const char *path)
{
	const char *base = file_base(path);
	size_t len = strlen(base);

	if (len > 4 && (str_ends(base, CMS_TAIL) || str_ends(base, AGE_TAIL)))
		len -= 4;
	return xstrndup(base, len);
}

static enum mla_rc
open_age(struct unsealed *u, const char *path, const struct seal_key *with,
    struct err *err)
{
	char *from = realpath(path, NULL), *key = realpath(with->key, NULL);
	const char *words[] = { "-d", "-i", key, "-o", u->path, from };
	struct err own = { 0 };
	enum mla_rc rc;

	if (from == NULL || key == NULL) {
		rc = err_errno(err, MLA_ENOTFOUND, "cannot open %s",
		    from == NULL ? path : with->key);
	} else if ((rc = run_age(u->room, words, 6, &own)) == MLA_EIO) {
		err_hint(err, "Is %s an identity of age, and was it for that?",
		    with->key);
		rc = err_set(err, MLA_EDAMAGED,
		    "%s cannot be decrypted: it was changed, or is for "
		    "another key (%s)",
		    path, own.msg);
	} else if (rc != MLA_OK) {
		*err = own;
	}
	free(key);
	free(from);
	return rc;
}

static enum mla_rc
open_cms(struct unsealed *u, const char *path, const struct seal_key *with,
    struct err *err)
{
	struct cert *cert = NULL;
	struct key *key = NULL;
	enum mla_rc rc;

	if ((rc = key_read(&key, with->key, with->ask, err)) != MLA_OK)
		goto out;
	u->exposed = key_is_exposed(key);
	if (with->cert != NULL &&
	    ((rc = cert_read(&cert, with->cert, err)) != MLA_OK ||
	        (rc = key_fits(key, cert, err)) != MLA_OK))
		goto out;
	rc = crypt_open(u->path, path, key, cert, with->max, err);
out:
	cert_free(cert);
	key_free(key);
	return rc;
}

enum mla_rc
unseal_begin(struct unsealed *u, const char *path, const struct seal_key *with,
    struct err *err)
{
	char *name;
	enum mla_rc rc;

	memset(u, 0, sizeof(*u));
	u->shown = xstrdup(path);
	if (!seal_is(path)) {
		u->path = xstrdup(path);
		return MLA_OK;
	}
	if (with->key == NULL)
		return err_set(err, MLA_EUSAGE,
		    "%s is encrypted: name the key, --key KEY", path);
	if ((rc = child_room(&u->room, err)) != MLA_OK)
		return rc;
	name = bare_name(path);
	u->path = file_join(u->room, name);
	free(name);
	return is_age(path) ? open_age(u, path, with, err)
	                    : open_cms(u, path, with, err);
}

void
unseal_end(struct unsealed *u, struct err *err)
{
	if (u->room != NULL && u->path != NULL)
		fetch_rename(err, u->path, u->shown);
	child_room_clear(u->room);
	free(u->path);
	free(u->shown);
	memset(u, 0, sizeof(*u));
}
