/* judge.c - a bag that was read, against the rules of RFC 8493 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "bundle/bag.h"
#include "bundle/manifest.h"
#include "bundle/twins.h"
#include "bundle/walk.h"

/* A file that fetch.txt wants to be fetched. */
struct hole {
	char *path, *url;
	int64_t bytes; /* -1: it does not say */
	size_t manifests; /* payload manifests that list it */
};

/* Faults of the lines of one file: each is said once, and how often. */
struct tally {
	const char *problem;
	bool warning;
	size_t first, n; /* line, and number */
};

enum {
	MAX_TALLIES = 12 /* kinds of faults of lines */
};

struct judge {
	struct bag *b;
	const struct bag_text *text; /* that is being read */
	struct lines *lines;
	size_t line;
	struct tally tally[MAX_TALLIES];
	size_t ntallies;
	struct twins *composed; /* for names that are not found, or NULL */
	struct hole *holes; /* sorted by path */
	size_t nholes, cap_holes;
	size_t manifests; /* of the payload */
	bool *anywhere; /* for each entry: a payload manifest lists it */
	/* The manifest that is being read. */
	bool *listed; /* for each entry */
	size_t algorithm;
	bool payload;
};

static const struct bag_entry *
entry_of(const struct judge *j, const struct bag_text *t)
{
	return &j->b->report->entries[t->entry];
}

/* --- the lines of one tag file --- */

static void
note(struct judge *j, const char *problem, bool warning)
{
	struct tally *t = j->tally;

	while (t < j->tally + j->ntallies && t->problem != problem)
		t++;
	if (t == j->tally + j->ntallies) {
		if (j->ntallies == MAX_TALLIES)
			return;
		j->ntallies++;
		*t = (struct tally){ problem, warning, j->line, 0 };
	}
	t->n++;
}

static void
open_text(struct judge *j, const struct bag_text *t)
{
	j->text = t;
	j->line = 0;
	j->ntallies = 0;
	j->lines = lines_open(
	    &j->b->spool, t->offset, t->bytes, j->b->declaration.encoding);
}

static char *
next_line(struct judge *j)
{
	const char *problem;
	char *line = lines_next(j->lines, &problem);

	j->line++;
	if (problem != NULL)
		note(j, problem, false);
	return line;
}

/* Section 2.3: a mark only where the encoding needs it. */
static void
close_text(struct judge *j, const char *section)
{
	struct bag *b = j->b;
	const char *path = entry_of(j, j->text)->path;

	if (lines_marked(j->lines))
		bag_say(b,
		    b->declaration.version < 100 &&
		        strcasecmp(b->declaration.encoding, "UTF-8") != 0,
		    path, "RFC 8493 2.3", "it begins with a byte order mark");
	for (size_t i = 0; i < j->ntallies; i++) {
		const struct tally *t = &j->tally[i];
		char *text = t->n == 1
		    ? xasprintf("%s (line %zu)", t->problem, t->first)
		    : xasprintf("%s (line %zu, and %zu more)", t->problem,
		          t->first, t->n - 1);

		bag_say(b, t->warning, path, section, text);
		free(text);
	}
	lines_close(j->lines);
	j->lines = NULL;
}

/* --- fetch.txt --- */

static int
by_hole(const void *a, const void *b)
{
	return strcmp(
	    ((const struct hole *)a)->path, ((const struct hole *)b)->path);
}

static struct hole *
find_hole(const struct judge *j, const char *path)
{
	struct hole wanted = { .path = (char *)(uintptr_t)path };

	return j->nholes == 0
	    ? NULL
	    : bsearch(&wanted, j->holes, j->nholes, sizeof(wanted), by_hole);
}

static void
add_hole(struct judge *j, const struct fetch_line *f)
{
	struct hole *h;

	j->holes =
	    vec_more(j->holes, &j->cap_holes, j->nholes, sizeof(*j->holes));
	h = &j->holes[j->nholes++];
	h->path = xstrdup(f->path);
	h->url = xstrdup(f->url);
	h->bytes = f->bytes;
	h->manifests = 0;
}

/* What is wrong with a path that a tag file names, or NULL; section 5.1. */
static const char *
listed_path_fault(const char *path)
{
	return *path == '~' ? "its path begins with ~" : walk_path_fault(path);
}

