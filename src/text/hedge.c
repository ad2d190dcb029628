/* SPDX-License-Identifier: Apache-2.0 */
/* Hedges of general English (after the lists in the linguistics of news and science: modals, evidential verbs, adverbs of
 * likelihood, rounders). A longer phrase goes before its parts. */
#include "text/hedge.h"

#include "text/tense.h"

struct phrase {
    const char *words;
    bool doubt;
};
static const struct phrase phrases[] = {{"it has been reported", false},
                                        {"it was reported", false},
                                        {"it is reported", false},
                                        {"has not been confirmed", false},
                                        {"not been confirmed", false},
                                        {"not been verified", false},
                                        {"not been independently verified", false},
                                        {"could not be verified", false},
                                        {"could not be confirmed", false},
                                        {"could not be independently verified", false},
                                        {"not confirmed", false},
                                        {"not clear", false},
                                        {"not known", false},
                                        {"no confirmation", false},
                                        {"could not confirm", false},
                                        {"cannot be confirmed", false},
                                        {"is said to", false},
                                        {"are said to", false},
                                        {"was said to", false},
                                        {"were said to", false},
                                        {"is known to", false},
                                        {"are known to", false},
                                        {"highly likely", true},
                                        {"very likely", true},
                                        {"most likely", true},
                                        {"more likely", true},
                                        {"could be", true},
                                        {"may be", true},
                                        {"might be", true},
                                        {"may have", true},
                                        {"might have", true},
                                        {"could have", true},
                                        {"would have", false},
                                        {"is possible", true},
                                        {"at least", false},
                                        {"more than", false},
                                        {"no fewer than", false},
                                        {"no more than", false},
                                        {"not more than", false},
                                        {"fewer than", false},
                                        {"less than", false},
                                        {"up to", false},
                                        {"as many as", false},
                                        {"at most", false},
                                        {"in excess of", false},
                                        {"upwards of", false},
                                        {"close to", false},
                                        {"an estimated", false},
                                        {"or so", false},
                                        {"or more", false},
                                        {"in theory", true},
                                        {"it remains to be seen", true},
                                        {"there are fears", true},
                                        {"is thought", true},
                                        {"are thought", true},
                                        {"was thought", true},
                                        {"were thought", true}};

/* Verbs of doubt that are hedges only in these forms: the subject's own ("promised to") is not. */
static bool rounds(const struct tokens *t, size_t i, size_t hi) {
    size_t k = i + 1;

    if (!token_in(
            t, i,
            "about around approximately roughly nearly almost some over above under circa below"))
        return false;
    if (token_in(t, k, "a the half")) k++;
    if (k >= hi) return false;
    return t->v[k].kind == TOK_NUM
               ? !t->v[k].ordinal || !token_is(t, i, "about")
               : token_has(t, k, W_NUMBER) || token_in(t, k, "dozens hundreds thousands");
}

void hedge_add(struct buf *out, struct span s) {
    const char *have = out->p ? out->p : "";

    if (out->n > 160 || (out->n && memmem(have, out->n, s.p, s.n))) return;
    if (out->n) buf_puts(out, "; ");
    buf_add(out, s);
}

static struct span view(const struct tokens *t, size_t lo, size_t hi, struct span text) {
    return (struct span){text.p + t->v[lo].from, t->v[hi - 1].to - t->v[lo].from};
}

/* A number, perhaps behind an article? */
static bool numeral(const struct tokens *t, size_t i, size_t hi) {
    if (token_in(t, i, "a the half")) i++;
    return i < hi && (t->v[i].kind == TOK_NUM || token_has(t, i, W_NUMBER) ||
                      token_in(t, i, "dozens hundreds thousands half"));
}

static bool rounder(const char *words) {
    return !strcmp(words, "up to") || !strcmp(words, "close to") || !strcmp(words, "as many as");
}

static size_t phrase_at(const struct tokens *t, size_t i, size_t hi, bool *doubt) {
    size_t best = 0;

    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
        size_t n =
            phrases[k].words[0] == t->v[i].low.p[0] ? token_phrase(t, i, phrases[k].words) : 0;

        if (n <= best || i + n > hi || (rounder(phrases[k].words) && !numeral(t, i + n, hi)))
            continue;
        best = n;
        *doubt = phrases[k].doubt;
    }
    return best;
}

static bool single(const struct tokens *t, size_t lo, size_t i, size_t hi, bool *doubt) {
    uint64_t c = t->v[i].classes;

    *doubt = false;
    if (rounds(t, i, hi)) return true;
    if (token_is(t, i, "could") && token_is(t, i + 1, "not") && !token_is(t, i + 2, "have"))
        return false; /* was not able */
    if (c & W_MODAL) return *doubt = !t->v[i].capital || i == lo;
    if (c & W_DOUBT) {
        /* "as expected", "the suspected ringleader" say nothing of the sentence; a noun in -s or -ed verb does */
        *doubt =
            !(i > lo && token_is(t, i - 1, "as")) &&
            !(token_in(t, i, "suspected") && i > lo && token_in(t, i - 1, "the a")) &&
            !token_in(t, i, "potential theory") &&
            !(c & W_ING && token_in(t, i, "appearing seeming")); /* a flight appearing to land */
        if (token_in(t, i, "possible"))
            for (size_t k = i; k-- > lo && i - k < 9;)
                if (token_in(t, k, "make makes made making")) *doubt = false; /* make A possible */
        return true;
    }
    if (c & W_WORRY && !(i > lo && token_in(t, i - 1, "in no expressed express voiced"))) {
        *doubt = token_in(t, i, "feared fear fears");
        return !token_in(t, i, "question questions worry");
    }
    return (c & W_HEDGE) && !token_in(t, i, "claim claims");
}

bool hedge_read(const struct tokens *t, size_t lo, size_t hi, struct span text, struct buf *out) {
    bool any = false, inside[TOKENS] = {false};

    if (hi - lo <= TOKENS) tense_relative(t, lo, hi, inside);

    for (size_t i = lo; i < hi;) {
        bool doubt = false;
        size_t n = t->v[i].low.n ? phrase_at(t, i, hi, &doubt) : 0;

        if (!n && t->v[i].kind == TOK_WORD && single(t, lo, i, hi, &doubt)) n = 1;
        if (n) hedge_add(out, view(t, i, i + n, text));
        any |= n && doubt && !(i - lo < TOKENS && inside[i - lo]);
        i += n ? n : 1;
    }
    return any;
}
