/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "infer_rig.h"

#include <gmp.h>

/* ---- oracle: every world of a tiny case, in exact rationals ---- */

#define WORLD_SUM 16
struct oracle {
    const struct world *w;
    const struct grid *g;
    mpq_t sum[WORLD_SUM]; /* [people in all] */
    mpq_t moment[8][8];   /* E p^flown (1-p)^not over the exact Beta */
    mpq_t part[8][2][8];  /* [cell][flown][people] at the node at hand */
    int o, not_o;
};

/* Unnormalised weight of n people on a flight that flew: likelihood times the three components, all tables as given. */
static double flew(const struct oracle *t, const struct cell *c, int n, int f, int l, int x,
                   int iw) {
    const struct shape *s = &t->w->shape[c->shape];
    int hi = c->seat.hi;
    double few[FEW_MAX + 1], like = s->like ? s->like[iw * (hi + 1) + n] : 1;

    few_pmf(hi, few);
    return like * ((n == 0 ? t->g->empty[x] : 0) + t->g->few[x] * (n <= FEW_MAX ? few[n] : 0) +
                   (1 - t->g->empty[x] - t->g->few[x]) *
                       t->g->pmf[s->seat][(f * t->g->nlev + l) * (hi + 1) + n]);
}

static void walk(struct oracle *t, size_t at, int people, int flown, int stayed,
                 const mpq_t weight) {
    const struct cell *c = &t->w->cell[at];
    mpq_t x;

    if (at == t->w->n) {
        mpq_init(x);
        mpq_mul(x, weight, t->moment[flown][stayed]);
        mpq_add(t->sum[people], t->sum[people], x);
        mpq_clear(x);
        return;
    }
    if (c->kind == CELL_OUT) {
        walk(t, at + 1, people, flown, stayed, weight);
        return;
    }
    mpq_init(x);
    for (int n = 0; n <= c->seat.hi; n++) {
        mpq_mul(x, weight, t->part[at][1][n]);
        walk(t, at + 1, people + n, flown + (c->kind == CELL_MAYBE), stayed, x);
    }
    if (c->kind == CELL_MAYBE) {
        mpq_mul(x, weight, t->part[at][0][0]);
        walk(t, at + 1, people, flown, stayed + 1, x);
    }
    mpq_clear(x);
}

/* Level and concentration have uniform grids: their weight is the prior density. The mixture has Gauss nodes. */
static double log_prior(const struct world *w, const struct grid *g, int f, int j, int x, int iw) {
    double p = log(g->phi[f]);

    return -0.5 * (pow(g->lev[j] / 1.2, 2) + pow((p - 1.8) / 0.7, 2)) + g->mix_lw[x] +
           log(w->prior_w[iw]);
}

/* One node: fills the parts, walks every world with the node's prior. Cells that were seen only waiting are weighed so that
 * not flying leaves the count as likely as flying does: docs/MODEL.md, section 3. */
static void oracle_node(struct oracle *t, int f, int x, int iw, int j, int k) {
    const struct grid *g = t->g;
    mpq_t weight;

    for (size_t i = 0; i < t->w->n; i++) {
        const struct cell *c = &t->w->cell[i];
        double all = 0;

        if (c->kind == CELL_OUT) continue;
        for (int n = 0; n <= c->seat.hi; n++) {
            double v = flew(t, c, n, f, c->counted ? j : k, x, iw);

            all += v;
            mpq_set_d(t->part[i][1][n], v * c->yes);
        }
        mpq_set_d(t->part[i][0][0], all * c->no);
    }
    mpq_init(weight);
    mpq_set_d(weight,
              exp(log_prior(t->w, g, f, j, x, iw)) * (g->step ? g->step[j * g->nlev + k] : 1));
    walk(t, 0, 0, 0, 0, weight);
    mpq_clear(weight);
}

static void set_moments(struct oracle *t, double a, double b) {
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 8; k++) {
            mpq_t num, den, x;

            mpq_inits(num, den, x, NULL);
            mpq_set_ui(t->moment[i][k], 1, 1);
            for (int s = 0; s < i + k; s++) {
                mpq_set_d(num, s < i ? a : b);
                mpq_set_ui(x, (unsigned long)(s < i ? s : s - i), 1);
                mpq_add(num, num, x);
                mpq_set_d(den, a);
                mpq_set_d(x, b);
                mpq_add(den, den, x);
                mpq_set_ui(x, (unsigned long)s, 1);
                mpq_add(den, den, x);
                mpq_div(num, num, den);
                mpq_mul(t->moment[i][k], t->moment[i][k], num);
            }
            mpq_clears(num, den, x, NULL);
        }
}

