/* SPDX-License-Identifier: Apache-2.0 */
/* Written for somebody tired: the sentence first, then the three figures that people mix up, beside
 * each what it is, then what would make the sentence wrong. The sentences are pipe's; only their
 * order and the layout are chosen here. */
#include "cli/tell.h"

#include "base/utc.h"
#include "cli/look.h"

#include <math.h>

enum { CAVEATS = 3, BAR = 34 };

static void title(struct buf *out, const struct term *t, const char *s) {
    buf_printf(out, "\n  %s%s%s\n", term_style(t, TERM_BOLD), s, term_style(t, TERM_PLAIN));
}

static const char *place(const json_t *corridor, const char *end, const char *place_key) {
    const char *name = look_text(json_object_get(corridor, place_key), "name");

    return name ? name : look_text(corridor, end) ? look_text(corridor, end) : "unknown";
}

static void route(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const char *id = look_text(c, "id"), *direction = look_text(c, "direction"),
               *group = look_text(c, "group");
    const char *s = arena_printf(
        a, "%s \u2192 %s%s%s%s%s  [%s]", place(c, "origin", "origin_place"),
        place(c, "destination", "destination_place"), direction ? ", " : "",
        direction ? direction : "", group ? ", " : "", group ? group : "", id ? id : "");

    buf_putc(out, '\n');
    buf_puts(out, term_style(t, TERM_BOLD));
    term_wrap(out, t, "", s);
    buf_puts(out, term_style(t, TERM_PLAIN));
}

/* "  seen        0   why", the why wrapped in its own column. */
static void figure(struct buf *out, struct arena *a, const struct term *t, const char *name,
                   const char *value, int wide, const char *why) {
    term_wrap(out, t, arena_printf(a, "  %-10s %*s   ", name, wide, value), why ? why : "");
}

static const char *estimate_why(struct arena *a, const json_t *c) {
    const json_t *estimated = json_object_get(c, "estimated");
    double share = look_number(c, "counted_share");

    if (!json_is_number(json_object_get(estimated, "median"))) return "no flight is entered";
    return arena_printf(
        a, "best; %s%s",
        look_number(estimated, "lo") < look_number(estimated, "hi")
            ? look_between(a, estimated)
            : "no interval, nothing uncertain is left",
        share > 0 ? arena_printf(a, "; %.0f %% of it on flights that somebody counted", share * 100)
                  : "; none of it on flights that somebody counted");
}

static void figures(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *estimated = json_object_get(c, "estimated");
    const char *seen = look_people(a, c, "seen"), *best = look_people(a, estimated, "median"),
               *ceiling = look_people(a, c, "ceiling");
    int wide = (int)strlen(seen);

    if ((int)strlen(best) > wide) wide = (int)strlen(best);
    if ((int)strlen(ceiling) > wide) wide = (int)strlen(ceiling);
    buf_putc(out, '\n');
    figure(out, a, t, "seen", seen, wide, look_text(c, "seen_why"));
    figure(out, a, t, "estimated", best, wide, estimate_why(a, c));
    figure(out, a, t, "ceiling", ceiling, wide, look_text(c, "ceiling_why"));
}

/* "drifting level 71 %, one level for all flights 29 %": only where the counts leave a choice. */
static void structures(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *list = json_object_get(c, "structure"), *s;
    const char *line = "";
    size_t i, n = 0;

    json_array_foreach(list, i, s) {
        double weight = look_number(s, "weight");

        if (!(weight >= 0.005)) continue;
        line = arena_printf(a, "%s%s%s %.0f %%", line, *line ? ", " : "", look_text(s, "words"),
                            100 * weight);
        n++;
    }
    if (n > 1) term_wrap(out, t, "  pattern    ", line);
}

/* "most on the share of announced slots that fly: best 1,422 if 0.40, 3,343 if 0.96". */
static void hangs_on(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *bar = json_array_get(json_object_get(c, "sensitivity"), 0),
                 *low = json_object_get(bar, "low"), *high = json_object_get(bar, "high");
    const char *kind = look_text(bar, "kind"), *name = look_text(bar, "name");
    bool source = kind && strcmp(kind, "source") == 0;

    if (!bar) return;
    term_wrap(out, t, "  hangs on   ",
              arena_printf(a, "most on %s%s%s: best %s if %s, %s if %s",
                           source                           ? "the source \""
                           : strncmp(name, "what ", 5) == 0 ? ""
                                                            : "the ",
                           name, source ? "\"" : "", look_people(a, low, "median"),
                           look_text(low, "text"), look_people(a, high, "median"),
                           look_text(high, "text")));
}

static void stock(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *s = json_object_get(c, "stock"), *gone = json_object_get(s, "depletion");

    if (!json_is_object(s)) return;
    term_wrap(out, t, "  left       ",
              arena_printf(a, "best %s, %s; nobody left by the end: %.0f %% likely",
                           look_people(a, json_object_get(s, "now"), "median"),
                           look_between(a, json_object_get(s, "now")),
                           100 * look_number(gone, "p_within")));
}

