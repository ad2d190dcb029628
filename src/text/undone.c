/* SPDX-License-Identifier: Apache-2.0 */
/* What is named and does not come about, or is not said to.
 *
 * A verb decides about what it takes: who cancels a deportation ends it, who misses a flight stays, who is spared stays, who orders a
 * removal has removed nobody yet, who inflates a figure says that it is not so. The lexicon has these classes (W_VOID, W_STAYS,
 * W_SPARES, W_WISH, W_UNTRUE); here is where the figure has to stand: in the object before which the verb stands, or in the subject
 * of the verb behind it, active or passive. After the work on implicative verbs and factuality (Karttunen, 1971; Sauri and
 * Pustejovsky, 2009), and again wrong on the side of doubt. */
#include "text/undone.h"

#define BE "be been being was were is are get got gets"
#define TALK                                                                                       \
    "report reports claim claims allegation allegations rumour rumours rumor rumors suggestion "   \
    "suggestions assertion assertions accusation accusations story stories talk speculation "      \
    "gossip hoax whispers idea ideas notion theory theories"

#define ANY_VERB (W_VERB | W_MOVE | W_EVENT | W_ORDER | W_SAY | W_RULE | W_OBLIGE | W_PAST | W_ED)

enum {
    OBJECT = 7,
    NOUN = 5
}; /* words between a verb and its object; behind a number and its noun */

/* Is the figure in the subject of the verb at `verb`: with no verb of its own before it, nor a comma between that begins another noun
 * ("after the return of 40, the state has begun to ..."; two commas are an aside)? */
static bool in_subject(const struct scope *s, size_t verb) {
    size_t commas = 0;

    for (size_t i = s->number; i < verb; i++)
        commas += scope_is(s, i, ",") && !s->t->v[i + 1].glued;
    if (commas % 2) return false;
    for (size_t i = s->number; i-- > s->from;) {
        if (scope_is(s, i, ", that : (") || token_has(s->t, i, W_SAY)) return true;
        if (!scope_related(s, i) && !scope_describes(s, i) &&
            (token_has(s->t, i, W_FIN | W_ED | W_PAST) ||
             (token_has(s->t, i, W_ING) && i > 0 && token_has(s->t, i - 1, W_AUX))))
            return false; /* not "the bus carrying 48 was turned back" */
    }
    return true;
}

/* Is the number within `reach` words behind i? */
static bool near(const struct scope *s, size_t i, size_t reach) {
    return i < s->number && s->number - i <= reach;
}

/* called off, struck down, put on hold, ruled unlawful: as W_VOID, in more words. @return how many, or 0. */
static size_t void_phrase(const struct scope *s, size_t i) {
    static const struct {
        const char *verbs, *second, *third;
    } p[] = {{"call calls called calling", "off", ""},
             {"rule ruled rules throw threw thrown", "out", ""},
             {"strike struck strikes", "down", ""},
             {"hold held holds", "up", ""},
             {"set sets", "aside", ""},
             {"pushed pushes put", "back", ""},
             {"turn turned turns vote voted shot", "down", ""},
             {"put puts putting place placed", "on", "hold ice"},
             {"rule ruled rules declare declared found deemed",
              "unlawful illegal invalid void unconstitutional", ""}};

    for (size_t k = 0; k < sizeof p / sizeof *p; k++)
        if (scope_is(s, i, p[k].verbs) && scope_is(s, i + 1, p[k].second) &&
            (!*p[k].third || scope_is(s, i + 2, p[k].third)))
            return *p[k].third ? 3 : 2;
    return 0;
}

static size_t voids(const struct scope *s, size_t i) {
    return token_has(s->t, i, W_VOID) ? 1 : void_phrase(s, i);
}

