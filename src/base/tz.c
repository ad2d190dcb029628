/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones from TZif files (RFC 8536): a list of instants at which the offset changed, and for
 * the time after the last one a rule in the notation of POSIX (XBD 8.3, with the hours of -167 to
 * 167 that RFC 8536 section 3.3.1 adds).
 *
 * The C library could read them too, but only for the process as a whole (TZ), and neither it nor
 * GLib says that a local time occurs twice or never; they pick. Here the question is turned round:
 * for each offset that the zone ever had, the instant that would show this clock is known, and it
 * is one of the answers if that offset was in force at it. */
#include "base/tz.h"

#include "base/utc.h"

#include <stdlib.h>

#define FILE_BYTES ((size_t)64 << 10)
#define HEADER_BYTES 44
#define OFFSET_S (26 * 3600) /* RFC 8536, 3.2: utoff should be within -25 and +26 hours */
#define DAY_S 86400
#define CYCLE_S ((int64_t)146097 * DAY_S) /* 400 years: dates and weekdays repeat */

enum rule_form { RULE_MONTH, RULE_JULIAN, RULE_ZERO };

/* When in a year the clocks change. */
struct rule {
    enum rule_form form;
    int month, week, weekday; /* RULE_MONTH: week 5 is the last; Sunday is 0 */
    int day; /* RULE_JULIAN: 1 to 365, February 29 is never counted; RULE_ZERO: 0 to 365, it is */
    int32_t time_s; /* of the clock before the change, after midnight */
};

struct tz {
    size_t n;
    int64_t *at;            /* instants of change, UTC seconds, ascending */
    int32_t *offset;        /* in force from at[i], seconds east */
    int32_t first;          /* in force before at[0] */
    bool has_rule;          /* from at[n - 1], or always when n is 0 */
    bool has_summer;        /* and then the rule changes twice a year */
    int32_t std, summer;    /* of the rule, seconds east */
    struct rule begin, end; /* of summer time */
    int32_t *every; /* each offset once, from east to west: the order of the instants that show one
                       clock */
    size_t n_every;
};

/* Bytes not read yet; `ended` once more was asked for than there were. */
struct reader {
    struct span s;
    bool ended;
};

static struct span take(struct reader *r, size_t n) {
    struct span s = {r->s.p, n};

    if (n > r->s.n) {
        r->ended = true;
        return (struct span){NULL, 0};
    }
    r->s = (struct span){r->s.p + n, r->s.n - n};
    return s;
}

static uint64_t big_endian(const char *p, size_t n) {
    uint64_t v = 0;

    for (size_t i = 0; i < n; i++) v = v << 8 | (unsigned char)p[i];
    return v;
}

static int32_t as_i32(const char *p) {
    return (int32_t)(uint32_t)big_endian(p, 4);
}

/* The counts of RFC 8536, 3.1, in the order of the file. */
struct counts {
    uint32_t isut, isstd, leap, time, type, chars;
};

static int take_header(struct reader *r, struct counts *c, struct err *e) {
    struct span h = take(r, HEADER_BYTES);
    uint32_t *field[] = {&c->isut, &c->isstd, &c->leap, &c->time, &c->type, &c->chars};

    if (r->ended || memcmp(h.p, "TZif", 4) != 0)
        return err_set(e, RC_SYNTAX, "not a time zone file (TZif)");
    if (h.p[4] < '2') return err_set(e, RC_SYNTAX, "a TZif file of version 1, which ends in 2037");
    for (size_t i = 0; i < 6; i++) {
        *field[i] = (uint32_t)big_endian(h.p + 20 + 4 * i, 4);
        if (*field[i] > FILE_BYTES)
            return err_set(e, RC_SYNTAX, "the TZif file is shorter than its counts say");
    }
    return 0;
}

static bool take_number(struct span *s, int lo, int hi, int *out) {
    size_t n = 0;
    int v = 0;

    while (n < s->n && n < 3 && s->p[n] >= '0' && s->p[n] <= '9') v = v * 10 + (s->p[n++] - '0');
    if (!n || v < lo || v > hi) return false;
    *s = (struct span){s->p + n, s->n - n};
    *out = v;
    return true;
}

static bool take_char(struct span *s, char c) {
    if (!s->n || s->p[0] != c) return false;
    *s = (struct span){s->p + 1, s->n - 1};
    return true;
}

