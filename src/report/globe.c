/* SPDX-License-Identifier: Apache-2.0 */
/* The corridor on the globe, flattened around its own middle: azimuthal equidistant about the
 * midpoint of the two places (Snyder, "Map Projections: A Working Manual", USGS 1987, section 25).
 * The great circle through the centre is then a straight line, drawn to scale, and nothing is
 * special about the antimeridian or the poles, since every point is projected from the sphere.
 *
 * Filling. A closed curve on the sphere stays a closed curve in the plane unless it runs through
 * the antipode of the centre. The even-odd rule asks how often one crosses the coast on the way
 * from infinity, which is the antipode: so the fill is right when the antipode is sea, and inverted
 * when it is land. Then the frame itself is added as one more ring. */
#include "report/globe.h"

#include "base/arena.h"
#include "base/num.h"
#include "geo/land.h"
#include "geo/place.h"
#include "report/mark.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TAU GLOBE_TAU
#define RAD GLOBE_RAD
#define RADIUS_KM GLOBE_RADIUS_KM
#define EDGE_DEG 2.0 /* longer edges are cut up before they are projected */
#define DETAIL                                                                                     \
    0.7 /* pixels: nearer points of a coast are dropped; up to 1.6 where much of the world is in   \
           view */
#define LABEL_CHARS 24

struct globe_xy globe_project(const struct globe *v, double lat, double lon) {
    double d = lon - v->lon, sl = sin(lat), cl = cos(lat), cd = cos(d);
    double cos_c = fmin(1, fmax(-1, v->sin_lat * sl + v->cos_lat * cl * cd)), c = acos(cos_c);
    double k = c < 1e-9 ? 1 : c > TAU / 2 - 1e-6 ? 1e6 : c / sin(c);

    return (struct globe_xy){v->w / 2 + v->scale * k * cl * sin(d),
                             v->h / 2 - v->scale * k * (v->cos_lat * sl - v->sin_lat * cl * cd)};
}

typedef VEC(struct globe_xy) ring_t;

/* One side of the frame (Sutherland and Hodgman 1974): keeps what lies on the inner side of x = at
 * or y = at. */
static void clip_side(struct arena *a, const ring_t *in, ring_t *out, bool vertical, double at,
                      double sign) {
    out->n = 0;
    for (size_t i = 0; i < in->n; i++) {
        struct globe_xy p = in->v[i ? i - 1 : in->n - 1], q = in->v[i];
        double dp = sign * ((vertical ? p.x : p.y) - at), dq = sign * ((vertical ? q.x : q.y) - at);

        if ((dp < 0) != (dq < 0)) {
            double t = dp / (dp - dq);

            *vec_push(a, out) = (struct globe_xy){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
        }
        if (dq >= 0) *vec_push(a, out) = q;
    }
}

static void project_ring(struct arena *a, const struct globe *v, struct land_ring r, ring_t *out) {
    out->n = 0;
    for (size_t i = 0; i + 1 < r.n; i++) {
        double lon = r.lonlat[2 * i] / 100.0, lat = r.lonlat[2 * i + 1] / 100.0;
        double dlon = r.lonlat[2 * i + 2] / 100.0 - lon, dlat = r.lonlat[2 * i + 3] / 100.0 - lat;
        int parts = 1 + (int)(fmax(fabs(dlon), fabs(dlat)) / EDGE_DEG);

        for (int k = 0; k < parts; k++)
            *vec_push(a, out) =
                globe_project(v, (lat + dlat * k / parts) * RAD, (lon + dlon * k / parts) * RAD);
    }
}

/* Writes the ring without what is too fine to see; nothing at all when it is a speck. */
static void write_ring(struct svg *s, const ring_t *r, double detail) {
    struct globe_xy lo = {1e9, 1e9}, hi = {-1e9, -1e9}, last = {-1e9, -1e9};
    bool begun = false;

    for (size_t i = 0; i < r->n; i++) {
        lo = (struct globe_xy){fmin(lo.x, r->v[i].x), fmin(lo.y, r->v[i].y)};
        hi = (struct globe_xy){fmax(hi.x, r->v[i].x), fmax(hi.y, r->v[i].y)};
    }
    if (r->n < 3 || hi.x - lo.x + hi.y - lo.y < 3 * detail) return;
    for (size_t i = 0; i < r->n; i++) {
        if (hypot(r->v[i].x - last.x, r->v[i].y - last.y) < detail) continue;
        last = r->v[i];
        svg_point(s, begun ? 'L' : 'M', last.x, last.y);
        begun = true;
    }
    buf_putc(s->b, 'Z');
}

static bool ring_holds(struct land_ring r, double lat, double lon) {
    bool in = false;

    for (size_t i = 0; i + 1 < r.n; i++) {
        double x1 = r.lonlat[2 * i] / 100.0, y1 = r.lonlat[2 * i + 1] / 100.0;
        double x2 = r.lonlat[2 * i + 2] / 100.0, y2 = r.lonlat[2 * i + 3] / 100.0;

        if ((y1 > lat) != (y2 > lat) && lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1)) in = !in;
    }
    return in;
}

