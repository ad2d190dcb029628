/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: absolute (30 October 2023, October 30, 30.10.2023, 10월 30일, 30 октября), without a year (the one nearest to the
 * dateline, by the words around it), and relative (the 30th of this month, last September, yesterday, on Monday).
 *
 * A year that is not given: "next" and "last" say it; otherwise it is the dateline's, or the year before where the date would lie
 * more than a week after the dateline and nothing speaks of the future: until, by, is to. The second of two dates is the first of its
 * name after the first ("from October to March"); of a habit told in the present, the span is the one that is now or next. */
#include "text/when.h"

#include "base/utc.h"

#include <stdio.h>

struct see {
    const struct tokens *t;
    size_t hi;
    int32_t dateline;
    bool future, habit;
};

static bool is(const struct see *s, size_t i, const char *words) {
    return i < s->hi && token_in(s->t, i, words);
}

static int number(const struct see *s, size_t i, int lo, int hi) {
    const struct token *k = i < s->hi ? &s->t->v[i] : NULL;

    if (!k || k->kind != TOK_NUM || k->num % 1000 || k->num < lo * INT64_C(1000) ||
        k->num > hi * INT64_C(1000))
        return 0;
    return (int)(k->num / 1000);
}

static int year_at(const struct see *s, size_t i) {
    return i < s->hi && s->t->v[i].low.n == 4 ? number(s, i, 1900, 2199) : 0;
}

static bool starts(const struct see *s, size_t i, const char *prefix) {
    size_t n = strlen(prefix);

    return i < s->hi && s->t->v[i].low.n >= n && memcmp(s->t->v[i].low.p, prefix, n) == 0;
}

static int russian_month(const struct see *s, size_t i) {
    static const char *const stem[] = {"январ", "феврал", "март",    "апрел",  "мая",   "июн",
                                       "июл",   "август", "сентябр", "октябр", "ноябр", "декабр"};

    if (i >= s->hi || !s->t->v[i].foreign) return 0;
    for (int m = 0; m < 12; m++)
        if (starts(s, i, stem[m])) return m + 1;
    return 0;
}

/* A month's name; "may" and "march" only as names, and "May" not before a verb. */
static int month_at(const struct see *s, size_t i) {
    const struct token *k = i < s->hi ? &s->t->v[i] : NULL;
    int m;

    if (!k) return 0;
    if (k->foreign) return russian_month(s, i);
    if (k->kind != TOK_WORD || !k->capital) return 0;
    m = lex_month(k->low);
    if ((m == 5 || span_is(k->low, "march")) && i > 0 && !number(s, i + 1, 1, 31) &&
        !year_at(s, i + 1) && !number(s, i - 1, 1, 31) &&
        !is(s, i - 1,
            "in last next this since until till by of early late mid through to from and"))
        return 0;
    return m;
}

static size_t past_dot(const struct see *s, size_t i) {
    return is(s, i, ".") && s->t->v[i].glued ? i + 1 : i;
}

static int32_t last_of_month(int year, int month) {
    return utc_day(
               (struct utc_civil){month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1}) -
           1;
}

static bool valid(int year, int month, int day) {
    return day >= 1 && utc_civil(last_of_month(year, month)).day >= day;
}

/* "next year", "of next year", "last year", "this year": -1, 0, 1 and the tokens; 9 none. */
static int year_word(const struct see *s, size_t i, size_t *n) {
    size_t k = i;

    if (is(s, i, "следующего будущего прошлого этого текущего нынешнего") && is(s, i + 1, "года")) {
        *n = 2;
        return is(s, i, "следующего будущего") ? 1 : is(s, i, "прошлого") ? -1 : 0;
    }
    if (is(s, k, ", of")) k++;
    if (is(s, k, "of")) k++;
    if (is(s, k, "the")) k++;
    if (!is(s, k + 1, "year")) return 9;
    *n = k + 2 - i;
    if (is(s, k, "next following")) return 1;
    if (is(s, k, "last previous")) return -1;
    return is(s, k, "this same") ? 0 : 9;
}

static int guess_year(const struct see *s, int month, int day) {
    struct utc_civil now = utc_civil(s->dateline);
    int32_t at = utc_day(
        (struct utc_civil){now.year, month, day > 0 && valid(now.year, month, day) ? day : 1});

    if (s->future) return at < s->dateline - 40 ? now.year + 1 : now.year;
    return at > s->dateline + 7 ? now.year - 1 : now.year;
}

