# SPDX-License-Identifier: Apache-2.0
"""One posterior, several engines: quantiles with their Monte Carlo errors, and the time to one and the same error."""
import importlib
import os
import re
import statistics
import sys

import numpy as np

import exact
import model
import ours

GRID = 0.0003  # of the mean: what headcount's grids are allowed to be off, beside its drawing, in one standard error
FLOOR = 0.29  # people: the sd of rounding to whole ones, below which no error is compared


def autocovariance(x):
    """Of each chain about the mean of all, by Fourier transform; [chain, lag]."""
    x = x - x.mean()
    f = np.fft.rfft(x, 2 * x.shape[1])
    return np.fft.irfft(f * f.conj())[:, : x.shape[1]] / x.shape[1]


def ess(x):
    """Effective size: autocorrelations are summed in pairs until one is negative (Geyer's initial positive sequence). The mean is that
    of all chains, so chains that disagree lower it."""
    c = autocovariance(x).mean(0)
    if c[0] <= 0:
        return float(x.size)
    pairs = (c[: len(c) // 2 * 2] / c[0]).reshape(-1, 2).sum(1)
    stop = np.argmax(pairs <= 0) or len(pairs)
    return float(min(x.size, x.size / max(2 * pairs[:stop].sum() - 1, 1e-9)))


def quantile(parts, at):
    """Quantile of a mixture of (chains, weight), and its Monte Carlo error from the effective size of I(total <= quantile)."""
    x = np.concatenate([d.ravel() for d, _ in parts])
    w = np.concatenate([np.full(d.size, weight / d.size) for d, weight in parts])
    order = np.argsort(x, kind="stable")
    x, cum = x[order], np.cumsum(w[order])

    def q(p):
        return x[min(np.searchsorted(cum, p), len(x) - 1)]

    value, var = q(at), 0.0
    for d, weight in parts:
        below = (d <= value).astype(float)
        p = min(max(below.mean(), 1e-4), 1 - 1e-4)
        var += weight**2 * p * (1 - p) / ess(below)
    half = max(np.sqrt(var), 2 / len(x))
    return float(value), float(q(min(at + half, 1)) - q(max(at - half, 0))) / 2


def rhat(draws):
    """Chains in halves: the variance of all over that within."""
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, -half:]])
    within = parts.var(1, ddof=1).mean()
    return float(np.sqrt((half - 1) / half + parts.mean(1).var(ddof=1) / within))


def engine(name):
    """The peer, or None with a word on why not."""
    try:
        return importlib.import_module("peer_" + name)
    except ImportError as e:
        print(f"{name}: not to be had here ({e})")
        return None


def other_constants(k):
    """Where src/infer has another constant than constants.json; a name that it no longer has is named too."""
    want = {"LEVEL_MEAN": k["level"]["mean"], "LEVEL_SD": k["level"]["sd"], "PHI_MEAN": k["log_phi"]["mean"], "PHI_SD": k["log_phi"]["sd"],
            "LIGHT_A": k["light"]["a"], "LIGHT_B": k["light"]["b"], "DRIFT_SD": k["drift"]["sd"], "FEW_MAX": k["few"]["most"],
            "completion_a": k["completion"]["a"], "completion_b": k["completion"]["b"], "drift": k["drift"]["median"], "empty": k["empty"]["fixed"]}
    text = "".join(open(os.path.join(model.HERE, "../../src/infer", f), encoding="utf-8").read()
                   for f in sorted(os.listdir(os.path.join(model.HERE, "../../src/infer"))) if f.endswith((".c", ".h")))
    for name, value in want.items():
        if name.islower() or "_a" in name or "_b" in name:
            found = re.search(rf"\.{name} = ([-0-9.]+)", text)
        else:
            found = re.search(rf"#define {name}\s*\\?\s*([-0-9.]+)", text)
        if not found or value is None or float(found[1]) != value:
            yield f"{name}: {found[1] if found else 'not found'} in src/infer, {value} in constants.json"


