/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/rows.h"

#include "ingest/seal.h"

#include <assert.h>
#include <inttypes.h>

size_t row_sheet(const struct sheet *s) {
    return (size_t)(s - sheet_all);
}

void rows_bad(struct arena *a, struct rows *r, const struct row_bad *bad) {
    struct row_bad b = *bad;

    assert(sheet_count <= sizeof r->unkeyed / sizeof r->unkeyed[0]);
    for (size_t i = 0; i < sheet_count && !b.keyed; i++)
        if (!b.sheet || b.sheet == &sheet_all[i]) r->unkeyed[i] = true;
    if (r->bad.n >= ROWS_BAD) {
        if (b.keyed) r->unkeyed[row_sheet(b.sheet)] = true; /* its key is not kept */
        r->bad_more++;
        return;
    }
    b.reason = arena_span(a, b.reason);
    *vec_push(a, &r->bad) = b;
}

json_t *row_bad_body(const struct row_bad *b) {
    json_t *body = json_object();

    json_object_set_new(body, "cell", json_string(b->kind));
    json_object_set_new(body, "column",
                        b->column ? json_string(b->column->name)
                                  : json_integer((json_int_t)b->number));
    json_object_set_new(body, "line", json_integer(b->line));
    json_object_set_new(body, "reason", json_stringn(b->reason.p, b->reason.n));
    json_object_set_new(body, "sheet", json_string(b->sheet ? b->sheet->name : ""));
    if (b->tab > 1) json_object_set_new(body, "tab", json_integer((json_int_t)b->tab));
    return body;
}

/* ---- one row ---- */

static struct span canonical(struct arena *a, const json_t *v) {
    struct buf b = {0};
    struct err e;
    struct span s;
    int rc = canon_write(v, &b, &e);

