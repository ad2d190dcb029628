/* SPDX-License-Identifier: Apache-2.0 */
/* The main verb of a clause and what it tells: a happening (past, perfect, progressive) or a state (present, or a past of verbs that
 * name no happening). Relative clauses are left out, and participles that only describe a noun ("migrants stranded in A"). */
#include "text/tense.h"

#define VERBS                                                                                      \
    (W_VERB | W_ORDER | W_OBLIGE | W_MOVE | W_EVENT | W_SAY | W_THINK | W_OPER | W_BREACH |        \
     W_SHOW | W_DOUBT | W_INFER)

static bool is_past(const struct tokens *t, size_t i) {
    uint64_t c = t->v[i].classes;

    if (t->v[i].kind != TOK_WORD || !(c & (W_ED | W_PAST))) return false;
    return c & VERBS || !(c & ~(W_ED | W_WISH)); /* planned: a noun in the lexicon */
}

/* A verb in -s that is no noun in the plural. */
static bool is_present(const struct tokens *t, size_t i) {
    uint64_t c = t->v[i].classes;

    return t->v[i].kind == TOK_WORD && c & W_S && c & VERBS && i > 0 &&
           !(token_has(t, i - 1, W_ADJ) && !(token_is(t, i - 1, "this") && i == 1)) &&
           !token_in(t, i - 1, "united member") && !token_is(t, i, "grounds") &&
           !token_in(t, i - 1, "of in to by for with from on at") &&
           !(c & (W_PEOPLE | W_VEHICLE | W_EVENTN | W_ROLE | W_RULE));
}

static bool is_finite(const struct tokens *t, size_t i) {
    return token_has(t, i, W_FIN) || is_past(t, i) || is_present(t, i);
}

/* "who were held in May come from the north": a verb without an ending right behind the date of a relative clause. */
static bool plain_behind_date(const struct tokens *t, size_t i) {
    return i > 0 && (token_has(t, i - 1, W_MONTH | W_WEEKDAY) || t->v[i - 1].kind == TOK_NUM) &&
           token_has(t, i, VERBS) &&
           !token_has(t, i, W_ED | W_ING | W_S | W_PAST | W_EVENTN | W_VEHICLE | W_PEOPLE | W_ROLE);
}

/* The relative clause has had its own verb; this is the main one. */
static bool second_verb(const struct tokens *t, size_t lo, size_t i, size_t *verbs) {
    if (i > lo && token_in(t, i - 1, "who which that") && token_has(t, i, VERBS) &&
        !token_has(t, i, W_ED | W_ING | W_S | W_PAST | W_FIN)) {
        ++*verbs; /* who wish */
        return false;
    }
    return is_finite(t, i) && !(i > lo && token_has(t, i - 1, W_AUX)) &&
           !token_in(t, i - 1, "and or not to also") && !token_is(t, i + 1, "by") && ++*verbs == 2;
}

void tense_relative(const struct tokens *t, size_t lo, size_t hi, bool *inside) {
    size_t verbs = 0;
    bool in = false;

    for (size_t i = lo; i < hi; i++) {
        bool that = token_is(t, i, "that") && i > lo && t->v[i - 1].kind == TOK_WORD &&
                    !token_has(t, i - 1, W_SAY | W_THINK | W_ADJ | W_AUX | W_ING) &&
                    !token_in(t, i - 1, "clear likely possible so and but now fact");

        if (token_in(t, i, "who which whose whom where what") || that) {
            in = i > lo;
            verbs = 0;
        } else if (in && (token_in(t, i, ", ;") || (token_in(t, i, ": -") && !t->v[i].glued) ||
                          second_verb(t, lo, i, &verbs) || (verbs && plain_behind_date(t, i)))) {
            in = false;
        }
        inside[i - lo] = in;
    }
}

/* Past the comma that ends "As the report was written, ...". */
static size_t past_lead(const struct tokens *t, size_t lo, size_t hi) {
    if (!token_in(t, lo,
                  "as when while after before since because if although though once until "
                  "despite following during amid with in"))
        return lo;
    for (size_t i = lo; i + 2 < hi; i++)
        if (token_is(t, i, ","))
            for (size_t k = i + 1; k < hi; k++)
                if (is_finite(t, k)) return i + 1;
    return lo;
}

/* Verbs whose past names no happening. */
static bool is_stative(const struct tokens *t, size_t i) {
    return token_in(
               t, i,
               "was were had included remained consisted meant appeared seemed knew wanted "
               "believed lived contained belonged cost needed lacked faced stood served felt "
               "resembled marked depended involved represented existed hoped feared wished owned "
               "became liked declined refused failed tried gave criticised criticized condemned "
               "praised thanked cited explained asked rejected dismissed defended hailed "
               "slammed blasted lauded denounced relieved pleased delighted worried scared afraid "
               "attributed excited surprised shocked overjoyed") ||
           (token_is(t, i, "came") && i > 0 &&
            token_in(t, i - 1, "it this that which move announcement decision news") &&
            token_in(t, i + 1, "as after amid days hours weeks despite")) ||
           token_phrase(t, i, "supposed to be") || token_phrase(t, i, "made up") ||
           (token_is(t, i, "made") && token_in(t, i + 1, "possible available"));
}

