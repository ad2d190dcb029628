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
# A workbook with a tab for each month, behind a page of remarks and before a list of something else.
python3 - <<'PY'
import zipfile
head = ["Date", "Tail", "From", "To", "People"]
tabs = {"About": [["Removal flights seen from the fence"]],
        "Jan": [["January"], head, ["2026-01-05", "N287EA", "MSP", "IAH", "57"], ["2026-01-12", "N287EA", "MSP", "IAH", "~40"]],
        "Feb": [["February"], head, ["2026-02-03", "N904GJ", "MSP", "IAH", "62-68"], ["2026-02-10", "N904GJ", "MSP", "IAH", "55, of whom 3 women"]],
        "Ideas": [["Date", "What"], ["2026-03-01", "a longer lens"]]}
main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
def cells(k, row): return "".join(f'<c r="{chr(65 + c)}{k}" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in enumerate(row))
with zipfile.ZipFile("months.xlsx", "w") as z:
    z.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    z.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>' + "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(tabs)) + "</sheets></workbook>")
    z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(f'<Relationship Id="r{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(len(tabs))) + "</Relationships>")
    for i, rows in enumerate(tabs.values()):
        z.writestr(f"xl/worksheets/sheet{i}.xml", f'<worksheet xmlns="{main}"><sheetData>' + "".join(f'<row r="{k}">{cells(k, row)}</row>' for k, row in enumerate(rows, 1)) + "</sheetData></worksheet>")
PY
headcount run months.xlsx --map guess >months.yaml
head -9 months.yaml
try headcount run months.xlsx --map months.yaml --no-report --case months.hc 2>&1 | grep -v '^  '
headcount counts months.hc
headcount log months.hc | grep -c ', tab 3, line 4: is no figure'
headcount explain months.hc "$(headcount counts months.hc | sed -n 's/^ *\([0-9a-f]\{12\}\) .* 2026-02-03 .*/\1/p')" | sed -n '3,4p'
sed 's/"Jan", "Feb"/"Jan", "March"/' months.yaml >march.yaml
headcount run months.xlsx --map march.yaml --no-report 2>&1 | tail -1
# Kept at one airport: who boards goes out, who leaves came in; two parties count the same stops.
cat >stops.csv <<'END2'
date,flight,on,off,airport on,notes,status
2026-01-05,RPN529,57,20,58,,flown
2026-01-12,RPN531,40,,44,bad light,flown
2026-01-19,RPN533,,12,39,,completed
2026-01-26,RPN535,,,,,canceled
END2
headcount run stops.csv --map guess >stops.yaml
grep -v CHECK stops.yaml | sed -n '9,35p'
headcount run stops.csv --map stops.yaml --no-report 2>&1 | grep -E 'Between|best|flights  |column|could not'
