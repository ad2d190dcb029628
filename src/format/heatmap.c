/* SPDX-License-Identifier: Apache-2.0 */
/* The layout: entries of 16 bytes, little-endian: int32 hex, lat, lon; int16 alt, gs.
 *
 *   index      num_slices entries; hex is the entry number where the slice begins
 *   slice      a marker (hex 0x0e7f7c9d) with the time; then positions and info entries until the next
 *   position   hex: address, bit 24 not ICAO's, bits 27 to 31 source; lat, lon 1e-6 degree;
 *              alt 25 ft, -123 ground, -124 none; gs 0.1 kt, -1 none
 *   info       lat >= 2^30: its low 16 bits are the squawk in decimal; the 8 bytes behind it the callsign
 *
 * The index begins at 0, so its first number is its own length. Alt of a marker is the interval, cut to 16 bits:
 * not used. Entries are gathered with their slice, sorted by aircraft and time, and cut into tracks. */
#include "format/heatmap.h"

#include "format/readsb.h"

#include <stdlib.h>

#define ENTRY 16
#define MARKER 0x0e7f7c9d
#define INFO (1 << 30)
#define ADDRESS 0xffffffu
#define OTHER 0x1000000u
#define SOURCE_SHIFT 27
#define SOURCE_MAX 12
#define ALT_FT 25
#define ALT_GROUND (-123)
#define ALT_NONE (-124)
#define DEGREE 1000000
#define CELLS_LON 360
#define CELLS ((size_t)180 * CELLS_LON)
#define MS_MAX ((int64_t)7258118400000) /* 2200-01-01 */

struct entry {
    int32_t hex, lat, lon;
    int16_t alt, gs;
    char text[8]; /* from lon to gs */
};

/* An entry that is good, by number: its point is made when its aircraft's turn comes. */
struct seen {
    uint32_t key; /* bits 0 to 24 of hex */
    uint32_t entry, slice;
};

struct reader {
    struct arena *a;
    struct span bytes;
    struct heatmap *out;
    size_t nindex, nentry; /* entries in the index, in the file */
    struct seen *seen;     /* [nentry - nindex] */
    size_t nseen;
    VEC(struct heatmap_slice) slice;
    struct heatmap_cell *cell; /* [CELLS], or NULL */
};

