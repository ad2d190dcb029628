/* SPDX-License-Identifier: Apache-2.0 */
/* Attribution: the grammar that ties whoever speaks to what is said. Verbs of speech are found by speech.c, who stands beside them by
 * subject.c, the roles in their words by role.c. */
#include "text/who.h"

#include "text/clause.h"
#include "text/foreign.h"
#include "text/role.h"
#include "text/speech.h"
#include "text/subject.h"

#include <stdio.h>

enum {
    VERBS = 6
}; /* of speech that are looked at in a clause: no sentence has more, and time stays linear */

static size_t phrase_end(const struct tokens *t, size_t i, size_t hi) {
    size_t depth = 0;

    for (; i < hi; i++) {
        if (token_is(t, i, "(")) depth++;
        if (token_is(t, i, ")") && depth) depth--;
        if (!depth && token_in(t, i, ", ; : . {")) return i;
    }
    return hi;
}

/* "by the ministry's count": @return how many words before the source; 0: no such thing. */
static size_t by_count(const struct tokens *t, size_t i, size_t hi) {
    if (!token_in(t, i, "by on")) return 0;
    for (size_t k = i + 1; k + 1 < hi && k < i + 6; k++)
        if (speech_possessive(t->v[k].low) && !token_has(t, k, W_TIME | W_WEEKDAY))
            return token_in(t, k + 1, "count tally estimate estimates reckoning account figures")
                       ? 1
                       : 0;
    return 0;
}

/* "as the governor put it" */
static size_t put_it(const struct tokens *t, size_t i, size_t hi) {
    if (!token_is(t, i, "as")) return 0;
    for (size_t k = i + 2; k + 1 < hi && k < i + 8; k++)
        if (token_in(t, k, "put puts") && token_is(t, k + 1, "it")) return 1;
    return 0;
}

/* "according to", "as per", "in the words", "as announced by" at i. @return how many words before the source; 0: none of them. */
static size_t leads(const struct tokens *t, size_t i, size_t hi) {
    if (token_is(t, i, "as") &&
        token_in(t, i + 1, "announced reported stated confirmed noted told") &&
        token_is(t, i + 2, "by") && i + 4 < hi)
        return 3;
    if ((token_is(t, i, "according") && token_is(t, i + 1, "to")) ||
        (token_is(t, i, "as") && token_is(t, i + 1, "per")) ||
        (token_is(t, i, "in") && token_is(t, i + 1, "the") &&
         token_in(t, i + 2, "words view opinion")))
        return 2;
    return by_count(t, i, hi) + put_it(t, i, hi);
}

static bool film_speaks(const struct tokens *t, size_t from, size_t end) {
    for (size_t k = from; k < end; k++) {
        if (token_has(t, k, W_FILM) ||
            token_in(t, k + 1, "filing filings document documents records papers"))
            return true;
        if (token_has(t, k, W_ROLE | W_HEAD)) return false;
    }
    return false;
}

/* "the information published by an aid group" */
static size_t past_information(const struct tokens *t, size_t from, size_t end, size_t most) {
    size_t past = from;

    for (size_t k = from; k + 2 < end && k < most; k++)
        if (token_in(t, k, "information data figures statistics") &&
            token_in(t, k + 1, "published released provided shared given issued") &&
            token_is(t, k + 2, "by"))
            past = k + 3;
    return past;
}

/* A rule speaks, and who made it. */
static bool resolution_speaks(const struct tokens *t, size_t from, size_t end) {
    for (size_t k = from; k < end; k++)
        if (token_in(t, k, "resolution resolutions") && k + 1 < t->n && t->v[k + 1].kind == TOK_NUM)
            return true;
    return false;
}

static bool source_at(const struct tokens *t, size_t from, size_t end, struct who_known *known,
                      struct who *out) {
    if (!subject_document(t, from, end, out))
        return who_read(t, from, end, known, out) || subject_stranger(t, from, end, out) ||
               subject_outlet(t, from, end, out);
    subject_whose_document(t, from, known, out);
    return true;
}

/* "according to Track24" */
static bool code_at(const struct tokens *t, size_t from, size_t end, struct who *out) {
    const struct token *k = end > from ? &t->v[end - 1] : NULL;

    if (!k || k->kind != TOK_CODE || !k->capital) return false; /* "the site Track24" too */
    out->type = "media";
    snprintf(out->role, sizeof out->role, "%.*s", (int)(k->to - k->from), t->of + k->from);
    return true;
}

