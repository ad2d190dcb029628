/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Real tracks for test_leg.c: readsb traces and OpenSky tables (both JSON, gzip by content),
 * through jansson. A reader for tests: it takes what it needs and fails the test on anything
 * else. */
#include "base/arena.h"
#include "base/track.h"
#include "t.h"

#include <jansson.h>
#include <zlib.h>

static json_t *read_json(const char *path) {
    gzFile f = gzopen(path, "rb"); /* plain files pass through */
    char *text = NULL;
    size_t n = 0, cap = 0;
    json_error_t e;
    json_t *root;
    int got;

    if (!f) fail_msg("%s cannot be opened", path);
    do {
        if (n + 65536 > cap) {
            cap = cap * 2 + 131072;
            text = realloc(text, cap);
            assert_non_null(text);
        }
        got = gzread(f, text + n, 65536);
        if (got > 0) n += (size_t)got;
    } while (got > 0);
    gzclose(f);
    root = json_loadb(text, n, 0, &e);
    free(text);
    if (!root) fail_msg("%s: %s", path, e.text);
    return root;
}

static int32_t int_or_none(const json_t *v) {
    return json_is_number(v) ? (int32_t)lround(json_number_value(v)) : TRACK_NONE;
}

static int16_t tenth_or_none(const json_t *v) {
    return json_is_number(v) ? (int16_t)lround(json_number_value(v) * 10) : TRACK_NONE16;
}

static struct track_point blank_point(void) {
    return (struct track_point){.lat = TRACK_NONE,
                                .lon = TRACK_NONE,
                                .alt_ft = TRACK_NONE,
                                .alt_geom_ft = TRACK_NONE,
                                .rate_fpm = TRACK_NONE,
                                .speed = TRACK_NONE16,
                                .heading = TRACK_NONE16,
                                .squawk = TRACK_SQUAWK_NONE,
                                .source = TRACK_SOURCE_UNKNOWN,
                                .nic = -1,
                                .sil = -1,
                                .adsb = -1};
}

static int8_t small_or_none(const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    return json_is_integer(v) ? (int8_t)json_integer_value(v) : -1;
}

static struct track_point trace_point(double begin_s, const json_t *row) {
    struct track_point p = blank_point();
    const json_t *alt = json_array_get(row, 3), *said = json_array_get(row, 8);
    const char *source = json_string_value(json_array_get(row, 9)), *callsign;

    p.ms = llround((begin_s + json_number_value(json_array_get(row, 0))) * 1000);
    p.lat = (int32_t)lround(json_number_value(json_array_get(row, 1)) * 1e6);
    p.lon = (int32_t)lround(json_number_value(json_array_get(row, 2)) * 1e6);
    p.air = json_is_string(alt)   ? TRACK_GROUND
            : json_is_number(alt) ? TRACK_AIRBORNE
                                  : TRACK_AIR_UNKNOWN;
    p.alt_ft = int_or_none(alt);
    p.speed = tenth_or_none(json_array_get(row, 4));
    p.heading = tenth_or_none(json_array_get(row, 5));
    p.flags = (uint8_t)json_integer_value(json_array_get(row, 6));
    p.rate_fpm = int_or_none(json_array_get(row, 7));
    p.alt_geom_ft = int_or_none(json_array_get(row, 10));
    if (source)
        p.source = strcmp(source, "adsb_icao") == 0 ? TRACK_ADSB_ICAO
                   : strcmp(source, "mlat") == 0    ? TRACK_MLAT
                                                    : TRACK_OTHER;
    if (!json_is_object(said)) return p;
    p.nic = small_or_none(said, "nic");
    p.sil = small_or_none(said, "sil");
    p.adsb = small_or_none(said, "version");
    callsign = json_string_value(json_object_get(said, "flight"));
    if (callsign && strlen(callsign) == 8) memcpy(p.callsign, callsign, 8);
    return p;
}

