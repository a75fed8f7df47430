/* setup.c - make a register */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/setup.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/office.h"
#include "model/country.h"

enum {
	CODE_LEAST = 2,
	CODE_MOST = 12
};

static enum mla_rc
make(struct office *office, const char *dir, const char *authority,
    const char *country, const char *code, bool practice, struct err *err)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	struct store_info info = { 0 };
	size_t len = strspn(code, letters);
	enum mla_rc rc;

	if (code[len] != '\0' || len < CODE_LEAST || len > CODE_MOST)
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no code of an office: write 2 to 12 capital "
		    "letters or digits",
		    code);
	if (strlen(country) != 2 || !country_exists(country))
		return err_set(err, MLA_EUSAGE,
		    "\"%s\" is no State: write the two capital letters of "
		    "ISO 3166-1",
		    country);
	if (str_is_blank(authority))
		return err_set(err, MLA_EUSAGE, "the authority needs a name");
	if ((rc = office_uid(&info.uid, err)) != MLA_OK)
		goto out;
	info.authority = practice
	    ? xasprintf("PRACTICE, not real: %s", authority)
	    : xstrdup(authority);
	info.practice = practice;
	info.country = xstrdup(country);
	info.code = xstrdup(code);
	info.made = office_moment(office);
	rc = store_create(dir, &info, err);
out:
	store_info_free(&info);
	return rc;
}

enum mla_rc
setup_register(struct office *office, const char *dir, const char *authority,
    const char *country, const char *code, struct err *err)
{
	return make(office, dir, authority, country, code, false, err);
}

enum mla_rc
setup_practice(struct office *office, const char *dir, const char *authority,
    const char *country, const char *code, struct err *err)
{
	return make(office, dir, authority, country, code, true, err);
}
