/* SPDX-License-Identifier: Apache-2.0 */
/* A folder is held by a lock (flock) on itself for as long as its server lives. One without a lock belongs to
 * nobody any more. The lock is dropped by the kernel when the process ends, however it ends; children do not inherit
 * it, since they get no descriptors. */
#include "serve/drop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PREFIX ".headcount-page-"
#define TMPFS 0x01021994 /* TMPFS_MAGIC, statfs(2) */
#define NAME_BYTES 64

static bool in_memory(const char *dir) {
    struct statfs fs;
    struct stat st;

    if (statfs(dir, &fs) < 0 || fs.f_type != TMPFS || stat(dir, &st) < 0) return false;
    return access(dir, W_OK | X_OK) == 0;
}

/* NULL: this machine has none. */
static const char *memory_place(void) {
    const char *run =
        getenv("XDG_RUNTIME_DIR"); /* NOLINT(concurrency-mt-unsafe): nothing sets it */

    if (run && run[0] == '/' && strlen(run) < 300 && in_memory(run)) return run;
    return in_memory("/dev/shm") ? "/dev/shm" : NULL;
}

static void folder_of(const char *file, char out[512]) {
    const char *slash = strrchr(file, '/');

    snprintf(out, 512, "%.*s", slash && slash > file ? (int)(slash - file) : 1, slash ? file : ".");
}

static void safe_name(const char *name, char out[NAME_BYTES]) {
    const char *slash = strrchr(name, '/');
    size_t n = 0;

    if (slash) name = slash + 1;
    if ((slash = strrchr(name, '\\'))) name = slash + 1;
    if (strlen(name) > NAME_BYTES - 1)
        name += strlen(name) - (NAME_BYTES - 1); /* the ending tells most */
    for (; *name && n < NAME_BYTES - 1; name++) {
        bool good = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                    (*name >= '0' && *name <= '9') || (n && strchr("._-", *name));

        out[n++] = '_';
        if (good) out[n - 1] = *name;
    }
    if (!n) out[n++] = '_';
    out[n] = 0;
}

static int no_place(struct drop *d, struct err *e) {
    const char *why = strerrordesc_np(errno);

    err_put(e, RC_IO, "no place for what was sent: %s", why ? why : "unknown system error");
    drop_close(d);
    return RC_IO;
}

static int make_folder(struct drop *d, const char *place) {
    snprintf(d->dir, sizeof d->dir, "%.400s/" PREFIX "XXXXXX", place);
    if (!mkdtemp(d->dir)) {
        d->dir[0] = 0;
        return -1;
    }
    d->dir_fd = open(d->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return d->dir_fd < 0 ? -1 : flock(d->dir_fd, LOCK_EX | LOCK_NB);
}

int drop_open(struct drop *d, const char *near, const char *name, int64_t bytes, struct err *e) {
    const char *memory = bytes <= DROP_MEMORY ? memory_place() : NULL;
    char safe[NAME_BYTES], beside[512];

    *d = (struct drop){.dir_fd = -1, .fd = -1};
    safe_name(name, safe);
    folder_of(near, beside);
    if (make_folder(d, memory ? memory : beside) < 0) return no_place(d, e);
    snprintf(d->path, sizeof d->path, "%s/%s", d->dir, safe);
    d->fd = openat(d->dir_fd, safe, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return d->fd < 0 ? no_place(d, e) : 0;
}

int drop_add(struct drop *d, struct span bytes, struct err *e) {
    while (bytes.n) {
        ssize_t n = write(d->fd, bytes.p, bytes.n);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return err_set(e, RC_IO, "what was sent could not be kept: %s",
                           strerrordesc_np(errno) ? strerrordesc_np(errno) : "no room");
        bytes.p += n, bytes.n -= (size_t)n, d->n += n;
    }
    return 0;
}

int drop_text(struct drop *d, const char *near, const char *name, struct span text, struct err *e) {
    int rc = drop_open(d, near, name, (int64_t)text.n, e);

    if (rc == 0 && (rc = drop_add(d, text, e)) < 0) drop_close(d);
    return rc;
}

static void overwrite(int fd) {
    static const char zeros[65536];
    struct stat st;

    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || lseek(fd, 0, SEEK_SET) < 0) return;
    for (off_t left = st.st_size; left > 0;) {
        ssize_t n = write(fd, zeros, left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros);

        if (n <= 0) break;
        left -= n;
    }
    (void)fdatasync(fd);
}

/* All files of a folder of ours: there are no folders in it. */
static void empty_folder(int dir_fd) {
    int again = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    struct dirent *one;

    if (!dir) {
        if (again >= 0) close(again);
        return;
    }
    while ((one = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe): a stream of its own */
        int fd;

        if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0) continue;
        fd = openat(dir_fd, one->d_name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0) {
            overwrite(fd);
            close(fd);
        }
        (void)unlinkat(dir_fd, one->d_name, 0);
    }
    closedir(dir);
}

void drop_close(struct drop *d) {
    if (!d->dir[0]) return;
    if (d->dir_fd >= 0) empty_folder(d->dir_fd);
    if (d->fd >= 0) close(d->fd);
    (void)rmdir(d->dir);
    if (d->dir_fd >= 0) close(d->dir_fd);
    *d = (struct drop){.dir_fd = -1, .fd = -1};
}

static void sweep_one(int place, const char *name) {
    struct stat st;
    int fd = openat(place, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0) return;
    if (fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        empty_folder(fd);
        (void)unlinkat(place, name, AT_REMOVEDIR);
    }
    close(fd);
}

static void sweep(const char *place) {
    DIR *dir = opendir(place);
    struct dirent *one;

    if (!dir) return;
    while ((one = readdir(dir))) /* NOLINT(concurrency-mt-unsafe): a stream of its own */
        if (strncmp(one->d_name, PREFIX, sizeof PREFIX - 1) == 0)
            sweep_one(dirfd(dir), one->d_name);
    closedir(dir);
}

void drop_sweep(const char *near) {
    const char *memory = memory_place();
    char beside[512];

    folder_of(near, beside);
    sweep(beside);
    if (memory) sweep(memory);
}
