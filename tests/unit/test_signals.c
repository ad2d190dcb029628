/* SPDX-License-Identifier: Apache-2.0 */
/* Flight signals, schedules and watch-lists into a case. Everything is made here: an aircraft that flies
 * between Vladivostok and Pyongyang, others that do not, days of them as folders and archives. */
#include "format/points.h"
#include "ledger/blob.h"
#include "t_archive.h"
#include "t_ingest.h"

#include <math.h>

#define DAY_1 INT64_C(1698624000) /* 2023-10-30, UTC seconds */
#define DAY_S 86400
#define VVO 43.398960, 132.148020
#define FNJ 39.224100, 125.670000

/* ---- traces ---- */

/* A flight in a straight line at constant speed, an hour long: on the ground at both ends. Rows of the day
 * that begins at `day` only. */
struct hop {
    double from_lat, from_lon, to_lat, to_lon;
    int64_t off; /* UTC seconds */
};

static double between(double lo, double hi, double share) {
    return lo + (hi - lo) * (share < 0 ? 0 : share > 1 ? 1 : share);
}

static void hop_rows(struct buf *b, const struct hop *h, int64_t day, bool *first) {
    for (int s = -300; s <= 3900; s += 10) {
        double share = s / 3600.0, up = fmin(share, 1 - share) * 6;
        int64_t t = h->off + s;
        bool ground = s < 0 || s > 3600;
        char height[16] = "\"ground\"";

        if (t < day || t >= day + DAY_S) continue;
        if (!ground) snprintf(height, sizeof height, "%d", (int)(fmin(up, 1) * 1400) * 25 + 25);
        buf_printf(b, "%s[%d.0,%.6f,%.6f,%s,%d,228.5,0,%d,null,\"adsb_icao\",%s,null,null,null]",
                   *first ? "" : ",", (int)(t - day), between(h->from_lat, h->to_lat, share),
                   between(h->from_lon, h->to_lon, share), height, ground ? 5 : 384,
                   ground        ? 0
                   : share < 0.5 ? 1920
                                 : -1920,
                   ground ? "null" : "1225");
        *first = false;
    }
}

