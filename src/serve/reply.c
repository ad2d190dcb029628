/* SPDX-License-Identifier: Apache-2.0 */
/* Every answer of ours carries the same headers, and no others (the test `private_page` has the list). What
 * libmicrohttpd answers by itself, to bytes that are no request, carries its own. */
#include "base/hash.h"
#include "serve/serve_in.h"

#include <stdio.h>
#include <stdlib.h>

struct nonce {
    char s[33];
};

static struct nonce make_nonce(void) {
    struct nonce n = {""};
    uint8_t bytes[HASH_BYTES];

    hash_random(bytes, sizeof bytes);
    memcpy(n.s, hash_hex(bytes).s, sizeof n.s - 1);
    return n;
}

static const char *const always[][2] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static bool add_headers(struct MHD_Response *r, const char *type, const struct nonce *n) {
    char policy[400];
    bool ok = MHD_add_response_header(r, "Content-Type", type) == MHD_YES;

    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        ok = ok && MHD_add_response_header(r, always[i][0], always[i][1]) == MHD_YES;
    snprintf(policy, sizeof policy,
             "default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; img-src 'self'; "
             "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
             n->s, n->s);
    return ok && MHD_add_response_header(r, "Content-Security-Policy", policy) == MHD_YES;
}

static enum MHD_Result send_it(struct MHD_Connection *c, int status, const char *type,
                               const struct nonce *n, struct MHD_Response *r) {
    enum MHD_Result rc = MHD_NO;

    if (!r) return MHD_NO;
    if (add_headers(r, type, n)) rc = MHD_queue_response(c, (unsigned)status, r);
    MHD_destroy_response(r); /* the connection has its own hold on it */
    return rc;
}

static void free_answer(void *a) {
    answer_done(a);
}

static struct MHD_Response *of_buf(struct buf *b) {
    struct MHD_Response *r;

    if (!b->p) buf_puts(b, "");
    r = MHD_create_response_from_buffer(b->n, b->p, MHD_RESPMEM_MUST_FREE);
    if (!r) buf_fini(b);
    return r;
}

/* Every `from` becomes `to`. */
static void replace_all(struct span s, const char *from, const char *to, struct buf *out) {
    size_t n = strlen(from);

    while (s.n) {
        const char *at = memmem(s.p, s.n, from, n);
        size_t before = at ? (size_t)(at - s.p) : s.n;

        buf_add(out, (struct span){s.p, before});
        if (!at) break;
        buf_puts(out, to);
        s.p += before + n, s.n -= before + n;
    }
}

enum MHD_Result reply_answer(struct serve *s, struct MHD_Connection *c, struct answer *a) {
    struct nonce n = make_nonce();
    struct MHD_Response *r;
    enum MHD_Result rc;

    (void)s;
    if (a->flags &
        ROUTE_NONCE) { /* text of a case is escaped, so an element that is written out is ours */
        struct buf out = {0};
        char with[64];

        snprintf(with, sizeof with, "<style nonce=\"%s\">", n.s);
        replace_all(buf_span(&a->body), "<style>", with, &out);
        rc = send_it(c, a->status, a->type, &n, of_buf(&out));
        answer_done(a);
        return rc;
    }
    r = MHD_create_response_from_buffer_with_free_callback_cls(
        a->body.n, a->body.p ? a->body.p : (void *)(char[]){""}, free_answer, a);
    if (!r) answer_done(a);
    return send_it(c, a->status, a->type, &n, r);
}

enum MHD_Result reply_asset(struct serve *s, struct MHD_Connection *c, const struct asset *x) {
    struct nonce n = make_nonce();
    struct buf one = {0}, two = {0}, three = {0};

    if (!x->fill)
        buf_add(&three, x->bytes);
    else {
        replace_all(x->bytes, "{{nonce}}", n.s, &one);
        replace_all(buf_span(&one), "{{token}}", s->guard.page, &two);
        replace_all(buf_span(&two), "{{read_only}}", s->read_only ? "yes" : "", &three);
        if (two.p) explicit_bzero(two.p, two.n);
    }
    buf_fini(&one);
    buf_fini(&two);
    return send_it(c, 200, x->type, &n, of_buf(&three));
}

enum MHD_Result reply_enter(struct serve *s, struct MHD_Connection *c, bool hop) {
    static const char page[] = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                               "<meta http-equiv=\"refresh\" content=\"0;url=/\">"
                               "<title>headcount</title><a href=\"/\">headcount</a></html>\n";
    struct nonce n = make_nonce();
    struct buf body = {0};
    struct MHD_Response *r;
    char cookie[200];

    buf_puts(&body, page);
    r = of_buf(&body);
    if (!r) return MHD_NO;
    snprintf(cookie, sizeof cookie, "%s=%s; HttpOnly; SameSite=Strict; Path=/",
             s->guard.cookie_name, s->guard.cookie);
    if (MHD_add_response_header(r, "Set-Cookie", cookie) != MHD_YES ||
        (!hop && MHD_add_response_header(r, "Location", "/") != MHD_YES)) {
        MHD_destroy_response(r);
        return MHD_NO;
    }
    return send_it(c, hop ? 200 : 303, "text/html; charset=utf-8", &n, r);
}
