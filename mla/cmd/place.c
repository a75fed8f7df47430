/* place.c - the State and the region that a verb was told */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/place.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/words.h"
#include "model/country.h"

void
place_close(struct place *p)
{
	calendar_free(p->calendar);
	free(p->name);
	memset(p, 0, sizeof(*p));
}

static char *
capitals(const char *text)
{
	char *copy = xstrdup(text);

	for (char *s = copy; *s != '\0'; s++)
		*s = (char)toupper((unsigned char)*s);
	return copy;
}

static enum mla_rc
no_region(const struct calendar *c, const char *state, const char *region,
    struct err *err)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < calendar_region_count(c); i++)
		buf_addf(&b, "%s%s (%s)", i > 0 ? ", " : "",
		    calendar_region_at(c, i)->id,
		    calendar_region_at(c, i)->name);
	if (b.len > 0)
		err_hint(err, "regions: %s", buf_text(&b));
	else
		err_hint(err, "it has no regions: leave out --region");
	buf_free(&b);
	return err_set(err, MLA_ENOTFOUND,
	    "there is no region \"%s\" in the calendar of %s", region, state);
}

enum mla_rc
place_open(struct place *out, const struct office *office, const char *state,
    const char *region, struct err *err)
{
	char *code = capitals(state), *name = NULL;
	char *id = region != NULL ? capitals(region) : NULL;
	enum mla_rc rc;

	memset(out, 0, sizeof(*out));
	out->region = -1;
	if (!country_exists(code)) {
		err_hint(err, "write its two letters as in ISO 3166-1");
		rc = err_set(
		    err, MLA_ENOTFOUND, "there is no State \"%s\"", state);
		goto out;
	}
	if ((rc = calendar_load(&out->calendar, office->res, code, err)) !=
	    MLA_OK)
		goto out;
	name = words_country(office, code);
	if (id != NULL) {
		out->region = calendar_region_find(out->calendar, id);
		if (out->region < 0) {
			rc = no_region(out->calendar, name, region, err);
			goto out;
		}
		out->name = xasprintf("%s (%s)",
		    calendar_region_at(out->calendar, (size_t)out->region)
		        ->name,
		    name);
	} else {
		out->name = xstrdup(name);
	}
out:
	if (rc != MLA_OK)
		place_close(out);
	free(name);
	free(code);
	free(id);
	return rc;
}

char *
place_day(const struct office *office, int32_t day)
{
	char *key = xasprintf("weekday.short.%d", date_weekday(day));
	char date[DATE_BYTES];
	char *text =
	    xasprintf("%s %s", words_key(office, key), date_format(day, date));

	free(key);
	return text;
}
