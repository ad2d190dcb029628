# SPDX-License-Identifier: Apache-2.0
"""The mean total under one level for all flights, by plain quadrature on grids far finer than needed: no engine, no drawing."""
import numpy as np
from scipy.special import betaln, expit, gammaln
from scipy.stats import beta

import model


def mean(case, k, nx=401, nphi=81, nlight=120):
    """Needs the share of empty flights among light ones to be fixed. Every axis is a midpoint rule over the prior's quantiles (light)
    or an even grid over 4.5 sd (level, log phi)."""
    seats, at = case.seats, case.counted()
    n = np.arange(seats + 1.0)
    x, f = (np.linspace(p["mean"] - 4.5 * p["sd"], p["mean"] + 4.5 * p["sd"], m) for p, m in ((k["level"], nx), (k["log_phi"], nphi)))
    light = beta.ppf((np.arange(nlight) + 0.5) / nlight, k["light"]["a"], k["light"]["b"])
    prior = [-0.5 * ((g - p["mean"]) / p["sd"]) ** 2 for g, p in ((x, k["level"]), (f, k["log_phi"]))]
    like = np.array([model.likelihood(case.count[i], seats, k) for i in at])
    small = np.zeros(seats + 1)
    few = model.few(seats, k)
    small[: len(few)] = (1 - k["empty"]["fixed"]) * few
    small[0] += k["empty"]["fixed"]
    resolved = [s == "operated" for s in case.state if s != "unknown"]
    flies = (k["completion"]["a"] + sum(resolved)) / (k["completion"]["a"] + k["completion"]["b"] + len(resolved))
    others = sum(resolved) - len(at) + flies * (len(case.state) - len(resolved))
    top, weight, total = -np.inf, 0.0, 0.0
    for i, phi in enumerate(np.exp(f)):
        a, b = expit(x)[:, None] * phi, expit(-x)[:, None] * phi
        load = np.exp(gammaln(seats + 1) - gammaln(n + 1) - gammaln(seats - n + 1) + betaln(n + a, seats - n + b) - betaln(a, b))
        w = light[None, :, None]
        seen = (1 - w) * (load @ like.T)[:, None, :] + w * (small @ like.T)
        people = ((1 - w) * (load @ (like * n).T)[:, None, :] + w * (small @ (like * n).T)) / seen
        lp = np.log(seen).sum(-1) + prior[0][:, None] + prior[1][i]
        each = people.sum(-1) + others * ((1 - light) * seats * expit(x)[:, None] + light * (small @ n))
        new = max(top, lp.max())
        p = np.exp(lp - new)
        weight, total = weight * np.exp(top - new) + p.sum(), total * np.exp(top - new) + (p * each).sum()
        top = new
    return total / weight
