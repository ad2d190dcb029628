/* SPDX-License-Identifier: Apache-2.0 */
/* What the nodes of the structures weigh, and which of them are looked at. A few thousand are, all of them. Where the axes multiply to more, few
 * have mass, and where that is, is not known beforehand: so nodes are picked in rounds, each by what those before it weigh, and with a part left for what they
 * may not have seen. A node weighs its evidence over the chance that it was picked at all (Horvitz and Thompson 1952,
 * doi.org/10.1080/01621459.1952.10483446): the more are picked, the nearer is that to the sum over all. */
#include "base/rng.h"
#include "infer/world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE 4096 /* nodes of all structures: up to so many, all are looked at */
#define MOST 12288 /* else, when no further round begins */
#define ROUNDS 16
#define FIRST 128 /* picks in a structure's first round */
#define ROUND 256 /* of all structures in one of the next; then half as many as are there */
#define LEAST 16  /* of a structure, whatever it weighs */
#define LEFT                                                                                       \
    0.2 /* of the chances on each axis, for what was not seen: with 0.05 ends of intervals were lost */
#define OTHERS 64 /* picks that all other structures are worth, in what they say of one */
#define ALIKE                                                                                      \
    4 /* picks' worth of an axis' own margin, beside what a node of another axis says of it */
#define AXES (FACTORS + 6)

/* Mass by the nodes of each axis, and of each two axes, the first below the second. */
struct margins {
    double one[AXES][FACTOR_NODES], two[AXES][AXES][FACTOR_NODES][FACTOR_NODES];
};

/* One round's picks of one structure: so many, each axis by its chances given another's node. The axes hang on each other as a tree. */
struct picks {
    size_t n;
    int order[AXES], on[AXES]; /* the axes, each after the one that it hangs on; -1: on none */
    double q[AXES][FACTOR_NODES][FACTOR_NODES]; /* [axis][node of the one it hangs on][node] */
};

struct search {
    struct post *p;
    struct flow flow;
    size_t grid; /* nodes in all */
    const struct picks *round[ROUNDS];
    int nround, size[AXES]; /* size: of each axis, in the order of post_node */
    double *
        unpicked; /* [p->nnode] log of the chance that no round picks it; -INFINITY: it is there whatever they pick */
    double mass,
        doubt; /* of all that was looked at; variance of that from one picking to the next */
    struct margins *seen; /* of what was looked at so far; sums to as many picks as that is worth */
};

/* A node by its place on each axis. */
struct spot {
    int x[AXES];
};

static struct spot spot_at(const struct search *s, size_t place) {
    struct spot at;

    for (int k = 0; k < AXES; place /= (size_t)s->size[k], k++)
        at.x[k] = (int)(place % (size_t)s->size[k]);
    return at;
}

static size_t place_of(const struct search *s, const struct spot *at) {
    size_t place = 0;

    for (int k = AXES - 1; k >= 0; k--) place = place * (size_t)s->size[k] + (size_t)at->x[k];
    return place;
}

static size_t lay_axes(const struct post *p, int size[AXES]) {
    const struct axes *x = p->x;
    int n = 0;
    size_t grid = 1;

    size[n++] = p->nspread;
    size[n++] = p->ndrift;
    size[n++] = p->regimes ? 1 : x->nlight;
    for (int k = 0; k < FACTORS; k++) size[n++] = p->w->factor[k].shared ? p->w->factor[k].n : 1;
    size[n++] = x->nselect;
    size[n++] = x->nseat;
    size[n++] = x->nlaw;
    for (int k = 0; k < n; k++) grid *= (size_t)size[k];
    return grid;
}

/* ---- evidence ---- */

static double evidence(struct post *p, struct flow *f, const struct node *n) {
    const struct axes *x = p->x;

    post_flow(p->w->a, p, n, f);
    return f->logz + x->law_lw[n->law] + (p->regimes ? 0 : x->light_lw[n->light]) +
           x->select_lw[n->select] + log(p->w->prior_w[n->w]) + p->drift_lw[n->drift];
}

