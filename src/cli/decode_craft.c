/* SPDX-License-Identifier: Apache-2.0 */
/* What was heard of each aircraft: a dense array with an open-addressed index beside it, both
 * doubled when half full, up to a limit that no receiver reaches and a hostile stream does. */
#include "base/utc.h"
#include "cli/decode.h"
#include "cli/term.h"

#include <stdlib.h>

#define ROOM_FIRST 1024

static size_t slot_of(const struct decode_crafts *t, uint32_t key) {
    return (key * UINT32_C(2654435769)) >> 7 & (2 * t->room - 1);
}

static void put(struct decode_crafts *t, size_t number) {
    size_t i = slot_of(t, t->v[number].key);

    while (t->slot[i]) i = (i + 1) & (2 * t->room - 1);
    t->slot[i] = (uint32_t)number + 1;
}

static void grow(struct decode_crafts *t) {
    const struct decode_craft *old = t->v;

    t->room = t->room ? 2 * t->room : ROOM_FIRST;
    t->v = ARENA_ARRAY(t->a, struct decode_craft, t->room);
    t->slot = ARENA_ARRAY(t->a, uint32_t, 2 * t->room);
    if (t->n) memcpy(t->v, old, t->n * sizeof *t->v);
    for (size_t i = 0; i < t->n; i++) put(t, i);
}

/* @return NULL when there is no room for another. */
static struct decode_craft *craft(struct decode_crafts *t, uint32_t key) {
    struct decode_craft *c;

    for (size_t i = t->room ? slot_of(t, key) : 0; t->room && t->slot[i];
         i = (i + 1) & (2 * t->room - 1))
        if (t->v[t->slot[i] - 1].key == key) return &t->v[t->slot[i] - 1];
    if (t->n == DECODE_CRAFTS) return NULL;
    if (t->n == t->room) grow(t);
    c = &t->v[t->n];
    *c = (struct decode_craft){.key = key,
                               .first_ms = DECODE_NO_TIME,
                               .last_ms = DECODE_NO_TIME,
                               .low_ft = TRACK_NONE,
                               .high_ft = TRACK_NONE};
    put(t, t->n++);
    return c;
}

void decode_craft_add(struct decode_crafts *t, uint32_t key, int64_t ms, int32_t alt_ft,
                      bool position, const char *callsign) {
    struct decode_craft *c = craft(t, key);

    if (!c) {
        t->beyond++;
        return;
    }
    c->messages++;
    c->positions += position;
    if (callsign && callsign[0]) memcpy(c->callsign, callsign, sizeof c->callsign);
    if (ms != DECODE_NO_TIME) {
        if (c->first_ms == DECODE_NO_TIME || ms < c->first_ms) c->first_ms = ms;
        if (c->last_ms == DECODE_NO_TIME || ms > c->last_ms) c->last_ms = ms;
    }
    if (alt_ft == TRACK_NONE) return;
    if (c->low_ft == TRACK_NONE || alt_ft < c->low_ft) c->low_ft = alt_ft;
    if (c->high_ft == TRACK_NONE || alt_ft > c->high_ft) c->high_ft = alt_ft;
}

static int by_key(const void *a, const void *b) {
    const struct decode_craft *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

static void line(struct decode_line *l, const struct decode_craft *c) {
    char name[9];

    decode_hex(l, c->key);
    decode_word(l, "callsign", decode_callsign(c->callsign, name));
    decode_whole(l, "messages", true, (int64_t)c->messages);
    decode_whole(l, "positions", true, (int64_t)c->positions);
    decode_time(l, "first", c->first_ms != DECODE_NO_TIME, c->first_ms);
    decode_time(l, "last", c->last_ms != DECODE_NO_TIME, c->last_ms);
    decode_whole(l, "low_ft", c->low_ft != TRACK_NONE, c->low_ft);
    decode_whole(l, "high_ft", c->high_ft != TRACK_NONE, c->high_ft);
    decode_line_end(l);
}

static size_t lines(const struct decode_crafts *t, const struct decode_options *o,
                    struct buf *out) {
    bool json = o->as == DECODE_JSON;
    struct decode_line l;
    size_t rows = 0;

    decode_line_begin(&l, out, DECODE_LINE_HEAD);
    if (!json) line(&l, &(struct decode_craft){0});
    for (size_t i = 0; i < t->n; i++) {
        if (!decode_wanted(o, t->v[i].key)) continue;
        decode_line_begin(&l, out, json ? DECODE_LINE_JSON : DECODE_LINE_CSV);
        line(&l, &t->v[i]);
        rows++;
    }
    return rows;
}

static const char *instant(struct arena *a, int64_t ms) {
    return ms == DECODE_NO_TIME ? NULL : arena_dup(a, span_of(utc_instant_text(ms).s));
}

static const char *feet(struct arena *a, const struct decode_craft *c) {
    if (c->low_ft == TRACK_NONE) return NULL;
    if (c->low_ft == c->high_ft) return arena_printf(a, "%d", (int)c->low_ft);
    return arena_printf(a, "%d to %d", (int)c->low_ft, (int)c->high_ft);
}

static size_t table(const struct decode_crafts *t, const struct decode_options *o,
                    struct buf *out) {
    static const struct term_column head[] = {
        {"hex", false, false},        {"callsign", false, false}, {"messages", true, false},
        {"positions", true, false},   {"first", false, false},    {"last", false, false},
        {"altitude, ft", true, false}};
    enum { N = sizeof head / sizeof *head };
    const char **cell = ARENA_ARRAY(t->a, const char *, t->n *N);
    struct term term = term_of(stdout);
    size_t rows = 0;
    char name[9];

    for (size_t i = 0; i < t->n; i++) {
        const struct decode_craft *c = &t->v[i];
        const char **at = cell + rows * N, *callsign = decode_callsign(c->callsign, name);

        if (!decode_wanted(o, c->key)) continue;
        *at++ = arena_printf(t->a, "%s%06x", c->key & DECODE_OTHER ? "~" : "",
                             (unsigned)c->key & 0xffffff);
        *at++ = callsign ? arena_dup(t->a, span_of(callsign)) : NULL;
        *at++ = arena_printf(t->a, "%llu", (unsigned long long)c->messages);
        *at++ = arena_printf(t->a, "%llu", (unsigned long long)c->positions);
        *at++ = instant(t->a, c->first_ms);
        *at++ = instant(t->a, c->last_ms);
        *at = feet(t->a, c);
        rows++;
    }
    if (rows)
        term_table(out, &term, head, N, cell, rows);
    else
        buf_puts(out, "  no aircraft\n");
    return rows;
}

size_t decode_craft_write(struct decode_crafts *t, const struct decode_options *o,
                          struct buf *out) {
    if (t->n) qsort(t->v, t->n, sizeof *t->v, by_key);
    return o->as == DECODE_PEOPLE ? table(t, o, out) : lines(t, o, out);
}
