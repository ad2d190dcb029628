/* SPDX-License-Identifier: Apache-2.0 */
/* A figure that was computed as a load times the flights of a timetable: each of its factors, and
 * what it leaves out. Such a figure looks like a count, and is a plan times a glance. */
#include "claim/flag_in.h"
#include "claim/phrase.h"

#include <math.h>
#include <stdlib.h>

#define TWENTIETH 0.05 /* so far a figure may be from its product: rounding */
#define FEW 8          /* flights: below, first and last are most of them */

static const struct flag_claim *claim_of(const struct flagger *x, const struct product *p) {
    return &x->in->claim[p->claim];
}

static struct flag *about(struct flagger *x, const struct product *p, const char *id,
                          enum check_level level) {
    struct flag *f = flag_add(x, id, level);

    flag_refer(x, f, FLAG_CLAIM, p->claim);
    flag_refer_basis(x, f, claim_of(x, p));
    return f;
}

static double product_of(const struct product *p, size_t flights) {
    return p->load * (double)flights;
}

/* --- the product itself --- */

/* The day by n units from a day: of months, the same day of the month or its last. */
static int32_t later(int32_t day, const struct phrase_time *t) {
    struct utc_civil c = utc_civil(day), end;
    int months = t->n * (t->unit == PHRASE_YEAR ? 12 : 1);
    int32_t last;

    if (t->unit == PHRASE_DAY) return day + t->n;
    if (t->unit == PHRASE_WEEK) return day + 7 * t->n;
    c.month += months % 12;
    c.year += months / 12 + (c.month > 12);
    if (c.month > 12) c.month -= 12;
    end = (struct utc_civil){c.year + (c.month == 12), c.month == 12 ? 1 : c.month + 1, 1};
    last = utc_day(end) - 1;
    return c.day > utc_civil(last).day ? last : utc_day(c);
}

static size_t slots_until(const struct flagger *x, const struct product *p, int32_t last) {
    size_t n = 0;

    for (size_t i = 0; i < p->slots.n; i++) n += x->in->slot[p->slots.v[i]].day <= last;
    return n;
}

/* Claims that say how long, the first of each corridor and last day by their words. */
struct length {
    int claim, corridor;
    int32_t last;
    const char *words;
};
struct lengths {
    struct length *v;
    size_t n, cap;
};

static int cmp_end(const void *a, const void *b) {
    const struct length *p = a, *q = b;

    if (p->corridor != q->corridor) return p->corridor < q->corridor ? -1 : 1;
    if (p->last != q->last) return p->last < q->last ? -1 : 1;
    return (p->claim > q->claim) - (p->claim < q->claim);
}

static int cmp_length(const void *a, const void *b) {
    int i = ((const struct length *)a)->claim, k = ((const struct length *)b)->claim;

    return (i > k) - (i < k);
}

static struct lengths lengths_of(struct flagger *x) {
    struct lengths all = {0};
    size_t n = 0;

    for (size_t i = 0; i < x->in->nclaim; i++) {
        const struct flag_claim *k = &x->in->claim[i];
        struct phrase_time t;

        if (k->retracted || k->from == UTC_NONE) continue;
        if (!phrase_time(x->a, k->text, &t) || t.n > 1200) continue;
        *vec_push(x->a, &all) = (struct length){(int)i, k->corridor, later(k->from, &t), t.words};
    }
    if (!all.n) return all;
    qsort(all.v, all.n, sizeof *all.v, cmp_end);
    for (size_t i = 0; i < all.n; i++)
        if (i == 0 || all.v[i].corridor != all.v[n - 1].corridor ||
            all.v[i].last != all.v[n - 1].last)
            all.v[n++] = all.v[i];
    all.n = n;
    qsort(all.v, all.n, sizeof *all.v, cmp_length);
    return all;
}

