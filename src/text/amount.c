/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, their bounds and what is counted.
 *
 * "about 100" is 100 to 100 (about is a hedge, not an interval: what it is worth is for the model), "over 500" is 500 and no upper
 * bound, "up to 80" has no lower one, "dozens" is 24 and more. A number is a quantity only with a noun of people or vehicles, as a
 * rate, a share or a length of time, or bare where the sentence counts people. Years, times of day, ages, money, distances, gates,
 * articles and resolutions are none. */
#include "text/amount.h"

#include "text/noun.h"
#include "text/numeral.h"
#include "text/part.h"
#include "text/rate.h"
#include "text/text.h"

#include <stdio.h>

enum { DOZEN = 12 };
#define THOUSAND INT64_C(1000)
#define VALUE_MOST (INT64_C(1000000000000) * THOUSAND)

static int64_t small_number(struct span w) {
    static const char *const words[] = {"zero",    "one",     "two",       "three",    "four",
                                        "five",    "six",     "seven",     "eight",    "nine",
                                        "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};

    for (size_t i = 0; i < 20; i++)
        if (span_is(w, words[i])) return (int64_t)i;
    for (size_t i = 0; i < 8; i++)
        if (span_is(w, tens[i])) return 20 + 10 * (int64_t)i;
    return -1;
}

/* hundreds [of], dozens, several hundred, thousands */
static size_t open_number(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    static const struct {
        const char *words;
        int64_t value;
    } many[] = {{"dozens", 24}, {"scores", 40}, {"hundreds", 200}, {"thousands", 2000}};

    if (i + 2 < hi && token_in(t, i, "tens hundreds thousands") && token_is(t, i + 1, "of") &&
        token_in(t, i + 2, "thousands millions")) { /* tens of thousands */
        int64_t each = token_is(t, i + 2, "thousands") ? 1000 : 1000000;

        *value = THOUSAND * each *
                 (token_is(t, i, "tens")       ? 20
                  : token_is(t, i, "hundreds") ? 200
                                               : 2000);
        return 3;
    }
    for (size_t k = 0; k < sizeof many / sizeof *many; k++)
        if (i < hi && token_in(t, i, many[k].words)) {
            *value = many[k].value * THOUSAND;
            return 1;
        }
    if (i + 1 < hi && token_in(t, i, "several few") && numeral_size(t->v[i + 1].low)) {
        *value = 2 * numeral_size(t->v[i + 1].low) * THOUSAND;
        return 2;
    }
    return 0;
}

/* "a hundred-thousand", "two hundred and fifty", "twenty-five": the hyphen or "and" at k is inside a number. */
static bool joins_words(const struct tokens *t, size_t k, size_t hi, int64_t part, int64_t sum) {
    bool hyphen = token_is(t, k, "-");

    if (k + 1 >= hi || !token_in(t, k, "- and")) return false;
    if (hyphen && numeral_size(t->v[k + 1].low) > 100) return true;
    return small_number(t->v[k + 1].low) >= 0 &&
           (hyphen ? part >= 20 && part % 10 == 0 : part >= 100 || sum);
}

/* two hundred and fifty, twenty-five, a dozen */
static size_t word_number(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    int64_t sum = 0, part = 0;
    size_t k = i;
    bool any = false;

    if (i + 2 < hi && token_is(t, i, "half") && token_is(t, i + 1, "a") &&
        numeral_size(t->v[i + 2].low)) {
        *value = numeral_size(t->v[i + 2].low) * THOUSAND / 2;
        return 3; /* half a million */
    }
    if (i + 1 < hi && token_in(t, i, "a an one half") && numeral_size(t->v[i + 1].low)) {
        part = 1;
        k++;
    }
    for (; k < hi && part < 1000000 && sum < INT64_C(1000000000); k++) {
        int64_t one = small_number(t->v[k].low), size = numeral_size(t->v[k].low);

        if (part && token_is(t, k, "dozens")) size = DOZEN; /* two dozens */

        if (!token_has(t, k, W_NUMBER) && !(any && token_in(t, k, "- and"))) break;
        if (one >= 0 && (!any || part % 10 == 0 || part >= 100)) {
            part += one;
        } else if (size == DOZEN || size == 100) {
            part = (part ? part : 1) * size;
        } else if (size && part) {
            sum += part * size;
            part = 0;
        } else if (!any || !joins_words(t, k, hi, part, sum)) {
            break;
        }
        any = true;
    }
    if (!any) return 0;
    *value = (sum + part) * THOUSAND;
    return k - i;
}

/* "25, 448": a blank behind the comma of thousands, and no list. */
static bool spaced_group(const struct tokens *t, size_t i, size_t hi) {
    const struct token *b = &t->v[i + 2];

    return t->v[i].low.n <= 3 && t->v[i].num && t->v[i].num % THOUSAND == 0 &&
           token_is(t, i + 1, ",") && t->v[i + 1].glued && !b->glued && b->kind == TOK_NUM &&
           b->low.n == 3 && b->to - b->from == 3 && !b->doubtful &&
           !(i > 0 && (token_has(t, i - 1, W_MONTH | W_VEHICLE | W_NUMBER) ||
                       t->v[i - 1].kind != TOK_WORD)) &&
           !(i + 4 < hi && token_in(t, i + 3, ", and") &&
             (t->v[i + 4].kind == TOK_NUM || token_is(t, i + 4, "and")));
}

/* 4 000 and 25, 448 are one number, 1,5 million and 23-thousand too; 2.5k. */
static size_t digit_number(const struct tokens *t, size_t i, size_t hi, int64_t *value) {
    size_t n = numeral_decimal(t, i, hi, value);
    int64_t m;

    if (!n) {
        *value = t->v[i].num;
        n = 1;
        if (i + 1 < hi && t->v[i].low.n <= 3 && t->v[i + 1].kind == TOK_NUM &&
            t->v[i + 1].low.n == 3 && !t->v[i + 1].glued && *value && *value % THOUSAND == 0 &&
            t->v[i + 1].to - t->v[i + 1].from == 3 &&
            t->v[i + 1].from == t->v[i].to + 1) { /* 4 000 */
            *value = *value * 1000 + t->v[i + 1].num;
            n = 2;
        }
        if (i + 2 < hi && n == 1 && spaced_group(t, i, hi)) { /* 25, 448 */
            *value = *value * 1000 + t->v[i + 2].num;
            n = 3;
        }
        if (i + 2 < hi && token_is(t, i + 1, "-") && numeral_size(t->v[i + 2].low))
            n = 2; /* 23-thousand */
    }
    while (n < 5 && i + n < hi && (m = numeral_size(t->v[i + n].low)) && *value < VALUE_MOST / m) {
        *value *= m;
        n++;
    }
    return n;
}

/* 2.5k, 2m */
static size_t short_number(const struct token *k, int64_t *value) {
    char last = (char)(k->low.n ? k->low.p[k->low.n - 1] : 0);

    if (k->kind != TOK_CODE || k->doubtful || (last != 'k' && last != 'm') || k->num <= 0) return 0;
    for (size_t i = 0; i + 1 < k->low.n; i++)
        if (k->low.p[i] < '0' || k->low.p[i] > '9') return 0;
    if (k->num > VALUE_MOST / 1000000) return 0;
    *value = k->num * (last == 'k' ? 1000 : 1000000);
    return 1;
}

size_t amount_number(const struct tokens *t, size_t i, size_t hi, int64_t *value, bool *open) {
    size_t n;

    *open = false;
    if (i >= hi) return 0;
    if ((n = numeral_foreign(t, i, hi, value, open))) return n;
    if (t->v[i].kind == TOK_NUM && !t->v[i].ordinal && !t->v[i].doubtful) {
        n = digit_number(t, i, hi, value);
    } else if ((n = open_number(t, i, hi, value))) {
        *open = true;
        return n;
    } else if ((n = numeral_fraction(t, i, hi, value)) || (n = short_number(&t->v[i], value))) {
        return n;
    } else {
        n = word_number(t, i, hi, value);
    }
    return n ? n + numeral_half(t, i, n, hi, value) : 0;
}

struct bound {
    const char *words;
    int side; /* -1: a lower bound, 1: an upper bound, 0: about */
};
static const struct bound before[] = {{"at least", -1},
                                      {"more than", -1},
                                      {"no fewer than", -1},
                                      {"no less than", -1},
                                      {"not less than", -1},
                                      {"in excess of", -1},
                                      {"upwards of", -1},
                                      {"over", -1},
                                      {"above", -1},
                                      {"exceeding", -1},
                                      {"exceeded", -1},
                                      {"exceeds", -1},
                                      {"minimum of", -1},
                                      {"более", -1},
                                      {"свыше", -1},
                                      {"не менее", -1},
                                      {"up to", 1},
                                      {"at most", 1},
                                      {"no more than", 1},
                                      {"not more than", 1},
                                      {"fewer than", 1},
                                      {"less than", 1},
                                      {"under", 1},
                                      {"below", 1},
                                      {"maximum of", 1},
                                      {"as many as", 1},
                                      {"до", 1},
                                      {"не более", 1},
                                      {"менее", 1},
                                      {"최대", 1},
                                      {"최소", -1},
                                      {"about", 0},
                                      {"around", 0},
                                      {"approximately", 0},
                                      {"some", 0},
                                      {"roughly", 0},
                                      {"nearly", 0},
                                      {"almost", 0},
                                      {"close to", 0},
                                      {"an estimated", 0},
                                      {"circa", 0},
                                      {"just over", -1},
                                      {"just under", 1},
                                      {"estimated", 0},
                                      {"около", 0},
                                      {"примерно", 0},
                                      {"почти", 0},
                                      {"약", 0},
                                      {"a total of", 0},
                                      {"~", 0},
                                      {"approx .", 0},
                                      {"approx", 0}};

/* Words of bound that end before token i: what they say, and where they begin. */
static int bound_before(const struct tokens *t, size_t lo, size_t i, size_t *from) {
    size_t best = 0;
    int side = 2;

    if (i <= lo) {
        *from = i;
        return side;
    }
    for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
        size_t n = 1;
        char c = before[k].words[0];

        if (c != *t->v[i - 1].low.p && (i < lo + 2 || c != *t->v[i - 2].low.p) &&
            (i < lo + 3 || c != *t->v[i - 3].low.p))
            continue; /* most, and at once */

        for (const char *p = before[k].words; *p; p++) n += *p == ' ';
        if (i < lo + n || n <= best || token_phrase(t, i - n, before[k].words) != n) continue;
        best = n;
        side = before[k].side;
    }
    *from = i - best;
    return side;
}

