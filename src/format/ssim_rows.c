/* SPDX-License-Identifier: Apache-2.0 */
/* Legs to rows of the sheet `schedules`, so that a schedule file can stand where a user's sheet
 * stands. The sheet is in local time of the departure place, and its days are local days.
 *
 * A leg that another flight flies (codeshare) would count one aircraft twice; it is left out when
 * the flight that flies it has a row for the same pair, and kept with a word in `note` when not. */
#include "base/buf.h"
#include "format/ssim.h"

#include <stdio.h>
#include <stdlib.h>

const char *const ssim_column[SSIM_CELLS] = {"id",       "corridor", "flight", "days",   "dep_time",
                                             "arr_time", "from",     "to",     "except", "type",
                                             "operator", "seats",    "source", "note"};
enum cell {
    C_ID,
    C_CORRIDOR,
    C_FLIGHT,
    C_DAYS,
    C_DEP,
    C_ARR,
    C_FROM,
    C_TO,
    C_EXCEPT,
    C_TYPE,
    C_OPERATOR,
    C_SEATS,
    C_SOURCE,
    C_NOTE,
};

static int32_t moved(int32_t minute, int32_t by, int32_t *days) {
    int32_t m;

    *days = 0;
    if (minute == UTC_NONE || by == UTC_NONE) return UTC_NONE;
    m = minute + by;
    *days = m < 0 ? -1 : m / 1440;
    return m - *days * 1440;
}

int32_t ssim_local(const struct ssim_carrier *c, int32_t minute, int32_t offset, int32_t *days) {
    return moved(minute, c->utc ? offset : 0, days);
}

int32_t ssim_utc(const struct ssim_carrier *c, int32_t minute, int32_t offset, int32_t *days) {
    return moved(minute, c->utc ? 0 : offset == UTC_NONE ? UTC_NONE : -offset, days);
}

int32_t ssim_block_minutes(const struct ssim *s, const struct ssim_leg *l) {
    const struct ssim_carrier *c = &s->carrier[l->carrier];
    int32_t days, dep, arr;

    dep = ssim_utc(c, l->dep_aircraft != UTC_NONE ? l->dep_aircraft : l->dep_people, l->dep_offset,
                   &days);
    arr = ssim_utc(c, l->arr_aircraft != UTC_NONE ? l->arr_aircraft : l->arr_people, l->arr_offset,
                   &days);
    if (dep == UTC_NONE || arr == UTC_NONE) return UTC_NONE;
    return (arr - dep + 1440) % 1440;
}

#define FLIGHT_BYTES 16 /* airline, number and the end */

/* ---- cells ---- */

static const char *flight_of(struct arena *a, const struct ssim_leg *l) {
    return arena_printf(a, "%s%s%s", l->airline, l->flight, l->suffix);
}

static const char *clock_text(struct arena *a, int32_t minute) {
    return minute == UTC_NONE ? "" : arena_printf(a, "%s", utc_minute_text(minute % 1440).s);
}

static const char *days_text(struct arena *a, unsigned days) {
    char s[8];
    size_t n = 0;

    for (int i = 0; i < 7; i++)
        if (days >> i & 1) s[n++] = (char)('1' + i);
    return arena_dup(a, (struct span){s, n});
}

/* Seven bits turned by a day: local Monday may be Sunday in UTC. */
static unsigned turned(unsigned days, int32_t by) {
    if (by > 0) return (days << 1 | days >> 6) & 0x7f;
    return by < 0 ? (days >> 1 | (days & 1) << 6) & 0x7f : days;
}

/* The days of operation in the weeks between; NULL when there are too many. */
static const char *except_text(struct arena *a, const struct ssim_leg *l, int32_t to, int32_t by) {
    int32_t monday = l->from - (utc_weekday(l->from) - 1);
    struct buf b = {0};
    const char *text = "";
    size_t n = 0;

    if (l->every == 1) return text;
    for (int32_t day = l->from; day <= to && n <= SSIM_EXCEPT; day++) {
        if (!(l->days >> (utc_weekday(day) - 1) & 1)) continue;
        if ((day - monday) / 7 % l->every == 0) continue;
        if (n++ < SSIM_EXCEPT) buf_printf(&b, "%s%s", b.n ? " " : "", utc_date_text(day + by).s);
    }
    text = n > SSIM_EXCEPT ? NULL : arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return text;
}

static const char *note_text(struct arena *a, const struct ssim *s, const struct ssim_leg *l,
                             int32_t by, bool until) {
    enum ssim_people people = ssim_people_of(l->service);
    char *t = arena_printf(a, "SSIM line %lld, service type %c", (long long)l->line,
                           l->service > ' ' && l->service <= '~' ? l->service : '?');

    if (people == SSIM_PEOPLE_UNKNOWN) t = arena_printf(a, "%s, not known to carry people", t);
    if (by) t = arena_printf(a, "%s; days moved from UTC by %+d", t, (int)by);
    if (until) t = arena_printf(a, "%s; its end is open", t);
    if (l->every > 1) t = arena_printf(a, "%s; every %d weeks", t, l->every);
    if (l->date_variation[0])
        t = arena_printf(a, "%s; date variation %s not applied", t, l->date_variation);
    if (l->operated_as[0]) t = arena_printf(a, "%s; flown as %s", t, l->operated_as);
    if (!l->operated_as[0] && l->disclosure != ' ')
        t = arena_printf(a, "%s; flown by another airline (disclosure %c)", t,
                         l->disclosure > ' ' && l->disclosure <= '~' ? l->disclosure : '?');
    if (strcmp(l->airline, s->carrier[l->carrier].airline) != 0)
        t = arena_printf(a, "%s; file of %s", t, s->carrier[l->carrier].airline);
    return t;
}

