/* SPDX-License-Identifier: Apache-2.0 */
/* What a source does not hold must never read as "no flight": days that are left out, days that are
 * not whole, files that could not be used. */
#include "base/num.h"
#include "cli/legs.h"

#include <stdlib.h>

#define SAID 10 /* sentences of a kind; the rest are counted */

/* ---- days */

struct days {
    int32_t *day; /* [n] ascending, each once */
    size_t n;
};

static int by_day(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return (a > b) - (a < b);
}

/* Days that the sources cover. */
static struct days days_of(struct arena *a, const struct flight_sum *sum) {
    struct days d = {0};
    VEC(int32_t) v = {0};

    for (size_t i = 0; i < sum->nsource; i++) {
        const struct flight_source *s = &sum->source[i];
        /* an aircraft that is asked for may be heard on a few of them, or never */
        bool covers = s->cover_from_ms != CLEAN_NO_MS && s->cover_to_ms != CLEAN_NO_MS;
        int64_t from = covers ? s->cover_from_ms : s->from_ms,
                to = covers ? s->cover_to_ms : s->to_ms;

        if (s->day != UTC_NONE) {
            *vec_push(a, &v) = s->day;
        } else if (from != CLEAN_NO_MS && (to - from) / UTC_DAY_MS < 40000) {
            for (int64_t t = utc_day_of(from); t <= utc_day_of(to); t++)
                *vec_push(a, &v) = (int32_t)t;
        }
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_day);
    d.day = v.v;
    for (size_t i = 0; i < v.n; i++)
        if (!d.n || v.v[i] != d.day[d.n - 1]) d.day[d.n++] = v.v[i];
    return d;
}

/* Days of which nothing is among the sources: between two that are, and of the period asked for. UTC_NONE: without end. */
struct absent {
    int32_t from, to;
};

static size_t absent_of(struct arena *a, const struct flight_sum *sum, const struct legs_filter *f,
                        struct absent **out) {
    struct days d = days_of(a, sum);
    int32_t from = f->from_ms == CLEAN_NO_MS ? UTC_NONE : (int32_t)utc_day_of(f->from_ms);
    int32_t to = f->to_ms == CLEAN_NO_MS ? UTC_NONE : (int32_t)utc_day_of(f->to_ms - 1), last;
    VEC(struct absent) v = {0};

    *out = NULL;
    if (!d.n) return 0;
    last = d.day[d.n - 1];
    if (to != UTC_NONE && to < d.day[0])
        *vec_push(a, &v) = (struct absent){from, to};
    else if (from != UTC_NONE && from < d.day[0])
        *vec_push(a, &v) = (struct absent){from, d.day[0] - 1};
    for (size_t i = 1; i < d.n; i++)
        if (d.day[i] > d.day[i - 1] + 1)
            *vec_push(a, &v) = (struct absent){d.day[i - 1] + 1, d.day[i] - 1};
    if (from != UTC_NONE && from > last)
        *vec_push(a, &v) = (struct absent){from, to};
    else if (to != UTC_NONE && to > last)
        *vec_push(a, &v) = (struct absent){last + 1, to};
    *out = v.v;
    return v.n;
}

static bool single_file(const struct flight_sum *sum, const struct health_day *d) {
    for (size_t i = 0; i < sum->stream.n; i++)
        if (strcmp(sum->stream.source[i].path, d->path) == 0)
            return sum->stream.source[i].kind == STREAM_FILE;
    return false;
}

void legs_days(struct buf *b, int32_t from, int32_t to) {
    buf_puts(b, utc_date_text(from).s);
    if (to > from) buf_printf(b, " to %s", utc_date_text(to).s);
}

static void say(struct buf *out, const struct term *t, struct arena *a, const struct buf *b) {
    term_wrap(out, t, "note: ", arena_dup(a, buf_span(b)));
}

static void tell_absent(struct buf *out, const struct term *t, struct arena *a,
                        const struct flight_sum *sum, const struct legs_filter *f) {
    struct absent *v;
    size_t n = absent_of(a, sum, f, &v);

    for (size_t i = 0; i < n; i++) {
        struct buf b = {0};

        if (v[i].from == UTC_NONE)
            buf_printf(&b, "%s and before", utc_date_text(v[i].to).s);
        else if (v[i].to == UTC_NONE)
            buf_printf(&b, "%s and after", utc_date_text(v[i].from).s);
        else
            legs_days(&b, v[i].from, v[i].to);
        buf_puts(&b, ": not among the sources, so nothing is known of what flew then");
        say(out, t, a, &b);
        buf_fini(&b);
    }
}

