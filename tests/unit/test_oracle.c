/* SPDX-License-Identifier: Apache-2.0 */
/* The estimate against what can be had exactly: every world of a tiny case in rationals, the steps
 * of the walk, the moments that Gauss nodes integrate. */
#include "infer_rig.h"

#include <gmp.h>

/* ---- oracle: every world of a tiny case, in exact rationals ---- */

#define WORLD_SUM 16
/* A world: a level for each day, and people for each flight. All tables are those that the recursion is fed. */
struct oracle {
    struct post *p;
    struct node at;
    mpq_t sum[WORLD_SUM];           /* [people in all] */
    mpq_t people[4][SHARES][40][8]; /* [step][share][level][people]: weight of n aboard */
};

/* Likelihood times the three components. */
static double aboard(const struct oracle *t, const struct cell *c, int n, int share, int l) {
    const struct post *p = t->p;
    const struct shape *s = &p->w->shape[c->shape];
    size_t hi = (size_t)c->seat.hi;
    double few[FEW_MAX + 1], like = s->like ? cells_like(p->w, s, t->at.w)[n] : 1;
    double light = p->regimes ? p->share[share] : p->x->light[t->at.light];

    few_pmf((int)hi, few);
    return like * ((n == 0 ? light * p->x->empty : 0) + light * (1 - p->x->empty) * few[n] +
                   (1 - light) * p->pmf[s->seat * (size_t)p->x->nseat + (size_t)t->at.seat]
                                       [(size_t)(t->at.law * p->nlev + l) * (hi + 1) + (size_t)n]);
}

/* The first regime is the prior's; later ones stay, or are drawn anew. */
static double turns(const struct oracle *t, size_t step, int from, int to) {
    const struct post *p = t->p;
    double stay = step && p->regimes
                      ? exp(-1.0 * (p->every.step[step].day - p->every.step[step - 1].day) / 365.25)
                      : 0;

    return (from == to ? stay : 0) + (1 - stay) * p->share_w[to];
}

static void walk(struct oracle *t, size_t step, int level, int share, int people,
                 const mpq_t weight);

/* On to one state of the next day, and to every number aboard there. */
static void enter(struct oracle *t, size_t step, int level, int share, int people,
                  const mpq_t weight) {
    struct post *p = t->p;
    mpq_t y;

    mpq_init(y);
    for (int v = 0; v <= p->w->cell[p->order[step]].seat.hi && step < 4; v++) {
        mpq_mul(y, weight, t->people[step][share][level][v]);
        if (step + 1 == p->every.chain[1])
            mpq_add(t->sum[people + v], t->sum[people + v], y);
        else
            walk(t, step + 1, level, share, people + v, y);
    }
    mpq_clear(y);
}

static void walk(struct oracle *t, size_t step, int level, int share, int people,
                 const mpq_t weight) {
    struct post *p = t->p;
    int reach, n = p->nlev;
    struct walk *k = step ? &p->walk[t->at.drift] : &p->spread[t->at.spread];
    int days = step ? p->every.step[step].day - p->every.step[step - 1].day : 1;
    const double *m = walk_kernel(p->w->a, k, days, &reach);
    mpq_t x, y;

    mpq_inits(x, y, NULL);
    for (int l = 0; l < n; l++) {
        if (m[level * n + l] == 0) continue;
        for (int s = 0; s < p->nshare; s++) {
            mpq_set_d(y, m[level * n + l]);
            mpq_mul(x, weight, y);
            mpq_set_d(y, turns(t, step, share, s));
            mpq_mul(x, x, y);
            enter(t, step, l, s, people, x);
        }
    }
    mpq_clears(x, y, NULL);
}

static void each_number(struct oracle *t, void (*f)(mpq_ptr)) {
    for (int i = 0; i < WORLD_SUM; i++) f(t->sum[i]);
    for (int i = 0; i < 4 * SHARES * 40 * 8; i++)
        f(t->people[i / (SHARES * 320)][i / 320 % SHARES][i / 8 % 40][i % 8]);
}

