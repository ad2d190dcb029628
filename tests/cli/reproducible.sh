# Promise 11: the same case and seed give the same bytes, wherever, in whatever order of rows, on however many threads; and each number leads
# to its evidence. (That two builds in two folders are one program, tools/reproduce shows: it takes minutes.)
small sheets
cat >sheets/claims.csv <<END
id,speaker,source,made_on,from,to,corridor,quantity,unit,text
k,Somebody,gate,2023-11-03,2023-10-30,2023-11-06,VVO-FNJ,300,people,Three hundred went
END
sed -i '1s/,method,/,method,visible,/; 2,$s/,eye,/,eye,0.8,/' sheets/counts.csv
printf 'VVO-FNJ,2023-11-06,JS272,counted,,,71,,concern,aboard,exact,gate\n' | sed 's/^/c2,/' >>sheets/counts.csv
echo 'adsb,Position reports of aircraft,database,B,2023-11-06' >>sheets/sources.csv
cat >sheets/legs.csv <<END
icao24,registration,type,callsign,off_utc,off_airport,off_status,on_utc,on_airport,on_status,confidence,points,gap_max_s,source
720104,P-632,T204,KOR272,2023-11-03T02:20:11Z,UHWW,seen,2023-11-03T03:52:40Z,ZKPY,inferred,0.9,812,95,adsb
720104,P-632,T204,KOR272,2023-10-31T02:24:00Z,UHWW,seen,,,lost,0.6,200,700,adsb
END
cat >sheets/coverage.csv <<END
corridor,source,from,to,state,what
VVO-FNJ,adsb,2023-10-30,2023-11-03,complete,adsb
VVO-FNJ,adsb,2023-11-04,2023-11-06,failed,adsb
VVO-FNJ,gate,2023-11-03,2023-11-03,watching,gate
END
quiet headcount init case.hc
quiet headcount import case.hc sheets
# everything FOLDER: all that can go out of the case, and an answer from the sheets alone
everything() {
  mkdir "$1"
  headcount estimate case.hc --sensitivity --json >"$1/estimate.json" &&
  headcount report case.hc -o "$1/report.html" >/dev/null 2>&1 &&
  headcount export case.hc --xlsx "$1/all.xlsx" 2>/dev/null || return 1
  for t in slots months corridors counts claims sources legs coverage; do headcount export case.hc --table $t --csv "$1/$t.csv" 2>/dev/null || return 1; done
  headcount run "${2:-sheets}" --json --no-report >"$1/run.json"
}
same() { diff -rq base "$1" >differ && echo "$2: the same bytes" || { echo "$2: DIFFERENT"; cat differ; }; }
everything base
ls base | wc -l
(TZ=Asia/Kathmandu everything zone); same zone "another time zone"
if localedef -i de_DE -f UTF-8 ./de_DE.UTF-8 2>/dev/null; then
  echo leak:argz_add_sep >glibc # newlocale of glibc loses 32 bytes where LOCPATH is set; a library that we link calls it before main
  (export LOCPATH=$PWD LC_ALL=de_DE.UTF-8 LSAN_OPTIONS="suppressions=$PWD/glibc:print_suppressions=0"; python3 -c 'import locale; locale.setlocale(locale.LC_ALL, ""); assert locale.str(1.5) == "1,5"'; everything comma)
else
  (export LC_ALL=C; everything comma)
fi
same comma "another locale"
(GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F everything nofma); same nofma "without fused multiply-add"
mkdir other
cp -r sheets other/sheets
for f in other/sheets/*.csv; do { head -n 1 "$f"; tail -n +2 "$f" | tac; } >x && mv x "$f"; done
everything turned other/sheets; same turned "rows turned round"
(umask 077; mkdir deep; cd deep; ln -s ../case.hc ../sheets .; everything ../below); same below "from another folder"
headcount estimate case.hc --json --seed 2 | cmp -s - base/estimate.json && echo "ANOTHER SEED IS THE SAME: nothing is shown" || echo "another seed: other bytes"
echo "- 1 and 8 jobs"
awk 'BEGIN { print "slot,series,date,status,method,count"; for (i = 0; i < 12; i++) for (d = 1; d < 9; d++)
  printf "%d,s%02d,2023-11-%02d,%s,%s,%s\n", d, i, d, d % 3 ? "operated" : "announced", d % 2 ? "counted" : "", d % 2 ? 20 + i * d : "" }' >log.csv
headcount sweep log.csv --jobs 1 >jobs1 2>/dev/null; headcount sweep log.csv --jobs 8 >jobs8 2>/dev/null
wc -l <jobs1; cmp jobs1 jobs8 && echo "the same bytes"
echo "- each figure leads to its rows"
python3 "$SUPPORT/crawl.py" base/report.html case.hc
sed 's/href="#r-/href="#c1" title="/g' base/report.html >bare.html
python3 "$SUPPORT/crawl.py" bare.html case.hc | tail -n 1 # the negative twin: without the links it is seen
echo "- one item of evidence taken away: what cited it is other than it was"
inputs() { headcount estimate "$1" --json --own-names 2>/dev/null | grep inputs_sha256; }
for gone in counts:c1, counts:c2, claims:k, schedules:w23,; do
  rm -rf less; cp -r sheets less
  sed -i "/^${gone#*:}/d" "less/${gone%%:*}.csv"
  headcount run less --json --no-report >less.json 2>/dev/null
  [ "$(inputs less)" = "$(inputs sheets)" ] && echo "THE SAME INPUTS"
  python3 - "$gone" <<'END'
import json, sys
was, now = (json.load(open(f, encoding="utf-8")) for f in ("base/run.json", "less.json"))
sheet, key = sys.argv[1].rstrip(",").split(":")
row = next(n for n, r in was["rows"].items() if r["sheet"] == sheet and r["row"].get("id") == key)
def citing(v, path=""):
    """Every object that cites the row."""
    if isinstance(v, dict):
        if v.get("row") == row or any(row in l for k, l in v.items() if isinstance(l, list) and ("ref" in k or k == "counts")):
            yield path, v
        for k, x in v.items():
            yield from citing(x, f"{path}/{k}")
    elif isinstance(v, list):
        for i, x in enumerate(v):
            yield from citing(x, f"{path}/{x.get('id', x.get('date', x.get('name', i))) if isinstance(x, dict) else i}")
before, after = dict(citing(was)), dict(citing(now))
same = [p for p, v in before.items() if after.get(p) == v]
assert before and not after and row not in now["rows"] and not same, (sorted(after), same)
assert "inputs_sha256" not in was
a, b = was["corridors"][0], now["corridors"][0]
print(sheet, key, "cited", "somewhere;" if before else "NOWHERE;", "total", "other" if a["estimated"] != b["estimated"] else "the same, and no longer citing it")
END
done
echo "- nothing of this machine in the program"
grep -rnE '__(DATE|TIME|TIMESTAMP)__' "$HEADCOUNT_SOURCE/src" || echo "no date of making"