/* turned away, left behind, taken off: the particle stands behind the verb or behind whom it is about. @return past it, or 0. */
static size_t leaves_behind(const struct scope *s, size_t i) {
    static const struct {
        const char *verbs, *particles;
    } p[] = {{"turn turns turned turning", "away back"},
             {"leave left leaving leaves", "behind waiting"},
             {"hold held holds holding keep kept", "back"},
             {"take taken took pull pulled bump bumped kick kicked", "off"}};

    if (scope_is(s, i, "removed struck dropped deleted crossed taken") &&
        scope_is(s, i + 1, "from off") &&
        scope_find(s, i + 2, scope_least(i + 6, s->t->n), "list lists manifest roll roster") <
            scope_least(i + 6, s->t->n))
        return i + 2;
    for (size_t k = 0; k < sizeof p / sizeof *p; k++) {
        bool off = strcmp(p[k].particles, "off") == 0;

        if (!scope_is(s, i, p[k].verbs)) continue;
        if (off && scope_is(s, i + 1, "off") && scope_is(s, i + 2, "the a an") &&
            !token_has(s->t, i + 3, W_VEHICLE) && !scope_is(s, i + 3, "list manifest passenger"))
            continue; /* taken off the island */
        if (scope_is(s, i + 1, p[k].particles) && !(near(s, i, 4) && off))
            return i + 2; /* not "took off with 31 on board" */
        if (near(s, i, 4) && scope_find(s, s->number + 1, scope_least(s->number + NOUN, s->to),
                                        p[k].particles) < scope_least(s->number + NOUN, s->to))
            return i + 1;
    }
    return 0;
}

/* refused entry, denied boarding */
static bool keeps_out(const struct scope *s, size_t i) {
    return scope_is(s, i, "refuse refuses refused refusing deny denies denied denying") &&
           scope_find(s, i + 1, scope_least(i + 4, s->t->n),
                      "entry boarding passage permission exit access visas") <
               scope_least(i + 4, s->t->n);
}

/* "lied when it said", "invented a story that", "overstated the number", "fabricated the return" */
static bool untrue(const struct scope *s, size_t i) {
    size_t end = scope_least(i + OBJECT, s->number);

    if (!token_has(s->t, i, W_UNTRUE) || scope_describes(s, i) || scope_is(s, i, "lie lies"))
        return false;
    return scope_find(s, i + 1, end, TALK " figure figures number numbers total toll that when") <
               end ||
           scope_act(s, i + 1, end) < end || near(s, i, 4);
}

/* made up the story that */
static bool makes_up(const struct scope *s, size_t i) {
    size_t end = scope_least(i + OBJECT, s->number);

    return scope_is(s, i, "make makes made making") && scope_is(s, i + 1, "up") &&
           scope_find(s, i + 2, end, TALK " number numbers figure figures") < end;
}

/* "to deport 40 workers": nobody says that it was done, unless what stands before implies it. @return past the verb, or 0. */
static size_t meant(const struct scope *s, size_t i) {
    if (!scope_is(s, i, "to") || !scope_infinitive(s, i + 1) || !near(s, i + 1, OBJECT) ||
        i == s->from)
        return 0;
    for (size_t k = i + 2; k < s->number; k++)
        if (token_has(s->t, k, W_FIN | W_ED | W_PAST) || scope_is(s, k, "that , who which"))
            return 0; /* another clause */
    if (!token_has(s->t, i - 1, W_WISH) && scope_act(s, i - 1, i) == i &&
        !scope_is(s, i - 1, "order orders power right deal agreement scheme program programme"))
        return 0;
    return i + 2;
}

/* "asked the state to take back 40", "allowed 40 workers to go", "ordered the deportation of 40" */
static size_t wishes(const struct scope *s, size_t i) {
    size_t end = scope_least(s->number + NOUN, s->to), to;

    if (!(token_has(s->t, i, W_WISH) || scope_is(s, i, "tell told tells instructed call calls")) ||
        scope_describes(s, i))
        return 0;
    if (token_has(s->t, i, W_WISH) && token_has(s->t, i, W_ED | W_PAST) && near(s, i, 4))
        return i + 1; /* ordered 40 workers deported, invited 40 */
    if (token_has(s->t, i, W_WISH) && scope_is(s, i + 1, "that") && near(s, i, OBJECT))
        return i + 1;         /* proposed that 40 return */
    if (near(s, i, OBJECT)) { /* allowed 40 workers to go */
        to = scope_find(s, s->number + 1, end, "to");
        if (to < end && scope_infinitive(s, to + 1)) return i + 1;
        to = scope_find(s, s->number + 1, end, "with");
        if (to < end && scope_act(s, to + 1, to + 4) < to + 4) return i + 1; /* with deportation */
    }
    to = scope_find(s, i + 1, scope_least(i + OBJECT, s->number), "to");
    if (to < scope_least(i + OBJECT, s->number) && scope_infinitive(s, to + 1) &&
        near(s, to, OBJECT))
        return i + 1;
    if (!token_has(s->t, i, W_WISH)) return 0;
    if (scope_is(s, i + 1, "for of with against") && near(s, i, 4)) return i + 2;
    to = scope_act(s, i + 1, scope_least(i + NOUN, s->number));
    return to < scope_least(i + NOUN, s->number) && near(s, to, 4) ? i + 1 : 0;
}

