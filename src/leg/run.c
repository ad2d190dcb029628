/* SPDX-License-Identifier: Apache-2.0 */
/* First the points are put into runs of one state, as reported. Then each run on the ground is
 * judged by its speed and by its neighbours, since the bit is wrong often enough: encoders say
 * "ground" in cruise, writers repeat the last state when none is valid, helicopters hover "on
 * the ground", and small aircraft taxi "in the air". What is judged false is set aside, and its
 * neighbours close up over it. */
#include "leg/run.h"

#include "geo/place.h"

#include <math.h>
#include <stdlib.h>

#define KT_MPS 0.51444444
#define CLOSE_MS 120000 /* a neighbour within it is heard without a break */
#define STOOD_MS 60000  /* so long slow without a ground report: standing */
#define STOOD_FT 150
#define AIR_SLOW 150     /* 15 kt, "in the air" */
#define UNKNOWN_SLOW 300 /* 30 kt, state not said */
#define STILL 50         /* 5 kt: also for what can hover, where the state is not said */
#define MOVED_MS 300000  /* a silence on the ground in which it may have flown */
#define MOVED_M 10000.0
#define HOP_MS 30000 /* shorter times in the air, between ground reports, are flicker */
#define HOP_KT10 400
#define HOP_M 2000.0
#define HOP_FT 200
#define HOP_PLACE_M 500.0   /* what has wings flies that far in seconds */
#define HOP_LEVEL_MS 300000 /* what never rises has flown if it took so long */
#define TOUCH_MS 90000      /* on the ground longer than that: a landing */
#define LOW_FT 1500.0       /* above a field within LOW_M */
#define LOW_M 8000.0
#define ALIKE_M 100000.0
/* No field listed: within it of the lowest of the last ten minutes, having come down 500 ft. */
#define BOTTOM_FT 300.0

struct builder {
    struct arena *a;
    const struct gap_in *g;
    struct clean *c;
    const struct track_point *x;
    const struct craft_facts *f;
    struct run_list *out;
    VEC(struct run) raw;
    size_t next_jump;
};

static inline enum run_kind kind_of(const struct builder *b, const struct track_point *p) {
    if (p->air == TRACK_GROUND) return RUN_GROUND;
    if (p->speed < 0) return RUN_AIR;
    if (p->air == TRACK_AIR_UNKNOWN && p->speed <= (b->f->fixed ? UNKNOWN_SLOW : STILL))
        return RUN_SLOW;
    return b->f->fixed && p->speed <= AIR_SLOW ? RUN_SLOW : RUN_AIR;
}

static inline void widen(struct run *r, const struct track_point *p) {
    if (p->speed >= 0) {
        r->slowest = ((r->slowest < 0) | (p->speed < r->slowest)) ? p->speed : r->slowest;
        r->fastest = p->speed > r->fastest ? p->speed : r->fastest;
    }
    if (p->alt_ft == TRACK_NONE || p->air == TRACK_GROUND) return;
    r->low_ft = ((r->low_ft == TRACK_NONE) | (p->alt_ft < r->low_ft)) ? p->alt_ft : r->low_ft;
    r->high_ft = p->alt_ft > r->high_ft ? p->alt_ft : r->high_ft; /* TRACK_NONE is the least */
}

static inline bool jumps(struct builder *b, size_t i) {
    bool hit = false;

    for (; b->next_jump < b->c->njump && b->c->jump[b->next_jump] <= i; b->next_jump++) hit = true;
    return hit;
}

/* A jump in flight to the same altitude and course, not far: clocks of two receivers disagree.
 * The flight goes on. */
static bool alike(const struct track_point *p, const struct track_point *q) {
    int turn = abs(p->heading - q->heading) % 3600;

    if (p->air == TRACK_GROUND || q->air == TRACK_GROUND || p->alt_ft == TRACK_NONE ||
        q->alt_ft == TRACK_NONE || p->heading == TRACK_NONE16 || q->heading == TRACK_NONE16)
        return false;
    return llabs((int64_t)p->alt_ft - q->alt_ft) <= 2000 && (turn <= 300 || turn >= 3300) &&
           clean_apart_m(p, q) <= ALIKE_M;
}

