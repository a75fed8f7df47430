/* fuzz_answers.c - an answers file of somebody's: read, written, read again */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "base/str.h"
#include "core/answers.h"
#include "core/place.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct answers_in in;
static xmlDoc *base;

/* The data of the checkout that the target is run in. */
static void
prepare(void)
{
	struct err err = { 0 };
	struct res_source source;
	struct res *res;
	struct form *form;
	struct lang *lang;
	struct vocab *vocab;

	xml_init();
	if (res_open(&res, ".", &err) != MLA_OK)
		abort();
	source = res_as_source(res);
	if (form_load(&form, res, source, "letter", &err) != MLA_OK ||
	    lang_load(&lang, source, "en", &err) != MLA_OK ||
	    vocab_load(&vocab, source, &err) != MLA_OK)
		abort();
	in = (struct answers_in){ form, lang, vocab, codes_new(source) };
	base = place_new(
	    "urn:uuid:0b6d4f1e-58c7-4c1b-9d57-3c1f0f2f7a10", "letter", "en");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings faults = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 }, a = { 0 }, b = { 0 };
	xmlDoc *doc, *again;

	if (base == NULL)
		prepare();
	if (answers_read(&doc, &faults, &in, (const char *)data, size, base,
	        &err) != MLA_OK) {
		if (doc != NULL || (err.rc == MLA_ENO && faults.n == 0))
			abort();
		goto out;
	}
	/* What was understood says the same when it is written and read. */
	if (answers_write(&text, &in, doc, &err) != MLA_OK ||
	    answers_read(
	        &again, &faults, &in, text.data, text.len, doc, &err) != MLA_OK)
		abort();
	xml_write(&a, doc);
	xml_write(&b, again);
	if (!str_eq(buf_text(&a), buf_text(&b)))
		abort();
	xmlFreeDoc(again);
	xmlFreeDoc(doc);
out:
	findings_free(&faults);
	buf_free(&text);
	buf_free(&a);
	buf_free(&b);
	return 0;
}
