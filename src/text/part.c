/* SPDX-License-Identifier: Apache-2.0 */
/* A part of a whole: of two numbers one says how many moved, and the other of how many. English has the whole behind ("30 of the 34",
 * "12 out of 300") or in front ("of 52 detainees, 41 boarded"), Korean in front (120명 가운데 17명), Russian either (25 из 60, из 60
 * рабочих 25). Who is left out ("all but 12 of the 140") is taken from the whole. */
#include "text/part.h"

#include "text/rate.h"
#include "text/text.h"

#include <stdio.h>

size_t part_of(const struct tokens *t, size_t i, size_t hi) {
    bool out = token_is(t, i, "out") && token_is(t, i + 1, "of"), iz = token_is(t, i, "из");
    size_t k = i + (out ? 2 : 1);
    struct span w;

    if (!out && !iz && !token_is(t, i, "of")) return hi;
    if (k >= hi) return hi;
    w = t->v[k].low;
    if (token_in(t, k, "the these those its their") ||
        (w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0))
        k++;
    while (k < hi &&
           token_in(t, k,
                    "more than about over around nearly almost some roughly approximately "
                    "estimated a total of "
                    "более свыше около почти"))
        k++; /* of the more than 200 */
    return k;
}

/* "12명을 제외한", "12명 외에" */
static bool left_out(const struct tokens *t, size_t i) {
    return i < t->n && t->v[i].foreign &&
           (amount_begins(t->v[i].low, "제외") || amount_begins(t->v[i].low, "빼"));
}

void part_but(const struct tokens *t, size_t lo, struct amount *m) {
    size_t i = m->lo;

    while (i > lo && token_in(t, i - 1, "the those these")) i--;
    if (i > lo && token_is(t, i - 1, "for")) i--; /* all except for */
    if ((i > lo + 1 && token_in(t, i - 1, "but except bar save excluding") &&
         token_in(t, i - 2, "all everyone everybody")) ||
        (i > lo + 2 && ((token_is(t, i - 1, "of") && token_is(t, i - 2, "exception")) ||
                        (token_is(t, i - 1, "than") && token_is(t, i - 2, "other")) ||
                        (token_is(t, i - 1, "from") && token_is(t, i - 2, "apart")))))
        i -= 2;
    else if (i > lo + 1 && token_in(t, i - 1, "кроме исключением except excluding"))
        i -= 1;
    else
        return;
    m->but = true;
    m->lo = i;
}

/* Is the number at the end of what it is a part of? "120명 가운데", "150명 중", "из 120 пассажиров" */
static bool stands_as_whole(const struct tokens *t, size_t lo, const struct amount *m) {
    size_t i = m->after;

    for (size_t k = i; k < i + 2 && k < t->n; k++)
        if (t->v[k].foreign &&
            (amount_begins(t->v[k].low, "가운데") || token_in(t, k, "중 중에 중에서 중에는 중엔")))
            return true;
    for (i = m->lo; i > lo && token_in(t, i - 1, "этих тех всех общего числа"); i--) {
    }
    return i > lo && token_is(t, i - 1, "из");
}

static bool counts(const struct amount *m) {
    return m->kind == AMOUNT_PEOPLE || m->kind == AMOUNT_BARE;
}

/* "62 were women", "62 of them female" */
static bool told_of(const struct tokens *t, const struct amount *m) {
    for (size_t i = m->after; i < m->noun && m->noun < t->n; i++)
        if (!token_in(t, i, "were are was is of them whom")) return false;
    return m->noun < m->after + 4;
}

/* "62 women", "8 children": a kind of people, told apart from others. */
static bool of_kind(const struct tokens *t, const struct amount *m) {
    return m->kind == AMOUNT_PEOPLE && m->low != TEXT_NONE && m->low == m->high &&
           (m->noun == m->after || told_of(t, m)) &&
           (t->v[m->noun].capital || /* "two Norlanders" */
            token_in(t, m->noun,
                     "man men woman women boy boys girl girls child children infant infants baby "
                     "babies minor minors adult adults toddler toddlers youths teenagers male "
                     "males female "
                     "females"));
}

/* "28 men and one woman" are all that there were; "48 women and 40 children" need not be. */
static bool both_sexes(const struct tokens *t, size_t a, size_t b) {
    static const char men[] = "man men male males boy boys",
                      women[] = "woman women female females girl girls";

    return (token_in(t, a, men) && token_in(t, b, women)) ||
           (token_in(t, a, women) && token_in(t, b, men));
}

void part_sums(const struct tokens *t, struct amounts *out) {
    for (size_t k = 0, n; k < out->n; k += n) {
        int64_t sum = 0;

        for (n = 0; k + n < out->n && of_kind(t, &out->v[k + n]); n++) {
            const struct amount *m = &out->v[k + n];
            size_t at = m->lo;

            if (n && !(at > 0 && token_in(t, at - 1, ", and") && at - m[-1].hi <= 2)) break;
            if (sum > INT64_MAX / 2 - m->low) break;
            sum += m->low;
        }
        if (n < 3 && !(n == 2 && both_sexes(t, out->v[k].noun, out->v[k + 1].noun))) {
            n = n ? n : 1;
            continue;
        }
        for (size_t i = 1; i < n; i++) out->v[k + i].whole = true; /* none of them is logged */
        out->v[k].low = out->v[k].high = sum;
        out->v[k].sum = true;
        out->v[k].hi = out->v[k + n - 1].hi;
        snprintf(out->v[k].unit, sizeof out->v[k].unit, "people");
    }
}

void part_wholes(const struct tokens *t, size_t lo, size_t hi, struct amounts *out) {
    for (size_t k = 0; k + 1 < out->n; k++) {
        struct amount *a = &out->v[k], *b = &out->v[k + 1];

        if (!counts(a) || !counts(b) || a->kind != AMOUNT_PEOPLE || b->low == TEXT_NONE ||
            (a->high != TEXT_NONE && b->low > a->high) || !stands_as_whole(t, lo, a))
            continue;
        a->whole = true;
        if (b->kind == AMOUNT_BARE) {
            b->kind = AMOUNT_PEOPLE;
            snprintf(b->unit, sizeof b->unit, "people");
        }
        for (size_t i = b->after; i < b->after + 2 && i < hi; i++)
            if (left_out(t, i) && a->low == a->high && b->low == b->high) {
                b->low = b->high = a->low - b->low;
                b->lo = a->lo;
                break;
            }
    }
}
