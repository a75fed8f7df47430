/* test_messages.c - what one side sends, the machine of the other one takes */
/* SPDX-License-Identifier: Apache-2.0 */
#include "office.h"

#include "base/str.h"
#include "core/act.h"
#include "core/rules.h"
#include "xml/init.h"

/* Every exchange of the work, and the message that carries it. */
static const char *const exchanges[] = { "request", "acknowledgement",
	"forwarding", "supplement-asked", "supplement-given", "decision",
	"condition", "condition-accepted", "condition-declined", "postponement",
	"postponement-lifted", "delay", "alternative", "alternative-answer",
	"results-partial", "results-final", "withdrawal", "reminder",
	"execution-report", "spontaneous-information", "jit-proposal",
	"jit-draft", "signature", "extension", "extension-granted", "alert",
	"alert-reply" };

#define EXCHANGES (sizeof(exchanges) / sizeof(exchanges[0]))

static bool met[EXCHANGES];

/* Who on the other side records it: the event, or for an issue the intake. */
static bool
is_taken(const struct rules *other, const struct machine *there,
    const struct machine_transition *t)
{
	if (str_eq(t->step, MACHINE_ISSUE))
		return machine_step(other->whole, MACHINE_RECEIVE) != NULL ||
		    act_has_event(there, t->event[0]);
	return act_has_event(there, t->event[0]);
}

static void
check_machine(const char *kind, const struct machine *here,
    const struct rules *other, const struct machine *there)
{
	for (size_t i = 0; here != NULL && i < here->nstates; i++) {
		const struct machine_state *s = here->state[i];

		for (size_t k = 0; k < s->ntransitions; k++) {
			const struct machine_transition *t = s->transition[k];

			if (*t->message == '\0')
				continue;
			for (size_t n = 0; n < EXCHANGES; n++)
				met[n] =
				    met[n] || str_eq(t->message, exchanges[n]);
			if (!is_taken(other, there, t))
				fail_msg("%s: %s sends \"%s\" with the event "
				         "\"%s\", and %s does not know it",
				    kind, here->name, t->message, t->event[0],
				    there != NULL ? there->name : "nobody");
		}
	}
}

static void
each_message_of_one_side_is_an_event_of_the_other(void **state)
{
	struct office *office = unit_open_office(NULL, "2027-03-01");
	struct err err = { 0 };
	struct file_names kinds;

	(void)state;
	assert_ok(res_list(&kinds, office->res, RES_KIND, &err), err);
	for (size_t i = 0; i < kinds.n; i++) {
		struct rules *out, *in;

		assert_ok(
		    rules_of(&out, office, 0, kinds.at[i], "out", &err), err);
		assert_ok(
		    rules_of(&in, office, 0, kinds.at[i], "in", &err), err);
		check_machine(kinds.at[i], out->whole, in, in->whole);
		check_machine(kinds.at[i], in->whole, out, out->whole);
		check_machine(kinds.at[i], out->part, in, in->part);
		check_machine(kinds.at[i], in->part, out, out->part);
	}
	for (size_t n = 0; n < EXCHANGES; n++) {
		if (!met[n])
			fail_msg("no workflow sends \"%s\"", exchanges[n]);
	}
	file_names_free(&kinds);
	office_close(office);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_message_of_one_side_is_an_event_of_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
