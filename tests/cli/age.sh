# A table for one recipient: age opens it, and it is the table. Without the program, or with a recipient that is none: a sentence, no file.
command -v age >/dev/null && command -v age-keygen >/dev/null || { echo "the program age is not installed" >&2; exit 77; }
small sheets
quiet headcount init case.hc
quiet headcount import case.hc sheets
age-keygen -o key 2>/dev/null
to=$(age-keygen -y key)
headcount export case.hc --table slots --csv plain.csv; echo "= $?"
headcount export case.hc --table slots --csv slots.age --age "$to"; echo "= $?"
head -c 21 slots.age; echo
grep -c VVO slots.age
age -d -i key slots.age | cmp - plain.csv && echo "the same table"
headcount export case.hc --table slots --csv - --age "$to" | age -d -i key | cmp - plain.csv && echo "through a pipe, too"
headcount export case.hc --table slots --csv other.age --age age1nobody 2>said; echo "= $?"
tail -n 1 said
headcount export case.hc --xlsx all.xlsx --age "$to" 2>&1; echo "= $?"
mkdir none; ln -s "$(command -v headcount)" none/headcount
PATH=$PWD/none headcount export case.hc --table slots --csv other.age --age "$to" 2>&1; echo "= $?"
ls *.age *.part 2>/dev/null || true
