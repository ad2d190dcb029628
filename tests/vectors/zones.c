/* SPDX-License-Identifier: Apache-2.0 */
/* base/tz against two other readers of the same files: GLib until 2037, the C library until 2199;
 * and tz_instants against looking at every minute around a change. */
#include "base/rng.h"
#include "base/tz.h"
#include "base/utc.h"
#include "t.h"

#include <ftw.h>
#include <glib.h>
#include <inttypes.h>
#include <time.h>

#define FOLDER "/usr/share/zoneinfo/"
#define YEAR_S ((int64_t)31556952)
#define FROM_S (-68 * YEAR_S) /* 1902: GLib before that has 32 bits */
#define GLIB_S (67 * YEAR_S)  /* 2037: GLib 2.74 turns rules into changes until then */
#define TO_S (229 * YEAR_S)
#define SAMPLES 400

struct zone {
    char name[64];
    struct tz *tz;
};

static struct arena arena;
static struct zone *zone;
static size_t n_zones;

static int zone_take(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    static char bytes[(64 << 10) + 1];
    const char *name = path + strlen(FOLDER);
    FILE *f;
    size_t n;
    struct err e = {0};
    struct zone z;

    (void)st;
    (void)ftw;
    if (kind != FTW_F || strncmp(name, "right/", 6) == 0 || strncmp(name, "posix/", 6) == 0)
        return 0;
    if (!strcmp(name, "localtime") || !strcmp(name, "posixrules")) return 0;
    f = fopen(path, "rb");
    n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) fclose(f);
    if (n < 4 || memcmp(bytes, "TZif", 4) != 0) return 0;
    if (tz_read(&arena, (struct span){bytes, n}, &z.tz, &e) < 0) {
        printf("# %s: %s\n", name, e.text);
        return 1;
    }
    snprintf(z.name, sizeof z.name, "%s", name);
    zone = realloc(zone, (n_zones + 1) * sizeof *zone);
    if (!zone) abort();
    zone[n_zones++] = z;
    return 0;
}

static void tz_reads_every_zone_of_the_system(void **state) {
    (void)state;
    assert_int_equal(nftw(FOLDER, zone_take, 16, 0), 0); /* follows links: an alias is a zone too */
    printf("# %zu zones\n", n_zones);
    if (!n_zones) skip(); /* a system without tzdata */
    assert_true(n_zones > 300);
}

static int64_t sample(size_t zone_index, uint64_t i, int64_t hi) {
    return FROM_S + (int64_t)(rng_u64(1, zone_index, i) % (uint64_t)(hi - FROM_S));
}

static void tz_agrees_with_glib(void **state) {
    (void)state;
    if (!n_zones) skip();
    for (size_t k = 0; k < n_zones; k++) {
        GTimeZone *other = g_time_zone_new_identifier(zone[k].name);

        assert_non_null(other);
        for (uint64_t i = 0; i < SAMPLES; i++) {
            int64_t s = sample(k, i, GLIB_S);
            int at = g_time_zone_find_interval(other, G_TIME_TYPE_UNIVERSAL, s);

            if (tz_offset_s(zone[k].tz, s * 1000) != g_time_zone_get_offset(other, at))
                fail_msg("%s at %s: %" PRId32 ", GLib has %" PRId32, zone[k].name,
                         utc_instant_text(s * 1000).s, tz_offset_s(zone[k].tz, s * 1000),
                         g_time_zone_get_offset(other, at));
        }
        g_time_zone_unref(other);
    }
}

/* The C library's zone is the process's. */
static void use_zone(const char *name) {
    char value[80];

    snprintf(value, sizeof value, ":%s", name);
    setenv("TZ", value, 1);
    tzset();
}

static void assert_as_libc(const struct zone *z, int64_t s) {
    time_t t = (time_t)s;
    struct tm tm;

    assert_non_null(localtime_r(&t, &tm));
    if (tz_offset_s(z->tz, s * 1000) != tm.tm_gmtoff)
        fail_msg("%s at %s: %" PRId32 ", the C library has %ld", z->name,
                 utc_instant_text(s * 1000).s, tz_offset_s(z->tz, s * 1000), tm.tm_gmtoff);
}

