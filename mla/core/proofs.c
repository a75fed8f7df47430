/* proofs.c - what can be proved about a workflow with the data beside it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/proofs.h"

#include "base/alloc.h"
#include "base/str.h"
#include "core/proofs_inside.h"
#include "core/rules.h"
#include "model/guard.h"
#include "model/prove.h"
#include "xml/node.h"
#include "xml/read.h"
#include "xml/schema.h"

#define PAGE "See mla-workflow(5)."
#define NOT_SCXML \
	"It begins with the element scxml in the namespace " SCXML_NS "."

/* --- what there is --- */

static enum mla_rc
read_kinds(struct proofs *p, struct err *err)
{
	struct file_names names = { 0 };
	struct res_source source = res_as_source(p->res);
	enum mla_rc rc = res_list(&names, p->res, RES_KIND, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		struct kind *kind;

		rc = kind_load(&kind, p->res, source, names.at[i], err);
		if (rc != MLA_OK)
			break;
		p->kind = vec_more(
		    p->kind, &p->cap_kinds, p->nkinds, sizeof(*p->kind));
		p->kind[p->nkinds++] = kind;
	}
	file_names_free(&names);
	return rc;
}

static enum mla_rc
read_langs(struct proofs *p, struct err *err)
{
	struct file_names names = { 0 };
	struct res_source source = res_as_source(p->res);
	enum mla_rc rc = res_list(&names, p->res, RES_LANG, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++) {
		struct lang *lang;

		rc = lang_load(&lang, source, names.at[i], err);
		if (rc != MLA_OK)
			break;
		p->lang = vec_more(
		    p->lang, &p->cap_langs, p->nlangs, sizeof(*p->lang));
		p->lang[p->nlangs++] = lang;
	}
	file_names_free(&names);
	return rc;
}

/* A machine that others name the states of; one that is wrong is left out. */
static void
read_machine(struct proofs *p, enum res_kind kind, const char *name)
{
	struct err ignored = { 0 };
	struct machine *m = NULL;
	struct buf b = { 0 };
	xmlDoc *doc = NULL;

	if (res_read(&b, p->res, kind, name, &ignored) == MLA_OK &&
	    xml_read(&doc, buf_text(&b), b.len, name, &ignored) == MLA_OK &&
	    machine_load(&m, doc, name, &ignored) == MLA_OK) {
		p->machine = vec_more(p->machine, &p->cap_machines,
		    p->nmachines, sizeof(*p->machine));
		p->machine[p->nmachines++] =
		    (struct proofs_machine){ xstrdup(name), kind == RES_PART,
			    m };
	}
	xmlFreeDoc(doc);
	buf_free(&b);
}

static enum mla_rc
read_machines(struct proofs *p, enum res_kind kind, struct err *err)
{
	struct file_names names = { 0 };
	enum mla_rc rc = res_list(&names, p->res, kind, err);

	for (size_t i = 0; rc == MLA_OK && i < names.n; i++)
		read_machine(p, kind, names.at[i]);
	file_names_free(&names);
	return rc;
}

enum mla_rc
proofs_new(struct proofs **out, struct res *res, struct codes *codes,
    struct law *law, struct err *err)
{
	struct proofs *p = xcalloc(1, sizeof(*p));
	enum mla_rc rc;

	*out = NULL;
	p->res = res;
	p->codes = codes;
	p->law = law;
	if ((rc = read_kinds(p, err)) != MLA_OK ||
	    (rc = read_langs(p, err)) != MLA_OK ||
	    (rc = read_machines(p, RES_WORKFLOW, err)) != MLA_OK ||
	    (rc = read_machines(p, RES_PART, err)) != MLA_OK) {
		proofs_free(p);
		return rc;
	}
	*out = p;
	return MLA_OK;
}

