# Articles made to hurt: too long, built to show other than they are, quoted without end, or pages with something to run. They are read or refused
# with a sentence, and what came of them is never more than text: on the terminal, in the case, in the report, in tables.
small sheets
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
headcount add case.hc sources id=paper label="An article" kind=press published=2023-10-31 >/dev/null
python3 - <<'END'
line = b"About 100 workers left on Monday, a diplomat said.\n"
with open("huge.txt", "wb") as f: # 100 MB
    for _ in range(100):
        f.write(line * (1000 * 1000 // len(line)))
with open("full.txt", "wb") as f: # as much as is taken, all of it one word without end
    f.write(b"a" * (8 << 20))
with open("over.txt", "wb") as f: # one byte more
    f.write(b"a" * ((8 << 20) + 1))
open("deep.html", "w").write("<html>" + "<div>" * 100000 + "About 40 workers left." + "</div>" * 50000)
open("quotes.txt", "w", encoding="utf-8").write(
    "31 October 2023\n\n" + "“He said ‘she said ”" * 3000 + "“About 40 workers left”, he said that she said “they said ‘it is 60’.\n")
# Digits of other scripts are digits; letters that look like digits are none.
open("digits.txt", "w", encoding="utf-8").write(
    "31 October 2023\n\nAbout １２０ workers left. About ١٢١ workers left. About १२२ workers left.\n\n"
    "About 1О3 workers left. About l24 workers left. About １2З workers left. About 𝟏𝟐𝟔 workers left.\n")
open("bidi.txt", "w", encoding="utf-8").write(
    "31 October 2023\n\nAbout \u202e04\u202c workers\u200b left \u2066Vladi\u2069vostok on 30 October 2023, a diplomat said.\n")
open("page.html", "w").write("""<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=http://127.0.0.1/x">
<title>A page</title><style>@import url(http://127.0.0.1/CSSBAIT);</style><script>document.write("SCRIPTBAIT 700 workers left.")</script></head>
<body onload="ATTRBAIT()"><p>31 October 2023</p><scr<script>ipt>NESTBAIT()</script>
<svg onload="ATTRBAIT(2)"><script>SVGBAIT()</script></svg><iframe src="http://127.0.0.1/y">IFRAME</iframe><img src=x onerror="ATTRBAIT(3)">
<!-- COMMENTBAIT 800 workers left. --><template><script>TEMPLATEBAIT()</script></template>
<p>A diplomat said that &lt;script&gt;alert(1)&lt;/script&gt; about 40 workers may &quot;&gt;&lt;img src=x onerror=alert(2)&gt; leave.</p>
<p>=HYPERLINK("http://127.0.0.1/z","40 workers may leave"), a diplomat said.</p></body></html>""")
END
for f in huge.txt over.txt; do
  try timeout 60 headcount read $f
done
timeout 60 headcount read full.txt >said 2>&1; echo "8 MiB of one word: $?"
timeout 60 headcount read deep.html >said 2>&1; echo "100,000 elements in each other: $?"
timeout 60 headcount read quotes.txt >said 2>&1; echo "quotations without end: $?"
try headcount read digits.txt
try headcount read bidi.txt
headcount read page.html --text >words 2>/dev/null; echo "= $?"
grep BAIT words
try headcount read page.html
echo "accepted, and shown:"
headcount read page.html --json 2>/dev/null >drafts.json
only=$(python3 -c 'import json; print(*[d["n"] for d in json.load(open("drafts.json"))["drafts"]], sep=",")')
headcount read page.html --accept case.hc --source paper --corridor VVO-FNJ --only "$only" 2>/dev/null | sort | uniq -c | sed 's/draft [0-9]*/draft N/' | cut -c1-60
headcount read bidi.txt --accept case.hc --source paper --corridor VVO-FNJ --only 1,2 >/dev/null 2>&1
headcount report case.hc -o - >report.html 2>/dev/null; echo "= $?"
headcount claims case.hc >claims.txt
headcount export case.hc --table claims --csv claims.csv >/dev/null; echo "= $?"
python3 - <<'END'
import csv, html.parser, re
class Page(html.parser.HTMLParser):
    scripts = attributes = 0
    def handle_starttag(self, tag, attrs):
        self.scripts += tag in ("script", "iframe", "img", "object", "embed", "base", "link", "form")
        self.attributes += sum(k.startswith("on") or (v or "").strip().lower().startswith(("javascript:", "data:")) for k, v in attrs)
text = open("report.html", encoding="utf-8").read()
p = Page()
p.feed(text)
print("scripts and their like:", p.scripts, "attributes that run:", p.attributes)
print("what was said is there as text:", "&lt;script&gt;alert(1)&lt;/script&gt;" in text, "; raw:", "<script" in text, "onerror=alert(2)>" in text)
cells = [c for r in csv.reader(open("claims.csv", newline="", encoding="utf-8")) for c in r]
print("cells that a spreadsheet would run:", sum(c[:1] in tuple("=+-@\t\r") and c[:1] != "" for c in cells))
print("signs that are not seen:", bool(re.search("[\u200b\u202e\u202c\u2066\u2069]", text)), bool(re.search("[\u200b\u202e\u202c\u2066\u2069]", open("claims.txt", encoding="utf-8").read())))
END
