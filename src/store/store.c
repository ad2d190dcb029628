/* SPDX-License-Identifier: Apache-2.0 */
/* A case is one SQLite file, and a case may come from anybody. Three things follow.
 *
 * A file is judged before it is used. Its header says whose it is; then the text of every object in
 * it is compared with schema.sql, run into an empty database in memory. Until both agree nothing
 * but the header and sqlite_schema is read (layout.c), so a stranger's trigger, view, generated column or
 * check never runs. (SQLite's own defences, trusted_schema and the defensive mode, are on as well.)
 *
 * A deleted text is gone. secure_delete overwrites it, there is no write-ahead log to keep it, and
 * temporary tables stay in memory.
 *
 * What was acknowledged stays. synchronous=EXTRA also syncs the folder when the rollback journal is
 * removed; with FULL a power cut could bring the journal back, and with it the state before the
 * commit. */
#include "base/buf.h"
#include "store/inside.h"
#include "store/lock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* made by tools/embed.c */
extern const unsigned char schema_sql[], derive_sql[];

#define SCHEMA_ID 0x68636e74U /* application_id, as in schema.sql */
#define VALUE_BYTES                                                                                \
    (16                                                                                            \
     << 20) /* of one value: a body has at most 1 MiB, an attachment this much                  \
                */
#define SQL_BYTES (1 << 20)

/* SQLite's messages name tables, columns and constraints, never the value in a row. */
int store_fault(struct store *st, int sqlite_rc, struct err *e) {
    const char *text = sqlite3_errmsg(st->db);

    switch (sqlite_rc & 0xff) {
    case SQLITE_CONSTRAINT: return err_set(e, RC_CONFLICT, "%s", text);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return err_set(e, RC_SYNTAX, "the case file is damaged: %s", text);
    case SQLITE_TOOBIG: return err_set(e, RC_LIMIT, "a value is over %d bytes", VALUE_BYTES);
    case SQLITE_ERROR:
        return err_set(e, RC_SYNTAX, "%s",
                       text); /* what a function such as ->> says of its argument */
    case SQLITE_FULL: return err_set(e, RC_IO, "the disk is full");
    case SQLITE_BUSY: return err_set(e, RC_IO, "another program is writing to the case");
    case SQLITE_READONLY: return err_set(e, RC_IO, "the case cannot be written");
    default: return err_set(e, RC_IO, "%s", text);
    }
}

int store_exec(struct store *st, const char *sql, struct err *e) {
    int rc = sqlite3_exec(st->db, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? 0 : store_fault(st, rc, e);
}

/* VACUUM builds the new file in a database of its own, in memory by temp_store, and attaches it. */
int store_compact(struct store *st, struct err *e) {
    int rc;

    sqlite3_limit(st->db, SQLITE_LIMIT_ATTACHED, 1);
    rc = store_exec(st, "VACUUM", e);
    sqlite3_limit(st->db, SQLITE_LIMIT_ATTACHED, 0);
    return rc;
}

/* --- opening --- */

static int configure(struct store *st, struct err *e) {
    static const struct {
        int what, value;
    } flags[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},         {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},     {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    };

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        int rc = sqlite3_db_config(st->db, flags[i].what, flags[i].value, NULL);

        if (rc != SQLITE_OK) return store_fault(st, rc, e);
    }
    sqlite3_limit(st->db, SQLITE_LIMIT_LENGTH, VALUE_BYTES);
    sqlite3_limit(st->db, SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES);
    sqlite3_limit(st->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(st->db, STORE_BUSY_MS);
    return store_exec(
        st,
        "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = EXTRA;"
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA journal_mode = DELETE;",
        e);
}

static uint32_t big32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The first 100 bytes, and the version that they name (sqlite.org/fileformat2.html, section 1.3), read through SQLite's own handle:
 * to open and close the file here would drop the POSIX locks that another store of this process
 * holds on it. */
static int check_header(struct store *st, uint32_t *version, struct err *e) {
    sqlite3_file *file = NULL;
    uint8_t h[100];
    int rc = sqlite3_file_control(st->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

    if (rc != SQLITE_OK || !file || !file->pMethods) return err_set(e, RC_IO, "cannot be read");
    rc = file->pMethods->xRead(file, h, sizeof h, 0);
    if ((rc == SQLITE_OK || rc == SQLITE_IOERR_SHORT_READ) && lock_begins(h, sizeof h))
        return err_set(e, RC_LOCKED, "the case is locked: headcount unlock opens it");
    if (rc == SQLITE_IOERR_SHORT_READ || (rc == SQLITE_OK && memcmp(h, "SQLite format 3", 16) != 0))
        return err_set(e, RC_SYNTAX, "not a case file");
    if (rc != SQLITE_OK) return err_set(e, RC_IO, "cannot be read");
    if (big32(h + 68) != SCHEMA_ID)
        return err_set(e, RC_SYNTAX, "a database of another program, not a case file");
    if (big32(h + 60) > STORE_SCHEMA)
        return err_set(e, RC_SYNTAX,
                       "made by a later version of headcount (schema %" PRIu32
                       ", this one knows %u)",
                       big32(h + 60), STORE_SCHEMA);
    /* write and read version 1: rollback journal; encoding 1: UTF-8 */
    if (big32(h + 60) == 0 || h[18] != 1 || h[19] != 1 || big32(h + 56) != 1)
        return err_set(e, RC_SYNTAX, "not laid out as a case file");
    *version = big32(h + 60);
    return 0;
}

/* A case of an earlier version gets the derived half of this one, filled as far as the entries alone
 * fill it; the rest is made by whoever wrote. One that is only read stays as it is: what is derived
 * from it is temporary anyway. */
static int renew(struct store *st, struct err *e) {
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    if ((rc = store_derive(st, e)) == 0) {
        struct buf b = {0};

        buf_printf(&b, "PRAGMA user_version = %u", STORE_SCHEMA);
        rc = store_exec(st, b.p, e);
        buf_fini(&b);
    }
    return store_end(st, rc, e);
}

/* Makes the file, so that SQLite never does: with our rights, and only where nothing is. */
int store_create_file(const char *path, struct err *e) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 && errno == EEXIST) return err_set(e, RC_CONFLICT, "exists already");
    if (fd < 0) return err_set(e, RC_IO, "cannot be made: %s", strerrordesc_np(errno));
    if (close(fd) < 0) return err_set(e, RC_IO, "cannot be made: %s", strerrordesc_np(errno));
    return 0;
}

