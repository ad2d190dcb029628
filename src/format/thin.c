/* SPDX-License-Identifier: Apache-2.0 */
#include "format/thin.h"

#include "base/num.h"
#include "format/gpsout_in.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define RAD (3.14159265358979323846 / 180)

/* ---- weights ---- */

/* On a plane that is true to scale at the latitude of the segment: good for telling which point sticks out, not for distances. */
static double off_line(const struct gpsout_point *a, const struct gpsout_point *b,
                       const struct gpsout_point *p) {
    double k = cos((a->lat + (double)b->lat) / 2e6 * RAD), bx = (b->lon - (double)a->lon) / 1e6 * k,
           by = (b->lat - (double)a->lat) / 1e6, px = (p->lon - (double)a->lon) / 1e6 * k,
           py = (p->lat - (double)a->lat) / 1e6, all = bx * bx + by * by,
           t = all > 0 ? (px * bx + py * by) / all : 0;

    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(px - t * bx, py - t * by);
}

void thin_weigh(struct arena *a, const struct gpsout_point *p, size_t n, double *weight) {
    struct range {
        size_t from, to;
        double most; /* a point is never kept longer than that which split its stretch */
    };
    VEC(struct range) todo = {0};

    for (size_t i = 0; i < n; i++) weight[i] = 0;
    if (n) weight[0] = weight[n - 1] = (double)INFINITY;
    if (n > 2) *vec_push(a, &todo) = (struct range){0, n - 1, (double)INFINITY};
    while (todo.n) {
        struct range r = todo.v[--todo.n];
        size_t far = r.from + 1;
        double best = -1;

        for (size_t i = r.from + 1; i < r.to; i++) {
            double d = off_line(&p[r.from], &p[r.to], &p[i]);

            if (d > best) best = d, far = i;
        }
        weight[far] = fmin(best, r.most);
        if (far - r.from > 1) *vec_push(a, &todo) = (struct range){r.from, far, weight[far]};
        if (r.to - far > 1) *vec_push(a, &todo) = (struct range){far, r.to, weight[far]};
    }
}

/* ---- which stay ---- */

struct stroke {
    size_t leg;
    const char *gap;
    struct gpsout_piece piece;
    double *weight; /* of each vertex; negative: it is left out */
    double extent;  /* degrees; how much is lost when it is left out whole */
    size_t place;   /* in the order of the tracks: the last word of every comparison */
};
typedef VEC(struct stroke) strokes;

static void add_strokes(struct arena *a, size_t leg, const struct thin_part *part, strokes *out) {
    const struct gpsout_track one = {.part = &part->seen, .nparts = 1};
    struct gpsout_pieces cut = gpsout_cut(a, &one);

    for (size_t i = 0; i < cut.n; i++) {
        size_t n = cut.piece[i].n;
        struct gpsout_point *p = ARENA_ARRAY(a, struct gpsout_point, n);
        struct stroke *s = vec_push(a, out);

        *s = (struct stroke){leg, part->gap, cut.piece[i], ARENA_ARRAY(a, double, n), 0, out->n};
        for (size_t k = 0; k < n; k++) {
            p[k] = cut.piece[i].v[k].p;
            s->extent = fmax(s->extent, hypot((p[k].lon - (double)p[0].lon) / 1e6,
                                              (p[k].lat - (double)p[0].lat) / 1e6));
        }
        thin_weigh(a, p, n, s->weight);
    }
}

static size_t ends(const struct stroke *s) {
    return s->piece.n < 2 ? s->piece.n : 2;
}

static int by_extent(const void *x, const void *y) {
    const struct stroke *a = *(struct stroke *const *)x, *b = *(struct stroke *const *)y;

    if (a->extent != b->extent) return a->extent < b->extent ? 1 : -1;
    return a->place < b->place ? -1 : 1;
}

/* The ends of the longest; the others go. @return points left to give; *out counts those that went. */
static size_t keep_ends(struct arena *a, strokes *all, size_t most, size_t *out) {
    struct stroke **v = ARENA_ARRAY(a, struct stroke *, all->n);

    for (size_t i = 0; i < all->n; i++) v[i] = &all->v[i];
    if (all->n) qsort(v, all->n, sizeof *v, by_extent);
    for (size_t i = 0; i < all->n; i++) {
        if (ends(v[i]) <= most) {
            most -= ends(v[i]);
            continue;
        }
        for (size_t k = 0; k < v[i]->piece.n; k++) v[i]->weight[k] = -1;
        ++*out;
    }
    return most;
}

