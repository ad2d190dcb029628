# Deleting the only count widens the interval, and never gives 0; an announced flight is not one that flew.
small with
small without
head -n 1 with/counts.csv >without/counts.csv
headcount run with --json --no-report >a.json; echo "= $?"
headcount run without --json --no-report >b.json; echo "= $?"
python3 - <<'END'
import json
a, b = (json.load(open(f, encoding="utf-8"))["corridors"][0] for f in ("a.json", "b.json"))
wide = [c["estimated"]["hi"] - c["estimated"]["lo"] for c in (a, b)]
assert wide[1] > wide[0], wide
assert b["estimated"]["hi"] > 0 and b["estimated"]["median"] > 0
assert b["seen"] == 0 and b["seen_why"] and b["counted_share"] == 0
assert b["slots"]["operated_known"] == 0 and b["slots"]["announced"] == 3
print("wider, and not 0")
END
