/* SPDX-License-Identifier: Apache-2.0 */
/* One corridor: its slots and counts are handed to the model as plain arrays, and what comes back
 * is written down beside the evidence. No figure is computed here; what a figure means is said in
 * words.c. */
#include "pipe/corridor.h"

#include "pipe/judge.h"

#include <math.h>
#include <stdlib.h>

json_t *json_text(struct span s) {
    return s.n ? json_stringn(s.p, s.n) : json_null();
}

json_t *json_count(int n) {
    return n < 0 ? json_null() : json_integer(n);
}

json_t *json_day(int32_t day) {
    return day == UTC_NONE ? json_null() : json_string(utc_date_text(day).s);
}

json_t *json_row(struct span row) {
    return json_stringn(row.p, load_name(row).n);
}

json_t *json_round(double x, int places) {
    double unit = places == 4 ? 1e4 : places == 1 ? 10 : 1;

    return isnan(x) ? json_null() : json_real(round(x * unit) / unit);
}

static int word_in(struct span s, const char *const *words, int otherwise) {
    for (int i = 0; words[i]; i++)
        if (span_is(s, words[i])) return i;
    return otherwise;
}

static enum infer_state state_of(const struct slot *s) {
    if (s->conflict) return INFER_UNKNOWN;
    if (s->cancelled) return INFER_CANCELLED;
    return slots_flown(s) ? INFER_OPERATED : INFER_UNKNOWN;
}

/* Somebody or something that watched for the flight itself: a track, an observer at the gate. What is known of a flight otherwise (a
 * newspaper, an authority) says nothing of how many a watcher misses. Contradicting reports are no evidence of watching well. Where
 * receivers are vouched for, they are the watcher: a leg is seen, and a flight that somebody else saw was missed. A leg on a day for
 * which nobody vouches shows that the flight went, and is no trial: had there been none, nobody would know. */
static enum infer_cover watched_of(const struct slot *s, bool future) {
    bool flown = slots_flown(s), heard = s->leg >= 0, receivers = s->watch_adsb == COVER_WHOLE;

    if (s->conflict || future) return INFER_NOT_WATCHED;
    if (flown && (s->told || (heard && s->watch == COVER_WHOLE))) return INFER_WATCHED_SEEN;
    if (flown && s->seen && (heard || !receivers)) return INFER_WATCHED_SEEN;
    if (s->watched_nothing) return INFER_WATCHED_NOTHING;
    return s->watch == COVER_WHOLE && !heard ? INFER_WATCHED_NOTHING : INFER_NOT_WATCHED;
}

static struct infer_slot *give_slots(struct arena *a, const struct corridor *c) {
    const struct slots *v = &c->slots;
    int fixed = c->assume.given[PIPE_SEATS] ? (int)c->assume.lo[PIPE_SEATS] : -1;
    struct infer_slot *out = ARENA_ARRAY(a, struct infer_slot, v->v.n);

    for (size_t i = 0; i < v->v.n; i++) {
        const struct slot *s = &v->v.v[i];
        bool future = c->as_of != UTC_NONE && s->day > c->as_of;

        out[i] = (struct infer_slot){.day = s->day,
                                     .group = s->group,
                                     .announced = s->announced,
                                     .future = future,
                                     .state = state_of(s),
                                     .cover = watched_of(s, future),
                                     .seats_lo = fixed < 0 ? s->seats_lo : fixed,
                                     .seats_hi = fixed < 0 ? s->seats_hi : fixed};
    }
    return out;
}

static struct infer_count one_count(const struct load_count *c, int slot, int root) {
    return (struct infer_count){
        .slot = slot,
        .from = c->from,
        .to = c->to,
        .method = (enum infer_method)word_in(c->method, infer_methods, INFER_CLAIMED),
        .of = (enum infer_of)word_in(c->of, infer_ofs, INFER_ALL),
        .stage = (enum infer_stage)word_in(c->stage, infer_stages, INFER_ABOARD),
        .wording = (enum infer_wording)word_in(c->wording, infer_wordings, INFER_EXACT),
        .low = c->low,
        .best = c->best,
        .high = c->high,
        .visible = c->visible < 0 ? (double)NAN : c->visible / 1000.0,
        .root = root};
}

