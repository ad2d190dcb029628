/* SPDX-License-Identifier: Apache-2.0 */
/* What a part is: its tokens asked for what is to come, what happened and what is only so, and from these the kind of a draft.
 *
 * Kinds are tried from the surest to the most general: board, obligation, schedule, estimate, count, hypothesis, statement, event.
 * What somebody else says is a statement; what the newspaper says itself and has a verb of happening is an event. */
#include "text/facts.h"
#include "text/tense.h"

bool facts_have(const struct reader *r, const struct facts *f, uint64_t c) {
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_has(&r->t, i, c)) return true;
    return false;
}

bool facts_have_word(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_in(&r->t, i, words)) return true;
    return false;
}

bool facts_have_phrase(const struct reader *r, const struct facts *f, const char *words) {
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

    if (token_is(t, i, "to") && i > f->lo && i + 2 < f->hi && t->v[i + 1].low.n > 4 &&
        memcmp(t->v[i + 1].low.p + t->v[i + 1].low.n - 2, "ly", 2) == 0)
        return token_has(t, i + 2, W_VERB | W_MOVE) && !token_has(t, i + 2, W_ED | W_ING | W_S) &&
               tense_of(t, f->lo, i) == TELL_NOTHING;

    if (i > f->lo && token_has(t, i - 1, W_ING)) return false; /* failing to establish */
    for (size_t k = f->lo; k < i; k++)
        if (token_in(t, k, "helps assists aids helped assisted"))
            return false; /* it has come about */
    return token_is(t, i, "to") && i > f->lo && i + 1 < f->hi && t->v[i + 1].kind == TOK_WORD &&
           (!t->v[i + 1].capital == !t->v[i].capital || /* "Migrants to Return" */
            (t->v[i - 1].capital && token_has(t, i + 1, W_MOVE) && !token_is(t, f->hi - 1, "."))) &&
           (token_is(t, i + 1, "be") || (token_has(t, i + 1, W_VERB | W_MOVE | W_EVENT | W_OPER) &&
                                         !token_has(t, i + 1, W_ED | W_ING | W_S | W_PEOPLE))) &&
           (tense_of(t, f->lo, i) == TELL_NOTHING ||
            (tense_of(t, f->lo, i) != TELL_STATE && only_describes(t, f->lo, i)));
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
            return token_in(&r->t, i, "scheduled planned set due") &&
                   !token_has(&r->t, i - 1, W_AUX) &&
                   !token_in(&r->t, i - 1, "originally initially previously") &&
                   !token_in(&r->t, i - 1, "not also now already already still") &&
                   f->tell == TELL_EVENT;
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

/* "signed an accord under which they will leave": it was signed. */
static bool relative_will(const struct reader *r, const struct facts *f, size_t i) {
    for (size_t k = i; k-- > f->lo && i - k < 14 && !token_in(&r->t, k, ", ; and but");)
        if (token_in(&r->t, k, "which who whom where")) return f->tell == TELL_EVENT;
    return false;
}

/* "promised to", "plans to"; not "flights set to leave were grounded". */
static bool intends(const struct reader *r, const struct facts *f, size_t i) {
    const struct tokens *t = &r->t;

    return token_in(t, i,
                    "promised pledged vowed plans planned wants hopes aims intends agreed offered "
                    "promises pledges vows hoping hope plan want decided decides planning set "
                    "seeking slated poised aiming") &&
           token_is(t, i + 1, "to") && !token_in(t, i + 2, "stay remain") &&
           !(token_is(t, i, "plan") && i + 2 < f->hi && t->v[i + 2].capital) &&
           !(token_in(t, i, "set planned") && !r->sentence.headline &&
             told_apart(r, f, token_is(t, i, "set") ? "set to" : "planned to")) &&
           !(token_in(t, i, "agreed offered") && i > f->lo && token_in(t, i - 1, "had have has"));
}

/* "has planned a total of four flights" */
static bool flights_near(const struct reader *r, const struct facts *f, size_t i) {
    bool number = false;

    for (size_t k = i + 1; k < f->hi && k < i + 9; k++) {
        number |= r->t.v[k].kind == TOK_NUM || token_has(&r->t, k, W_NUMBER);
        if (number && token_has(&r->t, k, W_VEHICLE)) return true;
    }
    return false;
}

/* "agreed last year on the return of", "the impending return", "plans two flights" */
static bool foreseen(const struct reader *r, const struct facts *f, size_t i) {
    const struct tokens *t = &r->t;

    if (token_in(t, i, "agreed agreement agree"))
        for (size_t k = i + 1; k < i + 6 && k + 2 < f->hi; k++)
            if (token_in(t, k, "on to") && token_in(t, k + 1, "the a") &&
                token_has(t, k + 2, W_EVENTN | W_MOVE) && !token_in(t, k + 2, "deal summit"))
                return true;
    if (i + 1 >= f->hi) return false;
    return (token_in(t, i, "impending upcoming forthcoming imminent") &&
            token_has(t, i + 1, W_EVENTN | W_VEHICLE | W_MOVE)) ||
           (token_in(t, i, "plans plan") && i > f->lo &&
            token_has(t, i + 1, W_NUMBER | W_VEHICLE)) ||
           (token_is(t, i, "planned") && i > f->lo && token_in(t, i - 1, "has have") &&
            flights_near(r, f, i));
}

/* "the return plan to Lakeview" */
static bool to_a_place(const struct reader *r, const struct facts *f, const char *words) {
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_phrase(&r->t, i, words))
            return i + 2 < f->hi && r->t.v[i + 2].capital && !r->t.v[i].capital;
    return false;
}

