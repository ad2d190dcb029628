/* SPDX-License-Identifier: Apache-2.0 */
/* Transforms. Two kinds: of one flight's distribution at few chosen points, as a plain sum over a table of powers that all
 * flights share (the inner loop is over points, so that the compiler makes vectors of it), and the inverse of a finished
 * total (radix two). Both add in a fixed order. Powers by repeated multiplication are off by n * 2^-52 at most: 1e-13. */
#include "infer/world.h"

#include <math.h>

double *wave_twiddle(struct arena *a, size_t len) {
    double *tw = ARENA_ARRAY(a, double, len);

    for (size_t i = 0; i < len / 2; i++) {
        double t = 2 * M_PI * (double)i / (double)len;

        tw[i] = cos(t);
        tw[len / 2 + i] = -sin(t);
    }
    return tw;
}

static void bit_reverse(double *re, double *im, size_t len) {
    for (size_t i = 1, j = 0; i < len; i++) {
        size_t bit = len >> 1;

        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i >= j) continue;
        double r = re[i], m = im[i];

        re[i] = re[j], im[i] = im[j];
        re[j] = r, im[j] = m;
    }
}

void wave_fft(double *re, double *im, size_t len, const double *tw) {
    bit_reverse(re, im, len);
    for (size_t half = 1; half < len; half *= 2) {
        size_t step = len / (2 * half);

        for (size_t at = 0; at < len; at += 2 * half)
            for (size_t k = 0; k < half; k++) {
                double wr = tw[k * step], wi = tw[len / 2 + k * step];
                size_t i = at + k, j = i + half;
                double r = re[j] * wr - im[j] * wi, m = re[j] * wi + im[j] * wr;

                re[j] = re[i] - r, im[j] = im[i] - m;
                re[i] += r, im[i] += m;
            }
    }
}

void wave_powers(const struct wave *z, int n, struct wave *power) {
    for (int i = 0; i < WAVE; i++) power[0].re[i] = 1, power[0].im[i] = 0;
    for (int k = 1; k < n; k++)
        for (int i = 0; i < WAVE; i++) {
            power[k].re[i] = power[k - 1].re[i] * z->re[i] - power[k - 1].im[i] * z->im[i];
            power[k].im[i] = power[k - 1].re[i] * z->im[i] + power[k - 1].im[i] * z->re[i];
        }
}

void wave_at(const double *p, int lo, int hi, const struct wave *power, int nz, struct wave *out) {
    for (int b = 0; b < nz;
         b += 8) { /* eight sums at a time stay in registers; those past nz are not read */
        double re[8] = {0}, im[8] = {0};

        for (int n = lo; n < hi; n++)
            for (int i = 0; i < 8; i++) {
                re[i] += p[n] * power[n].re[b + i];
                im[i] += p[n] * power[n].im[b + i];
            }
        for (int i = 0; i < 8; i++) out->re[b + i] = re[i], out->im[b + i] = im[i];
    }
}
