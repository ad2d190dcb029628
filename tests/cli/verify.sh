# A signed case, its checkpoint kept elsewhere, and two authors. The keys lie beside the cases, in files for their owner only.
small sheets
HEADCOUNT_AUTHOR=$PWD/one.key; export HEADCOUNT_AUTHOR
try headcount init case.hc
stat -c '%a' one.key
head -n 1 one.key
try headcount import case.hc sheets
headcount log case.hc --checkpoint >noted.txt
masked <noted.txt
try headcount verify case.hc --checkpoint noted.txt | masked
cp case.hc early.hc
try headcount add case.hc counts id=c2 corridor=VVO-FNJ date=2023-11-06 flight=JS272 method=eye low=40 high=50 of=concern stage=boarding source=gate
headcount verify case.hc --checkpoint - <noted.txt | masked
headcount log case.hc --checkpoint >late.txt
echo "--- a second author, on a copy"
HEADCOUNT_AUTHOR=$PWD/two.key
quiet headcount add case.hc counts id=c2 corridor=VVO-FNJ date=2023-11-06 flight=JS272 method=eye low=45 high=55 of=concern stage=boarding source=gate
headcount verify case.hc --checkpoint noted.txt | masked | sort
headcount log case.hc --kind join | masked | sed 's/  *[0-9a-f]\{12\}$/  HASH/'
headcount counts case.hc --csv | grep -c 45
headcount log case.hc --checkpoint >both.txt
grep -c '^headcount/' both.txt
headcount report case.hc -o - | grep -o 'headcount/[0-9a-f]*/[0-9a-f]*' | sort -u | wc -l
echo "--- what the checkpoint shows"
try headcount verify early.hc --checkpoint late.txt | masked
rm early.hc two.key; HEADCOUNT_AUTHOR=$PWD/three.key
quiet headcount run sheets --case early.hc --no-report
headcount verify early.hc | masked
headcount verify early.hc --checkpoint noted.txt | masked
headcount verify early.hc --checkpoint noted.txt --json | python3 -c 'import json, sys; v = json.load(sys.stdin); print(v["verified"], v["checkpoints"])'
echo "--- a machine where no key can be"
HEADCOUNT_AUTHOR=/nowhere/at/all
try headcount init bare.hc
headcount verify bare.hc | masked
headcount log bare.hc --checkpoint | masked
headcount log bare.hc --checkpoint >bare.txt; headcount verify bare.hc --checkpoint bare.txt | masked
echo "--- what is not a checkpoint, or not a key"
echo nothing >bad.txt
try headcount verify case.hc --checkpoint bad.txt
try headcount verify case.hc --checkpoint none.txt
try headcount log case.hc --checkpoint --json
echo "--- a key file that is none"
HEADCOUNT_AUTHOR=bad.txt
try headcount init no.hc
try headcount add case.hc counts id=c3 corridor=VVO-FNJ date=2023-11-06 method=eye low=1 high=2 source=gate
