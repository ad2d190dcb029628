/* SPDX-License-Identifier: Apache-2.0 */
#include "format/heatmap.h"
#include "format/live.h"
#include "t_feeds.h"

/* ---- heatmap: made by hand after the layout, for want of a real file ---- */

struct heat {
    char bytes[4096];
    size_t n;
};

static void heat_u32(struct heat *h, uint32_t v) {
    for (int i = 0; i < 4; i++) h->bytes[h->n++] = (char)(v >> (8 * i) & 0xff);
}

static void heat_entry(struct heat *h, uint32_t hex, int32_t lat, int32_t lon, int alt, int gs) {
    heat_u32(h, hex);
    heat_u32(h, (uint32_t)lat);
    heat_u32(h, (uint32_t)lon);
    heat_u32(h, ((uint32_t)alt & 0xffff) | (uint32_t)gs << 16);
}

static void heat_slice(struct heat *h, int64_t ms) {
    heat_entry(h, 0x0e7f7c9d, (int32_t)(ms >> 32), (int32_t)(uint32_t)ms, (int16_t)(uint16_t)60000,
               0);
}

static void heat_info(struct heat *h, uint32_t hex, int squawk, const char *callsign) {
    heat_u32(h, hex);
    heat_u32(h, (uint32_t)(1 << 30 | squawk));
    memcpy(h->bytes + h->n, callsign, 8);
    h->n += 8;
}

#define T0 ((int64_t)1700000000000)

/* Three slices a minute apart; the second aircraft is not ICAO's and on the ground. */
static struct heat heat_small(void) {
    struct heat h = {.n = 0};

    heat_entry(&h, 3, 0, 0, 0, 0);
    heat_entry(&h, 7, 0, 0, 0, 0);
    heat_entry(&h, 10, 0, 0, 0, 0);
    heat_slice(&h, T0);
    heat_info(&h, 0xabc123, 4637, "KOR271  ");
    heat_entry(&h, 0xabc123 | 5u << 27, 43398900, 132148000, 400, 2005);
    heat_entry(&h, 0x1abc123 | 15u << 27, -100000, -200000, -123, -1);
    heat_slice(&h, T0 + 60000);
    heat_entry(&h, 0xabc123, 43500000, 132148000, -124, -1);
    heat_info(&h, 0xabc123, 0, "\0\0\0\0\0\0\0\0");
    heat_slice(&h, T0 + 120000);
    return h;
}

static struct heatmap heat_read(const struct heat *h) {
    char *exact = memcpy(arena_alloc(&mem, h->n, 1), h->bytes, h->n);
    struct heatmap out = {0};
    struct err e = {0};

    assert_ok(heatmap_read(&mem, (struct span){exact, h->n}, &out, &e), e);
    return out;
}

static void a_heatmap_gives_tracks_slices_and_cells(void **state) {
    struct heat h = heat_small();
    struct heatmap m = heat_read(&h);
    const struct track *t;

    (void)state;
    assert_int_equal(m.state, HEATMAP_WHOLE);
    assert_int_equal(m.interval_ms, 60000); /* which the marker's 16 bits cannot hold */
    assert_int_equal(m.nslice, 3);
    assert_int_equal(m.slice[0].positions, 2);
    assert_int_equal(m.slice[1].positions, 1);
    assert_int_equal(m.slice[2].positions, 0);
    assert_int_equal(m.ncraft, 2);
    t = &m.craft[0].track;
    assert_int_equal(t->hex, 0xabc123);
    assert_false(t->other);
    assert_int_equal(t->n, 2);
    assert_int_equal(t->point[0].ms, T0);
    assert_int_equal(t->point[0].alt_ft, 10000);
    assert_int_equal(t->point[0].speed, 2005);
    assert_int_equal(t->point[0].source, TRACK_MLAT);
    assert_int_equal(t->point[0].squawk, 4637);
    assert_memory_equal(t->point[0].callsign, "KOR271  ", 8);
    assert_int_equal(t->point[1].alt_ft, TRACK_NONE);
    assert_int_equal(t->point[1].air, TRACK_AIR_UNKNOWN);
    assert_int_equal(t->point[1].speed, TRACK_NONE16);
    assert_int_equal(t->point[1].squawk, TRACK_SQUAWK_NONE);
    assert_int_equal(t->point[1].callsign[0], 0);
    assert_int_equal(m.craft[0].first_ms, T0);
    assert_int_equal(m.craft[0].last_ms, T0 + 60000);
    assert_int_equal(m.craft[0].lat_lo, 43398900);
    assert_int_equal(m.craft[0].lat_hi, 43500000);
    assert_true(m.craft[1].track.other);
    assert_int_equal(m.craft[1].track.point[0].air, TRACK_GROUND);
    assert_int_equal(m.craft[1].track.point[0].source, TRACK_SOURCE_UNKNOWN);
    assert_int_equal(m.ncell, 2);
    assert_int_equal(m.cell[0].lat, -1); /* -0.1 degree is in the cell below 0 */
    assert_int_equal(m.cell[0].lon, -1);
    assert_int_equal(m.cell[1].lat, 43);
    assert_int_equal(m.cell[1].lon, 132);
    assert_int_equal(m.cell[1].positions, 2);
    assert_int_equal(m.cell[1].last_ms, T0 + 60000);
    assert_int_equal(m.refused, 0);
}