    assert(rc == 0); /* cells are limited far below what a document may be, and hold no reals */
    s = arena_span(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static bool key_names_id(const struct sheet *s) {
    return strcmp(s->key[0], "id") == 0;
}

void row_key(struct arena *a, const struct sheet *s, const json_t *object, size_t nth,
             uint8_t key[HASH_BYTES]) {
    json_t *doc = json_object(), *part = json_object();
    bool by_id = json_object_get(object, "id") && (!key_names_id(s) || !s->key[1]);

    json_object_set_new(doc, "sheet", json_string(s->name));
    if (nth > 1) json_object_set_new(doc, "nth", json_integer((json_int_t)nth));
    for (size_t i = 0; !by_id && s->key[i]; i++)
        if (json_object_get(object, s->key[i]))
            json_object_set(part, s->key[i], json_object_get(object, s->key[i]));
    if (by_id)
        json_object_set(doc, "id", json_object_get(object, "id"));
    else
        json_object_set(doc, "key", part);
    hash_of(canonical(a, doc), key);
    json_decref(part);
    json_decref(doc);
}

static void row_id_of(const struct sheet *s, struct span body, uint8_t id[HASH_BYTES]) {
    struct hash h;

    hash_begin(&h);
    hash_add(&h, SPAN("{\"row\":"));
    hash_add(&h, body);
    hash_add(&h, SPAN(",\"sheet\":\""));
    hash_add(&h, span_of(s->name));
    hash_add(&h, SPAN("\"}"));
    hash_end(&h, id);
}

void row_make(struct arena *a, const struct sheet *s, const json_t *object, struct row *out) {
    const char *id = json_string_value(json_object_get(object, "id"));

    out->sheet = s;
    out->body = canonical(a, object);
    out->id = id ? arena_span(a, span_of(id)) : SPAN("");
    row_id_of(s, out->body, out->row_id);
    row_key(a, s, object, 1, out->key);
    for (size_t i = 0; i < s->n; i++) {
        const char *name = s->columns[i].refers
                               ? json_string_value(json_object_get(object, s->columns[i].name))
                               : NULL;

        if (!name) continue;
        assert(out->nref < sizeof out->ref / sizeof out->ref[0]);
        out->ref[out->nref++] = (struct row_ref){&s->columns[i], arena_span(a, span_of(name))};
    }
}

/* ---- the row as a whole ---- */

/** Bounds that must not fall, by sheet. All are numbers, or all dates (whose ISO text sorts as they
 * do). */
static const struct {
    const char *sheet, *column[3], *sentence;
} orders[] = {
    {"corridors", {"from", "to"}, "lies before from"},
    {"schedules", {"from", "to"}, "lies before from"},
    {"counts", {"from", "to"}, "lies before from"},
    {"claims", {"from", "to"}, "lies before from"},
    {"rules", {"from", "until"}, "lies before from"},
    {"coverage", {"from", "to"}, "lies before from"},
    {"aircraft", {"seats", "seats_high"}, "is below seats"},
    {"counts",
     {"low", "best", "high"},
     "is below a bound that should be lower: low, best, high must not fall"},
    {"claims",
     {"low", "quantity", "high"},
     "is below a bound that should be lower: low, quantity, high must not fall"},
};

static int value_cmp(const json_t *x, const json_t *y) {
    json_int_t a = json_integer_value(x), b = json_integer_value(y);

    if (json_is_string(x)) return strcmp(json_string_value(x), json_string_value(y));
    return (a > b) - (a < b);
}

static const struct sheet_column *blame(const struct sheet *s, const char *column) {
    return sheet_column(s, span_of(column));
}

static int check_count(const struct sheet *s, const json_t *o, const struct sheet_column **column,
                       struct err *e) {
    bool date = json_object_get(o, "date"), from = json_object_get(o, "from"),
         to = json_object_get(o, "to");
    bool number =
        json_object_get(o, "low") || json_object_get(o, "best") || json_object_get(o, "high");

    *column = blame(s, "date");
    if (date && (from || to))
        return err_set(e, RC_RANGE, "a count has a date, or from and to, not both");
    if (!date && !(from && to)) return err_set(e, RC_RANGE, "a count wants a date, or from and to");
    *column = blame(s, "best");
    if (!number && !json_object_get(o, "reason"))
        return err_set(e, RC_RANGE,
                       "a count wants one of low, best, high, or the reason why there is none");
    return 0;
}

static int check_leg(const struct sheet *s, const json_t *o, const struct sheet_column **column,
                     struct err *e) {
    const char *off = json_string_value(json_object_get(o, "off_utc")),
               *on = json_string_value(json_object_get(o, "on_utc"));

    *column = blame(s, "on_utc");
    if (!off && !on) return err_set(e, RC_RANGE, "a leg wants off_utc, on_utc or both");
    if (off && on && strncmp(off, on, strlen("2023-10-30T02:20:11")) > 0)
        return err_set(e, RC_RANGE, "lies before off_utc");
    return 0;
}

/* A chance of 0 or 1 could never be moved by anything again. Shares are in thousandths. */
static int check_chance(const struct sheet *s, const json_t *o, const char *name,
                        const struct sheet_column **column, struct err *e) {
    const json_t *v = json_object_get(o, name);

    *column = blame(s, name);
    if (v && (json_integer_value(v) < 10 || json_integer_value(v) > 990))
        return err_set(e, RC_RANGE, "lies outside 0.01 to 0.99: nothing would ever change it");
    return 0;
}

int row_check(const struct sheet *s, const json_t *object, const struct sheet_column **column,
              struct err *e) {
    if (strcmp(s->name, "hypotheses") == 0) return check_chance(s, object, "prior", column, e);
    if (strcmp(s->name, "weighs") == 0) return check_chance(s, object, "likelihood", column, e);
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        const json_t *last = NULL;

        if (strcmp(orders[i].sheet, s->name) != 0) continue;
        for (size_t k = 0; k < 3 && orders[i].column[k]; k++) {
            const json_t *v = json_object_get(object, orders[i].column[k]);

            if (v && last && value_cmp(v, last) < 0) {
                *column = blame(s, orders[i].column[k]);
                return err_set(e, RC_RANGE, "%s", orders[i].sentence);
            }
            if (v) last = v;
        }
    }
    if (strcmp(s->name, "legs") == 0) return check_leg(s, object, column, e);
    return strcmp(s->name, "counts") == 0 ? check_count(s, object, column, e) : 0;
}

/* ---- the rows of a table ---- */

/** What one line of the plan makes of one row. `bad` is the first thing wrong. */
struct made {
    json_t *object;
    struct row_bad bad;
    struct err e;
    bool failed, key_failed, any;
    bool passed; /* the text of a loose cell is left out */
};

static bool in_key(const struct sheet *s, const char *column) {
    for (size_t i = 0; s->key[i]; i++)
        if (strcmp(s->key[i], column) == 0) return true;
    return strcmp(column, "id") == 0;
}

static void cell_failed(struct made *m, const struct sheet *s, const struct sheet_column *c,
                        const char *kind, const struct err *e) {
    m->key_failed |= in_key(s, c->name);
    if (m->failed) return;
    m->failed = true;
    m->e = *e;
    m->bad.column = c;
    m->bad.kind = kind;
}

static void make(struct arena *scratch, const struct plan *p, const struct plan_emit *em,
                 const struct span *cell, size_t n, struct made *m) {
    *m = (struct made){.object = json_object()};
    for (size_t i = 0; i < em->n; i++) {
        const struct plan_cell *c = &em->cell[i];
        struct span text = SPAN("");
        struct err e;
        json_t *v = NULL;
        bool theirs = false;
        int rc;

        for (size_t k = 0; k < c->n; k++) theirs |= c->part[k].column != NULL;
        if (c->n == 1 && theirs && c->part[0].at == PLAN_NONE) continue;
        rc = plan_text(scratch, p, c, cell, n, &text, &e);
        m->any |= theirs && (text.n || rc < 0);
        if (rc == 0 && (rc = sheet_cell(c->column, text, &v, &e)) == 0 && !v && c->column->required)
            rc = err_set(&e, RC_SYNTAX, "is empty, and required");
        if (rc < 0 && c->column->loose) {
            m->passed = true;
            continue;
        }
        if (rc < 0) {
            const struct plan_part *part = &c->part[0];
            struct span raw = theirs && c->n == 1 && part->at < n ? cell[part->at] : text;

            cell_failed(m, em->sheet, c->column, sheet_kind_of(raw), &e);
        }
        if (v) json_object_set_new(m->object, c->column->name, v);
    }
}

/** Keeps one row, or the reason why not. @return is there anything in it? */
static void settle(struct arena *a, struct rows *out, const struct plan_emit *em, struct made *m,
                   size_t file, int64_t line) {
    const struct sheet_column *column = NULL;

    if (!m->failed && row_check(em->sheet, m->object, &column, &m->e) < 0) {
        m->failed = true;
        m->bad.column = column;
        m->bad.kind = "row";
    }
    if (m->failed) {
        m->bad.sheet = em->sheet;
        m->bad.file = file;
        m->bad.tab = out->tab;
        m->bad.line = line;
        m->bad.reason = span_of(m->e.text);
        m->bad.keyed = !m->key_failed;
        if (m->bad.keyed) row_key(a, em->sheet, m->object, 1, m->bad.key);
        rows_bad(a, out, &m->bad);
    } else {
        struct row *r = vec_push(a, &out->row);

        *r = (struct row){.file = file, .tab = out->tab, .line = line};
        row_make(a, em->sheet, m->object, r);
    }
}

/** A row with text behind the last column of the header: a separator too many, so every cell may be
 * in the wrong place. */
static bool too_long(const struct plan *p, const struct table *t) {
    for (size_t i = p->columns; i < t->n; i++)
        if (span_trim(t->cell[i]).n) return true;
    return false;
}

static void unreadable(struct arena *a, struct rows *out, const struct plan *p, size_t file,
                       int64_t line, size_t number, struct span reason) {
    rows_bad(a, out,
             &(struct row_bad){.sheet = p->map ? NULL : p->emit[0].sheet,
                               .file = file,
                               .tab = out->tab,
                               .line = line,
                               .number = number,
                               .kind = "row",
                               .reason = reason});
}

/** Text in a column that is not read. */
static bool passes_over(const struct plan *p, const struct table *t) {
    for (size_t i = 0; i < p->columns && i < t->n; i++)
        if (p->unread[i] && span_trim(t->cell[i]).n) return true;
    return false;
}

static void read_row(struct arena *a, struct arena *scratch, const struct table *t,
                     const struct plan *p, size_t file, struct rows *out) {
    size_t good = out->row.n;

    if (too_long(p, t)) {
        unreadable(a, out, p, file, t->line, p->columns + 1,
                   SPAN("has more cells than the header"));
        return;
    }
    for (size_t i = 0; i < p->n; i++) {
        struct made m;

        if (p->emit[i].once || !plan_applies(scratch, p, &p->emit[i], t->cell, t->n)) continue;
        make(scratch, p, &p->emit[i], t->cell, t->n, &m);
        if (m.any) settle(a, out, &p->emit[i], &m, file, t->line);
        out->passed |= m.passed;
        json_decref(m.object);
    }
    if (out->row.n > good) seal_cells(a, p, t, good, out);
    out->passed |= passes_over(p, t);
}

/** A row that the table itself could not give. The sentence is `line N: cell M: what`; the line is
 * kept apart. */
static void unreadable_row(struct arena *a, struct rows *out, const struct plan *p, size_t file,
                           int64_t line, const struct err *e) {
    const char *what = strchr(e->text, ' ');

    what = what ? strchr(what, ':') : NULL;
    unreadable(a, out, p, file, line, 0,
               what && what[1] ? span_of(what + 2) : SPAN("cannot be read"));
}

static void read_once(struct arena *a, struct arena *scratch, const struct plan *p, size_t file,
                      struct rows *out) {
    for (size_t i = 0; i < p->n; i++) {
        struct made m;

        if (!p->emit[i].once) continue;
        make(scratch, p, &p->emit[i], NULL, 0, &m);
        settle(a, out, &p->emit[i], &m, file, p->header);
        json_decref(m.object);
    }
}

int rows_read(struct arena *a, struct table *t, const struct plan *p, size_t file, struct rows *out,
              struct err *e) {
    size_t since = 0, good, bad = out->bad.n;
    struct arena scratch;
    int rc;

    arena_init(&scratch, (size_t)1 << 30);
    read_once(a, &scratch, p, file, out);
    good = out->row.n;
    while ((rc = table_next(t, e)) != 0) {
        if (rc < 0 && t->last) break;
        if (rc < 0)
            unreadable_row(a, out, p, file, t->line, e);
        else
            read_row(a, &scratch, t, p, file, out);
        if (out->row.n == good && out->bad.n - bad >= ROWS_HOPELESS) {
            rc = err_set(e, RC_SYNTAX,
                         "line %" PRId64
                         ": not one of the first %zu rows can be read: is the sheet another one?",
                         t->line, ROWS_HOPELESS);
            break;
        }
        if (++since == 1000) { /* what the cells of a row needed on the way dies with it */
            arena_fini(&scratch);
            arena_init(&scratch, (size_t)1 << 30);
            since = 0;
        }
    }
    arena_fini(&scratch);
    return rc;
}
