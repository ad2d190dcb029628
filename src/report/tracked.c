/* SPDX-License-Identifier: Apache-2.0 */
/* What was tracked: the section with the pictures, and the table of legs under them. Each time has
 * its word: a landing that was inferred is not one that was seen, and an end that was lost is none. */
#include "base/num.h"
#include "base/utc.h"
#include "report/flown.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <string.h>

/* ---- times ---- */

/* "02:20", or "30 Oct 2023 02:20" unless it is of that day; what is no instant, as it is. @return its day; UTC_NONE */
static int32_t clock_of(struct page *p, const char *utc, int32_t said) {
    struct utc_text text;
    struct err e;
    int64_t t;
    int32_t day;

    if (utc_instant_read(span_of(utc), &t, &e) < 0) {
        mark_text(p->b, utc);
        return said;
    }
    text = utc_instant_text(t);
    day = (int32_t)utc_day_of(t);
    if (day != said) {
        mark_day(p->b, day);
        buf_putc(p->b, ' ');
    }
    buf_printf(p->b, "%.5s", text.s + 11);
    return day;
}

static const char *status_words(enum flown_end status, bool off) {
    switch (status) {
    case FLOWN_SEEN: return "seen";
    case FLOWN_INFERRED: return "inferred";
    case FLOWN_LOST: return off ? "first heard: not a take-off" : "lost: not a landing";
    case FLOWN_EDGE: return off ? "the record begins here" : "the record ends here";
    case FLOWN_UNSAID:
    case FLOWN_ENDS: break;
    }
    return "not said how it is known";
}

/* Of a leg that was made coarse the hour is said, not the instant at which it begins. */
static int32_t when(struct page *p, const json_t *end, bool off, bool coarse, int32_t said) {
    const char *utc = flown_heard(end, off), *low = view_text(end, "low"),
               *high = view_text(end, "high");

    if (utc && coarse) buf_puts(p->b, "<span class=\"soft\">within the hour from</span> ");
    if (utc)
        said = clock_of(p, utc, said);
    else
        buf_puts(p->b, "time unknown");
    buf_printf(p->b, " <span class=\"st\">%s</span>", status_words(flown_end(end), off));
    if (!low || !high || strcmp(low, high) == 0) return said;
    buf_puts(p->b, " <span class=\"soft\">between ");
    said = clock_of(p, low, said);
    buf_puts(p->b, " and ");
    clock_of(p, high, said);
    buf_puts(p->b, "</span>");
    return said;
}

/* ---- the table ---- */

static void share_of(struct page *p, double x) {
    struct buf b = {0};

    num_fixed(&b, x, 2);
    buf_add(p->b, buf_span(&b));
    buf_fini(&b);
}

static void end_cell(struct page *p, const json_t *leg, bool off, int32_t *said) {
    const json_t *end = view_object(leg, off ? "off" : "on"), *list = view_list(end, "candidates");
    const char *airport = view_text(end, "airport");
    enum flown_end status = flown_end(end);
    bool ended = status == FLOWN_SEEN || status == FLOWN_INFERRED;
    double x;
    size_t i, others = 0;
    json_t *o;

    buf_puts(p->b, "<td>");
    *said = when(p, end, off, view_true(leg, "coarse"), *said);
    buf_puts(p->b, "<span class=\"where\">");
    mark_text(p->b, airport                       ? airport
                    : view_true(end, "off_field") ? "away from any listed airport"
                    : ended                       ? "airport unknown"
                    : json_array_size(list)       ? "in the air"
                                                  : "in the air, airport unknown");
    if (ended && view_real(end, "confidence", &x)) {
        buf_puts(p->b, " <span class=\"soft\">");
        share_of(p, x);
        buf_puts(p->b, "</span>");
    }
    json_array_foreach(list, i, o) {
        const char *s = view_text(o, "airport");

        if (!s || (airport && strcmp(s, airport) == 0) || ++others > 3) continue;
        buf_puts(p->b, others > 1 ? ", "
                       : airport  ? " <span class=\"soft\">or "
                                  : " <span class=\"soft\">perhaps ");
        mark_text(p->b, s);
        if (view_real(o, "weight", &x)) buf_putc(p->b, ' '), share_of(p, x);
    }
    buf_puts(p->b, others ? "</span></span></td>" : "</span></td>");
}

static void craft_cell(struct page *p, const json_t *leg) {
    const char *registration = view_text(leg, "registration"), *icao24 = view_text(leg, "icao24"),
               *type = view_text(leg, "type");

    buf_puts(p->b, "<td>");
    mark_text(p->b, registration ? registration : "registration unknown");
    buf_puts(p->b, " <span class=\"soft\">");
    mark_text(p->b, type);
    if (type && icao24) buf_puts(p->b, ", ");
    mark_text(p->b, icao24);
    buf_puts(p->b, "</span></td>");
}

