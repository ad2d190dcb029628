/* SPDX-License-Identifier: Apache-2.0 */
/* Rates: per day, week and month; lists of weekdays; a number of flights or people that changed. */
#include "text/rate.h"

#include "text/noun.h"
#include "text/text.h"

#include <stdio.h>

#define THOUSAND INT64_C(1000)

static const char *unit_of_time(struct span w) {
    if (amount_begins(w, "day") || amount_begins(w, "ден") || amount_begins(w, "дн")) return "day";
    if (amount_begins(w, "week") || amount_begins(w, "недел")) return "week";
    if (amount_begins(w, "month") || amount_begins(w, "месяц")) return "month";
    return amount_begins(w, "year") ? "year" : NULL;
}

static void rate_set(struct amount *m, size_t lo, size_t hi, int64_t low, int64_t high,
                     const char *per) {
    *m = (struct amount){.kind = AMOUNT_RATE,
                         .lo = lo,
                         .hi = hi,
                         .number = lo,
                         .after = hi,
                         .low = low,
                         .high = high,
                         .noun = SIZE_MAX};
    snprintf(m->unit, sizeof m->unit, "%s", per);
}

/* "daily except Sundays": the other days. */
static void except_days(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    bool off[8] = {false};
    size_t at = 0, k = i + 1;

    if (token_is(t, i, ",")) i = k++;
    if (i >= hi || !token_in(t, i, "except excluding")) return;
    if (token_in(t, k, "on for")) k++;
    for (; k < hi && (lex_weekday(t->v[k].low) || token_in(t, k, "and ,")); k++)
        off[lex_weekday(t->v[k].low)] = true;
    for (int d = 1; d <= 7; d++)
        if (!off[d] && at < sizeof m->days - 1) m->days[at++] = (char)('0' + d);
    if (at == 7) {
        m->days[0] = 0;
        return;
    }
    rate_set(m, m->lo, k, (int64_t)at * THOUSAND, (int64_t)at * THOUSAND, "week");
    for (int d = 1, j = 0; d <= 7; d++)
        if (!off[d]) m->days[j++] = (char)('0' + d);
}

/* daily, weekly, biweekly ... */
static bool rate_word(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    static const struct {
        const char *words;
        int64_t low, high;
        const char *per;
    } rates[] = {{"daily", 1000, 1000, "day"},        {"weekly", 1000, 1000, "week"},
                 {"monthly", 1000, 1000, "month"},    {"biweekly", 500, 2000, "week"},
                 {"fortnightly", 500, 500, "week"},   {"bimonthly", 500, 2000, "month"},
                 {"еженедельно", 1000, 1000, "week"}, {"ежедневно", 1000, 1000, "day"},
                 {"매일", 1000, 1000, "day"},         {"매주", 1000, 1000, "week"},
                 {"격주로", 500, 500, "week"},        {"격주", 500, 500, "week"}};

    for (size_t k = 0; k < sizeof rates / sizeof *rates; k++)
        if (token_is(t, i, rates[k].words) &&
            !(i > 0 && token_in(t, i - 1, "updated published issued")) &&
            !(t->v[i].capital && t->v[i + 1 < hi ? i + 1 : i].capital && token_is(t, i, "daily")) &&
            !(i > 0 &&
              (t->v[i - 1].ordinal || token_in(t, i - 1,
                                               "second third fourth fifth sixth seventh additional "
                                               "extra another new"))) &&
            !(i + 1 < hi && (token_has(t, i + 1, W_SAY | W_MEDIA) ||
                             token_in(t, i + 1,
                                      "record records average averages figure figures "
                                      "total totals briefing bulletin update")))) {
            rate_set(m, i, i + 1, rates[k].low, rates[k].high, rates[k].per);
            m->weak = true;
            if (token_is(t, i, "daily")) except_days(t, i + 1, hi, m);
            return true;
        }
    if (token_is(t, i, "bi") && token_is(t, i + 1, "-") && i + 2 < hi &&
        token_in(t, i + 2, "weekly monthly")) {
        rate_set(m, i, i + 3, 500, 2000, token_is(t, i + 2, "weekly") ? "week" : "month");
        return true;
    }
    return false;
}

