/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on the timeline (rule/rule.h): the rows of a case to figures of who was there and sums of
 * what flew, and the sentences back to rows. */
#include "pipe/judge.h"
#include "pipe/standing.h"
#include "rule/rule.h"

#include <math.h>

static struct rule rule_of(const struct load_rule *u) {
    return (struct rule){.id = u->id,
                         .protects = u->protects,
                         .evidence = u->evidence,
                         .exemptions = u->exemptions,
                         .sourced = u->sourced,
                         .from = u->from,
                         .until = u->until};
}

static int window_at(struct infer_window *v, size_t *n, size_t most, struct infer_window w) {
    size_t at = 0;

    while (at < *n && (v[at].from != w.from || v[at].to != w.to)) at++;
    if (at == most) return -1;
    if (at == *n) v[(*n)++] = w;
    return (int)at;
}

/* The days of a claim that the corridor has an estimate of, where its figure is held against theirs and not against the
 * total: those of the claim, or as many of them as lie in the period. */
static bool days_of(const struct load_claim *k, int corridor, const struct load_corridor *c,
                    struct infer_window *out) {
    struct claim_quantity q = standing_quantity(k);
    struct claim_estimate est = {.from = c->from, .to = c->to};

    if (k->corridor != corridor || (k->low < 0 && k->quantity < 0 && k->high < 0)) return false;
    *out = (struct infer_window){c->from, c->to};
    if (claim_same_period(&q, &est)) return q.unit == CLAIM_FLIGHTS; /* which have no total */
    if (k->from == UTC_NONE || k->to == UTC_NONE || k->from > k->to) return false;
    if (k->from > c->from) out->from = k->from;
    if (k->to < c->to) out->to = k->to;
    return out->from <= out->to;
}

struct infer_window *judge_windows(struct arena *a, const struct load *l, int corridor, int32_t on,
                                   size_t *n, int *of_rule, int *of_claim) {
    size_t most = l->rule.n + JUDGE_PERIODS;
    struct infer_window *v = ARENA_ARRAY(a, struct infer_window, most);
    const struct load_corridor *k = &l->corridor.v[corridor];
    struct rule_period p = {.from = k->from, .to = k->to, .as_of = on};
    struct infer_window w;

    *n = 0;
    for (size_t i = 0; i < l->rule.n; i++) {
        struct rule r = rule_of(&l->rule.v[i]);

        of_rule[i] = -1;
        if (rule_window(&r, &p, on, &w.from, &w.to)) of_rule[i] = window_at(v, n, most, w);
    }
    for (size_t i = 0; i < l->claim.n; i++) {
        of_claim[i] = JUDGE_NO_WINDOW;
        if (!days_of(&l->claim.v[i], corridor, k, &w)) continue;
        of_claim[i] = window_at(v, n, most, w);
        if (of_claim[i] < 0) of_claim[i] = JUDGE_NO_ROOM;
    }
    return v;
}

/* Every slot of every outbound corridor: a duty to return is about flights home; where no direction
 * is given, all. */
static struct rule_period period_of(struct arena *a, const struct load *l,
                                    const struct corridor *all, int32_t on) {
    struct rule_period p = {.from = UTC_NONE, .to = UTC_NONE, .as_of = UTC_NONE};
    VEC(struct rule_slot) v = {0};

    for (size_t i = 0; i < l->corridor.n; i++) {
        const struct load_corridor *k = &l->corridor.v[i];

        if (span_is(k->direction, "inbound")) continue;
        if (p.from == UTC_NONE || k->from < p.from) p.from = k->from;
        if (p.to == UTC_NONE || k->to > p.to) p.to = k->to;
        p.as_of = on;
        for (size_t j = 0; j < all[i].slots.v.n; j++) {
            const struct slot *s = &all[i].slots.v.v[j];

            *vec_push(a, &v) =
                (struct rule_slot){s->day, slots_flown(s), all[i].result.slot[j].p_operated};
        }
    }
    p.slot = v.v;
    p.nslot = v.n;
    return p;
}

/* --- who was there --- */

static struct span who_said(struct arena *a, const struct load *l, const struct load_claim *k,
                            struct claim_grade g) {
    const struct load_source *s = k->source < 0 ? NULL : &l->source.v[k->source];
    const char *doubt = g.credibility == '6'   ? "; its truth is not judged"
                        : g.credibility >= '4' ? "; its truth is doubted"
                                               : "";
    const char *grade = arena_printf(a, "%c%c%s", g.reliability, g.credibility, doubt);

    if (s && s->label.n >= k->speaker.n && memcmp(s->label.p, k->speaker.p, k->speaker.n) == 0)
        return span_of(arena_printf(a, "%.*s (%s)", SPAN_ARG(s->label), grade));
    return span_of(arena_printf(a, "%.*s, in %.*s (%s)", SPAN_ARG(k->speaker),
                                SPAN_ARG(s ? s->label : SPAN("no source named")), grade));
}

