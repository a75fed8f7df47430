/* verify.c - is a bag complete and unchanged? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/verify.h"

#include <ctype.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/bag.h"
#include "bundle/walk.h"

enum {
	SMALL_BYTES = 32768, /* of a file, on average, in an archive */
	FEW_FILES = 10000 /* in a folder */
};

/* A bag while it is read. */
struct reading {
	struct bag bag;
	const char *path;
	/* First pass: names. */
	char *first; /* name of the first folder, or NULL */
	char *beside; /* a path beside it, or NULL */
	bool declared; /* bagit.txt lies beside all folders */
	/* Second pass: content. */
	struct hashers *hashers;
	size_t waiting[HASHERS_FILES]; /* entries whose digests are due */
	size_t ended, told;
	size_t entry; /* of the file that is read */
	bool *seen; /* for each entry */
	struct bag_text *text; /* of that file, or NULL */
};

/* One more fault, if there is room. */
void
bag_say(struct bag *b, bool warning, const char *path, const char *section,
    const char *text)
{
	struct bag_report *r = b->report;
	struct bag_fault *f;

	if (r->nfaults == BAG_MAX_FAULTS)
		return;
	if (r->nfaults + 1 == BAG_MAX_FAULTS) {
		text = "there are more than 100,000 faults; the others are not "
		       "told";
		path = "the bag";
		warning = false;
	}
	r->faults =
	    vec_more(r->faults, &r->cap_faults, r->nfaults, sizeof(*r->faults));
	f = &r->faults[r->nfaults++];
	f->path = xstrdup(path);
	f->text = xstrdup(text);
	f->section = section;
	f->warning = warning;
}

void
bag_report_free(struct bag_report *r)
{
	for (size_t i = 0; i < r->nfaults; i++) {
		free(r->faults[i].path);
		free(r->faults[i].text);
	}
	free(r->faults);
	free(r->entries);
	free(r->root);
	pool_free(&r->paths);
	memset(r, 0, sizeof(*r));
}

bool
bag_is_payload(const char *path)
{
	return str_starts(path, "data/");
}

char *
bag_algorithm_of(const char *path, const char *prefix)
{
	size_t head = strlen(prefix), len = strlen(path);
	char *name;

	if (strncasecmp(path, prefix, head) != 0 || len <= head + 4 ||
	    strchr(path, '/') != NULL ||
	    strcasecmp(path + len - 4, ".txt") != 0)
		return NULL;
	name = xstrndup(path + head, len - head - 4);
	for (char *c = name; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return name;
}

/* Do sections 2.1 and 2.2 say what is in that file? */
static bool
is_described(const char *path)
{
	char *payload = bag_algorithm_of(path, "manifest-");
	char *tags = bag_algorithm_of(path, "tagmanifest-");
	bool is = payload != NULL || tags != NULL ||
	    str_eq(path, "bagit.txt") || str_eq(path, "bag-info.txt") ||
	    str_eq(path, "fetch.txt");

	free(payload);
	free(tags);
	return is;
}

/* --- first pass: names --- */

/* Are they all in one folder? */
static void
note_place(struct reading *r, const char *path, bool folder)
{
	size_t len = strcspn(path, "/");

	if (path[len] == '\0' && !folder) {
		r->declared = r->declared || str_eq(path, "bagit.txt");
		if (r->beside == NULL)
			r->beside = xstrdup(path);
	} else if (r->first == NULL) {
		r->first = xstrndup(path, len);
	} else if (r->beside == NULL &&
	    (strlen(r->first) != len || strncmp(path, r->first, len) != 0)) {
		r->beside = xstrdup(path);
	}
}

static enum mla_rc
note_name(void *arg, const char *path, struct err *err)
{
	struct reading *r = arg;
	struct bag_report *report = r->bag.report;
	struct bag_entry *e;

	(void)err;
	note_place(r, path, false);
	report->entries = vec_more(report->entries, &report->cap_entries,
	    report->nentries, sizeof(*report->entries));
	e = &report->entries[report->nentries++];
	memset(e, 0, sizeof(*e));
	e->path = pool_text(&report->paths, path);
	return MLA_OK;
}

static enum mla_rc
note_folder(void *arg, const char *path, struct err *err)
{
	(void)err;
	note_place(arg, path, true);
	return MLA_OK;
}

static enum mla_rc
note_odd(void *arg, const char *path, const char *what, struct err *err)
{
	(void)what;
	(void)err;
	note_place(arg, path, false);
	return MLA_OK;
}

static enum mla_rc
refuse(const struct reading *r, const char *path, const char *what,
    struct err *err)
{
	char *shown = str_safe(path);

	(void)err_set(err, MLA_EDAMAGED, "%s: %.200s%s: %s", r->path, shown,
	    strlen(shown) > 200 ? "..." : "", what);
	free(shown);
	return MLA_EDAMAGED;
}

/*
 * In an archive all lies in one folder.  RFC 8493 has no rule for it, BagIt
 * 0.97 had (section 4): not from within the folder.
 */
static enum mla_rc
find_root(struct reading *r, struct err *err)
{
	struct bag_report *report = r->bag.report;
	size_t len;

	if (file_is_dir(r->path) || (r->first == NULL && r->beside == NULL)) {
		report->root = xstrdup("");
	} else if (r->beside == NULL) {
		report->root = xasprintf("%s/", r->first);
	} else if (r->declared) {
		report->root = xstrdup("");
		bag_say(&r->bag, true, "bagit.txt", "BagIt 0.97 4",
		    "the bag is not in a folder of its own in the archive");
	} else {
		return refuse(r, r->beside,
		    "a bag is one folder, and this lies beside", err);
	}
	len = strlen(report->root);
	for (size_t i = 0; i < report->nentries; i++)
		report->entries[i].path += len;
	return MLA_OK;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct bag_entry *)a)->path,
	    ((const struct bag_entry *)b)->path);
}

