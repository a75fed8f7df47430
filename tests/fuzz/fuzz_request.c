/* fuzz_request.c - a request of somebody's: read, checked, shown as answers */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"
#include "core/answers.h"
#include "core/check.h"
#include "res/res.h"
#include "xml/init.h"
#include "xml/read.h"
#include "xml/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct answers_in in;
static struct check_in against;

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
	against = (struct check_in){ .res = res,
		.source = source,
		.lang = lang,
		.day = date_day(2026, 3, 3) };
}

/* What follows the schema comes through an answers file as it was. */
static void
go_round(xmlDoc *doc)
{
	struct findings faults = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 }, a = { 0 }, b = { 0 };
	xmlDoc *again;

	if (answers_write(&text, &in, doc, &err) != MLA_OK)
		abort();
	/* A code of no list is valid for the schema, but is not read. */
	if (answers_read(&again, &faults, &in, text.data, text.len, doc,
	        &err) == MLA_OK) {
		xml_write(&a, doc);
		xml_write(&b, again);
		if (!str_eq(buf_text(&a), buf_text(&b)))
			abort();
		xmlFreeDoc(again);
	}
	findings_free(&faults);
	buf_free(&text);
	buf_free(&a);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings found = { 0 };
	struct err err = { 0 };
	xmlDoc *doc;
	bool valid = true;

	if (against.res == NULL)
		prepare();
	if (xml_read(&doc, (const char *)data, size, "input", &err) != MLA_OK)
		return 0;
	against.doc = doc;
	if (check_document(&found, NULL, &against, &err) == MLA_OK) {
		for (size_t i = 0; i < found.n; i++)
			valid = valid && !str_eq(found.at[i].id, "schema") &&
			    !str_eq(found.at[i].id, "check.no-request");
		if (valid)
			go_round(doc);
	}
	findings_free(&found);
	xmlFreeDoc(doc);
	return 0;
}
