/* SPDX-License-Identifier: Apache-2.0 */
/* Who was watching when. A row is a source, a column a day of the period, in blocks of whole months under each other, and on top
 * of each block the flights of its days: what a day without a track is worth is read straight down.
 *
 * Full is what supports "not seen": a complete record, or somebody who was watching; slanted lines are days on which a source was
 * down or that nobody can judge; a day of which nobody speaks has a dot, since an empty place would look like a day on which
 * nothing flew. All of it is told by form, and by colour only besides. Days are UTC; a flight stands on the UTC day of its
 * departure where that is known. */
#include "base/arena.h"
#include "base/utc.h"
#include "report/chart.h"
#include "report/flown.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>
#include <stdio.h>

#define ROWS 12         /* sources drawn; the table has all */
#define DRAWN_DAYS 1500 /* four years; longer is not drawn */
#define MONTH_GAP 4.0
#define LABEL 124.0 /* of a row, beside it; in a narrow picture it stands over the row */
#define CELL 13.0   /* high */
#define CELL_WIDE 9.0
#define FLIGHT 12.0 /* high: the row of flights */
#define LEGEND_LEADING 19.0

struct month {
    size_t first, n; /* days of the calendar */
    int block;
    double x;
};
struct watch {
    struct arena a;
    struct flown_calendar c;
    struct month *month;
    size_t months, rows;
    int blocks;
    bool wide, flights, tracks, loose;
    double left, day_w, block_h, row_h;
    bool has[FLOWN_DAYS], state[WEEKS_STATES];
};

/* A flight's mark on a day. */
struct flight {
    size_t day;
    enum weeks_state state;
    bool slot, tracked;
};

bool watch_possible(const struct chart *c) {
    struct arena a;
    size_t n;

    if (!flown_coverage(c->corridor)) return false;
    arena_init(&a, (size_t)256 << 20);
    n = flown_calendar(&a, c->corridor).n;
    arena_fini(&a);
    return n > 0 && n <= DRAWN_DAYS;
}

void watch_title(const struct chart *c) {
    struct arena a;
    struct flown_calendar cal;
    struct flown_watch w;

    arena_init(&a, (size_t)256 << 20);
    cal = flown_calendar(&a, c->corridor);
    w = flown_watch(&cal);
    if (w.watched) {
        buf_puts(c->b, "Somebody was watching on ");
        mark_people(c->b, (int64_t)w.watched);
    } else {
        buf_puts(c->b, "Nobody is known to have watched on any");
    }
    buf_puts(c->b, " of ");
    mark_people(c->b, (int64_t)cal.n);
    buf_puts(c->b, " days");
    if (w.silent) {
        buf_puts(c->b, "; of ");
        mark_people(c->b, (int64_t)w.silent);
        buf_puts(c->b, " nobody says");
    }
    arena_fini(&a);
}

/* ---- layout ---- */

static size_t month_length(const struct flown_calendar *c, size_t first) {
    struct utc_civil d = utc_civil(c->from + (int32_t)first);
    int32_t next = utc_day((struct utc_civil){d.year + d.month / 12, d.month % 12 + 1, 1});
    size_t n = (size_t)(next - c->from) - first;

    return first + n > c->n ? c->n - first : n;
}

/* Whole months, in blocks of about the same number of days. */
static void lay_out(struct watch *w, double width) {
    size_t capacity = w->wide ? 92 : 62, day = 0, most = 1;
    double months = 1;

    w->left = w->wide ? LABEL : 0;
    w->blocks = (int)((w->c.n + capacity - 1) / capacity);
    w->month = ARENA_ARRAY(&w->a, struct month, w->c.n / 28 + 3);
    for (; day < w->c.n; day += w->month[w->months++].n) {
        struct month *m = &w->month[w->months];

        *m = (struct month){.first = day, .n = month_length(&w->c, day)};
        m->block = (int)(((double)day + (double)m->n / 2) * w->blocks / (double)w->c.n);
    }
    for (size_t i = 0, k; i < w->months; i = k) {
        size_t days = 0;

        for (k = i; k < w->months && w->month[k].block == w->month[i].block; k++)
            days += w->month[k].n;
        if (days > most) most = days;
        months = fmax(months, (double)(k - i));
    }
    w->day_w = fmin(CELL_WIDE, (width - w->left - MONTH_GAP * (months - 1)) / (double)most);
    for (size_t i = 0; i < w->months; i++) {
        struct month *m = &w->month[i], *before = m - (i > 0);

        m->x = i && before->block == m->block ? before->x + w->day_w * (double)before->n + MONTH_GAP
                                              : w->left;
    }
    w->row_h = w->wide ? 30 : 33;
    w->block_h = 18 + (w->flights ? FLIGHT + 14 : 0) + w->row_h * (double)w->rows + 14;
}

