#!/usr/bin/env python3
"""A second verifier of case files, written from docs/LEDGER.md alone: chains, seals, attachments, checkpoints.
    verify.py CASE [CHECKPOINTS]      or      verify.py --list FILE, with a line CASE or CASE<TAB>CHECKPOINTS for each
Prints a verdict for each case; exits 1 when one is broken. It needs Python 3 and PyNaCl, and nothing of headcount."""
import base64, functools, hashlib, itertools, json, re, sqlite3, sys
import nacl.exceptions, nacl.signing
class Broken(Exception): "Of an author, a number: the first bad entry; number 0: the case as a whole."
class Text(bytes): "What SQLite keeps as text."
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def u64(n): return (n % 2**64).to_bytes(8, "big")
def blob(x, n): return type(x) is bytes and len(x) == n
def unhex(s): return bytes.fromhex(s) if isinstance(s, str) and re.fullmatch("[0-9a-fA-F]{64}", s) else refuse()
def refuse(*_): raise ValueError
def number(s): return int(s) if -2**63 <= int(s) < 2**63 else refuse()
def once(pairs): return dict(pairs) if len(dict(pairs)) == len(pairs) else refuse()
def plain(v, depth=0):  # nested at most 32 deep, and no NUL
    if isinstance(v, (dict, list)) and depth == 32 or isinstance(v, str) and "\0" in v: refuse()
    for x in itertools.chain(v, v.values()) if isinstance(v, dict) else v if isinstance(v, list) else (): plain(x, depth + 1)
def read_body(text):
    v = json.loads(text.decode(), object_pairs_hook=once, parse_float=refuse, parse_constant=refuse, parse_int=number)
    plain(v)
    again = json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return v if again == text and len(text) <= 1 << 20 and isinstance(v, dict) else refuse()
def heads_of(join):  # of a join: [(author, seq, hash)]
    heads = [(unhex(h["author"]), h["seq"], unhex(h["hash"])) for h in join["heads"]] if type(join["heads"]) is list else refuse()
    unhex(join["case"])
    good = type(join["after"]) is int and join["after"] >= 0 and all(type(s) is int and s > 0 for _, s, _ in heads)
    return heads if good else refuse()
def grow(tree, leaf):  # tree: [(leaves, root)], complete subtrees from left to right (RFC 6962)
    tree.append((1, sha(b"\0", leaf)))
    while len(tree) > 1 and tree[-1][0] == tree[-2][0]:
        (n, b), (_, a) = tree.pop(), tree.pop()
        tree.append((2 * n, sha(b"\1", a, b)))
def root(tree):
    return functools.reduce(lambda h, left: sha(b"\1", left[1], h), reversed(tree[:-1]), tree[-1][1])
def signed(author, text, signature):
    try: return bool(nacl.signing.VerifyKey(author).verify(text, signature))
    except nacl.exceptions.BadSignatureError: return False
def read_checkpoints(path):  # [(name, size, root, text, {line name: [base64]})]
    text = re.sub(r"[ \r]+$", "", open(path, newline="\n", encoding="utf-8").read(), flags=re.M) + "\n"
    for body, lines in re.findall(r"((?:^[^\n]+\n){3,})\n((?:^— [^\n]+\n)*)", text, flags=re.M):
        name, size, top = body.split("\n")[:3]
        yield name, int(size), base64.b64decode(top), body.encode(), [s.split(" ")[1:] for s in lines.splitlines()]
