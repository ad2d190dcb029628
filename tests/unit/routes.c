/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes as JSON, for openapi.py. */
#include "serve/serve.h"

#include <stdio.h>
#include <string.h>

int main(void) {
    static const char *const kinds[] = {"date", "real", "count", "hex", "word", "id", "text"};
    size_t n;
    const struct route *r = serve_routes(&n);

    printf("[");
    for (size_t i = 0; i < n; i++) {
        printf("%s\n{\"method\":\"%s\",\"path\":\"%s\",\"type\":\"%s\",\"kind\":%d,\"changes\":%s,"
               "\"params\":[",
               i ? "," : "", r[i].method, r[i].path, r[i].type, (int)r[i].kind,
               r[i].flags & ROUTE_CHANGES ? "true" : "false");
        for (int k = 0; k < ROUTE_PARAMS && r[i].params[k].name; k++) {
            const struct param *p = &r[i].params[k];
            char braces[64];

            snprintf(braces, sizeof braces, "{%s}", p->name);
            printf("%s{\"name\":\"%s\",\"kind\":\"%s\",\"in\":\"%s\",\"required\":%s}",
                   k ? "," : "", p->name, kinds[p->kind],
                   strstr(r[i].path, braces) ? "path"
                   : r[i].kind == ROUTE_BODY ? "body"
                                             : "query",
                   (r[i].words && strstr(r[i].words, braces) && !p->otherwise) ||
                           (r[i].kind == ROUTE_FILE && k == 0)
                       ? "true"
                       : "false");
        }
        printf("]}");
    }
    puts("\n]");
    return 0;
}
