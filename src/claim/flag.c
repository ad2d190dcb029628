/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of the flags: a table of what can be found, the products behind computed claims, and
 * the findings sorted. A new rule is a function in one of the files beside this and a line in the
 * table. */
#include "base/num.h"
#include "claim/flag_in.h"

#include <stdlib.h>

const struct check_kind flag_all[] = {
    {"announced-not-flown", "a computed figure takes announced flights as flown"},
    {"basis-unknown", "a claim names a row that it was computed from, and there is none"},
    {"cancelled-count", "people were counted on a flight that is reported as cancelled"},
    {"capacity-type", "a load is above the seats of some type that flies there, and not of others"},
    {"composition-gross-net", "others share the seats, or who came the other way is not known"},
    {"date-filled", "more rows than chance has stand on a day that is used for a missing date"},
    {"flight-number-direction", "a flight number is used for the other direction elsewhere"},
    {"frequency-ambiguous", "a word for how often has two readings"},
    {"frequency-mismatch", "words for how often differ from the timetable"},
    {"id-several-dates", "an operation's id stands on several dates"},
    {"known-statement", "what is known, where a computed figure is stated without its condition"},
    {"label-drift", "one thing is spelled in several ways"},
    {"later-evidence", "something that became known later bears on a claim"},
    {"one-root", "several links lead to one root"},
    {"other-modes", "people also move by ways that the case does not hold"},
    {"over-capacity", "more people than the seats of the type that was reported"},
    {"parts-mismatch", "parts do not add to their total"},
    {"period-length", "words for how long differ from the dates"},
    {"product-mismatch", "a computed figure is not what its factors give"},
    {"selection", "the flights that were counted are the first or the last ones"},
    {"single-observation", "one flight's number is carried to many"},
    {"stock-flow", "a stock was computed as a flow"},
    {"translation-root", "a translation or repeat counts as a voice of its own"},
    {"weekday-date", "a weekday does not belong to its date"},
};
const size_t flag_count_all = sizeof flag_all / sizeof *flag_all;

static void (*const runs[])(struct flagger *) = {flag_words, flag_products, flag_context,
                                                 flag_fields, flag_ids};

struct flag *flag_add(struct flagger *x, const char *id, enum check_level level) {
    struct flag *f = vec_push(x->a, &x->out);

    *f = (struct flag){.id = id, .level = level, .text = "", .settles = ""};
    return f;
}

void flag_refer(struct flagger *x, struct flag *f, enum flag_sheet sheet, int index) {
    if (index < 0) return;
    for (size_t i = 0; i < f->rows.n && f->rows.n < 64; i++)
        if (f->rows.v[i].sheet == sheet && f->rows.v[i].index == index) return;
    *vec_push(x->a, &f->rows) = (struct flag_ref){sheet, index};
}

void flag_refer_basis(struct flagger *x, struct flag *f, const struct flag_claim *k) {
    for (size_t i = 0; i < k->nbasis; i++) flag_refer(x, f, k->basis[i].sheet, k->basis[i].index);
}

bool flag_figure(const struct flag_claim *k, double *out) {
    if (k->best < 0 && k->low < 0 && k->high < 0) return false;
    *out = k->best >= 0  ? k->best
           : k->low < 0  ? k->high
           : k->high < 0 ? k->low
                         : (k->low + (double)k->high) / 2;
    return true;
}

bool flag_of_people(const struct flag_claim *k) {
    return k->unit == CLAIM_PEOPLE || k->unit == CLAIM_MOVEMENTS;
}