/* Does a point begin a run of its own? It is looked at for what jumps first: that moves on. */
static bool begins(struct builder *b, const struct run *r, size_t i, enum run_kind kind, bool *jump,
                   bool *moved) {
    const struct track_point *p = &b->x[i];

    *jump = jumps(b, i) && !(r && alike(&b->x[r->last], p));
    *moved = r && kind != RUN_AIR && r->kind != RUN_AIR && p->ms - b->x[r->last].ms >= MOVED_MS &&
             clean_apart_m(&b->x[r->last], p) >= MOVED_M;
    return !r || r->kind != kind || *jump || *moved;
}

static void split(struct builder *b) {
    const struct track_point *x = b->x;
    const uint8_t *reason = b->c->reason;
    int16_t slow = b->f->fixed ? AIR_SLOW : -1; /* faster "in the air" is in the air */
    struct run now = {0};                       /* the last of the list, while it grows */
    struct run *r = NULL;

    for (size_t i = 0; i < b->g->t->n; i++) {
        const struct track_point *p = &x[i];
        bool jump, moved;
        enum run_kind kind;

        if (reason[i] != CLEAN_GOOD) continue;
        if (r && now.kind == RUN_AIR && p->air == TRACK_AIRBORNE && p->speed > slow &&
            b->next_jump == b->c->njump) { /* nearly all */
            now.last = i;
            now.n++;
            widen(&now, p);
            continue;
        }
        if (p->air == TRACK_GROUND && p->speed > b->f->roll_kt * 10) {
            clean_set(b->c, i, CLEAN_GROUND);
            continue;
        }
        kind = kind_of(b, p);
        if (begins(b, r ? &now : NULL, i, kind, &jump, &moved)) {
            if (r) *r = now;
            r = vec_push(b->a, &b->raw);
            now = (struct run){kind, jump || moved, jump, i, i, 0, -1, -1, TRACK_NONE, TRACK_NONE};
        }
        now.last = i;
        now.n++;
        widen(&now, p);
    }
    if (r) *r = now;
}

static int64_t span_ms(const struct builder *b, const struct run *r) {
    return b->x[r->last].ms - b->x[r->first].ms;
}

/* The point of the air next to a run on the ground, heard without a break; SIZE_MAX: silence,
 * the border, or ground on the other side. */
static size_t neighbour(const struct builder *b, size_t k, int dir) {
    const struct run *r = &b->raw.v[k], *o;

    if (dir < 0) {
        o = b->out->run.n ? &b->out->run.v[b->out->run.n - 1] : NULL; /* as judged already */
        if (!o || r->cut || o->kind != RUN_AIR || b->x[r->first].ms - b->x[o->last].ms > CLOSE_MS)
            return SIZE_MAX;
        return o->last;
    }
    o = k + 1 < b->raw.n ? &b->raw.v[k + 1] : NULL;
    if (!o || o->cut || o->kind != RUN_AIR || b->x[o->first].ms - b->x[r->last].ms > CLOSE_MS)
        return SIZE_MAX;
    return o->first;
}

/* Was it low at i, coming down to the ground (dir -1) or having left it (dir 1)? */
static bool is_low(const struct builder *b, size_t i, int dir) {
    struct gap_phase p;
    double h;

    gap_phase(b->g, i, dir, 0, b->g->t->n, &p);
    h = gap_height_ft(&p);
    if (p.field_m <= LOW_M && h <= LOW_FT) return true;
    if (p.field_m <= LOW_M && h > 2 * LOW_FT) return false;
    if (isnan(p.alt_ft)) return b->x[i].speed >= 0 && b->x[i].speed <= b->f->roll_kt * 10;
    return p.alt_ft - p.low_ft <= BOTTOM_FT && (p.high_ft - p.alt_ft >= 500 || p.n < 3);
}

/* As sent, else by the way between its points, else by the way from its neighbour. -1: cannot be
 * known. */
static double slowest_kt(const struct builder *b, const struct run *r, size_t beside) {
    size_t from = r->n > 1 ? r->first : beside, to = r->n > 1 ? r->last : r->first;
    double s;

    if (r->slowest >= 0) return r->slowest * 0.1;
    if (from == SIZE_MAX) return -1;
    s = fabs((double)(b->x[to].ms - b->x[from].ms)) * 1e-3;
    return s < 1 ? -1 : clean_apart_m(&b->x[from], &b->x[to]) / s / KT_MPS;
}

enum verdict { FALSE_GROUND, TOUCHED, STAYED };

/* Points that say "0 kt" and are kilometres apart. */
static bool belies_itself(const struct builder *b, const struct run *r) {
    double s = (double)span_ms(b, r) * 1e-3;

    return s > 5 && s < 600 &&
           clean_apart_m(&b->x[r->first], &b->x[r->last]) > (b->f->roll_kt * KT_MPS) * s + 500;
}

