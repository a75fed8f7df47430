/* test_exchange.c - two registers and a bad post between them, at random */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include <inttypes.h>

#include "chance.h"
#include "sample.h"

#include "base/file.h"
#include "core/act.h"
#include "core/exchange.h"
#include "core/exhibit.h"
#include "core/journal.h"
#include "core/papers.h"
#include "core/verify.h"
#include "store/record.h"
#include "xml/init.h"
#include "xml/node.h"
#include "xml/read.h"

#define RUNS 100 /* in all; MLA_TEST_RUNS: as many */
#define ACTS_MAX 14 /* of one run, beside what the post does */
#define BAGS_MAX 128
#define FIELDS_MAX 32
#define ROUNDS_MAX 60 /* until both sides have everything */
#define SEED 20261127u
#define FIRST_MINUTE (20880 * 24 * 60) /* 2027-03-03 */

/* A bundle on its way. */
struct bag {
	char *path;
	int to; /* which side */
	bool lost; /* it does not arrive */
	bool told; /* the sender was told so */
	int64_t seq; /* of the sender, when it was handed over */
};

struct side {
	struct office *office;
	char *dir;
	int64_t request; /* 0: not there yet */
};

struct run {
	const char *kind;
	uint32_t seed;
	struct side side[2]; /* who asks, who is asked */
	struct bag bag[BAGS_MAX];
	size_t nbags;
	int64_t minute; /* the clock of both */
	char *post; /* the folder of the bundles */
	size_t number; /* of bundles ever made */
	int32_t reached; /* the day on which the request came */
	size_t crossed, parked, damaged, twice; /* for the tally */
	size_t decided; /* by a person, in this run */
	size_t hard; /* runs in which a person decided */
};

static void
set_clock(struct run *r, size_t minutes)
{
	r->minute += (int64_t)minutes;
	for (int i = 0; i < 2; i++) {
		struct when *now = &r->side[i].office->now;

		now->day = (int32_t)(r->minute / (24 * 60));
		now->second = (int32_t)(r->minute % (24 * 60) * 60);
		now->offset = 0;
	}
}

static struct dossier *open_side(const struct run *r, int s);

/* The whole journal of one side, for the message of a failure. */
static void
tell_journal(const struct run *r, int s)
{
	struct dossier *d = open_side(r, s);

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];
		char on[WHEN_BYTES];

		print_error("%d: %" PRId64 " %s %s %s %s%s%s%s\n", s, e->seq,
		    when_format(&e->on, on), e->recorded,
		    e->ours ? "ours" : "theirs", e->name,
		    e->part != NULL ? " of " : "",
		    e->part != NULL ? e->part : "",
		    e->replaced_by != 0 ? " (replaced)" : "");
	}
	dossier_free(d);
}

static struct dossier *
open_side(const struct run *r, int s)
{
	struct dossier *d;
	struct err err = { 0 };

	if (r->side[s].request == 0) {
		tell_journal(r, 1 - s);
		fail_msg("%s (seed %u): it never came", r->kind, r->seed);
	}
	assert_ok(
	    dossier_open(&d, r->side[s].office, r->side[s].request, &err), err);
	dossier_present(d);
	return d;
}

/* A value that the type of a field allows. */
static char *
value_for(const struct machine_field *f, struct codes *codes, int32_t day)
{
	const xmlNode *list, *code;
	char text[DATE_BYTES];
	size_t n = 0, pick;

	if (str_eq(f->type, "date"))
		return xstrdup(date_format(day, text));
	if (str_eq(f->type, "yes-no"))
		return xstrdup(chance_below(2) == 0 ? "yes" : "no");
	if (str_eq(f->type, "number"))
		return xstrdup("3");
	if (!str_eq(f->type, "code"))
		return xasprintf("words %zu", chance_below(1000));
	list = codes_list(codes, f->codes);
	assert_non_null(list);
	for (code = xml_first(list); code != NULL; code = xml_after(code))
		n++;
	pick = chance_below(n);
	for (code = xml_first(list); pick-- > 0;)
		code = xml_after(code);
	return xml_attr(code, "id");
}

