#!/bin/sh
# bench_modes.sh BENCH_MODES: 50 copies of a real recording of 71,939 frames, from a loopback socket to our decoder, and in the same run to
# readsb (READSB=path of the program, built from its own sources) and to Debian's dump1090-mutability, where they are. CPU seconds of each
# whole process, user and system; messages a CPU second; positions; ratios.
#   busy   the copies beside one another with addresses of their own, as a busy receiver hears them, and readsb's stamps of time. With
#          --devel=accept_synthetic readsb takes them for its clock, and then believes the same positions as we do: equal work, the ratio to
#          read. Ends with 1 where it is under 1.5, or where the positions differ by more than 1 %.
#   beast  one copy after the other, without stamps: readsb's clock is that of arrival, in which hours pass in a second, so it rejects
#          most positions, and that is less work. dump1090-mutability takes the ticks, and believes what we do.
#   avr    the same as text.
# COPIES is at most 64. Where HEADCOUNT_SHARED (the folder of real data) is not set, it says so and ends with 0. COPIES=n and RUNS=n change the size.
set -eu
bench=$1
data=${HEADCOUNT_SHARED:-}/adsb/raw/tutorial.jsonl.gz
[ -f "$data" ] || { echo "skipped: HEADCOUNT_SHARED has no adsb/raw/tutorial.jsonl.gz here"; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
gzip -dc "$data" >"$dir/x.jsonl"
"$bench" make "$dir/x.jsonl" "$dir" "${COPIES:-50}"
[ -n "${READSB:-}" ] || echo "readsb: skipped, READSB is not set"
command -v dump1090-mutability >/dev/null || echo "dump1090-mutability: skipped, not installed"
python3 - "$bench" "$dir" "${READSB:-}" "${RUNS:-3}" <<'END'
import os, re, shutil, signal, socket, subprocess, sys, time

bench, folder, readsb, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
dump1090 = shutil.which("dump1090-mutability")


def send(sock, path):
    with open(path, "rb") as f:
        sock.sendfile(f)


def ours(path, sort):
    with socket.create_server(("127.0.0.1", 0)) as server:
        sender = socket.create_connection(server.getsockname())
        receiver, _ = server.accept()
    child = subprocess.Popen([bench, "decode", sort], stdin=receiver, stdout=subprocess.PIPE, text=True)
    receiver.close()
    send(sender, path)
    sender.close()
    frames, messages, points, user, system, _ = child.communicate()[0].split()
    return int(frames), int(points), float(user), float(system)


def ticks(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def peer(command, path):
    """CPU of a decoder that listens: from its start until it rests, and no longer counts."""
    port = free_port()
    log = open(folder + "/log", "w+")
    child = subprocess.Popen([c.replace("PORT", str(port)) for c in command], stdout=log, stderr=log)
    for _ in range(100):
        try:
            sock = socket.create_connection(("127.0.0.1", port))
            break
        except OSError:
            time.sleep(0.05)
    send(sock, path)
    before, still = -1, 0
    while still < 4: # two seconds without a tick but one
        time.sleep(0.5)
        now = ticks(child.pid)
        still = still + 1 if now - before <= 1 else 0
        before = now
    sock.close()
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    _, _, used = os.wait4(child.pid, 0)
    log.seek(0)
    text = log.read()
    got = re.search(r"(\d+) Mode S messages received", text)
    if not got or int(got[1]) != frames:
        sys.exit(f"{command[0]} did not read all: {text[-2000:]}")
    positions = sum(map(int, re.findall(r"(\d+) (?:global|local) CPR attempts with valid positions", text)))
    return positions, used.ru_utime, used.ru_stime


def middle(values):
    return sorted(values)[len(values) // 2]


frames = 0
rate = {}
unlike = False
for form, option in (("busy", "--net-bi-port"), ("beast", "--net-bi-port"), ("avr", "--net-ri-port")):
    path = f"{folder}/x.{form}"
    programs = [("headcount", None, "0"), ("headcount, in order of time", None, "1000")]
    if readsb:
        clock = ["--debug=d"] + (["--devel=accept_synthetic"] if form == "busy" else []) # d: all is read on a loaded machine too
        programs.append(("readsb", [readsb, "--net-only", option, "PORT", "--stats", "--quiet"] + clock, None))
    if dump1090 and form != "busy":
        programs.append(("dump1090-mutability", [dump1090, "--net-only", option, "PORT", "--quiet", "--stats"], None))
    cost, found = {name: [] for name, _, _ in programs}, {}
    for _ in range(runs): # in turn, so that a change of the machine's pace meets all of them
        for name, command, sort in programs:
            if command is None:
                frames, positions, user, system = ours(path, sort)
            else:
                positions, user, system = peer(command, path)
            cost[name].append((user + system, user))
            found[name] = positions
    for name, _, _ in programs:
        cpu, user = middle([c for c, _ in cost[name]]), middle([u for _, u in cost[name]])
        rate[form, name] = frames / cpu
        print(f"{form:5} {name:28} {frames} frames, {found[name]:6} positions, {cpu:6.3f} CPU s ({user:.3f} user), {frames / cpu / 1e6:5.2f} M a CPU s")
    for name, command, _ in programs:
        if command:
            share = found[name] / found["headcount"]
            print(f"{form:5} headcount to {name}: {rate[form, 'headcount'] / rate[form, name]:.2f}, which believed {share:.3f} times as many positions")
            unlike |= form == "busy" and abs(share - 1) > 0.01
if readsb and (unlike or rate["busy", "headcount"] < 1.5 * rate["busy", "readsb"]):
    sys.exit(1)
END
