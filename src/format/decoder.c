/* SPDX-License-Identifier: Apache-2.0 */
/* From frames to messages: order, parity, addresses. The table of aircraft is a dense array with an
 * open-addressed index beside it, at most half full: taking the silent out is compacting the one and
 * making the other again, which costs nothing on average and needs no marks of deletion. */
#include "format/decoder_in.h"

#include <string.h>

#define PROVEN_MS 600000  /* replies to an address are believed this long after it proved itself */
#define SILENT_MS 3600000 /* and an aircraft is forgotten after this */
#define SWEEP_MS 300000   /* which is looked for this often */
#define STALE_MS 15000    /* readsb's TRACE_STALE */
#define OTHER (UINT32_C(1) << 24)

struct decoder *decoder_begin(struct arena *a, const struct decoder_options *opt) {
    struct decoder *d = ARENA_NEW(a, struct decoder);
    uint32_t limit = opt->aircraft ? opt->aircraft : DECODER_AIRCRAFT, slots = 64;

    if (limit > DECODER_AIRCRAFT_MAX) limit = DECODER_AIRCRAFT_MAX;
    if (limit < 8) limit = 8;
    while (slots < 2 * limit) slots *= 2;
    d->opt = *opt;
    if (d->opt.sort_ms < 0) d->opt.sort_ms = 0;
    d->receiver = (struct cpr_place){opt->lat_deg, opt->lon_deg};
    d->limit = limit;
    d->craft = ARENA_ARRAY(a, struct craft, limit);
    d->slot = ARENA_ARRAY(a, uint32_t, slots);
    d->mask = slots - 1;
    d->queue = ARENA_ARRAY(a, struct decoder_waiting, DECODER_SORT);
    d->newest = d->swept = DECODER_SILENT;
    frames_init(&d->frames, &opt->frames);
    return d;
}

static uint32_t slot_of(const struct decoder *d, uint32_t key) {
    return (key * UINT32_C(2654435769)) >> 7 & d->mask;
}

struct craft *decoder_craft(struct decoder *d, uint32_t key) {
    for (uint32_t i = slot_of(d, key);; i = (i + 1) & d->mask) {
        struct craft *c;

        if (!d->slot[i]) return NULL;
        c = &d->craft[d->slot[i] - 1];
        if (c->key == key) return c;
    }
}

static void put(struct decoder *d, uint32_t number) {
    uint32_t i = slot_of(d, d->craft[number].key);

    while (d->slot[i]) i = (i + 1) & d->mask;
    d->slot[i] = number + 1;
}

/* Keeps those of the present epoch that were heard since t and whose last message is not before
 * serial. @return how many went. */
static uint32_t compact(struct decoder *d, int64_t t, uint64_t serial) {
    uint32_t n = 0, gone;

    for (uint32_t i = 0; i < d->n; i++) {
        const struct craft *c = &d->craft[i];

        if ((c->epoch != d->epoch || c->seen < t) && c->seen != DECODER_SILENT) continue;
        if (c->serial < serial) continue;
        if (n != i) d->craft[n] = *c;
        n++;
    }
    gone = d->n - n;
    d->n = n;
    memset(d->slot, 0, (d->mask + (size_t)1) * sizeof *d->slot);
    for (uint32_t i = 0; i < n; i++) put(d, i);
    return gone;
}

/* Room for more: an eighth at least, of those that were silent longest. */
static void make_room(struct decoder *d) {
    uint64_t span = d->serial + 1;
    uint32_t old = 0;

    while (old < d->limit / 8) {
        span -= span > 8 ? span / 8 : 1;
        old = 0;
        for (uint32_t i = 0; i < d->n; i++) old += d->craft[i].serial + span <= d->serial;
    }
    d->stats.pushed += compact(d, DECODER_SILENT, d->serial - span + 1);
}

static void blank(struct craft *c, uint32_t key, uint32_t epoch) {
    *c = (struct craft){.key = key, .epoch = epoch};
    c->seen = c->proven = c->placed = c->rival_t = DECODER_SILENT;
    c->half[0].t = c->half[1].t = DECODER_SILENT;
    c->alt_t = c->geom_t = c->delta_t = c->rate_t = c->speed_t = c->heading_t = DECODER_SILENT;
    c->squawk_t = c->name_t = c->status_t = c->sil_t = c->guess_t = c->bare_t = DECODER_SILENT;
}

struct craft *decoder_craft_new(struct decoder *d, uint32_t key, const struct frame *f) {
    struct craft *c = decoder_craft(d, key);

