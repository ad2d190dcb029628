/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/judge.h"

#include "claim/claim.h"
#include "rule/rule.h"

static int *parents(struct arena *a, const struct load *l) {
    int *parent = ARENA_ARRAY(a, int, l->source.n);

    for (size_t i = 0; i < l->source.n; i++) parent[i] = l->source.v[i].root;
    return parent;
}

/* How many roots say the same thing: the claims of one corridor, quantity and unit. */
static size_t voices(struct arena *a, const struct load *l, const struct load_claim *k) {
    int *source = ARENA_ARRAY(a, int, l->claim.n);
    size_t n = 0;

    for (size_t i = 0; i < l->claim.n; i++) {
        const struct load_claim *o = &l->claim.v[i];
        bool same = o->corridor == k->corridor && o->quantity == k->quantity && o->low == k->low &&
                    o->high == k->high;

        if (o == k || (same && span_eq(o->unit, k->unit) && (k->quantity >= 0 || k->low >= 0)))
            source[n++] = o->source;
    }
    return claim_roots(a, parents(a, l), l->source.n, source, n);
}

static struct claim_grade grade_of(const struct load *l, const struct load_claim *k) {
    struct claim_grade g = {'F', '6'};
    struct span reliability =
        k->source < 0 ? (struct span){"", 0} : l->source.v[k->source].reliability;

    if (reliability.n) g.reliability = reliability.p[0];
    if (k->credibility.n) g.credibility = k->credibility.p[0];
    return g;
}

static struct claim_finding compare(struct arena *a, const struct load_claim *k,
                                    const struct corridor *c) {
    struct claim_quantity q = {k->low,  k->quantity, k->high, claim_unit_read(k->unit),
                               k->from, k->to};
    struct claim_estimate est = {.ceiling = -1};

    if (c) {
        const struct load_corridor *at = &c->l->corridor.v[c->index];
        const struct infer_range *r = &c->result.total;

        est = (struct claim_estimate){at->from, at->to,      r->median,          r->lo,
                                      r->hi,    c->interval, c->result.quantile, c->result.ceiling};
    }
    return claim_compare(a, &q, &est);
}

static json_t *claim_json(struct arena *a, const struct load *l, const struct corridor *all,
                          const struct load_claim *k) {
    const struct corridor *c = k->corridor < 0 ? NULL : &all[k->corridor];
    struct claim_grade g = grade_of(l, k);
    struct claim_finding f = compare(a, k, c);
    const char *objection = claim_grade_objection(a, g, voices(a, l, k));
    const char *evidence = c || f.verdict == CLAIM_NO_QUANTITY
                               ? f.text
                               : "It speaks of no corridor of this case, so nothing is compared.";
    json_t *o = json_object();

    json_object_set_new(o, "row", json_row(k->row));
    json_object_set_new(o, "id", json_text(k->id));
    json_object_set_new(o, "speaker", json_text(k->speaker));
    json_object_set_new(o, "source",
                        k->source < 0 ? json_null() : json_text(l->source.v[k->source].id));
    json_object_set_new(o, "made_on", json_day(k->made_on));
    json_object_set_new(o, "corridor",
                        k->corridor < 0 ? json_null() : json_text(l->corridor.v[k->corridor].id));
    json_object_set_new(o, "low", json_count(k->low));
    json_object_set_new(o, "quantity", json_count(k->quantity));
    json_object_set_new(o, "high", json_count(k->high));
    json_object_set_new(o, "unit", json_text(k->unit));
    json_object_set_new(o, "hedge", json_text(k->hedge));
    json_object_set_new(o, "text", json_text(k->text));
    json_object_set_new(o, "grade",
                        json_string(arena_printf(a, "%c%c", g.reliability, g.credibility)));
    json_object_set_new(o, "status", json_text(k->status));
    json_object_set_new(
        o, "evidence",
        json_string(objection ? arena_printf(a, "%s %s", evidence, objection) : evidence));
    json_object_set_new(o, "percentile", c ? json_count(f.percentile) : json_null());
    return o;
}

json_t *judge_claims(struct arena *a, const struct load *l, const struct corridor *all) {
    json_t *out = json_array();

    for (size_t i = 0; i < l->claim.n; i++)
        json_array_append_new(out, claim_json(a, l, all, &l->claim.v[i]));
    return out;
}

/* Every slot of every outbound corridor: a duty to return is about flights home; where no direction
 * is given, all. */
static struct rule_period period_of(struct arena *a, const struct load *l,
                                    const struct corridor *all) {
    struct rule_period p = {.from = UTC_NONE, .to = UTC_NONE, .as_of = UTC_NONE};
    VEC(struct rule_slot) v = {0};

    for (size_t i = 0; i < l->corridor.n; i++) {
        const struct load_corridor *k = &l->corridor.v[i];

        if (span_is(k->direction, "inbound")) continue;
        if (p.from == UTC_NONE || k->from < p.from) p.from = k->from;
        if (p.to == UTC_NONE || k->to > p.to) p.to = k->to;
        p.as_of = all[i].as_of;
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

json_t *judge_rules(struct arena *a, const struct load *l, const struct corridor *all) {
    json_t *out = json_array();
    struct rule_period p = period_of(a, l, all);

    for (size_t i = 0; i < l->rule.n; i++) {
        const struct load_rule *u = &l->rule.v[i];
        struct rule r = {
            .exemptions = u->exemptions, .sourced = u->sourced, .from = u->from, .until = u->until};
        const char *finding = p.from == UTC_NONE ? "No outbound corridor is entered." : NULL;

        if (!finding) finding = rule_judge(a, &r, &p).text;
        json_array_append_new(out,
                              json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}",
                                        "row", json_row(u->row), "id", json_text(u->id), "document",
                                        json_text(u->document), "paragraph",
                                        json_text(u->paragraph), "text", json_text(u->text), "from",
                                        json_day(u->from), "until", json_day(u->until), "who",
                                        json_text(u->who), "exemptions", json_text(u->exemptions),
                                        "sourced", json_text(u->sourced), "finding", finding));
    }
    return out;
}
