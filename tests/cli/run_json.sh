# The reference case: one object, of the shape of docs/ANSWER.md, the facts that hold whatever the model; and the same bytes twice.
headcount run "$HEADCOUNT_SOURCE/examples/vladivostok-pyongyang" --json --no-report >a.json; echo "= $?"
headcount estimate "$HEADCOUNT_SOURCE/examples/vladivostok-pyongyang" --json --own-names >own.json
python3 "$SUPPORT/answer_shape.py" "$HEADCOUNT_SOURCE/docs/ANSWER.md" own.json
python3 - <<'END'
import json
a = json.load(open("a.json", encoding="utf-8"))
print("interval", a["interval"], "seed", a["seed"], "bad rows", a["bad_rows"], "case", a["case"])
for c in a["corridors"]:
    e, m = c["estimated"], c["by_month"]
    print(c["id"], c["origin"], c["destination"], c["direction"], c["unit"], c["from"], c["to"], "announced", c["slots"]["announced"], "seen", c["seen"])
    assert 0 <= e["lo"] < e["median"] < e["hi"] <= c["ceiling"], e
    assert c["seen"] > 0 or c["seen_why"], "seen is 0 and nothing says why"
    assert sum(x["slots"] for x in m) == len(c["by_slot"])
    assert all(x["lo"] <= x["median"] <= x["hi"] for x in m)
    assert c["slots"]["operated_known"] == sum(s["state"] == "operated" for s in c["by_slot"])
    assert [s["date"] for s in c["by_slot"]] == sorted(s["date"] for s in c["by_slot"])
    named = {r for s in c["by_slot"] for r in s["ref"] + s["counts"]}
    assert named <= set(a["rows"]), "a row is named and not there"
    assert all(s["ref"] for s in c["by_slot"]), "a slot without evidence of its being"
END
TZ=Asia/Vladivostok LC_ALL=C COLUMNS=40 headcount run "$HEADCOUNT_SOURCE/examples/vladivostok-pyongyang/" --json --no-report >b.json
cmp a.json b.json && echo "twice the same bytes"
grep -F "$PWD" a.json || echo "no path in it"
