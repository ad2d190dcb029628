# Promise 12: unknown is not zero, and one root is one voice. Each law stands beside its negative twin: the same table with zeros, or with
# sources of their own, must give something else.
figures() { # FOLDER NAME: the estimate of a folder, without a report and what only reports need
  headcount init "$2.hc" >said 2>&1 && headcount import "$2.hc" "$1" >said 2>&1 && headcount estimate "$2.hc" --json >"$2.json" || cat said
}
echo "- no count at all"
small none
sed -i 's/,eye,60,80,90,/,eye,,,,/' none/counts.csv
figures none none
echo "- 16 of 161 blank"
python3 - <<'END'
import csv, datetime, os
def case(name, blank):
    os.makedirs(name)
    day = [datetime.date(2023, 1, 1) + datetime.timedelta(2 * i) for i in range(161)]
    def sheet(file, head, rows):
        with open(f"{name}/{file}.csv", "w", newline="") as f:
            csv.writer(f).writerows([head.split(",")] + rows)
    sheet("sources", "id,label,kind", [["desk", "The desk", "official"]])
    sheet("corridors", "id,origin,destination,direction,group,from,to", [["AB", "UHWW", "ZKPY", "outbound", "workers", day[0], day[-1]]])
    sheet("flights", "corridor,date,state,source", [["AB", d, "operated", "desk"] for d in day])
    counts = []
    for i, d in enumerate(day):
        value = 40 + i * 7 % 50 if i % 10 else blank
        counts.append(["AB", d, "counted", value, "concern", "not_watched" if value == "" else "", "desk"])
    sheet("counts", "corridor,date,method,best,of,reason,source", counts)
    return sum(c[3] for c in counts if c[3] != "")
with open("sums", "w") as f:
    print(case("blank", ""), case("zero", 0), file=f)
END
sed -i '/^AB,2023-01-01,/d' blank/counts.csv # i % 10 blanks 17 of 161: one of them has no row at all, and is unknown too
figures blank blank
figures zero zero
echo "- ten reposts of one root"
small one
cp -r one many
cp -r one crowd
for i in 1 2 3 4 5 6 7 8 9 10; do
  echo "re$i,Repost $i,press,gate,C,2023-11-03" >>many.csv
  echo "c1$i,VVO-FNJ,2023-11-03,JS272,eye,60,80,90,concern,aboard,about,re$i" >>many/counts.csv
done
cp many/counts.csv crowd/counts.csv
sed -i '1s/.*/id,label,kind,root,reliability,published/; 2,$s/^\([^,]*,[^,]*,[^,]*\),/\1,,/' many/sources.csv
cp many/sources.csv crowd/sources.csv
cat many.csv >>many/sources.csv
sed 's/,gate,/,,/' many.csv >>crowd/sources.csv
figures one one
figures many many
figures crowd crowd
echo "- two roots, then one"
claims() { # FOLDER: two sources say the same, both graded 1
  cat >"$1/claims.csv" <<END
id,speaker,source,made_on,from,to,corridor,quantity,unit,text,credibility
k1,Somebody,gate,2023-11-03,2023-11-03,2023-11-03,VVO-FNJ,80,people,80 went,1
k2,Another,tower,2023-11-03,2023-11-03,2023-11-03,VVO-FNJ,80,people,80 went,1
END
  sed -i '1s/.*/id,label,kind,root,reliability,published/; 2,$s/^\([^,]*,[^,]*,[^,]*\),/\1,,/' "$1/sources.csv"
  echo "tower,Somebody in the tower,observer,$2,B,2023-11-03" >>"$1/sources.csv"
}
small two; claims two ""
small same; claims same gate
small left; claims left ""; sed -i '/^k2/d' left/claims.csv
for name in two same left; do figures $name $name; done
echo "- two releases of one operation"
mkdir releases
python3 - <<'END'
head = "corridor,date,flight,method,best,of,source\n"
rows = [(f"OPS,2019-{1 + i // 28:02}-{1 + i % 28:02},RO-{i}", 20 + i) for i in range(40)]
open("releases/counts.csv", "w").write(head + "".join(f"{r},official,{n * k},concern,release_{s}\n" for r, n in rows for k, s in ((2, "a"), (1, "b"))))
open("releases/sources.csv", "w").write("id,label,kind\nrelease_a,First,official\nrelease_b,Second,official\n")
open("releases/corridors.csv", "w").write("id,origin,destination,direction,from,to\nOPS,Europe,elsewhere,outbound,2019-01-01,2019-12-31\n")
END
figures releases releases
python3 - <<'END'
import json
def corridor(name):
    return json.load(open(name + ".json", encoding="utf-8"))["corridors"][0]
