/* verify.c - is a bag complete and unchanged? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/verify.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bundle/declaration.h"
#include "bundle/hash.h"
#include "bundle/manifest.h"
#include "bundle/walk.h"

enum {
	MAX_ALGORITHMS = 6,
	MAX_BUFFER_BYTES = 64 << 20 /* of a file that is read into memory */
};

/* One file while the bag is read. */
struct seen {
	char *path;
	uint64_t bytes;
	char hex[MAX_ALGORITHMS][HASH_HEX_MAX];
	struct buf text; /* of a tag file */
	bool listed; /* in one payload manifest at least */
};

struct verify {
	struct bag_report *report;
	const char *algorithm[MAX_ALGORITHMS];
	size_t nalgorithms;
	struct seen *seen;
	size_t n, cap;
	struct hash *hash[MAX_ALGORITHMS];
	size_t tag_bytes;
	int version; /* 100 * major + minor: 100 is 1.0 */
};

static void
fault(struct verify *v, bool warning, const char *path, const char *section,
    const char *text)
{
	struct bag_report *r = v->report;
	struct bag_fault *f;

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
	for (size_t i = 0; i < r->nentries; i++)
		free(r->entries[i].path);
	free(r->faults);
	free(r->entries);
	memset(r, 0, sizeof(*r));
}

/* The algorithm in "manifest-ALG.txt" or "tagmanifest-ALG.txt", or NULL. */
static char *
algorithm_of(const char *path, const char *prefix)
{
	size_t head = strlen(prefix), len = strlen(path);

	if (!str_starts(path, prefix) || !str_ends(path, ".txt") ||
	    len <= head + 4)
		return NULL;
	return xstrndup(path + head, len - head - 4);
}

/* First pass: which algorithms do the manifests ask for? */
static enum mla_rc
note_name(void *arg, const char *path, struct err *err)
{
	static const char *const known[] = { "md5", "sha1", "sha224",
		"sha384" };
	struct verify *v = arg;

	(void)err;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		char *payload = xasprintf("manifest-%s.txt", known[i]);
		char *tags = xasprintf("tagmanifest-%s.txt", known[i]);
		bool wanted = str_eq(path, payload) || str_eq(path, tags);

		for (size_t a = 0; wanted && a < v->nalgorithms; a++)
			wanted = !str_eq(v->algorithm[a], known[i]);
		if (wanted)
			v->algorithm[v->nalgorithms++] = known[i];
		free(payload);
		free(tags);
	}
	return MLA_OK;
}

static enum mla_rc
ignore_end(void *arg, uint64_t bytes, struct err *err)
{
	(void)arg;
	(void)bytes;
	(void)err;
	return MLA_OK;
}

static enum mla_rc
begin_file(void *arg, const char *path, struct err *err)
{
	struct verify *v = arg;
	struct seen *s;

	(void)err;
	v->seen = vec_more(v->seen, &v->cap, v->n, sizeof(*v->seen));
	s = &v->seen[v->n++];
	memset(s, 0, sizeof(*s));
	s->path = xstrdup(path);
	for (size_t i = 0; i < v->nalgorithms; i++)
		v->hash[i] = hash_new(v->algorithm[i]);
	return MLA_OK;
}

static enum mla_rc
add_data(void *arg, const void *data, size_t len, struct err *err)
{
	struct verify *v = arg;
	struct seen *s = &v->seen[v->n - 1];

	for (size_t i = 0; i < v->nalgorithms; i++)
		hash_add(v->hash[i], data, len);
	if (str_starts(s->path, "data/"))
		return MLA_OK;
	v->tag_bytes += len;
	if (v->tag_bytes > BAG_MAX_TAG_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "%s: the tag files of the bag are larger than 64 MiB",
		    s->path);
	buf_add(&s->text, data, len);
	return MLA_OK;
}

static enum mla_rc
end_file(void *arg, uint64_t bytes, struct err *err)
{
	struct verify *v = arg;
	struct seen *s = &v->seen[v->n - 1];

	(void)err;
	s->bytes = bytes;
	for (size_t i = 0; i < v->nalgorithms; i++) {
		hash_end(v->hash[i], s->hex[i]);
		v->hash[i] = NULL;
	}
	return MLA_OK;
}

