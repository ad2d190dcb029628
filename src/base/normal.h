/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** P(X <= x) of a standard normal. */
double normal_cdf(double x);

/** The x with normal_cdf(x) = u, u in (0, 1), to 1e-15 of x: algorithm AS 241 (Wichura 1988, doi.org/10.2307/2347330). */
double normal_quantile(double u);