static void each_number(struct oracle *t, void (*f)(mpq_ptr)) {
    for (int i = 0; i < WORLD_SUM; i++) f(t->sum[i]);
    for (int i = 0; i < 64; i++) f(t->moment[i / 8][i % 8]);
    for (int i = 0; i < 128; i++) f(t->part[i / 16][i / 8 % 2][i % 8]);
}

static void oracle_run(struct oracle *t, double a, double b, double *out) {
    const struct grid *g = t->g;
    int nl = g->nlev;
    mpq_t all, x;

    each_number(t, mpq_init);
    set_moments(t, a, b);
    for (int f = 0; f < g->nphi; f++)
        for (int m = 0; m < g->nmix; m++)
            for (int iw = 0; iw < t->w->nw; iw++)
                for (int j = 0; j < nl; j++)
                    for (int k = g->step ? 0 : j; k < (g->step ? nl : j + 1); k++) {
                        size_t at = NODE(g, t->w, f, m, iw) * (size_t)nl;

                        if (g->joint_c[at + (size_t)j] > 0 && g->joint_u[at + (size_t)k] > 0)
                            oracle_node(t, f, m, iw, j, k);
                    }
    mpq_inits(all, x, NULL);
    for (int i = 0; i < WORLD_SUM; i++) mpq_add(all, all, t->sum[i]);
    for (int i = 0; i < WORLD_SUM; i++) {
        mpq_div(x, t->sum[i], all);
        out[i] = mpq_get_d(x);
    }
    mpq_clears(all, x, NULL);
    each_number(t, mpq_clear);
}

static void compare_with_oracle(struct rig *r, double a, double b) {
    struct oracle *t = calloc(1, sizeof *t);
    double want[WORLD_SUM];
    struct world w;
    struct grid g;
    struct pmf got;

    assert_non_null(t);
    open_world(r, &w, &g, 1);
    product_run(&w, &g, 0, &w.n, 1, 0, &got);
    t->w = &w, t->g = &g;
    oracle_run(t, a, b, want);
    for (size_t i = 0; i < WORLD_SUM; i++) {
        double p = i < got.n ? got.p[i] : 0;

        if (fabs(p - want[i]) > 1e-12)
            fail_msg("P(%zu) = %.17g, every world in rationals: %.17g", i, p, want[i]);
    }
    free(t);
}

static void total_is_that_of_every_world_in_exact_rationals(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 1, INFER_UNKNOWN, 3, 3);
    slot(r, 2, INFER_UNKNOWN, 2, 3);
    slot(r, 3, INFER_OPERATED, 3, 3);
    slot(r, 4, INFER_CANCELLED, 3, 3);
    count(r, 2, INFER_COUNTED, 2);
    compare_with_oracle(r, r->o.completion_a + 1,
                        r->o.completion_b + 1); /* with selection: two levels */
    rig_free(r);
}

static void watching_and_waiting_are_weighed_as_in_every_world(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 1, INFER_UNKNOWN, 3, 3)->cover = INFER_WATCHED_NOTHING;
    slot(r, 2, INFER_UNKNOWN, 2, 2);
    slot(r, 3, INFER_UNKNOWN, 3, 3);
    slot(r, 4, INFER_UNKNOWN, 4, 4);
    count(r, 2, INFER_EYE, 2)->stage = INFER_WAITING;
    compare_with_oracle(r, r->o.completion_a, r->o.completion_b);
    rig_free(r);
}

/* ---- oracle: direct convolution ---- */

static void slot_pmf(const struct world *w, const struct grid *g, const struct cell *c, double tau,
                     int f, int l, int x, int iw, double *out) {
    struct oracle t = {.w = w, .g = g};
    double sum = 0;

    for (int n = 0; n <= c->seat.hi; n++) sum += out[n] = flew(&t, c, n, f, l, x, iw);
    for (int n = 0; n <= c->seat.hi; n++) out[n] *= tau / sum;
    out[0] += 1 - tau;
}

