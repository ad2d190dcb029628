/* SPDX-License-Identifier: Apache-2.0 */
/* A writer that was killed leaves a journal beside the file, and the file is what it was only when the
 * journal has been played back. SQLite does that by itself for whoever may write; a connection that
 * may only read is told SQLITE_READONLY_ROLLBACK and sees nothing. So a reader that finds a journal
 * opens the file once for writing, looks, and closes it again. Whether the journal belongs to a
 * writer that is still at work SQLite sees by its locks, and leaves it alone.
 *
 * A journal may come from a stranger, with the case. Played back it can change this one file only,
 * which is judged afterwards; but one that names a super-journal makes SQLite delete the file of that
 * name. None of ours does: no transaction of ours spans two files. */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The last 8 bytes of a journal that names a super-journal, and the first of any (SQLite's file
 * format, section 3). */
static const uint8_t mark[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};

/** @return 1: it is there and may be played back; 0: there is none. */
static int look(const char *path, struct err *e) {
    uint8_t tail[sizeof mark];
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), rc = 1;

    if (fd < 0 && errno == ENOENT) return 0;
    if (fd < 0 && errno == EACCES) return 1; /* SQLite cannot read it either */
    if (fd < 0) return err_set(e, RC_IO, "the journal beside it: %s", strerrordesc_np(errno));
    if (fstat(fd, &s) < 0 || !S_ISREG(s.st_mode))
        rc = err_set(e, RC_SYNTAX, "the journal beside it is no file");
    else if (s.st_size < (off_t)sizeof tail)
        rc = s.st_size > 0;
    else if (pread(fd, tail, sizeof tail, s.st_size - (off_t)sizeof tail) != sizeof tail)
        rc = err_set(e, RC_IO, "the journal beside it cannot be read");
    else if (s.st_size >= 16 && memcmp(tail, mark, sizeof mark) == 0)
        rc =
            err_set(e, RC_SYNTAX,
                    "the journal beside it names another file, as no journal of a case does: it is "
                    "not played back");
    close(fd);
    return rc;
}

/* Takes a shared lock and reads the header, which plays a hot journal back. */
static int touch(sqlite3 *db) {
    return sqlite3_exec(db, "PRAGMA main.schema_version", NULL, NULL, NULL);
}

static int touch_writing(const char *file) {
    sqlite3 *db = NULL;
    int rc = sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (rc == SQLITE_OK) {
        sqlite3_extended_result_codes(db, 1);
        sqlite3_busy_timeout(db, STORE_BUSY_MS);
        rc = sqlite3_exec(db, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) rc = touch(db);
    sqlite3_close(db);
    return rc;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int store_settle(struct store *st, struct err *e) {
    const char *file = sqlite3_db_filename(st->db, "main"),
               *journal = sqlite3_filename_journal(file);
    int rc = look(journal, e);

    if (rc <= 0) return rc;
    sqlite3_busy_timeout(st->db, STORE_BUSY_MS);
    rc = touch(st->db);
    if ((rc & 0xff) == SQLITE_READONLY || (rc & 0xff) == SQLITE_CANTOPEN) rc = touch_writing(file);
    switch (rc & 0xff) {
    case SQLITE_OK: return 1;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return err_set(
            e, RC_IO,
            "a write to it was broken off, and here the journal beside it (%.200s) cannot "
            "be played back: copy both, under these names, to a folder where they can be "
            "written, and use the case there",
            name_of(journal));
    default: return store_fault(st, rc, e);
    }
}
