/* SPDX-License-Identifier: Apache-2.0 */
/* Legs and coverage in the answer. A time of an end that was lost is the last time that it was
 * heard, and stands as a bound, never as a landing. */
#include "pipe/corridor.h"

#include <math.h>
#include <stdlib.h>

static json_t *instant(int64_t ms) {
    return ms == CLEAN_NO_MS ? json_null() : json_string(utc_instant_text(ms).s);
}

static json_t *share(double x) {
    return isnan(x) ? json_null() : json_round(x, 4);
}

/* In words, why a place was weighed as it was. */
static json_t *reasons_json(unsigned reason) {
    static const char *const word[] = {"nearest of the candidates",
                                       "at the distance of an ordinary descent or climb",
                                       "within 45 degrees of the nose or tail",
                                       "behind it",
                                       "no scheduled service",
                                       "runway short for its class, or unknown",
                                       "the flight before or after speaks for it",
                                       "on the route listed for the call sign",
                                       "a schedule names it",
                                       "ground reports within its bounds"};
    json_t *out = json_array();

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (reason >> i & 1U) json_array_append_new(out, json_string(word[i]));
    return out;
}

static json_t *candidates_json(const struct flown_end *end, bool reasons) {
    json_t *out = json_array();

    for (size_t i = 0; i < end->ncandidate; i++) {
        const struct flown_place *p = &end->candidate[i];
        json_t *o = json_pack("{s:s, s:o}", "airport", place_at((size_t)p->place)->icao, "weight",
                              json_round(p->weight, 4));

        if (reasons) json_object_set_new(o, "why", reasons_json(p->reason));
        json_array_append_new(out, o);
    }
    return out;
}

json_t *leg_end_json(struct arena *a, const struct flown_end *end, bool arrival, bool reasons) {
    bool ended = end->status == END_SEEN || end->status == END_INFERRED;
    int64_t low = end->low_ms, high = end->high_ms;

    (void)a;
    if (!ended && arrival) low = end->ms, high = CLEAN_NO_MS;
    if (!ended && !arrival) low = CLEAN_NO_MS, high = end->ms;
    return json_pack("{s:o, s:o, s:o, s:s, s:o, s:b, s:o, s:o}", "utc",
                     ended ? instant(end->ms) : json_null(), "low", instant(low), "high",
                     instant(high), "status", end_status_word(end->status), "airport",
                     end->place >= 0 ? json_string(place_at((size_t)end->place)->icao)
                                     : json_text(end->name),
                     "off_field", end->off_field, "confidence", share(end->confidence),
                     "candidates", candidates_json(end, reasons));
}

/* In lower case, as traces and receivers have it and `legs` prints it of files; sheets have it in capitals. */
static json_t *hex_json(struct arena *a, struct span hex) {
    char *text = arena_dup(a, hex);

    for (char *p = text; *p; p++)
        if (*p >= 'A' && *p <= 'F') *p = (char)(*p + ('a' - 'A'));
    return json_text(span_of(text));
}

static json_t *gaps_json(const struct flown *f) {
    json_t *out = json_array();

    for (size_t i = 0; i < f->ngap; i++)
        json_array_append_new(
            out, json_pack("{s:o, s:o, s:s, s:o}", "from", instant(f->gap[i].from_ms), "to",
                           instant(f->gap[i].to_ms), "class", gap_word(f->gap[i].class), "p_stop",
                           json_round(f->gap[i].p_stop, 4)));
    return out;
}

static json_t *degrees(int32_t x) {
    return json_real(round(x / 10.0) / 1e5); /* a metre */
}

static json_t *parts_json(const struct flown *f) {
    json_t *out = json_array();

    for (size_t i = 0; i < f->npart; i++) {
        json_t *line = json_array(), *utc = json_array(), *alt = json_array();

        for (size_t k = 0; k < f->part[i].n; k++) {
            const struct track_point *p = &f->part[i].point[k];

            json_array_append_new(line, json_pack("[o, o]", degrees(p->lon), degrees(p->lat)));
            json_array_append_new(utc, instant(p->ms));
            json_array_append_new(alt,
                                  p->alt_ft == TRACK_NONE ? json_null() : json_integer(p->alt_ft));
        }
        json_array_append_new(
            out, json_pack("{s:o, s:o, s:o}", "lonlat", line, "utc", utc, "alt_ft", alt));
    }
    return out;
}

static json_t *flags_json(const struct flown *f) {
    static const char *const word[] = {"unseen",   "no integrity", "spoofed",     "jammed",
                                       "no ADS-B", "few points",   "two aircraft"};
    json_t *out = json_array();

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (f->flags >> i & 1U) json_array_append_new(out, json_string(word[i]));
    if (f->given) json_array_append_new(out, json_string("given"));
    return out;
}

