/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing of a text enters a case by itself: a person names the drafts. A schedule becomes a row of schedules, a count of people one
 * of counts, all else a claim, so many people a day too. What the sheet needs and the draft lacks is said, and nothing is made up for it. */
#include "cli/accept.h"

#include "base/num.h"
#include "base/utc.h"
#include "cli/secret.h"

#include <stdlib.h>

enum { DRAFTS_ONCE = 500 };

static void put(struct accept_row *r, const char *name, const char *cell) {
    if (!cell || !*cell || r->n == sizeof r->name / sizeof *r->name) return;
    r->name[r->n] = span_of(name);
    r->cell[r->n++] = span_of(cell);
}

static void need(struct arena *a, struct accept_row *r, const char *name, const char *cell) {
    if (cell && *cell)
        put(r, name, cell);
    else
        r->missing = arena_printf(a, "%s%s%s", r->missing, *r->missing ? ", " : "", name);
}

static const char *whole(struct arena *a, int64_t thousandths) {
    return thousandths == TEXT_NONE || thousandths % 1000
               ? NULL
               : arena_printf(a, "%lld", (long long)(thousandths / 1000));
}

/* A month is its first day, or its last. */
static const char *day_of(struct arena *a, const char *text, bool last) {
    struct utc_civil c = {0, 0, 1};
    int32_t day;

    if (strlen(text) != 7) return text;
    c.year = (int)strtol(text, NULL, 10);
    c.month = (int)strtol(text + 5, NULL, 10);
    if (last)
        c = c.month == 12 ? (struct utc_civil){c.year + 1, 1, 1}
                          : (struct utc_civil){c.year, c.month + 1, 1};
    day = utc_day(c) - (last ? 1 : 0);
    return arena_dup(a, span_of(utc_date_text(day).s));
}

static const char *first_flight(struct arena *a, const struct text_draft *d) {
    const char *end = strchr(d->flight, ';');

    return end ? NULL
               : arena_dup(a, span_of(d->flight)); /* two flights: which, is for the person */
}

static bool says(const struct text_draft *d, const char *word) {
    return memmem(d->text.p, d->text.n, word, strlen(word)) != NULL;
}

static const char *method_of(const struct text_draft *d) {
    if (strcmp(d->channel, "video") == 0 || says(d, "there were") || says(d, "spotted") ||
        says(d, "saw "))
        return "eye";
    if (says(d, "counted")) return "counted";
    return strcmp(d->speaker_type, "official") == 0 ? "official" : "claimed";
}

static const char *stage_of(const struct text_draft *d) {
    if (says(d, "waiting") || says(d, "at the airport") || says(d, "queue")) return "waiting";
    if (says(d, "boarding") || says(d, "boarded")) return "boarding";
    return says(d, "on board") || says(d, "aboard") || says(d, "carrying") || says(d, "carried")
               ? "aboard"
               : NULL;
}

static void make_count(struct arena *a, const struct text_draft *d, const char *source,
                       const char *corridor, struct accept_row *r) {
    bool one = d->lo == d->hi,
         day = *d->from && strcmp(d->from, d->to) == 0 && strlen(d->from) == 10;

    r->sheet = "counts";
    need(a, r, "corridor", corridor);
    if (day) {
        put(r, "date", d->from);
    } else {
        need(a, r, "from", *d->from ? day_of(a, d->from, false) : "");
        need(a, r, "to", *d->to ? day_of(a, d->to, true) : "");
    }
    put(r, "flight", first_flight(a, d));
    put(r, "method", method_of(d));
    put(r, one ? "best" : "low", whole(a, d->lo));
    if (!one) put(r, "high", whole(a, d->hi));
    put(r, "stage", stage_of(d));
    put(r, "wording",
        d->hi == TEXT_NONE   ? "at_least"
        : d->lo == TEXT_NONE ? "at_most"
        : *d->hedge          ? "about"
                             : "exact");
    put(r, "source", source);
    put(r, "note",
        arena_printf(a, "%s: %.*s", d->speaker, (int)(d->text.n < 1000 ? d->text.n : 1000),
                     d->text.p));
}

