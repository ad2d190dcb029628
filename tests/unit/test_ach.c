/* SPDX-License-Identifier: Apache-2.0 */
/* Rival explanations: scores by hand, and laws over random matrices. */
#include "base/rng.h"
#include "rule/ach.h"
#include "t.h"

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)512 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

static const double none[16]; /* 0: no prior is given */

#define MAX 400
struct rig {
    struct ach_input in;
    struct ach_item item[MAX];
    struct ach_weigh weigh[MAX * 8];
};

static void begin(struct rig *g, size_t nh, size_t nroot) {
    *g = (struct rig){0};
    g->in = (struct ach_input){.prior = none,
                               .nhypothesis = nh,
                               .item = g->item,
                               .nroot = nroot,
                               .nanalyst = 1,
                               .weigh = g->weigh};
}

/* One row: marks apart by blanks, "." not judged. */
static void row(struct rig *g, int root, const char *marks) {
    int item = (int)g->in.nitem++, h = 0;

    g->item[item] = (struct ach_item){root, true};
    for (const char *s = marks; *s; h++) {
        size_t n = strcspn(s, " "), m = 0;

        while (ach_marks[m] && (strlen(ach_marks[m]) != n || strncmp(s, ach_marks[m], n) != 0)) m++;
        if (ach_marks[m])
            g->weigh[g->in.nweigh++] = (struct ach_weigh){h, item, 0, (enum ach_mark)m, 0};
        s += n + (s[n] == ' ');
    }
}

static void by_inconsistency_and_never_by_support(void **state) {
    static struct rig g;
    struct ach_result r;

    (void)state;
    begin(&g, 3, 0);
    row(&g, -1, "CC I II");
    row(&g, -1, "C NA I");
    row(&g, -1, "I CC .");
    r = ach_run(&arena, &g.in);
    assert_near(r.hypothesis[0].against, 1, 1e-12);
    assert_near(r.hypothesis[1].against, 1, 1e-12);
    assert_near(r.hypothesis[2].against, 3, 1e-12);
    assert_int_equal(r.hypothesis[0].rank, 1);
    assert_int_equal(r.hypothesis[1].rank,
                     1); /* equal points, equal rank, whatever speaks for it */
    assert_int_equal(r.hypothesis[2].rank, 3);
    assert_int_equal(r.hypothesis[2].unjudged, 1);
    for (int i = 0; i < 50; i++) row(&g, -1, "N N CC");
    r = ach_run(&arena, &g.in);
    assert_near(r.hypothesis[2].against, 3, 1e-12); /* fifty supports later */
    assert_int_equal(r.hypothesis[2].rank, 3);
}

static void what_fits_all_tells_nothing_apart(void **state) {
    static struct rig g;
    struct ach_result r;

    (void)state;
    begin(&g, 4, 0);
    row(&g, -1, "C C C C");
    row(&g, -1, "CC I I II");
    row(&g, -1, "I . . .");
    r = ach_run(&arena, &g.in);
    assert_near(r.row[0].diagnosticity, 0, 1e-12);
    assert_near(r.row[1].diagnosticity, 1.5, 1e-12); /* sd of 2 -1 -1 -2, by hand */
    assert_true(isnan(r.row[2].diagnosticity));
    assert_int_equal(r.row[0].without.change, ACH_SAME);
}

static void one_root_is_one_voice(void **state) {
    static struct rig g;
    struct ach_result r, s;

    (void)state;
    begin(&g, 3, 2);
    row(&g, 0, "C I II");
    row(&g, 1, "I N C");
    r = ach_run(&arena, &g.in);
    for (int i = 0; i < 10; i++) row(&g, 0, "C I II"); /* ten reposts */
    s = ach_run(&arena, &g.in);
    for (int h = 0; h < 3; h++) {
        assert_near(s.hypothesis[h].against, r.hypothesis[h].against, 1e-12);
        assert_int_equal(s.hypothesis[h].rank, r.hypothesis[h].rank);
    }
    assert_int_equal(s.row[0].without.change, ACH_SAME); /* the others still say it */
    assert_int_equal(s.root[0].change, ACH_FIRST);       /* but not when the root falls */
    assert_int_equal(r.row[0].without.change, ACH_FIRST);
    row(&g, 0, "II N N"); /* of one root the worst mark counts, once */
    s = ach_run(&arena, &g.in);
    assert_near(s.hypothesis[0].against, 3, 1e-12);
}

static void analysts_are_averaged_and_their_quarrel_is_shown(void **state) {
    static struct rig g;
    struct ach_result r;

    (void)state;
    begin(&g, 2, 0);
    row(&g, -1, "I C");
    g.in.nanalyst = 2;
    g.weigh[g.in.nweigh++] = (struct ach_weigh){0, 0, 1, ACH_CC, 0};
    r = ach_run(&arena, &g.in);
    assert_near(r.hypothesis[0].against, 0.5, 1e-12);
    assert_near(r.row[0].cell[0].value, 0.5, 1e-12);
    assert_near(r.row[0].disagreement, 3, 1e-12);
    g.item[0].usable = false; /* names no row: shown, and scores nothing */
    r = ach_run(&arena, &g.in);
    assert_near(r.hypothesis[0].against, 0, 1e-12);
    assert_int_equal(r.hypothesis[0].unjudged, 0);
}