static const struct month *month_of(const struct watch *w, size_t day) {
    size_t i = 0;

    while (i + 1 < w->months && w->month[i + 1].first <= day) i++;
    return &w->month[i];
}

static double x_of(const struct watch *w, size_t day) {
    const struct month *m = month_of(w, day);

    return m->x + w->day_w * (double)(day - m->first);
}

/* ---- days ---- */

/* Slanting the other way than svg_hatch. */
static void hatch_back(struct svg *s, const char *cls, double x, double y, double w, double h,
                       double gap) {
    buf_printf(s->b, "<path class=\"%s\" d=\"", cls);
    for (int i = 1; gap * i < w + h; i++) {
        double c = gap * i, x1 = fmax(0, c - h), x2 = fmin(w, c);

        svg_point(s, 'M', x + x1, y + h - (c - x1));
        svg_point(s, 'L', x + x2, y + h - (c - x2));
    }
    buf_puts(s->b, "\"/>");
}

static void each_day(struct svg *s, enum flown_day d, double x, double y, double w, double h,
                     size_t n) {
    double step = w / (double)n;

    buf_printf(s->b, "<path class=\"%s\" d=\"", d == FLOWN_NOBODY ? "nobody" : "dayline");
    for (size_t i = 0; i < n; i++) {
        double x0 = x + step * (double)i, x1 = x0 + step, m = (x0 + x1) / 2;

        if (d == FLOWN_KEPT_AWAY) {
            svg_point(s, 'M', x0 + 1, y + 1);
            svg_point(s, 'L', x1 - 1, y + h - 1);
            svg_point(s, 'M', x1 - 1, y + 1);
            svg_point(s, 'L', x0 + 1, y + h - 1);
        } else if (d == FLOWN_SUSPECT) {
            svg_point(s, 'M', m, y);
            svg_point(s, 'L', m, y + h);
        } else { /* a dot: a line of almost no length with round ends */
            svg_point(s, 'M', m - 0.1, y + h / 2);
            svg_point(s, 'L', m + 0.1, y + h / 2);
        }
    }
    buf_puts(s->b, "\"/>");
}

/* n days of one state in a box. */
static void draw_days(struct svg *s, enum flown_day d, double x, double y, double w, double h,
                      size_t n) {
    switch (d) {
    case FLOWN_COMPLETE: svg_rect(s, "dayfull", x, y, w, h); return;
    case FLOWN_WATCHING:
        svg_rect(s, "dayfull", x, y, w, h);
        svg_line(s, "dayeye", x, y + h / 2, x + w, y + h / 2);
        return;
    case FLOWN_PARTIAL: svg_rect(s, "dayfull", x, y + h * 0.55, w, h * 0.45); break;
    case FLOWN_SUSPECT:
        svg_rect(s, "daypale", x, y, w, h);
        each_day(s, d, x, y, w, h, n);
        break;
    case FLOWN_FAILED: svg_hatch(s, "dayline", x, y, w, h, 3.4); break;
    case FLOWN_ABSENT: hatch_back(s, "dayline", x, y, w, h, 5.2); break;
    case FLOWN_NOT_FETCHED:
        for (int i = 1; i < 4; i++) svg_line(s, "dayline", x, y + h * i / 4, x + w, y + h * i / 4);
        break;
    case FLOWN_KEPT_AWAY: each_day(s, d, x, y, w, h, n); break;
    case FLOWN_UNREAD:
        svg_hatch(s, "dayline", x, y, w, h, 4.4);
        hatch_back(s, "dayline", x, y, w, h, 4.4);
        break;
    case FLOWN_NOBODY: each_day(s, d, x, y, w, h, n); return;
    case FLOWN_DAYS: return;
    }
    svg_rect(s, "dayframe", x + 0.4, y + 0.4, w - 0.8, h - 0.8);
}

