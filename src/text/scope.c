/* SPDX-License-Identifier: Apache-2.0 */
#include "text/scope.h"

bool scope_infinitive(const struct scope *s, size_t i) {
    return scope_is(s, i, "be have") ||
           (token_has(s->t, i, W_VERB | W_MOVE | W_EVENT | W_OPER | W_ORDER) &&
            !token_has(s->t, i, W_ED | W_ING | W_S | W_PAST | W_EVENTN | W_PEOPLE));
}

size_t scope_act(const struct scope *s, size_t lo, size_t hi) {
    for (hi = scope_least(hi, s->t->n); lo < hi; lo++) {
        if (token_has(s->t, lo, W_EVENTN)) break;
        if (token_has(s->t, lo, W_VEHICLE | W_WISH) && !token_has(s->t, lo, W_ED | W_ING)) break;
        if (lo > 0 && token_has(s->t, lo, W_MOVE) && !token_has(s->t, lo, W_ED | W_PAST) &&
            (token_has(s->t, lo, W_ING) || token_has(s->t, lo - 1, W_ADJ)))
            break; /* the return, being sent */
    }
    return lo;
}

bool scope_describes(const struct scope *s, size_t i) {
    return token_has(s->t, i, W_ED) && i > 0 &&
           (token_has(s->t, i - 1, W_ADJ) || scope_is(s, i - 1, "of for with by"));
}
