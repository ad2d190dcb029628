# Photographs into a case: what is told, what is kept, what is refused. Hashes of what ffmpeg makes are its version's: masked.
for p in ffmpeg exiftool tesseract; do command -v $p >/dev/null || { echo "skipped: $p is not installed" >&2; exit 77; }; done
mask() { sed -E 's/[0-9a-f]{64}/HASH/; s/like [0-9a-f]{12}/like HASH/; s/[0-9,]+ bytes/N bytes/'; }
media() { echo "\$ headcount add case.hc media $*"; headcount add case.hc media "$@" 2>&1 | mask; }
make() { ffmpeg -v error -nostdin -y "$@" || exit 1; }
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
make -f lavfi -i "color=black:s=800x200,drawtext=text='JS272 PYONGYANG 18\:20':fontcolor=white:fontsize=36:x=40:y=60" -frames:v 1 -update 1 board.png
make -f lavfi -i mandelbrot=size=640x360 -frames:v 1 -update 1 gate.png
make -i gate.png -vf scale=320:180 -q:v 9 repost.jpg
cp repost.jpg named.jpg
exiftool -q -overwrite_original -Make=CANARY -Artist=CANARY -GPSLatitude=43.1 -GPSLatitudeRef=N named.jpg
printf 'PK\003\004\024' >zip.jpg
printf '\377\330\377\340 and nothing more' >broken.jpg
sha256sum *.png *.jpg >before
media gate.png --source notice --obtained-from observer --custody 1 --corridor VVO-FNJ --date 2023-10-30
media gate.png --source notice --obtained-from observer --custody 1 --corridor VVO-FNJ --date 2023-10-30
media repost.jpg --source notice --obtained-from post
media named.jpg --source notice --slot "VVO-FNJ 2023-10-30 JS272"
media board.png --source notice
media zip.jpg broken.jpg --source notice
media gate.png
media gate.png --source nobody
media gate.png --source notice --corridor NONE
media gate.png --source notice --custody many
media gate.png --source notice --obtained-from friend
media none.png --source notice
try headcount add case.hc counts id=c9 --source notice
sha256sum --quiet -c before && echo "no original changed"
grep -c CANARY case.hc
headcount log case.hc --kind media --json --own-names | python3 -c '
import json, sys
for x in json.load(sys.stdin):
    b = x["body"]
    del b["at"], b["sha256"], b["bytes"]
    print(json.dumps(b, sort_keys=True))'
headcount log case.hc --kind hint --json --own-names | python3 -c '
import json, sys
print(sorted({(x["body"]["tool"], x["body"]["what"]) for x in json.load(sys.stdin)}))'
headcount verify case.hc | sed 's/head .*/head HASH/'
echo "- with custodians, what a photograph names is sealed to them"
echo 'correct horse battery' >pass
for k in desk lawyer; do quiet headcount keys new $k.key --passphrase-file pass; done
quiet headcount keys add case.hc desk.key
for i in 1 2; do
  cp gate.png phone$i.png
  exiftool -q -overwrite_original -SerialNumber=QzSerial${i}Qz -GPSLatitude=43.11779935 -GPSLatitudeRef=N phone$i.png
done
media phone1.png --source gate
quiet headcount keys add case.hc lawyer.key
media phone2.png --source gate
headcount identity list case.hc --json | python3 -c 'import json, sys
print(sorted((i["source"], i["field"], sorted(i["custodians"])) for i in json.load(sys.stdin)))'
headcount identity show case.hc gate --key desk.key --passphrase-file pass 2>&1 | grep -c 'QzSerial[12]Qz.*43\.1177'
headcount identity show case.hc gate --key lawyer.key --passphrase-file pass 2>&1 | sed -E 's/(note|media) ?[0-9a-f]{12}?: .*(QzSerial[12]Qz).*/\1: \2/'
grep -c -e QzSerial -e '43\.1177' case.hc
echo "- what one file names is of both that brought it; it goes with the first, and all else of the other stays"
listed() { headcount identity list case.hc | sed 's/20..-..-../DATE/; s/media [0-9a-f]*  */media HASH /'; }
shown() { headcount identity show case.hc notice --key desk.key --passphrase-file pass 2>&1 | sed -E 's/(note|media) ?[0-9a-f]{12}?: .*(QzSerial[123]Qz).*/\1: \2/'; }
cp gate.png phone3.png
exiftool -q -overwrite_original -SerialNumber=QzSerial3Qz phone3.png
for p in phone2.png phone3.png; do headcount add case.hc media $p --source notice >said 2>&1; echo "= $?"; done
echo 'name: QzNoticeQz' | headcount identity set case.hc notice
shown
headcount forget case.hc gate
listed
shown
headcount identity show case.hc notice --json --key desk.key --passphrase-file pass 2>said | python3 -c 'import json, sys
for v in json.load(sys.stdin): print(v["field"], len(v.get("sha256", "")), v["value"])'
headcount forget case.hc notice | head -n 1
headcount verify case.hc | sed 's/head .*/head HASH/'
echo "- a file that is to be sealed: nothing of it in clear, the same bytes for a custodian, gone with its source"
small sealed
quiet headcount init s.hc
quiet headcount import s.hc sealed
head -c 6000000 /dev/urandom | cat gate.png - >large.png; printf 'QzBytesQz' >>large.png
try headcount add s.hc media large.png --source gate --keep sealed --no-look 2>&1 | sed 's/large.png: .*/large.png: REASON/; /^\$/d'
for k in desk lawyer; do quiet headcount keys add s.hc $k.key; done
headcount add s.hc media large.png --source gate --keep sealed --no-look 2>/dev/null | grep sealed
printf 'id,label,kind,name\npost,A post,observer,QzBytesQz\n' >sources.csv
quiet headcount import s.hc sources.csv
grep -c QzBytesQz s.hc
S=$(sha256sum large.png | cut -c1-12) R=$(headcount log s.hc --kind raw --limit 1 | sed -n 's/.*file \([0-9a-f]*\), sealed.*/\1/p')
headcount identity open s.hc $S -o out.png --passphrase-file pass; echo "= $?"
headcount identity open s.hc $S -o out.png --key desk.key --passphrase-file /dev/null; echo "= $?"
headcount identity open s.hc $S -o s.hc --key desk.key --passphrase-file pass; echo "= $?"
ls out.png* 2>/dev/null
(umask 000; headcount identity open s.hc $S -o out.png --key desk.key --passphrase-file pass) && cmp out.png large.png && stat -c %a out.png
headcount identity open s.hc $R -o out.csv --key lawyer.key --passphrase-file pass && cmp out.csv sources.csv && echo "the sheet as it was"
headcount add s.hc media gate.png --source gate --keep inside --no-look >/dev/null 2>&1
try headcount add s.hc media gate.png --source post --keep sealed --no-look
headcount forget s.hc gate | head -n 1
headcount identity open s.hc $S -o gone.png --key desk.key --passphrase-file pass; echo "= $?"
quiet headcount verify s.hc
