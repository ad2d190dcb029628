# SPDX-License-Identifier: Apache-2.0
"""The posterior in NumPyro (NUTS): the people on counted flights are summed out, the total is drawn afterwards."""
import time

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import expit, gammaln
from numpyro.infer import NUTS

import model

jax.config.update("jax_enable_x64", True)


def _log_load(x, phi, seats):
    """log P(n = 0 .. seats) of the beta-binomial, one row for each level in x. Rising factorials by sums of logarithms: no
    gamma function, and many times faster."""
    n = jnp.arange(seats + 1.0)
    i = jnp.arange(seats + 0.0)
    choose = gammaln(seats + 1.0) - gammaln(n + 1) - gammaln(seats - n + 1)

    def rising(a):
        s = jnp.cumsum(jnp.log(a[..., None] + i), -1)
        return jnp.concatenate([jnp.zeros_like(s[..., :1]), s], -1)

    a, b = expit(x) * phi, expit(-x) * phi
    return choose + rising(a) + rising(b)[..., ::-1] - jnp.log(phi[..., None] + i).sum(-1, keepdims=True)


def _people(x, phi, w, e, seats, small):
    """P(n) given operated: empty, few or load."""
    p = (1 - w)[..., None] * jnp.exp(_log_load(x, phi, seats)) + (w * (1 - e))[..., None] * small
    return p.at[..., 0].add(w * e)


def _padded_few(seats, k):
    small = np.zeros(seats + 1)
    few = model.few(seats, k)
    small[: len(few)] = few
    return jnp.array(small)


def _model(case, structure, k):
    at = case.counted()
    like = jnp.array([model.likelihood(case.count[i], case.seats, k) for i in at])
    small = _padded_few(case.seats, k)
    known = jnp.array([float(s == "operated") for s in case.state if s != "unknown"])
    knots, step, _ = model.bridge(case, k)
    root = jnp.sqrt(jnp.array(step))
    fixed = k["empty"]["fixed"] is not None
    pick = jnp.array([knots.index(i) for i in at])

    def posterior():
        numpyro.sample("known", dist.Bernoulli(numpyro.sample("p", dist.Beta(k["completion"]["a"], k["completion"]["b"]))), obs=known)
        w = numpyro.sample("w", dist.Beta(k["light"]["a"], k["light"]["b"]))
        e = jnp.array(k["empty"]["fixed"]) if fixed else numpyro.sample("e", dist.Beta(k["empty"]["a"], k["empty"]["b"]))
        phi = jnp.exp(numpyro.sample("logphi", dist.Normal(k["log_phi"]["mean"], k["log_phi"]["sd"])))
        x = numpyro.sample("x", dist.Normal(k["level"]["mean"], k["level"]["sd"]))
        if structure == "drift":
            tau = jnp.exp(numpyro.sample("logtau", dist.Normal(jnp.log(k["drift"]["median"]), k["drift"]["sd"])))
            walk = numpyro.sample("walk", dist.Normal(0, 1).expand([len(step)]).to_event(1))
            x = (x + jnp.concatenate([jnp.zeros(1), jnp.cumsum(tau * root * walk)]))[pick]
        p = _people(x, phi, w, e, case.seats, small)
        numpyro.factor("written", jnp.log((p * like).sum(-1)).sum())

    return posterior


def _levels(case, structure, k, s, rng):
    """Every slot's level in each draw, bridged between the knots."""
    n = len(s["p"])
    if structure == "level":
        return np.repeat(s["x"][:, None], len(case.day), 1)
    knots, step, fill = model.bridge(case, k)
    tau = np.exp(s["logtau"])
    x = np.empty((n, len(case.day)))
    x[:, knots] = s["x"][:, None] + np.concatenate([np.zeros((n, 1)), np.cumsum(tau[:, None] * np.sqrt(step) * s["walk"], 1)], 1)
    for i, before, after, weight, var in fill:
        x[:, i] = (1 - weight) * x[:, before] + weight * x[:, after] + tau * np.sqrt(var) * rng.standard_normal(n)
    return x


def _drawer(case, k):
    small = _padded_few(case.seats, k)

    @jax.jit
    def counted(x, phi, w, e, like, u):
        c = jnp.cumsum(_people(x, phi, w, e, case.seats, small) * like, -1)
        return (c < (u * c[:, -1])[:, None]).sum(-1)

    return counted


def _totals(case, structure, k, s, counted, rng):
    """The total in each draw: counted flights given what was written, the others from their law."""
    n = len(s["p"])
    x = _levels(case, structure, k, s, rng)
    e = s.get("e", np.full(n, k["empty"]["fixed"] or 0.0))
    phi, few, total = np.exp(s["logphi"]), model.few(case.seats, k), np.zeros(n)
    for i, state in enumerate(case.state):
        if state == "cancelled":
            continue
        if case.count[i] is not None:
            like = model.likelihood(case.count[i], case.seats, k)
            total += np.asarray(counted(x[:, i], phi, s["w"], e, like, rng.random(n)))
            continue
        m = 1 / (1 + np.exp(-x[:, i]))
        tiny = np.finfo(float).tiny
        people = rng.binomial(case.seats, rng.beta(np.maximum(m * phi, tiny), np.maximum((1 - m) * phi, tiny)))
        light = rng.random(n) < s["w"]
        empty = rng.random(n) < e
        people = np.where(light, np.where(empty, 0, rng.choice(len(few), n, p=few)), people)
        total += people if state == "operated" else people * (rng.random(n) < s["p"])
    return total


def _compiled(kernel, state, n, collect):
    """n steps of the kernel, compiled ahead of time so that compiling is not timed as sampling."""

    def step(s, _):
        s = kernel.sample(s, (), {})
        return s, (s.z, s.diverging) if collect else None

    return jax.jit(lambda s: jax.lax.scan(step, s, None, length=n)).lower(state).compile()


def _timed(f, *args):
    t = time.process_time()
    out = jax.block_until_ready(f(*args))
    return out, time.process_time() - t


def run(case, structure, k, _folder):
    """@return as peer_jags.run, and how many steps diverged; compiling is part of start."""
    c, t = k["sampling"]["numpyro"], time.process_time()
    kernel = NUTS(_model(case, structure, k), target_accept_prob=0.8)
    state = kernel.init(jax.random.PRNGKey(100), c["warmup"], None, (), {})
    warm, sample = _compiled(kernel, state, c["warmup"], False), _compiled(kernel, state, c["draws"][structure], True)
    constrain = jax.jit(jax.vmap(kernel.postprocess_fn((), {})))
    out, rng, counted = {"warmup": 0.0, "sample": 0.0, "diverging": 0}, np.random.default_rng(5), _drawer(case, k)
    out["start"], draws = time.process_time() - t, []

    def totals(z):
        return _totals(case, structure, k, {n: np.asarray(v) for n, v in constrain(z).items()}, counted, rng)

    for chain in range(c["chains"]):
        state = kernel.init(jax.random.PRNGKey(101 + chain), c["warmup"], None, (), {})
        (state, _), seconds = _timed(warm, state)
        out["warmup"] += seconds
        (_, (z, diverging)), seconds = _timed(sample, state)
        out["sample"] += seconds
        if chain == 0:  # compiles what draws the totals
            t = time.process_time()
            totals(z)
            out["start"] += time.process_time() - t
        total, seconds = _timed(totals, z)
        out["sample"] += seconds
        out["diverging"] += int(diverging.sum())
        draws.append(total)
    out["draws"] = np.array(draws)
    return out
