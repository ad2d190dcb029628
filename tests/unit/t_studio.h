/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of media share: a case with one source in a folder of its own, and pictures made by ffmpeg; as nobody. */
#include "ledger/ledger.h"
#include "media/media.h"
#include "t.h"
#include "t_cage.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#define NOW INT64_C(1698624000000)
#define CANARY "QKZ7canaryW3"

struct studio {
    char dir[64], path[96];
    struct arena a;
    struct store *st;
    struct media_tools tools;
    struct media_options o;
    struct media_result r;
};

static inline int enter(void **state) {
    struct studio *s = calloc(1, sizeof *s);
    char key[sizeof s->dir + 16];
    struct err e;

    if (!s) return -1;
    arena_init(&s->a, (size_t)2 << 30);
    snprintf(s->dir, sizeof s->dir, "/tmp/headcount-media-XXXXXX");
    if (!mkdtemp(s->dir) || chdir(s->dir) < 0) return -1;
    /* the author's key of the other tests is their user's alone, and this one is nobody */
    snprintf(key, sizeof key, "%s/author.key", s->dir);
    setenv("HEADCOUNT_AUTHOR", key, 1); /* NOLINT(concurrency-mt-unsafe) */
    snprintf(s->path, sizeof s->path, "%s/case.hc", s->dir);
    if (store_open(&s->st, s->path, STORE_CREATE, &e) < 0 ||
        ledger_found(s->st, "media", NOW, false, &e) < 0 ||
        store_exec(s->st,
                   "INSERT INTO line VALUES (printf('%064d', 1), 'sources', 'k', '{}', 1, "
                   "zeroblob(32), 1); "
                   "INSERT INTO source (row_id, author, seq, id, label, kind) VALUES "
                   "(printf('%064d', 1), zeroblob(32), 1, 'gate', 'at the gate', 'photo')",
                   &e) < 0 ||
        media_tools_find(&s->a, &s->tools, &e) < 0) {
        fprintf(stderr, "%s\n", e.text);
        return -1;
    }
    s->o = (struct media_options){.now = NOW,
                                  .source = "gate",
                                  .obtained = "observer",
                                  .custody = 1,
                                  .folder = s->dir,
                                  .look = true,
                                  .every_s = 10};
    *state = s;
    return 0;
}

static inline int leave(void **state) {
    struct studio *s = *state;
    struct dirent *d;
    DIR *dir;

    media_result_fini(&s->r);
    store_close(s->st);
    if (chdir("/") < 0 || chmod(s->dir, 0700) < 0 || !(dir = opendir(s->dir))) return -1;
    while ((d = readdir(dir))) unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
    rmdir(s->dir);
    arena_fini(&s->a);
    free(s);
    return 0;
}

static inline void need(const struct studio *s, int tool) {
    if (s->tools.tool[tool].path) return;
    print_message("# %s is not installed\n", s->tools.tool[tool].name);
    skip();
}

/* The test's own ffmpeg, not caged: it writes. */
static inline void make(const char *words, ...) __attribute__((format(printf, 1, 2)));
static inline void make(const char *words, ...) {
    char command[2048], head[] = "ffmpeg -v error -nostdin -y ";
    size_t n = sizeof head - 1;
    va_list ap;

    memcpy(command, head, n);
    va_start(ap, words);
    vsnprintf(command + n, sizeof command - n, words, ap);
    va_end(ap);
    if (system(command) != 0) fail_msg("%s", command); /* NOLINT: words of this file */
}

static inline struct span read_file(struct studio *s, const char *name) {
    FILE *f = fopen(name, "rb");
    char *p = arena_alloc(&s->a, (size_t)8 << 20, 1);
    size_t n;

    assert_non_null(f);
    n = fread(p, 1, (size_t)8 << 20, f);
    fclose(f);
    return (struct span){p, n};
}
