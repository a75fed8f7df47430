/* envelope.c - data/message.xml: what a bundle says about itself */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/envelope.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "core/crossing.h"
#include "xml/node.h"
#include "xml/write.h"

static void
free_files(struct envelope_file *file, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(file[i].id);
		free(file[i].title);
		free(file[i].name);
		free(file[i].media);
		free(file[i].href);
		free(file[i].source);
		free(file[i].draft);
		xmlFreeDoc(file[i].about);
		buf_free(&file[i].text);
	}
	free(file);
}

void
envelope_free(struct envelope *e)
{
	free(e->uid);
	free(e->type);
	free(e->sent);
	free(e->acts);
	free(e->request_uid);
	free(e->kind);
	free(e->from_state);
	free(e->from_authority);
	free(e->from_code);
	free(e->from_reference);
	free(e->to_state);
	free(e->to_authority);
	free(e->to_reference);
	buf_free(&e->document);
	free(e->written);
	free(e->instead);
	free_files(e->form, e->nforms);
	free_files(e->exhibit, e->nexhibits);
	xmlFreeDoc(e->doc);
	memset(e, 0, sizeof(*e));
}

static enum mla_rc
write_act(struct buf *out, const struct dossier *d,
    const struct dossier_event *e, struct err *err)
{
	char on[WHEN_BYTES];
	int64_t seen;
	enum mla_rc rc;

	if ((rc = crossing_seen(&seen, d, e->seq, err)) != MLA_OK)
		return rc;
	buf_adds(out, "  <act");
	xml_add_attr(out, "event", e->name);
	xml_add_attr(out, "part", e->part);
	xml_add_attr(out, "on", when_format(&e->on, on));
	xml_add_attr(out, "recorded", e->recorded);
	buf_addf(out, " entry=\"%lld\"", (long long)e->seq);
	buf_addf(out, " seen=\"%lld\"", (long long)seen);
	xml_add_attr(out, "type", e->taken->message);
	buf_addch(out, '>');
	xml_write_node(out, xml_root(e->element));
	buf_adds(out, "</act>\n");
	return MLA_OK;
}

static enum mla_rc
write_acts(
    struct buf *out, const struct dossier *d, const char *acts, struct err *err)
{
	char *copy = xstrdup(acts), *rest = NULL;
	enum mla_rc rc = MLA_OK;

	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		for (size_t i = 0; rc == MLA_OK && i < d->nevents; i++) {
			if (d->events[i].seq == strtoll(word, NULL, 10))
				rc = write_act(out, d, &d->events[i], err);
		}
	}
	free(copy);
	return rc;
}

static void
write_office(struct buf *out, const char *tag, const char *state,
    const char *authority, const char *code, const char *reference)
{
	buf_addf(out, "  <%s", tag);
	xml_add_attr(out, "state", state);
	xml_add_attr(out, "authority", authority);
	xml_add_attr(out, "code", code);
	xml_add_attr(out, "reference", reference);
	buf_adds(out, "/>\n");
}

static void
write_files(struct buf *out, const struct envelope *e)
{
	char hex[65];

	if (e->document.len > 0) {
		hash_hex_bytes(hex, buf_text(&e->document), e->document.len);
		buf_addf(out,
		    "  <document href=\"request.xml\" revision=\"%d\" "
		    "sha256=\"%s\"",
		    e->revision, hex);
		xml_add_attr(out, "recorded", e->written);
		buf_addf(out, " seen=\"%lld\"/>\n", (long long)e->seen);
	}
	for (size_t i = 0; i < e->nforms; i++) {
		const struct envelope_file *f = &e->form[i];

		hash_hex_bytes(hex, buf_text(&f->text), f->text.len);
		buf_adds(out, "  <form");
		xml_add_attr(out, "id", f->id);
		xml_add_attr(out, "lang", f->media);
		xml_add_attr(out, "href", f->href);
		xml_add_attr(out, "sha256", hex);
		buf_adds(out, "/>\n");
	}
	for (size_t i = 0; i < e->nexhibits; i++) {
		const struct envelope_file *f = &e->exhibit[i];

		buf_adds(out, "  <exhibit");
		xml_add_attr(out, "id", f->id);
		xml_add_attr(out, "title", f->title);
		xml_add_attr(out, "name", f->name);
		xml_add_attr(out, "href", f->href);
		xml_add_attr(out, "media", f->media);
		buf_addf(out, " bytes=\"%llu\"", (unsigned long long)f->bytes);
		xml_add_attr(out, "sha256", f->sha256);
		buf_addch(out, '>');
		if (f->about != NULL)
			xml_write_node(out, xml_root(f->about));
		buf_adds(out, "</exhibit>\n");
	}
}

