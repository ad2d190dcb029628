/* SPDX-License-Identifier: Apache-2.0 */
/* Parity and the formats of Mode S. The remainder of a message is the sum of the remainders of its
 * bits; so each of the 11 bytes in front of the parity has a table of what it contributes, and a
 * message is 11 independent loads, which a processor does side by side (a byte-wise CRC is a chain
 * of as many). A short message uses the last four. The tables are made by the preprocessor of the
 * 88 powers of x modulo the generator; test_modes divides by hand and compares. */
#include "base/track.h"
#include "format/modes_in.h"

#define CRC_2(v, a) (v), ((v) ^ (a))
#define CRC_4(v, a, b) CRC_2((v), a), CRC_2((v) ^ (b), a)
#define CRC_8(v, a, b, c) CRC_4((v), a, b), CRC_4((v) ^ (c), a, b)
#define CRC_16(v, a, b, c, d) CRC_8((v), a, b, c), CRC_8((v) ^ (d), a, b, c)
#define CRC_32(v, a, b, c, d, e) CRC_16((v), a, b, c, d), CRC_16((v) ^ (e), a, b, c, d)
#define CRC_64(v, a, b, c, d, e, f) CRC_32((v), a, b, c, d, e), CRC_32((v) ^ (f), a, b, c, d, e)
#define CRC_128(v, a, b, c, d, e, f, g)                                                            \
    CRC_64((v), a, b, c, d, e, f), CRC_64((v) ^ (g), a, b, c, d, e, f)
#define CRC_256(a, b, c, d, e, f, g, h)                                                            \
    CRC_128(0, a, b, c, d, e, f, g), CRC_128((h), a, b, c, d, e, f, g)

static const uint32_t crc_of[MODES_LONG - 3][256] = {
    {CRC_256(0x587178, 0xb0e2f0, 0x9e31e9, 0xc397db, 0x78dbbf, 0xf1b77e, 0x1c9af5, 0x3935ea)},
    {CRC_256(0xd05c14, 0x5f4c21, 0xbe9842, 0x82c48d, 0xfa7d13, 0x0b0e2f, 0x161c5e, 0x2c38bc)},
    {CRC_256(0xd8d449, 0x4e5c9b, 0x9cb936, 0xc68665, 0x72f8c3, 0xe5f186, 0x341705, 0x682e0a)},
    {CRC_256(0x7eda22, 0xfdb444, 0x049c81, 0x093902, 0x127204, 0x24e408, 0x49c810, 0x939020)},
    {CRC_256(0xdc7af7, 0x4701e7, 0x8e03ce, 0xe3f395, 0x381323, 0x702646, 0xe04c8c, 0x3f6d11)},
    {CRC_256(0xf52612, 0x15b82d, 0x2b705a, 0x56e0b4, 0xadc168, 0xa476d9, 0xb719bb, 0x91c77f)},
    {CRC_256(0x030ace, 0x06159c, 0x0c2b38, 0x185670, 0x30ace0, 0x6159c0, 0xc2b380, 0x7a9309)},
    {CRC_256(0x2bfd53, 0x57faa6, 0xaff54c, 0xa01e91, 0xbfc92b, 0x80665f, 0xff38b7, 0x018567)},
    {CRC_256(0x0dd441, 0x1ba882, 0x375104, 0x6ea208, 0xdd4410, 0x457c29, 0x8af852, 0xea04ad)},
    {CRC_256(0x0e0d80, 0x1c1b00, 0x383600, 0x706c00, 0xe0d800, 0x3e4409, 0x7c8812, 0xf91024)},
    {CRC_256(0xfff409, 0x001c1b, 0x003836, 0x00706c, 0x00e0d8, 0x01c1b0, 0x038360, 0x0706c0)},
};

uint32_t modes_remainder(const uint8_t bytes[MODES_ROOM], size_t n) {
    const uint8_t *parity = bytes + n - 3;
    uint32_t r = (uint32_t)parity[0] << 16 | (uint32_t)parity[1] << 8 | parity[2];

    if (n == MODES_LONG)
        for (size_t i = 0; i < MODES_LONG - 3; i++) r ^= crc_of[i][bytes[i]];
    else
        for (size_t i = 0; i < MODES_SHORT - 3; i++)
            r ^= crc_of[MODES_LONG - MODES_SHORT + i][bytes[i]];
    return r;
}

/* What bit i (from 0) of n bytes contributes. */
static uint32_t bit_remainder(size_t n, size_t i) {
    size_t payload = n - 3, byte = i / 8;
    unsigned mask = 0x80U >> i % 8;

    if (byte < payload) return crc_of[MODES_LONG - n + byte][mask];
    return (uint32_t)mask << (8 * (n - 1 - byte));
}

