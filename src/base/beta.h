/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** P(X <= x) for Beta(a, b), a and b above 0: the regularised incomplete beta function, to about 1e-14. */
double beta_cdf(double x, double a, double b);

/** The x with beta_cdf(x) = u; 0 and 1 at the ends. */
double beta_quantile(double u, double a, double b);

/** The log of the gamma function, x above 0. */
double beta_log_gamma(double x);
