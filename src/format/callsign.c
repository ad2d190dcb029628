/* SPDX-License-Identifier: Apache-2.0 */
/* The same flight is sent as KOR272, KOR0272 and KOR272 with blanks; the table has one form, so all
 * of them are brought to it. A registration may look like a call sign (HL7201 could be flight 7201
 * of an airline HL), which is why codes of two characters are read only for whoever brings a list.
 * */
#include "format/callsign.h"

#include "base/ascii.h"
#include "base/csv.h"

#include <stdlib.h>

#define NUMBER 4
#define STOP 4

/* 1 to 4 characters, a digit first and at most two letters last. */
static bool number_of(struct span s, char out[NUMBER + 1]) {
    size_t digits = 0, letters;

    while (s.n && s.p[0] == '0') s.p++, s.n--, digits = 1;
    if (digits && (!s.n || !ascii_digit(s.p[0]))) s.p--, s.n++;
    for (digits = 0; digits < s.n && ascii_digit(s.p[digits]);) digits++;
    letters = s.n - digits;
    if (!digits || s.n > NUMBER || letters > 2) return false;
    for (size_t i = digits; i < s.n; i++)
        if (!ascii_upper(s.p[i])) return false;
    memcpy(out, s.p, s.n);
    out[s.n] = 0;
    return true;
}

static bool code_of(struct span *s, const struct callsign_airline *airlines, size_t n,
                    char code[4]) {
    for (size_t i = 0; i < n; i++) {
        if (s->n < 3 || memcmp(s->p, airlines[i].iata, 2) != 0 || !ascii_digit(s->p[2])) continue;
        memcpy(code, airlines[i].icao, sizeof airlines[i].icao);
        *s = (struct span){s->p + 2, s->n - 2};
        return true;
    }
    if (s->n < 4 || !ascii_upper(s->p[0]) || !ascii_upper(s->p[1]) || !ascii_upper(s->p[2]))
        return false;
    memcpy(code, s->p, 3);
    code[3] = 0;
    *s = (struct span){s->p + 3, s->n - 3};
    return true;
}

bool callsign_read(struct span sent, const struct callsign_airline *airlines, size_t n,
                   struct callsign *out) {
    struct callsign c = {0};
    struct span s = span_trim(sent);
    size_t code;

    if (!code_of(&s, airlines, n, c.code) || !number_of(span_trim(s), c.number)) return false;
    code = strlen(c.code);
    memcpy(c.text, c.code, code);
    memcpy(c.text + code, c.number, strlen(c.number) + 1);
    *out = c;
    return true;
}

bool callsign_is_registration(struct span sent, struct span registration) {
    size_t j = 0;

    sent = span_trim(sent);
    for (size_t i = 0; i < registration.n; i++) {
        char c = registration.p[i];

        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (j == sent.n || sent.p[j++] != c) return false;
    }
    return j > 0 && j == sent.n;
}

/* ---- the table ---- */

/* ZSPD-UNNT-LEZG. False: fewer than two, too many, or a code of other than 3 or 4 characters. */
static bool stops_of(struct arena *a, struct span s, struct callsign_route *r) {
    char stop[CALLSIGN_STOPS][STOP];
    size_t n = 0;

    for (;;) {
        const char *dash = s.n ? memchr(s.p, '-', s.n) : NULL;
        size_t len = dash ? (size_t)(dash - s.p) : s.n;

        if (n == CALLSIGN_STOPS || len < 3 || len > STOP) return false;
        memset(stop[n], ' ', STOP);
        for (size_t i = 0; i < len; i++)
            if (!ascii_upper(s.p[i]) && !ascii_digit(s.p[i])) return false;
        memcpy(stop[n++], s.p, len);
        if (!dash) break;
        s = (struct span){dash + 1, s.n - len - 1};
    }
    r->stops = (uint8_t)n;
    r->stop = arena_dup(a, (struct span){stop[0], n * STOP});
    return n >= 2;
}

struct columns {
    size_t callsign, airline, airports;
};

