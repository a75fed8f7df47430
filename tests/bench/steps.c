/* steps.c - macrosteps of a machine per second: steps FILE.scxml N EVENT... */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "model/code.h"
#include "model/env.h"
#include "model/law.h"
#include "model/run.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/read.h"

static enum mla_rc
load(struct machine **out, const char *path, struct err *err)
{
	xmlDoc *doc = NULL;
	enum mla_rc rc;

	if ((rc = xml_read_file(&doc, path, err)) == MLA_OK)
		rc = machine_load(out, doc, path, err);
	xmlFreeDoc(doc);
	return rc;
}

/* Each round: a machine starts, and takes every event. */
static enum mla_rc
play(long *steps, const struct machine *m, struct env *env, long rounds,
    char **events, struct err *err)
{
	struct run_result res;
	enum mla_rc rc = MLA_OK;

	for (long i = 0; rc == MLA_OK && i < rounds; i++) {
		struct run *r;

		if ((rc = run_new(&r, m, env, err)) != MLA_OK)
			break;
		for (char **e = events; rc == MLA_OK && *e != NULL; e++) {
			rc = run_event(&res, r, *e, err);
			if (rc == MLA_OK && res.taken == NULL)
				rc = err_set(err, MLA_EREFUSED,
				    "\"%s\" is not accepted", *e);
			(*steps)++;
		}
		run_free(r);
	}
	return rc;
}

int
main(int argc, char **argv)
{
	struct machine *m = NULL;
	struct res *res = NULL;
	struct codes *codes = NULL;
	struct law *law = NULL;
	struct env *env = NULL;
	struct timespec a, b;
	struct err err = { 0 };
	long steps = 0;
	double took;
	enum mla_rc rc;

	if (argc < 4)
		return 2;
	xml_init();
	if ((rc = res_open(&res, ".", &err)) != MLA_OK ||
	    (rc = load(&m, argv[1], &err)) != MLA_OK)
		goto out;
	codes = codes_new(res_as_source(res));
	law = law_new(res_as_source(res));
	env = env_new(codes, law);
	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	rc = play(&steps, m, env, strtol(argv[2], NULL, 10), argv + 3, &err);
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	took = (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	if (rc == MLA_OK)
		(void)printf("%.0f\n", (double)steps / took);
out:
	if (rc != MLA_OK)
		(void)fprintf(stderr, "steps: %s\n", err.msg);
	env_free(env);
	law_free(law);
	codes_free(codes);
	machine_free(m);
	res_free(res);
	xml_done();
	return rc != MLA_OK;
}
