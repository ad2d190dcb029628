/* SPDX-License-Identifier: Apache-2.0 */
#include "bag/bag_in.h"
#include "base/base64.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_BYTES ((size_t)64 << 20)

struct file {
    const char *path; /* in the bag: data/slots.csv */
    uint8_t sha[HASH_BYTES];
    int64_t bytes;
};
struct bag {
    struct arena a;
    const char *dir, *part;
    VEC(struct file) file; /* payload, then tag files */
    size_t payload;
    bool whole;
    struct buf info, place;
};

static int io(const char *what, struct err *e) {
    return err_set(e, RC_IO, "%s: %s", what, strerrordesc_np(errno));
}

static const char *in_part(struct bag *b, const char *path) {
    b->place.n = 0;
    buf_printf(&b->place, "%s/%s", b->part, path);
    return b->place.p;
}

int bag_open(struct bag **out, const char *dir, bool whole, struct err *e) {
    struct span s = span_of(dir);
    struct stat st;
    struct bag *b;

    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    if (!s.n) return err_set(e, RC_NOTFOUND, "the name of the bag is empty");
    if (lstat(dir, &st) == 0) return err_set(e, RC_CONFLICT, "%s: exists already", dir);
    b = calloc(1, sizeof *b);
    if (!b) abort();
    arena_init(&b->a, ARENA_BYTES);
    b->whole = whole;
    b->dir = arena_dup(&b->a, s);
    b->part = arena_printf(&b->a, "%s.%ld.part", b->dir, (long)getpid());
    if (mkdir(b->part, whole ? 0700 : 0777) < 0 ||
        mkdir(in_part(b, "data"), whole ? 0700 : 0777) < 0) {
        int rc = io(b->part, e);

        rmdir(b->part);
        buf_fini(&b->place);
        arena_fini(&b->a);
        free(b);
        return rc;
    }
    *out = b;
    return 0;
}

static bool write_all(int fd, struct span s) {
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno != EINTR) return false;
        if (n > 0) s.p += n, s.n -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static void note(struct bag *b, const char *path, const uint8_t sha[HASH_BYTES], int64_t bytes) {
    struct file *f = vec_push(&b->a, &b->file);

    *f = (struct file){.path = path, .bytes = bytes};
    memcpy(f->sha, sha, HASH_BYTES);
}

static int put(struct bag *b, const char *path, struct span bytes, struct err *e) {
    uint8_t sha[HASH_BYTES];
    const char *place = in_part(b, path);
    int fd = open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  b->whole ? 0600 : 0666),
        rc = 0;

    if (fd < 0) return io(place, e);
    if (!write_all(fd, bytes)) rc = io(place, e);
    if (close(fd) < 0 && rc == 0) rc = io(place, e);
    hash_of(bytes, sha);
    note(b, path, sha, (int64_t)bytes.n);
    return rc;
}

int bag_put(struct bag *b, const char *name, struct span bytes, struct err *e) {
    assert(!strchr(name, '/') && !bag_path_wrong(span_of(name)));
    return put(b, arena_printf(&b->a, "data/%s", name), bytes, e);
}

const char *bag_place(struct bag *b, const char *name) {
    return arena_dup(&b->a, span_of(in_part(b, arena_printf(&b->a, "data/%s", name))));
}

int bag_take(struct bag *b, const char *name, struct err *e) {
    const char *path = arena_printf(&b->a, "data/%s", name), *place = in_part(b, path);
    uint8_t sha[HASH_BYTES];
    int64_t bytes = 0;
    int fd = open(place, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), rc = 0;

    if (fd < 0) return io(place, e);
    if (!bag_hash(fd, sha, &bytes) || fsync(fd) < 0) rc = io(place, e);
    close(fd);
    note(b, path, sha, bytes);
    return rc;
}

void bag_say(struct bag *b, const char *label, const char *value) {
    assert(!strpbrk(value, "\r\n"));
    buf_printf(&b->info, "%s: %s\n", label, value);
}

static int by_path(const void *x, const void *y) {
    return strcmp(((const struct file *)x)->path, ((const struct file *)y)->path);
}

