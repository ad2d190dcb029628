/* SPDX-License-Identifier: Apache-2.0 */
/* From rows to cells. A cell is a slot with everything that was said about it, in an order that depends on the records alone
 * (day, then the whole slot, then its counts), so that the order of rows cannot show in the last bit of any sum. */
#include "infer/world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_MOST 100000
#define SEATS_MOST 30000000 /* 100,000 slots of 300 */

static int cmp_int(int a, int b) {
    return (a > b) - (a < b);
}

static int cmp_real(double a, double b) {
    if (isnan(a) || isnan(b)) return isnan(a) - isnan(b);
    return (a > b) - (a < b);
}

#define FIRST(x)                                                                                   \
    if ((r = (x)) != 0) return r

static int cmp_count(const struct infer_count *a, const struct infer_count *b) {
    int r;

    FIRST(cmp_int((int)a->method, (int)b->method));
    FIRST(cmp_int((int)a->of, (int)b->of));
    FIRST(cmp_int((int)a->stage, (int)b->stage));
    FIRST(cmp_int(a->root, b->root));
    FIRST(cmp_int(a->low >= 0    ? a->low
                  : a->best >= 0 ? a->best
                                 : a->high,
                  b->low >= 0    ? b->low
                  : b->best >= 0 ? b->best
                                 : b->high));
    FIRST(cmp_int(a->low, b->low));
    FIRST(cmp_int(a->best, b->best));
    FIRST(cmp_int(a->high, b->high));
    FIRST(cmp_int((int)a->wording, (int)b->wording));
    return cmp_real(a->visible, b->visible);
}

static int by_slot(const void *x, const void *y) {
    const struct infer_count *a = *(const struct infer_count *const *)x,
                             *b = *(const struct infer_count *const *)y;
    int r;

    FIRST(cmp_int(a->slot, b->slot));
    FIRST(cmp_count(a, b));
    return (a > b) - (a < b); /* twins: which of them is marked as used is the caller's order */
}

static int by_record(const void *x, const void *y) {
    const struct cell *a = x, *b = y;
    int r;

    FIRST(cmp_int(a->slot->day, b->slot->day));
    FIRST(cmp_int(a->slot->group, b->slot->group));
    FIRST(cmp_int(a->slot->announced, b->slot->announced));
    FIRST(cmp_int((int)a->slot->state, (int)b->slot->state));
    FIRST(cmp_int((int)a->slot->cover, (int)b->slot->cover));
    FIRST(cmp_int(a->slot->seats_lo, b->slot->seats_lo));
    FIRST(cmp_int(a->slot->seats_hi, b->slot->seats_hi));
    FIRST((a->nobs > b->nobs) - (a->nobs < b->nobs));
    for (size_t i = 0; i < a->nobs; i++) FIRST(cmp_count(a->obs[i], b->obs[i]));
    return 0;
}

static bool share(double x) {
    return isnan(x) || (x >= 0 && x <= 1);
}

/* What a what-if holds itself; NaN: it is left to the model. */
static int check_fixed(const struct infer_options *o, struct err *e) {
    if (!isnan(o->fix_selection) && !(o->fix_selection >= 0.01 && o->fix_selection <= 100))
        return err_set(e, RC_RANGE, "selection factor %g is outside [0.01, 100]", o->fix_selection);
    if (!isnan(o->fix_unlisted) && !(o->fix_unlisted >= 0 && o->fix_unlisted <= 100))
        return err_set(e, RC_RANGE, "%g unlisted flights for each slot are outside [0, 100]",
                       o->fix_unlisted);
    if (!isnan(o->fix_load) && !(o->fix_load >= 0 && o->fix_load <= ABOARD_MOST))
        return err_set(e, RC_RANGE, "a load of %g people is outside [0, %d]", o->fix_load,
                       ABOARD_MOST);
    if (!share(o->fix_completion) || !share(o->fix_detection))
        return err_set(e, RC_RANGE, "a completion or detection is outside [0, 1]");
    if (!share(o->fix_boarding) || o->fix_boarding == 0 || !share(o->fix_concern) ||
        o->fix_concern == 0)
        return err_set(e, RC_RANGE, "a fixed share is outside (0, 1]");
    return 0;
}

