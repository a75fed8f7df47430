/* stats.c - mla stats: how long it took, open requests counted */
/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/alloc.h"
#include "base/str.h"
#include "cmd/curves.h"
#include "cmd/fit.h"
#include "cmd/look.h"
#include "cmd/out.h"
#include "cmd/verbs.h"
#include "cmd/words.h"
#include "core/failures.h"
#include "core/figures.h"
#include "xml/node.h"

enum {
	GROUP_LEAST = 16, /* columns of the name of a group */
	GROUP_MOST = 40
};

static char *from, *to, *by, *format;
static int deficient;

/* Of "data" and "log" alone. */
static struct sample_want columns_of;
static struct curves_options figures_of;

static struct poptOption options[] = {
	{ "from", '\0', POPT_ARG_STRING, &from, 0,
	    "the event at which the days begin", "EVENT" },
	{ "to", '\0', POPT_ARG_STRING, &to, 0, "the event at which they end",
	    "EVENT" },
	{ "by", '\0', POPT_ARG_STRING, &by, 0,
	    "a line for each partner, kind, instrument, ...", "WHAT" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, look_options, 0, NULL, NULL },
	{ "deficient", '\0', POPT_ARG_NONE, &deficient, 0,
	    "what went wrong on its way: cause and days lost", NULL },
	{ "format", '\0', POPT_ARG_STRING, &format, 0,
	    "table, json, xml or csv", "FORMAT" },
	{ "time", '\0', POPT_ARG_STRING, &columns_of.time, 0,
	    "data: the column of the durations", "COLUMN" },
	{ "status", '\0', POPT_ARG_STRING, &columns_of.status, 0,
	    "data: the column of 0 open, 1 event, or 1 to 100 causes",
	    "COLUMN" },
	{ "entry", '\0', POPT_ARG_STRING, &columns_of.entry, 0,
	    "data: the column of the times from which rows were watched",
	    "COLUMN" },
	{ "group", '\0', POPT_ARG_STRING, &columns_of.group, 0,
	    "data, log: a curve for each value of it", "COLUMN" },
	{ "strata", '\0', POPT_ARG_STRING, &columns_of.strata, 0,
	    "data, log: compare groups within each value of it", "COLUMN" },
	{ "conf", '\0', POPT_ARG_STRING, &figures_of.conf, 0,
	    "data, log: limits loglog (default), log or plain", "KIND" },
	{ "p", '\0', POPT_ARG_STRING, &figures_of.p, 0,
	    "data, log: shares of the quantiles (0.25,0.5,0.75)", "SHARES" },
	{ "tau", '\0', POPT_ARG_STRING, &figures_of.tau, 0,
	    "data, log: end of the restricted mean (the largest time)",
	    "TIME" },
	{ "table", '\0', POPT_ARG_ARGV, &figures_of.tables, 0,
	    "data, log: summary (default), km, ... or all; may be repeated",
	    "TABLE" },
	{ "digits", '\0', POPT_ARG_STRING, &figures_of.digits, 0,
	    "data, log: significant digits, 1 to 17", "N" },
	POPT_TABLEEND,
};

static const struct out_column columns[] = {
	{ "group", "GROUP", false, false },
	{ "from", NULL, false, false },
	{ "to", NULL, false, false },
	{ "n", "N", true, false },
	{ "reached", "REACHED", true, false },
	{ "open", "OPEN", true, false },
	{ "ended_otherwise", "ENDED OTHERWISE", false, true },
	{ "median_days", "MEDIAN", true, false },
	{ "lower_95", "95 % LIMITS", true, false },
	{ "upper_95", NULL, true, false },
	{ "share_by_90_days", "BY 90 D", true, false },
	{ "share_by_365_days", "BY 365 D", true, false },
	{ "mean_of_completed_only", NULL, true, false },
	{ "days_per_holder", "DAYS PER HOLDER", false, true },
	{ NULL, NULL, false, false },
};