const char *flag_people(struct arena *a, double n) {
    struct buf b = {0};
    const char *s;

    num_people(&b, (int64_t)(n + 0.5));
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

const char *flag_number(struct arena *a, size_t n, const char *thing) {
    return arena_printf(a, "%s %s%s", flag_people(a, (double)n), thing, n == 1 ? "" : "s");
}

/* --- products --- */

/* One flight that a load was seen on, and by which root. */
struct sight {
    int slot, root;
    int32_t day;
};

static bool load_of(const struct flagger *x, const struct flag_claim *k, struct flag_ref r,
                    double *people, struct sight *s) {
    const struct flag_input *in = x->in;

    if (r.sheet == FLAG_COUNT) {
        const struct flag_count *c = &in->count[r.index];

        if (c->best < 0 && (c->low < 0 || c->high < 0)) return false;
        *people = c->best >= 0 ? c->best : (c->low + c->high) / 2.0;
        *s = (struct sight){c->slot, c->source < 0 ? -1 : in->source[c->source].root, c->day};
        return c->slot >= 0 || c->day != UTC_NONE;
    }
    if (r.sheet == FLAG_CLAIM) {
        const struct flag_claim *c = &in->claim[r.index];

        if (c == k || !flag_of_people(c) || c->from == UTC_NONE || c->from != c->to) return false;
        *s = (struct sight){-1, c->source < 0 ? -1 : in->source[c->source].root, c->from};
        return flag_figure(c, people);
    }
    return false;
}

/* A count and a claim of one day are one look at one flight, and so are two by one root. */
static int different(const struct sight *s, size_t n) {
    int found = 0;

    for (size_t i = 0; i < n; i++) {
        bool before = false;

        for (size_t j = 0; j < i && !before; j++)
            before =
                s[i].day == s[j].day && (s[i].slot == s[j].slot || s[i].slot < 0 || s[j].slot < 0);
        found += !before;
    }
    return found;
}

static bool on_line(const struct flag_slot *s, const struct flag_claim *k) {
    if (!s->listed || (k->from != UTC_NONE && s->day < k->from) ||
        (k->to != UTC_NONE && s->day > k->to))
        return false;
    for (size_t i = 0; i < s->nline; i++)
        for (size_t j = 0; j < k->nbasis; j++)
            if (k->basis[j].sheet == FLAG_LINE && k->basis[j].index == s->line[i]) return true;
    return false;
}

static void take_slots(struct flagger *x, const struct flag_claim *k, struct product *p) {
    p->first = p->last = UTC_NONE;
    for (size_t i = 0; i < x->in->nslot; i++) {
        const struct flag_slot *s = &x->in->slot[i];

        if (!on_line(s, k)) continue;
        *vec_push(x->a, &p->slots) = (int)i;
        p->flown += s->state == CHECK_FLOWN;
        p->cancelled += s->state == CHECK_CANCELLED;
        if (p->first == UTC_NONE || s->day < p->first) p->first = s->day;
        if (p->last == UTC_NONE || s->day > p->last) p->last = s->day;
    }
}

static int next_line(const struct flag_claim *k, size_t *i) {
    while (*i < k->nbasis && k->basis[*i].sheet != FLAG_LINE) ++*i;
    return *i < k->nbasis ? k->basis[(*i)++].index : -1;
}

/* By the lines and the period that they are computed from: equal ones have the same flights. */
static int cmp_product(const void *a, const void *b, void *context) {
    const struct flag_claim *v = context;
    const struct product *p = a, *q = b;
    const struct flag_claim *k = &v[p->claim], *o = &v[q->claim];
    int c = (k->from > o->from) - (k->from < o->from);

    if (!c) c = (k->to > o->to) - (k->to < o->to);
    for (size_t i = 0, j = 0; c == 0;) {
        int x = next_line(k, &i), y = next_line(o, &j);

        c = (x > y) - (x < y);
        if (x < 0 || y < 0) break;
    }
    return c;
}

static int cmp_claim(const void *a, const void *b) {
    int i = ((const struct product *)a)->claim, k = ((const struct product *)b)->claim;

    return (i > k) - (i < k);
}

/* Many claims may be computed from one timetable: its flights are sought once for all of them. */
static void give_slots(struct flagger *x) {
    struct product *v = x->product.v;
    void *claims = (void *)(uintptr_t)x->in->claim;
    size_t n = x->product.n, kept = 0;

    if (!n) return;
    qsort_r(v, n, sizeof *v, cmp_product, claims);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || cmp_product(&v[i - 1], &v[i], claims) != 0) {
            take_slots(x, &x->in->claim[v[i].claim], &v[i]);
            continue;
        }
        memcpy(&v[i].slots, &v[i - 1].slots, sizeof v[i].slots);
        v[i].flown = v[i - 1].flown, v[i].cancelled = v[i - 1].cancelled;
        v[i].first = v[i - 1].first, v[i].last = v[i - 1].last;
    }
    for (size_t i = 0; i < n; i++)
        if (v[i].slots.n) v[kept++] = v[i];
    x->product.n = kept;
    if (kept) qsort(v, kept, sizeof *v, cmp_claim);
}

static void find_product(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index];
    struct sight *s = ARENA_ARRAY(x->a, struct sight, k->nbasis);
    struct product p = {.claim = index, .line = -1};
    double sum = 0, people = 0;

    for (size_t i = 0; i < k->nbasis; i++) {
        if (k->basis[i].sheet == FLAG_LINE && p.line < 0) p.line = k->basis[i].index;
        if (!load_of(x, k, k->basis[i], &people, &s[p.loads.n])) continue;
        *vec_push(x->a, &p.loads) = k->basis[i];
        sum += people;
    }
    if (p.loads.n == 0 || p.line < 0 || !flag_of_people(k)) return;
    p.load = sum / (double)p.loads.n;
    p.seen = different(s, p.loads.n);
    *vec_push(x->a, &x->product) = p;
}

static int cmp_flag(const void *x, const void *y) {
    const struct flag *p = x, *q = y;
    int c = (int)q->level - (int)p->level;

    if (!c) c = strcmp(p->id, q->id);
    return c ? c : strcmp(p->text, q->text);
}

struct flags flag_run(struct arena *a, const struct flag_input *in) {
    struct flagger x = {.a = a, .in = in};

    for (size_t i = 0; i < in->nclaim; i++)
        if (!in->claim[i].retracted && in->claim[i].nbasis) find_product(&x, (int)i);
    give_slots(&x);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) runs[i](&x);
    if (x.out.n) qsort(x.out.v, x.out.n, sizeof *x.out.v, cmp_flag);
    return (struct flags){x.out.v, x.out.n};
}