/* The next change after s found by steps of a week, or INT64_MAX. */
static int64_t next_change(const struct tz *z, int64_t s) {
    const int64_t step = INT64_C(604800);

    for (; s < TO_S; s += step) {
        int64_t lo = s, hi = s + step;

        if (tz_offset_s(z, lo * 1000) == tz_offset_s(z, hi * 1000)) continue;
        while (hi - lo > 1) {
            int64_t mid = lo + (hi - lo) / 2;

            if (tz_offset_s(z, mid * 1000) == tz_offset_s(z, lo * 1000))
                lo = mid;
            else
                hi = mid;
        }
        return hi;
    }
    return INT64_MAX;
}

static void tz_agrees_with_the_c_library_to_the_second(void **state) {
    size_t changes = 0;

    (void)state;
    if (!n_zones) skip();
    for (size_t k = 0; k < n_zones; k++) {
        use_zone(zone[k].name);
        for (uint64_t i = 0; i < SAMPLES; i++) assert_as_libc(&zone[k], sample(k, i, TO_S));
        for (int64_t s = next_change(zone[k].tz, FROM_S); s < TO_S;
             s = next_change(zone[k].tz, s)) {
            changes++;
            assert_as_libc(&zone[k], s - 1);
            assert_as_libc(&zone[k], s);
        }
    }
    use_zone("UTC");
    printf("# %zu changes\n", changes);
    assert_true(changes > 50000);
}

/* Every minute of the three days around a change, as (clock, instant), against what tz_instants
 * says of the clock. */
static void check_around(const struct zone *z, int64_t change) {
    const int64_t half = INT64_C(2160), middle = change / 60;

    for (int64_t clock = middle - 65; clock <= middle + 65; clock += 13) {
        int64_t want[3], t[2], local = clock * 60 + tz_offset_s(z->tz, (change - 1) * 1000);
        int64_t day = local / 86400 - (local % 86400 < 0);
        int n = 0, got;

        for (int64_t m = middle - half; m <= middle + half && n < 3; m++)
            if (m * 60 + tz_offset_s(z->tz, m * 60000) == local) want[n++] = m * 60000;
        got = tz_instants(z->tz, (int32_t)day, (int32_t)((local - day * 86400) / 60), t);
        if (got != n)
            fail_msg("%s, %s: %d instants, wanted %d", z->name, utc_instant_text(local * 1000).s,
                     got, n);
        for (int i = 0; i < n; i++) assert_true(t[i] == want[i]);
    }
}

static void tz_instants_are_all_there_are(void **state) {
    size_t checked = 0, k = 0;

    (void)state;
    if (!n_zones) skip();
    for (size_t i = 0; i < n_zones; i++)
        for (int64_t s = next_change(zone[i].tz, FROM_S); s < TO_S;
             s = next_change(zone[i].tz, s)) {
            bool whole = tz_offset_s(zone[i].tz, s * 1000) % 60 == 0 &&
                         tz_offset_s(zone[i].tz, s * 1000 - 1) % 60 == 0;

            if (!whole || k++ % 251) continue; /* a prime: no one month or zone */
            check_around(&zone[i], s);
            checked++;
        }
    printf("# %zu changes\n", checked);
    assert_true(checked > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tz_reads_every_zone_of_the_system),
        cmocka_unit_test(tz_agrees_with_glib),
        cmocka_unit_test(tz_agrees_with_the_c_library_to_the_second),
        cmocka_unit_test(tz_instants_are_all_there_are),
    };
    int failed;

    cmocka_set_message_output(CM_OUTPUT_TAP);
    arena_init(&arena, (size_t)64 << 20);
    failed = cmocka_run_group_tests_name("zones", tests, NULL, NULL);
    arena_fini(&arena);
    free(zone);
    return failed;
}