static void set_bounds(struct amount *m, int side, int64_t value, bool open) {
    m->low = side == 1 ? TEXT_NONE : value;
    m->high = side == -1 || (open && side != 1) ? TEXT_NONE : value;
}

static bool year_like(const struct token *k) {
    return k->kind == TOK_NUM && k->low.n == 4 && k->to - k->from == 4 &&
           k->num >= 1900 * THOUSAND && k->num <= 2199 * THOUSAND;
}

/* "3 to 4 million", "3-4 тысячи": the size behind the second is of both. */
static void share_size(const struct tokens *t, size_t start, size_t i, size_t end, int64_t high,
                       int64_t *low) {
    int64_t size = numeral_size(t->v[end - 1].low);

    if (size > 1 && i - start == 1 && !numeral_size(t->v[start].low) && *low < high / size &&
        *low >= THOUSAND)
        *low *= size;
}

/* What joins two numbers at i: to, -, ~, or; "and" behind between; "до" behind "от"; "명에서" of "100명에서 120명". @return where the
 * second begins, or 0. */
static size_t joint(const struct tokens *t, size_t lo, size_t i, size_t start, size_t hi) {
    if (i > start && t->v[i - 1].foreign && i < hi && t->v[i].kind == TOK_NUM) {
        struct span rest = numeral_rest(t->v[i - 1].low);

        if (amount_begins(rest, "에서") || amount_begins(rest, "명에서"))
            return i; /* 3천에서 4천 */
    }
    if (i + 1 >= hi) return 0;
    if (token_in(t, i, "to - or ~") || (t->v[i].foreign && amount_begins(t->v[i].low, "명에서")))
        return i + 1;
    if (start <= lo) return 0;
    return (token_in(t, start - 1, "between между") && token_in(t, i, "and и")) ||
                   (token_in(t, start - 1, "от с") && token_is(t, i, "до"))
               ? i + 1
               : 0;
}

