#!/bin/sh
# embed.sh - write the SQL files named as arguments as an array of C strings
# SPDX-License-Identifier: Apache-2.0
set -eu

echo '/* schema.h - made from the .sql files of mla/store/schema; do not edit */'
echo 'static const struct {'
printf '\tint number;\n\tconst char *engine, *name, *sql;\n'
echo '} schema_files[] = {'
for f in "$@"; do
	name=$(basename "$f")
	number=$(expr "$name" : '0*\([0-9]*\)-')
	printf '\t{ %s, "%s", "%s",\n' "$number" \
		"$(basename "$(dirname "$f")")" "$name"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/\t/\\t/g' \
		-e 's/^/\t    "/' -e 's/$/\\n"/' "$f"
	printf '\t},\n'
done
echo '};'
