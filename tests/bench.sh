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
