/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers write is read back by jansson and expat. */
#include "t.h"

#include "base/canon.h"
#include "format/gpsout.h"

#include <expat.h>
#include <inttypes.h>

#define E6(x) ((int32_t)((x)*1000000))
#define PART(array)                                                                                \
    { (array), sizeof(array) / sizeof((array)[0]) }

static const struct gpsout_point plain[] = {{1698632400000, 43399000, 132148000, 0},
                                            {1698632460250, 43000001, -1, 35000},
                                            {1698632520000, -1, 129500000, TRACK_NONE}};
static const struct gpsout_point after[] = {{1698636000000, 39200000, 125670000, -100},
                                            {1698636010000, 39210000, 125680000, -100}};
static const struct gpsout_point lonely[] = {{1698639600000, 39000000, 125000000, 1000}};
/* Over the meridian eastwards and back: lat 10 to 20, 1 and 3 degrees from it. */
static const struct gpsout_point pacific[] = {{1000, E6(8), E6(177), 1000},
                                              {2000, E6(10), E6(179), 1000},
                                              {3000, E6(20), E6(-177), 2000},
                                              {4000, E6(20), E6(179), TRACK_NONE}};

static const struct gpsout_property props[] = {{{"flight", 6}, {"JS272 <&\"'\x01\xff>", 13}},
                                               {{"\xea\xb3\xa0", 3}, {"\\", 1}}};

static struct gpsout_track track_of(const struct gpsout_part *part, size_t n) {
    return (struct gpsout_track){{"P-632", 5}, part, n, props, 2};
}

/* ---- GeoJSON ---- */

static json_t *geojson(const struct gpsout_track *t, size_t n) {
    struct buf b = {0};
    struct err e = {0};
    json_error_t je;
    json_t *v;

    assert_ok(gpsout_geojson(t, n, &b, &e), e);
    v = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, &je);
    if (!v) fail_msg("%s", je.text);
    buf_fini(&b);
    assert_string_equal(json_string_value(json_object_get(v, "type")), "FeatureCollection");
    return v;
}

static json_t *feature(json_t *v, size_t i) {
    return json_array_get(json_object_get(v, "features"), i);
}

static json_t *coordinates(json_t *v, size_t i) {
    return json_object_get(json_object_get(feature(v, i), "geometry"), "coordinates");
}

static json_t *property(json_t *v, size_t i, const char *key) {
    return json_object_get(json_object_get(feature(v, i), "properties"), key);
}

static double degree(json_t *line, size_t i, size_t axis) {
    return json_number_value(json_array_get(json_array_get(line, i), axis));
}

static void geojson_parts_are_lines_and_a_gap_is_none(void **state) {
    const struct gpsout_part parts[] = {PART(plain), PART(after)};
    struct gpsout_track t = track_of(parts, 2);
    json_t *v = geojson(&t, 1), *lines = coordinates(v, 0), *times = property(v, 0, "times");

    (void)state;
    assert_int_equal(json_array_size(json_object_get(v, "features")), 1);
    assert_int_equal(json_array_size(lines), 2);
    assert_int_equal(json_array_size(json_array_get(lines, 0)), 3);
    assert_int_equal(json_array_size(json_array_get(lines, 1)), 2);
    assert_true(degree(json_array_get(lines, 0), 0, 0) == 132.148); /* longitude first */
    assert_true(degree(json_array_get(lines, 0), 1, 0) == -0.000001);
    assert_int_equal(json_array_size(json_array_get(json_array_get(lines, 0), 0)), 2);
    assert_string_equal(json_string_value(json_array_get(json_array_get(times, 0), 0)),
                        "2023-10-30T02:20:00Z");
    assert_string_equal(json_string_value(json_array_get(json_array_get(times, 0), 1)),
                        "2023-10-30T02:21:00.250Z");
    assert_int_equal(json_array_size(json_array_get(times, 1)), 2);
    times = property(v, 0, "altitudes_m");
    assert_true(json_number_value(json_array_get(json_array_get(times, 0), 1)) == 10668.0);
    assert_true(json_number_value(json_array_get(json_array_get(times, 1), 1)) == -30.5);
    assert_true(json_is_null(json_array_get(json_array_get(times, 0), 2))); /* unknown, not 0 */
    assert_non_null(strstr(json_string_value(property(v, 0, "altitude")), "barometric"));
    assert_string_equal(json_string_value(property(v, 0, "flight")),
                        "JS272 <&\"'\x01\xef\xbf\xbd>");
    assert_string_equal(json_string_value(property(v, 0, "\xea\xb3\xa0")), "\\");
    json_decref(v);
}