static void look_at_all(struct search *s) {
    struct post *p = s->p;

    p->nnode = s->grid;
    p->place = NULL;
    p->logz = ARENA_ARRAY(p->w->a, double, p->nnode);
    for (size_t i = 0; i < p->nnode; i++) {
        struct node n = post_node(p, i);

        p->logz[i] = evidence(p, &s->flow, &n);
    }
}

static int cmp_place(const void *x, const void *y) {
    const size_t *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

static const double *chances(const struct picks *c, const struct spot *at, int axis) {
    return c->q[axis][c->on[axis] < 0 ? 0 : at->x[c->on[axis]]];
}

/* Log of the chance that a round picks a node never. */
static double never(const struct search *s, const struct picks *c, size_t place) {
    struct spot at = spot_at(s, place);
    double q = 1;

    for (int k = 0; k < AXES; k++) q *= chances(c, &at, k)[at.x[k]];
    return (double)c->n * log1p(-fmin(q, 1 - 1e-9));
}

static double unpicked(const struct search *s, size_t place) {
    double none = 0;

    for (int r = 0; r < s->nround; r++) none += never(s, s->round[r], place);
    return none;
}

/* Looks at n nodes, which may be there already, in the order of their places: neighbours have most in common. */
static void look_at(struct search *s, size_t *pick, size_t n, bool sure) {
    struct post *p = s->p, old = *p;
    const double *was = s->unpicked;
    size_t from = 0, k = 0;

    qsort(pick, n, sizeof *pick, cmp_place);
    p->place = ARENA_ARRAY(p->w->a, size_t, old.nnode + n);
    p->logz = ARENA_ARRAY(p->w->a, double, old.nnode + n);
    s->unpicked = ARENA_ARRAY(p->w->a, double, old.nnode + n);
    p->nnode = 0;
    while (from < old.nnode || k < n) {
        size_t i = p->nnode++;
        bool there = from < old.nnode && (k == n || old.place[from] <= pick[k]);

        p->place[i] = there ? old.place[from] : pick[k];
        if (there) {
            p->logz[i] = old.logz[from];
            s->unpicked[i] = was[from++];
        } else {
            struct node at = post_node(p, i);

            p->logz[i] = evidence(p, &s->flow, &at);
            s->unpicked[i] = unpicked(s, p->place[i]);
        }
        for (; k < n && pick[k] == p->place[i]; k++)
            if (sure) s->unpicked[i] = -(double)INFINITY;
    }
}

/* ---- weights ---- */

/* Prior weights of the nodes of one axis are not normalised across structures of different size: this is. */
static double prior_mass(const struct post *p) {
    double s = 0;

    for (int d = 0; d < p->ndrift; d++) s += exp(p->drift_lw[d]);
    return s * p->nspread;
}

/* How counts of everybody aboard scatter would tell the share of concern, too, and counts of people waiting the share that boards; but they scatter for other
 * reasons. Such a share has the mass that flights with counts on both sides give it, without any its prior's (a cut), and all else is learnt given it. */
static void cut_shares(struct search *v, size_t n) {
    const struct world *w = v[0].p->w;
    double *top = ARENA_ARRAY(w->a, double, (size_t)w->ncut);
    double *sum = ARENA_ARRAY(w->a, double, (size_t)w->ncut);

    for (int cut = 0; cut < w->ncut; cut++) top[cut] = -(double)INFINITY;
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].p->nnode; i++) {
            int cut = w->cut[post_node(v[s].p, i).w];
            double lw = v[s].p->weight[i], up = fmax(top[cut], lw);

            if (up == -(double)INFINITY) continue;
            sum[cut] = sum[cut] * exp(top[cut] - up) + exp(lw - up);
            top[cut] = up;
        }
    for (int cut = 0; cut < w->ncut; cut++)
        if (sum[cut] > 0) top[cut] += log(sum[cut]);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].p->nnode; i++) {
            int cut = w->cut[post_node(v[s].p, i).w];

            v[s].p->weight[i] += log(w->cut_w[cut]) - top[cut];
        }
}

/* How much of a structure's mass hangs on what happened to be picked. */
static void set_doubt(struct search *s) {
    struct post *p = s->p;

    s->mass = s->doubt = 0;
    p->alone = ARENA_ARRAY(p->w->a, double, p->nnode);
    for (size_t i = 0; i < p->nnode; i++) {
        double w = p->weight[i], none = p->place ? exp(s->unpicked[i]) : 0;

        s->mass += w;
        s->doubt += w * w * none;
        p->alone[i] = w * (1 - none);
    }
}

