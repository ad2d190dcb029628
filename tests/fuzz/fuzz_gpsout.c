/* SPDX-License-Identifier: Apache-2.0 */
/* The writers: the bytes become tracks (a length byte and a name, then records of 13 bytes:
 * latitude, longitude, altitude, and whether a new part begins). Always: jansson and expat read
 * what is written, and no line leaps over the 180th meridian. */
#include "base/canon.h"
#include "format/gpsout.h"

#include <expat.h>
#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define POINTS 256
#define RECORD 13

static int32_t int_at(const uint8_t *p) {
    return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                     (uint32_t)p[3] << 24);
}

static void check_line(const json_t *line) {
    double last = 0;
    json_t *at;
    size_t i;

    if (json_array_size(line) < 2) abort();
    json_array_foreach(line, i, at) {
        double lon = json_number_value(json_array_get(at, 0));

        if (json_array_size(at) != 2 || lon < -180 || lon > 180) abort();
        if (fabs(json_number_value(json_array_get(at, 1))) > 90) abort();
        if (i && fabs(lon - last) > 180) abort();
        last = lon;
    }
}

static void check_json(const struct buf *b) {
    json_t *v = json_loadb(b->p, b->n, 0, NULL), *f, *line;
    size_t i, k;

    if (!v) abort();
    json_array_foreach(json_object_get(v, "features"), i, f) {
        json_t *g = json_object_get(f, "geometry"), *c = json_object_get(g, "coordinates");
        json_t *times = json_object_get(json_object_get(f, "properties"), "times");

        if (json_is_null(g)) continue;
        if (json_array_size(times) != json_array_size(c) || !json_array_size(c)) abort();
        if (strcmp(json_string_value(json_object_get(g, "type")), "MultiPoint") == 0) continue;
        json_array_foreach(c, k, line) {
            check_line(line);
            if (json_array_size(json_array_get(times, k)) != json_array_size(line)) abort();
        }
    }
    json_decref(v);
}

static void check_xml(const struct buf *b) {
    XML_Parser p = XML_ParserCreate(NULL);

    if (!p || XML_Parse(p, b->p, (int)b->n, XML_TRUE) != XML_STATUS_OK) abort();
    XML_ParserFree(p);
}

static void check(const struct gpsout_track *t) {
    struct buf json = {0}, kml = {0}, gpx = {0};
    struct err e = {0};
    int rc = gpsout_geojson(t, 1, &json, &e);

    if (gpsout_kml(t, 1, &kml, &e) != rc || gpsout_gpx(t, 1, &gpx, &e) != rc) abort();
    if (rc < 0 && (json.n || kml.n || gpx.n || !e.text[0])) abort();
    if (rc == 0) {
        check_json(&json);
        check_xml(&kml);
        check_xml(&gpx);
    }
    buf_fini(&json);
    buf_fini(&kml);
    buf_fini(&gpx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct gpsout_point point[POINTS];
    static struct gpsout_part part[POINTS];
    struct gpsout_property property;
    struct gpsout_track t = {.part = part, .property = &property, .nproperties = 1};
    size_t name = n ? data[0] : 0, points = 0;

    if (n < 1 + name) return 0;
    t.name = (struct span){(const char *)data + 1, name};
    property = (struct gpsout_property){SPAN("key"), t.name};
    for (size_t i = 1 + name; i + RECORD <= n && points < POINTS; i += RECORD, points++) {
        const uint8_t *p = data + i;
        bool wild = p[12] & 2; /* beyond the globe, mostly */

        point[points] = (struct gpsout_point){(int64_t)int_at(p) * 1000,
                                              wild ? int_at(p) : int_at(p) % 90000001,
                                              wild ? int_at(p + 4) : int_at(p + 4) % 180000001,
                                              p[12] & 4 ? TRACK_NONE : int_at(p + 8)};
        if (!t.nparts || (p[12] & 1)) part[t.nparts++] = (struct gpsout_part){&point[points], 0};
        part[t.nparts - 1].n++;
    }
    check(&t);
    return 0;
}