/* The year after a month or day: given, in words, or guessed. @return 0 when it cannot be known. */
static int find_year(const struct see *s, size_t i, int month, int day, size_t *n) {
    size_t more = 0, k = is(s, i, ",") ? i + 1 : is(s, i, "of") ? i + 1 : i;
    int year = year_at(s, k), word;

    *n = 0;
    if (year) {
        *n = k + 1 - i;
        return year;
    }
    if (s->dateline == UTC_NONE) return 0;
    word = year_word(s, i, &more);
    if (word != 9) {
        *n = more;
        return utc_civil(s->dateline).year + word;
    }
    return guess_year(s, month, day);
}

static size_t set_day(struct when_one *w, size_t n, int year, int month, int day) {
    if (!year || !valid(year, month, day)) return 0;
    w->first = w->last = utc_day((struct utc_civil){year, month, day});
    w->month = false;
    return n;
}

static size_t set_month(struct when_one *w, size_t n, int year, int month) {
    if (!year) return 0;
    w->first = utc_day((struct utc_civil){year, month, 1});
    w->last = last_of_month(year, month);
    w->month = true;
    return n;
}

/* 30 October [2023], the 30th of October, October 30[th][, 2023] */
static size_t day_and_month(const struct see *s, size_t i, struct when_one *w) {
    size_t k = i, more;
    int day, month, year;

    if (is(s, k, "the")) k++;
    day = number(s, k, 1, 31);
    if (day) {
        k++;
        if (is(s, k, "of")) k++;
        month = month_at(s, k);
        if (!month) return 0;
        k = past_dot(s, k + 1);
    } else {
        month = month_at(s, i);
        k = past_dot(s, i + 1);
        if (is(s, k, "the")) k++;
        day = number(s, k, 1, 31);
        if (!month || !day) return 0;
        k++;
    }
    year = find_year(s, k, month, day, &more);
    return set_day(w, k + more - i, year, month, day);
}

/* A month of the calendar, perhaps with its day; not Monday or today. */
static bool has_month(const struct see *s, const struct when_one *w) {
    for (size_t i = w->lo; i < w->hi; i++)
        if (month_at(s, i) || (s->t->v[i].foreign && starts(s, i, "월"))) return true;
    return false;
}

/* "between 12 and 20 November", "from 5 to 9 May": the month is of both. */
static size_t day_before_day(const struct see *s, size_t i, struct when_one *w) {
    int day = number(s, i, 1, 31);

    if (!day || i == 0 || !is(s, i - 1, "between from") || !is(s, i + 1, "and to") ||
        !number(s, i + 2, day + 1, 31) || !day_and_month(s, i + 2, w) || w->first != w->last)
        return 0;
    w->first -= utc_civil(w->first).day - day;
    w->last = w->first;
    return 1;
}

/* "between January 1 and 30": so is it behind. */
static size_t day_behind_day(const struct see *s, size_t i, const struct when *have,
                             struct when_one *w) {
    const struct when_one *prev = have->n ? &have->v[have->n - 1] : NULL;
    int day = number(s, i, 1, 31);
    struct utc_civil c;

    if (!day || !prev || prev->role != WHEN_FROM || prev->month || prev->hi + 1 != i ||
        !is(s, i - 1, "and to through") || !has_month(s, prev) ||
        (i + 1 < s->hi && s->t->v[i + 1].kind == TOK_WORD && !is(s, i + 1, "in of to at on by")))
        return 0;
    c = utc_civil(prev->first);
    return day > c.day ? set_day(w, 1, c.year, c.month, day) : 0;
}

/* December 2019, last September, next March, (this) June */
static size_t month_only(const struct see *s, size_t i, struct when_one *w) {
    int which = is(s, i, "last") ? -1 : is(s, i, "next") ? 1 : 0, month, year;
    bool word = which || is(s, i, "this early late mid");
    size_t k = i + word, more;
    struct utc_civil now;

    if (word && is(s, k, "-")) k++;
    month = month_at(s, k);
    if (!month) return 0;
    k = past_dot(s, k + 1);
    year = find_year(s, k, month, 0, &more);
    if (!year) return 0;
    if (!more && which) {
        now = utc_civil(s->dateline);
        if (which < 0) year = month < now.month ? now.year : now.year - 1;
        if (which > 0) year = month > now.month ? now.year : now.year + 1;
    }
    return set_month(w, k + more - i, year, month);
}