/* twice a week, three times per month, twice-weekly, once every two weeks, раз в неделю, 주 2회 */
static bool rate_times(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    size_t k = i, n;
    int64_t times = 0, every;
    bool open;
    const char *per;

    if (token_in(t, i, "once раз")) times = 1000;
    if (token_in(t, i, "twice дважды")) times = 2000;
    if (token_is(t, i, "thrice")) times = 3000;
    if (times) {
        k++;
    } else {
        n = amount_number(t, i, hi, &times, &open);
        if (!n || i + n >= hi || !token_in(t, i + n, "times time раз раза")) return false;
        k = i + n + 1;
    }
    if (token_is(t, k, "-")) k++;
    if (k >= hi) return false;
    if (token_in(t, k, "daily weekly monthly")) {
        rate_set(m, i, k + 1, times, times,
                 token_is(t, k, "daily")    ? "day"
                 : token_is(t, k, "weekly") ? "week"
                                            : "month");
        return true;
    }
    if (!token_in(t, k, "a an per each every в")) return false;
    k++;
    if (k < hi && token_in(t, k - 1, "every в") && (n = amount_number(t, k, hi, &every, &open)) &&
        every >= THOUSAND && k + n < hi && unit_of_time(t->v[k + n].low)) {
        rate_set(m, i, k + n + 1, times * THOUSAND / every, times * THOUSAND / every,
                 unit_of_time(t->v[k + n].low));
        return true;
    }
    per = k < hi ? unit_of_time(t->v[k].low) : NULL;
    if (!per) return false;
    rate_set(m, i, k + 1, times, times, per);
    return true;
}

/* every two weeks, every other week, every week; two flights a week, three weekly flights */
static bool rate_every(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    int64_t every = THOUSAND;
    bool open;
    size_t n = 0, k = i + 1;

    if (!token_in(t, i, "every each") || k >= hi) return false;
    if (token_in(t, k, "other second") && k + 1 < hi && lex_weekday(t->v[k + 1].low)) {
        rate_set(m, i, k + 2, THOUSAND / 2, THOUSAND / 2,
                 "week"); /* on which Tuesdays, is not said */
        return true;
    }
    if (token_in(t, k, "other second")) {
        every = 2 * THOUSAND;
        n = 1;
    } else {
        n = amount_number(t, k, hi, &every, &open);
    }
    k += n;
    if (k >= hi || every < THOUSAND || !unit_of_time(t->v[k].low)) return false;
    rate_set(m, i, k + 1, THOUSAND * THOUSAND / every, THOUSAND * THOUSAND / every,
             unit_of_time(t->v[k].low));
    m->weak = true;
    return true;
}

/* "on the 1st and 15th of each month" */
static bool rate_ordinals(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    int64_t count = 0;
    size_t k = i;

    if (!t->v[i].ordinal) return false;
    for (; k < hi && (t->v[k].ordinal || token_in(t, k, "and ,")); k++) count += t->v[k].ordinal;
    if (k + 2 >= hi || !token_is(t, k, "of") || !token_in(t, k + 1, "each every") ||
        !token_is(t, k + 2, "month"))
        return false;
    rate_set(m, i, k + 3, count * THOUSAND, count * THOUSAND, "month");
    return true;
}

static const char *adjective_time(const struct tokens *t, size_t i, size_t hi) {
    if (i >= hi || !token_in(t, i, "daily weekly monthly")) return NULL;
    return token_is(t, i, "daily") ? "day" : token_is(t, i, "weekly") ? "week" : "month";
}

bool rate_vehicle_foreign(struct span w, const char **unit) {
    static const char *const begins[] = {"рейс",  "полёт", "полет",  "самол", "поезд", "автобус",
                                         "паром", "편",    "항공편", "열차",  "버스",  "여객선"};
    static const char *const units[] = {"flights", "flights", "flights", "flights",
                                        "trains",  "buses",   "ferries", "flights",
                                        "flights", "trains",  "buses",   "ships"};

    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
        if (amount_begins(w, begins[k])) {
            if (unit) *unit = units[k];
            return true;
        }
    return false;
}

static bool is_vehicle(const struct tokens *t, size_t i) {
    return token_has(t, i, W_VEHICLE) ||
           (t->v[i].foreign && rate_vehicle_foreign(t->v[i].low, NULL));
}

/* "flights a week", "weekly flights", "flights weekly" behind a number at k. @return the time, and its end. */
static const char *nouns_per(const struct tokens *t, size_t k, size_t hi, size_t *end) {
    const char *per = adjective_time(t, k, hi);

    for (size_t j = k; j < hi && j < k + 4 && t->v[j].kind == TOK_WORD; j++) {
        if (!is_vehicle(t, j)) continue;
        *end = j + 1;
        if (per) return per;
        if (j + 2 < hi && token_in(t, j + 1, "a per each every в")) {
            *end = j + 3;
            return unit_of_time(t->v[j + 2].low);
        }
        *end = j + 2;
        return adjective_time(t, j + 1, hi);
    }
    return NULL;
}