/* The archive's own checksum; manifests need not cover every file. */
static void
note_damage(void *arg, const char *why)
{
	struct verify *v = arg;
	char *text = xasprintf("it is damaged: %s", why);

	fault(v, false, v->seen[v->n - 1].path, "APPNOTE 4.4.7", text);
	free(text);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(
	    ((const struct seen *)a)->path, ((const struct seen *)b)->path);
}

static struct seen *
find_seen(const struct verify *v, const char *path)
{
	size_t low = 0, high = v->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, v->seen[middle].path);

		if (order == 0)
			return &v->seen[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* RFC 8493 section 2.1.1. */
static void
check_declaration(struct verify *v)
{
	const struct seen *s = find_seen(v, "bagit.txt");
	const char *problem = NULL;

	v->version = 100;
	if (s == NULL)
		problem = "it is missing, so this is no bag";
	else
		v->version =
		    declaration_read(&problem, buf_text(&s->text), s->text.len);
	if (problem != NULL)
		fault(v, false, "bagit.txt", "RFC 8493 2.1.1", problem);
}

/* What a manifest says, against what is there. */
struct listing {
	struct verify *v;
	const struct seen *manifest;
	size_t algorithm;
	bool payload;
	bool *listed; /* for each file that was seen */
};

static void
check_line(void *arg, const char *hex, const char *path, const char *problem,
    bool warning)
{
	struct listing *l = arg;
	struct verify *v = l->v;
	struct seen *s;

	if (problem != NULL)
		fault(v, warning, l->manifest->path, "RFC 8493 2.1.3", problem);
	if (path == NULL)
		return;
	if (l->payload != str_starts(path, "data/")) {
		fault(v, false, path, "RFC 8493 2.2.1",
		    l->payload ? "a payload manifest names a tag file"
		               : "a tag manifest names a payload file");
		return;
	}
	if (!l->payload && strchr(path, '/') == NULL &&
	    str_starts(path, "tagmanifest-")) {
		fault(v, false, path, "RFC 8493 2.2.1",
		    "a tag manifest names a tag manifest");
		return;
	}
	s = find_seen(v, path);
	if (s == NULL) {
		fault(v, false, path, "RFC 8493 3",
		    "it is listed in a manifest and missing");
		return;
	}
	if (l->listed[s - v->seen])
		fault(v, v->version < 100, path, "RFC 8493 2.1.3",
		    "a manifest lists it twice");
	l->listed[s - v->seen] = true;
	s->listed = s->listed || l->payload;
	if (strcasecmp(hex, s->hex[l->algorithm]) != 0)
		fault(v, false, path, "RFC 8493 3",
		    "it was changed: its hash is not the one in the manifest");
}

static bool
find_algorithm(const struct verify *v, const char *name, size_t *out)
{
	for (size_t i = 0; i < v->nalgorithms; i++) {
		if (str_eq(v->algorithm[i], name)) {
			*out = i;
			return true;
		}
	}
	return false;
}

static void
check_manifest(
    struct verify *v, const struct seen *m, const char *algorithm, bool payload)
{
	struct listing l = { v, m, 0, payload, NULL };

	if (!find_algorithm(v, algorithm, &l.algorithm)) {
		fault(v, false, m->path, "RFC 8493 2.4",
		    "its algorithm is not known here");
		return;
	}
	l.listed = xcalloc(v->n, sizeof(*l.listed));
	manifest_read(
	    buf_text(&m->text), m->text.len, v->version, check_line, &l);
	for (size_t i = 0; i < v->n; i++) {
		const char *path = v->seen[i].path;

		if (l.listed[i])
			continue;
		/* Before 1.0 one of several manifests is enough. */
		if (payload && str_starts(path, "data/") && v->version >= 100)
			fault(v, false, path, "RFC 8493 2.1.3",
			    "a payload manifest does not list it");
		if (!payload && str_starts(path, "manifest-"))
			fault(v, false, path, "RFC 8493 2.2.1",
			    "a tag manifest does not list it");
	}
	free(l.listed);
}

static void
check_manifests(struct verify *v)
{
	bool any = false;

	for (size_t i = 0; i < v->n; i++) {
		char *payload = algorithm_of(v->seen[i].path, "manifest-");
		char *tags = algorithm_of(v->seen[i].path, "tagmanifest-");

		if (payload != NULL)
			check_manifest(v, &v->seen[i], payload, true);
		if (tags != NULL)
			check_manifest(v, &v->seen[i], tags, false);
		any = any || payload != NULL;
		free(payload);
		free(tags);
	}
	for (size_t i = 0; v->version < 100 && i < v->n; i++) {
		if (str_starts(v->seen[i].path, "data/") && !v->seen[i].listed)
			fault(v, false, v->seen[i].path, "RFC 8493 3",
			    "no payload manifest lists it");
	}
	if (!any)
		fault(v, false, "manifest", "RFC 8493 2.1.3",
		    "there is no payload manifest");
}

/* "BYTES.FILES", and the line ends. */
static bool
oxum_fits(const struct bag_report *r, const char *value)
{
	char want[64];
	size_t len = (size_t)snprintf(want, sizeof(want), "%llu.%llu",
	    (unsigned long long)r->bytes, (unsigned long long)r->files);

	value += strspn(value, " \t");
	if (strncmp(value, want, len) != 0)
		return false;
	value += len + strspn(value + len, " \t");
	return *value == '\0' || *value == '\n' || *value == '\r';
}

/* Payload-Oxum in bag-info.txt, section 2.2.2: bytes and files. */
static void
check_oxum(struct verify *v)
{
	const struct seen *s = find_seen(v, "bag-info.txt");
	static const char label[] = "Payload-Oxum";
	size_t len = sizeof(label) - 1;
	bool before = false;

	if (s == NULL)
		return;
	for (const char *at = buf_text(&s->text); *at != '\0';
	     at += strcspn(at, "\r\n"), at += strspn(at, "\r\n")) {
		const char *rest = at + len;

		if (strncasecmp(at, label, len) != 0)
			continue;
		rest += v->version < 100 ? strspn(rest, " \t") : 0;
		if (*rest != ':')
			continue;
		if (before)
			fault(v, false, "bag-info.txt", "RFC 8493 2.2.2",
			    "Payload-Oxum is there twice");
		before = true;
		if (!oxum_fits(v->report, rest + 1))
			fault(v, false, "bag-info.txt", "RFC 8493 2.2.2",
			    "Payload-Oxum does not agree with the payload");
	}
}

static void
report_entries(struct verify *v)
{
	struct bag_report *r = v->report;
	size_t sha256 = 0, sha512 = 0;

	(void)find_algorithm(v, "sha256", &sha256);
	(void)find_algorithm(v, "sha512", &sha512);
	for (size_t i = 0; i < v->n; i++) {
		struct seen *s = &v->seen[i];
		struct bag_entry *e;

		r->entries = vec_more(r->entries, &r->cap_entries, r->nentries,
		    sizeof(*r->entries));
		e = &r->entries[r->nentries++];
		e->path = xstrdup(s->path);
		e->bytes = s->bytes;
		memcpy(e->sha256, s->hex[sha256], sizeof(e->sha256));
		memcpy(e->sha512, s->hex[sha512], sizeof(e->sha512));
		if (str_starts(s->path, "data/")) {
			r->files++;
			r->bytes += s->bytes;
		}
		if (str_eq(s->path, "manifest-sha256.txt"))
			memcpy(r->manifest_sha256, e->sha256, 65);
	}
}

static int
by_folded(const void *a, const void *b)
{
	return strcasecmp(
	    (*(struct seen *const *)a)->path, (*(struct seen *const *)b)->path);
}

/* Names that differ only in case are one file in Windows; 6.1.1.3. */
static void
check_twins(struct verify *v)
{
	struct seen **sorted = xcalloc(v->n, sizeof(struct seen *));

	for (size_t i = 0; i < v->n; i++)
		sorted[i] = &v->seen[i];
	qsort(sorted, v->n, sizeof(struct seen *), by_folded);
	for (size_t i = 1; i < v->n; i++) {
		if (strcasecmp(sorted[i - 1]->path, sorted[i]->path) == 0)
			fault(v, true, sorted[i]->path, "RFC 8493 6.1.1.3",
			    "another name differs only in capital letters");
	}
	free(sorted);
}

static void
verify_free(struct verify *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->seen[i].path);
		buf_free(&v->seen[i].text);
	}
	for (size_t i = 0; i < v->nalgorithms; i++)
		hash_free(v->hash[i]);
	free(v->seen);
}

