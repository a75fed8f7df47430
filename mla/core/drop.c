/* drop.c - the folder that the file-system plugin of Domibus polls */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/drop.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "core/settings.h"
#include "xml/write.h"

#define EBMS_NS "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/"
#define PAYLOAD_ID "cid:message" /* as the plugin names it by default */

enum {
	FOLDER_MODE = 0770, /* the plugin renames and removes what it sends */
	FILE_MODE = 0660
};

/* What the settings must have. */
static const struct {
	const char *name;
	bool theirs;
} wanted[] = { { "party", false }, { "party-type", false }, { "role", false },
	{ "address", false }, { "service", false }, { "action", false },
	{ "party", true }, { "party-type", true }, { "role", true },
	{ "address", true } };

static enum mla_rc
check_settings(const xmlDoc *settings, const struct dossier *d, struct err *err)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		char *value = wanted[i].theirs
		    ? settings_theirs(settings, d, wanted[i].name)
		    : settings_ours(settings, wanted[i].name);

		if (value == NULL)
			buf_addf(&b, "%s%s %s", b.len > 0 ? ", " : "",
			    wanted[i].theirs ? d->row.partner : "office",
			    wanted[i].name);
		free(value);
	}
	if (b.len > 0) {
		err_hint(err,
		    "They stand in the agreement with the access point: man "
		    "mla-send, FILES");
		(void)err_set(err, MLA_ENOTFOUND, "%s lacks: %s", SETTINGS_FILE,
		    buf_text(&b));
	}
	buf_free(&b);
	return err->rc;
}

enum mla_rc
drop_can(const char *outbox, const char *name, const xmlDoc *settings,
    const struct dossier *d, struct err *err)
{
	char *path = file_join(outbox, name);
	enum mla_rc rc;

	if (!file_is_dir(outbox)) {
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no folder %s", outbox);
	} else if (file_exists(path)) {
		err_hint(err,
		    "It was dropped, and then the program was stopped. Remove "
		    "it, and send again; or, if the access point took it, log "
		    "that: mla log %s sent",
		    d->row.reference);
		rc = err_set(err, MLA_EREFUSED, "%s is there already", path);
	} else {
		rc = check_settings(settings, d, err);
	}
	free(path);
	return rc;
}

static void
add_element(struct buf *b, const char *indent, const char *name,
    const char *attribute, const char *value, const char *text)
{
	buf_addf(b, "%s<%s", indent, name);
	xml_add_attr(b, attribute, value);
	buf_addch(b, '>');
	xml_add_text(b, text);
	buf_addf(b, "</%s>\n", name);
}

/* From or To. */
static void
add_party(struct buf *b, const char *tag, const xmlDoc *settings,
    const struct dossier *theirs)
{
	static const char *const names[] = { "party", "party-type", "role" };
	char *value[3];

	for (size_t i = 0; i < 3; i++)
		value[i] = theirs != NULL
		    ? settings_theirs(settings, theirs, names[i])
		    : settings_ours(settings, names[i]);
	buf_addf(b, "    <%s>\n", tag);
	add_element(b, "      ", "PartyId", "type", value[1], value[0]);
	add_element(b, "      ", "Role", "type", NULL, value[2]);
	buf_addf(b, "    </%s>\n", tag);
	for (size_t i = 0; i < 3; i++)
		free(value[i]);
}

static void
add_collaboration(
    struct buf *b, const xmlDoc *settings, const struct dossier *d)
{
	char *agreement = settings_ours(settings, "agreement");
	char *service = settings_ours(settings, "service");
	char *type = settings_ours(settings, "service-type");
	char *action = settings_ours(settings, "action");

	buf_adds(b, "  <CollaborationInfo>\n");
	if (agreement != NULL)
		add_element(b, "    ", "AgreementRef", "type", NULL, agreement);
	add_element(b, "    ", "Service", "type", type, service);
	add_element(b, "    ", "Action", "type", NULL, action);
	add_element(b, "    ", "ConversationId", "type", NULL, d->row.uid);
	buf_adds(b, "  </CollaborationInfo>\n");
	free(agreement);
	free(service);
	free(type);
	free(action);
}

