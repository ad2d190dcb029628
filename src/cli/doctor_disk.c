/* SPDX-License-Identifier: Apache-2.0 */
/* Is there encryption below a file? The kernel names the layers of a device in sysfs: a dm-crypt
 * device has a uuid that begins with CRYPT-, and every device lists in `slaves` those that it is made
 * of. LVM on LUKS is found as LUKS itself is; a RAID only when all of its disks are encrypted. */
#include "cli/doctor.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#define DEEP 8 /* layers */

/* The beginning of a small file. @return false: cannot be read. */
static bool head(const char *path, char *out, size_t n) {
    FILE *f = fopen(path, "re");
    bool ok;

    if (!f) return false;
    ok = fgets(out, (int)n, f) != NULL;
    fclose(f);
    return ok;
}

static enum doctor_disk device(const char *dir, int depth);

static enum doctor_disk below(const char *dir, int depth) {
    char path[PATH_MAX];
    enum doctor_disk all = DISK_PLAIN;
    struct dirent *entry;
    size_t n = 0, crypt = 0;
    DIR *d;

    snprintf(path, sizeof path, "%s/slaves", dir);
    if (!(d = opendir(path))) return DISK_PLAIN;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((entry = readdir(d)) != NULL) {
        char one[PATH_MAX];

        if (entry->d_name[0] == '.') continue;
        if (snprintf(one, sizeof one, "%s/%s", path, entry->d_name) >= (int)sizeof one) continue;
        n++;
        crypt += device(one, depth + 1) == DISK_CRYPT;
    }
    closedir(d);
    if (n && crypt == n) all = DISK_CRYPT;
    return all;
}

static enum doctor_disk device(const char *dir, int depth) {
    char path[PATH_MAX], uuid[256];
    struct stat s;

    if (stat(dir, &s) < 0 || depth > DEEP) return DISK_UNKNOWN;
    if (snprintf(path, sizeof path, "%s/dm/uuid", dir) < (int)sizeof path &&
        head(path, uuid, sizeof uuid) && strncmp(uuid, "CRYPT-", 6) == 0)
        return DISK_CRYPT;
    return below(dir, depth);
}

static enum doctor_disk numbered(const char *root, unsigned ma, unsigned mi) {
    char dir[PATH_MAX];

    snprintf(dir, sizeof dir, "%s/sys/dev/block/%u:%u", root, ma, mi);
    return device(dir, 0);
}

/* A device by its name, /dev/mapper/x or /dev/sda2. */
static enum doctor_disk named(const char *root, const char *source) {
    struct stat s;

    if (source[0] != '/' || stat(source, &s) < 0 || !S_ISBLK(s.st_mode)) return DISK_UNKNOWN;
    return numbered(root, major(s.st_rdev), minor(s.st_rdev));
}

static bool is_memory(const char *type) {
    return strcmp(type, "tmpfs") == 0 || strcmp(type, "ramfs") == 0;
}

/* A file system without a device of its own: mountinfo has type and source (proc_pid_mountinfo(5)):
 * 36 35 0:40 / /home rw shared:1 - btrfs /dev/mapper/home rw */
static enum doctor_disk mounted(const char *root, unsigned ma, unsigned mi) {
    char path[PATH_MAX], line[PATH_MAX], want[64], type[64], source[512];
    enum doctor_disk is = DISK_UNKNOWN;
    FILE *f;

    snprintf(path, sizeof path, "%s/proc/self/mountinfo", root);
    snprintf(want, sizeof want, " %u:%u ", ma, mi);
    if (!(f = fopen(path, "re"))) return DISK_UNKNOWN;
    while (fgets(line, sizeof line, f)) {
        const char *dash = strstr(line, " - ");

        if (!dash || !strstr(line, want) || sscanf(dash + 3, "%63s %511s", type, source) != 2)
            continue;
        is = is_memory(type)                 ? DISK_MEMORY
             : strcmp(type, "ecryptfs") == 0 ? DISK_CRYPT
                                             : named(root, source);
        break;
    }
    fclose(f);
    return is;
}

enum doctor_disk doctor_disk(const char *root, unsigned ma, unsigned mi) {
    return ma ? numbered(root, ma, mi) : mounted(root, ma, mi);
}

/* A swap file lies on a file system; its device is that of the file. */
static bool swap_safe(const char *root, const char *name) {
    struct stat s;

    if (strncmp(name, "/dev/zram", 9) == 0) return true;
    if (stat(name, &s) < 0) return false;
    return doctor_disk(root, major(S_ISBLK(s.st_mode) ? s.st_rdev : s.st_dev),
                       minor(S_ISBLK(s.st_mode) ? s.st_rdev : s.st_dev)) == DISK_CRYPT;
}

int doctor_swap(const char *root) {
    char path[PATH_MAX], line[1024], name[512];
    int is = 0;
    FILE *f;

    snprintf(path, sizeof path, "%s/proc/swaps", root);
    if (!(f = fopen(path, "re"))) return -1;
    if (!fgets(line, sizeof line, f)) is = -1; /* its heading */
    while (is >= 0 && fgets(line, sizeof line, f)) {
        if (sscanf(line, "%511s", name) != 1) continue;
        if (is == 0) is = 1;
        if (!swap_safe(root, name)) is = 2;
    }
    fclose(f);
    return is;
}
