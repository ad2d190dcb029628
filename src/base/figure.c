/* SPDX-License-Identifier: Apache-2.0 */
#include "base/figure.h"

#include <string.h>

#define FAIL(e)                                                                                    \
    err_set(e, RC_SYNTAX, "is no figure such as 57, 1,055, 40-60, about 40, 30+ or up to 60")

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

/** The digits at s, with commas between thousands or none, and zeros after a point. @return their length; 0: not a number alone. */
static size_t number(struct span s, int64_t *out) {
    size_t i = 0, head;
    int64_t v = 0;

    while (i < s.n && digit(s.p[i]) && i < 10) v = v * 10 + (s.p[i++] - '0');
    head = i;
    while (head <= 3 && i + 3 < s.n && s.p[i] == ',' && digit(s.p[i + 1]) && digit(s.p[i + 2]) &&
           digit(s.p[i + 3]) && v < 1000000) {
        for (size_t k = 1; k <= 3; k++) v = v * 10 + (s.p[i + k] - '0');
        i += 4;
    }
    if (i + 1 < s.n && s.p[i] == '.' && s.p[i + 1] == '0')
        for (i++; i < s.n && s.p[i] == '0';) i++;
    if (i < s.n && (digit(s.p[i]) || (i + 1 < s.n && strchr(".,:/", s.p[i]) && digit(s.p[i + 1]))))
        return 0;
    *out = v;
    return i;
}

/** The length of the longest of the words, apart by blanks, that s begins with and that ends there; any case. */
static size_t word_of(struct span s, const char *words) {
    size_t best = 0;

    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " "), i = 0;

        while (i < n && i < s.n && (s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 32 : s.p[i]) == p[i])
            i++;
        if (i == n && n > best && (n == s.n || !bound_letter(p[n - 1]) || !bound_letter(s.p[n])))
            best = n;
        p += n + (p[n] == ' ');
    }
    return best;
}

/** Words of one kind, and on which side of the number they may stand. */
static const struct {
    const char *words;
    enum bound is;
    bool before, behind;
} known[] = {
    {"about around some approximately approx roughly nearly almost circa ca c. est estimated "
     "environ "
     "unos aprox etwa rund около примерно 약 ~ ≈ 大约 約 约",
     BOUND_ROUGH, true, true},
    {"? (?)", BOUND_ROUGH, false, true},
    {"≥ >= > ab mindestens", BOUND_LEAST, true, false},
    {"+ plus", BOUND_LEAST, false, true},
    {"≤ <= < bis höchstens", BOUND_MOST, true, false},
    {"people persons person pax passengers passenger individuals deportees returnees detainees "
     "workers "
     "onboard aboard человек 명 人",
     BOUND_NONE, false, true},
    {". between", BOUND_NONE, true, false}, /* "approx. 40" */
};

/** The length of what s begins with, of all that may stand there, and what it makes of the number; 0: not known. */
static size_t one_word(struct span s, bool behind, enum bound *is) {
    size_t n = bound_phrase(s, is);

    for (size_t k = 0; k < sizeof known / sizeof *known && !n; k++) {
        if (!(behind ? known[k].behind : known[k].before)) continue;
        n = word_of(s, known[k].words);
        *is = known[k].is;
    }
    return n;
}

/** What stands before or behind the numbers: all of it must be known, and one bound only. */
static bool beside(struct span s, bool behind, enum bound *words) {
    while ((s = span_trim(s)).n) {
        enum bound is = BOUND_NONE;
        size_t n = one_word(s, behind, &is);

        if (!n || (*words > BOUND_ROUGH && is > BOUND_ROUGH)) return false;
        if (is > *words) *words = is;
        s.p += n, s.n -= n;
    }
    return true;
}

int figure_read(struct span cell, struct figure *out, struct err *e) {
    struct figure f = {-1, -1, -1, BOUND_NONE};
    struct span s = span_trim(cell);
    bool between = word_of(s, "between") != 0;
    size_t at = 0, n;
    int64_t v = 0, w = -1;

    while (at < s.n && !digit(s.p[at])) at++;
    if (at == s.n || !beside((struct span){s.p, at}, false, &f.words)) return FAIL(e);
    s.p += at, s.n -= at;
    if (!(n = number(s, &v))) return FAIL(e);
    s.p += n, s.n -= n;
    for (at = 0; at < s.n && !digit(s.p[at]);) at++;
    if (at < s.n) { /* a second number: a range */
        struct span mid = span_trim((struct span){s.p, at});
        size_t joins = word_of(mid, between ? "and - – to" : "- – — ~ to bis до");

        s.p += at, s.n -= at;
        if (!joins || joins != mid.n || !(n = number(s, &w))) return FAIL(e);
        s.p += n, s.n -= n;
    }
    if (!beside(s, true, &f.words) || (between && w < 0) || (w >= 0 && f.words > BOUND_ROUGH))
        return FAIL(e);
    if (v > 999999999 || w > 999999999) return err_set(e, RC_RANGE, "is over nine digits");
    if (w >= 0 && w < v) return err_set(e, RC_RANGE, "is a range that runs backwards");
    if (w >= 0)
        f.low = v, f.high = w;
    else if (f.words == BOUND_LEAST)
        f.low = v;
    else if (f.words == BOUND_MOST)
        f.high = v;
    else
        f.best = v;
    *out = f;
    return 0;
}
