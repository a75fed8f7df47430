#!/bin/sh
# frozen.sh - a numbered schema that registers have is never edited: frozen.sh
# SPDX-License-Identifier: Apache-2.0
# A change of the schema is one more file; its line is added here when it lands.
set -eu

sha256sum --quiet -c tests/data/schema.sha256
for f in mla/store/schema/*/*.sql; do
	grep -qF " $f" tests/data/schema.sha256 || {
		echo "$f: no line in tests/data/schema.sha256"
		exit 1
	}
done
