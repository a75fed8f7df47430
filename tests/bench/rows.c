/* rows.c - raw inserts of the rows of a batch: rows FROM.db TO.db */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies the rows of event, commitment, payload, search, request_now and
 * deadline of one register into tables of the same shape, by prepared inserts
 * in one transaction: what the same rows cost without judging and hashing
 * anything.  Prints the milliseconds of the inserts.
 */
#include <stdio.h>
#include <time.h>

#include <sqlite3.h>

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Row by row, as a program that inserts them would. */
static int
copy(sqlite3 *from, sqlite3 *to, const char *select, const char *insert)
{
	sqlite3_stmt *in, *out;
	int n;

	if (sqlite3_prepare_v2(from, select, -1, &in, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(to, insert, -1, &out, NULL) != SQLITE_OK)
		return 1;
	n = sqlite3_column_count(in);
	while (sqlite3_step(in) == SQLITE_ROW) {
		for (int c = 0; c < n; c++)
			(void)sqlite3_bind_value(
			    out, c + 1, sqlite3_column_value(in, c));
		if (sqlite3_step(out) != SQLITE_DONE)
			return 1;
		(void)sqlite3_reset(out);
	}
	(void)sqlite3_finalize(in);
	(void)sqlite3_finalize(out);
	return 0;
}

int
main(int argc, char **argv)
{
	static const char *const made =
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
	sqlite3 *from, *to;
	double start;
	int bad;

	if (argc < 3 || sqlite3_open(argv[1], &from) != SQLITE_OK ||
	    sqlite3_open(argv[2], &to) != SQLITE_OK ||
	    sqlite3_exec(to, made, NULL, NULL, NULL) != SQLITE_OK)
		return 1;
	start = now();
	bad = sqlite3_exec(to, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	bad = bad ||
	    copy(from, to, "SELECT * FROM event WHERE seq > 2000",
	        "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)") ||
	    copy(from, to, "SELECT * FROM commitment WHERE seq > 2000",
	        "INSERT INTO commitment VALUES (?,?,?,?)") ||
	    copy(from, to, "SELECT * FROM payload WHERE seq > 2000",
	        "INSERT INTO payload VALUES (?,?,?,?)") ||
	    copy(from, to,
	        "SELECT rowid, words, request FROM search WHERE rowid > 2000",
	        "INSERT INTO search (rowid, words, request) VALUES (?,?,?)") ||
	    copy(from, to, "SELECT * FROM request_now",
	        "INSERT OR REPLACE INTO request_now VALUES "
	        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?)") ||
	    sqlite3_exec(to, "DELETE FROM deadline", NULL, NULL, NULL) ||
	    copy(from, to, "SELECT * FROM deadline",
	        "INSERT INTO deadline VALUES "
	        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
	bad = bad || sqlite3_exec(to, "COMMIT", NULL, NULL, NULL);
	(void)printf("%.0f\n", now() - start);
	(void)sqlite3_close(from);
	(void)sqlite3_close(to);
	return bad;
}
