/* SPDX-License-Identifier: Apache-2.0 */
/* Judging. Bounds, and where they come from:
 *
 * - Addresses spread evenly over the 256 shards, so each has about the median number of files; 0.5
 *   to 2 times it is allowed (project rule, docs/FORMATS.md). Where the median is small, chance
 *   alone goes beyond that: a shard must also be 4 standard deviations of a Poisson count away.
 *   From a median of 64 on, the first rule is the wider one.
 * - Files and bytes 0.6 to 1.6 times the median of the 14 days around, of the same replica; at
 *   least 3 of them, or it is not judged.
 * - More than one file in a hundred that cannot be used for the day: suspect (project rule).
 * - Called after another day than its data are of: suspect. */
#include "base/buf.h"
#include "pack/gather.h"
#include "pack/health.h"
#include "pack/health_tally.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define AROUND 7 /* days before and after */
#define AROUND_BOTH ((size_t)14)
#define AROUND_LEAST 3 /* of them, to judge by */
#define MILLI_LOW 600
#define MILLI_HIGH 1600
#define FILL_DAYS 36525

const char *health_word(enum health_state s) {
    static const char *const word[] = {"complete",        "partial",      "suspect",
                                       "absent upstream", "fetch failed", "not fetched"};

    return word[s];
}

/* A day that is being judged. */
struct judge {
    struct health_day *day;
    const struct stream_source *source; /* NULL: not in the sum */
    const char *series;
    struct buf why;
};

static void worse(struct judge *j, enum health_state s) {
    if (s == HEALTH_PARTIAL || j->day->state == HEALTH_COMPLETE) j->day->state = s;
    if (j->why.n) buf_puts(&j->why, "; ");
}

static int by_count(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return (a > b) - (a < b);
}

/* Sorts. Of an even number the mean of the middle two, rounded down. */
static uint64_t median(uint64_t *v, size_t n) {
    qsort(v, n, sizeof *v, by_count);
    return n % 2 ? v[n / 2]
                 : v[n / 2 - 1] / 2 + v[n / 2] / 2 + (v[n / 2 - 1] % 2 + v[n / 2] % 2) / 2;
}

/* --- shards --- */

static enum health_shard shard(size_t n, size_t median) {
    double far = n > median ? (double)n - (double)median : (double)median - (double)n;

    if (!n) return HEALTH_SHARD_ABSENT;
    if (far <= 4 * sqrt((double)median)) return HEALTH_SHARD_GOOD;
    if (n > 2 * median) return HEALTH_SHARD_MANY;
    return 2 * n < median ? HEALTH_SHARD_FEW : HEALTH_SHARD_GOOD;
}

