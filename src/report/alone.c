/* SPDX-License-Identifier: Apache-2.0 */
/* A picture that leaves the report: into a newspaper, a slide, the local page. It is drawn by the same function; what the report says
 * around it goes with it as text, so that nobody has to write a caption from memory. */
#include "report/alone.h"

#include "base/num.h"
#include "report/figure.h"
#include "report/mark.h"
#include "report/view.h"

#include <stdlib.h>

extern const unsigned char chart_css[];
extern const size_t chart_css_n;

const char *const alone_charts[] = {"strip",  "dots",  "flights", "parts",  "weeks",   "months",
                                    "fan",    "loads", "pattern", "advice", "tornado", "otherwise",
                                    "remain", "map",   "trails",  "watch",  NULL};

/* What a picture needs, as a sentence goes on after "it needs". */
static const struct {
    const char *chart, *want;
} missing[] = {
    {"loads", "a slot in this corridor"},
    {"pattern", "two patterns of loads or more to compare"},
    {"advice", "a flight whose counting would tell more"},
    {"tornado", "an estimate that hangs on something, and at most 1,000 slots"},
    {"otherwise", "a claim of a number of people that could be taken as certain"},
    {"flights", "a claim of a number of flights on days of the estimate"},
    {"parts", "a claim of a number of people in a part of the period"},
    {"remain", "a known number of people at the origin at the start, and who came in"},
    {"map", "the positions of both places, apart, and not opposite on the globe"},
    {"trails", "a track of which a position is known"},
    {"watch", "a source that says of some day whether it was watching, and a period that is not "
              "too long to draw"},
};

struct span alone_css(void) {
    return (struct span){(const char *)chart_css, chart_css_n};
}

static const json_t *corridor_of(const json_t *answer, const char *which, struct err *e) {
    const json_t *list = view_list(answer, "corridors");
    struct err not_a_number = {0};
    const char *id;
    int64_t n;
    size_t i;
    json_t *c;

    if (!which) which = "1";
    json_array_foreach(list, i, c) {
        if ((id = view_text(c, "id")) && strcmp(id, which) == 0) return c;
    }
    if (num_int(span_of(which), 1, INT32_MAX, &n, &not_a_number) == 0 &&
        (size_t)n <= json_array_size(list))
        return json_array_get(list, (size_t)n - 1);
    if (!json_array_size(list))
        err_put(e, RC_NOTFOUND, "the case has no corridor yet: there is nothing to draw");
    else
        err_put(e, RC_NOTFOUND, "no corridor %s; there %s %zu", which,
                json_array_size(list) == 1 ? "is" : "are", json_array_size(list));
    return NULL;
}

static const struct figure *figure_of(const char *chart) {
    for (size_t i = 0; i < figure_count; i++)
        if (strcmp(figure_all[i].chart, chart) == 0) return &figure_all[i];
    return NULL;
}

static int not_possible(const char *chart, struct err *e) {
    const char *want = "something to draw";

    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (strcmp(missing[i].chart, chart) == 0) want = missing[i].want;
    return err_set(e, RC_NOTFOUND, "%s: this picture cannot be drawn: it needs %s", chart, want);
}

/* Markup to its text: what stands between tags, white space as one space. What it holds is escaped already, and stays so. */
static void untagged(struct buf *b, struct span s) {
    bool inside = false, gap = false;
    size_t begin = b->n;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '<') inside = gap = true;
        if (!inside && c != ' ' && c != '\n') {
            if (gap && b->n > begin && c != '.' && c != ',' && c != ';') buf_putc(b, ' ');
            buf_putc(b, c);
            gap = false;
        } else if (!inside) {
            gap = true;
        }
        if (c == '>') inside = false;
    }
}

static void words_of(struct buf *b, const struct chart *c, void (*say)(const struct chart *)) {
    struct buf raw = {0};
    struct chart to = *c;

    to.b = &raw;
    to.rows = NULL;
    say(&to);
    untagged(b, buf_span(&raw));
    buf_fini(&raw);
}

/* The notes of a picture; that which holds a picture of its own is one of its own here. */
static void notes(struct buf *b, const struct figure *f, const struct chart *c) {
    size_t begin = b->n;

    for (size_t i = 0; i < sizeof f->note / sizeof *f->note; i++) {
        if (!f->note[i] || f->note[i] == pattern_note) continue;
        if (b->n > begin) buf_putc(b, ' ');
        words_of(b, c, f->note[i]);
    }
}

static void attribute(struct buf *out, const char *name, struct buf *text) {
    if (text->n) {
        buf_printf(out, " data-%s=\"", name);
        buf_add(out, buf_span(text));
        buf_putc(out, '"');
    }
    text->n = 0;
}

static void caption(struct buf *out, const struct figure *f, const struct chart *c) {
    struct buf text = {0};

    words_of(&text, c, f->title);
    attribute(out, "title", &text);
    buf_puts(&text, f->unit);
    attribute(out, "unit", &text);
    buf_printf(&text, "%s; as of ", f->source);
    mark_date(&text, view_text(c->corridor, "as_of"));
    attribute(out, "source", &text);
    notes(&text, f, c);
    attribute(out, "note", &text);
    buf_fini(&text);
}

