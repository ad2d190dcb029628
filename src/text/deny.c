/* SPDX-License-Identifier: Apache-2.0 */
/* Denials and negations that govern a figure.
 *
 * What governs stands before the figure in its clause (denied that, did not deport, no evidence of, whether) or is the clause's verb
 * behind it (were not returned, is false). A clause ends at but, while, a semicolon, a quotation mark, ", and" and the like; what
 * stands in a relative clause of another noun ("40 workers who had not been paid left") governs nothing. Wrong on the side of doubt:
 * a figure that seems denied is never counted, a person may still accept it as a claim. */
#include "text/deny.h"

#include "text/hedge.h"
#include "text/rate.h"
#include "text/tense.h"

#define CLAIMS                                                                                     \
    "claim claims report reports allegation allegations rumour rumours rumor rumors suggestion "   \
    "suggestions assertion assertions accusation accusations story stories charge charges "        \
    "statement statements figure figures number numbers notion idea talk news"
#define FALSE_WORDS                                                                                \
    "false untrue incorrect wrong fake fabricated baseless unfounded groundless bogus inaccurate " \
    "nonsense lie lies invented debunked retracted withdrawn denied rejected dismissed disputed "  \
    "refuted unproven unlikely"
#define OPEN_WORDS "unverified unconfirmed uncorroborated unsubstantiated unclear unknown"

enum { REACH = 12 }; /* how far a verb is looked for behind "and": time stays linear */

struct scope {
    const struct tokens *t;
    size_t from, to; /* the clause, of the whole sentence */
    size_t number;
    bool inside[TOKENS]; /* in a relative clause, from `from` on */
    struct span text;
    struct buf *out;
};

static bool is(const struct scope *s, size_t i, const char *words) {
    return token_in(s->t, i, words);
}

static bool adverb(const struct scope *s, size_t i) {
    struct span w = s->t->v[i].low;

    return (w.n > 4 && memcmp(w.p + w.n - 2, "ly", 2) == 0) ||
           is(s, i, "yet also now still ever even so far been be able");
}

static enum denial say(struct scope *s, size_t lo, size_t hi, enum denial what) {
    hedge_add(s->out,
              (struct span){s->text.p + s->t->v[lo].from, s->t->v[hi - 1].to - s->t->v[lo].from});
    return what;
}

/* Is one of the words in [lo, hi)? @return where, or hi. */
static size_t find(const struct scope *s, size_t lo, size_t hi, const char *words) {
    while (lo < hi && !is(s, lo, words)) lo++;
    return lo;
}

/* A word of another clause, when it stands right behind a comma. */
static bool opens_clause(const struct scope *s, size_t i) {
    return is(s, i, "and but after before when since because as said says then so") ||
           (token_has(s->t, i, W_ING) && token_has(s->t, i, W_SAY)) || is(s, i, "а и но") ||
           is(s, i, "says said adding saying");
}

/* Where the clause of the figure begins: in the whole sentence. */
static size_t clause_from(const struct scope *s) {
    for (size_t i = s->number; i > 0; i--) {
        size_t k = i - 1;

        if (is(s, k, "; { } \" but while although though whereas however nevertheless но однако"))
            return i;
        if (is(s, k, ":") && !s->t->v[k].glued) return i;
        if (is(s, k, ",") && opens_clause(s, i) && !is(s, i + 1, "that")) return i;
        if (is(s, k, "and") && !is(s, i, "that"))
            for (size_t v = i; v < s->number && v < i + REACH; v++)
                if (token_has(s->t, v, W_FIN | W_SAY)) return i; /* and Seoul said */
    }
    return 0;
}

static size_t clause_to(const struct scope *s) {
    for (size_t i = s->number + 1; i < s->t->n; i++) {
        if (is(s, i,
               "; { } \" but while although though whereas however because until but но "
               "однако хотя"))
            return i;
        if (is(s, i, "after before when since if") && i > s->number + 2) return i;
        if (is(s, i, ",") && i + 1 < s->t->n && opens_clause(s, i + 1)) return i;
        if (is(s, i, "and"))
            for (size_t v = i + 1; v < s->t->n && v < i + 8; v++)
                if (token_has(s->t, v, W_FIN | W_ED | W_PAST)) return i;
    }
    return s->t->n;
}

static bool related(const struct scope *s, size_t i) {
    return i >= s->from && i - s->from < TOKENS && s->inside[i - s->from];
}

/* Before the figure ------------------------------------------------------------------------------------------------------- */

