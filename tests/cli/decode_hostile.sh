# Streams made to hurt: each is counted, named with its place, and survived.
python3 - <<'EOF'
import gzip, random
EVEN, ODD = "8D40621D58C382D690C8AC2863A7", "8D40621D58C386435CC412692AD6"
line = lambda t, f: f'{{"timestamp":{t},"frame":"{f}"}}\n'
good = line(1700000000.0, EVEN) + line(1700000000.5, ODD)
text = lambda name, s: open(name, "w").write(s)
text("deep.jsonl", good + '{"timestamp":1700000001.0,"frame":' + "[" * 7000 + "]" * 7000 + "}\n" + '{"a":' * 10000 + "1" + "}" * 10000 + "\n" + good)
text("nul.jsonl", good + "\0" * 5000 + "\n" + line(1700000001.0, EVEN).replace("8D", "8\0") + line(1700000002, ODD))
text("back.jsonl", good + line(1699990000, EVEN) + line(1700000002, EVEN) + line(1600000000, ODD) + line(1600000001, EVEN) + line(1600000002, ODD) + line(4e12, ODD))
text("long.jsonl", good + "*" + "8D" * 20000 + ";\n" + line(1700000002, ODD))
sbs = lambda t: f"MSG,3,1,1,40621D,1,2023/11/15,{t},2023/11/15,{t},,38000,,,52.2572,3.91937,,,0,0,0,0\n"
text("back.sbs", sbs("01:13:20.000") + sbs("00:13:20.000") + sbs("01:13:21.000") + "MSG," * 300 + "\n" + "\0" * 100 + sbs("25:00:00.000") + sbs("01:13:22.000").replace("52.2", "1e9"))
packed = gzip.compress((good * 2000).encode(), 9)
open("cut.gz", "wb").write(packed[:-40])
open("flipped.gz", "wb").write(packed[:100] + bytes([packed[100] ^ 255]) + packed[101:])
random.seed(7)
open("noise.beast", "wb").write(b"\x1a3" + random.randbytes(3000000))
open("noise", "wb").write(random.randbytes(3000000).replace(b"\x1a", b"x"))
open("cut.beast", "wb").write(b"\x1a3" + bytes(6) + b"\x80" + bytes.fromhex(EVEN)[:9])
EOF
for f in deep.jsonl nul.jsonl back.jsonl long.jsonl back.sbs; do
  try headcount decode $f --positions --zone UTC
done
for f in cut.gz flipped.gz; do # how far they can be read is zlib's
  headcount decode $f --csv >lines 2>said; echo "$f: $?, $(wc -l <lines) lines; $(tail -1 said | sed 's/byte [0-9]*/byte N/')"
done
try headcount decode cut.beast
for f in noise.beast noise; do
  headcount decode $f --positions >lines 2>said; echo "$f: $?, $(wc -l <lines) line; $(tail -1 said)"
done
echo "a line without an end:"
yes | tr -d '\n' | head -c 50000000 | headcount decode -; echo "= $?"
echo "more aircraft than there is room for:"
python3 -c 'for i in range(262154): print(f"MSG,8,1,1,{i:06X},1,2023/11/15,01:13:20,2023/11/15,01:13:20,,,,,,,,,,,,0")' >many.sbs
headcount decode many.sbs --zone UTC --csv 2>said | wc -l
cat said
