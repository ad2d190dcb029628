/* SPDX-License-Identifier: Apache-2.0 */
/* What the answer says of the model: how it sees the corridor, what it adds that nobody saw, what is left at the origin, what to
 * look at next, and what the answer hangs on. Where the model gives no such figure the answer says null or nothing, never 0. */
#include "pipe/corridor.h"

#include <math.h>

#define SENSED_SLOTS 1000 /* of a corridor; beyond it 30 more runs would take a minute */
enum { NEXT_MOST = 12, NEXT_COUNTED = NEXT_MOST - 2 }; /* two are left for eye and proxy */

static json_t *unknown_range(void) {
    return json_pack("{s:n, s:n, s:n, s:n}", "median", "mean", "lo", "hi");
}

static json_t *structure_json(const struct corridor *c) {
    json_t *out = json_array();

    for (size_t i = 0; c->result.structure && i < c->result.nstructure; i++) {
        const struct infer_structure *s = &c->result.structure[i];

        json_array_append_new(out, json_pack("{s:s, s:s, s:o}", "name", s->name, "words", s->words,
                                             "weight", json_round(s->weight, 4)));
    }
    return out;
}

/* Without draws the model has not looked for flights that nobody announced. */
static json_t *unlisted_json(const struct corridor *c) {
    return c->result.ndraw && c->slots.v.n ? json_range(&c->result.unlisted) : unknown_range();
}

static json_t *stock_json(const struct corridor *c) {
    const struct infer_stock *s = &c->result.stock;
    int32_t day = isnan(s->median_day) ? UTC_NONE : (int32_t)lround(s->median_day);

    if (!s->known) return json_null();
    return json_pack("{s:[I, I], s:o, s:{s:o, s:o}}", "s0",
                     (json_int_t)llround(c->options.stock_lo),
                     (json_int_t)llround(c->options.stock_hi), "now", json_range(&s->now),
                     "depletion", "p_within", json_round(s->p_within, 4), "median", json_day(day));
}

static json_t *gain_json(struct arena *a, const struct corridor *c, const struct infer_gain *g) {
    const struct slot *s = &c->slots.v.v[g->slot];

    return json_pack("{s:s, s:o, s:b, s:s, s:o, s:o}", "slot", corridor_slot_id(a, c, g->slot),
                     "date", json_day(s->day), "future", c->as_of != UTC_NONE && s->day > c->as_of,
                     "method", infer_methods[g->method], "narrowing", json_round(g->narrowing, 4),
                     "ref", corridor_slot_refs(c, s));
}

/* The best counts, the best of the flights to come among them (a past flight needs a video or a list, one to come needs somebody at
 * the gate); then what an eye and a proxy would give on the best flight of all. */
static json_t *next_json(struct arena *a, const struct corridor *c) {
    struct infer_gain *v = NULL;
    size_t n = c->result.slot ? infer_plan(a, &c->in, &c->result, &v) : 0, counted = 0;
    bool future = false;
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++) {
        bool to_come = c->as_of != UTC_NONE && c->slots.v.v[v[i].slot].day > c->as_of,
             room = counted + (future || to_come ? 0 : 1) < NEXT_COUNTED;

        if (!c->plan && (v[i].method != INFER_COUNTED || !room)) continue;
        counted += v[i].method == INFER_COUNTED;
        future |= to_come;
        json_array_append_new(out, gain_json(a, c, &v[i]));
    }
    for (size_t i = 1; i < n && !c->plan; i++)
        if (v[i].slot == v[0].slot && v[i].method != INFER_COUNTED)
            json_array_append_new(out, gain_json(a, c, &v[i]));
    return out;
}

static json_t *end_json(const char *text, const struct infer_range *r) {
    return json_pack("{s:s, s:I, s:I, s:I}", "text", text, "median", (json_int_t)llround(r->median),
                     "lo", (json_int_t)llround(r->lo), "hi", (json_int_t)llround(r->hi));
}

/* A root is a source of the case or, for a count that names none, the count. */
static void name_root(struct arena *a, const struct corridor *c, int root, const char **name,
                      json_t *refs) {
    const struct load *l = c->l;

    if ((size_t)root < l->source.n) {
        const struct load_source *s = &l->source.v[root];

        *name = arena_dup(a, s->label.n ? s->label : s->id);
        json_add_ref(refs, s->row);
    }
    for (size_t i = 0; i < l->count.n; i++) {
        int at = c->infer_count[i];

        if (at < 0 || c->in.count[at].root != root) continue;
        if (!*name) *name = "a count that names no source";
        json_add_ref(refs, l->count.v[i].row);
    }
}

static json_t *bar_json(struct arena *a, const struct corridor *c, const struct infer_bar *b) {
    bool root = b->kind == INFER_SENS_ROOT;
    const char *name = root ? NULL : b->name;
    json_t *refs = json_array();

    if (root) name_root(a, c, b->root, &name, refs);
    return json_pack("{s:s, s:s, s:o, s:o, s:I, s:o}", "kind", root ? "source" : "assumption",
                     "name", name ? name : "unknown", "low", end_json(b->low_text, &b->low), "high",
                     end_json(root ? "as it is" : b->high_text, &b->high), "swing",
                     (json_int_t)llround(b->swing), "ref", refs);
}

static json_t *sensitivity_json(struct arena *a, const struct corridor *c) {
    json_t *out;

    if (!c->sensed) return json_null();
    out = json_array();
    for (size_t i = 0; i < c->nbar; i++) json_array_append_new(out, bar_json(a, c, &c->bar[i]));
    return out;
}

