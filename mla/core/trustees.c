/* trustees.c - whom an office trusts: REGISTER/trust */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/trustees.h"

#include <errno.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "model/country.h"

#define CERT_END ".pem"
#define LIST_END ".crl"
#define REMOVED_END ".removed"

enum {
	MAX_BYTES = 16 << 20, /* of a file in trust/ */
	LEAST_TYPED = 4 /* characters of a fingerprint */
};

void
trustee_free(struct trustee *t)
{
	cert_info_free(&t->cert);
	trust_list_free(&t->revoked);
	free(t->file);
	free(t->added);
	free(t->reason);
	memset(t, 0, sizeof(*t));
}

void
trustees_free(struct trustees *t)
{
	for (size_t i = 0; i < t->n; i++)
		trustee_free(&t->at[i]);
	free(t->at);
	memset(t, 0, sizeof(*t));
}

/* A certificate or a list, and what it says by itself; pem may be NULL. */
static enum mla_rc
look(struct trustee *out, struct buf *pem, const char *path, struct err *err)
{
	struct err own = { 0 };
	struct cert *cert;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if ((rc = cert_read(&cert, path, &own)) == MLA_OK) {
		cert_info(&out->cert, cert);
		out->authority = cert_is_authority(cert);
		memcpy(out->fingerprint, out->cert.fingerprint, 65);
		if (pem != NULL)
			cert_pem(pem, cert);
		cert_free(cert);
		return MLA_OK;
	}
	if (rc != MLA_EDAMAGED)
		return err_set(err, rc, "%s", own.msg);
	if ((rc = trust_read_list(&out->list, &out->revoked, pem, path, err)) !=
	    MLA_OK)
		return rc;
	if (!out->list)
		return err_set(err, MLA_EDAMAGED,
		    "there is no certificate and no revocation list in %s",
		    path);
	memcpy(out->fingerprint, out->revoked.fingerprint, 65);
	return MLA_OK;
}

/* The value of a line "Label: value" before the PEM; the caller frees it. */
static char *
value_of(const char *text, const char *label)
{
	const char *end = strstr(text, "-----BEGIN ");
	size_t len = strlen(label);

	for (const char *at = text; *at != '\0' && at != end;
	     at += strcspn(at, "\n"), at += *at == '\n' ? 1 : 0) {
		if (strncmp(at, label, len) == 0)
			return xstrndup(at + len, strcspn(at + len, "\n"));
	}
	return NULL;
}

/* What was said when it was added. */
static enum mla_rc
read_head(struct trustee *t, const char *path, struct err *err)
{
	struct buf b = { 0 };
	char *state, *signs;
	enum mla_rc rc;

	if ((rc = file_read(&b, path, MAX_BYTES, err)) != MLA_OK)
		return rc;
	state = value_of(buf_text(&b), "State: ");
	signs = value_of(buf_text(&b), "Signs: ");
	t->added = value_of(buf_text(&b), "Added: ");
	t->reason = value_of(buf_text(&b), "Reason: ");
	if (t->added == NULL)
		t->added = xstrdup("");
	if (t->reason == NULL)
		t->reason = xstrdup("");
	if (state != NULL && strlen(state) == 2)
		memcpy(t->state, state, 3);
	else if (state != NULL)
		rc = err_set(
		    err, MLA_EDAMAGED, "%s: \"%s\" is no State", path, state);
	t->signs = str_eq(signs, "yes");
	free(signs);
	free(state);
	buf_free(&b);
	return rc;
}

/* Certificates first, by name; then the lists. */
static int
by_name(const void *a, const void *b)
{
	const struct trustee *x = a, *y = b;
	const char *first = x->list ? x->revoked.issuer : x->cert.subject;
	const char *second = y->list ? y->revoked.issuer : y->cert.subject;
	int64_t from = x->list ? x->revoked.from : x->cert.from;
	int64_t other = y->list ? y->revoked.from : y->cert.from;
	int order =
	    x->list != y->list ? (x->list ? 1 : -1) : strcmp(first, second);

	return order != 0 ? order : (from > other) - (from < other);
}

static bool
is_ours(const char *name)
{
	return str_ends(name, CERT_END) || str_ends(name, LIST_END);
}

enum mla_rc
trustees_read(struct trustees *out, const char *reg, struct err *err)
{
	char *dir = reg != NULL ? file_join(reg, STORE_TRUST) : NULL;
	struct file_names names = { 0 };
	enum mla_rc rc = MLA_OK;

	memset(out, 0, sizeof(*out));
	if (dir != NULL && file_is_dir(dir))
		rc = file_list(&names, dir, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *path = file_join(dir, names.at[i]);
		struct trustee *t;

		if (is_ours(names.at[i])) {
			out->at = vec_more(
			    out->at, &out->cap, out->n, sizeof(*out->at));
			t = &out->at[out->n++];
			rc = look(t, NULL, path, err);
			t->file = xstrdup(names.at[i]);
			if (rc == MLA_OK)
				rc = read_head(t, path, err);
		}
		free(path);
	}
	if (rc == MLA_OK && out->n > 1)
		qsort(out->at, out->n, sizeof(*out->at), by_name);
	file_names_free(&names);
	free(dir);
	return rc;
}

/* A file, or all those of a folder. */
static enum mla_rc
load(struct trust *t, const char *path, struct err *err)
{
	struct file_names names = { 0 };
	enum mla_rc rc;

	if (!file_is_dir(path))
		return trust_read(t, path, err);
	rc = file_list(&names, path, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *inside = file_join(path, names.at[i]);

		if (is_ours(names.at[i]))
			rc = trust_read(t, inside, err);
		free(inside);
	}
	file_names_free(&names);
	return rc;
}

