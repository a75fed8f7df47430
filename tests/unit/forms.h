/* forms.h - what holds for every form */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_FORMS_H
#define TESTS_UNIT_FORMS_H

#include "unit.h"

#include "model/form.h"
#include "res/res.h"

/* Load each form of the data, one after the other. */
static inline void
unit_each_form(
    struct res *res, void (*each)(const struct form *form, const char *name))
{
	struct file_names names;
	struct err err = { 0 };

	assert_ok(res_list(&names, res, RES_FORM, &err), err);
	assert_true(names.n > 0);
	for (size_t i = 0; i < names.n; i++) {
		struct form *form;

		assert_ok(form_load(&form, res, res_as_source(res), names.at[i],
		              &err),
		    err);
		each(form, names.at[i]);
		form_free(form);
	}
	file_names_free(&names);
}

#endif
