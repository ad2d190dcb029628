/* SPDX-License-Identifier: Apache-2.0 */
/* A grid of one degree by one degree over the 28,298 places: a counting sort by cell, 260 kB of
 * starts, 57 kB of indices and 226 kB of positions. A k-d tree would need half the memory and answers in the same
 * microseconds; the grid has no recursion, and the radius is a range of rows. */
#include "geo/near.h"

#include "geo/place.h"

#include <assert.h>
#include <math.h>

#define RAD (3.14159265358979323846 / 180)
#define ROW_M 111194.9 /* one degree of latitude on the sphere of place_distance_m */

#define SPARE_DEG 1e-4 /* positions of places are floats */

static size_t row_of(double lat_deg) {
    double r = floor(lat_deg + 90);

    return r < 0 ? 0 : r >= NEAR_ROWS ? NEAR_ROWS - 1 : (size_t)r;
}

static size_t column_of(double lon_deg) {
    double c = floor(lon_deg + 180);

    return c < 0 ? 0 : c >= NEAR_COLUMNS ? NEAR_COLUMNS - 1 : (size_t)c;
}

static size_t cell_of(const struct place *p) {
    return row_of((double)p->lat_deg) * NEAR_COLUMNS + column_of((double)p->lon_deg);
}

void near_build(struct arena *a, struct near_index *out) {
    uint32_t *start = ARENA_ARRAY(a, uint32_t, NEAR_CELLS + 1);
    uint16_t *place = ARENA_ARRAY(a, uint16_t, place_count());
    struct near_spot *spot = ARENA_ARRAY(a, struct near_spot, place_count());

    assert(place_count() <= UINT16_MAX);
    for (size_t i = 0; i < place_count(); i++) start[cell_of(place_at(i)) + 1]++;
    for (size_t c = 0; c < NEAR_CELLS; c++) start[c + 1] += start[c];
    for (size_t i = place_count(); i-- > 0;) { /* from the end, so that each cell ascends */
        const struct place *p = place_at(i);
        uint32_t k = --start[cell_of(p) + 1];

        place[k] = (uint16_t)i;
        spot[k] = (struct near_spot){p->lat_deg, p->lon_deg};
    }
    /* start[c + 1] is now where cell c begins: move the starts back by one. */
    for (size_t c = 0; c < NEAR_CELLS; c++) start[c] = start[c + 1];
    start[NEAR_CELLS] = (uint32_t)place_count();
    *out = (struct near_index){start, place, spot};
}

struct search {
    double lat_deg, lon_deg, radius_m;
    double high_deg, wide_deg; /* half of the box around the circle; 360: no bound */
    double least_cos;          /* of any latitude within it */
    struct near_hit *out;
    size_t n, cap;
};

/* The list is full: only what is nearer than its last matters from now on. */
static void shrink(struct search *s) {
    double high;

    s->radius_m = s->out[s->n - 1].distance_m;
    high = s->radius_m / ROW_M + SPARE_DEG;
    if (s->wide_deg < 360) s->wide_deg *= high / s->high_deg;
    s->high_deg = high;
}

/* Is it beyond the radius for certain? By the box, and by a plane whose parallels are too short: the square of
 * the sine of half of ten degrees is 0.3 % less than that of the arc, and twice as much is allowed for. */
static bool beyond(const struct search *s, const struct near_spot *p) {
    double y = fabs((double)p->lat_deg - s->lat_deg), x = fabs((double)p->lon_deg - s->lon_deg), k;

    x = x > 180 ? 360 - x : x;
    k = x * s->least_cos;
    /* no branch for each: which of them it is cannot be guessed */
    return (y > s->high_deg) | (x > s->wide_deg) |
           ((s->wide_deg <= 10) & (k * k + y * y > s->high_deg * s->high_deg * 1.006));
}

/* Insertion from the far end: lists are short. Distances cost a hundred times what the bounds
 * cost. */
static void offer(struct search *s, const struct near_spot *p, int32_t place) {
    double d;
    size_t i;

    if (beyond(s, p)) return;
    d = place_distance_m(s->lat_deg, s->lon_deg, (double)p->lat_deg, (double)p->lon_deg);
    if (d > s->radius_m) return;
    if (s->n == s->cap) {
        const struct near_hit *last = &s->out[s->n - 1];

        if (d >= last->distance_m && place > last->place) return;
        s->n--;
    }
    for (i = s->n++; i > 0; i--) {
        const struct near_hit *h = &s->out[i - 1];

        if (h->distance_m < d || (h->distance_m <= d && h->place < place)) break;
        s->out[i] = *h;
    }
    s->out[i] = (struct near_hit){place, d};
    if (s->n == s->cap) shrink(s);
}

static void look_into(const struct near_index *n, struct search *s, size_t cell) {
    for (uint32_t i = n->start[cell]; i < n->start[cell + 1]; i++)
        offer(s, &n->spot[i], n->place[i]);
}

/* Of the cells from lo to hi, one degree wide: do all lie further from x than `most`? */
static bool apart(double x, double lo, double most) {
    return lo - x > most || x - (lo + 1) > most;
}

/* The cell of the point itself first: where that has a place near enough the list is full, and most of the others are beyond its bounds. */
size_t near_find(const struct near_index *n, double lat_deg, double lon_deg, double radius_m,
                 struct near_hit *out, size_t cap) {
    struct search s = {lat_deg, lon_deg, radius_m, radius_m / ROW_M + SPARE_DEG, 360, 0,
                       out,     0,       cap};
    double high = s.high_deg, wide, west;
    size_t columns = NEAR_COLUMNS, own;

    if (!(fabs(lat_deg) <= 90 && fabs(lon_deg) <= 180 && radius_m >= 0) || cap == 0) return 0;
    s.least_cos = cos(fmin(fabs(lat_deg) + high, 90) * RAD);
    /* No way of that length leads further in longitude than along the parallel nearest to the pole; where it holds a
     * pole that is any. */
    wide = fmin(high / s.least_cos, 180) + SPARE_DEG;
    west = -180;
    if (wide < 179) {
        s.wide_deg = wide;
        west = floor(lon_deg - wide);
        columns = (size_t)(floor(lon_deg + wide) - west) + 1;
    }
    own = row_of(lat_deg) * NEAR_COLUMNS + column_of(lon_deg);
    look_into(n, &s, own);
    for (size_t row = row_of(lat_deg - high); row <= row_of(lat_deg + high); row++) {
        if (apart(lat_deg, (double)row - 90, s.high_deg)) continue;
        for (size_t c = 0; c < columns; c++) {
            size_t cell = row * NEAR_COLUMNS + (size_t)((long)west + 540 + (long)c) % NEAR_COLUMNS;

            if (cell != own && !apart(lon_deg, west + (double)c, s.wide_deg))
                look_into(n, &s, cell);
        }
    }
    return s.n;
}