/* What the product would be by another claim's words for how long, where those are fewer flights. */
static const char *by_words(struct flagger *x, const struct product *p, const struct lengths *all,
                            struct flag *f) {
    for (size_t i = 0; i < all->n; i++) {
        const struct length *k = &all->v[i];
        size_t n;

        if (k->corridor != claim_of(x, p)->corridor) continue;
        n = slots_until(x, p, k->last);
        if (n == 0 || n == p->slots.n) continue;
        flag_refer(x, f, FLAG_CLAIM, k->claim);
        return arena_printf(x->a, " By \"%s\" (%.*s) it is %s: %s.", k->words,
                            SPAN_ARG(x->in->claim[k->claim].id), flag_number(x->a, n, "flight"),
                            flag_people(x->a, product_of(p, n)));
    }
    return "";
}

static void mismatch(struct flagger *x, const struct product *p, const struct lengths *all) {
    const struct flag_claim *k = claim_of(x, p);
    double says, is = product_of(p, p->slots.n);
    double lo = k->low >= 0 ? k->low : k->best, hi = k->high >= 0 ? k->high : k->best;
    struct flag *f;

    if (!flag_figure(k, &says) || says <= 0) return;
    if (lo < 0) lo = 0;
    if (hi < 0) hi = (double)INFINITY;
    if (is >= lo * (1 - TWENTIETH) && is <= hi * (1 + TWENTIETH)) return;
    f = about(x, p, "product-mismatch", CHECK_WARNING);
    f->text = arena_printf(
        x->a, "%.*s says %s, and its factors give %s x %s = %s: it is %.0f %% %s.%s",
        SPAN_ARG(k->id), flag_people(x->a, says), flag_number(x->a, p->slots.n, "flight"),
        flag_people(x->a, p->load), flag_people(x->a, is), fabs(says / is - 1) * 100,
        says < is ? "below" : "above", by_words(x, p, all, f));
    f->settles = "How its author reckoned: which flights, which load";
}

/* --- one look --- */

/* Answer over truth and sd of its logarithm by size, of 79 people who were shown 22 pictures of
 * groups for ten seconds (docs/MODEL.md, eye). */
static void eye_range(double seen, double *lo, double *hi) {
    static const struct {
        double most, ratio, sd;
    } by[] = {{20, 1.00, 0.07}, {60, 0.95, 0.17}, {150, 0.79, 0.32}, {1e9, 0.66, 0.50}};
    size_t i = 0;

    while (seen > by[i].most) i++;
    *lo = seen / by[i].ratio * exp(-1.96 * by[i].sd);
    *hi = seen / by[i].ratio * exp(1.96 * by[i].sd);
}

static const char *how_seen(struct flagger *x, const struct product *p) {
    for (size_t i = 0; i < p->loads.n; i++) {
        const struct flag_count *c;
        const char *s = "";
        double lo, hi;

        if (p->loads.v[i].sheet != FLAG_COUNT) continue;
        c = &x->in->count[p->loads.v[i].index];
        if (c->waiting) s = " They were waiting, not boarding.";
        if (!c->eye || c->best <= 0) return s;
        eye_range(c->best, &lo, &hi);
        return arena_printf(x->a,
                            "%s Judged by eye: so many told fit some %.0f to %.0f people present "
                            "(19 in 20).",
                            s, lo, hi);
    }
    return "";
}

static void single(struct flagger *x, const struct product *p) {
    struct flag *f;

    if (p->seen != 1 || p->slots.n < 2) return;
    f = about(x, p, "single-observation", CHECK_WARNING);
    f->text = arena_printf(
        x->a,
        "%.*s carries one observation, %s on one flight, to %zu flights: nothing "
        "in it tells how far loads differ.%s",
        SPAN_ARG(claim_of(x, p)->id), flag_people(x->a, p->load), p->slots.n, how_seen(x, p));
    f->settles = "A number for a second flight, by anybody who did not make the first";
}