/* P(all that was written, total = k | node), for every k. */
static void oracle_node(struct post *p, struct node at, double *out) {
    struct oracle *t = calloc(1, sizeof *t);
    mpq_t weight;

    assert_non_null(t);
    t->p = p, t->at = at;
    each_number(t, mpq_init);
    for (size_t s = 0; s < p->every.chain[1]; s++)
        for (int l = 0; l < p->nlev * p->nshare; l++)
            for (int n = 0; n <= p->w->cell[p->order[s]].seat.hi; n++)
                mpq_set_d(t->people[s][l / p->nlev][l % p->nlev][n],
                          aboard(t, &p->w->cell[p->order[s]], n, l / p->nlev, l % p->nlev));
    mpq_init(weight);
    for (int x = 0; x < p->nlev; x++) {
        mpq_set_d(weight, p->prior[x]);
        walk(t, 0, x, 0, 0, weight);
    }
    for (int i = 0; i < WORLD_SUM; i++) out[i] = mpq_get_d(t->sum[i]);
    mpq_clear(weight);
    each_number(t, mpq_clear);
    free(t);
}

/* Three counted flights on three days: a structure that stands still and one that drifts. */
static void tiny(struct rig *r) {
    slot(r, 1, INFER_OPERATED, 3, 3);
    slot(r, 9, INFER_OPERATED, 3, 3);
    slot(r, 40, INFER_OPERATED, 3, 3);
    count(r, 0, INFER_COUNTED, 2);
    count(r, 1, INFER_COUNTED, 3);
    count(r, 2, INFER_EYE, 1);
}

static void hold_evidence_to_rationals(struct rig *r, unsigned notes, size_t structures) {
    struct world w;
    struct axes x;
    struct post *p;
    size_t n = open_world_with(r, &w, &x, &p, 1, notes);

    assert_int_equal(n, structures);
    for (size_t s = 0; s < n; s++) {
        struct flow f = post_scratch(w.a, &p[s], &p[s].every);

        for (size_t i = 0; i < p[s].nnode; i += p[s].nnode / 3 + 1) {
            struct node at = post_node(&p[s], i);
            double out[WORLD_SUM], sum = 0;

            oracle_node(&p[s], at, out);
            for (int k = 0; k < WORLD_SUM; k++) sum += out[k];
            post_flow(w.a, &p[s], &at, &f);
            if (fabs(exp(f.logz) / sum - 1) > 1e-12)
                fail_msg("structure %zu node %zu: %.17g, every world in rationals: %.17g", s, i,
                         exp(f.logz), sum);
        }
    }
}

static void evidence_is_that_of_every_world_in_exact_rationals(void **state) {
    struct rig *r = rig_new();

    (void)state;
    tiny(r);
    hold_evidence_to_rationals(r, 0, 2);
    rig_free(r);
}

/* Two flights are too few for regimes to be weighed: that is overruled, as three would be 10^8 worlds. */
static void evidence_of_regimes_is_that_of_every_world(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 1, INFER_OPERATED, 3, 3);
    slot(r, 90, INFER_OPERATED, 3, 3);
    count(r, 0, INFER_COUNTED, 3);
    count(r, 1, INFER_COUNTED, 0);
    hold_evidence_to_rationals(r, INFER_MIXED, 2);
    rig_free(r);
}

