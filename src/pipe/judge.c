/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/judge.h"

#include "claim/claim.h"
#include "pipe/voice.h"

static bool related(const struct load_claim *k, const char *relation) {
    return k->about >= 0 && span_is(k->relation, relation);
}

static bool stands(const struct load_claim *k) {
    return !span_is(k->status, "retracted");
}

static bool no_clash(int32_t day, int32_t other) {
    return day == other || day == UTC_NONE || other == UTC_NONE;
}

/* The same statement: the same figures of the same thing, or entered as its repeat, translation or
 * support. */
static bool says_the_same(const struct load *l, size_t i, size_t j) {
    static const char *const relations[] = {"translates", "repeats", "supports"};
    const struct load_claim *k = &l->claim.v[i], *o = &l->claim.v[j];
    bool same = o->corridor == k->corridor && o->quantity == k->quantity && o->low == k->low &&
                o->high == k->high && no_clash(o->from, k->from) && no_clash(o->to, k->to);

    if (i == j) return true;
    if (same && span_eq(o->unit, k->unit) && span_eq(o->measures, k->measures) &&
        (k->quantity >= 0 || k->low >= 0))
        return true;
    for (size_t n = 0; n < sizeof relations / sizeof *relations; n++)
        if ((related(o, relations[n]) && o->about == (int)i) ||
            (related(k, relations[n]) && k->about == (int)j))
            return true;
    return false;
}

static struct claim_standing standing_of(struct arena *a, const struct load *l, size_t i) {
    const struct load_claim *k = &l->claim.v[i];
    int *source = ARENA_ARRAY(a, int, l->claim.n), *parent = ARENA_ARRAY(a, int, l->source.n);
    struct claim_standing s = {.disputed = span_is(k->status, "disputed"), .retracted = !stands(k)};
    int voice = voice_source(l, i);
    size_t n = 0;

    for (size_t m = 0; m < l->source.n; m++) parent[m] = l->source.v[m].root;
    for (size_t j = 0; j < l->claim.n; j++) {
        const struct load_claim *o = &l->claim.v[j];

        if (i != j && !stands(o)) continue;
        if (says_the_same(l, i, j)) source[n++] = voice_source(l, j);
        if (related(o, "contradicts") && o->about == (int)i) {
            int other = voice_source(l, j);

            s.disputed |= other < 0 || voice < 0 || parent[other] != parent[voice];
        }
    }
    s.nroot = claim_roots(a, parent, l->source.n, source, n);
    return s;
}

static struct claim_grade grade_of(const struct load *l, const struct load_claim *k) {
    struct claim_grade g = {'F', '6'};
    struct span reliability =
        k->source < 0 ? (struct span){"", 0} : l->source.v[k->source].reliability;

    if (reliability.n) g.reliability = reliability.p[0];
    if (k->credibility.n) g.credibility = k->credibility.p[0];
    return g;
}

/* --- its figure beside the estimate --- */

/* Does its basis name a line of the timetable? */
static bool from_timetable(const struct load *l, const struct load_claim *k) {
    for (size_t i = 0; k->basis.n && i < l->schedule.n; i++) {
        struct span id = l->schedule.v[i].id, s = k->basis;

        for (; id.n && s.n >= id.n; s.p++, s.n--) {
            bool begins = s.p == k->basis.p || strchr(" ,;\t\r\n", s.p[-1]);
            bool ends = s.n == id.n || strchr(" ,;\t\r\n", s.p[id.n]);

            if (begins && ends && memcmp(s.p, id.p, id.n) == 0) return true;
        }
    }
    return false;
}

static enum claim_ways ways_of(struct span mode) {
    if (mode.n == 0 || span_is(mode, "air")) return CLAIM_FLIGHTS_ONLY;
    return span_is(mode, "all") ? CLAIM_EVERY_WAY : CLAIM_OTHER_WAY;
}

static struct claim_finding compare(struct arena *a, const struct load *l,
                                    const struct load_claim *k, const struct corridor *c) {
    struct claim_quantity q = {.low = k->low,
                               .best = k->quantity,
                               .high = k->high,
                               .unit = claim_unit_read(k->unit),
                               .from = k->from,
                               .to = k->to,
                               .measures = claim_measures_read(k->measures),
                               .ways = ways_of(k->mode),
                               .computed = from_timetable(l, k)};
    struct claim_estimate est = {.ceiling = -1};

    if (c) {
        const struct load_corridor *at = &c->l->corridor.v[c->index];
        const struct infer_range *r = &c->result.total;

        est = (struct claim_estimate){at->from, at->to,      r->median,          r->lo,
                                      r->hi,    c->interval, c->result.quantile, c->result.ceiling};
    }
    return claim_compare(a, &q, &est);
}

static json_t *sentences(const char *const *v, size_t n) {
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++) json_array_append_new(out, json_string(v[i]));
    return out;
}

static const char *grade_text(struct arena *a, struct claim_grade g) {
    return arena_printf(a, "%c%c", g.reliability, g.credibility);
}

static json_t *claim_json(struct arena *a, const struct load *l, const struct corridor *all,
                          size_t index) {
    const struct load_claim *k = &l->claim.v[index];
    const struct corridor *c = k->corridor < 0 ? NULL : &all[k->corridor];
    struct claim_grade g = grade_of(l, k);
    struct claim_standing s = standing_of(a, l, index);
    struct claim_finding f = compare(a, l, k, c);
    const char *standing = claim_standing_text(a, g, &s);
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
    json_object_set_new(o, "measures", json_text(k->measures));
    json_object_set_new(o, "mode", json_text(k->mode));
    json_object_set_new(o, "hedge", json_text(k->hedge));
    json_object_set_new(o, "text", json_text(k->text));
    json_object_set_new(o, "grade", json_string(grade_text(a, claim_grade_hold(g, &s))));
    json_object_set_new(o, "grade_given", json_string(grade_text(a, g)));
    json_object_set_new(o, "roots", json_integer((json_int_t)s.nroot));
    json_object_set_new(o, "status", json_text(k->status));
    json_object_set_new(o, "about",
                        k->about < 0 ? json_null() : json_text(l->claim.v[k->about].id));
    json_object_set_new(o, "relation", json_text(k->relation));
    json_object_set_new(
        o, "evidence",
        json_string(*standing ? arena_printf(a, "%s %s", evidence, standing) : evidence));
    json_object_set_new(o, "differs", c ? sentences(f.differs, f.ndiffers) : json_array());
    json_object_set_new(o, "percentile", c ? json_count(f.percentile) : json_null());
    return o;
}

json_t *judge_claims(struct arena *a, const struct load *l, const struct corridor *all) {
    json_t *out = json_array();

    for (size_t i = 0; i < l->claim.n; i++) json_array_append_new(out, claim_json(a, l, all, i));
    return out;
}
