/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/track.h"
#include "geo/near.h"
#include "leg/craft.h"

/** Silences: what each was, and whether the flight went on through it. One begins at 180 s: six of
 *  the longest steps that a writer of traces takes in level flight (30 s, formats.md 1.1). */
#define GAP_MS INT64_C(180000)

enum gap_class {
    GAP_NONE, /* no silence */
    GAP_HOLE, /* nobody listens there, or not so low */
    GAP_EDGE, /* it flew out of, or into, what the receivers reach */
    GAP_OFF,  /* transponder off: only said where the caller vouches for dense cover */
    GAP_UNKNOWN,
};
const char *gap_word(enum gap_class c);

/* Bits: why the class, and what spoke for and against a stop. */
enum gap_reason {
    GAP_LOW = 1,              /* an end below 3,000 ft above the nearest field, or the sea */
    GAP_REMOTE = 2,           /* no listed field within 200 NM of an end */
    GAP_FEW_ADSB = 4,         /* below 30 % ADS-B on both sides */
    GAP_COVERED = 8,          /* 15,000 ft and 70 % ADS-B on both sides, a field within 200 NM */
    GAP_STEADY = 16,          /* neither coming down before nor climbing after */
    GAP_NO_TIME = 32,         /* no stop fits into it */
    GAP_PLAUSIBLE = 64,       /* covered at 0.75 to 1.15 of the aircraft's own speed */
    GAP_DESCENT = 128,        /* came down before it, low for its class */
    GAP_CLIMB = 256,          /* climbs after it, from low */
    GAP_JET_STOPPED = 512,    /* 8,000 m, an hour, under 550 km/h: sancha1090's rule */
    GAP_LOITER = 1024,        /* circled before and after: distance says little */
    GAP_ENDURANCE = 2048,     /* longer in the air than its class can be */
    GAP_TOUCHED_FIELD = 4096, /* within 1,500 ft and 10 km of a listed field at an end */
};

/** A silence between two good points. Never to be drawn as a line. */
struct gap {
    size_t before, after; /* points */
    int64_t ms;           /* when it begins */
    double seconds, distance_m;
    double implied_kt;          /* distance by time */
    double own_kt, own_high_kt; /* of the ten minutes before and after: the lower, the higher */
    double slack_s;             /* what is left when the distance is flown at the higher of both */
    double stop_s; /* the shortest stop of its class, with half of the way down and up */
    double p_stop; /* 0..1 that the aircraft landed within it */
    enum gap_class class;
    unsigned reason; /* enum gap_reason */
};

/** What a flight did in the ten minutes before (dir -1) or after (dir 1) a point. NAN: unknown. */
struct gap_phase {
    double lat_deg, lon_deg;
    double alt_ft; /* nearest known; where that is a spike of 3,000 ft, the middle of three */
    double high_ft, low_ft;
    double kt;          /* mean over ground; from positions where no speed was sent */
    double trend_fpm;   /* over time, positive up: of 90 s, else as sent */
    double heading_deg; /* nearest known */
    double adsb;        /* share of points by ADS-B */
    double field_ft;    /* elevation of the nearest listed field within 40 km */
    double field_m;     /* how far that is */
    int n;              /* points; 0: nothing on that side */
    size_t first, last; /* of them, from the nearest outwards */
};

/** What the judgements need of the track. */
struct gap_in {
    const struct track *t;
    const uint8_t *reason;         /* clean_reason of each point */
    const struct near_index *near; /* NULL: no places */
    enum craft craft;
    bool military;
    bool dense; /* the caller vouches: the source hears all at cruising level near airports */
};

/** Scans at most 64 good points and ten minutes from point i within [lo, hi), up to a silence. */
void gap_phase(const struct gap_in *g, size_t i, int dir, size_t lo, size_t hi,
               struct gap_phase *out);

/** Height above the field nearest to the phase's point, ft; NAN where the altitude is unknown or no
 *  field is within 40 km. Altitudes are pressure: 1,000 ft off in extreme weather. */
double gap_height_ft(const struct gap_phase *p);
bool gap_descending(const struct gap_phase *p, enum craft c);
bool gap_climbing(const struct gap_phase *p, enum craft c);

/** Judges the silence between two points of one flight so far: its figures, p_stop from the
 *  evidence by docs/LEGS.md, section 4, and the class. lo and hi bound the scans; begun_ms: the
 *  first point of the flight; phase: what it did before and after. */
void gap_judge(const struct gap_in *g, size_t before, size_t after, size_t lo, size_t hi,
               int64_t begun_ms, struct gap_phase phase[2], struct gap *out);

/** The class of a silence inside a flight, or at its end (a side without points has n 0), by
 *  adsbtrack's cautious rule (formats.md 2.5.6). Adds its reasons to those in *reason. */
enum gap_class gap_class_of(const struct gap_in *g, const struct gap_phase *before,
                            const struct gap_phase *after, bool inside, unsigned *reason);
