# Sourced before each test.

# try WORD...: shows the command, all that it prints, and its exit status. The sanitizers' reports would show here too.
try() {
  echo "\$ $*"
  "$@" 2>&1
  echo "= $?"
}

# quiet WORD...: only the exit status, and what was said when that is not 0.
quiet() {
  "$@" >said 2>&1
  set -- $? "$@"
  [ "$1" = 0 ] || cat said
  return "$1"
}

# small DIR: a case of three announced flights, one of them counted. Small enough to be run many times under the sanitizers.
small() {
  mkdir -p "$1"
  cat >"$1/corridors.csv" <<END
id,origin,destination,direction,group,from,to
VVO-FNJ,UHWW,ZKPY,outbound,workers,2023-10-30,2023-11-06
END
  cat >"$1/schedules.csv" <<END
id,corridor,flight,days,from,to,source
w23,VVO-FNJ,JS272,Mon Fri,2023-10-30,2023-11-06,notice
END
  cat >"$1/sources.csv" <<END
id,label,kind,reliability,published
notice,Timetable on the airline's page,timetable,C,2023-10-30
gate,Somebody at the gate,observer,B,2023-11-03
END
  cat >"$1/counts.csv" <<END
id,corridor,date,flight,method,low,best,high,of,stage,wording,source
c1,VVO-FNJ,2023-11-03,JS272,eye,60,80,90,concern,aboard,about,gate
END
}

# masked: hashes, keys and signatures differ from case to case; their form is kept.
masked() {
  sed -E 's/[0-9a-f]{64}/HASH/g; s/[0-9a-f]{16}/HEX/g; s:[A-Za-z0-9+/]{91}=:SIGNATURE:; s:[A-Za-z0-9+/]{43}=:ROOT:'
}
