#!/bin/sh
# calendars.sh - our calendars beside Debian's python3-holidays: calendars.sh BUILD
# SPDX-License-Identifier: Apache-2.0
# The package belongs to the system's own python, whichever comes first in PATH.
set -eu

exec /usr/bin/python3 tests/calendars.py "$1/mla" tests/data/calendar/differences.txt
