/* SPDX-License-Identifier: Apache-2.0 */
/* The tracks on the map. A solid line is where an aircraft was seen, and nothing else is: a gap is broken, in a pattern that says
 * why it was not seen, on the great circle between what was seen before and after, and an end that was lost is an open fork that
 * leads nowhere. No line is drawn from the last point to an airport: nobody saw that.
 *
 * Many legs lie on each other. They get thinner and let others through; their coasts of vertices are thinned (Douglas and Peucker
 * 1973), the more the more legs there are; and the patterns of gaps are set off from one origin along the corridor, not from where
 * each gap begins, so that gaps side by side keep their breaks side by side and do not add up to a solid line. */
#include "base/track.h"
#include "report/chart.h"
#include "report/flown.h"
#include "report/globe.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>
#include <stdio.h>

#define RAD GLOBE_RAD
#define HEIGHT_WIDE 380.0
#define HEIGHT_SMALL 300.0
#define VERTICES 6000   /* of all tracks in one picture, before thinning goes further */
#define DRAWN_LEGS 1000 /* more are not drawn; the table has them */
#define NUMBERED 12     /* legs; more have no room for numbers */
#define FAR_RAD 2.4     /* from the centre; beyond, a flat map shows nothing true */
#define LEGEND_LEADING 19.0

static const char *const gap_legend[FLOWN_GAPS] = {
    "not seen: a hole in the coverage", "not seen: beyond the receivers’ reach",
    "not seen: transponder off", "not seen, and why is not known"};
static const char *const end_legend[FLOWN_ENDS] = {
    "take-off or landing, seen", "take-off or landing, inferred",
    "lost: it went on out of sight, no landing", "edge: the record begins or ends here", ""};

/* Strokes and spaces by turns, pixels. Apart by rhythm: long, dots, long and short, even. */
static const struct dash {
    const char *list;
    double length;
} dash[FLOWN_GAPS] = {{"9 4", 13}, {"1.2 3.6", 4.8}, {"9 3 1.5 3", 16.5}, {"3 3", 6}};

struct stroke { /* a part in pixels */
    struct globe_xy *v;
    size_t n;
    enum flown_gap gap_after;
};
struct trail {
    const json_t *leg;
    size_t number; /* in the table, from 1 */
    struct flown_line line;
    struct stroke *v;
    size_t n;
};
struct trails {
    struct arena a;
    struct globe v;
    struct trail *trail;
    size_t n, legs, bare; /* drawn; of the corridor; without a position */
    size_t gaps[FLOWN_GAPS], ends[FLOWN_ENDS];
    double width, opacity, r; /* of lines; of end marks */
};

/* ---- what is drawn ---- */

static bool place_of(const json_t *corridor, const char *key, double *lat, double *lon) {
    const json_t *p = view_object(corridor, key);

    return view_real(p, "lat", lat) && view_real(p, "lon", lon) && fabs(*lat) <= 90 &&
           fabs(*lon) <= 180;
}

bool trails_possible(const struct chart *c) {
    double lat, lon;
    bool placed = false;
    size_t i;
    json_t *leg;

    if (!place_of(c->corridor, "origin_place", &lat, &lon) ||
        !place_of(c->corridor, "destination_place", &lat, &lon))
        return false;
    json_array_foreach(view_list(c->corridor, "legs"), i, leg) {
        struct arena a;

        arena_init(&a, (size_t)64 << 20);
        placed = flown_line(&a, leg).n > 0;
        arena_fini(&a);
        if (placed) return true;
    }
    return false;
}

