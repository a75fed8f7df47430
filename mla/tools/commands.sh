#!/bin/sh
# commands.sh - write compile_commands.json: commands.sh "FILES" CC FLAGS...
# SPDX-License-Identifier: Apache-2.0
set -eu

files=$1
shift
quote() {
	printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}

arguments=
for a in "$@"; do
	arguments="$arguments\"$(quote "$a")\", "
done
first=1
echo '['
for f in $files; do
	[ "$first" = 1 ] || echo ','
	first=0
	printf '  { "directory": "%s", "file": "%s",\n' "$(quote "$PWD")" "$f"
	printf '    "arguments": [%s"-c", "%s"] }' "$arguments" "$f"
done
printf '\n]\n'
