#!/bin/sh
# install.sh - an installed mla works alone, and uninstall takes it all away
# SPDX-License-Identifier: Apache-2.0
set -eu

build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make -s O="$build" install DESTDIR="$work/there" PREFIX=/usr >/dev/null
cd "$work"
bin=$work/there/usr/bin/mla
[ -f there/usr/share/man/man1/mla.1 ]
[ -f there/usr/share/bash-completion/completions/mla ]
env -i PATH=/usr/bin:/bin "$bin" init office --authority A --country FR --code AAA
env -i PATH=/usr/bin:/bin "$bin" --register office new letter --to TR
env -i PATH=/usr/bin:/bin "$bin" --register office render AAA-O --to text | grep -q 'Letter of request'
cd - >/dev/null
make -s O="$build" uninstall DESTDIR="$work/there" PREFIX=/usr >/dev/null
[ -z "$(find "$work/there" -type f)" ]
