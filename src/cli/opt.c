/* SPDX-License-Identifier: Apache-2.0 */
/* A thin layer over getopt_long: it permutes, abbreviates and joins as every other program of the
 * system does; the sentences are ours, since its own go to stderr and name neither the command nor
 * the option that was meant. */
#include "cli/opt.h"

#include <assert.h>
#include <getopt.h>
#include <stdint.h>
#include <string.h>

enum { LONG_BASE = 256, HELP = LONG_BASE + OPT_MAX };

static size_t count(const struct opt *o) {
    size_t n = 0;

    while (o[n].name) n++;
    assert(n <= OPT_MAX);
    return n;
}

static int lesser(int a, int b) {
    return a < b ? a : b;
}

/* Edit distance with swaps of neighbours (optimal string alignment); words longer than the table
 * are far from everything. */
static int distance(const char *a, const char *b) {
    int d[33][33];
    int n = (int)strnlen(a, 33), m = (int)strnlen(b, 33);

    if (n > 32 || m > 32) return INT32_MAX;
    for (int i = 0; i <= n; i++) d[i][0] = i;
    for (int j = 0; j <= m; j++) d[0][j] = j;
    for (int i = 1; i <= n; i++)
        for (int j = 1; j <= m; j++) {
            int best = lesser(d[i - 1][j] + 1, d[i][j - 1] + 1);

            best = lesser(best, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = lesser(best, d[i - 2][j - 2] + 1);
            d[i][j] = best;
        }
    return d[n][m];
}

const char *opt_nearest(const char *s, const char *(*word)(const void *list, size_t i),
                        const void *list, size_t n) {
    const char *best = NULL;
    int least = 1 + (int)(strlen(s) > 3) + (int)(strlen(s) > 8);

    for (size_t i = 0; i < n; i++) {
        int d = distance(s, word(list, i));

        if (d <= least && d < (int)strlen(s)) {
            best = word(list, i);
            least = d - 1;
        }
    }
    return best;
}

static const char *option_name(const void *list, size_t i) {
    return ((const struct opt *)list)[i].name;
}

static int unknown(const struct opt_command *c, const char *given, struct err *e) {
    size_t n = strncmp(given, "--", 2) == 0 ? strcspn(given + 2, "=") : 0;
    char name[64] = "";
    const char *near;

    if (n == 0 || n >= sizeof name) return err_set(e, RC_SYNTAX, "no option %s", given);
    memcpy(name, given + 2, n);
    for (const struct opt *o = c->options; o->name; o++)
        if (strcmp(o->name, name) == 0) return err_set(e, RC_SYNTAX, "--%s takes no value", name);
    near = opt_nearest(name, option_name, c->options, count(c->options));
    if (near) return err_set(e, RC_SYNTAX, "no option --%s; did you mean --%s?", name, near);
    return err_set(e, RC_SYNTAX, "no option --%s", name);
}

void opt_words(const char *const *words, char *text, size_t n) {
    size_t at = 0;

    text[0] = 0;
    for (size_t i = 0; words[i] && at < n - 1; i++) {
        const char *before = i == 0 ? "" : words[i + 1] ? ", " : " or ";

        for (const char *p = before; *p && at < n - 1; p++) text[at++] = *p;
        for (const char *p = words[i]; *p && at < n - 1; p++) text[at++] = *p;
    }
    text[at] = 0;
}

static int check_word(const char *what, const char *const *words, const char *given,
                      struct err *e) {
    char all[256];

    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], given) == 0) return 0;
    opt_words(words, all, sizeof all);
    return err_set(e, RC_SYNTAX, "%s is one of %s, not \"%s\"", what, all, given);
}

static int take(const struct opt_command *c, size_t i, const char *value, struct opt_values *out,
                struct err *e) {
    const struct opt *o = &c->options[i];
    char what[64] = "--";

    if (out->value[i] && o->kind != OPT_FLAG)
        return err_set(e, RC_SYNTAX, "--%s is given twice", o->name);
    out->value[i] = value ? value : "";
    if (o->kind != OPT_WORD) return 0;
    strncat(what, o->name, sizeof what - 3);
    return check_word(what, o->words, value, e);
}

static int check_args(const struct opt_command *c, const struct opt_values *v, struct err *e) {
    size_t i = 0;

    for (const struct opt_arg *a = c->args; a && a->name; a++) {
        if (i >= v->n && !a->optional)
            return err_set(e, RC_SYNTAX, "%s is missing: %s", a->name, a->help);
        for (; i < v->n; i++) {
            int rc = a->words ? check_word(a->name, a->words, v->arg[i], e) : 0;

            if (rc < 0) return rc;
            if (a->many) continue;
            i++;
            break;
        }
    }
    if (i < v->n) return err_set(e, RC_SYNTAX, "one argument too many: \"%s\"", v->arg[i]);
    return 0;
}

/* getopt's two descriptions of the table. */
static void describe(const struct opt_command *c, struct option *lo, char *so) {
    size_t n = count(c->options), at = 0;

    so[at++] = ':';
    so[at++] = 'h';
    for (size_t i = 0; i < n; i++) {
        const struct opt *o = &c->options[i];

        lo[i] = (struct option){o->name, o->kind == OPT_FLAG ? no_argument : required_argument,
                                NULL, LONG_BASE + (int)i};
        if (!o->letter) continue;
        so[at++] = o->letter;
        if (o->kind != OPT_FLAG) so[at++] = ':';
    }
    lo[n] = (struct option){"help", no_argument, NULL, HELP};
    lo[n + 1] = (struct option){0};
    so[at] = 0;
}

static int letter_at(const struct opt_command *c, int letter) {
    for (size_t i = 0; i < count(c->options); i++)
        if (c->options[i].letter == letter) return (int)i;
    return -1;
}

int opt_parse(const struct opt_command *c, int argc, char **argv, struct opt_values *out,
              struct err *e) {
    struct opt_values v = {.command = c};
    struct option lo[OPT_MAX + 2];
    char so[2 * OPT_MAX + 3];
    int got, rc = 0;

    describe(c, lo, so);
    opterr = 0;
    optind = 0; /* glibc: begin anew, also its own state inside a cluster of letters */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    while (rc == 0 && (got = getopt_long(argc, argv, so, lo, NULL)) != -1) {
        if (got == HELP || got == 'h') {
            v.help = true;
            *out = v;
            return 0;
        }
        if (got == '?') return unknown(c, argv[optind - 1], e);
        if (got == ':') return err_set(e, RC_SYNTAX, "%s wants a value", argv[optind - 1]);
        rc = take(c, (size_t)(got >= LONG_BASE ? got - LONG_BASE : letter_at(c, got)), optarg, &v,
                  e);
    }
    if (rc < 0) return rc;
    v.arg = argv + optind;
    v.n = (size_t)(argc - optind);
    if ((rc = check_args(c, &v, e)) < 0) return rc;
    *out = v;
    return 0;
}

static size_t place(const struct opt_values *v, const char *name) {
    size_t i = 0;

    while (v->command->options[i].name && strcmp(v->command->options[i].name, name) != 0) i++;
    assert(v->command->options[i].name);
    return i;
}

const char *opt_value(const struct opt_values *v, const char *name) {
    return v->value[place(v, name)];
}

void opt_set(struct opt_values *v, const char *name, const char *value) {
    v->value[place(v, name)] = value;
}
