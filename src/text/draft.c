/* SPDX-License-Identifier: Apache-2.0 */
/* One part of a sentence to a draft: whether it says anything, its dates, and whose words it is. Its figure is chosen in figure.c,
 * its kind in kind.c. */
#include "base/utc.h"
#include "text/duty.h"
#include "text/facts.h"
#include "text/foreign.h"
#include "text/tense.h"

#include <stdio.h>

const char *const text_kind_name[] = {"statement",  "count", "schedule",   "estimate",
                                      "obligation", "event", "hypothesis", "board"};

enum { SENTENCE_WORDS = 6 }; /* and a full stop: it says something, though no verb of it is known */

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
    if (token_phrase(t, f->lo, "the post") && facts_have_phrase(r, f, "appeared first on"))
        return true;
    if (token_in(t, f->lo, "subscribe follow") && token_in(t, f->lo + 1, "to us our on"))
        return true;
    for (size_t i = f->lo; i < f->hi && r->sentence.headline && f->w.n; i++)
        if (token_is(t, i, "|")) return true; /* Agency | Place | Updated: date */
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

/* "The minister shakes hands in this undated photo": what a picture shows. */
static bool caption(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;

    for (size_t i = f->lo; i + 3 < f->hi; i++)
        if (token_is(t, i, "in") && token_in(t, i + 1, "this an") &&
            token_in(t, i + 2, "undated file photo picture photograph image handout archive") &&
            (token_in(t, i + 2, "photo picture photograph image") ||
             token_in(t, i + 3, "photo picture photograph image")))
            return true;
    for (size_t i = f->lo; i + 1 < f->hi; i++)
        if (token_in(t, i, "graphic chart graph map table figure") &&
            token_in(t, i + 1, "below above"))
            return true;
    if (token_is(t, f->lo, "this") && token_in(t, f->lo + 1, "file photo picture image") &&
        facts_have_word(r, f, "shows show showing taken"))
        return true;
    for (size_t i = f->lo; i < f->hi && r->sentence.headline; i++) /* [Agency Photo], at the end */
        if (token_in(t, i, "[ (") && i + 5 > f->hi)
            for (size_t k = i + 1; k < f->hi; k++)
                if (token_in(t, k, "photo screenshot image picture handout file courtesy footage"))
                    return true;
    return false;
}

/* "Ana Ruiz is the acting director of the agency": who somebody is. */
static bool introduces(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;
    size_t i = f->lo;

    while (i < f->hi && t->v[i].capital && t->v[i].kind == TOK_WORD) i++;
    if (i < f->lo + 2 || !token_in(t, i, "is was") || !token_in(t, i + 1, "a an the")) return false;
    for (size_t k = i + 2; k < f->hi && k < i + 8; k++)
        if (token_has(t, k, W_ROLE | W_HEAD))
            return !facts_have(r, f, W_MOVE | W_PEOPLE | W_VEHICLE) &&
                   !facts_have_word(r, f, "who which that");
    return false;
}

/* Thanks, praise and welcomes tell nothing of who moved. */
static bool ceremony(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->hi && i < f->lo + 24; i++) {
        if (token_is(&r->t, i, "and") && clause_finite(&r->t, f->lo, i)) return false;
        if (token_in(&r->t, i, "greeted welcomed") && i > f->lo && token_has(&r->t, i - 1, W_AUX))
            return false; /* "were welcomed at the airport": they came */
        if (token_in(&r->t, i, "thanked lauded praised congratulated applauded commended greeted"))
            return true;
        if (token_is(&r->t, i, "welcomed") && i > f->lo) return true;
        if (token_in(&r->t, i, "pleased delighted proud grateful thankful honoured honored") &&
            token_in(&r->t, i + 1, "to with for that") && i > f->lo &&
            token_has(&r->t, i - 1, W_AUX))
            return true;
        if (token_in(&r->t, i, "expressed") &&
            facts_have_word(r, f, "gratitude thanks appreciation"))
            return true;
    }
    return false;
}

