/* SPDX-License-Identifier: Apache-2.0 */
/* Exports under an allow-list.
 *
 * The tables below are the whole of it: a column that is not named does not leave, so that a field
 * added to the answer later stays inside until somebody writes it here. Withheld on purpose: source
 * labels, speakers, the text of claims and what is said against them, reasons and notes: somebody's
 * words, which may name a witness. The short words `group`, `type` and `hedge` are let out, since
 * the figures mean nothing without them. A link leaves only as a web address, because the cell may
 * also say in which drawer the original lies.
 *
 * Every row with a total carries what a total must never be without: unit, direction, period,
 * interval, counted share and as-of date, so that a row cut out of the table still says what it is.
 */
#include "report/export.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/span.h"
#include "base/utc.h"
#include "report/book.h"
#include "report/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct row {
    const json_t *answer, *corridor, *item; /* corridor: NULL in the tables that are not of one */
};
enum scope { OF_ITEM, OF_CORRIDOR, OF_ANSWER };
struct column {
    const char *name;
    const char *path;                     /* keys and indices, apart by dots; NULL: the name */
    json_t *(*make)(const struct row *r); /* where it is not simply there; a new reference */
    enum scope of;
    int places;    /* of a number that is not whole */
    bool withheld; /* only in what is exported whole */
};

/* One step of a path: a key of an object or an index of an array. */
static const json_t *step(const json_t *v, struct span key) {
    struct err e;
    int64_t i;

    if (!json_is_array(v)) return json_object_getn(v, key.p, key.n);
    return num_int(key, 0, INT32_MAX, &i, &e) == 0 ? json_array_get(v, (size_t)i) : NULL;
}

static const json_t *at(const json_t *v, const char *path) {
    while (v && *path) {
        size_t n = strcspn(path, ".");

        v = step(v, (struct span){path, n});
        path += n + (path[n] == '.');
    }
    return v;
}

static const char *text_at(const json_t *v, const char *path) {
    const char *s = json_string_value(at(v, path));

    return s ? s : "";
}

static double number_at(const json_t *v, const char *path) {
    const json_t *n = at(v, path);

    return json_is_number(n) ? json_number_value(n) : 0;
}

/* Row names, each once, in the order of their bytes. */
struct names {
    struct arena a;
    VEC(const char *) name;
};

static void names_add(struct names *l, const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *s = json_string_value(json_array_get(list, i));

        if (s) *vec_push(&l->a, &l->name) = s;
    }
}

