/* regimport.c - a bag with a register: prove it, read it, replay it */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/verify.h"
#include "core/journal.h"
#include "core/rebuild.h"
#include "core/register.h"
#include "core/regread.h"
#include "store/operation.h"
#include "store/request.h"

#define EXHIBITS REGISTER_DATA STORE_EXHIBITS "/"

/* What is read. */
struct taking {
	struct office *office;
	struct register_done *done;
	struct bag_report bag;
	int xml; /* the register, unpacked; a file without a name */
	struct file_new file; /* the file that is written now */
	struct err *err;
	enum mla_rc rc; /* of the callback that cannot return it */
	bool only_xml; /* of the bag nothing else is taken now */
	bool peeked; /* the head was looked at */
	int64_t entries; /* that there must be */
	unsigned char head[STORE_HASH_BYTES];
	/* The entry that is read, and its request by its uid. */
	struct store_event entry;
	struct store_payloads payloads;
	char *uid;
	int64_t request;
};

/* A file that the office keeps itself stays what it is. */
static bool
is_there(struct taking *t, const char *path, const struct bag_entry *e)
{
	struct hash_pair pair;

	if (!file_exists(path))
		return false;
	t->rc = hash_file(&pair, path, t->err);
	if (t->rc == MLA_OK && !str_eq(pair.sha256, e->sha256))
		t->rc = err_set(t->err, MLA_EREFUSED,
		    "%s is there already, and is another one", path);
	return true;
}

/* Folders of the register that a file of it lies in. */
static void
make_folders(struct taking *t, const char *below)
{
	for (const char *s = strchr(below, '/'); s != NULL && t->rc == MLA_OK;
	     s = strchr(s + 1, '/')) {
		char *folder = xstrndup(below, (size_t)(s - below));
		char *path = file_join(t->office->dir, folder);

		t->rc = file_mkdir(path, t->err);
		free(path);
		free(folder);
	}
}

static bool
is_own(const char *below)
{
	bool is = false;

	for (size_t i = 0; register_folders[i] != NULL && !is; i++) {
		size_t len = strlen(register_folders[i]);

		is = strncmp(below, register_folders[i], len) == 0 &&
		    below[len] == '/';
	}
	return is;
}

/* Where a file of the bag goes, NULL: nowhere; the caller frees it. */
static char *
place_of(struct taking *t, const struct bag_entry *e)
{
	const char *below = e->path + strlen(REGISTER_DATA);
	const bool own = is_own(below);
	char *path;

	if (!own &&
	    (!str_starts(below, STORE_EXHIBITS "/") ||
	        !str_eq(file_base(below), e->sha256) ||
	        !str_eq(below + strlen(STORE_EXHIBITS) + 1, e->sha256))) {
		t->rc = err_set(t->err, MLA_EDAMAGED,
		    "%s is no file of a register", e->path);
		return NULL;
	}
	path = file_join(t->office->dir, below);
	if (own && !is_there(t, path, e) && t->rc == MLA_OK)
		make_folders(t, below);
	else if (!own || t->rc != MLA_OK)
		return path;
	if (t->rc == MLA_OK && !file_exists(path))
		return path;
	free(path);
	return NULL;
}

/* The one before is whole: its hash was compared. */
static int
open_file(void *arg, const struct bag_entry *e, struct buf **buf)
{
	struct taking *t = arg;
	char *path;

	(void)buf;
	if (t->rc != MLA_OK || !str_starts(e->path, REGISTER_DATA))
		return -1;
	if (t->only_xml || str_eq(e->path, REGISTER_PATH))
		return t->only_xml && str_eq(e->path, REGISTER_PATH) ? t->xml
		                                                     : -1;
	if (t->file.path != NULL &&
	    (t->rc = file_commit(&t->file, t->err)) != MLA_OK)
		return -1;
	if ((path = place_of(t, e)) == NULL)
		return -1;
	if (t->rc == MLA_OK)
		t->rc = file_begin(&t->file, path, t->err);
	free(path);
	return t->rc == MLA_OK ? t->file.fd : -1;
}

