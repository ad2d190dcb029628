/* SPDX-License-Identifier: Apache-2.0 */
/* What a pair costs. Each number here stands in docs/MATCH.md with its reason. The other
 * hypothesis, against which each ratio is taken, is a flight that has nothing to do with this slot:
 * it leaves at any time of day and has any number of its airline. */
#include "match/airline.h"
#include "match/legs.h"

#include <ctype.h>
#include <math.h>

#define MINUTE_MS 60000.0
#define DAY_MIN 1440.0

const char *match_term_word(enum match_term t) {
    static const char *const word[] = {"time", "places", "number", "registration", "type", "state"};

    return word[t];
}

static int64_t nats(double x) {
    return (int64_t)llround(x * (double)MATCH_NAT);
}

/* --- Time */

/* Delay, minutes: mostly a two-sided exponential about the timetable, and one flight in seven a
 * late tail of hours. */
#define EARLY 10.0
#define LATE 30.0
#define TAIL 240.0
#define TAIL_SHARE 0.15
#define TAXI_OUT 15.0 /* from the timetable's departure (off blocks) to take-off */
#define TAXI_IN 5.0   /* from touch-down to the timetable's arrival (on blocks) */
#define EARLIEST (-180.0)
#define LATEST 1440.0
#define NIGHT 360.0     /* without a time: minutes after midnight in which a late one may leave */
#define NIGHT_SHARE 0.1 /* as likely as a minute of the day itself */

/* Of an exponential with this scale, the share between lo and hi, both at or above 0. */
static double share(double scale, double lo, double hi) {
    return exp(-lo / scale) - exp(-hi / scale);
}

/* The share of delays between lo and hi. */
static double delays(double lo, double hi) {
    double late_lo = fmax(lo, 0), late_hi = fmax(hi, 0), early_lo = fmax(-hi, 0),
           early_hi = fmax(-lo, 0);
    double sum = EARLY + LATE;

    return (1 - TAIL_SHARE) * (LATE / sum * share(LATE, late_lo, late_hi) +
                               EARLY / sum * share(EARLY, early_lo, early_hi)) +
           TAIL_SHARE * share(TAIL, late_lo, late_hi);
}

static double delay_density(double d) {
    double body = exp(d < 0 ? d / EARLY : -d / LATE) / (EARLY + LATE);

    return (1 - TAIL_SHARE) * body + (d < 0 ? 0 : TAIL_SHARE * exp(-d / TAIL) / TAIL);
}

/* Times as likely as at any minute of a day; 0: out of the question. Of an interval the mean. */
static double delay_ratio(int64_t low_ms, int64_t high_ms, int64_t due_ms, double taxi) {
    double lo = (double)(low_ms - due_ms) / MINUTE_MS - taxi,
           hi = (double)(high_ms - due_ms) / MINUTE_MS - taxi;

    if (hi < EARLIEST || lo > LATEST) return 0;
    return DAY_MIN * (hi - lo < 0.5 ? delay_density((lo + hi) / 2) : delays(lo, hi) / (hi - lo));
}

/* Minutes that [lo, hi] has in common with [from, to]. */
static double common(double lo, double hi, double from, double to) {
    return fmax(0, fmin(hi, to) - fmax(lo, from));
}

static double day_ratio(const struct match_chance *s, const struct match_leg *l) {
    double lo = (double)(l->off_low_ms - s->day_from_ms) / MINUTE_MS,
           hi = (double)(l->off_high_ms - s->day_from_ms) / MINUTE_MS;
    double day = (double)(s->day_to_ms - s->day_from_ms) / MINUTE_MS;

    if (hi - lo < 0.5) {
        double t = (lo + hi) / 2;

        return DAY_MIN / day * (t < 0 || t >= day + NIGHT ? 0 : t < day ? 1 : NIGHT_SHARE);
    }
    return DAY_MIN / day *
           (common(lo, hi, 0, day) + NIGHT_SHARE * common(lo, hi, day, day + NIGHT)) / (hi - lo);
}

static bool knows(int64_t ms) {
    return ms != MATCH_NO_MS;
}

