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

bool claim_likelihood_band(struct span word, double *lo, double *hi) {
    word = span_trim(word);
    for (size_t i = 0; i < NBAND; i++) {
        if (!same_word(word, bands[i].word) && !same_word(word, bands[i].other)) continue;
        *lo = bands[i].lo;
        *hi = bands[i].hi;
        return true;
    }
    return false;
}

const char *claim_likelihood_text(struct arena *a, double p) {
    const char *word = claim_likelihood_word(p);

    if (word) return arena_printf(a, "%s (%.0f %%)", word, p * 100);
    if (isnan(p)) return "unknown";
    return p < 0.5 ? "less than 1 %" : "more than 99 %";
}