def peer_runs(k, engines, folder):
    """All peers, cases and structures, one after the other."""
    out = {}
    for case in k["cases"]:
        c = model.make_case(case, k)
        for structure in ("level", "drift"):
            for name, e in engines.items():
                print(f"  {name}: {case}, {structure}", file=sys.stderr, flush=True)
                try:
                    out[case, structure, name] = e.run(c, structure, k, f"{folder}/{case}-{structure}")
                except (OSError, RuntimeError) as fault:
                    print(f"{name}, {case}, {structure}: did not run: {fault}")
    return out


def our_side(case, structure, k):
    """@return quantiles (mean over seeds), error of the mean, error of one run, seconds of one run, grid error, weights."""
    r = ours.run([case], structure, k["sampling"]["ours"]["seeds"])
    if r is None:
        return None
    q = np.array([run["q"] for run in r[0]])
    sd = q.std(0, ddof=1)
    return {"q": q.mean(0), "se": np.maximum(sd / np.sqrt(len(q)), FLOOR), "one": np.maximum(sd, FLOOR),
            "cpu": statistics.median(run["cpu_s"] for run in r[0]), "grid": r[0][0]["grid_error"],
            "mean": [run["mean"] for run in r[0]], "weights": r[0][0]["weights"], "ndraw": r[0][0]["ndraw"]}


