/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>

/** From a request to the words of a command. Text of a user is checked by its kind, goes behind `--` or behind
 *  the `=` of an option, and can therefore never become an option itself. */

enum param_kind {
    PARAM_DATE, /* 2023-10-30 */
    PARAM_REAL, /* 0.9 */
    PARAM_COUNT,
    PARAM_FLAG, /* 1: an option without a value */
    PARAM_HEX,  /* 4 to 64 digits, lower case */
    PARAM_WORD, /* a-z, digits, - and _: the choice of a closed list */
    PARAM_ID,   /* letters, digits and . _ : - of ASCII, no - in front */
    PARAM_TEXT, /* any line of UTF-8, at most PARAM_BYTES */
};
#define PARAM_BYTES 1024

struct param {
    const char *name;
    enum param_kind kind;
    const char *option; /* "as-of": given as --as-of=VALUE; NULL: only where the words say {name} */
    const char
        *otherwise; /* when it is not given; NULL: left out, and missing if the words need it */
};
#define ROUTE_PARAMS 10

enum route_kind {
    ROUTE_RUN,   /* the command's standard output is the body */
    ROUTE_BODY,  /* the same; the values are the members of a JSON object in the body */
    ROUTE_CELLS, /* the same; members of the body become column=value words */
    ROUTE_INPUT, /* the same; the body is the command's standard input */
    ROUTE_FILE,  /* the body is a file, for a job: {file} */
    ROUTE_CASE,  /* the rest is the server's own */
    ROUTE_JOB,
    ROUTE_CANCEL,
    ROUTE_STOP,
    ROUTE_ASSET,
};
enum {
    ROUTE_CHANGES = 1, /* the case: refused by --read-only, one after another */
    ROUTE_FRESH = 2,   /* never from memory: the point is to look again */
    ROUTE_NONCE = 4,   /* <style> of the answer gets this answer's nonce */
};

struct route {
    const char *method;
    const char *path; /* "/chart/{name}.svg": a {name} is one of params and holds no / */
    const char *type; /* Content-Type of an answer */
    enum route_kind kind;
    unsigned flags;
    const char *words; /* "estimate --json -- CASE": CASE is the case, {name} a parameter */
    struct param params[ROUTE_PARAMS];
};

/** The values of one request, by place in the route's params; NULL: not given. */
struct route_values {
    const char *v[ROUTE_PARAMS];
    const char *file;         /* of {file} */
    const char *const *cells; /* after the words; NULL-terminated, or NULL */
};

/** The route of a path, with what the path itself says in out. @return NULL when there is none; *wrong_method
 *  when there is one of another method. */
const struct route *route_find(struct arena *a, const struct route *table, size_t n,
                               const char *method, const char *path, struct route_values *out,
                               bool *wrong_method);

/** One parameter of the query or the body. @return 0; RC_SYNTAX with a sentence: no such parameter, given twice,
 *  or a value that is not of its kind. */
MUST int route_take(const struct route *r, struct span name, struct span value, struct arena *a,
                    struct route_values *out, struct err *e);

/** The words for the child, NULL-terminated, the program's name first. @param name_of_case absolute.
 *  @return 0; RC_SYNTAX: a parameter is missing. */
MUST int route_argv(struct arena *a, const struct route *r, const char *name_of_case,
                    const struct route_values *v, const char *const **out, struct err *e);

/** Is it a column's name? a-z, digits and _, a letter first. */
bool route_column(struct span s);
