/* SPDX-License-Identifier: Apache-2.0 */
/* Which airport? For each field near enough, a logarithm of weight; then those are made to sum to
 * one, with the weight of "no listed place" among them.
 *
 * In the air (from the last point of a flight; a take-off is the mirror image):
 *   distance   -1 for each 8 NM
 *   height     the way that an ordinary descent from this height takes, against the distance: -1
 *              for each 10 NM too high; too low, for as many NM as the way itself (2 to 10), since
 *              nobody flies level at 300 ft for long
 *   direction  up to -2 for a field behind, growing from 2 to 8 NM: nearer than that all turn
 *   service    as if 12 NM further, for airliners, where a field has no scheduled service
 *              (formats.md 2.4: 10 to 15 NM)
 *   runway     -1 below what the class wants; excluded below six tenths of that: listed lengths
 *              are more than 10 % short for one field in seven, so a tenth alone refuses nothing
 *   strip      -1 without an IATA code or a listed runway
 *   priors     +1.1 for a route by callsign (right for 4 of 8: odds of three), +1.6 for a schedule
 * On the ground: -2 at the bounds of a field, which are 2 km (helicopters 1 km) and three quarters
 * of the runway around its reference point; half of the penalties above; none excludes.
 *
 * An arrival and the next departure are two views of one place: the weights of each multiply
 * those of the other, with 3 in 100 left for "it flew somewhere else unheard".
 *
 * Which field it came down to, the air can tell; whether to that field or to a strip beside it that is in no list,
 * only the ground does. So of what is weighed from the air 5 in 100 go to "no listed place" in the end, and on the
 * ground at most as much within the bounds of one field: no place is surer without ground reports than with them. */
#include "leg/end.h"

#include "geo/place.h"

#include <math.h>
#include <string.h>

#define NM_M 1852.0
#define NEAR_CAP 96
#define CELLS 192        /* those of both ends */
#define FT_NM_DOWN 318.0 /* three degrees */
#define FT_NM_UP 500.0
#define DISTANCE_NM 8.0
#define HEIGHT_NM 10.0
#define LEVEL_PER_WAY 1.0
#define SAME_PLACE 0.97
#define ROUTE_GAIN 1.1
#define SCHEDULE_GAIN 1.6
#define GROUND_BOUNDS 2.0
#define GROUND_UNLISTED (-5.0) /* at the bounds, -2, 5 in 100 */
/* Neither an IATA code nor a runway of known length: a private strip, with few movements. */
#define STRIP (-1.0)
#define FLOOR (-30.0)
#define CANDIDATES_FT 12000.0
#define END_LOW_FT 1500.0
#define END_TREND_FPM 300.0 /* as in gap_descending */

struct cell {
    int32_t place;
    double fit[2]; /* log weight: arrival, departure; FLOOR: not a candidate there */
    double w[2];   /* weights of each view alone, then joined */
    double distance_m[2], height_ft[2];
    unsigned reason[2];
};

struct weighing {
    const struct gap_in *g;
    const struct end_view *view[2];
    size_t n;
    double other[2];
    struct cell cell[CELLS]; /* [n] made */
};

const char *end_status_word(enum end_status s) {
    static const char *const words[] = {"seen", "inferred", "lost", "edge"};

    return words[s <= END_EDGE ? s : END_LOST];
}

static double off_nose_deg(const struct end_view *v, const struct place *p) {
    double rad = 3.14159265358979323846 / 180, lat = v->phase.lat_deg * rad,
           plat = (double)p->lat_deg * rad;
    double dlon = ((double)p->lon_deg - v->phase.lon_deg) * rad;
    double bearing =
        atan2(sin(dlon) * cos(plat), cos(lat) * sin(plat) - sin(lat) * cos(plat) * cos(dlon)) / rad;
    double off = fmod(fabs(bearing - v->phase.heading_deg - (v->arrival ? 0 : 180)), 360);

    return off > 180 ? 360 - off : off;
}

