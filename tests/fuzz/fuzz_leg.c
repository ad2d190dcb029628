/* SPDX-License-Identifier: Apache-2.0 */
/* Tracks that no aircraft flew. The first byte chooses a type, what the caller knows, and how
 * far apart points lie; then 12 bytes a point, as steps from the one before, or, with a flag,
 * raw extremes. Always: every point has one reason and they are counted, legs are in order and
 * within the track, weights and confidences are shares, and the same track a day later has the
 * same legs. */
#include "geo/place.h"
#include "leg/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define POINTS_MAX 20000
#define DAY_MS INT64_C(86400000)

static int16_t half(const uint8_t *p) {
    return (int16_t)(uint16_t)(p[0] | p[1] << 8);
}

static struct track_point extreme(const uint8_t *b) {
    static const int32_t odd[] = {INT32_MIN, INT32_MAX,  0,         -1,
                                  90000000,  -180000000, 180000000, 91000000};
    static const int64_t time[] = {INT64_MIN,       INT64_MAX,        0, -1,
                                   100000000000000, -100000000000000, 1, 1709294400000};

    return (struct track_point){.ms = time[b[1] & 7],
                                .lat = odd[b[2] & 7],
                                .lon = odd[b[3] & 7],
                                .alt_ft = odd[b[4] & 7],
                                .alt_geom_ft = odd[b[5] & 7],
                                .rate_fpm = odd[b[6] & 7],
                                .speed = half(b + 7),
                                .heading = half(b + 9),
                                .air = b[11],
                                .source = b[11],
                                .nic = -128,
                                .sil = 127,
                                .adsb = 2};
}

static struct track_point next(const struct track_point *p, const uint8_t *b, int scale) {
    struct track_point q = *p;

    if ((b[0] & 15) == 15) return extreme(b);
    q.ms += (int64_t)(uint16_t)half(b + 1) * 50 * ((b[0] & 16) ? 100 : 1);
    q.lat += half(b + 3) * scale;
    q.lon += half(b + 5) * scale;
    q.alt_ft = (b[0] & 32) ? TRACK_NONE : half(b + 7) % 600 * 100;
    q.speed = (b[0] & 64) ? TRACK_NONE16 : (int16_t)(b[9] * 30);
    q.heading = (int16_t)(b[10] * 14);
    q.air = b[11] % 3;
    q.source = (b[11] >> 2) % 16;
    q.sil = (int8_t)(b[0] & 3);
    q.adsb = 2;
    if (b[0] & 128) memcpy(q.callsign, b + 3, 8);
    return q;
}

static void share(double x) {
    if (!(x >= 0 && x <= 1)) abort();
}

static void check_end(const struct leg_end *e) {
    double sum = e->unlisted;

    share(e->confidence);
    share(e->p_ended);
    share(e->unlisted);
    if (e->place >= 0 && (size_t)e->place >= place_count()) abort();
    if (e->ncandidate > END_CANDIDATES) abort();
    for (size_t i = 0; i < e->ncandidate; i++) {
        share(e->candidate[i].weight);
        sum += e->candidate[i].weight;
    }
    if (sum > 1.0001) abort();
}

static void check(const struct track *t, const struct leg_list *l) {
    size_t sum = 0, last = 0;

    for (int r = 0; r < NCLEAN; r++) sum += l->clean.count[r];
    if (sum != t->n) abort();
    for (size_t i = 0; i < l->n; i++) {
        const struct leg *x = &l->leg[i];

        share(x->confidence);
        check_end(&x->from);
        check_end(&x->to);
        for (size_t k = 0; k < x->ngap; k++) share(x->gap[k].p_stop);
        if (x->flags & LEG_UNSEEN) continue;
        if (x->first > x->last || x->last >= t->n || x->first < last || x->n == 0) abort();
        last = x->last;
    }
}

static void check_lines(struct arena *a, const struct track *t, const struct leg_options *o,
                        const struct leg_list *l) {
    struct track part[LINE_MOST];
    size_t lines = line_split(a, t, &l->clean, part), sum = 0;

    if (lines < 1 || lines > LINE_MOST) abort();
    for (size_t k = 0; k < lines; k++) {
        struct leg_list own;

        sum += part[k].n;
        if (lines == 1) break;
        leg_build(a, &part[k], o, &own);
        check(&part[k], &own);
    }
    if (sum != t->n) abort();
}

static void compare(const struct leg_list *l, const struct leg_list *m) {
    if (l->n != m->n) abort();
    for (size_t i = 0; i < l->n; i++)
        if (l->leg[i].first != m->leg[i].first || l->leg[i].to.place != m->leg[i].to.place ||
            l->leg[i].to.status != m->leg[i].to.status)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const char *const types[] = {"", "B744", "C172", "EC35", "GLID", "F16", "BALL", "DH8D"};
    static struct arena places; /* made once: the table does not change */
    static struct near_index near_places;
    struct track_point *point, at = {.ms = 1709294400000,
                                     .lat = 44882000,
                                     .lon = -93222000,
                                     .alt_geom_ft = TRACK_NONE,
                                     .rate_fpm = TRACK_NONE,
                                     .squawk = TRACK_SQUAWK_NONE,
                                     .nic = 8,
                                     .sil = 3,
                                     .adsb = 2};
    struct leg_options o = {.from_ms = CLEAN_NO_MS, .to_ms = CLEAN_NO_MS};
    struct track t = {0};
    struct leg_list l, m;
    struct arena a;
    bool wild = false;

    if (n < 1 || n > POINTS_MAX * 12) return 0;
    if (!near_places.start) {
        arena_init(&places, (size_t)8 << 20);
        near_build(&places, &near_places);
    }
    memcpy(t.type, types[data[0] & 7], strlen(types[data[0] & 7]));
    if (data[0] & 8) o.near = &near_places;
    if (data[0] & 16) o.from_ms = at.ms, o.to_ms = at.ms + DAY_MS;
    o.dense = (data[0] & 32) != 0;
    arena_init(&a, (size_t)512 << 20);
    t.point = point = ARENA_ARRAY(&a, struct track_point, n / 12 + 1);
    for (size_t i = 1; i + 12 <= n; i += 12) {
        point[t.n] = next(&at, data + i, data[0] & 64 ? 40 : 1);
        wild |= (data[i] & 15) == 15;
        if ((data[i] & 15) != 15 && labs(point[t.n].lat) <= 89000000 &&
            labs(point[t.n].lon) <= 179000000)
            at = point[t.n];
        t.n++;
    }
    leg_build(&a, &t, &o, &l);
    check(&t, &l);
    check_lines(&a, &t, &o, &l);
    if (!wild && !(data[0] & 16)) {
        for (size_t i = 0; i < t.n; i++) point[i].ms += DAY_MS;
        leg_build(&a, &t, &o, &m);
        compare(&l, &m);
    }
    arena_fini(&a);
    return 0;
}