/* the 30th [of this | last | next month] */
static size_t day_only(const struct see *s, size_t i, struct when_one *w) {
    size_t k = i + (is(s, i, "the") ? 1 : 0);
    int day = number(s, k, 1, 31), shift = 0;
    struct utc_civil c;

    if (!day || !s->t->v[k].ordinal || s->dateline == UTC_NONE) return 0;
    c = utc_civil(s->dateline);
    k++;
    if (is(s, k, "of") && is(s, k + 2, "month")) {
        shift = is(s, k + 1, "last previous") ? -1 : is(s, k + 1, "next following") ? 1 : 0;
        k += 3;
    } else if ((k == i + 1 && !(i && is(s, i - 1, "on since from until by"))) || /* 30th what? */
               (k < s->hi && s->t->v[k].kind == TOK_WORD &&
                !is(s, k,
                    "and until to through by at in from the a with when as but after before it of "
                    "on"))) {
        return 0; /* the 5th flight */
    } else if (day > c.day && !s->future) {
        shift = -1;
    }
    c.month += shift;
    if (c.month == 0) c = (struct utc_civil){c.year - 1, 12, 1};
    if (c.month == 13) c = (struct utc_civil){c.year + 1, 1, 1};
    return set_day(w, k - i, c.year, c.month, day);
}

/* every Monday and Friday: days of operation, not dates */
static bool in_list(const struct see *s, size_t i) {
    for (size_t k = i; k-- > 0 && i - k < 14;) {
        if (is(s, k, "every each каждый каждую каждое по 매주")) return true;
        if (is(s, k, "other second") && k > 0 && is(s, k - 1, "every")) return true;
        if (!is(s, k, "and , or и") && !lex_weekday(s->t->v[k].low) &&
            !lex_weekday_foreign(s->t->v[k].low))
            return false;
    }
    return false;
}

/* Monday; 월요일; "в понедельник" */
static int weekday_at(const struct see *s, size_t i) {
    const struct token *k = i < s->hi ? &s->t->v[i] : NULL;

    if (!k || k->kind != TOK_WORD) return 0;
    if (!k->foreign)
        return k->capital && !(k->low.n <= 3 && i > 0 && is(s, i - 1, "the")) ? lex_weekday(k->low)
                                                                              : 0; /* not the Sun */
    return (unsigned char)k->low.p[0] >= 0xea || (i > 0 && is(s, i - 1, "в во до с"))
               ? lex_weekday_foreign(k->low)
               : 0;
}

/* today, yesterday, on Monday, last week's ... */
static size_t relative(const struct see *s, size_t i, struct when_one *w) {
    static const struct {
        const char *words;
        int days;
    } near_days[] = {{"yesterday", -1}, {"today", 0},   {"tonight", 0}, {"tomorrow", 1},
                     {"вчера", -1},     {"сегодня", 0}, {"завтра", 1},  {"어제", -1},
                     {"오늘", 0},       {"내일", 1}};
    size_t k = i;
    int weekday, shift;

    if (s->dateline == UTC_NONE) return 0;
    w->month = false;
    for (size_t d = 0; d < sizeof near_days / sizeof *near_days; d++)
        if (is(s, i, near_days[d].words)) {
            w->first = w->last = s->dateline + near_days[d].days;
            return 1;
        }
    if (is(s, k, "last next this")) k++;
    weekday = weekday_at(s, k);
    if (!weekday || in_list(s, k) || starts(s, k, "mondays") ||
        (s->t->v[k].low.n && s->t->v[k].low.p[s->t->v[k].low.n - 1] == 's' && s->t->v[k].low.n > 5))
        return 0;
    shift = weekday - utc_weekday(s->dateline);
    if (is(s, i, "next") || (s->future && !is(s, i, "last"))) {
        if (shift <= 0) shift += 7;
    } else if (shift > 0 || (shift == 0 && is(s, i, "last"))) {
        shift -= 7;
    }
    w->first = w->last = s->dateline + shift;
    return k + 1 - i;
}

