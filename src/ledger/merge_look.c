/* SPDX-License-Identifier: Apache-2.0 */
/* What a person is told of two copies: which rows both changed, and how far apart their ledgers are. */
#include "ledger/merge_in.h"

/* --- conflicts --- */

/* Of each key what each side said since they went apart: of several versions the one that is in
 * force, else its last. A withdrawal has no key of its own; it has that of the row that it names. */
static const char conflict_sql[] =
    "WITH said AS MATERIALIZED (SELECT r.side, e.author, e.seq, e.kind = 'withdraw' AS gone, "
    "e.body "
    "->> '$.row_id' AS row_id, e.body ->> '$.sheet' AS sheet, e.body ->> '$.key' AS key, e.body -> "
    "'$.row' AS cells FROM temp.merge_range AS r CROSS JOIN entry AS e ON e.author = r.author AND "
    "e.seq > r.after AND e.seq <= r.last WHERE e.kind IN ('row', 'withdraw')), "
    "named AS MATERIALIZED (SELECT DISTINCT body ->> '$.row_id' AS row_id, body ->> '$.key' AS key "
    "FROM entry WHERE kind = 'row' AND EXISTS (SELECT 1 FROM said WHERE gone) AND body ->> "
    "'$.row_id' IN (SELECT row_id FROM said WHERE gone)), "
    "keyed AS (SELECT s.side, s.author, s.seq, s.gone, s.row_id, s.sheet, coalesce(s.key, n.key) "
    "AS key, s.cells FROM said AS s LEFT JOIN named AS n ON s.gone AND n.row_id = s.row_id), "
    "last AS MATERIALIZED (SELECT * FROM (SELECT k.*, l.row_id AS force, row_number() OVER "
    "(PARTITION BY k.side, k.key ORDER BY k.row_id IS l.row_id DESC, k.seq DESC, k.author DESC) AS "
    "nth FROM keyed AS k LEFT JOIN line AS l ON l.key = k.key WHERE k.key IS NOT NULL) WHERE nth = "
    "1) "
    "SELECT h.sheet, h.author, h.seq, h.row_id, iif(h.gone, NULL, h.cells), t.author, t.seq, "
    "t.row_id, iif(t.gone, NULL, t.cells), h.force FROM last AS h JOIN last AS t ON t.key = h.key "
    "WHERE h.side = 0 AND t.side = 1 AND (h.gone <> t.gone OR (h.row_id <> t.row_id AND NOT "
    "h.gone)) AND (h.force IS NOT NULL OR h.gone OR t.gone) ORDER BY h.sheet, h.key";

static struct merge_version version(struct arena *a, struct query *q, int col) {
    struct merge_version v = {.seq = query_col_int(q, col + 1)};

    if (query_col(q, col).n == HASH_BYTES) memcpy(v.author, query_col(q, col).p, HASH_BYTES);
    v.row_id = arena_span(a, query_col(q, col + 2));
    if (!query_col_null(q, col + 3)) v.cells = arena_span(a, query_col(q, col + 3));
    return v;
}

int merge_conflicts(struct merge_work *w, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, w->st, conflict_sql, e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0) {
        struct merge_conflict *c = vec_push(w->a, &w->t->conflict);

        *c = (struct merge_conflict){.sheet = arena_span(w->a, query_col(q, 0)),
                                     .here = version(w->a, q, 1),
                                     .there = version(w->a, q, 5),
                                     .name = w->name};
        if (!query_col_null(q, 9)) c->in_force = arena_span(w->a, query_col(q, 9));
    }
    query_close(q);
    return rc;
}

/* --- comparing --- */

/* @return below 0, 0 or above: the place of x before, at or after that of y. A side at its end comes
 * after everything. */
static int place_cmp(const struct ledger_entry *x, bool more_x, const struct ledger_entry *y,
                     bool more_y) {
    int c;

    if (!more_x || !more_y) return more_y - more_x;
    c = memcmp(x->author, y->author, HASH_BYTES);
    return c ? c : (x->seq > y->seq) - (x->seq < y->seq);
}

int merge_compare(struct store *here, struct store *there, struct merge_compare *out,
                  struct err *e) {
    struct ledger_it *a = NULL, *b = NULL;
    struct ledger_entry x, y;
    struct merge_compare c = {0};
    int rc, ra = 0, rb = 0;

    if ((rc = ledger_each(&a, here, NULL, e)) < 0) goto out;
    if ((rc = ledger_each(&b, there, NULL, e)) < 0) goto out;
    if ((rc = ra = ledger_next(a, &x, e)) < 0 || (rc = rb = ledger_next(b, &y, e)) < 0) goto out;
    while (ra > 0 || rb > 0) {
        int order = place_cmp(&x, ra > 0, &y, rb > 0);

        c.here += order < 0;
        c.there += order > 0;
        c.both += order == 0;
        if (order == 0) c.forks += memcmp(x.hash, y.hash, HASH_BYTES) != 0;
        if (order <= 0 && (rc = ra = ledger_next(a, &x, e)) < 0) goto out;
        if (order >= 0 && (rc = rb = ledger_next(b, &y, e)) < 0) goto out;
    }
    rc = 0;
    *out = c;
out:
    ledger_done(a);
    ledger_done(b);
    return rc;
}