static json_t *nats(int64_t cost) {
    return json_round((double)cost / (double)MATCH_NAT, 4);
}

json_t *leg_terms_json(const struct slot_leg *leg) {
    json_t *out = json_array();

    for (int t = 0; t < MATCH_TERMS && leg->matched; t++)
        json_array_append_new(out, json_pack("{s:s, s:o, s:s}", "term",
                                             match_term_word((enum match_term)t), "cost",
                                             nats(leg->pair.term[t]), "why", leg->pair.why[t]));
    return out;
}

json_t *leg_json(struct arena *a, const struct corridor *c, size_t leg) {
    const struct slot_leg *g = &c->slots.leg[leg];
    const struct flown *f = &c->l->flown[g->flown];
    json_t *o = json_object(), *other = json_array(), *refs = json_array();

    for (size_t i = 0; i < g->nother; i++)
        json_array_append_new(other, json_pack("{s:s, s:o}", "slot",
                                               corridor_slot_id(a, c, (size_t)g->other[i].slot),
                                               "cost", nats(g->other[i].cost)));
    for (size_t i = 0; i < f->rows.n; i++) json_add_ref(refs, f->rows.v[i]);
    json_object_set_new(o, "id", json_string(f->id));
    json_object_set_new(o, "icao24", hex_json(a, f->icao24));
    json_object_set_new(o, "registration", json_text(f->registration));
    json_object_set_new(o, "type", json_text(f->type));
    json_object_set_new(o, "callsign", json_text(f->callsign));
    json_object_set_new(o, "off", leg_end_json(a, &f->off, false, false));
    json_object_set_new(o, "on", leg_end_json(a, &f->on, true, false));
    json_object_set_new(o, "confidence", share(f->confidence));
    json_object_set_new(o, "points", f->points < 0 ? json_null() : json_integer(f->points));
    json_object_set_new(o, "gap_max_s",
                        f->gap_max_s < 0 ? json_null() : json_integer(f->gap_max_s));
    json_object_set_new(o, "gaps", gaps_json(f));
    json_object_set_new(o, "parts", parts_json(f));
    json_object_set_new(o, "slot",
                        g->slot < 0 ? json_null()
                                    : json_string(corridor_slot_id(a, c, (size_t)g->slot)));
    json_object_set_new(o, "cost", nats(g->cost));
    json_object_set_new(o, "alternatives", other);
    json_object_set_new(o, "flags", flags_json(f));
    json_object_set_new(o, "source",
                        f->source < 0 ? json_null() : json_text(c->l->source.v[f->source].id));
    json_object_set_new(o, "ref", refs);
    return o;
}

json_t *legs_json(struct arena *a, const struct corridor *c) {
    json_t *out = json_array();

    for (size_t i = 0; i < c->slots.nleg; i++) json_array_append_new(out, leg_json(a, c, i));
    return out;
}

/* Each day of the corridor's period of which this source and kind speak. */
static json_t *days_json(const struct corridor *c, int source, enum cover_what what, json_t *refs) {
    const struct load *l = c->l;
    const struct load_corridor *k = &l->corridor.v[c->index];
    json_t *out = json_array();

    for (int32_t d = k->from; d <= k->to; d++) {
        int at = cover_day(l->said.v, l->said.n, c->index, source, what, d);

        if (at < 0) continue;
        json_array_append_new(out, json_pack("{s:o, s:s, s:o}", "date", json_day(d), "state",
                                             cover_states[l->said.v[at].state], "note",
                                             json_text(l->coverage.v[at].note)));
        json_add_ref(refs, l->coverage.v[at].row);
    }
    return out;
}

static bool speaks(const struct load *l, int source, int what) {
    for (size_t i = 0; i < l->said.n; i++)
        if (l->said.v[i].source == source && (int)l->said.v[i].what == what) return true;
    return false;
}

json_t *coverage_json(const struct corridor *c) {
    const struct load *l = c->l;
    const struct load_corridor *k = &l->corridor.v[c->index];
    json_t *list = json_array();

    for (int s = 0; s < (int)l->source.n; s++)
        for (int w = 0; w < COVER_WHATS; w++) {
            json_t *refs = json_array(), *days;

            if (!speaks(l, s, w)) {
                json_decref(refs);
                continue;
            }
            days = days_json(c, s, (enum cover_what)w, refs);
            if (json_array_size(days))
                json_array_append_new(list, json_pack("{s:o, s:s, s:o, s:o}", "source",
                                                      json_text(l->source.v[s].id), "what",
                                                      cover_whats[w], "days", days, "ref", refs));
            else
                json_decref(days), json_decref(refs);
        }
    return json_pack("{s:o, s:o, s:o}", "from", json_day(k->from), "to", json_day(k->to), "sources",
                     list);
}