static void geojson_is_cut_at_the_date_line(void **state) {
    const struct gpsout_part parts[] = {PART(pacific)};
    struct gpsout_track t = track_of(parts, 1);
    json_t *v = geojson(&t, 1), *lines = coordinates(v, 0), *line;

    (void)state;
    assert_int_equal(json_array_size(lines), 3);
    line = json_array_get(lines, 0);
    assert_int_equal(json_array_size(line), 3);
    assert_true(degree(line, 2, 0) == 180);
    assert_true(degree(line, 2, 1) == 12.5); /* a quarter of the way from 10 to 20 */
    line = json_array_get(lines, 1);
    assert_int_equal(json_array_size(line), 3);
    assert_true(degree(line, 0, 0) == -180 && degree(line, 0, 1) == 12.5);
    assert_true(degree(line, 2, 0) == -180 && degree(line, 2, 1) == 20);
    line = json_array_get(lines, 2);
    assert_true(degree(line, 0, 0) == 180 && degree(line, 1, 0) == 179);
    for (size_t i = 0; i < 3;
         i++) { /* no line leaps, and nobody saw the aircraft on the meridian */
        json_t *times = json_array_get(property(v, 0, "times"), i);

        line = json_array_get(lines, i);
        assert_int_equal(json_array_size(times), json_array_size(line));
        for (size_t k = 0; k < json_array_size(line); k++) {
            assert_true(!k || fabs(degree(line, k, 0) - degree(line, k - 1, 0)) <= 180);
            assert_int_equal(json_is_null(json_array_get(times, k)),
                             fabs(degree(line, k, 0)) == 180);
        }
    }
    json_decref(v);
}

static void geojson_points_on_the_date_line_are_not_doubled(void **state) {
    static const struct gpsout_point edge[] = {{1000, 0, E6(179), 0},
                                               {2000, 0, E6(180), 0},
                                               {3000, E6(1), E6(-179), 0},
                                               {4000, E6(1), E6(179.5), 0},
                                               {5000, E6(2), E6(-180), 0}};
    const struct gpsout_part parts[] = {PART(edge)};
    struct gpsout_track t = track_of(parts, 1);
    json_t *v = geojson(&t, 1), *lines = coordinates(v, 0);

    (void)state;
    assert_int_equal(json_array_size(lines), 3);
    assert_int_equal(json_array_size(json_array_get(lines, 0)), 2); /* 179, 180 */
    assert_int_equal(json_array_size(json_array_get(lines, 1)), 3); /* -180, -179, -180 */
    assert_int_equal(json_array_size(json_array_get(lines, 2)),
                     3); /* 180, 179.5, 180; then -180 alone */
    assert_int_equal(json_array_size(json_object_get(v, "features")), 2);
    json_decref(v);
}

static void geojson_lines_along_the_date_line_stay_whole(void **state) {
    static const struct gpsout_point along[] = {{1000, 0, E6(179), 0},
                                                {2000, 0, E6(180), 0},
                                                {3000, E6(1), E6(-180), 0},
                                                {4000, E6(1), E6(-179), 0}};
    const struct gpsout_part parts[] = {PART(along)};
    struct gpsout_track t = track_of(parts, 1);
    json_t *v = geojson(&t, 1), *lines = coordinates(v, 0);

    (void)state;
    assert_int_equal(json_array_size(lines), 2);
    assert_int_equal(json_array_size(json_array_get(lines, 0)), 2);
    assert_int_equal(json_array_size(json_array_get(lines, 1)), 3); /* from latitude 0 on */
    assert_true(degree(json_array_get(lines, 1), 0, 1) == 0);
    json_decref(v);
}

static void geojson_single_points_are_points(void **state) {
    const struct gpsout_part parts[] = {PART(lonely), PART(after), PART(lonely), {NULL, 0}};
    struct gpsout_track t[] = {track_of(parts, 4), track_of(parts, 1), track_of(parts + 3, 1)};
    json_t *v = geojson(t, 3);

    (void)state;
    assert_int_equal(json_array_size(json_object_get(v, "features")), 4);
    assert_int_equal(json_array_size(coordinates(v, 0)), 1);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(feature(v, 1), "geometry"), "type")),
        "MultiPoint");
    assert_int_equal(json_array_size(coordinates(v, 1)), 2);
    assert_int_equal(json_array_size(property(v, 1, "times")), 2);
    assert_int_equal(json_array_size(coordinates(v, 2)), 1);
    assert_true(json_is_null(json_object_get(feature(v, 3), "geometry")));
    json_decref(v);
}

