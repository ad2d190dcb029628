# Input made to hurt: a sentence, status 3 or a bad row, no crash, in bounded memory and time.
small sheets
python3 - <<'END'
import random, zipfile
random.seed(1)
block = random.randbytes(1 << 20)
with open("counts.csv", "wb") as f:
    for _ in range(50):
        f.write(block)
with open("headed.csv", "wb") as f: # a good header, and bytes that are no text
    f.write(b"id,corridor,date,method,low,of,stage,source\n")
    part = block.replace(b"\0", b"\1")
    for _ in range(50):
        f.write(part)
with open("text.csv", "wb") as f:
    line = b"x" * 99 + b"\n"
    f.write(line * (50 * (1 << 20) // len(line)))
def book(name, sheet, more=()):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        z.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                   'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="counts" sheetId="1" r:id="s1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with z.open("xl/worksheets/sheet1.xml", "w") as f:
            for part in sheet:
                f.write(part)
head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
tail = b"</sheetData></worksheet>"
book("bomb.xlsx", [head] + [b" " * (1 << 20)] * 1024 + [tail])
names = "id corridor date method low of stage source".split()
cells = "".join(f'<c r="{chr(65 + i)}1" t="inlineStr"><is><t>{n}</t></is></c>' for i, n in enumerate(names))
row = "c1 VVO-FNJ 2023-11-03 eye 60 concern boarding gate".split()
vals = "".join(f'<c r="{chr(65 + i)}2" t="inlineStr"><is><t>{n}</t></is></c>' for i, n in enumerate(row) if names[i] != "low")
vals = vals.replace('<c r="F2"', '<c r="E2"><f>HYPERLINK("http://example.org","60")+CMD()</f><v>60</v></c><c r="F2"', 1)
book("formula.xlsx", [head, f'<row r="1">{cells}</row><row r="2">{vals}</row>'.encode(), tail])
book("entities.xlsx", [b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + head + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>' + tail])
END
quiet headcount init case.hc
quiet headcount import case.hc sheets/corridors.csv sheets/sources.csv
for f in counts.csv bomb.xlsx entities.xlsx; do
  try timeout 100 headcount import case.hc $f
done
timeout 100 headcount import case.hc text.csv --as counts >said 2>&1; echo "text of 50 MB: $?"
cat said
timeout 100 headcount import case.hc headed.csv --as counts >said 2>&1; echo "garbage under a header: $?"
cut -c1-120 said
try headcount import case.hc formula.xlsx
headcount counts case.hc --json | python3 -c 'import json, sys; print([(c["low"], c["method"]) for c in json.load(sys.stdin)])'
cat >sources.csv <<END
id,label,observer_name,phone
a,b,CANARYNAME,CANARYPHONE
END
try headcount import case.hc sources.csv
cat >people.csv <<END
surname,given name,date of birth,sex,passport
CANARYA,CANARYB,1990-01-01,m,CANARYC
END
try headcount import case.hc people.csv --as counts
cat case.hc* | grep -q CANARY || echo "nothing of them is kept"
headcount verify case.hc | sed -n 's/verified.*/verified/p'
