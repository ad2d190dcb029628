/* SPDX-License-Identifier: Apache-2.0 */
/* What stands behind a leg: from the file to the estimate. The airframe's points are read and made
 * into legs again, by the same functions and in the same order, so what is shown is what was
 * concluded. */
#include "pipe/explain_leg.h"

#include "pipe/corridor.h"
#include "pipe/legs.h"

#include <math.h>

enum { POINTS_BESIDE = 4 }; /* shown before and after each end */

static void step(json_t *steps, const char *name, const char *what, json_t *row, json_t *body) {
    json_array_append_new(steps,
                          json_pack("{s:s, s:s, s:o, s:o}", "step", name, "what", what, "row",
                                    row ? row : json_null(), "body", body ? body : json_null()));
}

/* --- Points */

static const char *number(struct arena *a, int32_t v, int32_t none, double unit, const char *name) {
    return v == none ? arena_printf(a, "no %s", name)
                     : arena_printf(a, "%.*f %s", unit < 1 ? 1 : 0, v * unit, name);
}

static const char *point_text(struct arena *a, const struct track_point *p, uint8_t reason) {
    static const char *const air[] = {"air or ground not said", "in the air", "on the ground"};

    if (p->lat == TRACK_NONE || p->lon == TRACK_NONE)
        return arena_printf(a, "%s, no position", utc_instant_text(p->ms).s);
    return arena_printf(a, "%s, %.6f %.6f, %s, %s, %s%s%s", utc_instant_text(p->ms).s, p->lat / 1e6,
                        p->lon / 1e6, number(a, p->alt_ft, TRACK_NONE, 1, "ft"),
                        number(a, p->speed, TRACK_NONE16, 0.1, "kt"), air[p->air % 3],
                        reason == CLEAN_GOOD ? "" : ", set aside: ",
                        reason == CLEAN_GOOD ? "" : clean_word((enum clean_reason)reason));
}

static void points_step(struct arena *a, json_t *steps, const struct flown_span *s, size_t at,
                        const char *what) {
    size_t from = at > POINTS_BESIDE ? at - POINTS_BESIDE : 0, to = at + POINTS_BESIDE + 1;
    json_t *body = json_object();

    for (size_t i = from; i < to && i < s->track.n; i++)
        json_object_set_new(
            body, arena_printf(a, "point %zu%s", i + 1, i == at ? " *" : ""),
            json_string(point_text(a, &s->track.point[i], s->legs.clean.reason[i])));
    step(steps, "points", what, NULL, body);
}

static json_t *tally_json(const struct flown_span *s) {
    json_t *o = json_object();

    json_object_set_new(o, "points", json_integer((json_int_t)s->track.n));
    for (int r = 0; r < NCLEAN; r++)
        if (s->legs.clean.count[r])
            json_object_set_new(o, clean_word((enum clean_reason)r),
                                json_integer((json_int_t)s->legs.clean.count[r]));
    json_object_set_new(o, "covered from", json_string(utc_instant_text(s->from_ms).s));
    json_object_set_new(o, "covered to", json_string(utc_instant_text(s->to_ms).s));
    return o;
}

static void gaps_step(struct arena *a, json_t *steps, const struct flown *f) {
    json_t *body = json_object();

    for (size_t i = 0; i < f->ngap; i++)
        json_object_set_new(body, utc_instant_text(f->gap[i].from_ms).s,
                            json_string(arena_printf(
                                a, "%lld s of silence, %s; chance that it landed in it: %.0f %%",
                                (long long)((f->gap[i].to_ms - f->gap[i].from_ms) / 1000),
                                gap_word(f->gap[i].class), 100 * f->gap[i].p_stop)));
    step(steps, "gaps",
         f->ngap ? "silences within the leg, which are no line on a map"
                 : "no silence within the leg",
         NULL, f->ngap ? body : NULL);
    if (!f->ngap) json_decref(body);
}

static bool is_leg(struct arena *a, const struct flown *f, const struct leg *g) {
    return strcmp(flown_id(a, f->icao24, g->from.ms, g->to.ms), f->id) == 0;
}

static void built_steps(struct arena *a, const struct flown_span *s, const struct leg *g,
                        json_t *steps) {
    step(steps, "cleaning", "points of this airframe between holes of what was listened to", NULL,
         tally_json(s));
    if (g->first == SIZE_MAX) {
        step(steps, "points",
             "nobody heard it: the aircraft stood at one place, and then at another", NULL, NULL);
        return;
    }
    points_step(a, steps, s, g->first, "around its first point in the air (*)");
    points_step(a, steps, s, g->last, "around its last point in the air (*)");
}

static int track_steps(struct store *st, struct arena *a, const struct load *l,
                       const struct flown *f, json_t *steps, struct err *e) {
    struct flown_craft c;
    int rc = flown_craft(st, a, l, f->icao24, &c, e);

    for (size_t i = 0; i < c.nspan && rc == 0; i++)
        for (size_t k = 0; k < c.span[i].legs.n; k++)
            if (is_leg(a, f, &c.span[i].legs.leg[k]))
                built_steps(a, &c.span[i], &c.span[i].legs.leg[k], steps);
    return rc;
}

