/* guard.c - what can be said about an expression without running it */
/* SPDX-License-Identifier: Apache-2.0 */
#include "model/guard.h"

#include <ctype.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/env.h"

enum {
	MAX_ARGS = 4, /* of which the values are looked at */
	MAX_DEPTH = 100, /* brackets inside brackets */
};

/* How tightly operators bind: XPath 1.0, 3.5. */
enum {
	BIND_OR = 1,
	BIND_AND,
	BIND_EQUAL,
	BIND_ORDER,
	BIND_SUM,
	BIND_PRODUCT,
	BIND_UNION,
};

/* A piece of the expression. */
struct piece {
	const char *at;
	size_t len; /* 0: nothing */
};

struct value {
	enum guard_truth truth;
	bool number;
	struct piece literal; /* a text in quotes, without them */
	struct piece attr; /* @name and no more */
};

/* Whose predicate is being read. */
enum subject {
	OF_ANYTHING,
	OF_PARTS,
	OF_WHOLE
};

struct reader {
	const char *at;
	const struct guard_look *look;
	enum subject subject;
	int depth;
};

static struct value expression(struct reader *r, int least);

static void
tell(struct reader *r, enum guard_name what, struct piece name,
    struct piece list)
{
	char *text, *of;

	if (name.at == NULL || r->look->met == NULL)
		return;
	text = xstrndup(name.at, name.len);
	of = list.at != NULL ? xstrndup(list.at, list.len) : NULL;
	r->look->met(r->look->arg, what, text, of);
	free(text);
	free(of);
}

/* A fault; the format takes the piece once. */
static void
fault(struct reader *r, const char *before, struct piece p, const char *after)
{
	char *text;

	if (r->look->met == NULL)
		return;
	text = xasprintf(
	    "%s%.*s%s", before, (int)p.len, p.at != NULL ? p.at : "", after);
	r->look->met(r->look->arg, GUARD_FAULT, text, NULL);
	free(text);
}

static void
skip(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

/* Step over a sign, if it is what comes next. */
static bool
take(struct reader *r, const char *sign)
{
	skip(r);
	if (!str_starts(r->at, sign))
		return false;
	r->at += strlen(sign);
	return true;
}

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' ||
	    (unsigned char)c >= 0x80;
}

/* A name without a prefix; nothing where there is none. */
static struct piece
name(struct reader *r)
{
	struct piece p;

	skip(r);
	p.at = r->at;
	p.len = 0;
	while (is_name(p.at[p.len]))
		p.len++;
	r->at += p.len;
	return p;
}

static bool
is(struct piece p, const char *text)
{
	return p.len == strlen(text) && strncmp(p.at, text, p.len) == 0;
}

static void
predicates(struct reader *r, enum subject subject)
{
	enum subject outer = r->subject;

	while (take(r, "[")) {
		r->subject = subject;
		(void)expression(r, BIND_OR);
		(void)take(r, "]");
	}
	r->subject = outer;
}

/* One step of a path: what it ends in, with its predicates. */
static struct piece
step(struct reader *r, bool *attr, enum subject subject)
{
	struct piece p;

	*attr = take(r, "@");
	if (take(r, "..") || take(r, ".") || take(r, "*")) {
		predicates(r, OF_ANYTHING);
		return (struct piece){ NULL, 0 };
	}
	p = name(r);
	if (take(r, "::")) {
		*attr = is(p, "attribute");
		if (take(r, "*"))
			p.len = 0;
		else
			p = name(r);
	}
	skip(r);
	if (*r->at == ':' && r->at[1] != ':') {
		if (!is(p, "r") && !(*attr && is(p, "xml")))
			fault(r, "the prefix \"", p, "\" stands for nothing");
		r->at++;
		p = take(r, "*") ? (struct piece){ NULL, 0 } : name(r);
	}
	if (take(r, "(")) { /* node(), text() */
		while (*r->at != '\0' && *r->at != ')')
			r->at++;
		(void)take(r, ")");
		p = (struct piece){ NULL, 0 };
	}
	predicates(r, p.len > 0 && is(p, "in") ? subject : OF_ANYTHING);
	return p;
}

/* The steps behind a "/"; the first one may be a field of the event. */
static void
steps(struct reader *r, bool event, enum subject subject)
{
	bool attr, deep = false;

	while (take(r, "//") ? (deep = true) : take(r, "/")) {
		const char *before = r->at;
		struct piece p = step(r, &attr, subject);

		if (event && !deep && p.len > 0)
			tell(r, GUARD_FIELD, p, (struct piece){ NULL, 0 });
		event = false;
		subject = OF_ANYTHING;
		if (r->at == before)
			break; /* a lonely "/" */
	}
}

static struct value
of_number(bool number)
{
	return (struct value){ .truth = GUARD_MAYBE, .number = number };
}

static struct value
of_truth(enum guard_truth truth)
{
	return (struct value){ .truth = truth };
}

