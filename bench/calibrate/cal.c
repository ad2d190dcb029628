/* SPDX-License-Identifier: Apache-2.0 */
#include "cal.h"

#include "base/csv.h"
#include "base/num.h"
#include "base/rng.h"
#include "infer/score.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

void cal_begin(struct cal *c, struct arena *a, const char *dir) {
    *c = (struct cal){.a = a, .dir = dir, .o = infer_defaults(), .jobs = 1, .seats = 150};
}

/* ---- data ---- */

static int slurp(struct arena *a, const char *path, struct span *out, struct err *e) {
    FILE *f = fopen(path, "rb");
    size_t n = 0, room = (size_t)4 << 20; /* the largest of the files has 75 kB */
    char *p;

    if (!f) return err_set(e, RC_IO, "%s: cannot be opened", path);
    p = arena_alloc(a, room, 1);
    n = fread(p, 1, room, f);
    fclose(f);
    if (n == room) return err_set(e, RC_LIMIT, "%s: over 4 MiB", path);
    *out = (struct span){p, n};
    return 0;
}

int cal_read(struct cal *c, const char *file, struct cal_table *t, struct err *e) {
    const char *path = arena_printf(c->a, "%s/%s", c->dir, file);
    struct span bytes, text;
    struct csv csv;
    VEC(struct span) cell = {0};
    int rc;

    *t = (struct cal_table){0};
    if ((rc = slurp(c->a, path, &bytes, e)) < 0) return rc;
    if ((rc = csv_text(c->a, bytes, &text, e)) < 0) return rc;
    csv_begin(&csv, c->a, text, ',');
    while ((rc = csv_next(&csv, e)) > 0) {
        if (t->ncol == 0) t->ncol = csv.n;
        for (size_t i = 0; i < t->ncol; i++)
            *vec_push(c->a, &cell) =
                arena_span(c->a, span_trim(i < csv.n ? csv.cell[i] : (struct span){"", 0}));
        t->nrow++;
    }
    if (rc < 0) return err_at(e, "%s", file), rc;
    if (t->nrow == 0) return err_set(e, RC_SYNTAX, "%s: empty", file);
    t->nrow--;
    t->head = cell.v;
    t->cell = cell.v + t->ncol;
    return 0;
}

struct span cal_cell(const struct cal_table *t, size_t row, const char *col) {
    for (size_t i = 0; i < t->ncol; i++)
        if (span_is(t->head[i], col)) return t->cell[row * t->ncol + i];
    fprintf(stderr, "calibrate: no column %s\n", col);
    abort();
}

int cal_int(struct span s) {
    int64_t n;
    struct err e;

    return num_int(s, 0, 1000000, &n, &e) < 0 ? -1 : (int)n;
}

int32_t cal_day(struct span s) {
    int32_t day;
    struct err e;

    return utc_date_read(s, &day, &e) < 0 ? UTC_NONE : day;
}

/* ---- chance ---- */

uint64_t cal_key(struct span s, uint64_t more) {
    uint64_t h = 1469598103934665603u; /* FNV-1a */

    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return rng_u64(h, more, 0);
}

bool cal_in_half(const struct cal *c, uint64_t key) {
    return c->half == CAL_BOTH || (c->half == CAL_TEST) == (rng_u64(20240601, key, 0) >> 63 == 1);
}

void cal_pick(bool *pick, size_t n, size_t k, uint64_t seed, uint64_t stream) {
    memset(pick, 0, n * sizeof *pick);
    for (size_t i = 0; i < n; i++) /* selection sampling: each subset of k is as likely */
        if (rng_unit(seed, stream, i) * (double)(n - i) < (double)k) pick[i] = true, k--;
}

/* ---- work ---- */

struct shared {
    atomic_size_t next;
    atomic_int failed;
    struct err e;
};

static void work(const struct cal *c, size_t n, cal_work *f, const void *what, char *out,
                 size_t size, struct shared *s) {
    size_t i;

    while (!s->failed && (i = atomic_fetch_add(&s->next, 1)) < n) {
        struct err e = {0};
        int rc = f(c, what, i, out + i * size, &e);
        int none = 0;

        if (rc < 0 && atomic_compare_exchange_strong(&s->failed, &none, rc)) s->e = e;
    }
}

int cal_each(struct cal *c, size_t n, cal_work *f, const void *what, void *out, size_t size,
             struct err *e) {
    size_t head = (sizeof(struct shared) + 63) & ~(size_t)63, bytes = head + n * size;
    struct shared *s = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pid[64];
    int np = 0, rc, status;

    if (s == MAP_FAILED) return err_set(e, RC_IO, "no memory for %zu results", n);
    fflush(NULL); /* or each process would write what is waiting */
    for (int j = 1; j < c->jobs && j < 64; j++) {
        pid_t p = fork();

        if (p == 0) {
            work(c, n, f, what, (char *)s + head, size, s);
            _exit(0);
        }
        if (p > 0) pid[np++] = p;
    }
    work(c, n, f, what, (char *)s + head, size, s);
    for (int j = 0; j < np; j++)
        if (waitpid(pid[j], &status, 0) < 0 || status != 0) s->failed = RC_IO;
    rc = s->failed;
    if (rc < 0)
        err_put(e, (enum rc)rc, "%s", *s->e.text ? s->e.text : "a process ended badly");
    else
        memcpy(out, (char *)s + head, n * size);
    munmap(s, bytes);
    return rc;
}

/* ---- lines ---- */

static double score(struct cal_range r, double level, double truth) {
    return score_interval(r.lo, r.hi, level, truth);
}

static bool holds(struct cal_range r, double truth) {
    return r.lo <= truth && truth <= r.hi;
}

struct cal_line *cal_line(struct cal *c, const char *row, const char *what,
                          const struct cal_eval *v, size_t n, double level, const char *const *peer,
                          size_t npeer) {
    struct cal_line *l = vec_push(c->a, &c->line);
    double m = n ? (double)n : 1;
    size_t in = 0;

    *l = (struct cal_line){.row = row, .what = what, .n = n, .npeer = npeer};
    for (size_t i = 0; i < n; i++) {
        in += holds(v[i].own, v[i].truth);
        l->score += score(v[i].own, level, v[i].truth) / m;
        l->width += (v[i].own.hi - v[i].own.lo) / m;
    }
    l->covered = (double)in / m;
    l->se = sqrt(l->covered * (1 - l->covered) / m);
    for (size_t j = 0; j < npeer; j++) {
        struct cal_peer *p = &l->peer[j];
        double width = 0;

        p->name = peer[j];
        for (size_t i = 0; i < n; i++) {
            p->covered += holds(v[i].peer[j], v[i].truth) / m;
            p->score += score(v[i].peer[j], level, v[i].truth) / m;
            width += (v[i].peer[j].hi - v[i].peer[j].lo) / m;
        }
        p->score_ratio = l->score / p->score;
        p->width_ratio = l->width / width;
    }
    return l;
}
