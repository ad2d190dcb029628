/* SPDX-License-Identifier: Apache-2.0 */
/* Denials and negations that govern a figure.
 *
 * What governs stands before the figure in its clause (denied that, did not deport, no evidence of, whether) or is the clause's verb
 * behind it (were not returned, is false). A clause ends at but, while, a semicolon, a quotation mark, ", and" and the like; what
 * stands in a relative clause of another noun ("40 workers who had not been paid left") governs nothing. Wrong on the side of doubt:
 * a figure that seems denied is never counted, a person may still accept it as a claim. */
#include "text/deny.h"

#include "text/happens.h"
#include "text/scope.h"
#include "text/tense.h"
#include "text/undone.h"

#define CLAIMS                                                                                     \
    "claim claims report reports allegation allegations rumour rumours rumor rumors suggestion "   \
    "suggestions assertion assertions accusation accusations story stories charge charges "        \
    "statement statements figure figures number numbers notion idea talk news"
#define FALSE_WORDS                                                                                \
    "false untrue incorrect wrong fake fabricated baseless unfounded groundless bogus inaccurate " \
    "nonsense forged doctored lie lies invented debunked retracted withdrawn denied rejected "     \
    "dismissed disputed "                                                                          \
    "refuted unproven unlikely mistake error hoax myth fiction fabrication invention "             \
    "misunderstanding exaggerated implausible inconceivable "                                      \
    "inflated overstated overblown dropped premature"
#define OPEN_WORDS                                                                                 \
    "unverified unconfirmed uncorroborated unsubstantiated unclear unknown doubtful questionable " \
    "debatable uncertain"

enum { REACH = 12 }; /* how far a verb is looked for behind "and": time stays linear */

/* A word of another clause, when it stands right behind a comma. */
static bool opens_clause(const struct scope *s, size_t i) {
    return scope_is(s, i, "and but after before when since because as said says then so") ||
           (token_has(s->t, i, W_ING) && token_has(s->t, i, W_SAY)) || scope_is(s, i, "а и но") ||
           scope_is(s, i, "says said adding saying");
}

/* "The embassy asked for help and 36 workers were flown home": not so in "denied that 180 had left and 40 were held". */
static bool stands_alone(const struct scope *s, size_t i) {
    size_t end = s->number + 5 < s->t->n ? s->number + 5 : s->t->n, v = s->number + 1;
    bool verb = false; /* another one before */

    if (s->number > i + 2) return false;
    while (v < end && !token_has(s->t, v, W_FIN | W_PAST) && !scope_is(s, v, ", and")) v++;
    if (v >= end || scope_is(s, v, ", and")) return false;
    for (size_t k = i; k-- > 0 && i - k < REACH;) {
        if (scope_is(s, k, "that whether if")) return false;
        verb |= token_has(s->t, k, W_FIN | W_ED | W_PAST);
    }
    return verb;
}

/* Where the clause of the figure begins: in the whole sentence. */
static size_t clause_from(const struct scope *s) {
    size_t least = s->number > SCOPE_REACH ? s->number - SCOPE_REACH : 0;

    for (size_t i = s->number; i > least; i--) {
        size_t k = i - 1;

        if (scope_is(s, k,
                     "; { } \" but while although though whereas however nevertheless но однако"))
            return i;
        if (scope_is(s, k, ":") && !s->t->v[k].glued) return i;
        if (scope_is(s, k, ",") && opens_clause(s, i) && !scope_is(s, i + 1, "that")) return i;
        if (scope_is(s, k, "and") && !scope_is(s, i, "that")) {
            for (size_t v = i; v < s->number && v < i + REACH; v++)
                if (token_has(s->t, v, W_FIN | W_SAY)) return i; /* and Seoul said */
            if (stands_alone(s, i)) return i;
        }
    }
    return least;
}

