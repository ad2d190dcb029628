/* SPDX-License-Identifier: Apache-2.0 */
/* A backup that was never restored is a hope. So a copy is opened and compared as soon as it is made,
 * and --drill does what a person would do on the bad day: copy it somewhere, open it, make everything
 * derived again, and see whether the answer is the one that the case gives. */
#include "cli/carry.h"
#include "cli/cmd.h"
#include "cli/secret.h"
#include "ledger/merge.h"
#include "store/lock.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- making one --- */

static bool same_disk(const char *x, const char *y) {
    struct stat a, b;

    return stat(x, &a) == 0 && stat(y, &b) == 0 && a.st_dev == b.st_dev;
}

/* The copy against the case, which is held still by a transaction that reads. */
static int check_copy(struct store *st, const char *path, int64_t *entries, struct err *e) {
    struct merge_compare c = {0};
    struct store *copy = NULL;
    int rc = store_open(&copy, path, STORE_READ, e);

    if (rc == 0) rc = merge_whole(copy, e);
    if (rc == 0) rc = merge_compare(st, copy, &c, e);
    if (rc == 0 && (c.here || c.there || c.forks))
        rc = err_set(e, RC_IO, "%s: holds other entries than the case", path);
    store_close(copy);
    *entries = c.both;
    return rc;
}

static int copy_open(struct cli *x, const char *part, int64_t *entries, struct err *e) {
    struct store *st = NULL;
    struct err end;
    int rc = cmd_case(x, x->v.arg[0], &st, e);

    if (rc < 0) return rc;
    if ((rc = store_begin(st, e)) == 0) {
        if ((rc = merge_whole(st, e)) < 0)
            err_at(e, "%s", x->v.arg[0]);
        else if ((rc = store_copy(st, part, e)) == 0)
            rc = check_copy(st, part, entries, e);
        (void)store_end(st, 0, &end); /* nothing was written */
    }
    store_close(st);
    return rc;
}

static void said(struct cli *x, bool locked, int64_t entries) {
    struct buf b = {0};

    term_wrap(&b, &x->term, "The backup is in ", x->v.arg[1]);
    if (locked)
        buf_puts(&b, "locked, as the case is: compared byte by byte, and not opened\n");
    else
        buf_printf(&b, "opened and verified: %" PRId64 " entr%s, the same as in the case\n",
                   entries, entries == 1 ? "y" : "ies");
    if (same_disk(x->v.arg[0], x->v.arg[1]))
        term_wrap(&b, &x->term, "",
                  "It is on the same file system as the case: one theft or fault takes both. Keep "
                  "one elsewhere.");
    cmd_write(&b);
}

static int make(struct cli *x, struct err *e) {
    const char *path = x->v.arg[1];
    const char *part = arena_printf(x->a, "%s.%ld.part", path, (long)getpid());
    bool locked = carry_locked(x->v.arg[0]);
    int64_t entries = 0;
    struct stat s;
    int rc;

    if (lstat(path, &s) == 0) return err_set(e, RC_CONFLICT, "%s: exists already", path);
    rc = locked ? carry_file(x->v.arg[0], part, e) : copy_open(x, part, &entries, e);
    if (rc == 0)
        rc = carry_in_place(part, path, e);
    else
        carry_wipe(part);
    if (rc == 0) said(x, locked, entries);
    return rc;
}

/* --- the drill --- */

struct drill {
    char dir[PATH_MAX], path[PATH_MAX + 16];
    struct store *st;
    json_t *answer;
    int64_t entries, newest; /* newest: UTC ms, the latest time in an entry; 0: none says one */
    bool against, behind, same_answer;
    struct merge_compare c; /* here: the case */
};

