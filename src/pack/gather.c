/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/gather.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES ((size_t)4096)
#define FOLDER_NAMES ((size_t)1000000)  /* directly in one */
#define SKIPPED_FOLDER "internal_state" /* of readsb, beside globe_history */

/* --- parts --- */

static bool ends(struct span s, const char *with) {
    size_t n = strlen(with);

    return s.n > n && memcmp(s.p + s.n - n, with, n) == 0;
}

size_t gather_part(const char *path) {
    static const char *const other[] = {"gz", "xz", "lz", "br"};
    size_t n = strlen(path);
    struct span front;

    if (n < 8 || path[n - 3] != '.') return 0;
    for (size_t i = n - 2; i < n; i++)
        if (path[i] < 'a' || path[i] > 'z') return 0;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strcmp(path + n - 2, other[i]) == 0) return 0;
    front = (struct span){path, n - 3};
    if (ends(front, ".tar") || ends(front, ".tar.gz") || ends(front, ".tgz") ||
        ends(front, ".tar.zst"))
        return n - 2;
    return 0;
}

size_t gather_letters(const char *s) {
    return (size_t)(s[0] - 'a') * 26 + (size_t)(s[1] - 'a');
}

void gather_beside(struct arena *a, const char *folder, struct gather_group *group) {
    DIR *dir = opendir(folder ? folder : ".");
    size_t base = strlen(group->base);
    struct dirent *d;

    if (!dir) return;            /* the paths that were given are read all the same */
    while ((d = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe): the stream is ours alone */
        size_t at = gather_part(d->d_name);
        struct stat st;

        if (!at || at != base || memcmp(d->d_name, group->base, base) != 0) continue;
        if (fstatat(dirfd(dir), d->d_name, &st, 0) < 0 || !S_ISREG(st.st_mode)) continue;
        at = gather_letters(d->d_name + at);
        if (!group->path[at])
            group->path[at] = folder ? arena_printf(a, "%s/%s", folder, d->d_name)
                                     : arena_dup(a, span_of(d->d_name));
    }
    closedir(dir);
}

/* --- archives --- */

static bool is_tar(struct span s) {
    struct tar_head first, second;

    if (s.n < TAR_BLOCK) return false;
    tar_head(s.p, &first);
    if (first.kind != TAR_ZERO) return first.kind != TAR_BAD || first.marked; /* or damaged */
    if (s.n < 2 * TAR_BLOCK) return false;
    tar_head(s.p + TAR_BLOCK, &second);
    return second.kind == TAR_ZERO; /* one without members */
}

/* Whether the flow, as it stands at its beginning, is a tar or packs one. */
static bool holds_tar(struct gather *g) {
    struct span s = flow_peek(g->flow, 2 * TAR_BLOCK);
    char begin[2 * TAR_BLOCK] = {0};

    if (unpack_kind(s) == UNPACK_NONE) return is_tar(s);
    s = flow_peek(g->flow, FLOW_PEEK);
    return is_tar((struct span){begin, unpack_begin(g->peek, s, begin, sizeof begin)});
}

static int run(struct gather *g, size_t source, bool torn) {
    const struct err *e;
    int rc;

    if (!torn) flow_unpack(g->flow, g->lim.ratio);
    g->untar->source = source;
    rc = untar_all(g->untar, torn);
    e = flow_fault(g->flow);
    if (e) crew_fault(g->crew, source, STREAM_PARTIAL, e->rc, "%s", e->text);
    return rc;
}

/* What the flow gives is an archive of one file. */
static int archive(struct gather *g, const char *path, uint64_t bytes) {
    struct stream_source s = {.path = path, .kind = STREAM_TAR, .nparts = 1};
    size_t i;
    int rc;

    s.part = ARENA_NEW(g->a, struct stream_part);
    *s.part = (struct stream_part){path, bytes};
    i = crew_source(g->crew, &s);
    rc = run(g, i, false);
    if (!bytes) crew_at(g->crew, i)->part->bytes = flow_packed(g->flow);
    return rc;
}