static void
read_fetch(struct judge *j, const struct bag_text *t)
{
	struct fetch_line f;
	const char *fault;
	char *line;

	open_text(j, t);
	while ((line = next_line(j)) != NULL) {
		if (j->nholes == WALK_MAX_ENTRIES) {
			note(j, "it has too many lines (limit 400,000)", false);
			break;
		}
		fetch_line_read(&f, line, j->b->declaration.version);
		if (f.problem != NULL)
			note(j, f.problem, false);
		if (f.path == NULL)
			continue;
		if ((fault = listed_path_fault(f.path)) != NULL)
			bag_say(j->b, false, f.path, "RFC 8493 5.1", fault);
		else if (!bag_is_payload(f.path))
			bag_say(j->b, false, f.path, "RFC 8493 2.2.3",
			    "fetch.txt names a tag file");
		else
			add_hole(j, &f);
	}
	close_text(j, "RFC 8493 2.2.3");
	if (j->nholes > 1)
		qsort(j->holes, j->nholes, sizeof(*j->holes), by_hole);
	for (size_t i = 1; i < j->nholes; i++) {
		if (str_eq(j->holes[i - 1].path, j->holes[i].path))
			bag_say(j->b, true, j->holes[i].path, "RFC 8493 2.2.3",
			    "fetch.txt names it twice");
	}
}

/* After the manifests: nothing is fetched, so each hole is one. */
static void
judge_fetch(struct judge *j)
{
	const struct bag_report *r = j->b->report;
	bool missing = false;

	for (size_t i = 0; i < j->nholes; i++) {
		const struct hole *h = &j->holes[i];
		const struct bag_entry *e = bag_find(r, h->path);
		char *text;

		if (e != NULL && h->bytes >= 0 &&
		    (uint64_t)h->bytes != e->bytes)
			bag_say(j->b, false, h->path, "RFC 8493 2.2.3",
			    "it has not the length that fetch.txt gives");
		if (e != NULL)
			continue;
		missing = true;
		if (h->manifests <
		    (j->b->declaration.version < 100 ? 1 : j->manifests))
			bag_say(j->b, false, h->path, "RFC 8493 2.2.3",
			    "fetch.txt names it, and a payload manifest does "
			    "not");
		text = xasprintf("it is missing, left to be fetched from %s, "
		                 "and nothing is fetched",
		    h->url);
		bag_say(j->b, false, h->path, "RFC 8493 2.2.3", text);
		free(text);
	}
	if (!missing && bag_find(r, "fetch.txt") != NULL)
		bag_say(j->b, true, "fetch.txt", "RFC 8493 2.2.3",
		    "it is there, and no file is missing");
}

/* --- manifests --- */

/* The file that a line means; NULL: none.  Names may be written otherwise. */
static const struct bag_entry *
find_listed(struct judge *j, const struct manifest_line *m)
{
	const struct bag_report *r = j->b->report;
	const struct bag_entry *e = bag_find(r, m->path);

	if (e != NULL || find_hole(j, m->path) != NULL)
		return e;
	if (m->literal != NULL && (e = bag_find(r, m->literal)) != NULL) {
		note(j, "a % in a path is not coded as %25", true);
		return e;
	}
	if (j->composed == NULL)
		j->composed = twins_new(r, str_compose);
	if ((e = twins_find(j->composed, m->path)) != NULL)
		bag_say(j->b, true, e->path, "RFC 8493 6.1.1.3",
		    "a manifest names it in another Unicode normalisation");
	return e;
}

static bool
is_folder(const struct bag_report *r, const char *path)
{
	char *below = xasprintf("%s/", path);
	size_t low = 0, high = r->nentries;
	bool is;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(r->entries[middle].path, below) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	is = low < r->nentries && str_starts(r->entries[low].path, below);
	free(below);
	return is;
}

static void
judge_missing(struct judge *j, const char *path)
{
	struct hole *h = find_hole(j, path);

	if (h != NULL)
		h->manifests += j->payload ? 1 : 0;
	else if (is_folder(j->b->report, path))
		bag_say(j->b, false, path, "RFC 8493 2.1.3",
		    "a manifest names a folder");
	else
		bag_say(j->b, false, path, "RFC 8493 3",
		    "it is listed in a manifest and missing");
}

static const char *
digest_of(const struct judge *j, const struct bag_entry *e)
{
	const struct bag *b = j->b;
	size_t i = (size_t)(e - b->report->entries);

	if (j->algorithm == 0)
		return e->sha256;
	if (j->algorithm == 1)
		return e->sha512;
	return b->more[i * (b->nalgorithms - 2) + j->algorithm - 2];
}

static void
judge_listed(
    struct judge *j, const struct bag_entry *e, const struct manifest_line *m)
{
	size_t i = (size_t)(e - j->b->report->entries);
	const char *digest = digest_of(j, e);

