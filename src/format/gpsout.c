/* SPDX-License-Identifier: Apache-2.0 */
/* GeoJSON, and what the three writers share: cutting at the 180th meridian, numbers and texts.
 *
 * Two points more than 180 degrees of longitude apart are taken to be joined the short way, over
 * the meridian; RFC 7946, 3.1.9, wants such a line cut. The latitude there is read off the
 * straight line in degrees, as the map draws it. Numbers are written from integers: the same bytes
 * everywhere. */
#include "base/utc.h"
#include "format/gpsout_in.h"

#include <inttypes.h>

#define E6 1000000
#define HALF 180000000 /* 1e-6 degree */

MUST int gpsout_check(const struct gpsout_track *track, size_t n, struct err *e) {
    size_t points = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < track[i].nparts; j++) {
            const struct gpsout_part *part = &track[i].part[j];

            points += part->n;
            if (points > GPSOUT_POINTS)
                return err_set(e, RC_LIMIT, "over %zu points", GPSOUT_POINTS);
            for (size_t k = 0; k < part->n; k++) {
                const struct gpsout_point *p = &part->point[k];

                if (p->lat < -90 * E6 || p->lat > 90 * E6 || p->lon < -HALF || p->lon > HALF)
                    return err_set(e, RC_RANGE,
                                   "track %zu: part %zu: point %zu: no position on the globe",
                                   i + 1, j + 1, k + 1);
            }
        }
    }
    return 0;
}

/* ---- the meridian ---- */

/* Where the line from a to b meets the meridian, on the side of a. */
static struct gpsout_vertex meridian(const struct gpsout_point *a, const struct gpsout_point *b) {
    int64_t east = (int64_t)b->lon - a->lon;
    int32_t side = east > 0 ? -HALF : HALF; /* the short way is the other one */
    int64_t all = east + 2 * (int64_t)side, to = (int64_t)side - a->lon;
    struct gpsout_vertex v = {.p = {.lon = side, .alt_ft = TRACK_NONE}, .between = true};

    if (!all) all = 1; /* both are on the meridian, and to is 0 */
    v.p.lat = (int32_t)(a->lat + ((int64_t)b->lat - a->lat) * to / all);
    if (a->alt_ft != TRACK_NONE && b->alt_ft != TRACK_NONE)
        v.p.alt_ft = (int32_t)(a->alt_ft + ((int64_t)b->alt_ft - a->alt_ft) * to / all);
    return v;
}

static bool same_place(const struct gpsout_point *a, const struct gpsout_point *b) {
    return a->lat == b->lat && a->lon == b->lon;
}

typedef VEC(struct gpsout_piece) pieces_vec;
typedef VEC(struct gpsout_vertex) vertex_vec;

static void close_piece(struct arena *a, pieces_vec *pieces, vertex_vec *v) {
    *vec_push(a, pieces) = (struct gpsout_piece){v->v, v->n};
    *v = (vertex_vec){0};
}

static void cut_part(struct arena *a, const struct gpsout_part *part, pieces_vec *pieces) {
    vertex_vec v = {0};

    for (size_t i = 0; i < part->n; i++) {
        const struct gpsout_point *p = &part->point[i];
        int64_t east = i ? (int64_t)p->lon - part->point[i - 1].lon : 0;

        if (east > HALF || east < -HALF) {
            struct gpsout_vertex m = meridian(&part->point[i - 1], p);

            if (!same_place(&m.p, &part->point[i - 1])) *vec_push(a, &v) = m;
            close_piece(a, pieces, &v);
            m.p.lon = -m.p.lon;
            if (!same_place(&m.p, p)) *vec_push(a, &v) = m;
        }
        *vec_push(a, &v) = (struct gpsout_vertex){*p, false};
    }
    if (v.n) close_piece(a, pieces, &v);
}

struct gpsout_pieces gpsout_cut(struct arena *a, const struct gpsout_track *t) {
    pieces_vec pieces = {0};

    for (size_t i = 0; i < t->nparts; i++) cut_part(a, &t->part[i], &pieces);
    return (struct gpsout_pieces){pieces.v, pieces.n};
}

/* ---- numbers and texts ---- */

void gpsout_degrees(struct buf *b, int32_t e6) {
    uint32_t size = e6 < 0 ? -(uint32_t)e6 : (uint32_t)e6;

    buf_printf(b, "%s%" PRIu32 ".%06" PRIu32, e6 < 0 ? "-" : "", size / E6, size % E6);
}

void gpsout_metres(struct buf *b, int32_t ft) {
    int64_t mm10 = (int64_t)ft * 3048; /* a foot is 0.3048 m */
    int64_t dm = (mm10 + (mm10 < 0 ? -500 : 500)) / 1000, size = dm < 0 ? -dm : dm;

    buf_printf(b, "%s%" PRId64 ".%" PRId64, dm < 0 ? "-" : "", size / 10, size % 10);
}

void gpsout_time(struct buf *b, int64_t ms) {
    struct utc_text t = utc_instant_text(ms);
    int fraction = (int)((ms % 1000 + 1000) % 1000);
    size_t n = strlen(t.s);

    buf_add(b, (struct span){t.s, n - 1});
    if (fraction) buf_printf(b, ".%03d", fraction);
    buf_putc(b, 'Z');
}

/* The length of the sequence that p begins with, by its first byte; 0: none begins so. */
static size_t sequence(unsigned char c) {
    if (c < 0x80) return 1;
    if (c < 0xc2) return 0;
    return c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
}

