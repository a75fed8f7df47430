/* office.c - the register, the rules and the clock that a verb works with */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/office.h"

#include <errno.h>
#include <sys/random.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "core/rebuild.h"
#include "core/rules.h"
#include "core/where.h"

char *
office_dir(const char *given)
{
	if (given == NULL)
		given = getenv("MLA_REGISTER");
	return given != NULL ? xstrdup(given) : store_find(".");
}

static enum mla_rc
open_store(struct office *o, const struct office_want *want, struct err *err)
{
	enum mla_rc rc;

	o->dir = office_dir(want->register_dir);
	if (o->dir == NULL) {
		if (want->maybe)
			return MLA_OK;
		err_hint(err,
		    "name it with --register DIR, or make one: mla init DIR "
		    "--authority NAME --country CC --code OFFICE");
		return err_set(
		    err, MLA_ENOTFOUND, "there is no register here or above");
	}
	if ((rc = store_open(&o->store, o->dir, want->write, err)) != MLA_OK)
		return rc;
	return store_info(&o->info, o->store, err);
}

enum mla_rc
office_open(
    struct office **out, const struct office_want *want, struct err *err)
{
	struct office *o = xcalloc(1, sizeof(*o));
	const char *now = want->now != NULL ? want->now : getenv("MLA_NOW");
	const char *lang = want->lang != NULL ? want->lang : OFFICE_LANG;
	enum mla_rc rc;

	*out = NULL;
	if ((rc = clock_now(&o->now, now, err)) != MLA_OK)
		goto out;
	if ((rc = res_open(&o->res, want->data_dir, err)) != MLA_OK)
		goto out;
	o->source = res_as_source(o->res);
	o->codes = codes_new(o->source);
	o->law = law_new(o->source);
	if ((rc = lang_load(&o->lang, o->source, lang, err)) != MLA_OK)
		goto out;
	if (want->store && (rc = open_store(o, want, err)) != MLA_OK)
		goto out;
	if (o->store != NULL && want->write &&
	    (rc = rebuild_if_asked(o, err)) != MLA_OK)
		goto out;
	*out = o; /* the caller owns it now */
	o = NULL;
out:
	office_close(o);
	return rc;
}

void
office_close(struct office *o)
{
	if (o == NULL)
		return;
	rules_free_all(o->rules);
	where_free_all(o->where, o->counting);
	store_close(o->store);
	store_info_free(&o->info);
	lang_free(o->lang);
	law_free(o->law);
	codes_free(o->codes);
	res_free(o->res);
	free(o->dir);
	free(o);
}

char *
office_path(const struct office *office, const char *folder, const char *name)
{
	return xasprintf("%s/%s/%s", office->dir, folder, name);
}

enum mla_rc
office_uid(char **out, struct err *err)
{
	unsigned char b[16];

	*out = NULL;
	if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b))
		return err_errno(err, MLA_EIO, "no random numbers");
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	*out = xasprintf("urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-"
	                 "%02x%02x-%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
	    b[11], b[12], b[13], b[14], b[15]);
	return MLA_OK;
}

char *
office_moment(const struct office *office)
{
	int64_t utc = when_utc(&office->now);
	struct when when = { .day = (int32_t)(utc / 86400),
		.second = (int32_t)(utc % 86400) };
	char text[WHEN_BYTES];

	return xstrdup(when_format(&when, text));
}
