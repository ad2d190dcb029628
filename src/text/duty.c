/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, deadlines, demands and breaches, by the grammar of their verbs and nouns. */
#include "text/duty.h"

static bool before(const struct tokens *t, size_t lo, size_t i, size_t reach, const char *words) {
    for (size_t k = i; k-- > lo && i - k <= reach;)
        if (token_in(t, k, words)) return true;
    return false;
}

static bool has_class(const struct tokens *t, size_t lo, size_t hi, uint64_t c) {
    for (; lo < hi; lo++)
        if (token_has(t, lo, c)) return true;
    return false;
}

/* "ahead of the deadline", "as the deadline nears", "during the ban": named in passing. */
static bool in_passing(const struct tokens *t, size_t lo, size_t i) {
    for (size_t k = i; k-- > lo && i - k <= 6;) {
        if (token_in(t, k,
                     "of before after following despite since during amid until under upon "
                     "reflected as with by about over through"))
            return true;
        if (token_is(t, k, ".") && k > lo && token_has(t, k - 1, W_MONTH)) continue;
        if (t->v[k].kind == TOK_MARK || token_has(t, k, W_FIN)) return false;
        if (token_has(t, k, W_VERB | W_EVENT | W_ORDER) && token_has(t, k, W_ED | W_PAST | W_ING))
            return !token_in(t, k,
                             "gave give gives given giving meeting imposed set issued enacted "
                             "adopted introduced announced missed "
                             "met extended lifted faced given broke broken violated declared");
    }
    return false;
}

/* A noun of rule: ban, deadline, embargo, obligation. */
static bool noun(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    if (!token_has(t, i, W_OBLIGE) ||
        !token_in(t, i,
                  "ban deadline embargo prohibition moratorium obligation obligations "
                  "requirement requirements mandate ultimatum"))
        return false;
    if (i > lo && token_in(t, i - 1, "the this a its that those these") &&
        !token_in(t, i + 1, "on against for to") &&
        !(token_is(t, i, "deadline") &&
          token_in(t, i + 1, "was is arrives expires falls passes ends expired passed fell ran")) &&
        i + 1 < hi)
        return false; /* the ban is ignored */
    return !in_passing(t, lo, i);
}

/* Who has to: states, bodies, people. */
static bool bound(const struct tokens *t, size_t lo, size_t i) {
    for (size_t k = lo; k < i; k++)
        if (token_has(t, k, W_PEOPLE | W_ROLE | W_PRON | W_HEAD) ||
            token_in(t, k, "states countries state country parties party members all nations"))
            return true;
    return false;
}

/* require, required to, requiring X to */
static bool requires(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    if (!token_in(t, i, "require requires required requiring")) return false;
    if (token_is(t, i, "required") && i > lo && token_in(t, i - 1, "is are") &&
        (i + 1 >= hi || token_is(t, i + 1, ".")))
        return !before(t, lo, i, 12, "no not"); /* a quarantine is required */
    if (i + 1 < hi && t->v[i + 1].kind == TOK_MARK) return false;
    if (token_is(t, i, "required") && i > lo && token_has(t, i - 1, W_AUX))
        return token_is(t, i + 1, "to") && bound(t, lo, i);
    if (has_class(t, lo, i, W_RULE | W_OBLIGE)) return true;
    if (token_in(t, i, "requires require") && token_in(t, i + 1, "all every any each that"))
        return true;
    if (token_is(t, i, "required") && token_in(t, i + 1, "to by for"))
        return false; /* flights required to */
    for (size_t k = i + 1; k < hi && k < i + 10 && t->v[k].kind != TOK_MARK; k++)
        if (token_is(t, k, "to") && bound(t, i, k)) return true;
    return false;
}

