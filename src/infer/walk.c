/* SPDX-License-Identifier: Apache-2.0 */
/* A random walk on a line of n levels. The step over t days is the heat kernel of the lattice, exp(-v) I_k(v) with v = t times the
 * variance of a day: its variance is v exactly, however small the step is against the spacing, and two steps of a and b days
 * are one of a + b. The ends reflect. */
#include "infer/world.h"

#include <math.h>
#include <string.h>

struct kernel {
    struct kernel *next;
    int days, reach; /* entries further from the diagonal than reach are nil */
    double *m;       /* [n][n] */
};

void walk_init(struct walk *k, int n, double variance) {
    *k = (struct walk){.n = n, .variance = variance};
}

/* exp(-v) I_k(v) for k = 0 .. most, by Miller's backward recurrence; its sum over all whole k is 1. */
static void heat(double v, int most, double *out) {
    int start = most + 20 + (int)(2 * sqrt(40 * (v + 1)) + v * 0.2);
    double up = 0, at = 1e-300, sum = 0;

    for (int k = start; k >= 0; k--) {
        double down = up + (2.0 * (k + 1) / v) * at; /* I_k = I_(k+2) + 2 (k+1) / v I_(k+1) */

        up = at, at = down;
        if (k <= most) out[k] = at;
        sum += (k ? 2 : 1) * at;
        if (at > 1e250) {
            for (int i = k; i <= most; i++) out[i] *= 1e-250;
            at *= 1e-250, up *= 1e-250, sum *= 1e-250;
        }
    }
    for (int k = 0; k <= most; k++) out[k] /= sum;
}

static int fold(int i, int n) {
    int period = 2 * n;

    i %= period;
    if (i < 0) i += period;
    return i < n ? i : period - 1 - i;
}

static double *build(struct arena *a, int n, double v, int *reach) {
    double *m = ARENA_ARRAY(a, double, (size_t)n *(size_t)n);
    int most = 3 * n;
    double *h = ARENA_ARRAY(a, double, (size_t)most + 1);

    if (v < 1e-9) {
        for (int i = 0; i < n; i++) m[i * n + i] = 1;
        *reach = 0;
        return m;
    }
    v = fmin(v, (double)n * n); /* all levels are then alike */
    heat(v, most, h);
    for (*reach = 0; *reach < n - 1 && h[*reach] > 1e-13;) ++*reach;
    for (int i = 0; i < n; i++) {
        double sum = 0;

        for (int k = -most; k <= most; k++)
            if (h[k < 0 ? -k : k] > 1e-15) m[i * n + fold(i + k, n)] += h[k < 0 ? -k : k];
        for (int j = 0; j < n; j++) sum += m[i * n + j];
        for (int j = 0; j < n; j++) m[i * n + j] /= sum;
    }
    return m;
}

const double *walk_kernel(struct arena *a, struct walk *k, int days, int *reach) {
    struct kernel **first = &k->made[(unsigned)days % WALK_MADE], *v = *first;

    while (v && v->days != days) v = v->next;
    if (!v) {
        v = ARENA_NEW(a, struct kernel);
        *v = (struct kernel){.next = *first, .days = days};
        v->m = build(a, k->n, k->variance * days, &v->reach);
        *first = v;
    }
    *reach = v->reach;
    return v->m;
}

#define BLOCK 8 /* levels whose sums are kept in registers */
#define LANES 2
/* Said outright: left to itself, gcc 12 gathers columns of the kernel instead of running along its rows. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

void walk_step(struct arena *a, struct walk *k, int days, const double *v, double *out) {
    int reach, n = k->n, i = 0;
    const double *m = walk_kernel(a, k, days, &reach);

    if (!reach) {
        memcpy(out, v, (size_t)n * sizeof *v);
        return;
    }
    for (; i + BLOCK <= n; i += BLOCK) { /* row j stands for column j: the kernel is symmetric */
        int lo = i - reach > 0 ? i - reach : 0,
            hi = i + BLOCK - 1 + reach < n - 1 ? i + BLOCK - 1 + reach : n - 1;
        lanes sum[BLOCK / LANES] = {0};

        for (int j = lo; j <= hi; j++)
            for (int b = 0; b < BLOCK / LANES; b++) {
                const double *at = m + (size_t)j * (size_t)n + i;
                lanes x;

                memcpy(&x, at + (size_t)b * LANES, sizeof x);
                sum[b] += x * v[j];
            }
        memcpy(out + i, sum, sizeof sum);
    }
    for (; i < n; i++) {
        out[i] = 0;
        for (int j = 0; j < n; j++) out[i] += m[j * n + i] * v[j];
    }
}
