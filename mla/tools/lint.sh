#!/bin/sh
# lint.sh - the rules of the house: lint.sh "C FILES" "HEADERS" "SCRIPTS"
# SPDX-License-Identifier: Apache-2.0
set -u

sources=$1
headers=$2
scripts=$3
bad=0

fail() { # title, lines
	[ -n "$2" ] || return 0
	printf '%s\n%s\n\n' "$1" "$2"
	bad=1
}

# Layers: what each folder may include; base < ... < cmd.
layer() { # folder, allowed folders...
	folder=$1
	shift
	allowed=$(printf '%s|' "$folder" "$@")
	fail "mla/$folder may not include this:" "$(
		grep -nE '^#include "' mla/"$folder"/*.[ch] |
			grep -vE "#include \"(${allowed%|})/" |
			grep -vE '#include "schema\.h"'
	)"
}
layer base
layer xml base
layer store base
layer bundle base
layer stats base
layer res base xml
layer model base xml res
layer core base xml store bundle stats res model
layer cmd base core xml store bundle stats res model
fail 'only tests and main.c may include upward:' "$(
	grep -nE '^#include "' mla/main.c |
		grep -vE '#include "(base|cmd|core|xml)/'
)"

# One library, one folder.
only() { # pattern, folder pattern, what
	fail "$3 belongs in $2 alone:" \
		"$(grep -nE "$1" mla/*.c mla/*/*.[ch] | grep -vE "^mla/($2)")"
}
only '#include <sqlite3' 'store/db\.c' 'SQLite'
only '#include <archive' 'bundle/' 'libarchive'
only '#include <openssl' 'bundle/' 'libcrypto'
only '#include <magic' 'bundle/' 'libmagic'
only '#include <libxslt|xslt[A-Z]\w*\(' 'xml/' 'libxslt'
only 'xml(Ctxt)?Read(File|Memory|Doc|Fd)\w*\(|xmlParse\w*\(|xmlSchema\w*\(' \
	'xml/' 'parsing XML'
only 'xmlCreatePushParserCtxt\(|xmlReaderFor\w+\(|xmlNewTextReader\w*\(' \
	'xml/' 'parsing XML'
only '#include <csv' 'core/(samplecsv|sheetcsv)\.c' 'libcsv'
only '#include <(libsmartcols|popt|editline|histedit)' 'cmd/|main' \
	'the terminal'

# The law is data: no kind, form, treaty, state, event, country in C.
names=$(
	{
		for f in forms/kind/*.xml forms/form/*.xml forms/law/*.xml \
			forms/code/*.xml; do
			basename "$f" .xml
		done
		sed -n 's/.*<\(state\|final\|parallel\|history\)[^>]* id="\([^"]*\)".*/\2/p' \
			workflows/*.scxml workflows/part/*.scxml
		sed -n 's/.*<transition[^>]* event="\([^"]*\)".*/\1/p' \
			workflows/*.scxml workflows/part/*.scxml | tr ' ' '\n'
		sed -n 's/.*<treaty id="\([^"]*\)".*/\1/p' forms/law/*.xml
		sed -n 's/.*<code id="\([^"]*\)".*/\1/p' forms/code/*.xml
	} | grep -v '[*]' | sort -u
)
# Words of our file formats (names in the schemas) and of the program itself.
vocabulary=$(sed -n 's/.*<xs:\(element\|attribute\)[^>]* name="\([^"]*\)".*/\2/p' \
	forms/schema/*.xsd | sort -u)
shared='attach|closed|none|open|requested|requesting|extension|law|outcome'
# Lists that the program itself writes into or shows, and words of options.
shared="$shared|sign|accept|age|asked|failure|failure-cause|reference-owner|partner|nobody|received|not-sent|timing|map"
shared="$shared|custody-act|evidence-origin|transfer-ground|use-limit"
# Words of SCXML and of limits, a function for guards, columns and headings.
shared="$shared|content|delay|extend|suspend|before|after|extended|reached|other"
fail 'a name of the data stands in C:' "$(
	for n in $names; do
		printf '%s\n' "$n" | grep -qxE "$shared" && continue
		printf '%s\n' "$vocabulary" | grep -qxF "$n" && continue
		grep -nF "\"$n\"" mla/*.c mla/*/*.c
	done
)"
fail 'a country or a treaty stands in C:' "$(
	grep -nE '"(AD|AL|AT|BE|BG|CH|CY|CZ|DE|DK|EE|ES|FI|FR|GB|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|RS|RU|SE|SI|SK|TN|TR|UA|US)"|ETS ?[0-9]|UNTOC' \
		mla/*.c mla/*/*.c
)"

# SQL is a closed list.
fail 'SQL built from strings:' "$(
	grep -nE '(SELECT|INSERT|UPDATE|DELETE) .*%' mla/*/*.c
)"
fail 'SQL outside store/:' "$(
	grep -nE '"(SELECT|INSERT|UPDATE|DELETE) ' mla/*.c mla/*/*.c |
		grep -v '^mla/store/'
)"

# Form.
fail 'lines over 80 columns:' "$(
	# shellcheck disable=SC2086
	for f in $sources $headers; do
		expand -t 8 "$f" | LC_ALL=C.UTF-8 grep -nE '^.{81,}' |
			sed "s|^|$f:|"
	done
)"
fail 'comments in another style:' "$(
	# shellcheck disable=SC2086
	grep -nE '^\s*//|[;{})] *//' $sources $headers
)"
fail 'the first line says what the file is for:' "$(
	# shellcheck disable=SC2086
	for f in $sources $headers; do
		head -n 1 "$f" | grep -qF "/* $(basename "$f") - " || echo "$f"
	done
)"
fail 'functions over 100 lines:' "$(
	# shellcheck disable=SC2086
	ctags -x --_xformat='%{line} %{end} %F %N' --kinds-C=f $sources |
		awk '$2 - $1 >= 100 { print $3 ":" $1, $4, $2 - $1 + 1 }'
)"
fail 'work that is not done:' "$(
	# shellcheck disable=SC2086
	grep -nE '\b(TODO|FIXME|HACK)\b' $sources $headers
)"
# shellcheck disable=SC2086
clang-format-14 --dry-run -Werror $sources $headers || bad=1
# shellcheck disable=SC2086
shellcheck $scripts || bad=1
if ls mla/man/*.1 >/dev/null 2>&1; then
	mandoc -T lint -W warning mla/man/*.[15] || bad=1
fi
exit $bad
