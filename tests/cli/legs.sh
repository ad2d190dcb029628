# Made-up traces: an aircraft that goes to and fro between Minneapolis and a place in the west, rows every minute.
day() { # folder day zero from to hex: rows from..to, minutes after 1 March 2024, offsets from that day's midnight
  mkdir -p "$1/2024/03/$2/traces/${6#????}"
  awk -v from="$4" -v to="$5" -v zero="$3" -v hex="$6" 'BEGIN {
    printf "{\"icao\":\"%s\",\"r\":\"N1%s\",\"t\":\"B738\",\"timestamp\": %d.000,\"trace\":[", hex, hex, 1709251200 + zero * 60
    for (m = from; m < to; m++) {
      f = int(m / 120); t = m % 120; way = t < 90 ? t / 90 : 1; if (f % 2) way = 1 - way
      ground = t >= 90 || t == 0; alt = (t < 90 - t ? t : 90 - t) * 1500; if (alt > 30000) alt = 30000
      printf "%s[%d.00,%.6f,%.6f,", (m > from ? "," : ""), (m - zero) * 60, 44.882 - 1.2 * way, -93.2217 - 8 * way
      if (ground) printf "\"ground\",5.0,90.0,0,null,null,\"adsb_icao\",null,null,null,null]"
      else printf "%d,300.0,%s,0,%d,{\"flight\":\"HCT%02d   \",\"nic\":8,\"sil\":3,\"version\":2},\"adsb_icao\",null,null,null,null]", alt, f % 2 ? "80.0" : "260.0", t < 45 ? 900 : -900, f
    }
    print "]}" }' | gzip -9 >"$1/2024/03/$2/traces/${6#????}/trace_full_$6.json"
}
day one 01 0 5 500 a00001
try headcount legs one/2024/03/01/traces/01/trace_full_a00001.json
try headcount legs --csv one
# Midnight is no event: two days are one, and a day that is missing is no flight and no stay.
day two 01 0 1100 1440 a00001; day two 02 1440 1440 1800 a00001
headcount legs --csv two 2>/dev/null
day gap 01 0 1100 1440 a00001; day gap 04 4320 4320 4700 a00001
try headcount legs gap --csv
headcount legs --json gap 2>/dev/null | tail -1
headcount legs --json gap 2>/dev/null | head -1
# Also what was asked for, and is before or behind the sources.
for o in "--from 2024-02-27 --to 2024-02-28" "--to 2024-02-28" "--from 2024-02-28" "--to 2024-03-06" "--from 2024-03-02 --to 2024-03-03" "--from 2024-03-07"; do
  echo "$o: $(headcount legs --csv gap $o 2>&1 >/dev/null | grep 'not among' | cut -d: -f2 | tr '\n' ';')"
done
headcount legs --json gap --from 2024-03-07 2>/dev/null | tail -1 | grep -o '"missing": [^]]*]'
try headcount legs gap --from 2024-03-07 --to 2024-03-06
# A receiver that listened through three days heard one aircraft on the first and the last, and another all the time: the day between is watched.
awk 'BEGIN { for (m = 0; m < 4000; m += 20) for (k = 0; k < 2; k++) {
  d = 1 + int(m / 1440); t = sprintf("2024/03/%02d,%02d:%02d:00.000", d, int(m % 1440 / 60), m % 60)
  if (k || m < 200 || m > 3800) printf "MSG,3,1,1,A0000%d,1,%s,%s,,30000,450,90,%.4f,%.4f,0,,0,0,0,0\n", k, t, t, 45 + k, 10 + m % 200 / 10 } }' >watched.sbs
headcount legs --json --zone UTC --hex a00000 watched.sbs 2>/dev/null | tail -1 | grep -o '"missing": [^]]*]'
# The same day twice is once.
cp -r one again; headcount legs --csv one again 2>/dev/null | cut -d, -f1-14 >twice.csv; headcount legs --csv one 2>/dev/null | cut -d, -f1-14 | diff - twice.csv && echo "twice is once"
# Filters.
day one 01 0 5 300 a00002
for o in "--hex a00002" "--registration N1a00002" "--callsign HCT03" "--airport MSP" "--corridor KMSP-KMSP" "--to 2024-03-01T02:00Z" "--from 2024-03-02"; do
  echo "$o: $(headcount legs --csv one $o 2>/dev/null | tail -n +2 | wc -l)"
