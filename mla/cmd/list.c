/* list.c - mla list: requests, where they stand and who has the ball */
/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>

#include "base/alloc.h"
#include "base/fold.h"
#include "base/str.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/view.h"
#include "model/country.h"

static char *partner, *state, *waiting, *assignee, *ref, *text, *sort;
static char *columns, *format;
static int open_only, closed_only, next;

static struct poptOption options[] = {
	{ "partner", '\0', POPT_ARG_STRING, &partner, 0,
	    "with this State (two letters)", "CC" },
	{ "state", '\0', POPT_ARG_STRING, &state, 0, "in this state", "STATE" },
	{ "waiting", '\0', POPT_ARG_STRING, &waiting, 0,
	    "who has the ball: us, them or a holder", "WHO" },
	{ "assignee", '\0', POPT_ARG_STRING, &assignee, 0,
	    "on the desk of this person", "NAME" },
	{ "ref", '\0', POPT_ARG_STRING, &ref, 0,
	    "with this in one of its references", "PART" },
	{ "text", '\0', POPT_ARG_STRING, &text, 0,
	    "with all these words in documents, references or notes", "WORDS" },
	{ "next", '\0', POPT_ARG_NONE, &next, 0,
	    "open ones by their next action, those without one first", NULL },
	{ "open", '\0', POPT_ARG_NONE, &open_only, 0, "only open ones", NULL },
	{ "closed", '\0', POPT_ARG_NONE, &closed_only, 0, "only closed ones",
	    NULL },
	{ "sort", '\0', POPT_ARG_STRING, &sort, 0,
	    "by this column; -COLUMN: the other way round", "COLUMN" },
	{ "columns", '\0', POPT_ARG_STRING, &columns, 0,
	    "these columns, with commas between", "LIST" },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	POPT_TABLEEND,
};

enum {
	MEMO_WORDS = 64, /* different codes of a column that are kept */
	MEMO_BYTES = 160 /* of a key */
};

enum column {
	COL_REFERENCE,
	COL_SIDE,
	COL_PARTNER,
	COL_THEIRS,
	COL_KIND,
	COL_STATE,
	COL_WAITING,
	COL_HOLDER,
	COL_ASSIGNEE,
	COL_SINCE,
	COL_LAST,
	COL_NEXT,
	COL_ACTION,
	COL_OUTCOME,
	COL_SUBJECT,
	COL_COUNT
};

static const struct out_column all[COL_COUNT + 1] = {
	{ "reference", "REFERENCE", false, false },
	{ "side", "SIDE", false, false },
	{ "partner", "PARTNER", false, false },
	{ "their_reference", "THEIRS", false, false },
	{ "kind", "KIND", false, false },
	{ "state", "STATE", false, false },
	{ "waiting", "WITH", false, false },
	{ "holder", "HOLDER", false, false },
	{ "assignee", "ASSIGNED", false, false },
	{ "since", "SINCE", false, false },
	{ "last_news", "LAST NEWS", false, false },
	{ "next", "NEXT", false, false },
	{ "action", "TO DO", false, false },
	{ "outcome", "OUTCOME", false, false },
	{ "subject", "SUBJECT", false, true },
	{ NULL, NULL, false, false },
};

/* What is shown where nothing else is asked for. */
static const char usual[] =
    "reference,partner,their_reference,kind,state,waiting,since,next,subject";
static const char agenda[] =
    "next,action,reference,partner,state,waiting,assignee";
/* What is left out first where the terminal is narrow. */
static const char give_way[] = "kind,subject,since,their_reference,assignee";
static const char everything[] =
    "reference,side,partner,their_reference,kind,state,waiting,holder,"
    "assignee,since,last_news,next,action,outcome,subject";

/* The columns that are printed, in their order. */
struct choice {
	enum column at[COL_COUNT];
	struct out_column column[COL_COUNT + 1];
	size_t n;
};

static enum mla_rc
column_of(enum column *out, const char *name, struct err *err)
{
	for (size_t i = 0; i < COL_COUNT; i++) {
		if (str_eq(all[i].key, name)) {
			*out = (enum column)i;
			return MLA_OK;
		}
	}
	err_hint(err, "one of: %s", everything);
	return err_set(err, MLA_EUSAGE, "there is no column \"%s\"", name);
}

