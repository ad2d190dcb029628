# SPDX-License-Identifier: Apache-2.0
"""headcount itself, through ours.c: the program that `run` built from this tree."""
import json
import os
import subprocess

PROGRAM = os.environ.get("BENCH_PEER", "build/release/bench/peers/bench_peer")


def run(cases, structure, seeds):
    """@return for each case a list of runs, one a seed; None: this build cannot force the structure."""
    text = "\n".join(line for c in cases for line in c.lines()) + "\n"
    r = subprocess.run([PROGRAM, structure, str(seeds)], input=text, capture_output=True, text=True, check=False)
    if r.returncode == 3:
        return None
    if r.returncode:
        raise RuntimeError(r.stderr.strip())
    return [json.loads(line)["runs"] for line in r.stdout.splitlines()]
