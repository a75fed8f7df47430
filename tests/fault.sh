#!/bin/sh
# fault.sh - a full or broken disk at every step of every verb: fault.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# Each verb that writes is run with the first, the second ... write below its
# folder failing, until it gets through.  Each time: a message, exit 7, the
# register verifies, and it is in the old state or (where only what comes after
# the commit failed) in the new one.
set -eu

build=$(cd "$1" && pwd)
top=$(pwd)
mla=$build/mla
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=UTC LC_ALL=C.UTF-8 MLA_NOW=2026-07-23T08:12:00+02:00 NO_COLOR=1
cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$work/shim.so" \
	"$top/tests/fault/shim.c" -ldl
cd "$work"
ref=AAA-O-2026-000001

"$mla" init ours --authority 'Court of A' --country FR --code AAA 2>/dev/null
"$mla" --register ours new letter --to TR \
	--from "$top/tests/data/request/letter-fr-tr.xml" >/dev/null 2>&1
head -c 300000 /dev/urandom >evidence.bin
cp -R ours start
"$mla" send $ref --register start --channel direct -o letter.zip 2>/dev/null
rm -rf start
"$mla" init theirs --authority 'Authority of B' --country TR --code BBB 2>/dev/null
printf '%s sign --field signed-by=X\n%s to-translation\n' $ref $ref >batch.txt
sed 's/Belirsiz/Bilinmeyen/' "$top/tests/data/request/letter-fr-tr.xml" >other.xml

state() {
	"$mla" list --register "$1" --format csv
	for r in $("$mla" list --register "$1" --columns reference --format csv | sed 1d); do
		"$mla" show "$r" --register "$1" --format csv
	done
}

bad=0
fault() {
	echo "$*"
	bad=1
}

# A register's copy below run/, where the faults are; $old and $new states.
verb() { # name, register, words...
	name=$1 register=$2
	shift 2
	rm -rf run
	mkdir run
	cp -R "$register" run/r
	old=$(state run/r)
	"$mla" "$@" --register run/r >/dev/null 2>&1 || true
	new=$(state run/r)
	for code in 28 5; do
		at=1
		tries=0
		while :; do
			rm -rf run
			mkdir run
			cp -R "$register" run/r
			rc=0
			LD_PRELOAD=$work/shim.so FAULT_DIR=$work/run FAULT_AT=$at \
				FAULT_ERRNO=$code "$mla" "$@" --register run/r \
				>out.txt 2>err.txt || rc=$?
			[ $rc -ne 0 ] || break
			[ $rc -eq 7 ] || fault "$name, write $at, error $code: exit $rc: $(cat err.txt)"
			grep -q '^mla: ' err.txt || fault "$name, write $at: no message"
			now=$(state run/r)
			[ "$now" = "$old" ] || [ "$now" = "$new" ] ||
				[ "$name" = send ] ||
				fault "$name, write $at, error $code: neither the old nor the new state"
			"$mla" verify --register run/r >verify.txt 2>&1 ||
				fault "$name, write $at, error $code: $(cat verify.txt)"
			[ ! -f run/out.zip ] || "$mla" verify run/out.zip >/dev/null ||
				fault "$name, write $at: half a bundle"
			tries=$((tries + 1))
			# A full disk at each of the first writes, then at some.
			[ $at -ge 30 ] && at=$((at + 6))
			at=$((at + (code == 28 ? 1 : 4)))
			[ $at -lt 2000 ] || break
		done
		echo "$name: error $code at $tries of $at writes"
	done
}

verb log ours log $ref sign --field signed-by=X
verb batch ours log --batch batch.txt
verb attach ours attach $ref evidence.bin
verb new ours new letter --to CH
verb intake ours new letter --in --from CH --attach evidence.bin
verb edit ours edit $ref --from other.xml
verb next ours next $ref +3d call
verb assign ours assign $ref X
verb ref ours ref $ref add court X
verb rebuild ours rebuild
verb send ours send $ref --channel direct -o run/out.zip
verb receive theirs receive letter.zip
# A form is written to a file of its own.
verb render ours render $ref --to html -o run/r/letter.html
exit $bad
