#!/bin/sh
# exchange.sh - bundles: what it costs to write and to check them, and memory
# SPDX-License-Identifier: Apache-2.0
# exchange.sh BUILD.  One GiB in one large file and 2,000 small ones, all of it
# in the page cache; medians of BENCH_EXCHANGE_RUNS (5), in turn.
set -eu

build=$(cd "$1" && pwd)
mla=$build/mla
pack=$build/tests/bench/pack
runs=${BENCH_EXCHANGE_RUNS:-5}
top=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1 MLA_NOW=2026-03-02T12:00:00Z
ref=AAA-O-2026-000001

once() { # name command...
	out=$1
	shift
	from=$(date +%s%N)
	"$@" >/dev/null 2>&1
	echo $((($(date +%s%N) - from) / 1000)) >>"$work/t.$out"
}
median() {
	sort -n "$work/t.$1" | sed -n "$((runs / 2 + 1))p"
}

mkdir "$work/files"
cd "$work/files"
head -c 536870912 /dev/urandom >large
head -c 524288000 /dev/urandom | split -a 4 -d -b 262144 - small.
cd "$work"
"$mla" init empty --authority A --country FR --code AAA 2>/dev/null
"$mla" --register empty new letter --to TR \
	--from "$top/tests/data/request/letter-fr-tr.xml" >/dev/null 2>&1

by_python() {
	python3 "$top/tests/bench/bagit_make.py" bag
	zip -0qr bag.zip bag
}
by_tools() {
	unzip -q our.zip
	cd bag
	sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt
	sha512sum --quiet -c manifest-sha512.txt tagmanifest-sha512.txt
	cd ..
}

i=0
while [ $i -lt "$runs" ]; do
	rm -rf copy bag bag.zip our.zip our.tar letter.zip live
	cp -R empty live
	cp -al files bag
	cat files/* >/dev/null
	once floor openssl dgst -sha512 files/*
	once copy cp -R files copy
	rm -rf copy
	once python by_python
	rm -rf bag bag.zip
	once tar "$pack" tar our.tar 0 files/*
	rm our.tar
	once zip "$pack" zip our.zip 0 files/*
	once verify "$mla" verify our.zip
	once tools by_tools
	rm -rf bag our.zip
	once attach "$mla" attach $ref files/* --register live
	once send "$mla" send $ref --register live --channel direct -o letter.zip
	once letter "$mla" verify letter.zip
	i=$((i + 1))
done
for what in floor copy python tar zip verify tools attach send letter; do
	eval "$what=$(median $what)"
done
# shellcheck disable=SC2154
awk -v floor="$floor" -v copy="$copy" -v python="$python" -v tar="$tar" \
	-v zip="$zip" -v verify="$verify" -v tools="$tools" \
	-v attach="$attach" -v send="$send" -v letter="$letter" 'BEGIN {
	least = floor > copy ? floor : copy
	printf "bundle of 1 GiB, ZIP: %.2f s; Python bag and zip -0 %.2f s: %.1f times (target: 3 times faster); SHA-512 in one thread %.2f s, copy %.2f s: %.2f of the larger (target: 1.4)\n",
	    zip / 1e6, python / 1e6, python / zip, floor / 1e6, copy / 1e6, zip / least
	printf "the same as a tar: %.2f s\n", tar / 1e6
	printf "as users do it: mla attach of 2,001 files %.2f s, %.2f of the larger; mla send %.2f s, %.2f of the larger\n",
	    attach / 1e6, attach / least, send / 1e6, send / least
	printf "mla verify of the ZIP: %.2f s; unzip, sha256sum -c, sha512sum -c %.2f s: %.1f times (target: 3 times faster); of the bundle that mla send wrote %.2f s\n",
	    verify / 1e6, tools / 1e6, tools / verify, letter / 1e6 }'
rm -rf files copy bag our.zip our.tar letter.zip live

# Memory, of the largest exhibit and of the most of them.
peak() { # words, command...
	words=$1
	shift
	/usr/bin/time -o peak -f '%M %e' "$@" >/dev/null
	awk -v w="$words" '{ printf "%s: %.0f MB at most, %.1f s (target: 64 MiB)\n",
	    w, $1 / 1024, $2 }' peak
}
truncate -s "${BENCH_LARGE_BYTES:-10G}" sparse
cp -R empty live
peak "mla attach of ${BENCH_LARGE_BYTES:-10G}" "$mla" attach $ref sparse \
	--register live
peak "mla send of it" "$mla" send $ref --register live --channel direct \
	-o letter.zip
rm -rf live sparse
peak "mla verify of it" "$mla" verify letter.zip
rm -f letter.zip
n=${BENCH_MANY:-100000}
peak "a ZIP of $n files" "$pack" zip many.zip "$n"
peak "mla verify of it" "$mla" verify many.zip
peak "a tar of $n files" "$pack" tar many.tar "$n"
peak "mla verify of it" "$mla" verify many.tar
rm -f many.*
mkdir many
awk -v n="$n" 'BEGIN { for (i = 1; i <= n; i++) {
	f = "many/" i; print "exhibit " i > f; close(f) } }'
cp -R empty live
find many -type f >names
# shellcheck disable=SC2046
peak "mla attach of $n files" "$mla" attach $ref $(cat names) --register live
peak "mla send of them" "$mla" send $ref --register live --channel direct \
	-o letter.zip
peak "mla verify of it" "$mla" verify letter.zip
