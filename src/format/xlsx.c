/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook is a ZIP of XML parts (ECMA-376). The way to the cells:
 *
 *   _rels/.rels                  officeDocument: where the workbook is
 *   xl/workbook.xml              names of the sheets; days from 1900 or 1904
 *   xl/_rels/workbook.xml.rels   where the next three are
 *   xl/styles.xml                which styles are dates
 *   xl/sharedStrings.xml         texts that cells name by number
 *   xl/worksheets/sheet1.xml     rows and cells
 *
 * Each part is read once, by expat, with two small functions: one for an element that opens, one
 * for an element that closes. They decide by the element and its parents alone, so that an element
 * of the same name elsewhere (in an extension, in a comment) is not taken for a cell; namespaces
 * are left to the writer, since transitional and strict files differ in them and agree in the
 * names. A document type declaration is refused, so there are no entities to expand.
 *
 * A row is put together in one array of XLSX_COLUMNS cells and copied as far as it is filled: a
 * cell in the last column or the millionth row costs what it holds. The sum over the rows is
 * limited too (XLSX_CELLS), because thirty bytes of XML can ask for four thousand empty cells. */
#include "format/xlsx.h"

#include "base/buf.h"
#include "base/num.h"
#include "format/serial.h"

#include <expat.h>
#include <limits.h>

#define DEPTH 64                  /* of elements; spreadsheets have about 12 */
#define STYLES ((size_t)65536)    /* Excel has 65,490 */
#define FORMATS ((size_t)1024)    /* Excel has about 250 of a user's own */
#define STRINGS ((size_t)4000000) /* as many as cells */
#define NAMES ((size_t)512)       /* of a part; a sheet with all that there is has about 250 */
#define TOKEN ((size_t)128 << 10) /* bytes of a tag: expat takes ten times as much */
#define CHUNK ((size_t)64 << 10)  /* bytes given to expat at a time */
#define ROW_LAST 1048576          /* ECMA-376 part 1, 18.3.1.73 */

enum el {
    EL_NONE,
    EL_OTHER,
    EL_C,
    EL_CELL_XFS,
    EL_F,
    EL_IS,
    EL_NUM_FMT,
    EL_NUM_FMTS,
    EL_R,
    EL_RELATIONSHIP,
    EL_ROW,
    EL_SHEET,
    EL_SHEET_DATA,
    EL_SHEETS,
    EL_SI,
    EL_T,
    EL_V,
    EL_WORKBOOK_PR,
    EL_XF,
};
static const struct {
    const char *name;
    enum el el;
} el_names[] = {
    {"c", EL_C},
    {"v", EL_V},
    {"row", EL_ROW},
    {"f", EL_F},
    {"t", EL_T},
    {"si", EL_SI},
    {"r", EL_R},
    {"is", EL_IS},
    {"xf", EL_XF},
    {"cellXfs", EL_CELL_XFS},
    {"numFmt", EL_NUM_FMT},
    {"numFmts", EL_NUM_FMTS},
    {"sheet", EL_SHEET},
    {"sheets", EL_SHEETS},
    {"sheetData", EL_SHEET_DATA},
    {"Relationship", EL_RELATIONSHIP},
    {"workbookPr", EL_WORKBOOK_PR},
};

struct relation {
    struct span id, type, target; /* target resolved to a part's name */
    bool external;
};
struct tab {
    struct span name, relation;
};
struct format {
    long id;
    enum serial_kind kind;
};

/* What is known of the workbook while its parts are read. */
struct reader {
    struct arena *a;
    const struct xlsx_part *part;
    size_t n;
    VEC(struct relation) relation;
    VEC(struct tab) tab;
    VEC(struct format) format;
    VEC(long) style; /* number format of each */
    VEC(struct span) string;
    enum serial_kind *kind; /* of each style */
    bool from_1904;
    size_t cells;
    struct xlsx_cell *cell; /* XLSX_COLUMNS of them: the row being read */
};