int store_sync_folder(const char *path, struct err *e) {
    const char *slash = strrchr(path, '/');
    struct buf dir = {0};
    int fd, rc = 0;

    buf_add(&dir, slash ? (struct span){path, (size_t)(slash - path) + 1} : SPAN("."));
    fd = open(dir.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) < 0) rc = err_set(e, RC_IO, "its folder: %s", strerrordesc_np(errno));
    if (fd >= 0) close(fd);
    buf_fini(&dir);
    return rc;
}

static int find_file(const char *path, struct err *e) {
    struct stat s;

    if (stat(path, &s) == 0)
        return S_ISREG(s.st_mode) ? 0 : err_set(e, RC_SYNTAX, "not a file, so not a case");
    if (errno == ENOENT || errno == ENOTDIR)
        return err_set(e, RC_NOTFOUND, "there is no such case");
    return err_set(e, RC_IO, "%s", strerrordesc_np(errno));
}

static bool has_path(enum store_mode mode) {
    return mode != STORE_MEMORY && mode != STORE_SCRATCH;
}

static int open_database(struct store *st, const char *path, struct err *e) {
    static const int flags[] = {
        [STORE_READ] = SQLITE_OPEN_READONLY,
        [STORE_WRITE] = SQLITE_OPEN_READWRITE,
        [STORE_CREATE] = SQLITE_OPEN_READWRITE,
        [STORE_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
        [STORE_SCRATCH] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    };
    struct buf name = {0};
    int rc;

    /* "./" keeps SQLite from giving names such as ":memory:" and "file:..." a meaning of their own
     */
    if (has_path(st->mode) && path[0] != '/') buf_puts(&name, "./");
    buf_puts(&name, has_path(st->mode) ? path : st->mode == STORE_MEMORY ? ":memory:" : "");
    rc = sqlite3_open_v2(name.p, &st->db, flags[st->mode] | SQLITE_OPEN_NOMUTEX, NULL);
    buf_fini(&name);
    if (rc == SQLITE_OK) sqlite3_extended_result_codes(st->db, 1);
    return rc == SQLITE_OK ? 0 : store_fault(st, rc, e);
}

static int lay_schema(struct store *st, struct err *e) {
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    return store_end(st, store_exec(st, (const char *)schema_sql, e), e);
}

static int open_checked(struct store *st, const char *path, struct err *e) {
    bool fresh = st->mode == STORE_CREATE || !has_path(st->mode);
    uint32_t version = STORE_SCHEMA;
    int rc;

    if (!fresh && (rc = find_file(path, e)) < 0) return rc;
    if ((rc = open_database(st, path, e)) < 0) return rc;
    if (!fresh && (rc = check_header(st, &version, e)) < 0) return rc;
    if (!fresh && (rc = store_settle(st, e)) < 0) return rc;
    if (rc > 0 && (rc = check_header(st, &version, e)) < 0)
        return rc; /* it may have been of a change */
    if ((rc = configure(st, e)) < 0) return rc;
    if (st->mode == STORE_WRITE && sqlite3_db_readonly(st->db, "main") == 1)
        return err_set(e, RC_IO, "may only be read");
    if (st->mode == STORE_SCRATCH)
        return store_exec(
            st, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF",
            e);
    if (fresh) return lay_schema(st, e);
    if ((rc = store_layout(st, version, e)) < 0) return rc;
    return version < STORE_SCHEMA && st->mode == STORE_WRITE ? renew(st, e) : 0;
}

static int open_as(struct store **out, const char *path, enum store_mode mode, bool looks,
                   struct err *e) {
    struct store *st;
    int rc = 0;

    if (has_path(mode) && !*path) return err_set(e, RC_NOTFOUND, "the name of the case is empty");
    if (mode == STORE_CREATE) rc = store_create_file(path, e);
    if (rc < 0) goto out;
    st = calloc(1, sizeof *st);
    if (!st) {
        fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", sizeof *st);
        abort();
    }
    st->mode = mode;
    st->looks = looks;
    if ((rc = open_checked(st, path, e)) < 0) {
        store_close(st);
        if (mode == STORE_CREATE)
            unlink(path); /* half a case is none; what it can leave behind is a journal of an empty
                             file */
        goto out;
    }
    *out = st;
out:
    if (rc < 0 && has_path(mode)) err_at(e, "%s", path);
    return rc;
}

int store_open(struct store **out, const char *path, enum store_mode mode, struct err *e) {
    return open_as(out, path, mode, false, e);
}

int store_look(struct store **out, const char *path, struct err *e) {
    return open_as(out, path, STORE_READ, true, e);
}

void store_close(struct store *st) {
    if (!st) return;
    for (size_t i = 0; i < st->nidle; i++) {
        sqlite3_finalize(st->idle[i]->stmt);
        free(st->idle[i]);
    }
    sqlite3_close_v2(st->db);
    free(st);
}

bool store_is_memory(const struct store *st) {
    return st->mode == STORE_MEMORY;
}

/* --- transactions --- */

int store_begin(struct store *st, struct err *e) {
    assert(sqlite3_get_autocommit(st->db));
    st->tail = (struct store_tail){0};
    return store_exec(st, st->mode == STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE", e);
}

int store_end(struct store *st, int rc, struct err *e) {
    st->tail = (struct store_tail){0};
    if (sqlite3_get_autocommit(
            st->db)) /* SQLite rolls back by itself when the disk is full or broken */
        return rc < 0 ? rc
                      : err_set(e, RC_IO, "nothing was written: the transaction was broken off");
    if (rc >= 0) {
        int end = store_exec(st, "COMMIT", e);

        if (end == 0) return rc;
        rc = end;
    }
    /* what it could say is of the rollback; the sentence stays that of the failure */
    if (!sqlite3_get_autocommit(st->db)) sqlite3_exec(st->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

struct store_tail *store_tail(struct store *st) {
    return sqlite3_get_autocommit(st->db) ? NULL : &st->tail;
}

/* --- the derived half --- */

static void replace_all(struct buf *out, const char *text, const char *what, const char *by) {
    const char *at;

    for (; (at = strstr(text, what)); text = at + strlen(what)) {
        buf_add(out, (struct span){text, (size_t)(at - text)});
        buf_puts(out, by);
    }
    buf_puts(out, text);
}

int store_drop_derived(struct store *st, struct err *e) {
    const char *derived = strstr((const char *)schema_sql, STORE_DERIVED);
    struct buf drops = {0}, sql = {0};
    int rc;

    assert(derived);
    if (st->mode != STORE_READ) return store_exec(st, derived, e);
    replace_all(&drops, derived, "\nDROP TABLE IF EXISTS ", "\nDROP TABLE IF EXISTS temp.");
    replace_all(&sql, drops.p, "\nCREATE TABLE ", "\nCREATE TEMP TABLE ");
    rc = store_exec(st, sql.p, e);
    buf_fini(&drops);
    buf_fini(&sql);
    return rc;
}

int store_derive(struct store *st, struct err *e) {
    int rc = store_drop_derived(st, e);

    return rc < 0 ? rc : store_exec(st, (const char *)derive_sql, e);
}
