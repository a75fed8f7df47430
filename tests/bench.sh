#!/bin/sh
# bench.sh - measure, side by side with the named peer, in one run
# SPDX-License-Identifier: Apache-2.0
# Medians of several runs; only ratios of one run count.
set -eu

mla=$(cd "$1" && pwd)/mla
runs=${BENCH_RUNS:-41}

# Milliseconds of one run, to a file of its own for each command.
once() { # name command...
	out=$1
	shift
	from=$(date +%s%N)
	"$@" >/dev/null 2>&1
	echo $((($(date +%s%N) - from) / 1000)) >>"$work/$out"
}
median() {
	sort -n "$work/$1" | sed -n "$((runs / 2 + 1))p"
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

i=0
while [ $i -lt "$runs" ]; do
	once ours "$mla" help
	once theirs xsltproc --version
	i=$((i + 1))
done
awk -v a="$(median ours)" -v b="$(median theirs)" 'BEGIN {
	printf "mla help %.1f ms, xsltproc --version %.1f ms: %.2f times (target: at most 3)\n",
	    a / 1000, b / 1000, a / b }'

"$mla" init "$work/r" --authority A --country FR --code AAA 2>/dev/null
"$mla" --register "$work/r" new letter --to TR >/dev/null 2>&1
head -c 500000000 /dev/zero | tr '\0' 'x' >"$work/big"
ref=$("$mla" --register "$work/r" list --format csv | sed -n '2s/,.*//p')
from=$(date +%s%N)
"$mla" --register "$work/r" attach "$ref" "$work/big" >/dev/null
took=$((($(date +%s%N) - from) / 1000000))
from=$(date +%s%N)
sha256sum "$work/big" >/dev/null
sha512sum "$work/big" >/dev/null
cp "$work/big" "$work/copy"
echo "attach 500 MB $took ms; sha256sum, sha512sum and cp $((($(date +%s%N) - from) / 1000000)) ms"

# Listing and finding, against Taskwarrior and against the least it can cost.
bench=$(cd "$1" && pwd)/tests/bench
runs=11
export NO_COLOR=1 MLA_NOW=2026-03-02T12:00:00Z
"$bench/fill" "$work/ten" 10000
export TASKRC="$work/taskrc" TASKDATA="$work/task"
printf 'data.location=%s\nconfirmation=off\nverbose=nothing\n' "$work/task" >"$TASKRC"
mkdir -p "$work/task"
i=0
while [ $i -lt 10000 ]; do
	i=$((i + 1))
	printf '{"description":"RH.%d request from CH","project":"letter","status":"pending","entry":"20260301T120000Z","due":"20260303T120000Z"}\n' $i
done >"$work/tasks.json"
task import "$work/tasks.json" >/dev/null 2>&1
i=0
while [ $i -lt $runs ]; do
	once list10 "$mla" list --register "$work/ten"
	once csv10 "$mla" list --register "$work/ten" --format csv
	once floor10 "$bench/floor" list "$work/ten"
	once ftable10 "$bench/floor" table "$work/ten"
	[ $i -ge 3 ] || once task10 task list rc.verbose=nothing rc.detection=off rc.defaultwidth=100
	i=$((i + 1))
done
taskms=$(sort -n "$work/task10" | sed -n 2p)
awk -v a="$(median list10)" -v c="$(median csv10)" -v f="$(median floor10)" \
	-v b="$(median ftable10)" -v t="$taskms" 'BEGIN {
	printf "list of 10,000: table %.0f ms, csv %.0f ms; task list %.0f ms: %.0f times (target: 30 times faster)\n",
	    a / 1000, c / 1000, t / 1000, t / a
	printf "  least that one query can cost: as a table %.0f ms: %.1f times; as lines %.0f ms: csv %.1f times (target: at most 2)\n",
	    b / 1000, a / b, f / 1000, c / f }'