static void gather(struct trails *t, const json_t *corridor) {
    const json_t *legs = view_list(corridor, "legs");
    size_t i;
    json_t *leg;

    t->legs = json_array_size(legs);
    t->trail = ARENA_ARRAY(&t->a, struct trail, t->legs);
    json_array_foreach(legs, i, leg) {
        struct trail *one = &t->trail[t->n];

        if (t->n == DRAWN_LEGS) break;
        *one = (struct trail){leg, i + 1, flown_line(&t->a, leg), NULL, 0};
        t->bare += one->line.n == 0;
        if (!one->line.n) continue;
        t->n++;
        for (size_t k = 0; k + 1 < one->line.n; k++) t->gaps[one->line.v[k].gap_after]++;
        t->ends[flown_end(view_object(leg, "off"))]++;
        t->ends[flown_end(view_object(leg, "on"))]++;
    }
}

static void weigh(struct trails *t) {
    static const struct {
        size_t legs;
        double width, opacity, r;
    } step[] = {
        {8, 1.5, 1, 3.4}, {30, 1.2, 0.8, 2.9}, {100, 0.9, 0.6, 2.2}, {SIZE_MAX, 0.7, 0.4, 1.6}};
    size_t i = 0;

    while (t->n > step[i].legs) i++;
    t->width = step[i].width;
    t->opacity = step[i].opacity;
    t->r = step[i].r;
}

/* ---- where it is drawn ---- */

/* The centre between the places, and a scale that shows both and the tracks; a track that goes far astray, over three times as far
 * out as the places, leaves the frame. */
static void frame(struct trails *t, const struct chart *c) {
    struct globe *v = &t->v;
    double lat[2] = {0}, lon[2] = {0}, s[3] = {0}, room_w, room_h, near = 0, far = 0;
    struct globe_xy p;

    place_of(c->corridor, "origin_place", &lat[0], &lon[0]);
    place_of(c->corridor, "destination_place", &lat[1], &lon[1]);
    *v = (struct globe){
        .w = c->width, .h = c->width > CHART_SMALL ? HEIGHT_WIDE : HEIGHT_SMALL, .scale = 1};
    for (int i = 0; i < 2; i++) {
        s[0] += cos(lat[i] * RAD) * cos(lon[i] * RAD);
        s[1] += cos(lat[i] * RAD) * sin(lon[i] * RAD);
        s[2] += sin(lat[i] * RAD);
    }
    v->lat = atan2(s[2], hypot(s[0], s[1]));
    v->lon = atan2(s[1], s[0]);
    v->sin_lat = sin(v->lat);
    v->cos_lat = cos(v->lat);
    room_w = v->w / 2 - (c->width > CHART_SMALL ? 150 : 60);
    room_h = v->h / 2 - 46;
    for (int i = 0; i < 2; i++) {
        p = globe_project(v, lat[i] * RAD, lon[i] * RAD);
        near = fmax(near, fmax(fabs(p.x - v->w / 2) / room_w, fabs(p.y - v->h / 2) / room_h));
    }
    near = fmin(fmax(near, 120 / GLOBE_RADIUS_KM / room_w), 3.2 / room_h);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->trail[i].line.n; k++)
            for (size_t m = 0; m < t->trail[i].line.v[k].n; m++) {
                const struct flown_point *q = &t->trail[i].line.v[k].v[m];

                p = globe_project(v, q->lat * RAD, q->lon * RAD);
                far = fmax(far, fmax(fabs(p.x - v->w / 2) / (room_w + 40),
                                     fabs(p.y - v->h / 2) / (room_h + 20)));
            }
    v->scale = 1 / fmin(fmax(near, far), 3 * near);
    v->from = globe_project(v, lat[0] * RAD, lon[0] * RAD);
    v->to = globe_project(v, lat[1] * RAD, lon[1] * RAD);
}

static bool on_map(const struct globe *v, const struct flown_point *p) {
    double cos_c = v->sin_lat * sin(p->lat * RAD) +
                   v->cos_lat * cos(p->lat * RAD) * cos(p->lon * RAD - v->lon);

    return acos(fmin(1, fmax(-1, cos_c))) < FAR_RAD;
}

