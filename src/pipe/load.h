/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The typed tables of a case as arrays, for the pure modules: what a corridor's rows say, with the
 * row that says it. Each array is in order of row name, so that nothing depends on the order in
 * which rows came in. */
#include "base/arena.h"
#include "base/utc.h"
#include "geo/place.h"
#include "match/cover.h"
#include "store/store.h"

/* An absent text is an empty span, an absent number -1, an absent day or minute UTC_NONE, an absent
 * reference -1. */
struct load_source {
    struct span row, id, label, kind, root_id, reliability, link;
    int32_t published;
    int root; /* index of the source in which the information began: itself, or the end of its chain
                 of roots */
};
struct load_corridor {
    struct span row, id, origin, destination, direction, group;
    int32_t from, to;
    const struct place *origin_place, *destination_place; /* NULL: not an airport that we know */
};
struct load_schedule {
    struct span row, id, flight, type, carrier;
    int corridor, source;
    uint8_t days; /* bit 0 Monday */
    int32_t dep, arr, from, to, *except;
    size_t nexcept;
    int seats;
};
struct load_aircraft {
    struct span row, registration, icao24, type, carrier;
    int seats, seats_high, source;
};
struct load_flight {
    struct span row, id, flight, registration, type, state, seen_what, reason;
    int corridor, source;
    int32_t day, dep, arr;
};
struct load_count {
    struct span row, id, flight, method, of, stage, wording, reason;
    int corridor, source;
    int32_t day, from, to;
    int low, best, high;
    int visible; /* thousandths; -1 unknown */
};
struct load_claim {
    struct span row, id, speaker, channel, unit, hedge, text, credibility, status;
    struct span flight, mode, measures, basis, relation, about_id;
    int corridor, source;
    int about; /* the claim that `relation` is about: index, -1 */
    int origin; /* the claim in which its words began: what it repeats or translates, and so on; itself */
    bool from_timetable; /* its basis names a line of a timetable */
    int32_t made_on, from, to;
    int low, quantity, high;
};
struct load_rule {
    struct span row, id, document, paragraph, text, who, exemptions, sourced, protects, evidence;
    int32_t from, until;
    int source;
};
struct load_hypothesis {
    struct span row, id, text, note;
    int prior; /* thousandths */
};
struct load_weigh {
    struct span row, hypothesis, evidence, mark, by, note;
    bool absent;
    int likelihood; /* thousandths */
};
struct load_coverage {
    struct span row, note;
};
struct load_given { /* a leg that people brought */
    struct span row, icao24, registration, type, callsign, off_airport, off_status, on_airport,
        on_status, candidates;
    int64_t off_ms, on_ms; /* INT64_MIN unknown */
    int confidence;        /* thousandths */
    int points, gap_max_s, source;
};
struct load_track { /* points of one airframe from one file */
    struct span row, file, blob, format, icao24, registration, type;
    int source;
    int64_t points, from_ms, to_ms, cover_from_ms, cover_to_ms; /* INT64_MIN unknown */
    bool dense;
};
struct flown;
struct load {
    VEC(struct load_source) source;
    VEC(struct load_corridor) corridor;
    VEC(struct load_schedule) schedule;
    VEC(struct load_aircraft) aircraft;
    VEC(struct load_flight) flight;
    VEC(struct load_count) count;
    VEC(struct load_claim) claim;
    VEC(struct load_rule) rule;
    VEC(struct load_hypothesis) hypothesis; /* by id */
    VEC(struct load_weigh) weigh;
    VEC(struct load_coverage) coverage;
    VEC(struct cover_said) said; /* one for each of coverage, in its order */
    VEC(struct load_given) given;
    VEC(struct load_track) track;
    struct flown *flown; /* [nflown] the legs of the case, by time (flown.h) */
    size_t nflown;
    int32_t as_of; /* the latest day on which something was published, said, seen or counted;
                      UTC_NONE: nothing dated */
};

/** Reads every typed table, and makes the legs (flown_load). @return 0; as flown_load; RC_IO; RC_SYNTAX: a date that is not one (a derived table
 * that we did not make). */
MUST int load_case(struct store *st, struct arena *a, struct load *out, struct err *e);

/** The next id of a claim's basis; n == 0 at its end. */
struct span load_basis_next(struct span *rest);

/** The row name that people see: the first 12 hex digits. */
static inline struct span load_name(struct span row) {
    return (struct span){row.p, row.n < 12 ? row.n : 12};
}