static void not_flown(struct flagger *x, const struct product *p) {
    size_t n = p->slots.n, open = n - (size_t)(p->flown + p->cancelled);
    struct flag *f;

    if ((size_t)p->flown == n) return;
    f = about(x, p, "announced-not-flown", CHECK_WARNING);
    f->text = arena_printf(x->a,
                           "%.*s takes %zu announced flights as flown: %d %s known to have flown, "
                           "%d known cancelled, of %zu nothing is known. A timetable is a plan: 40 "
                           "to 89 in 100 announced flights flew where somebody watched.",
                           SPAN_ARG(claim_of(x, p)->id), n, p->flown, p->flown == 1 ? "is" : "are",
                           p->cancelled, open);
    f->settles = "Which of them flew: tracks, boards with departures, cancellation notices";
}

/* --- where the looks lie --- */

/* Its place among the product's slots, which ascend; -1. */
static int place_of(const struct product *p, int slot) {
    size_t lo = 0, hi = p->slots.n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->slots.v[mid] == slot) return (int)mid;
        if (p->slots.v[mid] < slot)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

/* The place of the product's flight on the day of a claim that gives its load; -1. */
static int place_of_day(const struct flagger *x, const struct product *p, int claim) {
    const struct flag_claim *k = &x->in->claim[claim];

    for (size_t i = 0; k->from != UTC_NONE && i < p->slots.n; i++)
        if (x->in->slot[p->slots.v[i]].day == k->from) return (int)i;
    return -1;
}

static void look(size_t at, size_t *n, size_t *first, size_t *last) {
    if ((*n)++ == 0) *first = *last = at;
    if (at < *first) *first = at;
    if (at > *last) *last = at;
}

/* Slots of the product whose people of concern somebody counted, or told of in the claim that gives
 * its load: the first and last in order. */
static size_t counted(struct flagger *x, const struct product *p, struct flag *f, size_t *first,
                      size_t *last) {
    size_t n = 0;

    for (size_t k = 0; k < x->in->ncount; k++) {
        const struct flag_count *c = &x->in->count[k];
        int at = c->slot < 0 || !c->observed || !c->concern ? -1 : place_of(p, c->slot);

        if (at < 0) continue;
        look((size_t)at, &n, first, last);
        if (f) flag_refer(x, f, FLAG_COUNT, (int)k);
    }
    for (size_t i = 0; i < p->loads.n; i++) {
        int at = p->loads.v[i].sheet == FLAG_CLAIM ? place_of_day(x, p, p->loads.v[i].index) : -1;

        if (at >= 0) look((size_t)at, &n, first, last);
    }
    return n;
}

static void selection(struct flagger *x, const struct product *p) {
    size_t first = 0, last = 0, n = counted(x, p, NULL, &first, &last), fifth = p->slots.n / 5;
    bool early = last < fifth, late = first >= p->slots.n - fifth;
    struct flag *f;

    if (n == 0 || p->slots.n < FEW || !(early || late)) return;
    f = about(x, p, "selection", CHECK_WARNING);
    counted(x, p, f, &first, &last);
    f->text =
        arena_printf(x->a,
                     "%.*s rests on looks at the %s flights only: %s of %zu, on %s%s%s. Loads "
                     "drift, and the first "
                     "flights after a pause carry who waited through it.",
                     SPAN_ARG(claim_of(x, p)->id), early ? "first" : "last",
                     first == last ? arena_printf(x->a, "number %zu", first + 1)
                                   : arena_printf(x->a, "numbers %zu to %zu", first + 1, last + 1),
                     p->slots.n, utc_date_text(x->in->slot[p->slots.v[first]].day).s,
                     first == last ? "" : " to ",
                     first == last ? "" : utc_date_text(x->in->slot[p->slots.v[last]].day).s);
    f->settles = "A count in the middle of the period, on a day chosen beforehand";
}

/* --- who, and which way --- */

