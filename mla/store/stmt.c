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

/* Of a request ($request), or of all (NULL); q is the request. */
#define DUMP_OF "($request IS NULL OR q.id = $request) "
/* The request of a row that is added. */
#define DUMP_TO "(SELECT id FROM request WHERE uid = $request)"
/* Sets of rules by which a request goes, or went. */
#define DUMP_SETS                                                   \
	"($request IS NULL OR s.id = (SELECT ruleset FROM request " \
	"WHERE id = $request) OR EXISTS (SELECT 1 FROM event e "    \
	"JOIN payload p ON p.seq = e.seq "                          \
	"WHERE e.request = $request AND e.name = 'desk.migrate' "   \
	"AND instr(CAST(p.bytes AS TEXT), lower(hex(s.key))) > 0)) "
/* Requests that cannot be replayed. */
#define DUMP_ERASED                                                          \
	"(SELECT e.request FROM commitment c JOIN event e ON e.seq = c.seq " \
	"WHERE NOT EXISTS (SELECT 1 FROM payload p WHERE p.seq = c.seq "     \
	"AND p.ord = c.ord)) "

const char *const stmt_sql[STMT_COUNT] = {
	[STMT_OFFICE_ADD] =
	    "INSERT INTO office (id, uid, authority, country, code, made, "
	    "practice) VALUES (1, $uid, $authority, $country, $code, $made, "
	    "$practice)",
	[STMT_OFFICE_GET] =
	    "SELECT uid, authority, country, code, made, practice FROM office "
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
	[STMT_PAYLOAD_GET] = "SELECT bytes FROM payload WHERE seq = $seq "
	                     "AND ord = $ord",
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
	[STMT_EXHIBIT_ELSEWHERE] =
	    "SELECT request, id FROM exhibit WHERE sha256 >= $sha256 "
	    "AND sha256 < $sha256 || 'g' AND request <> $request "
	    "ORDER BY request, id",
	[STMT_MESSAGE_ADD] =
	    "INSERT INTO message (uid, request, direction, type, manifest, "
	    "seq, number, instead) VALUES ($uid, $request, $direction, $type, "
	    "$manifest, $seq, $number, coalesce($instead, ''))",
	[STMT_MESSAGE_GET] =
	    "SELECT request, direction, type, manifest, seq, number "
	    "FROM message WHERE uid = $uid",
	[STMT_MESSAGE_LIST] =
	    "SELECT uid, direction, type, manifest, seq, number, instead "
	    "FROM message "
	    "WHERE request = $request ORDER BY seq, uid",
	[STMT_PARKED_PUT] =
	    "INSERT INTO parked (manifest, uid, about, sender, type, number, "
	    "reached, why, what) VALUES ($manifest, $uid, $about, $sender, "
	    "$type, $number, $reached, $why, $what) ON CONFLICT (manifest) "
	    "DO UPDATE SET why = excluded.why, what = excluded.what",
	[STMT_PARKED_LIST] =
	    "SELECT manifest, uid, about, sender, type, number, reached, why, "
	    "what FROM parked WHERE about = coalesce($about, about) "
	    "ORDER BY about, number, manifest",
	[STMT_PARKED_DROP] = "DELETE FROM parked WHERE manifest = $manifest",
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
	[STMT_PAST_PUT] =
	    "INSERT INTO past (request, text) VALUES ($request, $text) "
	    "ON CONFLICT (request) DO UPDATE SET text = excluded.text",
	[STMT_PAST_GET] = "SELECT text FROM past WHERE request = $request",
	[STMT_PAST_EACH] =
	    "SELECT r.id, r.reference, r.kind, r.side, r.partner, "
	    "n.assignee, p.text FROM request r "
	    "JOIN request_now n ON n.request = r.id "
	    "LEFT JOIN past p ON p.request = r.id ORDER BY r.id",
	[STMT_OFFICE_SET] = "UPDATE office SET uid = $uid, "
	                    "authority = $authority, made = $made, "
	                    "practice = $practice WHERE id = 1",
	[STMT_COUNTER_RAISE] =
	    "INSERT INTO counter (direction, year, last) "
	    "VALUES ($direction, $year, $last) ON CONFLICT (direction, year) "
	    "DO UPDATE SET last = excluded.last "
	    "WHERE excluded.last > counter.last",
	[STMT_DUMP_COUNTER] = "SELECT direction, year, last FROM counter "
	                      "WHERE $request IS NULL ORDER BY direction, year",
	[STMT_DUMP_RESOURCE] =
	    "SELECT f.hash, f.bytes FROM resource f WHERE $request IS NULL "
	    "OR f.hash IN (SELECT l.hash FROM ruleset_resource l "
	    "JOIN ruleset s ON s.id = l.ruleset WHERE " DUMP_SETS ") "
	    "ORDER BY f.hash",
	[STMT_DUMP_RULESET] =
	    "SELECT s.key FROM ruleset s WHERE " DUMP_SETS "ORDER BY s.id",
	[STMT_DUMP_RULE] =
	    "SELECT l.kind, l.name, l.hash FROM ruleset s "
	    "JOIN ruleset_resource l ON l.ruleset = s.id WHERE s.key = $key "
	    "ORDER BY l.kind, l.name",
	[STMT_DUMP_RULE_ADD] =
	    "INSERT INTO ruleset_resource (ruleset, kind, name, hash) "
	    "VALUES ((SELECT id FROM ruleset WHERE key = $key), $kind, $name, "
	    "$hash)",
	[STMT_DUMP_OPERATION] =
	    "SELECT o.reference, o.name, o.made FROM operation o "
	    "WHERE $request IS NULL OR o.id IN (SELECT operation "
	    "FROM operation_request WHERE request = $request) ORDER BY o.id",
	[STMT_DUMP_REQUEST] =
	    "SELECT q.uid, q.reference, q.kind, q.side, q.partner, q.made, "
	    "s.key FROM request q LEFT JOIN ruleset s ON s.id = q.ruleset "
	    "WHERE " DUMP_OF "ORDER BY q.id",
	[STMT_DUMP_REQUEST_ADD] =
	    "INSERT INTO request (uid, reference, kind, side, partner, made, "
	    "ruleset) VALUES ($uid, $reference, $kind, $side, $partner, "
	    "$made, CASE WHEN $rules IS NULL THEN NULL ELSE "
	    "coalesce((SELECT id FROM ruleset WHERE key = $rules), -1) END)",
	[STMT_DUMP_REFERENCE] =
	    "SELECT f.owner, f.value FROM request q "
	    "JOIN reference f ON f.request = q.id WHERE q.uid = $uid "
	    "ORDER BY f.owner, f.value",
	[STMT_DUMP_REFERENCE_ADD] =
	    "INSERT INTO reference (request, owner, value) VALUES ("
	    "(SELECT id FROM request WHERE uid = $uid), $owner, $value)",
	[STMT_DUMP_ENTRY] =
	    "SELECT e.seq, q.uid, e.part, e.name, e.side, e.happened, "
	    "e.recorded, e.codes, e.prev, e.hash FROM event e "
	    "JOIN request q ON q.id = e.request WHERE " DUMP_OF
	    "OR ($chain AND e.seq > (SELECT min(seq) FROM event "
	    "WHERE request = $request)) ORDER BY e.seq",
	[STMT_DUMP_DOCUMENT] =
	    "SELECT q.uid, d.revision, d.seq, d.ord FROM request q "
	    "JOIN document d ON d.request = q.id WHERE " DUMP_OF
	    "ORDER BY d.seq, d.revision",
	[STMT_DUMP_DOCUMENT_ADD] =
	    "INSERT INTO document (request, revision, seq, ord) "
	    "VALUES (" DUMP_TO ", $revision, $entry, $ord)",
	[STMT_DUMP_EXHIBIT] =
	    "SELECT q.uid, x.id, x.sha256, x.sha512, x.bytes, x.seq, x.ord "
	    "FROM request q JOIN exhibit x ON x.request = q.id "
	    "WHERE " DUMP_OF "ORDER BY x.seq, x.ord",
	[STMT_DUMP_EXHIBIT_ADD] =
	    "INSERT INTO exhibit (request, id, sha256, sha512, bytes, seq, "
	    "ord) VALUES (" DUMP_TO ", $id, $sha256, $sha512, $size, $entry, "
	    "$ord)",
	[STMT_DUMP_MESSAGE] =
	    "SELECT m.uid, q.uid, m.direction, m.type, m.manifest, m.seq, "
	    "m.number, nullif(m.instead, '') "
	    "FROM request q JOIN message m ON m.request = q.id "
	    "WHERE " DUMP_OF "ORDER BY m.seq, m.uid",
	[STMT_DUMP_MESSAGE_ADD] =
	    "INSERT INTO message (uid, request, direction, type, manifest, "
	    "seq, number, instead) VALUES ($uid, " DUMP_TO ", $direction, "
	    "$type, $manifest, $entry, $number, coalesce($instead, ''))",
	[STMT_DUMP_PARKED] =
	    "SELECT p.manifest, p.uid, p.about, p.sender, p.type, p.number, "
	    "p.reached, p.why, p.what FROM parked p WHERE $request IS NULL "
	    "ORDER BY p.manifest",
	[STMT_DUMP_PARKED_ADD] =
	    "INSERT INTO parked (manifest, uid, about, sender, type, number, "
	    "reached, why, what) VALUES ($manifest, $uid, $about, $sender, "
	    "$type, $number, $reached, $why, $what)",
	[STMT_DUMP_NOW] =
	    "SELECT q.uid, n.state, n.holder, n.waiting, n.outcome, n.since, "
	    "n.last, n.theirs, n.assignee, n.next, n.action, n.seq "
	    "FROM request q JOIN request_now n ON n.request = q.id "
	    "WHERE q.id IN " DUMP_ERASED "AND " DUMP_OF "ORDER BY q.id",
	[STMT_DUMP_NOW_ADD] =
	    "INSERT INTO request_now (request, state, holder, waiting, "
	    "outcome, closed, since, last, subject, theirs, assignee, next, "
	    "action, seq) VALUES (" DUMP_TO ", $state, $holder, $waiting, "
	    "$outcome, 1, $since, $last, '', $theirs, $assignee, $next, "
	    "$action, $entry)",
	[STMT_DUMP_MEMBER] = "SELECT q.uid, o.reference FROM request q "
	                     "JOIN operation_request m ON m.request = q.id "
	                     "JOIN operation o ON o.id = m.operation "
	                     "WHERE q.id IN " DUMP_ERASED "AND " DUMP_OF
	                     "ORDER BY q.id, o.reference",
	[STMT_DUMP_MEMBER_ADD] =
	    "INSERT INTO operation_request (operation, request) VALUES ("
	    "(SELECT id FROM operation WHERE reference = $operation), " DUMP_TO
	    ")",
	[STMT_DUMP_LINK] =
	    "SELECT q.uid, l.relation, r.uid FROM request q "
	    "JOIN link l ON l.request = q.id JOIN request r ON r.id = l.other "
	    "WHERE q.id IN " DUMP_ERASED "AND " DUMP_OF
	    "ORDER BY q.id, l.relation, r.id",
	[STMT_DUMP_LINK_ADD] =
	    "INSERT INTO link (request, relation, other) VALUES (" DUMP_TO
	    ", $relation, (SELECT id FROM request WHERE uid = $other))",
	[STMT_DERIVED_GET] = "SELECT whole FROM derived WHERE id = 1",
	[STMT_DERIVED_SET] = "UPDATE derived SET whole = $whole WHERE id = 1",
};
