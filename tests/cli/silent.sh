# Promise 7: no network unless the user types it. Every command of the program runs in a network of its own that has the loopback only,
# under a trace of all calls that have to do with networks, and under a filter that kills whoever opens a socket of the internet.
# `decode --connect`, which names a host, is traced without that filter. Commands are taken from the program itself.
command -v strace >/dev/null || { echo "skipped: strace is not installed" >&2; exit 77; }
"$ALONE" net true 2>why || { echo "skipped: no network namespace here: $(cat why)" >&2; exit 77; }
export LSAN_OPTIONS=detect_leaks=0 ASAN_OPTIONS=detect_leaks=0 # the leak checker cannot work under a trace
mkdir trace
n=0
# traced WORD...: under trace and filter; the words are kept beside the trace. MUTE empty: without the filter
traced() {
  n=$((n + 1))
  echo "$*" >trace/$n.words
  "$ALONE" net strace -f -qq -e trace=network -o trace/$n.calls ${MUTE+"$ALONE" mute} "$@" >said 2>&1 <"${IN:-/dev/null}"
  s=$?
  [ $s -le ${ANSWERS:-0} ] || { echo "$* = $s"; cat said; }
}
MUTE=1
small sheets
echo 'correct horse battery' >pass
echo 'name: nobody' >form
echo 'a source may be found by this' >phrase
printf 'corridor,date,median,lo,hi,truth\nA,2023-11-01,50,40,60,55\n' >known.csv
printf 'slot,series,date,status,method,count\n1,a,2023-11-01,operated,counted,5\n' >log.csv
printf '*8D40621D58C382D690C8AC2863A7;\n*8D40621D58C386435CC412692AD6;\n' >frames.txt
printf 'MSG,3,1,1,4841D6,1,2023/11/03,04:02:11.000,2023/11/03,04:02:11.000,,37000,,,43.1,132.1,,,0,0,0,0\n' >sbs.csv
# The page listens, on the loopback: traced without the filter, asked once, and stopped
served() {
  n=$((n + 1))
  echo "headcount serve case.hc" >trace/$n.words
  cat >page.sh <<'END'
strace -f -qq -e trace=network -o $1 headcount serve case.hc --no-browser >page.line 2>/dev/null & server=$!
while [ ! -s page.line ]; do sleep 0.05; done
python3 -c 'import http.cookiejar, urllib.request as u; print(u.build_opener(u.HTTPCookieProcessor(http.cookiejar.CookieJar())).open(open("page.line").read().strip(), timeout=60).status)' >page.status 2>&1
kill -INT $(pgrep -P $server) 2>/dev/null; wait $server
END
  "$ALONE" net sh page.sh trace/page.calls </dev/null
  grep -q '^200' page.status || { echo "the page was not served"; cat page.status; }
}
one() { # COMMAND: what it is called with here, each way that matters
  case $1 in
  run) traced headcount run sheets --json -o run.html ;;
  init) traced headcount init case.hc ;;
  import) traced headcount import case.hc sheets; traced headcount import case.hc sheets/counts.csv --map guess ;;
  add) traced headcount add case.hc counts corridor=VVO-FNJ date=2023-11-06 method=eye low=40 high=50 source=gate; [ ! -e gate.png ] || traced headcount add case.hc media gate.png --source notice ;;
  template) traced headcount template empty.xlsx ;;
  explain) traced headcount explain case.hc VVO-FNJ ;;
  twolist) traced headcount twolist --counts 12,9,5 ;;
  score) traced headcount score known.csv ;;
  decode) traced headcount decode frames.txt; traced headcount decode sbs.csv --zone UTC ;;
  legs) traced headcount legs sbs.csv --zone UTC; traced headcount legs case.hc --json ;;
  sweep) traced headcount sweep log.csv ;;
  estimate) traced headcount estimate case.hc --json; traced headcount estimate sheets sheets --diff ;;
  report) traced headcount report case.hc -o report.html; traced headcount report case.hc -o whole.html --unredacted --phrase-file phrase ;;
  export) traced headcount export case.hc --table slots --csv slots.csv; traced headcount export case.hc --xlsx all.xlsx; for m in geojson kml gpx; do traced headcount export case.hc --$m tracks.$m; done ;;
  keys) traced headcount keys new desk.key --passphrase-file pass; traced headcount keys add case.hc desk.key; traced headcount bag case.hc all --complete --to desk --phrase 'hand over everything' ;;
  identity) IN=form traced headcount identity set case.hc gate; traced headcount identity show case.hc gate --key desk.key --passphrase-file pass ;;
  forget) cp case.hc gone.hc; traced headcount forget gone.hc gate ;;
  lock|unlock) [ -e shut.hc ] || cp case.hc shut.hc; traced headcount $1 shut.hc --passphrase-file pass ;;
  read) echo 'Some 60 people boarded, an official said on 3 November 2023.' >text.txt; traced headcount read text.txt ;;
  bag) traced headcount bag case.hc folder; traced headcount bag --check folder ;;
  stamp) traced headcount stamp request case.hc asked; traced headcount stamp list case.hc ;;
  mark) traced headcount mark case.hc --again ;;
  merge) cp case.hc copy.hc; traced headcount merge case.hc copy.hc ;;
  backup) traced headcount backup case.hc case.bak; traced headcount backup --drill case.bak ;;
  doctor) ANSWERS=1 traced headcount doctor case.hc ;; # 1: something is weak here
  serve) served ;;
  help) traced headcount help; traced headcount help --man ;;
  version) traced headcount version ;;
  *) traced headcount $1 case.hc ;; # those that show a case, and what is new
  esac
}
command -v ffmpeg >/dev/null && command -v exiftool >/dev/null && ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=size=320x180 -frames:v 1 -update 1 gate.png
commands=$(headcount help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
one init; one import # first: the others want a case
for c in $commands; do case $c in init|import) ;; *) one $c ;; esac; done
for c in $commands; do grep -q "^headcount $c" trace/*.words || echo "$c was not run"; done
for f in run.html report.html whole.html all.xlsx slots.csv empty.xlsx tracks.gpx folder/bag-info.txt all/bag-info.txt case.bak asked/checkpoint.tsq; do [ -s $f ] || echo "$f is not there"; done
[ "$(cat trace/*.words | wc -l)" -ge 45 ] && echo "every command, without a socket of the internet"
# the one that may, to the host that was named
cat >serve.py <<'END'
import os, socket
with socket.socket() as s:
    s.settimeout(60)
    s.bind(("127.0.0.1", 0)); s.listen(1)
    open("new", "w").write(str(s.getsockname()[1])); os.rename("new", "port")
    c, _ = s.accept()
    c.sendall(b"*8D40621D58C382D690C8AC2863A7;\n*8D40621D58C386435CC412692AD6;\n")
END
cat >both.sh <<'END'
python3 serve.py & server=$!; while [ ! -e port ]; do sleep 0.05; done
strace -f -qq -e trace=network -o trace/connect.calls headcount decode --connect 127.0.0.1:$(cat port) --positions >lines 2>&1; echo "= $?"
kill $server 2>/dev/null
END
"$ALONE" net sh both.sh </dev/null
cat >look.py <<'END'
import glob, re, sys
def address(line):
    """What a call names that is not this machine: None when nothing."""
    if "sa_family=AF_INET" not in line:
        return None
    host = re.search(r'inet_addr\("([^"]*)"\)|inet_pton\(AF_INET6, "([^"]*)"', line)
    host = host and (host[1] or host[2])
    return None if host and (host.startswith("127.") or host == "::1") else line
def sockets(name):
    lines = open(name, errors="replace").read().splitlines()
    away = [l for l in lines if re.search(r"\b(connect|sendto|sendmsg|sendmmsg|bind)\(", l) and address(l)]
    inet = [l for l in lines if re.search(r"\bsocket\((AF|PF)_(?!UNIX|LOCAL|NETLINK)", l)]
    return away, inet, lines
if __name__ == "__main__":
    bad = 0
    for name in glob.glob("trace/[0-9]*.calls"):
        away, inet, _ = sockets(name)
        for l in away + inet:
            bad += 1
            print(open(name.replace("calls", "words")).read().strip(), l)
    print(bad, "calls that leave the machine")
    away, inet, lines = sockets("trace/page.calls")
    listens = [l for l in lines if "bind(" in l and "sa_family=AF_INET" in l]
    print("serve:", "on the loopback alone" if listens and not away and all('inet_addr("127.0.0.1")' in l for l in listens) else (away, listens))
    away, inet, lines = sockets("trace/connect.calls")
    print("decode --connect:", "to the loopback" if inet and not away and any('127.0.0.1' in l and "connect(" in l for l in lines) else (away, inet, lines))
END
python3 look.py
echo "- the rig sees what it looks for"
cat >away.py <<'END'
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.sendto(b"hello", ("192.0.2.1", 53))
except OSError: pass
END
"$ALONE" mute python3 away.py >/dev/null 2>&1; echo "killed: $?"
"$ALONE" net strace -f -qq -e trace=network -o trace/away.calls python3 away.py
python3 -c 'import look; away, inet, _ = look.sockets("trace/away.calls"); print("traced:", len(away), len(inet))'
python3 "$HEADCOUNT_SOURCE/tools/silent" --check trace/away.calls >/dev/null 2>&1; echo "= $?" # what looks at the whole run of the tests
echo "- what is exported loads nothing"
cat >loads.py <<'END'
import html.parser, re, sys
LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest", "xlink:href", "style"}
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.policy, self.in_style = [], None, False
        self.feed(text)
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.in_style = tag == "style"
        if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy":
            self.policy = a["content"]
        elif tag == "meta" and a.get("http-equiv"):
            self.found.append((tag, a["http-equiv"]))
        if tag in ("script", "link", "base", "iframe", "object", "embed", "form", "img", "image", "use", "audio", "video"):
            self.found.append((tag, ""))
        self.found += [(tag, k, v) for k, v in attrs if k in LOADS or k.startswith("on")]
        if tag != "a" and not a.get("href", "#").startswith("#"):
            self.found.append((tag, "href", a["href"]))
    handle_startendtag = handle_starttag
    def handle_data(self, data):
        if self.in_style and re.search(r"url\(|@import|image-set|@font-face", data):
            self.found.append(("style", data[:60]))
pages = [Page(open(f, encoding="utf-8").read()) for f in sys.argv[1:]]
for p in pages:
    assert p.policy and p.policy.startswith("default-src 'none'; style-src 'sha256-"), p.policy
print(len(pages), "pages,", sum(len(p.found) for p in pages), "things that load")
END
python3 loads.py run.html report.html whole.html folder/data/report.html
sed 's/<body>/<body><img src="x"><p style="background: url(x)"><script src="x"><\/script>/' report.html >loading.html
python3 loads.py loading.html
