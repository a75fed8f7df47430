/* floor.c - the least a listing costs: floor WHAT DIR [X] */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that links the same libraries, opens the register and runs one
 * query over an index; each row is printed with tabulators between, or, with
 * "table" and "due-table", by the library for tables.  WHAT is list, table,
 * show, text, due or due-table.
 */
#include <stdio.h>
#include <string.h>

#include <libsmartcols.h>
#include <sqlite3.h>

/* The columns of mla list for programs, and for people. */
static const char list_sql[] =
    "SELECT r.reference, r.side, r.partner, n.theirs, r.kind, n.state, "
    "n.waiting, n.holder, n.assignee, n.since, n.last, n.next, n.action, "
    "n.outcome, n.subject FROM request r "
    "JOIN request_now n ON n.request = r.id ORDER BY r.reference";
static const char table_sql[] =
    "SELECT r.reference, r.partner, n.theirs, r.kind, n.state, n.waiting, "
    "n.since, n.next, n.subject FROM request r "
    "JOIN request_now n ON n.request = r.id ORDER BY r.reference";
static const char show_sql[] =
    "SELECT e.seq, e.name, e.happened, e.recorded, p.bytes FROM request r "
    "JOIN event e ON e.request = r.id "
    "LEFT JOIN payload p ON p.seq = e.seq WHERE r.reference = ?1";
static const char text_sql[] =
    "SELECT r.reference, n.state, n.subject FROM request r "
    "JOIN request_now n ON n.request = r.id WHERE r.id IN "
    "(SELECT request FROM search WHERE search MATCH ?1) ORDER BY r.reference";

static const char due_sql[] =
    "SELECT d.due, d.who, r.reference, d.part, d.name, r.partner, n.theirs, "
    "d.clock, d.basis, n.action, d.latest, n.assignee FROM deadline d "
    "JOIN request r ON r.id = d.request "
    "JOIN request_now n ON n.request = d.request ORDER BY d.due, d.request";

static void
print_lines(sqlite3_stmt *stmt)
{
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int c = 0; c < sqlite3_column_count(stmt); c++)
			(void)printf("%s%s", c > 0 ? "\t" : "",
			    (const char *)sqlite3_column_text(stmt, c));
		(void)putchar('\n');
	}
}

static void
print_table(sqlite3_stmt *stmt)
{
	struct libscols_table *t = scols_new_table();

	(void)scols_table_set_termwidth(t, 100);
	(void)scols_table_set_termforce(t, SCOLS_TERMFORCE_ALWAYS);
	for (int c = 0; c < sqlite3_column_count(stmt); c++)
		(void)scols_table_new_column(t, sqlite3_column_name(stmt, c), 0,
		    c == 8 ? SCOLS_FL_TRUNC : 0);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct libscols_line *line = scols_table_new_line(t, NULL);

		for (int c = 0; c < sqlite3_column_count(stmt); c++)
			(void)scols_line_set_data(line, (size_t)c,
			    (const char *)sqlite3_column_text(stmt, c));
	}
	(void)scols_print_table(t);
	scols_unref_table(t);
}

int
main(int argc, char **argv)
{
	char path[4096];
	const char *sql = list_sql;
	sqlite3_stmt *stmt;
	sqlite3 *db;

	if (argc < 3)
		return 2;
	if (strcmp(argv[1], "table") == 0)
		sql = table_sql;
	else if (strcmp(argv[1], "show") == 0)
		sql = show_sql;
	else if (strcmp(argv[1], "text") == 0)
		sql = text_sql;
	else if (strncmp(argv[1], "due", 3) == 0)
		sql = due_sql;
	(void)snprintf(path, sizeof(path), "%s/register.db", argv[2]);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	        SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return 1;
	if (argc > 3)
		(void)sqlite3_bind_text(stmt, 1, argv[3], -1, SQLITE_STATIC);
	if (strstr(argv[1], "table") != NULL)
		print_table(stmt);
	else
		print_lines(stmt);
	(void)sqlite3_finalize(stmt);
	return sqlite3_close(db) != SQLITE_OK;
}