/* From the evidence of the nodes looked at. */
static void set_weights(struct search *v, size_t n) {
    double top = -(double)INFINITY, sum = 0;

    for (size_t s = 0; s < n; s++) {
        struct post *p = v[s].p;

        p->weight = ARENA_ARRAY(p->w->a, double, p->nnode);
        for (size_t i = 0; i < p->nnode; i++) {
            p->weight[i] = p->logz[i] - log(prior_mass(p));
            if (p->place) p->weight[i] -= log(-expm1(v[s].unpicked[i]));
        }
    }
    if (n && v[0].p->w->ncut > 1) cut_shares(v, n);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].p->nnode; i++) top = fmax(top, v[s].p->weight[i]);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].p->nnode; i++)
            sum += v[s].p->weight[i] = exp(v[s].p->weight[i] - top);
    for (size_t s = 0; s < n; s++) {
        for (size_t i = 0; i < v[s].p->nnode; i++) v[s].p->weight[i] /= sum;
        set_doubt(&v[s]);
    }
}

/* Of all structures. */
static double doubt(const struct search *v, size_t n) {
    double all = 0;

    for (size_t s = 0; s < n; s++) all += v[s].doubt;
    return all;
}

/* ---- the search ---- */

/* What v, [p->nnode], has of a place; of one that was not looked at, none. */
static double at_place(const struct post *p, const double *v, size_t place, double none) {
    const size_t *i = bsearch(&place, p->place, p->nnode, sizeof *i, cmp_place);

    return i ? v[i - p->place] : none;
}

static double logz_at(const struct post *p, size_t place) {
    return at_place(p, p->logz, place, -(double)INFINITY);
}

/* The places along an axis through a node. */
static void line_at(const struct search *s, struct spot at, int axis, size_t line[FACTOR_NODES]) {
    for (at.x[axis] = 0; at.x[axis] < s->size[axis]; at.x[axis]++)
        line[at.x[axis]] = place_of(s, &at);
}

/* Goes along each axis in turn to the best node on it. @return where it ends */
static struct spot climb(struct search *s) {
    struct spot at;

    for (int k = 0; k < AXES; k++) at.x[k] = s->size[k] / 2;
    for (int turn = 0; turn < 2; turn++)
        for (int k = 0; k < AXES; k++) {
            size_t line[FACTOR_NODES];

            line_at(s, at, k, line);
            look_at(s, line, (size_t)s->size[k], true);
            line_at(s, at, k, line);
            for (int i = 0; i < s->size[k]; i++)
                if (logz_at(s->p, line[i]) > logz_at(s->p, line[at.x[k]])) at.x[k] = i;
        }
    return at;
}

/* Chances from mass. */
static void settle(double *q, int n) {
    double sum = 0;

    for (int i = 0; i < n; i++) sum += q[i];
    for (int i = 0; i < n; i++)
        q[i] = (sum > 0 ? (1 - LEFT) * q[i] / sum : (1 - LEFT) / n) + LEFT / n;
}

/* By what lies on the axes through the best node, flattened: where axes lean on each other, a margin is wider than that. */
static void by_lines(const struct search *s, struct spot best, struct picks *c) {
    for (int k = 0; k < AXES; k++) {
        size_t line[FACTOR_NODES];

        line_at(s, best, k, line);
        c->order[k] = k, c->on[k] = -1;
        for (int i = 0; i < s->size[k]; i++)
            c->q[k][0][i] = sqrt(at_place(s->p, s->p->weight, line[i], 0));
        settle(c->q[k][0], s->size[k]);
    }
}

static void set_margins(struct search *s) {
    const struct post *p = s->p;
    struct margins *m = s->seen;
    double square = 0;

    memset(m, 0, sizeof *m);
    for (size_t i = 0; i < p->nnode; i++) square += p->weight[i] * p->weight[i];
    for (size_t i = 0; i < p->nnode && square > 0; i++) {
        struct spot at = spot_at(s, p->place[i]);
        double w = p->weight[i] * s->mass / square;

        for (int k = 0; k < AXES; k++) {
            m->one[k][at.x[k]] += w;
            for (int j = 0; j < k && s->size[k] > 1; j++) m->two[j][k][at.x[j]][at.x[k]] += w;
        }
    }
}