/* Distance of p from the segment a to b. */
static double off_line(struct globe_xy p, struct globe_xy a, struct globe_xy b) {
    double dx = b.x - a.x, dy = b.y - a.y, d = dx * dx + dy * dy;
    double s = d > 0 ? fmin(1, fmax(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / d)) : 0;

    return hypot(p.x - a.x - s * dx, p.y - a.y - s * dy);
}

/* Keeps the ends and what lies more than `detail` off the line of those kept. With a stack, not by recursion: a track may be long. */
static struct stroke thin(struct arena *a, struct stroke in, double detail) {
    bool *keep = ARENA_ARRAY(a, bool, in.n);
    VEC(size_t) todo = {0};
    struct stroke out = {ARENA_ARRAY(a, struct globe_xy, in.n), 0, in.gap_after};

    keep[0] = keep[in.n - 1] = true;
    *vec_push(a, &todo) = 0;
    *vec_push(a, &todo) = in.n - 1;
    while (todo.n) {
        size_t hi = todo.v[--todo.n], lo = todo.v[--todo.n], at = lo;
        double most = detail;

        for (size_t i = lo + 1; i < hi; i++) {
            double d = off_line(in.v[i], in.v[lo], in.v[hi]);

            if (d <= most) continue;
            most = d;
            at = i;
        }
        if (at == lo) continue;
        keep[at] = true;
        *vec_push(a, &todo) = lo;
        *vec_push(a, &todo) = at;
        *vec_push(a, &todo) = at;
        *vec_push(a, &todo) = hi;
    }
    for (size_t i = 0; i < in.n; i++)
        if (keep[i]) out.v[out.n++] = in.v[i];
    return out;
}

/* A part whose points leave the map is left out from there to where they come back, and that is a gap too. */
static void project_part(struct trails *t, const struct flown_part *p, struct trail *out) {
    struct stroke s = {ARENA_ARRAY(&t->a, struct globe_xy, p->n), 0, FLOWN_WHY};

    for (size_t i = 0; i <= p->n; i++) {
        bool there = i < p->n && on_map(&t->v, &p->v[i]);

        if (there) s.v[s.n++] = globe_project(&t->v, p->v[i].lat * RAD, p->v[i].lon * RAD);
        if (there || !s.n) continue;
        out->v[out->n++] = s;
        if (i < p->n)
            s = (struct stroke){ARENA_ARRAY(&t->a, struct globe_xy, p->n - i), 0, FLOWN_WHY};
    }
    if (out->n) out->v[out->n - 1].gap_after = p->gap_after;
}

static size_t most_strokes(const struct flown_line *l) {
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) n += l->v[i].n / 2 + 1;
    return n;
}

static void lay_out(struct trails *t) {
    size_t vertices;
    double detail = 0.4;

    for (size_t i = 0; i < t->n; i++) {
        struct trail *one = &t->trail[i];

        one->v = ARENA_ARRAY(&t->a, struct stroke, most_strokes(&one->line));
        for (size_t k = 0; k < one->line.n; k++) project_part(t, &one->line.v[k], one);
    }
    do {
        vertices = 0;
        for (size_t i = 0; i < t->n; i++)
            for (size_t k = 0; k < t->trail[i].n; k++) {
                t->trail[i].v[k] = thin(&t->a, t->trail[i].v[k], detail);
                vertices += t->trail[i].v[k].n;
            }
        detail *= 1.6;
    } while (vertices > VERTICES && detail < 4);
}

/* ---- lines ---- */

static void write_name(struct buf *b, const json_t *leg) {
    static const char *const part[] = {"callsign", "registration", "type", "icao24"};
    const char *utc = view_text(view_object(leg, "off"), "utc");
    bool some = false;

    if (!utc) utc = view_text(view_object(leg, "on"), "utc");
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const char *s = view_text(leg, part[i]);

        if (!s || (i == 3 && some)) continue;
        if (some) buf_puts(b, ", ");
        mark_text(b, s);
        some = true;
    }
    if (!utc) return;
    if (some) buf_puts(b, ", ");
    mark_cut(b, utc, 24);
}

