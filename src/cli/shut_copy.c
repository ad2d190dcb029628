/* SPDX-License-Identifier: Apache-2.0 */
/* What the child writes into a file without a name, in the words of cage/form.h: of each table its rows, each 1 and a value for
 * each column, and 0 behind the last. A value is its type (enum query_type) and, unless it is NULL, a number of eight bytes or a text.
 *
 * The tables in which they then lie have no constraints: whether the copy holds what it should is for merge_whole to say, in its words. */
#include "cli/shut_copy.h"

#include "bag/bag.h"
#include "cage/form.h"
#include "pack/nameless.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_BYTES ((size_t)4 << 30)
#define ANSWER_BYTES ((size_t)64 << 10) /* its code and sentence */
#define TIME_MS (12 * 3600 * 1000)
#define VALUE_BYTES ((size_t)16 << 20) /* as the store gives them */

static const struct {
    const char *make, *from, *to;
    int columns;
} tables[] = {
    {"CREATE TABLE entry (author, seq, kind, body, prev, hash, PRIMARY KEY (author, seq)) WITHOUT "
     "ROWID",
     "SELECT author, seq, kind, body, prev, hash FROM entry ORDER BY author, seq",
     "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)", 6},
    {"CREATE TABLE seal (author, seq, head, signature, PRIMARY KEY (author, seq)) WITHOUT ROWID",
     "SELECT author, seq, head, signature FROM seal ORDER BY author, seq",
     "INSERT INTO seal VALUES (?1, ?2, ?3, ?4)", 4},
    {"CREATE TABLE blob (sha256 PRIMARY KEY, bytes, media, data, path) WITHOUT ROWID",
     "SELECT sha256, bytes, media, data, path FROM blob ORDER BY sha256",
     "INSERT INTO blob VALUES (?1, ?2, ?3, ?4, ?5)", 5},
    {"CREATE TABLE vault (commitment PRIMARY KEY, salt, box, bucket, custodians, author, seq) "
     "WITHOUT ROWID",
     "SELECT commitment, salt, box, bucket, custodians, author, seq FROM vault ORDER BY commitment",
     "INSERT INTO vault VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", 7},
    {"CREATE TABLE setting (key PRIMARY KEY, value) WITHOUT ROWID",
     "SELECT key, value FROM setting ORDER BY key", "INSERT INTO setting VALUES (?1, ?2)", 2},
};
#define TABLES (sizeof tables / sizeof *tables)

/* ---- writing, in the child ---- */

struct wish {
    const char *path, *place;
};

static void put_value(struct form_pen *w, struct query *q, int col) {
    enum query_type type = query_col_type(q, col);

    if (type == QUERY_REAL) type = QUERY_NULL; /* no column holds one */
    form_number(w, type);
    if (type == QUERY_INT) form_long(w, query_col_int(q, col));
    if (type == QUERY_TEXT || type == QUERY_BLOB) form_text(w, query_col(q, col), false);
}

static int put_table(struct form_pen *w, struct store *st, size_t t, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, tables[t].from, e);

    while (rc == 0 && (rc = query_next(q, e)) > 0) {
        form_number(w, 1);
        for (int c = 0; c < tables[t].columns; c++) put_value(w, q, c);
        rc = w->code ? err_set(e, RC_IO, "what is read of it waits on the disk: %s",
                               strerrordesc_np(w->code))
                     : 0;
    }
    form_number(w, 0);
    query_close(q);
    return rc;
}

static int look_at_bag(struct arena *a, const struct wish *wish, struct err *e) {
    struct bag_verdict v;
    struct stat s;
    int rc = bag_check(a, wish->path, &v, e);

    if (rc < 0) return rc;
    if (v.wrong)
        return err_set(e, RC_CONFLICT, "%s: the bag is not whole: headcount bag --check says more",
                       wish->path);
    if (stat(wish->place, &s) < 0 || !S_ISREG(s.st_mode))
        return err_set(e, RC_NOTFOUND,
                       "%s: holds no case, only what may be published: it is no complete bag",
                       wish->path);
    return 0;
}

/* Only who may write beside a file can play back its journal, and may then write to the case that lies there, too. */
static int look_beside(struct arena *a, const char *place, struct err *e) {
    struct stat s;

    if (stat(arena_printf(a, "%s-journal", place), &s) < 0 || s.st_size == 0) return 0;
    return err_set(e, RC_IO,
                   "%s: a write to it was broken off, or is under way: look at it once by itself "
                   "(headcount verify), then merge it",
                   place);
}

