/* SPDX-License-Identifier: Apache-2.0 */
#include "format/readsb.h"

#define WHOLE_MAX 999999 /* ft or ft/min: twenty times what flies, so nothing real is lost */
#define SPEED_MAX 32767  /* 0.1 kt: what track_point holds */
#define CIRCLE 3600      /* 0.1 degree */
#define NIC_MAX 15       /* four bits on the air; 0 to 11 are in use */
#define SIL_MAX 7
#define VERSION_MAX 7

struct track_point readsb_point(void) {
    return (struct track_point){.alt_ft = TRACK_NONE,
                                .alt_geom_ft = TRACK_NONE,
                                .rate_fpm = TRACK_NONE,
                                .speed = TRACK_NONE16,
                                .heading = TRACK_NONE16,
                                .squawk = TRACK_SQUAWK_NONE,
                                .air = TRACK_AIR_UNKNOWN,
                                .source = TRACK_SOURCE_UNKNOWN,
                                .nic = -1,
                                .sil = -1,
                                .adsb = -1};
}

bool readsb_hex(const struct jscan_value *v, struct track *out) {
    char text[8];
    int n = v->kind == JSCAN_STRING ? jscan_text(v->text, text, sizeof text) : -1;
    bool other = n > 0 && text[0] == '~';
    uint32_t hex = 0;

    if (n != 6 + other) return false;
    for (const char *p = text + other; *p; p++) {
        if (*p >= '0' && *p <= '9')
            hex = hex * 16 + (uint32_t)(*p - '0');
        else if ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'f')
            hex = hex * 16 + (uint32_t)((*p | 0x20) - 'a' + 10);
        else
            return false;
    }
    out->hex = hex;
    out->other = other;
    return true;
}

bool readsb_word(const struct jscan_value *v, char *out, size_t cap) {
    if (v->kind == JSCAN_STRING && jscan_text(v->text, out, cap) >= 0) return true;
    memset(out, 0, cap);
    return v->kind == JSCAN_NULL;
}

bool readsb_db_flags(const struct jscan_value *v, uint32_t *out) {
    int64_t n = 0;

    if (v->kind == JSCAN_NULL) return true;
    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 0, UINT32_MAX, &n) || n < 0) return false;
    *out = (uint32_t)n;
    return true;
}

bool readsb_whole(const struct jscan_value *v, int32_t *out) {
    int64_t n = TRACK_NONE;
    bool fine = v->kind == JSCAN_NULL ||
                (v->kind == JSCAN_NUMBER && jscan_fixed(v->text, 0, WHOLE_MAX, &n));

    *out = (int32_t)n;
    return fine;
}

bool readsb_altitude(const struct jscan_value *v, struct track_point *p) {
    bool ground = v->kind == JSCAN_STRING && jscan_is(v->text, "ground");
    bool fine = readsb_whole(v, &p->alt_ft) || ground;

    p->air = ground                    ? TRACK_GROUND
             : p->alt_ft != TRACK_NONE ? TRACK_AIRBORNE
             : v->kind == JSCAN_NUMBER ? TRACK_AIRBORNE /* too high to be true, but a height */
                                       : TRACK_AIR_UNKNOWN;
    return fine;
}

static bool tenths(const struct jscan_value *v, int64_t max, int16_t *out) {
    int64_t n;

    *out = TRACK_NONE16;
    if (v->kind == JSCAN_NULL) return true;
    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 1, max, &n) || n < 0) return false;
    *out = (int16_t)n;
    return true;
}

bool readsb_speed(const struct jscan_value *v, struct track_point *p) {
    return tenths(v, SPEED_MAX, &p->speed);
}

bool readsb_heading(const struct jscan_value *v, struct track_point *p) {
    bool fine = tenths(v, CIRCLE, &p->heading);

    if (p->heading == CIRCLE) p->heading = 0;
    return fine;
}

bool readsb_source_name(struct span name, struct track_point *p) {
    static const char *const names[] = {
        "adsb_icao",      "adsb_icao_nt", "adsr_icao", "tisb_icao",  "adsc",
        "mlat",           "other",        "mode_s",    "adsb_other", "adsr_other",
        "tisb_trackfile", "tisb_other",   "mode_ac"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!span_is(name, names[i])) continue;
        p->source = (uint8_t)i;
        return true;
    }
    return span_is(name, "unknown");
}

bool readsb_source(const struct jscan_value *v, struct track_point *p) {
    char text[32];
    int n;

    if (v->kind == JSCAN_NULL) return true;
    n = v->kind == JSCAN_STRING ? jscan_text(v->text, text, sizeof text) : -1;
    return n >= 0 && readsb_source_name((struct span){text, (size_t)n}, p);
}

bool readsb_squawk(struct span digits, struct track_point *p) {
    int v = 0;

    if (digits.n != 4) return false;
    for (size_t i = 0; i < 4; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '7') return false;
        v = v * 10 + (digits.p[i] - '0');
    }
    p->squawk = (uint16_t)v;
    return true;
}

bool readsb_callsign(const char *text, size_t n, struct track_point *p) {
    char padded[8] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};

    if (n > sizeof padded) return false;
    if (!n) return true;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < 0x20 || text[i] > 0x7e) return false;
        padded[i] = text[i];
    }
    memcpy(p->callsign, padded, sizeof padded);
    return true;
}

static bool small(const struct jscan_value *v, int64_t max, int8_t *out) {
    int64_t n = -1;

    if (v->kind == JSCAN_NULL) return true;
    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 0, max, &n) || n < 0) return false;
    *out = (int8_t)n;
    return true;
}

bool readsb_member(struct span key, const struct jscan_value *v, struct track_point *p) {
    char text[16];
    bool squawk;
    int n;

    if (jscan_word(key, "type")) return readsb_source(v, p);
    if (jscan_word(key, "nic")) return small(v, NIC_MAX, &p->nic);
    if (jscan_word(key, "sil")) return small(v, SIL_MAX, &p->sil);
    if (jscan_word(key, "version")) return small(v, VERSION_MAX, &p->adsb);
    squawk = jscan_word(key, "squawk");
    if (!squawk && !jscan_word(key, "flight")) return true;
    if (v->kind == JSCAN_NULL) return true;
    n = v->kind == JSCAN_STRING ? jscan_text(v->text, text, sizeof text) : -1;
    if (n < 0) return false;
    return squawk ? readsb_squawk((struct span){text, (size_t)n}, p)
                  : readsb_callsign(text, (size_t)n, p);
}