static void list(const struct bag *b, size_t from, size_t to, struct buf *out) {
    for (size_t i = from; i < to; i++) {
        buf_printf(out, "%s  ", hash_hex(b->file.v[i].sha).s);
        bag_path_encode(out, span_of(b->file.v[i].path));
        buf_putc(out, '\n');
    }
}

void bag_signed_text(struct buf *out, struct span tagmanifest) {
    buf_puts(out, BAG_SIGNATURE_WORD);
    buf_add(out, tagmanifest);
}

static void sign(struct buf *out, struct span tagmanifest, const uint8_t *seed) {
    uint8_t id[ED25519_PUBLIC], signature[ED25519_SIGNATURE];
    struct buf text = {0};

    bag_signed_text(&text, tagmanifest);
    ed25519_public(seed, id);
    ed25519_sign(seed, buf_span(&text), signature);
    buf_printf(out, BAG_SIGNATURE_WORD "author %s\nsignature ", hash_hex(id).s);
    base64_write(out, signature, sizeof signature);
    buf_putc(out, '\n');
    buf_fini(&text);
}

static int put_tags(struct bag *b, const uint8_t *seed, struct err *e) {
    struct buf manifest = {0}, tags = {0}, signature = {0};
    int64_t bytes = 0;
    int rc;

    b->payload = b->file.n;
    if (b->payload) qsort(b->file.v, b->payload, sizeof b->file.v[0], by_path);
    for (size_t i = 0; i < b->payload; i++) bytes += b->file.v[i].bytes;
    list(b, 0, b->payload, &manifest);
    buf_printf(&b->info, "Payload-Oxum: %" PRId64 ".%zu\n", bytes, b->payload);
    if ((rc = put(b, "bag-info.txt", buf_span(&b->info), e)) < 0) goto out;
    if ((rc = put(b, "bagit.txt", SPAN("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
                  e)) < 0)
        goto out;
    if ((rc = put(b, "manifest-sha256.txt", buf_span(&manifest), e)) < 0) goto out;
    list(b, b->payload, b->file.n, &tags);
    if ((rc = put(b, "tagmanifest-sha256.txt", buf_span(&tags), e)) < 0) goto out;
    if (seed) {
        sign(&signature, buf_span(&tags), seed);
        rc = put(b, BAG_SIGNATURE, buf_span(&signature), e);
    }
out:
    buf_fini(&manifest);
    buf_fini(&tags);
    buf_fini(&signature);
    return rc;
}

static int sync_folder(const char *path, struct err *e) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;

    if (fd < 0 || fsync(fd) < 0) rc = io(path, e);
    if (fd >= 0) close(fd);
    return rc;
}

static int put_in_place(struct bag *b, struct err *e) {
    const char *slash = strrchr(b->dir, '/');
    struct stat st;
    int rc;

    if ((rc = sync_folder(in_part(b, "data"), e)) < 0) return rc;
    if ((rc = sync_folder(b->part, e)) < 0) return rc;
    if (lstat(b->dir, &st) == 0) return err_set(e, RC_CONFLICT, "%s: exists already", b->dir);
    if (rename(b->part, b->dir) < 0) return io(b->dir, e);
    return sync_folder(
        slash ? arena_dup(&b->a, (struct span){b->dir, (size_t)(slash - b->dir) + 1}) : ".", e);
}

/* A folder of ours, with the files in it. */
static void empty(const char *path) {
    DIR *d = opendir(path);
    struct dirent *entry;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while (d && (entry = readdir(d)) != NULL) unlinkat(dirfd(d), entry->d_name, 0);
    if (d) closedir(d);
    rmdir(path);
}

int bag_close(struct bag *b, int rc, const uint8_t *seed, struct err *e) {
    if (!b) return rc;
    if (rc == 0) rc = put_tags(b, seed, e);
    if (rc == 0) rc = put_in_place(b, e);
    if (rc < 0) {
        empty(arena_printf(&b->a, "%s/data", b->part));
        empty(b->part);
    }
    buf_fini(&b->info);
    buf_fini(&b->place);
    arena_fini(&b->a);
    free(b);
    return rc;
}