static int check_options(const struct infer_options *o, struct err *e) {
    const double pos[] = {o->completion_a, o->completion_b, o->boarding_a,
                          o->boarding_b,   o->concern_a,    o->concern_b,
                          o->waiting_odds, o->detection_a,  o->detection_b};

    for (size_t i = 0; i < sizeof pos / sizeof *pos; i++)
        if (!(pos[i] > 0 && pos[i] <= 1e6))
            return err_set(e, RC_RANGE, "a prior of %g is outside (0, 1e6]", pos[i]);
    if (!(o->interval > 0 && o->interval < 1))
        return err_set(e, RC_RANGE, "interval %g is outside (0, 1)", o->interval);
    if (!(o->selection_scale >= 0 && o->selection_scale <= 2))
        return err_set(e, RC_RANGE, "selection %g is outside [0, 2]", o->selection_scale);
    if (o->seats_unknown_lo < 1 || o->seats_unknown_hi < o->seats_unknown_lo ||
        o->seats_unknown_hi > ABOARD_MOST)
        return err_set(e, RC_RANGE, "%d to %d assumed seats are no range in [1, %d]",
                       o->seats_unknown_lo, o->seats_unknown_hi, ABOARD_MOST);
    if (!(o->seats_scale > 0 && o->seats_scale <= 10) || !(o->eye_scale > 0 && o->eye_scale <= 10))
        return err_set(e, RC_RANGE, "a scale is outside (0, 10]");
    if (!(o->drift >= 0 && o->drift <= 20) || !(o->unlisted_a >= 0 && o->unlisted_a <= 1e6) ||
        !(o->unlisted_b > 0 && o->unlisted_b <= 1e6))
        return err_set(e, RC_RANGE, "a prior of drift or unlisted flights is out of range");
    if (o->draws && (o->draws < 1000 || o->draws > 100000))
        return err_set(e, RC_RANGE, "%d draws are outside [1,000, 100,000]", o->draws);
    return check_fixed(o, e);
}

static int check_slot(const struct infer_input *in, size_t i, struct err *e) {
    const struct infer_slot *s = &in->slot[i];

    if (s->group < 0 || s->group >= in->ngroup)
        return err_set(e, RC_RANGE, "slot %zu: group %d", i, s->group);
    if (s->seats_lo > ABOARD_MOST || s->seats_hi > ABOARD_MOST || s->seats_lo < -1 ||
        s->seats_hi < -1 || (s->seats_hi >= 0 && s->seats_lo > s->seats_hi))
        return err_set(e, RC_RANGE, "slot %zu: seats %d to %d", i, s->seats_lo, s->seats_hi);
    return 0;
}

static int check_count(const struct infer_input *in, size_t i, struct err *e) {
    const struct infer_count *c = &in->count[i];
    int top = c->low > c->best ? c->low : c->best;

    if (c->high > top) top = c->high;
    if (c->slot < -1 || (c->slot >= 0 && (size_t)c->slot >= in->nslot))
        return err_set(e, RC_RANGE, "count %zu: slot %d", i, c->slot);
    if (c->root < 0 || c->root >= in->nroot)
        return err_set(e, RC_RANGE, "count %zu: root %d", i, c->root);
    if (top < 0) return err_set(e, RC_RANGE, "count %zu: no figure", i);
    if (c->slot >= 0 && top > ABOARD_MOST)
        return err_set(e, RC_RANGE, "count %zu: %d people on one flight", i, top);
    if (c->high >= 0 && (c->low > c->high || c->best > c->high))
        return err_set(e, RC_RANGE, "count %zu: low %d, best %d, high %d", i, c->low, c->best,
                       c->high);
    if (c->best >= 0 && c->low > c->best)
        return err_set(e, RC_RANGE, "count %zu: low %d, best %d", i, c->low, c->best);
    if (!share(c->visible) || c->visible == 0)
        return err_set(e, RC_RANGE, "count %zu: visible share %g is outside (0, 1]", i, c->visible);
    return 0;
}

