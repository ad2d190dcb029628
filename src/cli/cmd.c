/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"

#include "base/num.h"
#include "cli/head.h"
#include "cli/look.h"
#include "cli/part.h"
#include "cli/secret.h"
#include "cli/spare.h"
#include "pipe/review.h"
#include "report/allow.h"
#include "report/names.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const struct cmd *const cmd_all[] = {
    &cmd_run,      &cmd_init,     &cmd_import,     &cmd_add,     &cmd_mark,     &cmd_review,
    &cmd_read,     &cmd_template, &cmd_slots,      &cmd_counts,  &cmd_claims,   &cmd_sources,
    &cmd_media,    &cmd_explain,  &cmd_log,        &cmd_serve,   &cmd_estimate, &cmd_plan,
    &cmd_check,    &cmd_rules,    &cmd_hypotheses, &cmd_twolist, &cmd_score,    &cmd_decode,
    &cmd_legs,     &cmd_sweep,    &cmd_report,     &cmd_export,  &cmd_bag,      &cmd_keys,
    &cmd_identity, &cmd_forget,   &cmd_lock,       &cmd_unlock,  &cmd_stamp,    &cmd_merge,
    &cmd_backup,   &cmd_verify,   &cmd_doctor,     &cmd_rebuild, &cmd_help,     &cmd_version,
};
const size_t cmd_count =
    sizeof cmd_all / sizeof cmd_all[0]; /* NOLINT(bugprone-sizeof-expression) */

const struct cmd *cmd_find(const char *name) {
    for (size_t i = 0; i < cmd_count; i++)
        if (strcmp(cmd_all[i]->opt.name, name) == 0) return cmd_all[i];
    return NULL;
}

const struct opt_command **cmd_tables(struct arena *a) {
    const struct opt_command **v = ARENA_ARRAY(a, const struct opt_command *, cmd_count);

    for (size_t i = 0; i < cmd_count; i++) v[i] = &cmd_all[i]->opt;
    return v;
}

int cmd_options(const struct cli *x, struct pipe_options *o, struct err *e) {
    const char *as_of = opt_value(&x->v, "as-of"), *interval = opt_value(&x->v, "interval"),
               *seed = opt_value(&x->v, "seed");
    int64_t n;

    *o = pipe_defaults();
    if (as_of && utc_date_read(span_of(as_of), &o->as_of, e) < 0) {
        err_at(e, "--as-of");
        return CMD_USAGE;
    }
    if (interval && num_real(span_of(interval), 0.5, 0.99, &o->interval, e) < 0) {
        err_at(e, "--interval");
        return CMD_USAGE;
    }
    if (seed) {
        if (num_int(span_of(seed), 0, INT32_MAX, &n, e) < 0) {
            err_at(e, "--seed");
            return CMD_USAGE;
        }
        o->seed = (uint64_t)n;
    }
    return 0;
}

int cmd_derive(struct store *st, struct err *e) {
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    return store_end(st, store_derive(st, e), e);
}

int cmd_case(struct cli *x, const char *path, struct store **st, struct err *e) {
    int rc = store_open(st, path, STORE_READ, e);

    if (rc == 0 && (rc = spare_sources(&x->v, x->a, *st, e)) < 0) {
        store_close(*st);
        *st = NULL;
    }
    if (rc == 0) secret_few(x, *st);
    return rc;
}

static bool is_folder(const char *path) {
    struct stat s;

    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* The rows in force are there. */
static int open_read(struct cli *x, const char *path, struct store **st, struct err *e) {
    int rc;

    if (is_folder(path)) return cmd_open(x, path, st, e);
    if ((rc = cmd_case(x, path, st, e)) < 0) return rc;
    if ((rc = cmd_derive(*st, e)) < 0) err_at(e, "%s", path);
    return rc;
}

int cmd_answer_with(struct cli *x, const char *path, const struct pipe_options *o, json_t **answer,
                    struct err *e) {
    struct store *st = NULL;
    int rc = open_read(x, path, &st, e);

    if (rc == 0 && (rc = pipe_answer(st, x->a, o, answer, e)) < 0) err_at(e, "%s", path);
    store_close(st);
    return rc;
}

int cmd_answer(struct cli *x, const char *path, json_t **answer, struct err *e) {
    struct pipe_options o;
    int rc = cmd_options(x, &o, e);

    return rc ? rc : cmd_answer_with(x, path, &o, answer, e);
}

int cmd_is_case(const char *path, struct err *e) {
    enum head is;
    struct stat s;
    int fd;

    if (stat(path, &s) < 0 || !S_ISREG(s.st_mode)) return 0;
    if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return err_set(e, RC_IO, "%s: cannot be opened", path);
    is = head_of(fd);
    close(fd);
    return is == HEAD_CASE || is == HEAD_LOCKED;
}

void cmd_write(struct buf *b) {
    fwrite(b->p, 1, b->n, stdout);
    buf_fini(b);
}

void cmd_json(const json_t *v) {
    json_dumpf(v, stdout,
               JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12) | JSON_ENCODE_ANY);
    putchar('\n');
}

