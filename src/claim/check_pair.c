/* SPDX-License-Identifier: Apache-2.0 */

/* Two sources on the same flights. Where one gives exactly twice what the other gives, again and
 * again, somebody counted everybody twice: two independent counts of 30 people meet at 30 and 60 by
 * no error of counting. Once may be a slip; a pattern is an error of the data set. What else
 * differs by more than errors of counting is said, with the sums, since whoever adds the two, or
 * takes the wrong one, is wrong by that much. */
#include "claim/check_in.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define PER_FLIGHT 32 /* sources of one flight that are compared; more is no data of people */
#define SURE 10       /* people: below it, twice is common by chance (1 and 2) */
#define PATTERN 5     /* so many doubles that are also ... */
#define TWENTIETH 20  /* ... one pair in so many are a pattern */
#define FAR 3.0       /* sd of counting: beyond, two sources disagree */

struct pair { /* counts x and y of the sources s < t on one flight */
    int s, t, flight, x, y;
};
struct pairs {
    struct pair *v;
    size_t n, cap;
};

/* In halves of a person, so that 57 to 58 is a number too; -1: none that could be compared. */
static int64_t halves(const struct check_count *k) {
    if (k->method != CHECK_EXACT || k->about) return -1;
    if (k->best >= 0) return (int64_t)2 * k->best;
    return k->low >= 0 && k->high >= 0 ? (int64_t)k->low + k->high : -1;
}

/* Is the source of k among them with a count of the same people? */
static bool has(const struct check *c, const int *one, size_t n, const struct check_count *k) {
    for (size_t i = 0; i < n; i++)
        if (c->in->count[one[i]].source == k->source && c->in->count[one[i]].all == k->all)
            return true;
    return false;
}

static void pairs_of(const struct check *c, int flight, struct pairs *out) {
    int one[PER_FLIGHT]; /* the first count of each source, of everybody and of those of concern */
    size_t n = 0;

    for (size_t i = c->first[flight]; i < c->first[flight + 1] && n < PER_FLIGHT; i++) {
        const struct check_count *k = &c->in->count[c->of_flight[i]];

        if (k->source < 0 || halves(k) < 0) continue;
        if (!has(c, one, n, k)) one[n++] = c->of_flight[i];
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            const struct check_count *x = &c->in->count[one[i]], *y = &c->in->count[one[j]];

            if (x->all == y->all && x->source != y->source)
                *vec_push(c->a, out) = (struct pair){x->source, y->source, flight, one[i], one[j]};
        }
}

static int order(int a, int b) {
    return (a > b) - (a < b);
}

/* By sources, then day and number, so that the texts do not depend on the order of the flights. */
static int cmp_pair(const void *a, const void *b, void *context) {
    const struct pair *p = a, *q = b;
    const struct check_input *in = context;
    const struct check_flight *f = &in->flight[p->flight], *g = &in->flight[q->flight];
    int c = order(p->s, q->s);

    if (!c) c = order(p->t, q->t);
    if (!c) c = order(f->day, g->day);
    if (!c) c = span_cmp(f->number, g->number);
    if (!c) c = order(f->corridor, g->corridor);
    return c ? c : order(p->flight, q->flight);
}

