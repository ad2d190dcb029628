/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A disk that fails, and a disk whose power fails. */
#include "base/rng.h"
#include "t.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <unistd.h>

/* A SQLite VFS in front of the usual one. Writes, syncs, cuts and deletions are counted; the one
 * numbered `at` fails, and all after it when `for_good`, as on a full or pulled disk. */
static struct {
    sqlite3_vfs vfs, *real;
    int n, at; /* at 0: never */
    bool for_good;
    bool power; /* what a power cut would leave is kept in `image` */
} disk;

/* What of a file has been synced. */
#define DISK_FILES 8
#define DISK_SECTOR ((size_t)512)
static struct disk_image {
    char name[256];
    uint8_t *p;
    size_t n;
    bool there; /* in its folder, as far as the folder was synced */
} disk_image[DISK_FILES];

struct disk_file {
    sqlite3_file base;
    sqlite3_file *real;
    struct disk_image *image; /* NULL: not kept */
};

static bool disk_fails(void) {
    disk.n++;
    return disk.at && (disk.for_good ? disk.n >= disk.at : disk.n == disk.at);
}

static sqlite3_file *real_file(sqlite3_file *f) {
    return ((struct disk_file *)(void *)f)->real;
}

static struct disk_image *disk_find(const char *name) {
    for (size_t i = 0; i < DISK_FILES; i++)
        if (strcmp(disk_image[i].name, name) == 0) return &disk_image[i];
    return NULL;
}

static bool disk_load(const char *name, uint8_t **p, size_t *n) {
    FILE *f = fopen(name, "rb");
    long size;

    *p = NULL;
    *n = 0;
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);
    assert_true(size >= 0);
    *p = malloc((size_t)size + 1);
    assert_non_null(*p);
    *n = fread(*p, 1, (size_t)size, f);
    fclose(f);
    return true;
}

/* Opened for the first time: what was there before counts as synced. */
static struct disk_image *disk_watch(const char *name) {
    struct disk_image *m = name ? disk_find(name) : NULL;

    if (m || !name) return m;
    m = disk_find("");
    assert_non_null(m);
    snprintf(m->name, sizeof m->name, "%s", name);
    m->there = disk_load(name, &m->p, &m->n) && m->n > 0;
    return m;
}

static void disk_synced(struct disk_image *m) {
    free(m->p);
    m->there = disk_load(m->name, &m->p, &m->n);
}

static int disk_close(sqlite3_file *f) {
    sqlite3_file *real = real_file(f);
    int rc = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;

    sqlite3_free(real);
    return rc;
}

static int disk_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) {
    return real_file(f)->pMethods->xRead(real_file(f), p, n, at);
}

static int disk_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
    if (!disk_fails()) return real_file(f)->pMethods->xWrite(real_file(f), p, n, at);
    if (n > 1 && disk.n % 2)
        real_file(f)->pMethods->xWrite(real_file(f), p, n / 2,
                                       at); /* half of it may have arrived */
    return disk.n % 3 ? SQLITE_IOERR_WRITE : SQLITE_FULL;
}

static int disk_truncate(sqlite3_file *f, sqlite3_int64 size) {
    return disk_fails() ? SQLITE_IOERR_TRUNCATE
                        : real_file(f)->pMethods->xTruncate(real_file(f), size);
}

static int disk_sync(sqlite3_file *f, int flags) {
    struct disk_image *m = ((struct disk_file *)(void *)f)->image;

    (void)flags;
    if (disk_fails()) return SQLITE_IOERR_FSYNC;
    if (m) disk_synced(m); /* otherwise counted, not done: the machine stays on */
    return SQLITE_OK;
}

static int disk_size(sqlite3_file *f, sqlite3_int64 *size) {
    return real_file(f)->pMethods->xFileSize(real_file(f), size);
}

static int disk_lock(sqlite3_file *f, int level) {
    return real_file(f)->pMethods->xLock(real_file(f), level);
}

static int disk_unlock(sqlite3_file *f, int level) {
    return real_file(f)->pMethods->xUnlock(real_file(f), level);
}

static int disk_reserved(sqlite3_file *f, int *out) {
    return real_file(f)->pMethods->xCheckReservedLock(real_file(f), out);
}

