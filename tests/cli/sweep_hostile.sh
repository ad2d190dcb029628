# Tables made to hurt: a line with an answer or an error for each series, or a sentence and status 3.
cat >hurt.csv <<'END'
series,date,slot,status,seats,method,count
negative,2023-10-30,1,operated,150,counted,-1
huge,2023-10-30,1,operated,150,counted,1e300
nan,2023-10-30,1,operated,150,counted,NaN
above,2023-10-30,1,operated,150,counted,200
crowd,2023-10-30,1,operated,150,counted,999999
late,9999-12-31,1,operated,150,counted,100
early,0001-01-01,1,operated,150,counted,100
one,2023-10-30,1,operated,150,counted,100
bare,2023-10-30,,,,,
zeros,2023-10-30,1,operated,150,counted,0
zeros,2023-10-31,2,operated,150,counted,0
off,2023-10-30,1,cancelled,150,,
both,2023-10-30,1,operated,150,,
both,2023-10-30,1,cancelled,150,,
ages,1900-01-01,1,operated,150,counted,60
ages,2199-12-31,2,announced,150,,
seatless,2023-10-30,1,operated,0,counted,10
END
try headcount sweep hurt.csv -o lines
python3 - <<'END'
import json
def refuse(word):
    raise ValueError(word)
for line in open("lines"):
    o = json.loads(line, parse_constant=refuse)
    e = o.get("estimated")
    if not e:
        print(o["series"], "|", o["error"])
        continue
    assert 0 <= e["lo"] <= e["median"] <= e["hi"]
    if o["series"] in ("one", "above", "bare", "both", "nan", "ages"):
        assert e["lo"] < e["hi"], line # one look, or none, is not certainty
    print(o["series"], "|", list(o["slots"].values()), "ceiling", o["ceiling"], "|", o["caveats"][0])
END
python3 - <<'END'
with open("long.csv", "w") as f:
    f.write("series,date,seats\n" + "a,2023-10-30,10\n" * 100001 + "b,2023-10-30,10\n")
with open("rows.csv", "w") as f:
    f.write("series,date,slot\n" + "a,2023-10-30,1\n" * 1000001 + "b,2023-10-30,1\n")
with open("many_bad.csv", "w") as f:
    f.write("series,date\n" + "a,yesterday\n" * 100000 + "b,2023-10-30\n")
open("noise.csv", "wb").write(b"date\n" + bytes(range(256)) * 4000)
open("wide.csv", "w").write("date,series\n2023-10-30,a\n" + "x" * 20000000 + "\n2023-10-31,b\n")
open("nul.csv", "wb").write(b"date,series\n2023-10-30,a\0b\n2023-10-30,c\n")
END
for f in long rows many_bad noise wide nul; do
  headcount sweep $f.csv >$f 2>said
  echo "$f: $?, $(wc -l <$f) lines, $(grep -c '"error"' $f) of them errors; $(wc -l <said) said; $(tail -1 said | cut -c1-90)"
done
head -1 long
head -1 rows
head -1 many_bad
for table in '' 'series,slot' 'date,Date' 'surname,given name,date of birth,sex,passport,date'; do
  printf '%s\n' "$table" >bad.csv
  try headcount sweep bad.csv
done
try headcount sweep nowhere.csv
try headcount sweep .
try headcount sweep hurt.csv --jobs 0
try headcount sweep hurt.csv --interval 1
try headcount sweep hurt.csv --seats many
headcount sweep hurt.csv -o no/where 2>&1 | tail -1
ls
mkfifo pipe
cat pipe >through &
headcount sweep hurt.csv -o pipe 2>said
wait
cmp lines through && test -p pipe && echo "what is no file is written to, not replaced"
