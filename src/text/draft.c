/* SPDX-License-Identifier: Apache-2.0 */
/* One part of a sentence to a draft: its quantity, dates, hedges, route, and from these its kind.
 *
 * Kinds are tried from the surest to the most general: board, obligation, schedule, estimate, count, hypothesis, statement, event.
 * What somebody else says is a statement; what the newspaper says itself and has a verb of happening is an event. */
#include "base/utc.h"
#include "text/duty.h"
#include "text/hedge.h"
#include "text/reader.h"
#include "text/tense.h"

#include <stdio.h>

const char *const text_kind_name[] = {"statement",  "count", "schedule",   "estimate",
                                      "obligation", "event", "hypothesis", "board"};

/* What the tokens of a part say. */
struct facts {
    size_t lo, hi;
    struct amounts m;
    struct amount joined;        /* six flights ... every week */
    const struct amount *amount; /* the one that is logged, or NULL */
    struct when w;
    struct route route;
    struct buf hedge;
    bool doubt, future, event, movement, obligation, board, rate, estimate, worry;
};

static bool has(const struct reader *r, const struct facts *f, uint64_t c) {
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_has(&r->t, i, c)) return true;
    return false;
}

static bool has_word(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_in(&r->t, i, words)) return true;
    return false;
}

static bool has_phrase(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo; i < f->hi; i++) {
        size_t n = token_phrase(&r->t, i, words);

        if (n && i + n <= f->hi) return true;
    }
    return false;
}

/* "sailors stranded in Norland to ...": participles behind their noun, and no verb. */
static bool only_describes(const struct tokens *t, size_t lo, size_t hi) {
    for (size_t i = lo; i < hi; i++)
        if (token_has(t, i, W_FIN) || token_is(t, i, ",") ||
            (token_has(t, i, W_ED | W_PAST) && !token_in(t, i + 1, "in at from by on near")))
            return false;
    return true;
}

/* "Flights to resume in May", "3,000 to be sent home": a headline's future. */
static bool heads_for(const struct reader *r, const struct facts *f, size_t i) {
    const struct tokens *t = &r->t;

    return token_is(t, i, "to") && i > f->lo && i + 1 < f->hi && t->v[i + 1].kind == TOK_WORD &&
           !t->v[i + 1].capital == !t->v[i].capital &&
           (token_is(t, i + 1, "be") || (token_has(t, i + 1, W_VERB | W_MOVE | W_EVENT | W_OPER) &&
                                         !token_has(t, i + 1, W_ED | W_ING | W_S | W_PEOPLE))) &&
           (tense_of(t, f->lo, i) == TELL_NOTHING || only_describes(t, f->lo, i));
}

/* "flights due to leave", not "due to the war" */
static bool due_to_go(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i + 2 < f->hi; i++)
        if (token_phrase(&r->t, i, "due to") && token_has(&r->t, i + 2, W_VERB | W_MOVE) &&
            !token_has(&r->t, i + 2, W_ED | W_ING | W_S))
            return true;
    return false;
}

/* "The flight scheduled to leave on Friday was grounded": the phrase only says which. */
static bool told_apart(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo + 1; i < f->hi; i++)
        if (token_phrase(&r->t, i, words))
            return token_in(&r->t, i, "scheduled planned set") && !token_has(&r->t, i - 1, W_AUX) &&
                   !token_in(&r->t, i - 1, "originally initially previously") &&
                   !token_in(&r->t, i - 1, "not also now already already still") &&
                   tense_of(&r->t, f->lo, f->hi) == TELL_EVENT;
    return false;
}

/* "had already been scheduled for departure": it is past. */
static bool had_been(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo + 2; i < f->hi; i++)
        if (token_phrase(&r->t, i, words))
            return token_is(&r->t, i - 1, "been") &&
                   (token_is(&r->t, i - 2, "had") ||
                    (i > f->lo + 2 && token_is(&r->t, i - 3, "had")));
    return false;
}

