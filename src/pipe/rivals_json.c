/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/rivals.h"

#include <math.h>
#include <stdlib.h>

static json_t *ranks_json(const struct rivals *w, const struct ach_without *v) {
    json_t *ranks = json_array();

    for (size_t k = 0; k < w->l->hypothesis.n; k++)
        json_array_append_new(ranks, json_integer(v->rank[w->order[k]]));
    return json_pack("{s:s, s:o}", "change", ach_changes[v->change], "ranks", ranks);
}

static const char *item_name(struct rivals *w, const struct rivals_item *it) {
    return arena_printf(w->a, "%s%s%.*s%s", it->sheet, *it->sheet ? ":" : "", SPAN_ARG(it->id),
                        it->absent ? ", missing" : "");
}

static json_t *by_json(const struct rivals *w, size_t item, size_t h) {
    json_t *out = json_array();

    for (size_t k = 0; k < w->weigh.n; k++) {
        const struct ach_weigh *x = &w->weigh.v[k];
        const struct load_weigh *g = &w->l->weigh.v[w->weigh_row[k]];

        if (x->item != (int)item || x->hypothesis != (int)h) continue;
        json_array_append_new(out,
                              json_pack("{s:o, s:o, s:s, s:o, s:o}", "row", json_row(g->row), "by",
                                        json_text(g->by), "mark", ach_marks[x->mark], "likelihood",
                                        json_round(x->likelihood, 4), "note", json_text(g->note)));
    }
    return out;
}

static json_t *marks_json(const struct rivals *w, size_t item) {
    json_t *out = json_array();

    for (size_t k = 0; k < w->l->hypothesis.n; k++) {
        size_t h = w->order[k];
        const struct ach_cell *c = &w->r.row[item].cell[h];

        json_array_append_new(out, json_pack("{s:o, s:i, s:o, s:o, s:o}", "hypothesis",
                                             json_text(w->l->hypothesis.v[h].id), "judged",
                                             c->judged, "value", json_round(c->value, 4), "against",
                                             c->judged ? json_round(c->points, 4) : json_null(),
                                             "by", by_json(w, item, h)));
    }
    return out;
}

static json_t *item_json(struct rivals *w, size_t i) {
    const struct rivals_item *it = &w->item.v[i];
    const struct ach_row *r = &w->r.row[i];
    const struct load_source *source = w->l->source.v;
    int named = it->named ? it->named->source : -1;
    struct claim_grade g = it->named ? it->named->grade : (struct claim_grade){0};
    const char grade[3] = {g.reliability, g.credibility, 0};
    json_t *o = json_object(), *refs = json_array();

    for (size_t k = 0; k < it->rows.n; k++) json_add_ref(refs, it->rows.v[k]);
    json_object_set_new(o, "id", json_string(item_name(w, it)));
    json_object_set_new(o, "sheet", *it->sheet ? json_string(it->sheet) : json_null());
    json_object_set_new(o, "absent", json_boolean(it->absent));
    json_object_set_new(o, "text", *it->text ? json_string(it->text) : json_null());
    json_object_set_new(o, "note", it->note ? json_string(it->note) : json_null());
    json_object_set_new(o, "source", named < 0 ? json_null() : json_text(source[named].id));
    json_object_set_new(o, "root", it->root < 0 ? json_null() : json_text(source[it->root].id));
    json_object_set_new(o, "grade", named < 0 ? json_null() : json_string(grade));
    json_object_set_new(o, "problem", it->problem ? json_string(it->problem) : json_null());
    json_object_set_new(o, "diagnosticity", json_round(r->diagnosticity, 4));
    json_object_set_new(o, "disagreement", json_round(r->disagreement, 4));
    json_object_set_new(o, "marks", marks_json(w, i));
    json_object_set_new(o, "without", ranks_json(w, &r->without));
    json_object_set_new(o, "ref", refs);
    return o;
}

struct rowed {
    double diagnosticity;
    size_t item;
};

/* The most diagnostic first; what is not judged often enough last. */
static int cmp_diagnosticity(const void *x, const void *y) {
    const struct rowed *p = x, *q = y;

    if (p->diagnosticity != q->diagnosticity) return p->diagnosticity > q->diagnosticity ? -1 : 1;
    return (p->item > q->item) - (p->item < q->item);
}

static json_t *items_json(struct rivals *w) {
    struct rowed *v = ARENA_ARRAY(w->a, struct rowed, w->item.n);
    json_t *out = json_array();

    for (size_t i = 0; i < w->item.n; i++) {
        double d = w->r.row[i].diagnosticity;

        v[i] = (struct rowed){isnan(d) || w->item.v[i].problem ? -1 : d, i};
    }
    if (w->item.n) qsort(v, w->item.n, sizeof *v, cmp_diagnosticity);
    for (size_t i = 0; i < w->item.n; i++) json_array_append_new(out, item_json(w, v[i].item));
    return out;
}

static json_t *roots_json(const struct rivals *w) {
    json_t *out = json_array();

    for (size_t g = 0; g < w->root.n; g++) {
        const struct load_source *s = &w->l->source.v[w->root.v[g]];
        int n = 0;

        for (size_t i = 0; i < w->item.n; i++)
            n += !w->item.v[i].problem && w->item.v[i].root == w->root.v[g];
        json_array_append_new(out, json_pack("{s:o, s:o, s:i, s:o, s:o}", "id", json_text(s->id),
                                             "label", json_text(s->label), "items", n, "without",
                                             ranks_json(w, &w->r.root[g]), "ref",
                                             json_pack("[o]", json_row(s->row))));
    }
    return out;
}

