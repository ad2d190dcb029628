# Cases that differ in nothing but what is withheld, the minute of an observation, a note, a channel, when somebody's own receiver heard what, are
# published as the same bytes, by whatever command: then nothing in them tells it, neither a figure nor a name nor an order. The head of the ledger, which is
# over all entries and the salt of the case, and the time of a review are left out.
cat >make.py <<'END_PY'
import csv, json, os, sys
k = int(sys.argv[1])
def sheet(name, text): open(f"sheets/{name}.csv", "w").write(text)
os.makedirs("sheets")
sheet("corridors", f"id,origin,destination,direction,group,from,to,note\nVVO-FNJ,UHWW,ZKPY,outbound,workers,2023-10-30,2023-11-06,QzQz{k}\n")
sheet("schedules", "id,corridor,flight,days,dep_time,from,to,source\nw23,VVO-FNJ,JS272,Mon Fri,12:20,2023-10-30,2023-11-06,notice\n")
sheet("sources", f"id,label,kind,reliability,published,note\nnotice,A timetable,timetable,C,2023-10-30,\ngate,At the gate,observer,B,2023-11-03,QzQz{k}\nmine,A receiver,observer,B,,\nadsb,A network,database,B,,\n")
sheet("counts", "id,corridor,date,flight,method,low,best,high,men,women,of,stage,wording,source,note\n" + "".join(
    f"c{i},VVO-FNJ,2023-11-03,JS272,eye,60,{80 + i},90,{30 + k},{20 + k},concern,aboard,about,gate,QzQz{k + i}\n" for i in range(6)))
sheet("flights", "id,corridor,date,flight,state,dep_time,source,note\n" + "".join(
    f"f{i},VVO-FNJ,2023-11-0{i},JS9{i},operated,11:{7 * k % 60:02},gate,QzQz{k}\n" for i in range(1, 6)))
sheet("coverage", f"id,corridor,source,from,to,state,what,note\nv1,VVO-FNJ,gate,2023-11-03,2023-11-04,partial,gate,QzQz{k}\n")
sheet("claims", f"id,speaker,source,channel,made_on,corridor,quantity,unit,text,note\nk1,A ministry,notice,QzQz{k},2023-11-04,VVO-FNJ,100,people,About a hundred,QzQz{k}\n")
sheet("aircraft", "id,registration,icao24,type,seats,source\n" + "".join(f"a{i},P-63{i},7201f{i},T204,142,notice\n" for i in range(4)))
sheet("legs", "icao24,off_utc,off_airport,off_status,on_utc,on_airport,on_status,source\n" +
      f"7201f0,2023-11-03T02:{(9 + 11 * k) % 60:02}:{13 * k % 60:02}Z,UHWW,seen,2023-11-03T03:{(3 + 17 * k) % 60:02}:23Z,ZKPY,seen,mine\n" +
      "7201f1,2023-11-03T02:20:00Z,UHWW,seen,2023-11-03T03:40:00Z,ZKPY,seen,adsb\n")
with open("sheets/evidence.yaml", "w") as f:
    print(f"rules:\n  - {{id: r1, document: A resolution, text: Workers are returned, who: States, until: 2023-11-06, note: QzQz{k}}}", file=f)
    print(f"hypotheses:\n  - {{id: h1, text: So, note: QzQz{k}}}\n  - {{id: h2, text: Otherwise, note: QzQz{k}}}\nweighs:", file=f)
    for row in "counts:c1", "flights:f1", "schedules:w23", "claims:k1":
        for h in "h1", "h2": print(f"  - {{hypothesis: {h}, evidence: '{row}', mark: C, likelihood: 0.5, by: desk, note: QzQz{k}}}", file=f)