/* The evidence needs only the days of which something was written; with the empty ones between, before and after, it is the same. */
static void days_of_which_nothing_was_written_do_not_matter(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *p;
    size_t n, fewer = 0;

    (void)state;
    r->in.ngroup = 2;
    for (int i = 0; i < 60; i++) slot(r, 10 * i, INFER_OPERATED, 90, 90)->group = i % 2;
    for (int i = 0; i < 12; i++)
        count(r, 3 + 4 * i + i % 2, INFER_COUNTED, i % 3 ? 40 + 2 * i : i / 6);
    n = open_world_with(r, &w, &x, &p, 1, INFER_MIXED);
    assert_int_equal(n, 8);
    for (size_t s = 0; s < n; s++) {
        struct flow every = post_scratch(w.a, &p[s], &p[s].every),
                    told = post_scratch(w.a, &p[s], &p[s].told);

        fewer += p[s].told.chain[p[s].nchain] < p[s].every.chain[p[s].nchain];
        for (size_t i = 0; i < p[s].nnode; i += p[s].nnode / 7 + 1) {
            struct node at = post_node(&p[s], i);

            post_flow(w.a, &p[s], &at, &every);
            post_flow(w.a, &p[s], &at, &told);
            if (fabs(every.logz - told.logz) > 1e-9)
                fail_msg("structure %zu node %zu: %.17g and %.17g", s, i, every.logz, told.logz);
        }
    }
    assert_int_equal(fewer, n);
    rig_free(r);
}

/* The draws' share of each total, against the mixture over nodes in rationals: within 5 standard errors of independent draws. */
static void draws_have_the_totals_of_every_world(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *p;
    double want[WORLD_SUM] = {0}, got[WORLD_SUM] = {0};
    size_t n;

    (void)state;
    r->o.drift = 0; /* one structure: 15 nodes to enumerate */
    r->o.draws = 50000;
    tiny(r);
    n = open_world(r, &w, &x, &p, 2);
    assert_int_equal(n, 1);
    for (size_t i = 0; i < p->nnode; i++) {
        double out[WORLD_SUM], sum = 0;

        if (p->weight[i] < 1e-4) continue;
        oracle_node(p, post_node(p, i), out);
        for (int k = 0; k < WORLD_SUM; k++) sum += out[k];
        for (int k = 0; k < WORLD_SUM; k++) want[k] += p->weight[i] * out[k] / sum;
    }
    run(r);
    assert_int_equal(r->r.ndraw, 50000);
    for (size_t i = 0; i < r->r.ndraw; i++) got[r->r.draw[i]] += 1.0 / 50000;
    for (int k = 0; k < WORLD_SUM; k++)
        if (fabs(got[k] - want[k]) >
            5 * sqrt(want[k] * (1 - want[k]) / 50000) + 1e-3 * want[k] + 1e-5)
            fail_msg("P(%d) = %g of the draws, %g in rationals", k, got[k], want[k]);
    rig_free(r);
}

/* At scale 1 / r and level 0, n of C are reached with chance n^r / (n^r + (C + 1 - n)^r): a rational. */
static void reached(mpq_t out, unsigned seats, unsigned n, unsigned r) {
    mpz_ui_pow_ui(mpq_numref(out), n, r);
    mpz_ui_pow_ui(mpq_denref(out), seats + 1 - n, r);
    mpz_add(mpq_denref(out), mpq_denref(out), mpq_numref(out));
    mpq_canonicalize(out);
}

static void loads_are_those_in_exact_rationals(void **state) {
    static const unsigned seats[] = {1, 7, 180};
    struct levels at = {0, 1, 1};
    struct arena a;
    mpq_t lo, hi;

    (void)state;
    arena_init(&a, 1 << 20);
    mpq_inits(lo, hi, NULL);
    for (size_t k = 0; k < 3; k++)
        for (unsigned r = 1; r <= 20; r++) {
            struct law law = {true, 1.0 / r};
            double p[181];

            load_pmf(&a, (int)seats[k], &law, &at, 181, p);
            for (unsigned n = 0; n <= seats[k]; n++) {
                reached(lo, seats[k], n, r);
                reached(hi, seats[k], n + 1, r);
                mpq_sub(hi, hi, lo);
                if (fabs(p[n] / mpq_get_d(hi) - 1) > 1e-11)
                    fail_msg("%u of %u at scale 1/%u: %.17g, %.17g in rationals", n, seats[k], r,
                             p[n], mpq_get_d(hi));
            }
        }
    mpq_clears(lo, hi, NULL);
    arena_fini(&a);
}

