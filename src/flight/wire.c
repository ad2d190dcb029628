/* SPDX-License-Identifier: Apache-2.0 */
/* A point is two bytes that say which fields differ from the point before it, and these fields:
 * numbers as differences, zigzag and seven bits a byte (as in protocol buffers), the rest as they
 * stand. The first one is held against a point of zeros. */
#include "flight/wire.h"

enum {
    MS,
    LAT,
    LON,
    ALT,
    GEOM,
    RATE,
    SPEED,
    HEADING,
    NUMBERS,
    SQUAWK = NUMBERS,
    KIND,
    WHOLE,
    SIGN
};
#define POINT_MOST 96 /* bytes: eight numbers of ten, two of mask, 2 + 3 + 3 + 8 */

static void numbers(const struct track_point *p, int64_t v[NUMBERS]) {
    v[MS] = p->ms;
    v[LAT] = p->lat;
    v[LON] = p->lon;
    v[ALT] = p->alt_ft;
    v[GEOM] = p->alt_geom_ft;
    v[RATE] = p->rate_fpm;
    v[SPEED] = p->speed;
    v[HEADING] = p->heading;
}

static unsigned char *put_number(unsigned char *to, int64_t v, int64_t before) {
    uint64_t d = (uint64_t)v - (uint64_t)before; /* wraps, and wraps back */

    for (d = d << 1 ^ (d >> 63 ? UINT64_MAX : 0); d >= 128; d >>= 7)
        *to++ = (unsigned char)(d | 128);
    *to++ = (unsigned char)d;
    return to;
}

static unsigned rest_differs(const struct track_point *p, const struct track_point *q) {
    unsigned mask = 0;

    if (p->squawk != q->squawk) mask |= 1u << SQUAWK;
    if (p->air != q->air || p->source != q->source || p->flags != q->flags) mask |= 1u << KIND;
    if (p->nic != q->nic || p->sil != q->sil || p->adsb != q->adsb) mask |= 1u << WHOLE;
    if (memcmp(p->callsign, q->callsign, sizeof p->callsign) != 0) mask |= 1u << SIGN;
    return mask;
}

static unsigned char *put_rest(unsigned char *to, const struct track_point *p, unsigned mask) {
    if (mask & 1u << SQUAWK) {
        *to++ = (unsigned char)(p->squawk & 255);
        *to++ = (unsigned char)(p->squawk >> 8);
    }
    if (mask & 1u << KIND) {
        *to++ = p->air;
        *to++ = p->source;
        *to++ = p->flags;
    }
    if (mask & 1u << WHOLE) {
        *to++ = (unsigned char)p->nic;
        *to++ = (unsigned char)p->sil;
        *to++ = (unsigned char)p->adsb;
    }
    if (mask & 1u << SIGN) {
        memcpy(to, p->callsign, sizeof p->callsign);
        to += sizeof p->callsign;
    }
    return to;
}

void wire_write(struct buf *b, const struct track_point *p, size_t n) {
    struct track_point before = {0};
    int64_t old[NUMBERS], v[NUMBERS];

    numbers(&before, old);
    for (size_t i = 0; i < n; i++) {
        unsigned char room[POINT_MOST], *to = room + 2;
        unsigned mask = rest_differs(&p[i], &before);

        numbers(&p[i], v);
        for (unsigned k = 0; k < NUMBERS; k++)
            if (v[k] != old[k]) {
                mask |= 1u << k;
                to = put_number(to, v[k], old[k]);
            }
        to = put_rest(to, &p[i], mask);
        room[0] = (unsigned char)(mask & 255);
        room[1] = (unsigned char)(mask >> 8);
        buf_add(b, (struct span){(const char *)room, (size_t)(to - room)});
        before = p[i];
        memcpy(old, v, sizeof old);
    }
}

struct in {
    const unsigned char *p, *end;
    bool broken;
};

static unsigned take(struct in *in) {
    if (in->p < in->end) return *in->p++;
    in->broken = true;
    return 0;
}

static int64_t take_number(struct in *in, int64_t before) {
    uint64_t d = 0;
    unsigned c = 128;

    for (unsigned shift = 0; c & 128 && shift < 64; shift += 7) {
        c = take(in);
        d |= (uint64_t)(c & 127) << shift;
    }
    if (c & 128) in->broken = true;
    d = d >> 1 ^ (d & 1 ? UINT64_MAX : 0);
    return (int64_t)((uint64_t)before + d);
}

static void take_rest(struct in *in, struct track_point *p, unsigned mask) {
    if (mask & 1u << SQUAWK) {
        unsigned low = take(in);

        p->squawk = (uint16_t)(low | take(in) << 8);
    }
    if (mask & 1u << KIND) {
        p->air = (uint8_t)take(in);
        p->source = (uint8_t)take(in);
        p->flags = (uint8_t)take(in);
    }
    if (mask & 1u << WHOLE) {
        p->nic = (int8_t)take(in);
        p->sil = (int8_t)take(in);
        p->adsb = (int8_t)take(in);
    }
    if (mask & 1u << SIGN)
        for (size_t i = 0; i < sizeof p->callsign; i++) p->callsign[i] = (char)take(in);
}

bool wire_read(struct span s, struct track_point *out, size_t n) {
    struct in in = {(const unsigned char *)s.p, (const unsigned char *)s.p + s.n, false};
    struct track_point p = {0};
    int64_t v[NUMBERS];

    numbers(&p, v);
    for (size_t i = 0; i < n && !in.broken; i++) {
        unsigned mask = take(&in);

        mask |= take(&in) << 8;
        for (unsigned k = 0; k < NUMBERS; k++)
            if (mask & 1u << k) v[k] = take_number(&in, v[k]);
        take_rest(&in, &p, mask);
        p.ms = v[MS];
        p.lat = (int32_t)v[LAT];
        p.lon = (int32_t)v[LON];
        p.alt_ft = (int32_t)v[ALT];
        p.alt_geom_ft = (int32_t)v[GEOM];
        p.rate_fpm = (int32_t)v[RATE];
        p.speed = (int16_t)v[SPEED];
        p.heading = (int16_t)v[HEADING];
        out[i] = p;
    }
    return !in.broken && in.p == in.end;
}
