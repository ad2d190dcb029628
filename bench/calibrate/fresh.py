#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A table that nobody tuned to: counts of one airport's removal flights, beside the t interval with finite-population correction.

    fresh.py HEADCOUNT TABLE.csv REPLICATES

TABLE is msp-ice-flights.csv of the public repository mbaynton/msp-ice-flights-shiny (docs/MODEL.md used the version of 1e55b04). Of the flights that
its observers counted, all and by destination, some are revealed at random and the total is estimated, 90 %, selection off."""
import csv
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile

T95 = {3: 2.920, 6: 2.015, 12: 1.796, 24: 1.714}  # upper 5 % point of Student's t with k - 1 degrees


def score(lo, hi, x):
    return hi - lo + 20 * (max(0, lo - x) + max(0, x - hi))


def main(program, table, replicates):
    rows = [r for r in csv.DictReader(open(table, encoding="utf-8")) if r["Count Method (Detainees On)"].startswith("Counted") and r["Detainees On"]]
    series = {"all": rows}
    for r in rows:
        series.setdefault(r["Destination"], []).append(r)
    rng = random.Random(5)
    truth, student = {}, {}
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as out:
        w = csv.writer(out)
        w.writerow("series date slot status method count root".split())
        for name, v in series.items():
            n, people = len(v), [int(float(r["Detainees On"])) for r in v]
            for k in (k for k in T95 if n >= 10 and k <= 0.7 * n):
                for rep in range(replicates):
                    seen, sid = set(rng.sample(range(n), k)), f"{name}/{k}/{rep}"
                    got = [people[i] for i in seen]
                    half = T95[k] * statistics.stdev(got) * math.sqrt((1 - k / n) / k) * n
                    middle = n * statistics.mean(got)
                    truth[sid], student[sid] = sum(people), (max(sum(got), middle - half), middle + half)
                    for i, r in enumerate(v):
                        w.writerow([sid, r["Date"], f"{r['Callsign']}-{i}", "operated"] + (["counted", people[i]] if i in seen else ["", ""]) + ["w"])
        out.flush()
        lines = subprocess.run([program, "sweep", out.name, "--selection", "0"], capture_output=True, text=True, check=True).stdout
    sums = {}
    for o in map(json.loads, lines.splitlines()):
        sid, e = o["series"], o["estimated"]
        x, (lo, hi) = truth[sid], student[sid]
        s = sums.setdefault(sid.rsplit("/", 1)[0], [0] * 5)
        for i, d in enumerate((1, e["lo"] <= x <= e["hi"], lo <= x <= hi, score(e["lo"], e["hi"], x), score(lo, hi, x))):
            s[i] += d
    print("revealed  replicates  covered  by t  score over t")
    for name, (n, ours, theirs, a, b) in sums.items():
        print(f"{name:8}  {n:10}  {ours / n:7.2f}  {theirs / n:4.2f}  {a / b:.2f}")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
