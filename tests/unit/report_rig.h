/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of the report share: an answer, its page, and the page read back. */
#include "report/mark.h"
#include "report/names.h"
#include "report/report.h"
#include "t.h"

#include <expat.h>

/* The page is read back with expat, as a stranger's program would read it: what the tests say about
 * it, they say about the elements and attributes that came out, not about how they were written. */

#define NAMES 100000
#define DRAWN 40000

/* One thing drawn: a rectangle, a circle (x, y its middle, w its radius), a path (text: its d), or a text. */
struct drawn {
    char svg[24], element[8], cls[24];
    double x, y, w, h;
    struct buf text;
};

struct read {
    char *id[NAMES], *href[NAMES];
    size_t ids, hrefs, elements, dots, scripts, loads, slots;
    struct buf text, style; /* character data, that of the style element apart */
    struct buf csp, land;   /* land: the d of the first map */
    char port[4][2][16];    /* cx and cy of the first ends of corridors */
    size_t ports;
    bool in_style;
    struct drawn *drawn; /* [DRAWN] */
    size_t ndrawn;
    struct drawn *writing; /* the text element that is open, or NULL */
    char svg[24];          /* the picture that is open: its id, as c1-total-w */
    char wrong[256];       /* the first thing that should not be */
};

static inline void complain(struct read *r, const char *what, const char *of) {
    if (!*r->wrong) snprintf(r->wrong, sizeof r->wrong, "%s: %.200s", what, of);
}

static inline bool one_of(const char *s, const char *const *list) {
    for (; *list; list++)
        if (strcmp(s, *list) == 0) return true;
    return false;
}

static inline void see_attribute(struct read *r, const char *element, const char *name,
                                 const char *value) {
    static const char *const loading[] = {"src",        "srcset", "data", "poster", "background",
                                          "xlink:href", "action", "ping", NULL};
    static const char *const number[] = {"x",  "y", "width", "height",  "cx",
                                         "cy", "r", "d",     "viewBox", NULL};

    if (one_of(name, loading)) complain(r, "an attribute that loads", name);
    if (strncmp(name, "on", 2) == 0) complain(r, "a handler", name);
    if (strcmp(name, "style") == 0)
        complain(r, "a style attribute, which the policy refuses", value);
    if (one_of(name, number) && value[strspn(value, "0123456789.- MLZ")])
        complain(r, "not a plain number", value);
    if (strcmp(name, "id") == 0 && r->ids < NAMES) r->id[r->ids++] = strdup(value);
    if (strcmp(name, "aria-labelledby") == 0 && strchr(value, ' ')) {
        size_t n = (size_t)(strchr(value, ' ') - value);

        if (r->hrefs + 1 < NAMES)
            r->href[r->hrefs++] = strndup(value, n), r->href[r->hrefs++] = strdup(value + n + 1);
    }
    if (strcmp(name, "href") != 0) return;
    if (strcmp(element, "a") != 0) complain(r, "a reference that is not an anchor", element);
    if (*value == '#' && r->hrefs < NAMES)
        r->href[r->hrefs++] = strdup(value + 1);
    else if (strncmp(value, "http://", 7) != 0 && strncmp(value, "https://", 8) != 0)
        complain(r, "an address that is neither here nor http", value);
}

static inline const char *attribute(const char **a, const char *name) {
    for (; *a; a += 2)
        if (strcmp(a[0], name) == 0) return a[1];
    return "";
}

static inline double number_of(const char **a, const char *name) {
    return strtod(attribute(a, name), NULL);
}

/* Keeps what is drawn inside pictures. A picture begins its list with an svg element of its size. */
static inline void keep(struct read *r, const char *element, const char **a) {
    static const char *const kept[] = {"svg", "rect", "circle", "path", "text", NULL};
    bool circle = strcmp(element, "circle") == 0;
    struct drawn *d;

    if (strcmp(element, "svg") == 0) { /* "c1-total-w-t c1-total-w-d": its title and description */
        const char *by = attribute(a, "aria-labelledby");
        size_t n = strcspn(by, " ");

        snprintf(r->svg, sizeof r->svg, "%.*s", (int)(n > 2 ? n - 2 : 0), by);
    }
    if (!one_of(element, kept) || !*r->svg || r->ndrawn == DRAWN) return;
    d = &r->drawn[r->ndrawn++];
    snprintf(d->svg, sizeof d->svg, "%s", r->svg);
    snprintf(d->element, sizeof d->element, "%s", element);
    snprintf(d->cls, sizeof d->cls, "%s", attribute(a, "class"));
    d->x = number_of(a, circle ? "cx" : "x");
    d->y = number_of(a, circle ? "cy" : "y");
    d->w = number_of(a, circle ? "r" : "width");
    d->h = number_of(a, "height");
    if (strcmp(element, "path") == 0) buf_puts(&d->text, attribute(a, "d"));
    if (strcmp(element, "text") == 0) r->writing = d;
}