static bool rate_nouns(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    int64_t value, top;
    bool open;
    size_t n = amount_number(t, i, hi, &value, &open), more, end = 0;
    const char *per;

    if (!n) return false;
    top = value;
    more = amount_range_end(t, 0, i + n, i, hi, &value, &top);
    per = nouns_per(t, i + n + more, hi, &end);
    if (per) rate_set(m, i, end, value, top, per); /* its bounds are the caller's */
    return per;
}

/* "In a typical week there are 21 flights": the time of a rate before its number at i. */
static const char *typical(const struct tokens *t, size_t lo, size_t i) {
    for (size_t k = i; k-- > lo + 1 && i - k < 12;)
        if (token_in(t, k, "day week month year") &&
            token_in(t, k - 1, "typical average normal given usual single"))
            return unit_of_time(t->v[k].low);
    return NULL;
}

/* "Daily flights average 18", "in a typical week there are 21 flights". */
static bool rate_usual(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m) {
    int64_t value;
    bool open;
    size_t n = amount_number(t, i, hi, &value, &open), k = i;
    const char *per;

    if (!n || open || value < THOUSAND) return false;
    per = typical(t, lo, i);
    for (size_t j = i + n; per && j < hi && j < i + n + 4; j++)
        if (is_vehicle(t, j) && !is_vehicle(t, j + 1)) {
            rate_set(m, i, j + 1, value, value, per);
            return true;
        }
    while (k > lo && token_in(t, k - 1,
                              "about around approximately roughly at is are was were "
                              "averaged average averaging over nearly almost some"))
        k--;
    if (k == i || k < lo + 2 || !is_vehicle(t, k - 1)) return false;
    per = adjective_time(t, k - 2, hi);
    if (per) rate_set(m, i, i + n, value, value, per);
    return per;
}

/* 주 2회, 주2회, 주 2편 */
static bool rate_korean(const struct tokens *t, size_t i, size_t hi, struct amount *m) {
    if (i + 2 >= hi || !token_in(t, i, "주 매주 월 하루") || t->v[i + 1].kind != TOK_NUM ||
        !(amount_begins(t->v[i + 2].low, "회") || amount_begins(t->v[i + 2].low, "차례") ||
          amount_begins(t->v[i + 2].low, "편")))
        return false;
    rate_set(m, i, i + 3, t->v[i + 1].num, t->v[i + 1].num,
             token_in(t, i, "주 매주") ? "week"
             : token_is(t, i, "월")    ? "month"
                                       : "day");
    return true;
}

enum { DAYS = 24 }; /* words of a list of seven days, so that time stays linear */

/* every Monday and Friday; on Tuesdays, Thursdays and Saturdays; Mondays; 매주 월요일 */
static bool rate_days(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m) {
    bool every = i > lo && token_in(t, i - 1, "every each каждый каждую каждое 매주 по"),
         seen[8] = {false};
    size_t k = i, end = i, count = 0, at = 0;

    if (token_in(t, i, "weekdays weekends") && i > lo && token_in(t, i - 1, "on at weekly")) {
        bool week = token_is(t, i, "weekdays");

        rate_set(m, i - 1, i + 1, week ? 5000 : 2000, week ? 5000 : 2000, "week");
        snprintf(m->days, sizeof m->days, "%s", week ? "12345" : "67");
        return true;
    }
    for (; k < hi && k < i + DAYS; k++) {
        struct span w = t->v[k].low;
        int d = t->v[k].foreign ? lex_weekday_foreign(w) : t->v[k].capital ? lex_weekday(w) : 0;

        if (d) {
            if (w.n > 5 && w.p[w.n - 1] == 's' && !t->v[k].foreign) every = true;
            seen[d] = true;
            end = k + 1;
        } else if (!count && k == i) {
            return false;
        } else if (!token_in(t, k, "and , & or и every each каждый каждую каждое")) {
            break;
        }
        count++;
    }
    for (size_t n = i; n-- > lo && !every && i - n < 16 && i > lo && token_is(t, i - 1, "on");)
        every = end > i + 1 && token_in(t, n, "regular regularly"); /* regular trips */
    if (!every) return false;
    count = 0;
    rate_set(m, every && i > lo ? i - 1 : i, end, 0, 0, "week");
    for (int d = 1; d <= 7; d++)
        if (seen[d]) {
            m->days[at++] = (char)('0' + d);
            count++;
        }
    m->low = m->high = (int64_t)count * THOUSAND;
    return true;
}