static size_t clause_to(const struct scope *s) {
    for (size_t i = s->number + 1; i < s->end; i++) {
        if (scope_is(s, i,
                     "; { } \" but while although though whereas however because until but но "
                     "однако хотя"))
            return i;
        if (scope_is(s, i, "after before when since if") && i > s->number + 2) return i;
        if (scope_is(s, i, ",") && i + 1 < s->t->n && opens_clause(s, i + 1)) return i;
        if (scope_is(s, i, ",") && scope_is(s, i + 1, "they he she it we") &&
            token_has(s->t, i + 2, W_FIN) && !token_has(s->t, i + 3, W_SAY))
            return i; /* a sentence of its own, behind a comma */
        if (scope_is(s, i, "and"))
            for (size_t v = i + 1; v < s->t->n && v < i + 8; v++)
                if (token_has(s->t, v, W_FIN | W_ED | W_PAST)) return i;
    }
    return s->end;
}

/* Before the figure ------------------------------------------------------------------------------------------------------- */

/* denied that, denies having, rejected claims; not "denied entry to", "rejected asylum seekers" */
static bool denies(const struct scope *s, size_t i) {
    bool deny = scope_is(s, i, "denied denies deny denying");
    size_t reach = i + 6 < s->number ? i + 6 : s->number;

    if ((scope_is(s, i, "apologised apologized apologises apologizes") &&
         scope_is(s, i + 1, "for")) ||
        (scope_is(s, i, "correct corrected corrects") &&
         scope_find(s, i + 1, reach, "story stories report reports claim claims statement") <
             reach) ||
        (scope_is(s, i, "took takes taken walked walks walk rowed rows") &&
         scope_is(s, i + 1, "back") && scope_find(s, i + 2, reach, CLAIMS) < reach))
        return true;
    if (scope_is(s, i, "contrary") && scope_is(s, i + 2, "what")) return true;
    if (!deny &&
        !scope_is(s, i,
                  "rejected rejects rejecting reject dismissed dismisses dismissing "
                  "disputed disputes disputing dispute refuted refutes refute rebutted "
                  "rebuts contradicted contradicts disavowed debunked doubt doubts doubted "
                  "retracted retracts withdrew recanted contrary"))
        return false;
    if (scope_is(s, i + 1, "that having any") || scope_find(s, i + 1, reach, CLAIMS) < reach ||
        (scope_is(s, i + 1, "very strongly seriously greatly much") &&
         scope_find(s, i + 2, reach, "that") < reach))
        return true;
    if (!deny || i + 1 >= s->number) return false;
    if (token_has(s->t, i + 1, W_ING)) return true;
    for (size_t k = i + 1; k < reach; k++)
        if (token_has(s->t, k, W_EVENTN)) return true; /* the deportation of */
    return false;
}

/* not, never, didn't; not "not only", "not more than". *what is the word behind it and adverbs. */
static bool negates(const struct scope *s, size_t i, size_t *what) {
    struct span w = s->t->v[i].low;
    bool no = scope_is(s, i, "not never cannot neither nor") ||
              (w.n > 3 && memcmp(w.p + w.n - 3, "n't", 3) == 0) ||
              (scope_is(s, i, "no") && scope_is(s, i + 1, "longer"));

    if (!no || scope_is(s, i + 1,
                        "only just least necessarily more fewer less including counting all "
                        "until later to enough sufficient unusual uncommon surprising secret , ."))
        return false;
    if (scope_is(s, i, "not") && i > 0 && scope_is(s, i - 1, "or if"))
        return false; /* whether or not */
    *what = i + 1 + (scope_is(s, i, "no") ? 1 : 0);
    while (*what < s->t->n && scope_adverb(s, *what)) ++*what;
    return true;
}

/* "did not say why 40 ...", "did not know that 40 ...": it is so all the same. */
static bool granted(const struct scope *s, size_t verb) {
    size_t end = verb + 4 < s->number ? verb + 4 : s->number;

    if (scope_find(s, verb + 1, end, "why how when where who what which whose") < end &&
        !scope_is(s, verb, "confirm verify"))
        return true;
    return scope_is(s, verb,
                    "know realise realize notice forget regret mention tell explain disclose "
                    "announce reveal recall remember surprised") &&
           scope_find(s, verb, verb + 4, "whether if") == verb + 4;
}

