#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/geo's table of airports out of two registry packages, when the program is built.

    airports.py PACKAGES OUT.h OUT.d

PACKAGES is the folder that tools/deps filled; OUT.h is included by src/geo/place.c alone; OUT.d names what was read, for ninja.

airportsdata (PyPI, MIT) is the backbone: code, name, country, position, elevation, zone. airport-data-js (npm, CC BY 4.0) adds
the longest runway and whether there is scheduled service. It is not run: its records are gzip in base64 inside lib/index.js.

How far each can be trusted was measured against OurAirports (public domain; tests/unit/test_geo.c repeats it):
  airportsdata     97.1 % of 15,154 positions lie within 5 km, 97.8 % with those of PLACED. An elevation of 0 stands for sea level and for unknown
                   alike (1,405 rows, inland ones too): taken as unknown.
                   The town that a field serves, with an IATA code and a town in both: in 85 % of 6,408 it is OurAirports'
                   municipality or one lies within the other; most of the rest is spelt otherwise, or is the village beside the town.
  airport-data-js  29 % of its positions lie further off than 5 km, and 3,660 of the 13,311 airports that both know differ by
                   more than that between the two (a bus station in Bonn has an Australian code). So a row is used only where its
                   position agrees within CONFLICT_KM; its elevation (8,247 ft for Vladivostok) never is, and its position only of those in PLACED.
                   Service: with equal IATA codes 98.5 % agree, without a code it says yes to anything: then unknown.
                   Runway: within 2 % in 77 %, more than 10 % short in 15 %, rarely long (it has Pyongyang's closed runway):
                   a hint, never a reason to refuse a type. RUNWAY_FIXED has what is known to be wrong.
The build stops when the airports in KNOWN are not where they should be: then a package has changed under us."""

import base64
import csv
import glob
import gzip
import json
import math
import os
import re
import sys

CONFLICT_KM = 5.0
RUNWAY_FT = (300, 18100)  # the longest paved one in the world is Qamdo Bamda's, 18,045 ft
RUNWAY_FIXED = {"ZKPY": 11490}  # OurAirports, runways.csv: 11,490 ft is open; the source has the 12,475 ft that is closed
# The source has a village beside the field, or a spelling that nobody writes in English.
TOWN_FIXED = {"BKPR": "Pristina", "LFSB": "Basel", "LYBE": "Belgrade", "MHLM": "San Pedro Sula", "MSLP": "San Salvador", "ORER": "Erbil", "ORMM": "Basra",
              "SKRG": "Medellín"}
# airportsdata has these over 5 km from where OurAirports and airport-data-js have them, who agree within 3 km: the position is that of the latter. Belgium's are
# degrees, minutes and seconds read as decimals (Brussels 42 km off); Kunming and others have moved.
PLACED = set("""
    DBBC DBBN DISG DRZG DTTG EBAW EBBE EBBL EBBR EBCI EBCV EBKT EBLG EBMB EBOS EBUL EBWE EGAH ELLX FCOS FLIK FLMZ FVRA FZBT FZGN FZSD
    FZVA FZWT GFGK GMAZ HAGB HAHU HCME HCMG HSBT HSNH HSYE HTMO HTSU LGLR MNAM MPOA OEHR OITU OOSH OPKW OPSW ROIG SACQ SAET SCTN SGEN
    SLRI SLSM SMSI SNCP SNEE SPBQ SPGM SPPN SVPP SVPX SWTP UZKK VANM VOMY WAJB WAJO WAKP WALJ WALK WAMI WAPC WASS WIMP WIOD WIOS WIPY
    YBEO YLAH ZBCF ZGHY ZGMX ZGOW ZLAK ZLYA ZLYL ZMDZ ZPPP ZSGZ ZSLG ZULZ ZWCM ZWKL""".split())
# Both packages have these where they were before they moved, 18 to 38 km away (in 2018, 2022, 2014; Zunyi: in the town); of the second runway and service are already those of the
# new field. Positions as the English Wikipedia has them: Türkmenabat International Airport (it cites the AIP of Turkmenistan), Zhanjiang Wuchuan International Airport,
# Hanzhong Chenggu Airport, Zunyi Xinzhou Airport. OurAirports lies within 500 m of each.
MOVED = {"UTAV": (38.93083, 63.56389), "ZGZJ": (21.48167, 110.59028), "ZLHZ": (33.13667, 107.20222), "ZUZY": (27.81117, 107.24597)}
# One field, two codes. WRITTEN: the package has the new code, while nearly every track and route list that is read here
# has the old one (VRS routes: 55 times KPBI, never KDJT): the old one is the name, so that a flight of 2023 is not put on a code of 2026.
# OTHER_CODES: found by either; Bishkek, Chisinau and Astana have other IATA codes since 2020 to 2025, and sheets the former.
WRITTEN = {"KDJT": "KPBI"}
OTHER_CODES = {"FRU": "UCFM", "KDJT": "KPBI", "KIV": "LUKK", "TSE": "UACC", "UTNU": "UZNU", "UTSS": "UZSS", "UTTT": "UZTT"}
CHUNK = 4000              # bytes of text in one string literal: C17 promises 4,095

# ICAO, IATA, position, elevation and longest open runway in feet, zone. Positions and runways from OurAirports, elevations from the same and within 100 ft; zones from tzdata's zone1970.tab.
KNOWN = [
    ("UHWW", "VVO", 43.3963, 132.1482, 46, 11483, "Asia/Vladivostok"),
    ("ZKPY", "FNJ", 39.2241, 125.6700, 117, 11490, "Asia/Pyongyang"),
    ("KJFK", "JFK", 40.6394, -73.7793, 13, 14511, "America/New_York"),
    ("EGLL", "LHR", 51.4707, -0.4599, 83, 12799, "Europe/London"),
    ("RKSI", "ICN", 37.4691, 126.4510, 23, 13123, "Asia/Seoul"),
    ("ZBAA", "PEK", 40.0773, 116.5967, 116, 12467, "Asia/Shanghai"),
    ("UUEE", "SVO", 55.9769, 37.4112, 622, 12139, "Europe/Moscow"),
    ("ELLX", "LUX", 49.6233, 6.2044, 1234, 13123, "Europe/Luxembourg"),
    ("EDDF", "FRA", 50.0267, 8.5584, 364, 13123, "Europe/Berlin"),
    ("NZAA", "AKL", -37.0120, 174.7863, 23, 11926, "Pacific/Auckland"),
    ("SAEZ", "EZE", -34.8222, -58.5358, 67, 10827, "America/Argentina/Buenos_Aires"),
    ("FAOR", "JNB", -26.1401, 28.2468, 5558, 14495, "Africa/Johannesburg"),
    ("SLLP", "LPB", -16.5103, -68.1894, 13355, 13123, "America/La_Paz"),
]


def distance_km(lat1, lon1, lat2, lon2):
    """Great-circle distance on a sphere (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def read_base(path):
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    seen = set()
    for r in rows:
        r["icao"] = WRITTEN.get(r["icao"], r["icao"])
        r["lat"], r["lon"] = float(r["lat"]), float(r["lon"])
        r["elevation_ft"] = round(float(r["elevation"] or 0)) or None
        if not re.fullmatch(r"[A-Z0-9_]{3,4}", r["icao"]) or r["icao"] in seen:
            sys.exit(f"{path}: code {r['icao']!r} is malformed or occurs twice")
        if not re.fullmatch(r"([A-Z]{3})?", r["iata"]) or not re.fullmatch(r"[A-Z]{2}", r["country"]):
            sys.exit(f"{path}: {r['icao']}: IATA code or country is malformed")
        if not (-90 <= r["lat"] <= 90 and -180 <= r["lon"] <= 180 and re.fullmatch(r"[A-Za-z0-9_+/-]*", r["tz"])):
            sys.exit(f"{path}: {r['icao']}: position or zone is malformed")
        seen.add(r["icao"])
    return sorted(rows, key=lambda r: r["icao"])


def read_more(path):
    with open(path, encoding="utf-8") as f:
        packed = max(re.findall(r"[A-Za-z0-9+/=]{10000,}", f.read()), key=len, default="")
    if not packed:
        sys.exit(f"{path}: no packed records in it")
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def apart_km(r, m):
    return distance_km(r["lat"], r["lon"], float(m["latitude"]), float(m["longitude"]))


def join(rows, more):
    """Puts runway_ft and scheduled into rows. Returns how many joined, and how many were refused for their position."""
    by_icao = {m["icao"]: m for m in more if m["icao"]}
    by_iata = {m["iata"]: m for m in more if m["iata"]}
    joined = conflicts = 0
    for r in rows:
        r["runway_ft"], r["scheduled"] = 0, -1
        if r["icao"] in PLACED:
            r["lat"], r["lon"] = float(by_icao[r["icao"]]["latitude"]), float(by_icao[r["icao"]]["longitude"])
        candidates = [m for m in (by_icao.get(r["icao"]), by_iata.get(r["iata"])) if m]
        m = next((m for m in candidates if apart_km(r, m) <= CONFLICT_KM), None)
        r["lat"], r["lon"] = MOVED.get(r["icao"], (r["lat"], r["lon"]))
        if m is None:
            conflicts += bool(candidates)
            continue
        joined += 1
        runway = int(m["runway_length"] or 0)
        runway = RUNWAY_FIXED.get(r["icao"], runway)
        r["runway_ft"] = runway if RUNWAY_FT[0] <= runway <= RUNWAY_FT[1] else 0
        if r["iata"] and r["iata"] == m["iata"]:
            r["scheduled"] = {"TRUE": 1, "FALSE": 0}.get(str(m["scheduled_service"]).upper(), -1)
    return joined, conflicts


def check(rows):
    at = {r["icao"]: r for r in rows}
    for icao, iata, lat, lon, elevation_ft, runway_ft, zone in KNOWN:
        r = at.get(icao)
        if r is None or r["iata"] != iata or r["tz"] != zone:
            sys.exit(f"airports: {icao} is not {iata} in {zone}")
        if distance_km(lat, lon, r["lat"], r["lon"]) > 3:
            sys.exit(f"airports: {icao} is not where it should be: {r['lat']}, {r['lon']}")
        if abs((r["elevation_ft"] or 0) - elevation_ft) > 100:
            sys.exit(f"airports: {icao} has elevation {r['elevation_ft']} ft instead of {elevation_ft}")
        if r["scheduled"] != 1 or abs(r["runway_ft"] - runway_ft) > 0.1 * runway_ft:
            sys.exit(f"airports: {icao} has runway {r['runway_ft']} ft, service {r['scheduled']}: not joined as it should be")


def c_escape(b):
    return "".join(chr(c) if 32 <= c < 127 and chr(c) not in '"\\?' else f"\\{c:03o}" for c in b)


class Text:
    """Strings, each once, in chunks that a compiler takes as literals; a string is (chunk, offset)."""

    def __init__(self):
        self.chunks, self.at = [bytearray()], {}

    def add(self, s):
        b = s.encode() + b"\0"
        if b not in self.at:
            if len(self.chunks[-1]) + len(b) > CHUNK:
                self.chunks.append(bytearray())
            self.at[b] = (len(self.chunks) - 1, len(self.chunks[-1]))
            self.chunks[-1] += b
        return "T(%d, %d)" % self.at[b]


def town(r):
    """The town that a field serves: of "Arnavutköy, Istanbul" the larger, of "Tours/Val de Loire (Loire Valley)" the first."""
    name = re.split(r"[/(]", r["city"].split(", ")[-1])[0]
    return TOWN_FIXED.get(r["icao"], " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", name).split()))


