# What a person sees.
small sheets
try headcount run sheets
ls
LC_ALL=C headcount run sheets --no-report | LC_ALL=C grep '[^ -~]' || echo "plain ASCII where the locale is"
script -qec "COLUMNS=100 TERM=xterm headcount run sheets --no-report" /dev/null 2>/dev/null | grep -q "$(printf '\033')\[1m" && echo "bold on a terminal"
script -qec "NO_COLOR=1 TERM=xterm headcount run sheets --no-report" /dev/null 2>/dev/null | grep "$(printf '\033')\[1m" || echo "not with NO_COLOR"