/* Days, or nothing where they were not reached. */
static void
add_days(struct out_table *t, int32_t days)
{
	char text[16] = "";

	if (days >= 0)
		(void)snprintf(text, sizeof(text), "%d", days);
	out_cell2(t, text, days >= 0 ? text : "–");
}

static void
add_share(struct out_table *t, double share)
{
	char machine[32], people[32];

	(void)snprintf(machine, sizeof(machine), "%.17g", share);
	(void)snprintf(people, sizeof(people), "%.0f %%", 100 * share);
	out_cell2(t, machine, people);
}

static void
add_outcomes(
    struct out_table *t, const struct office *o, const struct figures_group *g)
{
	struct buf machine = { 0 }, people = { 0 };

	for (size_t i = 0; i < g->noutcomes; i++) {
		buf_addf(&machine, "%s%s:%zu", i > 0 ? " " : "", g->outcome[i],
		    g->outcomes[i]);
		buf_addf(&people, "%s%zu %s", i > 0 ? ", " : "", g->outcomes[i],
		    words_of(o, "outcome", g->outcome[i]));
	}
	out_cell2(t, buf_text(&machine), buf_text(&people));
	buf_free(&machine);
	buf_free(&people);
}

static void
add_holders(
    struct out_table *t, const struct office *o, const struct figures_group *g)
{
	struct buf machine = { 0 }, people = { 0 };

	for (size_t i = 0; i < g->nholders; i++) {
		buf_addf(&machine, "%s%s:%lld", i > 0 ? " " : "",
		    g->holder[i].holder, (long long)g->holder[i].days);
		buf_addf(&people, "%s%s %lld", i > 0 ? ", " : "",
		    words_of(o, "holder", g->holder[i].holder),
		    (long long)g->holder[i].days);
	}
	out_cell2(t, buf_text(&machine), buf_text(&people));
	buf_free(&machine);
	buf_free(&people);
}

/* The word for a value of a grouping; the caller frees it. */
static char *
value_shown(const struct office *o, const char *grouping, const char *value)
{
	xmlNode *code = codes_find(o->codes, FIGURES_GROUPING, grouping);
	char *list, *word;

	if (*value == '\0')
		return xstrdup("–");
	if (str_eq(grouping, "partner"))
		return words_country(o, value);
	list = code != NULL ? xml_attr(code, "names") : xstrdup(grouping);
	word = xstrdup(list != NULL ? words_of(o, list, value) : value);
	free(list);
	return word;
}

/* "Türkiye / letter of request"; the caller frees it. */
static char *
group_shown(const struct office *o, const char *name)
{
	char *groupings = xstrdup(by != NULL ? by : ""), *rest = NULL;
	struct buf b = { 0 };

	if (by == NULL)
		buf_adds(&b, name);
	for (char *one = strtok_r(groupings, ",", &rest); one != NULL;
	     one = strtok_r(NULL, ",", &rest)) {
		const char *end = strstr(name, FIGURES_BETWEEN);
		char *value = end != NULL && *rest != '\0'
		    ? xstrndup(name, (size_t)(end - name))
		    : xstrdup(name);
		char *word = value_shown(o, one, value);

		buf_addf(
		    &b, "%s%s", one != groupings ? FIGURES_BETWEEN : "", word);
		name +=
		    end != NULL ? strlen(value) + strlen(FIGURES_BETWEEN) : 0;
		free(value);
		free(word);
	}
	free(groupings);
	return buf_steal(&b);
}

static void
add_group(
    struct out_table *t, const struct office *o, const struct figures_group *g)
{
	char *shown = group_shown(o, g->name);
	char mean[32] = "";

