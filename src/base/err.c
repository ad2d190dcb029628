/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence that was cut must not end in half a character: it goes into JSON, which must be UTF-8.
 */
static void whole_characters(struct err *e) {
    size_t n = strlen(e->text), tail = 0;
    unsigned char lead;

    if (n + 1 < sizeof e->text) return;
    while (tail < 3 && tail < n && ((unsigned char)e->text[n - 1 - tail] & 0xc0) == 0x80) tail++;
    if (tail == n) return;
    lead = (unsigned char)e->text[n - 1 - tail];
    if (lead >= 0xc0 && tail < (lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3)) e->text[n - 1 - tail] = 0;
}

const char *err_why(int code) {
    const char *s = strerrordesc_np(code);

    return s ? s : "unknown system error";
}

void err_put(struct err *e, enum rc rc, const char *fmt, ...) {
    va_list ap;

    e->rc = rc;
    va_start(ap, fmt);
    vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    whole_characters(e);
}

void err_at(struct err *e, const char *fmt, ...) {
    char old[sizeof e->text];
    va_list ap;
    int n;

    memcpy(old, e->text, sizeof old);
    va_start(ap, fmt);
    n = vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    if (n < 0) n = 0;
    if ((size_t)n < sizeof e->text) snprintf(e->text + n, sizeof e->text - (size_t)n, ": %s", old);
    whole_characters(e);
}