/* The last word before the figure that a bare negation does not reach over. */
static size_t last_barrier(const struct scope *s) {
    for (size_t i = s->number; i > s->from; i--)
        if (scope_is(s, i - 1,
                     ", because when after since as until before who which whose where why"))
            return i - 1;
    return s->from;
}

/* What the word behind a negation makes of it: "not verify", "not rule out". */
static enum denial negated(struct scope *s, size_t i, size_t what) {
    size_t lo = i > 0 && token_has(s->t, i - 1, W_AUX) && scope_is(s, i, "not never") ? i - 1 : i;

    if (scope_is(s, what, "rule ruled") && scope_is(s, what + 1, "out"))
        return scope_say(s, lo, what + 2, DENY_OPEN);
    if (scope_is(s, what, "exclude deny denied dispute refute"))
        return scope_say(s, lo, what + 1, DENY_OPEN);
    if (scope_is(s, what,
                 "verify verified confirm confirmed corroborate corroborated substantiate "
                 "clear known certain sure"))
        return scope_say(s, lo, what + 1, DENY_OPEN);
    if (scope_is(s, what, "true correct accurate")) return scope_say(s, lo, what + 1, DENY_TOLD);
    return scope_say(s, lo, i + 1 + (scope_is(s, i, "no") ? 1 : 0), DENY_TOLD);
}

/* no evidence that, without confirmation of, lack of proof */
static size_t no_evidence(const struct scope *s, size_t i) {
    if (!scope_is(s, i, "no without little lack scant nothing")) return 0;
    if (scope_is(s, i + 1, "to") && scope_is(s, i + 2, "show suggest indicate prove support"))
        return i + 3;
    if (scope_is(s, i, "nothing")) return 0;
    for (size_t k = i + 1; k < s->number && k < i + 5; k++)
        if (scope_is(s, k,
                     "evidence proof indication indications sign signs confirmation record records "
                     "truth basis trace information corroboration"))
            return k + 1;
    return 0;
}

/* far from deporting, instead of */
static bool replaced(const struct scope *s, size_t i) {
    return scope_is(s, i, "far instead rather short") && scope_is(s, i + 1, "from of than");
}

/* failed to, unable to, yet to: what did not happen; prevented X from */
static size_t fails(const struct scope *s, size_t i) {
    if (scope_is(s, i,
                 "failed fails refused refuses declined declines unable neglected yet fail refuse "
                 "impossible") &&
        scope_is(s, i + 1, "to"))
        return i + 1;
    if (scope_is(s, i,
                 "prevented prevents prevent stopped stops barred blocked kept prohibited "
                 "dissuaded"))
        for (size_t k = i + 1; k < s->t->n && k < i + 8; k++)
            if (scope_is(s, k, "from"))
                return token_has(s->t, k + 1, W_ING) || scope_is(s, k + 1, "sailing") ? i + 1 : 0;
    return 0;
}

/* was to take, had been due to leave, tried to send: whether it happened is not said. @return past it, or 0. */
static size_t intended(const struct scope *s, size_t i) {
    bool aux = i > 0 && token_has(s->t, i - 1, W_AUX);

    if (scope_is(s, i, "due") && aux && scope_is(s, i + 1, "home back on in to at")) return i + 1;
    if (scope_is(s, i, "considering weighing mulling contemplating") &&
        token_has(s->t, i + 1, W_ING))
        return i + 1;
    if (scope_is(s, i, "verge brink point eve cusp") && scope_is(s, i + 1, "of") &&
        (token_has(s->t, i + 2, W_ING) || scope_act(s, i + 2, i + 4) < i + 4))
        return i + 2;
    if (!scope_is(s, i + 1, "to") || token_has(s->t, i + 2, W_ED | W_ING | W_PAST)) return 0;
    if (scope_is(s, i, "was were")) return scope_is(s, i + 2, "date") ? 0 : i + 2;
    if (scope_is(s, i, "scheduled supposed slated meant ready about prepared"))
        return aux ? i + 2 : 0;
    return scope_is(s, i,
                    "trying attempting tried attempted sought threatened threatens tries attempts "
                    "seeks wanted hoped")
               ? i + 2
               : 0;
}

