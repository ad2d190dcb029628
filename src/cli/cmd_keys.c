/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/secret.h"
#include "pack/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define KEY_FILE_BYTES ((size_t)4096)

static int usage(struct err *e) {
    err_put(e, RC_SYNTAX,
            "keys new FILE, keys add CASE KEY, keys list CASE or keys revoke CASE NAME");
    return CMD_USAGE;
}

/* ---- new ---- */

/** Made for its owner only, and never over something: a key that is lost cannot be made again. */
static int write_new(const char *path, struct span text, struct err *e) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600), rc = 0;

    if (fd < 0)
        return err_set(e, errno == EEXIST ? RC_CONFLICT : RC_IO, "%s: %s", path,
                       errno == EEXIST ? "exists already" : strerrordesc_np(errno));
    if (write(fd, text.p, text.n) != (ssize_t)text.n || fsync(fd) < 0)
        rc = err_set(e, RC_IO, "%s: %s", path, strerrordesc_np(errno));
    if (close(fd) < 0 && rc == 0) rc = err_set(e, RC_IO, "%s: %s", path, strerrordesc_np(errno));
    if (rc < 0) unlink(path);
    return rc;
}

static int new_key(struct cli *x, struct err *e) {
    const char *path = x->v.arg[1], *name = opt_value(&x->v, "name");
    struct secret pass = {0};
    struct box_pair pair = {0};
    struct buf text = {0}, line = {0};
    uint8_t key[HASH_BYTES];
    struct span back;
    int rc;

    if (!name) name = cmd_case_name(x, path);
    if (access(path, F_OK) == 0) return err_set(e, RC_CONFLICT, "%s: exists already", path);
    if ((rc = secret_pass(x, "Passphrase for the new key: ", true, &pass, e))) return rc;
    box_pair_new(&pair);
    custody_line(pair.open, span_of(name), &line);
    if ((rc = custody_read(buf_span(&line), key, &back, e)) == 0 &&
        (rc = vault_key_write(&pair, back, secret_span(&pass), box_cost, &text, e)) == 0)
        rc = write_new(path, buf_span(&text), e);
    box_pair_fini(&pair);
    secret_fini(&pass);
    buf_fini(&text);
    if (rc == 0)
        cmd_write(&line);
    else
        buf_fini(&line);
    return rc;
}

/* ---- add ---- */

/** The key as the words of its line, or a file that holds the line or is a key file. */
static int find_key(struct cli *x, uint8_t key[HASH_BYTES], struct span *name, struct err *e) {
    struct buf words = {0};
    struct span text;
    struct err other;
    int rc;

    if (strncmp(x->v.arg[2], CUSTODY_WORD, strlen(CUSTODY_WORD)) == 0) {
        for (size_t i = 2; i < x->v.n; i++)
            buf_printf(&words, "%s%s", i > 2 ? " " : "", x->v.arg[i]);
        text = arena_span(x->a, buf_span(&words));
        buf_fini(&words);
        return custody_read(text, key, name, e);
    }
    if (x->v.n != 3) return usage(e);
    if ((rc = pack_file(x->a, x->v.arg[2], KEY_FILE_BYTES, &text, e)) < 0) return rc;
    if (vault_key_public(text, key, name, &other) == 0) return 0;
    if ((rc = custody_read(text, key, name, e)) < 0) err_at(e, "%s", x->v.arg[2]);
    return rc;
}

static int add(struct cli *x, struct err *e) {
    uint8_t key[HASH_BYTES];
    struct store *st = NULL;
    struct custody known = {0};
    struct span name;
    struct buf b = {0};
    int rc = find_key(x, key, &name, e);

    if (rc) return rc;
    if ((rc = store_open(&st, x->v.arg[1], STORE_WRITE, e)) < 0) return rc;
    if ((rc = custody_load(st, x->a, &known, e)) == 0 && (rc = store_begin(st, e)) == 0)
        rc = ledger_end(st, custody_add(st, &known, key, name, x->now, e), e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc < 0) return rc;
    term_text(&b, &x->term, name);
    buf_printf(&b, " can open what is sealed from now on; %zu custodian%s in force\n",
               known.active + 1, known.active ? "s" : "");
    if (!known.active)
        term_wrap(&b, &x->term, "", "One key can be lost: add a second, held by somebody else.");
    cmd_write(&b);
    return 0;
}

/* ---- list ---- */