/* A file that is a folder as well would be one of them for each reader. */
static enum mla_rc
check_above(const struct reading *r, const char *path, struct err *err)
{
	char *above = xstrdup(path), *slash;
	enum mla_rc rc = MLA_OK;

	while (rc == MLA_OK && (slash = strrchr(above, '/')) != NULL) {
		*slash = '\0';
		if (bag_find(r->bag.report, above) != NULL)
			rc = refuse(r, above, "it is a file and a folder", err);
	}
	free(above);
	return rc;
}

/* Sort the names; none may be there twice. */
static enum mla_rc
sort_names(struct reading *r, struct err *err)
{
	struct bag_report *report = r->bag.report;
	enum mla_rc rc = MLA_OK;

	if (report->nentries > 1)
		qsort(report->entries, report->nentries,
		    sizeof(*report->entries), by_path);
	for (size_t i = 0; rc == MLA_OK && i < report->nentries; i++) {
		const char *path = report->entries[i].path;

		if (i > 0 && str_eq(report->entries[i - 1].path, path))
			rc = refuse(r, path, "it is there twice", err);
		else
			rc = check_above(r, path, err);
	}
	return rc;
}

/* Which algorithms do the manifests ask for? */
static void
find_algorithms(struct bag *b, char *names[HASHERS_MAX])
{
	static const char *const prefixes[] = { "manifest-", "tagmanifest-" };

	for (size_t i = 0; i < b->nalgorithms; i++)
		names[i] = xstrdup(b->algorithm[i]);
	for (size_t i = 0; i < 2 * b->report->nentries; i++) {
		char *name = bag_algorithm_of(
		    b->report->entries[i / 2].path, prefixes[i % 2]);
		bool more = name != NULL && b->nalgorithms < HASHERS_MAX &&
		    hash_is_known(name);

		for (size_t k = 0; more && k < b->nalgorithms; k++)
			more = !str_eq(names[k], name);
		if (more) {
			names[b->nalgorithms] = name;
			b->algorithm[b->nalgorithms++] = name;
		} else {
			free(name);
		}
	}
}

/* --- second pass: content --- */

static enum mla_rc
begin_file(void *arg, const char *path, struct err *err)
{
	struct reading *r = arg;
	struct bag *b = &r->bag;
	const struct bag_entry *e = bag_find(b->report, path);

	if (e == NULL || r->seen[e - b->report->entries])
		return refuse(r, path, "it was not there a moment ago", err);
	r->entry = (size_t)(e - b->report->entries);
	r->seen[r->entry] = true;
	r->text = NULL;
	b->has_data = b->has_data || bag_is_payload(path);
	if (!is_described(path))
		return MLA_OK;
	b->texts =
	    vec_more(b->texts, &b->cap_texts, b->ntexts, sizeof(*b->texts));
	r->text = &b->texts[b->ntexts++];
	*r->text = (struct bag_text){ r->entry, b->spool.bytes, 0 };
	return MLA_OK;
}

static enum mla_rc
add_data(void *arg, const void *data, size_t len, struct err *err)
{
	struct reading *r = arg;
	struct bag *b = &r->bag;

	b->report->entries[r->entry].bytes += len;
	hashers_add(r->hashers, data, len);
	if (r->text == NULL)
		return MLA_OK;
	if (b->spool.bytes + len > BAG_MAX_TAG_BYTES)
		return refuse(r, b->report->entries[r->entry].path,
		    "the tag files of the bag are larger than 64 MiB", err);
	r->text->bytes += len;
	return spool_add(&b->spool, data, len, err);
}

/* Keep the digests of the files that are through. */
static bool
take_digests(struct reading *r, bool wait)
{
	struct bag *b = &r->bag;
	char hex[HASHERS_MAX][HASH_HEX_MAX];
	size_t i, more = b->nalgorithms - 2;
	struct bag_entry *e;

	if (!hashers_next(r->hashers, hex, wait))
		return false;
	i = r->waiting[r->told++ % HASHERS_FILES];
	e = &b->report->entries[i];
	memcpy(e->sha256, hex[0], sizeof(e->sha256));
	memcpy(e->sha512, hex[1], sizeof(e->sha512));
	for (size_t k = 0; k < more; k++)
		memcpy(b->more[i * more + k], hex[k + 2], HASH_HEX_MAX);
	return true;
}

