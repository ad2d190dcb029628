/* SPDX-License-Identifier: Apache-2.0 */
/* Why did the number change? The rows of A are put into a case in memory; then each changed row is taken out or put in, one after
 * another, and the corridors are estimated anew. What a row moves depends on the rows before it (a second count of one flight moves
 * less than the first), so the order is fixed: by sheet, then by row name. In exchange the moves add up to the whole difference,
 * without a remainder that nobody can explain; averaging over all orders would share the credit evenly and take n! times as long.
 *
 * A row is replaced, not taken out and put in, where both sides have a row of one sheet and id: without its corridor row a case
 * would have no estimate for a moment. Claims and rules enter no estimate, so nothing is run for them. */
#include "ledger/ledger.h"
#include "pipe/corridor.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { ROWS_ALONE = 12, COLUMNS_SHOWN = 3, TEXT_BYTES = 60 };
#define STATE_BYTES ((size_t)4 << 30) /* of one state of the case; each dies before the next */

static const char *const sheets[] = {"corridors", "sources",    "aircraft", "schedules", "flights",
                                     "counts",    "coverage",   "legs",     "tracks",    "claims",
                                     "rules",     "hypotheses", "weighs",   NULL};

struct row {
    struct span name, sheet; /* 64 hex digits; "counts" */
    json_t *body;            /* ours until diff_fini */
    struct span told;        /* its name for the reader */
    const json_t *shown;     /* what the reader may see of it */
    bool matched;
};
struct change {
    struct row *from, *to; /* NULL: only in the other */
};
struct state {
    struct infer_range *total; /* [corridors of either side] */
    bool *known;
};
struct diff {
    struct arena *a;
    const struct pipe_options *o;
    struct store *st; /* the case in memory */
    VEC(struct row) from;
    VEC(struct row) to;
    VEC(struct change) change;
    VEC(struct span) corridor; /* ids of either side, ascending */
    VEC(struct state) state;   /* before the first step, and after each */
    VEC(size_t) step;          /* the change after the last one of each step */
};

static const char *cell(const struct row *r, const char *column) {
    const char *s = json_string_value(json_object_get(r->body, column));

    return s ? s : "";
}

static int sheet_rank(struct span sheet) {
    for (int i = 0; sheets[i]; i++)
        if (span_is(sheet, sheets[i])) return i;
    return (int)(sizeof sheets / sizeof *sheets);
}

/* --- The rows of a side */

/* The day on which a source was published; "" when nothing says. @param v the rows of the sources sheet */
static const char *published(const struct row *const *v, size_t n, const char *source) {
    for (size_t i = 0; *source && i < n; i++)
        if (strcmp(cell(v[i], "id"), source) == 0) return cell(v[i], "published");
    return "";
}

static int32_t track_day(const struct row *r) {
    return (int32_t)floor((double)json_integer_value(json_object_get(r->body, "to_ms")) /
                          (double)UTC_DAY_MS);
}

/* The day from which a row can have been known: of its own dates those that lie behind whoever wrote it, and that of its source.
 * An announcement is about the future, and so is a timetable: theirs is the source's. Dates of one form are in order as text. */
static bool known_by(const struct row *r, const struct row *const *source, size_t n,
                     const char *day) {
    bool announced = strcmp(cell(r, "state"), "announced") == 0;

    if (strcmp(cell(r, "published"), day) > 0 || strcmp(cell(r, "made_on"), day) > 0) return false;
    if (span_is(r->sheet, "flights") && !announced && strcmp(cell(r, "date"), day) > 0)
        return false;
    if (span_is(r->sheet, "counts") &&
        (strcmp(cell(r, "date"), day) > 0 || strcmp(cell(r, "to"), day) > 0))
        return false;
    if (span_is(r->sheet, "coverage") && strcmp(cell(r, "state"), "watching") != 0 &&
        strcmp(cell(r, "to"), day) > 0)
        return false;
    /* of an instant, its day */
    if (span_is(r->sheet, "legs") && (strncmp(cell(r, "off_utc"), day, strlen(day)) > 0 ||
                                      strncmp(cell(r, "on_utc"), day, strlen(day)) > 0))
        return false;
    if (span_is(r->sheet, "tracks") && strcmp(utc_date_text(track_day(r)).s, day) > 0) return false;
    return strcmp(published(source, n, cell(r, "source")), day) <= 0;
}