/* "the information of Homeward, a rights group,": the words behind the comma at *end say who that is; *end moves behind them. */
static bool apposition_at(const struct tokens *t, size_t *end, size_t most, struct who_known *known,
                          struct who *out) {
    size_t from = *end + 1;

    if (!token_is(t, *end, ",") || from >= most ||
        !(token_in(t, from, "a an the") || token_has(t, from, W_ROLE | W_HEAD) ||
          (role_narrows(t, from) && token_has(t, from + 1, W_ROLE | W_HEAD))))
        return false;
    *end = phrase_end(t, from, most);
    for (size_t i = from; i < *end && !token_in(t, i, "who which that whose"); i++)
        if (token_has(t, i, W_FIN | W_PAST) ||
            (token_has(t, i, W_ED) && token_has(t, i, W_MOVE | W_OPER)))
            return false; /* a sentence, and no apposition */
    return who_read(t, from, *end, known, out);
}

/* Who the source at `from` is, by role, by what stands behind its name, or by its name. */
static bool source_told(const struct tokens *t, size_t from, size_t *end, size_t most,
                        struct who_known *known, struct who *out) {
    size_t name = *end;
    bool found = source_at(t, from, name, known, out);
    struct who apposed;

    if (found && strcmp(out->role, "person") != 0) return true;
    if (apposition_at(t, end, most, known, &apposed)) {
        *out = apposed; /* "Ana Ruiz, a lawyer" */
        who_learn(t, from, name, known, out);
        return true;
    }
    *end = name;
    return found || code_at(t, from, name, out);
}

static bool according(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                      struct attributed *out) {
    size_t tried = 0;

    for (size_t i = lo; i + 2 < hi; i++) {
        size_t skip = leads(t, i, hi), from = i + skip, most = hi < i + 80 ? hi : i + 80, end;

        if (!skip) continue;
        if (++tried > VERBS) return false;
        end = phrase_end(t, from, most);
        for (size_t k = from + 1; k < end; k++)
            if (token_in(t, k, "citing quoting")) end = k; /* "the Bell citing a ministry" */
        out->verb = i;
        out->tag = i;
        if (film_speaks(t, from, end)) {
            out->by = BY_MEDIUM;
            return true;
        }
        from = past_information(t, from, end, i + 8);
        if (resolution_speaks(t, from, end)) return false;
        from = subject_past_document(t, from, end);
        if (!source_told(t, from, &end, most, known, &out->who)) continue;
        if (subject_one_of(t, from, end)) subject_singular(out->who.role);
        subject_keep_nameless(t, from, end, known, &out->who);
        out->by = BY_SPEAKER;
        out->content = i == lo && end < hi ? end + 1 : lo;
        return true;
    }
    return false;
}

/* It is not clear how; reports that ... */
static bool unclear(const struct tokens *t, size_t lo, size_t hi) {
    size_t k = lo + (token_in(t, lo, "but however and") ? 1 : 0);

    k += token_is(t, k, ",") ? 1 : 0;
    if (k + 3 >= hi) return false;
    if (token_in(t, k, "reports claims rumours rumors allegations suggestions") &&
        (token_is(t, k + 1, "that") ||
         (token_in(t, k + 1, "have had") &&
          token_in(t, k + 2, "surfaced emerged circulated appeared") &&
          token_is(t, k + 3, "that"))))
        return true;
    if (!token_is(t, k, "it") || !token_in(t, k + 1, "is was remains remained")) return false;
    return token_in(t, k + 2, "unclear unknown uncertain") ||
           (token_is(t, k + 2, "not") && token_in(t, k + 3, "clear known certain"));
}

/* it has not been confirmed */
static bool undisclosed(const struct tokens *t, size_t lo, size_t hi, size_t *verb) {
    for (size_t i = lo; i < hi; i++) {
        size_t aux;
        bool negative =
            token_in(
                t, i,
                "verified confirmed established disclosed explained named released corroborated") &&
            speech_participle(t, i);

        if (negative && speech_auxiliary(t, lo, i, &aux) &&
            (token_is(t, aux + 1, "not") ||
             (aux > lo && token_in(t, aux - 1, "not cannot never")))) {
            *verb = i;
            return true;
        }
    }
    return false;
}