static enum mla_rc
end_file(void *arg, struct err *err)
{
	struct reading *r = arg;

	(void)err;
	if (r->ended - r->told == HASHERS_FILES)
		(void)take_digests(r, true);
	r->waiting[r->ended++ % HASHERS_FILES] = r->entry;
	hashers_end(r->hashers);
	return MLA_OK;
}

/* The archive's own checksum; manifests need not cover every file. */
static void
note_damage(void *arg, const char *why)
{
	struct reading *r = arg;
	char *text = xasprintf("it is damaged: %s", why);

	bag_say(&r->bag, false, r->bag.report->entries[r->entry].path,
	    "APPNOTE 4.4.7", text);
	free(text);
}

static enum mla_rc
check_folder(void *arg, const char *path, struct err *err)
{
	struct reading *r = arg;

	if (bag_find(r->bag.report, path) != NULL)
		return refuse(r, path, "it is a file and a folder", err);
	if (str_eq(path, "data") || bag_is_payload(path))
		r->bag.has_data = true;
	return MLA_OK;
}

/* Section 5.1, and nothing that RFC 8493 knows: a bag has files. */
static enum mla_rc
say_odd(void *arg, const char *path, const char *what, struct err *err)
{
	struct reading *r = arg;
	char *text = xasprintf("it is %s, and a bag has only files", what);

	(void)err;
	bag_say(&r->bag, false, path, "RFC 8493 2", text);
	free(text);
	return MLA_OK;
}

static enum mla_rc
read_names(struct reading *r, struct err *err)
{
	struct walk names = { .root = "",
		.file = note_name,
		.folder = note_folder,
		.odd = note_odd,
		.arg = r };
	enum mla_rc rc;

	if ((rc = walk_bag(r->path, &names, err)) != MLA_OK ||
	    (rc = find_root(r, err)) != MLA_OK)
		return rc;
	return sort_names(r, err);
}

/* Many small files are hashed at once: handing them over would cost more. */
static bool
is_worth_threads(const struct reading *r)
{
	size_t n = r->bag.report->nentries;
	struct stat st;

	if (stat(r->path, &st) != 0 || S_ISDIR(st.st_mode))
		return n < FEW_FILES;
	return n == 0 || (uint64_t)st.st_size / n > SMALL_BYTES;
}

static enum mla_rc
read_content(struct reading *r, struct err *err)
{
	struct bag *b = &r->bag;
	struct walk content = { .root = b->report->root,
		.file = begin_file,
		.bytes = add_data,
		.end = end_file,
		.folder = check_folder,
		.odd = say_odd,
		.damaged = note_damage,
		.arg = r };
	size_t n = b->report->nentries, more = b->nalgorithms - 2;
	enum mla_rc rc;

	r->seen = xcalloc(n + 1, sizeof(*r->seen));
	if (more > 0)
		b->more = xcalloc(n * more + 1, sizeof(*b->more));
	r->hashers =
	    hashers_new(b->algorithm, b->nalgorithms, is_worth_threads(r));
	rc = walk_bag(r->path, &content, err);
	while (take_digests(r, true))
		;
	if (rc == MLA_OK && r->ended != n)
		rc = refuse(
		    r, "the bag", "it was changed while it was read", err);
	return rc;
}

/* What others want to know of it. */
static void
sum_up(struct bag_report *r)
{
	for (size_t i = 0; i < r->nentries; i++) {
		if (bag_is_payload(r->entries[i].path)) {
			r->files++;
			r->bytes += r->entries[i].bytes;
		}
		if (str_eq(r->entries[i].path, "manifest-sha256.txt"))
			memcpy(r->manifest_sha256, r->entries[i].sha256,
			    sizeof(r->manifest_sha256));
	}
}

enum mla_rc
bag_verify(struct bag_report *report, const char *path, struct err *err)
{
	struct reading r = { .path = path,
		.bag = { .report = report,
		    .algorithm = { "sha256", "sha512" },
		    .nalgorithms = 2,
		    .spool = { .fd = -1 } } };
	char *names[HASHERS_MAX] = { NULL };
	enum mla_rc rc;

	memset(report, 0, sizeof(*report));
	if ((rc = read_names(&r, err)) != MLA_OK)
		goto out;
	find_algorithms(&r.bag, names);
	if ((rc = read_content(&r, err)) != MLA_OK)
		goto out;
	sum_up(report);
	bag_judge(&r.bag);
	for (size_t i = 0; rc == MLA_OK && i < report->nfaults; i++) {
		if (!report->faults[i].warning)
			rc = err_set(err, MLA_ENO, "%s is not valid", path);
	}
out:
	hashers_free(r.hashers);
	for (size_t i = 0; i < HASHERS_MAX; i++)
		free(names[i]);
	spool_free(&r.bag.spool);
	free(r.bag.texts);
	free(r.bag.more);
	free(r.seen);
	free(r.first);
	free(r.beside);
	return rc;
}

const struct bag_entry *
bag_find(const struct bag_report *report, const char *path)
{
	size_t low = 0, high = report->nentries;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, report->entries[middle].path);

		if (order == 0)
			return &report->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