"$bench/fill" "$work/hundred" 100000
i=0
while [ $i -lt $runs ]; do
	[ $i -ge 3 ] || once list100 "$mla" list --register "$work/hundred"
	[ $i -ge 3 ] || once floor100 "$bench/floor" table "$work/hundred"
	once show100 "$mla" show LIL-I-2026-050000 --register "$work/hundred"
	once fshow100 "$bench/floor" show "$work/hundred" LIL-I-2026-050000
	once text100 "$mla" list --text w500 --register "$work/hundred"
	once ftext100 "$bench/floor" text "$work/hundred" w500
	i=$((i + 1))
done
for what in show text; do
	awk -v w=$what -v a="$(median ${what}100)" -v f="$(median f${what}100)" 'BEGIN {
		printf "%s among 100,000: %.0f ms, least %.0f ms: %.1f times (target: at most 2)\n",
		    w, a / 1000, f / 1000, a / f }'
done
awk -v a="$(sort -n "$work/list100" | sed -n 2p)" -v f="$(sort -n "$work/floor100" | sed -n 2p)" 'BEGIN {
	printf "list of 100,000: %.0f ms, least, as a table, %.0f ms: %.1f times (target: at most 2)\n",
	    a / 1000, f / 1000, a / f }'

# Figures of the register: from its derived rows, not a replay.
i=0
while [ $i -lt 5 ]; do
	once figures100 "$mla" stats --by kind --register "$work/hundred"
	i=$((i + 1))
done
runs=5
awk -v a="$(median figures100)" 'BEGIN {
	printf "stats --by kind of 100,000: %.0f ms (target: below 1,000)\n", a / 1000 }'

# What is due: 100,000 requests, every second one with a time limit that runs.
"$bench/fill" "$work/dues" 100000 due
i=0
while [ $i -lt 5 ]; do
	once due "$mla" due --register "$work/dues"
	once duecsv "$mla" due --register "$work/dues" --format csv
	once fdue "$bench/floor" due-table "$work/dues"
	once fduecsv "$bench/floor" due "$work/dues"
	i=$((i + 1))
done
runs=5
awk -v a="$(median due)" -v c="$(median duecsv)" -v f="$(median fdue)" \
	-v b="$(median fduecsv)" 'BEGIN {
	printf "due of 100,000 with 50,000 limits: table %.0f ms, least %.0f ms: %.1f times; csv %.0f ms, least %.0f ms: %.1f times (target: at most 2)\n",
	    a / 1000, f / 1000, a / f, c / 1000, b / 1000, c / b }'
# A new holiday: every date is computed again, and what moved is listed.
mkdir "$work/data"
cp -R forms xslt workflows "$work/data"
awk '/<day / && !done { print "  <day rule=\"date 02-16\" name=\"A new day\" source=\"a measurement\"/>"; done = 1 }
	{ print }' forms/calendar/fr.xml >"$work/data/forms/calendar/fr.xml"
from=$(date +%s%N)
moved=$("$mla" --data "$work/data" due --recompute --register "$work/dues" 2>/dev/null | sed 1d | wc -l)
awk -v t=$((($(date +%s%N) - from) / 1000000)) -v m="$moved" 'BEGIN {
	printf "a new holiday, 50,000 limits computed again: %.1f s, %d moved (target: 10 s)\n",
	    t / 1000, m }'

# Events of a batch, against raw inserts of the same rows.
"$bench/fill" "$work/batch" 2000
i=0
while [ $i -lt 2000 ]; do
	i=$((i + 1))
	printf 'LIL-I-2026-%06d examine --on 2026-03-01\n' $i
	n=0
	while [ $n -lt 9 ]; do
		n=$((n + 1))
		printf 'LIL-I-2026-%06d note --on 2026-03-02 --note "word of request %d"\n' $i $i
	done
