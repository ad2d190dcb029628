/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "cli/cmd.h"
#include "cli/part.h"
#include "cli/secret.h"
#include "pack/pack.h"

#include <unistd.h>

#define KEY_FILE_BYTES ((size_t)4096)

static int usage(struct err *e) {
    err_put(e, RC_SYNTAX,
            "identity set CASE SOURCE, identity show CASE SOURCE or identity list CASE");
    return CMD_USAGE;
}

/* ---- set ---- */

static int field_at(struct span line, struct span *rest) {
    for (int i = 0; i < IDENTITY_N; i++) {
        size_t n = strlen(identity_fields[i]);

        if (line.n <= n || memcmp(line.p, identity_fields[i], n) != 0 || line.p[n] != ':') continue;
        *rest = span_trim((struct span){line.p + n + 1, line.n - n - 1});
        return i;
    }
    return -1;
}

/** `name: ...` lines; a line that begins with a blank goes on with the field before it. The values
 * point into the form. The sentence never quotes a line. */
static int read_form(struct span form, struct identity_value *v, size_t *n, struct err *e) {
    bool seen[IDENTITY_N] = {false};
    size_t line = 0;

    *n = 0;
    for (size_t at = 0, end; at < form.n; at = end + 1) {
        const char *lf = memchr(form.p + at, '\n', form.n - at);
        struct span s, rest;
        int field;

        end = lf ? (size_t)(lf - form.p) : form.n;
        s = (struct span){form.p + at, end - at};
        line++;
        if (!span_trim(s).n) continue;
        if ((s.p[0] == ' ' || s.p[0] == '\t') && *n) {
            struct identity_value *last = &v[*n - 1];

            if (!last->value.n) last->value.p = span_trim(s).p;
            last->value.n = (size_t)(span_trim(s).p + span_trim(s).n - last->value.p);
            continue;
        }
        if ((field = field_at(s, &rest)) < 0)
            return err_set(e, RC_SYNTAX,
                           "the form, line %zu: does not begin with name:, contact:, device:, "
                           "vantage: or note:",
                           line);
        if (seen[field])
            return err_set(e, RC_CONFLICT, "the form, line %zu: %s: for the second time", line,
                           identity_fields[field]);
        seen[field] = true;
        v[(*n)++] = (struct identity_value){field, rest};
    }
    for (size_t i = 0, all = *n; *n = i, i < all; i++)
        if (!v[i].value.n)
            return err_set(e, RC_SYNTAX, "the form: %s: is empty", identity_fields[v[i].field]);
    return *n ? 0 : err_set(e, RC_SYNTAX, "the form is empty");
}

static int is_source(struct store *st, struct span source, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT 1 FROM source WHERE id = ?1", e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    rc = query_next(q, e);
    query_close(q);
    if (rc == 0)
        return err_set(e, RC_NOTFOUND, "there is no such source: its row in sources comes first");
    return rc < 0 ? rc : 0;
}

/** Can anything be sealed of this source? Said before anybody fills a form. */
static int is_ready(struct cli *x, struct store *st, struct span source, struct custody *c,
                    struct err *e) {
    bool gone = false;
    int rc = is_source(st, source, e);

    if (rc == 0) rc = custody_load(st, x->a, c, e);
    if (rc == 0 && !c->active)
        rc = err_set(e, RC_NOTFOUND,
                     "nobody to seal to: the case has no custodian (headcount keys)");
    if (rc == 0) rc = identity_forgotten(st, source, &gone, e);
    return rc == 0 && gone ? err_set(e, RC_CONFLICT, "the source was withdrawn") : rc;
}

static int seal(struct cli *x, struct store *st, const struct custody *c, struct span source,
                size_t *n, struct err *e) {
    struct identity_value v[IDENTITY_N];
    struct secret form = {0};
    int rc = secret_form(&form, e);

    if (rc == 0 && (rc = read_form(secret_span(&form), v, n, e)) == 0 &&
        (rc = store_begin(st, e)) == 0)
        rc = ledger_end(st, identity_append(st, x->a, c, source, v, *n, NULL, x->now, e), e);
    secret_fini(&form);
    return rc;
}

