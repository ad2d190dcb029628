/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"
#include "flight/aside.h"

/** What the parts of `legs` share. */

enum legs_form { LEGS_TABLE, LEGS_CSV, LEGS_JSON };

struct legs_filter {
    bool has_hex, other;
    uint32_t hex;
    const char *registration, *callsign; /* folded to A-Z0-9; NULL */
    int32_t airport;                     /* -1 */
    int32_t origin, destination;         /* both or none, -1 */
    int64_t from_ms, to_ms;              /* CLEAN_NO_MS: no bound; to_ms excluded */
};

/** A candidate counts for --airport and --corridor from this weight on. */
#define LEGS_CANDIDATE 0.1

/** By filter and registration. */
bool legs_wanted(void *filter, uint32_t hex, bool other, const char *registration);
bool legs_match(const struct legs_filter *f, const struct leg *l);

/** One leg as a line of text, without its source. */
struct legs_row {
    uint32_t key;
    int64_t ms;
    size_t line, number;  /* which aircraft of the address; in its airframe */
    const size_t *source; /* [nsource] of flight_sum */
    size_t nsource;
    const char *text, *tail; /* what stands before and behind the source */
};

/** One for each job. */
struct legs_rows {
    struct arena a;
    VEC(struct legs_row) row;
    VEC(struct aside) aside;
};

/** Adds the i-th leg of a line. */
void legs_add(struct legs_rows *rows, enum legs_form form, const struct flight_craft *c,
              size_t line, size_t i);

/** Notes what was set aside of an airframe, shown or not. */
void legs_aside_add(struct legs_rows *rows, const struct flight_craft *c);
/** Of all jobs: shared addresses first, then those with the most. In the arena. */
struct aside *legs_aside_all(struct arena *a, const struct legs_rows *rows, size_t jobs, size_t *n);
/** Points of a line from first to last, by reason. */
void legs_aside_count(const struct line *line, size_t first, size_t last, size_t count[NCLEAN]);
/** As notes: some by name, the rest as a sum. */
void legs_aside_tell(struct buf *out, const struct term *t, struct arena *a, const struct aside *v,
                     size_t n);
/** {"teleport": 3}; a list of airframes. */
void legs_aside_json(struct buf *b, const size_t count[NCLEAN]);
void legs_aside_list(struct buf *b, const struct aside *v, size_t n);

/** Sorted by address, then time; of several aircraft on one address one after the other. */
void legs_print(struct cli *x, enum legs_form form, struct legs_rows *rows, size_t jobs,
                const struct flight_sum *sum, const struct legs_filter *f);

/** What the sources do not tell: days that are not there, also of the period asked for, or not whole, refusals. On standard error. */
void legs_tell(struct cli *x, const struct legs_rows *rows, size_t jobs,
               const struct flight_sum *sum, const struct legs_filter *f);
/** The last line of --json. */
void legs_coverage(struct cli *x, const struct legs_rows *rows, size_t jobs,
                   const struct flight_sum *sum, const struct legs_filter *f);

/** `legs --health`. @return CMD_DONE; CMD_NO: a day is not complete; below 0. */
MUST int legs_health(struct cli *x, const char *const *path, size_t n, size_t jobs, struct err *e);

/** A day, or the first and last of a run; a day as a member of JSON. */
void legs_days(struct buf *b, int32_t from, int32_t to);
void legs_day_json(struct buf *b, const struct health_day *d);

/** Behind the candidates of an end, " @+41.250+129.400": where it was last (first) heard. `which` stands in front where there
 * are none. */
void legs_heard(struct buf *b, const char *which, bool any, double lat_deg, double lon_deg);

void legs_string(struct buf *b, const char *s); /* of JSON, with its quotes; NULL: null */