static void
add_metadata(struct buf *b, const char *media, const xmlDoc *settings,
    const struct dossier *d)
{
	char *sender = settings_ours(settings, "address");
	char *recipient = settings_theirs(settings, d, "address");

	buf_adds(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<UserMessage xmlns=\"" EBMS_NS "\">\n  <PartyInfo>\n");
	add_party(b, "From", settings, NULL);
	add_party(b, "To", settings, d);
	buf_adds(b, "  </PartyInfo>\n");
	add_collaboration(b, settings, d);
	buf_adds(b, "  <MessageProperties>\n");
	add_element(b, "    ", "Property", "name", "originalSender", sender);
	add_element(b, "    ", "Property", "name", "finalRecipient", recipient);
	buf_adds(b,
	    "  </MessageProperties>\n  <PayloadInfo>\n"
	    "    <PartInfo href=\"" PAYLOAD_ID "\">\n"
	    "      <PartProperties>\n");
	add_element(b, "        ", "Property", "name", "MimeType", media);
	buf_adds(b,
	    "      </PartProperties>\n    </PartInfo>\n"
	    "  </PayloadInfo>\n</UserMessage>\n");
	free(sender);
	free(recipient);
}

/* The access point runs as somebody else, of the group of the drop folder. */
static enum mla_rc
open_to_group(const char *stage, const char *outbox, struct err *err)
{
	struct file_names names = { 0 };
	struct stat st;
	enum mla_rc rc = file_list(&names, stage, err);

	if (rc == MLA_OK && stat(outbox, &st) != 0)
		rc = err_errno(err, MLA_EIO, "cannot read %s", outbox);
	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		char *path = file_join(stage, names.at[i]);

		if (chown(path, (uid_t)-1, st.st_gid) != 0 ||
		    chmod(path, FILE_MODE) != 0)
			rc = err_errno(err, MLA_EIO,
			    "cannot give %s to the group of %s", path, outbox);
		free(path);
	}
	if (rc == MLA_OK &&
	    (chown(stage, (uid_t)-1, st.st_gid) != 0 ||
	        chmod(stage, FOLDER_MODE) != 0))
		rc = err_errno(err, MLA_EIO,
		    "cannot give %s to the group of %s", stage, outbox);
	file_names_free(&names);
	return rc;
}

enum mla_rc
drop_put(const char *stage, const char *result, const char *media,
    const xmlDoc *settings, const struct dossier *d, struct err *err)
{
	char *metadata = file_join(stage, DROP_METADATA);
	char *copy = xstrdup(result), *outbox = dirname(copy);
	struct buf b = { 0 };
	enum mla_rc rc;

	add_metadata(&b, media, settings, d);
	if ((rc = file_save(metadata, buf_text(&b), b.len, err)) != MLA_OK ||
	    (rc = open_to_group(stage, outbox, err)) != MLA_OK ||
	    (rc = file_sync_dir(stage, err)) != MLA_OK)
		goto out;
	if (rename(stage, result) != 0) {
		err_hint(err,
		    "Messages are made in the folder above the drop folder, "
		    "which must be on the same file system.");
		rc = err_errno(
		    err, MLA_EIO, "cannot move %s to %s", stage, result);
		goto out;
	}
	rc = file_sync_dir(outbox, err);
out:
	if (rc != MLA_OK)
		(void)unlink(metadata);
	buf_free(&b);
	free(copy);
	free(metadata);
	return rc;
}

enum mla_rc
drop_payload(char **out, const char *folder, struct err *err)
{
	struct file_names names = { 0 };
	bool message = false;
	size_t payloads = 0;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = file_list(&names, folder, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < names.n; i++) {
		if (str_eq(names.at[i], DROP_METADATA)) {
			message = true;
			continue;
		}
		payloads++;
		free(*out);
		*out = file_join(folder, names.at[i]);
	}
	if (!message) {
		free(*out);
		*out = NULL;
	} else if (payloads != 1) {
		free(*out);
		*out = NULL;
		rc = err_set(err, MLA_EDAMAGED,
		    "%s: %zu files beside " DROP_METADATA ", and not one",
		    folder, payloads);
	}
	file_names_free(&names);
	return rc;
}
