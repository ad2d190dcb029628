/* SPDX-License-Identifier: Apache-2.0 */
/* Order and doubles.
 *
 * Files are in order but for a few rows, so the sort is a merge of the runs that are there: one pass
 * that finds nothing to do for nearly every file.
 *
 * adsbtrack takes two points for one when they are less than 1 s and 0.001 degree apart. On the 23
 * real files that drops 72 of 6,222 rows, none of which came twice: they are take-offs, landings and
 * turns, where readsb writes a row every half second (measured). So a double must also say the same:
 * air or ground, altitude, speed and track. 8 of them do, each within 0.9 s of its like and with
 * nothing new in it. */
#include "format/trace.h"

#define NEAR_MS 1000
#define NEAR_DEG 1000 /* 1e-6 degree */

/* The first point less than NEAR_MS later than the one before it: before it there is nothing to do. */
static size_t first_near(const struct track_point *p, size_t n) {
    size_t i = 1;

    while (i < n && p[i].ms - p[i - 1].ms >= NEAR_MS) i++;
    return i;
}

/* One past the last point of the run that begins at lo. */
static size_t run_end(const struct track_point *p, size_t lo, size_t n) {
    size_t hi = lo + 1;

    while (hi < n && p[hi - 1].ms <= p[hi].ms) hi++;
    return hi;
}

static void merge(const struct track_point *from, size_t lo, size_t mid, size_t hi,
                  struct track_point *to) {
    size_t a = lo, b = mid;

    for (size_t i = lo; i < hi; i++)
        to[i] = b == hi || (a < mid && from[a].ms <= from[b].ms) ? from[a++] : from[b++];
}

/* Merges neighbouring runs until one is left; n log(runs). */
static void sort(struct arena *a, struct track *t) {
    struct track_point *from = t->point, *to = ARENA_ARRAY(a, struct track_point, t->n);

    while (run_end(from, 0, t->n) < t->n) {
        struct track_point *swap = from;

        for (size_t lo = 0; lo < t->n;) {
            size_t mid = run_end(from, lo, t->n), hi = mid < t->n ? run_end(from, mid, t->n) : mid;

            merge(from, lo, mid, hi, to);
            lo = hi;
        }
        from = to;
        to = swap;
    }
    t->point = from;
}

static bool near(int64_t a, int64_t b, int64_t bound) {
    return a - b < bound && b - a < bound;
}

static bool same(const struct track_point *a, const struct track_point *b) {
    return b->ms - a->ms < NEAR_MS && near(a->lat, b->lat, NEAR_DEG) &&
           near(a->lon, b->lon, NEAR_DEG) && a->air == b->air && a->alt_ft == b->alt_ft &&
           a->speed == b->speed && a->heading == b->heading;
}

static void add_what_is_new(struct track_point *kept, const struct track_point *p) {
    if (!kept->callsign[0]) memcpy(kept->callsign, p->callsign, sizeof kept->callsign);
    if (kept->squawk == TRACK_SQUAWK_NONE) kept->squawk = p->squawk;
    if (kept->nic < 0) kept->nic = p->nic;
    if (kept->sil < 0) kept->sil = p->sil;
    if (kept->adsb < 0) kept->adsb = p->adsb;
    kept->flags |= p->flags & (TRACK_STALE | TRACK_LEG);
}

/* Those that come after a later one. */
static size_t count_moved(const struct track_point *p, size_t n) {
    int64_t latest = INT64_MIN;
    size_t moved = 0;

    for (size_t i = 0; i < n; i++) {
        moved += p[i].ms < latest;
        if (p[i].ms > latest) latest = p[i].ms;
    }
    return moved;
}

void trace_order(struct arena *a, struct track *t) {
    struct track_point *p = t->point;
    size_t moved = 0, from = first_near(p, t->n), kept = from - 1;

    if (from >= t->n) return;
    if (run_end(p, kept, t->n) < t->n) {
        moved = count_moved(p, t->n);
        sort(a, t);
        p = t->point;
        from = first_near(p, t->n);
        kept = from - 1;
    }
    for (size_t i = from; i < t->n; i++) {
        if (same(&p[kept], &p[i])) {
            add_what_is_new(&p[kept], &p[i]);
        } else if (++kept != i) {
            p[kept] = p[i];
        }
    }
    t->moved += moved;
    t->doubled += t->n - (kept + 1);
    t->n = kept + 1;
}