static inline void start(void *user, const char *element, const char **a) {
    static const char *const forbidden[] = {"script", "link",  "img",   "iframe",        "object",
                                            "embed",  "image", "use",   "base",          "form",
                                            "input",  "video", "audio", "foreignObject", NULL};
    struct read *r = user;
    const char *cls = attribute(a, "class");

    r->elements++;
    if (one_of(element, forbidden)) complain(r, "an element that has no place here", element);
    r->in_style = strcmp(element, "style") == 0;
    for (const char **p = a; *p; p += 2) see_attribute(r, element, p[0], p[1]);
    keep(r, element, a);
    if (strcmp(element, "circle") == 0 && strncmp(cls, "dot", 3) == 0) r->dots++;
    if (strcmp(element, "circle") == 0 && strncmp(cls, "port", 4) == 0 && r->ports < 4) {
        snprintf(r->port[r->ports][0], 16, "%s", attribute(a, "cx"));
        snprintf(r->port[r->ports++][1], 16, "%s", attribute(a, "cy"));
    }
    if (strcmp(element, "path") == 0 && strcmp(cls, "land") == 0 && !r->land.n)
        buf_puts(&r->land, attribute(a, "d"));
    if (strcmp(element, "td") == 0 && strcmp(cls, "state") == 0) r->slots++;
    if (strcmp(element, "meta") == 0 &&
        strcmp(attribute(a, "http-equiv"), "Content-Security-Policy") == 0)
        buf_puts(&r->csp, attribute(a, "content"));
}

static inline void end(void *user, const char *element) {
    struct read *r = user;

    if (strcmp(element, "text") == 0) r->writing = NULL;
    if (strcmp(element, "svg") == 0) *r->svg = 0;
    r->in_style = false;
    buf_putc(&r->text, '\n');
}

static inline void characters(void *user, const char *s, int n) {
    struct read *r = user;

    buf_add(r->in_style ? &r->style : &r->text, (struct span){s, (size_t)n});
    if (r->writing) buf_add(&r->writing->text, (struct span){s, (size_t)n});
}

static inline int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void check_links(struct read *r) {
    qsort(r->id, r->ids, sizeof *r->id, by_text);
    for (size_t i = 1; i < r->ids; i++)
        if (strcmp(r->id[i - 1], r->id[i]) == 0) complain(r, "two elements have one id", r->id[i]);
    for (size_t i = 0; i < r->hrefs; i++)
        if (!bsearch(&r->href[i], r->id, r->ids, sizeof *r->id, by_text))
            complain(r, "a link leads nowhere", r->href[i]);
}

/* Where a text has nan, inf or an exponent for a number. */
static inline const char *for_machines(const char *text) {
    static const char *const word[] = {"NaN", "\nnan", "-nan", "\ninf\n", "-inf"};

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strstr(text, word[i])) return strstr(text, word[i]);
    for (const char *e = strchr(text, 'e'); e; e = strchr(e + 1, 'e'))
        if (e > text && e[-1] >= '0' && e[-1] <= '9' && (e[1] == '+' || e[1] == '-') &&
            e[2] >= '0' && e[2] <= '9')
            return e - 1;
    return NULL;
}

/* Parses and holds the page to what is true of every report. */
static inline struct read *read_back(struct span html, const char *what) {
    struct read *r = calloc(1, sizeof *r);
    XML_Parser x = XML_ParserCreate(NULL);

    r->drawn = calloc(DRAWN, sizeof *r->drawn);
    XML_SetUserData(x, r);
    XML_SetElementHandler(x, start, end);
    XML_SetCharacterDataHandler(x, characters);
    if (XML_Parse(x, html.p, (int)html.n, 1) != XML_STATUS_OK)
        fail_msg("%s: line %lu: %s", what, (unsigned long)XML_GetCurrentLineNumber(x),
                 XML_ErrorString(XML_GetErrorCode(x)));
    XML_ParserFree(x);
    check_links(r);
    if (strstr(r->style.p, "url(") || strstr(r->style.p, "@import"))
        complain(r, "a style that loads", "url");
    if (strchr(r->style.p, '<') || strchr(r->style.p, '&'))
        complain(r, "a style that HTML and XML read differently", "");
    if (for_machines(r->text.p)) complain(r, "a number for machines", for_machines(r->text.p));
    if (*r->wrong) fail_msg("%s: %s", what, r->wrong);
    return r;
}