static struct span trace(struct fix *f, const char *hex, const char *registration, int64_t day,
                         const struct hop *hop, size_t n) {
    struct buf b = {0};
    bool first = true;
    struct span s;

    buf_printf(&b, "{\"icao\":\"%s\",%s%s%s\"t\":\"T204\",\"timestamp\":%lld.000,\"trace\":[", hex,
               registration ? "\"r\":\"" : "", registration ? registration : "",
               registration ? "\"," : "", (long long)day);
    for (size_t i = 0; i < n; i++) hop_rows(&b, &hop[i], day, &first);
    buf_puts(&b, "]}");
    s = arena_span(&f->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const struct hop out_and_back[] = {{VVO, FNJ, DAY_1 + 8000}, {FNJ, VVO, DAY_1 + 20000}};
static const struct hop over_midnight[] = {{VVO, FNJ, DAY_1 + DAY_S - 1800}};
static const struct hop elsewhere[] = {{51.47, -0.45, 48.01, 2.55, DAY_1 + 8000}};

static struct span own_trace(struct fix *f) {
    return trace(f, "7201f4", "P-632", DAY_1, out_and_back, 2);
}

static const char *in_folder(struct fix *f, const char *name, struct span bytes) {
    char *path = arena_printf(&f->a, "%s/%s", f->dir, name);

    for (char *p = path + strlen(f->dir) + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        mkdir(path, 0700);
        *p = '/';
    }
    return put_bytes(f, name, bytes);
}

/* ---- looking into the case ---- */

/* The first column of every row, joined by line feeds. */
static const char *all(struct fix *f, const char *sql) {
    struct buf b = {0};
    struct query *q = NULL;
    const char *text;
    int rc;

    assert_ok(store_begin(f->st, &f->e), f->e);
    assert_ok(store_derive(f->st, &f->e), f->e);
    assert_ok(store_end(f->st, 0, &f->e), f->e);
    assert_ok(query_open(&q, f->st, sql, &f->e), f->e);
    while ((rc = query_next(q, &f->e)) > 0) {
        struct span s = query_col(q, 0);

        buf_add(&b, s);
        buf_putc(&b, '\n');
    }
    assert_ok(rc, f->e);
    query_close(q);
    text = arena_dup(&f->a, buf_span(&b));
    buf_fini(&b);
    return text;
}

#define TRACKS                                                                                     \
    "SELECT icao24 || ' ' || coalesce(registration, '-') || ' ' || points || ' ' || source || "    \
    "' ' || (from_ms / 1000 - 1698624000) || ' ' || (to_ms / 1000 - 1698624000) FROM track "       \
    "ORDER BY icao24, from_ms"
#define COVERAGE                                                                                   \
    "SELECT \"from\" || ' ' || \"to\" || ' ' || source || ' ' || what || ' ' || state FROM "       \
    "coverage ORDER BY \"from\", id"

static void put_sheets(struct fix *f) {
    import_ok(f, put(f, "sources.csv", SOURCES));
    import_ok(f, put(f, "corridors.csv", CORRIDORS));
}

static struct track points_of(struct fix *f, const char *hex) {
    uint8_t sha[HASH_BYTES];
    struct track t = {0};
    struct span text;

    assert_true(hash_read((struct span){hex, 64}, sha));
    assert_ok(blob_get(f->st, &f->a, sha, &text, &f->e), f->e);
    assert_ok(points_read(&f->a, text, &t, &f->e), f->e);
    return t;
}

static void blobs_are_whole(struct fix *f, int64_t named) {
    struct ledger_verdict v = {0};

    assert_ok(ledger_verify(f->st, &v, &f->e), f->e);
    if (v.broken) fail_msg("%s", v.reason);
    assert_int_equal(v.blobs_named, named);
}

/* ---- one file ---- */

static void the_only_aircraft_of_a_file_is_kept_with_all_its_points(void **state) {
    struct fix *f = *state;
    const char *path = put_bytes(f, "x.json", own_trace(f));
    struct track t;

    import_ok(f, path);
    assert_int_equal(f->t.rows, 2); /* the source, and the track */
    assert_true(has_notice(f, "kept 1 of 1 aircraft"));
    assert_string_equal(all(f, "SELECT id || ' ' || kind FROM source"), "adsb database\n");
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 842 adsb 7700 23900\n");
    assert_string_equal(all(f, COVERAGE),
                        ""); /* a trace alone is no day that anybody vouches for */
    t = points_of(f, all(f, "SELECT blob FROM track"));
    assert_int_equal(t.hex, 0x7201f4);
    assert_int_equal(t.n, 842);
    assert_int_equal(t.point[0].ms, (DAY_1 + 7700) * 1000);
    assert_int_equal(t.point[0].air, TRACK_GROUND);
    assert_int_equal(t.point[0].lat, 43398960);
    assert_int_equal(t.point[211].lat, 41299933);
    blobs_are_whole(f, 1);
    assert_non_null(strstr(bodies(f, "file"), "\"format\":\"traces\""));
}

static void a_file_that_was_read_adds_nothing(void **state) {
    struct fix *f = *state;
    const char *path = put_bytes(f, "x.json", own_trace(f));

    import_ok(f, path);
    import_ok(f, path);
    assert_int_equal(f->t.files_known, 1);
    assert_int_equal(f->t.rows + f->t.withdrawn + f->t.superseded, 0);
    import_ok(f, put_bytes(f, "another-name.json", own_trace(f)));
    assert_int_equal(f->t.files_known, 1);
    assert_int_equal(entries(f, "row"), 2);
    assert_int_equal(entries(f, "file"), 1);
}

static void packing_makes_no_difference_to_the_points(void **state) {
    struct fix *f = *state;
    struct buf gz = {0}, zst = {0};
    const char *plain, *packed;

    import_ok(f, put_bytes(f, "a.json", own_trace(f)));
    plain = all(f, "SELECT DISTINCT blob FROM track");
    import_ok(f, put_bytes(f, "b.json", t_gzip(&gz, own_trace(f))));
    import_ok(f, put_bytes(f, "c.json", t_zstd(&zst, own_trace(f))));
    packed = all(f, "SELECT DISTINCT blob FROM track");
    assert_string_equal(plain, packed);
    assert_string_equal(all(f, "SELECT count(*) FROM track"), "3\n"); /* of three files */
    assert_string_equal(all(f, "SELECT count(*) FROM blob"), "1\n");
    buf_fini(&gz);
    buf_fini(&zst);
}

static void a_newer_version_of_a_file_takes_the_place_of_the_old_one(void **state) {
    struct fix *f = *state;

    import_ok(f, put_bytes(f, "x.json", own_trace(f)));
    import_ok(f, put_bytes(f, "x.json", trace(f, "7201f4", "P-632", DAY_1, out_and_back, 1)));
    assert_int_equal(f->t.rows, 1);
    assert_int_equal(f->t.superseded + f->t.withdrawn, 1);
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 421 adsb 7700 11900\n");
    assert_string_equal(all(f, "SELECT id FROM source"), "adsb\n");
    blobs_are_whole(f, 2);
}

static void a_broken_file_is_refused_and_recorded(void **state) {
    struct fix *f = *state;
    const char *path = put(f, "kim-chol-su.json", "{\"icao\":\"7201f4\",\"trace\":[[0,kim-chol-su");

    assert_int_equal(import(f, path), RC_SYNTAX);
    assert_int_equal(f->t.refused, 1);
    assert_int_equal(entries(f, "row") + entries(f, "file"), 0);
    assert_int_equal(entries(f, "refused"), 1);
    assert_null(strstr(bodies(f, "refused"), "kim"));
    assert_int_equal(import(f, path), RC_SYNTAX);
    assert_int_equal(entries(f, "refused"), 1);
}

static void a_source_must_be_there(void **state) {
    struct fix *f = *state;
    const char *path = put_bytes(f, "x.json", own_trace(f));

    f->o.source = "eye";
    assert_int_equal(import(f, path), RC_NOTFOUND);
    assert_int_equal(entries(f, "file") + entries(f, "refused"), 0);
    import_ok(f, put(f, "sources.csv", SOURCES));
    import_ok(f, path);
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 842 eye 7700 23900\n");
    f->o.source = NULL;
}

/* ---- which aircraft ---- */

static const char *three(struct fix *f) {
    in_folder(f, "three/a.json", own_trace(f));
    in_folder(f, "three/b.json", trace(f, "400f99", "G-EUUA", DAY_1, elsewhere, 1));
    in_folder(f, "three/c.json", trace(f, "400f9a", NULL, DAY_1, elsewhere, 1));
    return path_of(f, "three");
}

static void aircraft_of_a_corridor_or_a_sheet_are_kept_and_others_are_not(void **state) {
    struct fix *f = *state;
    const char *path = three(f);

    import_ok(f, path);
    assert_true(has_notice(f, "kept 0 of 3 aircraft: the case has no aircraft and no corridor"));
    assert_string_equal(all(f, TRACKS), "");
    put_sheets(f);
    import_ok(f, path); /* the same files, and another wish */
    assert_true(has_notice(f, "kept 1 of 3 aircraft"));
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 842 adsb 7700 23900\n");
    import_ok(f, put(f, "aircraft.csv", "registration,icao24,type\nGEUUA,,A320\n,400F9A,A320\n"));
    import_ok(f, path);
    assert_true(has_notice(f, "kept 3 of 3 aircraft"));
    assert_string_equal(all(f, TRACKS), "400F99 G-EUUA 421 adsb 7700 11900\n"
                                        "400F9A - 421 adsb 7700 11900\n"
                                        "7201F4 P-632 842 adsb 7700 23900\n");
    import_ok(f, path);
    assert_int_equal(f->t.files_known, 1);
}

static void a_folder_is_one_file_whose_list_proves_each(void **state) {
    struct fix *f = *state;
    const char *path = three(f), *list;
    uint8_t sha[HASH_BYTES];

    import_ok(f, path);
    assert_int_equal(entries(f, "file"), 1);
    blobs_are_whole(f, 1);
    list = all(f, "SELECT data FROM blob");
    hash_of(own_trace(f), sha);
    assert_non_null(strstr(list, hash_hex(sha).s));
    assert_null(strstr(list, "json"));
}

/* ---- days ---- */

static void midnight_parts_the_text_and_nothing_else(void **state) {
    struct fix *f = *state;

    put_sheets(f);
    in_folder(f, "g/2023/10/30/traces/f4/trace_full_7201f4.json",
              trace(f, "7201f4", NULL, DAY_1, over_midnight, 1));
    in_folder(f, "g/2023/10/31/traces/f4/trace_full_7201f4.json",
              trace(f, "7201f4", NULL, DAY_1 + DAY_S, over_midnight, 1));
    import_ok(f, path_of(f, "g"));
    assert_string_equal(all(f, TRACKS), "7201F4 - 210 adsb 84300 86390\n"
                                        "7201F4 - 211 adsb 86400 88500\n");
    assert_string_equal(all(f, "SELECT (cover_from_ms / 1000 - 1698624000) || ' ' || "
                               "(cover_to_ms / 1000 - 1698624000) FROM track ORDER BY from_ms"),
                        "0 86400\n86400 172800\n");
    assert_string_equal(all(f, COVERAGE), "2023-10-30 2023-10-30 adsb adsb partial\n"
                                          "2023-10-31 2023-10-31 adsb adsb partial\n");
}

/* A day of 256 aircraft, one in each shard, as an archive; the first of them ours, the others an hour each, one
 * after the other until the last begins at last_s. */
static const char *day_until(struct fix *f, const char *name, size_t n, int64_t last_s) {
    struct t_entry *en = ARENA_ARRAY(&f->a, struct t_entry, n);
    struct buf tar = {0};
    const char *path;

    for (size_t i = 0; i < n; i++) {
        unsigned hex = 0x7201f4 + (unsigned)i;
        struct hop other = elsewhere[0];

        other.off = DAY_1 + 300 + (int64_t)i * (last_s - 300) / (int64_t)n;
        en[i].name = arena_printf(&f->a, "./traces/%02x/trace_full_%06x.json", hex & 255, hex);
        en[i].bytes =
            trace(f, arena_printf(&f->a, "%06x", hex), NULL, DAY_1, i ? &other : out_and_back, 1);
    }
    path = put_bytes(f, name, t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, n));
    buf_fini(&tar);
    return path;
}

static const char *day_archive(struct fix *f, const char *name, size_t n) {
    return day_until(f, name, n, DAY_S - 3600);
}

/* All files are there, but whoever made them stopped listening: that nothing is seen later means nothing. */
static void an_archive_whose_receivers_stopped_is_partial(void **state) {
    struct fix *f = *state;

    import_ok(f, day_until(f, "v2023.10.30-planes.tar", 256, 43200));
    assert_string_equal(all(f, COVERAGE), "2023-10-30 2023-10-30 adsb adsb partial\n");
    assert_string_equal(all(f, "SELECT note FROM coverage"),
                        "no aircraft at all is heard from 13:02 to 24:00 UTC\n");
}

/* A recording of a receiver that was off from 04:00 to 08:00: the points of the day are two texts, each with
 * what was listened to around it. */
static void a_recording_covers_when_the_receiver_was_on(void **state) {
    struct fix *f = *state;
    struct buf b = {0};

    import_ok(f, put(f, "aircraft.csv", "registration,icao24,type\n,7201F4,T204\n"));
    for (int t = 7200; t < 43200; t += 30)
        for (int i = 0; i < 4 && (t < 14400 || t >= 28800); i++) {
            double share = fmin(t / 43200.0 + i * 0.01, 1);

            buf_printf(&b,
                       "MSG,3,1,1,%s,1,2023/10/30,%02d:%02d:%02d.000,2023/10/"
                       "30,00:00:00.000,,30000,200,228,%.6f,%.6f,,,,,,0\n",
                       i ? i == 1   ? "A00001"
                           : i == 2 ? "A00002"
                                    : "A00003"
                         : "7201F4",
                       t / 3600, t / 60 % 60, t % 60 + i, between(43.398960, 39.224100, share) - i,
                       between(132.148020, 125.670000, share));
        }
    f->o.zone_given = true;
    import_ok(f, put_bytes(f, "day.sbs", buf_span(&b)));
    assert_string_equal(
        all(f, "SELECT (cover_from_ms / 1000 - 1698624000) || ' ' || "
               "(cover_to_ms / 1000 - 1698624000) || ' ' || points FROM track ORDER BY from_ms"),
        "7200 14373 240\n28800 43173 480\n");
    buf_fini(&b);
}

static void an_archive_that_is_all_there_covers_its_day(void **state) {
    struct fix *f = *state;

    put_sheets(f);
    import_ok(f, day_archive(f, "v2023.10.30-planes.tar", 256));
    assert_true(has_notice(f, "kept 1 of 256 aircraft"));
    assert_string_equal(all(f, COVERAGE), "2023-10-30 2023-10-30 adsb adsb complete\n");
    assert_string_equal(all(f, "SELECT count(*) FROM coverage WHERE note IS NULL"), "1\n");
    assert_string_equal(all(f, TRACKS), "7201F4 - 421 adsb 7700 11900\n");
    assert_non_null(strstr(bodies(f, "file"), "\"format\":\"archive\""));
}

static void an_archive_of_which_something_is_missing_is_partial(void **state) {
    struct fix *f = *state;

    import_ok(f, day_archive(f, "v2023.10.30-planes.tar", 200));
    assert_string_equal(all(f, COVERAGE), "2023-10-30 2023-10-30 adsb adsb partial\n");
    assert_non_null(strstr(all(f, "SELECT note FROM coverage"), "56 of 256 shards are absent"));
}

static void parts_of_an_archive_are_a_file_each(void **state) {
    struct fix *f = *state;
    const char *path = day_archive(f, "whole.tar", 256), *part;
    struct buf bytes = {0};
    FILE *in = fopen(path, "rb");
    int c;

    put_sheets(f);
    assert_non_null(in);
    while ((c = fgetc(in)) != EOF) buf_putc(&bytes, (char)c);
    fclose(in);
    part = put_bytes(f, "v2023.10.30-planes.tar.aa", (struct span){bytes.p, bytes.n / 2});
    put_bytes(f, "v2023.10.30-planes.tar.ab",
              (struct span){bytes.p + bytes.n / 2, bytes.n - bytes.n / 2});
    import_ok(f, part);
    assert_int_equal(f->t.files, 2);
    assert_int_equal(entries(f, "file"), 4); /* two sheets, two parts */
    assert_string_equal(all(f, TRACKS), "7201F4 - 421 adsb 7700 11900\n");
    unlink(path_of(f, "v2023.10.30-planes.tar.ab"));
    import_ok(f, part); /* other parts than before, the first one known */
    buf_fini(&bytes);
}

/* ---- names ---- */

static void no_name_of_a_file_or_folder_is_kept(void **state) {
    static const char canary[] = "QZJXKVWPYB";
    struct fix *f = *state;
    const char *path = path_of(f, "on-disk.hc"), *tar;
    struct buf b = {0};
    FILE *in;
    int c;

    store_close(f->st);
    assert_ok(store_open(&f->st, path, STORE_CREATE, &f->e), f->e);
    assert_ok(ledger_found(f->st, "test", NOW, false, &f->e), f->e);
    put_sheets(f);
    tar = day_archive(f, arena_printf(&f->a, "%s-2023.10.30.tar.aa", canary), 200);
    put_bytes(f, arena_printf(&f->a, "%s-2023.10.30.tar.ac", canary), SPAN("not a part"));
    import_ok(f, tar); /* the reason why it is partial names part ab */
    in_folder(f, arena_printf(&f->a, "%s/2023/10/31/%s.json", canary, canary), own_trace(f));
    in_folder(f, arena_printf(&f->a, "%s/2023/10/31/%s-2.json", canary, canary),
              SPAN("{\"icao\":\"7201f5\",\"trace\":[["));
    import_ok(f, path_of(f, canary));
    assert_int_equal(
        import(f, put(f, arena_printf(&f->a, "%s.txt", canary), "{\"icao\":\"QZJXKVWPYB")),
        RC_SYNTAX);
    assert_non_null(strstr(all(f, "SELECT note FROM coverage ORDER BY id"), "missing"));
    store_close(f->st);
    f->st = NULL;
    in = fopen(path, "rb");
    assert_non_null(in);
    while ((c = fgetc(in)) != EOF) buf_putc(&b, (char)c);
    fclose(in);
    assert_true(b.n > 10000);
    assert_null(memmem(b.p, b.n, canary, strlen(canary)));
    assert_null(memmem(b.p, b.n, "trace_full", 10));
    buf_fini(&b);
}

/* ---- folders of sheets ---- */

static void a_folder_of_sheets_may_hold_signals(void **state) {
    struct fix *f = *state;

    put(f, "sources.csv", SOURCES);
    put(f, "corridors.csv", CORRIDORS);
    in_folder(f, "signals/a.json", own_trace(f));
    in_folder(f, "signals/b.json", trace(f, "400f99", "G-EUUA", DAY_1, elsewhere, 1));
    import_ok(f, f->dir);
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 842 adsb 7700 23900\n");
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows + f->t.withdrawn, 0);
    assert_int_equal(f->t.files_known, 3);
    assert_string_equal(all(f, TRACKS), "7201F4 P-632 842 adsb 7700 23900\n");
}