/* in 2019; since 2017; (the end of) last year */
static size_t year_only(const struct see *s, size_t i, struct when_one *w) {
    size_t more = 0, k = i;
    bool end = is(s, k, "the") && is(s, k + 1, "end") && is(s, k + 2, "of"),
         bare = is(s, k, "end") && is(s, k + 1, "of");
    int year, word;

    k += end ? 3 : bare ? 2 : 0;
    end |= bare;
    year = year_at(s, k);
    if (year &&
        (end ||
         (i && is(s, i - 1, "in since until till by from of during before after to through")))) {
        more = 1;
    } else {
        word = s->dateline == UTC_NONE ? 9 : year_word(s, k, &more);
        if (word == 9 && end && s->dateline != UTC_NONE && is(s, k, "the") &&
            is(s, k + 1, "year")) {
            word = 0;
            more = 2;
        }
        if (word == 9) return 0;
        year = utc_civil(s->dateline).year + word;
    }
    w->first = utc_day((struct utc_civil){year, end ? 12 : 1, 1});
    w->last = last_of_month(year, 12);
    w->month = true;
    return k + more - i;
}

/* this month, last week */
static size_t month_word(const struct see *s, size_t i, struct when_one *w) {
    int shift = is(s, i, "last") ? -1 : is(s, i, "next") ? 1 : is(s, i, "this") ? 0 : 9;
    struct utc_civil c;

    if (shift == 9 || s->dateline == UTC_NONE) return 0;
    if (is(s, i + 1, "week")) {
        w->first = s->dateline - utc_weekday(s->dateline) + 1 + 7 * shift;
        w->last = w->first + 6;
        w->month = false;
        return 2;
    }
    if (!is(s, i + 1, "month")) return 0;
    c = utc_civil(s->dateline);
    c.month += shift;
    if (c.month == 0) c = (struct utc_civil){c.year - 1, 12, 1};
    if (c.month == 13) c = (struct utc_civil){c.year + 1, 1, 1};
    return set_month(w, 2, c.year, c.month);
}

/* three weeks ago */
static size_t ago(const struct see *s, size_t i, struct when_one *w) {
    static const char *const words[] = {"",    "one a", "two",   "three", "four", "five",
                                        "six", "seven", "eight", "nine",  "ten"};
    int n = number(s, i, 1, 400), unit;

    for (int k = 1; !n && k <= 10; k++)
        if (is(s, i, words[k])) n = k;
    if (!n || s->dateline == UTC_NONE || !is(s, i + 2, "ago earlier")) return 0;
    unit = is(s, i + 1, "day days") ? 1 : is(s, i + 1, "week weeks") ? 7 : 0;
    if (!unit) return 0;
    w->first = w->last = s->dateline - n * unit;
    w->month = false;
    return 3;
}

/* 내년 (next), 올해, 작년: the year; 9 none */
static int korean_year(const struct see *s, size_t i) {
    return is(s, i, "내년") ? 1 : is(s, i, "올해 금년") ? 0 : is(s, i, "작년 지난해") ? -1 : 9;
}

/* The particle that says until stands behind, perhaps behind 말 (the end of) too. */
static bool korean_until(const struct see *s, size_t last) {
    struct span w = last < s->hi ? s->t->v[last].low : (struct span){"", 0};

    return memmem(w.p, w.n, "까지", 6) != NULL;
}

static size_t past_edge(const struct see *s, size_t i) {
    return starts(s, i, "말") || starts(s, i, "초") || starts(s, i, "중순") || starts(s, i, "하순")
               ? i + 1
               : i;
}

/* 지난 9일, 오는 9일, 지난달 9일 */
static size_t korean_day(const struct see *s, size_t i, struct when_one *w) {
    int day = number(s, i + 1, 1, 31), shift;
    struct utc_civil c;

    if (!day || !starts(s, i + 2, "일") || s->dateline == UTC_NONE) return 0;
    c = utc_civil(s->dateline);
    if (is(s, i, "지난"))
        shift = day > c.day ? -1 : 0;
    else if (is(s, i, "오는"))
        shift = day < c.day ? 1 : 0;
    else if (is(s, i, "지난달 내달 이달"))
        shift = is(s, i, "지난달") ? -1 : is(s, i, "내달") ? 1 : 0;
    else
        return 0;
    c.month += shift;
    if (c.month == 0) c = (struct utc_civil){c.year - 1, 12, 1};
    if (c.month == 13) c = (struct utc_civil){c.year + 1, 1, 1};
    return set_day(w, 3, c.year, c.month, day);
}