static void heat_partial(const struct heat *h, const char *why) {
    struct heatmap m = heat_read(h);

    assert_int_equal(m.state, HEATMAP_PARTIAL);
    if (!strstr(m.why, why)) fail_msg("`%s` does not say `%s`", m.why, why);
}

static void a_heatmap_that_does_not_agree_is_partial(void **state) {
    struct heat h = heat_small();

    (void)state;
    h.n -= 3;
    heat_partial(&h, "before the index does");
    h.n -= 13 + 16;
    heat_partial(&h, "before the index does");
    h = heat_small();
    h.bytes[16] = 8;
    heat_partial(&h, "no slice");
    h = heat_small();
    heat_slice(&h, T0 + 180000);
    heat_partial(&h, "differ in number");
    h.bytes[h.n++] = 1;
    heat_partial(&h, "differ in number");
    h = heat_small();
    memset(h.bytes + 7 * 16 + 4, 0xff, 8); /* the second slice's time */
    heat_partial(&h, "usable time");
    assert_int_equal(heat_read(&h).refused, 3);
    assert_int_equal(heat_read(&h).bad[0].at, 7 * 16);
}

static void a_heatmaps_bad_entries_are_counted(void **state) {
    struct heat h = heat_small();
    struct heatmap m;

    (void)state;
    heat_entry(&h, 0xabc124, 91000000, 0, 0, 0);
    heat_entry(&h, 0xabc124, 0, -180000001, 0, 0);
    heat_info(&h, 0xabc124, 4689, "KOR271  ");
    heat_info(&h, 0xabc124, 4637, "KOR\x01    ");
    heat_info(&h, 0xabc125, 4637, "KOR271  "); /* good, but of nobody */
    heat_entry(&h, 0xabc126, 90000000, 180000000, 0, 0);
    heat_entry(&h, 0xabc126, 89000000, 180000000, 0, 0);
    m = heat_read(&h);
    assert_int_equal(m.state, HEATMAP_WHOLE);
    assert_int_equal(m.refused, 4);
    assert_int_equal(m.nbad, 4);
    assert_int_equal(m.ncraft, 3);
    assert_int_equal(m.craft[1].track.hex, 0xabc126);
    assert_int_equal(m.craft[1].track.doubled, 1);
    assert_int_equal(m.cell[2].lat, 89);
    assert_int_equal(m.cell[2].lon, -180);
}

