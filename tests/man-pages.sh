#!/bin/sh
# man-pages.sh - five files for each verb, and pages that are true
# SPDX-License-Identifier: Apache-2.0
set -eu

mla=$(cd "$1" && pwd)/mla
bad=0
fault() {
	echo "$*"
	bad=1
}

verbs=$(sed -n 's/.*&cmd_\([a-z]*\),/\1/p' mla/cmd/table.c)
[ "$verbs" = "$(echo "$verbs" | sort)" ] || fault "the table is not sorted"
for verb in $verbs; do
	page=mla/man/mla-$verb.1
	[ -f "mla/cmd/$verb.c" ] || fault "$verb: no mla/cmd/$verb.c"
	grep -q "cmd_$verb;" mla/cmd/verbs.h || fault "$verb: not in verbs.h"
	ls -d tests/cli/"$verb"-*/ >/dev/null 2>&1 || fault "$verb: no case in tests/cli"
	if [ ! -f "$page" ]; then
		fault "$verb: no $page"
		continue
	fi
	help=$("$mla" "$verb" --help)
	said=$(echo "$help" | sed -n '1s/^usage: //p')
	page_says=$(mandoc -T utf8 "$page" | col -b |
		sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' | tr -s ' \n' ' ' |
		sed 's/^ //; s/ $//')
	[ "$said" = "$page_says" ] ||
		fault "$verb: --help says '$said', the page '$page_says'"
	for option in $(echo "$help" | sed '/^Every verb/,$d' |
		sed -n 's/^  \(-., \)*\(--[a-z-]*\).*/\2/p'); do
		mandoc -T utf8 "$page" | col -b | grep -qe "$option" ||
			fault "$verb: $option is not in the page"
	done
	"$mla" help | grep -q "^  $verb " || fault "$verb: not in mla help"
	grep -q "mla-$verb 1" mla/man/mla.1 || fault "$verb: not in mla.1"
done
mandoc -T lint -W warning mla/man/*.[15] || bad=1
# What data files may use is listed in the pages of the formats.
for schema in form kind code law calendar confirmed; do
	names=$(grep -o 'attribute name="[^"]*"' forms/schema/$schema.xsd |
		cut -d'"' -f2 | sort -u)
	for name in $names; do
		grep -qiw -- "$name" mla/man/mla-forms.5 ||
			fault "mla-forms.5: nothing of the attribute $name of $schema.xsd"
	done
done
names=$(grep -oh 'w:[a-z-]*=' workflows/*.scxml workflows/part/*.scxml |
	sed 's/^w://; s/=//' | sort -u)
functions=$(sed -n 's/^\t{ "\([A-Za-z-]*\)", [0-9], fn_.*/\1/p' mla/model/env.c)
[ -n "$functions" ] || fault "no functions found in mla/model/env.c"
for name in $names $functions; do
	grep -qw -- "$name" mla/man/mla-workflow.5 ||
		fault "mla-workflow.5: nothing of $name"
done
bash -n /dev/stdin <<EOF || fault "the completion is no script"
$("$mla" help --completion)
EOF
exit $bad