void
proofs_free(struct proofs *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->nkinds; i++)
		kind_free(p->kind[i]);
	for (size_t i = 0; i < p->nlangs; i++)
		lang_free(p->lang[i]);
	for (size_t i = 0; i < p->nmachines; i++) {
		free(p->machine[i].name);
		machine_free(p->machine[i].m);
	}
	free(p->kind);
	free(p->lang);
	free(p->machine);
	free(p);
}

/* --- the machine and the data beside it --- */

void
proofs_fault(const struct proofs_one *one, const char *id,
    const struct machine_state *s, long line, bool soft, const char *text,
    const char *todo)
{
	bool warns = soft && one->in->machine == NULL;

	findings_add(one->out, warns ? FINDING_WARNING : FINDING_ERROR, id,
	    s->id, line, text, todo, "");
}

static bool
uses(const struct kind *kind, const char *name, bool part)
{
	if (part)
		return str_eq(kind->part.machine, name) ||
		    str_eq(kind->out.transmission, name) ||
		    str_eq(kind->in.transmission, name);
	return str_eq(kind->out.machine, name) ||
	    str_eq(kind->in.machine, name);
}

bool
proofs_serves(const struct proofs_one *one, const struct kind *kind)
{
	return one->in->machine == NULL ||
	    uses(kind, one->in->machine, one->in->part);
}

/* Has a machine of a request, or of a part, that goes with it the state? */
static bool
state_is_known(const struct proofs_one *one, bool part, const char *state)
{
	const struct proofs *p = one->all;

	for (size_t i = 0; i < p->nmachines; i++) {
		const struct proofs_machine *other = &p->machine[i];

		if (other->part != part ||
		    machine_state(other->m, state) == NULL)
			continue;
		if (one->in->machine == NULL)
			return true;
		for (size_t k = 0; k < p->nkinds; k++) {
			if (proofs_serves(one, p->kind[k]) &&
			    uses(p->kind[k], other->name, part))
				return true;
		}
	}
	return false;
}

/* What is being looked at. */
struct looked {
	const struct proofs_one *one;
	const struct machine_state *s;
	long line;
};

static void
unknown(const struct looked *l, bool soft, const char *what, const char *name,
    const char *todo)
{
	char *text = xasprintf("there is no %s \"%s\"", what, name);

	proofs_fault(l->one, "name", l->s, l->line, soft, text, todo);
	free(text);
}

/*
 * It is a list; or each kind that the machine serves says which one it is, or,
 * of somebody's file, one of them.
 */
static void
check_list(const struct looked *l, const char *list)
{
	const struct proofs_one *one = l->one;
	const struct proofs *p = one->all;
	size_t served = 0, has = 0;

	if (codes_list(p->codes, list) != NULL)
		return;
	for (size_t i = 0; i < p->nkinds; i++) {
		if (!proofs_serves(one, p->kind[i]))
			continue;
		served++;
		has +=
		    codes_list(p->codes, kind_codes(p->kind[i], list)) != NULL
		    ? 1
		    : 0;
	}
	if (has == 0 || (one->in->machine != NULL && has < served))
		unknown(l, false, "code list", list,
		    "Add forms/code/LIST.xml, or say in the kind which list "
		    "it is.");
}

static void
check_code(const struct looked *l, const char *list, const char *code)
{
	struct codes *codes = l->one->all->codes;
	char *text;

	if (*code == '\0' || codes_list(codes, list) == NULL ||
	    codes_find(codes, list, code) != NULL)
		return;
	text = xasprintf("there is no code \"%s\" in the list %s", code, list);
	proofs_fault(l->one, "name", l->s, l->line, false, text,
	    "Write one of the list, or add it.");
	free(text);
}

static void
check_form(const struct looked *l, const char *form)
{
	char *path;

	if (*form == '\0' || str_eq(form, RULES_OWN_FORM))
		return;
	path = res_path(l->one->all->res, RES_FORM, form);
	if (path == NULL || !file_exists(path))
		unknown(l, false, "form", form,
		    "Add forms/form/FORM.xml, or name one that is there.");
	free(path);
}

