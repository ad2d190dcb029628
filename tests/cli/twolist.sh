# Two observers' lists: at least so many. Nothing of an entry is ever shown.
try headcount twolist --counts 124,142,104
try headcount twolist --counts 124,142,104 --json
try headcount twolist --counts 12,9,0
try headcount twolist --counts 0,9,0
try headcount twolist --counts 3,9,5
try headcount twolist --counts 3,9
try headcount twolist --counts 1,1,1 file
# Lists of names: case, accents and punctuation do not matter; a heading is no person; line ends of either kind.
printf 'Name\nSecretova, Anna\nSECRET Ivo\nÉtienne Secret\nsecret-ivo\n\n' >one.txt
printf 'secretova anna\r\nEtienne Secret\r\nOlga Secret\r\n' >two.txt
try headcount twolist one.txt two.txt
# Columns of sheets.
printf 'date,who\n2024-01-01,A1\n2024-01-01,A2\n2024-01-02,A2\n' >one.csv
printf 'who;note\nA2;x\nA3;\n' >two.csv
try headcount twolist one.csv two.csv --column who --json
try headcount twolist one.csv two.csv --column whom
# One table, a column for each observer: all pairs.
printf 'no,east,west,roof\n1,1,0,1\n2,yes,yes,1\n3,0,0,0\n4,0,1,1\n5,1,1,0\n' >table.csv
try headcount twolist table.csv --columns east,west
try headcount twolist table.csv --columns east,west,roof
try headcount twolist table.csv --columns east,East
try headcount twolist table.csv --columns east
try headcount twolist table.csv
try headcount twolist
try headcount twolist table.csv two.csv --columns east,west
try headcount twolist one.txt nowhere.txt
printf 'no,east,west\n1,1,Secret\n' >bad.csv
try headcount twolist bad.csv --columns east,west
printf 'A1\n\377Secret\n' >bad.txt
try headcount twolist bad.txt two.txt
headcount twolist one.txt two.txt --json | grep -i secret || echo "no entry is shown"
headcount twolist bad.csv --columns east,west 2>&1 | grep -i secret || echo "nor in a complaint"