/* ---- rows ---- */

static bool of_pair(const struct ssim_leg *l, const struct ssim_want *w) {
    return strcmp(l->dep, w->from) == 0 && strcmp(l->arr, w->to) == 0;
}

/* The flights of the pair that are flown under their own name, sorted. */
struct flown {
    char (*name)[FLIGHT_BYTES];
    size_t n;
};

static int by_name(const void *x, const void *y) {
    return strcmp(x, y);
}

static struct flown flown_of(struct arena *a, const struct ssim *s, const struct ssim_want *w) {
    struct flown f = {0};

    for (size_t i = 0; i < s->nlegs; i++) f.n += of_pair(&s->leg[i], w);
    f.name = arena_alloc(a, f.n, sizeof *f.name);
    f.n = 0;
    for (size_t i = 0; i < s->nlegs; i++)
        if (of_pair(&s->leg[i], w) && !s->leg[i].operated_as[0])
            snprintf(f.name[f.n++], FLIGHT_BYTES, "%s%s", s->leg[i].airline, s->leg[i].flight);
    if (f.n) qsort(f.name, f.n, sizeof *f.name, by_name);
    return f;
}

static bool flown_elsewhere(const struct flown *f, const struct ssim_leg *l) {
    return l->operated_as[0] && f->n &&
           bsearch(l->operated_as, f->name, f->n, sizeof *f->name, by_name);
}

/* @return the count that the leg goes to, or NULL: it has a row. */
static size_t *row_of(struct arena *a, const struct ssim *s, const struct ssim_leg *l,
                      const struct flown *flown, const struct ssim_want *w, struct ssim_row *row,
                      struct ssim_left *left) {
    const struct ssim_carrier *c = &s->carrier[l->carrier];
    int32_t dep = l->dep_people != UTC_NONE ? l->dep_people : l->dep_aircraft, by, arr_by;
    int32_t arr = l->arr_people != UTC_NONE ? l->arr_people : l->arr_aircraft;
    int32_t to = l->to != UTC_NONE ? l->to : w->until;
    bool seats = l->seats != UTC_NONE && ssim_people_of(l->service) == SSIM_PEOPLE;
    const char *except;

    if (l->duplicate) return &left->duplicate;
    if (ssim_people_of(l->service) == SSIM_NO_PEOPLE) return &left->no_people;
    if (flown_elsewhere(flown, l)) return &left->codeshare;
    if (l->from == UTC_NONE || to == UTC_NONE || to < l->from) return &left->no_period;
    dep = ssim_local(c, dep, l->dep_offset, &by);
    if (c->utc && dep == UTC_NONE) return &left->no_local;
    arr = ssim_local(c, arr, l->arr_offset, &arr_by);
    except = except_text(a, l, to, by);
    if (!except) return &left->exceptions;
    *row = (struct ssim_row){.line = l->line};
    for (int i = 0; i < SSIM_CELLS; i++) row->cell[i] = "";
    row->cell[C_CORRIDOR] = w->corridor;
    row->cell[C_SOURCE] = w->source;
    row->cell[C_FLIGHT] = flight_of(a, l);
    row->cell[C_DAYS] = days_text(a, turned(l->days, by));
    row->cell[C_DEP] = clock_text(a, dep);
    row->cell[C_ARR] = clock_text(a, arr);
    row->cell[C_FROM] = arena_printf(a, "%s", utc_date_text(l->from + by).s);
    row->cell[C_TO] = arena_printf(a, "%s", utc_date_text(to + by).s);
    row->cell[C_EXCEPT] = except;
    row->cell[C_TYPE] = arena_dup(a, span_of(l->type));
    row->cell[C_OPERATOR] = arena_dup(a, span_of(l->owner[0] ? l->owner : l->airline));
    if (seats) row->cell[C_SEATS] = arena_printf(a, "%d", (int)l->seats);
    row->cell[C_NOTE] = note_text(a, s, l, by, l->to == UTC_NONE);
    return NULL;
}

size_t ssim_rows(struct arena *a, const struct ssim *s, const struct ssim_want *w,
                 struct ssim_row **out, struct ssim_left *left) {
    struct flown flown = flown_of(a, s, w);
    VEC(struct ssim_row) rows = {0};

    *left = (struct ssim_left){0};
    for (size_t i = 0; i < s->nlegs; i++) {
        struct ssim_row row;
        size_t *why;

        if (!of_pair(&s->leg[i], w)) continue;
        why = row_of(a, s, &s->leg[i], &flown, w, &row, left);
        if (why)
            (*why)++;
        else
            *vec_push(a, &rows) = row;
    }
    *out = rows.v;
    return rows.n;
}
