/* SPDX-License-Identifier: Apache-2.0 */
/* The sentences of an answer. A sentence is made here or nowhere, so that the terminal, the report
 * and the page say the same. Each caveat is there because a fact of this case calls for it, most
 * damaging first; a case without that fact does not carry it. */
#include "base/num.h"
#include "pipe/corridor.h"

#include <math.h>

const char *words_people(struct arena *a, double n) {
    struct buf b = {0};
    const char *s;

    num_people(&b, llround(n));
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *per_cent(struct arena *a, double share) {
    return arena_printf(a, "%d", (int)lround(share * 100));
}

/* "9 in 10" for 0.9, "19 in 20" for 0.95, "95 in 100" in general: frequencies are read better than
 * percentages. */
static const char *odds(struct arena *a, double interval) {
    static const int of[] = {2, 3, 4, 5, 10, 20, 100};

    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        double n = interval * of[i];

        if (fabs(n - round(n)) < 1e-9) return arena_printf(a, "%d in %d", (int)lround(n), of[i]);
    }
    return arena_printf(a, "%d in 1000", (int)lround(interval * 1000));
}

/* "Omaha", not "Eppley Airfield": a headline names towns, but where both ends serve the same. */
const char *words_place(struct arena *a, const struct load_corridor *c, bool origin) {
    static const char *const tails[] = {" Airport", " International", " Intl"};
    const struct place *p = origin ? c->origin_place : c->destination_place,
                       *q = origin ? c->destination_place : c->origin_place;
    struct span s = p ? span_of(p->name) : origin ? c->origin : c->destination;

    if (p && *p->town && (!q || p == q || strcmp(p->town, q->town) != 0)) return p->town;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t n = strlen(tails[i]);

        if (s.n > n && memcmp(s.p + s.n - n, tails[i], n) == 0) s.n -= n;
    }
    return arena_dup(a, s);
}

/* "Between 1,102 and 4,310 person-movements of workers from ...", or, where a what-if leaves nothing open, "4,400 person-movements of". */
static const char *how_many(struct arena *a, const struct corridor *c, bool begins) {
    const struct infer_range *r = &c->result.total;

    if (r->lo == r->hi) return words_people(a, r->median);
    return arena_printf(a, "%s %s and %s", begins ? "Between" : "between", words_people(a, r->lo),
                        words_people(a, r->hi));
}

static const char *how_sure(struct arena *a, const struct corridor *c) {
    const struct infer_range *r = &c->result.total;

    if (r->lo == r->hi)
        return whatif_any(&c->assume) ? ", without an interval, since nothing uncertain is left"
                                      : ", without an interval";
    return arena_printf(a, " (%s), best %s", odds(a, c->interval), words_people(a, r->median));
}

const char *words_headline(struct arena *a, const struct corridor *c) {
    const struct load_corridor *k = &c->l->corridor.v[c->index];
    const struct infer_result *r = &c->result;
    bool whatif = whatif_any(&c->assume);
    const char *ceiling = r->ceiling >= 0
                              ? arena_printf(a, "at most %s", words_people(a, r->ceiling))
                              : "no figure known";
    const char *begins =
        whatif ? arena_printf(a, "What if %s (not the estimate): ", whatif_words(a, &c->assume))
               : "";

    if (c->slots.v.n == 0)
        return arena_printf(
            a, "No flight from %s to %s is entered for %s to %s: how many people went is unknown.",
            words_place(a, k, true), words_place(a, k, false), utc_day_words(k->from).s + 4,
            utc_day_words(k->to).s + 4);
    return arena_printf(a,
                        "%s%s person-movements%s%.*s from %s to %s, %s to %s%s; counted by "
                        "people we can cite: %s; seats: %s.",
                        begins, how_many(a, c, !whatif), k->group.n ? " of " : "",
                        SPAN_ARG(k->group), words_place(a, k, true), words_place(a, k, false),
                        utc_day_words(k->from).s + 4, utc_day_words(k->to).s + 4, how_sure(a, c),
                        words_people(a, r->seen), ceiling);
}

struct facts {
    int counts, waiting, eye, all_aboard, eye_aboard; /* counts that fall in the period */
    /* slots: in no timetable; flown and cancelled; known either way; nothing shows that they flew */
    int unlisted, conflicts, settled, silent;
    int future, twice, never;
    int nothing; /* somebody watched, and saw no flight */
    bool load;   /* there may be people: not all is cancelled */
};