static void likelihoods(struct rig *g, int root, double a, double b) {
    int item = (int)g->in.nitem++;

    g->item[item] = (struct ach_item){root, true};
    g->weigh[g->in.nweigh++] = (struct ach_weigh){0, item, 0, ACH_N, a};
    g->weigh[g->in.nweigh++] = (struct ach_weigh){1, item, 0, ACH_N, b};
}

static void odds_multiply_over_roots_and_not_within(void **state) {
    static struct rig g;
    static const double prior[] = {0.2, 0.8};
    struct ach_result r;

    (void)state;
    begin(&g, 2, 2);
    likelihoods(&g, 0, 0.6, 0.2);
    r = ach_run(&arena, &g.in);
    assert_near(r.odds[0].share[0], 0.75, 1e-12); /* Bayes, by hand: 0.6 / (0.6 + 0.2) */
    for (int i = 0; i < 9; i++) likelihoods(&g, 0, 0.6, 0.2);
    r = ach_run(&arena, &g.in);
    assert_near(r.odds[0].share[0], 0.75, 1e-12);
    likelihoods(&g, 1, 0.5, 0.1);
    r = ach_run(&arena, &g.in);
    assert_near(r.odds[0].share[0], 0.6 * 0.5 / (0.6 * 0.5 + 0.2 * 0.1), 1e-12);
    g.in.prior = prior;
    r = ach_run(&arena, &g.in);
    assert_true(r.priors);
    assert_near(r.odds[0].share[0], 0.2 * 0.3 / (0.2 * 0.3 + 0.8 * 0.02), 1e-12);
    likelihoods(&g, -1, 0.5, 0); /* for one of the two only */
    r = ach_run(&arena, &g.in);
    assert_int_equal(r.odds[0].left_out, 1);
    assert_int_equal(r.odds[0].items, 11);
}

/* Of one root the least share counts: what was said once more, in whatever order, or says nothing, is no evidence. */
static void pieces_of_one_root_enter_as_the_least_once(void **state) {
    static const double piece[][2] = {{0.6, 0.2}, {0.99, 0.01}, {0.05, 0.05}, {0.1, 0.4}};
    static struct rig g;
    struct ach_result r;

    (void)state;
    begin(&g, 2, 1);
    likelihoods(&g, 0, 0.6, 0.2);
    likelihoods(&g, 0, 0.05, 0.05); /* as likely by both: it tells nothing */
    r = ach_run(&arena, &g.in);
    assert_near(r.odds[0].share[0], 0.75, 1e-12);
    for (uint64_t seed = 0; seed < 20; seed++) {
        begin(&g, 2, 1);
        for (size_t i = 0; i < 12; i++) { /* each at least once, then at random */
            const double *p = piece[i < 4 ? (i + seed) % 4 : rng_u64(seed, 0, i) % 4];

            likelihoods(&g, 0, p[0], p[1]);
        }
        r = ach_run(&arena, &g.in);
        /* by hand: against the first 0.1 / 0.4, against the second 0.01 / 0.99 */
        assert_near(r.odds[0].share[0], 0.25 / (0.25 + 0.01 / 0.99), 1e-12);
    }
}

/* Taking one item out as the quick way does is the same as never having put it in. */
static void leaving_out_is_as_if_it_had_never_been(void **state) {
    static struct rig g, h;

    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        size_t n = 1 + rng_u64(seed, 0, 0) % 12, nh = 2 + rng_u64(seed, 0, 1) % 4;
        struct ach_result r;

        begin(&g, nh, 3);
        for (size_t i = 0; i < n; i++) {
            g.item[i] =
                (struct ach_item){(int)(rng_u64(seed, 1, i) % 5) - 1, rng_u64(seed, 2, i) % 8 > 0};
            if (g.item[i].root > 2) g.item[i].root = -1;
            for (size_t k = 0; k < nh; k++)
                g.weigh[g.in.nweigh++] = (struct ach_weigh){
                    (int)k, (int)i, 0, (enum ach_mark)(rng_u64(seed, 3, i * 8 + k) % 6), 0};
        }
        g.in.nitem = n;
        r = ach_run(&arena, &g.in);
        for (size_t out = 0; out < n; out++) {
            struct ach_result s;

            h = g;
            h.in.item = h.item, h.in.weigh = h.weigh;
            h.item[out].usable = false;
            s = ach_run(&arena, &h.in);
            for (size_t k = 0; k < nh; k++)
                assert_int_equal(r.row[out].without.rank[k], s.hypothesis[k].rank);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_inconsistency_and_never_by_support),
        cmocka_unit_test(what_fits_all_tells_nothing_apart),
        cmocka_unit_test(one_root_is_one_voice),
        cmocka_unit_test(analysts_are_averaged_and_their_quarrel_is_shown),
        cmocka_unit_test(odds_multiply_over_roots_and_not_within),
        cmocka_unit_test(pieces_of_one_root_enter_as_the_least_once),
        cmocka_unit_test(leaving_out_is_as_if_it_had_never_been),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
