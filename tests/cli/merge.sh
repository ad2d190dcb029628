# Two copies that went apart: the same ledger whichever takes in which; what both changed is shown; what cannot be one is refused.
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
cp case.hc mine.hc; cp case.hc yours.hc
try headcount merge mine.hc yours.hc
sed 's/60,80,90/60,70,90/' sheets/counts.csv >counts.csv
quiet headcount import mine.hc counts.csv
# the other one enters another figure for the same count, a new source, and withdraws nothing
headcount log case.hc --kind row --json --own-names | python3 -c 'import hashlib, json, sys
for e in json.load(sys.stdin):
    b = e["body"]
    if b["sheet"] != "counts": continue
    b["row"]["best"], b["row"]["high"] = 85, 95
    def name(row, sheet):
        return hashlib.sha256(json.dumps({"row": row, "sheet": sheet}, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    b["row_id"] = name(b["row"], "counts")
    print("row\t" + json.dumps(b))
    r = {"id": "clip", "kind": "video", "label": "A clip"}
    print("row\t" + json.dumps({"file": b["file"], "key": "c" * 64, "line": 9, "row": r, "row_id": name(r, "sources"), "sheet": "sources"}))
' >lines
python3 "$SUPPORT/hand.py" yours.hc lines
headcount verify yours.hc | sed 's/head .*/head HASH/'
cp mine.hc m.hc; cp yours.hc y.hc
try headcount merge mine.hc yours.hc --dry-run
cmp mine.hc m.hc && echo "nothing was written"
try headcount merge mine.hc yours.hc
headcount merge yours.hc m.hc | head -3
headcount log mine.hc --canonical >a; headcount log yours.hc --canonical >b
cmp a b && echo "the same ledger"
try headcount merge mine.hc yours.hc
headcount estimate mine.hc --json >ea; headcount estimate yours.hc --json >eb
python3 - <<'END'
import json
a, b = (json.load(open(n)) for n in ("ea", "eb"))
a["ledger"].pop("head"), b["ledger"].pop("head")
print("the same answer:", a == b)
END
headcount sources mine.hc
cp m.hc j.hc
headcount merge j.hc y.hc --json | python3 -c 'import json, sys
o = json.load(sys.stdin)
for c in o["conflicts"]: print(c["sheet"], c["here"]["row"]["best"], c["there"]["row"]["best"], c["in_force"])
print(o["merged"], o["entries"], o["authors"], o["forks"])'
echo "- a chain that forks"
cp case.hc one.hc; cp case.hc two.hc
sed 's/Somebody/Nobody/' sheets/sources.csv >sources.csv
quiet headcount import one.hc counts.csv
quiet headcount import two.hc sources.csv
cp one.hc before.hc
headcount merge one.hc two.hc 2>&1 | sed 's/author [0-9a-f]*/author A/; s/  [0-9a-f]\{12\}  /  HASH  /; s/20..-..-..T..:..:..Z/TIME/'
cmp one.hc before.hc && echo "nothing was written"
headcount merge one.hc two.hc --json 2>said | python3 -c 'import json, sys
o = json.load(sys.stdin); print(o["merged"], [f["entry"] for f in o["forks"]], o["forks"][0]["here"] != o["forks"][0]["there"])'
echo "- what is no copy"
quiet headcount init other.hc
headcount merge case.hc other.hc 2>&1 | sed 's/entry [0-9a-f]*/entry X/; s/with [0-9a-f]*$/with Y/'
try headcount merge case.hc case.hc
try headcount merge case.hc nowhere.hc
cp case.hc half.hc; echo what a killed writer left >half.hc-journal
try headcount merge case.hc half.hc
try headcount merge case.hc sheets/counts.csv
try headcount merge case.hc
