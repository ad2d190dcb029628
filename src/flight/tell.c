/* SPDX-License-Identifier: Apache-2.0 */
/* JSON is told by the keys of its first object; lines by how they begin; what is binary by its
 * marks. */
#include "flight/tell.h"

#include "flight/flight.h"
#include "format/positions.h"
#include "format/sbs.h"

#include <stdlib.h>

#define HEAT_MARK 0x0e7f7c9du /* of a slice (readsb, globe_index.c) */
#define HEAT_ENTRY ((size_t)16)

const char *flight_format_word(enum flight_format f) {
    static const char *const word[] = {"traces",        "heatmap",   "aircraft.json", "SBS",
                                       "Mode S frames", "positions", "OpenSky"};

    return word[f];
}

bool tell_flows(int format) {
    return format == FLIGHT_SBS || format == FLIGHT_FRAMES || format == FLIGHT_POSITIONS;
}

/* ---- JSON */

/* The keys of the outermost object, as far as they are there: `at` is behind the brace. */
struct keys {
    const char *p, *end;
};

static bool next_key(struct keys *k, struct span *key) {
    int depth = 0;

    for (; k->p < k->end; k->p++) {
        const char *from;

        if (*k->p == '{' || *k->p == '[') depth++;
        if (*k->p == '}' || *k->p == ']') depth--;
        if (depth < 0) return false;
        if (*k->p != '"') continue;
        from = ++k->p;
        while (k->p < k->end && *k->p != '"') k->p += *k->p == '\\' ? 2 : 1;
        if (k->p >= k->end) return false;
        *key = (struct span){from, (size_t)(k->p - from)};
        for (k->p++; k->p < k->end && strchr(" \t\r\n", *k->p) && *k->p;) k->p++;
        if (!depth && k->p < k->end && *k->p == ':') return true;
        k->p--;
    }
    return false;
}

static int tell_object(struct span s) {
    static const struct {
        const char *key;
        int format;
    } sure[] = {{"icao", FLIGHT_TRACE},     {"trace", FLIGHT_TRACE}, {"now", FLIGHT_LIVE},
                {"aircraft", FLIGHT_LIVE},  {"ac", FLIGHT_LIVE},     {"frame", FLIGHT_FRAMES},
                {"states", FLIGHT_OPENSKY}, {"path", FLIGHT_OPENSKY}};
    struct keys k = {s.p + 1, s.p + s.n};
    bool hex = false, time = false;
    struct span key;
    int format = -1;

    while (next_key(&k, &key)) {
        for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
            if (span_is(key, sure[i].key)) return sure[i].format;
        if (span_is(key, "icao24") || span_is(key, "time")) format = FLIGHT_OPENSKY;
        time |= span_is(key, "time");
        hex |= span_is(key, "hex");
    }
    if (hex && time) return FLIGHT_POSITIONS;
    /* Columns of pandas are so long that no second key may be in sight. */
    if (format < 0 && memmem(s.p, s.n, "\":{\"0\":", 7)) return FLIGHT_OPENSKY;
    return format;
}

/* A list of records or flights: the first object in it. */
static int tell_list(struct span s) {
    struct span in = span_trim((struct span){s.p + 1, s.n - 1});

    if (in.n && in.p[0] == ']') return FLIGHT_OPENSKY;
    if (!in.n || in.p[0] != '{') return -1;
    return tell_object(in) == FLIGHT_FRAMES ? FLIGHT_FRAMES : FLIGHT_OPENSKY;
}

/* ---- lines */

static struct span first_line(struct span s) {
    const char *lf = memchr(s.p, '\n', s.n);

    return span_trim((struct span){s.p, lf ? (size_t)(lf - s.p) : s.n});
}

