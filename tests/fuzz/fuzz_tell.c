/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is, by its beginning; and points that wait on disk. Always: an answer that is one of
 * the formats or none, the same whatever stands behind TELL_BYTES; bytes read as points end where
 * they end, and what is written of them reads back. */
#include "flight/flight.h"
#include "flight/tell.h"
#include "flight/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    char *exact = malloc(n ? n : 1); /* of its size, so that a look beyond it is seen */
    struct span s = {exact, n};
    struct track_point p[64], q[64];
    struct buf b = {0};
    int format;

    if (!exact) abort();
    if (n) memcpy(exact, data, n);
    format = tell_format(s);
    if (format < -1 || format >= FLIGHT_FORMATS) abort();
    if (n > TELL_BYTES && tell_format((struct span){exact, TELL_BYTES}) != format) abort();
    for (size_t k = 1; k <= 64; k += 9) {
        memset(p, 0, sizeof p);
        if (!wire_read(s, p, k)) continue;
        b.n = 0;
        wire_write(&b, p, k);
        if (!wire_read(buf_span(&b), q, k) || memcmp(p, q, k * sizeof *p) != 0) abort();
    }
    buf_fini(&b);
    free(exact);
    return 0;
}
