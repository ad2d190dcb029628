# A flat flight log: a line for each series, whatever the order of rows or the number of jobs.
# shape FILE: what every line must hold, whatever the model's figures are; then its slots and caveats.
shape() {
  python3 - "$1" <<'END'
import json, sys
keys = ["series", "unit", "from", "to", "as_of", "interval", "seed", "slots", "operated", "seen", "estimated", "ceiling", "counted_share",
        "quantiles", "by_month", "structure", "caveats", "draws", "draw_error"]
def refuse(word):
    raise ValueError(word)
for line in open(sys.argv[1], encoding="utf-8"):
    o = json.loads(line, parse_constant=refuse) # NaN and Infinity are no JSON
    if "error" in o:
        print(o)
        continue
    assert list(o) == keys, list(o)
    q, e = list(o["quantiles"].values()), o["estimated"]
    assert list(o["quantiles"]) == ["0.025", "0.05", "0.25", "0.5", "0.75", "0.95", "0.975"]
    assert q == sorted(q) and q[0] >= 0 and e["lo"] <= e["median"] <= e["hi"]
    assert o["interval"] != 0.9 or (e["lo"], e["median"], e["hi"]) == (q[1], q[3], q[5])
    assert o["ceiling"] is None or e["hi"] <= o["ceiling"]
    assert 0 <= o["counted_share"] <= 1
    assert all(m["lo"] <= m["median"] <= m["hi"] for m in o["by_month"])
    assert abs(sum(s["weight"] for s in o["structure"]) - 1) < 0.001
    s = o["slots"]
    assert sum(m["slots"] for m in o["by_month"]) == s["operated_known"] + s["cancelled"] + s["unknown"]
    print(o["series"], o["from"], o["to"], list(s.values()), "seen", o["seen"], "ceiling", o["ceiling"])
    for c in o["caveats"][:-2]:
        print("  " + c)
END
}
cat >log.csv <<'END'
slot,series,date,status,method,count,low,high,seats,group,root,weather
1,north,2023-10-30,announced,,,,,140-210,w23,,fog
1,north,2023-10-30,operated,counted,80,,,,w23,gate,
1,north,2023-10-30,,counted,78,,,,w23,gate,
2,north,2023-11-03,announced,,,,,,w23,,
3,north,2023-11-07,operated,eye,100,90,120,,w23,,
3,north,2023-11-07,cancelled,,,,,,w23,,
4,north,2023-11-09,cancelled,,,,,,w23,,
4,north,2023-11-09,,counted,33,,,,w23,,
5,north,2023-11-10,cancelled,,,,,,w23,,
6,north,2023-11-11,operated,counted,-4,,,,w23,,
,south,2023-11-10,announced,,,,,,,,
,south,2023-11-10,announced,,,,,,,,
1,"east, far",2023-11-10,operated,counted,190,,,150,,,
1,west,2023-11-10,operated,neighbour,60,,,150,,,
END
try headcount sweep log.csv --output lines
shape lines
for jobs in 1 3; do
  headcount sweep log.csv -j $jobs --draws draws$jobs.csv 2>said | cmp - lines || echo "$jobs jobs differ"
done
cmp draws1.csv draws3.csv
head -1 draws1.csv
python3 - <<'END'
import csv, json
lines = {o["series"]: o for o in map(json.loads, open("lines"))}
totals = {}
for row in csv.DictReader(open("draws1.csv")):
    totals.setdefault(row["series"], []).append(int(row["total"]))
for name, o in lines.items(): # the draws are those that the line was made of
    t = totals[name]
    assert len(t) == o["draws"] and sorted(t)[len(t) // 2] - o["estimated"]["median"] <= 1
    assert abs(sum(t) / len(t) - o["estimated"]["mean"]) < 0.06
print(len(totals), "series have draws")
END
python3 -c '
rows = open("log.csv").readlines()
open("turned.csv", "w").writelines(rows[:1] + rows[:0:-1])'
headcount sweep - 2>said <turned.csv | cmp - lines && echo "the order of rows changes nothing"
headcount sweep log.csv --seed 2 2>said | cmp -s - lines || echo "another seed, other draws"
headcount sweep log.csv --interval 0.5 --selection 0 2>said >half
shape half >said && python3 -c '
import json
wide = lambda f: [json.loads(s)["estimated"] for s in open(f)]
print(all(b["hi"] - b["lo"] < a["hi"] - a["lo"] for a, b in zip(wide("lines"), wide("half"))), "half is narrower than 9 in 10")'
headcount sweep log.csv --seats 60 2>said | python3 -c '
import json, sys
o = [o for o in map(json.loads, sys.stdin) if o["series"] == "south"][0]
print(o["estimated"]["hi"] <= 120, "two flights of 60 seats carry at most 120;", o["ceiling"], *(c for c in o["caveats"] if "seat" in c))'
printf 'date\n2023-10-30\n2023-10-31\n' >bare.csv
headcount sweep bare.csv >bare
shape bare
# What the rows of one flight disagree on is said; of flights that are all cancelled nothing rests on a load.
printf 'series,date,slot,seats,group,status\nseats,2023-10-30,1,90,a,operated\nseats,2023-10-30,1,180,a,\nseats,2023-10-31,1,90-180,a,operated\nseats,2023-10-31,1,90-180,a,
groups,2023-10-30,1,90,a,operated\ngroups,2023-10-30,1,90,b,\ncancelled,2023-10-30,1,,,cancelled\ncancelled,2023-10-31,1,,,cancelled\n' >unlike.csv
headcount sweep unlike.csv | python3 -c 'import json, sys
for o in map(json.loads, sys.stdin): print(o["series"], o["estimated"]["hi"] > 0, *o["caveats"][:-2], sep="\n  ")'
# The year first, also with slashes or a time behind it; where nothing can be read, the exit status says so.
printf 'date,count,method\n2019/05/08,10,counted\n2019-05-09T10:00Z,10,counted\n2019-05-10 23:59:59.5+09:00,10,counted\n' >dates.csv
headcount sweep dates.csv | python3 -c 'import json, sys; o = json.loads(sys.stdin.readline()); print(o["from"], o["to"], o["slots"]["operated_known"])'
printf 'date,count,method\n10/11/2019,10,counted\n2019/5/8,10,counted\n2019-05-08Tnoon,10,counted\n' >dates.csv
try headcount sweep dates.csv
# A bound on one side, and a group without counts: each has its sentence; a bound that the seats have too has none.
{
  echo series,date,slot,status,method,count,low,high,seats,group
  for day in 11 12 13 14; do
    echo "least,2023-11-$day,1,operated,counted,,60,,150,"
    echo "none,2023-11-$day,1,operated,counted,,0,200,150,"
    echo "one,2023-11-$day,1,operated,counted,8$day,,,900,early"
    echo "one,2023-11-$day,2,operated,,,,,900,late"
    echo "one,2023-11-$day,3,operated,,,,,900,"
  done
} >bounds.csv
headcount sweep bounds.csv --output bounds 2>said
shape bounds