static void convolve_node(const struct world *w, const struct grid *g, double p, int f, int l,
                          int x, int iw, double weight, double *out) {
    static double now[4096], next[4096], one[512];
    size_t n = 1;

    now[0] = 1;
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];

        if (c->kind == CELL_OUT) continue;
        slot_pmf(w, g, c, c->kind == CELL_FLOWN ? 1 : cells_flown(c, p), f, l, x, iw, one);
        for (size_t k = 0; k < n + (size_t)c->seat.hi; k++) next[k] = 0;
        for (size_t k = 0; k < n; k++)
            for (int m = 0; m <= c->seat.hi; m++) next[k + (size_t)m] += now[k] * one[m];
        n += (size_t)c->seat.hi;
        memcpy(now, next, n * sizeof *now);
    }
    for (size_t k = 0; k < n; k++) out[k] += weight * now[k];
}

static void transforms_agree_with_direct_convolution(void **state) {
    struct rig *r = rig_new();
    static double want[4096];
    struct pmf exact, cut;
    double f1 = 0, f2 = 0;
    struct world w;
    struct grid g;

    (void)state;
    memset(want, 0, sizeof want);
    r->o.selection_scale = 0;
    for (int i = 0; i < 14; i++) slot(r, i, i % 3 ? INFER_UNKNOWN : INFER_OPERATED, 20 + i, 30 + i);
    count(r, 0, INFER_COUNTED, 14);
    count(r, 3, INFER_EYE, 21);
    count(r, 6, INFER_PARTIAL, 5);
    open_world(r, &w, &g, 1);
    for (int i = 0; i < w.group[0].n; i++)
        for (int f = 0; f < g.nphi; f++)
            for (int x = 0; x < g.nmix; x++)
                for (int iw = 0; iw < w.nw; iw++)
                    for (int l = 0; l < g.nlev; l++) {
                        size_t at = NODE(&g, &w, f, x, iw) * (size_t)g.nlev + (size_t)l;
                        double m = g.mass_c[at] * w.group[0].w[i];

                        if (m > 0) convolve_node(&w, &g, w.group[0].p[i], f, l, x, iw, m, want);
                    }
    product_run(&w, &g, 0, &w.n, 1, 0, &exact);
    product_run(&w, &g, 0, &w.n, 1, PRODUCT_LOOSE, &cut);
    for (size_t i = 0; i < exact.n; i++) {
        if (fabs(exact.p[i] - want[i]) > 1e-12)
            fail_msg("P(%zu) = %.17g, directly %.17g", i, exact.p[i], want[i]);
        f1 += exact.p[i], f2 += cut.p[i];
        if (fabs(f1 - f2) > 1e-3)
            fail_msg("F(%zu) = %g with few frequencies, %g with all", i, f2, f1);
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

/* ---- observation ---- */

static void likelihood_of(struct rig *r, double *out, int n_max) {
    struct world w = {.a = &r->a, .in = &r->in, .o = &r->o};

    obs_shared(&w, &(struct shared){0});
    for (int n = 0; n <= n_max; n++) out[n] = 1;
    obs_multiply(&w, &r->count[0], 0, n_max, out);
}

static void every_method_sums_to_one_over_what_may_be_written(void **state) {
    static const enum infer_method m[] = {INFER_COUNTED, INFER_EYE, INFER_PROXY, INFER_OFFICIAL,
                                          INFER_MANIFEST};

    (void)state;
    for (size_t i = 0; i < sizeof m / sizeof *m; i++) {
        double sum = 0, v[61];
        struct rig *r = rig_new();

        for (int y = 0; y < 1000; y++) {
            r->in.ncount = 0;
            count(r, 0, m[i], y)->low = y;
            r->count[0].high = y; /* a figure without rounding: low, best and high alike */
            likelihood_of(r, v, 60);
            sum += v[57];
        }
        assert_near(sum, 1, m[i] == INFER_PROXY ? 1e-3 : 1e-6);
        rig_free(r);
    }
}

static void wording_makes_intervals_and_sides(void **state) {
    struct rig *r = rig_new();
    double exact[201], about[201], least[201], most[201];

    (void)state;
    count(r, 0, INFER_COUNTED, 100);
    likelihood_of(r, exact, 200);
    r->count[0].wording = INFER_ABOUT;
    likelihood_of(r, about, 200);
    r->count[0].wording = INFER_AT_LEAST;
    likelihood_of(r, least, 200);
    r->count[0].wording = INFER_AT_MOST;
    likelihood_of(r, most, 200);
    assert_true(exact[100] > 0.5 && exact[120] < 0.05 * exact[100]);
    assert_true(about[120] > 0.8 * about[100] && about[140] < 0.5 * about[100]);
    assert_true(least[200] > 0.95 && least[60] < 0.05 && least[100] > 0.5);
    assert_true(most[20] > 0.95 && most[180] < 0.05);
    r->count[0].wording = INFER_EXACT;
    r->count[0].method = INFER_PARTIAL;
    likelihood_of(r, exact, 200);
    for (int n = 0; n <= 200; n++) assert_true(exact[n] == least[n]); /* partial is a lower bound */
    r->count[0].visible = 0.5;
    likelihood_of(r, exact, 200);
    assert_true(exact[120] < 0.01 &&
                exact[200] > 0.4); /* 100 were seen of the half that could be */
    rig_free(r);
}

static void an_eye_sees_too_few_of_a_large_group(void **state) {
    struct rig *r = rig_new();
    double v[401], s0 = 0, s1 = 0;

    (void)state;
    count(r, 0, INFER_EYE, 83);
    likelihood_of(r, v, 400);
    for (int n = 0; n <= 400; n++) s0 += v[n], s1 += n * v[n];
    assert_true(s1 / s0 > 95 && s1 / s0 < 125); /* 83 / 0.79 = 105 */
    rig_free(r);
}

static void people_waiting_are_not_all_aboard(void **state) {
    struct rig *r = rig_new();
    double v[301], w[301], s0 = 0, s1 = 0, t0 = 0, t1 = 0;

    (void)state;
    count(r, 0, INFER_COUNTED, 100);
    likelihood_of(r, v, 300);
    r->count[0].stage = INFER_WAITING;
    likelihood_of(r, w, 300);
    for (int n = 0; n <= 300; n++) s0 += v[n], s1 += n * v[n], t0 += w[n], t1 += n * w[n];
    assert_true(t1 / t0 < 0.9 * s1 / s0);
    assert_true(w[50] > 0.1 * w[90]); /* half of them may have waited for another flight */
    r->o.fix_boarding = 1;
    likelihood_of(r, w, 300);
    for (int n = 0; n <= 300; n++) assert_near(w[n], v[n], 1e-12);
    rig_free(r);
}

/* ---- laws ---- */

static void order_of_rows_changes_no_bit(void **state) {
    struct rig *r = rig_new(), *s = rig_new();
    size_t n, to[400];

    (void)state;
    for (int i = 0; i < 24; i++) {
        slot(r, 19660 + i / 2,
             i % 5 == 1   ? INFER_CANCELLED
             : i % 3 == 0 ? INFER_OPERATED
                          : INFER_UNKNOWN,
             40, 50 + i % 2)
            ->group = i % 2;
        if (i % 4 == 0) count(r, i, i % 8 ? INFER_EYE : INFER_COUNTED, 20 + i);
        if (i % 6 == 0) count(r, i, INFER_PARTIAL, 10 + i);
    }
    r->in.ngroup = s->in.ngroup = 2;
    n = r->in.nslot;
    for (size_t i = 0; i < n; i++) to[i] = i;
    for (size_t i = n; i-- > 1;) {
        size_t k = (size_t)(rng_unit(7, 1, i) * (double)(i + 1)), t = to[i];

        to[i] = to[k], to[k] = t;
    }
    s->in.nslot = n, s->in.ncount = r->in.ncount, s->in.seats_max = r->in.seats_max;
    for (size_t i = 0; i < n; i++) s->slot[to[i]] = r->slot[i];
    for (size_t i = 0; i < r->in.ncount; i++) {
        s->count[i] = r->count[r->in.ncount - 1 - i];
        s->count[i].slot = (int)to[s->count[i].slot];
    }
    run(r);
    run(s);
    assert_memory_equal(&r->r.total, &s->r.total, sizeof r->r.total);
    assert_memory_equal(&r->r.operated, &s->r.operated, sizeof r->r.operated);
    assert_memory_equal(r->r.quantile, s->r.quantile, sizeof r->r.quantile);
    assert_memory_equal(&r->r.counted_share, &s->r.counted_share, sizeof(double));
    assert_int_equal(r->r.seen, s->r.seen);
    for (size_t i = 0; i < n; i++) {
        const struct infer_slot_result *x = &r->r.slot[i], *y = &s->r.slot[to[i]];

        assert_memory_equal(&x->people, &y->people, sizeof x->people);
        assert_true(x->p_operated == y->p_operated && x->seen == y->seen &&
                    x->ceiling == y->ceiling);
    }
    for (size_t i = 0; i < r->r.npoint; i++) assert_true(r->r.point[i].q50 == s->r.point[i].q50);
    for (size_t i = 0; i < r->in.ncount; i++)
        assert_true(r->r.used[i] == s->r.used[r->in.ncount - 1 - i]);
    rig_free(r);
    rig_free(s);
}

static void season_without_counts_is_wide_and_below_the_seats(void **state) {
    struct rig *r = rig_new();
    double months = 0, slots = 0;

    (void)state;
    season(r, 140, 210);
    run(r);
    assert_int_equal(r->r.ceiling, 44 * 210);
    assert_int_equal(r->r.seen, 0);
    assert_true(r->r.total.hi <= 44 * 210 && r->r.total.hi > 4 * r->r.total.lo &&
                r->r.total.lo > 0);
    assert_true(r->r.total.hi - r->r.total.lo > 3000);
    assert_true(r->r.operated.median < 44 && r->r.operated.lo < r->r.operated.hi);
    assert_true(r->r.notes & INFER_NO_COUNT && r->r.notes & INFER_COMPLETION_PRIOR);
    for (size_t i = 0; i < r->r.nmonth; i++) months += r->r.month[i].people.mean;
    for (size_t i = 0; i < 44; i++) {
        slots += r->r.slot[i].people.mean;
        assert_true(r->r.slot[i].people.hi > 0 && r->r.slot[i].people.hi <= 210);
        assert_true(r->r.slot[i].p_operated > 0.3 && r->r.slot[i].p_operated < 0.95);
    }
    assert_near(slots, r->r.total.mean, 1e-3); /* few frequencies move the mean by so little */
    assert_near(months, r->r.total.mean, 5e-3);
    assert_int_equal(r->r.npoint, 44);
    assert_near(r->r.point[43].q50, r->r.total.median, 1e-12);
    for (size_t i = 1; i < r->r.npoint; i++)
        assert_true(r->r.point[i].q50 >= r->r.point[i - 1].q50 - 1);
    for (int i = 1; i < INFER_QUANTILES; i++) assert_true(r->r.quantile[i] >= r->r.quantile[i - 1]);
    rig_free(r);
}

static void deleting_the_only_count_widens_and_never_gives_zero(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    season(r, 140, 210);
    season(s, 140, 210);
    count(r, 0, INFER_EYE, 100)->stage = INFER_WAITING;
    r->count[0].wording = INFER_ABOUT;
    run(r);
    run(s);
    assert_int_equal(r->r.seen, 0);
    assert_true(r->r.used[0] && r->r.notes & INFER_ONLY_WAITING);
    assert_true(r->r.slot[0].p_operated > s->r.slot[0].p_operated &&
                r->r.slot[0].p_operated < 0.95);
    assert_true(s->r.total.hi / s->r.total.lo > r->r.total.hi / r->r.total.lo);
    assert_true(s->r.total.hi - s->r.total.lo > r->r.total.hi - r->r.total.lo);
    assert_true(s->r.total.lo > 0 && s->r.total.median > 0);
    rig_free(r);
    rig_free(s);
}

static void uncounted_flights_may_differ_from_counted_ones(void **state) {
    struct rig *r = rig_new();
    struct infer_range with;
    struct world w;
    struct grid g;

    (void)state;
    for (int i = 0; i < 30; i++) {
        slot(r, i, INFER_OPERATED, 150, 150);
        if (i % 2) count(r, i, INFER_COUNTED, 30 + i);
    }
    open_world(r, &w, &g, 2);
    assert_non_null(g.step);
    for (int j = 0; j < g.nlev; j++) {
        double sum = 0, mean = 0;

        for (int k = 0; k < g.nlev; k++) {
            sum += g.step[j * g.nlev + k];
            mean += g.step[j * g.nlev + k] * g.lev[k];
        }
        assert_near(sum, 1, 1e-12);
        if (j == g.nlev / 2) assert_true(fabs(mean - g.lev[j]) < 0.2); /* either sign alike */
    }
    run(r);
    assert_true(r->r.notes & INFER_SELECTION);
    with = r->r.total;
    r->o.selection_scale = 0;
    run(r);
    assert_true(!(r->r.notes & INFER_SELECTION));
    assert_true(with.hi - with.lo > 1.3 * (r->r.total.hi - r->r.total.lo));
    assert_true(with.lo < r->r.total.lo && with.hi > r->r.total.hi);
    rig_free(r);
}

static void a_slot_without_seats_changes_nothing(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        slot(r, i, INFER_OPERATED, 30, 30);
        slot(s, i, INFER_OPERATED, 30, 30);
    }
    count(r, 0, INFER_COUNTED, 12);
    count(s, 0, INFER_COUNTED, 12);
    slot(s, 4, INFER_UNKNOWN, 0, 0);
    run(r);
    run(s);
    for (int i = 0; i < INFER_QUANTILES; i++) assert_true(r->r.quantile[i] == s->r.quantile[i]);
    assert_near(r->r.total.mean, s->r.total.mean, 1e-9);
    rig_free(r);
    rig_free(s);
}

static void a_cancelled_slot_adds_nobody_and_lowers_completion(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        slot(r, i, INFER_UNKNOWN, 30, 30);
        slot(s, i, INFER_UNKNOWN, 30, 30);
    }
    slot(s, 4, INFER_CANCELLED, 30, 30);
    run(r);
    run(s);
    assert_true(s->r.slot[10].people.hi == 0 && s->r.slot[10].ceiling == 0 &&
                s->r.slot[10].p_operated == 0);
    assert_true(s->r.slot[0].p_operated < r->r.slot[0].p_operated);
    assert_true(s->r.total.mean < r->r.total.mean);
    assert_int_equal(s->r.ceiling, r->r.ceiling);
    rig_free(r);
    rig_free(s);
}