static bool has_number(const struct load_count *c) {
    return c->low >= 0 || c->best >= 0 || c->high >= 0;
}

static bool in_period(const struct load_corridor *k, const struct load_count *c) {
    return c->from != UTC_NONE && c->to != UTC_NONE && c->from >= k->from && c->to <= k->to;
}

/* The counts of this corridor that fall within its period. A count without a source is its own
 * root. */
static struct infer_count *give_counts(struct arena *a, struct corridor *c, size_t *n, int *nroot) {
    const struct load *l = c->l;
    struct infer_count *out = ARENA_ARRAY(a, struct infer_count, l->count.n);

    c->infer_count = ARENA_ARRAY(a, int, l->count.n);
    *n = 0;
    *nroot = (int)l->source.n;
    for (size_t i = 0; i < l->count.n; i++) {
        const struct load_count *k = &l->count.v[i];
        int slot = c->slots.slot_of_count[i], root;

        c->infer_count[i] = -1;
        if (k->corridor != c->index || !has_number(k)) continue;
        if (slot < 0 && !in_period(&l->corridor.v[c->index], k)) continue;
        root = k->source >= 0 ? l->source.v[k->source].root : (*nroot)++;
        c->infer_count[i] = (int)*n;
        out[(*n)++] = one_count(k, slot, root);
    }
    if (*nroot == 0) *nroot = 1;
    return out;
}

bool corridor_outbound(const struct corridor *c) {
    return !span_is(c->l->corridor.v[c->index].direction, "inbound");
}

int corridor_run(struct arena *a, const struct load *l, int index, int32_t as_of,
                 const struct pipe_options *o, struct corridor *out, struct err *e) {
    struct corridor c = {.l = l,
                         .index = index,
                         .as_of = as_of,
                         .interval = o->interval,
                         .options = infer_defaults(),
                         .assume = whatif_close(o->assume),
                         .plan = o->plan};
    int rc;

    if ((rc = slots_build(a, l, index, &c.slots, e)) < 0) goto out;
    c.options.interval = o->interval;
    c.options.seed = o->seed;
    c.options.measure = !o->unmeasured;
    whatif_apply(&c.assume, corridor_outbound(&c), &c.options);
    c.in.slot = give_slots(a, &c);
    c.in.nslot = c.slots.v.n;
    c.in.count = give_counts(a, &c, &c.in.ncount, &c.in.nroot);
    c.in.ngroup = c.slots.ngroup;
    c.in.seats_max = c.assume.given[PIPE_SEATS] ? (int)c.assume.lo[PIPE_SEATS] : c.slots.seats_max;
    c.window_of_rule = ARENA_ARRAY(a, int, l->rule.n);
    c.window_of_claim = ARENA_ARRAY(a, int, l->claim.n);
    c.in.window = judge_windows(a, l, index, o->on != UTC_NONE ? o->on : as_of, &c.in.nwindow,
                                c.window_of_rule, c.window_of_claim);
    if ((rc = infer_run(a, &c.in, &c.options, &c.result, e)) < 0) goto out;
    *out = c;
out:
    if (rc < 0) err_at(e, "corridor %.*s", SPAN_ARG(l->corridor.v[index].id));
    return rc;
}

