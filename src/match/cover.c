/* SPDX-License-Identifier: Apache-2.0 */
#include "match/cover.h"

const char *const cover_states[] = {"complete",    "partial",  "suspect",   "absent", "failed",
                                    "not_fetched", "watching", "kept_away", NULL};
const char *const cover_whats[] = {"adsb", "board", "apron", "gate", NULL};

bool cover_vouches(enum cover_state s) {
    return s == COVER_COMPLETE || s == COVER_WATCHING;
}

/* How little a statement vouches for: nothing watched, something did in part, all was seen. */
static int doubt(enum cover_state s) {
    switch (s) {
    case COVER_COMPLETE:
    case COVER_WATCHING: return 0;
    case COVER_PARTIAL: return 1;
    case COVER_SUSPECT: return 2;
    case COVER_ABSENT:
    case COVER_FAILED:
    case COVER_NOT_FETCHED:
    case COVER_KEPT_AWAY:
    case COVER_STATES: break;
    }
    return 3;
}

static bool speaks(const struct cover_said *c, int corridor, int source, enum cover_what what,
                   int32_t day) {
    return c->source == source && c->what == what && (c->corridor < 0 || c->corridor == corridor) &&
           day >= c->from && day <= c->to;
}

int cover_day(const struct cover_said *said, size_t n, int corridor, int source,
              enum cover_what what, int32_t day) {
    int best = -1;

    for (size_t i = 0; i < n; i++) {
        const struct cover_said *c = &said[i], *b = best < 0 ? NULL : &said[best];

        if (!speaks(c, corridor, source, what, day)) continue;
        if (!b || (b->corridor < 0 && c->corridor >= 0) ||
            ((b->corridor < 0) == (c->corridor < 0) && doubt(c->state) > doubt(b->state)))
            best = (int)i;
    }
    return best;
}

/* The least doubt of all sources of these kinds; 3: none watched. */
static int day_doubt(const struct cover_said *said, size_t n, int corridor, unsigned kinds,
                     int32_t day) {
    int least = 3;

    for (size_t i = 0; i < n && least; i++) {
        int at;

        if (!(kinds >> said[i].what & 1U)) continue;
        if (day < said[i].from || day > said[i].to) continue;
        at = cover_day(said, n, corridor, said[i].source, said[i].what, day);
        if (at >= 0 && doubt(said[at].state) < least) least = doubt(said[at].state);
    }
    return least;
}

enum cover_watch cover_watched(const struct cover_said *said, size_t n, int corridor,
                               unsigned kinds, int64_t from_ms, int64_t to_ms) {
    int32_t first = (int32_t)utc_day_of(from_ms),
            last = (int32_t)utc_day_of(to_ms < from_ms ? from_ms : to_ms);
    bool whole = true, some = false;

    for (int32_t d = first; d <= last; d++) {
        int least = day_doubt(said, n, corridor, kinds, d);

        whole &= least == 0;
        some |= least < 3;
    }
    return whole ? COVER_WHOLE : some ? COVER_PARTLY : COVER_NOT;
}