/* denied that, denies having, rejected claims; not "denied entry to", "rejected asylum seekers" */
static bool denies(const struct scope *s, size_t i) {
    bool deny = is(s, i, "denied denies deny denying");
    size_t reach = i + 6 < s->number ? i + 6 : s->number;

    if (!deny && !is(s, i,
                     "rejected rejects rejecting reject dismissed dismisses dismissing "
                     "disputed disputes disputing dispute refuted refutes refute rebutted "
                     "rebuts contradicted contradicts disavowed debunked doubts doubted "
                     "retracted retracts withdrew recanted contrary"))
        return false;
    if (is(s, i + 1, "that having any") || find(s, i + 1, reach, CLAIMS) < reach) return true;
    if (!deny || i + 1 >= s->number) return false;
    if (token_has(s->t, i + 1, W_ING)) return true;
    for (size_t k = i + 1; k < reach; k++)
        if (token_has(s->t, k, W_EVENTN)) return true; /* the deportation of */
    return false;
}

/* not, never, didn't; not "not only", "not more than". *what is the word behind it and adverbs. */
static bool negates(const struct scope *s, size_t i, size_t *what) {
    struct span w = s->t->v[i].low;
    bool no = is(s, i, "not never cannot neither nor") ||
              (w.n > 3 && memcmp(w.p + w.n - 3, "n't", 3) == 0) ||
              (is(s, i, "no") && is(s, i + 1, "longer"));

    if (!no || is(s, i + 1,
                  "only just least necessarily more fewer less including counting all "
                  "until later to enough sufficient , ."))
        return false;
    if (is(s, i, "not") && i > 0 && is(s, i - 1, "or if")) return false; /* whether or not */
    *what = i + 1 + (is(s, i, "no") ? 1 : 0);
    while (*what < s->t->n && adverb(s, *what)) ++*what;
    return true;
}

/* "did not say why 40 ...", "did not know that 40 ...": it is so all the same. */
static bool granted(const struct scope *s, size_t verb) {
    size_t end = verb + 4 < s->number ? verb + 4 : s->number;

    if (find(s, verb + 1, end, "why how when where who what which whose") < end &&
        !is(s, verb, "confirm verify"))
        return true;
    return is(s, verb,
              "know realise realize notice forget regret mention tell explain disclose "
              "announce reveal recall remember surprised") &&
           find(s, verb, verb + 4, "whether if") == verb + 4;
}

/* The last word before the figure that a bare negation does not reach over. */
static size_t last_barrier(const struct scope *s) {
    for (size_t i = s->number; i > s->from; i--)
        if (is(s, i - 1, ", because when after since as until before who which whose where why"))
            return i - 1;
    return s->from;
}

/* What the word behind a negation makes of it: "not verify", "not rule out". */
static enum denial negated(struct scope *s, size_t i, size_t what) {
    size_t lo = i > 0 && token_has(s->t, i - 1, W_AUX) && is(s, i, "not never") ? i - 1 : i;

    if (is(s, what, "rule ruled") && is(s, what + 1, "out")) return say(s, lo, what + 2, DENY_OPEN);
    if (is(s, what, "exclude deny denied dispute refute")) return say(s, lo, what + 1, DENY_OPEN);
    if (is(s, what,
           "verify verified confirm confirmed corroborate corroborated substantiate "
           "clear known certain sure"))
        return say(s, lo, what + 1, DENY_OPEN);
    if (is(s, what, "true correct accurate")) return say(s, lo, what + 1, DENY_TOLD);
    return say(s, lo, i + 1 + (is(s, i, "no") ? 1 : 0), DENY_TOLD);
}

/* no evidence that, without confirmation of, lack of proof */
static size_t no_evidence(const struct scope *s, size_t i) {
    if (!is(s, i, "no without little lack scant")) return 0;
    for (size_t k = i + 1; k < s->number && k < i + 5; k++)
        if (is(s, k,
               "evidence proof indication indications sign signs confirmation record records "
               "truth basis trace information corroboration"))
            return k + 1;
    return 0;
}

/* far from deporting, instead of; halted the deportation of */
static size_t undone(const struct scope *s, size_t i) {
    if (is(s, i, "far instead rather short") && is(s, i + 1, "from of than")) return i + 2;
    if (is(s, i,
           "halted suspended blocked stopped postponed delayed cancelled canceled halts "
           "suspends blocks stops prevented averted"))
        for (size_t k = i + 1; k < s->number && k < i + 5; k++)
            if (token_has(s->t, k, W_EVENTN)) return i + 1;
    return 0;
}