static int set(struct cli *x, struct err *e) {
    struct span source = span_of(x->v.arg[2]);
    struct store *st = NULL;
    struct custody c = {0};
    struct buf b = {0};
    size_t n = 0;
    int rc = store_open(&st, x->v.arg[1], STORE_WRITE, e);

    if (rc < 0) return rc;
    if ((rc = is_ready(x, st, source, &c, e)) == 0) rc = seal(x, st, &c, source, &n, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc) return rc;
    buf_printf(&b, "sealed %zu field%s of ", n, n == 1 ? "" : "s");
    term_text(&b, &x->term, source);
    buf_printf(&b, " for %zu custodian%s\n", c.active, c.active == 1 ? "" : "s");
    cmd_write(&b);
    return 0;
}

/* ---- show ---- */

static void note(size_t n, const char *what) {
    if (n) fprintf(stderr, "note: what %zu of the photographs and videos name %s\n", n, what);
}

/** All of them or nothing: each is opened before the first is written. Only what media name is passed
 * over, since nobody can enter it again: where it was sealed before this custodian came, and where it
 * was destroyed with another source that brought the same file. */
static int open_all(struct store *st, const struct identity_list *l, const struct box_pair *key,
                    struct secret *value, struct err *e) {
    size_t closed = 0, gone = 0;

    for (size_t i = 0; i < l->v.n; i++) {
        const struct identity_item *it = &l->v.v[i];
        bool media = it->field == IDENTITY_MEDIA;
        int rc;

        if (media && it->forgotten && ++gone) continue;
        rc = vault_open(st, it->commitment, key, &value[i].p, &value[i].n, e);
        if (rc < 0) err_at(e, "%s", identity_word(it));
        if (rc == RC_LOCKED && media && ++closed) continue;
        if (rc < 0) return rc;
    }
    if (closed && closed + gone == l->v.n)
        return RC_LOCKED; /* nothing opened: as the last was told */
    note(closed, "is sealed, and not to this key");
    note(gone, "is destroyed, with a source that brought the same file and was withdrawn");
    return 0;
}

/* As text: the first line behind the field's name, the others below it. */
static void put_text(struct buf *b, const struct cli *x, const struct identity_item *it,
                     struct span v) {
    buf_puts(b, identity_word(it));
    if (it->media.n) buf_printf(b, " %.12s", it->media.p);
    buf_puts(b, ": ");
    for (size_t at = 0, n; at < v.n; at += n + 1) {
        const char *lf = memchr(v.p + at, '\n', v.n - at);

        n = lf ? (size_t)(lf - v.p) - at : v.n - at;
        if (at) buf_puts(b, "\n  ");
        term_text(b, &x->term, span_trim((struct span){v.p + at, n}));
    }
    buf_putc(b, '\n');
}

/* The value is spelled here, since a JSON value keeps copies that nobody overwrites. What is not UTF-8 shows as such. */
static void put_json(struct buf *b, const struct identity_item *it, struct span v) {
    bool whole = csv_utf8(v);

    buf_printf(b, "  {\n    \"field\": \"%s\",\n", identity_word(it));
    if (it->media.n) buf_printf(b, "    \"sha256\": \"%.*s\",\n", SPAN_ARG(it->media));
    buf_puts(b, "    \"value\": ");
    if (!v.p) {
        buf_puts(b, "null\n  }");
        return;
    }
    buf_putc(b, '"');
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];

        if (c == '\n')
            buf_puts(b, "\\n");
        else if (c < 0x20 || c == 0x7f)
            buf_printf(b, "\\u%04x", c);
        else if (c >= 0x80 && !whole)
            buf_puts(b, "\\ufffd");
        else if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else
            buf_putc(b, (char)c);
    }
    buf_puts(b, "\"\n  }");
}

