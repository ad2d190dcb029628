/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the lines `input | expected | tolerance | source` of each *.txt in a folder. The first word
 * of the input names the function (`table`), the rest is what it is given. Expected is the exact
 * text that comes out, or, where a tolerance is given, a number; `RC_RANGE` and the like for a
 * refusal. Lines that begin with # and empty lines are comments. A line without a source fails: a
 * value that nobody can look up proves nothing. */
#include "base/fold.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/rng.h"
#include "base/tz.h"
#include "base/utc.h"

#include <dirent.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ZONES "/usr/share/zoneinfo/"

static struct arena arena;

/* Takes the next word off s. */
static struct span word(struct span *s) {
    struct span w = {s->p, 0};

    while (w.n < s->n && w.p[w.n] != ' ') w.n++;
    *s = span_trim((struct span){s->p + w.n, s->n - w.n});
    return w;
}

static uint64_t hex(struct span s) {
    return strtoull(arena_dup(&arena, s), NULL, 16);
}

static int date(struct span in, struct buf *out, struct err *e) {
    int32_t day;
    int rc = utc_date_read(in, &day, e);

    if (rc == 0) buf_puts(out, utc_date_text(day).s);
    return rc;
}

static int day_number(struct span in, struct buf *out, struct err *e) {
    int32_t day;
    int rc = utc_date_read(in, &day, e);

    if (rc == 0) buf_printf(out, "%" PRId32, day);
    return rc;
}

static int weekday(struct span in, struct buf *out, struct err *e) {
    int32_t day;
    int rc = utc_date_read(in, &day, e);

    if (rc == 0) buf_printf(out, "%d", utc_weekday(day));
    return rc;
}

static int minute(struct span in, struct buf *out, struct err *e) {
    int32_t m;
    int rc = utc_minute_read(in, &m, e);

    if (rc == 0) buf_printf(out, "%" PRId32, m);
    return rc;
}

static int instant(struct span in, struct buf *out, struct err *e) {
    int64_t t;
    int rc = utc_instant_read(in, &t, e);

    if (rc == 0) buf_puts(out, utc_instant_text(t).s);
    return rc;
}

static int epoch(struct span in, struct buf *out, struct err *e) {
    int64_t t;
    int rc = utc_instant_read(in, &t, e);

    if (rc == 0) buf_printf(out, "%" PRId64, t);
    return rc;
}

static int zone_open(struct span name, struct tz **z, struct err *e) {
    static char bytes[(64 << 10) + 1];
    FILE *f = fopen(arena_printf(&arena, ZONES "%.*s", SPAN_ARG(name)), "rb");
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;

    if (!f) return err_set(e, RC_NOTFOUND, "the system has no such zone");
    fclose(f);
    return tz_read(&arena, (struct span){bytes, n}, z, e);
}

/* `zone-offset Asia/Pyongyang INSTANT`: seconds east */
static int zone_offset(struct span in, struct buf *out, struct err *e) {
    struct tz *z;
    int64_t t;
    int rc;

    if ((rc = zone_open(word(&in), &z, e)) < 0) return rc;
    if ((rc = utc_instant_read(in, &t, e)) < 0) return rc;
    buf_printf(out, "%" PRId32, tz_offset_s(z, t));
    return 0;
}

/* `zone-clock Asia/Pyongyang DATE HH:MM`: the instants, or `never` */
static int zone_clock(struct span in, struct buf *out, struct err *e) {
    struct tz *z;
    int32_t day, m;
    int64_t t[2];
    int rc, n;

    if ((rc = zone_open(word(&in), &z, e)) < 0) return rc;
    if ((rc = utc_date_read(word(&in), &day, e)) < 0) return rc;
    if ((rc = utc_minute_read(in, &m, e)) < 0) return rc;
    n = tz_instants(z, day, m, t);
    if (!n) buf_puts(out, "never");
    for (int i = 0; i < n; i++) buf_printf(out, "%s%s", i ? " " : "", utc_instant_text(t[i]).s);
    return 0;
}

/* `philox SEED STREAM I`, in hex; out in hex */
static int philox(struct span in, struct buf *out, struct err *e) {
    uint64_t seed = hex(word(&in)), stream = hex(word(&in)), i = hex(word(&in));

    (void)e;
    buf_printf(out, "%016" PRIx64, rng_u64(seed, stream, i));
    return 0;
}

static int sha256(struct span in, struct buf *out, struct err *e) {
    uint8_t h[HASH_BYTES];

    (void)e;
    hash_of(in, h);
    buf_puts(out, hash_hex(h).s);
    return 0;
}

/* `sha256-times N TEXT`: of N copies */
static int sha256_times(struct span in, struct buf *out, struct err *e) {
    struct hash h;
    uint8_t end[HASH_BYTES];
    int64_t n;
    int rc = num_int(word(&in), 0, 10000000, &n, e);

    if (rc < 0) return rc;
    hash_begin(&h);
    while (n--) hash_add(&h, in);
    hash_end(&h, end);
    buf_puts(out, hash_hex(end).s);
    return 0;
}

static int integer(struct span in, struct buf *out, struct err *e) {
    int64_t v;
    int rc = num_int(in, INT64_MIN, INT64_MAX, &v, e);

    if (rc == 0) buf_printf(out, "%" PRId64, v);
    return rc;
}