static uint64_t size_of(const char *path) {
    struct stat st;

    return stat(path, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

static const char *missing_path(struct gather *g, const struct gather_group *group, size_t i,
                                const char *near) {
    struct span folder = {near, gather_part(near) - strlen(group->base)};

    return arena_printf(g->a, "%.*s%s%c%c", SPAN_ARG(folder), group->base, (char)('a' + i / 26),
                        (char)('a' + i % 26));
}

int gather_parts(struct gather *g, const struct gather_group *group) {
    struct stream_source s = {.kind = STREAM_TAR};
    const char **path = ARENA_ARRAY(g->a, const char *, GATHER_PARTS);
    size_t *at = ARENA_ARRAY(g->a, size_t, GATHER_PARTS), source, from, to;
    int rc = 0;

    for (size_t i = 0; i < GATHER_PARTS; i++)
        if (group->path[i]) at[s.nparts] = i, path[s.nparts++] = group->path[i];
    s.path = path[0];
    s.part = ARENA_ARRAY(g->a, struct stream_part, s.nparts);
    for (size_t i = 0; i < s.nparts; i++) {
        size_t wanted = i ? at[i - 1] + 1 : 0;

        s.part[i] = (struct stream_part){path[i], size_of(path[i])};
        if (at[i] != wanted && !s.first_missing)
            s.first_missing = missing_path(g, group, wanted, path[i]);
        s.missing += at[i] - wanted;
    }
    source = crew_source(g->crew, &s);
    if (s.missing)
        crew_fault(g->crew, source, STREAM_PARTIAL, RC_NOTFOUND, "part %s is missing (%zu in all)",
                   s.first_missing, s.missing);
    for (from = 0; from < s.nparts && rc == 0; from = to) { /* each run of parts without a gap */
        for (to = from + 1; to < s.nparts && at[to] == at[to - 1] + 1;) to++;
        flow_files(g->flow, path + from, to - from);
        rc = run(g, source, at[from] != 0);
    }
    return rc;
}

/* --- files --- */

static const char *last_name(const char *path) {
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

/* What the flow gives is one member. */
static int flat(struct gather *g, size_t source, struct span name) {
    const char *wrong = tar_name_fault(name);
    const struct err *e;
    struct piece p;
    size_t n;

    crew_begin(g->crew, &p, source, name, 0);
    if (wrong) return crew_refuse(g->crew, &p, 0, RC_SYNTAX, "%s", wrong);
    n = untar_take(g->flow, crew_batch(g->crew), g->glance ? g->glance : g->lim.member_bytes + 1);
    if (n > g->lim.member_bytes)
        return crew_refuse(g->crew, &p, n, RC_LIMIT, "has more than %zu bytes",
                           g->lim.member_bytes);
    e = flow_fault(g->flow);
    if (e && !n) return crew_refuse(g->crew, &p, 0, e->rc, "%.120s", e->text);
    if (e) {
        p.state = STREAM_PARTIAL;
        p.rc = e->rc;
        snprintf(p.why, sizeof p.why, "%.120s after %zu bytes", e->text, n);
    }
    return crew_add(g->crew, &p);
}

/* Of nothing that is wanted, by its first bytes. */
static bool is_strange(struct gather *g) {
    char begin[STREAM_BEGIN];
    struct span s;
    size_t n;

    if (!g->wanted) return false;
    s = flow_peek(g->flow, STREAM_BEGIN);
    if (unpack_kind(s) == UNPACK_NONE) return s.n == STREAM_BEGIN && !g->wanted(s);
    n = unpack_begin(g->peek, flow_peek(g->flow, FLOW_PEEK), begin, sizeof begin);
    return n == STREAM_BEGIN && !g->wanted((struct span){begin, n});
}

static int file_or_archive(struct gather *g, const char *path, struct span name, uint64_t bytes) {
    struct stream_source s = {.path = path, .kind = STREAM_FILE};
    struct piece p;

    if (holds_tar(g)) return archive(g, path, bytes);
    if (!is_strange(g)) return flat(g, crew_source(g->crew, &s), name);
    crew_begin(g->crew, &p, crew_source(g->crew, &s), name, 0);
    return crew_refuse(g->crew, &p, 0, RC_NOTFOUND, "is not what is looked for");
}

int gather_file(struct gather *g, const char *path) {
    const char *one[] = {path};

    flow_files(g->flow, one, 1);
    return file_or_archive(g, path, span_of(last_name(path)), size_of(path));
}

int gather_input(struct gather *g, int fd) {
    struct flow *own = g->flow;
    int rc;

    if (!g->input) {
        flow_fd(own, fd);
        return file_or_archive(g, "-", SPAN("-"), 0);
    }
    g->flow = g->untar->flow = g->input;
    rc = file_or_archive(g, "-", SPAN("-"), 0);
    g->flow = g->untar->flow = own;
    return rc;
}

int gather_memory(struct gather *g, const char *name, struct span bytes) {
    flow_bytes(g->flow, bytes);
    return file_or_archive(g, name, span_of(last_name(name)), bytes.n);
}

/* --- folders --- */

/* What is directly in one folder: names one after another, each terminated, with its kind in front.
 */
struct names {
    char *text;
    size_t n, cap, count;
    const char **name; /* [count], sorted; the kind stands at [-1] */
};

struct folder {
    struct gather *g;
    const char *root; /* as it was given */
    size_t source;
    char path[PATH_BYTES]; /* below the root; terminated */
};

static void must(const void *p) {
    if (p) return;
    fputs("headcount: out of memory\n", stderr);
    abort();
}

static void names_free(struct names *l) {
    free(l->text);
    free(l->name);
}

static void names_add(struct names *l, char kind, const char *name) {
    size_t n = strlen(name) + 2;

    if (l->cap - l->n < n) {
        l->cap = l->cap * 2 + 4096;
        must(l->text = realloc(l->text, l->cap));
    }
    l->text[l->n] = kind;
    memcpy(l->text + l->n + 1, name, n - 1);
    l->n += n;
    l->count++;
}

static int by_bytes(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void names_sort(struct names *l) {
    const char *p = l->text;

    must(l->name = malloc((l->count + 1) * sizeof *l->name));
    for (size_t i = 0; i < l->count; i++, p += strlen(p) + 1) l->name[i] = p + 1;
    qsort(l->name, l->count, sizeof *l->name, by_bytes);
}

/* 'f' a file, 'd' a folder, 0 anything else. */
static char kind_of(int dir, const struct dirent *d) {
    struct stat st;

    if (d->d_name[0] == '.') return 0;
    if (d->d_type == DT_REG) return 'f';
    if (d->d_type == DT_DIR) return strcmp(d->d_name, SKIPPED_FOLDER) == 0 ? 0 : 'd';
    if (d->d_type != DT_UNKNOWN || fstatat(dir, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) return 0;
    if (S_ISDIR(st.st_mode)) return strcmp(d->d_name, SKIPPED_FOLDER) == 0 ? 0 : 'd';
    return S_ISREG(st.st_mode) ? 'f' : 0;
}

static void names_read(struct folder *f, DIR *dir, struct names *l) {
    struct gather *g = f->g;
    struct dirent *d;

    while ((errno = 0,
            d = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe): the stream is ours alone */
        char kind = kind_of(dirfd(dir), d);

        if (!kind) continue;
        if (l->count == FOLDER_NAMES) {
            crew_fault(g->crew, f->source, STREAM_PARTIAL, RC_LIMIT, "%s has more than %zu files",
                       f->path, FOLDER_NAMES);
            break;
        }
        names_add(l, kind, d->d_name);
    }
    if (errno)
        crew_fault(g->crew, f->source, STREAM_PARTIAL, RC_IO, "%s: %s", f->path, err_why(errno));
    names_sort(l);
}

/* A file that cannot be opened is a member that is refused, not the end. */
static int one_file(struct folder *f, int dir, const char *name) {
    struct gather *g = f->g;
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK), rc;
    struct stat st;

    if (fd < 0 || fstat(fd, &st) < 0) {
        struct piece p;

        crew_begin(g->crew, &p, f->source, span_of(f->path), 0);
        rc = crew_refuse(g->crew, &p, 0, RC_IO, "%s", err_why(errno));
    } else if (!S_ISREG(st.st_mode)) {
        rc = 0; /* since its name was read it has become something else: like a link, left out */
    } else {
        flow_fd(g->flow, fd);
        rc = holds_tar(g)
                 ? archive(g, arena_printf(g->a, "%s/%s", f->root, f->path), (uint64_t)st.st_size)
                 : flat(g, f->source, span_of(f->path));
    }
    if (fd >= 0) close(fd);
    return rc;
}

/* The first of its parts in this folder brings the others with it. */
static int part(struct folder *f, const struct names *l, size_t i) {
    struct gather_group group = {0};
    size_t at = gather_part(l->name[i]), slash = strlen(f->path) - strlen(l->name[i]);

    for (size_t j = 0; j < l->count; j++) {
        if (l->name[j][-1] != 'f' || gather_part(l->name[j]) != at ||
            memcmp(l->name[j], l->name[i], at) != 0)
            continue;
        if (j < i) return 0; /* was read with that one */
        group.path[gather_letters(l->name[j] + at)] =
            arena_printf(f->g->a, "%s/%.*s%s", f->root, (int)slash, f->path, l->name[j]);
    }
    group.base = arena_dup(f->g->a, (struct span){l->name[i], at});
    return gather_parts(f->g, &group);
}

static int descend(struct folder *f, int above, const char *name, size_t depth);

static int each(struct folder *f, int dir, const struct names *l, size_t i, size_t depth) {
    size_t n = strlen(f->path), more = strlen(l->name[i]);
    int rc;

    if (n + more + 2 > sizeof f->path) {
        crew_fault(f->g->crew, f->source, STREAM_PARTIAL, RC_LIMIT,
                   "a path has more than %zu bytes", sizeof f->path);
        return 0;
    }
    if (n) f->path[n] = '/';
    memcpy(f->path + n + (n > 0), l->name[i], more + 1);
    if (l->name[i][-1] == 'd')
        rc = descend(f, dir, l->name[i], depth);
    else
        rc = gather_part(l->name[i]) ? part(f, l, i) : one_file(f, dir, l->name[i]);
    f->path[n] = 0;
    return rc;
}

static int descend(struct folder *f, int above, const char *name, size_t depth) {
    struct gather *g = f->g;
    struct names l = {0};
    DIR *dir;
    int fd, rc = 0;

    if (depth == g->lim.depth) {
        crew_fault(g->crew, f->source, STREAM_PARTIAL, RC_LIMIT,
                   "%s: folders deeper than %zu are not read", f->path, g->lim.depth);
        return 0;
    }
    fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0));
    dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        crew_fault(g->crew, f->source, STREAM_PARTIAL, RC_IO, "%s: %s", depth ? f->path : f->root,
                   err_why(errno));
        if (fd >= 0) close(fd);
        return 0;
    }
    names_read(f, dir, &l);
    for (size_t i = 0; i < l.count && rc == 0; i++) rc = each(f, dirfd(dir), &l, i, depth + 1);
    closedir(dir);
    names_free(&l);
    return rc;
}

int gather_folder(struct gather *g, const char *path) {
    struct stream_source s = {.path = path, .kind = STREAM_FOLDER};
    struct folder f = {.g = g, .root = path};

    f.source = crew_source(g->crew, &s);
    return descend(&f, AT_FDCWD, path, 0);
}