static struct value
variable(struct reader *r)
{
	struct piece p = name(r);
	char *text = xstrndup(p.at, p.len);
	const char *behind;
	bool event = is(p, "event"), number = false;
	enum subject subject = OF_ANYTHING;

	if (is(p, "parts"))
		subject = OF_PARTS;
	if (r->look->data != NULL &&
	    !r->look->data(r->look->arg, text, &number) &&
	    !env_is_variable(text))
		fault(r, "there is no variable $", p, "");
	free(text);
	skip(r);
	behind = r->at;
	predicates(r, subject);
	steps(r, event, is(p, "whole") ? OF_WHOLE : OF_ANYTHING);
	return of_number(number && behind == r->at);
}

/* The functions of XPath 1.0; those of ours are in model/env. */
static const struct {
	const char *name;
	int least, most;
	bool number;
} functions[] = {
	{ "last", 0, 0, true },
	{ "position", 0, 0, true },
	{ "count", 1, 1, true },
	{ "id", 1, 1, false },
	{ "local-name", 0, 1, false },
	{ "namespace-uri", 0, 1, false },
	{ "name", 0, 1, false },
	{ "string", 0, 1, false },
	{ "concat", 2, 999, false },
	{ "starts-with", 2, 2, false },
	{ "contains", 2, 2, false },
	{ "substring-before", 2, 2, false },
	{ "substring-after", 2, 2, false },
	{ "substring", 2, 3, false },
	{ "string-length", 0, 1, true },
	{ "normalize-space", 0, 1, false },
	{ "translate", 3, 3, false },
	{ "boolean", 1, 1, false },
	{ "not", 1, 1, false },
	{ "true", 0, 0, false },
	{ "false", 0, 0, false },
	{ "lang", 1, 1, false },
	{ "number", 0, 1, true },
	{ "sum", 1, 1, true },
	{ "floor", 1, 1, true },
	{ "ceiling", 1, 1, true },
	{ "round", 1, 1, true },
};

/* Is it known, with so many arguments? */
static bool
known(struct reader *r, struct piece p, int n)
{
	size_t rows = sizeof(functions) / sizeof(functions[0]), i = 0;
	char *text = xstrndup(p.at, p.len);
	bool number = false;
	int least = env_arguments(text), most = least;

	free(text);
	while (i < rows && !is(p, functions[i].name))
		i++;
	if (i < rows) {
		least = functions[i].least;
		most = functions[i].most;
		number = functions[i].number;
	}
	if (least < 0)
		fault(r, "there is no function ", p, "()");
	else if (n < least || n > most)
		fault(r, "", p, "() has too many or too few arguments");
	return number || is(p, "days-between");
}

static enum guard_truth
negated(enum guard_truth t)
{
	return t == GUARD_NEVER ? GUARD_ALWAYS
	    : t == GUARD_ALWAYS ? GUARD_NEVER
	                        : GUARD_MAYBE;
}

/* What the arguments of a function of ours name. */
static enum guard_truth
named(struct reader *r, struct piece p, const struct value *arg)
{
	const struct piece none = { NULL, 0 };
	enum guard_truth truth = GUARD_MAYBE;

	if (is(p, "In") && arg[0].literal.at != NULL) {
		char *state = xstrndup(arg[0].literal.at, arg[0].literal.len);

		tell(r, GUARD_STATE, arg[0].literal, none);
		if (r->look->in != NULL)
			truth = r->look->in(r->look->arg, state);
		free(state);
	} else if (is(p, "whole")) {
		tell(r, GUARD_WHOLE, arg[0].literal, none);
	} else if (is(p, "code")) {
		tell(r, GUARD_LIST, arg[0].literal, none);
		if (arg[0].literal.at != NULL)
			tell(r, GUARD_CODE, arg[1].literal, arg[0].literal);
	} else if (is(p, "binds") || is(p, "cite")) {
		tell(r, GUARD_TREATY, arg[0].literal, none);
	} else if (is(p, "languages")) {
		tell(r, GUARD_TREATY, arg[1].literal, none);
	}
	return truth;
}

static struct value
call(struct reader *r, struct piece p)
{
	struct value arg[MAX_ARGS] = { { .truth = GUARD_MAYBE } };
	struct value out = of_number(false);
	int n = 0;

	if (!take(r, ")")) {
		do {
			struct value v = expression(r, BIND_OR);

			if (n < MAX_ARGS)
				arg[n] = v;
			n++;
		} while (take(r, ","));
		(void)take(r, ")");
	}
	out.number = known(r, p, n);
	if (is(p, "true"))
		out.truth = GUARD_ALWAYS;
	else if (is(p, "false"))
		out.truth = GUARD_NEVER;
	else if (is(p, "not") && n > 0)
		out.truth = negated(arg[0].truth);
	else if (is(p, "boolean") && n > 0)
		out.truth = arg[0].truth;
	else
		out.truth = named(r, p, arg);
	return out;
}

static struct value
literal(struct reader *r)
{
	const char quote[] = { *r->at, '\0' };
	struct value v = of_number(false);

	v.literal.at = ++r->at;
	v.literal.len = strcspn(r->at, quote);
	r->at += v.literal.len;
	if (*r->at != '\0')
		r->at++;
	return v;
}

