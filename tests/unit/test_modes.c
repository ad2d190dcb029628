/* SPDX-License-Identifier: Apache-2.0 */
/* Mode S messages and positions, one at a time. Messages and their values are facts published by J.
 * Sun, "The 1090 Megahertz Riddle", second edition (https://mode-s.org/1090mhz/), chapter in
 * brackets, and in the tests of pyModeS (https://github.com/junzis/pyModeS); where none is published
 * a message is made here, bit by bit. */
#include "base/rng.h"
#include "base/track.h"
#include "format/cpr.h"
#include "format/modes.h"
#include "t.h"

/* Hex to 16 bytes. @return how many there were. */
static size_t bytes_of(const char *hex, uint8_t out[MODES_ROOM]) {
    size_t n = strlen(hex) / 2;

    memset(out, 0, MODES_ROOM);
    for (size_t i = 0; i < n; i++) {
        char two[3] = {hex[2 * i], hex[2 * i + 1], 0};

        out[i] = (uint8_t)strtoul(two, NULL, 16);
    }
    return n;
}

static enum modes_check read(const char *hex, struct modes_message *m) {
    uint8_t b[MODES_ROOM];
    size_t n = bytes_of(hex, b);
    uint32_t r = modes_remainder(b, n);
    enum modes_check check = modes_check(b, n, r);

    memset(m, 0x5a, sizeof *m); /* what is not written is rubbish */
    if (check == MODES_GOOD || check == MODES_ADDRESSED) modes_decode(b, r, m);
    return check;
}

/* An extended squitter from the 56 bits of its ME, with df, capability or control field, address. */
static struct modes_message squitter(unsigned df, unsigned ca, uint64_t me) {
    uint8_t b[MODES_ROOM] = {(uint8_t)(df << 3 | ca), 0x40, 0x62, 0x1d};
    struct modes_message m;
    uint32_t r;

    memset(&m, 0x5a, sizeof m);
    for (int i = 0; i < 7; i++) b[4 + i] = (uint8_t)(me >> (48 - 8 * i));
    r = modes_remainder(b, MODES_LONG);
    for (int i = 0; i < 3; i++) b[11 + i] = (uint8_t)(r >> (16 - 8 * i));
    assert_int_equal(modes_remainder(b, MODES_LONG), 0);
    assert_int_equal(modes_check(b, MODES_LONG, 0), MODES_GOOD);
    modes_decode(b, 0, &m);
    return m;
}

/* v in bits first to last, from 1, of an ME. */
static uint64_t at(unsigned last, uint64_t v) {
    return v << (56 - last);
}

/* The remainder by long division, bit by bit. */
static uint32_t divided(const uint8_t *b, size_t n) {
    uint32_t r = 0;

    for (size_t i = 0; i < n * 8; i++) {
        r = r << 1 | (b[i / 8] >> (7 - i % 8) & 1);
        if (r >> 24) r ^= 0x1fff409;
    }
    return r;
}

static void remainder_is_the_long_division(void **state) {
    uint8_t b[MODES_ROOM] = {0};

    (void)state;
    for (uint64_t k = 0; k < 2000; k++) {
        for (size_t i = 0; i < MODES_LONG; i++) b[i] = (uint8_t)rng_u64(1, k, i);
        assert_int_equal(modes_remainder(b, MODES_LONG), divided(b, MODES_LONG));
        assert_int_equal(modes_remainder(b, MODES_SHORT), divided(b, MODES_SHORT));
    }
    for (size_t i = 0; i < MODES_LONG * 8; i++) { /* each table, each bit */
        memset(b, 0, sizeof b);
        b[i / 8] = (uint8_t)(0x80 >> i % 8);
        assert_int_equal(modes_remainder(b, MODES_LONG), divided(b, MODES_LONG));
    }
}

