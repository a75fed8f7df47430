#!/bin/sh
# events.sh - every event of the law is in a story: events.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# tests/data/events/KIND.csv lists what can happen to a kind of request and the
# article behind it. The journals that the stories (tests/cli/log-story-*) leave
# are read; an event that no story fires is a fault, and so is a row for an
# event that the kind's workflows do not have, and a kind without a table.
# Every event of a workflow is fired as well, by a story of a kind that has it.
set -eu

build=$(cd "$1" && pwd)
top=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=UTC LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100 PATH="$build:$PATH" TOP="$top"
bad=0

for story in tests/cli/log-story-*/ tests/cli/due-term*/; do
	mkdir "$work/case"
	(cd "$work/case" && MLA_NOW=2026-07-23T08:12:00+02:00 HOME=$work CASE=$top/$story \
		sh "$top/${story}cmd" </dev/null >/dev/null 2>&1) || true
	find "$work/case" -name register.db | while read -r db; do
		sqlite3 "$db" "SELECT DISTINCT r.kind || ' ' || e.name FROM event e
			JOIN request r ON r.id = e.request" >>"$work/fired"
	done
	rm -rf "$work/case"
done

for kind in forms/kind/*.xml; do
	name=$(basename "$kind" .xml)
	table=tests/data/events/$name.csv
	if [ ! -f "$table" ]; then
		echo "$name: no story and no table: $table"
		bad=1
		continue
	fi
	machines=$(sed -n 's/.* machine="\([^"]*\)".*/\1/p' "$kind" | sort -u)
	for m in $machines; do
		cat "workflows/$m.scxml" "workflows/part/$m.scxml" 2>/dev/null || true
	done >"$work/machines"
	cat workflows/part/transmission.scxml >>"$work/machines"
	sed -n '2,$p' "$table" | cut -d, -f1 | sort -u | while read -r event; do
		grep -qE "event=\"([^\"]* )?${event}[ \"]" "$work/machines" ||
			echo "$name: no workflow has \"$event\""
		grep -qxF "$name $event" "$work/fired" ||
			echo "$name: no story fires \"$event\""
	done >"$work/faults"
	[ ! -s "$work/faults" ] || bad=1
	cat "$work/faults"
done

for file in workflows/*.scxml workflows/part/*.scxml; do
	name=$(basename "$file" .scxml)
	kinds=$(grep -lE " machine=\"$name\"" forms/kind/*.xml |
		sed 's|.*/||; s|\.xml$||')
	[ "$name" != transmission ] || kinds=$(cut -d' ' -f1 "$work/fired" | sort -u)
	for kind in $kinds; do
		sed -n "s/^$kind //p" "$work/fired"
	done | sort -u >"$work/told"
	# sent.ACT and the like are not logged: the transmission is.
	grep -o '<transition[^>]* event="[^"]*"' "$file" |
		sed 's/.* event="//; s/"$//' | tr ' ' '\n' | grep -v '\.' |
		sort -u | comm -23 - "$work/told" |
		sed "s/.*/$name: no story fires \"&\"/" >"$work/faults"
	[ ! -s "$work/faults" ] || bad=1
	cat "$work/faults"
done
exit $bad
