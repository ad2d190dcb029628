# Bags: what may be published, and the case itself for a custodian; checked, changed, taken in again.
small sheets
echo 'correct horse battery' >pass
quiet headcount init case.hc
quiet headcount import case.hc sheets
export HEADCOUNT_AUTHOR=author.key
printf 'headcount-author-v1\n%064d\n' 7 >author.key; chmod 600 author.key
sig() { sed 's/author [0-9a-f]*/author A/'; }
headcount bag case.hc out 2>&1 | sig; echo "= $?"
ls out out/data
cat out/bagit.txt; sed 's/Oxum: .*/Oxum: N/' out/bag-info.txt
headcount bag --check out | sed 's/[0-9][0-9]* bytes/N bytes/' | sig
headcount bag case.hc again >/dev/null
for f in bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt signature-ed25519.txt; do cmp out/$f again/$f || echo "$f differs"; done
python3 - <<'END' # another reader of the lists
import hashlib
for name in ("manifest", "tagmanifest"):
    for line in open(f"out/{name}-sha256.txt"):
        sha, path = line.rstrip("\n").split("  ")
        assert hashlib.sha256(open("out/" + path, "rb").read()).hexdigest() == sha, path
print("lists agree with another reader")
END
try headcount bag case.hc out
echo x >>out/data/slots.csv; echo y >out/data/more.csv; ln -s /etc/passwd out/data/passwd
headcount bag --check out | sed 's/[0-9][0-9]* bytes/N bytes/; s/Oxum [0-9.]*;/Oxum N;/; s/is [0-9]*\.[0-9]*$/is N/' | sig
headcount bag --check out --json | grep -c '"wrong": true'
try headcount merge case.hc out
rm -r again/data/../signature-ed25519.txt
headcount bag --check again | sed 's/[0-9][0-9]* bytes/N bytes/'
try headcount merge case.hc again
echo "- complete"
try headcount bag case.hc full --complete
try headcount bag case.hc full --complete --to desk
try headcount bag case.hc full --complete --to desk --phrase 'yes'
try headcount bag case.hc full --complete --to desk --phrase 'hand over everything'
ls
quiet headcount keys new desk.key --passphrase-file pass
quiet headcount keys add case.hc desk.key
cp case.hc earlier.hc
headcount bag case.hc full --complete --to desk --phrase 'hand over everything' | sig
headcount bag --check full | sed 's/[0-9][0-9]* bytes/N bytes/' | sig
sed 's/Oxum: .*/Oxum: N/' full/bag-info.txt
headcount log case.hc --kind export | sed "s/to [0-9a-f]*/to KEY/; s/  [0-9a-f]*$/  HASH/"
headcount log case.hc --canonical >a; headcount log full/data/case.hc --canonical >b; cmp a b && echo "the same ledger"
stat -c %a full full/data/case.hc
try headcount merge earlier.hc full
headcount log earlier.hc --canonical >b; cmp a b && echo "taken in"
printf X | dd of=full/data/case.hc bs=1 seek=5000 conv=notrunc 2>dd
headcount bag --check full >said; echo "= $?"; sed 's/[0-9][0-9]* bytes/N bytes/' said | sig
try headcount merge earlier.hc full
echo "- locked"
quiet headcount lock case.hc --passphrase-file pass
headcount bag case.hc shut --complete | sig
cmp case.hc shut/data/case.hc && echo "the same ciphertext"
try headcount bag case.hc no
echo "- what is none"
try headcount bag --check nowhere
try headcount bag --check case.hc
try headcount bag --check sheets
try headcount bag case.hc
ls -d *.part 2>/dev/null || echo "nothing is left"
