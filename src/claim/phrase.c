/* SPDX-License-Identifier: Apache-2.0 */
/* A statement's words as tokens (runs of ASCII letters and digits, in lower case; anything else is
 * a gap), and a handful of patterns over them. A phrase that is read wrongly would accuse a source
 * of a contradiction, so a pattern needs its whole frame: "four months" alone is no duration of
 * anything, "for four months" is. */
#include "claim/phrase.h"

#include "base/buf.h"

#include <stdlib.h>

#define LENGTH 16 /* of a word that is looked at; longer ones are none of ours */

struct word {
    char s[LENGTH];
};
struct words {
    struct word *v; /* followed by an empty one */
    size_t n;
};

/* In lower case; 0: no letter or digit. */
static char letter(char c) {
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                      lower[] = "abcdefghijklmnopqrstuvwxyz";

    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) return c;
    if (c >= 'A' && c <= 'Z') return lower[strchr(upper, c) - upper];
    return 0;
}

static struct words words_of(struct arena *a, struct span s) {
    struct words w = {ARENA_ARRAY(a, struct word, s.n / 2 + 3), 0};
    size_t len = 0;

    for (size_t i = 0; i <= s.n; i++) {
        char c = 0;

        if (i < s.n) c = letter(s.p[i]);
        if (!c) {
            if (len) w.n++;
            len = 0;
            continue;
        }
        if (len < LENGTH - 1) w.v[w.n].s[len] = c;
        len++;
    }
    return w;
}

/* The i-th word, "" beyond the last. */
static const char *at(const struct words *w, size_t i) {
    return i < w->n ? w->v[i].s : "";
}

static bool among(const char *s, const char *const *list) {
    while (*list && strcmp(*list, s) != 0) list++;
    return *list != NULL;
}
#define IS(w, i, ...) among(at((w), (i)), (const char *const[]){__VA_ARGS__, NULL})

static const char *said(struct arena *a, const struct words *w, size_t from, size_t end) {
    const char *s = at(w, from);

    for (size_t i = from + 1; i < end; i++) s = arena_printf(a, "%s %s", s, at(w, i));
    return s;
}

static int number(const char *s) {
    static const char *const names[] = {"a",     "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    int n = 0;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(s, names[i]) == 0) return i ? (int)i : 1;
    if (strcmp(s, "twenty") == 0) return 20;
    for (; *s >= '0' && *s <= '9' && n < 1000; s++) n = 10 * n + *s - '0';
    return *s ? 0 : n;
}

static bool unit(const char *s, enum phrase_unit *out) {
    static const char *const names[][2] = {
        {"day", "days"}, {"week", "weeks"}, {"month", "months"}, {"year", "years"}};

    for (size_t i = 0; i < 4; i++)
        if (strcmp(s, names[i][0]) == 0 || strcmp(s, names[i][1]) == 0) {
            *out = (enum phrase_unit)i;
            return true;
        }
    return false;
}

static int weekday(const char *s) {
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};

    for (int i = 0; i < 7; i++) {
        size_t n = strlen(names[i]);

        if (strncmp(s, names[i], n) == 0 && (s[n] == 0 || strcmp(s + n, "s") == 0)) return i;
    }
    return -1;
}

bool phrase_time(struct arena *a, struct span text, struct phrase_time *out) {
    struct words w = words_of(a, text);

    for (size_t i = 0; i < w.n; i++) {
        size_t k = i;

        if (IS(&w, i, "for", "over", "lasting", "within")) {
            for (k++; IS(&w, k, "about", "almost", "nearly", "some", "the", "next", "coming");) k++;
        } else if (strcmp(at(&w, i), "a") != 0 || number(at(&w, i + 1)) == 0) {
            continue; /* "a four-month timetable" */
        } else {
            k++;
        }
        if ((out->n = number(at(&w, k))) == 0 || !unit(at(&w, k + 1), &out->unit)) continue;
        out->words = said(a, &w, i, k + 2);
        return true;
    }
    return false;
}

/* --- how often --- */

/* Weeks in a unit, by the mean length of the calendar's months and years. */
static const double weeks[] = {1.0 / 7, 1, 365.2425 / 12 / 7, 365.2425 / 7};

static bool two_readings(const struct words *w, size_t i, size_t *end, enum phrase_unit *u) {
    static const struct {
        const char *word;
        enum phrase_unit unit;
    } bi[] = {{"weekly", PHRASE_WEEK},
              {"monthly", PHRASE_MONTH},
              {"annual", PHRASE_YEAR},
              {"annually", PHRASE_YEAR},
              {"yearly", PHRASE_YEAR}};
    const char *s = at(w, i);
    bool apart = strcmp(s, "bi") == 0;

    if (strncmp(s, "bi", 2) != 0) return false;
    for (size_t k = 0; k < sizeof bi / sizeof *bi; k++)
        if (strcmp(apart ? at(w, i + 1) : s + 2, bi[k].word) == 0) {
            *u = bi[k].unit;
            *end = i + 1 + apart;
            return true;
        }
    return false;
}

