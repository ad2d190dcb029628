# Files and folders with odd names; a name that would command the terminal does not.
odd="$(printf 'a b\n-\033[31m$(x)\377')"
small "./$odd"
headcount run "./$odd" --json --no-report >a.json; echo "= $?"
python3 -c 'import json; print(ascii(json.load(open("a.json", encoding="utf-8"))["case"]))'
headcount run "./$odd" -o "./--$odd.html" | cat -v | tail -n 3
ls | wc -l
try headcount run -- -nowhere
quiet headcount run "./$odd" --case ./-c.hc --no-report
try headcount counts ./-c.hc --json --as-of 2023-11-01 >said; tail -n 1 said
cd "./$odd" && headcount run . --json --no-report | cmp - ../a.json && echo "from inside: the same"