static bool is_future(const struct reader *r, const struct facts *f) {
    static const char *const phrases[] = {
        "due to",      "set to",        "scheduled to", "plans to", "planning to",
        "plan to",     "going to",      "is to",        "are to",   "intends to",
        "planned for", "scheduled for", "poised to",    "meant to"};

    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (!has_phrase(r, f, phrases[i])) continue;
        if (had_been(r, f, phrases[i])) continue;
        if (i >= 2 && !r->sentence.headline && told_apart(r, f, phrases[i])) continue;
        if (i == 0 && !due_to_go(r, f) && !has_phrase(r, f, "is due to") &&
            !has_phrase(r, f, "are due to") && !has_phrase(r, f, "was due to") &&
            !has_phrase(r, f, "were due to"))
            continue;
        return true;
    }
    for (size_t i = f->lo; i < f->hi; i++) {
        if (token_in(&r->t, i, "will would won't we'll they'll i'll he'll she'll it'll") &&
            !(i > f->lo && token_in(&r->t, i - 1, "their his her its own the free my our")))
            return true;
        if (token_in(&r->t, i,
                     "promised pledged vowed plans planned wants hopes aims intends agreed offered "
                     "promises pledges vows hoping hope plan want decided decides planning set "
                     "seeking slated poised aiming") &&
            token_is(&r->t, i + 1, "to") && !token_in(&r->t, i + 2, "stay remain") &&
            !(token_in(&r->t, i, "agreed offered") && i > f->lo &&
              token_in(&r->t, i - 1, "had have has")))
            return true;
        if (r->sentence.headline && heads_for(r, f, i)) return true;
        if (token_in(&r->t, i, "plans plan") && i > f->lo && i + 1 < f->hi &&
            token_has(&r->t, i + 1, W_NUMBER | W_VEHICLE))
            return true;
    }
    return false;
}

/* Happenings: a verb of movement or event in a finite or participle form; the present in headlines. */
static bool happens(const struct reader *r, const struct facts *f, uint64_t classes) {
    for (size_t i = f->lo; i < f->hi; i++) {
        uint64_t c = r->t.v[i].classes;

        if (!(c & classes)) continue;
        if (c & (W_ED | W_PAST)) return true;
        if (i > f->lo && token_has(&r->t, i - 1, W_AUX) && c & W_ING) return true;
        if (r->sentence.headline && i > f->lo && token_has(&r->t, i - 1, W_S) &&
            !(c & (W_PEOPLE | W_VEHICLE | W_S | W_ING)))
            return true;
        if (r->sentence.headline && c & (W_S | W_ING) && !(c & (W_PEOPLE | W_VEHICLE))) return true;
    }
    return false;
}

static bool shows_board(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;

    for (size_t i = f->lo; i < f->hi; i++) {
        bool board = token_in(t, i, "signboard signboards");

        if (!board && token_has(t, i, W_BOARDN))
            for (size_t k = i > f->lo + 3 ? i - 3 : f->lo; k < i; k++)
                board |= token_in(t, k,
                                  "departure departures arrivals arrival flight flights "
                                  "information airport electronic terminal");
        if (!board) continue;
        for (size_t k = f->lo; k < f->hi; k++)
            if (token_has(t, k, W_SHOW) ||
                token_in(t, k, "listed lists listing shown says said gave"))
                return true;
    }
    return false;
}

static bool transport(const struct reader *r, const struct facts *f) {
    return has(r, f, W_VEHICLE | W_MOVE | W_OPER | W_EVENTN) || f->route.flight[0] ||
           has_word(r, f, "regular regularly 왕복 운항 운항한다");
}

static bool has_people(const struct facts *f) {
    for (size_t i = 0; i < f->m.n; i++)
        if (f->m.v[i].kind == AMOUNT_PEOPLE) return true;
    return false;
}

static bool in_sentence(const struct reader *r, uint64_t c) {
    for (size_t i = 0; i < r->t.n; i++)
        if (token_has(&r->t, i, c)) return true;
    return false;
}

static bool holds_before(const struct reader *r, const struct facts *f, const struct amount *m) {
    return m->lo > f->lo && token_in(&r->t, m->lo - 1,
                                     "held holds holding housed houses carried carries carrying "
                                     "another other further additional");
}

/* "built for 400 people": what it is for, not who is there */
static bool capacity(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->amount->number; i++)
        if (token_in(&r->t, i, "carried carrying brought bringing")) return false;
    return has_phrase(r, f, "built for") || has_phrase(r, f, "designed for") ||
           has_phrase(r, f, "room for") || has_phrase(r, f, "space for") ||
           has_phrase(r, f, "can hold") || has_phrase(r, f, "can carry") ||
           has_word(r, f, "capacity");
}