static void a_point_without_position_is_refused(void **state) {
    static const struct gpsout_point none[] = {{0, 0, 0, 0}, {0, TRACK_NONE, TRACK_NONE, 0}};
    static const struct gpsout_point far[] = {{0, 0, E6(180) + 1, 0}};
    const struct gpsout_part parts[] = {PART(plain), PART(none), PART(far)};
    struct gpsout_track t = track_of(parts, 3);
    struct buf b = {0};
    struct err e = {0};

    (void)state;
    assert_int_equal(gpsout_geojson(&t, 1, &b, &e), RC_RANGE);
    assert_string_equal(e.text, "track 1: part 2: point 2: no position on the globe");
    assert_int_equal(gpsout_kml(&t, 1, &b, &e), RC_RANGE);
    assert_int_equal(gpsout_gpx(&t, 1, &b, &e), RC_RANGE);
    assert_int_equal(b.n, 0);
    t.part += 2;
    t.nparts = 1;
    assert_int_equal(gpsout_gpx(&t, 1, &b, &e), RC_RANGE);
    buf_fini(&b);
}

/* ---- XML ---- */

/* What expat saw: `name|attributes` for each element, and its text, in one string. */
struct seen {
    struct buf b;
    int depth;
};

static void XMLCALL on_open(void *arg, const char *name, const char **atts) {
    struct seen *s = arg;

    buf_printf(&s->b, "<%s", name);
    for (; *atts; atts += 2) buf_printf(&s->b, " %s=%s", atts[0], atts[1]);
    buf_putc(&s->b, '>');
    s->depth++;
}

static void XMLCALL on_close(void *arg, const char *name) {
    struct seen *s = arg;

    (void)name;
    buf_puts(&s->b, "</>");
    s->depth--;
}

static void XMLCALL on_text(void *arg, const char *p, int n) {
    struct seen *s = arg;

    if (n == 1 && *p == '\n') return;
    buf_add(&s->b, (struct span){p, (size_t)n});
}

static struct seen parse(const struct buf *b) {
    struct seen s = {0};
    XML_Parser p = XML_ParserCreate(NULL);

    XML_SetUserData(p, &s);
    XML_SetElementHandler(p, on_open, on_close);
    XML_SetCharacterDataHandler(p, on_text);
    if (XML_Parse(p, b->p, (int)b->n, XML_TRUE) != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(p), XML_ErrorString(XML_GetErrorCode(p)));
    XML_ParserFree(p);
    assert_int_equal(s.depth, 0);
    return s;
}

static struct seen xml_of(const struct gpsout_track *t, bool kml) {
    struct buf b = {0};
    struct err e = {0};
    struct seen s;

    assert_ok(kml ? gpsout_kml(t, 1, &b, &e) : gpsout_gpx(t, 1, &b, &e), e);
    s = parse(&b);
    buf_fini(&b);
    return s;
}

static int count(const struct seen *s, const char *what) {
    int n = 0;

    for (const char *p = s->b.p; (p = strstr(p, what)); p++) n++;
    return n;
}

static void has(const struct seen *s, const char *what) {
    if (!strstr(s->b.p, what)) fail_msg("no %s in %s", what, s->b.p);
}

static void gpx_parts_are_segments(void **state) {
    const struct gpsout_part parts[] = {PART(plain), PART(after), PART(lonely)};
    struct gpsout_track t = track_of(parts, 3);
    struct seen s = xml_of(&t, false);

    (void)state;
    assert_int_equal(count(&s, "<trkseg>"), 3);
    assert_int_equal(count(&s, "<trkpt "), 6);
    has(&s, "<trkpt lat=43.399000 lon=132.148000><ele>0.0</><time>2023-10-30T02:20:00Z</></>");
    has(&s,
        "<trkpt lat=43.000001 lon=-0.000001><ele>10668.0</><time>2023-10-30T02:21:00.250Z</></>");
    has(&s, "<trkpt lat=-0.000001 lon=129.500000><time>2023-10-30T02:22:00Z</></>");
    has(&s, "<desc>Elevations are barometric");
    has(&s, "flight: JS272 <&\"'\xef\xbf\xbd\xef\xbf\xbd>");
    has(&s, "<gpx version=1.1 creator=headcount xmlns=http://www.topografix.com/GPX/1/1>");
    buf_fini(&s.b);
}