/* Adds `by` times what one structure says of another, on the axes that both have. */
static void add_margins(const struct search *from, const struct search *to, double by,
                        struct margins *m) {
    for (int k = 0; k < AXES; k++) {
        if (from->size[k] != to->size[k]) continue;
        for (int y = 0; y < to->size[k]; y++) m->one[k][y] += by * from->seen->one[k][y];
        for (int j = 0; j < k; j++)
            for (int x = 0; x < to->size[j] && from->size[j] == to->size[j]; x++)
                for (int y = 0; y < to->size[k]; y++)
                    m->two[j][k][x][y] += by * from->seen->two[j][k][x][y];
    }
}

static double sum_of(const double *v, int n) {
    double sum = 0;

    for (int i = 0; i < n; i++) sum += v[i];
    return sum;
}

/* How much one axis tells of another. */
static double tells(const struct search *to, const struct margins *m, int j, int k) {
    double all = 0, sum = 0, col[FACTOR_NODES] = {0};

    for (int x = 0; x < to->size[j]; x++)
        for (int y = 0; y < to->size[k]; y++)
            col[y] += m->two[j][k][x][y], all += m->two[j][k][x][y];
    for (int x = 0; x < to->size[j]; x++) {
        double row = sum_of(m->two[j][k][x], to->size[k]);

        for (int y = 0; y < to->size[k]; y++) {
            double p = m->two[j][k][x][y];

            if (p > 0) sum += p * log(p * all / (row * col[y]));
        }
    }
    return all > 0 ? sum / all : 0;
}

static void set_chances(const struct search *to, const struct margins *m, int k, int by,
                        struct picks *c) {
    double all = sum_of(m->one[k], to->size[k]);

    for (int x = 0; x < (by < 0 ? 1 : to->size[by]); x++) {
        double *q = c->q[k][x];

        for (int y = 0; y < to->size[k]; y++) {
            q[y] = all > 0 ? ALIKE * m->one[k][y] / all : 0;
            if (by >= 0) q[y] += by < k ? m->two[by][k][x][y] : m->two[k][by][y][x];
        }
        settle(q, to->size[k]);
    }
}

/* What is known of a structure: by its own picks, and by all others'. */
static struct margins *known(const struct search *v, size_t n, const struct search *to) {
    struct margins *m = ARENA_NEW(to->p->w->a, struct margins);

    for (size_t s = 0; s < n; s++) {
        double worth = sum_of(v[s].seen->one[0], v[s].size[0]);

        if (worth > 0) add_margins(&v[s], to, &v[s] == to ? 1 : OTHERS * v[s].mass / worth, m);
    }
    return m;
}

/* The tree of those pairs of axes that tell most of each other (Chow and Liu 1968, doi.org/10.1109/TIT.1968.1054142). */
static void by_margins(const struct margins *m, const struct search *to, struct picks *c) {
    bool in[AXES] = {false};
    double tie[AXES][AXES];

    for (int k = 0; k < AXES; k++)
        for (int j = 0; j < k; j++) tie[j][k] = tie[k][j] = tells(to, m, j, k);
    for (int at = 0; at < AXES; at++) {
        int next = -1, on = -1;

        for (int k = 0; k < AXES; k++)
            for (int j = 0; j < AXES; j++)
                if (!in[k] && (in[j] || !at) && j != k && (next < 0 || tie[j][k] > tie[next][on]))
                    next = k, on = j;
        in[next] = true;
        c->order[at] = next, c->on[next] = at ? on : -1;
        set_chances(to, m, next, c->on[next], c);
    }
}

/* Root of x^(d + 1) = x + 1: its powers are the steps of a sequence that is spread evenly in d dimensions. */
static double golden(int d) {
    double x = 2;

    for (int turn = 0; turn < 64; turn++) x = pow(1 + x, 1.0 / (d + 1));
    return x;
}