static int real(struct span in, struct buf *out, struct err *e) {
    double v;
    int rc = num_real(in, -1e22, 1e22, &v, e);

    if (rc == 0) buf_printf(out, "%.17g", v);
    return rc;
}

/* `fixed PLACES NUMBER` */
static int fixed(struct span in, struct buf *out, struct err *e) {
    int64_t places;
    double v;
    int rc;

    if ((rc = num_int(word(&in), 0, 6, &places, e)) < 0) return rc;
    if ((rc = num_real(in, -1e9, 1e9, &v, e)) < 0) return rc;
    num_fixed(out, v, (int)places);
    return 0;
}

static int people(struct span in, struct buf *out, struct err *e) {
    int64_t v;
    int rc = num_int(in, INT64_MIN, INT64_MAX, &v, e);

    if (rc == 0) num_people(out, v);
    return rc;
}

static int fold(struct span in, struct buf *out, struct err *e) {
    (void)e;
    buf_add(out, fold_name(&arena, in));
    return 0;
}

static const struct {
    const char *name;
    int (*run)(struct span in, struct buf *out, struct err *e);
} table[] = {
    {"date", date},
    {"day-number", day_number},
    {"weekday", weekday},
    {"minute", minute},
    {"instant", instant},
    {"epoch-ms", epoch},
    {"zone-offset", zone_offset},
    {"zone-clock", zone_clock},
    {"philox", philox},
    {"sha256", sha256},
    {"sha256-times", sha256_times},
    {"int", integer},
    {"real", real},
    {"fixed", fixed},
    {"people", people},
    {"fold", fold},
};

static const char *rc_name(int rc) {
    switch ((enum rc)rc) {
    case RC_OK: return "RC_OK";
    case RC_IO: return "RC_IO";
    case RC_SYNTAX: return "RC_SYNTAX";
    case RC_RANGE: return "RC_RANGE";
    case RC_NOTFOUND: return "RC_NOTFOUND";
    case RC_CONFLICT: return "RC_CONFLICT";
    case RC_LIMIT: return "RC_LIMIT";
    case RC_SEALED: return "RC_SEALED";
    case RC_LOCKED: return "RC_LOCKED";
    }
    return "?";
}

static bool agrees(struct span got, struct span expected, struct span tolerance) {
    double a, b, within;

    if (!tolerance.n) return span_eq(got, expected);
    a = strtod(arena_dup(&arena, got), NULL);
    b = strtod(arena_dup(&arena, expected), NULL);
    within = strtod(arena_dup(&arena, tolerance), NULL);
    return got.n && fabs(a - b) <= within;
}

/* One vector: what was got goes into out. */
static bool run(struct span line, struct buf *out) {
    struct span field[4] = {{0}}, rest = line, name;
    struct err e = {0};
    size_t n = 0;
    int rc;

    while (n < 4) {
        const char *bar = n < 3 ? memchr(rest.p, '|', rest.n) : NULL;
        size_t len = bar ? (size_t)(bar - rest.p) : rest.n;

        field[n++] = span_trim((struct span){rest.p, len});
        if (!bar) break;
        rest = (struct span){bar + 1, rest.n - len - 1};
    }
    if (n < 4 || !field[3].n) {
        buf_puts(out, "no source");
        return false;
    }
    name = word(&field[0]);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!span_is(name, table[i].name)) continue;
        rc = table[i].run(field[0], out, &e);
        if (rc < 0) buf_puts(out, rc_name(rc));
        return agrees(buf_span(out), field[1], field[2]);
    }
    buf_puts(out, "no such function");
    return false;
}

static int run_file(const char *dir, const char *name, int *tests) {
    FILE *f = fopen(arena_printf(&arena, "%s/%s", dir, name), "rb");
    char line[4096];
    int bad = 0;

    if (!f) {
        printf("not ok %d - %s cannot be opened\n", ++*tests, name);
        return 1;
    }
    for (int n = 1; fgets(line, sizeof line, f); n++) {
        struct span s = span_trim(span_of(line));
        struct buf out = {0};
        bool ok;

        if (!s.n || s.p[0] == '#') continue;
        ok = run(s, &out);
        bad += !ok;
        printf("%s %d - %s:%d\n", ok ? "ok" : "not ok", ++*tests, name, n);
        if (!ok) printf("# %.*s\n# gave %.*s\n", SPAN_ARG(s), SPAN_ARG(buf_span(&out)));
        buf_fini(&out);
    }
    fclose(f);
    return bad;
}

static int is_vectors(const struct dirent *d) {
    size_t n = strlen(d->d_name);

    return n > 4 && strcmp(d->d_name + n - 4, ".txt") == 0;
}

int main(int argc, char **argv) {
    struct dirent **file = NULL;
    int n = argc == 2 ? scandir(argv[1], &file, is_vectors, alphasort) : -1, bad = 0, tests = 0;

    if (n <= 0) {
        fprintf(stderr, "usage: vectors FOLDER (with *.txt in it)\n");
        return 2;
    }
    arena_init(&arena, (size_t)64 << 20);
    for (int i = 0; i < n; i++) {
        bad += run_file(argv[1], file[i]->d_name, &tests);
        free(file[i]);
    }
    free(file);
    arena_fini(&arena);
    printf("1..%d\n", tests);
    return bad != 0;
}
