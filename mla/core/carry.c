/* carry.c - a bundle made ready for its channel */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/carry.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bundle/hash.h"
#include "bundle/mailout.h"
#include "core/cover.h"
#include "core/drop.h"
#include "core/papers.h"
#include "core/settings.h"
#include "xml/node.h"

#define MIB 1048576ULL

/* The media type of a bundle, by its name; what is encrypted is bytes. */
static const char *
media_of(const char *name)
{
	return str_ends(name, ".zip") ? "application/zip"
	                              : "application/octet-stream";
}

static const char *const carriers[] = { "file", "mail", "folder", "paper" };

void
carry_free(struct carry *c)
{
	if (c->stage != NULL) {
		if (c->bundle != NULL)
			(void)unlink(c->bundle);
		(void)rmdir(c->stage);
	}
	free(c->name);
	free(c->bundle);
	free(c->result);
	free(c->cover);
	free(c->stage);
	xmlFreeDoc(c->settings);
	memset(c, 0, sizeof(*c));
}

/* The carrier of a channel (NULL: not said), or the one that was asked for. */
static enum mla_rc
how_of(enum carry_how *how, const struct dossier *d,
    const struct exchange_want *want, struct err *err)
{
	const xmlNode *code = want->channel != NULL
	    ? codes_find(d->office->codes, "channel", want->channel)
	    : NULL;
	char *text = want->wrap != NULL ? xstrdup(want->wrap)
	    : code != NULL              ? xml_attr(code, "carrier")
	                                : NULL;
	size_t i = CARRY_FILE;

	while (text != NULL && i <= CARRY_PAPER && !str_eq(text, carriers[i]))
		i++;
	free(text);
	if (i > CARRY_PAPER)
		return err_set(err, MLA_EUSAGE,
		    "--wrap %s: it is one of file, mail, folder, paper",
		    want->wrap);
	*how = (enum carry_how)i;
	return MLA_OK;
}

static enum mla_rc
check_options(
    enum carry_how how, const struct exchange_want *want, struct err *err)
{
	if (want->outbox != NULL && how != CARRY_FOLDER)
		return err_set(err, MLA_EUSAGE,
		    "--outbox goes with --wrap folder, or a channel that has "
		    "it");
	if (want->cover != NULL && how != CARRY_PAPER)
		return err_set(err, MLA_EUSAGE,
		    "--paper goes with --wrap paper, or a channel that has it");
	if (want->tar && how != CARRY_FILE && how != CARRY_PAPER)
		return err_set(err, MLA_EUSAGE,
		    "--tar goes with --wrap file or paper: a mail and a drop "
		    "folder carry a ZIP");
	if (how != CARRY_FOLDER)
		return MLA_OK;
	if (want->path != NULL)
		return err_set(err, MLA_EUSAGE,
		    "-o does not go with a drop folder: it is --outbox DIR");
	if (want->outbox == NULL) {
		err_hint(err,
		    "Name the folder that the access point polls: --outbox "
		    "DIR.   Or write the bundle alone: --wrap file");
		return err_set(err, MLA_EUSAGE,
		    "this channel goes by a drop folder, and none is named");
	}
	return MLA_OK;
}

/* What a kill left in a stage of that name. */
static void
empty_stage(const char *stage)
{
	struct file_names names = { 0 };
	struct err own = { 0 };

	if (file_list(&names, stage, &own) == MLA_OK) {
		for (size_t i = 0; i < names.n; i++) {
			char *path = file_join(stage, names.at[i]);

			(void)unlink(path);
			free(path);
		}
	}
	file_names_free(&names);
}

/*
 * A folder beside the result, which the result comes out of at the end.  Its
 * name is that of the transmission: what is sent again after a kill takes the
 * same one.
 */
static enum mla_rc
make_stage(
    struct carry *c, const char *beside, const char *root, struct err *err)
{
	char *copy = xstrdup(beside);
	struct stat st;
	enum mla_rc rc;

	c->stage = xasprintf("%s/.mla-%s", dirname(copy), root);
	if ((rc = file_mkdir(c->stage, err)) == MLA_OK &&
	    (lstat(c->stage, &st) != 0 || !S_ISDIR(st.st_mode) ||
	        st.st_uid != geteuid()))
		rc = err_set(err, MLA_EREFUSED,
		    "%s is not a folder of yours: remove it", c->stage);
	if (rc == MLA_OK) {
		empty_stage(c->stage);
		free(c->bundle);
		c->bundle = file_join(c->stage, c->name);
	} else {
		free(c->stage);
		c->stage = NULL;
	}
	free(copy);
	return rc;
}

/* Name of a letter beside a bundle; the caller frees it. */
static char *
beside(const char *bundle)
{
	size_t len = strlen(bundle);

	if (str_ends(bundle, ".zip") || str_ends(bundle, ".tar"))
		len -= strlen(".zip");
	return xasprintf("%.*s-cover.html", (int)len, bundle);
}