    if (c) return c;
    if (d->n == d->limit) make_room(d);
    c = &d->craft[d->n];
    blank(c, key, f->epoch);
    put(d, d->n++);
    d->stats.aircraft++;
    return c;
}

/* Times of another epoch say nothing here, nor whether the address is still in use. */
static struct craft *current(struct craft *c, const struct frame *f) {
    if (c && c->epoch != f->epoch) blank(c, c->key, f->epoch);
    return c;
}

static bool is_known(const struct craft *c, const struct frame *f) {
    if (!c || !c->is_proven) return false;
    return f->time == FRAMES_UNTIMED || c->proven == DECODER_SILENT ||
           f->t - c->proven <= PROVEN_MS;
}

/* The aircraft that the message is from, or NULL: it is not certain. */
static struct craft *sender(struct decoder *d, const struct frame *f, enum modes_check check) {
    uint32_t key = d->said.hex | (d->said.other ? OTHER : 0);
    struct craft *c;

    if (!d->said.hex) {
        d->stats.zero++;
        return NULL;
    }
    if (check == MODES_GOOD) {
        c = current(decoder_craft_new(d, key, f), f);
        c->is_proven = true;
        if (f->time != FRAMES_UNTIMED) c->proven = f->t;
    } else {
        c = current(decoder_craft(d, key), f);
        if (!is_known(c, f)) {
            d->stats.unknown++;
            return NULL;
        }
    }
    c->serial = ++d->serial;
    if (f->time != FRAMES_UNTIMED && f->t > c->seen) c->seen = f->t;
    return c;
}

static void give_point(struct decoder *d, const struct craft *c, const struct frame *f,
                       const struct cpr_place *place, bool stale) {
    struct track_point p;

    if (f->time != FRAMES_UTC) {
        d->stats.undated++;
        return;
    }
    d->stats.points++;
    d->stats.bare += !place;
    if (!d->opt.point) return;
    decoder_point(c, f, &d->said, place, stale, &p);
    d->opt.point(d->opt.user, c->key & 0xffffff, c->key & OTHER, &p);
}

/* An altitude of an aircraft that has said nothing of where it is for a while. */
static void give_bare(struct decoder *d, struct craft *c, const struct frame *f) {
    if (!d->opt.bare_ms || f->time != FRAMES_UTC || !(d->said.has & MODES_ALT)) return;
    if (c->placed != DECODER_SILENT && f->t - c->placed < d->opt.bare_ms) return;
    if (c->bare_t != DECODER_SILENT && f->t - c->bare_t < d->opt.bare_ms) return;
    c->bare_t = f->t;
    give_point(d, c, f, NULL, false);
}

static void give(struct decoder *d, struct craft *c, const struct frame *f, enum modes_check check,
                 bool mended) {
    struct cpr_place place = {0};
    bool stale = c->placed == DECODER_SILENT || f->t - c->placed > STALE_MS;
    enum decoder_fix fix = decoder_fix_of(d, c, f, &d->said, &place);
    bool believed = decoder_believed(fix);

    d->stats.messages++;
    d->stats.df[d->said.df]++;
    d->stats.fix[fix]++;
    decoder_learn(c, f, &d->said);
    if (d->opt.message) {
        struct decoder_message m = {f,
                                    &d->said,
                                    check,
                                    mended,
                                    fix,
                                    believed ? decoder_micro(place.lat_deg) : TRACK_NONE,
                                    believed ? decoder_micro(place.lon_deg) : TRACK_NONE};

        d->opt.message(d->opt.user, &m);
    }
    if (believed)
        give_point(d, c, f, &place, stale);
    else
        give_bare(d, c, f);
}

/* Single bits, where the remainder should be 0 and the parity alone decides. */
static bool mend(struct decoder *d, struct frame *f, uint32_t remainder) {
    unsigned df = f->bytes[0] >> 3;

    if (!d->opt.mend || (df != 17 && df != 18)) return false;
    if (modes_mend(f->bytes, f->n, remainder) < 0) return false;
    d->stats.mended++;
    return true;
}

static void work(struct decoder *d, struct frame *f) {
    uint32_t remainder;
    enum modes_check check;
    struct craft *c;
    bool mended = false;

    remainder = modes_remainder(f->bytes, f->n);
    check = modes_check(f->bytes, f->n, remainder);
    if (check == MODES_DAMAGED && mend(d, f, remainder)) check = MODES_ADDRESSED, mended = true;
    switch (check) {
    case MODES_GOOD:
    case MODES_ADDRESSED: break;
    case MODES_DAMAGED: d->stats.damaged++; return;
    case MODES_FOREIGN: d->stats.foreign++; return;
    case MODES_LENGTH: d->stats.length++; return;
    }
    modes_decode(f->bytes, remainder, &d->said);
    c = sender(d, f, check);
    if (c) give(d, c, f, check, mended);
}

