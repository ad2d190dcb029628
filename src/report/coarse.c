/* SPDX-License-Identifier: Apache-2.0 */
#include "report/coarse.h"

#include "base/span.h"
#include "base/utc.h"
#include "report/view.h"

#include <math.h>
#include <string.h>

#define HOUR_MS INT64_C(3600000)

bool coarse_kind(const char *kind) {
    static const char *const kinds[] = {"timetable", "press", "official", "database"};

    for (size_t k = 0; kind && k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kind, kinds[k]) == 0) return true;
    return false;
}

bool coarse_public(const json_t *answer, const char *source) {
    size_t i;
    json_t *s;

    json_array_foreach(view_list(answer, "sources"), i, s) {
        const char *other = view_text(s, "id");

        if (source && other && strcmp(source, other) == 0 && coarse_kind(view_text(s, "kind")))
            return true;
    }
    return false;
}

/* ---- times ---- */

static int64_t hour_before(int64_t ms) {
    return ms - (ms % HOUR_MS + HOUR_MS) % HOUR_MS;
}

json_t *coarse_hour(const json_t *v) {
    const char *s = json_string_value(v);
    size_t n = s ? strlen(s) : 0;

    if (json_is_integer(v)) return json_integer(hour_before(json_integer_value(v)));
    if (n == 5 && s[2] == ':') return json_sprintf("%.3s00", s);
    if (n >= 20 && s[13] == ':') return json_sprintf("%.14s00:00Z", s);
    return json_null();
}

/* The latest that something can have been: the next whole hour. */
static json_t *hour_after(const json_t *v) {
    const char *s = json_string_value(v);
    struct err e;
    int64_t ms;

    if (!s || utc_instant_read(span_of(s), &ms, &e) < 0) return json_null();
    return json_string(utc_instant_text(hour_before(ms + HOUR_MS - 1)).s);
}

static void early(json_t *o, const char *key) {
    if (json_object_get(o, key)) json_object_set_new(o, key, coarse_hour(json_object_get(o, key)));
}

static void late(json_t *o, const char *key) {
    if (json_object_get(o, key)) json_object_set_new(o, key, hour_after(json_object_get(o, key)));
}

/* ---- slots ---- */

/* Only a source of a public kind tells a time that anybody could know; a timetable, too, that an observer entered may be what they saw. */
static bool tells(const json_t *answer, const json_t *row, const char *time) {
    const json_t *body = view_object(row, "row");
    const char *said = view_text(body, "dep_time");

    return said && strcmp(said, time) == 0 && coarse_public(answer, view_text(body, "source"));
}

/* Its time, wherever it was taken from, stands in no row that anybody could have read. */
static bool is_somebodys(const json_t *answer, const json_t *slot) {
    const json_t *rows = view_object(answer, "rows");
    const char *time = view_text(slot, "dep_local");
    json_t *ref;
    size_t i;

    json_array_foreach(view_list(slot, "ref"), i, ref) {
        if (time && tells(answer, json_object_get(rows, json_string_value(ref)), time))
            return false;
    }
    return true;
}

/* @return the ids of those that were made coarse: {id: true} */
static json_t *coarse_slots(const json_t *answer, json_t *corridor) {
    json_t *out = json_object(), *s;
    size_t i;

    json_array_foreach(view_list(corridor, "by_slot"), i, s) {
        if (!is_somebodys(answer, s)) continue;
        early(s, "dep_local");
        early(s, "dep_utc");
        if (view_text(s, "id")) json_object_set_new(out, view_text(s, "id"), json_true());
    }
    return out;
}

/* ---- legs ---- */

static double degrees(const json_t *v) {
    return round(json_number_value(v) / COARSE_DEGREES) / (1 / COARSE_DEGREES);
}

/* What follows on the same place is left out, or how many stand there would tell how long it was there; and what stands beside the last one,
 * along a meridian or a parallel, or a straight way would be drawn as stairs. The ends stay. */
static json_t *coarse_way(const json_t *lonlat) {
    json_t *out = json_array(), *p;
    double last[2] = {999, 999}; /* nowhere */
    size_t i;

    json_array_foreach(lonlat, i, p) {
        double lon = degrees(json_array_get(p, 0)), lat = degrees(json_array_get(p, 1));

        double east = fabs(lon - last[0]), north = fabs(lat - last[1]);
        bool beside = (east > 0) + (north > 0) < 2 && east + north < 1.5 * COARSE_DEGREES;

        if (json_array_size(p) != 2 || (east == 0 && north == 0)) continue;
        if (beside && i + 1 < json_array_size(lonlat)) continue;
        json_array_append_new(out, json_pack("[f, f]", lon, lat));
        last[0] = lon;
        last[1] = lat;
    }
    return out;
}

/* A weight to a tenth: four digits of it tell how far from the runway, and how high, the first point was. */
static void tenth(json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    if (json_is_number(v))
        json_object_set_new(o, key, json_real(round(json_number_value(v) * 10) / 10));
}

static void withhold(json_t *o, const char *key) {
    if (json_object_get(o, key)) json_object_set_new(o, key, json_null());
}

static void coarse_end(json_t *end) {
    size_t i;
    json_t *v;

    early(end, "utc");
    early(end, "low");
    late(end, "high");
    tenth(end, "confidence");
    json_array_foreach(view_list(end, "candidates"), i, v) tenth(v, "weight");
}

/* Of a cost each digit is computed from the time of the leg and that of the slot, and whoever has the program can try them.
 * @param slots of which the time is withheld */
static void coarse_cost(json_t *leg, const json_t *slots) {
    bool all = view_true(leg, "coarse");
    const char *slot = view_text(leg, "slot");
    size_t i;
    json_t *v;

    if (all || (slot && json_object_get(slots, slot))) withhold(leg, "cost");
    json_array_foreach(view_list(leg, "alternatives"), i, v) {
        slot = view_text(v, "slot");
        if (all || (slot && json_object_get(slots, slot))) withhold(v, "cost");
    }
}

/* How many points there were, and the longest silence, tell how long it was heard. */
static void coarse_sums(json_t *leg) {
    int64_t longest = 0;

    withhold(leg, "points");
    if (view_int(leg, "gap_max_s", &longest) && longest > 0) withhold(leg, "gap_max_s");
    tenth(leg, "confidence");
}

static void coarse_leg(json_t *leg) {
    size_t i;
    json_t *v;

    coarse_end(json_object_get(leg, "off"));
    coarse_end(json_object_get(leg, "on"));
    coarse_sums(leg);
    json_object_set_new(leg, "coarse", json_true());
    json_array_foreach(view_list(leg, "gaps"), i, v) {
        early(v, "from");
        late(v, "to");
    }
    json_array_foreach(view_list(leg, "parts"), i, v) {
        json_object_set_new(v, "lonlat", coarse_way(view_list(v, "lonlat")));
        if (json_object_get(v, "utc")) json_object_set_new(v, "utc", json_null());
        if (json_object_get(v, "alt_ft")) json_object_set_new(v, "alt_ft", json_null());
    }
}

void coarse_corridors(const json_t *answer, json_t *out) {
    size_t i, j;
    json_t *c, *leg;

    json_array_foreach(view_list(out, "corridors"), i, c) {
        json_t *slots = coarse_slots(answer, c);

        json_array_foreach(view_list(c, "legs"), j, leg) {
            if (!coarse_public(answer, view_text(leg, "source"))) coarse_leg(leg);
            coarse_cost(leg, slots);
        }
        json_decref(slots);
    }
}
