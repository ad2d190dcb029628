/* SPDX-License-Identifier: Apache-2.0 */
/* A link is looked at from both sides at once, since what stands between two flights is one stay
 * at one place. Three things are settled for each side: whether the flight ended there (status,
 * p_ended), when, and where (end.c). */
#include "leg/link.h"

#include "geo/place.h"

#include <math.h>
#include <string.h>

#define KT_MPS 0.51444444
/* Ground reports later than that after the last in the air do not make a landing "seen". */
#define HEARD_S 900.0
#define DIRECT_S 120.0 /* within it the first ground report is the landing */
/* A flight lost that long before the data end was lost, not cut. */
#define BORDER_MS INT64_C(900000)
#define BRIEF_MS INT64_C(60000)
#define REPEATED_ROLL 0.85
#define REPEATED_N 60
/* Spare hours after which a place met on the ground says half about the flight before. */
#define SLOW_HALF_H 12.0

/* How likely it is at most that a flight ended, by what was heard: whatever the rest says, no end is surer for reports that
 * are not there. */
#define ENDED_SEEN 0.99 /* on the ground within HEARD_S of the air */
#define ENDED_LATE 0.97 /* on the ground later; or on the ground never, and in the air again */
#define ENDED_TOUCH                                                                                \
    0.9 /* standing by its speed alone, or on the ground only at speed; or never heard again */
#define ENDED_CUT 0.8 /* on an approach when the data end */

/* The callsigns heard on the leg choose among the caller's priors. */
static size_t priors_of(const struct leg_options *o, const struct leg *l, struct end_prior out[8]) {
    size_t n = 0;

    for (size_t i = 0; i < o->nprior && n < 8; i++)
        for (size_t k = 0; k < l->ncallsign; k++)
            if (strcmp(o->prior[i].callsign, l->callsign[k].text) == 0) {
                out[n++] = o->prior[i];
                break;
            }
    return n;
}

struct side {
    struct end_view view;
    struct end_prior prior[8];
    struct leg *leg;
    struct leg_end *end;
    size_t at;              /* last (first) point in the air; SIZE_MAX unseen */
    const struct run *stay; /* NULL: none */
    size_t ground;          /* its first (last) point */
    double wait_s;          /* between the two */
};

/* The last report from the ground, but for those too fast to be from there: writers repeat the
 * last state where none is valid (formats.md 1.1), and in the first climb often none is. */
static size_t lifted_off(const struct gap_in *g, const struct run *stay) {
    const struct track_point *x = g->t->point;
    size_t i = stay->last;

    for (int n = 0; n < REPEATED_N && i > stay->first; n++) {
        if (g->reason[i] == CLEAN_GOOD &&
            !(x[i].speed > REPEATED_ROLL * 10 * craft_facts(g->craft)->roll_kt))
            return i;
        i--;
    }
    return stay->last;
}

static void side_open(const struct gap_in *g, const struct leg_options *o, const struct link *k,
                      struct leg *leg, bool arrival, struct side *s) {
    const struct track_point *x = g->t->point;

    *s = (struct side){
        .leg = leg, .end = leg ? (arrival ? &leg->to : &leg->from) : NULL, .at = SIZE_MAX};
    if (!leg) return;
    *s->end = (struct leg_end){.status = END_LOST,
                               .place = -1,
                               .ms_low = CLEAN_NO_MS,
                               .ms_high = CLEAN_NO_MS,
                               .alt_ft = TRACK_NONE,
                               .unlisted = 1};
    s->view = (struct end_view){
        .arrival = arrival, .prior = s->prior, .nprior = priors_of(o, leg, s->prior)};
    if (!(leg->flags & LEG_UNSEEN)) {
        s->at = arrival ? leg->last : leg->first;
        s->view.brief = x[leg->last].ms - x[leg->first].ms < BRIEF_MS;
        if (k->kind[!arrival] == LINK_SILENT)
            s->view.phase = k->phase[!arrival];
        else
            gap_phase(g, s->at, arrival ? -1 : 1, leg->first, leg->last + 1, &s->view.phase);
        s->end->ms = x[s->at].ms;
        s->end->lat = x[s->at].lat;
        s->end->lon = x[s->at].lon;
        s->end->alt_ft = isnan(s->view.phase.alt_ft) ? TRACK_NONE : (int32_t)s->view.phase.alt_ft;
    }
    if (k->kind[!arrival] != LINK_STAY) return;
    s->stay = &k->stay[!arrival];
    s->ground = arrival ? s->stay->first : lifted_off(g, s->stay);
    s->wait_s = s->at == SIZE_MAX ? 1e9 : fabs((double)(x[s->ground].ms - x[s->at].ms)) * 1e-3;
}

