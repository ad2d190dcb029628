/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of a recording. Whatever counts, 12 MHz ticks, the microseconds of a day or milliseconds
 * since 1970, is one counter with a modulus: steps are taken the short way round, and summed. A step
 * that no feed makes (an hour ahead, a minute back) is a damaged stamp or a restart; three that agree
 * decide which. */
#include "format/frames_in.h"

#define AHEAD_MS 3600000
#define BACK_MS 60000
#define AGREE 3 /* stamps in a row, before a jump is believed */

#define TICKS_MODULUS (INT64_C(1) << 48)
#define TICKS_PER_MS 12000
#define DAY_US INT64_C(86400000000)
#define DAY_MS 86400000

/* Stamps that are words, not times (readsb.h). */
#define STAMP_MLAT UINT64_C(0xff004d4c4154)
#define STAMP_UAT UINT64_C(0xff004d4c4155)
#define STAMP_GONE UINT64_C(0xffffffffffff)

void frames_anchor(struct frames *f, int64_t ms) {
    f->clock = (struct frames_clock){.utc = true, .zero_ms = ms};
    f->opt.anchored = true;
    f->opt.start_ms = ms;
    f->last_time = FRAMES_UNTIMED;
    f->epoch++;
}

static int64_t divide_down(int64_t a, int64_t b) {
    int64_t q = a / b;

    return q - (a % b < 0);
}

/* From counter value a to b, the short way. */
static int64_t step(const struct frames_clock *c, int64_t a, int64_t b) {
    int64_t d = b - a;

    if (d > c->modulus / 2) return d - c->modulus;
    return d < -c->modulus / 2 ? d + c->modulus : d;
}

static bool fits(const struct frames_clock *c, int64_t d) {
    return d >= -BACK_MS * c->per_ms && d <= AHEAD_MS * c->per_ms;
}

/* A restart: the counter runs, from a moment that nobody knows. UTC stamps and times of day know. */
static void restart(struct frames *f, int64_t value) {
    struct frames_clock *c = &f->clock;
    bool absolute = c->per_ms == 1 || c->modulus == DAY_US;

    f->stats.restarts++;
    f->epoch++;
    if (absolute)
        c->total += step(c, c->last, value);
    else
        c->total = c->zero_ms = 0, c->utc = false;
    c->last = value;
}

/* @return whether the value fits, alone or with those before it. */
static bool advance(struct frames *f, int64_t value) {
    struct frames_clock *c = &f->clock;
    int64_t d = step(c, c->last, value);

    if (fits(c, d)) {
        c->suspects = 0;
    } else {
        bool agrees = c->suspects && fits(c, step(c, c->suspect, value));

        c->suspects = agrees ? c->suspects + 1 : 1;
        c->suspect = value;
        if (c->suspects < AGREE) return false;
        c->suspects = 0;
        if (d < 0) {
            restart(f, value);
            return true;
        }
        f->stats.jumps++;
    }
    c->total += d;
    c->last = value;
    return true;
}

static void set(struct frames *f, struct frame *out, int64_t t, bool utc) {
    out->t = t;
    out->time = utc ? FRAMES_UTC : FRAMES_RELATIVE;
    out->epoch = f->epoch;
    f->last_t = t;
    f->last_time = out->time;
}

static void untimed(const struct frames *f, struct frame *out) {
    out->t = 0;
    out->time = FRAMES_UNTIMED;
    out->epoch = f->epoch;
}

/* The first value of a counter, or another counter from here on. */
static void begin(struct frames *f, int64_t value, int64_t modulus, int64_t per_ms) {
    struct frames_clock *c = &f->clock;

    if (c->per_ms) { /* it was another one */
        *c = (struct frames_clock){0};
        f->epoch++;
    }
    c->modulus = modulus;
    c->per_ms = per_ms;
    c->last = value;
    c->total = 0;
    if (modulus != DAY_US) return;
    if (c->utc) { /* the moment of this time of day that is nearest to the anchor */
        int64_t day = divide_down(c->zero_ms, DAY_MS), ms = value / per_ms;

        day += divide_down(c->zero_ms - day * DAY_MS - ms + DAY_MS / 2, DAY_MS);
        c->zero_ms = day * DAY_MS;
    } else {
        c->zero_ms = 0;
    }
    c->total = value;
}