const char *corridor_count_why(const struct corridor *c, int count, bool *used) {
    const struct load_count *k = &c->l->count.v[count];
    int at = c->infer_count[count];

    *used = at >= 0 && c->result.used[at];
    if (!has_number(k)) return "no number: nobody counted, which is unknown and not zero";
    if (at < 0) return "outside the period of the corridor";
    if (span_is(k->method, "neighbour")) return "an average of other flights is never evidence";
    if (span_is(k->method, "claimed"))
        return "how it was counted is not known: a claim, not an observation";
    if (span_is(k->method, "seats")) return "seats bound a load from above and are not a count";
    if (c->slots.slot_of_count[count] < 0) return words_period_why(c, at);
    if (!*used)
        return "not used: the same root is there with the same figure, or the seats bound as much";
    if (span_is(k->stage, "waiting"))
        return "people waiting, not boarding: enters through the share that boards";
    if (span_is(k->of, "all"))
        return "everybody aboard: enters through the share that is of concern";
    if (!k->of.n)
        return "of whom is not said, so of everybody aboard: enters through the share that is of "
               "concern";
    if (span_is(k->method, "partial")) return "part was visible: enters as a lower bound";
    if (span_is(k->method, "eye"))
        return "judged by eye: enters with the error of people who judge groups";
    return "enters with the error of its method";
}

json_t *json_range(const struct infer_range *r) {
    return json_pack("{s:I, s:o, s:I, s:I}", "median", (json_int_t)llround(r->median), "mean",
                     json_round(r->mean, 1), "lo", (json_int_t)llround(r->lo), "hi",
                     (json_int_t)llround(r->hi));
}

static json_t *place_json(struct arena *a, const struct load_corridor *k, bool origin) {
    const struct place *p = origin ? k->origin_place : k->destination_place;

    if (!p) return json_null();
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "name", p->name, "town",
                     words_place(a, k, origin), "lat", json_round((double)p->lat_deg, 4), "lon",
                     json_round((double)p->lon_deg, 4), "runway_ft",
                     p->runway_ft > 0 ? json_integer(p->runway_ft) : json_null(), "scheduled",
                     p->scheduled < 0 ? json_null() : json_boolean(p->scheduled));
}

void json_add_ref(json_t *refs, struct span row) {
    json_t *name = json_row(row);
    size_t i;
    json_t *have;

    json_array_foreach(refs, i, have) if (json_equal(have, name)) {
        json_decref(name);
        return;
    }
    json_array_append_new(refs, name);
}

static void add_slot_refs(json_t *refs, const struct corridor *c, const struct slot *s) {
    for (size_t i = 0; i < s->schedules.n; i++)
        json_add_ref(refs, c->l->schedule.v[s->schedules.v[i]].row);
    for (size_t i = 0; i < s->flights.n; i++)
        json_add_ref(refs, c->l->flight.v[s->flights.v[i]].row);
    for (size_t i = 0; i < s->counts.n; i++) json_add_ref(refs, c->l->count.v[s->counts.v[i]].row);
    if (s->leg >= 0) {
        const struct flown *f = &c->l->flown[c->slots.leg[s->leg].flown];

        for (size_t i = 0; i < f->rows.n; i++) json_add_ref(refs, f->rows.v[i]);
    }
}

json_t *corridor_slot_refs(const struct corridor *c, const struct slot *s) {
    json_t *refs = json_array();

    add_slot_refs(refs, c, s);
    return refs;
}

/* The rows behind a stretch of slots: of a week, a month, a day. */
static json_t *stretch_refs(const struct corridor *c, size_t from, size_t to) {
    json_t *refs = json_array();

    for (size_t i = from; i < to && i < c->slots.v.n; i++) add_slot_refs(refs, c, &c->slots.v.v[i]);
    return refs;
}

static json_t *slot_states(const struct slot *s) {
    const struct {
        bool holds;
        const char *word;
    } all[] = {{s->announced, "announced"},
               {s->board || s->seen, "seen"},
               {s->tracked, "tracked"},
               {s->operated, "operated"},
               {s->cancelled, "cancelled"}};
    json_t *out = json_array();

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].holds) json_array_append_new(out, json_string(all[i].word));
    return out;
}