	if (j->listed[i])
		bag_say(j->b, j->b->declaration.version < 100, e->path,
		    "RFC 8493 2.1.3", "a manifest lists it twice");
	j->listed[i] = true;
	j->anywhere[i] = j->anywhere[i] || j->payload;
	if (strlen(m->hex) != strlen(digest))
		bag_say(j->b, false, e->path, "RFC 8493 2.1.3",
		    "its digest has not the length of the algorithm");
	else if (strcasecmp(m->hex, digest) != 0)
		bag_say(j->b, false, e->path, "RFC 8493 3",
		    "it was changed: its hash is not the one in the manifest");
}

static void
judge_line(struct judge *j, const struct manifest_line *m)
{
	const struct bag_entry *e;
	const char *fault;

	if (m->problem != NULL)
		note(j, m->problem, m->warning);
	if (m->path == NULL)
		return;
	if ((fault = listed_path_fault(m->path)) != NULL)
		bag_say(j->b, false, m->path, "RFC 8493 5.1", fault);
	else if (j->payload != bag_is_payload(m->path))
		bag_say(j->b, false, m->path,
		    j->payload ? "RFC 8493 2.1.3" : "RFC 8493 2.2.1",
		    j->payload ? "a payload manifest names a tag file"
		               : "a tag manifest names a payload file");
	else if (!j->payload && strchr(m->path, '/') == NULL &&
	    strncasecmp(m->path, "tagmanifest-", 12) == 0)
		bag_say(j->b, false, m->path, "RFC 8493 2.2.1",
		    "a tag manifest names a tag manifest");
	else if ((e = find_listed(j, m)) == NULL)
		judge_missing(j, m->path);
	else
		judge_listed(j, e, m);
}

/* What the manifest should have listed, and did not. */
static void
judge_unlisted(struct judge *j)
{
	const struct bag_report *r = j->b->report;
	bool old = j->b->declaration.version < 100;

	for (size_t i = 0; i < r->nentries; i++) {
		const char *path = r->entries[i].path;

		if (j->listed[i])
			continue;
		/* Before 1.0 one of several manifests is enough. */
		if (j->payload && bag_is_payload(path) && !old)
			bag_say(j->b, false, path, "RFC 8493 2.1.3",
			    "a payload manifest does not list it");
		if (!j->payload && strncasecmp(path, "manifest-", 9) == 0 &&
		    strchr(path, '/') == NULL)
			bag_say(j->b, old, path, "RFC 8493 2.2.1",
			    "a tag manifest does not list it");
	}
}

static bool
find_algorithm(struct judge *j, const char *name)
{
	for (j->algorithm = 0; j->algorithm < j->b->nalgorithms;
	     j->algorithm++) {
		if (str_eq(j->b->algorithm[j->algorithm], name))
			return true;
	}
	return false;
}

static void
judge_manifest(struct judge *j, const struct bag_text *t, const char *algorithm,
    bool payload)
{
	const struct bag_report *r = j->b->report;
	const char *path = r->entries[t->entry].path;
	struct manifest_line m;
	char *line,
	    *name =
	        xasprintf("%smanifest-%s.txt", payload ? "" : "tag", algorithm);

	j->payload = payload;
	j->manifests += payload ? 1 : 0;
	if (!str_eq(path, name))
		bag_say(j->b, true, path, "RFC 8493 2.4",
		    "its name is not in small letters");
	free(name);
	if (!find_algorithm(j, algorithm)) {
		bag_say(j->b, false, path, "RFC 8493 2.4",
		    "its algorithm is not known here");
		return;
	}
	memset(j->listed, 0, r->nentries * sizeof(*j->listed));
	open_text(j, t);
	while ((line = next_line(j)) != NULL) {
		manifest_line_read(&m, line, j->b->declaration.version);
		judge_line(j, &m);
		free(m.literal);
	}
	close_text(j, "RFC 8493 2.1.3");
	judge_unlisted(j);
}

/* MD5 and SHA-1 protect from accidents, and from nobody's will. */
static bool
is_weak(const char *algorithm)
{
	return str_eq(algorithm, "md5") || str_eq(algorithm, "sha1");
}

static void
judge_manifests(struct judge *j)
{
	const struct bag_report *r = j->b->report;
	bool strong = false;

	for (size_t i = 0; i < j->b->ntexts; i++) {
		const struct bag_text *t = &j->b->texts[i];
		const char *path = r->entries[t->entry].path;
		char *payload = bag_algorithm_of(path, "manifest-");
		char *tags = bag_algorithm_of(path, "tagmanifest-");

		if (payload != NULL || tags != NULL)
			judge_manifest(j, t, payload != NULL ? payload : tags,
			    payload != NULL);
		strong = strong || (payload != NULL && !is_weak(payload));
		free(payload);
		free(tags);
	}
	for (size_t i = 0; j->b->declaration.version < 100 && i < r->nentries;
	     i++) {
		if (bag_is_payload(r->entries[i].path) && !j->anywhere[i])
			bag_say(j->b, false, r->entries[i].path, "RFC 8493 3",
			    "no payload manifest lists it");
	}
	if (j->manifests == 0)
		bag_say(j->b, false, "manifest", "RFC 8493 2.1.3",
		    "there is no payload manifest");
	else if (!strong)
		bag_say(j->b, true, "manifest", "RFC 8493 2.4",
		    "its only algorithm is MD5 or SHA-1, which do not protect "
		    "from forgery");
}

