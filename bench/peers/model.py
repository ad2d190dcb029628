# SPDX-License-Identifier: Apache-2.0
"""What every engine shares: the constants, the two cases (synthetic, from a fixed seed), and what a written count says."""
import json
import math
import os
import random

import numpy as np
from scipy.special import erfc

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_DAY = 19358  # 2023-01-01, days since 1970


def constants():
    with open(os.path.join(HERE, "constants.json"), encoding="utf-8") as f:
        return json.load(f)


class Case:
    """One series: days, states ("operated", "unknown", "cancelled") and counts (None: nobody counted)."""

    def __init__(self, name, seats, day, state, count, truth=None):
        self.name, self.seats, self.day, self.state, self.count, self.truth = name, seats, day, state, count, truth

    def counted(self):
        return [i for i, y in enumerate(self.count) if y is not None]

    def lines(self):
        """The form that ours.c reads."""
        yield f"case {self.name} {self.seats} {len(self.day)}"
        for d, s, y in zip(self.day, self.state, self.count):
            yield f"{d} {s} {-1 if y is None else y}"


def written(n, rng, c):
    """A count of n people as an observer writes it."""
    u = rng.random()
    if u < c["exact"]:
        return n
    near = u < c["exact"] + c["near"]
    sd = max(c["near_sd"], c["near_share"] * n) if near else max(c["far_sd"], c["far_share"] * n)
    return max(0, math.floor(n + rng.gauss(0, sd) + 0.5))


def make_case(name, k):
    """Loads from a beta-binomial around a level that moves evenly in logit; one flight in eight is light."""
    d = k["cases"][name]
    rng = random.Random(d["seed"])
    n, day = d["slots"], [FIRST_DAY]
    while len(day) < n:
        day.append(day[-1] + d["days"][(len(day) - 1) % len(d["days"])])
    state = ["operated"] * (d["counted"] + d["operated"]) + ["cancelled"] * d["cancelled"]
    state += ["unknown"] * (n - len(state))
    rng.shuffle(state)
    flown = [i for i in range(n) if state[i] == "operated"]
    look = set(rng.sample(flown, d["counted"]))
    a, b = (math.log(x / (1 - x)) for x in (d["start"], d["end"]))
    count, total = [None] * n, 0
    for i in range(n):
        m = 1 / (1 + math.exp(-(a + (b - a) * i / (n - 1))))
        share = rng.betavariate(8 * m, 8 * (1 - m))
        people = sum(rng.random() < share for _ in range(d["seats"]))
        if rng.random() < 1 / 8:
            people = rng.choice([0, 0, 1, 2, 4])
        if state[i] == "cancelled" or (state[i] == "unknown" and rng.random() > 0.7):
            continue
        total += people
        if i in look:
            count[i] = written(people, rng, k["counted"])
    return Case(name, d["seats"], day, state, count, total)


def _cdf(y, n, c):
    def phi(x):
        return 0.5 * erfc(-x / math.sqrt(2))

    near = np.maximum(c["near_sd"], c["near_share"] * n)
    far = np.maximum(c["far_sd"], c["far_share"] * n)
    if y < 0:
        return np.zeros_like(n)
    looked = c["exact"] * (y >= n) + c["near"] * phi((y + 0.5 - n) / near) + c["far"] * phi((y + 0.5 - n) / far)
    return c["missed"] + (1 - c["missed"]) * looked


def likelihood(y, seats, k):
    """P(written y | n) for n = 0 .. seats; what rounds below 0 is written 0 (src/infer/obs.c)."""
    n = np.arange(seats + 1, dtype=float)
    return _cdf(y, n, k["counted"]) - _cdf(y - 1, n, k["counted"])


def few(seats, k):
    """P(n) of a nearly empty flight: geometric, cut at `most` or the seats."""
    top = min(k["few"]["most"], seats)
    q = k["few"]["mean"] / (1 + k["few"]["mean"])
    p = q ** np.arange(top + 1)
    return p / p.sum()


def bridge(case, k):
    """The walk is sampled at its knots (the first slot and the counted ones) and filled in between afterwards, which no
    count depends on: exact, and easier for both peers than a walk over all slots. @return knots, the years between them, and
    for every other slot in order (slot, slot before, knot after or slot before, its weight, variance per tau^2)."""
    t = [d / k["drift"]["year_days"] for d in case.day]
    knots = sorted({0, *case.counted()})
    step = [t[b] - t[a] for a, b in zip(knots, knots[1:])]
    fill = []
    for i in range(len(t)):
        if i in knots:
            continue
        after = next((j for j in knots if j > i), None)
        before = t[i] - t[i - 1]
        if after is None:
            fill.append((i, i - 1, i - 1, 0.0, before))
        else:
            rest = t[after] - t[i]
            fill.append((i, i - 1, after, before / (before + rest), before * rest / (before + rest)))
    return knots, step, fill
