#!/bin/sh
# deps.sh - install the Debian packages named as arguments that are missing
# SPDX-License-Identifier: Apache-2.0
set -eu

missing=
for p in "$@"; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
	echo "mla: these Debian packages are needed; install their like:$missing" >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1; then
	as_root=sudo
else
	echo "mla: missing packages; ask an administrator to run:" >&2
	echo "  apt-get install$missing" >&2
	exit 1
fi

echo "Installing Debian packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
{
	$as_root apt-get -qq update
	$as_root apt-get -qq install -y --no-install-recommends $missing >/dev/null
}