/* Whatever the seats, the law and the level: finite, nowhere below 0, and of sum 1. */
static void loads_sum_to_one(void **state) {
    static const struct law law[] = {{true, 1e-9}, {true, 0.04}, {true, 0.3}, {true, 50},
                                     {false, 0.3}, {false, 16},  {false, 1e4}};
    static const int seats[] = {0, 1, 2, 180, 100000, 3000000};
    struct levels at = {LEVEL_LEAST, (LEVEL_MOST - LEVEL_LEAST) / 2, 3};

    (void)state;
    for (size_t k = 0; k < 6; k++)
        for (size_t s = 0; s < 7; s++) {
            size_t row = (size_t)seats[k] + 1;
            struct arena a;
            double *p;

            arena_init(&a, (size_t)1 << 30);
            p = ARENA_ARRAY(&a, double, 3 * row);
            load_pmf(&a, seats[k], &law[s], &at, row, p);
            for (size_t l = 0; l < 3; l++) {
                double sum = 0;

                for (size_t n = 0; n < row; n++) {
                    assert_true(p[l * row + n] >= 0);
                    sum += p[l * row + n];
                }
                if (!(fabs(sum - 1) < 1e-9))
                    fail_msg("%d seats, law %zu: sum %.17g", seats[k], s, sum);
            }
            arena_fini(&a);
        }
}

static void steps_of_the_walk_add_up(void **state) {
    struct rig *r = rig_new();
    struct walk k;
    double v[40], once[40], twice[40], mean = 0, var = 0;
    int reach;

    (void)state;
    walk_init(&k, 40, 0.37);
    for (int i = 0; i < 40; i++) v[i] = i == 20;
    walk_step(&r->a, &k, 3, v, once);
    walk_step(&r->a, &k, 4, once, twice);
    walk_step(&r->a, &k, 7, v, once);
    for (int i = 0; i < 40; i++) {
        assert_true(fabs(once[i] - twice[i]) < 1e-9);
        mean += i * once[i];
    }
    for (int i = 0; i < 40; i++) var += (i - mean) * (i - mean) * once[i];
    assert_true(fabs(mean - 20) < 1e-9);
    assert_true(fabs(var - 7 * 0.37) < 1e-6);
    for (int i = 0; i < 40; i++) { /* rows are distributions, however long the step */
        const double *m = walk_kernel(&r->a, &k, i * 40 + 1, &reach);
        double sum = 0;

        for (int j = 0; j < 40; j++) sum += m[i * 40 + j];
        assert_true(fabs(sum - 1) < 1e-12);
    }
    rig_free(r);
}

/* However much narrower than the nodes of the first pass are apart: those of the next stand about the posterior of each law's size. */
static void nodes_stand_about_a_narrow_posterior(void **state) {
    static const double mean[2][3] = {{1.9, 2.8, 3.6}, {-1.5, -1.1, -0.7}}, sd[] = {0.2, 0.4};
    struct rig *r = rig_new();
    struct world w = {.a = &r->a, .o = &r->o, .nw = 1};
    struct axes wide, near;

    (void)state;
    axes_wide(&wide, &w);
    axes_light(&wide, &w, &(struct guess){3, 7});
    for (int k = 0; k < 6; k++) {
        size_t n = (size_t)(wide.nlaw * wide.nlight);
        struct post p = {.w = &w, .x = &wide, .nnode = n, .ndrift = 1, .nspread = 1};

        p.weight = ARENA_ARRAY(&r->a, double, n);
        for (size_t i = 0; i < n; i++) {
            const struct law *law = &wide.law[post_node(&p, i).law];
            double z = (log(law->size) - mean[law->tails][k % 3]) / sd[k / 3];

            p.weight[i] = exp(-0.5 * z * z);
        }
        axes_fit(&near, &p, 1, 3, 3);
        assert_int_equal(near.nlaw, 6);
        for (int t = 0; t < 2; t++) {
            double from = log(near.law[3 * t].size), mid = log(near.law[3 * t + 1].size);

            assert_true(fabs(mid - mean[t][k % 3]) < 1e-6);
            assert_true(fabs(mid - from - 1.5 * sd[k / 3]) < 1e-6);
        }
    }
    rig_free(r);
}