static void what_is_no_heatmap_is_refused(void **state) {
    static const char *const texts[] = {"", "{\"icao\":\"abc123\"", "0123456789abcdef", NULL};
    struct heatmap out = {.ncraft = 77};
    struct heat h = heat_small();
    struct err e = {0};

    (void)state;
    for (size_t i = 0; texts[i]; i++)
        assert_int_equal(heatmap_read(&mem, span_of(texts[i]), &out, &e), RC_SYNTAX);
    h.bytes[0] = 2; /* then a slice should begin at entry 2 */
    assert_int_equal(heatmap_read(&mem, (struct span){h.bytes, h.n}, &out, &e), RC_SYNTAX);
    assert_int_equal(heatmap_read(&mem, (struct span){"", HEATMAP_BYTES + 1}, &out, &e), RC_LIMIT);
    assert_int_equal(out.ncraft, 77);
}

/* ---- live ---- */

static struct live live_text(const char *text) {
    struct live out = {0};
    struct err e = {0};

    assert_ok(live_read(&mem, span_of(text), &out, &e), e);
    return out;
}

static void a_live_position_has_its_own_time(void **state) {
    struct live l = live_text(
        "{ \"aircraft\" : [\n{\"hex\":\"abc123\",\"type\":\"adsb_icao\",\"flight\":\"KOR271  "
        "\",\"r\":\"P-633\","
        "\"t\":\"T204\",\"dbFlags\":1,\"alt_baro\":1025,\"alt_geom\":1100,\"gs\":140.3,\"track\":"
        "90.5,\"geom_rate\":-640,"
        "\"squawk\":\"4637\",\"nic\":8,\"sil\":3,\"version\":2,\"lat\":43.3989,\"lon\":132.148,"
        "\"seen_pos\":1.25,\"seen\":0.1},\n"
        "{\"hex\":\"~abc123\",\"lat\":1,\"lon\":2,\"seen_pos\":0,\"alt_baro\":\"ground\",\"true_"
        "heading\":12.5}],"
        "\"now\" : 1700000000.4,\"messages\":5}\n");
    const struct track_point *p = l.track[0].point;

    (void)state;
    assert_int_equal(l.state, LIVE_WHOLE);
    assert_int_equal(l.ntrack, 2);
    assert_int_equal(l.now_ms, 1700000000400);
    assert_int_equal(l.track[0].hex, 0xabc123);
    assert_string_equal(l.track[0].registration, "P-633");
    assert_string_equal(l.track[0].type, "T204");
    assert_int_equal(l.track[0].db_flags, 1);
    assert_int_equal(p->ms, 1699999999150);
    assert_int_equal(p->lat, 43398900);
    assert_int_equal(p->lon, 132148000);
    assert_int_equal(p->alt_ft, 1025);
    assert_int_equal(p->alt_geom_ft, 1100);
    assert_int_equal(p->speed, 1403);
    assert_int_equal(p->heading, 905);
    assert_int_equal(p->rate_fpm, -640);
    assert_int_equal(p->flags, TRACK_RATE_GEOM);
    assert_int_equal(p->squawk, 4637);
    assert_int_equal(p->air, TRACK_AIRBORNE);
    assert_memory_equal(p->callsign, "KOR271  ", 8);
    assert_true(l.track[1].other);
    assert_int_equal(l.track[1].point->air, TRACK_GROUND);
    assert_int_equal(l.track[1].point->heading, 125);
}

static void an_old_position_is_never_current(void **state) {
    struct live l =
        live_text("{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc123\",\"lastPosition\":{\"lat\":"
                  "43.4,\"lon\":132.1,"
                  "\"nic\":8,\"rc\":186,\"seen_pos\":95.2},\"alt_baro\":1000,\"seen\":2}]}");

    (void)state;
    assert_int_equal(l.ntrack, 0);
    assert_int_equal(l.silent, 1);
    assert_int_equal(l.refused, 0);
}

