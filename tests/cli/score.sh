# Earlier intervals against figures that are known now.
quantiles() { awk -v m="$1" 'BEGIN {for (i = 1; i < 100; i++) printf "%s\"0.%02d\": %d", (i > 1 ? ", " : ""), i, m + 10 * (i - 50)}'; }
corridor() { # id median
  cat <<END
{"id": "$1", "from": "2023-10-30", "to": "2024-03-29", "interval": 0.9,
 "estimated": {"median": $2, "mean": $2, "lo": $(($2 - 450)), "hi": $(($2 + 450))}, "quantiles": {$(quantiles "$2")},
 "by_month": [{"month": "2023-10", "slots": 1, "median": 40, "mean": 50, "lo": 0, "hi": 100},
              {"month": "2023-11", "slots": 9, "median": 400, "mean": 410, "lo": 200, "hi": 700}],
 "cumulative": [{"date": "2023-10-30", "q05": 0, "q25": 10, "q50": 40, "q75": 60, "q95": 100},
                {"date": "2023-11-03", "q05": 10, "q25": 60, "q50": 90, "q75": 120, "q95": 200}]}
END
}
answer() { # as_of corridors
  echo "{\"headcount\": \"0.1.0\", \"as_of\": \"$1\", \"interval\": 0.9, \"corridors\": [$2]}"
}
answer 2024-01-31 "$(corridor VVO-FNJ 2000)" >jan.json
answer 2024-03-31 "$(corridor VVO-FNJ 2400), $(corridor FNJ-VVO 900)" >mar.json
try headcount score jan.json --truth 2460
try headcount score jan.json mar.json --corridor VVO-FNJ --truth 2460
try headcount score jan.json --truth 2460 --json
try headcount score jan.json --truth 650 --from 2023-11-01 --to 2023-11-30
try headcount score jan.json --truth 20 --to 2023-10-31
try headcount score jan.json --truth 130 --to 2023-11-15
try headcount score jan.json --truth 130 --from 2023-11-02 --to 2023-11-15
try headcount score jan.json --truth 130 --to 2024-04-30
try headcount score mar.json --truth 2460
try headcount score mar.json --truth 2460 --corridor XXX
try headcount score jan.json
# A table; what is unknown is left out and counted.
cat >table.csv <<END
name,level,lo,hi,median,q0.25,q75,truth,remark
alpha,0.9,10,30,18,15,25,20,
beta,0.9,5,9,7,,,12,late
gamma,0.9,5,9,7,,,,
delta,0.5,"100","200",,,,205,
epsilon,,,,,,,7,
END
try headcount score table.csv
headcount score table.csv --json 2>/dev/null | sed -n '/"coverage"/,$p'
# Lines of sweep, and their truths. 24 of 30 inside.
awk 'BEGIN {for (i = 1; i <= 31; i++) printf "{\"series\": \"s%d\", \"estimated\": {\"median\": 50, \"mean\": 50, \"lo\": 20, \"hi\": 80}, \"quantiles\": {\"0.25\": 40, \"0.75\": 60}}\n", i}' >sweep.jsonl
awk 'BEGIN {print "series,truth"; for (i = 1; i <= 30; i++) printf "s%d,%d\n", i, 10 + (i * 37) % 78; print "other,5"}' >truths.csv
try headcount score sweep.jsonl --truths truths.csv | tail -11
headcount score sweep.jsonl --truths truths.csv >want 2>&1; headcount score - --truths truths.csv <sweep.jsonl 2>&1 | cmp - want && echo "standard input: the same"
try headcount score - --truth 1 </dev/null
# Too narrow.
awk 'BEGIN {print "lo,hi,truth"; for (i = 1; i <= 40; i++) print "10,20," i}' >narrow.csv
try headcount score narrow.csv | tail -4
# What is wrong is said.
try headcount score
try headcount score nowhere.json --truth 1
try headcount score jan.json --truth x
try headcount score jan.json --truth -5
printf 'lo,hi,truth\n1,2,-5\n' >bad.csv; try headcount score bad.csv
try headcount score jan.json --truth 1 --truths truths.csv
try headcount score jan.json --truth 1 --to 2023-02-30
printf 'a,b\n1,2\n' >bad.csv; try headcount score bad.csv --truth 1
printf 'lo,hi,truth\n1,2,3\n9,5,7\n' >bad.csv; try headcount score bad.csv
printf 'lo,hi,truth\n1,2x,3\n' >bad.csv; try headcount score bad.csv
printf 'lo,hi,level,truth\n1,2,90,3\n' >bad.csv; try headcount score bad.csv
printf 'lo,hi,q0.25,q0.75,truth\n1,20,9,5,3\n' >bad.csv; try headcount score bad.csv
printf 'lo,hi\n1,2\n' >bad.csv; try headcount score bad.csv
printf '{"rows": []}' >bad.json; try headcount score bad.json --truth 1
printf '{"series": "a"\n' >bad.json; try headcount score bad.json --truth 1
printf '{"series": "a", "estimated": {"lo": 1, "hi": 2}}\n{"series": "b", "estimated": {"lo": 3, "hi": 2}}\n' >bad.json
try headcount score bad.json --truth 1
printf 'series,truth\ns1,-5\n' >below.csv; try headcount score sweep.jsonl --truths below.csv
printf 'series,truth\na,1\na,2\n' >twice.csv; try headcount score sweep.jsonl --truths twice.csv
: >empty.csv; try headcount score empty.csv --truth 1
