/* fuzz_register.c - any bytes as the XML of a register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "core/regread.h"
#include "xml/init.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *data;
	size_t len;
	bool head;
};

static enum mla_rc
more(size_t *got, void *arg, void *data, size_t size, struct err *err)
{
	struct input *in = arg;

	(void)err;
	*got = in->len < size ? in->len : size;
	memcpy(data, in->data, *got);
	in->data += *got;
	in->len -= *got;
	return MLA_OK;
}

static enum mla_rc
take_head(void *arg, const struct regread_head *head, struct err *err)
{
	struct input *in = arg;

	(void)err;
	if (in->head || head->office.uid == NULL || head->entries < 0)
		abort();
	in->head = true;
	return MLA_OK;
}

/* What must be there is there, and of the length of its type. */
static enum mla_rc
take_row(void *arg, const struct dump_table *table,
    const struct dump_value *row, const struct dump_value *of, struct err *err)
{
	const struct input *in = arg;

	(void)err;
	if (!in->head || (of != NULL) != (table->of != NULL))
		abort();
	for (int i = 0; table->column[i].type != DUMP_END; i++) {
		const struct dump_column *c = &table->column[i];

		if (!row[i].there && !c->may_lack)
			abort();
		if (!row[i].there || c->type == DUMP_NUMBER)
			continue;
		if ((c->type == DUMP_HASH && row[i].len != STORE_HASH_BYTES) ||
		    (c->type != DUMP_HASH &&
		        ((const char *)row[i].data)[row[i].len] != '\0'))
			abort();
	}
	return MLA_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { (const char *)data, size, false };
	const struct regread reading = { take_head, take_row, more, &in };
	struct err err = { 0 };

	xml_init();
	if (regread_all(&reading, "fuzz", &err) == MLA_OK && !in.head)
		abort();
	return 0;
}
