#!/bin/sh
# fault.sh - a full or broken disk at every step of every verb: fault.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# Each verb that writes is run with the first, the second ... write failing, by
# a shim below its files and by a virtual file system below its database, until
# it gets through.  Each time: a message, exit 7, the
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
cc -shared -fPIC -O1 -Wall -Wextra -Werror -o "$work/vfs.so" \
	"$top/tests/fault/vfs.c" -lsqlite3
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
cp -R ours struck
"$mla" log $ref sign --field signed-by=X --register struck >/dev/null
cp -R ours twice
"$mla" new letter --to CH --register twice >/dev/null 2>&1
# Rules of today that are not those the request was made with.
mkdir rules
cp -R "$top/forms" "$top/workflows" "$top/xslt" rules
sed -i '/id="drafting"/s/w:next="7"/w:next="9"/' rules/workflows/letter-out.scxml
sed 's/Belirsiz/Bilinmeyen/' "$top/tests/data/request/letter-fr-tr.xml" >other.xml

# Words of an office's own for an official form.
cat >own.xlf <<'X'
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
  <file original="own" source-language="en" target-language="fr" datatype="plaintext"><body>
    <trans-unit id="field.note"><source>Remarks</source><target>Notes</target></trans-unit>
  </body></file>
</xliff>
X

# What a register shows, but for the chance in the names of new requests.
state() {
	"$mla" list --register "$1" --format csv
	for r in $("$mla" list --register "$1" --columns reference --format csv | sed 1d); do
		"$mla" show "$r" --register "$1" --format csv |
			sed 's/urn:uuid:[^,]*//'
	done
}

bad=0
fault() {
	echo "$*"
	bad=1
}

# One way to break: the environment that says which call fails with which error.
# shim: writes of files, the database's as well; vfs: between SQLite and the
# system, from the call on; once: that call alone.
broken() { # way, call, error, command...
	way=$1 call=$2 error=$3
	shift 3
	case $way in
	shim)
		LD_PRELOAD=$work/shim.so FAULT_DIR=$work/run FAULT_AT=$call \
			FAULT_ERRNO=$error "$@"
		;;
	vfs) LD_PRELOAD=$work/vfs.so FAULT_VFS=$call FAULT_ERRNO=$error "$@" ;;
	once)
		LD_PRELOAD=$work/vfs.so FAULT_VFS=$call FAULT_ERRNO=$error \
			FAULT_ONCE=1 "$@"
		;;
	esac
}

# A full disk at each of the first calls, then at some; other ways at some.
next_call() { # way, call, error
	case $1-$3 in
	shim-28) echo $(($2 + ($2 < 30 ? 1 : 7))) ;;
	shim-5) echo $(($2 + ($2 < 30 ? 4 : 10))) ;;
	vfs-28) echo $(($2 + ($2 < 12 ? 1 : 5))) ;;
	*) echo $(($2 + ($2 < 40 ? 3 : 11))) ;;
	esac
}

fresh() { # register
	rm -rf run
	mkdir run
	[ -z "$1" ] || cp -R "$1" run/r
}

# After a failure: a message, exit 7, the register verifies and is the old one
# or the new one.
judge() { # exit status
	where="$name, $way, call $at, error $error"
	[ "$1" -eq 7 ] || fault "$where: exit $1: $(cat err.txt)"
	grep -q '^mla: ' err.txt || fault "$where: no message"
	now=$(state run/r)
	[ "$now" = "$old" ] || [ "$now" = "$new" ] || [ "$name" = send ] ||
		fault "$where: neither the old nor the new state"
	"$mla" verify --register run/r >verify.txt 2>&1 ||
		fault "$where: $(cat verify.txt)"
	[ "$name" != form ] ||
		"$mla" form verify eio-b --lang fr --register run/r >verify.txt 2>&1 ||
		fault "$where: $(cat verify.txt)"
	[ ! -f run/out.zip ] || "$mla" verify run/out.zip >/dev/null ||
		fault "$where: half a bundle"
}

# A register's copy below run/, where the faults are; $old and $new states.
verb() { # name, register, words...
	name=$1 register=$2
	shift 2
	fresh "$register"
	old=$(state run/r)
	"$mla" "$@" --register run/r >/dev/null 2>&1 ||
		fault "$name does not even work"
	new=$(state run/r)
	for how in shim-28 shim-5 vfs-28 once-5; do
		way=${how%-*} error=${how#*-}
		at=1
		tries=0
		while [ "$at" -lt 2000 ]; do
			fresh "$register"
			rc=0
			broken "$way" "$at" "$error" "$mla" "$@" \
				--register run/r >out.txt 2>err.txt || rc=$?
			if [ $rc -eq 0 ]; then
				# What passes once may be met by trying again.
				if [ "$way" != once ] || [ "$at" -ge 60 ]; then
					break
				fi
			else
				judge $rc
				tries=$((tries + 1))
			fi
			at=$(next_call "$way" "$at" "$error")
		done
		echo "$name, $way, error $error: failed $tries times, last call $at"
		case $tries-$name in
		0-render | 0-ics | 0-draw | 0-form) ;;
		0-*) fault "$name, $way: nothing was ever written" ;;
		esac
	done
}

# A new register: half of one is taken away, or the next try makes it whole.
init() {
	name=init
	for how in shim-28 shim-5 vfs-28 once-5; do
		way=${how%-*} error=${how#*-}
		at=1
		while [ "$at" -lt 400 ]; do
			fresh ''
			rc=0
			broken "$way" "$at" "$error" "$mla" init run/r --authority A \
				--country FR --code AAA >out.txt 2>err.txt || rc=$?
			[ $rc -ne 0 ] || break
			where="init, $way, call $at, error $error"
			[ $rc -eq 7 ] || fault "$where: exit $rc: $(cat err.txt)"
			"$mla" init run/r --authority A --country FR --code AAA \
				>out.txt 2>&1 || fault "$where: then: $(cat out.txt)"
			"$mla" verify --register run/r >verify.txt 2>&1 ||
				fault "$where: $(cat verify.txt)"
			at=$(next_call "$way" "$at" "$error")
		done
		echo "init, $way, error $error: last call $at"
	done
}

init
verb log ours log $ref sign --field signed-by=X
verb batch ours log --batch batch.txt
verb attach ours attach $ref evidence.bin
verb new ours new letter --to CH
verb intake ours new letter --in --from CH --attach evidence.bin
verb edit ours edit $ref --from other.xml
verb next ours next $ref +3d call
verb assign ours assign $ref X
verb ref ours ref $ref add court X
verb correct ours log $ref --correct 1 --note late
verb strike struck log $ref --strike 2
verb not-sent ours new letter --to LY --not-sent too-slow
verb operation ours operation new Sentinelle $ref
verb link twice link $ref AAA-O-2026-000002 --as same-case
verb migrate ours workflow migrate $ref --data rules
verb migrate-all ours workflow migrate --all --data rules
verb rebuild ours rebuild
verb send ours send $ref --channel direct -o run/out.zip
verb receive theirs receive letter.zip
# These write to files of their own.
verb form ours form verify eio-b --lang fr --section other --by A --words own.xlf
verb render ours render $ref --to html -o run/r/letter.html
verb ics ours due --ics run/r/due.ics
verb draw ours workflow draw letter --to svg -o run/r/letter.svg
exit $bad