static bool any_flight(const json_t *c) {
    return json_array_size(json_object_get(c, "by_slot")) > 0;
}

static void flights(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *s = json_object_get(c, "slots");
    double unlisted = look_number(s, "unlisted"), future = look_number(s, "future");
    const char *line;

    if (!any_flight(c)) return; /* the headline says so */
    line = arena_printf(a, "%s announced: %s known to have flown, %s cancelled, %s unknown",
                        look_people(a, s, "announced"), look_people(a, s, "operated_known"),
                        look_people(a, s, "cancelled"), look_people(a, s, "unknown"));

    if (unlisted > 0)
        line = arena_printf(a, "%s; %s not in the timetable", line, look_people(a, s, "unlisted"));
    if (future > 0)
        line = arena_printf(a, "%s; %s still to come", line, look_people(a, s, "future"));
    term_wrap(out, t, "  flights    ", line);
}

/* The days of the period on which some source was complete or watching: only of them can "not seen" be said. @return how many
 * there are in the period; 0: not known. */
static size_t watched(const json_t *c, size_t *days) {
    const json_t *coverage = json_object_get(c, "coverage"), *s, *d;
    const char *from = look_text(coverage, "from"), *to = look_text(coverage, "to");
    int32_t first, last, day;
    json_t *seen;
    struct err e;
    size_t i, j;

    *days = 0;
    if (!from || !to || utc_date_read(span_of(from), &first, &e) < 0 ||
        utc_date_read(span_of(to), &last, &e) < 0 || last < first)
        return 0;
    seen = json_object();
    json_array_foreach(json_object_get(coverage, "sources"), i,
                       s){json_array_foreach(json_object_get(s, "days"), j, d){
        const char *state = look_text(d, "state"), *date = look_text(d, "date");

    if (!state || !date || utc_date_read(span_of(date), &day, &e) < 0) continue;
    if (strcmp(state, "complete") != 0 && strcmp(state, "watching") != 0) continue;
    if (day >= first && day <= last) json_object_set_new(seen, date, json_true());
}
}
*days = json_object_size(seen);
json_decref(seen);
return (size_t)(last - first) + 1;
}

/* "12 of 44 flights; somebody was watching on 30 of 152 days". */
static void tracked(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *legs = json_object_get(c, "legs"), *slots = json_object_get(c, "by_slot"), *o;
    const json_t *sources = json_object_get(json_object_get(c, "coverage"), "sources");
    size_t i, with = 0, loose = 0, days = 0, period;
    const char *line;

    if (!json_array_size(legs) && !json_array_size(sources)) return;
    json_array_foreach(slots, i, o) with += look_text(o, "leg") != NULL;
    json_array_foreach(legs, i, o) loose += look_text(o, "slot") == NULL;
    period = watched(c, &days);
    line = arena_printf(a, "%zu of %zu flights", with, json_array_size(slots));
    if (loose) line = arena_printf(a, "%s, and %zu that nobody announced", line, loose);
    if (!json_array_size(sources) || !period)
        line = arena_printf(a, "%s; nobody says who was watching", line);
    else
        line = arena_printf(a, "%s; somebody was watching on %zu of %zu days", line, days, period);
    term_wrap(out, t, "  tracked    ", line);
}

static void caveats(struct buf *out, const struct term *t, const json_t *c) {
    const json_t *list = json_object_get(c, "caveats");
    size_t n = json_array_size(list);

    if (!n) return;
    title(out, t, "Keep in mind");
    for (size_t i = 0; i < n && i < CAVEATS; i++)
        term_wrap(out, t, "  - ", json_string_value(json_array_get(list, i)));
    if (n > CAVEATS) buf_printf(out, "  (%zu more in the report)\n", n - CAVEATS);
}

static void months(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    static const struct term_column head[] = {{"month", false, false},
                                              {"flights", true, false},
                                              {"best", true, false},
                                              {"between", true, false},
                                              {"", false, false}};
    const struct term utf8 = {.utf8 = true, .width = TERM_WIDTH};
    const json_t *list = json_object_get(c, "by_month"), *m;
    const char **cell = ARENA_ARRAY(a, const char *, json_array_size(list) * 5);
    double max = 0;
    size_t i;

    if (!json_array_size(list)) return;
    json_array_foreach(list, i, m) max = fmax(max, look_number(m, "hi"));
    json_array_foreach(list, i, m) {
        struct buf bar = {0};

        term_bar(&bar, t->utf8 ? &utf8 : t, look_number(m, "lo"), look_number(m, "median"),
                 look_number(m, "hi"), max, BAR);
        cell[5 * i] = look_text(m, "month");
        cell[5 * i + 1] = look_people(a, m, "slots");
        cell[5 * i + 2] = look_people(a, m, "median");
        cell[5 * i + 3] = look_between(a, m);
        cell[5 * i + 4] = arena_dup(a, buf_span(&bar));
        buf_fini(&bar);
    }
    title(out, t, "By month");
    term_table(out, t, head, 5, cell, json_array_size(list));
}