static void list_json(const struct custody *c) {
    json_t *list = json_array();

    for (size_t i = 0; i < c->v.n; i++) {
        const struct custodian *k = &c->v.v[i];
        char text[BOX_BASE64(HASH_BYTES)];

        box_base64((struct span){(const char *)k->key, HASH_BYTES}, text);
        json_array_append_new(list, json_pack("{s:s#, s:s, s:s, s:b}", "name", k->name.p,
                                              (int)k->name.n, "key", text, "since",
                                              utc_instant_text(k->at).s, "revoked", k->revoked));
    }
    cmd_json(list);
    json_decref(list);
}

static void list_table(struct cli *x, const struct custody *c) {
    static const struct term_column head[] = {{"custodian", false, true},
                                              {"key", false, false},
                                              {"since", false, false},
                                              {"state", false, false}};
    VEC(const char *) cell = {0};
    struct buf b = {0};

    for (size_t i = 0; i < c->v.n; i++) {
        const struct custodian *k = &c->v.v[i];
        char text[BOX_BASE64(HASH_BYTES)];

        box_base64((struct span){(const char *)k->key, HASH_BYTES}, text);
        *vec_push(x->a, &cell) = arena_dup(x->a, k->name);
        *vec_push(x->a, &cell) = arena_dup(x->a, span_of(text));
        *vec_push(x->a, &cell) = arena_dup(x->a, (struct span){utc_instant_text(k->at).s, 10});
        *vec_push(x->a, &cell) = k->revoked ? "revoked" : "in force";
    }
    if (cell.n)
        term_table(&b, &x->term, head, 4, cell.v, cell.n / 4);
    else
        buf_puts(&b, "no custodians: nothing can be sealed\n");
    cmd_write(&b);
}

static int list(struct cli *x, struct err *e) {
    struct store *st = NULL;
    struct custody c = {0};
    int rc = cmd_case(x, x->v.arg[1], &st, e);

    if (rc == 0) rc = custody_load(st, x->a, &c, e);
    store_close(st);
    if (rc < 0) return rc;
    if (opt_value(&x->v, "json"))
        list_json(&c);
    else
        list_table(x, &c);
    return 0;
}

/* ---- revoke ---- */

static int revoke_key(struct cli *x, struct err *e) {
    const struct custodian *who = NULL;
    struct store *st = NULL;
    struct custody known = {0};
    struct buf b = {0};
    int rc = store_open(&st, x->v.arg[1], STORE_WRITE, e);

    if (rc < 0) return rc;
    if ((rc = custody_load(st, x->a, &known, e)) == 0 && (rc = store_begin(st, e)) == 0)
        rc = ledger_end(st, custody_revoke(st, &known, span_of(x->v.arg[2]), x->now, &who, e), e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc < 0 || !who) return rc;
    term_text(&b, &x->term, who->name);
    buf_puts(&b, " is revoked\n");
    term_wrap(&b, &x->term, "",
              "What is sealed from now on stays closed to that key. What was sealed before can "
              "still be opened with it: nothing takes that back.");
    cmd_write(&b);
    return 0;
}

static int run(struct cli *x, struct err *e) {
    static const struct {
        const char *word;
        size_t lo, hi;
        int (*run)(struct cli *x, struct err *e);
    } actions[] = {{"new", 2, 2, new_key},
                   {"add", 3, SIZE_MAX, add},
                   {"list", 2, 2, list},
                   {"revoke", 3, 3, revoke_key}};

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(x->v.arg[0], actions[i].word) != 0) continue;
        return x->v.n < actions[i].lo || x->v.n > actions[i].hi ? usage(e) : actions[i].run(x, e);
    }
    return usage(e);
}

static const char *const words[] = {"new", "add", "list", "revoke", NULL};
static const struct opt_arg args[] = {
    {"ACTION", OPT_WORD, false, false, words, "what to do"},
    {"FILE", OPT_FILE, false, false, NULL, "new: the key file to make; otherwise the case"},
    {"KEY", OPT_FILE, true, true, NULL,
     "add: the line that keys new printed, or a file with it; revoke: a name, or how the key "
     "begins"},
    {0},
};
static const struct opt options[] = {
    {"name", 0, OPT_TEXT, "NAME", NULL,
     "new: whose key it is, better a role than a name (else: the file's name without its ending)"},
    SECRET_PASS,
    CMD_JSON,
    {0},
};
const struct cmd cmd_keys = {
    .opt = {.name = "keys",
            .group = "Keep safe",
            .summary = "who can open what is sealed",
            .about =
                "Who a source is, how to reach them and where they stood is sealed to the keys "
                "of custodians: two or more people who keep their key files away from this "
                "machine. headcount keys new makes a key file, closed with a passphrase, and "
                "prints a line; that line is what goes into the case.",
            .example = "headcount keys new /media/stick/desk.key",
            .args = args,
            .options = options},
    .run = run,
};
