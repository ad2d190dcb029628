/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

MUST int num_int(struct span s, int64_t lo, int64_t hi, int64_t *out, struct err *e) {
    bool neg = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    int64_t v = 0;

    if (i == s.n) return err_set(e, RC_SYNTAX, "not a whole number");
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return err_set(e, RC_SYNTAX, "not a whole number");
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v))
            return err_set(e, RC_RANGE, "the number has too many digits");
    }
    if (neg) v = -v;
    if (v < lo || v > hi)
        return err_set(e, RC_RANGE, "%" PRId64 " is outside [%" PRId64 ", %" PRId64 "]", v, lo, hi);
    *out = v;
    return 0;
}

static const double pow10_exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

MUST int num_real(struct span s, double lo, double hi, double *out, struct err *e) {
    bool neg = s.n && s.p[0] == '-', dot = false;
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    int digits = 0, places = 0, seen = 0;
    double v = 0;

    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !dot) {
            dot = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') return err_set(e, RC_SYNTAX, "not a number");
        seen++;
        digits += digits || s.p[i] != '0';
        places += dot;
        if (digits > 15 || places > 22)
            return err_set(e, RC_RANGE, "the number has too many digits");
        v = v * 10 + (s.p[i] - '0');
    }
    if (!seen) return err_set(e, RC_SYNTAX, "not a number");
    v /= pow10_exact[places];
    if (neg) v = -v;
    if (!(v >= lo && v <= hi)) return err_set(e, RC_RANGE, "%g is outside [%g, %g]", v, lo, hi);
    *out = v;
    return 0;
}

void num_fixed(struct buf *b, double x, int places) {
    int64_t scaled, unit = (int64_t)pow10_exact[places];

    if (!isfinite(x)) {
        buf_puts(b, "unknown");
        return;
    }
    scaled = (int64_t)llround(x * (double)unit);
    if (scaled < 0) buf_putc(b, '-');
    if (scaled < 0) scaled = -scaled;
    buf_printf(b, "%" PRId64, scaled / unit);
    if (places) buf_printf(b, ".%0*" PRId64, places, scaled % unit);
}

void num_people(struct buf *b, int64_t n) {
    char digits[24];
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n; /* INT64_MIN has no negative */
    int len = snprintf(digits, sizeof digits, "%" PRIu64, size);

    if (n < 0) buf_putc(b, '-');
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) buf_putc(b, ',');
        buf_putc(b, digits[i]);
    }
}