def line(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |")


def verdict(values, errors):
    """The largest distance between any two engines, in errors of their difference."""
    far = max(abs(values[i] - values[j]) / np.hypot(errors[i], errors[j]) for i in range(len(values)) for j in range(i))
    return far


def compare(case, structure, us, peers, at, erring):
    """Prints one block of the table. erring: peers that quadrature has shown to err here; they are printed and not held to.
    @return whether all others agree."""
    rows = [("headcount", us["q"], us["se"])] if us else []
    for name, parts in peers.items():
        q = [quantile(parts, p) for p in at]
        rows.append((name, np.array([v for v, _ in q]), np.maximum([e for _, e in q], FLOOR)))
    for name, q, se in rows:
        line(case, structure, name, *(f"{v:.0f} ± {e:.1f}" for v, e in zip(q, se)), "errs: its mean is off quadrature" if name in erring else "")
    rows = [r for r in rows if r[0] not in erring]
    if len(rows) < 2:
        line(case, structure, "nothing to compare with", *[""] * len(at), "")
        return True
    far = [verdict([r[1][i] for r in rows], [r[2][i] for r in rows]) for i in range(len(at))]
    ok = max(far) <= 3
    width = rows[0][1][-1] - rows[0][1][0]
    apart = max(np.ptp([r[1][i] for r in rows]) for i in range(len(at))) / width
    line(case, structure, "farthest apart, in errors", *(f"{f:.1f}" for f in far),
         ("agree within 3 errors" if ok else "differs") + f"; {100 * apart:.1f} % of the 90 % interval at most")
    return ok


def means(cases, blocks, runs, k):
    """Structure level: how far each engine's mean is from quadrature, in its own errors. @return rows (case, engine, mean, error, true, apart)."""
    if k["empty"]["fixed"] is None:
        return []
    out = []
    for c, case in cases.items():
        true, rows = exact.mean(case, k), []
        if blocks[c, "level"]:
            m = np.array(blocks[c, "level"]["mean"])
            rows.append(("headcount", m.mean(), np.hypot(m.std(ddof=1) / np.sqrt(len(m)), GRID * true)))
        for (case_name, s, name), r in runs.items():
            if (case_name, s) == (c, "level"):
                rows.append((name, r["draws"].mean(), r["draws"].std() / np.sqrt(ess(r["draws"]))))
        out += [(c, name, m, se, true, (m - true) / max(se, FLOOR)) for name, m, se in rows]
    return out


def time_rows(case, structure, us, runs, k):
    if not us:
        return
    target = us["one"][0]
    line(case, structure, "headcount", f"{us['cpu']:.3f}", "", "", f"{target:.1f}", f"{us['cpu']:.3f}", "1")
    for name, r in runs.items():
        chains = k["sampling"][name]["chains"]
        error = max(quantile([(r["draws"], 1.0)], 0.05)[1], FLOOR)
        warm = r["warmup"] / chains
        equal = warm + r["sample"] * (error / target) ** 2
        line(case, structure, name, f"{r['start']:.2f}", f"{warm:.2f}", f"{r['sample']:.2f}", f"{error:.1f}", f"{equal:.2f}",
             f"{equal / us['cpu']:.0f}")


def main(folder):
    k = model.constants()
    engines = {n: e for n in ("jags", "numpyro") if (e := engine(n))}
    runs = peer_runs(k, engines, folder)
    at, cases, good = k["quantiles"], {c: model.make_case(c, k) for c in k["cases"]}, True
    blocks = {(c, s): our_side(cases[c], s, k) for c in cases for s in ("level", "drift", "both")}

    print("\n### The same posterior\n")
    for what in other_constants(k):
        print(f"Not the same posterior: {what}.\n")
    for c in cases:
        print(f"- {c}: {k['cases'][c]['words']}; the total that the case was made from is {cases[c].truth}")
    print()
    by_quadrature = means(cases, blocks, runs, k)
    erring = {(c, name) for c, name, *_, apart in by_quadrature if abs(apart) > 3}
    good &= not any(name == "headcount" for _, name in erring)
    line("case", "structure", "engine", *(f"{100 * p:.0f} %" for p in at), "verdict")
    line(*["---"] * (len(at) + 4))
    for c in cases:
        for s in ("level", "drift"):
            have = {n: [(runs[c, s, n]["draws"], 1.0)] for n in engines if (c, s, n) in runs}
            off = {n for n in have if s == "level" and (c, n) in erring}
            good &= compare(c, s, blocks[c, s], have, at, off)
        both = blocks[c, "both"]
        if both and both["weights"].get("drift"):  # the peers' two posteriors, mixed by our weights
            w = {s: both["weights"].get(s, 0.0) for s in ("level", "drift")}
            have = {n: [(runs[c, s, n]["draws"], w[s]) for s in w] for n in engines if all((c, s, n) in runs for s in w)}
            good &= compare(c, f"averaged, drift {w['drift']:.3f}", both, have, at, {n for n in have if (c, n) in erring})

    print("\n### The mean total, structure level, against quadrature\n")
    line("case", "engine", "mean", "quadrature", "apart, in errors")
    line(*["---"] * 5)
    for c, name, m, se, true, apart in by_quadrature:
        line(c, name, f"{m:.1f} ± {se:.1f}", f"{true:.1f}", f"{apart:+.1f}")

    print("\n### Time to the same Monte Carlo error of the 5 % quantile, one core, processor seconds\n")
    line("case", "structure", "engine", "start (not counted)", "warm-up, one chain", "sampling", "error reached", "seconds at headcount's error", "ratio")
    line(*["---"] * 9)
    for c in cases:
        for s in ("level", "drift"):
            time_rows(c, s, blocks[c, s] or blocks[c, "both"], {n: runs[c, s, n] for n in engines if (c, s, n) in runs}, k)
    print("\nheadcount: " + "; ".join(
        f"{c} {s}: {b['ndraw']} draws, grid error {'not measured' if b['grid'] is None else round(b['grid'], 1)}" for (c, s), b in blocks.items() if b) + ".")
    absent = sorted({s for (_, s), b in blocks.items() if not b})
    if absent:
        print(f"headcount cannot be held to the structure {', '.join(absent)} alone in this build: its time there is that of both.")
    for (c, s, n), r in runs.items():
        if rhat(r["draws"]) > 1.01 or r.get("diverging"):
            print(f"{n}, {c}, {s}: R-hat {rhat(r['draws']):.3f}, {r.get('diverging', 0)} divergent steps")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