/* A part while it is read. */
struct xml {
    struct reader *r;
    XML_Parser p;
    struct err *e;
    int rc;
    void (*open)(struct xml *x, enum el el, const char **atts);
    void (*close)(struct xml *x, enum el el);
    struct span base; /* the part that relations start from */
    enum el path[DEPTH];
    size_t depth;
    VEC(const char *) name; /* that expat has seen, but for those of el_names */
    bool capture;           /* character data goes to text */
    struct buf text;
    /* of a sheet */
    VEC(struct xlsx_row) row;
    size_t filled, column; /* cells of the row up to the last that holds something; where the next
                              goes, from 1 */
    int64_t line;
    struct span type; /* of the cell */
    size_t style;
    bool formula;
};

#define FAIL(x, code, ...) fail((x), err_set((x)->e, (code), __VA_ARGS__))

static void fail(struct xml *x, int rc) {
    x->rc = rc;
    XML_StopParser(x->p, XML_FALSE);
}

/* Element or attribute name without the writer's prefix. */
static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

/* Valid until the element's function returns; p is NULL when there is none. */
static struct span attr(const char **atts, const char *name) {
    for (; *atts; atts += 2)
        if (strcmp(local(atts[0]), name) == 0) return span_of(atts[1]);
    return (struct span){0};
}

/* up 0: the element itself, 1: its parent ... */
static enum el above(const struct xml *x, size_t up) {
    return x->depth > up ? x->path[x->depth - 1 - up] : EL_NONE;
}

/* Is the element a text of the item (si or is), plain or in a run? One in rPh, a reading aid, is
 * not. */
static bool text_of(const struct xml *x, enum el item) {
    return above(x, 0) == EL_T &&
           (above(x, 1) == item || (above(x, 1) == EL_R && above(x, 2) == item));
}

/* expat keeps every name that it ever saw, about a hundred bytes each and slower with each one, so
 * a part of nothing but new names is stopped early. */
static bool few_names(struct xml *x, const char *name) {
    for (size_t i = 0; i < x->name.n; i++)
        if (strcmp(x->name.v[i], name) == 0) return true;
    if (x->name.n == NAMES) {
        FAIL(x, RC_LIMIT, "more than %zu names of elements and attributes", NAMES);
        return false;
    }
    *vec_push(x->r->a, &x->name) = arena_dup(x->r->a, span_of(name));
    return true;
}

static void on_open(void *arg, const char *name, const char **atts) {
    struct xml *x = arg;
    enum el el = EL_OTHER;

    if (x->rc < 0) return;
    for (size_t i = 0; el == EL_OTHER && i < sizeof el_names / sizeof *el_names; i++)
        if (strcmp(local(name), el_names[i].name) == 0) el = el_names[i].el;
    if (el == EL_OTHER && !few_names(x, name)) return;
    for (size_t i = 0; atts[i]; i += 2)
        if (!few_names(x, atts[i])) return;
    if (x->depth == DEPTH) {
        FAIL(x, RC_LIMIT, "elements are nested deeper than %d", DEPTH);
        return;
    }
    x->path[x->depth++] = el;
    x->open(x, el, atts);
}

static void on_close(void *arg, const char *name) {
    struct xml *x = arg;

    (void)name;
    if (x->rc < 0) return;
    if (x->close) x->close(x, above(x, 0));
    x->depth--;
    x->capture = false;
}

static void on_text(void *arg, const char *p, int n) {
    struct xml *x = arg;

    if (x->rc < 0 || !x->capture) return;
    if (x->text.n + (size_t)n > XLSX_TEXT)
        FAIL(x, RC_LIMIT, "a text has more than %zu bytes", XLSX_TEXT);
    else
        buf_add(&x->text, (struct span){p, (size_t)n});
}

