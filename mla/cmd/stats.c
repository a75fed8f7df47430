/* stats.c - mla stats: how long it took, open requests counted */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/str.h"
#include "cmd/curves.h"
#include "cmd/look.h"
#include "cmd/tables.h"
#include "cmd/verbs.h"
#include "core/compare.h"
#include "core/conform.h"
#include "core/failures.h"
#include "core/figures.h"
#include "core/indicator.h"
#include "core/said.h"
#include "core/stays.h"
#include "core/yearly.h"

static char *from, *to, *by, *format, *state, *who, *condition, *compare;
static int deficient, parts;

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
	{ "state", '\0', POPT_ARG_STRING, &state, 0,
	    "the days of each stay in a state", "STATE" },
	{ "who", '\0', POPT_ARG_STRING, &who, 0,
	    "only days on which it waited on us or on them", "WHO" },
	{ "where", '\0', POPT_ARG_STRING, &condition, 0,
	    "only requests of which it is true: partner=TR|IT, or XPath",
	    "CONDITION" },
	{ "parts", '\0', POPT_ARG_NONE, &parts, 0,
	    "each measure or party for itself", NULL },
	{ "compare", '\0', POPT_ARG_STRING, &compare, 0,
	    "two values of --by against each other", "A B" },
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
	} all[] = { { "--by", by != NULL }, { "--state", state != NULL },
		{ "--who", who != NULL }, { "--where", condition != NULL },
		{ "--parts", parts != 0 }, { "--compare", compare != NULL },
		{ "--deficient", deficient != 0 },
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

/* The durations of the register, as they are asked for. */
static enum mla_rc
make_durations(struct tables *out, struct office *office,
    const struct figures_want *want, struct err *err)
{
	struct figures f;
	enum mla_rc rc = figures_make(&f, office, want, err);

	if (rc == MLA_OK) {
		figures_tables(out, office, &f, want);
		figures_free(&f);
	}
	return rc;
}

/* Which options figures take. */
enum takes {
	TAKES_BY = 1, /* --by, --where */
	TAKES_PARTS = 2,
	TAKES_ENDS = 4, /* --from, --to, --state, --who */
};

/* What can be asked of the register besides. */
static const struct topic {
	const char *name;
	enum mla_rc (*make)(struct tables *out, struct office *office,
	    const struct figures_want *want, struct err *err);
	int takes;
} topics[] = {
	{ "bottleneck", stays_in_states, TAKES_BY | TAKES_PARTS },
	{ "cepej", yearly_cepej, TAKES_BY },
	{ "conform", conform_tables, 0 },
	{ "fatf", yearly_fatf, TAKES_BY },
	{ "holders", stays_with_holders, TAKES_BY | TAKES_PARTS },
};

/* An option that these figures do not take is a mistake. */
static enum mla_rc
check_taken(const char *name, int takes, struct err *err)
{
	const struct {
		const char *option;
		bool given;
		int takes;
	} all[] = { { "--by", by != NULL, TAKES_BY },
		{ "--where", condition != NULL, TAKES_BY },
		{ "--parts", parts != 0, TAKES_PARTS },
		{ "--from", from != NULL, TAKES_ENDS },
		{ "--to", to != NULL, TAKES_ENDS },
		{ "--state", state != NULL, TAKES_ENDS },
		{ "--who", who != NULL, TAKES_ENDS } };
	char *of = xasprintf(" %s", name);
	enum mla_rc rc = MLA_OK;

	for (size_t i = 0; rc == MLA_OK && i < sizeof(all) / sizeof(all[0]);
	     i++)
		rc = refuse(all[i].option,
		    all[i].given && (all[i].takes & takes) == 0, of, err);
	free(of);
	return rc;
}

/* One of them, a set of indicators, or a list of codes. */
static enum mla_rc
make_topic(struct tables *out, struct office *office,
    const struct figures_want *want, const char *name, struct err *err)
{
	char *sets;
	enum mla_rc rc;

	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
		if (!str_eq(topics[i].name, name))
			continue;
		rc = check_taken(name, topics[i].takes, err);
		return rc == MLA_OK ? topics[i].make(out, office, want, err)
		                    : rc;
	}
	if (indicator_has(office, name) || said_is_list(office, name)) {
		if ((rc = check_taken(name, TAKES_BY, err)) != MLA_OK)
			return rc;
		return indicator_has(office, name)
		    ? indicator_tables(out, office, want, name, err)
		    : said_tables(out, office, want, name, err);
	}
	sets = indicator_sets(office);
	err_hint(err,
	    "there are: bottleneck, cepej, conform, fatf, holders, %s, data, "
	    "log, and lists of codes as use, refusal, not-sent",
	    sets);
	free(sets);
	return err_set(
	    err, MLA_EUSAGE, "there are no figures called \"%s\"", name);
}