static json_t *whatifs_json(const struct corridor *c) {
    json_t *out;

    if (!c->sensed) return json_null();
    out = json_array();
    for (size_t i = 0; i < c->nwhatif; i++) {
        const struct infer_range *r = &c->whatif[i].total;

        json_array_append_new(
            out, json_pack("{s:s, s:I, s:I, s:I, s:[o]}", "assume", c->whatif[i].assume, "median",
                           (json_int_t)llround(r->median), "lo", (json_int_t)llround(r->lo), "hi",
                           (json_int_t)llround(r->hi), "ref", json_row(c->whatif_row)));
    }
    return out;
}

static json_t *engine_json(const struct corridor *c) {
    const struct infer_result *r = &c->result;
    bool drawn = r->ndraw > 0;

    return json_pack("{s:I, s:o, s:o, s:o}", "draws", (json_int_t)r->ndraw, "ess",
                     drawn ? json_round(r->ess, 1) : json_null(), "draw_error",
                     drawn ? json_round(r->draw_error, 1) : json_null(), "grid_error",
                     c->slots.v.n ? json_round(r->grid_error, 1) : json_null());
}

void model_json(struct arena *a, const struct corridor *c, json_t *o) {
    json_object_set_new(o, "structure", structure_json(c));
    json_object_set_new(o, "unlisted", unlisted_json(c));
    json_object_set_new(o, "stock", stock_json(c));
    json_object_set_new(o, "next", next_json(a, c));
    json_object_set_new(o, "sensitivity", sensitivity_json(a, c));
    json_object_set_new(o, "whatif", whatifs_json(c));
    json_object_set_new(o, "model", engine_json(c));
}

static bool of_people(const struct load_claim *k) {
    return k->quantity > 0 && !span_is(k->status, "retracted") &&
           (k->mode.n == 0 || span_is(k->mode, "air")) &&
           (span_is(k->unit, "people") || span_is(k->unit, "person-movements"));
}

/* By day, then figure: the rows stand in the order of their names, which are hashes of what is withheld, too. */
static bool earlier(const struct load_count *a, const struct load_count *b) {
    int32_t x = a->day != UTC_NONE ? a->day : a->from, y = b->day != UTC_NONE ? b->day : b->from;

    return x != y ? x < y : a->best < b->best;
}

/* The load of the product behind a claim: what a claim about one day of this corridor says, the earliest first; else the earliest
 * count with a figure, of one day the lowest. 0: nobody claims a number of people, or nobody gives a load, and there is no product to take apart. */
static int claimed_load(const struct corridor *c, struct span *row) {
    const struct load *l = c->l;
    const struct load_count *first = NULL;
    bool claimed = false;

    for (size_t i = 0; i < l->claim.n; i++) {
        const struct load_claim *k = &l->claim.v[i];

        if (k->corridor != c->index || !of_people(k)) continue;
        claimed = true;
        if (k->from == UTC_NONE || k->from != k->to || k->quantity > 1000) continue;
        if (k->measures.n && !span_is(k->measures, "one_way")) continue; /* so many were there */
        *row = k->row;
        return k->quantity;
    }
    for (size_t i = 0; i < l->count.n && claimed; i++) {
        const struct load_count *k = &l->count.v[i];

        if (c->infer_count[i] < 0 || c->slots.slot_of_count[i] < 0 || k->best <= 0) continue;
        if (!first || earlier(k, first)) first = k;
    }
    if (!first) return 0;
    *row = first->row;
    return first->best;
}

static int run_whatif(struct arena *a, struct corridor *c, const struct pipe_options *o, int load,
                      bool all, struct err *e) {
    struct pipe_assume w = {0};
    struct pipe_options with = *o;
    struct corridor made;
    int rc;

    w.given[PIPE_LOAD] = load > 0;
    w.lo[PIPE_LOAD] = w.hi[PIPE_LOAD] = load > 0 ? load : 0;
    w.given[PIPE_COMPLETION] = all;
    w.lo[PIPE_COMPLETION] = w.hi[PIPE_COMPLETION] = all ? 1 : 0;
    with.assume = w;
    with.unmeasured = true;
    if ((rc = corridor_run(a, c->l, c->index, c->as_of, &with, &made, e)) < 0) return rc;
    c->whatif[c->nwhatif++] = (struct whatif){whatif_text(a, &w), made.result.total};
    return 0;
}

/* Which of the two things that a product takes as certain makes the difference: each alone, then both. */
static int run_whatifs(struct arena *a, struct corridor *c, const struct pipe_options *o,
                       struct err *e) {
    int load = c->slots.v.n && !whatif_any(&o->assume) ? claimed_load(c, &c->whatif_row) : 0, rc;

    if (load <= 0) return 0;
    c->whatif = ARENA_ARRAY(a, struct whatif, 3);
    if ((rc = run_whatif(a, c, o, load, false, e)) < 0) return rc;
    if ((rc = run_whatif(a, c, o, 0, true, e)) < 0) return rc;
    return run_whatif(a, c, o, load, true, e);
}

int model_run(struct arena *a, struct corridor *c, const struct pipe_options *o, struct err *e) {
    int rc;

    if (c->slots.v.n > SENSED_SLOTS) return 0;
    if (c->slots.v.n) {
        rc = infer_sensitivity(a, &c->in, &c->options, &c->result, &c->bar, &c->nbar, e);
        if (rc == 0) rc = run_whatifs(a, c, o, e);
        if (rc < 0) {
            err_at(e, "corridor %.*s", SPAN_ARG(c->l->corridor.v[c->index].id));
            return rc;
        }
    }
    c->sensed = true;
    return 0;
}
