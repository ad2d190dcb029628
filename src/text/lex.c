/* SPDX-License-Identifier: Apache-2.0 */
#include "text/lex.h"

#include <stdlib.h>

static const struct lex_word *find(struct span w) {
    size_t lo = 0, hi = lex_count;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = span_cmp(w, span_of(lex_words[mid].word));

        if (c == 0) return &lex_words[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

/* The word less `cut` bytes, and that with `plus` after it. */
static uint64_t stem(struct span w, size_t cut, const char *plus) {
    char s[40];
    size_t n = w.n - cut, m = strlen(plus);
    const struct lex_word *l;

    if (w.n < cut + 2 || n + m >= sizeof s) return 0;
    memcpy(s, w.p, n);
    memcpy(s + n, plus, m); /* NOLINT(bugprone-not-null-terminated-result): a span */
    l = find((struct span){s, n + m});
    return l ? l->classes : 0;
}

static bool ends(struct span w, const char *s) {
    size_t n = strlen(s);

    return w.n > n + 1 && memcmp(w.p + w.n - n, s, n) == 0;
}

/* stopped, stop; travelling, travel */
static bool doubled(struct span w, size_t ending) {
    return w.n > ending + 2 && w.p[w.n - ending - 1] == w.p[w.n - ending - 2];
}

static uint64_t verb(struct span w, const char *ending, uint64_t form) {
    size_t n = strlen(ending);
    uint64_t c = stem(w, n, "");

    if (!c) c = stem(w, n, "e");
    if (!c && doubled(w, n)) c = stem(w, n + 1, "");
    if (!c && n == 2 && ends(w, "ied")) c = stem(w, 3, "y");
    return c ? c | form : 0;
}

uint64_t lex_of(struct span w) {
    const struct lex_word *l;
    uint64_t c = 0, form = 0;

    if (w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0) w.n -= 2;
    if (w.n > 2 && memcmp(w.p + w.n - 2, "s'", 2) == 0) w.n -= 1;
    l = find(w);
    if (l) return l->classes;
    if (ends(w, "ed")) c = verb(w, "ed", form = W_ED);
    if (!c && ends(w, "ing")) c = verb(w, "ing", form = W_ING);
    if (!c && ends(w, "s")) {
        form = W_S;
        c = stem(w, 1, "");
        if (!c && ends(w, "es")) c = stem(w, 2, "");
        if (!c && ends(w, "ies")) c = stem(w, 3, "y");
        c &= ~W_PAST; /* cuts */
    }
    return c | form;
}

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static int among(struct span w, const char *const *names, size_t n, uint64_t need) {
    const struct lex_word *l = find(w);

    if (!l || !(l->classes & need)) return 0;
    for (size_t i = 0; i < n; i++)
        if (memcmp(w.p, names[i], 3) == 0) return (int)i + 1;
    return 0;
}

int lex_month(struct span w) {
    return among(w, months, 12, W_MONTH);
}

int lex_weekday(struct span w) {
    return among(w, days, 7, W_WEEKDAY);
}

int lex_weekday_foreign(struct span w) {
    static const char *const begins[][7] = {
        {"월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"},
        {"понедельник", "вторник", "среду", "четверг", "пятниц", "суббот", "воскресень"},
        {"", "", "средам", "", "", "", ""},
        {"", "", "среды", "", "", "", ""}};

    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
        for (int d = 0; d < 7; d++) {
            size_t n = strlen(begins[k][d]);

            if (n && w.n >= n && memcmp(w.p, begins[k][d], n) == 0) return d + 1;
        }
    return 0;
}
