/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs and replies of time-stamp authorities: no input may break a reader, and a proof that is read holds its bounds. */
#include "proof/ots.h"
#include "proof/tsp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct tsp_reply r;
    struct arena a;
    struct ots o;
    struct err e;

    arena_init(&a, (size_t)1 << 30);
    if (ots_read(&a, s, &o, &e) == 0) {
        if (o.leaf.n == 0 || o.leaf.n > OTS_LEAVES) abort();
        for (size_t i = 0; i < o.leaf.n; i++)
            if (o.leaf.v[i].message.n > OTS_MESSAGE || (o.leaf.v[i].why && o.leaf.v[i].message.n))
                abort();
    } else if (e.rc == RC_OK) {
        abort();
    }
    if (tsp_read(&a, s, &r, &e) == 0 && r.signature && !r.granted) abort();
    arena_fini(&a);
    return 0;
}
