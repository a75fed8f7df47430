#!/bin/sh
# axe.sh - axe-core finds nothing on the page of any form, in Chromium
# SPDX-License-Identifier: Apache-2.0
# Every form is looked at in English, in Greek and in each language that is
# written from right to left, and every page in two languages. Every page of
# tests/browser/bad must be found out, by the rule that its name names.
set -u

command -v chromium >/dev/null || {
	echo "Chromium is missing: apt-get install chromium"
	exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/page" "$work/bad"
cp tests/browser/axe.min.js tests/browser/look.js "$work"
cp tests/browser/bad/*.html "$work/bad"
for page in tests/golden/*.html; do
	case $page in
	*.en.html | *.el.html | *,*.html) cp "$page" "$work/page" ;;
	*) ! grep -q '<html [^>]*dir="rtl"' "$page" || cp "$page" "$work/page" ;;
	esac
done

# One page holds a frame, into which look.js loads the others.
n=$(find "$work/page" "$work/bad" -name '*.html' | wc -l)
{
	echo '<!DOCTYPE html><html lang="en"><title>axe</title>'
	echo '<iframe id="page" width="1280" height="1000"></iframe>'
	echo '<pre id="report"></pre><script>const PAGES = ['
	(cd "$work" && printf '"%s",\n' page/*.html bad/*.html)
	echo '];</script><script src="look.js"></script>'
} >"$work/driver.html"
sandbox=
[ "$(id -u)" != 0 ] || sandbox=--no-sandbox
# The virtual clock stands while files are read: its budget ends the run soon
# after the last page, however slow the machine is.
HOME=$work timeout 500 chromium $sandbox --headless --disable-gpu --no-first-run \
	--disable-dev-shm-usage --user-data-dir="$work/profile" \
	--host-resolver-rules='MAP * ~NOTFOUND' --allow-file-access-from-files \
	--virtual-time-budget=100000000 --dump-dom "file://$work/driver.html" \
	>"$work/out" 2>"$work/err"
sed -e 's/.*<pre id="report">//' -e 's/&lt;/</g' -e 's/&gt;/>/g' \
	-e 's/&amp;/\&/g' "$work/out" | grep -E '^(page/|bad/|end|broken)' >"$work/found"
if [ "$(tail -n 1 "$work/found")" != "end	$n" ]; then
	echo "Chromium did not come to the end of $n pages:"
	tail -n 1 "$work/found"
	tail -n 5 "$work/err"
	exit 1
fi

bad=0
if grep '^page/' "$work/found"; then
	bad=1
fi
for page in "$work"/bad/*.html; do
	rule=$(basename "$page" .html)
	grep -q "^bad/$rule.html	$rule	" "$work/found" || {
		echo "tests/browser/bad/$rule.html: $rule was not found"
		bad=1
	}
done
echo "$n pages"
exit $bad
