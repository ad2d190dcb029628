/* SPDX-License-Identifier: Apache-2.0 */
/* Flight by flight: what is estimated aboard, and what somebody counted, with a mark whose form tells how. A column is a slot; where
 * the columns would get too narrow to hold a mark they go on in a second strip, like a text. Only beyond 400 slots does a column
 * hold several: then it reaches from their lowest low to their highest high, which hides nothing. */
#include "base/utc.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define COLUMNS 400
#define NARROWEST 7.0 /* pixels of a column: a mark is six */
#define UNDER 34.0    /* under a strip: months, years, and air */

enum state { ANNOUNCED, REPORTED, FLOWN, CANCELLED, STATES };
static const char *const state_cls[STATES] = {"announced", "est1", "est2", "void"};
static const char *const state_words[STATES] = {"announced, no report", "reported, unresolved",
                                                "known to have flown", "cancelled"};

enum form { COUNTED, PARTIAL, EYE, PROXY, OFFICIAL, OTHER, FORMS };
static const char *const form_words[FORMS] = {"counted one by one",   "part of them counted",
                                              "judged by eye",        "judged by a proxy",
                                              "official or manifest", "another way"};

struct column {
    const json_t *slot;                     /* the first */
    size_t n;                               /* how many slots */
    double lo, hi, mid_lo, mid_hi, ceiling; /* ceiling: below 0, none known */
    enum state state;
    bool known, future, next;
};

struct loads {
    const struct chart *c;
    json_t *count_of; /* row name to count; only those that entered the estimate */
    struct column column[COLUMNS];
    size_t n, each; /* columns; slots in each but the last */
    double hi, left;
    size_t slots, told; /* told: slots with a count that entered */
    bool state[STATES], form[FORMS], waiting, everybody, seats, next;
};

/* ---- reading ---- */

static enum state state_of(const json_t *slot) {
    const char *s = view_text(slot, "state");

    if (s && strcmp(s, "announced") == 0) return ANNOUNCED;
    if (s && (strcmp(s, "operated") == 0 || strcmp(s, "tracked") == 0)) return FLOWN;
    if (s && strcmp(s, "cancelled") == 0) return CANCELLED;
    return REPORTED;
}

static enum form form_of(const json_t *count) {
    static const char *const name[] = {"counted", "partial",  "eye",
                                       "proxy",   "official", "manifest"};
    const char *s = view_text(count, "method");

    for (int i = 0; s && i < 6; i++)
        if (strcmp(s, name[i]) == 0) return i < OFFICIAL ? (enum form)i : OFFICIAL;
    return OTHER;
}

static bool is(const json_t *o, const char *key, const char *value) {
    const char *s = view_text(o, key);

    return s && value && strcmp(s, value) == 0;
}

/* Where a count stands on the scale: at its best figure, between two bounds, or at the one that it has. */
static bool value_of(const json_t *count, double *out) {
    double lo, hi;
    bool l = view_real(count, "low", &lo), h = view_real(count, "high", &hi);

    if (view_real(count, "best", out)) return *out >= 0;
    if (!l && !h) return false;
    *out = l && h ? (lo + hi) / 2 : l ? lo : hi;
    return *out >= 0;
}

static const json_t *count_at(const struct loads *l, const json_t *ref) {
    const char *name = json_string_value(ref);

    return name ? json_object_get(l->count_of, name) : NULL;
}

static void read_counts(struct loads *l) {
    json_t *count;
    size_t i;

    l->count_of = json_object();
    json_array_foreach(l->c->counts, i, count) {
        double v;

        if (view_text(count, "row") && view_true(count, "used") && value_of(count, &v))
            json_object_set(l->count_of, view_text(count, "row"), count);
    }
}

static void take_counts(struct loads *l, const json_t *slot) {
    bool any = false;
    json_t *ref;
    size_t i;

    json_array_foreach(view_list(slot, "counts"), i, ref) {
        const json_t *count = count_at(l, ref);
        double v;

        if (!count || !value_of(count, &v)) continue;
        any = true;
        l->form[form_of(count)] = true;
        l->waiting |= is(count, "stage", "waiting");
        l->everybody |= is(count, "of", "all");
    }
    l->told += any;
}

