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
rm src/pack/tcp.c
"$check"; echo "= $?"
