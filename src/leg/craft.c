/* SPDX-License-Identifier: Apache-2.0 */
/* Designators by class. The designators are those of ICAO Doc 8643 for types that send ADS-B in
 * numbers; which class each belongs to follows from its description there (landplane,
 * helicopter; piston, turboprop, jet) and its size. A type that is missing costs little: the
 * class is then taken from speed and height. */
#include "leg/craft.h"

#include <string.h>

/* clang-format off */
static const struct craft_facts facts[NCRAFT] = {
    /*                   name                 fixed  cruise roll rolled stop  fpm   low   runway service hours unlisted */
    [CRAFT_UNKNOWN]   = {"unknown",           false, 120,   190, 35,    5,    700,  3000, 0,     0,      14,   -3.0},
    [CRAFT_GLIDER]    = {"glider",            false, 55,    70,  20,    4,    400,  3000, 0,     0,      12,   -2.0},
    [CRAFT_BALLOON]   = {"balloon or drone",  false, 200,   60,  10,    10,   400,  3000, 0,     0,      720,  -1.0},
    [CRAFT_HELI]      = {"helicopter",        false, 120,   60,  10,    2,    800,  3000, 0,     0,      6,    -1.5},
    [CRAFT_PISTON]    = {"piston",            true,  120,   100, 35,    4,    700,  3000, 0,     0,      10,   -3.0},
    [CRAFT_TURBOPROP] = {"turboprop",         true,  260,   150, 60,    8,    1500, 7000, 1200,  0,      14,   -3.5},
    [CRAFT_BIZJET]    = {"business jet",      true,  440,   180, 70,    10,   2500, 10000, 3000, 0,      15,   -4.0},
    [CRAFT_AIRLINER]  = {"airliner",          true,  460,   190, 80,    20,   2500, 10000, 4500, 12,     20,   -4.5},
    [CRAFT_JET]       = {"jet",               true,  460,   190, 80,    15,   2500, 10000, 3500, 6,      20,   -4.0},
    [CRAFT_FAST]      = {"fast jet",          true,  480,   210, 80,    10,   5000, 10000, 5000, 0,      12,   -4.0},
};

