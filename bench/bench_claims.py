#!/usr/bin/env python3
"""bench_claims.py HEADCOUNT EXAMPLE [CLAIMS]: `claims` and `check` on the example with that many claims more (30,000), and with a quarter of
them, in shapes that make each claim look at others: processor seconds, and the greatest memory. The square of four is sixteen: what grows with
the square takes sixteen times as long, what is near to linear four."""
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile

HEADCOUNT, EXAMPLE, N = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 30000
DAY = {"from": "2023-10-30", "to": "2023-10-30"}
ALL = {"from": "2023-10-30", "to": "2024-03-29"}
SHAPES = {  # sources for each claim, and the claim
    "distinct figures": (0.1, lambda i: {"quantity": 50 + i % 1000}),
    "one source": (0, lambda i: {"quantity": 50 + i % 1000}),
    "reposts of one claim": (1, lambda i: {"relation": "repeats", "about": "k-100", "quantity": 100, **DAY}),
    "one figure by all": (1, lambda i: {"quantity": 100, **DAY}),
    "each repeats the one before": (0, lambda i: {"quantity": 100, "relation": "repeats", "about": f"x{(i - 1) % N}"}),
    "contradicted by all": (1, lambda i: {"relation": "contradicts", "about": "k-100", "quantity": 20}),
    "parts of one": (0, lambda i: {"relation": "part_of", "about": "k-4000", "quantity": 10}),
    "by rail": (0, lambda i: {"mode": "rail", "quantity": 5}),
    "products and stocks": (0, lambda i: {"quantity": 1000, "measures": "stock", "basis": "" if i % 2 else "c1030 w23-out", **ALL}),
    "words for how long": (0, lambda i: {"unit": "flights", "text": "twice a week for five months", **ALL}),
}


def table(folder, name, rows):
    with open(f"{folder}/{name}.csv", newline="") as f:
        columns = csv.DictReader(f).fieldnames
    with open(f"{folder}/{name}.csv", "a", newline="") as f:
        csv.DictWriter(f, columns).writerows(rows)


def make(folder, shape, n):
    shutil.copytree(EXAMPLE, folder)
    share, claim = SHAPES[shape]
    sources = max(int(n * share), 1)
    table(folder, "sources", ({"id": f"s{i}", "label": f"Source {i}", "kind": "press", "reliability": "B"} for i in range(sources)))
    table(folder, "claims", ({"id": f"x{i}", "speaker": "Someone", "source": f"s{i % sources}", "made_on": f"2023-11-{1 + i % 28:02}", "corridor": "VVO-FNJ",
                              "credibility": "1", "unit": "people", "text": "A claim", "from": f"2023-11-{1 + i % 28:02}", "to": f"2023-11-{1 + i % 28:02}",
                              **{k: v.replace(f"x{N - 1}", f"x{n - 1}") if isinstance(v, str) else v for k, v in claim(i).items()}} for i in range(n)))


def seconds(*command):
    pid = os.posix_spawn(HEADCOUNT, [HEADCOUNT, *command], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, _, used = os.wait4(pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


with tempfile.TemporaryDirectory() as d:
    os.environ["HEADCOUNT_AUTHOR"] = f"{d}/author"
    for shape in SHAPES:
        line = f"{shape}:"
        for n in (N // 4, N):
            make(f"{d}/{n}", shape, n)
            subprocess.run([HEADCOUNT, "init", f"{d}/{n}.hc"], check=True, capture_output=True)
            subprocess.run([HEADCOUNT, "import", f"{d}/{n}.hc", f"{d}/{n}"], capture_output=True)
            for command in ("claims", "check"):
                used, most = seconds(command, f"{d}/{n}.hc", "--json")
                line += f" {command} of {n} {used:.1f} s, {most} MiB;"
            shutil.rmtree(f"{d}/{n}")
            os.remove(f"{d}/{n}.hc")
        print(line.rstrip(";"), flush=True)
