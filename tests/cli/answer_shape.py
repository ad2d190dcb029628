"""answer_shape.py ANSWER.md ANSWER.json: the keys of an answer are those that the document has, at every level."""
import json
import sys

text = open(sys.argv[1], encoding="utf-8").read().split("```")[1]
at = text.index("{")


def skip(stop):
    """Words of explanation, up to one of the characters; a string among them is passed over."""
    global at
    while text[at] not in stop:
        at = text.index('"', at + 1) + 1 if text[at] == '"' else at + 1


def string():
    global at
    end = text.index('"', at + 1)
    s, at = text[at + 1:end], end + 1
    return s


def thing(last):
    global at
    if text.startswith("likewise", at):
        return last
    if text.startswith("{...}", at):
        at += len("{...}")
        return None
    if text[at] == "{":
        return members()
    if text[at] == "[":
        at += 1
        while text[at].isspace():
            at += 1
        inner = thing(None)
        skip("]")
        at += 1
        return [inner]
    return None


def members():
    """{key: shape}; None where anything may stand. With an ellipsis among the keys, any keys: {None: shape of one}."""
    global at
    shape, last, start = {}, None, at
    at += 1
    while True:
        skip_to_key()
        if text[at] == "}":
            at += 1
            body = text[start:at]
            return {None: last} if "..." in body.split("{")[1].split("[")[0] and set(shape) - {"headcount"} and loose(shape) else shape
        key = string()
        while text[at] in " \n":
            at += 1
        last_shape = None
        if text[at] == ":":
            at += 1
            while text[at].isspace():
                at += 1
            last_shape = thing(last)
        skip(",}")
        shape[key] = last_shape
        last = last_shape if last_shape is not None else last
        if text[at] == ",":
            at += 1


def loose(shape):
    return any(k.endswith("...") or k[0].isdigit() for k in shape)


def skip_to_key():
    global at
    while text[at] not in '"}':
        at += 1


def compare(shape, value, where):
    if shape is None or value is None:
        return
    if isinstance(shape, list):
        if not isinstance(value, list):
            print(f"{where}: not a list")
            return
        for i in value:
            compare(shape[0], i, where + "[]")
        return
    if not isinstance(value, dict):
        print(f"{where}: not an object")
        return
    if None in shape:
        for v in value.values():
            compare(shape[None], v, where + ".*")
        return
    for key in shape.keys() - value.keys():
        wrong.add(f"{where}: {key} is missing")
    for key in value.keys() - shape.keys():
        wrong.add(f"{where}: {key} is not in the document")
    for key in shape.keys() & value.keys():
        compare(shape[key], value[key], f"{where}.{key}")


wrong = set()
shape = members()
compare(shape, json.load(open(sys.argv[2], encoding="utf-8")), "answer")
print("\n".join(sorted(wrong)) if wrong else f"shape: {len(shape)} keys, {len(shape['corridors'][0])} of a corridor, as documented")
