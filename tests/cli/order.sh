# Sheets in files of their own may be given in any order: those that others refer to are read first.
small sheets
gzip -k sheets/schedules.csv
s=sheets
headcount init a.hc >/dev/null; try headcount import a.hc $s/counts.csv $s/schedules.csv $s/corridors.csv $s/sources.csv
headcount init b.hc >/dev/null; try headcount import b.hc $s/schedules.csv.gz $s/sources.csv $s/counts.csv $s/corridors.csv
headcount init c.hc >/dev/null; try headcount import c.hc $s/sources.csv $s/corridors.csv $s/schedules.csv $s/counts.csv
for c in a b c; do headcount estimate $c.hc --json | python3 -c 'import json, sys; print([c["estimated"] for c in json.load(sys.stdin)["corridors"]])'; done | uniq -c
echo "- a folder may hold anything, and stays where it was put: what refers to it comes after it"
mkdir first; cp $s/sources.csv $s/corridors.csv first/
headcount init d.hc >/dev/null; try headcount import d.hc first $s/counts.csv $s/schedules.csv
headcount init e.hc >/dev/null; try headcount import e.hc $s/counts.csv first
echo "- one sheet in two files: in the order typed, and the later one wins"
mkdir later; sed s/60,80,90/61,81,91/ $s/counts.csv >later/counts.csv
headcount init f.hc >/dev/null; try headcount import f.hc $s/counts.csv later/counts.csv $s/sources.csv $s/corridors.csv
headcount counts f.hc --json | python3 -c 'import json, sys; print([c["best"] for c in json.load(sys.stdin)])'
