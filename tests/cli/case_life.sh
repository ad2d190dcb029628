# A case: made, filled twice, edited, looked at, rebuilt. Looking changes no byte; a second import adds nothing, an edited one supersedes.
small sheets
try headcount init case.hc
try headcount import case.hc sheets
try headcount import case.hc sheets
sed -i 's/,60,80,90,/,70,80,90,/' sheets/counts.csv
try headcount import case.hc sheets/counts.csv
try headcount add case.hc counts id=c2 corridor=VVO-FNJ date=2023-11-06 flight=JS272 method=eye low=40 high=50 of=concern stage=boarding source=gate
sha256sum case.hc >before
try headcount slots case.hc
try headcount counts case.hc
try headcount sources case.hc
try headcount claims case.hc
headcount slots case.hc --json | python3 -c 'import json, sys; print([(s["corridor"], s["date"], s["state"]) for s in json.load(sys.stdin)])'
headcount counts case.hc --csv | head -n 1
headcount estimate case.hc --json >a.json; echo "= $?"
headcount explain case.hc VVO-FNJ --json | python3 -c 'import json, sys; print({s["step"] for s in json.load(sys.stdin)} != set())'
headcount log case.hc --canonical >log.before
headcount log case.hc --kind row --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)), "rows")'
headcount verify case.hc | masked
sha256sum --quiet -c before && echo "looking changed nothing"
try headcount rebuild case.hc
headcount estimate case.hc --json | cmp - a.json && echo "rebuilt: the same answer"
headcount log case.hc --canonical | cmp - log.before && echo "rebuilt: the same entries"
headcount report case.hc -o - | head -c 15; echo
headcount export case.hc --table slots --csv - | cmp - - <<END && echo "slots and export agree"
$(headcount slots case.hc --csv)
END
quiet headcount export case.hc --xlsx case.xlsx && echo "a workbook"
try headcount template empty.xlsx
try headcount template empty.xlsx
mkfifo pipe; cat pipe >through &
headcount report case.hc -o pipe; wait
[ -p pipe ] && echo "a pipe is written to, not replaced"; head -c 15 through; echo
