#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/geo's outline of the land out of the npm package world-atlas (ISC; Natural Earth 1:50m, public domain).

    land.py PACKAGES OUT.h OUT.d

The source is TopoJSON: arcs of deltas on a grid, shared by rings; ~i is arc i backwards. Here they become closed rings in
hundredths of a degree (1.1 km: finer than a page can show), less points that fall together and rings that vanish. The source lies
on a sphere: Chukotka goes on over the antimeridian and Antarctica goes round the pole. On a flat map such rings have to be cut:
each is unrolled to longitudes without a jump, led to the pole when it does not come back to its beginning, and clipped to the
strips of 360 degrees that it touches. The ring with the largest box comes first; ties by the points themselves."""

import json
import os
import sys


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * sx + tx) * 100), round((y * sy + ty) * 100)))
        yield points


def rings_of(geometry):
    if geometry["type"] == "GeometryCollection":
        for g in geometry["geometries"]:
            yield from rings_of(g)
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon
    elif geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    else:
        sys.exit(f"land: geometry of type {geometry['type']}")


def join(ring, arcs):
    """The points of a ring, first and last the same, without repetitions; [] when fewer than three are left."""
    points = [p for i in ring for p in (arcs[i] if i >= 0 else reversed(arcs[~i]))]
    if points[0] != points[-1]:
        sys.exit("land: a ring that does not close")
    return tidy(points)


def unroll(ring):
    """Longitudes without a jump. A ring round a pole ends a turn away from its beginning: it is closed along the pole."""
    turn, out = 0, [ring[0]]
    for (x0, _), (x, y) in zip(ring, ring[1:]):
        turn += 36000 * ((x - x0 < -18000) - (x - x0 > 18000))
        out.append((x + turn, y))
    if turn:
        pole = -9000 if sum(y for _, y in ring) < 0 else 9000
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out


def clip(ring, bound, side):
    """Sutherland and Hodgman (1974): what lies with side * x at most side * bound."""
    out = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        in0, in1 = side * x0 <= side * bound, side * x1 <= side * bound
        if in0:
            out.append((x0, y0))
        if in0 != in1:
            out.append((bound, round(y0 + (bound - x0) * (y1 - y0) / (x1 - x0))))
    return tidy(out + out[:1])


def tidy(points):
    points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    return points if len(points) >= 4 else []


def flatten(ring):
    """The pieces of a ring on the map from -180 to 180."""
    ring = unroll(ring)
    lo, hi = min(x for x, _ in ring), max(x for x, _ in ring)
    for turn in (-36000, 0, 36000):
        if lo < turn + 18000 and hi > turn - 18000:
            piece = ring
            if lo < turn - 18000:
                piece = clip(piece, turn - 18000, -1)
            if piece and hi > turn + 18000:
                piece = clip(piece, turn + 18000, 1)
            if piece:
                yield [(x - turn, y) for x, y in piece]


def box(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def main(packages, out, depfile):
    path = os.path.join(packages, "node_modules/world-atlas/land-50m.json")
    if not os.path.exists(path):
        sys.exit(f"land: {packages} lacks world-atlas: run tools/deps demo")
    with open(path, encoding="utf-8") as f:
        topology = json.load(f)
    arcs = list(arcs_of(topology))
    joined = (join(ring, arcs) for ring in rings_of(topology["objects"]["land"]))
    rings = [piece for ring in joined if ring for piece in flatten(ring)]
    rings.sort(key=lambda r: (-box(r), r))
    if not all(-18000 <= x <= 18000 and -9000 <= y <= 9000 for r in rings for x, y in r):
        sys.exit("land: a point off the Earth")
    starts = [0]
    for r in rings:
        starts.append(starts[-1] + len(r))
    with open(out, "w", encoding="ascii", newline="\n") as f:
        f.write(f"/* Made by tools/land.py: {len(rings)} rings, {starts[-1]} points. */\n")
        f.write("static const int16_t land_points[] = {\n")
        f.writelines(",".join(f"{x},{y}" for x, y in r) + ",\n" for r in rings)
        f.write("};\nstatic const uint32_t land_starts[] = { /* of each ring, in points; the last is the end */\n")
        f.write(",".join(map(str, starts)) + ",\n};\n")
    with open(depfile, "w", encoding="utf-8") as f:
        f.write(f"{out}: {path}\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
