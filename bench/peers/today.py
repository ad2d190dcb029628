# SPDX-License-Identifier: Apache-2.0
"""What is done today, and headcount, on random parts of made-up series whose totals are known."""
import json
import math
import os
import random
import subprocess
import sys

import numpy as np
from scipy.stats import t as student

import model
import ours

# None of these laws is the model's own: loads are rounded normals, uniforms or an even fall.
KINDS = {
    "steady": "about 60 people (sd 20) on every flight",
    "two kinds": "three in ten flights carry 0 to 4 people, the others 30 to 135",
    "falling": "from about 70 people (sd 14) to 15 (sd 4) within two years",
    "season": "as `two kinds`, 44 slots of which seven in ten fly; of 14 taken at random it is known whether they flew, and those that did are counted",
}


def people(kind, i, n, seats, rng):
    if kind == "steady":
        x = rng.gauss(60, 20)
    elif kind == "falling":
        u = i / (n - 1)
        x = rng.gauss(70 - 55 * u, 14 - 10 * u)
    else:
        x = rng.randint(0, 4) if rng.random() < 0.3 else rng.randint(30, 135)
    return min(max(round(x), 0), seats)


def series(kind, counted, d, rng):
    """A case with its true total. Counts are exact: the methods of today take them so."""
    season = kind == "season"
    n = 44 if season else d["weeks"]
    day = [model.FIRST_DAY + (i * 7 // 2 if season else 7 * i) for i in range(n)]
    load = [people(kind, i, n, d["seats"], rng) for i in range(n)]
    if not season:
        look = set(rng.sample(range(n), counted))
        return model.Case("x", d["seats"], day, ["operated"] * n, [load[i] if i in look else None for i in range(n)], sum(load))
    while True:
        flies = [rng.random() < 0.7 for _ in range(n)]
        known = set(rng.sample(range(n), counted))
        state = [("operated" if flies[i] else "cancelled") if i in known else "unknown" for i in range(n)]
        if state.count("operated") >= 2:  # a t interval needs two
            break
    count = [x if s == "operated" else None for x, s in zip(load, state)]
    return model.Case("x", d["seats"], day, state, count, sum(x for x, f in zip(load, flies) if f))


def facts(case):
    y = np.array([c for c in case.count if c is not None], dtype=float)
    known = case.state.count("operated")
    cancelled, unknown = case.state.count("cancelled"), case.state.count("unknown")
    return y, known, unknown, known / (known + cancelled)


def mean_times(case, _d, _rng):
    y, known, unknown, share = facts(case)
    total = y.mean() * (known + unknown * share)
    return total, total


def bootstrap(case, d, rng):
    """Percentiles; flights that nobody counted are drawn anew, and so are the known states behind the share that flies."""
    y, known, unknown, share = facts(case)
    resolved = len(case.state) - unknown
    b = d["bootstrap"]
    mean = rng.choice(y, (b, len(y))).mean(1)
    flown = known - len(y) + (unknown * rng.binomial(resolved, share, b) / resolved if unknown else 0)
    tail = (1 - d["interval"]) / 2
    return tuple(np.quantile(y.sum() + mean * flown, [tail, 1 - tail]))


def t_interval(case, d, _rng):
    """With the finite-population correction; the number of flights is taken as known."""
    y, known, unknown, share = facts(case)
    n = known + unknown * share
    half = student.ppf((1 + d["interval"]) / 2, len(y) - 1) * y.std(ddof=1) / math.sqrt(len(y)) * math.sqrt(max(0, 1 - len(y) / n))
    return n * (y.mean() - half), n * (y.mean() + half)


def product(case):
    """Flights times people on a flight, each a range that holds nine in ten: lowest to highest count; the share that flies by
    its binomial error."""
    y, known, unknown, share = facts(case)
    resolved = len(case.state) - unknown
    half = 1.645 * math.sqrt(share * (1 - share) / resolved)

    def between(lo, hi):
        return f"normal({{p5: {lo:.3f}, p95: {hi:.3f}}})" if hi > lo else f"{lo:.3f}"

    flights = between(known + unknown * (share - half), known + unknown * min(1, share + half)) if unknown else str(known)
    return f"total = ({flights}) * {between(y.min(), y.max())}; [quantile(total + normal(0, 0.001), 0.05), quantile(total + normal(0, 0.001), 0.95)]"


def squiggle(cases, node_folder):
    """@return intervals, or None when node or the package is not there."""
    if not os.path.isdir(os.path.join(node_folder, "node_modules/@quri/squiggle-lang")):
        return None
    text = "\n".join(product(c) for c in cases) + "\n"
    script = os.path.join(model.HERE, "squiggle.mjs")
    r = subprocess.run(["node", script, os.path.abspath(node_folder)], input=text, capture_output=True, text=True, check=False)
    if r.returncode:
        print("squiggle did not run: " + r.stderr.strip()[-300:])
        return None
    out = [json.loads(line) for line in r.stdout.splitlines()]
    bad = [o["error"] for o in out if isinstance(o, dict) and "error" in o]
    if bad:
        raise RuntimeError(f"squiggle refused {len(bad)} programs: {bad[0]}")
    return [tuple(o["value"] if isinstance(o, dict) else o) for o in out]


def score(name, setting, cases, intervals, alpha):
    """Coverage, width and interval score, both as shares of the true total."""
    truth = np.array([c.truth for c in cases], dtype=float)
    lo, hi = np.array(intervals, dtype=float).T
    width = hi - lo
    miss = np.maximum(0, lo - truth) + np.maximum(0, truth - hi)
    print(f"| {setting} | {name} | {np.mean(miss == 0):.2f} | {np.mean(width / truth):.2f} | {np.mean((width + 2 / alpha * miss) / truth):.2f} |")


def main(node_folder):
    d = model.constants()["today"]
    rng, nrng = random.Random(d["seed"]), np.random.default_rng(d["seed"])
    methods = {"mean times flights (no interval)": mean_times, "bootstrap of the mean": bootstrap, "t interval": t_interval}
    print(f"\n### What is done today, {d['times']} series for each line, 90 % intervals\n")
    for kind, words in KINDS.items():
        print(f"- {kind}: {words}")
    print("\n| series | method | covered (0.90 is right) | width / total | interval score / total (less is better) |\n|---|---|---|---|---|")
    told = False
    for kind in KINDS:
        for counted in [14] if kind == "season" else d["counted"]:
            print(f"  today: {kind}, {counted}", file=sys.stderr, flush=True)
            cases = [series(kind, counted, d, rng) for _ in range(d["times"])]
            setting, alpha = f"{kind}, {counted} of {len(cases[0].day)}", 1 - d["interval"]
            for name, f in methods.items():
                score(name, setting, cases, [f(c, d, nrng) for c in cases], alpha)
            ranges = squiggle(cases, node_folder)
            if ranges:
                score("product of ranges (Squiggle)", setting, cases, ranges, alpha)
            elif not told:
                told = print("| | product of ranges: Squiggle is not to be had here | | | |") is None
            score("headcount", setting, cases, [(r[0]["lo"], r[0]["hi"]) for r in ours.run(cases, "all", 1)], alpha)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