/* "Six flights arrive every week": the number is of the flights, the time of the rate. */
static void join_rate(struct facts *f) {
    const char *per;

    if (!f->amount || f->amount->kind != AMOUNT_RATE || !f->amount->weak || f->amount->low != 1000)
        return;
    per = strstr(f->amount->unit, " per ");
    for (size_t i = 0; i < f->m.n && per; i++) {
        if (f->m.v[i].kind != AMOUNT_VEHICLE) continue;
        f->joined = *f->amount;
        f->joined.low = f->m.v[i].low;
        f->joined.high = f->m.v[i].high;
        f->joined.noun = f->m.v[i].noun;
        f->joined.after = f->m.v[i].after;
        f->amount = &f->joined;
        return;
    }
}

/* "... while the remaining 79 came by bus", "and 40 are still there": of the people counted in the sentence. */
static bool beside_people(const struct reader *r, const struct facts *f, const struct amount *m) {
    const struct tokens *t = &r->t;

    return (m->lo > f->lo && token_in(t, m->lo - 1, "remaining another further other rest")) ||
           (m->after < f->hi && (token_has(t, m->after, W_MOVE | W_FIN) ||
                                 token_in(t, m->after, "still others remain stayed")));
}

/* A bare number counts people where a figure or a verb of holding says so. */
static bool bare_counts(const struct reader *r, const struct facts *f, const struct amount *m) {
    bool figure = has_word(
        r, f, "number total figure figures groups group at toll tally batches batch parties");
    bool sure = has_word(r, f, "figure figures number total toll") &&
                !token_in(&r->t, m->number, "one two three");

    if ((has_people(f) || in_sentence(r, W_PEOPLE)) && beside_people(r, f, m)) return true;
    if (has_word(r, f,
                 "deportations expulsions removals repatriations evacuations returns deported "
                 "expelled repatriated evacuated") &&
        m->low >= 10000 && m->after < f->hi && token_in(&r->t, m->after, "to from in"))
        return true;
    if (has_word(r, f, "average") && m->after < f->hi && token_in(&r->t, m->after, "per a each"))
        return true;
    if (!(holds_before(r, f, m) && in_sentence(r, W_PEOPLE)) &&
        !(figure && (sure || has(r, f, W_PEOPLE))))
        return false;
    return m->lo == f->lo ||
           token_in(&r->t, m->lo - 1,
                    "at of to another further additional held holds holding hold housed houses "
                    "carried carrying carries "
                    "was is were reached over than fell rose grew stood from for \" {");
}

/* "Every day they return by the bridge": a habit, but nothing that runs. */
static bool walks(const struct reader *r, const struct facts *f) {
    return !has(r, f, W_VEHICLE | W_OPER | W_EVENTN) && !f->route.flight[0] &&
           tense_of(&r->t, f->lo, f->hi) != TELL_NOTHING;
}

/* "In addition to the five who came first, ...": the figure is another one's. */
static bool framed(const struct reader *r, const struct facts *f, const struct amount *m) {
    const struct tokens *t = &r->t;

    if (!(token_is(t, f->lo, "of") && m == &f->m.v[0]) &&
        !token_phrase(t, f->lo, "in addition to") && !token_phrase(t, f->lo, "apart from") &&
        !token_phrase(t, f->lo, "aside from") && !token_is(t, f->lo, "besides"))
        return false;
    for (size_t i = f->lo; i < m->number; i++)
        if (token_is(t, i, ",")) return false;
    for (size_t i = m->number; i < f->m.v[f->m.n - 1].number; i++)
        if (token_is(t, i, ",")) return true; /* and there is another behind the comma */
    return false;
}

static bool usable(const struct reader *r, const struct facts *f, const struct amount *m,
                   const struct voice *v) {
    if (m->number >= v->tag && m->number < v->tag_to && m->kind != AMOUNT_RATE)
        return false; /* three passengers said */
    if (f->m.n > 1 && framed(r, f, m)) return false;
    if (m->kind == AMOUNT_RATE)
        return transport(r, f) && !(m->weak && (has_people(f) || walks(r, f)));
    if (m->kind == AMOUNT_BARE) return bare_counts(r, f, m);
    return m->kind != AMOUNT_SPAN &&
           !(m->kind == AMOUNT_VEHICLE && token_is(&r->t, m->number, "one") && !f->event);
}

