/* casefile.c - exhibits and their custody in CASE/UCO, for other programs */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/casefile.h"

#include <jansson.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/exhibit.h"
#include "core/trail.h"

/*
 * Terms of CASE 1.4.0 and UCO 1.4.0.  Days without a time are no xsd:dateTime:
 * they stand in the description of an action, and objectCreatedTime is the
 * moment at which the journal's entry was recorded.
 */
#define CONTEXT                                                          \
	"{\"@context\":{"                                                \
	"\"case-investigation\":"                                        \
	"\"https://ontology.caseontology.org/case/investigation/\","     \
	"\"uco-action\":"                                                \
	"\"https://ontology.unifiedcyberontology.org/uco/action/\","     \
	"\"uco-core\":"                                                  \
	"\"https://ontology.unifiedcyberontology.org/uco/core/\","       \
	"\"uco-identity\":"                                              \
	"\"https://ontology.unifiedcyberontology.org/uco/identity/\","   \
	"\"uco-observable\":"                                            \
	"\"https://ontology.unifiedcyberontology.org/uco/observable/\"," \
	"\"uco-types\":"                                                 \
	"\"https://ontology.unifiedcyberontology.org/uco/types/\","      \
	"\"uco-vocabulary\":"                                            \
	"\"https://ontology.unifiedcyberontology.org/uco/vocabulary/\"," \
	"\"xsd\":\"http://www.w3.org/2001/XMLSchema#\"},\n\"@graph\":["

/* While the graph is written. */
struct graph {
	struct buf *out;
	const struct dossier *d;
	const struct exhibits *exhibits;
	size_t nodes;
	struct buf named; /* ids of the identities so far, a line each */
	struct buf ids; /* of the files, a line each */
};

/* The identifier of something of the request; the caller frees it. */
static char *
id_of(const struct graph *g, const char *what, const char *key)
{
	char *text = xasprintf("%s %s %s", g->d->row.uid, what, key);
	char hex[65];

	hash_hex_bytes(hex, text, strlen(text));
	free(text);
	hex[12] = '8'; /* version */
	hex[16] = '8'; /* variant */
	return xasprintf("urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
	    hex + 12, hex + 16, hex + 20);
}

static json_t *
text_of(const char *text)
{
	return json_string(text != NULL ? text : "");
}

static void
set(json_t *node, const char *name, json_t *value)
{
	if (json_object_set_new(node, name, value) != 0)
		abort(); /* out of memory */
}

static json_t *
node_new(const char *id, const char *type)
{
	json_t *node = json_object();

	set(node, "@id", text_of(id));
	set(node, "@type", text_of(type));
	return node;
}

/* {"@id": ...}; the identifier is freed. */
static json_t *
reference(char *id)
{
	json_t *ref = json_object();

	set(ref, "@id", text_of(id));
	free(id);
	return ref;
}

static json_t *
typed(const char *type, const char *value)
{
	json_t *node = json_object();

	set(node, "@type", text_of(type));
	set(node, "@value", text_of(value));
	return node;
}

static json_t *
list_of(json_t *first)
{
	json_t *list = json_array();

	if (json_array_append_new(list, first) != 0)
		abort(); /* out of memory */
	return list;
}

/* Write a node as one line of the graph; it is gone. */
static void
put(struct graph *g, json_t *node)
{
	char *line = json_dumps(node, JSON_COMPACT | JSON_SORT_KEYS);

	if (line == NULL)
		abort(); /* out of memory */
	buf_addf(g->out, "%s\n%s", g->nodes++ > 0 ? "," : "", line);
	free(line);
	json_decref(node);
}

/* A person or an authority by its name, once. */
static char *
identity(struct graph *g, const char *name)
{
	char *id = id_of(g, "identity", name);
	json_t *node;

	if (strstr(buf_text(&g->named), id) != NULL)
		return id;
	buf_addf(&g->named, "%s\n", id);
	node = node_new(id, "uco-identity:Identity");
	set(node, "uco-core:name", text_of(name));
	put(g, node);
	return id;
}

static json_t *
hash_node(const struct graph *g, const char *method, const char *value)
{
	char *id = id_of(g, method, value);
	json_t *node = node_new(id, "uco-types:Hash");

	set(node, "uco-types:hashMethod",
	    typed("uco-vocabulary:HashNameVocab", method));
	set(node, "uco-types:hashValue", typed("xsd:hexBinary", value));
	free(id);
	return node;
}

/* What the file is called, and what its bytes are. */
static json_t *
facets(const struct graph *g, const struct envelope_file *f,
    const struct exhibit *x)
{
	char *name_id = id_of(g, "name", f->id);
	char *content_id = id_of(g, "content", f->id);
	char *path = xasprintf("data/%s", f->href);
	json_t *name = node_new(name_id, "uco-observable:FileFacet");
	json_t *content =
	    node_new(content_id, "uco-observable:ContentDataFacet");
	json_t *hashes = list_of(hash_node(g, "SHA256", f->sha256));
	json_t *list;

	set(name, "uco-observable:fileName", text_of(f->name));
	set(name, "uco-observable:filePath", text_of(path));
	set(name, "uco-observable:isDirectory", json_false());
	set(name, "uco-observable:sizeInBytes",
	    json_integer((json_int_t)f->bytes));
	set(content, "uco-observable:mimeType", text_of(f->media));
	set(content, "uco-observable:sizeInBytes",
	    json_integer((json_int_t)f->bytes));
	if (x != NULL &&
	    json_array_append_new(
	        hashes, hash_node(g, "SHA512", x->row.sha512)) != 0)
		abort(); /* out of memory */
	set(content, "uco-observable:hash", hashes);
	list = list_of(name);
	if (json_array_append_new(list, content) != 0)
		abort(); /* out of memory */
	free(name_id);
	free(content_id);
	free(path);
	return list;
}