/* A figure over a period is of its last day; one that was said before that day, of the day it was said. */
static int32_t stock_day(const struct load_claim *k) {
    int32_t day = k->to != UTC_NONE ? k->to : k->from;

    return day == UTC_NONE || (k->made_on != UTC_NONE && k->made_on < day) ? k->made_on : day;
}

/* Claims of a stock that stand. One that was computed from a timetable or from counts says nothing of who was
 * there. */
static struct rule_stock *stocks_of(struct arena *a, const struct load *l, size_t *n) {
    struct rule_stock *v = ARENA_ARRAY(a, struct rule_stock, l->claim.n);
    const struct standing *standing = standings_of(a, l);

    *n = 0;
    for (size_t i = 0; i < l->claim.n; i++) {
        const struct load_claim *k = &l->claim.v[i];

        if (!span_is(k->measures, "stock") || span_is(k->status, "retracted") || k->basis.n)
            continue;
        v[(*n)++] = (struct rule_stock){.day = stock_day(k),
                                        .low = k->low,
                                        .best = k->quantity,
                                        .high = k->high,
                                        .hedge = k->hedge,
                                        .who = who_said(a, l, k, standing[i].held),
                                        .ref = (int)i};
    }
    return v;
}

/* --- what flew --- */

static struct rule_flow flow_of(const struct load *l, const struct corridor *c, size_t rule) {
    const struct load_corridor *k = &l->corridor.v[c->index];
    struct rule_flow f = {.corridor = k->id,
                          .inbound = !corridor_outbound(c),
                          .from = 1,
                          .to = 0,
                          .interval = c->interval,
                          .ref = c->index};
    int w = c->window_of_rule[rule];

    if (w < 0) return f;
    f.from = c->in.window[w].from, f.to = c->in.window[w].to;
    for (size_t i = 0; i < c->slots.v.n; i++) {
        const struct slot *s = &c->slots.v.v[i];

        f.later += s->day > f.to;
        if (s->day < f.from || s->day > f.to) continue;
        f.slots++;
        f.flown += slots_flown(s);
        f.expected += slots_flown(s) ? 1 : c->result.slot[i].p_operated;
    }
    f.flights_median = c->result.window[w].flights.median;
    f.flights_lo = c->result.window[w].flights.lo, f.flights_hi = c->result.window[w].flights.hi;
    f.people_median = c->result.window[w].people.median;
    f.people_lo = c->result.window[w].people.lo, f.people_hi = c->result.window[w].people.hi;
    return f;
}

#define FLOW_ROWS 60 /* of a flow; the list of slots has all */

/* The corridor and the slots of the window, by row, each once. */
static json_t *flow_refs(const struct corridor *c, const struct rule_flow *f) {
    json_t *refs = json_array();

    json_add_ref(refs, c->l->corridor.v[c->index].row);
    for (size_t i = 0; i < c->slots.v.n && json_array_size(refs) < FLOW_ROWS; i++) {
        const struct slot *s = &c->slots.v.v[i];
        json_t *one, *name;
        size_t k;

        if (s->day < f->from || s->day > f->to) continue;
        one = corridor_slot_refs(c, s);
        json_array_foreach(one, k, name) {
            struct span row = span_of(json_string_value(name));

            json_add_ref(refs, row);
        }
        json_decref(one);
    }
    return refs;
}

/* --- JSON --- */

struct judging {
    struct arena *a;
    const struct load *l;
    const struct corridor *all;
    struct rule_evidence ev;
    struct rule_flow *flow; /* [corridor.n] of the rule at hand */
};

static json_t *people_json(double x) {
    return isnan(x) ? json_null() : json_integer((json_int_t)llround(x));
}

