/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/place.h"
#include "report/chart.h"
#include "report/globe.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>
#include <stdio.h>

#define RAD GLOBE_RAD
#define HEIGHT 286.0

static bool place_of(const json_t *corridor, const char *key, double *lat, double *lon) {
    const json_t *p = view_object(corridor, key);

    if (!view_real(p, "lat", lat) || !view_real(p, "lon", lon)) return false;
    return fabs(*lat) <= 90 && fabs(*lon) <= 180;
}

static bool ends_of(const struct chart *c, double lat[2], double lon[2]) {
    return place_of(c->corridor, "origin_place", &lat[0], &lon[0]) &&
           place_of(c->corridor, "destination_place", &lat[1], &lon[1]);
}

bool map_possible(const struct chart *c) {
    double lat[2], lon[2], d;

    if (!ends_of(c, lat, lon)) return false;
    d = place_distance_m(lat[0], lon[0], lat[1], lon[1]);
    return d > 1e3 && d < 1.9e7;
}

void map_title(const struct chart *c) {
    int64_t km;

    if (!view_int(c->corridor, "distance_km", &km)) {
        double lat[2] = {0}, lon[2] = {0};

        if (ends_of(c, lat, lon))
            km = llround(place_distance_m(lat[0], lon[0], lat[1], lon[1]) / 1000);
    }
    mark_text(c->b, view_place(c->corridor, true).s);
    buf_puts(c->b, " to ");
    mark_text(c->b, view_place(c->corridor, false).s);
    buf_puts(c->b, ", ");
    mark_people(c->b, km);
    buf_puts(c->b, " km");
}

/* The centre between the two places, and a scale that leaves their names room. */
static struct globe view_around(const struct chart *c) {
    struct globe v = {.w = c->width, .h = HEIGHT, .scale = 1};
    double lat[2] = {0}, lon[2] = {0}, s[3] = {0}, room;
    struct globe_xy p;

    ends_of(c, lat, lon);
    for (int i = 0; i < 2; i++) {
        s[0] += cos(lat[i] * RAD) * cos(lon[i] * RAD);
        s[1] += cos(lat[i] * RAD) * sin(lon[i] * RAD);
        s[2] += sin(lat[i] * RAD);
    }
    v.lat = atan2(s[2], hypot(s[0], s[1]));
    v.lon = atan2(s[1], s[0]);
    v.sin_lat = sin(v.lat);
    v.cos_lat = cos(v.lat);
    p = globe_project(&v, lat[0] * RAD, lon[0] * RAD);
    room = fmin(0.23 * v.w / fmax(fabs(p.x - v.w / 2), 1e-9),
                0.23 * v.h / fmax(fabs(p.y - v.h / 2), 1e-9));
    v.scale = fmin(room, v.w / 2 * GLOBE_RADIUS_KM / 120); /* at least 120 km to either side */
    v.from = globe_project(&v, lat[0] * RAD, lon[0] * RAD);
    v.to = globe_project(&v, lat[1] * RAD, lon[1] * RAD);
    return v;
}

static void draw_corridor(struct svg *s, const struct globe *v) {
    double dx = v->to.x - v->from.x, dy = v->to.y - v->from.y, d = hypot(dx, dy);
    struct globe_xy mid = {(v->from.x + v->to.x) / 2, (v->from.y + v->to.y) / 2};

    if (d < 1) return;
    dx /= d;
    dy /= d;
    svg_line(s, "route", v->from.x, v->from.y, v->to.x, v->to.y);
    buf_puts(s->b, "<path class=\"arrow\" d=\"");
    svg_point(s, 'M', mid.x + 8 * dx, mid.y + 8 * dy);
    svg_point(s, 'L', mid.x - 5 * dx - 5.5 * dy, mid.y - 5 * dy + 5.5 * dx);
    svg_point(s, 'L', mid.x - 5 * dx + 5.5 * dy, mid.y - 5 * dy - 5.5 * dx);
    buf_puts(s->b, "Z\"/>");
    svg_circle(s, "port", v->from.x, v->from.y, 4);
    svg_circle(s, "port to", v->to.x, v->to.y, 4);
}

void map_chart(const struct chart *c) {
    struct globe v = view_around(c);
    struct svg s = {c->b, c->width, HEIGHT};
    struct view_name from = view_place(c->corridor, true), to = view_place(c->corridor, false);
    const char *from_code = view_text(c->corridor, "origin"),
               *to_code = view_text(c->corridor, "destination");
    struct globe_box taken[3];
    struct buf d = {0};

    buf_puts(&d, "The great circle from ");
    mark_text(&d, from.s);
    buf_puts(&d, " to ");
    mark_text(&d, to.s);
    buf_puts(&d, " on an outline of the land.");
    svg_begin(&s, c->cls, c->id, "Map of the corridor", buf_span(&d));
    buf_fini(&d);
    svg_rect(&s, "sea", 0, 0, v.w, v.h);
    globe_land(&s, &v);
    globe_lines(&s, &v);
    taken[0] = globe_scale(&s, &v);
    draw_corridor(&s, &v);
    taken[1] = globe_name(&s, &v, v.from, from.s,
                          from_code && strcmp(from_code, from.s) != 0 ? from_code : NULL, taken, 1);
    taken[2] = globe_name(&s, &v, v.to, to.s,
                          to_code && strcmp(to_code, to.s) != 0 ? to_code : NULL, taken, 2);
    svg_end(&s);
}
