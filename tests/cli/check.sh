# What does not add up in a small case: a flight whose directions are exchanged, one that nobody counted, a number that is not the sum of
# its parts, and a second table that has two flights doubled. Then the same case without its errors.
mkdir case
cat >case/corridors.csv <<END
id,origin,destination,direction,group,from,to
OUT,KAAA,KBBB,outbound,people,2030-01-01,2030-03-31
IN,KBBB,KAAA,inbound,people,2030-01-01,2030-03-31
END
cat >case/sources.csv <<END
id,label,kind
fence,Somebody at the fence,observer
office,Monthly report of the office,official
table,A second table,database
END
cat >case/flights.csv <<END
corridor,date,flight,state,source
OUT,2030-02-12,XX2,operated,fence
IN,2030-02-12,XX1,operated,fence
END
cat >case/counts.csv <<END
corridor,date,from,to,flight,method,best,men,women,source
OUT,2030-01-08,,,XX2,counted,60,,,fence
IN,2030-01-08,,,XX1,counted,2,,,fence
OUT,2030-01-15,,,XX2,counted,3,,,fence
IN,2030-01-15,,,XX1,counted,66,,,fence
OUT,2030-01-22,,,XX2,counted,71,60,11,fence
IN,2030-01-22,,,XX1,counted,0,,,fence
OUT,2030-02-05,,,XX2,counted,48,,,fence
IN,2030-02-05,,,XX1,counted,20,,,fence
OUT,2030-03-05,,,XX2,counted,84,50,14,fence
IN,2030-03-05,,,XX1,counted,0,,,fence
OUT,,2030-01-01,2030-01-31,,official,198,,,office
IN,,2030-01-01,2030-01-31,,official,4,,,office
OUT,,2030-02-01,2030-02-28,,official,103,,,office
IN,,2030-02-01,2030-02-28,,official,20,,,office
OUT,,2030-03-01,2030-03-31,,official,64,,,office
OUT,2030-01-08,,,XX2,manifest,120,,,table
OUT,2030-02-05,,,XX2,manifest,96,,,table
OUT,2030-01-22,,,XX2,manifest,71,,,table
END
headcount init bad.case >/dev/null && headcount import bad.case case >/dev/null
try headcount check bad.case
headcount check bad.case --json >a.json; echo "= $?"
sed -e 's/XX2,counted,3,/XX2,counted,66,/; s/XX1,counted,66,/XX1,counted,3,/; s/counted,84,50/counted,64,50/; s/manifest,120/manifest,60/; s/manifest,96/manifest,48/' \
  -e '$a OUT,2030-02-12,,,XX2,counted,55,,,fence' -e '$a IN,2030-02-12,,,XX1,counted,0,,,fence' -i case/counts.csv
headcount init good.case >/dev/null && headcount import good.case case >/dev/null
try headcount check good.case
try headcount check good.case --json
try headcount check
try headcount check nowhere.case
python3 - <<'END'
import json
found = json.load(open("a.json", encoding="utf-8"))["findings"]
for f in found:
    assert sorted(f) == ["entries", "id", "level", "settles", "text"], f
    assert f["level"] in ("error", "warning", "note") and f["text"] and f["settles"]
    assert f["entries"] and all(len(r) == 12 for r in f["entries"]) and len(set(f["entries"])) == len(f["entries"])
print("shape kept")
END
row=$(python3 -c 'import json; print(json.load(open("a.json"))["findings"][0]["entries"][0])')
headcount explain bad.case "$row" >/dev/null; echo "= $?"