static double direction_fit(const struct end_view *v, const struct place *p, double nm,
                            unsigned *reason) {
    double off, k = fmin(fmax((nm - 2) / 6, 0), 1);

    if (isnan(v->phase.heading_deg)) return 0;
    off = off_nose_deg(v, p);
    if (off <= 45) *reason |= END_AHEAD;
    if (off > 110) *reason |= END_BEHIND;
    return -k * (1 - cos(off * 3.14159265358979323846 / 180));
}

/* FLOOR: excluded. */
static double field_fit(const struct place *p, enum craft c, bool on_ground, unsigned *reason) {
    const struct craft_facts *f = craft_facts(c);
    double fit = !p->iata[0] && p->runway_ft <= 0 ? STRIP : 0;

    if (f->service_nm > 0 && p->scheduled != 1) {
        fit -= f->service_nm / DISTANCE_NM * (p->scheduled == 0 || !p->iata[0] ? 1 : 0.7);
        *reason |= END_NO_SERVICE;
    }
    if (f->runway_ft > 0 && p->runway_ft < f->runway_ft) {
        *reason |= END_SHORT;
        if (p->runway_ft > 0 && p->runway_ft < 0.6 * f->runway_ft && !on_ground) return FLOOR;
        fit -= p->runway_ft > 0 ? 1 : f->runway_ft >= 4500 ? 1.5 : 0.7;
    }
    return fit;
}

static double prior_fit(const struct end_view *v, int32_t place, unsigned *reason) {
    double fit = 0;

    for (size_t i = 0; i < v->nprior; i++)
        for (size_t k = 0; k < v->prior[i].n; k++) {
            unsigned bit = v->prior[i].schedule ? END_SCHEDULE : END_ROUTE;

            if (v->prior[i].place[k] != place || (*reason & bit)) continue;
            *reason |= bit;
            fit += v->prior[i].schedule ? SCHEDULE_GAIN : ROUTE_GAIN;
        }
    return fit;
}

/* Bounds of a field around its reference point: the ends of its longest runway are half a runway
 * away, those of parallel ones further. */
static double bounds_m(const struct place *p, enum craft c) {
    double base = c == CRAFT_HELI ? 1000 : 2000;

    return base + (p->runway_ft > 0 ? 0.75 * 0.3048 * p->runway_ft : 1000);
}

static double ground_fit(const struct gap_in *g, const struct end_view *v, struct cell *c, int k) {
    const struct place *p = place_at((size_t)c->place);
    double bound = bounds_m(p, g->craft), d[2];

    for (int i = 0; i < 2; i++)
        d[i] = place_distance_m(v->ground[i][0], v->ground[i][1], (double)p->lat_deg,
                                (double)p->lon_deg);
    c->distance_m[k] = d[0];
    c->height_ft[k] = (double)NAN;
    if (fmin(d[0], d[1]) > bound) return FLOOR;
    c->reason[k] |= END_ON_GROUND;
    return -GROUND_BOUNDS * (d[0] + d[1]) / 2 / bound +
           0.5 * field_fit(p, g->craft, true, &c->reason[k]);
}

static double air_fit(const struct gap_in *g, const struct end_view *v, struct cell *c, int k) {
    const struct place *p = place_at((size_t)c->place);
    double d = place_distance_m(v->phase.lat_deg, v->phase.lon_deg, (double)p->lat_deg,
                                (double)p->lon_deg);
    double nm = d / NM_M, field = field_fit(p, g->craft, false, &c->reason[k]), way, fit;

    c->distance_m[k] = d;
    c->height_ft[k] =
        p->elevation_ft == INT32_MIN ? (double)NAN : v->phase.alt_ft - p->elevation_ft;
    if (d > END_FAR_M || field <= FLOOR) return FLOOR;
    fit = -nm / DISTANCE_NM + field + direction_fit(v, p, nm, &c->reason[k]);
    way = (isnan(c->height_ft[k]) ? v->phase.alt_ft : fmax(c->height_ft[k], 0)) /
          (v->arrival ? FT_NM_DOWN : FT_NM_UP);
    if (isnan(way)) return fit;
    if (fabs(way - nm) <= 5) c->reason[k] |= END_GLIDE;
    if (nm > way) return fit - (nm - way) / fmin(fmax(way * LEVEL_PER_WAY, 2), HEIGHT_NM);
    return fit - (way - nm) / HEIGHT_NM;
}

