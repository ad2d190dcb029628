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

/* Of light flights: how many there are, how many of them are empty, how few the others carry. */
struct light {
    double share, empty, ratio;
};

static int load_draw(struct draw *d, int seats, double level, const struct law *law,
                     const struct light *light) {
    double m = 1 / (1 + exp(-level)), a = m * law->size, b = (1 - m) * law->size, u;
    int n = 0;

    if (unit(d) < light->share) {
        if (unit(d) < light->empty) return 0;
        do n = (int)(log(unit(d)) / log(light->ratio)); /* geometric, cut */
        while (n > FEW_MAX || n > seats);
        return n;
    }
    for (int i = 0; i < seats && !law->tails; i++) /* an urn: the beta-binomial without its beta */
        if (unit(d) < (a + n) / (a + b + i)) n++;
    if (!law->tails) return n;
    u = unit(d);
    n = (int)((seats + 1) / (1 + exp(-level - law->size * log(u / (1 - u)))));
    return n < seats ? n : seats;
}

static int count_draw(struct draw *d, int n) {
    double u = unit(d), sd = u < 0.5 ? 0 : u < 0.92 ? fmax(0.8, 0.05 * n) : fmax(3, 0.15 * n);
    double y = floor(n + sd * normal(d) + 0.5);

    return y < 0 || unit(d) < 0.003 ? 0 : (int)y;
}

enum world_kind { STANDING, DRIFTING, CHANGING, HEARD };

/* A corridor of n slots drawn from the prior; the first k were counted, if they flew. Where the level drifts or regimes change, that is so
 * in every other corridor, and all flights are known to have flown. Where flights are heard of, it is with a chance that in every other corridor is not
 * the same for those that flew and those that did not. @return the true total. */
static int draw_case(struct draw *d, struct rig *r, int n, int k, int seats, enum world_kind kind) {
    bool moves = kind == DRIFTING || kind == CHANGING;
    struct law law = {.tails = unit(d) < 0.5};
    double level = 1.5 * normal(d), p = moves ? 1 : beta_draw(d, 2.9, 1.4);
    struct light light = {beta_draw(d, 0.3, 1.2), beta_draw(d, 1, 1), beta_draw(d, 6, 3)};
    bool other = moves && unit(d) < 0.5;
    double year = kind == DRIFTING && other ? r->o.drift * exp(0.7 * normal(d)) : 0,
           rate = kind == CHANGING && other ? 1 : 0;
    double flown_heard = kind == HEARD ? pow(unit(d), 4) : 1, /* Beta(0.25, 1) */
        stayed_heard = kind == HEARD && unit(d) < 0.5 ? pow(unit(d), 4) : flown_heard;
    int total = 0;

    law.size = law.tails ? exp(-1.1 + 0.6 * normal(d)) : exp(2.8 + 1.2 * normal(d));
    if (rate > 0) light.share = beta_draw(d, 0.5, 0.5);

    for (int i = 0; i < n; i++) {
        bool flown = unit(d) < p;
        int people = flown ? load_draw(d, seats, level, &law, &light) : 0;
        int y = count_draw(d, people);

        total += people;
        level += year * sqrt(20 / 365.25) * normal(d);
        if (rate > 0 && unit(d) > exp(-rate * 20 / 365.25)) light.share = beta_draw(d, 0.5, 0.5);
        if (kind == HEARD ? unit(d) > (flown ? flown_heard : stayed_heard) : i >= k && !moves)
            slot(r, 20 * i, INFER_UNKNOWN, seats, seats);
        else if (!flown)
            slot(r, 20 * i, INFER_CANCELLED, seats, seats);
        else {
            slot(r, 20 * i, INFER_OPERATED, seats, seats);
            if (kind == DRIFTING ? i % 3 == 0 : moves ? i % 4 != 0 : i < k || kind == HEARD)
                count(r, i, INFER_COUNTED, y < seats ? y : seats);
        }
    }
    return total;
}

#define CALIBRATE 400
#define BINS 10

