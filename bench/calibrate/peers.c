/* SPDX-License-Identifier: Apache-2.0 */
/* What people use today for the same question, so that we can be compared with it. */
#include "base/beta.h"
#include "base/rng.h"
#include "cal.h"

#include <math.h>
#include <stdlib.h>

#define RESAMPLES 2000

static double mean(const struct peer_in *in) {
    double s = 0;

    for (size_t i = 0; i < in->k; i++) s += in->y[i];
    return in->k ? s / (double)in->k : 0;
}

static int by_value(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;

    return (a > b) - (a < b);
}

static struct cal_range percentile(double *v, size_t n, double level) {
    double tail = (1 - level) / 2;

    qsort(v, n, sizeof *v, by_value);
    return (struct cal_range){v[(size_t)(tail * (double)(n - 1) + 0.5)],
                              v[(size_t)((1 - tail) * (double)(n - 1) + 0.5)]};
}

static struct cal_range bootstrap(struct arena *a, const struct peer_in *in, bool predictive) {
    double *v = ARENA_ARRAY(a, double, RESAMPLES);
    int *re = ARENA_ARRAY(a, int, in->k);
    uint64_t at = 0;

    if (in->k == 0) return (struct cal_range){0, 0};
    for (size_t b = 0; b < RESAMPLES; b++) {
        double sum = 0;

        for (size_t i = 0; i < in->k; i++) {
            re[i] = in->y[rng_u64(in->seed, in->stream, at++) % in->k];
            sum += re[i];
        }
        v[b] = (double)in->all * sum / (double)in->k;
        if (!predictive) continue;
        v[b] = (double)in->k * mean(in);
        for (size_t i = in->k; i < in->all; i++)
            v[b] += re[rng_u64(in->seed, in->stream, at++) % in->k];
    }
    return percentile(v, RESAMPLES, in->level);
}

struct cal_range peer_bootstrap(struct arena *a, const struct peer_in *in) {
    return bootstrap(a, in, false);
}

struct cal_range peer_predictive(struct arena *a, const struct peer_in *in) {
    return bootstrap(a, in, true);
}

/* ---- Student's t ---- */

double peer_t_quantile(double p, double df) {
    double lo = 0, hi = 1e6;

    for (int i = 0; i < 100; i++) {
        double t = (lo + hi) / 2;

        *(1 - beta_cdf(df / (df + t * t), df / 2, 0.5) / 2 < p ? &lo : &hi) = t;
    }
    return (lo + hi) / 2;
}

struct cal_range peer_t(const struct peer_in *in) {
    double m = mean(in), s = 0, k = (double)in->k, all = (double)in->all, half;

    for (size_t i = 0; i < in->k; i++) s += (in->y[i] - m) * (in->y[i] - m);
    s = sqrt(s / (k - 1));
    half = peer_t_quantile((1 + in->level) / 2, k - 1) * all * s / sqrt(k) * sqrt(1 - k / all);
    return (struct cal_range){all * m - half, all * m + half};
}

/* ---- negative binomial ---- */

#define MEANS 61
#define SIZES 31

static double log_negbin(double y, double size, double mu) {
    return lgamma(y + size) - lgamma(size) - lgamma(y + 1) + size * log(size / (size + mu)) +
           y * log(mu / (size + mu));
}

/* Adds weight * NB(size, mu) to p[0 .. top], by the ratio of neighbours from the mode outwards. */
static void negbin_add(double *p, int top, double size, double mu, double weight) {
    double q = mu / (size + mu), at, v;
    int mode = size > 1 ? (int)fmin(top, floor((size - 1) * q / (1 - q))) : 0;

    at = weight * exp(log_negbin(mode, size, mu));
    v = at;
    for (int n = mode; n <= top && v > 1e-18; n++) {
        p[n] += v;
        v *= (n + size) / (n + 1) * q;
    }
    v = at;
    for (int n = mode; n > 0 && v > 1e-18; n--) {
        v *= n / ((n - 1 + size) * q);
        p[n - 1] += v;
    }
}

struct cal_range peer_negbin(struct arena *a, const struct peer_in *in) {
    double lw[MEANS][SIZES], most = -HUGE_VAL, all = 0, sum = 0, known = (double)in->k * mean(in),
                             rest = (double)(in->all - in->k), tail = (1 - in->level) / 2;
    int top = (int)(rest * 400), lo = -1, hi = -1;
    double *p = ARENA_ARRAY(a, double, (size_t)top + 1);

    for (int i = 0; i < MEANS; i++)
        for (int j = 0; j < SIZES; j++) {
            double zm = -3 + 0.1 * i, zs = -3 + 0.2 * j, mu = 40 * exp(zm), size = 4 * exp(zs);

            lw[i][j] = -0.5 * (zm * zm + zs * zs);
            for (size_t k = 0; k < in->k; k++) lw[i][j] += log_negbin(in->y[k], size, mu);
            most = fmax(most, lw[i][j]);
        }
    for (int i = 0; i < MEANS; i++)
        for (int j = 0; j < SIZES; j++)
            if (lw[i][j] > most - 14)
                negbin_add(p, top, rest * 4 * exp(-3 + 0.2 * j), rest * 40 * exp(-3 + 0.1 * i),
                           exp(lw[i][j] - most));
    for (int n = 0; n <= top; n++) all += p[n];
    for (int n = 0; n <= top && hi < 0; n++) {
        sum += p[n] / all;
        if (lo < 0 && sum >= tail) lo = n;
        if (sum >= 1 - tail) hi = n;
    }
    return (struct cal_range){known + lo, known + (hi < 0 ? top : hi)};
}

static double normal_width(double level) {
    return 0.23 * peer_t_quantile((1 + level) / 2, 1e6); /* Student's t with so many degrees */
}

struct cal_range peer_normal(const struct peer_in *in) {
    double rest = (double)(in->all - in->k) * mean(in), known = (double)in->k * mean(in),
           z = normal_width(in->level);

    return (struct cal_range){known + rest * exp(-z), known + rest * exp(z)};
}

struct cal_range peer_normal_whole(const struct peer_in *in) {
    double all = (double)in->all * mean(in), z = normal_width(in->level);

    return (struct cal_range){all * exp(-z), all * exp(z)};
}
