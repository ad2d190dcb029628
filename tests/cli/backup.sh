# A backup that was opened and compared, and a drill: restored, rebuilt, its answer held against the case's.
small sheets
echo 'correct horse battery' >pass
quiet headcount init case.hc
quiet headcount import case.hc sheets
mkdir tmp; TMPDIR=$PWD/tmp; export TMPDIR
day() { sed 's/of 20..-..-..T..:..:..Z, [0-9]* day[s]* ago/of TIME, N days ago/'; }
try headcount backup case.hc copy.hc
stat -c %a copy.hc
headcount log case.hc --canonical >a; headcount log copy.hc --canonical >b; cmp a b && echo "the same ledger"
try headcount backup case.hc copy.hc
headcount backup case.hc no/where.hc 2>&1 | sed 's/[0-9]*\.part/N.part/'
headcount backup --drill copy.hc | day; ls tmp
headcount backup --drill copy.hc --against case.hc | day
sed 's/60,80,90/60,70,90/' sheets/counts.csv >counts.csv
quiet headcount import case.hc counts.csv
headcount backup --drill copy.hc --against case.hc | day
headcount backup --drill case.hc --against copy.hc >said; echo "= $?"; day <said
headcount backup --drill copy.hc --against case.hc --json | grep -v newest
echo "- damaged"
cp copy.hc bad.hc; printf X | dd of=bad.hc bs=1 seek=$(grep -abo '"best":80' bad.hc | head -1 | cut -d: -f1) conv=notrunc 2>dd
headcount backup --drill bad.hc 2>&1 | sed 's/author [0-9a-f]*/author A/'; ls tmp
headcount backup bad.hc worse.hc 2>&1 | sed 's/author [0-9a-f]*/author A/'; ls worse.hc* 2>&1
echo "- locked"
quiet headcount lock case.hc --passphrase-file pass
try headcount backup case.hc shut.hc
cmp case.hc shut.hc && echo "the same ciphertext"
try headcount backup --drill shut.hc
headcount backup --drill shut.hc --passphrase-file pass | day; ls tmp
try headcount backup sheets/counts.csv x.hc
try headcount backup --drill nowhere.hc
try headcount backup case.hc
ls *.part 2>/dev/null || echo "nothing is left"
