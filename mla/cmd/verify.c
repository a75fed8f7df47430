/* verify.c - mla verify: a bundle, a request, or the whole register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/verify.h"
#include "base/file.h"
#include "cmd/out.h"
#include "cmd/sealed.h"
#include "cmd/signature.h"
#include "cmd/verbs.h"
#include "core/verify.h"
#include "core/view.h"

static char **trusted;
static int strict;

static struct poptOption options[] = {
	{ "trust", '\0', POPT_ARG_ARGV, &trusted, 0,
	    "of a bag: trust these certificates as well", "FILE" },
	{ "crl", '\0', POPT_ARG_ARGV, &trusted, 0,
	    "of a bag: believe this revocation list as well", "FILE" },
	{ "strict", '\0', POPT_ARG_NONE, &strict, 0,
	    "of a bag: warnings are reasons against it", NULL },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, sealed_options, 0, NULL, NULL },
	POPT_TABLEEND,
};

static void
say(void *arg, const char *fault)
{
	(void)arg;
	out_safe(fault);
	(void)putchar('\n');
}

/* What is wrong goes to the output, a mere warning to the standard error. */
static void
say_faults(const struct bag_report *report)
{
	for (size_t i = 0; i < report->nfaults; i++) {
		const struct bag_fault *f = &report->faults[i];
		const bool warning = f->warning && !strict;
		struct buf b = { 0 };

		buf_addf(&b, "%s: %s (%s%s)", f->path, f->text,
		    f->warning ? "warning, " : "", f->section);
		if (warning)
			out_notice("%s", buf_text(&b));
		else
			say(NULL, buf_text(&b));
		buf_free(&b);
	}
}

static enum mla_rc
verify_path(const struct office *office, const char *path, struct err *err)
{
	struct bag_report report = { 0 };
	enum mla_rc rc = bag_verify(&report, path, err);

	say_faults(&report);
	if (rc == MLA_OK && strict && report.nfaults > 0)
		rc = err_set(err, MLA_ENO, "%s has warnings (--strict)", path);
	if (rc == MLA_OK)
		(void)printf("valid: %llu files, %llu bytes%s%s\n",
		    (unsigned long long)report.files,
		    (unsigned long long)report.bytes,
		    *report.manifest_sha256 != '\0' ? "; manifest SHA-256 "
		                                    : "",
		    report.manifest_sha256);
	if (rc == MLA_OK)
		rc = signature_check(office, path, &report,
		    (const char *const *)trusted, strict != 0, err);
	bag_report_free(&report);
	return rc;
}

static enum mla_rc
verify_store(struct office *office, const char *ref, struct err *err)
{
	struct verify_report r = { .say = say };
	int64_t request = 0;
	enum mla_rc rc;

	if (ref != NULL &&
	    (rc = cmd_find_no_file(&request, &cmd_verify, office, ref, err)) !=
	        MLA_OK)
		return rc;
	if (office->store == NULL) {
		err_hint(err,
		    "a bundle: mla verify FILE; a register: mla "
		    "--register DIR verify");
		return err_set(err, MLA_ENOTFOUND, "no register here");
	}
	rc = verify_register(&r, office, request, err);
	if (rc != MLA_OK)
		return rc;
	(void)printf("intact: %lld request%s, %lld journal entr%s, %lld "
	             "exhibit%s\n",
	    (long long)r.requests, r.requests == 1 ? "" : "s",
	    (long long)r.entries, r.entries == 1 ? "y" : "ies",
	    (long long)r.exhibits, r.exhibits == 1 ? "" : "s");
	if (r.erased > 0)
		(void)printf("erased on purpose: %lld texts; %lld requests "
		             "erased, not replayed\n",
		    (long long)r.erased, (long long)r.unplayed);
	if (r.leftover > 0)
		(void)printf("left over, no damage: %lld files that nothing "
		             "names\n",
		    (long long)r.leftover);
	(void)printf("head of the journal: %s\n", r.head);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_verify, args, 0, 1, err)) != MLA_OK)
		return rc;
	if (args[0] != NULL && file_exists(args[0])) {
		struct unsealed open;

		rc = sealed_begin(&open, args[0], err);
		if (rc == MLA_OK)
			rc = verify_path(office, open.path, err);
		unseal_end(&open, err);
		return rc;
	}
	return verify_store(office, args[0], err);
}

const struct cmd_verb cmd_verify = {
	.name = "verify",
	.synopsis = "[FILE | DIR | REF] [--strict] [--trust FILE]... "
	            "[--crl FILE]... "
	            "[--key KEY [--cert CERT.pem] [--max-mib N]]",
	.summary = "prove a bundle, a request or the whole register",
	.prepare = CMD_STORE | CMD_MAYBE | CMD_FILE,
	.options = options,
	.run = run,
};