static void draw_solid(struct svg *s, const struct trail *t) {
    bool any = false;

    for (size_t i = 0; i < t->n; i++) any |= t->v[i].n > 1;
    if (!any) return;
    buf_puts(s->b, "<path class=\"trail\" d=\"");
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; t->v[i].n > 1 && k < t->v[i].n; k++)
            svg_point(s, k ? 'L' : 'M', t->v[i].v[k].x, t->v[i].v[k].y);
    buf_puts(s->b, "\"/>");
}

/* Where the pattern of a gap that goes from a to b must begin so that it runs on from the corridor's origin. */
static double phase(const struct globe *v, struct globe_xy a, struct globe_xy b, double length) {
    double dx = v->to.x - v->from.x, dy = v->to.y - v->from.y, d = fmax(hypot(dx, dy), 1e-9);
    double along = ((a.x - v->from.x) * dx + (a.y - v->from.y) * dy) / d;
    bool with = (b.x - a.x) * dx + (b.y - a.y) * dy >= 0;
    double at = fmod(with ? along : -along, length);

    return at < 0 ? at + length : at;
}

/* On the great circle, by steps of two degrees: gaps over oceans are long. */
static void gap_path(struct svg *s, const struct trails *t, const struct flown_point *a,
                     const struct flown_point *b) {
    double p[2][3], cos_d = 0, d;
    int steps;

    for (int i = 0; i < 2; i++) {
        const struct flown_point *q = i ? b : a;

        p[i][0] = cos(q->lat * RAD) * cos(q->lon * RAD);
        p[i][1] = cos(q->lat * RAD) * sin(q->lon * RAD);
        p[i][2] = sin(q->lat * RAD);
    }
    for (int k = 0; k < 3; k++) cos_d += p[0][k] * p[1][k];
    d = acos(fmin(1, fmax(-1, cos_d)));
    steps = d < 1e-6 || d > 3.1 ? 1 : 1 + (int)(d / RAD / 2);
    for (int i = 0; i <= steps; i++) {
        double u = (double)i / steps, f = steps == 1 ? 1 - u : sin((1 - u) * d) / sin(d),
               g = steps == 1 ? u : sin(u * d) / sin(d), q[3];
        struct globe_xy at;

        for (int k = 0; k < 3; k++) q[k] = f * p[0][k] + g * p[1][k];
        at = globe_project(&t->v, atan2(q[2], hypot(q[0], q[1])), atan2(q[1], q[0]));
        svg_point(s, i ? 'L' : 'M', at.x, at.y);
    }
}

static void draw_gaps(struct svg *s, const struct trails *t, const struct trail *one) {
    for (size_t i = 0; i + 1 < one->line.n; i++) {
        const struct flown_part *p = &one->line.v[i];
        const struct flown_point *a = &p->v[p->n - 1], *b = &p[1].v[0];
        const struct dash *d = &dash[p->gap_after];
        struct globe_xy from, to;

        if (!on_map(&t->v, a) || !on_map(&t->v, b)) continue;
        from = globe_project(&t->v, a->lat * RAD, a->lon * RAD);
        to = globe_project(&t->v, b->lat * RAD, b->lon * RAD);
        buf_printf(s->b, "<path class=\"gap\" stroke-dasharray=\"%s\" stroke-dashoffset=\"",
                   d->list);
        svg_num(s->b, phase(&t->v, from, to, d->length));
        buf_puts(s->b, "\" d=\"");
        gap_path(s, t, a, b);
        buf_puts(s->b, "\"/>");
    }
}

/* ---- ends ---- */

