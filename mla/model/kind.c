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
	free(side->part);
	free(side->part_machine);
	free(side->transmission);
}

void
kind_free(struct kind *kind)
{
	if (kind == NULL)
		return;
	side_free(&kind->out);
	side_free(&kind->in);
	free(kind->id);
	free(kind->form);
	free(kind);
}

static void
read_side(struct kind_side *side, const xmlNode *node)
{
	side->machine = xml_attr(node, "machine");
	side->part = xml_attr(node, "part");
	side->part_machine = xml_attr(node, "part-machine");
	side->transmission = xml_attr(node, "transmission");
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
	*out = kind;
out:
	xmlFreeDoc(doc);
	buf_free(&b);
	free(path);
	return rc;
}