/* The figure of a part: a rate where something travels, then people, vehicles, shares; a bare number where people are spoken of. */
static void choose(const struct reader *r, struct facts *f, enum part_kind part,
                   const struct voice *v) {
    static const enum amount_kind order[] = {AMOUNT_RATE, AMOUNT_PEOPLE, AMOUNT_VEHICLE,
                                             AMOUNT_SHARE, AMOUNT_BARE};

    if (part == PART_ITEM && f->m.n) {
        f->amount = &f->m.v[0];
        return;
    }
    if (part == PART_SPAN && f->m.n) {
        f->amount = &f->m.v[f->m.n - 1];
        return;
    }
    for (size_t k = 0; k < sizeof order / sizeof *order && !f->amount; k++)
        for (size_t i = 0; i < f->m.n && !f->amount; i++)
            if (f->m.v[i].kind == order[k] && usable(r, f, &f->m.v[i], v)) f->amount = &f->m.v[i];
    for (size_t i = 0; i < f->m.n; i++)
        if (f->m.v[i].now && f->amount && f->m.v[i].kind == f->amount->kind) f->amount = &f->m.v[i];
    for (size_t i = 0; i < f->m.n && f->amount && f->amount->weak; i++)
        if (f->m.v[i].kind == AMOUNT_RATE && !f->m.v[i].weak) f->amount = &f->m.v[i];
    join_rate(f);
    f->rate = f->amount && f->amount->kind == AMOUNT_RATE;
}

static bool estimates(const struct reader *r, const struct facts *f, const struct voice *v,
                      enum part_kind part) {
    const struct tokens *t = &r->t;

    if (!f->amount) return false;
    if (part == PART_ASSUMED) return true;
    if (token_is(t, 0, "if") && !v->quote && f->amount->kind != AMOUNT_VEHICLE &&
        (has_word(r, f, "will would could")))
        return true;
    for (size_t i = f->lo; i < f->hi; i++) {
        if (token_in(t, i, "estimate estimates estimated estimating")) {
            if (token_is(t, i + 1, "that") && token_is(t, i + 2, "there"))
                return false; /* by eye, not computed */
            if (i > f->lo && token_is(t, i - 1, "an") &&
                t->v[i + (i + 1 < f->hi ? 1 : 0)].kind == TOK_NUM)
                continue;
            if (token_in(t, i + 1, "at to that the") || token_in(t, i, "estimate estimates") ||
                v->opinion)
                return true;
        }
        if (token_in(t, i,
                     "calculated calculates projected extrapolated extrapolating extrapolation "
                     "calculation average implies"))
            return true;
        if (token_in(t, i, "would") && token_in(t, i + 1, "amount total mean reach bring equal"))
            return true;
    }
    return false;
}

/* "to take back 1,500 people": not moved yet */
static bool intended(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i + 1 < f->amount->number; i++)
        if (token_is(&r->t, i, "to") && token_has(&r->t, i + 1, W_MOVE | W_VERB | W_EVENT) &&
            !token_has(&r->t, i + 1, W_ED | W_ING) &&
            !(i > f->lo && token_in(&r->t, i - 1, "believed thought said reported understood")))
            return true;
    return false;
}

/* The first verb is in the present: a state or habit, no happening. */
static bool habit(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo + 1; i < f->hi && !r->sentence.headline; i++) {
        uint64_t c = r->t.v[i].classes;

        if (token_in(&r->t, i - 1, "who which that whose")) continue;
        if (c & W_FIN && token_is(&r->t, i + 1, "not")) return true;
        if (c & W_FIN || (c & (W_ED | W_PAST))) return false;
        if (c & W_S && c & (W_VERB | W_MOVE | W_EVENT) &&
            !(c & (W_PEOPLE | W_VEHICLE | W_EVENTN | W_ROLE)))
            return true;
    }
    return false;
}

/* Of a part with a number: whether people are counted, expected, or only have room. */
static bool kind_of_number(const struct reader *r, const struct facts *f, enum text_kind *kind) {
    bool people = f->amount->kind == AMOUNT_PEOPLE || f->amount->kind == AMOUNT_BARE;
    bool expected = has_word(r, f, "expect expects expecting") || has_phrase(r, f, "is expected") ||
                    has_phrase(r, f, "are expected") || has_phrase(r, f, "were expected") ||
                    has_phrase(r, f, "was expected");

    if (f->doubt && (expected || (people && intended(r, f))))
        *kind = TEXT_HYPOTHESIS;
    else if (people && capacity(r, f))
        *kind = TEXT_STATEMENT;
    else if (people && !f->future && !(f->doubt && has(r, f, W_MODAL)))
        *kind = TEXT_COUNT;
    else
        return false;
    return true;
}