/* "spoke of deporting 40", "backed down from expelling 40" */
static bool spoken_of(const struct scope *s, size_t i) {
    return scope_is(s, i, "of about from against") && token_has(s->t, i + 1, W_MOVE) &&
           token_has(s->t, i + 1, W_ING) && near(s, i, 4);
}

/* "stopped a bus and deported the 40 on it": another verb governs the figure. */
static bool taken_over(const struct scope *s, size_t i) {
    for (i++; i + 1 < s->number; i++)
        if (scope_is(s, i, "and then before") &&
            token_has(s->t, i + 1, W_MOVE | W_EVENT | W_OPER) &&
            token_has(s->t, i + 1, W_ED | W_PAST))
            return true;
    return false;
}

static const uint64_t undoes = W_VOID | W_STAYS | W_SPARES | W_WISH;

enum denial undone_before(struct scope *s, size_t i) {
    size_t end = scope_least(i + OBJECT, s->number), n;

    if (!token_has(s->t, i, undoes | ANY_VERB) && !scope_is(s, i, "to of about from against"))
        return DENY_NONE; /* most words, and at once */
    if (token_has(s->t, i, undoes) && taken_over(s, i)) return DENY_NONE;
    if ((n = voids(s, i)) && !scope_describes(s, i) && scope_act(s, i + n, end) < end)
        return scope_say(s, i, i + n, DENY_TOLD);
    if (token_has(s->t, i, W_STAYS) && !scope_describes(s, i) && scope_act(s, i + 1, end) < end)
        return scope_say(s, i, i + 1, DENY_TOLD);
    if (token_has(s->t, i, W_SPARES) && token_has(s->t, i, W_ED) && near(s, i, 4))
        return scope_say(s, i, i + 1, DENY_TOLD);
    if (keeps_out(s, i) && near(s, i, OBJECT)) return scope_say(s, i, i + 2, DENY_TOLD);
    if (near(s, i, 4) && (n = leaves_behind(s, i))) return scope_say(s, i, n, DENY_TOLD);
    if ((n = wishes(s, i)) || (n = meant(s, i))) return scope_say(s, i, n, DENY_OPEN);
    if (spoken_of(s, i)) return scope_say(s, i, i + 2, DENY_OPEN);
    return DENY_NONE;
}

enum denial undone_invented(struct scope *s, size_t i) {
    if (untrue(s, i)) return scope_say(s, i, i + 1, DENY_TOLD);
    return makes_up(s, i) ? scope_say(s, i, i + 2, DENY_TOLD) : DENY_NONE;
}

/* What a verb of little weight has behind it, before any preposition: "filed an appeal", "had their flight cancelled", "won a reprieve".
 * @return past it, or 0. */
static size_t light(const struct scope *s, size_t v) {
    bool act_seen = false;

    if (token_has(s->t, v, W_MOVE)) return 0;
    for (size_t k = v; k < s->to && k < v + NOUN + 1; k++) {
        if (scope_is(s, k, "in on at by under with from against of to after before , and"))
            return 0;
        if (scope_is(s, k, "reprieve") || (scope_is(s, k, "leave") && scope_is(s, k + 1, "to")))
            return k + 1;
        if (k == v) continue;
        if (token_has(s->t, k, W_STAYS) && !token_has(s->t, k, W_ED | W_PAST | W_ING)) return k + 1;
        if (act_seen && token_has(s->t, k, W_VOID) && token_has(s->t, k, W_ED | W_PAST))
            return k + 1;
        act_seen |= scope_act(s, k, k + 1) == k;
    }
    return 0;
}

