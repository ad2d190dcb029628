/* SPDX-License-Identifier: Apache-2.0 */
#include "report/template.h"

#include "base/buf.h"
#include "format/sheet.h"
#include "report/book.h"

#include <inttypes.h>

/* 1980-01-01, where ZIP's own clock begins: an empty form has no date */
#define MADE INT64_C(315532800000)

static enum book_style column_style(enum cell_type type) {
    switch (type) {
    case CELL_INT:
    case CELL_SHARE: return BOOK_PLAIN;
    case CELL_DATE: return BOOK_DATE;
    case CELL_TIME: return BOOK_TIME;
    case CELL_ID:
    case CELL_TEXT:
    case CELL_CHOICE:
    case CELL_DAYS:
    case CELL_DATES:
    case CELL_PLACE:
    case CELL_HEX:
    case CELL_LINK:
    case CELL_INSTANT: break;
    }
    return BOOK_WORDS;
}

static double column_width(const struct sheet_column *c) {
    double room = (double)strlen(c->name) + 3;
    double wanted = c->type == CELL_TEXT || c->type == CELL_LINK ? 32 : 13;

    return room > wanted ? room : wanted;
}

/* What a cell may hold, in words. */
static void allowed(struct buf *b, const struct sheet_column *c) {
    switch (c->type) {
    case CELL_ID: buf_puts(b, "letters, digits and - _ . : /, at most 64"); break;
    case CELL_TEXT: buf_puts(b, "text"); break;
    case CELL_INT: buf_printf(b, "whole number, %" PRId64 " to %" PRId64, c->lo, c->hi); break;
    case CELL_SHARE: buf_puts(b, "0 to 1, or with %"); break;
    case CELL_DATE: buf_puts(b, "date, 2023-10-30"); break;
    case CELL_TIME: buf_puts(b, "time, HH:MM"); break;
    case CELL_DAYS: buf_puts(b, "days, Mon Fri or 15"); break;
    case CELL_DATES: buf_puts(b, "dates apart by ;"); break;
    case CELL_PLACE: buf_puts(b, "ICAO or IATA code, or a name"); break;
    case CELL_HEX: buf_puts(b, "six hex digits"); break;
    case CELL_LINK: buf_puts(b, "web address, or words"); break;
    case CELL_INSTANT: buf_puts(b, "UTC, 2023-10-30T02:20:11Z"); break;
    case CELL_CHOICE:
        buf_puts(b, "one of: ");
        for (size_t i = 0; c->choices[i]; i++) buf_printf(b, "%s%s", i ? ", " : "", c->choices[i]);
        break;
    }
    if (c->refers) buf_printf(b, "; an id of sheet %s", c->refers);
}

static struct book_rule rule_of(const struct sheet_column *c, const char *message) {
    struct book_rule r = {
        .choices = c->choices, .lo = c->lo, .hi = c->hi, .title = c->name, .message = message};
    const struct sheet *other = c->refers ? sheet_find(span_of(c->refers)) : NULL;
    const struct sheet_column *id = other ? sheet_column(other, SPAN("id")) : NULL;

    if (c->type == CELL_CHOICE) r.limit = BOOK_ONE_OF;
    if (c->type == CELL_INT) r.limit = BOOK_WHOLE;
    if (c->type == CELL_SHARE) r.limit = BOOK_SHARE;
    if (c->type == CELL_DATE) r.limit = BOOK_DAY;
    if (c->type == CELL_TIME) r.limit = BOOK_CLOCK;
    if (id) {
        r.limit = BOOK_NAMED;
        r.sheet = other->name;
        r.column = (uint16_t)(id - other->columns);
    }
    return r;
}

static void write_sheet(struct book *b, const struct sheet *s) {
    book_sheet(b, s->name);
    book_freeze(b, 1, 0);
    for (size_t i = 0; i < s->n; i++) {
        const struct sheet_column *c = &s->columns[i];
        struct buf message = {0};
        struct book_rule rule;

        buf_printf(&message, "%s%s", c->required ? "Required. " : "", c->help);
        rule = rule_of(c, message.p);
        book_column(b, (uint16_t)i, column_width(c), column_style(c->type));
        book_text(b, 0, (uint16_t)i, span_of(c->name), c->required ? BOOK_REQUIRED : BOOK_HEAD);
        book_rule(b, (uint16_t)i, &rule);
        buf_fini(&message);
    }
}