/* What is asked for in noun or verb: to send home, a halt, the release. */
static bool is_act(const struct tokens *t, size_t k) {
    return (token_has(t, k, W_MOVE) && !token_has(t, k, W_ED | W_ING | W_PAST)) ||
           token_in(t, k,
                    "stop halt end cease suspend suspension release repatriation return removal "
                    "deportation deportations expulsion withdrawal moratorium comply compliance "
                    "respect uphold implement enforce submit present allow permit protect ensure "
                    "refrain grant free investigate report disclose honour honor abide abandon "
                    "close open lift repeal reverse cancel provide");
}

/* Words that look like asking and are none: "after having been ordered to leave"; "repeated calls for"; what somebody was told to do himself;
 * "the order", "an urge". */
static bool asks_nobody(const struct tokens *t, size_t lo, size_t i) {
    size_t p = i > lo ? i - 1 : i;

    if (i > lo + 1 && token_in(t, i - 1, "been being") &&
        token_in(t, i - 2, "having after despite"))
        return true;
    if (token_in(t, i + 1, "me us") ||
        (i > lo && token_in(t, i - 1, "i we") && token_in(t, i, "ask asked tell told")))
        return true;
    if (token_in(t, i, "calls orders demands requests") &&
        !(i > lo && (t->v[i - 1].capital || token_has(t, i - 1, W_ROLE | W_PRON | W_NGOWORD))))
        return true;
    if (token_is(t, i, "call") && i > lo + 1 && token_in(t, i - 1, "its their his her") &&
        token_in(t, i - 2, "repeats repeated reiterates reiterated renews renewed"))
        return false;
    while (p > lo && t->v[p].low.n > 4 && memcmp(t->v[p].low.p + t->v[p].low.n - 2, "ly", 2) == 0)
        p--;
    if (!token_has(t, i, W_ED | W_ING | W_S) &&
        !(i > lo && (t->v[p].low.p[t->v[p].low.n - 1] == 's' || token_has(t, p, W_PRON))))
        return true;
    if (i > lo && token_in(t, i - 1, "the a an this in to") && !token_in(t, i, "urge")) return true;
    return i > lo && token_has(t, i - 1, W_ADJ | W_MOVE) && !token_has(t, i, W_ED | W_ING);
}

/* "..., officials said on Tuesday, urging people to go": beside what they say. */
static bool beside_speech(const struct tokens *t, size_t lo, size_t i) {
    if (!token_has(t, i, W_ING) || i <= lo + 3 || !token_is(t, i - 1, ",")) return false;
    for (size_t k = i - 1; k-- > lo && i - k < 8 && !token_is(t, k, ",");)
        if (token_has(t, k, W_SAY) && token_has(t, k, W_PAST)) return true;
    return false;
}

/* urged X to send; called for the return of; a resolution asking states to; not "urged people to stay in touch" */
static bool demands(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    bool call = token_in(t, i, "call calls called calling") && token_in(t, i + 1, "on upon for"),
         urge = token_in(
             t, i,
             "urge urges urged urging advise advises advised advising ask asks asked asking demand "
             "demands demanded "
             "demanding order orders ordered ordering instruct instructs instructed "
             "plead pleads pleaded pleading implored instructing direct directs directed directing "
             "tell tells told command "
             "requested commanded oblige obliges obliging compel compels compelled compelling");
    bool rule = has_class(t, lo, i, W_RULE), who = false; /* are asked */

    if (!(call || urge) || asks_nobody(t, lo, i) || beside_speech(t, lo, i)) return false;
    for (size_t k = i + 1; k < hi && k < i + 28; k++) {
        who |= k > i + 1 && token_is(t, k, "who");
        if (who) {
            if (token_in(t, k, "that which if whether")) return false;
        } else if (token_in(t, k, "that who which if whether") || token_has(t, k, W_FIN)) {
            return false;
        }
        if (token_is(t, k, "to") && k > i + 1) {
            size_t act = k + 1;

            if (act < hi && (t->v[act].capital || token_in(t, act, "the a an their its his her")))
                continue; /* the way of those who are asked */
            if (rule ||
                token_in(t, i, "instructed instructs ordered orders commanded requested directed"))
                return true;
            if (token_in(t, act, "immediately not promptly urgently")) act++;
            return act < hi && is_act(t, act);
        }
        if (call && token_in(t, i + 1, "for") && k > i + 1 && k < i + 8 && is_act(t, k) &&
            !token_has(t, k, W_VEHICLE))
            return true;
        if (token_in(t, i, "demand demands demanded demanding ordered") && k < i + 5 &&
            is_act(t, k))
            return true;
    }
    return false;
}

