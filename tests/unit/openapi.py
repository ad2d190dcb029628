#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""openapi.py OPENAPI ROUTES HEADCOUNT SHEETS: web/openapi.json against the table of routes and a live server.

Every route and parameter in one is in the other; every GET is asked of a server on the reference case, and its answer
has the type, the keys and the kinds of values that the document says. Only the standard library."""
import http.client
import json
import re
import subprocess
import sys
import tempfile

openapi, routes, headcount, sheets = sys.argv[1:]
doc = json.load(open(openapi, encoding="utf-8"))
table = json.loads(subprocess.run([routes], check=True, capture_output=True).stdout)
failed = []


def check(good, *what):
    if not good:
        failed.append(" ".join(str(w) for w in what))
    return good


def resolve(x):
    while isinstance(x, dict) and "$ref" in x:
        at = doc
        for key in x["$ref"].removeprefix("#/").split("/"):
            at = at[key]
        x = at
    return x


KINDS = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
         "null": type(None)}


def is_kind(value, kind):
    return isinstance(value, KINDS[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))


def hold(value, schema, where):
    """The part of JSON Schema that the document uses; another keyword is a fault of the document."""
    schema = resolve(schema)
    known = {"type", "required", "properties", "items", "enum", "description", "additionalProperties", "format",
             "pattern", "minimum", "minLength", "maxLength"}
    check(set(schema) <= known, where, "keyword unknown to this test:", set(schema) - known)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not check(any(is_kind(value, k) for k in kinds), where, "is", type(value).__name__, "not", kinds):
        return
    check("enum" not in schema or value in schema["enum"], where, "is", value)
    if isinstance(value, dict):
        for key in schema.get("required", []):
            check(key in value, where, "has no", key)
        for key, part in schema.get("properties", {}).items():
            if key in value:
                hold(value[key], part, f"{where}.{key}")
    if isinstance(value, list) and "items" in schema:
        for i, one in enumerate(value):
            hold(one, schema["items"], f"{where}[{i}]")


# the table against the document
in_table = {(r["method"].lower(), r["path"]): r for r in table}
in_doc = {(m, p): op for p, ops in doc["paths"].items() for m, op in ops.items()}
check(set(in_table) == set(in_doc), "only in one of the two:", set(in_table) ^ set(in_doc))
names = [op["operationId"] for op in in_doc.values()]
check(len(names) == len(set(names)), "an operationId is used twice")
for key in set(in_table) & set(in_doc):
    r, op = in_table[key], in_doc[key]
    said = {(p["name"], p["in"], p.get("required", False)) for p in map(resolve, op.get("parameters", []))}
    check((("X-Headcount", "header", True) in said) == (key[0] == "post"), key, "X-Headcount")
    body = resolve(op.get("requestBody", {})).get("content", {}).get("application/json", {}).get("schema", {})
    if r["kind"] == 1:  # values in the body
        said |= {(n, "body", n in body.get("required", [])) for n in body.get("properties", {})}
    want = {(p["name"], p["in"], p["required"] or p["in"] == "path") for p in r["params"]}
    check(said - {("X-Headcount", "header", True)} == want, key, "parameters:", said ^ want)
    content = [c for code, a in op["responses"].items() if code.startswith("2") for c in a["content"]]
    check(content == [r["type"].split(";")[0]], key, "type:", content, r["type"])

# the document against a live server
example = {"what": "VVO-FNJ", "a": "2024-01-01", "b": "2024-02-01", "table": "slots", "name": "fan", "sha": "abcd", "id": "1"}
not_here = []


def ask(port, cookie, token, method, path, body=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    c.request(method, path, body, {"Cookie": cookie, **({"X-Headcount": token} if method == "POST" else {})})
    r = c.getresponse()
    return r, r.read()


def hold_live(port, cookie, token):
    for (method, path), op in sorted(in_doc.items()):
        if method != "get":
            continue
        query = []
        for p in map(resolve, op.get("parameters", [])):
            if p["in"] == "path":
                path = path.replace("{" + p["name"] + "}", example[p["name"]])
            elif p.get("required"):
                query.append(p["name"] + "=" + example[p["name"]])
        r, body = ask(port, cookie, token, "GET", path + ("?" + "&".join(query) if query else ""))
        ok = op["responses"].get("200")
        if r.status != 200:
            said = json.loads(body)
            hold(said, {"$ref": "#/components/schemas/Error"}, path)
            missing = re.match(r"no (command|option) ", said["error"])  # a command that this build does not have
            named = any(p["in"] == "path" for p in map(resolve, op.get("parameters", [])))  # nothing of that name
            check(missing or named, path, r.status, said)
            not_here.append(f"{path} {r.status} {said['error']}")
            continue
        kind = r.getheader("Content-Type").split(";")[0]
        if not check(kind in ok["content"], path, kind) or not kind.endswith("json"):
            continue
        hold(json.loads(body), ok["content"][kind].get("schema", {}), path)
    # without the guard's headers the same paths say Error
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request("GET", "/api/case")
    r = c.getresponse()
    check(r.status == 403, "without a cookie:", r.status)
    hold(json.loads(r.read()), {"$ref": "#/components/schemas/Error"}, "403")
    r, body = ask(port, cookie, token, "POST", "/api/estimate", b'{"assume": "load=100"}')
    check(r.status == 200, "POST /api/estimate", r.status, body[:200])
    hold(json.loads(body), {"$ref": "#/components/schemas/Answer"}, "POST /api/estimate")
    r, body = ask(port, cookie, token, "POST", "/api/import?name=aircraft.csv",
                  open(sheets + "/aircraft.csv", "rb").read())
    check(r.status == 202, "POST /api/import", r.status)
    hold(json.loads(body), {"$ref": "#/components/schemas/Begun"}, "POST /api/import")
    while True:
        r, body = ask(port, cookie, token, "GET", "/api/jobs/" + json.loads(body).get("job", "1"))
        hold(json.loads(body), {"$ref": "#/components/schemas/Job"}, "/api/jobs/1")
        if json.loads(body)["state"] != "running":
            break
    check(json.loads(body)["state"] == "done", body)


with tempfile.TemporaryDirectory() as folder:
    case = folder + "/case.hc"
    for words in (["init", case], ["import", case, sheets]):
        subprocess.run([headcount, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = subprocess.Popen([headcount, "serve", case, "--no-browser"], stdout=subprocess.PIPE, text=True)
    try:
        link = server.stdout.readline().strip()
        port = int(re.match(r"http://127\.0\.0\.1:(\d+)/", link)[1])
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        c.request("GET", link[link.index("/?"):])
        cookie = c.getresponse().getheader("Set-Cookie").split(";")[0]
        r, page = ask(port, cookie, "", "GET", "/")
        token = re.search(rb'name="headcount-token" content="([0-9a-f]{64})"', page)[1].decode()
        hold_live(port, cookie, token)
        r, body = ask(port, cookie, token, "POST", "/api/stop")
        check(r.status == 200, "POST /api/stop", r.status)
        check(server.wait(30) == 0, "exit status of the server:", server.returncode)
    finally:
        server.kill()

print(len(in_doc), "operations; of the GETs not answered here:", len(not_here))
for line in not_here:
    print(" ", line)
for line in failed:
    print("FAILED", line)
sys.exit(bool(failed))