static struct facts facts_of(const struct corridor *c) {
    struct facts f = {0};

    for (size_t i = 0; i < c->l->count.n; i++) {
        const struct load_count *k = &c->l->count.v[i];

        if (k->corridor != c->index || c->infer_count[i] < 0) continue;
        f.counts++;
        f.waiting += span_is(k->stage, "waiting");
        f.eye += span_is(k->method, "eye") && span_is(k->stage, "waiting");
        f.eye_aboard += span_is(k->method, "eye") && !span_is(k->stage, "waiting");
        f.all_aboard += !span_is(k->of, "concern") && !span_is(k->stage, "waiting");
    }
    for (size_t i = 0; i < c->slots.v.n; i++) {
        const struct slot *s = &c->slots.v.v[i];

        f.unlisted += !s->listed;
        f.conflicts += s->conflict;
        f.future += c->as_of != UTC_NONE && s->day > c->as_of;
        f.settled += slots_flown(s) || (s->cancelled && !s->conflict);
        f.twice += s->clock.dep_clock == SCHED_TWICE;
        f.never += s->clock.dep_clock == SCHED_NEVER;
        f.nothing += c->in.slot[i].cover == INFER_WATCHED_NOTHING;
        f.load |= !s->cancelled || s->conflict;
    }
    f.load |= (c->result.notes & INFER_UNLISTED) != 0;
    f.silent = (int)c->slots.v.n - f.settled - f.conflicts;
    return f;
}

const char *words_seen(struct arena *a, const struct corridor *c) {
    struct facts f = facts_of(c);
    const char *s = "";

    if (c->result.seen > 0)
        return arena_printf(a,
                            "%s people on flights that somebody counted, the lowest figure of each "
                            "flight's independent roots",
                            words_people(a, c->result.seen));
    if (!(c->result.notes & INFER_NO_COUNT))
        return "somebody counted, and by the lowest figure of each flight's independent roots "
               "nobody of the people of concern was aboard";
    if (f.counts == 0)
        return arena_printf(a,
                            "nobody counted anybody on this corridor in this period: 0 is what was "
                            "seen, not how many %s",
                            c->slots.v.n ? "flew" : "went");
    if (f.waiting) s = arena_printf(a, "%s%d of people waiting, not boarding", s, f.waiting);
    if (f.eye_aboard)
        s = arena_printf(a, "%s%s%d judged by eye, which is estimated", s, *s ? "; " : "",
                         f.eye_aboard);
    if (f.all_aboard)
        s = arena_printf(a, "%s%s%d of everybody aboard, not of the people of concern", s,
                         *s ? "; " : "", f.all_aboard);
    return arena_printf(a,
                        "no count of the people of concern on board can be cited (%d count%s%s%s): "
                        "0 is what was seen, not how many flew",
                        f.counts, f.counts == 1 ? "" : "s", *s ? ": " : "", s);
}

const char *words_ceiling(struct arena *a, const struct corridor *c) {
    int most = c->slots.seats_max, cancelled = 0, left;
    bool more = c->assume.lo[PIPE_UNLISTED] > 0;

    if (c->slots.v.n == 0) return "no flight is entered";
    if (c->assume.given[PIPE_SEATS])
        return arena_printf(a, "if each aircraft has %s seat%s: an assumption",
                            words_people(a, c->assume.lo[PIPE_SEATS]),
                            c->assume.lo[PIPE_SEATS] == 1 ? "" : "s");
    if (c->result.ceiling < 0) return "no seat figure is known for a type that flies this corridor";
    for (size_t i = 0; i < c->slots.v.n; i++)
        cancelled += c->slots.v.v[i].cancelled && !c->slots.v.v[i].conflict;
    left = (int)c->slots.v.n - cancelled;
    if (left == 0) return "every flight is known to be cancelled";
    return arena_printf(
        a, "seats of the %s not known to be cancelled%s%s",
        left == 1 ? "one flight" : arena_printf(a, "%d flights", left),
        more ? " and of those that the assumption adds" : "",
        most < 0 ? ""
                 : arena_printf(a,
                                "; where the type is unknown, %d, the largest figure cited "
                                "for a type that flies the corridor",
                                most));
}

static void say(json_t *list, const char *s) {
    json_array_append_new(list, json_string(s));
}