static void not_watched_says_nothing_and_watching_in_vain_says_something(void **state) {
    struct rig *r = rig_new();
    double before;

    (void)state;
    for (int i = 0; i < 6; i++) slot(r, i, INFER_UNKNOWN, 30, 30);
    run(r);
    before = r->r.slot[0].p_operated;
    assert_near(before, r->o.completion_a / (r->o.completion_a + r->o.completion_b), 1e-12);
    r->slot[0].cover = INFER_WATCHED_NOTHING;
    run(r);
    assert_true(r->r.slot[0].p_operated < 0.5 * before && r->r.slot[0].p_operated > 0.05);
    assert_true(r->r.slot[1].p_operated < before && r->r.slot[1].p_operated > 0.8 * before);
    rig_free(r);
}

static void seen_is_one_count_a_flight_the_lowest_of_its_roots(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 6; i++) slot(r, i, INFER_UNKNOWN, 100, 100);
    count(r, 0, INFER_COUNTED, 40);
    count(r, 0, INFER_COUNTED, 38);
    count(r, 0, INFER_PARTIAL, 30);
    count(r, 1, INFER_EYE, 50);
    count(r, 2, INFER_OFFICIAL, 60);
    count(r, 3, INFER_COUNTED, 97)->of = INFER_ALL;
    count(r, 4, INFER_COUNTED, 33)->stage = INFER_WAITING;
    count(r, 5, INFER_NEIGHBOUR, 44);
    count(r, 5, INFER_CLAIMED, 90);
    count(r, 0, INFER_COUNTED, 41)->root = 0; /* a second voice of root 0: 40 is kept */
    run(r);
    assert_int_equal(r->r.seen, 30);
    assert_int_equal(r->r.slot[0].seen, 30);
    for (int i = 1; i < 6; i++) assert_int_equal(r->r.slot[i].seen, -1);
    assert_true(r->r.used[0] && r->r.used[3] && !r->r.used[7] && !r->r.used[8] && !r->r.used[9]);
    assert_true(r->r.notes & INFER_NEIGHBOUR_REFUSED && r->r.notes & INFER_CONCERN_PRIOR);
    assert_true(r->r.slot[0].p_operated == 1 &&
                r->r.slot[3].p_operated == 1); /* people aboard: it flew */
    assert_true(r->r.slot[4].p_operated < 1 && r->r.slot[5].p_operated < r->r.slot[4].p_operated);
    assert_true(r->r.slot[3].people.mean < 90); /* not all of 97 need be of concern */
    assert_true(r->r.counted_share > 0 && r->r.counted_share < 1);
    rig_free(r);
}