/* "The flight leaves A at 8:45 to arrive in B at 11:15": the present, and the hour. */
static bool timed(const struct reader *r, const struct facts *f) {
    bool hour = false;

    for (size_t i = f->lo; i + 1 < f->hi; i++)
        hour |= r->t.v[i].kind == TOK_NUM && (token_in(&r->t, i + 1, "a.m p.m am pm") ||
                                              (token_is(&r->t, i + 1, ":") && r->t.v[i + 1].glued));
    if (!hour || !has(r, f, W_VEHICLE) || has(r, f, W_SAY) ||
        tense_of(&r->t, f->lo, f->hi) != TELL_STATE)
        return false;
    for (size_t i = f->lo; i < f->hi; i++) {
        uint64_t c = r->t.v[i].classes;

        if (c & (W_MOVE | W_OPER) && !(c & (W_ED | W_ING | W_PAST | W_VEHICLE))) return true;
    }
    return false;
}

static enum text_kind kind_of(const struct reader *r, const struct facts *f, const struct voice *v,
                              enum part_kind part) {
    enum text_kind kind;

    if (f->board) return TEXT_BOARD;
    if (f->obligation && !f->rate) return TEXT_OBLIGATION;
    if (part == PART_SPAN || f->rate) return TEXT_SCHEDULE;
    if (estimates(r, f, v, part)) return TEXT_ESTIMATE;
    if (part == PART_ITEM && r->out->draft.n &&
        r->out->draft.v[r->out->draft.n - 1].kind == TEXT_HYPOTHESIS)
        return TEXT_HYPOTHESIS; /* as the item before */
    if (f->amount && kind_of_number(r, f, &kind)) return kind;
    if (timed(r, f)) return TEXT_SCHEDULE;
    if (f->doubt || f->future || (v->whole && r->sentence.headline)) return TEXT_HYPOTHESIS;
    if (part == PART_INFERRED || f->worry) return TEXT_STATEMENT;
    if (part == PART_SOURCE) return TEXT_EVENT;
    if (v->by == BY_SPEAKER || v->by == BY_PASSIVE || v->quote) return TEXT_STATEMENT;
    if (!r->sentence.headline && tense_of(&r->t, f->lo, f->hi) != TELL_NOTHING)
        return tense_of(&r->t, f->lo, f->hi) == TELL_EVENT ? TEXT_EVENT : TEXT_STATEMENT;
    if (habit(r, f)) return TEXT_STATEMENT;
    return f->event || f->movement || (f->w.n && has(r, f, W_EVENTN)) ? TEXT_EVENT : TEXT_STATEMENT;
}

static size_t count_words(const struct reader *r, size_t lo, size_t hi) {
    size_t n = 0;

    for (; lo < hi; lo++) n += r->t.v[lo].kind != TOK_MARK;
    return n;
}

/* Lines around an article that say nothing: by-lines, credits, links, a date alone. */
static bool furniture(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;
    size_t dates = 0;

    if (token_in(t, f->lo,
                 "by published updated posted photo photograph copyright share subscribe "
                 "advertisement related comments © read") &&
        (r->sentence.headline || token_is(t, f->lo, "copyright")) && !f->amount)
        return true;
    if (token_in(t, f->lo, "published updated posted") && f->w.n &&
        count_words(r, f->lo, f->hi) <= 8)
        return true;
    if (token_in(t, f->lo, "read see") && token_in(t, f->lo + 1, "more also")) return true;
    for (size_t i = 0; i < f->w.n; i++) dates += f->w.v[i].hi - f->w.v[i].lo;
    return r->sentence.headline && !f->amount && dates * 2 >= count_words(r, f->lo, f->hi);
}

/* "LAKEVIEW, Northern Province." before a dash: where the text was written. */
static bool place_line(const struct reader *r, const struct facts *f) {
    if (f->hi - f->lo > 7 || r->sentence.headline || !r->t.v[f->lo].shout) return false;
    for (size_t i = f->lo; i < f->hi; i++)
        if (r->t.v[i].kind == TOK_WORD && !r->t.v[i].capital) return false;
    return true;
}

