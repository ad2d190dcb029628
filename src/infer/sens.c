/* SPDX-License-Identifier: Apache-2.0 */
/* The tornado. Each assumption is put at a low and a high value that could be defended, one at a time; each root is left out. An
 * assumption of which the case knows something (completion, detection) is put at the ends of what is still open about it. */
#include "infer/sens.h"

#include "infer/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RUN_BYTES ((size_t)4 << 30) /* of one run; each dies before the next */

/* What the case has, as far as an assumption needs it. */
struct facts {
    size_t waiting, all, eye, people; /* counts in use; people: of any method but seats */
    size_t flown, cancelled;          /* announced slots whose operation is known */
    size_t seen, missed; /* flights by watchers; missed: watched, and known otherwise */
    size_t nothing;      /* watched, and no flight seen */
    double seats;        /* mean of the largest figures, or what is assumed */
    bool cited;          /* some seat figure exists */
};

/* One run with something changed. */
struct change {
    struct infer_options o;
    char text[48];
};
struct pair {
    const char *name;
    struct change low, high;
};

struct sens {
    struct arena *a;
    const struct infer_input *in;
    const struct infer_options *o;
    const struct infer_result *base;
    struct facts f;
    VEC(struct pair) pair;
    VEC(struct infer_bar) bar;
};

static bool in_use(const struct infer_result *base, size_t i) {
    return !base->used || base->used[i];
}

static void look_at_slots(struct sens *s) {
    double seats = 0;
    size_t n = 0;

    for (size_t i = 0; i < s->in->nslot; i++) {
        const struct infer_slot *t = &s->in->slot[i];
        bool flown = t->state == INFER_OPERATED || t->cover == INFER_WATCHED_SEEN;

        s->f.flown += t->announced && flown;
        s->f.cancelled += t->announced && t->state == INFER_CANCELLED;
        s->f.seen += t->cover == INFER_WATCHED_SEEN;
        s->f.missed += t->cover == INFER_WATCHED_NOTHING && t->state == INFER_OPERATED;
        s->f.nothing += t->cover == INFER_WATCHED_NOTHING;
        if (t->seats_hi >= 0) seats += t->seats_hi, n++;
    }
    s->f.cited = n || s->in->seats_max >= 0;
    s->f.seats = n                      ? seats / (double)n
                 : s->in->seats_max > 0 ? s->in->seats_max
                                        : (s->o->seats_unknown_lo + s->o->seats_unknown_hi) / 2.0;
}

static void look_at_counts(struct sens *s) {
    for (size_t i = 0; i < s->in->ncount; i++) {
        const struct infer_count *c = &s->in->count[i];

        if (!in_use(s->base, i)) continue;
        s->f.waiting += c->stage == INFER_WAITING;
        s->f.all += c->of == INFER_ALL;
        s->f.eye += c->method == INFER_EYE;
        s->f.people += c->method != INFER_SEATS;
    }
}

/* A pair to be changed by the caller: both sides are the options as they are. */
static struct pair *pair(struct sens *s, const char *name) {
    struct pair *p = vec_push(s->a, &s->pair);

    *p = (struct pair){.name = name, .low.o = *s->o, .high.o = *s->o};
    return p;
}

/* What is printed is what was put in: a reader can run the same what-if. */
static double share_end(struct change *c, double x) {
    x = fmin(0.99, fmax(0.01, round(x * 100) / 100));
    snprintf(c->text, sizeof c->text, "%.2f", x);
    return x;
}

static double times(struct change *c, double x, const char *unit) {
    snprintf(c->text, sizeof c->text, "%.3g%s", x, unit);
    return x;
}

static void words(struct pair *p, const char *low, const char *high) {
    snprintf(p->low.text, sizeof p->low.text, "%s", low);
    snprintf(p->high.text, sizeof p->high.text, "%s", high);
}