static int by_bytes(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static json_t *names_end(struct names *l) {
    struct buf b = {0};
    size_t n = 0;
    json_t *v;

    if (l->name.n) qsort(l->name.v, l->name.n, sizeof *l->name.v, by_bytes);
    for (size_t i = 0; i < l->name.n; i++) {
        if (i && strcmp(l->name.v[i], l->name.v[i - 1]) == 0) continue;
        if (n < EXPORT_NAMES) buf_printf(&b, "%s%s", n ? " " : "", l->name.v[i]);
        n++;
    }
    if (n > EXPORT_NAMES) buf_printf(&b, " and %zu more", n - EXPORT_NAMES);
    v = json_string(b.p ? b.p : "");
    buf_fini(&b);
    arena_fini(&l->a);
    return v;
}

static bool in_month(const json_t *slot, const char *month) {
    return strncmp(text_at(slot, "date"), month, 7) == 0 && strlen(month) == 7;
}

static void slot_names(struct names *l, const json_t *slot) {
    names_add(l, at(slot, "ref"));
    names_add(l, at(slot, "counts"));
}

static json_t *slot_link(const struct row *r) {
    struct names l = {0};

    arena_init(&l.a, SIZE_MAX);
    slot_names(&l, r->item);
    return names_end(&l);
}

static json_t *month_link(const struct row *r) {
    const json_t *slots = at(r->corridor, "by_slot");
    struct names l = {0};

    arena_init(&l.a, SIZE_MAX);
    for (size_t i = 0; i < json_array_size(slots); i++)
        if (in_month(json_array_get(slots, i), text_at(r->item, "month")))
            slot_names(&l, json_array_get(slots, i));
    return names_end(&l);
}

static json_t *corridor_link(const struct row *r) {
    const json_t *slots = at(r->corridor, "by_slot");
    struct names l = {0};

    arena_init(&l.a, SIZE_MAX);
    for (size_t i = 0; i < json_array_size(slots); i++) slot_names(&l, json_array_get(slots, i));
    names_add(&l, at(r->corridor, "seen_ref"));
    names_add(&l, at(r->corridor, "ceiling_ref"));
    return names_end(&l);
}

static json_t *row_link(const struct row *r) {
    return json_string(text_at(r->item, "row"));
}

static json_t *month_id(const struct row *r) {
    return json_sprintf("%s %s", text_at(r->corridor, "id"), text_at(r->item, "month"));
}

/* The part of the month that lies within the corridor's period; ISO dates sort as text. */
static json_t *month_bound(const struct row *r, bool last) {
    const char *month = text_at(r->item, "month"),
               *limit = text_at(r->corridor, last ? "to" : "from");
    char first[16];
    struct utc_civil c;
    struct utc_text d;
    struct err e;
    int32_t day;

    snprintf(first, sizeof first, "%.7s-01", month);
    if (utc_date_read(span_of(first), &day, &e) < 0) return json_null();
    c = utc_civil(day);
    if (last) day = utc_day((struct utc_civil){c.year + c.month / 12, c.month % 12 + 1, 1}) - 1;
    d = utc_date_text(day);
    if (*limit && (last ? strcmp(limit, d.s) < 0 : strcmp(limit, d.s) > 0))
        return json_string(limit);
    return json_string(d.s);
}

static json_t *month_from(const struct row *r) {
    return month_bound(r, false);
}

static json_t *month_to(const struct row *r) {
    return month_bound(r, true);
}

/* Expected people on the month's flights with a citable count, over those on all of them: the
 * corridor's own measure. */
static json_t *month_share(const struct row *r) {
    const json_t *slots = at(r->corridor, "by_slot");
    double counted = 0, all = 0;

    for (size_t i = 0; i < json_array_size(slots); i++) {
        const json_t *s = json_array_get(slots, i), *seen = at(s, "seen");

        if (!in_month(s, text_at(r->item, "month"))) continue;
        all += number_at(s, "mean");
        if (json_is_number(seen)) counted += number_at(s, "mean");
    }
    return all > 0 ? json_real(counted / all) : json_null();
}

static json_t *web_link(const struct row *r) {
    const char *s = text_at(r->item, "link");

    return strncmp(s, "https://", 8) == 0 || strncmp(s, "http://", 7) == 0 ? json_string(s)
                                                                           : json_null();
}

static json_t *own_link(const struct row *r) {
    struct names l = {0};

    arena_init(&l.a, SIZE_MAX);
    names_add(&l, at(r->item, "ref"));
    return names_end(&l);
}

/* Members of a list of objects, as a list. */
static json_t *each(const json_t *list, const char *key) {
    json_t *out = json_array();

    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_is_string(at(json_array_get(list, i), key)))
            json_array_append(out, json_object_get(json_array_get(list, i), key));
    return out;
}

static json_t *leg_alternatives(const struct row *r) {
    return each(at(r->item, "alternatives"), "slot");
}

/* Each class once for each gap, in their order. */
static json_t *leg_gaps(const struct row *r) {
    json_t *all = each(at(r->item, "gaps"), "class"), *words;
    struct buf b = {0};

    for (size_t i = 0; i < json_array_size(all); i++)
        buf_printf(&b, "%s%s", i ? "; " : "", json_string_value(json_array_get(all, i)));
    words = json_string(b.p ? b.p : "");
    buf_fini(&b);
    json_decref(all);
    return words;
}

static json_t *leg_gap_count(const struct row *r) {
    const json_t *gaps = at(r->item, "gaps");

    return json_is_array(gaps) ? json_integer((json_int_t)json_array_size(gaps)) : json_null();
}

/* One day of one source; the items of this table are made by days_of. */
static json_t *day_id(const struct row *r) {
    return json_sprintf("%s %s %s %s", text_at(r->corridor, "id"), text_at(r->item, "source"),
                        text_at(r->item, "what"), text_at(r->item, "date"));
}

