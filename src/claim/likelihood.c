/* SPDX-License-Identifier: Apache-2.0 */
/* Words of likelihood. The bands of the standard meet at their ends; here the end belongs to the
 * band nearer to one half, so that the words of p and 1 - p are mirror images. Its two rows of
 * words are not to be mixed: we write the first and read both. */
#include "claim/claim.h"

#include <math.h>

static const struct {
    double lo, hi;
    const char *word, *other; /* the two rows */
} bands[] = {
    {0.01, 0.05, "almost no chance", "remote"},
    {0.05, 0.20, "very unlikely", "highly improbable"},
    {0.20, 0.45, "unlikely", "improbable"},
    {0.45, 0.55, "roughly even chance", "roughly even odds"},
    {0.55, 0.80, "likely", "probable"},
    {0.80, 0.95, "very likely", "highly probable"},
    {0.95, 0.99, "almost certain", "nearly certain"},
};
#define NBAND (sizeof bands / sizeof *bands)

const char *claim_likelihood_word(double p) {
    const char *word = NULL;

    if (!(p >= bands[0].lo && p <= bands[NBAND - 1].hi)) return NULL;
    for (size_t i = 0; i < NBAND; i++)
        if (i <= NBAND / 2 ? p >= bands[i].lo : p > bands[i].lo) word = bands[i].word;
    return word;
}

/* Equal but for case and an adverb's ending: "probably", "improbably", "almost certainly". */
static bool same_word(struct span s, const char *word) {
    size_t n = strlen(word);

    if (s.n < n) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c >= 'A' && c <= 'Z') c = (char)(c | 0x20);
        if (i < n && c == word[i]) continue;
        if (word[n - 1] == 'n')
            return i == n && s.n == n + 2 && c == 'l' && (s.p[i + 1] | 0x20) == 'y';
        return i == n - 1 && s.n == n && word[n - 1] == 'e' && c == 'y';
    }
    return true;
}

/* The place of a word of either row; NBAND: it is none. */
static size_t band_of(struct span word) {
    size_t i = 0;

    while (i < NBAND && !same_word(word, bands[i].word) && !same_word(word, bands[i].other)) i++;
    return i;
}

bool claim_likelihood_band(struct span word, double *lo, double *hi) {
    size_t i = band_of(span_trim(word));

    if (i == NBAND) return false;
    *lo = bands[i].lo;
    *hi = bands[i].hi;
    return true;
}

/* --- within a hedge --- */

static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* The end of n words from `at` on, apart by one blank each; 0: there are not so many. */
static size_t words_end(struct span s, size_t at, int n) {
    for (;; at++) {
        size_t begin = at;

        while (at < s.n && letter(s.p[at])) at++;
        if (at == begin) return 0;
        if (--n == 0) return at;
        if (at == s.n || s.p[at] != ' ') return 0;
    }
}

/* The intensifiers of the two rows, "very" and "highly", mixed: "highly likely", "very probable". */
static size_t mixed_band(struct span s) {
    static const char *const strong[] = {"very ", "highly "};
    size_t i = NBAND;

    for (size_t k = 0; k < 2 && i == NBAND; k++) {
        size_t n = strlen(strong[k]);

        if (s.n > n && same_word((struct span){s.p, n}, strong[k]))
            i = band_of((struct span){s.p + n, s.n - n});
    }
    return i == 2 ? 1 : i == NBAND - 3 ? NBAND - 2 : NBAND; /* of "unlikely" and "likely" alone */
}

/* Does the word say something else than that which follows it: denied, or compared? */
static bool turns(struct span word) {
    static const char *const words[] = {"not",   "no", "more", "most",  "less",
                                        "least", "as", "how",  "hardly"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_word(word, words[i])) return true;
    return false;
}

static bool find_at(struct span s, size_t at, struct claim_likelihood *out) {
    for (int n = 3; n > 0; n--) {
        size_t end = words_end(s, at, n), i;
        struct span words = {s.p + at, end - at};

        if (!end) continue;
        i = band_of(words);
        out->exact = i < NBAND;
        if (!out->exact) i = mixed_band(words);
        if (i == NBAND) continue;
        out->words = words, out->word = bands[i].word, out->lo = bands[i].lo, out->hi = bands[i].hi;
        return true;
    }
    return false;
}

bool claim_likelihood_find(struct span hedge, struct claim_likelihood *out) {
    bool turned = false;

    for (size_t at = 0; at < hedge.n;) {
        size_t end = words_end(hedge, at, 1);

        if (!end) {
            turned &= hedge.p[at] == ' '; /* not over a comma */
            at++;
            continue;
        }
        if (!turned && find_at(hedge, at, out)) return true;
        turned = turns((struct span){hedge.p + at, end - at});
        at = end;
    }
    return false;
}

const char *claim_likelihood_say(struct arena *a, const struct claim_likelihood *k) {
    char *words = arena_dup(a, k->words);

    if (*words >= 'a' && *words <= 'z') *words = (char)(*words & ~0x20);
    if (k->exact)
        return arena_printf(a, "\"%s\" is %.0f to %.0f %% in the words of ICD 203.", words,
                            k->lo * 100, k->hi * 100);
    return arena_printf(a, "\"%s\" is no word of ICD 203; nearest is \"%s\", %.0f to %.0f %%.",
                        words, k->word, k->lo * 100, k->hi * 100);
}

const char *claim_likelihood_text(struct arena *a, double p) {
    const char *word = claim_likelihood_word(p);

    if (word) return arena_printf(a, "%s (%.0f %%)", word, p * 100);
    if (isnan(p)) return "unknown";
    return p < 0.5 ? "less than 1 %" : "more than 99 %";
}