/* "granted a stay", "issued a series of injunctions" */
static bool makes_rule(const struct tokens *t, size_t i, size_t hi) {
    if (!token_in(t, i, "issued issuing granted granting imposed imposing signed")) return false;
    for (size_t k = i + 1; k < hi && k < i + 7; k++)
        if (token_in(t, k, "stay injunction injunctions ban moratorium curfew decree order"))
            return true;
    return false;
}

/* "the court stopped the deportation" */
static bool stays(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    bool court = false;

    if (before(t, lo, i, 14, "after when as before since")) return false;

    if (!token_in(t, i,
                  "stopped blocked halted suspended stayed stops blocks halts suspends paused "
                  "barred"))
        return false;
    for (size_t k = i; k-- > lo && i - k < 10;)
        court |= token_in(t, k, "court judge tribunal judges courts") && t->v[i].kind == TOK_WORD;
    for (size_t k = i + 1; court && k < hi && k < i + 8; k++)
        if (token_has(t, k, W_EVENTN | W_VEHICLE | W_MOVE)) return true;
    return false;
}

static bool gives_time(const struct tokens *t, size_t i) {
    if (token_in(t, i, "gave given giving"))
        for (size_t k = i + 2; k < i + 6 && k + 1 < t->n; k++)
            if (token_is(t, k, "until") && !token_in(t, k + 1, "now recently then")) return true;
    return token_in(t, i, "gave given giving had has have") &&
           ((token_is(t, i + 1, "until") && !token_in(t, i + 2, "now recently then")) ||
            token_phrase(t, i + 1, "days to"));
}

/* should leave, should have left, should not be returned, should respect */
static bool ought(const struct tokens *t, size_t lo, size_t i) {
    size_t k = i + 1;

    if (!token_in(t, i, "should ought")) return false;
    for (size_t j = i; j-- > lo && i - j < 4;)
        if (token_has(t, j, W_VEHICLE)) return false; /* the flights should bring 40: expected */
    for (size_t j = i; j-- > lo && i - j < 8;)
        if (token_in(
                t, j,
                "authorities government governments states state countries country police court "
                "courts ministry parties council employers airlines carriers"))
            return i + 1 < t->n && t->v[i + 1].kind == TOK_WORD;
    while (token_in(t, k, "not to immediately never also all both now")) k++;
    if (token_is(t, k, "be")) /* not "the total should be close to 500" */
        return !(k + 1 < t->n && t->v[k + 1].kind == TOK_NUM) && !token_has(t, k + 1, W_NUMBER) &&
               !token_in(t, k + 1, "close about around nearly over under roughly more less fewer");
    return token_is(t, k, "have") || is_act(t, k);
}

/* are to leave, is not to be issued: by rule, where one is spoken of */
static bool is_to(const struct tokens *t, size_t lo, size_t i) {
    return token_in(t, i, "are is were was") && token_is(t, i + 1, "to") &&
           token_phrase(t, i + 2, "be") && has_class(t, lo, i, W_RULE);
}

