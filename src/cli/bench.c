/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench.h"

#include "cage/cage.h"

#include <inttypes.h>
#include <string.h>

#define CELLS 16
#define TIMES 40 /* frame times in the note of a row; the entries have all */

const char *bench_folder(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');

    if (!slash) return ".";
    return slash == path ? "/" : arena_dup(a, (struct span){path, (size_t)(slash - path)});
}

void bench_cage(struct cli *x, unsigned missing) {
    struct term t = term_of(stderr);
    struct buf b = {0};

    (void)x;
    if (!(missing & CAGE_LANDLOCK)) return;
    term_wrap(&b, &t, "note: ",
              "this kernel has no Landlock: the program that looked into it could have read other "
              "files of yours, but could neither write, nor send, nor start anything");
    fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}

/* One medium shows one flight, so its hash alone names the row: a correction of the flight is a new version of it. */
static const char *id_of(struct arena *a, const uint8_t media[HASH_BYTES]) {
    return arena_printf(a, "marks-%.16s", hash_hex(media).s);
}

struct cells {
    struct arena *a;
    struct span name[CELLS], cell[CELLS];
    size_t n;
};

static void put(struct cells *c, const char *name, const char *cell) {
    if (!cell || c->n == CELLS) return;
    c->name[c->n] = span_of(name);
    c->cell[c->n++] = span_of(cell);
}

static void put_number(struct cells *c, const char *name, int n) {
    if (n >= 0) put(c, name, arena_printf(c->a, "%d", n));
}

static int by_time(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Where the number can be looked at: the medium, and the times of all frames that anybody marked. */
static const char *note(struct arena *a, const marked_list *v) {
    VEC(int64_t) t = {0};
    struct buf b = {0};
    const char *s;
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->v[i].m.frames; k++) *vec_push(a, &t) = v->v[i].m.frame[k].t_ms;
    if (t.n) qsort(t.v, t.n, sizeof *t.v, by_time);
    for (size_t i = 0; i < t.n; i++)
        if (!n || t.v[i] != t.v[n - 1]) t.v[n++] = t.v[i];
    buf_printf(&b, "marked by %zu on media %s, frame%s at", v->n, hash_hex(v->v[0].m.media).s,
               n == 1 ? "" : "s");
    for (size_t i = 0; i < n && i < TIMES; i++)
        buf_printf(&b, "%s %" PRId64 ".%03d", i ? "," : "", t.v[i] / 1000, (int)(t.v[i] % 1000));
    buf_puts(&b, " s");
    if (n > TIMES) buf_printf(&b, " and %zu more", n - TIMES);
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

int bench_count(struct cli *x, struct store *st, const marked_list *v, const char **id,
                struct err *e) {
    const struct ingest_options o = {.now = x->now};
    struct marks_sum *sum = ARENA_ARRAY(x->a, struct marks_sum, v->n);
    struct ingest_tally t = {0};
    struct cells c = {.a = x->a};
    struct marks_total total;
    const struct marks *m;

    *id = NULL;
    if (!v->n) return 0;
    for (size_t i = 0; i < v->n; i++) sum[i] = v->v[i].sum;
    total = marks_total(x->a, sum, v->n);
    m = &v->v[0].m;
    *id = id_of(x->a, m->media);
    put(&c, "id", *id);
    put(&c, "corridor", m->corridor);
    put(&c, "date", m->date);
    put(&c, "flight", m->flight);
    put(&c, "method", "partial");
    put_number(&c, "low", total.low);
    put_number(&c, "best", total.best);
    put_number(&c, "high", total.high);
    put(&c, "of", m->of);
    put(&c, "stage", m->stage);
    if (total.visible > 0)
        put(&c, "visible",
            arena_printf(x->a, "%d.%03d", total.visible / 1000, total.visible % 1000));
    put(&c, "source", m->source);
    put(&c, "note", note(x->a, v));
    return ingest_row_within(st, x->a, "counts", c.name, c.cell, c.n, &o, &t, e);
}

int bench_row(struct cli *x, struct store *st, const uint8_t media[HASH_BYTES], json_t **out,
              struct err *e) {
    static const char *const key[] = {"row",    "id", "corridor", "date",  "flight",
                                      "method", "of", "stage",    "source"};
    static const char *const number[] = {"low", "best", "high"};
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "SELECT row_id, id, corridor, date, flight, method, \"of\", stage, source, "
                        "low, best, high, visible FROM count WHERE id = ?1",
                        e);

    *out = json_null();
    if (rc < 0) return rc;
    query_text(q, 1, span_of(id_of(x->a, media)));
    if ((rc = query_next(q, e)) > 0) {
        *out = json_object();
        for (int i = 0; i < 9; i++) {
            struct span s = query_col(q, i);

            json_object_set_new(*out, key[i],
                                query_col_null(q, i) ? json_null() : json_stringn(s.p, s.n));
        }
        for (int i = 0; i < 3; i++)
            json_object_set_new(*out, number[i],
                                query_col_null(q, 9 + i) ? json_null()
                                                         : json_integer(query_col_int(q, 9 + i)));
        json_object_set_new(*out, "visible",
                            query_col_null(q, 12) ? json_null()
                                                  : json_real((double)query_col_int(q, 12) / 1000));
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}