/* ---- legs ---- */

#define LEGS_HEAD                                                                                  \
    "icao24,registration,type,callsign,off_utc,off_airport,off_status,on_utc,on_airport,"          \
    "on_status,confidence,candidates,points,gap_max_s,source,more\n"

static void legs_are_read_as_they_are_written(void **state) {
    struct fix *f = *state;

    import_ok(f, put(f, "some-output.csv",
                     LEGS_HEAD "7201f4,P-632,T204,KOR272,2023-10-30T02:20:11Z,UHWW,seen,"
                               "2023-10-30T03:25:40Z,ZKPY,inferred,0.93,ZKPY 0.9,812,0,"
                               "my file.json,x\n"
                               "7201F4,,,,,,lost,2023-10-30T12:25:40.250Z,UHWW,seen,,,,,,x\n"
                               "7201F4,,,,,,lost,,UHWW,seen,,,,,,x\n"));
    assert_int_equal(f->t.bad.n, 1);
    assert_string_equal(
        all(f, "SELECT icao24 || ' ' || coalesce(off_utc, '-') || ' ' || on_utc || ' ' || "
               "coalesce(confidence, '-') || ' ' || source FROM legs_given ORDER BY on_utc"),
        "7201F4 2023-10-30T02:20:11Z 2023-10-30T03:25:40Z 930 adsb\n"
        "7201F4 - 2023-10-30T12:25:40.250Z - adsb\n");
    import_ok(f, put(f, "sources.csv", SOURCES));
    import_ok(f, put(f, "legs.csv",
                     LEGS_HEAD "7201F5,,,,2023-10-30T02:20:11Z,UHWW,seen,,,edge,,,,,eye,\n"
                               "7201F6,,,,2023-10-30T02:20:11Z,UHWW,seen,,,edge,,,,,trace_1,\n"));
    assert_true(has_notice(f, "legs: 1 row names no source of the case: adsb is taken"));
    assert_string_equal(all(f, "SELECT icao24 || source FROM legs_given ORDER BY icao24, on_utc"),
                        "7201F4adsb\n7201F4adsb\n7201F5eye\n7201F6adsb\n");
}