static void gather(struct weighing *w, double lat, double lon, double radius_m) {
    struct near_hit hit[NEAR_CAP];
    size_t n = near_find(w->g->near, lat, lon, radius_m, hit, NEAR_CAP);

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        while (k < w->n && w->cell[k].place != hit[i].place) k++;
        if (k == w->n && w->n < CELLS) w->cell[w->n++] = (struct cell){.place = hit[i].place};
    }
}

/* Far up, nothing near is a candidate: the way down from there reaches any field of a region. */
static bool is_placed(const struct end_view *v) {
    double h = gap_height_ft(&v->phase);

    return v->on_ground || (v->phase.n && !((isnan(h) ? v->phase.alt_ft : h) > CANDIDATES_FT));
}

static void weigh_view(struct weighing *w, int k) {
    const struct end_view *v = w->view[k];
    double sum;

    w->other[k] = exp(v->on_ground ? GROUND_UNLISTED : craft_facts(w->g->craft)->unlisted);
    sum = w->other[k];
    for (size_t i = 0; i < w->n; i++) {
        struct cell *c = &w->cell[i];

        c->fit[k] = v->on_ground ? ground_fit(w->g, v, c, k) : air_fit(w->g, v, c, k);
        if (c->fit[k] > FLOOR) c->fit[k] += prior_fit(v, c->place, &c->reason[k]);
        c->w[k] = c->fit[k] > FLOOR ? exp(c->fit[k]) : 0;
        sum += c->w[k];
    }
    for (size_t i = 0; i < w->n; i++) w->cell[i].w[k] /= sum;
    w->other[k] /= sum;
}

/* w[k] *= what the other view says of the same place. A field that is no candidate for the other
 * end keeps 3 in 100. */
static void join(struct weighing *w) {
    double sum[2] = {0, 0}, o[2] = {w->other[0], w->other[1]};
    int seen = w->view[0]->on_ground ? 0 : w->view[1]->on_ground ? 1 : -1;

    for (size_t i = 0; i < w->n; i++) {
        double a = w->cell[i].w[0], d = w->cell[i].w[1];

        if (seen != 0) w->cell[i].w[0] = a * (SAME_PLACE * d + (1 - SAME_PLACE) * 0.1);
        if (seen != 1) w->cell[i].w[1] = d * (SAME_PLACE * a + (1 - SAME_PLACE) * 0.1);
        if (d > 0.3) w->cell[i].reason[0] |= seen != 0 && a > 0 ? END_OTHER_END : 0;
        if (a > 0.3) w->cell[i].reason[1] |= seen != 1 && d > 0 ? END_OTHER_END : 0;
        sum[0] += w->cell[i].w[0];
        sum[1] += w->cell[i].w[1];
    }
    if (seen != 0) w->other[0] = o[0] * (SAME_PLACE * o[1] + (1 - SAME_PLACE) * 0.1);
    if (seen != 1) w->other[1] = o[1] * (SAME_PLACE * o[0] + (1 - SAME_PLACE) * 0.1);
    for (int k = 0; k < 2; k++) {
        sum[k] += w->other[k];
        for (size_t i = 0; i < w->n; i++) w->cell[i].w[k] /= sum[k];
        w->other[k] /= sum[k];
    }
}

static void keep(struct leg_end *e, const struct cell *c, int k, double most) {
    double w = c->w[k] * most;
    size_t i;

    if (c->w[k] < 1e-4) return;
    if (e->ncandidate == END_CANDIDATES) {
        e->others++;
        if (w <= e->candidate[END_CANDIDATES - 1].weight) return;
        e->ncandidate--;
    }
    for (i = e->ncandidate++; i > 0 && e->candidate[i - 1].weight < w; i--)
        e->candidate[i] = e->candidate[i - 1];
    e->candidate[i] =
        (struct end_candidate){c->place, w, c->distance_m[k], c->height_ft[k], c->reason[k]};
}

