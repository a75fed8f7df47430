/* look.c - an earlier day that is asked about: --as-of and --known-on */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/look.h"

#include "core/moment.h"

char *look_as_of, *look_known_on;

struct poptOption look_options[] = {
	{ "as-of", '\0', POPT_ARG_STRING, &look_as_of, 0,
	    "as it stood at the end of that day, by what is known today",
	    "DATE" },
	{ "known-on", '\0', POPT_ARG_STRING, &look_known_on, 0,
	    "as it was known to us at the end of that day", "DATE" },
	POPT_TABLEEND,
};

enum mla_rc
look_at(struct dossier_look *look, const struct office *office, struct err *err)
{
	struct when when;
	enum mla_rc rc = MLA_OK;

	look->as_of = INT32_MAX;
	look->known_on = INT32_MAX;
	if (look_as_of != NULL) {
		rc = when_typed(&when, look_as_of, office->now.day, err);
		look->as_of = when.day;
	}
	if (rc == MLA_OK && look_known_on != NULL) {
		rc = when_typed(&when, look_known_on, office->now.day, err);
		look->known_on = when.day;
	}
	if (rc == MLA_OK &&
	    ((look_as_of != NULL && look->as_of > office->now.day) ||
	        (look_known_on != NULL && look->known_on > office->now.day)))
		rc = err_set(err, MLA_EREFUSED, "that day is still to come");
	return rc;
}