static void coverage_may_be_typed(void **state) {
    struct fix *f = *state;

    put_sheets(f);
    import_ok(f, put(f, "coverage.csv",
                     "corridor,source,from,to,state,what,note\n"
                     "VF,eye,2023-10-30,2023-11-05,watching,board,\n"
                     "VF,eye,2023-11-06,2023-11-05,watching,board,\n"
                     "VF,eye,2023-11-06,2023-11-07,asleep,board,\n"));
    assert_int_equal(f->t.bad.n, 2);
    assert_string_equal(all(f, COVERAGE), "2023-10-30 2023-11-05 eye board watching\n");
}

static void nobody_types_tracks(void **state) {
    struct fix *f = *state;
    struct span name = SPAN("file"), cell = SPAN("x");

    assert_int_equal(import(f, put(f, "tracks.csv", "file,blob\na,b\n")), RC_SYNTAX);
    assert_int_equal(ingest_row(f->st, &f->a, "tracks", &name, &cell, 1, &f->o, &f->t, &f->e),
                     RC_NOTFOUND);
    f->o.as = "tracks";
    assert_int_equal(import(f, path_of(f, "tracks.csv")), RC_NOTFOUND);
    f->o.as = NULL;
}

/* ---- watch-lists ---- */

#define AIRCRAFT                                                                                   \
    "SELECT coalesce(icao24, '-') || ' ' || coalesce(registration, '-') || ' ' || type || ' ' || " \
    "coalesce(operator, '-') || ' ' || coalesce(source, '-') FROM aircraft ORDER BY icao24"