/* "once", "twice", "three times", "5 flights"; 0: none. */
static int times(const struct words *w, size_t *i) {
    int n;

    if (IS(w, *i, "once", "twice", "thrice")) {
        n = at(w, *i)[0] == 'o' ? 1 : at(w, *i)[1] == 'w' ? 2 : 3;
        ++*i;
        return n;
    }
    n = number(at(w, *i));
    if (n == 0 || !IS(w, *i + 1, "times", "flights", "flight", "round", "trips")) return 0;
    ++*i;
    while (IS(w, *i, "times", "flights", "flight", "round", "trips")) ++*i;
    return n;
}

static bool so_often(const struct words *w, size_t i, size_t *end, double *rate) {
    enum phrase_unit u = PHRASE_DAY;
    int n = times(w, &i);

    if (n == 0) return false;
    if (IS(w, i, "daily", "weekly", "monthly")) {
        u = at(w, i)[0] == 'd' ? PHRASE_DAY : at(w, i)[0] == 'w' ? PHRASE_WEEK : PHRASE_MONTH;
        *end = i + 1;
    } else if (IS(w, i, "a", "per", "each", "every") && unit(at(w, i + 1), &u)) {
        *end = i + 2;
    } else {
        return false;
    }
    *rate = n / weeks[u];
    return true;
}

static bool every(const struct words *w, size_t i, size_t *end, double *rate) {
    enum phrase_unit u;
    int n = 1;
    uint8_t days = 0;

    if (!IS(w, i, "every", "each")) return false;
    i++;
    while (weekday(at(w, i)) >= 0 || (days && IS(w, i, "and") && weekday(at(w, i + 1)) >= 0)) {
        if (weekday(at(w, i)) >= 0) days |= (uint8_t)(1U << weekday(at(w, i)));
        i++;
    }
    if (days) {
        *rate = __builtin_popcount(days);
        *end = i;
        return true;
    }
    if (IS(w, i, "other", "second"))
        n = 2, i++;
    else if (number(at(w, i)) > 0)
        n = number(at(w, i)), i++;
    if (!unit(at(w, i), &u)) return false;
    *rate = 1 / (n * weeks[u]);
    *end = i + 1;
    return true;
}

static bool adverb(const struct words *w, size_t i, size_t *end, double *rate) {
    if (!IS(w, i, "daily", "weekly", "fortnightly", "monthly")) return false;
    switch (at(w, i)[0]) {
    case 'd': *rate = 7; break;
    case 'w': *rate = 1; break;
    case 'f': *rate = 0.5; break;
    default: *rate = 1 / weeks[PHRASE_MONTH];
    }
    *end = i + 1;
    return true;
}

bool phrase_often(struct arena *a, struct span text, struct phrase_often *out) {
    struct words w = words_of(a, text);
    enum phrase_unit u = PHRASE_WEEK;
    size_t end = 0;

    for (size_t i = 0; i < w.n; i++) {
        if (two_readings(&w, i, &end, &u)) {
            out->lo = 0.5 / weeks[u], out->hi = 2 / weeks[u];
        } else if (so_often(&w, i, &end, &out->lo) || every(&w, i, &end, &out->lo) ||
                   adverb(&w, i, &end, &out->lo)) {
            out->hi = out->lo;
        } else {
            continue;
        }
        out->words = said(a, &w, i, end);
        return true;
    }
    return false;
}

uint8_t phrase_weekdays(struct arena *a, struct span text) {
    struct words w = words_of(a, text);
    uint8_t days = 0;

    for (size_t i = 0; i < w.n; i++)
        if (weekday(at(&w, i)) >= 0) days |= (uint8_t)(1U << weekday(at(&w, i)));
    return days;
}

bool phrase_condition(struct arena *a, struct span text) {
    struct words w = words_of(a, text);

    for (size_t i = 0; i < w.n; i++) {
        if (IS(&w, i, "if", "assuming", "provided", "supposing", "unless")) return true;
        if (IS(&w, i, "at") && IS(&w, i + 1, "most")) return true;
        if (IS(&w, i, "up") && IS(&w, i + 1, "to")) return true;
        if (IS(&w, i, "no") && IS(&w, i + 1, "more") && IS(&w, i + 2, "than")) return true;
    }
    return false;
}
