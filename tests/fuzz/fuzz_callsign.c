/* SPDX-License-Identifier: Apache-2.0 */
/* Call signs and their routes. Every line is read as a call sign: its form is the same when read
 * again. The whole is read as a table: every route is found by its call sign, and serves its own
 * ends. */
#include "format/callsign.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_callsign(struct span s) {
    static const struct callsign_airline airlines[] = {{"JS", "KOR"}, {"U6", "SVR"}};
    struct callsign c, again;

    if (callsign_read(s, airlines, 2, &c) && strlen(c.code) != 3) abort();
    if (!callsign_read(s, NULL, 0, &c)) return;
    if (strlen(c.text) < 4 || strlen(c.text) > 7) abort();
    if (!callsign_read(span_of(c.text), NULL, 0, &again) || strcmp(c.text, again.text) != 0)
        abort();
    if (!callsign_is_registration(span_of(c.text), span_of(c.text))) abort();
}

static void check_routes(const struct callsign_routes *r) {
    for (size_t i = 0; i < r->n; i++) {
        const struct callsign_route *route = &r->route[i], *first;
        struct callsign c;
        size_t n;

        if (!callsign_read(span_of(route->callsign), NULL, 0, &c)) abort();
        n = callsign_routes_find(r, &c, &first);
        if (!n || route < first || route >= first + n) abort();
        if (route->stops < 2 || route->stops > CALLSIGN_STOPS) abort();
        if (callsign_serves(route, callsign_stop(route, 0),
                            callsign_stop(route, route->stops - 1u)) == CALLSIGN_NOT)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n}, line = {s.p, 0};
    struct callsign_routes r = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    for (size_t i = 0; i < n; i++) {
        line.n = (size_t)(s.p + i - line.p);
        if (s.p[i] != '\n') continue;
        check_callsign(line);
        line.p = s.p + i + 1;
    }
    arena_init(&a, (size_t)64 << 20);
    rc = callsign_routes_read(&a, s, &r, &e);
    if (rc < 0 && !e.text[0]) abort();
    if (r.refused + r.n != r.rows) abort();
    callsign_routes_sort(&r);
    check_routes(&r);
    arena_fini(&a);
    return 0;
}