/* false claims that, unconfirmed reports that, "it is untrue that", a lie that */
static enum denial false_before(struct scope *s, size_t i) {
    bool no = scope_is(s, i, FALSE_WORDS " falsely wrongly mistakenly erroneously incorrectly") &&
              !scope_is(s, i,
                        "denied rejected dismissed "
                        "disputed refuted");
    bool open = scope_is(s, i, OPEN_WORDS);

    if (!(no || open)) return DENY_NONE;
    if ((no && token_has(s->t, i + 1, W_DOC)) ||
        scope_is(s, i + 1, "document notice message post photo photograph video list"))
        return scope_say(s, i, i + 2, DENY_TOLD); /* a fake notice */
    if (!scope_is(s, i, "falsely wrongly mistakenly erroneously incorrectly") &&
        !scope_is(s, i + 1, CLAIMS " that to whether if about"))
        return DENY_NONE;
    if (scope_is(s, i, "wrongly falsely mistakenly erroneously incorrectly") &&
        !token_has(s->t, i + 1, W_SAY))
        return DENY_NONE;
    return scope_say(s, i, i + 1, no ? DENY_TOLD : DENY_OPEN);
}

/* nobody, none of, neither of, no X among */
static bool nobody(const struct scope *s, size_t i) {
    return scope_is(s, i, "nobody none neither nothing nowhere") ||
           (scope_is(s, i, "no") &&
            !scope_is(s, i + 1, "fewer less more later doubt earlier other . :") &&
            !token_has(s->t, i + 1, W_NUMBER)) ||
           (scope_is(s, i, "hardly scarcely barely") && scope_is(s, i + 1, "any")) ||
           (scope_is(s, i, "not") && scope_is(s, i + 1, "all") && i + 5 > s->number) ||
           (scope_is(s, i, "not") && scope_is(s, i + 1, "a even") &&
            scope_is(s, i + 2, "single one a"));
}

/* What reaches over the whole clause: denied that, no evidence that, a false claim, too early to say. */
static enum denial far_before(struct scope *s, size_t i) {
    size_t end = scope_least(i + 6, s->number), claims;
    enum denial d;

    if (denies(s, i)) {
        claims = scope_find(s, i + 1, end, CLAIMS);
        return scope_say(s, i,
                         claims < s->number && scope_is(s, claims, CLAIMS) ? claims + 1 : i + 1,
                         DENY_TOLD);
    }
    if (no_evidence(s, i)) return scope_say(s, i, no_evidence(s, i), DENY_TOLD);
    if ((d = false_before(s, i)) != DENY_NONE || (d = undone_invented(s, i)) != DENY_NONE) return d;
    if (scope_is(s, i, "too hard difficult impossible wrong") &&
        scope_is(s, i + 1 + (scope_is(s, i + 1, "early soon") ? 1 : 0), "to") &&
        scope_find(s, i + 2, i + 4,
                   "say believe imagine confirm verify prove claim speak talk tell know judge") <
            i + 4)
        return scope_say(s, i, i + 1, DENY_OPEN);
    return DENY_NONE;
}

/* Asked, supposed, possible, planned, said by somebody who may be wrong. */
static enum denial open_before(struct scope *s, size_t i) {
    if (scope_is(s, i, "whether if unless") && !scope_is(s, i + 1, "or not"))
        return scope_say(s, i, i + 1, DENY_OPEN);
    if (scope_is(s, i, "may might could should") && !s->t->v[i].capital &&
        !scope_is(s, i + 1, "not"))
        return DENY_OPEN; /* hedge_read adds it */
    if (intended(s, i)) return scope_say(s, i, intended(s, i), DENY_OPEN);
    if (scope_is(s, i, "what") && scope_is(s, i + 1, "became becomes happened happens"))
        return scope_say(s, i, i + 2, DENY_OPEN); /* what became of them */
    return scope_is(s, i, "supposedly purportedly ostensibly purports purported")
               ? scope_say(s, i, i + 1, DENY_OPEN)
               : DENY_NONE;
}

