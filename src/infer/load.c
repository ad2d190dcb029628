/* SPDX-License-Identifier: Apache-2.0 */
/* The distributions of the load and the nodes of Gauss quadrature. No lgamma, so nothing global is written. */
#include "infer/world.h"

#include <assert.h>
#include <math.h>

/* The ratio of neighbours is P(n + 1) / P(n) = (c - n)(a + n) / ((n + 1)(b + c - n - 1)), a = m phi, b = (1 - m) phi. */
static void beta_pmf(int seats, double level, double phi, double *out) {
    double m = fmin(fmax(1 / (1 + exp(-level)), 1e-6), 1 - 1e-6), a = m * phi, b = (1 - m) * phi,
           sum = 0;
    int mode = (int)(m * seats);

    out[mode] = 1;
    for (int n = mode; n < seats; n++)
        out[n + 1] = out[n] * ((seats - n) * (a + n)) / ((n + 1) * (b + seats - n - 1));
    for (int n = mode; n > 0; n--)
        out[n - 1] = out[n] * (n * (b + seats - n)) / ((seats - n + 1) * (a + n - 1));
    for (int n = 0; n <= seats; n++) sum += out[n];
    sum = 1 / sum;
    for (int n = 0; n <= seats; n++) out[n] *= sum;
}

#define SCALE_LEAST 0.04 /* keeps the odds within a double for 3,000,000 seats */

/* Below n of C + 1 equal parts of the share lies F(n) = 1 / (1 + odds[n] * by), odds[n] = ((C + 1 - n) / n)^(1 / scale), by =
 * exp(level / scale). The chance of a part, F(n + 1) - F(n), is written as a product, so that far tails keep their digits. */
static void logistic_pmf(struct arena *a, int seats, double scale, const struct levels *at,
                         size_t row, double *out) {
    double *odds = ARENA_ARRAY(a, double, (size_t)seats + 1), rate = 1 / fmax(scale, SCALE_LEAST);

    for (int n = 1; n <= seats; n++) odds[n] = exp(rate * log((seats + 1.0 - n) / n));
    for (int l = 0; l < at->n; l++, out += row) {
        double by = exp(rate * (at->first + l * at->step));
        double below = seats ? 1 / (1 + odds[1] * by) : 1;

        out[0] = below;
        for (int n = 1; n < seats; n++) {
            double next = 1 / (1 + odds[n + 1] * by);

            out[n] = next * (below * (by * (odds[n] - odds[n + 1])));
            below = next;
        }
        if (seats) out[seats] = odds[seats] * by * below;
    }
}

void load_pmf(struct arena *a, int seats, const struct law *law, const struct levels *at,
              size_t row, double *out) {
    if (law->tails) {
        logistic_pmf(a, seats, law->size, at, row, out);
        return;
    }
    for (int l = 0; l < at->n; l++)
        beta_pmf(seats, at->first + l * at->step, law->size, out + (size_t)l * row);
}

void few_pmf(int hi, double *out) {
    double sum = 0, p = 1;

    for (int n = 0; n <= FEW_MAX; n++) {
        out[n] = n <= hi ? p : 0;
        sum += out[n];
        p *= FEW_RATIO;
    }
    for (int n = 0; n <= FEW_MAX; n++) out[n] /= sum;
}

/* One implicit QL step on rows l..m of a symmetric tridiagonal matrix: diagonal d, below it e; z is the first row of
 * the eigenvectors (Golub and Welsch 1969, "Calculation of Gauss quadrature rules"). */
static void ql_step(double *d, double *e, double *z, int l, int m) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]), r = hypot(g, 1), s = 1, c = 1, p = 0;

    g = d[m] - d[l] + e[l] / (g + copysign(r, g));
    for (int i = m - 1; i >= l; i--) {
        double f = s * e[i], b = c * e[i], t;

        r = hypot(f, g);
        e[i + 1] = r;
        if (r == 0) { /* split by underflow: start again on the smaller block */
            d[i + 1] -= p;
            e[m] = 0;
            return;
        }
        s = f / r, c = g / r;
        g = d[i + 1] - p;
        t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        t = z[i + 1];
        z[i + 1] = s * z[i] + c * t;
        z[i] = c * z[i] - s * t;
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
}

static void ql(int n, double *d, double *e, double *z) {
    for (int l = 0; l < n; l++)
        for (int turn = 0; turn < 60; turn++) {
            int m = l;

            while (m < n - 1 && fabs(e[m]) > 1e-16 * (fabs(d[m]) + fabs(d[m + 1]))) m++;
            if (m == l) break;
            ql_step(d, e, z, l, m);
        }
}

void gauss_beta(struct arena *a, int n, double alpha, double beta, double *x, double *w) {
    double *e = ARENA_ARRAY(a, double, (size_t)n + 1), *z = ARENA_ARRAY(a, double, (size_t)n + 1);
    double b = alpha - 1, c = beta - 1,
           ab = b + c; /* Jacobi weight (1 - t)^c (1 + t)^b on t = 2 x - 1 */

    assert(n > 0 && alpha > 0 && beta > 0);
    for (int k = 0; k < n; k++) {
        double s = 2 * k + ab, t;

        t = k == 0 ? (b - c) / (ab + 2) : (b * b - c * c) / (s * (s + 2));
        x[k] = (1 + t) / 2;
        if (k == 0) continue;
        t = k == 1 ? 4 * (1 + b) * (1 + c) / ((2 + ab) * (2 + ab) * (3 + ab))
                   : 4 * k * (k + b) * (k + c) * (k + ab) / (s * s * (s + 1) * (s - 1));
        e[k - 1] = sqrt(t) / 2;
    }
    z[0] = 1;
    ql(n, x, e, z);
    for (int k = 0; k < n; k++) w[k] = z[k] * z[k], x[k] = fmin(fmax(x[k], 0), 1);
    for (int i = 1; i < n; i++) /* ascending, so that sums have one order */
        for (int k = i; k > 0 && x[k - 1] > x[k]; k--) {
            double t = x[k];

            x[k] = x[k - 1], x[k - 1] = t;
            t = w[k], w[k] = w[k - 1], w[k - 1] = t;
        }
}
