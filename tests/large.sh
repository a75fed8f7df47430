#!/bin/sh
# large.sh - bundles beyond the limits of the old ZIP format: large.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# More than 65,535 entries, and more than 4 GiB: written, verified, and read by
# unzip, bsdtar, GNU tar and Python; and a large exhibit whose copying is
# stopped and gone on with.  It reads and writes some 25 GiB, and so
# is no part of `make test`.
set -eu

build=$(cd "$1" && pwd)
pack=$build/tests/bench/pack
opinion=$(pwd)/tests/bagit/rfc8493.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

truncate -s 4400M sparse
check() { # format, entries, file of the payload or nothing
	name="$1 of $2 files, ${3:-none large}"
	"$pack" "$1" "bag.$1" "$2" ${3:+"$3"} >/dev/null
	"$build/mla" verify "bag.$1" >verify.txt
	python3 "$opinion" "bag.$1"
	case $1 in
	zip) unzip -tq bag.zip >/dev/null ;;
	tar) tar -tf bag.tar >/dev/null ;;
	esac
	# Payload, and the six files beside it.
	n=$(bsdtar -tf "bag.$1" | wc -l)
	[ "$n" -eq $(($2 + ($# > 2) + 6)) ] || {
		echo "$name: $n entries"
		exit 1
	}
	echo "$name: $(cat verify.txt)"
	rm "bag.$1"
}
check zip 70000
check tar 70000
check zip 3 sparse
check tar 3 sparse

# A signal in the middle of a large exhibit: no half of it in exhibits/; the next
# try goes on, and what it makes is the file.
mla=$build/mla
ref=AAA-O-2026-000001
"$mla" init r --authority A --country FR --code AAA 2>/dev/null
"$mla" --register r new letter --to TR >/dev/null 2>&1
"$mla" attach $ref sparse --register r >/dev/null &
pid=$!
while [ "$(du -sk r | cut -f 1)" -lt 700000 ]; do sleep 0.1; done
kill -TERM $pid
wait $pid && exit 1
[ -z "$(ls r/exhibits)" ] || exit 1
kept=$(stat -c %s r/exhibits.part/*)
"$mla" attach $ref sparse --register r >/dev/null
[ ! -e r/exhibits.part ] || exit 1
cmp sparse r/exhibits/*
"$mla" verify --register r >/dev/null 2>&1
echo "attach: stopped after $kept bytes, gone on with"
