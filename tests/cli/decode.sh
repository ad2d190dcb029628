# A recording of public example frames ("The 1090 Megahertz Riddle", chapters 4 to 7, and what follows from them), in each form that is
# read, gives the same positions: 52.25720, 3.91937 is the book's.
python3 - <<'EOF'
import gzip
NAME, EVEN, ODD = "8D40621D202CC371C32CE0000000", "8D40621D58C382D690C8AC2863A7", "8D40621D58C386435CC412692AD6"
KLM, SPEED = "8D4840D6202CC371C32CE0576098", "8D485020994409940838175B284F"
GROUND = "8C4841753AAB238733C8CD4020B1", "8C4841753A8A35323FAEBDAC702D"

def parity(hexes):
    bits, n = int(hexes, 16) >> 24 << 24, len(hexes) * 4
    for i in range(n - 1, 23, -1):
        if bits >> i & 1:
            bits ^= 0x1FFF409 << i - 24
    return bits

def whole(body): # with the parity that makes it a good one
    return body[:-6] + f"{parity(body[:-6] + '000000'):06X}"

assert parity(EVEN) == int(EVEN[-6:], 16)
frames = [(0, KLM), (5, whole(NAME)), (400, ODD), (900, EVEN), (1000, SPEED), (1500, GROUND[0]), (1700, GROUND[1]),
          (1800, EVEN[:-1] + "6"), (1900, "5D484FDEA248F5"), (2000, "2000171806A983"), (2100, "0123")]

def beast(t, frame):
    kind = {28: b"3", 14: b"2", 4: b"1"}[len(frame)]
    body = (t * 12000 + 77).to_bytes(6, "big") + b"\x80" + bytes.fromhex(frame)
    return b"\x1a" + kind + body.replace(b"\x1a", b"\x1a\x1a")

open("x.beast", "wb").write(b"".join(beast(*f) for f in frames))
gzip.open("x.beast.gz", "wb").write(open("x.beast", "rb").read())
open("x.avr", "w").write("".join(f"@{t * 12000 + 77:012X}{f};\n" for t, f in frames))
open("x.jsonl", "w").write("".join(f'{{"timestamp":{1700000000 + t / 1000:.3f},"frame":"{f.lower()}"}}\n' for t, f in frames))
sbs = lambda kind, second, rest: f"MSG,{kind},1,1,40621D,1,2023/11/15,01:13:{second},2023/11/15,01:13:{second},{rest}\r\n"
open("x.sbs", "w").write(",,0,0,0,0\n" + sbs(1, "20.005", "KLM1023,,,,,,,,,,,") + sbs(3, "20.900", ",38000,,,52.2572,3.91937,,,0,0,0,0")
    + sbs(4, "20.950", ",,159.2,182.9,,,-832,,,,,") + sbs(6, "10.000", ",,,,,,,7000,0,0,0,") + sbs(3, "nonsense", ",,,,,,,,,,,") + "AIR,,1,1,40621D\n")
EOF
start="--start 2023-11-14T22:13:20Z"
try headcount decode x.beast $start
try headcount decode x.beast $start --positions --receiver 51.99,4.375
try headcount decode x.beast $start --messages
try headcount decode x.jsonl --messages --json --hex 40621d,485020
try headcount decode x.beast $start --messages --fix-bits --hex 40621D --json
try headcount decode x.beast --positions --stats
try headcount decode x.beast $start --csv
try headcount decode x.beast $start --json --stats
echo "the same in each form, and packed:"
headcount decode x.beast $start --positions >beast 2>/dev/null
wc -l <beast
headcount decode x.beast.gz $start --positions 2>/dev/null | cmp beast -
headcount decode x.avr $start --positions 2>/dev/null | cmp beast -
headcount decode x.jsonl --positions 2>/dev/null | cmp beast -
headcount decode - $start --positions <x.beast 2>/dev/null | cmp beast -
cat x.beast.gz | headcount decode /dev/stdin $start --positions 2>/dev/null | cmp beast -
echo "however it is cut: in files, in pieces of time:"
split -b 37 x.beast part.
headcount decode part.* $start --positions 2>/dev/null | cmp beast -
{ for f in part.*; do cat "$f"; sleep 0.02; done; } | headcount decode - $start --positions 2>/dev/null | cmp beast -
for f in x.avr x.jsonl x.sbs; do
  headcount decode $f $start --zone UTC --messages >whole 2>said
  python3 -c 'import sys, time
for c in open(sys.argv[1], "rb").read(): sys.stdout.buffer.write(bytes([c])), sys.stdout.flush()' $f | headcount decode - $start --zone UTC --messages 2>slow | cmp whole -
  cmp said slow
done
echo "SBS:"
try headcount decode x.sbs
try headcount decode x.sbs --zone +03:00 --positions
try headcount decode x.sbs --zone -3:30 --messages --json
try headcount decode x.sbs --zone UTC --stats
echo "not understood:"
try headcount decode
try headcount decode x.beast --connect localhost:1
try headcount decode x.beast --for 3
try headcount decode x.beast --start yesterday
try headcount decode x.beast --start 2023-11-14T22:13:20.5
try headcount decode x.beast --receiver 91,4
try headcount decode x.beast --receiver 51.99
try headcount decode x.beast --hex 40621
try headcount decode x.sbs --zone Moscow
try headcount decode x.sbs --zone +15
try headcount decode x.beast --messages --positions
try headcount decode x.beast --csv --json
try headcount decode x.beast --ticks 10mhz
try headcount decode nowhere
try headcount decode x.beast nowhere
try headcount decode x.beast .
try headcount decode .
try headcount decode - x.beast
[ -e /dev/full ] && { headcount decode x.beast $start --messages >/dev/full; echo "full disk: $?"; } 2>&1