/* Does it lead to an end that the other side is not told of? */
static bool
is_quiet_end(const struct machine_transition *t)
{
	for (size_t i = 0; i < t->ntargets; i++) {
		if (*t->message == '\0' && t->target[i]->kind == MACHINE_FINAL)
			return true;
	}
	return false;
}

/* May this side do it, and is it worth doing here? */
static bool
is_for(const struct dossier *d, const struct machine_transition *t,
    const char *part)
{
	static const char *const steps[] = { MACHINE_ISSUE, MACHINE_REVISE,
		MACHINE_ATTACH };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (str_eq(t->step, steps[i]))
			return false;
	}
	/* A common machine that moves unheard is not common any more. */
	if (d->rules->part != NULL && papers_is_shared(d) &&
	    *t->message == '\0' && t->ntargets > 0)
		return false;
	return dossier_act_is_ours(d, t, part, true) && !is_quiet_end(t);
}

/* Their request is written as the sender's, and ends with its own words. */
static char *
changed_text(const struct dossier *d, size_t *len)
{
	xmlDoc *doc = xmlCopyDoc(d->doc, 1);
	xmlNode *root = xmlDocGetRootElement(doc);
	char *words = xasprintf("changed %zu", chance_below(1000000));
	xmlChar *text;
	int n;

	(void)xmlAddChild(root, xmlNewDocComment(doc, (xmlChar *)words));
	xmlDocDumpMemory(doc, &text, &n);
	*len = (size_t)n;
	free(words);
	words = xstrndup((char *)text, (size_t)n);
	xmlFree(text);
	xmlFreeDoc(doc);
	return words;
}

struct option {
	const char *event, *part;
	const struct machine_transition *t;
};

static size_t
options_of(struct option *o, size_t max, struct dossier *d)
{
	struct err err = { 0 };
	size_t n = 0;

	for (size_t p = 0; p <= d->nparts; p++) {
		struct dossier_part *part = p > 0 ? &d->parts[p - 1] : NULL;
		struct run_choices c;

		if (part != NULL && part->transmission)
			continue;
		assert_ok(
		    run_possible(&c, part != NULL ? part->run : d->run, &err),
		    err);
		for (size_t i = 0; i < c.n && n < max; i++) {
			if (is_for(d, c.at[i].transition,
			        part != NULL ? part->id : NULL))
				o[n++] = (struct option){ c.at[i].event,
					part != NULL ? part->id : NULL,
					c.at[i].transition };
		}
		run_choices_free(&c);
	}
	return n;
}

