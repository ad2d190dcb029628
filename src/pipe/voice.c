/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/voice.h"

size_t voice_origin(const struct load *l, size_t claim) {
    return (size_t)l->claim.v[claim].origin;
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
