/* SPDX-License-Identifier: Apache-2.0 */
/* Points that cleaning sets aside, and addresses that several aircraft use: whoever reads only the legs would take them for
 * all that there was. */
#include "base/num.h"
#include "cli/legs.h"

#include <stdlib.h>

#define NAMED 10 /* aircraft, those with the most set aside; the sums are of all */

void legs_aside_count(const struct line *line, size_t first, size_t last, size_t count[NCLEAN]) {
    for (int r = 0; r < NCLEAN; r++) count[r] = 0;
    for (size_t i = first; i <= last && i < line->track.n; i++) count[line->legs.clean.reason[i]]++;
}

void legs_aside_add(struct legs_rows *rows, const struct flight_craft *c) {
    struct legs_aside a = {.key = legs_key(c), .points = c->track->n, .nline = c->nline};

    for (size_t k = 0; k < c->nline; k++)
        for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
            a.count[r] += c->line[k].legs.clean.count[r];
            a.aside += c->line[k].legs.clean.count[r];
        }
    if (a.aside || a.nline > 1) *vec_push(&rows->a, &rows->aside) = a;
}

static int by_most(const void *x, const void *y) {
    const struct legs_aside *a = x, *b = y;

    if (a->nline != b->nline) return a->nline > b->nline ? -1 : 1;
    if (a->aside != b->aside) return a->aside > b->aside ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

struct legs_aside *legs_aside_all(struct arena *a, const struct legs_rows *rows, size_t jobs,
                                  size_t *n) {
    VEC(struct legs_aside) all = {0};

    for (size_t j = 0; j < jobs; j++)
        for (size_t i = 0; i < rows[j].aside.n; i++) *vec_push(a, &all) = rows[j].aside.v[i];
    if (all.n) qsort(all.v, all.n, sizeof *all.v, by_most);
    *n = all.n;
    return all.v;
}

/* ---- for a person */

static void reasons(struct buf *b, const size_t count[NCLEAN]) {
    bool any = false;

    for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
        if (!count[r]) continue;
        buf_printf(b, "%s%s ", any ? ", " : "", clean_word((enum clean_reason)r));
        num_people(b, (int64_t)count[r]);
        any = true;
    }
}

static void hex(struct buf *b, uint32_t key) {
    buf_printf(b, "%s%06x", key >> 24 ? "~" : "", (unsigned)(key & 0xffffff));
}

static void one(struct buf *b, const struct legs_aside *a) {
    hex(b, a->key);
    if (a->nline > 1)
        buf_printf(b,
                   ": %zu aircraft at once on this address: the legs of each are shown; which of "
                   "them the address, registration and type belong to is not known",
                   a->nline);
    if (!a->aside) return;
    buf_puts(b, a->nline > 1 ? "; " : ": ");
    num_people(b, (int64_t)a->aside);
    buf_puts(b, " of ");
    num_people(b, (int64_t)a->points);
    buf_puts(b, " positions are set aside: ");
    reasons(b, a->count);
}

static void rest(struct buf *b, const struct legs_aside *v, size_t n) {
    size_t count[NCLEAN] = {0}, aside = 0, shared = 0;

    for (size_t i = 0; i < n; i++) {
        aside += v[i].aside;
        shared += v[i].nline > 1;
        for (int r = 0; r < NCLEAN; r++) count[r] += v[i].count[r];
    }
    buf_printf(b, "%zu more aircraft have positions set aside: ", n);
    num_people(b, (int64_t)aside);
    buf_puts(b, ", ");
    reasons(b, count);
    if (shared) buf_printf(b, "; of %zu the address is used by several at once", shared);
}

void legs_aside_tell(struct buf *out, const struct term *t, struct arena *a,
                     const struct legs_aside *v, size_t n) {
    size_t named = n < NAMED ? n : NAMED;
    struct buf b = {0};

    for (size_t i = 0; i <= named; i++) {
        b.n = 0;
        if (i < named)
            one(&b, &v[i]);
        else if (n > named)
            rest(&b, v + named, n - named);
        if (b.n) term_wrap(out, t, "note: ", arena_dup(a, buf_span(&b)));
    }
    buf_fini(&b);
}

/* ---- JSON */

void legs_aside_json(struct buf *b, const size_t count[NCLEAN]) {
    bool any = false;

    buf_putc(b, '{');
    for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
        if (!count[r]) continue;
        buf_printf(b, "%s\"%s\": %zu", any ? ", " : "", clean_word((enum clean_reason)r), count[r]);
        any = true;
    }
    buf_putc(b, '}');
}

void legs_aside_list(struct buf *b, const struct legs_aside *v, size_t n) {
    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? ", {\"icao24\": \"" : "{\"icao24\": \"");
        hex(b, v[i].key);
        buf_printf(b, "\", \"points\": %zu, \"at_once\": %zu, \"set_aside\": ", v[i].points,
                   v[i].nline);
        legs_aside_json(b, v[i].count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}
