/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>

/** What kind of aircraft, as far as speeds, runways and stops depend on it: from the type
 *  designator (ICAO Doc 8643), else from what was observed. */
enum craft {
    CRAFT_UNKNOWN, /* nothing known, and slow as far as seen: may be a helicopter */
    CRAFT_GLIDER,
    CRAFT_BALLOON, /* airships and long-endurance drones too */
    CRAFT_HELI,
    CRAFT_PISTON,
    CRAFT_TURBOPROP,
    CRAFT_BIZJET,
    CRAFT_AIRLINER,
    CRAFT_JET,  /* by its speed; type unknown */
    CRAFT_FAST, /* fighters and their trainers */
    NCRAFT,
};

/** Figures of a class: round ones that bound it, not those of a type; judgements of this project
 *  unless docs/LEGS.md names a source. */
struct craft_facts {
    const char *name;
    bool fixed;         /* has wings that stall: slow means on the ground */
    double cruise_kt;   /* where its own speed is not known */
    double roll_kt;     /* a report "on ground" above this is wrong */
    double rolled_kt;   /* having slowed to this on the ground it has landed */
    double stop_min;    /* shortest stop, minutes on the ground */
    double fpm;         /* of ordinary descents */
    double low_ft;      /* above a field: on its way down to it, or up from it */
    double runway_ft;   /* shorter listed ones count against a field, six tenths exclude it */
    double service_nm;  /* a field without scheduled service is taken as so much further */
    double endurance_h; /* longest time in the air */
    double unlisted;    /* log weight of "a place that is in no list" */
};
const struct craft_facts *craft_facts(enum craft c);

/** The class of a designator such as "B739"; CRAFT_UNKNOWN for "" and what is not in the table. */
enum craft craft_of_type(const char *type);

/** The class by designator, or by speed and height where there is none, or where the aircraft flew
 *  faster than its designator can (1.7 times the class's cruise and 30 kt: then the register is
 *  wrong). Speeds in knots over ground, heights in feet; below 0 unknown. */
enum craft craft_of(const char *type, double top_kt, double top_ft);
