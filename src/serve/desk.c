/* SPDX-License-Identifier: Apache-2.0 */
/* Two lines in front of two kinds of clerks: DESK_READERS threads for what only reads, one for what changes the case
 * (SQLite has one writer, and an author's chain one end). A connection that waits is paused, not a thread:
 * 50 clients that ask for the same thing are 50 waiters of one task.
 *
 * Everything here is under one lock; children run outside it. */
#include "base/canon.h"
#include "serve/desk_in.h"
#include "serve/route.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOBS_KEPT 64                 /* finished ones whose answer can still be asked for */
#define JOB_ANSWER ((size_t)4 << 20) /* bytes of its answer: it is kept */
#define READ_MS (120 * 1000)         /* of a command that somebody waits for */
#define JOB_MS (6 * 3600 * 1000)

struct line {
    struct task *first, **last;
    struct task *busy[DESK_READERS];
    size_t n;
    pthread_cond_t some;
};

struct clerk {
    struct desk *desk;
    struct line *line;
    size_t at;
    pthread_t thread;
    bool runs;
};

struct desk {
    pthread_mutex_t lock;
    char *program, *path;
    struct desk_wake wake;
    char *env[12];
    struct line reads, writes;
    struct clerk clerk[DESK_READERS + 1];
    struct shelf shelf;
    struct job *jobs; /* newest first */
    uint64_t njobs;
    bool closing, locked;
};

/* --- answers --- */

struct answer *answer_new(int status, const char *type, unsigned flags, struct buf *body) {
    struct answer *x = calloc(1, sizeof *x);

    if (!x) abort();
    atomic_init(&x->users, 1);
    x->status = status, x->type = type, x->flags = flags;
    x->body = *body;
    *body = (struct buf){0};
    return x;
}

struct answer *answer_error(int status, const char *fmt, ...) {
    char text[1200], *out = NULL;
    struct buf body = {0};
    json_t *doc;
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    doc = json_pack("{s:s}", "error", text);
    if (doc) out = json_dumps(doc, JSON_COMPACT);
    buf_puts(&body, out ? out : "{\"error\":\"the reason is not text\"}");
    free(out);
    json_decref(doc);
    return answer_new(status, "application/json", 0, &body);
}

struct answer *answer_use(struct answer *x) {
    atomic_fetch_add(&x->users, 1);
    return x;
}

void answer_done(struct answer *x) {
    if (!x || atomic_fetch_sub(&x->users, 1) != 1) return;
    buf_fini(&x->body);
    free(x);
}

/* --- the state of the case --- */

struct desk_mark desk_mark(const char *path) {
    struct desk_mark m = {"unknown"};
    unsigned char counter[4];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) return m;
    /* the file's change counter: bytes 24 to 27 of the header (sqlite.org/fileformat2.html, 1.3.7) */
    if (fstat(fd, &st) == 0 && pread(fd, counter, sizeof counter, 24) == (ssize_t)sizeof counter)
        snprintf(m.s, sizeof m.s, "%02x%02x%02x%02x-%" PRIx64 "-%" PRIx64 "%09lx", counter[0],
                 counter[1], counter[2], counter[3], (uint64_t)st.st_size,
                 (uint64_t)st.st_mtim.tv_sec, (unsigned long)st.st_mtim.tv_nsec);
    close(fd);
    return m;
}

/* --- tasks --- */

/* One that begins with ! is shared while it runs, and never remembered. */
static char *key_of(const struct desk_mark *mark, const char *const *argv, bool fresh) {
    struct buf b = {0};

    if (fresh) buf_putc(&b, '!');
    buf_puts(&b, mark->s);
    for (; *argv; argv++) {
        buf_putc(&b, '\n'); /* no word holds a line end: route.c */
        buf_puts(&b, *argv);
    }
    return b.p;
}

static char **copy_words(const char *const *argv) {
    size_t n = 0;
    char **out;

    while (argv[n]) n++;
    out = calloc(n + 1, sizeof *out);
    if (!out) abort();
    for (size_t i = 0; i < n; i++)
        if (!(out[i] = strdup(argv[i]))) abort();
    return out;
}

