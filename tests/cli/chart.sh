# One picture alone: the report's own drawing, with its style inside, as a document that needs nothing else.
small sheets
cat >sheets/claims.csv <<END
id,speaker,source,made_on,from,to,corridor,quantity,unit,text
k,Somebody,gate,2023-11-03,2023-10-30,2023-11-06,VVO-FNJ,100,people,About 100 went
n,Somebody,gate,2023-11-03,2023-10-30,2023-11-06,VVO-FNJ,2,flights,Two went
p,Somebody,gate,2023-11-03,2023-10-30,2023-10-30,VVO-FNJ,90,people,90 went on Monday
END
cat >sheets/coverage.csv <<END
id,corridor,source,from,to,state,what
v1,VVO-FNJ,gate,2023-10-30,2023-11-02,watching,gate
END
headcount init case.hc >/dev/null
headcount import case.hc sheets >/dev/null
headcount report case.hc >/dev/null
for c in strip dots flights parts weeks months fan loads pattern advice tornado otherwise remain map trails watch; do
  headcount report case.hc --chart $c -o $c-734.svg >said 2>&1; s=$?
  echo "$c: $s$([ $s = 0 ] || sed 's/^headcount//' said)"
  [ $s != 0 ] || for w in 346 1100; do headcount report case.hc --chart $c --width $w -o - >$c-$w.svg; done
done
python3 - <<'END'
import glob, re, xml.etree.ElementTree as T
SVG = "{http://www.w3.org/2000/svg}"
page = open("report.html", encoding="utf-8").read()
def drawn(svg):
    """All that is drawn: every element after the description, without the style and links of rows."""
    svg = re.sub(r"<style>.*?</style>\n", "", svg, flags=re.S)
    return re.sub(r'</?a[^>]*>', "", svg[svg.index("</desc>"):svg.index("</svg>")])
of = {"dots": "total", "fan": "running", "advice": "next", "otherwise": "whatif"}
same = 0
for f in sorted(glob.glob("*.svg")):
    text = open(f, encoding="utf-8").read()
    root = T.fromstring(text)
    name, width = f[:-4].split("-")
    kids = [k.tag.replace(SVG, "") for k in root][:3]
    assert root.tag == SVG + "svg" and root.get("width") == width, f
    assert kids == ["title", "desc", "style"], (f, kids)
    assert root.get("aria-labelledby") == "picture-t picture-d" and root.get("role") == "img"
    assert root.get("data-title") and root.get("data-unit") and "as of 3 Nov 2023" in root.get("data-source")
    style = root[2].text
    assert "prefers-color-scheme:dark" in style and "--paper" in style
    for e in root.iter():
        assert "style" not in e.attrib and not any(k.startswith("on") for k in e.attrib), f
        assert not e.get("href"), f + " leads out"
        for c in (e.get("class") or "").split():
            known = re.search(r"\." + c + r"[\s{,.:]", style) or c in ("chart", "halo", "boxed", "what")
            assert known, f"{f}: class {c} has no rule"
    if name == "strip" or width not in ("346", "734"): continue # there it has columns of text above
    for end, cls in (("w", "w"), ("w", "s"), ("n", "n")):
        anchor = f'aria-labelledby="c1-{of.get(name, name)}-{end}-t'
        if anchor not in page: continue
        start = page.rindex("<svg", 0, page.index(anchor))
        shown = page[start:page.index("</svg>", start) + 6]
        if f'class="{cls}"' in shown and f'width="{width}"' in shown:
            assert drawn(text) == drawn(shown), f
            same += 1
print(same, "pictures are drawn as in the report")
END
headcount report case.hc --chart advice --links -o - | grep -o 'href="#r-' | sort -u
head -c 420 fan-734.svg; echo
try headcount report case.hc --chart fan --corridor VVO-FNJ -o f.svg
cmp f.svg fan-734.svg && echo "by its id, by its number"
try headcount report case.hc --chart fan --corridor 2
try headcount report case.hc --chart fan --corridor NONE
try headcount report case.hc --chart pie
try headcount report case.hc --chart fan --width 12
try headcount report case.hc --width 346
# An answer that was printed gives the same pictures without a new estimate, and the same report.
headcount estimate case.hc --sensitivity --json >answer.json
for c in fan tornado watch; do headcount report answer.json --chart $c -o - | cmp - $c-734.svg && echo "$c: of the answer, the same"; done
headcount report answer.json -o - | cmp - report.html && echo "the same report"
try headcount report answer.json --chart fan --seed 2
echo '{"a":' >broken.json; try headcount report broken.json --chart fan
echo '{}' >nothing.json; try headcount report nothing.json --chart fan
headcount init empty.hc >/dev/null
try headcount report empty.hc --chart fan
# A hostile name is text in a picture, too.
small sheets
sed -i 's/VVO-FNJ,UHWW/VVO-FNJ,<script>\&"'"'"' x/' sheets/corridors.csv
rm sheets/claims.csv sheets/coverage.csv
headcount init hostile.hc >/dev/null
headcount import hostile.hc sheets >/dev/null 2>&1
for c in strip dots fan loads map; do headcount report hostile.hc --chart $c -o - 2>/dev/null | grep -c '<script'; done | sort -u
