/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "claim/check.h"
#include "claim/claim.h"

/** What is wrong, or is left out, in what is said: statements held against the timetable, the
 * reports, the counts, the seats and one another (docs/CHECKS.md). Rules over rows; nothing here
 * knows a place, a flight number or a date. */

enum flag_sheet { FLAG_SOURCE, FLAG_CLAIM, FLAG_COUNT, FLAG_LINE, FLAG_REPORT, FLAG_CRAFT };
struct flag_ref {
    enum flag_sheet sheet;
    int index; /* into the array of that sheet */
};

struct flag_source {
    struct span id, label;
    int root; /* the source where its information began: itself when it did not come from another */
};
struct flag_corridor {
    struct span id, group;
    int opposite; /* -1 */
    int32_t from, to;
};
struct flag_line { /* of a timetable */
    struct span id, flight;
    int corridor, source;
    uint8_t days; /* bit 0 Monday */
    int32_t from, to;
};
struct flag_slot { /* one dated chance of a flight */
    int corridor;
    int32_t day;
    enum check_state state;
    bool cancelled;  /* some report says so, whatever the state */
    bool listed;     /* in a timetable or announced; false: an extra flight */
    const int *line; /* [nline] the timetable lines that make it */
    size_t nline;
    struct span type;
    int seats_lo, seats_hi; /* cited figures for its type; -1 none */
};
struct flag_report {
    struct span flight, type, registration;
    int corridor, source;
    int32_t day;
    bool flown; /* operated, tracked, or the aircraft or boarding seen */
    bool cancelled;
};
struct flag_count {
    struct span id, flight; /* flight: number, or the source's id of the operation */
    int corridor, source;
    int slot; /* -1: of a period, or of a flight outside the corridor's period */
    int32_t day, from, to;
    bool observed; /* by a method that looks at the flight: not seats, a neighbour's, a claim */
    bool eye, waiting, concern, exact;
    int low, best, high; /* -1 unknown */
};
struct flag_craft { /* seats of a type by one source */
    struct span type, registration;
    int seats_lo, seats_hi; /* -1 no figure */
    bool here;              /* of a type that flew one of the corridors */
};
enum flag_mode { FLAG_AIR, FLAG_RAIL, FLAG_SEA, FLAG_ROAD, FLAG_ALL };
enum flag_relation {
    FLAG_NONE,
    FLAG_TRANSLATES,
    FLAG_REPEATS,
    FLAG_SUPPORTS,
    FLAG_CONTRADICTS,
    FLAG_REVISES,
    FLAG_PART_OF
};
struct flag_claim {
    struct span id, text, hedge, flight;
    int source, corridor, about; /* about: index of a claim, -1 */
    enum flag_relation relation;
    int32_t made_on, from, to;
    int low, best, high;
    enum claim_unit unit;
    enum claim_measures measures;
    enum flag_mode mode;
    bool retracted;
    const struct flag_ref *basis; /* what it was computed from: counts, claims, lines */
    size_t nbasis;
    int strangers; /* ids in its basis that no row has */
};

struct flag_input {
    const struct flag_source *source;
    const struct flag_corridor *corridor;
    const struct flag_line *line;
    const struct flag_slot *slot; /* by corridor, then day */
    const struct flag_report *report;
    const struct flag_count *count;
    const struct flag_craft *craft;
    const struct flag_claim *claim;
    size_t nsource, ncorridor, nline, nslot, nreport, ncount, ncraft, nclaim;
};

struct flag {
    const char *id; /* as in flag_all */
    enum check_level level;
    const char *text, *settles;
    VEC(struct flag_ref) rows;
};
struct flags {
    struct flag *v; /* errors first, then by id and text */
    size_t n;
};

extern const struct check_kind flag_all[]; /* every id that flag_run can give */
extern const size_t flag_count_all;

/** Runs every rule. A claim that was retracted is the subject of none. Texts name rows in the order of
 * the arrays, so that the caller's order (by content, not by file) is what makes them the same each
 * time. Memory from `a`. O(n log n), and for each claim that is a product
 * the slots and counts of its corridor. */
struct flags flag_run(struct arena *a, const struct flag_input *in);