double end_limit_ft(const struct end_view *v, const struct end_candidate *c) {
    return v->arrival || (c->reason & END_OTHER_END) ? 10000 : 5000;
}

bool end_goes_away(const struct end_view *v) {
    double trend = v->phase.trend_fpm; /* NAN: neither */

    return v->arrival ? trend >= END_TREND_FPM : trend <= -END_TREND_FPM;
}

void end_drop(struct leg_end *e, int32_t place) {
    size_t n = 0;

    for (size_t i = 0; i < e->ncandidate; i++) {
        if (e->candidate[i].place == place)
            e->unlisted += e->candidate[i].weight;
        else
            e->candidate[n++] = e->candidate[i];
    }
    e->ncandidate = n;
}

/* Heard for a moment only, what is low may as well be the other end. */
bool end_is_moving(const struct end_view *v, enum craft c, double height_ft) {
    return (v->arrival ? gap_descending(&v->phase, c) : gap_climbing(&v->phase, c)) ||
           (height_ft <= END_LOW_FT && !v->brief && !end_goes_away(v));
}

static bool is_low(const struct end_view *v, enum craft c) {
    double h = gap_height_ft(&v->phase);

    if (isnan(h)) h = v->phase.alt_ft;
    return h <= 3000 && end_is_moving(v, c, h);
}

static void choose(const struct weighing *w, int k, struct leg_end *e) {
    const struct end_view *v = w->view[k];
    double most = v->on_ground ? 1 : END_AIR_MOST;
    size_t nearest = 0;

    e->unlisted = 1 - most * (1 - w->other[k]);
    for (size_t i = 0; i < w->n; i++) keep(e, &w->cell[i], k, most);
    for (size_t i = 1; i < e->ncandidate; i++)
        if (e->candidate[i].distance_m < e->candidate[nearest].distance_m) nearest = i;
    if (e->ncandidate) e->candidate[nearest].reason |= END_NEAREST;
    if (e->ncandidate && e->candidate[0].weight > END_NAMED * most) {
        const struct end_candidate *c = &e->candidate[0];
        double h = isnan(c->height_ft) ? v->phase.alt_ft : c->height_ft;

        if (v->on_ground || !(h > end_limit_ft(v, c))) e->place = c->place;
    } else if (w->other[k] > 0.5)
        e->off_field = v->on_ground || is_low(v, w->g->craft);
}

void end_weigh(const struct gap_in *g, const struct end_view *arrival,
               const struct end_view *departure, struct leg_end *arrived,
               struct leg_end *departed) {
    struct weighing w; /* 15 kB, of which few are needed: not made zero */
    struct leg_end *end[2] = {arrived, departed};
    bool placed[2];

    w.g = g;
    w.view[0] = arrival;
    w.view[1] = departure;
    w.n = 0;

    for (int k = 0; k < 2; k++) {
        const struct end_view *v = w.view[k];

        placed[k] = v && g->near && is_placed(v);
        if (!placed[k]) continue;
        if (v->on_ground)
            for (int i = 0; i < 2; i++) gather(&w, v->ground[i][0], v->ground[i][1], 8000);
        else
            gather(&w, v->phase.lat_deg, v->phase.lon_deg, END_FAR_M);
    }
    for (int k = 0; k < 2; k++)
        if (placed[k]) weigh_view(&w, k);
    if (placed[0] && placed[1] && !(arrival->on_ground && departure->on_ground)) join(&w);
    for (int k = 0; k < 2; k++) {
        if (!w.view[k]) continue;
        end[k]->place = -1;
        end[k]->unlisted = 1;
        if (placed[k]) choose(&w, k, end[k]);
    }
}