static void on_doctype(void *arg, const char *name, const char *system_id, const char *public_id,
                       int internal) {
    (void)name, (void)system_id, (void)public_id, (void)internal;
    FAIL((struct xml *)arg, RC_SYNTAX, "a document type declaration, which no workbook has");
}

/* Part names are compared without case (ECMA-376 part 2, 9.1.1.1); some writers put backslashes. */
static int name_byte(char c) {
    if (c == '\\') return '/';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool same_name(struct span a, struct span b) {
    for (size_t i = 0; a.n == b.n && i < a.n; i++)
        if (name_byte(a.p[i]) != name_byte(b.p[i])) return false;
    return a.n == b.n;
}

static const struct xlsx_part *find_part(const struct reader *r, struct span name) {
    for (size_t i = 0; i < r->n; i++)
        if (same_name(r->part[i].name, name)) return &r->part[i];
    return NULL;
}

/* In chunks, so that a tag without end is seen before all of it is taken. */
static void feed(struct xml *x, struct span s) {
    size_t at = 0, n;
    bool last;

    do {
        n = s.n - at < CHUNK ? s.n - at : CHUNK;
        last = at + n == s.n;
        if (XML_Parse(x->p, s.p + at, (int)n, last) != XML_STATUS_OK) {
            if (x->rc == 0)
                x->rc = err_set(x->e, RC_SYNTAX, "%s", XML_ErrorString(XML_GetErrorCode(x->p)));
            return;
        }
        at += n;
        if (!last && at - (size_t)XML_GetCurrentByteIndex(x->p) > TOKEN)
            x->rc = err_set(x->e, RC_LIMIT, "a tag or comment has more than %zu bytes", TOKEN);
    } while (!last && x->rc == 0);
}

static int read_part(struct xml *x, struct span name, struct err *e) {
    const struct xlsx_part *part = find_part(x->r, name);

    x->e = e;
    if (!part)
        return err_set(e, RC_SYNTAX, "%.*s is missing", (int)(name.n < 120 ? name.n : 120), name.p);
    x->p = XML_ParserCreate(NULL);
    if (!x->p) return err_set(e, RC_IO, "no memory for reading XML");
    XML_SetUserData(x->p, x);
    XML_SetElementHandler(x->p, on_open, on_close);
    XML_SetCharacterDataHandler(x->p, on_text);
    XML_SetStartDoctypeDeclHandler(x->p, on_doctype);
    feed(x, part->bytes);
    if (x->rc < 0) {
        err_at(e, "line %lu", (unsigned long)XML_GetCurrentLineNumber(x->p));
        err_at(e, "%.*s", (int)(name.n < 120 ? name.n : 120), name.p);
    }
    XML_ParserFree(x->p);
    buf_fini(&x->text);
    return x->rc;
}

/* The part that a relation of `base` means by `target`: from the root with a slash, else from
 * base's folder; `..` goes up. */
static struct span resolve(struct arena *a, struct span base, struct span target) {
    char *p = arena_alloc(a, base.n + target.n + 1, 1);
    size_t n = 0;

    for (size_t i = base.n; i > 0 && !n && (!target.n || target.p[0] != '/'); i--)
        if (base.p[i - 1] == '/') memcpy(p, base.p, n = i);
    while (target.n) {
        const char *slash = memchr(target.p, '/', target.n);
        struct span word = {target.p, slash ? (size_t)(slash - target.p) + 1 : target.n};

        if (span_is(word, "../") && n) {
            for (n--; n && p[n - 1] != '/';) n--;
        } else if (!span_is(word, "./") && !span_is(word, "../") && !span_is(word, "/")) {
            memcpy(p + n, word.p, word.n);
            n += word.n;
        }
        target.p += word.n;
        target.n -= word.n;
    }
    p[n] = 0;
    return (struct span){p, n};
}

static void open_relations(struct xml *x, enum el el, const char **atts) {
    struct arena *a = x->r->a;

    if (el != EL_RELATIONSHIP) return;
    *vec_push(a, &x->r->relation) = (struct relation){
        .id = arena_span(a, attr(atts, "Id")),
        .type = arena_span(a, attr(atts, "Type")),
        .target = resolve(a, x->base, attr(atts, "Target")),
        .external = span_is(attr(atts, "TargetMode"), "External"),
    };
}

static int read_relations(struct reader *r, struct span of, struct err *e) {
    const char *slash = of.n ? memrchr(of.p, '/', of.n) : NULL;
    size_t folder = slash ? (size_t)(slash - of.p) + 1 : 0;
    char *name = arena_printf(r->a, "%.*s_rels/%.*s.rels", (int)folder, of.p, (int)(of.n - folder),
                              of.p + folder);
    struct xml x = {.r = r, .open = open_relations, .base = of};

    r->relation.n = 0;
    return read_part(&x, span_of(name), e);
}

/* The last word of the type tells: it is the same in the transitional and the strict form. */
static bool relation_is(const struct relation *l, const char *type) {
    const char *word = l->type.n ? memrchr(l->type.p, '/', l->type.n) : NULL;

    return word && strcmp(word + 1, type) == 0;
}

static const struct relation *relation_by_type(const struct reader *r, const char *type) {
    for (size_t i = 0; i < r->relation.n; i++)
        if (relation_is(&r->relation.v[i], type) && !r->relation.v[i].external)
            return &r->relation.v[i];
    return NULL;
}

static const struct relation *relation_by_id(const struct reader *r, struct span id) {
    for (size_t i = 0; i < r->relation.n; i++)
        if (span_eq(r->relation.v[i].id, id)) return &r->relation.v[i];
    return NULL;
}

static bool is_true(struct span s) {
    return span_is(s, "1") || span_is(s, "true") || span_is(s, "on");
}

static void open_workbook(struct xml *x, enum el el, const char **atts) {
    struct reader *r = x->r;

    if (el == EL_WORKBOOK_PR) r->from_1904 = is_true(attr(atts, "date1904"));
    if (el != EL_SHEET || above(x, 1) != EL_SHEETS) return;
    if (r->tab.n == XLSX_SHEETS) {
        FAIL(x, RC_LIMIT, "the workbook has more than %d sheets", XLSX_SHEETS);
        return;
    }
    *vec_push(r->a, &r->tab) =
        (struct tab){arena_span(r->a, attr(atts, "name")), arena_span(r->a, attr(atts, "id"))};
}

static bool number_of(struct xml *x, struct span s, const char *what, int64_t hi, int64_t *out) {
    struct err why;

    if (num_int(s, 0, hi, out, &why) == 0) return true;
    FAIL(x, why.rc == RC_RANGE ? RC_LIMIT : RC_SYNTAX, "%s: %s", what, why.text);
    return false;
}

static void open_styles(struct xml *x, enum el el, const char **atts) {
    struct reader *r = x->r;
    struct span id = attr(atts, "numFmtId");
    int64_t n = 0;

    if (el == EL_NUM_FMT && above(x, 1) == EL_NUM_FMTS) {
        if (!number_of(x, id, "number of a format", INT_MAX, &n)) return;
        if (r->format.n == FORMATS)
            FAIL(x, RC_LIMIT, "more than %zu number formats", FORMATS);
        else
            *vec_push(r->a, &r->format) =
                (struct format){(long)n, serial_format(attr(atts, "formatCode"))};
    } else if (el == EL_XF && above(x, 1) == EL_CELL_XFS) {
        if (id.p && !number_of(x, id, "number of a format", INT_MAX, &n)) return;
        if (r->style.n == STYLES)
            FAIL(x, RC_LIMIT, "more than %zu styles", STYLES);
        else
            *vec_push(r->a, &r->style) = (long)n;
    }
}

static int read_styles(struct reader *r, struct err *e) {
    const struct relation *l = relation_by_type(r, "styles");
    struct xml x = {.r = r, .open = open_styles};
    int rc;

    if (!l) return 0; /* then nothing is a date */
    if ((rc = read_part(&x, l->target, e)) < 0) return rc;
    r->kind = ARENA_ARRAY(r->a, enum serial_kind, r->style.n);
    for (size_t i = 0; i < r->style.n; i++) {
        r->kind[i] = serial_builtin(r->style.v[i]);
        for (size_t j = 0; j < r->format.n; j++)
            if (r->format.v[j].id == r->style.v[i]) r->kind[i] = r->format.v[j].kind;
    }
    return 0;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* `_xHHHH_` (ECMA-376 part 1, 22.9.2.19): a character that XML cannot hold. -1: s does not begin
 * with one that we take: half of a pair and NUL stay as they are written. */
static int escaped(struct span s) {
    int code = 0, digit;

    if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_') return -1;
    for (int i = 2; i < 6; i++) {
        if ((digit = hex_digit(s.p[i])) < 0) return -1;
        code = code * 16 + digit;
    }
    return code == 0 || (code >= 0xd800 && code <= 0xdfff) ? -1 : code;
}

/* A copy in the arena, escapes undone: never longer than what it was. */
static struct span plain_text(struct arena *a, struct span s) {
    char *p = arena_alloc(a, s.n + 1, 1);
    size_t n = 0;
    int code;

    while (s.n) {
        size_t used = 7;

        if ((code = escaped(s)) < 0) {
            p[n++] = s.p[0];
            used = 1;
        } else if (code < 0x80) {
            p[n++] = (char)code;
        } else {
            if (code >= 0x800) p[n++] = (char)(0xe0 | code >> 12);
            p[n++] = (char)(code >= 0x800 ? 0x80 | (code >> 6 & 0x3f) : 0xc0 | code >> 6);
            p[n++] = (char)(0x80 | (code & 0x3f));
        }
        s.p += used;
        s.n -= used;
    }
    return (struct span){p, n};
}

static void open_strings(struct xml *x, enum el el, const char **atts) {
    (void)atts;
    if (el == EL_SI) x->text.n = 0;
    x->capture = text_of(x, EL_SI);
}

static void close_strings(struct xml *x, enum el el) {
    struct reader *r = x->r;

    if (el != EL_SI) return;
    if (r->string.n == STRINGS)
        FAIL(x, RC_LIMIT, "more than %zu shared strings", STRINGS);
    else
        *vec_push(r->a, &r->string) = plain_text(r->a, buf_span(&x->text));
}

static int read_strings(struct reader *r, struct err *e) {
    const struct relation *l = relation_by_type(r, "sharedStrings");
    struct xml x = {.r = r, .open = open_strings, .close = close_strings};

    return l ? read_part(&x, l->target, e) : 0;
}

/* `AB12`: column 28. The row is told once, by the row. */
static bool column_of(struct xml *x, struct span ref, size_t *column) {
    size_t i = 0, c = 0;
    int64_t line;

    for (; i < ref.n && i < 4 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        c = c * 26 + (size_t)(ref.p[i] - 'A' + 1);
    if (!c || i == 4) {
        FAIL(x, RC_SYNTAX, "row %lld: a cell is not named like AB12", (long long)x->line);
        return false;
    }
    if (c > XLSX_COLUMNS) {
        FAIL(x, RC_LIMIT, "cell %.*s: there are more than %zu columns",
             (int)(ref.n < 16 ? ref.n : 16), ref.p, XLSX_COLUMNS);
        return false;
    }
    if (!number_of(x, (struct span){ref.p + i, ref.n - i}, "row of a cell", ROW_LAST, &line))
        return false;
    if (line != x->line) {
        FAIL(x, RC_SYNTAX, "a cell of row %lld stands in row %lld", (long long)line,
             (long long)x->line);
        return false;
    }
    *column = c;
    return true;
}

static void open_row(struct xml *x, const char **atts) {
    struct span r = attr(atts, "r");
    int64_t line = x->line + 1;

    if (r.p && !number_of(x, r, "number of a row", ROW_LAST, &line)) return;
    if (line <= x->line || line > ROW_LAST) {
        FAIL(x, RC_SYNTAX, "row %lld comes after row %lld", (long long)line, (long long)x->line);
        return;
    }
    x->line = line;
    x->column = 1;
}

static void open_cell(struct xml *x, const char **atts) {
    struct span ref = attr(atts, "r"), style = attr(atts, "s");
    static const char *const types[] = {"s", "str", "inlineStr", "b", "e", "d"};
    int64_t n = 0;

    if (ref.p && !column_of(x, ref, &x->column)) return;
    if (style.p && !number_of(x, style, "style of a cell", INT_MAX, &n)) return;
    x->type = SPAN("n");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (span_is(attr(atts, "t"), types[i])) x->type = span_of(types[i]);
    x->style = (size_t)n;
    x->formula = false;
    x->text.n = 0;
}

static void open_sheet(struct xml *x, enum el el, const char **atts) {
    if (el == EL_ROW && above(x, 1) == EL_SHEET_DATA) {
        open_row(x, atts);
    } else if (above(x, 0) == EL_C && above(x, 1) == EL_ROW && above(x, 2) == EL_SHEET_DATA) {
        open_cell(x, atts);
    } else if (el == EL_F && above(x, 1) == EL_C) {
        x->formula = true;
    } else {
        x->capture = (el == EL_V && above(x, 1) == EL_C) || text_of(x, EL_IS);
    }
}

/* 2023-10-30T12:20:00 as 2023-10-30 12:20; anything else as it is. */
static struct span iso_text(struct arena *a, struct span s) {
    bool seconds = s.n >= 19 && s.p[16] == ':' && memcmp(s.p + 17, "00", 2) != 0;

    if (s.n < 16 || s.p[10] != 'T' || memchr(s.p, 'Z', s.n) || memchr(s.p, '+', s.n))
        return arena_span(a, s);
    if (!seconds && memcmp(s.p + 11, "00:00", 5) == 0) return arena_span(a, (struct span){s.p, 10});
    return span_of(arena_printf(a, "%.10s %.*s", s.p, seconds ? 8 : 5, s.p + 11));
}

static struct span number_text(struct reader *r, struct span s, size_t style) {
    enum serial_kind kind = style < r->style.n && r->kind ? r->kind[style] : SERIAL_NUMBER;
    struct buf b = {0};
    struct span text;
    struct err e;

    if (serial_text(s, kind, r->from_1904, &b, &e) == 0)
        text = arena_span(r->a, buf_span(&b));
    else
        text = arena_span(r->a, s); /* whoever wants a number will say that it is none */
    buf_fini(&b);
    return text;
}

static bool cell_text(struct xml *x, struct span *text) {
    struct reader *r = x->r;
    struct span raw = buf_span(&x->text);
    int64_t i = 0;

    if (span_is(x->type, "s")) {
        if (!number_of(x, raw, "number of a shared string", INT_MAX, &i)) return false;
        if ((size_t)i >= r->string.n) {
            FAIL(x, RC_SYNTAX, "row %lld: shared string %lld of %zu", (long long)x->line,
                 (long long)i, r->string.n);
            return false;
        }
        *text = r->string.v[i];
    } else if (span_is(x->type, "b")) {
        *text = is_true(raw) ? SPAN("TRUE") : SPAN("FALSE");
    } else if (span_is(x->type, "d")) {
        *text = iso_text(r->a, raw);
    } else if (span_is(x->type, "n")) {
        *text = number_text(r, raw, x->style);
    } else {
        *text = plain_text(r->a, raw);
    }
    return true;
}

static void close_cell(struct xml *x) {
    size_t at = x->column - 1;
    struct span text = {"", 0};

    x->column++;
    if (!x->text.n && !x->formula) return;
    if (at >= XLSX_COLUMNS) {
        FAIL(x, RC_LIMIT, "row %lld has more than %zu columns", (long long)x->line, XLSX_COLUMNS);
        return;
    }
    if (x->r->cell[at].text.p) {
        FAIL(x, RC_SYNTAX, "row %lld has two cells in column %zu", (long long)x->line, at + 1);
        return;
    }
    if (x->text.n && !cell_text(x, &text)) return;
    x->r->cell[at] = (struct xlsx_cell){text, x->formula};
    if (at + 1 > x->filled) x->filled = at + 1;
}

static void close_row(struct xml *x) {
    struct reader *r = x->r;
    struct xlsx_row row = {.line = x->line, .n = x->filled};

    if (!row.n) return;
    r->cells += row.n;
    if (x->row.n == XLSX_ROWS || r->cells > XLSX_CELLS) {
        FAIL(x, RC_LIMIT, "more than %zu rows, or %zu cells in all", XLSX_ROWS, XLSX_CELLS);
        return;
    }
    row.cell = ARENA_ARRAY(r->a, struct xlsx_cell, row.n);
    for (size_t i = 0; i < row.n; i++) {
        row.cell[i] = r->cell[i];
        if (!row.cell[i].text.p) row.cell[i].text = (struct span){"", 0};
        r->cell[i] = (struct xlsx_cell){0};
    }
    x->filled = 0;
    *vec_push(r->a, &x->row) = row;
}

static void close_sheet(struct xml *x, enum el el) {
    if (el == EL_C && above(x, 1) == EL_ROW && above(x, 2) == EL_SHEET_DATA) close_cell(x);
    if (el == EL_ROW && above(x, 1) == EL_SHEET_DATA) close_row(x);
}

static int read_sheet(struct reader *r, const struct tab *t, struct xlsx_book *b, struct err *e) {
    struct xml x = {.r = r, .open = open_sheet, .close = close_sheet};
    const struct relation *l = relation_by_id(r, t->relation);
    int rc;

    if (!l || l->external)
        return err_set(e, RC_SYNTAX, "sheet %zu of the workbook is %s", b->n + 1,
                       l ? "elsewhere" : "missing");
    if (!relation_is(l, "worksheet")) return 0; /* a chart or a dialog */
    if ((rc = read_part(&x, l->target, e)) < 0) return rc;
    b->sheet[b->n++] = (struct xlsx_sheet){t->name, x.row.v, x.row.n};
    return 0;
}

int xlsx_read(struct arena *a, const struct xlsx_part *part, size_t n, struct xlsx_book *out,
              struct err *e) {
    struct reader r = {.a = a, .part = part, .n = n};
    struct xml workbook = {.r = &r, .open = open_workbook};
    const struct relation *l;
    struct xlsx_book b = {0};
    struct span main;
    int rc;

    if ((rc = read_relations(&r, SPAN(""), e)) < 0) return rc;
    if (!(l = relation_by_type(&r, "officeDocument")))
        return err_set(e, RC_SYNTAX, "not a workbook: no part is named as the document");
    main = l->target;
    if ((rc = read_part(&workbook, main, e)) < 0) return rc;
    if (!r.tab.n) return err_set(e, RC_SYNTAX, "not a workbook: it names no sheets");
    if ((rc = read_relations(&r, main, e)) < 0) return rc;
    if ((rc = read_styles(&r, e)) < 0) return rc;
    if ((rc = read_strings(&r, e)) < 0) return rc;
    r.cell = ARENA_ARRAY(a, struct xlsx_cell, XLSX_COLUMNS);
    b.sheet = ARENA_ARRAY(a, struct xlsx_sheet, r.tab.n);
    for (size_t i = 0; i < r.tab.n; i++)
        if ((rc = read_sheet(&r, &r.tab.v[i], &b, e)) < 0) return rc;
    *out = b;
    return 0;
}