/* `[+-]h[hh][:mm[:ss]]` */
static bool take_time(struct span *s, int hours, int32_t *out) {
    bool minus = take_char(s, '-');
    int h, m = 0, second = 0;

    if (!minus) (void)take_char(s, '+');
    if (!take_number(s, 0, hours, &h)) return false;
    if (take_char(s, ':')) {
        if (!take_number(s, 0, 59, &m)) return false;
        if (take_char(s, ':') && !take_number(s, 0, 59, &second)) return false;
    }
    *out = (h * 60 + m) * 60 + second;
    if (minus) *out = -*out;
    return true;
}

/* `EST` or `<+0330>` */
static bool take_name(struct span *s) {
    bool angle = take_char(s, '<');
    size_t n = 0;

    while (n < s->n) {
        char c = s->p[n];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!letter && !(angle && ((c >= '0' && c <= '9') || c == '+' || c == '-'))) break;
        n++;
    }
    *s = (struct span){s->p + n, s->n - n};
    return n >= 3 && (!angle || take_char(s, '>'));
}

/* `,M3.5.0/3`, `,J60` or `,59/-1:30` */
static bool take_rule(struct span *s, struct rule *r) {
    bool ok;

    if (!take_char(s, ',')) return false;
    if (take_char(s, 'M')) {
        r->form = RULE_MONTH;
        ok = take_number(s, 1, 12, &r->month) && take_char(s, '.') &&
             take_number(s, 1, 5, &r->week) && take_char(s, '.') &&
             take_number(s, 0, 6, &r->weekday);
    } else {
        r->form = take_char(s, 'J') ? RULE_JULIAN : RULE_ZERO;
        ok = take_number(s, r->form == RULE_JULIAN, 365, &r->day);
    }
    r->time_s = 2 * 3600;
    return ok && (!take_char(s, '/') || take_time(s, 167, &r->time_s));
}

static int footer_read(struct tz *z, struct span s, struct err *e) {
    int32_t west;
    bool ok;

    if (!s.n) return 0; /* nothing is known after the last change: the last offset stays */
    z->has_rule = true;
    ok = take_name(&s) && take_time(&s, 24, &west);
    if (ok) z->std = -west;
    if (ok && s.n) {
        z->has_summer = true;
        z->summer = z->std + 3600;
        ok = take_name(&s);
        if (ok && s.n && s.p[0] != ',') {
            ok = take_time(&s, 24, &west);
            if (ok) z->summer = -west;
        }
        ok = ok && take_rule(&s, &z->begin) && take_rule(&s, &z->end) && !s.n;
    }
    if (!ok) return err_set(e, RC_SYNTAX, "the rule at the end of the TZif file cannot be read");
    return 0;
}

static int changes_read(struct arena *a, struct tz *z, const struct counts *c, struct reader *r,
                        struct err *e) {
    struct span times = take(r, (size_t)c->time * 8), index = take(r, c->time),
                types = take(r, (size_t)c->type * 6);

    (void)take(r, (size_t)c->chars + (size_t)c->isstd + c->isut);
    if (r->ended || !c->type)
        return err_set(e, RC_SYNTAX, "the TZif file is shorter than its counts say");
    z->n = c->time;
    z->at = ARENA_ARRAY(a, int64_t, z->n);
    z->offset = ARENA_ARRAY(a, int32_t, z->n);
    for (uint32_t i = 0; i < c->type; i++)
        if (as_i32(types.p + (size_t)i * 6) < -OFFSET_S ||
            as_i32(types.p + (size_t)i * 6) > OFFSET_S)
            return err_set(e, RC_SYNTAX, "the TZif file has an offset of more than 26 hours");
    z->first = as_i32(types.p);
    for (size_t i = 0; i < z->n; i++) {
        unsigned char type = (unsigned char)index.p[i];

        z->at[i] = (int64_t)big_endian(times.p + i * 8, 8);
        if (type >= c->type)
            return err_set(e, RC_SYNTAX, "the TZif file names a type that it does not have");
        if (i && z->at[i] <= z->at[i - 1])
            return err_set(e, RC_SYNTAX, "the changes of the TZif file are out of order");
        z->offset[i] = as_i32(types.p + (size_t)type * 6);
    }
    return 0;
}

static int eastmost_first(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (y > x) - (y < x);
}

static void offsets_once(struct arena *a, struct tz *z) {
    size_t n = 0, m = 0;
    int32_t *v = ARENA_ARRAY(a, int32_t, z->n + 3);

    for (; n < z->n; n++) v[n] = z->offset[n];
    v[n++] = z->first;
    if (z->has_rule) v[n++] = z->std;
    if (z->has_summer) v[n++] = z->summer;
    qsort(v, n, sizeof *v, eastmost_first);
    for (size_t i = 0; i < n; i++)
        if (!m || v[i] != v[m - 1]) v[m++] = v[i];
    z->every = v;
    z->n_every = m;
}