/* A mark at `at`; (dx, dy) is the way the aircraft would go on, or came from, of length 1. */
static void draw_mark(struct svg *s, enum flown_end end, struct globe_xy at, double dx, double dy,
                      double r) {
    switch (end) {
    case FLOWN_SEEN: svg_circle(s, "endseen", at.x, at.y, r); break;
    case FLOWN_INFERRED: svg_circle(s, "endring", at.x, at.y, r); break;
    case FLOWN_LOST: /* a fork, open to where it went */
        buf_puts(s->b, "<path class=\"endtick\" d=\"");
        svg_point(s, 'M', at.x + 2 * r * (dx - 0.7 * dy), at.y + 2 * r * (dy + 0.7 * dx));
        svg_point(s, 'L', at.x, at.y);
        svg_point(s, 'L', at.x + 2 * r * (dx + 0.7 * dy), at.y + 2 * r * (dy - 0.7 * dx));
        buf_puts(s->b, "\"/>");
        break;
    case FLOWN_EDGE:
        svg_line(s, "endbar", at.x - 1.7 * r * dy, at.y + 1.7 * r * dx, at.x + 1.7 * r * dy,
                 at.y - 1.7 * r * dx);
        break;
    case FLOWN_UNSAID:
    case FLOWN_ENDS: break;
    }
}

static void draw_end(struct svg *s, const struct trails *t, const struct trail *one, bool on) {
    const struct stroke *p = &one->v[on ? one->n - 1 : 0];
    struct globe_xy at = p->v[on ? p->n - 1 : 0], from = at;
    double d;

    for (size_t i = 1; i < p->n && hypot(at.x - from.x, at.y - from.y) < 2; i++)
        from = p->v[on ? p->n - 1 - i : i];
    d = hypot(at.x - from.x, at.y - from.y);
    if (d < 1e-6) { /* one point, or all at one place: along the corridor */
        from = on ? t->v.from : t->v.to;
        d = hypot(at.x - from.x, at.y - from.y);
    }
    draw_mark(s, flown_end(view_object(one->leg, on ? "on" : "off")), at,
              d < 1e-6 ? 1 : (at.x - from.x) / d, d < 1e-6 ? 0 : (at.y - from.y) / d, t->r);
}

static void draw_trail(struct svg *s, const struct trails *t, const struct trail *one) {
    if (!one->n) return;
    buf_puts(s->b, "<g><title>");
    buf_printf(s->b, "%zu: ", one->number);
    write_name(s->b, one->leg);
    buf_puts(s->b, "</title>");
    draw_gaps(s, t, one);
    draw_solid(s, one);
    draw_end(s, t, one, false);
    draw_end(s, t, one, true);
    buf_puts(s->b, "</g>\n");
}

/* ---- numbers ---- */

static double nearest(const struct trails *t, const struct trail *but, struct globe_xy p) {
    double d = 60;

    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; &t->trail[i] != but && k < t->trail[i].n; k++) {
            const struct stroke *s = &t->trail[i].v[k];

            for (size_t m = 0; m < s->n; m++)
                d = fmin(d, off_line(p, s->v[m ? m - 1 : 0], s->v[m]));
        }
    return d;
}

/* The number of a track where it is farthest from the others, beside it. */
static void draw_number(struct svg *s, const struct trails *t, const struct trail *one,
                        const struct globe_box *taken, int ntaken) {
    struct globe_xy best = {0};
    double most = -1;
    char text[24];

    for (size_t k = 0; k < one->n; k++)
        for (size_t m = 0; m < one->v[k].n; m++) {
            struct globe_xy p = one->v[k].v[m], q = one->v[k].v[m + 1 < one->v[k].n ? m + 1 : m];
            double d;

            p = (struct globe_xy){(p.x + q.x) / 2, (p.y + q.y) / 2};
            d = nearest(t, one, p);
            if (p.x < 16 || p.y < 22 || p.x > t->v.w - 16 || p.y > t->v.h - 12) continue;
            for (int i = 0; i < ntaken; i++)
                if (p.x > taken[i].x - 16 && p.x < taken[i].x + taken[i].w + 16 &&
                    p.y > taken[i].y - 10 && p.y < taken[i].y + taken[i].h + 16)
                    d = -1;
            if (d <= most) continue;
            most = d;
            best = p;
        }
    if (most < 0) return;
    snprintf(text, sizeof text, "%zu", one->number);
    svg_text(s, "num m", best.x, best.y - 4, text);
}

