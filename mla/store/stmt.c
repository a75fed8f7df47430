/* stmt.c - the closed list of SQL statements */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store/stmt.h"

/* Columns in the order in which request.c reads them. */
#define REQUEST_COLUMNS                                                 \
	"r.id, r.uid, r.reference, r.kind, r.side, r.partner, r.made, " \
	"r.ruleset"
/* Columns in the order in which event.c reads them. */
#define EVENT_COLUMNS                                                        \
	"e.seq, e.request, e.part, e.name, e.side, e.happened, e.recorded, " \
	"e.codes, e.prev, e.hash, q.uid"

/* Columns in the order in which now.c reads them. */
/* The date that a letter bears, "dated=YYYY-MM-DD", as in the index. */
#define DATED(t) "substr(" t ".codes, instr(" t ".codes, 'dated='), 16)"
#define NOW_COLUMNS                                                         \
	"r.id, r.reference, r.kind, r.side, r.partner, n.state, n.holder, " \
	"n.waiting, n.outcome, n.closed, n.since, n.last, n.subject, "      \
	"n.theirs, n.assignee, n.next, n.action "
#define NOW_JOIN "FROM request r JOIN request_now n ON n.request = r.id "
/* Parameters that are NULL ask for nothing. */
#define NOW_WANTED                                                          \
	"($partner IS NULL OR r.partner = $partner) "                       \
	"AND ($state IS NULL OR n.state = $state) "                         \
	"AND ($waiting IS NULL OR n.waiting = $waiting "                    \
	"OR n.holder = $waiting) "                                          \
	"AND ($assignee IS NULL OR n.assignee = $assignee COLLATE NOCASE) " \
	"AND ($closed IS NULL OR n.closed = $closed) "                      \
	"AND ($ref IS NULL OR instr(upper(r.reference), upper($ref)) > 0 "  \
	"OR EXISTS (SELECT 1 FROM reference f WHERE f.request = r.id "      \
	"AND instr(upper(f.value), upper($ref)) > 0)) "                     \
	"AND ($operation IS NULL OR EXISTS (SELECT 1 "                      \
	"FROM operation_request m WHERE m.request = r.id "                  \
	"AND m.operation = $operation)) "                                   \
	"ORDER BY r.reference"

/* Columns in the order in which operation.c reads them. */
#define OPERATION_COLUMNS                              \
	"o.id, o.reference, o.name, o.made, "          \
	"(SELECT count(*) FROM operation_request m "   \
	"WHERE m.operation = o.id), "                  \
	"(SELECT count(*) FROM operation_request m "   \
	"JOIN request_now n ON n.request = m.request " \
	"WHERE m.operation = o.id AND n.closed = 0) "  \
	"FROM operation o "

/* Columns in the order in which deadline.c reads them. */
#define DEADLINE_COLUMNS                                                  \
	"d.request, d.part, d.name, d.clock, d.who, d.due, "              \
	"d.latest, d.basis, d.rule, d.state, d.within, d.start, d.held, " \
	"d.moved, r.reference, n.theirs, r.kind, r.side, r.partner, "     \
	"n.state, n.assignee, n.action, d.verified FROM deadline d "      \
	"JOIN request r ON r.id = d.request "                             \
	"JOIN request_now n ON n.request = d.request "