/* Whoever it is about stays where they are, by the verb at v. @return past the words of it, or 0. */
static size_t stays(const struct scope *s, size_t v, bool passive) {
    size_t end = scope_least(v + NOUN, s->to), n = passive ? 0 : light(s, v);

    if (n) return n;
    if (passive) {
        if (token_has(s->t, v, W_SPARES)) return scope_is(s, v, "reprieve") ? 0 : v + 1;
        if (scope_is(s, v, "saved rescued") && scope_is(s, v + 1, "from") &&
            scope_act(s, v + 2, v + 4) < v + 4)
            return v + 1;
        if (keeps_out(s, v)) return v + 2;
        return scope_is(s, v, "given granted") ? light(s, v) : leaves_behind(s, v);
    }
    if (!token_has(s->t, v, W_STAYS)) return 0;
    return scope_is(s, v, "appeal appealed appealing overstay overstayed sue sued suing") ||
                   scope_act(s, v + 1, end) < end || scope_is(s, v + 1, "being")
               ? v + 1
               : 0;
}

/* "were ordered to leave", "were threatened with expulsion", "applied for return"; not "were asked to fill out papers" */
static bool wished(const struct scope *s, size_t v, bool passive) {
    if (scope_is(s, v, "sign signs signed") && scope_is(s, v + 1, "up")) return true;
    if (!token_has(s->t, v, W_WISH) && !scope_is(s, v, "told instructed waiting")) return false;
    if (scope_is(s, v + 1, "to"))
        return scope_is(s, v + 2, "be have") || token_has(s->t, v + 2, W_MOVE);
    return token_has(s->t, v, W_WISH) && (passive || scope_is(s, v + 1, "for"));
}

/* "are getting ready to leave", "were placed on a list for deportation": what is to come of it, but for verbs that bring it about.
 * @return where, or 0. */
static size_t aims(const struct scope *s, size_t v) {
    if (token_has(s->t, v, W_MOVE) ||
        scope_is(s, v,
                 "forced made managed began begun started continued helped able used obliged "
                 "compelled") ||
        scope_find(s, s->from, s->number, "helps helped assists assisted") < s->number)
        return 0; /* helps 40 workers to go home */
    for (size_t k = v + 1; k + 1 < s->to && k < v + NOUN + 1; k++) {
        if (token_has(s->t, k, W_MOVE) && token_has(s->t, k, W_ED | W_PAST)) return 0;
        if (scope_is(s, k, "to") && scope_is(s, k + 1, "be") && token_has(s->t, k + 2, W_MOVE))
            return k;
        if (scope_is(s, k, "to") && token_has(s->t, k + 1, W_MOVE) && scope_infinitive(s, k + 1))
            return k;
        if (scope_is(s, k, "for to") && scope_act(s, k + 1, k + 3) < k + 3 &&
            !token_has(s->t, scope_act(s, k + 1, k + 3), W_VEHICLE))
            return k;
    }
    return 0;
}

/* "The evacuation of 300 failed", "fell through". @return how many words, or 0. */
static size_t fails_to_be(const struct scope *s, size_t v) {
    if (scope_is(s, v, "failed fails collapsed collapses stalled stalls foundered")) return 1;
    return (scope_is(s, v, "fell falls fallen") && scope_is(s, v + 1, "through apart")) ||
                   (scope_is(s, v, "broke broken") && scope_is(s, v + 1, "down"))
               ? 2
               : 0;
}

enum denial undone_behind(struct scope *s, size_t i) {
    size_t v = i, n;
    bool passive = false;

