# What is served, and how it ends. Who is let in: tests/unit/test_private_page.c.
try headcount serve
try headcount serve none.hc
echo "a,b" >sheet.csv
try headcount serve sheet.csv
try headcount init case.hc | grep -c case
try headcount serve case.hc --port 70000
try headcount serve case.hc --port x
headcount serve case.hc --no-browser >link 2>said &
server=$!
while ! [ -s link ]; do sleep 0.05; done
sed -E 's/:[0-9]+/:PORT/; s/[0-9a-f]{64}/SECRET/' link
port=$(sed -E 's/.*:([0-9]+)\/.*/\1/' link)
headcount serve case.hc --no-browser --port "$port" 2>&1 | sed "s/$port/PORT/"
kill -INT $server
wait $server; echo "= $?"
cat said
ls -A
printf 'a long passphrase\n' >pass
headcount lock case.hc --passphrase-file pass >/dev/null 2>&1
try headcount serve case.hc