/* Slots that are past, announced, and of which nobody has said whether they flew. */
static size_t silent(const json_t *c, const char **first) {
    const json_t *slot;
    size_t i, n = 0;

    json_array_foreach(json_object_get(c, "by_slot"), i, slot) {
        const char *state = look_text(slot, "state");

        if (json_is_true(json_object_get(slot, "future")) || !state) continue;
        if (strcmp(state, "announced") != 0 && strcmp(state, "unknown") != 0) continue;
        if (n++ == 0) *first = look_text(slot, "date");
    }
    return n;
}

/* The next count, by what it would narrow: the best flight to come, and a past one only where that is clearly better, since a past
 * flight needs a video, a list or a witness. */
static void next_count(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const json_t *list = json_object_get(c, "next"), *best = json_array_get(list, 0), *g,
                 *future = NULL;
    size_t i;

    json_array_foreach(list, i, g) if (!future && json_is_true(json_object_get(g, "future")))
        future = g;
    if (future) term_wrap(out, t, "  - ", arena_printf(a, "%s", tell_gain(a, future)));
    if (!future || look_number(best, "narrowing") > 1.25 * look_number(future, "narrowing"))
        term_wrap(
            out, t, "  - ",
            arena_printf(a, "%s (it is past: by a video, a list, a witness)", tell_gain(a, best)));
}

/* The next count first; then whether flights went, then seats. */
static void help(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const char *first = NULL;
    size_t n = silent(c, &first);
    bool counted = look_number(c, "counted_share") > 0,
         next = json_array_size(json_object_get(c, "next"));

    if (counted && !n && !next && json_is_number(json_object_get(c, "ceiling"))) return;
    title(out, t, "What would help");
    if (!any_flight(c)) {
        term_wrap(
            out, t, "  - ",
            "flights, where people fly on this corridor: a timetable, a report of one flight, a "
            "track");
        return;
    }
    if (next)
        next_count(out, a, t, c);
    else if (!counted)
        term_wrap(out, t, "  - ",
                  "one count of people going aboard one flight: date, low, best and high figure, "
                  "and how it was counted");
    if (n)
        term_wrap(out, t, "  - ",
                  arena_printf(a,
                               "whether the %zu past flight%s without a word went, from %s on: a "
                               "photo of the board or the aircraft, a "
                               "track, a cancellation notice",
                               n, n == 1 ? "" : "s", first ? first : "the first"));
    if (!json_is_number(json_object_get(c, "ceiling")))
        term_wrap(out, t, "  - ", "the type of the aircraft, and a source for its seats");
}

static void corridor(struct buf *out, struct arena *a, const struct term *t, const json_t *c) {
    const char *headline = look_text(c, "headline");

    route(out, a, t, c);
    if (headline) term_wrap(out, t, "", headline);
    figures(out, a, t, c);
    flights(out, a, t, c);
    tracked(out, a, t, c);
    structures(out, a, t, c);
    stock(out, a, t, c);
    hangs_on(out, a, t, c);
    caveats(out, t, c);
    months(out, a, t, c);
    help(out, a, t, c);
}

/* Several corridors of one field. */
static void together(struct buf *out, const struct term *t, const json_t *o) {
    const char *headline = look_text(o, "headline");
    const json_t *caveat;
    size_t i;

    buf_putc(out, '\n');
    if (headline) term_wrap(out, t, "", headline);
    json_array_foreach(json_object_get(o, "caveats"), i, caveat)
        term_wrap(out, t, "  - ", json_string_value(caveat));
}

void tell_answer(struct buf *out, struct arena *a, const struct term *t, const json_t *answer) {
    const json_t *corridors = json_object_get(answer, "corridors"), *c;
    const char *name = look_text(answer, "case"), *as_of = look_day(a, answer, "as_of");
    size_t i, claims = json_array_size(json_object_get(answer, "claims")),
              rules = json_array_size(json_object_get(answer, "rules"));

    term_wrap(out, t, "",
              arena_printf(a, "%s, %s%s", name ? name : "case", as_of ? "as of " : "no date known",
                           as_of ? as_of : ""));
    if (!json_array_size(corridors))
        term_wrap(out, t, "",
                  "No corridor is known: a sheet \"corridors\" with id, origin and destination is "
                  "where a case begins.");
    json_array_foreach(json_object_get(answer, "together"), i, c) together(out, t, c);
    json_array_foreach(corridors, i, c) corridor(out, a, t, c);
    if (claims || rules)
        buf_printf(out,
                   "\n%zu claim%s and %zu obligation%s are weighed against this in the report.\n",
                   claims, claims == 1 ? "" : "s", rules, rules == 1 ? "" : "s");
}
