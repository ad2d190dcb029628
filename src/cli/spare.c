/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spare.h"

#include "base/span.h"
#include "cli/head.h"
#include "ingest/ingest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(const char *path, const char *why, struct err *e) {
    return err_set(e, RC_CONFLICT, "%s: %s; nothing is written in its place", path, why);
}

static bool same_file(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The folder that a path lies in, and its name there. */
static const char *split(const char *path, char folder[PATH_MAX]) {
    const char *slash = strrchr(path, '/');

    snprintf(folder, PATH_MAX, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    return slash ? slash + 1 : path;
}

/* One place for a regular file; of what is not there yet, one name in one folder. What is no file is written to, and nothing of it is lost. */
static bool same_place(const char *a, const char *b) {
    char in_a[PATH_MAX], in_b[PATH_MAX];
    struct stat x, y;
    bool is_a = stat(a, &x) == 0, is_b = stat(b, &y) == 0;

    if (is_a != is_b) return false;
    if (is_a) return S_ISREG(x.st_mode) && same_file(&x, &y);
    if (strcmp(split(a, in_a), split(b, in_b)) != 0) return false;
    return stat(in_a, &x) == 0 && stat(in_b, &y) == 0 && same_file(&x, &y);
}

/* Does a file that is there lie in this folder, at any depth? */
static bool within(const char *path, const struct stat *folder) {
    char *real = realpath(path, NULL), *slash;
    bool found = false;
    struct stat s;

    while (!found && real && (slash = strrchr(real, '/')) != NULL && slash != real) {
        *slash = 0;
        found = stat(real, &s) == 0 && same_file(&s, folder);
    }
    free(real);
    return found;
}

/* @param is of what is at `path`; that is a regular file when `there`. */
static int against(const char *read, const char *path, bool there, enum head is, struct err *e) {
    struct stat s;

    if (strcmp(read, "-") == 0) return 0;
    if (same_place(read, path))
        return refuse(path, "this command reads it, or keeps something in it", e);
    if (there && is != HEAD_PAGE && stat(read, &s) == 0 && S_ISDIR(s.st_mode) && within(path, &s))
        return refuse(path, "it lies in a folder that this command reads, and is no report", e);
    return 0;
}

/* By the tables: whatever an argument or option names as a file, and is not an output. */
static int against_all(const struct opt_values *v, const char *path, bool there, enum head is,
                       struct err *e) {
    const struct opt_arg *a = v->command->args;
    struct stat in, out;
    int rc = 0;

    for (size_t i = 0; i < v->n && a && a->name && rc == 0; i++) {
        if (a->kind == OPT_FILE) rc = against(v->arg[i], path, there, is, e);
        if (!a->many) a++;
    }
    for (size_t i = 0; v->command->options[i].name && rc == 0; i++) {
        const char *value = v->value[i];

        if (!value) continue;
        if (v->command->options[i].kind == OPT_FILE) rc = against(value, path, there, is, e);
        if (v->command->options[i].kind == OPT_OUT && value != path && same_place(value, path))
            rc = refuse(path, "two outputs of this command are to be in it", e);
    }
    if (rc == 0 && there && fstat(STDIN_FILENO, &in) == 0 && stat(path, &out) == 0 &&
        same_file(&in, &out))
        rc = refuse(path, "it is this command's standard input", e);
    return rc;
}

/* SQLite takes a file of such a name for its own. */
static int beside_case(const char *path, struct err *e) {
    static const char *const ends[] = {"-journal", "-wal", "-shm"};
    char of[PATH_MAX];
    size_t n = strlen(path);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t m = strlen(ends[i]);

        if (n <= m || n - m >= sizeof of || strcmp(path + n - m, ends[i]) != 0) continue;
        memcpy(of, path, n - m);
        of[n - m] = 0;
        if (head_path(of) == HEAD_CASE || head_path(of) == HEAD_LOCKED)
            return refuse(path, "a file of this name belongs to the case beside it", e);
    }
    return 0;
}

static int kind(const char *path, enum head is, struct err *e) {
    static const char *const words[] = {[HEAD_CASE] = "it is a case",
                                        [HEAD_LOCKED] = "it is a locked case",
                                        [HEAD_KEY] = "it is a custodian's key",
                                        [HEAD_AUTHOR] = "it is an author's key",
                                        [HEAD_JOURNAL] = "it is the journal of a case",
                                        [HEAD_WAL] = "it is the journal of a case",
                                        [HEAD_PAGE] = NULL};

    return words[is] ? refuse(path, words[is], e) : 0;
}

int spare(const struct opt_values *v, const char *path, struct err *e) {
    struct stat s;
    enum head is = HEAD_OTHER;
    bool there = stat(path, &s) == 0 && S_ISREG(s.st_mode);
    int fd, rc;

    if (strcmp(path, "-") == 0) return 0;
    if (there) {
        if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) < 0)
            return err_set(e, RC_IO, "%s: something is there that cannot be looked at: %s", path,
                           strerrordesc_np(errno));
        is = head_of(fd);
        close(fd);
    }
    if ((rc = kind(path, is, e)) == 0) rc = beside_case(path, e);
    return rc ? rc : against_all(v, path, there, is, e);
}

int spare_all(const struct opt_values *v, struct err *e) {
    int rc = 0;

    for (size_t i = 0; v->command->options[i].name && rc == 0; i++)
        if (v->command->options[i].kind == OPT_OUT && v->value[i]) rc = spare(v, v->value[i], e);
    return rc;
}

int spare_default(struct opt_values *v, const char *name, const char *path, struct err *e) {
    if (opt_value(v, name)) return 0;
    opt_set(v, name, path);
    return spare(v, path, e);
}

int spare_sources(const struct opt_values *v, struct arena *a, struct store *st, struct err *e) {
    struct stat s;
    int rc = 0;

    for (size_t i = 0; v->command->options[i].name && rc == 0; i++) {
        const char *path = v->command->options[i].kind == OPT_OUT ? v->value[i] : NULL;

        if (!path || stat(path, &s) < 0 || !S_ISREG(s.st_mode)) continue;
        if ((rc = ingest_came_from(st, a, path, e)) > 0)
            rc = refuse(path, "the case was imported from it", e);
    }
    return rc;
}
