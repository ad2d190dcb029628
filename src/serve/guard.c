/* SPDX-License-Identifier: Apache-2.0 */
/* Five checks, each of which alone stops something that the others let through:
 *
 *   the other end's user    another user of this machine, even with a stolen cookie
 *   Host                    a name that was rebound to 127.0.0.1 (DNS rebinding): the browser sends that name
 *   Origin, Sec-Fetch-Site  a page of another site, or of another port of this machine
 *   cookie                  whoever was not given the link
 *   X-Headcount, for POST   a request that a browser was made to send with the cookie by itself
 *
 * The test `private_page` is also run with this file compiled with HEADCOUNT_GUARD_OFF, and must then see every one
 * of its attacks succeed: otherwise it proves nothing. */
#include "serve/guard.h"

#include "base/hash.h"

#include <stdint.h>
#include <stdio.h>

#ifdef HEADCOUNT_GUARD_OFF
#define GUARDED false
#else
#define GUARDED true
#endif

static void make_secret(char out[GUARD_SECRET]) {
    uint8_t bytes[HASH_BYTES];
    struct hash_text hex;

    hash_random(bytes, sizeof bytes);
    hex = hash_hex(bytes);
    memcpy(out, hex.s, GUARD_SECRET);
}

/* The time it takes tells only whether the length is right, and that is no secret. */
static bool same_secret(const char *given, const char *secret) {
    volatile unsigned char differ = 0;

    if (!given || strlen(given) != GUARD_SECRET - 1) return false;
    for (size_t i = 0; i < GUARD_SECRET - 1; i++)
        differ = (unsigned char)(differ | (given[i] ^ secret[i]));
    return differ == 0;
}

static bool same(const char *given, const char *want) {
    return given && strcmp(given, want) == 0;
}

void guard_begin(struct guard *g, int port) {
    pthread_mutex_init(&g->lock, NULL);
    make_secret(g->cookie);
    make_secret(g->page);
    snprintf(g->host, sizeof g->host, "127.0.0.1:%d", port);
    snprintf(g->origin, sizeof g->origin, "http://127.0.0.1:%d", port);
    snprintf(g->cookie_name, sizeof g->cookie_name, "headcount-%d", port);
}

void guard_end(struct guard *g) {
    explicit_bzero(g->link, sizeof g->link);
    explicit_bzero(g->cookie, sizeof g->cookie);
    explicit_bzero(g->page, sizeof g->page);
    pthread_mutex_destroy(&g->lock);
}

void guard_relink(struct guard *g, char out[GUARD_SECRET]) {
    pthread_mutex_lock(&g->lock);
    make_secret(g->link);
    g->live = true;
    memcpy(out, g->link, GUARD_SECRET);
    pthread_mutex_unlock(&g->lock);
}

static bool use_link(struct guard *g, const char *given) {
    bool good;

    pthread_mutex_lock(&g->lock);
    good = same_secret(given, g->link) && (g->live || !GUARDED);
    if (good) g->live = false;
    pthread_mutex_unlock(&g->lock);
    return good;
}

static bool from_elsewhere(const struct guard_ask *ask) {
    return ask->fetch_site && !same(ask->fetch_site, "none") &&
           !same(ask->fetch_site, "same-origin");
}

static const char *refusal(const struct guard *g, const struct guard_ask *ask, bool entering) {
    if (ask->stranger) return "this page belongs to another user of this machine";
    if (ask->hosts != 1 || !same(ask->host, g->host))
        return "this server is only known by the address that it printed";
    if (ask->origin && !same(ask->origin, g->origin))
        return "pages of other sites cannot use this server";
    if (entering) return ask->purpose ? "the link is good once, and not for looking ahead" : NULL;
    if (from_elsewhere(ask)) return "pages of other sites cannot use this server";
    if (!same_secret(ask->cookie, g->cookie))
        return "open the link that headcount serve printed; it is good once";
    if (strcmp(ask->method, "POST") == 0 && !same_secret(ask->page, g->page))
        return "a change needs the X-Headcount header of the page";
    return NULL;
}

enum guard_verdict guard_judge(struct guard *g, const struct guard_ask *ask, const char **why) {
    bool entering = ask->link && same(ask->path, "/") && same(ask->method, "GET");

    *why = GUARDED ? refusal(g, ask, entering) : NULL;
    if (*why) return GUARD_REFUSE;
    if (!entering) return GUARD_PASS;
    if (use_link(g, ask->link)) return from_elsewhere(ask) ? GUARD_HOP : GUARD_ENTER;
    *why = "this link was used, or is not the one that was printed last";
    return GUARD_REFUSE;
}
