#!/bin/sh
# bench_sweep.sh HEADCOUNT [SERIES...]: series of 100 slots each, a fifth of them counted; wall time on two jobs and peak memory for each
# number of series (else 100, 1,000 and 10,000). Memory may not grow with the number: the last may need 1.5 times the first's at most.
set -eu
headcount=$1
shift
[ $# -gt 0 ] || set -- 100 1000 10000
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

table() {
  awk -v n="$1" 'BEGIN {
    print "series,date,slot,group,seats,status,method,count"
    x = 1
    for (t = 0; t < 100; t++) # slot by slot: no series stands together
      for (s = 0; s < n; s++) {
        x = (x * 16807) % 2147483647
        counted = x % 5 == 0
        printf "s%05d,2023-%02d-%02d,%d,,150-180,%s,%s,%s\n", s, 1 + t / 10, 1 + t % 10 * 3 - (t % 10 == 9), t,
          counted ? "operated" : x % 7 == 0 ? "cancelled" : "announced", counted ? "counted" : "",
          counted ? 20 + (s * 37) % 90 + int(x / 64) % 31 : ""
      }
  }'
}

for n; do
  table "$n" >"$dir/table.csv"
  python3 - "$headcount" "$dir" "$n" <<'END'
import resource, subprocess, sys, time
headcount, folder, n = sys.argv[1:]
start = time.monotonic()
subprocess.run([headcount, "sweep", folder + "/table.csv", "--jobs", "2", "-o", folder + "/out"], check=True)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
lines = open(folder + "/out").read().splitlines()
assert len(lines) == int(n) and not any('"error"' in s for s in lines)
print(f"{n:>6} series of 100 slots: {wall:8.1f} s on two jobs, {1000 * used.ru_utime / int(n):6.1f} ms of processor each, peak {used.ru_maxrss / 1024:6.1f} MiB")
with open(folder + "/peaks", "a") as f:
    print(used.ru_maxrss, file=f)
END
done
awk 'NR == 1 { first = $1 } { last = $1 } END { printf "peak memory, last to first: %.2f\n", last / first; exit last > 1.5 * first }' "$dir/peaks"