/** Through a buffer that is overwritten, and past stdio's own. @param before what stands before it in a list, of --json. */
static int write_one(const struct cli *x, const struct identity_item *it, struct span v,
                     const char *before, struct err *e) {
    size_t room = 256 + 12 * v.n, done = 0; /* <U+XXXXXX> for each byte */
    struct buf b = {.p = box_memory(room + 1), .cap = room + 1};
    int rc = 0;

    if (before) {
        buf_puts(&b, before);
        put_json(&b, it, v);
    } else {
        put_text(&b, x, it, v);
    }
    while (done < b.n && rc == 0) {
        ssize_t w = write(STDOUT_FILENO, b.p + done, b.n - done);

        if (w <= 0)
            rc = err_set(e, RC_IO, "standard output could not be written");
        else
            done += (size_t)w;
    }
    box_free(b.p);
    return rc;
}

static int write_all(const struct cli *x, const struct identity_list *l, const struct secret *value,
                     struct err *e) {
    bool json = opt_value(&x->v, "json");
    int rc = 0;

    fflush(stdout);
    for (size_t i = 0; i < l->v.n && rc == 0; i++)
        if (json || value[i].p)
            rc = write_one(x, &l->v.v[i], secret_span(&value[i]),
                           !json ? NULL
                           : i   ? ",\n"
                                 : "[\n",
                           e);
    if (rc == 0 && json) puts("\n]");
    return rc;
}

static int show_open(struct cli *x, struct store *st, const struct identity_list *l,
                     const struct box_pair *key, struct err *e) {
    struct secret *value = ARENA_ARRAY(x->a, struct secret, l->v.n);
    int rc = open_all(st, l, key, value, e);

    if (rc == 0) rc = write_all(x, l, value, e);
    for (size_t i = 0; i < l->v.n; i++) secret_fini(&value[i]);
    return rc;
}

static int read_key(struct cli *x, const char *path, struct box_pair *key, struct err *e) {
    struct secret pass = {0};
    struct span text;
    int rc = pack_file(x->a, path, KEY_FILE_BYTES, &text, e);

    if (rc < 0) return rc;
    if ((rc = secret_pass(x, "Passphrase of the key: ", false, &pass, e))) return rc;
    if ((rc = vault_key_read(text, secret_span(&pass), key, e)) < 0) err_at(e, "%s", path);
    secret_fini(&pass);
    return rc;
}

static bool all_gone(const struct identity_list *l) {
    size_t n = 0;

    while (n < l->v.n && l->v.v[n].forgotten) n++;
    return n == l->v.n;
}

static int show(struct cli *x, struct err *e) {
    const char *file = opt_value(&x->v, "key");
    struct box_pair key = {0};
    struct identity_list l = {0};
    struct store *st = NULL;
    bool gone = false;
    int rc = cmd_case(x, x->v.arg[1], &st, e);

    if (rc < 0) return rc;
    if ((rc = identity_forgotten(st, span_of(x->v.arg[2]), &gone, e)) == 0 && gone)
        rc = err_set(e, RC_NOTFOUND,
                     "the source was withdrawn, and what was sealed of it destroyed");
    if (rc == 0) rc = identity_load(st, x->a, span_of(x->v.arg[2]), &l, e);
    if (rc == 0 && !l.v.n) rc = err_set(e, RC_NOTFOUND, "nothing is sealed of this source");
    if (rc == 0 && all_gone(&l))
        rc = err_set(e, RC_NOTFOUND,
                     "what was sealed of it was destroyed, with a source that brought the same "
                     "file and was withdrawn");
    if (rc == 0 && !file)
        rc = err_set(e, RC_LOCKED, "sealed: --key FILE gives the key file of a custodian");
    if (rc == 0 && (rc = read_key(x, file, &key, e)) == 0) rc = show_open(x, st, &l, &key, e);
    box_pair_fini(&key);
    store_close(st);
    return rc;
}

/* ---- open: a file that was sealed as a whole ---- */