	out_cell2(t, g->name, shown);
	out_cell(t, from);
	out_cell(t, to);
	out_cellf(t, "%zu", g->n);
	out_cellf(t, "%zu", g->reached);
	out_cellf(t, "%zu", g->open);
	add_outcomes(t, o, g);
	add_days(t, g->median);
	add_days(t, g->lower);
	add_days(t, g->upper);
	add_share(t, g->by_90);
	add_share(t, g->by_365);
	if (!isnan(g->mean_completed))
		(void)snprintf(mean, sizeof(mean), "%.17g", g->mean_completed);
	out_cell(t, mean);
	add_holders(t, o, g);
	free(shown);
}

/* How the others ended, who had the ball, and the mean with its label. */
static void
add_details(
    struct buf *b, const struct office *o, const struct figures_group *g)
{
	for (size_t k = 0; k < g->noutcomes; k++)
		buf_addf(b, "%s%zu %s",
		    k > 0 ? ", " : "ended otherwise: ", g->outcomes[k],
		    words_of(o, "outcome", g->outcome[k]));
	for (size_t k = 0; k < g->nholders; k++)
		buf_addf(b, "%s%s%s %lld", k == 0 && b->len > 0 ? "; " : "",
		    k > 0 ? ", " : "days with: ",
		    words_of(o, "holder", g->holder[k].holder),
		    (long long)g->holder[k].days);
	if (!isnan(g->mean_completed))
		buf_addf(b, "%smean of completed only: %.0f",
		    b->len > 0 ? "; " : "", g->mean_completed);
}

/* The names of the groups, and how wide their column is. */
static char **
names_of(int *wide, const struct office *o, const struct figures *f)
{
	char **name = xcalloc(f->n, sizeof(*name));

	*wide = GROUP_LEAST;
	for (size_t i = 0; i < f->n; i++) {
		int n;

		name[i] = group_shown(o, f->at[i].name);
		n = out_columns(name[i]);
		*wide = n > *wide ? n : *wide;
	}
	if (*wide > GROUP_MOST)
		*wide = GROUP_MOST;
	return name;
}

static void
print_line(const struct figures_group *g, const char *name, int wide)
{
	struct buf b = { 0 };

	out_fit(name, wide);
	(void)printf(" %5zu %8zu %5zu ", g->n, g->reached, g->open);
	if (g->median >= 0)
		(void)printf("%7d  ", g->median);
	else
		(void)printf("%6s–  ", "");
	if (g->lower >= 0)
		buf_addf(&b, "%d", g->lower);
	buf_adds(&b, " – ");
	if (g->upper >= 0)
		buf_addf(&b, "%d", g->upper);
	out_fit(buf_text(&b), 13);
	(void)printf(" %7.0f%% %8.0f%%\n", 100 * g->by_90, 100 * g->by_365);
	buf_free(&b);
}

/* When open ones are cut off; the caller frees it. */
static char *
day_of(const struct office *o, const struct dossier_look *look)
{
	int32_t day =
	    look->as_of < look->known_on ? look->as_of : look->known_on;
	char *word, *text;

	if (day == INT32_MAX)
		return xstrdup("today");
	word = words_day(o, day);
	text = xasprintf("on %s%s", word,
	    look->known_on != INT32_MAX ? ", by what was known then" : "");
	free(word);
	return text;
}

