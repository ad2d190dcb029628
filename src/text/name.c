/* SPDX-License-Identifier: Apache-2.0 */
/* Names, kept only while a text is read: who was named beside a role is known by the name when it comes again. */
#include "text/role.h"

#include <stdio.h>

const struct who *who_known_as(const struct who_known *k, struct span low) {
    if (low.n > 2 && memcmp(low.p + low.n - 2, "'s", 2) == 0) low.n -= 2;
    for (size_t i = k->n < WHO_NAMES ? k->n : WHO_NAMES; i-- > 0;)
        if (span_is(low, k->v[i].name)) return &k->v[i].who;
    return NULL;
}

bool who_name(const struct tokens *t, size_t lo, size_t hi, const struct who_known *known,
              struct who *out) {
    for (size_t i = lo; i < hi; i++) {
        const struct who *w = t->v[i].capital ? who_known_as(known, t->v[i].low) : NULL;

        if (!w) continue;
        *out = *w;
        return true;
    }
    return false;
}

/* Names beside a role: capitals that are no word of the lexicon. */
void who_learn(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
               const struct who *who) {
    for (size_t i = lo; i < hi; i++) {
        const struct token *w = &t->v[i];

        if (token_in(t, i, "of at from for in by with on to ("))
            return; /* the body's name is not a person's */
        if (w->kind != TOK_WORD || !w->capital || w->shout || w->classes & ~(W_S | W_ED | W_ING) ||
            w->low.n < 2 || w->low.n > 27)
            continue;
        if (who_known_as(known, w->low)) continue;
        snprintf(known->v[known->n % WHO_NAMES].name, 28, "%.*s",
                 (int)(w->low.n - (role_possessive(w->low) ? 2 : 0)), w->low.p);
        known->v[known->n % WHO_NAMES].who = *who;
        known->n++;
    }
}
