/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/secret.h"

#include "cage/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

void secret_begin(void) {
    cage_self();
}

void secret_fini(struct secret *s) {
    if (!s) return;
    box_free(s->p);
    *s = (struct secret){0};
}

static int io(const char *what, struct err *e) {
    return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s: %s", what, err_why(errno));
}

/* ---- the terminal ---- */

/** A terminal with echo and signals off: ^C then is a character, so that echo is never left off. */
struct quiet {
    int fd;
    struct termios was;
};

static int quiet_begin(struct quiet *q, struct err *e) {
    struct termios t;

    if ((q->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) < 0 ||
        tcgetattr(q->fd, &q->was) < 0) {
        if (q->fd >= 0) close(q->fd);
        err_put(e, RC_SYNTAX,
                "no terminal to ask for the passphrase: --passphrase-file says where "
                "it stands");
        return CMD_USAGE;
    }
    t = q->was;
    t.c_lflag &= (tcflag_t) ~(unsigned)(ECHO | ECHONL | ISIG);
    t.c_cc[VEOL] = 3; /* ^C ends the line, so that it is read at once */
    if (tcsetattr(q->fd, TCSAFLUSH, &t) == 0) return 0;
    close(q->fd);
    return io("the terminal", e);
}

static void quiet_end(struct quiet *q) {
    (void)tcsetattr(q->fd, TCSAFLUSH, &q->was);
    (void)!write(q->fd, "\n", 1);
    close(q->fd);
}

/** One line, byte by byte, so that nothing of it stays in a buffer of stdio. @return its length;
 * RC_LIMIT; RC_IO; RC_SEALED: broken off with ^C. */
static ssize_t read_line(int fd, char *out, size_t room, struct err *e) {
    size_t n = 0;

    for (;;) {
        char c;
        ssize_t r = read(fd, &c, 1);

        if (r < 0 && errno == EINTR) continue;
        if (r < 0) return io("reading the passphrase", e);
        if (r == 0 || c == '\n') break;
        if (c == 3) return err_set(e, RC_IO, "broken off");
        if (n == room) return err_set(e, RC_LIMIT, "over the limit of %zu bytes", room);
        out[n++] = c;
    }
    if (n && out[n - 1] == '\r') n--;
    return (ssize_t)n;
}

static int ask(const char *prompt, struct secret *out, struct err *e) {
    struct quiet q;
    ssize_t n;
    int rc = quiet_begin(&q, e);

    if (rc) return rc;
    (void)!write(q.fd, prompt, strlen(prompt));
    n = read_line(q.fd, out->p, SECRET_PASS_BYTES, e);
    quiet_end(&q);
    if (n < 0) return (int)n;
    out->n = (size_t)n;
    return 0;
}

/* ---- passphrases ---- */

static int from_file(const char *path, struct secret *out, struct err *e) {
    bool in = strcmp(path, "-") == 0;
    int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;

    if (fd < 0) return io("the passphrase file", e);
    n = read_line(fd, out->p, SECRET_PASS_BYTES, e);
    if (!in) close(fd);
    if (n < 0) return (int)n;
    out->n = (size_t)n;
    return 0;
}

static int ask_twice(const char *prompt, struct secret *out, struct err *e) {
    struct secret again = {.p = box_memory(SECRET_PASS_BYTES)};
    int rc = ask(prompt, out, e);

    if (rc == 0) rc = ask("The same again: ", &again, e);
    if (rc == 0 && !span_eq(secret_span(out), secret_span(&again)))
        rc = err_set(e, RC_RANGE, "the two passphrases are not the same");
    secret_fini(&again);
    return rc;
}

int secret_pass(const struct cli *x, const char *prompt, bool fresh, struct secret *out,
                struct err *e) {
    const char *path = opt_value(&x->v, "passphrase-file");
    struct secret s = {.p = box_memory(SECRET_PASS_BYTES)};
    int rc = path ? from_file(path, &s, e) : fresh ? ask_twice(prompt, &s, e) : ask(prompt, &s, e);

    if (rc == 0 && !s.n) rc = err_set(e, RC_LOCKED, "there is no passphrase: nothing was entered");
    if (rc == 0 && fresh && s.n < SECRET_PASS_MIN)
        rc = err_set(e, RC_RANGE, "a passphrase has at least %d bytes; several words are better",
                     SECRET_PASS_MIN);
    if (rc == 0)
        *out = s;
    else
        secret_fini(&s);
    return rc;
}

