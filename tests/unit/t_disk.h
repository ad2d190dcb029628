/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A disk that fails. */
#include "t.h"

#include <sqlite3.h>
#include <stdbool.h>

/* A SQLite VFS in front of the usual one. Writes, syncs, cuts and deletions are counted; the one
 * numbered `at` fails, and all after it when `for_good`, as on a full or pulled disk. */
static struct {
    sqlite3_vfs vfs, *real;
    int n, at; /* at 0: never */
    bool for_good;
} disk;

struct disk_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static bool disk_fails(void) {
    disk.n++;
    return disk.at && (disk.for_good ? disk.n >= disk.at : disk.n == disk.at);
}

static sqlite3_file *real_file(sqlite3_file *f) {
    return ((struct disk_file *)(void *)f)->real;
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
    (void)f;
    (void)flags;
    return disk_fails() ? SQLITE_IOERR_FSYNC
                        : SQLITE_OK; /* counted, not done: the machine stays on */
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
    if (rc == SQLITE_OK)
        d->base.pMethods = &methods;
    else
        sqlite3_free(d->real);
    return rc;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    (void)sync;
    return disk_fails() ? SQLITE_IOERR_DELETE : disk.real->xDelete(disk.real, name, 0);
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
static void disk_fail(int at, bool for_good) {
    disk.n = 0;
    disk.at = at;
    disk.for_good = for_good;
}