static json_t *odds_json(const struct rivals *w) {
    json_t *out = json_array();

    for (size_t k = 0; k < w->analyst.n; k++) {
        const struct ach_odds *d = &w->r.odds[k];
        json_t *shares = json_array();

        if (!d->items) {
            json_decref(shares);
            continue;
        }
        for (size_t h = 0; h < w->l->hypothesis.n; h++)
            json_array_append_new(shares, json_round(d->share[w->order[h]], 4));
        json_array_append_new(out, json_pack("{s:o, s:i, s:i, s:o}", "by",
                                             json_text(w->analyst.v[k]), "items", d->items,
                                             "left_out", d->left_out, "shares", shares));
    }
    return out;
}

static json_t *list_json(const struct rivals *w) {
    json_t *out = json_array();

    for (size_t k = 0; k < w->l->hypothesis.n; k++) {
        const struct load_hypothesis *h = &w->l->hypothesis.v[w->order[k]];
        const struct ach_hypothesis *r = &w->r.hypothesis[w->order[k]];

        json_array_append_new(
            out, json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:i}", "row", json_row(h->row),
                           "id", json_text(h->id), "text", json_text(h->text), "note",
                           json_text(h->note), "prior",
                           h->prior < 0 ? json_null() : json_round(h->prior / 1000.0, 4), "rank",
                           r->rank, "against", json_round(r->against, 4), "unjudged", r->unjudged));
    }
    return out;
}

/* --- in words --- */

static const char *points(struct arena *a, double x) {
    if (fabs(x - round(x)) < 1e-6)
        return arena_printf(a, "%d point%s", (int)lround(x), lround(x) == 1 ? "" : "s");
    return arena_printf(a, "%d.%d points", (int)(lround(10 * x) / 10), (int)(lround(10 * x) % 10));
}

static const char *join(struct arena *a, const char *list, const char *name) {
    return arena_printf(a, "%s%s%s", list, *list ? "; " : "", name);
}

/* Which pieces alone, and which roots, decide what has the least against it, and the order. */
static const char *critical(struct rivals *w) {
    const char *list[3] = {"", "", ""}, *roots = "", *s;

    for (size_t i = 0; i < w->item.n; i++) {
        enum ach_change c = w->r.row[i].without.change;

        list[c] = join(w->a, list[c], item_name(w, &w->item.v[i]));
    }
    for (size_t g = 0; g < w->root.n; g++)
        if (w->r.root[g].change == ACH_FIRST)
            roots = join(w->a, roots, arena_dup(w->a, w->l->source.v[w->root.v[g]].id));
    s = *list[ACH_FIRST]
            ? arena_printf(w->a,
                           " Which has the least against it hangs on single pieces: it would be "
                           "otherwise without %s.",
                           list[ACH_FIRST])
            : " No single piece of evidence, if it were wrong, changes which has the least against "
              "it.";
    if (*roots)
        s = arena_printf(w->a, "%s It would be otherwise without all that goes back to %s.", s,
                         roots);
    if (*list[ACH_ORDER])
        s = arena_printf(w->a, "%s The order of the others hangs on %s.", s, list[ACH_ORDER]);
    return s;
}

/* Roots of several pieces: what one of them says hangs on the others, so that they fall together. */
static const char *together(struct rivals *w) {
    static const char *const falls[] = {"nothing changes", "the order changes",
                                        "another has the least against it"};
    const char *s = "";

    for (size_t g = 0; g < w->root.n; g++) {
        size_t n = 0;

        for (size_t i = 0; i < w->item.n; i++)
            n += !w->item.v[i].problem && w->item.v[i].root == w->root.v[g];
        if (n > 1)
            s = join(w->a, s,
                     arena_printf(w->a, "%.*s, %zu pieces (without them %s)",
                                  SPAN_ARG(w->l->source.v[w->root.v[g]].id), n,
                                  falls[w->r.root[g].change]));
    }
    return *s ? arena_printf(w->a, " Pieces of one root are one voice and fall together: %s.", s)
              : s;
}

static struct span hypothesis_id(const struct rivals *w, size_t place) {
    return w->l->hypothesis.v[w->order[place]].id;
}

static const char *summary(struct rivals *w) {
    size_t n = w->l->hypothesis.n;
    const char *s = "";

    if (!w->weigh.n) return "Nothing has been weighed against these explanations yet.";
    for (size_t k = 0, end; k < n; k = end) { /* those of equal rank together */
        const struct ach_hypothesis *h = &w->r.hypothesis[w->order[k]];

        s = arena_printf(w->a, "%s%s%.*s", s, k ? ", then " : "", SPAN_ARG(hypothesis_id(w, k)));
        for (end = k + 1; end < n && w->r.hypothesis[w->order[end]].rank == h->rank; end++)
            s = arena_printf(
                w->a, "%s%s%.*s", s,
                end + 1 < n && w->r.hypothesis[w->order[end + 1]].rank == h->rank ? ", " : " and ",
                SPAN_ARG(hypothesis_id(w, end)));
        s = arena_printf(w->a, "%s (%s%s)", s, points(w->a, h->against),
                         end > k + 1 ? " each" : "");
    }
    return arena_printf(w->a,
                        "From the least against it to the most: %s.%s%s An explanation with little "
                        "against it is not confirmed: nothing here counts what speaks for one.",
                        s, critical(w), together(w));
}

json_t *rivals_json(struct rivals *w) {
    json_t *order = json_array();

    for (size_t k = 0; k < w->l->hypothesis.n; k++)
        json_array_append_new(order, json_text(w->l->hypothesis.v[w->order[k]].id));
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:b}", "order", order, "text", summary(w),
                     "list", list_json(w), "items", items_json(w), "roots", roots_json(w), "odds",
                     odds_json(w), "priors", w->r.priors);
}
