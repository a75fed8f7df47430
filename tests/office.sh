#!/bin/sh
# office.sh - every letter for the word processor opens there: office.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# The golden flat OpenDocument files are converted by LibreOffice without a
# word of repair; the status sheet has one page.
set -eu

command -v soffice >/dev/null || {
	echo "LibreOffice is missing: apt-get install libreoffice-writer-nogui poppler-utils"
	exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
HOME=$work soffice --headless --convert-to pdf --outdir "$work" \
	tests/golden/*.fodt >"$work/log" 2>&1 || bad=1
for f in tests/golden/*.fodt; do
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
	pdftotext "$pdf" - | grep -q 'LIL-O-2026-000017' || {
		echo "$f: its reference is not in the text"
		bad=1
	}
done
exit $bad
