/* SPDX-License-Identifier: Apache-2.0 */
/* Corridors of one direction that begin at one field, or end there, added up: how many left it, by whichever of them. Nobody is in two of them
 * on one flight. Each is estimated by itself, and what they err in may be shared: observers, operators, which
 * flights get counted. So the sum has two intervals: as if all erred the same way, where the ends add up, which is
 * told first, and as if each erred by itself, where sums of their draws are taken in random order. */
#include "base/rng.h"
#include "pipe/corridor.h"

#include <math.h>
#include <stdlib.h>

enum { SUMS = 20000 };

static const struct load_corridor *load_of(const struct corridor *c) {
    return &c->l->corridor.v[c->index];
}

static bool same_place(const struct place *p, struct span s, const struct place *q, struct span t) {
    return p || q ? p == q : span_eq(s, t);
}

static bool same_origin(const struct load_corridor *x, const struct load_corridor *y) {
    return same_place(x->origin_place, x->origin, y->origin_place, y->origin);
}

static bool same_destination(const struct load_corridor *x, const struct load_corridor *y) {
    return same_place(x->destination_place, x->destination, y->destination_place, y->destination);
}

/* May they be added, and does somebody ask for it: one end, one direction, the same people. */
static bool belong(const struct corridor *x, const struct corridor *y) {
    const struct load_corridor *a = load_of(x), *b = load_of(y);

    return span_eq(a->direction, b->direction) && span_eq(a->group, b->group) &&
           (corridor_outbound(x) ? same_origin(a, b) : same_destination(a, b));
}

/* Two that share both ends and days hold the same flights: their sum would have them twice. */
static bool overlap(const struct together *t) {
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < i; k++) {
            const struct load_corridor *x = load_of(t->of[i]), *y = load_of(t->of[k]);

            if (same_origin(x, y) && same_destination(x, y) && x->from <= y->to && y->from <= x->to)
                return true;
        }
    return false;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Sums of one draw each, taken at random, and so of corridors that err each by itself. */
static void add_draws(struct arena *a, struct together *t) {
    double tail = (1 - t->of[0]->interval) / 2, *sum = ARENA_ARRAY(a, double, SUMS);

    for (size_t i = 0; i < t->n; i++) {
        const struct infer_result *r = &t->of[i]->result;

        for (uint64_t k = 0; k < SUMS; k++)
            sum[k] += r->ndraw ? r->draw[rng_u64(t->of[0]->options.seed, i, k) % r->ndraw]
                               : r->total.median;
    }
    qsort(sum, SUMS, sizeof *sum, by_size);
    t->apart_lo = sum[(size_t)(tail * SUMS)];
    t->apart_hi = sum[(size_t)ceil((1 - tail) * SUMS) - 1];
    t->total.median = sum[SUMS / 2];
}

static void add(struct arena *a, struct together *t) {
    double counted = 0;

    t->from = INT32_MAX, t->to = INT32_MIN;
    for (size_t i = 0; i < t->n; i++) {
        const struct load_corridor *k = load_of(t->of[i]);
        const struct infer_result *r = &t->of[i]->result;

        t->periods_differ |= i && (k->from != t->from || k->to != t->to);
        if (k->from < t->from) t->from = k->from;
        if (k->to > t->to) t->to = k->to;
        t->total.lo += r->total.lo, t->total.hi += r->total.hi, t->total.mean += r->total.mean;
        t->seen += r->seen;
        t->ceiling = t->ceiling < 0 || r->ceiling < 0 ? -1 : t->ceiling + r->ceiling;
        if (r->counted_share > 0) counted += r->counted_share * r->total.mean;
    }
    t->share = t->total.mean > 0 ? counted / t->total.mean : 0;
    add_draws(a, t);
}

static json_t *slots_json(const struct together *t) {
    static const char *const key[] = {"announced", "operated_known", "cancelled", "unknown"};
    json_int_t sum[4] = {0};

    for (size_t i = 0; i < t->n; i++) {
        json_t *one = corridor_slots_json(t->of[i]);

        for (size_t k = 0; k < 4; k++) sum[k] += json_integer_value(json_object_get(one, key[k]));
        json_decref(one);
    }
    return json_pack("{s:I, s:I, s:I, s:I}", key[0], sum[0], key[1], sum[1], key[2], sum[2], key[3],
                     sum[3]);
}

static json_t *one_json(struct arena *a, const struct together *t) {
    const struct load_corridor *k = load_of(t->of[0]);
    json_t *ids = json_array(), *refs = json_array(), *o = json_object();

    for (size_t i = 0; i < t->n; i++) {
        json_array_append_new(ids, json_text(load_of(t->of[i])->id));
        json_add_ref(refs, load_of(t->of[i])->row);
    }
    json_object_set_new(o, "at", json_string(words_place(a, k, !t->inbound)));
    json_object_set_new(o, "direction", json_text(k->direction));
    json_object_set_new(o, "group", json_text(k->group));
    json_object_set_new(o, "unit", json_string("person-movements"));
    json_object_set_new(o, "from", json_day(t->from));
    json_object_set_new(o, "to", json_day(t->to));
    json_object_set_new(o, "as_of", json_day(t->of[0]->as_of));
    json_object_set_new(o, "interval", json_real(t->of[0]->interval));
    json_object_set_new(o, "corridors", ids);
    json_object_set_new(o, "headline", json_string(words_together(a, t)));
    json_object_set_new(o, "slots", slots_json(t));
    json_object_set_new(o, "seen", json_integer(t->seen));
    json_object_set_new(o, "estimated", json_range(&t->total));
    json_object_set_new(o, "apart",
                        json_pack("{s:I, s:I}", "lo", (json_int_t)llround(t->apart_lo), "hi",
                                  (json_int_t)llround(t->apart_hi)));
    json_object_set_new(o, "ceiling", json_count(t->ceiling));
    json_object_set_new(o, "counted_share", json_round(t->share, 4));
    json_object_set_new(o, "caveats", words_together_caveats(a, t));
    json_object_set_new(o, "ref", refs);
    return o;
}

json_t *together_json(struct arena *a, const struct corridor *all, size_t n) {
    bool *taken = ARENA_ARRAY(a, bool, n + 1);
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++) {
        struct together t = {.inbound = !corridor_outbound(&all[i]),
                             .of = ARENA_ARRAY(a, const struct corridor *, n - i)};

        for (size_t k = i; k < n; k++) {
            if (taken[k] || !belong(&all[i], &all[k])) continue;
            taken[k] = true;
            if (all[k].slots.v.n)
                t.of[t.n++] = &all[k];
            else
                t.silent++;
        }
        if (t.n < 2 || overlap(&t)) continue;
        add(a, &t);
        json_array_append_new(out, one_json(a, &t));
    }
    return out;
}
