/* SPDX-License-Identifier: Apache-2.0 */
/* Records to legs. Columns are counted from 1, as in the layout; col(r, 37, 39) is what the manual
 * calls bytes 37 to 39. Nothing is read by position in the file: a line is cut at LF, CR is taken
 * off, and then it must have 200 columns, since a reader of 201-byte blocks breaks on CR LF.
 *
 * A leg belongs to the nearest carrier above it, also after a trailer that says `E`: files of
 * several carriers have one such trailer each. What the carrier says of period and airline is only
 * compared; what the leg says holds. */
#include "format/ssim.h"

#include "base/ascii.h"
#include "base/num.h"

#include <stdlib.h>

#define YEAR_PIVOT 70
#define OFFSET_MINUTES 840 /* 14 hours */

struct reader {
    struct arena *a;
    struct ssim *out;
    VEC(struct ssim_carrier) carrier;
    VEC(struct ssim_leg) leg;
    VEC(struct ssim_data) data;
    int64_t line;
    int64_t serial;  /* of the record before; -1 none */
    bool header;     /* a record 1 was seen */
    bool open;       /* a carrier's block that no trailer has ended */
    bool mode_known; /* of the carrier above */
    bool leg_taken;  /* the record 3 above */
};

static void tell(struct ssim_told *t, int64_t line) {
    if (t->n < SSIM_FIRST) t->line[t->n] = line;
    t->n++;
}

static void warn(struct reader *r, enum ssim_warning w) {
    tell(&r->out->warned[w], r->line);
}

/* ---- columns ---- */

static struct span col(struct span record, size_t from, size_t to) {
    return (struct span){record.p + from - 1, to - from + 1};
}

/* A trimmed copy; bytes that are not printable ASCII become `?`. */
static void copy(struct span s, char *out, size_t size) {
    size_t n;

    s = span_trim(s);
    n = s.n < size - 1 ? s.n : size - 1;
    for (size_t i = 0; i < n; i++) {
        out[i] = '?';
        if (s.p[i] >= ' ' && s.p[i] <= '~') out[i] = s.p[i];
    }
    out[n] = 0;
}

static bool blank(struct span s) {
    return span_trim(s).n == 0;
}

static bool whole(struct span s, int64_t hi, int64_t *out) {
    struct err e;

    for (size_t i = 0; i < s.n; i++)
        if (!ascii_digit(s.p[i])) return false;
    return num_int(s, 0, hi, out, &e) == 0;
}

static bool code(struct span s, size_t lo, char *out, size_t size) {
    copy(s, out, size);
    for (size_t i = 0; out[i]; i++)
        if (!ascii_upper(out[i]) && !ascii_digit(out[i])) return false;
    return strlen(out) >= lo;
}

/* DDMMMYY; 00XXX00 is open: UTC_NONE. */
static bool date(struct span s, int32_t *day) {
    static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    struct utc_civil c = {0};
    int64_t d, y;

    if (span_is(s, "00XXX00")) {
        *day = UTC_NONE;
        return true;
    }
    if (!whole((struct span){s.p, 2}, 31, &d) || !whole((struct span){s.p + 5, 2}, 99, &y))
        return false;
    for (size_t m = 0; m < 12; m++)
        if (memcmp(months + 3 * m, s.p + 2, 3) == 0) c.month = (int)m + 1;
    c.year = (int)y + (y < YEAR_PIVOT ? 2000 : 1900);
    c.day = (int)d;
    if (!c.month || !c.day) return false;
    *day = utc_day(c);
    return utc_civil(*day).day == c.day; /* 31 April would be 1 May */
}

/* The last Sunday of a month that has 31 days. */
static int32_t last_sunday(int year, int month) {
    int32_t day = utc_day((struct utc_civil){year, month, 31});

    return day - utc_weekday(day) % 7;
}

/* S24, W23: from one change of clocks to the day before the next. */
static bool season(const char *s, int32_t *from, int32_t *to) {
    int64_t y;

    if (strlen(s) != 3 || !whole((struct span){s + 1, 2}, 99, &y)) return false;
    y += y < YEAR_PIVOT ? 2000 : 1900;
    if (s[0] != 'S' && s[0] != 'W') return false;
    *from = last_sunday((int)y, s[0] == 'S' ? 3 : 10);
    *to = last_sunday((int)y + (s[0] == 'W'), s[0] == 'S' ? 10 : 3) - 1;
    return true;
}

