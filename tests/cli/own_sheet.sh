# A log as an observer of removals keeps it, read as it is: a map is proposed, and the answer comes of it.
cat >log.csv <<'END'
Flight date,Tail,Callsign,From,To,Time (local),Buses,Total people,How counted,Phone
1/2/2026,N287EA,GXA6523,MSP,IAH,1:15 PM,2,57,Count,1
1/3/2026,N625XA,OAE3511,MSP,ELP,10:05 AM,1,~40,eye estimate,1
1/5/2026,N287EA,GXA6523,MSP,IAH,1:20 PM,3,,not observed,1
1/6/2026,N904GJ,GXA6171,MSP,IAH,14:40,2,62-68,Count,1
1/7/2026,N904GJ,GXA6171,MSP,IAH,14:45,,at least 30,partial,1
1/9/2026,N287EA,GXA6523,MSP,IAH,,,unknown,,1
1/12/2026,N287EA,GXA6523,MSP,IAH,13:05,2,"55, of whom 3 women",Count,1
END
try headcount run log.csv
headcount run log.csv --map guess >map.yaml
cat map.yaml
try headcount run log.csv --map map.yaml --no-report
headcount run log.csv --map map.yaml --no-report --case log.hc >/dev/null 2>&1
headcount counts log.hc
try headcount run log.hc --map map.yaml
try headcount run log.csv --map no.yaml
: >empty.csv
try headcount run empty.csv --map guess
ls