static void watch_lists_become_aircraft_without_their_tags(void **state) {
    struct fix *f = *state;

    import_ok(f, put(f, "sources.csv", SOURCES));
    f->o.source = "clip";
    import_ok(f, put(f, "plane-alert-db.csv",
                     "$ICAO,$Registration,$Operator,$Type,$ICAO Type,#CMPG,$Tag 1,$#Tag 2,$#Tag "
                     "3,Category,$#Link\n"
                     "7201F4,P-632,Air Koryo,Tupolev Tu-204,T204,Civ,TAG-CANARY,b,c,Dictator,"
                     "https://example.org/x\n"
                     "7201F5,P-633,,Tupolev Tu-204,,Civ,TAG-CANARY,,,,\n"
                     "72,P-1,,x,,,,,,,\n"));
    f->o.source = NULL;
    assert_int_equal(f->t.bad.n, 1);
    assert_string_equal(f->t.bad.v[0].column.p, "icao24");
    assert_string_equal(all(f, AIRCRAFT), "7201F4 P-632 T204 Air Koryo clip\n"
                                          "7201F5 P-633 Tupolev Tu-204 - clip\n");
    assert_null(strstr(bodies(f, "row"), "TAG-CANARY"));
    assert_true(has_notice(f, "tags, categories, owners and links are not taken"));
}