/* Seconds from the air to the ground or back: by height and by distance, whichever takes longer. */
static double way_s(const struct gap_in *g, const struct side *s, double distance_m,
                    double height_ft) {
    const struct craft_facts *f = craft_facts(g->craft);
    double kt = isnan(s->view.phase.kt) ? f->cruise_kt : s->view.phase.kt;
    double by_height = isnan(height_ft) ? 0 : fmax(height_ft, 0) / (0.6 * f->fpm) * 60;

    return fmax(by_height, distance_m / (fmax(kt * 0.8, 30) * KT_MPS));
}

static double nearest_field_height(const struct side *s) {
    double h = gap_height_ft(&s->view.phase);

    return isnan(h) ? s->view.phase.alt_ft : h;
}

/* The time of an end between the air and a bound on the ground side. */
static void set_time(const struct gap_in *g, struct side *s, double way, int64_t bound_ms) {
    int64_t air = g->t->point[s->at].ms, sign = s->view.arrival ? 1 : -1,
            ms = air + sign * (int64_t)(way * 1000);

    if (bound_ms != CLEAN_NO_MS && (ms - bound_ms) * sign > 0) ms = bound_ms;
    s->end->ms = ms;
    s->end->ms_low = s->view.arrival ? air : bound_ms;
    s->end->ms_high = s->view.arrival ? bound_ms : air;
}

static void stay_view(const struct gap_in *g, struct side *s) {
    const struct track_point *near = &g->t->point[s->ground];
    const struct track_point *far = &g->t->point[s->view.arrival ? s->stay->last : s->stay->first];

    s->view.on_ground = true;
    s->view.ground[0][0] = near->lat * 1e-6;
    s->view.ground[0][1] = near->lon * 1e-6;
    s->view.ground[1][0] = far->lat * 1e-6;
    s->view.ground[1][1] = far->lon * 1e-6;
    s->end->lat = near->lat;
    s->end->lon = near->lon;
    s->end->alt_ft = TRACK_NONE;
}

/* Touched at speed with nothing after it: it may fly on. Met at speed where the data begin: it
 * may have been flying. */
static bool rolled_out(const struct gap_in *g, const struct run *stay) {
    return stay->slowest < 0 || stay->slowest <= craft_facts(g->craft)->rolled_kt * 10 ||
           stay->n >= 20;
}

/* How likely it is that the flight ended (began) here, and was not followed by another that
 * nobody heard. */
static double direct(const struct gap_in *g, const struct side *s, double distance_m) {
    double spare_h = (s->wait_s - way_s(g, s, distance_m, nearest_field_height(s))) / 3600;
    bool toward = end_is_moving(&s->view, g->craft, nearest_field_height(s));

    if (spare_h <= 1 || (toward && distance_m < 150000)) return ENDED_LATE;
    return ENDED_LATE * exp2(-(spare_h - 1) / SLOW_HALF_H) *
           (distance_m > 300000 && !s->view.arrival ? 0.7 : 1);
}

/* One side only: beyond it is the ground, or nothing. */
static void class_silence(const struct gap_in *g, struct side *s) {
    struct gap_phase none = {0}, *p = &s->view.phase;
    bool moves = s->view.arrival ? gap_descending(p, g->craft) : gap_climbing(p, g->craft);

    if (!moves) s->end->silence_reason |= GAP_STEADY;
    s->end->silence = gap_class_of(g, s->view.arrival ? p : &none, s->view.arrival ? &none : p,
                                   false, &s->end->silence_reason);
}