/* it was reported that; is believed to; concerns have been raised; it has not been confirmed */
static bool passive(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                    struct attributed *out) {
    if (undisclosed(t, lo, hi, &out->verb)) {
        out->by = BY_PASSIVE;
        return true;
    }
    if (unclear(t, lo, hi)) {
        out->by = BY_PASSIVE;
        return true;
    }
    for (size_t i = lo; i < hi; i++) {
        size_t aux;
        bool report =
            token_has(t, i, W_SAY | W_THINK) ||
            token_in(t, i, "known understood rumored rumoured alleged presumed suspected");
        bool raised = token_in(t, i, "raised voiced expressed");

        if (!(report || raised) || !speech_participle(t, i) || !speech_auxiliary(t, lo, i, &aux))
            continue;
        if (token_is(t, i + 1, "by") && !token_is(t, i + 2, "how") &&
            who_read(t, i + 2, phrase_end(t, i + 2, hi < i + 12 ? hi : i + 12), known, &out->who)) {
            out->by = BY_SPEAKER; /* has been criticised by aid groups */
            return true;
        }
        if (aux > lo + 4 &&
            (token_in(t, aux - 1, "who which") ||
             (token_is(t, aux - 1, "that") && token_has(t, aux - 2, W_VEHICLE | W_PEOPLE))))
            continue; /* of a man who is believed to: nobody says the sentence */
        if (token_is(t, i, "estimated") && i + 1 < hi && token_in(t, i + 1, "at to"))
            continue; /* a figure, not a voice */
        if (token_is(t, i, "expected") ||
            (token_in(t, i, "called urged expected informed projected") &&
             !token_is(t, i + 1, "that")))
            continue;
        if (raised) {
            bool worry = false;

            for (size_t k = lo; k < aux; k++) worry |= token_has(t, k, W_WORRY);
            if (!worry) continue;
        } else if (token_in(t, i,
                            "announced confirmed reported described noted observed mentioned "
                            "posted called recalled pledged promised cited") &&
                   !token_is(t, i + 1, "that") && !token_is(t, i + 1, "to") &&
                   !token_in(t, i + 1, "whether if") && !(aux > lo && token_in(t, lo, "it"))) {
            continue; /* "the flight was announced": an event of its own */
        }
        out->by = BY_PASSIVE;
        out->verb = i;
        return true;
    }
    return false;
}

/* "Two sources are unsure whether"; "were seen by a resident": opinion in an adjective, and the eye of a passive. */
static void minded(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                   struct attributed *out) {
    for (size_t i = lo + 1; i + 2 < hi && i < lo + 60; i++) {
        size_t start, to, aux, end;

        if (token_in(t, i, "is are was were remain remains") &&
            token_in(t, i + 1,
                     "unsure uncertain sceptical skeptical convinced confident concerned "
                     "worried unaware certain sure hopeful optimistic pessimistic") &&
            token_in(t, i + 2, "if whether that about why how of where when") &&
            subject_before(t, lo, i, known, &out->who, &start)) {
            out->by = BY_SPEAKER;
            out->verb = i + 1;
            out->content = out->tag = lo;
            out->opinion = true;
            return;
        }
        if (!token_in(t, i,
                      "seen spotted observed witnessed filmed photographed sighted counted") ||
            !speech_auxiliary(t, lo, i, &aux))
            continue;
        for (to = i + 1; to < hi && to < i + 6 && !token_is(t, to, "by"); to++) {
        }
        end = to + 5 < hi ? to + 5 : hi;
        while (end > to + 1 && t->v[end - 1].kind == TOK_MARK) end--;
        if (token_is(t, to, "by") && to + 2 < hi &&
            ((token_in(t, to + 1, "a an the two one local") &&
              who_read(t, to + 1, end, known, &out->who)) ||
             (t->v[to + 1].capital && subject_stranger(t, to + 1, end, &out->who) &&
              strcmp(out->who.type, "media") == 0))) {
            out->by = BY_SPEAKER;
            out->content = out->tag = lo;
            return;
        }
    }
}

/* "she plans to", "they hope to": no verb that clause_finite knows. */
static bool intends(const struct tokens *t, size_t lo, size_t hi) {
    for (; lo + 1 < hi; lo++)
        if (token_has(t, lo, W_WISH) && token_is(t, lo + 1, "to")) return true;
    return false;
}