/* Each part goes from fenced memory straight into the file. */
static int write_parts(struct store *st, const struct box_pair *key, FILE *f,
                       uint8_t (*part)[HASH_BYTES], size_t n, struct err *e) {
    int rc = 0;

    setvbuf(f, NULL, _IONBF, 0);
    for (size_t i = 0; i < n && rc == 0; i++) {
        struct secret v = {0};

        if ((rc = vault_open(st, part[i], key, &v.p, &v.n, e)) == 0) fwrite(v.p, 1, v.n, f);
        secret_fini(&v);
    }
    return rc; /* a fault of the file shows when it is closed */
}

static int open_file(struct cli *x, struct err *e) {
    const char *file = opt_value(&x->v, "key"), *out = opt_value(&x->v, "output"),
               *sha = x->v.arg[2];
    uint8_t(*part)[HASH_BYTES] = NULL;
    struct box_pair key = {0};
    struct store *st = NULL;
    struct part p = {0};
    size_t n = 0;
    int rc;

    if (!out) {
        err_put(e, RC_SYNTAX, "open needs -o FILE: where the file goes");
        return CMD_USAGE;
    }
    if (strlen(sha) < 6 || strspn(sha, "0123456789abcdef") != strlen(sha))
        return err_set(e, RC_SYNTAX, "a sealed file is named by 6 or more hex digits");
    if ((rc = cmd_case(x, x->v.arg[1], &st, e)) < 0) return rc;
    rc = identity_raw_parts(st, x->a, sha, &part, &n, e);
    if (rc == 0 && !file)
        rc = err_set(e, RC_LOCKED, "sealed: --key FILE gives the key file of a custodian");
    if (rc == 0 && (rc = read_key(x, file, &key, e)) == 0) {
        if ((rc = part_open(&p, &x->v, out, e)) == 0) rc = write_parts(st, &key, p.f, part, n, e);
        rc = part_close(&p, rc, e);
    }
    box_pair_fini(&key);
    store_close(st);
    return rc;
}

/* ---- list ---- */