/* @param first the data begin with it. p_stop: 0, else of the time from the air before to the air after it. */
static void stay_end(const struct gap_in *g, struct side *s, bool first, double p_stop) {
    const struct track_point *x = g->t->point;
    int64_t ground = x[s->ground].ms;
    double distance;

    stay_view(g, s);
    s->end->silence = s->wait_s * 1000 >= GAP_MS ? GAP_UNKNOWN : GAP_NONE;
    s->end->silence_s = s->end->silence == GAP_NONE || s->at == SIZE_MAX ? 0 : s->wait_s;
    if (s->at == SIZE_MAX) { /* unseen: between the two stays */
        s->end->status = END_INFERRED;
        s->end->p_ended = ENDED_TOUCH;
        s->end->ms = ground;
        s->end->ms_low = s->view.arrival ? CLEAN_NO_MS : ground;
        s->end->ms_high = s->view.arrival ? ground : CLEAN_NO_MS;
        return;
    }
    distance = clean_apart_m(&x[s->at], &x[s->ground]);
    set_time(g, s,
             s->wait_s <= DIRECT_S ? s->wait_s : way_s(g, s, distance, nearest_field_height(s)),
             ground);
    s->end->p_ended = s->wait_s <= HEARD_S ? ENDED_SEEN : direct(g, s, distance);
    s->end->status = s->stay->kind == RUN_GROUND && s->wait_s <= HEARD_S ? END_SEEN : END_INFERRED;
    if (s->stay->kind == RUN_SLOW) s->end->p_ended = fmin(s->end->p_ended, ENDED_TOUCH);
    if ((s->view.arrival || first) && !rolled_out(g, s->stay)) {
        s->end->status = END_INFERRED;
        s->end->p_ended = fmin(s->end->p_ended, fmax(ENDED_TOUCH, p_stop));
    }
    if (s->end->p_ended < 0.5) s->end->status = END_LOST;
    if (s->end->silence != GAP_NONE) class_silence(g, s);
}

/* Lost in the air. Low and on its way down (up): inferred. From up to 10,000 ft where a place is
 * settled, from 3,000 ft else. */
static bool is_inferred(const struct gap_in *g, const struct side *s) {
    const struct end_candidate *c = s->end->ncandidate ? &s->end->candidate[0] : NULL;
    double height = c && !isnan(c->height_ft) ? c->height_ft : nearest_field_height(s);
    double limit = c && s->end->place >= 0 ? end_limit_ft(&s->view, c) : 3000;

    return height <= limit && end_is_moving(&s->view, g->craft, height);
}

static void infer(const struct gap_in *g, struct side *s, int64_t bound_ms) {
    struct leg_end *e = s->end;
    double distance = e->place >= 0 ? e->candidate[0].distance_m : 0;
    double height = e->place >= 0 && !isnan(e->candidate[0].height_ft) ? e->candidate[0].height_ft
                                                                       : nearest_field_height(s);

    e->status = END_INFERRED;
    e->away = false;
    set_time(g, s, way_s(g, s, distance, height), bound_ms);
}

static void air_end(const struct gap_in *g, struct side *s, double p_ended, int64_t bound_ms,
                    enum end_status otherwise) {
    struct leg_end *e = s->end;

    e->p_ended = p_ended;
    if (is_inferred(g, s)) {
        infer(g, s, bound_ms);
        return;
    }
    e->status = otherwise;
    e->place = -1;
    e->away = end_goes_away(&s->view);
    e->ms_low = s->view.arrival ? e->ms : bound_ms;
    e->ms_high = s->view.arrival ? bound_ms : e->ms;
}

/* Near the border of the data it was cut; well before it, lost. */
static void border_end(const struct gap_in *g, const struct leg_options *o, struct side *s) {
    int64_t edge = s->view.arrival ? o->to_ms : o->from_ms, at;
    bool cut;

    s->end->border = true;
    at = g->t->point[s->at].ms;
    cut = edge == CLEAN_NO_MS || (s->view.arrival ? edge - at : at - edge) < BORDER_MS;
    s->end->silence_s = edge == CLEAN_NO_MS ? 0 : fabs((double)(edge - at)) * 1e-3;
    if (!cut) class_silence(g, s);
    air_end(g, s, cut ? ENDED_CUT : ENDED_TOUCH, CLEAN_NO_MS, cut ? END_EDGE : END_LOST);
    if (s->end->status == END_EDGE) s->end->p_ended = 0;
}

/* That the answer given is right. Lost and cut ends answer nothing. */
static void sure(struct leg_end *e) {
    double place = e->place >= 0 ? e->candidate[0].weight : e->off_field ? e->unlisted : 1;

    e->confidence = e->status == END_LOST || e->status == END_EDGE ? 0 : e->p_ended * place;
    if (e->confidence > 0) return;
    e->off_field = false;
    e->place = -1;
}