/* What reaches no further than the last comma or conjunction before the figure. */
static enum denial near_before(struct scope *s, size_t i) {
    enum denial d;
    size_t what;

    if (negates(s, i, &what) && !granted(s, what)) return negated(s, i, what);
    if (fails(s, i)) return scope_say(s, i, fails(s, i), DENY_TOLD);
    if (replaced(s, i)) return scope_say(s, i, i + 2, DENY_TOLD);
    if ((d = undone_before(s, i)) != DENY_NONE) return d;
    if (nobody(s, i) || (scope_is(s, i, "without") && i + 3 > s->number))
        return scope_say(s, i, i + 1, DENY_TOLD);
    return open_before(s, i);
}

static enum denial before(struct scope *s) {
    size_t barrier = last_barrier(s);

    for (size_t i = s->from; i < s->number; i++) {
        enum denial d;

        if (scope_related(s, i) && !scope_related(s, s->number)) continue;
        if ((d = far_before(s, i)) != DENY_NONE) return d;
        if (i >= barrier && (d = near_before(s, i)) != DENY_NONE) return d;
    }
    return DENY_NONE;
}

/* Behind the figure ------------------------------------------------------------------------------------------------------- */

/* The verb at i, the first one behind the figure: were not, refused to, was cancelled, could. */
static enum denial verb_behind(struct scope *s, size_t i) {
    enum denial d;
    size_t what;

    for (size_t k = i; k < i + 3 && k < s->to; k++)
        if (negates(s, k, &what) && !scope_is(s, k, "neither nor")) return negated(s, k, what);
    if (fails(s, i)) return scope_say(s, i, fails(s, i), DENY_TOLD);
    if (fails(s, i + 1)) return scope_say(s, i + 1, fails(s, i + 1), DENY_TOLD);
    if ((d = undone_behind(s, i)) != DENY_NONE) return d;
    if (scope_is(s, i, "may might could") && !s->t->v[i].capital) return DENY_OPEN;
    if (scope_is(s, i, "can")) return scope_say(s, i, i + 1, DENY_OPEN); /* nobody has yet */
    for (size_t k = i; k < i + 4 && k + 1 < s->to; k++) {
        if (scope_is(s, k, "nowhere figment fabrication invention fiction hoax myth illusion"))
            return scope_say(s, i, k + 1, DENY_TOLD);
        if (scope_is(s, k, "too") && scope_is(s, k + 1, "late ill sick weak frail scared afraid"))
            return scope_say(s, k, k + 2, DENY_TOLD);
        if (scope_is(s, k, "only just merely") && scope_is(s, k + 1, "on") &&
            scope_is(s, k + 2, "paper"))
            return scope_say(s, k, k + 3, DENY_TOLD);
    }
    for (size_t k = i; k < i + 5 && k < s->to; k++)
        if (intended(s, k)) return scope_say(s, k, intended(s, k), DENY_OPEN);
    return DENY_NONE;
}

/* "The report that 40 ... is false", "... could not be verified": of a claim that is named before the figure. */
static enum denial claim_behind(struct scope *s, size_t i) {
    size_t what;

    if (negates(s, i, &what) && scope_is(s, what,
                                         "verified confirmed corroborated substantiated true "
                                         "correct accurate proven"))
        return negated(s, i, what);
    if (!token_has(s->t, i, W_AUX) && !scope_is(s, i, "proved proves turned")) return DENY_NONE;
    for (size_t k = i + 1; k < s->to && k < i + 6; k++)
        if (token_has(s->t, k, W_AUX) && !token_has(s->t, k - 1, W_AUX))
            i = k; /* "were returned is false": the last one */
        else if (scope_is(s, k, FALSE_WORDS " " OPEN_WORDS))
            return scope_say(s, i, k + 1,
                             scope_is(s, k, OPEN_WORDS " unlikely") ? DENY_OPEN : DENY_TOLD);
    return DENY_NONE;
}

