/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/doc.h"
#include "cli/secret.h"
#include "cli/spare.h"

#include <time.h>

#define ARENA_BYTES ((size_t)4 << 30) /* of one call; inputs are limited where they are read */

/** From what went wrong to the exit status; docs and the manual page say the same (doc.c). */
static const struct {
    enum rc rc;
    int status;
} exits[] = {
    {RC_OK, 0},       {RC_IO, 4},       {RC_SYNTAX, 3}, {RC_RANGE, 3},
    {RC_NOTFOUND, 3}, {RC_CONFLICT, 3}, {RC_LIMIT, 3},  {RC_SEALED, 3}, /* private, and refused */
    {RC_LOCKED, 5},
};

static int exit_of(int rc) {
    if (rc > 0) return rc;
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        if ((int)exits[i].rc == rc) return exits[i].status;
    return 4;
}

static void complain(const struct err *e) {
    struct term t = term_of(stderr);
    struct buf b = {0};

    term_text(&b, &t, span_of(e->text));
    fprintf(stderr, "headcount: %s\n", b.p ? b.p : "");
    buf_fini(&b);
}

static int64_t clock_now(void) {
    struct timespec now = {0};

    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *command_name(const void *list, size_t i) {
    return ((const struct cmd *const *)list)[i]->opt.name;
}

static int no_such(const char *name, struct err *e) {
    const char *near = opt_nearest(name, command_name, cmd_all, cmd_count);

    err_put(e, RC_SYNTAX, "no command %s%s%s%s", name, near ? "; did you mean " : "",
            near ? near : "", near ? "?" : "");
    complain(e);
    fputs("headcount help lists them\n", stderr);
    return CMD_USAGE;
}

static int call(const struct cmd *c, int argc, char **argv, struct err *e) {
    struct arena a;
    struct cli x = {.a = &a, .now = clock_now(), .term = term_of(stdout)};
    struct buf b = {0};
    int rc = opt_parse(&c->opt, argc, argv, &x.v, e) < 0 ? CMD_USAGE : 0;

    arena_init(&a, ARENA_BYTES);
    if (rc == 0 && x.v.help) {
        doc_command(&b, &x.term, &c->opt);
        cmd_write(&b);
    } else if (rc == 0 && (rc = spare_all(&x.v, e)) == 0) {
        rc = c->run(&x, e);
    }
    term_progress_end();
    if (rc < 0 || rc == CMD_USAGE) complain(e);
    if (rc == CMD_USAGE && c == &cmd_help)
        fputs("headcount help lists them\n", stderr);
    else if (rc == CMD_USAGE)
        fprintf(stderr, "headcount help %s says how\n", c->opt.name);
    arena_fini(&a);
    return exit_of(rc);
}

/* --help and --version before any command, as other programs have them. */
static const char *command_of(const char *word) {
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return "help";
    if (strcmp(word, "--version") == 0) return "version";
    return word;
}

int main(int argc, char **argv) {
    struct err e = {0};
    int status = CMD_USAGE;

    secret_begin();
    if (argc < 2) {
        char *help[] = {argv[0], NULL};

        call(&cmd_help, 1, help, &e);
    } else {
        const struct cmd *c = cmd_find(command_of(argv[1]));

        status = c ? call(c, argc - 1, argv + 1, &e) : no_such(argv[1], &e);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) { /* a full disk is not a success */
        fputs("headcount: standard output could not be written\n", stderr);
        return 4;
    }
    return status;
}
