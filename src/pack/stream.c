/* SPDX-License-Identifier: Apache-2.0 */
/* The way of a byte:
 *
 *   flow      file, parts, pipe, memory; inflated when the whole is packed
 *   gather    which paths belong together; files, folders, archives
 *   untar     an archive into members
 *   crew      members in batches to the threads; each inflates its members (unpack) and calls
 *
 * This file holds the limits and sorts the paths into groups. */
#include "pack/stream.h"

#include "pack/gather.h"
#include "pack/pack.h"

#include <assert.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATHS ((size_t)10000)

const char *stream_state_word(enum stream_state s) {
    static const char *const word[] = {"whole", "partial", "refused"};

    return word[s];
}

static struct stream_options with_defaults(const struct stream_options *o) {
    struct stream_options r = o ? *o : (struct stream_options){0};

    if (!r.jobs) r.jobs = 1;
    if (!r.limits.members) r.limits.members = 100000000;
    if (!r.limits.member_bytes) r.limits.member_bytes = (size_t)256 << 20;
    if (!r.limits.ratio) r.limits.ratio = 200;
    if (!r.limits.depth) r.limits.depth = 16;
    assert(r.jobs <= STREAM_JOBS && r.limits.member_bytes <= (size_t)2 << 30);
    return r;
}

static struct gather *begin(struct arena *a, const struct stream_options *o, stream_fn *fn,
                            void *ctx) {
    struct gather *g = ARENA_NEW(a, struct gather);

    g->a = a;
    g->lim = o->limits;
    g->glance = o->glance;
    g->wanted = o->wanted;
    g->input = o->input;
    g->crew = crew_new(a, o, fn, ctx);
    g->flow = flow_new();
    g->peek = unpack_new();
    g->untar = ARENA_NEW(a, struct untar);
    g->untar->crew = g->crew;
    g->untar->flow = g->flow;
    g->untar->member_bytes = o->limits.member_bytes;
    g->untar->glance = o->glance;
    return g;
}

/* What ended the reading, if something did, the crew knows. */
static int finish(struct gather *g, struct stream_sum *out, struct err *e) {
    int rc = crew_finish(g->crew, out, e);

    flow_free(g->flow);
    unpack_free(g->peek);
    return rc;
}

/* --- the plan: which paths are one archive --- */

struct item {
    const char *path;
    bool folder;
    struct gather_group *group; /* of parts; else NULL */
};

struct plan {
    struct arena *a;
    VEC(struct item) item;
};

/* A part goes to an archive of its name that lacks it, else it begins one. The same path twice is
 * once. */
static void plan_part(struct plan *p, const char *path, size_t at) {
    const char *slash = strrchr(path, '/'), *folder = NULL, *base;
    struct gather_group *group = NULL;
    size_t i = gather_letters(path + at);

    base = arena_dup(
        p->a, (struct span){slash ? slash + 1 : path, at - (size_t)(slash ? slash + 1 - path : 0)});
    if (slash)
        folder = slash == path ? "/" : arena_dup(p->a, (struct span){path, (size_t)(slash - path)});
    for (size_t j = 0; j < p->item.n && !group; j++) {
        struct gather_group *have = p->item.v[j].group;

        if (!have || strcmp(have->base, base) != 0) continue;
        if (have->path[i] && strcmp(have->path[i], path) == 0) return;
        if (!have->path[i]) group = have;
    }
    if (!group) {
        group = ARENA_NEW(p->a, struct gather_group);
        group->base = base;
        *vec_push(p->a, &p->item) = (struct item){path, false, group};
    }
    group->path[i] = path;
    gather_beside(p->a, folder, group);
}

static int plan_path(struct plan *p, const char *path, struct err *e) {
    struct stat st;
    size_t at;

    if (strcmp(path, "-") != 0) {
        if (stat(path, &st) < 0)
            return err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s: %s",
                           path, errno == ENOENT ? "no such file or folder" : "cannot be reached");
        if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
            return err_set(e, RC_IO, "%s: %s", path, pack_no_file(st.st_mode));
        if (access(path, R_OK) < 0) return err_set(e, RC_IO, "%s: may not be read", path);
        if (S_ISREG(st.st_mode) && (at = gather_part(path))) {
            plan_part(p, path, at);
            return 0;
        }
        *vec_push(p->a, &p->item) = (struct item){path, S_ISDIR(st.st_mode), NULL};
        return 0;
    }
    *vec_push(p->a, &p->item) = (struct item){path, false, NULL};
    return 0;
}

static int read_item(struct gather *g, const struct item *i) {
    if (i->group) return gather_parts(g, i->group);
    if (i->folder) return gather_folder(g, i->path);
    return strcmp(i->path, "-") == 0 ? gather_input(g, STDIN_FILENO) : gather_file(g, i->path);
}

int stream_each(struct arena *a, const char *const *path, size_t n,
                const struct stream_options *options, stream_fn *fn, void *ctx,
                struct stream_sum *out, struct err *e) {
    struct stream_options o = with_defaults(options);
    struct plan p = {.a = a};
    struct gather *g;
    int rc = 0;

    if (n > PATHS) return err_set(e, RC_LIMIT, "%zu paths, the limit is %zu", n, PATHS);
    for (size_t i = 0; i < n; i++)
        if ((rc = plan_path(&p, arena_dup(a, span_of(path[i])), e)) < 0) return rc;
    g = begin(a, &o, fn, ctx);
    for (size_t i = 0; i < p.item.n && rc == 0; i++) rc = read_item(g, &p.item.v[i]);
    return finish(g, out, e);
}

int stream_memory(struct arena *a, const char *name, struct span bytes,
                  const struct stream_options *options, stream_fn *fn, void *ctx,
                  struct stream_sum *out, struct err *e) {
    struct stream_options o = with_defaults(options);
    struct gather *g = begin(a, &o, fn, ctx);
    int rc = gather_memory(g, arena_dup(a, span_of(name)), bytes);

    (void)rc;
    return finish(g, out, e);
}
