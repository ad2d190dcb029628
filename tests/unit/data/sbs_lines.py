# SPDX-License-Identifier: Apache-2.0
"""The other reader of SBS lines for test_sbs: Python's csv module, and its decimal and datetime.

usage: sbs_lines.py FILE
A line for each message: number hex ms alt speed heading lat lon rate squawk air callsign, - for unknown.
"""
import csv
import datetime
import decimal
import sys


def number(text, places):
    if not text.strip():
        return "-"
    unit = decimal.Decimal(10) ** places
    return str(int((decimal.Decimal(text.strip()) * unit).quantize(0, decimal.ROUND_HALF_UP)))


def instant(date, time):
    t = datetime.datetime.strptime(f"{date} {time}", "%Y/%m/%d %H:%M:%S.%f").replace(tzinfo=datetime.timezone.utc)
    return int((t - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(milliseconds=1))


def main(path):
    base, last = None, 0
    with open(path, "rb") as f:
        lines = f.read().split(b"\n")
    for no, raw in enumerate(lines, 1):
        for text in raw.split(b"\0"):
            row = next(csv.reader([text.decode("latin-1").rstrip("\r")]), [])
            if row and row[0] == "START":
                t = datetime.datetime.strptime(row[1], "%a %b %d %H:%M:%S %z UTC %Y")
                base, last = int(t.timestamp() * 1000), 0
                continue
            offset = None
            if row and row[0].isdigit():
                offset = int(row.pop(0))
                if offset < last - 10**9:
                    base = None
                last = offset
            if len(row) != 22 or row[0] not in ("MSG", "MLAT"):
                continue
            if row[6]:
                ms = instant(row[6], row[7])
            elif row[8]:
                ms = instant(row[8], row[9])
            elif base is not None and offset is not None:
                ms = base + offset // 10**6
            else:
                continue
            call = row[10] if row[10] and all(c.isdigit() or "A" <= c <= "Z" or c == " " for c in row[10]) else ""
            ground = {"": "2" if row[1] == "2" else "0", "0": "1", "1": "2", "-1": "2"}[row[21].strip()]
            values = [number(row[11], 0), number(row[12], 1), number(row[13], 1), number(row[14], 6), number(row[15], 6),
                      number(row[16], 0), row[17].strip() and str(int(row[17])) or "-", ground, call.strip() or "-"]
            print(no, row[4], ms, *values)


main(sys.argv[1])