static void parity_of_each_format(void **state) {
    struct modes_message m;
    uint8_t b[MODES_ROOM];

    (void)state;
    /* [10] error control: remainders 0 and 16 */
    assert_int_equal(read("8D406B902015A678D4D220AA4BDA", &m), MODES_GOOD);
    bytes_of("8D4CA251204994B1C36E60A5343D", b);
    assert_int_equal(modes_remainder(b, MODES_LONG), 16);
    assert_int_equal(read("8D4CA251204994B1C36E60A5343D", &m), MODES_DAMAGED);
    /* [12] an all-call reply to interrogator 22 */
    assert_int_equal(read("5D484FDEA248F5", &m), MODES_ADDRESSED);
    assert_int_equal(m.hex, 0x484fde);
    assert_int_equal(m.air, TRACK_AIRBORNE);
    assert_int_equal(read("5D484FDEA248E3", &m), MODES_GOOD); /* the same to nobody */
    assert_int_equal(read("5D484FDEA24863", &m), MODES_DAMAGED);
    /* lengths and formats */
    assert_int_equal(read("8D406B902015A6", &m), MODES_LENGTH);
    assert_int_equal(read("5D484FDEA248F500000000000000", &m), MODES_LENGTH);
    assert_int_equal(read("9A0000000000000000000000000A", &m), MODES_FOREIGN); /* 19 */
    assert_int_equal(read("C00000000000000000000000000A", &m), MODES_FOREIGN); /* 24 */
    assert_int_equal(read("08000000000000", &m), MODES_FOREIGN);               /* 1 */
}

static void single_bits_are_mended(void **state) {
    uint8_t good[MODES_ROOM], b[MODES_ROOM];

    (void)state;
    bytes_of("8D4840D6202CC371C32CE0576098", good);
    for (int i = 0; i < MODES_LONG * 8; i++) {
        memcpy(b, good, sizeof b);
        b[i / 8] ^= (uint8_t)(0x80 >> i % 8);
        assert_int_equal(modes_mend(b, MODES_LONG, modes_remainder(b, MODES_LONG)), i < 5 ? -1 : i);
        if (i >= 5) assert_memory_equal(b, good, sizeof b);
    }
    b[4] ^= 0x81; /* two bits */
    assert_int_equal(modes_mend(b, MODES_LONG, modes_remainder(b, MODES_LONG)), -1);
}

static void identification(void **state) {
    struct modes_message m;

    (void)state;
    assert_int_equal(read("8D4840D6202CC371C32CE0576098", &m), MODES_GOOD); /* [4] */
    assert_int_equal(m.hex, 0x4840d6);
    assert_int_equal(m.has, MODES_CALLSIGN);
    assert_memory_equal(m.callsign, "KLM1023 ", 8);
    assert_int_equal(m.category, 0xA0);
    assert_int_equal(m.source, TRACK_ADSB_ICAO);
    assert_false(m.other);
    m = squitter(17, 5, at(5, 1) | at(8, 3)); /* eight times 0: no name */
    assert_int_equal(m.has, 0);
    assert_int_equal(m.category, 0xD3);
    m = squitter(17, 5, at(5, 4) | UINT64_C(0x820820820820)); /* eight blanks */
    assert_int_equal(m.has, 0);
}

static void names_in_comm_b(void **state) {
    struct modes_message m;

    (void)state;
    /* register 2,0, as pyModeS 2.21.1 reads it */
    assert_int_equal(read("A000083E202CC371C31DE0AA1CCF", &m), MODES_ADDRESSED);
    assert_true(m.has & MODES_COMMB);
    assert_false(m.has & MODES_CALLSIGN);
    assert_memory_equal(m.callsign, "KLM1017 ", 8);
    /* [16] register 1,7 */
    assert_int_equal(read("A0000638FA81C10000000081A92F", &m), MODES_ADDRESSED);
    assert_false(m.has & MODES_COMMB);
}