const char *corridor_slot_id(struct arena *a, const struct corridor *c, size_t i) {
    const struct slot *s = &c->slots.v.v[i];
    struct span id = c->l->corridor.v[c->index].id;
    const char *name = arena_printf(a, "%.*s %s%s%.*s", SPAN_ARG(id), utc_date_text(s->day).s,
                                    s->flight.n ? " " : "", SPAN_ARG(s->flight));
    size_t same = 0;

    while (same < i && s[-(ptrdiff_t)same - 1].day == s->day &&
           span_eq(s[-(ptrdiff_t)same - 1].flight, s->flight))
        same++;
    return same ? arena_printf(a, "%s #%zu", name, same + 1) : name;
}

const char *corridor_cover_word(enum infer_cover cover) {
    switch (cover) {
    case INFER_WATCHED_SEEN: return "watched, seen";
    case INFER_WATCHED_NOTHING: return "watched, nothing seen";
    case INFER_NOT_WATCHED: break;
    }
    return "not watched";
}

static json_t *slot_json(struct arena *a, const struct corridor *c, size_t i) {
    const struct slot *s = &c->slots.v.v[i];
    const struct infer_slot_result *r = &c->result.slot[i];
    bool clock = s->clock.dep_clock == SCHED_OK || s->clock.dep_clock == SCHED_TWICE;
    json_t *o = json_range(&r->people), *counts = json_array();

    for (size_t j = 0; j < s->counts.n; j++)
        json_add_ref(counts, c->l->count.v[s->counts.v[j]].row);
    json_object_set_new(o, "id", json_string(corridor_slot_id(a, c, i)));
    json_object_set_new(o, "date", json_day(s->day));
    json_object_set_new(o, "dep_local",
                        s->dep == UTC_NONE ? json_null() : json_string(utc_minute_text(s->dep).s));
    json_object_set_new(o, "dep_utc",
                        clock ? json_string(utc_instant_text(s->clock.dep[0]).s) : json_null());
    json_object_set_new(o, "clock", json_string(slots_clock(s)));
    json_object_set_new(o, "flight", json_text(s->flight));
    json_object_set_new(o, "type", json_text(s->type));
    json_object_set_new(o, "listed", json_boolean(s->listed));
    json_object_set_new(o, "future", json_boolean(c->as_of != UTC_NONE && s->day > c->as_of));
    json_object_set_new(o, "state", json_string(slots_state(s)));
    json_object_set_new(o, "states", slot_states(s));
    json_object_set_new(o, "conflict", json_boolean(s->conflict));
    json_object_set_new(o, "reason", json_text(s->reason));
    json_object_set_new(o, "season", json_string(sched_season(s->day, NULL, NULL).s));
    json_object_set_new(
        o, "seats", s->seats_hi < 0 ? json_null() : json_pack("[i, i]", s->seats_lo, s->seats_hi));
    json_object_set_new(o, "p_operated", json_round(r->p_operated, 4));
    json_object_set_new(o, "seen", json_count(r->seen));
    json_object_set_new(o, "ceiling", json_count(r->ceiling));
    json_object_set_new(o, "counts", counts);
    json_object_set_new(o, "ref", corridor_slot_refs(c, s));
    json_object_set_new(o, "leg",
                        s->leg < 0 ? json_null()
                                   : json_string(c->l->flown[c->slots.leg[s->leg].flown].id));
    json_object_set_new(o, "cover", json_string(corridor_cover_word(c->in.slot[i].cover)));
    return o;
}

struct tally {
    int announced, flown, cancelled, unknown, unlisted, future, counted, only_announced;
};

static void tally_add(struct tally *t, const struct corridor *c, const struct slot *s) {
    bool cited = false;

    for (size_t i = 0; i < s->counts.n; i++) cited |= has_number(&c->l->count.v[s->counts.v[i]]);
    t->announced += s->announced;
    t->unlisted += !s->listed;
    t->future += c->as_of != UTC_NONE && s->day > c->as_of;
    t->counted += cited;
    if (slots_flown(s))
        t->flown++;
    else if (s->cancelled && !s->conflict)
        t->cancelled++;
    else {
        t->unknown++;
        t->only_announced += s->announced && s->flights.n == 0;
    }
}