static bool time_cost(const struct match_chance *s, const struct match_leg *l,
                      struct match_cost *c) {
    double ratio = 1;
    const char *why = "no time of the leg is known";

    if (knows(l->off_low_ms) && knows(s->dep_ms)) {
        ratio = delay_ratio(l->off_low_ms, l->off_high_ms, s->dep_ms, TAXI_OUT);
        if (knows(s->dep_also_ms))
            ratio =
                fmax(ratio, delay_ratio(l->off_low_ms, l->off_high_ms, s->dep_also_ms, TAXI_OUT));
        why = "take-off against the timetable's departure: late is commoner than early";
    } else if (knows(l->on_low_ms) && knows(s->arr_ms)) {
        ratio = delay_ratio(l->on_low_ms, l->on_high_ms, s->arr_ms, -TAXI_IN);
        why = "landing against the timetable's arrival: late is commoner than early";
    } else if (knows(l->off_low_ms) && knows(s->day_from_ms)) {
        ratio = day_ratio(s, l);
        why = "no time is announced: only the local day counts";
    } else {
        return false; /* nothing says that they are of one day */
    }
    if (!(ratio > 1e-4)) return false;
    c->term[MATCH_TIME] = nats(-log(ratio));
    c->why[MATCH_TIME] = why;
    return true;
}

/* --- Places */

#define PLACE_FLOOR 0.001 /* a place that is another one: diverted, or wrongly named */

static double place_share(const struct match_leg *l) {
    return fmax(l->p_off, PLACE_FLOOR) * fmax(l->p_on, PLACE_FLOOR);
}

static void place_cost(const struct match_leg *l, struct match_cost *c) {
    double p = place_share(l);

    c->term[MATCH_PLACES] = nats(-log(fmin(p, 1)));
    c->why[MATCH_PLACES] =
        l->p_off >= 0.5 && l->p_on >= 0.5 ? "both ends are the corridor's"
        : l->p_off >= 0.5 ? "it left from the corridor's origin; where it landed is not known well"
        : l->p_on >= 0.5
            ? "it landed at the corridor's destination; where it came from is not known well"
            : "neither end is known well";
}

/* --- Number */

static char upper(char c) {
    return (char)toupper((unsigned char)c);
}

static bool same_text(struct span a, struct span b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (upper(a.p[i]) != upper(b.p[i])) return false;
    return true;
}

static struct span no_zeros(struct span s) {
    while (s.n > 1 && s.p[0] == '0' && s.p[1] >= '0' && s.p[1] <= '9') s.p++, s.n--;
    return s;
}

static bool has_letter(struct span s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return true;
    return false;
}

enum airline { AIRLINE_UNKNOWN, AIRLINE_SAME, AIRLINE_OTHER, AIRLINE_LIKELY, AIRLINE_UNLIKELY };

/* An IATA code against an ICAO code is known by a list only. */
static enum airline airline_of(const struct match_code *x, const struct match_code *y) {
    static const enum airline by_list[] = {[AIRLINE_UNLISTED] = AIRLINE_UNKNOWN,
                                           [AIRLINE_PAIRED] = AIRLINE_LIKELY,
                                           [AIRLINE_APART] = AIRLINE_UNLIKELY};

    if (x->icao.n && y->icao.n) return same_text(x->icao, y->icao) ? AIRLINE_SAME : AIRLINE_OTHER;
    if (x->iata.n && y->iata.n) return same_text(x->iata, y->iata) ? AIRLINE_SAME : AIRLINE_OTHER;
    return by_list[x->iata.n ? airline_paired(x->iata, y->icao) : airline_paired(y->iata, x->icao)];
}

static void number_cost(const struct match_chance *s, const struct match_leg *l,
                        struct match_cost *c) {
    static const struct {
        double same, other, letters;
        const char *same_why, *other_why;
    } of[] = {
        [AIRLINE_UNKNOWN] = {-1.0, 2.5, 1.5,
                             "the same number; whether the airline is the same is not known",
                             "another number; whether the airline is the same is not known"},
        [AIRLINE_SAME] = {-3.5, 4.0, 0.5, "the same airline and number",
                          "another number of the same airline"},
        [AIRLINE_OTHER] = {1.5, 3.0, 3.0, "the same number of another airline", "another airline"},
        [AIRLINE_LIKELY] = {-2.5, 3.0, 1.0,
                            "the same number; a list pairs the codes of the airlines",
                            "another number; a list pairs the codes of the airlines"},
        [AIRLINE_UNLIKELY] = {0.5, 2.7, 2.0,
                              "the same number; a list has the codes as of different airlines",
                              "another number; a list has the codes as of different airlines"},
    };
    const struct match_code *sent = &l->callsign;
    enum airline a = airline_of(&s->flight, sent);

    c->why[MATCH_NUMBER] = "no number on one side";
    if (l->own_name && s->flight.number.n) {
        c->term[MATCH_NUMBER] = nats(1.0);
        c->why[MATCH_NUMBER] = "its registration was sent for a call sign, as private flights do";
        return;
    }
    if (!s->flight.number.n || !sent->number.n) return;
    if (same_text(no_zeros(s->flight.number), no_zeros(sent->number))) {
        c->term[MATCH_NUMBER] = nats(of[a].same);
        c->why[MATCH_NUMBER] = of[a].same_why;
    } else if (a != AIRLINE_OTHER && has_letter(sent->number)) {
        c->term[MATCH_NUMBER] = nats(of[a].letters);
        c->why[MATCH_NUMBER] = "a call sign with letters: many airlines fly a number under one";
    } else {
        c->term[MATCH_NUMBER] = nats(of[a].other);
        c->why[MATCH_NUMBER] = of[a].other_why;
    }
}