/* failed to, unable to, yet to: what did not happen; prevented X from */
static size_t fails(const struct scope *s, size_t i) {
    if (is(s, i,
           "failed fails refused refuses declined declines unable neglected yet fail refuse "
           "impossible") &&
        is(s, i + 1, "to"))
        return i + 1;
    if (is(s, i,
           "prevented prevents prevent stopped stops barred blocked kept prohibited "
           "dissuaded"))
        for (size_t k = i + 1; k < s->t->n && k < i + 8; k++)
            if (is(s, k, "from")) return token_has(s->t, k + 1, W_ING) ? i + 1 : 0;
    return 0;
}

/* was to take, had been due to leave, tried to send: whether it happened is not said. @return past it, or 0. */
static size_t intended(const struct scope *s, size_t i) {
    bool aux = i > 0 && token_has(s->t, i - 1, W_AUX);

    if (is(s, i, "due") && aux && is(s, i + 1, "home back on in to at")) return i + 1;
    if (is(s, i, "considering weighing mulling contemplating") && token_has(s->t, i + 1, W_ING))
        return i + 1;
    if (!is(s, i + 1, "to") || token_has(s->t, i + 2, W_ED | W_ING | W_PAST)) return 0;
    if (is(s, i, "was were")) return is(s, i + 2, "date") ? 0 : i + 2;
    if (is(s, i, "scheduled supposed slated meant ready about prepared")) return aux ? i + 2 : 0;
    return is(s, i, "tried attempted sought threatened threatens tries attempts seeks wanted hoped")
               ? i + 2
               : 0;
}

/* false claims that, unconfirmed reports that, "it is untrue that", a lie that */
static enum denial false_before(struct scope *s, size_t i) {
    bool no = is(s, i, FALSE_WORDS " falsely wrongly") && !is(s, i,
                                                              "denied rejected dismissed "
                                                              "disputed refuted");
    bool open = is(s, i, OPEN_WORDS);

    if (!(no || open)) return DENY_NONE;
    if (!is(s, i, "falsely wrongly") && !is(s, i + 1, CLAIMS " that to whether if"))
        return DENY_NONE;
    if (is(s, i, "wrongly falsely") && !token_has(s->t, i + 1, W_SAY)) return DENY_NONE;
    return say(s, i, i + 1, no ? DENY_TOLD : DENY_OPEN);
}

/* nobody, none of, neither of, no X among */
static bool nobody(const struct scope *s, size_t i) {
    return is(s, i, "nobody none neither nothing") ||
           (is(s, i, "no") && !is(s, i + 1, "fewer less more later doubt earlier other . :") &&
            !token_has(s->t, i + 1, W_NUMBER)) ||
           (is(s, i, "hardly scarcely barely") && is(s, i + 1, "any")) ||
           (is(s, i, "not") && is(s, i + 1, "a even") && is(s, i + 2, "single one a"));
}

static enum denial before(struct scope *s) {
    size_t barrier = last_barrier(s);

    for (size_t i = s->from; i < s->number; i++) {
        enum denial d;
        size_t what;

        if (related(s, i) && !related(s, s->number)) continue;
        if (denies(s, i)) {
            size_t claims = find(s, i + 1, i + 6 < s->number ? i + 6 : s->number, CLAIMS);

            return say(s, i, claims < s->number && is(s, claims, CLAIMS) ? claims + 1 : i + 1,
                       DENY_TOLD);
        }
        if (no_evidence(s, i)) return say(s, i, no_evidence(s, i), DENY_TOLD);
        if ((d = false_before(s, i)) != DENY_NONE) return d;
        if (i < barrier) continue;
        if (negates(s, i, &what) && !granted(s, what)) return negated(s, i, what);
        if (fails(s, i)) return say(s, i, fails(s, i), DENY_TOLD);
        if (undone(s, i)) return say(s, i, undone(s, i), DENY_TOLD);
        if (nobody(s, i)) return say(s, i, i + 1, DENY_TOLD);
        if (is(s, i, "without") && i + 3 > s->number) return say(s, i, i + 1, DENY_TOLD);
        if (is(s, i, "whether if unless") && !is(s, i + 1, "or not")) /* asked or supposed */
            return say(s, i, i + 1, DENY_OPEN);
        if (is(s, i, "may might could should") && !s->t->v[i].capital && !is(s, i + 1, "not"))
            return DENY_OPEN; /* hedge_read adds it */
        if (intended(s, i)) return say(s, i, intended(s, i), DENY_OPEN);
    }
    return DENY_NONE;
}

/* Behind the figure ------------------------------------------------------------------------------------------------------- */