static double ranks_chi(enum world_kind kind) {
    static const char *const name[] = {"", " with drift", " with regimes", " of flights heard of"};
    static const int slots[] = {10, 12, 32, 30};
    int bin[BINS] = {0};
    double chi = 0;

    for (uint64_t s = 0; s < CALIBRATE; s++) {
        struct draw d = {20231030, s + (uint64_t)kind * CALIBRATE, 0};
        struct rig *r = rig_new();
        double below = 0;
        int total;

        r->o.selection_scale = kind == HEARD ? 1e-9 : 0; /* on, and the loads alike */
        r->o.unlisted_a = 0;
        r->o.draws = 2000;
        if (kind != DRIFTING) r->o.drift = 0;
        r->o.regimes = kind == CHANGING;
        total = draw_case(&d, r, slots[kind], (int)(s % 5), 30, kind);
        run(r);
        for (size_t i = 0; i < r->r.ndraw; i++)
            below += r->r.draw[i] < total ? 1 : r->r.draw[i] == total ? unit(&d) : 0;
        below /= (double)r->r.ndraw;
        bin[below < 1 ? (int)(below * BINS) : BINS - 1]++;
        rig_free(r);
    }
    for (int i = 0; i < BINS; i++)
        chi += pow(bin[i] - (double)CALIBRATE / BINS, 2) / ((double)CALIBRATE / BINS);
    print_message("# ranks%s: chi square %.1f: %d %d %d %d %d %d %d %d %d %d\n", name[kind], chi,
                  bin[0], bin[1], bin[2], bin[3], bin[4], bin[5], bin[6], bin[7], bin[8], bin[9]);
    return chi;
}

static void ranks_of_drawn_totals_are_uniform(void **state) {
    (void)state;
    assert_true(ranks_chi(STANDING) < 21.7); /* 1 % point of chi square with 9 degrees of freedom */
}

static void ranks_are_uniform_when_the_level_may_drift(void **state) {
    (void)state;
    assert_true(ranks_chi(DRIFTING) < 21.7);
}

static void ranks_are_uniform_when_regimes_may_change(void **state) {
    (void)state;
    assert_true(ranks_chi(CHANGING) < 21.7);
}

static void ranks_are_uniform_when_some_flights_are_heard_of(void **state) {
    (void)state;
    assert_true(ranks_chi(HEARD) < 21.7);
}

static void one_more_count_lowers_the_expected_variance(void **state) {
    double with = 0, without = 0;

    (void)state;
    for (uint64_t s = 0; s < 60; s++) {
        for (int more = 0; more < 2; more++) {
            struct draw d = {7, s, 0};
            struct rig *r = rig_new();
            double m = 0, v = 0;

            r->o.selection_scale = 0;
            r->o.drift = 0;
            draw_case(&d, r, 8, 2 + more, 30, false);
            run(r);
            for (size_t i = 0; i < r->r.ndraw; i++) m += r->r.draw[i];
            m /= (double)r->r.ndraw;
            for (size_t i = 0; i < r->r.ndraw; i++) v += pow(r->r.draw[i] - m, 2);
            *(more ? &with : &without) += v / (double)r->r.ndraw / 60;
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
    int truth = 0;
    bool in;

    r->o.selection_scale = 0; /* the reveal is random */
    for (int i = 0; i < y->n; i++) {
        slot(r, y->day[i], INFER_OPERATED, 150, 150);
        truth += y->people[dir][i];
        if (rng_unit(seed, (uint64_t)dir, (uint64_t)i) < keep)
            count(r, i, INFER_COUNTED, y->people[dir][i]);
    }
    run(r);
    in = r->r.total.lo <= truth && truth <= r->r.total.hi;
    *width += (r->r.total.hi - r->r.total.lo) / truth;
    rig_free(r);
    return in;
}

/* The full table is `make calibrate`; the test takes few replicates, and fails only far outside. */
static void yakima_totals_are_covered_from_a_quarter_of_the_counts(void **state) {
    struct yakima y = {0};
    int n = 12;

    (void)state;
    if (!yakima_read(&y)) {
        print_message("the shared data is not here\n");
        skip();
    }
    for (int dir = 0; dir < 2; dir++) {
        double width = 0;
        int in = 0;

        for (int i = 0; i < n; i++) in += yakima_covers(&y, dir, 0.25, 1000 + (uint64_t)i, &width);
        print_message("# yakima %s, 25 %% kept: %d of %d covered, width %.2f of the truth\n",
                      dir ? "off" : "on", in, n, width / n);
        assert_true(in >= n * 2 / 3);
        assert_true(width / n < (dir ? 1.6 : 0.55));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_of_drawn_totals_are_uniform),
        cmocka_unit_test(ranks_are_uniform_when_the_level_may_drift),
        cmocka_unit_test(ranks_are_uniform_when_regimes_may_change),
        cmocka_unit_test(ranks_are_uniform_when_some_flights_are_heard_of),
        cmocka_unit_test(one_more_count_lowers_the_expected_variance),
        cmocka_unit_test(yakima_totals_are_covered_from_a_quarter_of_the_counts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
