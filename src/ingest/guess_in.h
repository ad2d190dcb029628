/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "ingest/plan.h"

/* What the two halves of the guess share: guess.c looks, guess_map.c writes. */

enum role {
    ROLE_NONE,
    ROLE_PRIVATE,
    ROLE_DATE,
    ROLE_FLIGHT,
    ROLE_REGISTRATION,
    ROLE_TYPE,
    ROLE_STATE,
    ROLE_DEP,
    ROLE_ARR,
    ROLE_NOTE,
    ROLE_FROM,
    ROLE_TO,
    ROLE_METHOD,
    ROLE_WAITING, /* from here on counts */
    ROLE_BOARDING,
    ROLE_ABOARD,
    ROLE_LEAVING,
    ROLE_EVERYBODY,
};

struct guessed {
    const char *name; /* as the map must write it: with #2 on a repeat */
    size_t number;    /* from 1 */
    enum role role;
    const char *what; /* ROLE_PRIVATE: what it names */
    size_t filled, figures, times, places, dates[4], bad_dmy, bad_mdy;
    struct {
        int32_t first, last, before;
        size_t n;
        int64_t
            steps; /* days from row to row, summed: read the wrong way round a log leaps from month to month */
    } days[4]; /* by style */
};

/** A sheet as it was looked at. */
struct guess {
    struct guessed *column, *date; /* date is one of the columns */
    size_t n;
    int64_t header;   /* line of it */
    char sep;         /* 0: a workbook */
    const char **tab; /* of a workbook: which tabs have this header */
    size_t ntabs, of; /* of: tabs in the workbook */
};

/** The map as YAML. */
void guess_write(struct buf *b, const struct guess *q);