static void clear_up(struct drill *d) {
    char name[sizeof d->path + 16];

    store_close(d->st);
    json_decref(d->answer);
    if (!*d->dir) return;
    snprintf(name, sizeof name, "%s-journal", d->path);
    carry_wipe(name);
    carry_wipe(d->path);
    if (rmdir(d->dir) < 0) fprintf(stderr, "note: %s could not be removed\n", d->dir);
}

static int restore(struct cli *x, struct drill *d, struct err *e) {
    const char *tmp = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
    struct secret pass = {0};
    int rc;

    snprintf(d->dir, sizeof d->dir, "%s/headcount-drill-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(d->dir)) {
        rc = err_set(e, RC_IO, "%s: %s", d->dir, strerrordesc_np(errno));
        *d->dir = 0;
        return rc;
    }
    snprintf(d->path, sizeof d->path, "%s/case.hc", d->dir);
    if ((rc = carry_file(x->v.arg[0], d->path, e)) < 0 || !carry_locked(d->path)) return rc;
    if ((rc = secret_pass(x, "Passphrase of the backup: ", false, &pass, e))) return rc;
    rc = unlock_case(d->path, secret_span(&pass), e);
    secret_fini(&pass);
    return rc;
}

static int look(struct drill *d, struct err *e) {
    struct query *q = NULL;
    int rc =
        query_open(&q, d->st, "SELECT count(*), coalesce(max(body ->> '$.at'), 0) FROM entry", e);

    if (rc < 0) return rc;
    if ((rc = query_next(q, e)) > 0) {
        d->entries = query_col_int(q, 0);
        d->newest = query_col_int(q, 1);
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int answer_of(struct cli *x, struct store *st, json_t **out, struct err *e) {
    struct pipe_options o = pipe_defaults();

    return pipe_answer(st, x->a, &o, out, e);
}

static int compare(struct cli *x, struct drill *d, const char *path, struct err *e) {
    struct store *st = NULL;
    json_t *answer = NULL;
    int rc = store_open(&st, path, STORE_READ, e);

    if (rc == 0) rc = cmd_derive(st, e);
    if (rc == 0) rc = merge_compare(st, d->st, &d->c, e);
    if (rc == 0) rc = answer_of(x, st, &answer, e);
    if (rc < 0)
        err_at(e, "%s", path);
    else
        d->same_answer = json_equal(answer, d->answer);
    json_decref(answer);
    store_close(st);
    d->against = true;
    return rc;
}

static int drill_steps(struct cli *x, struct drill *d, struct err *e) {
    const char *against = opt_value(&x->v, "against");
    int rc = restore(x, d, e);

    if (rc) return rc;
    if ((rc = store_open(&d->st, d->path, STORE_WRITE, e)) < 0) return rc;
    if ((rc = merge_whole(d->st, e)) < 0) {
        err_at(e, "%s", x->v.arg[0]);
        return rc;
    }
    if ((rc = look(d, e)) < 0) return rc;
    if ((rc = pipe_refresh(d->st, e)) < 0) return rc;
    if ((rc = answer_of(x, d->st, &d->answer, e)) < 0) return rc;
    return against ? compare(x, d, against, e) : 0;
}

/* A backup that holds what the case has not is no older state of it. */
static bool passed(const struct drill *d) {
    if (!d->against) return true;
    if (d->c.there || d->c.forks) return false;
    return d->c.here > 0 || d->same_answer;
}

static const char *age_text(struct cli *x, const struct drill *d) {
    int64_t days;

    if (!d->newest) return "no entry says when it was made";
    days = (x->now - d->newest) / UTC_DAY_MS;
    return arena_printf(x->a, "the newest entry is of %s, %" PRId64 " day%s ago",
                        utc_instant_text(d->newest).s, days, days == 1 ? "" : "s");
}

static void say_compare(struct buf *b, const struct drill *d) {
    if (d->c.forks || d->c.there)
        buf_printf(b,
                   "  NOT a state of this case: %" PRId64 " of its entries are not in the case\n",
                   d->c.there + d->c.forks);
    else if (d->c.here)
        buf_printf(b, "  the case has %" PRId64 " entr%s more: make a new backup\n", d->c.here,
                   d->c.here == 1 ? "y" : "ies");
    else
        buf_puts(b, "  the same entries as the case\n");
    buf_puts(b, d->same_answer                            ? "  the same answer as the case\n"
                : d->c.here && !d->c.there && !d->c.forks ? "  another answer, from fewer entries\n"
                                                          : "  ANOTHER answer than the case\n");
}

static void say_drill(struct cli *x, const struct drill *d) {
    struct buf b = {0};

    term_text(&b, &x->term, span_of(x->v.arg[0]));
    buf_puts(&b, passed(d) ? ": the backup can be restored\n" : ": the drill FAILED\n");
    buf_printf(&b, "  opened, verified: %" PRId64 " entr%s\n  rebuilt, and an answer computed\n",
               d->entries, d->entries == 1 ? "y" : "ies");
    if (d->against) say_compare(&b, d);
    buf_printf(&b, "  %s\n", age_text(x, d));
    if (!d->against)
        term_wrap(&b, &x->term, "", "With --against CASE it is compared with the case, too.");
    cmd_write(&b);
}

static void json_drill(const struct drill *d) {
    json_t *o =
        json_pack("{s:b, s:I, s:o}", "restored", passed(d), "entries", (json_int_t)d->entries,
                  "newest", d->newest ? json_string(utc_instant_text(d->newest).s) : json_null());

    if (d->against) {
        json_object_set_new(o, "behind", json_integer(d->c.here));
        json_object_set_new(o, "foreign", json_integer(d->c.there + d->c.forks));
        json_object_set_new(o, "same_answer", json_boolean(d->same_answer));
    }
    cmd_json(o);
    json_decref(o);
}

static int drill(struct cli *x, struct err *e) {
    struct drill d = {0};
    int rc = drill_steps(x, &d, e);

    if (rc == 0 && opt_value(&x->v, "json"))
        json_drill(&d);
    else if (rc == 0)
        say_drill(x, &d);
    clear_up(&d);
    return rc ? rc : passed(&d) ? CMD_DONE : CMD_NO;
}

/* --- the command --- */

static int run(struct cli *x, struct err *e) {
    bool is_drill = opt_value(&x->v, "drill");

    if (x->v.n != (is_drill ? 1 : 2)) {
        err_put(e, RC_SYNTAX, "backup CASE FILE, or backup --drill FILE");
        return CMD_USAGE;
    }
    if (!is_drill && (opt_value(&x->v, "against") || opt_value(&x->v, "passphrase-file") ||
                      opt_value(&x->v, "json"))) {
        err_put(e, RC_SYNTAX, "--against, --passphrase-file and --json go with --drill");
        return CMD_USAGE;
    }
    return is_drill ? drill(x, e) : make(x, e);
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case; with --drill, the backup"},
    {"FILE", OPT_FILE, true, false, NULL, "where the backup goes; there must be none"},
    {0},
};
static const struct opt options[] = {
    {"drill", 0, OPT_FLAG, NULL, NULL,
     "restore a backup in a temporary folder, use it, and remove it again"},
    {"against", 0, OPT_FILE, "CASE", NULL, "with --drill: compare with this case"},
    SECRET_PASS,
    CMD_JSON,
    {0},
};
const struct cmd cmd_backup = {
    .opt = {.name = "backup",
            .group = "Keep safe",
            .summary = "copy a case while it is in use, and try out a copy",
            .about =
                "The copy is one moment of the case, also while another program writes to it. "
                "It is opened, verified and compared before it gets its name. A locked case is "
                "copied as it is.\n\nA backup holds what was sealed at that time: forget "
                "does not reach it.",
            .example = "headcount backup --drill stick/vladivostok.hc --against vladivostok.hc",
            .args = args,
            .options = options},
    .run = run,
};
