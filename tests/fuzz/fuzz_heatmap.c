/* SPDX-License-Identifier: Apache-2.0 */
/* Heatmaps: aircraft ascend and their points too, nothing lies outside its box or its slices, and the numbers
 * add up. */
#include "format/heatmap.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_craft(const struct heatmap *m, const struct heatmap_craft *c) {
    const struct track *t = &c->track;

    if (!t->n || c->first_ms != t->point[0].ms || c->last_ms != t->point[t->n - 1].ms) abort();
    if (c->first_ms < m->slice[0].ms || c->last_ms > m->slice[m->nslice - 1].ms) abort();
    for (size_t i = 0; i < t->n; i++) {
        const struct track_point *p = &t->point[i];

        if (i && p[-1].ms >= p->ms) abort();
        if (p->lat < c->lat_lo || p->lat > c->lat_hi || abs(p->lat) > 90000000) abort();
        if (p->lon < c->lon_lo || p->lon > c->lon_hi || abs(p->lon) > 180000000) abort();
    }
}

static void check(struct span s, const struct heatmap *m) {
    size_t points = 0, positions = 0, in_cells = 0;

    if ((m->state == HEATMAP_PARTIAL) != (m->why != NULL) || m->at > s.n) abort();
    if (m->nbad > HEATMAP_BAD || m->refused > m->entries || m->entries > s.n / 16) abort();
    for (size_t i = 0; i < m->nbad; i++)
        if (m->bad[i].at >= s.n || !m->bad[i].why) abort();
    for (size_t i = 0; i < m->nslice; i++) {
        if (i && m->slice[i - 1].ms >= m->slice[i].ms) abort();
        positions += m->slice[i].positions;
    }
    for (size_t i = 0; i < m->ncraft; i++) {
        const struct track *t = &m->craft[i].track, *u = i ? t : NULL;

        if (u) u = &m->craft[i - 1].track;
        if (u && (u->other > t->other || (u->other == t->other && u->hex >= t->hex))) abort();
        check_craft(m, &m->craft[i]);
        points += t->n + t->doubled;
    }
    for (size_t i = 0; i < m->ncell; i++) in_cells += m->cell[i].positions;
    if (points != positions || in_cells != positions) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct heatmap m = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)256 << 20);
    rc = heatmap_read(&a, s, &m, &e);
    if (rc < 0 && (!e.text[0] || m.ncraft)) abort();
    if (rc == 0) check(s, &m);
    arena_fini(&a);
    return 0;
}
