/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a series: one line of JSON, keys in the order of docs/SWEEP.md. No figure is computed here. */
#include "base/canon.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/rng.h"
#include "cli/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *rounded(double x, int places) {
    double unit = places == 4 ? 1e4 : places == 1 ? 10 : 1;

    return isfinite(x) ? json_real(round(x * unit) / unit) : json_null();
}

static json_t *whole(double x) {
    return isfinite(x) ? json_integer((json_int_t)llround(x)) : json_null();
}

static json_t *text(struct span s) {
    return json_stringn(s.p, s.n);
}

static json_t *slots_json(const struct sweep_series *s) {
    return json_pack("{s:i, s:i, s:i, s:i}", "announced", s->announced, "operated_known", s->flown,
                     "cancelled", s->cancelled, "unknown", s->unknown);
}

static json_t *quantiles_json(const struct infer_result *r) {
    static const struct {
        const char *name;
        double q;
    } at[] = {{"0.025", 0.025}, {"0.05", 0.05}, {"0.25", 0.25},  {"0.5", 0.5},
              {"0.75", 0.75},   {"0.95", 0.95}, {"0.975", 0.975}};
    json_t *o = json_object();

    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        json_object_set_new(o, at[i].name, whole(infer_quantile(r, at[i].q)));
    return o;
}

static json_t *months_json(struct arena *a, const struct infer_result *r) {
    json_t *list = json_array();

    for (size_t i = 0; i < r->nmonth; i++) {
        const struct infer_month *m = &r->month[i];

        json_array_append_new(list,
                              json_pack("{s:s, s:i, s:o, s:o, s:o}", "month",
                                        arena_printf(a, "%04d-%02d", m->year, m->month), "slots",
                                        m->nslot, "median", whole(m->people.median), "lo",
                                        whole(m->people.lo), "hi", whole(m->people.hi)));
    }
    return list;
}

static json_t *structure_json(const struct infer_result *r) {
    json_t *list = json_array();

    for (size_t i = 0; i < r->nstructure; i++)
        json_array_append_new(list, json_pack("{s:s, s:o}", "name", r->structure[i].name, "weight",
                                              rounded(r->structure[i].weight, 4)));
    return list;
}

#define GROUPS_NAMED 5

/* --- caveats: each is there because a fact of this series calls for it --- */

static void say(json_t *list, const char *s) {
    json_array_append_new(list, json_string(s));
}

/* Where all is cancelled nothing rests on a load. */
static bool may_fly(const struct sweep_series *s) {
    return s->cancelled < (int)s->in.nslot;
}

static void say_slots(struct arena *a, json_t *out, int n, const char *one, const char *many,
                      const char *what) {
    if (n)
        say(out,
            arena_printf(a, "%d slot%s %s %s", n, n == 1 ? "" : "s", n == 1 ? one : many, what));
}

/* Rows that could not be read, and those of one flight that do not agree. */
static void caveats_rows(struct arena *a, const struct sweep_series *s, json_t *out) {
    if (s->bad)
        say(out, arena_printf(a,
                              "%d of %d rows could not be read and %s left out: a flight that only "
                              "they name is not in the total",
                              s->bad, s->rows, s->bad == 1 ? "is" : "are"));
    if (s->copies)
        say(out, arena_printf(a,
                              "%d row%s of another of the same flight and taken once: two "
                              "observers are told apart by their roots",
                              s->copies, s->copies == 1 ? " is a copy" : "s are copies"));
    if (s->alike)
        say(out, arena_printf(a,
                              s->alike == 1
                                  ? "%d row is a copy of another and taken as a flight of its own, "
                                    "since it names no slot"
                                  : "%d rows are copies of others and taken as flights of their "
                                    "own, since they name no slot",
                              s->alike));
    say_slots(a, out, s->contradicted, "is", "are",
              "reported both as operated and as cancelled: taken as unknown");
    say_slots(a, out, s->aboard_cancelled, "is", "are",
              "reported as cancelled, and people were counted aboard: taken as flown");
    say_slots(a, out, s->seats_differ, "has", "have",
              "rows with different seats: anything from the lowest to the highest figure is taken "
              "as possible");
    say_slots(a, out, s->groups_differ, "has", "have",
              "rows of different groups: the group whose name sorts first is taken");
}