/* HHMM, or blank: UTC_NONE. 2400 is the end of a day and only an arrival. */
static bool clock_of(struct span s, bool arrival, int32_t *minute) {
    int64_t h, m;

    *minute = UTC_NONE;
    if (blank(s)) return true;
    if (!whole((struct span){s.p, 2}, 24, &h) || !whole((struct span){s.p + 2, 2}, 59, &m))
        return false;
    *minute = (int32_t)(h * 60 + m);
    return *minute < 1440 || (arrival && *minute == 1440);
}

static bool offset_of(struct span s, int32_t *minutes) {
    int64_t h, m;

    *minutes = UTC_NONE;
    if (blank(s)) return true;
    if ((s.p[0] != '+' && s.p[0] != '-') || !whole((struct span){s.p + 1, 2}, 14, &h) ||
        !whole((struct span){s.p + 3, 2}, 59, &m) || h * 60 + m > OFFSET_MINUTES)
        return false;
    *minutes = (int32_t)(s.p[0] == '-' ? -(h * 60 + m) : h * 60 + m);
    return true;
}

static bool days_of(struct span s, uint8_t *days) {
    *days = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '0') continue;
        if (s.p[i] != (char)('1' + i)) return false;
        *days |= (uint8_t)(1u << i);
    }
    return *days != 0;
}

/* W18Y112VV130: cabins of a letter and a number, then the airline's own label. False: no cabins. */
static bool seats_of(struct span s, int32_t *seats, struct span *label) {
    int32_t sum = 0;
    bool some = false;

    s = span_trim(s);
    *label = (struct span){"", 0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i + 1;
        int64_t v;

        if (s.n - i >= 2 && s.p[i] == 'V' && s.p[i + 1] == 'V') {
            *label = (struct span){s.p + i + 2, s.n - i - 2};
            break;
        }
        if (!ascii_upper(s.p[i])) return false;
        for (i++; i < s.n && ascii_digit(s.p[i]);) i++;
        if (i == from || !whole((struct span){s.p + from, i - from}, 999, &v)) return false;
        sum += (int32_t)v;
        some = true;
    }
    if (some) *seats = sum;
    return some;
}

/* ---- records ---- */

static void carrier_record(struct reader *r, struct span rec) {
    struct ssim_carrier c = {.line = r->line, .from = UTC_NONE, .to = UTC_NONE};

    if (r->open) warn(r, SSIM_NO_TRAILER);
    r->open = true;
    r->leg_taken = false;
    r->mode_known = rec.p[1] == 'U' || rec.p[1] == 'L';
    if (!r->mode_known) {
        tell(&r->out->refused[SSIM_MODE], r->line);
        return;
    }
    c.utc = rec.p[1] == 'U';
    copy(col(rec, 3, 5), c.airline, sizeof c.airline);
    copy(col(rec, 11, 13), c.season, sizeof c.season);
    if (!date(col(rec, 15, 21), &c.from)) c.from = UTC_NONE; /* only compared */
    if (!date(col(rec, 22, 28), &c.to)) c.to = UTC_NONE;
    *vec_push(r->a, &r->carrier) = c;
}

static enum ssim_refusal leg_names(struct span rec, struct ssim_leg *l) {
    struct span number = span_trim(col(rec, 6, 9));
    int64_t v;

    if (!code(col(rec, 3, 5), 2, l->airline, sizeof l->airline)) return SSIM_NAME;
    if (!number.n || !whole(number, 9999, &v)) return SSIM_NAME;
    while (number.n > 1 && number.p[0] == '0') number.p++, number.n--;
    copy(number, l->flight, sizeof l->flight);
    if (rec.p[1] != ' ' && !ascii_upper(rec.p[1])) return SSIM_NAME;
    copy(col(rec, 2, 2), l->suffix, sizeof l->suffix);
    copy(col(rec, 10, 11), l->variation, sizeof l->variation);
    copy(col(rec, 12, 13), l->sequence, sizeof l->sequence);
    l->service = rec.p[13];
    if (!code(col(rec, 37, 39), 3, l->dep, sizeof l->dep)) return SSIM_NAME;
    if (!code(col(rec, 55, 57), 3, l->arr, sizeof l->arr)) return SSIM_NAME;
    return SSIM_REFUSALS;
}

