# `check` on real data with known errors, where the shared data is there: Yakima against the official monthly totals, and the two releases
# of European return operations.
[ -n "${HEADCOUNT_SHARED:-}" ] && [ -d "$HEADCOUNT_SHARED/yakima" ] || { echo "skipped: no shared data" >&2; exit 77; }
convert=$HEADCOUNT_SOURCE/tests/convert
python3 "$convert/kykm_case.py" "$HEADCOUNT_SHARED" all
python3 "$convert/kykm_case.py" "$HEADCOUNT_SHARED" alone --observers-only
python3 "$convert/releases_case.py" "$HEADCOUNT_SHARED" releases
for name in all alone releases; do
  headcount init $name.case >/dev/null
  headcount import $name.case $name >/dev/null
  headcount check $name.case --json >$name.json; echo "$name = $?"
done
headcount estimate releases.case --json >estimate.json
python3 - <<'END'
import csv, json, os, re
load = lambda name: json.load(open(name, encoding="utf-8"))
known = {("direction-swapped", "2019-06-04"), ("hidden-flight", "2019-09-17"), ("note-mismatch", "2020-02-25")}
for name in ("all.json", "alone.json"):
    errors = [f for f in load(name)["findings"] if f["level"] == "error"]
    told = {(f["id"], f["text"][:10]) for f in errors}
    assert known <= told, told
    assert len(errors) <= 3 + 3, errors
    hidden = next(f for f in errors if f["id"] == "hidden-flight")
    about = int(re.search(r"carried about (\d+)", hidden["text"]).group(1))
    assert abs(about - 65) <= 3, about
    print(name, len(errors), "errors:", *sorted(i + " " + d for i, d in told))
with open(os.path.join(os.environ["HEADCOUNT_SHARED"], "frontex", "two_releases_2019_21.csv"), newline="", encoding="utf-8") as f:
    table = list(csv.DictReader(f))
a, b = ({r["roid"]: float(r[c]) for r in table} for c in ("release_a", "release_b"))
twice = {i for i in a if a[i] == 2 * b[i]}
named = [set(re.findall(r"RO-\d+", f["text"])) for f in load("releases.json")["findings"]
         if f["id"] == "double-entry" and f["level"] == "error" and f["text"].startswith("release_a")]
assert len(named) == 1 and named[0] == twice, len(twice)
corridor = load("estimate.json")["corridors"][0]
assert corridor["slots"]["operated_known"] == len(table)
assert corridor["estimated"]["hi"] < 1.1 * max(sum(a.values()), sum(b.values())), corridor["estimated"]
assert corridor["seen"] <= sum(min(a[i], b[i]) for i in a)
print(len(twice), "doubled operations named, none added")
END
# One id on several dates: 1,064 real operations have one date each; then one of them is entered a second time, ten days later.
f=$HEADCOUNT_SHARED/frontex/operations_2013_2018.csv
cp "$f" operations.csv
grep '^RO-00139,' "$f" | sed 's/,2017-02-01,/,2017-02-11,/' >>operations.csv
for name in "$f" operations.csv; do
  rm -f ids.case
  headcount init ids.case >/dev/null
  headcount import ids.case "$name" --map "$HEADCOUNT_SOURCE/examples/maps/frontex.yaml" >/dev/null 2>&1
  headcount check ids.case --json >ids.json
  python3 -c '
import json
for f in json.load(open("ids.json"))["findings"]:
    if f["id"] == "id-several-dates": print(f["level"], f["text"], len(f["entries"]), "rows")'
  echo "ids = $?"
done
