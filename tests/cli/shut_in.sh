# Promise 8: a command that reads files of strangers, and has no case open, shuts itself or the child that reads in before the first byte: no new privileges, and a filter
# (tests/unit/test_caged.c holds what it forbids). It is looked at while it waits for that byte.
state() { sed -n 's/^NoNewPrivs:\t/no new privileges /p; s/^Seccomp:\t/filter /p' "/proc/$1/status" | tr '\n' ' '; }
waiting() { # WORD...: with - for the file
  rm -f pipe; mkfifo pipe
  headcount "$@" <pipe >said 2>&1 & p=$!
  exec 3>pipe
  for i in $(seq 200); do case $(state $p) in *'filter 2'*) break ;; esac; sleep 0.05; done
  echo "$1: $(state $p)"
  exec 3>&-
  wait $p
}
waiting decode -
waiting legs - --csv
waiting sweep -
waiting score - --truth 5
python3 -c 'print("On Monday 60 people boarded, an official said. " * 40000)' >long.txt # no pipe is read: looked at while it works
headcount read long.txt >said 2>&1 & p=$!
for i in $(seq 200); do c=$(cat /proc/$p/task/$p/children); case $(state ${c:-$p}) in *'filter 2'*) break ;; esac; sleep 0.01; done
echo "the child of read: $(state ${c:-$p})"
kill $p; wait $p 2>/dev/null
seq 1000000 >names
headcount twolist names names >said 2>&1 & p=$!
for i in $(seq 200); do case $(state $p) in *'filter 2'*) break ;; esac; sleep 0.01; done
echo "twolist: $(state $p)"
kill $p; wait $p 2>/dev/null
mkdir -p big/data && truncate -s 120M big/data/zeros
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >big/bagit.txt
(cd big && sha256sum data/zeros >manifest-sha256.txt)
headcount bag --check big >said 2>&1 & p=$!
for i in $(seq 200); do case $(state $p) in *'filter 2'*) break ;; esac; sleep 0.01; done
echo "bag --check: $(state $p)"
wait $p; echo "= $?"
{ printf '{'; head -c 120000000 /dev/zero | tr '\0' ' '; } >answer.json
headcount report answer.json -o - >said 2>&1 & p=$!
for i in $(seq 200); do case $(state $p) in *'filter 2'*) break ;; esac; sleep 0.01; done
echo "report of an answer: $(state $p)"
wait $p; echo "= $?"
echo "- the twin: one that reads no file of a stranger"
mkfifo hold
headcount twolist --counts 12,9,5 >hold & p=$!
sleep 0.2; state $p; echo
cat hold >/dev/null; wait $p
echo "- and they go on as before: parts of an archive beside the one that is named, a folder, a table made"
mkdir day && printf 'MSG,3,1,1,4841D6,1,2023/11/03,04:02:11.000,2023/11/03,04:02:11.000,,37000,,,43.1,132.1,,,0,0,0,0\n' >day/a.sbs
headcount decode day/a.sbs --zone UTC --positions | wc -l
tar -cf whole.tar day && split -b 5120 whole.tar day.tar.
ls day.tar.*
headcount legs day.tar.aa --zone UTC 2>&1 | head -2
printf 'series,date,seats,status,method,count\na,2023-11-03,100,operated,counted,50\n' >log.csv
mkdir out && headcount sweep log.csv -o out/lines.json --draws out/draws.csv && ls out