/* A location path: from here, or from the top. */
static struct value
path(struct reader *r)
{
	struct value v = of_number(false);
	bool attr = false;
	struct piece p = { NULL, 0 };

	skip(r);
	if (*r->at != '/')
		p = step(r, &attr, OF_ANYTHING);
	skip(r);
	if (*r->at == '/')
		steps(r, false, OF_ANYTHING);
	else if (attr)
		v.attr = p;
	return v;
}

/* Is it a function, and no test of a node? Its name is then passed. */
static bool
is_call(struct reader *r, struct piece *p)
{
	const char *before = r->at;

	*p = name(r);
	if (p->len > 0 && take(r, "(") && !is(*p, "node") && !is(*p, "text") &&
	    !is(*p, "comment") && !is(*p, "processing-instruction"))
		return true;
	r->at = before;
	return false;
}

static struct value
operand(struct reader *r)
{
	struct piece p;
	struct value v;
	const char *end;

	if (take(r, "-")) {
		(void)expression(r, BIND_UNION);
		return of_number(true);
	}
	if (*r->at == '\'' || *r->at == '"')
		return literal(r);
	if (isdigit((unsigned char)*r->at) ||
	    (*r->at == '.' && isdigit((unsigned char)r->at[1]))) {
		r->at += strspn(r->at, "0123456789.");
		return of_number(true);
	}
	if (take(r, "$"))
		return variable(r);
	if (take(r, "(")) {
		v = expression(r, BIND_OR);
		(void)take(r, ")");
	} else if (is_call(r, &p)) {
		v = call(r, p);
	} else {
		return path(r);
	}
	skip(r);
	end = r->at;
	predicates(r, OF_ANYTHING);
	steps(r, false, OF_ANYTHING);
	return r->at == end ? v : of_number(false);
}

/* The operator that comes next, longer ones first. */
static const struct {
	const char *sign;
	int bind;
} operators[] = {
	{ "or", BIND_OR },
	{ "and", BIND_AND },
	{ "!=", BIND_EQUAL },
	{ "=", BIND_EQUAL },
	{ "<=", BIND_ORDER },
	{ ">=", BIND_ORDER },
	{ "<", BIND_ORDER },
	{ ">", BIND_ORDER },
	{ "+", BIND_SUM },
	{ "-", BIND_SUM },
	{ "*", BIND_PRODUCT },
	{ "div", BIND_PRODUCT },
	{ "mod", BIND_PRODUCT },
	{ "|", BIND_UNION },
};

static int
operator_next(struct reader *r, const char **sign)
{
	skip(r);
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		size_t len = strlen(operators[i].sign);

		*sign = operators[i].sign;
		if (str_starts(r->at, *sign) &&
		    (!isalpha((unsigned char)**sign) || !is_name(r->at[len])))
			return operators[i].bind;
	}
	return 0;
}

/* A comparison for equality, of which one side may name something. */
static void
equal(struct reader *r, const struct value *a, const struct value *b)
{
	const struct piece none = { NULL, 0 };
	struct piece attr = a->attr.at != NULL ? a->attr : b->attr;
	struct piece text = a->attr.at != NULL ? b->literal : a->literal;

	if (attr.at == NULL || text.at == NULL || r->subject == OF_ANYTHING)
		return;
	if (is(attr, "state"))
		tell(r, r->subject == OF_PARTS ? GUARD_PART : GUARD_WHOLE, text,
		    none);
	else if (r->subject == OF_PARTS && is(attr, "outcome"))
		tell(r, GUARD_OUTCOME, text, none);
}

static struct value
joined(struct reader *r, int bind, const char *sign, const struct value *a,
    const struct value *b)
{
	const struct piece p = { sign, strlen(sign) };
	enum guard_truth less = a->truth < b->truth ? a->truth : b->truth;
	enum guard_truth more = a->truth < b->truth ? b->truth : a->truth;

	if (bind == BIND_OR)
		return of_truth(more);
	if (bind == BIND_AND)
		return of_truth(less);
	if (bind == BIND_EQUAL)
		equal(r, a, b);
	if (bind == BIND_ORDER && !(a->number && b->number))
		fault(r, "\"", p, "\" stands between what is no number");
	return of_number(bind == BIND_SUM || bind == BIND_PRODUCT);
}

static struct value
expression(struct reader *r, int least)
{
	struct value v = of_number(false);
	const char *sign;
	int bind;

	if (++r->depth > MAX_DEPTH) {
		if (*r->at != '\0')
			fault(r, "it has too many brackets inside brackets",
			    (struct piece){ NULL, 0 }, "");
		r->at += strlen(r->at); /* nothing more is read */
		r->depth--;
		return v;
	}
	v = operand(r);
	while ((bind = operator_next(r, &sign)) >= least && bind != 0) {
		struct value b;

		r->at += strlen(sign);
		b = expression(r, bind + 1);
		v = joined(r, bind, sign, &v, &b);
	}
	r->depth--;
	return v;
}

enum guard_truth
guard_read(bool *number, const char *expr, const struct guard_look *look)
{
	struct reader r = { .at = expr, .look = look };
	struct value v = expression(&r, BIND_OR);

	if (number != NULL)
		*number = v.number;
	return v.truth;
}
