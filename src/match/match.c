/* SPDX-License-Identifier: Apache-2.0 */
/* Which dated chance of a flight does a report speak of?
 *
 * A report names a day and perhaps a number and a time. Compatible slots are ranked by (same
 * number, distance in time) and, where that leaves several, by what they are, so that the answer
 * does not depend on the order of the rows. The number of other compatible slots is given back: a
 * reader can see where the choice was free. Reports are judged one by one, so two of them may fall
 * on one slot: two sources of one flight are the usual case. */
#include "match/match.h"

#include "base/ascii.h"

#define NO_TIME 1440 /* farther than any two times of one day */

/* "JS 0272" and "js272" are one number: blanks and hyphens go, case goes, and zeros before the
 * digits go. */
static size_t number_next(struct span s, size_t i, char *c) {
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '-')) i++;
    if (i == s.n) return *c = '\0', i;
    *c = s.p[i];
    if (*c >= 'a' && *c <= 'z') *c = (char)(*c & ~0x20);
    return i + 1;
}

/* The next character that counts: a zero is left out when no digit precedes it and one follows. */
static size_t number_char(struct span s, size_t i, bool *in_digits, char *c) {
    for (;;) {
        char next;

        i = number_next(s, i, c);
        if (*c != '0' || *in_digits) break;
        number_next(s, i, &next);
        if (!ascii_digit(next)) break;
    }
    *in_digits = ascii_digit(*c);
    return i;
}

static bool same_number(struct span a, struct span b) {
    size_t i = 0, j = 0;
    bool in_a = false, in_b = false;
    char x, y;

    do {
        i = number_char(a, i, &in_a, &x);
        j = number_char(b, j, &in_b, &y);
        if (x != y) return false;
    } while (x);
    return true;
}

static bool compatible(const struct match_slot *s, const struct match_report *r) {
    return s->day == r->day && (!s->flight.n || !r->flight.n || same_number(s->flight, r->flight));
}

static int minutes_apart(const struct match_slot *s, const struct match_report *r) {
    if (s->dep_minute == UTC_NONE || r->dep_minute == UTC_NONE) return NO_TIME;
    return s->dep_minute > r->dep_minute ? s->dep_minute - r->dep_minute
                                         : r->dep_minute - s->dep_minute;
}

/* Both compatible with r: is s the better one? Equal slots: the earlier in the array stays. */
static bool better(const struct match_slot *s, const struct match_slot *than,
                   const struct match_report *r) {
    bool named = s->flight.n && r->flight.n, than_named = than->flight.n && r->flight.n;
    int apart = minutes_apart(s, r), than_apart = minutes_apart(than, r);

    if (named != than_named) return named;
    if (apart != than_apart) return apart < than_apart;
    if (s->dep_minute != than->dep_minute)
        return than->dep_minute == UTC_NONE ||
               (s->dep_minute != UTC_NONE && s->dep_minute < than->dep_minute);
    return span_cmp(s->flight, than->flight) < 0;
}

static bool by_day(const struct match_slot *slot, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (slot[i].day < slot[i - 1].day) return false;
    return true;
}

/* The first slot of an array in order of day that is not before it. */
static size_t first_of(const struct match_slot *slot, size_t n, int32_t day) {
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (slot[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

void match_reports(const struct match_slot *slot, size_t nslot, const struct match_report *report,
                   size_t nreport, int *slot_of, int *alternatives) {
    bool sorted = by_day(slot, nslot);

    for (size_t i = 0; i < nreport; i++) {
        const struct match_report *r = &report[i];
        int best = -1, others = -1;

        for (size_t j = sorted ? first_of(slot, nslot, r->day) : 0; j < nslot; j++) {
            if (sorted && slot[j].day != r->day) break;
            if (!compatible(&slot[j], r)) continue;
            if (best < 0 || better(&slot[j], &slot[best], r)) best = (int)j;
            others++;
        }
        slot_of[i] = best;
        alternatives[i] = others < 0 ? 0 : others;
    }
}