static bool hex_digit(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* `*8D4840D6202CC371C32CE0576098;` and its like. */
static bool is_avr(struct span line) {
    size_t n = 1;

    if (line.n < 6 || !strchr("*@%<", line.p[0])) return false;
    while (n < line.n && hex_digit(line.p[n])) n++;
    return n >= 5 && (n == line.n || line.p[n] == ';');
}

static bool begins(struct span s, const char *with) {
    size_t n = strlen(with);

    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static bool is_sbs(struct span line) {
    static const char *const head[] = {"MSG,", "MLAT,", "SEL,", "ID,",
                                       "AIR,", "STA,",  "CLK,", "START,"};
    size_t n = 0;

    while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9') n++; /* nanoseconds of Stratux */
    if (n && n < line.n && line.p[n] == ',') line = (struct span){line.p + n + 1, line.n - n - 1};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        if (begins(line, head[i])) return true;
    return false;
}

static bool has(struct span line, const char *word) {
    return memmem(line.p, line.n, word, strlen(word)) != NULL;
}

/* Without a time it is a list of aircraft. */
static bool is_opensky_head(struct span line) {
    return has(line, "icao24") && memchr(line.p, ',', line.n) &&
           (has(line, "time") || has(line, "contact"));
}

/* The first lines may be cut or strange: one of eight that is sure is enough. */
static int tell_lines(struct span s) {
    for (int i = 0; i < 8 && s.n; i++) {
        struct span line = first_line(s);
        const char *lf = memchr(s.p, '\n', s.n);

        if (is_avr(line)) return FLIGHT_FRAMES;
        if (is_sbs(line)) return FLIGHT_SBS;
        if (i == 0 && is_opensky_head(line)) return FLIGHT_OPENSKY;
        if (i == 0 && positions_head(line)) return FLIGHT_POSITIONS;
        if (!lf) break;
        s = (struct span){lf + 1, s.n - (size_t)(lf + 1 - s.p)};
    }
    return -1;
}

/* ---- bytes */

static uint32_t word(const char *p) {
    const unsigned char *u = (const unsigned char *)p;

    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* An index that rises, and at its end, if that is in sight, the mark of the first slice. */
static bool is_heatmap(struct span s) {
    size_t n = s.n / HEAT_ENTRY, slices = n ? word(s.p) : 0, last = 0;

    if (n < 2 || !slices || slices > 3600) return false;
    if (slices < n) return word(s.p + slices * HEAT_ENTRY) == HEAT_MARK;
    for (size_t i = 0; i < n; i++) {
        size_t at = word(s.p + i * HEAT_ENTRY);

        if (at <= last) return false;
        last = at;
    }
    return true;
}

/* Frames from the first one on, each ending where the next begins; a recording may begin within
 * one. Three in a row are no chance. */
static bool is_beast(struct span s) {
    for (size_t from = 0; from < s.n && from < 64; from++) {
        size_t at = from, frames = 0;

        while (at + 1 < s.n && s.p[at] == 0x1a && s.p[at + 1] >= '1' && s.p[at + 1] <= '5') {
            static const size_t bytes[] = {2, 7, 14, 14, 14};
            size_t left = 7 + bytes[s.p[at + 1] - '1'];

            for (at += 2; left && at < s.n; left--, at++)
                if (s.p[at] == 0x1a) at++;
            frames++;
        }
        if (frames >= 3 || (frames && at >= s.n)) return true;
    }
    return s.n > 2 && s.p[0] == 0x1a && s.p[1] && strchr("\xe3\xe4\xe8", s.p[1]);
}

int tell_format(struct span s) {
    struct span t;

    s = span_unmarked(s);
    if (s.n > TELL_BYTES) s.n = TELL_BYTES;
    if (is_beast(s)) return FLIGHT_FRAMES;
    if (is_heatmap(s)) return FLIGHT_HEATMAP;
    while (s.n && s.p[0] == 0) s.p++, s.n--; /* runs of NUL, after a crash */
    t = span_trim(s);
    if (!t.n) return -1;
    if (t.p[0] == '{') return tell_object(t);
    if (t.p[0] == '[') return tell_list(t);
    return tell_lines(t);
}