static int cmp_span(const void *a, const void *b) {
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

/* Does each number stand for one flight, as the number of an operation does? Then it is the name;
 * a flight number of a timetable needs its day. */
static bool numbers_are_names(const struct check *c, const struct pair *v, size_t n) {
    struct span *s = ARENA_ARRAY(c->a, struct span, n);

    for (size_t i = 0; i < n; i++) s[i] = c->in->flight[v[i].flight].number;
    qsort(s, n, sizeof *s, cmp_span);
    for (size_t i = 0; i < n; i++)
        if (s[i].n == 0 || (i && span_eq(s[i], s[i - 1]))) return false;
    return n > 1;
}

/* One comparison of two sources. */
struct table {
    struct check *c;
    const struct pair *v;
    size_t n;
    bool by_number;
    char *kind; /* [n]: 'x' twice y, 'y' twice x, '!' differ, '=' near enough */
};

static char kind_of(const struct check *c, const struct pair *p) {
    int64_t x = halves(&c->in->count[p->x]), y = halves(&c->in->count[p->y]);
    double most = (double)(x > y ? x : y) / 2;

    if (x == 2 * y && y > 0) return 'x';
    if (y == 2 * x && x > 0) return 'y';
    return fabs((double)(x - y)) / 2 > FAR * check_sd(most) ? '!' : '=';
}

/* The flights of one kind, "name, name and name", and their rows. */
static const char *list(const struct table *t, char kind, struct check_finding *f, bool figures) {
    struct buf b = {0};
    const char *s;

    for (size_t i = 0; i < t->n; i++) {
        const struct pair *p = &t->v[i];
        struct span number = t->c->in->flight[p->flight].number;

        if (t->kind[i] != kind) continue;
        if (b.n) buf_puts(&b, ", ");
        if (t->by_number)
            buf_add(&b, number);
        else
            buf_printf(&b, "%s on %.*s", check_flight_name(t->c, p->flight),
                       SPAN_ARG(check_corridor(t->c, t->c->in->flight[p->flight].corridor)));
        if (figures)
            buf_printf(&b, " (%g and %g)", (double)halves(&t->c->in->count[p->x]) / 2,
                       (double)halves(&t->c->in->count[p->y]) / 2);
        *vec_push(t->c->a, &f->counts) = p->x;
        *vec_push(t->c->a, &f->counts) = p->y;
    }
    s = arena_dup(t->c->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static const char *sums(const struct table *t) {
    int64_t x = 0, y = 0;

    for (size_t i = 0; i < t->n; i++) {
        x += halves(&t->c->in->count[t->v[i].x]);
        y += halves(&t->c->in->count[t->v[i].y]);
    }
    return arena_printf(
        t->c->a, "Over the %zu flight%s that both have, %.*s adds to %.10g and %.*s to %.10g", t->n,
        t->n == 1 ? "" : "s", SPAN_ARG(check_source(t->c, t->v[0].s)), (double)x / 2,
        SPAN_ARG(check_source(t->c, t->v[0].t)), (double)y / 2);
}

#define NEVER_ADDED "the two are numbers of the same people and are never added"

static void doubled(const struct table *t, char kind) {
    struct span more = check_source(t->c, kind == 'x' ? t->v[0].s : t->v[0].t),
                less = check_source(t->c, kind == 'x' ? t->v[0].t : t->v[0].s);
    size_t n = 0, sure = 0;
    struct check_finding *f;
    bool pattern;

    for (size_t i = 0; i < t->n; i++) {
        int64_t x = halves(&t->c->in->count[t->v[i].x]), y = halves(&t->c->in->count[t->v[i].y]);

        if (t->kind[i] != kind) continue;
        n++;
        if ((x < y ? x : y) >= (int64_t)2 * SURE) sure++;
    }
    pattern = sure >= 2 || (n >= PATTERN && n * TWENTIETH >= t->n && sure);
    if (sure == 0) return;
    f = check_add(t->c, "double-entry", pattern ? CHECK_ERROR : CHECK_WARNING);
    f->text = arena_printf(
        t->c->a, "%.*s gives exactly twice what %.*s gives for %zu of %zu flights: %s. %s; %s.",
        SPAN_ARG(more), SPAN_ARG(less), n, t->n, list(t, kind, f, false), sums(t), NEVER_ADDED);
    f->settles = arena_printf(t->c->a,
                              "What one row of %.*s counts (people, or people and legs, or two "
                              "tables joined), or a third "
                              "source for a few of these flights",
                              SPAN_ARG(more));
}

static void differing(const struct table *t) {
    size_t n = 0;
    struct check_finding *f;

    for (size_t i = 0; i < t->n; i++) n += t->kind[i] == '!';
    if (n == 0) return;
    f = check_add(t->c, "sources-disagree", CHECK_WARNING);
    f->text = arena_printf(
        t->c->a,
        "%.*s and %.*s differ by more than errors of counting for %zu of %zu flights: %s. %s; %s.",
        SPAN_ARG(check_source(t->c, t->v[0].s)), SPAN_ARG(check_source(t->c, t->v[0].t)), n, t->n,
        list(t, '!', f, true), sums(t), NEVER_ADDED);
    f->settles =
        "Whom each source counts (crew, escorts, infants), and which of the two is the later";
}

void check_pairs(struct check *c) {
    struct pairs all = {0};

    for (size_t i = 0; i < c->in->nflight; i++) pairs_of(c, (int)i, &all);
    if (all.n) qsort_r(all.v, all.n, sizeof *all.v, cmp_pair, (void *)(uintptr_t)c->in);
    for (size_t i = 0, end; i < all.n; i = end) {
        struct table t = {.c = c, .v = all.v + i};

        for (end = i; end < all.n && all.v[end].s == all.v[i].s && all.v[end].t == all.v[i].t;)
            end++;
        t.n = end - i;
        t.kind = ARENA_ARRAY(c->a, char, t.n);
        t.by_number = numbers_are_names(c, t.v, t.n);
        for (size_t k = 0; k < t.n; k++) t.kind[k] = kind_of(c, &t.v[k]);
        doubled(&t, 'x');
        doubled(&t, 'y');
        differing(&t);
    }
}