    for (; v < s->to && (token_has(s->t, v, W_AUX) || scope_adverb(s, v)); v++)
        passive |= scope_is(s, v, BE) && !token_has(s->t, v + 1, W_ING);
    if (v >= s->to || !in_subject(s, i)) return DENY_NONE;
    if (passive && ((n = voids(s, v)) || (n = scope_is(s, v, "recalled"))) &&
        scope_act(s, s->from, s->number) < s->number)
        return scope_say(s, i, v + n, DENY_TOLD);
    if (passive && token_has(s->t, v, W_UNTRUE)) return scope_say(s, i, v + 1, DENY_TOLD);
    if (!passive && (n = fails_to_be(s, v)) && scope_act(s, s->from, s->number) < s->number)
        return scope_say(s, v, v + n, DENY_TOLD);
    if ((n = stays(s, v, passive))) return scope_say(s, i, n, DENY_TOLD);
    if (wished(s, v, passive)) return scope_say(s, i, v + 1, DENY_OPEN);
    return (n = aims(s, v)) ? scope_say(s, n, n + 2, DENY_OPEN) : DENY_NONE;
}

/* A word that makes a condition of what follows. @return past it, or 0. */
static size_t condition(const struct scope *s, size_t i) {
    if (i == 0 && s->t->v[i].capital && scope_is(s, i, "should were had") &&
        !scope_is(s, s->t->n - 1, "?"))
        return 1; /* should the reports be true, ... */
    if (scope_is(s, i, "if unless"))
        return scope_is(s, i + 1, "anything any not") || (i > 0 && scope_is(s, i - 1, "even as"))
                   ? 0
                   : i + 1;
    if (scope_is(s, i, "provided providing supposing suppose assuming") &&
        (scope_is(s, i + 1, "that") || i == 0))
        return i + 1;
    if (scope_is(s, i, "in") && scope_is(s, i + 1, "a an the") && /* a frame that is no news */
        scope_find(
            s, i + 2, scope_least(i + 4, s->t->n),
            "film novel play drama exercise drill simulation scenario dream hypothetical hoax") <
            scope_least(i + 4, s->t->n))
        return i + 3;
    if (scope_is(s, i, "on in") && scope_is(s, i + 1, "paper theory") && i == s->from) return i + 2;
    if (scope_is(s, i, "on") && scope_is(s, i + 1, "condition") && scope_is(s, i + 2, "that"))
        return i + 2;
    return scope_is(s, i, "in") && (scope_is(s, i + 1, "case") ||
                                    (scope_is(s, i + 1, "the") && scope_is(s, i + 2, "event")))
               ? i + 2
               : 0;
}

enum denial undone_if(struct scope *s) {
    size_t n;

    for (size_t i = s->from; i < s->number; i++)
        if (!scope_related(s, i) && (n = condition(s, i))) return scope_say(s, i, n, DENY_OPEN);
    for (size_t i = s->number + 1; i < s->end && !scope_is(s, i, "; and but while { } \""); i++)
        if ((n = condition(s, i)) && !scope_is(s, i, "in")) return scope_say(s, i, n, DENY_OPEN);
    return DENY_NONE;
}

/* "said in a report that": it speaks, and is no rumour. */
static bool told_in(const struct scope *s, size_t i) {
    for (size_t k = i > s->from + 4 ? i - 4 : s->from; k < i; k++)
        if (token_has(s->t, k, W_SAY) && scope_is(s, k + 1, "in")) return true;
    return false;
}

enum denial undone_rumoured(struct scope *s) {
    for (size_t i = s->from; i + 1 < s->number; i++) {
        size_t before = i > s->from + 4 ? i - 4 : s->from;

        if (scope_is(s, i, "rumour rumor legend gossip word") && scope_is(s, i + 1, "has") &&
            scope_is(s, i + 2, "it"))
            return scope_say(s, i, i + 3, DENY_OPEN);
        if (!scope_is(s, i, TALK) || !scope_is(s, i + 1, "of that about") || scope_related(s, i) ||
            told_in(s, i) ||
            (i > 0 && token_has(s->t, i, W_SAY) &&
             (s->t->v[i - 1].capital || token_has(s->t, i - 1, W_ROLE | W_PRON))))
            continue; /* the agency reports that: a verb */
        if (scope_find(s, before, i, "confirm confirms confirmed confirming to") == i)
            return scope_say(s, i, i + 1, DENY_OPEN);
    }
    return DENY_NONE;
}