enum mla_rc
envelope_write(struct buf *out, const struct envelope *e,
    const struct dossier *d, const char *acts, struct err *err)
{
	const struct store_info *us = &d->office->info;
	enum mla_rc rc;

	buf_adds(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<message xmlns=\"" ENVELOPE_NS "\"");
	xml_add_attr(out, "id", e->uid);
	xml_add_attr(out, "type", e->type);
	xml_add_attr(out, "sent", e->sent);
	xml_add_attr(out, "request", d->row.uid);
	xml_add_attr(out, "kind", d->row.kind);
	buf_addf(out, " number=\"%lld\"", (long long)e->number);
	if (!str_is_blank(e->instead))
		xml_add_attr(out, "instead", e->instead);
	buf_adds(out, ">\n");
	write_office(out, "from", us->country, us->authority, us->code,
	    d->row.reference);
	write_office(
	    out, "to", d->row.partner, e->to_authority, NULL, e->to_reference);
	if ((rc = write_acts(out, d, acts, err)) != MLA_OK)
		return rc;
	write_files(out, e);
	buf_adds(out, "</message>\n");
	return MLA_OK;
}

static void
read_file(struct envelope_file *f, const xmlNode *node)
{
	const xmlNode *about = xml_first(node);
	char *text;

	f->id = xml_attr(node, "id");
	f->title = xml_attr(node, "title");
	f->name = xml_attr(node, "name");
	f->href = xml_attr(node, "href");
	f->media = xml_attr(node, "media");
	text = xml_attr(node, "bytes");
	if (text != NULL)
		f->bytes = strtoull(text, NULL, 10);
	free(text);
	text = xml_attr(node, "sha256");
	if (text != NULL)
		(void)snprintf(f->sha256, sizeof(f->sha256), "%s", text);
	free(text);
	if (about == NULL)
		return;
	f->about = xmlNewDoc((const xmlChar *)"1.0");
	(void)xmlDocSetRootElement(
	    f->about, xmlDocCopyNode((xmlNode *)(uintptr_t)about, f->about, 1));
}

static void
read_exhibits(struct envelope *e, const xmlNode *root)
{
	const xmlNode *node = xml_child(root, ENVELOPE_NS, "exhibit");

	for (; node != NULL; node = xml_next(node, ENVELOPE_NS, "exhibit")) {
		e->exhibit = vec_more(e->exhibit, &e->cap_exhibits,
		    e->nexhibits, sizeof(*e->exhibit));
		memset(&e->exhibit[e->nexhibits], 0, sizeof(*e->exhibit));
		read_file(&e->exhibit[e->nexhibits++], node);
	}
}

const xmlNode *
envelope_act(const struct envelope *e, const xmlNode *after)
{
	if (after == NULL)
		return xml_child(xml_root(e->doc), ENVELOPE_NS, "act");
	return xml_next(after, ENVELOPE_NS, "act");
}

enum mla_rc
envelope_read(struct envelope *e, struct res *res, const char *data, size_t len,
    struct err *err)
{
	const xmlNode *root, *from, *to, *act = NULL;
	struct buf acts = { 0 };
	char *number;
	enum mla_rc rc;

	memset(e, 0, sizeof(*e));
	if ((rc = res_parse(&e->doc, res, data, len, ENVELOPE_PATH, "message",
	         err)) != MLA_OK)
		return rc;
	root = xml_root(e->doc);
	from = xml_child(root, ENVELOPE_NS, "from");
	to = xml_child(root, ENVELOPE_NS, "to");
	e->uid = xml_attr(root, "id");
	e->type = xml_attr(root, "type");
	e->sent = xml_attr(root, "sent");
	e->request_uid = xml_attr(root, "request");
	e->kind = xml_attr(root, "kind");
	number = xml_attr(root, "number");
	if (number != NULL)
		e->number = strtoll(number, NULL, 10);
	free(number);
	e->instead = xml_attr(root, "instead");
	e->from_state = xml_attr(from, "state");
	e->from_authority = xml_attr(from, "authority");
	e->from_code = xml_attr(from, "code");
	e->from_reference = xml_attr(from, "reference");
	e->to_state = xml_attr(to, "state");
	e->to_reference = xml_attr(to, "reference");
	while ((act = envelope_act(e, act)) != NULL) {
		char *event = xml_attr(act, "event");
		char *part = xml_attr(act, "part");

		buf_addf(&acts, "%s%s%s%s", acts.len > 0 ? ", " : "", event,
		    part != NULL ? " of " : "", part != NULL ? part : "");
		free(event);
		free(part);
	}
	e->acts = buf_steal(&acts);
	read_exhibits(e, root);
	return MLA_OK;
}
