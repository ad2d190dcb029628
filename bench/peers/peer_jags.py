# SPDX-License-Identifier: Apache-2.0
"""The posterior in JAGS, through its command line: chains of totals, and processor seconds of warm-up and of sampling."""
import os
import resource
import subprocess

import numpy as np

import model


def _dump(name, v):
    a = np.asarray(v, dtype=object)
    flat = ["NA" if u is None else repr(float(u)) for u in a.flatten(order="F")]
    body = "c(" + ",".join(flat) + ")" if a.ndim else flat[0]
    if a.ndim == 2:
        body = f"structure({body}, .Dim=c({a.shape[0]}L,{a.shape[1]}L))"
    return f'"{name}" <- {body}\n'


def data(case, structure, k):
    at = case.counted()
    d = {
        "N": len(case.day), "C": case.seats, "K": len(at), "at": [i + 1 for i in at], "one": [1] * len(at),
        "L": [list(map(float, model.likelihood(case.count[i], case.seats, k))) for i in at],
        "o": [{"operated": 1, "cancelled": 0, "unknown": None}[s] for s in case.state],
        "few": list(model.few(case.seats, k)),
        "logphi_mean": k["log_phi"]["mean"], "logphi_sd": k["log_phi"]["sd"],
        "level_mean": k["level"]["mean"], "level_sd": k["level"]["sd"],
    }
    for name in ("completion", "light", "empty"):
        d[name] = [k[name]["a"], k[name]["b"]]
    if k["empty"]["fixed"] is not None:
        d["e"] = k["empty"]["fixed"]
    if structure == "drift":
        knots, step, fill = model.bridge(case, k)
        d.update(drift_median=k["drift"]["median"], drift_sd=k["drift"]["sd"], J=len(knots), F=len(fill),
                 knot=[i + 1 for i in knots], step=step, fill=[f[0] + 1 for f in fill], before=[f[1] + 1 for f in fill],
                 after=[f[2] + 1 for f in fill], weight=[f[3] for f in fill], spread=[f[4] for f in fill])
    return d


def _start(case, chain):
    """Loads start at what was written: a chance of 0 is no place to start from."""
    load = [0.0] * len(case.day)
    for i in case.counted():
        load[i] = min(case.count[i], case.seats)
    return {"load": load, "is_light": [0.0] * len(case.day), "logphi": 1.0 + 0.4 * chain, "w": 0.1 + 0.1 * chain}


def _jags(folder, script):
    with open(os.path.join(folder, "run.cmd"), "w", encoding="utf-8") as f:
        f.write(script)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    r = subprocess.run(["jags", "run.cmd"], cwd=folder, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if r.returncode or "rror" in r.stdout + r.stderr:
        raise RuntimeError("jags: " + (r.stdout + r.stderr)[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(case, structure, k, folder):
    """@return dict: draws (chains by draws), start, warmup, sample (processor seconds, all chains together)."""
    s = k["sampling"]["jags"]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "data.R"), "w", encoding="utf-8") as f:
        f.writelines(_dump(n, v) for n, v in data(case, structure, k).items())
    inits = ""
    for c in range(s["chains"]):
        with open(os.path.join(folder, f"init{c}.R"), "w", encoding="utf-8") as f:
            f.writelines(_dump(n, v) for n, v in _start(case, c).items())
            f.write(f'".RNG.name" <- "base::Mersenne-Twister"\n".RNG.seed" <- {1000 + c}\n')
        inits += f'parameters in "init{c}.R", chain({c + 1})\n'
    bug = os.path.join(model.HERE, structure + ".bug")
    head = f'load mix\nmodel in "{bug}"\ndata in "data.R"\ncompile, nchains({s["chains"]})\n{inits}initialize\n'
    adapt = f'adapt {s["warmup"] // 2}\nupdate {s["warmup"] // 2}\n'
    body = f'monitor total\nupdate {s["draws"][structure]}\ncoda *, stem("out")\n'
    start = _jags(folder, head + "exit\n")
    warm = _jags(folder, head + adapt + "exit\n")
    full = _jags(folder, head + adapt + body + "exit\n")
    draws = [np.loadtxt(os.path.join(folder, f"outchain{c + 1}.txt"))[:, 1] for c in range(s["chains"])]
    return {"draws": np.array(draws), "start": start, "warmup": warm - start, "sample": full - warm}
