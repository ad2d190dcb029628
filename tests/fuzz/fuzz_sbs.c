/* SPDX-License-Identifier: Apache-2.0 */
/* SBS: the first byte says how long the pieces are and what is known of time, the rest is the
 * stream. Always: whole and in pieces give the same records, each within its limits, and every
 * line is accounted for. */
#include "base/buf.h"
#include "format/sbs.h"

#include <inttypes.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct track_point *p) {
    if ((p->lat == TRACK_NONE) != (p->lon == TRACK_NONE)) abort();
    if (p->lat != TRACK_NONE && (p->lat < -90000000 || p->lat > 90000000)) abort();
    if (p->lon != TRACK_NONE && (p->lon < -180000000 || p->lon > 180000000)) abort();
    if (p->heading != TRACK_NONE16 && (p->heading < 0 || p->heading >= 3600)) abort();
    if (p->speed != TRACK_NONE16 && p->speed < 0) abort();
    if (p->squawk != TRACK_SQUAWK_NONE && p->squawk > 7777) abort();
    if (p->air > TRACK_GROUND) abort();
}

static int take(void *arg, const struct sbs_record *r, struct err *e) {
    const struct track_point *p = &r->point;

    (void)e;
    check(p);
    if (r->hex > 0xffffff || r->type < 1 || r->type > 8) abort();
    buf_printf(arg, "%" PRId64 " %x %d %d %d %d %d %d %" PRId64 " %d %d %d %d %d %d %d %d %.8s\n",
               r->line, (unsigned)r->hex, r->other, r->type, r->alert, r->emergency,
               (int)r->receivers, (int)r->error_m, p->ms, (int)p->lat, (int)p->lon, (int)p->alt_ft,
               p->speed, p->heading, (int)p->rate_fpm, p->squawk, p->air, p->callsign);
    return 0;
}

static struct sbs feed(struct span text, size_t piece, const struct sbs_options *o,
                       struct buf *out) {
    struct sbs s;
    struct err e = {0};
    int64_t sum;

    if (sbs_begin(&s, o, take, out, &e) < 0) abort();
    for (size_t i = 0; i < text.n; i += piece) {
        struct span part = {text.p + i, text.n - i < piece ? text.n - i : piece};

        if (sbs_feed(&s, part, &e) < 0) abort();
    }
    if (sbs_end(&s, &e) < 0) abort();
    sum = s.taken + s.passed + s.starts;
    for (int i = 0; i < SBS_REASONS; i++) sum += s.refused[i].n;
    if (sum != s.lines) abort();
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct sbs_options o = {.start_ms = SBS_NO_START};
    struct buf whole = {0}, parts = {0};
    struct span text;

    if (!n) return 0;
    text = (struct span){(const char *)data + 1, n - 1};
    if (data[0] & 1) o.start_ms = 1000;
    o.trust_start = data[0] & 2;
    o.zone_minutes = data[0] & 4 ? 600 : 0;
    feed(text, text.n ? text.n : 1, &o, &whole);
    feed(text, 1 + data[0] / 8, &o, &parts);
    if (!span_eq(buf_span(&whole), buf_span(&parts))) abort();
    buf_fini(&whole);
    buf_fini(&parts);
    return 0;
}
