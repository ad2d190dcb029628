# Under a trace of every call: the file is opened for reading only and once, is read to its end, and only then does a program start that
# reads it. Tools are asked for their versions before, without any file.
for p in ffmpeg exiftool strace; do command -v $p >/dev/null || { echo "skipped: $p is not installed" >&2; exit 77; }; done
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=size=640x360 -frames:v 1 -update 1 gate.png
chmod 0444 gate.png
LSAN_OPTIONS=detect_leaks=0 ASAN_OPTIONS=detect_leaks=0 strace -f -y -s 300 -e trace=openat,open,read,execve,unlink,rename,chmod,utimensat,ftruncate -o trace \
  headcount add case.hc media gate.png --source notice >said 2>&1 || { cat said trace | tail -n 20 >&2; exit 77; }
python3 - <<'END'
import re
lines = open("trace", errors="replace").read().splitlines()
opens = [l for l in lines if re.search(r'open(at)?\(.*"gate\.png"', l)]
print(len(opens), "open", "for reading" if all("O_RDONLY" in l and "O_CREAT" not in l for l in opens) else "FOR WRITING")
end = max(i for i, l in enumerate(lines) if re.search(r"read\(\d+<[^>]*/gate\.png>", l))
print("to its end" if lines[end].endswith("= 0") else "not to its end")
looks = [i for i, l in enumerate(lines) if "execve(" in l and "= 0" in l and
         re.search(r'"(-json|-show_entries|/proc/self/fd/0)"', l)]
print(len(looks) >= 3, "programs looked;", "all after the hash" if min(looks) > end else "BEFORE THE HASH")
changed = [l for l in lines if "gate.png" in l and re.search(r"(unlink|rename|chmod|utimensat|ftruncate)\(", l)]
print(len(changed), "changes")
END