static void altitudes_and_squawks(void **state) {
    struct modes_message m;

    (void)state;
    assert_int_equal(read("2000171806A983", &m), MODES_ADDRESSED); /* [13] */
    assert_int_equal(m.has, MODES_ALT);
    assert_int_equal(m.alt_ft, 36000);
    assert_int_equal(m.air, TRACK_AIRBORNE);
    assert_int_equal(read("2A00516D492B80", &m), MODES_ADDRESSED); /* [13] */
    assert_int_equal(m.has, MODES_SQUAWK);
    assert_int_equal(m.squawk, 356);
    assert_int_equal(m.air, TRACK_AIRBORNE); /* alert, airborne */
    assert_int_equal(read("A02014B400000000000000F9D514", &m), MODES_ADDRESSED); /* pyModeS */
    assert_int_equal(m.alt_ft, 32300);
    assert_int_equal(read("A800292DFFBBA9383FFCEB903D01", &m), MODES_ADDRESSED); /* pyModeS */
    assert_int_equal(m.squawk, 1346);
    assert_int_equal(read("20000000000000", &m), MODES_ADDRESSED); /* no altitude is not 0 ft */
    assert_int_equal(m.has, 0);
    assert_int_equal(read("20000040000000", &m), MODES_ADDRESSED); /* metres */
    assert_int_equal(m.has, MODES_METRIC);
    assert_int_equal(read("21001718000000", &m), MODES_ADDRESSED); /* on the ground */
    assert_int_equal(m.air, TRACK_GROUND);
    assert_int_equal(read("04001718000000", &m), MODES_ADDRESSED); /* DF0, vertical status ground */
    assert_int_equal(m.air, TRACK_GROUND);
    assert_int_equal(m.alt_ft, 36000);
}

/* The code of an old altimeter, made the other way round: counts to Gray codes to pulses. */
static uint32_t gillham_of(int ft) {
    static const unsigned hundred[6] = {0, 1, 3, 2, 6, 4}; /* C1 C2 C4 of 1 to 5 */
    int n = (ft + 1200) / 100, five = n / 5, rest = n % 5 + 1;
    unsigned c = hundred[five % 2 ? 6 - rest : rest], g = (unsigned)(five ^ five >> 1);
    /* g: D2 D4 A1 A2 A4 B1 B2 B4 */
    unsigned d2 = g >> 7 & 1, d4 = g >> 6 & 1, a1 = g >> 5 & 1, a2 = g >> 4 & 1, a4 = g >> 3 & 1;
    unsigned b1 = g >> 2 & 1, b2 = g >> 1 & 1, b4 = g & 1;

    return (c >> 2 & 1) << 12 | a1 << 11 | (c >> 1 & 1) << 10 | a2 << 9 | (c & 1) << 8 | a4 << 7 |
           b1 << 5 | b2 << 3 | d2 << 2 | b4 << 1 | d4;
}

static void altimeters_of_100_ft(void **state) {
    struct modes_message m;
    char hex[32];

    (void)state;
    for (int ft = -1200; ft <= 126700; ft += 100) {
        snprintf(hex, sizeof hex, "2000%04x000000", gillham_of(ft));
        assert_int_equal(read(hex, &m), MODES_ADDRESSED);
        assert_int_equal(m.has, MODES_ALT);
        assert_int_equal(m.alt_ft, ft);
    }
    /* pyModeS, tests/test_py_common.py, its Gray codes as pulses here */
    assert_int_equal(gillham_of(-1000), 0x400);
    assert_int_equal(gillham_of(-500), 0x402);
    assert_int_equal(gillham_of(-100), 0x50a);
    snprintf(hex, sizeof hex, "2000%04x000000", 0x1500); /* all of C: no such count */
    assert_int_equal(read(hex, &m), MODES_ADDRESSED);
    assert_int_equal(m.has, 0);
}