MUST int tz_read(struct arena *a, struct span bytes, struct tz **out, struct err *e) {
    struct reader r = {bytes, false};
    struct counts old, c;
    struct tz *z = ARENA_NEW(a, struct tz);
    struct span footer;
    const char *end;
    int rc;

    if (bytes.n > FILE_BYTES)
        return err_set(e, RC_LIMIT, "a TZif file of more than %zu bytes", FILE_BYTES);
    if ((rc = take_header(&r, &old, e)) < 0) return rc;
    (void)take(&r, (size_t)old.time * 5 + (size_t)old.type * 6 + old.chars + (size_t)old.leap * 8 +
                       old.isstd + old.isut);
    if ((rc = take_header(&r, &c, e)) < 0) return rc;
    if (c.leap) return err_set(e, RC_SYNTAX, "a TZif file that counts leap seconds");
    if ((rc = changes_read(a, z, &c, &r, e)) < 0) return rc;
    footer = take(&r, r.s.n);
    end = footer.n ? memchr(footer.p + 1, '\n', footer.n - 1) : NULL;
    if (!end || footer.p[0] != '\n')
        return err_set(e, RC_SYNTAX, "the TZif file has no rule at its end");
    if ((rc = footer_read(z, (struct span){footer.p + 1, (size_t)(end - footer.p) - 1}, e)) < 0)
        return rc;
    offsets_once(a, z);
    *out = z;
    return 0;
}

/* The instant of a change in a year, UTC seconds; `before`: the offset until then. */
static int64_t change_at(const struct rule *r, int year, int32_t before) {
    int32_t day = utc_day((struct utc_civil){year, 1, 1});
    bool leap = utc_day((struct utc_civil){year, 3, 1}) - day == 60;

    switch (r->form) {
    case RULE_MONTH: {
        int32_t first = utc_day((struct utc_civil){year, r->month, 1});
        int32_t next = utc_day((struct utc_civil){year + r->month / 12, r->month % 12 + 1, 1});

        day = first + (r->weekday - utc_weekday(first) % 7 + 7) % 7 + 7 * (r->week - 1);
        if (day >= next) day -= 7; /* the fifth is the last */
        break;
    }
    case RULE_JULIAN: day += r->day - 1 + (leap && r->day > 59); break;
    case RULE_ZERO: day += r->day; break;
    }
    return (int64_t)day * DAY_S + r->time_s - before;
}

static int32_t rule_offset(const struct tz *z, int64_t s) {
    int64_t best = INT64_MIN;
    int32_t offset = z->std;
    int year;

    if (!z->has_summer) return z->std;
    s %= CYCLE_S; /* so that years stay small */
    if (s < 0) s += CYCLE_S;
    year = utc_civil((int32_t)(s / DAY_S)).year;
    /* The latest change until s. Hours may carry a change over new year, hence the years beside. At
     * a tie the later year wins (summer time all year round is written as ending when it begins),
     * and the end within a year. */
    for (int y = year - 1; y <= year + 1; y++) {
        int64_t begin = change_at(&z->begin, y, z->std), end = change_at(&z->end, y, z->summer);

        if (begin <= s && begin >= best) {
            best = begin;
            offset = z->summer;
        }
        if (end <= s && end >= best) {
            best = end;
            offset = z->std;
        }
    }
    return offset;
}

/* As tz_offset_s, at a UTC second. */
static int32_t offset_at(const struct tz *z, int64_t s) {
    size_t lo = 0,
           hi = z->n; /* the changes before lo are at or before s, those from hi are after it */

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (z->at[mid] <= s)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == z->n && z->has_rule) return rule_offset(z, s);
    return lo ? z->offset[lo - 1] : z->first;
}

int32_t tz_offset_s(const struct tz *z, int64_t t) {
    return offset_at(z, t / 1000 - (t % 1000 < 0));
}

int tz_instants(const struct tz *z, int32_t day, int32_t minute, int64_t t[2]) {
    int64_t clock = (int64_t)day * DAY_S + (int64_t)minute * 60;
    int n = 0;

    if (day == UTC_NONE || minute == UTC_NONE) return 0;
    for (size_t i = 0; i < z->n_every && n < 2; i++)
        if (offset_at(z, clock - z->every[i]) == z->every[i]) t[n++] = (clock - z->every[i]) * 1000;
    return n;
}