static void
print_people(const struct office *o, const struct figures *f,
    const struct dossier_look *look)
{
	char *day = day_of(o, look);
	int width = out_width(), wide;
	char **name = names_of(&wide, o, f);
	char *head = xasprintf(
	    "Days from \"%s\" to \"%s\". Open requests are counted as open "
	    "(censored %s); other endings compete (Aalen-Johansen). Median: "
	    "day by which half of all had \"%s\", with 95 %% limits (log-log).",
	    from, to, day, to);

	out_wrapped(head, 0, width);
	free(head);
	free(day);
	(void)putchar('\n');
	(void)printf("%-*s %5s %8s %5s %7s  %-13s %8s %9s\n", wide, "GROUP",
	    "N", "REACHED", "OPEN", "MEDIAN", "95 % LIMITS", "BY 90 D",
	    "BY 365 D");
	for (size_t i = 0; i < f->n; i++) {
		struct buf b = { 0 };

		print_line(&f->at[i], name[i], wide);
		add_details(&b, o, &f->at[i]);
		out_wrapped(buf_text(&b), 4, width);
		buf_free(&b);
		free(name[i]);
	}
	free(name);
}
/* The register of failures. */
static enum mla_rc
print_failures(struct office *office, const struct dossier_look *look,
    enum out_format form, struct err *err)
{
	static const struct out_column failure_columns[] = {
		{ "reference", "REFERENCE", false, false },
		{ "side", NULL, false, false },
		{ "partner", "PARTNER", false, false },
		{ "failure", "WHAT", false, false },
		{ "cause", "CAUSE", false, true },
		{ "on", "FOUND ON", false, false },
		{ "days_lost", "DAYS LOST", true, false },
		{ NULL, NULL, false, false },
	};
	struct out_table t = {
		.name = "failures", .row = "failure", .columns = failure_columns
	};
	struct failures f;
	char day[DATE_BYTES];
	int64_t lost = 0;
	enum mla_rc rc;

	if ((rc = failures_of(&f, office, look, err)) != MLA_OK)
		return rc;
	if (form == OUT_TEXT && f.n == 0) {
		out_notice("No request was returned, misdirected or lost.");
		return MLA_OK;
	}
	for (size_t i = 0; i < f.n; i++) {
		const struct failure *x = &f.at[i];
		char *name = words_country(office, x->partner);

		out_cell(&t, x->reference);
		out_cell(&t, x->side);
		out_cell2(&t, x->partner, name);
		out_cell2(&t, x->what, words_of(office, "failure", x->what));
		out_cell2(
		    &t, x->cause, words_of(office, "failure-cause", x->cause));
		out_cell(&t, date_format(x->on, day));
		out_cellf(&t, "%d", x->days);
		lost += x->days;
		free(name);
	}
	if (form == OUT_TEXT)
		(void)printf("Days lost: from sending (of what came in: from "
		             "its receipt) to the day it was found.\n\n");
	out_print(&t, form);
	if (form == OUT_TEXT)
		(void)printf("\n%zu failure%s, %lld days lost\n", f.n,
		    f.n == 1 ? "" : "s", (long long)lost);
	out_table_free(&t);
	failures_free(&f);
	return MLA_OK;
}

/* An option that was given where it means nothing is a mistake. */
static enum mla_rc
refuse(const char *option, bool given, const char *where, struct err *err)
{
	return given ? err_set(err, MLA_EUSAGE, "%s is not for mla stats%s",
	                   option, where)
	             : MLA_OK;
}

static enum mla_rc
refuse_of_register(const char *where, struct err *err)
{
	const struct {
		const char *option;
		bool given;
	} all[] = { { "--by", by != NULL }, { "--deficient", deficient != 0 },
		{ "--as-of", look_as_of != NULL },
		{ "--known-on", look_known_on != NULL } };
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < sizeof(all) / sizeof(all[0]);
	     i++)
		rc = refuse(all[i].option, all[i].given, where, err);
	return rc;
}

static enum mla_rc
refuse_of_data(const char *where, struct err *err)
{
	enum mla_rc rc;

	if ((rc = refuse("--time", columns_of.time != NULL, where, err)) !=
	        MLA_OK ||
	    (rc = refuse("--status", columns_of.status != NULL, where, err)) !=
	        MLA_OK)
		return rc;
	return refuse("--entry", columns_of.entry != NULL, where, err);
}

static enum mla_rc
refuse_of_figures(struct err *err)
{
	const struct {
		const char *option;
		const void *given;
	} all[] = { { "--group", columns_of.group },
		{ "--strata", columns_of.strata },
		{ "--conf", figures_of.conf }, { "--p", figures_of.p },
		{ "--tau", figures_of.tau }, { "--table", figures_of.tables },
		{ "--digits", figures_of.digits } };
	enum mla_rc rc = refuse_of_data(" of the register", err);

	for (size_t i = 0; rc == MLA_OK && i < sizeof(all) / sizeof(all[0]);
	     i++)
		rc = refuse(all[i].option, all[i].given != NULL,
		    " of the register", err);
	return rc;
}

