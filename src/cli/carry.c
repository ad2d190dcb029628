/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/carry.h"

#include "base/buf.h"
#include "cli/head.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 65536

bool carry_locked(const char *path) {
    return head_path(path) == HEAD_LOCKED;
}

static int fault(const char *path, struct err *e) {
    return err_set(e,
                   errno == ENOENT   ? RC_NOTFOUND
                   : errno == EEXIST ? RC_CONFLICT
                                     : RC_IO,
                   "%s: %s", path, errno == EEXIST ? "exists already" : strerrordesc_np(errno));
}

static ssize_t read_block(int fd, char *p) {
    size_t got = 0;

    while (got < BLOCK) {
        ssize_t n = read(fd, p + got, BLOCK - got);

        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return -1;
        if (n == 0) break;
        got += (size_t)n;
    }
    return (ssize_t)got;
}

static bool write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t w = write(fd, p, n);

        if (w < 0 && errno != EINTR) return false;
        if (w > 0) p += w, n -= (size_t)w;
    }
    return true;
}

/* From one to the other, or a comparison of the two. */
static bool run(int in, int out, bool compare) {
    char *x = malloc(BLOCK), *y = malloc(BLOCK);
    bool ok = true;
    ssize_t n;

    if (!x || !y) abort();
    while (ok && (n = read_block(in, x)) != 0)
        ok = n > 0 && (compare ? read_block(out, y) == n && memcmp(x, y, (size_t)n) == 0
                               : write_all(out, x, (size_t)n));
    if (ok && compare) ok = read_block(out, y) == 0;
    free(x);
    free(y);
    return ok;
}

int carry_file(const char *from, const char *to, struct err *e) {
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK), out, rc = 0;
    struct stat s;

    if (in < 0) return fault(from, e);
    if (fstat(in, &s) < 0 || !S_ISREG(s.st_mode)) {
        close(in);
        return err_set(e, RC_SYNTAX, "%s: not a file", from);
    }
    out = open(to, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (out < 0) {
        rc = fault(to, e);
        close(in);
        return rc;
    }
    if (!run(in, out, false) || fsync(out) < 0)
        rc = fault(to, e);
    else if (lseek(in, 0, SEEK_SET) < 0 || lseek(out, 0, SEEK_SET) < 0 || !run(in, out, true))
        rc = err_set(e, RC_IO, "%s: does not read back as it was written", to);
    if (close(out) < 0 && rc == 0) rc = fault(to, e);
    close(in);
    if (rc < 0) unlink(to);
    return rc;
}

/* A link does not replace; where there are none (a memory stick), a look and a renaming. */
int carry_in_place(const char *part, const char *path, struct err *e) {
    struct stat s;
    int rc = 0;

    if (link(part, path) < 0) {
        if (errno == EEXIST || lstat(path, &s) == 0)
            rc = err_set(e, RC_CONFLICT, "%s: exists already", path);
        else if (rename(part, path) < 0)
            rc = fault(path, e);
    }
    unlink(part);
    return rc < 0 ? rc : store_sync_folder(path, e);
}

void carry_wipe(const char *path) {
    static const char zeros[BLOCK];
    struct stat s;
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

    if (fd >= 0 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) {
        bool ok = true;

        for (off_t at = 0; at < s.st_size && ok; at += BLOCK) {
            off_t rest = s.st_size - at;

            ok = write_all(fd, zeros, rest < BLOCK ? (size_t)rest : BLOCK);
        }
        fsync(fd);
    }
    if (fd >= 0) close(fd);
    unlink(path);
}