done >"$work/batch.txt"
cp -R "$work/batch" "$work/raw"
from=$(date +%s%N)
"$mla" log --batch "$work/batch.txt" --register "$work/batch" >/dev/null
took=$((($(date +%s%N) - from) / 1000000))
raw=$("$bench/rows" "$work/batch/register.db" "$work/raw/register.db")
awk -v a="$took" -v r="$raw" 'BEGIN {
	printf "batch of 20,000 events: %d ms, %.0f events a second; raw inserts of the same rows %d ms: %.2f of their speed (target: 0.5)\n",
	    a, 20000 / a * 1000, r, r / a }'

# The largest workflow, from idea to withdrawal.
steps=$("$bench/steps" workflows/eio-out.scxml 10000 draft to-validation validate \
	to-translation translated issue sent.issue acknowledge recognise ask \
	answer sent.answer remind postpone resume remedy-lodged remedy-decided \
	withdraw)
echo "interpreter, largest workflow: $steps macrosteps a second"

# Proving a register: every hash, every chain link, every replay.
"$bench/history" "$work/histories" "${BENCH_HISTORIES:-100000}"
from=$(date +%s%N)
"$mla" verify --register "$work/histories" >/dev/null
took=$((($(date +%s%N) - from) / 1000000))
awk -v n="${BENCH_HISTORIES:-100000}" -v t="$took" 'BEGIN {
	printf "verify of %d requests with 8 events and a document each: %.1f s, %.0f events a second (target: 20,000)\n",
	    n, t / 1000, n * 8 / t * 1000 }'

# Forms: stage two of every form in one process, from ready document models,
# against xsltproc for each file, and against what libxslt takes itself.
letter=tests/data/request/letter-fr-tr.xml
runs=11
each_by_xsltproc() { # format
	for model in tests/golden/*.en.xml; do
		xsltproc "xslt/$1.xsl" "$model"
	done
}
for format in html text fodt; do
	times=$(MLA_DATA=. "$bench/forms" "$letter" $format 101 tests/golden/*.en.xml)
	i=0
	while [ $i -lt $runs ]; do
		once "forms-$format" each_by_xsltproc $format
		i=$((i + 1))
	done
	echo "$times" | awk -v f=$format -v x="$(median "forms-$format")" '{
		printf "%d forms as %s: %.0f a second; xsltproc for each file %.1f ms, here %.2f ms: %.1f times (target: 20 times faster); libxslt alone %.2f ms: %.2f of its speed (target: 0.6); model of a letter %.2f ms\n",
		    $4, f, $4 * 1000000 / $2, x / $4 / 1000, $2 / $4 / 1000, x / $2, $3 / $4 / 1000, $3 / $2, $1 / 1000 }'
done
for format in html text fodt; do
	kb=$(MLA_DATA=. /usr/bin/time -f '%M %U' "$bench/forms" "$letter" $format 10000 2>&1 >/dev/null)
	echo "$kb" | awk -v f=$format '{
		printf "letter with 10,000 persons as %s: %.0f MB at most, %.1f s of work\n",
		    f, $1 / 1024, $2 }'
done

# Figures of a CSV file, against R on the same data ready in its memory.
figures() { # rows, runs
	"$bench/durations" "$1" >"$work/data.csv"
	runs=$2
	i=0
	while [ $i -lt "$runs" ]; do
		once "figures$1" "$mla" stats data "$work/data.csv" --time time \
			--status status --group grp --strata str --table all --format csv
		i=$((i + 1))
	done
	kb=$(/usr/bin/time -f %M "$mla" stats data "$work/data.csv" --time time \
		--status status --group grp --table all --format csv 2>&1 >/dev/null)
	r=$(Rscript tests/bench/survival.R "$work/data.csv" "$runs")
	awk -v n="$1" -v a="$(median "figures$1")" -v r="$r" -v kb="$kb" 'BEGIN {
		printf "figures of %d rows, CSV to all tables: %.0f ms, %.0f MB; R survfit + survdiff in memory %.0f ms: %.1f times (target: 10 times faster)\n",
		    n, a / 1000, kb / 1024, r, r / (a / 1000) }'
	rm -f "$work/data.csv"
}
figures 1000000 5
[ -z "${BENCH_BIG:-}" ] || figures 10000000 3