/* The options that a file needs, and none that it does not. */
static enum mla_rc
check_file_options(const char **args, bool log, struct err *err)
{
	enum mla_rc rc = refuse_of_register(log ? " log" : " data", err);

	if (rc == MLA_OK)
		rc = cmd_expect(&cmd_stats, args, 2, 2, err);
	if (rc == MLA_OK && log)
		rc = refuse_of_data(" log", err);
	if (rc == MLA_OK && !log)
		rc = refuse("--from", from != NULL, " data", err);
	if (rc == MLA_OK && !log)
		rc = refuse("--to", to != NULL, " data", err);
	if (rc != MLA_OK)
		return rc;
	if (log && (from == NULL || to == NULL))
		return err_set(err, MLA_EUSAGE,
		    "mla stats log needs a beginning and an end: --from and "
		    "--to");
	if (!log && (columns_of.time == NULL || columns_of.status == NULL))
		return err_set(err, MLA_EUSAGE,
		    "mla stats data needs two columns: --time and --status");
	return MLA_OK;
}

/* Figures from a file, without any register. */
static enum mla_rc
run_file(const char **args, struct err *err)
{
	bool log = str_eq(args[0], "log");
	struct curves_want *want = NULL;
	struct sample sample;
	enum mla_rc rc;

	columns_of.from = from;
	columns_of.to = to;
	figures_of.format = format;
	if ((rc = check_file_options(args, log, err)) != MLA_OK ||
	    (rc = curves_parse(&want, &figures_of, err)) != MLA_OK)
		return rc;
	rc = log ? sample_read_log(&sample, args[1], &columns_of, err)
	         : sample_read_csv(&sample, args[1], &columns_of, err);
	if (rc == MLA_OK) {
		curves_print(want, &sample);
		sample_free(&sample);
	}
	curves_free(want);
	return rc;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier_look look;
	struct figures_want want = { from, to, by, &look };
	struct out_table t = {
		.name = "figures", .row = "group", .columns = columns
	};
	struct figures f;
	enum out_format form;
	enum mla_rc rc;

	if (office == NULL)
		return run_file(args, err);
	if ((rc = refuse_of_figures(err)) != MLA_OK ||
	    (rc = cmd_expect(&cmd_stats, args, 0, 0, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = look_at(&look, office, err)) != MLA_OK)
		return rc;
	if (deficient != 0)
		return print_failures(office, &look, form, err);
	if (from == NULL || to == NULL) {
		err_hint(err, "the names: mla log REF --journal --format csv");
		return err_set(err, MLA_EUSAGE,
		    "every figure has a beginning and an end: --from EVENT "
		    "--to EVENT");
	}
	if ((rc = figures_make(&f, office, &want, err)) != MLA_OK)
		return rc;
	for (size_t i = 0; i < f.n; i++)
		add_group(&t, office, &f.at[i]);
	if (form == OUT_TEXT)
		print_people(office, &f, &look);
	else
		out_print(&t, form);
	out_table_free(&t);
	figures_free(&f);
	return MLA_OK;
}

static const char *const files[] = { "data", "log", NULL };

const struct cmd_verb cmd_stats = {
	.name = "stats",
	.synopsis = "--from EVENT --to EVENT [--by WHAT] [--as-of DATE] "
	            "[--known-on DATE] [--format FORMAT] | "
	            "--deficient [--as-of DATE] [--known-on DATE] "
	            "[--format FORMAT] | data FILE --time COLUMN "
	            "--status COLUMN [--entry COLUMN] [FIGURES] | log FILE "
	            "--from WHAT --to WHAT [FIGURES]",
	.summary = "how long it took, open requests counted",
	.prepare = CMD_STORE,
	.alone = files,
	.options = options,
	.run = run,
};
