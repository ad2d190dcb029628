/* SPDX-License-Identifier: Apache-2.0 */
/* From the rows in force to the arrays of claim/flag.h. Indices are those of the case's own arrays,
 * so that a finding leads back to its rows. */
#include "pipe/flags.h"

#include <stdlib.h>

struct making {
    struct arena *a;
    const struct load *l;
    const struct slots *slots;
    const size_t *begins;
    const int *opposite;
    struct flag_input in;
};

static void make_sources(struct making *m) {
    const struct load *l = m->l;
    struct flag_source *v = ARENA_ARRAY(m->a, struct flag_source, l->source.n);

    for (size_t i = 0; i < l->source.n; i++)
        v[i] = (struct flag_source){l->source.v[i].id, l->source.v[i].label, l->source.v[i].root};
    m->in.source = v, m->in.nsource = l->source.n;
}

static void make_corridors(struct making *m) {
    const struct load *l = m->l;
    struct flag_corridor *v = ARENA_ARRAY(m->a, struct flag_corridor, l->corridor.n);

    for (size_t i = 0; i < l->corridor.n; i++) {
        const struct load_corridor *c = &l->corridor.v[i];

        v[i] = (struct flag_corridor){c->id, c->group, m->opposite[i], c->from, c->to};
    }
    m->in.corridor = v, m->in.ncorridor = l->corridor.n;
}

static void make_lines(struct making *m) {
    const struct load *l = m->l;
    struct flag_line *v = ARENA_ARRAY(m->a, struct flag_line, l->schedule.n);

    for (size_t i = 0; i < l->schedule.n; i++) {
        const struct load_schedule *s = &l->schedule.v[i];

        v[i] =
            (struct flag_line){s->id, s->flight, s->corridor, s->source, s->days, s->from, s->to};
    }
    m->in.line = v, m->in.nline = l->schedule.n;
}

static enum check_state state_of(const struct slot *s) {
    if (s->conflict) return CHECK_UNKNOWN;
    if (s->cancelled) return CHECK_CANCELLED;
    return slots_flown(s) ? CHECK_FLOWN : CHECK_UNKNOWN;
}

static void make_slots(struct making *m) {
    size_t n = 0, at = 0;
    struct flag_slot *v;

    for (size_t k = 0; k < m->l->corridor.n; k++) n += m->slots[k].v.n;
    v = ARENA_ARRAY(m->a, struct flag_slot, n);
    for (size_t k = 0; k < m->l->corridor.n; k++)
        for (size_t i = 0; i < m->slots[k].v.n; i++) {
            const struct slot *s = &m->slots[k].v.v[i];

            v[at++] = (struct flag_slot){.corridor = (int)k,
                                         .day = s->day,
                                         .state = state_of(s),
                                         .cancelled = s->cancelled,
                                         .listed = s->listed || s->announced,
                                         .line = s->schedules.v,
                                         .nline = s->schedules.n,
                                         .type = s->type,
                                         .seats_lo = s->seats_lo,
                                         .seats_hi = s->seats_hi};
        }
    m->in.slot = v, m->in.nslot = n;
}

static bool flown(const struct load_flight *f) {
    return span_is(f->state, "operated") || span_is(f->state, "tracked") ||
           (span_is(f->state, "seen") &&
            (span_is(f->seen_what, "aircraft") || span_is(f->seen_what, "boarding")));
}

static void make_reports(struct making *m) {
    const struct load *l = m->l;
    struct flag_report *v = ARENA_ARRAY(m->a, struct flag_report, l->flight.n);

    for (size_t i = 0; i < l->flight.n; i++) {
        const struct load_flight *f = &l->flight.v[i];

        v[i] = (struct flag_report){.flight = f->flight,
                                    .type = f->type,
                                    .registration = f->registration,
                                    .corridor = f->corridor,
                                    .source = f->source,
                                    .day = f->day,
                                    .flown = flown(f),
                                    .cancelled = span_is(f->state, "cancelled")};
    }
    m->in.report = v, m->in.nreport = l->flight.n;
}

static bool observed(struct span method) {
    return !span_is(method, "seats") && !span_is(method, "neighbour") &&
           !span_is(method, "claimed");
}

static void make_counts(struct making *m) {
    const struct load *l = m->l;
    struct flag_count *v = ARENA_ARRAY(m->a, struct flag_count, l->count.n);

    for (size_t i = 0; i < l->count.n; i++) {
        const struct load_count *c = &l->count.v[i];
        int slot = c->corridor < 0 ? -1 : m->slots[c->corridor].slot_of_count[i];
        bool sharp = span_is(c->method, "counted") || span_is(c->method, "official") ||
                     span_is(c->method, "manifest");

        v[i] =
            (struct flag_count){.id = c->id,
                                .flight = c->flight,
                                .corridor = c->corridor,
                                .source = c->source,
                                .slot = slot < 0 ? -1 : (int)m->begins[c->corridor] + slot,
                                .day = c->day,
                                .from = c->from,
                                .to = c->to,
                                .observed = observed(c->method),
                                .eye = span_is(c->method, "eye"),
                                .waiting = span_is(c->stage, "waiting"),
                                .concern = span_is(c->of, "concern"),
                                .exact = sharp && (!c->wording.n || span_is(c->wording, "exact")),
                                .low = c->low,
                                .best = c->best,
                                .high = c->high};
    }
    m->in.count = v, m->in.ncount = l->count.n;
}