/* ---- legend ---- */

struct key {
    const struct svg *s;
    size_t n, columns;
    double top;
};

static struct globe_xy key_at(struct key *k) {
    size_t row = k->n / k->columns, column = k->n % k->columns;
    struct globe_xy at = {k->s->w / (double)k->columns * (double)column,
                          k->top + LEGEND_LEADING * (double)row};

    k->n++;
    return at;
}

static size_t key_count(const struct trails *t) {
    size_t n = 1;

    for (int g = 0; g < FLOWN_GAPS; g++) n += t->gaps[g] > 0;
    for (int e = 0; e < FLOWN_UNSAID; e++) n += t->ends[e] > 0;
    return n;
}

/* Only what the picture has. */
static void draw_legend(struct svg *s, const struct trails *t, double top) {
    struct key k = {s, 0, s->w > CHART_SMALL ? 2 : 1, top};
    struct globe_xy at = key_at(&k);

    svg_line(s, "trail key1", at.x, at.y + 7, at.x + 34, at.y + 7);
    svg_text(s, "key", at.x + 44, at.y + 11, "seen");
    for (int g = 0; g < FLOWN_GAPS; g++) {
        if (!t->gaps[g]) continue;
        at = key_at(&k);
        buf_printf(s->b, "<path class=\"gap key1\" stroke-dasharray=\"%s\" d=\"", dash[g].list);
        svg_point(s, 'M', at.x, at.y + 7);
        svg_point(s, 'L', at.x + 34, at.y + 7);
        buf_puts(s->b, "\"/>");
        svg_text(s, "key", at.x + 44, at.y + 11, gap_legend[g]);
    }
    for (int e = 0; e < FLOWN_UNSAID; e++) {
        if (!t->ends[e]) continue;
        at = key_at(&k);
        svg_line(s, "trail key1", at.x, at.y + 7, at.x + 22, at.y + 7);
        draw_mark(s, (enum flown_end)e, (struct globe_xy){at.x + 22, at.y + 7}, 1, 0, 3.4);
        svg_text(s, "key", at.x + 44, at.y + 11, end_legend[e]);
    }
}

/* ---- the picture ---- */

static void describe(struct buf *d, const struct trails *t, const json_t *corridor) {
    buf_puts(d, "Tracks of ");
    mark_people(d, (int64_t)t->n);
    buf_puts(d, t->n == 1 ? " flight from " : " flights from ");
    mark_text(d, view_place(corridor, true).s);
    buf_puts(d, " to ");
    mark_text(d, view_place(corridor, false).s);
    buf_puts(d, " on an outline of the land. Solid lines were seen; broken lines were not.");
    for (int g = 0; g < FLOWN_GAPS; g++)
        if (t->gaps[g]) buf_printf(d, " Gaps of class %s: %zu.", flown_gap_words[g], t->gaps[g]);
    for (int e = 0; e < FLOWN_UNSAID; e++)
        if (t->ends[e]) buf_printf(d, " Ends %s: %zu.", flown_end_words[e], t->ends[e]);
    buf_puts(d, " The table after the picture has each of them.");
}

void trails_title(const struct chart *c) {
    struct flown_tally n = flown_tally(c->corridor);

    if (n.slots) {
        buf_puts(c->b, "Of ");
        mark_people(c->b, (int64_t)n.slots);
        buf_puts(c->b, n.slots == 1 ? " flight, " : " flights, ");
        if (n.tracked)
            mark_people(c->b, (int64_t)n.tracked);
        else
            buf_puts(c->b, "none");
        buf_puts(c->b, n.tracked > 1 ? " have a track" : " has a track");
    }
    if (!n.loose) return;
    if (n.slots) buf_puts(c->b, "; ");
    mark_people(c->b, (int64_t)n.loose);
    buf_puts(c->b, n.loose == 1 ? " track belongs" : " tracks belong");
    buf_puts(c->b, " to no flight that was announced");
}

