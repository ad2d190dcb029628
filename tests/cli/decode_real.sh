# decode on recordings of real traffic, against what other decoders made of them, where the shared data is there. test_decoder_real does the
# same through the library, and more of it.
[ -n "${HEADCOUNT_SHARED:-}" ] && [ -f "$HEADCOUNT_SHARED/adsb/raw/tutorial.jsonl.gz" ] || { echo "skipped: no shared data" >&2; exit 77; }
raw=$HEADCOUNT_SHARED/adsb/raw
gzip -dc "$raw/tutorial.jsonl.gz" >tutorial.jsonl
headcount decode "$raw/tutorial.jsonl.gz" --messages --json >messages 2>said; echo "tutorial: $?"
cat said
headcount decode "$raw/tutorial.jsonl.gz" --positions >positions 2>/dev/null
headcount decode - --positions <tutorial.jsonl 2>/dev/null | cmp positions -
python3 - <<'EOF'
import csv, json, math
def metres(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 2 * 6371008.8 * math.asin(math.sqrt(math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2))
data = open("tutorial.jsonl", "rb").read()
far, speeds, wrong_speeds = [], 0, 0
for line in open("messages"):
    ours = json.loads(line)
    theirs = json.loads(data[ours["byte"]:data.index(b"\n", ours["byte"])])
    assert theirs["icao24"] == ours["hex"] and theirs["frame"] == ours["frame"]
    if "lat" in ours and theirs.get("latitude") is not None:
        far.append(metres(ours["lat"], ours["lon"], theirs["latitude"], theirs["longitude"]))
    if theirs.get("vertical_rate") is not None:
        speeds += 1
        wrong_speeds += theirs["vertical_rate"] != ours.get("rate_fpm")
n = len(far)
print(n, "positions in both; within 10 m:", sum(d <= 10 for d in far) >= 0.999 * n, "; over 500 m:", sum(d > 500 for d in far))
print(speeds, "vertical rates,", wrong_speeds, "differ")
print(len(list(csv.reader(open("positions")))) - 1, "lines of positions")
EOF
headcount decode "$raw/ulss7.beast" --start 2018-04-03T16:02:28.4Z --positions >ours 2>said; echo "ulss7: $?"
cat said
headcount decode "$raw/ulss7_decoded_sbs.txt" --zone +03:00 --positions >theirs 2>said; echo "its SBS: $?"
cat said
python3 - <<'EOF'
import csv
from collections import defaultdict
tracks = []
for name in "ours", "theirs":
    by = defaultdict(list)
    for r in csv.DictReader(open(name)):
        by[r["hex"]].append((float(r["lat"]), float(r["lon"]), r["alt_ft"]))
    tracks.append(by)
ours, theirs = tracks
print(sum(map(len, ours.values())), "and", sum(map(len, theirs.values())), "positions of", len(ours), "and", len(theirs), "aircraft")
worst = 0
for h in theirs: # order within a tick may differ
    assert len(ours[h]) == len(theirs[h]), h
    for a, b in zip(sorted(ours[h]), sorted(theirs[h])):
        worst = max(worst, abs(a[0] - b[0]), abs(a[1] - b[1]))
print("worst difference at five decimals:", worst < 1.1e-5)
EOF
sed -n 's/^\([0-9]*\),"\([0-9A-F]\{28\}\)".*/{"timestamp":\1,"frame":"\2"}/p' "$raw/pymodes_sample_data_adsb.csv" >sample.jsonl
headcount decode sample.jsonl --csv | cut -d, -f1,3,4; echo "pyModeS"
cat "$raw/sample_dump1090.bin" | headcount decode - --csv | cut -d, -f1,3,4; echo "dump1090"
sbs=$HEADCOUNT_SHARED/adsb/sbs
headcount decode "$sbs/adsb_message_stream_20191020.txt" --zone UTC --positions | wc -l
headcount decode "$sbs/stratux-cyoung-09062015-es.log" --zone UTC --trust-start --json >stratux 2>said
wc -l <stratux
cat said