static void a_count_above_the_seats_lifts_them_and_is_told(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_OPERATED, 70, 80);
    slot(r, 1, INFER_UNKNOWN, 70, 80);
    count(r, 0, INFER_COUNTED, 93);
    run(r);
    assert_true(r->r.notes & INFER_ABOVE_SEATS);
    assert_int_equal(r->r.ceiling, 93 + 80);
    assert_true(r->r.slot[0].people.median > 80 && r->r.slot[0].people.hi <= 93);
    r->count[0].method = INFER_EYE; /* a look is not a finding */
    run(r);
    assert_true(!(r->r.notes & INFER_ABOVE_SEATS) && r->r.ceiling == 160);
    r->count[0].method = INFER_SEATS; /* a ceiling, not a count */
    run(r);
    assert_int_equal(r->r.ceiling, 93 + 80);
    rig_free(r);
}

static void unknown_seats_give_no_ceiling(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_UNKNOWN, -1, -1);
    run(r);
    assert_int_equal(r->r.ceiling, -1);
    assert_true(r->r.notes & INFER_SEATS_PRIOR && r->r.total.hi > 0);
    slot(r, 1, INFER_UNKNOWN, 70, 80);
    run(r);
    assert_int_equal(r->r.ceiling, 160); /* the largest type that flies the corridor */
    rig_free(r);
}