json_t *corridor_slots_json(const struct corridor *c) {
    struct tally t = {0};

    for (size_t i = 0; i < c->slots.v.n; i++) tally_add(&t, c, &c->slots.v.v[i]);
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "announced", t.announced, "operated_known",
                     t.flown, "cancelled", t.cancelled, "unknown", t.unknown, "unlisted",
                     t.unlisted, "future", t.future);
}

static json_t *weekly_json(const struct corridor *c) {
    json_t *out = json_array();

    for (size_t i = 0; i < c->slots.v.n;) {
        int32_t monday = c->slots.v.v[i].day - (utc_weekday(c->slots.v.v[i].day) - 1);
        struct tally t = {0};
        size_t first = i;

        for (; i < c->slots.v.n && c->slots.v.v[i].day < monday + 7; i++)
            tally_add(&t, c, &c->slots.v.v[i]);
        json_array_append_new(out, json_pack("{s:o, s:i, s:i, s:i, s:i, s:i, s:o}", "week",
                                             json_day(monday), "announced", t.only_announced,
                                             "operated", t.flown, "cancelled", t.cancelled,
                                             "unknown", t.unknown - t.only_announced, "counted",
                                             t.counted, "ref", stretch_refs(c, first, i)));
    }
    return out;
}

static json_t *months_json(struct arena *a, const struct corridor *c) {
    json_t *out = json_array();
    size_t first = 0; /* months and slots are both in order of date */

    for (size_t i = 0; i < c->result.nmonth; i++) {
        const struct infer_month *m = &c->result.month[i];
        json_t *o = json_range(&m->people);

        json_object_set_new(o, "month",
                            json_string(arena_printf(a, "%04d-%02d", m->year, m->month)));
        json_object_set_new(o, "slots", json_integer(m->nslot));
        json_object_set_new(o, "ref", stretch_refs(c, first, first + (size_t)m->nslot));
        first += (size_t)m->nslot;
        json_array_append_new(out, o);
    }
    return out;
}

static json_t *curve_json(const struct corridor *c) {
    json_t *out = json_array();
    size_t first = 0, end = 0;

    for (size_t i = 0; i < c->result.npoint; i++, first = end) {
        const struct infer_point *p = &c->result.point[i];

        while (end < c->slots.v.n && c->slots.v.v[end].day <= p->day) end++;
        json_array_append_new(
            out, json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:o}", "date", json_day(p->day), "q05",
                           (json_int_t)llround(p->q05), "q25", (json_int_t)llround(p->q25), "q50",
                           (json_int_t)llround(p->q50), "q75", (json_int_t)llround(p->q75), "q95",
                           (json_int_t)llround(p->q95), "ref", stretch_refs(c, first, end)));
    }
    return out;
}

static json_t *quantiles_json(struct arena *a, const struct corridor *c) {
    json_t *out = json_object();

    for (int i = 0; i < INFER_QUANTILES && c->slots.v.n; i++)
        json_object_set_new(out, arena_printf(a, "0.%02d", i + 1),
                            json_integer(llround(c->result.quantile[i])));
    return out;
}

static json_t *refs_seen(const struct corridor *c) {
    json_t *refs = json_array();

    for (size_t i = 0; i < c->l->count.n; i++)
        if (c->l->count.v[i].corridor == c->index && c->infer_count[i] >= 0)
            json_add_ref(refs, c->l->count.v[i].row);
    return refs;
}

static json_t *refs_ceiling(const struct corridor *c) {
    json_t *refs = json_array();

    for (size_t i = 0; c->slots.v.n && i < c->slots.fleet.n; i++)
        json_add_ref(refs, c->l->aircraft.v[c->slots.fleet.v[i]].row);
    for (size_t i = 0; i < c->slots.v.n; i++) {
        const struct slot *s = &c->slots.v.v[i];

        for (size_t k = 0; k < s->crafts.n; k++)
            json_add_ref(refs, c->l->aircraft.v[s->crafts.v[k]].row);
    }
    return refs;
}

