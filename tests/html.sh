#!/bin/sh
# html.sh - every golden page is valid HTML5, by tidy
# SPDX-License-Identifier: Apache-2.0
set -u

bad=0
for page in tests/golden/*.html; do
	tidy -quiet -errors "$page" || bad=1
	grep -q '<html lang="' "$page" || {
		echo "$page: no language"
		bad=1
	}
	if grep -qE '<script|https?://' "$page"; then
		echo "$page: it is not self-contained"
		bad=1
	fi
done
exit $bad
