/* SPDX-License-Identifier: Apache-2.0 */
#include "flight/aside.h"

#include "base/num.h"
#include "flight/stash.h"

#include <stdlib.h>

#define NAMED 10 /* aircraft, those with the most set aside; the sums are of all */

bool aside_of(const struct flight_craft *c, struct aside *out) {
    *out = (struct aside){
        .key = stash_key(c->track->hex, c->track->other), .points = c->track->n, .nline = c->nline};
    for (size_t k = 0; k < c->nline; k++)
        for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
            out->count[r] += c->line[k].legs.clean.count[r];
            out->aside += c->line[k].legs.clean.count[r];
        }
    return out->aside || out->nline > 1;
}

static int by_most(const void *x, const void *y) {
    const struct aside *a = x, *b = y;

    if (a->nline != b->nline) return a->nline > b->nline ? -1 : 1;
    if (a->aside != b->aside) return a->aside > b->aside ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

void aside_sort(struct aside *v, size_t n) {
    if (n) qsort(v, n, sizeof *v, by_most);
}

static void reasons(struct buf *b, const size_t count[NCLEAN]) {
    bool any = false;

    for (int r = CLEAN_GOOD + 1; r < NCLEAN; r++) {
        if (!count[r]) continue;
        buf_printf(b, "%s%s ", any ? ", " : "", clean_word((enum clean_reason)r));
        num_people(b, (int64_t)count[r]);
        any = true;
    }
}

void aside_hex(struct buf *b, uint32_t key) {
    buf_printf(b, "%s%06x", key >> 24 ? "~" : "", (unsigned)(key & 0xffffff));
}

static void one(struct buf *b, const struct aside *a) {
    aside_hex(b, a->key);
    if (a->nline > 1)
        buf_printf(b,
                   ": %zu aircraft at once on this address: each has legs of its own; which of "
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

static void rest(struct buf *b, const struct aside *v, size_t n) {
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

void aside_say(struct arena *a, const struct aside *v, size_t n, const char ***out, size_t *nout) {
    size_t named = n < NAMED ? n : NAMED, said = named + (n > named);
    struct buf b = {0};

    *out = ARENA_ARRAY(a, const char *, said);
    *nout = said;
    for (size_t i = 0; i < said; i++) {
        b.n = 0;
        if (i < named)
            one(&b, &v[i]);
        else
            rest(&b, v + named, n - named);
        (*out)[i] = arena_dup(a, buf_span(&b));
    }
    buf_fini(&b);
}
