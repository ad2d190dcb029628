# A locked case: every command says so and exits 5; a wrong passphrase and a changed byte leave it as it is.
small sheets
echo 'correct horse battery' >pass
echo 'wrong horse battery' >wrong
quiet headcount init case.hc
quiet headcount import case.hc sheets
cp case.hc before.hc
try headcount unlock case.hc --passphrase-file pass
try headcount lock case.hc
try headcount lock case.hc --passphrase-file /dev/null
echo short >short
try headcount lock case.hc --passphrase-file short
try headcount lock case.hc --passphrase-file nowhere
try headcount lock case.hc --passphrase-file pass
head -c 19 case.hc
grep -c -e Somebody -e VVO-FNJ case.hc
for c in slots counts sources log verify rebuild estimate report run "keys list" "identity list"; do
  headcount $c case.hc >said 2>&1; echo "$c: $?"
done
cat said
try headcount import case.hc sheets
try headcount lock case.hc --passphrase-file pass
try headcount unlock case.hc --passphrase-file wrong
cp case.hc good; printf X | dd of=case.hc bs=1 seek=90 conv=notrunc 2>dd
try headcount unlock case.hc --passphrase-file pass
head -c 5000 good >case.hc
try headcount unlock case.hc --passphrase-file pass
cp good case.hc
ls
try headcount unlock case.hc --passphrase-file - <pass
cmp case.hc before.hc && echo "as before"
try headcount lock nowhere.hc --passphrase-file pass
try headcount lock sheets/counts.csv --passphrase-file pass