/* Keeps the rows that were known by the day, in order. @return how many. */
static size_t keep_known(struct arena *a, struct row *v, size_t n, int32_t day) {
    const struct row **source = ARENA_ARRAY(a, const struct row *, n);
    bool *keep = ARENA_ARRAY(a, bool, n);
    struct utc_text by = utc_date_text(day);
    size_t nsource = 0, kept = 0;

    for (size_t i = 0; i < n; i++)
        if (span_is(v[i].sheet, "sources")) source[nsource++] = &v[i];
    for (size_t i = 0; i < n; i++) keep[i] = known_by(&v[i], source, nsource, by.s);
    for (size_t i = 0; i < n; i++) {
        if (keep[i])
            v[kept++] = v[i];
        else
            json_decref(v[i].body);
    }
    return kept;
}

/* How a row is named and shown: as the case has it, or as pipe_side tells. */
static void tell_as(struct row *r, const json_t *told) {
    char begin[13];
    const json_t *o;

    r->told = r->name;
    r->shown = r->body;
    if (!told) return;
    snprintf(begin, sizeof begin, "%.12s", r->name.p);
    o = json_object_get(told, begin);
    r->told = json_is_object(o) ? span_of(json_string_value(json_object_get(o, "name"))) : SPAN("");
    r->shown = json_object_get(o, "row");
}

static int read_rows(struct diff *d, const struct pipe_side *side, struct row **out, size_t *nout,
                     struct err *e) {
    VEC(struct row) v = {0};
    struct query *q = NULL;
    int rc = query_open(&q, side->st, "SELECT row_id, sheet, body FROM line ORDER BY row_id", e);

    while (rc == 0 && (rc = query_next(q, e)) > 0) {
        struct row r = {.name = arena_span(d->a, query_col(q, 0)),
                        .sheet = arena_span(d->a, query_col(q, 1))};

        if ((rc = canon_read(query_col(q, 2), &r.body, e)) < 0) break;
        tell_as(&r, side->told);
        *vec_push(d->a, &v) = r;
        rc = 0;
    }
    query_close(q);
    *out = v.v;
    *nout = v.n;
    if (side->known_by != UTC_NONE) *nout = keep_known(d->a, v.v, v.n, side->known_by);
    return rc;
}

/* --- What differs */

/* Versions of one row: of one sheet and id. One aircraft has a row for each source. */
static int cmp_key(const void *x, const void *y) {
    const struct row *r = *(const struct row *const *)x, *s = *(const struct row *const *)y;
    int c = span_cmp(r->sheet, s->sheet);

    if (!c) c = strcmp(cell(r, "id"), cell(s, "id"));
    if (!c && span_is(r->sheet, "aircraft")) c = strcmp(cell(r, "source"), cell(s, "source"));
    return c;
}

static int cmp_key_name(const void *x, const void *y) {
    int c = cmp_key(x, y);

    return c ? c
             : span_cmp((*(const struct row *const *)x)->name,
                        (*(const struct row *const *)y)->name);
}

/* The first row of v that is a version of r and has no partner yet. v is in order of key. */
static struct row *version_of(struct row *r, struct row **v, size_t n) {
    struct row **at = n && *cell(r, "id") ? bsearch(&r, v, n, sizeof *v, cmp_key) : NULL;

    if (!at) return NULL;
    while (at > v && cmp_key(&at[-1], &r) == 0) at--;
    for (; at < v + n && cmp_key(at, &r) == 0; at++)
        if (!(*at)->matched) return *at;
    return NULL;
}

/* The key comes first: a place between two own names would tell what they hide (report/names.h). */
static int cmp_change(const void *x, const void *y) {
    const struct change *p = x, *q = y;
    const struct row *r = p->to ? p->to : p->from, *s = q->to ? q->to : q->from;
    int c = sheet_rank(r->sheet) - sheet_rank(s->sheet);

    if (!c) c = cmp_key(&r, &s);
    return c ? c : span_cmp(r->told, s->told);
}

/* Rows of one name are alike. */
static void match_names(struct diff *d) {
    for (size_t i = 0, k = 0; i < d->from.n && k < d->to.n;) {
        int c = span_cmp(d->from.v[i].name, d->to.v[k].name);

        if (c == 0) d->from.v[i].matched = d->to.v[k].matched = true;
        i += c <= 0;
        k += c >= 0;
    }
}

