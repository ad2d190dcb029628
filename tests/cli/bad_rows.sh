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