static int64_t beyond(const struct gap_in *g, const struct link *k, int i) {
    return g->t->point[i == 0 ? k->gap.after : k->gap.before].ms;
}

/* One stop has one place: where a landing in a silence is concluded and the likeliest place of the take-off is the same, or
 * the other way round, so is the other end, though by itself it was too high for it. */
static void agree(const struct gap_in *g, const struct link *k, struct side s[2]) {
    for (int i = 0; i < 2; i++) {
        struct leg_end *e = s[i].end;
        const struct leg_end *other = s[!i].end;

        if (e->status != END_LOST || other->status != END_INFERRED || other->place < 0 ||
            !e->ncandidate || e->candidate[0].place != other->place ||
            e->candidate[0].weight <= e->unlisted)
            continue;
        e->place = other->place;
        e->candidate[0].reason |= END_OTHER_END;
        infer(g, &s[i], beyond(g, k, i));
        sure(e);
    }
}

/* Met on the ground so late that most likely another flight brought it there: of this one nothing is known behind its last report. */
static void lost_before_stay(const struct gap_in *g, struct side *s) {
    const struct track_point *x = &g->t->point[s->at];
    int64_t ground = g->t->point[s->ground].ms;
    struct leg_end *e = s->end;

    e->ms = x->ms;
    e->ms_low = s->view.arrival ? x->ms : ground;
    e->ms_high = s->view.arrival ? ground : x->ms;
    e->lat = x->lat;
    e->lon = x->lon;
    e->alt_ft = isnan(s->view.phase.alt_ft) ? TRACK_NONE : (int32_t)s->view.phase.alt_ft;
    e->ncandidate = e->others = 0;
    e->unlisted = 1;
}

static void settle(const struct gap_in *g, const struct leg_options *o, const struct link *k, int i,
                   struct side *s) {
    switch (k->kind[i]) {
    case LINK_STAY:
        if (s->end->status == END_LOST) lost_before_stay(g, s);
        break;
    case LINK_SILENT:
        air_end(g, s, fmin(k->gap.p_stop, ENDED_LATE), beyond(g, k, i), END_LOST);
        s->end->silence = k->gap.class;
        s->end->silence_s = k->gap.seconds;
        s->end->silence_reason = k->gap.reason;
        break;
    case LINK_BORDER: border_end(g, o, s); break;
    case LINK_JUMP: air_end(g, s, 0.5, CLEAN_NO_MS, END_LOST); break;
    }
    sure(s->end);
}

/* Of a stay as of a silence: what the time without a report from the air says. 0: it cannot be asked. */
static double stay_stop(const struct gap_in *g, const struct link *k, const struct leg *closed,
                        const struct leg *opened) {
    struct gap_phase phase[2];
    struct gap gap;

    if (!closed || !opened || k->kind[0] != LINK_STAY || k->kind[1] != LINK_STAY ||
        (closed->flags | opened->flags) & LEG_UNSEEN || rolled_out(g, &k->stay[0]))
        return 0;
    gap_judge(g, closed->last, opened->first, closed->first, opened->last + 1,
              g->t->point[closed->first].ms, phase, &gap);
    return fmin(gap.p_stop, ENDED_LATE);
}

void link_resolve(const struct gap_in *g, const struct leg_options *o, const struct link *k,
                  struct leg *closed, struct leg *opened) {
    double p_stop = stay_stop(g, k, closed, opened);
    struct side s[2];
    bool one_place =
        k->kind[0] == k->kind[1] && (k->kind[0] == LINK_STAY || k->kind[0] == LINK_SILENT);

    side_open(g, o, k, closed, true, &s[0]);
    side_open(g, o, k, opened, false, &s[1]);
    for (int i = 0; i < 2; i++)
        if (s[i].leg && k->kind[i] == LINK_STAY) stay_end(g, &s[i], !closed, p_stop);
    if (one_place && closed && opened)
        end_weigh(g, &s[0].view, &s[1].view, s[0].end, s[1].end);
    else {
        if (closed) end_weigh(g, &s[0].view, NULL, s[0].end, NULL);
        if (opened) end_weigh(g, NULL, &s[1].view, NULL, s[1].end);
    }
    for (int i = 0; i < 2; i++)
        if (s[i].leg) settle(g, o, k, i, &s[i]);
    if (one_place && closed && opened && k->kind[0] == LINK_SILENT) agree(g, k, s);
}