/* ---- forms ---- */

static int ask_form(struct secret *s, struct err *e) {
    struct secret one = {.p = box_memory(SECRET_PASS_BYTES)};
    char prompt[64];
    int rc = 0;

    for (int i = 0; i < IDENTITY_N && rc == 0; i++) {
        snprintf(prompt, sizeof prompt, "%s (empty: leave as it is): ", identity_fields[i]);
        if ((rc = ask(prompt, &one, e)) || !one.n) continue;
        s->n += (size_t)snprintf(s->p + s->n, SECRET_FORM_BYTES - s->n, "%s: %.*s\n",
                                 identity_fields[i], (int)one.n, one.p);
    }
    secret_fini(&one);
    return rc;
}

int secret_form(struct secret *out, struct err *e) {
    struct secret s = {.p = box_memory(SECRET_FORM_BYTES + 1)};
    int rc = 0;

    if (isatty(STDIN_FILENO)) {
        rc = ask_form(&s, e);
    } else {
        ssize_t r = 1;

        while (rc == 0 && r != 0 && s.n <= SECRET_FORM_BYTES) {
            r = read(STDIN_FILENO, s.p + s.n, SECRET_FORM_BYTES + 1 - s.n);
            if (r < 0 && errno != EINTR) rc = io("standard input", e);
            if (r > 0) s.n += (size_t)r;
        }
        if (rc == 0 && s.n > SECRET_FORM_BYTES)
            rc = err_set(e, RC_LIMIT, "the form is over %d bytes", SECRET_FORM_BYTES);
    }
    if (rc == 0)
        *out = s;
    else
        secret_fini(&s);
    return rc;
}

/* ---- the warning ---- */

/** What one key only opens, since it was sealed before there was a second. */
struct alone {
    size_t fields, media; /* of fields, the latest value */
};

static int count_alone(struct cli *x, struct store *st, struct alone *out, struct err *e) {
    struct identity_list l;
    int rc = identity_load(st, x->a, (struct span){0}, &l, e);

    for (size_t i = 0; rc == 0 && i < l.v.n; i++) {
        if (l.v.v[i].keys.n != HASH_BYTES) continue;
        if (l.v.v[i].field == IDENTITY_MEDIA)
            out->media++;
        else
            out->fields++;
    }
    return rc;
}

static void warn(const char *text) {
    struct term t = term_of(stderr);
    struct buf b = {0};

    term_wrap(&b, &t, "warning: ", text);
    fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}

static void few(struct cli *x, const struct custody *c) {
    if (x->warned || !c->boxes || c->active >= VAULT_CUSTODIANS_WANTED) return;
    x->warned = true;
    warn(c->active
             ? "sealed values and one custodian: losing that key loses them (headcount keys add)"
             : "sealed values and no custodian: nothing more can be sealed (headcount keys add)");
}

void secret_few(struct cli *x, struct store *st) {
    struct custody c;
    struct err none;

    if (!x->warned && custody_load(st, x->a, &c, &none) == 0) few(x, &c);
}

int secret_warn(struct cli *x, struct store *st, struct err *e) {
    struct custody c;
    struct alone alone = {0};
    int rc = custody_load(st, x->a, &c, e);

    if (rc < 0 || !c.boxes) return rc;
    few(x, &c);
    if (c.active >= VAULT_CUSTODIANS_WANTED && (rc = count_alone(x, st, &alone, e)) < 0) return rc;
    if (alone.fields)
        warn(arena_printf(x->a,
                          "one key only opens %zu of the sealed fields: enter them again, and they "
                          "are sealed for all custodians",
                          alone.fields));
    if (alone.media)
        warn(arena_printf(x->a,
                          "one key only opens what %zu of the photographs and videos name: with "
                          "that key lost, only the files themselves still tell it",
                          alone.media));
    return 0;
}