/* The states of a column's slots in one: the most that is known of any, and cancelled only if all are. */
static enum state merged(enum state a, enum state b) {
    if (a == CANCELLED || b == CANCELLED) return a == CANCELLED ? b : a;
    return a > b ? a : b;
}

static void take_slot(struct loads *l, const json_t *slot, const char *next) {
    struct column *k = &l->column[l->slots++ / l->each];
    struct view_estimate v;
    double ceiling;

    if (!k->n++) {
        *k = (struct column){.slot = slot, .n = 1, .ceiling = -1, .state = state_of(slot)};
        k->future = view_true(slot, "future");
        l->n++;
    }
    k->state = merged(k->state, state_of(slot));
    if (view_estimate(slot, &v)) {
        k->lo = k->known ? fmin(k->lo, (double)v.lo) : (double)v.lo;
        k->mid_lo = k->known ? fmin(k->mid_lo, (double)v.median) : (double)v.median;
        k->hi = fmax(k->hi, (double)v.hi);
        k->mid_hi = fmax(k->mid_hi, (double)v.median);
        k->known = true;
    }
    if (view_real(slot, "ceiling", &ceiling) && k->state != CANCELLED)
        k->ceiling = fmax(k->ceiling, ceiling);
    if (next && is(slot, "id", next)) k->next = l->next = true;
    take_counts(l, slot);
}

static double highest_count(const struct loads *l) {
    double most = 0, v;
    const char *row;
    json_t *count;

    json_object_foreach(l->count_of, row, count) {
        if (value_of(count, &v) && is(count, "corridor", view_text(l->c->corridor, "id")))
            most = fmax(most, v);
    }
    return most;
}

/* The top of the scale: the estimates; counts and seats where they are not out of all proportion. */
static void set_scale(struct loads *l) {
    double most = 1, counts = highest_count(l), seats = 0;

    for (size_t i = 0; i < l->n; i++) {
        most = fmax(most, l->column[i].hi);
        seats = fmax(seats, l->column[i].ceiling);
    }
    l->hi = fmax(most, fmin(counts, 3 * most));
    l->seats = seats > 0 && seats <= 3 * most;
    if (l->seats) l->hi = fmax(l->hi, seats);
}

static void loads_open(struct loads *l, const struct chart *c) {
    const json_t *slots = view_list(c->corridor, "by_slot");
    const char *next = view_text(json_array_get(view_list(c->corridor, "next"), 0), "slot");
    struct buf top = {0};
    json_t *slot;
    size_t i;

    *l = (struct loads){.c = c, .each = (json_array_size(slots) + COLUMNS - 1) / COLUMNS};
    read_counts(l);
    json_array_foreach(slots, i, slot) take_slot(l, slot, next);
    for (i = 0; i < l->n; i++) l->state[l->column[i].state] = true;
    set_scale(l);
    mark_people(&top, llround(l->hi));
    l->left = fmax(30, mark_width(top.p, 12) + 5);
    buf_fini(&top);
}

static void loads_close(struct loads *l) {
    json_decref(l->count_of);
}

bool loads_possible(const struct chart *c) {
    return json_array_size(view_list(c->corridor, "by_slot")) > 0;
}

void loads_title(const struct chart *c) {
    struct loads l;

    loads_open(&l, c);
    if (!l.told) {
        buf_puts(c->b, "No count entered the estimate of any of ");
        mark_people(c->b, (int64_t)l.slots);
        buf_puts(c->b, l.slots == 1 ? " slot: all is inferred" : " slots: all is inferred");
    } else {
        buf_puts(c->b, l.told == 1 ? "A count tells of " : "Counts tell of ");
        mark_people(c->b, (int64_t)l.told);
        buf_puts(c->b, " of ");
        mark_people(c->b, (int64_t)l.slots);
        buf_puts(c->b, l.slots == 1 ? " slot" : " slots");
        if (l.slots > l.told) buf_puts(c->b, "; the rest is inferred");
    }
    loads_close(&l);
}

/* ---- drawing ---- */

