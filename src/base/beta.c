/* SPDX-License-Identifier: Apache-2.0 */
#include "base/beta.h"

#include <math.h>

/* Continued fraction of the incomplete beta function (Lentz's method; DLMF 8.17.22). */
static double fraction(double a, double b, double x) {
    double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), h = d;

    for (int m = 1; m < 300; m++) {
        double t = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));

        d = 1 / (1 + t * d);
        c = 1 + t / c;
        h *= d * c;
        t = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / (1 + t * d);
        c = 1 + t / c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-14) break;
    }
    return h;
}

double beta_log_gamma(double x) { /* lgamma keeps the sign in a global */
    int sign;

    return lgamma_r(x, &sign);
}

double beta_cdf(double x, double a, double b) {
    double front;

    if (!(x > 0)) return 0;
    if (!(x < 1)) return 1;
    front = exp(beta_log_gamma(a + b) - beta_log_gamma(a) - beta_log_gamma(b) + a * log(x) +
                b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a
                                     : 1 - front * fraction(b, a, 1 - x) / b;
}

/* Halves on the logit scale: near 0 and 1 the quantiles of a small a or b lie closely. */
double beta_quantile(double u, double a, double b) {
    double lo = -200, hi = 36;

    if (!(u > 0)) return 0;
    if (!(u < 1)) return 1;
    for (int i = 0; i < 60; i++) {
        double x = (lo + hi) / 2;

        *(beta_cdf(1 / (1 + exp(-x)), a, b) < u ? &lo : &hi) = x;
    }
    return 1 / (1 + exp(-(lo + hi) / 2));
}