size_t amount_range_end(const struct tokens *t, size_t lo, size_t i, size_t start, size_t hi,
                        int64_t *low, int64_t *high) {
    bool open;
    size_t n, at = joint(t, lo, i, start, hi);
    int64_t v, first = *low;

    if (!at) return 0;
    n = amount_number(t, at, hi, &v, &open);
    if (n && start < i && year_like(&t->v[start]) && v > 2199 * THOUSAND)
        return 0; /* rose from 310 in 2022 to 6,900 */
    if (n) share_size(t, start, i, at + n, v, &first);
    if (!n || open || v <= first ||
        (token_is(t, i, "to") && start > lo && token_is(t, start - 1, "from") && v > 20 * first))
        return 0;
    *low = first;
    *high = v;
    return at + n - i;
}

static void past_bound(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    bool either = i + 1 < hi && token_is(t, i, "or"), more = either && token_is(t, i + 1, "more"),
         plus = i < hi && token_is(t, i, "+");

    if (more || plus) m->high = TEXT_NONE;
    if (either && token_in(t, i + 1, "fewer less")) m->low = TEXT_NONE;
    if (either && token_in(t, i + 1, "more fewer less so")) m->hi = i + 2;
    if (i + 1 < hi && token_is(t, i, "-") && token_in(t, i + 1, "odd plus")) m->hi = i + 2;
    if (m->hi == i + 2 && token_is(t, i + 1, "plus")) m->high = TEXT_NONE; /* 200-plus */
    if (plus) m->hi = i + 1;
}

