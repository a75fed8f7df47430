#!/bin/sh
# cover.sh - run the tests of a --coverage build, print lines covered per layer
# SPDX-License-Identifier: Apache-2.0
# Fails below the floors of the house: base, model, store 90 %, overall 80 %;
# branches of model 80 %.
set -u

build=$1
find "$build" -name '*.gcda' -delete
rm -f "$build/tally"
sh tests/check.sh "$build" unit cli fuzz total || exit 1
find "$build/obj/mla" -name '*.gcda' | sed 's/gcda$/o/' | while read -r o; do
	gcov -b -n -o "$o" "$o" 2>/dev/null
done | awk '
/^File / {
	file = $2
	gsub(/\x27/, "", file)
	ours = file ~ /^mla\/[a-z]+\/[a-z_]+\.c$/
}
/^Lines executed:/ && ours {
	split($0, part, /[:%]/)
	n = $NF
	covered = part[2] * n / 100
	split(file, path, "/")
	sum[path[2]] += n
	hit[path[2]] += covered
	printf "%6.1f %%  %5d  %s\n", part[2], n, file
	all += n
	allhit += covered
}
/^Taken at least once:/ && ours {
	split($0, part, /[:%]/)
	branch[path[2]] += $NF
	taken[path[2]] += part[2] * $NF / 100
}
/^(Calls executed|No calls)/ {
	ours = 0 # what follows is the sum of the object
}
END {
	print ""
	for (l in sum) {
		share = 100 * hit[l] / sum[l]
		printf "%6.1f %%  %5d  mla/%s   branches %.1f %%\n", share, sum[l], l,
		    (branch[l] > 0 ? 100 * taken[l] / branch[l] : 100)
		if ((l == "base" || l == "model" || l == "store") && share < 90) {
			printf "mla/%s is below 90 %%\n", l
			bad = 1
		}
		if (l == "model" && taken[l] < 0.8 * branch[l]) {
			printf "branches of mla/%s are below 80 %%\n", l
			bad = 1
		}
	}
	printf "%6.1f %%  %5d  in all\n", 100 * allhit / all, all
	if (allhit / all < 0.80) {
		print "in all it is below 80 %"
		bad = 1
	}
	exit bad
}'
