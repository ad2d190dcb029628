/* SPDX-License-Identifier: Apache-2.0 */

/* The signs and words beside a number that make it an angle, in the languages of the first users and those that maps copy. */
#include "base/ascii.h"
#include "format/sheet_in.h"

/* In lower case; a * where the ending varies. Where one begins as another does, the longer stands first. Scripts without letters between blanks have
 * no bound. */
static const struct {
    const char *text;
    enum sheet_sign sign;
} signs[] = {
    {"%c2%b0", SIGN_DEGREE},   {"°", SIGN_DEGREE},         {"º", SIGN_DEGREE},
    {"˚", SIGN_DEGREE},        {"&deg;", SIGN_DEGREE},     {"deg", SIGN_DEGREE},
    {"degree*", SIGN_DEGREE},  {"grad", SIGN_DEGREE},      {"grados", SIGN_DEGREE},
    {"graus", SIGN_DEGREE},    {"градус*", SIGN_DEGREE},   {"град", SIGN_DEGREE},
    {"도", SIGN_DEGREE},       {"度", SIGN_DEGREE},        {"''", SIGN_SECOND},
    {"′′", SIGN_SECOND},       {"'", SIGN_MINUTE},         {"`", SIGN_MINUTE},
    {"´", SIGN_MINUTE},        {"′", SIGN_MINUTE},         {"‘", SIGN_MINUTE},
    {"’", SIGN_MINUTE},        {"ʹ", SIGN_MINUTE},         {"%27", SIGN_MINUTE},
    {"min", SIGN_MINUTE},      {"minut*", SIGN_MINUTE},    {"минут*", SIGN_MINUTE},
    {"мин", SIGN_MINUTE},      {"분", SIGN_MINUTE},        {"分", SIGN_MINUTE},
    {"\"", SIGN_SECOND},       {"″", SIGN_SECOND},         {"“", SIGN_SECOND},
    {"”", SIGN_SECOND},        {"ʺ", SIGN_SECOND},         {"%22", SIGN_SECOND},
    {"sec", SIGN_SECOND},      {"second*", SIGN_SECOND},   {"секунд*", SIGN_SECOND},
    {"сек", SIGN_SECOND},      {"초", SIGN_SECOND},        {"秒", SIGN_SECOND},
    {"lat", SIGN_LAT},         {"mlat", SIGN_LAT},         {"latitud*", SIGN_LAT},
    {"breitengrad", SIGN_LAT}, {"широт*", SIGN_LAT},       {"с.ш", SIGN_LAT},
    {"с. ш", SIGN_LAT},        {"ю.ш", SIGN_LAT},          {"ю. ш", SIGN_LAT},
    {"위도", SIGN_LAT},        {"북위", SIGN_LAT},         {"남위", SIGN_LAT},
    {"纬度", SIGN_LAT},        {"緯度", SIGN_LAT},         {"北纬", SIGN_LAT},
    {"北緯", SIGN_LAT},        {"南纬", SIGN_LAT},         {"南緯", SIGN_LAT},
    {"!3d", SIGN_LAT}, /* in links to maps */
    {"lon", SIGN_LON},         {"lng", SIGN_LON},          {"mlon", SIGN_LON},
    {"longitud*", SIGN_LON},   {"längengrad", SIGN_LON},   {"долгот*", SIGN_LON},
    {"в.д", SIGN_LON},         {"в. д", SIGN_LON},         {"з.д", SIGN_LON},
    {"з. д", SIGN_LON},        {"경도", SIGN_LON},         {"동경", SIGN_LON},
    {"서경", SIGN_LON},        {"经度", SIGN_LON},         {"経度", SIGN_LON},
    {"經度", SIGN_LON},        {"东经", SIGN_LON},         {"東経", SIGN_LON},
    {"東經", SIGN_LON},        {"西经", SIGN_LON},         {"西経", SIGN_LON},
    {"西經", SIGN_LON},        {"!4d", SIGN_LON},          {"gps", SIGN_POINT},
    {"geo", SIGN_POINT},       {"latlon", SIGN_POINT},     {"latlng", SIGN_POINT},
    {"coord*", SIGN_POINT},    {"koordinat*", SIGN_POINT}, {"координат*", SIGN_POINT},
    {"좌표", SIGN_POINT},      {"坐标", SIGN_POINT},       {"座標", SIGN_POINT},
};

/** A byte of s in lower case, Cyrillic with it: А to П are d0 90 to d0 9f, Р to Я d0 a0 to d0 af, and their small letters d0 b0 to d1 8f. */
static unsigned char lower_at(struct span s, size_t at) {
    unsigned char c = (unsigned char)s.p[at], before = at ? (unsigned char)s.p[at - 1] : 0,
                  after = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;

    if (c == 0xd0 && after >= 0xa0 && after <= 0xaf) return 0xd1;
    if (before == 0xd0 && c >= 0x90 && c <= 0x9f) return c + 0x20;
    if (before == 0xd0 && c >= 0xa0 && c <= 0xaf) return c - 0x20;
    return (unsigned char)ascii_to_lower((char)c);
}

/** A letter of an alphabet begins or ends here: ASCII, or Latin, Greek and Cyrillic in two bytes. */
static bool is_alphabetic(struct span s, size_t at) {
    unsigned char c, lead;

    if (at >= s.n) return false;
    c = lead = (unsigned char)s.p[at];
    if (c >= 0x80 && c < 0xc0 && at) lead = (unsigned char)s.p[at - 1];
    return ascii_letter((char)c) || (lead >= 0xc3 && lead <= 0xc9) ||
           (lead >= 0xce && lead <= 0xd4);
}

static size_t match(struct span s, size_t at, const char *text) {
    size_t n = 0;
    bool word;

    for (; text[n] && text[n] != '*'; n++)
        if (at + n >= s.n || lower_at(s, at + n) != (unsigned char)text[n]) return 0;
    word = is_alphabetic(s, at) && is_alphabetic(s, at + n - 1);
    if (!word) return n;
    if (at && is_alphabetic(s, at - 1)) return 0;
    if (text[n] != '*') return is_alphabetic(s, at + n) ? 0 : n;
    while (is_alphabetic(s, at + n)) n++;
    return n;
}

/** N E S W by itself. A small e is a word for "and", an s a second; 1.5E4 is a number. */
static bool hemisphere(struct span s, size_t at) {
    bool behind = at + 1 < s.n;

    if (!s.p[at] || !strchr("NESW", s.p[at])) return false;
    if ((at && is_alphabetic(s, at - 1)) || is_alphabetic(s, at + 1)) return false;
    return s.p[at] != 'E' || !at || !ascii_digit(s.p[at - 1]) || !behind ||
           !(ascii_digit(s.p[at + 1]) || s.p[at + 1] == '+' || s.p[at + 1] == '-');
}

size_t sheet_sign(struct span s, size_t at, enum sheet_sign *out) {
    char first;
    size_t n = 0;

    *out = SIGN_NONE;
    if (at >= s.n) return 0;
    first = (char)lower_at(s, at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !n; i++)
        if (signs[i].text[0] == first && (n = match(s, at, signs[i].text))) *out = signs[i].sign;
    if (!n && hemisphere(s, at)) {
        *out = strchr("NS", s.p[at]) ? SIGN_NS : SIGN_EW;
        n = 1;
    }
    return n;
}
