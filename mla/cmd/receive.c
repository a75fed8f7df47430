/* receive.c - mla receive: verify a bundle, and register what it brings */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/out.h"
#include "cmd/sealed.h"
#include "cmd/signature.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/exchange.h"
#include "core/fetch.h"

static char *on, *accept_id, *aside_id, *why, *receipt;
static int waiting;

static struct poptOption options[] = {
	{ "on", '\0', POPT_ARG_STRING, &on, 0,
	    "when it reached us (default: today)", "DATE" },
	{ "receipt", '\0', POPT_ARG_STRING, &receipt, 0,
	    "where the receipt for the sender is written (default: beside "
	    "FILE)",
	    "FILE.xml" },
	{ "waiting", '\0', POPT_ARG_NONE, &waiting, 0,
	    "list what came and is not recorded, and why", NULL },
	{ "accept", '\0', POPT_ARG_STRING, &accept_id, 0,
	    "record one that waits; with --on, its acts count from then",
	    "ID" },
	{ "set-aside", '\0', POPT_ARG_STRING, &aside_id, 0,
	    "do not record one that waits, with --why", "ID" },
	{ "why", '\0', POPT_ARG_STRING, &why, 0, "why it is not recorded",
	    "REASON" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, sealed_options, 0, NULL, NULL },
	POPT_TABLEEND,
};

static void
say(void *arg, const char *fault)
{
	(void)arg;
	out_notice("  %s", fault);
}

