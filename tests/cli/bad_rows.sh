# A bad row is named with its place and reason, never quoted, and the rest is answered.
small sheets
cat >>sheets/counts.csv <<END
c2,VVO-FNJ,2023-02-30,JS272,eye,60,80,90,concern,boarding,about,gate
c3,VVO-FNJ,2023-11-06,JS272,eye,many SECRETWORD,,,concern,boarding,about,gate
END
printf 'c4,VVO-FNJ,2023-11-06,JS272,eye,\xff\xfe,,,concern,boarding,about,gate\n' >>sheets/counts.csv
python3 -c 'print("c5" + ",1" * 10000)' >>sheets/counts.csv
headcount run sheets --json --case case.hc >a.json 2>said; echo "= $?"
cat said
python3 - <<'END'
import json
a = json.load(open("a.json", encoding="utf-8"))
print(a["bad_rows"], [(b["sheet"], b["line"], b["column"], b["cell"]) for b in a["bad"]])
print("answered:", a["corridors"][0]["estimated"]["median"] > 0)
END
grep -l SECRETWORD a.json case.hc report.html said || echo "quoted nowhere"

# What others name is told first, and rows that are bad in one way are one line: what is to be mended is not under the rest.
small many
sed -i 's/,observer,/,gossip,/' many/sources.csv
echo "id,corridor,date,flight,state,source" >many/flights.csv
for d in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do echo "f$d,VVO-FNJ,2023-11-$d,,operated,gate"; done >>many/flights.csv
echo "f30,VVO-FNJ,2023-11-31,,operated,notice" >>many/flights.csv
headcount init many.hc >/dev/null
try headcount import many.hc many