static int check(const struct world *w, struct err *e) {
    const struct infer_input *in = w->in;
    int rc;

    if ((rc = check_options(w->o, e)) < 0) return rc;
    if (in->nslot > SLOTS_MOST)
        return err_set(e, RC_LIMIT, "%zu slots, more than %d", in->nslot, SLOTS_MOST);
    if (in->seats_max < -1 || in->seats_max > ABOARD_MOST)
        return err_set(e, RC_RANGE, "%d seats", in->seats_max);
    for (size_t i = 0; i < in->nslot; i++)
        if ((rc = check_slot(in, i, e)) < 0) return rc;
    for (size_t i = 0; i < in->ncount; i++)
        if ((rc = check_count(in, i, e)) < 0) return rc;
    return 0;
}

static bool usable(const struct infer_count *c) {
    return c->slot >= 0 && c->method != INFER_NEIGHBOUR && c->method != INFER_CLAIMED;
}

/* One voice: the same root, method, kind of people and stage, of one flight. */
static bool same_voice(const struct infer_count *a, const struct infer_count *b) {
    return a->slot == b->slot && a->method == b->method && a->root == b->root && a->of == b->of &&
           a->stage == b->stage;
}

/* Sorted, each figure of a voice once, hung on their cells. */
static void hang_counts(struct world *w) {
    const struct infer_input *in = w->in;
    const struct infer_count **v = ARENA_ARRAY(w->a, const struct infer_count *, in->ncount);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < in->ncount; i++) {
        if (in->count[i].method == INFER_NEIGHBOUR) w->notes |= INFER_NEIGHBOUR_REFUSED;
        if (!usable(&in->count[i]) || in->slot[in->count[i].slot].state == INFER_CANCELLED)
            continue;
        v[n++] = &in->count[i];
    }
    qsort((void *)v, n, sizeof(void *), by_slot);
    for (size_t i = 0; i < n; i++) {
        if (kept && v[i]->slot == v[kept - 1]->slot && cmp_count(v[i], v[kept - 1]) == 0) continue;
        struct cell *c = &w->cell[v[i]->slot];

        v[kept] = v[i];
        w->used[v[i] - in->count] = true;
        if (!c->nobs) c->obs = &v[kept];
        c->nobs++;
        kept++;
    }
}

/* The smallest cited figure of the corridor: with seats_max, the range of an unknown type. */
static int seats_min(const struct infer_input *in) {
    int lo = in->seats_max;

    for (size_t i = 0; i < in->nslot; i++)
        if (in->slot[i].seats_hi >= 0) {
            int s = in->slot[i].seats_lo >= 0 ? in->slot[i].seats_lo : in->slot[i].seats_hi;

            if (lo < 0 || s < lo) lo = s;
        }
    return lo;
}

/* A figure in seats widens what is cited. @return whether anything is. */
static bool cite_seats(const struct cell *c, struct seat *s) {
    bool cited = s->hi >= 0;

    if (cited && s->lo < 0) s->lo = s->hi;
    for (size_t i = 0; i < c->nobs; i++) {
        const struct infer_count *k = c->obs[i];
        int lo = k->low >= 0 ? k->low : k->best >= 0 ? k->best : k->high;
        int hi = k->high >= 0 ? k->high : k->best >= 0 ? k->best : k->low;

        if (k->method != INFER_SEATS) continue;
        s->lo = cited && s->lo < lo ? s->lo : lo;
        s->hi = cited && s->hi > hi ? s->hi : hi;
        cited = true;
    }
    return cited;
}

static bool by_person(const struct infer_count *k) {
    return k->method == INFER_COUNTED || k->method == INFER_PARTIAL ||
           k->method == INFER_OFFICIAL || k->method == INFER_MANIFEST;
}

/* The largest figure of people who were aboard, counted one by one: so many seats there are at least. -1: none */
static int most_aboard(const struct cell *c) {
    int most = -1;

    for (size_t i = 0; i < c->nobs; i++) {
        const struct infer_count *k = c->obs[i];
        int y = k->best > k->low ? k->best : k->low;

        if (by_person(k) && k->stage != INFER_WAITING && k->wording != INFER_AT_MOST && y > most)
            most = y;
    }
    return most;
}

