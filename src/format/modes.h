/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One Mode S reply or squitter, from its 7 or 14 bytes to fields. Stateless: what needs more than
 * one message (which address a reply is from, positions, integrity) is decoder.h's.
 *
 *  Bits are numbered as the standards do, from 1, and messages are given in 16 bytes of which those
 * behind the message are 0, so that words can be loaded whole. Sources: J. Sun, "The 1090 Megahertz
 * Riddle", second edition (mode-s.org/1090mhz); readsb's mode_s.c for the IMF bits and the fields of
 * TC 28, 29 and 31. */
#define MODES_SHORT 7
#define MODES_LONG 14
#define MODES_ROOM 16

enum modes_check {
    MODES_GOOD,      /* DF17, DF18, or DF11 to nobody: the parity proves it */
    MODES_ADDRESSED, /* DF0, 4, 5, 16, 20, 21: the remainder is the address, if nothing is damaged;
                        DF11 to an interrogator: the remainder is its code. Believe it if the
                        address is known from elsewhere */
    MODES_DAMAGED,
    MODES_FOREIGN, /* a downlink format that is not read: DF19, DF24 and those without meaning */
    MODES_LENGTH,  /* short where its format is long, or the reverse */
};

/** Which fields of a struct modes_message hold something; the others hold rubbish. */
enum modes_has {
    MODES_ALT = 1 << 0,        /* alt_ft, barometric */
    MODES_ALT_GEOM = 1 << 1,   /* alt_geom_ft */
    MODES_DELTA = 1 << 2,      /* delta_ft */
    MODES_RATE = 1 << 3,       /* rate_fpm */
    MODES_SPEED = 1 << 4,      /* speed, over ground */
    MODES_TRACK = 1 << 5,      /* heading is the track over ground, true */
    MODES_HEADING = 1 << 6,    /* heading is where the nose points */
    MODES_AIRSPEED = 1 << 7,   /* airspeed */
    MODES_SQUAWK = 1 << 8,     /* squawk */
    MODES_CALLSIGN = 1 << 9,   /* callsign, from an identification squitter */
    MODES_COMMB = 1 << 10,     /* callsign, from what looks like register 2,0 of a Comm-B reply: a
                                 guess that holds once it was made twice */
    MODES_POSITION = 1 << 11,  /* cpr_* */
    MODES_STATUS = 1 << 12,    /* version, nic_a, nic_c, magnetic, nac_p, sil: from TC 31 */
    MODES_TARGET = 1 << 13,    /* nac_p, sil: from TC 29 of version 2 */
    MODES_EMERGENCY = 1 << 14, /* emergency */
    MODES_METRIC = 1 << 15,    /* the altitude is in metres (M bit), which is not read */
    MODES_COARSE = 1 << 16,    /* a coarse TIS-B position, which is not read */
};

struct modes_message {
    uint32_t has;    /* enum modes_has */
    uint32_t hex;    /* 24 bits; of an addressed reply: what the remainder says */
    uint8_t df;      /* downlink format, 0 to 31 */
    uint8_t tc, sub; /* type code and subtype of an extended squitter; 0 otherwise */
    uint8_t source;  /* enum track_source: how a position in it came about */
    bool other;      /* the address is not ICAO's */
    uint8_t air;     /* enum track_air, as this message alone says */
    bool rate_geom;  /* the vertical rate is by GNSS, else barometric */
    bool true_air;   /* airspeed is true, else indicated */

    int32_t alt_ft, alt_geom_ft;
    int32_t delta_ft; /* geometric less barometric altitude */
    int32_t rate_fpm;
    int16_t speed;    /* 0.1 kt; on the ground the lower end of the step that was sent */
    int16_t airspeed; /* 0.1 kt */
    int16_t heading;  /* 0.1 degree, 0 to 3599; MODES_HEADING alone: magnetic or true, not said */
    uint16_t squawk;  /* four octal digits read as decimal */
    char callsign[8]; /* blank-padded */
    uint8_t category; /* 0xA0 to 0xD7, of an identification squitter */

    bool cpr_odd, cpr_surface;
    uint32_t cpr_lat, cpr_lon; /* 17 bits */

    uint8_t nic_b;        /* supplement B, of an airborne position */
    uint8_t version;      /* 0 to 7, as sent */
    uint8_t nic_a, nic_c; /* supplements; nic_c is 0xff where the message has none */
    uint8_t nac_p, sil;   /* as sent */
    bool magnetic;        /* headings on the ground are to magnetic north */
    uint8_t emergency; /* 0 none, 1 general, 2 medical, 3 fuel, 4 radio, 5 interference, 6 downed */
};

/** What is left of the n (7 or 14) bytes when divided by the Mode S generator 0x1FFF409: 0 for an
 * undamaged squitter, the address for a reply to an interrogation (parity overlaid with it). */
uint32_t modes_remainder(const uint8_t bytes[MODES_ROOM], size_t n);

/** The one bit whose change makes the remainder 0, changed in bytes; never one of the first five,
 * which say the format. Damage of more bits may be "mended" to a message that was never sent: one
 * in about 150,000 random ones. @return the bit, from 0; -1 if there is none. */
int modes_mend(uint8_t bytes[MODES_ROOM], size_t n, uint32_t remainder);

/** How far the parity of these n bytes carries. @param remainder modes_remainder's. */
enum modes_check modes_check(const uint8_t bytes[MODES_ROOM], size_t n, uint32_t remainder);

/** The fields of a message that modes_check found good or addressed. */
void modes_decode(const uint8_t bytes[MODES_ROOM], uint32_t remainder, struct modes_message *out);

/** The navigation integrity category of a position: type code 5 to 8, 9 to 18, 20 to 22; version of
 * the sender (below 0 unknown, read as 0) and its supplements. @return 0 to 11; -1: no such type. */
int modes_nic(int tc, int version, int nic_a, int nic_b, int nic_c);
