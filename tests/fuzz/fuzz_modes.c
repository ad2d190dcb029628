/* SPDX-License-Identifier: Apache-2.0 */
/* Messages whose parity is right, since a mutated one seldom is: of each 16 bytes two are time passed
 * and fourteen a message, whose parity is made here and whose address is one of four. Always: fields
 * are within what they can be, positions on the globe, and two positions of an aircraft within reach
 * of each other, unless the decoder says that it replaced one. */
#include "base/buf.h"
#include "format/decoder.h"

#include <stdlib.h>
#include <string.h>

#define START INT64_C(1700000000000)
#define ITEM 16
#define CRAFT 8 /* addresses, ICAO's or not */
#define LIMIT_M_PER_MS 0.334
#define SLACK_M 450.0 /* of the decoder, and rounding */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct run {
    struct decoder *d;
    struct track_point last[CRAFT];
    uint64_t replaced;
    struct buf log;
};

static void check_said(const struct modes_message *m) {
    if (m->has & MODES_ALT && (m->alt_ft < -1300 || m->alt_ft > 130000)) abort();
    if (m->has & (MODES_TRACK | MODES_HEADING) && (m->heading < 0 || m->heading > 3599)) abort();
    if (m->has & MODES_SPEED && m->speed < 0) abort();
    if (m->has & MODES_RATE && abs(m->rate_fpm) > 510 * 64) abort();
    if (m->has & MODES_SQUAWK)
        for (unsigned s = m->squawk, i = 0; i < 4 || s; i++, s /= 10)
            if (i == 4 || s % 10 > 7) abort();
    if (m->has & (MODES_CALLSIGN | MODES_COMMB))
        for (size_t i = 0; i < 8; i++)
            if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789", m->callsign[i])) abort();
    if (m->has & MODES_POSITION && (m->cpr_lat >> 17 || m->cpr_lon >> 17)) abort();
}

static void on_message(void *user, const struct decoder_message *m) {
    (void)user;
    check_said(m->said);
    if (!m->said->hex || m->said->hex >> 24 || m->fix >= DECODER_FIXES) abort();
    if ((m->lat == TRACK_NONE) != (m->fix < DECODER_PAIR || m->fix > DECODER_RECEIVER)) abort();
}

/* On a flat map, at the latitude nearer to the pole: not more than the decoder's own measure. */
static double metres(const struct track_point *a, const struct track_point *b) {
    double dy = (b->lat - a->lat) / 1e6, dx = (b->lon - a->lon) / 1e6;
    double top = abs(a->lat) > abs(b->lat) ? abs(a->lat) / 1e6 : abs(b->lat) / 1e6;
    double c = top < 89 ? 1 - top / 90 : 0; /* below the cosine */

    if (dx > 180) dx -= 360;
    if (dx < -180) dx += 360;
    dx *= c;
    return 111195 * (dy * dy > dx * dx ? (dy < 0 ? -dy : dy) : (dx < 0 ? -dx : dx));
}

static void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    struct run *r = user;
    struct track_point *last = &r->last[(hex & 3) * 2 + other];
    uint64_t replaced = decoder_stats(r->d)->replaced;

    if (p->lat < -90000000 || p->lat > 90000000 || p->lon < -180000000 || p->lon > 180000000)
        abort();
    if (p->ms < START - 60000 || p->nic < -1 || p->nic > 11 || p->sil > 3 || p->adsb > 2) abort();
    if (last->ms && replaced == r->replaced &&
        (p->ms < last->ms ||
         metres(last, p) > SLACK_M + LIMIT_M_PER_MS * (double)(p->ms - last->ms)))
        abort();
    r->replaced = replaced;
    *last = *p;
    buf_add(&r->log, (struct span){(const char *)p, sizeof *p});
}

/* One message with its parity made good, as a line with ticks of 12 MHz. */
static void line(struct buf *out, const uint8_t *item, uint64_t *ms) {
    uint8_t b[MODES_ROOM] = {0};
    unsigned df = item[2] >> 3;
    size_t n = df < 16 ? MODES_SHORT : MODES_LONG;
    bool squits = df == 11 || df == 17 || df == 18;
    uint32_t r;

    *ms += (uint64_t)item[0] * (item[1] & 0x80 ? 1000 : 10);
    memcpy(b, item + 2, n);
    if (squits) b[1] = 0x40, b[2] = 0x62, b[3] = 0x1c | (b[3] & 3);
    b[n - 3] = b[n - 2] = b[n - 1] = 0;
    r = modes_remainder(b, n) ^ (squits ? 0 : 0x40621c | (item[1] & 3));
    for (size_t i = 0; i < 3; i++) b[n - 3 + i] = (uint8_t)(r >> (16 - 8 * i));
    buf_printf(out, "@%012llX", (unsigned long long)(*ms * 12000 + 1));
    for (size_t i = 0; i < n; i++) buf_printf(out, "%02X", b[i]);
    buf_puts(out, ";\n");
}

static void decode(struct run *r, struct decoder_options *opt, struct span s, size_t piece) {
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    opt->user = r;
    r->d = decoder_begin(&a, opt);
    for (size_t i = 0; i < s.n; i += piece)
        decoder_feed(r->d, s.p + i, s.n - i < piece ? s.n - i : piece);
    decoder_end(r->d);
    arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct decoder_options opt = {.frames = {.anchored = true, .start_ms = START},
                                  .message = on_message,
                                  .point = on_point,
                                  .aircraft = 16};
    struct run whole = {0}, pieces = {0};
    struct buf in = {0};
    uint64_t ms = 0;

    if (n < 1 + ITEM) return 0;
    opt.has_receiver = data[0] & 1;
    opt.lat_deg = 52;
    opt.lon_deg = 4;
    opt.mend = data[0] & 2;
    opt.sort_ms = data[0] & 4 ? 1000 : 0;
    for (size_t i = 1; i + ITEM <= n; i += ITEM) line(&in, data + i, &ms);
    decode(&whole, &opt, buf_span(&in), SIZE_MAX);
    decode(&pieces, &opt, buf_span(&in), 5);
    if (!span_eq(buf_span(&whole.log), buf_span(&pieces.log))) abort();
    buf_fini(&in);
    buf_fini(&whole.log);
    buf_fini(&pieces.log);
    return 0;
}
