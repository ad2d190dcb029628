#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/match's table of airline designators out of a registry package, when the program is built.

    airlines.py PACKAGES OUT.h OUT.d

PACKAGES is the folder that tools/deps filled; OUT.h is included by src/match/airline.c alone; OUT.d names what was read, for ninja.

aircodes (npm, MIT) lists designators of IATA (two characters, one of them a letter; a star behind those that two airlines have) and of ICAO (three
letters). IATA's are not unique: the same is given out again, and to two airlines that do not meet. Who has it now the list does not say.
Measured against airlines.csv of Virtual Radar Server's standing data (CC0, at 1233707d): of 810 codes of ICAO that both know, 778 (96 %) have
the same partner in it; that list has 1,378 pairs, this one 1,022.
The build stops when the pairs in KNOWN are not there: then the package has changed under us."""

import json
import re
import sys

KNOWN = ["JSKOR", "SUAFL", "LHDLH", "BABAW", "CACCA", "U2EZY"]
PER_LINE = 14


def main():
    packages, out, dep = sys.argv[1:]
    path = f"{packages}/node_modules/aircodes/data/airlines.json"
    with open(path, encoding="utf-8") as f:
        rows = json.load(f)
    pairs = set()
    for r in rows:
        iata, icao = (r.get("iata") or "").removesuffix("*"), r.get("icao") or ""
        if re.fullmatch(r"[A-Z0-9]{2}", iata) and re.search(r"[A-Z]", iata) and re.fullmatch(r"[A-Z]{3}", icao):
            pairs.add(iata + icao)
    missing = [k for k in KNOWN if k not in pairs]
    if missing:
        sys.exit(f"airlines.py: not in the list: {missing}")
    listed = sorted(pairs)
    with open(out, "w", encoding="ascii") as f:
        for i in range(0, len(listed), PER_LINE):
            print(" ".join(f'"{p}",' for p in listed[i:i + PER_LINE]), file=f)
    with open(dep, "w", encoding="utf-8") as f:
        print(f"{out}: {path} {__file__}", file=f)


main()