/* What the counts do not show. */
static void caveats_counts(struct arena *a, const struct corridor *c, const struct facts *f,
                           json_t *out) {
    unsigned n = c->result.notes;

    if (f->counts == 0 && f->load)
        say(out,
            "Nobody counted people on any of these flights: the load rests on what charter flights "
            "elsewhere carried");
    if (f->waiting)
        say(out,
            arena_printf(
                a,
                "%d count%s of people waiting, not boarding%s: whether they flew, and on which "
                "flight, was not seen",
                f->waiting, f->waiting == 1 ? " is" : "s are", f->eye ? ", judged by eye" : ""));
    if (f->all_aboard)
        say(out, arena_printf(
                     a,
                     "%d count%s of everybody aboard: tourists, crew and officials share the seats "
                     "with the people of concern",
                     f->all_aboard, f->all_aboard == 1 ? " is" : "s are"));
    if (n & INFER_SEEN_ABOVE_LO)
        say(out, "What was seen lies above the low end of the interval: counts err too");
    if (n & INFER_ONE_SIDED)
        say(out,
            "Nearly all counts are bounds on one side: how far beyond them the numbers lie was not "
            "seen, and rests on what charter flights elsewhere carried");
    if (n & INFER_ABOVE_SEATS)
        say(out, "A count is above the seats of the type that was reported: one of the two is "
                 "wrong; the ceiling of that flight was "
                 "lifted to the count");
    if (n & INFER_LOAD_ABOVE)
        say(out,
            "The load that was assumed is above the seats of some flights: there it was cut to "
            "the seats");
    if (c->result.apart)
        say(out,
            arena_printf(a,
                         "%zu flight%s counts that exclude each other: at least one of each is "
                         "of something else, and which one is not known",
                         c->result.apart, c->result.apart == 1 ? " has" : "s have"));
    if (n & INFER_NEIGHBOUR_REFUSED)
        say(out,
            "Averages of other flights were given as counts and refused: they are never evidence");
}

#define LINES_NAMED 5

/* Lines of a timetable, in one season, of whose flights none was counted; and flights of none. */
static void caveats_groups(struct arena *a, const struct corridor *c, json_t *out) {
    size_t n = c->result.nuntold;
    const char *names = "";

    if (!n) return;
    for (size_t i = 0; i < n && i < LINES_NAMED; i++) {
        const struct slot *s = c->slots.v.v;

        while (s->group != c->result.untold[i]) s++;
        names = arena_printf(a, "%s%s", names, i ? ", " : "");
        names = s->listed ? arena_printf(a, "%s%.*s from %s on", names, SPAN_ARG(s->flight),
                                         utc_day_words(s->day).s + 4)
                          : arena_printf(a, "%sthose in no timetable", names);
    }
    if (n > LINES_NAMED) names = arena_printf(a, "%s and %zu more", names, n - LINES_NAMED);
    say(out, arena_printf(a,
                          "No flight of %zu of %d lines of the timetable was counted (%s): that "
                          "they carry about as many as the others is assumed",
                          n, c->slots.ngroup, names));
}

static void caveats_slots(struct arena *a, const struct corridor *c, const struct facts *f,
                          json_t *out) {
    if (f->silent)
        say(out,
            arena_printf(
                a, "For %d of %zu flights nothing shows that they flew: announced is not flown",
                f->silent, c->slots.v.n));
    if (c->result.notes & INFER_COMPLETION_SIDE)
        say(out, "No flight is known not to have gone: how many of the others flew rests on "
                 "comparable corridors");
    if (c->result.notes & INFER_COMPLETION_PRIOR)
        say(out, f->settled ? "No flight of a timetable is known to have flown or not: the share "
                              "that flies rests on "
                              "comparable corridors"
                            : "No flight of this period is known to have flown or not: the share "
                              "that flies rests on "
                              "comparable corridors");
    if (c->result.notes & INFER_DETECTION_PRIOR)
        say(out, arena_printf(a,
                              "Of %d flight%s a watcher saw nothing; how often a watcher misses a "
                              "flight that goes is not known here and rests on an assumption",
                              f->nothing, f->nothing == 1 ? "" : "s"));
    words_periods(a, c, out);
    if (f->conflicts)
        say(out, arena_printf(a, "%d flight%s reported both as flown and as cancelled",
                              f->conflicts, f->conflicts == 1 ? " is" : "s are"));
    if (f->unlisted)
        say(out, arena_printf(a, "%d flight%s in no timetable that was entered", f->unlisted,
                              f->unlisted == 1 ? " is" : "s are"));
    if (f->future)
        say(out,
            arena_printf(a, "%d flight%s after %s, the date of the latest information: a forecast",
                         f->future, f->future == 1 ? " lies" : "s lie", utc_date_text(c->as_of).s));
    if (f->twice)
        say(out,
            arena_printf(
                a, "%d local departure time%s twice because clocks changed; the first is shown",
                f->twice, f->twice == 1 ? " occurs" : "s occur"));
    if (f->never)
        say(out, arena_printf(a, "%d local departure time%s not exist because clocks changed",
                              f->never, f->never == 1 ? " does" : "s do"));
}