/* --- the other tag files --- */

/* "BYTES.FILES" of the payload, section 2.2.2. */
static bool
oxum_fits(const struct bag_report *r, const char *value)
{
	char want[64];
	size_t len = (size_t)snprintf(want, sizeof(want), "%llu.%llu",
	    (unsigned long long)r->bytes, (unsigned long long)r->files);

	return strncmp(value, want, len) == 0 &&
	    value[len + strspn(value + len, " \t")] == '\0';
}

static void
judge_info(struct judge *j, const struct bag_text *t)
{
	struct info_line i;
	bool oxum = false;
	char *line;

	open_text(j, t);
	while ((line = next_line(j)) != NULL) {
		info_line_read(
		    &i, line, j->line == 1, j->b->declaration.version);
		if (i.problem != NULL)
			note(j, i.problem, i.warning);
		if (i.label == NULL || strcasecmp(i.label, "Payload-Oxum") != 0)
			continue;
		if (oxum)
			note(j, "Payload-Oxum is there twice", false);
		oxum = true;
		if (!oxum_fits(j->b->report, i.value))
			note(j, "Payload-Oxum does not agree with the payload",
			    false);
	}
	close_text(j, "RFC 8493 2.2.2");
}

static const struct bag_text *
find_text(const struct bag *b, const char *path)
{
	for (size_t i = 0; i < b->ntexts; i++) {
		if (str_eq(b->report->entries[b->texts[i].entry].path, path))
			return &b->texts[i];
	}
	return NULL;
}

/* Section 2.1.1; it says in which encoding the others are. */
static void
judge_declaration(struct bag *b)
{
	struct declaration *d = &b->declaration;
	const struct bag_text *t = find_text(b, "bagit.txt");
	char text[DECLARATION_MAX_BYTES + 2] = "";
	struct err err = { 0 };
	size_t len = 0;

	if (t != NULL) {
		len = t->bytes < sizeof(text) ? (size_t)t->bytes
		                              : sizeof(text) - 1;
		if (spool_read(&b->spool, text, len, t->offset, &err) != MLA_OK)
			len = 0;
	}
	declaration_read(d, text, len);
	if (t == NULL)
		d->problem = "it is missing, so this is no bag";
	if (d->problem != NULL)
		bag_say(b, false, "bagit.txt", "RFC 8493 2.1.1", d->problem);
	if (d->warning != NULL)
		bag_say(b, true, "bagit.txt", "RFC 8493 2.1.1", d->warning);
}

static void
say_twin(void *arg, const struct bag_entry *a, const struct bag_entry *b)
{
	char *x = str_compose(a->path), *y = str_compose(b->path);

	bag_say(arg, true, b->path, "RFC 8493 6.1.1.3",
	    str_eq(x, y) ? "another name differs only in its Unicode "
	                   "normalisation"
	                 : "another name differs only in capital letters");
	free(x);
	free(y);
}

void
bag_judge(struct bag *b)
{
	struct judge j = { .b = b };
	const struct bag_text *info = find_text(b, "bag-info.txt");
	const struct bag_text *fetch = find_text(b, "fetch.txt");
	struct twins *twins;

	j.anywhere = xcalloc(b->report->nentries + 1, sizeof(*j.anywhere));
	j.listed = xcalloc(b->report->nentries + 1, sizeof(*j.listed));
	judge_declaration(b);
	if (!b->has_data)
		bag_say(b, false, "data/", "RFC 8493 2.1.2",
		    "there is no folder of that name");
	if (fetch != NULL)
		read_fetch(&j, fetch);
	judge_manifests(&j);
	judge_fetch(&j);
	if (info != NULL)
		judge_info(&j, info);
	twins_free(j.composed);
	twins = twins_new(b->report, str_fold_case);
	twins_each(twins, say_twin, b);
	twins_free(twins);
	for (size_t i = 0; i < j.nholes; i++) {
		free(j.holes[i].path);
		free(j.holes[i].url);
	}
	free(j.holes);
	free(j.anywhere);
	free(j.listed);
}