/* --- Files and rows */

static void file_steps(const struct load *l, const struct flown *f, json_t *steps) {
    for (size_t i = 0; i < f->rows.n; i++)
        for (size_t k = 0; k < l->track.n; k++) {
            const struct load_track *t = &l->track.v[k];

            if (!span_eq(t->row, f->rows.v[i])) continue;
            step(steps, "file", "the file's SHA-256 and format", NULL,
                 json_pack("{s:o, s:o}", "file", json_text(t->file), "format",
                           json_text(t->format)));
            step(steps, "track", "its points of this airframe, as the case keeps them",
                 json_row(t->row),
                 json_pack("{s:o, s:o, s:I, s:s, s:s}", "blob", json_text(t->blob), "icao24",
                           json_text(t->icao24), "points", (json_int_t)t->points, "from",
                           utc_instant_text(t->from_ms).s, "to", utc_instant_text(t->to_ms).s));
        }
    if (f->given) step(steps, "row", "a leg that somebody brought", json_row(f->rows.v[0]), NULL);
}

/* --- Conclusions */

static void end_step(struct arena *a, json_t *steps, const struct flown *f, bool arrival) {
    const struct flown_end *end = arrival ? &f->on : &f->off;

    step(steps, "end",
         arena_printf(a, "%s: %s", arrival ? "where it landed" : "where it took off",
                      end_status_word(end->status)),
         NULL, leg_end_json(a, end, arrival, true));
}

static json_t *match_json(struct arena *a, const struct corridor *c, size_t i) {
    const struct slot_leg *g = &c->slots.leg[i];
    json_t *o = leg_json(a, c, i), *out = json_object();
    static const char *const keys[] = {"slot", "cost", "alternatives", NULL};

    for (size_t k = 0; keys[k]; k++) json_object_set(out, keys[k], json_object_get(o, keys[k]));
    json_object_set_new(out, "alone", json_round((double)g->alone / (double)MATCH_NAT, 4));
    json_object_set_new(out, "from origin", json_round(g->p_off, 4));
    json_object_set_new(out, "to destination", json_round(g->p_on, 4));
    for (int t = 0; t < MATCH_TERMS && g->matched; t++)
        json_object_set_new(
            out, match_term_word((enum match_term)t),
            json_string(arena_printf(a, "%+.2f: %s", (double)g->pair.term[t] / (double)MATCH_NAT,
                                     g->pair.why[t])));
    json_decref(o);
    return out;
}

static void match_step(struct arena *a, json_t *steps, const struct corridor *c, size_t i) {
    const struct slot_leg *g = &c->slots.leg[i];
    const char *id = arena_dup(a, c->l->corridor.v[c->index].id);

    step(steps, "match",
         arena_printf(a, "%s: %s", id,
                      g->matched     ? "it was this slot, at the least cost of all"
                      : g->slot >= 0 ? "it fits no slot, and is a flight that nobody announced"
                                     : "it fits no slot, and its ends are not known well enough to "
                                       "make one"),
         NULL, match_json(a, c, i));
}

/* --- Which leg */

static int find(const struct load *l, const char *what, const struct flown **out, struct err *e) {
    size_t n = strlen(what), found = 0;

    *out = NULL;
    if (n < 5 || what[0] != 'L' || strspn(what + 1, "0123456789abcdef") != n - 1) return 0;
    for (size_t i = 0; i < l->nflown; i++)
        if (strncmp(l->flown[i].id, what, n) == 0) *out = &l->flown[i], found++;
    if (found > 1)
        return err_set(e, RC_CONFLICT, "%s names more than one leg: give more digits", what);
    return 0;
}

int explain_leg(struct store *st, struct arena *a, const struct pipe_options *o, const char *what,
                json_t *steps, const char **slot, struct err *e) {
    const struct flown *f;
    struct load l;
    int rc = load_case(st, a, &l, e);

    *slot = NULL;
    if (rc < 0 || (rc = find(&l, what, &f, e)) < 0) return rc;
    if (!f) return 0;
    file_steps(&l, f, steps);
    if (!f->given && (rc = track_steps(st, a, &l, f, steps, e)) < 0) return rc;
    gaps_step(a, steps, f);
    end_step(a, steps, f, false);
    end_step(a, steps, f, true);
    for (size_t i = 0; i < l.corridor.n; i++) {
        struct corridor c;

        if (!legs_of_corridor(&l, (int)i, f)) continue;
        rc = corridor_run(a, &l, (int)i, o->as_of != UTC_NONE ? o->as_of : l.as_of, o, &c, e);
        if (rc < 0) return rc;
        for (size_t k = 0; k < c.slots.nleg; k++) {
            if (&l.flown[c.slots.leg[k].flown] != f) continue;
            match_step(a, steps, &c, k);
            if (c.slots.leg[k].slot >= 0)
                *slot = corridor_slot_id(a, &c, (size_t)c.slots.leg[k].slot);
        }
    }
    return 1;
}
