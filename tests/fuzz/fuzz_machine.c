/* fuzz_machine.c - any bytes as a workflow: load it, prove it, run it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/machine.h"
#include "model/prove.h"
#include "model/run.h"
#include "xml/init.h"
#include "xml/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings f = { 0 };
	struct err err = { 0 };
	struct limit_list *limits = NULL;
	struct machine *m = NULL;
	struct env *env;
	struct run *r = NULL;
	struct run_result res;
	xmlDoc *doc;

	xml_init();
	if (xml_read(&doc, (const char *)data, size, "fuzz", &err) != MLA_OK)
		return 0;
	env = env_new(NULL, NULL);
	if (machine_load(&m, doc, "fuzz", &err) == MLA_OK) {
		(void)limit_list_load(&limits, doc, m, &err);
		prove_machine(&f, m, limits);
		if (run_new(&r, m, env, &err) == MLA_OK)
			(void)run_event(&res, r, "e", &err);
	}
	findings_free(&f);
	run_free(r);
	limit_list_free(limits);
	machine_free(m);
	env_free(env);
	xmlFreeDoc(doc);
	return 0;
}
