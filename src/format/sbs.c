/* SPDX-License-Identifier: Apache-2.0 */
/* Everything goes by length: a line may hold any byte, and a NUL ends it as LF does. A log whose
 * machine lost power has half a line, a block of NUL bytes and then the first line after the
 * restart; read as one line, the half and the whole would be spliced.
 *
 * A value of 0 is a value: latitude 0, squawk 0000 and a speed of 0 have been dropped as "absent"
 * by other readers. Absent is an empty field and nothing else. Numbers are read as decimal digits,
 * so no figure passes through a floating-point number.
 *
 * Time: date and time "generated" (fields 7, 8); when they are empty those "logged" (9, 10), which
 * a replayed stream has days later; else the offset that some logs put before the line, from a
 * start that the caller knows. A stream without any of these has only order, and is refused line
 * by line. */
#include "format/sbs.h"

#include "base/ascii.h"
#include "base/utc.h"

#include <stdio.h>

#define FIELDS 22
#define SPLIT 24           /* one for an offset, one to see that there are too many */
#define BACK_NS 1000000000 /* offsets may be a little out of order; further back is a restart */
#define OFFSET_MAX_NS ((int64_t)400 * 86400 * 1000000000)
#define ALT_LO (-5000) /* feet; below the Dead Sea in any air pressure */
#define ALT_HI 150000  /* Mode C ends at 126,700 */

enum field {
    F_HEAD,
    F_TYPE,
    F_HEX = 4,
    F_DATE = 6,
    F_TIME,
    F_LOG_DATE,
    F_LOG_TIME,
    F_CALLSIGN,
    F_ALT,
    F_SPEED,
    F_TRACK,
    F_LAT,
    F_LON,
    F_RATE,
    F_SQUAWK,
    F_ALERT,
    F_EMERGENCY,
    F_IDENT,
    F_GROUND,
};

const char *sbs_reason_text(enum sbs_reason r) {
    static const char *const text[SBS_REASONS] = {
        [SBS_LONG] = "the line is too long",
        [SBS_HEAD] = "begins with no head of SBS",
        [SBS_FIELDS] = "not 22 fields",
        [SBS_TYPE] = "the type is not 1 to 8",
        [SBS_ADDRESS] = "the address is not six hex digits",
        [SBS_NO_TIME] = "no date, and no start is known",
        [SBS_BAD_TIME] = "the date or time cannot be read",
        [SBS_VALUE] = "a value that cannot be",
    };

    return r < SBS_REASONS ? text[r] : "unknown";
}

MUST int sbs_begin(struct sbs *s, const struct sbs_options *o, sbs_take *take, void *arg,
                   struct err *e) {
    if (o->zone_minutes < -SBS_ZONE_MINUTES || o->zone_minutes > SBS_ZONE_MINUTES)
        return err_set(e, RC_RANGE, "time zone: %d minutes is outside [%d, %d]",
                       (int)o->zone_minutes, -SBS_ZONE_MINUTES, SBS_ZONE_MINUTES);
    *s = (struct sbs){.options = *o, .take = take, .arg = arg, .line = 1, .base_ms = o->start_ms};
    return 0;
}

static void refuse(struct sbs *s, enum sbs_reason why) {
    struct sbs_refused *r = &s->refused[why];

    if (r->n < SBS_FIRST) r->line[r->n] = s->line;
    r->n++;
}

/* A decimal number times 10^places, rounded half away from zero; false: no number, or outside. */
static bool scaled(struct span s, int places, int64_t lo, int64_t hi, int64_t *out) {
    bool negative = s.n && s.p[0] == '-', seen = false, dot = false, up = false;
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    int64_t v = 0;
    int got = 0;

    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !dot) {
            dot = true;
            continue;
        }
        if (!ascii_digit(s.p[i]) || v > INT64_MAX / 100) return false;
        seen = true;
        if (!dot || got < places) v = v * 10 + (s.p[i] - '0');
        if (dot && got == places) up = s.p[i] >= '5';
        got += dot && got <= places;
    }
    if (!seen) return false;
    for (got = got > places ? places : got; got < places; got++) {
        if (v > INT64_MAX / 100) return false;
        v *= 10;
    }
    v += up;
    if (negative) v = -v;
    if (v < lo || v > hi) return false;
    *out = v;
    return true;
}

/* Empty leaves *out as it is. */
static bool value(struct span field, int places, int64_t lo, int64_t hi, int32_t *out) {
    struct span s = span_trim(field);
    int64_t v;

    if (!s.n) return true;
    if (!scaled(s, places, lo, hi, &v)) return false;
    *out = (int32_t)v;
    return true;
}