static void cost(struct page *p, const json_t *o) {
    double x;

    if (!view_real(o, "cost", &x)) return;
    buf_puts(p->b, " <span class=\"soft\">cost ");
    share_of(p, x);
    buf_puts(p->b, "</span>");
}

static void slot_cell(struct page *p, const json_t *leg) {
    const char *slot = view_text(leg, "slot");
    size_t i;
    json_t *o;

    buf_puts(p->b, "<td>");
    mark_text(p->b, slot ? slot : "none: nobody announced it");
    if (slot) cost(p, leg);
    json_array_foreach(view_list(leg, "alternatives"), i, o) {
        const char *s = view_text(o, "slot");

        if (!s || i == 4) break;
        buf_puts(p->b, "<span class=\"where\">or ");
        mark_text(p->b, s);
        cost(p, o);
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</td>");
}

static void length(struct page *p, int64_t seconds) {
    if (seconds >= 3600) buf_printf(p->b, "%d h ", (int)(seconds / 3600));
    if (seconds >= 60)
        buf_printf(p->b, "%d min", (int)(seconds % 3600 / 60));
    else
        buf_printf(p->b, "%d s", (int)seconds);
}

static void gap_line(struct page *p, const json_t *g) {
    int64_t from, to;
    struct err e;
    const char *a = view_text(g, "from"), *b = view_text(g, "to"), *class = view_text(g, "class");

    buf_puts(p->b, "<span class=\"where\">");
    mark_text(p->b, class ? class : "unknown");
    if (a && b && utc_instant_read(span_of(a), &from, &e) == 0 &&
        utc_instant_read(span_of(b), &to, &e) == 0 && to >= from && to - from < 10 * UTC_DAY_MS) {
        buf_puts(p->b, " <span class=\"soft\">");
        length(p, (to - from) / 1000);
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</span>");
}

static void gaps_cell(struct page *p, const json_t *leg) {
    const json_t *gaps = view_list(leg, "gaps"), *flags = view_list(leg, "flags");
    size_t i, n = json_array_size(gaps);
    int64_t longest;
    json_t *o;

    buf_puts(p->b, "<td>");
    json_array_foreach(gaps, i, o) if (i < 4) gap_line(p, o);
    if (n > 4) buf_printf(p->b, "<span class=\"where soft\">and %zu more</span>", n - 4);
    if (!n && view_int(leg, "gap_max_s", &longest) && longest > 0 && longest < 864000) {
        buf_puts(p->b, "<span class=\"soft\">at most ");
        length(p, longest);
        buf_puts(p->b, "</span>");
    } else if (!n) {
        buf_puts(p->b, "<span class=\"soft\">–</span>");
    }
    json_array_foreach(flags, i, o) {
        if (!json_string_value(o) || i == 6) break;
        buf_puts(p->b, i ? " · " : "<span class=\"where flag\">");
        mark_text(p->b, json_string_value(o));
        if (i + 1 == json_array_size(flags) || i == 5) buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</td>");
}

static void leg_row(struct page *p, const json_t *leg, int k, size_t number) {
    int32_t said = UTC_NONE;
    double x;
    int64_t points;

    buf_printf(p->b, "<tr id=\"c%d-leg-%zu\"><th scope=\"row\">%zu</th>", k, number, number);
    end_cell(p, leg, true, &said);
    end_cell(p, leg, false, &said);
    craft_cell(p, leg);
    buf_puts(p->b, "<td>");
    mark_text(p->b, view_text(leg, "callsign") ? view_text(leg, "callsign") : "–");
    buf_puts(p->b, "</td>");
    slot_cell(p, leg);
    gaps_cell(p, leg);
    buf_puts(p->b, "<td class=\"num\">");
    if (view_real(leg, "confidence", &x))
        share_of(p, x);
    else
        buf_puts(p->b, "<span class=\"soft\">not stated</span>");
    if (view_int(leg, "points", &points)) {
        buf_puts(p->b, "<span class=\"where soft\">");
        mark_people(p->b, points);
        buf_puts(p->b, points == 1 ? " point</span>" : " points</span>");
    }
    buf_puts(p->b, "</td><td><span class=\"soft\">");
    mark_text(p->b, view_text(leg, "source"));
    buf_puts(p->b, "</span> ");
    cite_list(p, view_list(leg, "ref"), 4, NULL);
    buf_puts(p->b, "<span class=\"where soft\">");
    mark_text(p->b, view_text(leg, "id"));
    buf_puts(p->b, "</span></td></tr>\n");
}

static void table_head(struct page *p, const char *label, const char *cls,
                       const char *const *column, size_t n) {
    buf_printf(p->b,
               "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table "
               "class=\"%s\"><thead><tr>",
               label, cls);
    for (size_t i = 0; i < n; i++)
        buf_printf(p->b, "<th scope=\"col\"%s>%s</th>", *column[i] == '+' ? " class=\"num\"" : "",
                   column[i] + (*column[i] == '+'));
    buf_puts(p->b, "</tr></thead><tbody>\n");
}

static void legs(struct page *p, const json_t *corridor, int k) {
    static const char *const column[] = {"No.",      "Take-off, UTC", "Landing, UTC",
                                         "Aircraft", "Call sign",     "Flight it is taken for",
                                         "Not seen", "+Confidence",   "Rows"};
    size_t i;
    json_t *leg;

    buf_printf(p->b, "<h4 id=\"c%d-legs\">Tracks, by take-off</h4>\n", k);
    if (!flown_legs(corridor)) {
        buf_puts(p->b, "<p>No aircraft was tracked on this corridor. What that is worth, the days "
                       "above say: on a day without coverage, nothing.</p>\n");
        return;
    }
    table_head(p, "Tracks", "legs", column, sizeof column / sizeof *column);
    json_array_foreach(view_list(corridor, "legs"), i, leg) leg_row(p, leg, k, i + 1);
    buf_puts(p->b, "</tbody></table></div>\n");
}

/* ---- the section ---- */

static bool has_signals(const json_t *corridor) {
    return flown_legs(corridor) || flown_coverage(corridor);
}

bool tracked_any(const json_t *answer) {
    size_t i;
    json_t *c;

    json_array_foreach(view_list(answer, "corridors"), i, c) {
        if (has_signals(c)) return true;
    }
    return false;
}

/* Beside the pictures: what they do not say. */
static void not_said(struct page *p, const json_t *corridor) {
    buf_puts(p->b, "<aside class=\"reads\"><h4>What this does not say</h4><ul>");
    if (flown_legs(corridor))
        buf_puts(p->b,
                 "<li><b>Who was aboard.</b> A track shows that an aircraft flew, and nothing of "
                 "people.</li>"
                 "<li><b>That a lost end is a landing.</b> The aircraft went on out of sight. "
                 "Where it came down, the track does not say.</li>"
                 "<li><b>How it flew where the line is broken.</b> The line joins what was seen "
                 "before and after; between, nothing is known.</li>"
                 "<li><b>That an inferred end was seen.</b> It follows from height, speed and the "
                 "airports near, with the confidence in the table.</li>");
    if (flown_coarse(corridor))
        buf_puts(p->b,
                 "<li><b>The minute and the way of what a receiver of somebody’s own heard.</b> "
                 "Given by the hour and to the tenth of a degree: the edge of what it hears would "
                 "tell where it stands.</li>");
    if (flown_coverage(corridor))
        buf_puts(p->b,
                 "<li><b>Anything about a day without coverage.</b> Neither that a flight went, "
                 "nor that none did. “Not seen” counts only on a day whose record is complete, or "
                 "on which somebody was watching.</li>");
    buf_puts(p->b, "</ul></aside>\n");
}

static void one_corridor(struct page *p, const json_t *corridor, int k) {
    size_t n = json_array_size(view_list(corridor, "legs"));

    buf_printf(p->b, "<h3 id=\"c%d-tracked\">", k);
    mark_text(p->b, view_place(corridor, true).s);
    buf_puts(p->b, " to ");
    mark_text(p->b, view_place(corridor, false).s);
    buf_printf(p->b, " <span class=\"soft\">%zu track%s</span></h3>\n<div class=\"figs\">\n", n,
               n == 1 ? "" : "s");
    section_tracked(p, corridor, k);
    not_said(p, corridor);
    buf_puts(p->b, "</div>\n");
    legs(p, corridor, k);
}

void tracked_section(struct page *p) {
    size_t i;
    json_t *c;

    if (!tracked_any(p->answer)) return;
    buf_puts(p->b,
             "<section id=\"tracked\"><h2>What was tracked</h2>\n<p class=\"intro\">Signals that "
             "aircraft sent and somebody received, joined to flights, and who was watching on "
             "which day. A flight that was tracked did fly. One that was not may have flown "
             "unseen.</p>\n");
    json_array_foreach(view_list(p->answer, "corridors"), i, c) {
        if (has_signals(c)) one_corridor(p, c, (int)i + 1);
    }
    buf_puts(p->b, "</section>\n");
}

/* ---- in the table of slots ---- */

/* "take-off 02:24 seen", "last heard 02:59 lost". */
static int32_t end_in_short(struct page *p, const json_t *end, bool off, int32_t said) {
    enum flown_end status = flown_end(end);
    bool ended = status == FLOWN_SEEN || status == FLOWN_INFERRED;

    buf_printf(p->b, " <span class=\"soft\">%s</span> ",
               ended ? (off ? "take-off" : "landing") : (off ? "first heard" : "last heard"));
    if (flown_heard(end, off))
        said = clock_of(p, flown_heard(end, off), said);
    else
        buf_puts(p->b, "at an unknown time");
    buf_printf(p->b, " <span class=\"st\">%s</span>", flown_end_words[status]);
    return said;
}

void tracked_cell(struct page *p, const json_t *corridor, const json_t *slot, const json_t *numbers,
                  int k) {
    const char *id = view_text(slot, "leg"), *cover = view_text(slot, "cover");
    size_t number = flown_number(numbers, id), others;
    const json_t *leg = number ? json_array_get(view_list(corridor, "legs"), number - 1) : NULL;
    int32_t day = UTC_NONE;

    buf_puts(p->b, "<td class=\"leg\">");
    if (leg) {
        view_day(slot, "date", &day);
        buf_printf(p->b, "<a href=\"#c%d-leg-%zu\">", k, number);
        mark_text(p->b, id);
        buf_puts(p->b, "</a>");
        day = end_in_short(p, view_object(leg, "off"), true, day);
        buf_putc(p->b, ',');
        end_in_short(p, view_object(leg, "on"), false, day);
        others = json_array_size(view_list(leg, "alternatives"));
        if (others)
            buf_printf(p->b, " <span class=\"soft\">(or %zu other slot%s)</span>", others,
                       others == 1 ? "" : "s");
    } else if (id) {
        mark_text(p->b, id);
    }
    if (cover) {
        buf_puts(p->b, id ? "<span class=\"where soft\">" : "<span class=\"soft\">");
        mark_text(p->b, cover);
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</td>");
}

/* ---- the days as numbers ---- */

static void run_row(struct page *p, const json_t *source, const json_t *days, size_t first,
                    size_t n) {
    const json_t *a = json_array_get(days, first), *b = json_array_get(days, first + n - 1);
    const char *state = view_text(a, "state"), *note = view_text(a, "note");
    enum flown_day d = flown_day(state);

    buf_puts(p->b, "<tr><th scope=\"row\">");
    mark_text(p->b, view_text(source, "source"));
    buf_puts(p->b, "</th><td class=\"when\">");
    mark_date(p->b, view_text(a, "date"));
    if (n > 1) {
        buf_puts(p->b, " – ");
        mark_date(p->b, view_text(b, "date"));
    }
    buf_puts(p->b, "</td><td>");
    mark_text(p->b, d == FLOWN_UNREAD && state ? state : flown_day_words[d]);
    buf_puts(p->b, "</td><td>");
    mark_text(p->b, note);
    buf_puts(p->b, "</td><td>");
    cite_list(p, view_list(source, "ref"), 2, NULL);
    buf_puts(p->b, "</td></tr>\n");
}

/* Days that follow one another with one state and note are one row. */
static size_t run_length(const json_t *days, size_t first) {
    const json_t *a = json_array_get(days, first);
    int32_t start, day;
    size_t n = 1;

    if (!view_day(a, "date", &start)) return 1;
    for (; first + n < json_array_size(days); n++) {
        const json_t *b = json_array_get(days, first + n);

        if (!view_day(b, "date", &day) || day != start + (int32_t)n ||
            !json_equal(json_object_get(a, "state"), json_object_get(b, "state")) ||
            !json_equal(json_object_get(a, "note"), json_object_get(b, "note")))
            break;
    }
    return n;
}

void figures_watch(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"source", "days", "state", "note", "rows"};
    size_t i;
    json_t *s;

    table_head(p, "Days of coverage", "days", column, sizeof column / sizeof *column);
    json_array_foreach(view_list(view_object(corridor, "coverage"), "sources"), i, s) {
        const json_t *days = view_list(s, "days");

        for (size_t d = 0, n; d < json_array_size(days); d += n) {
            n = run_length(days, d);
            run_row(p, s, days, d, n);
        }
    }
    buf_puts(p->b, "</tbody></table></div>");
}
