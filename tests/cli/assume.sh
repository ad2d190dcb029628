# What-if: the article's 4,400 is reproduced and never taken for the estimate; words that do not exist are named.
headcount init ref.hc >/dev/null
headcount import ref.hc "$HEADCOUNT_SOURCE/examples/vladivostok-pyongyang" >/dev/null
headcount estimate ref.hc --assume load=100,completion=1 --json >a.json; echo "= $?"
python3 - <<'END'
import json
a = json.load(open("a.json", encoding="utf-8"))
print(json.dumps(a["assume"]))
for c in a["corridors"]:
    e = c["estimated"]
    print(c["id"], e["lo"], e["median"], e["hi"])
    print(c["headline"])
    print(c["caveats"][0])
    print(c["whatif"])
END
headcount estimate ref.hc --assume " load = 100 , completion=1" --json | cmp - a.json && echo "spaces say nothing"
headcount estimate ref.hc --assume stock=3000..4000,inbound=0 --json | python3 -c '
import json, sys
a = json.load(sys.stdin)
for c in a["corridors"]:
    s = c["stock"]
    print(c["id"], s and (s["s0"], sorted(s["now"]), 0 <= s["now"]["lo"] <= s["now"]["hi"] <= 4000, 0 <= s["depletion"]["p_within"] <= 1))
print(json.dumps(a["assume"]))'
small sheets
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
try headcount estimate case.hc --assume load=50,completion=1,selection=0,drift=0,groups=0,unlisted=0
headcount estimate case.hc --assume load=1,seats=1,stock=1 | tr '\n' ' ' | tr -s ' ' | grep -o "each flight that flew.*at the start (not"
try headcount estimate case.hc --assume loads=100
try headcount estimate case.hc --assume price=100
try headcount estimate case.hc --assume load
try headcount estimate case.hc --assume load=1.5
try headcount estimate case.hc --assume load=-1
try headcount estimate case.hc --assume completion=1.2
try headcount estimate case.hc --assume drift=21
try headcount estimate case.hc --assume selection=0.001
try headcount estimate case.hc --assume completion=nan
try headcount estimate case.hc --assume load=1,load=2
try headcount estimate case.hc --assume load=1..2
try headcount estimate case.hc --assume stock=4000..3000
try headcount estimate case.hc --assume inbound=5
try headcount estimate case.hc --assume ''
try headcount estimate case.hc --assume load=1,
