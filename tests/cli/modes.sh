# Who may read what is written: a report, a table, a bag as the umask says, like the output of any program; what is not redacted, a frame
# with faces in it, a case, a key: its owner alone, whatever the umask says, and also where a file that all could read is replaced.
small sheets
echo 'a source may be found by this' >phrase
echo 'correct horse battery' >pass
quiet headcount init case.hc
quiet headcount import case.hc sheets
whole() { "$@" --unredacted --phrase-file phrase; }
each() {
  $1 headcount report case.hc -o "$2.html"
  $1 headcount export case.hc --table counts --csv "$2.csv"
  $1 headcount export case.hc --xlsx "$2.xlsx"
  for m in geojson kml gpx; do $1 headcount export case.hc --$m "$2.$m"; done
}
# of files, then of folders: how many have which mode
modes() { for t in f d; do find . -newer mark -path "./$1*" -type $t -exec stat -c %a {} + | sort | uniq -c | sed "s/^ */$1 $t: /"; done; }
for u in 022 027 077; do
  echo "- umask $u"
  umask $u
  touch -d '1 minute ago' mark
  rm -f open.* whole.*
  each quiet open
  each whole whole >/dev/null 2>&1
  quiet headcount bag case.hc "bag$u"
  quiet headcount template -f open.template.xlsx
  modes open; modes whole; modes "bag$u"
done
umask 022
rm -f open.*
echo "- what all could read is replaced by what only its owner may"
touch -d '1 minute ago' mark
rm -f open.template.xlsx
each quiet open; modes open
each whole open >/dev/null 2>&1; modes open
echo "- a bag with the case in it, a case, a key, a copy"
for k in desk lawyer; do quiet headcount keys new $k.key --passphrase-file pass; quiet headcount keys add case.hc $k.key; done
quiet headcount bag case.hc handed --complete --to desk --phrase 'hand over everything'
quiet headcount backup case.hc copy.hc
stat -c '%a %n' case.hc copy.hc desk.key
modes handed
find . -name '*.part'
