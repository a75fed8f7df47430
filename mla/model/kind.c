/* kind.c - a kind of request: its machines, its form, its instruments */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/kind.h"

#include "base/alloc.h"
#include "base/str.h"
#include "xml/node.h"

static void
side_free(struct kind_side *side)
{
	free(side->machine);
	free(side->transmission);
}

void
kind_free(struct kind *kind)
{
	if (kind == NULL)
		return;
	side_free(&kind->out);
	side_free(&kind->in);
	free(kind->part.path);
	free(kind->part.machine);
	free(kind->part.title);
	free(kind->part.codes);
	for (size_t i = 0; i < kind->ninstruments; i++)
		free(kind->instrument[i]);
	for (size_t i = 0; i < kind->nlists; i++) {
		free(kind->list[i].name);
		free(kind->list[i].codes);
	}
	free(kind->instrument);
	free(kind->list);
	free(kind->id);
	free(kind->form);
	free(kind);
}

static void
read_side(struct kind_side *side, const xmlNode *node)
{
	side->machine = xml_attr(node, "machine");
	side->transmission = xml_attr(node, "transmission");
}

static void
read_part(struct kind_part *part, const xmlNode *root)
{
	const xmlNode *node = xml_child(root, KIND_NS, "part");

	if (node == NULL) { /* as registers of the first version keep it */
		node = xml_child(root, KIND_NS, "side");
		part->path = xml_attr(node, "part");
		part->machine = xml_attr(node, "part-machine");
		part->title = part->path != NULL ? xstrdup("@code") : NULL;
		return;
	}
	part->path = xml_attr(node, "path");
	part->machine = xml_attr(node, "machine");
	part->title = xml_attr(node, "title");
	part->codes = xml_attr(node, "codes");
	part->compare = xml_attr_is(node, "compare", "true");
}

static void
read_lists(struct kind *kind, const xmlNode *root)
{
	const xmlNode *node = xml_first(root);
	size_t cap_instruments = 0, cap_lists = 0;

	for (; node != NULL; node = xml_after(node)) {
		if (xml_is(node, KIND_NS, "instrument")) {
			kind->instrument =
			    vec_more(kind->instrument, &cap_instruments,
			        kind->ninstruments, sizeof(char *));
			kind->instrument[kind->ninstruments++] =
			    xml_attr(node, "treaty");
		} else if (xml_is(node, KIND_NS, "list")) {
			kind->list = vec_more(kind->list, &cap_lists,
			    kind->nlists, sizeof(*kind->list));
			kind->list[kind->nlists].name = xml_attr(node, "name");
			kind->list[kind->nlists++].codes =
			    xml_attr(node, "codes");
		}
	}
}

const char *
kind_codes(const struct kind *kind, const char *name)
{
	for (size_t i = 0; i < kind->nlists; i++) {
		if (str_eq(kind->list[i].name, name))
			return kind->list[i].codes;
	}
	return name;
}

bool
kind_rests_on(const struct kind *kind, const char *treaty)
{
	for (size_t i = 0; i < kind->ninstruments; i++) {
		if (str_eq(kind->instrument[i], treaty))
			return true;
	}
	return kind->ninstruments == 0;
}

/* Which kinds are there? For the hint of an error. */
static void
hint_kinds(const struct res *res, struct err *err)
{
	struct file_names names = { 0 };
	struct err ignored = { 0 };
	struct buf b = { 0 };

	if (res_list(&names, res, RES_KIND, &ignored) == MLA_OK) {
		for (size_t i = 0; i < names.n; i++)
			buf_addf(&b, "%s%s", i > 0 ? ", " : "", names.at[i]);
		err_hint(err, "kinds: %s", buf_text(&b));
	}
	file_names_free(&names);
	buf_free(&b);
}

enum mla_rc
kind_load(struct kind **out, struct res *res, struct res_source source,
    const char *name, struct err *err)
{
	char *path = xasprintf("forms/kind/%s.xml", name);
	struct kind *kind = NULL;
	struct buf b = { 0 };
	const xmlNode *root, *side;
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = source.read(source.arg, &b, RES_KIND, name, err)) != MLA_OK) {
		hint_kinds(res, err);
		goto out;
	}
	if ((rc = res_parse(
	         &doc, res, buf_text(&b), b.len, path, "kind", err)) != MLA_OK)
		goto out;
	root = xml_root(doc);
	kind = xcalloc(1, sizeof(*kind));
	kind->id = xml_attr(root, "id");
	kind->form = xml_attr(root, "form");
	side = xml_child(root, KIND_NS, "side");
	for (; side != NULL; side = xml_next(side, KIND_NS, "side"))
		read_side(
		    xml_attr_is(side, "name", "out") ? &kind->out : &kind->in,
		    side);
	read_part(&kind->part, root);
	read_lists(kind, root);
	*out = kind;
out:
	xmlFreeDoc(doc);
	buf_free(&b);
	free(path);
	return rc;
}
