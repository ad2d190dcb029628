/* SPDX-License-Identifier: Apache-2.0 */
/* Legs for maps. What leaves is what the list below names, and positions: as in export.c, a field added to the answer later stays
 * inside; and of what allow.c lets out only. The points are those of the answer, thinned for drawing: the tracks themselves are in the case. */
#include "base/arena.h"
#include "base/num.h"
#include "base/track.h"
#include "format/gpsout.h"
#include "format/thin.h"
#include "report/allow.h"
#include "report/export.h"
#include "report/flown.h"
#include "report/names.h"
#include "report/view.h"

#include <inttypes.h>
#include <math.h>

static const struct property {
    const char *key, *in, *name; /* in: an object of the leg, or NULL */
    bool of_corridor;
} properties[] = {
    {"id", NULL, "id", false},
    {"corridor", NULL, "id", true},
    {"slot", NULL, "slot", false},
    {"icao24", NULL, "icao24", false},
    {"registration", NULL, "registration", false},
    {"type", NULL, "type", false},
    {"callsign", NULL, "callsign", false},
    {"off_utc", "off", "utc", false},
    {"off_status", "off", "status", false},
    {"off_airport", "off", "airport", false},
    {"on_utc", "on", "utc", false},
    {"on_status", "on", "status", false},
    {"on_airport", "on", "airport", false},
    {"confidence", NULL, "confidence", false},
    {"source", NULL, "source", false},
    {"as_of", NULL, "as_of", true},
};
#define PROPERTIES (sizeof properties / sizeof *properties)

/* What is not known is not there. */
static void add_properties(struct arena *a, const json_t *corridor, const json_t *leg,
                           struct gpsout_track *t) {
    struct gpsout_property *v = ARENA_ARRAY(a, struct gpsout_property, PROPERTIES);

    for (size_t i = 0; i < PROPERTIES; i++) {
        const struct property *p = &properties[i];
        const json_t *from = p->of_corridor ? corridor : p->in ? view_object(leg, p->in) : leg;
        const char *s = view_text(from, p->name);
        struct buf b = {0};
        double x;

        if (!s && view_real(from, p->name, &x)) {
            num_fixed(&b, x, 4);
            s = arena_dup(a, buf_span(&b));
        }
        buf_fini(&b);
        if (s) v[t->nproperties++] = (struct gpsout_property){span_of(p->key), span_of(s)};
    }
    t->property = v;
}

static const char *name_of(struct arena *a, const json_t *leg) {
    const char *call = view_text(leg, "callsign"), *utc = view_text(view_object(leg, "off"), "utc");

    if (!call) call = view_text(leg, "registration");
    if (!call) call = view_text(leg, "icao24");
    if (!utc) utc = view_text(view_object(leg, "on"), "utc");
    return arena_printf(a, "%s%s%s", call ? call : "aircraft", utc ? " " : "", utc ? utc : "");
}

static struct gpsout_part part_of(struct arena *a, const struct flown_part *from) {
    struct gpsout_point *v = ARENA_ARRAY(a, struct gpsout_point, from->n);

    for (size_t k = 0; k < from->n; k++)
        v[k] = (struct gpsout_point){from->v[k].ms == FLOWN_NO_MS ? GPSOUT_NO_MS : from->v[k].ms,
                                     (int32_t)lround(from->v[k].lat * 1e6),
                                     (int32_t)lround(from->v[k].lon * 1e6), from->v[k].alt_ft};
    return (struct gpsout_part){v, from->n};
}

static void add_parts(struct arena *a, const json_t *leg, struct gpsout_track *t) {
    struct flown_line line = flown_line(a, leg);
    struct gpsout_part *part = ARENA_ARRAY(a, struct gpsout_part, line.n);

    for (size_t i = 0; i < line.n; i++) part[i] = part_of(a, &line.v[i]);
    t->part = part;
    t->nparts = line.n;
}

const char *const export_maps[] = {"geojson", "kml", "gpx", NULL};

