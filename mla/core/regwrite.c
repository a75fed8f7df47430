/* regwrite.c - a register, or one request of it, as a bag */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/pack.h"
#include "core/inbox.h"
#include "core/register.h"
#include "store/dump.h"
#include "store/event.h"
#include "store/parked.h"
#include "store/request.h"
#include "xml/write.h"

enum {
	FLUSH_BYTES = 1 << 16
};

/* Confirmed forms, bundles that wait, certificates. */
const char *const register_folders[] = { "forms", INBOX_DIR, STORE_PARKED,
	STORE_TRUST, NULL };

/* What is known while it is written. */
struct writing {
	struct office *office;
	const struct register_want *want;
	struct register_done *done;
	struct dump_want rows;
	const struct dump_table *table; /* whose rows come */
	char *uid; /* of the only request, or NULL */
	bool bare; /* the entry is one of another request */
	struct file_new file; /* the XML */
	struct buf text; /* what was not written to it yet */
	struct buf hex;
};

void
register_done_free(struct register_done *done)
{
	free(done->reference);
	memset(done, 0, sizeof(*done));
}

void
register_say(struct buf *out, const struct register_done *done)
{
	buf_addf(out, "%zu request%s, %zu journal entr%s, %zu exhibit%s",
	    done->requests, done->requests == 1 ? "" : "s", done->entries,
	    done->entries == 1 ? "y" : "ies", done->exhibits,
	    done->exhibits == 1 ? "" : "s");
}

static enum mla_rc
flush(struct writing *w, size_t from, struct err *err)
{
	enum mla_rc rc;

	if (w->text.len < from)
		return MLA_OK;
	rc = file_write_all(
	    w->file.fd, buf_text(&w->text), w->text.len, w->file.path, err);
	buf_clear(&w->text);
	return rc;
}

static const char *
hex_of(struct writing *w, const struct dump_value *v)
{
	char *room = xmalloc(2 * v->len + 1);

	hash_hex(room, v->data, v->len);
	buf_clear(&w->hex);
	buf_adds(&w->hex, room);
	free(room);
	return buf_text(&w->hex);
}

/* As text where XML can hold it, else in hexadecimal digits. */
static void
add_content(struct writing *w, const struct dump_value *v)
{
	char *text;

	if (v->len > 0 && !xml_is_text(v->data, v->len)) {
		buf_addf(&w->text, " encoding=\"hex\">%s", hex_of(w, v));
		return;
	}
	text = xstrndup(v->len > 0 ? v->data : "", v->len);
	buf_addch(&w->text, '>');
	xml_add_text(&w->text, text);
	free(text);
}

/* One row up to its content; *open: its start tag is not closed. */
static void
add_row(struct writing *w, const struct dump_table *t,
    const struct dump_value *row, bool *open)
{
	const struct dump_value *content = NULL;

	buf_addf(&w->text, "<%s", t->element);
	for (int i = 0; t->column[i].type != DUMP_END; i++) {
		const struct dump_column *c = &t->column[i];
		const struct dump_value *v = &row[i];

		/* Of other requests only the commitments are told. */
		if (!v->there || (w->bare && c->may_lack && t->of != NULL))
			continue;
		if (c->type == DUMP_NUMBER)
			buf_addf(&w->text, " %s=\"%lld\"", c->name + 1,
			    (long long)v->number);
		else if (c->type == DUMP_TEXT)
			xml_add_attr(&w->text, c->name + 1, v->data);
		else if (c->type == DUMP_HASH)
			xml_add_attr(&w->text, c->name + 1, hex_of(w, v));
		else
			content = v;
	}
	*open = content == NULL;
	if (content != NULL)
		add_content(w, content);
}

static enum mla_rc
write_inside(void *arg, const struct dump_value *row, struct err *err)
{
	struct writing *w = arg;
	bool open;

	buf_addch(&w->text, ' ');
	add_row(w, w->table->inside, row, &open);
	if (open)
		buf_adds(&w->text, "/>\n");
	else
		buf_addf(&w->text, "</%s>\n", w->table->inside->element);
	return flush(w, FLUSH_BYTES, err);
}