static void draw_run(struct svg *s, const struct watch *w, const struct flown_row *r, size_t first,
                     size_t n, double y) {
    enum flown_day d = (enum flown_day)r->day[first];
    double gap = w->day_w > 4 ? 0.5 : 0.25;

    buf_puts(s->b, "<g><title>");
    mark_text(s->b, r->source ? r->source : "a source without a name");
    buf_puts(s->b, ", ");
    mark_day(s->b, w->c.from + (int32_t)first);
    if (n > 1) {
        buf_puts(s->b, " – ");
        mark_day(s->b, w->c.from + (int32_t)(first + n) - 1);
    }
    buf_printf(s->b, ": %s</title>", flown_day_words[d]);
    draw_days(s, d, x_of(w, first) + gap, y, w->day_w * (double)n - 2 * gap, CELL, n);
    buf_puts(s->b, "</g>\n");
}

/* ---- flights ---- */

/* The UTC day of a departure; FLOWN_PERIOD or more: not of the calendar. */
static size_t day_of(const struct watch *w, const json_t *o, const char *utc, const char *date) {
    const char *s = view_text(o, utc);
    struct err e;
    int64_t t;
    int32_t day;

    if (s && utc_instant_read(span_of(s), &t, &e) == 0) {
        day = (int32_t)utc_day_of(t);
        if (day >= w->c.from && (size_t)(day - w->c.from) < w->c.n)
            return (size_t)(day - w->c.from);
    }
    if (!date || !view_day(o, date, &day) || day < w->c.from) return FLOWN_PERIOD;
    return (size_t)(day - w->c.from);
}

typedef VEC(struct flight) flight_vec;

static flight_vec flights_of(struct watch *w, const json_t *corridor) {
    flight_vec f = {0};
    size_t i, day;
    json_t *o;

    json_array_foreach(view_list(corridor, "by_slot"), i, o) {
        day = day_of(w, o, "dep_utc", "date");
        if (day < w->c.n)
            *vec_push(&w->a, &f) = (struct flight){day, weeks_state(view_text(o, "state")), true,
                                                   view_text(o, "leg") != NULL};
    }
    json_array_foreach(view_list(corridor, "legs"), i, o) {
        if (view_text(o, "slot")) continue;
        day = day_of(w, view_object(o, "off"), "utc", NULL);
        if (day >= w->c.n) day = day_of(w, view_object(o, "on"), "utc", NULL);
        if (day < w->c.n) *vec_push(&w->a, &f) = (struct flight){day, WEEKS_STATES, false, true};
    }
    for (i = 0; i < f.n; i++) {
        w->flights = true;
        w->tracks |= f.v[i].tracked;
        w->loose |= !f.v[i].slot;
        if (f.v[i].slot) w->state[f.v[i].state] = true;
    }
    return f;
}

static void draw_mark(struct svg *s, const struct flight *f, double x, double y, double w,
                      double h) {
    if (f->slot) weeks_box(s, f->state, x, y, w, h);
    if (!f->tracked) return;
    if (f->slot)
        svg_rect(s, "over", x, y - 4.5, w, 2.6);
    else
        svg_rect(s, "over", x, y - 4.5, w, h + 4.5);
}

/* Several of one day share its place, from the top down. */
static void draw_flights(struct svg *s, struct watch *w, const flight_vec *f, int block, double y) {
    size_t *all = ARENA_ARRAY(&w->a, size_t, w->c.n), *before = ARENA_ARRAY(&w->a, size_t, w->c.n);
    double width = fmax(w->day_w - 1, 1), h;

    for (size_t i = 0; i < f->n; i++) all[f->v[i].day]++;
    for (size_t i = 0; i < f->n; i++) {
        size_t day = f->v[i].day, nth = before[day]++;

        if (month_of(w, day)->block != block || nth >= 3) continue; /* a fourth is in the tables */
        h = FLIGHT / fmin(3, (double)all[day]);
        draw_mark(s, &f->v[i], x_of(w, day) + 0.5, y + h * (double)nth, width, h - (all[day] > 1));
    }
}