json_t *cmd_allowed(const json_t *answer, bool own) {
    return own ? allow_answer(answer) : names_allowed(answer);
}

void cmd_list(const json_t *answer, const char *key, bool own) {
    json_t *allowed = own ? NULL : names_allowed(answer);

    cmd_json(json_object_get(own ? answer : allowed, key));
    json_decref(allowed);
}

int cmd_own(const struct cli *x, bool *own, struct err *e) {
    *own = opt_value(&x->v, "own-names");
    if (!*own || opt_value(&x->v, "json")) return 0;
    err_put(e, RC_SYNTAX, "--own-names goes with --json");
    return CMD_USAGE;
}

int cmd_names(struct cli *x, struct store *st, const struct pipe_options *o, json_t **names,
              struct err *e) {
    struct pipe_options quick = *o;
    json_t *answer = NULL;
    int rc;

    quick.unmeasured = true;
    quick.sensitivity = quick.plan = false;
    if ((rc = pipe_answer(st, x->a, &quick, &answer, e)) < 0) return rc;
    *names = names_map(answer);
    json_decref(answer);
    return 0;
}

int cmd_told(struct cli *x, struct store *st, const struct pipe_options *o,
             json_t *(*allow)(const json_t *), json_t **v, struct err *e) {
    json_t *names = NULL, *allowed;
    int rc;

    if (opt_value(&x->v, "own-names")) return 0;
    if ((rc = cmd_names(x, st, o, &names, e)) < 0) return rc;
    allowed = allow ? allow(*v) : json_incref(*v);
    json_decref(*v);
    *v = names_put(allowed, names);
    json_decref(allowed);
    json_decref(names);
    return 0;
}

int cmd_own_name(struct cli *x, struct store *st, const struct pipe_options *o, const char *what,
                 const char **own, struct err *e) {
    size_t n = strlen(what);
    json_t *answer = NULL;
    char *found;
    int rc;

    *own = NULL;
    if (n < PIPE_PREFIX || strspn(what + (*what == 'L'), "0123456789abcdef") + (*what == 'L') != n)
        return 0;
    if ((rc = pipe_answer(st, x->a, o, &answer, e)) < 0) return rc;
    if ((found = names_own(answer, what))) *own = arena_dup(x->a, span_of(found));
    free(found);
    json_decref(answer);
    return 0;
}

int cmd_file(const struct cli *x, const char *path, struct span bytes, struct err *e) {
    struct part p = {0};
    int rc = part_open(&p, &x->v, path, e);

    if (rc == 0) fwrite(bytes.p, 1, bytes.n, p.f); /* a fault shows when it is closed */
    return part_close(&p, rc, e);
}

const char *cmd_case_name(struct cli *x, const char *path) {
    static const struct term utf8 = {.utf8 = true, .width = TERM_WIDTH};
    char *real = realpath(path, NULL);
    struct span s = span_of(real ? real : path);
    const char *slash, *name;

    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    slash = memrchr(s.p, '/', s.n);
    if (slash && s.n > 1) s = (struct span){slash + 1, s.n - (size_t)(slash + 1 - s.p)};
    for (size_t i = s.n; i-- > 1;)
        if (s.p[i] == '.' && s.n - i <= 5) {
            s.n = i;
            break;
        }
    name = term_string(&utf8, x->a, arena_dup(x->a, s));
    free(real);
    return name;
}

void cmd_tally(struct cli *x, const struct ingest_tally *t) {
    struct term err = term_of(stderr);
    struct buf b = {0};

    for (size_t i = 0; i < t->notices.n; i++) {
        const char *s = arena_dup(x->a, t->notices.v[i]);

        term_wrap(&b, &err, "note: ", s);
    }
    look_bad(&b, x->a, &err, t);
    if (b.n) fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}