/* Picks nodes spread evenly by the chances of the round, and looks at them. nth: of all rounds. */
static void pick(struct search *s, const struct picks *c, uint64_t nth) {
    size_t *at = ARENA_ARRAY(s->p->w->a, size_t, c->n);
    double g = golden(AXES), u[AXES], step[AXES];

    for (size_t i = 0; i < s->p->nnode; i++) s->unpicked[i] += never(s, c, s->p->place[i]);
    s->round[s->nround++] = c;
    for (int k = 0; k < AXES; k++) {
        step[k] = pow(g, -(k + 1.0));
        u[k] = rng_unit(s->p->w->o->seed, 3, nth * AXES + (uint64_t)k);
    }
    for (size_t i = 0; i < c->n; i++) {
        struct spot spot = {{0}};

        for (int k = 0; k < AXES; k++) {
            int axis = c->order[k], x = 0;
            const double *q = chances(c, &spot, axis);
            double left;

            u[k] += step[k];
            u[k] -= u[k] >= 1;
            for (left = u[k]; x < s->size[axis] - 1 && (left -= q[x]) >= 0;) x++;
            spot.x[axis] = x;
        }
        at[i] = place_of(s, &spot);
    }
    look_at(s, at, c->n, false);
}

/* How the picks of a round are shared out: where doubt is, and less where a look is dear. */
static double due(const struct search *s) {
    return sqrt(s->doubt / s->p->nshare);
}

/* Nodes in all. */
static size_t looked_at(const struct search *v, size_t n) {
    size_t all = 0;

    for (size_t s = 0; s < n; s++) all += v[s].p->nnode;
    return all;
}

/* A round of the first n structures. */
static void pick_all(struct search *v, size_t n, size_t picks, uint64_t *nth) {
    struct picks *c = ARENA_ARRAY(v[0].p->w->a, struct picks, n);
    double all = 0;

    for (size_t s = 0; s < n; s++) {
        set_margins(&v[s]);
        all += due(&v[s]);
    }
    for (size_t s = 0; s < n; s++) {
        by_margins(known(v, n, &v[s]), &v[s], &c[s]);
        c[s].n = LEAST + (size_t)(all > 0 ? (double)picks * due(&v[s]) / all : 0);
        if (!v[s].nround) c[s].n = FIRST;
    }
    for (size_t s = 0; s < n; s++) pick(&v[s], &c[s], (*nth)++);
    set_weights(v, n);
}

/* Structures from `still` on, whose looks are dear, come in when it is known about where the others have their mass. */
static void search(struct search *v, size_t n, size_t still, double worth) {
    struct arena *a = v[0].p->w->a;
    struct picks *c = ARENA_ARRAY(a, struct picks, still);
    struct spot best[FORMS];
    uint64_t nth = 0;

    for (size_t s = 0; s < n; s++) v[s].seen = ARENA_NEW(a, struct margins);
    for (size_t s = 0; s < still; s++) best[s] = climb(&v[s]);
    set_weights(v, still);
    for (size_t s = 0; s < still; s++) {
        by_lines(&v[s], best[s], &c[s]);
        c[s].n = FIRST;
        pick(&v[s], &c[s], nth++);
    }
    set_weights(v, still);
    pick_all(v, still, ROUND, &nth);
    do {
        size_t there = looked_at(v, n);

        pick_all(v, n, there / 2 > ROUND ? there / 2 : ROUND, &nth);
    } while (v[0].nround < ROUNDS && looked_at(v, n) < MOST && worth > 1 / doubt(v, n));
}

void weigh_nodes(struct post *p, size_t n, size_t still, double worth) {
    struct search v[FORMS];
    size_t grid = 0;

    for (size_t s = 0; s < n; s++) {
        v[s] = (struct search){.p = &p[s], .flow = post_scratch(p->w->a, &p[s], &p[s].told)};
        grid += v[s].grid = lay_axes(&p[s], v[s].size);
        p[s].nnode = 0;
    }
    if (worth > 0 && grid > WHOLE) {
        search(v, n, still, worth);
        return;
    }
    for (size_t s = 0; s < n; s++) look_at_all(&v[s]);
    set_weights(v, n);
}