/* ---- the picture ---- */

static void row_label(struct svg *s, const struct watch *w, const struct flown_row *r, double y) {
    static const char *const what[][2] = {{"adsb", "position reports"},
                                          {"board", "departure board"},
                                          {"apron", "watching the apron"},
                                          {"gate", "watching the gate"}};
    const char *words = NULL;
    struct buf name = {0};

    for (size_t i = 0; i < sizeof what / sizeof *what; i++)
        if (r->what && strcmp(r->what, what[i][0]) == 0) words = what[i][1];
    mark_cut(&name, r->source ? r->source : "not named", w->wide ? 18 : 22);
    if (w->wide) {
        svg_open(s, "daylabel", 0, y + (words ? 5 : 10));
        buf_add(s->b, buf_span(&name));
        buf_puts(s->b, "</text>");
        if (words) svg_text(s, "daylabel soft", 0, y + 17, words);
    } else {
        svg_open(s, "daylabel", 0, y - 3);
        buf_add(s->b, buf_span(&name));
        if (words) buf_printf(s->b, ", %s", words);
        buf_puts(s->b, "</text>");
    }
    buf_fini(&name);
}

static void month_label(struct svg *s, const struct watch *w, const struct month *m, bool year,
                        double y) {
    struct utc_civil d = utc_civil(w->c.from + (int32_t)m->first);
    double width = w->day_w * (double)m->n;

    if (width < 22) return; /* a few days at an end */
    svg_open(s, "tick", m->x, y + 11);
    buf_puts(s->b, mark_month(d.month));
    if (year && width > 56) buf_printf(s->b, " %d", d.year);
    buf_puts(s->b, "</text>");
}

static void draw_block(struct svg *s, struct watch *w, const flight_vec *f, int block, double top) {
    double y = top + 18;
    bool first = true;

    for (size_t i = 0; i < w->months; i++) {
        const struct month *m = &w->month[i];
        struct utc_civil d = utc_civil(w->c.from + (int32_t)m->first);

        if (m->block != block) continue;
        month_label(s, w, m, first || d.month == 1, top);
        if (w->day_w * (double)m->n > 56) first = false;
        svg_line(s, "base", m->x, top + 15, m->x + w->day_w * (double)m->n, top + 15);
    }
    if (w->flights) {
        if (w->wide) svg_text(s, "daylabel", 0, y + 6 + FLIGHT - 2, "flights");
        draw_flights(s, w, f, block, y + 6);
        y += FLIGHT + 14;
    }
    if (!w->wide) y += 15;
    for (size_t k = 0; k < w->rows; k++) {
        row_label(s, w, &w->c.row[k], y);
        for (size_t i = 0; i < w->months; i++) {
            const struct month *m = &w->month[i];
            const uint8_t *day = w->c.row[k].day;

            if (m->block != block) continue;
            for (size_t d = m->first, n; d < m->first + m->n; d += n) {
                for (n = 1; d + n < m->first + m->n && day[d + n] == day[d];) n++;
                draw_run(s, w, &w->c.row[k], d, n, y);
            }
        }
        y += w->row_h;
    }
}

static const char *const legend_words[FLOWN_DAYS] = {
    "complete record",
    "somebody was watching",
    "partial: part of the day",
    "suspect: less than is usual",
    "source failed",
    "no record exists",
    "not fetched",
    "kept away from the public",
    "not understood",
    "nobody says",
};

struct key {
    double width, top;
    int n, columns;
};

static struct svg_scale key_at(struct key *k) { /* x0, x1: where the next one goes */
    int row = k->n / k->columns, column = k->n % k->columns;
    struct svg_scale at = {.x0 = k->width / k->columns * column,
                           .x1 = k->top + LEGEND_LEADING * row};

    k->n++;
    return at;
}

