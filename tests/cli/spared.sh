# No output takes the place of a case, of a key, of what the command reads, of what SQLite keeps beside a case: by no name, and
# through no link. Whatever is refused, the file is the one it was and nothing is left beside it. A report is replaced as ever.
small sheets
echo 'correct horse battery' >pass
quiet headcount init case.hc
quiet headcount import case.hc sheets
quiet headcount keys new desk.key --passphrase-file pass
cp case.hc locked.hc; quiet headcount lock locked.hc --passphrase-file pass
cp "$HEADCOUNT_AUTHOR" author.key
cp case.hc other.hc; ln -s other.hc soft.hc; ln other.hc hard.hc; mkdir in; ln -s ../case.hc in/case.html
printf '\331\325\005\371\040\241\143\327 of something' >some.file
printf 'series,date,slot,group,seats,status,method,count,low,high,root\nA,2023-11-03,1,,,operated,,,,,\n' >table.csv
age=age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdsxgn8xsukytv5
echo 'a source may be found by this' >phrase
find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >before
# refused WORD...: what is said, in one line, and the exit status; nothing was changed or made
refused() {
  headcount "$@" >said 2>&1; rc=$?
  echo "$* = $rc: $(tail -n 1 said)" | sed "s/$age/AGE/"
  find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >now
  cmp before now || { diff before now; exit 1; }
}
echo "- each command that writes"
refused report case.hc -o case.hc
refused report case.hc -o ./sheets/../case.hc
refused report case.hc --chart fan -o case.hc
refused report case.hc --unredacted --phrase-file phrase -o case.hc
refused report case.hc --unredacted --phrase-file phrase -o phrase
refused export case.hc --table slots --csv case.hc
refused export case.hc --table slots --csv case.hc --age $age
refused export case.hc --table slots --csv case.hc --unredacted --phrase-file phrase
for f in xlsx geojson kml gpx; do refused export case.hc --$f case.hc; done
refused export case.hc --xlsx case.hc --unredacted --phrase-file phrase
refused run case.hc -o case.hc
refused run sheets -o case.hc
refused run sheets -o sheets/counts.csv
refused run sheets/counts.csv -o sheets/counts.csv
refused run sheets --case new.hc -o new.hc
refused run sheets --case new.hc -o ./new.hc
refused sweep table.csv -o table.csv
refused sweep table.csv -o case.hc
refused sweep table.csv --draws table.csv
refused sweep table.csv --draws case.hc
refused sweep table.csv --draws lines -o lines
refused template case.hc
refused template --force case.hc
refused template --force desk.key
refused media case.hc 123456 --frame 0 -o case.hc
mkdir stick; ln -s ../case.hc stick/checkpoint.txt
headcount stamp request case.hc stick 2>&1 | tail -n 1
echo "- whatever is there, by whatever name"
quiet headcount verify case.hc
find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >before # the stamp's entry is in the case
for f in other.hc soft.hc hard.hc in/case.html locked.hc desk.key author.key some.file case.hc-journal case.hc-wal case.hc-shm locked.hc-journal; do
  refused report case.hc -o $f
done
headcount sweep - -o table.csv <table.csv 2>&1; echo "= $?"
headcount export case.hc --xlsx /dev/null 2>&1; echo "= $?"
ls -l /dev/null | cut -c 1
echo "- from what the case was imported, though the command does not read it: of most sheets the case keeps no more than that they were there"
ln -s sheets/counts.csv alias.csv
cat >map.yaml <<'END'
map: 1
emit:
- sheet: sources
  set: {kind: press}
  columns: {id: Nr, label: Naam}
END
printf 'Nr,Naam,Besides\ndesk,A desk,x\n' >theirs.csv
cp case.hc mine.hc; headcount import mine.hc theirs.csv --map map.yaml >said 2>&1 || cat said
quiet headcount export case.hc --table sources --csv again.csv
find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >before
refused export case.hc --table counts --csv sheets/counts.csv
refused export case.hc --table counts --csv alias.csv
refused report case.hc -o sheets/corridors.csv
refused run case.hc -o sheets/counts.csv
refused export mine.hc --table sources --csv theirs.csv
for i in 1 2; do headcount export case.hc --table sources --csv again.csv; done; echo "= $?"
echo "- nor by the name that an output has when nobody names it"
cp case.hc theirs.hc; sed s/80/81/ sheets/counts.csv >report.html; sed 's/at the gate/at a gate/' sheets/sources.csv >fan.svg
quiet headcount import theirs.hc report.html --as counts; quiet headcount import theirs.hc fan.svg --as sources
find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >before
refused report theirs.hc
refused report theirs.hc --chart fan
refused run theirs.hc
refused run report.html
mkdir other; sed s/80/82/ sheets/counts.csv >other/counts.csv
find . -type f ! -name said ! -name now ! -name before | sort | xargs sha256sum >before
refused run other --case theirs.hc
refused run other --case theirs.hc -o sheets/corridors.csv
rm -rf theirs.hc other report.html fan.svg
headcount export case.hc --table sources --csv theirs.csv; echo "of another case = $?"
rm -f again.csv alias.csv theirs.csv map.yaml mine.hc
echo "- and a report is replaced, also in a folder that is read, and also by a table"
for i in 1 2; do headcount run sheets -o sheets/report.html >said 2>&1; echo "= $?"; done
for i in 1 2; do headcount report case.hc -o link.html >said; rm -f kept.html; ln link.html kept.html; done; echo "= $?"
headcount export case.hc --table slots --csv link.html; echo "= $?"
headcount export case.hc --xlsx all.xlsx && headcount export case.hc --xlsx all.xlsx; echo "= $?"
headcount sweep table.csv -o lines 2>said && headcount sweep table.csv -o lines --draws draws 2>said; echo "= $?"
headcount template --force all.xlsx
head -c 15 kept.html; echo; head -c 2 link.html all.xlsx
ls
