# An invented article to drafts, and chosen drafts into a case.
cp "$HEADCOUNT_SOURCE"/tests/unit/data/texts/*.txt .
try headcount read convoy.txt
try headcount read quiet.txt --csv
headcount read ferry.txt --json >f.json; echo "= $?"
python3 - ferry.txt <<'END'
import json, sys
j, text = json.load(open("f.json", encoding="utf-8")), open(sys.argv[1], encoding="utf-8").read()
assert list(j) == ["files", "notices", "drafts"]
assert j["files"] == [{"file": "ferry", "dateline": "2023-08-09"}], j["files"]
assert all(text[d["start"]:d["end"]] == d["text"] for d in j["drafts"])
d = [d for d in j["drafts"] if d["kind"] == "schedule"][0]
print(list(d))
print({k: d[k] for k in ("quantity_lo", "quantity_hi", "unit", "from", "to", "direction", "hedge")})
END
echo "a page, and a text that deceives:"
printf '<html><meta charset="utf-8"><script>x()</script><p>About 40 workers left.<p>More may follow.' >page.html
try headcount read page.html --text
printf 'On Monday 1\320\2360 workers \342\200\256left.\n' >odd.txt
try headcount read odd.txt
printf 'A plane\nleft \377.\n' >bad.txt
try headcount read bad.txt
printf '<html><meta charset=euc-kr><p>x' >kr.html
try headcount read kr.html
echo "accepting:"
small sheets
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
headcount add case.hc sources id=paper label="An article" kind=press published=2023-10-31 >/dev/null
cat >vvo.txt <<'END'
31 October 2023

Flight JS272 runs every Monday and Friday from 30 October 2023 to 6 November 2023, the airline said. There were about 100 workers at the airport on 30 October. A diplomat said that more flights may follow. The buses run twice a week.
END
try headcount read vvo.txt
try headcount read vvo.txt --accept case.hc --source paper --only 1,2,3,4
try headcount read vvo.txt --accept case.hc --source paper --corridor VVO-FNJ --only 1,2,3,4
try headcount read vvo.txt --accept case.hc --source paper --corridor VVO-FNJ --only 3
try headcount read vvo.txt --accept case.hc --source paper --corridor VVO-FNJ --only 4 --days "Tue Thu Sat"
try headcount read vvo.txt --accept case.hc --source paper --corridor VVO-FNJ --only 1,4 --days "Tue Sat"
headcount log case.hc --json --own-names 2>/dev/null | grep -o '"days": "[0-9]*"' | sort -u
headcount slots case.hc --csv | cut -d, -f1-3 | head -20
try headcount claims case.hc
try headcount counts case.hc
echo "what is denied is a claim, and observes nobody:"
printf 'Seoul, 10 November 2023\n\nThe capital denied that 180 workers had been flown home on 6 November.\n' >denied.txt
headcount add case.hc sources id=wire label="A wire report" kind=press published=2023-11-10 >/dev/null
try headcount read denied.txt --accept case.hc --source wire --corridor VVO-FNJ --only 1
headcount claims case.hc --json | python3 -c 'import json, sys
print([(c["quantity"], c["hedge"]) for c in json.load(sys.stdin) if c["source"] == "wire"])'
headcount counts case.hc | grep -c 180
echo "families are no people:"
printf 'Seoul, 11 November 2023\n\nForty families were flown home on 7 November.\n' >families.txt
headcount read families.txt --json | tr ',' '\n' | grep '"unit"'
try headcount read families.txt --accept case.hc --source wire --corridor VVO-FNJ --only 1
echo "what is not understood:"
try headcount read vvo.txt --accept case.hc
try headcount read vvo.txt --accept case.hc --source paper --only 9
try headcount read vvo.txt --only 1
try headcount read vvo.txt --json --csv
try headcount read vvo.txt --dateline soon
try headcount read vvo.txt --accept case.hc --source paper --only 4 --days soon
try headcount read vvo.txt --days Mon
try headcount read nowhere.txt