static void
count(struct writing *w, const struct dump_value *row)
{
	const char *element = w->table->element;
	const struct dump_value *v;

	if (str_eq(element, DUMP_REQUEST))
		w->done->requests++;
	else if (str_eq(element, DUMP_EXHIBIT))
		w->done->exhibits++;
	if (!str_eq(element, DUMP_ENTRY))
		return;
	v = dump_find(w->table, row, DUMP_REQUEST);
	w->bare = w->uid != NULL && !str_eq(v->data, w->uid);
	if (!w->bare)
		w->done->entries++;
}

static enum mla_rc
write_row(void *arg, const struct dump_value *row, struct err *err)
{
	struct writing *w = arg;
	const struct dump_table *t = w->table;
	enum mla_rc rc;
	bool open;

	w->bare = false;
	count(w, row);
	add_row(w, t, row, &open);
	if (open)
		buf_adds(&w->text, t->inside != NULL ? ">\n" : "/>\n");
	if (t->inside != NULL &&
	    (rc = dump_list(w->office->store, t->inside, &w->rows, &row[0],
	         write_inside, w, err)) != MLA_OK)
		return rc;
	if (t->inside != NULL || !open)
		buf_addf(&w->text, "</%s>\n", t->element);
	return flush(w, FLUSH_BYTES, err);
}

/* Root and office; head is what proves that nothing is missing at the end. */
static enum mla_rc
write_head(struct writing *w, struct err *err)
{
	const struct store_info *us = &w->office->info;
	unsigned char hash[STORE_HASH_BYTES];
	char *moment = office_moment(w->office);
	int64_t last;
	enum mla_rc rc;

	if ((rc = store_event_last(&last, hash, w->office->store, err)) !=
	    MLA_OK)
		goto out;
	hash_hex(w->done->head, hash, sizeof(hash));
	buf_addf(&w->text,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<register xmlns=\"" REGISTER_NS "\" version=\"%d\"",
	    REGISTER_VERSION);
	xml_add_attr(
	    &w->text, "scope", w->want->request != 0 ? "request" : "all");
	xml_add_attr(&w->text, "made", moment);
	buf_addf(&w->text, " entries=\"%lld\"", (long long)last);
	xml_add_attr(&w->text, "head", w->done->head);
	buf_adds(&w->text, ">\n<office");
	xml_add_attr(&w->text, "uid", us->uid);
	xml_add_attr(&w->text, "authority", us->authority);
	xml_add_attr(&w->text, "country", us->country);
	xml_add_attr(&w->text, "code", us->code);
	xml_add_attr(&w->text, "made", us->made);
	xml_add_attr(&w->text, "practice", us->practice ? "true" : NULL);
	buf_adds(&w->text, "/>\n");
out:
	free(moment);
	return rc;
}

static enum mla_rc
write_xml(struct writing *w, struct err *err)
{
	enum mla_rc rc = write_head(w, err);

	for (w->table = dump_tables; rc == MLA_OK && w->table->element != NULL;
	     w->table++)
		rc = dump_list(w->office->store, w->table, &w->rows, NULL,
		    write_row, w, err);
	if (rc != MLA_OK)
		return rc;
	buf_adds(&w->text, "</register>\n");
	return flush(w, 0, err);
}

/* Files of exhibits: each once, in the order of their names. */
struct packing {
	struct writing *w;
	struct file_names names;
};

static enum mla_rc
name_exhibit(void *arg, const struct dump_value *row, struct err *err)
{
	struct packing *p = arg;
	const struct dump_value *v = dump_find(p->w->table, row, "sha256");
	struct file_names *n = &p->names;

	(void)err;
	n->at = vec_more(n->at, &n->cap, n->n, sizeof(*n->at));
	n->at[n->n++] = xstrdup(v->data);
	return MLA_OK;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum mla_rc
pack_exhibits(struct pack *pack, struct writing *w, struct err *err)
{
	struct packing p = { .w = w };
	enum mla_rc rc;

	for (w->table = dump_tables; !str_eq(w->table->element, DUMP_EXHIBIT);)
		w->table++;
	rc = dump_list(
	    w->office->store, w->table, &w->rows, NULL, name_exhibit, &p, err);
	if (p.names.n > 1)
		qsort(p.names.at, p.names.n, sizeof(*p.names.at), by_name);
	for (size_t i = 0; rc == MLA_OK && i < p.names.n; i++) {
		const char *name = p.names.at[i];
		char *from = office_path(w->office, STORE_EXHIBITS, name);
		char *to = xasprintf(REGISTER_DATA STORE_EXHIBITS "/%s", name);

		if (i == 0 || !str_eq(name, p.names.at[i - 1]))
			rc = pack_add_file(pack, to, from, name, err);
		free(from);
		free(to);
	}
	file_names_free(&p.names);
	return rc;
}

/* Files that the office keeps in a folder of the register, and below it. */
static enum mla_rc
pack_folder(
    struct pack *pack, struct writing *w, const char *folder, struct err *err)
{
	char *dir = file_join(w->office->dir, folder);
	struct file_names names = { 0 };
	enum mla_rc rc = MLA_OK;

	if (file_is_dir(dir))
		rc = file_list(&names, dir, err);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *below = file_join(folder, names.at[i]);
		char *from = file_join(w->office->dir, below);
		char *to = xasprintf(REGISTER_DATA "%s", below);

		rc = file_is_dir(from)
		    ? pack_folder(pack, w, below, err)
		    : pack_add_file(pack, to, from, NULL, err);
		free(below);
		free(from);
		free(to);
	}
	file_names_free(&names);
	free(dir);
	return rc;
}

