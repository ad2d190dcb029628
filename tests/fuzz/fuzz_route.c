/* SPDX-License-Identifier: Apache-2.0 */
/* What a browser may ask: a first line `METHOD PATH`, then lines `name=value` (values of the query or the body). Whatever it is, the
 * command that comes of it is one of the table's, with the same words in front, and no text of the browser's is where an option
 * could be read. */
#include "serve/serve.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct span line_of(struct span *rest) {
    const char *end = memchr(rest->p, '\n', rest->n);
    struct span line = {rest->p, end ? (size_t)(end - rest->p) : rest->n};

    rest->p += line.n + (end ? 1 : 0), rest->n -= line.n + (end ? 1 : 0);
    return line;
}

/* `--interval=...` of a parameter, `--show=...` of the table's words, or a word of the table as it is. */
static bool is_ours(const struct route *r, const char *word) {
    size_t n = strcspn(word, "=");
    char name[64];

    if (n >= sizeof name) return false;
    snprintf(name, sizeof name, "%.*s", (int)n, word);
    for (int i = 0; word[n] && i < ROUTE_PARAMS && r->params[i].name; i++)
        if (r->params[i].option && strcmp(name + 2, r->params[i].option) == 0) return true;
    return strstr(r->words, name) != NULL;
}

/* Up to `--`: words of the table, options of ours with a value behind the =, or no dash in front. */
static void check(const struct route *r, const char *const *argv) {
    bool open = true;

    if (strcmp(argv[0], "headcount") != 0) abort();
    if (strncmp(argv[1], r->words, strlen(argv[1])) != 0) abort();
    for (const char *const *w = argv + 1; *w; w++) {
        if (strcmp(*w, "--") == 0) open = false;
        if (open && (*w)[0] == '-' && strcmp(*w, "-") != 0 && !is_ours(r, *w)) abort();
        for (const char *c = *w; *c; c++)
            if ((unsigned char)*c < 0x20) abort();
    }
    if (strstr(r->words, " -- ") && open) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span rest = {(const char *)data, n}, first = line_of(&rest);
    const char *const *argv, *space = memchr(first.p, ' ', first.n), *method, *path;
    const struct route *table, *r;
    struct route_values v;
    struct err e = {0};
    struct arena a;
    bool wrong;
    size_t routes;

    if (!space || n > 20000) return 0;
    arena_init(&a, (size_t)16 << 20);
    table = serve_routes(&routes);
    method = arena_dup(&a, (struct span){first.p, (size_t)(space - first.p)});
    path = arena_dup(&a, (struct span){space + 1, (size_t)(first.p + first.n - space - 1)});
    r = route_find(&a, table, routes, method, path, &v, &wrong);
    while (r && rest.n) {
        struct span line = line_of(&rest);
        const char *eq = memchr(line.p, '=', line.n);
        size_t k = eq ? (size_t)(eq - line.p) : line.n;

        if (route_take(r, (struct span){line.p, k},
                       (struct span){line.p + k + (eq ? 1 : 0), line.n - k - (eq ? 1 : 0)}, &a, &v,
                       &e) < 0)
            r = NULL;
    }
    if (r && r->words) {
        v.file = "/x/file";
        if (route_argv(&a, r, "/x/case.hc", &v, &argv, &e) == 0) check(r, argv);
    }
    arena_fini(&a);
    return 0;
}