static enum mla_rc
choose(struct choice *c, const char *list, struct err *err)
{
	char *copy = xstrdup(list), *rest = NULL, *name;
	enum mla_rc rc = MLA_OK;

	memset(c, 0, sizeof(*c));
	for (name = strtok_r(copy, ",", &rest);
	     name != NULL && rc == MLA_OK && c->n < COL_COUNT;
	     name = strtok_r(NULL, ",", &rest)) {
		rc = column_of(&c->at[c->n], name, err);
		c->column[c->n] = all[c->at[c->n]];
		c->n++;
	}
	free(copy);
	return rc;
}

/* The text of a column as programs see it. */
static const char *
plain(const struct view_row *r, enum column column)
{
	const char *const texts[COL_COUNT] = {
		[COL_REFERENCE] = r->reference,
		[COL_SIDE] = r->side,
		[COL_PARTNER] = r->partner,
		[COL_THEIRS] = r->theirs,
		[COL_KIND] = r->kind,
		[COL_STATE] = r->state,
		[COL_WAITING] = r->waiting,
		[COL_HOLDER] = r->holder,
		[COL_ASSIGNEE] = r->assignee,
		[COL_SINCE] = r->since,
		[COL_LAST] = r->last,
		[COL_NEXT] = r->next,
		[COL_ACTION] = r->action,
		[COL_OUTCOME] = r->outcome,
		[COL_SUBJECT] = r->subject,
	};

	return texts[column];
}

/* A day in words; what is past is marked where something is to be done. */
static char *
day_words(const struct office *o, const char *iso, bool due)
{
	int32_t day;
	char *words, *marked;

	if (!date_parse(&day, iso))
		return xstrdup("");
	words = words_day(o, day);
	if (!due || day >= o->now.day)
		return words;
	marked = xasprintf("%s !", words);
	free(words);
	return marked;
}

static char *
partner_words(const struct office *o, const struct view_row *r)
{
	char *name = words_country(o, r->partner);
	char *whom =
	    xasprintf("%s %s", str_eq(r->side, "out") ? "to" : "from", name);

	free(name);
	return whom;
}

/* The state; of what has ended, how. */
static char *
state_words(const struct office *o, const struct view_row *r)
{
	const char *state_word = words_of(o, "state", r->state);
	const char *outcome = words_of(o, "outcome", r->outcome);

	if (!r->closed || *outcome == '\0' || str_eq(state_word, outcome))
		return xstrdup(state_word);
	return xasprintf("%s: %s", state_word, outcome);
}

/* The same as people see it; the caller frees it. */
static char *
shown(const struct office *o, const struct view_row *r, enum column column)
{
	const char *code = plain(r, column);

	switch (column) {
	case COL_PARTNER:
		return partner_words(o, r);
	case COL_KIND:
		return xstrdup(words_of(o, "kind", code));
	case COL_STATE:
		return state_words(o, r);
	case COL_HOLDER:
		return xstrdup(words_of(o, "holder", code));
	case COL_OUTCOME:
		return xstrdup(words_of(o, "outcome", code));
	case COL_SINCE:
	case COL_LAST:
		return day_words(o, code, false);
	case COL_NEXT:
		return day_words(o, code, !r->closed);
	case COL_ACTION:
		if (*code == '\0' && *r->next != '\0' && !r->closed) {
			const char *word = words_of(o, "next", r->state);

			return xstrdup(str_eq(word, r->state) ? "" : word);
		}
		return xstrdup(code);
	default:
		return xstrdup(code);
	}
}

/* Words of columns whose codes come back: looked up once for each code. */
struct memo {
	char *key[MEMO_WORDS], *words[MEMO_WORDS];
	size_t n, last;
};

/* What the words of a column depend on, or NULL where each row differs. */
static const char *
memo_key(const struct view_row *r, enum column column, char key[MEMO_BYTES])
{
	switch (column) {
	case COL_PARTNER:
		(void)snprintf(key, MEMO_BYTES, "%s %s", r->side, r->partner);
		return key;
	case COL_STATE:
		(void)snprintf(key, MEMO_BYTES, "%s %s", r->state, r->outcome);
		return key;
	case COL_KIND:
	case COL_HOLDER:
	case COL_OUTCOME:
	case COL_SINCE:
	case COL_LAST:
		return plain(r, column);
	default:
		return NULL;
	}
}