/* ", a claim that Moscow denies", ", which the ministry rejected" */
static enum denial disowned(struct scope *s, size_t i) {
    size_t k = i + 1 + (scope_is(s, i + 1, "a an the") ? 1 : 0),
           end = k + 10 < s->t->n ? k + 10 : s->t->n;
    size_t verb = scope_find(s, k, end,
                             "denies denied rejects rejected disputes disputed dismissed "
                             "dismisses refuted refutes");

    if (!scope_is(s, i, ",") ||
        !(scope_is(s, k, CLAIMS) || (k == i + 1 && scope_is(s, k, "which"))))
        return DENY_NONE;
    if (verb < end) return scope_say(s, k, verb + 1, DENY_TOLD);
    for (; k < end; k++) {
        size_t what;

        if (negates(s, k, &what) && scope_is(s, what, "verified confirmed verify confirm"))
            return negated(s, k, what);
        if (scope_is(s, k, "nobody none") || (scope_is(s, k, "no") && scope_is(s, k + 1, "one")))
            return scope_say(s, k, k + 1, DENY_OPEN); /* that nobody has checked */
    }
    return DENY_NONE;
}

/* "of the 300 on the list none boarded" */
static bool of_them(const struct scope *s) {
    size_t i = s->number;

    while (i > s->from && scope_is(s, i - 1, "the these those all some about")) i--;
    return i > s->from && scope_is(s, i - 1, "of among");
}

static enum denial behind(struct scope *s) {
    bool claim = scope_find(s, s->from, s->number, CLAIMS) < s->number, first = true;
    enum denial d;

    for (size_t i = s->number + 1; i < s->to; i++) {
        uint64_t c = s->t->v[i].classes;

        if (scope_related(s, i) && !scope_related(s, s->number)) continue;
        if ((scope_is(s, i, "none nobody") ||
             (scope_is(s, i, "not") && scope_is(s, i + 1, "one a"))) &&
            of_them(s) && !scope_is(s, i + 1, "of"))
            return scope_say(s, i, i + 1, DENY_TOLD);
        if (claim && (d = claim_behind(s, i)) != DENY_NONE) return d;
        if (first && !(c & W_MONTH && s->t->v[i].capital) &&
            (c & (W_FIN | W_ED | W_PAST | W_STAYS) || scope_is(s, i, "never") || fails(s, i))) {
            if ((d = verb_behind(s, i)) != DENY_NONE) return d;
            first = false;
        }
    }
    for (size_t i = s->number + 1; i < s->end; i++)
        if ((d = disowned(s, i)) != DENY_NONE) return d;
    return DENY_NONE;
}

enum denial deny_read(const struct tokens *t, size_t lo, size_t hi, size_t number, size_t noun,
                      struct span text, struct buf *out) {
    struct scope s = {.t = t, .number = number, .text = text, .out = out};
    enum denial d;

    s.noun = noun != SIZE_MAX && noun > number ? noun : number;
    s.end = scope_least(number + SCOPE_REACH, t->n);
    s.from = clause_from(&s);
    s.to = clause_to(&s);
    tense_relative(t, s.from, s.to, s.inside);
    if ((d = before(&s)) != DENY_NONE || (d = behind(&s)) != DENY_NONE ||
        (d = deny_foreign(&s)) != DENY_NONE || (d = undone_if(&s)) != DENY_NONE ||
        (d = undone_rumoured(&s)) != DENY_NONE)
        return d;
    if (hi < t->n && token_is(t, hi, "?")) hi++;
    if (hi > lo && token_is(t, hi - 1, "?")) return scope_say(&s, hi - 1, hi, DENY_OPEN);
    return happens_known(&s) ? DENY_NONE : DENY_UNSURE;
}
