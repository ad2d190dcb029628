/* SPDX-License-Identifier: Apache-2.0 */
/* Which flight to count next. The bars are nearly alike more often than not, and then that is the finding. */
#include "base/utc.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define ROWS 6

struct gain {
    const char *slot, *flight, *method;
    const json_t *ref;
    int32_t day;
    bool future;
    double narrowing; /* of the standard deviation of the total, 0 to 1 */
};

static const char *flight_of(const struct chart *c, const char *id) {
    json_t *slot;
    size_t i;

    json_array_foreach(view_list(c->corridor, "by_slot"), i, slot) {
        const char *other = view_text(slot, "id");

        if (other && strcmp(other, id) == 0) return view_text(slot, "flight");
    }
    return NULL;
}

static bool gain_of(const struct chart *c, const json_t *o, struct gain *out) {
    *out = (struct gain){.slot = view_text(o, "slot"),
                         .method = view_text(o, "method"),
                         .ref = view_list(o, "ref"),
                         .future = view_true(o, "future")};
    if (!out->slot || !out->method || !view_day(o, "date", &out->day) ||
        !view_real(o, "narrowing", &out->narrowing))
        return false;
    if (!(out->narrowing >= 0 && out->narrowing <= 1)) return false;
    out->flight = flight_of(c, out->slot);
    return true;
}

/* The first, and those counted as it is, in the order of the answer. */
static size_t gains_of(const struct chart *c, struct gain out[ROWS]) {
    size_t n = 0, i;
    struct gain g;
    json_t *o;

    json_array_foreach(view_list(c->corridor, "next"), i, o) {
        if (n == ROWS || !gain_of(c, o, &g) || (n && strcmp(g.method, out->method) != 0)) continue;
        out[n++] = g;
    }
    return n;
}

bool advice_possible(const struct chart *c) {
    struct gain g[ROWS];

    return gains_of(c, g) > 0;
}

/* "Fri 22 Mar 2024", then the flight, not escaped. */
static void name_gain(struct buf *b, const struct gain *g) {
    static const char *const name[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    buf_printf(b, "%s ", name[utc_weekday(g->day) - 1]);
    mark_day(b, g->day);
    if (g->flight) buf_puts(b, ", "), buf_puts(b, g->flight);
}

static void percent(struct buf *b, double share) {
    if (share < 0.005)
        buf_puts(b, "under 1%");
    else
        buf_printf(b, "%d%%", (int)lround(100 * share));
}

static const char *done_how(const char *method) {
    return strcmp(method, "eye") == 0     ? "judged by eye"
           : strcmp(method, "proxy") == 0 ? "judged by a proxy such as buses or luggage"
                                          : "everybody counted one by one";
}

void advice_title(const struct chart *c) {
    struct gain g[ROWS];
    struct buf words = {0};

    if (!gains_of(c, g)) return;
    name_gain(&words, g);
    buf_puts(c->b, "The next observation that would help most: ");
    mark_cut(c->b, words.p, 60);
    buf_printf(c->b, ", %s", done_how(g->method));
    buf_fini(&words);
}

static void draw_gain(struct svg *s, const struct chart *c, const struct gain *g, bool first,
                      struct svg_scale share, double y) {
    const char *row = json_string_value(json_array_get(g->ref, 0));
    bool link = view_row(c->rows, row);
    struct svg_lines l = {first ? "what b" : "what", first ? 13.2 : 12.5, share.x0 - 10, 15, 1};
    double x = svg_at(share, g->narrowing);
    struct buf words = {0};

    name_gain(&words, g);
    if (link) buf_printf(s->b, "<a href=\"#r-%s\">", row);
    svg_lines(s, &l, 0, y + 12, words.p);
    if (link) buf_puts(s->b, "</a>");
    svg_rect(s,
             g->future ? "empty strong"
             : first   ? "greater"
                       : "less",
             share.x0, y + 2, x - share.x0, 12);
    svg_open(s, first ? "what b" : "what", x + 6, y + 12);
    percent(s->b, g->narrowing);
    buf_puts(s->b, "</text>");
    buf_fini(&words);
}

static void legend(struct svg *s, bool past, double y) {
    if (past) {
        svg_rect(s, "less", 0, y + 5, 12, 10);
        svg_text(s, "key", 18, y + 15, "the day has passed");
    }
    svg_rect(s, "empty strong", past ? 152.5 : 0.5, y + 5.5, 11, 9);
    svg_text(s, "key", past ? 170 : 18, y + 15, "still to come");
}

void advice_chart(const struct chart *c) {
    struct gain g[ROWS];
    size_t n = gains_of(c, g);
    struct svg s = {c->b, c->width, 0};
    struct svg_scale share = {0, 0.01, 186, s.w - 58};
    bool past = false, future = false;

    for (size_t i = 0; i < n; i++) {
        share.hi = fmax(share.hi, g[i].narrowing);
        future |= g[i].future;
        past |= !g[i].future;
    }
    s.h = 25 * (double)n + (future ? 24 : 0);
    svg_begin(&s, c->cls, c->id, "How much counting one flight would narrow the estimate",
              SPAN("A bar a flight. The table after the picture has the numbers."));
    for (size_t i = 0; i < n; i++) draw_gain(&s, c, &g[i], i == 0, share, 25 * (double)i);
    if (future) legend(&s, past, 25 * (double)n);
    svg_end(&s);
}

/* What other ways of looking at the same flight would give. */
static void other_ways(const struct chart *c, const struct gain *first) {
    struct gain g;
    size_t i, n = 0;
    json_t *o;

    json_array_foreach(view_list(c->corridor, "next"), i, o) {
        if (!gain_of(c, o, &g) || strcmp(g.slot, first->slot) != 0 ||
            strcmp(g.method, first->method) == 0)
            continue;
        buf_printf(c->b, n++ ? "; %s, by " : " The same flight, %s, would narrow it by ",
                   done_how(g.method));
        percent(c->b, g.narrowing);
    }
    if (n) buf_putc(c->b, '.');
}

void advice_note(const struct chart *c) {
    struct gain g[ROWS];
    size_t n = gains_of(c, g);

    if (!n) return;
    buf_puts(c->b, "<p class=\"note\">");
    buf_puts(c->b, g->future ? "It is still to come: somebody has to be there."
                             : "Its day has passed: a list, a recording or a photograph would do.");
    other_ways(c, g);
    if (n > 2 && g[n - 1].narrowing >= 0.9 * g->narrowing)
        buf_puts(c->b, " The runners-up would help nearly as much.");
    buf_puts(c->b, "</p>\n");
}