static uint32_t u32(const char *p) {
    const unsigned char *b = (const unsigned char *)p;

    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static struct entry entry_at(const struct reader *r, size_t i) {
    const char *p = r->bytes.p + i * ENTRY;
    uint32_t last = u32(p + 12);
    struct entry x = {.hex = (int32_t)u32(p),
                      .lat = (int32_t)u32(p + 4),
                      .lon = (int32_t)u32(p + 8),
                      .alt = (int16_t)(last & 0xffff),
                      .gs = (int16_t)(last >> 16)};

    memcpy(x.text, p + 8, sizeof x.text);
    return x;
}

static void partial(struct reader *r, size_t at, const char *why) {
    if (r->out->state == HEATMAP_PARTIAL) return;
    r->out->state = HEATMAP_PARTIAL;
    r->out->why = why;
    r->out->at = at;
}

static void refuse(struct reader *r, size_t i, const char *why) {
    r->out->refused++;
    if (r->out->nbad < HEATMAP_BAD)
        r->out->bad[r->out->nbad++] = (struct heatmap_bad){i * ENTRY, why};
}

/* The marker's time; the words of it are high, low. */
static bool slice_begins(struct reader *r, size_t i, const struct entry *x) {
    uint64_t ms = (uint64_t)(uint32_t)x->lat << 32 | (uint32_t)x->lon;

    if (ms > (uint64_t)MS_MAX) {
        refuse(r, i, "a slice's time is outside 1970 to 2199");
        return false;
    }
    if (r->slice.n && (int64_t)ms <= r->slice.v[r->slice.n - 1].ms) {
        refuse(r, i, "a slice is not later than the one before");
        return false;
    }
    *vec_push(r->a, &r->slice) = (struct heatmap_slice){.ms = (int64_t)ms};
    return true;
}

static void count_cell(struct reader *r, int32_t lat_6, int32_t lon_6, int64_t ms) {
    int lat = (lat_6 + 90 * DEGREE) / DEGREE, lon = (lon_6 + 180 * DEGREE) / DEGREE;
    struct heatmap_cell *c;

    if (lat == 180) lat--; /* the pole belongs to the last row, 180 degrees to -180 */
    if (lon == 360) lon = 0;
    if (!r->cell) r->cell = ARENA_ARRAY(r->a, struct heatmap_cell, CELLS);
    c = &r->cell[lat * CELLS_LON + lon];
    c->lat = (int16_t)(lat - 90);
    c->lon = (int16_t)(lon - 180);
    if (!c->positions++) c->first_ms = ms;
    c->last_ms = ms;
}

static void keep(struct reader *r, size_t i, const struct entry *x) {
    r->seen[r->nseen++] = (struct seen){.key = (uint32_t)x->hex & (ADDRESS | OTHER),
                                        .entry = (uint32_t)i,
                                        .slice = (uint32_t)(r->slice.n - 1)};
}

static struct track_point point_of(const struct entry *x, int64_t ms) {
    struct track_point p = readsb_point();
    unsigned source = (uint32_t)x->hex >> SOURCE_SHIFT;

    p.ms = ms;
    p.lat = x->lat;
    p.lon = x->lon;
    p.source = (uint8_t)(source <= SOURCE_MAX ? source : TRACK_SOURCE_UNKNOWN);
    if (x->alt == ALT_GROUND) p.air = TRACK_GROUND;
    if (x->alt != ALT_GROUND && x->alt != ALT_NONE) {
        p.air = TRACK_AIRBORNE;
        p.alt_ft = x->alt * ALT_FT;
    }
    if (x->gs >= 0) p.speed = x->gs;
    return p;
}

static void position(struct reader *r, size_t i, const struct entry *x) {
    struct heatmap_slice *slice = &r->slice.v[r->slice.n - 1];

    if (x->lat < -90 * DEGREE || x->lat > 90 * DEGREE) {
        refuse(r, i, "the latitude is outside -90 to 90");
        return;
    }
    if (x->lon < -180 * DEGREE || x->lon > 180 * DEGREE) {
        refuse(r, i, "the longitude is outside -180 to 180");
        return;
    }
    keep(r, i, x);
    slice->positions++;
    count_cell(r, x->lat, x->lon, slice->ms);
}

/* Squawk and callsign into p. 0 stands for no squawk here, so 0000 is taken for it too. */
static bool say(const struct entry *x, struct track_point *p) {
    unsigned squawk = (unsigned)x->lat & 0xffff;
    char digits[4] = {(char)('0' + squawk / 1000 % 10), (char)('0' + squawk / 100 % 10),
                      (char)('0' + squawk / 10 % 10), (char)('0' + squawk % 10)};

    if (squawk && (squawk > 9999 || !readsb_squawk((struct span){digits, 4}, p))) return false;
    return readsb_callsign(x->text, strnlen(x->text, sizeof x->text), p);
}

static void info(struct reader *r, size_t i, const struct entry *x) {
    struct track_point unused = readsb_point();

    if (say(x, &unused))
        keep(r, i, x);
    else
        refuse(r, i, "an info entry's squawk or callsign cannot be");
}

static void entries(struct reader *r) {
    bool usable = false; /* within a slice whose time is known */

    for (size_t i = r->nindex; i < r->nentry; i++) {
        struct entry x = entry_at(r, i);

        r->out->entries++;
        if (x.hex == MARKER) {
            usable = slice_begins(r, i, &x);
            if (!usable) partial(r, i * ENTRY, "a slice without a usable time");
            if (r->slice.n > HEATMAP_SLICES) return;
        } else if (!usable) {
            refuse(r, i, "no slice's time is known here");
        } else if (x.lat >= INFO) {
            info(r, i, &x);
        } else {
            position(r, i, &x);
        }
    }
}

/* Each slice begins where the index says, and there are as many. */
static void check_index(struct reader *r) {
    size_t markers = 0, past = 0;

    for (size_t i = r->nindex; i < r->nentry; i++) markers += entry_at(r, i).hex == MARKER;
    for (size_t i = 0; i < r->nindex; i++) {
        struct entry x = entry_at(r, i);
        size_t at = (uint32_t)x.hex;

        if (at >= r->nentry) {
            past++;
        } else if (at < r->nindex || entry_at(r, at).hex != MARKER) {
            partial(r, i * ENTRY, "the index points to something that is no slice");
            return;
        }
    }
    if (past)
        partial(r, r->bytes.n, "the file ends before the index does");
    else if (markers != r->nindex)
        partial(r, 0, "the index and the slices differ in number");
}

static int by_time(const void *a, const void *b) {
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The commonest step, the shortest of several: a missing slice makes one longer, never shorter. */
static int64_t interval(struct reader *r) {
    size_t n = r->slice.n ? r->slice.n - 1 : 0, best = 0;
    int64_t *step = ARENA_ARRAY(r->a, int64_t, n), found = -1;

    for (size_t i = 0; i < n; i++) step[i] = r->slice.v[i + 1].ms - r->slice.v[i].ms;
    qsort(step, n, sizeof *step, by_time);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && step[j] == step[i]; j++) {
        }
        if (j - i > best) best = j - i, found = step[i];
    }
    return found;
}