static int scaled(const struct world *w, int seats) {
    double s = seats * w->o->seats_scale + 0.5;

    return s > ABOARD_MOST ? ABOARD_MOST : (int)s;
}

static void set_seats(struct world *w, struct cell *c, int min) {
    struct seat s = {c->slot->seats_lo, c->slot->seats_hi};
    bool cited = cite_seats(c, &s);
    int most = most_aboard(c);

    if (!cited && w->in->seats_max >= 0) {
        s = (struct seat){min, w->in->seats_max};
        cited = true;
    }
    if (!cited) {
        s = (struct seat){w->o->seats_unknown_lo, w->o->seats_unknown_hi};
        w->notes |= INFER_SEATS_PRIOR;
    }
    s.hi = scaled(w, s.hi), s.lo = scaled(w, s.lo);
    if (most > s.hi) { /* of this flight alone (section 1) */
        s = (struct seat){most, most};
        if (cited) w->notes |= INFER_ABOVE_SEATS;
    }
    c->seat = s;
    c->ceiling = c->slot->state == INFER_CANCELLED ? 0 : cited ? s.hi : -1;
}

/* Takes away the counts that bound nothing that the seats do not: all is then as if they had not been written. */
static void drop_silent(const struct world *w, struct cell *c) {
    size_t n = 0;

    for (size_t i = 0; i < c->nobs; i++)
        if (c->obs[i]->method != INFER_SEATS && obs_silent(c->obs[i], c->seat.hi))
            w->used[c->obs[i] - w->in->count] = false;
        else
            c->obs[n++] = c->obs[i];
    c->nobs = n;
}

/* What was seen of its operation, and what can be cited of its people. */
static void set_state(const struct world *w, struct cell *c) {
    const struct infer_slot *s = c->slot;
    bool flew = s->state == INFER_OPERATED || s->cover == INFER_WATCHED_SEEN, waiting = false;

    c->yes = 1;
    c->seen = -1;
    c->group = s->announced ? s->group : -1;
    c->kind = s->state == INFER_CANCELLED ? CELL_OUT : CELL_MAYBE;
    if (c->kind == CELL_OUT) return;
    for (size_t i = 0; i < c->nobs; i++) {
        const struct infer_count *k = c->obs[i];
        int y = obs_lowest(k);

        if (k->method == INFER_SEATS) continue;
        c->told += !i || !same_voice(k, c->obs[i - 1]);
        if (obs_flew(k)) flew = true;
        if (k->stage == INFER_WAITING)
            waiting = waiting || y > 0;
        else
            c->counted = true;
        if ((k->method == INFER_COUNTED || k->method == INFER_PARTIAL) && k->of == INFER_CONCERN &&
            k->stage != INFER_WAITING && y >= 0 && (c->seen < 0 || y < c->seen))
            c->seen = y;
    }
    if (flew) c->kind = CELL_FLOWN;
    if (waiting) c->yes = w->o->waiting_odds;
    c->in_vain = c->kind == CELL_MAYBE && s->cover == INFER_WATCHED_NOTHING;
}

static size_t seat_index(struct world *w, struct seat s) {
    for (size_t i = 0; i < w->nseat; i++)
        if (w->seat[i].lo == s.lo && w->seat[i].hi == s.hi) return i;
    w->seat[w->nseat] = s;
    return w->nseat++;
}

/* Where in a range the truth lies is one unknown: so many people on one flight rule out all places below for every flight of that range. */
static void narrow_seats(struct world *w) {
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        int most = most_aboard(c);

        if (c->kind == CELL_OUT) continue;
        struct seat *s = &w->seat[w->shape[c->shape].seat];

        if (most > s->lo) s->lo = most;
    }
}

/* Of what kinds the counts of a flight are. */
struct sides {
    bool eye, proxy, other, all, concern, waiting, boarded, least;
    bool both; /* on both sides of a share */
};