/* --- The aircraft */

static bool counts(char c) {
    return isalnum((unsigned char)c);
}

/* P-632 is P632. */
static bool same_registration(struct span a, struct span b) {
    size_t i = 0, j = 0;

    for (;; i++, j++) {
        while (i < a.n && !counts(a.p[i])) i++;
        while (j < b.n && !counts(b.p[j])) j++;
        if (i == a.n || j == b.n) return i == a.n && j == b.n;
        if (upper(a.p[i]) != upper(b.p[j])) return false;
    }
}

static void craft_cost(const struct match_chance *s, const struct match_leg *l,
                       struct match_cost *c) {
    c->why[MATCH_CRAFT] = "no registration on one side";
    if (!s->registration.n || !l->registration.n) return;
    if (same_registration(s->registration, l->registration)) {
        c->term[MATCH_CRAFT] = nats(s->firm ? -2.0 : -1.0);
        c->why[MATCH_CRAFT] = "the registration that a report names";
    } else {
        c->term[MATCH_CRAFT] = nats(s->firm ? 4.0 : 1.0);
        c->why[MATCH_CRAFT] = s->firm ? "a report saw another registration"
                                      : "another registration was announced: aircraft are swapped";
    }
}

/* The first two digits in a row: 20 of Tu-204 and T204, 73 of B738 and 737-800. */
static int family(struct span s) {
    for (size_t i = 0; i + 1 < s.n; i++)
        if (isdigit((unsigned char)s.p[i]) && isdigit((unsigned char)s.p[i + 1]))
            return (s.p[i] - '0') * 10 + s.p[i + 1] - '0';
    return -1;
}

static void type_cost(const struct match_chance *s, const struct match_leg *l,
                      struct match_cost *c) {
    int x = family(s->type), y = family(l->type);

    c->why[MATCH_TYPE] = "no type on one side";
    if (x < 0 || y < 0) return;
    if (x == y) {
        c->term[MATCH_TYPE] = nats(-0.3);
        c->why[MATCH_TYPE] = "types of one family, as far as their names say";
    } else {
        c->term[MATCH_TYPE] = nats(s->firm ? 2.0 : 1.0);
        c->why[MATCH_TYPE] = "types of different families, as far as their names say";
    }
}

/* --- What else is known */

static void state_cost(const struct match_chance *s, struct match_cost *c) {
    static const struct {
        double cost;
        const char *why;
    } of[] = {
        [MATCH_OPEN] = {0, "nobody says whether it flew"},
        [MATCH_PROVEN] = {-0.4, "another report says that it flew"},
        [MATCH_CANCELLED] = {3.0, "a report says that it was cancelled"},
    };

    c->term[MATCH_STATE] = nats(of[s->known].cost);
    c->why[MATCH_STATE] = of[s->known].why;
}

void match_pair(const struct match_chance *s, const struct match_leg *l, struct match_cost *out) {
    struct match_cost c = {.possible = false};

    for (int t = 0; t < MATCH_TERMS; t++) c.why[t] = "";
    if (time_cost(s, l, &c)) {
        c.possible = true;
        place_cost(l, &c);
        number_cost(s, l, &c);
        craft_cost(s, l, &c);
        type_cost(s, l, &c);
        state_cost(s, &c);
        for (int t = 0; t < MATCH_TERMS; t++) c.total += c.term[t];
    }
    *out = c;
}

#define UNSCHEDULED 3.5 /* 33 scheduled flights for one that is not: docs/MODEL.md, section 3 */

int64_t match_alone(const struct match_leg *l) {
    double p = place_share(l), of_corridor = UNSCHEDULED - log(fmin(p, 1)),
           of_none = p < 1 ? -log1p(-p) : of_corridor;

    return nats(fmin(of_corridor, of_none));
}