/* @return how many entries; with s NULL nothing is drawn */
static int draw_legend(struct svg *s, const struct watch *w, double width, double top) {
    static const char *const flight[WEEKS_STATES] = {
        "flight known to have flown", "flight reported, unresolved", "flight announced, no report",
        "flight cancelled"};
    struct key k = {width, top, 0, w->wide ? 3 : 1};

    for (int d = 0; d < FLOWN_DAYS; d++) {
        struct svg_scale at = key_at(&k);

        if (!w->has[d]) {
            k.n--;
            continue;
        }
        if (!s) continue;
        draw_days(s, (enum flown_day)d, at.x0, at.x1, 13, CELL, 2);
        svg_text(s, "key small", at.x0 + 19, at.x1 + 11, legend_words[d]);
    }
    for (int st = 0; w->flights && st < WEEKS_STATES; st++) {
        struct svg_scale at = key_at(&k);

        if (!w->state[st]) {
            k.n--;
            continue;
        }
        if (!s) continue;
        weeks_box(s, (enum weeks_state)st, at.x0, at.x1, 8, FLIGHT);
        svg_text(s, "key small", at.x0 + 19, at.x1 + 11, flight[st]);
    }
    for (int loose = 0; loose < 2; loose++) {
        struct flight f = {0, WEEKS_ANNOUNCED, !loose, true};
        struct svg_scale at;

        if (loose ? !w->loose : !w->tracks) continue;
        at = key_at(&k);
        if (s) draw_mark(s, &f, at.x0, at.x1 + (loose ? 3 : 2), 8, loose ? FLIGHT - 2 : FLIGHT);
        if (s)
            svg_text(s, "key small", at.x0 + 19, at.x1 + 11,
                     loose ? "a track, no flight announced" : "bar above: it has a track");
    }
    return (k.n + k.columns - 1) / k.columns;
}

static void describe(struct buf *d, const struct watch *w) {
    buf_puts(d, "A row for each source, a column for each day. ");
    for (size_t k = 0; k < w->rows; k++) {
        size_t n[FLOWN_DAYS] = {0};

        for (size_t i = 0; i < w->c.n; i++) n[w->c.row[k].day[i]]++;
        mark_text(d, w->c.row[k].source ? w->c.row[k].source : "a source without a name");
        for (int i = 0, some = 0; i < FLOWN_DAYS; i++)
            if (n[i]) buf_printf(d, "%s %zu %s", some++ ? "," : ":", n[i], flown_day_words[i]);
        buf_puts(d, ". ");
    }
    buf_puts(d, "The table after the picture has the days.");
}

void watch_note(const struct chart *c) {
    size_t sources = json_array_size(view_list(view_object(c->corridor, "coverage"), "sources"));

    if (sources > ROWS)
        buf_printf(c->b, "<p class=\"note\">%zu sources more are in the numbers.</p>\n",
                   sources - ROWS);
}

void watch_chart(const struct chart *c) {
    struct watch w = {.wide = c->width > CHART_SMALL};
    struct svg s = {c->b, c->width, 0};
    struct buf d = {0};
    flight_vec f;
    double bottom;

    arena_init(&w.a, (size_t)1 << 30);
    w.c = flown_calendar(&w.a, c->corridor);
    w.rows = w.c.rows < ROWS ? w.c.rows : ROWS;
    for (size_t k = 0; k < w.rows; k++)
        for (size_t i = 0; i < w.c.n; i++) w.has[w.c.row[k].day[i]] = true;
    f = flights_of(&w, c->corridor);
    lay_out(&w, c->width);
    bottom = w.block_h * w.blocks + (w.wide ? 4 : 12);
    s.h = bottom + LEGEND_LEADING * draw_legend(NULL, &w, s.w, bottom);
    describe(&d, &w);
    svg_begin(&s, c->cls, c->id, "Who was watching on which day", buf_span(&d));
    buf_fini(&d);
    for (int i = 0; i < w.blocks; i++) draw_block(&s, &w, &f, i, w.block_h * i);
    draw_legend(&s, &w, s.w, bottom);
    svg_end(&s);
    arena_fini(&w.a);
}