static void polygon(struct svg *s, const char *cls, const double (*p)[2], size_t n, double x,
                    double y) {
    buf_printf(s->b, "<path class=\"%s\" d=\"", cls);
    for (size_t i = 0; i < n; i++) svg_point(s, i ? 'L' : 'M', x + p[i][0], y + p[i][1]);
    buf_puts(s->b, "Z\"/>");
}

/* Forms of about equal area, three pixels around (x, y). */
static void draw_form(struct svg *s, enum form f, bool hollow, bool everybody, double x, double y) {
    static const double triangle[3][2] = {{0, -4}, {3.9, 3}, {-3.9, 3}};
    static const double diamond[4][2] = {{0, -4.3}, {4.3, 0}, {0, 4.3}, {-4.3, 0}};
    static const double square[4][2] = {{-3.2, -3.2}, {3.2, -3.2}, {3.2, 3.2}, {-3.2, 3.2}};
    static const double plus[12][2] = {{-1.4, -4.2}, {1.4, -4.2}, {1.4, -1.4},  {4.2, -1.4},
                                       {4.2, 1.4},   {1.4, 1.4},  {1.4, 4.2},   {-1.4, 4.2},
                                       {-1.4, 1.4},  {-4.2, 1.4}, {-4.2, -1.4}, {-1.4, -1.4}};
    static const double flat[4][2] = {{-4.2, -1.6}, {4.2, -1.6}, {4.2, 1.6}, {-4.2, 1.6}};
    const char *cls = hollow      ? everybody ? "cm hollow all" : "cm hollow"
                      : everybody ? "cm all"
                                  : "cm";

    switch (f) {
    case COUNTED: svg_circle(s, cls, x, y, 3.6); break;
    case PARTIAL: polygon(s, cls, triangle, 3, x, y); break;
    case EYE: polygon(s, cls, diamond, 4, x, y); break;
    case PROXY: polygon(s, cls, plus, 12, x, y); break;
    case OFFICIAL: polygon(s, cls, square, 4, x, y); break;
    case OTHER:
    case FORMS: polygon(s, cls, flat, 4, x, y); break;
    }
}

static void count_words(struct buf *b, const json_t *count) {
    int64_t v;

    buf_puts(b, "; ");
    buf_puts(b, form_words[form_of(count)]);
    buf_puts(b, ": ");
    if (view_int(count, "best", &v))
        mark_people(b, v);
    else if (view_int(count, "low", &v))
        buf_puts(b, "at least "), mark_people(b, v);
    else if (view_int(count, "high", &v))
        buf_puts(b, "at most "), mark_people(b, v);
    if (is(count, "stage", "waiting")) buf_puts(b, " waiting");
    if (is(count, "of", "all")) buf_puts(b, ", everybody");
}

/* What a pointer held over the column is told, and a reader of the picture aloud. */
static void draw_title(struct svg *s, const struct loads *l, const struct column *k) {
    int32_t day;
    json_t *ref;
    size_t i;

    buf_puts(s->b, "<title>");
    if (view_day(k->slot, "date", &day)) mark_day(s->b, day);
    if (k->n > 1)
        buf_printf(s->b, ", %zu slots", k->n);
    else if (view_text(k->slot, "flight"))
        buf_puts(s->b, ", "), mark_cut(s->b, view_text(k->slot, "flight"), 24);
    buf_printf(s->b, ", %s: ", state_words[k->state]);
    if (k->known) {
        mark_range(s->b, llround(k->lo), llround(k->hi));
        if (k->n == 1) buf_puts(s->b, ", middle "), mark_people(s->b, llround(k->mid_lo));
    } else {
        buf_puts(s->b, "unknown");
    }
    if (k->n == 1) json_array_foreach(view_list(k->slot, "counts"), i, ref) {
            if (count_at(l, ref)) count_words(s->b, count_at(l, ref));
        }
    buf_puts(s->b, "</title>");
}