static void match_rows(struct diff *d) {
    struct row **left = ARENA_ARRAY(d->a, struct row *, d->to.n);
    size_t n = 0;

    match_names(d);
    for (size_t k = 0; k < d->to.n; k++)
        if (!d->to.v[k].matched) left[n++] = &d->to.v[k];
    if (n) qsort(left, n, sizeof *left, cmp_key_name);
    for (size_t i = 0; i < d->from.n; i++) {
        struct row *other;

        if (d->from.v[i].matched) continue;
        if ((other = version_of(&d->from.v[i], left, n))) other->matched = true;
        *vec_push(d->a, &d->change) = (struct change){&d->from.v[i], other};
    }
    for (size_t k = 0; k < d->to.n; k++)
        if (!d->to.v[k].matched) *vec_push(d->a, &d->change) = (struct change){NULL, &d->to.v[k]};
    if (d->change.n) qsort(d->change.v, d->change.n, sizeof *d->change.v, cmp_change);
}

static struct span sheet_of(const struct change *c) {
    return c->to ? c->to->sheet : c->from->sheet;
}

static void find_steps(struct diff *d) {
    bool alone = d->change.n <= ROWS_ALONE;

    for (size_t i = 0; i < d->change.n; i++) {
        bool last = i + 1 == d->change.n ||
                    !span_eq(sheet_of(&d->change.v[i]), sheet_of(&d->change.v[i + 1]));

        if (alone || last) *vec_push(d->a, &d->step) = i + 1;
    }
}

static int cmp_span(const void *x, const void *y) {
    return span_cmp(*(const struct span *)x, *(const struct span *)y);
}

static void find_corridors(struct diff *d) {
    size_t n = 0;

    for (int side = 0; side < 2; side++) {
        const struct row *v = side ? d->to.v : d->from.v;

        for (size_t i = 0; i < (side ? d->to.n : d->from.n); i++)
            if (span_is(v[i].sheet, "corridors"))
                *vec_push(d->a, &d->corridor) = span_of(cell(&v[i], "id"));
    }
    if (!d->corridor.n) return;
    qsort(d->corridor.v, d->corridor.n, sizeof *d->corridor.v, cmp_span);
    for (size_t i = 0; i < d->corridor.n; i++)
        if (n == 0 || !span_eq(d->corridor.v[n - 1], d->corridor.v[i]))
            d->corridor.v[n++] = d->corridor.v[i];
    d->corridor.n = n;
}

/* --- The case in memory */

static int append(struct store *st, const struct row *r, const char *kind, struct err *e) {
    json_t *body =
        json_pack("{s:s#, s:O, s:s#, s:s#}", "key", r->name.p, (int)r->name.n, "row", r->body,
                  "row_id", r->name.p, (int)r->name.n, "sheet", r->sheet.p, (int)r->sheet.n);
    int rc = ledger_append(st, kind, body, NULL, e);

    json_decref(body);
    return rc;
}

static int apply(struct diff *d, size_t from, size_t to, struct err *e) {
    int rc = store_begin(d->st, e);

    if (rc < 0) return rc;
    for (size_t i = from; i < to && rc == 0; i++) {
        const struct change *c = &d->change.v[i];

        if (c->from) rc = append(d->st, c->from, "withdraw", e);
        if (rc == 0 && c->to) rc = append(d->st, c->to, "row", e);
    }
    return ledger_end(d->st, rc, e);
}

static int begin_with(struct diff *d, struct err *e) {
    int rc = store_open(&d->st, NULL, STORE_MEMORY, e);

    if (rc == 0) rc = ledger_found(d->st, "diff", 0, true, e);
    if (rc == 0) rc = store_begin(d->st, e);
    if (rc < 0) return rc;
    for (size_t i = 0; i < d->from.n && rc == 0; i++) rc = append(d->st, &d->from.v[i], "row", e);
    return ledger_end(d->st, rc, e);
}

