# Input that is refused: 3. What the system refuses: 4. A full disk is not a success.
try headcount run nowhere
try headcount run /dev/null
echo 'text, and no case' >text.hc
try headcount slots text.hc
try headcount verify text.hc
try headcount init text.hc
quiet headcount init case.hc
try headcount import case.hc nowhere.csv
ln -s around round.csv && ln -s round.csv around
try headcount import case.hc round.csv
mkfifo pipe.csv
try headcount import case.hc pipe.csv
try headcount import case.hc /dev/null
try headcount add case.hc counts id=c1 corridor=VVO-FNJ date=2023-02-30 low=1
try headcount explain case.hc nothing
mkdir folder
try headcount run folder --no-report
[ -e /dev/full ] && { headcount help >/dev/full; echo "full disk: $?"; } 2>&1
small sheets
headcount run sheets -o nowhere/report.html >said; echo "no such folder: $?"
echo 'precious' >target
ln -s target report.html
quiet headcount run sheets && cat target && [ ! -L report.html ] && echo "the link is replaced, not followed"
