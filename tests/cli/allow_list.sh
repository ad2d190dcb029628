# Promise 4 at the door: what is unredacted wants a sentence and leaves an entry; what is not tells when a source has few counts. The list
# itself is held against every sheet, table and exporter by tests/unit/test_allow_list.c.
# The case holds one of everything: each sheet, every row weighed as evidence, signals of an aircraft, a photograph, sealed names.
small sheets
python3 - <<'END'
import json, os, struct, zlib
def sheet(name, columns, *rows): open(f"sheets/{name}.csv", "w").write("\n".join([columns, *rows]) + "\n")
def note(name, *more):
    columns, *rows = open(f"sheets/{name}.csv").read().split("\n")[:-1]
    sheet(name, columns + ",note", *[row + ",QzNoteQz" for row in [*rows, *more]])
note("corridors")
note("schedules", "w24,VVO-FNJ,JS274,Tue,2023-10-30,2023-11-06,notice")
note("counts")
sheet("sources", "id,label,kind,reliability,published,link,note,name", "notice,Timetable on the airline's page,timetable,C,2023-10-30,QzDrawerQz,,",
      "gate,Somebody at the gate,observer,B,2023-11-03,,,QzNameQz", "adsb,A receiver,observer,,,,,QzNameQz")
sheet("aircraft", "id,registration,icao24,type,seats,source,note", "a,P-632,7201f4,T204,142,notice,QzNoteQz")
sheet("flights", "id,corridor,date,flight,state,source,note", "f1,VVO-FNJ,2023-11-03,JS272,operated,gate,QzNoteQz", "f2,VVO-FNJ,2023-11-04,JS999,operated,gate,QzNoteQz")
sheet("claims", "id,speaker,source,channel,made_on,corridor,quantity,unit,text,note", "k1,A ministry,notice,QzNoteQz,2023-11-04,VVO-FNJ,100,people,About a hundred,QzNoteQz")
sheet("coverage", "id,corridor,source,from,to,state,what,note", "v1,VVO-FNJ,gate,2023-11-03,2023-11-04,partial,gate,QzNoteQz")
sheet("legs", "icao24,off_utc,off_airport,off_status,on_utc,on_airport,on_status,source", "7201f4,2023-11-03T02:00:00Z,UHWW,seen,2023-11-03T03:30:00Z,ZKPY,seen,adsb")
weighed = ["claims:k1", "counts:c1", "flights:f1", "flights:f2", "schedules:w23", "sources:gate", "rules:r1", "corridors:VVO-FNJ"]
with open("sheets/evidence.yaml", "w") as f:
    print("rules:\n  - {id: r1, document: A resolution, text: Workers are returned, who: States, until: 2023-11-06, note: QzNoteQz}", file=f)
    print("hypotheses:\n  - {id: h1, text: So, note: QzNoteQz}\n  - {id: h2, text: Otherwise, note: QzNoteQz}\nweighs:", file=f)
    for row in weighed:
        for h in ("h1", "h2"): print(f"  - {{hypothesis: {h}, evidence: '{row}', mark: C, likelihood: 0.5, by: desk, note: QzNoteQz}}", file=f)
os.makedirs("sheets/signals")
steps = [(t, max(0, min(1, t / 3600))) for t in range(-300, 3901, 10)]
trace = [[t + 8000, 43.39896 - 4.17486 * x, 132.14802 - 6.47802 * x, int(min(min(x, 1 - x) * 6, 1) * 1400) * 25 + 25 if 0 < x < 1 else "ground", 384, 228, 0] for t, x in steps]
json.dump({"icao": "7201f4", "r": "P-632", "timestamp": 1698624000.0, "trace": trace}, open("sheets/signals/QzDrawerQz", "w"))
def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
open("QzDrawerQz.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Author\0QzNameQz") +
                                   chunk(b"IDAT", zlib.compress((b"\0" + b"\x40\x80\xc0" * 16) * 16)) + chunk(b"IEND", b""))
