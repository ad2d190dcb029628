# A corridor without flights beside one with some: nothing is said of it that only a flight can bring.
small sheets
cat >>sheets/corridors.csv <<END
A-B,There,Here,outbound,people,2023-10-01,2023-10-31
END
cat >sheets/claims.csv <<END
id,speaker,source,made_on,from,to,corridor,mode,low,unit,measures,hedge,text
k-road,A ministry,notice,2023-11-01,2023-10-09,2023-10-09,A-B,road,500,people,one_way,over,Over 500 were sent back by road
END
headcount run sheets --no-report | sed -n '/A-B/,/VVO-FNJ/p'
headcount run sheets --json -o page.html >a.json; echo "= $?"
python3 - <<'END'
import json
a = json.load(open("a.json", encoding="utf-8"))
c = next(x for x in a["corridors"] if x["id"] == "A-B")
assert c["estimated"]["median"] is None and c["ceiling"] is None, "unknown became a number"
assert c["by_slot"] == [] and c["assumptions"] == [] and c["ceiling_ref"] == []
print(c["caveats"])
k = a["claims"][0]
print(k["low"], k["mode"], k["evidence"])
other = next(x for x in a["corridors"] if x["id"] == "VVO-FNJ")
assert other["assumptions"] and other["estimated"]["median"] > 0
for s in json.dumps(c), open("page.html", encoding="utf-8").read().split('id="c2"')[0].split('id="c1"')[1]:
    for untrue in ("charter", "nothing uncertain", "nobody can say yet", "of the estimate counted"):
        assert untrue not in s, untrue
END