static int copy_blob(struct store *to, struct store *from, const uint8_t *name, struct err *e) {
    struct query *q = NULL, *put = NULL;
    int rc = query_open(&q, from,
                        "SELECT bytes, data FROM blob WHERE sha256 = ?1 AND data IS NOT NULL", e);

    if (rc == 0) query_blob(q, 1, (struct span){(const char *)name, HASH_BYTES});
    if (rc == 0 && (rc = query_next(q, e)) > 0) {
        rc = query_open(&put, to,
                        "INSERT OR IGNORE INTO blob (sha256, bytes, data) VALUES (?1, ?2, ?3)", e);
        if (rc == 0) {
            query_blob(put, 1, (struct span){(const char *)name, HASH_BYTES});
            query_int(put, 2, query_col_int(q, 0));
            query_blob(put, 3, query_col(q, 1));
            rc = query_run(put, e);
        }
        query_close(put);
    }
    query_close(q);
    return rc;
}

/* The points that the tracks of a side name: rows alone do not hold them. */
static int copy_points(struct diff *d, const struct pipe_side *side, const struct row *v, size_t n,
                       struct err *e) {
    uint8_t name[HASH_BYTES];
    int rc = store_begin(d->st, e);

    if (rc < 0) return rc;
    for (size_t i = 0; i < n && rc == 0; i++)
        if (span_is(v[i].sheet, "tracks") && hash_read(span_of(cell(&v[i], "blob")), name))
            rc = copy_blob(d->st, side->st, name, e);
    return store_end(d->st, rc, e);
}

static int derive(struct store *st, struct err *e) {
    int rc = store_begin(st, e);

    return rc < 0 ? rc : store_end(st, store_derive(st, e), e);
}

static int run_corridors(struct diff *d, struct arena *a, struct state *s, int32_t *as_of,
                         struct err *e) {
    struct load l;
    int rc = load_case(d->st, a, &l, e);

    for (size_t i = 0; i < l.corridor.n && rc == 0; i++) {
        const struct span *at = bsearch(&l.corridor.v[i].id, d->corridor.v, d->corridor.n,
                                        sizeof *d->corridor.v, cmp_span);
        struct corridor c;

        if ((rc = corridor_run(a, &l, (int)i, l.as_of, d->o, &c, e)) < 0) break;
        assert(at);
        s->known[at - d->corridor.v] = c.slots.v.n > 0;
        s->total[at - d->corridor.v] = c.result.total;
    }
    if (rc == 0) *as_of = l.as_of;
    return rc;
}

/* The estimate of every corridor with the rows as they are now. */
static int estimate(struct diff *d, int32_t *as_of, struct err *e) {
    struct state s = {ARENA_ARRAY(d->a, struct infer_range, d->corridor.n),
                      ARENA_ARRAY(d->a, bool, d->corridor.n)};
    struct arena a;
    int rc = derive(d->st, e);

    if (rc < 0) return rc;
    arena_init(&a, STATE_BYTES);
    rc = run_corridors(d, &a, &s, as_of, e);
    arena_fini(&a);
    if (rc == 0) *vec_push(d->a, &d->state) = s;
    return rc;
}

static bool moves_nothing(const struct diff *d, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (sheet_rank(sheet_of(&d->change.v[i])) < sheet_rank(SPAN("claims"))) return false;
    return true;
}

/* --- Words */

/* What a reader knows a row by, for each sheet. */
static const char *const shown[][8] = {
    {"corridors", "id", "from", "to", NULL},
    {"sources", "id", "label", "published", NULL},
    {"aircraft", "registration", "type", "seats", "seats_high", "source", NULL},
    {"schedules", "flight", "days", "from", "to", "source", NULL},
    {"flights", "date", "flight", "state", "seen_what", "reason", "source", NULL},
    {"counts", "id", "date", "from", "method", "low", "best", "high"},
    {"coverage", "what", "from", "to", "state", "corridor", "source", NULL},
    {"legs", "icao24", "callsign", "off_utc", "on_utc", "source", NULL},
    {"tracks", "icao24", "registration", "points", "source", NULL},
    {"claims", "id", "quantity", "unit", "speaker", NULL},
    {"rules", "id", "until", NULL},
    {"hypotheses", "id", NULL},
    {"weighs", "hypothesis", "evidence", "mark", "by", NULL},
};

/* The first 60 bytes of UTF-8, not cut within a character. */
static const char *short_text(struct arena *a, const char *s) {
    size_t n = strlen(s);

    if (n <= TEXT_BYTES) return s;
    for (n = TEXT_BYTES; n && ((unsigned char)s[n] & 0xC0) == 0x80;) n--;
    return arena_printf(a, "%.*s\u2026", (int)n, s);
}