struct candidate {
    double weight, *of;
    size_t place;
};

static int by_weight(const void *x, const void *y) {
    const struct candidate *a = x, *b = y;

    if (a->weight != b->weight) return a->weight < b->weight ? 1 : -1;
    return a->place < b->place ? -1 : 1;
}

static void keep_between(struct arena *a, strokes *all, size_t room) {
    VEC(struct candidate) v = {0};

    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 1; k + 1 < all->v[i].piece.n; k++)
            if (all->v[i].weight[k] >= 0)
                *vec_push(a, &v) =
                    (struct candidate){all->v[i].weight[k], &all->v[i].weight[k], v.n};
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_weight);
    for (size_t i = room; i < v.n; i++) *v.v[i].of = -1;
}

/* ---- writing ---- */

static void degrees(struct buf *b, int32_t e6) {
    num_fixed(b, e6 / 1e6, 5);
}

static size_t write_stroke(struct buf *b, const struct stroke *s) {
    size_t n = 0;

    buf_puts(b, "{\"gap\":");
    if (s->gap)
        buf_printf(b, "\"%s\"", s->gap);
    else
        buf_puts(b, "null");
    buf_puts(b, ",\"line\":[");
    for (size_t k = 0; k < s->piece.n; k++) {
        const struct gpsout_vertex *v = &s->piece.v[k];

        if (s->weight[k] < 0) continue;
        buf_puts(b, n++ ? ",[" : "[");
        degrees(b, v->p.lon);
        buf_putc(b, ',');
        degrees(b, v->p.lat);
        if (v->between || v->p.ms == GPSOUT_NO_MS)
            buf_puts(b, ",null]");
        else
            buf_printf(b, ",%" PRId64 "]", v->p.ms);
    }
    buf_puts(b, "]}");
    return n;
}

static void word(struct buf *b, const char *key, struct span s) {
    buf_printf(b, "\"%s\":", key);
    if (!s.n) {
        buf_puts(b, "null");
    } else {
        buf_putc(b, '"');
        for (size_t i = 0; i < s.n;
             i++) { /* ids, addresses and call signs: nothing else is theirs */
            char c = s.p[i];

            if (c > ' ' && c < 127 && c != '"' && c != '\\') buf_putc(b, c);
        }
        buf_putc(b, '"');
    }
}

static size_t write_leg(struct buf *b, const struct thin_leg *l, size_t index, const strokes *all,
                        size_t *at) {
    size_t points = 0, n = 0;

    buf_putc(b, '{');
    word(b, "leg", l->leg);
    buf_putc(b, ',');
    word(b, "icao24", l->icao24);
    buf_putc(b, ',');
    word(b, "callsign", l->callsign);
    buf_puts(b, ",\"parts\":[");
    for (; *at < all->n && all->v[*at].leg == index; ++*at) {
        if (all->v[*at].weight[0] < 0) continue;
        buf_puts(b, n++ ? ",\n" : "\n");
        points += write_stroke(b, &all->v[*at]);
    }
    buf_puts(b, "]}");
    return points;
}

int thin_write(struct arena *a, const struct thin_leg *leg, size_t n, size_t most, struct buf *out,
               struct err *e) {
    size_t of = 0, points = 0, left_out = 0, at = 0;
    struct buf body = {0};
    strokes all = {0};

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < leg[i].parts; k++) {
            const struct gpsout_track one = {.part = &leg[i].part[k].seen, .nparts = 1};
            int rc = gpsout_check(&one, 1, e);

            if (rc == 0 && (of += one.part->n) > GPSOUT_POINTS)
                rc = err_set(e, RC_LIMIT, "over %zu points", GPSOUT_POINTS);
            if (rc < 0) return rc;
            add_strokes(a, i, &leg[i].part[k], &all);
        }
    keep_between(a, &all, keep_ends(a, &all, most, &left_out));
    for (size_t i = 0; i < n; i++) {
        buf_puts(&body, i ? ",\n" : "\n");
        points += write_leg(&body, &leg[i], i, &all, &at);
    }
    buf_printf(out, "{\"points\":%zu,\"of\":%zu,\"left_out\":%zu,\"legs\":[", points, of, left_out);
    buf_add(out, buf_span(&body));
    buf_puts(out, "]}\n");
    buf_fini(&body);
    return 0;
}
