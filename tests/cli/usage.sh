# What is not understood is said in a sentence, on standard error, with exit status 2.
try headcount rnu
try headcount run
try headcount run a b
try headcount slots case --jsn
try headcount slots case --csv --json
try headcount slots case --as-of
try headcount slots case --as-of 2023-02-30
try headcount run nowhere --interval 2
try headcount run nowhere --seed -1
try headcount add case counts low
try headcount add case cuonts low=1
try headcount export case --csv slots.csv
try headcount help rnu
echo "standard output stays empty:"
headcount rnu 2>/dev/null