static void live_aircraft_without_time_or_place_are_refused(void **state) {
    struct live l = live_text(
        "{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc12x\",\"lat\":1,\"lon\":1,\"seen_pos\":0},"
        "{\"lat\":1,\"lon\":1,\"seen_pos\":0},{\"hex\":\"abc124\",\"lat\":1,\"lon\":1},"
        "{\"hex\":\"abc125\",\"lat\":1,\"seen_pos\":0},{\"hex\":\"abc126\",\"lat\":90.1,\"lon\":1,"
        "\"seen_pos\":0},"
        "{\"hex\":\"abc127\",\"lat\":1,\"lon\":1,\"seen_pos\":-1},{\"hex\":\"abc128\",\"lat\":1,"
        "\"lon\":1,\"seen_pos\":4000},17,"
        "{\"hex\":\"abc129\",\"lat\":1,\"lon\":1,\"seen_pos\":9,\"gs\":\"fast\"},{\"hex\":"
        "\"abc129\",\"lat\":2,\"lon\":1,\"seen_pos\":3}]}");

    (void)state;
    assert_int_equal(l.refused, 8);
    assert_int_equal(l.nbad, 8);
    assert_int_equal(l.bad[0].at, 30);
    assert_int_equal(l.ntrack, 1);
    assert_int_equal(l.doubled, 1);
    assert_int_equal(l.odd, 1);
    assert_int_equal(l.track[0].point->lat, 2000000);
}

static void a_live_file_that_breaks_off_is_partial(void **state) {
    struct live l =
        live_text("{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc123\",\"lat\":1,\"lon\":1,"
                  "\"seen_pos\":0},{\"hex\":\"abc124\",\"lat\":1,\"lo");
    struct live untouched = {.ntrack = 77};
    struct err e = {0};
    char *large;

    (void)state;
    assert_int_equal(l.state, LIVE_PARTIAL);
    assert_int_equal(l.ntrack, 1);
    assert_int_equal(live_read(&mem, SPAN("{\"aircraft\":[]}"), &untouched, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "no `now`"));
    assert_int_equal(live_read(&mem, SPAN("{\"now\":1,"), &untouched, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "no `aircraft`"));
    assert_int_equal(live_read(&mem, SPAN("[]"), &untouched, &e), RC_SYNTAX);
    large = malloc(LIVE_BYTES + 1);
    assert_non_null(large);
    memset(large, ' ', LIVE_BYTES + 1);
    large[0] = '{';
    assert_int_equal(live_read(&mem, (struct span){large, LIVE_BYTES + 1}, &untouched, &e),
                     RC_LIMIT);
    free(large);
    assert_int_equal(untouched.ntrack, 77);
}

/* What a loop that fetches it every few seconds makes. */
static void live_files_may_follow_one_another(void **state) {
    static const char text[] = "{\"now\":10,\"aircraft\":[]}\n{\"now\":20,\"aircraft\":[]}";
    struct live l = live_text(text);

    (void)state;
    assert_int_equal(l.state, LIVE_WHOLE);
    assert_int_equal(l.now_ms, 10000);
    assert_string_equal(text + l.next, "{\"now\":20,\"aircraft\":[]}");
    assert_int_equal(live_text(text + l.next).next, 0);
    l = live_text("{\"now\":10,\"aircraft\":[]} 5");
    assert_int_equal(l.state, LIVE_PARTIAL);
    assert_int_equal(l.next, 0);
}

/* The answers of the networks' interfaces: `ac`, and milliseconds. */
static void live_state_as_networks_answer_it(void **state) {
    struct live l = live_text("{\"ac\":[{\"hex\":\"7277a8\",\"lat\":1,\"lon\":2,\"seen_pos\":1.5}],"
                              "\"msg\":\"No error\",\"now\":1700000000123,\"total\":1}");

    (void)state;
    assert_int_equal(l.state, LIVE_WHOLE);
    assert_int_equal(l.now_ms, 1700000000123);
    assert_int_equal(l.ntrack, 1);
    assert_int_equal(l.track[0].point->ms, 1699999998623);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_heatmap_gives_tracks_slices_and_cells),
        TEST(a_heatmap_that_does_not_agree_is_partial),
        TEST(a_heatmaps_bad_entries_are_counted),
        TEST(what_is_no_heatmap_is_refused),
        TEST(a_live_position_has_its_own_time),
        TEST(an_old_position_is_never_current),
        TEST(live_aircraft_without_time_or_place_are_refused),
        TEST(a_live_file_that_breaks_off_is_partial),
        TEST(live_files_may_follow_one_another),
        TEST(live_state_as_networks_answer_it),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