uint32_t gpsout_point_of(struct span *s) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)s->p[0];
    size_t n = sequence(first);
    uint32_t c = n == 1 ? first : first & (0x7fu >> n);
    bool good = n && n <= s->n;

    for (size_t i = 1; good && i < n; i++) {
        good = ((unsigned char)s->p[i] & 0xc0) == 0x80;
        c = c << 6 | ((unsigned char)s->p[i] & 0x3f);
    }
    good = good && c >= least[n] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
    n = good ? n : 1;
    *s = (struct span){s->p + n, s->n - n};
    return good ? c : 0xfffd;
}

void gpsout_utf8(struct buf *b, uint32_t c) {
    if (c >= 0x10000) buf_putc(b, (char)(0xf0 | c >> 18));
    if (c >= 0x10000) buf_putc(b, (char)(0x80 | (c >> 12 & 0x3f)));
    if (c >= 0x800 && c < 0x10000) buf_putc(b, (char)(0xe0 | c >> 12));
    if (c >= 0x800) buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
    if (c >= 0x80 && c < 0x800) buf_putc(b, (char)(0xc0 | c >> 6));
    buf_putc(b, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
}

/* ---- GeoJSON ---- */

static void string(struct buf *b, struct span s) {
    buf_putc(b, '"');
    while (s.n) {
        uint32_t c = gpsout_point_of(&s);

        if (!c) c = 0xfffd; /* many readers of JSON refuse a NUL */
        if (c == '"' || c == '\\') buf_putc(b, '\\');
        if (c < 0x20 || c == 0x7f)
            buf_printf(b, "\\u%04x", (unsigned)c);
        else
            gpsout_utf8(b, c);
    }
    buf_putc(b, '"');
}

enum what { COORDINATES, TIMES, ALTITUDES };

static void one(struct buf *b, const struct gpsout_vertex *v, enum what what) {
    if (what == COORDINATES) {
        buf_putc(b, '[');
        gpsout_degrees(b, v->p.lon);
        buf_putc(b, ',');
        gpsout_degrees(b, v->p.lat);
        buf_putc(b, ']');
    } else if (v->between ||
               (what == ALTITUDES ? v->p.alt_ft == TRACK_NONE : v->p.ms == GPSOUT_NO_MS)) {
        buf_puts(b, "null");
    } else if (what == ALTITUDES) {
        gpsout_metres(b, v->p.alt_ft);
    } else {
        buf_putc(b, '"');
        gpsout_time(b, v->p.ms);
        buf_putc(b, '"');
    }
}

/* Of the lines a list of lists, of the points that stand alone a flat one. */
static void lists(struct buf *b, const struct gpsout_pieces *p, bool alone, enum what what) {
    bool some = false;

    buf_putc(b, '[');
    for (size_t i = 0; i < p->n; i++) {
        if ((p->piece[i].n == 1) != alone) continue;
        if (some) buf_putc(b, ',');
        some = true;
        if (!alone) buf_putc(b, '[');
        for (size_t j = 0; j < p->piece[i].n; j++) {
            if (j) buf_putc(b, ',');
            one(b, &p->piece[i].v[j], what);
        }
        if (!alone) buf_putc(b, ']');
    }
    buf_putc(b, ']');
}

static void feature(struct buf *b, const struct gpsout_track *t, const struct gpsout_pieces *p,
                    bool alone) {
    buf_puts(b, "{\"type\":\"Feature\",\"geometry\":");
    if (!p->n) {
        buf_puts(b, "null");
    } else {
        buf_printf(b,
                   "{\"type\":\"%s\",\"coordinates\":", alone ? "MultiPoint" : "MultiLineString");
        lists(b, p, alone, COORDINATES);
        buf_putc(b, '}');
    }
    buf_puts(b, ",\"properties\":{\"name\":");
    string(b, t->name);
    buf_printf(b, ",\"altitude\":\"%s\"", GPSOUT_ALTITUDE);
    for (size_t i = 0; i < t->nproperties; i++) {
        buf_putc(b, ',');
        string(b, t->property[i].key);
        buf_putc(b, ':');
        string(b, t->property[i].value);
    }
    buf_printf(b, ",\"parts\":\"%s\",\"times\":",
               alone ? "points that stand alone" : "a gap is between two lines");
    lists(b, p, alone, TIMES);
    buf_puts(b, ",\"altitudes_m\":");
    lists(b, p, alone, ALTITUDES);
    buf_puts(b, "}}");
}

MUST int gpsout_geojson(const struct gpsout_track *track, size_t n, struct buf *out,
                        struct err *e) {
    int rc = gpsout_check(track, n, e);
    bool some = false;

    if (rc < 0) return rc;
    buf_puts(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < n; i++) {
        struct arena a;
        struct gpsout_pieces p;
        size_t alone = 0;

        arena_init(&a, GPSOUT_ARENA);
        p = gpsout_cut(&a, &track[i]);
        for (size_t j = 0; j < p.n; j++) alone += p.piece[j].n == 1;
        for (int points = 0; points < 2; points++) {
            if (points ? !alone : p.n && alone == p.n) continue;
            if (some) buf_putc(out, ',');
            some = true;
            buf_putc(out, '\n');
            feature(out, &track[i], &p, points);
        }
        arena_fini(&a);
    }
    buf_puts(out, "\n]}\n");
    return 0;
}