static const char *value_text(struct arena *a, const json_t *v) {
    if (json_is_string(v)) return short_text(a, json_string_value(v));
    if (json_is_integer(v)) return arena_printf(a, "%lld", (long long)json_integer_value(v));
    return json_is_array(v) ? arena_printf(a, "%zu dates", json_array_size(v)) : "nothing";
}

/* "2023-11-03, eye, low 60, best 80": figures with their column, the rest speaks for itself. */
static const char *row_text(struct arena *a, const struct row *r) {
    const char *s = "";

    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
        if (!span_is(r->sheet, shown[k][0])) continue;
        for (size_t i = 1; i < 8 && shown[k][i]; i++) {
            const json_t *v = json_object_get(r->shown, shown[k][i]);

            if (!v) continue;
            s = arena_printf(a, "%s%s%s%s%s", s, *s ? ", " : "",
                             json_is_integer(v) ? shown[k][i] : "", json_is_integer(v) ? " " : "",
                             value_text(a, v));
        }
    }
    return s;
}

static void column_text(struct arena *a, const char **s, int *n, const char *column,
                        const json_t *from, const json_t *to) {
    if (from && to && json_equal(from, to)) return;
    if (++*n <= COLUMNS_SHOWN)
        *s = arena_printf(a, "%s%s%s %s \u2192 %s", *s, **s ? ", " : "", column,
                          value_text(a, from), value_text(a, to));
}

/* "c1: low 60 → 70, best 80 → 90". */
static const char *change_text(struct arena *a, const struct row *from, const struct row *to) {
    const char *s = "", *column;
    json_t *v;
    int n = 0;

    json_object_foreach((json_t *)(uintptr_t)from->shown, column, v)
        column_text(a, &s, &n, column, v, json_object_get(to->shown, column));
    json_object_foreach((json_t *)(uintptr_t)to->shown, column,
                        v) if (!json_object_get(from->shown, column))
        column_text(a, &s, &n, column, NULL, v);
    if (n > COLUMNS_SHOWN) s = arena_printf(a, "%s and %d more", s, n - COLUMNS_SHOWN);
    return arena_printf(a, "%s: %s", cell(to, "id"), n ? s : "what is withheld of it");
}

static const char *text_of(struct arena *a, const struct change *c) {
    return c->from && c->to ? change_text(a, c->from, c->to) : row_text(a, c->to ? c->to : c->from);
}

static json_t *changes_json(const struct diff *d, bool from, bool to) {
    json_t *out = json_array();

    for (size_t i = 0; i < d->change.n; i++) {
        const struct change *c = &d->change.v[i];
        const struct row *r = c->to ? c->to : c->from;
        json_t *o;

        if ((c->from != NULL) != from || (c->to != NULL) != to) continue;
        o = json_pack("{s:o, s:o, s:s}", "row", json_row(r->told), "sheet", json_text(r->sheet),
                      "text", text_of(d->a, c));
        if (from && to) json_object_set_new(o, "was", json_row(c->from->told));
        json_array_append_new(out, o);
    }
    return out;
}

static json_t *state_json(const struct state *s, size_t corridor) {
    return s->known[corridor] ? json_range(&s->total[corridor]) : json_null();
}

static json_t *moved(const struct state *from, const struct state *to, size_t k) {
    if (!from->known[k] || !to->known[k]) return json_null();
    return json_integer(llround(to->total[k].median) - llround(from->total[k].median));
}

static const char *step_text(const struct diff *d, size_t from, size_t to) {
    const struct change *c = &d->change.v[from];

    if (d->change.n > ROWS_ALONE)
        return arena_printf(d->a, "%zu row%s", to - from, to - from == 1 ? "" : "s");
    return arena_printf(d->a, "%s%s",
                        c->from && c->to ? ""
                        : c->to          ? "new: "
                                         : "gone: ",
                        text_of(d->a, c));
}