static enum mla_rc
make_tables(struct tables *out, struct office *office,
    const struct figures_want *want, const char **args, struct err *err)
{
	enum mla_rc rc = MLA_OK;

	if (compare != NULL)
		return compare_tables(out, office, want, compare, args[0], err);
	if (deficient != 0) {
		rc = check_taken("--deficient", 0, err);
		return rc == MLA_OK ? failures_tables(out, office, want, err)
		                    : rc;
	}
	if (args[0] == NULL)
		return make_durations(out, office, want, err);
	for (size_t i = 0; rc == MLA_OK && args[i] != NULL; i++)
		rc = make_topic(out, office, want, args[i], err);
	return rc;
}

/* Options that mean something together. */
static enum mla_rc
check_want(const struct figures_want *want, struct err *err)
{
	if ((want->from == NULL) != (want->to == NULL)) {
		err_hint(err, "the names: mla log REF --journal --format csv");
		return err_set(err, MLA_EUSAGE,
		    "every figure has a beginning and an end: --from EVENT "
		    "--to EVENT");
	}
	if (want->state != NULL && want->from != NULL)
		return err_set(err, MLA_EUSAGE,
		    "--state counts stays in a state: without --from and --to");
	if (want->who != NULL && !str_eq(want->who, "us") &&
	    !str_eq(want->who, "them"))
		return err_set(
		    err, MLA_EUSAGE, "--who %s: write us or them", want->who);
	return MLA_OK;
}

static enum mla_rc
run(struct office *office, const char **args, struct err *err)
{
	struct dossier_look look;
	const bool earlier = look_as_of != NULL || look_known_on != NULL;
	struct figures_want want = { .from = from,
		.to = to,
		.state = state,
		.who = who,
		.by = by,
		.parts = parts != 0,
		.past = { earlier ? &look : NULL, condition } };
	struct tables tables = { 0 };
	enum out_format form;
	enum mla_rc rc;

	if (office == NULL)
		return run_file(args, err);
	if ((rc = refuse_of_figures(err)) != MLA_OK ||
	    (rc = cmd_expect(&cmd_stats, args, 0, 9, err)) != MLA_OK ||
	    (rc = out_format_parse(&form, format, err)) != MLA_OK ||
	    (rc = look_at(&look, office, err)) != MLA_OK ||
	    (rc = check_want(&want, err)) != MLA_OK)
		return rc;
	rc = make_tables(&tables, office, &want, args, err);
	if (rc == MLA_OK)
		tables_print(&tables, form);
	tables_free(&tables);
	return rc;
}

static const char *const files[] = { "data", "log", NULL };

const struct cmd_verb cmd_stats = {
	.name = "stats",
	.synopsis = "[TOPIC...] [--from EVENT --to EVENT | --state STATE] "
	            "[--by WHAT] [--compare A B] [--who WHO] [--parts] "
	            "[--where CONDITION] [--as-of DATE] [--known-on DATE] "
	            "[--format FORMAT] | --deficient [--as-of DATE] "
	            "[--known-on DATE] [--format FORMAT] | "
	            "data FILE --time COLUMN --status COLUMN "
	            "[--entry COLUMN] [FIGURES] | log FILE "
	            "--from WHAT --to WHAT [FIGURES]",
	.summary = "how long it took, open requests counted",
	.prepare = CMD_STORE,
	.alone = files,
	.options = options,
	.run = run,
};