/* Does anything say of this corridor which days were watched? */
static bool watched_at_all(const struct corridor *c) {
    const struct load *l = c->l;
    const struct load_corridor *k = &l->corridor.v[c->index];

    for (size_t i = 0; i < l->said.n; i++) {
        const struct cover_said *s = &l->said.v[i];

        if ((s->corridor < 0 || s->corridor == c->index) && s->what != COVER_BOARD &&
            s->from <= k->to && s->to >= k->from)
            return true;
    }
    return false;
}

static size_t lost_legs(const struct corridor *c, bool arrival) {
    size_t n = 0;

    for (size_t i = 0; i < c->slots.nleg; i++) {
        const struct flown *f = &c->l->flown[c->slots.leg[i].flown];

        n += (arrival ? f->on.status : f->off.status) == END_LOST;
    }
    return n;
}

/* What legs show, and what their absence does not. */
static void caveats_legs(struct arena *a, const struct corridor *c, json_t *out) {
    const struct load_corridor *k = &c->l->corridor.v[c->index];
    size_t n = c->slots.nleg, off = lost_legs(c, false), on = lost_legs(c, true);

    if (n && !watched_at_all(c))
        say(out, arena_printf(a,
                              "%zu leg%s of aircraft %s known, and no row of coverage says which "
                              "days were watched: of flights that were not seen nothing follows",
                              n, n == 1 ? "" : "s", n == 1 ? "is" : "are"));
    if (on)
        say(out, arena_printf(a,
                              "%zu of %zu leg%s %s out of hearing on the way to %s: where %s "
                              "landed was not seen",
                              on, n, n == 1 ? "" : "s", on == 1 ? "goes" : "go",
                              words_place(a, k, false), on == 1 ? "it" : "those"));
    if (off)
        say(out, arena_printf(a,
                              "%zu of %zu leg%s %s into hearing on the way from %s: where %s "
                              "took off was not seen",
                              off, n, n == 1 ? "" : "s", off == 1 ? "comes" : "come",
                              words_place(a, k, true), off == 1 ? "it" : "those"));
}

static double apart_m(const struct place *p, const struct place *q) {
    return place_distance_m((double)p->lat_deg, (double)p->lon_deg, (double)q->lat_deg,
                            (double)q->lon_deg);
}

/* A code that two fields go by, of which the other is nearer to where the flights go. */
static void caveats_place(struct arena *a, const struct corridor *c, bool origin, json_t *out) {
    const struct load_corridor *k = &c->l->corridor.v[c->index];
    struct span code = origin ? k->origin : k->destination;
    const struct place *p = origin ? k->origin_place : k->destination_place,
                       *end = origin ? k->destination_place : k->origin_place,
                       *other = place_namesake(code);

    if (other && end && apart_m(other, end) < apart_m(p, end))
        say(out, arena_printf(a,
                              "%.*s is taken as IATA's code, of %s (%s); sheets of the United "
                              "States call %s so: write %s if it is meant",
                              SPAN_ARG(code), p->name, p->country, other->name, other->icao));
}

/* What the total has that nobody saw, and what it is not. */
static void caveats_total(struct arena *a, const struct corridor *c, json_t *out) {
    const struct infer_range *u = &c->result.unlisted;

    if (c->result.notes & INFER_UNLISTED && u->hi > 0)
        say(out,
            arena_printf(a,
                         "Flights that nobody announced or saw are in the total: %s to %s of them, "
                         "an assumption",
                         words_people(a, u->lo), words_people(a, u->hi)));
    if (c->slots.v.n && corridor_outbound(c) && !c->result.stock.known)
        say(out, "Gross outflow only, not how many are left: an unconfirmed inbound stream is "
                 "unknown, not zero");
}

