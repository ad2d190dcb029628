/* SPDX-License-Identifier: Apache-2.0 */
/* A key that cannot be read is an error, a key that cannot be made is not: the first would silently
 * drop a signature that was there yesterday, the second would keep somebody on a read-only or
 * borrowed machine from working at all. Such a case says of itself that it is not signed. */
#include "ledger/author.h"

#include "base/buf.h"
#include "base/hash.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_BYTES 85 /* the whole file: the first line, 64 digits, a line feed */

static const char first_line[] = "headcount-author-v1\n";

/* @return false: the system names no place for it. *folder: how many bytes of the path are the
 * folder that may be made, 0 when the user chose the place. */
static bool find_path(struct buf *path, size_t *folder) {
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    const char *own = getenv("HEADCOUNT_AUTHOR"), *config = getenv("XDG_CONFIG_HOME"),
               *home = getenv("HOME");
    /* NOLINTEND(concurrency-mt-unsafe) */

    *folder = 0;
    if (own && *own) {
        buf_puts(path, own);
        return true;
    }
    if (config && config[0] == '/')
        buf_puts(path, config);
    else if (home && home[0] == '/')
        buf_printf(path, "%s/.config", home);
    else
        return false;
    buf_puts(path, "/headcount");
    *folder = path->n;
    buf_puts(path, "/author.key");
    return true;
}

static int parse(struct span text, struct author_key *out, struct err *e) {
    size_t n = sizeof first_line - 1;

    if (text.n != KEY_BYTES || memcmp(text.p, first_line, n) != 0 || text.p[text.n - 1] != '\n' ||
        !hash_read((struct span){text.p + n, (size_t)2 * HASH_BYTES}, out->seed))
        return err_set(e, RC_SYNTAX, "not an author's key file");
    ed25519_public(out->seed, out->id);
    return 1;
}

static int read_key(const char *path, struct author_key *out, struct err *e) {
    char text[KEY_BYTES + 1];
    struct stat s;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc;

    if (fd < 0 && stat(path, &s) < 0) return 0; /* not there, or in a folder that is shut to us */
    if (fd < 0) return err_set(e, RC_IO, "cannot be read: %s", strerrordesc_np(errno));
    n = read(fd, text, sizeof text);
    close(fd);
    if (n < 0) return err_set(e, RC_IO, "cannot be read: %s", strerrordesc_np(errno));
    rc = parse((struct span){text, (size_t)n}, out, e);
    ed25519_wipe(text, sizeof text);
    return rc;
}

static bool write_all(int fd, struct span s) {
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno != EINTR) return false;
        if (n > 0) s.p += n, s.n -= (size_t)n;
    }
    return fsync(fd) == 0;
}

/* Beside its place, then linked to it: several programs may do this at once, and one of them wins. */
static void write_key(const char *path) {
    uint8_t seed[ED25519_SEED];
    struct hash_text hex;
    struct buf part = {0}, text = {0};
    struct err ignored;
    int fd;

    hash_random(seed, sizeof seed);
    hex = hash_hex(seed);
    buf_printf(&text, "%s%s\n", first_line, hex.s);
    buf_printf(&part, "%s.XXXXXX", path);
    fd = mkostemp(part.p, O_CLOEXEC); /* 0600 */
    if (fd >= 0) {
        bool ok = write_all(fd, buf_span(&text));

        ok = close(fd) == 0 && ok;
        /* a file system without links (on a memory stick): renamed, and the last one wins */
        if (ok && link(part.p, path) < 0 && errno != EEXIST) rename(part.p, path);
        unlink(part.p);
        /* some file systems refuse; the key is written all the same */
        if (ok) store_sync_folder(path, &ignored);
    }
    ed25519_wipe(seed, sizeof seed);
    ed25519_wipe(&hex, sizeof hex);
    ed25519_wipe(text.p, text.n);
    buf_fini(&text);
    buf_fini(&part);
}

/* ~/.config and the folder in it, each for its owner only. What cannot be made shows when the key
 * is written. */
static void make_folder(char *path, size_t n) {
    char end = path[n], *slash;

    path[n] = 0;
    slash = strrchr(path, '/');
    if (slash && slash > path) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
    path[n] = end;
}

int author_load(struct author_key *out, bool make, struct err *e) {
    struct author_key k = {0};
    struct buf path = {0};
    size_t folder;
    int rc = 0;

    if (find_path(&path, &folder)) {
        rc = read_key(path.p, &k, e);
        if (rc == 0 && make) {
            if (folder) make_folder(path.p, folder);
            write_key(path.p);
            rc = read_key(path.p, &k, e);
        }
        if (rc < 0) err_at(e, "%s", path.p);
    }
    buf_fini(&path);
    if (rc > 0) *out = k;
    author_wipe(&k);
    return rc;
}

void author_wipe(struct author_key *k) {
    ed25519_wipe(k, sizeof *k);
}

bool author_path(struct buf *out) {
    size_t folder;

    return find_path(out, &folder);
}