void globe_land(struct svg *s, const struct globe *v) {
    double far_lat = -v->lat / RAD, far_lon = v->lon / RAD + (v->lon > 0 ? -180 : 180);
    ring_t one = {0}, two = {0};
    double detail = fmin(1.6, fmax(DETAIL, RADIUS_KM / v->scale / 8));
    bool inverted = false;
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    buf_puts(s->b, "<path class=\"land\" d=\"");
    for (size_t i = 0; i < land_count(); i++) {
        struct land_ring r = land_at(i);

        if (ring_holds(r, far_lat, far_lon)) inverted = !inverted;
        project_ring(&a, v, r, &one);
        clip_side(&a, &one, &two, true, -1, 1);
        clip_side(&a, &two, &one, true, v->w + 1, -1);
        clip_side(&a, &one, &two, false, -1, 1);
        clip_side(&a, &two, &one, false, v->h + 1, -1);
        write_ring(s, &one, detail);
    }
    if (inverted)
        buf_printf(s->b, "M-1 -1L%d -1L%d %dL-1 %dZ", (int)v->w + 1, (int)v->w + 1, (int)v->h + 1,
                   (int)v->h + 1);
    buf_puts(s->b, "\"/>");
    arena_fini(&a);
}

/* A meridian or a parallel, as far as the frame can show it. */
struct line {
    bool meridian;
    int deg;          /* of it */
    double mid, span; /* degrees along it: from mid + span, in the north or east, to mid - span */
};

/* The point a share t of the way along. @return false: beyond a pole, or outside the frame */
static bool line_at(const struct globe *v, const struct line *l, double t, struct globe_xy *out) {
    double along = l->mid + l->span - 2 * l->span * t;

    if (l->meridian && fabs(along) > 90) return false;
    *out = l->meridian ? globe_project(v, along * RAD, l->deg * RAD)
                       : globe_project(v, l->deg * RAD, along * RAD);
    return out->x >= -20 && out->x <= v->w + 20 && out->y >= -20 && out->y <= v->h + 20;
}

static void line_name(const struct line *l, char *out, size_t size) {
    int deg = l->meridian ? (l->deg + 540) % 360 - 180 : l->deg; /* -180 to 179 */
    const char *side = l->meridian ? (deg < 0 ? "W" : "E") : (deg < 0 ? "S" : "N");

    snprintf(out, size, "%d°%s", abs(deg), deg == 0 || deg == -180 ? "" : side);
}

/* Where meridians are named along the top. Near a pole they come close, and some go without. */
struct names {
    double x[40];
    int n;
};

static bool room_for(struct names *names, double x) {
    for (int i = 0; i < names->n; i++)
        if (fabs(names->x[i] - x) < 40) return false;
    if (names->n == 40) return false;
    names->x[names->n++] = x;
    return true;
}

/* Its name goes where it comes in at the top (meridians) or at the left. */
static void draw_line(struct svg *s, const struct globe *v, const struct line *l,
                      struct names *names) {
    bool drawing = false, named = false;
    struct globe_xy p, name_at = {0};
    char name[24];

    buf_puts(s->b, "<path class=\"grat\" d=\"");
    for (int i = 0; i <= 480; i++) {
        if (!line_at(v, l, i / 480.0, &p)) {
            drawing = false;
            continue;
        }
        if (!named && (l->meridian ? p.y >= 0 && p.y < 8 : p.x >= 0 && p.x < 8)) {
            named = l->meridian ? p.x > 34 && p.x < v->w - 34 : p.y > 30 && p.y < v->h - 8;
            name_at = l->meridian ? (struct globe_xy){p.x + 3, 12} : (struct globe_xy){4, p.y - 4};
        }
        if (!drawing || i % 5 == 0) svg_point(s, drawing ? 'L' : 'M', p.x, p.y);
        drawing = true;
    }
    buf_puts(s->b, "\"/>");
    line_name(l, name, sizeof name);
    if (named && (!l->meridian || room_for(names, name_at.x)))
        svg_text(s, "geo", name_at.x, name_at.y, name);
}

