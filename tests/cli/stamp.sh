# Stamps: what is asked, what comes back from an authority made here, what is refused, what anybody can check with openssl.
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
try headcount stamp list case.hc
headcount stamp request case.hc out | sed 's/SHA-256 .*/SHA-256 HASH/'
ls out
stat -c %s out/checkpoint.tsq
headcount log case.hc --checkpoint >now.txt
diff -q out/checkpoint.txt now.txt >/dev/null || echo "the case went on: the ask itself is in it"
headcount verify case.hc --checkpoint out/checkpoint.txt | sed 's/head .*/head HASH/'
cat >tsa.cnf <<'END'
[tsa]
default_tsa = t
[t]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
crypto_device = builtin
END
echo 01 >serial
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj '/CN=an authority' \
  -addext extendedKeyUsage=critical,timeStamping 2>/dev/null
reply() { openssl ts -reply -config tsa.cnf -section t -signer cert.pem -inkey key.pem "$@" 2>/dev/null; }
reply -queryfile out/checkpoint.tsq -out good.tsr
openssl ts -query -data out/checkpoint.txt -sha256 -cert -out other.tsq 2>/dev/null
reply -queryfile other.tsq -out other.tsr
openssl ts -query -data sheets/counts.csv -sha256 -cert -out counts.tsq 2>/dev/null
reply -queryfile counts.tsq -out counts.tsr
reply -queryfile out/checkpoint.tsq -token_out -out token.tsr
echo '<html>503</html>' >html.tsr
for f in other counts token html; do headcount stamp add case.hc $f.tsr 2>&1 | sed 's/stamps [0-9a-f]*/stamps HASH/'; done
headcount stamp add case.hc good.tsr 2>&1 | sed 's/^[0-9a-f]* /HASH /; s/of 20.*/of NOW/'
headcount stamp add case.hc good.tsr 2>&1 | sed 's/^[0-9a-f]* /HASH /'
python3 - <<'END'
import hashlib
digest = hashlib.sha256(open("out/checkpoint.txt", "rb").read()).digest()
magic = b"\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
pending = b"\0\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x12\x11https://cal.tests"
block = b"\0\x05\x88\x96\x0d\x73\xd7\x19\x01\x03\xa0\x8d\x06"
open("proof.ots", "wb").write(magic + digest + b"\xff" + pending + b"\xf0\x04salt\x08" + block)
root = hashlib.sha256(digest + b"salt").digest()
open("header", "w").write((bytes(36) + root + (1700000000).to_bytes(4, "little") + bytes(8)).hex())
END
headcount stamp add case.hc proof.ots 2>&1 | sed 's/^[0-9a-f]* /HASH /; s/of 20.*/of NOW/'
plain() { sed 's/of 20[0-9T:Z-]*, SHA-256 .*/of NOW, SHA-256 HASH/; s/at 20[0-9T:Z-]*, says/at NOW, says/; s/must be .*/must be ROOT/'; }
headcount stamp list case.hc | plain
headcount stamp list case.hc --header "$(cat header)" | plain
headcount stamp list case.hc --header abc 2>&1; echo "= $?"
headcount stamp export case.hc again | sed 's/[0-9a-f]\{12\}\./HASH./'
cmp again/checkpoint.tsq out/checkpoint.tsq && cmp again/checkpoint.txt out/checkpoint.txt && cmp again/*.tsr good.tsr && cmp again/*.ots proof.ots && echo "as it came"
openssl ts -verify -queryfile again/checkpoint.tsq -in again/*.tsr -CAfile cert.pem 2>&1 | grep -c 'Verification: OK'
headcount verify case.hc | sed 's/head .*/head HASH/'
# A proof that was taken out of the case is missed.
python3 - <<'END'
import sqlite3
db = sqlite3.connect("case.hc")
db.execute("DROP TRIGGER blob_kept")
db.execute("DELETE FROM blob WHERE media = 'application/timestamp-reply'")
db.execute("""CREATE TRIGGER blob_kept BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob is never deleted'); END""")
db.commit()
END
headcount verify case.hc | sed -E 's/[0-9a-f]{16}/HEX/g'