/* 2023년 10월 30일, 10월 30일, 10월, 3월 말까지, 내년 3월, 오는 3월 29일, 지난해 */
static size_t korean(const struct see *in, size_t i, struct when_one *w) {
    struct see s = *in;
    size_t k = i, n;
    int year = 0, month, day, word = korean_year(&s, i);
    bool coming = is(&s, i, "오는 다음"), past = is(&s, i, "지난");

    if ((n = korean_day(&s, i, w))) return n;
    if (number(&s, k, 1900, 2199) && starts(&s, k + 1, "년")) {
        year = number(&s, k, 1900, 2199);
        k += 2;
    } else if (word != 9 && s.dateline != UTC_NONE) {
        year = utc_civil(s.dateline).year + word;
        k++;
    } else if (coming || past) {
        k++;
    }
    month = number(&s, k, 1, 12);
    if (!month || !starts(&s, k + 1, "월") || starts(&s, k + 1, "월요")) {
        if (word == 9 || !year || k != i + 1) return 0;
        w->first = utc_day((struct utc_civil){year, 1, 1});
        w->last = last_of_month(year, 12);
        w->month = true;
        return 1;
    }
    k += 2;
    day = number(&s, k, 1, 31);
    if (day && starts(&s, k + 1, "일"))
        k += 2;
    else
        day = 0;
    if (!day) k = past_edge(&s, k);
    s.future = !past && (s.future || coming || korean_until(&s, k - 1));
    if (!year) year = s.dateline == UTC_NONE ? 0 : guess_year(&s, month, day);
    return day ? set_day(w, k - i, year, month, day) : set_month(w, k - i, year, month);
}

static size_t iso(const struct see *s, size_t i, struct when_one *w) {
    if (i >= s->hi || s->t->v[i].kind != TOK_DATE) return 0;
    w->first = w->last = (int32_t)s->t->v[i].num;
    w->month = false;
    return 1;
}

static size_t until_now(const struct see *s, size_t i, struct when_one *w) {
    size_t n = is(s, i, "until till") && is(s, i + 1, "now today") ? 2
               : is(s, i, "to") && is(s, i + 1, "date")            ? 2
                                                                   : 0;

    if (!n || s->dateline == UTC_NONE) return 0;
    w->first = w->last = s->dateline;
    w->month = false;
    return n;
}

/* Before "the end of", "late", "конца": where the preposition of the date at i ends. */
static size_t before_edge(const struct see *s, size_t lo, size_t i) {
    size_t k = i;

    if (k > lo && is(s, k - 1, "the конца начала середины")) k--;
    if (k >= lo + 2 && is(s, k - 1, "of") &&
        is(s, k - 2, "end start beginning middle close turn")) {
        k -= 2;
        if (k > lo && is(s, k - 1, "the")) k--;
    }
    return k;
}

static enum when_role role_of(const struct see *s, size_t lo, size_t i, size_t *from,
                              const struct when *out) {
    const struct when_one *prev = out->n ? &out->v[out->n - 1] : NULL;

    *from = i;
    i = before_edge(s, lo, i);
    if (i <= lo) return WHEN_ON;
    *from = i - 1;
    if (is(s, i - 1, "from since starting beginning between с")) return WHEN_FROM;
    if (is(s, i - 1, "until till through by before ending until до по")) return WHEN_TO;
    if (is(s, i - 1, "to and -") && prev && prev->hi == i - 1 && prev->role == WHEN_FROM)
        return WHEN_TO;
    if (is(s, i - 1, "and") && prev && prev->lo >= lo && prev->hi == i - 1 &&
        is(s, prev->lo, "between"))
        return WHEN_TO;
    if (is(s, i - 1, "of") && i >= 2 && is(s, i - 2, "as")) {
        *from = i - 2;
        return WHEN_FROM;
    }
    if (is(s, i - 1, "on") && i > lo + 1 && is(s, i - 2, "starting beginning effective")) {
        *from = i - 2;
        return WHEN_FROM;
    }
    if (!is(s, i - 1, "on in at during")) *from = i;
    return WHEN_ON;
}

