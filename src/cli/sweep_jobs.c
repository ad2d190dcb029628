/* SPDX-License-Identifier: Apache-2.0 */
/* Many series at a time. One thread reads the spill and writes the lines, in order; the others answer. Between them is a ring of
 * bounded length: a series that takes long holds back the output, and after a while the reading, but memory does not grow. The model is
 * pure, so which thread answers a series cannot be seen in its line. */
#include "base/canon.h"
#include "base/csv.h"
#include "cli/sweep.h"
#include "cli/term.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define AHEAD 4                        /* series that wait for each thread */
#define AHEAD_BYTES ((size_t)64 << 20) /* of their records, unless one alone has more */

struct job {
    struct buf name, records, line, draws;
    size_t rows;
    bool done;
};

struct pool {
    const struct sweep_options *o;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    struct job *ring;
    size_t size;
    size_t tail, next, head; /* series handed out, begun, written; each counts from the first */
    size_t bytes;            /* of records in the ring */
    bool stop;
    FILE *out, *draws;
    size_t rows, written; /* for the progress line */
    bool quiet;           /* lines go to the terminal where the progress would be */
};

static void must(int failed) {
    if (!failed) return;
    fputs("headcount: threads fail\n", stderr);
    abort();
}

/* --- the threads --- */

static struct job *begin(struct pool *p) {
    struct job *j = NULL;

    must(pthread_mutex_lock(&p->lock));
    while (p->next == p->tail && !p->stop) must(pthread_cond_wait(&p->work, &p->lock));
    if (p->next < p->tail) j = &p->ring[p->next++ % p->size];
    must(pthread_mutex_unlock(&p->lock));
    return j;
}

static void answer(const struct pool *p, struct job *j) {
    if (j->rows > SWEEP_ROWS) {
        char why[64];

        snprintf(why, sizeof why, "%zu rows, more than %d", j->rows, SWEEP_ROWS);
        sweep_error(&j->line, buf_span(&j->name), why);
        return;
    }
    sweep_answer(p->o, buf_span(&j->name), buf_span(&j->records), &j->line,
                 p->draws ? &j->draws : NULL);
}

static void *work(void *pool) {
    struct pool *p = pool;
    struct job *j;

    while ((j = begin(p))) {
        answer(p, j);
        must(pthread_mutex_lock(&p->lock));
        j->done = true;
        must(pthread_cond_signal(&p->done));
        must(pthread_mutex_unlock(&p->lock));
    }
    return NULL;
}

/* --- the one that reads and writes --- */

static bool ready(struct pool *p, bool wait) {
    struct job *j = &p->ring[p->head % p->size];
    bool done;

    must(pthread_mutex_lock(&p->lock));
    while (wait && !j->done) must(pthread_cond_wait(&p->done, &p->lock));
    done = p->head < p->tail && j->done;
    must(pthread_mutex_unlock(&p->lock));
    return done;
}

static void write_one(struct pool *p) {
    struct job *j = &p->ring[p->head % p->size];

    fwrite(j->line.p, 1, j->line.n, p->out);
    if (j->draws.n) fwrite(j->draws.p, 1, j->draws.n, p->draws);
    p->written += j->rows;
    p->bytes -= j->records.n;
    buf_fini(&j->name);
    buf_fini(&j->records);
    buf_fini(&j->line);
    buf_fini(&j->draws);
    *j = (struct job){0};
    p->head++;
    if (!p->quiet) term_progress(NULL, "estimating", (double)p->written / (double)p->rows);
}

/* A free place of the ring, for the reading thread alone until hand_out. */
static struct job *place(struct pool *p) {
    while (p->tail - p->head == p->size || (p->bytes > AHEAD_BYTES && p->head < p->tail)) {
        ready(p, true);
        write_one(p);
    }
    while (p->head < p->tail && ready(p, false)) write_one(p);
    return &p->ring[p->tail % p->size];
}

static void hand_out(struct pool *p, struct job *j) {
    must(pthread_mutex_lock(&p->lock));
    p->bytes += j->records.n;
    p->tail++;
    must(pthread_cond_signal(&p->work));
    must(pthread_mutex_unlock(&p->lock));
}

/* A piece of the spill: how many rows, then the rows. Of a series with too many only the number is kept. */
static void add_piece(struct job *j, struct span piece) {
    uint32_t n;

    memcpy(&n, piece.p, sizeof n);
    j->rows += n;
    if (j->rows <= SWEEP_ROWS)
        buf_add(&j->records, (struct span){piece.p + sizeof n, piece.n - sizeof n});
    else
        buf_fini(&j->records);
}

static int feed(struct pool *p, struct spill *from, struct err *e) {
    struct span key, piece;
    struct job *j = NULL;
    int rc;

    while ((rc = spill_next(from, &key, &piece, e)) > 0) {
        if (j && !span_eq(buf_span(&j->name), key)) {
            hand_out(p, j);
            j = NULL;
        }
        if (!j) {
            j = place(p);
            buf_add(&j->name, key);
        }
        add_piece(j, piece);
    }
    if (j) hand_out(p, j);
    return rc;
}

static int finish(struct pool *p, int rc, struct err *e) {
    while (p->head < p->tail) {
        ready(p, true);
        write_one(p);
    }
    term_progress_end();
    if (rc == 0 && (ferror(p->out) || (p->draws && ferror(p->draws))))
        rc = err_set(e, RC_IO, "the output could not be written");
    return rc;
}

int sweep_jobs(struct spill *from, const struct sweep_options *o, size_t rows, FILE *out,
               FILE *draws, struct err *e) {
    struct pool p = {.o = o, .out = out, .draws = draws, .rows = rows ? rows : 1};
    pthread_t thread[SWEEP_JOBS_MOST];
    int n = o->jobs, rc;

    p.size = (size_t)n * AHEAD;
    p.ring = calloc(p.size, sizeof *p.ring);
    p.quiet = isatty(fileno(out));
    must(!p.ring);
    must(pthread_mutex_init(&p.lock, NULL));
    must(pthread_cond_init(&p.work, NULL));
    must(pthread_cond_init(&p.done, NULL));
    json_object_seed(1); /* before threads: jansson takes it from the clock otherwise */
    for (int i = 0; i < n; i++) must(pthread_create(&thread[i], NULL, work, &p));
    rc = finish(&p, feed(&p, from, e), e);
    must(pthread_mutex_lock(&p.lock));
    p.stop = true;
    must(pthread_cond_broadcast(&p.work));
    must(pthread_mutex_unlock(&p.lock));
    for (int i = 0; i < n; i++) must(pthread_join(thread[i], NULL));
    pthread_cond_destroy(&p.done);
    pthread_cond_destroy(&p.work);
    pthread_mutex_destroy(&p.lock);
    free(p.ring);
    return rc;
}

int sweep_run(int fd, const struct sweep_options *o, FILE *out, FILE *draws, FILE *notes,
              struct err *e) {
    struct sweep_tally t;
    struct spill *s = NULL;
    int rc;

    if ((rc = spill_open(&s, e)) < 0) return rc;
    rc = sweep_read(fd, s, notes, &t, e);
    if (rc == 0 && draws) fputs("series,draw,total" CSV_END, draws);
    if (rc == 0) rc = sweep_jobs(s, o, t.rows, out, draws, e);
    spill_close(s);
    if (rc == 0 && t.rows && t.bad == t.rows)
        rc = err_set(e, RC_SYNTAX, "none of its rows could be read (%zu)", t.rows);
    return rc;
}