steps = [(t, max(0, min(1, t / 3600))) for t in range(-300, 3901, 10)]
trace = [[t + 7800 + 97 * k, 43.39896 - 4.17486 * x, 132.14802 - 6.47802 * x, int(min(min(x, 1 - x) * 6, 1) * 1400) * 25 + 25 if 0 < x < 1 else "ground", 384, 228, 0] for t, x in steps]
json.dump({"icao": "7201f2", "r": "P-632", "timestamp": 1698624000.0, "trace": trace}, open("mine.json", "w"))
END_PY
cat >bare.py <<'END_PY'
import re, sys
s = sys.stdin.buffer.read()
for p in (rb'"at": ?\d+', rb'"ledger": ?\{.*?\}', rb'<dl class="proof">.*?</dl>', rb'<pre class="checkpoint">.*?</pre>'): s = re.sub(p, b"", s, flags=re.S)
sys.stdout.buffer.write(s)
END_PY
published() {
  mkdir "$1"
  headcount run case.hc --json -o whole.html 2>/dev/null | python3 bare.py >"$1/run.json"
  python3 bare.py <whole.html >"$1/run.html"
  for what in estimate plan slots counts claims sources legs; do headcount $what case.hc --json | python3 bare.py >"$1/$what.json"; done
  headcount legs case.hc --json --tracks 1000 >"$1/lines.json"
  headcount report case.hc --charts >"$1/charts.json" 2>/dev/null
  for what in check rules hypotheses log review; do headcount $what case.hc --json | python3 bare.py >"$1/$what.json"; done
  headcount estimate case.hc --diff 2023-11-02 2023-11-10 --json >"$1/dates.json"
  headcount estimate --diff first.hc case.hc --json >"$1/diff.json"
  for t in slots months corridors counts claims sources legs coverage; do headcount export case.hc --table $t --csv "$1/$t.csv" 2>/dev/null; done
  for m in geojson kml gpx; do headcount export case.hc --$m "$1/tracks.$m" 2>/dev/null; done
  for row in $(tail -qn +2 "$1"/*.csv | tr -d '\r' | sed 's/.*,//' | sort -u | grep -x '[0-9a-f]*') "VVO-FNJ 2023-11-03" VVO-FNJ; do headcount explain case.hc "$row" --json; done | python3 bare.py >"$1/explain.json"
}
for k in 1 2 3; do
  rm -rf case.hc sheets
  python3 make.py $k
  quiet headcount init case.hc
  quiet headcount import case.hc sheets
  cp case.hc first.hc
  quiet headcount import case.hc mine.json --source mine
  quiet headcount add case.hc flights id=f1 corridor=VVO-FNJ date=2023-11-01 flight=JS91 state=cancelled dep_time=11:3$k source=gate note=QzQz$k
  quiet headcount add case.hc coverage id=v1 corridor=VVO-FNJ source=gate from=2023-11-03 to=2023-11-04 state=partial what=gate note=QzQz1$k
  quiet headcount review case.hc "$(headcount counts case.hc --json | sed -n 's/.*"row": "\(.*\)".*/\1/p' | head -n 1)" --state held --by B2 --note QzQz$k
  published $k
  headcount log case.hc --kind row --json --own-names | python3 -c 'import json, sys; print(sorted(e["body"]["row_id"] for e in json.load(sys.stdin)))' >rows$k
done
cmp -s rows1 rows2 || cmp -s rows2 rows3 || echo "the cases hold rows of other names"
python3 - <<'END'
import json
legs = json.load(open("1/legs.json"))
print(*[(l["source"], l["off"]["utc"], l.get("coarse", False), l["cost"], l["points"]) for l in legs], sep="\n")
END
grep -l QzQz -r 1 2 3 || echo "no note in any of them"
cat >differs.py <<'END'
import difflib, sys
a, b = (open(n, errors="replace").read().splitlines() for n in sys.argv[1:])
print(*[x[:300] for x in difflib.unified_diff(a, b, lineterm="", n=0)][:12], sep="\n")
END
for f in 1/*; do
  for k in 2 3; do cmp -s "$f" "$k/${f#1/}" || python3 differs.py "$f" "$k/${f#1/}"; done
done
echo "$(ls 1 | wc -l) files of each, compared"
