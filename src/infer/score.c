/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/score.h"

#include <math.h>
#include <stdlib.h>

double score_interval(double lo, double hi, double level, double truth) {
    double miss = truth < lo ? lo - truth : truth > hi ? truth - hi : 0;

    return hi - lo + 2 / (1 - level) * miss;
}

static int by_people(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return (a > b) - (a < b);
}

/* Of all pairs i < j in order, the sum of x[j] - x[i] is the sum of (2 i - n + 1) x[i]. */
double score_crps_draws(struct arena *a, const int32_t *draw, size_t n, double truth) {
    int32_t *x = ARENA_ARRAY(a, int32_t, n);
    double near = 0, spread = 0, m = (double)n;

    if (n == 0) return (double)NAN;
    memcpy(x, draw, n * sizeof *x);
    qsort(x, n, sizeof *x, by_people);
    for (size_t i = 0; i < n; i++) {
        near += fabs(x[i] - truth);
        spread += (2 * (double)i - m + 1) * x[i];
    }
    return near / m - spread / m / m;
}

static double pinball(double p, double q, double y) {
    return y < q ? (1 - p) * (q - y) : p * (y - q);
}

/* The integral of the pinball loss over p where q runs straight and does not cross y: a quadratic, so Simpson's rule is exact. */
static double straight(double p0, double q0, double p1, double q1, double y) {
    double mid = pinball((p0 + p1) / 2, (q0 + q1) / 2, y);

    return (p1 - p0) / 6 * (pinball(p0, q0, y) + 4 * mid + pinball(p1, q1, y));
}

static double step(double p0, double q0, double p1, double q1, double y) {
    double p = y > q0 && y < q1 ? p0 + (p1 - p0) * (y - q0) / (q1 - q0) : p1;

    if (p == p1) return straight(p0, q0, p1, q1, y);
    return straight(p0, q0, p, y, y) + straight(p, y, p1, q1, y);
}

double score_crps_quantiles(const double *p, const double *q, size_t n, double truth) {
    double sum;

    if (n == 0) return (double)NAN;
    sum = step(0, q[0], p[0], q[0], truth) + step(p[n - 1], q[n - 1], 1, q[n - 1], truth);
    for (size_t k = 1; k < n; k++) sum += step(p[k - 1], q[k - 1], p[k], q[k], truth);
    return 2 * sum;
}

double score_place(const double *p, const double *q, size_t n, double truth, int *outside) {
    size_t below = 0, through;

    *outside = 0;
    if (n == 0) return (double)NAN;
    while (below < n && q[below] < truth) below++;
    through = below;
    while (through < n && q[through] <= truth) through++;
    if (through > below) return (p[below] + p[through - 1]) / 2;
    if (below == 0 || below == n) {
        *outside = below ? 1 : -1;
        return below ? p[n - 1] : p[0];
    }
    return p[below - 1] +
           (p[below] - p[below - 1]) * (truth - q[below - 1]) / (q[below] - q[below - 1]);
}

#define BETA_NODES 8192
#define BETA_DEPTH 40 /* logs below the mode at which the density is nothing: e^-40 */

/* Log density of the logit of a Beta variable: smooth, with one mode, falling straight at both ends. */
static double log_logit(double a, double b, double t) {
    return t > 0 ? -b * t - (a + b) * log1p(exp(-t)) : a * t - (a + b) * log1p(exp(t));
}

/* Where the density is nothing, on one side of the mode. */
static double reach(double a, double b, double mode, double step) {
    double top = log_logit(a, b, mode);

    while (log_logit(a, b, mode + step) > top - BETA_DEPTH) step *= 1.25;
    return mode + step;
}

/* The trapezoid rule is nearly exact on such a density; the quantile lies in one step of it, by proportion. */
double score_beta(double a, double b, double q) {
    double mode = log(a / b), sd = sqrt(1 / a + 1 / b), top = log_logit(a, b, mode);
    double from = reach(a, b, mode, -sd), to = reach(a, b, mode, sd);
    double step = (to - from) / BETA_NODES, total = 0, sum = 0, last = 0;

    for (int i = 0; i <= BETA_NODES; i++) total += exp(log_logit(a, b, from + i * step) - top);
    for (int i = 0; i <= BETA_NODES; i++) {
        double now = exp(log_logit(a, b, from + i * step) - top), add = (last + now) / 2;

        if (i && sum + add >= q * total) {
            double t = from + (i - 1 + (q * total - sum) / add) * step;

            return 1 / (1 + exp(-t));
        }
        sum += add;
        last = now;
    }
    return 1 / (1 + exp(-to));
}

void score_binomial(size_t k, size_t n, double level, double *lo, double *hi) {
    double seen = (double)k, missed = (double)(n - k), tail = (1 - level) / 2;

    *lo = k == 0 ? 0 : score_beta(seen, missed + 1, tail);
    *hi = k == n ? 1 : score_beta(seen + 1, missed, 1 - tail);
}
