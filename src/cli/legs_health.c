/* SPDX-License-Identifier: Apache-2.0 */
/* legs --health: is each day of the archive all there? */
#include "base/csv.h"
#include "base/num.h"
#include "cli/legs.h"

#define NAMED 10 /* broken files of a day; the rest are counted */

static int note_only(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    (void)e;
    health_note(&((struct health *)ctx)[worker], m);
    return 0;
}

static const char *against(struct arena *a, int32_t milli) {
    struct buf b = {0};
    const char *text;

    if (milli < 0) return "";
    num_fixed(&b, milli / 1000.0, 2);
    text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

static bool nobody_looked(const struct health_day *d) {
    return d->state == HEALTH_NOT_FETCHED && !*d->why;
}

/* One past the last of the days from i on that are one line: of those that nobody fetched there may be years. */
static size_t run_end(const struct health_day *day, size_t n, size_t i) {
    size_t to = i + 1;

    while (to < n && nobody_looked(&day[i]) && nobody_looked(&day[to])) to++;
    return to;
}

static const char *days_text(struct arena *a, const struct health_day *first,
                             const struct health_day *last) {
    struct buf b = {0};
    const char *text;

    if (first->day == UTC_NONE) return "unknown";
    legs_days(&b, first->day, last->day);
    text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

/* The reasons stand below the table, as wide as the terminal is. */
static void health_table(struct cli *x, const struct health_day *day, size_t n) {
    static const struct term_column column[] = {
        {"day", false, false},          {"state", false, false}, {"folders of 256", true, false},
        {"files", true, false},         {"broken", true, false}, {"files / around", true, false},
        {"bytes / around", true, false}};
    enum { N = sizeof column / sizeof *column };
    const char **c = ARENA_ARRAY(x->a, const char *, n *N);
    struct buf b = {0};
    size_t rows = 0;

    for (size_t i = 0, to; i < n; i = to) {
        const struct health_day *d = &day[i];
        const char **cell = &c[rows++ * N];

        to = run_end(day, n, i);
        cell[0] = days_text(x->a, d, &day[to - 1]);
        cell[1] = to > i + 1 ? arena_printf(x->a, "%s (%zu days)", health_word(d->state), to - i)
                             : health_word(d->state);
        if (nobody_looked(d)) continue;
        cell[2] = arena_printf(x->a, "%zu", d->shards);
        cell[3] = arena_printf(x->a, "%zu", d->files);
        cell[4] = arena_printf(x->a, "%zu", d->unusable);
        cell[5] = against(x->a, d->files_milli);
        cell[6] = against(x->a, d->bytes_milli);
    }
    term_table(&b, &x->term, column, N, c, rows);
    for (size_t i = 0; i < n; i++) {
        const char *of = days_text(x->a, &day[i], &day[i]);

        if (*day[i].why) {
            term_wrap(&b, &x->term, "  ",
                      arena_printf(x->a, "%s of %s: %s", of, day[i].path, day[i].why));
        }
        for (size_t k = 0; k < day[i].nfile && k < NAMED; k++)
            term_wrap(&b, &x->term, "    broken: ",
                      arena_printf(x->a, "%s: %s", day[i].file[k].name, day[i].file[k].reason));
        if (day[i].nfile > NAMED)
            term_wrap(&b, &x->term, "    ",
                      arena_printf(x->a, "and %zu more", day[i].nfile - NAMED));
    }
    cmd_write(&b);
}

static void cell(struct buf *b, const char *s, const char *end) {
    csv_put_text(b, span_of(s));
    buf_puts(b, end);
}

static void health_csv(struct cli *x, const struct health_day *day, size_t n) {
    struct buf b = {0};

    buf_puts(&b, "day,path,state,folders,files,broken,heatmaps,files_against_neighbours,"
                 "bytes_against_neighbours,why" CSV_END);
    for (size_t i = 0; i < n; i++) {
        const struct health_day *d = &day[i];

        cell(&b, d->day == UTC_NONE ? "" : utc_date_text(d->day).s, ",");
        cell(&b, d->path, ",");
        cell(&b, health_word(d->state), ",");
        if (nobody_looked(d))
            buf_puts(&b, ",,,,");
        else
            buf_printf(&b, "%zu,%zu,%zu,%d,", d->shards, d->files, d->unusable,
                       __builtin_popcountll(d->half_hours));
        cell(&b, against(x->a, d->files_milli), ",");
        cell(&b, against(x->a, d->bytes_milli), ",");
        cell(&b, d->why, CSV_END);
    }
    cmd_write(&b);
}

static void health_json(const struct health_day *day, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct buf b = {0};

        legs_day_json(&b, &day[i]);
        b.n--; /* its brace */
        buf_puts(&b, ", \"broken\": [");
        for (size_t k = 0; k < day[i].nfile; k++) {
            buf_puts(&b, k ? ", {\"file\": " : "{\"file\": ");
            legs_string(&b, day[i].file[k].name);
            buf_puts(&b, ", \"reason\": ");
            legs_string(&b, day[i].file[k].reason);
            buf_putc(&b, '}');
        }
        buf_puts(&b, "]}\n");
        cmd_write(&b);
    }
}

/* Days between the first and the last that no source has are rows too. */
static int fill(struct arena *a, struct health_day **day, size_t *n, struct err *e) {
    int32_t first = UTC_NONE, last = UTC_NONE;

    for (size_t i = 0; i < *n; i++) {
        int32_t d = (*day)[i].day;

        if (d == UTC_NONE) continue;
        if (first == UTC_NONE || d < first) first = d;
        if (last == UTC_NONE || d > last) last = d;
    }
    return first == UTC_NONE ? 0 : health_fill(a, day, n, first, last, NULL, 0, e);
}

int legs_health(struct cli *x, const char *const *path, size_t n, size_t jobs, struct err *e) {
    const struct stream_options so = {.jobs = jobs};
    struct health *h = ARENA_ARRAY(x->a, struct health, jobs);
    struct arena *a = ARENA_ARRAY(x->a, struct arena, jobs);
    struct health_day *day = NULL;
    struct stream_sum sum;
    size_t ndays = 0;
    int rc;

    for (size_t i = 0; i < jobs; i++) {
        arena_init(&a[i], (size_t)2 << 30);
        health_begin(&h[i], &a[i]);
    }
    rc = stream_each(x->a, path, n, &so, note_only, h, &sum, e);
    for (size_t i = 1; i < jobs; i++) health_join(&h[0], &h[i]);
    if (rc == 0) {
        health_judge(x->a, &h[0], &sum, &day, &ndays);
        rc = fill(x->a, &day, &ndays, e);
    }
    if (rc == 0 && !ndays)
        rc = err_set(e, RC_SYNTAX, "%s%s: no traces of a day, and no heatmaps of half hours",
                     path[0], n > 1 ? " and the others" : "");
    if (rc == 0 && opt_value(&x->v, "json"))
        health_json(day, ndays);
    else if (rc == 0 && opt_value(&x->v, "csv"))
        health_csv(x, day, ndays);
    else if (rc == 0)
        health_table(x, day, ndays);
    for (size_t i = 0; i < ndays && rc == 0; i++)
        if (day[i].state != HEALTH_COMPLETE) rc = CMD_NO;
    for (size_t i = 0; i < jobs; i++) arena_fini(&a[i]);
    return rc;
}