/* "said harbour director, Ana Ruiz" */
static bool titled(const struct tokens *t, size_t i, size_t hi) {
    size_t k = i;

    while (k < hi && k < i + 4 && t->v[k].kind == TOK_WORD && !t->v[k].capital &&
           !token_has(t, k, W_ROLE | W_HEAD))
        k++;
    if (k < i + 3 && token_has(t, k, W_ROLE | W_HEAD) && token_has(t, k, W_S))
        return true; /* "said organisers of the flight" */
    return token_has(t, k, W_ROLE | W_HEAD) && k + 1 < hi &&
           (t->v[k + 1].capital ||
            (token_is(t, k + 1, ",") && t->v[k + 2 < hi ? k + 2 : k].capital));
}

/* "..., carrying 21 sailors, said the institute": what stands behind the verb is only a name. */
static bool inverted(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    size_t to = i + 1;
    struct who paper;

    if (i <= lo + 4 || !token_is(t, i - 1, ",") ||
        !token_in(t, i, "said says added explained reported confirmed announced stated noted"))
        return false;
    if (!t->v[i].low.n || i + 1 >= hi ||
        !(t->v[i + 1].capital || token_in(t, i + 1, "the a an") || titled(t, i + 1, hi)) ||
        token_has(t, i + 1, W_WEEKDAY | W_MONTH))
        return false;
    while (to < hi && to < i + 20 && !token_in(t, to, ". , ; (")) to++;
    if (to < i + 20 && subject_document(t, i + 1, to, &paper)) return clause_finite(t, lo, i - 1);
    return to < i + 20 && !clause_finite(t, i + 1, to) &&
           (clause_finite(t, lo, i - 1) || intends(t, lo, i - 1)) &&
           !token_in(t, to - 1, "monday tuesday wednesday thursday friday saturday sunday");
}

/* "..., the institute reported last Monday.": the verb of a tag at the end, which goes before any other. @return SIZE_MAX: none. */
static size_t last_tag(const struct tokens *t, size_t lo, size_t hi, size_t *from) {
    size_t verb = hi, comma;

    while (verb > lo && hi - verb < 8 && !(verb < hi && speech_verb(t, lo, verb))) {
        if (verb < hi && t->v[verb].kind == TOK_WORD &&
            !token_has(t, verb, W_WEEKDAY | W_MONTH | W_TIME) &&
            !token_in(t, verb, "on in last a statement late early earlier today yesterday report"))
            return SIZE_MAX;
        verb--;
    }
    if (verb >= hi || verb <= lo + 6 || !speech_verb(t, lo, verb) || !token_has(t, verb, W_SAY))
        return SIZE_MAX;
    for (comma = verb; comma > lo + 4 && verb - comma < 12 && !token_is(t, comma, ","); comma--)
        if (token_has(t, comma, W_FIN) || token_in(t, comma, "who which that and but as"))
            return SIZE_MAX;
    if (!token_is(t, comma, ",") || comma + 1 >= verb || !clause_finite(t, lo, comma))
        return SIZE_MAX;
    *from = comma + 1;
    return verb;
}

/* "The move comes as the minister repeated ...": what is said stands in a side clause, and the sentence is not by him. @return where
 * that begins, or hi. */
static size_t comes(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo + 1; i < hi && i < lo + 12; i++) {
        if (token_in(t, i, "comes came follows followed"))
            for (size_t k = i + 1; k < hi && k < i + 5; k++)
                if (token_in(t, k, "as after amid when before following")) return k;
        if (token_has(t, i, W_FIN | W_SAY)) break;
    }
    return hi;
}

/* "The paper quoted a pilot as saying that ...", "a pilot was quoted as saying": the pilot speaks. */
static void quoted_as(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                      struct attributed *out) {
    for (size_t i = lo + 1; i + 2 < hi; i++) {
        size_t verb = i, start;
        struct who who;

        bool as = token_is(t, i, "as") && token_in(t, i + 1, "saying stating telling");

        if (!as && !(token_is(t, i + 1, "saying") && token_has(t, i, W_ROLE))) continue;
        if (!as) i++; /* "cited a pilot saying" */
        while (verb > lo && i - verb < 14 &&
               !token_in(t, verb, "quoted cited quotes cites quoting citing"))
            verb--;
        if (!token_in(t, verb, "quoted cited quotes cites quoting citing")) return;
        if (verb + 1 < i
                ? !(who_read(t, verb + 1, i, known, &who) || subject_stranger(t, verb + 1, i, &who))
                : !subject_before(t, lo, verb, known, &who, &start))
            return;
        out->by = BY_SPEAKER;
        out->who = who;
        out->verb = i + 1;
        out->tag = lo;
        out->content = i + 2 < hi && !token_in(t, i + 2, ". , in") ? i + 2 : lo;
        if (out->content == lo) out->tag = verb;
        return;
    }
}