/* "The deportation of 40 was halted": what was to happen, and not who. */
static bool act_before(const struct scope *s) {
    for (size_t i = s->from; i < s->number; i++)
        if (token_has(s->t, i, W_EVENTN | W_VEHICLE)) return true;
    return false;
}

/* The verb at i, the first one behind the figure: were not, refused to, was cancelled, could. */
static enum denial verb_behind(struct scope *s, size_t i) {
    size_t what;

    for (size_t k = i; k < i + 3 && k < s->to; k++)
        if (negates(s, k, &what) && !is(s, k, "neither nor")) return negated(s, k, what);
    if (fails(s, i)) return say(s, i, fails(s, i), DENY_TOLD);
    if (fails(s, i + 1)) return say(s, i + 1, fails(s, i + 1), DENY_TOLD);
    if (is(s, i, "was were been has have had is are"))
        for (size_t k = i + 1; k < s->to && k < i + 4; k++)
            if (is(s, k, "cancelled canceled postponed aborted scrapped") ||
                (is(s, k, "halted suspended blocked stopped delayed") && act_before(s)))
                return say(s, i, k + 1, DENY_TOLD);
    if (is(s, i, "may might could") && !s->t->v[i].capital) return DENY_OPEN;
    for (size_t k = i; k < i + 3 && k < s->to; k++)
        if (intended(s, k)) return say(s, k, intended(s, k), DENY_OPEN);
    return DENY_NONE;
}

/* "The report that 40 ... is false", "... could not be verified": of a claim that is named before the figure. */
static enum denial claim_behind(struct scope *s, size_t i) {
    size_t what;

    if (negates(s, i, &what) && is(s, what,
                                   "verified confirmed corroborated substantiated true "
                                   "correct accurate proven"))
        return negated(s, i, what);
    if (!token_has(s->t, i, W_AUX)) return DENY_NONE;
    for (size_t k = i + 1; k < s->to && k < i + 5; k++)
        if (token_has(s->t, k, W_AUX) && !token_has(s->t, k - 1, W_AUX))
            i = k; /* "were returned is false": the last one */
        else if (is(s, k, FALSE_WORDS " " OPEN_WORDS))
            return say(s, i, k + 1, is(s, k, OPEN_WORDS " unlikely") ? DENY_OPEN : DENY_TOLD);
    return DENY_NONE;
}

/* ", a claim that Moscow denies", ", which the ministry rejected" */
static enum denial disowned(struct scope *s, size_t i) {
    size_t k = i + 1 + (is(s, i + 1, "a an the") ? 1 : 0),
           end = k + 10 < s->t->n ? k + 10 : s->t->n;
    size_t verb = find(s, k, end,
                       "denies denied rejects rejected disputes disputed dismissed "
                       "dismisses refuted refutes");

    if (!is(s, i, ",") || !(is(s, k, CLAIMS) || (k == i + 1 && is(s, k, "which"))))
        return DENY_NONE;
    if (verb < end) return say(s, k, verb + 1, DENY_TOLD);
    for (; k < end; k++) {
        size_t what;

        if (negates(s, k, &what) && is(s, what, "verified confirmed verify confirm"))
            return negated(s, k, what);
    }
    return DENY_NONE;
}

static enum denial behind(struct scope *s) {
    bool claim = find(s, s->from, s->number, CLAIMS) < s->number, first = true;
    enum denial d;

    for (size_t i = s->number + 1; i < s->to; i++) {
        uint64_t c = s->t->v[i].classes;

        if (related(s, i) && !related(s, s->number)) continue;
        if (claim && (d = claim_behind(s, i)) != DENY_NONE) return d;
        if (first && !(c & W_MONTH && s->t->v[i].capital) &&
            (c & W_FIN || is(s, i, "never") || fails(s, i))) {
            if ((d = verb_behind(s, i)) != DENY_NONE) return d;
            first = false;
        }
    }
    for (size_t i = s->number + 1; i < s->t->n; i++)
        if ((d = disowned(s, i)) != DENY_NONE) return d;
    return DENY_NONE;
}

/* Korean and Russian ------------------------------------------------------------------------------------------------------ */

static bool holds(struct span w, const char *part) {
    return memmem(w.p, w.n, part, strlen(part)) != NULL;
}

static bool holds_any(struct span w, const char *const *parts, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (holds(w, parts[i])) return true;
    return false;
}

#define HOLDS(w, parts) holds_any(w, parts, sizeof(parts) / sizeof *(parts))