void frames_clock_tick(struct frames *f, struct frame *out, int64_t value, int64_t modulus,
                       int64_t per_ms) {
    struct frames_clock *c = &f->clock;

    if (c->per_ms != per_ms || c->modulus != modulus) begin(f, value, modulus, per_ms);
    if (!advance(f, value)) {
        f->stats.doubted++;
        untimed(f, out);
        return;
    }
    set(f, out,
        c->zero_ms + (per_ms == TICKS_PER_MS ? divide_down(c->total, TICKS_PER_MS)
                                             : divide_down(c->total, per_ms)),
        c->utc);
}

void frames_clock_none(struct frames *f, struct frame *out) {
    if (f->last_time != FRAMES_UNTIMED) {
        out->t = f->last_t;
        out->time = f->last_time;
        out->epoch = f->epoch;
        out->flags |= FRAMES_BORROWED;
    } else if (f->opt.step_us > 0) {
        out->t = (f->opt.anchored ? f->opt.start_ms : 0) + f->step_total_us / 1000;
        out->time = f->opt.anchored ? FRAMES_UTC : FRAMES_RELATIVE;
        out->epoch = f->epoch;
        if (f->step_total_us < INT64_MAX / 2) f->step_total_us += f->opt.step_us;
    } else {
        untimed(f, out);
    }
}

bool frames_clock_utc(struct frames *f, struct frame *out, int64_t ms) {
    struct frames_clock *c = &f->clock;

    if (ms < FRAMES_SINCE || ms >= FRAMES_UNTIL) return false;
    if (c->per_ms != 1) {
        f->epoch += f->last_time != FRAMES_UTC;
        *c = (struct frames_clock){
            .modulus = INT64_MAX, .per_ms = 1, .last = ms, .zero_ms = ms, .utc = true};
    }
    if (advance(f, ms)) {
        set(f, out, ms, true);
    } else {
        f->stats.doubted++;
        untimed(f, out);
    }
    return true;
}

/* One stamp anchors the ticks that follow. A recording with more of them has one in front of every
 * frame whose millisecond is new (readsb's dump), and its frames have the time of the last. */
bool frames_clock_stamp(struct frames *f, int64_t ms) {
    if (ms < FRAMES_SINCE || ms >= FRAMES_UNTIL) return false;
    f->stamp_ms = ms;
    if (!f->stamps++) {
        f->clock = (struct frames_clock){.utc = true, .zero_ms = ms};
        f->last_time = FRAMES_UTC;
        f->last_t = ms;
        f->epoch++;
    }
    return true;
}

static void gps(struct frames *f, struct frame *out, uint64_t value) {
    int64_t s = (int64_t)(value >> 30), ns = (int64_t)(value & 0x3fffffff);

    if (ns >= 1000000000 || s >= 86400) { /* a counter, whatever was said */
        f->stats.doubted++;
        untimed(f, out);
        return;
    }
    frames_clock_tick(f, out, s * 1000000 + ns / 1000, DAY_US, 1000);
}

void frames_clock_48(struct frames *f, struct frame *out, uint64_t value) {
    if (value == 0 || value == STAMP_MLAT || value == STAMP_UAT || value == STAMP_GONE) {
        out->flags |= value == STAMP_MLAT ? FRAMES_MLAT : value == STAMP_UAT ? FRAMES_UAT : 0;
        frames_clock_none(f, out);
    } else if (f->stamps > 1) {
        (void)frames_clock_utc(f, out, f->stamp_ms);
    } else if (f->foreign) {
        f->stats.foreign++;
        untimed(f, out);
    } else if (f->gps) {
        gps(f, out, value);
    } else {
        frames_clock_tick(f, out, (int64_t)value, TICKS_MODULUS, TICKS_PER_MS);
    }
}
