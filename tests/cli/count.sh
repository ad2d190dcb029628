# Footage on the bench: frames, pictures without anything but pixels, dots, the count that they make, and faces covered.
for p in ffmpeg exiftool; do command -v $p >/dev/null || { echo "skipped: $p is not installed" >&2; exit 77; }; done
make() { ffmpeg -v error -nostdin -y "$@" || exit 1; }
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
make -f lavfi -i mandelbrot=size=640x360:rate=10 -f lavfi -i testsrc2=size=640x360:rate=10:duration=4 -filter_complex "[0]trim=duration=7,setpts=PTS-STARTPTS[a];[a][1]concat=n=2:v=1" -pix_fmt yuv420p gate.mp4
make -f lavfi -i testsrc2=size=3200x1800 -frames:v 1 -update 1 hall.jpg
exiftool -q -overwrite_original -Make=CANARY -Artist=CANARY -GPSLatitude=43.1 -GPSLatitudeRef=N hall.jpg
sha256sum gate.mp4 hall.jpg >before
headcount add case.hc media gate.mp4 --source gate --corridor VVO-FNJ --date 2023-11-03 --flight JS272 >/dev/null 2>&1
headcount add case.hc media hall.jpg --source gate --slot "VVO-FNJ 2023-10-30 JS272" >/dev/null 2>&1
V=$(sha256sum gate.mp4 | cut -c1-64); P=$(sha256sum hall.jpg | cut -c1-64)
masksha() { sed -E "s/marks-[0-9a-f]{16}/marks-ID/g; s/$V/VIDEO/g; s/$P/PHOTO/g; s/$(echo $V | cut -c1-12)/VIDEO/g; s/$(echo $P | cut -c1-12)/PHOTO/g; s/[0-9a-f]{64}/HASH/g; s/[0-9,]{6,}/N/"; }
media() { echo "\$ headcount media case.hc $*" | masksha; headcount media case.hc "$@" 2>&1 | masksha; }
headcount media case.hc | awk '{print $2, $(NF-3), $(NF-2), $(NF-1), $NF}' | sort
headcount media case.hc --json --own-names | python3 -c '
import json, sys
for m in sorted(json.load(sys.stdin), key=lambda m: m["type"]):
    print(m["type"], m["kept"], m["source"], m["link"], m["frames"], m["marks"], m["count"], sorted({h["what"] for h in m["hints"]}))'
media $V --frames --every 3
headcount media case.hc $V --frames --every 3 --json | tr -d ' \n'; echo
# The case has only the hash of a photograph that names a place; it is shown when its owner says where it is, and it is that file.
media $P --frame 0 -o hall-out.jpg
media $P --frame 0 --file gate.mp4 -o hall-out.jpg
media $P --frame 0 --file hall.jpg -o hall-out.jpg
ffprobe -v error -show_entries stream=width,height -of csv=p=0 hall-out.jpg
exiftool -s -G1 hall-out.jpg | grep -vE '^\[(System|File|ExifTool|Composite|JFIF)\]'; echo "no field: $?"
grep -c CANARY hall-out.jpg
media $V --frame 7000 --width 320 -o small.jpg; ffprobe -v error -show_entries stream=width,height -of csv=p=0 small.jpg
# The frame is that of the video at that time.
make -ss 7 -i gate.mp4 -frames:v 1 -update 1 there.png
headcount media case.hc $V --frame 7000 -o here.jpg
ffmpeg -v info -nostdin -i there.png -i here.jpg -lavfi psnr -f null - 2>&1 | sed -n 's/.*average:\([0-9]*\).*/\1/p' | awk '{print ($1 > 25 ? "the same picture" : "another picture: " $1)}'
media $V --frame 99000 -o none.jpg
# It is not written over the medium, whether its bytes are in the case or not.
media $V --frame 0 -o gate.mp4
ln gate.mp4 other.mp4; media $V --frame 0 -o ./other.mp4; rm other.mp4
media $P --frame 0 --file hall.jpg -o hall.jpg
media 123 --frames
media abcdef --frames
media $V --frame 0
media $V --blur
# Dots. One person twice is once; a region in which half are seen; two annotators.
doc() { # annotator, dots in frame 7000
  printf '{"media":"%s","annotator":"%s","of":"concern","stage":"boarding","direction":"outbound","seen_share":0.9,"frames":[{"t_ms":0,"width":640,"height":360,"dots":[{"x":0.5,"y":0.5},{"x":0.25,"y":0.75}]},{"t_ms":7000,"regions":[{"points":[[0,0],[0.4,0],[0.4,0.4],[0,0.4]],"share":0.5}],"dots":[%s]}]}' $V "$1" "$2"
}
doc A '{"x":0.1,"y":0.1},{"x":0.8,"y":0.8},{"x":0.5,"y":0.5,"already":true}' >a.json
doc B '{"x":0.1,"y":0.1},{"x":0.8,"y":0.8},{"x":0.7,"y":0.2},{"x":0.75,"y":0.25}' >b.json
mark() { echo "\$ headcount mark case.hc $*" | masksha; headcount mark case.hc "$@" 2>&1 | masksha; }
count() { headcount counts case.hc --json | python3 -c '
import json, sys
print(*[(c["method"], c["low"], c["best"], c["high"], c["visible"], c["of"], c["stage"], c["used"]) for c in json.load(sys.stdin) if c["method"] == "partial"], sep="\n")'; }
headcount estimate case.hc --json | python3 -c 'import json,sys; print("before:", json.load(sys.stdin)["corridors"][0]["seen"])'
mark a.json
mark a.json
count
mark --show $V --annotator B
mark b.json
count
headcount estimate case.hc --json | python3 -c 'import json,sys; print("after:", json.load(sys.stdin)["corridors"][0]["seen"])'
headcount mark case.hc --show $V --annotator B | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["done"], d["others"], d["sum"], d["count"]["low"], d["count"]["high"], sum(len(f["dots"]) for f in d["own"]["frames"]))'
# B looks again: the later document stands in place of the earlier one, and the row in place of its row.
doc B '{"x":0.1,"y":0.1}' | mark -
count
headcount log case.hc --kind marks --json --own-names | python3 -c '
import json, sys
for x in json.load(sys.stdin): print(x["body"]["annotator"], x["body"]["people"], x["body"]["frames"])'
# What does not fit is refused with its place, and nothing is written.
n=$(headcount log case.hc --json | grep -c '"seq"')
doc C '{"x":1.5,"y":0}' | mark -
doc C '' | sed 's/"outbound"/"inbound"/' | mark -
doc C '' | sed 's/"stage":"boarding"/"stage":"aboard"/' | mark -
doc C '' | sed "s/$V/$(printf %064d 7)/" | mark -
doc C '' | sed 's/"of"/"source":"nobody","of"/' | mark -
doc 'K I' '' | mark -
mark
mark a.json --annotator A
[ "$n" = "$(headcount log case.hc --json | grep -c '"seq"')" ] && echo "nothing was written"
# Covered: the frames that were marked, and only those; what is under a dot is one colour a cell.
media $V --frame 7000 --blur -o covered.jpg; media $V --frame 7000 -o bare.jpg; stat -c '%a %n' covered.jpg bare.jpg; rm bare.jpg
media $V --frame 3000 --blur -o none.jpg
ffmpeg -v error -nostdin -i covered.jpg -f rawvideo -pix_fmt gray c.raw; ffmpeg -v error -nostdin -i here.jpg -f rawvideo -pix_fmt gray h.raw
python3 - <<'END'
c, h = open("c.raw", "rb").read(), open("h.raw", "rb").read()
def spread(p, x, y): # of 8 x 8 pixels
    v = [p[(y + j) * 640 + x + i] for i in range(8) for j in range(8)]
    return max(v) - min(v)
