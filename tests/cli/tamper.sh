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
echo "- by hand: the triggers that keep entries are taken out, one entry is edited"
edit() { rm -f bad.hc; cp case.hc bad.hc; python3 -c 'import sqlite3, sys; sqlite3.connect("bad.hc", isolation_level=None).executescript(sys.argv[1])' "$1"; }
edit "DROP TRIGGER entry_stays; UPDATE entry SET body = replace(body, '\"best\":80', '\"best\":90') WHERE body LIKE '%\"best\":80%'"
try headcount verify bad.hc | masked
headcount verify bad.hc --json | python3 -c 'import json, sys
v = json.load(sys.stdin); print(v["verified"], v["entry"], v["reason"], "|", v["layout"])'
headcount log bad.hc | grep -c 'counts'
for c in estimate report rebuild "import bad.hc sheets" "merge case.hc" "add bad.hc counts id=c2" "backup"; do
  case $c in *bad.hc*) set -- $c ;; merge*) set -- $c bad.hc ;; backup) set -- backup bad.hc copy.hc ;; *) set -- $c bad.hc ;; esac
  headcount "$@" >said 2>&1; echo "$* = $?: $(tail -n 1 said)"
done
headcount doctor bad.hc | grep -A1 'triggers'
echo "- the same, with a trigger of the same name that keeps nothing, one more, and no entry edited"
edit "DROP TRIGGER entry_kept; CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT 1; END; CREATE TRIGGER more AFTER DELETE ON entry BEGIN DELETE FROM seal; END"
try headcount verify bad.hc | masked
echo "- anything else is no case"
edit "CREATE VIEW v AS SELECT 1"; try headcount verify bad.hc
edit "DROP TRIGGER entry_kept; CREATE INDEX i ON entry (kind)"; try headcount verify bad.hc
edit "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW entry_kept AS SELECT 1' WHERE name = 'entry_kept'"; try headcount verify bad.hc
