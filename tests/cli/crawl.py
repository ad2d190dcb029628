"""crawl.py REPORT.html CASE: each figure of a report leads to rows, and each row is in the case's ledger.

A figure is a cell of a table that is a number, a picture, or one of the three large numbers of a corridor. It leads to rows when a link to
one stands in its line of the table, else in what belongs to it: the words under a large number, the picture whose numbers the table gives.
"""
import html.parser
import json
import subprocess
import sys

VOID = {"meta", "link", "br", "hr"}


class Node:
    def __init__(self, tag, attrs, up):
        self.tag, self.attrs, self.up, self.kids, self.text = tag, dict(attrs), up, [], ""


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.at = Node("", [], None)
        self.all = []
        self.feed(text)

    def handle_startendtag(self, tag, attrs):
        n = Node(tag, attrs, self.at)
        self.at.kids.append(n)
        self.all.append(n)
        return n

    def handle_starttag(self, tag, attrs):
        n = self.handle_startendtag(tag, attrs)
        self.at = self.at if tag in VOID else n

    def handle_endtag(self, tag):
        n = self.at
        while n.up and n.tag != tag:
            n = n.up
        self.at = n.up or self.at

    def handle_data(self, data):
        self.at.text += data


def under(n):
    yield n
    for k in n.kids:
        yield from under(k)


def has_class(n, name):
    return name in n.attrs.get("class", "").split()


page = Page(open(sys.argv[1], encoding="utf-8").read())
ids = {n.attrs["id"] for n in page.all if "id" in n.attrs}
dangling = [n.attrs["href"] for n in page.all if n.attrs.get("href", "").startswith("#") and n.attrs["href"][1:] not in ids]
log = subprocess.run(["headcount", "log", sys.argv[2], "--kind", "row", "--json", "--own-names"], capture_output=True, check=True).stdout
entered = {e["body"]["row_id"][:12] for e in json.loads(log)}
rows = {i[2:] for i in ids if i.startswith("r-")}


def cites(n):
    return any(k.tag == "a" and k.attrs.get("href", "")[:3] == "#r-" and k.attrs["href"][3:] in entered for k in under(n))


def leads(n):
    end = ("div",) if n.tag == "dd" else ("figure", "section")
    while n.up and not cites(n) and n.tag not in end:
        n = n.up
    return n.tag != "section" and cites(n)


figures = []
for n in page.all:
    line = n.tag == "tr" and any(k.tag == "td" and has_class(k, "num") for k in n.kids)
    large = n.tag == "dd" and has_class(n, "big") and any(c.isdigit() for k in under(n) for c in k.text)
    if line or large or n.tag == "figure":
        figures.append(n)
lost = [n for n in figures if not leads(n)]
print(len(dangling), "dangling links,", len(rows - entered), "rows that are not in the ledger,", "rows" if rows else "NO ROWS")
print("figures without a row:", "none" if figures and not lost else "all of them" if len(lost) == len(figures) else f"{len(lost)} of {len(figures)}")