static bool in_period(const struct flag_claim *k, const struct flag_count *c) {
    int32_t from = c->day != UTC_NONE ? c->day : c->from, to = c->day != UTC_NONE ? c->day : c->to;

    if (from == UTC_NONE || to == UTC_NONE) return false;
    return (k->to == UTC_NONE || from <= k->to) && (k->from == UTC_NONE || to >= k->from);
}

static bool known_back(const struct flagger *x, const struct flag_claim *k, int back) {
    for (size_t i = 0; i < x->in->ncount; i++) {
        const struct flag_count *c = &x->in->count[i];

        if (c->corridor == back && c->observed && (c->best >= 0 || c->low >= 0) && in_period(k, c))
            return true;
    }
    return false;
}

#define NAMED 12 /* figures of others that are named beside one product; more are counted */

struct dated {
    int32_t from, to;
    int count;
};

static int cmp_dated(const void *a, const void *b) {
    const struct dated *p = a, *q = b;

    if (p->from != q->from) return p->from < q->from ? -1 : 1;
    if (p->to != q->to) return p->to < q->to ? -1 : 1;
    return (p->count > q->count) - (p->count < q->count);
}

/* Counts of everybody aboard in the claim's period, by day. */
static const char *others(struct flagger *x, const struct flag_claim *k, struct flag *f) {
    VEC(struct dated) v = {0};
    const char *s = "";

    for (size_t i = 0; i < x->in->ncount; i++) {
        const struct flag_count *c = &x->in->count[i];
        bool day = c->day != UTC_NONE;

        if (c->corridor == k->corridor && !c->concern && c->observed && c->best > 0 &&
            in_period(k, c))
            *vec_push(x->a, &v) =
                (struct dated){day ? c->day : c->from, day ? c->day : c->to, (int)i};
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, cmp_dated);
    for (size_t i = 0; i < v.n && i < NAMED; i++) {
        const struct dated *d = &v.v[i];

        flag_refer(x, f, FLAG_COUNT, d->count);
        s = arena_printf(x->a, "%s%s%s on %s", s, *s ? ", " : "",
                         flag_people(x->a, x->in->count[d->count].best), utc_date_text(d->from).s);
        if (d->to > d->from) s = arena_printf(x->a, "%s to %s", s, utc_date_text(d->to).s);
    }
    return v.n > NAMED ? arena_printf(x->a, "%s and %zu more", s, v.n - NAMED) : s;
}

static void composition(struct flagger *x, const struct product *p) {
    const struct flag_claim *k = claim_of(x, p);
    const struct flag_corridor *c = k->corridor < 0 ? NULL : &x->in->corridor[k->corridor];
    struct flag found = {.text = ""}, *f;
    const char *who;
    bool gross;

    if (!c || k->measures == CLAIM_NET) return;
    who = others(x, k, &found);
    gross = c->opposite >= 0 && !known_back(x, k, c->opposite);
    if (!*who && !gross) return;
    f = about(x, p, "composition-gross-net", CHECK_WARNING);
    for (size_t i = 0; i < found.rows.n; i++)
        flag_refer(x, f, found.rows.v[i].sheet, found.rows.v[i].index);
    f->text = arena_printf(
        x->a, "%.*s takes every seat for %s%.*s.%s%s", SPAN_ARG(k->id),
        c->group.n ? "" : "those of concern", SPAN_ARG(c->group),
        *who ? arena_printf(x->a,
                            " Counts of everybody aboard (%s) do not tell how many of them were "
                            "others.",
                            who)
             : "",
        gross ? arena_printf(x->a,
                             " How many flew the other way, on %.*s, is not known, so it is gross: "
                             "not by how many those who are there changed.",
                             SPAN_ARG(x->in->corridor[c->opposite].id))
              : "");
    f->settles = "Who was aboard, by group; and a count of those who came the other way";
}

/* Of the stocks that others gave. */
struct stocks {
    const char *text; /* the first of them, in words; empty: none */
    double most;
    int32_t day; /* the latest day of one, */
    double then; /* and the most on it */
};