static enum ssim_refusal leg_period(struct reader *r, struct span rec, struct ssim_leg *l) {
    const struct ssim_carrier *c = &r->carrier.v[r->carrier.n - 1];
    int32_t from = UTC_NONE, to = UTC_NONE;
    bool dated = season(c->season, &from, &to);

    if (!date(col(rec, 15, 21), &l->from) || !date(col(rec, 22, 28), &l->to)) return SSIM_DATE;
    if (!dated && (l->from == UTC_NONE || l->to == UTC_NONE)) warn(r, SSIM_OPEN);
    if (l->from == UTC_NONE) l->from = from;
    if (l->to == UTC_NONE) l->to = to;
    if (l->from != UTC_NONE && l->to != UTC_NONE && l->from > l->to) return SSIM_DATE;
    if (!days_of(col(rec, 29, 35), &l->days)) return SSIM_DAYS;
    if (rec.p[35] != ' ' && (rec.p[35] < '1' || rec.p[35] > '9')) return SSIM_FREQUENCY;
    l->every = rec.p[35] == ' ' ? 1 : (uint8_t)(rec.p[35] - '0');
    return SSIM_REFUSALS;
}

static enum ssim_refusal leg_times(struct span rec, struct ssim_leg *l) {
    if (!clock_of(col(rec, 40, 43), false, &l->dep_people) ||
        !clock_of(col(rec, 44, 47), false, &l->dep_aircraft) ||
        !clock_of(col(rec, 58, 61), true,
                  &l->arr_aircraft) || /* the order is the other way round */
        !clock_of(col(rec, 62, 65), true, &l->arr_people))
        return SSIM_TIME;
    if (!offset_of(col(rec, 48, 52), &l->dep_offset) ||
        !offset_of(col(rec, 66, 70), &l->arr_offset))
        return SSIM_OFFSET;
    copy(col(rec, 53, 54), l->dep_terminal, sizeof l->dep_terminal);
    copy(col(rec, 71, 72), l->arr_terminal, sizeof l->arr_terminal);
    return SSIM_REFUSALS;
}

static void leg_rest(struct reader *r, struct span rec, struct ssim_leg *l) {
    struct span label;
    int64_t v;

    copy(col(rec, 73, 75), l->type, sizeof l->type);
    copy(col(rec, 111, 119), l->joint, sizeof l->joint);
    copy(col(rec, 129, 131), l->owner, sizeof l->owner);
    copy(col(rec, 132, 134), l->cockpit, sizeof l->cockpit);
    copy(col(rec, 135, 137), l->cabin, sizeof l->cabin);
    copy(col(rec, 138, 144), l->onward, sizeof l->onward);
    copy(col(rec, 150, 160), l->traffic, sizeof l->traffic);
    copy(col(rec, 173, 192), l->configuration, sizeof l->configuration);
    copy(col(rec, 193, 194), l->date_variation, sizeof l->date_variation);
    l->disclosure = rec.p[148];
    l->seats = UTC_NONE;
    (void)seats_of(col(rec, 173, 192), &l->seats, &label);
    copy(label, l->label, sizeof l->label);
    if (l->seats != UTC_NONE && label.n && whole(label, 9999, &v) && v != l->seats)
        warn(r, SSIM_SEATS_LABEL);
}

static void leg_warnings(struct reader *r, const struct ssim_leg *l) {
    const struct ssim_carrier *c = &r->carrier.v[l->carrier];

    if (strcmp(l->airline, c->airline) != 0) warn(r, SSIM_CARRIER_AIRLINE);
    if ((l->from != UTC_NONE && c->from != UTC_NONE && l->from < c->from) ||
        (l->to != UTC_NONE && c->to != UTC_NONE && l->to > c->to))
        warn(r, SSIM_CARRIER_PERIOD);
    if (c->utc && (l->dep_offset == UTC_NONE || l->arr_offset == UTC_NONE)) warn(r, SSIM_NO_OFFSET);
    if (l->date_variation[0]) warn(r, SSIM_DATE_VARIATION);
}