static bool route_of(struct arena *a, const struct csv *c, const struct columns *at,
                     struct callsign_route *out) {
    struct callsign name;
    struct span airline;

    if (at->callsign >= c->n || at->airports >= c->n) return false;
    if (!callsign_read(c->cell[at->callsign], NULL, 0, &name)) return false;
    *out = (struct callsign_route){0};
    memcpy(out->callsign, name.text, sizeof out->callsign);
    airline = at->airline < c->n ? span_trim(c->cell[at->airline]) : (struct span){"", 0};
    if (airline.n < sizeof out->airline && airline.n) memcpy(out->airline, airline.p, airline.n);
    return stops_of(a, span_trim(c->cell[at->airports]), out);
}

static int header(const struct csv *c, struct columns *at, struct err *e) {
    *at = (struct columns){SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (size_t i = 0; i < c->n; i++) {
        struct span name = span_trim(c->cell[i]);

        if (span_is(name, "Callsign")) at->callsign = i;
        if (span_is(name, "AirlineCode")) at->airline = i;
        if (span_is(name, "AirportCodes")) at->airports = i;
    }
    if (at->callsign == SIZE_MAX || at->airports == SIZE_MAX)
        return err_set(e, RC_SYNTAX, "line 1: no columns Callsign and AirportCodes");
    return 0;
}

static int add(struct arena *a, struct callsign_routes *r, const struct callsign_route *route,
               struct err *e) {
    if (r->n == CALLSIGN_ROUTES) return err_set(e, RC_LIMIT, "over %zu routes", CALLSIGN_ROUTES);
    if (r->n == r->room) r->route = arena_grow(a, r->route, r->n, &r->room, sizeof *r->route);
    r->route[r->n++] = *route;
    return 0;
}

MUST int callsign_routes_read(struct arena *a, struct span bytes, struct callsign_routes *r,
                              struct err *e) {
    struct columns at;
    struct span text;
    struct csv c;
    int rc;

    if (bytes.n > CALLSIGN_ROUTE_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu", bytes.n,
                       CALLSIGN_ROUTE_BYTES);
    if ((rc = csv_text(a, bytes, &text, e)) < 0) return rc;
    csv_begin(&c, a, text, ',');
    rc = csv_next(&c, e);
    if (rc == 0) return err_set(e, RC_SYNTAX, "the file is empty");
    if (rc < 0 || (rc = header(&c, &at, e)) < 0) return rc;
    while ((rc = csv_next(&c, e)) != 0) {
        struct callsign_route route;

        if (rc == RC_LIMIT && c.rows >= CSV_ROWS) return rc;
        r->rows++;
        if (rc > 0 && route_of(a, &c, &at, &route)) {
            if ((rc = add(a, r, &route, e)) < 0) return rc;
            continue;
        }
        if (r->refused < CALLSIGN_FIRST) r->line[r->refused] = (size_t)c.line;
        r->refused++;
    }
    return 0;
}

static int by_callsign(const void *x, const void *y) {
    const struct callsign_route *a = x, *b = y;
    size_t n = (a->stops < b->stops ? a->stops : b->stops) * (size_t)STOP;
    int c = strcmp(a->callsign, b->callsign);

    if (!c) c = memcmp(a->stop, b->stop, n);
    return c ? c : a->stops - b->stops;
}

void callsign_routes_sort(struct callsign_routes *r) {
    if (r->n) qsort(r->route, r->n, sizeof *r->route, by_callsign);
}

size_t callsign_routes_find(const struct callsign_routes *r, const struct callsign *c,
                            const struct callsign_route **first) {
    size_t lo = 0, hi = r->n, n = 0;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (strcmp(r->route[mid].callsign, c->text) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo + n < r->n && strcmp(r->route[lo + n].callsign, c->text) == 0) n++;
    *first = n ? &r->route[lo] : NULL;
    return n;
}

struct span callsign_stop(const struct callsign_route *r, size_t i) {
    return span_trim((struct span){r->stop + i * STOP, STOP});
}

enum callsign_serves callsign_serves(const struct callsign_route *r, struct span from,
                                     struct span to) {
    enum callsign_serves best = CALLSIGN_NOT;

    for (size_t i = 0; i < r->stops; i++) {
        if (!span_eq(callsign_stop(r, i), from)) continue;
        for (size_t j = i + 1; j < r->stops; j++) {
            if (!span_eq(callsign_stop(r, j), to)) continue;
            if (j == i + 1) return CALLSIGN_DIRECT;
            best = CALLSIGN_VIA;
        }
    }
    return best;
}