enum mla_rc
trustees_load(struct trust **out, const char *reg, const char *const *more,
    struct err *err)
{
	struct trust *t = trust_new();
	enum mla_rc rc = MLA_OK;

	*out = NULL;
	if (reg != NULL) {
		char *dir = file_join(reg, STORE_TRUST);

		if (file_is_dir(dir))
			rc = load(t, dir, err);
		free(dir);
	}
	for (; rc == MLA_OK && more != NULL && *more != NULL; more++)
		rc = load(t, *more, err);
	if (rc == MLA_OK) {
		*out = t;
		return MLA_OK;
	}
	trust_free(t);
	return rc;
}

enum mla_rc
trustee_look(
    struct trustee *out, const struct trustee_want *want, struct err *err)
{
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	if (want->state != NULL &&
	    (strlen(want->state) != 2 || !country_exists(want->state)))
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no State: write the two capital letters of "
		    "ISO 3166-1",
		    want->state);
	if (want->signs && want->state == NULL)
		return err_set(err, MLA_EUSAGE,
		    "whose bundles are always signed? Name the State");
	if ((rc = look(out, NULL, want->path, err)) != MLA_OK)
		return rc;
	if (out->list && want->state != NULL)
		return err_set(err, MLA_EUSAGE,
		    "a revocation list does not speak for a State");
	if (want->state != NULL)
		memcpy(out->state, want->state, 3);
	out->signs = want->signs;
	return MLA_OK;
}

/* A value is one line. */
static void
add_line(struct buf *b, const char *label, const char *value)
{
	buf_addf(b, "%s: ", label);
	for (; *value != '\0'; value++)
		buf_add(b, (unsigned char)*value < ' ' ? " " : value, 1);
	buf_addch(b, '\n');
}

enum mla_rc
trustee_add(const struct office *office, const struct trustee_want *want,
    struct err *err)
{
	struct trustee t = { 0 };
	struct buf b = { 0 }, pem = { 0 };
	char *moment = office_moment(office), *name = NULL, *path = NULL;
	enum mla_rc rc;

	if ((rc = look(&t, &pem, want->path, err)) != MLA_OK)
		goto out;
	add_line(&b, "Subject", t.list ? t.revoked.issuer : t.cert.subject);
	if (want->state != NULL)
		add_line(&b, "State", want->state);
	if (want->signs)
		add_line(&b, "Signs", "yes");
	add_line(&b, "Added", moment);
	if (want->reason != NULL)
		add_line(&b, "Reason", want->reason);
	buf_add(&b, buf_text(&pem), pem.len);
	name = xasprintf("%s%s", t.fingerprint, t.list ? LIST_END : CERT_END);
	path = office_path(office, STORE_TRUST, name);
	rc = file_save(path, buf_text(&b), b.len, err);
out:
	free(path);
	free(name);
	free(moment);
	buf_free(&pem);
	buf_free(&b);
	trustee_free(&t);
	return rc;
}

enum mla_rc
trustee_find(const struct trustee **out, const struct trustees *in,
    const char *typed, struct err *err)
{
	size_t len = strlen(typed), n = 0;

	*out = NULL;
	for (size_t i = 0; len >= LEAST_TYPED && i < in->n; i++) {
		if (strncasecmp(in->at[i].fingerprint, typed, len) != 0)
			continue;
		*out = &in->at[i];
		n++;
	}
	if (n == 1)
		return MLA_OK;
	*out = NULL;
	err_hint(err, "All of them: mla trust list");
	if (n > 1)
		return err_set(err, MLA_ENOTFOUND,
		    "%zu fingerprints begin with \"%s\"", n, typed);
	return err_set(err, MLA_ENOTFOUND,
	    "nothing is trusted whose fingerprint begins with \"%s\"%s", typed,
	    len < LEAST_TYPED ? " (4 characters at least)" : "");
}

enum mla_rc
trustee_remove(const struct office *office, const struct trustee *t,
    const char *reason, struct err *err)
{
	char *path = office_path(office, STORE_TRUST, t->file);
	char *kept = xasprintf("%s%s", path, REMOVED_END);
	char *moment = office_moment(office);
	char *dir = file_join(office->dir, STORE_TRUST);
	struct buf b = { 0 }, before = { 0 };
	enum mla_rc rc;

	add_line(&b, "Removed", moment);
	if (reason != NULL)
		add_line(&b, "Removed-Because", reason);
	if ((rc = file_read(&before, path, MAX_BYTES, err)) != MLA_OK)
		goto out;
	buf_add(&b, buf_text(&before), before.len);
	/* First the copy that stays: a kill between leaves both. */
	if ((rc = file_save(kept, buf_text(&b), b.len, err)) != MLA_OK)
		goto out;
	if (unlink(path) != 0)
		rc = err_errno(err, MLA_EIO, "cannot remove %s", path);
	else
		rc = file_sync_dir(dir, err);
out:
	buf_free(&before);
	buf_free(&b);
	free(dir);
	free(moment);
	free(kept);
	free(path);
	return rc;
}

bool
trustees_speak_for(
    const struct trustees *in, const char *fingerprint, const char *state)
{
	for (size_t i = 0; i < in->n; i++) {
		if (str_eq(in->at[i].fingerprint, fingerprint))
			return *in->at[i].state == '\0' ||
			    str_eq(in->at[i].state, state);
	}
	return false;
}

bool
trustees_must_sign(const struct trustees *in, const char *state)
{
	for (size_t i = 0; i < in->n; i++) {
		if (in->at[i].signs && str_eq(in->at[i].state, state))
			return true;
	}
	return false;
}
