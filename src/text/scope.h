/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/deny.h"
#include "text/hedge.h"

/** Words on either side of a figure that are asked about it: no clause of a newspaper is longer, and time stays linear in a sentence of a
 *  thousand words. */
enum { SCOPE_REACH = 100 };

/** The clause around a figure, while it is asked what becomes of it. */
struct scope {
    const struct tokens *t;
    size_t from, to;     /* the clause, of the whole sentence */
    size_t end;          /* of the sentence, or SCOPE_REACH on */
    size_t number, noun; /* the noun that is counted, or the number where none is behind it */
    bool inside[TOKENS]; /* in a relative clause, from `from` on */
    struct span text;
    struct buf *out;
};

static inline bool scope_is(const struct scope *s, size_t i, const char *words) {
    return token_in(s->t, i, words);
}

static inline enum denial scope_say(struct scope *s, size_t lo, size_t hi, enum denial what) {
    hedge_add(s->out,
              (struct span){s->text.p + s->t->v[lo].from, s->t->v[hi - 1].to - s->t->v[lo].from});
    return what;
}

/** Is one of the words in [lo, hi)? @return where, or hi. */
static inline size_t scope_find(const struct scope *s, size_t lo, size_t hi, const char *words) {
    while (lo < hi && !scope_is(s, lo, words)) lo++;
    return lo;
}

/** "workers who [missed the plane] left": said of a noun, and not of what happened to the figure. */
static inline bool scope_related(const struct scope *s, size_t i) {
    return i >= s->from && i - s->from < TOKENS && s->inside[i - s->from];
}

static inline bool scope_adverb(const struct scope *s, size_t i) {
    struct span w = s->t->v[i].low;

    return (w.n > 4 && memcmp(w.p + w.n - 2, "ly", 2) == 0) ||
           scope_is(s, i, "yet also now still ever even so far been be able");
}

static inline size_t scope_least(size_t a, size_t b) {
    return a < b ? a : b;
}

/** A verb without an ending, behind "to". */
bool scope_infinitive(const struct scope *s, size_t i);

/** An act that is named in [lo, hi): the deportation, a return, the order, their flight. @return where, or hi. */
size_t scope_act(const struct scope *s, size_t lo, size_t hi);

/** "the delayed flight", "an ordered return": what stands there is no verb. */
bool scope_describes(const struct scope *s, size_t i);

/** Of Korean and Russian words of the clause. */
enum denial deny_foreign(struct scope *s);
