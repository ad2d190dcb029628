/* SPDX-License-Identifier: Apache-2.0 */
/* Hedges of general English (after the lists in the linguistics of news and science: modals, evidential verbs, adverbs of
 * likelihood, rounders). A longer phrase goes before its parts. */
#include "text/hedge.h"

#include "text/amount.h"
#include "text/tense.h"

struct phrase {
    const char *words;
    bool doubt, number; /* number: it rounds or bounds one, and says nothing without */
};
static const struct phrase phrases[] = {{"it has been reported", false, false},
                                        {"it was reported", false, false},
                                        {"it is reported", false, false},
                                        {"has not been confirmed", false, false},
                                        {"not been confirmed", false, false},
                                        {"not been verified", false, false},
                                        {"not been independently verified", false, false},
                                        {"could not be verified", false, false},
                                        {"could not be confirmed", false, false},
                                        {"could not be independently verified", false, false},
                                        {"not confirmed", false, false},
                                        {"not clear", false, false},
                                        {"not known", false, false},
                                        {"no confirmation", false, false},
                                        {"could not confirm", false, false},
                                        {"cannot be confirmed", false, false},
                                        {"is said to", false, false},
                                        {"are said to", false, false},
                                        {"was said to", false, false},
                                        {"were said to", false, false},
                                        {"is known to", false, false},
                                        {"are known to", false, false},
                                        {"highly likely", true, false},
                                        {"very likely", true, false},
                                        {"most likely", true, false},
                                        {"more likely", true, false},
                                        {"could be", true, false},
                                        {"may be", true, false},
                                        {"might be", true, false},
                                        {"may have", true, false},
                                        {"might have", true, false},
                                        {"could have", true, false},
                                        {"would have", false, false},
                                        {"is possible", true, false},
                                        {"at least", false, true},
                                        {"more than", false, true},
                                        {"no fewer than", false, true},
                                        {"no more than", false, true},
                                        {"not more than", false, true},
                                        {"fewer than", false, true},
                                        {"less than", false, true},
                                        {"up to", false, true},
                                        {"as many as", false, true},
                                        {"at most", false, true},
                                        {"in excess of", false, true},
                                        {"upwards of", false, true},
                                        {"close to", false, true},
                                        {"an estimated", false, true},
                                        {"or so", false, false},
                                        {"or more", false, false},
                                        {"in theory", true, false},
                                        {"it remains to be seen", true, false},
                                        {"there are fears", true, false},
                                        {"is thought", true, false},
                                        {"are thought", true, false},
                                        {"was thought", true, false},
                                        {"were thought", true, false},
                                        {"не менее", false, true},
                                        {"не более", false, true},
                                        {"более", false, true},
                                        {"менее", false, true},
                                        {"свыше", false, true},
                                        {"около", false, true},
                                        {"примерно", false, true},
                                        {"почти", false, true},
                                        {"порядка", false, true},
                                        {"약", false, true},
                                        {"최대", false, true},
                                        {"최소", false, true}};

struct view {
    const struct tokens *t;
    size_t lo, hi, from, to; /* the part; its figure */
};

/* A number behind a rounder at i, perhaps behind an article: where it is, or hi. */
static size_t numeral(const struct view *v, size_t i) {
    int64_t value;
    bool open;

    for (size_t k = i; k < v->hi && k < i + 2; k++) {
        if (amount_number(v->t, k, v->hi, &value, &open) ||
            token_in(v->t, k,
                     "half third thirds quarter quarters fifth tenth dozen hundreds thousands"))
            return k;
        if (!token_in(v->t, k, "a the")) break;
    }
    return v->hi;
}

/* Is what stands at i the number of the figure, and not of months, or of another? */
static bool of_figure(const struct view *v, size_t i) {
    i = numeral(v, i);
    return i < v->hi && (!v->to || (i >= v->from && i < v->to));
}

