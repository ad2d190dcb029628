# What the answer hangs on: as text for two widths, and the laws of the list.
small sheets
cat >sheets/claims.csv <<END
id,speaker,source,made_on,from,to,corridor,quantity,unit,text
k,Somebody,gate,2023-11-03,2023-11-03,2023-11-03,VVO-FNJ,100,people,About 100 went
END
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
try headcount estimate case.hc --sensitivity
COLUMNS=60 LC_ALL=C headcount estimate case.hc --sensitivity | awk 'length > 60 {print "too wide: " $0} END {print "fits"}'
headcount estimate case.hc --sensitivity --json --own-names >a.json; echo "= $?"
headcount estimate case.hc --json >b.json
python3 "$SUPPORT/answer_shape.py" "$HEADCOUNT_SOURCE/docs/ANSWER.md" a.json
python3 - <<'END'
import json
a, b = (json.load(open(f, encoding="utf-8"))["corridors"][0] for f in ("a.json", "b.json"))
bars = a["sensitivity"]
assert b["sensitivity"] is None and b["whatif"] is None
assert a["estimated"] == b["estimated"], "looking changed it"
assert [x["swing"] for x in bars] == sorted((x["swing"] for x in bars), reverse=True)
for x in bars:
    assert x["swing"] == abs(x["high"]["median"] - x["low"]["median"]), x
    assert x["kind"] != "source" or x["ref"] and x["high"]["median"] == a["estimated"]["median"]
print("sources:", [x["name"] for x in bars if x["kind"] == "source"])
w = a["whatif"]
print([x["assume"] for x in w], (w[2]["lo"], w[2]["median"], w[2]["hi"]))
END
try headcount estimate case.hc --sensitivity --csv