static enum verdict judge_ground(const struct builder *b, size_t k) {
    const struct run *r = &b->raw.v[k];
    size_t p = neighbour(b, k, -1), q = neighbour(b, k, 1);
    double slow = slowest_kt(b, r, p != SIZE_MAX ? p : q);
    bool rolled = slow >= 0 && slow <= b->f->rolled_kt, low;

    if (belies_itself(b, r)) return FALSE_GROUND;
    if (p == SIZE_MAX && q == SIZE_MAX)
        return rolled || slow < 0 || r->n >= 3 ? STAYED : FALSE_GROUND;
    if (rolled && r->n >= 3 && span_ms(b, r) >= 20000) return STAYED;
    if (span_ms(b, r) >= TOUCH_MS && r->n >= 3) return STAYED;
    low = (p == SIZE_MAX || is_low(b, p, -1)) && (q == SIZE_MAX || is_low(b, q, 1));
    if (!low) return FALSE_GROUND;
    if (p != SIZE_MAX && q != SIZE_MAX && !(rolled && slow <= 10)) return TOUCHED;
    return STAYED;
}

static enum verdict judge_slow(const struct builder *b, const struct run *r) {
    bool level = r->low_ft == TRACK_NONE || r->high_ft - r->low_ft <= STOOD_FT;

    return level && r->n >= 2 && span_ms(b, r) >= STOOD_MS ? STAYED : TOUCHED;
}

static void join(struct run *o, const struct run *r) {
    if (o->kind == RUN_SLOW && r->kind == RUN_GROUND) o->kind = RUN_GROUND;
    o->last = r->last;
    o->n += r->n;
    if (r->slowest >= 0 && (o->slowest < 0 || r->slowest < o->slowest)) o->slowest = r->slowest;
    if (r->fastest > o->fastest) o->fastest = r->fastest;
    if (r->low_ft != TRACK_NONE && (o->low_ft == TRACK_NONE || r->low_ft < o->low_ft))
        o->low_ft = r->low_ft;
    if (r->high_ft != TRACK_NONE && (o->high_ft == TRACK_NONE || r->high_ft > o->high_ft))
        o->high_ft = r->high_ft;
}

static void put(struct builder *b, const struct run *r) {
    struct run_list *out = b->out;

    if (out->run.n && !r->cut) {
        struct run *o = &out->run.v[out->run.n - 1];

        if ((o->kind == RUN_AIR) == (r->kind == RUN_AIR)) {
            join(o, r);
            return;
        }
    }
    *vec_push(b->a, &out->run) = *r;
}

static void set_aside(struct builder *b, const struct run *r, enum clean_reason why) {
    for (size_t i = r->first; i <= r->last; i++)
        if (b->c->reason[i] == CLEAN_GOOD) clean_set(b->c, i, why);
}

static void touch(struct builder *b, const struct run *r) {
    const struct track_point *p = &b->x[r->first];
    struct near_hit hit;

    *vec_push(b->a, &b->out->touch) = (struct leg_touch){
        p->ms, (double)span_ms(b, r) * 1e-3, p->lat, p->lon,
        b->g->near && near_find(b->g->near, p->lat * 1e-6, p->lon * 1e-6, 4000, &hit, 1) ? hit.place
                                                                                         : -1};
}

/* In the air for a moment only since it stood, or until it stands: while it rolls the state flickers. */
static bool is_rolling(const struct builder *b, size_t k) {
    const struct run *r = &b->raw.v[k], *after = r + 1;
    size_t n = b->out->run.n;
    const struct run *before = b->out->run.v + n - 1; /* in the air: it has a neighbour there */

    if (n >= 2 && before->kind == RUN_AIR && !before->cut && before[-1].kind != RUN_AIR &&
        b->x[r->first].ms - b->x[before[-1].last].ms < HOP_MS)
        return true;
    return k + 2 < b->raw.n && !after->cut && !after[1].cut && after[1].kind != RUN_AIR &&
           b->x[after[1].first].ms - b->x[r->last].ms < HOP_MS;
}