/* "A spokesman confirmed the development.", "He did not elaborate." */
static bool only_confirms(const struct reader *r, const struct facts *f) {
    if (f->hi > f->lo + 2 && token_is(&r->t, f->hi - 1, ".") &&
        (token_is(&r->t, f->hi - 2, "elaborate") || facts_have_phrase(r, f, "reached for comment")))
        return true;
    for (size_t i = f->lo; i + 2 < f->hi && f->hi - f->lo < 12; i++)
        if (token_in(&r->t, i, "not") && token_in(&r->t, i + 1, "provide give offer disclose") &&
            token_in(&r->t, f->hi - 1 - token_is(&r->t, f->hi - 1, "."), "details detail"))
            return true;
    for (size_t i = f->lo; i + 2 < f->hi; i++)
        if (token_in(&r->t, i, "confirmed confirms confirm denied") &&
            token_in(&r->t, i + 1, "the this") &&
            token_in(&r->t, i + 2,
                     "development news report reports information incident story reporter") &&
            (i + 3 >= f->hi || r->t.v[i + 3].kind == TOK_MARK))
            return true;
    return false;
}

/* "The agency issued a statement on Wednesday", "she disclosed this at a briefing": what it says stands elsewhere. */
static bool only_issues(const struct reader *r, const struct facts *f) {
    if (token_phrase(&r->t, f->lo, "this is a summary")) return true;
    for (size_t i = f->lo; i < f->hi && i < f->lo + 8 && !f->amount; i++)
        if (token_phrase(&r->t, i, "об этом")) return true;
    if (token_is(&r->t, f->lo, "this") && token_in(&r->t, f->lo + 1, "is was") &&
        token_in(&r->t, f->lo + 2, "contained disclosed stated announced revealed said"))
        return true;
    for (size_t i = f->lo + 1; i + 2 < f->hi; i++)
        if (token_in(&r->t, i, "disclosed announced revealed stated said confirmed made shared") &&
            token_in(&r->t, i + 1, "this") &&
            token_in(&r->t, i + 2, "in at on during while known to"))
            return true;
    for (size_t i = f->lo + 1; i + 2 < f->hi && f->hi - f->lo < 18; i++)
        if (token_in(&r->t, i, "issued released published") &&
            token_in(&r->t, i + 1, "a the its") &&
            token_in(&r->t, i + 2, "statement communique release"))
            return i + 6 >= f->hi;
    return false;
}

/* "She wants to be a nurse", "A returnee, Ana, 34, lost her boat": the story of one person, who holds no office. */
static bool one_life(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;
    const struct who *who = r->known.person.role[0] ? &r->known.person : &r->known.last;

    if (facts_have(r, f, W_MOVE | W_VEHICLE | W_EVENTN)) return false;
    for (size_t i = f->lo; i < f->hi && i < f->lo + 12; i++)
        if (token_is(t, i, ",") && i > f->lo && t->v[i - 1].capital && i + 2 < f->hi &&
            t->v[i + 1].kind == TOK_NUM && t->v[i + 1].num < 100000 && t->v[i + 1].low.n == 2 &&
            token_is(t, i + 2, ",") && !token_has(t, i - 1, W_MONTH))
            return true;
    return token_in(t, f->lo, "she he") && !r->sentence.headline && !facts_have(r, f, W_SAY) &&
           (!who->role[0] || strcmp(who->type, "unnamed") == 0);
}

/* "I could not sleep": what one person without an office tells of himself. */
static bool own_story(const struct reader *r, const struct facts *f, const struct voice *v) {
    return v->quote && v->who.type && strcmp(v->who.type, "unnamed") == 0 &&
           token_in(&r->t, f->lo, "i i'm i've i'd my") &&
           !facts_have(r, f, W_MOVE | W_VEHICLE | W_EVENT | W_EVENTN);
}

/* "Fourteen had been convicted of theft": what they had done is no movement. */
static bool crimes(const struct reader *r, const struct facts *f) {
    bool told = facts_have_word(r, f, "conviction convictions");

    if (f->route.flight[0] || facts_have(r, f, W_MOVE | W_VEHICLE | W_EVENTN)) return false;
    for (size_t i = f->lo + 1; i < f->hi && !told; i++)
        told = token_in(&r->t, i, "convicted sentenced") && token_has(&r->t, i - 1, W_AUX);
    return told && (f->m.n || facts_have_word(r, f, "one"));
}