/* May "not seen" be said of it? docs/ANSWER.md, coverage. */
static json_t *day_supports(const struct row *r) {
    const char *state = text_at(r->item, "state");

    return json_boolean(strcmp(state, "complete") == 0 || strcmp(state, "watching") == 0);
}

/* Every day that a source speaks of, with its source: a new list. A day of which nobody speaks is not in it. */
static json_t *days_of(const json_t *corridor) {
    const json_t *sources = at(corridor, "coverage.sources");
    json_t *out = json_array();

    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *s = json_array_get(sources, i), *days = at(s, "days");

        for (size_t k = 0; k < json_array_size(days); k++) {
            json_t *one = json_object();
            static const char *const of_source[] = {"source", "what", "ref"}, *const of_day[] = {
                                                                                  "date", "state"};

            for (size_t j = 0; j < 3; j++)
                json_object_set(one, of_source[j], json_object_get(s, of_source[j]));
            for (size_t j = 0; j < 2; j++)
                json_object_set(one, of_day[j],
                                json_object_get(json_array_get(days, k), of_day[j]));
            json_array_append_new(out, one);
        }
    }
    return out;
}

/* The note of the row that the item is; only in a whole answer. */
static json_t *row_note(const struct row *r) {
    const json_t *row = json_object_get(at(r->answer, "rows"), text_at(r->item, "row"));

    return json_string(text_at(row, "row.note"));
}

#define COL(...)                                                                                   \
    { .name = __VA_ARGS__ }
#define WITHHELD(...)                                                                              \
    { .withheld = true, .name = __VA_ARGS__ }