static bool is_percent(const struct tokens *t, size_t i, size_t hi) {
    return i < hi && (token_in(t, i, "% percent") || amount_begins(t->v[i].low, "процент") ||
                      (token_is(t, i, "per") && token_is(t, i + 1, "cent")));
}

/* A number that names something, or measures what is not people. */
static bool named(const struct tokens *t, size_t lo, size_t i, size_t after, size_t hi) {
    if (i > lo &&
        token_in(t, i - 1,
                 "$ no resolution article articles paragraph section highway route road gate "
                 "terminal platform annex page room unit unhcr un flight flights rule line law act "
                 "decree number aged age # : /") &&
        !(token_is(t, i - 1, ":") && !t->v[i].glued) &&
        !(token_is(t, i - 1, "number") && after < hi && token_has(t, after, W_PEOPLE)))
        return true;
    if (after < hi &&
        token_in(t, after + (token_is(t, after, "-") ? 1 : 0),
                 "third thirds quarter quarters fifth fifths tenth tenths") &&
        (token_is(t, after, "-") || token_is(t, i, "one") || token_has(t, after, W_S)))
        return true;                                                        /* two-thirds */
    if (i > lo && t->v[i - 1].shout && t->v[i - 1].low.n == 2) return true; /* GW 418 */
    if (i > lo && t->v[i - 1].capital && token_has(t, i - 1, W_MONTH) &&
        t->v[i].num <= 31 * THOUSAND && t->v[i].kind == TOK_NUM && after < hi &&
        !token_has(t, after, W_PEOPLE) &&
        !(token_has(t, after, W_VEHICLE) && t->v[after].low.p[t->v[after].low.n - 1] == 's'))
        return true; /* on March 18 carried */
    if (i >= lo + 2 && token_is(t, i - 1, "-") && t->v[i].glued && t->v[i - 1].glued &&
        t->v[i - 2].kind == TOK_WORD && t->v[i - 2].capital && !lex_month(t->v[i - 2].low))
        return true; /* Tu-204 */
    if (i >= lo + 2 && token_is(t, i - 1, "-") && t->v[i].glued && t->v[i - 1].glued &&
        t->v[i - 2].kind == TOK_NUM && t->v[i - 2].num > t->v[i].num)
        return true; /* 777-300 */
    if (i >= lo + 3 && token_in(t, i - 1, "and to -") && t->v[i - 2].kind == TOK_NUM &&
        token_has(t, i - 3, W_MONTH) && t->v[i].num <= 31 * THOUSAND)
        return true; /* between April 14 and 20 */
    if (i >= lo + 2 && token_is(t, i - 1, "in") && token_has(t, i - 2, W_NUMBER) &&
        token_has(t, i, W_NUMBER))
        return true; /* one in six */
    if (i >= lo + 2 && token_is(t, i - 1, ".") && token_in(t, i - 2, "no nos art")) return true;
    if (after < hi &&
        token_in(t, after, "km kg $ : / year-old boeing airbus embraer tupolev antonov"))
        return true;
    if (i > lo && token_in(t, i - 1, "boeing airbus embraer tupolev antonov ilyushin title"))
        return true;
    if (after + 1 < hi && token_is(t, after, "-") &&
        token_in(t, after + 1, "year day hour month minute week seat seater member strong"))
        return !token_in(t, after + 1, "strong member");
    return after < hi &&
           (token_has(t, after, W_OTHER) ||
            token_in(t, after, "a.m p.m am pm o'clock hrs gmt ist")) &&
           !is_percent(t, after, hi);
}

