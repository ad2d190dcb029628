/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_write(struct buf *out, const void *p, size_t n) {
    const uint8_t *b = p;

    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)b[i] << 16 | (uint32_t)(i + 1 < n ? b[i + 1] : 0) << 8 |
                     (uint32_t)(i + 2 < n ? b[i + 2] : 0);

        buf_putc(out, digit[v >> 18]);
        buf_putc(out, digit[v >> 12 & 63]);
        buf_putc(out, (char)(i + 1 < n ? digit[v >> 6 & 63] : '='));
        buf_putc(out, (char)(i + 2 < n ? digit[v & 63] : '='));
    }
}

/* Four characters to as many bytes as they stand for, or -1. Padding only where it may be. */
static int read_four(const char *s, bool last, uint8_t out[3]) {
    uint32_t v = 0;
    int n = 3;

    if (last && s[3] == '=') n = s[2] == '=' ? 1 : 2;
    for (int i = 0; i < 4; i++) {
        const char *at = i <= n && s[i] ? strchr(digit, s[i]) : NULL;

        if (i <= n && !at) return -1;
        v = v << 6 | (uint32_t)(at ? at - digit : 0);
    }
    if (v & (n == 1 ? 0xffffU : n == 2 ? 0xffU : 0)) return -1; /* bits beyond the last byte */
    for (int i = 0; i < n; i++) out[i] = (uint8_t)(v >> (16 - 8 * i));
    return n;
}

int base64_read(struct span s, uint8_t *out, size_t cap) {
    size_t done = 0;

    if (s.n % 4) return -1;
    for (size_t i = 0; i < s.n; i += 4) {
        uint8_t part[3];
        int n = read_four(s.p + i, i + 4 == s.n, part);

        if (n < 0 || (size_t)n > cap - done) return -1;
        memcpy(out + done, part, (size_t)n);
        done += (size_t)n;
    }
    return (int)done;
}
