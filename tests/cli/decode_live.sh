# --connect listens to a server of its own here: IPv4, IPv6, its end, --for, Ctrl-C, nobody there. Times are the clock's and not shown.
cat >serve.py <<'EOF'
import os, socket, sys, time
family, kind = (socket.AF_INET6, "::1") if sys.argv[1] == "6" else (socket.AF_INET, "127.0.0.1")
EVEN, ODD = "8D40621D58C382D690C8AC2863A7", "8D40621D58C386435CC412692AD6"
def beast(t, frame):
    body = (t * 12000 + 77).to_bytes(6, "big") + b"\x80" + bytes.fromhex(frame)
    return b"\x1a3" + body.replace(b"\x1a", b"\x1a\x1a")
with socket.socket(family) as s:
    s.bind((kind, 0))
    s.listen(1)
    open("port.new", "w").write(str(s.getsockname()[1]))
    os.rename("port.new", "port")
    c, _ = s.accept()
    ticks = 10**6
    for t, frame in ((0, ODD), (500, EVEN), (1000, EVEN), (3000, EVEN)):
        c.sendall(beast(ticks + t, frame))
        time.sleep(0.05)
    if sys.argv[2] == "restarts": # far behind where it was, and three that agree
        for t, frame in ((0, EVEN), (100, EVEN), (200, EVEN), (500, ODD), (600, EVEN), (3000, EVEN)):
            c.sendall(beast(t, frame))
            time.sleep(0.05)
    if sys.argv[2] == "stays":
        c.recv(1) # until the other side goes
EOF
serve() { rm -f port; python3 serve.py "$@" & server=$!; while [ ! -e port ]; do sleep 0.02; done; }
lines() { cut -d, -f2,4,5,6 lines; grep -c "$(date -u +%Y)\|$(date -u -d yesterday +%Y)" lines; }
told() { sed 's/from now, .* by the/from now, TIME by the/' said | tr '\n' ' ' | sed 's/  */ /g'; echo; }

echo "to the end:"
serve 4 ends
headcount decode --connect 127.0.0.1:$(cat port) --positions >lines 2>said; echo "= $?"
wait $server
lines; told

echo "IPv6:"
if python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' 2>/dev/null; then
  serve 6 ends
  headcount decode --connect "[::1]:$(cat port)" --positions >lines 2>/dev/null; echo "= $?"
  wait $server
else
  echo "no IPv6 here" >&2; echo "= 0"
fi
lines

echo "the counter begins anew:"
serve 4 restarts
headcount decode --connect 127.0.0.1:$(cat port) --positions >lines 2>said; echo "= $?"
wait $server
lines; told

echo "for two seconds:"
serve 4 stays
headcount decode --connect localhost:$(cat port) --for 2 --positions >lines 2>/dev/null; echo "= $?"
wait $server
lines

echo "Ctrl-C, when the lines have been seen:"
serve 4 stays
python3 - "$(cat port)" <<'EOF'
import signal, subprocess, sys
p = subprocess.Popen(["headcount", "decode", "--connect", "127.0.0.1:" + sys.argv[1], "--positions"],
                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
seen = [p.stdout.readline() for _ in range(2)] # while the server still holds the line
p.send_signal(signal.SIGINT)
rest = p.stdout.read()
print(len(seen), "lines seen while it ran,", len(rest.splitlines()), "after; exit", p.wait())
EOF
wait $server

echo "nobody there:"
free=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
headcount decode --connect 127.0.0.1:$free >said 2>&1; echo "= $?"; sed "s/:$free:/:PORT:/" said
try headcount decode --connect localhost
try headcount decode --connect ::1
try headcount decode --connect localhost:99999
try headcount decode --connect :30005
