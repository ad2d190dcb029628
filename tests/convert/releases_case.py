#!/usr/bin/env python3
"""releases_case.py SHARED OUTDIR: two releases of one table of operations as a case folder: two sources, one flight an operation.

The table has no dates. Operations are spread over its period in order of their number, and each row says so. A half person (one release
has 57.5) becomes the range 57 to 58, since a count is a whole number.
"""
import csv
import datetime
import os
import sys

FROM, TO = datetime.date(2019, 1, 1), datetime.date(2021, 12, 31)


def figures(cell):
    x = float(cell)
    if x == int(x):
        return {"best": int(x)}
    return {"low": int(x), "high": int(x) + 1}


def count_rows(table):
    days = (TO - FROM).days
    for i, r in enumerate(sorted(table, key=lambda r: r["roid"])):
        date = FROM + datetime.timedelta(days * i // max(len(table) - 1, 1))
        for release in ("release_a", "release_b"):
            yield dict({"corridor": "OPS", "date": date.isoformat(), "flight": r["roid"], "method": "official", "of": "concern",
                        "source": release, "note": "date by order of number"}, **figures(r[release]))


def write(folder, sheet, head, rows):
    with open(os.path.join(folder, sheet + ".csv"), "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, head, restval="")
        w.writeheader()
        w.writerows(rows)


def main(shared, out):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(shared, "frontex", "two_releases_2019_21.csv"), newline="", encoding="utf-8") as f:
        table = list(csv.DictReader(f))
    write(out, "sources", ["id", "label", "kind"],
          [{"id": "release_a", "label": "First release", "kind": "official"},
           {"id": "release_b", "label": "Second release", "kind": "official"}])
    write(out, "corridors", ["id", "origin", "destination", "direction", "group", "from", "to"],
          [{"id": "OPS", "origin": "Europe", "destination": "elsewhere", "direction": "outbound", "group": "returnees",
            "from": FROM.isoformat(), "to": TO.isoformat()}])
    write(out, "counts", ["corridor", "date", "flight", "method", "low", "best", "high", "of", "source", "note"], count_rows(table))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