static struct sides sides(const struct cell *cell) {
    struct sides s = {0};

    for (size_t k = 0; k < cell->nobs; k++) {
        const struct infer_count *c = cell->obs[k];

        if (c->method == INFER_SEATS) continue;
        s.eye = s.eye || c->method == INFER_EYE;
        s.proxy = s.proxy || c->method == INFER_PROXY;
        s.other = s.other || (c->method != INFER_EYE && c->method != INFER_PROXY);
        s.all = s.all || c->of == INFER_ALL;
        s.concern = s.concern || c->of == INFER_CONCERN;
        s.waiting = s.waiting || c->stage == INFER_WAITING;
        s.boarded = s.boarded || c->stage != INFER_WAITING;
        s.least = s.least || obs_least(c);
    }
    s.both = (s.all && s.concern) || (s.waiting && s.boarded);
    return s;
}

static int cmp_double(const void *x, const void *y) {
    return cmp_real(*(const double *)x, *(const double *)y);
}

static bool near_side(const struct infer_count *c, int factor) {
    return factor == FACTOR_CONCERN ? c->of == INFER_CONCERN : c->stage != INFER_WAITING;
}

/* About where flights with counts on both sides put a share: the median of their ratios, so that no slip of the pen moves it; and the sd that chance alone leaves. */
static struct pairs pairs_of(const struct world *w, int factor) {
    double *z = ARENA_ARRAY(w->a, double, w->n), far = 0, x;
    struct pairs p = {0};

    for (size_t i = 0; i < w->n; i++) {
        const struct infer_count *side[2] = {NULL, NULL};
        double n[2];

        for (size_t k = 0; k < w->cell[i].nobs; k++) {
            const struct infer_count *c = w->cell[i].obs[k];

            if (c->method != INFER_SEATS) side[near_side(c, factor)] = c;
        }
        if (!side[0] || !side[1]) continue;
        for (int k = 0; k < 2; k++)
            n[k] = side[k]->best >= 0 ? side[k]->best : fmax(side[k]->low, side[k]->high);
        z[p.n++] = log((n[1] + 0.5) / (fmax(n[0] - n[1], 0) + 0.5));
        far += n[0] + 1;
    }
    if (!p.n) return p;
    qsort(z, p.n, sizeof *z, cmp_double);
    p.at = z[p.n / 2];
    x = 1 / (1 + exp(-p.at));
    p.sd = 1 / sqrt(far * x * (1 - x));
    return p;
}

static void set_shared(struct world *w) {
    struct shared s = {0};

    for (size_t i = 0; i < w->n; i++) {
        struct sides c = sides(&w->cell[i]);

        s.eye += c.eye, s.proxy += c.proxy, s.all += c.all, s.waiting += c.waiting,
            s.least += c.least;
        s.eye_pairs += c.eye && (c.other || c.proxy);
        s.proxy_pairs += c.proxy && (c.other || c.eye);
        s.concern = s.concern || c.concern;
        s.boarded = s.boarded || c.boarded;
    }
    s.concern_by = pairs_of(w, FACTOR_CONCERN);
    s.boarding_by = pairs_of(w, FACTOR_BOARDING);
    share_open(w, &s);
}

/* Of figures of one flight that exclude each other at least one is of something else: another flight, other people, a slip of the pen. So a voice beside
 * others has this chance, a judgement, to speak of that, and then says as much of every number as it does of one drawn from all: of two that exclude each
 * other both hold, however wide the law of each. And of no number it says less than so much of its best: of as many voices on either side both hold,
 * however many. A voice that is alone cannot be told from such a one. */
#define ELSEWHERE 0.05
#define ELSEWHERE_LEAST 1e-3
#define APART 4e-3 /* of what a figure says at its best: less, and it is not of these people */

/* t[n] = P(what the count says | n people), up to a factor, at node i. */
static void says(const struct world *w, const struct cell *c, const struct infer_count *k, int i,
                 double *t) {
    for (int n = 0; n <= c->seat.hi; n++) t[n] = 1;
    obs_multiply(w, k, i, c->seat.hi, t);
}

