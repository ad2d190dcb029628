/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/keep.h"

#include "base/utc.h"
#include "flight/cover.h"
#include "format/points.h"

#include <stdlib.h>

void keep_init(struct keep *k, struct arena *a, const struct wants *w, size_t jobs) {
    *k = (struct keep){.wants = w, .jobs = jobs};
    k->hand = ARENA_ARRAY(a, struct keep_hand, jobs);
    for (size_t i = 0; i < jobs; i++) arena_init(&k->hand[i].a, 2 * KEEP_BYTES);
}

void keep_fini(struct keep *k) {
    for (size_t i = 0; i < k->jobs; i++) arena_fini(&k->hand[i].a);
}

/** What is covered around a point, of its UTC day. */
static struct flight_span cover_around(const struct flight_craft *c, int64_t ms) {
    int64_t day_ms = utc_day_of(ms) * UTC_DAY_MS, end = day_ms + UTC_DAY_MS;
    struct flight_span s = {CLEAN_NO_MS, CLEAN_NO_MS};

    if (!c->ncover) return s;
    s = c->cover[cover_index(c->cover, c->ncover, ms)];
    if (s.to_ms < day_ms || s.from_ms >= end) return (struct flight_span){CLEAN_NO_MS, CLEAN_NO_MS};
    if (s.from_ms < day_ms) s.from_ms = day_ms;
    if (s.to_ms > end) s.to_ms = end;
    return s;
}

/** Up to when points are of one chunk with one at ms. */
static int64_t chunk_end(const struct flight_craft *c, int64_t ms) {
    int64_t day_end = (utc_day_of(ms) + 1) * UTC_DAY_MS, until = INT64_MAX;

    if (c->ncover) until = cover_until(c->cover, c->ncover, cover_index(c->cover, c->ncover, ms));
    return until < day_end ? until : day_end;
}

/** The points [from, to) as a track of their own. What happened to the rows of the files (moved,
 * doubled, refused) is of the files, and would make one day's text differ with what lies beside it. */
static void add_chunk(struct keep_hand *h, struct keep_craft *k, const struct flight_craft *craft,
                      size_t from, size_t to) {
    const struct track *t = craft->track;
    struct track part = *t;
    struct keep_chunk *c = vec_push(&h->a, &k->chunk);
    struct buf text = {0};

    part.point = t->point + from;
    part.n = to - from;
    part.moved = part.doubled = part.refused = 0;
    points_write(&part, &text);
    *c = (struct keep_chunk){.from_ms = t->point[from].ms,
                             .to_ms = t->point[to - 1].ms,
                             .cover = cover_around(craft, t->point[from].ms),
                             .points = to - from,
                             .text = arena_span(&h->a, buf_span(&text))};
    h->bytes += text.n;
    buf_fini(&text);
}

static void take(struct keep_hand *h, const struct flight_craft *c, struct keep_craft *out) {
    const struct track *t = c->track;
    struct keep_craft k = {
        .hex = t->hex, .other = t->other, .formats = c->formats, .nsource = c->nsource};

    if (!aside_of(c, &k.aside)) k.aside = (struct aside){0};
    memcpy(k.registration, t->registration, sizeof k.registration);
    memcpy(k.type, t->type, sizeof k.type);
    k.source = ARENA_ARRAY(&h->a, size_t, c->nsource);
    if (c->nsource) memcpy(k.source, c->source, c->nsource * sizeof *c->source);
    for (size_t from = 0, to; from < t->n; from = to) {
        int64_t end = chunk_end(c, t->point[from].ms);

        for (to = from + 1; to < t->n && to - from < KEEP_POINTS && t->point[to].ms < end;) to++;
        add_chunk(h, &k, c, from, to);
    }
    *out = k;
}

int keep_fn(size_t worker, const struct flight_craft *c, void *keep, struct err *e) {
    struct keep *k = keep;
    struct keep_hand *h = &k->hand[worker];
    const struct track *t = c->track;
    bool wanted = wants_craft(k->wants, t->hex, t->other, t->registration);

    h->crafts++;
    for (size_t i = 0; i < c->nline && !wanted; i++)
        wanted = wants_legs(k->wants, &c->line[i].legs);
    if (wanted)
        take(h, c, vec_push(&h->a, &h->kept));
    else if (h->crafts == 1)
        take(h, c, &h->lone);
    if (h->bytes > KEEP_BYTES / k->jobs)
        return err_set(e, RC_LIMIT,
                       "the aircraft that are asked for have more points than one import takes: "
                       "import it in parts, such as a month at a time");
    return 0;
}

static int craft_cmp(const void *x, const void *y) {
    const struct keep_craft *a = *(struct keep_craft *const *)x,
                            *b = *(struct keep_craft *const *)y;

    if (a->other != b->other) return a->other ? 1 : -1;
    return (a->hex > b->hex) - (a->hex < b->hex);
}

void keep_all(struct arena *a, struct keep *k, struct keep_craft ***out, size_t *n) {
    size_t crafts = 0, kept = 0;

    for (size_t i = 0; i < k->jobs; i++) crafts += k->hand[i].crafts, kept += k->hand[i].kept.n;
    *out = ARENA_ARRAY(a, struct keep_craft *, kept + 1);
    *n = 0;
    for (size_t i = 0; i < k->jobs; i++) {
        struct keep_hand *h = &k->hand[i];

        for (size_t j = 0; j < h->kept.n; j++) (*out)[(*n)++] = &h->kept.v[j];
        if (crafts == 1 && h->crafts == 1 && !h->kept.n) (*out)[(*n)++] = &h->lone;
    }
    if (*n) qsort(*out, *n, sizeof(struct keep_craft *), craft_cmp);
}
