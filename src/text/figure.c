/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the figures of a part is logged. */
#include "text/facts.h"
#include "text/rate.h"
#include "text/tense.h"

#include <stdio.h>

/* рейс, летает, курсирует, 운항: what carries people, or that it does */
static bool transport_foreign(const struct reader *r, const struct facts *f) {
    static const char *const begins[] = {"лета", "вылет", "курсир", "ходит", "ходят",
                                         "운항", "왕복",  "오가",   "오간",  "운행",
                                         "다니", "다닌",  "취항"};

    for (size_t i = f->lo; i < f->hi; i++) {
        if (!r->t.v[i].foreign) continue;
        if (rate_vehicle_foreign(r->t.v[i].low, NULL)) return true;
        for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
            if (amount_begins(r->t.v[i].low, begins[k])) return true;
    }
    return false;
}

static bool transport(const struct reader *r, const struct facts *f) {
    return facts_have(r, f, W_VEHICLE | W_MOVE | W_OPER | W_EVENTN) || f->route.flight[0] ||
           facts_have_word(r, f, "regular regularly") || transport_foreign(r, f);
}

bool figure_people(const struct facts *f) {
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
        if (f->m.v[i].lo < f->joined.lo) f->joined.lo = f->m.v[i].lo;
        if (f->m.v[i].hi > f->joined.hi) f->joined.hi = f->m.v[i].hi;
        f->amount = &f->joined;
        return;
    }
}

