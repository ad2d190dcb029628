# `check` on the reference case: every flag of an article's arithmetic, as they are read on a terminal; its claims beside them; and what is found stands
# in the case file, and again after it is made anew.
headcount init ref.hc >/dev/null
headcount import ref.hc "$HEADCOUNT_SOURCE/examples/vladivostok-pyongyang" >/dev/null
try headcount check ref.hc
headcount check ref.hc --json --own-names >a.json; echo "= $?"
try headcount claims ref.hc
cp ref.hc before.hc
headcount rebuild ref.hc >/dev/null
python3 - <<'END'
import json, sqlite3
found = json.load(open("a.json", encoding="utf-8"))["findings"]
before, kept = (sqlite3.connect(f).execute("SELECT id, level, text, rows FROM finding").fetchall() for f in ("before.hc", "ref.hc"))
assert len(kept) == len(found) and kept == before
texts = {text: (id, level, json.loads(rows)) for id, level, text, rows in kept}
for f in found:
    id, level, rows = texts[f["text"]]
    assert id.rsplit(" ", 1)[0] == f["id"] and level == f["level"] and rows == sorted(f["entries"]), f
print(len(found), "findings in the case file")
END
