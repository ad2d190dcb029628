/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/** What a command takes: one table, from which the parser, --help, the manual page and the
 * completions are made (doc.h). */
enum opt_kind {
    OPT_FLAG, /* options only: present or not */
    OPT_TEXT,
    OPT_FILE, /* a path that is read, or a case: the shell completes it */
    OPT_OUT,  /* a path that is made, or replaced: it may not be one of the others (spare.h) */
    OPT_WORD, /* one of `words` */
};

static inline bool opt_path(enum opt_kind k) {
    return k == OPT_FILE || k == OPT_OUT;
}

struct opt {
    const char *name; /* "as-of"; a table ends with a NULL name */
    char letter;      /* -o, or 0 */
    enum opt_kind kind;
    const char *value;        /* what help calls the value: "DATE"; NULL for a flag */
    const char *const *words; /* OPT_WORD, NULL-terminated; the value is one of them, whole */
    const char *help;         /* one line */
};

struct opt_arg {
    const char *name; /* "CASE"; a table ends with a NULL name */
    enum opt_kind kind;
    bool optional, many; /* many: the last one, repeatable */
    const char *const *words;
    const char *help;
};

struct opt_command {
    const char *name;           /* "run" */
    const char *group;          /* "Put in": its heading in the list of commands */
    const char *summary;        /* one line, lower case, no full stop */
    const char *about;          /* paragraphs apart by an empty line, or NULL */
    const char *example;        /* one command line, or NULL */
    const struct opt_arg *args; /* or NULL */
    const struct opt *options;  /* --help is everyone's and not listed */
};

#define OPT_MAX 20 /* options of one command */

struct opt_values {
    const struct opt_command *command;
    const char *value[OPT_MAX]; /* by place in the table: NULL not given; a flag's is "" */
    char *const *arg;           /* the arguments, in order */
    size_t n;
    bool help;
};

/** Parses argv, whose first is the command's name; getopt_long may reorder it. Options and
 * arguments may mix; `--` ends options.
 *  @return 0; RC_SYNTAX with a sentence: an unknown or ambiguous option (the nearest one is named),
 * a value missing or not one of the words, an option given twice, too few or too many arguments.
 * --help stops the parsing with help set. */
MUST int opt_parse(const struct opt_command *c, int argc, char **argv, struct opt_values *out,
                   struct err *e);

/** The value of an option of the command's own table, or NULL. Asking for another is our mistake.
 */
const char *opt_value(const struct opt_values *v, const char *name);

/** Gives an option of the command's own table a value, as if it had been typed. */
void opt_set(struct opt_values *v, const char *name, const char *value);

/** The word of the list closest to s, if close enough to be a slip (a transposition, a letter or
 * two), else NULL.
 *  @param word gives the i-th of n words. */
const char *opt_nearest(const char *s, const char *(*word)(const void *list, size_t i),
                        const void *list, size_t n);

/** "csv or xlsx", "a, b or c", cut to what fits into text[n]. */
void opt_words(const char *const *words, char *text, size_t n);
