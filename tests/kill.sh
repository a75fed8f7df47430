#!/bin/sh
# kill.sh - kill -9 at random points: kill.sh BUILD [KILLS]
# SPDX-License-Identifier: Apache-2.0
# For log, attach, migrate, import, receive and send in turn: start the verb,
# kill it after a random time, and ask: does the register verify, and is either
# the old or the new state there?  KILLS (250) points in all.
set -eu

build=$(cd "$1" && pwd)
kills=${2:-250}
top=$(pwd)
mla=$build/mla
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=UTC LC_ALL=C.UTF-8 MLA_NOW=2026-07-23T08:12:00+02:00 NO_COLOR=1
cd "$work"

"$mla" init ours --authority 'Court of A' --country FR --code AAA
"$mla" init theirs --authority 'Authority of B' --country TR --code BBB
"$mla" --register ours new letter --to TR \
	--from "$top/tests/data/request/letter-fr-tr.xml" >/dev/null
head -c 3000000 /dev/urandom >evidence.bin
"$mla" send AAA-O-2026-000001 --register ours --channel direct -o first.zip
cp -R ours ours.sent
cp -R theirs theirs.empty

state() { # the part of a register that a person sees
	"$mla" show --register "$1" "$2" --format xml 2>/dev/null || true
}

seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
echo "seed $seed"
random() { # below $1 into $drawn, repeatable from the seed
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	drawn=$((seed / 65536 % $1))
}

# Run in the background, kill after a random time within the time it takes.
strike() { # milliseconds at most, command...
	limit=$1
	shift
	"$@" >/dev/null 2>&1 &
	pid=$!
	random "$limit"
	sleep "$(printf '0.%03d' "$drawn")"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
}

# The old state or the new one.  Sending has a third: prepared, which the next
# send completes.
same() { # register, reference, state before, state after
	now=$(state "$1" "$2")
	if [ "$now" != "$3" ] && [ "$now" != "$4" ] && [ "$name" = send ]; then
		"$mla" send --register "$1" "$2" --channel direct -o answer.zip \
			>/dev/null 2>&1
		now=$(state "$1" "$2")
		[ "$now" = "$4" ] && resumed=$((resumed + 1))
	fi
	if [ "$now" != "$3" ] && [ "$now" != "$4" ]; then
		echo "neither the old nor the new state after a kill:"
		printf '%s\n' "$now" "old" "$3" "new" "$4"
		exit 1
	fi
	left=$(find . -name '.mla-new-*' -o -name 'exhibits.part')
	[ -z "$left" ] || {
		echo "a kill left $left"
		exit 1
	}
	"$mla" verify --register "$1" >verify.log 2>&1 || {
		cat verify.log
		echo "the register does not verify after a kill"
		exit 1
	}
}

# How long does the whole command take, in milliseconds?
took() {
	from=$(date +%s%N)
	"$@" >/dev/null 2>&1
	echo $((($(date +%s%N) - from) / 1000000 + 2))
}

attack() { # name, register template, reference, command with @ for the register
	name=$1
	template=$2
	ref=$3
	shift 3
	rm -rf live
	cp -R "$template" live
	before=$(state live "$ref")
	limit=$(took "$@")
	after=$(state live "$ref")
	if [ "$before" = "$after" ]; then
		echo "$name changes nothing: the test would prove nothing"
		exit 1
	fi
	old=0
	new=0
	resumed=0
	n=0
	while [ $n -lt $((kills / 6)) ]; do
		rm -rf live
		cp -R "$template" live
		strike "$limit" "$@"
		same live "$ref" "$before" "$after"
		if [ "$now" = "$before" ]; then old=$((old + 1)); else new=$((new + 1)); fi
		n=$((n + 1))
	done
	echo "$name: $n kills within $limit ms, $old times the old state, $new times the new" \
		"(of these $resumed resumed)"
}

attack log ours.sent AAA-O-2026-000001 "$mla" log --register live \
	AAA-O-2026-000001 acknowledge
attack attach ours.sent AAA-O-2026-000001 "$mla" attach --register live \
	AAA-O-2026-000001 evidence.bin --title Video
mkdir rules
cp -R "$top/forms" "$top/workflows" "$top/xslt" rules
sed -i '/id="awaiting"/s/w:next="30"/w:next="45"/' rules/workflows/letter-out.scxml
attack migrate ours.sent AAA-O-2026-000001 "$mla" workflow migrate \
	AAA-O-2026-000001 --register live --data rules
"$mla" attach --register ours AAA-O-2026-000001 evidence.bin >/dev/null
"$mla" export --all -o all.zip --register ours 2>/dev/null
"$mla" init empty --authority 'Court of A' --country FR --code AAA
attack import empty AAA-O-2026-000001 "$mla" import --register live all.zip
attack receive theirs.empty BBB-I-2026-000001 "$mla" receive --register live \
	first.zip
"$mla" receive --register theirs first.zip >/dev/null
"$mla" log --register theirs BBB-I-2026-000001 acknowledge >/dev/null
rm -rf theirs.ready
cp -R theirs theirs.ready
attack send theirs.ready BBB-I-2026-000001 "$mla" send --register live \
	BBB-I-2026-000001 --channel direct -o answer.zip