static void read_trace(struct arena *a, const char *path, struct track *t) {
    json_t *root = read_json(path), *rows = json_object_get(root, "trace");
    const char *type = json_string_value(json_object_get(root, "t"));
    double begin_s = json_number_value(json_object_get(root, "timestamp"));

    *t = (struct track){.n = json_array_size(rows)};
    if (type) snprintf(t->type, sizeof t->type, "%s", type);
    t->point = ARENA_ARRAY(a, struct track_point, t->n);
    for (size_t i = 0; i < t->n; i++) t->point[i] = trace_point(begin_s, json_array_get(rows, i));
    json_decref(root);
}

/* OpenSky's tables do not say air or ground: altitude 0 at no speed is all there is. */
static void read_opensky(struct arena *a, const char *path, struct track *t) {
    json_t *rows = read_json(path);

    *t = (struct track){.n = json_array_size(rows)};
    t->point = ARENA_ARRAY(a, struct track_point, t->n);
    for (size_t i = 0; i < t->n; i++) {
        const json_t *row = json_array_get(rows, i);
        struct track_point p = blank_point();

        p.ms = json_integer_value(json_object_get(row, "timestamp"));
        p.lat = (int32_t)lround(json_number_value(json_object_get(row, "latitude")) * 1e6);
        p.lon = (int32_t)lround(json_number_value(json_object_get(row, "longitude")) * 1e6);
        p.alt_ft = int_or_none(json_object_get(row, "altitude"));
        p.speed = tenth_or_none(json_object_get(row, "groundspeed"));
        p.heading = tenth_or_none(json_object_get(row, "track"));
        p.rate_fpm = int_or_none(json_object_get(row, "vertical_rate"));
        p.source = TRACK_ADSB_ICAO;
        t->point[i] = p;
    }
    json_decref(rows);
}

/* Frames with their decoded values, one JSON object a line: positions of one aircraft in the air
 * (BDS 0,5) and on the ground (0,6), each with the last velocity (0,9) of two seconds. */
static void read_frames(struct arena *a, const char *path, const char *hex, struct track *t) {
    gzFile f = gzopen(path, "rb");
    struct track_point last = blank_point();
    char line[4096], key[32];
    VEC(struct track_point) point = {0};

    if (!f) fail_msg("%s cannot be opened", path);
    snprintf(key, sizeof key, "\"icao24\":\"%s\"", hex);
    while (gzgets(f, line, sizeof line)) {
        struct track_point p = blank_point();
        const char *bds;
        json_t *o;

        if (!strstr(line, key) || !strstr(line, "\"bds\":\"0")) continue;
        o = json_loads(line, 0, NULL);
        assert_non_null(o);
        bds = json_string_value(json_object_get(o, "bds"));
        p.ms = llround(json_number_value(json_object_get(o, "timestamp")) * 1000);
        p.speed = tenth_or_none(json_object_get(o, "groundspeed"));
        p.heading = tenth_or_none(json_object_get(o, "track"));
        p.rate_fpm = int_or_none(json_object_get(o, "vertical_rate"));
        if (strcmp(bds, "09") == 0) last = p;
        if (json_is_number(json_object_get(o, "latitude")) &&
            (strcmp(bds, "05") == 0 || strcmp(bds, "06") == 0)) {
            p.lat = (int32_t)lround(json_number_value(json_object_get(o, "latitude")) * 1e6);
            p.lon = (int32_t)lround(json_number_value(json_object_get(o, "longitude")) * 1e6);
            p.alt_ft = int_or_none(json_object_get(o, "altitude"));
            p.air = bds[1] == '6' ? TRACK_GROUND : TRACK_AIRBORNE;
            p.source = TRACK_ADSB_ICAO;
            if (p.air == TRACK_AIRBORNE && last.ms && p.ms - last.ms <= 2000) {
                p.speed = last.speed;
                p.heading = last.heading;
                p.rate_fpm = last.rate_fpm;
            }
            *vec_push(a, &point) = p;
        }
        json_decref(o);
    }
    gzclose(f);
    *t = (struct track){.point = point.v, .n = point.n};
}