END
quiet headcount init case.hc
echo 'correct horse battery' >pass
mkdir keys
for k in desk lawyer; do quiet headcount keys new keys/$k.key --passphrase-file pass; quiet headcount keys add case.hc keys/$k.key; done
headcount import case.hc sheets >said 2>&1; grep 'could not be read' said
headcount review case.hc "$(headcount log case.hc --kind row --json --own-names | sed -n 's/.*"row_id": "\(.*\)".*/\1/p' | tail -n 1)" --state held --by B2 --note QzNoteQz >/dev/null
if command -v exiftool >/dev/null && command -v ffprobe >/dev/null; then quiet headcount add case.hc media QzDrawerQz.png --source gate --corridor VVO-FNJ --date 2023-11-03; fi
echo "- what is in it"
headcount log case.hc --kind row --json | python3 -c 'import collections, json, sys; print(*["%s %d" % x for x in sorted(collections.Counter(e["body"]["sheet"] for e in json.load(sys.stdin)).items())], sep=", ")'
headcount hypotheses case.hc --json --own-names | python3 -c 'import json, sys
for i in json.load(sys.stdin)["items"]: print(i["id"], i["problem"], i["text"], i["note"], sep=" | ")'
phrase='a source may be found by this'
entries() { headcount log case.hc --kind export --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)), "entries of what left")'; }
echo "- as it is: nothing of it, and a word on small cells"
headcount export case.hc --table counts --csv counts.csv 2>&1; echo "= $?"
headcount export case.hc --xlsx all.xlsx 2>/dev/null
headcount report case.hc -o report.html 2>/dev/null >&2
headcount run case.hc --json -o run.html 2>/dev/null >run.json
headcount report case.hc --charts -o charts.json >/dev/null 2>&1
for what in check rules hypotheses log review media; do headcount $what case.hc --json >$what.json; done
headcount estimate case.hc --diff 2023-11-02 2023-11-10 --json >diff.json
for row in $(headcount log case.hc --kind row --json --own-names | sed -n 's/.*"row_id": "\(.*\)".*/\1/p') VVO-FNJ; do headcount explain case.hc $row --json; done >explain.json
for what in estimate counts sources slots claims legs; do headcount $what case.hc --json >$what.json; headcount $what case.hc --csv >$what.csv 2>/dev/null; done
leaks() { headcount log case.hc --kind row --json --own-names >rows; python3 - <<'END'
import glob, json, os, re, zipfile
def text(name):
    data = open(name, "rb").read()
    return data + b"".join(zipfile.ZipFile(name).read(m) for m in zipfile.ZipFile(name).namelist()) if zipfile.is_zipfile(name) else data
names = [n for n in sorted(glob.glob("*.*") + glob.glob("packed/**/*", recursive=True)) if os.path.isfile(n) and not n.endswith((".hc", ".png"))]
print(len(names), "files; what is withheld is in:", *[n for n in names if re.search(rb"Qz(Note|Drawer)Qz", text(n))] or ["none"])
# A row's own name is a hash of all of it: where it stands, a note or a minute can be tried.
own = [e["body"]["row_id"][:12].encode() for e in json.load(open("rows")) if re.search("Qz(Note|Drawer)Qz", json.dumps(e["body"]))]
print(len(own), "rows of which something is withheld; a hash of it is in:", *[n for n in names if any(h in text(n) for h in own)] or ["none"])
os.remove("rows")
END
}
headcount estimate case.hc --sensitivity --json --brief >brief.json
headcount plan case.hc --json >plan.json
headcount legs case.hc --json --tracks 1000 >lines.json
for m in geojson kml gpx; do headcount export case.hc --$m tracks.$m 2>/dev/null; done
headcount bag case.hc packed 2>&1 >/dev/null
leaks
entries
echo "a row by the name that it has in a table: $(headcount explain case.hc "$(tail -n 1 counts.csv | tr -d '\r' | sed 's/.*,//')" | grep -c 'row: counts')"
echo "commands with --json, held here or named in docs/SECURITY.md: $(for c in $(headcount help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do headcount help $c | grep -Eq '^ +--json' && printf '%s ' $c; done)"
echo "- by their own names, for who looks them up in the log: the same scan finds them"
for what in estimate legs check rules hypotheses log review media; do headcount $what case.hc --json --own-names >own-$what.json; done
headcount explain case.hc VVO-FNJ --json --own-names >own-explain.json
headcount estimate case.hc --diff 2023-11-02 2023-11-10 --json --own-names >own-diff.json
leaks
rm own-*.json
echo "- unredacted, without the sentence: refused, and nothing is written"
rm -rf packed ./*.gpx ./*.kml ./*.geojson ./*.csv ./*.xlsx ./*.html ./*.json
echo 'yes' >wrong
echo "$phrase" >right
headcount export case.hc --table counts --csv whole.csv --unredacted 2>&1 </dev/null; echo "= $?"
headcount export case.hc --table counts --csv whole.csv --unredacted --phrase-file wrong 2>&1; echo "= $?"
headcount export case.hc --xlsx whole.xlsx --unredacted --phrase-file /dev/null 2>&1; echo "= $?"
headcount report case.hc -o whole.html --unredacted --phrase-file wrong 2>&1; echo "= $?"
headcount report case.hc -o whole.html --phrase-file right 2>&1; echo "= $?"
ls whole.* 2>/dev/null
entries
echo "- with it: all, and an entry for each"
headcount export case.hc --table counts --csv whole.csv --unredacted --phrase-file right 2>/dev/null; echo "= $?"
headcount export case.hc --xlsx whole.xlsx --unredacted --phrase-file - <right 2>/dev/null; echo "= $?"
headcount report case.hc -o whole.html --unredacted --phrase-file right >/dev/null 2>&1; echo "= $?"
headcount export case.hc --kml whole.kml --unredacted --phrase-file right 2>/dev/null; echo "= $?"
leaks
headcount log case.hc --kind export --json --own-names | python3 -c '
import hashlib, json, sys
for e, name in zip(json.load(sys.stdin), ("whole.csv", "whole.xlsx", "whole.html", "whole.kml")):
    data, body = open(name, "rb").read(), e["body"]
    print(body["what"], body["bytes"] == len(data), body["sha256"] == hashlib.sha256(data).hexdigest(), sorted(body))'
headcount verify case.hc | grep -v attachments | sed 's/[0-9]* entries/N entries/; s/head .*/head HASH/; s/author [0-9a-f]*/author A/'
echo "- typed at a terminal"
if command -v script >/dev/null; then
  : >said # typed when asked for, as a person would: what is typed before the question can be lost
  { for i in $(seq 300); do grep -q 'To go on, type' said && break; sleep 0.1; done; echo "$phrase"; sleep 0.3; } |
    script -qefc "headcount export case.hc --table sources --csv typed.csv --unredacted" /dev/null >said 2>&1
  grep -c QzDrawerQz typed.csv
  grep -c 'To go on, type' said
fi
grep -rl QzNameQz --exclude-dir=sheets --exclude='*.png' . || echo "what is sealed is in no file, the case among them"
ls ./*.part 2>/dev/null || echo "nothing half-written"
