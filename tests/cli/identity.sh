# Who a source is, sealed: custodians, a form, what the list shows, what opens it. No route, export or report holds it in clear.
small sheets
echo 'correct horse battery' >pass
echo 'another horse' >other
echo short >short
quiet headcount init case.hc
quiet headcount import case.hc sheets
seal() { printf 'name: QzNameQz\ncontact: QzPhoneQz\nnote: first line\n  QzNoteQz\n' | headcount identity set "$@"; }
echo "- nobody to seal to"
seal case.hc gate; echo "= $?"
headcount keys new desk.key --passphrase-file short; echo "= $?"
headcount keys new desk.key; echo "= $?" # no terminal here
headcount keys new desk.key --passphrase-file pass | sed 's/ [^ ]*= / KEY /'
headcount keys new desk.key --passphrase-file pass; echo "= $?"
headcount keys new lawyer.key --name 'the lawyer' --passphrase-file - <other >lawyer.pub; echo "= $?"
stat -c %a desk.key
grep -c -e 'headcount-key-1' -e 'argon2id 3 268435456' desk.key
try headcount keys list case.hc
try headcount keys add case.hc desk.key
echo "- one custodian: a warning at each writing"
seal case.hc gate; echo "= $?"
headcount import case.hc sheets 2>&1
echo "- and at each reading: one line, on standard error alone"
for c in slots counts claims sources media log "log --canonical" "log --checkpoint" "explain gate" verify estimate plan check rules hypotheses legs report "export --table slots --csv -" \
  "keys list" "identity list" "identity show" "stamp list" "run --no-report" "report --charts" "bag case.bag" "backup copy.hc" "review" "mark --again" "lock --passphrase-file short"; do
  case $c in
    *" show") set -- $c case.hc gate ;;
    bag* | backup* | explain*) set -- ${c% *} case.hc ${c#* } ;;
    *) set -- $c case.hc ;;
  esac
  headcount "$@" 2>said >out; echo "$c: $(grep -c '^warning: sealed values and one custodian' said) $(grep -c 'custodian:' out) of $(grep -c 'headcount keys add' said)"
done
grep '^warning: sealed' said; rm -r case.bag copy.hc report.html out
headcount keys add case.hc $(cat lawyer.pub) 2>&1; echo "= $?"
try headcount keys add case.hc lawyer.pub
seal case.hc gate; echo "= $?"
headcount keys list case.hc --json | python3 -c 'import json, sys; print(sorted((k["name"], k["revoked"]) for k in json.load(sys.stdin)))'
headcount identity list case.hc --json | python3 -c 'import json, sys
for i in json.load(sys.stdin): print(i["source"], i["field"], i["bucket"], i["earlier"], sorted(i["custodians"]))'
echo "- closed, and open"
try headcount identity show case.hc gate
try headcount identity show case.hc gate --key desk.key --passphrase-file other
try headcount identity show case.hc gate --key desk.key --passphrase-file pass
try headcount identity show case.hc gate --key lawyer.key --passphrase-file other
try headcount identity show case.hc gate --key lawyer.key --passphrase-file other --json
cp case.hc copy.hc; printf 'name: "Qz"\\ \tQz\303\251\n' | headcount identity set copy.hc notice >said
headcount identity show copy.hc notice --json --key desk.key --passphrase-file pass | python3 -c 'import json, sys; print(json.load(sys.stdin))'
headcount identity show case.hc gate --json --key desk.key --passphrase-file other; echo "= $?"
rm copy.hc
try headcount identity show case.hc notice --key desk.key --passphrase-file pass
echo "- revoked: the old stays readable, the new does not"
try headcount keys revoke case.hc desk
echo 'vantage: QzRoofQz' | headcount identity set case.hc gate; echo "= $?"
headcount identity show case.hc gate --key desk.key --passphrase-file pass 2>&1; echo "= $?"
headcount identity show case.hc gate --key lawyer.key --passphrase-file other | grep -c Qz
echo "- a sheet with private columns"
printf 'id,label,kind,phone\ngate,Somebody at the gate,observer,QzSheetQz\n' >sources.csv
headcount import case.hc sources.csv 2>&1; echo "= $?"
rm sources.csv
headcount report case.hc -o report.html; headcount export case.hc --table slots --csv slots.csv; headcount export case.hc --xlsx all.xlsx
headcount log case.hc --canonical >log.txt; headcount estimate case.hc --json >answer.json
python3 - <<'END2'
import glob, zipfile
hits = 0
for name in glob.glob("*"):
    if name == "sheets": continue
    data = open(name, "rb").read()
    if zipfile.is_zipfile(name): data += b"".join(zipfile.ZipFile(name).read(m) for m in zipfile.ZipFile(name).namelist())
    hits += sum(data.count(b"Qz".join([b"", w, b""])) for w in (b"Name", b"Phone", b"Note", b"Roof", b"Sheet"))
print(hits, "in clear")
END2
echo "- forms that are none"
echo 'QzSurnameQz: x' | headcount identity set case.hc gate 2>&1; echo "= $?"
echo 'name: x' | headcount identity set case.hc nobody 2>&1; echo "= $?"
headcount identity set case.hc gate </dev/null 2>&1; echo "= $?"
headcount verify case.hc | sed 's/head .*/head HASH/'
echo "- withdrawn"
try headcount forget case.hc gate
try headcount identity show case.hc gate --key lawyer.key --passphrase-file other
headcount identity list case.hc | sed 's/20..-..-../DATE/'
headcount sources case.hc
headcount import case.hc sheets 2>&1
headcount counts case.hc
headcount verify case.hc | sed 's/head .*/head HASH/'