/* Thanks, praise and welcomes tell nothing of who moved. */
static bool ceremony(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->hi && i < f->lo + 24; i++) {
        if (token_is(&r->t, i, "and") && clause_finite(&r->t, f->lo, i)) return false;
        if (token_in(&r->t, i, "thanked lauded praised congratulated applauded commended greeted"))
            return true;
        if (token_is(&r->t, i, "welcomed") && i > f->lo) return true;
        if (token_in(&r->t, i, "expressed") && has_word(r, f, "gratitude thanks appreciation"))
            return true;
    }
    return false;
}

/* "A spokesman confirmed the development." */
static bool only_confirms(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i + 2 < f->hi; i++)
        if (token_in(&r->t, i, "confirmed confirms confirm denied") &&
            token_in(&r->t, i + 1, "the this") &&
            token_in(&r->t, i + 2,
                     "development news report reports information incident story reporter") &&
            (i + 3 >= f->hi || r->t.v[i + 3].kind == TOK_MARK))
            return true;
    return false;
}

static bool says_nothing(const struct reader *r, const struct facts *f, const struct voice *v,
                         enum part_kind part) {
    size_t words = count_words(r, f->lo, f->hi);
    bool figures = f->amount || f->route.flight[0];

    if (!figures && !v->quote && ceremony(r, f)) return true;
    if (f->amount && f->amount->kind == AMOUNT_PEOPLE &&
        !has(r, f, W_MOVE | W_VEHICLE | W_EVENTN) &&
        has_word(r, f, "killed wounded injured dead died drowned"))
        return true; /* casualties are no movement */

    if (!figures && !v->quote && only_confirms(r, f)) return true;
    if (!v->quote && v->by == BY_SPEAKER && v->tag_to && v->tag <= f->lo && v->tag_to + 1 >= f->hi)
        return true; /* "The ministry reported." */
    if (words < 2 || (words < 3 && !figures && !f->doubt && !f->worry)) return true;
    if (furniture(r, f) || (r->sentence.first && !figures && place_line(r, f))) return true;
    if (r->t.v[f->hi - 1].kind == TOK_MARK && token_is(&r->t, f->hi - 1, "?") && !figures)
        return true;
    if (((v->quote || part == PART_INFERRED || part == PART_SAID) && words >= 4) ||
        part == PART_ITEM)
        return false;
    if (r->sentence.headline && !v->quote)
        return !(v->by == BY_SPEAKER || figures || f->doubt || f->event || f->movement ||
                 f->obligation || f->worry || f->hedge.n || (f->w.n && words > 4));
    return !figures && !clause_finite(&r->t, f->lo, f->hi) &&
           tense_of(&r->t, f->lo, f->hi) == TELL_NOTHING && !f->w.n && !f->doubt && !f->worry &&
           !f->future;
}

/* Marks at the ends that are not of the statement: quotes, commas, dashes. */
static void trim(const struct reader *r, size_t *lo, size_t *hi) {
    while (*lo < *hi && r->t.v[*lo].kind == TOK_MARK && !token_in(&r->t, *lo, "( $ ~")) ++*lo;
    while (*hi > *lo && r->t.v[*hi - 1].kind == TOK_MARK &&
           !token_in(&r->t, *hi - 1, ". ! ? ) % +"))
        --*hi;
}

static void gather(struct reader *r, struct facts *f, const struct part *p, const struct voice *v) {
    f->future = is_future(r, f);
    amounts_read(&r->t, f->lo, f->hi, &f->m);
    when_read(&r->t, f->lo, f->hi, r->out->dateline,
              f->future || has_word(r, f, "expected scheduled planned due"), &f->w);
    route_read(&r->t, f->lo, f->hi, r->text, &r->codes, &f->route);
    f->doubt = hedge_read(&r->t, f->lo, f->hi, r->text, &f->hedge);
    f->movement = happens(r, f, W_MOVE | W_OPER);
    f->event = happens(r, f, W_EVENT);
    f->obligation = duty_told(&r->t, f->lo, f->hi);
    f->board = shows_board(r, f);
    f->worry = false;
    for (size_t i = f->lo; i < f->hi; i++)
        f->worry |=
            token_in(&r->t, i, "concern concerns worry worries fear fears alarm criticism") &&
            !(r->t.v[i].classes & (W_ED));
    choose(r, f, p->kind, v);
}

