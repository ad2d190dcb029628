/* SPDX-License-Identifier: Apache-2.0 */
/* One box is one slot: a reader can count them, and "announced" never melts into "flown". The
 * states differ by form first (full, empty, slanted lines, a cross) and by colour last, so that a
 * photocopy still tells them apart. */
#include "report/chart.h"
#include "report/flown.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

static const char *const state_key[WEEKS_STATES] = {"operated", "unknown", "announced",
                                                    "cancelled"};
static const char *const state_words[WEEKS_STATES] = {"known to have flown", "reported, unresolved",
                                                      "announced, no report", "cancelled"};

#define HEIGHT 132.0
#define WEEKS 1200 /* twenty-three years; more are not drawn */

void weeks_box(struct svg *s, enum weeks_state st, double x, double y, double w, double h) {
    switch (st) {
    case WEEKS_OPERATED: svg_rect(s, "flown", x, y, w, h); break;
    case WEEKS_UNKNOWN:
        svg_hatch(s, "hatch", x, y, w, h, 4.2);
        svg_rect(s, "boxed", x + 0.5, y + 0.5, w - 1, h - 1);
        break;
    case WEEKS_CANCELLED:
        svg_rect(s, "void", x + 0.5, y + 0.5, w - 1, h - 1);
        svg_line(s, "void", x + 1, y + 1, x + w - 1, y + h - 1);
        svg_line(s, "void", x + w - 1, y + 1, x + 1, y + h - 1);
        break;
    case WEEKS_ANNOUNCED:
    case WEEKS_STATES: svg_rect(s, "empty", x + 0.5, y + 0.5, w - 1, h - 1); break;
    }
}

enum weeks_state weeks_state(const char *state) {
    if (!state) return WEEKS_UNKNOWN;
    if (strcmp(state, "operated") == 0 || strcmp(state, "tracked") == 0) return WEEKS_OPERATED;
    if (strcmp(state, "announced") == 0) return WEEKS_ANNOUNCED;
    return strcmp(state, "cancelled") == 0 ? WEEKS_CANCELLED : WEEKS_UNKNOWN;
}

/* Slots of a week that have a track, by what they are counted as: seen ones are flown to the week's
 * tally too. */
static void tracked_of(const json_t *slots, int32_t monday, int64_t n[WEEKS_STATES]) {
    size_t i;
    json_t *slot;
    int32_t day;

    json_array_foreach(slots, i, slot) {
        const char *state = view_text(slot, "state");

        if (!view_text(slot, "leg") || !view_day(slot, "date", &day)) continue;
        if (day < monday || day >= monday + 7) continue;
        n[state && strcmp(state, "seen") == 0 ? WEEKS_OPERATED : weeks_state(state)]++;
    }
}

/* A dot on a box: a track goes with the slot. */
static void draw_track(struct svg *s, enum weeks_state st, double x, double y, double w, double h) {
    double r = fmin(3, fmin(w, h) / 3.4);

    svg_circle(s, st == WEEKS_OPERATED ? "tracked" : "tracked on", x + w / 2, y + h / 2, r);
}

void weeks_title(const struct chart *c) {
    const json_t *slots = view_object(c->corridor, "slots");
    int64_t announced = 0, flown = 0, unlisted = 0, cancelled = 0, unknown = 0;

    view_int(slots, "announced", &announced);
    view_int(slots, "unlisted", &unlisted);
    view_int(slots, "operated_known", &flown);
    view_int(slots, "cancelled", &cancelled);
    view_int(slots, "unknown", &unknown);
    if (announced + unlisted == 0) {
        buf_puts(c->b, "No flight was announced, and none is known");
        return;
    }
    buf_puts(c->b, "Of ");
    mark_people(c->b, announced + unlisted);
    buf_puts(c->b, announced + unlisted == 1 ? " slot, " : " slots, ");
    if (flown)
        mark_people(c->b, flown);
    else
        buf_puts(c->b, "none");
    buf_puts(c->b, flown > 1 ? " are known to have flown" : " is known to have flown");
    if (!unknown) return;
    buf_puts(c->b, "; what became of ");
    mark_people(c->b, unknown);
    buf_puts(c->b, ", nobody has said");
}

