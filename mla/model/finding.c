/* finding.c - what a check has to say about a request: data, not errors */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/finding.h"

#include "base/alloc.h"

const char *
finding_severity_name(enum finding_severity severity)
{
	static const char *const names[] = { "error", "warning", "advice" };

	return names[severity];
}

struct finding *
findings_new(struct findings *f, enum finding_severity severity)
{
	struct finding *x;

	f->at = vec_more(f->at, &f->cap, f->n, sizeof(*f->at));
	x = &f->at[f->n++];
	memset(x, 0, sizeof(*x));
	x->severity = severity;
	x->id = xstrdup("");
	x->where = xstrdup("");
	x->file = xstrdup("");
	x->text = xstrdup("");
	x->todo = xstrdup("");
	x->basis = xstrdup("");
	x->binds = xstrdup("");
	return x;
}

static void
set(char **to, const char *text)
{
	free(*to);
	*to = xstrdup(text != NULL ? text : "");
}

void
findings_add(struct findings *f, enum finding_severity severity, const char *id,
    const char *where, long line, const char *text, const char *todo,
    const char *basis)
{
	struct finding *x = findings_new(f, severity);

	set(&x->id, id);
	set(&x->where, where);
	set(&x->text, text);
	set(&x->todo, todo);
	set(&x->basis, basis);
	x->line = line;
}

size_t
findings_count(const struct findings *f, enum finding_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->at[i].severity == severity ? 1 : 0;
	return n;
}

/* Stable: an insertion sort by severity alone. */
void
findings_sort(struct findings *f)
{
	for (size_t i = 1; i < f->n; i++) {
		struct finding x = f->at[i];
		size_t at = i;

		for (; at > 0 && f->at[at - 1].severity > x.severity; at--)
			f->at[at] = f->at[at - 1];
		f->at[at] = x;
	}
}

void
findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->at[i].id);
		free(f->at[i].where);
		free(f->at[i].file);
		free(f->at[i].text);
		free(f->at[i].todo);
		free(f->at[i].basis);
		free(f->at[i].binds);
	}
	free(f->at);
	memset(f, 0, sizeof(*f));
}
