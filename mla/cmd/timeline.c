/* timeline.c - the steps of a request as dots on a line */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/fit.h"
#include "cmd/out.h"
#include "cmd/words.h"

#define STEP 16 /* columns from one dot to the next */

static bool
is_milestone(const struct dossier_event *e)
{
	return e->part == NULL && e->taken != NULL &&
	    (*e->taken->message != '\0' || *e->taken->step != '\0' ||
	        *e->outcome != '\0') &&
	    e->taken->ntargets > 0;
}

/* Print a label's first line and step behind it; false: nothing is left. */
static bool
print_line(char **label)
{
	const char *line = strsep(label, "\n");

	if (line == NULL)
		line = "";
	out_safe(line);
	(void)printf("%*s", STEP - out_columns(line), "");
	return *label != NULL;
}

static void
print_labels(
    const struct dossier *d, const struct dossier_event *const *at, size_t n)
{
	char **label = xcalloc(n + 1, sizeof(*label));
	char **rest = xcalloc(n + 1, sizeof(*rest));
	bool more = n > 0;

	for (size_t i = 0; i < n; i++)
		rest[i] = label[i] = fit_wrap(
		    words_of(d->office, "event", at[i]->name), STEP - 1);
	while (more) {
		more = false;
		(void)fputs("\n  ", stdout);
		for (size_t i = 0; i < n; i++)
			more = print_line(&rest[i]) || more;
	}
	for (size_t i = 0; i < n; i++)
		free(label[i]);
	free(label);
	free(rest);
}

void
timeline_print(const struct dossier *d)
{
	const struct dossier_event **all =
	    xcalloc(d->nevents + 1, sizeof(*all));
	const struct dossier_event **at = all;
	size_t n = 0, fit = (size_t)(out_width() - 4) / STEP;

	for (size_t i = 0; i < d->nevents; i++)
		if (is_milestone(&d->events[i]))
			all[n++] = &d->events[i];
	if (n == 0)
		goto out;
	if (n > fit) {
		at += n - fit;
		n = fit;
	}
	(void)fputs("\n  ", stdout);
	for (size_t i = 0; i < n; i++) {
		char *day = words_day(d->office, at[i]->on.day);

		(void)printf("%s%*s", day, STEP - out_columns(day), "");
		free(day);
	}
	(void)fputs("\n  ", stdout);
	for (size_t i = 0; i < n; i++)
		(void)fputs(i + 1 < n ? "●───────────────" : "●", stdout);
	print_labels(d, at, n);
	(void)putchar('\n');
out:
	free(all);
}
