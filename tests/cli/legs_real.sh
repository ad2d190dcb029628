# Real positions against legs that were read off by hand, and the same in every packing.
data=${HEADCOUNT_SHARED:-}/adsb
[ -d "$data" ] || { echo "no real positions here" >&2; exit 77; }
"$SUPPORT/legs_truth.py" "$data" || echo "WRONG"
headcount legs --csv "$data/traces" 2>/dev/null >plain.csv
tar -cf day.tar -C "$data" traces
split -b 200K -a 2 day.tar day.tar.
unnamed() { sed 's/,[^,]*,\("[^"]*"\|[^",]*\)\r$/,X,\1/; 1s/.*/head/'; } # without the source, which stands before the flags
unnamed <plain.csv >want
for path in day.tar day.tar.aa -; do
  headcount legs --csv "$path" <day.tar 2>/dev/null | unnamed >got
  diff want got >/dev/null && echo "$path: the same"
done
headcount legs --csv --jobs 5 "$data/traces" 2>/dev/null | cmp - plain.csv && echo "jobs do not show"
headcount legs --csv "$data/traces" --airport KGEG 2>/dev/null | cut -d, -f1,4-10
headcount legs --csv "$data/traces" --corridor KGEG-KMSP 2>/dev/null | cut -d, -f1,4-10
headcount legs --csv "$data/traces" --callsign dal02927 2>/dev/null | cut -d, -f1,4-10
headcount legs --csv "$data/traces" --registration n899dn --from 2025-02-05T17:00Z 2>/dev/null | cut -d, -f1,2,4
headcount legs --csv "$data/traces/trace_full_ac671b.json" --routes "$HEADCOUNT_SHARED/reference/vrs_routes/DAL-all.csv" 2>/dev/null | sed -n 3p
headcount legs "$data/traces/globe_history" >/dev/null 2>said; echo "= $?"; tr "\n" " " <said | tr -s " " | sed "s:$data:DATA:"; echo
headcount legs --health --json "$data/traces/globe_history" | python3 -c 'import json, sys
d = json.loads(sys.stdin.readline()); print(d["day"], d["state"], d["unusable"], len(d["broken"]))'
# What decode writes, legs reads: the same as from the recording.
same() { # what of decode, its options, the recording
  headcount legs --csv $2 "$3" 2>/dev/null | cut -d, -f1-14 >want
  headcount decode $1 $2 "$3" 2>/dev/null | headcount legs --csv - 2>/dev/null | cut -d, -f1-14 | diff - want >/dev/null && [ "$(wc -l <want)" -gt 1 ] && echo "decode $1 | legs: the same"
}
same "--positions" "" "$data/raw/tutorial.jsonl.gz"
same "--positions --json" "" "$data/raw/tutorial.jsonl.gz"
same "--messages" "--zone UTC" "$data/sbs/adsb_message_stream_20191020.txt"
same "--messages --json" "--zone UTC" "$data/sbs/adsb_message_stream_20191020.txt"