const char *const stmt_sql[STMT_COUNT] = {
	[STMT_OFFICE_ADD] =
	    "INSERT INTO office (id, uid, authority, country, code, made) "
	    "VALUES (1, $uid, $authority, $country, $code, $made)",
	[STMT_OFFICE_GET] =
	    "SELECT uid, authority, country, code, made FROM office "
	    "WHERE id = 1",
	[STMT_COUNTER_NEXT] =
	    "INSERT INTO counter (direction, year, last) "
	    "VALUES ($direction, $year, 1) ON CONFLICT (direction, year) "
	    "DO UPDATE SET last = counter.last + 1 RETURNING last",
	[STMT_REQUEST_ADD] =
	    "INSERT INTO request (uid, reference, kind, side, partner, made, "
	    "ruleset) VALUES ($uid, $reference, $kind, $side, $partner, "
	    "$made, $ruleset)",
	[STMT_REQUEST_GET] =
	    "SELECT " REQUEST_COLUMNS " FROM request r WHERE r.id = $id",
	[STMT_REQUEST_BY_UID] = "SELECT id FROM request WHERE uid = $uid",
	[STMT_REQUEST_BY_REFERENCE] =
	    "SELECT id, reference FROM request "
	    "WHERE reference = $value COLLATE NOCASE "
	    "UNION SELECT r.id, r.reference FROM reference f "
	    "JOIN request r ON r.id = f.request "
	    "WHERE f.value = $value COLLATE NOCASE ORDER BY 2",
	[STMT_REQUEST_LIKE] =
	    "SELECT id, reference FROM request "
	    "WHERE instr(upper(reference), upper($part)) > 0 "
	    "UNION SELECT r.id, r.reference || ' (' || f.value || ')' "
	    "FROM reference f JOIN request r ON r.id = f.request "
	    "WHERE instr(upper(f.value), upper($part)) > 0 "
	    "ORDER BY 2 LIMIT $limit",
	[STMT_REQUEST_EACH] =
	    "SELECT " REQUEST_COLUMNS " FROM request r ORDER BY r.id",
	[STMT_REQUEST_RULES] =
	    "UPDATE request SET ruleset = $ruleset WHERE id = $id",
	[STMT_REFERENCE_ADD] =
	    "INSERT INTO reference (request, owner, value) "
	    "VALUES ($request, $owner, $value) ON CONFLICT DO NOTHING",
	[STMT_REFERENCE_DROP] =
	    "DELETE FROM reference WHERE request = $request "
	    "AND owner = $owner AND value = $value",
	[STMT_REFERENCE_NAMES] =
	    "SELECT id, reference FROM request "
	    "UNION ALL SELECT request, value FROM reference",
	[STMT_REFERENCE_EACH] =
	    "SELECT owner, value FROM reference WHERE request = $request "
	    "ORDER BY owner, value",
	/* Same partner, and a reference, a file or the date in common. */
	[STMT_REQUEST_ALIKE] =
	    "SELECT r.id, r.reference FROM (SELECT b.request FROM reference a "
	    "JOIN reference b ON b.value = a.value COLLATE NOCASE "
	    "WHERE a.request = $request "
	    "UNION SELECT b.request FROM exhibit a JOIN exhibit b "
	    "ON b.sha256 = a.sha256 WHERE a.request = $request "
	    "UNION SELECT b.request FROM event a CROSS JOIN event b "
	    "ON " DATED("b") " = " DATED(
	        "a") " WHERE a.request = $request "
	             "AND instr(a.codes, 'dated=') > 0 "
	             "AND instr(b.codes, 'dated=') > 0) f "
	             "CROSS JOIN request r ON r.id = f.request "
	             "JOIN request q ON q.id = $request "
	             "WHERE r.id <> q.id AND r.partner = q.partner "
	             "AND r.side = q.side ORDER BY r.id LIMIT $limit",
	[STMT_RULESET_ADD] = "INSERT INTO ruleset (key) VALUES ($key)",
	[STMT_RULESET_FIND] = "SELECT id FROM ruleset WHERE key = $key",
	[STMT_RULESET_KEY] = "SELECT key FROM ruleset WHERE id = $id",
	[STMT_RULESET_LINK] =
	    "INSERT INTO ruleset_resource (ruleset, kind, name, hash) "
	    "VALUES ($ruleset, $kind, $name, $hash)",
	[STMT_RESOURCE_PUT] =
	    "INSERT INTO resource (hash, bytes) VALUES ($hash, $bytes) "
	    "ON CONFLICT DO NOTHING",
	[STMT_RESOURCE_GET] =
	    "SELECT s.hash, s.bytes FROM ruleset_resource l "
	    "JOIN resource s ON s.hash = l.hash WHERE l.ruleset = $ruleset "
	    "AND l.kind = $kind AND l.name = $name",
	[STMT_EVENT_ADD] =
	    "INSERT INTO event (seq, request, part, name, side, happened, "
	    "recorded, codes, prev, hash) VALUES ($seq, $request, $part, "
	    "$name, $side, $happened, $recorded, $codes, $prev, $hash)",
	[STMT_EVENT_LAST] =
	    "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
	[STMT_EVENT_EACH] = "SELECT " EVENT_COLUMNS " FROM event e "
	                    "JOIN request q ON q.id = e.request ORDER BY e.seq",
	[STMT_EVENT_OF] = "SELECT " EVENT_COLUMNS " FROM event e "
	                  "JOIN request q ON q.id = e.request "
	                  "WHERE e.request = $request ORDER BY e.seq",
	[STMT_COMMITMENT_ADD] = "INSERT INTO commitment (seq, ord, what, hash) "
	                        "VALUES ($seq, $ord, $what, $hash)",
	[STMT_COMMITMENT_OF] =
	    "SELECT c.ord, c.what, c.hash, p.salt, p.bytes FROM commitment c "
	    "LEFT JOIN payload p ON p.seq = c.seq AND p.ord = c.ord "
	    "WHERE c.seq = $seq ORDER BY c.ord",
	[STMT_PAYLOAD_ADD] = "INSERT INTO payload (seq, ord, salt, bytes) "
	                     "VALUES ($seq, $ord, $salt, $bytes)",
	[STMT_PAYLOAD_ERASE] =
	    "DELETE FROM payload WHERE seq = $seq AND ord = $ord",
	[STMT_DOCUMENT_ADD] =
	    "INSERT INTO document (request, revision, seq, ord) "
	    "VALUES ($request, $revision, $seq, $ord)",
	[STMT_DOCUMENT_OF] = "SELECT revision, seq, ord FROM document "
	                     "WHERE request = $request ORDER BY revision",
	[STMT_EXHIBIT_ADD] =
	    "INSERT INTO exhibit (request, id, sha256, sha512, bytes, seq, "
	    "ord) VALUES ($request, $id, $sha256, $sha512, $bytes, $seq, "
	    "$ord)",
	[STMT_EXHIBIT_OF] =
	    "SELECT id, sha256, sha512, bytes, seq, ord FROM exhibit "
	    "WHERE request = $request ORDER BY id",
	[STMT_EXHIBIT_NAMED] =
	    "SELECT count(*) FROM exhibit WHERE sha256 = $sha256",
	[STMT_MESSAGE_ADD] =
	    "INSERT INTO message (uid, request, direction, type, manifest, "
	    "seq) VALUES ($uid, $request, $direction, $type, $manifest, "
	    "$seq)",
	[STMT_MESSAGE_GET] =
	    "SELECT request, direction, type, manifest, seq FROM message "
	    "WHERE uid = $uid",
	[STMT_NOW_PUT] =
	    "INSERT INTO request_now (request, state, holder, waiting, "
	    "outcome, closed, since, last, subject, theirs, assignee, next, "
	    "action, seq) VALUES ($request, $state, $holder, $waiting, "
	    "$outcome, $closed, $since, $last, $subject, $theirs, $assignee, "
	    "$next, $action, $seq) ON CONFLICT (request) DO UPDATE SET "
	    "state = excluded.state, holder = excluded.holder, "
	    "waiting = excluded.waiting, outcome = excluded.outcome, "
	    "closed = excluded.closed, since = excluded.since, "
	    "last = excluded.last, subject = excluded.subject, "
	    "theirs = excluded.theirs, assignee = excluded.assignee, "
	    "next = excluded.next, action = excluded.action, "
	    "seq = excluded.seq",
	[STMT_NOW_GET] =
	    "SELECT state, holder, waiting, outcome, closed, since, last, "
	    "subject, theirs, assignee, next, action, seq FROM request_now "
	    "WHERE request = $request",
	[STMT_NOW_LIST] = "SELECT " NOW_COLUMNS NOW_JOIN "WHERE " NOW_WANTED,
	[STMT_NOW_FOUND] =
	    "SELECT " NOW_COLUMNS " FROM (SELECT DISTINCT request "
	    "FROM search WHERE search MATCH $query) f "
	    "JOIN request r ON r.id = f.request "
	    "JOIN request_now n ON n.request = r.id WHERE " NOW_WANTED,
	[STMT_OPERATION_COUNT] =
	    "SELECT count(*) FROM operation WHERE reference LIKE $pattern",
	[STMT_OPERATION_ADD] = "INSERT INTO operation (reference, name, made) "
	                       "VALUES ($reference, $name, $made)",
	[STMT_OPERATION_LIST] =
	    "SELECT " OPERATION_COLUMNS "ORDER BY o.reference",
	[STMT_OPERATION_OF] =
	    "SELECT " OPERATION_COLUMNS
	    "WHERE o.id IN (SELECT operation FROM operation_request "
	    "WHERE request = $request) ORDER BY o.reference",
	[STMT_OPERATION_CLEAR] =
	    "DELETE FROM operation_request WHERE request = $request",
	[STMT_OPERATION_PUT] =
	    "INSERT INTO operation_request (operation, request) "
	    "SELECT id, $request FROM operation WHERE reference = $operation "
	    "ON CONFLICT DO NOTHING",
	[STMT_LINK_OF] =
	    "SELECT l.relation, r.id, r.reference, 0 FROM link l "
	    "JOIN request r ON r.id = l.other WHERE l.request = $request "
	    "UNION ALL SELECT l.relation, r.id, r.reference, 1 FROM link l "
	    "JOIN request r ON r.id = l.request WHERE l.other = $request "
	    "ORDER BY 3, 1",
	[STMT_LINK_CLEAR] = "DELETE FROM link WHERE request = $request",
	[STMT_LINK_PUT] = "INSERT INTO link (request, relation, other) "
	                  "VALUES ($request, $relation, $other) "
	                  "ON CONFLICT DO NOTHING",
	[STMT_DEADLINE_CLEAR] = "DELETE FROM deadline WHERE request = $request",
	[STMT_DEADLINE_PUT] =
	    "INSERT INTO deadline (request, part, name, clock, who, due, "
	    "latest, basis, verified, rule, state, within, start, held, moved) "
	    "VALUES ($request, $part, $name, $clock, $who, $due, $latest, "
	    "$basis, $verified, $rule, $state, $within, $start, $held, "
	    "$moved)",
	[STMT_DEADLINE_MOVE] =
	    "UPDATE deadline SET due = $due, latest = $latest "
	    "WHERE request = $request AND part = $part AND name = $name",
	/* A bound for all of them is "U": days and moments are below it. */
	[STMT_DEADLINE_LIST] =
	    "SELECT " DEADLINE_COLUMNS "WHERE d.due < $before "
	    "AND ($assignee IS NULL OR n.assignee = $assignee COLLATE NOCASE) "
	    "ORDER BY d.due, d.request",
	[STMT_DEADLINE_OF] = "SELECT " DEADLINE_COLUMNS
	                     "WHERE d.request = $request AND d.due < $before "
	                     "AND ($assignee IS NULL "
	                     "OR n.assignee = $assignee COLLATE NOCASE) "
	                     "ORDER BY d.due, d.part, d.name",
	[STMT_SEARCH_ADD] = "INSERT INTO search (rowid, words, request) "
	                    "VALUES ($seq, $words, $request)",
	[STMT_SEARCH_FIND] = "SELECT DISTINCT request FROM search "
	                     "WHERE search MATCH $query ORDER BY request",
	[STMT_SEARCH_ERASE] = "DELETE FROM search WHERE rowid = $seq",
	/* Merges all, so that nothing of what was erased is left behind. */
	[STMT_SEARCH_CLEAN] = "INSERT INTO search (search) VALUES ('optimize')",
	[STMT_SEARCH_CLEAR] = "DELETE FROM search",
	[STMT_DERIVED_GET] = "SELECT whole FROM derived WHERE id = 1",
	[STMT_DERIVED_SET] = "UPDATE derived SET whole = $whole WHERE id = 1",
};
