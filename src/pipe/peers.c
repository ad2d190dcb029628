/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/peers.h"

#include "base/bound.h"

#include <stdlib.h>

struct keyed {
    const struct load_claim *k;
    const struct claim_said *said;
    enum bound bound;
    int index;
};

static int order(int64_t x, int64_t y) {
    return (x > y) - (x < y);
}

static int cmp_group(const struct keyed *x, const struct keyed *y) {
    int c = order(x->k->corridor, y->k->corridor);

    if (!c) c = order(x->k->quantity, y->k->quantity);
    if (!c) c = order(x->k->low, y->k->low);
    return c ? c : order(x->k->high, y->k->high);
}

/* All that claim_unlike reads beside what a group has in common. */
static int cmp_content(const struct keyed *x, const struct keyed *y) {
    const struct claim_quantity *p = &x->said->q, *q = &y->said->q;
    int c = cmp_group(x, y);

    if (!c) c = order(p->from, q->from);
    if (!c) c = order(p->to, q->to);
    if (!c) c = order(p->unit, q->unit);
    if (!c) c = order(p->measures, q->measures);
    if (!c) c = order(p->ways, q->ways);
    if (!c) c = order(x->bound, y->bound);
    return c ? c : span_cmp(x->said->flight, y->said->flight);
}

static int cmp_keyed(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    int c = cmp_content(x, y);

    return c ? c : order(x->index, y->index);
}

static bool has_figure(const struct load_claim *k) {
    return k->quantity >= 0 || k->low >= 0 || k->high >= 0;
}

/* An upper end alone is no figure that somebody else could say again. */
static bool in_group(const struct load_claim *k) {
    return k->quantity >= 0 || k->low >= 0;
}

/* Contents as runs of the sorted claims, each told its group when that ends. */
static void find_contents(struct arena *a, struct peers *p, const struct keyed *v, size_t n) {
    VEC(struct peers_content) content = {0};
    size_t group = 0; /* the first content of the group */

    for (size_t i = 0, begin = 0; i < n; i++) {
        if (i == 0 || cmp_content(&v[i - 1], &v[i]) != 0)
            *vec_push(a, &content) = (struct peers_content){.begin = i};
        content.v[content.n - 1].end = i + 1;
        p->claim[i] = v[i].index;
        p->content_of[v[i].index] = (int)content.n - 1;
        if (i + 1 < n && cmp_group(&v[i], &v[i + 1]) == 0) continue;
        for (; group < content.n; group++)
            content.v[group].group_begin = begin, content.v[group].group_end = i + 1;
        begin = i + 1;
    }
    p->content = content.v, p->ncontent = content.n;
}

static void find_abouts(struct arena *a, const struct load *l, struct peers *p) {
    size_t n = l->claim.n, *next = ARENA_ARRAY(a, size_t, n + 1);

    p->about = ARENA_ARRAY(a, int, n);
    p->begins = ARENA_ARRAY(a, size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (l->claim.v[i].about >= 0) p->begins[l->claim.v[i].about + 1]++;
    for (size_t i = 0; i < n; i++) p->begins[i + 1] += p->begins[i], next[i] = p->begins[i];
    for (size_t i = 0; i < n; i++)
        if (l->claim.v[i].about >= 0) p->about[next[l->claim.v[i].about]++] = (int)i;
}

static void find_places(struct arena *a, const struct load *l, struct peers *p) {
    size_t *next = ARENA_ARRAY(a, size_t, l->corridor.n + 1);

    p->placed = ARENA_ARRAY(a, int, l->claim.n);
    p->places = ARENA_ARRAY(a, size_t, l->corridor.n + 2);
    for (size_t i = 0; i < l->claim.n; i++)
        if (has_figure(&l->claim.v[i])) p->places[l->claim.v[i].corridor + 2]++;
    for (size_t c = 0; c <= l->corridor.n; c++)
        p->places[c + 1] += p->places[c], next[c] = p->places[c];
    for (size_t i = 0; i < l->claim.n; i++)
        if (has_figure(&l->claim.v[i])) p->placed[next[l->claim.v[i].corridor + 1]++] = (int)i;
}

struct peers peers_of(struct arena *a, const struct load *l, const struct claim_said *said) {
    struct keyed *v = ARENA_ARRAY(a, struct keyed, l->claim.n);
    struct peers p = {.claim = ARENA_ARRAY(a, int, l->claim.n),
                      .content_of = ARENA_ARRAY(a, int, l->claim.n)};
    size_t n = 0;

    for (size_t i = 0; i < l->claim.n; i++) {
        const struct load_claim *k = &l->claim.v[i];

        p.content_of[i] = -1;
        if (in_group(k)) v[n++] = (struct keyed){k, &said[i], bound_read(k->hedge), (int)i};
    }
    if (n) qsort(v, n, sizeof *v, cmp_keyed);
    find_contents(a, &p, v, n);
    find_abouts(a, l, &p);
    find_places(a, l, &p);
    return p;
}
