/* SPDX-License-Identifier: Apache-2.0 */
/* A statement's words as tokens (runs of ASCII letters and digits, in lower case; anything else is
 * a gap), and a handful of patterns over them. A phrase that is read wrongly would accuse a source
 * of a contradiction, so a pattern needs its whole frame: "four months" alone is no duration of
 * anything, "for four months" is, unless it is said of people ("held for four months") or of a
 * delay ("over a month late"); and "daily" in the name of a newspaper is no timetable. */
#include "claim/phrase.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

#define LENGTH 16 /* of a word that is looked at; longer ones are none of ours */

struct word {
    char s[LENGTH];
    struct span as; /* as it stands in the text */
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
        if (!len) w.v[w.n].as.p = s.p + i;
        w.v[w.n].as.n = ++len;
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

/* The words as they stand, with the blank or hyphen between two; where more is between, a blank. */
static const char *said(struct arena *a, const struct words *w, size_t from, size_t end) {
    const char *s = arena_dup(a, w->v[from].as);

    for (size_t i = from + 1; i < end && i < w->n; i++) {
        const struct word *was = &w->v[i - 1], *is = &w->v[i];
        const char *gap = was->as.p + was->as.n;

        s = arena_printf(a, "%s%c%.*s", s, gap + 1 == is->as.p && *gap == '-' ? '-' : ' ',
                         SPAN_ARG(is->as));
    }
    return s;
}

static bool capital(const struct words *w, size_t i) {
    return i < w->n && *w->v[i].as.p >= 'A' && *w->v[i].as.p <= 'Z';
}

/* Of a newspaper, by its name ("the Daily Star", "Weekly Asia says") or its kind; or of a figure
 * ("the monthly total"). In a headline all words are capital: there the one before is one, too. */
static bool of_press(const struct words *w, size_t i) {
    if (IS(w, i + 1, "paper", "newspaper", "magazine", "report", "reports", "bulletin", "briefing",
           "journal", "review", "press", "news", "total", "totals", "figure", "figures", "average",
           "statistics", "count", "mirror", "star", "mail", "times", "telegraph", "express", "post",
           "herald", "nation"))
        return true;
    if (!capital(w, i) || !capital(w, i + 1)) return false;
    return i == 0 ? !IS(w, 1, "charter", "charters", "flight", "flights", "service", "services")
                  : IS(w, i - 1, "the") || !capital(w, i - 1);
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

/* "held for 20 days", "over a month late", "within two weeks of arrest", "for three months now":
 * how long something else was, and not how long the flights go on. */
static bool of_something_else(const struct words *w, size_t begin, size_t end) {
    if (IS(w, end, "late", "later", "ago", "before", "after", "earlier", "old", "of", "delay",
           "now"))
        return true;
    return begin > 0 &&
           IS(w, begin - 1, "held", "detained", "kept", "jailed", "imprisoned", "sentenced",
              "stranded", "waiting", "waited", "wait", "stuck", "banned", "barred", "closed",
              "suspended", "delayed", "grounded", "missing", "stayed", "worked", "lived", "living");
}

/* "a four-month timetable": what goes on so long is named. */
static bool so_long_a(const struct words *w, size_t k) {
    return IS(w, k, "timetable", "schedule", "season", "period", "programme", "program", "plan",
              "series", "campaign", "operation", "contract", "charter", "run");
}

bool phrase_time(struct arena *a, struct span text, struct phrase_time *out) {
    struct words w = words_of(a, text);

    for (size_t i = 0; i < w.n; i++) {
        bool framed = IS(&w, i, "for", "over", "lasting", "within");
        size_t k = i + 1;

        if (framed)
            while (
                IS(&w, k, "about", "around", "almost", "nearly", "some", "the", "next", "coming"))
                k++;
        else if (strcmp(at(&w, i), "a") != 0)
            continue;
        if ((out->n = number(at(&w, k))) == 0 || !unit(at(&w, k + 1), &out->unit)) continue;
        if (framed ? of_something_else(&w, i, k + 2) : !so_long_a(&w, k + 2)) continue;
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

    if (strncmp(s, "bi", 2) != 0 || of_press(w, i + apart)) return false;
    for (size_t k = 0; k < sizeof bi / sizeof *bi; k++)
        if (strcmp(apart ? at(w, i + 1) : s + 2, bi[k].word) == 0) {
            *u = bi[k].unit;
            *end = i + 1 + apart;
            return true;
        }
    return false;
}

#define TRIPS                                                                                      \
    "time", "times", "flights", "flight", "round", "trip", "trips", "charter", "charters",         \
        "departure", "departures", "service", "services"

/* "once", "twice", "three times", "5 flights"; 0: none. */
static int times(const struct words *w, size_t *i) {
    int n;

    if (IS(w, *i, "once", "twice", "thrice")) {
        n = at(w, *i)[0] == 'o' ? 1 : at(w, *i)[1] == 'w' ? 2 : 3;
        ++*i;
        return n;
    }
    n = number(at(w, *i));
    if (n == 0 || !IS(w, *i + 1, TRIPS)) return 0;
    ++*i;
    while (IS(w, *i, TRIPS)) ++*i;
    return n;
}
#undef TRIPS

static bool so_often(const struct words *w, size_t i, size_t *end, double *rate) {
    enum phrase_unit u = PHRASE_DAY;
    int n = times(w, &i);

    if (n == 0) return false;
    if (IS(w, i, "daily", "weekly", "monthly")) {
        u = at(w, i)[0] == 'd' ? PHRASE_DAY : at(w, i)[0] == 'w' ? PHRASE_WEEK : PHRASE_MONTH;
        *end = i + 1;
    } else if (IS(w, i, "a", "per", "each", "every") && unit(at(w, i + 1), &u)) {
        *end = i + 2;
    } else if (IS(w, i, "a", "per", "each", "every") && IS(w, i + 1, "fortnight")) {
        *rate = n / 2.0;
        *end = i + 2;
        return true;
    } else {
        return false;
    }
    *rate = n / weeks[u];
    return true;
}

/* "Monday", "Mondays, Wednesdays and Fridays": how many different days; 0: none is there. */
static int days_named(const struct words *w, size_t i, size_t *end) {
    uint8_t days = 0;

    while (weekday(at(w, i)) >= 0 || (days && IS(w, i, "and") && weekday(at(w, i + 1)) >= 0)) {
        if (weekday(at(w, i)) >= 0) days |= (uint8_t)(1U << weekday(at(w, i)));
        i++;
    }
    *end = i;
    return __builtin_popcount(days);
}

static bool ends_in_s(const char *word) {
    size_t n = strlen(word);

    return n && word[n - 1] == 's';
}

/* "on Mondays and Fridays", each of them in the plural: one alone may be the day of one flight. */
static bool on_days(const struct words *w, size_t i, size_t *end, double *rate) {
    int n = IS(w, i, "on") ? days_named(w, i + 1, end) : 0;

    if (n == 0) return false;
    for (size_t k = i + 1; k < *end; k++)
        if (weekday(at(w, k)) >= 0 && !ends_in_s(at(w, k))) return false;
    *rate = n;
    return true;
}

static bool every(const struct words *w, size_t i, size_t *end, double *rate) {
    enum phrase_unit u;
    int n = 1, days;

    if (!IS(w, i, "every", "each")) return false;
    i++;
    if (IS(w, i, "other", "second"))
        n = 2, i++;
    else if (number(at(w, i)) > 0)
        n = number(at(w, i)), i++;
    if ((days = days_named(w, i, end)) > 0) {
        *rate = (double)days / n;
        return true;
    }
    if (!unit(at(w, i), &u)) return false;
    *rate = 1 / (n * weeks[u]);
    *end = i + 1;
    return true;
}

static bool adverb(const struct words *w, size_t i, size_t *end, double *rate) {
    if (IS(w, i, "semi") && IS(w, i + 1, "weekly", "monthly")) {
        *rate = at(w, i + 1)[0] == 'w' ? 2 : 2 / weeks[PHRASE_MONTH];
        *end = i + 2;
        return true;
    }
    if (!IS(w, i, "daily", "weekly", "fortnightly", "monthly") || of_press(w, i)) return false;
    if (i && IS(w, i - 1, "bi")) return false;
    switch (at(w, i)[0]) {
    case 'd': *rate = 7; break;
    case 'w': *rate = 1; break;
    case 'f': *rate = 0.5; break;
    default: *rate = 1 / weeks[PHRASE_MONTH];
    }
    *end = i + 1;
    return true;
}

/* The first phrase of one reading from the i-th word on. */
static bool one_reading(struct arena *a, const struct words *w, size_t i,
                        struct phrase_often *out) {
    double rate;
    size_t end;

    for (; i < w->n; i++) {
        if (!so_often(w, i, &end, &rate) && !every(w, i, &end, &rate) &&
            !adverb(w, i, &end, &rate) && !on_days(w, i, &end, &rate))
            continue;
        *out = (struct phrase_often){said(a, w, i, end), rate, rate};
        return true;
    }
    return false;
}

/* A word of two readings is settled by one that the text gives beside it: "biweekly, that is twice a
 * week". */
bool phrase_often(struct arena *a, struct span text, struct phrase_often *out) {
    struct words w = words_of(a, text);
    enum phrase_unit u = PHRASE_WEEK;
    bool one = one_reading(a, &w, 0, out);

    for (size_t i = 0, end = 0; i < w.n; i++) {
        double lo, hi;

        if (!two_readings(&w, i, &end, &u)) continue;
        lo = 0.5 / weeks[u], hi = 2 / weeks[u];
        if (one && (fabs(out->lo - lo) < 0.02 * lo || fabs(out->lo - hi) < 0.02 * hi)) return true;
        *out = (struct phrase_often){said(a, &w, i, end), lo, hi};
        return true;
    }
    return one;
}

uint8_t phrase_weekdays(struct arena *a, struct span text) {
    struct words w = words_of(a, text);
    uint8_t days = 0;

    for (size_t i = 0; i < w.n; i++)
        if (weekday(at(&w, i)) >= 0 && !of_press(&w, i))
            days |= (uint8_t)(1U << weekday(at(&w, i)));
    return days;
}

bool phrase_condition(struct arena *a, struct span text) {
    struct words w = words_of(a, text);

    for (size_t i = 0; i < w.n; i++) {
        if (IS(&w, i, "assuming", "supposing", "unless", "maximum")) return true;
        if (IS(&w, i, "if") && !(i && IS(&w, i - 1, "asked", "as", "know", "known", "unclear",
                                         "unknown", "wonder", "see", "confirm", "say")))
            return true; /* not "asked if" */
        if (IS(&w, i, "provided") && IS(&w, i + 1, "that", "all", "every", "each", "they", "it"))
            return true; /* not "figures provided by" */
        if (IS(&w, i, "as") && IS(&w, i + 1, "many") && IS(&w, i + 2, "as")) return true;
        if (IS(&w, i, "at") && IS(&w, i + 1, "most")) return true;
        if (IS(&w, i, "up") && IS(&w, i + 1, "to")) return true;
        if (IS(&w, i, "no") && IS(&w, i + 1, "more") && IS(&w, i + 2, "than")) return true;
    }
    return false;
}
