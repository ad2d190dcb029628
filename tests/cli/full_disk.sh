# A disk that is full at any point of an import or of one entry: exit status 4; the case verifies and answers, what was acknowledged is there, and what was entered
# although the rest did not fit is said. A limit of the size of files stands for the disk: nothing is written beyond it.
small sheets
quiet headcount init empty.hc
entries() { headcount log "$1" --canonical | wc -l; }
before=$(entries empty.hc)
size=$(($(wc -c <empty.hc) / 512))
cp empty.hc whole.hc; quiet headcount import whole.hc sheets
whole=$(entries whole.hc)
for most in $(seq 0 32 $((size + 32))); do
  cp empty.hc case.hc
  (trap '' XFSZ; ulimit -f $most; exec headcount import case.hc sheets) >said 2>&1; rc=$?
  now=$(entries case.hc)
  stand=$(grep -c 'the entries stand' said)
  case $rc:$stand:$now in
  0:0:$whole | 4:1:$whole | 4:0:$before) echo "$rc:$stand" >>seen ;;
  *) echo "at $most: exit status $rc, $now entries"; cat said ;;
  esac
  quiet headcount verify case.hc && quiet headcount counts case.hc --json
  [ "$rc" = 0 ] || { quiet headcount import case.hc sheets && [ "$(entries case.hc)" = "$whole" ] || echo "at $most: it cannot go on"; }
done
sort -u seen
ls ./*.part ./*-journal 2>/dev/null || echo "nothing half-written"