/* -1 and 1 are yes, 0 is no; both spellings of yes are in use. */
static bool flag(struct span field, int8_t *out) {
    struct span s = span_trim(field);

    if (!s.n) return true;
    if (!span_is(s, "0") && !span_is(s, "1") && !span_is(s, "-1")) return false;
    *out = (int8_t)(s.p[0] != '0');
    return true;
}

/* ---- time ---- */

/* 2019/10/20 or 2019-10-20, and 11:33:40 with any number of decimals. */
static bool instant(struct span date, struct span time, int32_t zone_minutes, int64_t *ms) {
    char iso[10];
    struct err e;
    int64_t seconds_ms, h, m;
    int32_t day;

    date = span_trim(date);
    time = span_trim(time);
    if (date.n != sizeof iso || time.n < 8 || time.p[2] != ':' || time.p[5] != ':') return false;
    memcpy(iso, date.p, sizeof iso);
    if (iso[4] == '/' && iso[7] == '/') iso[4] = iso[7] = '-';
    if (utc_date_read((struct span){iso, sizeof iso}, &day, &e) < 0) return false;
    if (!ascii_digit(time.p[0]) || !ascii_digit(time.p[3]) || !ascii_digit(time.p[6])) return false;
    if (!scaled((struct span){time.p, 2}, 0, 0, 23, &h) ||
        !scaled((struct span){time.p + 3, 2}, 0, 0, 59, &m) ||
        !scaled((struct span){time.p + 6, time.n - 6}, 3, 0, 60000, &seconds_ms))
        return false;
    *ms = (int64_t)day * UTC_DAY_MS + (h * 60 + m - zone_minutes) * 60000 + seconds_ms;
    return true;
}

/* The time of a line with an offset; SBS_NO_START when nothing says where offsets begin. */
static int64_t offset_ms(struct sbs *s, int64_t ns) {
    if (ns < s->offset_ns - BACK_NS) { /* restarted, and no line said so */
        s->restarts++;
        s->base_ms = SBS_NO_START;
    }
    s->offset_ns = ns;
    return s->base_ms == SBS_NO_START ? SBS_NO_START : s->base_ms + ns / 1000000;
}

static enum sbs_reason time_of(struct sbs *s, const struct span *f, int64_t offset_at,
                               int64_t *ms) {
    bool dated = span_trim(f[F_DATE]).n || span_trim(f[F_TIME]).n;
    bool logged = span_trim(f[F_LOG_DATE]).n || span_trim(f[F_LOG_TIME]).n;
    int32_t zone = s->options.zone_minutes;

    if (dated) return instant(f[F_DATE], f[F_TIME], zone, ms) ? SBS_REASONS : SBS_BAD_TIME;
    if (logged) {
        if (!instant(f[F_LOG_DATE], f[F_LOG_TIME], zone, ms)) return SBS_BAD_TIME;
        s->logged++;
        return SBS_REASONS;
    }
    if (offset_at == SBS_NO_START) return SBS_NO_TIME;
    *ms = offset_at;
    return SBS_REASONS;
}

enum { W_WEEKDAY, W_MONTH, W_DAY, W_CLOCK, W_ZONE, W_ZONE_NAME, W_YEAR, WORDS };

/* `Wed Sep 2 04:23:37 +0000 UTC 2015` to UTC. */
static bool start_text(struct span s, int64_t *ms) {
    struct span word[WORDS];
    struct err e;
    size_t n = 0;
    int64_t zone, clock;
    int32_t day;
    char date[16];

    for (s = span_trim(s); s.n && n < WORDS; n++, s = span_trim(s)) {
        word[n] = (struct span){s.p, 0};
        while (word[n].n < s.n && s.p[word[n].n] != ' ') word[n].n++;
        s = (struct span){s.p + word[n].n, s.n - word[n].n};
    }
    if (n < WORDS || s.n || word[W_MONTH].n != 3 || word[W_DAY].n > 2 || word[W_YEAR].n != 4)
        return false;
    n = (size_t)snprintf(date, sizeof date, "%.*s %.*s %.*s", SPAN_ARG(word[W_DAY]),
                         SPAN_ARG(word[W_MONTH]), SPAN_ARG(word[W_YEAR]));
    if (n >= sizeof date || utc_date_read((struct span){date, n}, &day, &e) < 0) return false;
    if (!instant(SPAN("1970-01-01"), word[W_CLOCK], 0, &clock)) return false;
    if (word[W_ZONE].n != 5 || !scaled(word[W_ZONE], 0, -1400, 1400, &zone)) return false;
    *ms = day * UTC_DAY_MS + clock - (zone / 100 * 60 + zone % 100) * 60000;
    return true;
}

