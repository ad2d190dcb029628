#!/usr/bin/env python3
"""kykm_case.py SHARED OUTDIR [--observers-only]: the counts at Yakima and the official monthly totals as a case folder.

SHARED is the folder of shared data. Each stop of an aircraft is a flight of two corridors: people who board (out) and people who get
off (in). The observers' numbers are counts, the airport's and those that the authority printed for single flights are official counts,
the monthly totals are official counts over a period. Nothing is corrected; a blank stays a blank.
"""
import csv
import os
import sys

CORRIDORS = (("YKM-OUT", "on"), ("YKM-IN", "off"))
STATES = {"flown": "operated", "cancelled": "cancelled", "no_stop": "cancelled", "scheduled_unknown": "unknown"}
COUNTS = ["corridor", "date", "from", "to", "flight", "method", "best", "of", "men", "women", "reason", "source", "note"]


def number(cell):
    return "" if cell.strip() == "" else str(int(float(cell)))


def write(folder, sheet, head, rows):
    with open(os.path.join(folder, sheet + ".csv"), "w", newline="", encoding="utf-8") as f:
        w = csv.DictWriter(f, head, restval="")
        w.writeheader()
        w.writerows(rows)


def flight_rows(log):
    for r in log:
        for corridor, _ in CORRIDORS:
            state = STATES[r["status"]]
            yield {"corridor": corridor, "date": r["date"], "flight": r["flight_no"], "registration": r["tail"], "state": state,
                   "reason": "not_watched" if state == "unknown" else "", "source": "observers",
                   "note": "did not stop" if r["status"] == "no_stop" else ""}


def count_rows(log, observers_only):
    for r in log:
        for corridor, way in CORRIDORS:
            about = {"corridor": corridor, "date": r["date"], "flight": r["flight_no"], "of": "concern"}
            best = number(r["yirn_" + way])
            if best or r["status"] == "flown":
                yield dict(about, method="counted", best=best, men=number(r["note_%s_men" % way]),
                           women=number(r["note_%s_women" % way]), source="observers", note=r["watch"],
                           reason="" if best else "refused" if r["watch"] == "kept away" else "not_watched")
            for source, column in () if observers_only else (("airport", "city_"), ("authority", "arts_")):
                if r[column + way].strip():
                    yield dict(about, method="official", best=number(r[column + way]), source=source)


def total_rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        rows = list(csv.reader(f))
    head = list(zip(rows[0], rows[1]))
    for row in rows[3:]:
        for corridor, name in (("YKM-OUT", "Pickups"), ("YKM-IN", "Dropoffs")):
            yield {"corridor": corridor, "from": row[0][:8] + "01", "to": row[0], "method": "official", "of": "concern",
                   "best": number(row[head.index((name, "ARTS"))]), "source": "authority"}


def main(shared, out, *options):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(shared, "yakima", "kykm_flights.csv"), newline="", encoding="utf-8") as f:
        log = list(csv.DictReader(f))
    write(out, "sources", ["id", "label", "kind"],
          [{"id": "observers", "label": "Observers at the fence", "kind": "observer"},
           {"id": "airport", "label": "The airport's passenger report", "kind": "official"},
           {"id": "authority", "label": "The authority's records", "kind": "official"}])
    write(out, "corridors", ["id", "origin", "destination", "direction", "group", "from", "to"],
          [{"id": "YKM-OUT", "origin": "KYKM", "destination": "elsewhere", "direction": "outbound", "group": "detainees",
            "from": "2019-05-01", "to": "2021-06-30"},
           {"id": "YKM-IN", "origin": "elsewhere", "destination": "KYKM", "direction": "inbound", "group": "detainees",
            "from": "2019-05-01", "to": "2021-06-30"}])
    write(out, "flights", ["corridor", "date", "flight", "registration", "state", "reason", "source", "note"], flight_rows(log))
    write(out, "counts", COUNTS,
          list(count_rows(log, "--observers-only" in options)) +
          list(total_rows(os.path.join(shared, "yakima", "arts_yirn_monthly.csv"))))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