static int put_all(struct arena *a, const struct wish *wish, struct form_pen *w, struct err *e) {
    struct store *st = NULL;
    int rc = wish->path == wish->place ? 0 : look_at_bag(a, wish, e);

    if (rc == 0) rc = look_beside(a, wish->place, e);
    if (rc == 0) rc = store_open(&st, wish->place, STORE_READ, e);
    if (rc == 0) rc = store_begin(st, e); /* one state, whoever writes to it */
    for (size_t t = 0; t < TABLES && rc == 0; t++) rc = put_table(w, st, t, e);
    form_end(w);
    return rc;
}

static int copy_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct form_pen rows = {.fd = in->fd}, says = {.pen = pen};
    struct arena a;
    struct err e;

    arena_init(&a, MEMORY_BYTES / 2);
    form_code(&says, put_all(&a, arg, &rows, &e), &e);
    form_end(&says);
    arena_fini(&a);
    return 0;
}

/* ---- reading, here ---- */

static void take_value(struct form *f, struct query *q, int param) {
    enum query_type type = (enum query_type)form_take_below(f, QUERY_BLOB + 1);

    if (type == QUERY_INT)
        query_int(q, param, form_take_long(f));
    else if (type == QUERY_TEXT)
        query_text(q, param, form_take_text(f, VALUE_BYTES, NULL));
    else if (type == QUERY_BLOB)
        query_blob(q, param, form_take_text(f, VALUE_BYTES, NULL));
    else
        query_null(q, param);
}

static int take_table(struct form *f, struct store *st, size_t t, struct err *e) {
    struct query *q = NULL;
    int rc = store_exec(st, tables[t].make, e);

    if (rc == 0) rc = query_open(&q, st, tables[t].to, e);
    while (rc == 0 && form_take_below(f, 2) == 1) {
        for (int c = 0; c < tables[t].columns; c++) take_value(f, q, c + 1);
        if (!f->bad) rc = query_run(q, e);
    }
    query_close(q);
    return rc;
}

int shut_copy_form(struct span form, struct store **out, struct err *e) {
    struct form f = {.rest = form};
    struct store *st = NULL;
    int rc = store_open(&st, NULL, STORE_SCRATCH, e);

    if (rc < 0) return rc;
    if ((rc = store_begin(st, e)) == 0) {
        for (size_t t = 0; t < TABLES && rc == 0; t++) rc = take_table(&f, st, t, e);
        if (rc == 0) rc = form_done(&f, e);
        rc = store_end(st, rc, e);
    }
    if (rc == 0)
        *out = st;
    else
        store_close(st);
    return rc;
}

static int take_file(int fd, struct store **out, struct err *e) {
    struct stat s;
    void *map;
    int rc;

    if (fstat(fd, &s) < 0 || s.st_size <= 0) return form_none(e);
    map = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return err_set(e, RC_IO, "what was read of it: %s", strerrordesc_np(errno));
    rc = shut_copy_form((struct span){map, (size_t)s.st_size}, out, e);
    munmap(map, (size_t)s.st_size);
    return rc;
}

static int run(struct arena *a, const char *path, const char *place, int fd, struct err *e) {
    static const struct cage_limits lim = {MEMORY_BYTES, ANSWER_BYTES, TIME_MS, TIME_MS / 1000};
    const char *const read[] = {path, arena_printf(a, "%s-journal", place), NULL}, *const none[] = {
                                                                                       NULL};
    const struct cage_room room = {read, none, none};
    struct wish wish = {path, place};
    struct form f = {.a = a};
    struct cage_answer got;
    int rc = cage_call(a, copy_in_cage, &wish, &(struct cage_input){.fd = fd, .room = &room}, &lim,
                       &got, e);

    if (rc < 0) return rc;
    f.rest = got.bytes;
    if ((rc = form_ended(&got, e)) < 0) {
        err_at(e, "%s", path);
        return rc;
    }
    return (rc = form_take_code(&f, e)) < 0 ? rc : form_done(&f, e);
}

int shut_copy(struct arena *a, const char *path, const char *place, struct store **out,
              struct err *e) {
    int fd = nameless_open(NULL, e), rc;

    if (fd < 0) return fd;
    if ((rc = run(a, path, place, fd, e)) == 0 && (rc = take_file(fd, out, e)) < 0)
        err_at(e, "%s", path);
    close(fd);
    return rc;
}
