/* SPDX-License-Identifier: Apache-2.0 */
/* A list in a bag names files, and the bag is a stranger's. A name is good only when every system, and
 * every shell that somebody pastes it into, takes it for a file below the bag's folder. */
#include "bag/bag.h"
#include "base/ascii.h"
#include "base/csv.h"

static const char *wrong_step(struct span step) {
    if (!step.n) return "has an empty step";
    if (span_is(step, "..")) return "leaves the bag";
    if (span_is(step, ".")) return "has a step that goes nowhere";
    return NULL;
}

const char *bag_path_wrong(struct span path) {
    size_t from = 0;

    if (!path.n) return "is empty";
    if (!csv_utf8(path)) return "is not UTF-8";
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f)
            return "holds a control character";
    if (path.p[0] == '/') return "is absolute";
    if (path.p[0] == '~') return "begins in a home folder";
    if (path.n >= 2 && path.p[0] == '\\' && path.p[1] == '\\') return "is on another machine";
    if (memchr(path.p, '\\', path.n)) return "holds a backslash, a separator on some systems";
    if (path.n >= 2 && path.p[1] == ':' && ascii_letter(path.p[0])) return "begins with a drive";
    for (size_t i = 0; i <= path.n; i++) {
        const char *wrong;

        if (i < path.n && path.p[i] != '/') continue;
        if ((wrong = wrong_step((struct span){path.p + from, i - from}))) return wrong;
        from = i + 1;
    }
    return NULL;
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

const char *bag_path_decode(struct arena *a, struct span text, struct span *out) {
    char *p = arena_alloc(a, text.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        int hi, lo, c;

        if (text.p[i] != '%') {
            p[n++] = text.p[i];
            continue;
        }
        hi = i + 2 < text.n ? digit(text.p[i + 1]) : -1;
        lo = i + 2 < text.n ? digit(text.p[i + 2]) : -1;
        c = hi * 16 + lo;
        if (hi < 0 || lo < 0 || (c != '\n' && c != '\r' && c != '%'))
            return "holds a % that is not %0A, %0D or %25";
        p[n++] = (char)c;
        i += 2;
    }
    *out = (struct span){p, n};
    return NULL;
}

void bag_path_encode(struct buf *out, struct span path) {
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '%' || path.p[i] == '\r' || path.p[i] == '\n')
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)path.p[i]);
        else
            buf_putc(out, path.p[i]);
}
