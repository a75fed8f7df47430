/* inbox.c - mla inbox: bundles that wait, since nobody trusts who signed */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/inbox.h"
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/signature.h"
#include "cmd/verbs.h"
#include "core/trustees.h"

static char *format, *reason, *state;
static int all, trusted, yes;

static struct poptOption options[] = {
	{ "all", '\0', POPT_ARG_NONE, &all, 0,
	    "of list: those that were decided as well", NULL },
	{ "reason", '\0', POPT_ARG_STRING, &reason, 0,
	    "of accept and reject: why; it is kept", "TEXT" },
	{ "trust", '\0', POPT_ARG_NONE, &trusted, 0,
	    "of accept: trust the certificate from now on", NULL },
	{ "state", '\0', POPT_ARG_STRING, &state, 0,
	    "with --trust: for this State alone (default: that of the message)",
	    "CC" },
	{ "yes", 'y', POPT_ARG_NONE, &yes, 0,
	    "with --trust: do not ask; the fingerprint was compared", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "of list: table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

static enum mla_rc
list(struct office *office, const char **args, struct err *err)
{
	static const struct out_column columns[] = { { "id", "ID", false,
		                                         false },
		{ "reached", "CAME", false, false },
		{ "from_state", "FROM", false, false },
		{ "from_authority", "SAYS IT IS", false, true },
		{ "type", "MESSAGE", false, false },
		{ "state", "STATE", false, false },
		{ "why", "WHY", false, true }, { NULL, NULL, false, false } };
	struct out_table t = {
		.name = "inbox", .row = "bundle", .columns = columns
	};
	struct inbox in = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_inbox, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = inbox_list(&in, office, all != 0, err)) != MLA_OK)
		goto out;
	for (size_t i = 0; i < in.n; i++) {
		const struct inbox_item *item = &in.at[i];
		char *id = xstrndup(item->id, 12);

		out_cell2(&t, item->id, id);
		out_cell(&t, item->reached);
		out_cell(&t, item->from_state);
		out_cell(&t, item->from_authority);
		out_cell(&t, item->type);
		out_cell(&t, item->state);
		out_cell(&t, item->why);
		free(id);
	}
	if (in.n == 0 && form == OUT_TEXT)
		out_notice("Nothing waits in the inbox.");
	else
		out_print(&t, form);
	out_table_free(&t);
out:
	inbox_free(&in);
	return rc;
}

static void
line(const char *label, const char *text)
{
	if (*text != '\0')
		signature_line(label, text);
}

/* What the message says of itself, and who signed it. */
static void
print(const struct inbox_item *item)
{
	char *bytes = xasprintf("%llu", (unsigned long long)item->bytes);

	(void)printf("%s\n", item->id);
	line("state", item->state);
	line("why", item->why);
	line("came", item->reached);
	line("file", item->name);
	line("bytes", bytes);
	(void)printf("it says of itself\n");
	line("from", item->from_state);
	line("authority", item->from_authority);
	line("reference", item->reference);
	line("kind", item->kind);
	line("message", item->type);
	line("sent", item->sent);
	(void)printf(*item->subject != '\0' ? "signed by\n" : "not signed\n");
	line("subject", item->subject);
	line("SHA-256", item->fingerprint);
	if (*item->decided != '\0') {
		(void)printf("decided\n");
		line("on", item->decided);
		line("reason", item->reason);
	}
	free(bytes);
}

static enum mla_rc
show(struct office *office, const char **args, struct err *err)
{
	struct inbox_item item = { 0 };
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_inbox, args, 1, 1, err)) == MLA_OK &&
	    (rc = inbox_find(&item, office, args[0], err)) == MLA_OK)
		print(&item);
	inbox_item_free(&item);
	return rc;
}

/* The item of a decision, which needs its reason. */
static enum mla_rc
find(struct inbox_item *item, struct office *office, const char **args,
    struct err *err)
{
	enum mla_rc rc = cmd_expect(&cmd_inbox, args, 1, 1, err);

	memset(item, 0, sizeof(*item));
	if (rc == MLA_OK && str_is_blank(reason))
		rc = err_set(err, MLA_EUSAGE,
		    "a decision needs its reason: --reason TEXT");
	return rc == MLA_OK ? inbox_find(item, office, args[0], err) : rc;
}

/* Before anything is done: what is to be trusted, and was it compared? */
static enum mla_rc
prepare_trust(struct trustee_want *want, char **path, struct office *office,
    const struct inbox_item *item, struct err *err)
{
	struct trustee t = { 0 };
	enum mla_rc rc;

	if (*item->fingerprint == '\0')
		return err_set(err, MLA_EUSAGE,
		    "it is not signed: there is nobody to trust");
	*path = inbox_path(office, item, ".pem");
	want->path = *path;
	want->state = state != NULL ? state : item->from_state;
	want->reason = reason;
	if ((rc = trustee_look(&t, want, err)) == MLA_OK) {
		signature_cert(&t.cert);
		signature_line("speaks for", t.state);
		rc = signature_confirm(yes != 0, err);
	}
	trustee_free(&t);
	return rc;
}

static enum mla_rc
take(struct office *office, const char **args, struct err *err)
{
	struct exchange_received in = { 0 };
	struct trustee_want want = { 0 };
	struct inbox_item item;
	char *path = NULL;
	enum mla_rc rc;

	if ((rc = find(&item, office, args, err)) != MLA_OK)
		goto out;
	if (trusted != 0 &&
	    (rc = prepare_trust(&want, &path, office, &item, err)) != MLA_OK)
		goto out;
	if ((rc = inbox_accept(&in, office, &item, reason, err)) != MLA_OK)
		goto out;
	if (in.reference != NULL) {
		out_safe(in.reference);
		(void)putchar('\n');
	}
	if (in.parked)
		out_notice("It came before an earlier message, and waits: mla "
		           "receive --waiting");
	else if (in.known)
		out_notice("This message was received before.");
	else
		out_notice("%s.",
		    in.created ? "A new request was registered"
		               : "It was recorded");
	if (trusted != 0 && (rc = trustee_add(office, &want, err)) == MLA_OK)
		out_notice("Who signed it is trusted from now on, for %s.",
		    want.state);
out:
	free(path);
	inbox_item_free(&item);
	exchange_received_free(&in);
	return rc;
}

static enum mla_rc
leave(struct office *office, const char **args, struct err *err)
{
	struct inbox_item item;
	enum mla_rc rc;

	if ((rc = find(&item, office, args, err)) == MLA_OK &&
	    (rc = inbox_reject(office, &item, reason, err)) == MLA_OK)
		out_notice("It is not recorded; inbox/%s.bag stays.", item.id);
	inbox_item_free(&item);
	return rc;
}

static const struct cmd_sub subs[] = {
	{ "accept", CMD_WRITE, take },
	{ "list", CMD_STORE, list },
	{ "reject", CMD_WRITE, leave },
	{ "show", CMD_STORE, show },
	{ NULL, 0, NULL },
};

const struct cmd_verb cmd_inbox = {
	.name = "inbox",
	.synopsis = "list [--all] | show ID | accept ID --reason TEXT "
	            "[--trust [--state CC] [--yes]] | "
	            "reject ID --reason TEXT [--format FORMAT]",
	.summary = "bundles that wait, since nobody trusts who signed them",
	.options = options,
	.subs = subs,
};
