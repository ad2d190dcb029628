/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "serve/route.h"

/** The local page and its API: a guard in front of this program's own commands (docs/PAGE.md). Nothing is computed
 *  here: a route is an argv, its answer what the command prints. */

struct serve;
struct serve_options {
    const char *path;    /* the case */
    const char *program; /* what runs a command; NULL: /proc/self/exe */
    int port;            /* 0: any that is free */
    bool read_only;
};

/** Listens on 127.0.0.1, and on nothing else. Signals that end a program should be blocked before: the threads
 *  inherit the mask. @return 0; RC_NOTFOUND: no such case; RC_LOCKED; RC_SYNTAX: no case; RC_IO: the port is taken. */
MUST int serve_open(struct serve **out, const struct serve_options *o, struct err *e);
int serve_port(const struct serve *s);
/** Can it tell connections of other users of this machine? */
bool serve_knows_peers(const struct serve *s);
/** The address to open, good once; the one before it is void. */
void serve_link(struct serve *s, char out[128]);
/** Was the link that was made last used? */
bool serve_entered(struct serve *s);
/** Opens that link in the browser of the desktop. @return 0; RC_NOTFOUND: there is no desktop, or
 *  none that says how to open a page (xdg-open); RC_IO. */
MUST int serve_browse(struct serve *s, const char *link, struct err *e);
/** Wipes what serve_browse made, once its link was used. */
void serve_tidy(struct serve *s);
/** Ends what runs, answers who waits, wipes what was sent, closes the port. NULL is fine. */
void serve_close(struct serve *s);

/** The table of routes, for the test that holds web/openapi.json to it. */
const struct route *serve_routes(size_t *n);