def width(r):
    return r["hi"] - r["lo"]
c = corridor("none")
assert c["seen"] == 0 and c["seen_why"] and c["estimated"]["lo"] >= c["seen"]
assert c["estimated"]["hi"] > c["estimated"]["lo"] and c["estimated"]["median"] > 0, c["estimated"]
assert all(s["seen"] is None for s in c["by_slot"]), "a blank became a number"
print("an interval, from the people seen: none")

b, z = corridor("blank"), corridor("zero")
counted, zeros = map(int, open("sums").read().split())
unknown = [s for s in b["by_slot"] if s["seen"] is None]
assert len(b["by_slot"]) == 161 and len(unknown) == 17 and counted == zeros, (len(b["by_slot"]), len(unknown))
assert all(s["hi"] > s["lo"] and s["median"] > 0 and s["mean"] > 10 for s in unknown), "zeroed"
assert b["estimated"]["lo"] >= b["seen"] and b["estimated"]["median"] > counted and width(b["estimated"]) > width(z["estimated"])
blank = [x for x in json.load(open("blank.json"))["counts"] if x["best"] is None]
assert len(blank) == 16 and all(x["why"] for x in blank)
assert not [s for s in z["by_slot"] if s["seen"] is None], "the twin: a zero is a number"
assert z["estimated"]["median"] < b["estimated"]["median"]
print("16 blank, 1 without a row: 17 listed as not counted, widened; zeros would have given less")

def plain(c):
    """The figures, without the rows that they name and the words that count rows."""
    if isinstance(c, dict):
        return {k: plain(v) for k, v in c.items() if not k.endswith("ref") and k not in ("counts", "assumptions", "caveats", "headline", "seen_why")}
    return [plain(v) for v in c] if isinstance(c, list) else c
one, many, crowd = (json.dumps(plain(corridor(n))) for n in ("one", "many", "crowd"))
assert len(json.load(open("many.json"))["counts"]) == 11
print("reposts:", "unchanged to the last byte" if one == many else "CHANGED")
print("ten sources of their own:", "another result" if one != crowd else "NO CHANGE: the rig proves nothing")

def grades(name):
    return {c["id"]: c["grade"] for c in json.load(open(name + ".json"))["claims"]}
print("two roots", grades("two"), "one root", grades("same"), "the second is gone", grades("left"))
assert "rests on 1 root" in json.load(open("left.json"))["claims"][0]["evidence"]

c = corridor("releases")
a, b = sum(2 * (20 + i) for i in range(40)), sum(20 + i for i in range(40))
assert len(c["by_slot"]) == c["slots"]["operated_known"] == 40, "an operation became two"
assert c["estimated"]["hi"] < a + b / 2 and c["seen"] <= b, (c["estimated"], c["seen"], a, b)
print("40 operations in two releases: 40 flights, no sum")
END
# On real data, where it is: the counts at Yakima on the day on which the observers were kept away. (The 197 operations: check_real.)
if [ -n "${HEADCOUNT_SHARED:-}" ] && [ -d "$HEADCOUNT_SHARED/yakima" ]; then
  python3 "$HEADCOUNT_SOURCE/tests/convert/kykm_case.py" "$HEADCOUNT_SHARED" yakima
  figures yakima yakima
  python3 - <<'END'
import json
for c in json.load(open("yakima.json"))["corridors"]:
    slots = [s for s in c["by_slot"] if s["date"] == "2019-09-17"]
    assert slots and all(s["seen"] is None and s["hi"] > s["lo"] for s in slots), slots
END
fi