static void
met(void *arg, enum guard_name what, const char *name, const char *list)
{
	const struct looked *l = arg;

	if (what == GUARD_WHOLE && !state_is_known(l->one, false, name))
		unknown(l, true, "state of a request", name,
		    "Name a state of the machine that the part belongs to.");
	else if (what == GUARD_PART && !state_is_known(l->one, true, name))
		unknown(l, true, "state of a part", name,
		    "Name a state of the machine of the parts.");
	else if (what == GUARD_OUTCOME)
		check_code(l, PROOFS_OUTCOME, name);
	else if (what == GUARD_LIST)
		check_list(l, name);
	else if (what == GUARD_CODE)
		check_code(l, list, name);
	else if (what == GUARD_TREATY &&
	    law_treaty(l->one->all->law, name) == NULL)
		unknown(l, false, "instrument", name,
		    "Write its code in forms/law/treaty.xml.");
}

static void
look(const struct looked *l, const char *text)
{
	const struct guard_look how = { .met = met, .arg = (void *)l };

	if (*text != '\0')
		(void)guard_read(NULL, text, &how);
}

static void
look_at_expr(void *arg, const struct machine_place *at)
{
	const struct machine_expr *e = at->expr;
	const struct looked l = { arg, at->state, e->line };

	if (!e->literal && e->xpath != NULL)
		look(&l, e->text);
}

/* Does a transmission tell the request of its acts with this word? */
static bool
is_tell(const struct proofs *p, const char *word, size_t len)
{
	for (size_t i = 0; i < p->nmachines; i++) {
		const struct machine *m = p->machine[i].m;

		for (size_t n = 0; n < m->nstates; n++) {
			const struct machine_state *s = m->state[n];

			for (size_t t = 0; t < s->ntransitions; t++) {
				const char *tell = s->transition[t]->tell;

				if (strlen(tell) == len && len > 0 &&
				    strncmp(tell, word, len) == 0)
					return true;
			}
		}
	}
	return false;
}

/* Is it an act of the machine that goes to the other side? */
static bool
goes_out(const struct machine *m, const char *act)
{
	for (size_t i = 0; i < m->nstates; i++) {
		const struct machine_state *s = m->state[i];

		for (size_t t = 0; t < s->ntransitions; t++) {
			if (*s->transition[t]->message != '\0' &&
			    machine_matches(s->transition[t], act))
				return true;
		}
	}
	return false;
}

/* What a transmission tells is told of an act that goes out. */
static void
check_told(const struct looked *l, const char *event)
{
	size_t len = strcspn(event, ".");
	const char *act = event + len + 1;
	char *text;

	if (event[len] == '\0' || *act == '\0' || *act == '*' ||
	    !is_tell(l->one->all, event, len) || goes_out(l->one->m, act))
		return;
	text = xasprintf("it waits for \"%s\", and no \"%s\" with a message "
	                 "ever goes out",
	    event, act);
	proofs_fault(l->one, "dead", l->s, l->line, false, text,
	    "Give the act a w:message, or name one that has it.");
	free(text);
}

static void
check_transition(
    const struct proofs_one *one, const struct machine_transition *t)
{
	const struct looked l = { one, t->source, t->line };

	check_code(&l, PROOFS_OUTCOME, t->outcome);
	check_code(&l, PROOFS_FAILURE, t->failure);
	check_form(&l, t->form);
	for (size_t i = 0; i < t->nevents; i++)
		check_told(&l, t->event[i]);
	for (size_t i = 0; i < t->nfields; i++) {
		const struct machine_field *f = &t->field[i];
		const struct looked field = { one, t->source, f->line };

		if (*f->codes != '\0')
			check_list(&field, f->codes);
		look(&field, f->required);
		look(&field, f->test);
	}
}