static int by_craft(const void *a, const void *b) {
    const struct seen *x = a, *y = b;

    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void add_point(struct heatmap_craft *c, const struct track_point *p) {
    struct track *t = &c->track;

    if (t->n && t->point[t->n - 1].ms == p->ms) {
        t->doubled++; /* the writer leaves one for each slice */
        return;
    }
    if (!t->n) {
        c->first_ms = p->ms;
        c->lat_lo = c->lat_hi = p->lat;
        c->lon_lo = c->lon_hi = p->lon;
    }
    c->last_ms = p->ms;
    if (p->lat < c->lat_lo) c->lat_lo = p->lat;
    if (p->lat > c->lat_hi) c->lat_hi = p->lat;
    if (p->lon < c->lon_lo) c->lon_lo = p->lon;
    if (p->lon > c->lon_hi) c->lon_hi = p->lon;
    t->point[t->n++] = *p;
}

/* First the positions, then what info entries say of the one in their slice, which may stand before or
 * behind them. An info entry without a position is not a point. */
static void craft_of(const struct reader *r, const struct seen *s, size_t n,
                     struct heatmap_craft *c) {
    struct track *t = &c->track;
    size_t k = 0;

    t->hex = s->key & ADDRESS;
    t->other = s->key & OTHER;
    t->point = ARENA_ARRAY(r->a, struct track_point, n);
    for (size_t i = 0; i < n; i++) {
        struct entry x = entry_at(r, s[i].entry);
        struct track_point p = point_of(&x, r->slice.v[s[i].slice].ms);

        if (x.lat < INFO) add_point(c, &p);
    }
    for (size_t i = 0; i < n; i++) {
        struct entry x = entry_at(r, s[i].entry);
        int64_t ms = r->slice.v[s[i].slice].ms;

        while (k < t->n && t->point[k].ms < ms) k++;
        if (x.lat >= INFO && k < t->n && t->point[k].ms == ms) (void)say(&x, &t->point[k]);
    }
}

static void crafts(struct reader *r) {
    struct heatmap *out = r->out;
    size_t most = 0;

    qsort(r->seen, r->nseen, sizeof *r->seen, by_craft);
    for (size_t i = 0; i < r->nseen; i++) most += !i || r->seen[i].key != r->seen[i - 1].key;
    out->craft = ARENA_ARRAY(r->a, struct heatmap_craft, most);
    for (size_t lo = 0, hi; lo < r->nseen; lo = hi) {
        struct heatmap_craft *c = &out->craft[out->ncraft];

        for (hi = lo; hi < r->nseen && r->seen[hi].key == r->seen[lo].key; hi++) {
        }
        craft_of(r, r->seen + lo, hi - lo, c);
        if (c->track.n)
            out->ncraft++;
        else
            *c = (struct heatmap_craft){0};
    }
}

static void cells(struct reader *r) {
    if (!r->cell) return;
    r->out->cell = r->cell;
    for (size_t i = 0; i < CELLS; i++)
        if (r->cell[i].positions) r->cell[r->out->ncell++] = r->cell[i];
}

int heatmap_read(struct arena *a, struct span bytes, struct heatmap *out, struct err *e) {
    struct heatmap made = {.interval_ms = -1};
    struct reader r = {.a = a, .bytes = bytes, .out = &made, .nentry = bytes.n / ENTRY};

    if (bytes.n > HEATMAP_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes: the limit is %zu", bytes.n, HEATMAP_BYTES);
    if (bytes.n < ENTRY) return err_set(e, RC_SYNTAX, "%zu bytes are no heatmap", bytes.n);
    r.nindex = u32(bytes.p);
    if (r.nindex > HEATMAP_SLICES)
        return err_set(e, RC_SYNTAX, "byte 0: an index of %zu slices: the limit is %d", r.nindex,
                       HEATMAP_SLICES);
    if (!r.nindex || r.nindex >= r.nentry || entry_at(&r, r.nindex).hex != MARKER)
        return err_set(e, RC_SYNTAX, "no slice begins where the index ends, at entry %zu",
                       r.nindex);
    r.seen = ARENA_ARRAY(a, struct seen, r.nentry - r.nindex);
    check_index(&r);
    entries(&r);
    if (r.slice.n > HEATMAP_SLICES)
        return err_set(e, RC_LIMIT, "more than %d slices", HEATMAP_SLICES);
    if (bytes.n % ENTRY) partial(&r, bytes.n / ENTRY * ENTRY, "the last entry is cut");
    made.slice = r.slice.v;
    made.nslice = r.slice.n;
    made.interval_ms = interval(&r);
    crafts(&r);
    cells(&r);
    *out = made;
    return 0;
}