int modes_mend(uint8_t bytes[MODES_ROOM], size_t n, uint32_t remainder) {
    for (size_t i = 5; i < n * 8; i++)
        if (bit_remainder(n, i) == remainder) {
            bytes[i / 8] ^= (uint8_t)(0x80U >> i % 8);
            return (int)i;
        }
    return -1;
}

/* What each of the 32 downlink formats is: G good if nothing is left, A addressed, I all-call, F
 * foreign. Those from 16 on are long. 25 to 31 are DF24 with bits of its content. */
static const char format_of[33] = "AFFFAAFFFFFIFFFFAGGFAAFFFFFFFFFF";

enum modes_check modes_check(const uint8_t bytes[MODES_ROOM], size_t n, uint32_t remainder) {
    unsigned df = bytes[0] >> 3;

    if (n != (df < 16 ? MODES_SHORT : MODES_LONG)) return MODES_LENGTH;
    switch (format_of[df]) {
    case 'G': break;
    case 'I': /* seven bits of interrogator code */
        if (remainder && !(remainder & ~0x7fU)) return MODES_ADDRESSED;
        break;
    case 'A': return MODES_ADDRESSED;
    default: return MODES_FOREIGN;
    }
    return remainder ? MODES_DAMAGED : MODES_GOOD;
}

static uint8_t air_of_capability(unsigned ca) {
    if (ca == 4) return TRACK_GROUND;
    return ca == 5 ? TRACK_AIRBORNE : TRACK_AIR_UNKNOWN;
}

static uint8_t air_of_status(unsigned fs) {
    if (fs == 1 || fs == 3) return TRACK_GROUND;
    return fs == 0 || fs == 2 ? TRACK_AIRBORNE : TRACK_AIR_UNKNOWN;
}

/* Register 2,0 says so in its first byte; nothing else in a Comm-B reply says which register it is,
 * so that another may happen to begin so. */
static void comm_b(uint64_t mb, struct modes_message *out) {
    if (mb >> 56 == 0x20 && modes_callsign(mb >> 8 & UINT64_C(0xffffffffffff), out->callsign))
        out->has |= MODES_COMMB;
}

/* DF0, 4, 5, 16, 20, 21. */
static void reply(uint64_t head, const uint8_t *bytes, struct modes_message *out) {
    uint32_t code = modes_bits(head, 20, 32);

    out->source = TRACK_MODE_S;
    if (out->df == 0 || out->df == 16) /* bit 6: vertical status; 0 also when it is not known */
        out->air = modes_bits(head, 6, 6) ? TRACK_GROUND : TRACK_AIR_UNKNOWN;
    else
        out->air = air_of_status(modes_bits(head, 6, 8));
    if (out->df == 5 || out->df == 21) {
        out->squawk = modes_squawk(code);
        out->has |= MODES_SQUAWK;
    } else {
        modes_altitude(code, out);
    }
    if (out->df >= 20) comm_b(modes_word(bytes + 4) & ~UINT64_C(0xff), out);
}

void modes_decode(const uint8_t bytes[MODES_ROOM], uint32_t remainder, struct modes_message *out) {
    uint64_t head = modes_word(bytes);
    unsigned ca = modes_bits(head, 6, 8);

    out->has = 0;
    out->df = bytes[0] >> 3;
    out->tc = out->sub = 0;
    out->other = false;
    out->hex = modes_bits(head, 9, 32);
    switch (out->df) {
    case 11:
        out->source = TRACK_MODE_S;
        out->air = air_of_capability(ca);
        break;
    case 17:
    case 18:
        out->source = out->df == 17 ? TRACK_ADSB_ICAO : TRACK_ADSB_ICAO_NT;
        out->air = out->df == 17 ? air_of_capability(ca) : TRACK_AIR_UNKNOWN;
        modes_squitter(modes_word(bytes + 4) & ~UINT64_C(0xff), out->df == 18 ? ca : 0, out);
        break;
    default:
        out->hex = remainder;
        reply(head, bytes, out);
        break;
    }
}

/* The Riddle, chapter 9, tables of versions 1 and 2 (readsb's compute_nic agrees): the type code
 * gives the category but for these four, which the supplements split. */
int modes_nic(int tc, int version, int nic_a, int nic_b, int nic_c) {
    static const int8_t plain[23] = {-1, -1, -1, -1, -1, 11, 10, 8,  0,  11, 10, 8,
                                     7,  6,  5,  4,  2,  1,  0,  -1, 11, 10, 0};

    if (tc < 0 || tc > 22) return -1;
    if (tc == 7 && version >= 1 && nic_a && !(version >= 2 && nic_c)) return 9;
    if (tc == 8 && version >= 2) return nic_a && nic_c ? 7 : nic_a || nic_c ? 6 : 0;
    if (tc == 11 && nic_a && (version == 1 || (version >= 2 && nic_b))) return 9;
    if (tc == 16 && nic_a && (version == 1 || (version >= 2 && nic_b))) return 3;
    return plain[tc];
}