static void gauss_nodes_integrate_powers_exactly(void **state) {
    struct arena a;
    double x[8], w[8], alpha = 2.9, beta = 1.4, want = 1;

    (void)state;
    arena_init(&a, 1 << 20);
    gauss_beta(&a, 8, alpha, beta, x, w);
    for (int k = 0; k < 16;
         k++) { /* E p^k = prod (alpha + i) / (alpha + beta + i); exact up to degree 15 */
        double got = 0;

        for (int i = 0; i < 8; i++) got += w[i] * pow(x[i], k);
        if (fabs(got - want) > 1e-14) fail_msg("E p^%d = %.17g, wanted %.17g", k, got, want);
        want *= (alpha + k) / (alpha + beta + k);
    }
    arena_fini(&a);
}

/* Two groups, a range of seats, people aboard some flights and waiting for others, half of them next to nobody. */
static void mixed(struct rig *r) {
    for (int i = 0; i < 48; i++) {
        struct infer_count *c;

        slot(r, 3 * i, INFER_UNKNOWN, 140, 180)->group = i / 2 % 2;
        if (i % 4 > 1) continue;
        c = count(r, i, INFER_COUNTED, i % 8 > 3 ? i % 3 : 50 + 7 * i % 40);
        c->stage = i % 4 ? INFER_WAITING : INFER_ABOARD;
    }
    r->in.ngroup = 2;
}

/* The mass by structure and by node of the seats, of the factor on uncounted flights, of the share that boards. */
static void masses(const struct post *p, size_t n, double out[4][16]) {
    memset(out, 0, 4 * sizeof *out);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < p[s].nnode; i++) {
            struct node at = post_node(&p[s], i);

            out[0][s] += p[s].weight[i];
            out[1][at.seat] += p[s].weight[i];
            out[2][at.select] += p[s].weight[i];
            out[3][at.w] += p[s].weight[i];
        }
}

/* Where the nodes are too many, those picked have the mass of all of them: to a few hundredths, as some thousands are. */
static void nodes_that_are_picked_weigh_as_all_do(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *p;
    double some[4][16], all[4][16];
    size_t n, still = 0, picked = 0, nodes = 0;

    (void)state;
    mixed(r);
    n = open_world(r, &w, &x, &p, 2);
    assert_int_equal(n, 8);
    for (size_t s = 0; s < n; s++) still += !p[s].regimes, picked += p[s].nnode;
    masses(p, n, some);
    weigh_nodes(p, n, still, 0);
    for (size_t s = 0; s < n; s++) nodes += p[s].nnode;
    assert_true(nodes > 10 * picked);
    masses(p, n, all);
    for (int k = 0; k < 4; k++) {
        double far = 0;

        for (int i = 0; i < 16; i++) far += fabs(some[k][i] - all[k][i]) / 2;
        if (far > 0.05) fail_msg("axis %d: %.3f of the mass stands elsewhere", k, far);
    }
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_that_of_every_world_in_exact_rationals),
        cmocka_unit_test(evidence_of_regimes_is_that_of_every_world),
        cmocka_unit_test(days_of_which_nothing_was_written_do_not_matter),
        cmocka_unit_test(draws_have_the_totals_of_every_world),
        cmocka_unit_test(loads_are_those_in_exact_rationals),
        cmocka_unit_test(loads_sum_to_one),
        cmocka_unit_test(steps_of_the_walk_add_up),
        cmocka_unit_test(nodes_stand_about_a_narrow_posterior),
        cmocka_unit_test(gauss_nodes_integrate_powers_exactly),
        cmocka_unit_test(nodes_that_are_picked_weigh_as_all_do),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
