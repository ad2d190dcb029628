#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes answer.json: an answer of the form of docs/ANSWER.md with the size and the awkwardness of the reference case, for the
tests of the report; and dateline.json, a small one of a corridor over the 180th meridian. The facts (dates, flights, claims, seats) are those of examples/vladivostok-pyongyang; the estimates are drawn
from a toy model with a fixed seed, so they are plausible and nothing more; two flights of the inbound corridor are invented so that every
state occurs, and so are all tracks and all days of coverage."""
import datetime as dt
import hashlib
import json
import math
import os
import random
import re

rng = random.Random(20231030)
rows = {}


def row(sheet, line, **body):
    text = json.dumps([sheet, body], sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    rows[name] = {"sheet": sheet, "row": body}
    return name


def source(line, id, label, kind, root, reliability, link, published):
    name = row("sources", line, id=id, label=label, kind=kind, root=root, reliability=reliability, link=link, published=published)
    return {"row": name, "id": id, "label": label, "kind": kind, "root": root, "reliability": reliability, "link": link,
            "published": published}


sources = [
    source(10, "adsb", "position reports of aircraft (ADS-B), invented for the test", "database", "adsb", "B", None, "2024-02-12"),
    source(2, "asiae", "Asia Economy, 31 October 2023", "press", "kang-video", "C", "https://cm.asiae.co.kr/article/2023103102243935110", "2023-10-31"),
    source(11, "board", "a person who reads the departure board, invented for the test", "person", "board", "C", None, "2024-01-02"),
    source(3, "businessupturn", "Business Upturn, tourists to Pyongyang", "press", "reuters-tourists", "C", "https://www.businessupturn.com/", "2024-02-09"),
    source(4, "chosun", "NK Chosun, one diplomatic source", "press", "diplomat", "D", "https://nk.chosun.com/news/articleView.html?idxno=200386", "2024-02-27"),
    source(5, "kang-video", "Video of 30 October 2023 from Vladivostok airport, described by a professor", "video", "kang-video", "C", None, "2023-10-31"),
    source(6, "kyodo", "Kyodo, by way of Yonhap", "press", "kyodo", "B", "https://v.daum.net/v/20231025212712953", "2023-10-25"),
    source(12, "receiver-vvo", "a receiver near Vladivostok, invented for the test", "database", "receiver-vvo", "B", None, "2024-02-01"),
    source(7, "reuters-tourists", "Reuters, Russian tourists leave for North Korea", "press", "reuters-tourists", "B", None, "2024-02-09"),
    source(8, "timetable", "Winter timetable, as reported", "timetable", "kang-video", "C", None, "2023-10-31"),
    source(9, "voa", "Voice of America, Korean service", "press", "voa", "B", "https://www.voakorea.com/a/7315111.html", "2023-10-16"),
]
src = {s["id"]: s["row"] for s in sources}

seats_row = row("aircraft", 2, registration="P-633", type="T204", seats=210, seats_high=210, source="rfa", note="210 (RFA 2016); 170-200 (VOA 2019)")
seats_low = row("aircraft", 3, registration="P-632", type="T204", seats=140, seats_high=150, source="voa")


def quantile(xs, q):
    return xs[min(len(xs) - 1, max(0, int(q * len(xs))))]


def draw(n, flown, mean, spread, seats):
    """n slots; returns the draws of the list of loads."""
    out = []
    for _ in range(4000):
        p = rng.betavariate(*flown)
        level = min(1.0, rng.lognormvariate(0, spread) * mean / seats)
        loads = []
        for _ in range(n):
            if rng.random() > p or rng.random() < 0.12:
                loads.append(0)
            else:
                loads.append(min(seats, int(seats * min(1.0, level * rng.lognormvariate(0, 0.35)))))
        out.append(loads)
    return out


def summary(xs):
    xs = sorted(xs)
    return {"median": quantile(xs, 0.5), "mean": round(sum(xs) / len(xs), 1), "lo": quantile(xs, 0.05), "hi": quantile(xs, 0.95)}


# ---- tracks and coverage: all invented ----

PLACES = {"UHWW": (43.3963, 132.1482), "ZKPY": (39.2241, 125.67), "UHPP": (53.168, 158.4536), "PANC": (61.1744, -149.9964)}


def between(a, b, t, aside):
    """The point a share t along the great circle from a to b, and `aside` degrees to the right of it in the middle."""
    def unit(p):
        lat, lon = map(math.radians, p)
        return (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
    u, v = unit(a), unit(b)
    d = math.acos(sum(x * y for x, y in zip(u, v)))
    f, g = math.sin((1 - t) * d) / math.sin(d), math.sin(t * d) / math.sin(d)
    p = [f * x + g * y for x, y in zip(u, v)]
    n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
    size = math.sqrt(sum(x * x for x in n))
    q = math.radians(aside) * math.sin(math.pi * t)
    p = [x - q * y / size for x, y in zip(p, n)]
    return round(math.degrees(math.atan2(p[1], p[0])), 4), round(math.degrees(math.atan2(p[2], math.hypot(p[0], p[1]))), 4)


def leg(of, way, off, minutes, seen, aside, craft, off_end, on_end, gaps, slot, cost=None, alternatives=(), flags=(), confidence=None,
        source_id="adsb", line=0):
    """A leg along `way`, seen over the shares of it in `seen`; the class of the gap between two of them is in `gaps`."""
    start = dt.datetime.fromisoformat(off).replace(tzinfo=dt.timezone.utc)
    at = lambda t: (start + dt.timedelta(minutes=minutes * t)).strftime("%Y-%m-%dT%H:%M:%SZ")
    icao24, registration, typ, callsign = craft
    parts, points = [], 0
    for lo, hi in seen:
        n = max(2, int((hi - lo) * 60))
        ts = [lo + (hi - lo) * i / (n - 1) for i in range(n)]
        points += n * 9
        alt = lambda t: None if t in (0, 1) else int(min(1, t / 0.2, (1 - t) / 0.25) * 34000)
        parts.append({"lonlat": [list(between(PLACES[way[0]], PLACES[way[1]], t, aside)) for t in ts],
                      "utc": [at(t) for t in ts], "alt_ft": [alt(t) for t in ts]})
    holes = [{"from": at(a[1]), "to": at(b[0]), "class": c, "p_stop": p} for a, b, (c, p) in zip(seen, seen[1:], gaps)]

    def end(status, airport, t, confidence, candidates, spread=0):
        known = status in ("seen", "inferred")
        utc = at(t) if known or not seen else at(seen[0][0] if t == 0 else seen[-1][1])
        shift = lambda d: (dt.datetime.fromisoformat(utc[:-1]) + dt.timedelta(minutes=d)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"utc": utc, "low": shift(-spread), "high": shift(spread), "status": status, "airport": airport, "off_field": False,
                "confidence": confidence, "candidates": [{"airport": a, "weight": w} for a, w in candidates]}

    name = row("legs", line, icao24=icao24, registration=registration, off_utc=at(0), on_utc=at(1), off_status=off_end[0], on_status=on_end[0])
    digest = hashlib.sha256(f"{icao24} {at(0)} {at(1)}".encode()).hexdigest()[:12]
    return {"id": "L" + digest, "icao24": icao24, "registration": registration, "type": typ, "callsign": callsign,
            "off": end(off_end[0], off_end[1], 0, *off_end[2:]), "on": end(on_end[0], on_end[1], 1, *on_end[2:]),
            "confidence": confidence, "points": points or None,
            "gap_max_s": max([int(minutes * 60 * (b[0] - a[1])) for a, b in zip(seen, seen[1:])], default=0 if seen else None),
            "gaps": holes, "parts": parts, "slot": slot, "cost": cost, "alternatives": [{"slot": s, "cost": c} for s, c in alternatives],
            "flags": list(flags), "source": source_id, "ref": [name]}


AT_VVO, AT_FNJ = ("seen", "UHWW", 0.99, [("UHWW", 1.0)]), ("seen", "ZKPY", 0.98, [("ZKPY", 1.0)])
OUT = ("UHWW", "ZKPY")
T204, IL62 = ("720104", "P-632", "T204", "KOR272"), ("720062", "P-881", "IL62", None)
SLOT = "VVO-FNJ {} JS272".format
legs_out = [
    leg("VVO-FNJ", OUT, "2023-10-30T02:24:10", 77, [(0, 1)], 0.15, T204, AT_VVO, AT_FNJ, [], SLOT("2023-10-30"), 0.4, confidence=0.97, line=2),
    leg("VVO-FNJ", OUT, "2023-11-13T02:31:40", 79, [(0, 0.38), (0.66, 0.93)], 0.55, T204, AT_VVO,
        ("inferred", "ZKPY", 0.88, [("ZKPY", 0.93), ("ZKSC", 0.05)], 4), [("coverage hole", 0.02)], SLOT("2023-11-13"), 0.7, confidence=0.86, line=3),
    leg("VVO-FNJ", OUT, "2023-11-22T05:12:00", 82, [(0, 0.97)], -0.5, IL62, AT_VVO, ("inferred", "ZKPY", 0.9, [("ZKPY", 1.0)], 2), [], None, None,
        [(SLOT("2023-11-20"), 9.8), (SLOT("2023-11-24"), 10.4)], ["unseen"], 0.89, line=4),
    leg("VVO-FNJ", OUT, "2023-12-04T02:22:30", 78, [(0, 0.47)], -1.5, T204, AT_VVO, ("lost", None, 0, []), [], SLOT("2023-12-04"), 1.2, confidence=None, line=5),
    leg("VVO-FNJ", OUT, "2023-12-15T02:40:00", 76, [(0, 0.3), (0.72, 1)], -0.95, ("720105", "P-633", "T204", "KOR272"), AT_VVO, AT_FNJ,
        [("transponder off", 0.01)], SLOT("2023-12-15"), 0.9, confidence=0.94, line=6),
    leg("VVO-FNJ", OUT, "2024-01-12T02:20:00", 77, [(0.18, 0.42), (0.6, 0.96)], -0.2, ("720104", "P-632", "T204", None), ("edge", None, 0, [("UHWW", 0.8), ("UHWI", 0.1)]),
        ("inferred", "ZKPY", 0.81, [("ZKPY", 0.9), ("ZKWS", 0.06)], 6), [("receiver edge", 0.1)], SLOT("2024-01-12"), 2.6,
        [(SLOT("2024-01-15"), 7.9)], ["jammed"], 0.71, line=7),
    leg("VVO-FNJ", OUT, "2024-01-29T02:20:00", 80, [], 0, T204, ("seen", "UHWW", None, []), ("seen", "ZKPY", None, []), [], SLOT("2024-01-29"), 0.2,
        source_id="receiver-vvo", line=8),
    leg("VVO-FNJ", OUT, "2024-02-02T02:27:00", 78, [(0, 0.2), (0.34, 0.55), (0.7, 1)], 0.35, T204, AT_VVO, AT_FNJ, [("unknown", 0.05), ("coverage hole", 0.01)],
        SLOT("2024-02-02"), 0.5, confidence=0.91, line=9),
]
tracked_out = {l["slot"][8:18]: l for l in legs_out if l["slot"]}


def coverage(first, last):
    """Days of three sources, with every state; the archive says nothing after 11 February 2024."""
    day = lambda s: dt.date.fromisoformat(s)
    archive = [("2023-10-30", "2023-11-18", "complete", None), ("2023-11-19", "2023-11-20", "partial", "14 of 24 hours"),
               ("2023-11-21", "2023-11-26", "complete", None), ("2023-11-27", "2023-12-01", "failed", "the server answered with an error"),
               ("2023-12-02", "2023-12-23", "complete", None), ("2023-12-24", "2023-12-26", "absent", "no file of this day"),
               ("2023-12-27", "2024-01-08", "complete", None), ("2024-01-09", "2024-01-10", "suspect", "a third of the usual points"),
               ("2024-01-11", "2024-01-19", "complete", None), ("2024-01-20", "2024-01-25", "not_fetched", None),
               ("2024-01-26", "2024-02-04", "complete", None), ("2024-02-05", "2024-02-11", "kept_away", "withheld at the owner's wish")]
    receiver = [("2023-12-01", "2023-12-20", "watching", None), ("2023-12-21", "2023-12-22", "partial", "power cut"),
                ("2023-12-23", "2024-01-31", "watching", None)]
    spread = lambda runs: [{"date": str(day(a) + dt.timedelta(i)), "state": s, "note": n} for a, b, s, n in runs for i in range((day(b) - day(a)).days + 1)]
    board = [{"date": str(first + dt.timedelta(i)), "state": "watching", "note": None} for i in range(64) if (first + dt.timedelta(i)).weekday() in (0, 4)]
    ref = lambda id: [row("coverage", 2, source=id)]
    return {"from": str(first), "to": str(last), "sources": [
        {"source": "adsb", "what": "adsb", "days": spread(archive), "ref": ref("adsb")},
        {"source": "board", "what": "board", "days": board, "ref": ref("board")},
        {"source": "receiver-vvo", "what": "adsb", "days": spread(receiver), "ref": ref("receiver-vvo")}]}


def cover_of(cover, date, tracked):
    watched = any(d["date"] == date and d["state"] in ("complete", "watching") for s in cover["sources"] for d in s["days"])
    return "not watched" if not watched else "watched, seen" if tracked else "watched, nothing seen"


def corridor(id, origin, destination, direction, flight, dep, sched_line, mean, spread, extra):
    first, last, as_of = dt.date(2023, 10, 30), dt.date(2024, 3, 29), dt.date(2024, 2, 27)
    sched = row("schedules", sched_line, corridor=id, flight=flight, days="1.5", dep=dep, zone="Asia/Vladivostok", **{"from": str(first)},
                to=str(last), source="timetable")
    corr = row("corridors", sched_line, id=id, origin=origin, destination=destination, direction=direction, group="workers")
    days = [first + dt.timedelta(d) for d in range((last - first).days + 1)]
    days = [d for d in days if d.weekday() in (0, 4)]
    assert len(days) == 44
    draws = draw(len(days), (7, 3), mean, spread, 210)
    cells = [list(x) for x in zip(*draws)]
    slots = []
    for i, d in enumerate(days):
        state, states, reason, ref, counts, seen, conflict = "announced", ["announced"], None, [sched, seats_row, seats_low], [], None, False
        typ, p = None, 0.7
        if str(d) in extra:
            x = extra[str(d)]
            state, states = x.get("state", "announced"), ["announced"] + x.get("states", [])
            ref, counts, typ, conflict, reason = ref + x["ref"], x.get("counts", []), x.get("type"), x.get("conflict", False), x.get("reason")
            p = {"operated": 1.0, "tracked": 1.0, "cancelled": 0.0}.get(state, p)
            if p == 0.0:
                cells[i] = [0] * len(cells[i])
        s = summary(cells[i])
        slots.append({"id": f"{id} {d} {flight}", "date": str(d), "dep_local": dep, "dep_utc": f"{d}T{int(dep[:2]) - 10:02d}:{dep[3:]}:00Z",
                      "clock": "ok", "flight": flight, "type": typ, "listed": True, "future": d > as_of, "state": state, "states": states,
                      "conflict": conflict, "reason": reason, "season": "W23", "seats": None if p == 0.0 else [140, 210], "p_operated": p,
                      **s, "seen": seen, "ceiling": 0 if p == 0.0 else 210, "counts": counts, "ref": ref})
    cover = coverage(first, last)
    for s in slots:
        one = tracked_out.get(s["date"]) if id == "VVO-FNJ" else None
        s["leg"], s["cover"] = one and one["id"], cover_of(cover, s["date"], one)
    totals = sorted(sum(x) for x in zip(*cells))
    flown = sorted(sum(1 for v in x if v) for x in zip(*cells))
    months, weeks, cumulative = {}, {}, []
    for i, d in enumerate(days):
        months.setdefault(str(d)[:7], []).append(i)
        w = weeks.setdefault(str(d - dt.timedelta(d.weekday())), {"announced": 0, "operated": 0, "cancelled": 0, "unknown": 0, "counted": 0})
        st = slots[i]["state"]
        w[st if st in ("announced", "operated", "cancelled") else "operated" if st == "tracked" else "unknown"] += 1
        w["counted"] += bool(slots[i]["counts"])
    run = [0] * len(draws)
    for i, d in enumerate(days):
        run = [a + b for a, b in zip(run, cells[i])]
        xs = sorted(run)
        cumulative.append({"date": str(d), **{f"q{int(q * 100):02d}": quantile(xs, q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)}})
    known = sum(1 for s in slots if s["state"] in ("operated", "tracked"))
    off = sum(1 for s in slots if s["state"] == "cancelled")
    est = summary(totals)
    names = {"UHWW": ("Vladivostok International Airport", "Vladivostok", 43.3963, 132.1482, 11483, True), "ZKPY": ("Pyongyang Sunan International Airport", "Pyongyang Sunan", 39.2241, 125.67, 12467, True)}
    place = lambda c: dict(zip(("name", "town", "lat", "lon", "runway_ft", "scheduled"), names[c]))
    short = {"UHWW": "Vladivostok", "ZKPY": "Pyongyang"}
    f = lambda n: f"{n:,}"
    caveats = {
        "VVO-FNJ": [
            "No flight of this corridor has a count of people aboard: the one number from a witness, about 100 on 30 October 2023, is of people waiting for tickets, not of people boarding.",
            "Of 44 announced flights seven are known to have flown, six of them by their tracks. On comparable corridors between 2 in 5 and 8 in 9 scheduled flights flew, and the estimate rests on that.",
            "Not everyone aboard is a worker sent home: 97 Russian tourists were on the flight of 9 February 2024, and the share of workers on the others is an assumption.",
            "The claim “around 4,000” multiplies 100 by about 40 flights; the announced timetable has 44 slots, which would give 4,400, and no count supports either.",
            "The article calls the flight JS271; in other sources JS271 is the flight from Pyongyang and JS272 the return.",
            "A return planned for February 2024 was reported as put off until April, outside this period.",
            "Trains, ships, road and flights by way of China are outside this corridor.",
        ],
        "FNJ-VVO": [
            "Nobody counted anyone on this corridor in the period; before it, workers and students were reported on inbound flights without a number.",
            "Russian border figures suggest at most 386 entries in the fourth quarter of 2023 by every mode, far below what these seats would allow.",
            "Gross seats are not net arrivals: the same person may fly twice.",
        ],
    }[id]
    return {
        "id": id, "origin": origin, "destination": destination, "origin_place": place(origin), "destination_place": place(destination),
        "distance_km": 712, "direction": direction, "group": "workers", "unit": "person-movements", "from": str(first), "to": str(last),
        "as_of": str(as_of), "interval": 0.9,
        "headline": f"Between {f(est['lo'])} and {f(est['hi'])} person-movements of workers from {short[origin]} to {short[destination]} (9 in 10), "
                    f"best estimate {f(est['median'])}; counted by people we can cite: 0; seats: at most {f(210 * (44 - off))}.",
        "slots": {"announced": 44, "operated_known": known, "cancelled": off, "unknown": 44 - known - off, "unlisted": 0,
                  "future": sum(1 for d in days if d > as_of)},
        "operated": summary(flown), "seen": 0,
        "seen_why": "the one count is an eye estimate of people waiting, not of people aboard" if id == "VVO-FNJ" else "no count of people on this corridor",
        "seen_ref": [c for s in slots for c in s["counts"]], "estimated": est, "ceiling": 210 * (44 - off),
        "ceiling_why": f"{44 - off} slots not known to be cancelled, 210 seats each: the largest figure reported for the Tu-204", "ceiling_ref": [sched, seats_row],
        "counted_share": 0.0, "quantiles": {f"{q / 100:.2f}": quantile(totals, q / 100) for q in range(1, 100)},
        "by_month": [{"month": m, "slots": len(ix), **summary([sum(x) for x in zip(*(cells[i] for i in ix))])} for m, ix in sorted(months.items())],
        "legs": legs_out if id == "VVO-FNJ" else [], "coverage": cover,
        "cumulative": cumulative, "weekly": [{"week": w, **weeks[w]} for w in sorted(weeks)], "by_slot": slots, "caveats": caveats,
        "assumptions": [
            {"name": "completion", "value": "beta(7, 3)", "why": "2 of 5, 26 of 35 and 8 of 9 scheduled slots flown on comparable corridors", "ref": [corr]},
            {"name": "boarding share", "value": "0.80 (0.55 to 0.95)", "why": "of people waiting at a ticket desk, how many board that flight: nobody has measured it", "ref": []},
            {"name": "share of concern", "value": "0.75 (0.35 to 0.97)", "why": "97 tourists on one flight; otherwise not known", "ref": [corr]},
            {"name": "selection", "value": "exp(t4 × 0.25)", "why": "observed flights differ from flights nobody observed: European return flights 2013 to 2018", "ref": []},
        ],
    }


count_eye = row("counts", 2, id="c1", corridor="VVO-FNJ", date="2023-10-30", flight="JS271", method="eye", low=80, best=100, high=120, of="concern",
                stage="waiting", wording="about 100 waiting for tickets under a board that reads Pyongyang", source="kang-video")
count_tour = row("counts", 3, id="c2", corridor="VVO-FNJ", date="2024-02-09", flight="JS272", method="official", low=97, best=97, high=100, of="all",
                 stage="aboard", wording="97 tourists", source="reuters-tourists")
count_neigh = row("counts", 4, id="c3", corridor="VVO-FNJ", method="neighbour", best=100, wording="the same as on 30 October, on every flight", source="asiae",
                  **{"from": "2023-10-30", "to": "2024-03-29"})
flight_oct = row("flights", 2, corridor="VVO-FNJ", date="2023-10-30", flight="JS271", state="seen", seen_what="board", source="kang-video")
flight_feb = row("flights", 3, corridor="VVO-FNJ", date="2024-02-09", flight="JS272", state="operated", type="Tu-154 (sic)", source="businessupturn",
                 note="larger aircraft than planned; not on tracking services")
flight_off = row("flights", 4, corridor="FNJ-VVO", date="2023-12-25", state="cancelled", reason="invented for the test", source="voa")
flight_inv = row("flights", 5, corridor="FNJ-VVO", date="2024-02-12", flight="JS271", state="operated", source="voa", note="invented for the test")

tracked_slots = {d: {"state": "tracked", "states": ["tracked"], "ref": l["ref"], "type": l["type"]} for d, l in tracked_out.items()}
tracked_slots["2023-10-30"] = {"state": "seen", "states": ["seen", "tracked"], "ref": [flight_oct, count_eye] + tracked_out["2023-10-30"]["ref"],
                               "counts": [count_eye], "conflict": True}

corridors = [
    corridor("FNJ-VVO", "ZKPY", "UHWW", "inbound", "JS271", "10:20", 3, 50, 0.7,
             {"2024-02-12": {"state": "operated", "states": ["operated"], "ref": [flight_inv]},
              "2023-12-25": {"state": "cancelled", "states": ["cancelled"], "ref": [flight_off], "reason": "cancelled, no reason given"}}),
    corridor("VVO-FNJ", "UHWW", "ZKPY", "outbound", "JS272", "12:20", 2, 80, 0.42,
             {**tracked_slots,
              "2024-02-09": {"state": "operated", "states": ["operated"], "ref": [flight_feb, count_tour], "counts": [count_tour], "type": "T154"}}),
]
corridors.reverse()  # outbound first
corridors[0]["seen_ref"] = [count_eye]


def count(name, used, why, **over):
    r = rows[name]["row"]
    out = {"row": name, "corridor": r["corridor"], "date": r.get("date"), "from": r.get("from"), "to": r.get("to"), "flight": r.get("flight"),
           "method": r["method"], "low": r.get("low"), "best": r["best"], "high": r.get("high"), "of": r.get("of"), "stage": r.get("stage"),
           "wording": r["wording"], "visible": None, "source": r["source"], "root": next(s["root"] for s in sources if s["id"] == r["source"]),
           "used": used, "why": why}
    return out


counts = [
    count(count_neigh, False, "an average of other flights is never evidence"),
    count(count_eye, True, "an eye estimate of people waiting; enters through the boarding share"),
    count(count_tour, True, "everybody aboard, none of them of concern; enters the share of concern"),
]

claims = []


def claim(line, id, speaker, source_id, made_on, corridor, low, quantity, high, unit, hedge, text, grade, status, evidence, percentile):
    name = row("claims", line, id=id, speaker=speaker, source=source_id, made_on=made_on, corridor=corridor, quantity=quantity, unit=unit, hedge=hedge, text=text)
    claims.append({"row": name, "id": id, "speaker": speaker, "source": source_id, "made_on": made_on, "corridor": corridor, "low": low, "quantity": quantity,
                   "high": high, "unit": unit, "hedge": hedge, "text": text, "grade": grade, "status": status, "evidence": evidence,
                   "percentile": percentile})


def below(c, x):
    return sum(1 for v in corridors[c]["quantiles"].values() if v < x)


claim(2, "four-thousand", "Kang Dong-wan, professor", "asiae", "2023-10-31", "VVO-FNJ", None, 4000, None, "person-movements", "around",
      "around 4,000 workers are awaiting repatriation", "C5", "not supported",
      "100 people × 40 flights; the timetable has 44 slots (4,400), “four months” would be 35 (3,500). No flight was counted.", below(0, 4000))
claim(3, "product", "The timetable times the one observation", "asiae", "2023-10-31", "VVO-FNJ", None, 4400, None, "person-movements", None,
      "44 flights with 100 people each", "C5", "arithmetic", "What the text's own factors give; no evidence of its own.", below(0, 4400))
claim(4, "waiting", "Kang Dong-wan, professor", "kang-video", "2023-10-31", "VVO-FNJ", 80, 100, 120, "people waiting", "about",
      "about 100 workers were waiting for tickets", "C3", "entered as a count", "Seen once, by one root; people waiting, not people boarding.", None)
claim(5, "two-aircraft", "A diplomatic source", "chosun", "2024-02-27", "VVO-FNJ", 360, 372, 372, "person-movements", None,
      "two aircraft with 186 people each in September 2023", "D4", "outside the period", "Stated capacity 180; the An-148 seen on 12 September has 70 to 80 seats.", None)
claim(6, "new-workers", "Russian news agencies", "kyodo", "2023-10-25", "FNJ-VVO", None, None, None, None, "filled mainly with",
      "later flights towards Russia were filled mainly with North Korean workers", "B3", "direction only", "No number; bears on the inbound corridor.", None)
claims.sort(key=lambda c: (c["made_on"], c["id"]))

rules = []


def rule(line, id, document, paragraph, text, frm, until, who, exemptions, sourced, finding):
    name = row("rules", line, id=id, document=document, paragraph=paragraph, text=text, until=until)
    rules.append({"row": name, "id": id, "document": document, "paragraph": paragraph, "text": text, "from": frm, "until": until, "who": who,
                  "exemptions": exemptions, "sourced": sourced, "finding": finding})


rule(2, "2397-8", "UNSCR 2397 (2017)", "8", "shall repatriate to the DPRK all DPRK nationals earning income in that Member State’s jurisdiction … immediately but no later than 24 months from the date of adoption",
     "2017-12-22", "2019-12-22", "all Member States",
     "the person is a national of that State; or repatriation is prohibited under applicable national and international law, including refugee and human rights law", True,
     "The period of this corridor begins 1,408 days after the date. A worker who flew home in it was still there after the obligation’s date; whether return was lawful for that person is another question.")
rule(3, "2397-8-report", "UNSCR 2397 (2017)", "8", "final report on nationals repatriated", "2017-12-22", "2020-03-22", "all Member States", None, True, "Outside the period; Russia reported 511 workers on 10 March 2020.")
rule(4, "2375-17", "UNSCR 2375 (2017)", "17", "no work authorizations without the Committee’s approval", "2017-09-11", None, "all Member States", "written contracts from before the date (exact wording not sourced)", False, "In force throughout the period.")

rules.sort(key=lambda r: (r["until"] or "9999", r["id"]))
digest = hashlib.sha256("".join(sorted(rows)).encode()).hexdigest()
answer = {
    "headcount": "0.1.0", "case": "vladivostok-pyongyang", "as_of": "2024-02-27", "seed": 1, "interval": 0.9, "inputs_sha256": digest, "bad_rows": 2,
    "bad": [{"sheet": "counts", "line": 7, "column": "date", "reason": "2023-02-30: there is no such day", "cell": "date"},
            {"sheet": "flights", "line": 12, "column": "corridor", "reason": "no corridor has this id", "cell": "text"}],
    "corridors": corridors, "counts": counts, "claims": claims, "sources": sources, "rules": rules, "rows": rows,
    "ledger": {"entries": len(rows), "head": hashlib.sha256(b"head").hexdigest()},
}


# A corridor over the 180th meridian: two tracks, one whole, one with a hole over the sea and lost in the end.
FAR = ("UHPP", "PANC")
far_legs = [
    leg("PKC-ANC", FAR, "2024-05-02T20:10:00", 250, [(0, 1)], 1.2, ("424242", "RA-64042", "T204", "VVO9042"), ("seen", "UHPP", 0.99, [("UHPP", 1.0)]),
        ("seen", "PANC", 0.99, [("PANC", 1.0)]), [], "PKC-ANC 2024-05-02 9042", 0.3, confidence=0.98, line=2),
    leg("PKC-ANC", FAR, "2024-05-09T20:20:00", 255, [(0, 0.42), (0.62, 0.85)], -1.5, ("424243", "RA-64043", "T204", "VVO9042"),
        ("seen", "UHPP", 0.99, [("UHPP", 1.0)]), ("lost", None, 0, []), [("coverage hole", 0.02)], None, None, [("PKC-ANC 2024-05-02 9042", 8.8)],
        ["unseen"], line=3),
]
far_row = row("schedules", 9, corridor="PKC-ANC", flight="9042")
far_place = lambda code, name, town: {"name": name, "town": town, "lat": PLACES[code][0], "lon": PLACES[code][1], "runway_ft": None, "scheduled": True}
far = {
    "headcount": "0.1.0", "case": "over-the-meridian", "as_of": "2024-05-31", "seed": 1, "interval": 0.9, "inputs_sha256": digest, "bad_rows": 0, "bad": [],
    "corridors": [{
        "id": "PKC-ANC", "origin": "UHPP", "destination": "PANC", "origin_place": far_place("UHPP", "Yelizovo Airport", "Yelizovo"),
        "destination_place": far_place("PANC", "Ted Stevens Anchorage International Airport", "Ted Stevens Anchorage"), "distance_km": 3100, "direction": "outbound", "group": "crew",
        "unit": "person-movements", "from": "2024-05-01", "to": "2024-05-31", "as_of": "2024-05-31", "interval": 0.9,
        "headline": "A corridor over the 180th meridian, invented for the test.",
        "slots": {"announced": 1, "operated_known": 1, "cancelled": 0, "unknown": 0, "unlisted": 0, "future": 0}, "seen": None, "estimated": None,
        "ceiling": None, "caveats": [], "assumptions": [], "by_month": [], "weekly": [], "cumulative": [],
        "by_slot": [{"id": "PKC-ANC 2024-05-02 9042", "date": "2024-05-02", "dep_local": None, "dep_utc": None, "clock": "unknown", "flight": "9042",
                     "type": None, "listed": True, "future": False, "state": "tracked", "states": ["announced", "tracked"], "conflict": False,
                     "reason": None, "season": "S24", "seats": None, "p_operated": 1.0, "seen": None, "counts": [], "ref": [far_row],
                     "leg": far_legs[0]["id"], "cover": "watched, seen"}],
        "legs": far_legs,
        "coverage": {"from": "2024-05-01", "to": "2024-05-31", "sources": [
            {"source": "adsb", "what": "adsb", "ref": [], "days": [{"date": f"2024-05-{d:02d}", "state": "complete", "note": None} for d in range(1, 15)]}]},
    }],
    "counts": [], "claims": [], "sources": sources, "rules": [], "rows": rows, "ledger": None,
}


def write(name, v):
    """Pairs and triples of numbers, and days, on one line: there are many."""
    text = json.dumps(v, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]", r"[\1, \2]", text)
    text = re.sub(r'\{\s+"date": ("[^"]*"),\s+"state": ("[^"]*"),\s+"note": ([^\n]*)\s+\}', r'{"date": \1, "state": \2, "note": \3}', text)
    text = re.sub(r'("(?:utc|alt_ft|lonlat)": \[)([^{}]*?)(\n\s*\](?=,?\n))', lambda m: m[1] + re.sub(r"\s*\n\s*", " ", m[2]).strip() + "]", text)
    assert json.loads(text) == v
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="utf-8") as f:
        f.write(text + "\n")


write("answer.json", answer)
write("dateline.json", far)
