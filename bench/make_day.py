#!/usr/bin/env python3
"""make_day.py TRACES OUT.tar N: a day archive of N aircraft as adsb.lol publishes them (gzip members in a tar, in parts of 2,000,000,000
bytes: OUT.tar.aa, ...), made of the real traces below TRACES. Every aircraft has an address of its own; times and places of each trace
are shifted in VARIANTS ways, so that content and packing are those of real traces. Half of the aircraft have one of the two long traces
(a day of an airliner), half one of the others. Prints aircraft, rows and bytes.

The address stands in a small gzip member of its own before the rest, which is packed once for each variant."""
import glob, gzip, io, json, os, random, sys, tarfile

VARIANTS, DAY, PART = 40, 1704067200, 2_000_000_000  # 1 January 2024


class Parts(io.RawIOBase):
    """A file that is cut in parts while it is written."""

    def __init__(self, path):
        self.path, self.n, self.at, self.f = path, 0, 0, None

    def write(self, b):
        b = memoryview(b)
        size = len(b)
        while len(b):
            if self.f is None or self.at == PART:
                if self.f:
                    self.f.close()
                name = f"{self.path}.{chr(97 + self.n // 26)}{chr(97 + self.n % 26)}"
                self.f, self.at, self.n = open(name, "wb"), 0, self.n + 1
            take = min(len(b), PART - self.at)
            self.f.write(b[:take])
            self.at += take
            b = b[take:]
        return size

    def tell(self):
        return max(self.n - 1, 0) * PART + self.at

    def close(self):
        if self.f:
            self.f.close()
        super().close()


def text_of(trace, rng):
    """Rows as readsb writes them, one a line; none beyond the day."""
    later, north, east = rng.uniform(-1800, 1800), rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5)
    base, rows = trace["timestamp"] % 86400, []
    begin = base + trace["trace"][0][0] + later
    if begin + trace["trace"][-1][0] - trace["trace"][0][0] > 86400:
        base -= begin - 60  # began on the day before: the whole of it is put into this day
    for r in trace["trace"]:
        t = base + r[0] + later
        if 0 <= t < 86400:
            rest = json.dumps(r[3:], separators=(",", ":"))[1:]
            rows.append(f"[{t:.2f},{r[1] + north:.6f},{r[2] + east:.6f},{rest}")
    head = {k: v for k, v in trace.items() if k not in ("icao", "timestamp", "trace")}
    lines = ",\n".join(rows)
    return json.dumps(head, separators=(",\n", ":"))[1:-1] + f',\n"timestamp": {DAY}.000,\n"trace":[ \n{lines}\n ]}}\n', len(rows)


def packed(text):
    return gzip.compress(text.encode(), 9, mtime=0)


def main():
    folder, out, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rng, short, long_ = random.Random(1), [], []
    for path in sorted(glob.glob(f"{folder}/**/trace_full_*.json", recursive=True)):
        raw = open(path, "rb").read()
        trace = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
        for _ in range(VARIANTS):
            text, rows = text_of(trace, rng)
            (long_ if len(trace["trace"]) > 900 else short).append((packed(text), rows))
    craft = sorted(((i * 0x9E3779B1) & 0xFFFFFF for i in range(1, n + 1)), key=lambda h: (h & 255, h))
    rows, parts = 0, Parts(out)
    with tarfile.open(fileobj=parts, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
        for i, h in enumerate(craft):
            some = long_ if i % 2 else short
            body, count = some[rng.randrange(len(some))]
            data = packed(f'{{"icao":"{h:06x}",\n') + body
            info = tarfile.TarInfo(f"./traces/{h & 255:02x}/trace_full_{h:06x}.json")
            info.size, info.mode = len(data), 0o644
            tar.addfile(info, io.BytesIO(data))
            rows += count
    size = parts.tell()
    parts.close()
    print(f"{n} aircraft, {rows} rows, {size} bytes in {parts.n} parts")


main()
