/* SPDX-License-Identifier: Apache-2.0 */
/* Extended squitters: the 56 bits ME of DF17 and DF18, by type code. In DF18 the control field (CF)
 * says who speaks: 0 a transmitter that is no transponder, 1 the same
 * under an address that is not ICAO's, 2 and 3 TIS-B (fine and coarse), 5 TIS-B under another
 * address, 6 ADS-B said again (ADS-R). In 2, 3 and 6 a bit of each message, IMF, says whether the
 * address is ICAO's. */
#include "base/track.h"
#include "format/modes_in.h"

#include <math.h>

/* This message's address is not ICAO's after all. */
static void other_address(struct modes_message *out) {
    out->other = true;
    out->source = out->source == TRACK_ADSR_ICAO ? TRACK_ADSR_OTHER : TRACK_TISB_TRACKFILE;
}

static void identification(uint64_t me, struct modes_message *out) {
    if (modes_callsign(me >> 8 & UINT64_C(0xffffffffffff), out->callsign))
        out->has |= MODES_CALLSIGN;
    out->category = (uint8_t)((0xE - out->tc) << 4 | out->sub); /* type code 4 is set A */
}

/* Two halves of nothing: a transponder without a position sends zeros, which decode to a corner of
 * a 6 degree grid (lib1090, issue 32); some send the upper bits of the latitude and no longitude
 * (readsb names airframes). */
static bool cpr_hollow(const struct modes_message *out) {
    return out->cpr_lon == 0 && (out->cpr_lat & 0xfff) == 0;
}

static void cpr_fields(uint64_t me, bool surface, struct modes_message *out) {
    out->cpr_surface = surface;
    out->cpr_odd = modes_bits(me, 22, 22);
    out->cpr_lat = modes_bits(me, 23, 39);
    out->cpr_lon = modes_bits(me, 40, 56);
    if (!cpr_hollow(out)) out->has |= MODES_POSITION;
}

static void surface_position(uint64_t me, bool imf, struct modes_message *out) {
    uint32_t movement = modes_bits(me, 6, 12);

    out->air = TRACK_GROUND;
    if (movement > 0 && movement < 125) {
        out->speed = modes_movement(movement);
        out->has |= MODES_SPEED;
    }
    if (modes_bits(me, 13, 13)) {
        out->heading = (int16_t)((modes_bits(me, 14, 20) * 3600 + 64) / 128 % 3600);
        out->has |= MODES_HEADING;
    }
    if (imf && modes_bits(me, 21, 21)) other_address(out);
    cpr_fields(me, true, out);
}

static void airborne_position(uint64_t me, bool imf, struct modes_message *out) {
    uint32_t code = modes_bits(me, 9, 20);

    if (out->tc) out->air = TRACK_AIRBORNE;
    out->nic_b = imf ? 0 : (uint8_t)modes_bits(me, 8, 8); /* the bit is one or the other */
    if (imf && modes_bits(me, 8, 8)) other_address(out);
    modes_altitude((code & 0xfc0) << 1 | (code & 0x3f), out); /* 12 bits: no M */
    if (out->tc >= 20 && out->has & MODES_ALT) {
        out->alt_geom_ft = out->alt_ft;
        out->has ^= MODES_ALT | MODES_ALT_GEOM;
    }
    if (out->tc) cpr_fields(me, false, out); /* type code 0: no position */
}

static void ground_speed(uint64_t me, struct modes_message *out) {
    uint32_t ew = modes_bits(me, 15, 24), ns = modes_bits(me, 26, 35);
    int32_t times = out->sub == 2 ? 4 : 1, east, north;
    double v;

    if (!ew || !ns) return;
    east = (int32_t)(ew - 1) * (modes_bits(me, 14, 14) ? -times : times);
    north = (int32_t)(ns - 1) * (modes_bits(me, 25, 25) ? -times : times);
    v = sqrt(100.0 * (east * east + north * north)) + 0.5;
    if (v >= INT16_MAX) return; /* over 3,276 kt: nothing flies so */
    out->speed = (int16_t)v;
    out->has |= MODES_SPEED;
    if (!east && !north) return;
    out->heading = modes_direction(east, north);
    out->has |= MODES_TRACK;
}

static void air_speed(uint64_t me, struct modes_message *out) {
    uint32_t speed = modes_bits(me, 26, 35) * (out->sub == 4 ? 4 : 1);

    if (modes_bits(me, 14, 14)) {
        out->heading = (int16_t)((modes_bits(me, 15, 24) * 3600 + 512) / 1024 % 3600);
        out->has |= MODES_HEADING;
    }
    if (!speed) return;
    speed -= out->sub == 4 ? 4 : 1;
    if (speed * 10 > INT16_MAX) return;
    out->airspeed = (int16_t)(speed * 10);
    out->true_air = modes_bits(me, 25, 25);
    out->has |= MODES_AIRSPEED;
}