/* The same of the voice that begins with count k: where it is passed on with several figures, each is as likely to be what it said. @return the count
 * after its last. */
static size_t voice(const struct world *w, const struct cell *c, size_t k, int i, double *t) {
    double one[ABOARD_MOST + 1], sum = 0, top = 0, other;
    size_t first = k;

    says(w, c, c->obs[k], i, t);
    while (++k < c->nobs && same_voice(c->obs[k], c->obs[first])) {
        says(w, c, c->obs[k], i, one);
        for (int n = 0; n <= c->seat.hi; n++) t[n] += one[n];
    }
    for (int n = 0; n <= c->seat.hi; n++) sum += t[n], top = fmax(top, t[n]);
    other = fmax(ELSEWHERE * sum / (c->seat.hi + 1), ELSEWHERE_LEAST * top);
    for (int n = 0; n <= c->seat.hi && c->told > 1; n++) t[n] += other;
    return k;
}

/* v[n] = the product over the voices of the cell at node i, by its largest entry. @return log of that entry. In logs: of hundreds of figures those on one
 * side are below what a number can hold on the other, until that has had its turn. */
static double product(const struct world *w, const struct cell *c, int i, double *v, double *t) {
    double top = -(double)INFINITY;

    for (int n = 0; n <= c->seat.hi; n++) v[n] = log(w->alone_w[i % w->nalone]);
    for (size_t k = 0; k < c->nobs;) {
        if (c->obs[k]->method == INFER_SEATS) {
            k++;
            continue;
        }
        k = voice(w, c, k, i, t);
        for (int n = 0; n <= c->seat.hi; n++) v[n] += log(t[n]);
    }
    for (int n = 0; n <= c->seat.hi; n++) top = fmax(top, v[n]);
    for (int n = 0; n <= c->seat.hi; n++) v[n] = isfinite(top) ? exp(v[n] - top) : 0;
    return top;
}

/* Is the number of people that all counts together speak for one at which some count is hardly possible? */
static bool apart(const struct world *w, const struct cell *c, const struct shape *s, double *t) {
    int n = c->seat.hi + 1, best = 0;

    for (int k = 0; k < n * s->nrow; k++) best = s->like[k] > s->like[best] ? k : best;
    for (size_t k = 0; k < c->nobs && c->nobs > 1; k++) {
        double top = 0;

        if (c->obs[k]->method == INFER_SEATS) continue;
        says(w, c, c->obs[k], s->first[best / n] * w->nalone + w->nalone / 2, t);
        for (int m = 0; m < n; m++) top = fmax(top, t[m]);
        if (t[best % n] < APART * top) return true;
    }
    return false;
}

/* Which factors the counts of a flight have. */
static void uses(const struct cell *c, bool out[FACTORS]) {
    struct sides s = sides(c);

    out[FACTOR_EYE] = s.eye, out[FACTOR_PROXY] = s.proxy;
    out[FACTOR_CONCERN] = s.all, out[FACTOR_BOARDING] = s.waiting, out[FACTOR_LEAST] = s.least;
}

/* Fills like, the largest entry 1. @return whether the counts exclude each other */
static bool likelihood(const struct world *w, const struct cell *c, const struct shape *s) {
    double v[ABOARD_MOST + 1], t[ABOARD_MOST + 1], scale = -(double)INFINITY, top = 0;
    size_t n = (size_t)c->seat.hi + 1, all = n * (size_t)s->nrow;
    bool used[FACTORS];

    uses(c, used);
    memset(s->like, 0, all * sizeof *s->like);
    for (int i = 0; i < s->nrow * w->nalone; i++) {
        int row = i / w->nalone, node = s->first[row] * w->nalone + i % w->nalone;
        double *out = s->like + (size_t)row * n, log_top;

        if (share_first(w, used, node) != node) continue;
        log_top = product(w, c, node, v, t);
        if (log_top > scale) { /* many counts of one flight go below what a number can hold */
            for (size_t k = 0; k < all; k++) s->like[k] *= exp(scale - log_top);
            scale = log_top;
        }
        for (size_t k = 0; k < n && isfinite(log_top); k++) out[k] += v[k] * exp(log_top - scale);
    }
    for (size_t k = 0; k < all; k++) top = fmax(top, s->like[k]);
    if (!(top >
          0)) { /* one count alone, at odds with the seats by far: the flight is as if nobody had counted */
        for (size_t k = 0; k < all; k++) s->like[k] = 1;
        top = 1;
    }
    for (size_t k = 0; k < all; k++) s->like[k] /= top;
    return apart(w, c, s, t);
}