/* One act of this side, whatever its machine allows; it may be refused. */
static void
act_somehow(struct run *r, int s)
{
	struct dossier *d = open_side(r, s);
	struct option o[256];
	struct act_field field[FIELDS_MAX];
	struct act act = { .on = { .day = d->office->now.day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };
	size_t n = options_of(o, 256, d), pick;
	const struct machine_transition *t;
	enum mla_rc rc;

	if (n == 0)
		goto out;
	pick = chance_below(n);
	t = o[pick].t;
	act.event = o[pick].event;
	act.part = o[pick].part;
	act.fields = field;
	for (size_t i = 0; i < t->nfields && act.nfields < FIELDS_MAX; i++) {
		field[act.nfields].name = t->field[i].name;
		field[act.nfields++].value =
		    value_for(&t->field[i], d->rules->codes, act.on.day);
	}
	rc = act_record(
	    &done, r->side[s].office, r->side[s].request, &act, &err);
	for (size_t i = 0; i < act.nfields; i++)
		free((char *)(uintptr_t)field[i].value);
	if (rc != MLA_OK && rc != MLA_EREFUSED)
		fail_msg("%s (seed %u): \"%s\": %s", r->kind, r->seed,
		    o[pick].event, err.msg);
	act_done_free(&done);
out:
	dossier_free(d);
}

/* A common text is changed by this side. */
static void
revise(struct run *r, int s)
{
	struct dossier *d = open_side(r, s);
	struct act act = { .on = { .day = d->office->now.day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };
	char *text = NULL;
	enum mla_rc rc;

	if (papers_is_shared(d)) {
		text = changed_text(d, &act.document_len);
		act.document = text;
		act.by = "us";
		rc = act_step(&done, r->side[s].office, r->side[s].request,
		    MACHINE_REVISE, &act, &err);
		if (rc != MLA_OK && rc != MLA_EREFUSED)
			fail_msg("%s (seed %u): %s", r->kind, r->seed, err.msg);
		act_done_free(&done);
	}
	free(text);
	dossier_free(d);
}

/* A file of this side, with other bytes each time. */
static void
attach(struct run *r, int s)
{
	char *path = file_join(r->post, "file.txt");
	char *text = xasprintf(
	    "%d %" PRId64 " %zu\n", s, r->minute, chance_below(1000000));
	struct act act = { .on = { .second = -1 } };
	struct act_exhibit file;
	struct act_done done = { 0 };
	struct err err = { 0 };
	enum mla_rc rc;

	act.on.day = r->side[s].office->now.day;
	assert_ok(file_save(path, text, strlen(text), &err), err);
	assert_ok(
	    act_take_file(&file, r->side[s].office, path, "A file", &err), err);
	act.exhibits = &file;
	act.nexhibits = 1;
	act.by = "us";
	rc = act_step(&done, r->side[s].office, r->side[s].request,
	    MACHINE_ATTACH, &act, &err);
	if (rc != MLA_OK && rc != MLA_EREFUSED)
		fail_msg("%s (seed %u): %s", r->kind, r->seed, err.msg);
	act_done_free(&done);
	act_exhibit_free(&file);
	free(text);
	free(path);
}

/* What is pending goes out; false: nothing was. */
static bool
send_out(struct run *r, int s)
{
	struct exchange_want want = { .channel = "direct",
		.force = "a test",
		.terms = { .ground = "legal-claims", .reasons = "a test" },
		.drafts = true };
	struct exchange_sent sent;
	struct err err = { 0 };
	struct bag *b = &r->bag[r->nbags];
	char *path = xasprintf("%s/%zu.zip", r->post, r->number++);
	enum mla_rc rc;

	want.path = path;
	rc = exchange_send(
	    &sent, r->side[s].office, r->side[s].request, &want, &err);
	if (rc != MLA_OK && rc != MLA_EREFUSED)
		fail_msg("%s (seed %u): send: %s", r->kind, r->seed, err.msg);
	if (rc == MLA_EREFUSED && strstr(err.msg, "waits to be sent") == NULL)
		fail_msg("%s (seed %u): send: %s", r->kind, r->seed, err.msg);
	if (rc == MLA_OK) {
		struct store_sents all;

		assert_true(r->nbags < BAGS_MAX);
		memset(b, 0, sizeof(*b));
		b->path = xstrdup(path);
		b->to = 1 - s;
		b->lost = chance_below(6) == 0;
		assert_ok(store_messages(&all, r->side[s].office->store,
		              r->side[s].request, &err),
		    err);
		b->seq = all.at[all.n - 1].seq;
		store_messages_free(&all);
		r->nbags++;
	}
	exchange_sent_free(&sent);
	free(path);
	return rc == MLA_OK;
}

static void
came(struct run *r, int s, const struct exchange_received *in)
{
	r->side[s].request = in->request;
	if (in->created)
		r->reached = r->side[s].office->now.day;
}

/* The same bag with one byte of it changed, or its end cut off. */
static void
deliver_damaged(struct run *r, const struct bag *b)
{
	char *path = file_join(r->post, "damaged.zip");
	const struct when on = { .day = r->side[b->to].office->now.day,
		.second = -1 };
	struct exchange_received in;
	struct err err = { 0 };
	struct buf bytes = { 0 };
	enum mla_rc rc;

	assert_ok(file_read(&bytes, b->path, 64u << 20, &err), err);
	if (chance_below(2) == 0)
		bytes.len = chance_below(bytes.len);
	else
		bytes.data[chance_below(bytes.len)] ^= 0x20;
	assert_ok(file_save(path, buf_text(&bytes), bytes.len, &err), err);
	rc = exchange_receive(
	    &in, r->side[b->to].office, path, &on, NULL, NULL, &err);
	/* What is no part of the content, a time for instance, may change. */
	if (rc == MLA_OK && !in.parked)
		came(r, b->to, &in);
	r->damaged++;
	exchange_received_free(&in);
	buf_free(&bytes);
	free(path);
}

static void
deliver(struct run *r, size_t i)
{
	struct bag *b = &r->bag[i];
	const struct when on = { .day = r->side[b->to].office->now.day,
		.second = -1 };
	struct exchange_received in;
	struct err err = { 0 };
	enum mla_rc rc = exchange_receive(
	    &in, r->side[b->to].office, b->path, &on, NULL, NULL, &err);

	if (rc != MLA_OK && (rc != MLA_EREFUSED || !in.parked))
		fail_msg(
		    "%s (seed %u): receive: %s", r->kind, r->seed, err.msg);
	if (rc == MLA_OK && !in.parked)
		came(r, b->to, &in);
	r->parked += in.parked ? 1 : 0;
	exchange_received_free(&in);
}

/* The sender hears that it was lost, and logs it. */
static void
tell_lost(struct run *r, struct bag *b)
{
	const struct side *from = &r->side[1 - b->to];
	struct dossier *d = open_side(r, 1 - b->to);
	const struct dossier_event *sent = dossier_entry(d, b->seq);
	struct act_field cause = { "cause", "lost-in-transit" };
	struct act act = { .event = "failed",
		.part = sent->part,
		.fields = &cause,
		.nfields = 1,
		.on = { .day = from->office->now.day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };

	assert_ok(
	    act_record(&done, from->office, from->request, &act, &err), err);
	b->told = true;
	act_done_free(&done);
	dossier_free(d);
}

static void
drop_bag(struct run *r, size_t i)
{
	(void)unlink(r->bag[i].path);
	free(r->bag[i].path);
	r->bag[i] = r->bag[--r->nbags];
}

/* The post does something with one of the bundles. */
static void
post_something(struct run *r)
{
	size_t i;

	if (r->nbags == 0)
		return;
	i = chance_below(r->nbags);
	if (r->bag[i].told) {
		/* Taken for lost, and it comes all the same; or never. */
		if (chance_below(2) == 0)
			deliver(r, i);
		drop_bag(r, i);
		return;
	}
	if (r->bag[i].lost) {
		tell_lost(r, &r->bag[i]);
		return;
	}
	switch (chance_below(5)) {
	case 0:
		deliver_damaged(r, &r->bag[i]);
		break;
	case 1: /* it stays, and comes once more */
		deliver(r, i);
		r->twice++;
		break;
	default:
		deliver(r, i);
		drop_bag(r, i);
	}
}

/*
 * One message that is refused, because acts crossed that exclude each other: a
 * person records it as of today, or leaves it.
 */
static void
decide_one(struct run *r, int s, const struct store_parked *p)
{
	struct office *office = r->side[s].office;
	const struct when today = { .day = office->now.day, .second = -1 };
	struct exchange_received in;
	struct err err = { 0 };
	size_t applied;
	enum mla_rc rc;

	r->crossed++;
	r->decided++;
	if (getenv("MLA_TEST_TELL") != NULL)
		print_message(
		    "%s (seed %u) side %d: %s\n", r->kind, r->seed, s, p->what);
	rc = exchange_parked_accept(&in, office, p->manifest, &today, &err);
	exchange_received_free(&in);
	if (rc == MLA_OK)
		return;
	if (rc != MLA_EREFUSED)
		fail_msg("%s (seed %u): accept: %s", r->kind, r->seed, err.msg);
	memset(&err, 0, sizeof(err));
	assert_ok(exchange_parked_aside(
	              &applied, office, p->manifest, "a test", &err),
	    err);
}

/* What waits on a side and is not early. */
static bool
decide(struct run *r, int s)
{
	struct store_parkeds all;
	struct err err = { 0 };
	bool any = false;

	assert_ok(
	    exchange_parked_list(&all, r->side[s].office, NULL, &err), err);
	for (size_t i = 0; i < all.n && !any; i++) {
		any = str_eq(all.at[i].why, PARKED_REFUSED);
		if (any)
			decide_one(r, s, &all.at[i]);
	}
	store_parkeds_free(&all);
	return any;
}

/* Until both have sent all, and all has come. */
static void
drain(struct run *r)
{
	bool busy = true;

	for (int round = 0; busy; round++) {
		if (round == ROUNDS_MAX)
			fail_msg("%s (seed %u): it comes to no end", r->kind,
			    r->seed);
		busy = false;
		set_clock(r, 60);
		for (int s = 0; s < 2; s++)
			busy =
			    (r->side[s].request != 0 && send_out(r, s)) || busy;
		while (r->nbags > 0) {
			busy = true;
			if (r->bag[0].lost && !r->bag[0].told)
				tell_lost(r, &r->bag[0]);
			post_something(r);
		}
		for (int s = 0; s < 2; s++)
			busy = decide(r, s) || busy;
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * The acts that were told: "day name part", whose they are as "0" (who asks) or
 * "1".  Those of one day may stand in another order where that changes nothing.
 */
static char *
told_acts(const struct run *r, int s)
{
	struct dossier *d = open_side(r, s);
	struct buf b = { 0 };
	char day[DATE_BYTES], *line[512];
	size_t n = 0;

	for (size_t i = 0; i < d->nevents; i++) {
		const struct dossier_event *e = &d->events[i];

		if (e->skip || e->taken == NULL ||
		    str_eq(e->taken->step, MACHINE_RECEIVE) ||
		    str_eq(e->taken->step, MACHINE_ISSUE) ||
		    (!e->ours && e->theirs == 0) ||
		    (e->ours && *e->taken->message == '\0'))
			continue;
		assert_true(n < 512);
		line[n++] = xasprintf("%s %s %s %d\n",
		    date_format(
		        e->on.day < r->reached ? r->reached : e->on.day, day),
		    e->name, e->part != NULL ? e->part : "-",
		    e->ours ? s : 1 - s);
	}
	qsort(line, n, sizeof(*line), by_text);
	for (size_t i = 0; i < n; i++) {
		buf_adds(&b, line[i]);
		free(line[i]);
	}
	dossier_free(d);
	return buf_steal(&b);
}

/* Where a person decided: every act of ours is there once, or left there. */
static void
nothing_lost(const struct run *r, int s)
{
	struct dossier *here = open_side(r, s), *there = open_side(r, 1 - s);
	struct store_parkeds left;
	struct err err = { 0 };

	assert_ok(exchange_parked_list(
	              &left, r->side[1 - s].office, here->row.uid, &err),
	    err);
	for (size_t i = 0; i < here->nevents; i++) {
		const struct dossier_event *e = &here->events[i];
		size_t times = 0;

		if (!e->ours || e->covered == NULL)
			continue;
		for (size_t k = 0; k < there->nevents; k++)
			times += there->events[k].theirs == e->seq ? 1 : 0;
		if (times > 1 ||
		    (times == 0 && left.n == 0 &&
		        !str_eq(e->taken->step, MACHINE_ISSUE)))
			fail_msg("%s (seed %u): \"%s\" is there %zu times",
			    r->kind, r->seed, e->name, times);
	}
	store_parkeds_free(&left);
	dossier_free(here);
	dossier_free(there);
}

/* Did a message take an exhibit of ours along? */
static bool
went_out(const struct dossier *d, int64_t seq)
{
	for (size_t i = 0; i < d->nparts; i++) {
		if (d->parts[i].transmission &&
		    papers_began(d, d->parts[i].id) > seq)
			return true;
	}
	return false;
}

/*
 * The hashes of exhibits that were sent or came, but for texts that were not
 * taken over (they are longer), sorted: each of them once.
 */
static char *
exhibits_of(const struct run *r, int s)
{
	struct dossier *d = open_side(r, s);
	struct store_exhibits rows;
	struct err err = { 0 };
	struct buf b = { 0 };
	char *line[512];
	size_t n = 0;

	assert_ok(store_exhibits(&rows, r->side[s].office->store,
	              r->side[s].request, &err),
	    err);
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.at[i].bytes >= 100 ||
		    (exhibit_is_ours(d, rows.at[i].seq) &&
		        !went_out(d, rows.at[i].seq)))
			continue;
		assert_true(n < 512);
		line[n++] = rows.at[i].sha256;
	}
	qsort(line, n, sizeof(*line), by_text);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && str_eq(line[i - 1], line[i]))
			fail_msg("%s (seed %u): an exhibit is there twice",
			    r->kind, r->seed);
		buf_addf(&b, "%s\n", line[i]);
	}
	store_exhibits_free(&rows);
	dossier_free(d);
	return buf_steal(&b);
}

static void
add_state(void *arg, const struct machine_state *s)
{
	buf_addf(arg, "%s ", s->id);
}

/*
 * Where it stands: its outcome, where both have one, all states where both have
 * the same machine, how its parts ended, the hash of the text.
 */
static char *
standing_of(const struct run *r, int s)
{
	struct dossier *d = open_side(r, s), *o = open_side(r, 1 - s);
	char *other = xstrdup(run_outcome(o->run));
	char *there = xstrdup(o->rules->whole->name);
	struct buf b = { 0 };

	/* Some ends are of one side: forwarded, it goes on for the other. */
	if (*other != '\0' && *run_outcome(d->run) != '\0')
		buf_addf(&b, "outcome %s\n", run_outcome(d->run));
	if (str_eq(d->rules->whole->name, there))
		run_each(d->run, add_state, &b);
	/* A text that was changed goes out with the next message. */
	if (papers_is_shared(d) && !papers_has_news(d, NULL) &&
	    !papers_has_news(o, NULL))
		buf_addf(&b, "text %s\n", d->sha256);
	for (size_t i = 0; i < d->nparts; i++) {
		const struct dossier_part *p = &d->parts[i];

		/* How far they are with it is not told. */
		if (!p->transmission)
			buf_addf(&b, "%s %s\n", p->id,
			    run_is_final(p->run) ? run_state(p->run)->id
			                         : "open");
	}
	free(other);
	free(there);
	dossier_free(o);
	dossier_free(d);
	return buf_steal(&b);
}

static void
say_fault(void *arg, const char *fault)
{
	(void)arg;
	print_error("%s\n", fault);
}

static void
must_agree(const struct run *r, const char *what, char *ours, char *theirs)
{
	if (!str_eq(ours, theirs)) {
		tell_journal(r, 0);
		tell_journal(r, 1);
	}
	if (!str_eq(ours, theirs))
		fail_msg("%s (seed %u): the %s differ:\n%s---\n%s", r->kind,
		    r->seed, what, ours, theirs);
	free(ours);
	free(theirs);
}

static void
check_both(const struct run *r)
{
	for (int s = 0; s < 2; s++) {
		struct verify_report report = { .say = say_fault };
		struct err err = { 0 };

		if (verify_register(&report, r->side[s].office,
		        r->side[s].request, &err) != MLA_OK)
			fail_msg("%s (seed %u): %s", r->kind, r->seed, err.msg);
	}
	nothing_lost(r, 0);
	nothing_lost(r, 1);
	if (r->decided > 0)
		return;
	must_agree(r, "acts", told_acts(r, 0), told_acts(r, 1));
	must_agree(r, "exhibits", exhibits_of(r, 0), exhibits_of(r, 1));
	must_agree(r, "states", standing_of(r, 0), standing_of(r, 1));
}

/* A new request of the kind on the side that asks. */
static void
begin(struct run *r, const char *sample, const char *partner)
{
	struct office *office = r->side[0].office;
	struct act_new n = { .kind = r->kind,
		.side = "out",
		.partner = partner,
		.step = MACHINE_DRAFT };
	struct act act = { .on = { .day = office->now.day, .second = -1 } };
	struct act_done done = { 0 };
	struct err err = { 0 };
	struct dossier *d;
	xmlDoc *doc;
	xmlChar *text;
	char *uid;
	int len;

	assert_ok(xml_read(&doc, sample, strlen(sample), r->kind, &err), err);
	assert_ok(office_uid(&uid, &err), err);
	(void)xmlSetProp(xmlDocGetRootElement(doc), (const xmlChar *)"uid",
	    (const xmlChar *)uid);
	xmlDocDumpMemory(doc, &text, &len);
	n.uid = uid;
	act.document = (const char *)text;
	act.document_len = (size_t)len;
	assert_ok(store_begin(office->store, &err), err);
	assert_ok(act_create(&d, &done, office, &n, &act, &err), err);
	assert_ok(store_commit(office->store, &err), err);
	r->side[0].request = d->row.id;
	r->side[1].request = 0;
	dossier_free(d);
	act_done_free(&done);
	xmlFree(text);
	xmlFreeDoc(doc);
	free(uid);
}

static void
run_once(struct run *r, const char *sample, const char *partner)
{
	size_t acts;

	r->seed = chance_seed;
	r->minute = FIRST_MINUTE;
	set_clock(r, 0);
	acts = 4 + chance_below(ACTS_MAX - 3);
	r->decided = 0;
	begin(r, sample, partner);
	assert_true(send_out(r, 0));
	while (acts-- > 0) {
		int s = (int)chance_below(2);

		/* Often both act before either hears of it. */
		set_clock(r, chance_below(4) == 0 ? 24 * 60 : chance_below(90));
		if (r->side[s].request == 0)
			s = 0;
		switch (chance_below(8)) {
		case 0:
			revise(r, s);
			break;
		case 1:
			attach(r, s);
			break;
		default:
			act_somehow(r, s);
		}
		if (chance_below(2) == 0)
			(void)send_out(r, s);
		while (chance_below(2) == 0)
			post_something(r);
	}
	drain(r);
	check_both(r);
	r->hard += r->decided > 0 ? 1 : 0;
}

/* The two States of a sample; the caller frees them. */
static void
states_of(char *state[2], const char *sample)
{
	static const char *const who[] = { "requesting", "requested" };
	struct err err = { 0 };
	xmlDoc *doc;

	assert_ok(xml_read(&doc, sample, strlen(sample), "sample", &err), err);
	for (int s = 0; s < 2; s++)
		state[s] = xml_text(
		    xml_child(xml_child(xml_root(doc), REQUEST_NS, who[s]),
		        REQUEST_NS, "state"));
	xmlFreeDoc(doc);
}

static void
run_kind(const char *kind, size_t runs)
{
	struct run r = { .kind = kind, .minute = FIRST_MINUTE };
	char *sample = sample_of(kind), *state[2];
	struct verify_report report;
	struct err err = { 0 };

	assert_non_null(sample);
	states_of(state, sample);
	for (int s = 0; s < 2; s++)
		r.side[s].office =
		    unit_new_register(&r.side[s].dir, state[s], "2027-03-01");
	r.post = unit_folder();
	for (size_t i = 0; i < runs; i++)
		run_once(&r, sample, state[1]);
	for (int s = 0; s < 2; s++) {
		memset(&report, 0, sizeof(report));
		report.say = say_fault;
		assert_ok(
		    verify_register(&report, r.side[s].office, 0, &err), err);
		office_close(r.side[s].office);
		unit_remove_register(r.side[s].dir);
		free(state[s]);
	}
	print_message("%s: %zu bundles, %zu kept for later, %zu twice, %zu "
	              "damaged; %zu decided by hand in %zu of %zu runs\n",
	    kind, r.number, r.parked, r.twice, r.damaged, r.crossed, r.hard,
	    runs);
	unit_remove_register(r.post);
	free(sample);
}

static void
both_registers_end_alike_whatever_the_post_does(void **state)
{
	static const char *const kinds[] = { "letter", "eio", "jit", "mirror" };
	const size_t n = sizeof(kinds) / sizeof(kinds[0]);
	const char *asked = getenv("MLA_TEST_RUNS");
	const char *seed = getenv("MLA_TEST_SEED"); /* of a failure */
	size_t runs = asked != NULL ? strtoul(asked, NULL, 10)
	                            : (size_t)chance_tries(RUNS);

	(void)state;
	xml_init();
	for (size_t k = 0; k < n; k++) {
		chance_seed =
		    seed != NULL ? (uint32_t)strtoul(seed, NULL, 10) : SEED;
		run_kind(kinds[k], runs > n ? runs / n : 1);
	}
	xml_done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    both_registers_end_alike_whatever_the_post_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