/* Where a piece of the picture ends that we ourselves wrote; the whole, should it not be there. */
static size_t after(struct span s, struct span piece) {
    const char *at = memmem(s.p, s.n, piece.p, piece.n);

    return at ? (size_t)(at - s.p) + piece.n : s.n;
}

static void piece(struct buf *out, struct span s, size_t from, size_t to) {
    buf_add(out, (struct span){s.p + from, to - from});
}

/* The picture with its size, caption and style put in where they belong. */
static void dress(struct buf *out, struct span svg, const struct figure *f, const struct chart *c,
                  int width, bool style) {
    static const struct span box = {"viewBox=\"0 0 ", 13};
    size_t tag = after(svg, SPAN("<svg")), view = after(svg, box), quote = view, end, desc;

    while (quote < svg.n && svg.p[quote] != '"') quote++;
    end = after(svg, SPAN("><title")) - 7; /* the end of the first tag: what is in it is ours */
    desc = after(svg, SPAN("<desc id=\"picture-d\">"));
    piece(out, svg, 0, tag);
    caption(out, f, c);
    piece(out, svg, tag, quote < svg.n ? quote + 1 : svg.n);
    buf_printf(out, " width=\"%d\"", width); /* the height follows */
    piece(out, svg, end, desc);
    words_of(out, c, f->title);
    buf_puts(out, ". ");
    piece(out, svg, desc,
          desc + after((struct span){svg.p + desc, svg.n - desc}, SPAN("</desc>\n")));
    if (style) {
        buf_puts(out, "<style>");
        buf_add(out, alone_css());
        buf_puts(out, ":root{background:var(--paper)}</style>\n");
    }
    desc += after((struct span){svg.p + desc, svg.n - desc}, SPAN("</desc>\n"));
    piece(out, svg, desc, svg.n);
}

MUST int alone_chart(const json_t *answer, const struct alone *o, struct buf *out, struct err *e) {
    const struct figure *f = figure_of(o->chart);
    struct buf svg = {0};
    struct chart c = {.b = &svg,
                      .claims = view_list(answer, "claims"),
                      .counts = view_list(answer, "counts"),
                      .rows = o->links ? view_object(answer, "rows") : NULL,
                      .id = "picture",
                      .cls = "chart",
                      .width = o->width < CHART_LEAST_WIDE ? CHART_SMALL : (double)o->width,
                      .alone = true};

    if (!f) return err_set(e, RC_NOTFOUND, "no picture %s", o->chart);
    if (!view_list(answer, "corridors"))
        return err_set(e, RC_SYNTAX, "the answer has no list of corridors");
    if (!(c.corridor = corridor_of(answer, o->corridor, e))) return RC_NOTFOUND;
    if (f->possible && !f->possible(&c)) return not_possible(o->chart, e);
    f->draw(&c);
    dress(out, buf_span(&svg), f, &c, o->width, true);
    buf_fini(&svg);
    return 0;
}

/* One picture of a corridor, at one width; no style. */
static json_t *bare(const json_t *answer, const json_t *corridor, const struct figure *f,
                    double width) {
    struct buf svg = {0}, made = {0};
    struct chart c = {.b = &svg,
                      .corridor = corridor,
                      .claims = view_list(answer, "claims"),
                      .counts = view_list(answer, "counts"),
                      .rows = view_object(answer, "rows"),
                      .id = "picture",
                      .cls = "chart",
                      .width = width,
                      .alone = true};
    json_t *text = NULL;

    if (!f->possible || f->possible(&c)) {
        f->draw(&c);
        dress(&made, buf_span(&svg), f, &c, (int)width, false);
        text = json_stringn(made.p, made.n);
    }
    buf_fini(&svg);
    buf_fini(&made);
    return text;
}

MUST int alone_all(const json_t *answer, struct buf *out, struct err *e) {
    const json_t *list = view_list(answer, "corridors");
    json_t *corridors = json_array(), *all, *c;
    char *text;
    size_t i;

    if (!list) {
        json_decref(corridors);
        return err_set(e, RC_SYNTAX, "the answer has no list of corridors");
    }
    json_array_foreach(list, i, c) {
        json_t *charts = json_object();

        for (size_t k = 0; k < figure_count; k++) {
            json_t *wide = bare(answer, c, &figure_all[k], CHART_WIDE);

            if (wide)
                json_object_set_new(charts, figure_all[k].chart,
                                    json_pack("{s:o, s:o}", "wide", wide, "small",
                                              bare(answer, c, &figure_all[k], CHART_SMALL)));
        }
        json_array_append_new(
            corridors, json_pack("{s:O, s:o}", "id", json_object_get(c, "id"), "charts", charts));
    }
    all = json_pack("{s:o}", "corridors", corridors);
    text = json_dumps(all, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(all);
    buf_puts(out, text ? text : "");
    buf_putc(out, '\n');
    free(text);
    return 0;
}
