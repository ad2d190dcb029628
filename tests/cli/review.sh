# A second pair of eyes: an entry, shown beside the row and the flight; no figure moves.
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
R=$(headcount counts case.hc --json | sed -n 's/.*"row": "\(.*\)".*/\1/p')
S=$(headcount explain case.hc "VVO-FNJ 2023-11-03" --json | python3 -c 'import json,sys; print(*[s["row"] for s in json.load(sys.stdin) if s["step"]=="row" and s["what"]=="schedules"])')
headcount estimate case.hc --json >before.json
try headcount review case.hc
try headcount review case.hc $R --state approved --by B2
try headcount review case.hc $R --state approved --by B2
headcount counts case.hc --json | python3 -c 'import json,sys; r=json.load(sys.stdin)[0]["review"]; print(r["state"], r["second"], [(b["by"], b["state"], b["note"]) for b in r["by"]])'
try headcount review case.hc $R --state approved --by C1 --note "looked at the video"
try headcount review case.hc $S --state approved --by B2
slot() { headcount slots case.hc --json | python3 -c 'import json,sys; print(*[(s["date"], s["review"]["state"], len(s["review"]["rows"]), s["review"]["of"], s["review"]["second"]) for s in json.load(sys.stdin) if "review" in s], sep="\n")'; }
slot
try headcount review case.hc $S --state approved --by C1
slot
# Of each person the latest word counts, and one who objects is heard.
try headcount review case.hc $R --state held --by D3 --note "who counted?"
try headcount review case.hc $R --state rejected --by C1
try headcount review case.hc
headcount review case.hc --json | python3 -c 'import json,sys; [print(v["state"], v["second"], [(b["by"], b["state"]) for b in v["by"]]) for v in json.load(sys.stdin).values()]'
headcount explain case.hc $R | grep -A1 review:
headcount log case.hc --kind review | sed -E 's/ [0-9a-f]{12}$/ HASH/'
headcount estimate case.hc --json >after.json
python3 - <<'END'
import json
a, b = (json.load(open(f)) for f in ("before.json", "after.json"))
def bare(v):
    if isinstance(v, dict): return {k: bare(x) for k, x in v.items() if k not in ("review", "ledger")}
    return [bare(x) for x in v] if isinstance(v, list) else v
print("every figure as before:", bare(a) == bare(b), "| reviews in the rows:", sum("review" in r for r in b["rows"].values()))
END
# By the name under which it is published, where something of it is withheld.
headcount add case.hc counts id=c2 corridor=VVO-FNJ date=2023-11-06 flight=JS272 method=eye low=60 best=80 high=90 of=concern stage=aboard wording=about source=gate note=by-the-door >/dev/null
N=$(headcount counts case.hc --json | python3 -c 'import json,sys; print(*[c["row"] for c in json.load(sys.stdin) if c["date"] == "2023-11-06"])')
echo "in the log by another name: $(headcount log case.hc --json --own-names | grep -c "\"$N")"
headcount review case.hc $N --state approved --by B2 | sed 's/row .* is/row NAME is/'; headcount review case.hc $N --state approved --by C1 --json | python3 -c 'import json,sys; o=json.load(sys.stdin); print(o["added"], o["review"]["second"])'
# A corrected row is another row, and nobody has reviewed it.
headcount add case.hc counts id=c1 corridor=VVO-FNJ date=2023-11-03 flight=JS272 method=eye low=60 best=81 high=90 of=concern stage=aboard wording=about source=gate >/dev/null
headcount counts case.hc --json | grep -c '"review"'
try headcount review case.hc $R --state approved --by B2
try headcount review case.hc 12 --state approved --by B2
try headcount review case.hc $S --state good --by B2
try headcount review case.hc $S --state held
try headcount review case.hc $S --state held --by "Kim Il"
try headcount review case.hc $S --state held --by E4 --note "ask +7 914 555 12 34"
try headcount review case.hc --by B2
headcount verify case.hc | masked | head -1
headcount rebuild case.hc
