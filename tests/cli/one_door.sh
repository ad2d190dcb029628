# tools/check-deps lets src/pack/tcp.c alone reach the network, and sees it when another file does.
cp -r "$HEADCOUNT_SOURCE/src" "$HEADCOUNT_SOURCE/ARCHITECTURE.md" .
check=$HEADCOUNT_SOURCE/tools/check-deps
"$check"; echo "= $?"
echo 'int planted(void) { return socket (1, 2, 3); }' >src/cli/planted.c
"$check"; echo "= $?"
echo '#include <netdb.h>' >src/cli/planted.c
"$check" >said; echo "= $?"; sort said
echo 'static int reconnect(int x); /* connecting is another word */' >src/cli/planted.c
"$check"; echo "= $?"
rm src/cli/planted.c
# src/serve/ may listen on the loopback, through its library, and that is all.
echo '#include <netinet/in.h>' >src/serve/planted.c
"$check"; echo "= $?"
echo 'int planted(void) { return connect (1, 0, 0); }' >src/serve/planted.c
"$check"; echo "= $?"
rm src/serve/planted.c
sed -i 's/INADDR_LOOPBACK/INADDR_ANY/' src/serve/serve.c
"$check" | sed 's/:[0-9]*:/:LINE:/'
echo '#include <microhttpd.h>' >src/cli/planted.c
"$check" | grep microhttpd | sed 's/:[0-9]*:/:LINE:/'
cp "$HEADCOUNT_SOURCE/src/serve/serve.c" src/serve/serve.c
rm src/cli/planted.c src/pack/tcp.c
"$check"; echo "= $?"
