/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/judge.h"

#include "pipe/standing.h"

#include <math.h>

/* --- its figure beside the estimate --- */

/* What is known of the flights of some days. */
static struct claim_flown flown_in(const struct corridor *c, int32_t from, int32_t to) {
    struct claim_flown f = {0};

    for (size_t i = 0; i < c->slots.v.n; i++) {
        const struct slot *s = &c->slots.v.v[i];

        if (s->day < from || s->day > to) continue;
        f.listed++;
        f.flown += slots_flown(s);
        f.tracked += slots_flown(s) && s->tracked;
        f.cancelled += s->cancelled && !slots_flown(s);
    }
    return f;
}

/* Of the days that the claim speaks of, or of as many of them as lie in the period, where they are not those of the estimate. */
static struct claim_estimate estimate_for(const struct corridor *c, const struct claim_quantity *q,
                                          int window, struct claim_flown *known) {
    const struct load_corridor *at = &c->l->corridor.v[c->index];
    const struct infer_range *r = &c->result.total;
    struct claim_estimate est = {.from = at->from,
                                 .to = at->to,
                                 .interval = c->interval,
                                 .quantile = c->result.quantile,
                                 .ceiling = c->result.ceiling};

    if (window >= 0) {
        const struct infer_window_result *w = &c->result.window[window];

        est.part = !claim_same_period(q, &est);
        est.from = c->in.window[window].from, est.to = c->in.window[window].to;
        est.quantile = w->quantile, est.ceiling = w->ceiling;
        r = &w->people;
        if (q->unit == CLAIM_FLIGHTS) {
            *known = flown_in(c, est.from, est.to);
            r = &w->flights;
            est.quantile = w->flight_quantile;
            est.flights = known, est.ceiling = -1;
        }
    }
    est.median = r->median, est.lo = r->lo, est.hi = r->hi;
    return est;
}

/* That which it was compared with; null: it was not, or with seats. */
static json_t *estimate_json(const struct claim_estimate *est, const struct claim_finding *f) {
    if (!f->held || !est->quantile) return json_null();
    return json_pack("{s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:I}", "unit",
                     est->flights ? "flights" : "person-movements", "from", json_day(est->from),
                     "to", json_day(est->to), "median", (json_int_t)llround(est->median), "lo",
                     (json_int_t)llround(est->lo), "hi", (json_int_t)llround(est->hi), "q25",
                     (json_int_t)llround(est->quantile[24]), "q75",
                     (json_int_t)llround(est->quantile[74]));
}

static struct claim_finding compare(struct arena *a, const struct load *l,
                                    const struct load_claim *k, const struct corridor *c,
                                    bool *part, json_t **estimate) {
    struct claim_quantity q = standing_quantity(k);
    struct claim_estimate est = {.ceiling = -1};
    int w = c ? c->window_of_claim[k - l->claim.v] : JUDGE_NO_WINDOW;
    struct claim_finding f;
    struct claim_flown known;

    if (c) est = estimate_for(c, &q, w, &known);
    *part = est.part;
    f = claim_compare(a, &q, &est);
    *estimate = estimate_json(&est, &f);
    if (w == JUDGE_NO_ROOM)
        f.text = arena_printf(a,
                              "%s The claims of this corridor speak of more than %d different "
                              "periods; so many are compared, and this is none of them.",
                              f.text, JUDGE_PERIODS);
    return f;
}

static json_t *sentences(const char *const *v, size_t n) {
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++) json_array_append_new(out, json_string(v[i]));
    return out;
}

/* The band of a hedge's words of likelihood: apart from the grade, with which no sentence shares it. */
static json_t *likelihood_json(struct arena *a, struct span hedge) {
    struct claim_likelihood k;

    if (!claim_likelihood_find(hedge, &k)) return json_null();
    return json_pack("{s:o, s:s, s:o, s:o, s:s}", "words", json_text(k.words), "word", k.word, "lo",
                     json_round(k.lo, 4), "hi", json_round(k.hi, 4), "text",
                     claim_likelihood_say(a, &k));
}

static const char *grade_text(struct arena *a, struct claim_grade g) {
    return arena_printf(a, "%c%c", g.reliability, g.credibility);
}

static json_t *claim_json(struct arena *a, const struct load *l, const struct corridor *all,
                          size_t index, const struct standing *s) {
    const struct load_claim *k = &l->claim.v[index];
    bool here = k->corridor >= 0, flown = here && all[k->corridor].slots.v.n;
    const struct corridor *c = flown ? &all[k->corridor] : NULL; /* else there is no estimate */
    bool part = false;
    json_t *estimate;
    struct claim_finding f = compare(a, l, k, c, &part, &estimate);
    const char *evidence =
        c || f.verdict == CLAIM_NO_QUANTITY ? f.text
        : here ? "No flight of its corridor is entered, so there is no estimate to compare it with."
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
    json_object_set_new(o, "likelihood", likelihood_json(a, k->hedge));
    json_object_set_new(o, "text", json_text(k->text));
    json_object_set_new(o, "grade", json_string(grade_text(a, s->held)));
    json_object_set_new(o, "grade_given", json_string(grade_text(a, s->given)));
    json_object_set_new(o, "roots", json_integer((json_int_t)s->nroot));
    json_object_set_new(o, "status", json_text(k->status));
    json_object_set_new(o, "about",
                        k->about < 0 ? json_null() : json_text(l->claim.v[k->about].id));
    json_object_set_new(o, "relation", json_text(k->relation));
    json_object_set_new(
        o, "evidence",
        json_string(*s->text ? arena_printf(a, "%s %s", evidence, s->text) : evidence));
    json_object_set_new(o, "differs", c ? sentences(f.differs, f.ndiffers) : json_array());
    json_object_set_new(o, "estimate", estimate);
    json_object_set_new(o, "part", json_boolean(part && f.percentile >= 0));
    json_object_set_new(o, "percentile", c ? json_count(f.percentile) : json_null());
    return o;
}

json_t *judge_claims(struct arena *a, const struct load *l, const struct corridor *all) {
    const struct standing *s = standings_of(a, l);
    json_t *out = json_array();

    for (size_t i = 0; i < l->claim.n; i++)
        json_array_append_new(out, claim_json(a, l, all, i, &s[i]));
    return out;
}
