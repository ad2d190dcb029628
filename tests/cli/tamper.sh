# One byte of any entry changed: verify exits 1 and names it; no figure is shown from such a case.
small sheets
quiet headcount run sheets --case case.hc --no-report
headcount verify case.hc | masked
headcount verify case.hc --json | grep -c '"verified": true'
python3 - <<'END'
import sqlite3, subprocess
def run(*words):
    return subprocess.run(["headcount", *words], capture_output=True, text=True)
good = open("case.hc", "rb").read()
entries = sqlite3.connect("case.hc").execute("SELECT seq, body, lower(hex(hash)) FROM entry ORDER BY seq").fetchall()
def with_byte(what, at):
    """The file with one bit of one byte of `what` turned."""
    assert good.count(what) == 1, what
    bad = bytearray(good)
    bad[good.index(what) + at] ^= 1
    open("bad.hc", "wb").write(bad)
named = 0
for seq, body, _ in entries:
    with_byte(body.encode(), len(body) // 2)
    p = run("verify", "bad.hc")
    ok = p.returncode == 1 and f"entry {seq} " in p.stdout
    named += ok
    if not ok:
        print("body of", seq, p.returncode, p.stdout, p.stderr)
print(named == len(entries) > 5, "a byte of any body: each is named")
p = run("verify", "bad.hc", "--json")
print(p.returncode, '"verified": false' in p.stdout, f'"entry": {len(entries)}' in p.stdout)
p = run("estimate", "bad.hc")
print("an estimate from it:", p.returncode, "and nothing on standard output" if not p.stdout else p.stdout)
print(p.stderr.replace(str(entries[-1][0]), "N"), end="")
END
