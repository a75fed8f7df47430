#!/bin/sh
# check.sh - run groups of tests and count: check.sh BUILD unit|cli|... total
# SPDX-License-Identifier: Apache-2.0
# The tally lies in BUILD/tally (of the outermost build): "passed failed" lines.
# They run as many at once as there are processors:
# check.sh BUILD one unit|cli|... PATH runs one of them.
set -u

build=$1
shift
top=$(pwd)
case $build in
/*) ;;
*) build=$top/$build ;;
esac
tally=${build%/san}/tally
export TZ=UTC LC_ALL=C.UTF-8

count() { # passed failed
	echo "$1 $2" >>"$tally"
}

# Each line of the input is one test of a group.
each() { # group
	xargs -r -P "$(nproc)" -I{} \
		sh "$top/tests/check.sh" "$build" one "$1" {} || {
		echo "FAILED $1: one of them did not come to its end"
		count 0 1
	}
}

programs() { # prefix of their names, below the build
	for t in "$build/tests/$1"*; do
		case $t in *.o | *.d) continue ;; esac
		[ ! -x "$t" ] || echo "$t"
	done
}

# A cmocka program prints "[  PASSED  ] N test(s)." and "N FAILED TEST(S)".
one_unit() { # program, what runs it...
	t=$1
	shift
	log=$build/$(basename "$t").log
	"$@" "$t" >"$log" 2>&1
	rc=$?
	passed=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" |
		awk '{ n += $1 } END { print n + 0 }')
	failed=$(sed -n 's/^\[  FAILED  \] .*tests\{0,1\}: \([0-9]*\) test.*/\1/p' "$log" |
		awk '{ n += $1 } END { print n + 0 }')
	if [ $rc -ne 0 ] && [ "$failed" -eq 0 ]; then
		failed=1
	fi
	if [ $rc -ne 0 ]; then
		cat "$log"
		echo "FAILED $(basename "$t") (exit $rc)"
	fi
	count "$passed" "$failed"
}

one_valgrind() { # program
	MLA_TEST_ORDERS=5 one_unit "$1" valgrind -q --error-exitcode=99 \
		--leak-check=full --errors-for-leak-kinds=definite,indirect
}

# A case is a folder: cmd is run by sh in a fresh folder.
one_cli() { # folder
	dir=$1
	name=$(basename "$dir")
	work=$(mktemp -d)
	want_rc=0
	[ ! -f "$dir/expect.rc" ] || want_rc=$(cat "$dir/expect.rc")
	now=2026-07-23T08:12:00+02:00
	[ ! -f "$dir/now" ] || now=$(cat "$dir/now")
	(
		cd "$work" || exit 99
		PATH=$build:$PATH CASE=$dir TOP=$top HOME=$work MLA_NOW=$now \
			COLUMNS=100 NO_COLOR=1 EDITOR=true \
			timeout 120 sh "$dir/cmd" </dev/null >"$work.out" 2>"$work.err"
	)
	rc=$?
	ok=1
	if [ -n "${UPDATE_GOLDEN:-}" ]; then
		cp "$work.out" "$dir/expect.out"
		cp "$work.err" "$dir/expect.err"
		[ -s "$dir/expect.out" ] || rm -f "$dir/expect.out"
		[ -s "$dir/expect.err" ] || rm -f "$dir/expect.err"
		rm -f "$dir/expect.rc"
		[ $rc -eq 0 ] || echo $rc >"$dir/expect.rc"
	else
		for s in out err; do
			want=$dir/expect.$s
			[ -f "$want" ] || want=/dev/null
			diff -u "$want" "$work.$s" >"$work.diff" || {
				ok=0
				head -n 60 "$work.diff"
			}
		done
		[ "$rc" = "$want_rc" ] || {
			ok=0
			echo "exit $rc, expected $want_rc"
		}
	fi
	[ $ok = 1 ] || echo "FAILED cli $name"
	count $ok $((1 - ok))
	rm -rf "$work" "$work.out" "$work.err" "$work.diff"
}

cases() {
	for dir in "$top"/tests/cli/*/; do
		[ ! -f "${dir}cmd" ] || echo "${dir%/}"
	done
}

one_fuzz() { # program
	name=$(basename "$1")
	corpus=$top/tests/corpus/${name#replay_}
	if [ -d "$corpus" ] && timeout 300 "$1" "$corpus"/*; then
		count 1 0
	else
		echo "FAILED corpus ${name#replay_}"
		count 0 1
	fi
}

# Scripts that are tests by themselves, the longest first; each ends with exit
# status 0 or not.
scripts() {
	for s in fault kill events axe frozen calendars man-pages install html; do
		echo "$top/tests/$s.sh"
	done
}

one_stories() { # script
	log=$build/$(basename "$1" .sh).log
	if sh "$1" "$build" >"$log" 2>&1; then
		count 1 0
	else
		tail -n 40 "$log"
		echo "FAILED $(basename "$1")"
		count 0 1
	fi
}

golden() {
	UPDATE_GOLDEN=1 "$build/tests/unit/test_render" >/dev/null 2>&1
}

total() {
	awk '{ p += $1; f += $2 }
		END { printf "%d passed, %d failed\n", p, f; exit f > 0 }' "$tally"
}

if [ "$1" = one ]; then
	said=$("one_$2" "$3" 2>&1) # so that it stays together
	[ -z "$said" ] || printf '%s\n' "$said"
	exit
fi
for group in "$@"; do
	case $group in
	unit | valgrind) programs unit/test_ | each "$group" ;;
	cli) cases | each cli ;;
	fuzz) programs fuzz/replay_ | each fuzz ;;
	stories) scripts | each stories ;;
	golden) golden ;;
	total) total || exit 1 ;;
	*)
		echo "check.sh: no group $group" >&2
		exit 2
		;;
	esac
done
