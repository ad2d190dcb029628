/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/** Who may use the page (promise 9 of docs/SECURITY.md). Three secrets of 32 random bytes, in hexadecimal, made at
 *  the start and kept in memory only:
 *  the link's (in the address that is printed; good once), the cookie's (what the link is exchanged for), and the
 *  page's (in a meta element of index.html, sent back as X-Headcount with every POST; a page of another origin
 *  cannot read it). */

#define GUARD_SECRET 65 /* 64 digits and a terminator */

struct guard {
    pthread_mutex_t lock; /* of link and live */
    char link[GUARD_SECRET];
    bool live; /* the link was not used yet */
    char cookie[GUARD_SECRET], page[GUARD_SECRET];
    char cookie_name[24]; /* headcount-PORT: cookies know no port, and two cases may be open */
    char host[24], origin[32];
};

/** What a request says of itself; a header that was not sent is NULL. */
struct guard_ask {
    const char *method, *path;
    const char *host, *origin, *cookie, *page;
    const char *fetch_site; /* Sec-Fetch-Site */
    const char *purpose;    /* Sec-Purpose: a browser that only thinks of going there */
    const char *link;       /* t of the query */
    int hosts;              /* how many Host headers came */
    bool stranger;          /* the other end of the connection belongs to another user */
};

enum guard_verdict {
    GUARD_PASS,
    GUARD_ENTER, /* the link was good: set the cookie, go on to / by a redirect */
    GUARD_HOP, /* the same, but by a page of ours: a redirect from a foreign page would go without the cookie */
    GUARD_REFUSE,
};

void guard_begin(struct guard *g, int port);
void guard_end(struct guard *g); /* overwrites the secrets */
/** A new link, which makes the one before it void. */
void guard_relink(struct guard *g, char out[GUARD_SECRET]);
/** @param why a sentence, of a refusal. */
enum guard_verdict guard_judge(struct guard *g, const struct guard_ask *ask, const char **why);