/* One mark a count, beside each other where there is room; a dot in a column of several slots. */
static void draw_counts(struct svg *s, const struct loads *l, const json_t *slot,
                        struct svg_scale people, double x, double w) {
    const json_t *refs = view_list(slot, "counts");
    size_t n = json_array_size(refs), i;
    double apart = fmin(6, w / (double)(n ? n : 1)), lo, hi, v;
    json_t *ref;

    json_array_foreach(refs, i, ref) {
        const json_t *count = count_at(l, ref);
        double at = x + ((double)i - (double)(n - 1) / 2) * apart;

        if (!count || !value_of(count, &v)) continue;
        if (l->each > 1) {
            svg_circle(s, "count", x, svg_at(people, fmin(v, people.hi)), 1.4);
            continue;
        }
        if (view_real(count, "low", &lo) && view_real(count, "high", &hi) && 0 <= lo && lo < hi)
            svg_line(s, "reach", at, svg_at(people, fmin(lo, people.hi)), at,
                     svg_at(people, fmin(hi, people.hi)));
        draw_form(s, form_of(count), is(count, "stage", "waiting"), is(count, "of", "all"), at,
                  svg_at(people, fmin(v, people.hi)));
    }
}

static void draw_bar(struct svg *s, const struct column *k, struct svg_scale people, double x,
                     double w) {
    double wide = fmin(fmax(w - 2, 2), 13), left = x - wide / 2, base = people.x0;

    if (k->ceiling >= 0 && k->ceiling <= people.hi)
        svg_line(s, "seatline", x - w / 2, svg_at(people, k->ceiling), x + w / 2,
                 svg_at(people, k->ceiling));
    if (k->n > 1 && k->known) {
        svg_rect(s, "est1", left, svg_at(people, k->hi), wide,
                 fmax(svg_at(people, k->lo) - svg_at(people, k->hi), 1.5));
        svg_rect(s, "less", left, svg_at(people, k->mid_hi), wide,
                 fmax(svg_at(people, k->mid_lo) - svg_at(people, k->mid_hi), 1.5));
    } else if (k->known && (k->state != CANCELLED || k->hi > 0)) {
        double hi = svg_at(people, k->hi), lo = svg_at(people, k->lo),
               mid = svg_at(people, k->mid_hi);

        svg_rect(s, state_cls[k->state], left, hi, wide, fmax(lo - hi, 1.5));
        svg_rect(s, "tickmid", left - 0.5, mid - 1, wide + 1, 2);
    }
    if (k->state == CANCELLED && k->n == 1) {
        svg_line(s, "crossed", x - 3.2, base - 9, x + 3.2, base - 2.6);
        svg_line(s, "crossed", x + 3.2, base - 9, x - 3.2, base - 2.6);
    }
    if (k->next && k->n == 1) {
        static const double up[3][2] = {{0, 0}, {3.6, 6}, {-3.6, 6}};

        polygon(s, "pick", up, 3, x, base + 1);
    }
}

static bool month_at(const struct column *k, struct utc_civil *out) {
    int32_t day;

    if (!view_day(k->slot, "date", &day)) return false;
    *out = utc_civil(day);
    return true;
}

/* The first column after i that begins another month, or `to`. */
static size_t month_end(const struct loads *l, size_t i, size_t to) {
    struct utc_civil c, d;

    if (!month_at(&l->column[i], &c)) return to;
    for (size_t j = i + 1; j < to; j++)
        if (month_at(&l->column[j], &d) && (d.month != c.month || d.year != c.year)) return j;
    return to;
}

/* Months under a strip, each where its first slot stands; crowded ones are left out, the first also where it has less room than its
 * name takes. The year stands under the first of each. */
static void draw_months(struct svg *s, const struct loads *l, size_t from, size_t to, double w,
                        double base) {
    double free_from = -1;
    int year = 0;

    for (size_t i = from, end; i < to; i = end) {
        double x = l->left + w * (double)(i - from);
        struct utc_civil c;

        end = month_end(l, i, to);
        if (!month_at(&l->column[i], &c)) continue;
        if (i > from) svg_line(s, "base", x, base, x, base + 4);
        if (x < free_from || x > s->w - 24) continue;
        if (i == from && end < to && w * (double)(end - i) < 30) continue;
        svg_text(s, "tick", x + 2, base + 19, mark_month(c.month));
        free_from = x + 30;
        if (c.year == year || x > s->w - 34) continue;
        svg_open(s, "tick", x + 2, base + 32);
        buf_printf(s->b, "%d</text>", c.year);
        year = c.year;
        free_from = x + 34;
    }
}