enum mla_rc
carry_begin(struct carry *c, const struct dossier *d,
    const struct exchange_want *want, const char *root, struct err *err)
{
	const char *kind = want->tar ? ".tar" : ".zip";
	enum mla_rc rc;

	memset(c, 0, sizeof(*c));
	if ((rc = how_of(&c->how, d, want, err)) != MLA_OK ||
	    (rc = check_options(c->how, want, err)) != MLA_OK)
		return rc;
	c->name = xasprintf("%s%s%s", root, kind, seal_tail(want->seal));
	if (c->how == CARRY_FOLDER)
		c->result = file_join(want->outbox, root);
	else if (want->path != NULL)
		c->result = xstrdup(want->path);
	else if (c->how == CARRY_MAIL)
		c->result = xasprintf("%s.eml", root);
	else
		c->result = xstrdup(c->name);
	c->bundle = xstrdup(c->result);
	if (c->how == CARRY_PAPER) {
		c->cover = want->cover != NULL ? xstrdup(want->cover)
		                               : beside(c->result);
		return cover_can(c->cover, err);
	}
	if (c->how == CARRY_FILE)
		return MLA_OK;
	if ((rc = settings_read(&c->settings, d->office, err)) != MLA_OK)
		return rc;
	if (c->how == CARRY_MAIL) {
		struct settings_mail set = { 0 };

		rc = settings_mail(&set, c->settings, d, err);
		settings_mail_free(&set);
	} else {
		rc = drop_can(want->outbox, root, c->settings, d, err);
	}
	if (rc != MLA_OK)
		return rc;
	return make_stage(
	    c, c->how == CARRY_FOLDER ? want->outbox : c->result, root, err);
}

/* What a mail says in clear: nothing of the persons or the facts. */
static void
tell(struct buf *b, const struct carry *c, const struct dossier *d,
    const struct envelope *e, const struct hash_pair *hash,
    const char *manifest)
{
	buf_addf(b,
	    "%s (%s), reference %s,\n"
	    "sends a bundle to %s (%s)%s%s.\n\n"
	    "Message: %s\n"
	    "It tells of: %s\n\n"
	    "Attached: %s, %llu bytes\n"
	    "SHA-256 of the attached file:\n    %s\n"
	    "SHA-256 of manifest-sha256.txt in it:\n    %s\n\n",
	    d->office->info.authority, d->office->info.country,
	    d->row.reference, e->to_authority, d->row.partner,
	    e->to_reference != NULL ? ", reference " : "",
	    e->to_reference != NULL ? e->to_reference : "", e->uid, e->acts,
	    c->name, (unsigned long long)hash->bytes, hash->sha256, manifest);
	buf_addf(b,
	    "To check it, save the attached file and run: sha256sum %s\n"
	    "%snpacked, its README.txt says how to check every file in it.\n"
	    "With mla: mla receive MAIL\n",
	    c->name, str_ends(c->name, ".zip") ? "U" : "Decrypted and u");
}

/*
 * The bundle, and no name of it any more: what is killed while the mail is
 * written leaves nothing.  *path is for the caller to free.
 */
static enum mla_rc
hide(int *fd, char **path, const struct carry *c, struct err *err)
{
	enum mla_rc rc = file_open(fd, c->bundle, err);

	if (rc != MLA_OK)
		return rc;
	(void)unlink(c->bundle);
	(void)rmdir(c->stage);
	*path = xasprintf("/proc/self/fd/%d", *fd);
	return MLA_OK;
}

static enum mla_rc
end_mail(const struct carry *c, struct dossier *d, const struct envelope *e,
    const char *manifest, struct err *err)
{
	char *bundle = NULL;
	int fd = -1;
	struct mailout mail = { .sender = d->office->info.authority,
		.uid = e->uid,
		.date = &d->office->now,
		.name = c->name,
		.media = media_of(c->name) };
	struct settings_mail set = { 0 };
	struct hash_pair hash;
	struct buf text = { 0 }, subject = { 0 };
	enum mla_rc rc;

	if ((rc = settings_mail(&set, c->settings, d, err)) != MLA_OK ||
	    (rc = hide(&fd, &bundle, c, err)) != MLA_OK ||
	    (rc = hash_file(&hash, bundle, err)) != MLA_OK)
		goto out;
	if (hash.bytes > set.max_mib * MIB) {
		err_hint(err,
		    "Send it another way: --wrap file.   Or, if the mail "
		    "servers take more: mail-max-mib in channels.xml");
		rc = err_set(err, MLA_EREFUSED,
		    "the bundle has %llu MiB, and %llu MiB are the most for a "
		    "mail",
		    (unsigned long long)((hash.bytes + MIB - 1) / MIB),
		    (unsigned long long)set.max_mib);
		goto out;
	}
	tell(&text, c, d, e, &hash, manifest);
	buf_addf(&subject, "%s%s%s", d->row.reference,
	    e->to_reference != NULL ? " / " : "",
	    e->to_reference != NULL ? e->to_reference : "");
	mail.from = set.from;
	mail.to = set.to;
	mail.subject = buf_text(&subject);
	mail.text = buf_text(&text);
	mail.file = bundle;
	rc = mailout_write(c->result, &mail, err);
out:
	if (fd >= 0)
		(void)close(fd);
	free(bundle);
	settings_mail_free(&set);
	buf_free(&subject);
	buf_free(&text);
	return rc;
}

enum mla_rc
carry_end(const struct carry *c, struct dossier *d, const struct envelope *e,
    const char *manifest, struct err *err)
{
	switch (c->how) {
	case CARRY_MAIL:
		return end_mail(c, d, e, manifest, err);
	case CARRY_FOLDER:
		return drop_put(c->stage, c->result, media_of(c->name),
		    c->settings, d, err);
	case CARRY_PAPER:
		return cover_write(
		    c->cover, c->bundle, d, e->uid, manifest, err);
	case CARRY_FILE:
		break;
	}
	return MLA_OK;
}
