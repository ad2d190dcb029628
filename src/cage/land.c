/* SPDX-License-Identifier: Apache-2.0 */
/* Landlock, by its three system calls: the C library has no functions for them, and Debian's
 * headers know the first two versions only. The values are those of the kernel's
 * Documentation/userspace-api/landlock.rst; they never change.
 *
 * What a version cannot forbid is left out of what is asked of it, so that an old kernel gives
 * what it has: version 1 (Linux 5.13) all but renaming across folders and cutting files, 4 (6.7)
 * also TCP, 6 (6.12) also abstract sockets and signals to others. The filter forbids these anyway.
 *
 * A program may read and execute /usr, /bin, /lib and what stands in for them, and read the
 * dynamic linker's list, Perl's folder and the zones in /etc: tried with ffmpeg 5.1, exiftool
 * 12.57 and tesseract 5.3 under a trace. What else they look for (/proc/self/status, /dev/urandom,
 * /sys/devices) they do without. */
#include "cage/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset /* the same number on every machine */
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum {
    ASK_VERSION = 1, /* LANDLOCK_CREATE_RULESET_VERSION */
    PATH_BENEATH = 1 /* LANDLOCK_RULE_PATH_BENEATH */
};
#define FS_EXECUTE UINT64_C(1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)

struct ruleset {
    uint64_t fs, net, scoped;
};
struct beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int cage_land_abi(void) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);

    return abi > 0 ? (int)abi : 0;
}

static struct ruleset everything(int abi) {
    struct ruleset r = {.fs = (UINT64_C(1) << 13) - 1};

    if (abi >= 2) r.fs |= UINT64_C(1) << 13; /* refer: across folders */
    if (abi >= 3) r.fs |= UINT64_C(1) << 14; /* truncate */
    if (abi >= 5) r.fs |= UINT64_C(1) << 15; /* ioctl of devices */
    if (abi >= 4) r.net = 3;                 /* bind, connect */
    if (abi >= 6) r.scoped = 3;              /* abstract sockets, signals */
    return r;
}

static int allow(int set, int fd, uint64_t what) {
    struct beneath b = {what, fd};

    return (int)syscall(SYS_landlock_add_rule, set, PATH_BENEATH, &b, 0U);
}

static int allow_path(int set, const char *path, uint64_t what) {
    int fd = open(path, O_PATH | O_CLOEXEC), rc;

    if (fd < 0) return errno == ENOENT ? 0 : -1; /* /lib64 is not on every machine */
    rc = allow(set, fd, what);
    close(fd);
    return rc;
}

static int allow_system(int set) {
    static const struct {
        const char *path;
        uint64_t what;
    } rule[] = {
        {"/usr", FS_EXECUTE | FS_READ_FILE | FS_READ_DIR},
        {"/bin", FS_EXECUTE | FS_READ_FILE | FS_READ_DIR},
        {"/lib", FS_EXECUTE | FS_READ_FILE | FS_READ_DIR},
        {"/lib64", FS_EXECUTE | FS_READ_FILE | FS_READ_DIR},
        {"/etc/ld.so.cache", FS_READ_FILE},
        {"/etc/perl", FS_READ_FILE | FS_READ_DIR},
        {"/etc/localtime", FS_READ_FILE},
    };

    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        if (allow_path(set, rule[i].path, rule[i].what) < 0) return -1;
    return 0;
}

int cage_land(bool program, int file) {
    int abi = cage_land_abi(), set, rc = 0;
    struct ruleset all = everything(abi);

    if (!abi) return 1;
    set = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0U);
    if (set < 0) return -1;
    if (program) {
        rc = allow_system(set);
        /* The one file: so that a program can open it anew and move about in it. What is no file
         * of a disk (a file in memory, a pipe) needs no leave and takes none. */
        if (rc == 0 && file >= 0 && allow(set, file, FS_READ_FILE) < 0 && errno != EBADFD &&
            errno != EINVAL)
            rc = -1;
    }
    if (rc == 0) rc = (int)syscall(SYS_landlock_restrict_self, set, 0U);
    close(set);
    return rc;
}
