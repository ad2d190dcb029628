/* SPDX-License-Identifier: Apache-2.0 */
/* Is infer/ right about how sure it is? Cases drawn from the model itself, and a corridor whose totals are known. */
#include "base/rng.h"
#include "infer_rig.h"

/* ---- data drawn from the model ---- */

struct draw {
    uint64_t seed, stream, at;
};

static double unit(struct draw *d) {
    return rng_unit(d->seed, d->stream, d->at++);
}

static double normal(struct draw *d) {
    double u = unit(d), v = unit(d);

    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* By halving: the distribution function is the integral of the density on 4,000 strips. */
static double beta_draw(struct draw *d, double a, double b) {
    double w[4000], sum = 0, u = unit(d);

    for (int i = 0; i < 4000; i++) {
        double p = (i + 0.5) / 4000;

        sum += w[i] = pow(p, a - 1) * pow(1 - p, b - 1);
    }
    u *= sum;
    for (int i = 0; i < 4000; i++)
        if ((u -= w[i]) <= 0) return (i + 0.5) / 4000;
    return 1;
}

static int load_draw(struct draw *d, int seats, double level, double phi, double light,
                     double empty) {
    double m = 1 / (1 + exp(-level)), a = m * phi, b = (1 - m) * phi;
    int n = 0;

    if (unit(d) < light) {
        double few[FEW_MAX + 1], u = unit(d);

        few_pmf(seats, few);
        if (unit(d) < empty) return 0;
        while (n < FEW_MAX && (u -= few[n]) > 0) n++;
        return n;
    }
    for (int i = 0; i < seats; i++) /* an urn: the beta-binomial without its beta */
        if (unit(d) < (a + n) / (a + b + i)) n++;
    return n;
}

static int count_draw(struct draw *d, int n) {
    double u = unit(d), sd = u < 0.5 ? 0 : u < 0.92 ? fmax(0.4, 0.05 * n) : fmax(1, 0.15 * n);
    double y = floor(n + sd * normal(d) + 0.5);

    return y < 0 ? 0 : (int)y;
}

/* A corridor of n slots drawn from the prior; the first k were seen to fly and counted. @return the true total. */
static int draw_case(struct draw *d, struct rig *r, int n, int k, int seats) {
    double level = 1.2 * normal(d), phi = exp(1.8 + 0.7 * normal(d)),
           light = beta_draw(d, 0.5, 2.0);
    double empty = unit(d), p = beta_draw(d, 2.9, 1.4);
    int total = 0;

    for (int i = 0; i < n; i++) {
        bool flown = unit(d) < p;
        int people = flown ? load_draw(d, seats, level, phi, light, empty) : 0;
        int y = count_draw(d, people);

        total += people;
        if (i >= k)
            slot(r, i, INFER_UNKNOWN, seats, seats);
        else if (!flown)
            slot(r, i, INFER_CANCELLED, seats, seats);
        else {
            slot(r, i, INFER_OPERATED, seats, seats);
            count(r, i, INFER_COUNTED, y < seats ? y : seats);
        }
    }
    return total;
}

static double variance(const struct pmf *d) {
    double m = 0, s = 0;

    for (size_t i = 0; i < d->n; i++)
        m += (double)i * d->p[i], s += (double)i * (double)i * d->p[i];
    return s - m * m;
}

#define CALIBRATE 400
#define BINS 10

static void ranks_of_drawn_totals_are_uniform(void **state) {
    int bin[BINS] = {0};
    double chi = 0;

    (void)state;
    for (uint64_t s = 0; s < CALIBRATE; s++) {
        struct draw d = {20231030, s, 0};
        struct rig *r = rig_new();
        struct world w;
        struct grid g;
        struct pmf t;
        double below = 0;
        int total;

        r->o.selection_scale = 0;
        total = draw_case(&d, r, 10, (int)(s % 5), 30);
        open_world(r, &w, &g, 2);
        product_run(&w, &g, 0, &w.n, 1, 0, &t);
        for (int i = 0; i < total; i++) below += t.p[i];
        below += unit(&d) * t.p[total];
        bin[below < 1 ? (int)(below * BINS) : BINS - 1]++;
        rig_free(r);
    }
    for (int i = 0; i < BINS; i++)
        chi += pow(bin[i] - (double)CALIBRATE / BINS, 2) / ((double)CALIBRATE / BINS);
    if (chi > 21.7) /* 1 % point of chi square with 9 degrees of freedom */
        fail_msg("chi square %.1f: %d %d %d %d %d %d %d %d %d %d", chi, bin[0], bin[1], bin[2],
                 bin[3], bin[4], bin[5], bin[6], bin[7], bin[8], bin[9]);
}

static void one_more_count_lowers_the_expected_variance(void **state) {
    double with = 0, without = 0;

    (void)state;
    for (uint64_t s = 0; s < 60; s++) {
        for (int more = 0; more < 2; more++) {
            struct draw d = {7, s, 0};
            struct rig *r = rig_new();
            struct world w;
            struct grid g;
            struct pmf t;

            r->o.selection_scale = 0;
            draw_case(&d, r, 8, 2 + more, 30);
            open_world(r, &w, &g, 2);
            product_run(&w, &g, 0, &w.n, 1, PRODUCT_TIGHT, &t);
            *(more ? &with : &without) += variance(&t) / 60;
            rig_free(r);
        }
    }
    assert_true(with < without);
}

/* ---- reality ---- */

struct yakima {
    int n, people[2][130], day[130];
};

static char *field(char *line, int k) {
    while (k-- > 0) {
        line = strchr(line, ',');
        assert_non_null(line);
        line++;
    }
    return line;
}

static bool yakima_read(struct yakima *y) {
    char path[512], line[1024];
    FILE *f;

    if (!t_shared()) return false;
    snprintf(path, sizeof path, "%s/yakima/kykm_flights.csv", t_shared());
    f = fopen(path, "r");
    if (!f) return false;
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f)) {
        const char *on = field(line, 6), *off = field(line, 7);

        if (strncmp(field(line, 13), "flown", 5) != 0 || *on == ',' || *off == ',') continue;
        y->people[0][y->n] = (int)strtol(on, NULL, 10);
        y->people[1][y->n] = (int)strtol(off, NULL, 10);
        y->day[y->n] = y->n * 7;
        y->n++;
    }
    fclose(f);
    return true;
}

