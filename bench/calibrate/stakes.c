/* SPDX-License-Identifier: Apache-2.0 */
/* Two observers' lists to a total: 150 stakes that some are harder to see than others, and lists for which the theory holds. Neither
 * may be printed as an interval, since from the lists alone nobody can tell which of the two it is. */
#include "base/rng.h"
#include "cal.h"
#include "infer/twolist.h"

#define STAKES 150
#define LEVEL 0.95

struct lists {
    int first, second, both;
};
struct tally {
    VEC(struct cal_eval) v;
    size_t claimed; /* pairs for which an interval would be printed */
};

static int add(struct cal *c, struct tally *t, struct lists x, struct err *e) {
    struct twolist r;
    int rc = twolist_run(x.first, x.second, x.both, LEVEL, &r, e);

    if (rc < 0) return rc;
    t->claimed += r.interval;
    *vec_push(c->a, &t->v) = (struct cal_eval){.truth = STAKES, .own = {r.lo, r.hi}};
    return 0;
}

static int all_pairs(struct cal *c, const char *file, int observers, struct tally *t,
                     struct err *e) {
    struct cal_table d;
    int rc = cal_read(c, file, &d, e);

    for (int i = 1; i <= observers && rc == 0; i++)
        for (int j = i + 1; j <= observers && rc == 0; j++) {
            const char *one = arena_printf(c->a, "Obs%d", i), *two = arena_printf(c->a, "Obs%d", j);
            struct lists x = {0};

            for (size_t k = 0; k < d.nrow; k++) {
                int a = cal_int(cal_cell(&d, k, one)), b = cal_int(cal_cell(&d, k, two));

                x.first += a == 1;
                x.second += b == 1;
                x.both += a == 1 && b == 1;
            }
            rc = add(c, t, x, e);
        }
    return rc;
}

/* Each of 150 is seen by each observer with the same chance, independently. */
static struct lists synthetic(uint64_t seed, double p, double q) {
    struct lists x = {0};

    for (uint64_t k = 0; k < STAKES; k++) {
        bool a = rng_unit(7, seed, 2 * k) < p, b = rng_unit(7, seed, 2 * k + 1) < q;

        x.first += a;
        x.second += b;
        x.both += a && b;
    }
    return x;
}

static struct cal_line *line(struct cal *c, const char *what, const struct tally *t) {
    struct cal_line *l = cal_line(c, "stakes", what, t->v.v, t->v.n, LEVEL, NULL, 0);

    l->note = arena_printf(c->a, "%zu of %zu would be printed as an interval", t->claimed, t->v.n);
    return l;
}

int cal_stakes(struct cal *c, struct err *e) {
    static const double chance[][2] = {{0.3, 0.3}, {0.5, 0.5}, {0.8, 0.4}};
    int n = c->replicates ? c->replicates : 2000, rc;
    struct tally t = {0};
    struct cal_line *l;

    if ((rc = all_pairs(c, "observers/stake77.csv", 8, &t, e)) < 0) return rc;
    if ((rc = all_pairs(c, "observers/stake78.csv", 11, &t, e)) < 0) return rc;
    l = line(c, "pairs of observers", &t);
    l->target = "\"at least\", for all";
    l->pass = t.v.n > 0 && t.claimed == 0;
    for (size_t k = 0; k < sizeof chance / sizeof *chance; k++) {
        t = (struct tally){0};
        for (int i = 0; i < n; i++) {
            rc = add(c, &t, synthetic((uint64_t)i * 3 + k, chance[k][0], chance[k][1]), e);
            if (rc < 0) return rc;
        }
        l = line(c, arena_printf(c->a, "equal, %.1f and %.1f", chance[k][0], chance[k][1]), &t);
        l->target = "covers its 0.95 within 0.02, \"at least\" for all";
        l->pass = l->covered >= 0.93 && l->covered <= 0.97 && t.claimed == 0;
    }
    return 0;
}