static enum mla_rc
more(size_t *got, void *arg, void *data, size_t size, struct err *err)
{
	const struct taking *t = arg;
	ssize_t n;

	do
		n = read(t->xml, data, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(err, MLA_EIO, "%s", REGISTER_PATH);
	*got = (size_t)n;
	return MLA_OK;
}

/* A whole register: only where nothing is lost by it. */
static enum mla_rc
check_empty(struct taking *t, struct err *err)
{
	struct store_matches all = { 0 };
	struct store_operations ops = { 0 };
	enum mla_rc rc;

	if ((rc = store_request_all(&all, t->office->store, err)) == MLA_OK &&
	    (rc = store_operation_list(&ops, t->office->store, err)) ==
	        MLA_OK &&
	    all.n + ops.n > 0) {
		err_hint(err,
		    "Make an empty one: mla init DIR, then mla import FILE "
		    "--register DIR");
		rc = err_set(err, MLA_EREFUSED,
		    "a whole register goes into an empty one, and this one "
		    "holds %zu request%s",
		    all.n, all.n == 1 ? "" : "s");
	}
	store_matches_free(&all);
	store_operations_free(&ops);
	return rc;
}

static enum mla_rc
take_head(void *arg, const struct regread_head *head, struct err *err)
{
	struct taking *t = arg;
	const struct store_info *us = &t->office->info;
	enum mla_rc rc;

	t->entries = head->entries;
	memcpy(t->head, head->head, sizeof(t->head));
	hash_hex(t->done->head, head->head, sizeof(head->head));
	if (!head->whole)
		return err_set(
		    err, MLA_EREFUSED, "it holds one request, and no register");
	if (!str_eq(head->office.country, us->country) ||
	    !str_eq(head->office.code, us->code))
		return err_set(err, MLA_EREFUSED,
		    "it is the register of %s %s (%s), and this one is that "
		    "of %s %s",
		    head->office.country, head->office.code,
		    head->office.authority, us->country, us->code);
	if ((rc = check_empty(t, err)) != MLA_OK)
		return rc;
	if (!t->peeked)
		return MLA_OK;
	return dump_set_office(t->office->store, &head->office, err);
}

/* The first row: what was asked for is known. */
static enum mla_rc
stop(void *arg, const struct dump_table *table, const struct dump_value *row,
    const struct dump_value *of, struct err *err)
{
	struct taking *t = arg;

	(void)table;
	(void)row;
	(void)of;
	(void)err;
	t->peeked = true;
	return MLA_ENO;
}

static enum mla_rc
read_xml(struct taking *t, const struct regread *reading, struct err *err)
{
	if (lseek(t->xml, 0, SEEK_SET) != 0)
		return err_errno(err, MLA_EIO, "%s", REGISTER_PATH);
	return regread_all(reading, REGISTER_PATH, err);
}

/* Could it be taken? */
static enum mla_rc
peek(struct taking *t, struct err *err)
{
	const struct regread reading = { take_head, stop, more, t };
	enum mla_rc rc = read_xml(t, &reading, err);

	if (t->peeked)
		rc = MLA_OK;
	t->peeked = true;
	return rc;
}

/* Nothing is copied for a register that cannot be taken. */
static enum mla_rc
unpack(struct taking *t, const char *path, struct err *err)
{
	const struct bag_take take = { open_file, t };
	char *near = file_join(t->office->dir, STORE_DB);
	enum mla_rc rc = file_scratch(&t->xml, near, err);

	free(near);
	if (rc != MLA_OK)
		return rc;
	t->only_xml = true;
	if ((rc = bag_extract(path, &t->bag, &take, err)) != MLA_OK ||
	    (rc = peek(t, err)) != MLA_OK)
		return rc;
	t->only_xml = false;
	rc = bag_extract(path, &t->bag, &take, err);
	if (rc == MLA_OK)
		rc = t->rc;
	if (rc == MLA_OK && t->file.path != NULL)
		rc = file_commit(&t->file, err);
	return rc;
}

static char *
text_in(const struct dump_table *table, const struct dump_value *row,
    const char *name)
{
	const struct dump_value *v = dump_find(table, row, name);

	return v->there ? xstrdup(v->data) : NULL;
}

/* The entry before is complete when something else comes. */
static enum mla_rc
end_entry(struct taking *t, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	if (t->entry.name != NULL &&
	    (rc = journal_prove(&t->entry, &t->payloads, err)) == MLA_OK)
		rc = journal_keep(
		    t->office->store, &t->entry, &t->payloads, err);
	store_event_free(&t->entry);
	store_payloads_free(&t->payloads);
	return rc;
}

static enum mla_rc
begin_entry(struct taking *t, const struct dump_table *table,
    const struct dump_value *row, struct err *err)
{
	struct store_event *e = &t->entry;
	enum mla_rc rc = MLA_OK;

	e->seq = dump_find(table, row, "seq")->number;
	e->uid = text_in(table, row, "request");
	e->part = text_in(table, row, "part");
	e->name = text_in(table, row, "name");
	e->side = text_in(table, row, "side");
	e->happened = text_in(table, row, "happened");
	e->recorded = text_in(table, row, "recorded");
	e->codes = text_in(table, row, "codes");
	memcpy(e->prev, dump_find(table, row, "prev")->data, sizeof(e->prev));
	memcpy(e->hash, dump_find(table, row, "hash")->data, sizeof(e->hash));
	if (!str_eq(t->uid, e->uid)) {
		free(t->uid);
		t->uid = xstrdup(e->uid);
		rc = store_request_by_uid(
		    &t->request, t->office->store, e->uid, err);
	}
	if (rc == MLA_OK && t->request == 0)
		rc = err_set(err, MLA_EDAMAGED,
		    "journal entry %lld is of a request that is not there",
		    (long long)e->seq);
	e->request = t->request;
	t->done->entries++;
	return rc;
}

static void
add_payload(struct taking *t, const struct dump_table *table,
    const struct dump_value *row)
{
	const struct dump_value *salt = dump_find(table, row, "salt");
	const struct dump_value *bytes = dump_find(table, row, "bytes");
	struct store_payloads *all = &t->payloads;
	struct store_payload *p;

	all->at = vec_more(all->at, &all->cap, all->n, sizeof(*all->at));
	p = &all->at[all->n++];
	memset(p, 0, sizeof(*p));
	p->ord = (int)dump_find(table, row, "ord")->number;
	p->what = text_in(table, row, "what");
	memcpy(p->hash, dump_find(table, row, "hash")->data, sizeof(p->hash));
	if (!bytes->there)
		return;
	memcpy(p->salt, salt->data, sizeof(p->salt));
	p->bytes = xmalloc(bytes->len + 1);
	memcpy(p->bytes, bytes->data, bytes->len);
	p->bytes[bytes->len] = '\0';
	p->len = bytes->len;
}

/* The file of an exhibit must be in the bag, as the row describes it. */
static enum mla_rc
check_exhibit(struct taking *t, const struct dump_table *table,
    const struct dump_value *row, struct err *err)
{
	const struct dump_value *sha512 = dump_find(table, row, "sha512");
	const char *name = dump_find(table, row, "sha256")->data;
	char *path = xasprintf(EXHIBITS "%s", name);
	const struct bag_entry *e = bag_find(&t->bag, path);
	enum mla_rc rc = MLA_OK;

	if (e == NULL ||
	    e->bytes != (uint64_t)dump_find(table, row, "size")->number ||
	    (*e->sha512 != '\0' && !str_eq(e->sha512, sha512->data)))
		rc = err_set(err, MLA_EDAMAGED,
		    "an exhibit is not in the bag as the register describes "
		    "it: %s",
		    path);
	free(path);
	t->done->exhibits++;
	return rc;
}

static enum mla_rc
check_file(const struct dump_table *table, const struct dump_value *row,
    struct err *err)
{
	const struct dump_value *bytes = dump_find(table, row, "bytes");
	unsigned char hash[HASH_SHA256_BYTES];

	hash_bytes(hash, bytes->data, bytes->len);
	if (memcmp(hash, row[0].data, sizeof(hash)) != 0)
		return err_set(err, MLA_EDAMAGED,
		    "a file of rules in the register was changed");
	return MLA_OK;
}

static enum mla_rc
take_row(void *arg, const struct dump_table *table,
    const struct dump_value *row, const struct dump_value *of, struct err *err)
{
	struct taking *t = arg;
	struct err own = { 0 };
	enum mla_rc rc = MLA_OK;

	if (of != NULL && table->add == STMT_COUNT) {
		add_payload(t, table, row);
		return MLA_OK;
	}
	if ((rc = end_entry(t, err)) != MLA_OK)
		return rc;
	if (table->add == STMT_COUNT)
		return begin_entry(t, table, row, err);
	if (str_eq(table->element, DUMP_FILE))
		rc = check_file(table, row, err);
	else if (str_eq(table->element, DUMP_EXHIBIT))
		rc = check_exhibit(t, table, row, err);
	else if (str_eq(table->element, DUMP_REQUEST))
		t->done->requests++;
	if (rc != MLA_OK)
		return rc;
	rc = dump_add(t->office->store, table, row, of, &own);
	if (rc == MLA_EREFUSED)
		return err_set(err, MLA_EDAMAGED,
		    "an element \"%s\" of the register is there twice, or "
		    "about something that is not there",
		    table->element);
	return rc == MLA_OK ? rc : err_set(err, rc, "%s", own.msg);
}

/* Inside the transaction. */
static enum mla_rc
read_register(struct taking *t, struct err *err)
{
	const struct regread reading = { take_head, take_row, more, t };
	unsigned char hash[STORE_HASH_BYTES];
	int64_t last, n;
	enum mla_rc rc;

	if ((rc = read_xml(t, &reading, err)) != MLA_OK ||
	    (rc = end_entry(t, err)) != MLA_OK ||
	    (rc = store_event_last(&last, hash, t->office->store, err)) !=
	        MLA_OK)
		return rc;
	if (last != t->entries || memcmp(hash, t->head, sizeof(hash)) != 0)
		return err_set(err, MLA_EDAMAGED,
		    "the journal does not end with the entry that the "
		    "register names");
	return rebuild_inside(&n, t->office, err);
}

static enum mla_rc
verify(struct taking *t, const char *path,
    void (*say)(void *arg, const char *fault), void *arg, struct err *err)
{
	enum mla_rc rc = bag_verify(&t->bag, path, err);

	for (size_t i = 0; say != NULL && i < t->bag.nfaults; i++) {
		char *text = xasprintf(
		    "%s: %s", t->bag.faults[i].path, t->bag.faults[i].text);

		say(arg, text);
		free(text);
	}
	if (rc != MLA_OK)
		return rc;
	if (bag_find(&t->bag, REGISTER_PATH) == NULL)
		return err_set(err, MLA_ENO,
		    "%s is a valid bag, but holds no register (%s)", path,
		    REGISTER_PATH);
	memcpy(t->done->manifest, t->bag.manifest_sha256,
	    sizeof(t->done->manifest));
	return MLA_OK;
}

enum mla_rc
register_import(struct register_done *done, struct office *office,
    const char *path, void (*say)(void *arg, const char *fault), void *arg,
    struct err *err)
{
	struct taking t = { .office = office,
		.done = done,
		.xml = -1,
		.file = { .fd = -1 },
		.err = err };
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = verify(&t, path, say, arg, err)) != MLA_OK ||
	    (rc = unpack(&t, path, err)) != MLA_OK ||
	    (rc = store_begin(office->store, err)) != MLA_OK)
		goto out;
	rc = read_register(&t, err);
	if (rc == MLA_OK)
		rc = store_commit(office->store, err);
	store_rollback(office->store);
out:
	file_abandon(&t.file);
	if (t.xml >= 0)
		(void)close(t.xml);
	store_event_free(&t.entry);
	store_payloads_free(&t.payloads);
	free(t.uid);
	bag_report_free(&t.bag);
	return rc;
}
