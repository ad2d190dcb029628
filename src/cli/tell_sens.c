/* SPDX-License-Identifier: Apache-2.0 */
/* The tornado: one row for each assumption and each root, the widest first. A bar runs from the lower to the higher best figure, with a
 * mark where the answer is. */
#include "cli/look.h"
#include "cli/tell.h"

#include <math.h>

enum { SENS_COLUMNS = 5, BAR_MOST = 34, BAR_LEAST = 10, BESIDE_BAR = 76 };

/* "0.40: 1,800". */
static const char *end_text(struct arena *a, const json_t *bar, const char *end) {
    const json_t *o = json_object_get(bar, end);
    const char *text = look_text(o, "text");

    return arena_printf(a, "%s%s%s", text ? text : "", text ? ": " : "",
                        look_people(a, o, "median"));
}

static const char *bar_text(struct arena *a, const struct term *t, const json_t *bar, double best,
                            double max, int cells) {
    double low = look_number(json_object_get(bar, "low"), "median"),
           high = look_number(json_object_get(bar, "high"), "median");
    struct term utf8 = {.utf8 = true, .width = TERM_WIDTH};
    struct buf b = {0};
    const char *s;

    /* term_table makes the text safe once more, so the line is drawn in its own signs */
    term_bar(&b, t->utf8 ? &utf8 : t, fmin(low, high), best, fmax(low, high), max, cells);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static double largest(const json_t *bars, double best) {
    const json_t *bar;
    size_t i;
    double max = best;

    json_array_foreach(bars, i, bar) {
        max = fmax(max, look_number(json_object_get(bar, "low"), "median"));
        max = fmax(max, look_number(json_object_get(bar, "high"), "median"));
    }
    return max;
}

static void tornado(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    static const struct term_column head[] = {{"if otherwise", false, true},
                                              {"low", false, false},
                                              {"high", false, false},
                                              {"moves", true, false},
                                              {"", false, false}};
    const json_t *bars = json_object_get(c, "sensitivity"), *bar;
    const char **cell = ARENA_ARRAY(a, const char *, json_array_size(bars) * SENS_COLUMNS);
    double best = look_number(json_object_get(c, "estimated"), "median"), max = largest(bars, best);
    int cells = t->width - BESIDE_BAR;
    size_t i;

    if (cells > BAR_MOST) cells = BAR_MOST;
    json_array_foreach(bars, i, bar) {
        const char **row = &cell[SENS_COLUMNS * i], *kind = look_text(bar, "kind");
        bool source = kind && strcmp(kind, "source") == 0;

        row[0] = arena_printf(a, "%s%s", source ? "source: " : "", look_text(bar, "name"));
        row[1] = end_text(a, bar, "low");
        row[2] = end_text(a, bar, "high");
        row[3] = look_people(a, bar, "swing");
        row[4] = bar_text(a, t, bar, best, max, cells < BAR_LEAST ? BAR_LEAST : cells);
    }
    /* a narrow screen has the figures and no picture */
    if (cells >= BAR_LEAST) {
        term_table(out, t, head, SENS_COLUMNS, cell, json_array_size(bars));
        return;
    }
    for (size_t r = 0; r < json_array_size(bars); r++)
        for (size_t k = 0; k < SENS_COLUMNS - 1; k++)
            cell[(SENS_COLUMNS - 1) * r + k] = cell[SENS_COLUMNS * r + k];
    term_table(out, t, head, SENS_COLUMNS - 1, cell, json_array_size(bars));
}

static void whatifs(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    static const struct term_column head[] = {
        {"what if", false, false}, {"best", true, false}, {"between", true, false}};
    const json_t *list = json_object_get(c, "whatif"), *w;
    const char **cell = ARENA_ARRAY(a, const char *, (json_array_size(list) + 1) * 3);
    size_t i;

    if (!json_array_size(list)) return;
    buf_puts(out, "\n  What a claim takes as certain, beside the estimate\n");
    json_array_foreach(list, i, w) {
        cell[3 * i] = look_text(w, "assume");
        cell[3 * i + 1] = look_people(a, w, "median");
        cell[3 * i + 2] = look_between(a, w);
    }
    cell[3 * i] = "nothing: the estimate";
    cell[3 * i + 1] = look_people(a, json_object_get(c, "estimated"), "median");
    cell[3 * i + 2] = look_between(a, json_object_get(c, "estimated"));
    term_table(out, t, head, 3, cell, i + 1);
}

void tell_sensitivity(struct buf *out, struct arena *a, const struct term *t,
                      const json_t *answer) {
    const json_t *c;
    size_t i;

    json_array_foreach(json_object_get(answer, "corridors"), i, c) {
        const char *headline = look_text(c, "headline");

        if (i) buf_putc(out, '\n');
        if (headline) term_wrap(out, t, "", headline);
        if (!json_array_size(json_object_get(c, "sensitivity"))) {
            buf_puts(out, "\n  Nothing that could be otherwise moves it.\n");
            continue;
        }
        buf_printf(out, "\n  %sWhat it hangs on%s\n", term_style(t, TERM_BOLD),
                   term_style(t, TERM_PLAIN));
        term_wrap(out, t, "  ", "The best figure, were one thing otherwise:");
        tornado(out, a, t, c);
        whatifs(out, a, t, c);
    }
}