/* Ceremonies, captions, lives, casualties, crimes, thanks, and that somebody said something: no movement is told in these. */
static bool beside_the_point(const struct reader *r, const struct facts *f, const struct voice *v,
                             bool figures) {
    if (!figures && !v->quote && (ceremony(r, f) || caption(r, f) || introduces(r, f))) return true;
    if (!figures && ((!v->quote && one_life(r, f)) || own_story(r, f, v))) return true;
    if (figure_people(f) && (!f->amount || f->amount->kind == AMOUNT_PEOPLE) &&
        !facts_have(r, f, W_MOVE | W_VEHICLE | W_EVENTN) &&
        facts_have_word(r, f, "killed wounded injured dead died drowned"))
        return true; /* casualties are no movement */

    if (crimes(r, f)) return true;
    if (facts_have_phrase(r, f, "home to") && facts_have_word(r, f, "is are") &&
        !facts_have(r, f, W_MOVE | W_VEHICLE | W_EVENTN))
        return true; /* how many live in a country */
    if (v->quote && token_in(&r->t, f->lo, "thanks thank")) return true;
    if (v->quote && !figures && count_words(r, f->lo, f->hi) <= 4 &&
        token_in(&r->t, f->lo, "this that there it") && token_in(&r->t, f->lo + 1, "is are was"))
        return true; /* "This is our challenge." */
    if (!figures && !v->quote && (only_confirms(r, f) || only_issues(r, f))) return true;
    return !v->quote && v->by == BY_SPEAKER && v->tag_to && v->tag <= f->lo &&
           v->tag_to + 1 >= f->hi; /* "The ministry reported." */
}

static bool says_nothing(const struct reader *r, const struct facts *f, const struct voice *v,
                         enum part_kind part) {
    size_t words = count_words(r, f->lo, f->hi);
    bool figures = f->amount || f->route.flight[0];

    if (beside_the_point(r, f, v, figures)) return true;
    if (words < 2 || (words < 3 && !figures && !f->doubt && !f->worry)) return true;
    if (furniture(r, f) || (r->sentence.first && !figures && place_line(r, f))) return true;
    if (r->t.v[f->hi - 1].kind == TOK_MARK && token_is(&r->t, f->hi - 1, "?") && !figures)
        return true;
    if (((v->quote || part == PART_INFERRED || part == PART_SAID) && words >= 4) ||
        part == PART_ITEM)
        return false;
    if (r->sentence.headline && !v->quote)
        return !(v->by == BY_SPEAKER || figures || f->doubt || f->future || f->event ||
                 f->movement || f->obligation || f->worry || f->hedge.n || (f->w.n && words > 4));
    if (words >= SENTENCE_WORDS && token_is(&r->t, f->hi - 1, ".") && r->t.v[f->lo].capital)
        return false;
    return !figures && !clause_finite(&r->t, f->lo, f->hi) && f->tell == TELL_NOTHING && !f->w.n &&
           !f->doubt && !f->worry && !f->future;
}

/* Marks at the ends that are not of the statement: quotes, commas, dashes. */
static void trim(const struct reader *r, size_t *lo, size_t *hi) {
    while (*lo < *hi && r->t.v[*lo].kind == TOK_MARK && !token_in(&r->t, *lo, "( $ ~")) ++*lo;
    while (*hi > *lo && r->t.v[*hi - 1].kind == TOK_MARK &&
           !token_in(&r->t, *hi - 1, ". ! ? ) % +"))
        --*hi;
}

/* "Flights run", 운항한다, выполняются: in the present, which no headline's past is. */
static bool habitual(const struct reader *r, const struct facts *f) {
    static const char *const ends[] = {"한다", "된다", "ются", "ется", "ают", "яют", "ает", "яет"};

    for (size_t i = f->lo; i < f->hi; i++)
        for (size_t k = 0; r->t.v[i].foreign && k < sizeof ends / sizeof *ends; k++) {
            struct span w = r->t.v[i].low;
            size_t n = strlen(ends[k]);

            if (w.n > n && memcmp(w.p + w.n - n, ends[k], n) == 0) return true;
        }
    return !r->sentence.headline && f->tell == TELL_STATE &&
           !facts_have_word(r, f, "was were had wasn't weren't did");
}

