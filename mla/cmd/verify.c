/* verify.c - mla verify: a bundle, a request, or the whole register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/verify.h"
#include "base/file.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "core/verify.h"
#include "core/view.h"

static struct poptOption options[] = { POPT_TABLEEND };

static void
say(void *arg, const char *fault)
{
	(void)arg;
	out_safe(fault);
	(void)putchar('\n');
}

static enum mla_rc
verify_path(const char *path, struct err *err)
{
	struct bag_report report = { 0 };
	enum mla_rc rc = bag_verify(&report, path, err);

	for (size_t i = 0; i < report.nfaults; i++) {
		const struct bag_fault *f = &report.faults[i];
		struct buf b = { 0 };

		buf_addf(&b, "%s: %s (%s%s)", f->path, f->text,
		    f->warning ? "warning, " : "", f->section);
		if (f->warning)
			out_notice("%s", buf_text(&b));
		else
			say(NULL, buf_text(&b));
		buf_free(&b);
	}
	if (rc == MLA_OK)
		(void)printf("valid: %llu files, %llu bytes; manifest SHA-256 "
		             "%s\n",
		    (unsigned long long)report.files,
		    (unsigned long long)report.bytes, report.manifest_sha256);
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
	if (args[0] != NULL && file_exists(args[0]))
		return verify_path(args[0], err);
	return verify_store(office, args[0], err);
}

const struct cmd_verb cmd_verify = {
	.name = "verify",
	.synopsis = "[FILE | DIR | REF]",
	.summary = "prove a bundle, a request or the whole register",
	.prepare = CMD_STORE | CMD_MAYBE | CMD_FILE,
	.options = options,
	.run = run,
};
