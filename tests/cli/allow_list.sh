# Promise 4 at the door: what is unredacted wants a sentence and leaves an entry; what is not tells when a source has few counts. The list
# itself is held against every sheet, table and exporter by tests/unit/test_allow_list.c.
small sheets
sed -i '1s/$/,note/; 2,$s/$/,QzNoteQz/' sheets/counts.csv
sed -i '1s/$/,note/; 2s/$/,QzDrawerQz/; 3s/$/,/' sheets/sources.csv
quiet headcount init case.hc
quiet headcount import case.hc sheets
phrase='a source may be found by this'
entries() { headcount log case.hc --kind export --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)), "entries of what left")'; }
echo "- as it is: nothing of it, and a word on small cells"
headcount export case.hc --table counts --csv counts.csv 2>&1; echo "= $?"
headcount export case.hc --xlsx all.xlsx 2>/dev/null
headcount report case.hc -o report.html 2>/dev/null >&2
headcount run case.hc --json -o run.html 2>/dev/null >run.json
for what in estimate counts sources slots claims; do headcount $what case.hc --json >$what.json; headcount $what case.hc --csv >$what.csv 2>/dev/null; done
leaks() { python3 - <<'END'
import glob, os, re, zipfile
def text(name):
    data = open(name, "rb").read()
    return data + b"".join(zipfile.ZipFile(name).read(m) for m in zipfile.ZipFile(name).namelist()) if zipfile.is_zipfile(name) else data
names = [n for n in sorted(glob.glob("*.*") + glob.glob("packed/**/*", recursive=True)) if os.path.isfile(n) and not n.endswith(".hc")]
print(len(names), "files; what is withheld is in:", *[n for n in names if re.search(rb"Qz(Note|Drawer)Qz", text(n))] or ["none"])
END
}
for m in geojson kml gpx; do headcount export case.hc --$m tracks.$m 2>/dev/null; done
headcount bag case.hc packed >/dev/null
leaks
entries
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
headcount log case.hc --kind export --json | python3 -c '
import hashlib, json, sys
for e, name in zip(json.load(sys.stdin), ("whole.csv", "whole.xlsx", "whole.html", "whole.kml")):
    data, body = open(name, "rb").read(), e["body"]
    print(body["what"], body["bytes"] == len(data), body["sha256"] == hashlib.sha256(data).hexdigest(), sorted(body))'
headcount verify case.hc | sed 's/head .*/head HASH/; s/author [0-9a-f]*/author A/'
echo "- typed at a terminal"
if command -v script >/dev/null; then
  : >said # typed when asked for, as a person would: what is typed before the question can be lost
  { for i in $(seq 300); do grep -q 'To go on, type' said && break; sleep 0.1; done; echo "$phrase"; sleep 0.3; } |
    script -qefc "headcount export case.hc --table sources --csv typed.csv --unredacted" /dev/null >said 2>&1
  grep -c QzDrawerQz typed.csv
  grep -c 'To go on, type' said
fi
ls ./*.part 2>/dev/null || echo "nothing half-written"
