# Flight signals in a case: an aircraft of the corridor among others, a day archive, a folder of sheets that holds signals.
small sheets
python3 - <<'EOF'
import gzip, io, json, os, tarfile
DAY = 1698624000  # 2023-10-30
def trace(hex, a, b, off, day=DAY, reg=None):
    rows = []
    for s in range(-300, 3901, 10):
        x, t = min(max(s / 3600, 0), 1), off + s
        if not day <= t < day + 86400: continue
        ground = s < 0 or s > 3600
        alt = "ground" if ground else int(min(min(x, 1 - x) * 6, 1) * 1400) * 25 + 25
        rows.append([t - day, round(a[0] + (b[0] - a[0]) * x, 6), round(a[1] + (b[1] - a[1]) * x, 6), alt, 5 if ground else 384,
                     228.5, 0, 0 if ground else 1920 if x < .5 else -1920, None, "adsb_icao", None, None, None, None])
    head = {"icao": hex, "t": "T204", "timestamp": float(day), "trace": rows}
    if reg: head["r"] = reg
    return json.dumps(head).encode()
VVO, FNJ, LHR, ORY = (43.39896, 132.14802), (39.2241, 125.67), (51.47, -.45), (48.01, 2.55)
os.makedirs("sheets2/signals"); os.makedirs("two")
ours = trace("7201f4", VVO, FNJ, DAY + 8000, reg="P-632")
open("SECRETNAME.json.gz", "wb").write(gzip.compress(ours, mtime=0))
open("sheets2/signals/x", "wb").write(ours)
open("two/a", "wb").write(ours)
open("two/b", "wb").write(trace("400f99", LHR, ORY, DAY + 8000))
open("broken.json", "wb").write(ours[:60])
jumps = json.loads(ours)
for row in jumps["trace"][100:103]: row[1] -= 9
open("jumps.json", "w").write(json.dumps(jumps))
open("sbs.txt", "w").write("".join(f"MSG,3,1,1,7201F4,1,2023/10/30,11:{m:02}:00.000,2023/10/30,11:{m:02}:00.000,,{1000 * m},,,43.{m:02},132.{m:02},,,0,0,0,0\n" for m in range(40)))
with tarfile.open("v2023.10.30-SECRETNAME.tar", "w", format=tarfile.USTAR_FORMAT) as t:
    for i in range(256):
        h = f"{0x7201f4 + i:06x}"
        b = trace(h, *(LHR, ORY) if i else (VVO, FNJ), DAY + (300 + 320 * i if i else 8000))  # all day long somebody is heard
        m = tarfile.TarInfo(f"./traces/{h[-2:]}/trace_full_{h}.json"); m.size = len(b)
        t.addfile(m, io.BytesIO(b))
EOF
head -c 1000000 v2023.10.30-SECRETNAME.tar >v2023.10.30-cut.tar
cp sheets/* sheets2
quiet headcount init case.hc
quiet headcount import case.hc sheets
try headcount import case.hc SECRETNAME.json.gz
try headcount import case.hc SECRETNAME.json.gz
try headcount import case.hc two
try headcount import case.hc v2023.10.30-SECRETNAME.tar
try headcount import case.hc v2023.10.30-cut.tar
try headcount import case.hc broken.json
try headcount import case.hc sbs.txt
try headcount import case.hc sbs.txt --zone +09:00
try headcount import case.hc sbs.txt --source nobody
try headcount import case.hc SECRETNAME.json.gz --zone +25:00
try headcount import case.hc SECRETNAME.json.gz --start yesterday
try headcount import case.hc sheets/sources.csv two/a --source gate
headcount verify case.hc | sed 's/verified.*/verified/'
python3 - case.hc <<'EOF'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for row in db.execute("SELECT icao24, registration, source, format, points, from_ms, cover_from_ms FROM track ORDER BY icao24, source, row_id"): print(*row)
for row in db.execute('SELECT source, "from", what, state, note FROM coverage ORDER BY note IS NULL, note'): print(*row)
print("points:", *db.execute("SELECT count(*) FROM blob WHERE media LIKE '%points'").fetchone())
EOF
grep -c SECRETNAME case.hc
# The points, as the reader of docs/FORMATS.md has them.
awk '/^A reader of positions/ { on = 1 } on && /^```$/ { exit } on && code { print } on && /^```python/ { code = 1 }' \
  "$HEADCOUNT_SOURCE/docs/FORMATS.md" >reader.py
