# calendars.py - compare mla calendar with python3-holidays: calendars.py MLA LIST
# SPDX-License-Identifier: Apache-2.0
#
# Each difference on a weekday (at the weekend nothing moves) must be explained
# by a line of the list, and each line must explain one:
#     STATE[-REGION,...] + or - NAME | YEARS | who is right, and why
# "+" is a day that we alone have, "-" one that the package alone has.  YEARS
# are years and ranges with blanks between.  A NAME that ends in * is a prefix.
import csv
import datetime
import io
import pathlib
import re
import subprocess
import sys

import holidays

YEARS = range(2015, 2031)
PLAIN = "AT BE BG CZ GR HR HU IE IT LU NL PL PT RS SE SI SK UA".split()
SPAIN = {
    "AN": "AND", "AR": "ARG", "AS": "AST", "CB": "CAN", "CL": "CAL",
    "CM": "CAM", "CN": "ICA", "CT": "CAT", "EX": "EXT", "GA": "GAL",
    "IB": "IBA", "MC": "MUR", "MD": "MAD", "NC": "NAV", "PV": "PVA",
    "RI": "RIO", "VC": "CVA",
}
BRITAIN = {
    "ENG": holidays.England, "WLS": holidays.Wales,
    "SCT": holidays.Scotland, "NIR": holidays.NorthernIreland,
}


def places():
    """State, region or None, and the days that the package has in a year."""
    for state in PLAIN:
        cls = getattr(holidays, state)
        yield state, None, lambda y, c=cls: c(years=y)
    yield "FR", None, lambda y: holidays.France(years=y)
    for state in ("DE", "CH"):
        cls = getattr(holidays, state)
        for r in cls.PROVINCES:
            yield state, r, lambda y, c=cls, r=r: c(years=y, prov=r)
    for r, prov in SPAIN.items():
        yield "ES", r, lambda y, p=prov: holidays.ES(years=y, prov=p)
    for r, cls in BRITAIN.items():
        yield "GB", r, lambda y, c=cls: c(years=y)


def ours(mla, state, year, cache={}):
    if (state, year) not in cache:
        text = subprocess.run(
            [mla, "calendar", state, str(year), "--format", "csv"],
            check=True, stdout=subprocess.PIPE,
        ).stdout.decode()
        cache[state, year] = list(csv.DictReader(io.StringIO(text)))
    return cache[state, year]


def differences(mla):
    for state, region, theirs in places():
        for year in YEARS:
            here = {
                row["date"]: row["name"]
                for row in ours(mla, state, year)
                if not row["region"] or region in row["region"].split()
            }
            there = {
                d.isoformat(): name
                for d, name in theirs(year).items()
                if d.year == year and d.weekday() < 5
            }
            for d, name in here.items():
                if d not in there and weekday(d) < 5:
                    yield state, region, "+", name, year, d
            for d, name in there.items():
                if d not in here:
                    yield state, region, "-", name, year, d


def weekday(text):
    return datetime.date.fromisoformat(text).weekday()


def claimed(root):
    """State and years for which a calendar says that the package agrees."""
    for path in sorted(pathlib.Path(root).glob("*.xml")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r"python3-holidays 0\.10: ([0-9 ,to]+)", text)
        years = set()
        for span in found.group(1).split(",") if found else []:
            first, _, last = span.strip().partition(" to ")
            years.update(range(int(first), int(last or first) + 1))
        yield path.stem.upper(), years


class Line:
    def __init__(self, text):
        what, years, self.why = (s.strip() for s in text.split("|", 2))
        place, self.sign, self.name = what.split(" ", 2)
        self.state, _, regions = place.partition("-")
        self.regions = regions.split(",") if regions else None
        self.years = set()
        for span in years.split():
            first, _, last = span.partition("-")
            self.years.update(range(int(first), int(last or first) + 1))
        self.used = set()

    def explains(self, state, region, sign, name, year):
        if self.name.endswith("*"):
            same = name.startswith(self.name[:-1])
        else:
            same = name == self.name
        return (
            same
            and state == self.state
            and (self.regions is None or region in self.regions)
            and sign == self.sign
            and year in self.years
        )


def main(mla, path):
    with open(path, encoding="utf-8") as f:
        lines = [Line(s) for s in f if s.strip() and not s.startswith("#")]
    bad = explained = 0
    differ = {}
    for state, region, sign, name, year, day in differences(mla):
        differ.setdefault(state, set()).add(year)
        found = [
            x for x in lines if x.explains(state, region, sign, name, year)
        ]
        for x in found:
            x.used.add(year)
        explained += bool(found)
        if not found:
            bad += 1
            place = state if region is None else f"{state}-{region}"
            print(f"not explained: {place} {sign} {name} | {day}")
    for x in lines:
        if not x.why:
            bad += 1
            print(f"no reason: {x.state} {x.sign} {x.name}")
        idle = sorted(x.years - x.used)
        if idle:
            bad += 1
            print(f"no difference: {x.state} {x.sign} {x.name} | {idle}")
    known = {state for state, _, _ in places()}
    for state, years in claimed("forms/calendar"):
        agrees = set(YEARS) - differ.get(state, set())
        if years != (agrees if state in known else set()):
            bad += 1
            print(f"{state} agrees in {sorted(agrees)}, not {sorted(years)}")
    compared = sum(1 for _ in places()) * len(YEARS)
    print(f"{compared} years compared, {explained} differences explained")
    return bad > 0


sys.exit(main(*sys.argv[1:]))