static void velocities(void **state) {
    struct modes_message m;

    (void)state;
    assert_int_equal(read("8D485020994409940838175B284F", &m), MODES_GOOD); /* [7] message A */
    assert_int_equal(m.has, MODES_SPEED | MODES_TRACK | MODES_RATE | MODES_DELTA);
    assert_int_equal(m.speed, 1592);
    assert_int_equal(m.heading, 1829);
    assert_int_equal(m.rate_fpm, -832);
    assert_true(m.rate_geom);
    assert_int_equal(m.delta_ft, 550);
    assert_int_equal(read("8DA05F219B06B6AF189400CBC33F", &m), MODES_GOOD); /* [7] message B */
    assert_int_equal(m.has, MODES_AIRSPEED | MODES_HEADING | MODES_RATE);
    assert_int_equal(m.airspeed, 3750);
    assert_true(m.true_air);
    assert_int_equal(m.heading, 2440);
    assert_int_equal(m.rate_fpm, -2304);
    assert_false(m.rate_geom);
    /* supersonic: four times; west and south */
    m = squitter(17, 5, at(5, 19) | at(8, 2) | at(14, 1) | at(24, 301) | at(25, 1) | at(35, 401));
    assert_int_equal(m.has, MODES_SPEED | MODES_TRACK);
    assert_int_equal(m.speed, 20000);
    assert_int_equal(m.heading, 2169);
    m = squitter(17, 5, at(5, 19) | at(8, 4) | at(35, 201)); /* indicated, no heading */
    assert_int_equal(m.has, MODES_AIRSPEED);
    assert_int_equal(m.airspeed, 8000);
    assert_false(m.true_air);
    m = squitter(17, 5, at(5, 19) | at(8, 1) | at(24, 1) | at(35, 1)); /* stands: has no track */
    assert_int_equal(m.has, MODES_SPEED);
    assert_int_equal(m.speed, 0);
    m = squitter(17, 5, at(5, 19) | at(8, 1) | at(24, 0) | at(35, 100)); /* half of it unknown */
    assert_int_equal(m.has, 0);
    m = squitter(17, 5, at(5, 19) | at(8, 5) | at(24, 9) | at(35, 9)); /* no such subtype */
    assert_int_equal(m.has, 0);
}

static void directions(void **state) {
    (void)state;
    for (int e = -150; e <= 150; e++)
        for (int n = -150; n <= 150; n++) {
            struct modes_message m;
            double want;
            int tenths;

            if (!e && !n) continue;
            m = squitter(17, 5,
                         at(5, 19) | at(8, 1) | at(14, e < 0) | at(24, (unsigned)abs(e) + 1) |
                             at(25, n < 0) | at(35, (unsigned)abs(n) + 1));
            want = atan2(e, n) * 1800 / acos(-1);
            if (want < 0) want += 3600;
            tenths = (int)floor(want + 0.5) % 3600;
            if (fabs(want - floor(want) - 0.5) > 1e-5) assert_int_equal(m.heading, tenths);
        }
}

static void surface_movement(void **state) {
    /* [6] table of movement: the lower end of each range of steps, 0.1 kt */
    static const int step[][2] = {{1, 0},     {2, 1},      {8, 9},      {9, 10},    {12, 18},
                                  {13, 20},   {38, 145},   {39, 150},   {93, 690},  {94, 700},
                                  {108, 980}, {109, 1000}, {123, 1700}, {124, 1750}};
    struct modes_message m;

    (void)state;
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        m = squitter(17, 4, at(5, 7) | at(12, (unsigned)step[i][0]) | at(39, 4097) | at(56, 1));
        assert_int_equal(m.has, MODES_SPEED | MODES_POSITION);
        assert_int_equal(m.speed, step[i][1]);
        assert_int_equal(m.air, TRACK_GROUND);
    }
    m = squitter(17, 4, at(5, 7) | at(12, 0) | at(39, 4097) | at(56, 1));
    assert_int_equal(m.has, MODES_POSITION);
    m = squitter(17, 4, at(5, 7) | at(12, 125) | at(39, 4097) | at(56, 1));
    assert_int_equal(m.has, MODES_POSITION);
    assert_int_equal(read("8C4841753A9A153237AEF0F275BE", &m), MODES_GOOD); /* [6] */
    assert_int_equal(m.speed, 170);
    assert_int_equal(m.heading, 928);
    assert_true(m.cpr_surface && m.cpr_odd);
    assert_int_equal(m.cpr_lat, 39195);
    assert_int_equal(m.cpr_lon, 110320);
}