static json_t *refs_all(const struct corridor *c) {
    json_t *refs = json_array();

    json_add_ref(refs, c->l->corridor.v[c->index].row);
    for (size_t i = 0; i < c->l->schedule.n; i++)
        if (c->l->schedule.v[i].corridor == c->index) json_add_ref(refs, c->l->schedule.v[i].row);
    return refs;
}

static json_t *distance_json(const struct load_corridor *k) {
    const struct place *o = k->origin_place, *d = k->destination_place;

    if (!o || !d) return json_null();
    return json_integer(llround(place_distance_m((double)o->lat_deg, (double)o->lon_deg,
                                                 (double)d->lat_deg, (double)d->lon_deg) /
                                1000));
}

static void set_head(json_t *o, struct arena *a, const struct corridor *c) {
    const struct load_corridor *k = &c->l->corridor.v[c->index];

    json_object_set_new(o, "id", json_text(k->id));
    json_object_set_new(
        o, "origin", k->origin_place ? json_string(k->origin_place->icao) : json_text(k->origin));
    json_object_set_new(o, "destination",
                        k->destination_place ? json_string(k->destination_place->icao)
                                             : json_text(k->destination));
    json_object_set_new(o, "origin_place", place_json(a, k, true));
    json_object_set_new(o, "destination_place", place_json(a, k, false));
    json_object_set_new(o, "distance_km", distance_json(k));
    json_object_set_new(o, "direction", json_text(k->direction));
    json_object_set_new(o, "group", json_text(k->group));
    json_object_set_new(o, "unit", json_string("person-movements"));
    json_object_set_new(o, "from", json_day(k->from));
    json_object_set_new(o, "to", json_day(k->to));
    json_object_set_new(o, "as_of", json_day(c->as_of));
    json_object_set_new(o, "interval", json_real(c->interval));
    json_object_set_new(o, "headline", json_string(words_headline(a, c)));
    json_object_set_new(o, "ref", refs_all(c));
}

/* Without a single slot nothing is known of the corridor, and unknown is not zero. */
static json_t *total_json(const struct corridor *c, const struct infer_range *r) {
    if (c->slots.v.n) return json_range(r);
    return json_pack("{s:n, s:n, s:n, s:n}", "median", "mean", "lo", "hi");
}

json_t *corridor_json(struct arena *a, const struct corridor *c) {
    json_t *o = json_object(), *by_slot = json_array();

    set_head(o, a, c);
    json_object_set_new(o, "slots", corridor_slots_json(c));
    json_object_set_new(o, "operated", total_json(c, &c->result.operated));
    json_object_set_new(o, "seen", json_integer(c->result.seen));
    json_object_set_new(o, "seen_why", json_string(words_seen(a, c)));
    json_object_set_new(o, "seen_ref", refs_seen(c));
    json_object_set_new(o, "estimated", total_json(c, &c->result.total));
    json_object_set_new(o, "ceiling", json_count(c->slots.v.n ? c->result.ceiling : -1));
    json_object_set_new(o, "ceiling_why", json_string(words_ceiling(a, c)));
    json_object_set_new(o, "ceiling_ref", refs_ceiling(c));
    json_object_set_new(o, "counted_share", json_round(c->result.counted_share, 4));
    json_object_set_new(o, "quantiles", quantiles_json(a, c));
    json_object_set_new(o, "by_month", months_json(a, c));
    json_object_set_new(o, "cumulative", curve_json(c));
    json_object_set_new(o, "weekly", weekly_json(c));
    for (size_t i = 0; i < c->slots.v.n; i++) json_array_append_new(by_slot, slot_json(a, c, i));
    json_object_set_new(o, "by_slot", by_slot);
    json_object_set_new(o, "legs", legs_json(a, c));
    json_object_set_new(o, "coverage", coverage_json(c));
    model_json(a, c, o);
    json_object_set_new(o, "caveats", words_caveats(a, c));
    json_object_set_new(o, "assumptions", words_assumptions(a, c));
    return o;
}