/* Groups of whose flights none was counted. */
static void caveats_groups(struct arena *a, const struct sweep_series *s,
                           const struct infer_result *r, json_t *out) {
    const char *names = "";

    if (!r->nuntold) return;
    for (size_t i = 0; i < r->nuntold && i < GROUPS_NAMED; i++) {
        struct span g = s->group[r->untold[i]];

        names = arena_printf(a, "%s%s%s%.*s", names, i ? ", " : "",
                             g.n ? "" : "those without a name", SPAN_ARG(g));
    }
    if (r->nuntold > GROUPS_NAMED)
        names = arena_printf(a, "%s and %zu more", names, r->nuntold - GROUPS_NAMED);
    say(out, arena_printf(a,
                          "No flight of %zu of %d groups was counted (%s): that they carry about "
                          "as many as the others is assumed",
                          r->nuntold, s->in.ngroup, names));
}

static void caveats_counts(struct arena *a, const struct sweep_series *s,
                           const struct infer_result *r, json_t *out) {
    unsigned n = r->notes;

    if (!s->counts && may_fly(s))
        say(out, "Nobody counted people on any of these flights: the load rests on what charter "
                 "flights elsewhere carried");
    if (s->counts && n & INFER_NO_COUNT)
        say(out, "No count can be cited as people of concern on board: 0 is what was seen, not how "
                 "many flew");
    if (s->waiting)
        say(out, arena_printf(a, "%d count%s of people waiting: whether they flew was not seen",
                              s->waiting, s->waiting == 1 ? " is" : "s are"));
    if (s->all)
        say(out, arena_printf(a, "%d count%s of everybody aboard, not of the people of concern",
                              s->all, s->all == 1 ? " is" : "s are"));
    if (n & INFER_SEEN_ABOVE_LO)
        say(out, "What was seen lies above the low end of the interval: counts err too");
    if (n & INFER_ONE_SIDED)
        say(out,
            "Nearly all counts are bounds on one side: how far beyond them the numbers lie was not "
            "seen, and rests on what charter flights elsewhere carried");
    if (n & INFER_ABOVE_SEATS)
        say(out, "A count is above the seats that were given: one of the two is wrong; the ceiling "
                 "of that flight was lifted to the count");
    if (r->apart)
        say(out, arena_printf(a,
                              "%zu slot%s counts that exclude each other: at least one of each is "
                              "of something else, and which one is not known",
                              r->apart, r->apart == 1 ? " has" : "s have"));
    if (s->claimed)
        say(out, arena_printf(a,
                              "%d figure%s only claimed, and no count: what is claimed does not "
                              "enter",
                              s->claimed, s->claimed == 1 ? " is" : "s are"));
    if (n & INFER_NEIGHBOUR_REFUSED)
        say(out,
            "Averages of other flights were given as counts and refused: they are never evidence");
}

static const char *assumed_seats(struct arena *a, const struct infer_options *o) {
    return o->seats_unknown_lo == o->seats_unknown_hi
               ? arena_printf(a, "%d", o->seats_unknown_hi)
               : arena_printf(a, "%d to %d", o->seats_unknown_lo, o->seats_unknown_hi);
}

static json_t *caveats_json(struct arena *a, const struct sweep_series *s,
                            const struct infer_options *o, const struct infer_result *r) {
    json_t *out = json_array();
    unsigned notes = r->notes;

    caveats_counts(a, s, r, out);
    caveats_groups(a, s, r, out);
    caveats_rows(a, s, out);
    if (s->unknown)
        say(out, arena_printf(a,
                              "For %d of %zu flights it is not known whether they flew: announced "
                              "is not flown",
                              s->unknown, s->in.nslot));
    if (notes & INFER_COMPLETION_PRIOR)
        say(out, "No flight is known to have flown or not: the share that flies rests on "
                 "comparable corridors");
    if (notes & INFER_COMPLETION_SIDE)
        say(out, "No flight is known not to have gone: how many of the others flew rests on "
                 "comparable corridors");
    if (notes & INFER_CONCERN_PRIOR)
        say(out, arena_printf(a,
                              "Which share of those aboard is of concern was not seen; it is taken "
                              "as %d%% on average",
                              (int)lround(100 * o->concern_a / (o->concern_a + o->concern_b))));
    if (notes & INFER_SEATS_PRIOR && may_fly(s))
        say(out, arena_printf(a,
                              "No seat figure is known: %s seats are assumed and no ceiling is "
                              "given",
                              assumed_seats(a, o)));
    say(out, "Flights that are not in the table are not in the total");
    say(out, "Person-movements are not persons: the same person may fly twice");
    return out;
}