def write(out, rows, said):
    text = Text()
    lines = []
    for r in rows:
        name = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", r["name"]).split())
        elevation = "INT32_MIN" if r["elevation_ft"] is None else r["elevation_ft"]
        lines.append(f'{{"{r["icao"]}", "{r["iata"]}", "{r["country"]}", {r["scheduled"]}, {r["lat"]:.6f}F, {r["lon"]:.6f}F, '
                     f'{elevation}, {r["runway_ft"]}, {text.add(name)}, {text.add(town(r))}, {text.add(r["tz"])}}},\n')
    at = {r["icao"]: i for i, r in enumerate(rows)}
    missing = [icao for other, icao in OTHER_CODES.items() if icao not in at or other in at]
    if missing:
        sys.exit(f"airports: {missing}: not there, or there under both codes")
    order = sorted((i for i, r in enumerate(rows) if r["iata"]), key=lambda i: rows[i]["iata"])
    if len(rows) > 0xFFFF or len({rows[i]["iata"] for i in order}) != len(order):
        sys.exit("airports: more than 65,535 places, or an IATA code twice")
    with open(out, "w", encoding="ascii", newline="\n") as f:
        f.write(f"/* Made by tools/airports.py. {said} */\n")
        f.write(f"static const char place_text[{len(text.chunks)}][{CHUNK + 1}] = {{\n")
        f.writelines(f'"{c_escape(c)}",\n' for c in text.chunks)
        f.write("};\n#define T(chunk, offset) (place_text[chunk] + (offset))\n")
        f.write("static const struct place place_table[] = { /* by ICAO code */\n")
        f.writelines(lines)
        f.write("};\n#undef T\nstatic const uint16_t place_by_iata[] = {\n")
        f.writelines(f"{i},\n" for i in order)
        f.write("};\nstatic const struct { char other[5]; uint16_t place; } place_other[] = {\n")
        f.writelines(f'{{"{other}", {at[icao]}}},\n' for other, icao in sorted(OTHER_CODES.items()))
        f.write("};\n")


def main(packages, out, depfile):
    base = sorted(glob.glob(os.path.join(packages, "venv/lib/python3*/site-packages/airportsdata/airports.csv")))
    more = os.path.join(packages, "node_modules/airport-data-js/lib/index.js")
    if not base or not os.path.exists(more):
        sys.exit(f"airports: {packages} lacks airportsdata or airport-data-js: run tools/deps demo")
    rows = read_base(base[-1])
    joined, conflicts = join(rows, read_more(more))
    check(rows)
    said = (f"{len(rows)} places; {joined} joined with runway or service; {conflicts} refused, since the two sources put them "
            f"more than {CONFLICT_KM:g} km apart.")
    write(out, rows, said)
    with open(depfile, "w", encoding="utf-8") as f:
        f.write(f"{out}: {base[-1]} {more}\n".replace("\\", "/"))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
