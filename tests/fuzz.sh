#!/bin/sh
# fuzz.sh - run every fuzz target for a while: fuzz.sh BUILD SECONDS
# SPDX-License-Identifier: Apache-2.0
# New inputs stay in BUILD/corpus; a crash is kept there and ends the run.
set -eu

build=$1
seconds=$2
for t in "$build"/tests/fuzz/fuzz_*; do
	case $t in *.d | *.o) continue ;; esac
	[ -x "$t" ] || continue
	name=$(basename "$t")
	name=${name#fuzz_}
	mkdir -p "$build/corpus/$name"
	echo "== $name"
	"$t" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 \
		-artifact_prefix="$build/corpus/crash-$name-" -verbosity=0 \
		-print_final_stats=1 "$build/corpus/$name" \
		"tests/corpus/$name" 2>&1 | tail -n 12
done
