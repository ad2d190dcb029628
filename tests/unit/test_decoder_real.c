/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to positions: recordings of real traffic with what other decoders made of them, in
 * pieces of any size, and bytes at random. */
#include "base/canon.h"
#include "base/rng.h"
#include "t_decoder.h"

#include <archive.h>
#include <archive_entry.h>

/* The content of a file, inflated if need be. @return {0} where there is none. */
static struct span shared(const char *name) {
    struct archive *a;
    struct archive_entry *entry;
    struct buf b = {0};
    char path[4096], block[65536];
    la_ssize_t n;

    if (!t_shared()) return (struct span){0};
    a = archive_read_new();
    snprintf(path, sizeof path, "%s/adsb/raw/%s", t_shared(), name);
    archive_read_support_filter_gzip(a);
    archive_read_support_format_raw(a);
    if (archive_read_open_filename(a, path, 65536) == ARCHIVE_OK &&
        archive_read_next_header(a, &entry) == ARCHIVE_OK)
        while ((n = archive_read_data(a, block, sizeof block)) > 0)
            buf_add(&b, (struct span){block, (size_t)n});
    archive_read_free(a);
    return b.p ? buf_span(&b) : (struct span){0};
}

/* Where the recordings are not, the test says so. */
#define RECORDING(s, name)                                                                         \
    do {                                                                                           \
        (s) = shared(name);                                                                        \
        if (!(s).n) {                                                                              \
            print_message("# skipped: HEADCOUNT_SHARED has no adsb/raw/" name " here\n");          \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

static void forget(struct span s) {
    struct buf b = {(char *)(uintptr_t)s.p, s.n, s.n};

    buf_fini(&b);
}

/* jet1090's own decoding of each frame, beside ours. */
struct truth {
    struct span text;
    size_t line_end;
    size_t both, close, wrong, squawks, squawks_bad, names, speeds, altitudes, rates;
    double worst_m;
};

static double metres(double lat1, double lon1, double lat2, double lon2) {
    double k = acos(-1) / 180, a = sin((lat2 - lat1) * k / 2), b = sin((lon2 - lon1) * k / 2);

    return 2 * 6371008.8 * asin(sqrt(a * a + cos(lat1 * k) * cos(lat2 * k) * b * b));
}

static void compare_position(struct truth *t, const json_t *j, const struct decoder_message *m) {
    const json_t *lat = json_object_get(j, "latitude");
    double d;

    if (!json_is_number(lat) || m->lat == TRACK_NONE) return;
    d = metres(json_number_value(lat), json_number_value(json_object_get(j, "longitude")),
               m->lat / 1e6, m->lon / 1e6);
    t->both++;
    t->close += d <= 10;
    t->wrong += d > 500;
    if (d > t->worst_m) t->worst_m = d;
}

/* The values of this file are not all right: 0 or null for 0 ft and below, and steps of 0.25 kt for
 * the movement codes 13 to 38, which are steps of 0.5 kt ("The 1090 Megahertz Riddle", chapter 6).
 * These are left out, or put right. */
static void compare_values(struct truth *t, const json_t *j, const struct modes_message *m) {
    const json_t *alt = json_object_get(j, "altitude"), *gs = json_object_get(j, "groundspeed");
    const json_t *rate = json_object_get(j, "vertical_rate"),
                 *name = json_object_get(j, "callsign");
    const json_t *squawk = json_object_get(j, "squawk");

    if (m->has & MODES_ALT && m->alt_ft > 0) {
        t->altitudes++;
        if (json_integer_value(alt) != m->alt_ft) { /* the one reply with steps of 100 ft */
            assert_int_equal(json_integer_value(alt), 3044);
            assert_int_equal(m->alt_ft, 95100);
        }
    }
    if (json_is_number(gs)) {
        double want = json_number_value(gs);

        if (m->air == TRACK_GROUND && want >= 2 && want < 8.6) want = 2 + (want - 2) * 2;
        t->speeds++;
        assert_true(m->has & MODES_SPEED && fabs(m->speed / 10.0 - want) <= 0.0501);
    }
    if (rate) {
        t->rates++;
        assert_int_equal(json_integer_value(rate), m->rate_fpm);
    }
    if (squawk) {
        t->squawks++;
        t->squawks_bad += strtol(json_string_value(squawk), NULL, 10) != m->squawk;
    }
    if (name && !strchr(json_string_value(name), '#')) {
        char is[9] = "";

        t->names++;
        memcpy(is, m->callsign, 8);
        while (is[0] && is[strlen(is) - 1] == ' ') is[strlen(is) - 1] = 0;
        assert_string_equal(json_string_value(name), is);
    }
}

static void on_truth(void *user, const struct decoder_message *m) {
    struct truth *t = user;
    const char *line = t->text.p + m->frame->offset;
    const char *end = memchr(line, '\n', t->text.n - m->frame->offset);
    json_t *j = json_loadb(line, (size_t)(end - line), 0, NULL);
    char hex[8];

    assert_non_null(j);
    snprintf(hex, sizeof hex, "%06x", m->said->hex);
    assert_string_equal(json_string_value(json_object_get(j, "icao24")), hex);
    compare_position(t, j, m);
    compare_values(t, j, m->said);
    json_decref(j);
}

static void toulouse_to_heathrow(void **state) {
    struct truth t = {0};
    struct decoder_options opt = {.message = on_truth, .point = on_point, .user = &t};

    (void)state;
    RECORDING(t.text, "tutorial.jsonl.gz");
    run_bytes(&opt, t.text, 65536);
    print_message("# %zu positions in both, %zu within 10 m, %zu over 500 m, worst %.3f m\n",
                  t.both, t.close, t.wrong, t.worst_m);
    assert_int_equal(stats.messages, 71911);
    assert_int_equal(stats.unknown, 23); /* replies that no aircraft here can have sent */
    assert_int_equal(stats.zero, 5);
    assert_int_equal(stats.damaged, 0);
    assert_int_equal(t.both,
                     12085); /* all of 13,465 but 1,374 on the ground before anything else */
    assert_int_equal(stats.fix[DECODER_LOST], 1374);
    assert_true((double)t.close >= 0.999 * (double)t.both);
    assert_int_equal(t.wrong, 0);
    assert_true(t.worst_m < 0.1);
    assert_int_equal(stats.points, 12085);
    assert_int_equal(points, 12085);
    assert_int_equal(t.rates, 11450);
    assert_int_equal(t.names, 1376);
    assert_int_equal(t.speeds, 13433);
    assert_true(t.altitudes > 33700);
    assert_int_equal(t.squawks, 18448); /* two are replies that are no replies: 0x1ab2 and 0xc4b */
    assert_int_equal(t.squawks_bad, 2);
    for (size_t i = 1; i < points; i++) assert_true(point[i].p.ms >= point[i - 1].p.ms);
    forget(t.text);
}

static void with_the_receivers_place(void **state) {
    struct truth t = {0};
    struct decoder_options opt = {
        .message = on_truth, .user = &t, .has_receiver = true, .lat_deg = 43.63, .lon_deg = 1.37};

    (void)state;
    RECORDING(t.text, "tutorial.jsonl.gz");
    t.text.n = 30 << 10; /* at Toulouse: the rest has been received elsewhere */
    while (t.text.p[t.text.n - 1] != '\n') t.text.n--;
    run_bytes(&opt, t.text, 65536);
    assert_true(t.both > 50);
    assert_int_equal(t.close, t.both);
    assert_int_equal(stats.fix[DECODER_LOST], 0);
    forget(t.text);
}

/* The other decoder's lines, by type and address in order: SBS has no more than order, since its
 * times are local. */
static size_t sbs_lines(struct span s, char type, double *lat_sum, size_t *positions) {
    size_t n = 0;

    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        const char *lf = memchr(p, '\n', (size_t)(end - p)), *comma = p;
        int field = 1;

        if (!lf) lf = end;
        if (lf - p > 6 && memcmp(p, "MSG,", 4) == 0 && p[4] == type) {
            n++;
            for (; comma < lf && field < 15; comma++) field += *comma == ',';
            if (comma < lf && *comma != ',') *lat_sum += strtod(comma, NULL), (*positions)++;
        }
        p = lf + 1;
    }
    return n;
}

static void saint_petersburg(void **state) {
    struct decoder_options opt = usual();
    struct span beast, sbs;
    size_t positions = 0;
    double theirs = 0, ours = 0;

    (void)state;
    RECORDING(beast, "ulss7.beast");
    RECORDING(sbs, "ulss7_decoded_sbs.txt");
    run_bytes(&opt, beast, 65536);
    assert_int_equal(stats.mode_ac, 5026);
    assert_int_equal(stats.unknown, 6); /* they too: "6 messages that might be valid" */
    assert_int_equal(stats.df[11], sbs_lines(sbs, '8', &theirs, &positions));
    assert_int_equal(stats.df[0] + stats.df[16], sbs_lines(sbs, '7', &theirs, &positions));
    assert_int_equal(stats.df[4] + stats.df[20], sbs_lines(sbs, '5', &theirs, &positions));
    assert_int_equal(stats.df[5] + stats.df[21], sbs_lines(sbs, '6', &theirs, &positions));
    assert_int_equal(positions, 0);
    (void)sbs_lines(sbs, '3', &theirs, &positions);
    assert_int_equal(positions, 1456);
    assert_int_equal(stats.points, positions);
    for (size_t i = 0; i < points; i++) ours += point[i].p.lat / 1e6;
    assert_true(fabs(ours - theirs) < 1e-5 * (double)positions); /* five decimals each */
    forget(beast);
    forget(sbs);
}

/* pyModeS's sample: its columns are time, frame, address, type code. Against pyModeS 2.21.1: 937
 * altitudes, 965 velocities and 98 callsigns equal, and all 925 positions that are pairs for both.
 * Times are whole seconds, and some frames out of order within them: two are refused for it. */
static void one_flight_of_klm(void **state) {
    struct decoder_options opt = usual();
    struct span csv;
    size_t rows = 0;

    (void)state;
    RECORDING(csv, "pymodes_sample_data_adsb.csv");
    for (const char *p = csv.p, *end = csv.p + csv.n; p < end;) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));

        if (!lf) lf = end;
        if (lf - p > 40) {
            buf_printf(&in, "{\"timestamp\":%.10s,\"frame\":\"%.28s\"}\n", p, p + 12);
            rows++;
        }
        p = lf + 1;
    }
    opt.frames.anchored = false;
    run(&opt);
    assert_int_equal(rows, 2000);
    assert_int_equal(stats.messages, 2000);
    assert_int_equal(stats.aircraft, 1);
    assert_int_equal(stats.fix[DECODER_PAIR], 925);
    assert_int_equal(stats.fix[DECODER_NEAR], 6);
    assert_int_equal(stats.fix[DECODER_FAST], 2);
    assert_int_equal(stats.fix[DECODER_WAITS], 4);
    for (size_t i = 0; i < points; i++) {
        assert_int_equal(point[i].hex, 0x406b90);
        assert_true(point[i].p.lat > 49000000 && point[i].p.lat < 54000000);
        if (i) assert_true(abs(point[i].p.lon - point[i - 1].p.lon) < 60000);
    }
    forget(csv);
}

