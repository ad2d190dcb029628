/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of positions: the first byte says how long the pieces are. Always: whole and in pieces give the same points, each within
 * its limits, and every line is accounted for. */
#include "base/buf.h"
#include "format/positions.h"

#include <inttypes.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int take(void *arg, uint32_t hex, bool other, const struct track_point *p, struct err *e) {
    (void)e;
    if (hex > 0xffffff) abort();
    if ((p->lat == TRACK_NONE) != (p->lon == TRACK_NONE)) abort();
    if (p->lat != TRACK_NONE && (p->lat < -90000000 || p->lat > 90000000)) abort();
    if (p->lon != TRACK_NONE && (p->lon < -180000000 || p->lon > 180000000)) abort();
    if (p->heading != TRACK_NONE16 && (p->heading < 0 || p->heading >= 3600)) abort();
    if (p->speed != TRACK_NONE16 && p->speed < 0) abort();
    if (p->squawk != TRACK_SQUAWK_NONE && p->squawk > 7777) abort();
    if (p->air > TRACK_GROUND || p->source > TRACK_SOURCE_UNKNOWN) abort();
    buf_printf(arg, "%x %d %" PRId64 " %d %d %d %d %d %d %d %d %d %d %d %d %d %d %.8s\n",
               (unsigned)hex, other, p->ms, (int)p->lat, (int)p->lon, (int)p->alt_ft,
               (int)p->alt_geom_ft, p->speed, p->heading, (int)p->rate_fpm, p->squawk, p->air,
               p->source, p->flags, p->nic, p->sil, p->adsb, p->callsign);
    return 0;
}

static void feed(struct span text, size_t piece, struct buf *out) {
    struct positions s;
    struct err e = {0};
    int64_t sum;

    positions_begin(&s, take, out);
    for (size_t i = 0; i < text.n; i += piece) {
        struct span part = {text.p + i, text.n - i < piece ? text.n - i : piece};

        if (positions_feed(&s, part, &e) < 0) abort();
    }
    if (positions_end(&s, &e) < 0) abort();
    sum = s.heads + s.taken;
    for (int i = 0; i < POSITIONS_REASONS; i++) sum += s.refused[i].n;
    if (sum != s.lines) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct buf whole = {0}, parts = {0};
    struct span text;

    if (!n) return 0;
    text = (struct span){(const char *)data + 1, n - 1};
    feed(text, text.n ? text.n : 1, &whole);
    feed(text, 1 + data[0], &parts);
    if (!span_eq(buf_span(&whole), buf_span(&parts))) abort();
    buf_fini(&whole);
    buf_fini(&parts);
    return 0;
}