static void airborne_positions(void **state) {
    struct modes_message m;

    (void)state;
    assert_int_equal(read("8D40621D58C382D690C8AC2863A7", &m), MODES_GOOD); /* [5] */
    assert_int_equal(m.has, MODES_ALT | MODES_POSITION);
    assert_int_equal(m.alt_ft, 38000);
    assert_int_equal(m.cpr_lat, 93000);
    assert_int_equal(m.cpr_lon, 51372);
    assert_false(m.cpr_odd || m.cpr_surface);
    assert_int_equal(m.air, TRACK_AIRBORNE);
    m = squitter(17, 5, at(5, 20) | at(20, 0xc38) | at(39, 1) | at(56, 1)); /* height by GNSS */
    assert_int_equal(m.has, MODES_ALT_GEOM | MODES_POSITION);
    assert_int_equal(m.alt_geom_ft, 38000);
    m = squitter(17, 5, at(5, 0) | at(20, 0xc38)); /* type code 0: an altitude and no position */
    assert_int_equal(m.has, MODES_ALT);
    m = squitter(17, 5, at(5, 11) | at(20, 0xc38)); /* zeros are no position */
    assert_int_equal(m.has, MODES_ALT);
    m = squitter(17, 5, at(5, 15) | at(39, 5 << 12)); /* nor is half of one */
    assert_int_equal(m.has, 0);
}

static void status_and_emergency(void **state) {
    struct modes_message m;

    (void)state;
    m = squitter(17, 5,
                 at(5, 31) | at(8, 0) | at(43, 2) | at(44, 1) | at(48, 9) | at(52, 3) | at(54, 1));
    assert_int_equal(m.has, MODES_STATUS);
    assert_int_equal(m.version, 2);
    assert_int_equal(m.nic_a, 1);
    assert_int_equal(m.nic_c, 0xff);
    assert_int_equal(m.nac_p, 9);
    assert_int_equal(m.sil, 3);
    assert_true(m.magnetic);
    m = squitter(17, 5, at(5, 31) | at(8, 1) | at(20, 1) | at(43, 2));
    assert_int_equal(m.nic_c, 1);
    m = squitter(17, 5, at(5, 31) | at(8, 2) | at(43, 2));
    assert_int_equal(m.has, 0);
    m = squitter(17, 5, at(5, 29) | at(7, 1) | at(43, 8) | at(46, 2));
    assert_int_equal(m.has, MODES_TARGET);
    assert_int_equal(m.nac_p, 8);
    assert_int_equal(m.sil, 2);
    /* 7700: A 7, B 7 */
    m = squitter(17, 5, at(5, 28) | at(8, 1) | at(11, 1) | at(24, 0x0aaa));
    assert_int_equal(m.has, MODES_EMERGENCY | MODES_SQUAWK);
    assert_int_equal(m.emergency, 1);
    assert_int_equal(m.squawk, 7700);
}