done
# Two traces after one another are two, as text and as two members of gzip.
headcount legs --csv one 2>/dev/null | cut -d, -f1-14 >want
cat one/2024/03/01/traces/*/*.json >both.gz; gunzip -c both.gz >both.json
for f in both.gz both.json; do headcount legs --csv - <$f 2>/dev/null | cut -d, -f1-14 | cmp - want && echo "$f: the same"; done
headcount legs --csv - <both.json 2>/dev/null | tail -1 | cut -d, -f15
printf '\357\273\277' >marked.json; cat both.json >>marked.json
headcount legs --csv marked.json 2>/dev/null | cut -d, -f1-14 | cmp - want && echo "with a byte order mark: the same"
# Live states as a loop fetches them, behind one another in a file: the points of all.
awk 'BEGIN { for (m = 0; m < 40; m++) printf "{\"now\":%d,\"aircraft\":[{\"hex\":\"a00005\",\"lat\":%.3f,\"lon\":-93.2,\"alt_baro\":30000,\"gs\":300,\"seen_pos\":1}]}\n", 1709251200 + m * 60, 40 + m / 12 }' >loop.jsonl
headcount legs --csv loop.jsonl 2>&1 | cut -d, -f1,5,8,13
# Two aircraft at once on one address: the second flies 1,600 km further east, at other times and half as high. Its legs are shown, and both are marked.
day second 01 0 65 500 a00004; day first 01 0 5 500 a00004
python3 - >both.json <<'END'
import gzip, json, glob
first = json.load(gzip.open(glob.glob("first/2024/03/01/traces/04/*.json")[0]))
second = json.load(gzip.open(glob.glob("second/2024/03/01/traces/04/*.json")[0]))
for p in second["trace"]: # a second before a point of the first, and half as high
    p[0] -= 3590; p[2] += 20
    if p[3] != "ground": p[3] /= 2
first["trace"] = sorted(first["trace"] + second["trace"])
json.dump(first, __import__("sys").stdout)
END
try headcount legs both.json
headcount legs --json both.json 2>/dev/null | python3 -c '
import json, sys
for o in map(json.loads, sys.stdin):
    print(o["coverage"]["set_aside"], o["coverage"]["aircraft_set_aside"]) if "coverage" in o else print(o["on"]["airport"], o["confidence"], o["flags"], o["set_aside"])'
# A position 9 degrees off, and one held for a minute: counted, of the leg, the aircraft and all.
gunzip -c one/2024/03/01/traces/01/*.json | python3 -c '
import json, sys
t = json.load(sys.stdin)
t["trace"][20][1] += 9
t["trace"][40][1:3] = t["trace"][39][1:3]
json.dump(t, sys.stdout)' >off.json
try headcount legs off.json
headcount legs --json off.json 2>/dev/null | python3 -c '
import json, sys
for o in map(json.loads, sys.stdin):
    print(o["coverage"]["set_aside"], o["coverage"]["aircraft_set_aside"]) if "coverage" in o else print(o["off"]["utc"], o["set_aside"])'
# What is broken is said, and the rest is used.
cp -r one broken; cd broken/2024/03/01/traces/01; head -c 900 trace_full_a00001.json >cut; mv cut trace_full_a00001.json; cd - >/dev/null
try headcount legs broken --csv
# So is an archive: what is there is printed, and the exit status says that it is not all.
tar -cf whole.tar one; head -c $(($(wc -c <whole.tar) - 14000)) whole.tar >cut.tar; gzip -9 <whole.tar | head -c 4000 >cut.tgz
{ cat cut.tgz; head -c 90 whole.tar; } >damaged.tgz
for f in whole.tar cut.tar cut.tgz damaged.tgz; do
  headcount legs --csv $f >got 2>said && code=0 || code=$?
  echo "$f: $(tail -n +2 got | wc -l) legs, exit $code; $(grep ^headcount: said)"
  headcount legs --csv - <$f >got2 2>/dev/null && code=0 || code=$?
  cut -d, -f1-14 got >got1; cut -d, -f1-14 got2 | cmp - got1 && echo "on standard input: the same, exit $code"
done
printf '{"icao":"a00003","timestamp":1709251200,"trace":[[0,91.0,0,100,100.0,0.0,0,0],[5,50.0,0,100,100.0,0.0,0,0]]}' >high.json
try headcount legs high.json
try headcount legs --health gap
try headcount legs --health gap --json
try headcount legs --health gap --csv
# A folder that is called after another day than its data are of; a year that nobody fetched is one line.
mkdir -p wrong/2023/02; cp -r one/2024/03/01 wrong/2023/02/11; day wrong 01 0 5 100 a00003
try headcount legs --health wrong two
day year 01 0 5 100 a00003; day year/later 01 0 5 100 a00003; mkdir -p year/later/2025/03/01/traces/03
gunzip -c year/later/2024/03/01/traces/03/*.json | sed 's/1709251200/1740787200/' >year/later/2025/03/01/traces/03/trace_full_a00003.json; rm -r year/later/2024
try headcount legs --health year
# What an aircraft or a file calls itself is never a formula of a spreadsheet.
day formula 01 0 5 200 a00004
gunzip -c formula/2024/03/01/traces/04/trace_full_a00004.json | sed 's/"r":"N1a00004"/"r":"=1+cmd|x"/' >'=cmd.json'
headcount legs --csv ./=cmd.json 2>/dev/null | cut -d, -f1-4
# Flights are not positions, and that is said.
echo '[{"icao24":"7201f4","firstSeen":1698633000,"estDepartureAirport":"UHWW","lastSeen":1698636600,"estArrivalAirport":"ZKPY","callsign":"KOR272"}]' >flights.json
try headcount legs flights.json
# Use.
try headcount legs
try headcount legs nowhere
try headcount legs one --hex 12
try headcount legs one --corridor UHWW
try headcount legs one --corridor UHWW-XXXX
try headcount legs one --from yesterday
try headcount legs one --csv --json
try headcount legs one --zone Mars
try headcount legs one --jobs 0
printf 'nothing\n' >text; try headcount legs text
printf 'MSG,3,1,1,A00001,1,2024/03/01,00:00:00.000,2024/03/01,00:00:00.000,,3000,,,44.9,-93.2,,,,,,0\n' >lines.sbs
try headcount legs lines.sbs
python3 -c 'import json; print(json.dumps({"icao": "a00001", "timestamp": 1709251200, "trace": [[60 * i, 44.9, -93.2, 30000, 400, 90, 0, 0, None, "adsb_icao", None, None, None, None] for i in range(1400)]}))' >stands.json
try headcount legs stands.json
try headcount legs lines.sbs --zone +09:00
headcount init case.db >/dev/null 2>&1; try headcount legs case.db
try headcount legs --health text
# What else is to be said of a leg stands behind its source, and the file is a sheet that a case reads: up from KSFF, down to its runway and up again, a silence of
# 40 minutes, and down.
python3 - <<'END'
import json
rows = []
def fly(begin, end, alt, speed, north):
    for t in range(begin, end, 10):
        k = (t - begin) / (end - begin)
        a = alt[0] + (alt[1] - alt[0]) * k
        lat = 47.6828 + (north[0] + (north[1] - north[0]) * k) / 111.2
        rows.append([t, round(lat, 6), -117.3226, "ground" if alt[0] < 0 else round(a), speed, 0, 0, None, None, "adsb_icao", None, None, None, None])
fly(36000, 36300, (-1, -1), 8, (0, 0))
fly(36300, 36600, (2100, 3500), 90, (0.5, 12))
fly(36600, 36900, (3500, 2000), 80, (12, 0.5))
fly(36900, 36920, (-1, -1), 60, (0, 0))
fly(36920, 37820, (2000, 6500), 100, (0.5, 42))
fly(40220, 41420, (6500, 2000), 90, (160, 200))
json.dump({"icao": "a00009", "t": "C172", "timestamp": 1709251200.0, "trace": rows}, open("trace_full_a00009.json", "w"))
END
headcount legs --csv trace_full_a00009.json 2>/dev/null | tee flagged.csv | cut -d, -f1,6-10,15-
headcount init flagged.hc && headcount import flagged.hc flagged.csv --as legs