static void registers_become_aircraft_without_their_owners(void **state) {
    struct fix *f = *state;
    struct buf gz = {0};

    /* as tar1090-db has it: no header, and called like one of our sheets */
    import_ok(f, put_bytes(f, "aircraft.csv.gz",
                           t_gzip(&gz, SPAN("7201F4;P-632;T204;00;TUPOLEV Tu-204;2010;Kim CANARY\n"
                                            "7201F5;P-633;;00;;;\n"))));
    assert_string_equal(all(f, AIRCRAFT), "7201F4 P-632 T204 - -\n");
    assert_int_equal(f->t.bad.n, 1); /* the one without a type */
    assert_null(strstr(bodies(f, "row"), "CANARY"));
    import_ok(f, put(f, "list.csv", "icao;registration;type;flags;desc\n7201F6;P-634;T154;00;x\n"));
    assert_string_equal(all(f, AIRCRAFT), "7201F4 P-632 T204 - -\n7201F6 P-634 T154 - -\n");
    buf_fini(&gz);
}

/* ---- flights of OpenSky ---- */

#define LEGS                                                                                       \
    "SELECT icao24 || ' ' || coalesce(callsign, '-') || ' ' || coalesce(off_utc, '-') || ' ' || "  \
    "coalesce(off_airport, '-') || ' ' || off_status || ' ' || coalesce(on_utc, '-') || ' ' || "   \
    "coalesce(on_airport, '-') || ' ' || on_status || ' ' || coalesce(candidates, '-') || ' ' || " \
    "source FROM legs_given ORDER BY off_utc"

