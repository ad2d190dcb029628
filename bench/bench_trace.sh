#!/bin/sh
# bench_trace.sh BENCH_TRACE [FOLDER]: traces against node, in one run: processor seconds for 100 MB of JSON in real files (those of the shared
# data, or below FOLDER), inflated and read by ours, with the legs, and inflated and parsed by node, and how many times as many points a second ours does. Skips where there
# are no files; without node it prints ours alone. Single rounds vary by a tenth on a shared machine: read the ratios.
set -eu
bench=$1
here=$(dirname "$0")
folder=${2:-${HEADCOUNT_SHARED:+$HEADCOUNT_SHARED/adsb/traces}}
[ -n "$folder" ] && [ -d "$folder" ] || { echo "bench_trace: no real traces here; give a folder of them"; exit 0; }
out=$(mktemp)
trap 'rm -f "$out"' EXIT

"$bench" "$folder" | tee "$out"
if command -v node >/dev/null; then
  node "$here/trace_node.mjs" "$folder" | tee -a "$out"
else
  echo "node is not installed: no ratio to it"
fi
awk '
  function rate(  i) { for (i = 1; i <= NF; i++) if ($i == "points/s") return $(i - 1) }
  /inflate only/ { bare = rate() }
  /\+ trace_read/ { read = rate() }
  /, leg_build/ { ours = rate() }
  /^node.*first round/ { first = rate() }
  /^node.*best of/ { best = rate() }
  END {
    printf "inflating and reading takes %.2f times as long as inflating alone; with the legs %.2f times\n", bare / read, bare / ours
    if (first) printf "times node, a whole run (as in a baseline of one pass): %.1f\n", ours / first
    if (best) printf "times node, its best round (compiled and warm): %.1f\n", ours / best
  }' "$out"