/* 5 and 95 % points of the Beta prior, given what is known of this corridor's slots: the share is not as open as it was. */
static void add_flying(struct sens *s) {
    double a = s->o->completion_a + (double)s->f.flown,
           b = s->o->completion_b + (double)s->f.cancelled;
    struct pair *p;

    if (isnan(s->o->fix_completion)) {
        p = pair(s, "share of announced slots that fly");
        p->low.o.fix_completion = share_end(&p->low, score_beta(a, b, 0.05));
        p->high.o.fix_completion = share_end(&p->high, score_beta(a, b, 0.95));
    }
    a = s->o->detection_a + (double)s->f.seen;
    b = s->o->detection_b + (double)s->f.missed;
    if (isnan(s->o->fix_detection) && s->f.nothing) {
        p = pair(s, "share of flights that a watcher sees");
        p->low.o.fix_detection = share_end(&p->low, score_beta(a, b, 0.05));
        p->high.o.fix_detection = share_end(&p->high, score_beta(a, b, 0.95));
    }
    if (s->o->unlisted_a > 0 && isnan(s->o->fix_unlisted)) {
        p = pair(s, "flights that nobody announced or saw");
        words(p, "none", "twice as many");
        p->low.o.unlisted_a = 0;
        p->high.o.unlisted_b = s->o->unlisted_b / 2;
    }
}

/* Half of the seats, 8 to 92 % nine times in ten, is what the model holds of a corridor's load without a count (assume.c). */
static void add_load(struct sens *s) {
    struct pair *p;

    if (isnan(s->o->fix_load) && !s->f.people) {
        p = pair(s, "people on a flight that flew");
        p->low.o.fix_load = round(0.08 * s->f.seats);
        p->high.o.fix_load = round(0.92 * s->f.seats);
        times(&p->low, p->low.o.fix_load, "");
        times(&p->high, p->high.o.fix_load, "");
    }
    if (isnan(s->o->fix_selection) && s->o->selection_scale > 0) {
        p = pair(s, "flights that nobody counted, against the counted ones");
        p->low.o.fix_selection =
            times(&p->low, round(exp(-s->o->selection_scale) * 100) / 100, " times");
        p->high.o.fix_selection =
            times(&p->high, round(exp(s->o->selection_scale) * 100) / 100, " times");
    }
    if (s->o->drift > 0) {
        p = pair(s, "drift of the load");
        words(p, "none", "twice as fast");
        p->low.o.drift = 0;
        p->high.o.drift = 2 * s->o->drift;
    }
    if (s->o->regimes && s->base->notes & INFER_MIXED) {
        p = pair(s, "flights with nobody or a few");
        words(p, "alike at all times", "as it is");
        p->low.o.regimes = false;
    }
    if (s->o->groups && s->in->ngroup > 1) {
        p = pair(s, "schedules with loads of their own");
        words(p, "all alike", "as it is");
        p->low.o.groups = false;
    }
}

static void add_seats(struct sens *s) {
    struct pair *p;

    if (s->f.cited) {
        p = pair(s, "seats");
        p->low.o.seats_scale *= times(&p->low, 0.9, " times");
        p->high.o.seats_scale *= times(&p->high, 1.1, " times");
    }
    if (s->base->notes & INFER_SEATS_PRIOR) {
        p = pair(s, "seats where no figure is known");
        p->low.o.seats_unknown_lo = p->low.o.seats_unknown_hi = 100; /* a regional jet, and */
        p->high.o.seats_unknown_lo = p->high.o.seats_unknown_hi =
            240; /* a large single-aisle airliner */
        words(p, "100", "240");
    }
}

/* Eye: the scale is of what people say of the same group, so the higher one makes the total lower. */
static void add_counts(struct sens *s) {
    struct pair *p;

    if (s->f.eye) {
        p = pair(s, "what an eye estimate says of a group");
        p->low.o.eye_scale *= times(&p->low, 0.85, " times");
        p->high.o.eye_scale *= times(&p->high, 1.15, " times");
    }
    if (s->f.waiting && isnan(s->o->fix_boarding)) {
        p = pair(s, "share of those waiting who board this flight");
        p->low.o.fix_boarding = 0.6;
        p->high.o.fix_boarding = 1;
        words(p, "0.60", "1.00");
    }
    if (s->f.waiting) {
        p = pair(s, "people waiting as a sign that the flight went");
        words(p, "no sign", "twice as strong");
        p->low.o.waiting_odds = 1;
        p->high.o.waiting_odds = 2 * s->o->waiting_odds;
    }
    if (s->f.all && isnan(s->o->fix_concern)) {
        p = pair(s, "share of those aboard who are of concern");
        p->low.o.fix_concern =
            share_end(&p->low, score_beta(s->o->concern_a, s->o->concern_b, 0.05));
        p->high.o.fix_concern =
            share_end(&p->high, score_beta(s->o->concern_a, s->o->concern_b, 0.95));
    }
}