static void who_speaks(void **state) {
    static const struct {
        unsigned cf;
        bool imf;
        enum track_source source;
        bool other;
    } want[] = {
        {0, false, TRACK_ADSB_ICAO_NT, false}, {0, true, TRACK_ADSB_ICAO_NT, false},
        {1, false, TRACK_ADSB_OTHER, true},    {2, false, TRACK_TISB_ICAO, false},
        {2, true, TRACK_TISB_TRACKFILE, true}, {5, false, TRACK_TISB_OTHER, true},
        {6, false, TRACK_ADSR_ICAO, false},    {6, true, TRACK_ADSR_OTHER, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const uint64_t me[] = {
            at(5, 11) | at(8, want[i].imf) | at(39, 1) | at(56, 1),
            at(5, 7) | at(21, want[i].imf) | at(39, 1) | at(56, 1),
            at(5, 19) | at(8, 1) | at(9, want[i].imf) | at(24, 3) | at(35, 3),
            at(5, 31) | at(43, 1) | at(56, want[i].imf),
        };

        for (size_t k = 0; k < sizeof me / sizeof *me; k++) {
            struct modes_message m = squitter(18, want[i].cf, me[k]);

            assert_int_equal(m.source, want[i].source);
            assert_int_equal(m.other, want[i].other);
            assert_true(m.has != 0);
            assert_int_equal(m.hex, 0x40621d);
        }
    }
    assert_int_equal(squitter(18, 3, at(56, 1)).has, MODES_COARSE);
    assert_true(squitter(18, 3, at(1, 1)).other);
    assert_int_equal(squitter(18, 4, at(5, 11) | at(39, 1) | at(56, 1)).has, 0);
}

static void integrity(void **state) {
    /* type code, version, supplements A, B, C, category: [9], its tables of versions 1 and 2 */
    static const int want[][6] = {
        {9, 2, 0, 0, 0, 11},  {11, 2, 1, 1, 0, 9},  {11, 2, 1, 0, 0, 8},  {11, 1, 1, 0, 0, 9},
        {11, 0, 1, 1, 0, 8},  {11, -1, 1, 1, 0, 8}, {13, 2, 1, 1, 0, 6},  {16, 2, 1, 1, 0, 3},
        {16, 2, 0, 0, 0, 2},  {16, 1, 1, 0, 0, 3},  {18, 2, 1, 1, 0, 0},  {20, 2, 0, 0, 0, 11},
        {22, 0, 0, 0, 0, 0},  {7, 2, 1, 0, 0, 9},   {7, 2, 1, 0, 1, 8},   {7, 1, 1, 0, 0, 9},
        {8, 2, 1, 0, 1, 7},   {8, 2, 0, 0, 1, 6},   {8, 2, 1, 0, 0, 6},   {8, 2, 0, 0, 0, 0},
        {8, 1, 1, 0, 0, 0},   {5, 0, 0, 0, 0, 11},  {19, 2, 0, 0, 0, -1}, {4, 2, 0, 0, 0, -1},
        {31, 2, 0, 0, 0, -1}, {-1, 2, 0, 0, 0, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(modes_nic(want[i][0], want[i][1], want[i][2], want[i][3], want[i][4]),
                         want[i][5]);
}

static void zones(void **state) {
    (void)state;
    for (int i = -90000; i <= 90000; i++) {
        double lat = i / 1000.0, c = cos(lat * acos(-1) / 180), pi = acos(-1);
        double x = 1 - (1 - cos(pi / 30)) / (c * c);
        int want = fabs(lat) > 87 ? 1 : fabs(lat) == 87 ? 2 : (int)floor(2 * pi / acos(x));

        if (i == 0) want = 59;
        assert_int_equal(cpr_zones(lat), want);
    }
}

static void published_positions(void **state) {
    struct cpr_half even = {93000, 51372}, odd = {74158, 50194}; /* [5] */
    struct cpr_half se = {115609, 116941}, so = {39199, 110269}; /* [6] */
    struct cpr_place p, ref = {52.258, 3.918};

    (void)state;
    assert_int_equal(cpr_pair(&even, &odd, false, &p), CPR_OK);
    assert_near(p.lat_deg, 52.2572021484375, 1e-12);
    assert_near(p.lon_deg, 3.91937255859375, 1e-12);
    assert_int_equal(cpr_near(&even, false, false, &ref, &p), CPR_OK);
    assert_near(p.lat_deg, 52.2572021484375, 1e-12);
    assert_near(p.lon_deg, 3.91937255859375, 1e-12);
    ref = (struct cpr_place){51.990, 4.375};
    assert_int_equal(cpr_pair_ground(&se, &so, true, &ref, &p), CPR_OK);
    assert_near(p.lat_deg, 52.320607072215964, 1e-12);
    assert_near(p.lon_deg, 4.734734671456474, 1e-12);
    ref = p;
    so = (struct cpr_half){39195, 110320};
    assert_int_equal(cpr_near(&so, true, true, &ref, &p), CPR_OK);
    assert_near(p.lat_deg, 52.32056051997815, 1e-12);
    assert_near(p.lon_deg, 4.735735212053571, 1e-12);
}

/* The sender's side, as chapter [5] has it. */
static struct cpr_half encode(double lat, double lon, bool odd, double circle) {
    double dlat = circle / (60 - odd), part = lat - dlat * floor(lat / dlat), rlat, dlon;
    double y = floor(131072 * part / dlat + 0.5), x;
    int n;

    rlat = dlat * (y / 131072 + floor(lat / dlat));
    n = cpr_zones(rlat) - odd;
    dlon = circle / (n > 1 ? n : 1);
    part = lon - dlon * floor(lon / dlon);
    x = floor(131072 * part / dlon + 0.5);
    return (struct cpr_half){(uint32_t)y & 0x1ffff, (uint32_t)x & 0x1ffff};
}

static double apart(double a, double b) {
    double d = fabs(a - b);

    return d > 180 ? 360 - d : d;
}

static void anywhere_on_the_globe(void **state) {
    size_t edges = 0, n = 20000;

    (void)state;
    for (uint64_t i = 0; i < n; i++) {
        double lat = rng_unit(2, i, 0) * 178 - 89, lon = rng_unit(2, i, 1) * 360 - 180;
        bool newer = i & 1;
        struct cpr_place p, ref = {lat + rng_unit(2, i, 2) * 4 - 2, lon};

        for (int ground = 0; ground < 2; ground++) {
            double circle = ground ? 90 : 360, tol = ground ? 3e-5 : 1.1e-4;
            struct cpr_half h[2] = {encode(lat, lon, false, circle),
                                    encode(lat, lon, true, circle)};
            enum cpr_result r = ground ? cpr_pair_ground(&h[0], &h[1], newer, &ref, &p)
                                       : cpr_pair(&h[0], &h[1], newer, &p);
            /* a step of longitude is as wide in degrees as its zone */
            double wide = tol * 60 / cpr_zones(lat);

            if (r == CPR_ZONES) {
                edges++;
                continue;
            }
            assert_int_equal(r, CPR_OK);
            assert_true(fabs(p.lat_deg - lat) < tol && apart(p.lon_deg, lon) < wide * 2);
            ref.lat_deg = lat + (rng_unit(2, i, 3) - 0.5) * circle / 61;
            ref.lon_deg = lon + (rng_unit(2, i, 4) - 0.5) * circle / 61;
            if (fabs(ref.lat_deg) > 90) ref.lat_deg = lat;
            assert_int_equal(cpr_near(&h[newer], newer, ground, &ref, &p), CPR_OK);
            assert_true(fabs(p.lat_deg - lat) < tol && apart(p.lon_deg, lon) < wide * 2);
        }
    }
    assert_true(edges < n / 500); /* only next to the edges of zones */
}

static void damaged_halves(void **state) {
    size_t ok = 0;

    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        struct cpr_half a = {(uint32_t)rng_u64(3, i, 0) & 0x1ffff,
                             (uint32_t)rng_u64(3, i, 1) & 0x1ffff};
        struct cpr_half b = {(uint32_t)rng_u64(3, i, 2) & 0x1ffff,
                             (uint32_t)rng_u64(3, i, 3) & 0x1ffff};
        struct cpr_place ref = {rng_unit(3, i, 4) * 180 - 90, rng_unit(3, i, 5) * 360 - 180}, p[3];
        enum cpr_result r[3] = {cpr_pair(&a, &b, i & 1, &p[0]),
                                cpr_pair_ground(&a, &b, i & 1, &ref, &p[1]),
                                cpr_near(&a, i & 1, i & 2, &ref, &p[2])};

        for (int k = 0; k < 3; k++) {
            if (r[k] != CPR_OK) continue;
            ok++;
            assert_true(p[k].lat_deg >= -90 && p[k].lat_deg <= 90);
            assert_true(p[k].lon_deg >= -180 && p[k].lon_deg < 180);
        }
    }
    assert_true(ok > 20000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remainder_is_the_long_division),
        cmocka_unit_test(parity_of_each_format),
        cmocka_unit_test(single_bits_are_mended),
        cmocka_unit_test(identification),
        cmocka_unit_test(names_in_comm_b),
        cmocka_unit_test(altitudes_and_squawks),
        cmocka_unit_test(altimeters_of_100_ft),
        cmocka_unit_test(velocities),
        cmocka_unit_test(directions),
        cmocka_unit_test(surface_movement),
        cmocka_unit_test(airborne_positions),
        cmocka_unit_test(status_and_emergency),
        cmocka_unit_test(who_speaks),
        cmocka_unit_test(integrity),
        cmocka_unit_test(zones),
        cmocka_unit_test(published_positions),
        cmocka_unit_test(anywhere_on_the_globe),
        cmocka_unit_test(damaged_halves),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