static void flights_of_opensky_become_legs_that_nobody_saw(void **state) {
    static const char flights[] =
        "[{\"icao24\":\"7201f4\",\"firstSeen\":1698633000,\"estDepartureAirport\":\"UHWW\","
        "\"lastSeen\":"
        "1698636600,\"estArrivalAirport\":\"ZKPY\",\"callsign\":\"KOR272  \"},"
        "{\"icao24\":\"7201f4\",\"firstSeen\":1698719400,\"estDepartureAirport\":null,\"lastSeen\":"
        "1698723000,\"estArrivalAirport\":null,\"callsign\":null},"
        "{\"icao24\":\"72\",\"firstSeen\":1698719400,\"lastSeen\":1698723000}]";
    struct fix *f = *state;

    import_ok(f, put(f, "answer.json", flights));
    assert_int_equal(f->t.bad.n, 1);
    assert_string_equal(
        all(f, LEGS),
        "7201F4 KOR272 2023-10-30T02:30:00Z UHWW inferred 2023-10-30T03:30:00Z ZKPY inferred "
        "off UHWW:0.87; on ZKPY:0.87 adsb\n"
        "7201F4 - 2023-10-31T02:30:00Z - lost 2023-10-31T03:30:00Z - lost - adsb\n");
    assert_true(has_notice(f, "2 flights of OpenSky"));
}

/* ---- schedules ---- */

static void record(struct buf *b, char kind, const char *const *at) {
    char line[202];

    memset(line, ' ', 200);
    line[0] = kind;
    line[200] = '\n';
    line[201] = 0;
    for (; at && *at; at += 2) memcpy(line + atoi(at[0]) - 1, at[1], strlen(at[1]));
    buf_puts(b, line);
}

static void leg_record(struct buf *b, const char *flight, const char *from, const char *to,
                       const char *days, const char *service) {
    const char *const at[] = {"3",  "JS ",   "6",   flight,      "10",  "01",      "12", "01",
                              "14", service, "15",  "30OCT23",   "22",  "29MAR24", "29", days,
                              "37", from,    "40",  "1020",      "44",  "1020",    "48", "+1000",
                              "55", to,      "58",  "1125",      "62",  "1125",    "66", "+0900",
                              "73", "204",   "173", "Y140VV140", "195", "000003",  NULL};

    record(b, '3', at);
}

static void schedules_of_a_corridor_become_rows(void **state) {
    static const char *const head[] = {
        "2", "AIRLINE STANDARD SCHEDULE DATA SET", "41", "1", "192", "001000001", NULL};
    static const char *const carrier[] = {"2",       "L",  "3",       "JS ", "11",     "W23", "15",
                                          "30OCT23", "22", "29MAR24", "195", "000002", NULL};
    struct fix *f = *state;
    struct buf b = {0};
    const char *path;

    record(&b, '1', head);
    record(&b, '2', carrier);
    leg_record(&b, " 272", "VVO", "FNJ", "1   5  ", "J");
    leg_record(&b, " 274", "VVO", "PEK", "1   5  ", "J");
    leg_record(&b, " 276", "VVO", "FNJ", "  3    ", "F");
    leg_record(&b, " 278", "VVO", "FNJ", "9      ", "J");
    path = put_bytes(f, "summer.ssim", buf_span(&b));
    assert_int_equal(import(f, path), RC_NOTFOUND); /* no corridor yet */
    assert_int_equal(entries(f, "refused"), 0);
    put_sheets(f);
    import_ok(f, path);
    assert_string_equal(all(f, "SELECT corridor || ' ' || flight || ' ' || days || ' ' || dep_time "
                               "|| ' ' || arr_time || ' ' || \"from\" || ' ' || \"to\" || ' ' || "
                               "seats || ' ' || source FROM schedule"),
                        "VF JS272 15 10:20 11:25 2023-10-30 2024-03-29 140 ssim\n");
    assert_string_equal(all(f, "SELECT kind FROM source WHERE id = 'ssim'"), "timetable\n");
    assert_int_equal(f->t.bad.n, 1);
    assert_int_equal(f->t.bad.v[0].line, 6);
    assert_true(has_notice(f, "carries no people"));
    import_ok(f, path);
    assert_int_equal(f->t.rows, 0);
    assert_int_equal(f->t.files_known, 1);
    buf_fini(&b);
}