/* The file, and the record that it is an exhibit. */
static void
put_exhibit(struct graph *g, const struct envelope_file *f)
{
	char *file = id_of(g, "file", f->id);
	char *record = id_of(g, "number", f->id);
	json_t *node = node_new(file, "uco-observable:File");

	set(node, "uco-core:name", text_of(f->title));
	set(node, "uco-core:hasFacet",
	    facets(g, f, exhibits_at(g->exhibits, f->id)));
	put(g, node);
	node = node_new(record, "case-investigation:ProvenanceRecord");
	set(node, "case-investigation:exhibitNumber", text_of(f->id));
	set(node, "uco-core:description", text_of(f->title));
	set(node, "uco-core:object",
	    list_of(reference(id_of(g, "file", f->id))));
	put(g, node);
	buf_addf(&g->ids, "%s\n%s\n", file, record);
	free(file);
	free(record);
}

/* A line of the trail as an action. */
static void
put_action(struct graph *g, const struct trail_entry *e)
{
	const struct dossier_event *event = dossier_entry(g->d, e->seq);
	char *key = xasprintf("%lld %s", (long long)e->seq, e->exhibit);
	char *id = id_of(g, "action", key), *who = NULL, *to = NULL, *said;
	char day[WHEN_BYTES];
	json_t *node;

	if (e->who != NULL)
		who = identity(g, e->who);
	if (e->to != NULL)
		to = identity(g, e->to);
	said = xasprintf("%s on %s (journal entry %lld)", e->act,
	    when_format(&e->on, day), (long long)e->seq);
	node = node_new(id, "case-investigation:InvestigativeAction");
	set(node, "uco-core:name", text_of(e->act));
	set(node, "uco-core:description", text_of(said));
	if (event != NULL && event->recorded != NULL)
		set(node, "uco-core:objectCreatedTime",
		    typed("xsd:dateTime", event->recorded));
	if (e->on.second >= 0)
		set(node, "uco-action:startTime", typed("xsd:dateTime", day));
	if (who != NULL)
		set(node, "uco-action:performer", reference(who));
	if (to != NULL)
		set(node, "uco-action:participant", list_of(reference(to)));
	set(node, "uco-action:object",
	    list_of(reference(id_of(g, "file", e->exhibit))));
	set(node, "uco-action:result",
	    list_of(reference(id_of(g, "number", e->exhibit))));
	put(g, node);
	buf_addf(&g->ids, "%s\n", id);
	free(said);
	free(key);
	free(id);
}

/* The whole: what belongs to this request. */
static void
put_investigation(struct graph *g)
{
	char *id = id_of(g, "whole", "");
	json_t *node = node_new(id, "case-investigation:Investigation");
	json_t *all = json_array();
	char *rest = NULL, *lines = buf_steal(&g->ids);

	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (json_array_append_new(all, reference(xstrdup(line))) != 0)
			abort(); /* out of memory */
	}
	set(node, "uco-core:name", text_of(g->d->row.reference));
	set(node, "uco-core:object", all);
	put(g, node);
	free(lines);
	free(id);
}

static int
by_id(const void *key, const void *at)
{
	return strcmp(key, ((const struct envelope_file *)at)->id);
}

/* Does it go with the message? Its exhibits are in the order of their ids. */
static bool
goes_along(const struct envelope *e, const char *exhibit)
{
	return e->nexhibits > 0 &&
	    bsearch(exhibit, e->exhibit, e->nexhibits, sizeof(*e->exhibit),
	        by_id) != NULL;
}

enum mla_rc
casefile_write(struct buf *out, const struct dossier *d,
    const struct envelope *e, struct err *err)
{
	struct exhibits exhibits;
	struct graph g = { .out = out, .d = d, .exhibits = &exhibits };
	struct trail trail;
	enum mla_rc rc;

	if ((rc = exhibits_load(&exhibits, d, err)) != MLA_OK)
		return rc;
	trail_of(&trail, d, &exhibits, NULL);
	buf_adds(out, CONTEXT);
	for (size_t i = 0; i < e->nexhibits; i++)
		put_exhibit(&g, &e->exhibit[i]);
	for (size_t i = 0; i < trail.n; i++) {
		if (goes_along(e, trail.at[i].exhibit))
			put_action(&g, &trail.at[i]);
	}
	put_investigation(&g);
	buf_adds(out, "\n]}\n");
	buf_free(&g.named);
	buf_free(&g.ids);
	trail_free(&trail);
	exhibits_free(&exhibits);
	return MLA_OK;
}

enum mla_rc
casefile_add(struct pack *pack, const struct dossier *d,
    const struct envelope *e, struct err *err)
{
	struct buf b = { 0 };
	enum mla_rc rc = MLA_OK;

	if (e->nexhibits == 0)
		return MLA_OK;
	if ((rc = casefile_write(&b, d, e, err)) == MLA_OK)
		rc = pack_add_bytes(
		    pack, CASEFILE_PATH, buf_text(&b), b.len, err);
	buf_free(&b);
	return rc;
}
