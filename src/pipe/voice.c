/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/voice.h"

size_t voice_origin(const struct load *l, size_t claim) {
    for (size_t step = 0; step < l->claim.n; step++) {
        const struct load_claim *k = &l->claim.v[claim];

        if (k->about < 0) break;
        if (!span_is(k->relation, "translates") && !span_is(k->relation, "repeats")) break;
        claim = (size_t)k->about;
    }
    return claim;
}

int voice_source(const struct load *l, size_t claim) {
    return l->claim.v[voice_origin(l, claim)].source;
}

bool voice_passes_on(const struct load *l, int source) {
    return source >= 0 && l->source.v[source].root != source;
}

bool voice_is_repost(const struct load *l, size_t claim) {
    return voice_origin(l, claim) != claim || voice_passes_on(l, l->claim.v[claim].source);
}
