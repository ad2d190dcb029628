/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"
#include "pack/stream.h"

/** Is a day of traces (globe_history of readsb, day archives of adsb.lol) all there? Published
 * archives often are not: half of the 256 folders, a tar that ends early, a part that is missing. A
 * day that was not read whole must never read as "no flight".
 *
 *  Each job of a stream notes its members in its own struct health; they are joined, and judged
 *  with what the stream says of its sources. Rules and bounds: docs/FORMATS.md, "Archives of
 *  positions". */

enum health_state {
    HEALTH_COMPLETE,     /* the only one that supports "this aircraft was not seen" */
    HEALTH_PARTIAL,      /* something that should be there is not */
    HEALTH_SUSPECT,      /* all is there, and unlike its neighbours, or of the wrong replica */
    HEALTH_ABSENT,       /* upstream has none: somebody looked */
    HEALTH_FETCH_FAILED, /* may be there: 403, 429, 5xx, a cut line */
    HEALTH_NOT_FETCHED,
};

enum health_shard { HEALTH_SHARD_GOOD, HEALTH_SHARD_ABSENT, HEALTH_SHARD_FEW, HEALTH_SHARD_MANY };

#define HEALTH_SHARDS 256    /* traces/xx, xx = address % 256 */
#define HEALTH_UNUSABLE 4096 /* files of a day that are named one by one */
#define HEALTH_DAYS 4000     /* days and sources in one run */
#define HEALTH_PART_BYTES ((uint64_t)2000000000)
#define HEALTH_HALF_HOURS ((uint64_t)0xffffffffffff) /* all 48 bits */

/** A trace that was not used for its day, and why. */
struct health_file {
    const char *name, *reason;
    uint32_t hex; /* of its name */
    bool other;   /* `~` */
};

/** One day of one source. */
struct health_day {
    const char *path; /* of the source: archive (its first part), folder */
    /* Of `timestamp`; where that is not known of folder or name. Of what is called after one day and holds
     * more of another, the day of the data. UTC_NONE: not known. */
    int32_t day;
    int32_t named; /* by folder or name of the archive; UTC_NONE: neither has a date */
    enum health_state state;
    const char *why;              /* all that is wrong, with `; ` between; "" when complete */
    size_t files;                 /* traces that can be used */
    size_t unusable;              /* traces that cannot: gzip, JSON, address or day is wrong */
    size_t refused;               /* members that are no traces and were refused: links, `..` */
    uint64_t stored, inflated;    /* bytes of the files */
    size_t shards, median;        /* with files; files in one of them */
    uint8_t shard[HEALTH_SHARDS]; /* enum health_shard */
    uint64_t half_hours; /* bit i: the heatmap of half hour i is there and consistent; of the
                            others the coverage is not known */
    /* Against the median of the days around, in thousandths; -1 not known. */
    int32_t files_milli, bytes_milli;
    /* Unusable ones by name; none when they are more than HEALTH_UNUSABLE. */
    const struct health_file *file;
    size_t nfile;
};

/** What one job has noted. The arena is that job's alone and must outlive the judgement. */
struct health {
    struct arena *a;
    VEC(struct health_tally *) tally; /* by source, named, day */
    struct health_tally *last;
    size_t over; /* members of days beyond HEALTH_DAYS */
};
void health_begin(struct health *h, struct arena *a);

/** A member of any kind; what is no trace and no heatmap is passed over, and so is a trace of no day (its
 * `timestamp` is not midnight, as in /run) where no name has a date. m->path is kept: the arena of
 * the stream must outlive the judgement too. */
void health_note(struct health *h, const struct stream_member *m);

/** Adds what another job noted. */
void health_join(struct health *into, const struct health *from);

/** The table, by day, then path. Cost: quadratic in the number of days (4,000 at most). */
void health_judge(struct arena *a, const struct health *h, const struct stream_sum *sum,
                  struct health_day **out, size_t *n);

/** What is known of a day's fetching. */
struct health_fetch {
    int32_t day;
    enum health_state state; /* HEALTH_ABSENT, HEALTH_FETCH_FAILED, HEALTH_NOT_FETCHED */
    const char *why;
};

/** A row for each day from first to last, included, that has none: with what is known of its
 * fetching, else HEALTH_NOT_FETCHED.
 * @return 0; RC_RANGE: last is before first, or more than 36,525 days. */
MUST int health_fill(struct arena *a, struct health_day **rows, size_t *n, int32_t first,
                     int32_t last, const struct health_fetch *fetch, size_t nfetch, struct err *e);

/** May it be said that an aircraft was not seen on this day, when no usable trace of it is in it?
 * Only if the day is complete and none of its unusable files is of this address. */
bool health_supports_absence(const struct health_day *d, uint32_t hex, bool other);

const char *
health_word(enum health_state
                s); /* complete, partial, suspect, absent upstream, fetch failed, not fetched */

/** The last date in a path or name s, as 2026/01/05, 2026.01.05 or 2026-01-05; UTC_NONE. */
int32_t health_day_of(struct span s);

/** The shards of this state as ranges, "00-0f a1"; "" when there are none. */
const char *health_shards(struct arena *a, const struct health_day *d, enum health_shard s);