static enum mla_rc
pack_readme(struct pack *pack, const struct writing *w, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc;

	buf_addf(&b,
	    "%s of %s (%s), as a bag (BagIt 1.0, RFC 8493).\n\n"
	    "Nothing but stock tools is needed to check that it is complete "
	    "and unchanged.\nIn this folder, run:\n\n"
	    "    sha256sum -c manifest-sha256.txt\n"
	    "    sha256sum -c tagmanifest-sha256.txt\n\n" REGISTER_PATH
	    " holds the journal and the requests, data/exhibits "
	    "the files.\nTo read it into a register: mla import FILE\n",
	    w->done->reference != NULL ? w->done->reference : "The register",
	    w->office->info.authority, w->office->info.country);
	rc = pack_add_bytes(pack, "README.txt", buf_text(&b), b.len, err);
	buf_free(&b);
	return rc;
}

static enum mla_rc
pack_all(struct writing *w, const char *path, struct err *err)
{
	const char *info[] = { "Source-Organization", w->office->info.authority,
		"External-Identifier",
		w->uid != NULL ? w->uid : w->office->info.uid, NULL };
	char *root = xasprintf("%s-register",
	    w->done->reference != NULL ? w->done->reference
	                               : w->office->info.code);
	struct pack *pack = NULL;
	uint64_t bytes;
	enum mla_rc rc;

	rc = pack_begin(&pack, path, root, when_utc(&w->office->now), err);
	free(root);
	if (rc != MLA_OK)
		return rc;
	rc = pack_add_file(pack, REGISTER_PATH, w->file.temp, NULL, err);
	if (rc == MLA_OK)
		rc = pack_exhibits(pack, w, err);
	for (size_t i = 0; w->uid == NULL && register_folders[i] != NULL; i++) {
		if (rc == MLA_OK)
			rc = pack_folder(pack, w, register_folders[i], err);
	}
	if (rc == MLA_OK)
		rc = pack_readme(pack, w, err);
	if (rc == MLA_OK)
		return pack_finish(pack, info, w->done->manifest, &bytes, err);
	pack_abandon(pack);
	return rc;
}

enum mla_rc
register_export(struct register_done *done, struct office *office,
    const struct register_want *want, const char *path, struct err *err)
{
	struct writing w = { .office = office,
		.want = want,
		.done = done,
		.rows = { want->request, want->chain },
		.file = { .fd = -1 } };
	char *beside = xasprintf("%s.xml", path);
	struct store_request row = { 0 };
	enum mla_rc rc;

	memset(done, 0, sizeof(*done));
	if ((rc = file_begin_named(&w.file, beside, err)) != MLA_OK ||
	    (rc = store_begin_read(office->store, err)) != MLA_OK)
		goto out;
	if (want->request != 0 &&
	    (rc = store_request_get(&row, office->store, want->request, err)) ==
	        MLA_OK) {
		w.uid = row.uid;
		done->reference = xstrdup(row.reference);
	}
	if (rc == MLA_OK)
		rc = write_xml(&w, err);
	if (rc == MLA_OK)
		rc = pack_all(&w, path, err);
	store_rollback(office->store);
out:
	file_abandon(&w.file);
	store_request_free(&row);
	buf_free(&w.text);
	buf_free(&w.hex);
	free(beside);
	return rc;
}