static int total_of(const struct infer_input *in, const struct infer_options *options,
                    struct infer_range *out, struct err *e) {
    struct infer_options o = *options;
    struct infer_input bare = *in;
    struct infer_result r;
    struct arena a;
    int rc;

    o.measure = false; /* its error is that of the run as it is */
    bare.nwindow = 0;  /* the total alone is asked for */
    arena_init(&a, RUN_BYTES);
    rc = infer_run(&a, &bare, &o, &r, e);
    if (rc == 0) *out = r.total;
    arena_fini(&a);
    return rc;
}

static bool same(const struct infer_range *x, const struct infer_range *y) {
    return x->median == y->median && x->mean == y->mean && x->lo == y->lo && x->hi == y->hi;
}

static void keep(struct sens *s, struct infer_bar b) {
    if (same(&b.low, &s->base->total) && same(&b.high, &s->base->total)) return;
    b.swing = fabs(b.high.median - b.low.median);
    *vec_push(s->a, &s->bar) = b;
}

/* A case at the limit of seats cannot have more: that is no fault of the case, and there is no bar. */
static int run_pair(struct sens *s, const struct pair *p, struct err *e) {
    struct infer_bar b = {.kind = INFER_SENS_ASSUMPTION, .name = p->name, .root = -1};
    int rc = total_of(s->in, &p->low.o, &b.low, e);

    if (rc == 0) rc = total_of(s->in, &p->high.o, &b.high, e);
    if (rc < 0) return rc == RC_LIMIT ? 0 : rc;
    memcpy(b.low_text, p->low.text, sizeof b.low_text);
    memcpy(b.high_text, p->high.text, sizeof b.high_text);
    keep(s, b);
    return 0;
}

struct root {
    int root;
    size_t n; /* of its counts in use */
};

static int by_use(const void *x, const void *y) {
    const struct root *a = x, *b = y;

    if (a->n != b->n) return a->n < b->n ? 1 : -1;
    return (a->root > b->root) - (a->root < b->root);
}

static int without(struct sens *s, int root, struct err *e) {
    struct infer_bar b = {.kind = INFER_SENS_ROOT, .root = root, .high = s->base->total};
    struct infer_count *c = ARENA_ARRAY(s->a, struct infer_count, s->in->ncount);
    struct infer_input in = *s->in;
    int rc;

    in.count = c;
    in.ncount = 0;
    for (size_t i = 0; i < s->in->ncount; i++)
        if (s->in->count[i].root != root) c[in.ncount++] = s->in->count[i];
    if ((rc = total_of(&in, s->o, &b.low, e)) < 0) return rc;
    snprintf(b.low_text, sizeof b.low_text, "left out");
    keep(s, b);
    return 0;
}

static int run_roots(struct sens *s, struct err *e) {
    size_t n = s->in->nroot > 0 ? (size_t)s->in->nroot : 0;
    struct root *v = ARENA_ARRAY(s->a, struct root, n);
    int rc = 0;

    for (size_t i = 0; i < n; i++) v[i].root = (int)i;
    for (size_t i = 0; i < s->in->ncount; i++)
        if (in_use(s->base, i)) v[s->in->count[i].root].n++;
    if (n) qsort(v, n, sizeof *v, by_use);
    for (size_t i = 0; i < n && i < INFER_SENS_ROOTS && v[i].n && rc == 0; i++)
        rc = without(s, v[i].root, e);
    return rc;
}

static int by_swing(const void *x, const void *y) {
    const struct infer_bar *a = x, *b = y;
    int c;

    if (a->swing != b->swing) return a->swing < b->swing ? 1 : -1;
    if (a->kind != b->kind) return a->kind > b->kind ? 1 : -1;
    if (a->name && b->name && (c = strcmp(a->name, b->name))) return c;
    return (a->root > b->root) - (a->root < b->root);
}

int infer_sensitivity(struct arena *a, const struct infer_input *in, const struct infer_options *o,
                      const struct infer_result *base, struct infer_bar **bar, size_t *nbar,
                      struct err *e) {
    struct sens s = {.a = a, .in = in, .o = o, .base = base};
    int rc = 0;

    look_at_slots(&s);
    look_at_counts(&s);
    add_flying(&s);
    add_load(&s);
    add_seats(&s);
    add_counts(&s);
    for (size_t i = 0; i < s.pair.n && rc == 0; i++) rc = run_pair(&s, &s.pair.v[i], e);
    if (rc == 0) rc = run_roots(&s, e);
    if (rc < 0) return rc;
    if (s.bar.n) qsort(s.bar.v, s.bar.n, sizeof *s.bar.v, by_swing);
    *bar = s.bar.v;
    *nbar = s.bar.n;
    return 0;
}
