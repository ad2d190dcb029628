# Which flight to count next.
small sheets
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
try headcount plan case.hc
try headcount plan case.hc --method eye --limit 1
try headcount plan case.hc --limit 0
try headcount plan case.hc --method guess
headcount plan case.hc --csv | head -n 1
headcount plan case.hc --json >p.json; echo "= $?"
headcount estimate case.hc --json >a.json
headcount plan sheets --json 2>/dev/null | cmp - p.json && echo "a folder of sheets: the same plan"
headcount estimate sheets --json 2>/dev/null | diff - a.json | grep "^<"
python3 - <<'END'
import json
p, c = json.load(open("p.json", encoding="utf-8")), json.load(open("a.json", encoding="utf-8"))["corridors"][0]
n = [x["narrowing"] for x in p]
assert n == sorted(n, reverse=True) and all(0 <= x < 1 for x in n)
counted = {s["id"] for s in c["by_slot"] if s["counts"] or s["state"] == "cancelled"}
assert not counted & {x["slot"] for x in p}, "already counted"
best = {}
for x in p:
    best.setdefault(x["method"], x["narrowing"])
assert list(best.values()) == sorted(best.values(), reverse=True), "a proxy is worth more than a count"
print(len(p), sorted(best), len(c["next"]))
assert {(x["slot"], x["method"], x["narrowing"]) for x in c["next"]} <= {(x["slot"], x["method"], x["narrowing"]) for x in p}
END
headcount add case.hc counts id=c2 corridor=VVO-FNJ date=2023-10-30 flight=JS272 method=counted best=70 of=concern stage=aboard source=gate >/dev/null
headcount add case.hc counts id=c3 corridor=VVO-FNJ date=2023-11-06 flight=JS272 method=counted best=80 of=concern stage=aboard source=gate >/dev/null
try headcount plan case.hc
headcount plan case.hc --csv
