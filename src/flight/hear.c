/* SPDX-License-Identifier: Apache-2.0 */
/* A receiver keeps no record of when it was on; what it heard is one. Each slot of five minutes keeps its
 * first and last position and up to three different aircraft, so that a year of a busy receiver takes as
 * much as one of a quiet one: 3.5 MB. */
#include "flight/hear.h"

#define MS_MOST INT64_C(253402300799999) /* 9999-12-31 */

/* The place of the day, or where it would be. */
static size_t place_of(const struct hear *h, int64_t day) {
    size_t lo = 0, hi = h->day.n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (h->day.v[mid]->day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static struct hear_day *day_at(struct arena *a, struct hear *h, int64_t day) {
    size_t i = place_of(h, day);
    struct hear_day *made;

    if (i < h->day.n && h->day.v[i]->day == day) return h->day.v[i];
    if (h->day.n == HEAR_DAYS || a->used > HEAR_BYTES) {
        h->full = true;
        return NULL;
    }
    made = ARENA_NEW(a, struct hear_day);
    made->day = day;
    *vec_push(a, &h->day) = made;
    memmove(h->day.v + i + 1, h->day.v + i, (h->day.n - 1 - i) * sizeof *h->day.v);
    h->day.v[i] = made;
    return made;
}

static void note_who(struct hear_slot *s, uint32_t key) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->who[i] == key) return;
    if (s->n < HEAR_WITNESSES) s->who[s->n++] = key;
}

static void note(struct hear_slot *s, int64_t ms) {
    if (!s->n || ms < s->from_ms) s->from_ms = ms;
    if (!s->n || ms > s->to_ms) s->to_ms = ms;
}

void hear_track(struct arena *a, struct hear *h, uint32_t key, const struct track *t) {
    int64_t from = 0, to = 0; /* of the slot at hand */
    struct hear_slot *s = NULL;

    for (size_t i = 0; i < t->n && !h->full; i++) {
        int64_t ms = t->point[i].ms, day;
        struct hear_day *d;

        if (ms > MS_MOST || ms < -MS_MOST) continue;
        if (!s || ms < from || ms >= to) {
            day = utc_day_of(ms);
            if (!(d = day_at(a, h, day))) return;
            s = &d->slot[(ms - day * UTC_DAY_MS) / HEAR_SLOT_MS];
            from = ms - (ms - day * UTC_DAY_MS) % HEAR_SLOT_MS;
            to = from + HEAR_SLOT_MS;
            note(s, ms);
            note_who(s, key);
        }
        note(s, ms);
    }
}

/* How many different aircraft two slots have, up to HEAR_WITNESSES. */
static size_t witnesses(const struct hear_slot *s, const struct hear_slot *beside) {
    struct hear_slot both = *s;

    if (beside && beside->from_ms - s->to_ms <= 2 * HEAR_SLOT_MS &&
        s->from_ms - beside->to_ms <= 2 * HEAR_SLOT_MS)
        for (uint32_t i = 0; i < beside->n; i++) note_who(&both, beside->who[i]);
    return both.n;
}

typedef VEC(const struct hear_slot *) slots;

/* Between the slot i and the one before it nothing was heard, and enough who were heard beside that to say so. */
static bool silence_before(const slots *slot, size_t i) {
    const struct hear_slot *s = slot->v[i], *last = slot->v[i - 1];

    if (s->from_ms - last->to_ms <= FLIGHT_BRIDGE_MS) return false;
    return witnesses(last, i > 1 ? slot->v[i - 2] : NULL) >= HEAR_WITNESSES ||
           witnesses(s, i + 1 < slot->n ? slot->v[i + 1] : NULL) >= HEAR_WITNESSES;
}

void hear_spans(struct arena *a, const struct hear *h, struct flight_span **out, size_t *n) {
    slots slot = {0};
    VEC(struct flight_span) span = {0};

    *out = NULL;
    *n = 0;
    if (h->full) return;
    for (size_t i = 0; i < h->day.n; i++)
        for (size_t k = 0; k < HEAR_SLOTS; k++)
            if (h->day.v[i]->slot[k].n) *vec_push(a, &slot) = &h->day.v[i]->slot[k];
    for (size_t i = 0; i < slot.n; i++) {
        const struct hear_slot *s = slot.v[i];

        if (!i || silence_before(&slot, i))
            *vec_push(a, &span) = (struct flight_span){s->from_ms, s->to_ms};
        else
            span.v[span.n - 1].to_ms = s->to_ms;
    }
    *out = span.v;
    *n = span.n;
}