static void tell_days(struct buf *out, const struct term *t, struct arena *a,
                      const struct flight_sum *sum) {
    size_t said = 0, more = 0;
    struct buf b = {0};

    for (size_t i = 0; i < sum->nday; i++) {
        const struct health_day *d = &sum->day[i];

        if (d->state == HEALTH_COMPLETE || single_file(sum, d)) continue;
        if (said++ >= SAID) {
            more++;
            continue;
        }
        b.n = 0;
        buf_printf(
            &b, "%s of %s is %s, so an aircraft that is not in it may have flown all the same: %s",
            d->day == UTC_NONE ? "a day" : utc_date_text(d->day).s, d->path, health_word(d->state),
            d->why);
        say(out, t, a, &b);
    }
    if (more) {
        b.n = 0;
        buf_printf(&b, "%zu more days are not complete: headcount legs --health has them", more);
        say(out, t, a, &b);
    }
    buf_fini(&b);
}

/* ---- refusals */

static int by_source(const void *x, const void *y) {
    const struct flight_source *a = *(const struct flight_source *const *)x,
                               *b = *(const struct flight_source *const *)y;
    int c = strcmp(a->path, b->path);

    if (c) return c;
    if (a->format != b->format) return a->format < b->format ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

static const struct flight_source **sources_sorted(struct arena *a, const struct flight_sum *sum) {
    const struct flight_source **v = ARENA_ARRAY(a, const struct flight_source *, sum->nsource);

    for (size_t i = 0; i < sum->nsource; i++) v[i] = &sum->source[i];
    if (sum->nsource) qsort(v, sum->nsource, sizeof *v, by_source);
    return v;
}

static void tell_refused(struct buf *out, const struct term *t, struct arena *a,
                         const struct flight_sum *sum) {
    const struct flight_source **v = sources_sorted(a, sum);
    size_t refused = 0, said = 0;
    struct buf b = {0};

    for (size_t i = 0; i < sum->nsource; i++) {
        refused += v[i]->refused;
        for (size_t k = 0; k < v[i]->nfirst && said < SAID; k++, said++) {
            b.n = 0;
            buf_printf(&b, "%s%s%s: %s", v[i]->path,
                       strcmp(v[i]->path, v[i]->first[k].file) != 0 ? ": " : "",
                       strcmp(v[i]->path, v[i]->first[k].file) != 0 ? v[i]->first[k].file : "",
                       v[i]->first[k].reason);
            say(out, t, a, &b);
        }
    }
    if (refused) {
        b.n = 0;
        num_people(&b, (int64_t)refused);
        buf_puts(&b, refused == 1 ? " row, line or file could not be used"
                                  : " rows, lines and files could not be used");
        say(out, t, a, &b);
    }
    buf_fini(&b);
}

static void tell_streams(struct buf *out, const struct term *t, struct arena *a,
                         const struct flight_sum *sum) {
    struct buf b = {0};

    for (size_t i = 0; i < sum->stream.n; i++) {
        const struct stream_source *s = &sum->stream.source[i];

        if (s->state == STREAM_WHOLE) continue;
        b.n = 0;
        buf_printf(&b, "%s is not whole: %s", s->path, s->reason);
        say(out, t, a, &b);
    }
    for (size_t i = 0; i < sum->nnotice && i < SAID; i++) {
        b.n = 0;
        buf_puts(&b, sum->notice[i]);
        say(out, t, a, &b);
    }
    if (sum->nnotice > SAID) {
        b.n = 0;
        buf_printf(&b, "%zu more notices of this kind", sum->nnotice - SAID);
        say(out, t, a, &b);
    }
    buf_fini(&b);
}

/* No leg at all, and why: an empty table looks like an aircraft that did not fly. */
static void tell_none(struct buf *out, const struct term *t, struct arena *a,
                      const struct flight_sum *sum) {
    struct buf b = {0};
    size_t refused = 0;
    bool any = false;

    for (size_t i = 0; i < sum->nsource; i++) refused += sum->source[i].refused;
    if (sum->legs || (!sum->points && refused)) return; /* then refusals say it */
    if (sum->points) {
        num_people(&b, (int64_t)sum->points);
        buf_printf(&b, " position%s of %zu aircraft make%s no flight", sum->points == 1 ? "" : "s",
                   sum->crafts, sum->points == 1 ? "s" : "");
        for (int i = CLEAN_GOOD + 1; i < NCLEAN; i++) {
            if (!sum->reason[i]) continue;
            buf_puts(&b, any ? ", " : "; set aside: ");
            buf_printf(&b, "%s ", clean_word((enum clean_reason)i));
            num_people(&b, (int64_t)sum->reason[i]);
            any = true;
        }
    } else {
        buf_puts(&b, "no position of an aircraft was found");
    }
    say(out, t, a, &b);
    buf_fini(&b);
}

void legs_tell(struct cli *x, const struct legs_rows *rows, size_t jobs,
               const struct flight_sum *sum, const struct legs_filter *f) {
    struct term t = term_of(stderr);
    struct buf out = {0};
    size_t n;
    const struct aside *aside = legs_aside_all(x->a, rows, jobs, &n);

    tell_none(&out, &t, x->a, sum);
    if (sum->legs) legs_aside_tell(&out, &t, x->a, aside, n);
    tell_absent(&out, &t, x->a, sum, f);
    tell_days(&out, &t, x->a, sum);
    tell_streams(&out, &t, x->a, sum);
    tell_refused(&out, &t, x->a, sum);
    if (out.n) fwrite(out.p, 1, out.n, stderr);
    buf_fini(&out);
}

/* ---- JSON */

void legs_day_json(struct buf *b, const struct health_day *d) {
    buf_puts(b, "{\"day\": ");
    legs_string(b, d->day == UTC_NONE ? NULL : utc_date_text(d->day).s);
    buf_puts(b, ", \"path\": ");
    legs_string(b, d->path);
    buf_printf(b, ", \"state\": \"%s\", \"why\": ", health_word(d->state));
    legs_string(b, d->why[0] ? d->why : NULL);
    buf_printf(b, ", \"files\": %zu, \"unusable\": %zu, \"folders\": %zu, \"heatmaps\": %d",
               d->files, d->unusable, d->shards, __builtin_popcountll(d->half_hours));
    buf_puts(b, ", \"files_against_neighbours\": ");
    if (d->files_milli < 0)
        buf_puts(b, "null");
    else
        num_fixed(b, d->files_milli / 1000.0, 3);
    buf_putc(b, '}');
}

static void day_or_null(struct buf *b, int32_t day) {
    legs_string(b, day == UTC_NONE ? NULL : utc_date_text(day).s);
}

void legs_coverage(struct cli *x, const struct legs_rows *rows, size_t jobs,
                   const struct flight_sum *sum, const struct legs_filter *f) {
    size_t naside, nabsent;
    struct absent *absent;
    const struct aside *aside = legs_aside_all(x->a, rows, jobs, &naside);
    const struct flight_source **v = sources_sorted(x->a, sum);
    struct buf b = {0};

    buf_puts(&b, "{\"coverage\": {\"sources\": [");
    for (size_t i = 0; i < sum->nsource; i++) {
        buf_puts(&b, i ? ", {\"path\": " : "{\"path\": ");
        legs_string(&b, v[i]->path);
        buf_printf(&b, ", \"format\": \"%s\", \"from\": ", flight_format_word(v[i]->format));
        legs_string(&b, v[i]->cover_from_ms == CLEAN_NO_MS
                            ? NULL
                            : utc_instant_text(v[i]->cover_from_ms).s);
        buf_puts(&b, ", \"to\": ");
        legs_string(&b, v[i]->cover_to_ms == CLEAN_NO_MS ? NULL
                                                         : utc_instant_text(v[i]->cover_to_ms).s);
        buf_printf(&b, ", \"files\": %zu, \"aircraft\": %zu, \"points\": %zu, \"refused\": %zu}",
                   v[i]->files, v[i]->crafts, v[i]->points, v[i]->refused);
    }
    buf_puts(&b, "], \"days\": [");
    for (size_t i = 0; i < sum->nday; i++) {
        buf_puts(&b, i ? ", " : "");
        legs_day_json(&b, &sum->day[i]);
    }
    buf_puts(&b, "], \"missing\": [");
    nabsent = absent_of(x->a, sum, f, &absent);
    for (size_t i = 0; i < nabsent; i++) {
        buf_puts(&b, i ? ", {\"from\": " : "{\"from\": ");
        day_or_null(&b, absent[i].from);
        buf_puts(&b, ", \"to\": ");
        day_or_null(&b, absent[i].to);
        buf_putc(&b, '}');
    }
    buf_puts(&b, "], \"set_aside\": ");
    legs_aside_json(&b, sum->reason);
    buf_puts(&b, ", \"aircraft_set_aside\": ");
    legs_aside_list(&b, aside, naside);
    buf_puts(&b, "}}\n");
    cmd_write(&b);
}
