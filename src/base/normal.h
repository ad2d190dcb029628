/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** P(X <= x) of a standard normal. */
double normal_cdf(double x);

/** The x with normal_cdf(x) = u, u in (0, 1), to 1e-15 of x: algorithm AS 241 (Wichura 1988, doi.org/10.2307/2347330). */
double normal_quantile(double u);

#define NORMAL_MOST 8.0
#define NORMAL_NODES 257 /* 16 of each sd */
/** Values and densities at even nodes over -NORMAL_MOST .. NORMAL_MOST. */
struct normal_table {
    double cdf[NORMAL_NODES], density[NORMAL_NODES];
};
void normal_tabulate(struct normal_table *t);
/** normal_cdf(x) to 1e-11, beyond the nodes that of the last: by the first five terms of Taylor's series about the nearest, in half of the time. */
double normal_near(const struct normal_table *t, double x);