/* Whose the verb of speech at i is, and where what is said begins. @return is it anybody's? */
static bool said_by(const struct tokens *t, size_t lo, size_t i, size_t hi, bool quoted,
                    struct who_known *known, struct attributed *out) {
    bool that = token_is(t, i + 1, "that"),
         after = inverted(t, lo, i, hi) && subject_after(t, i, hi, known, &out->who);

    if (!after && subject_before(t, lo, i, known, &out->who, &out->tag)) {
        /* "officials report to ..." is rare; a verb of speech without that, comma, object or quote is weak */
        if (!quoted && !that && token_has(t, i, W_SAY) &&
            token_in(t, i + 1, "of and or in on at .") && !token_in(t, i + 2, "least most") &&
            !speech_participle(t, i) && !token_has(t, i, W_S))
            return false;
        out->content = that ? i + 2 : i + 1;
        if (i + 1 >= hi || token_in(t, i + 1, ". , ) {") || speech_told_only(t, i, hi))
            out->content = lo; /* the verb comes last */
        return true;
    }
    if (!after && (quoted || (i > lo && token_in(t, i - 1, ", }"))))
        after = subject_after(t, i, hi, known, &out->who);
    if (!after) return false;
    out->content = lo;
    out->tag = i;
    return true;
}

/* "...?" a guard asked. */
static bool asks(const struct tokens *t, size_t i, size_t hi) {
    return token_in(t, i, "asked asks wondered exclaimed joked quipped") &&
           (i + 1 >= hi || t->v[i + 1].kind == TOK_MARK);
}

/* "The paper has learned from sources that ..." */
static void learned(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                    struct attributed *out) {
    for (size_t i = lo; i + 2 < hi; i++)
        if (token_in(t, i, "learned learnt") && token_is(t, i + 1, "from") &&
            who_read(t, i + 2, i + 8 < hi ? i + 8 : hi, known, &out->who)) {
            out->by = BY_SPEAKER;
            return;
        }
}

/* "According to a clerk, ..., the Bell reported": the clerk says it. */
static bool reports_of(const struct tokens *t, size_t lo, size_t last) {
    return token_is(t, lo, "according") && token_is(t, lo + 1, "to") &&
           token_in(t, last, "reported reports wrote writes");
}

/* "The ministry had denied it, said pilots who were there": the tag at the end goes before a verb of speech within what is said.
 *  @return its verb, or SIZE_MAX. */
static size_t tag_behind(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                         struct who *out) {
    size_t tried = 0;

    for (size_t i = hi; i-- > lo + 4 && tried < VERBS;) {
        if (!token_is(t, i - 1, ",") || !speech_verb(t, lo, i)) continue;
        tried++;
        if (inverted(t, lo, i, hi) && subject_after(t, i, hi, known, out)) return i;
    }
    return SIZE_MAX;
}

