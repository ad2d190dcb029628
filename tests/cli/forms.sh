# What the local page asks of the commands: sheets for its forms, pages of the log, tracks for its map, the tally of an import.
headcount template --json >sheets.json
python3 - <<'END'
import json
sheets = json.load(open("sheets.json", encoding="utf-8"))
for s in sheets: print(s["name"], len(s["columns"]), s["key"])
kinds = {}
for s in sheets:
    for c in s["columns"]:
        kinds[c["kind"]] = kinds.get(c["kind"], 0) + 1
        assert (c["kind"] == "choice") == (c["choices"] is not None), c
        assert (c["kind"] in ("number", "share")) == (c["lo"] is not None) == (c["hi"] is not None), c
        assert c["refers"] is None or c["refers"] in [t["name"] for t in sheets], c
        assert c["help"] and c["may"] and c["bytes"] > 0
print(kinds)
counts = next(s for s in sheets if s["name"] == "counts")
print(next(c for c in counts["columns"] if c["name"] == "low"))
END
grep -c TEXT "$HEADCOUNT_SOURCE/docs/FORMATS.md" >/dev/null; try headcount template
try headcount template x.xlsx --json
small sheets
quiet headcount init case.hc
try headcount import case.hc sheets --json
printf 'id,corridor,date,method,low,source,colour\nc2,VVO-FNJ,2023-11-06,eye,many,gate,red\nc3,VVO-FNJ,2023-11-06,eye,12,gate,red\n' >counts.csv
try headcount import case.hc counts.csv --json 2>/dev/null
# The log, the newest first.
headcount log case.hc --limit 3 | sed -E 's/[0-9a-f]{12}/HEX/g'
headcount log case.hc --json --own-names >all.json
for after in 0 2 5; do headcount log case.hc --json --own-names --after $after --limit 4 >page-$after.json; done
headcount log case.hc --json --own-names --kind row --limit 2 >rows.json
headcount log case.hc --json --own-names --after 100000 >none.json
python3 - <<'END'
import json
def load(f): return [(x["seq"], x["hash"]) for x in json.load(open(f))]
newest = load("all.json")[::-1]
for after in (0, 2, 5): assert load(f"page-{after}.json") == newest[after:after + 4], after
rows = [(x["seq"], x["hash"]) for x in json.load(open("all.json")) if x["kind"] == "row"][::-1]
assert load("rows.json") == rows[:2] and load("none.json") == []
print("pages of", len(newest))
END
try headcount log case.hc --limit 0
try headcount log case.hc --limit 3 --canonical
# Tracks: an aircraft flies the corridor on two days; one is heard in two parts.
python3 - <<'END'
import json
DAY = 1698624000
VVO, FNJ = (43.39896, 132.14802), (39.2241, 125.67)
def trace(name, day, hole):
    rows = []
    for s in range(-300, 3901, 10):
        x = min(max(s / 3600, 0), 1)
        if hole and 1200 < s < 2400: continue
        ground = s < 0 or s > 3600
        alt = "ground" if ground else int(min(min(x, 1 - x) * 6, 1) * 1400) * 25 + 25
        bend = 0.4 * x * (1 - x)
        rows.append([8000 + s, round(VVO[0] + (FNJ[0] - VVO[0]) * x + bend, 6), round(VVO[1] + (FNJ[1] - VVO[1]) * x, 6), alt,
                     5 if ground else 384, 228.5, 0, 0 if ground else 1920 if x < .5 else -1920, None, "adsb_icao", None, None, None, None])
    json.dump({"icao": "7201f4", "r": "P-632", "t": "T204", "timestamp": float(day), "trace": rows}, open(name, "w"))
trace("a.json", DAY, False); trace("b.json", DAY + 4 * 86400, True)
END
quiet headcount import case.hc a.json b.json
headcount legs case.hc --json --tracks 24 >tracks.json; echo "= $?"
headcount legs case.hc --json --tracks 100000 >whole.json
python3 - <<'END'
import json
t, w = (json.load(open(f)) for f in ("tracks.json", "whole.json"))
def points(t): return sum(len(p["line"]) for l in t["legs"] for p in l["parts"])
print({k: t[k] for k in ("points", "left_out")}, points(t) == t["points"] <= 24, points(w) == w["points"] >= w["of"] > 24)
for l in t["legs"]: print(l["icao24"], [p["gap"] for p in l["parts"]])
for a, b in zip(t["legs"], w["legs"]):
    for p, q in zip(a["parts"], b["parts"]):
        assert all(x in q["line"] for x in p["line"]) and p["line"][0] == q["line"][0] and p["line"][-1] == q["line"][-1]
print("what is kept is what was there, with its ends")
END
try headcount legs case.hc --tracks 24
try headcount legs case.hc --json --tracks 2
try headcount legs a.json --json --tracks 24