/* 송환될 것으로: a verb that ends in ㄹ, and what is to be; 송환하기로 했다: decided */
static bool korean_future(const struct scope *s, size_t i) {
    struct span verb = s->t->v[i > 0 ? i - 1 : 0].low;
    size_t len;
    uint32_t c;

    if (i <= s->number + 1 || verb.n < 6 || !s->t->v[i - 1].foreign) return false;
    if (memcmp(verb.p + verb.n - 6, "기로", 6) == 0) return holds(s->t->v[i].low, "했");
    c = utf8_get((struct span){verb.p + verb.n - 3, 3}, &len);
    return c >= 0xac00 && c <= 0xd7a3 && (c - 0xac00) % 28 == 8 && /* the final consonant ㄹ */
           amount_begins(s->t->v[i].low, "것");
}

/* The verb ends a Korean clause: its negation and tense are behind the figure. */
static enum denial korean(struct scope *s, size_t i) {
    static const char *const no[] = {"않",     "못했",   "못하", "못한", "없",   "아니", "부인했",
                                     "부인하", "부인한", "허위", "거짓", "무근", "반박", "취소"};
    static const char *const open[] = {"예정", "계획", "것이다", "가능성", "전망", "방침", "만약"};
    struct span w = s->t->v[i].low;

    if (HOLDS(w, no))
        return say(s, holds(w, "않") && i > s->number + 1 ? i - 1 : i, i + 1, DENY_TOLD);
    if (korean_future(s, i)) return say(s, i - 1, i + 1, DENY_OPEN);
    if (HOLDS(w, open) || (is(s, i, "수") && i + 1 < s->t->n && holds(s->t->v[i + 1].low, "있")))
        return say(s, i, i + 1 + (is(s, i, "수") ? 1 : 0), DENY_OPEN);
    return DENY_NONE;
}

/* "탑승했지만": another clause follows. */
static bool korean_end(struct span w) {
    static const char *const ends[] = {"지만", "으며", "는데", "했고", "였고", "됐고"};

    return HOLDS(w, ends);
}

static enum denial russian(struct scope *s, size_t i) {
    static const char *const no[] = {"отрица", "отрицает", "опроверг", "опроверж", "отверг"};
    static const char *const open[] = {"планиру", "намерен",     "собира",     "ожида",
                                       "возможн", "неподтвержд", "непроверенн"};
    struct span w = s->t->v[i].low;

    if (is(s, i, "не ни") && !is(s, i + 1,
                                 "менее более только меньше больше позднее позже ранее "
                                 "раньше один"))
        return say(s, i, i + 2 < s->t->n ? i + 2 : i + 1,
                   is(s, i + 1,
                      "подтверждено подтверждены подтвердил подтвердили исключено "
                      "исключают исключил исключает исключили известно ясно")
                       ? DENY_OPEN
                       : DENY_TOLD);
    if (is(s, i, "нет никто никого ни неправда ложь") || HOLDS(w, no))
        return say(s, i, i + 1, DENY_TOLD);
    if (is(s, i,
           "если будут будет могут может мог могли бы ли якобы отправят вернут вернутся "
           "вылетят вывезут доставят покинут улетят прилетят прибудут отправятся депортируют "
           "вышлют полетят вылетит прилетит прибудет вернётся вернется отправится") ||
        HOLDS(w, open))
        return say(s, i, i + 1, DENY_OPEN);
    return DENY_NONE;
}

static enum denial foreign(struct scope *s) {
    for (size_t i = s->from; i < s->to; i++) {
        const struct token *w = &s->t->v[i];
        bool hangul = (unsigned char)w->low.p[0] >= 0xea;
        enum denial d;

        if (!w->foreign) continue;
        if (holds(w->low, "котор")) /* of another noun */
            while (i + 1 < s->to && !is(s, i, ",")) i++;
        if (hangul && i <= s->number) continue;
        if ((d = hangul ? korean(s, i) : russian(s, i)) != DENY_NONE) return d;
        if (hangul && korean_end(w->low)) return DENY_NONE;
    }
    return DENY_NONE;
}

enum denial deny_read(const struct tokens *t, size_t lo, size_t hi, size_t number, struct span text,
                      struct buf *out) {
    struct scope s = {.t = t, .number = number, .text = text, .out = out};
    enum denial d;

    s.from = clause_from(&s);
    s.to = clause_to(&s);
    tense_relative(t, s.from, s.to, s.inside);
    if ((d = before(&s)) != DENY_NONE || (d = behind(&s)) != DENY_NONE ||
        (d = foreign(&s)) != DENY_NONE)
        return d;
    if (hi < t->n && token_is(t, hi, "?")) hi++;
    if (hi > lo && token_is(t, hi - 1, "?")) return say(&s, hi - 1, hi, DENY_OPEN);
    return DENY_NONE;
}