/* A dotted line before the first slot that is still to come. */
static void draw_as_of(struct svg *s, const struct loads *l, size_t from, size_t to, double x0,
                       double w, double top, double base) {
    for (size_t i = from; i < to; i++) {
        double x = x0 + w * (double)(i - from);
        struct utc_civil c;
        int32_t day;
        bool left = x > s->w / 2;

        if (!l->column[i].future || i == 0 || l->column[i - 1].future) continue;
        svg_line(s, "asof", x, top - 8, x, base);
        if (!view_day(l->c->corridor, "as_of", &day)) return;
        c = utc_civil(day);
        svg_open(s, left ? "tick halo e" : "tick halo", left ? x - 4 : x + 4, top - 5);
        buf_printf(s->b, "as of %d %s</text>", c.day, mark_month(c.month));
        return;
    }
}

static void draw_strip(struct svg *s, const struct loads *l, size_t from, size_t to, size_t room,
                       double top, double base) {
    const json_t *slots = view_list(l->c->corridor, "by_slot");
    double w = fmin(34, (s->w - l->left) / (double)room), hi;
    struct svg_scale people;

    hi = svg_rules(s, l->hi, 0, s->w, base, top);
    people = (struct svg_scale){0, hi, base, top};
    for (size_t i = from; i < to; i++) {
        const struct column *k = &l->column[i];
        double x = l->left + w * ((double)(i - from) + 0.5);

        buf_puts(s->b, "<g>");
        draw_title(s, l, k);
        draw_bar(s, k, people, x, w);
        buf_puts(s->b, "</g>");
    }
    for (size_t i = from; i < to;
         i++) /* over every bar, also where they lean out of their column */
        for (size_t j = 0; j < l->column[i].n; j++)
            draw_counts(s, l, json_array_get(slots, i * l->each + j), people,
                        l->left + w * ((double)(i - from) + 0.5), w);
    draw_months(s, l, from, to, w, base);
    draw_as_of(s, l, from, to, l->left, w, top, base);
}

/* ---- the legend ---- */

struct pen {
    struct svg *s; /* NULL: only the height is wanted */
    double w, x, y;
};

/* Room for an item: where it begins, in a new line when the line is full. */
static void item(struct pen *p, const char *words) {
    double w = 18 + mark_width(words, 12.2);

    if (p->x > 0 && p->x + w > p->w) p->x = 0, p->y += 19;
    if (p->s) svg_text(p->s, "key", p->x + 18, p->y + 12, words);
}

static void past(struct pen *p, const char *words) {
    p->x += 18 + mark_width(words, 12.2) + 14;
}

static void state_item(struct pen *p, enum state st) {
    item(p, state_words[st]);
    if (p->s && st == CANCELLED) {
        svg_line(p->s, "crossed", p->x + 3, p->y + 4.8, p->x + 9.4, p->y + 11.2);
        svg_line(p->s, "crossed", p->x + 9.4, p->y + 4.8, p->x + 3, p->y + 11.2);
    } else if (p->s) {
        svg_rect(p->s, state_cls[st], p->x + 1, p->y + 1, 10, 13);
        svg_rect(p->s, "tickmid", p->x + 0.5, p->y + 7, 11, 2);
    }
    past(p, state_words[st]);
}

static void form_item(struct pen *p, enum form f, bool hollow, bool everybody, const char *words) {
    item(p, words);
    if (p->s) draw_form(p->s, f, hollow, everybody, p->x + 6, p->y + 8);
    past(p, words);
}

static void seats_item(struct pen *p) {
    item(p, "seats");
    if (p->s) svg_line(p->s, "seatline", p->x, p->y + 8, p->x + 12, p->y + 8);
    past(p, "seats");
}

