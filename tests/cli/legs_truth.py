#!/usr/bin/env python3
"""legs_truth.py DATA: the legs that `headcount legs --csv` gives of the real files against those read off by hand
(truth/legs_manual.csv): how many, their ends, times within 60 s. Prints one line a leg; exit 1 when one is wrong."""
import csv, datetime, io, subprocess, sys

data = sys.argv[1]
LEGS = {"ac134a": 1, "ac671b": 4, "a4068e": 2, "a3c78c": 2, "400f99": 1}
SAME = {"KPBI": {"KPBI", "KDJT"}, "unknown": {"88NV", "unknown place", ""}}  # other codes of the same field


def legs(file, hex):
    out = subprocess.run(["headcount", "legs", "--csv", "--hex", hex, f"{data}/{file}"], check=True, capture_output=True, text=True)
    return list(csv.DictReader(io.StringIO(out.stdout)))


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def end(row, which, icao, time, basis):
    status, airport = row[f"{which}_status"], row[f"{which}_airport"]
    if not icao:
        return status in ("edge", "lost") and not airport
    if airport not in SAME.get(icao, {icao}):
        return False
    if not time:
        return status == "inferred"
    return abs((instant(row[f"{which}_utc"]) - instant(time.replace(".6Z", "Z").replace(".3Z", "Z"))).total_seconds()) <= 60


bad, rows = 0, 0
for t in csv.DictReader(open(f"{data}/truth/legs_manual.csv")):
    got = legs(t["file"], t["icao24"])
    row = got[int(t["leg"]) - 1]
    good = len(got) == LEGS[t["icao24"]] and row["callsign"] == t["callsign"] \
        and end(row, "off", t["dep_icao"], t["dep_time_utc"], t["dep_basis"]) and end(row, "on", t["arr_icao"], t["arr_time_utc"], t["arr_basis"])
    print(t["icao24"], t["leg"], t["dep_icao"] or "-", t["arr_icao"] or "-", "as by hand" if good else f"WRONG: {row}")
    bad += not good
    rows += 1
sys.exit(bad or rows != 10)