void attribute(const struct tokens *t, size_t lo, size_t hi, bool quoted, struct who_known *known,
               struct attributed *out) {
    *out = (struct attributed){.by = BY_NOBODY, .verb = SIZE_MAX, .content = lo, .tag = lo};
    size_t tried = 0, from, last = quoted ? SIZE_MAX : last_tag(t, lo, hi, &from);

    if (!quoted && token_is(t, lo, "some") && token_in(t, lo + 1, "estimates reports accounts") &&
        token_in(t, lo + 2, "say put suggest")) {
        out->by = BY_PASSIVE; /* some estimates say: nobody does */
        out->verb = lo + 2;
        return;
    }

    if (last != SIZE_MAX && !speech_negated(t, lo, last) && !reports_of(t, lo, last) &&
        (subject_titled(t, lo, from, last, known, &out->who, &out->tag) ||
         subject_before(t, from, last, known, &out->who, &out->tag) ||
         subject_outlet(t, out->tag = from, last, &out->who))) {
        out->by = BY_SPEAKER;
        out->verb = last;
        out->content = lo;
        out->announced = token_is(t, last, "announced");
        known->last = out->who;
        return;
    }
    if (!quoted && (last = tag_behind(t, lo, hi, known, &out->who)) != SIZE_MAX) {
        out->by = BY_SPEAKER;
        out->verb = out->tag = last;
        out->opinion = token_has(t, last, W_THINK);
        out->announced = token_is(t, last, "announced");
        known->last = out->who;
        if (!who_is_body(&out->who)) known->person = out->who;
        return;
    }
    for (size_t i = lo; i < hi && i < comes(t, lo, hi); i++) {
        if (!(speech_verb(t, lo, i) || (quoted && asks(t, i, hi))) || reports_of(t, lo, i))
            continue;
        if (++tried > VERBS) break;
        if (speech_negated(t, lo, i) || !said_by(t, lo, i, hi, quoted, known, out)) continue;
        out->by = BY_SPEAKER;
        out->verb = i;
        out->opinion = token_has(t, i, W_THINK);
        out->announced = token_in(t, i, "announce announced announces");
        break;
    }
    quoted_as(t, lo, hi, known, out);
    if (out->by == BY_NOBODY) minded(t, lo, hi, known, out);
    if (out->by == BY_NOBODY) learned(t, lo, hi, known, out);
    if (out->by == BY_NOBODY && !according(t, lo, hi, known, out) &&
        !passive(t, lo, hi, known, out))
        (void)foreign_said(t, lo, hi, known, out);
    if (out->by == BY_SPEAKER) known->last = out->who;
    if (out->by == BY_SPEAKER && !who_is_body(&out->who)) known->person = out->who;
}

/* "adopted a sanctions resolution", "called for ... in a resolution" */
static bool rule_behind(const struct tokens *t, size_t i, size_t hi) {
    bool call = token_in(t, i, "urges urged calls called");

    for (size_t k = i + 1; k < hi && k < i + (call ? 30 : 5); k++)
        if (token_has(t, k, W_RULE) && !token_has(t, k, W_EVENTN)) return true;
    return false;
}

/* A verb of ordering, or one that makes a rule which stands behind it. */
static bool orders_here(const struct tokens *t, size_t lo, size_t i, size_t hi) {
    bool made =
        token_in(t, i,
                 "adopted adopts passed passes issued issues enacted imposed imposes granted "
                 "approved signed urges urged calls called") &&
        rule_behind(t, i, hi);

    return (token_has(t, i, W_ORDER) || made ||
            token_in(t, i, "halted blocked suspended stayed paused") ||
            (token_in(t, i, "asked asks told tells") && !token_in(t, i + 1, "whether if that"))) &&
           !(token_has(t, i, W_ING) && !(i > lo && token_in(t, i - 1, "is are was were"))) &&
           !(i > lo && token_in(t, i - 1, "the a an to of this"));
}

/* "was mandated in May by A" */
static bool ordered_by(const struct tokens *t, size_t i, size_t hi, struct who_known *known,
                       struct who *out) {
    for (size_t k = i + 1; k + 1 < hi && k < i + 8; k++)
        if (token_is(t, k, "by") && who_read(t, k + 1, hi < k + 8 ? hi : k + 8, known, out))
            return true;
    return false;
}

bool who_orders(const struct tokens *t, size_t lo, size_t hi, struct who_known *known,
                struct who *out, const char **channel) {
    size_t tried = 0;

    for (size_t i = lo; i < hi; i++) {
        size_t aux, start;
        struct who w;

        if (tried > VERBS) break;
        if (!orders_here(t, lo, i, hi)) continue;
        if (speech_participle(t, i) && speech_auxiliary(t, lo, i, &aux)) {
            if (ordered_by(t, i, hi, known, out)) return true;
            continue;
        }
        for (size_t k = lo; k < i; k++)
            if (token_has(t, k, W_RULE) && !token_has(t, k, W_ORDER)) *channel = "resolution";
        tried++;
        if (!subject_before(t, lo, i, known, &w, &start)) continue;
        if (strcmp(w.type, "official") != 0 && strcmp(w.type, "intergovernmental") != 0) continue;
        *out = w;
        if (strncmp(w.role, "UN ", 3) == 0 || strstr(w.role, "Nations")) *channel = "resolution";
        return true;
    }
    return false;
}