void trails_note(const struct chart *c) {
    struct trails t = {0};

    arena_init(&t.a, (size_t)1 << 31);
    gather(&t, c->corridor);
    if (t.n > 1 && t.n <= NUMBERED)
        buf_puts(c->b, "<p class=\"note\">The numbers are those of the table.</p>\n");
    if (flown_coarse(c->corridor))
        buf_puts(c->b, "<p class=\"note\">What only somebody’s own receiver heard is drawn to the "
                       "tenth of a degree.</p>\n");
    if (t.bare || t.n + t.bare < t.legs) {
        buf_puts(c->b, "<p class=\"note\">");
        mark_people(c->b, (int64_t)(t.legs - t.n));
        buf_printf(c->b, " of the tracks %s not drawn: ", t.legs - t.n == 1 ? "is" : "are");
        buf_puts(c->b, t.n + t.bare < t.legs
                           ? "there are too many, or nothing is known of where they were"
                           : "nothing is known of where the aircraft was between its ends");
        buf_puts(c->b, ". The table has them.</p>\n");
    }
    arena_fini(&t.a);
}

void trails_chart(const struct chart *c) {
    struct trails t = {0};
    struct svg s = {c->b, c->width, 0};
    struct view_name name[2] = {view_place(c->corridor, true), view_place(c->corridor, false)};
    const char *code[2] = {view_text(c->corridor, "origin"), view_text(c->corridor, "destination")};
    struct globe_box taken[3];
    struct buf d = {0};
    size_t lines;

    arena_init(&t.a, (size_t)1 << 31);
    gather(&t, c->corridor);
    weigh(&t);
    frame(&t, c);
    lay_out(&t);
    lines = c->width > CHART_SMALL ? (key_count(&t) + 1) / 2 : key_count(&t);
    s.h = t.v.h + 12 + LEGEND_LEADING * (double)lines;
    describe(&d, &t, c->corridor);
    svg_begin(&s, c->cls, c->id, "Map of the tracks", buf_span(&d));
    buf_fini(&d);
    s.h = t.v.h;
    svg_rect(&s, "sea", 0, 0, t.v.w, t.v.h);
    globe_land(&s, &t.v);
    globe_lines(&s, &t.v);
    taken[0] = globe_scale(&s, &t.v);
    svg_circle(&s, "field", t.v.from.x, t.v.from.y, 7);
    svg_circle(&s, "field", t.v.to.x, t.v.to.y, 7);
    buf_puts(s.b, "<g stroke-width=\"");
    svg_num(s.b, t.width);
    buf_puts(s.b, "\" stroke-opacity=\"");
    svg_num(s.b, t.opacity);
    buf_puts(s.b, "\">\n");
    for (size_t i = 0; i < t.n; i++) draw_trail(&s, &t, &t.trail[i]);
    buf_puts(s.b, "</g>\n");
    for (int i = 0; i < 2; i++)
        taken[i + 1] =
            globe_name(&s, &t.v, i ? t.v.to : t.v.from, name[i].s,
                       code[i] && strcmp(code[i], name[i].s) != 0 ? code[i] : NULL, taken, i + 1);
    for (size_t i = 0; t.n > 1 && t.n <= NUMBERED && i < t.n; i++)
        draw_number(&s, &t, &t.trail[i], taken, 3);
    svg_rect(&s, "below", 0, t.v.h, t.v.w, 12 + LEGEND_LEADING * (double)lines);
    draw_legend(&s, &t, t.v.h + 12);
    svg_end(&s);
    arena_fini(&t.a);
}
