/* SPDX-License-Identifier: Apache-2.0 */
/* How loads hang together from flight to flight, and how much the counts speak for each way of seeing it. Without counts the
 * weights are those set beforehand, and it must be said: they would look like a finding. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define PATTERNS 8
#define SHOWN 4 /* the weightiest; beyond two, none below half a hundredth */

struct pattern {
    const char *words;
    double weight;
};

static size_t patterns_of(const struct chart *c, struct pattern out[PATTERNS]) {
    size_t n = 0, i;
    json_t *o;

    json_array_foreach(view_list(c->corridor, "structure"), i, o) {
        struct pattern one = {.words = view_text(o, "words")};
        size_t at = n;

        if (!one.words) one.words = view_text(o, "name");
        if (n == PATTERNS || !one.words || !view_real(o, "weight", &one.weight) ||
            !(one.weight >= 0 && one.weight <= 1))
            continue;
        for (; at > 0 && out[at - 1].weight < one.weight; at--) out[at] = out[at - 1];
        out[at] = one;
        n++;
    }
    return n;
}

/* Did any count of this corridor enter the estimate? */
static bool counted(const struct chart *c) {
    const char *id = view_text(c->corridor, "id"), *of;
    json_t *count;
    size_t i;

    json_array_foreach(c->counts, i, count) {
        of = view_text(count, "corridor");
        if (id && of && strcmp(of, id) == 0 && view_true(count, "used")) return true;
    }
    return false;
}

static void weighed(struct buf *b, const struct pattern *p) {
    mark_cut(b, p->words, 80);
    if (p->weight < 0.005)
        buf_puts(b, " (under 1 in 100)");
    else
        buf_printf(b, " (%d in 100)", (int)lround(100 * p->weight));
}

static void list(struct buf *b, const struct pattern *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_puts(b, i + 1 == n ? " and " : ", ");
        weighed(b, &p[i]);
    }
}

static void sentence(struct buf *b, const struct pattern *p, size_t n, bool counts) {
    if (n == 1) {
        buf_puts(
            b, counts
                   ? "The counts are too few or too alike in kind to tell one pattern of "
                     "loads from another; the estimate takes "
                   : "No count entered the estimate, so nothing can tell one pattern of loads from "
                     "another; the estimate takes ");
        mark_cut(b, p->words, 80);
    } else if (!counts) {
        buf_puts(b, "No count entered the estimate, so nothing speaks for one pattern of loads "
                    "over another; these "
                    "are the weights set beforehand: ");
        list(b, p, n);
    } else if (p[0].weight - p[1].weight < 0.1) {
        buf_puts(b, "The counts hardly choose between ");
        list(b, p, n);
    } else {
        buf_puts(b, "The counts speak for ");
        weighed(b, &p[0]);
        buf_puts(b, " over ");
        list(b, p + 1, n - 1);
    }
    buf_putc(b, '.');
}

/* One bar of weights, in the order of the sentence. */
static void bar(const struct chart *c, const char *cls, const char *id, struct span desc,
                const struct pattern *p, size_t n, double w) {
    static const char *const fill[SHOWN] = {"greater", "less", "est1", "empty"};
    struct svg s = {c->b, w, 18};
    double x = 0;

    svg_begin(&s, cls, id, "Weights of the patterns", desc);
    for (size_t i = 0; i < n; i++) {
        double wide = w * p[i].weight;

        svg_rect(&s, fill[i], x + 0.5, 2.5, fmax(0, wide - 1.5), 13);
        if (wide > 34) {
            svg_open(&s, i == 0 ? "onfill" : "inbar", x + 6, 13);
            buf_printf(s.b, "%d</text>", (int)lround(100 * p[i].weight));
        }
        x += wide;
    }
    svg_end(&s);
}

/* Those that are told, the weightiest first. @return how many; 0: nothing is known of them */
static size_t told(const struct chart *c, struct pattern p[PATTERNS]) {
    size_t n = patterns_of(c, p);
    double sum = 0;

    for (size_t i = 0; i < n; i++) sum += p[i].weight;
    if (sum > 1.01) return 0;
    while (n > SHOWN || (n > 2 && p[n - 1].weight < 0.005)) n--;
    return n;
}

static void bar_of_page(const struct chart *c, const char *cls, const struct pattern *p, size_t n,
                        double w) {
    char id[64];

    snprintf(id, sizeof id, "%.40s-p%c", c->id, *cls);
    bar(c, cls, id, SPAN("A bar divided as the sentence before it says."), p, n, w);
}

void pattern_note(const struct chart *c) {
    struct pattern p[PATTERNS];
    size_t n = told(c, p);

    if (!n) return;
    buf_puts(c->b, "<div class=\"note pattern\"><p>");
    sentence(c->b, p, n, counted(c));
    buf_puts(c->b, "</p>\n");
    if (n > 1) {
        bar_of_page(c, "w", p, n, CHART_WIDE);
        bar_of_page(c, "n", p, n, CHART_SMALL);
    }
    buf_puts(c->b, "</div>\n");
}

bool pattern_possible(const struct chart *c) {
    struct pattern p[PATTERNS];

    return told(c, p) > 1;
}

void pattern_title(const struct chart *c) {
    struct pattern p[PATTERNS];
    size_t n = told(c, p);

    if (!n) return;
    sentence(c->b, p, n, counted(c));
    c->b->p[--c->b->n] = 0; /* its full stop: titles have none */
}

void pattern_chart(const struct chart *c) {
    struct pattern p[PATTERNS];
    size_t n = told(c, p);
    struct buf d = {0};

    buf_puts(&d, "A bar, divided. ");
    if (n) sentence(&d, p, n, counted(c));
    bar(c, c->cls, c->id, buf_span(&d), p, n, c->width);
    buf_fini(&d);
}
