#!/bin/sh
# office.sh - every letter for the word processor opens there: office.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# The golden flat OpenDocument files of every form are converted by LibreOffice
# without a word of repair, and each has its title on paper; the status sheet
# has one page, also after a long story, and as a PDF of the browser as well.
set -eu
mla=$(cd "$1" && pwd)/mla

command -v soffice >/dev/null || {
	echo "LibreOffice is missing: apt-get install libreoffice-writer-nogui poppler-utils"
	exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# Twelve measures and as many hands: what a sheet of one page has to bear.
sample=tests/data/request/letter-fr-tr.xml
measure=$(sed -n '/<measure id="m2"/,/<\/measure>/p' "$sample")
{
	sed '/<\/measures>/,$d' "$sample"
	for n in 3 4 5 6 7 8 9 10 11 12; do
		printf '%s\n' "$measure" | sed "s/id=\"m2\"/id=\"m$n\"/"
	done
	sed -n '/<\/measures>/,$p' "$sample"
} >"$work/long.xml"
export MLA_REGISTER="$work/r" MLA_NOW=2026-09-01T10:00:00Z
ref=LIL-O-2026-000017
"$mla" init "$work/r" --authority 'Tribunal judiciaire de Lille' --country FR --code LIL 2>/dev/null
n=0
while [ $n -lt 17 ]; do
	"$mla" new letter --to TR --on 2026-02-02 --from "$work/long.xml" >/dev/null 2>&1
	n=$((n + 1))
done
"$mla" log $ref to-translation --on 2026-02-03 , translated --on 2026-02-10 , \
	issue --on 2026-02-11 , to-ministry --on 2026-02-12 , sent --on 2026-02-20 , \
	acknowledge --on 2026-03-02 , ask --field questions=x --on 2026-03-04 , \
	answer --field answers=y --on 2026-03-05 , sent --on 2026-03-06 , \
	grant --on 2026-03-20 , remedy-lodged --on 2026-04-01 , remedy-decided --on 2026-05-01 >/dev/null 2>&1
"$mla" assign $ref 'C. Exemple' >/dev/null
"$mla" next $ref 2026-10-01 'call the desk in Ankara about the remedy and the eleven accounts that are missing' >/dev/null
"$mla" ref $ref add partner 'ANK 2026/4711' >/dev/null
cp tests/golden/*.fodt "$work"
for file in forms/lang/*.xlf; do
	lang=$(basename "$file" .xlf)
	"$mla" render $ref status --to fodt --lang "$lang" -o "$work/status.long.$lang.fodt" 2>/dev/null
	"$mla" render $ref status --to pdf --lang "$lang" -o "$work/status.$lang.pdf" 2>/dev/null
	pages=$(pdfinfo "$work/status.$lang.pdf" | sed -n 's/^Pages: *//p')
	echo "status.$lang.pdf: pages $pages"
	[ "$pages" -eq 1 ] || bad=1
done
isolate=$(printf '\342\201\250') pop=$(printf '\342\201\251')
shown="s/$isolate//g; s/$pop//g"
HOME=$work soffice --headless --convert-to pdf --outdir "$work" \
	"$work"/*.fodt >"$work/log" 2>&1 || bad=1
for f in "$work"/*.fodt; do
	pdf=$work/$(basename "$f" .fodt).pdf
	if [ ! -s "$pdf" ]; then
		echo "$f: not converted"
		bad=1
		continue
	fi
	pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
	echo "$(basename "$f"): pages $pages"
	case $f in
	*/status.*) [ "$pages" -eq 1 ] || bad=1 ;;
	esac
	# Title and reference as its properties have them; lines may be folded,
	# and what isolates the reference is not printed.
	text=$(pdftotext "$pdf" - | sed "$shown" | tr -s ' \n' ' ')
	title=$(sed -n 's/.*<dc:title>\(.*\)<\/dc:title>.*/\1/p' "$f" | sed "$shown")
	title=${title% LIL-O-2026-000017}
	# Read from the right, a line with figures comes out in another order.
	if grep -q 'writing-mode="rl-tb"' "$f"; then
		words=$(echo "$title" | tr -d ':' | tr ' ' '\n')
	else
		words=$title
	fi
	printf '%s\n' "$words" LIL-O-2026-000017 >"$work/words"
	while read -r words; do
		case $text in
		*"$words"*) ;;
		*)
			echo "$f: no \"$words\" in its text"
			bad=1
			;;
		esac
	done <"$work/words"
done
exit $bad