static struct stocks stocks_said(struct flagger *x, const struct product *p, struct flag *f) {
    struct stocks s = {.text = ""};
    size_t n = 0;

    for (size_t i = 0; i < x->in->nclaim; i++) {
        const struct flag_claim *k = &x->in->claim[i];
        int32_t day = k->to != UTC_NONE ? k->to : k->made_on;
        double says;

        if (k->measures != CLAIM_STOCK || k->nbasis || k->retracted || (int)i == p->claim) continue;
        if (!flag_of_people(k) || !flag_figure(k, &says)) continue;
        if (k->high > says) says = k->high;
        if (!*s.text || day > s.day || (day == s.day && says > s.then)) s.then = says, s.day = day;
        if (says > s.most) s.most = says;
        if (n++ >= NAMED) continue;
        flag_refer(x, f, FLAG_CLAIM, (int)i);
        s.text = arena_printf(x->a, "%s%s%s (%.*s, %s)", s.text, *s.text ? ", " : "",
                              k->low >= 0 && k->high >= 0
                                  ? arena_printf(x->a, "%s to %s", flag_people(x->a, k->low),
                                                 flag_people(x->a, k->high))
                                  : flag_people(x->a, says),
                              SPAN_ARG(k->id), utc_date_text(day).s);
    }
    if (n > NAMED) s.text = arena_printf(x->a, "%s and %zu more", s.text, n - NAMED);
    return s;
}

static const char *exceeds(struct flagger *x, const struct stocks *s, double product) {
    bool all = product > s->most;

    if (!*s->text || product <= s->then) return "";
    return arena_printf(x->a, " The product, %s, exceeds %s.", flag_people(x->a, product),
                        all ? "them all" : "the latest");
}

static void stock_flow(struct flagger *x, const struct product *p) {
    struct stocks said;
    struct flag *f;

    if (claim_of(x, p)->measures != CLAIM_STOCK) return;
    f = about(x, p, "stock-flow", CHECK_WARNING);
    said = stocks_said(x, p, f);
    f->text =
        arena_printf(x->a,
                     "%.*s speaks of people who are there, a stock, and is computed from a "
                     "timetable, a flow: it would be the same whatever number is there.%s%s",
                     SPAN_ARG(claim_of(x, p)->id),
                     *said.text ? arena_printf(x->a, " Stocks that were said: %s.", said.text) : "",
                     exceeds(x, &said, product_of(p, p->slots.n)));
    f->settles = "A figure of how many are there, with its date and how it was obtained";
}

/* --- seats --- */

struct kind {
    struct span type;
    int lo, hi;
};
struct kinds {
    struct kind *v;
    size_t n, cap;
};

static void widen(struct flagger *x, struct kinds *v, struct span type, int lo, int hi) {
    struct kind *k = NULL;

    if (hi < 0) return;
    if (lo < 0) lo = hi;
    for (size_t i = 0; i < v->n && !k; i++)
        if (span_eq(v->v[i].type, type)) k = &v->v[i];
    if (!k) *(k = vec_push(x->a, v)) = (struct kind){type, lo, hi};
    if (lo < k->lo) k->lo = lo;
    if (hi > k->hi) k->hi = hi;
}

static int cmp_kind(const void *x, const void *y) {
    return span_cmp(((const struct kind *)x)->type, ((const struct kind *)y)->type);
}

static const char *names(struct arena *a, const struct kinds *v, double load, bool above) {
    const char *s = "";

    for (size_t i = 0; i < v->n; i++) {
        const struct kind *k = &v->v[i];

        if ((load > k->hi) != above) continue;
        s = arena_printf(a, "%s%s%.*s (%d", s, *s ? ", " : "", SPAN_ARG(k->type), k->lo);
        s = k->hi > k->lo ? arena_printf(a, "%s to %d)", s, k->hi) : arena_printf(a, "%s)", s);
    }
    return s;
}

