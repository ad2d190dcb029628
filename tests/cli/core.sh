# A process that crashes while it holds who a source is: no core file, or none with that in it. The twin beside it shows that core files are made here.
small sheets
echo 'correct horse battery' >pass
quiet headcount init case.hc
quiet headcount import case.hc sheets
for k in desk lawyer; do quiet headcount keys new $k.key --passphrase-file pass; quiet headcount keys add case.hc $k.key; done
ulimit -c unlimited 2>/dev/null
# the sanitizers would catch the signal and forbid core files themselves
export ASAN_OPTIONS=handle_segv=0:disable_coredump=0
cat >crash.py <<'PY'
"""A process is given a canary on standard input and killed by SIGSEGV when it has read it. Prints what the folder then holds."""
import array, base64, fcntl, glob, os, signal, subprocess, sys, termios, time

word = b"QzCanary" + base64.b16encode(os.urandom(12)).lower()
forms = [word, word.decode().encode("utf-16-le"), word.decode().encode("utf-16-be"), word.hex().encode(), word.hex().upper().encode()]
forms += [base64.b64encode(b"x" * k + word)[(k * 8 + 5) // 6:-4] for k in range(3)]

def crash(argv, unlimit):
    p = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    p.stdin.write(b"name: " + word + b"\n")
    p.stdin.flush()
    left = array.array("i", [1])
    until = time.time() + 60
    while left[0] and time.time() < until:
        fcntl.ioctl(p.stdin, termios.FIONREAD, left)
        time.sleep(0.05)
    time.sleep(0.2)
    if unlimit: # as if the limit did not hold: where core files go to a program it does not
        subprocess.run(["prlimit", "--pid", str(p.pid), "--core=unlimited:unlimited"], stderr=subprocess.DEVNULL)
    p.send_signal(signal.SIGSEGV)
    p.wait()
    cores = [n for n in glob.glob("*core*") if open(n, "rb").read(4) == b"\x7fELF"]
    hits = sum(open(n, "rb").read().count(f) for n in cores for f in forms)
    for n in cores: os.remove(n)
    return -p.returncode == signal.SIGSEGV, len(cores), hits

killed, cores, hits = crash([sys.executable, "-c", "import os, time; kept = os.read(0, 4096); time.sleep(60)"], False)
if not (killed and cores and hits): sys.exit(77)
for unlimit in (False, True):
    killed, cores, hits = crash(["headcount", "identity", "set", "case.hc", "gate"], unlimit)
    print("killed by the signal:", killed, "- core files:", cores, "- canaries:", hits)
beside = sum(open(n, "rb").read().count(f) for n in glob.glob("**/*", recursive=True) if os.path.isfile(n) for f in forms)
print("canaries in the folder:", beside)
PY
python3 crash.py || { [ $? = 77 ] && echo "skipped: core files are not written into the folder here" >&2 && exit 77; }
headcount identity list case.hc
headcount verify case.hc | sed 's/head .*/head HASH/'
headcount doctor case.hc --json | python3 -c 'import json, sys
print([x for x in json.dumps(json.load(sys.stdin)).split("\"") if "core files" in x])'
