/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "base/utc.h"
#include "report/flown.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <inttypes.h>
#include <string.h>

/* A table that scrolls by itself on a narrow screen, and can be reached by keyboard to do so. */
static void head(struct page *p, const char *label, const char *cls, const char *const *column,
                 size_t n) {
    buf_printf(p->b,
               "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table "
               "class=\"%s\"><thead><tr>",
               label, cls);
    for (size_t i = 0; i < n; i++) /* a leading + makes a column of numbers */
        buf_printf(p->b, "<th scope=\"col\"%s>%s</th>", *column[i] == '+' ? " class=\"num\"" : "",
                   column[i] + (*column[i] == '+'));
    buf_puts(p->b, "</tr></thead><tbody>\n");
}

static void foot(struct page *p) {
    buf_puts(p->b, "</tbody></table></div>\n");
}

static void cell(struct page *p, const char *text) {
    buf_puts(p->b, "<td>");
    mark_text(p->b, text);
    buf_puts(p->b, "</td>");
}

static void date_cell(struct page *p, const char *iso) {
    buf_puts(p->b, "<td class=\"when\">");
    mark_date(p->b, iso);
    buf_puts(p->b, "</td>");
}

/* The row that a line of a table was made from, as a link. */
static void row_cell(struct page *p, const char *row) {
    json_t *one = json_pack("[s*]", row);

    buf_puts(p->b, "<td>");
    cite_list(p, one, 1, NULL);
    buf_puts(p->b, "</td>");
    json_decref(one);
}

/* low–best–high, as far as known, linked to the row. */
static void three(struct page *p, const json_t *o, const char *best_key) {
    int64_t low, best, high;
    bool l = view_int(o, "low", &low), m = view_int(o, best_key, &best),
         h = view_int(o, "high", &high);
    bool link = (l || m || h) && cite_open_row(p, view_text(o, "row"));

    if (m) mark_people(p->b, best);
    if (link) buf_puts(p->b, "</a>");
    if (l && h && !(m && low == best && high == best)) {
        buf_puts(p->b, m ? " <span class=\"soft\">(" : "<span class=\"soft\">");
        mark_range(p->b, low, high);
        buf_puts(p->b, m ? ")</span>" : "</span>");
    } else if (l != h) {
        buf_printf(p->b, " <span class=\"soft\">%s ", l ? "at least" : "at most");
        mark_people(p->b, l ? low : high);
        buf_puts(p->b, "</span>");
    }
    if (!l && !m && !h) buf_puts(p->b, "<span class=\"soft\">no number</span>");
}