static void make_crafts(struct making *m) {
    const struct load *l = m->l;
    struct flag_craft *v = ARENA_ARRAY(m->a, struct flag_craft, l->aircraft.n);

    for (size_t i = 0; i < l->aircraft.n; i++) {
        const struct load_aircraft *c = &l->aircraft.v[i];
        int high = c->seats_high > c->seats ? c->seats_high : c->seats;

        v[i] = (struct flag_craft){c->type, c->registration, c->seats, high, false};
    }
    for (size_t k = 0; k < l->corridor.n; k++)
        for (size_t i = 0; i < m->slots[k].fleet.n; i++) v[m->slots[k].fleet.v[i]].here = true;
    m->in.craft = v, m->in.ncraft = l->aircraft.n;
}

/* --- claims and what they were computed from --- */

struct named {
    struct span id;
    struct flag_ref row;
};

static int cmp_named(const void *a, const void *b) {
    const struct named *p = a, *q = b;
    int c = span_cmp(p->id, q->id);

    return c ? c : (int)p->row.sheet - (int)q->row.sheet;
}

struct names {
    struct named *v;
    size_t n;
};

static struct names all_names(const struct making *m) {
    const struct load *l = m->l;
    struct names s = {
        ARENA_ARRAY(m->a, struct named, l->count.n + l->claim.n + l->schedule.n + l->flight.n), 0};

#define ADD(vec, sheet)                                                                            \
    for (size_t i = 0; i < (vec).n; i++)                                                           \
        if ((vec).v[i].id.n) s.v[s.n++] = (struct named) {                                         \
                (vec).v[i].id, {                                                                   \
                    (sheet), (int)i                                                                \
                }                                                                                  \
            }
    ADD(l->count, FLAG_COUNT);
    ADD(l->claim, FLAG_CLAIM);
    ADD(l->schedule, FLAG_LINE);
    ADD(l->flight, FLAG_REPORT);
#undef ADD
    if (s.n) qsort(s.v, s.n, sizeof *s.v, cmp_named);
    return s;
}

/* Every row of that id; an id that two sheets have names both. */
static bool resolve(const struct making *m, const struct names *all, struct span id,
                    struct flag_claim *k, size_t *cap) {
    size_t lo = 0, hi = all->n;
    struct flag_ref *v = (struct flag_ref *)(uintptr_t)k->basis;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (span_cmp(all->v[mid].id, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (hi = lo; hi < all->n && span_eq(all->v[hi].id, id); hi++) {
        if (k->nbasis == *cap) v = arena_grow(m->a, v, k->nbasis, cap, sizeof *v);
        v[k->nbasis++] = all->v[hi].row;
    }
    k->basis = v;
    return hi > lo;
}

static void read_basis(const struct making *m, const struct names *all, struct span rest,
                       struct flag_claim *k) {
    size_t cap = 0;
    struct span one;

    while ((one = load_basis_next(&rest)).n)
        if (!resolve(m, all, one, k, &cap)) k->strangers++;
}

static int word_of(struct span s, const char *const *words) {
    for (int i = 0; words[i]; i++)
        if (span_is(s, words[i])) return i;
    return -1;
}

static void make_claims(struct making *m) {
    static const char *const modes[] = {"air", "rail", "sea", "road", "all", NULL};
    static const char *const relations[] = {"translates", "repeats", "supports", "contradicts",
                                            "revises",    "part_of", NULL};
    const struct load *l = m->l;
    struct flag_claim *v = ARENA_ARRAY(m->a, struct flag_claim, l->claim.n);
    struct names all = all_names(m);

    for (size_t i = 0; i < l->claim.n; i++) {
        const struct load_claim *k = &l->claim.v[i];
        int mode = word_of(k->mode, modes);

        v[i] = (struct flag_claim){.id = k->id,
                                   .text = k->text,
                                   .hedge = k->hedge,
                                   .flight = k->flight,
                                   .source = k->source,
                                   .corridor = k->corridor,
                                   .about = k->about,
                                   .relation =
                                       (enum flag_relation)(word_of(k->relation, relations) + 1),
                                   .made_on = k->made_on,
                                   .from = k->from,
                                   .to = k->to,
                                   .low = k->low,
                                   .best = k->quantity,
                                   .high = k->high,
                                   .unit = claim_unit_read(k->unit),
                                   .measures = claim_measures_read(k->measures),
                                   .mode = mode < 0 ? FLAG_AIR : (enum flag_mode)mode,
                                   .retracted = span_is(k->status, "retracted")};
        read_basis(m, &all, k->basis, &v[i]);
    }
    m->in.claim = v, m->in.nclaim = l->claim.n;
}

struct flags flags_of(struct arena *a, const struct load *l, const struct slots *slots,
                      const size_t *begins, const int *opposite) {
    struct making m = {a, l, slots, begins, opposite, {0}};

    make_sources(&m);
    make_corridors(&m);
    make_lines(&m);
    make_slots(&m);
    make_reports(&m);
    make_counts(&m);
    make_crafts(&m);
    make_claims(&m);
    return flag_run(a, &m.in);
}

struct span flags_row(const struct load *l, struct flag_ref r) {
    switch (r.sheet) {
    case FLAG_SOURCE: return l->source.v[r.index].row;
    case FLAG_CLAIM: return l->claim.v[r.index].row;
    case FLAG_COUNT: return l->count.v[r.index].row;
    case FLAG_LINE: return l->schedule.v[r.index].row;
    case FLAG_REPORT: return l->flight.v[r.index].row;
    case FLAG_CRAFT: return l->aircraft.v[r.index].row;
    }
    return (struct span){"", 0};
}
