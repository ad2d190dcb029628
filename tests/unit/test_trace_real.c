/* SPDX-License-Identifier: Apache-2.0 */
/* Real traces, and damaged ones, against jansson. */
#include "t_trace.h"

#include <ftw.h>
#include <jansson.h>
#include <zlib.h>

static struct span real[64]; /* inflated */
static size_t nreal;

static struct span inflated(struct span gz) {
    size_t cap = 64 * gz.n + 65536;
    char *out = arena_alloc(&mem, cap, 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)gz.p,
                  .avail_in = (uInt)gz.n,
                  .next_out = (Bytef *)out,
                  .avail_out = (uInt)cap};

    assert_int_equal(inflateInit2(&z, 31), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(inflateEnd(&z), Z_OK);
    return (struct span){out, z.total_out};
}

static int add_real(const char *path, const struct stat *st, int type) {
    char *text;
    FILE *f;

    if (type != FTW_F || !strstr(path, "/trace_full_") || nreal == 64) return 0;
    text = arena_alloc(&mem, (size_t)st->st_size, 1);
    f = fopen(path, "rb");
    assert_non_null(f);
    real[nreal] = (struct span){text, fread(text, 1, (size_t)st->st_size, f)};
    fclose(f);
    if (text[0] != '{') real[nreal] = inflated(real[nreal]);
    nreal++;
    return 0;
}

static void real_files(void) {
    nreal = 0;
    if (!t_shared()) skip(); /* the real traces are not here */
    ftw(arena_printf(&mem, "%s/adsb/traces", t_shared()), add_real, 16);
    assert_true(nreal > 20);
}

static int32_t whole_of(const json_t *v) {
    return json_is_number(v) ? (int32_t)json_integer_value(v) : TRACK_NONE;
}

static int16_t tenth_of(const json_t *v) {
    return json_is_number(v) ? (int16_t)llround(json_number_value(v) * 10) : TRACK_NONE16;
}

static int8_t small_of(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);

    return json_is_integer(v) ? (int8_t)json_integer_value(v) : -1;
}

static struct track_point point_of(const json_t *row, double timestamp) {
    struct track_point p = readsb_point();
    const json_t *object = json_array_get(row, 8), *alt = json_array_get(row, 3);
    const char *source = json_string_value(json_array_get(row, 9));
    const char *flight = json_string_value(json_object_get(object, "flight"));
    const char *squawk = json_string_value(json_object_get(object, "squawk"));

    p.ms = llround((timestamp + json_number_value(json_array_get(row, 0))) * 1000);
    p.lat = (int32_t)lround(json_number_value(json_array_get(row, 1)) * 1e6);
    p.lon = (int32_t)lround(json_number_value(json_array_get(row, 2)) * 1e6);
    p.alt_ft = whole_of(alt);
    p.air = json_is_string(alt)    ? TRACK_GROUND
            : json_is_integer(alt) ? TRACK_AIRBORNE
                                   : TRACK_AIR_UNKNOWN;
    p.speed = tenth_of(json_array_get(row, 4));
    p.heading = tenth_of(json_array_get(row, 5));
    if (p.heading == 3600) p.heading = 0;
    p.flags = (uint8_t)json_integer_value(json_array_get(row, 6));
    p.rate_fpm = whole_of(json_array_get(row, 7));
    p.alt_geom_ft = whole_of(json_array_get(row, 10));
    p.source = strcmp(source, "adsb_icao") == 0 ? TRACK_ADSB_ICAO : TRACK_OTHER;
    if (flight) memcpy(p.callsign, flight, strlen(flight));
    if (squawk) p.squawk = (uint16_t)strtoul(squawk, NULL, 10);
    p.nic = small_of(object, "nic");
    p.sil = small_of(object, "sil");
    p.adsb = small_of(object, "version");
    return p;
}

