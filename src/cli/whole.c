/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/whole.h"

#include "base/hash.h"
#include "cli/secret.h"
#include "ledger/ledger.h"
#include "report/allow.h"

#include <errno.h>
#include <stdio.h>

/* The terminal shows what is typed: the sentence is no secret, it is to be read. */
static FILE *from(const char *path, bool *close, struct err *e) {
    FILE *f;

    *close = !path || strcmp(path, "-") != 0;
    if (!*close) return stdin;
    if ((f = fopen(path ? path : "/dev/tty", path ? "re" : "r+e"))) return f;
    if (path)
        err_put(e, RC_IO, "%s: cannot be opened", path);
    else
        err_put(
            e, RC_LOCKED,
            "no terminal to ask at: --phrase-file says where the sentence stands: " WHOLE_PHRASE);
    return NULL;
}

int whole_asked(const struct cli *x, struct err *e) {
    const char *path = opt_value(&x->v, "phrase-file");
    char line[256] = "";
    bool close, same;
    FILE *f;

    if (!opt_value(&x->v, "unredacted")) {
        if (!path) return 0;
        return err_set(e, RC_SYNTAX, "--phrase-file goes with --unredacted");
    }
    if (!(f = from(path, &close, e))) return (int)e->rc;
    if (!path)
        fputs("Notes, names of originals and exact times will leave the case. To go on, "
              "type: " WHOLE_PHRASE "\n",
              f),
            fflush(f);
    same = fgets(line, sizeof line, f) != NULL;
    line[strcspn(line, "\r\n")] = 0;
    same = same && strcmp(line, WHOLE_PHRASE) == 0;
    if (close) fclose(f);
    if (same) return 1;
    return err_set(
        e, RC_LOCKED,
        "another sentence than the one asked for: nothing left the case. It is: " WHOLE_PHRASE);
}

static int append(struct cli *x, struct store *st, const char *what, struct span bytes,
                  struct err *e) {
    uint8_t digest[HASH_BYTES];
    json_t *body;
    int rc;

    hash_of(bytes, digest);
    body = json_pack("{s:I, s:I, s:s, s:s}", "at", (json_int_t)x->now, "bytes", (json_int_t)bytes.n,
                     "sha256", hash_hex(digest).s, "what", what);
    rc = ledger_append(st, "export", body, NULL, e);
    json_decref(body);
    return rc;
}

int whole_enter(struct cli *x, const char *path, const char *what, struct span bytes,
                struct err *e) {
    struct store *st = NULL;
    int rc = store_open(&st, path, STORE_WRITE, e);

    if (rc == 0) rc = secret_warn(x, st, e);
    if (rc == 0 && (rc = store_begin(st, e)) == 0)
        rc = ledger_end(st, append(x, st, what, bytes, e), e);
    store_close(st);
    if (rc < 0) err_at(e, "%s: nothing left, since it could not be entered", path);
    return rc;
}

void whole_warn(struct cli *x, const json_t *answer) {
    struct term t = term_of(stderr);
    json_t *few = allow_small(answer), *s;
    struct buf b = {0}, names = {0};
    size_t i;

    json_array_foreach(few, i, s) {
        buf_printf(&names, "%s%s (%" JSON_INTEGER_FORMAT ")", i ? ", " : "",
                   json_string_value(json_object_get(s, "source")),
                   json_integer_value(json_object_get(s, "counts")));
    }
    if (i)
        term_wrap(&b, &t, "warning: ",
                  arena_printf(x->a,
                               "before this is published: fewer than %d counts each come from %s; "
                               "whoever reads date "
                               "and place may tell who was there",
                               ALLOW_CELL_MIN, names.p));
    if (b.n) fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
    buf_fini(&names);
    json_decref(few);
}