static void gpx_is_cut_at_the_date_line(void **state) {
    const struct gpsout_part parts[] = {PART(pacific)};
    struct gpsout_track t = track_of(parts, 1);
    struct seen s = xml_of(&t, false);

    (void)state;
    assert_int_equal(count(&s, "<trkseg>"), 3);
    has(&s, "<trkpt lat=12.500000 lon=179.999999><cmt>not seen");
    has(&s, "<trkpt lat=12.500000 lon=-180.000000><cmt>not seen");
    assert_int_equal(count(&s, "<time>"), 4);
    assert_int_equal(count(&s, "lon=180."), 0); /* the schema of GPX ends below it */
    buf_fini(&s.b);
}

static void kml_parts_are_placemarks(void **state) {
    const struct gpsout_part parts[] = {PART(plain), PART(after), PART(lonely), PART(pacific)};
    struct gpsout_track t = track_of(parts, 4);
    struct seen s = xml_of(&t, true);

    (void)state;
    assert_int_equal(count(&s, "<Placemark>"), 6);
    assert_int_equal(count(&s, "<LineString>"), 5);
    has(&s, "<LineString><altitudeMode>clampToGround</><coordinates>132.148000,43.399000 "
            "-0.000001,43.000001 129.500000,-0.000001</></>"); /* one altitude is not known */
    has(&s, "<LineString><altitudeMode>absolute</><coordinates>125.670000,39.200000,-30.5 ");
    has(&s, "<Point><altitudeMode>absolute</><coordinates>125.000000,39.000000,304.8</></>");
    has(&s, " 180.000000,12.500000,381.0</>"); /* 1,250 ft, for drawing */
    has(&s, "<TimeSpan><begin>2023-10-30T02:20:00Z</><end>2023-10-30T02:22:00Z</></>");
    has(&s, "<Data name=flight><value>JS272 <&\"'\xef\xbf\xbd\xef\xbf\xbd></></>");
    has(&s, "<description>Altitudes are barometric");
    has(&s, "<kml xmlns=http://www.opengis.net/kml/2.2>");
    buf_fini(&s.b);
}

static void bad_utf8_is_replaced(void **state) {
    static const char *const bad[] = {
        "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff", "\xef\xbf\xbf", "\x0b"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct gpsout_track t = {.name = {bad[i], strlen(bad[i])}};
        struct seen s = xml_of(&t, true), g = xml_of(&t, false);
        json_t *v = geojson(&t, 1);

        has(&s, "<name>\xef\xbf\xbd");
        json_decref(v);
        buf_fini(&s.b);
        buf_fini(&g.b);
    }
}

/* ---- points of which the time is not known ---- */

static void no_time_is_made_up(void **state) {
    static const struct gpsout_point point[] = {{GPSOUT_NO_MS, E6(43), E6(132), TRACK_NONE},
                                                {1698632400000, E6(42), E6(131), TRACK_NONE},
                                                {GPSOUT_NO_MS, E6(41), E6(130), TRACK_NONE}};
    static const struct gpsout_part part[] = {PART(point), {point, 1}};
    struct gpsout_track t = track_of(part, 1);
    struct buf b = {0};
    struct err e = {0};
    json_t *v = geojson(&t, 1);
    const json_t *times = json_array_get(property(v, 0, "times"), 0);

    (void)state;
    assert_true(json_is_null(json_array_get(times, 0)));
    assert_true(json_is_string(json_array_get(times, 1)));
    assert_true(json_is_null(json_array_get(times, 2)));
    json_decref(v);
    assert_ok(gpsout_gpx(&t, 1, &b, &e), e);
    assert_non_null(strstr(b.p, "<time>2023-10-30T02:20:00Z</time>"));
    assert_null(strstr(strstr(b.p, "<time>") + 1, "<time>"));
    b.n = 0;
    t = track_of(&part[1], 1);
    assert_ok(gpsout_kml(&t, 1, &b, &e), e);
    assert_null(strstr(b.p, "TimeSpan"));
    buf_fini(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_time_is_made_up),
        cmocka_unit_test(geojson_parts_are_lines_and_a_gap_is_none),
        cmocka_unit_test(geojson_is_cut_at_the_date_line),
        cmocka_unit_test(geojson_points_on_the_date_line_are_not_doubled),
        cmocka_unit_test(geojson_lines_along_the_date_line_stay_whole),
        cmocka_unit_test(geojson_single_points_are_points),
        cmocka_unit_test(a_point_without_position_is_refused),
        cmocka_unit_test(gpx_parts_are_segments),
        cmocka_unit_test(gpx_is_cut_at_the_date_line),
        cmocka_unit_test(kml_parts_are_placemarks),
        cmocka_unit_test(bad_utf8_is_replaced),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