static inline void read_fini(struct read *r) {
    for (size_t i = 0; i < r->ids; i++) free(r->id[i]);
    for (size_t i = 0; i < r->hrefs; i++) free(r->href[i]);
    for (size_t i = 0; i < r->ndrawn; i++) buf_fini(&r->drawn[i].text);
    free(r->drawn);
    buf_fini(&r->text);
    buf_fini(&r->style);
    buf_fini(&r->csp);
    buf_fini(&r->land);
    free(r);
}

static inline json_t *sample(void) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    char path[1024];
    json_error_t je;
    json_t *answer;

    snprintf(path, sizeof path, "%s/tests/unit/data/answer.json", source ? source : ".");
    answer = json_load_file(path, JSON_REJECT_DUPLICATES, &je);
    if (!answer) fail_msg("%s: line %d: %s", path, je.line, je.text);
    return answer;
}

/* The same under the names that its rows have in a report: those of the sample are made up. */
static inline json_t *named_sample(void) {
    json_t *answer = sample(), *out = names_allowed(answer);

    json_decref(answer);
    return out;
}

static inline struct buf page_of(const json_t *answer) {
    struct buf b = {0};
    struct err e = {0};

    assert_ok(html_report(answer, &b, &e), e);
    return b;
}

static inline struct read *page_read(const json_t *answer, const char *what) {
    struct buf b = page_of(answer);
    struct read *r = read_back(buf_span(&b), what);

    buf_fini(&b);
    return r;
}

/* The page of somebody who may see all of it. */
static inline struct read *page_read_whole(const json_t *answer, const char *what) {
    struct buf b = {0};
    struct err e = {0};
    struct read *r;

    assert_ok(html_report_whole(answer, &b, &e), e);
    r = read_back(buf_span(&b), what);
    buf_fini(&b);
    return r;
}

static inline json_t *corridor_at(json_t *answer, size_t i) {
    return json_array_get(json_object_get(answer, "corridors"), i);
}

/* A copy in which every string has a tail. */
static inline json_t *poisoned(const json_t *v, const char *tail) {
    struct buf b = {0};
    json_t *out, *item;
    const char *key;
    size_t i;

    if (json_is_string(v)) {
        buf_puts(&b, json_string_value(v));
        buf_puts(&b, tail);
        out = json_string(b.p);
        buf_fini(&b);
        assert_non_null(out);
        return out;
    }
    if (json_is_array(v)) {
        out = json_array();
        json_array_foreach(v, i, item) json_array_append_new(out, poisoned(item, tail));
        return out;
    }
    if (!json_is_object(v)) return json_incref((json_t *)(uintptr_t)v);
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)v, key, item)
        json_object_set_new(out, key, poisoned(item, tail));
    return out;
}

/* A copy in which every member called `name` has become v. */
static inline json_t *replaced(const json_t *in, const char *name, json_t *v) {
    json_t *out, *item;
    const char *key;
    size_t i;

    if (json_is_array(in)) {
        out = json_array();
        json_array_foreach(in, i, item) json_array_append_new(out, replaced(item, name, v));
        return out;
    }
    if (!json_is_object(in)) return json_incref((json_t *)(uintptr_t)in);
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)in, key, item) json_object_set_new(
        out, key, strcmp(key, name) == 0 ? json_incref(v) : replaced(item, name, v));
    return out;
}

static inline void names_in(const json_t *v, json_t *out) {
    json_t *item;
    const char *key;
    size_t i;

    if (json_is_array(v)) json_array_foreach(v, i, item) names_in(item, out);
    if (json_is_object(v)) json_object_foreach((json_t *)(uintptr_t)v, key, item) {
            json_object_set_new(out, key, json_true());
            names_in(item, out);
        }
}

/* The sample with six slots: small, so that it can be broken in every way. */
static inline json_t *small_sample(void) {
    json_t *answer = sample(), *c = corridor_at(answer, 0), *slots = json_object_get(c, "by_slot");

    json_array_remove(json_object_get(answer, "corridors"), 1);
    while (json_array_size(slots) > 6) json_array_remove(slots, 6);
    return answer;
}

