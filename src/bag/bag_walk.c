/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a bag, each opened from the folder it is in and never through a link, so that nothing
 * outside is read whatever the bag is made of. */
#include "bag/bag_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 65536

bool bag_hash(int fd, uint8_t sha[HASH_BYTES], int64_t *bytes) {
    char *block = malloc(BLOCK);
    struct hash h;
    ssize_t n;

    if (!block) abort();
    hash_begin(&h);
    *bytes = 0;
    while ((n = read(fd, block, BLOCK)) != 0) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) break;
        hash_add(&h, (struct span){block, (size_t)n});
        *bytes += n;
    }
    hash_end(&h, sha);
    free(block);
    return n == 0;
}

static int fault(struct span path, struct err *e) {
    return err_set(e, RC_IO, "%.*s: %s", SPAN_ARG(path), strerrordesc_np(errno));
}

static int take_file(struct bag_work *w, int folder, const char *name, struct span path,
                     struct err *e) {
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct bag_found f = {.path = path};
    bool ok;

    if (w->found.n == BAG_FILES) {
        if (fd >= 0) close(fd);
        return err_set(e, RC_LIMIT, "more than %d files", BAG_FILES);
    }
    if (fd < 0) return fault(path, e);
    ok = bag_hash(fd, f.sha, &f.bytes);
    if (!ok) (void)fault(path, e);
    close(fd);
    if (!ok) return RC_IO;
    *vec_push(w->a, &w->found) = f;
    return 0;
}

static int walk(struct bag_work *w, int fd, struct span at, int depth, struct err *e);

static int take_folder(struct bag_work *w, int folder, const char *name, struct span path,
                       int depth, struct err *e) {
    int fd;

    if (depth == BAG_DEPTH)
        return err_set(e, RC_LIMIT, "%.*s: over %d folders deep", SPAN_ARG(path), BAG_DEPTH);
    fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? fault(path, e) : walk(w, fd, path, depth + 1, e);
}

static int take(struct bag_work *w, int folder, const char *name, struct span at, int depth,
                struct err *e) {
    struct span path = span_of(arena_printf(w->a, "%.*s%s%s", SPAN_ARG(at), at.n ? "/" : "", name));
    struct stat s;

    if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) < 0) return fault(path, e);
    if (S_ISDIR(s.st_mode)) return take_folder(w, folder, name, path, depth, e);
    if (S_ISREG(s.st_mode)) return take_file(w, folder, name, path, e);
    bag_find(w, true, path,
             S_ISLNK(s.st_mode) ? "is a link: it was not followed" : "is neither file nor folder");
    return 0;
}

/* Closes fd. */
static int walk(struct bag_work *w, int fd, struct span at, int depth, struct err *e) {
    DIR *d = fdopendir(fd);
    struct dirent *entry;
    int rc = 0;

    if (!d) {
        rc = fault(at, e);
        close(fd);
        return rc;
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while (rc == 0 && (entry = readdir(d)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            rc = take(w, dirfd(d), entry->d_name, at, depth, e);
    closedir(d);
    return rc;
}

static int by_path(const void *x, const void *y) {
    return span_cmp(((const struct bag_found *)x)->path, ((const struct bag_found *)y)->path);
}

int bag_walk(struct bag_work *w, struct err *e) {
    int fd = openat(w->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

    if (fd < 0) return fault(SPAN("."), e);
    rc = walk(w, fd, SPAN(""), 0, e);
    if (rc == 0 && w->found.n) qsort(w->found.v, w->found.n, sizeof w->found.v[0], by_path);
    return rc;
}

struct bag_found *bag_found(const struct bag_work *w, struct span path) {
    struct bag_found key = {.path = path};

    return w->found.n ? bsearch(&key, w->found.v, w->found.n, sizeof w->found.v[0], by_path) : NULL;
}

int bag_read(struct bag_work *w, const char *name, struct span *out, struct err *e) {
    const struct bag_found *f = bag_found(w, span_of(name));
    size_t n = 0;
    char *p;
    int fd;

    if (!f) return 0;
    if (f->bytes > (int64_t)BAG_TAG_BYTES)
        return err_set(e, RC_LIMIT, "%s: over %zu bytes", name, BAG_TAG_BYTES);
    fd = openat(w->root, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return fault(span_of(name), e);
    p = arena_alloc(w->a, (size_t)f->bytes + 1, 1);
    while (n < (size_t)f->bytes) {
        ssize_t r = read(fd, p + n, (size_t)f->bytes - n);

        if (r < 0 && errno == EINTR) continue;
        if (r <= 0) break;
        n += (size_t)r;
    }
    close(fd);
    if (n < (size_t)f->bytes) return err_set(e, RC_IO, "%s: cannot be read", name);
    *out = (struct span){p, n};
    return 1;
}