static int by_word(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct words {
    VEC(const char *) v;
};

/** Those who can open it, by name. */
static struct words openers(struct arena *a, const struct custody *c, struct span keys) {
    struct words w = {0};

    for (size_t k = 0; k + HASH_BYTES <= keys.n; k += HASH_BYTES)
        for (size_t i = 0; i < c->v.n; i++)
            if (memcmp(c->v.v[i].key, keys.p + k, HASH_BYTES) == 0)
                *vec_push(a, &w.v) = arena_printf(a, "%.*s%s", SPAN_ARG(c->v.v[i].name),
                                                  c->v.v[i].revoked ? " (revoked)" : "");
    if (w.v.n) qsort(w.v.v, w.v.n, sizeof w.v.v[0], by_word);
    return w;
}

static const char *joined(struct arena *a, const struct words *w) {
    const char *s = "";

    for (size_t i = 0; i < w->v.n; i++) s = arena_printf(a, "%s%s%s", s, i ? ", " : "", w->v.v[i]);
    return s;
}

static void list_json(struct cli *x, const struct identity_list *l, const struct custody *c) {
    json_t *list = json_array();

    for (size_t i = 0; i < l->v.n; i++) {
        const struct identity_item *it = &l->v.v[i];
        const struct words can = openers(x->a, c, it->keys);
        json_t *who = json_array(), *one;

        for (size_t k = 0; k < can.v.n; k++) json_array_append_new(who, json_string(can.v.v[k]));
        one = json_pack("{s:s#, s:s, s:I, s:s, s:I, s:b, s:b, s:o}", "source", it->source.p,
                        (int)it->source.n, "field", identity_word(it), "bucket",
                        (json_int_t)it->bucket, "sealed", utc_instant_text(it->at).s, "earlier",
                        (json_int_t)it->earlier, "there", it->there, "forgotten", it->forgotten,
                        "custodians", who);
        if (it->media.n) json_object_set_new(one, "sha256", json_string(it->media.p));
        json_array_append_new(list, one);
    }
    cmd_json(list);
    json_decref(list);
}

static void list_table(struct cli *x, const struct identity_list *l, const struct custody *c) {
    static const struct term_column head[] = {{"source", false, false},
                                              {"field", false, false},
                                              {"sealed", false, false},
                                              {"versions", true, false},
                                              {"can be opened by", false, true}};
    VEC(const char *) cell = {0};
    struct buf b = {0};

    for (size_t i = 0; i < l->v.n; i++) {
        const struct identity_item *it = &l->v.v[i];
        const struct words can = openers(x->a, c, it->keys);

        *vec_push(x->a, &cell) = arena_dup(x->a, it->source);
        *vec_push(x->a, &cell) =
            it->media.n ? arena_printf(x->a, "media %.12s", it->media.p) : identity_word(it);
        *vec_push(x->a, &cell) = arena_dup(x->a, (struct span){utc_instant_text(it->at).s, 10});
        *vec_push(x->a, &cell) = arena_printf(x->a, "%zu", it->earlier + 1);
        *vec_push(x->a, &cell) = it->there       ? joined(x->a, &can)
                                 : it->forgotten ? "nobody: destroyed"
                                                 : "nobody: it is gone";
    }
    if (cell.n)
        term_table(&b, &x->term, head, 5, cell.v, cell.n / 5);
    else
        buf_puts(&b, "nothing is sealed\n");
    cmd_write(&b);
}

static int list(struct cli *x, struct err *e) {
    struct identity_list l = {0};
    struct store *st = NULL;
    struct custody c = {0};
    int rc = cmd_case(x, x->v.arg[1], &st, e);

    if (rc == 0) rc = custody_load(st, x->a, &c, e);
    if (rc == 0) rc = identity_load(st, x->a, (struct span){0}, &l, e);
    store_close(st);
    if (rc < 0) return rc;
    if (opt_value(&x->v, "json"))
        list_json(x, &l, &c);
    else
        list_table(x, &l, &c);
    return 0;
}

static int run(struct cli *x, struct err *e) {
    static const struct {
        const char *word;
        size_t n;
        int (*run)(struct cli *x, struct err *e);
    } actions[] = {{"set", 3, set}, {"show", 3, show}, {"open", 3, open_file}, {"list", 2, list}};

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(x->v.arg[0], actions[i].word) != 0) continue;
        return x->v.n != actions[i].n ? usage(e) : actions[i].run(x, e);
    }
    return usage(e);
}

static const char *const words[] = {"set", "show", "open", "list", NULL};
static const struct opt_arg args[] = {
    {"ACTION", OPT_WORD, false, false, words, "what to do"},
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"SOURCE", OPT_TEXT, true, false, NULL,
     "set, show: the id of the source; open: the first digits of a file's name in the log"},
    {0},
};
static const struct opt options[] = {
    {"key", 0, OPT_FILE, "FILE", NULL, "show, open: the key file of a custodian"},
    {"output", 'o', OPT_OUT, "FILE", NULL, "open: where the file goes"},
    SECRET_PASS,
    CMD_JSON,
    {0},
};
const struct cmd cmd_identity = {
    .opt = {.name = "identity",
            .group = "Keep safe",
            .summary = "who a source is, sealed to the custodians",
            .about =
                "identity set reads a form on standard input, lines such as `name: ...`, "
                "`contact: ...`, `device: ...`, `vantage: ...` (the exact place where they "
                "stood), `note: ...`, or asks for each at the terminal. Each is sealed before "
                "anything is written; this machine cannot open it again. identity show opens "
                "it with a custodian's key file and passphrase; what photographs of the "
                "source named (headcount add CASE media) is shown with it. identity open writes a "
                "file that was sealed as a whole: a sheet with private columns, or a photograph "
                "that was added with --keep sealed. Its owner alone may read what is written.",
            .example = "headcount identity show v.hc gate --key /media/stick/desk.key",
            .args = args,
            .options = options},
    .run = run,
};