static bool per_week(const struct text_draft *d) {
    size_t n = strlen(d->unit), end = strlen(" per week");

    return n > end && strcmp(d->unit + n - end, " per week") == 0;
}

/* "2", "0.5 to 2", "3 or more". */
static const char *how_often(struct arena *a, const struct text_draft *d) {
    struct buf b = {0};
    const char *s;

    if (d->lo == TEXT_NONE) buf_puts(&b, "up to ");
    if (d->lo != TEXT_NONE) num_fixed(&b, (double)d->lo / 1000, d->lo % 1000 ? 1 : 0);
    if (d->lo != TEXT_NONE && d->hi != TEXT_NONE && d->lo != d->hi) buf_puts(&b, " to ");
    if (d->hi != TEXT_NONE && d->lo != d->hi)
        num_fixed(&b, (double)d->hi / 1000, d->hi % 1000 ? 1 : 0);
    if (d->hi == TEXT_NONE) buf_puts(&b, " or more");
    buf_printf(&b, " %s", d->unit);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* Weekdays named by hand for a schedule that says how often: as many as it says, or they are of another one. */
static void check_days(struct arena *a, const struct text_draft *d, const char *days,
                       struct accept_row *r) {
    int64_t n = (int64_t)strlen(days) * 1000;
    bool figure = d->lo != TEXT_NONE || d->hi != TEXT_NONE;

    if (!figure || !per_week(d)) return;
    if ((d->lo != TEXT_NONE && n < d->lo) || (d->hi != TEXT_NONE && n > d->hi))
        r->wrong =
            arena_printf(a, "it says %s, and --days names %zu", how_often(a, d), strlen(days));
}

static void make_schedule(struct arena *a, const struct text_draft *d, const char *source,
                          const char *corridor, const char *days, struct accept_row *r) {
    bool daily = strcmp(d->unit, "flights per day") == 0 && d->lo == 1000;
    bool by_hand = !*d->days && !daily && days;

    r->sheet = "schedules";
    need(a, r, "corridor", corridor);
    put(r, "flight", first_flight(a, d));
    if (by_hand) check_days(a, d, days, r);
    if (!*d->days && !daily && !days && per_week(d))
        r->says = arena_printf(a, "it says %s, and not on which days", how_often(a, d));
    need(a, r, "days", *d->days ? d->days : daily ? "daily" : by_hand ? days : "");
    need(a, r, "from", *d->from ? day_of(a, d->from, false) : "");
    need(a, r, "to", *d->to ? day_of(a, d->to, true) : "");
    put(r, "source", source);
    put(r, "note",
        arena_printf(a, "%s%s: %.*s", by_hand ? "weekdays named by hand; " : "", d->speaker,
                     (int)(d->text.n < 1000 ? d->text.n : 1000), d->text.p));
}

static const char *claim_unit(const struct text_draft *d) {
    if (strcmp(d->unit, "people") == 0 || strcmp(d->unit, "flights") == 0 ||
        strcmp(d->unit, "seats") == 0)
        return d->unit;
    return strcmp(d->unit, "percent") == 0 ? "share" : NULL;
}

static void make_claim(struct arena *a, const struct text *t, const struct text_draft *d,
                       const char *source, const char *corridor, struct accept_row *r) {
    const char *unit = claim_unit(d);

    r->sheet = "claims";
    put(r, "id", arena_printf(a, "%.40s-%zu", source, d->start));
    put(r, "speaker", d->speaker);
    put(r, "source", source);
    put(r, "channel", d->channel);
    need(a, r, "made_on",
         t->dateline == UTC_NONE ? "" : arena_dup(a, span_of(utc_date_text(t->dateline).s)));
    put(r, "from", *d->from ? day_of(a, d->from, false) : "");
    put(r, "to", *d->to ? day_of(a, d->to, true) : "");
    put(r, "corridor", corridor);
    if (unit && (whole(a, d->lo) || whole(a, d->hi))) {
        put(r, "unit", unit);
        put(r, d->lo == d->hi ? "quantity" : "low", whole(a, d->lo));
        if (d->lo != d->hi) put(r, "high", whole(a, d->hi));
    }
    put(r, "hedge", d->hedge);
    put(r, "text", arena_dup(a, (struct span){d->text.p, d->text.n < 3900 ? d->text.n : 3900}));
}

void accept_make(struct arena *a, const struct text *t, size_t draft, const char *source,
                 const char *corridor, const char *days, struct accept_row *out) {
    const struct text_draft *d = &t->draft.v[draft];

    *out = (struct accept_row){.missing = "", .wrong = "", .says = ""};
    if (d->kind == TEXT_SCHEDULE && strncmp(d->unit, "people per ", 11) != 0)
        make_schedule(a, d, source, corridor, days, out);
    else if (d->kind == TEXT_COUNT && strcmp(d->unit, "people") == 0) /* not families, nor a rate */
        make_count(a, d, source, corridor, out);
    else
        make_claim(a, t, d, source, corridor, out);
}

/* "3,7" to places in the list, from 0. */
static int read_only(const char *only, size_t most, size_t *v, size_t *n, struct err *e) {
    struct span rest = span_of(only);

    *n = 0;
    while (rest.n || *n == 0) {
        const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
        size_t len = comma ? (size_t)(comma - rest.p) : rest.n;
        int64_t one;

        if (*n == DRAFTS_ONCE)
            return err_set(e, RC_LIMIT, "--only: more than %d drafts", DRAFTS_ONCE);
        if (num_int(span_trim((struct span){rest.p, len}), 1, (int64_t)most, &one, e) < 0) {
            err_at(e, "--only");
            return e->rc;
        }
        v[(*n)++] = (size_t)one - 1;
        len += comma ? 1 : 0;
        rest = (struct span){rest.p + len, rest.n - len};
        if (comma && !rest.n)
            return err_set(e, RC_SYNTAX, "--only: a comma with no number behind it");
    }
    return 0;
}

static int append(struct cli *x, struct store *st, const struct text *t, const struct accept *o,
                  size_t draft, struct buf *said, bool *all, struct err *e) {
    struct ingest_options how = {.now = x->now};
    struct ingest_tally tally = {0};
    struct accept_row r;
    int rc;

    accept_make(x->a, t, draft, o->source, o->corridor, o->days, &r);
    if (*r.wrong) {
        *all = false;
        buf_printf(said, "draft %zu: not added: %s\n", draft + 1, r.wrong);
        return 0;
    }
    if (*r.missing) {
        *all = false;
        buf_printf(said, "draft %zu: not added: a row of %s needs %s", draft + 1, r.sheet,
                   r.missing);
        if (*r.says) buf_printf(said, "; %s", r.says);
        if (strstr(r.missing, "days")) buf_puts(said, " (--days)");
        if (strstr(r.missing, "corridor")) buf_puts(said, " (--corridor)");
        if (strstr(r.missing, "made_on")) buf_puts(said, " (--dateline)");
        buf_putc(said, '\n');
        return 0;
    }
    rc = ingest_row(st, x->a, r.sheet, r.name, r.cell, r.n, &how, &tally, e);
    if (rc < 0) {
        err_at(e, "draft %zu", draft + 1);
        return rc;
    }
    buf_printf(said, "draft %zu: %s %s\n", draft + 1,
               tally.rows_known ? "known already in" : "added to", r.sheet);
    return 0;
}

int accept_run(struct cli *x, const struct text *t, const struct accept *o, struct err *e) {
    size_t *v = ARENA_ARRAY(x->a, size_t, DRAFTS_ONCE), n;
    struct store *st = NULL;
    struct buf said = {0};
    bool all = true;
    int rc = read_only(o->only, t->draft.n, v, &n, e);

    if (rc < 0) return CMD_USAGE;
    if ((rc = store_open(&st, o->path, STORE_WRITE, e)) < 0) return rc;
    secret_few(x, st);
    for (size_t i = 0; i < n && rc == 0; i++) rc = append(x, st, t, o, v[i], &said, &all, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    store_close(st);
    cmd_write(&said);
    return rc < 0 ? rc : all ? CMD_DONE : CMD_NO;
}