void globe_lines(struct svg *s, const struct globe *v) {
    static const int steps[] = {30, 20, 10, 5, 2, 1};
    double reach = hypot(v->w, v->h) / 2 / v->scale / RAD, lat = v->lat / RAD, lon = v->lon / RAD;
    double span = fmin(reach / fmax(v->cos_lat, 0.1), 180);
    struct names names = {0};
    int step = 30;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (reach / steps[i] < 3.2) step = steps[i];
    if (reach > 95) return; /* most of a hemisphere: the lines would say more than the land */
    for (int d = (int)ceil((lat - reach) / step) * step; d <= lat + reach; d += step)
        if (abs(d) < 90) draw_line(s, v, &(struct line){false, d, lon, span}, &names);
    for (int d = (int)ceil((lon - span) / step) * step; d <= lon + span && d < lon - span + 360;
         d += step)
        draw_line(s, v, &(struct line){true, d, lat, reach}, &names);
}

static bool boxes_meet(struct globe_box a, struct globe_box b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool box_on_line(struct globe_box b, struct globe_xy from, struct globe_xy to) {
    for (int i = 0; i <= 100; i++) {
        double x = from.x + (to.x - from.x) * i / 100, y = from.y + (to.y - from.y) * i / 100;

        if (x > b.x - 3 && x < b.x + b.w + 3 && y > b.y - 3 && y < b.y + b.h + 3) return true;
    }
    return false;
}

struct globe_box globe_name(struct svg *s, const struct globe *v, struct globe_xy at,
                            const char *name, const char *code, const struct globe_box *taken,
                            int ntaken) {
    struct buf cut = {0};
    double w, h = code ? 30 : 16;
    struct globe_box best = {0};
    int least = 1000;

    mark_cut(&cut, name, LABEL_CHARS);
    w = fmin(mark_width(name, 15.4), LABEL_CHARS * 15.4 * 0.62); /* 14 pixels, bold */
    for (int i = 0; i < 4; i++) {
        struct globe_box b = {i == 0   ? at.x + 9
                              : i == 1 ? at.x - 9 - w
                                       : at.x - w / 2,
                              i < 2    ? at.y - 12
                              : i == 2 ? at.y - 9 - h
                                       : at.y + 9,
                              w, h};
        int cost = i;

        if (i >= 2) b.x = fmin(fmax(b.x, 34), v->w - 4 - w);
        if (b.x < 34 || b.y < 16 || b.x + w > v->w - 2 || b.y + h > v->h - 4) cost += 100;
        if (box_on_line(b, v->from, v->to)) cost += 40;
        for (int k = 0; k < ntaken; k++)
            if (boxes_meet(b, taken[k])) cost += 200;
        if (cost < least) {
            least = cost;
            best = b;
        }
    }
    best.x = fmax(2, fmin(best.x, v->w - 2 - w));
    svg_open(s, "town", best.x, best.y + 13);
    buf_add(s->b, buf_span(&cut));
    buf_puts(s->b, "</text>");
    if (code) svg_text(s, "geo halo", best.x, best.y + 27, code);
    buf_fini(&cut);
    return best;
}

struct globe_box globe_scale(struct svg *s, const struct globe *v) {
    static const int round_km[] = {10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    int km = round_km[0];
    struct buf b = {0};
    double w, x, y = v->h - 12;

    for (size_t i = 0; i < sizeof round_km / sizeof *round_km; i++)
        if (round_km[i] / RADIUS_KM * v->scale <= 90) km = round_km[i];
    w = km / RADIUS_KM * v->scale;
    x = v->w - 12 - w;
    svg_line(s, "scalebar", x, y, x + w, y);
    svg_line(s, "scalebar", x, y - 3, x, y + 3);
    svg_line(s, "scalebar", x + w, y - 3, x + w, y + 3);
    num_people(&b, km);
    buf_puts(&b, " km");
    svg_text(s, "geo halo m", x + w / 2, y - 6, b.p);
    buf_fini(&b);
    return (struct globe_box){x - 6, y - 22, w + 12, 34};
}