static enum when_told told(const struct reader *r, const struct facts *f) {
    if (f->future || facts_have_word(r, f, "expected scheduled planned due")) return WHEN_FUTURE;
    return habitual(r, f) ? WHEN_HABIT : WHEN_PLAIN;
}

static void gather(struct reader *r, struct facts *f, const struct part *p, const struct voice *v) {
    size_t hi = f->hi;

    f->tell = tense_of(&r->t, f->lo, f->hi);
    if (f->tell == TELL_NOTHING) f->tell = foreign_told(&r->t, f->lo, f->hi);
    f->hi = f->until = tell_until(r, f->lo, hi);
    f->future = tell_future(r, f);
    f->hi = hi;
    amounts_read(&r->t, f->lo, f->hi, &f->m);
    when_read(&r->t, f->lo, f->hi, r->out->dateline, told(r, f), &f->w);
    route_read(&r->t, f->lo, f->hi, r->text, &r->codes, &f->route);
    f->movement = tell_happens(r, f, W_MOVE | W_OPER);
    f->event = tell_happens(r, f, W_EVENT) ||
               (r->sentence.headline && foreign_told(&r->t, f->lo, f->hi) == TELL_EVENT);
    f->obligation = duty_told(&r->t, f->lo, f->hi);
    f->board = tell_board(r, f);
    f->worry = false;
    for (size_t i = f->lo; i < f->hi; i++)
        f->worry |=
            token_in(&r->t, i, "concern concerns worry worries fear fears alarm criticism") &&
            !(r->t.v[i].classes & (W_ED)) && !(i > f->lo && token_in(&r->t, i - 1, "amid despite"));
    figure_choose(r, f, p->kind, v);
    if (f->amount)
        f->denial =
            deny_read(&r->t, f->lo, f->hi, f->amount->number, f->amount->noun, r->text, &f->hedge);
    f->doubt = hedge_read(&r->t, f->lo, f->hi, f->amount ? f->amount->lo : 0,
                          f->amount ? f->amount->after : 0, r->text, &f->hedge);
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
    if (!from[0] && !to[0] && r->event_para == r->para &&
        !facts_have_word(r, f, "each every per") && r->event_day != UTC_NONE &&
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
    return facts_have_word(r, f, "resolution resolutions") &&
           facts_have_word(r, f, "un u.n nations");
}

/* "Under the 2017 resolution": of whoever made the last rule. */
static bool named_rule(const struct reader *r, const struct facts *f) {
    for (size_t i = f->lo; i < f->hi && i < f->lo + 6; i++)
        if (token_in(&r->t, i, "resolution resolutions") && i > f->lo + 1 &&
            token_is(&r->t, f->lo, "under"))
            return true;
    return false;
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
    } else if (r->rule_para && named_rule(r, f)) {
        channel = "resolution";
        who = r->rule_who;
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
    bool announced =
        v->announced || facts_have_word(r, f, "announced announcement timetable notice");

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
    d.kind = kind_of_part(r, &f, v, p->kind);
    d.start = r->t.v[f.lo].point;
    d.end = r->t.v[f.hi - 1].topoint;
    d.text = (struct span){r->text.p + r->t.v[f.lo].from, r->t.v[f.hi - 1].to - r->t.v[f.lo].from};
    set_voice(r, &f, &d, v);
    resolve(r, &f, from, to);
    note = carry(r, &f, &d, p->kind, from, to);
    if (*note) d.note = note;
    if (f.amount && f.amount->sum) d.note = "the sum of those that the text counts apart";
    if (f.amount) {
        d.lo = f.amount->low;
        d.hi = f.amount->high;
        d.unit = f.amount->kind == AMOUNT_BARE && !f.amount->unit[0] ? "people"
                 : f.amount->unit[0] == ' '
                     ? arena_printf(r->a, "people%s", f.amount->unit) /* per flight, per day */
                     : keep(r, f.amount->unit);
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
