/* SPDX-License-Identifier: Apache-2.0 */
/* Each row that comes looks for the cheapest way to a place: along its edges to a column, from a
 * taken column to the row that holds it, on along that row's edges, until a free column, or a row
 * that had best take none. Prices keep all reduced costs at or above 0, so that the search is
 * Dijkstra's and stops at the first end. A row that has taken none never takes a column again:
 * columns only become dearer. */
#include "match/assign.h"

#include <assert.h>
#include <string.h>

#define FAR INT64_MAX

struct node {
    int64_t at; /* distance */
    int column;
};

struct search {
    const struct assign_edge *edge;
    const size_t *start;
    int *column_of, *row_of; /* -1 none */
    int64_t *u, *v;          /* prices of rows and columns */
    int64_t *dist;           /* of columns; FAR: not reached */
    int *from;               /* row by which a column is reached */
    bool *settled;
    VEC(int) reached; /* columns, to be put back */
    VEC(struct node) heap;
    struct arena *a;
};

static bool before(struct node x, struct node y) {
    return x.at != y.at ? x.at < y.at : x.column < y.column;
}

static void heap_push(struct search *s, struct node x) {
    size_t i;

    *vec_push(s->a, &s->heap) = x;
    for (i = s->heap.n - 1; i && before(x, s->heap.v[(i - 1) / 2]); i = (i - 1) / 2)
        s->heap.v[i] = s->heap.v[(i - 1) / 2];
    s->heap.v[i] = x;
}

static struct node heap_pop(struct search *s) {
    struct node top = s->heap.v[0], x = s->heap.v[--s->heap.n];
    size_t i = 0, n = s->heap.n;

    for (size_t k = 1; k < n; i = k, k = 2 * i + 1) {
        if (k + 1 < n && before(s->heap.v[k + 1], s->heap.v[k])) k++;
        if (!before(s->heap.v[k], x)) break;
        s->heap.v[i] = s->heap.v[k];
    }
    if (n) s->heap.v[i] = x;
    return top;
}

/* Where a path may end: in a free column, or (column -1) with a row that takes none. */
struct end {
    int64_t at;
    int column, row;
};

static void relax(struct search *s, int row, int64_t at, struct end *best) {
    if (at - s->u[row] < best->at) *best = (struct end){at - s->u[row], -1, row};
    for (size_t k = s->start[row]; k < s->start[row + 1]; k++) {
        int c = s->edge[k].to;
        int64_t d = at + s->edge[k].cost - s->u[row] - s->v[c];

        if (s->settled[c] || d >= s->dist[c]) continue;
        if (s->dist[c] == FAR) *vec_push(s->a, &s->reached) = c;
        s->dist[c] = d, s->from[c] = row;
        heap_push(s, (struct node){d, c});
    }
}

static struct end find_end(struct search *s, int row) {
    struct end best = {FAR, -1, row};

    relax(s, row, 0, &best);
    while (s->heap.n) {
        struct node x = heap_pop(s);

        if (s->settled[x.column] || x.at != s->dist[x.column]) continue;
        if (x.at > best.at) break;
        if (s->row_of[x.column] < 0) return (struct end){x.at, x.column, s->from[x.column]};
        s->settled[x.column] = true;
        relax(s, s->row_of[x.column], x.at, &best);
    }
    return best;
}

/* Prices first, while the old holders still stand; then each column on the path changes hands. */
static void take(struct search *s, int row, struct end e) {
    int r = e.row, c = e.column;

    s->u[row] += e.at;
    for (size_t k = 0; k < s->reached.n; k++) {
        int j = s->reached.v[k];

        if (!s->settled[j] || s->dist[j] >= e.at) continue;
        s->v[j] += s->dist[j] - e.at;
        s->u[s->row_of[j]] += e.at - s->dist[j];
    }
    for (;;) {
        int held = s->column_of[r];

        s->column_of[r] = c;
        if (c >= 0) s->row_of[c] = r;
        if (r == row) break;
        c = held;
        r = s->from[c];
    }
}

void assign(struct arena *a, const struct assign_edge *edge, const size_t *start, size_t nrow,
            size_t ncolumn, int *column_of) {
    struct search s = {.edge = edge,
                       .start = start,
                       .column_of = column_of,
                       .row_of = ARENA_ARRAY(a, int, ncolumn),
                       .u = ARENA_ARRAY(a, int64_t, nrow),
                       .v = ARENA_ARRAY(a, int64_t, ncolumn),
                       .dist = ARENA_ARRAY(a, int64_t, ncolumn),
                       .from = ARENA_ARRAY(a, int, ncolumn),
                       .settled = ARENA_ARRAY(a, bool, ncolumn),
                       .a = a};

    for (size_t c = 0; c < ncolumn; c++) s.row_of[c] = -1, s.dist[c] = FAR;
    for (size_t i = 0; i < nrow; i++) {
        column_of[i] = -1;
        for (size_t k = start[i]; k < start[i + 1]; k++) {
            assert((size_t)edge[k].to < ncolumn);
            if (edge[k].cost - s.v[edge[k].to] < s.u[i]) s.u[i] = edge[k].cost - s.v[edge[k].to];
        }
        take(&s, (int)i, find_end(&s, (int)i));
        for (size_t k = 0; k < s.reached.n; k++) {
            s.dist[s.reached.v[k]] = FAR;
            s.settled[s.reached.v[k]] = false;
        }
        s.reached.n = s.heap.n = 0;
    }
}