/* A START line: the receiver was switched on, and offsets count from here. */
static void start(struct sbs *s, struct span text) {
    int64_t ms = SBS_NO_START;

    if (!start_text(text, &ms)) {
        refuse(s, SBS_BAD_TIME);
        ms = SBS_NO_START;
    } else if (s->starts++ == 0) {
        s->first_start_line = s->line;
        s->first_start_ms = ms;
    }
    if (s->offset_ns) {
        s->restarts++;
        s->base_ms = SBS_NO_START;
    }
    s->offset_ns = 0;
    if (s->options.trust_start && ms != SBS_NO_START) s->base_ms = ms;
}

/* ---- fields ---- */

static bool address(struct span s, struct sbs_record *r) {
    uint32_t v = 0;

    s = span_trim(s);
    r->other = s.n == 7 && (s.p[0] == '~' || s.p[0] == '1');
    if (r->other) s = (struct span){s.p + 1, s.n - 1};
    if (s.n != 6) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = (char)(s.p[i] | 0x20); /* digits stay, letters are lower case */

        if (!ascii_digit(s.p[i]) && (c < 'a' || c > 'f')) return false;
        v = v << 4 | (uint32_t)(ascii_digit(s.p[i]) ? s.p[i] - '0' : c - 'a' + 10);
    }
    r->hex = v;
    return true;
}

static void callsign(struct sbs *s, struct span field, struct track_point *p) {
    size_t n = field.n;

    while (n > sizeof p->callsign && field.p[n - 1] == ' ') n--;
    if (!n) return;
    for (size_t i = 0; i < n && n <= sizeof p->callsign; i++) {
        char c = field.p[i];

        if ((c < 'A' || c > 'Z') && !ascii_digit(c) && c != ' ') n = SIZE_MAX;
    }
    if (n > sizeof p->callsign) {
        s->callsigns++;
        return;
    }
    memset(p->callsign, ' ', sizeof p->callsign);
    memcpy(p->callsign, field.p, n);
}

static bool squawk(struct span field, uint16_t *out) {
    struct span s = span_trim(field);
    unsigned v = 0;

    if (!s.n) return true;
    if (s.n > 4) return false; /* fewer digits: a program wrote the code as a number */
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '7') return false;
        v = v * 10 + (unsigned)(s.p[i] - '0');
    }
    *out = (uint16_t)v;
    return true;
}

static bool motion(const struct span *f, struct track_point *p) {
    int32_t speed = TRACK_NONE16, heading = TRACK_NONE16;

    if (!value(f[F_ALT], 0, ALT_LO, ALT_HI, &p->alt_ft)) return false;
    if (!value(f[F_SPEED], 1, 0, 30000, &speed)) return false;
    if (!value(f[F_TRACK], 1, 0, 3600, &heading)) return false;
    if (!value(f[F_LAT], 6, -90000000, 90000000, &p->lat)) return false;
    if (!value(f[F_LON], 6, -180000000, 180000000, &p->lon)) return false;
    if (!value(f[F_RATE], 0, -100000, 100000, &p->rate_fpm)) return false;
    p->speed = (int16_t)speed;
    p->heading = (int16_t)(heading == 3600 ? 0 : heading);
    return (p->lat == TRACK_NONE) == (p->lon == TRACK_NONE);
}

static bool flags(const struct span *f, struct sbs_record *r) {
    int8_t ground = -1;

    if (r->mlat && (!value(f[F_ALERT], 0, 0, 10000, &r->receivers) ||
                    !value(f[F_EMERGENCY], 3, 0, 100000000, &r->error_m)))
        return false;
    if (!r->mlat && (!flag(f[F_ALERT], &r->alert) || !flag(f[F_EMERGENCY], &r->emergency)))
        return false;
    if (!flag(f[F_IDENT], &r->ident) || !flag(f[F_GROUND], &ground)) return false;
    r->point.air = ground == 1   ? TRACK_GROUND
                   : ground == 0 ? TRACK_AIRBORNE
                   : !r->mlat && r->type == 2
                       ? TRACK_GROUND /* the message is one of surface position */
                       : TRACK_AIR_UNKNOWN;
    return true;
}

