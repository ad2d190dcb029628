/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/shut_in.h"

#include "cage/cage.h"

#include <glob.h>
#include <stdlib.h>

/* Where we and SQLite put temporary files: ours go to TMPDIR or /tmp, its to the first of these that is there. */
static const char *const tmp_names[] = {"SQLITE_TMPDIR", "TMPDIR"};
static const char *const tmp_usual[] = {"/var/tmp", "/tmp"};

static const char *folder_of(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');

    if (!slash) return ".";
    return slash == path ? "/" : arena_printf(a, "%.*s", (int)(slash - path), path);
}

/* With a backslash before what glob would take for a pattern. */
static const char *beside(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    char *out = ARENA_ARRAY(a, char, 2 * strlen(path) + 3), *o = out;

    if (!dot) return NULL;
    for (const char *p = path; p <= dot; p++) {
        if (strchr("*?[\\", *p)) *o++ = '\\';
        *o++ = *p;
    }
    *o++ = '*';
    *o = 0;
    return out;
}

typedef VEC(const char *) paths;

static void add_temporary(struct arena *a, paths *out) {
    for (size_t i = 0; i < 2; i++) {
        const char *tmp = getenv(tmp_names[i]); /* NOLINT(concurrency-mt-unsafe): nobody sets it */

        if (tmp && *tmp) *vec_push(a, out) = tmp;
        *vec_push(a, out) = tmp_usual[i];
    }
}

/* What was named, and the other parts of that archive. */
static void add_parts(struct arena *a, const char *path, paths *out) {
    const char *pattern = beside(a, path);
    glob_t g = {0};

    *vec_push(a, out) = path;
    if (pattern && glob(pattern, GLOB_NOSORT, NULL, &g) == 0) /* NOLINT(concurrency-mt-unsafe): of
                                                                 users only with GLOB_TILDE */
        for (size_t k = 0; k < g.gl_pathc; k++)
            *vec_push(a, out) = arena_dup(a, span_of(g.gl_pathv[k]));
    globfree(&g);
}

int shut_in(struct cli *x, const char *read, const char *const *write, struct err *e) {
    paths reads = {0}, lists = {0}, writes = {0};
    struct cage_room room;
    unsigned missing;
    int rc;

    add_temporary(x->a, &writes);
    if (read) *vec_push(x->a, &reads) = read;
    for (size_t i = 0; i < x->v.n; i++) {
        add_parts(x->a, x->v.arg[i], &reads);
        *vec_push(x->a, &lists) = folder_of(x->a, x->v.arg[i]);
    }
    for (; write && *write; write++) *vec_push(x->a, &writes) = folder_of(x->a, *write);
    *vec_push(x->a, &reads) = NULL;
    *vec_push(x->a, &lists) = NULL;
    *vec_push(x->a, &writes) = NULL;
    room = (struct cage_room){reads.v, lists.v, writes.v};
    if ((rc = cage_room(&room, &missing, e)) == 0 && missing & CAGE_FILTER)
        rc = err_set(e, RC_IO,
                     "this system cannot shut a command in (no seccomp), so nothing was read");
    return rc;
}