/* about 100; not "about the 30th" */
static bool rounds(const struct view *v, size_t i) {
    return token_in(v->t, i,
                    "about around approximately roughly nearly almost some over above under "
                    "circa below") &&
           of_figure(v, i + 1) &&
           !(token_is(v->t, i, "about") && v->t->v[numeral(v, i + 1)].ordinal);
}

void hedge_add(struct buf *out, struct span s) {
    const char *have = out->p ? out->p : "";

    if (out->n > 160 || (out->n && memmem(have, out->n, s.p, s.n))) return;
    if (out->n) buf_puts(out, "; ");
    buf_add(out, s);
}

static struct span words_at(const struct tokens *t, size_t lo, size_t hi, struct span text) {
    return (struct span){text.p + t->v[lo].from, t->v[hi - 1].to - t->v[lo].from};
}

static size_t phrase_at(const struct view *v, size_t i, bool *doubt) {
    size_t best = 0;

    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
        const struct phrase *p = &phrases[k];
        size_t n = p->words[0] == v->t->v[i].low.p[0] ? token_phrase(v->t, i, p->words) : 0;

        if (n <= best || i + n > v->hi || (p->number && !of_figure(v, i + n))) continue;
        best = n;
        *doubt = p->doubt;
    }
    return best;
}

/* "the total should be close to 500": expected, no duty */
static bool expects(const struct tokens *t, size_t i) {
    return token_is(t, i, "should") && token_is(t, i + 1, "be") && i + 2 < t->n &&
           (t->v[i + 2].kind == TOK_NUM ||
            token_in(t, i + 2, "close about around nearly over under roughly"));
}

static bool single(const struct view *v, size_t i, bool *doubt) {
    const struct tokens *t = v->t;
    size_t lo = v->lo;
    uint64_t c = t->v[i].classes;

    *doubt = false;
    if (rounds(v, i)) return true;
    if (expects(t, i)) return *doubt = true;
    if (token_is(t, i, "could") && token_is(t, i + 1, "not") && !token_is(t, i + 2, "have"))
        return false; /* was not able */
    if (c & W_MODAL) return *doubt = !t->v[i].capital || i == lo;
    if (c & W_DOUBT) {
        /* "as expected", "the suspected ringleader" say nothing of the sentence; a noun in -s or -ed verb does */
        *doubt =
            !(i > lo && token_is(t, i - 1, "as")) &&
            !(token_in(t, i, "suspected") && i > lo &&
              (token_in(t, i - 1, "the a") ||
               (token_is(t, i + 1, "of") && !token_has(t, i - 1, W_AUX)))) &&
            !token_in(t, i, "potential theory") &&
            !(c & W_ING && token_in(t, i, "appearing seeming")); /* a flight appearing to land */
        if (token_in(t, i, "possible"))
            for (size_t k = i; k-- > lo && i - k < 9;)
                if (token_in(t, k, "make makes made making")) *doubt = false; /* make A possible */
        return true;
    }
    if (c & W_WORRY && !(i > lo && token_in(t, i - 1, "in no expressed express voiced"))) {
        *doubt = token_in(t, i, "feared fear fears") &&
                 !(i > lo && token_in(t, i - 1, "amid despite over"));
        return !token_in(t, i, "question questions worry");
    }
    return (c & W_HEDGE) && !token_in(t, i, "claim claims");
}

bool hedge_read(const struct tokens *t, size_t lo, size_t hi, size_t from, size_t to,
                struct span text, struct buf *out) {
    struct view v = {t, lo, hi, from, to};
    bool any = false, inside[TOKENS] = {false};

    if (hi - lo <= TOKENS) tense_relative(t, lo, hi, inside);

    for (size_t i = lo; i < hi;) {
        bool doubt = false;
        size_t n = t->v[i].low.n ? phrase_at(&v, i, &doubt) : 0;

        if (!n && t->v[i].kind == TOK_WORD && single(&v, i, &doubt)) n = 1;
        if (n) hedge_add(out, words_at(t, i, i + n, text));
        any |= n && doubt && !(i - lo < TOKENS && inside[i - lo]);
        i += n ? n : 1;
    }
    return any;
}