python3 - case.hc <<'EOF'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
open("points.txt", "wb").write(db.execute("SELECT data FROM blob, track WHERE lower(hex(sha256)) = blob AND registration = 'P-632'").fetchone()[0])
EOF
python3 reader.py points.txt >points.said
sed -n '1p;32p;$p' points.said
gzip -dc SECRETNAME.json.gz | python3 -c '
import json, sys
t = json.load(sys.stdin)
want = [(int((t["timestamp"] + r[0]) * 1000), round(r[1] * 1e6), round(r[2] * 1e6), r[3] if r[3] != "ground" else None) for r in t["trace"]]
got = [tuple(None if w == "None" else int(w) for w in line.split()) for line in open("points.said")]
print("the same as in the trace:", got == want, len(got))'
headcount run sheets2 --no-report --case kept.hc >said 2>&1; echo "= $?"
grep -h note: said
python3 -c 'import sqlite3; print(*sqlite3.connect("kept.hc").execute("SELECT icao24, points, source FROM track").fetchall())'
echo "- what is set aside is told as legs tells it; the case keeps all points"
quiet headcount init jumps.hc
quiet headcount import jumps.hc sheets
try headcount import jumps.hc jumps.json
headcount legs jumps.json 2>&1 >said | cat
python3 -c 'import sqlite3; print(*sqlite3.connect("jumps.hc").execute("SELECT icao24, points FROM track").fetchall())'
echo "- a file in another folder is named once"
mkdir far; printf '{"icao":"ac671b","timestamp":1738703622,"trace":[' >far/long.json; truncate -s 257M far/long.json
headcount init far/x.hc >said; headcount import far/x.hc "$PWD/far/long.json" 2>&1; echo "= $?"
headcount legs far/long.json 2>&1; echo "= $?"
headcount legs far/x.hc far/x.hc 2>&1; echo "= $?"
rm far/long.json
# What legs --csv wrote of positions, imported, has the flights that the positions have: where a leg was lost goes along.
python3 - >lost.json <<'EOF'
import json
A, B = (43.39896, 132.14802), (39.2241, 125.67)
for day, flight in ((1698624000, "KOR272"), (1698969600, "KOR272"), (1698796800, "KOR9272")):  # Mon 30 Oct, Fri 3 Nov; Wed 1 Nov
    rows = []
    for s in range(-300, 2401, 10):  # nobody hears it beyond two thirds of the way
        x = min(max(s / 3600, 0), 1)
        rows.append([9900 + s, round(A[0] + (B[0] - A[0]) * x, 6), round(A[1] + (B[1] - A[1]) * x, 6), "ground" if s < 0 else int(min(min(x, .5) * 6, 1) * 1400) * 25 + 25,
                     5 if s < 0 else 384, 228.5, 0, 0 if s < 0 else 1920 if x < .17 else 0, {"flight": flight.ljust(8)}, "adsb_icao", None, None, None, None])
    print(json.dumps({"icao": "7201f4", "r": "P-632", "t": "T204", "timestamp": float(day), "trace": rows}))
EOF
small given
headcount legs --csv lost.json 2>/dev/null | tee given/legs.csv | cut -d, -f1,4,10,12
for way in direct given; do
  quiet headcount init $way.hc; quiet headcount import $way.hc sheets
done
quiet headcount import direct.hc lost.json; quiet headcount import given.hc given/legs.csv
for way in direct given; do headcount legs $way.hc | awk -v way=$way 'NR > 1 && NF { print way, $3, $NF }'; done
headcount legs --csv direct.hc >again.csv; cut -d, -f1,4,10,12 again.csv | tail -3
