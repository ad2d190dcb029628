/* SPDX-License-Identifier: Apache-2.0 */
/* The eye's law, leaving one image out: is the answer of a person who looked for ten seconds where the law of the other images says?
 * The law is that of docs/MODEL.md, section 5, "eye". */
#include "cal.h"

#include <math.h>
#include <stdlib.h>

#define CLASSES 4
/* Geometric means of the images of a class. */
static const double centre[CLASSES] = {8, 41, 105, 427};
static const char *const name[CLASSES] = {"3-20", "21-60", "61-150", "over 150"};

struct answer {
    int image, n, y, people; /* birds in the image, the answer, how many people gave it */
};
struct law {
    double ratio[CLASSES], sd[CLASSES];
};

static int class_of(int n) {
    return n <= 20 ? 0 : n <= 60 ? 1 : n <= 150 ? 2 : 3;
}

static double log_ratio(const struct answer *a) {
    return log(fmax(a->y, 0.5) / a->n);
}

static int by_ratio(const void *x, const void *y) {
    double a = log_ratio(x), b = log_ratio(y);

    return (a > b) - (a < b);
}

/* Median ratio and sd of its log in each class, over the answers (in order of their ratio) to all images but one. */
static struct law fit(const struct answer *v, size_t n, int without) {
    struct law l;

    for (int k = 0; k < CLASSES; k++) {
        double m = 0, s = 0, s2 = 0, at = 0;

        for (size_t i = 0; i < n; i++)
            if (v[i].image != without && class_of(v[i].n) == k) {
                m += v[i].people;
                s += v[i].people * log_ratio(&v[i]);
                s2 += v[i].people * log_ratio(&v[i]) * log_ratio(&v[i]);
            }
        l.sd[k] = sqrt(s2 / m - s / m * s / m);
        l.ratio[k] = 1;
        for (size_t i = 0; i < n && at < m / 2; i++)
            if (v[i].image != without && class_of(v[i].n) == k) {
                at += v[i].people;
                l.ratio[k] = exp(log_ratio(&v[i]));
            }
    }
    return l;
}

/* Linear in log n between the centres. */
static void at_size(const struct law *l, double n, double *ratio, double *sd) {
    int i = 0;
    double t;

    while (i < CLASSES - 2 && n > centre[i + 1]) i++;
    t = fmin(1, fmax(0, log(n / centre[i]) / log(centre[i + 1] / centre[i])));
    *ratio = l->ratio[i] + t * (l->ratio[i + 1] - l->ratio[i]);
    *sd = l->sd[i] + t * (l->sd[i + 1] - l->sd[i]);
}

static double normal_cdf(double x) {
    return 0.5 * erfc(-x * M_SQRT1_2);
}

/* Smallest answer y with P(answer <= y | n) >= p. */
static int answer_at(const struct law *l, double n, double p) {
    double ratio, sd;

    at_size(l, n, &ratio, &sd);
    for (int y = 0;; y++) {
        double z = (log(y + 0.5) - log(n * ratio)) / sd;

        if (0.95 * normal_cdf(z) + 0.05 * normal_cdf(z / 1.5) >= p) return y;
    }
}

static struct cal_range predict(const struct law *l, int n, double level) {
    return (struct cal_range){answer_at(l, n, (1 - level) / 2), answer_at(l, n, (1 + level) / 2)};
}

static void judge(struct cal *c, const struct answer *v, size_t n, int k) {
    VEC(struct cal_eval) eval = {0};
    struct cal_line *l;
    struct law all = fit(v, n, -1);

    for (int image = 1; image <= 100; image++) {
        struct law law = fit(v, n, image);

        for (size_t i = 0; i < n; i++) {
            if (v[i].image != image || class_of(v[i].n) != k) continue;
            if (!cal_in_half(c, (uint64_t)image)) continue;
            for (int p = 0; p < v[i].people; p++)
                *vec_push(c->a, &eval) =
                    (struct cal_eval){.truth = v[i].y, .own = predict(&law, v[i].n, 0.9)};
        }
    }
    l = cal_line(c, "flock", name[k], eval.v, eval.n, 0.9, NULL, 0);
    l->pass = l->covered >= 0.85 && (k == 0 || l->covered <= 0.95);
    l->target = k ? "covers 0.85-0.95" : "covers >= 0.85";
    l->note = arena_printf(c->a, "median ratio %.2f, sd of log %.2f from all images", all.ratio[k],
                           all.sd[k]);
}

int cal_flock(struct cal *c, struct err *e) {
    struct cal_table t;
    struct answer *v;
    int rc;

    if ((rc = cal_read(c, "observers/flock_quiz_freq.csv", &t, e)) < 0) return rc;
    v = ARENA_ARRAY(c->a, struct answer, t.nrow);
    for (size_t i = 0; i < t.nrow; i++)
        v[i] = (struct answer){
            cal_int(cal_cell(&t, i, "image")), cal_int(cal_cell(&t, i, "true_n")),
            cal_int(cal_cell(&t, i, "response")), cal_int(cal_cell(&t, i, "n_respondents"))};
    qsort(v, t.nrow, sizeof *v, by_ratio);
    for (int k = 0; k < CLASSES; k++) judge(c, v, t.nrow, k);
    return 0;
}