static void velocity(uint64_t me, bool imf, struct modes_message *out) {
    uint32_t rate = modes_bits(me, 38, 46), delta = modes_bits(me, 50, 56);

    if (out->sub < 1 || out->sub > 4) return;
    if (imf && modes_bits(me, 9, 9)) other_address(out);
    if (out->sub <= 2)
        ground_speed(me, out);
    else
        air_speed(me, out);
    if (rate) {
        out->rate_fpm = (int32_t)(rate - 1) * (modes_bits(me, 37, 37) ? -64 : 64);
        out->rate_geom = !modes_bits(me, 36, 36);
        out->has |= MODES_RATE;
    }
    if (delta && delta != 127) {
        out->delta_ft = (int32_t)(delta - 1) * (modes_bits(me, 49, 49) ? -25 : 25);
        out->has |= MODES_DELTA;
    }
}

/* Type code 28, subtype 1. */
static void emergency(uint64_t me, bool imf, struct modes_message *out) {
    uint32_t code = modes_bits(me, 12, 24);

    if (out->sub != 1) return;
    if (imf && modes_bits(me, 56, 56)) other_address(out);
    out->emergency = (uint8_t)modes_bits(me, 9, 11);
    out->has |= MODES_EMERGENCY;
    if (!code) return;
    out->squawk = modes_squawk(code);
    out->has |= MODES_SQUAWK;
}

/* Type code 29: the subtype has two bits here; 1 is version 2's, and the only one that is read. */
static void target_state(uint64_t me, bool imf, struct modes_message *out) {
    out->sub = (uint8_t)modes_bits(me, 6, 7);
    if (out->sub != 1) return;
    if (imf && modes_bits(me, 51, 51)) other_address(out);
    out->nac_p = (uint8_t)modes_bits(me, 40, 43);
    out->sil = (uint8_t)modes_bits(me, 45, 46);
    out->has |= MODES_TARGET;
}

static void operational_status(uint64_t me, bool imf, struct modes_message *out) {
    if (out->sub > 1) return;
    if (imf && modes_bits(me, 56, 56)) other_address(out);
    out->version = (uint8_t)modes_bits(me, 41, 43);
    out->nic_a = (uint8_t)modes_bits(me, 44, 44);
    out->nac_p = (uint8_t)modes_bits(me, 45, 48);
    out->sil = (uint8_t)modes_bits(me, 51, 52);
    out->magnetic = modes_bits(me, 54, 54);
    out->nic_c = 0xff;
    if (out->sub == 1 && out->version >= 2) out->nic_c = (uint8_t)modes_bits(me, 20, 20);
    out->has |= MODES_STATUS;
}

/* Who speaks. @return false when the rest is not of the usual form. */
static bool control(uint64_t me, unsigned cf, struct modes_message *out) {
    switch (cf) {
    case 0: return true; /* as DF17 and DF18 come in */
    case 1:
        out->source = TRACK_ADSB_OTHER;
        out->other = true;
        return true;
    case 2:
    case 3:
        out->source = TRACK_TISB_ICAO;
        if (cf == 2) return true;
        if (modes_bits(me, 1, 1)) other_address(out);
        out->has |= MODES_COARSE;
        return false;
    case 5:
        out->source = TRACK_TISB_OTHER;
        out->other = true;
        return true;
    case 6: out->source = TRACK_ADSR_ICAO; return true;
    default: /* 4 is management, 7 reserved */
        out->source = TRACK_OTHER;
        out->other = true;
        return false;
    }
}

void modes_squitter(uint64_t me, unsigned cf, struct modes_message *out) {
    bool imf = cf == 2 || cf == 6;

    if (!control(me, cf, out)) return;
    out->tc = (uint8_t)modes_bits(me, 1, 5);
    out->sub = (uint8_t)modes_bits(me, 6, 8);
    if (out->tc == 0 || (out->tc >= 9 && out->tc <= 22 && out->tc != 19))
        airborne_position(me, imf, out);
    else if (out->tc == 19)
        velocity(me, imf, out);
    else if (out->tc <= 4)
        identification(me, out);
    else if (out->tc <= 8)
        surface_position(me, imf, out);
    else if (out->tc == 28)
        emergency(me, imf, out);
    else if (out->tc == 29)
        target_state(me, imf, out);
    else if (out->tc == 31)
        operational_status(me, imf, out);
}