grid = range(0, 352, 8)
print("under the region:", max(spread(c, x, y) for x in range(8, 240, 38) for y in range(8, 136, 38)) < 12)
print("there before:", max(spread(h, x, y) for x in range(8, 240, 8) for y in range(8, 136, 8)) > 60)
# far from every mark the two are the same picture
print("elsewhere:", max(abs(c[y * 640 + x] - h[y * 640 + x]) for x in range(420, 460) for y in range(200, 240)) < 24)
END
sha256sum --quiet -c before && echo "no original changed"
# A file that stays outside is found by its path, when it is still that file.
make -f lavfi -i testsrc=size=320x200 -frames:v 1 -update 1 door.png; D=$(sha256sum door.png | cut -c1-12)
headcount add case.hc media door.png --source gate --keep path --no-look >/dev/null 2>&1
headcount media case.hc $D --frame 0 -o door.jpg; echo "by its path: $?"
(cd / && headcount media "$OLDPWD/case.hc" $D --frame 0 -o "$OLDPWD/door2.jpg") && cmp door.jpg door2.jpg && echo "from anywhere"
cp hall.jpg door.png
headcount media case.hc $D --frame 0 -o door.jpg 2>&1 | sed -E "s/[0-9a-f]{12}/HEX/g"
rm door.png
headcount media case.hc $D --frame 0 -o door.jpg 2>&1 | sed -E "s/[0-9a-f]{12}/HEX/g"
# Marks that were taken out of the file are missed.
cp case.hc robbed.hc
python3 - <<'END'
import sqlite3
db = sqlite3.connect("robbed.hc")
[[guard]] = db.execute("SELECT sql FROM sqlite_master WHERE name = 'blob_kept'")
db.executescript("DROP TRIGGER blob_kept; DELETE FROM blob WHERE media = 'application/json'; " + guard)
db.commit()
END
headcount verify robbed.hc 2>&1 | sed -E 's/[0-9a-f]{12,}/HEX/g' | head -3
# Another annotator elsewhere, on a copy: after the merge the count is made again of all of them.
cp case.hc copy.hc
doc C '{"x":0.1,"y":0.1},{"x":0.2,"y":0.1},{"x":0.3,"y":0.1},{"x":0.35,"y":0.1},{"x":0.37,"y":0.1}' >c.json
(umask 077; printf 'headcount-author-v1\n%064d\n' 8 >other.key)
HEADCOUNT_AUTHOR=$PWD/other.key; export HEADCOUNT_AUTHOR
headcount mark copy.hc c.json >/dev/null 2>&1
HEADCOUNT_AUTHOR=${SUPPORT:+$PWD/../author.key}
headcount merge case.hc copy.hc >/dev/null; echo "merged: $?"
mark --again
count
headcount verify case.hc | sed -E 's/head .*/head HASH/; s/[0-9a-f]{16}/HEX/'
headcount rebuild case.hc && count
# A source that is withdrawn takes its count with it, and it does not come back.
headcount forget case.hc gate >/dev/null 2>&1; echo "forgotten: $?"
mark --again
count
