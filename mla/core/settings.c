/* settings.c - channels.xml: addresses and parties that an office sends to */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/settings.h"

#include "base/str.h"
#include "bundle/mailout.h"
#include "xml/node.h"
#include "xml/read.h"

#define SETTINGS_NS "urn:mla:channels:1"

enum mla_rc
settings_read(xmlDoc **out, const struct office *office, struct err *err)
{
	char *path = file_join(office->dir, SETTINGS_FILE);
	struct buf b = { 0 };
	enum mla_rc rc;

	*out = NULL;
	if (!file_exists(path)) {
		err_hint(err,
		    "It names the mail addresses and the parties of access "
		    "points: man mla-send, FILES");
		rc = err_set(err, MLA_ENOTFOUND, "there is no %s", path);
	} else if ((rc = file_read(&b, path, XML_MAX_BYTES, err)) == MLA_OK) {
		rc = res_parse(out, office->res, buf_text(&b), b.len, path,
		    "channels", err);
	}
	buf_free(&b);
	free(path);
	return rc;
}

char *
settings_ours(const xmlDoc *settings, const char *name)
{
	return xml_attr(
	    xml_child(xml_root(settings), SETTINGS_NS, "office"), name);
}

char *
settings_theirs(
    const xmlDoc *settings, const struct dossier *d, const char *name)
{
	const xmlNode *p =
	    xml_child(xml_root(settings), SETTINGS_NS, "partner");

	while (p != NULL && !xml_attr_is(p, "state", d->row.partner))
		p = xml_next(p, SETTINGS_NS, "partner");
	return p != NULL ? xml_attr(p, name) : NULL;
}

enum mla_rc
settings_mail(struct settings_mail *out, const xmlDoc *settings,
    const struct dossier *d, struct err *err)
{
	char *mib = settings_ours(settings, "mail-max-mib");
	enum mla_rc rc = MLA_OK;

	out->from = settings_ours(settings, "mail");
	out->to = settings_theirs(settings, d, "mail");
	out->max_mib =
	    mib != NULL ? strtoull(mib, NULL, 10) : SETTINGS_MAIL_MIB;
	free(mib);
	if (out->from == NULL)
		rc = err_set(err, MLA_ENOTFOUND,
		    "%s has no mail address of this office (office, mail)",
		    SETTINGS_FILE);
	else if (!mailout_is_address(out->from) ||
	    (out->to != NULL && !mailout_is_address(out->to)))
		rc = err_set(err, MLA_EDAMAGED, "%s: \"%s\" is no mail address",
		    SETTINGS_FILE,
		    mailout_is_address(out->from) ? out->to : out->from);
	return rc;
}

void
settings_mail_free(struct settings_mail *mail)
{
	free(mail->from);
	free(mail->to);
	memset(mail, 0, sizeof(*mail));
}