static void judge(struct builder *b, size_t k) {
    struct run r = b->raw.v[k];
    enum verdict v = r.kind == RUN_AIR    ? STAYED
                     : r.kind == RUN_SLOW ? judge_slow(b, &r)
                                          : judge_ground(b, k);

    if (v == FALSE_GROUND) {
        set_aside(b, &r, CLEAN_GROUND);
        /* a cut that it carried is carried on */
        if (r.cut && k + 1 < b->raw.n) {
            b->raw.v[k + 1].cut = true;
            b->raw.v[k + 1].jump |= r.jump;
        }
        return;
    }
    if (v == TOUCHED && r.kind == RUN_GROUND && is_rolling(b, k)) v = STAYED;
    if (v == TOUCHED) {
        if (r.kind == RUN_GROUND) touch(b, &r);
        r.kind = RUN_AIR;
    }
    put(b, &r);
}

static bool stays_within(const struct builder *b, const struct run *r, double metres) {
    for (size_t i = r->first; i <= r->last; i++)
        if (b->c->reason[i] == CLEAN_GOOD && clean_apart_m(&b->x[r->first], &b->x[i]) > metres)
            return false;
    return true;
}

/* What has wings flies faster than it taxies, and rises, unless for minutes; it does not stay where it is, whatever
 * altitude is said. A helicopter or balloon goes somewhere or rises. */
static bool moves_as_flown(const struct builder *b, const struct run *r, int64_t ms) {
    bool far = clean_apart_m(&b->x[r->first], &b->x[r->last]) >= HOP_M;
    bool level = r->low_ft != TRACK_NONE && r->high_ft - r->low_ft < HOP_FT;
    bool high = r->low_ft != TRACK_NONE && !level;

    if (b->f->fixed && r->fastest >= 0)
        return r->fastest > (b->f->rolled_kt + 5) * 10 && (!level || ms >= HOP_LEVEL_MS);
    if (b->f->fixed && stays_within(b, r, HOP_PLACE_M)) return false;
    return far || high || r->fastest >= HOP_KT10;
}

/* Did it fly between two stays, or did a state flicker? At the borders of the data the same is
 * asked, less of what lands, more of what takes off. */
static bool flew(const struct builder *b, const struct run *r, const struct run *before,
                 const struct run *after) {
    int64_t ms =
        b->x[after ? after->first : r->last].ms - b->x[before ? before->last : r->first].ms;

    if (r->n == 1 && before && after)
        return clean_apart_m(&b->x[before->last], &b->x[after->first]) >= MOVED_M;
    if (!before)
        return r->n >= 3 && ms >= 10000 &&
               (ms < HOP_MS ? r->fastest > b->f->rolled_kt * 10 : moves_as_flown(b, r, ms));
    return ms >= HOP_MS && moves_as_flown(b, r, ms);
}

/* Heard with the stay, at its place: its own flicker. Else it belongs to nothing. */
static bool is_flicker(const struct builder *b, const struct run *r, const struct run *stay) {
    size_t i = stay->first > r->last ? r->last : r->first,
           k = stay->first > r->last ? stay->first : stay->last;

    return llabs(b->x[i].ms - b->x[k].ms) < GAP_MS || clean_apart_m(&b->x[i], &b->x[k]) < HOP_M;
}

/* What did not fly is part of the stay that it was heard with, or is set aside. */
static void close_up(struct builder *b) {
    struct run_list all = *b->out;

    b->out->run.v = NULL;
    b->out->run.n = b->out->run.cap = 0;
    for (size_t k = 0; k < all.run.n; k++) {
        struct run r = all.run.v[k];
        const struct run *before =
            b->out->run.n && !r.cut ? &b->out->run.v[b->out->run.n - 1] : NULL;
        const struct run *after =
            k + 1 < all.run.n && !all.run.v[k + 1].cut ? &all.run.v[k + 1] : NULL;

        if (before && before->kind == RUN_AIR) before = NULL;
        if (after && after->kind == RUN_AIR) after = NULL;
        if (r.kind == RUN_AIR && (before || after) && !flew(b, &r, before, after)) {
            if ((before && is_flicker(b, &r, before)) || (after && is_flicker(b, &r, after)))
                r.kind = RUN_SLOW;
            else {
                set_aside(b, &r, CLEAN_ALONE);
                continue;
            }
        }
        put(b, &r);
    }
}

void run_build(struct arena *a, const struct gap_in *g, struct clean *c, struct run_list *out) {
    struct builder b = {
        .a = a, .g = g, .c = c, .x = g->t->point, .f = craft_facts(g->craft), .out = out};

    *out = (struct run_list){0};
    split(&b);
    for (size_t k = 0; k < b.raw.n; k++) judge(&b, k);
    close_up(&b);
}