enum mla_rc
bag_verify(struct bag_report *report, const char *path, struct err *err)
{
	struct verify v = { .report = report,
		.algorithm = { "sha256", "sha512" },
		.nalgorithms = 2 };
	struct walk names = { note_name, NULL, ignore_end, &v, NULL };
	struct walk content = { begin_file, add_data, end_file, &v,
		note_damage };
	enum mla_rc rc;

	memset(report, 0, sizeof(*report));
	if ((rc = walk_bag(path, &names, err)) != MLA_OK)
		goto out;
	if ((rc = walk_bag(path, &content, err)) != MLA_OK)
		goto out;
	if (v.n > 1)
		qsort(v.seen, v.n, sizeof(*v.seen), by_path);
	report_entries(&v);
	check_declaration(&v);
	check_manifests(&v);
	check_oxum(&v);
	check_twins(&v);
	if (find_seen(&v, "fetch.txt") != NULL)
		fault(&v, false, "fetch.txt", "RFC 8493 2.2.3",
		    "it leaves files to be fetched, and nothing is fetched");
	for (size_t i = 0; rc == MLA_OK && i < report->nfaults; i++) {
		if (!report->faults[i].warning)
			rc = err_set(err, MLA_ENO, "%s is not valid", path);
	}
out:
	verify_free(&v);
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

/* The second reading, for those who want the bytes. */
struct extract {
	const struct bag_report *report;
	const struct bag_take *take;
	const struct bag_entry *entry;
	struct hash *hash;
	struct buf *buf;
	int fd;
	size_t n; /* files so far */
};

static enum mla_rc
take_begin(void *arg, const char *path, struct err *err)
{
	struct extract *x = arg;

	x->entry = bag_find(x->report, path);
	x->buf = NULL;
	x->fd = -1;
	if (x->entry == NULL)
		return err_set(
		    err, MLA_EDAMAGED, "%s was not there a moment ago", path);
	x->n++;
	x->fd = x->take->open(x->take->arg, x->entry, &x->buf);
	if (x->buf != NULL && x->entry->bytes > MAX_BUFFER_BYTES)
		return err_set(err, MLA_EDAMAGED,
		    "%s is larger than 64 MiB, too large for what it is", path);
	if (x->fd >= 0 || x->buf != NULL)
		x->hash = hash_new("sha256");
	return MLA_OK;
}

static enum mla_rc
take_bytes(void *arg, const void *data, size_t len, struct err *err)
{
	struct extract *x = arg;

	if (x->hash == NULL)
		return MLA_OK;
	hash_add(x->hash, data, len);
	if (x->buf != NULL)
		buf_add(x->buf, data, len);
	if (x->fd < 0)
		return MLA_OK;
	return file_write_all(x->fd, data, len, x->entry->path, err);
}

static enum mla_rc
take_end(void *arg, uint64_t bytes, struct err *err)
{
	struct extract *x = arg;
	char hex[HASH_HEX_MAX];

	(void)bytes;
	if (x->hash == NULL)
		return MLA_OK;
	hash_end(x->hash, hex);
	x->hash = NULL;
	if (str_eq(hex, x->entry->sha256))
		return MLA_OK;
	return err_set(err, MLA_EDAMAGED,
	    "%s was exchanged while the bag was read", x->entry->path);
}

enum mla_rc
bag_extract(const char *path, const struct bag_report *report,
    const struct bag_take *take, struct err *err)
{
	struct extract x = { .report = report, .take = take, .fd = -1 };
	struct walk walk = { take_begin, take_bytes, take_end, &x, NULL };
	enum mla_rc rc = walk_bag(path, &walk, err);

	hash_free(x.hash);
	if (rc == MLA_OK && x.n != report->nentries)
		return err_set(err, MLA_EDAMAGED,
		    "%s was exchanged while it was read", path);
	return rc;
}