static uint32_t write_intro(struct book *b) {
    static const char *const lines[] = {
        "One sheet for each kind of row. Fill in what is known and leave the rest empty: empty "
        "means unknown, never 0.",
        "Dark headers must be filled. Keep the names of sheets and columns; columns of your own "
        "are not read.",
        "No names of persons, telephone numbers or addresses: a source that is a person has a "
        "pseudonym.",
        "Nothing on this sheet is read.",
    };
    uint32_t row = 0;

    book_text(b, row++, 0, SPAN("headcount: an empty case"), BOOK_TITLE);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        book_text(b, row++, 0, span_of(lines[i]), BOOK_PLAIN);
    return row + 1;
}

static void write_help(struct book *b) {
    static const char *const head[] = {"sheet", "column", "required", "what it may hold", "help"};
    static const double width[] = {12, 14, 10, 44, 90};
    uint32_t row;

    book_sheet(b, TEMPLATE_HELP);
    for (uint16_t i = 0; i < 5; i++) book_column(b, i, width[i], BOOK_PLAIN);
    row = write_intro(b);
    for (uint16_t i = 0; i < 5; i++) book_text(b, row, i, span_of(head[i]), BOOK_HEAD);
    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = &sheet_all[i];

        book_text(b, ++row, 0, span_of(s->name), BOOK_TITLE);
        book_text(b, row, 4, span_of(s->help), BOOK_TITLE);
        for (size_t j = 0; j < s->n; j++) {
            struct buf may = {0};

            allowed(&may, &s->columns[j]);
            book_text(b, ++row, 0, span_of(s->name), BOOK_WRAPPED);
            book_text(b, row, 1, span_of(s->columns[j].name), BOOK_WRAPPED);
            if (s->columns[j].required) book_text(b, row, 2, SPAN("required"), BOOK_WRAPPED);
            book_text(b, row, 3, buf_span(&may), BOOK_WRAPPED);
            book_text(b, row, 4, span_of(s->columns[j].help), BOOK_WRAPPED);
            buf_fini(&may);
        }
    }
}

int template_write(const char *path, struct err *e) {
    struct book *b = NULL;
    int rc;

    if ((rc = book_open(&b, path, MADE, e)) < 0) return rc;
    write_help(b);
    for (size_t i = 0; i < sheet_shown; i++) write_sheet(b, &sheet_all[i]);
    rc = book_save(b, e);
    book_close(b);
    return rc;
}

/* ---- for programs ---- */

static const char *kind_of(enum cell_type type) {
    switch (type) {
    case CELL_ID: return "id";
    case CELL_TEXT: return "text";
    case CELL_CHOICE: return "choice";
    case CELL_INT: return "number";
    case CELL_SHARE: return "share";
    case CELL_DATE: return "date";
    case CELL_TIME: return "time";
    case CELL_DAYS: return "days";
    case CELL_DATES: return "dates";
    case CELL_PLACE: return "place";
    case CELL_HEX: return "hex";
    case CELL_LINK: return "link";
    case CELL_INSTANT: return "instant";
    }
    return "text";
}

/* As sheet_cell holds it: names are short, all else is a text at most. */
static json_int_t bytes_of(enum cell_type type) {
    return type == CELL_ID ? 64 : type == CELL_HEX ? 6 : type == CELL_TIME ? 5 : 4000;
}

static json_t *words(const char *const *v) {
    json_t *list = v ? json_array() : json_null();

    for (size_t i = 0; v && v[i]; i++) json_array_append_new(list, json_string(v[i]));
    return list;
}

static json_t *column_json(const struct sheet_column *c) {
    bool number = c->type == CELL_INT, share = c->type == CELL_SHARE;
    struct buf may = {0};
    json_t *o;

    allowed(&may, c);
    o = json_pack("{s:s, s:s, s:b, s:s, s:o, s:o, s:I, s:o, s:s?, s:s}", "name", c->name, "kind",
                  kind_of(c->type), "required", (int)c->required, "may", may.p, "lo",
                  number || share ? json_integer(share ? 0 : (json_int_t)c->lo) : json_null(), "hi",
                  number || share ? json_integer(share ? 1 : (json_int_t)c->hi) : json_null(),
                  "bytes", bytes_of(c->type), "choices", words(c->choices), "refers", c->refers,
                  "help", c->help);
    buf_fini(&may);
    return o;
}

json_t *template_json(void) {
    json_t *out = json_array();

    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = &sheet_all[i];
        json_t *columns = json_array();

        for (size_t k = 0; k < s->n; k++)
            json_array_append_new(columns, column_json(&s->columns[k]));
        json_array_append_new(out, json_pack("{s:s, s:s, s:o, s:o}", "name", s->name, "help",
                                             s->help, "key", words(s->key), "columns", columns));
    }
    return out;
}