/* A flight whose type is known has its seats; one whose type nobody told may be of any type that
 * flies there. A type without a figure says nothing. */
static void capacity(struct flagger *x, const struct product *p) {
    struct kinds v = {0};
    size_t untold = 0;
    const char *above, *below;
    struct flag *f;

    for (size_t i = 0; i < p->slots.n; i++) {
        const struct flag_slot *s = &x->in->slot[p->slots.v[i]];

        if (s->seats_hi >= 0)
            widen(x, &v, s->type.n ? s->type : SPAN("as announced"), s->seats_lo, s->seats_hi);
        untold += s->seats_hi < 0 && !s->type.n;
    }
    for (size_t i = 0; i < x->in->ncraft && untold; i++)
        if (x->in->craft[i].here)
            widen(x, &v, x->in->craft[i].type, x->in->craft[i].seats_lo, x->in->craft[i].seats_hi);
    if (v.n) qsort(v.v, v.n, sizeof *v.v, cmp_kind);
    above = names(x->a, &v, p->load, true), below = names(x->a, &v, p->load, false);
    if (!*above) return;
    f = about(x, p, *below ? "capacity-type" : "over-capacity",
              *below ? CHECK_NOTE : CHECK_WARNING);
    f->text = arena_printf(
        x->a,
        "%.*s puts %s on a flight: more than the seats of %s%s%s. The type is not told for %zu "
        "of %zu flights.",
        SPAN_ARG(claim_of(x, p)->id), flag_people(x->a, p->load), above,
        *below ? ", not more than those of " : ", and no other type is known to fly there", below,
        untold, p->slots.n);
    for (size_t i = 0; i < x->in->ncraft; i++)
        if (x->in->craft[i].here && x->in->craft[i].seats_hi >= 0)
            flag_refer(x, f, FLAG_CRAFT, (int)i);
    f->settles = "The type of aircraft on these flights, and its seats by the operator";
}

/* --- what is known --- */

/* "on 2023-10-30, waiting", of the first load; of several, how many flights. */
static const char *where_seen(struct flagger *x, const struct product *p) {
    struct flag_ref r = p->loads.v[0];

    if (p->seen > 1) return arena_printf(x->a, "on %d flights", p->seen);
    if (r.sheet == FLAG_CLAIM)
        return arena_printf(x->a, "on %s", utc_date_text(x->in->claim[r.index].from).s);
    return arena_printf(x->a, "on %s%s", utc_date_text(x->in->count[r.index].day).s,
                        x->in->count[r.index].waiting ? ", waiting" : "");
}

static void known(struct flagger *x, const struct product *p) {
    const struct flag_claim *k = claim_of(x, p);
    struct flag *f;

    if (phrase_condition(x->a, k->hedge) || phrase_condition(x->a, k->text)) return;
    f = about(x, p, "known-statement", CHECK_NOTE);
    f->text = arena_printf(
        x->a,
        "%.*s states without a condition what was computed. What is known: about %s people were "
        "told of %s; %d of %zu announced flights %s known to have flown. If all %zu flew with "
        "such loads, about %s one-way trips could be made; how many flew, how full, and who was "
        "aboard is not known from it.",
        SPAN_ARG(k->id), flag_people(x->a, p->load), where_seen(x, p), p->flown, p->slots.n,
        p->flown == 1 ? "is" : "are", p->slots.n, flag_people(x->a, product_of(p, p->slots.n)));
    f->settles = "A statement with its condition, or counts of the flights themselves";
}

void flag_products(struct flagger *x) {
    struct lengths all = {0};

    if (x->product.n) all = lengths_of(x);
    for (size_t i = 0; i < x->product.n; i++) {
        const struct product *p = &x->product.v[i];

        mismatch(x, p, &all);
        single(x, p);
        not_flown(x, p);
        selection(x, p);
        composition(x, p);
        stock_flow(x, p);
        capacity(x, p);
        known(x, p);
    }
}