/* "expelled for various violations", "immigration violators": what somebody is blamed for, and no breach by a state. */
static bool offence(const struct tokens *t, size_t lo, size_t i) {
    if (before(t, lo, i, 3, "who")) return true; /* those who have violated norms */
    if (token_has(t, i, W_ING) &&
        (before(t, lo, i, 3, "for after over of") || before(t, lo, i, 8, "either")))
        return true; /* "deported for violating" */
    if (!token_in(t, i, "violation violations violator violators breach breaches")) return false;
    return before(t, lo, i, 4, "for") ||
           (i > lo &&
            token_in(t, i - 1, "immigration visa administrative traffic various minor other"));
}

/* "are supposed to leave", "were supposed to have left", "under the law were supposed to"; "the buses were supposed to leave at six" was
 * only planned. */
static bool supposed(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    if (!token_phrase(t, i, "supposed to")) return false;
    if (token_is(t, i + 2, "be") && token_in(t, i + 3, "a an the their his her its")) return false;
    return !(i > lo && token_in(t, i - 1, "was were")) || token_is(t, i + 2, "have") ||
           has_class(t, lo, hi, W_RULE | W_OBLIGE);
}

/* has to, had to leave, had to be home */
static bool has_to(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    size_t act = i + 2;

    if (!token_in(t, i, "has have had") || !token_is(t, i + 1, "to") || act >= hi ||
        t->v[act].kind != TOK_WORD)
        return false;
    return !token_is(t, i, "had") ||
           (bound(t, lo, i) &&
            (is_act(t, act) || token_in(t, act, "register pay leave report sign") ||
             (token_is(t, act, "be") && token_in(t, act + 1, "home back out gone"))));
}

/* "was mandated in May by the council" */
static bool laid_down(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    if (!token_in(t, i, "mandated prohibited banned forbidden") || i <= lo ||
        !token_in(t, i - 1, "is are was were been"))
        return false;
    for (size_t k = i + 1; k + 1 < hi && k < i + 8; k++)
        if (token_is(t, k, "by"))
            return has_class(t, k + 1, k + 7 < hi ? k + 7 : hi,
                             W_ROLE | W_IGO | W_RULE | W_OFFWORD) ||
                   token_in(t, k + 2, "nations security");
    return false;
}

bool duty_told(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++) {
        uint64_t c = t->v[i].classes;

        if (token_in(t, i, "must shall"))
            if (!(token_is(t, i, "must") && token_is(t, i + 1, "have") &&
                  token_has(t, i + 2, W_ED | W_PAST)))
                return true; /* not "must have left" */
        if (c & W_BREACH && !before(t, lo, i, 12, "whether if") && !offence(t, lo, i)) return true;
        if (requires(t, lo, i, hi) || noun(t, lo, i, hi) || demands(t, lo, i, hi) ||
            ought(t, lo, i) || gives_time(t, i) || stays(t, lo, i, hi) || makes_rule(t, i, hi) ||
            is_to(t, lo, i) || laid_down(t, lo, i, hi))
            return true;
        if (c & W_OBLIGE && !(c & W_ED && i > lo && token_in(t, i - 1, "was were")) &&
            !token_in(t, i, "must shall require requires required requiring") &&
            !token_in(t, i,
                      "ban deadline embargo prohibition moratorium obligation obligations "
                      "requirement requirements mandate ultimatum deadlines"))
            return true; /* prohibits, forbidden, compelled */
        if (token_in(t, i, "barred barring") ||
            (token_is(t, i, "bars") && i > lo &&
             token_in(t, i + 1, "the any anyone all them people a its such")) ||
            supposed(t, lo, i, hi) || token_phrase(t, i, "obliged to") ||
            token_phrase(t, i, "bound by"))
            return true;
        if (i > lo && token_in(t, i - 1, "not never won't don't didn't doesn't")) continue;
        if (has_to(t, lo, i, hi)) return true;
        if (token_in(t, i, "fine penalty fines penalties punishable") &&
            (before(t, lo, i, 40, "carry carries carried violations") ||
             before(t, i, hi, 40, "carry carries carried violations")))
            return true;
    }
    return false;
}