/* Each list begins and ends with a blank; so does the word looked for. */
static const struct { enum craft craft; const char *types; } table[] = {
    {CRAFT_AIRLINER,
     " A124 A148 A158 A19N A20N A21N A225 A306 A30B A310 A318 A319 A320 A321 A332 A333 A337 A338 A339 A342 A343 A345 A346 A359 A35K A388 A3ST"
     " AN72 B37M B38M B39M B3XM B461 B462 B463 B52 B701 B703 B712 B720 B721 B722 B731 B732 B733 B734 B735 B736 B737 B738 B739 B741 B742 B743"
     " B744 B748 B74D B74R B74S B752 B753 B762 B763 B764 B772 B773 B778 B779 B77L B77W B788 B789 B78X BCS1 BCS3 BLCF C135 C141 C17 C5 C5M"
     " C919 CRJ1 CRJ2 CRJ7 CRJ9 CRJX DC10 DC85 DC86 DC87 DC91 DC92 DC93 DC94 DC95 E135 E145 E170 E190 E195 E290 E295 E35L E3CF E3TF E45X E6"
     " E737 E75L E75S E767 F100 F28 F70 IL62 IL76 IL86 IL96 J328 K35E K35R KC2 KC39 L101 MD11 MD81 MD82 MD83 MD87 MD88 MD90 P8 R135 RJ1H RJ70"
     " RJ85 SU95 T134 T154 T204 VC10 YK40 YK42 "},
    {CRAFT_BIZJET,
     " ASTR BE40 C25A C25B C25C C25M C500 C501 C510 C525 C526 C550 C551 C55B C560 C56X C650 C680 C68A C700 C750 CL30 CL35 CL60 E50P E545 E550"
     " E55P EA50 F2TH F900 FA10 FA20 FA50 FA6X FA7X FA8X G150 G280 GA5C GA6C GA7C GA8C GALX GL5T GL6T GL7T GLEX GLF2 GLF3 GLF4 GLF5 GLF6 H25A"
     " H25B H25C HA4T HDJT L29B LJ23 LJ24 LJ25 LJ28 LJ31 LJ35 LJ36 LJ40 LJ45 LJ55 LJ60 LJ70 LJ75 MU30 PC24 PRM1 S601 SBR1 SBR2 SF50 WW24 "},
    {CRAFT_TURBOPROP,
     " A140 A400 AC90 AN12 AN22 AN24 AN26 AN28 AN30 AN32 AT43 AT44 AT45 AT46 AT72 AT73 AT75 AT76 AT8T ATP B190 B350 BE10 BE20 BE30 BE99 BE9L"
     " BE9T C12 C130 C160 C2 C208 C212 C27J C295 C30J C425 C441 CN35 CVLT D228 D328 DH8A DH8B DH8C DH8D DHC5 DHC6 DHC7 E110 E120 E121 E2"
     " EPIC EVOT F27 F406 F50 G159 IL18 IL38 JS31 JS32 JS41 KODI L188 L410 M28 M600 MA60 MU2 N262 P180 P3 P46T PAY1 PAY2 PAY3 PAY4 PC12 PC21"
     " PC6T PC7 PC9 S2T SB20 SC7 SF34 SH33 SH36 SW2 SW3 SW4 TBM7 TBM8 TBM9 TEX2 TUCA Y12 "},
    {CRAFT_PISTON,
     " A210 A211 A22 AA1 AA5 AC11 AC50 AC56 AEST AN2 AR11 AT3 AUJ4 B36T B24 BE17 BE18 BE19 BE23 BE24 BE33 BE35 BE36 BE50 BE55 BE56 BE58 BE60 BE65 BE70"
     " BE76 BE77 BE80 BE95 BL17 BL8 BN2P BR23 C02T C06T C10T C120 C140 C150 C152 C162 C170 C172 C175 C177 C180 C182 C185 C188 C190 C195 C205"
     " C206 C207 C210 C240 C303 C310 C320 C335 C336 C337 C340 C402 C404 C411 C414 C421 C42 C72R C77R C82R C82S CH60 CH7A CH7B CNAB COL3 COL4 COZY CP30"
     " CRUZ DA20 DA36 DA40 DA42 DA50 DA62 DC3 DHC1 DHC2 DHC3 DIMO DR40 DV20 ECHO ERCO EUPA EV97 EVSS FDCT FK9 G109 G115 GA7 GA8 GLAS GLST GY80 HUSK J3 J5"
     " L8 LA4 LGEZ LNC2 LNC4 M10 M20P M20T M4 M5 M6 M7 NAVI NG4 P06T P208 P210 P28A P28B P28R P28S P28T P28U P32R P32T P46 P68 PA11 PA12 PA16"
     " PA18 PA20 PA22 PA23 PA24 PA25 PA27 PA28 PA30 PA31 PA32 PA34 PA36 PA38 PA44 PA46 PA60 PC6P PIAT PITS PIVI PNR2 PNR3 PTS1 PTS2 PUP R200 RALL RF6"
     " RV10 RV12 RV14 RV3 RV4 RV6 RV7 RV8 RV9 S10S S22T SAVG SIRA SLG2 SR20 SR22 ST75 SUBA T206 T210 T6 TAMP TB20 TB21 TOBA TRIN TWEN ULAC VELO WT9"
     " YK52 Z42 Z43 "},
    {CRAFT_HELI,
     " A109 A119 A129 A139 A149 A169 A189 ALO2 ALO3 AS32 AS3B AS50 AS55 AS65 B06 B06T B105 B212 B222 B230 B407 B412 B427 B429 B430 B47G B47T B505"
     " B609 BK17 CABR EC20 EC25 EC30 EC35 EC45 EC55 EC75 EH10 EN28 EN48 EXEC EXPL G2CA GAZL H160 H269 H47 H500 H53 H53S H60 H64 HUCO KA26 KA27"
     " KA32 KA50 KMAX LAMA LYNX MD52 MD60 MI2 MI24 MI26 MI38 MI8 NH90 PSW4 PUMA R22 R44 R66 S58T S61 S61R S64 S65C S76 S92 TIGR UH1 UH1Y V22 "},
    {CRAFT_GLIDER, " GLID "},
    {CRAFT_BALLOON, " BALL SHIP DRON Q1 Q4 Q9 "},
    {CRAFT_FAST,
     " A10 A4 AJET AV8B B1 B2 EUFI F104 F117 F14 F15 F16 F18 F18H F18S F22 F35 F4 F5 GRIF HAR HAWK L159 L39 M346 MG21 MG29 MG31 MIR2 MIRF"
     " MT2 RFAL SB39 SU24 SU25 SU27 T38 T45 TOR U2 VF35 "},
};
/* clang-format on */

const struct craft_facts *craft_facts(enum craft c) {
    return &facts[c < NCRAFT ? c : CRAFT_UNKNOWN];
}

enum craft craft_of_type(const char *type) {
    char word[12];
    size_t n = strlen(type);

    if (n == 0 || n > 8 || memchr(type, ' ', n)) return CRAFT_UNKNOWN;
    word[0] = ' ';
    for (size_t i = 0; i < n; i++) word[i + 1] = type[i];
    word[n + 1] = ' ';
    word[n + 2] = '\0';
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strstr(table[i].types, word)) return table[i].craft;
    return CRAFT_UNKNOWN;
}

/* Pistons with a tail wind stay below 200 kt and 25,000 ft, turboprops below 350 kt and 35,000
 * ft. Below 150 kt it may be anything. */
static enum craft observed(double top_kt, double top_ft) {
    if (top_kt >= 350 || (top_kt >= 250 && top_ft >= 35500)) return CRAFT_JET;
    return top_kt >= 200 ? CRAFT_TURBOPROP : top_kt >= 150 ? CRAFT_PISTON : CRAFT_UNKNOWN;
}

enum craft craft_of(const char *type, double top_kt, double top_ft) {
    enum craft c = craft_of_type(type);

    if (c == CRAFT_UNKNOWN || top_kt > facts[c].cruise_kt * 1.7 + 30) {
        enum craft o = observed(top_kt, top_ft);

        return o == CRAFT_UNKNOWN ? c : o;
    }
    return c;
}
