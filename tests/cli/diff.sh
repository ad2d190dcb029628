# Why did the number change? Two folders, a case and a folder, and two dates of one case.
small a
small b
sed -i 's/,60,80,90,/,70,80,95,/' b/counts.csv
cat >b/flights.csv <<END
id,corridor,date,flight,state,source
f1,VVO-FNJ,2023-10-30,JS272,operated,gate
END
try headcount estimate --diff a b
try headcount estimate --diff a a
headcount init case.hc >/dev/null
headcount import case.hc b >/dev/null
sha256sum case.hc >before
try headcount estimate case.hc --diff 2023-10-30 2023-11-03
headcount estimate --diff a case.hc --json >d.json; echo "= $?"
sha256sum --quiet -c before && echo "looking changed nothing"
python3 - <<'END'
import json
d = json.load(open("d.json", encoding="utf-8"))
print([(x["sheet"], x["text"]) for x in d["changed"]], len(d["only_a"]), len(d["only_b"]))
for c in d["corridors"]:
    assert sum(m["move"] for m in c["moves"]) == c["move"] == c["b"]["median"] - c["a"]["median"], c
    assert c["moves"][-1]["estimated"] == c["b"]
    print(c["id"], [m["sheet"] for m in c["moves"]])
END
# More than 12 rows are moved sheet by sheet; a corridor that only one side has is unknown on the other.
small c
python3 - >c/flights.csv <<'END'
print("id,corridor,date,flight,state,source")
for i in range(13):
    print(f"x{i},VVO-FNJ,2023-11-0{1 + i % 5},ZZ{i},operated,gate")
END
echo 'FNJ-VVO,ZKPY,UHWW,inbound,workers,2023-10-30,2023-11-06' >>c/corridors.csv
headcount estimate --diff a c --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
for c in d["corridors"]:
    print(c["id"], c["a"] is None, c["b"] is None, c["move"] is None, [(m["sheet"], m["text"], len(m["rows"])) for m in c["moves"]])'
# A long text is cut between two letters.
small d
sed -i 's/Somebody at the gate/НаблюдательНаблюдательНаблюдательНаблюдатель/' d/sources.csv
headcount estimate --diff a d --json | python3 -c 'import json, sys; print([x["text"] for x in json.load(sys.stdin)["changed"]])'
try headcount estimate --diff a
try headcount estimate a b
try headcount estimate --diff a b --csv
try headcount estimate case.hc --diff 2023-10-30 yesterday
try headcount estimate --diff a nowhere