json_t *words_caveats(struct arena *a, const struct corridor *c) {
    struct facts f = facts_of(c);
    json_t *out = json_array();

    if (whatif_any(&c->assume))
        say(out, arena_printf(a, "A what-if, not the estimate: it holds only if %s",
                              whatif_words(a, &c->assume)));
    caveats_place(a, c, true, out);
    caveats_place(a, c, false, out);
    caveats_counts(a, c, &f, out);
    caveats_groups(a, c, out);
    caveats_slots(a, c, &f, out);
    caveats_legs(a, c, out);
    if (c->result.notes & INFER_CONCERN_PRIOR)
        say(out, arena_printf(a,
                              "Which share of those aboard is of concern was not seen; it is taken "
                              "as %s%% on average",
                              per_cent(a, c->options.concern_a /
                                              (c->options.concern_a + c->options.concern_b))));
    if (f.load && c->result.notes & INFER_SEATS_PRIOR)
        say(out,
            "No seat figure is known: the largest load is an assumption and no ceiling is given");
    caveats_total(a, c, out);
    if (c->slots.v.n)
        say(out, "Person-movements are not persons: the same person may fly twice; other routes, "
                 "trains and ships are outside");
    else
        say(out, "Only flights are estimated, and none is entered here: nothing was reckoned, and "
                 "what was "
                 "said of this corridor stands in the claims, by whatever way people went");
    return out;
}

json_t *words_assumptions(struct arena *a, const struct corridor *c) {
    struct infer_assumption *v = NULL;
    size_t n =
        c->slots.v.n ? infer_assumptions(a, &c->options, &v) : 0; /* else nothing rests on them */
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:[]}", "name", v[i].name, "value",
                                             v[i].value, "why", v[i].why, "ref"));
    return out;
}

/* "El Paso, Alexandria and Houston", or how many. */
static const char *other_ends(struct arena *a, const struct together *t) {
    const char *s = "";

    if (t->n > 4) return arena_printf(a, "%zu places", t->n);
    for (size_t i = 0; i < t->n; i++)
        s = arena_printf(a, "%s%s%s", s,
                         i == 0          ? ""
                         : i + 1 == t->n ? " and "
                                         : ", ",
                         words_place(a, &t->of[i]->l->corridor.v[t->of[i]->index], t->inbound));
    return s;
}

const char *words_together(struct arena *a, const struct together *t) {
    const struct corridor *c = t->of[0];
    const struct load_corridor *k = &c->l->corridor.v[c->index];
    const char *here = words_place(a, k, !t->inbound), *there = other_ends(a, t);
    const char *many = t->total.lo == t->total.hi
                           ? words_people(a, t->total.median)
                           : arena_printf(a, "between %s and %s", words_people(a, t->total.lo),
                                          words_people(a, t->total.hi));

    return arena_printf(
        a,
        "%sTogether %s person-movements%s%.*s from %s to %s, %s to %s%s; counted by people we can "
        "cite: %s; seats: %s.",
        whatif_any(&c->assume)
            ? arena_printf(a, "What if %s (not the estimate): ", whatif_words(a, &c->assume))
            : "",
        many, k->group.n ? " of " : "", SPAN_ARG(k->group), t->inbound ? there : here,
        t->inbound ? here : there, utc_day_words(t->from).s + 4, utc_day_words(t->to).s + 4,
        t->total.lo == t->total.hi ? ", without an interval"
                                   : arena_printf(a, " (%s), best %s", odds(a, c->interval),
                                                  words_people(a, t->total.median)),
        words_people(a, (double)t->seen),
        t->ceiling < 0 ? "no figure known"
                       : arena_printf(a, "at most %s", words_people(a, t->ceiling)));
}

json_t *words_together_caveats(struct arena *a, const struct together *t) {
    json_t *out = json_array();

    if (t->total.lo < t->total.hi)
        say(out,
            arena_printf(a,
                         "The interval is as wide as if all %zu corridors erred the same way, as "
                         "they may by the same observers and operators; if each errs by itself it "
                         "is %s to %s",
                         t->n, words_people(a, t->apart_lo), words_people(a, t->apart_hi)));
    say(out,
        arena_printf(a, "%s %% of it is on flights that somebody counted%s", per_cent(a, t->share),
                     t->periods_differ ? "; the corridors' periods differ, and each is added "
                                         "with its own"
                                       : ""));
    if (t->silent)
        say(out, arena_printf(a, "%zu more, of which no flight is entered, %s not in it: unknown",
                              t->silent, t->silent == 1 ? "is" : "are"));
    return out;
}