const char *health_shards(struct arena *a, const struct health_day *d, enum health_shard s) {
    struct buf b = {0};
    const char *text;

    for (int i = 0, to; i < HEALTH_SHARDS; i = to) {
        to = i + 1;
        if (d->shard[i] != s) continue;
        while (to < HEALTH_SHARDS && d->shard[to] == s) to++;
        buf_printf(&b, to > i + 1 ? "%s%02x-%02x" : "%s%02x", b.n ? " " : "", (unsigned)i,
                   (unsigned)to - 1);
    }
    text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

static void say_shards(struct arena *a, struct judge *j, enum health_shard s, const char *what) {
    size_t n = 0;

    for (size_t i = 0; i < HEALTH_SHARDS; i++) n += j->day->shard[i] == s;
    if (!n) return;
    worse(j, HEALTH_PARTIAL);
    buf_printf(&j->why, "%zu of 256 shards %s: %s", n, what, health_shards(a, j->day, s));
}

/* Nobody calls it a day, and nothing lies as in one. */
static bool is_loose(const struct health_tally *t) {
    return t->named == UTC_NONE && t->nfiles && t->loose == t->nfiles;
}

static void judge_shards(struct arena *a, struct judge *j, const struct health_tally *t) {
    uint64_t v[HEALTH_SHARDS] = {0};
    size_t n = 0;

    if (is_loose(t)) {
        worse(j, HEALTH_PARTIAL);
        buf_puts(&j->why, "files by themselves, no folder or archive of a whole day");
        memset(j->day->shard, HEALTH_SHARD_ABSENT, sizeof j->day->shard);
        return;
    }

    for (size_t i = 0; i < HEALTH_SHARDS; i++)
        if (t->files[i]) v[n++] = t->files[i];
    j->day->shards = n;
    j->day->median = n ? (size_t)median(v, n) : 0;
    for (size_t i = 0; i < HEALTH_SHARDS; i++)
        j->day->shard[i] = (uint8_t)shard(t->files[i], j->day->median);
    say_shards(a, j, HEALTH_SHARD_ABSENT, "are absent");
    say_shards(a, j, HEALTH_SHARD_FEW, "have less than half the median of files");
    say_shards(a, j, HEALTH_SHARD_MANY, "have more than twice the median of files");
}

/* --- the archive --- */

static void judge_parts(struct judge *j, const struct stream_source *s) {
    for (size_t i = 0; i < s->nparts; i++) {
        bool last = i + 1 == s->nparts;

        if (last ? s->part[i].bytes <= HEALTH_PART_BYTES : s->part[i].bytes == HEALTH_PART_BYTES)
            continue;
        worse(j, HEALTH_PARTIAL);
        buf_printf(&j->why, "part %s has %" PRIu64 " bytes, not %" PRIu64, s->part[i].path,
                   s->part[i].bytes, HEALTH_PART_BYTES);
        return;
    }
}

static void judge_source(struct judge *j) {
    const struct stream_source *s = j->source;

    if (!s) return;
    if (s->state != STREAM_WHOLE) {
        worse(j, HEALTH_PARTIAL);
        buf_puts(&j->why, s->reason);
    }
    if (s->kind != STREAM_TAR) return;
    if (s->bad_heads) {
        worse(j, HEALTH_PARTIAL);
        buf_printf(&j->why, "%zu breaks in the archive, %" PRIu64 " bytes lost", s->bad_heads,
                   s->lost);
    }
    if (!s->closed && s->state == STREAM_WHOLE) {
        worse(j, HEALTH_PARTIAL);
        buf_puts(&j->why, "the archive does not end with two zero blocks");
    }
    if (s->nparts > 1 || (s->nparts && gather_part(s->part[0].path))) judge_parts(j, s);
}

static void judge_files(struct judge *j, const struct health_tally *t) {
    const struct health_day *d = j->day;

    if (d->refused) {
        worse(j, HEALTH_PARTIAL);
        buf_printf(&j->why, "%zu members refused, one because it %s", d->refused,
                   t->refused_reason);
    }
    if (d->unusable > HEALTH_UNUSABLE) { /* which aircraft they are is not kept */
        worse(j, HEALTH_PARTIAL);
        buf_printf(&j->why, "%zu files cannot be used for the day", d->unusable);
    } else if (d->unusable * 100 > d->files + d->unusable) {
        worse(j, HEALTH_SUSPECT);
        buf_printf(&j->why, "%zu of %zu files cannot be used for the day", d->unusable,
                   d->files + d->unusable);
    }
    if (d->named != UTC_NONE && d->named != d->day) {
        worse(j, HEALTH_SUSPECT);
        buf_printf(&j->why, "it is called %s, and its data are of %s", utc_date_text(d->named).s,
                   utc_date_text(d->day).s);
    }
    if (strstr(d->path, "mlatonly")) {
        worse(j, HEALTH_SUSPECT);
        buf_puts(&j->why, "a replica of multilateration only is no substitute");
    }
    if (d->day == UTC_NONE) {
        worse(j, HEALTH_PARTIAL);
        buf_puts(&j->why, "the day is not known");
    }
}

/* --- neighbours --- */

/* What days of one replica have in common: the path without digits; of an archive its name, without
 * the letters of a part. */
static const char *series(struct arena *a, const struct judge *j) {
    const char *path = j->day->path, *slash = strrchr(path, '/');
    bool tar = j->source && j->source->kind == STREAM_TAR;
    size_t n = tar && gather_part(path) ? gather_part(path) : strlen(path), k = 0;
    char *out = ARENA_ARRAY(a, char, n + 1);

    for (size_t i = tar && slash ? (size_t)(slash + 1 - path) : 0; i < n; i++)
        if (path[i] < '0' || path[i] > '9') out[k++] = path[i];
    return out;
}

static int32_t milli(uint64_t x, uint64_t *around, size_t n) {
    uint64_t m = n < AROUND_LEAST ? 0 : median(around, n);

    if (!m) return -1;
    return x / m > 1000000 ? INT32_MAX : (int32_t)(x * 1000 / m);
}

static bool is_off(int32_t milli) {
    return milli >= 0 && (milli < MILLI_LOW || milli > MILLI_HIGH);
}

static void judge_neighbours(struct judge *all, size_t n, size_t i) {
    uint64_t files[AROUND_BOTH], bytes[AROUND_BOTH];
    struct health_day *d = all[i].day;
    size_t k = 0;

    for (size_t j = 0; j < n && k < AROUND_BOTH && d->day != UTC_NONE; j++) {
        const struct health_day *o = all[j].day;

        if (j == i || o->day == UTC_NONE || o->day == d->day || abs(o->day - d->day) > AROUND ||
            !o->files)
            continue;
        if (strcmp(all[i].series, all[j].series) != 0) continue;
        files[k] = o->files;
        bytes[k++] = o->stored;
    }
    d->files_milli = milli(d->files, files, k);
    d->bytes_milli = milli(d->stored, bytes, k);
    if (!is_off(d->files_milli) && !is_off(d->bytes_milli)) return;
    worse(&all[i], HEALTH_SUSPECT);
    buf_printf(&all[i].why, "files are %d %% and bytes %d %% of the median of the %zu days around",
               (int)d->files_milli / 10, (int)d->bytes_milli / 10, k);
}

/* --- the table --- */

static int by_name(const void *x, const void *y) {
    const struct health_file *a = x, *b = y;
    int c = strcmp(a->name, b->name);

    return c ? c : strcmp(a->reason, b->reason);
}

static void from_tally(struct arena *a, struct judge *j, const struct health_tally *t) {
    struct health_day *d = j->day;
    bool named = t->unusable <= HEALTH_UNUSABLE;
    struct health_file *f = ARENA_ARRAY(a, struct health_file, named ? t->file.n : 0);

    *d = (struct health_day){.path = t->path,
                             .day = t->day,
                             .named = t->named,
                             .why = "",
                             .files = t->nfiles,
                             .unusable = t->unusable,
                             .refused = t->refused,
                             .stored = t->stored,
                             .inflated = t->inflated,
                             .half_hours = t->heat_good & ~t->heat_bad,
                             .files_milli = -1,
                             .bytes_milli = -1,
                             .file = f,
                             .nfile = named ? t->file.n : 0};
    if (d->nfile) {
        memcpy(f, t->file.v, d->nfile * sizeof *f);
        qsort(f, d->nfile, sizeof *f, by_name);
    }
    judge_source(j);
    judge_shards(a, j, t);
    judge_files(j, t);
}

/* Its good files count among the unusable ones of another day, and what else it has too. */
static void take_strays(struct arena *a, struct health_tally *to, const struct health_tally *t) {
    struct health_tally bad = *t;

    memset(bad.files, 0, sizeof bad.files);
    bad.nfiles = bad.loose = 0;
    bad.stored = bad.inflated = 0;
    bad.unusable += t->nfiles;
    bad.stray.n = 0;
    health_tally_add(a, to, &bad);
    for (size_t i = 0; i < t->stray.n && to->unusable <= HEALTH_UNUSABLE; i++)
        *vec_push(a, &to->file) = t->stray.v[i];
}

/* Of what is called after one day: that day, unless there are more files of another; the rest are strays. */
static void fold_named(struct arena *a, struct health_tally **v, size_t *n) {
    struct health_tally *most = v[0];

    for (size_t i = 1; i < *n; i++)
        if (v[i]->nfiles > most->nfiles ||
            (v[i]->nfiles == most->nfiles && v[i]->day == v[i]->named))
            most = v[i];
    for (size_t i = 0; i < *n; i++)
        if (v[i] != most) take_strays(a, most, v[i]);
    v[0] = most;
    *n = 1;
}

/* Of a source: the day with most files takes what has no day. */
static void fold(struct arena *a, struct health_tally **v, size_t *n) {
    struct health_tally *lost = NULL, *most = NULL;
    size_t k = 0;

    for (size_t i = 0; i < *n; i++) {
        if (v[i]->day == UTC_NONE)
            lost = v[i];
        else if (!most || v[i]->nfiles > most->nfiles)
            most = v[i];
    }
    if (!lost || !most) return;
    health_tally_add(a, most, lost);
    for (size_t i = 0; i < *n; i++)
        if (v[i] != lost) v[k++] = v[i];
    *n = k;
}

static int by_tally(const void *x, const void *y) {
    return health_tally_cmp(*(struct health_tally *const *)x, *(struct health_tally *const *)y);
}

static struct health_tally *copy(struct arena *a, const struct health_tally *t) {
    struct health_tally *c = ARENA_NEW(a, struct health_tally);

    c->source = t->source;
    c->path = t->path;
    c->named = t->named;
    c->day = t->day;
    health_tally_add(a, c, t);
    return c;
}

/* Copies of the tallies, those of sources without any included: an archive of which nothing could
 * be read is a day too. */
static struct health_tally **tallies(struct arena *a, const struct health *h,
                                     const struct stream_sum *sum, size_t *n) {
    struct health_tally **v = ARENA_ARRAY(a, struct health_tally *, h->tally.n + sum->n);
    size_t k = 0, out = 0;

    for (size_t i = 0; i < h->tally.n; i++) v[k++] = copy(a, h->tally.v[i]);
    for (size_t s = 0; s < sum->n; s++) {
        const struct stream_source *from = &sum->source[s];
        int32_t day = health_day_of(span_of(from->path));
        bool has = false;

        for (size_t i = 0; i < h->tally.n && !has; i++) has = h->tally.v[i]->source == s;
        if (has || from->kind == STREAM_FILE || (from->kind == STREAM_FOLDER && day == UTC_NONE))
            continue;
        v[k] = ARENA_NEW(a, struct health_tally);
        v[k]->source = s;
        v[k]->path = from->path;
        v[k]->named = day;
        v[k++]->day = day;
    }
    if (k) qsort(v, k, sizeof *v, by_tally);
    for (size_t from = 0, to; from < k; from = to) {
        size_t m;

        for (to = from + 1;
             to < k && v[to]->source == v[from]->source && v[to]->named == v[from]->named;)
            to++;
        m = to - from;
        if (v[from]->named == UTC_NONE)
            fold(a, v + from, &m);
        else
            fold_named(a, v + from, &m);
        memmove(v + out, v + from, m * sizeof *v);
        out += m;
    }
    *n = out;
    return v;
}

static int by_day(const void *x, const void *y) {
    const struct health_day *a = x, *b = y;

    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return strcmp(a->path, b->path);
}

void health_judge(struct arena *a, const struct health *h, const struct stream_sum *sum,
                  struct health_day **out, size_t *n) {
    struct health_tally **v = tallies(a, h, sum, n);
    struct health_day *d = ARENA_ARRAY(a, struct health_day, *n);
    struct judge *j = ARENA_ARRAY(a, struct judge, *n);

    for (size_t i = 0; i < *n; i++) {
        j[i].day = &d[i];
        j[i].source = v[i]->source < sum->n ? &sum->source[v[i]->source] : NULL;
        from_tally(a, &j[i], v[i]);
        j[i].series = series(a, &j[i]);
    }
    for (size_t i = 0; i < *n; i++) judge_neighbours(j, *n, i);
    for (size_t i = 0; i < *n; i++) {
        if (h->over) {
            worse(&j[i], HEALTH_PARTIAL);
            buf_printf(&j[i].why, "more than %d days at once: not all was noted", HEALTH_DAYS);
        }
        d[i].why = arena_dup(a, buf_span(&j[i].why));
        buf_fini(&j[i].why);
    }
    if (*n) qsort(d, *n, sizeof *d, by_day);
    *out = d;
}

/* --- days without rows --- */

static bool has_day(const struct health_day *v, size_t n, int32_t day) {
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (v[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && v[lo].day == day;
}

int health_fill(struct arena *a, struct health_day **rows, size_t *n, int32_t first, int32_t last,
                const struct health_fetch *fetch, size_t nfetch, struct err *e) {
    struct health_day *all;
    size_t k = *n;

    if (last < first || (int64_t)last - first >= FILL_DAYS)
        return err_set(e, RC_RANGE, "from %s to %s is no period of 1 to %d days",
                       utc_date_text(first).s, utc_date_text(last).s, FILL_DAYS);
    all = ARENA_ARRAY(a, struct health_day, *n + (size_t)(last - first) + 1);
    if (*n) memcpy(all, *rows, *n * sizeof *all);
    for (int32_t day = first; day <= last; day++) {
        struct health_day *d = &all[k];

        if (has_day(*rows, *n, day)) continue;
        *d = (struct health_day){.path = "",
                                 .day = day,
                                 .named = UTC_NONE,
                                 .state = HEALTH_NOT_FETCHED,
                                 .why = "",
                                 .files_milli = -1,
                                 .bytes_milli = -1};
        memset(d->shard, HEALTH_SHARD_ABSENT, sizeof d->shard);
        for (size_t i = 0; i < nfetch; i++) {
            if (fetch[i].day != day) continue;
            assert(fetch[i].state >= HEALTH_ABSENT);
            d->state = fetch[i].state;
            d->why = fetch[i].why ? arena_dup(a, span_of(fetch[i].why)) : "";
        }
        k++;
    }
    if (k) qsort(all, k, sizeof *all, by_day);
    *rows = all;
    *n = k;
    return 0;
}

bool health_supports_absence(const struct health_day *d, uint32_t hex, bool other) {
    if (d->state != HEALTH_COMPLETE) return false;
    for (size_t i = 0; i < d->nfile; i++)
        if (d->file[i].hex == hex && d->file[i].other == other) return false;
    return true;
}
