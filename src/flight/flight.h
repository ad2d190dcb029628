/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "leg/line.h"
#include "pack/health.h"
#include "pack/stream.h"

/** Files, folders and archives of positions to airframes with their legs: whatever holds them, each
 *  airframe comes once, with all its points from all sources together, so that midnight, a part or a
 *  file is no event.
 *
 *  Two ways, of which the data decide (`way` of the options asks for one):
 *   - at once: a folder or archive of one day, and each airframe in one trace of it that has its name, which a look at the
 *     beginning of each member tells before: a trace becomes legs where it is read (where several stand one behind another
 *     in a member they are gathered);
 *   - gathered: points wait on disk, in a file without a name that is gone when the program ends
 *     however it ends, in 256 buckets by address; then bucket by bucket.
 *  Both give the same. Memory is bounded by the largest member and by the points of one airframe
 *  (FLIGHT_POINTS) for each job, not by the archive. */
enum flight_format {
    FLIGHT_TRACE,   /* readsb's trace_full, trace_recent */
    FLIGHT_HEATMAP, /* of a source that has no traces; else it only tells of coverage */
    FLIGHT_LIVE,    /* aircraft.json */
    FLIGHT_SBS,
    FLIGHT_FRAMES,    /* Beast, AVR, jet1090 */
    FLIGHT_POSITIONS, /* lines that `headcount decode` wrote */
    FLIGHT_OPENSKY,
    FLIGHT_FORMATS,
};
const char *flight_format_word(enum flight_format f); /* "traces", "heatmap", ... */

#define FLIGHT_POINTS ((size_t)8000000) /* of one airframe: a year of one every four seconds */
#define FLIGHT_FIRST 8                  /* refusals kept by name, of each source */
#define FLIGHT_BRIDGE_MS INT64_C(3600000)

struct flight_span {
    int64_t from_ms, to_ms;
};

/** One airframe. All of it dies with the call. */
struct flight_craft {
    const struct track *track; /* ascending, doubles gone (trace_order) */
    /* [nline] its points again, with their legs; more than one where several aircraft use the address at once (line.h), and
     * then they sum to the track. Indices in legs are of the line's track. */
    const struct line *line;
    size_t nline;
    unsigned formats;     /* set of 1 << enum flight_format */
    const size_t *source; /* [nsource] indices of flight_sum.source with points of it, ascending */
    size_t nsource;
    /* [nbroken] from where a text of it broke off to where the data of that source end, if nothing
     * else tells of the airframe in between: there its data end, and later begin. */
    const struct flight_span *broken;
    size_t nbroken;
    /* [ncover] what all sources cover together, without what is broken: the legs are of these. */
    const struct flight_span *cover;
    size_t ncover;
};

/** Called by one of the jobs, worker = 0 .. jobs - 1; the order in which airframes come depends on
 *  the number of jobs, what is given of each does not. @return 0 to go on; below it all ends, and
 *  flight_each returns it with *e. */
typedef int flight_fn(size_t worker, const struct flight_craft *c, void *ctx, struct err *e);

enum flight_way { FLIGHT_BY_DATA, FLIGHT_AT_ONCE, FLIGHT_GATHERED };

struct flight_options {
    size_t jobs;                   /* [1], at most STREAM_JOBS */
    const struct near_index *near; /* NULL: places are not named */
    bool dense;                    /* as in leg_options */
    const struct end_prior *prior;
    size_t nprior;
    bool zone_given;                    /* of SBS; without it files of SBS lines are refused */
    int32_t zone_minutes;               /* east of Greenwich */
    bool start_given;                   /* of frames without UTC, and of SBS lines without dates */
    int64_t start_ms;                   /* UTC of the first */
    int64_t cover_from_ms, cover_to_ms; /* what the data cover; CLEAN_NO_MS: as the sources say */
    /** Whether an airframe is asked for; NULL: all are. Called by all jobs, without a lock, and
     *  with registration "" where the data have none. */
    bool (*wanted)(void *arg, uint32_t hex, bool other, const char *registration);
    void *wanted_arg;
    const char *tmp; /* folder for what waits; NULL: TMPDIR, else /tmp */
    struct stash
        *stash; /* opened before (stash_open), and closed by flight_each; NULL: opened in tmp */
    enum flight_way way; /* FLIGHT_AT_ONCE gathers all the same where it must */
};

struct flight_refusal {
    const char *file, *reason; /* file: its name within the source, or the source's path */
};

/** What is alike within a path: its traces of one day, its heatmaps, ... */
struct flight_source {
    const char *path; /* file, folder, first part of an archive; `-` */
    enum flight_format format;
    int32_t day;          /* of traces whose `timestamp` is midnight UTC of it; else UTC_NONE */
    size_t stream_source; /* in flight_sum.stream; SIZE_MAX: read as one piece, whatever its size */
    size_t files, crafts, points;       /* crafts: airframes with points here, those wanted */
    int64_t from_ms, to_ms;             /* first and last point; CLEAN_NO_MS without points */
    int64_t cover_from_ms, cover_to_ms; /* the whole day, else from where heard begins to its end */
    /* [nheard] when something was heard, wanted or not, without the silences of everybody (hear.h). What is of
     * a day covers it all the same: a folder may hold some aircraft of a day only. */
    const struct flight_span *heard;
    size_t nheard;
    size_t refused; /* files, rows and lines that could not be used, wanted or not */
    size_t doubled; /* points that came twice within a file */
    struct flight_refusal first[FLIGHT_FIRST]; /* [nfirst] by name */
    size_t nfirst;
};

/** In the arena of flight_each. */
struct flight_sum {
    struct flight_source
        *source; /* in order of first sight, which depends on jobs: sort to print */
    size_t nsource;
    struct health_day *day; /* judged; of folders and archives of traces and heatmaps only */
    size_t nday;
    struct flight_span *cover; /* all sources together; holes up to FLIGHT_BRIDGE_MS are bridged */
    size_t ncover;
    struct stream_sum stream;
    size_t crafts, legs, points; /* that fn was given */
    size_t shared;               /* of these, addresses that several aircraft use at once */
    size_t reason[NCLEAN];       /* of these points: good, or why set aside (clean.h) */
    size_t unread;               /* members that are of no format of ours */
    size_t cut; /* files, archives and members that break off, are damaged, or lack a part */
    bool gathered;
    const char **notice; /* sentences, sorted */
    size_t nnotice;
};

/** Reads all, calls fn for each airframe. *a outlives *out; what is needed for reading has memory
 *  of its own. Days that are missing between two sources are holes of out->cover: legs end and
 *  begin there at the edge of the data.
 *  @return 0, also when sources are broken: see out; RC_NOTFOUND, RC_IO: a path cannot be opened,
 *  or the disk is full; RC_SYNTAX: no format of ours in any of them, and then
 *  out->nsource is 0, and whoever named them says which they are; what fn returned. */
MUST int flight_each(struct arena *a, const char *const *path, size_t n,
                     const struct flight_options *o, flight_fn *fn, void *ctx,
                     struct flight_sum *out, struct err *e);