/* What waits: one line for each. */
static enum mla_rc
list_waiting(struct office *office, struct err *err)
{
	struct store_parkeds all;
	enum mla_rc rc;

	if ((rc = exchange_parked_list(&all, office, NULL, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++) {
		const struct store_parked *p = &all.at[i];

		(void)printf("%.12s  %s  no. %" PRId64 "  ", p->manifest,
		    p->reached, p->number);
		out_safe(words_of(office, "message", p->type));
		(void)printf(" of ");
		out_safe(p->sender);
		(void)printf("\n              %s: ", p->why);
		out_safe(p->what);
		(void)printf("\n");
	}
	if (all.n == 0)
		out_notice("Nothing waits.");
	else
		out_notice("Record one all the same: mla receive --accept ID   "
		           "Leave it: mla receive --set-aside ID --why "
		           "REASON");
	store_parkeds_free(&all);
	return MLA_OK;
}

static void
say_applied(size_t n)
{
	if (n > 0)
		out_notice("%zu message%s that waited %s recorded as well.", n,
		    n == 1 ? "" : "s", n == 1 ? "was" : "were");
}

static void
tell(const struct office *office, const struct exchange_received *in)
{
	if (in->parked) {
		out_notice("Message %" PRId64 " came before message %" PRId64
		           ". It is kept, and recorded when that one is there.",
		    in->number, in->missing);
		out_notice("What waits: mla receive --waiting");
		return;
	}
	out_safe(in->reference);
	(void)putchar('\n');
	if (in->known)
		out_notice("This message was received before; nothing was "
		           "changed.");
	else
		out_notice("%s: %s (%s), %zu exhibit%s; manifest SHA-256 %s",
		    in->created ? "A new request was registered"
		                : "It was recorded",
		    words_of(office, "message", in->type), in->acts,
		    in->exhibits, in->exhibits == 1 ? "" : "s", in->manifest);
	if (in->signer != NULL)
		signature_notice(in->signer);
	if (in->missed)
		out_notice("It is not signed: nothing proves who made it.");
	if (in->clash != NULL)
		out_notice("%s", in->clash);
	say_applied(in->applied);
}

static enum mla_rc
set_aside(struct office *office, struct err *err)
{
	size_t applied;
	enum mla_rc rc;

	if (why == NULL)
		return err_set(err, MLA_EUSAGE,
		    "--set-aside needs the reason: --why REASON");
	rc = exchange_parked_aside(&applied, office, aside_id, why, err);
	if (rc == MLA_OK)
		say_applied(applied);
	return rc;
}

/* What is in the file, the mail or the folder that came. */
static enum mla_rc
receive(struct exchange_received *in, struct office *office, const char *path,
    const struct when *when, struct err *err)
{
	struct unsealed open = { 0 };
	struct fetch fetch;
	enum mla_rc rc = fetch_begin(&fetch, office, path, err);

	if (rc == MLA_OK)
		rc = sealed_begin(&open, fetch.path, err);
	if (rc == MLA_OK)
		rc = exchange_receive(
		    in, office, open.path, when, say, NULL, err);
	unseal_end(&open, err);
	fetch_end(&fetch, err);
	return rc;
}

/* "dir/letter.zip": "dir/letter.receipt.xml"; the caller frees it. */
static char *
receipt_name(const char *bundle, const struct exchange_received *in)
{
	const char *name, *dot;

	if (receipt != NULL)
		return xstrdup(receipt);
	if (bundle == NULL)
		return xasprintf("%.12s.receipt.xml", in->manifest);
	name = file_base(bundle);
	dot = strrchr(name, '.');
	return xasprintf("%.*s.receipt.xml",
	    (int)((dot != NULL && dot != name ? (size_t)(dot - bundle)
	                                      : strlen(bundle))),
	    bundle);
}

/* The receipt is written after all is recorded: it can be written again. */
static enum mla_rc
write_receipt(
    const struct exchange_received *in, const char *bundle, struct err *err)
{
	char *path;
	struct err own = { 0 };
	enum mla_rc rc;

	if (in->receipt.len == 0)
		return MLA_OK;
	path = receipt_name(bundle, in);
	rc = file_save(path, buf_text(&in->receipt), in->receipt.len, &own);
	if (rc == MLA_OK) {
		out_notice("Receipt for the sender: %s", path);
	} else {
		err_hint(err,
		    "What came is recorded. Receive it again, with "
		    "--receipt FILE.xml");
		rc = err_set(err, rc, "the receipt: %s", own.msg);
	}
	free(path);
	return rc;
}

/* A receipt of the other side for what we sent. */
static enum mla_rc
take_receipt(struct office *office, const char *path, struct err *err)
{
	struct exchange_arrived to;
	enum mla_rc rc = exchange_arrived(&to, office, path, err);

	if (rc == MLA_OK) {
		out_safe(to.reference);
		(void)putchar('\n');
		out_notice("Receipt for message %" PRId64 ": %s%s", to.number,
		    words_of(office, "receipt", to.kind),
		    to.known ? "; nothing was changed" : "");
	}
	exchange_arrived_free(&to);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct exchange_received in = { 0 };
	struct when when = office->now;
	const int files =
	    waiting || accept_id != NULL || aside_id != NULL ? 0 : 1;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_receive, args, files, files, err)) != MLA_OK)
		return rc;
	when.second = -1;
	when.offset = 0;
	if (on != NULL &&
	    (rc = when_typed(&when, on, office->now.day, err)) != MLA_OK)
		return rc;
	if (waiting)
		return list_waiting(office, err);
	if (aside_id != NULL)
		return set_aside(office, err);
	if (accept_id == NULL && exchange_is_receipt(args[0]))
		return take_receipt(office, args[0], err);
	rc = accept_id != NULL ? exchange_parked_accept(&in, office, accept_id,
	                             on != NULL ? &when : NULL, err)
	                       : receive(&in, office, args[0], &when, err);
	if (rc == MLA_OK)
		tell(office, &in);
	else if (in.parked)
		out_notice("It is not recorded, but kept: "
		           "mla receive --waiting");
	if (rc == MLA_OK)
		rc =
		    write_receipt(&in, accept_id != NULL ? NULL : args[0], err);
	else if (receipt != NULL)
		(void)write_receipt(&in, args[0], err);
	exchange_received_free(&in);
	return rc;
}

const struct cmd_verb cmd_receive = {
	.name = "receive",
	.synopsis = "FILE [--on DATE] [--receipt FILE.xml] [--key KEY [--cert "
	            "CERT.pem] [--max-mib N]] | --waiting | --accept ID [--on "
	            "DATE] [--receipt FILE.xml] | "
	            "--set-aside ID --why REASON",
	.summary = "verify a bundle and register what it brings",
	.prepare = CMD_WRITE,
	.options = options,
	.run = run,
};