static void leg_record(struct reader *r, struct span rec) {
    struct ssim_leg l = {.line = r->line, .carrier = r->carrier.n - 1};
    enum ssim_refusal why = SSIM_ORPHAN;

    r->leg_taken = false;
    if (r->carrier.n && r->mode_known) {
        why = leg_names(rec, &l);
        if (why == SSIM_REFUSALS) why = leg_period(r, rec, &l);
        if (why == SSIM_REFUSALS) why = leg_times(rec, &l);
    }
    if (why != SSIM_REFUSALS) {
        tell(&r->out->refused[why], r->line);
        return;
    }
    leg_rest(r, rec, &l);
    leg_warnings(r, &l);
    *vec_push(r->a, &r->leg) = l;
    r->leg_taken = true;
}

/* `SU 1723/...` to SU1723: the first flight named. */
static void operated_as(struct span text, char *out, size_t size) {
    size_t n = 0;

    for (size_t i = 0; i < text.n && text.p[i] != '/' && n < size - 1; i++)
        if (text.p[i] != ' ') out[n++] = text.p[i];
    out[n] = 0;
    for (size_t i = 0; i < n; i++)
        if (!ascii_upper(out[i]) && !ascii_digit(out[i])) out[0] = 0; /* no flight */
}

static void data_record(struct reader *r, struct span rec) {
    struct ssim_data d = {.line = r->line, .leg = r->leg.n - 1};
    int64_t element;

    if (!r->leg_taken) {
        tell(&r->out->refused[SSIM_ORPHAN], r->line);
        return;
    }
    d.element = whole(col(rec, 31, 33), 999, &element) ? (int)element : -1;
    copy(col(rec, 34, 36), d.board, sizeof d.board);
    copy(col(rec, 37, 39), d.off, sizeof d.off);
    d.text = span_trim(col(rec, 40, 194));
    *vec_push(r->a, &r->data) = d;
    if (d.element == 50) {
        struct ssim_leg *l = &r->leg.v[d.leg];

        operated_as(d.text, l->operated_as, sizeof l->operated_as);
    }
}

static void trailer_record(struct reader *r, struct span rec) {
    int64_t check;

    if (!whole(col(rec, 188, 193), 999999, &check) || check != r->serial)
        warn(r, SSIM_SERIAL_CHECK);
    if (!r->open) tell(&r->out->refused[SSIM_ORPHAN], r->line);
    r->open = false;
    r->leg_taken = false;
}

static bool filler(struct span rec) {
    for (size_t i = 0; i < rec.n; i++)
        if (rec.p[i] != '0') return false;
    return true;
}

static void record(struct reader *r, struct span rec) {
    int64_t serial;

    r->out->records++;
    if (rec.n != SSIM_COLUMNS_WIDE) {
        tell(&r->out->refused[SSIM_LENGTH], r->line);
        return;
    }
    if (filler(rec)) {
        r->out->fillers++;
        return;
    }
    if (!whole(col(rec, 195, 200), 999999, &serial)) serial = -1;
    if (rec.p[0] == '5') trailer_record(r, rec);
    if (r->serial >= 0 && serial != r->serial + 1) warn(r, SSIM_SERIAL_ORDER);
    r->serial = serial;
    switch (rec.p[0]) {
    case '1': r->header = true; break;
    case '2': carrier_record(r, rec); break;
    case '3': leg_record(r, rec); break;
    case '4': data_record(r, rec); break;
    case '5': break;
    default: tell(&r->out->refused[SSIM_KIND], r->line);
    }
}

/* ---- the file ---- */

static int leg_cmp(const struct ssim_leg *a, const struct ssim_leg *b) {
    const char *const names[][2] = {{a->airline, b->airline},
                                    {a->flight, b->flight},
                                    {a->suffix, b->suffix},
                                    {a->variation, b->variation},
                                    {a->sequence, b->sequence}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int c = strcmp(names[i][0], names[i][1]);

        if (c) return c;
    }
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->days - b->days;
}

