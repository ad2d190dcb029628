/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/flight.h"
#include "flight/source.h"
#include "flight/stash.h"

/** One call of flight_each, as its files share it. Inside flight only. */
struct flight_run {
    const struct flight_options *o;
    flight_fn *fn;
    void *ctx;
    struct leg_options legs; /* of o; without cover and priors */
    struct end_prior *prior; /* [o->nprior] by call sign */
    struct sources sources;
    struct stash *stash;
    bool at_once;
    struct flight_span day;    /* at once: what is covered */
    struct flight_span *cover; /* gathered: when all is read */
    size_t ncover;
    struct worker *worker; /* [jobs] */
    size_t jobs;
    const struct flight_source *source; /* gathered: the table, settled */
    bool *has_traces;                   /* [nstream] gathered: of each source of the stream */
    size_t nstream;
};

struct worker {
    struct flight_run *run;
    size_t number;
    size_t text;    /* of the texts that follow one another in the member in hand, which */
    struct arena a; /* of what is in hand: begun and ended for each text and airframe */
    struct stash_pen pen;
    struct arena health_arena;
    struct health health;
    size_t crafts, legs, points, shared; /* given to fn */
    size_t reason[NCLEAN];
};

/** Where a track comes from. */
struct origin {
    size_t source;
    uint64_t order; /* stash_head */
};

/** Points of one airframe, in the worker's arena: to legs and to fn when all is read at once, else
 *  to wait. Those that are not wanted go no further. */
MUST int run_take(struct worker *w, struct track *t, const struct origin *from, bool whole,
                  struct err *e);

/** Legs of a whole airframe, and fn. c has no legs yet; cover: what all sources cover together. */
MUST int run_give(struct worker *w, const struct flight_craft *c, const struct flight_span *cover,
                  size_t ncover, struct err *e);

/* ---- read.c */

/** A member of the stream, of any format or none. */
MUST int read_member(struct worker *w, const struct stream_member *m, struct err *e);

/** A file that is no archive is its own member. */
bool read_is_itself(const struct stream_member *m);

/** Whose trace it is by its name (trace_full_4b1234.json), as a stash_key. One of another's in it is refused, so that all
 *  texts of a member with such a name are of one airframe.
 *  @return false: the name does not say */
bool read_named(struct span name, uint32_t *key);

/* ---- flows.c */

struct flow;
/** Reads those of the paths that are recordings, and takes them out of the list. What of standard
 *  input was looked at stays in its flow. */
MUST int flows_read(struct worker *w, struct flow *stdin_flow, const char **path, size_t *n,
                    struct err *e);

/* ---- survey.c */

/** Whether each airframe is in one trace only and all are of one day: then they are read at once.
 *  @param day what that day covers. */
MUST int survey_paths(const char *const *path, size_t n, bool *at_once, struct flight_span *day,
                      struct err *e);