/* Dates ------------------------------------------------------------------------------------------------------------------- */

/* "the previous morning": the day before the last one that was named. */
static bool day_beside(struct reader *r, const struct facts *f, char from[16], char to[16]) {
    int32_t base = r->last_day != UTC_NONE ? r->last_day : r->out->dateline, shift = 0;
    struct when_one w = {0};

    for (size_t i = f->lo; i + 1 < f->hi; i++) {
        if (token_in(&r->t, i, "previous preceding") &&
            token_in(&r->t, i + 1, "day morning evening night afternoon"))
            shift = -1;
        if (token_phrase(&r->t, i, "the day before")) shift = -1;
        if (token_in(&r->t, i, "following next") && token_in(&r->t, i + 1, "day morning") &&
            r->last_day != UTC_NONE)
            shift = 1;
    }
    if (!shift || base == UTC_NONE) return false;
    w.first = w.last = base + shift;
    when_text(&w, false, from);
    when_text(&w, true, to);
    r->event_day = w.first;
    r->event_para = r->para;
    return true;
}

static void resolve(struct reader *r, const struct facts *f, char from[16], char to[16]) {
    bool on = false;

    from[0] = to[0] = 0;
    for (size_t i = 0; i < f->w.n; i++) {
        const struct when_one *w = &f->w.v[i];

        if (w->role == WHEN_FROM && !from[0]) when_text(w, false, from);
        if (w->role == WHEN_TO && !to[0]) when_text(w, true, to);
        if (w->role == WHEN_ON && !on && !from[0] && !to[0]) {
            when_text(w, false, from);
            when_text(w, true, to);
            on = true;
        }
        if (!w->month && w->first == w->last && w->role != WHEN_TO) r->last_day = w->first;
    }
    if (!f->w.n) (void)day_beside(r, f, from, to);
}

static const char *carry(struct reader *r, const struct facts *f, struct text_draft *d,
                         enum part_kind part, char from[16], char to[16]) {
    const char *note = "";
    struct when_one w = {0};

    if (d->kind == TEXT_SCHEDULE) {
        if (!from[0] && !to[0] && r->schedule_para && r->para <= r->schedule_para + 1 &&
            !r->sentence.headline) {
            snprintf(from, 16, "%s", r->from);
            snprintf(to, 16, "%s", r->to);
            note = "dates carried from the schedule before";
        } else if (from[0] || to[0]) {
            snprintf(r->from, sizeof r->from, "%s", from);
            snprintf(r->to, sizeof r->to, "%s", to);
            r->schedule_para = r->para;
        }
        return note;
    }
    if (d->kind == TEXT_EVENT && from[0] && strcmp(from, to) == 0 && !f->future &&
        r->last_day != UTC_NONE) {
        if (f->w.n) r->event_day = r->last_day;
        r->event_para = r->para;
    }
    if (!from[0] && !to[0] && r->event_para == r->para && !has_word(r, f, "each every per") &&
        r->event_day != UTC_NONE &&
        (d->kind == TEXT_COUNT || d->kind == TEXT_BOARD || part == PART_INFERRED)) {
        w.first = w.last = r->event_day;
        when_text(&w, false, from);
        when_text(&w, true, to);
        note = "date carried from the event before";
    }
    return note;
}

/* Speaker, channel -------------------------------------------------------------------------------------------------------- */

static bool un_resolution(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;

    for (size_t i = f->lo; i < f->hi; i++)
        if (token_in(t, i, "resolution resolutions") &&
            ((i > f->lo && token_in(t, i - 1, "un council u.n nations")) ||
             (i + 1 < f->hi && t->v[i + 1].kind == TOK_NUM && t->v[i + 1].num > 100000)))
            return true;
    return has_word(r, f, "resolution resolutions") && has_word(r, f, "un u.n nations");
}