/* --- the line --- */

static void finish(struct buf *out, json_t *o) {
    char *s = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));

    if (!s) {
        fputs("headcount: out of memory (a line of JSON)\n", stderr);
        abort();
    }
    buf_puts(out, s);
    buf_putc(out, '\n');
    free(s);
    json_decref(o);
}

void sweep_line(struct arena *a, struct buf *out, const struct sweep_series *s,
                const struct infer_options *o, const struct infer_result *r) {
    json_t *v = json_pack("{s:o, s:s, s:s, s:s, s:s, s:o, s:I}", "series", text(s->name), "unit",
                          "person-movements", "from", utc_date_text(s->from).s, "to",
                          utc_date_text(s->to).s, "as_of", utc_date_text(s->to).s, "interval",
                          json_real(o->interval), "seed", (json_int_t)o->seed);

    json_object_set_new(v, "slots", slots_json(s));
    json_object_set_new(v, "operated",
                        json_pack("{s:o, s:o, s:o}", "median", whole(r->operated.median), "lo",
                                  whole(r->operated.lo), "hi", whole(r->operated.hi)));
    json_object_set_new(v, "seen", json_integer(r->seen));
    json_object_set_new(v, "estimated",
                        json_pack("{s:o, s:o, s:o, s:o}", "median", whole(r->total.median), "mean",
                                  rounded(r->total.mean, 1), "lo", whole(r->total.lo), "hi",
                                  whole(r->total.hi)));
    json_object_set_new(v, "ceiling", r->ceiling < 0 ? json_null() : json_integer(r->ceiling));
    json_object_set_new(v, "counted_share", rounded(r->counted_share, 4));
    json_object_set_new(v, "quantiles", quantiles_json(r));
    json_object_set_new(v, "by_month", months_json(a, r));
    json_object_set_new(v, "structure", structure_json(r));
    json_object_set_new(v, "caveats", caveats_json(a, s, o, r));
    json_object_set_new(v, "draws", json_integer((json_int_t)r->ndraw));
    json_object_set_new(v, "draw_error", r->ndraw ? rounded(r->draw_error, 1) : json_null());
    finish(out, v);
}

void sweep_error(struct buf *out, struct span name, const char *why) {
    finish(out, json_pack("{s:o, s:s}", "series", text(name), "error", why));
}

/* In an order of the series' own: as drawn they stand by their nodes, so that draw i of two series would lie at like places of both. */
static const int *shuffled(struct arena *a, struct span name, const struct infer_result *r) {
    int *v = ARENA_ARRAY(a, int, r->ndraw);
    uint8_t hash[HASH_BYTES];
    uint64_t seed;

    hash_of(name, hash);
    memcpy(&seed, hash, sizeof seed);
    for (size_t i = 0; i < r->ndraw; i++) {
        size_t k = rng_u64(seed, 0, i) % (i + 1);

        v[i] = v[k];
        v[k] = r->draw[i];
    }
    return v;
}

void sweep_draws(struct arena *a, struct buf *out, struct span name, const struct infer_result *r) {
    const int *draw = shuffled(a, name, r);
    struct buf cell = {0};

    if (name.n > 1) /* a series may be called - */
        csv_put_text(&cell, name);
    else
        csv_put(&cell, name);
    for (size_t i = 0; i < r->ndraw; i++) {
        buf_add(out, buf_span(&cell));
        buf_printf(out, ",%zu,%d" CSV_END, i + 1, draw[i]);
    }
    buf_fini(&cell);
}
