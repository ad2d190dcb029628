/* SPDX-License-Identifier: Apache-2.0 */
/* The estimate beside what it would be if things that a claim takes as certain were so: each alone, then together. */
#include "base/num.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define MOST 8

struct other {
    struct ranges_row row;
    struct buf label;
    bool alone; /* one thing is held fixed, not several */
};

static void key_words(struct buf *b, struct span key, struct span value) {
    int64_t n;
    struct err e;
    bool whole = num_int(value, 0, 1000000, &n, &e) == 0;

    if (span_is(key, "load") && whole) {
        buf_puts(b, "each flight carried ");
        mark_people(b, n);
    } else if (span_is(key, "completion") && whole && n == 1) {
        buf_puts(b, "every announced flight flew");
    } else {
        buf_add(b, key);
        buf_puts(b, " is ");
        buf_add(b, value);
    }
}

/* "load=100, completion=1" as "if each flight carried 100 and every announced flight flew", not escaped. What is not of
 * that form is shown as it is. */
static void words_of(struct buf *b, const char *assume, bool *alone) {
    size_t n = 0;

    *alone = true;
    if (!strchr(assume, '=')) {
        buf_puts(b, assume);
        return;
    }
    for (const char *p = assume; *p; n++) {
        const char *comma = strchr(p, ','), *end = comma ? comma : p + strlen(p),
                   *equals = memchr(p, '=', (size_t)(end - p));

        buf_puts(b, n ? " and " : "if ");
        if (equals)
            key_words(b, (struct span){p, (size_t)(equals - p)},
                      (struct span){equals + 1, (size_t)(end - equals - 1)});
        else
            buf_add(b, (struct span){p, (size_t)(end - p)});
        for (p = comma ? comma + 1 : end; *p == ' ';) p++;
    }
    *alone = n < 2;
}

static size_t others_of(const struct chart *c, struct other out[MOST]) {
    size_t n = 0, i;
    json_t *o;

    json_array_foreach(view_list(c->corridor, "whatif"), i, o) {
        struct other one = {.alone = true};

        if (n == MOST || !view_text(o, "assume") || !view_estimate(o, &one.row.v)) continue;
        words_of(&one.label, view_text(o, "assume"), &one.alone);
        one.row.label = one.label.p;
        out[n++] = one;
    }
    return n;
}

static void others_fini(struct other *v, size_t n) {
    for (size_t i = 0; i < n; i++) buf_fini(&v[i].label);
}

bool otherwise_possible(const struct chart *c) {
    struct other other[MOST];
    struct view_estimate est;
    size_t n = others_of(c, other);

    others_fini(other, n);
    return n > 0 && view_estimate(view_object(c->corridor, "estimated"), &est);
}

static bool first_claim(const struct chart *c, int64_t *q) {
    json_t *claim;
    size_t i;

    json_array_foreach(c->claims, i, claim) {
        if (view_claimed(claim, c->corridor, q)) return true;
    }
    return false;
}

void otherwise_title(const struct chart *c) {
    struct view_estimate est = {0};
    struct other other[MOST];
    size_t n = others_of(c, other), said = 0;
    int64_t q;

    view_estimate(view_object(c->corridor, "estimated"), &est);
    buf_puts(c->b, "What is taken as certain makes the difference");
    if (first_claim(c, &q)) {
        buf_puts(c->b, " to the claimed ");
        mark_people(c->b, q);
    }
    buf_puts(c->b, ": the middle of ");
    mark_people(c->b, est.median);
    for (size_t i = 0; i < n && said < 2; i++) {
        if (!other[i].alone && n > 1) continue;
        buf_puts(c->b, said++ ? " or " : " becomes ");
        mark_people(c->b, other[i].row.v.median);
    }
    others_fini(other, n);
}

static void draw_claim(struct svg *s, struct svg_scale p, int64_t q, double bottom) {
    double x = svg_at(p, fmin((double)q, p.hi));
    bool left = x > s->w / 2;

    svg_line(s, "claim", x, 18, x, bottom);
    svg_open(s, left ? "claimed e" : "claimed", left ? x + 1 : x - 1, 13);
    buf_puts(s->b, "claimed ");
    mark_people(s->b, q);
    buf_puts(s->b, (double)q > p.hi ? " →</text>" : "</text>");
}

void otherwise_chart(const struct chart *c) {
    struct other other[MOST];
    struct ranges_row base = {.label = "the estimate", .base = true};
    size_t n = others_of(c, other);
    struct svg s = {c->b, c->width, 0};
    double y, hi, bottom;
    int64_t q = 0;
    bool claimed = first_claim(c, &q);
    struct svg_scale p;

    view_estimate(view_object(c->corridor, "estimated"), &base.v);
    bottom = y = claimed ? 22 : 4;
    hi = (double)base.v.hi;
    bottom += ranges_height(&s, &base);
    for (size_t i = 0; i < n; i++) {
        hi = fmax(hi, (double)other[i].row.v.hi);
        bottom += ranges_height(&s, &other[i].row);
    }
    if (claimed && (double)q < 2 * hi) hi = fmax(hi, (double)q);
    s.h = bottom + 24;
    p = (struct svg_scale){0, fmax(hi, 1), 5, s.w - 5};
    svg_begin(&s, c->cls, c->id, "The estimate, and what it would be if things were certain",
              SPAN("A bar for each interval, a dot at its middle. The table after the picture has "
                   "the numbers."));
    axis_people(&s, p, bottom);
    if (claimed) draw_claim(&s, p, q, bottom);
    ranges_draw(&s, &base, p, y);
    y += ranges_height(&s, &base);
    for (size_t i = 0; i < n; i++) {
        ranges_draw(&s, &other[i].row, p, y);
        y += ranges_height(&s, &other[i].row);
    }
    svg_end(&s);
    others_fini(other, n);
}
