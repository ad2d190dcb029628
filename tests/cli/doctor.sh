# The self-audit: each promise with its state here. What the machine of the test has is left out; what the case has is not.
small sheets
unset HEADCOUNT_AUTHOR
mkdir home case; HOME=$PWD/home; export HOME; unset XDG_CONFIG_HOME
quiet headcount init case/x.hc
quiet headcount import case/x.hc sheets
about() { headcount doctor "$@" --json | python3 -c 'import json, sys
machine = {"swap", "disk", "landlock", "seccomp", "age", "ffprobe", "exiftool", "tesseract", "signed", "author"}
o = json.load(sys.stdin)
for c in o["checks"]:
    if c["check"] not in machine: print(c["promise"], c["check"], "|", c["state"], "|", c["is"].split("newest")[0])
print(sorted(set(range(1, 13)) - {c["promise"] for c in o["checks"]}), len(o["not_promised"]), all(c["state"] in ("ok", "weak", "not there", "unknown") for c in o["checks"]))'; }
about case/x.hc
echo "- as it should not be"
chmod 644 case/x.hc; : >case/y.csv.12.part
echo 'correct horse battery' >pass
quiet headcount keys new case/desk.key --passphrase-file pass
quiet headcount keys add case/x.hc case/desk.key
printf 'id,label,kind,note\ngate,Somebody at the gate,observer,stands on the roof\n' >sources.csv
quiet headcount import case/x.hc sources.csv
mkdir -p home/.config/headcount; printf 'headcount-author-v1\n%064d\n' 7 >home/.config/headcount/author.key; chmod 644 home/.config/headcount/author.key
about case/x.hc >now; grep -e weak now
headcount doctor case/x.hc --json | python3 -c 'import json, sys
for c in json.load(sys.stdin)["checks"]:
    if c["check"] == "author": print(c["state"], c["is"])'
headcount doctor case/x.hc >said; echo "= $?"
grep -A1 -e 'two keys' -e 'Not promised' said
echo "- a key in another folder of the same disk"
mkdir -p case/a/b && mv case/desk.key case/a/b && about case/x.hc | grep keys
ln -s a/b/desk.key case/link; quiet headcount keys new case/.two --passphrase-file pass
about case/x.hc | grep keys
rm -r case/.two case/a case/link; mkdir case/many; (cd case/many; seq 10001 | xargs touch); about case/x.hc | grep keys
rm -r case/many; about case/x.hc | grep keys
echo "- locked, and without a case"
quiet headcount lock case/x.hc --passphrase-file pass
about case/x.hc | grep -e lock
headcount doctor >said; s=$?; [ $s -le 1 ] && echo "= 0 or 1"
grep -c -e '^[0-9]' said
try headcount doctor nowhere.hc
try headcount doctor sheets/counts.csv