/* What makes legs of one key the same. */
static int content_cmp(const struct ssim_leg *a, const struct ssim_leg *b) {
    const int32_t times[][2] = {{a->dep_people, b->dep_people},
                                {a->dep_aircraft, b->dep_aircraft},
                                {a->arr_aircraft, b->arr_aircraft},
                                {a->arr_people, b->arr_people}};
    int c = strcmp(a->dep, b->dep);

    if (!c) c = strcmp(a->arr, b->arr);
    if (!c) c = a->service - b->service;
    for (size_t i = 0; !c && i < sizeof times / sizeof *times; i++)
        c = (times[i][0] > times[i][1]) - (times[i][0] < times[i][1]);
    return c;
}

static int by_leg(const void *x, const void *y) {
    const struct ssim_leg *a = *(struct ssim_leg *const *)x, *b = *(struct ssim_leg *const *)y;
    int c = leg_cmp(a, b);

    if (!c) c = content_cmp(a, b);
    return c ? c : a->line < b->line ? -1 : a->line > b->line;
}

static int by_line(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

static void duplicates(struct reader *r) {
    struct ssim_leg **at = ARENA_ARRAY(r->a, struct ssim_leg *, r->leg.n);
    int64_t *clash = ARENA_ARRAY(r->a, int64_t, r->leg.n);
    size_t n = 0;

    for (size_t i = 0; i < r->leg.n; i++) at[i] = &r->leg.v[i];
    if (r->leg.n) qsort(at, r->leg.n, sizeof(struct ssim_leg *), by_leg);
    for (size_t i = 1; i < r->leg.n; i++) {
        if (leg_cmp(at[i - 1], at[i]) != 0) continue;
        at[i]->duplicate = content_cmp(at[i - 1], at[i]) == 0;
        if (!at[i]->duplicate)
            clash[n++] = at[i]->line > at[i - 1]->line ? at[i]->line : at[i - 1]->line;
    }
    for (size_t i = 0; i < r->leg.n; i++)
        if (r->leg.v[i].duplicate) tell(&r->out->warned[SSIM_DUPLICATE], r->leg.v[i].line);
    if (n) qsort(clash, n, sizeof *clash, by_line);
    for (size_t i = 0; i < n; i++) tell(&r->out->warned[SSIM_CLASH], clash[i]);
}

MUST int ssim_read(struct arena *a, struct span bytes, struct ssim *out, struct err *e) {
    struct ssim s = {0};
    struct reader r = {.a = a, .out = &s, .serial = -1};
    struct span rest = bytes;

    if (bytes.n > SSIM_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu", bytes.n, SSIM_BYTES);
    while (rest.n) {
        const char *lf = memchr(rest.p, '\n', rest.n);
        struct span rec = {rest.p, lf ? (size_t)(lf - rest.p) : rest.n};

        r.line++;
        rest = (struct span){rest.p + rec.n + !!lf, rest.n - rec.n - !!lf};
        if (rec.n && rec.p[rec.n - 1] == '\r') rec.n--;
        if (blank(rec)) continue;
        if (s.records == SSIM_RECORDS)
            return err_set(e, RC_LIMIT, "over %zu records", SSIM_RECORDS);
        record(&r, rec);
    }
    if (!r.carrier.n && !s.refused[SSIM_MODE].n)
        return err_set(e, RC_SYNTAX,
                       "no schedule of SSIM chapter 7: no carrier record of %d columns",
                       SSIM_COLUMNS_WIDE);
    if (!r.header) tell(&s.warned[SSIM_NO_HEADER], 1);
    if (r.open) tell(&s.warned[SSIM_NO_TRAILER], r.line);
    duplicates(&r);
    s.carrier = r.carrier.v;
    s.ncarriers = r.carrier.n;
    s.leg = r.leg.v;
    s.nlegs = r.leg.n;
    s.data = r.data.v;
    s.ndata = r.data.n;
    *out = s;
    return 0;
}