/* A rule's maker speaks in it; what follows from it ("accordingly ...") is said by the same. */
static void rule_voice(struct reader *r, const struct facts *f, struct text_draft *d,
                       const struct voice *v) {
    const char *channel = NULL;
    struct who who;

    if (v->by != BY_NOBODY && v->by != BY_PASSIVE) return;
    if (who_orders(&r->t, f->lo, f->hi, &r->known, &who, &channel)) {
        r->rule_who = who;
        r->rule_para = r->para;
    } else if (un_resolution(r, f)) {
        r->rule_who = (struct who){"UN Security Council", "intergovernmental"};
        r->rule_para = r->para;
        channel = "resolution";
        who = r->rule_who;
    } else if (r->rule_para == r->para &&
               token_in(&r->t, f->lo, "accordingly therefore thus consequently under it as")) {
        who = r->rule_who;
        channel = strncmp(who.role, "UN ", 3) == 0 ? "resolution" : NULL;
        d->note = "speaker carried from the rule before";
    } else {
        return;
    }
    d->speaker = arena_dup(r->a, span_of(who.role));
    d->speaker_type = who.type;
    d->channel = channel ? channel : "announcement";
}

static void set_voice(struct reader *r, const struct facts *f, struct text_draft *d,
                      const struct voice *v) {
    bool announced = v->announced || has_word(r, f, "announced announcement timetable notice");

    d->speaker = "newspaper";
    d->speaker_type = "media";
    d->channel = r->sentence.headline ? "headline" : "body";
    if (v->by == BY_MEDIUM || d->kind == TEXT_BOARD) d->channel = "video";
    if (v->by == BY_PASSIVE) {
        d->speaker = d->speaker_type = "unnamed";
        d->channel = "paraphrase";
    }
    if (v->by == BY_SPEAKER || (v->quote && !v->whole)) {
        d->speaker = v->who.role[0] ? arena_dup(r->a, span_of(v->who.role)) : "unnamed";
        d->speaker_type = v->who.role[0] ? v->who.type : "unnamed";
        d->channel = v->quote ? "quote" : "paraphrase";
    }
    if (announced && (d->kind == TEXT_SCHEDULE || v->announced)) d->channel = "announcement";
    if (d->kind == TEXT_OBLIGATION) rule_voice(r, f, d, v);
}

static const char *subject_of(struct reader *r, const struct facts *f) {
    const struct amount *m = f->amount;
    size_t lo;

    if (!m || m->noun == SIZE_MAX || m->after > m->noun) return "";
    lo = m->after;
    while (lo < m->noun && token_in(&r->t, lo, "of the those other more")) lo++;
    return arena_dup(
        r->a, (struct span){r->text.p + r->t.v[lo].from, r->t.v[m->noun].to - r->t.v[lo].from});
}

static const char *keep(struct reader *r, const char *s) {
    return *s ? arena_dup(r->a, span_of(s)) : "";
}

bool draft_add(struct reader *r, const struct part *p, const struct voice *v) {
    struct facts f = {.lo = p->lo, .hi = p->hi};
    struct text_draft d = {.lo = TEXT_NONE, .hi = TEXT_NONE, .unit = "", .days = "", .note = ""};
    char from[16], to[16];
    const char *note;

    trim(r, &f.lo, &f.hi);
    if (f.lo >= f.hi) return false;
    gather(r, &f, p, v);
    if (says_nothing(r, &f, v, p->kind)) {
        buf_fini(&f.hedge);
        return false;
    }
    d.kind = kind_of(r, &f, v, p->kind);
    d.start = r->t.v[f.lo].point;
    d.end = r->t.v[f.hi - 1].topoint;
    d.text = (struct span){r->text.p + r->t.v[f.lo].from, r->t.v[f.hi - 1].to - r->t.v[f.lo].from};
    set_voice(r, &f, &d, v);
    resolve(r, &f, from, to);
    note = carry(r, &f, &d, p->kind, from, to);
    if (*note) d.note = note;
    if (f.amount) {
        d.lo = f.amount->low;
        d.hi = f.amount->high;
        d.unit = f.amount->kind == AMOUNT_BARE && !f.amount->unit[0]
                     ? "people"
                     : keep(r, f.amount->unit[0] == ' ' ? "people per flight" : f.amount->unit);
        d.days = keep(r, f.amount->days);
        if (f.rate && d.lo == 500 && d.hi == 2000)
            d.note = "the word means every two weeks or twice a week";
    }
    d.hedge = f.hedge.n ? arena_dup(r->a, buf_span(&f.hedge)) : "";
    d.subject = subject_of(r, &f);
    d.from = keep(r, from);
    d.to = keep(r, to);
    d.flight = keep(r, f.route.flight);
    d.place = keep(r, f.route.place);
    d.direction = keep(r, f.route.direction);
    *vec_push(r->a, &r->out->draft) = d;
    buf_fini(&f.hedge);
    return true;
}