static void real_files_read_as_jansson_reads_them(void **state) {
    size_t rows = 0, quick = 0, doubled = 0;

    (void)state;
    real_files();
    for (size_t k = 0; k < nreal; k++) {
        json_t *root = json_loadb(real[k].p, real[k].n, 0, NULL), *trace, *row;
        struct track got = {0}, want = {0};
        struct err e = {0};
        size_t i;

        assert_non_null(root);
        trace = json_object_get(root, "trace");
        want.n = json_array_size(trace);
        want.point = ARENA_ARRAY(&mem, struct track_point, want.n);
        json_array_foreach(trace, i, row) want.point[i] =
            point_of(row, json_number_value(json_object_get(root, "timestamp")));
        trace_order(&mem, &want);
        tally = (struct trace_tally){0};
        assert_ok(read_both(real[k], &got, &tally, &e), e);
        assert_int_equal(tally.state, TRACE_WHOLE);
        assert_int_equal(tally.odd, 0);
        assert_int_equal(got.refused, 0);
        assert_int_equal(got.moved, 0);
        assert_int_equal(got.n, want.n);
        assert_memory_equal(got.point, want.point, want.n * sizeof *want.point);
        assert_int_equal(got.hex,
                         strtoul(json_string_value(json_object_get(root, "icao")), NULL, 16));
        assert_string_equal(got.registration, json_string_value(json_object_get(root, "r")));
        assert_string_equal(got.type, json_string_value(json_object_get(root, "t")));
        rows += tally.rows;
        quick += tally.quick;
        doubled += got.doubled;
        json_decref(root);
    }
    assert_int_equal(rows, 6222); /* as counted by Python's json */
    assert_true(quick * 1000 >= rows * 999);
    assert_int_equal(doubled, 8);
}

static uint32_t dice;
static size_t roll(size_t n) {
    dice = dice * 1664525 + 1013904223;
    return n ? (dice >> 8) % n : 0;
}

/* One small damage, preferably of what the quick reader looks at. */
static struct span damaged(struct span s) {
    static const char *const words[] = {
        "null",      "\"ground\"", "-",  "0",  "9",    ".",     ",",        "1e999",     "NaN",
        "\\u0041",   "\\",         "\"", "]",  "}",    "{",     "[",        " ",         "00",
        "91.000000", "\"",         ":",  "\n", "\x80", "360.0", "99999999", "\"nic\":3,"};
    const char *w = words[roll(sizeof words / sizeof *words)];
    size_t n = strlen(w), at = roll(s.n), gone = roll(3) ? roll(2) * n : roll(40);
    char *p = arena_alloc(&mem, s.n + n + 1, 1);

    if (gone > s.n - at) gone = s.n - at;
    if (!roll(8)) n = 0;
    memcpy(p, s.p, at);
    memcpy(p + at, w, n);
    memcpy(p + at + n, s.p + at + gone, s.n - at - gone);
    return (struct span){p, s.n - gone + n};
}

/* What jansson refuses and we take on purpose. */
static bool on_purpose(struct span s, const json_error_t *error) {
    enum json_error_code code = json_error_code(error);

    return code == json_error_invalid_utf8 || code == json_error_numeric_overflow ||
           memmem(s.p, s.n, "NaN", 3) || memmem(s.p, s.n, "\\u", 2);
}

static void check_damaged(struct span s) {
    struct track t = {0};
    struct trace_tally said = {0};
    struct err e = {0};
    json_error_t error;
    json_t *root = json_loadb(s.p, s.n, 0, &error);
    int rc = read_both(s, &t, &said, &e);

    if (rc == 0 && said.state == TRACE_WHOLE) {
        if (!root && !on_purpose(s, &error)) fail_msg("only we take it: %s", error.text);
        if (root) assert_int_equal(said.rows, json_array_size(json_object_get(root, "trace")));
    } else if (rc == 0 && root && !strstr(said.why, "second time") && !strstr(said.why, "`")) {
        fail_msg("only jansson takes it; byte %zu: %s", said.at, said.why);
    }
    json_decref(root);
}

static void damaged_files_read_alike_and_as_strictly_as_jansson(void **state) {
    (void)state;
    real_files();
    dice = 1;
    for (size_t k = 0; k < nreal; k++) {
        struct span s = real[k];

        if (s.n > 60000) s.n = 60000;
        for (int i = 0; i < 60; i++) {
            struct arena kept = mem;
            struct span d;

            arena_init(&mem, (size_t)1 << 30);
            d = damaged(s);
            if (i % 3 == 0) d = damaged(d);
            check_damaged(d);
            arena_fini(&mem);
            mem = kept;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(real_files_read_as_jansson_reads_them),
        TEST(damaged_files_read_alike_and_as_strictly_as_jansson),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