static int disk_control(sqlite3_file *f, int op, void *arg) {
    return real_file(f)->pMethods->xFileControl(real_file(f), op, arg);
}

static int disk_sector(sqlite3_file *f) {
    return real_file(f)->pMethods->xSectorSize(real_file(f));
}

static int disk_traits(sqlite3_file *f) {
    return real_file(f)->pMethods->xDeviceCharacteristics(real_file(f));
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out) {
    static const sqlite3_io_methods methods = {
        1,         disk_close,  disk_read,     disk_write,   disk_truncate, disk_sync,   disk_size,
        disk_lock, disk_unlock, disk_reserved, disk_control, disk_sector,   disk_traits, NULL,
        NULL,      NULL,        NULL,          NULL,         NULL,
    };
    struct disk_file *d = (struct disk_file *)(void *)f;
    int rc;

    (void)vfs;
    d->base.pMethods = NULL;
    d->real = sqlite3_malloc(disk.real->szOsFile);
    if (!d->real) return SQLITE_NOMEM;
    rc = disk.real->xOpen(disk.real, name, d->real, flags, out);
    d->image = rc == SQLITE_OK && disk.power ? disk_watch(name) : NULL;
    if (rc == SQLITE_OK)
        d->base.pMethods = &methods;
    else
        sqlite3_free(d->real);
    return rc;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    struct disk_image *m = disk.power ? disk_find(name) : NULL;

    (void)vfs;
    if (disk_fails()) return SQLITE_IOERR_DELETE;
    if (m && sync) { /* the folder is synced, too; the next file of that name begins empty */
        m->there = false;
        m->n = 0;
    }
    return disk.real->xDelete(disk.real, name, 0);
}

/** Once, before the tests: from then on every database of this program is on that disk. */
static int disk_insert(void **state) {
    (void)state;
    disk.real = sqlite3_vfs_find("unix");
    disk.vfs = *disk.real;
    disk.vfs.zName = "failing";
    disk.vfs.szOsFile = sizeof(struct disk_file);
    disk.vfs.pNext = NULL;
    disk.vfs.xOpen = disk_open;
    disk.vfs.xDelete = disk_delete;
    return sqlite3_vfs_register(&disk.vfs, 1) == SQLITE_OK ? 0 : -1;
}

/** Counts from 1 anew; operation number `at` fails, 0: none. */
static inline void disk_fail(int at, bool for_good) {
    disk.n = 0;
    disk.at = at;
    disk.for_good = for_good;
    disk.power = false;
}

/** The same for good, and what disk_dark needs is kept from now on. */
static inline void disk_fail_power(int at) {
    disk_fail(at, true);
    disk.power = true;
    for (size_t i = 0; i < DISK_FILES; i++) {
        free(disk_image[i].p);
        disk_image[i] = (struct disk_image){0};
    }
}

/* What was synced, and of the sectors written since any that luck chose. */
static inline void disk_mix(struct disk_image *m, uint64_t luck, uint64_t file) {
    uint8_t *now, *all;
    size_t n, size;
    bool there = disk_load(m->name, &now, &n);
    FILE *f;

    if (!m->there && (!there || rng_u64(luck, file, 0) % 2)) {
        unlink(m->name); /* made since, and its folder not synced */
        free(now);
        return;
    }
    size = !there || rng_u64(luck, file, 1) % 2 ? m->n : n;
    all = calloc(size + 1, 1);
    assert_non_null(all);
    for (size_t at = 0; at < size; at += DISK_SECTOR) {
        bool fresh = there && rng_u64(luck, file, 2 + at) % 2;
        const uint8_t *from = fresh ? now : m->p;
        size_t have = fresh ? n : m->n, end = at + DISK_SECTOR < size ? at + DISK_SECTOR : size;

        if (have > at) memcpy(all + at, from + at, (have < end ? have : end) - at);
    }
    f = fopen(m->name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(all, 1, size, f), size);
    fclose(f);
    free(all);
    free(now);
}

/** After the power failed: leaves of each file what a disk may have. The files must be closed. */
static inline void disk_dark(uint64_t luck) {
    for (size_t i = 0; i < DISK_FILES; i++)
        if (disk_image[i].name[0]) disk_mix(&disk_image[i], luck, i);
    disk_fail_power(0);
    disk.power = false;
}