/* ---- what the model adds ---- */

static inline json_t *bar_of_tornado(const char *kind, const char *name, const char *low, int a,
                                     const char *high, int b, const char *row) {
    return json_pack("{s:s, s:s, s:{s:s, s:i, s:i, s:i}, s:{s:s, s:i, s:i, s:i}, s:i, s:[s]}",
                     "kind", kind, "name", name, "low", "text", low, "median", a, "lo", a / 3, "hi",
                     2 * a, "high", "text", high, "median", b, "lo", b / 3, "hi", 2 * b, "swing",
                     abs(b - a), "ref", row);
}

static inline json_t *gain_of_count(const json_t *slot, bool future, const char *method,
                                    double narrowing) {
    return json_pack("{s:O, s:O, s:b, s:s, s:f, s:O}", "slot", json_object_get(slot, "id"), "date",
                     json_object_get(slot, "date"), "future", future, "method", method, "narrowing",
                     narrowing, "ref", json_object_get(slot, "ref"));
}

/** Gives the first corridor of an answer every key that the model fills. Its estimate: 1,000 to 4,000, middle 2,000. */
static inline void add_model(json_t *answer) {
    json_t *c = corridor_at(answer, 0), *slots = json_object_get(c, "by_slot");
    const char *row =
        json_string_value(json_array_get(json_object_get(json_array_get(slots, 0), "ref"), 0));

    json_object_set_new(
        c, "estimated",
        json_pack("{s:i, s:f, s:i, s:i}", "median", 2000, "mean", 2100.0, "lo", 1000, "hi", 4000));
    json_object_set_new(c, "structure",
                        json_pack("[{s:s, s:s, s:f}, {s:s, s:s, s:f}]", "name", "level", "words",
                                  "one level for all flights", "weight", 0.2931, "name", "drift",
                                  "words", "a level that drifts", "weight", 0.7069));
    json_object_set_new(
        c, "unlisted",
        json_pack("{s:i, s:f, s:i, s:i}", "median", 1, "mean", 1.1, "lo", 0, "hi", 4));
    json_object_set_new(c, "stock",
                        json_pack("{s:[i, i], s:{s:i, s:f, s:i, s:i}, s:{s:f, s:s}}", "s0", 3000,
                                  4000, "now", "median", 900, "mean", 950.5, "lo", 0, "hi", 2600,
                                  "depletion", "p_within", 0.5812, "median", "2024-03-15"));
    json_object_set_new(c, "sensitivity", json_array());
    json_array_append_new(json_object_get(c, "sensitivity"),
                          bar_of_tornado("assumption", "share of announced slots that fly", "0.40",
                                         1200, "0.96", 2600, row));
    json_array_append_new(json_object_get(c, "sensitivity"),
                          bar_of_tornado("assumption", "what an eye estimate says of a group",
                                         "0.85 times", 2200, "1.15 times", 1850, row));
    json_array_append_new(
        json_object_get(c, "sensitivity"),
        bar_of_tornado("source", "Video of the hall", "left out", 2300, "as it is", 2000, row));
    json_object_set_new(c, "next", json_array());
    for (size_t i = 3; i < 6; i++)
        json_array_append_new(
            json_object_get(c, "next"),
            gain_of_count(json_array_get(slots, i), i == 4, "counted", 0.21 - 0.01 * (double)i));
    json_array_append_new(json_object_get(c, "next"),
                          gain_of_count(json_array_get(slots, 3), false, "eye", 0.124));
    json_array_append_new(json_object_get(c, "next"),
                          gain_of_count(json_array_get(slots, 3), false, "proxy", 0.004));
    json_object_set_new(
        c, "whatif",
        json_pack("[{s:s, s:i, s:i, s:i, s:[s]}, {s:s, s:i, s:i, s:i, s:[s]}, {s:s, s:i, s:i, s:i, "
                  "s:[s]}]",
                  "assume", "load=100", "median", 3600, "lo", 1900, "hi", 4400, "ref", row,
                  "assume", "completion=1", "median", 3400, "lo", 1500, "hi", 6700, "ref", row,
                  "assume", "load=100, completion=1", "median", 4400, "lo", 4400, "hi", 4400, "ref",
                  row));
    json_object_set_new(c, "model",
                        json_pack("{s:i, s:f, s:f, s:n}", "draws", 8192, "ess", 8192.0,
                                  "draw_error", 22.5, "grid_error"));
}