static void
check_names(const struct proofs_one *one)
{
	for (size_t i = 1; i < one->m->nstates; i++) {
		const struct machine_state *s = one->m->state[i];
		const struct looked l = { one, s, s->line };

		check_code(&l, PROOFS_HOLDER, s->holder);
		check_code(&l, PROOFS_OUTCOME, s->outcome);
		for (size_t t = 0; t < s->ntransitions; t++)
			check_transition(one, s->transition[t]);
	}
	for (size_t i = 0; i < one->limits->n; i++) {
		const struct limit *limit = &one->limits->at[i];
		const struct looked l = { one, limit->state, limit->line };

		look(&l, limit->at);
		look(&l, limit->cond);
		look(&l, limit->suspend);
		look(&l, limit->unless);
	}
	machine_each_expr(one->m, look_at_expr, (void *)one);
}

/* --- the file --- */

static enum mla_rc
check_schema(
    struct findings *out, struct proofs *p, xmlDoc *doc, struct err *err)
{
	struct xml_faults faults = { 0 };
	enum mla_rc rc = res_check(&faults, p->res, doc, "workflow", err);

	for (size_t i = 0; rc == MLA_OK && i < faults.n; i++) {
		const struct xml_fault *f = &faults.at[i];

		if (!xml_fault_is_echo(&faults, i))
			findings_add(out, FINDING_ERROR, "schema", f->where,
			    f->line, f->msg, PAGE, "");
	}
	xml_faults_free(&faults);
	return rc;
}

/* What the loader refused: "FILE:LINE: what is wrong", unless it is known. */
static void
refused(struct findings *out, size_t first, const struct proofs_in *in,
    const struct err *why)
{
	const char *text = why->msg;
	char *end = NULL;
	long line = 0;

	if (str_starts(text, in->file) && text[strlen(in->file)] == ':') {
		line = strtol(text + strlen(in->file) + 1, &end, 10);
		text = str_starts(end, ": ") ? end + 2 : text;
	}
	for (size_t i = first; i < out->n; i++) {
		if (line > 0 && out->at[i].line == line)
			return;
	}
	findings_add(out, FINDING_ERROR, "load", "", line, text, PAGE, "");
}

static enum mla_rc
check_machine(struct findings *out, size_t first, struct proofs *p,
    const struct proofs_in *in, const xmlDoc *doc)
{
	struct limit_list *limits = NULL;
	struct machine *m = NULL;
	struct err why = { 0 };
	enum mla_rc rc;

	if ((rc = machine_load(&m, doc, in->file, &why)) == MLA_OK)
		rc = limit_list_load(&limits, doc, m, &why);
	if (rc == MLA_OK) {
		const struct proofs_one one = { p, out, in, m, limits };

		prove_machine(out, m, limits);
		check_names(&one);
		proofs_words(&one);
	} else if (rc == MLA_EDAMAGED) {
		refused(out, first, in, &why);
		rc = MLA_OK;
	}
	limit_list_free(limits);
	machine_free(m);
	return rc;
}

enum mla_rc
proofs_check(struct findings *out, struct proofs *p, const struct proofs_in *in,
    struct err *err)
{
	size_t first = out->n;
	xmlDoc *doc = NULL;
	enum mla_rc rc = xml_read(&doc, in->data, in->len, in->file, err);

	if (rc == MLA_OK && !xml_is(xml_root(doc), SCXML_NS, "scxml"))
		findings_add(out, FINDING_ERROR, "schema", "",
		    xml_line(xml_root(doc)), "this is no SCXML document",
		    NOT_SCXML, "");
	else if (rc == MLA_OK &&
	    (rc = check_schema(out, p, doc, err)) == MLA_OK)
		rc = check_machine(out, first, p, in, doc);
	xmlFreeDoc(doc);
	for (size_t i = first; i < out->n; i++) {
		free(out->at[i].file);
		out->at[i].file = xstrdup(in->file);
	}
	return rc;
}
