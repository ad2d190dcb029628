/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of a file that SQLite is using is not a copy of the case: a journal may belong to it, and a
 * writer may be in the middle. The backup of SQLite reads pages under its locks, and begins again when
 * somebody wrote meanwhile. */
#include "base/buf.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define TRIES 100 /* when another program is writing: SQLite waits up to 5 s in each */

static int system_fault(const char *what, struct err *e) {
    return err_set(e, RC_IO, "%s: %s", what, strerrordesc_np(errno));
}

static int all_pages(struct store *st, sqlite3 *to, struct err *e) {
    struct store target = {.db = to};
    sqlite3_backup *b = sqlite3_backup_init(to, "main", st->db, "main");
    int rc = SQLITE_OK, end;

    if (!b) return store_fault(&target, sqlite3_errcode(to), e);
    for (int i = 0; i < TRIES; i++) {
        rc = sqlite3_backup_step(b, -1);
        if (rc != SQLITE_BUSY && rc != SQLITE_LOCKED) break;
    }
    end = sqlite3_backup_finish(b);
    if (rc == SQLITE_DONE) rc = end;
    return rc == SQLITE_OK ? 0 : store_fault(&target, rc, e);
}

static int sync_both(const char *path, struct err *e) {
    int file = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

    if (file < 0 || fsync(file) < 0) rc = system_fault("the copy", e);
    if (file >= 0) close(file);
    return rc < 0 ? rc : store_sync_folder(path, e);
}

int store_copy(struct store *st, const char *path, struct err *e) {
    struct buf name = {0};
    sqlite3 *to = NULL;
    int rc = store_create_file(path, e);

    if (rc < 0) goto out;
    if (path[0] != '/') buf_puts(&name, "./"); /* as in store_open */
    buf_puts(&name, path);
    if (sqlite3_open_v2(name.p, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        rc = err_set(e, RC_IO, "cannot be opened");
    if (rc == 0) rc = all_pages(st, to, e);
    if (sqlite3_close(to) != SQLITE_OK && rc == 0) rc = err_set(e, RC_IO, "cannot be closed");
    if (rc == 0) rc = sync_both(path, e);
    if (rc < 0) unlink(path);
    buf_fini(&name);
out:
    if (rc < 0) err_at(e, "%s", path);
    return rc;
}