/* Of an auxiliary at i: what follows it. */
static enum telling auxiliary(const struct tokens *t, size_t i, size_t hi) {
    bool now = token_in(t, i, "is are am"), was = token_in(t, i, "was were"),
         has = token_in(t, i, "has have had");
    size_t k = i + 1;

    while (k < hi && k < i + 5 &&
           (token_in(t, k,
                     "not also now still already since so far been being only again just later "
                     "then soon eventually") ||
            (token_in(t, k, "last this") && token_has(t, k + 1, W_TIME | W_WEEKDAY)) ||
            (k > i + 1 && token_in(t, k - 1, "last this")) ||
            (t->v[k].low.n > 4 && memcmp(t->v[k].low.p + t->v[k].low.n - 2, "ly", 2) == 0)))
        k++;
    if (k >= hi || !(now || was || has)) return TELL_STATE;
    for (size_t n = i + 1; n < k && !now; n++)
        if (token_in(t, n, "not never")) return TELL_STATE; /* what did not happen */
    if (k > i + 1 && token_is(t, k - 1, "being")) return TELL_EVENT;
    if ((token_has(t, k, W_ING) && !token_has(t, k, W_ADJ)) || token_is(t, k, "crossing"))
        return TELL_EVENT;
    if (now) return TELL_STATE;
    if (token_in(t, k, "forced detained") || (has && token_in(t, k, "come run"))) return TELL_EVENT;
    if (is_stative(t, k) || token_has(t, k, W_SAY | W_THINK)) return TELL_STATE;
    return is_past(t, k) || token_has(t, k, W_ED) ? TELL_EVENT : TELL_STATE;
}

/* A participle behind its noun, or before one, is no main verb where another follows. */
static bool describes(const struct tokens *t, size_t lo, size_t i, size_t hi, const bool *inside) {
    if (i == lo) return true;
    if (i + 1 < hi && is_past(t, i + 1) && token_has(t, i, W_ED) && !token_has(t, i, W_SAY))
        return true; /* others repatriated included */
    if (token_is(t, i - 1, ",") && token_has(t, i, W_ED) &&
        (token_has(t, i + 1, W_PEOPLE) || token_has(t, i + 2, W_PEOPLE)))
        for (size_t k = i + 2; k < hi && k < i + 6; k++)
            if (token_has(t, k, W_FIN)) return true; /* From A, rejected migrants have been */
    if (token_is(t, i - 1, ",") && token_has(t, i, W_ED))
        for (size_t k = i + 1; k + 1 < hi; k++)
            if (token_is(t, k, ",")) { /* "Ruiz, deported in May, is ..." */
                if (token_has(t, k + 1, W_FIN)) return true;
                break;
            }
    if (token_has(t, i - 1, W_ADJ) || token_in(t, i - 1, "of by with from in and , -"))
        return !token_in(t, i - 1, "and ,");
    for (size_t k = i + 1; k < hi; k++) {
        if (inside[k - lo]) continue;
        if (token_in(t, k, "and but ; that if while as when after before because than"))
            return false;
        if (token_has(t, k, W_FIN)) return true;
    }
    return false;
}

/* "carriers fly", "officials regularly call": a verb without an ending, of a plural. */
static bool plain_plural(const struct tokens *t, size_t lo, size_t i) {
    size_t p = i - 1;

    while (p > lo && t->v[p].low.n > 4 && memcmp(t->v[p].low.p + t->v[p].low.n - 2, "ly", 2) == 0)
        p--;
    if (p != i - 1 && token_has(t, i, VERBS) && !token_has(t, i, W_ED | W_ING) &&
        t->v[p].low.p[t->v[p].low.n - 1] == 's')
        return true;
    return (token_has(t, i - 1, W_S) ||
            (token_has(t, i - 1, W_PEOPLE | W_ROLE) &&
             t->v[i - 1].low.p[t->v[i - 1].low.n - 1] == 's') ||
            token_in(t, i - 1, "they we you many some most others few people")) &&
           !token_in(t, i - 1, "its this") && token_has(t, i, VERBS) &&
           !token_has(t, i, W_ED | W_ING | W_S | W_EVENTN | W_VEHICLE) &&
           (!token_has(t, i, W_PAST) || token_has(t, i, W_SAY));
}

enum telling tense_of(const struct tokens *t, size_t lo, size_t hi) {
    bool inside[TOKENS];

    if (hi - lo > TOKENS) return TELL_NOTHING;
    lo = past_lead(t, lo, hi);
    tense_relative(t, lo, hi, inside);
    for (size_t i = lo; i < hi; i++) {
        if (inside[i - lo]) continue;
        if (token_has(t, i, W_FIN)) return auxiliary(t, i, hi);
        if (is_past(t, i) && !describes(t, lo, i, hi, inside))
            return is_stative(t, i) || token_is(t, i + 1, "no") || token_has(t, i, W_SAY | W_THINK)
                       ? TELL_STATE
                       : TELL_EVENT;
        if (i > lo && (is_present(t, i) || (inside[i - 1 - lo] && plain_behind_date(t, i))))
            return TELL_STATE;
        if (i > lo && plain_plural(t, lo, i)) return TELL_STATE;
    }
    return TELL_NOTHING;
}