static void weekday_date(struct page *p, const json_t *slot) {
    static const char *const name[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int32_t day;

    if (!view_day(slot, "date", &day)) {
        mark_text(p->b, view_text(slot, "date"));
        return;
    }
    buf_printf(p->b, "<span class=\"soft\">%s</span> ", name[utc_weekday(day) - 1]);
    mark_day(p->b, day);
}

static void departure(struct page *p, const json_t *slot) {
    const char *clock = view_text(slot, "clock");

    buf_puts(p->b, "<td class=\"num\">");
    mark_text(p->b, view_text(slot, "dep_local"));
    if (clock && strcmp(clock, "twice") == 0)
        buf_puts(p->b, " <span class=\"soft\">occurs twice</span>");
    if (clock && strcmp(clock, "never") == 0)
        buf_puts(p->b, " <span class=\"soft\">does not occur</span>");
    buf_puts(p->b, "</td>");
}

static void slot_state(struct page *p, const json_t *slot) {
    static const char *const known[] = {"announced", "seen",      "tracked",
                                        "operated",  "cancelled", "unknown"};
    const char *state = view_text(slot, "state"), *cls = "unknown",
               *reason = view_text(slot, "reason");
    bool first = true;
    size_t i;
    json_t *other;

    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (state && strcmp(state, known[k]) == 0) cls = known[k];
    buf_printf(p->b, "<td class=\"state\"><span class=\"g %s\"></span>", cls);
    mark_text(p->b, state ? state : "unknown");
    json_array_foreach(view_list(slot, "states"), i, other) {
        const char *s = json_string_value(other);

        if (!s || (state && strcmp(s, state) == 0) || strcmp(s, "announced") == 0) continue;
        buf_puts(p->b, first ? " <span class=\"soft\">also " : ", ");
        mark_text(p->b, s);
        first = false;
    }
    if (!first) buf_puts(p->b, "</span>");
    if (!view_true(slot, "listed"))
        buf_puts(p->b, " <span class=\"soft\">not in the timetable</span>");
    if (view_true(slot, "future")) buf_puts(p->b, " <span class=\"soft\">to come</span>");
    if (view_true(slot, "conflict"))
        buf_puts(p->b, " <strong class=\"flag\">sources disagree</strong>");
    if (reason) {
        buf_puts(p->b, " <span class=\"soft\">");
        mark_text(p->b, reason);
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</td>");
}

static void slot_seats(struct page *p, const json_t *slot) {
    const json_t *seats = view_list(slot, "seats");
    int64_t lo = json_integer_value(json_array_get(seats, 0)),
            hi = json_integer_value(json_array_get(seats, 1));
    bool link;

    buf_puts(p->b, "<td class=\"num\">");
    if (json_array_size(seats) == 2 && lo >= 0 && hi >= lo) {
        link = cite_open(p, view_list(slot, "ref"));
        mark_range(p->b, lo, hi);
        if (link) buf_puts(p->b, "</a>");
    } else {
        buf_puts(p->b, "<span class=\"soft\">unknown</span>");
    }
    buf_puts(p->b, "</td>");
}

static void slot_people(struct page *p, const json_t *slot) {
    struct view_estimate est;
    double flown;
    int64_t seen;
    bool link;

    buf_puts(p->b, "<td class=\"num\">");
    if (view_real(slot, "p_operated", &flown))
        mark_share(p->b, flown);
    else
        buf_puts(p->b, "<span class=\"soft\">unknown</span>");
    buf_puts(p->b, "</td><td class=\"num\">");
    if (view_estimate(slot, &est)) {
        link = cite_open(
            p, view_list(slot, json_array_size(view_list(slot, "counts")) ? "counts" : "ref"));
        mark_range(p->b, est.lo, est.hi);
        if (link) buf_puts(p->b, "</a>");
        buf_puts(p->b, "</td><td class=\"num\">");
        mark_people(p->b, est.median);
    } else {
        buf_puts(p->b, "<span class=\"soft\">unknown</span></td><td class=\"num\">");
    }
    buf_puts(p->b, "</td><td class=\"num\">");
    if (view_int(slot, "seen", &seen)) {
        link = cite_open(p, view_list(slot, "counts"));
        mark_people(p->b, seen);
        if (link) buf_puts(p->b, "</a>");
    } else {
        buf_puts(p->b, "<span class=\"soft\">–</span>");
    }
    buf_puts(p->b, "</td>");
}

void lists_slots(struct page *p, const json_t *corridor, int k) {
    static const char *const column[] = {"Day",     "+Departs", "Flight", "Type",
                                         "State",   "+Seats",   "+Flown", "+People",
                                         "+Middle", "+Seen",    "Rows"};
    static const char *const with_tracks[] = {"Day",     "+Departs", "Flight", "Type",
                                              "State",   "Track",    "+Seats", "+Flown",
                                              "+People", "+Middle",  "+Seen",  "Rows"};
    bool signals = flown_legs(corridor) || flown_coverage(corridor);
    json_t *numbers = signals ? flown_numbers(corridor) : NULL;
    const json_t *slots = view_list(corridor, "by_slot");
    int month = 0;
    int32_t day;
    size_t i;
    json_t *slot;

    buf_printf(p->b, "<h3 id=\"c%d-slots\">", k);
    mark_text(p->b, view_place(corridor, true).s);
    buf_puts(p->b, " to ");
    mark_text(p->b, view_place(corridor, false).s);
    buf_printf(p->b, " <span class=\"soft\">%zu slots</span></h3>\n", json_array_size(slots));
    if (!json_array_size(slots)) {
        buf_puts(p->b, "<p>No flight was announced and none is known.</p>\n");
        json_decref(numbers);
        return;
    }
    if (signals)
        head(p, "Slots", "slots signals", with_tracks, sizeof with_tracks / sizeof *with_tracks);
    else
        head(p, "Slots", "slots", column, sizeof column / sizeof *column);
    json_array_foreach(slots, i, slot) {
        bool turn = view_day(slot, "date", &day) && utc_civil(day).month != month;

        if (turn) month = utc_civil(day).month;
        buf_puts(p->b,
                 turn && i ? "<tr class=\"turn\"><td class=\"when\">" : "<tr><td class=\"when\">");
        weekday_date(p, slot);
        buf_puts(p->b, "</td>");
        departure(p, slot);
        cell(p, view_text(slot, "flight"));
        cell(p, view_text(slot, "type"));
        slot_state(p, slot);
        if (signals) tracked_cell(p, corridor, slot, numbers, k);
        slot_seats(p, slot);
        slot_people(p, slot);
        buf_puts(p->b, "<td>");
        cite_list(p, view_list(slot, "ref"), 5, NULL);
        buf_puts(p->b, "</td>");
        buf_puts(p->b, "</tr>\n");
    }
    foot(p);
    json_decref(numbers);
}

static void words(struct page *p, const char *const *part, size_t n) {
    bool first = true;

    for (size_t i = 0; i < n; i++) {
        if (!part[i]) continue;
        if (!first) buf_puts(p->b, ", ");
        mark_text(p->b, part[i]);
        first = false;
    }
}

/* The source's label, linked to its row; under it the root, when the information began somewhere
 * else. */
static void source_cell(struct page *p, const char *id, const char *root) {
    const json_t *s = cite_source(p, id), *r = cite_source(p, root);
    const char *label = view_text(s, "label");
    bool link = cite_open_row(p, view_text(s, "row"));

    mark_text(p->b, label ? label : id);
    if (link) buf_puts(p->b, "</a>");
    if (!root || !id || strcmp(root, id) == 0) return;
    buf_puts(p->b, " <span class=\"soft\">root: ");
    mark_text(p->b, view_text(r, "label") ? view_text(r, "label") : root);
    buf_puts(p->b, "</span>");
}

static void count_row(struct page *p, const json_t *c) {
    const char *of[] = {view_text(c, "of"), view_text(c, "stage")};
    const char *on = view_text(c, "date"), *wording = view_text(c, "wording");
    bool used = view_true(c, "used");
    double visible;

    buf_puts(p->b, used ? "<tr>" : "<tr class=\"out\">");
    buf_puts(p->b, "<td class=\"when\">");
    mark_date(p->b, on ? on : view_text(c, "from"));
    if (!on && view_text(c, "to")) {
        buf_puts(p->b, " – ");
        mark_date(p->b, view_text(c, "to"));
    }
    buf_puts(p->b, " <span class=\"soft\">");
    mark_text(p->b, view_text(c, "corridor"));
    if (view_text(c, "flight")) buf_putc(p->b, ' '), mark_text(p->b, view_text(c, "flight"));
    buf_puts(p->b, "</span></td>");
    cell(p, view_text(c, "method"));
    buf_puts(p->b, "<td class=\"num\">");
    three(p, c, "best");
    buf_puts(p->b, "</td><td>");
    words(p, of, 2);
    if (view_real(c, "visible", &visible)) {
        buf_puts(p->b, " <span class=\"soft\">");
        mark_share(p->b, visible);
        buf_puts(p->b, " visible</span>");
    }
    buf_puts(p->b, "</td><td>");
    if (wording) buf_puts(p->b, "“"), mark_text(p->b, wording), buf_puts(p->b, "”");
    buf_puts(p->b, "</td><td>");
    source_cell(p, view_text(c, "source"), view_text(c, "root"));
    buf_printf(p->b, "</td><td><strong>%s</strong>: ", used ? "entered" : "left out");
    mark_text(p->b, view_text(c, "why"));
    buf_puts(p->b, "</td>");
    row_cell(p, view_text(c, "row"));
    buf_puts(p->b, "</tr>\n");
}

void lists_counts(struct page *p) {
    static const char *const column[] = {"When",  "Method", "+People",          "Of whom",
                                         "Words", "Source", "In the estimate?", "Row"};
    const json_t *counts = view_list(p->answer, "counts");
    size_t i;
    json_t *c;

    buf_puts(p->b, "<section id=\"counts\"><h2>Counts</h2>\n");
    if (!json_array_size(counts)) {
        buf_puts(p->b, "<p>Nobody counted. The estimates rest on what is assumed.</p></section>\n");
        return;
    }
    buf_puts(p->b, "<p class=\"intro\">Every number of people that somebody wrote down, and what "
                   "became of it. Only counts of people "
                   "on a flight make the figure “seen”.</p>\n");
    head(p, "Counts", "counts", column, sizeof column / sizeof *column);
    json_array_foreach(counts, i, c) count_row(p, c);
    foot(p);
    buf_puts(p->b, "</section>\n");
}

/* How many of 100 outcomes of what it was compared with are lower: 0 and 99 are the ends of what the quantiles tell. */
static void percentile(struct page *p, const json_t *claim, int64_t k) {
    const char *unit = view_text(claim, "unit");
    const char *what = unit && strcmp(unit, "flights") == 0 ? "estimated numbers of flights"
                       : view_true(claim, "part")           ? "estimated totals of these days"
                                                            : "estimated totals";

    buf_puts(p->b, " <span class=\"soft\">");
    if (k < 1)
        buf_puts(p->b, "Fewer than 1");
    else
        buf_printf(p->b, k >= 99 ? "At least %d" : "About %d", (int)(k < 99 ? k : 99));
    buf_printf(p->b, " in 100 %s are lower.</span>", what);
}

static void claim_row(struct page *p, const json_t *c) {
    const char *grade = view_text(c, "grade"), *hedge = view_text(c, "hedge"),
               *unit = view_text(c, "unit");
    int64_t q;

    buf_puts(p->b, "<tr>");
    date_cell(p, view_text(c, "made_on"));
    buf_puts(p->b, "<td>");
    mark_text(p->b, view_text(c, "speaker"));
    buf_puts(p->b, " <span class=\"soft\">");
    source_cell(p, view_text(c, "source"), NULL);
    buf_puts(p->b, "</span></td><td>");
    if (view_text(c, "text"))
        mark_text(p->b, view_text(c, "text")); /* a paraphrase, unless the sheet quotes */
    buf_puts(p->b, "</td><td>");
    if (hedge) buf_puts(p->b, "<em>"), mark_text(p->b, hedge), buf_puts(p->b, "</em> ");
    three(p, c, "quantity");
    if (unit &&
        (view_int(c, "quantity", &q) || view_int(c, "low", &q) || view_int(c, "high", &q))) {
        buf_puts(p->b, " <span class=\"soft\">");
        mark_text(p->b, unit);
        buf_puts(p->b, "</span>");
    }
    if (view_text(view_object(c, "likelihood"), "text")) {
        buf_puts(p->b, " <span class=\"soft\">");
        mark_text(p->b, view_text(view_object(c, "likelihood"), "text"));
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</td><td>");
    cite_badge(p, grade);
    buf_puts(p->b, "</td><td>");
    if (view_text(c, "status"))
        buf_puts(p->b, "<strong>"), mark_text(p->b, view_text(c, "status")),
            buf_puts(p->b, "</strong>. ");
    mark_text(p->b, view_text(c, "evidence"));
    if (view_int(c, "percentile", &q)) percentile(p, c, q);
    buf_puts(p->b, "</td>");
    row_cell(p, view_text(c, "row"));
    buf_puts(p->b, "</tr>\n");
}

void lists_claims(struct page *p) {
    static const char *const column[] = {
        "Said on", "By", "What is said", "Number", "Grade", "What the evidence says", "Row"};
    const json_t *claims = view_list(p->answer, "claims");
    size_t i;
    json_t *c;

    buf_puts(p->b, "<section id=\"claims\"><h2>Claims</h2>\n");
    if (!json_array_size(claims)) {
        buf_puts(p->b, "<p>No claims were entered.</p></section>\n");
        return;
    }
    buf_puts(p->b, "<p class=\"intro\">A claim is what somebody said, never an observation: none "
                   "of these numbers entered an estimate as "
                   "a claim. The letter grades the source, the digit the information, each by "
                   "itself; F and 6 mean that there is no "
                   "basis to judge.</p>\n");
    head(p, "Claims", "claims", column, sizeof column / sizeof *column);
    json_array_foreach(claims, i, c) claim_row(p, c);
    foot(p);
    buf_puts(p->b, "</section>\n");
}

void lists_sources(struct page *p) {
    static const char *const column[] = {"Grade", "Source", "Kind", "Root", "Published", "Row"};
    const json_t *sources = view_list(p->answer, "sources");
    size_t i;
    json_t *s;

    buf_puts(p->b, "<section id=\"sources\"><h2>Sources</h2>\n");
    if (!json_array_size(sources)) {
        buf_puts(p->b, "<p>No sources were entered.</p></section>\n");
        return;
    }
    buf_puts(p->b, "<p class=\"intro\">Reports that go back to one root are one voice, however "
                   "many repeat it.</p>\n");
    head(p, "Sources", "sources", column, sizeof column / sizeof *column);
    json_array_foreach(sources, i, s) {
        const char *grade = view_text(s, "reliability"), *link = view_text(s, "link"),
                   *root = view_text(s, "root");
        const char *id = view_text(s, "id"), *label = view_text(cite_source(p, root), "label");

        buf_puts(p->b, "<tr><td>");
        cite_badge(p, grade);
        buf_puts(p->b, "</td><td>");
        mark_text(p->b, view_text(s, "label") ? view_text(s, "label") : id);
        if (link) {
            bool follow = mark_followable(link);

            buf_puts(p->b, " <span class=\"link\">");
            if (follow)
                buf_puts(p->b, "<a rel=\"noreferrer noopener\" href=\""), mark_text(p->b, link),
                    buf_puts(p->b, "\">");
            mark_text(p->b, link);
            buf_puts(p->b, follow ? "</a></span>" : "</span>");
        }
        buf_puts(p->b, "</td>");
        cell(p, view_text(s, "kind"));
        cell(p, root && id && strcmp(root, id) == 0 ? "itself" : label ? label : root);
        date_cell(p, view_text(s, "published"));
        row_cell(p, view_text(s, "row"));
        buf_puts(p->b, "</tr>\n");
    }
    foot(p);
    buf_puts(p->b, "</section>\n");
}

void lists_assumptions(struct page *p, const json_t *corridor, int k) {
    static const char *const column[] = {"Assumption", "Value", "Why", "Rows"};
    const json_t *list = view_list(corridor, "assumptions");
    size_t i;
    json_t *o;

    buf_printf(p->b, "<h3 id=\"c%d-assumptions\">", k);
    mark_text(p->b, view_place(corridor, true).s);
    buf_puts(p->b, " to ");
    mark_text(p->b, view_place(corridor, false).s);
    buf_puts(p->b, "</h3>\n");
    if (!json_array_size(list)) {
        buf_puts(p->b, "<p>None are stated.</p>\n");
        return;
    }
    for (int other = 1; other < k; other++) {
        const json_t *c = json_array_get(view_list(p->answer, "corridors"), (size_t)other - 1);

        if (!json_equal(list, view_list(c, "assumptions"))) continue;
        buf_printf(p->b, "<p>The same as <a href=\"#c%d-assumptions\">", other);
        mark_text(p->b, view_place(c, true).s);
        buf_puts(p->b, " to ");
        mark_text(p->b, view_place(c, false).s);
        buf_puts(p->b, "</a>.</p>\n");
        return;
    }
    head(p, "Assumptions", "assumptions", column, sizeof column / sizeof *column);
    json_array_foreach(list, i, o) {
        const json_t *value = json_object_get(o, "value");
        double x;

        buf_puts(p->b, "<tr><th scope=\"row\">");
        mark_text(p->b, view_text(o, "name"));
        buf_puts(p->b, "</th><td>");
        if (json_is_integer(value) && view_real(o, "value", &x))
            mark_people(p->b, (int64_t)x);
        else if (view_real(o, "value", &x))
            num_fixed(p->b, x, 4);
        else
            mark_text(p->b, view_text(o, "value"));
        buf_puts(p->b, "</td>");
        cell(p, view_text(o, "why"));
        buf_puts(p->b, "<td>");
        cite_list(p, view_list(o, "ref"), 6, NULL);
        buf_puts(p->b, "</td></tr>\n");
    }
    foot(p);
}

void lists_bad(struct page *p) {
    static const char *const column[] = {"Sheet", "+Line", "Column", "Reason", "Kind of cell"};
    const json_t *bad = view_list(p->answer, "bad");
    int64_t n = 0, line;
    size_t i;
    json_t *o;

    view_int(p->answer, "bad_rows", &n);
    buf_puts(p->b, "<section id=\"bad\"><h2>Rows that could not be read</h2>\n");
    if (!n && !json_array_size(bad)) {
        buf_puts(p->b, "<p>None: every row of the input was read.</p></section>\n");
        return;
    }
    buf_puts(p->b, "<p class=\"intro\">");
    mark_people(p->b, n);
    buf_puts(p->b, n == 1 ? " row is" : " rows are");
    buf_puts(p->b, " not in anything above.</p>\n");
    head(p, "Rows that could not be read", "bad", column, sizeof column / sizeof *column);
    json_array_foreach(bad, i, o) {
        buf_puts(p->b, "<tr>");
        cell(p, view_text(o, "sheet"));
        buf_puts(p->b, "<td class=\"num\">");
        if (view_int(o, "tab", &line)) buf_printf(p->b, "tab %" PRId64 ": ", line);
        if (view_int(o, "line", &line)) mark_people(p->b, line);
        buf_puts(p->b, "</td>");
        cell(p, view_text(o, "column"));
        cell(p, view_text(o, "reason"));
        cell(p, view_text(o, "cell"));
        buf_puts(p->b, "</tr>\n");
    }
    foot(p);
    buf_puts(p->b, "</section>\n");
}
