#!/bin/sh
# bench_day.sh HEADCOUNT [AIRCRAFT [TRACES]]: `headcount legs --csv` with two jobs over a day archive of 60,000 aircraft made by make_day.py
# from the real traces, and of a tenth of them: wall and processor seconds, points a second, peak memory (which must not grow with the
# archive), and the same day twice (all of it waits on disk and is joined). 4 GB in TMPDIR. Skips where there are no traces.
set -eu
headcount=$1
n=${2:-60000}
traces=${3:-${HEADCOUNT_SHARED:+$HEADCOUNT_SHARED/adsb/traces}}
here=$(dirname "$0")
[ -n "$traces" ] && [ -d "$traces" ] || { echo "bench_day: no real traces here; give a folder of them"; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

measure() { # name rows path...
  name=$1 rows=$2; shift 2
  python3 - "$name" "$rows" "$headcount" legs --csv --jobs 2 "$@" <<'END'
import resource, subprocess, sys, time
name, rows, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
begin = time.monotonic()
out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
wall, r = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name}: {out.count(10) - 1} legs, {wall / 60:.2f} min ({wall:.1f} s), {r.ru_utime + r.ru_stime:.1f} s of processor, "
      f"{rows / wall / 1e6:.2f} million points a second, {r.ru_maxrss / 1024:.0f} MiB at most", flush=True)
END
}
for k in $((n / 10)) "$n"; do
  made=$(python3 "$here/make_day.py" "$traces" "$dir/2024.01.01-$k.tar" "$k")
  echo "$made"
  rows=$(echo "$made" | sed 's/.*, \([0-9]*\) rows.*/\1/')
  measure "$k aircraft" "$rows" "$dir/2024.01.01-$k.tar.aa"
  if [ "$k" != "$n" ]; then
    cp "$dir/2024.01.01-$k.tar.aa" "$dir/again.tar"
    measure "$k aircraft, the day twice, joined on disk" $((2 * rows)) "$dir/2024.01.01-$k.tar.aa" "$dir/again.tar"
    rm "$dir/again.tar"
  fi
  rm "$dir"/2024.01.01-"$k".tar.*
done