const double *cells_like(const struct world *w, const struct shape *s, int iw) {
    return s->like + (size_t)s->row[iw] * ((size_t)w->seat[s->seat].hi + 1);
}

/* Room for the likelihood of one flight's counts, a row for each node of the factors that they have. */
static void set_rows(const struct world *w, const struct cell *c, struct shape *s) {
    bool used[FACTORS];

    uses(c, used);
    s->row = ARENA_ARRAY(w->a, int, (size_t)w->nw);
    s->first = ARENA_ARRAY(w->a, int, (size_t)w->nw);
    for (int iw = 0; iw < w->nw; iw++) {
        int first = share_first(w, used, iw * w->nalone) / w->nalone;

        if (first == iw) s->first[s->row[iw] = s->nrow++] = iw;
        s->row[iw] = s->row[first];
    }
    s->like = ARENA_ARRAY(w->a, double, ((size_t)c->seat.hi + 1) * (size_t)s->nrow);
}

/* Entries below 1e-11 of the largest cannot matter. */
static void bound(const struct world *w, struct shape *s) {
    int n = w->seat[s->seat].hi + 1, lo = n, hi = -1;

    for (int row = 0; row < s->nrow; row++)
        for (int k = 0; k < n; k++) {
            if (s->like[row * n + k] < 1e-11) continue;
            lo = k < lo ? k : lo;
            hi = k > hi ? k : hi;
        }
    s->lo = lo, s->hi = hi;
}

/* Adds the log of what one flight's counts say at each node, were every number of people as likely. */
static void add_pair(const struct world *w, const struct cell *c, double *lm) {
    int n = c->seat.hi + 1;

    for (int iw = 0; iw < w->nw; iw++) {
        const double *like = cells_like(w, &w->shape[c->shape], iw);
        double sum = 0;

        for (int k = 0; k < n; k++) sum += like[k];
        lm[iw] += log(sum); /* cppcheck-suppress invalidFunctionArg; 0 is -inf here */
    }
}

#define PAIR_MOVES 12 /* of nodes, each to less than half; they stand long before */

/* Nodes of the shares that flights with counts on both sides tell, and the mass that these give them. */
static void set_pairs(struct world *w) {
    double *lm = ARENA_ARRAY(w->a, double, (size_t)w->nw);
    bool pairs = share_any(w, SHARE_PAIRS);

    for (int turn = 0;; turn++) {
        for (int i = 0; i < w->nw; i++) lm[i] = log(w->prior_w[i]);
        for (size_t i = 0; i < w->n && pairs; i++) {
            const struct cell *c = &w->cell[i];

            if (c->kind == CELL_OUT || !sides(c).both) continue;
            (void)likelihood(w, c, &w->shape[c->shape]);
            add_pair(w, c, lm);
        }
        if (turn == PAIR_MOVES || !share_fit(w, SHARE_PAIRS, lm, 1)) break;
    }
    share_cut(w, lm);
}

/* Whether the counts of a flight have a factor whose nodes move. */
static bool moves(const struct world *w, const struct cell *c) {
    bool used[FACTORS], any = false;

    uses(c, used);
    for (int k = 0; k < FACTORS; k++)
        any = any ||
              (used[k] && (w->factor[k].kind == SHARE_LEVELS || w->factor[k].kind == SHARE_PAIRS));
    return any;
}

static void set_likelihoods(struct world *w, bool moved) {
    w->apart = 0;
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        struct shape *s = &w->shape[c->shape];

        if (c->kind == CELL_OUT || !c->told) continue;
        if (!moved || moves(w, c)) {
            s->apart = likelihood(w, c, s);
            bound(w, s);
        }
        w->apart += s->apart;
    }
}