static const struct column slots[] = {
    COL("id"),
    COL("corridor", .of = OF_CORRIDOR, .path = "id"),
    COL("origin", .of = OF_CORRIDOR),
    COL("destination", .of = OF_CORRIDOR),
    COL("date"),
    COL("dep_local"),
    COL("dep_utc"),
    COL("clock"),
    COL("flight"),
    COL("type"),
    COL("season"),
    COL("listed"),
    COL("future"),
    COL("state"),
    COL("states"),
    COL("conflict"),
    COL("seats_lo", .path = "seats.0"),
    COL("seats_hi", .path = "seats.1"),
    COL("p_operated", .places = 4),
    COL("seen"),
    COL("median"),
    COL("mean", .places = 1),
    COL("lo"),
    COL("hi"),
    COL("ceiling"),
    COL("unit", .of = OF_CORRIDOR),
    COL("direction", .of = OF_CORRIDOR),
    COL("interval", .of = OF_CORRIDOR, .places = 2),
    COL("as_of", .of = OF_CORRIDOR),
    COL("leg"),
    COL("cover"),
    WITHHELD("reason"),
    COL("permalink", .make = slot_link),
};
static const struct column months[] = {
    COL("id", .make = month_id),
    COL("corridor", .of = OF_CORRIDOR, .path = "id"),
    COL("month"),
    COL("from", .make = month_from),
    COL("to", .make = month_to),
    COL("slots"),
    COL("median"),
    COL("mean", .places = 1),
    COL("lo"),
    COL("hi"),
    COL("unit", .of = OF_CORRIDOR),
    COL("direction", .of = OF_CORRIDOR),
    COL("interval", .of = OF_CORRIDOR, .places = 2),
    COL("counted_share", .make = month_share, .places = 4),
    COL("as_of", .of = OF_CORRIDOR),
    COL("permalink", .make = month_link),
};
static const struct column corridors[] = {
    COL("id"),
    COL("origin"),
    COL("destination"),
    COL("direction"),
    COL("group"),
    COL("unit"),
    COL("from"),
    COL("to"),
    COL("interval", .places = 2),
    COL("as_of"),
    COL("slots_announced", .path = "slots.announced"),
    COL("slots_operated_known", .path = "slots.operated_known"),
    COL("slots_cancelled", .path = "slots.cancelled"),
    COL("slots_unknown", .path = "slots.unknown"),
    COL("slots_unlisted", .path = "slots.unlisted"),
    COL("slots_future", .path = "slots.future"),
    COL("flights_median", .path = "operated.median"),
    COL("flights_mean", .path = "operated.mean", .places = 1),
    COL("flights_lo", .path = "operated.lo"),
    COL("flights_hi", .path = "operated.hi"),
    COL("seen"),
    COL("median", .path = "estimated.median"),
    COL("mean", .path = "estimated.mean", .places = 1),
    COL("lo", .path = "estimated.lo"),
    COL("hi", .path = "estimated.hi"),
    COL("ceiling"),
    COL("counted_share", .places = 4),
    COL("permalink", .make = corridor_link),
};
static const struct column counts[] = {
    COL("id", .path = "row"),
    COL("corridor"),
    COL("date"),
    COL("from"),
    COL("to"),
    COL("flight"),
    COL("method"),
    COL("low"),
    COL("best"),
    COL("high"),
    COL("of"),
    COL("stage"),
    COL("wording"),
    COL("visible", .places = 4),
    COL("used"),
    COL("source"),
    COL("root"),
    COL("as_of", .of = OF_ANSWER),
    WITHHELD("why"),
    WITHHELD("note", .make = row_note),
    COL("permalink", .make = row_link),
};
static const struct column claims[] = {
    COL("id"),
    COL("source"),
    COL("made_on"),
    COL("corridor"),
    COL("low"),
    COL("quantity"),
    COL("high"),
    COL("unit"),
    COL("hedge"),
    COL("grade"),
    COL("status"),
    COL("percentile", .places = 4),
    COL("as_of", .of = OF_ANSWER),
    WITHHELD("speaker"),
    WITHHELD("text"),
    WITHHELD("evidence"),
    WITHHELD("note", .make = row_note),
    COL("permalink", .make = row_link),
};
static const struct column legs[] = {
    COL("id"),
    COL("corridor", .of = OF_CORRIDOR, .path = "id"),
    COL("icao24"),
    COL("registration"),
    COL("type"),
    COL("callsign"),
    COL("off_utc", .path = "off.utc"),
    COL("off_low", .path = "off.low"),
    COL("off_high", .path = "off.high"),
    COL("off_status", .path = "off.status"),
    COL("off_airport", .path = "off.airport"),
    COL("off_field", .path = "off.off_field"),
    COL("off_confidence", .path = "off.confidence", .places = 4),
    COL("on_utc", .path = "on.utc"),
    COL("on_low", .path = "on.low"),
    COL("on_high", .path = "on.high"),
    COL("on_status", .path = "on.status"),
    COL("on_airport", .path = "on.airport"),
    COL("on_field", .path = "on.off_field"),
    COL("on_confidence", .path = "on.confidence", .places = 4),
    COL("confidence", .places = 4),
    COL("points"),
    COL("gaps", .make = leg_gap_count),
    COL("gap_classes", .make = leg_gaps),
    COL("gap_max_s"),
    COL("slot"),
    COL("cost", .places = 4),
    COL("alternatives", .make = leg_alternatives),
    COL("flags"),
    COL("source"),
    COL("as_of", .of = OF_CORRIDOR),
    COL("permalink", .make = own_link),
};
static const struct column coverage[] = {
    COL("id", .make = day_id),
    COL("corridor", .of = OF_CORRIDOR, .path = "id"),
    COL("source"),
    COL("what"),
    COL("date"),
    COL("state"),
    COL("supports_not_seen", .make = day_supports),
    COL("as_of", .of = OF_CORRIDOR),
    COL("permalink", .make = own_link),
};
static const struct column sources[] = {
    COL("id"),
    COL("kind"),
    COL("root"),
    COL("reliability"),
    COL("published"),
    COL("link", .make = web_link),
    WITHHELD("label"),
    WITHHELD("kept", .path = "link"),
    WITHHELD("note", .make = row_note),
    COL("permalink", .make = row_link),
};

struct table {
    const char *name;
    const char *list; /* key of its rows; NULL: the corridors themselves, or `rows` */
    bool in_corridor; /* the list is a corridor's, not the answer's */
    const struct column *column;
    size_t n;
    json_t *(*rows)(const json_t *corridor); /* where they are not simply there; a new reference */
};
#define COLUMNS(c) (c), sizeof(c) / sizeof *(c)
static const struct table tables[] = {
    {"slots", "by_slot", true, COLUMNS(slots), NULL},
    {"months", "by_month", true, COLUMNS(months), NULL},
    {"corridors", NULL, true, COLUMNS(corridors), NULL},
    {"counts", "counts", false, COLUMNS(counts), NULL},
    {"claims", "claims", false, COLUMNS(claims), NULL},
    {"sources", "sources", false, COLUMNS(sources), NULL},
    {"legs", "legs", true, COLUMNS(legs), NULL},
    {"coverage", NULL, true, COLUMNS(coverage), days_of},
};
#define TABLES (sizeof tables / sizeof *tables)
const char *const export_tables[] = {"slots",   "months", "corridors", "counts", "claims",
                                     "sources", "legs",   "coverage",  NULL};