static bool future_phrase(const struct reader *r, const struct facts *f) {
    static const char *const phrases[] = {
        "due to",      "set to",     "scheduled to",    "plans to",
        "planning to", "plan to",    "going to",        "is to",
        "are to",      "intends to", "planned for",     "scheduled for",
        "poised to",   "meant to",   "is preparing to", "are preparing to"};

    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (!facts_have_phrase(r, f, phrases[i]) || had_been(r, f, phrases[i]) ||
            (strncmp(phrases[i], "plan", 4) == 0 && to_a_place(r, f, phrases[i])))
            continue;
        if (!r->sentence.headline && told_apart(r, f, phrases[i])) continue;
        if (i == 0 && !due_to_go(r, f) && !facts_have_phrase(r, f, "is due to") &&
            !facts_have_phrase(r, f, "are due to") && !facts_have_phrase(r, f, "was due to") &&
            !facts_have_phrase(r, f, "were due to"))
            continue;
        return true;
    }
    return false;
}

/* What goes along with a happening and is none of it: "..., fulfilling a pledge that it will", "as the state plans to". */
static bool goes_along(const struct tokens *t, size_t i) {
    static const char words[] = "as while because since though although";

    if (token_is(t, i, ","))
        return (token_has(t, i + 1, W_ING) && !token_has(t, i + 1, W_SAY)) ||
               token_in(t, i + 1, words) ||
               token_in(t, i + 1, "in amid despite ahead with after before following");
    return token_in(t, i, words) && !token_in(t, i + 1, "many much part well of");
}

size_t tell_until(const struct reader *r, size_t lo, size_t hi) {
    const struct tokens *t = &r->t;
    bool happened = false;

    for (size_t i = lo; i + 1 < hi; i++) {
        if (token_has(t, i, W_MODAL) || token_in(t, i, "will would")) return hi;
        happened |= i > lo && token_has(t, i, W_MOVE | W_EVENT | W_OPER | W_VERB) &&
                    token_has(t, i, W_ED | W_PAST);
        if (!happened || !goes_along(t, i)) continue;
        for (size_t k = i; k < hi; k++)
            if (t->v[k].kind == TOK_NUM || token_has(t, k, W_NUMBER)) return hi;
        return i;
    }
    return hi;
}

bool tell_future(const struct reader *r, const struct facts *f) {
    if (future_phrase(r, f)) return true;
    for (size_t i = f->lo; i < f->hi; i++) {
        if (token_in(&r->t, i, "will would won't we'll they'll i'll he'll she'll it'll") &&
            !token_has(&r->t, i, W_ADJ) && /* would-be */
            !relative_will(r, f, i) && !token_in(&r->t, i + 2, "recalled remembered noted") &&
            !(i > f->lo && token_in(&r->t, i - 1, "their his her its own the free my our")))
            return true;
        if (intends(r, f, i) || foreseen(r, f, i) || (r->sentence.headline && heads_for(r, f, i)))
            return true;
    }
    return false;
}