void cells_again(struct world *w) {
    set_pairs(w);
    set_likelihoods(w, true);
}

static void set_shapes(struct world *w) {
    size_t *plain = ARENA_ARRAY(w->a, size_t, w->n + 1);

    w->seat = ARENA_ARRAY(w->a, struct seat, w->n);
    w->shape = ARENA_ARRAY(w->a, struct shape, w->n);
    for (size_t i = 0; i < w->n; i++) {
        struct cell *c = &w->cell[i];

        if (c->kind == CELL_OUT) continue;
        size_t before = w->nseat, seat = seat_index(w, c->seat);

        if (seat == before) plain[seat] = SIZE_MAX;
        if (!c->told) {
            if (plain[seat] == SIZE_MAX)
                plain[seat] = w->nshape, w->shape[w->nshape++] = (struct shape){.seat = seat};
            c->shape = plain[seat];
        } else {
            c->shape = w->nshape;
            w->shape[w->nshape] = (struct shape){.seat = seat};
            set_rows(w, c, &w->shape[w->nshape++]);
            w->ninform++;
            w->any_hint = w->any_hint || !c->counted;
        }
        if (c->counted)
            w->any_counted = true;
        else
            w->any_level = true;
    }
    narrow_seats(w);
    set_pairs(w);
    set_likelihoods(w, false);
}

/* Flights that a what-if adds, evenly to those announced. */
static void set_more(struct world *w) {
    double each = isnan(w->o->fix_unlisted) ? 0 : w->o->fix_unlisted, due = 0, given = 0;

    for (size_t i = 0; i < w->n && each > 0; i++) {
        struct cell *c = &w->cell[i];

        if (c->kind == CELL_OUT || c->group < 0) continue;
        due += each;
        c->more = (int)(due - given + 0.5);
        given += c->more;
    }
}

/* Which groups have flights of which something was written, and which have none. */
static void set_groups(struct world *w) {
    int n = w->in->ngroup;
    bool *any = ARENA_ARRAY(w->a, bool, (size_t)n), *told = ARENA_ARRAY(w->a, bool, (size_t)n);

    w->untold = ARENA_ARRAY(w->a, int, (size_t)n);
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        int g = c->slot->group;

        if (c->kind == CELL_OUT) continue;
        any[g] = true;
        told[g] = told[g] || w->shape[c->shape].like;
    }
    for (int g = 0; g < n; g++) w->ntold += told[g];
    for (int g = 0; g < n && w->ntold && isnan(w->o->fix_load); g++)
        if (any[g] && !told[g]) w->untold[w->nuntold++] = g;
}

int cells_build(struct world *w, struct err *e) {
    int64_t seats = 0;
    int rc, min;

    if ((rc = check(w, e)) < 0) return rc;
    w->n = w->in->nslot;
    w->cell = ARENA_ARRAY(w->a, struct cell, w->n);
    w->used = ARENA_ARRAY(w->a, bool, w->in->ncount);
    w->fits = ARENA_ARRAY(w->a, double, w->in->ncount);
    for (size_t i = 0; i < w->in->ncount; i++) w->fits[i] = (double)NAN;
    for (size_t i = 0; i < w->n; i++) w->cell[i] = (struct cell){.slot = &w->in->slot[i], .at = i};
    hang_counts(w);
    min = seats_min(w->in);
    for (size_t i = 0; i < w->n; i++) {
        set_seats(w, &w->cell[i], min);
        drop_silent(w, &w->cell[i]);
        seats += w->cell[i].seat.hi;
    }
    qsort(w->cell, w->n, sizeof *w->cell, by_record);
    for (size_t i = 0; i < w->n; i++) set_state(w, &w->cell[i]);
    if (seats > SEATS_MOST)
        return err_set(e, RC_LIMIT, "%lld seats, more than %d", (long long)seats, SEATS_MOST);
    set_shared(w);
    set_shapes(w);
    set_groups(w);
    set_more(w);
    return 0;
}
