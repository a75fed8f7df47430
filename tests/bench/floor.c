/* floor.c - the least that a listing can cost: floor list|show|text DIR [X] */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that links the same libraries, opens the register and runs one
 * query over an index; each row is printed with tabulators between.
 */
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

static const char list_sql[] =
    "SELECT r.reference, r.side, r.partner, n.theirs, r.kind, n.state, "
    "n.waiting, n.since, n.next, n.subject FROM request r "
    "JOIN request_now n ON n.request = r.id ORDER BY r.reference";
static const char show_sql[] =
    "SELECT e.seq, e.name, e.happened, e.recorded, p.bytes FROM request r "
    "JOIN event e ON e.request = r.id "
    "LEFT JOIN payload p ON p.seq = e.seq WHERE r.reference = ?1";
static const char text_sql[] =
    "SELECT r.reference, n.state, n.subject FROM request r "
    "JOIN request_now n ON n.request = r.id WHERE r.id IN "
    "(SELECT request FROM search WHERE search MATCH ?1) ORDER BY r.reference";

int
main(int argc, char **argv)
{
	char path[4096];
	const char *sql = list_sql;
	sqlite3_stmt *stmt;
	sqlite3 *db;

	if (argc < 3)
		return 2;
	if (strcmp(argv[1], "show") == 0)
		sql = show_sql;
	else if (strcmp(argv[1], "text") == 0)
		sql = text_sql;
	(void)snprintf(path, sizeof(path), "%s/register.db", argv[2]);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	        SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return 1;
	if (argc > 3)
		(void)sqlite3_bind_text(stmt, 1, argv[3], -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int c = 0; c < sqlite3_column_count(stmt); c++)
			(void)printf("%s%s", c > 0 ? "\t" : "",
			    (const char *)sqlite3_column_text(stmt, c));
		(void)putchar('\n');
	}
	(void)sqlite3_finalize(stmt);
	return sqlite3_close(db) != SQLITE_OK;
}
