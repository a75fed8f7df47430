#!/bin/sh
# analyse.sh - clang-tidy and cppcheck: analyse.sh BUILD "FILES" FLAGS...
# SPDX-License-Identifier: Apache-2.0
set -eu

build=$1
files=$2
shift 2
mkdir -p "$build"
sh mla/tools/commands.sh "$files" cc "$@" >"$build/compile_commands.json"
rc=0
# One file at a time: with several, the analyser of va_list forgets va_start.
# shellcheck disable=SC2086
printf '%s\n' $files | xargs -P 2 -n 1 clang-tidy --quiet -p "$build" \
	--warnings-as-errors='*' >"$build/tidy.log" 2>/dev/null || rc=1
grep -E 'warning:|error:' "$build/tidy.log" || true
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	--enable=warning,performance,portability -j 2 \
	--suppress=missingIncludeSystem -Imla -D_GNU_SOURCE $files || rc=1
exit $rc
