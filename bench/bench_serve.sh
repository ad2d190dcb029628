#!/bin/sh
# bench_serve.sh HEADCOUNT [SECONDS]: the read API of the page under 50 clients (wrk) for 60 s, on the reference case. Wants no error of any
# kind, and memory that does not grow: what the server holds at the end is compared with what it held after a first round over the same routes.
set -eu
headcount=$1
seconds=${2:-60}
command -v wrk >/dev/null || { echo "bench_serve: wrk is not installed (tools/deps test)"; exit 77; }
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
HEADCOUNT_AUTHOR=$dir/author.key
export HEADCOUNT_AUTHOR
"$headcount" init "$dir/case.hc" >/dev/null
"$headcount" import "$dir/case.hc" "${HEADCOUNT_SOURCE:-.}/examples/vladivostok-pyongyang" >/dev/null 2>&1
"$headcount" serve "$dir/case.hc" --no-browser >"$dir/link" &
server=$!
while ! [ -s "$dir/link" ]; do sleep 0.1; done
python3 - "$dir" <<'END'
import http.client, re, sys
link = open(sys.argv[1] + "/link").read().strip()
port = int(re.match(r"http://127\.0\.0\.1:(\d+)/", link)[1])
c = http.client.HTTPConnection("127.0.0.1", port)
c.request("GET", link[link.index("/?"):])
cookie = c.getresponse().getheader("Set-Cookie").split(";")[0]
open(sys.argv[1] + "/go", "w").write(f"http://127.0.0.1:{port} {cookie}\n")
END
read -r base cookie <"$dir/go"
cat >"$dir/mix.lua" <<'END'
local paths = {"/api/case", "/api/answer", "/api/check", "/api/plan", "/api/legs", "/api/log", "/api/explain?what=VVO-FNJ", "/", "/export/slots.csv"}
local i, bad = 0, 0
function request() i = i % #paths + 1; return wrk.format("GET", paths[i]) end
function done(s, l)
  local e = s.errors
  io.write(string.format("%d requests in %.1f s, %.0f a second; errors: %d connect, %d read, %d write, %d timeout, %d status\n",
    s.requests, s.duration / 1e6, s.requests / (s.duration / 1e6), e.connect, e.read, e.write, e.timeout, e.status))
  io.write(string.format("latency: median %.1f ms, p99 %.1f ms, worst %.1f ms\n", l:percentile(50) / 1e3, l:percentile(99) / 1e3, l.max / 1e3))
  if e.connect + e.read + e.write + e.timeout + e.status > 0 then io.write("FAILED\n") end
end
END
held() { awk '/^VmRSS/ { print $2 }' "/proc/$server/status"; }
echo "start: $(held) KiB held"
wrk -t 2 -c 50 -d 3 -s "$dir/mix.lua" -H "Cookie: $cookie" "$base" >/dev/null
before=$(held)
wrk -t 2 -c 50 -d "$seconds" --timeout 30s -s "$dir/mix.lua" -H "Cookie: $cookie" "$base" >"$dir/said"
after=$(held)
grep -E '^[0-9]+ requests|^latency|FAILED' "$dir/said"
echo "memory: $before KiB held after the first round, $after KiB after $seconds s"
kill "$server"
wait "$server"
server=
! grep -q FAILED "$dir/said" || exit 1
grep -q '^latency' "$dir/said" || exit 1
awk -v a="$before" -v b="$after" 'BEGIN { exit b > 1.25 * a + 4096 }' || { echo "memory grew"; exit 1; }