/* One replicate: keeps each count with the given chance. @return whether the 90 % interval holds the true total. */
static bool yakima_covers(const struct yakima *y, int dir, double keep, uint64_t seed,
                          double *width) {
    struct rig *r = rig_new();
    int truth = 0, lo = -1, hi = -1;
    double sum = 0;
    struct world w;
    struct grid g;
    struct pmf t;

    r->o.selection_scale = 0; /* the reveal is random */
    for (int i = 0; i < y->n; i++) {
        slot(r, y->day[i], INFER_OPERATED, 150, 150);
        truth += y->people[dir][i];
        if (rng_unit(seed, (uint64_t)dir, (uint64_t)i) < keep)
            count(r, i, INFER_COUNTED, y->people[dir][i]);
    }
    open_world(r, &w, &g, 2);
    product_run(&w, &g, 0, &w.n, 1, PRODUCT_TIGHT, &t);
    for (size_t i = 0; i < t.n; i++) {
        sum += t.p[i];
        if (lo < 0 && sum >= 0.05) lo = (int)i;
        if (hi < 0 && sum >= 0.95) hi = (int)i;
    }
    *width += (double)(hi - lo) / truth;
    rig_free(r);
    return lo <= truth && truth <= hi;
}

/* HEADCOUNT_REPLICATES=200 gives the figures of docs/MODEL.md; the test itself takes few, and fails only far outside. */
static void yakima_totals_are_covered_from_a_quarter_of_the_counts(void **state) {
    const char *many = getenv("HEADCOUNT_REPLICATES");
    int n = many ? (int)strtol(many, NULL, 10) : 12;
    static const double keep[] = {0.10, 0.25, 0.50};
    struct yakima y = {0};

    (void)state;
    if (!yakima_read(&y)) {
        print_message("the shared data is not here\n");
        skip();
    }
    for (int dir = 0; dir < 2; dir++)
        for (int k = many ? 0 : 1; k < (many ? 3 : 2); k++) {
            double width = 0;
            int in = 0;

            for (int i = 0; i < n; i++)
                in += yakima_covers(&y, dir, keep[k], 1000 + (uint64_t)i, &width);
            print_message("# yakima %s, %.0f %% kept: %d of %d covered, width %.2f of the truth\n",
                          dir ? "off" : "on", 100 * keep[k], in, n, width / n);
            assert_true(in >= n * 2 / 3);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_of_drawn_totals_are_uniform),
        cmocka_unit_test(one_more_count_lowers_the_expected_variance),
        cmocka_unit_test(yakima_totals_are_covered_from_a_quarter_of_the_counts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