/* Where cells go: one of the two. */
struct sink {
    struct buf *csv;
    struct book *book;
    uint32_t line;
    uint16_t column;
    bool whole;
};

static void put_text(struct sink *k, struct span s, enum book_style style) {
    if (k->book && s.n) book_text(k->book, k->line, k->column, s, style);
    if (k->csv && k->column) buf_putc(k->csv, ',');
    if (k->csv) csv_put(k->csv, s);
    k->column++;
}

static void put_number(struct sink *k, const json_t *v, int places) {
    double x = json_number_value(v);
    struct buf b = {0};

    if (json_is_integer(v))
        buf_printf(&b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (x > -1e10 && x < 1e10)
        num_fixed(&b, x, places); /* beyond, it is no figure of ours: empty */
    if (k->book) {
        if (b.n) book_number(k->book, k->line, k->column, x);
        k->column++;
    } else {
        put_text(k, buf_span(&b), BOOK_PLAIN);
    }
    buf_fini(&b);
}

static void put(struct sink *k, const struct column *c, const json_t *v) {
    struct buf words = {0}, safe = {0};

    if (json_is_number(v)) {
        put_number(k, v, c->places);
        return;
    }
    if (json_is_boolean(v)) buf_puts(&words, json_is_true(v) ? "yes" : "no");
    if (json_is_string(v)) buf_puts(&words, json_string_value(v));
    for (size_t i = 0; i < json_array_size(v); i++) {
        const char *s = json_string_value(json_array_get(v, i));

        if (s) buf_printf(&words, "%s%s", words.n ? " " : "", s);
    }
    if (words.n) csv_safe(&safe, buf_span(&words));
    put_text(k, buf_span(&safe), BOOK_PLAIN);
    buf_fini(&words);
    buf_fini(&safe);
}

static void line_end(struct sink *k) {
    if (k->csv) buf_puts(k->csv, CSV_END);
    k->line++;
    k->column = 0;
}

static void put_row(struct sink *k, const struct table *t, const struct row *r) {
    const json_t *scope[] = {
        [OF_ITEM] = r->item, [OF_CORRIDOR] = r->corridor, [OF_ANSWER] = r->answer};

    for (size_t i = 0; i < t->n; i++) {
        const struct column *c = &t->column[i];
        json_t *made = NULL;

        if (c->withheld && !k->whole) continue;
        if (c->make) made = c->make(r);
        put(k, c, made ? made : at(scope[c->of], c->path ? c->path : c->name));
        json_decref(made);
    }
    line_end(k);
}

static void put_list(struct sink *k, const struct table *t, const json_t *list,
                     const json_t *answer, const json_t *corridor) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);

        put_row(k, t, &(struct row){answer, t->list || t->rows ? corridor : item, item});
    }
}

static void put_table(struct sink *k, const struct table *t, const json_t *answer) {
    const json_t *all = at(answer, "corridors");

    for (size_t i = 0; i < t->n; i++)
        if (k->whole || !t->column[i].withheld) put_text(k, span_of(t->column[i].name), BOOK_HEAD);
    line_end(k);
    if (!t->in_corridor)
        put_list(k, t, at(answer, t->list), answer, NULL);
    else if (!t->list && !t->rows)
        put_list(k, t, all, answer, NULL);
    else
        for (size_t i = 0; i < json_array_size(all); i++) {
            const json_t *c = json_array_get(all, i);
            json_t *made = t->rows ? t->rows(c) : NULL;

            put_list(k, t, made ? made : at(c, t->list), answer, c);
            json_decref(made);
        }
}

static int is_answer(const json_t *answer, struct err *e) {
    const json_t *list = at(answer, "corridors");

    if (json_is_array(list)) return 0;
    return err_set(e, RC_SYNTAX, "not an answer: it has no list of corridors");
}