static void a_short_recording(void **state) {
    struct decoder_options opt = usual();
    struct span s;

    (void)state;
    RECORDING(s, "sample_dump1090.bin");
    run_bytes(&opt, s, 65536);
    assert_int_equal(stats.messages + stats.unknown, 239);
    assert_int_equal(stats.damaged + stats.length + stats.foreign, 0);
    assert_int_equal(stats.unknown, 10);
    assert_int_equal(stats.points, 3);
    forget(s);
}

/* The same whatever the pieces, order and speed of arrival. */
static void pieces_do_not_matter(void **state) {
    struct decoder_options opt = usual();
    struct decoder_stats whole;
    struct span s;
    static struct seen first[2000];
    size_t n;

    (void)state;
    RECORDING(s, "ulss7.beast");
    opt.sort_ms = 1000;
    run_bytes(&opt, s, SIZE_MAX);
    whole = stats;
    n = points;
    assert_true(n > 1000 && n < 2000);
    memcpy(first, point, n * sizeof *point);
    for (size_t piece = 1; piece < 5000; piece = piece * 7 + 1) {
        run_bytes(&opt, s, piece);
        assert_int_equal(points, n);
        assert_memory_equal(&stats, &whole, sizeof stats);
        for (size_t i = 0; i < n; i++)
            assert_memory_equal(&point[i].p, &first[i].p, sizeof first[i].p);
    }
    forget(s);
}

static void random_bytes_survive(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    opt.sort_ms = 1000;
    opt.mend = true;
    opt.aircraft = 8;
    for (uint64_t k = 0; k < 40; k++) {
        opt.frames.form = (enum frames_form)(k % 3);
        for (uint64_t i = 0; i < 20000; i++) {
            uint64_t r = rng_u64(5, k, i);

            buf_putc(&in, (char)(r % 5 ? r >> 8 : k % 2 ? 0x1a : '\n'));
            if (r % 15 == 0) buf_putc(&in, (char)('1' + (r >> 20) % 4));
        }
        run(&opt);
    }
    assert_true(stats.damaged + stats.unknown + stats.foreign + stats.length + stats.mode_ac > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toulouse_to_heathrow), cmocka_unit_test(with_the_receivers_place),
        cmocka_unit_test(saint_petersburg),     cmocka_unit_test(one_flight_of_klm),
        cmocka_unit_test(a_short_recording),    cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(random_bytes_survive),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