static json_t *statement_json(const struct judging *j, const struct rule_statement *s) {
    json_t *o = json_object(), *refs;

    json_object_set_new(o, "kind", json_string(rule_kind_word(s->kind)));
    json_object_set_new(o, "day", json_day(s->day));
    json_object_set_new(o, "corridor", s->flow ? json_text(j->flow[s->ref].corridor) : json_null());
    json_object_set_new(o, "low", people_json(s->low));
    json_object_set_new(o, "median", people_json(s->median));
    json_object_set_new(o, "high", people_json(s->high));
    json_object_set_new(o, "text", json_string(s->text));
    if (s->ref < 0) {
        refs = json_array();
    } else if (s->flow) {
        refs = flow_refs(&j->all[j->flow[s->ref].ref], &j->flow[s->ref]);
    } else {
        const struct load_claim *k = &j->l->claim.v[s->ref];

        refs = json_array();
        json_add_ref(refs, k->row);
        if (k->source >= 0) json_add_ref(refs, j->l->source.v[k->source].row);
    }
    json_object_set_new(o, "ref", refs);
    return o;
}

static json_t *kinds_json(struct span list) {
    json_t *out = json_array();

    for (size_t i = 0, n; i < list.n; i += n + 1) {
        struct span one;

        for (n = 0; i + n < list.n && list.p[i + n] != ';' && list.p[i + n] != ',';) n++;
        one = span_trim((struct span){list.p + i, n});
        if (one.n) json_array_append_new(out, json_text(one));
    }
    return out;
}

static json_t *rule_json(struct judging *j, const struct rule_period *p, size_t i) {
    const struct load_rule *u = &j->l->rule.v[i];
    struct rule r = rule_of(u);
    bool any = p->from != UTC_NONE;
    struct rule_finding f = {0};
    struct rule_statement *s;
    json_t *o = json_object(), *list = json_array();
    int32_t days = 0;
    size_t n;

    j->ev.period = any ? p : NULL;
    if (any) f = rule_judge(j->a, &r, p);
    for (size_t k = 0; k < j->l->corridor.n; k++) j->flow[k] = flow_of(j->l, &j->all[k], i);
    n = rule_weigh(j->a, &r, &j->ev, &s);
    for (size_t k = 0; k < n; k++) json_array_append_new(list, statement_json(j, &s[k]));
    json_object_set_new(o, "row", json_row(u->row));
    json_object_set_new(o, "id", json_text(u->id));
    json_object_set_new(o, "document", json_text(u->document));
    json_object_set_new(o, "paragraph", json_text(u->paragraph));
    json_object_set_new(o, "text", json_text(u->text));
    json_object_set_new(o, "from", json_day(u->from));
    json_object_set_new(o, "until", json_day(u->until));
    json_object_set_new(o, "who", json_text(u->who));
    json_object_set_new(o, "exemptions", json_text(u->exemptions));
    json_object_set_new(o, "protects", json_text(u->protects));
    json_object_set_new(o, "kinds", kinds_json(u->evidence));
    json_object_set_new(o, "sourced", json_text(u->sourced));
    json_object_set_new(o, "source",
                        u->source < 0 ? json_null() : json_text(j->l->source.v[u->source].id));
    json_object_set_new(o, "verdict",
                        any ? json_string(rule_verdict_word(f.verdict)) : json_null());
    json_object_set_new(o, "on", json_day(j->ev.on));
    json_object_set_new(o, "state",
                        j->ev.on == UTC_NONE
                            ? json_null()
                            : json_string(rule_state_word(rule_on(&r, j->ev.on, &days))));
    json_object_set_new(o, "days", j->ev.on == UTC_NONE ? json_null() : json_integer(days));
    json_object_set_new(o, "finding",
                        json_string(any ? f.text : "No outbound corridor is entered."));
    json_object_set_new(o, "statements", list);
    return o;
}

json_t *judge_rules(struct arena *a, const struct load *l, const struct corridor *all, int32_t on) {
    struct rule_period p = period_of(a, l, all, on);
    struct rule_beside *beside = ARENA_ARRAY(a, struct rule_beside, l->rule.n);
    struct judging j = {.a = a, .l = l, .all = all};
    json_t *out = json_array();
    size_t nstock;

    j.flow = ARENA_ARRAY(a, struct rule_flow, l->corridor.n);
    j.ev = (struct rule_evidence){.on = on,
                                  .stock = stocks_of(a, l, &nstock),
                                  .flow = j.flow,
                                  .nflow = l->corridor.n,
                                  .beside = beside};
    j.ev.nstock = nstock;
    for (size_t i = 0; i < l->rule.n; i++) {
        const struct load_rule *u = &l->rule.v[i];

        if (span_is(u->protects, "forbids"))
            beside[j.ev.nbeside++] = (struct rule_beside){u->id, u->document};
        else
            j.ev.duty = true;
    }
    for (size_t i = 0; i < l->rule.n; i++) json_array_append_new(out, rule_json(&j, &p, i));
    return out;
}