static int to_csv(const json_t *answer, const char *table, bool whole, struct buf *out,
                  struct err *e) {
    struct sink k = {.csv = out, .whole = whole};
    int rc;

    if ((rc = is_answer(answer, e)) < 0) return rc;
    for (size_t i = 0; i < TABLES; i++) {
        if (strcmp(tables[i].name, table) != 0) continue;
        put_table(&k, &tables[i], answer);
        return 0;
    }
    return err_set(
        e, RC_NOTFOUND,
        "there is no table %s: slots, months, corridors, counts, claims, sources, legs or "
        "coverage",
        table);
}

int export_csv(const json_t *answer, const char *table, struct buf *out, struct err *e) {
    json_t *allowed = names_allowed(answer);
    int rc = to_csv(allowed, table, false, out, e);

    json_decref(allowed);
    return rc;
}

int export_csv_whole(const json_t *answer, const char *table, struct buf *out, struct err *e) {
    return to_csv(answer, table, true, out, e);
}

const char *export_column(const char *table, size_t column, bool *withheld) {
    for (size_t i = 0; i < TABLES; i++) {
        if (strcmp(tables[i].name, table) != 0 || column >= tables[i].n) continue;
        if (withheld) *withheld = tables[i].column[column].withheld;
        return tables[i].column[column].name;
    }
    return NULL;
}

/* What the figures are, for whoever has the file and nothing else. */
static void write_about(struct book *b, const json_t *answer, bool whole) {
    static const struct column about[] = {
        COL("headcount"), COL("as_of"),         COL("interval", .places = 2),
        COL("seed"),      COL("inputs_sha256"), COL("bad_rows"),
    };
    struct sink k = {.book = b};

    book_sheet(b, "about");
    book_column(b, 0, 16, BOOK_PLAIN);
    book_column(b, 1, 70, BOOK_PLAIN);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        if (!whole && !at(answer, about[i].name)) continue; /* inputs_sha256 (report/names.h) */
        put_text(&k, span_of(about[i].name), BOOK_TITLE);
        put(&k, &about[i], at(answer, about[i].name));
        line_end(&k);
    }
    put_text(&k, SPAN("withheld"), BOOK_TITLE);
    put_text(&k,
             whole ? SPAN("nothing; an empty cell is unknown, not 0")
                   : SPAN("labels, speakers, statements, reasons and notes, and minutes of what "
                          "somebody saw; an empty cell is unknown, not 0"),
             BOOK_PLAIN);
}

static void table_sheet(struct book *b, const struct table *t, const json_t *answer, bool whole) {
    struct sink k = {.book = b, .whole = whole};
    uint16_t column = 0;

    book_sheet(b, t->name);
    book_freeze(b, 1, 1);
    for (size_t i = 0; i < t->n; i++) {
        size_t n = strlen(t->column[i].name) + 2;

        if (t->column[i].withheld && !whole) continue;
        book_column(b, column, column == 0 ? 24 : n < 12 ? 12 : (double)n, BOOK_PLAIN);
        column++;
    }
    put_table(&k, t, answer);
}

static int to_xlsx(const json_t *answer, bool whole, const char *path, struct err *e) {
    struct book *b = NULL;
    int32_t day = 0;
    int rc;

    if ((rc = is_answer(answer, e)) < 0) return rc;
    if (utc_date_read(span_of(text_at(answer, "as_of")), &day, e) < 0)
        day = 0; /* an answer about nothing has none */
    if ((rc = book_open(&b, path, day * UTC_DAY_MS, e)) < 0) return rc;
    write_about(b, answer, whole);
    for (size_t i = 0; i < TABLES; i++) table_sheet(b, &tables[i], answer, whole);
    rc = book_save(b, e);
    book_close(b);
    return rc;
}

int export_xlsx(const json_t *answer, const char *path, struct err *e) {
    json_t *allowed = names_allowed(answer);
    int rc = to_xlsx(allowed, false, path, e);

    json_decref(allowed);
    return rc;
}

int export_xlsx_whole(const json_t *answer, const char *path, struct err *e) {
    return to_xlsx(answer, true, path, e);
}