static void what_if_values_are_taken_as_given(void **state) {
    struct rig *r = rig_new();

    (void)state;
    season(r, 200, 200);
    r->o.fix_completion = 1;
    r->o.fix_load = 90;
    run(r);
    assert_near(r->r.total.mean, 44 * 90, 0.01);
    assert_near(r->r.operated.mean, 44, 1e-9);
    rig_free(r);
}

static void wrong_input_is_refused_with_its_place(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_UNKNOWN, 80, 70);
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    assert_string_equal(r->e.text, "slot 0: seats 80 to 70");
    r->slot[0].seats_lo = 70;
    count(r, 3, INFER_COUNTED, 5);
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->count[0].slot = 0, r->count[0].best = -1;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->count[0].best = 5, r->o.interval = 1;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->o.interval = 0.9, r->in.nslot = 100001;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_LIMIT);
    r->in.nslot = 0, r->in.ncount = 0;
    run(r);
    assert_true(r->r.total.hi == 0 && r->r.ceiling == 0 && r->r.npoint == 0);
    rig_free(r);
}

static void a_period_count_is_set_aside_and_told(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 10, INFER_UNKNOWN, 50, 50);
    *count(r, -1, INFER_OFFICIAL, 30) = (struct infer_count){.slot = -1,
                                                             .from = 1,
                                                             .to = 20,
                                                             .method = INFER_OFFICIAL,
                                                             .low = -1,
                                                             .best = 30,
                                                             .high = -1,
                                                             .visible = (double)NAN};
    run(r);
    assert_true(!r->r.used[0] && r->r.notes & INFER_PERIOD_UNUSED);
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(total_is_that_of_every_world_in_exact_rationals),
        cmocka_unit_test(watching_and_waiting_are_weighed_as_in_every_world),
        cmocka_unit_test(transforms_agree_with_direct_convolution),
        cmocka_unit_test(gauss_nodes_integrate_powers_exactly),
        cmocka_unit_test(every_method_sums_to_one_over_what_may_be_written),
        cmocka_unit_test(wording_makes_intervals_and_sides),
        cmocka_unit_test(an_eye_sees_too_few_of_a_large_group),
        cmocka_unit_test(people_waiting_are_not_all_aboard),
        cmocka_unit_test(order_of_rows_changes_no_bit),
        cmocka_unit_test(season_without_counts_is_wide_and_below_the_seats),
        cmocka_unit_test(deleting_the_only_count_widens_and_never_gives_zero),
        cmocka_unit_test(uncounted_flights_may_differ_from_counted_ones),
        cmocka_unit_test(a_slot_without_seats_changes_nothing),
        cmocka_unit_test(a_cancelled_slot_adds_nobody_and_lowers_completion),
        cmocka_unit_test(not_watched_says_nothing_and_watching_in_vain_says_something),
        cmocka_unit_test(seen_is_one_count_a_flight_the_lowest_of_its_roots),
        cmocka_unit_test(a_count_above_the_seats_lifts_them_and_is_told),
        cmocka_unit_test(unknown_seats_give_no_ceiling),
        cmocka_unit_test(what_if_values_are_taken_as_given),
        cmocka_unit_test(wrong_input_is_refused_with_its_place),
        cmocka_unit_test(a_period_count_is_set_aside_and_told),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
