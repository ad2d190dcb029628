"""hand.py CASE FILE: another author's chain, well made, with one entry for each line of FILE: kind, a tab, body."""
import hashlib, json, sqlite3, sys

def u64(n):
    return n.to_bytes(8, "big")

db = sqlite3.connect(sys.argv[1])
author = hashlib.sha256(b"another hand").digest()
founding = db.execute("SELECT hash FROM entry WHERE kind = 'case'").fetchone()[0]

lines = [("join", {"after": 0, "case": founding.hex(), "heads": []})]
lines += [(kind, json.loads(body)) for kind, body in (line.split("\t") for line in open(sys.argv[2]))]
prev = bytes(32)
for seq, (kind, body) in enumerate(lines, 1):
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    hash = hashlib.sha256(b"headcount-entry-v1\n" + author + u64(seq) + prev + u64(len(kind)) + kind.encode() + u64(len(text)) + text).digest()
    db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (author, seq, kind, text.decode(), prev, hash))
    prev = hash
db.commit()