static void task_free(struct task *t) {
    for (size_t i = 0; t->argv && t->argv[i]; i++) free(t->argv[i]);
    free((void *)t->argv);
    free(t->key);
    free(t->column_of);
    if (t->in >= 0) close(t->in);
    child_fini(&t->child);
    free(t);
}

/* Standard input as a file in memory: it is all there, so that nobody waits for anybody. */
static int input_of(struct span in) {
    int fd;

    if (!in.n) return -1;
    if ((fd = memfd_create("headcount", MFD_CLOEXEC)) < 0) return -1;
    while (in.n) {
        ssize_t n = write(fd, in.p, in.n);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        in.p += n, in.n -= (size_t)n;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static struct task *task_new(struct desk *d, const struct errand *x, char *key) {
    struct task *t = calloc(1, sizeof *t);

    if (!t) abort();
    t->desk = d;
    t->key = key;
    t->argv = copy_words(x->argv);
    t->type = x->type, t->flags = x->flags;
    t->column_of = x->column_of ? strdup(x->column_of) : NULL;
    t->in = input_of(x->in);
    child_init(&t->child);
    return t;
}

static void line_add(struct line *l, struct task *t) {
    t->next = NULL;
    *l->last = t;
    l->last = &t->next;
    l->n++;
    pthread_cond_signal(&l->some);
}

static struct task *line_take(struct line *l) {
    struct task *t = l->first;

    l->first = t->next;
    if (!l->first) l->last = &l->first;
    l->n--;
    return t;
}

static struct task *task_of(struct line *l, const char *key) {
    for (size_t i = 0; i < DESK_READERS; i++)
        if (l->busy[i] && l->busy[i]->key && strcmp(l->busy[i]->key, key) == 0) return l->busy[i];
    for (struct task *t = l->first; t; t = t->next)
        if (t->key && strcmp(t->key, key) == 0) return t;
    return NULL;
}

/* --- clerks --- */

static void hear(void *arg, struct span said) {
    struct task *t = arg;

    pthread_mutex_lock(&t->desk->lock);
    job_hear(t->job, said);
    pthread_mutex_unlock(&t->desk->lock);
}

static struct answer *run(struct desk *d, struct task *t) {
    struct child_answer r = {0};
    struct err e = {0};
    struct answer *a;
    struct child_job job = {
        .program = d->program,
        .argv = (const char *const *)t->argv,
        .env = (const char *const *)d->env,
        .in = t->in,
        .limits = {t->job ? JOB_ANSWER : DESK_ANSWER, t->job ? JOB_MS : READ_MS},
        .hear = t->job ? hear : NULL,
        .arg = t};

    if (child_run(&t->child, &job, &r, &e) < 0)
        a = answer_error(500, "%s", e.text);
    else
        a = verdict(t, &r);
    child_answer_fini(&r);
    return a;
}

/* Under the lock. */
static void job_over(struct job *j, struct answer *a) {
    if (j->line.n) job_hear(j, SPAN("\n"));
    if (j->state == JOB_RUNNING) j->state = a->status == 200 ? JOB_DONE : JOB_FAILED;
    if (j->state == JOB_DONE) j->share = 1;
    if (j->state != JOB_CANCELLED) j->answer = answer_use(a);
    j->over = true;
}

static void deliver(struct desk *d, struct task *t, struct answer *a) {
    struct waiter *w, *next;

    if (t->job) drop_close(&t->job->drop); /* before anybody is told that it is done */
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < DESK_READERS; i++) {
        if (d->reads.busy[i] == t) d->reads.busy[i] = NULL;
        if (d->writes.busy[i] == t) d->writes.busy[i] = NULL;
    }
    if (t->job) job_over(t->job, a);
    if (t->key && a->status == 200) {
        struct desk_mark of = {""};

        memcpy(of.s, t->key, strcspn(t->key, "\n"));
        shelf_put(&d->shelf, &of, t->key, a);
    }
    w = t->waiters;
    t->waiters = NULL;
    for (struct waiter *x = w; x; x = x->next) x->answer = answer_use(a);
    pthread_mutex_unlock(&d->lock);
    for (; w; w = next) {
        next = w->next; /* it may be gone once it is resumed */
        d->wake.resume(w->who);
    }
    answer_done(a);
    task_free(t);
}

static void *work(void *arg) {
    struct clerk *c = arg;
    struct desk *d = c->desk;

    for (;;) {
        struct task *t;
        bool closing;

        pthread_mutex_lock(&d->lock);
        while (!c->line->first && !d->closing) pthread_cond_wait(&c->line->some, &d->lock);
        if (!c->line->first) break;
        t = line_take(c->line);
        closing = d->closing;
        c->line->busy[c->at] = t;
        pthread_mutex_unlock(&d->lock);
        deliver(d, t, closing ? answer_error(503, "the server is stopping") : run(d, t));
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

/* --- asking --- */

bool desk_ask(struct desk *d, const struct errand *x, struct waiter *w) {
    bool changes = x->flags & ROUTE_CHANGES;
    struct line *l = changes ? &d->writes : &d->reads;
    struct desk_mark mark = desk_mark(d->path);
    bool fresh = x->flags & ROUTE_FRESH;
    char *key = changes || x->in.n ? NULL : key_of(&mark, x->argv, fresh);
    struct task *t = NULL;
    bool waits;

    w->answer = NULL;
    pthread_mutex_lock(&d->lock);
    if (d->closing)
        w->answer = answer_error(503, "the server is stopping");
    else if (key && !fresh)
        w->answer = shelf_find(&d->shelf, &mark, key);
    if (!w->answer && changes && l->busy[0] && l->busy[0]->job)
        w->answer = answer_error(503, "an import is running; wait for it, or cancel it");
    if (!w->answer && key && (t = task_of(l, key))) {
        free(key);
        key = NULL;
    }
    if (!w->answer && !t && l->n >= DESK_QUEUE)
        w->answer = answer_error(503, "too much is asked at once; try again");
    if (!w->answer && !t) {
        t = task_new(d, x, key);
        key = NULL;
        line_add(l, t);
    }
    waits = !w->answer;
    if (waits) {
        w->next = t->waiters;
        t->waiters = w;
        d->wake.pause(w->who); /* under the lock: before anybody can resume it */
    }
    pthread_mutex_unlock(&d->lock);
    free(key);
    return waits; /* w itself is no longer ours to look at: it may have been answered by now */
}

/* Under the lock: the oldest of those that are over go. */
static void forget_jobs(struct desk *d) {
    struct job **at = &d->jobs;
    size_t n = 0;

    while (*at) {
        struct job *j = *at;

        if (++n > JOBS_KEPT && j->over) {
            *at = j->next;
            job_free(j);
        } else {
            at = &j->next;
        }
    }
}

struct answer *desk_begin(struct desk *d, const struct errand *x) {
    struct task *t = task_new(d, x, NULL);
    struct job *j = calloc(1, sizeof *j);
    struct buf body = {0};
    bool refused;

    if (!j) abort();
    pthread_mutex_lock(&d->lock);
    refused = d->closing || d->writes.n >= DESK_QUEUE;
    if (!refused) {
        snprintf(j->id, sizeof j->id, "%" PRIu64, ++d->njobs);
        j->share = -1;
        j->drop = *x->drop;
        *x->drop = (struct drop){.dir_fd = -1, .fd = -1};
        j->next = d->jobs;
        d->jobs = j;
        t->job = j;
        buf_printf(&body, "{\"job\":\"%s\"}", j->id);
        forget_jobs(d);
        line_add(&d->writes, t);
    }
    pthread_mutex_unlock(&d->lock);
    /* cppcheck-suppress memleak ; the list has it */
    if (!refused) return answer_new(202, "application/json", 0, &body);
    task_free(t);
    free(j);
    return answer_error(503, "too much waits to be imported");
}

static struct job *job_of(struct desk *d, const char *id) {
    struct job *j = d->jobs;

    while (j && strcmp(j->id, id) != 0) j = j->next;
    return j;
}

struct answer *desk_job(struct desk *d, const char *id) {
    struct answer *a;
    struct job *j;

    pthread_mutex_lock(&d->lock);
    j = job_of(d, id);
    a = j ? job_tell(j) : answer_error(404, "no job %s; they end with the server", id);
    pthread_mutex_unlock(&d->lock);
    return a;
}

struct answer *desk_cancel(struct desk *d, const char *id) {
    struct answer *a;
    struct job *j;

    pthread_mutex_lock(&d->lock);
    if ((j = job_of(d, id)) && j->state == JOB_RUNNING) {
        j->state = JOB_CANCELLED;
        if (d->writes.busy[0] && d->writes.busy[0]->job == j) child_stop(&d->writes.busy[0]->child);
        for (struct task *t = d->writes.first; t; t = t->next)
            if (t->job == j) child_stop(&t->child);
    }
    a = j ? job_tell(j) : answer_error(404, "no job %s; they end with the server", id);
    pthread_mutex_unlock(&d->lock);
    return a;
}

/* --- open and close --- */

static char *setting(const char *name) {
    const char *s =
        getenv(name); /* NOLINT(concurrency-mt-unsafe): before any thread, and nothing sets it */
    struct buf b = {0};

    if (!s) return NULL;
    buf_printf(&b, "%s=%s", name, s);
    return b.p;
}

/* All that a command is told of where it runs: the way to the author's key (which is a path), and to room on a
 * disk. */
static void make_environment(struct desk *d) {
    static const char *const ours[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC0",
                                       "HEADCOUNT_PROGRESS=1"};
    static const char *const theirs[] = {"HOME", "XDG_CONFIG_HOME", "HEADCOUNT_AUTHOR", "TMPDIR"};
    size_t n = 0;

    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (!(d->env[n++] = strdup(ours[i]))) abort();
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        if ((d->env[n] = setting(theirs[i]))) n++;
}

static void line_begin(struct line *l) {
    l->last = &l->first;
    pthread_cond_init(&l->some, NULL);
}

int desk_open(struct desk **out, const char *program, const char *path, struct desk_wake wake,
              struct err *e) {
    struct desk *d = calloc(1, sizeof *d);

    if (!d) abort();
    pthread_mutex_init(&d->lock, NULL);
    line_begin(&d->reads);
    line_begin(&d->writes);
    d->program = strdup(program);
    d->path = strdup(path);
    d->wake = wake;
    make_environment(d);
    for (size_t i = 0; i <= DESK_READERS; i++) {
        struct clerk *c = &d->clerk[i];

        *c = (struct clerk){d, i ? &d->reads : &d->writes, i ? i - 1 : 0, 0, false};
        c->runs = pthread_create(&c->thread, NULL, work, c) == 0;
        if (c->runs) continue;
        desk_stop(d);
        desk_close(d);
        return err_set(e, RC_IO, "no more threads to be had");
    }
    *out = d;
    return 0;
}

void desk_stop(struct desk *d) {
    if (!d) return;
    pthread_mutex_lock(&d->lock);
    d->closing = true;
    for (size_t i = 0; i < DESK_READERS; i++) {
        if (d->reads.busy[i]) child_stop(&d->reads.busy[i]->child);
        if (d->writes.busy[i]) child_stop(&d->writes.busy[i]->child);
    }
    pthread_cond_broadcast(&d->reads.some);
    pthread_cond_broadcast(&d->writes.some);
    pthread_mutex_unlock(&d->lock);
    for (size_t i = 0; i <= DESK_READERS; i++)
        if (d->clerk[i].runs) pthread_join(d->clerk[i].thread, NULL);
}

void desk_close(struct desk *d) {
    if (!d) return;
    shelf_clear(&d->shelf);
    while (d->jobs) {
        struct job *j = d->jobs;

        d->jobs = j->next;
        job_free(j);
    }
    for (size_t i = 0; i < sizeof d->env / sizeof *d->env; i++) free(d->env[i]);
    free(d->program);
    free(d->path);
    pthread_cond_destroy(&d->reads.some);
    pthread_cond_destroy(&d->writes.some);
    pthread_mutex_destroy(&d->lock);
    free(d);
}