static int write_as(const char *format, const struct gpsout_track *t, size_t n, struct buf *out,
                    struct err *e) {
    if (strcmp(format, "geojson") == 0) return gpsout_geojson(t, n, out, e);
    if (strcmp(format, "kml") == 0) return gpsout_kml(t, n, out, e);
    if (strcmp(format, "gpx") == 0) return gpsout_gpx(t, n, out, e);
    return err_set(e, RC_NOTFOUND, "there is no format %s: geojson, kml or gpx", format);
}

int export_legs_whole(const json_t *answer, const char *format, struct buf *out, struct err *e) {
    const json_t *corridors = view_list(answer, "corridors");
    VEC(struct gpsout_track) tracks = {0};
    struct arena a;
    int rc;

    if (!corridors) return err_set(e, RC_SYNTAX, "not an answer: it has no list of corridors");
    arena_init(&a, (size_t)4 << 30);
    for (size_t i = 0; i < json_array_size(corridors); i++) {
        const json_t *c = json_array_get(corridors, i), *legs = view_list(c, "legs");

        for (size_t k = 0; k < json_array_size(legs); k++) {
            const json_t *leg = json_array_get(legs, k);
            struct gpsout_track *t = vec_push(&a, &tracks);

            *t = (struct gpsout_track){.name = span_of(name_of(&a, leg))};
            add_properties(&a, c, leg, t);
            add_parts(&a, leg, t);
        }
    }
    rc = write_as(format, tracks.v, tracks.n, out, e);
    arena_fini(&a);
    return rc;
}

int export_legs(const json_t *answer, const char *format, struct buf *out, struct err *e) {
    json_t *allowed = names_allowed(answer);
    int rc = export_legs_whole(allowed, format, out, e);

    json_decref(allowed);
    return rc;
}

/* ---- for the local page ---- */

/* What was seen, and between two such parts the gap, with the points that it lies between. */
static void thin_parts(struct arena *a, const json_t *leg, struct thin_leg *out) {
    struct flown_line line = flown_line(a, leg);
    struct thin_part *v = ARENA_ARRAY(a, struct thin_part, 2 * line.n);

    for (size_t i = 0; i < line.n; i++) {
        struct thin_part seen = {.seen = part_of(a, &line.v[i])};

        if (i) {
            struct gpsout_point *across = ARENA_ARRAY(a, struct gpsout_point, 2);
            const struct gpsout_part *before = &v[out->parts - 1].seen;

            across[0] = before->point[before->n - 1];
            across[1] = seen.seen.point[0];
            v[out->parts++] =
                (struct thin_part){{across, 2}, flown_gap_words[line.v[i - 1].gap_after]};
        }
        v[out->parts++] = seen;
    }
    out->part = v;
}

static bool drawn(const json_t *done, const char *id) {
    return id && json_object_get(done, id);
}

int export_thin(const json_t *answer, bool own, size_t most, struct buf *out, struct err *e) {
    json_t *allowed = own ? allow_answer(answer) : names_allowed(answer);
    const json_t *corridors = view_list(allowed, "corridors");
    json_t *done = json_object(); /* a leg that may be of two corridors is drawn once */
    VEC(struct thin_leg) v = {0};
    struct arena a;
    int rc = 0;

    if (!corridors) rc = err_set(e, RC_SYNTAX, "not an answer: it has no list of corridors");
    arena_init(&a, (size_t)4 << 30);
    for (size_t i = 0; i < json_array_size(corridors); i++) {
        const json_t *legs = view_list(json_array_get(corridors, i), "legs");

        for (size_t k = 0; k < json_array_size(legs); k++) {
            const json_t *leg = json_array_get(legs, k);
            const char *id = view_text(leg, "id");
            struct thin_leg *t;

            if (drawn(done, id)) continue;
            if (id) json_object_set_new(done, id, json_true());
            t = vec_push(&a, &v);
            *t = (struct thin_leg){.leg = span_of(id),
                                   .icao24 = span_of(view_text(leg, "icao24")),
                                   .callsign = span_of(view_text(leg, "callsign"))};
            thin_parts(&a, leg, t);
        }
    }
    if (rc == 0) rc = thin_write(&a, v.v, v.n, most, out, e);
    arena_fini(&a);
    json_decref(done);
    json_decref(allowed);
    return rc;
}