static enum sbs_reason record(struct sbs *s, const struct span *f, int64_t offset_at,
                              struct sbs_record *r) {
    struct span type = span_trim(f[F_TYPE]);
    enum sbs_reason why;

    if (type.n != 1 || type.p[0] < '1' || type.p[0] > '8') return SBS_TYPE;
    r->type = (uint8_t)(type.p[0] - '0');
    if (!address(f[F_HEX], r)) return SBS_ADDRESS;
    why = time_of(s, f, offset_at, &r->point.ms);
    if (why != SBS_REASONS) return why;
    if (!motion(f, &r->point) || !squawk(f[F_SQUAWK], &r->point.squawk) || !flags(f, r))
        return SBS_VALUE;
    callsign(s, f[F_CALLSIGN], &r->point);
    r->point.source = r->mlat ? TRACK_MLAT : r->type > 4 ? TRACK_MODE_S : TRACK_SOURCE_UNKNOWN;
    return SBS_REASONS;
}

/* ---- lines ---- */

static size_t split(struct span line, struct span field[SPLIT]) {
    size_t n = 0;

    for (;;) {
        const char *comma = line.n ? memchr(line.p, ',', line.n) : NULL;
        size_t len = comma ? (size_t)(comma - line.p) : line.n;

        if (n < SPLIT) field[n] = (struct span){line.p, len};
        n++;
        if (!comma) return n;
        line = (struct span){comma + 1, line.n - len - 1};
    }
}

static bool known_head(struct span head) {
    static const char *const heads[] = {"SEL", "ID", "AIR", "STA", "CLK"};

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (span_is(head, heads[i])) return true;
    return false;
}

static int message(struct sbs *s, const struct span *f, size_t n, int64_t offset_at,
                   struct err *e) {
    struct sbs_record r = {
        .line = s->line,
        .mlat = span_is(f[F_HEAD], "MLAT"),
        .alert = -1,
        .emergency = -1,
        .ident = -1,
        .receivers = -1,
        .error_m = -1,
        .point = {.lat = TRACK_NONE,
                  .lon = TRACK_NONE,
                  .alt_ft = TRACK_NONE,
                  .alt_geom_ft = TRACK_NONE,
                  .rate_fpm = TRACK_NONE,
                  .squawk = TRACK_SQUAWK_NONE,
                  .nic = -1,
                  .sil = -1,
                  .adsb = -1},
    };
    enum sbs_reason why = n == FIELDS ? record(s, f, offset_at, &r) : SBS_FIELDS;

    if (why != SBS_REASONS) {
        refuse(s, why);
        return 0;
    }
    s->taken++;
    return s->take(s->arg, &r, e);
}

static int line_read(struct sbs *s, struct span text, struct err *e) {
    struct span field[SPLIT], *f = field;
    int64_t offset_at = SBS_NO_START, ns;
    size_t n;

    if (s->line == 1) text = span_unmarked(text);
    if (text.n && text.p[text.n - 1] == '\r') text.n--;
    if (!text.n) return 0;
    s->lines++;
    n = split(text, field);
    if (n > 1 && scaled(f[0], 0, 0, OFFSET_MAX_NS, &ns) && ascii_digit(f[0].p[0])) {
        offset_at = offset_ms(s, ns);
        f++, n--;
    }
    if (span_is(f[F_HEAD], "MSG") || span_is(f[F_HEAD], "MLAT"))
        return message(s, f, n, offset_at, e);
    if (span_is(f[F_HEAD], "START") && n == 2)
        start(s, f[1]);
    else if (known_head(f[F_HEAD]))
        s->passed++;
    else
        refuse(s, SBS_HEAD);
    return 0;
}

/* A piece of a line; `ended` when an LF or NUL follows it. */
static int part(struct sbs *s, struct span piece, bool ended, struct err *e) {
    struct span line;

    if (join_piece(&s->join, s->text, sizeof s->text, piece, ended, &line)) {
        s->lines++;
        refuse(s, SBS_LONG);
    }
    return ended ? line_read(s, line, e) : 0;
}

MUST int sbs_feed(struct sbs *s, struct span piece, struct err *e) {
    while (piece.n) {
        size_t len = 0;
        bool ended;
        int rc;

        while (len < piece.n && piece.p[len] != '\n' && piece.p[len]) len++;
        ended = len < piece.n;
        rc = part(s, (struct span){piece.p, len}, ended, e);
        if (ended && piece.p[len])
            s->line++;
        else if (ended)
            s->nul_bytes++;
        piece = (struct span){piece.p + len + ended, piece.n - len - ended};
        if (rc < 0) return rc;
    }
    return 0;
}

MUST int sbs_end(struct sbs *s, struct err *e) {
    return part(s, (struct span){"", 0}, true, e);
}