def check(path, checkpoints):
    db = sqlite3.connect("file:" + path + "?mode=ro", uri=True)
    db.text_factory = Text
    seals = db.execute("SELECT author, seq, head, signature FROM seal ORDER BY author, seq").fetchall()
    chains, heads, author, last, entries = {}, [], None, 0, 0
    def end_chain():
        if seals and seals[0][0] == author: raise Broken(author, last + 1)  # cut off: a seal stands beyond the end
        if last and (signs or sealed) and sealed < last: raise Broken(author, sealed + 1)  # not signed by its author
    for who, seq, kind, body, prev, hash in db.execute("SELECT * FROM entry ORDER BY author, seq"):
        if not (blob(who, 32) and type(kind) is Text and type(body) is Text and blob(prev, 32) and blob(hash, 32)):
            raise Broken(who if blob(who, 32) else bytes(32), seq)
        if who != author:
            end_chain()
            if seals and (seals[0][0], seals[0][1]) < (who, 1): raise Broken(seals[0][0], 1)
            author, last, before, sealed, tree, signs = who, 0, bytes(32), 0, [], False
        fits = hash == sha(b"headcount-entry-v1\n", who, u64(seq), prev, u64(len(kind)), kind, u64(len(body)), body)
        if seq != last + 1: raise Broken(who, last + 1 if fits and seq > last else seq)
        if not fits or prev != before: raise Broken(who, seq if not fits or seq == 1 else last)
        try:
            said = read_body(body)
            if not re.fullmatch(b"[a-z]{1,16}", kind) or seq == 1 and kind not in (b"case", b"join"): refuse()
            heads += heads_of(said) if kind == b"join" else []
        except (ValueError, KeyError, TypeError, RecursionError): raise Broken(who, seq) from None
        if seq == 1: name, signs = "headcount/%.16s/%.16s" % (who.hex(), hash.hex()), said.get("sign") == "ed25519"
        grow(tree, hash)
        if seals and seals[0][:2] == (who, seq):
            text = "%s\n%d\n%s\n" % (name, seq, base64.b64encode(root(tree)).decode())
            if seals[0][2] != hash or not blob(seals[0][3], 64) or not signed(who, text.encode(), seals.pop(0)[3]): raise Broken(who, seq)
            sealed = seq
        last, before, entries = seq, hash, entries + 1
        chains.setdefault(who, (name, signs, []))[2].append((hash, root(tree)))
    end_chain()
    if seals: raise Broken(seals[0][0], 1)
    own = (db.execute("SELECT value FROM setting WHERE key = 'author'").fetchone() or [b""])[0].decode()
    if not entries or not re.fullmatch("[0-9a-fA-F]{64}", own): raise Broken(None, 0)
    if bytes.fromhex(own) not in chains: raise Broken(bytes.fromhex(own), 1)
    for who, seq, hash in heads:
        if who not in chains or seq > len(chains[who][2]) or chains[who][2][seq - 1][0] != hash: raise Broken(who, seq)
    for named, n, data in db.execute("SELECT sha256, bytes, data FROM blob WHERE data IS NOT NULL"):
        if sha(data) != named or len(data) != n: raise Broken(None, 0)
    for name, size, top, text, lines in checkpoints:
        who = next((a for a, c in chains.items() if c[0] == name), None)
        if who is None: raise Broken(None, 0)
        if size > len(chains[who][2]): raise Broken(who, len(chains[who][2]) + 1)
        hint = sha(name.encode() + b"\n\1" + who)[:4]
        ours = [base64.b64decode(s[1]) for s in lines if s[0] == name and base64.b64decode(s[1])[:4] == hint]
        if top != chains[who][2][size - 1][1] or not all(signed(who, text, s[4:]) for s in ours) or chains[who][1] and not ours:
            raise Broken(who, 0)
    return "verified: %d entries of %d authors" % (entries, len(chains))
bad, cases = 0, [sys.argv[1:]] if sys.argv[1] != "--list" else [s.rstrip("\n").split("\t") for s in open(sys.argv[2])]
for path, *more in cases:
    try: verdict = check(path, read_checkpoints(more[0]) if more else ())
    except Broken as b:
        verdict, bad = "broken: entry %d of %s" % (b.args[1], b.args[0].hex()) if b.args[1] else "broken: the case as a whole", 1
    print(path + ": " + verdict)
sys.exit(bad)
