/* SPDX-License-Identifier: Apache-2.0 */
/* What became of totals over a period: monthly figures of an authority, say. */
#include "pipe/corridor.h"

#include <math.h>

#define USED_LEAST 0.01 /* infer_result.fits: below it a total moves nothing */
#define HARDLY 0.5      /* it is rather of something else */
#define NAMED 3         /* totals that contradict the rest; more are counted */

static bool is_apart(const struct corridor *c, int count) {
    return c->result.fits[count] < USED_LEAST; /* NaN is not */
}

const char *words_period_why(const struct corridor *c, int count) {
    double fits = c->result.fits[count];

    if (c->slots.v.n == 0) return "not used: over a period, and no flight is entered";
    if (isnan(fits))
        return "not used: of totals over a period only those of people of concern enter, and not "
               "of "
               "people waiting";
    if (is_apart(c, count))
        return "not used: no outcome that the flights, their seats and the counts of flights allow "
               "comes near it";
    if (!c->result.used[count])
        return "not used: too few of the outcomes that were drawn fit all totals over periods";
    if (fits < HARDLY)
        return "over a period: enters through the sum of the flights in it, which it hardly fits";
    return "over a period: enters through the sum of the flights in it";
}

static const char *figure(struct arena *a, const struct infer_count *k) {
    if (k->best >= 0) return words_people(a, k->best);
    if (k->low < 0) return arena_printf(a, "at most %s", words_people(a, k->high));
    if (k->high < 0) return arena_printf(a, "at least %s", words_people(a, k->low));
    return arena_printf(a, "%s to %s", words_people(a, k->low), words_people(a, k->high));
}

/* What the flights of its days have: people who were seen on them, and seats, -1 unknown. */
static void has_flights(const struct corridor *c, const struct infer_count *k, int *flights,
                        int64_t *seen, int64_t *seats) {
    *flights = 0, *seen = 0, *seats = 0;
    for (size_t i = 0; i < c->slots.v.n; i++) {
        const struct infer_slot_result *r = &c->result.slot[i];

        if (c->slots.v.v[i].day < k->from || c->slots.v.v[i].day > k->to) continue;
        ++*flights;
        if (r->seen > 0) *seen += r->seen;
        *seats = *seats < 0 || r->ceiling < 0 ? -1 : *seats + r->ceiling;
    }
}

static const char *because(struct arena *a, const struct corridor *c, const struct infer_count *k) {
    int low = k->low >= 0 ? k->low : k->best, high = k->high >= 0 ? k->high : k->best, flights;
    int64_t seen, seats;

    has_flights(c, k, &flights, &seen, &seats);
    if (!flights) return "no flight of these days is entered";
    if (high >= 0 && high < seen)
        return arena_printf(a, "%s were counted on flights of these days, by people we can cite",
                            words_people(a, (double)seen));
    if (seats >= 0 && low > seats)
        return arena_printf(a, "the flights of these days have %s seats",
                            words_people(a, (double)seats));
    return "no outcome that the flights, their seats and the counts of flights allow comes near it";
}

static void say(json_t *list, const char *s) {
    json_array_append_new(list, json_string(s));
}

static void say_apart(struct arena *a, const struct corridor *c, json_t *out) {
    int said = 0;

    for (size_t i = 0; i < c->in.ncount; i++) {
        const struct infer_count *k = &c->in.count[i];

        if (!is_apart(c, (int)i) || said++ >= NAMED) continue;
        say(out,
            arena_printf(a,
                         "The total of %s for %s to %s contradicts the rest and is not used: %s. "
                         "One of the two is wrong, or it is of other flights",
                         figure(a, k), utc_day_words(k->from).s + 4, utc_day_words(k->to).s + 4,
                         because(a, c, k)));
    }
    if (said > NAMED)
        say(out, arena_printf(a, "%d more totals over periods contradict the rest and are not used",
                              said - NAMED));
}

static const char *weak(struct arena *a, int n, int hardly) {
    if (n == 1)
        return "The total over a period is set aside: hardly any of the outcomes that were drawn "
               "fits it, so it lies at the edge of what the rest allows";
    if (!hardly)
        return arena_printf(a,
                            "The %d totals over periods are set aside: each of them fits the rest, "
                            "but too few of the outcomes that were drawn fit all at once. None of "
                            "them need be wrong: this estimate takes few at a time",
                            n);
    return arena_printf(a,
                        "The %d totals over periods are set aside: hardly any of the outcomes that "
                        "were drawn fits them all, and %d of them hardly fit%s the rest alone",
                        n, hardly, hardly == 1 ? "s" : "");
}

void words_periods(struct arena *a, const struct corridor *c, json_t *out) {
    int n = 0, hardly = 0;

    for (size_t i = 0; i < c->in.ncount; i++) {
        n += c->result.fits[i] >= USED_LEAST;
        hardly += c->result.fits[i] >= USED_LEAST && c->result.fits[i] < HARDLY;
    }
    say_apart(a, c, out);
    if (c->result.notes & INFER_PERIOD_WEAK) say(out, weak(a, n, hardly));
    if (c->result.notes & INFER_PERIOD_SUMS)
        say(out,
            "Totals over periods that follow each other were added up, two or more to one, since "
            "they are many: the whole keeps to them, its parts need not");
    if (hardly && !(c->result.notes & INFER_PERIOD_WEAK))
        say(out, arena_printf(a,
                              "%d total%s over a period hardly fit%s the flights, their seats and "
                              "the counts of flights: rather of something else, and still used",
                              hardly, hardly == 1 ? "" : "s", hardly == 1 ? "s" : ""));
}
