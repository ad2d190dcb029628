/* SPDX-License-Identifier: Apache-2.0 */
/* What an aircraft has told of itself, and the point that it makes of a position. Nothing is said for
 * longer than it holds: a callsign that is an hour old may be another flight's, and a speed that is a
 * minute old is not this point's. */
#include "format/decoder_in.h"

#include <string.h>

#define MOTION_MS 10000 /* altitude, speed, heading, rate: sent twice a second */
#define NAME_MS 60000   /* callsign, squawk: every 5 s, or when asked */
#define STATUS_MS 60000 /* version, integrity: every 2.5 s to 5 s */
#define GUESS_MS 600000 /* a callsign of Comm-B has to be read twice within this */

static bool holds(int64_t since, int64_t t, int64_t ms) {
    return since != DECODER_SILENT && t - since <= ms && since - t <= ms;
}

static void learn_name(struct craft *c, int64_t t, const struct modes_message *m) {
    if (m->has & MODES_CALLSIGN) {
        memcpy(c->name, m->callsign, sizeof c->name);
        c->name_t = t;
    } else if (memcmp(c->name, m->callsign, sizeof c->name) == 0 && c->name_t != DECODER_SILENT) {
        c->name_t = t;
    } else if (holds(c->guess_t, t, GUESS_MS) &&
               memcmp(c->guess, m->callsign, sizeof c->guess) == 0) {
        if (holds(c->name_t, t, NAME_MS)) return; /* what the aircraft says itself stands */
        memcpy(c->name, m->callsign, sizeof c->name);
        c->name_t = t;
    } else {
        memcpy(c->guess, m->callsign, sizeof c->guess);
        c->guess_t = t;
    }
}

static void learn_status(struct craft *c, int64_t t, const struct modes_message *m) {
    c->sil = m->sil;
    c->sil_t = t;
    if (!(m->has & MODES_STATUS)) return;
    c->version = m->version;
    c->nic_a = m->nic_a;
    if (m->nic_c != 0xff) c->nic_c = m->nic_c;
    c->magnetic = m->magnetic;
    c->status_t = t;
}

static void learn_motion(struct craft *c, int64_t t, const struct modes_message *m) {
    if (m->has & MODES_SPEED) c->speed = m->speed, c->speed_t = t;
    if (m->has & MODES_TRACK || (m->has & MODES_HEADING && m->tc != 19))
        c->heading = m->heading, c->heading_t = t;
    if (m->has & MODES_RATE) c->rate_fpm = m->rate_fpm, c->rate_geom = m->rate_geom, c->rate_t = t;
    if (m->has & MODES_DELTA) c->delta_ft = m->delta_ft, c->delta_t = t;
}

void decoder_learn(struct craft *c, const struct frame *f, const struct modes_message *m) {
    int64_t t = f->t;

    if (f->time == FRAMES_UNTIMED) return;
    if (m->has & MODES_ALT) c->alt_ft = m->alt_ft, c->alt_t = t;
    if (m->has & MODES_ALT_GEOM) c->geom_ft = m->alt_geom_ft, c->geom_t = t;
    if (m->has & (MODES_SPEED | MODES_TRACK | MODES_HEADING | MODES_RATE | MODES_DELTA))
        learn_motion(c, t, m);
    if (m->has & MODES_SQUAWK) c->squawk = m->squawk, c->squawk_t = t;
    if (m->has & (MODES_CALLSIGN | MODES_COMMB)) learn_name(c, t, m);
    if (m->has & (MODES_STATUS | MODES_TARGET)) learn_status(c, t, m);
}

static void point_altitude(const struct craft *c, int64_t t, struct track_point *out) {
    if (holds(c->alt_t, t, MOTION_MS)) out->alt_ft = c->alt_ft;
    if (holds(c->geom_t, t, MOTION_MS))
        out->alt_geom_ft = c->geom_ft;
    else if (out->alt_ft != TRACK_NONE && holds(c->delta_t, t, MOTION_MS))
        out->alt_geom_ft = out->alt_ft + c->delta_ft;
    if (out->alt_ft == TRACK_NONE && out->alt_geom_ft != TRACK_NONE) {
        out->alt_ft = out->alt_geom_ft;
        out->flags |= TRACK_ALT_GEOM;
    }
}

static void point_motion(const struct craft *c, int64_t t, const struct modes_message *m,
                         struct track_point *out) {
    int64_t since = m->cpr_surface ? 0 : MOTION_MS; /* on the ground the position itself says it */

    if (holds(c->speed_t, t, since)) out->speed = c->speed;
    if (holds(c->heading_t, t, since) && !(m->cpr_surface && c->magnetic))
        out->heading = c->heading;
    if (m->cpr_surface || !holds(c->rate_t, t, MOTION_MS)) return;
    out->rate_fpm = c->rate_fpm;
    if (c->rate_geom) out->flags |= TRACK_RATE_GEOM;
}

static void point_trust(const struct craft *c, int64_t t, const struct modes_message *m,
                        struct track_point *out) {
    bool known = holds(c->status_t, t, STATUS_MS) && c->version <= 2;

    if (known) out->adsb = (int8_t)c->version;
    if (holds(c->sil_t, t, STATUS_MS)) out->sil = (int8_t)c->sil;
    if (m->tc)
        out->nic = (int8_t)modes_nic(m->tc, known ? c->version : -1, c->nic_a,
                                     m->cpr_surface ? 0 : m->nic_b, c->nic_c);
}

void decoder_point(const struct craft *c, const struct frame *f, const struct modes_message *m,
                   const struct cpr_place *place, bool stale, struct track_point *out) {
    int64_t t = f->t;

    *out = (struct track_point){
        .ms = t,
        .lat = place ? decoder_micro(place->lat_deg) : TRACK_NONE,
        .lon = place ? decoder_micro(place->lon_deg) : TRACK_NONE,
        .alt_ft = TRACK_NONE,
        .alt_geom_ft = TRACK_NONE,
        .rate_fpm = TRACK_NONE,
        .speed = TRACK_NONE16,
        .heading = TRACK_NONE16,
        .squawk = TRACK_SQUAWK_NONE,
        .air = m->air,
        .source = decoder_source(f, m),
        .flags = stale ? TRACK_STALE : 0,
        .nic = -1,
        .sil = -1,
        .adsb = -1,
    };
    if (m->air != TRACK_GROUND) point_altitude(c, t, out);
    if (place) point_motion(c, t, m, out);
    if (place && !(f->flags & FRAMES_MLAT)) point_trust(c, t, m, out);
    if (holds(c->squawk_t, t, NAME_MS)) out->squawk = c->squawk;
    if (holds(c->name_t, t, NAME_MS)) memcpy(out->callsign, c->name, sizeof out->callsign);
}
