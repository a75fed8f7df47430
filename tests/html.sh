#!/bin/sh
# html.sh - every golden page and every empty form is valid HTML5, by tidy
# SPDX-License-Identifier: Apache-2.0
# Every page of tests/browser/invalid must be refused.
set -u

fault() { # page, what is wrong
	echo "$1: $2"
	return 1
}

is_good() { # page
	lang=${1%.html}
	lang=${lang##*.}
	tidy -quiet -errors "$1" || return 1
	grep -q "<html lang=\"${lang%%,*}\" dir=\"[lr]t[lr]\"" "$1" ||
		fault "$1" 'its language is not that of its name' || return 1
	! grep -qE '<script|https?://' "$1" ||
		fault "$1" 'it is not self-contained' || return 1
	! grep -qE '<(dd|(dt|h[1-6]|th|caption|title|p)( [^>]*)?)></' "$1" ||
		fault "$1" 'an element for words has none'
}

bad=0
for page in tests/golden/*.html; do
	is_good "$page" || bad=1
done
for page in tests/browser/invalid/*.html; do
	! is_good "$page" >/dev/null 2>&1 ||
		fault "$page" 'no fault was found' || bad=1
done
blank=$(mktemp)
for form in forms/form/*.xml; do
	form=$(basename "$form" .xml)
	"$1/mla" form blank "$form" >"$blank" || bad=1
	tidy -quiet -errors "$blank" || {
		echo "the empty form $form"
		bad=1
	}
done
rm -f "$blank"
exit $bad