/* "twice a week, on Mondays and Fridays": the days are of the rate, where they are as many. */
static void join_days(struct facts *f) {
    if (!f->amount || f->amount->kind != AMOUNT_RATE || f->amount->days[0]) return;
    for (size_t i = 0; i < f->m.n; i++)
        if (f->m.v[i].kind == AMOUNT_RATE && f->m.v[i].days[0] && f->m.v[i].low == f->amount->low &&
            strcmp(f->m.v[i].unit, f->amount->unit) == 0) {
            struct amount m = *f->amount;

            snprintf(m.days, sizeof m.days, "%s", f->m.v[i].days);
            f->joined = m;
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

/* "Of the 90 on board, ...", "he said that of the 90 ...": a total, and not of something before. */
static bool of_total(const struct reader *r, const struct facts *f, const struct amount *m) {
    const struct tokens *t = &r->t;
    size_t i = m->lo;

    while (i > f->lo && token_in(t, i - 1, "the these those all total")) i--;
    return i > f->lo && token_is(t, i - 1, "of") &&
           (i - 1 == f->lo || token_in(t, i - 2, ", that and but") || token_has(t, i - 2, W_SAY));
}

/* What a part says of numbers that stand alone; asked once, however many it has. */
struct around {
    bool figure, sure, vehicles, people, removals, average;
};

static struct around look_around(const struct reader *r, const struct facts *f) {
    struct around w = {.people = facts_have(r, f, W_PEOPLE)};

    w.figure = facts_have_word(r, f,
                               "number total figure figures groups group at toll tally batches "
                               "batch parties estimates");
    w.sure = w.figure && facts_have_word(r, f, "figure figures number total toll estimates");
    w.vehicles = facts_have_word(r, f, "flights planes buses ships trains");
    w.removals = facts_have_word(r, f,
                                 "deportations expulsions removals repatriations evacuations "
                                 "returns deported expelled repatriated evacuated");
    w.average = facts_have_word(r, f, "average");
    return w;
}

/* "totalled 3,000", "212 in all", "12 remained": by the words right beside the number. */
static bool counts_beside(const struct reader *r, const struct facts *f, const struct amount *m,
                          const struct around *w) {
    const struct tokens *t = &r->t;

    if (w->people && token_is(t, m->after, "in") && token_in(t, m->after + 1, "all total"))
        return true; /* "the workers, 212 in all," */
    if (m->lo > f->lo && m->low >= 20000 &&
        token_in(t, m->lo - 1, "reached hit totalled totaled numbered topped exceeded surpassed"))
        for (size_t i = f->lo; i < m->lo; i++)
            if (token_has(t, i, W_PEOPLE) && !token_has(t, i, W_VEHICLE)) return true;
    if (m->lo == f->lo && m->low >= 20000 &&
        token_in(t, m->after, "remained stayed waited gathered queued camped slept boarded"))
        return true;
    if (m->after >= f->hi) return false;
    return (w->removals && m->low >= 10000 && token_in(t, m->after, "to from in a per each")) ||
           (w->average && token_in(t, m->after, "per a each"));
}

/* A bare number counts people where a figure or a verb of holding says so. */
static bool bare_counts(const struct reader *r, const struct facts *f, const struct amount *m,
                        const struct around *w) {
    if (w->vehicles && !w->people && !figure_people(f)) return false; /* the total of flights */
    if ((figure_people(f) || in_sentence(r, W_PEOPLE)) && beside_people(r, f, m)) return true;
    if (m > &f->m.v[0] && f->m.v[0].kind == AMOUNT_PEOPLE && of_total(r, f, &f->m.v[0]))
        return true;
    if (counts_beside(r, f, m, w)) return true;
    if (!(holds_before(r, f, m) && in_sentence(r, W_PEOPLE)) &&
        !(w->figure && (w->people || (w->sure && !token_in(&r->t, m->number, "one two three")))))
        return false;
    return m->lo == f->lo ||
           token_in(&r->t, m->lo - 1,
                    "at of to another further additional held holds holding hold housed houses "
                    "carried carrying carries "
                    "was is were be reached over than fell rose grew stood from between for \" {");
}

/* "Of the four flights A ran two", "flights fell to 21 in May", "this week there were 12": the flights of the sentence or the one before. */
static bool bare_vehicles(const struct reader *r, const struct facts *f, const struct amount *m) {
    const struct tokens *t = &r->t;
    const struct text_draft *last = r->out->draft.n ? &r->out->draft.v[r->out->draft.n - 1] : NULL;
    bool before = last && last->lo != TEXT_NONE && strncmp(last->unit, "flights", 7) == 0;
    size_t a = m->after;

    if (m->number == f->lo || m->low == TEXT_NONE || figure_people(f)) return false;
    if (a < f->hi && t->v[a].kind == TOK_WORD && !token_in(t, a, "in last this on to for by so"))
        return false;
    if (m > &f->m.v[0] && f->m.v[0].kind == AMOUNT_VEHICLE && of_total(r, f, &f->m.v[0]))
        return true;
    if (token_in(t, m->lo - 1,
                 "operated ran flew cancelled canceled completed of at to with were was total "
                 "totalled totaled reached only"))
        for (size_t i = f->lo; i < m->number; i++)
            if (token_in(t, i, "flights legs sailings")) return true;
    for (size_t i = f->lo; before && i < m->number; i++)
        if (token_in(t, i, "flights legs sailings")) return false;
    return before && token_in(t, m->lo - 1, "only were was operated ran cancelled canceled");
}

/* "Every day they return by the bridge": a habit, but nothing that runs. */
static bool walks(const struct reader *r, const struct facts *f) {
    return !facts_have(r, f, W_VEHICLE | W_OPER | W_EVENTN) && !f->route.flight[0] &&
           f->tell != TELL_NOTHING;
}

/* "In addition to the five who came first, ...": the figure is another one's. */
static bool framed(const struct reader *r, const struct facts *f, const struct amount *m) {
    const struct tokens *t = &r->t;

    if (!(m == &f->m.v[0] && of_total(r, f, m)) && !token_phrase(t, f->lo, "in addition to") &&
        !token_phrase(t, f->lo, "apart from") && !token_phrase(t, f->lo, "aside from") &&
        !token_is(t, f->lo, "besides"))
        return false;
    for (size_t i = f->lo; i < m->number; i++)
        if (token_is(t, i, ",")) return false;
    for (size_t i = m->number; i < f->m.v[f->m.n - 1].number; i++)
        if (token_is(t, i, ",")) return true; /* and there is another behind the comma */
    return false;
}

/* "accompanied by two doctors": not who is moved. */
static bool escorts(const struct reader *r, const struct facts *f, const struct amount *m) {
    for (size_t i = f->lo; i + 1 < m->number; i++)
        if (token_in(&r->t, i, "accompanied escorted guarded watched flanked") &&
            token_is(&r->t, i + 1, "by"))
            return true;
    return false;
}

/* "refused to confirm the arrival of hundreds": nobody says how many. */
static bool silent(const struct reader *r, const struct facts *f, const struct amount *m) {
    for (size_t i = f->lo; i + 2 < m->number; i++)
        if (token_in(&r->t, i, "refused declined refuses declines unable") &&
            token_is(&r->t, i + 1, "to") && token_has(&r->t, i + 2, W_SAY))
            return true;
    return false;
}

/* "the first of two flights": of one, and the others are told elsewhere. */
static bool one_of_several(const struct reader *r, const struct facts *f, const struct amount *m) {
    size_t i = m->lo;

    while (i > f->lo && token_in(&r->t, i - 1, "the these those")) i--;
    return m->kind == AMOUNT_VEHICLE && i > f->lo + 1 && token_is(&r->t, i - 1, "of") &&
           token_in(&r->t, i - 2, "first second third fourth last latest final one");
}

static bool usable(const struct reader *r, const struct facts *f, const struct amount *m,
                   const struct voice *v, const struct around *w) {
    if (m->number >= v->tag && m->number < v->tag_to && m->kind != AMOUNT_RATE)
        return false; /* three passengers said */
    if (m->kind == AMOUNT_PEOPLE && m->lo > f->lo + 1 && token_is(&r->t, m->lo - 1, "of") &&
        token_in(&r->t, m->lo - 2, "city town village island country nation"))
        return false; /* who lives there */
    if (m->whole || one_of_several(r, f, m) || escorts(r, f, m) || (f->m.n > 1 && framed(r, f, m)))
        return false;
    if ((m->lo > f->lo && token_in(&r->t, m->lo - 1, "killed killing injured wounded injuring")) ||
        (m->lo > f->lo + 1 && token_is(&r->t, m->lo - 1, "of") &&
         token_in(&r->t, m->lo - 2, "bodies remains lives deaths death coffins killing murder")) ||
        token_in(&r->t, m->hi, "dead injured wounded hurt") || silent(r, f, m))
        return false;
    if (m->lo > f->lo + 2 && token_in(&r->t, m->lo - 1, "the these those") &&
        token_is(&r->t, m->lo - 2, "of") &&
        token_in(&r->t, m->lo - 3,
                 "most many some several majority few none half third thirds quarter quarters"))
        return false; /* of whom it is not said how many */
    if (m->kind == AMOUNT_RATE)
        return transport(r, f) && !(m->weak && (figure_people(f) || walks(r, f)));
    if (m->kind == AMOUNT_BARE) return bare_counts(r, f, m, w) || bare_vehicles(r, f, m);
    return m->kind != AMOUNT_SPAN &&
           !(m->kind == AMOUNT_VEHICLE && token_is(&r->t, m->number, "one") && !f->event &&
             !f->movement);
}

static bool has_families(const struct facts *f) {
    for (size_t i = 0; i < f->m.n; i++)
        if (strcmp(f->m.v[i].unit, "families") == 0) return true;
    return false;
}

/* The time of a flow in the word at i, or NULL. */
static const char *time_at(const struct tokens *t, size_t i) {
    static const char *const times[] = {"day", "week", "month", "year"};

    for (size_t k = 0; k < sizeof times / sizeof *times; k++)
        if (token_is(t, i, times[k])) return times[k];
    return NULL;
}

/* daily, weekly ... */
static const char *time_adverb(const struct tokens *t, size_t i) {
    return token_is(t, i, "daily")             ? "day"
           : token_is(t, i, "weekly")          ? "week"
           : token_is(t, i, "monthly")         ? "month"
           : token_in(t, i, "yearly annually") ? "year"
                                               : NULL;
}

/* "some 800 people return every week", "every month some 500 are sent back": the time of a flow, or NULL. */
static const char *flow_time(const struct reader *r, const struct facts *f) {
    const struct tokens *t = &r->t;

    if (token_in(t, f->lo, "every each") && f->lo + 1 < f->amount->lo && time_at(t, f->lo + 1))
        return time_at(t, f->lo + 1);
    for (size_t i = f->amount->hi; i < f->hi; i++) {
        if (time_adverb(t, i)) return time_adverb(t, i);
        if (i + 1 < f->hi && token_in(t, i, "a per each every") && time_at(t, i + 1) &&
            !token_in(t, i - 1, "within in over after for") &&
            !token_in(t, i + 2, "ago earlier later before after old"))
            return time_at(t, i + 1);
    }
    return NULL;
}

/* A flow is what usually happens: in the present, not what arrived on a day. */
static void find_flow(const struct reader *r, struct facts *f) {
    const char *per;
    bool now = f->tell == TELL_STATE;

    if (!f->amount || f->amount->kind != AMOUNT_PEOPLE || f->amount->each) return;
    if (f->future) { /* "will deport up to 900 a week" */
        f->flow = strstr(f->amount->unit, " per ");
        return;
    }
    for (size_t i = f->lo; i + 1 < f->hi; i++)
        now |= token_in(&r->t, i, "is are being") && token_has(&r->t, i + 1, W_ING | W_ED);
    f->flow = now && strstr(f->amount->unit, " per "); /* "a week" stood right behind */
    per = now && !f->flow ? flow_time(r, f) : NULL;
    if (!per) return;
    f->joined = *f->amount;
    snprintf(f->joined.unit, sizeof f->joined.unit, "people per %s", per);
    f->amount = &f->joined;
    f->flow = true;
}

/* The first figure that can be logged: people before families, then by kind. */
static void pick(const struct reader *r, struct facts *f, const struct voice *v) {
    static const enum amount_kind order[] = {AMOUNT_RATE, AMOUNT_PEOPLE, AMOUNT_VEHICLE,
                                             AMOUNT_SHARE, AMOUNT_BARE};
    struct around w = {0};

    for (size_t i = 0; i < f->m.n; i++)
        if (f->m.v[i].kind == AMOUNT_BARE) {
            w = look_around(r, f);
            break;
        }
    for (size_t i = 0; i < f->m.n && !f->amount && has_families(f); i++)
        if (f->m.v[i].kind == AMOUNT_PEOPLE && strcmp(f->m.v[i].unit, "families") != 0 &&
            usable(r, f, &f->m.v[i], v, &w))
            f->amount = &f->m.v[i];
    for (size_t k = 0; k < sizeof order / sizeof *order && !f->amount; k++)
        for (size_t i = 0; i < f->m.n && !f->amount; i++)
            if (f->m.v[i].kind == order[k] && usable(r, f, &f->m.v[i], v, &w))
                f->amount = &f->m.v[i];
}

/* What it came to goes before what it was, and "twice a week" before "weekly". */
static void prefer(struct facts *f) {
    for (size_t i = 0; i < f->m.n; i++)
        if (f->m.v[i].now && f->amount &&
            (f->m.v[i].kind == f->amount->kind ||
             (f->m.v[i].kind == AMOUNT_BARE && f->amount->kind == AMOUNT_PEOPLE)))
            f->amount = &f->m.v[i];
    for (size_t i = 0; i < f->m.n && f->amount && f->amount->weak; i++)
        if (f->m.v[i].kind == AMOUNT_RATE && !f->m.v[i].weak) f->amount = &f->m.v[i];
}

/* "three flights came on Sunday, two on Monday": the item counts what the one before it did. */
static void as_before(const struct reader *r, struct facts *f) {
    const struct text_draft *last = r->out->draft.n ? &r->out->draft.v[r->out->draft.n - 1] : NULL;

    if (!last || last->lo == TEXT_NONE || !last->unit[0] || strncmp(last->unit, "people", 6) == 0 ||
        strchr(last->unit, ' '))
        return;
    f->joined = *f->amount;
    f->joined.kind = AMOUNT_VEHICLE;
    snprintf(f->joined.unit, sizeof f->joined.unit, "%.*s", (int)sizeof f->joined.unit - 1,
             last->unit);
    f->amount = &f->joined;
}

/* The figure of a part: a rate where something travels, then people, vehicles, shares; a bare number where people are spoken of. */
void figure_choose(const struct reader *r, struct facts *f, enum part_kind part,
                   const struct voice *v) {
    if ((part == PART_ITEM || part == PART_SPAN) && f->m.n) {
        f->amount = &f->m.v[part == PART_ITEM ? 0 : f->m.n - 1];
        if (part == PART_ITEM && f->amount->kind == AMOUNT_BARE) as_before(r, f);
        return;
    }
    pick(r, f, v);
    prefer(f);
    join_rate(f);
    join_days(f);
    if (f->amount && f->amount->kind == AMOUNT_BARE && bare_vehicles(r, f, f->amount)) {
        f->joined = *f->amount;
        f->joined.kind = AMOUNT_VEHICLE;
        snprintf(f->joined.unit, sizeof f->joined.unit, "flights");
        f->amount = &f->joined;
    }
    find_flow(r, f);
    f->rate = f->amount && f->amount->kind == AMOUNT_RATE;
}