/* The words of a cell for people; kept in memo, or in *own to be freed. */
static const char *
words_once(struct memo *memo, char **own, const struct office *o,
    const struct view_row *r, enum column column)
{
	char room[MEMO_BYTES];
	const char *key = memo_key(r, column, room);

	*own = NULL;
	for (size_t i = 0; key != NULL && i < memo->n; i++) {
		size_t at = (memo->last + i) % memo->n;

		if (strcmp(memo->key[at], key) == 0) {
			memo->last = at;
			return memo->words[at];
		}
	}
	*own = shown(o, r, column);
	if (key == NULL || memo->n == MEMO_WORDS)
		return *own;
	memo->key[memo->n] = xstrdup(key);
	memo->words[memo->n] = *own; /* handed over */
	*own = NULL;
	return memo->words[memo->n++];
}

static void
add_rows(struct out_table *t, const struct choice *c, const struct office *o,
    const struct view_rows *rows, bool people)
{
	struct memo *memo = xcalloc(COL_COUNT, sizeof(*memo));

	for (size_t k = 0; k < rows->n; k++) {
		const struct view_row *r = &rows->at[k];

		for (size_t i = 0; i < c->n; i++) {
			enum column at = c->at[i];
			char *own = NULL;

			out_cell2(t, people ? NULL : plain(r, at),
			    people ? words_once(&memo[at], &own, o, r, at)
			           : NULL);
			free(own);
		}
	}
	for (size_t i = 0; i < COL_COUNT; i++) {
		for (size_t k = 0; k < memo[i].n; k++) {
			free(memo[i].key[k]);
			free(memo[i].words[k]);
		}
	}
	free(memo);
}

/* A row and what it is sorted by; then the reference decides. */
struct sorted {
	char *key;
	struct view_row row;
};

static int
by_key(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : strcmp(x->row.reference, y->row.reference);
}

static int
by_key_down(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = strcmp(y->key, x->key);

	return order != 0 ? order : strcmp(x->row.reference, y->row.reference);
}

/* People see words in the order of words, programs codes in that of codes. */
static char *
sort_key(const struct office *o, const struct view_row *r, enum column column,
    bool people)
{
	char *words, *key;

	switch (column) {
	case COL_PARTNER:
		words =
		    people ? words_country(o, r->partner) : xstrdup(r->partner);
		break;
	case COL_KIND:
	case COL_STATE:
	case COL_HOLDER:
	case COL_OUTCOME:
	case COL_ACTION:
		words =
		    people ? shown(o, r, column) : xstrdup(plain(r, column));
		break;
	default:
		return xstrdup(plain(r, column));
	}
	key = people ? str_fold(words) : xstrdup(words);
	free(words);
	return key;
}

static enum mla_rc
sort_rows(struct view_rows *rows, const struct office *o, bool people,
    struct err *err)
{
	const char *name = sort != NULL ? sort : next != 0 ? "next" : NULL;
	struct sorted *order;
	enum column column;
	enum mla_rc rc;
	bool down;

	if (name == NULL)
		return MLA_OK;
	down = *name == '-';
	if ((rc = column_of(&column, down ? name + 1 : name, err)) != MLA_OK)
		return rc;
	order = xcalloc(rows->n, sizeof(*order));
	for (size_t i = 0; i < rows->n; i++) {
		order[i].key = sort_key(o, &rows->at[i], column, people);
		order[i].row = rows->at[i];
	}
	if (rows->n > 1)
		qsort(order, rows->n, sizeof(*order),
		    down ? by_key_down : by_key);
	for (size_t i = 0; i < rows->n; i++) {
		rows->at[i] = order[i].row;
		free(order[i].key);
	}
	free(order);
	return MLA_OK;
}

static bool
is_word(const struct office *o, const char *group, const char *id,
    const char *typed)
{
	char *word = str_fold(words_of(o, group, id));
	char *want = str_fold(typed);
	bool same = str_eq(word, want) || str_eq(id, typed);

	free(word);
	free(want);
	return same;
}