/* per flight, each time, a bus */
static void find_each(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    static const char *const words[] = {
        "each time",  "per flight",   "each flight",  "every flight", "a flight",
        "on each",    "per plane",    "per bus",      "per trip",     "each bus",
        "each plane", "per sailing",  "per voyage",   "at a time",    "every time",
        "a bus",      "per aircraft", "per crossing", "a crossing"};

    for (size_t k = i; k < hi && k < i + 8 && !m->each; k++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (token_phrase(t, k, words[w]) && k + 2 <= hi) m->each = true;
    if (m->each) {
        size_t n = strlen(m->unit);

        snprintf(m->unit + n, sizeof m->unit - n, " per flight");
    }
}

/* a month, per day, each week behind people: how many in a time, and not how many there are */
static void find_time(const struct tokens *t, size_t hi, struct amount *m) {
    size_t k = m->hi, n = strlen(m->unit);

    if (m->each || k + 1 >= hi || !token_in(t, k, "a per each every") ||
        !token_in(t, k + 1, "day week month year hour"))
        return;
    m->hi = k + 2;
    snprintf(m->unit + n, sizeof m->unit - n, " per %.*s", (int)t->v[k + 1].low.n,
             t->v[k + 1].low.p);
}

/* "of the", "of them" behind a number. */
static size_t past_of(const struct tokens *t, size_t i, bool open) {
    return i + (token_is(t, i, "of") &&
                        (open || token_in(t, i + 1,
                                          "the those them whom us these its their his her our my"))
                    ? 1
                    : 0);
}

/* "94 aboard", "the remaining 600 by bus"; "24 freed in a swap" at the head. */
static bool people_beside(const struct tokens *t, size_t lo, const struct amount *m, size_t hi) {
    size_t b = m->lo, a = m->after;

    if (m->low != TEXT_NONE ? m->low < 2 * THOUSAND : m->high < 2 * THOUSAND) return false;
    if (a >= hi) return false;
    if (token_is(t, a, "aboard") || token_phrase(t, a, "on board")) return true;
    if (b > lo && token_is(t, b - 1, "remaining"))
        return t->v[a].kind == TOK_MARK || token_has(t, a, W_FIN | W_PAST) ||
               token_in(t, a, "to from in on by and at for");
    return b == lo && !year_like(&t->v[m->number]) && token_has(t, a, W_ED | W_PAST) &&
           (token_has(t, a, W_MOVE | W_SPARES) ||
            token_in(t, a, "freed released arrested detained rescued evacuated held seized"));
}

/* "would deport 1,200" */
static bool moves_so_many(const struct tokens *t, const struct amount *m, size_t hi) {
    size_t b = m->lo, a = m->after;

    return b >= 1 && token_has(t, b - 1, W_MOVE) &&
           !token_has(t, b - 1, W_VEHICLE | W_MONTH | W_BOARDN) && m->low >= 2 * THOUSAND &&
           token_in(
               t, b - 1,
               "deport deported return returned repatriate repatriated expel expelled evacuate "
               "evacuated removed sent sending deporting returning expelling flown airlifted "
               "transferred relocated carried carrying took brought bringing ferried transported "
               "shipped moved collected") &&
           (a >= hi || t->v[a].kind == TOK_MARK ||
            token_in(t, a, "to from in on by and back home away"));
}

/* "over 300 stranded abroad", "739 were received" */
static bool so_many_are(const struct tokens *t, const struct amount *m) {
    size_t a = m->after;

    if (m->low < 10 * THOUSAND) return false;
    if (token_in(t, a, "stranded stuck trapped remaining waiting"))
        return token_in(t, a + 1, "in at on by abroad overseas there");
    return token_in(t, a, "were are have") &&
           token_in(t, a + 1 + token_is(t, a + 1, "been"),
                    "received arrested detained rescued resettled readmitted");
}

/* A number alone that counts people by what stands beside it: "groups of 5", "the return of over 500", "3,000 to be sent home". */
static bool people_bare(const struct tokens *t, const struct amount *m, size_t hi) {
    size_t b = m->lo, a = m->after;

    if (b >= 2 && token_is(t, b - 1, "of") &&
        token_in(t, b - 2,
                 "group groups batch batches repatriation return deportation removal "
                 "expulsion evacuation transfer arrival departure release arrest"))
        return !(a < hi && (t->v[a].kind == TOK_WORD &&
                            !token_has(t, a, W_AUX | W_TIME | W_SUB | W_PAST | W_ED) &&
                            !token_in(t, a, "in at on from to by who and or for with each")));
    if (token_is(t, a, "who") && m->low >= 2 * THOUSAND) return true; /* the 1,250 who came */
    if (token_in(t, a, "expected due scheduled") && token_is(t, a + 1, "to") &&
        token_has(t, a + 2, W_MOVE) && m->low >= 2 * THOUSAND)
        return true; /* 10,000 expected to return */
    if (b >= 2 && token_in(t, b - 1, "the those") && token_is(t, b - 2, "of") &&
        token_has(t, a, W_ED) && token_has(t, a, W_EVENT) && m->low >= 2 * THOUSAND)
        return true; /* of the 44 arrested */
    if (b >= 2 && token_is(t, b - 1, "to") &&
        token_in(t, b - 2, "brings bring brought bringing raises raised") && token_is(t, a, "the"))
        return true; /* brings to 1,200 the number of */
    if (a < hi && token_has(t, a, W_MOVE) && token_has(t, a, W_ED | W_PAST | W_ING) &&
        m->low >= 20 * THOUSAND && !(b > 0 && t->v[b - 1].capital) &&
        !(b > 1 && token_is(t, b - 1, "-")))
        return true; /* 24,348 went home */
    if (moves_so_many(t, m, hi) || so_many_are(t, m)) return true;
    if (b == 0 && m->low >= 10 * THOUSAND && m->lo < m->number && token_has(t, a, W_MOVE) &&
        !token_has(t, a, W_VEHICLE | W_BOARDN | W_S) &&
        !(a + 1 < hi && token_has(t, a + 1, W_VEHICLE | W_PEOPLE | W_EVENTN)))
        return true; /* Over 400 arrive */
    if (m->lo < m->number && token_has(t, a, W_FIN) && m->number > 0 &&
        t->v[m->number].kind == TOK_NUM && t->v[m->number].num >= 100 * THOUSAND)
        return true; /* more than 3,000 are registered */
    if (token_in(t, a, "had have") && a + 1 < hi && token_has(t, a + 1, W_ED | W_PAST) &&
        t->v[m->number].kind == TOK_NUM && m->low >= 20 * THOUSAND)
        return true; /* 500 had evaded */
    if (b > 0 && token_is(t, b - 1, "all") && token_has(t, a, W_FIN) && m->low >= 2 * THOUSAND)
        return true; /* all 24 were later taken */
    if (token_has(t, a, W_FIN) && a + 2 < hi && m->low >= 2 * THOUSAND &&
        (token_has(t, a + 1, W_MOVE) ||
         (token_in(t, a + 1, "been agreed already since to") &&
          token_has(t, a + 2, W_MOVE | W_FIN)) ||
         (token_is(t, a + 1, "agreed") && a + 3 < hi && token_has(t, a + 3, W_MOVE))))
        return true;
    if (token_is(t, a, "to") && token_is(t, a + 1, "be") && a + 2 < hi &&
        token_has(t, a + 2, W_MOVE))
        return true;
    return false;
}

/* "of these, 39 were removal flights", "12 of them were women": where what they were begins, or 0. */
static size_t told_after(const struct tokens *t, const struct amount *m, size_t hi) {
    size_t i = m->after;

    if (token_is(t, i, "of") && token_in(t, i + 1, "them whom these those which")) i += 2;
    return i + 1 < hi && token_in(t, i, "were are was is") && m->low >= 2 * THOUSAND &&
                   !token_has(t, i + 1, W_NUMBER) && t->v[i + 1].kind == TOK_WORD
               ? i + 1
               : 0;
}

/* "the June 2022 flight", "the May 2021 flights": whose year it is */
static bool names_year(const struct tokens *t, size_t lo, const struct amount *m) {
    struct span w = m->noun < t->n ? t->v[m->noun].low : (struct span){"s", 1};

    return w.p[w.n - 1] != 's' || (m->number > lo && token_has(t, m->number - 1, W_MONTH | W_ADJ));
}

static bool people(struct amount *m) {
    m->kind = AMOUNT_PEOPLE;
    snprintf(m->unit, sizeof m->unit, "people");
    return true;
}

/* "12 percent"; not of money. */
static bool share(const struct tokens *t, struct amount *m) {
    if (token_in(t, m->after + 1,
                 "tariff tariffs tax duty duties stake share increase decrease rise "
                 "drop fall cut discount interest growth"))
        return false;
    m->kind = AMOUNT_SHARE;
    m->hi = m->after + 1;
    snprintf(m->unit, sizeof m->unit, "percent");
    return true;
}

/* "for four months" */
static bool length(const struct tokens *t, size_t lo, struct amount *m) {
    struct span w = t->v[m->after].low;

    if (!(m->lo > lo && token_in(t, m->lo - 1, "for over"))) return false;
    m->kind = AMOUNT_SPAN;
    m->lo--;
    m->hi = m->after + 1;
    snprintf(m->unit, sizeof m->unit, "%.*s", (int)(w.n < 20 ? w.n : 20), w.p);
    return true;
}

/* "30 of the 34 persons", "all but 12 of the 140": the noun stands behind the whole. */
static bool of_whole(const struct tokens *t, size_t hi, bool one, struct amount *m) {
    size_t part = part_of(t, m->after, hi), n;
    int64_t whole;
    bool open;

    if (part >= hi || !(n = amount_number(t, part, hi, &whole, &open)) || open || whole <= m->low ||
        (one && !token_is(t, m->after, "out")))
        return false;
    if (m->but) m->low = m->high = whole - m->low;
    if (noun_find(t, part + n, hi, m)) return true;
    if (m->but) return people(m);
    return token_in(t, part + n, "were are") && /* 5 of the 74 were minors */
           noun_find(t, part + n + 1, hi, m);
}

/* What is counted: sets kind, noun, unit and end. @return false: it is no quantity. */
static bool classify(const struct tokens *t, size_t lo, size_t hi, bool open, bool year,
                     struct amount *m) {
    size_t after = m->after, part;
    const struct token *next = after < hi ? &t->v[after] : NULL;
    bool one = token_is(t, m->number, "one") && after == m->number + 1;

    if (token_in(t, after, "bodies corpses coffins remains")) return false;
    if (is_percent(t, after, hi)) return share(t, m);
    if (of_whole(t, hi, one, m)) return true;
    if (m->but) return false; /* all but 12: of how many is not said */
    if ((part = told_after(t, m, hi)) && noun_find(t, part, hi, m)) return true;
    if (noun_find(t, past_of(t, m->hi, open), hi, m))
        return !(year && m->kind == AMOUNT_VEHICLE && names_year(t, lo, m)) &&
               !(year && m->noun != after) && !(one && token_is(t, after, "of"));
    if (next && next->classes & W_TIME && !(next->classes & W_MONTH)) return length(t, lo, m);
    if (people_bare(t, m, hi) || people_beside(t, lo, m, hi))
        return people(m) && !(year && !token_is(t, after, "to"));
    if (one || year || (next && next->kind != TOK_MARK && lex_month(next->low))) return false;
    if (open && !token_is(t, after, "of")) return people(m);
    m->kind = AMOUNT_BARE;
    return true;
}

/* 2천 명 이상, 100명이 넘는: bounds behind the noun */
static void korean_bound(const struct tokens *t, size_t hi, struct amount *m) {
    if (m->hi >= hi || !t->v[m->hi].foreign || m->low != m->high) return;
    if (amount_begins(t->v[m->hi].low, "이상") || amount_begins(t->v[m->hi].low, "넘") ||
        amount_begins(t->v[m->hi].low, "초과"))
        m->high = TEXT_NONE;
    if (amount_begins(t->v[m->hi].low, "이하") || amount_begins(t->v[m->hi].low, "미만"))
        m->low = TEXT_NONE;
}

/* One quantity that begins with the number at i. @return tokens to pass over. */
static size_t read_one(const struct tokens *t, size_t lo, size_t i, size_t hi,
                       struct amounts *out) {
    struct amount m = {.noun = SIZE_MAX, .number = i};
    int64_t value, second;
    bool open;
    size_t n = amount_number(t, i, hi, &value, &open), more;
    int side;

    if (!n) return 0;
    side = bound_before(t, lo, i, &m.lo);
    more = amount_range_end(t, lo, i + n, i, hi, &value, &second);
    m.after = m.hi = i + n + more;
    set_bounds(&m, more ? 0 : side, value, open);
    if (more) m.high = second;
    if (side == 1 && !more && token_phrase(t, m.lo, "as many as") &&
        (value % (10 * THOUSAND) || (value > 1000 * THOUSAND && value % (100 * THOUSAND))))
        m.low = value; /* as many as 1,437: nobody rounds so */
    if (named(t, lo, i, m.after, hi)) return n + more;
    past_bound(t, m.after, hi, &m);
    part_but(t, lo, &m);
    if (!classify(t, lo, hi, open, year_like(&t->v[i]) && n == 1 && side == 2, &m)) return n + more;
    korean_bound(t, hi, &m);
    m.now = i > lo &&
            ((token_in(t, i - 1, "총 모두 всего") && m.kind == AMOUNT_PEOPLE) || /* the total */
             (i > lo + 1 && token_is(t, i - 1, "to") &&
              token_in(t, i - 2, "reduced shrunk dwindled dropped fallen whittled cut")));
    if (m.kind <= AMOUNT_VEHICLE || m.kind == AMOUNT_BARE) find_each(t, m.hi, hi, &m);
    if (m.kind == AMOUNT_PEOPLE || m.kind == AMOUNT_BARE) find_time(t, hi, &m);
    if (out->n < AMOUNTS) out->v[out->n++] = m;
    return m.kind <= AMOUNT_VEHICLE ? n + more : m.hi - i;
}

/* May a quantity begin at i? Most words are none, and are passed at once. */
static bool begins(const struct tokens *t, size_t i) {
    const struct token *k = &t->v[i];

    if (token_is(t, i + 1, "-") && token_in(t, i + 2, "way off time stop sided"))
        return false; /* one-way flights */
    if (k->kind != TOK_WORD) return k->kind != TOK_MARK;
    return k->foreign || k->classes & (W_NUMBER | W_WEEKDAY) || lex_weekday(k->low) ||
           token_in(t, i,
                    "a an one half couple quarter quarters third thirds fifth fifths once twice "
                    "thrice every each daily weekly monthly biweekly fortnightly bimonthly bi "
                    "weekdays weekends several few tens hundreds thousands dozens scores");
}

void amounts_read(const struct tokens *t, size_t lo, size_t hi, struct amounts *out) {
    out->n = 0;
    for (size_t i = lo; i < hi && out->n < AMOUNTS;) {
        struct amount m;
        size_t n, from;
        int side;

        if (!begins(t, i)) {
            i++;
            continue;
        }
        if (rate_read(t, lo, i, hi, &m)) {
            if (m.kind == AMOUNT_RATE) rate_unit(t, lo, hi, &m);
            side = m.low == m.high ? bound_before(t, lo, m.lo, &from) : 2;
            if (side == -1) m.high = TEXT_NONE;
            if (side == 1) m.low = TEXT_NONE;
            if (side != 2) m.lo = from;
            out->v[out->n++] = m;
            i = m.hi;
            continue;
        }
        n = read_one(t, lo, i, hi, out);
        i += n ? n : 1;
    }
    part_sums(t, out);
    part_wholes(t, lo, hi, out);
}
