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
#include <sys/stat.h>
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
#define FS_WRITE_FILE (UINT64_C(1) << 1)
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

/* A file is given less than a folder, or the kernel refuses the rule; what is neither (a pipe) takes none. */
static int allow_read(int set, const char *path, uint64_t what) {
    int fd = open(path, O_PATH | O_CLOEXEC), rc = 0;
    struct stat st;

    if (fd < 0) return 0; /* whoever opens it will say why not */
    if (fstat(fd, &st) == 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
        rc = allow(set, fd, S_ISDIR(st.st_mode) ? what : what & FS_READ_FILE);
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

/* @return a set without rules; 0: this kernel has none; -1 with errno. */
static int new_set(uint64_t *fs) {
    int abi = cage_land_abi();
    struct ruleset all = everything(abi);

    *fs = all.fs;
    return abi ? (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0U) : 0;
}

/* What a process of ours reads besides: zones, character sets, how many processors there are. */
static int allow_ours(int set) {
    static const char *const path[] = {
        "/usr/share", "/usr/lib",         "/usr/lib64",     "/lib",
        "/lib64",     "/etc/ld.so.cache", "/etc/localtime", "/sys/devices/system/cpu"};

    for (size_t i = 0; i < sizeof path / sizeof *path; i++)
        if (allow_read(set, path[i], FS_READ_FILE | FS_READ_DIR) < 0) return -1;
    if (CAGE_SANITIZED && allow_read(set, "/proc", FS_READ_FILE | FS_READ_DIR) < 0) return -1;
    return allow_path(set, "/dev/null", FS_READ_FILE | FS_WRITE_FILE);
}

int cage_land_room(const struct cage_room *room) {
    uint64_t fs;
    int set = new_set(&fs), rc;

    if (set <= 0) return set < 0 ? -1 : 1;
    rc = allow_ours(set);
    for (size_t i = 0; rc == 0 && room->read[i]; i++)
        rc = allow_read(set, room->read[i], FS_READ_FILE | FS_READ_DIR);
    for (size_t i = 0; rc == 0 && room->list[i]; i++)
        rc = allow_path(set, room->list[i], FS_READ_DIR);
    for (size_t i = 0; rc == 0 && room->write[i]; i++)
        rc = allow_path(set, room->write[i], fs & ~FS_EXECUTE);
    if (rc == 0) rc = (int)syscall(SYS_landlock_restrict_self, set, 0U);
    close(set);
    return rc;
}

int cage_land(bool program, int file) {
    uint64_t fs;
    int set = new_set(&fs), rc = 0;

    if (set <= 0) return set < 0 ? -1 : 1;
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
