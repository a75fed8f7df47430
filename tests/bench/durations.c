/* durations.c - made-up durations as CSV: durations ROWS > FILE */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole days up to 2,500, a little over half of them ended, six groups and
 * twelve strata; the same rows in every run.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t seed = 20260101;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((double)(seed >> 11) + 0.5) / 9007199254740992.0;
}

int
main(int argc, char **argv)
{
	static const char *const groups[] = { "one", "two", "three", "four",
		"five", "six" };
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;

	(void)puts("id,time,status,grp,str");
	for (long i = 1; i <= n; i++) {
		double days = 300 * pow(-log(uniform()), 1.25);
		int status = uniform() < 0.55 && days < 2500;

		(void)printf("%ld,%d,%d,%s,C%02d\n", i,
		    days < 2500 ? (int)days : 2500, status, groups[i % 6],
		    (int)(12 * uniform()));
	}
	return 0;
}