/* A state by its name in the workflow, or by the words of the list. */
static enum mla_rc
find_state(char **out, struct office *office, struct err *err)
{
	struct view_want any = { 0 };
	struct view_rows rows = { 0 };
	struct buf there = { 0 };
	enum mla_rc rc;

	*out = NULL;
	if (state == NULL)
		return MLA_OK;
	if (*words_tail(office, "state", state, "") != '\0') {
		*out = xstrdup(state);
		return MLA_OK;
	}
	rc = view_list(&rows, office, &any, err);
	for (size_t i = 0; rc == MLA_OK && *out == NULL && i < rows.n; i++) {
		const char *id = rows.at[i].state;

		if (is_word(office, "state", id, state))
			*out = xstrdup(id);
		else if (strstr(buf_text(&there), id) == NULL)
			buf_addf(&there, "%s%s", there.len > 0 ? ", " : "", id);
	}
	if (rc == MLA_OK && *out == NULL) {
		err_hint(err, "in this register: %s", buf_text(&there));
		rc =
		    err_set(err, MLA_EUSAGE, "there is no state \"%s\"", state);
	}
	buf_free(&there);
	view_rows_free(&rows);
	return rc;
}

/* What was typed must mean something: nothing found is an answer too. */
static enum mla_rc
check_want(const struct office *o, struct err *err)
{
	char *names, *code = xstrdup(partner != NULL ? partner : "");

	for (char *c = code; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	if (partner != NULL && !country_exists(code))
		(void)err_set(err, MLA_EUSAGE,
		    "--partner %s: write the two letters of ISO 3166-1",
		    partner);
	free(code);
	if (closed_only != 0 && (open_only != 0 || next != 0))
		(void)err_set(err, MLA_EUSAGE,
		    "--closed does not go with --open or --next");
	if (waiting == NULL || str_eq(waiting, "us") ||
	    str_eq(waiting, "them") ||
	    codes_find(o->codes, "holder", waiting) != NULL)
		return err->rc;
	names = codes_names(o->codes, "holder");
	err_hint(err, "one of: us, them, %s", names);
	free(names);
	return err_set(err, MLA_EUSAGE, "nobody is called \"%s\"", waiting);
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	char *state_id = NULL;
	struct view_want want = {
		.partner = partner,
		.waiting = waiting,
		.assignee = assignee,
		.ref = ref,
		.text = text,
		.open = open_only != 0 || next != 0,
		.closed = closed_only != 0,
	};
	struct choice c;
	struct out_table t = { .name = "requests",
		.row = "request",
		.columns = c.column,
		.give_way = columns == NULL ? give_way : NULL };
	struct view_rows rows = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if ((rc = cmd_expect(&cmd_list, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = choose(&c,
	         columns != NULL        ? columns
	             : form != OUT_TEXT ? everything
	             : next != 0        ? agenda
	                                : usual,
	         err)) != MLA_OK)
		return rc;
	if ((rc = check_want(office, err)) != MLA_OK ||
	    (rc = find_state(&state_id, office, err)) != MLA_OK)
		goto out;
	want.state = state_id;
	if ((rc = view_list(&rows, office, &want, err)) != MLA_OK ||
	    (rc = sort_rows(&rows, office, form == OUT_TEXT, err)) != MLA_OK)
		goto out;
	add_rows(&t, &c, office, &rows, form == OUT_TEXT);
	if (rows.n == 0 && form == OUT_TEXT)
		out_notice("No request fits. A new one: mla new KIND --to CC");
	else
		out_print(&t, form);
out:
	out_table_free(&t);
	view_rows_free(&rows);
	free(state_id);
	return rc;
}

const struct cmd_verb cmd_list = {
	.name = "list",
	.synopsis = "[--partner CC] [--state STATE] [--waiting WHO] "
	            "[--assignee NAME] [--ref PART] [--text WORDS] [--next] "
	            "[--open | --closed] [--sort COLUMN] [--columns LIST] "
	            "[--format FORMAT]",
	.summary = "requests, where they stand and who has the ball",
	.prepare = CMD_STORE,
	.options = options,
	.run = run,
};