static void legend(struct svg *s, bool has_counts, bool has_tracks) {
    double below = has_counts ? 60 : 40;

    for (int st = 0; st < WEEKS_STATES; st++) {
        double x = st % 2 ? s->w / 2 : 0, y = st < 2 ? 0 : 20;

        weeks_box(s, (enum weeks_state)st, x, y + 1, 12, 12);
        svg_text(s, "key", x + 18, y + 11, state_words[st]);
    }
    if (has_counts) {
        svg_circle(s, "count", 6, 47, 3.2);
        svg_text(s, "key", 18, 51, "people were counted that week");
    }
    if (!has_tracks) return;
    weeks_box(s, WEEKS_OPERATED, 0, below + 1, 12, 12);
    draw_track(s, WEEKS_OPERATED, 0, below + 1, 12, 12);
    svg_text(s, "key", 18, below + 11, "a track goes with it");
}

static int64_t week_sum(const json_t *week) {
    int64_t sum = 0, n;

    for (int st = 0; st < WEEKS_STATES; st++)
        if (view_int(week, state_key[st], &n) && n > 0) sum += n;
    return sum;
}

static void draw_week(struct svg *s, const struct chart *c, const json_t *week, double x, double w,
                      double base, double h) {
    double y = base, gap = w > 5 ? 2 : 0, inner = h > 5 ? 2 : 0;
    int64_t n, counted = 0, all = 0, tracked[WEEKS_STATES] = {0};
    int32_t day;

    if (view_day(week, "week", &day)) tracked_of(view_list(c->corridor, "by_slot"), day, tracked);
    for (int st = 0; st < WEEKS_STATES; st++) all += tracked[st];
    buf_puts(s->b, "<g><title>week of ");
    if (view_day(week, "week", &day)) mark_day(s->b, day);
    for (int st = 0; st < WEEKS_STATES; st++) {
        if (!view_int(week, state_key[st], &n) || n <= 0) continue;
        buf_puts(s->b, "; ");
        mark_people(s->b, n);
        buf_printf(s->b, " %s", state_words[st]);
    }
    if (all) buf_puts(s->b, "; with a track: "), mark_people(s->b, all);
    buf_puts(s->b, "</title>");
    for (int st = 0; st < WEEKS_STATES; st++) {
        if (!view_int(week, state_key[st], &n)) continue;
        for (; n > 0 && y - h > base - HEIGHT - 1;
             n--) { /* no more than fit, if there are hundreds */
            y -= h;
            weeks_box(s, (enum weeks_state)st, x + gap / 2, y + inner, w - gap, h - inner);
            if (tracked[st]-- > 0)
                draw_track(s, (enum weeks_state)st, x + gap / 2, y + inner, w - gap, h - inner);
        }
        if (tracked[st] > 0 && st + 1 < WEEKS_STATES) tracked[st + 1] += tracked[st];
    }
    if (view_int(week, "counted", &counted) && counted > 0)
        svg_circle(s, "count", x + w / 2, y - 5, fmin(3.2, w / 2));
    buf_puts(s->b, "</g>");
}

void weeks_chart(const struct chart *c) {
    const json_t *weeks = view_list(c->corridor, "weekly");
    struct svg s = {c->b, c->width, 0};
    int32_t first = 0, last = 0, day;
    int64_t most = 1, counted;
    double w, base, top;
    bool counts = false, any = false, tracks = flown_tally(c->corridor).tracked > 0;
    json_t *week;
    size_t i;

    json_array_foreach(weeks, i, week) {
        if (!view_day(week, "week", &day)) continue;
        if (!any || day < first) first = day;
        if (!any || day > last) last = day;
        any = true;
        if (week_sum(week) > most) most = week_sum(week);
        if (view_int(week, "counted", &counted) && counted > 0) counts = true;
    }
    top = (counts ? 82 : 62) + (tracks ? 20 : 0);
    base = top + HEIGHT;
    s.h = base + 34;
    svg_begin(&s, c->cls, c->id, "Slots by week and state",
              SPAN("One box for each slot, stacked by week. The table after the picture has the "
                   "numbers."));
    legend(&s, counts, tracks);
    if (any && last - first <= WEEKS * 7) {
        int n = (last - first) / 7 + 1;
        struct svg_scale days = {first, last + 7, 0, s.w};

        w = fmin(30, s.w / n);
        days.x1 = w * n;
        json_array_foreach(weeks, i, week) {
            if (view_day(week, "week", &day))
                draw_week(&s, c, week, svg_at(days, day), w, base,
                          fmax(1, fmin(HEIGHT / (double)most, 54)));
        }
        svg_line(&s, "base", 0, base, s.w, base);
        axis_months(&s, days, base);
        axis_as_of(&s, days, c->corridor, top - 12, base);
    } else {
        svg_text(&s, "tick", 0, base, any ? "the period is too long to draw" : "no slots");
    }
    svg_end(&s);
}