/* Happenings: a verb of movement or event in a finite or participle form; the present in headlines. */
bool tell_happens(const struct reader *r, const struct facts *f, uint64_t classes) {
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

bool tell_board(const struct reader *r, const struct facts *f) {
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

/* "built for 400 people": what it is for, not who is there */
static bool capacity(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->amount->number; i++)
        if (token_in(&r->t, i, "carried carrying brought bringing")) return false;
    return facts_have_phrase(r, f, "built for") || facts_have_phrase(r, f, "designed for") ||
           facts_have_phrase(r, f, "room for") || facts_have_phrase(r, f, "space for") ||
           facts_have_phrase(r, f, "can hold") || facts_have_phrase(r, f, "can carry") ||
           facts_have_phrase(r, f, "can seat") || facts_have_phrase(r, f, "can accommodate") ||
           facts_have_word(r, f, "capacity");
}

static bool estimates(const struct reader *r, const struct facts *f, const struct voice *v,
                      enum part_kind part) {
    const struct tokens *t = &r->t;

    if (!f->amount) return false;
    if (part == PART_ASSUMED) return true;
    if (token_is(t, 0, "if") && !v->quote && f->amount->kind != AMOUNT_VEHICLE &&
        (facts_have_word(r, f, "will would could")))
        return true;
    if (token_phrase(t, f->lo, "that leaves")) return true;
    for (size_t i = f->lo; i < f->hi; i++) {
        if (token_is(t, i, "оценкам")) return true;
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

/* "30 people on board had died": the first verb behind the figure. */
static bool perished(const struct reader *r, const struct facts *f) {
    size_t i = f->amount->after, end = i + 10 < f->hi ? i + 10 : f->hi;

    while (i < end && !token_has(&r->t, i, W_FIN | W_PAST) && !token_in(&r->t, i, "died drowned"))
        i++;
    while (i < end && token_has(&r->t, i, W_AUX)) i++;
    return i < end && token_in(&r->t, i, "died drowned perished killed injured wounded suffocated");
}

static bool modal(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->until; i++)
        if (token_has(&r->t, i, W_MODAL)) return true;
    return false;
}

/* "170 sailors wishing to return", "some 900 expected to go": they have not. */
static bool only_wish(const struct reader *r, const struct facts *f) {
    size_t i = f->amount->noun < f->hi ? f->amount->noun + 1 : f->amount->after;

    if (token_in(&r->t, i, "have has had") && token_is(&r->t, i + 1, "had") &&
        token_in(&r->t, i + 2, "their his her"))
        return true; /* 20 have had their tickets cancelled */
    return token_in(&r->t, i,
                    "wishing hoping seeking wanting willing waiting expected due scheduled") &&
           token_is(&r->t, i + 1, "to");
}

/* "The plane with 300 on board left at nine and was expected at noon": what was expected is not the figure. */
static bool then_expected(const struct reader *r, const struct facts *f) {
    bool gone = false;

    for (size_t i = f->amount->after; i < f->hi; i++) {
        if (token_in(&r->t, i, "expect expects expected expecting")) return false;
        if (token_has(&r->t, i, W_MOVE) && token_has(&r->t, i, W_ED | W_PAST)) gone = true;
        if (gone && token_in(&r->t, i, "and but")) return true;
    }
    return false;
}

/* Of a part with a number: whether people are counted, expected, or only have room. */
static bool kind_of_number(const struct reader *r, const struct facts *f, enum text_kind *kind) {
    bool people = f->amount->kind == AMOUNT_PEOPLE || f->amount->kind == AMOUNT_BARE;
    bool expected =
        facts_have_word(r, f, "expect expects expecting") ||
        facts_have_phrase(r, f, "is expected") || facts_have_phrase(r, f, "are expected") ||
        facts_have_phrase(r, f, "were expected") || facts_have_phrase(r, f, "was expected") ||
        facts_have_phrase(r, f, "been expected");

    if (expected && people && then_expected(r, f)) expected = false;

    /* one man is somebody to whom something happened */
    bool one = f->amount->low == 1000 && token_is(&r->t, f->amount->number, "one");

    if (people && !facts_have(r, f, W_MOVE) &&
        facts_have_word(r, f, "killed died drowned injured dead wounded"))
        return false; /* casualties are nobody who moved */
    if (people && (perished(r, f) || only_wish(r, f))) return false;
    if (f->doubt && (expected || (people && intended(r, f))))
        *kind = TEXT_HYPOTHESIS;
    else if (people && capacity(r, f))
        *kind = TEXT_STATEMENT;
    else if (people && !one && f->denial == DENY_NONE && !f->future && !(f->doubt && modal(r, f)))
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
    if (!hour || !facts_have(r, f, W_VEHICLE) || facts_have(r, f, W_SAY) || f->tell != TELL_STATE ||
        f->future)
        return false;
    for (size_t i = f->lo; i < f->hi; i++) {
        uint64_t c = r->t.v[i].classes;

        if (c & (W_MOVE | W_OPER) && !(c & (W_ED | W_ING | W_PAST | W_VEHICLE))) return true;
    }
    return false;
}

/* "two flights listed for 25 and 28 August", "has scheduled two flights": of a timetable, not of what one flight is to do. */
static bool timetabled(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;

    if (!f->amount || f->amount->kind != AMOUNT_VEHICLE || f->amount->low == 1000 || f->movement)
        return false;
    for (size_t i = f->lo; i < f->hi; i++)
        if (token_in(t, i, "scheduled listed timetabled") && !token_is(t, i + 1, "to") &&
            !token_in(t, i - (i > f->lo), "is are was were be been , the these those"))
            return true;
    return false;
}

/* "The change is to last until May", "the flights will continue to the end of June" behind a schedule: how long it runs. */
static bool lasts(const struct reader *r, const struct facts *f) {
    bool until = false;

    for (size_t i = 0; i < f->w.n; i++) until |= f->w.v[i].role == WHEN_TO;
    return until && !f->amount && r->out->draft.n &&
           r->out->draft.v[r->out->draft.n - 1].kind == TEXT_SCHEDULE &&
           facts_have_word(r, f, "last lasts run runs continue continues operate apply applies") &&
           facts_have_word(r, f,
                           "change changes flight flights schedule timetable service services "
                           "programme program arrangement operation operations rotation");
}

/* Of what has no number that is one of people: whether it happened, may happen, or is only said. */
static enum text_kind kind_of_words(const struct reader *r, const struct facts *f,
                                    const struct voice *v, enum part_kind part) {
    if (f->doubt || f->future || (v->whole && r->sentence.headline)) return TEXT_HYPOTHESIS;
    if (part == PART_INFERRED || f->worry) return TEXT_STATEMENT;
    if (part == PART_SOURCE) return TEXT_EVENT;
    if (v->by == BY_SPEAKER || v->by == BY_PASSIVE || v->quote) return TEXT_STATEMENT;
    if (!r->sentence.headline && f->tell == TELL_EVENT && !f->w.n &&
        token_in(&r->t, f->lo, "most many") && token_is(&r->t, f->lo + 1, "of") &&
        !token_is(&r->t, f->lo + 2, "them"))
        return TEXT_STATEMENT; /* what is said of them in general */
    if (!r->sentence.headline && f->tell != TELL_NOTHING)
        return f->tell == TELL_EVENT ? TEXT_EVENT : TEXT_STATEMENT;
    if (habit(r, f)) return TEXT_STATEMENT;
    return f->event || f->movement || (f->w.n && facts_have(r, f, W_EVENTN)) ? TEXT_EVENT
                                                                             : TEXT_STATEMENT;
}

enum text_kind kind_of_part(const struct reader *r, const struct facts *f, const struct voice *v,
                            enum part_kind part) {
    enum text_kind kind;

    if (f->board) return TEXT_BOARD;
    if (f->obligation && !f->rate) return TEXT_OBLIGATION;
    if (f->denial != DENY_TOLD && (part == PART_SPAN || f->rate)) return TEXT_SCHEDULE;
    if (estimates(r, f, v, part)) return TEXT_ESTIMATE;
    if (f->flow && !f->doubt && f->denial != DENY_TOLD) return TEXT_SCHEDULE;
    if (f->denial > DENY_UNSURE && f->amount->kind != AMOUNT_VEHICLE &&
        f->amount->kind != AMOUNT_SHARE)
        return f->denial == DENY_TOLD ? TEXT_STATEMENT : TEXT_HYPOTHESIS;
    if (part == PART_ITEM && r->out->draft.n &&
        (r->out->draft.v[r->out->draft.n - 1].kind == TEXT_HYPOTHESIS ||
         f->amount->kind == AMOUNT_VEHICLE))
        return r->out->draft.v[r->out->draft.n - 1].kind; /* as the item before */
    if (f->amount && kind_of_number(r, f, &kind)) return kind;
    if (timed(r, f) || timetabled(r, f) || lasts(r, f)) return TEXT_SCHEDULE;
    return kind_of_words(r, f, v, part);
}