static json_t *moves_json(const struct diff *d, size_t corridor) {
    json_t *out = json_array();
    size_t from = 0;

    for (size_t i = 0; i < d->step.n; i++) {
        const struct state *was = &d->state.v[i], *now = &d->state.v[i + 1];
        json_t *rows = json_array();

        for (size_t k = from; k < d->step.v[i]; k++)
            json_array_append_new(rows, json_row(d->change.v[k].to ? d->change.v[k].to->told
                                                                   : d->change.v[k].from->told));
        json_array_append_new(out, json_pack("{s:o, s:s, s:o, s:o, s:o}", "sheet",
                                             json_text(sheet_of(&d->change.v[from])), "text",
                                             step_text(d, from, d->step.v[i]), "rows", rows,
                                             "estimated", state_json(now, corridor), "move",
                                             moved(was, now, corridor)));
        from = d->step.v[i];
    }
    return out;
}

static json_t *corridors_json(const struct diff *d) {
    const struct state *first = d->state.v, *last = &d->state.v[d->state.n - 1];
    json_t *out = json_array();

    for (size_t k = 0; k < d->corridor.n; k++)
        json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:o, s:o}", "id",
                                             json_text(d->corridor.v[k]), "a", state_json(first, k),
                                             "b", state_json(last, k), "move",
                                             moved(first, last, k), "moves", moves_json(d, k)));
    return out;
}

/* --- The whole */

/* How a side is called, while the case in memory holds its rows. */
static int side_json(struct diff *d, const struct pipe_side *side, size_t rows, int32_t as_of,
                     json_t **out, struct err *e) {
    struct hash_text inputs;
    int rc = pipe_inputs(d->st, &inputs, e);

    if (rc < 0) return rc;
    *out = json_pack("{s:s, s:o, s:s, s:I}", "name", side->name, "as_of",
                     json_day(side->known_by != UTC_NONE ? side->known_by : as_of), "inputs_sha256",
                     inputs.s, "rows", (json_int_t)rows);
    return 0;
}

static int walk(struct diff *d, int32_t *as_of, struct err *e) {
    size_t from = 0;
    int rc = 0;

    for (size_t i = 0; i < d->step.n && rc == 0; i++) {
        if ((rc = apply(d, from, d->step.v[i], e)) < 0) break;
        if (moves_nothing(d, from, d->step.v[i]) && i + 1 < d->step.n) {
            struct state same = d->state.v[d->state.n - 1];

            *vec_push(d->a, &d->state) = same;
        } else {
            rc = estimate(d, as_of, e);
        }
        from = d->step.v[i];
    }
    return rc;
}

static void diff_fini(struct diff *d) {
    for (size_t i = 0; i < d->from.n; i++) json_decref(d->from.v[i].body);
    for (size_t i = 0; i < d->to.n; i++) json_decref(d->to.v[i].body);
    store_close(d->st);
}

int pipe_diff(struct arena *a, const struct pipe_side *from, const struct pipe_side *to,
              const struct pipe_options *o, json_t **out, struct err *e) {
    struct diff d = {.a = a, .o = o};
    json_t *side_a = NULL, *side_b = NULL;
    int32_t as_of = UTC_NONE;
    int rc;

    if ((rc = read_rows(&d, from, &d.from.v, &d.from.n, e)) < 0) goto out;
    if ((rc = read_rows(&d, to, &d.to.v, &d.to.n, e)) < 0) goto out;
    match_rows(&d);
    find_steps(&d);
    find_corridors(&d);
    if ((rc = begin_with(&d, e)) < 0) goto out;
    if ((rc = copy_points(&d, from, d.from.v, d.from.n, e)) < 0) goto out;
    if ((rc = copy_points(&d, to, d.to.v, d.to.n, e)) < 0) goto out;
    if ((rc = estimate(&d, &as_of, e)) < 0) goto out;
    if ((rc = side_json(&d, from, d.from.n, as_of, &side_a, e)) < 0) goto out;
    if ((rc = walk(&d, &as_of, e)) < 0) goto out;
    if ((rc = side_json(&d, to, d.to.n, as_of, &side_b, e)) < 0) goto out;
    *out = json_pack("{s:O, s:O, s:f, s:o, s:o, s:o, s:o}", "a", side_a, "b", side_b, "interval",
                     o->interval, "only_a", changes_json(&d, true, false), "only_b",
                     changes_json(&d, false, true), "changed", changes_json(&d, true, true),
                     "corridors", corridors_json(&d));
out:
    json_decref(side_a);
    json_decref(side_b);
    diff_fini(&d);
    return rc;
}