/* ---- packed sheets, blobs ---- */

static void a_packed_sheet_is_unpacked(void **state) {
    struct fix *f = *state;
    struct buf gz = {0};

    import_ok(f, put_bytes(f, "sources.csv.gz", t_gzip(&gz, SPAN(SOURCES))));
    assert_string_equal(all(f, "SELECT id FROM source ORDER BY id"), "clip\neye\n");
    gz.p[gz.n / 2] ^= 0x55;
    assert_int_equal(import(f, put_bytes(f, "counts.csv.gz", buf_span(&gz))), RC_SYNTAX);
    assert_int_equal(entries(f, "refused"), 1);
    buf_fini(&gz);
}

static void a_blob_that_was_changed_or_lost_is_found(void **state) {
    struct fix *f = *state;
    struct ledger_verdict v;
    struct span text;
    uint8_t sha[HASH_BYTES] = {1};

    import_ok(f, put_bytes(f, "x.json", own_trace(f)));
    assert_int_equal(blob_get(f->st, &f->a, sha, &text, &f->e), RC_NOTFOUND);
    assert_true(hash_read((struct span){all(f, "SELECT blob FROM track"), 64}, sha));
    assert_ok(store_exec(f->st, "UPDATE blob SET data = zeroblob(bytes)", &f->e), f->e);
    assert_int_equal(blob_get(f->st, &f->a, sha, &text, &f->e), RC_SYNTAX);
    assert_ok(ledger_verify(f->st, &v, &f->e), f->e);
    assert_true(v.broken);
    assert_non_null(strstr(v.reason, arena_printf(&f->a, "%.16s", hash_hex(sha).s)));
    assert_ok(store_exec(f->st, "DROP TRIGGER blob_kept; DELETE FROM blob", &f->e), f->e);
    assert_ok(ledger_verify(f->st, &v, &f->e), f->e);
    assert_true(v.broken);
    assert_true(v.seq > 1); /* the entry that names it */
    assert_non_null(strstr(v.reason, "not in the case"));
    assert_int_equal(blob_put(f->st, (struct span){NULL, BLOB_BYTES + 1}, "x/y", NULL, &f->e),
                     RC_LIMIT);
}

#define IN_CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_CASE(the_only_aircraft_of_a_file_is_kept_with_all_its_points),
        IN_CASE(a_file_that_was_read_adds_nothing),
        IN_CASE(packing_makes_no_difference_to_the_points),
        IN_CASE(a_newer_version_of_a_file_takes_the_place_of_the_old_one),
        IN_CASE(a_broken_file_is_refused_and_recorded),
        IN_CASE(a_source_must_be_there),
        IN_CASE(aircraft_of_a_corridor_or_a_sheet_are_kept_and_others_are_not),
        IN_CASE(a_folder_is_one_file_whose_list_proves_each),
        IN_CASE(midnight_parts_the_text_and_nothing_else),
        IN_CASE(an_archive_that_is_all_there_covers_its_day),
        IN_CASE(an_archive_of_which_something_is_missing_is_partial),
        IN_CASE(an_archive_whose_receivers_stopped_is_partial),
        IN_CASE(a_recording_covers_when_the_receiver_was_on),
        IN_CASE(parts_of_an_archive_are_a_file_each),
        IN_CASE(no_name_of_a_file_or_folder_is_kept),
        IN_CASE(a_folder_of_sheets_may_hold_signals),
        IN_CASE(legs_are_read_as_they_are_written),
        IN_CASE(coverage_may_be_typed),
        IN_CASE(nobody_types_tracks),
        IN_CASE(flights_of_opensky_become_legs_that_nobody_saw),
        IN_CASE(watch_lists_become_aircraft_without_their_tags),
        IN_CASE(registers_become_aircraft_without_their_owners),
        IN_CASE(schedules_of_a_corridor_become_rows),
        IN_CASE(a_packed_sheet_is_unpacked),
        IN_CASE(a_blob_that_was_changed_or_lost_is_found),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