static void sweep(struct decoder *d) {
    if (d->newest == DECODER_SILENT) return;
    if (d->swept == DECODER_SILENT) d->swept = d->newest;
    if (d->newest - d->swept < SWEEP_MS) return;
    d->swept = d->newest;
    d->stats.aged += compact(d, d->newest - SILENT_MS, 0);
}

static void work_first(struct decoder *d) {
    struct decoder_waiting *w = &d->queue[d->head];

    d->head = (d->head + 1) % DECODER_SORT;
    d->waiting--;
    work(d, &w->frame);
}

static void work_all(struct decoder *d) {
    while (d->waiting) work_first(d);
}

/* The frame that was just read into the place behind the queue goes where its time says. */
static void order(struct decoder *d, struct decoder_waiting *w) {
    size_t i = d->waiting;
    struct decoder_waiting mine;

    if (d->waiting && w->key < d->newest) {
        mine = *w;
        for (; i; i--) {
            struct decoder_waiting *before = &d->queue[(d->head + i - 1) % DECODER_SORT];

            if (before->key <= mine.key) break;
            d->queue[(d->head + i) % DECODER_SORT] = *before;
        }
        d->stats.moved += i != d->waiting;
        d->queue[(d->head + i) % DECODER_SORT] = mine;
    }
    d->waiting++;
}

static void arrive(struct decoder *d, struct decoder_waiting *w) {
    bool timed = w->frame.time != FRAMES_UNTIMED;

    if (w->frame.n == 2) { /* nothing to do, and their stamps run ahead of the others' */
        d->stats.mode_ac++;
        return;
    }
    if (w->frame.epoch != d->epoch) {
        work_all(d); /* which leaves w at the head of the ring */
        d->epoch = w->frame.epoch;
        d->newest = d->swept = DECODER_SILENT;
    }
    w->key = timed ? w->frame.t : d->newest;
    if (timed && d->newest != DECODER_SILENT && w->key < d->newest - d->opt.sort_ms) {
        d->stats.late++;
        work(d, &w->frame); /* what it should have come before is done */
        return;
    }
    order(d, w);
    if (timed && w->key > d->newest) d->newest = w->key;
    while (d->waiting && (d->newest == DECODER_SILENT || d->waiting == DECODER_SORT ||
                          d->queue[d->head].key <= d->newest - d->opt.sort_ms))
        work_first(d);
    sweep(d);
}

static void drain(struct decoder *d) {
    for (;;) {
        struct decoder_waiting *w = &d->queue[(d->head + d->waiting) % DECODER_SORT];

        if (!frames_next(&d->frames, &w->frame)) return;
        arrive(d, w);
    }
}

void decoder_feed(struct decoder *d, const void *bytes, size_t n) {
    const char *p = bytes;

    while (n) {
        size_t taken = frames_put(&d->frames, p, n);

        p += taken;
        n -= taken;
        drain(d);
    }
}

void decoder_end(struct decoder *d) {
    frames_end(&d->frames);
    drain(d);
    work_all(d);
}

void decoder_anchor(struct decoder *d, int64_t ms) {
    frames_anchor(&d->frames, ms);
}

const struct decoder_stats *decoder_stats(const struct decoder *d) {
    return &d->stats;
}

const struct frames_stats *decoder_frames(const struct decoder *d) {
    return &d->frames.stats;
}

const char *decoder_fix_word(enum decoder_fix fix) {
    static const char *const word[DECODER_FIXES] = {
        [DECODER_NONE] = "no position",
        [DECODER_PAIR] = "pair",
        [DECODER_NEAR] = "near the last",
        [DECODER_RECEIVER] = "near the receiver",
        [DECODER_HOLLOW] = "empty",
        [DECODER_WAITS] = "waits for its other half",
        [DECODER_LOST] = "on the ground without a reference",
        [DECODER_UNTIMED] = "without time",
        [DECODER_BACK] = "older than the last",
        [DECODER_EDGE] = "halves of different zones",
        [DECODER_FAST] = "over 1,200 km/h from the last",
        [DECODER_UNLIKE] = "pair and reference disagree",
        [DECODER_FAR] = "too far from the receiver",
        [DECODER_COARSE] = "coarse TIS-B",
    };

    return (unsigned)fix < DECODER_FIXES ? word[fix] : "unknown";
}