/* Korean and Russian put some of it behind: 30일부터, 29일까지. */
static enum when_role particle(const struct see *s, size_t hi, enum when_role role) {
    const struct token *k = hi ? &s->t->v[hi - 1] : NULL;

    if (!k || !k->foreign) return role;
    if (memmem(k->low.p, k->low.n, "부터", 6)) return WHEN_FROM;
    return memmem(k->low.p, k->low.n, "까지", 6) ? WHEN_TO : role;
}

/* Is its year said, in figures or words? */
static bool has_year(const struct see *s, const struct when_one *w) {
    for (size_t i = w->lo; i < w->hi; i++)
        if (year_at(s, i) || is(s, i, "year года last next this 오는 지난 지난달 이달 내달") ||
            korean_year(s, i) != 9 || s->t->v[i].kind == TOK_DATE)
            return true;
    return false;
}

/* The same day or month of another year. */
static void move_years(struct when_one *w, int years) {
    struct utc_civil c = utc_civil(w->first);

    c.year += years;
    if (w->month)
        (void)set_month(w, 1, c.year, c.month);
    else if (valid(c.year, c.month, c.day))
        w->first = w->last = utc_day(c);
}

/* The two ends of one span: a year that is said is of both, one that is not follows from the other end. */
static void span_years(const struct see *s, struct when_one *from, struct when_one *to) {
    int year = utc_civil(from->first).year;

    if (from->role != WHEN_FROM || from->hi + 3 < to->lo || !has_month(s, to) ||
        (to->month && to->last - to->first > 31))
        return;
    if (!has_year(s, to)) {
        move_years(to, year - utc_civil(to->first).year);
        if (to->last < from->first) move_years(to, 1);
        if (s->habit && !has_year(s, from) && has_month(s, from) && to->last < s->dateline) {
            move_years(from, 1);
            move_years(to, 1);
        }
    } else if (!has_year(s, from) && has_month(s, from)) {
        move_years(from, utc_civil(to->last).year - year);
        if (from->first > to->last) move_years(from, -1);
    }
}

void when_read(const struct tokens *t, size_t lo, size_t hi, int32_t dateline, enum when_told told,
               struct when *out) {
    static size_t (*const forms[])(const struct see *, size_t, struct when_one *) = {
        iso,      korean,   until_now, day_before_day, day_and_month, month_only,
        day_only, relative, ago,       month_word,     year_only};
    struct see s = {t, hi, dateline, false, told == WHEN_HABIT};

    out->n = 0;
    for (size_t i = lo; i < hi && out->n < WHENS;) {
        struct when_one w = {0};
        size_t n = 0, k = before_edge(&s, lo, i);

        s.future = told == WHEN_FUTURE || (k > lo && is(&s, k - 1, "until till through by до")) ||
                   (i > lo && out->n && out->v[out->n - 1].hi == i - 1 &&
                    out->v[out->n - 1].role == WHEN_FROM);
        n = day_behind_day(&s, i, out, &w);
        for (size_t f = 0; !n && f < sizeof forms / sizeof *forms; f++) n = forms[f](&s, i, &w);
        if (!n) {
            i++;
            continue;
        }
        w.hi = i + n;
        w.role = particle(&s, w.hi, role_of(&s, lo, i, &w.lo, out));
        if (is(&s, i, "until till to") && n == 2) w.role = WHEN_TO;
        if (out->n && w.role == WHEN_TO) span_years(&s, &out->v[out->n - 1], &w);
        out->v[out->n++] = w;
        i = w.hi;
    }
}

void when_text(const struct when_one *w, bool last, char text[16]) {
    struct utc_text s = w->month ? utc_month_text(last ? w->last : w->first)
                                 : utc_date_text(last ? w->last : w->first);

    snprintf(text, 16, "%.15s", s.s);
}

size_t when_full(const struct tokens *t, size_t i, size_t hi, int32_t *day) {
    struct see s = {t, hi, UTC_NONE, false, false};
    struct when_one w = {0};
    size_t n = iso(&s, i, &w);

    if (!n) n = korean(&s, i, &w);
    if (n && w.month) n = 0;
    if (!n) n = day_and_month(&s, i, &w);
    if (n) *day = w.first;
    return n;
}