/* Of columns of several slots. */
static double short_legend(struct svg *s, const struct loads *l, double w) {
    struct pen p = {s, w, 0, 0};

    item(&p, "lowest low to highest high");
    if (s) svg_rect(s, "est1", p.x + 1, p.y + 1, 10, 13);
    past(&p, "lowest low to highest high");
    item(&p, "middles");
    if (s) svg_rect(s, "less", p.x + 1, p.y + 1, 10, 13);
    past(&p, "middles");
    if (l->seats) seats_item(&p);
    if (l->told) {
        item(&p, "a count");
        if (s) svg_circle(s, "count", p.x + 6, p.y + 8, 1.4);
    }
    return p.y + 30;
}

static double legend(struct svg *s, const struct loads *l, double w) {
    struct pen p = {s, w, 0, 0};
    static const double up[3][2] = {{0, -3}, {3.6, 3}, {-3.6, 3}};

    if (l->each > 1) return short_legend(s, l, w);
    for (int st = 0; st < STATES; st++)
        if (l->state[st]) state_item(&p, (enum state)st);
    if (l->seats) seats_item(&p);
    if (l->next) {
        item(&p, "would help most");
        if (s) polygon(s, "pick", up, 3, p.x + 6, p.y + 8);
        past(&p, "would help most");
    }
    for (int f = 0; f < FORMS; f++)
        if (l->form[f]) form_item(&p, (enum form)f, false, false, form_words[f]);
    if (l->waiting) form_item(&p, COUNTED, true, false, "any form hollow: of people waiting");
    if (l->everybody) form_item(&p, COUNTED, false, true, "grey: of everybody aboard");
    return p.y + 30;
}

static void describe(struct buf *b, const struct loads *l) {
    buf_printf(
        b,
        "A bar a %s with the interval of the people aboard, a line at its middle, and a mark "
        "for each count that entered the estimate: ",
        l->each > 1 ? "column of several slots" : "slot");
    mark_people(b, (int64_t)l->slots);
    buf_puts(b, l->slots == 1 ? " slot, " : " slots, ");
    mark_people(b, (int64_t)l->told);
    buf_puts(b, " with a count. The table of slots has the numbers.");
}

static void draw(const struct loads *l) {
    const struct chart *c = l->c;
    size_t most = (size_t)((c->width - l->left) / NARROWEST), strips = (l->n + most - 1) / most,
           room = (l->n + strips - 1) / strips;
    double height = strips > 1 ? 104 : 160, top = legend(NULL, l, c->width) + 14;
    struct svg s = {c->b, c->width, top + (height + UNDER + 22) * (double)strips - 22};
    struct buf words = {0};

    describe(&words, l);
    svg_begin(&s, c->cls, c->id, "People aboard each flight, and what was counted",
              buf_span(&words));
    legend(&s, l, s.w);
    for (size_t i = 0; i < strips; i++) {
        double y = top + (height + UNDER + 22) * (double)i;

        draw_strip(&s, l, i * room, (i + 1) * room < l->n ? (i + 1) * room : l->n, room, y,
                   y + height);
    }
    svg_end(&s);
    buf_fini(&words);
}

void loads_chart(const struct chart *c) {
    struct loads l;

    loads_open(&l, c);
    if (l.n) draw(&l);
    loads_close(&l);
}

void loads_note(const struct chart *c) {
    size_t n = json_array_size(view_list(c->corridor, "by_slot"));
    struct view_estimate unlisted;
    bool others = view_estimate(view_object(c->corridor, "unlisted"), &unlisted) && unlisted.hi > 0;

    if (n <= COLUMNS && !others) return;
    buf_puts(c->b, "<p class=\"note\">");
    if (n > COLUMNS)
        buf_printf(c->b,
                   "A column holds up to %zu slots and reaches from the lowest low of them to the "
                   "highest high. ",
                   (n + COLUMNS - 1) / COLUMNS);
    if (others) {
        buf_puts(c->b, "The total also holds ");
        mark_range(c->b, unlisted.lo, unlisted.hi);
        buf_puts(c->b, unlisted.hi == 1 ? " flight that nobody announced or saw."
                                        : " flights that nobody announced or saw.");
    }
    buf_puts(c->b, "</p>\n");
}