/* Of what: the vehicle in the sentence, flights else. */
void rate_unit(const struct tokens *t, size_t lo, size_t hi, struct amount *m) {
    const char *what = "flights";
    char per[8];

    for (size_t k = lo; k < hi; k++) {
        if (t->v[k].foreign && rate_vehicle_foreign(t->v[k].low, &what)) break;
        if (token_has(t, k, W_VEHICLE) && !token_has(t, k, W_ED | W_ING) &&
            !token_in(t, k, "departure departures service services")) {
            what = noun_vehicle_unit(t, k);
            break;
        }
    }
    snprintf(per, sizeof per, "%.7s", m->unit);
    snprintf(m->unit, sizeof m->unit, "%s per %s", what, per);
}

/* "raised the number of weekly flights to five (from two)", "flights rose from two to five a week": the new figure. */
static bool changed(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m) {
    int64_t value;
    bool open, change = false;
    size_t noun = SIZE_MAX, n;
    const char *per = NULL;

    if (i <= lo || !token_in(t, i - 1, "to from")) return false;
    n = amount_number(t, i, hi, &value, &open);
    if (token_is(t, i - 1, "from")) { /* from two to four */
        size_t m2 =
            n && token_is(t, i + n, "to") ? amount_number(t, i + n + 1, hi, &value, &open) : 0;

        if (!m2) return false;
        n += 1 + m2;
    }
    if (!n || open ||
        (i + n < hi && t->v[i + n].kind == TOK_WORD &&
         !token_in(t, i + n,
                   "from this a "
                   "per each every next last after in by on since and")))
        return false;
    for (size_t k = i - 1; k-- > lo && i - k < 24;) {
        if (token_in(t, k,
                     "increase increased increases increasing raise raised raises cut cuts "
                     "reduce reduced doubled double tripled expanded expand boosted boost rose "
                     "risen grew grown fell fallen dropped jumped climbed upped"))
            change = true;
        if (noun == SIZE_MAX && (is_vehicle(t, k) || token_has(t, k, W_PEOPLE))) noun = k;
        if (adjective_time(t, k, hi)) per = adjective_time(t, k, hi);
    }
    if (!change || noun == SIZE_MAX) return false;
    if (!per && i + n + 1 < hi && token_in(t, i + n, "a per each every"))
        per = unit_of_time(t->v[i + n + 1].low);
    if (!per && !token_has(t, noun, W_PEOPLE)) return false;
    rate_set(m, i, i + n, value, value, per ? per : "");
    if (!per) {
        m->kind = AMOUNT_PEOPLE;
        snprintf(m->unit, sizeof m->unit, "people");
    }
    m->now = true;
    return true;
}

/* "three flights a day for three days in a week": what comes of both. */
static void days_of_week(const struct tokens *t, size_t hi, struct amount *m) {
    int64_t days;
    bool open;
    size_t k = m->hi, n;

    if (m->kind != AMOUNT_RATE || strcmp(m->unit, "day") != 0) return;
    while (k < hi && k < m->hi + 4 && (token_in(t, k, ", for on in") || token_has(t, k, W_VEHICLE)))
        k++;
    n = amount_number(t, k, hi, &days, &open);
    if (!n || open || days < THOUSAND || days > 7 * THOUSAND || !token_is(t, k + n, "days")) return;
    k += n + 1;
    if (token_in(t, k, "of in")) k++;
    if (!token_in(t, k, "a per each every the") || !token_is(t, k + 1, "week")) return;
    if (m->low != TEXT_NONE && m->low < INT64_MAX / days) m->low = m->low / THOUSAND * days;
    if (m->high != TEXT_NONE && m->high < INT64_MAX / days) m->high = m->high / THOUSAND * days;
    snprintf(m->unit, sizeof m->unit, "week");
    m->hi = k + 2;
}

static bool one_rate(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m) {
    return rate_days(t, lo, i, hi, m) || changed(t, lo, i, hi, m) || rate_times(t, i, hi, m) ||
           rate_every(t, i, hi, m) || rate_ordinals(t, i, hi, m) || rate_nouns(t, i, hi, m) ||
           rate_usual(t, lo, i, hi, m) || rate_korean(t, i, hi, m) || rate_word(t, i, hi, m);
}

bool rate_read(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m) {
    if (!one_rate(t, lo, i, hi, m)) return false;
    days_of_week(t, hi, m);
    return true;
}
