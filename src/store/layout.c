/* SPDX-License-Identifier: Apache-2.0 */
/* Whose tables and triggers are in a file? Its objects are compared with those of schema.sql, run into an empty database in memory, byte by
 * byte. A file with anything else in it is not used: what a stranger laid out may lie, or run.
 *
 * One thing is looked at apart. The triggers that keep entries stop everybody who edits a case by hand, and such a person takes them out; that
 * is the tampering that is to be found AND located. So whoever only looks (store_look) is let in when all else is ours, is told, and
 * SQLite runs no trigger for them. */
#include "base/buf.h"
#include "store/inside.h"

#include <assert.h>
#include <stdio.h>

extern const unsigned char schema_sql[], derived_1_sql[],
    derived_2_sql[]; /* made by tools/embed.c */

/* What a case of this version was laid out by. The enduring half has been the same in all. */
static void schema_of(uint32_t version, struct buf *out) {
    const unsigned char *const earlier[] = {[1] = derived_1_sql, [2] = derived_2_sql};
    const char *derived = strstr((const char *)schema_sql, STORE_DERIVED);

    assert(derived && version >= 1 && version <= STORE_SCHEMA);
    buf_add(out,
            (struct span){(const char *)schema_sql, (size_t)(derived - (const char *)schema_sql)});
    buf_puts(out, version == STORE_SCHEMA ? derived
                                          : strstr((const char *)earlier[version], STORE_DERIVED));
}

static int open_ours(struct store *ours, uint32_t version, struct err *e) {
    struct buf want = {0};
    int rc =
        sqlite3_open_v2(":memory:", &ours->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

    schema_of(version, &want);
    if (rc == SQLITE_OK) rc = sqlite3_exec(ours->db, want.p, NULL, NULL, NULL);
    buf_fini(&want);
    return rc == SQLITE_OK ? 0 : store_fault(ours, rc, e);
}

/* Two walks side by side, over objects in the order of their names. */
struct pair {
    struct store *st[2]; /* the file, ours */
    sqlite3_stmt *q[2];
    bool row[2];
};

static int step(struct pair *p, int i, struct err *e) {
    int rc = sqlite3_step(p->q[i]);

    p->row[i] = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : store_fault(p->st[i], rc, e);
}

static int walk(struct pair *p, struct store *st, struct store *ours, const char *sql,
                struct err *e) {
    int rc = 0;

    *p = (struct pair){.st = {st, ours}};
    for (int i = 0; i < 2 && rc == 0; i++) {
        int bad = sqlite3_prepare_v2(p->st[i]->db, sql, -1, &p->q[i], NULL);

        rc = bad == SQLITE_OK ? step(p, i, e) : store_fault(p->st[i], bad, e);
    }
    return rc;
}

static void walk_end(struct pair *p) {
    for (int i = 0; i < 2; i++) sqlite3_finalize(p->q[i]);
}

static struct span column(const struct pair *p, int side, int col) {
    const char *s = sqlite3_column_blob(p->q[side], col);

    return (struct span){s, (size_t)sqlite3_column_bytes(p->q[side], col)};
}

static bool same_row(const struct pair *p) {
    bool same = p->row[0] == p->row[1];

    for (int i = 0; same && p->row[0] && i < sqlite3_column_count(p->q[0]); i++)
        same = sqlite3_column_type(p->q[0], i) == sqlite3_column_type(p->q[1], i) &&
               span_eq(column(p, 0, i), column(p, 1, i));
    return same;
}

/* All that is no trigger; and what calls itself one is one: SQLite makes of a row what its text says. */
static int compare_rest(struct store *st, struct store *ours, struct err *e) {
    static const char sql[] =
        "SELECT name, type, tbl_name, sql FROM main.sqlite_schema WHERE type IS NOT 'trigger' OR "
        "typeof(name) IS NOT 'text' OR substr(sql, 1, 15) IS NOT 'CREATE TRIGGER ' ORDER BY 1, 2, "
        "3, 4";
    struct pair p;
    int rc = walk(&p, st, ours, sql, e);

    while (rc == 0 && (p.row[0] || p.row[1])) {
        if (!same_row(&p))
            rc = err_set(
                e, RC_SYNTAX,
                "not laid out as a case file: something was added to its tables, or taken away");
        for (int i = 0; i < 2 && rc == 0; i++) rc = step(&p, i, e);
    }
    walk_end(&p);
    return rc;
}

static void name(struct buf *list, struct span s) {
    buf_printf(list, "%s%.*s", list->n ? ", " : "", SPAN_ARG(s));
}

/* Names of ours only: those of a stranger may say anything. */
static void sentence(struct store *st, const struct buf *gone, const struct buf *other,
                     size_t added) {
    struct buf b = {0};

    if (gone->n) buf_printf(&b, "%s taken out", gone->p);
    if (other->n) buf_printf(&b, "%s%s replaced", b.n ? "; " : "", other->p);
    if (added) buf_printf(&b, "%s%zu added", b.n ? "; " : "", added);
    if (b.n)
        snprintf(st->changed, sizeof st->changed,
                 "the triggers that keep what was entered were changed (%s)", b.p);
    buf_fini(&b);
}

static int compare_triggers(struct store *st, struct store *ours, struct err *e) {
    static const char sql[] = "SELECT name, tbl_name, sql FROM main.sqlite_schema WHERE type = "
                              "'trigger' ORDER BY 1, 2, 3";
    struct buf gone = {0}, other = {0};
    size_t added = 0;
    struct pair p;
    int rc = walk(&p, st, ours, sql, e);

    while (rc == 0 && (p.row[0] || p.row[1])) {
        int c = !p.row[0] ? 1 : !p.row[1] ? -1 : span_cmp(column(&p, 0, 0), column(&p, 1, 0));

        if (c > 0) name(&gone, column(&p, 1, 0));
        if (c < 0) added++;
        if (c == 0 && !same_row(&p)) name(&other, column(&p, 1, 0));
        if (c <= 0) rc = step(&p, 0, e);
        if (rc == 0 && c >= 0) rc = step(&p, 1, e);
    }
    walk_end(&p);
    if (rc == 0) sentence(st, &gone, &other, added);
    buf_fini(&gone);
    buf_fini(&other);
    return rc;
}

int store_layout(struct store *st, uint32_t version, struct err *e) {
    struct store ours = {.mode = STORE_MEMORY};
    int rc = open_ours(&ours, version, e);

    if (rc == 0) rc = compare_rest(st, &ours, e);
    if (rc == 0) rc = compare_triggers(st, &ours, e);
    sqlite3_close(ours.db);
    if (rc < 0 || !*st->changed) return rc;
    if (!st->looks)
        return err_set(e, RC_SYNTAX,
                       "not laid out as a case file: %s; headcount verify says what stands in it",
                       st->changed);
    rc = sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    return rc == SQLITE_OK ? 0 : store_fault(st, rc, e);
}

const char *store_changed(const struct store *st) {
    return *st->changed ? st->changed : NULL;
}
